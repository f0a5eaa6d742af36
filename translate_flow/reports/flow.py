"""How work flows: the time it spends in each status, where it waits now, from where to where it goes, how long it takes to come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from translate_flow.reports import Asked, Column, Part, Report, periods, wheres
from translate_flow.reports.percentiles import Histogram, bucket
from translate_flow.workflow import Status

if TYPE_CHECKING:
    from sqlalchemy import Connection

MONTHS = 12  # looked back, where nothing is said
AGES = (("day", 1), ("week", 7), ("month", 31), ("quarter", 92))  # up to so many days
SHARES = (0.5, 0.85, 0.95)
_SPREAD = (Column("p50", "seconds"), Column("p85", "seconds"), Column("p95", "seconds"))
NOTES = (
    "Without dates: this month and the twelve before it.",
    "Half of all took no longer than p50, 85 of 100 no longer than p85, 95 of 100 no longer than p95; nights and weekends count.",
    "Times in a status are of what left it in the period: what still waits is counted with its age, not with them.",
)


def report(connection: Connection, asked: Asked) -> Report:
    """Parts: `statuses`, `steps`, `cycle`, `ages`. Four queries however much there is.

    Percentiles are off by at most 1/64 of themselves (see `percentiles`)."""
    within = periods.bounded(connection, asked, months=MONTHS)
    steps = _steps(connection, within)
    standing = _standing(connection, asked)
    return Report("flow", (
        Part("statuses", "Time in each status", (Column("status", "status"), Column("waiting", "number"), Column("oldest", "seconds"), Column("left", "number"), *_SPREAD), _statuses(asked, steps, standing)),
        Part("steps", "From status to status", (Column("from", "status"), Column("to", "status"), Column("number", "number")), sorted((*step, number) for step, number in steps.numbers.items())),
        Part("cycle", "From asked for to out", (Column("month", "month"), Column("out", "number"), *_SPREAD), _cycle(connection, within)),
        Part("ages", "How long open work has been open", (Column("status", "status"), *(Column(name, "number") for name, _ in AGES), Column("older", "number")), _ages(standing)),
    ), NOTES)  # fmt: skip


@dataclass(slots=True)
class _Steps:
    """`numbers`: (from, to) → how often; `left` and `times`: of each status that was left."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    times: dict[str, Histogram] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Open versions of a status: how many, since when the one that waits longest, and how many are open up to each of `AGES`."""

    number: int
    since: datetime | None
    ages: tuple[int, ...]


def _steps(connection: Connection, asked: Asked) -> _Steps:
    where = wheres.between(asked, "m.at") + _moves(asked)
    found = _Steps()
    rows = wheres.run(connection, f"""
        select step, count(*), min(waited), max(waited)
        from (select m.waited, ({_coded("m.from_status")} * 16 + {_coded("m.to_status")}) * {_SPACE} + coalesce({bucket("m.waited")} + 1, 0) as step
              from moves m where 0 = 0{where.sql}) q
        group by step
    """, where)  # fmt: skip
    for step, number, least, greatest in rows:
        statuses, low = divmod(step, _SPACE)
        before, after = (_CODES[code] for code in divmod(statuses, 16))
        found.numbers[before, after] = found.numbers.get((before, after), 0) + number
        found.left[before] = found.left.get(before, 0) + number
        if low:
            found.times.setdefault(before, Histogram()).add(low - 1, number, least, greatest)
    return found


# SQLite sorts all rows to group them, and numbers faster than words: both statuses and the bucket go into one.
_CODES = ("", *(status.value for status in Status))
_WHEN = "".join(f" when '{status}' then {code}" for code, status in enumerate(_CODES))
_SPACE = 2**34


def _coded(column: str) -> str:
    return f"case {column}{_WHEN} end"


def _moves(asked: Asked) -> wheres.Where:
    return wheres.language(asked, "m.language") + wheres.article(asked, "m.article_id") + wheres.person(asked, "m.person_id")


def _standing(connection: Connection, asked: Asked) -> dict[str, _Standing]:
    """A version came into its status by its last move, and was opened by the last one that asked for work on it."""
    where = wheres.language(asked, "v.language") + wheres.article(asked, "v.article_id") + wheres.person(asked, "v.translator_id")
    edges: dict[str, Any] = {name: asked.now - timedelta(days=days) for name, days in AGES}
    counts = "".join(f", sum(case when opened >= :{name} then 1 else 0 end)" for name in edges)
    rows = wheres.run(connection, f"""
        select status, count(*), min(came) as since{counts}
        from (select v.status,
                (select m.at from moves m where m.version_id = v.id order by m.id desc limit 1) as came,
                (select m.at from moves m where m.version_id = v.id and m.action in ('request', 'reopen', 'propose', 'rollback')
                 order by m.id desc limit 1) as opened
              from versions v where v.status in {wheres.OPEN}{where.sql}) q
        group by status
    """, where, moments=("since",), **edges)  # fmt: skip
    return {status: _Standing(number, since, tuple(ages)) for status, number, since, *ages in rows}


def _statuses(asked: Asked, steps: _Steps, standing: dict[str, _Standing]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for status in wheres.OPEN:
        now = standing.get(status, _Standing(0, None, ()))
        oldest = max(0, int((asked.now - now.since).total_seconds())) if now.since else None
        rows.append((status, now.number, oldest, steps.left.get(status, 0), *_spread(steps.times.get(status, Histogram()))))
    return rows


def _spread(times: Histogram) -> list[int | None]:
    return [None if value is None else round(value) for value in times.percentiles(SHARES)]


def _cycle(connection: Connection, asked: Asked) -> Iterator[tuple[object, ...]]:
    """By month of going out; a month in which nothing did has zeros. Asked when it is read: the overview does not."""
    months = periods.of_months(asked)
    place, edges = months.place("m.at")
    where = wheres.between(asked, "m.at") + _moves(asked)
    rows = wheres.run(connection, f"""
        select month, low, count(*), min(cycle), max(cycle)
        from (select {place} as month, {bucket("m.cycle")} as low, m.cycle from moves m
              where m.to_status = 'published' and m.cycle is not null{where.sql}) q
        group by month, low
    """, where, **edges)  # fmt: skip
    found = [Histogram() for _ in months.days]
    for month, *group in rows:
        found[month].add(*group)
    yield from ((f"{day:%Y-%m}", times.number, *_spread(times)) for day, times in zip(months.days, found, strict=True))


def _ages(standing: dict[str, _Standing]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for status in wheres.OPEN:
        now = standing.get(status, _Standing(0, None, ()))
        reached = (*now.ages, now.number) if now.ages else (0,) * (len(AGES) + 1)
        rows.append((status, *(upto - before for before, upto in zip((0, *reached), reached, strict=False))))
    return rows
