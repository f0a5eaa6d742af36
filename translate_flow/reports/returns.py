"""How often work comes back from review, whose, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from translate_flow.reports import Asked, Column, Part, Report, periods, wheres

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from translate_flow.reports.wheres import Where

MONTHS = 12  # looked back, where nothing is said
WORDINGS = 2000  # so many different reasons are read, the commonest; what is left of them counts as `OTHER`
OTHER = "other"
_PEOPLE = (Column("person", "person"), Column("handed_in", "number"), Column("returned", "number"), Column("share", "share"))
_REASONS = (Column("reason"), Column("number", "number"))
_RETURNED = (
    Column("article", "article"), Column("language", "language"), Column("person", "person"), Column("by", "person"), Column("at", "moment"),
    Column("reason"),
)  # fmt: skip
NOTES = (
    "Without dates: this month and the twelve before it.",
    "The share is of what was handed in, again or for the first time; who hands in little has a share that says little.",
)


def report(connection: Connection, asked: Asked) -> Report:
    """Parts: `people`, `reasons`, `returned` (the newest first). Four queries; the list is a stream where it is not limited."""
    within = periods.bounded(connection, asked, months=MONTHS)
    people, whole = _people(connection, within)
    shown = people[: asked.limit or None]
    reasons = _reasons(connection, within, whole)
    return Report("returns", (
        Part("people", "Translators", _PEOPLE, shown, more=len(people) - len(shown)),
        Part("reasons", "Reasons", _REASONS, reasons),
        Part("returned", "What came back", _RETURNED, _returned(connection, within), more=max(0, whole - asked.limit) if asked.limit else 0),
    ), NOTES)  # fmt: skip


def _where(asked: Asked) -> Where:
    return (
        wheres.between(asked, "m.at") + wheres.language(asked, "m.language") + wheres.article(asked, "m.article_id")
        + wheres.person(asked, "m.person_id")
    )  # fmt: skip


def _people(connection: Connection, asked: Asked) -> tuple[list[tuple[Any, ...]], int]:
    """A line for each who translated what was handed in or came back; and how much came back in all."""
    where = _where(asked)
    rows = wheres.run(connection, f"""
        select p.handle, q.handed, q.returned
        from (select m.person_id, sum(case when m.action = 'submit' then 1 else 0 end) as handed,
                sum(case when m.action = 'return' then 1 else 0 end) as returned
              from moves m where m.action in ('submit', 'return'){where.sql} group by m.person_id) q
        left join people p on p.id = q.person_id
    """, where).all()  # fmt: skip
    people = [
        (handle, handed, returned, min(1.0, returned / handed) if handed else None) for handle, handed, returned in rows if handle is not None
    ]
    people.sort(key=lambda one: (-one[2], -(one[3] or 0.0), one[0]))
    return people, sum(returned for _, _, returned in rows)


def _reasons(connection: Connection, asked: Asked, whole: int) -> list[tuple[str, int]]:
    """The commonest first, in the spelling that is used most; capitals and blanks make no difference."""
    where = _where(asked)
    rows = wheres.run(connection, f"""
        select e.reason, count(*) from moves m join events e on e.id = m.id where m.action = 'return'{where.sql}
        group by e.reason order by count(*) desc, e.reason limit :wordings
    """, where, wordings=WORDINGS)  # fmt: skip
    found: dict[str, dict[str, int]] = {}  # without regard to capitals → spellings
    for reason, number in rows:
        words = " ".join(reason.split())
        spellings = found.setdefault(words.casefold(), {})
        spellings[words] = spellings.get(words, 0) + number
    ranked = [(min(spellings, key=lambda words: (-spellings[words], words)), sum(spellings.values())) for spellings in found.values()]
    ranked.sort(key=lambda one: (-one[1], one[0]))
    shown = ranked[: asked.limit or None]
    rest = whole - sum(number for _, number in shown)
    return [*shown, *([(OTHER, rest)] if rest else [])]


def _returned(connection: Connection, asked: Asked) -> Iterator[tuple[Any, ...]]:
    where = _where(asked)
    most, number = wheres.limited(asked)
    rows = wheres.run(connection, f"""
        select a.key, q.language, p.handle, b.handle, q.at as at, e.reason
        from (select m.id, m.at, m.article_id, m.language, m.person_id, m.actor_id from moves m where m.action = 'return'{where.sql}
              order by m.id desc{most}) q
        join events e on e.id = q.id join articles a on a.id = q.article_id
        left join people p on p.id = q.person_id left join people b on b.id = q.actor_id
        order by q.id desc
    """, where + number, moments=("at",), stream=not asked.limit)  # fmt: skip
    for row in rows:
        yield tuple(row)
