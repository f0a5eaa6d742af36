"""Where comments can stand in Markdown and MDX: above the block's line, behind the marks of the quotes that it continues.

Not in a table, a fence or a paragraph: above these. Not between a list's mark and its item: above the mark, which ends
the list before it and begins another, so that no item's text changes. In front matter, above the line of the key.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from markdown_it.token import Token

from translate_flow.formats import frontmatter, markup, md_blocks
from translate_flow.formats.frontmatter import FrontMatter
from translate_flow.formats.md_syntax import braces
from translate_flow.formats.places import Lines, Place, Solid, at_end, spans
from translate_flow.text.document import Document

_QUOTES = ("blockquote_", "alert_")
_HTML, _MDX = ("<!-- ", " -->"), ("{/* ", " */}")
_CODE_INDENT = re.compile(r"(?: {4}| {0,3}\t)$")


def places(document: Document, mdx: bool) -> tuple[Place, ...]:
    """A place for each block, and one for the end."""
    text = document.text
    front = frontmatter.read(text)
    lines = Lines(text)
    known = dict(_of_front(lines, front))
    reader = _Places(lines, front.end, mdx)
    known.update(reader.by_start())
    top = Place(front.start, "# ", "") if front.kind else Place(front.start, *reader.signs)
    found: list[Place] = []
    for block in document.blocks:
        # A byline's block begins inside the paragraph that it was found in.
        found.append(known.get(block.start) or _nearest(known, block.start) or top)
    full = (*found, Place(len(text), *reader.signs)) if found and reader.open_ended else at_end(found, top)
    return tuple(_seen(text, front.end, full, top)) if mdx else full


def _nearest(known: Mapping[int, Place], at: int) -> Place | None:
    above = max((start for start in known if start <= at), default=None)
    return None if above is None else known[above]


def _seen(text: str, base: int, found: Sequence[Place], top: Place) -> Iterator[Place]:
    """The places where the reader of MDX sees a comment, else the nearest above that is one.

    After a brace that nobody closes, all between two backticks is a template literal to it (`md_syntax.braces`). If the
    last of these literals is open, backticks in a mark can still close it: such a file reads otherwise with its marks in.
    """
    probe = "{/**/}\n"
    offsets = sorted({place.offset for place in found if place.offset >= base})
    pairs = braces(probe.join(text[start:end] for start, end in pairwise([base, *offsets, len(text)])))
    # Each probe shifts the later ones.
    seen = {at for number, at in enumerate(offsets) if at - base + number * len(probe) in pairs}
    last = top
    for place in found:
        last = place if place.offset < base or place.offset in seen else last
        yield last


def _of_front(lines: Lines, front: FrontMatter) -> Iterator[tuple[int, Place]]:
    """The places for the front matter's values: comments of YAML and TOML, above the keys."""
    for key, value in front.values.items():
        if value.start < 0:
            continue
        line = front.start if value.style == "flow" else _key_line(lines, key, front.start, value.start)
        yield value.start, Place(line, "# ", "")


def _key_line(lines: Lines, key: str, first: int, at: int) -> int:
    """The start of the line of a key whose value stands at `at`; of the front matter where it cannot be told."""
    named = re.compile(rf"""[ \t]*(["']?){re.escape(key)}\1[ \t]*[:=]""")
    while at > first:
        start = max(lines.start(at), first)
        if named.match(lines.text, start):
            return start
        at = start - 1
    return first


class _Places:
    """One pass over a body's tokens."""

    def __init__(self, lines: Lines, base: int, mdx: bool) -> None:
        self.text = text = lines.text
        self.lines = lines
        self.signs = _MDX if mdx else _HTML
        self.body = md_blocks.read(text, base, mdx)
        self.starts = lines.starts[bisect_left(lines.starts, base) :]  # of the body's lines
        self.html = (-1, Solid(()))
        last = self.body.tokens[-1].type if self.body.tokens else ""
        # After a fence or raw HTML that nobody closed, all is part of it.
        self.open_ended = last in {"paragraph_close", "heading_close"} and text.endswith(("\n", "\r"))

    def by_start(self) -> dict[int, Place]:
        """The places by the offsets at which blocks start."""
        pieces: dict[int, list[md_blocks.Piece]] = {}
        for piece in self.body.pieces:
            pieces.setdefault(piece.token, []).append(piece)
        found: dict[int, Place] = {}
        quotes: list[int] = []  # the first lines of the quotes around
        table = -1
        floor = 0
        for index, token in enumerate(self.body.tokens):
            if token.type.startswith(_QUOTES) and not token.type.startswith("alert_title"):
                quotes = [*quotes, token.map[0] if token.map else 0] if token.nesting > 0 else quotes[:-1]
            elif token.type.startswith("table_"):
                table = token.map[0] if token.nesting > 0 and token.map else -1
            for piece in pieces.get(index, ()):
                line = table if table >= 0 else token.map[0] if token.map else 0
                inside = self._in_html(token, piece.block.start, floor) if piece.context == "html" else None
                found[piece.block.start] = inside or self._above(line, quotes, token.type == "code_block")
                floor = piece.block.end
        return found

    def _above(self, line: int, quotes: list[int], is_code: bool) -> Place:
        """The line above line number `line`, with the marks of the quotes that began before it."""
        start = self.starts[line]
        depth = sum(first < line for first in quotes)
        marks = re.compile(rf"[ \t]*(?>(?:>[ \t]*){{0,{depth}}})").match(self.text, start)
        prefix = marks[0] if marks else ""
        return Place(start, *self.signs, _CODE_INDENT.sub("", prefix) if is_code else prefix)

    def _in_html(self, token: Token, at: int, floor: int) -> Place | None:
        """The line above a block in raw HTML, where that line begins outside tags and other blocks."""
        assert token.map is not None
        first, start = self.starts[token.map[0]], self.lines.start(at)
        if start <= first or start < floor or self.signs is _MDX:
            return None
        if self.html[0] != first:  # one reading for all blocks of a piece of HTML
            end = self.starts[min(token.map[1], len(self.starts) - 1)]
            self.html = first, Solid(spans(markup.tokens(self.text, first, max(end, at))))
        return None if self.html[1].around(start) else Place(start, *_HTML, self.lines.margin(start))
