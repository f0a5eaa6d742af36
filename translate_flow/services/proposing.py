"""What the translation memory proposes for blocks of a source that a translation has nothing for yet: in the block's own markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from sqlalchemy.orm import Session

from translate_flow.formats.md_inline import escape as escape_markdown
from translate_flow.services import matching, settings
from translate_flow.services.matching import Query
from translate_flow.text import inline
from translate_flow.text.document import Document
from translate_flow.text.inline import Code

_FUZZY = 200  # blocks of one text that similar ones are looked for: a text with more that is new is translated, not carried


def proposals(session: Session, version_id: int, languages: tuple[str, str], document: Document, fresh: Sequence[int], *, now: datetime) -> dict[str, str]:
    """Translations of some blocks by their inner source, from the memory: exact ones first, else the best that is alike enough.

    The version's own older texts are left out: what it had for these blocks is known without the memory.
    """
    if not fresh or not matching.anything(session):
        return {}
    contents = {at: inline.split(document.source(document.blocks[at]), document.format) for at in range(len(document.blocks))}
    said = [inline.written(contents[at]) for at in range(len(document.blocks))]
    edged = ["", *said, ""]
    queries = [Query(said[at], edged[at], edged[at + 2]) for at in fresh]
    least = settings.get(session, "memory_least")
    found = matching.matches(session, *languages, queries, least=max(1, least), most=1, now=now, fuzzy=_FUZZY, but=version_id)
    made: dict[str, str] = {}
    for at, matches in zip(fresh, found, strict=True):
        if matches and (source := _source(matches[0].target, contents[at], document.format)):
            made[document.source(document.blocks[at])] = source
    return made


def _source(target: str, like: inline.Content, syntax: str) -> str:
    """A match's text in a block's markup, its codes those of the block; empty where it has others, or would not be read back so."""
    try:
        content = inline.filled(inline.read(target), like)
    except KeyError:
        return ""
    source = "".join(piece.data if isinstance(piece, Code) else _escaped(piece, syntax) for piece in content)
    return source if inline.text(inline.split(source, syntax)) == inline.text(content) else ""


def _escaped(text: str, syntax: str) -> str:
    if syntax in {"markdown", "mdx"}:
        bare = text.strip()
        return text.replace(bare, escape_markdown(bare)) if bare else text  # with the spaces around it, which `escape_markdown` folds away
    return escape(text, quote=False) if syntax in {"html", "wordpress"} else text
