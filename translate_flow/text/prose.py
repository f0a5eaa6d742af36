"""What of a document is language: the reader's texts with code in them hidden, letter by letter, so that places in them stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from translate_flow.text import units
from translate_flow.text.document import Document, Kind
from translate_flow.text.units import UnitKind

HIDDEN = "\ufffc"  # stands for a letter of code; no word has it
_TAG = re.compile(r"<(/?)(?:code|kbd|samp|tt|var|pre)\b[^>]*>", re.I)


def prose(document: Document) -> list[str]:
    """The reader's text of each block, as long as it was, its code hidden; of a block of code all of it."""
    return [
        HIDDEN * len(block.text) if block.kind is Kind.CODE else hidden(block.text, document.source(block), document.format)
        for block in document.blocks
    ]  # fmt: skip


def hidden(text: str, source: str, syntax: str) -> str:
    """A block's text with hidden what is code in its inner source."""
    if syntax == "text" or not ("`" in source or "{" in source or "<" in source):
        return text
    at = 0
    parts: list[str] = []
    for code in _codes(source, syntax):
        start = text.find(code, at) if code else -1
        if start >= 0:
            parts += (text[at:start], HIDDEN * len(code))
            at = start + len(code)
    return "".join(parts) + text[at:]


def _codes(source: str, syntax: str) -> Iterator[str]:
    """What a reader reads of each piece of code, in order."""
    inside: list[str] | None = None
    for unit in units.split(source, syntax):
        if tag := _TAG.fullmatch(unit):
            if tag[1] and inside is not None:
                yield _read("".join(inside))
            inside = None if tag[1] else []
        elif inside is not None:
            inside.append(unit)
        elif units.kind(unit) is UnitKind.CODE:
            yield _read(unit.strip("`"))


def _read(code: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", code)).split())
