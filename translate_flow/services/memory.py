"""The translation memory filled from the newsroom's own versions: what was approved, as it renders its source.

A version is in it with the text that a reviewer found good or that readers see; what is taken from readers, or must not be
read any more in its source, leaves it with its words. `matching` looks things up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from translate_flow.exchange import contents
from translate_flow.models import Person, Revision, Version
from translate_flow.models_memory import MemoryFill, MemoryUnit
from translate_flow.services import people, renderings, texts
from translate_flow.services.memory_store import NewUnit, Store, take_out
from translate_flow.services.pairs import find_pairs
from translate_flow.services.transitions import record
from translate_flow.text import inline, signs
from translate_flow.text.document import Block, Document, Kind
from translate_flow.text.pairing import pair
from translate_flow.text.sentences import segments
from translate_flow.workflow import Role

SURE = 0.8  # the least confidence of a base, and of a pair of sentences where they are not as many
PAIRED = 0.6  # … of a pair of blocks: what pairs have whose whole structure agrees, one by one (`text.pairing`)
LONGEST = 10_000  # characters of a source or a translation
_LEFT_OUT = frozenset({Kind.CODE, Kind.BYLINE, Kind.DATE, Kind.PROVENANCE})  # nobody translates these by memory
_GONE = frozenset({"withdrawn", "cancelled"})


def fill(session: Session, version: Version, *, now: datetime) -> int:
    """Brings the memory up to what a version is now: the units of its approved or live text, or none. Returns how many there are.

    Costs as much as the version is long, however much the memory holds.
    """
    session.flush()
    revision = _good(session, version)
    if revision is None:
        forget(session, version)
        return 0
    connection = session.connection()
    before = set(session.scalars(select(MemoryUnit.id).where(MemoryUnit.version_id == version.id)))
    store = Store(connection)
    added, kept = store.put(_units(session, version, revision, now))
    store.finish()
    take_out(connection, sorted(before.difference(kept)))
    session.execute(update(MemoryUnit).where(MemoryUnit.version_id == version.id).values(_provenance(version, revision, now)))
    session.execute(delete(MemoryFill).where(MemoryFill.version_id == version.id))
    session.add(MemoryFill(version_id=version.id, revision_id=revision.id, units=added + len(kept), at=now))
    session.flush()
    return added + len(kept)


def forget(session: Session, version: Version) -> int:
    """Takes a version's units out of the memory; returns how many there were."""
    ids = session.scalars(select(MemoryUnit.id).where(MemoryUnit.version_id == version.id)).all()
    take_out(session.connection(), ids)
    session.execute(delete(MemoryFill).where(MemoryFill.version_id == version.id))
    return len(ids)


def settle(session: Session, version: Version, *, now: datetime, others: bool = False) -> None:
    """After a version was approved or returned, given to readers or taken from them: it is in the memory as it stands now.

    `others`: what was translated from it, too, whose units hold its words.
    """
    if not version.is_original:
        fill(session, version, now=now)
    for child in session.scalars(select(Version).where(Version.parent_id == version.id).order_by(Version.id)).all() if others else ():
        good, known = _good(session, child), session.get(MemoryFill, child.id)
        if (good.id if good else None) != (known.revision_id if known else None):
            fill(session, child, now=now)


def call_back(session: Session, version: Version) -> None:
    """After a text of a version was taken down: what was translated from it, however far down, leaves the memory with its wording."""
    for child in below(session, version):
        if _good(session, child) is None:
            forget(session, child)


def below(session: Session, version: Version) -> list[Version]:
    """All that was translated from a version, and from that, and so on."""
    found: list[Version] = []
    above = [version.id]
    while above:
        level = session.scalars(select(Version).where(Version.parent_id.in_(above), Version.id.not_in([version.id, *(one.id for one in found)])).order_by(Version.id)).all()
        found += level
        above = [one.id for one in level]
    return found


def waiting(session: Session) -> list[int]:
    """The ids of versions that should be in the memory and are not, or with an older text: adopted ones, for instance."""
    good = (Version.status == "approved") & (MemoryFill.revision_id != Version.head_id) | (Version.status != "approved") & (MemoryFill.revision_id != Version.live_id)
    query = (
        select(Version.id).outerjoin(MemoryFill, MemoryFill.version_id == Version.id)
        .where(Version.parent_id.is_not(None), (Version.status == "approved") | Version.live_id.is_not(None))
        .where(MemoryFill.version_id.is_(None) | good).order_by(Version.id)
    )  # fmt: skip
    return list(session.scalars(query))


def fill_all(session: Session, ids: Sequence[int], *, actor: Person, now: datetime) -> list[tuple[Version, int]]:
    """Fills the memory from each of some versions (see `waiting`); how many units each has in it now. Raises NotAllowed."""
    may_fill(actor)
    versions = session.scalars(select(Version).where(Version.id.in_(ids)).order_by(Version.id)).all()
    found = [(version, fill(session, version, now=now)) for version in versions]
    record(session, "memory fill", actor=actor, now=now, data={"versions": len(found), "units": sum(count for _, count in found)})
    return found


def may_fill(actor: Person) -> None:
    """Raises NotAllowed for whoever neither coordinates nor operates."""
    people.must_be(actor, Role.COORDINATOR, Role.OPERATOR, doing="fill the memory")


def _good(session: Session, version: Version) -> Revision | None:
    """The text of a translation that the memory may hold: approved or live, on a base that is sure, of a source that may be read."""
    number = version.head_id if version.status == "approved" else version.live_id
    revision = session.get(Revision, number) if number and version.parent_id and version.status != "cancelled" else None
    if revision is None or revision.base_id is None or revision.base_confidence < SURE:
        return None
    parent = session.get(Version, version.parent_id)
    if parent is None or parent.status in _GONE or _called_back(session, revision):
        return None
    return revision


def _called_back(session: Session, revision: Revision) -> bool:
    """Whether what a text was made from, or what that was made from, was taken down since."""
    from translate_flow.models_channels import Obligation

    taken = aliased(Revision)
    base = session.get(Revision, revision.base_id) if revision.base_id else None
    seen: set[int] = set()
    while base is not None and base.id not in seen:
        seen.add(base.id)
        later = exists().where(Revision.version_id == base.version_id, Revision.number > base.number, Revision.change_class == "takedown")
        whole = exists().where(Obligation.source_id == taken.id, Obligation.whole, taken.version_id == base.version_id, taken.number >= base.number)
        if session.scalar(select(later | whole)):
            return True
        base = session.get(Revision, base.base_id) if base.base_id else None
    return False


def _units(session: Session, version: Version, revision: Revision, now: datetime) -> Iterator[NewUnit]:
    """The units of a text: its blocks, and the sentences of those that have several."""
    base = session.get(Revision, revision.base_id)
    parent = session.get(Version, version.parent_id)
    assert base is not None
    assert parent is not None
    languages = (parent.language, version.language)
    shared = {"source_language": parent.language, "target_language": version.language, "version_id": version.id, **_provenance(version, revision, now)}
    source, text, pairs = _sides(session, version, revision, base)
    blocks = [contents.of_block(source, at) for at in range(len(source.blocks))]
    cut = [segments(content, parent.language) for content in blocks]
    around = _Around([inline.written(content) for content in blocks], [[inline.written(part) for part, _ in parts] for parts in cut])
    for at, there in pairs:
        content = inline.like_source(blocks[at], contents.of_block(text, there))
        whole = _said(around.blocks[at], inline.written(content))
        if whole is None:
            continue
        yield NewUnit(source=whole[0], target=whole[1], grain="block", **around.block(at), **shared)
        targets = segments(content, version.language) if len(cut[at]) > 1 else [(content, "")]
        for number, other in _sentences([part for part, _ in cut[at]], [part for part, _ in targets], languages):
            said = _said(around.segments[at][number], inline.written(targets[other][0]))
            near = around.segment(at, number)
            if said is not None and (len(cut[at]) > 1 or near != around.block(at)):
                yield NewUnit(source=said[0], target=said[1], **near, **shared)


def _provenance(version: Version, revision: Revision, now: datetime) -> dict[str, Any]:
    """Whose a version's units are, and how good they are held to be."""
    return {
        "at": min(revision.created_at, now), "translator_id": version.translator_id or revision.author_id,
        "translator": version.credit, "reviewed": version.reviewer_id is not None,
    }  # fmt: skip


def _sides(session: Session, version: Version, revision: Revision, base: Revision) -> tuple[Document, Document, list[tuple[int, int]]]:
    """What a text really renders, the text, and which block renders which: surely, one to one, with nothing left to do."""
    known = renderings.of(session, revision)
    plain, text = texts.document(session, base), texts.document(session, revision)
    source = renderings.rendered(session, base, plain, known.rows)
    pairs = known.paired(plain, text) or find_pairs(session, base, plain, version, text)
    apart = known.differences()
    open_ones = {row.base_position for row in known.rows if row.todo} | apart.omitted
    unfinished = {row.position for row in known.rows if row.todo} | apart.localised | apart.notes
    found = []
    for one in pairs:
        if len(one.source) != 1 or len(one.target) != 1 or one.confidence < PAIRED:
            continue
        at, there = one.source[0], one.target[0]
        if at in open_ones or there in unfinished or _LEFT_OUT & {source.blocks[at].kind, text.blocks[there].kind}:
            continue
        found.append((at, there))
    return source, text, found


class _Around:
    """Texts of a source's blocks and sentences, in the form in which they are compared, and what stands around each."""

    def __init__(self, blocks: Sequence[str], parts: Sequence[Sequence[str]]) -> None:
        self.blocks = [signs.normal(said) for said in blocks]
        self.segments = [[signs.normal(said) for said in said_parts] for said_parts in parts]
        self._block_keys = [0, *(context(said) for said in self.blocks), 0]
        flat = [context(said) for said_parts in self.segments for said in said_parts]
        self._segment_keys = [0, *flat, 0]
        self._start = [0]
        for said_parts in self.segments:
            self._start.append(self._start[-1] + len(said_parts))

    def block(self, at: int) -> dict[str, Any]:
        return {"before": self._block_keys[at], "after": self._block_keys[at + 2]}

    def segment(self, at: int, number: int) -> dict[str, Any]:
        place = self._start[at] + number
        return {"before": self._segment_keys[place], "after": self._segment_keys[place + 2]}


def context(said: str) -> int:
    """The key of a text that stands beside another; 0 where nothing stands there."""
    return signs.key(signs.numbered(signs.normal(said))[0])


def _said(source: str, target: str) -> tuple[str, str] | None:
    """Both sides of a unit in the form in which they are kept; None for what teaches nothing: without letters, left as it was, too long."""
    target = signs.normal(target)
    if source == target or not any(map(str.isalpha, source)) or not any(map(str.isalpha, target)) or max(len(source), len(target)) > LONGEST:
        return None
    source, numbers = signs.numbered(source)
    return source, signs.like(target, numbers)


def _sentences(one: Sequence[inline.Content], two: Sequence[inline.Content], languages: tuple[str, str]) -> list[tuple[int, int]]:
    """Which sentence of a paragraph renders which: one by one where there are as many, else those that surely belong together."""
    if len(one) == len(two):
        return [(at, at) for at in range(len(one))]
    found = pair(_blocks(one), _blocks(two))
    return [(each.source[0], each.target[0]) for each in found if len(each.source) == len(each.target) == 1 and each.confidence >= SURE]


def _blocks(parts: Sequence[inline.Content]) -> list[Block]:
    """Sentences as blocks, for pairing."""
    said = [inline.text(part) for part in parts]
    ends = [0]
    for text in said:
        ends.append(ends[-1] + len(text) + 1)
    return [Block(Kind.PARAGRAPH, start, end - 1, text) for (start, end), text in zip(pairwise(ends), said, strict=True)]
