"""The Monday page: key figures, what needs something, how the work moves and who has it. Put together of the other reports' parts.

Parts of others are named `REPORT.PART`. As a page it prints on two sheets (`reports.page`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from translate_flow.reports import Asked, Column, Part, Report, behind, flow, overdue, progress, wheres, workload
from translate_flow.reports.page_matrix import MOST
from translate_flow.reports.status import IS_LATE

if TYPE_CHECKING:
    from sqlalchemy import Connection

WEEK = timedelta(days=7)
TOP = 6  # rows of what is longest overdue, and furthest behind

COUNTS = "select v.language, v.status, count(*) from versions v where 1 = 1{where} group by v.language, v.status"
MOVES = "select m.from_status, m.to_status, count(*) from moves m where m.at >= :week{where} group by m.from_status, m.to_status"
LATE = f"""
    select count(*), coalesce(sum(case when v.due_at >= :week then 1 else 0 end), 0)
    from versions v where {IS_LATE}{{where}}
"""
BEHIND = """
    select count(*), coalesce(sum(case when v.behind_since >= :week then 1 else 0 end), 0)
    from versions v where v.behind_since is not null{where}
"""
CORRECTIONS = """
    select coalesce(sum(case when o.state = 'open' then 1 else 0 end), 0), coalesce(sum(case when o.opened_at >= :week then 1 else 0 end), 0),
        coalesce(sum(case when o.closed_at >= :week then 1 else 0 end), 0)
    from obligations o join versions v on v.id = o.version_id where (o.state = 'open' or o.opened_at >= :week or o.closed_at >= :week){where}
"""
ARTICLES = "select count(*) from articles a where 1 = 1{where}"
LATE_CELLS = f"select a.key, v.language from versions v join articles a on a.id = v.article_id where {IS_LATE}{{where}}"

_FIGURES = (Column("figure"), Column("number", "number"), Column("change", "number"), Column("recent", "number"))
_FROM_OTHERS = (  # report, part, title where it is another here
    ("overdue", "versions", ""),
    ("behind", "versions", ""),
    ("flow", "ages", ""),
    ("workload", "people", "Who has what"),
    ("flow", "steps", ""),
    ("progress", "months", ""),
)
NOTES = (  # the others' notes are on their own pages; the second: where it is so
    "What went from status to status is of this month and the twelve before it, where no dates are given; all else is as of now.",
    "There are more articles than a matrix can show, so sections and languages stand in its place.",
)
_OTHERS = {"behind": behind.report, "flow": flow.report, "overdue": overdue.report, "progress": progress.report, "workload": workload.report}
_COLUMNS = {  # of the tops, which are side by side on paper
    "overdue": ("article", "language", "status", "late", "priority", "person"),
    "behind": ("article", "language", "class", "words", "age", "person"),
}


def report(connection: Connection, asked: Asked) -> Report:
    """What a coordinator looks at on Monday. The matrix is of all articles, up to `MOST`; of more, sections and languages are summed up."""
    where = wheres.article(asked, "a.id")
    articles = int(wheres.run(connection, ARTICLES.format(where=where.sql), where).scalar() or 0)
    is_large = articles > MOST
    progress = made("progress", connection, replace(asked, limit=1 if is_large else 0))
    others = {"progress": progress}
    for name in ("flow", "workload", "overdue", "behind"):
        others[name] = made(name, connection, replace(asked, limit=TOP) if name in {"overdue", "behind"} else asked)
    front = _sums(progress) if is_large else [_matrix(connection, asked, progress)]
    rest = [taken(others[name], part, title) for name, part, title in _FROM_OTHERS]
    own = Part("figures", "Key figures", _FIGURES, figures(connection, asked))
    return Report("overview", (own, *front, *rest), NOTES if is_large else NOTES[:1])


def made(name: str, connection: Connection, asked: Asked) -> Report:
    """Another report."""
    return _OTHERS[name](connection, asked)


def _part(report: Report, name: str) -> Part:
    return next(part for part in report.parts if part.name == name)


def taken(report: Report, name: str, title: str = "") -> Part:
    """A part of another report under its name here, of the tops only the columns that one looks at first."""
    part, wanted = _part(report, name), _COLUMNS.get(report.name, ())
    empty = part.empty or next((one.empty for one in report.parts if one.empty), "")
    renamed = replace(part, name=f"{report.name}.{name}", title=title or part.title, empty=empty)
    places = [at for at, column in enumerate(part.columns) if column.name in wanted]
    if not places:
        return renamed
    return replace(renamed, columns=tuple(part.columns[at] for at in places), rows=(tuple(row[at] for at in places) for row in part.rows))


def _sums(progress: Report) -> list[Part]:
    return [taken(progress, "sections"), taken(progress, "totals")]


def _matrix(connection: Connection, asked: Asked, progress: Report) -> Part:
    """The matrix, `+late` added to the cells of what is past its date."""
    where = wheres.language(asked, "v.language") + wheres.article(asked, "v.article_id")
    late = {tuple(row) for row in wheres.run(connection, LATE_CELLS.format(where=where.sql), where, now=asked.now)}
    part = _part(progress, "matrix")
    return replace(part, name="progress.matrix", title="Articles and languages", rows=_marked(part, late), more=0)


def _marked(part: Part, late: set[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    article = next(at for at, column in enumerate(part.columns) if column.kind == "article")
    tags = [column.name if column.kind == "cell" else "" for column in part.columns]
    keys = {key for key, _ in late}
    for row in part.rows:
        key = row[article]
        yield tuple(f"{value}+late" if tag and value and (key, tag) in late else value for tag, value in zip(tags, row, strict=True)) if key in keys else row


def figures(connection: Connection, asked: Asked) -> list[tuple[str, int, int | None, int | None]]:
    """(name, number now, change since a week ago, how many of them came in this week); None where the past is not known.

    Five counts, each from an index or over what the week brought.
    """
    week = asked.now - WEEK
    versions = wheres.language(asked, "v.language") + wheres.article(asked, "v.article_id")
    moves = wheres.language(asked, "m.language") + wheres.article(asked, "m.article_id")
    counts: dict[str, int] = {}
    rows: list[Any] = list(wheres.run(connection, COUNTS.format(where=versions.sql), versions))
    for _, status, number in rows:
        counts[status] = counts.get(status, 0) + number
    steps: list[Any] = list(wheres.run(connection, MOVES.format(where=moves.sql), moves, week=week))
    late: Any = wheres.run(connection, LATE.format(where=versions.sql), versions, week=week, now=asked.now).one()
    behind: Any = wheres.run(connection, BEHIND.format(where=versions.sql), versions, week=week).one()
    ledger: Any = wheres.run(connection, CORRECTIONS.format(where=versions.sql), versions, week=week).one()
    corrections, opened, closed = ledger
    return [
        ("out", counts.get("published", 0), _change(steps, ("published",)), None),
        ("open", sum(counts.get(status, 0) for status in wheres.OPEN), _change(steps, wheres.OPEN), None),
        ("late", int(late[0]), None, int(late[1])),
        ("behind", int(behind[0]), None, int(behind[1])),
        ("corrections", int(corrections), int(opened) - int(closed), None),
    ]


def _change(steps: list[tuple[str, str, int]], statuses: tuple[str, ...]) -> int:
    """How many more came into these statuses than left them."""
    return sum(number * ((end in statuses) - (start in statuses)) for start, end, number in steps)
