"""Dates of items as points in time: ISO 8601, of a day or a moment, with or without a zone."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(maxsize=8192)
def moment(text: str) -> datetime | None:
    """The moment that a date names, in UTC where it says no zone; None for what is no date."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def days_between(one: str, two: str) -> float | None:
    """How many days lie between two dates, in either order; None where one is unknown."""
    first, second = moment(one), moment(two)
    return None if first is None or second is None else abs((second - first).total_seconds()) / 86_400
