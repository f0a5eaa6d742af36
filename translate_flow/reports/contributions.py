"""A person's own record, for them to keep: what they translated, reviewed, published and coordinated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from translate_flow.errors import NotAllowed, UsageError
from translate_flow.reports import Asked, Column, Part, Report, wheres

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from translate_flow.reports.wheres import Where

_TOTALS = (Column("role"), Column("language", "language"), Column("versions", "number"), Column("words", "number"))
_WORKS = (
    Column("article", "article"), Column("language", "language"), Column("role"), Column("at", "moment"), Column("words", "number"),
    Column("title"),
)  # fmt: skip
NOTES = (
    "Without dates: everything that was ever done here.",
    "A work that came back and was handed in again counts once, and so does what was read or published more than once meanwhile.",
    "Words are those that were handed in: of the source, or of what was new in it. What was asked for or assigned has none.",
)

# One row a role, version and text handed in: a version that was reopened and handed in again later is another work. Coordinating is
# of the version alone.
_WORKS_OF = """
    select q.role, q.version_id, q.article_id, q.language, max(q.at) as at, max(q.id) as id,
        max(case when q.role = 'coordinated' then null else coalesce((select s.words from moves s where s.id = q.handed), q.words) end) as words
    from (
        select m.id, m.version_id, m.article_id, m.language, m.at, m.words,
            case m.action when 'submit' then 'translated' when 'publish' then 'published'
                when 'approve' then 'reviewed' when 'return' then 'reviewed' else 'coordinated' end as role,
            case when m.action in ('submit', 'approve', 'return', 'publish') then
                (select s.id from moves s where s.version_id = m.version_id and s.id <= m.id and s.action = 'submit' and not s.again
                 order by s.id desc limit 1) end as handed
        from moves m
        where m.actor_id = (select fp.id from people fp where fp.handle = :person)
            and ((m.action = 'submit' and not m.again) or m.action in ('approve', 'return', 'publish', 'request', 'assign', 'reopen', 'cancel')){where}
    ) q
    group by q.role, q.version_id, q.article_id, q.language, q.handed
"""


def allowed(connection: Connection, reader: str, person: str) -> None:
    """Raises NotAllowed unless the reader (a handle) asks for their own record or is a coordinator."""
    if reader == person:
        return
    role = """
        select 1 from person_roles r join people p on p.id = r.person_id where p.handle = :reader and p.active and r.role = 'coordinator'
    """
    if wheres.run(connection, role, reader=reader).first() is None:
        raise NotAllowed(f"{reader} may not see what {person} did: that takes the role coordinator", remedy="Ask for your own: `translate-flow report contributions`.")


def report(connection: Connection, asked: Asked) -> Report:
    """Parts: `totals`, `works` (the newest first). Two queries. Raises UsageError where nobody is named.

    Who may ask: `allowed`, which the caller asks first.
    """
    if not asked.person:
        raise UsageError("Whose contributions?", remedy="Name somebody: `translate-flow report contributions --person HANDLE`.")
    where = wheres.between(asked, "m.at") + wheres.language(asked, "m.language") + wheres.article(asked, "m.article_id")
    totals = wheres.run(connection, f"""
        select role, language, count(distinct version_id), sum(words), count(*) from ({_WORKS_OF.format(where=where.sql)}) w group by role, language
    """, where, person=asked.person).all()  # fmt: skip
    order = ("translated", "reviewed", "published", "coordinated")
    rows = sorted(((role, language, versions, words) for role, language, versions, words, _ in totals), key=lambda row: (order.index(row[0]), -row[2], row[1]))
    whole = sum(number for *_, number in totals)
    return Report("contributions", (
        Part("totals", "By language", _TOTALS, rows),
        Part("works", "Works", _WORKS, _works(connection, asked, where), more=max(0, whole - asked.limit) if asked.limit else 0),
    ), NOTES)  # fmt: skip


def _works(connection: Connection, asked: Asked, where: Where) -> Iterator[tuple[Any, ...]]:
    most, number = wheres.limited(asked)
    rows = wheres.run(connection, f"""
        select a.key, w.language, w.role, w.at as at, w.words, v.title
        from (select * from ({_WORKS_OF.format(where=where.sql)}) u order by u.id desc{most}) w
        join versions v on v.id = w.version_id join articles a on a.id = w.article_id
        order by w.id desc
    """, where + number, moments=("at",), stream=not asked.limit, person=asked.person)  # fmt: skip
    for row in rows:
        yield tuple(row)
