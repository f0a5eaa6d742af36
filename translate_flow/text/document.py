"""A document as every format reads it: a text, and the blocks in it that people read, write and translate.

The text is the whole decoded input. A block knows its exact span in it, so that all bytes around the blocks survive.
Spans count code points of `Document.text`, start included, end excluded; they never overlap and stand in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Kind(StrEnum):
    TITLE = "title"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATE = "date"                # a date line printed on the page, by itself
    PROVENANCE = "provenance"    # "Translated from the Spanish version"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CAPTION = "caption"
    TABLE_CELL = "table_cell"
    CODE = "code"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-sized piece.

    `start:end` span the block's inner source, inline markup included, wrapping markup (tags of the block itself, `## `,
    `> `, list markers) excluded. `text` is what a reader reads there: markup dropped, entities decoded, white space folded.
    `level` is a heading's level (1–6) or a list item's or quote's depth (from 1). `ref` is the mark of a footnote, the
    source address of a caption's image, a code block's language; else empty.
    """

    kind: Kind
    start: int
    end: int
    text: str
    level: int = 0
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """A recognised provenance line: the parent's language, who translated, how sure (0–1) the reading is.

    `wording` is the language in which the line itself is written; `original` the language in which a relay began, where
    the line names it and it is not the parent's; `link` an address in the line; `span` where in `text` the statement
    stands, without brackets and marks around it.
    """

    text: str
    language: str
    translator: str = ""
    confidence: float = 1.0
    wording: str = ""
    original: str = ""
    link: str = ""
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote: its mark as printed (`1`, `*`), its text, and `state`: ok, empty, cut off, missing, unmarked."""

    mark: str
    text: str
    state: str = "ok"


@dataclass(frozen=True, slots=True)
class Document:
    """`format` is the key of the format that read it. `date` is ISO 8601, of the day or the moment of publication.

    `warnings` are sentences for a person. `meta` holds what else the input said of itself, in strings: slug, url, author,
    section, tags (comma-separated), status, kind, id …
    """

    format: str
    text: str
    blocks: tuple[Block, ...]
    encoding: str = "utf-8"
    language: str = ""
    date: str = ""
    provenance: Provenance | None = None
    notes: tuple[Note, ...] = ()
    warnings: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)

    def first(self, kind: Kind) -> str:
        """The reader's text of the first block of a kind, or the empty string."""
        return next((block.text for block in self.blocks if block.kind is kind), "")

    @property
    def title(self) -> str:
        return self.first(Kind.TITLE)

    @property
    def standfirst(self) -> str:
        return self.first(Kind.STANDFIRST)

    @property
    def byline(self) -> str:
        return self.first(Kind.BYLINE)

    def source(self, block: Block) -> str:
        """A block's inner source, as it stands in the text."""
        return self.text[block.start : block.end]

    def with_sources(self, sources: Mapping[int, str]) -> str:
        """The text with the inner source of some blocks replaced (by position in `blocks`); every other character stays."""
        pieces: list[str] = []
        at = 0
        for index in sorted(sources):
            block = self.blocks[index]
            pieces += (self.text[at : block.start], sources[index])
            at = block.end
        pieces.append(self.text[at:])
        return "".join(pieces)

    def with_warnings(self, *more: str) -> Document:
        return replace(self, warnings=(*self.warnings, *more))
