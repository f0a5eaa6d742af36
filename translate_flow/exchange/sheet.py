"""Rows as a table: what CSV and XLSX share. Columns `id, source, target, status, note`, found again by their titles.

`status` is `x` for what is done, `review` for what is to be looked at, `locked` for what is not to be translated; a translator puts the x.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from translate_flow.errors import Unreadable
from translate_flow.exchange import plain_rows, workfile
from translate_flow.exchange.kit import Back, Kit, Returned, Row, State
from translate_flow.exchange.workfile import Header
from translate_flow.text import inline

COLUMNS = ("id", "source", "target", "status", "note")
_STATUS = {State.NEW: "", State.OPEN: "review", State.DONE: "x", State.LOCKED: "locked"}
_DONE = frozenset("x × ✓ ✔ ☑ ✅ х ｘ χ done ok yes true 1 finished final translated reviewed approved".split())  # noqa: SIM905 - with Cyrillic, full-width and Greek letters that look like it
_NOT_DONE = frozenset("review ? - no false 0 open todo new fuzzy draft unfinished untranslated".split())  # noqa: SIM905
# What begins a formula (OWASP, “CSV Injection”), with the full-width signs: at a cell's start, and wherever a spreadsheet that cuts the
# line at other delimiters than ours would begin a cell.
_FORMULA = "=+@＝＋－＠-"
_BEGINS = rf"(\A|[;\t\r\n])([\s\"]*)('*)(?=[{_FORMULA}])"
_RISKY = re.compile(_BEGINS)
_GUARDED = re.compile(_BEGINS.replace("('*)", "'('*)"))
_VALUES = frozenset("true false wahr falsch vrai faux verdadero falso verdadeiro vero истина ложь".split())  # noqa: SIM905
_VALUE = re.compile(  # a number, an amount, a date, a time: figures first, or after one word; then figures, signs and a few words
    r"[(\s$€£¥₽₹]*+(?:[^\W\d_]{3,12}\.?,?\s+)?[.,]?\d[\d.,:/\s%°$€£¥₽₹()’'-]*+(?:[^\W\d_]{1,12}+[\d.,:/\s%°$€£¥₽₹()’'-]*+){0,5}"
)
_REMEDY = "Put the titles id, source, target, status and note back above their columns, or check out again and move your work over."


@dataclass(slots=True)
class Line:
    """A row of a file's table. `place` in words; `cells` from the first column on; `wrong`: why a column's cell cannot be taken, by its index."""

    place: str
    cells: Sequence[str]
    wrong: Mapping[int, str] = field(default_factory=dict)


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, a number or a date; `unguarded` gives the text back."""
    safe = harmless(text)
    return f"'{safe}" if safe == text and _value(text.lstrip("'")) else safe


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers and dates are left as they are."""
    if text[:1].isalnum() and ";" not in text and text.isprintable():  # nearly all, in a tenth of the time
        return text
    return _RISKY.sub(r"\1\2'\3", text)


def unguarded(cell: str) -> str:
    """The text of a cell, without the apostrophes that `guarded` put."""
    text = _GUARDED.sub(r"\1\2\3", cell)
    return text[1:] if text == cell and text.startswith("'") and _value(text.lstrip("'")) else text


def _value(text: str) -> bool:
    """Whether a spreadsheet may take it for a number, a date, a time, an amount or a truth value: short, with figures, in few words."""
    return len(text) <= 40 and (text.strip().lower() in _VALUES or bool(_VALUE.fullmatch(text)))


def lines(kit: Kit, *, book: bool = False) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Each row with its five cells. Where it is not for a `book`, which has its own places for that, the first note tells what is to be known of all."""
    digits = max((len(str(row.block + 1)) for row in kit.rows), default=1)
    for number, row in enumerate(kit.rows):
        note = list(plain_rows.remarks(row))
        if not book and not number:
            note += [f"for all of it: {line}" for line in brief_lines(kit)]
        source, target = (plain_rows.encoded(inline.written(content)) for content in (row.source, row.target))
        yield row, (plain_rows.label(row.key, digits), source, target, _STATUS[row.state], "\n".join(note))


def brief_lines(kit: Kit) -> list[str]:
    """The kit's brief, each of it in one line."""
    return [plain_rows.encoded(said) for line in kit.brief if (said := plain_rows.tidy(line))]


def returned(tables: Sequence[Sequence[Line]], *, name: str, made_as: str, aside: Sequence[str] = ()) -> Returned:
    """What the tables of a file hold. `aside`: texts beside them that may hold the header line; `made_as`: the format that it was written in,
    if that line does not say another: CSV may have been saved as a workbook. Raises Unreadable where no table has the titles."""
    headers = list(dict.fromkeys(_headers(tables, aside, name)))
    restored = _restored if (headers[0].kind if headers else made_as) == "csv" else plain_rows.decoded
    rows: list[Back] = []
    warnings: list[str] = []
    found = False
    for table in tables:
        at = next((at for at, line in enumerate(table) if titles(line.cells)), None)
        if at is None:
            continue
        found = True
        columns = titles(table[at].cells)
        warnings += _doubled(table[at])
        for number, line in enumerate(table):
            if number == at or titles(line.cells):
                continue
            row = _row(line, columns, restored)
            if isinstance(row, Back):
                rows.append(row)
            elif row and number > at and not _holds_header(line):
                warnings.append(row)
    if not found:
        raise Unreadable("has no table with the titles id and target", file=name, remedy=_REMEDY)
    warnings += _folded(tables, rows)
    if len(headers) > 1:
        warnings.append(f"The file holds rows of {' and '.join(header.version for header in headers)}: it is read as the first.")
    return Returned(headers[0] if headers else None, tuple(rows), tuple(warnings))


def titles(cells: Sequence[str]) -> dict[str, int]:
    """Where the columns stand, by their titles; empty where this is not the line of titles. `source (es)` is a title too."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        word = _title(cell) if len(cell) < 40 else ""
        if word in COLUMNS:
            found.setdefault(word, at)
    named = "id" in found and "target" in found and not any(plain_rows.key_in(cell) for cell in cells if len(cell) < 40)
    return found if named else {}  # a row with an id may say `id` and `target` too


def _title(cell: str) -> str:
    """A title's first word, without what a program that did not know a byte order mark left around it."""
    return cell.strip('\ufeff" \t\n').partition(" ")[0].partition("(")[0].lower()


def _doubled(line: Line) -> Iterator[str]:
    said = [_title(cell) for cell in line.cells]
    for title in COLUMNS[:4]:
        if said.count(title) > 1:
            yield f"Two columns are titled “{title}”: the first was read."


def _restored(cell: str) -> str:
    return plain_rows.decoded(unguarded(cell))


def _row(line: Line, columns: Mapping[str, int], restored: Callable[[str], str]) -> Back | str:
    """A line as a row; else a warning, or nothing where it holds nothing."""
    cells = {title: line.cells[at] if at < len(line.cells) else "" for title, at in columns.items()}
    shown, target = cells["id"], restored(cells["target"])
    source = restored(cells["source"]) if "source" in columns else None
    key = plain_rows.key_in(shown)
    problem = line.wrong.get(columns["target"], "")
    if not key:
        if not target.strip() and not problem:
            return f"In {line.place}, nothing says which row it is, and nothing is translated: it was passed over." if (shown + (source or "")).strip() else ""
        problem = _unknown(shown)
    elif columns["id"] in line.wrong:
        problem = f"of its id: {line.wrong[columns['id']]}"
    done = status(cells.get("status", ""))
    if done is None and source is not None and plain_rows.tidy(source) == plain_rows.tidy(target) and not cells.get("status", "").strip():
        target = ""  # copied, to be written over
    return plain_rows.back(key, source, target, done=done, problem=problem, place=line.place)


def _unknown(shown: str) -> str:
    if shown.strip():
        return f"its id is “{shown.strip()[:40]}”, which names no row: put back the one that checkout wrote, with its brackets, as in [7]"
    return "it has no id: put back the one that checkout wrote, as in [7]"


def status(said: str) -> bool | None:
    """What a cell of the column status says: done, not done, or nothing."""
    word = said.strip().strip(".!").replace("\ufe0f", "").lower() or said.strip()
    if word in _DONE:
        return True
    return False if word in _NOT_DONE else None


def _folded(tables: Sequence[Sequence[Line]], rows: Sequence[Back]) -> list[str]:
    """A warning of line breaks in translations, which rows do not have."""
    places: list[str] = []
    for table in tables:
        columns = next((found for line in table if (found := titles(line.cells))), None)
        at = columns["target"] if columns else 0
        places += [line.place for line in table if columns and at < len(line.cells) and "\n" in line.cells[at].strip()]
    taken = {row.place for row in rows}
    return plain_rows.folded([place for place in places if place in taken])


def _holds_header(line: Line) -> bool:
    return any("translate-flow:" in cell for cell in line.cells)


def _headers(tables: Sequence[Sequence[Line]], aside: Sequence[str], name: str) -> Iterator[Header]:
    for table in tables:
        for line in table:
            for cell in line.cells:
                if "translate-flow:" in cell and (header := workfile.said(cell, name=name)):
                    yield header
    for text in aside:
        if "translate-flow:" in text and (header := workfile.said(text, name=name)):
            yield header
