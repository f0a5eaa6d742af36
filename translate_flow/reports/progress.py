"""How far the work is: versions by language, by section and by month, and the newest articles against their languages.

All of it counts versions, originals too. `since` and `until` choose articles by when they came in, so that each part is about the same ones;
`person` chooses versions whose translator they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from translate_flow.reports import Asked, Column, Part, Report, periods, wheres
from translate_flow.workflow import Status

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from translate_flow.reports.wheres import Where

COUNT = "select language, status, count(*) from versions group by language, status"  # answered from an index alone
NEWEST = "The newest articles (* behind its source)"  # a terminal's words: a page has another title, and signs of its own
_MONTHS = (Column("month", "month"), Column("language", "language"), Column("asked", "number", "asked for"), Column("out", "number", "first out"))


def counts(session: Connection | Session) -> dict[str, dict[str, int]]:
    """language → status → how many versions."""
    found: dict[str, dict[str, int]] = {}
    for language, status, number in session.execute(text(COUNT)):
        found.setdefault(language, {})[status] = number
    return found


def report(connection: Connection, asked: Asked) -> Report:
    """Totals over everything that is asked of, and the `limit` newest articles (0: all) in the matrix, which is read as it is drawn."""
    versions = _versions(asked)
    found = _counts(connection, versions)
    statuses = [status.value for status in Status if any(status.value in by for by in found.values())]
    columns = (*(Column(status, "number") for status in statuses), Column("total", "number"), Column("behind", "number"))
    query = f"select {wheres.BY_LANGUAGE}, count(*) from versions v where v.behind_since is not null{versions.sql} group by 1"
    behind = {language: number for language, number in wheres.run(connection, query, versions)}  # noqa: C416  rows, not pairs
    totals = _summed(found, behind, statuses)
    languages = [row[0] for row in totals]  # the most first
    if versions.conditions:
        query = f"select count(*) from articles a where exists (select 1 from versions v where v.article_id = a.id{versions.sql})"
        articles = wheres.run(connection, query, versions).scalar() or 0
    else:
        articles = connection.execute(text("select count(*) from articles")).scalar() or 0
    return Report("progress", (
        Part("totals", "Versions by language and status", (Column("language", "language"), *columns), totals, empty="There are no articles yet."),
        Part("sections", "Versions by section and status", (Column("section"), *columns), _sections(connection, versions, statuses), aside=True),
        Part("months", "Asked for and out by month", _MONTHS, _months(connection, asked, versions), aside=True),
        _matrix(connection, asked, versions, languages, articles),
    ), figures={"articles": articles})  # fmt: skip


def _versions(asked: Asked) -> Where:
    return wheres.language(asked, "v.language") + wheres.article(asked, "v.article_id") + wheres.person(asked, "v.translator_id") + wheres.came(asked, "v.article_id")


def _summed(found: dict[str, dict[str, int]], behind: dict[str, int], statuses: Sequence[str]) -> list[tuple[Any, ...]]:
    """A row for each key, the most first."""
    ranked = sorted(found, key=lambda key: (-sum(found[key].values()), key))
    return [(key, *(found[key].get(status, 0) for status in statuses), sum(found[key].values()), behind.get(key, 0)) for key in ranked]


def _counts(connection: Connection, versions: Where) -> dict[str, dict[str, int]]:
    if not versions.conditions:
        return counts(connection)
    query = f"select v.language, v.status, count(*) from versions v where 1 = 1{versions.sql} group by v.language, v.status"
    found: dict[str, dict[str, int]] = {}
    for language, status, number in wheres.run(connection, query, versions):
        found.setdefault(language, {})[status] = number
    return found


def _sections(connection: Connection, versions: Where, statuses: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """In the order of their articles, by an index of sections: nothing is sorted."""
    sums = "".join(f", sum(case when v.status = '{name}' then 1 else 0 end)" for name in statuses)
    query = f"""
        select a.section, sum(case when v.behind_since is null then 0 else 1 end){sums}
        from articles a cross join versions v where v.article_id = a.id{versions.sql} group by a.section
    """
    found: dict[str, dict[str, int]] = {}
    behind: dict[str, int] = {}
    for section, late, *numbers in wheres.run(connection, query, versions):
        found[section] = {name: int(number) for name, number in zip(statuses, numbers, strict=True)}
        behind[section] = int(late)
    yield from _summed(found, behind, statuses)


def _months(connection: Connection, asked: Asked, versions: Where) -> Iterator[tuple[Any, ...]]:
    """Each version counts once as asked for (or brought in) and once as out, when it first was."""
    first = wheres.run(connection, "select min(at) as at from (select min(at) as at from moves union all select min(created_at) from articles) m", moments=("at",)).scalar()
    known = periods.of_months(replace(asked, since=first or asked.now, until=asked.now + timedelta(microseconds=1)))
    found: dict[tuple[int, str], list[int]] = {}
    queries = (
        "select {month}, v.language, count(*) from versions v where 1 = 1{where} group by 1, 2",
        "select {month}, v.language, count(*) from (select version_id, min(at) as at from moves where to_status = 'published' group by version_id) o"
        " join versions v on v.id = o.version_id where 1 = 1{where} group by 1, 2",
    )
    for side, (query, column) in enumerate(zip(queries, ("v.created_at", "o.at"), strict=True)):
        month, values = known.place(column)
        for at, language, number in wheres.run(connection, query.format(month=month, where=versions.sql), versions, **values):
            found.setdefault((at, language), [0, 0])[side] = number
    yield from ((known.days[at].isoformat()[:7], language, *found[at, language]) for at, language in sorted(found))


def _matrix(connection: Connection, asked: Asked, versions: Where, languages: Sequence[str], articles: int) -> Part:
    """One row at a time, from the versions in the order of their articles: nothing is sorted where all is asked for."""
    columns = (Column("article", "article"), Column("section"), *(Column(language, "cell") for language in languages))
    limited, values, more = wheres.first(asked, articles)
    some = "articles"
    if limited:
        inside = f" where exists (select 1 from versions v where v.article_id = f.id{versions.sql})" if versions.conditions else ""
        some = f"(select f.id, f.key, f.section from articles f{inside} order by f.id desc{limited})"
    query = f"""
        select a.key, a.section, v.language, v.status, v.behind_since from {some} a join versions v on v.article_id = a.id
        where 1 = 1{versions.sql} order by a.id desc
    """

    def rows() -> Iterator[tuple[Any, ...]]:
        for (key, section), found in groupby(wheres.run(connection, query, versions, stream=True, **values), key=lambda row: (row[0], row[1])):
            cells = {row[2]: row[3] + ("+behind" if row[4] is not None else "") for row in found}
            yield key, section, *(cells.get(language, "") for language in languages)

    return Part("matrix", NEWEST, columns, rows(), more)

