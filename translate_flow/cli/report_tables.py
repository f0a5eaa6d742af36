"""How a report looks at a terminal: a table for each part, values as the reader writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.messages_desk import HEADINGS
from translate_flow.workflow import words

if TYPE_CHECKING:
    from translate_flow.reports import Column, Part, Report

_RIGHT = frozenset({"number", "share", "seconds"})
_NOTHING = {"class": "not known", "language": "all", "status": "new"}  # what an empty word of a kind stands for
_AT_ONCE = 1000  # rows that are drawn together; a longer table has its headings again after so many
_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def show(report: Report) -> None:
    """Every part that has rows, but for those that stand aside unless they are named; what has none says so only where nothing has."""
    aside = [part.name for part in report.parts if part.aside and len(report.parts) > 1]
    drawn = 0
    for part in report.parts:
        if part.name not in aside:
            drawn += _part(part, first=not drawn)
    if drawn and aside:
        render.say(f"Also: {', '.join(f'--part {name}' for name in aside)}.")
    if not drawn:
        render.say(next((part.empty for part in report.parts if part.empty), "There is nothing to show."))
    for note in report.notes:
        render.say(note)


def _part(part: Part, *, first: bool) -> bool:
    headings = _headings(part)
    right = [heading for heading, column in zip(headings, part.columns, strict=True) if column.kind in _RIGHT]
    rows, title = iter(part.rows), part.title
    while some := list(islice(rows, _AT_ONCE)):
        if title and not first:
            render.out("")
        cells = [[_cell(column, value, at) for at, (column, value) in enumerate(zip(part.columns, row, strict=True))] for row in some]
        render.table(headings, cells, title=title, right=right)
        title = ""
    if part.more:
        render.say(f"{desk().number(part.more)} more: --limit 0 shows all.")
    return not title


def _headings(part: Part) -> list[str]:
    """Lower-case words; a language is its tag."""
    return [column.name if column.kind == "cell" else _heading(part.name, column) for column in part.columns]


def _heading(part: str, column: Column) -> str:
    known = HEADINGS.get(f"{part.rpartition('.')[2]}.{column.name}", "") or column.heading or HEADINGS.get(column.name, "")
    return known.lower() or words(column.name)


def _cell(column: Column, value: Any, at: int) -> str:
    if column.kind == "cell":
        status, _, behind = str(value).partition("+")
        return (words(status) + (" *" if behind else "")) or "·"
    if value is None or value == "":
        return _NOTHING[column.kind] if value == "" and column.kind in _NOTHING else "–" if at == 0 else ""
    if column.kind in _RIGHT:
        return _amount(column.kind, value)
    if isinstance(value, datetime):
        return desk().moment(value)
    if column.kind in {"day", "month"}:
        return _day(value, column.kind)
    return words(value) if column.kind == "status" else str(value)


def _amount(kind: str, value: float) -> str:
    here = desk()
    if kind == "seconds":
        return duration(int(value), here.locale)
    if kind == "share":
        from babel.numbers import format_percent

        from translate_flow.languages import locale

        return str(format_percent(value, locale=locale(here.locale)))
    return here.number(value if isinstance(value, int) else round(value, 1)) if value else "·"


def _day(value: str, kind: str) -> str:
    """`2026-11-03` or `2026-11` as the reader writes a day or a month; what is neither stays as it is."""
    from babel.dates import format_skeleton

    from translate_flow.languages import format_date, locale

    try:
        day = date.fromisoformat(value if kind == "day" else f"{value}-01")
    except ValueError:
        return value
    return format_date(day, desk().locale) if kind == "day" else str(format_skeleton("yMMM", day, locale=locale(desk().locale)))


def duration(seconds: int, reader: str) -> str:
    """A span of time in its two largest units: `3 d 4 h`, in the reader's language."""
    return " ".join(_units(seconds, reader))


def _units(seconds: int, reader: str) -> Iterator[str]:
    from babel.units import format_unit

    from translate_flow.languages import locale

    left, there = abs(seconds), locale(reader)
    largest = next((at for at, (_, size) in enumerate(_UNITS) if left >= size), len(_UNITS) - 1)
    for at, (unit, size) in enumerate(_UNITS[largest : largest + 2]):
        number, left = divmod(left, size)
        if number or (at == 0 and largest == len(_UNITS) - 1):
            yield str(format_unit(-number if seconds < 0 and at == 0 else number, f"duration-{unit}", "short", locale=there))
