"""Months of the reader's zone in SQL, which on SQLite knows no zones: a moment's place among the months' beginnings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo


def months(first: datetime, last: datetime, zone: str) -> list[tuple[str, datetime]]:
    """(`2026-11`, its beginning in UTC) of each month from the one of `first` to the one of `last`; at least one."""
    there = ZoneInfo(zone)
    begin, end = first.astimezone(there), last.astimezone(there)
    year, month = begin.year, begin.month
    found: list[tuple[str, datetime]] = []
    while not found or (year, month) <= (end.year, end.month):
        found.append((f"{year:04}-{month:02}", datetime(year, month, 1, tzinfo=there).astimezone(UTC)))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def place(column: str, starts: list[datetime], name: str = "start") -> tuple[str, dict[str, Any]]:
    """SQL for the last of these moments, counted from 0, that is not after `column`, and its values: a tree of comparisons, so that
    hundreds of months cost eight. What lies before the first counts to it."""
    values = {f"{name}{at}": start for at, start in enumerate(starts) if at}

    def between(low: int, high: int) -> str:
        if low == high:
            return str(low)
        middle = (low + high + 1) // 2
        return f"case when {column} < :{name}{middle} then {between(low, middle - 1)} else {between(middle, high)} end"

    return between(0, len(starts) - 1), values
