"""The filters that reports share, as pieces of SQL with their values: one spelling of each, for every report.

Plain SQL, since a report starts in two thirds of the time without the mapped classes. Values are always bound, never written in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, text

from translate_flow import workflow
from translate_flow.db import Moment

if TYPE_CHECKING:
    from sqlalchemy import Connection, CursorResult, TextClause

    from translate_flow.reports import Asked


# Grouped by this and not by the column, or SQLite walks through all versions in the order of an index of languages instead of
# through the few of a partial index.
BY_LANGUAGE = "v.language || '' as language"


OPEN = tuple(status.value for status in workflow.OPEN)  # written into SQL, it is a list of them


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions, each a piece of SQL, and the values of their names."""

    conditions: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def sql(self) -> str:
        """` and …` for each, to stand after another condition; empty where there is none."""
        return "".join(f" and {one}" for one in self.conditions)

    def __add__(self, other: Where) -> Where:
        return Where((*self.conditions, *other.conditions), {**self.values, **other.values})


def language(asked: Asked, column: str) -> Where:
    """A language and its varieties."""
    if not asked.language:
        return Where()
    return Where((f"({column} = :language or {column} like :varieties)",), {"language": asked.language, "varieties": f"{asked.language}-%"})


def article(asked: Asked, column: str) -> Where:
    """Section, tag and kind, asked of the article whose id is in `column`; nothing is joined where nothing is asked."""
    inside: list[str] = []
    values: dict[str, Any] = {}
    if asked.section:
        inside.append("fa.section = :section")
        values["section"] = asked.section
    if asked.kind:
        inside.append("fa.kind = :kind")
        values["kind"] = asked.kind
    conditions: list[str] = []
    if inside:
        conditions.append(f"{column} in (select fa.id from articles fa where {' and '.join(inside)})")
    if asked.tag:
        conditions.append(f"{column} in (select ft.article_id from article_tags ft where ft.tag = :tag)")
        values["tag"] = asked.tag
    return Where(tuple(conditions), values)


def person(asked: Asked, column: str) -> Where:
    """Of the person whose id is in `column`."""
    if not asked.person:
        return Where()
    return Where((f"{column} = (select fp.id from people fp where fp.handle = :person)",), {"person": asked.person})


def has(asked: Asked, version: str, claim: str) -> Where:
    """Of the person who has a version (`version`: its row's name): who holds it (`claim`: that of its open claim), else its translator."""
    return person(asked, f"coalesce({claim}.person_id, {version}.translator_id)")


def came(asked: Asked, column: str) -> Where:
    """The article whose id is in `column` came in then."""
    inside = between(asked, "fc.created_at")
    return Where((f"{column} in (select fc.id from articles fc where {' and '.join(inside.conditions)})",), inside.values) if inside.conditions else inside


def between(asked: Asked, column: str) -> Where:
    """since ≤ moment < until."""
    found = Where()
    if asked.since:
        found += Where((f"{column} >= :since",), {"since": asked.since})
    if asked.until:
        found += Where((f"{column} < :until",), {"until": asked.until})
    return found


def limited(asked: Asked) -> tuple[str, Where]:
    """` limit :most` and its value; nothing where everything is asked for."""
    return (" limit :most", Where((), {"most": asked.limit})) if asked.limit else ("", Where())


def run(connection: Connection, sql: str, where: Where | None = None, *, moments: tuple[str, ...] = (), stream: bool = False, **values: Any) -> CursorResult[*tuple[Any, ...]]:
    """Executes a query with a filter's values and others; datetimes go in as the database keeps them.

    `moments`: columns of the result that are moments. `stream`: rows come as they are read, from a cursor of the server where there is one.
    """
    bound = {**(where.values if where else {}), **values}
    clause: TextClause = text(sql)
    if dated := [name for name, value in bound.items() if hasattr(value, "tzinfo")]:
        clause = clause.bindparams(*(bindparam(name, type_=Moment) for name in dated))
    statement: Any = clause.columns(**dict.fromkeys(moments, Moment)) if moments else clause
    if stream:
        statement = statement.execution_options(yield_per=1000)
    return connection.execute(statement, bound)


def first(asked: Asked, total: int) -> tuple[str, dict[str, Any], int]:
    """SQL that ends a query of `total` rows where the limit does, its values, and how many rows that leaves out."""
    return (" limit :most", {"most": asked.limit}, max(0, total - asked.limit)) if asked.limit else ("", {}, 0)


def seconds(connection: Connection, late: str, early: str) -> str:
    """SQL for the whole seconds between two moments."""
    if connection.dialect.name == "sqlite":
        return f"(cast(strftime('%s', {late}) as integer) - cast(strftime('%s', {early}) as integer))"
    return f"cast(extract(epoch from cast({late} as timestamptz)) - extract(epoch from {early}) as bigint)"
