"""HTML: fragments, and whole pages of which the article is found (`page`).

After the WHATWG HTML standard as far as text goes (`markup`, `html_tree`). Spans are exact, so that whatever nobody
translated comes back byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from translate_flow.errors import UsageError
from translate_flow.formats import encoding, html_emit, html_head, html_tree, markup, page, places
from translate_flow.formats.html_blocks import Piece
from translate_flow.text.document import Document, Kind, Note

NAME = "html"
SUFFIXES: tuple[str, ...] = (".html", ".htm", ".xhtml")


def read(data: bytes, *, name: str = "") -> Document:
    """Reads a fragment or a whole page. On a page with furniture, only the article's blocks are blocks.

    Raises Unreadable for what is empty, binary, too large, in another encoding than it declares, or of more elements
    than html_tree.MAX_ELEMENTS.
    """
    text, codec = encoding.decode(data, name=name, declared=True)
    tree = html_tree.build(text, name=name)
    reading = page.analyse(tree)
    head = html_head.read(tree, reading.region.roots)
    warnings = [*reading.region.warnings, *head.warnings]
    if tree.deep:
        warnings.append(f"Elements lie more than {html_tree.MAX_DEPTH} deep: check that no text is missing.")
    language, complaint = _language(head.language)
    notes, faults = _notes(reading.pieces)
    date = _printed_date(reading, head.date)
    return Document(
        NAME, text, tuple(piece.block for piece in reading.pieces), codec, language, date, reading.provenance,
        notes, (*warnings, *complaint, *faults), head.meta,
    )  # fmt: skip


def write(document: Document) -> bytes:
    """The document's text in its own encoding; raises Unreadable for a character which that lacks."""
    return encoding.encode(document)


def html(document: Document) -> str:
    """The body (what follows title, standfirst, byline, date and provenance) as HTML, not yet sanitised."""
    return html_emit.body(page.analyse(html_tree.build(document.text)))


def escape(text: str) -> str:
    """A reader's plain text as inner source of a block."""
    return markup.escape(text)


def escape_in(document: Document, index: int, text: str) -> str:
    """The same for the block at `index`: all blocks of HTML are element content."""
    return escape(text)


def comment(line: str) -> tuple[str, str]:
    """What goes around a line that nobody reads; pass a line of unknown content through `comment_text` first."""
    return "<!-- ", " -->"


def comment_text(line: str) -> str:
    """A line that can stand in a comment: what would end the comment early is spaced out (HTML, §13.1.6)."""
    return line.replace("-->", "-- >").replace("--!>", "--! >")


def header_place(document: Document) -> tuple[int, str, str]:
    """Where a full header line can stand in the text, and what goes before and after it: (offset, before, after).

    At the top, after a byte order mark, and after an XML declaration, which must come first (XML 1.0, §2.8).
    """
    found = _FIRST.match(document.text)
    return (found.end() if found else 0), "<!-- ", " -->"


def mark_places(document: Document) -> tuple[places.Place, ...]:
    """Where a comment about each block can stand: the line above, or right before what the block holds."""
    return places.in_html(document.text, document.blocks)


def text_of(fragment: str) -> str:
    """What a reader reads in a fragment: markup and hidden elements dropped, entities decoded, white space folded."""
    return html_tree.read_text(html_tree.build(fragment).root.children, fragment)


_FIRST = re.compile(r"\ufeff?(?:<\?xml[^>]*\?>\r?\n?)?")


def _language(tag: str) -> tuple[str, list[str]]:
    from translate_flow import languages

    if not tag:
        return "", []
    try:
        return languages.normalise(tag), []
    except UsageError:
        return "", [f"The page says its language is “{tag}”, which is no language tag: name the language yourself."]


def _printed_date(reading: page.Reading, declared: str) -> str:
    """The date by the article's own `<time datetime>`, else what the head declares, else by the date line's words."""
    from translate_flow.text import dates

    for kind, node in reading.region.roles:
        if kind is not Kind.DATE:
            continue
        for element in (node, *node.walk()):
            if element.name == "time" and html_head.iso(element.get("datetime")):
                return html_head.iso(element.get("datetime"))
        found = declared or dates.recognise(html_tree.read_text([node], node.source))
        if found:
            return found
    return declared


def _notes(pieces: Sequence[Piece]) -> tuple[tuple[Note, ...], tuple[str, ...]]:
    """The footnotes, checked against the marks in the text; several paragraphs of one note are one."""
    from translate_flow.text.notes import check

    shown: list[list[str]] = []
    read: list[Note] = []
    for piece in pieces:
        block = piece.block
        if block.kind is not Kind.FOOTNOTE:
            continue
        if read and read[-1].mark == block.ref and read[-1].text and piece.continued:
            read[-1] = replace(read[-1], text=f"{read[-1].text} {block.text}")
            shown[-1].append(piece.note)
        else:
            read.append(Note(block.ref, block.text))
            shown.append([piece.note])
    known = {note.mark for note in read}
    marks = [mark for piece in pieces for mark in _marks(piece, known)]
    judged, warnings = check(
        marks, [replace(note, text=" ".join(texts)) for note, texts in zip(read, shown, strict=True)]
    )
    states = [replace(note, state=judged[index].state) for index, note in enumerate(read)]
    return (*states, *judged[len(read) :]), warnings


def _marks(piece: Piece, known: set[str]) -> Iterator[str]:
    yield from piece.marks
    yield from (mark for mark in piece.maybe if mark in known)
