"""Open versions past their date, and published ones that should have followed their source by now; the most urgent first, then the longest late.

`since` and `until` bound the date they were due; `person` has it: holds it, else translated it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from translate_flow.reports import Asked, Column, Part, Report, wheres
from translate_flow.reports.status import IS_LATE
from translate_flow.workflow import Priority

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from translate_flow.reports.wheres import Where

_HELD = "left join claims c on c.version_id = v.id and c.ended_at is null"


def report(connection: Connection, asked: Asked) -> Report:
    """Parts: languages, versions (the list)."""
    where = wheres.language(asked, "v.language") + wheres.article(asked, "v.article_id") + wheres.has(asked, "v", "c") + wheres.between(asked, "v.due_at")
    held = _HELD if asked.person else ""
    query = f"select {wheres.BY_LANGUAGE}, count(*), min(v.due_at) as first from versions v {held} where {IS_LATE}{where.sql} group by 1"
    found = wheres.run(connection, query, where, moments=("first",), now=asked.now)
    rows = sorted(((language, number, _late(asked, first)) for language, number, first in found), key=lambda row: (-row[1], row[0]))
    columns = (Column("language", "language"), Column("versions", "number"), Column("late", "seconds", "longest late"))
    languages = Part("languages", "Late by language", columns, rows, empty="Nothing is late.")
    return Report("overdue", (languages, _listed(connection, asked, where, sum(row[1] for row in rows))))


def _listed(connection: Connection, asked: Asked, where: Where, total: int) -> Part:
    columns = (
        Column("article", "article"), Column("language", "language"), Column("status", "status"), Column("due_at", "moment", "due"), Column("late", "seconds"),
        Column("priority"), Column("person", "person"), Column("held_until", "moment", "held until"),
    )  # fmt: skip
    limited, values, more = wheres.first(asked, total)
    query = f"""
        select a.key, v.language, v.status, v.due_at, v.priority, coalesce(h.handle, t.handle), c.until
        from versions v join articles a on a.id = v.article_id {_HELD}
        left join people h on h.id = c.person_id left join people t on t.id = v.translator_id
        where {IS_LATE}{where.sql} order by v.priority desc, v.due_at, v.id{limited}
    """

    def rows() -> Iterator[tuple[Any, ...]]:
        for *first, due, priority, person, until in wheres.run(connection, query, where, moments=("due_at", "until"), stream=True, now=asked.now, **values):
            yield *first, due, _late(asked, due), Priority(priority).word, person, until

    return Part("versions", "What is late, the most urgent first", columns, rows() if total else (), more)


def _late(asked: Asked, due: Any) -> int:
    return int((asked.now - due).total_seconds())
