"""What the translation memory proposes for blocks of a source that a translation has nothing for yet: in the block's own markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from translate_flow.exchange import contents
from translate_flow.services import matching, settings
from translate_flow.services.matching import Query
from translate_flow.text import inline
from translate_flow.text.document import Document

_FUZZY = 200  # blocks of one text that similar ones are looked for: a text with more that is new is translated, not carried


def proposals(session: Session, version_id: int, languages: tuple[str, str], document: Document, fresh: Sequence[int], *, now: datetime) -> dict[str, str]:
    """Translations of some blocks by their inner source, from the memory: exact ones first, else the best that is alike enough.

    The version's own older texts are left out: what it had for these blocks is known without the memory.
    """
    if not fresh or not matching.anything(session):
        return {}
    blocks = [contents.of_block(document, at) for at in range(len(document.blocks))]
    said = list(map(inline.written, blocks))
    edged = ["", *said, ""]
    queries = [Query(said[at], edged[at], edged[at + 2]) for at in fresh]
    least = settings.get(session, "memory_least")
    found = matching.matches(session, *languages, queries, least=max(1, least), most=1, now=now, fuzzy=_FUZZY, but=version_id)
    wanted = {at: content for at, matched in zip(fresh, found, strict=True) if matched and (content := _fitting(matched[0].target, blocks[at]))}
    _, refused = contents.placed(document, wanted)  # what would be read back as something else
    return {document.source(document.blocks[at]): contents.source_of(document, at, content) for at, content in wanted.items() if at not in refused}


def _fitting(target: str, like: inline.Content) -> inline.Content:
    """A match's text with the codes of a block; empty where it has others."""
    content = inline.read(target)
    return () if any(one.fatal for one in inline.damage(like, content)) else inline.filled(content, like)
