"""Where a comment can stand in a file without changing what is read: the common part of every format's `mark_places`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from translate_flow.formats import markup
from translate_flow.formats.markup import Token
from translate_flow.text.document import Block, Kind

Span = tuple[int, int]
_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANKS = re.compile(r"[ \t]*")


class Shape(StrEnum):
    LINES = "lines"      # on lines of its own, as many as it takes
    LINE = "line"        # on one line of its own
    INLINE = "inline"    # inside a line: no line end before or after


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment goes in, and how it is written there.

    `offset` counts in `Document.text`: a line's start, but for Shape.INLINE. `before` and `after` open and close the
    comment; `prefix` begins each of its lines: indentation, the marks of quotes.
    """

    offset: int
    before: str
    after: str
    prefix: str = ""
    shape: Shape = Shape.LINES


class Lines:
    """Where the lines of a text begin: the first after a byte order mark."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [1 if text.startswith("\ufeff") else 0, *(found.end() for found in _LINE_END.finditer(text))]

    def start(self, at: int) -> int:
        """Where the line of offset `at` begins."""
        return self.starts[max(0, bisect_right(self.starts, at) - 1)]

    def margin(self, start: int) -> str:
        """The blanks with which the line that begins at `start` begins."""
        found = _BLANKS.match(self.text, start)
        return found[0] if found else ""


def spans(tokens: Iterable[Token]) -> Iterator[Span]:
    """Where the tokens of markup leave no room for a comment: all but text, the raw text of an element with its tag."""
    return ((token.start - (token.kind == "raw"), token.end) for token in tokens if token.kind != "text")


class Solid:
    """Spans in which no comment can stand; those that overlap count as one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start < self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def around(self, at: int) -> Span | None:
        """The span that offset `at` is inside of, not at an edge."""
        number = bisect_right(self.starts, at) - 1
        if number >= 0 and self.starts[number] < at < self.ends[number]:
            return self.starts[number], self.ends[number]
        return None


def in_html(text: str, blocks: Sequence[Block]) -> tuple[Place, ...]:
    """For each block of HTML, and for the end: the line above, or right before what the block holds.

    A tree of elements leaves comments out (`html_tree`), so only tags, raw text and code keep them from standing there.
    """
    tokens, lines = list(markup.tokens(text)), Lines(text)
    solid = Solid(spans(tokens))
    opened = {token.end: token.start for token in tokens if token.kind == "open"}
    places: list[Place] = []
    floor = 0
    for block in blocks:
        places.append(_in_html(lines, before_code(text, block, opened), floor, solid))
        floor = beyond(text, block)
    return at_end(places, Place(lines.starts[0], "<!-- ", " -->"))


def _in_html(lines: Lines, at: int, floor: int, solid: Solid) -> Place:
    """A place for offset `at`: lines of its own where the line begins outside what is solid, and not before `floor`."""
    start = lines.start(at)
    if start >= floor and not solid.around(start):
        return Place(start, "<!-- ", " -->", lines.margin(start))
    inside = solid.around(at)
    return Place(inside[0] if inside else at, "<!-- ", " -->", shape=Shape.INLINE)


def at_end(places: Sequence[Place], top: Place) -> tuple[Place, ...]:
    """The places, with one more for what follows the last block: above that block, or `top` where there is none."""
    return (*places, places[-1] if places else top)


def beyond(text: str, block: Block) -> int:
    """From where on a comment is no part of a block: white space before a `</pre>` is code still."""
    return max(block.end, text.find("</", block.end) + 1) if block.kind is Kind.CODE else block.end


def before_code(text: str, block: Block, opened: Mapping[int, int]) -> int:
    """Where a block begins, code with its tags (`<pre><code>`); `opened` gives where each tag that opens ends and begins."""
    at = block.start
    while block.kind is Kind.CODE:
        above = text[max(0, at - 200) : at].rstrip()
        tag = opened.get(at - min(at, 200) + len(above))
        if tag is None:
            break
        at = tag
    return at
