"""What changed between two texts outside of their blocks: attributes of components, values in expressions, front matter that is no text, wrapping markup.

Nobody translates it as a block, yet readers may see it; so a translator is shown the lines.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from translate_flow.text.alignment import match
from translate_flow.text.document import Document

BLOCK = "…"  # stands for a block in a line that holds one

_BARE = re.compile(r"</?[\w.:-]+\s*/?>|(?<!\d)\d+[.)]")  # what a block alone brings with it: tags without attributes, a list's numbers


class Line(NamedTuple):
    """A line that went or came, without its indent."""

    op: Literal["delete", "insert"]
    text: str


def changed(old: Document, new: Document) -> tuple[Line, ...]:
    """The lines outside of blocks that only one of two texts has, in the order of the new one. White space, and lines that only moved, do not count."""
    before, after = _lines(old), _lines(new)
    partners = dict(match(before, after))
    kept = set(partners.values())
    found: list[tuple[int, int, Line]] = []
    place = 0
    for at, text in enumerate(before):
        if at in partners:
            place = partners[at] + 1
        else:
            found.append((place, 0, Line("delete", text)))
    found += [(at, 1, Line("insert", text)) for at, text in enumerate(after) if at not in kept]
    return tuple(line for _, _, line in sorted(found, key=lambda one: one[:2]))


def _lines(document: Document) -> list[str]:
    """The lines that say something besides the blocks in them."""
    pieces: list[str] = []
    at = 0
    for block in document.blocks:
        pieces += (document.text[at : block.start], BLOCK)
        at = block.end
    pieces.append(document.text[at:])
    lines = (line.strip() for line in "".join(pieces).splitlines())
    return [line for line in lines if re.search(r"\w", _BARE.sub("", line) if BLOCK in line else line)]
