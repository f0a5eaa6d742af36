"""A bilingual DOCX read back, as word processors leave it.

The text of a cell is what a reader would see with all tracked changes accepted: insertions in, deletions out, fields by their result,
comments aside. What cannot be text (a footnote of the word processor, a picture's symbol, a formula) is a problem of its row.
Element names after ECMA-376, whatever their namespace: Word also writes the "strict" ones.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from translate_flow.errors import Unreadable
from translate_flow.exchange import bilingual, bounded
from translate_flow.exchange.bilingual import Cell, Line
from translate_flow.exchange.docx_parts import PROPERTY
from translate_flow.exchange.kit import Returned
from translate_flow.exchange.workfile import Header, said
from translate_flow.text import inline

if TYPE_CHECKING:
    from lxml import etree

MAX_BYTES = 64 * 2**20  # of a file; an article of a million words makes 10 MB
_MAX_XML = 64 * 2**20  # of its text part
_SAVE = "Open it in your word processor and save it as .docx (Word document), without a password; then check that file in."
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Word file (.doc), or one that a password protects"),
    (b"%PDF", "is a PDF, whose table cannot be read back"),
    (b"{\\rtf", "is an RTF file"),
    (b"<?xml", "is XML by itself, no .docx"),
    (b"<", "is a web page or XML, no .docx"),
)

# Elements whose content counts as if it stood where they stand.
_THROUGH = frozenset("sdt sdtContent customXml smartTag ins moveTo hyperlink fldSimple dir bdo".split())  # noqa: SIM905
_GONE = frozenset("del moveFrom".split())  # noqa: SIM905
_BLANKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_REFUSED = {
    "footnoteReference": "holds a footnote of the word processor, which an article cannot take: write it as text, or ask for a footnote in the source",
    "endnoteReference": "holds an endnote of the word processor, which an article cannot take: write it as text",
    "oMath": "holds a formula of the word processor: write it as text",
    "oMathPara": "holds a formula of the word processor: write it as text",
    "tbl": "holds a table inside its cell: write its text without one",
}
_PICTURES = frozenset({"drawing", "pict", "object"})
_SYMBOLS = {  # what autocorrection puts in from Wingdings, as characters
    ("wingdings", 0x4A): "☺", ("wingdings", 0x4B): "😐", ("wingdings", 0x4C): "☹", ("wingdings", 0xDF): "←", ("wingdings", 0xE0): "→",
    ("wingdings", 0xE7): "←", ("wingdings", 0xE8): "→", ("wingdings", 0xF3): "⇔", ("wingdings", 0xFC): "✓",
}  # fmt: skip
_MARK = "\u200e"
_MARKED_SIGN = re.compile(f"{_MARK}?(</?\\d{{1,4}}/?>){_MARK}?")

_TRACKED = "tracked changes were taken as accepted"
_JOINED = "its paragraphs and lines were joined into one, as a row is one paragraph"
_LISTED = "a number or bullet that the word processor put before it is not part of its text, and was left out"
_PICTURE = "a picture or text box in it was left out"


def read(data: bytes, *, name: str = "") -> Returned:
    """What came back. Raises Unreadable for what is no DOCX, is damaged, or holds no table of rows."""
    members = _members(data, name)
    main = _main(members, name)
    reader = _Reader(name, _comments(members, main, name))
    body = _first(bounded.xml(members[main], name=name), "body")
    if body is None:
        raise Unreadable("holds no text", file=name, remedy=_SAVE)
    reader.story(body)
    header = _header(reader.outside, _properties(members, name), name)
    marked = bool({bilingual.direction_of(header.version), bilingual.direction_of(header.source)} & {"rtl"}) if header else reader.right_to_left
    tables = [reader.lines(table, number, marked) for number, table in enumerate(reader.tables, 1)]
    return bilingual.returned(tables, header, name=name)


# --- the package ---


def _members(data: bytes, name: str) -> dict[str, bytes]:
    if len(data) > MAX_BYTES:
        raise Unreadable(f"holds {len(data) // 2**20} MB, more than {MAX_BYTES // 2**20}", file=name, remedy="Take pictures out of it, save it again, and check it in.")
    if not data.startswith(b"PK\x03\x04"):
        what = next((what for sign, what in _OTHERS if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(sign)), "is no .docx")
        raise Unreadable(what, file=name, remedy=_SAVE)
    members = bounded.office(data, name=name)
    if b"opendocument" in members.get("mimetype", b"")[:200]:
        raise Unreadable("is an OpenDocument file (.odt)", file=name, remedy=_SAVE)
    if len(members.get("word/document.xml", b"")) > _MAX_XML:
        raise Unreadable(f"holds more than {_MAX_XML // 2**20} MB of text", file=name, remedy="Check the article out again, and move your work over.")
    return members


def _main(members: dict[str, bytes], name: str) -> str:
    """The part that holds the text, as the package's relationships name it."""
    main = "word/document.xml"
    for relation in _relations(members, "_rels/.rels", name):
        if relation.get("Type", "").endswith("/officeDocument"):
            main = relation.get("Target", "").lstrip("/")
    if main not in members or not main.endswith(".xml") or main.startswith("xl/"):
        raise Unreadable("holds no text of a word processor", file=name, remedy=_SAVE)
    return main


def _relations(members: dict[str, bytes], path: str, name: str) -> list[etree._Element]:
    return list(bounded.xml(members[path], name=name)) if path in members else []


def _comments(members: dict[str, bytes], main: str, name: str) -> dict[str, str]:
    """What each comment says, by its number."""
    folder, file = posixpath.split(main)
    for relation in _relations(members, f"{folder}/_rels/{file}.rels", name):
        path = posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/")
        if relation.get("Type", "").endswith("/comments") and path in members:
            found = (element for element in bounded.xml(members[path], name=name) if _local(element) == "comment")
            return {_get(comment, "id"): _comment(comment) for comment in found}
    return {}


def _comment(element: etree._Element) -> str:
    text = " ".join("".join(part.text or "" for part in element.iter() if _local(part) == "t").split())
    author = _get(element, "author")
    return f"a comment in the document, which checkin does not keep: “{inline.shortened(text, 200)}”" + (f" ({author[:60]})" if author else "")


def _properties(members: dict[str, bytes], name: str) -> str:
    """The header line as the custom properties hold it; empty where they do not."""
    if "docProps/custom.xml" not in members:
        return ""
    root = bounded.xml(members["docProps/custom.xml"], name=name)
    values = {element.get("name", ""): "".join(element.itertext()).strip() for element in root}
    parts = [values.get(PROPERTY, "")]
    while more := values.get(f"{PROPERTY} {len(parts) + 1}"):
        parts.append(more)
    return " ".join(parts)


def _header(outside: list[str], property_: str, name: str) -> Header | None:
    """The header that the document shows, else that of its properties. Raises Unreadable for two different ones, and where all there is is damaged."""
    shown: dict[Header, None] = {}
    damaged: Unreadable | None = None
    for text in (*outside, property_):
        if text is property_ and shown:
            break  # a document that was saved under another's properties
        try:
            found = said(text, name=name)
        except Unreadable as error:
            damaged = error
            continue
        if found:
            shown[found] = None
    if len(shown) > 1:
        versions = " and ".join(f"{header.version} ({header.draft})" for header in shown)
        raise Unreadable(f"holds two header lines, of {versions}", file=name, remedy="Keep one table and its own header line in a document.")
    if not shown and damaged:
        raise damaged
    return next(iter(shown), None)


# --- the text ---


@dataclass
class _Text:
    """The text of a cell or paragraph while it is read."""

    pieces: list[str] = field(default_factory=list)
    told: dict[str, None] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    problem: str = ""


class _Reader:
    """`outside`: the text of each paragraph that stands in no table; `tables`: all tables, those inside others after them."""

    def __init__(self, name: str, comments: dict[str, str]) -> None:
        self.name = name
        self.comments = comments
        self.outside: list[str] = []
        self.tables: list[etree._Element] = []
        self.right_to_left = False

    def story(self, body: etree._Element) -> None:
        waiting: list[etree._Element] = []
        for block in _inside(body):
            local = _local(block)
            if local == "p":
                text = _Text()
                self._paragraph(block, text)
                self.outside.append("".join(text.pieces))
            elif local == "tbl":
                waiting.append(block)
        for table in waiting:
            self.tables += (table, *(inner for inner in table.iter() if inner is not table and _local(inner) == "tbl"))
        self.right_to_left = any(_local(element) == "bidi" for element in body.iter())

    def lines(self, table: etree._Element, number: int, marked: bool) -> list[Line]:
        """The rows of a table. `marked`: signs stand between marks of direction."""
        lines: list[Line] = []
        for at, row in enumerate((row for row in _inside(table) if _local(row) == "tr"), 1):
            properties = _first(row, "trPr")
            if properties is not None and _first(properties, "del") is not None:
                continue  # deleted, with the deletion tracked
            cells = tuple(self._cell(cell, marked) for cell in _inside(row) if _local(cell) == "tc")
            lines.append(Line(cells, f"table {number}, row {at}"))
        return lines

    def _cell(self, cell: etree._Element, marked: bool) -> Cell:
        text = _Text()
        for block in _inside(cell, text):
            local = _local(block)
            if local == "p":
                self._paragraph(block, text)
            elif local in _REFUSED:
                text.problem = _REFUSED[local]
        whole = "".join(text.pieces).strip(" \t\r\n")
        if sum(bool(said_line.strip()) for said_line in whole.split("\n")) > 1:
            text.told[_JOINED] = None
        if marked:
            whole = _MARKED_SIGN.sub(r"\1", whole)
        properties = _first(cell, "tcPr")
        merged = properties is not None and _first(properties, "vMerge") is not None
        return Cell(bilingual.arrived(whole), text.problem, tuple(text.told), tuple(text.comments), merged)

    def _paragraph(self, paragraph: etree._Element, text: _Text) -> None:
        """Adds a paragraph's text, and the line end that parts it from the next (unless that was deleted, with the deletion tracked)."""
        for item in _inside(paragraph, text):
            local = _local(item)
            if local == "r":
                self._run(item, text)
            elif local in _REFUSED:
                text.problem = _REFUSED[local]
        properties = _first(paragraph, "pPr")
        mark = _first(properties, "rPr") if properties is not None else None
        if mark is not None and any(_local(element) in _GONE for element in mark):
            text.told[_TRACKED] = None
            return
        numbering = _first(properties, "numPr") if properties is not None else None
        if numbering is not None and any(_local(element) == "numId" and _get(element, "val") != "0" for element in numbering):
            text.told[_LISTED] = None
        text.pieces.append("\n")

    def _run(self, run: etree._Element, text: _Text) -> None:
        for item in _inside(run, text):
            local = _local(item)
            if local == "t":
                words = item.text or ""
                kept = item.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
                text.pieces.append(words if kept else words.strip(" \t\r\n"))
            elif local in _BLANKS:
                text.pieces.append(_BLANKS[local])
            elif local == "r":  # in a ruby's base
                self._run(item, text)
            elif local == "ruby":
                base = _first(item, "rubyBase")
                for inner in _inside(base, text) if base is not None else ():
                    self._run(inner, text)
            elif local == "sym":
                self._symbol(item, text)
            elif local == "commentReference" and (comment := self.comments.get(_get(item, "id"))):
                text.comments.append(comment)
            elif local in _PICTURES:
                text.told[_PICTURE] = None
            elif local in _REFUSED:
                text.problem = _REFUSED[local]

    @staticmethod
    def _symbol(item: etree._Element, text: _Text) -> None:
        font, said_code = _get(item, "font"), _get(item, "char")
        code = int(said_code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", said_code) else 0
        if found := _SYMBOLS.get((font.casefold(), code & 0xFF)):
            text.pieces.append(found)
        elif 0x20 <= code < 0xD800:  # an ordinary character; those of symbol fonts are from U+F000
            text.pieces.append(chr(code))
        else:
            text.problem = f"holds a symbol of the font {font[:40] or 'Symbol'}, which is no character: type or paste the character itself"


def _inside(element: etree._Element, text: _Text | None = None) -> Iterator[etree._Element]:
    """The children, those of wrappers (links, fields, insertions, content controls) as if they stood in their place."""
    for child in element:
        local = _local(child)
        if local in _GONE:
            if text is not None:
                text.told[_TRACKED] = None
        elif local == "AlternateContent":  # newer drawings and emoji, and what older programs show instead, which is what counts
            shown = _first(child, "Fallback")
            shown = _first(child, "Choice") if shown is None else shown
            if shown is not None:
                yield from _inside(shown, text)
        elif local in _THROUGH:
            if local in {"ins", "moveTo"} and text is not None:
                text.told[_TRACKED] = None
            yield from _inside(child, text)
        elif local:
            yield child


def _first(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if _local(child) == name), None)


def _local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _get(element: etree._Element, name: str) -> str:
    """An attribute's value, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
