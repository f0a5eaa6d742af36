"""Who has how much to do now, and how much each hands in a week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from translate_flow.reports import Asked, Column, Part, Report, periods, wheres

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from translate_flow.reports.wheres import Where

WEEKS = 8  # looked back, where nothing is said
_PEOPLE = (
    Column("person", "person"), Column("held", "number"), Column("review", "number"), Column("returned", "number"), Column("late", "number"),
    Column("words_held", "number"), Column("words_week", "number"), Column("queue", "number"),
)  # fmt: skip
_WEEKS = (Column("person", "person"), Column("week", "day"), Column("versions", "number"), Column("words", "number"))
NOTES = (
    "Held, in review, returned and late are as of now; words a week are the mean of the period, without dates of this week and the eight before it, or since work began here.",
    "Words are those of the source, or of what was new in it. What came back and was handed in again counts once.",
)


@dataclass(slots=True)
class _Load:
    held: int = 0
    review: int = 0
    returned: int = 0
    late: int = 0
    words: int = 0
    queue: int = 0

    @property
    def some(self) -> bool:
        return bool(self.held or self.review or self.returned or self.queue)


def report(connection: Connection, asked: Asked) -> Report:
    """Parts: `people`, `weeks`. Seven queries however much there is; what is kept meanwhile is a line a person, and one a person and week.

    Who translates and has nothing has a line of zeros; who has left has one only where something is still theirs.
    """
    within = periods.bounded(connection, asked, weeks=WEEKS)
    loads = _loads(connection, asked)
    done = _weeks(connection, within)
    assert within.since is not None
    assert within.until is not None
    length = max((min(within.until, asked.now) - within.since) / periods.WEEK, 1)
    people = []
    for number, handle, active, translates in _people(connection, asked):
        load, weeks = loads.get(number, _Load()), done.get(number, [])
        if load.some or (active and (translates or weeks)):
            mean = round(sum(words for _, _, words in weeks) / length)
            row = (handle, load.held, load.review, load.returned, load.late, load.words, mean, load.queue)
            people.append((row, [(handle, *week) for week in weeks]))
    people.sort(key=lambda one: (-one[0][1] - one[0][3], -one[0][5], -one[0][2], one[0][0]))
    shown = people[: asked.limit or None]
    return Report("workload", (
        Part("people", "People", _PEOPLE, [row for row, _ in shown], more=len(people) - len(shown)),
        Part("weeks", "Handed in by week", _WEEKS, [week for _, weeks in shown for week in weeks]),
    ), NOTES)  # fmt: skip


def _people(connection: Connection, asked: Asked) -> list[tuple[int, str, bool, bool]]:
    where = wheres.person(asked, "p.id")
    rows = wheres.run(connection, f"""
        select p.id, p.handle, p.active, exists (select 1 from person_roles r where r.person_id = p.id and r.role = 'translator')
        from people p where 0 = 0{where.sql}
    """, where)  # fmt: skip
    return [(number, handle, bool(active), bool(translates)) for number, handle, active, translates in rows]


def _versions(asked: Asked) -> Where:
    return wheres.language(asked, "v.language") + wheres.article(asked, "v.article_id")


def _loads(connection: Connection, asked: Asked) -> dict[int, _Load]:
    """By the person's id. A lease that has run out holds nothing."""
    found: dict[int, _Load] = {}
    where = _versions(asked) + wheres.person(asked, "c.person_id")
    back = "(select m.action from moves m where m.version_id = v.id order by m.id desc limit 1) = 'return'"
    rows = wheres.run(connection, f"""
        select c.person_id, count(*), sum(case when {back} then 1 else 0 end), sum(case when v.due_at < :now then 1 else 0 end),
            sum(nullif(t.words, -1))
        from claims c join versions v on v.id = c.version_id left join versions s on s.id = v.parent_id
            left join revisions r on r.id = coalesce(s.live_id, s.head_id) left join texts t on t.id = r.text_id
        where c.ended_at is null and c.until > :now and v.status = 'translating'{where.sql}
        group by c.person_id
    """, where, now=asked.now)  # fmt: skip
    for person, held, returned, late, words in rows:
        found[person] = _Load(held, 0, returned, late, words or 0)
    where = _versions(asked) + wheres.person(asked, "v.translator_id")
    reviews = f"select v.translator_id, count(*) from versions v where v.status = 'in_review' and v.translator_id is not null{where.sql} group by v.translator_id"
    for person, number in wheres.run(connection, reviews, where):
        found.setdefault(person, _Load()).review = number
    where = _versions(asked) + wheres.person(asked, "w.person_id")
    queues = f"select w.person_id, count(*) from waits w join versions v on v.id = w.version_id where 0 = 0{where.sql} group by w.person_id"
    for person, number in wheres.run(connection, queues, where):
        found.setdefault(person, _Load()).queue = number
    return found


def _weeks(connection: Connection, asked: Asked) -> dict[int, list[tuple[str, int, int]]]:
    """By the person's id: (Monday, versions, words) of each week in which they handed something in."""
    weeks = periods.of_weeks(asked)
    place, edges = weeks.place("m.at")
    where = (
        wheres.between(asked, "m.at") + wheres.language(asked, "m.language") + wheres.article(asked, "m.article_id")
        + wheres.person(asked, "m.actor_id")
    )  # fmt: skip
    rows = wheres.run(connection, f"""
        select actor_id, week, count(*), sum(words)
        from (select m.actor_id, {place} as week, m.words from moves m
              where m.action = 'submit' and not m.again and m.actor_id is not null{where.sql}) q
        group by actor_id, week order by actor_id, week
    """, where, **edges)  # fmt: skip
    found: dict[int, list[tuple[str, int, int]]] = {}
    for person, week, versions, words in rows:
        found.setdefault(person, []).append((weeks.days[week].isoformat(), versions, words or 0))
    return found
