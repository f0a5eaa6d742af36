"""The blocks of a tree: runs of inline content, with what they are and where they stand.

A run is what stands between block boundaries inside one element; its span leaves out white space, line breaks and
images at its edges, so that new text put there keeps them. Two line breaks in a row part paragraphs, and single ones
part lines of which one is a byline, a provenance line or a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from translate_flow.formats.html_notes import (
    NOTES_HEADING,
    is_back_link,
    is_note_item,
    is_notes,
    linked_marks,
    mark_of_id,
    opening_mark,
)  # fmt: skip
from translate_flow.formats.html_spans import decoded, inner_run, locate, run_span, split_lines, split_paragraphs, trim
from translate_flow.formats.html_tree import Node, names, read_text
from translate_flow.formats.markup import SPACE, Token
from translate_flow.text.document import Block, Kind, Provenance

Run = list[Node | Token]
EARLY = 12  # a byline by its words alone stands among the first blocks …
LATE = 4  # … or the last
CAPTION_CLASSES = names("""wp-caption-text wp-element-caption gallery-caption blocks-gallery-caption caption
    caption-text widget-image-caption image-caption photo-caption img-caption media-caption picture-caption
    figure-caption figcaption photo__caption image__caption caption__text cutline pie-de-foto legende-photo""")
_IMAGE_BOX = names("wp-caption gallery-item blocks-gallery-item")
_ROLES = frozenset({Kind.TITLE, Kind.STANDFIRST, Kind.BYLINE, Kind.DATE, Kind.PROVENANCE})
_WORDED = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE, Kind.STANDFIRST})
_LANGUAGE_CLASS = re.compile(r"^lang(?:uage)?-([\w+#.-]+)$")


class Context(NamedTuple):
    """What a run is, by the elements around it."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    ref: str = ""
    lists: int = 0
    quotes: int = 0
    notes: bool = False  # inside a list or section of footnotes


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, the whole run or line it was found in (`start:end`), and the element that holds it."""

    block: Block
    start: int
    end: int
    node: Node
    byline: tuple[int, int] | None = None  # where a byline's names stand, if the run reads like one
    marks: tuple[str, ...] = ()  # of footnotes, for certain
    maybe: tuple[str, ...] = ()  # bare superscripts: marks if there are such notes
    note: str = ""  # a footnote's text with its links' addresses
    continued: bool = False  # a further paragraph of the footnote before


@dataclass
class Collector:
    """Walks elements and gathers pieces; `skip` holds the ids of elements to leave out."""

    source: str
    skip: frozenset[int] = frozenset()
    through: frozenset[int] = frozenset()  # ids of inline elements that hold one of these
    pieces: list[Piece] = field(default_factory=list)
    provenance: Provenance | None = None
    _numbers: dict[int, int] = field(default_factory=dict)  # list → number of its last item
    _images: dict[int, str] = field(default_factory=dict)
    _heading: str = ""  # the text of the heading just before, if one

    def has(self, kind: Kind) -> bool:
        return any(piece.block.kind is kind for piece in self.pieces)

    def visit(self, node: Node, context: Context) -> None:
        """Gathers the pieces inside an element whose content is what `context` says."""
        if context.kind is Kind.CODE:
            self._code(node, context)
            return
        run: Run = []
        for child in node.children:
            if isinstance(child, Token):
                run.append(child)
            elif id(child) in self.skip:
                self._flush(run, node, context)
                run = []
            elif child.hidden:
                run.append(child)
            elif child.blocky or id(child) in self.through or (child.attributes and is_caption(child)):
                self._flush(run, node, context)
                run = []
                self.visit(child, self.enter(child, context))
            else:
                run.append(child)
        self._flush(run, node, context)

    def enter(self, node: Node, context: Context) -> Context:  # noqa: PLR0911 - one return per kind of element
        """The context inside an element."""
        name = node.name
        if context.kind in _ROLES:
            return context
        notes = context.notes or is_notes(node) or self._follows_heading(node)
        context = context._replace(notes=notes) if notes else context
        if is_caption(node):
            return context._replace(kind=Kind.CAPTION, level=0, ref=self._image(node))
        if name in {"ul", "ol", "menu", "dir", "dl"}:
            return context._replace(lists=context.lists + 1)
        if name == "li" and (notes or is_note_item(node)):
            return context._replace(kind=Kind.FOOTNOTE, level=0, ref=self._number(node), notes=True)
        if name in {"li", "dt", "dd"}:
            self._number(node)
            return context._replace(kind=Kind.LIST_ITEM, level=max(context.lists, 1), ref="")
        if len(name) == 2 and name[0] == "h" and name[1] in "123456":
            return context._replace(kind=Kind.HEADING, level=int(name[1]), ref="")
        if name == "blockquote":
            depth = context.quotes + 1
            return context._replace(kind=Kind.QUOTE, level=depth, quotes=depth, ref="")
        if name in {"td", "th"}:
            kind = Kind.PARAGRAPH if _is_layout(node) else Kind.TABLE_CELL
            return context._replace(kind=kind, level=0, ref="")
        if name in {"pre", "listing", "xmp"} and "wp-block-verse" not in node.classes:
            return context._replace(kind=Kind.CODE, level=0, ref=_code_language(node))
        if notes and name == "p" and context.kind is Kind.PARAGRAPH:
            return context._replace(ref=mark_of_id(node))
        return context

    def _flush(self, run: Run, node: Node, context: Context) -> None:
        parts = split_paragraphs(run, self.source) if context.kind not in _ROLES else [run]
        for part in filter(None, (trim(part, self.source) for part in parts)):
            lines = self._lines(part, context) if context.kind is Kind.PARAGRAPH else None
            for line in lines or [part]:
                self._add(line, node, context)

    def _lines(self, run: Run, context: Context) -> list[Run] | None:
        """The lines of a run parted by single line breaks, if one is a byline, provenance line or note; else None."""
        lines = split_lines(inner_run(run, self.source))
        if len(lines) < 2 or len(lines) > 400:
            return None
        parted: list[Run] = []
        before = special = False
        for whole in lines:
            line = trim(whole, self.source)
            if not line:
                continue
            alone = self._is_line(line, context)
            special = special or alone
            if parted and not alone and not before:
                parted[-1] += whole
            else:
                parted.append(list(whole))
            before = alone and opening_mark(line, self.source, context.notes) is None
        return [trim(each, self.source) for each in parted] if special else None

    def _is_line(self, line: Run, context: Context) -> bool:
        from translate_flow.text import byline, provenance

        text = read_text(line, self.source)
        early = len(self.pieces) < EARLY
        if opening_mark(line, self.source, context.notes) or provenance.recognise(text):
            return True
        return early and bool(byline.recognise(text))

    def _add(self, run: Run, node: Node, context: Context) -> None:
        start, end = run_span(run)
        text = read_text(run, self.source)
        kind = context.kind
        found = None
        if kind is Kind.FOOTNOTE or (kind is Kind.PARAGRAPH and text):
            found = opening_mark(inner_run(run, self.source), self.source, context.notes)
            if found or kind is Kind.FOOTNOTE or (context.notes and (context.ref or self._continues())):
                self._add_note(inner_run(run, self.source) if found else run, node, context, found)
                return
        if not text:
            return
        block = Block(kind, start, end, text, context.level, context.ref)
        definite, maybe = linked_marks(run, text, self.source)
        piece = Piece(block, start, end, node, None, definite, maybe)
        self.pieces.append(self._recognised(piece, run))
        self._heading = text if kind is Kind.HEADING else ""

    def _add_note(self, run: Run, node: Node, context: Context, found: tuple[str, int] | None) -> None:
        """A footnote: its span leaves out the mark before and the link back behind."""
        start, end = run_span(run)
        mark, inside = found or (context.ref or self._last_mark(), start)
        rest = run if inside < 0 else trim(_from(run, inside), self.source)
        while rest and isinstance(rest[-1], Node) and is_back_link(rest[-1], self.source):
            rest = trim(rest[:-1], self.source)
        while rest and isinstance(rest[0], Node) and is_back_link(rest[0], self.source):
            rest = trim(rest[1:], self.source)
        at, stop = run_span(rest) if rest else (inside, inside)
        text = read_text(rest, self.source)
        links = [item.get("href") for item in _inline(rest) if item.name == "a"]
        shown = " ".join([text, *(f"<{link}>" for link in links if link and not link.startswith("#"))])
        block = Block(Kind.FOOTNOTE, at, stop, text, 0, mark)
        continued = found is None and self._continues() and self._last_mark() == mark
        self.pieces.append(Piece(block, start, end, node, note=shown, continued=continued))

    def _recognised(self, piece: Piece, run: Run) -> Piece:
        """The piece as a provenance line, or with where its byline stands, if its words say so."""
        from translate_flow.text import byline, provenance

        block = piece.block
        text, plain = block.text, block.kind in _WORDED
        if (plain or block.kind is Kind.PROVENANCE) and self.provenance is None:
            found = provenance.recognise(text)
            if found:
                self.provenance = found
                if plain and (who := byline.recognise(provenance.before(found))):
                    return replace(piece, byline=locate(run, self.source, who) or (block.start, block.end))
                return replace(piece, block=replace(block, kind=Kind.PROVENANCE, level=0))
        if (plain or block.kind is Kind.BYLINE) and len(text) <= byline.MAX_LENGTH:
            who = byline.recognise(text)
            if who:
                return replace(piece, byline=locate(run, self.source, who) or (block.start, block.end))
        return piece

    def _code(self, node: Node, context: Context) -> None:
        """Code keeps its white space; the line break right after the tag is none of it (HTML §13.1.2.5)."""
        inner = node
        only = [item for item in node.children if not _blank(item, self.source)]
        if len(only) == 1 and isinstance(only[0], Node) and only[0].name in {"code", "samp", "kbd"}:
            inner = only[0]
        start, end = inner.inner, inner.close
        if inner is node and self.source.startswith("\n", start) and start < end:
            start += 1
        text = _verbatim(inner, self.source).removeprefix("\n" if inner is node else "")
        if text.strip():
            block = Block(Kind.CODE, start, end, text, 0, context.ref)
            self.pieces.append(Piece(block, start, end, node))

    def _number(self, node: Node) -> str:
        """A list item's number, by its own `value`, or its place and the list's `start`."""
        parent = node.parent
        if parent is None or node.name != "li":
            return ""
        last = self._numbers.get(id(parent))
        if last is None:
            first = parent.get("start")
            last = int(first) - 1 if first.isdecimal() and len(first) < 9 else 0
        value = node.get("value")
        number = int(value) if value.isdecimal() and len(value) < 9 else last + 1
        self._numbers[id(parent)] = number
        return str(number) if parent.name == "ol" else mark_of_id(node) or str(number)

    def _image(self, node: Node) -> str:
        """The address of the image that a caption belongs to: in the figure around it, else beside it."""
        box = node.parent
        for above in node.ancestors():
            if above.name == "figure" or not _IMAGE_BOX.isdisjoint(above.classes):
                box = above
                break
            if above.name in {"body", "article", "main", "table"}:
                break
        if box is None or node.name == "caption":
            return ""
        if id(box) not in self._images:
            image = box.find("img")
            self._images[id(box)] = image_address(image) if image is not None else ""
        return self._images[id(box)]

    def _follows_heading(self, node: Node) -> bool:
        return node.name == "ol" and bool(self._heading) and bool(NOTES_HEADING.fullmatch(self._heading))

    def _continues(self) -> bool:
        return bool(self.pieces) and self.pieces[-1].block.kind is Kind.FOOTNOTE

    def _last_mark(self) -> str:
        return self.pieces[-1].block.ref if self._continues() else ""


def image_address(image: Node) -> str:
    """An image's address: of the real image where a page loads it late behind a placeholder."""
    source = image.get("src")
    if source and not source.startswith("data:"):
        return source
    for name in ("data-src", "data-lazy-src", "data-original", "data-orig-file"):
        if image.get(name):
            return image.get(name)
    listed = (image.get("data-srcset") or image.get("srcset")).split()
    return listed[0].rstrip(",") if listed else source


def is_caption(node: Node) -> bool:
    if node.name in {"figcaption", "caption"}:
        return True
    if not node.attributes or CAPTION_CLASSES.isdisjoint(node.classes):
        return False
    return node.name not in {"img", "figure"} and (node.name != "div" or node.find("img") is None)


def _is_layout(cell: Node) -> bool:
    """Whether a table's cell holds a text of its own (pages laid out with tables), not a datum."""
    blocks = [child.name for child in cell.elements() if child.name in {"p", "h1", "h2", "h3", "table", "div"}]
    return len(blocks) > 1


def _code_language(node: Node) -> str:
    for element in (node, *node.elements()):
        for name in element.classes:
            found = _LANGUAGE_CLASS.match(name)
            if found:
                return found.group(1)
    return ""


def _from(run: Run, at: int) -> Run:
    """The part of a run from an offset on, at which no element is open."""
    return [
        item._replace(start=max(item.start, at)) if isinstance(item, Token) else item for item in run if item.end > at
    ]


def _inline(run: Sequence[Node | Token]) -> Iterator[Node]:
    for item in run:
        if isinstance(item, Node):
            yield item
            yield from item.walk()


def _blank(item: Node | Token, source: str) -> bool:
    return isinstance(item, Token) and not source[item.start : item.end].strip(SPACE)


def _verbatim(node: Node, source: str) -> str:
    return "".join(piece for piece, _, _ in decoded([node], source))
