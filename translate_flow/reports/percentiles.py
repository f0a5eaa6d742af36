"""Percentiles of durations without a database that knows percentiles: a histogram grouped in SQL, read in bounded memory.

SQLite has none that one can count on (a compile-time option since 3.51), and PostgreSQL sorts every value for its own. Here the database counts values in buckets, narrow
where values are small: width 1 below 256, and from `64 × width` to `256 × width` each four times as wide as before (as HdrHistogram,
but in steps of four). So a bucket is at most 1/64 of its values, and all of a century comes to some 2,500 buckets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

ERROR = 1 / 64  # a percentile is off by at most this share of itself
_WIDTHS = tuple(4**step for step in range(13))  # up to 4^16 seconds: 136 years


def bucket(column: str) -> str:
    """SQL: the least whole number that falls into the same bucket as `column` does, which holds seconds, 0 or more."""
    steps = "".join(f" when {column} < {256 * width} then {column} - {column} % {width}" for width in _WIDTHS[1:-1])
    return f"case when {column} < 256 then {column}{steps} else {column} - {column} % {_WIDTHS[-1]} end"


@dataclass(slots=True)
class Histogram:
    """Of so many values: bucket → (how many, the least, the greatest of them)."""

    buckets: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    def add(self, low: int, number: int, least: int, greatest: int) -> None:
        """A bucket of another group, put with what is here."""
        if low in self.buckets:
            before = self.buckets[low]
            number, least, greatest = before[0] + number, min(before[1], least), max(before[2], greatest)
        self.buckets[low] = (number, least, greatest)

    @property
    def number(self) -> int:
        return sum(number for number, _, _ in self.buckets.values())

    def percentiles(self, shares: Iterable[float]) -> list[float | None]:
        """Of each share (0.5: the median) the value that it falls on, None where there are no values.

        Between two values it is interpolated as PostgreSQL's `percentile_cont` does. Exact where no bucket in question holds more than two
        different values or all alike; else off by at most `ERROR` of itself.
        """
        ranked = sorted(self.buckets.values(), key=lambda one: one[1])
        return [self._between(ranked, share * (self.number - 1)) if ranked else None for share in shares]

    @staticmethod
    def _between(ranked: list[tuple[int, int, int]], place: float) -> float:
        below = int(place)
        low = _ranked(ranked, below)
        part = place - below
        return low + (_ranked(ranked, below + 1) - low) * part if part > 0 else low


def _ranked(ranked: list[tuple[int, int, int]], rank: int) -> float:
    """The value that has `rank` others before it. Inside a bucket they are taken to be evenly spread from the least to the greatest."""
    for number, least, greatest in ranked:
        if rank < number:
            return least + (greatest - least) * rank / (number - 1) if number > 1 else least
        rank -= number
    raise IndexError(rank)


def of(values: Iterable[int]) -> Histogram:
    """The histogram of values at hand."""
    found = Histogram()
    for value in values:
        width = next((width for width in _WIDTHS if value < 256 * width), _WIDTHS[-1])
        found.add(value - value % width, 1, value, value)
    return found
