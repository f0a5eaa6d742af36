"""What starting costs, without a clock: what a command imports, and that it asks the database as much of many rows as of few."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from typer.testing import CliRunner

from tests.newsroom import NOW, SOURCE, staff
from translate_flow import db, formats, languages
from translate_flow.cli import context
from translate_flow.cli.root import app
from translate_flow.models import Article, Version
from translate_flow.services import bulk, claims, coordination, importing, settings
from translate_flow.services.sources import Incoming

RUN = """
import io, json, sys
from translate_flow.cli import main
sys.argv = ["translate-flow", *sys.argv[1:]]
out, sys.stdout = sys.stdout, io.StringIO()
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
sys.stdout = out
print(json.dumps([*sys.modules]))
"""


def imported(*words: str) -> set[str]:
    """The top-level packages that a command has imported at its end, in a process of its own, its output no terminal."""
    ran = subprocess.run([sys.executable, "-c", RUN, *words], capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    names = set(json.loads(ran.stdout))
    return {name.partition(".")[0] for name in names} | {name for name in names if name.startswith("sqlalchemy.")}


def fill(engine: Engine, articles: int) -> None:
    """So many articles in Spanish, each asked for in Portuguese and French; a third of the Portuguese are ana's."""
    with db.scope(engine) as session:
        people = staff(session)
        document = formats.get("markdown").read(SOURCE.encode())
        texts = [
            Incoming(document=document, body=SOURCE.encode(), key=f"article-{number}", language="es", origin=f"/{number}.es", published=True)
            for number in range(articles)
        ]
        assert all(result.outcome == "created" for result in importing.bring(session, texts, actor=people["cora"], now=NOW))
        for number, article in enumerate(session.query(Article).order_by(Article.id)):
            wanted = [coordination.request(session, article, tag, actor=people["cora"], now=NOW) for tag in ("pt", "en")]
            if number % 3 == 1:
                claims.claim(session, wanted[0], actor=people["ana"], now=NOW)
        settings.put(session, "actor", "ana", actor=people["cora"], now=NOW)


@pytest.fixture
def small(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    engine = db.engine_for(sqlite_url)
    fill(engine, 3)
    with engine.begin() as connection:  # the clock of a process of its own is the real one
        connection.exec_driver_sql("update claims set until = '2999-01-01 00:00:00.000000'")
    engine.dispose()
    return sqlite_url


def test_help_imports_next_to_nothing() -> None:
    heavy = {"sqlalchemy", "rich", "babel", "lxml", "alembic", "langcodes", "jinja2", "markdown_it", "ruamel"}
    assert not imported("--help") & heavy


@pytest.mark.parametrize("words", [("tasks",), ("claim", "article-0/pt")])
def test_a_translators_daily_commands_import_what_they_use(small: str, words: tuple[str, ...]) -> None:
    heavy = {"rich", "lxml", "alembic", "markdown_it", "jinja2", "ruamel", "langcodes", "psycopg", "sqlalchemy.dialects.postgresql"}
    assert not imported("--database", small, *words) & heavy


@pytest.mark.parametrize("words", [("status",), ("report", "progress"), ("report", "behind", "--lang", "pt"), ("report", "overdue"), ("report", "coverage")])
def test_a_count_needs_no_mapped_classes(small: str, words: tuple[str, ...]) -> None:
    found = imported("--database", small, *words)
    assert "sqlalchemy" in found
    assert "sqlalchemy.orm" not in found


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., int]]:
    """Types a command, and counts the statements that it sends to the database."""
    sent: list[str] = []
    monkeypatch.setattr(context, "clock", lambda: NOW)

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    def count(url: str, *words: str) -> int:
        sent.clear()
        result = CliRunner().invoke(app, ["--database", url, *words], prog_name="translate-flow")
        assert result.exit_code == 0, result.stderr
        return len(sent)

    event.listen(Engine, "before_cursor_execute", note)
    yield count
    event.remove(Engine, "before_cursor_execute", note)


def test_statements_do_not_grow_with_the_rows(template: Path, tmp_path: Path, statements: Callable[..., int]) -> None:
    commands = [["tasks"], ["tasks", "--effort"], ["report", "effort"], ["claim", "article-0/pt"], ["status"], ["status", "article-1"], ["show", "article-1"], ["show", "article-1/es"], ["report", "progress"], ["report", "behind"], ["report", "overdue"], ["report", "coverage"], ["report", "corrections"]]
    counts = []
    for articles in (3, 300):
        path = tmp_path / f"{articles}.db"
        path.write_bytes(template.read_bytes())
        engine = db.engine_for(f"sqlite:///{path}")
        fill(engine, articles)
        engine.dispose()
        counts.append({" ".join(words): statements(f"sqlite:///{path}", *words) for words in commands})
    assert counts[0] == counts[1]
    assert counts[0]["tasks"] <= 10
    assert counts[0]["claim article-0/pt"] <= 15
    assert counts[0]["status"] <= 10


def test_totals_are_counted_in_indexes(sqlite_url: str) -> None:
    """SQLite answers them without touching the table itself."""
    from translate_flow.reports import progress, status

    engine = db.engine_for(sqlite_url)
    with engine.connect() as connection:
        for query in (progress.COUNT, status.LATE, status.BEHIND):
            plan = " ".join(str(row[-1]) for row in connection.exec_driver_sql(f"explain query plan {query}", {"now": ""} if ":now" in query else ()))
            assert "COVERING INDEX" in plan, (query, plan)
        late = " ".join(str(row[-1]) for row in connection.exec_driver_sql(f"explain query plan {status.LATE}", {"now": ""}))
        assert "ix_versions_due" in late
    engine.dispose()


def test_open_is_what_is_not_done() -> None:
    from translate_flow.reports.status import DONE
    from translate_flow.workflow import Status

    assert set(Status) - set(DONE) == {"requested", "translating", "in_review", "approved"}


def test_the_reader_is_known_without_the_mapped_classes(database_url: str) -> None:
    from translate_flow.services import people, readers

    engine = db.engine_for(database_url)
    embedded = engine.dialect.name == "sqlite"
    with db.scope(engine) as session:
        staff(session)
        cora = people.find(session, "cora")
        people.change(session, "ana", zone="Europe/Lisbon", locale="pt", actor=cora, now=NOW)
        people.change(session, "ben", active=False, actor=cora, now=NOW)
        settings.put(session, "actor", "ana", actor=cora, now=NOW)
    with db.reading(engine) as connection:
        assert readers.preferences(connection, "ana", embedded=embedded) == ("Europe/Lisbon", "pt")
        assert readers.preferences(connection, "", embedded=embedded) == (("Europe/Lisbon", "pt") if embedded else None)
        assert readers.preferences(connection, "ben", embedded=embedded) is None
        assert readers.preferences(connection, "nobody", embedded=embedded) is None
        assert not readers.lapsed(connection, now=NOW)
    engine.dispose()


def test_reports_read_alike_through_a_session_and_a_connection(database_url: str) -> None:
    from translate_flow.reports import progress, status

    engine = db.engine_for(database_url)
    fill(engine, 4)
    now = datetime(2030, 1, 1, tzinfo=UTC)
    with db.scope(engine, writes=False) as session:
        wanted = status.overview(session, now=now), status.articles(session), progress.counts(session)
    with db.reading(engine) as connection:
        assert (status.overview(connection, now=now), status.articles(connection), progress.counts(connection)) == wanted
    assert wanted[0].totals == {"requested": 7, "translating": 1, "published": 4}
    assert wanted[1].rows[0][-1] == NOW
    engine.dispose()


def test_tags_taken_as_they_stand_are_canonical() -> None:
    """The short cut of `languages.normalise` gives what langcodes gives."""
    import langcodes

    for language in languages._CANONICAL:
        assert langcodes.standardize_tag(language) == language == languages.normalise(language)
        assert langcodes.tag_is_valid(language)
        for region in languages._REGIONS:
            assert langcodes.standardize_tag(f"{language}-{region}") == f"{language}-{region}"


def test_ids_drawn_beforehand_are_the_ones_that_follow(database_url: str) -> None:
    engine = db.engine_for(database_url)
    fill(engine, 2)
    with db.scope(engine) as session:
        connection = session.connection()
        drawn = bulk.next_ids(connection, Version, 3)
        assert drawn == [drawn[0], drawn[0] + 1, drawn[0] + 2]
        assert drawn[0] > max(session.scalars(Version.__table__.select().with_only_columns(Version.id)))
        assert bulk.next_ids(connection, Version, 0) == []
    engine.dispose()


def test_known_origins_are_found_in_their_index(sqlite_url: str) -> None:
    """However many versions there are, an import looks up those of its own texts only."""
    engine = db.engine_for(sqlite_url)
    plans: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: object) -> None:
        if "versions.origin IN" in statement:
            plan = connection.connection.dbapi_connection.execute(f"explain query plan {statement}", parameters)
            plans.append(" ".join(str(row[-1]) for row in plan))

    event.listen(engine, "before_cursor_execute", note)
    fill(engine, 3)
    assert plans
    assert all("ix_versions_origin" in plan and "SCAN versions" not in plan for plan in plans), plans
    engine.dispose()
