"""What is out of date: by language and class of change, each version with how far, since when, and what keeps it.

From what `versions` remember of their freshness. A cancelled version is nobody's work and not among them. The order: the heaviest class
first (what nobody knows the class of, before wording); inside a class by reader-days, readers a month times the time it has been
behind, where a version that nobody gave readers for counts as one reader: so those come after all others, the longest behind first.
`since` and `until` bound when it fell behind; `person` has it: holds it, else translated it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from translate_flow.reports import Asked, Column, Part, Report, wheres

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from translate_flow.reports.wheres import Where

ORDER = ("takedown", "correction", "facts", "", "wording", "trivial")
_RANKS = " ".join(f"when '{name}' then {at}" for at, name in enumerate(ORDER))
_RANK = f"case v.behind_class {_RANKS} else {len(ORDER)} end"
_HELD = "left join claims c on c.version_id = v.id and c.ended_at is null"
_UP = """(
    with recursive up(language, parent_id, behind_since, far) as (
        select p.language, p.parent_id, p.behind_since, 1 from versions p where p.id = v.parent_id
        union all select p.language, p.parent_id, p.behind_since, up.far + 1 from versions p join up on p.id = up.parent_id where up.behind_since is null and up.far < 50
    ) select up.language from up where up.behind_since is not null limit 1)"""  # the nearest version above that is itself behind
_BELOW = """
    with recursive below(id, waits_for, since) as (
        select v.id, p.language, p.behind_since from versions p join versions v on v.parent_id = p.id where p.behind_since is not null and v.behind_since is null
        union select v.id, b.waits_for, b.since from below b join versions v on v.parent_id = b.id where v.behind_since is null
    ) select {what} from below b join versions v on v.id = b.id join revisions r on r.id = coalesce(v.live_id, v.head_id)
    join revisions base on base.id = r.base_id and base.version_id = v.parent_id join articles a on a.id = v.article_id {joined}
    where v.status <> 'cancelled'{where}"""  # what matches its parent, which is behind; whose base nobody knows is left out, as in `services.freshness`


def report(connection: Connection, asked: Asked) -> Report:
    """Parts: classes, versions (the list), waiting (what matches a parent that is behind)."""
    where = wheres.language(asked, "v.language") + wheres.article(asked, "v.article_id") + wheres.has(asked, "v", "c")
    dated = where + wheres.between(asked, "v.behind_since")
    held = _HELD if asked.person else ""
    query = f"""
        select {wheres.BY_LANGUAGE}, v.behind_class, count(*), sum(v.behind_words) from versions v {held}
        where v.behind_since is not null and v.status <> 'cancelled'{dated.sql} group by 1, 2
    """
    found = [(language, name, number, int(words)) for language, name, number, words in wheres.run(connection, query, dated)]
    rows = sorted(found, key=lambda row: (ORDER.index(row[1]) if row[1] in ORDER else len(ORDER), -row[3], row[0]))
    columns = (Column("language", "language"), Column("class", "class"), Column("versions", "number"), Column("words", "number"))
    classes = Part("classes", "Behind by language and class of change", columns, rows, empty="Nothing is behind.")
    return Report("behind", (classes, _listed(connection, asked, dated, held, sum(row[2] for row in rows)), _waiting(connection, asked, where)))


def _listed(connection: Connection, asked: Asked, where: Where, held: str, total: int) -> Part:
    columns = (
        Column("article", "article"), Column("language", "language"), Column("class", "class"), Column("blocks", "number"), Column("words", "number"),
        Column("since", "moment"), Column("age", "seconds"), Column("readers", "number"), Column("person", "person"), Column("blocked_by", "language", "blocked by"),
        Column("status", "status"), Column("held_until", "moment", "held until"),
    )  # fmt: skip
    order = f"{_RANK}, coalesce(v.readers, 1) * {wheres.seconds(connection, ':now', 'v.behind_since')} desc, v.behind_since, v.id"
    limited, values, more = wheres.first(asked, total)
    chosen = f"""
        join (select v.id from versions v {held} where v.behind_since is not null and v.status <> 'cancelled'{where.sql} order by {order}{limited}) s on s.id = v.id
    """ if limited else ""
    query = f"""
        select a.key, v.language, v.behind_class, v.behind_blocks, v.behind_words, v.behind_since, v.readers, coalesce(h.handle, t.handle), {_UP}, v.status, c.until
        from versions v {chosen} join articles a on a.id = v.article_id {_HELD}
        left join people h on h.id = c.person_id left join people t on t.id = v.translator_id
        where v.behind_since is not null and v.status <> 'cancelled'{where.sql} order by {order}
    """

    def rows() -> Iterator[tuple[Any, ...]]:
        for *first, since, readers, person, above, status, until in wheres.run(connection, query, where, moments=("behind_since", "until"), stream=True, now=asked.now, **values):
            yield *first, since, int((asked.now - since).total_seconds()), readers, person, above, status, until

    return Part("versions", "What is behind, the heaviest first", columns, rows() if total else (), more)


def _waiting(connection: Connection, asked: Asked, where: Where) -> Part:
    columns = (Column("article", "article"), Column("language", "language"), Column("status", "status"), Column("waits_for", "language", "waits for"), Column("since", "moment"))
    dated = where + wheres.between(asked, "b.since")
    joined = _HELD if asked.person else ""
    total = wheres.run(connection, _BELOW.format(what="count(*)", joined=joined, where=dated.sql), dated).scalar() or 0
    limited, values, more = wheres.first(asked, total)
    query = _BELOW.format(what="a.key, v.language, v.status, b.waits_for, b.since", joined=joined, where=dated.sql) + f" order by b.since, v.id{limited}"
    rows = (tuple(row) for row in wheres.run(connection, query, dated, moments=("since",), stream=True, **values)) if total else ()
    return Part("waiting", "What waits for a version above it that is behind", columns, rows, more)
