"""When what is open will be done: ranges drawn from the newsroom's own history, and how ranges drawn earlier would have held.

Two questions to the database (three for a site that was adopted), each answered by day; the rest is `reports.montecarlo`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from translate_flow.reports import Column, Part, Report, montecarlo, wheres
from translate_flow.reports.montecarlo import KEPT, NEVER, WEEK

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from translate_flow.reports import Asked

OWN_WEEKS = 13  # with less of a record of its own, an adopted site's history says more
RUNS, RUNS_EACH, RUNS_TESTED = 1000, 300, 150  # futures of all languages together, of one, of a forecast that is tested
TESTS, APART = 48, 4 * WEEK  # how many forecasts are tested at most, and how many days lie between two of one language
POINTS = (0.1, 0.5, 0.8, 0.9)
SHORT, NOT_EVER, PERHAPS = "too little history", "never", "perhaps never"  # remarks, of rows that lack days
NOTES = {
    "moves": "The past is what was published here in the last three years.",
    "revisions": "The past is the history of the adopted texts: how many translations got a new text each day.",
    "meaning": "By each day, so many of 100 possible futures have it done. They are made of stretches of the past; how fast the pace has changed so far, and how little of a past there is, makes them wider.",
    "all": "All languages together are done when as many translations are out as are open now, whichever they are.",
    "never": "“Never”: not within five years in most futures; “perhaps never”: in at least ten of 100. “Too little history”: less than eight weeks of it, or fewer than five translations.",
    "coming": "What comes in is not known here, so nothing is said of that.",
    "tested": "Tested: the same was asked of earlier days, with what was known then; so often did the truth lie in the range. Tests that overlap in time are not independent.",
}  # fmt: skip

LEFT = f"select v.language, count(*) from versions v where v.status in {wheres.OPEN}{{where}} group by v.language"
MOVED = f"""
    select m.language, {{day}} as day,
        sum(case when m.to_status = 'published' then 1 else 0 end), sum(case when m.to_status in {wheres.OPEN} then 1 else 0 end),
        sum(case when m.to_status = 'cancelled' then 1 else 0 end)
    from moves m where m.at >= :first and m.at <= :now
        and ((m.from_status in {wheres.OPEN} and m.to_status in ('published', 'cancelled')) or (m.from_status not in {wheres.OPEN} and m.to_status in {wheres.OPEN})){{where}}
    group by m.language, {{day}}
"""
REWRITTEN = """
    select v.language, {day} as day, count(distinct v.id), 0, 0
    from versions v join revisions f on f.version_id = v.id and f.number = 1 join revisions m on m.version_id = v.id
    where v.parent_language <> '' and f.created_at < v.created_at and not m.carried and m.created_at >= :first and m.created_at <= :now{where}
    group by v.language, {day}
"""  # of what was adopted: its first text is older than it is here


@dataclass(slots=True)
class Past:
    """A language's past, a number a day up to today: what was done, what came in, what was called off."""

    done: list[int]
    came: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """`open` by language. `past`: by language, "" being all together, each since its first day. `source`: whose history it is."""

    open: dict[str, int]
    past: dict[str, Past]
    source: str
    today: date
    coming: bool  # whether it is known what comes in


def report(connection: Connection, asked: Asked) -> Report:
    """`forecast`: if nothing more comes in. `continuing`: if it goes on coming in as it did. `tested`: how such ranges held."""
    known = read(connection, asked)
    languages = sorted(known.open, key=lambda tag: (-known.open[tag], tag))
    tags = [*([""] if len(languages) > 1 else []), *languages]
    more = max(0, len(tags) - asked.limit) if asked.limit else 0
    tags = tags[: len(tags) - more]
    columns = (Column("language", "language"), Column("open", "number", "Open"), Column("week", "number", "Done a week"))
    days = (*(Column(f"p{round(100 * share)}", "day", f"{round(100 * share)} %") for share in POINTS), Column("remark", "text", "Remark"))
    parts = [Part("forecast", "When what is open will be done, if nothing more comes in", (*columns, *days), [_row(known, tag) for tag in tags], more)]
    if known.coming:
        coming = (*columns, Column("coming", "number", "Comes in a week"), *days, Column("done", "share", "Ever done"))
        parts.append(Part("continuing", "… and if it goes on coming in as it did", coming, [_continuing(known, tag) for tag in tags], more))
    tested = (Column("range", "share", "Range"), Column("held", "share", "Held the truth"), Column("tests", "number", "Tests"))
    parts.append(Part("tested", "How such ranges, asked for on earlier days, would have held", tested, _tested(known)))
    notes = [known.source, "meaning", *(["all"] if "" in tags else []), "never", *([] if known.coming else ["coming"]), "tested"]
    return Report("forecast", tuple(parts), tuple(NOTES[name] for name in notes))


# --- what is known ---


def read(connection: Connection, asked: Asked) -> Known:
    """What is open, and the past by day of the reader's zone (as far from UTC as now). Never later than the moment asked of."""
    zone = ZoneInfo(asked.zone)
    now = asked.now.astimezone(zone)
    today = now.date()
    first = datetime.combine(today - timedelta(days=KEPT * WEEK), time(), zone).astimezone(UTC)
    minutes = round((now.utcoffset() or timedelta()).total_seconds() / 60)
    common = wheres.language(asked, "{0}.language") + wheres.article(asked, "{0}.article_id")
    here = common + wheres.person(asked, "v.translator_id")
    status = " and v.status <> 'requested'" if asked.person else ""  # what is asked for is nobody's
    rows: Any = wheres.run(connection, LEFT.format(where=here.sql.format("v") + status), here)
    left = {str(tag): int(number) for tag, number in rows}
    moved = common + wheres.person(asked, "m.person_id")
    rows = wheres.run(connection, MOVED.format(day=_day(connection, "m.at", minutes), where=moved.sql.format("m")), moved, first=first, now=asked.now).all()
    past, source = _pasts(rows, today), "moves"
    whole = past[""].done[:-1]
    if not asked.person and not (montecarlo.enough(whole) and len(whole) >= OWN_WEEKS * WEEK):
        sql = REWRITTEN.format(day=_day(connection, "m.created_at", minutes), where=common.sql.format("v"))
        older = _pasts(wheres.run(connection, sql, common, first=first, now=asked.now).all(), today)
        if len(older[""].done) > len(whole) and montecarlo.enough(older[""].done[:-1]):
            past, source = older, "revisions"
    return Known(left, past, source, today, coming=source == "moves" and not asked.person)


def _day(connection: Connection, column: str, minutes: int) -> str:
    """SQL for the day of a moment so many minutes east of UTC."""
    if connection.dialect.name == "sqlite":
        return f"date({column}, '{minutes:+d} minutes')" if minutes else f"substr({column}, 1, 10)"
    return f"cast({column} at time zone 'UTC' + interval '{minutes} minutes' as date)"


def _pasts(rows: Any, today: date) -> dict[str, Past]:
    """Rows of (language, day, done, came in, called off) as pasts, each from its first day to today; "": of all of them."""
    by: dict[str, list[tuple[int, int, int, int]]] = {"": []}
    for tag, day, done, came, dropped in rows:
        ago = max(0, (today - date.fromisoformat(str(day))).days)
        by.setdefault(tag, []).append((ago, int(done), int(came), int(dropped)))
    by[""] = [row for found in by.values() for row in found]
    return {tag: _filled(found) for tag, found in by.items()}


def _filled(rows: list[tuple[int, int, int, int]]) -> Past:
    length = max((ago for ago, *_ in rows), default=0) + 1
    past = Past([0] * length, [0] * length, [0] * length)
    for ago, done, came, dropped in rows:
        past.done[-1 - ago] += done
        past.came[-1 - ago] += came
        past.dropped[-1 - ago] += dropped
    return past


# --- what is said of it ---


def _row(known: Known, tag: str) -> tuple[Any, ...]:
    number, past = _open(known, tag), known.past.get(tag)
    done = past.done[:-1] if past else []
    if past is None or not montecarlo.enough(done):
        return tag, number, _weekly(done), *(None for _ in POINTS), SHORT
    found = montecarlo.futures(montecarlo.pace(done), number, runs=RUNS_EACH if tag else RUNS)
    return tag, number, _weekly(done), *_days(known, found)


def _continuing(known: Known, tag: str) -> tuple[Any, ...]:
    """What is called off leaves too, as it did: with what comes in, that is part of the balance."""
    number, past = _open(known, tag), known.past.get(tag)
    done, came = (past.done[:-1], past.came[:-1]) if past else ([], [])
    if past is None or not montecarlo.enough(done):
        return tag, number, _weekly(done), _weekly(came), *(None for _ in POINTS), SHORT, None
    leaves = [out + off for out, off in zip(done, past.dropped, strict=False)]
    found = montecarlo.futures(montecarlo.pace(leaves, came), number, runs=RUNS_EACH if tag else RUNS)
    return tag, number, _weekly(done), _weekly(came), *_days(known, found), round(sum(day < NEVER for day in found) / len(found), 2)


def _open(known: Known, tag: str) -> int:
    return known.open[tag] if tag else sum(known.open.values())


def _weekly(days: list[int]) -> float | None:
    """A week's mean over the last half year."""
    recent = days[-26 * WEEK :]
    return round(sum(recent) * WEEK / len(recent), 1) if recent else None


def _days(known: Known, found: list[float]) -> tuple[str | None, ...]:
    """The points as days, None for never; and the remark."""
    points = [montecarlo.point(found, share) for share in POINTS]
    days = [None if day == NEVER else (known.today + timedelta(days=int(day) - 1)).isoformat() for day in points]
    return *days, NOT_EVER if points[1] == NEVER else PERHAPS if points[-1] == NEVER else ""


# --- what was said before ---


def _tested(known: Known) -> list[tuple[float, float | None, int]]:
    """Each range: the share of tests in which it held the truth, and how many there were."""
    found = [test for one in earlier(known) for test in one]
    rows: list[tuple[float, float | None, int]] = []
    for width in montecarlo.RANGES:
        held = [test.held for test in found if test.range == width]
        rows.append((width, round(sum(held) / len(held), 3) if held else None, len(held)))
    return rows


def earlier(known: Known, *, most: int = TESTS) -> Iterator[list[montecarlo.Test]]:
    """Asks of earlier days, of all together and of each language: when was as much done as was open then?

    Of adopted texts nobody knows what was open then: as much as four weeks' work is asked for instead. At most so many, spread evenly.
    """
    asked = [
        (past.done[: -days - 1], past.done[-days - 1 : -1], number)
        for tag, past in known.past.items()
        for days in range(APART, len(past.done) - OWN_WEEKS * WEEK, APART)
        if (number := _then(known, tag, days)) > 0
    ]
    asked = [one for one in asked if montecarlo.enough(one[0])]
    for at in range(min(most, len(asked))):
        before, after, number = asked[at * len(asked) // min(most, len(asked))]
        yield montecarlo.judged(montecarlo.futures(montecarlo.pace(before), number, runs=RUNS_TESTED), after, number)


def _then(known: Known, tag: str, days: int) -> int:
    """What was open so many days before today began."""
    past = known.past[tag]
    if not known.coming:
        recent = past.done[: -days - 1][-26 * WEEK :]
        return max(1, round(sum(recent) * WEEK * 4 / len(recent))) if sum(recent) else 0
    since = slice(-days - 1, None)
    now = known.open.get(tag, 0) if tag else sum(known.open.values())
    return now - sum(past.came[since]) + sum(past.done[since]) + sum(past.dropped[since])
