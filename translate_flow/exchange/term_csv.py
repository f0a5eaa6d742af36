"""A glossary as CSV (RFC 4180), as spreadsheets write and read it.

Out: UTF-8 with a byte order mark, commas, CRLF. In: any encoding that a byte order mark names (Excel's UTF-16), columns in any order,
between tabs, semicolons or commas. A cell that a spreadsheet would take for a formula is written behind an apostrophe, and read
without it (OWASP, “CSV Injection”).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence

from translate_flow import languages
from translate_flow.errors import Unreadable, UsageError
from translate_flow.exchange.term_rows import Row, Rows
from translate_flow.formats import encoding
from translate_flow.text.terms import Term

COLUMNS = ("from", "to", "source", "target", "part_of_speech", "forbidden", "definition", "note", "subject")
_CALLED = {  # what else a column may be called
    **{name: name for name in COLUMNS},
    "source_language": "from", "target_language": "to", "term": "source", "source_term": "source", "translation": "target", "rendering": "target",
    "target_term": "target", "pos": "part_of_speech", "avoid": "forbidden", "notes": "note", "comment": "note", "section": "subject",
    "domain": "subject", "subject_field": "subject",
}  # fmt: skip
_DELIMITERS = ("\t", ";", ",")
_FORMULA = "=+\\-@\t\r\n＝＋－＠"
_HIDE = re.compile(f"'*[{_FORMULA}]")
_SHOW = re.compile(f"'+[{_FORMULA}]")
_TAG = re.compile(r"[A-Za-z]{2}(?:[-_][A-Za-z0-9]{2,8})*")
_REMEDY = f"The first line names the columns: source and target, and as many as there are of {', '.join(COLUMNS)}."


def write(rows: Sequence[Row]) -> bytes:
    """The file of some terms."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        term = row.term
        cells = (row.source_language, row.target_language, term.source, term.target, term.part_of_speech, "|".join(term.forbidden), term.definition, term.note, term.subject)
        writer.writerow([hidden(cell) for cell in cells])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def hidden(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `shown` gives it back."""
    return f"'{cell}" if _HIDE.match(cell) else cell


def shown(cell: str) -> str:
    """What a cell says."""
    return cell[1:] if _SHOW.match(cell) else cell


def read(data: bytes, *, name: str = "", source_language: str = "", target_language: str = "") -> Rows:
    """The rows of a file; see `term_rows.read`. Raises Unreadable."""
    text, _ = encoding.decode(data, name=name)
    text = text.removeprefix("\ufeff")
    first, delimiter = 1, ""
    if said := re.match(r"sep=(.)\r?\n", text):  # Excel's own line
        text, first, delimiter = text[said.end() :], 2, said[1]
    delimiter = delimiter or _delimiter(text)
    table = _table(text, delimiter, first, name)
    _, header = next(table, (first, []))
    columns, tags, warnings = _columns(header, source_language, target_language, name)
    pair = (source_language or tags[0], target_language or tags[1])
    return Rows(tuple(_row(line, cells, columns, len(header), pair) for line, cells in table), tuple(warnings))


def _delimiter(text: str) -> str:
    """What stands between the columns: by it the first line has the most names that are known, else the most cells."""
    line = text.lstrip("\r\n").partition("\n")[0]

    def known(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return sum(_name(cell) in _CALLED or bool(_TAG.fullmatch(cell.strip())) for cell in cells), len(cells)

    return max(_DELIMITERS, key=known)


def _table(text: str, delimiter: str, first: int, name: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each row that holds something."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = first
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, cells
            line = first + reader.line_num
    except csv.Error as error:
        raise Unreadable(f"is no CSV from here on: {error}", file=name, line=line, remedy="Save it again as CSV, from a spreadsheet; a cell with quotation marks in it stands in quotation marks.") from None


def _name(cell: str) -> str:
    return re.sub(r"[\s_-]+", "_", cell.strip().casefold())


def _columns(header: Sequence[str], source: str, target: str, name: str) -> tuple[dict[str, int], tuple[str, str], list[str]]:
    """Where which column is, and the languages that they are called by, if they are: those given, else the first two. And warnings."""
    found: dict[str, int] = {}
    tagged: dict[str, int] = {}
    strange: list[str] = []
    for at, cell in enumerate(header):
        known = _CALLED.get(_name(cell), "")
        if known and known not in found:
            found[known] = at
        elif tag := _language(cell):
            tagged.setdefault(tag, at)
        elif cell.strip():
            strange.append(cell.strip())
    one, two = _pair(list(tagged), source, target) if "source" not in found else ("", "")
    if one and two:
        found["source"], found["target"] = tagged[one], tagged[two]
        strange += [tag for tag in tagged if tag not in {one, two}]
    if "source" not in found:
        raise Unreadable("has no column “source”", file=name, line=1, remedy=_REMEDY)
    warnings = [f"The columns {', '.join(f'“{cell}”' for cell in strange)} are not known, and were left out."] if strange else []
    return found, (one, two), warnings


def _pair(tags: list[str], source: str, target: str) -> tuple[str, str]:
    """Of languages that columns are called by, those of source and target; empty where there are none such."""
    one = next((tag for tag in tags if not source or languages.covers(source, tag)), "")
    two = next((tag for tag in tags if tag != one and (not target or languages.covers(target, tag))), "")
    return one, two


def _language(cell: str) -> str:
    if not _TAG.fullmatch(cell.strip()):
        return ""
    try:
        return languages.normalise(cell.strip())
    except UsageError:
        return ""


def _row(line: int, cells: Sequence[str], columns: dict[str, int], width: int, pair: tuple[str, str]) -> Row:
    said = {name: shown(cells[at]).strip() if at < len(cells) else "" for name, at in columns.items()}
    forbidden = tuple(part for piece in said.get("forbidden", "").split("|") if (part := piece.strip()))
    plain = {name: said.get(name, "") for name in ("source", "target", "part_of_speech", "definition", "note", "subject")}
    problem = ""
    tags = []
    for name, given in zip(("from", "to"), pair, strict=True):
        tag = _language(said.get(name, ""))
        if said.get(name) and not tag:
            problem = f"“{said[name]}” is no language tag"
        elif tag and given and tag != given:
            problem = f"it is {name} {tag}, and this import is {name} {given}"
        elif not tag and not given:
            problem = f"it does not say which language it is {name}"
        tags.append(tag or given)
    if len(cells) > width and any(map(str.strip, cells[width:])):
        problem = f"it has {len(cells)} cells, and the first line {width}"
    return Row(line, tags[0], tags[1], Term(forbidden=forbidden, **plain), problem)
