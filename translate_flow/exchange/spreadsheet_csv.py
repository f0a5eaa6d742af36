"""CSV, for whatever opens tables: UTF-8 with a byte order mark, commas, every cell quoted; the header line is the last title.

Cells that a spreadsheet would calculate or turn into numbers and dates begin with an apostrophe (`sheet.guarded`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from translate_flow.errors import Unreadable
from translate_flow.exchange import plain_rows, sheet, workfile
from translate_flow.exchange.kit import Kit, Returned
from translate_flow.exchange.sheet import Line

NAME = "csv"
SUFFIX = ".csv"
BY_SENTENCE = False

_END = "\x00the end"
_REMEDY = "Name the CSV file that checkout wrote and your spreadsheet saved, or take it out again."


def write(kit: Kit) -> bytes:
    """The kit as CSV (RFC 4180, with a byte order mark)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    csv.writer(out, lineterminator="\r\n").writerow((*sheet.COLUMNS, workfile.line(kit.header)))  # no quote after the mark: not all know it
    for _, cells in sheet.lines(kit):
        writer.writerow((*map(sheet.guarded, cells), ""))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def read(data: bytes, *, name: str = "") -> Returned:
    """What came back, with any delimiter, quotes, encoding and order of rows and columns. Raises Unreadable for what has no such table."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("is a workbook, not CSV", file=name, remedy="Save it as CSV UTF-8, or name it with its own suffix (.xlsx).")
    text, warnings = plain_rows.text_of(data, name=name)
    rows, broken = _table(text, name)
    lines = [Line(f"row {number}", [cell.removesuffix(_END) for cell in cells], broken.get(number, {})) for number, cells in enumerate(rows, 1) if any(map(str.strip, cells))]
    if broken:
        warnings.append(f"Quotes do not match, or the file breaks off, in row {min(broken)}: check the rows from there on.")
    found = sheet.returned([lines], name=name, made_as=NAME)
    return Returned(found.header, found.rows, (*warnings, *found.warnings))


def _table(text: str, name: str) -> tuple[list[list[str]], dict[int, dict[int, str]]]:
    """The cells, cut as makes a line of titles, and by row (from 1) what is wrong with its columns."""
    if "target" in text.lower():
        turned = text.replace("\r\n", "\n").replace("\r", "\n")
        whole = turned.endswith("\n")
        for delimiter in ",;\t|":
            cut = [_cells(turned if whole else f"{turned}\n", delimiter, quote) for quote in "\"'"]
            if fits := [(rows, unmatched) for rows, unmatched in cut if any(map(sheet.titles, rows))]:
                rows, unmatched = min(fits, key=_worse)
                return rows, _broken(rows, unmatched, whole)
    raise Unreadable("has no table with the titles id and target", file=name, remedy=_REMEDY)


def _cells(text: str, delimiter: str, quote: str) -> tuple[list[list[str]], int]:
    """The rows of a text, and the first, from 1, whose quotes do not match; 0 for none. A cell that nothing closes ends with `_END`."""
    with _cells_of_any_size(len(text) + 100):
        return _read_cells(text, delimiter, quote)


@contextmanager
def _cells_of_any_size(size: int) -> Iterator[None]:
    """The limit of `csv`, which holds for the whole process, raised for as long as this file is read."""
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _read_cells(text: str, delimiter: str, quote: str) -> tuple[list[list[str]], int]:
    unmatched = 0
    strict = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, quotechar=quote, skipinitialspace=True, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(strict)
    except csv.Error:
        unmatched = len(rows) + 1
        lenient = chain(io.StringIO(text, newline="\n"), [_END])
        rows = list(csv.reader(lenient, delimiter=delimiter, quotechar=quote, skipinitialspace=True))
        if rows[-1] == [_END]:
            rows.pop()
    return rows, unmatched


def _worse(cut: tuple[list[list[str]], int]) -> tuple[int, int]:
    """For choosing between quotes: how few rows have an id, and how many are broader than the titles or have quotes that do not match."""
    rows, unmatched = cut
    titles = next(row for row in rows if sheet.titles(row))
    at = sheet.titles(titles)["id"]
    named = sum(at < len(row) and row[at].strip().startswith("[") for row in rows)
    return -named, sum(len(row) > len(titles) for row in rows) + bool(unmatched)


def _broken(rows: list[list[str]], unmatched: int, whole: bool) -> dict[int, dict[int, str]]:
    """What is wrong with rows whose quotes do not match, and with the last where the file breaks off. `whole`: it ends with a line's end."""
    widest = max(map(len, rows))
    found = {unmatched: dict.fromkeys(range(widest), "its quotes do not match: put each cell into quotes, and write a quote inside as two")} if unmatched else {}
    last = rows[-1]
    if (last and last[-1].endswith(_END)) or (len(last) < widest and not whole):
        found[len(rows)] = dict.fromkeys(range(widest), "the file breaks off here: check that it was saved whole")
    return found
