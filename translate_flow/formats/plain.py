"""Plain text: paragraphs between blank lines, and what else of an article can be told without markup.

Reading takes three steps, a module each: lines into units (`plain_lines`), which of them are page furniture,
copied along (`plain_furniture`), and the roles of the rest (`plain_roles`). Furniture stays in the text, but
is no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from translate_flow.formats import encoding, plain_furniture, plain_html
from translate_flow.formats.places import Lines, Place
from translate_flow.formats.plain_lines import Unit, units
from translate_flow.formats.plain_roles import Roles, assign
from translate_flow.text import notes
from translate_flow.text.document import Block, Document, Kind, Note

NAME = "text"
SUFFIXES = (".txt", ".text")

_MARK = re.compile(  # of a work file (`exchange.marks`), with the line end before it
    r"(?:(?<![\s\S])|\r\n|\r|\n|(?<=\ufeff))[ \t]*+\[translate-flow \[(?>(?:[^t]++|t(?!ranslate-flow))*)translate-flow [0-9]{1,9}\](?=[ \t]*(?:[\r\n]|\Z))"
)
_NEWLINES = re.compile(r"[ \t\f\v]*[\r\n]+\s*")


def read(data: bytes, *, name: str = "") -> Document:
    """Reads a whole text file. Raises Unreadable as `encoding.decode` does, and for too many lines."""
    text, found = encoding.decode(data, name=name)
    everything = units(_without_marks(text), name=name)
    dropped = plain_furniture.find(everything)
    article = [unit for i, unit in enumerate(everything) if i not in dropped and unit.sort != "comment"]
    roles = assign(text, article)
    blocks = tuple(_blocks(article, roles))
    marks = [mark for block in blocks if block.kind is not Kind.FOOTNOTE for mark in notes.marks(block.text)]
    listed = [
        Note(block.ref, " ".join(block.text.split())) for block in blocks if block.kind is Kind.FOOTNOTE
    ]
    complete, warnings = notes.check(marks, listed)
    origin = next((unit.provenance for unit in article if unit.sort == "provenance"), None)
    dates = (
        unit.date for unit, kind in zip(article, roles.kinds, strict=True) if kind in {Kind.DATE, Kind.BYLINE}
    )
    return Document(
        format=NAME, text=text, blocks=blocks, encoding=found,
        language=origin.wording if origin else "", date=next((date for date in dates if date), ""),
        provenance=origin, notes=complete,
        warnings=(*_doubts(article, roles), *warnings, *_left_out(everything, dropped)),
    )  # fmt: skip


def write(document: Document) -> bytes:
    """The document's text as bytes in its own encoding."""
    return encoding.encode(document)


def html(document: Document) -> str:
    """The body as HTML: paragraphs, headings, lists, quotes, captions, footnotes linked both ways."""
    return plain_html.fragment(document)


def escape(text: str) -> str:
    """A reader's text as a block's source: line ends folded, so that it stays one block."""
    return _NEWLINES.sub(" ", text).strip()


def escape_in(document: Document, index: int, text: str) -> str:
    """The same for the block at `index`: all of plain text is alike."""
    return escape(text)


def comment(line: str) -> tuple[str, str]:
    """Plain text has no comments: a line in brackets, which `read` leaves out."""
    return ("[translate-flow: ", "]")


def header_place(document: Document) -> tuple[int, str, str]:
    """Where a header line goes, as (offset, before, after): the first line, after a byte order mark."""
    return (1 if document.text.startswith("\ufeff") else 0, "[", "]")


def mark_places(document: Document) -> tuple[Place, ...]:
    """Where a mark about each block can stand, in brackets: above the line that the block begins in; `read` leaves it out."""
    lines = Lines(document.text)
    starts = [lines.start(block.start) for block in document.blocks]
    ended = document.text.endswith(("\n", "\r")) or not starts
    starts.append(len(document.text) if ended else starts[-1])
    return tuple(Place(start, "[", "]", lines.margin(start)) for start in starts)


def _without_marks(text: str) -> str:
    """The text with blanks for marks and the line ends before them, so that they part no paragraph; offsets stay."""
    return _MARK.sub(lambda found: " " * len(found[0]), text) if "[translate-flow [" in text else text


def _blocks(article: Sequence[Unit], roles: Roles) -> Iterator[Block]:
    indents: list[int] = []  # of the items that the current one stands in
    for unit, kind in zip(article, roles.kinds, strict=True):
        level = unit.level
        if kind is Kind.LIST_ITEM:
            indents = [indent for indent in indents if indent < unit.indent] + [unit.indent]
            level = len(indents)
        else:
            indents = []
        if kind is Kind.HEADING:
            level = 2
        yield Block(kind, unit.start, unit.end, unit.text, level, unit.ref if kind is Kind.FOOTNOTE else "")


def _doubts(article: Sequence[Unit], roles: Roles) -> Iterator[str]:
    """What was guessed, for a person to look at."""
    if article and Kind.TITLE not in roles.kinds:
        yield "No line reads as a title. Put the title into the first line, with a blank line below it."
    parts = []
    for kind, label in (
        (Kind.STANDFIRST, "standfirst"),
        (Kind.CAPTION, "caption"),
        (Kind.HEADING, "heading"),
    ):
        found = [article[index].text for index in roles.guessed if roles.kinds[index] is kind]
        if found:
            shown = "“, “".join(_short(text) for text in found[:3]).replace("“, “", "”, “")
            more = f" and {len(found) - 3} more" if len(found) > 3 else ""
            parts.append(f"{len(found)} as {label}{'s' if len(found) > 1 else ''} (“{shown}”{more})")
    if parts:
        yield (
            f"Short lines were read by their length and place: {', '.join(parts)}. "
            "Plain text does not say which is which: check them."
        )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rstrip() + "…"


def _left_out(everything: Sequence[Unit], dropped: set[int]) -> Iterator[str]:
    """Names the lines that were taken for furniture."""
    if not dropped:
        return
    runs: list[list[int]] = []
    for index in sorted(dropped):
        if runs and index == runs[-1][1] + 1:
            runs[-1][1] = index
        else:
            runs.append([index, index])
    lines = [(everything[a].number, everything[b].number + everything[b].lines - 1) for a, b in runs]
    shown = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in lines[:6]) + (
        " and more" if len(lines) > 6 else ""
    )
    yield (
        f"Lines {shown} look like parts of a web page (menus, related pieces, comments), not of the article, "
        "and were left out: check that nothing of the article is among them."
    )
