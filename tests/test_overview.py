"""The Monday page: its key figures worked out by hand, on both databases; what it takes from the other reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import report_parts
from tests.newsroom import NOW, TARGET, article, requested, staff
from translate_flow import db
from translate_flow.reports import Asked, Report, overview
from translate_flow.reports.page import page
from translate_flow.reports.page_matrix import MOST
from translate_flow.services import checkins, claims, coordination, publishing, review, work


def filled(engine) -> None:
    """Nine days: `old` out in Portuguese on the first day; `march-8` asked for then, due on the fifth, claimed; `new` asked for today."""
    with db.scope(engine) as session:
        people = staff(session)
        out = requested(session, people, key="old")
        claims.claim(session, out, actor=people["ana"], now=NOW)
        checkins.checkin(session, TARGET.encode(), actor=people["ana"], now=NOW, address=out.address, name="t.md")
        work.submit(session, out, actor=people["ana"], now=NOW)
        review.approve(session, out, actor=people["rui"], now=NOW)
        publishing.publish(session, out, actor=people["pia"], now=NOW)
        late = requested(session, people)
        late.due_at = NOW + timedelta(days=5)
        claims.claim(session, late, actor=people["ben"], now=NOW + timedelta(days=8))
        newest = article(session, people["cora"], "new", now=NOW + timedelta(days=8))
        coordination.request(session, newest, "pt", actor=people["cora"], now=NOW + timedelta(days=8))
        out.behind_since = NOW + timedelta(days=1)


def asked(**more) -> Asked:
    return replace(Asked(NOW + timedelta(days=9)), **more)


def test_key_figures(engine):
    filled(engine)
    with engine.connect() as connection:
        found = overview.figures(connection, asked())
        assert found == [("out", 4, 1, None), ("open", 2, 1, None), ("late", 1, None, 1), ("behind", 1, None, 0), ("corrections", 0, 0, None)]
        assert overview.figures(connection, asked(language="pt"))[0] == ("out", 1, 0, None)
        assert [row[1] for row in overview.figures(connection, asked(section="nowhere"))] == [0] * 5
        assert overview.figures(connection, replace(asked(), now=NOW + timedelta(hours=1)))[0][:3] == ("out", 4, 5 - 1)


@pytest.fixture
def others(monkeypatch) -> dict[str, Asked]:
    """The other reports, made up; what was asked of each."""
    told: dict[str, Asked] = {}
    reports = report_parts.all_reports(30)

    def made(name: str, connection, asked: Asked) -> Report:
        told[name] = asked
        return reports[name]

    monkeypatch.setattr(overview, "made", made)
    return told


def test_it_is_put_together(engine, others):
    with engine.connect() as connection:
        found = overview.report(connection, asked(section="news"))
        text = "".join(page(found, asked(), locale="pt", zone="UTC", newsroom="Farol"))
    assert [part.name for part in found.parts] == [
        "figures", "progress.matrix", "overdue.versions", "behind.versions", "flow.ages", "workload.people", "flow.steps", "progress.months",
    ]  # fmt: skip
    assert [column.name for column in found.parts[2].columns] == ["article", "language", "status", "late", "priority", "person"]
    assert others["progress"].limit == 0
    assert others["overdue"].limit == overview.TOP
    assert {one.section for one in others.values()} == {"news"}
    assert "Visão geral" in text


def test_what_is_late_is_marked_in_the_matrix(engine, monkeypatch):
    filled(engine)
    columns = report_parts.progress(3, __import__("random").Random(1)).parts[-1]
    rows = [("march-8", "", "published", "translating"), ("old", "", "published", "published+behind"), ("new", "", "published", "requested")]
    part = replace(columns, columns=(*columns.columns[:2], report_parts.n("es", "cell"), report_parts.n("pt", "cell")), rows=iter(rows))
    made = report_parts.all_reports(3)
    made["progress"] = Report("progress", (*made["progress"].parts[:-1], part))
    monkeypatch.setattr(overview, "made", lambda name, connection, asked: made[name])
    with engine.connect() as connection:
        found = overview.report(connection, asked())
        assert list(found.parts[1].rows) == [("march-8", "", "published", "translating+late"), *rows[1:]]


def test_of_very_many_articles_there_are_sums(engine, others, monkeypatch):
    filled(engine)
    monkeypatch.setattr(overview, "MOST", 2)
    assert MOST > 2
    with engine.connect() as connection:
        found = overview.report(connection, asked())
    assert [part.name for part in found.parts][:3] == ["figures", "progress.sections", "progress.totals"]
    assert others["progress"].limit == 1
    assert found.notes == overview.NOTES
