"""`status` on a real terminal, once and kept up to date; and what it asks the database."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url

from tests.newsroom import NOW, bring_to, person, requested, staff
from tests.terminals import Terminal
from translate_flow import db
from translate_flow.reports import status, tasks
from translate_flow.services import claims, lookup, people, settings

SOON = datetime.now(UTC) + timedelta(days=3)


def fill(engine, articles: int) -> None:
    with db.scope(engine) as session:
        team = staff(session)
        for number in range(articles):
            version = requested(session, team, key=f"article-{number}")
            version.due_at = SOON + timedelta(hours=number)
        settings.put(session, "actor", "ana", actor=team["cora"], now=NOW)


@contextmanager
def terminal(url: str, *words: str, **more) -> Iterator[Terminal]:
    opened = Terminal("--database", url, *words, **more)
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def small(sqlite_url: str) -> str:
    engine = db.engine_for(sqlite_url)
    fill(engine, 3)
    engine.dispose()
    return sqlite_url


def screen(shown: Terminal) -> list[str]:
    return shown.text().rstrip("\n").split("\n")


@pytest.mark.parametrize(("articles", "columns", "lines"), [(3, 80, 24), (30, 80, 24), (30, 120, 50), (30, 42, 12)])
def test_it_fits_the_terminal(sqlite_url, articles, columns, lines):
    engine = db.engine_for(sqlite_url)
    fill(engine, articles)
    engine.dispose()
    with terminal(sqlite_url, "status", columns=columns, lines=lines) as shown:
        assert shown.ended() == 0
        seen = screen(shown)
    assert len(seen) <= lines - 1
    assert max(map(len, seen)) <= columns
    whole = "\n".join(seen)
    assert "Late" in whole
    assert f"ana, in hand: 0; to take: {articles}" in " ".join(whole.split())
    assert "article-0/pt" in whole
    if columns >= 80:
        assert re.search(rf"pt( Portuguese)? +0/{articles}\b", whole)
        assert whole.count("article-") >= 6 if lines < 30 else whole.count("article-") >= 30
        assert "█" in whole


def test_colours_never_alone(small):
    with terminal(small, "status", NO_COLOR="1") as shown:
        assert shown.ended() == 0
        plain = screen(shown)
        assert b"\x1b[3" not in shown.written
    with terminal(small, "status") as shown:
        assert shown.ended() == 0
        assert b"\x1b[3" in shown.written
        assert [line.rstrip() for line in screen(shown)][1:] == [line.rstrip() for line in plain][1:]


def test_a_terminal_without_unicode(small):
    with terminal(small, "status", PYTHONIOENCODING="ascii") as shown:
        assert shown.ended() == 0
        assert "###" in shown.text()


def test_in_the_readers_locale_and_zone(small):
    engine = db.engine_for(small)
    with engine.begin() as connection:
        connection.execute(text("update people set locale = 'de', zone = 'Asia/Tokyo' where handle = 'ana'"))
    engine.dispose()
    with terminal(small, "status", columns=120) as shown:
        assert shown.ended() == 0
        assert "pt Portugiesisch" in shown.text()
        from translate_flow.languages import format_time

        assert format_time(SOON, "de", "Asia/Tokyo") in shown.text()


def test_nothing_that_comes_from_elsewhere_is_obeyed(small):
    engine = db.engine_for(small)
    with engine.begin() as connection:
        row = {"problem": "503 \x1b]0;owned\x07\x1b[2J\x9b31m no", "at": "2026-01-01 00:00:00.000000"}
        connection.execute(text("insert into channels (name, kind, options, languages, uid, active, complete, problem, failures, tried_due, created_at) values ('blog', 'wordpress', '{}', '', 'u', true, true, :problem, 1, 0, :at)"), row)
    engine.dispose()
    with terminal(small, "status") as shown:
        assert shown.ended() == 0
        assert "blog: 503" in shown.text()
        assert b"\x1b]" not in shown.written
        assert b"\x1b[2J" not in shown.written
        assert "\x9b".encode() not in shown.written


@pytest.mark.parametrize("ending", [b"\x03", signal.SIGTERM])
def test_watching(small, ending):
    with terminal(small, "status", "--watch", "1") as shown:
        shown.until("to take: 3")
        shown.until("every 1 s, Ctrl-C ends")
        assert not termios.tcgetattr(shown.slave)[3] & termios.ECHO
        engine = db.engine_for(small)
        with db.scope(engine) as session:
            claims.claim(session, lookup.version(session, "article-1/pt"), actor=people.find(session, "ana"), now=datetime.now(UTC))
        engine.dispose()
        at = len(shown.written)
        shown.until("in hand: 1; to take: 2", since=at)
        at = len(shown.written)
        shown.resize(120, 30)
        shown.until("pt Portuguese", since=at)
        shown.type(b"ls -l\r")
        shown.read()
        if isinstance(ending, bytes):
            shown.type(ending)
        else:
            shown.process.send_signal(ending)
        assert shown.ended() == 0
        assert shown.written.startswith(b"\x1b[?1049h")
        assert shown.written.rstrip().endswith(b"\x1b[?1049l")
        assert b"\x1b[?25h" in shown.written[-40:]
        assert "Traceback" not in shown.text()
        assert "ls -l" not in shown.text()
        assert termios.tcgetattr(shown.slave) == shown.before


@pytest.mark.postgres
def test_a_database_that_goes_and_comes_back(postgres_url):
    engine = db.engine_for(postgres_url)
    fill(engine, 2)
    name = make_url(postgres_url).database
    engine.dispose()
    with terminal(postgres_url, "--as", "ana", "status", "--watch", "1") as shown:
        shown.until("to take: 2")
        admin = create_engine(make_url(postgres_url).set(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f'alter database "{name}" allow_connections false'))
            connection.execute(text("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name"), {"name": name})
            at = len(shown.written)
            assert "to take: 2" in shown.until("Not up to date", since=at)
            connection.execute(text(f'alter database "{name}" allow_connections true'))
        admin.dispose()
        last = shown.text().count("Not up to date")
        engine = db.engine_for(postgres_url)
        with db.scope(engine) as session:
            requested(session, {"cora": person(session, "eva", "coordinator")}, key="another")
        engine.dispose()
        shown.until("to take: 3", since=at)
        assert shown.text().count("Not up to date") >= last
        shown.process.send_signal(signal.SIGTERM)
        assert shown.ended() == 0


def test_watching_for_programs(small):
    command = [sys.executable, "-m", "translate_flow", "--database", small, "status", "--watch", "1", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "TRANSLATE_FLOW_USER": "ana"}) as process:
        assert process.stdout is not None
        lines = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert lines[0]["totals"] == {"requested": 3, "published": 3}
    assert lines[0]["mine"] == {"person": "ana", "held": 0, "late": 0, "take": 3, "review": 0, "publish": 0}
    assert [one["version"] for one in lines[1]["deadlines"]] == ["article-0/pt", "article-1/pt", "article-2/pt"]
    assert lines[0]["at"] < lines[1]["at"]


def test_where_it_cannot_watch(newsroom):
    assert "Leave --watch out" in newsroom.run("status", "--watch", code=2).err
    assert "--json" in newsroom.run("status", "--watch", "3", code=2).err
    newsroom.write("a.es.md")
    newsroom.run("import", "a.es.md", who="cora")
    assert "Leave the article out" in newsroom.run("status", "a", "--watch", code=2).err
    assert "Leave the article out" in newsroom.run("status", "--watch", "a", code=2).err
    newsroom.run("status", "--watch", "0", code=2)
    newsroom.run("status", "--watch=x", code=2)


def test_with_nothing_there(desk):
    with terminal(str(desk.folder / ".translate-flow" / "translate-flow.db"), "status") as shown:
        assert shown.ended() == 0
        assert "no articles yet" in shown.text()


# --- what it asks ---


def test_mine_is_what_tasks_lists(engine):
    with db.scope(engine) as session:
        team = staff(session)
        person(session, "eva", "translator", "reviewer", "publisher", reads="es", writes="pt")
        for number, where in enumerate(("requested", "requested", "translating", "in_review", "in_review", "approved", "published")):
            bring_to(session, team, where, key=f"a{number}")
        requested(session, team, "en", key="b")
        for handle in ("ana", "rui", "pia", "max", "eva", "cora"):
            found = tasks.tasks(session, people.find(session, handle)).tasks
            counts = [sum(task.todo in todo for task in found) for todo in (("submit", "checkout"), ("claim",), ("approve",), ("publish",))]
            mine = status.dashboard(session.connection(), person=handle, now=NOW).mine
            assert mine is not None
            assert [mine.held, mine.take, mine.review, mine.publish] == counts, handle
        assert status.dashboard(session.connection(), person="nobody", now=NOW).mine is None
        assert status.dashboard(session.connection(), person="", now=NOW).mine is None


def test_as_many_questions_for_many_rows_as_for_few(sqlite_url):
    engine = db.engine_for(sqlite_url)
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    counts = []
    fill(engine, 2)
    for more in (20, 0):
        with db.reading(engine) as connection:
            sent.clear()
            status.dashboard(connection, person="ana", now=NOW)
            counts.append(len(sent))
        with db.scope(engine) as session:
            cora = people.find(session, "cora")
            for number in range(more):
                requested(session, {"cora": cora}, key=f"more-{number}")
    assert counts[0] == counts[1] <= 14
    engine.dispose()


def test_it_looks_into_indexes(sqlite_url):
    engine = db.engine_for(sqlite_url)
    with engine.connect() as connection:
        for query, index in ((status.DEADLINES, "ix_versions_due"), (status.NEXT, "ix_schedules_at"), (status.CORRECTIONS, "ix_obligations_state"), (status.LETTERS, "ix_letters_")):
            values = {"now": "2026", "since": "2026", "most": 3}
            plan = " ".join(str(row[-1]) for row in connection.execute(text(f"explain query plan {query}"), {name: value for name, value in values.items() if f":{name}" in query}))
            assert index in plan, (query, plan)
    engine.dispose()
