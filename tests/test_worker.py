"""The worker: what is due is done once, whoever runs it, however many, and whatever is killed."""

from __future__ import annotations

import signal
import time

import pytest
from sqlalchemy import func, select

from bench import kill_worker
from tests.commandline import Desk
from translate_flow import db
from translate_flow.models import Event, Version
from translate_flow.models_releases import Schedule


@pytest.mark.slow
@pytest.mark.parametrize("workers", [2, 8])
def test_many_workers_publish_each_once(engine, database_url, tmp_path, workers):
    count = 500 if workers == 2 else 200
    kill_worker.fill(engine, count)
    engine.dispose()
    crowd = [kill_worker.started(database_url, tmp_path) for _ in range(workers)]
    for one in crowd:
        assert one.wait(timeout=300) == 0
    for _ in range(3):
        if kill_worker.left(engine) == 0:  # one that met another at an article leaves it to the next run
            break
        assert kill_worker.started(database_url, tmp_path).wait(timeout=300) == 0
    assert kill_worker.left(engine) == 0
    assert kill_worker.wrong(engine, count) == []


@pytest.mark.slow
def test_killed_anywhere_nothing_is_lost_or_done_twice(engine, database_url, tmp_path):
    assert kill_worker.loop(engine, database_url, tmp_path, times=10, count=60) == []


def test_sigterm_ends_it_between_two_things(engine, database_url, tmp_path):
    kill_worker.fill(engine, 3)
    engine.dispose()
    process = kill_worker.started(database_url, tmp_path, "--every", "600", once=False)
    until = time.monotonic() + 60
    while kill_worker.left(engine) and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    assert kill_worker.wrong(engine, 3) == []


def test_a_blocked_schedule_goes_when_it_is_free(newsroom: Desk) -> None:
    newsroom.to("in_review")
    told = newsroom.run("schedule", "march-8/pt", "--at", "2026-03-08 18:00", "--zone", "Europe/Lisbon", who="pia")
    assert "cannot publish what is in review" in told.err
    newsroom.pass_time(hours=7)
    assert "blocked march-8/pt" in newsroom.run("worker", "--once").out
    assert newsroom.run("worker", "--once").out == ""  # nothing has happened since
    [row] = newsroom.json("schedule")
    assert (row["state"], row["by"], row["zone"]) == ("blocked", "pia", "Europe/Lisbon")
    assert newsroom.json("status")["scheduled"] == {"blocked": 1}
    assert newsroom.json("status", "march-8")["scheduled"][0]["state"] == "blocked"
    newsroom.run("approve", "march-8/pt", who="rui")
    assert "published march-8/pt (scheduled by pia)" in newsroom.run("worker", "--once").out
    assert newsroom.run("worker", "--once").out == ""
    [event] = [one for one in newsroom.json("log", "march-8/pt") if one["action"] == "publish"]
    assert (event["actor"], event["data"]["scheduled"]) == ("pia", "2026-03-08T18:00:00+00:00")
    assert (newsroom.folder / ".translate-flow/site/pt/march-8.html").exists()
    newsroom.run("doctor")


def test_whoever_has_left_publishes_nothing(newsroom: Desk) -> None:
    newsroom.to("approved")
    newsroom.run("schedule", "march-8/pt", "--at", "2026-03-08 18:00", "--zone", "UTC", who="pia")
    newsroom.run("people", "change", "pia", "--left", who="cora")
    newsroom.pass_time(hours=7)
    assert "pia has left the newsroom" in newsroom.run("worker", "--once").out
    newsroom.run("people", "change", "pia", "--active", "--role", "reviewer", who="cora")
    newsroom.pass_time(minutes=11)
    assert "takes a publisher" in newsroom.run("worker", "--once").out
    newsroom.run("schedule", "march-8/pt", "--at", "2026-03-08 20:00", "--zone", "UTC", who="olga")
    newsroom.pass_time(hours=7)
    assert "scheduled by olga" in newsroom.run("worker", "--once").out


def test_original_and_translation_at_the_same_moment(newsroom: Desk) -> None:
    newsroom.write("march-8.es.md")
    newsroom.run("import", "--draft", "march-8.es.md", who="cora")
    newsroom.run("embargo", "march-8", "2026-03-08 18:00", "--zone", "UTC", who="pia")
    newsroom.run("request", "march-8", "pt", who="cora")
    newsroom.run("claim", "march-8/pt", who="ana")
    newsroom.run("checkout", "march-8/pt", who="ana")
    newsroom.translate("march-8.pt.md")
    newsroom.run("checkin", "march-8.pt.md", who="ana")
    newsroom.run("submit", "march-8/pt", who="ana")
    newsroom.run("approve", "march-8/pt", who="rui")
    newsroom.run("schedule", "march-8/pt", "march-8", "--at", "2026-03-08 18:00", "--zone", "UTC", who="pia")
    newsroom.run("publish", who="pia")
    assert not list((newsroom.folder / ".translate-flow/site").rglob("march-8*"))
    newsroom.pass_time(hours=6)
    ran = newsroom.run("--json", "worker", "--once")
    assert ran.out.count('"did": "published"') == 2
    assert (newsroom.folder / ".translate-flow/site/pt/march-8.html").exists()
    newsroom.run("doctor")


def test_a_time_that_is_there_twice_by_typing(newsroom: Desk) -> None:
    newsroom.to("approved")
    words = ("schedule", "march-8/pt", "--at", "2026-10-25 01:30", "--zone", "Europe/Lisbon")
    assert "--first" in newsroom.run(*words, who="pia", code=2).err
    newsroom.run(*words, "--second", who="pia")
    assert newsroom.json("schedule")[0]["at"] == "2026-10-25T01:30:00Z"
    newsroom.run("schedule", "march-8/pt", "--cancel", who="pia")
    newsroom.run("schedule", "march-8/pt", "--cancel", who="pia", code=3)
    assert newsroom.json("schedule") == []
    assert newsroom.json("schedule", "--all")[0]["state"] == "cancelled"


def test_a_channel_that_fails_is_left_alone_for_a_while(newsroom: Desk) -> None:
    newsroom.to("approved")
    (newsroom.folder / ".translate-flow" / "blocking").write_text("a file where a folder should be")
    newsroom.run("settings", "site", "blocking/site", who="cora")
    newsroom.run("schedule", "march-8/pt", "--at", "2026-03-08 18:00", "--zone", "UTC", who="pia")
    newsroom.pass_time(hours=7)
    assert "failed site" in newsroom.run("worker", "--once", code=4).out
    assert newsroom.run("worker", "--once").out == ""  # not again at once
    newsroom.pass_time(minutes=2)
    newsroom.run("worker", "--once", code=4)
    newsroom.pass_time(minutes=20)
    engine = db.engine_for(f"sqlite:///{newsroom.folder / '.translate-flow/translate-flow.db'}")
    with db.scope(engine, writes=False) as session:
        assert session.scalar(select(Version.status).where(Version.language == "pt")) == "published"
        assert session.scalar(select(func.count()).where(Event.action == "publish", Event.to_status == "published")) == 1
        assert session.scalar(select(Schedule.state)) == "done"
    engine.dispose()
    newsroom.run("settings", "site", "site", who="cora")
    newsroom.run("worker", "--once")
    assert (newsroom.folder / ".translate-flow/site/pt/march-8.html").exists()
