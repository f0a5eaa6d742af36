"""How far the work is: totals by language and status, and the newest articles against their languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from translate_flow.reports import Table
from translate_flow.workflow import Status

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

COUNT = "select language, status, count(*) from versions group by language, status"  # answered from an index alone


@dataclass(frozen=True, slots=True)
class Progress:
    """`totals`: a row a language, a column a status. `matrix`: a row an article (the newest), a column a language, cells statuses."""

    totals: Table
    matrix: Table
    articles: int


def counts(session: Connection | Session) -> dict[str, dict[str, int]]:
    """language → status → how many versions."""
    found: dict[str, dict[str, int]] = {}
    for language, status, number in session.execute(text(COUNT)):
        found.setdefault(language, {})[status] = number
    return found


def report(session: Connection | Session, limit: int = 25) -> Progress:
    """Totals over everything, and the `limit` newest articles (0: all) in the matrix."""
    found = counts(session)
    statuses = [status.value for status in Status if any(status.value in by for by in found.values())]
    ranked = sorted(found, key=lambda language: (-sum(found[language].values()), language))
    rows = [(language, *(found[language].get(status, 0) for status in statuses), sum(found[language].values())) for language in ranked]
    articles = session.execute(text("select count(*) from articles")).scalar() or 0
    matrix = _matrix(session, ranked, limit)
    return Progress(
        Table(("language", *statuses, "total"), rows), Table(("article", *ranked), matrix, more=articles - len(matrix)), articles
    )  # fmt: skip


def _matrix(session: Connection | Session, ranked: list[str], limit: int) -> list[tuple[Any, ...]]:
    query = """
        select a.key, v.language, v.status, case when v.behind_since is null then 0 else 1 end
        from (select id, key from articles order by id desc limit :most) a join versions v on v.article_id = a.id
        order by a.id desc
    """
    cells: dict[str, dict[str, str]] = {}
    for key, language, status, behind in session.execute(text(query), {"most": limit or 2**31 - 1}):
        cells.setdefault(key, {})[language] = status + ("+behind" if behind else "")
    return [(key, *(by.get(language, "") for language in ranked)) for key, by in cells.items()]
