"""Which articles lack a language that is wanted of them, by the newsroom's own targets.

A target fits an article where its section, tag and kind are each empty or the article's; wanted are the languages of all that fit, but for
the original's own. Missing is a language without a version, or with a cancelled one; a version that is asked for counts as there, and
`out` says how many readers see as published. Where the newsroom has no targets, each language that one article in twenty
has is taken as wanted of every article. `since` and `until` choose articles by when they came in.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from translate_flow.reports import Asked, Column, Part, Report, wheres
from translate_flow.reports.wheres import Where

if TYPE_CHECKING:
    from sqlalchemy import Connection

_BY_TARGETS = "select distinct language from targets"
_FITS = """ and exists (
    select 1 from targets w where w.language = l.language and (w.section = '' or w.section = a.section) and (w.kind = '' or w.kind = a.kind)
    and (w.tag = '' or exists (select 1 from article_tags g where g.article_id = a.id and g.tag = w.tag)))"""
_BY_USE = "select language from versions where status <> 'cancelled' group by language having count(*) * 20 >= (select count(*) from articles)"
_VERSION = "left join versions v on v.article_id = a.id and v.language = l.language and v.status <> 'cancelled'"
_NOTE = "No targets are set: each language that one article in twenty has is taken as wanted of every article."


def report(connection: Connection, asked: Asked) -> Report:
    """Parts: languages, articles (the newest of those that lack something; read as they are drawn)."""
    by_use = connection.execute(text("select 1 from targets limit 1")).first() is None
    some, fits = (_BY_USE, "") if by_use else (_BY_TARGETS, _FITS)
    only = wheres.language(asked, "s.language")
    names = [row[0] for row in wheres.run(connection, f"select s.language from ({some}) s where 1 = 1{only.sql} order by s.language", only)]
    listed = " union all ".join(f"select cast(:wanted{at} as varchar(35)) as language" for at in range(len(names))) or "select language from targets where 1 = 0"
    where = wheres.article(asked, "a.id") + wheres.between(asked, "a.created_at") + Where((), {f"wanted{at}": name for at, name in enumerate(names)})
    # Languages as values, or PostgreSQL counts them anew for each article; the articles outside, or SQLite looks each up by language.
    wanted = f"cross join ({listed}) l {_VERSION} where a.original_language <> l.language{fits}{where.sql}"
    languages = _languages(connection, wanted, where)
    return Report("coverage", (languages, _articles(connection, asked, wanted, where)), (_NOTE,) if by_use else ())


def _languages(connection: Connection, wanted: str, where: Where) -> Part:
    query = f"""
        select l.language, count(*), count(v.id), sum(case when v.status = 'published' then 1 else 0 end) from articles a {wanted} group by l.language
    """
    found = [(language, number, there, number - there, there / number, int(out)) for language, number, there, out in wheres.run(connection, query, where)]
    columns = (
        Column("language", "language"), Column("wanted", "number"), Column("there", "number"), Column("missing", "number"), Column("share", "share"), Column("out", "number"),
    )  # fmt: skip
    rows = sorted(found, key=lambda row: (-row[3], row[0]))
    return Part("languages", "Wanted languages", columns, rows, empty="Nothing is wanted.")


def _articles(connection: Connection, asked: Asked, wanted: str, where: Where) -> Part:
    columns = (Column("article", "article"), Column("section"), Column("missing"), Column("wanted", "number"))
    lacking = f"exists (select 1 from (select 1 as one) o {wanted} and v.id is null)"
    total = wheres.run(connection, f"select count(*) from articles a where {lacking}", where).scalar() or 0
    limited, values, more = wheres.first(asked, total)
    query = f"""
        select a.key, a.section, l.language, v.id from (select * from articles a where {lacking} order by a.id desc{limited}) a {wanted}
        order by a.id desc, l.language
    """

    def rows() -> Iterator[tuple[Any, ...]]:
        for (key, section), found in groupby(wheres.run(connection, query, where, stream=True, **values), key=lambda row: (row[0], row[1])):
            languages = [(row[2], row[3]) for row in found]
            yield key, section, " ".join(language for language, version in languages if version is None), len(languages)

    return Part("articles", "The newest articles that lack a language", columns, rows() if total else (), more)
