"""Schedules and editions: moments in zones, together or each, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.commandline import Desk
from tests.newsroom import NOW, bring_to, later, staff
from translate_flow import db
from translate_flow.errors import CheckFailed, Conflict, NotAllowed, UsageError
from translate_flow.models import Event
from translate_flow.services import claims, coordination, doctor, lookup, publishing, releases, review, schedules


@pytest.fixture
def stage(engine):
    with db.scope(engine) as session:
        yield session, staff(session)


def healthy(session):
    session.flush()
    assert doctor.examine(session, home=Path("nowhere"), now=later(24 * 30)) == []


# ── moments ──


@pytest.mark.parametrize(("text", "zone", "which", "wanted"), [
    ("2026-12-01 18:00", "Europe/Lisbon", "", "2026-12-01T18:00"), ("2026-07-01 18:00", "Europe/Lisbon", "", "2026-07-01T17:00"),
    ("2026-12-01T18:00+05:30", "Europe/Lisbon", "", "2026-12-01T12:30"), ("2026-10-25 01:30", "Europe/Lisbon", "first", "2026-10-25T00:30"),
    ("2026-10-25 01:30", "Europe/Lisbon", "second", "2026-10-25T01:30"), ("2026-11-01 01:30", "America/New_York", "second", "2026-11-01T06:30"),
])  # fmt: skip
def test_moments(text, zone, which, wanted):
    assert schedules.moment(text, zone, which=which) == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


@pytest.mark.parametrize(("text", "zone", "told"), [
    ("2026-03-29 01:30", "Europe/Lisbon", "2026-03-29 00:59 and 2026-03-29 02:00"), ("2026-03-08 02:15", "America/New_York", "2026-03-08 01:59 and 2026-03-08 03:00"),
    ("2011-12-30 12:00", "Pacific/Apia", "2011-12-29 23:59 and 2011-12-31 00:00"), ("2026-10-04 02:10", "Australia/Lord_Howe", "2026-10-04 01:59 and 2026-10-04 02:30"),
    ("2026-10-25 01:30", "Europe/Lisbon", "--first or --second"), ("tomorrow", "UTC", "Write it"), ("2026-12-01", "UTC", "at which time"), ("2026-12-01 10:00", "Mars/Here", "IANA"),
])  # fmt: skip
def test_moments_that_are_none(text, zone, told):
    with pytest.raises(UsageError) as refused:
        schedules.moment(text, zone)
    assert told in refused.value.remedy


# ── editions ──


def trio(session, crew):
    return [bring_to(session, crew, "approved", key=key) for key in ("one", "two", "three")]


def test_together_is_all_or_none(stage):
    session, crew = stage
    versions = trio(session, crew)
    coordination.cancel(session, versions[2], actor=crew["cora"], now=NOW, reason="test")
    made = releases.make(session, "march", versions, mode="together", actor=crew["pia"], now=NOW)
    with pytest.raises(NotAllowed, match="three/pt"):
        releases.publish(session, made, actor=crew["pia"], now=NOW)
    assert [version.status for version in versions[:2]] == ["approved"] * 2
    releases.drop(session, made, versions[2:], actor=crew["pia"], now=NOW)
    assert len(releases.publish(session, made, actor=crew["pia"], now=later(1))) == 2
    assert (made.state, made.out_at) == ("out", later(1))
    with pytest.raises(NotAllowed):
        releases.publish(session, made, actor=crew["pia"], now=later(1))
    healthy(session)


def test_a_rollback_shows_what_readers_saw_before(stage):
    session, crew = stage
    first, second = bring_to(session, crew, "approved", key="one"), bring_to(session, crew, "withdrawn", key="two")
    third = bring_to(session, crew, "published", key="three")
    before = (third.live_id, third.published_at)
    coordination.reopen(session, third, actor=crew["cora"], now=NOW)
    claims.claim(session, third, actor=crew["ana"], now=NOW)
    from translate_flow.services import checkins, work

    checkins.checkin(session, b"# O oito de mar\xc3\xa7o\n\nMilhares sa\xc3\xadram.\n\nA luta continua.\n", actor=crew["ana"], now=NOW, address="three/pt")
    work.submit(session, third, actor=crew["ana"], now=NOW, unfinished=True)
    review.approve(session, third, actor=crew["rui"], now=NOW)
    made = releases.make(session, "march", [first, second, third], mode="together", actor=crew["pia"], now=NOW)
    releases.publish(session, made, actor=crew["pia"], now=later(1))
    assert third.live_id == third.head_id != before[0]
    with pytest.raises(UsageError, match="reason"):
        releases.rollback(session, made, actor=crew["pia"], now=later(2), reason=" ")
    back, left = releases.rollback(session, made, actor=crew["pia"], now=later(2), reason="a figure is wrong")
    assert (len(back), left, made.state) == (3, [], "rolled_back")
    assert [version.status for version in (first, second, third)] == ["approved", "withdrawn", "approved"]
    assert (third.live_id, third.published_at) == before
    assert first.live_id is None
    healthy(session)
    assert len(releases.publish(session, made, actor=crew["pia"], now=later(3))) == 3  # and out again
    healthy(session)


def test_a_rollback_leaves_what_is_newer(stage):
    session, crew = stage
    versions = trio(session, crew)
    made = releases.make(session, "march", versions, mode="together", actor=crew["pia"], now=NOW)
    releases.publish(session, made, actor=crew["pia"], now=later(1))
    publishing.withdraw(session, versions[0], actor=crew["pia"], now=later(2), reason="test")
    publishing.publish(session, versions[0], actor=crew["pia"], now=later(3))
    with pytest.raises(Conflict, match="one/pt"):
        releases.rollback(session, made, actor=crew["pia"], now=later(4), reason="wrong")
    assert versions[1].status == "published"
    back, left = releases.rollback(session, made, actor=crew["pia"], now=later(4), reason="wrong", despite="one is right by now")
    assert ([version.address for version in left], len(back)) == (["one/pt"], 2)
    assert [version.status for version in versions] == ["published", "approved", "approved"]
    healthy(session)


def test_each_goes_when_it_is_ready(stage):
    session, crew = stage
    ready, late = bring_to(session, crew, "approved", key="one"), bring_to(session, crew, "in_review", key="two")
    made = releases.make(session, "march", [ready, late], mode="each", actor=crew["pia"], now=NOW)
    assert releases.publish(session, made, actor=crew["pia"], now=NOW) == [ready]
    assert made.state == "going"
    assert [row.what for row in schedules.listed(session)] == ["two/pt"]
    review.approve(session, late, actor=crew["rui"], now=later(1))
    publishing.publish(session, late, actor=crew["pia"], now=later(2))  # somebody's own hand counts, too
    session.refresh(made)
    assert (made.state, schedules.listed(session)) == ("out", [])
    back, _ = releases.rollback(session, made, actor=crew["pia"], now=later(3), reason="wrong")
    assert len(back) == 2
    healthy(session)


def test_what_cannot_be_scheduled(stage):
    session, crew = stage
    version = bring_to(session, crew, "published")
    other = bring_to(session, crew, "in_review", key="other")
    for one, at, who, kind in ((version, later(1), "pia", NotAllowed), (other, later(-1), "pia", UsageError), (other, later(1), "ana", NotAllowed)):
        with pytest.raises(kind):
            schedules.plan(session, [one], at=at, zone="UTC", actor=crew[who], now=NOW)
    publishing.set_rights(session, other.article, actor=crew["pia"], now=NOW, until=later(5), tags=[])
    with pytest.raises(CheckFailed, match="rights"):
        schedules.plan(session, [other], at=later(6), zone="UTC", actor=crew["pia"], now=NOW)
    _, found = schedules.plan(session, [other], at=later(2), zone="UTC", actor=crew["pia"], now=NOW)
    assert [one.gate for one in found] == ["workflow"]
    schedules.plan(session, [other], at=later(3), zone="UTC", actor=crew["pia"], now=NOW)
    assert [row.schedule.at for row in schedules.listed(session)] == [later(3)]
    schedules.cancel(session, versions=[other], actor=crew["pia"], now=NOW)
    assert schedules.listed(session) == []
    assert session.query(Event).where(Event.action == "unschedule").count() == 1
    assert lookup.version(session, "other/pt").status == "in_review"


def test_an_edition_by_typing(newsroom: Desk) -> None:
    newsroom.to("approved")
    newsroom.run("edition", "make", "march", "march-8/pt", who="pia")
    assert newsroom.json("edition", "show", "march")["versions"][0]["blockers"] == []
    newsroom.run("edition", "schedule", "march", "--at", "2026-03-09 18:00", "--zone", "UTC", who="pia")
    newsroom.run("edition", "schedule", "march", "--cancel", who="pia")
    newsroom.run("edition", "schedule", "march", "--at", "2026-03-09 18:00", "--zone", "UTC", who="pia")
    newsroom.run("worker", "--once")
    assert newsroom.json("edition", "list")[0]["state"] == "open"
    newsroom.pass_time(days=2)
    assert "published march (scheduled by pia)" in newsroom.run("worker", "--once").out
    page = newsroom.folder / ".translate-flow/site/pt/march-8.html"
    assert page.exists()
    newsroom.run("edition", "rollback", "march", who="pia", code=2)
    newsroom.run("edition", "rollback", "march", "--reason", "wrong", who="pia")
    assert not page.exists()
    newsroom.run("doctor")
    newsroom.run("edition", "publish", "march", who="pia")
    assert page.exists()
