"""Markdown's tokens → blocks with exact spans.

markdown-it gives a block's lines, not its offsets. But each line of a paragraph is the tail of its source line,
whatever marks of quotes, lists and notes stand before it; so all spans follow from the ends of lines, in one pass.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

from markdown_it.token import Token

from translate_flow.formats.frontmatter import fold
from translate_flow.formats.md_inline import HTML_KINDS, all_tokens, only_images, reading
from translate_flow.formats.md_parts import parts
from translate_flow.formats.md_raw import prose
from translate_flow.formats.md_syntax import MAX_NESTING, parser
from translate_flow.text.document import Block, Kind

_LINE_END = re.compile(r"\r\n?")
_PIPE = re.compile(r"(?<!\\)\|")
_ITEMS = ("list_item_", "blockquote_", "alert_", "footnote_reference_")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with the index of the token that it comes from, and how its source is written.

    `context` is markdown, code, html, or the opening quote of an image's title.
    """

    block: Block
    token: int
    context: str = "markdown"


@dataclass(slots=True)
class Body:
    """What a body holds: pieces in order, footnote marks in order (with repetitions), notes' texts by label."""

    tokens: list[Token]
    env: dict[str, Any]
    pieces: list[Piece] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    notes: list[tuple[str, list[str]]] = field(default_factory=list)
    too_deep: bool = False


def read(text: str, base: int, mdx: bool) -> Body:
    """Reads `text[base:]` as Markdown (or MDX). Spans count from the beginning of `text`."""
    source = text[base:]
    plain = _LINE_END.sub("\n", source) if "\r" in source else source
    env: dict[str, Any] = {}
    body = Body(parser(mdx).parse(plain, env), env)
    _Walk(body, plain).run()
    # A CR LF is one character in the parser's text, so each one before an offset shifts it by one.
    ends = re.finditer("\r\n", source) if "\r\n" in source else ()
    cuts = [found.start() - number for number, found in enumerate(ends)]

    def placed(piece: Piece) -> Piece:
        block = piece.block
        start = base + block.start + bisect_left(cuts, block.start)
        end = base + block.end + bisect_left(cuts, block.end)
        moved = Block(block.kind, start, end, block.text, block.level, block.ref)
        return Piece(moved, piece.token, piece.context)

    body.pieces = [placed(piece) for piece in body.pieces]
    return body


class _Walk:
    """One pass over a body's tokens."""

    def __init__(self, body: Body, text: str) -> None:
        self.body = body
        self.text = text
        self.line_starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.containers: list[tuple[str, str]] = []  # (type of the opening token, label of a note)
        self.lists = 0
        self.quotes = 0
        self.fresh_item = False  # no paragraph yet in the innermost list item
        self.cells: list[tuple[int, int]] = []  # of the current row, not yet met, last first
        self.index = 0

    def run(self) -> None:
        for index, token in enumerate(self.body.tokens):
            self.index = index
            kind = token.type
            if kind == "tr_open":
                self._row(token)
            elif token.nesting:
                self._container(token)
            elif kind == "inline" and token.map:
                self._inline(token, self.body.tokens[index - 1])
            elif kind in {"fence", "code_block"}:
                self._code(token)
            elif kind == "html_block":
                self._html(token)

    def add(self, kind: Kind, span: tuple[int, int], text: str, level: int = 0, ref: str = "", context: str = "") -> None:
        if text and span[0] < span[1]:
            block = Block(kind, *span, text, level, ref)
            self.body.pieces.append(Piece(block, self.index, context or "markdown"))

    def _container(self, token: Token) -> None:
        kind = token.type
        opens = token.nesting > 0
        if opens and token.level + 1 >= MAX_NESTING:
            self.body.too_deep = True
        if kind.startswith(("bullet_list_", "ordered_list_")):
            self.lists += token.nesting
        elif kind.startswith(_ITEMS) and not kind.startswith("alert_title"):
            if opens:
                label = token.meta["label"] if kind == "footnote_reference_open" else ""
                self.containers.append((kind, label))
                if label:
                    self.body.notes.append((label, []))
            else:
                self.containers.pop()
            if kind.startswith(("blockquote_", "alert_")):
                self.quotes += token.nesting
            self.fresh_item = kind == "list_item_open"

    def _paragraph_kind(self) -> tuple[Kind, int, str]:
        """Kind, level and ref of a paragraph by the innermost container."""
        kind, label = self.containers[-1] if self.containers else ("", "")
        if kind == "footnote_reference_open":
            return Kind.FOOTNOTE, 0, label
        if kind in {"blockquote_open", "alert_open"}:
            return Kind.QUOTE, self.quotes, ""
        if kind == "list_item_open" and self.fresh_item:
            return Kind.LIST_ITEM, self.lists, ""
        return Kind.PARAGRAPH, 0, ""

    # --- blocks of inline tokens ---

    def _inline(self, token: Token, parent: Token) -> None:
        if "[^" in token.content:
            refs = (child for child in all_tokens(token.children) if child.type == "footnote_ref")
            self.body.marks += [child.meta["label"] for child in refs]
        if parent.type in {"th_open", "td_open"}:
            span = self.cells.pop() if self.cells else (0, 0)
            self.add(Kind.TABLE_CELL, span, reading(token.children))
        elif not token.content:
            return
        elif parent.type == "directive_label_open":
            start: int = token.meta["at"]
            self.add(Kind.PARAGRAPH, (start, start + len(token.content)), reading(token.children))
        elif parent.type == "heading_open":
            lines = _Lines(self, token)
            span = lines.atx() if parent.markup.startswith("#") else lines.span()
            self.add(Kind.HEADING, span, reading(token.children), int(parent.tag[1]))
            self.fresh_item = False
        else:
            self._paragraph(token)

    def _paragraph(self, token: Token) -> None:
        text, lines = reading(token.children), _Lines(self, token)
        kind, level, ref = self._paragraph_kind()
        self.fresh_item = False
        if kind is Kind.FOOTNOTE:
            self.body.notes[-1][1].append(text)
        if only_images(token.children):
            self._captions(token, lines)
            return
        inner = parts(token)
        if not inner:
            self.add(kind, lines.span(), text, level, ref)
        for part in inner:
            span, text = (lines.at(part.start), lines.at(part.end)), reading((token.children or [])[part.first : part.last])
            if kind is Kind.PARAGRAPH and part.name in HTML_KINDS:
                level = int(part.name[1]) if part.name[1:].isdigit() else 0
                self.add(HTML_KINDS[part.name], span, text, level)
            else:
                self.add(kind, span, text, level, ref)

    def _captions(self, token: Token, lines: _Lines) -> None:
        """Images that stand alone: the alternative text; and the title, which readers see too, after it."""
        for image in token.children or ():
            if image.type != "image":
                continue
            first = image.meta["span"][0] + 2
            source = str(image.attrs.get("src", ""))
            span = (lines.at(first), lines.at(first + len(image.content)))
            self.add(Kind.CAPTION, span, reading(image.children), ref=source)
            if "title" in image.meta:
                first, last = image.meta["title"]
                span, quote = (lines.at(first), lines.at(last)), token.content[first - 1]
                self.add(Kind.CAPTION, span, fold(str(image.attrs["title"])), ref=source, context=quote)

    def _row(self, token: Token) -> None:
        """The spans of a row's cells: what stands between pipes without a backslash (GFM 0.29, §4.10)."""
        at: int = token.meta["at"]
        stop = self.text.find("\n", at)
        line = self.text[at : stop if stop >= 0 else len(self.text)]
        left = len(line) - len(line.lstrip())
        line = line.rstrip()
        edges = [left, *(found.end() for found in _PIPE.finditer(line, left)), len(line) + 1]
        spans = [(start, end - 1) for start, end in pairwise(edges)]
        if spans and spans[0][0] == spans[0][1]:
            spans = spans[1:]
        if spans and spans[-1][0] == spans[-1][1]:
            spans = spans[:-1]
        self.cells = []
        for start, end in reversed(spans):
            cell = line[start:end]
            first = at + start + len(cell) - len(cell.lstrip())
            self.cells.append((first, first + len(cell.strip())))

    # --- code and HTML ---

    def line(self, number: int) -> tuple[int, str]:
        """A line's offset, and its text without its end."""
        start = self.line_starts[number]
        return start, self.text[start : self.line_starts[number + 1] - 1]

    def tail(self, number: int, content: str) -> int:
        """The offset at which a line's content begins, that being the tail of the line."""
        offset, line = self.line(number)
        if not line.endswith(content):
            content = content.lstrip(" ")  # a tab expanded in part: blanks that the source has not
        return offset + len(line) - len(content)

    def _code(self, token: Token) -> None:
        assert token.map is not None
        self.fresh_item = False
        if not token.content.strip():
            return
        lines = token.content.removesuffix("\n").split("\n")
        first = token.map[0] + (token.type == "fence")
        span = (self.tail(first, lines[0]), self.line_starts[first + len(lines)] - 1)
        language = token.info.split()[0] if token.info.strip() else ""
        self.add(Kind.CODE, span, token.content.strip("\n"), ref=language, context="code")

    def _html(self, token: Token) -> None:
        """The prose in raw HTML. Not inside quotes, whose marks stand between its lines."""
        assert token.map is not None
        if self.quotes:
            return
        start = self.tail(token.map[0], token.content.partition("\n")[0])
        end = min(self.line_starts[token.map[1]], len(self.text))
        for block in prose(self.text, start, end):
            self.add(block.kind, (block.start, block.end), block.text, block.level, block.ref, "html")


class _Lines:
    """The lines of an inline token's content in the source: offsets into one to offsets into the other."""

    def __init__(self, walk: _Walk, token: Token) -> None:
        assert token.map is not None
        self.walk = walk
        self.content = token.content
        self.lines = token.content.split("\n")
        self.first = token.map[0]
        # Lines of nothing but no-break spaces are part of a paragraph, yet trimmed from its content.
        for _ in range(token.map[1] - token.map[0] - len(self.lines)):
            if self.lines[0] in walk.line(self.first)[1]:
                break
            self.first += 1

    @cached_property
    def starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.lines)]

    def _start(self, number: int) -> int:
        """Where content line `number` begins; only white space follows it on its source line."""
        offset, line = self.walk.line(self.first + number)
        at = line.rfind(self.lines[number])
        if at < 0:  # a tab expanded in part
            at = line.rfind(self.lines[number].lstrip(" ")) - self._blanks(number)
        return offset + at

    def _blanks(self, number: int) -> int:
        return len(self.lines[number]) - len(self.lines[number].lstrip(" "))

    def span(self) -> tuple[int, int]:
        last = len(self.lines) - 1
        return self._start(0), self._start(last) + len(self.lines[last])

    def at(self, offset: int) -> int:
        """The place in the source of an offset into the content."""
        if len(self.lines) == 1:
            return self._start(0) + offset
        number = bisect_right(self.starts, offset) - 1
        return self._start(number) + offset - self.starts[number]

    def atx(self) -> tuple[int, int]:
        """An ATX heading's content: the tail of its line but for a closing run of `#` (CommonMark 0.31, §4.2)."""
        offset, line = self.walk.line(self.first)
        line = line.rstrip(" \t")
        shorter = line.rstrip("#")
        if shorter.endswith((" ", "\t")):
            line = shorter
        at = offset + line.rfind(self.content)
        return at, at + len(self.content)
