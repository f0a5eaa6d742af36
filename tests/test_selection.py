"""Verbs for many versions: chosen or named, all or none, each that can be, or only in thought."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from tests.commandline import ARTICLE, Desk
from tests.newsroom import NOW, article, bring_to, later, requested, staff
from tests.test_planning import dump, tagged
from translate_flow import db
from translate_flow.errors import Conflict, NotFound, UsageError
from translate_flow.models import Claim, Event, Version
from translate_flow.services import claims, coordination, people, selection
from translate_flow.services.selection import Chosen
from translate_flow.workflow import Action


@pytest.fixture
def busy(newsroom: Desk) -> Desk:
    """Three articles, each asked for in Portuguese and English; a-0/pt is ana's; a-2 is sport."""
    for number in range(3):
        newsroom.write(f"a-{number}.es.md", ARTICLE.replace("marzo", f"marzo {number}"))
        newsroom.run("import", f"a-{number}.es.md", "--section", "sport" if number == 2 else "news", who="cora")
        newsroom.run("request", f"a-{number}", "pt", "en", who="cora")
    newsroom.run("claim", "a-0/pt", who="ana")
    return newsroom


def statuses(desk: Desk) -> dict[str, tuple[str, str | None]]:
    found = {}
    for number in range(3):
        for version in desk.json("status", f"a-{number}")["versions"]:
            if version["parent"]:
                found[f"a-{number}/{version['language']}"] = (version["status"], version["translator"])
    return found


# ── which ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_chosen(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        first = requested(session, crew, key="a")
        tagged(session, first.article, "vote", section="news")
        held = requested(session, crew, key="b")
        held.article.kind = "page"
        claims.claim(session, held, actor=crew["ana"], now=NOW)
        out = bring_to(session, crew, "published", key="c")
        out.behind_since, out.behind_class, out.due_at, out.due_by = NOW, "facts", NOW, "policy"
        coordination.request(session, first.article, "pt-BR", actor=crew["cora"], now=NOW, due_at=later(-1))
        session.flush()
        among = {*selection.statuses(None), "published"}
        found = lambda **more: {version.address for version in selection.choose(session, Chosen(**more), among, now=later(1))}  # noqa: E731
        assert found(section="news") == found(tag="vote") == {"a/pt", "a/pt-BR"}
        assert found(kind="page") == {"b/pt"}
        assert found(person="ana") == {"b/pt", "c/pt"}
        assert found(language="pt") == {"a/pt", "a/pt-BR", "b/pt", "c/pt"}
        assert found(language="pt-BR") == found(overdue=True, section="news") == {"a/pt-BR"}
        assert found(status="translating") == {"b/pt"}
        assert found(behind="facts") == found(behind="any") == {"c/pt"}
        assert found(behind="trivial") == set()
        assert found(overdue=True) == {"a/pt-BR", "c/pt"}
        assert selection.statuses(Action.REOPEN) == {"published", "withdrawn"}
        for wrong, kind in ((Chosen(section="nwes"), NotFound), (Chosen(person="anna"), NotFound), (Chosen(status="done"), UsageError), (Chosen(behind="bad"), UsageError), (Chosen(language="?"), UsageError)):
            with pytest.raises(kind):
                selection.checked(session, wrong)


def test_named_ones_keep_their_order(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        for key in ("a", "b"):
            requested(session, crew, key=key)
        sent = []
        event.listen(engine, "before_cursor_execute", lambda *row: sent.append(row[2]))
        assert [version.address for version in selection.named(session, ["b/pt", "a/pt", "a/es", "b/pt"])] == ["b/pt", "a/pt", "a/es"]
        assert len(sent) <= 2
        with pytest.raises(NotFound, match="does not have a version in fr"):
            selection.named(session, ["a/pt", "a/fr"])


# ── all or none ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_or_none(busy: Desk) -> None:
    before = statuses(busy)
    ran = busy.run("assign", "a-0/pt", "a-1/pt", "a-2/pt", "--to", "ben", who="cora", code=5)
    assert "1 of 3 versions would be refused" in ran.err
    assert "ana holds a-0/pt" in ran.out
    assert "a-1/pt" not in ran.out
    assert statuses(busy) == before
    told = busy.json("assign", "a-0/pt", "a-1/pt", "a-2/pt", "--to", "ben", "--each", who="cora", code=5)
    assert [row["article"] for row in told["done"]] == ["a-1", "a-2"]
    assert [(row["article"], row["exit"]) for row in told["refused"]] == [("a-0", 5)]
    assert statuses(busy) == {**before, "a-1/pt": ("translating", "ben"), "a-2/pt": ("translating", "ben")}


def test_one_is_told_as_ever(busy: Desk) -> None:
    assert busy.json("assign", "a-1/pt", "ben", who="cora")["translator"] == "ben"
    assert busy.run("release", "a-1/pt", who="ben").err.startswith("a-1/pt is free again")
    assert "holds a-0/pt" in busy.run("assign", "a-0/pt", "ben", who="cora", code=5).err
    assert "To whom" in busy.run("assign", "a-1/pt", who="cora", code=2).err
    assert "Which versions" in busy.run("release", who="cora", code=2).err
    assert "named or chosen" in busy.run("release", "a-0/pt", "--lang", "pt", who="cora", code=2).err
    assert "did you mean “sport”" in busy.run("release", "--section", "sprot", who="cora", code=3).err


def test_chosen_ones(busy: Desk) -> None:
    told = busy.json("assign", "--section", "news", "--lang", "en", "--to", "ben", who="cora")
    assert [row["article"] for row in told["done"]] == ["a-0", "a-1"]
    assert told["done"][0]["before"] == "requested"
    assert busy.json("release", "--person", "ben", who="cora")["refused"] == []
    assert statuses(busy)["a-0/en"] == ("requested", None)
    busy.run("due", "--section", "sport", "2026-04-01", who="cora")
    assert busy.json("show", "a-2/pt")["due_at"] == "2026-04-01T23:59:59Z"
    busy.run("priority", "a-2", "urgent", "--reason", "the final is tonight", who="cora")
    assert [row["priority"] for row in busy.json("status", "a-2")["versions"]] == ["normal", "urgent", "urgent"]
    assert busy.json("tasks", who="ben")[0] | {"title": ""} == busy.json("tasks", who="ben")[0] | {"title": "", "article": "a-2", "priority": "urgent"}
    assert "PRIORITY" in busy.run("tasks", who="ben").out
    assert "urgent: the final is tonight" in busy.run("status", "a-2").out
    busy.run("cancel", "--section", "sport", "--reason", "off", who="cora")
    assert {status for address, (status, _) in statuses(busy).items() if address.startswith("a-2")} == {"cancelled"}
    assert "PRIORITY" not in busy.run("tasks", who="ben").out
    assert "No version fits" in busy.run("release", "--section", "sport", who="cora").err


@pytest.mark.parametrize("words", [
    ("assign", "--lang", "pt", "--to", "ben"), ("release", "--person", "ana"), ("cancel", "--section", "sport", "--reason", "off"),
    ("priority", "--lang", "en", "high", "--reason", "x"), ("due", "a-1", "2026-04-01"), ("reopen", "--behind", "any"), ("request", "a-1", "fr"),
    ("assign", "a-0/pt", "a-1/pt", "ben"),
])  # fmt: skip
def test_a_dry_run_leaves_the_database_as_it_is(busy: Desk, words: tuple[str, ...]) -> None:
    engine = db.engine_for(f"sqlite:///{busy.folder}/.translate-flow/translate-flow.db")
    before = dump(engine)
    ran = busy.run(*words, "--dry-run", who="cora")
    assert "Without --dry-run" in ran.err
    busy.run("--json", *words, "--dry-run", who="cora")
    assert dump(engine) == before
    engine.dispose()


def test_targets_and_all_of_them(busy: Desk) -> None:
    busy.run("target", "set", "pt", "fr", "--section", "news", "--days", "5", who="ana", code=4)
    busy.run("target", "set", "pt", "fr", "--days", "5", "--class", "correction=1,facts=3", who="cora")
    assert "has the section “sports” yet; did you mean “sport”" in busy.run("target", "set", "gl", "--section", "sports", who="cora").err
    busy.run("target", "remove", "gl", "--section", "sports", who="cora")
    assert busy.json("target", "list")[0] == {"language": "pt", "section": "", "tag": "", "kind": "", "from": None, "days": 5, "class_days": {"correction": 1, "facts": 3}, "priority": "normal", "reason": ""}
    assert "correction=1, facts=3" in busy.run("target", "list").out
    assert "nobody in the newsroom writes fr" not in busy.run("target", "check").out  # olga writes everything
    planned = busy.json("request", "--all-targets", "--section", "news", "--dry-run", who="cora")
    assert [(row["article"], row["language"], row["due_at"]) for row in planned["requested"]] == [("a-1", "fr", "2026-03-13T23:59:59Z"), ("a-0", "fr", "2026-03-13T23:59:59Z")]
    assert planned["requested"][0]["words"] > 10
    busy.run("request", "a-2", "--all-targets", who="cora")
    made = busy.run("request", "--all-targets", who="cora")
    assert "2 versions requested" in made.err
    assert "Nothing is missing" in busy.run("request", "--all-targets", who="cora").err
    busy.run("request", "--all-targets", "--due", "2026-04-01", who="cora", code=2)
    busy.run("request", "--lang", "pt", who="cora", code=2)
    busy.run("request", "a-9", "--all-targets", who="cora", code=3)
    assert busy.json("show", "a-2/fr")["due_by"] == "policy"


# ── at a terminal, and at the same moment ────────────────────────────────────────────────────────────────────────────


def at_terminal(folder: Path, answer: str, *words: str) -> tuple[int, str]:
    """A command at a terminal of its own, where somebody types."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "USER": "olga", "LOGNAME": "olga"}
    process = subprocess.Popen([sys.executable, "-m", "translate_flow", *words], cwd=folder, env=environment, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.write(ours, answer.encode())
    said, _ = process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    return process.returncode, said.decode()


def test_many_are_asked_for_first(desk: Desk) -> None:
    tags = ["pt", "en", "fr", "de", "it", "ca", "eu", "gl", "ar", "tr", "nl", "sv", "da", "fi", "pl", "cs", "sk", "hu", "ro", "bg", "el"]
    desk.write("march-8.es.md")
    desk.run("import", "march-8.es.md")
    desk.run("request", "march-8", *tags)
    code, said = at_terminal(desk.folder, "n\n", "cancel", "--status", "requested", "--reason", "off")
    assert (code, "Cancel 21 versions?" in said, "Nothing was done" in said) == (0, True, True), said
    assert desk.json("show", "march-8/pt")["status"] == "requested"
    code, said = at_terminal(desk.folder, "y\n", "cancel", "--status", "requested", "--reason", "off")
    assert (code, "21 done" in said) == (0, True), said
    assert desk.json("show", "march-8/pt")["status"] == "cancelled"


def test_two_assign_the_same_many(engine) -> None:
    """Each wants all or none: one gets all, the other none."""
    with db.scope(engine) as session:
        crew = staff(session)
        addresses = [requested(session, crew, key=f"a-{number}").address for number in range(6)]
    ready, outcomes = threading.Barrier(2), {}

    def run(handle: str, order: list[str]) -> None:
        ready.wait()
        with db.scope(engine) as session:
            cora, person = people.find(session, "cora"), people.find(session, handle)
            whole = session.begin_nested()
            found = selection.run(session, selection.named(session, order), lambda version: claims.assign(session, version, person, actor=cora, now=NOW) and "")
            outcomes[handle] = found
            (whole.rollback if any(one.error for one in found) else whole.commit)()

    threads = [threading.Thread(target=run, args=("ana", addresses)), threading.Thread(target=run, args=("ben", addresses[::-1]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    errors = {handle: [one.error for one in found if one.error] for handle, found in outcomes.items()}
    assert sorted(map(len, errors.values())) == [0, 6]
    assert all(isinstance(error, Conflict) for row in errors.values() for error in row)
    with db.scope(engine) as session:
        held = session.scalars(select(Claim.person_id).where(Claim.ended_at.is_(None))).all()
        assert (len(held), len(set(held))) == (6, 1)
        assert session.scalar(select(func.count()).where(Event.action == "assign")) == 6


def test_statements_of_a_verb_for_many(engine) -> None:
    """So many for each version as the verb itself takes, whatever else there is."""
    with db.scope(engine) as session:
        crew = staff(session)
        for number in range(12):
            found = article(session, crew["cora"], f"a-{number}")
            coordination.request(session, found, "pt", actor=crew["cora"], now=NOW)
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *row: sent.append(row[2]))
    counts = []
    for some in (range(2), range(2, 12)):
        with db.scope(engine) as session:
            cora, ana = people.find(session, "cora"), people.find(session, "ana")
            sent.clear()
            versions = selection.named(session, [f"a-{number}/pt" for number in some])
            assert not any(one.error for one in selection.run(session, versions, lambda version: str(claims.assign(session, version, ana, actor=cora, now=NOW))))  # noqa: B023
            counts.append(len(sent))
        with db.scope(engine) as session:
            assert session.scalar(select(func.count()).where(Version.status == "translating")) == (2 if len(counts) == 1 else 12)
    assert (counts[1] - counts[0]) / 8 <= 12, counts  # four of them tell whom it was given to
