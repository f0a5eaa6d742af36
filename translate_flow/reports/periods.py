"""Months and weeks as the reader's clock on the wall counts them, as SQL that both databases understand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from translate_flow.reports import Asked
from translate_flow.reports.wheres import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """Days that begin months or weeks, in order, and the moments at which they begin for the reader."""

    days: tuple[date, ...]
    moments: tuple[datetime, ...]

    def place(self, column: str) -> tuple[str, dict[str, Any]]:
        """SQL: the number (from 0) of the period in which the moment in `column` lies, and the values of its names. Earlier ones count to 0.

        A tree of comparisons and not a function of the database: SQLite knows no zones."""
        values = {f"edge{number}": moment for number, moment in enumerate(self.moments) if number}
        return _tree(column, 0, len(self.moments)), values


def _tree(column: str, low: int, high: int) -> str:
    if high - low == 1:
        return str(low)
    middle = (low + high) // 2
    return f"case when {column} < :edge{middle} then {_tree(column, low, middle)} else {_tree(column, middle, high)} end"


def bounded(connection: Connection, asked: Asked, *, months: int = 0, weeks: int = 0) -> Asked:
    """What is asked, from when and until when: where nothing is said, since the beginning of the month (or week) so many before this one.

    A beginning before anything happened here becomes the moment when something first did.
    """
    until = asked.until or asked.now
    day = until.astimezone(ZoneInfo(asked.zone)).date()
    first = _month(day, -months) if months else day - timedelta(days=day.weekday() + 7 * weeks)
    began = run(connection, "select min(at) as at from moves", moments=("at",)).scalar()
    return replace(asked, since=max(asked.since or _start(first, asked.zone), began or until), until=until)


def of_months(asked: Asked) -> Period:
    """The months from `asked.since` to `asked.until`."""
    first, last = _days(asked)
    days = [first.replace(day=1)]
    while (following := _month(days[-1], 1)) <= last:
        days.append(following)
    return _period(days, asked.zone)


def of_weeks(asked: Asked) -> Period:
    """The weeks (from Monday) from `asked.since` to `asked.until`."""
    first, last = _days(asked)
    monday = first - timedelta(days=first.weekday())
    return _period([monday + timedelta(days=7 * number) for number in range((last - monday).days // 7 + 1)], asked.zone)


def _days(asked: Asked) -> tuple[date, date]:
    assert asked.since is not None
    assert asked.until is not None
    zone = ZoneInfo(asked.zone)
    last = max(asked.until - timedelta(microseconds=1), asked.since)
    return asked.since.astimezone(zone).date(), last.astimezone(zone).date()


def _month(day: date, further: int) -> date:
    """The first day of a month so many months on."""
    years, month = divmod(day.year * 12 + day.month - 1 + further, 12)
    return date(years, month + 1, 1)


def _period(days: Sequence[date], zone: str) -> Period:
    return Period(tuple(days), tuple(_start(day, zone) for day in days))


def _start(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
