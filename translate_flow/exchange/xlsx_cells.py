"""The cells of a workbook as text, read in bounds: row by row, strings once, nothing calculated, nothing fetched.

Only what stands in cells is read (ECMA-376 part 1, §18.3), so that no style, theme or drawing of whatever program can make it fail.
Limits, besides those of `bounded`: 100,000 rows that hold something, 64 columns, 32,767 characters in a cell.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from translate_flow.errors import Unreadable
from translate_flow.exchange import bounded
from translate_flow.exchange.sheet import Line

if TYPE_CHECKING:
    from lxml import etree

MAX_ROWS = 100_000
MAX_COLUMNS = 64
MAX_CELL = 32_767
_MAX_MERGED = 200_000  # cells, in all ranges together
_PLAIN = frozenset({0, 1, 49})  # formats that show a whole number as it is: General, 0, @
_AS_XLSX = "Open it in your spreadsheet, save it as “Excel workbook (.xlsx)” without a password, and check that in."
_FORMULA = "it is a formula: write the translation itself, as text"
_VALUE = "the spreadsheet made a number or a date of it: format the cell as text, and write it again"
_ERROR = "it is an error of the spreadsheet’s, not a text"
_MERGED = "its cell is merged with others: take them apart, and give each row its own translation"
_LONG = f"it is longer than {MAX_CELL} characters, which no cell can be"
_NUMBERED = re.compile("_x([0-9A-Fa-f]{4})_")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class _Book:
    """What cells refer to: shared strings with what is wrong with none of them, and the number format of each style."""

    strings: list[str] = field(default_factory=list)
    formats: list[int] = field(default_factory=list)


def tables(data: bytes, *, name: str = "") -> tuple[list[list[Line]], list[str]]:
    """The rows of each sheet that hold something, and the texts of the document's properties. Raises Unreadable for what is no workbook."""
    members = _members(data, name)
    path = _workbook(members, name)
    links = _links(members, path, name)
    book = _Book()
    for kind, target in links.values():
        if kind == "sharedStrings" and target in members:
            book.strings = [_said(item) for item in _each(members[target], "si", name)]
        elif kind == "styles" and target in members:
            book.formats = _formats(members[target], name)
    found: list[list[Line]] = []
    sheets = [(element.get("name") or "", _reference(element)) for element in bounded.xml(members[path], name=name).iter("{*}sheet")]
    for title, reference in sheets:
        kind, target = links.get(reference, ("", ""))
        if kind == "worksheet" and target in members:
            found.append(_sheet(members[target], book, f"sheet “{title}”, " if len(sheets) > 1 else "", name))
    aside = [" ".join(map(str, bounded.xml(content, name=name).itertext())) for member, content in members.items() if re.match(r"docProps/(core|custom)\.xml$", member)]
    return found, aside


def _members(data: bytes, name: str) -> dict[str, bytes]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("is an old workbook (.xls), or one with a password", file=name, remedy=_AS_XLSX)
    if not data.startswith(b"PK"):
        raise Unreadable("is no workbook (.xlsx)", file=name, remedy=_AS_XLSX)
    members = bounded.office(data, name=name)
    if members.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise Unreadable("is an OpenDocument file (.ods), whatever its name says", file=name, remedy=_AS_XLSX)
    if "xl/workbook.bin" in members:
        raise Unreadable("is a binary workbook (.xlsb)", file=name, remedy=_AS_XLSX)
    return members


def _workbook(members: dict[str, bytes], name: str) -> str:
    """The path of the workbook's part."""
    links = _links(members, "", name)
    path = next((target for kind, target in links.values() if kind == "officeDocument"), "xl/workbook.xml")
    if path not in members or not path.startswith("xl/"):
        raise Unreadable("is no workbook (.xlsx)", file=name, remedy=_AS_XLSX)
    return path


def _links(members: dict[str, bytes], path: str, name: str) -> dict[str, tuple[str, str]]:
    """The parts that a part refers to: (kind, path) by id."""
    folder, file = posixpath.split(path)
    content = members.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    if content is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for link in bounded.xml(content, name=name).iter("{*}Relationship"):
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target") or "")).lstrip("/")
        found[link.get("Id") or ""] = ((link.get("Type") or "").rpartition("/")[2], target)
    return found


def _reference(element: etree._Element) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")


def _each(content: bytes, tag: str, name: str, also: str = "") -> Iterator[etree._Element]:
    """The elements of that name, one after the other, each forgotten after."""
    from lxml import etree

    names = tuple(f"{{*}}{one}" for one in (tag, also) if one)
    try:
        for _, element in etree.iterparse(io.BytesIO(content), events=("end",), tag=names, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True):
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        line, column = error.position if error.position else (0, 0)
        raise Unreadable(f"is damaged: {str(error.msg or error).split(', line')[0]}", file=name, line=line, column=column, remedy=_AS_XLSX) from None


def _said(item: etree._Element) -> str:
    """The text of a string, all its runs; not the reading that stands above Japanese."""
    pieces = [
        element.text or "" for element in item.iter("{*}t")
        if (parent := element.getparent()) is None or not str(parent.tag).endswith("}rPh")
    ]  # fmt: skip
    return "".join(pieces)[: MAX_CELL + 1]


def _formats(content: bytes, name: str) -> list[int]:
    styles = bounded.xml(content, name=name).find("{*}cellXfs")
    return [_number(style.get("numFmtId"), 0) for style in styles.iter("{*}xf")] if styles is not None else []


def _sheet(content: bytes, book: _Book, title: str, name: str) -> list[Line]:
    """The rows of a sheet that hold something."""
    found: dict[int, Line] = {}
    merged: list[str] = []
    at = 0
    for element in _each(content, "row", name, "mergeCell"):
        if str(element.tag).endswith("}mergeCell"):
            merged.append(element.get("ref") or "")
            continue
        at = _number(element.get("r"), at + 1)
        if next(element.iter("{*}v", "{*}is", "{*}f"), None) is None:
            continue  # nothing but formats
        line = _line(element, at, book, title)
        if any(map(str.strip, line.cells)) or line.wrong:
            found[at] = line
        if len(found) > MAX_ROWS:
            raise Unreadable(f"holds more than {MAX_ROWS} rows", file=name, remedy="Delete the rows that are not of the work.")
    _mark_merged(found, merged, name)
    return list(found.values())


def _line(row: etree._Element, number: int, book: _Book, title: str) -> Line:
    cells: list[str] = []
    wrong: dict[int, str] = {}
    column = -1
    for cell in row.iterchildren("{*}c"):
        column = _column(cell.get("r") or "", column + 1)
        if not 0 <= column < MAX_COLUMNS:
            continue
        text, problem = _cell(cell, book)
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text
        if problem:
            wrong[column] = problem
    return Line(f"{title}row {number}", cells, wrong)


def _cell(cell: etree._Element, book: _Book) -> tuple[str, str]:
    """A cell's text, and what is wrong with it."""
    kind = cell.get("t") or "n"
    value = cell.findtext("{*}v") or ""
    problem = _FORMULA if cell.find("{*}f") is not None else _ERROR if kind == "e" else ""
    if kind == "s":
        at = _number(value, -1)
        text = book.strings[at] if 0 <= at < len(book.strings) else ""
        problem = problem or ("" if at < len(book.strings) and at >= 0 else "its text is missing from the file")
    elif kind == "inlineStr":
        inside = cell.find("{*}is")
        text = _said(inside) if inside is not None else ""
    elif kind == "b":
        text, problem = ("TRUE" if value.strip() == "1" else "FALSE"), problem or _VALUE
    elif kind in {"str", "e", "d"}:
        text, problem = value, problem or (_VALUE if kind == "d" else "")
    else:
        text, fine = _figure(value, _number(cell.get("s"), 0), book)
        problem = problem or ("" if fine else _VALUE)
    if len(text) > MAX_CELL:
        return text[:MAX_CELL], _LONG
    return _numbered(text), problem


def _numbered(text: str) -> str:
    """A cell's text, with the characters that it names by their number (ECMA-376 part 1, §22.9.2.19)."""
    if "_x" not in text:
        return text
    said = _NUMBERED.sub(lambda found: chr(int(found[1], 16)), text)
    return said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _figure(value: str, style: int, book: _Book) -> tuple[str, bool]:
    """A number's text, and whether the spreadsheet showed it so."""
    if not value.strip():
        return "", True
    whole = re.fullmatch(r"\s*(-?[0-9]{1,15})(?:\.0*)?\s*", value)
    if not whole:
        return value.strip(), False
    known = book.formats[style] if 0 <= style < len(book.formats) else 0
    return whole[1], known in _PLAIN


def _mark_merged(lines: dict[int, Line], merged: Iterable[str], name: str) -> None:
    """Says of each cell of a merged range that it is one."""
    left = _MAX_MERGED
    for reference in merged:
        found = _RANGE.fullmatch(reference)
        if not found:
            continue
        first, last = int(found[2]), int(found[4])
        columns = range(_column(found[1], 0), min(_column(found[3], 0), MAX_COLUMNS) + 1)
        rows = range(first, last + 1) if last - first < len(lines) else [number for number in lines if first <= number <= last]
        left -= len(rows) * len(columns)
        if left < 0:
            raise Unreadable("has too many merged cells", file=name, remedy="Take merged cells apart, and save it anew.")
        for number in rows:
            if number in lines:
                lines[number].wrong = {**dict.fromkeys(columns, _MERGED), **lines[number].wrong}


def _column(reference: str, otherwise: int) -> int:
    """The column of `B7`, from 0."""
    letters = reference.rstrip("0123456789")
    if not letters or len(letters) > 3 or not letters.isascii() or not letters.isalpha():
        return otherwise
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _number(said: str | None, otherwise: int) -> int:
    bare = (said or "").strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 10 else otherwise
