"""Pairs of blocks for texts that were not made here, with what the newsroom's own translations have taught.

Where two texts have one structure that says enough, and nothing is read for it. Where they do not, words help that the
latest translations between the same two languages have shown to render each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from translate_flow.models import Pairing, Revision, Version
from translate_flow.services import texts
from translate_flow.text.document import Document
from translate_flow.text.lexicon import Lexicon
from translate_flow.text.pairing import Pair, pair_documents

_TEXTS = 24  # of the latest translations
_BLOCKS = 3000  # pairs of blocks, of all of them
_SURE = 0.8  # the least confidence of a pair that words are learnt from


def find_pairs(session: Session, base: Revision, source: Document, version: Version, text: Document) -> list[Pair]:
    """The pairs of a version's text with the revision that it follows, whose document is `source`."""
    return pair_documents(source, text, lexicon=lambda: lexicon(session, base, version.language))


def lexicon(session: Session, base: Revision, language: str) -> Lexicon | None:
    """Of the languages of a revision and of those who follow it: learnt once in a session, None where there is nothing to learn from."""
    of = session.scalar(select(Version.language).where(Version.id == base.version_id))
    known: dict[tuple[str, str], Lexicon | None] = session.info.setdefault("lexicons", {})
    key = (of or "", language)
    if key not in known:
        learnt = Lexicon.learn(_blocks(session, *key))
        known[key] = learnt if learnt.entries else None
    return known[key]


def _blocks(session: Session, source: str, target: str) -> Iterator[tuple[str, str]]:
    """Readers' texts of blocks that surely render each other, one to one, from the latest translations."""
    follows, theirs = aliased(Revision), aliased(Version)
    chosen = (
        select(Revision.id, Revision.text_id, follows.text_id)
        .join(Version, Version.head_id == Revision.id)
        .join(follows, follows.id == Revision.base_id)
        .join(theirs, theirs.id == follows.version_id)
        .where(Version.language == target, theirs.language == source, exists().where(Pairing.revision_id == Revision.id))
        .order_by(Revision.id.desc())
        .limit(_TEXTS)
    )
    rows = session.execute(chosen).all()
    links: dict[int, dict[int, list[int]]] = {number: {} for number, _, _ in rows}
    sure = select(Pairing.revision_id, Pairing.position, Pairing.base_position).where(Pairing.revision_id.in_(list(links)), Pairing.confidence >= _SURE)
    for number, at, base in session.execute(sure.order_by(Pairing.revision_id, Pairing.position, Pairing.base_position)):
        links[number].setdefault(at, []).append(base)
    count = 0
    for number, mine, other in rows:
        times = Counter(base for found in links[number].values() for base in found)
        text, of = (texts.read(session, text_id) for text_id in (mine, other))
        for at, found in links[number].items():
            if len(found) == 1 and times[found[0]] == 1 and at < len(text.blocks) and found[0] < len(of.blocks):
                yield of.blocks[found[0]].text, text.blocks[at].text
                count += 1
        if count >= _BLOCKS:
            return
