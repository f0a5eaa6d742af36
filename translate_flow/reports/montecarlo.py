"""When so many pieces of work will be done, by what was done each day before: many made-up futures, and the range of them.

A future is stretches of four weeks of the past, one after the other, from the same day of the week on, so that weekdays, bursts and
quiet weeks stay as they were (the moving block bootstrap: H. R. Künsch, “The jackknife and the bootstrap for general stationary
observations”, 1989; D. N. Politis and J. P. Romano, “The stationary bootstrap”, 1994, draw them at random lengths). Three things
make a future unsure beside its luck:

- How fast the pace changes: several speeds are held against the past, each as an average that forgets (A. C. Harvey and C. Fernandes,
  “Time series models for count or qualitative observations”, 1989), and a future takes one as often as it explains the past well.
- What the pace is: a future draws from a few stretches that it drew before from all, recent ones more often, as many as the past is
  worth (a bootstrap of the bootstrap): little past makes wide ranges.
- What becomes of it: the pace walks at random, as fast as the chosen speed of change says and never quite not, and at times it jumps.

No database, no clock; the same numbers give the same futures. Figures: `bench.forecast`, docs/measures.md.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from random import Random

WEEK = 7
BLOCK = 4  # weeks of the past that a future takes at once
KEPT = 156  # weeks of the past that count
FAR = 260  # weeks: what is not done by then is never done
LEAST_WEEKS, LEAST_DONE = 8, 5  # with less of a past nothing is said
NEVER = math.inf
GAINS = (0.005, 0.02, 0.05, 0.1, 0.2)  # speeds of change: what the newest week counts in the average
WALK, LEAST_WALK = 6.0, 0.01  # the walk's variance over what the average implies; its least standard deviation, a week
JUMP, JUMP_SIZE = 0.01, 0.6  # how often the pace jumps, a week; standard deviation of its logarithm
_TABLE = 1 << 14
_SEED = 1994


@dataclass(frozen=True, slots=True)
class Speed:
    """One speed of change: the weights of the stretches, summed up; how many stretches it is worth; its walk's step over a stretch."""

    weights: tuple[float, ...]
    worth: int
    step: float


@dataclass(frozen=True, slots=True)
class Pace:
    """A past made ready: `done` and `came`, sums over the days up to each; `starts`, the days on which stretches of `length` weeks begin."""

    done: tuple[int, ...]
    came: tuple[int, ...]
    length: int
    starts: tuple[int, ...]
    speeds: tuple[Speed, ...]
    belief: tuple[float, ...]
    week: float


def enough(done: Sequence[int]) -> bool:
    """Whether a past says anything at all: two months, and some work in the weeks that count."""
    return len(done) >= LEAST_WEEKS * WEEK and sum(done[-KEPT * WEEK :]) >= LEAST_DONE


def pace(done: Sequence[int], came: Sequence[int] = ()) -> Pace:
    """What was done a day, the oldest first, up to yesterday; and what came in, where that counts. At least a week, with some work in it."""
    weeks = min(len(done) // WEEK, KEPT)
    done = done[len(done) - weeks * WEEK :]
    came = came[len(came) - weeks * WEEK :] if came else ()
    by_week = [sum(done[at : at + WEEK]) for at in range(0, len(done), WEEK)]
    length = min(BLOCK, weeks)
    starts = tuple(range(0, (weeks - length + 1) * WEEK, WEEK))
    spread = _spread(by_week)
    return Pace(
        (0, *accumulate(done)), (0, *accumulate(came)) if came else (), length, starts,
        tuple(_speed(by_week, gain, length, spread) for gain in GAINS), _belief(by_week, spread), mean(by_week),
    )  # fmt: skip


def mean(by_week: Sequence[int]) -> float:
    """A week's, over the last half year."""
    recent = by_week[-26:]
    return sum(recent) / len(recent) if recent else 0.0


def _spread(by_week: Sequence[int]) -> float:
    """Variance over mean, from each week to the next so that a change of pace is not taken for spread; 1 is pure chance."""
    level = sum(by_week) / len(by_week)
    if len(by_week) < 2 or not level:
        return 1.0
    steps = [(a - b) ** 2 / 2 for a, b in pairwise(by_week)]
    return max(1.0, sum(steps) / len(steps) / level)


def _belief(by_week: Sequence[int], spread: float) -> tuple[float, ...]:
    """How well each speed foretold each week from those before it (negative binomial, of the gamma that the average stands for)."""
    level = sum(by_week) / len(by_week) / spread
    found = []
    for gain in GAINS:
        shape, rate, said = level / 2, 0.5, 0.0  # worth half a week
        for number, count in enumerate(by_week):
            seen = count / spread
            if number >= 4:
                said += math.lgamma(shape + seen) - math.lgamma(shape) - math.lgamma(seen + 1) + shape * math.log(rate / (rate + 1)) - seen * math.log(rate + 1)
            shape, rate = max((1 - gain) * shape + seen, 1e-3), (1 - gain) * rate + 1
        found.append(said)
    best = max(found)
    return tuple(math.exp(said - best) for said in found)


def _speed(by_week: Sequence[int], gain: float, length: int, spread: float) -> Speed:
    """An average that forgets so fast is the right one for a walk with a variance of gain²/(1 − gain) of that of a week's count."""
    keeps, weeks = 1 - gain, len(by_week)
    ages = [keeps**age for age in range(weeks - 1, -1, -1)]
    total = sum(ages)
    level = sum(weight * count for weight, count in zip(ages, by_week, strict=True)) / total
    level = max(level, sum(by_week) / weeks / 4, 1e-9)
    variance = WALK * spread / level * gain * gain / keeps + LEAST_WALK**2
    worth = total * total / sum(weight * weight for weight in ages) / length
    return Speed(tuple(accumulate(ages[length - 1 :])), max(1, round(worth)), math.sqrt(variance * length))


@lru_cache(maxsize=1)
def _drawn() -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Even numbers of 0 to 1, steps of a walk, of standard deviation 1, and jumps, most of them none: drawn once, since drawing is most of the work."""
    dice = Random(_SEED)  # noqa: S311  no secret is made
    even, walk = tuple(dice.random() for _ in range(_TABLE)), tuple(dice.gauss(0, 1) for _ in range(_TABLE))
    return even, walk, tuple(dice.gauss(0, JUMP_SIZE) if dice.random() < JUMP * BLOCK else 0.0 for _ in range(_TABLE))


def futures(past: Pace, number: int, *, runs: int = 1000) -> list[float]:
    """In how many days `number` are done, in each of so many futures, sorted; NEVER where not within five years. Day 1 is today.

    Where the pace has what came in, the number is what is open, and it grows by that.
    """
    dice = Random(_SEED + 1)  # noqa: S311  no secret is made
    found: list[float] = []
    for speed in dice.choices(past.speeds, past.belief, k=runs // 2):
        some = dice.choices(past.starts, cum_weights=speed.weights, k=speed.worth)
        for _ in range(2):  # as good as drawing some for each, and cheaper
            found.append(_future(past, number, speed.step, some, int(dice.random() * _TABLE)))
    return sorted(found)


def _future(past: Pace, number: int, step: float, some: Sequence[int], at: int) -> float:
    """One future, stretch by stretch, with the numbers from place `at` of the tables on. `level`: the logarithm of its pace over the past's."""
    even, walk, jumps = _drawn()
    done, came, days, many = past.done, past.came, past.length * WEEK, len(some)
    level, left = 0.0, float(number)
    for passed in range(0, FAR * WEEK, days):
        at = (at + 1) % _TABLE
        start = some[int(even[at] * many)]
        level += walk[at] * step + jumps[at]
        times = math.exp(level)
        out = (done[start + days] - done[start]) * times
        if out >= left and (day := _day(done, came, start, days, left, times)):
            return passed + day
        left -= out
        if came:
            left += came[start + days] - came[start]
    return NEVER


def _day(done: Sequence[int], came: Sequence[int], start: int, days: int, left: float, times: float) -> int:
    """The day of a stretch on which nothing is left any more; 0 where there is none."""
    if not came:
        return max(1, bisect_left(done, done[start] + left / times - 1e-9, start, start + days + 1) - start)
    for day in range(1, days + 1):
        if (done[start + day] - done[start]) * times >= left + came[start + day] - came[start] - 1e-9:
            return day
    return 0


def point(sorted_days: Sequence[float], share: float) -> float:
    """By which day that share of the futures is done."""
    return sorted_days[max(0, math.ceil(share * len(sorted_days)) - 1)]


@dataclass(frozen=True, slots=True)
class Test:
    """A forecast made of an earlier day, and what came of it: `range` (central, 0–1), whether it held the truth."""

    range: float
    held: bool


RANGES = (0.5, 0.8, 0.9)


def judged(sorted_days: Sequence[float], after: Sequence[int], number: int) -> list[Test]:
    """Holds a forecast against what was done `after` it, a day.

    A range counts only where it ends within the days that are known: whether it does is settled when it is made, so leaving out the
    others favours neither what held nor what did not; and a truth that is not known yet then lies behind the range.
    """
    truth = reached(after, number)
    found = []
    for width in RANGES:
        early, late = point(sorted_days, (1 - width) / 2), point(sorted_days, (1 + width) / 2)
        if late <= len(after):
            found.append(Test(width, early <= truth <= late))
    return found


def reached(after: Sequence[int], number: int) -> float:
    """The day on which so many were done; NEVER where that is not known."""
    sums = [*accumulate(after)]
    day = bisect_left(sums, number)
    return day + 1 if day < len(sums) else NEVER
