"""Where comments can stand in WordPress content: above the block's own comment, else above its line; never inside either.

A comment of one line is part of the paragraph that it stands in, one of several lines ends it (`wp_scan`): so all have
several, but those about the head, which may have only one and go above it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from translate_flow.formats import markup
from translate_flow.formats.places import Lines, Place, Shape, Solid, Span, at_end, before_code, beyond, spans
from translate_flow.formats.wp_shortcodes import ATTRIBUTES
from translate_flow.text.document import Block

_BLOCK_COMMENT = re.compile(r"<!--\s*+(/?+)wp:([a-z][a-z0-9_/-]*+)((?>(?:[^-]++|-(?!->))*))-->")
_LOOSE = frozenset({"freeform", "shortcode", "html", "classic"})  # these hold text of many lines
_CAPTION = re.compile(rf"\[((?:wp_)?caption)(?=[\s/\]]){ATTRIBUTES}\]")
_SIGNS = ("<!-- ", " -->")


def places(text: str, blocks: Sequence[Block], content: int) -> tuple[Place, ...]:
    """A place for each block, and one for the end; the content begins at offset `content`."""
    first = 1 if text.startswith("\ufeff") else 0
    top = Place(first, *_SIGNS, shape=Shape.LINE if content > first else Shape.LINES)
    tokens, lines = list(markup.tokens(text, content)), Lines(text)
    solid = Solid([*spans(tokens), *_captions(text, content)])
    opened = {token.end: token.start for token in tokens if token.kind == "open" and token.name != "br"}
    held = list(_held(text, content))
    found: list[Place] = []
    floor = number = 0
    for block in blocks:
        if block.start < content:
            found.append(top)
            continue
        while number < len(held) and held[number][0] <= block.start:
            number += 1
        own = held[number - 1][1] if number else -1
        at = own if own >= 0 else before_code(text, block, opened)
        place = _own_line(lines, at, 0, None) if own >= 0 else _own_line(lines, at, max(floor, content), solid)
        found.append(place or _before(at, block.start, opened if own < 0 else {}, solid) or (found[-1] if found else top))
        floor = beyond(text, block)
    return at_end(found, top)


def _own_line(lines: Lines, at: int, floor: int, solid: Solid | None) -> Place | None:
    """The line above offset `at`: above a block's comment only where that begins its line."""
    start = lines.start(at)
    if start < floor or (solid.around(start) if solid else len(lines.margin(start)) < at - start):
        return None
    return Place(start, *_SIGNS, lines.margin(start))


def _before(at: int, start: int, opened: dict[int, int], solid: Solid) -> Place | None:
    """Inside the line: before the tags that a block stands in, or its comment; None where it has none."""
    inside = solid.around(at)
    first = inside[0] if inside else at
    while first in opened:
        first = opened[first]
    return Place(first, *_SIGNS, shape=Shape.INLINE) if first < start else None


def _held(text: str, content: int) -> Iterator[Span]:
    """From which offset on which block comment holds the text: (offset, the comment's, or -1 for none)."""
    open_blocks: list[tuple[str, int]] = []
    counts: Counter[str] = Counter()
    for found in _BLOCK_COMMENT.finditer(text, content):
        if found[1]:
            while counts[found[2]]:
                name, _ = open_blocks.pop()
                counts[name] -= 1
                if name == found[2]:
                    break
        elif not found[3].rstrip().endswith("/"):
            open_blocks.append((found[2], found.start()))
            counts[found[2]] += 1
        yield found.end(), open_blocks[-1][1] if open_blocks and open_blocks[-1][0] not in _LOOSE else -1


def _captions(text: str, content: int) -> Iterator[Span]:
    """The `[caption]` shortcodes: what they hold is the caption, comments too."""
    closing: dict[str, int] = {}  # where each name's next closing tag was found, so that all searches are one pass
    for found in _CAPTION.finditer(text, content):
        name = found[1]
        end = closing.get(name, 0)
        if 0 <= end < found.end():
            end = closing[name] = text.find(f"[/{name}]", found.end())
        if end >= 0:
            yield found.start(), end + len(name) + 3
