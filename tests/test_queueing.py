"""Waiting lists: who is next, for whom a free version is kept and how long, and that the database decides between two."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from tests.newsroom import NOW, TARGET, article, later, person, requested, staff
from tests.test_concurrency import at_once, claim, refused, state, verb
from translate_flow import db
from translate_flow.errors import Conflict, NotAllowed, NotFound
from translate_flow.models import Event
from translate_flow.models_planning import Waiting
from translate_flow.reports import tasks
from translate_flow.services import (
    checkins,
    claims,
    coordination,
    doctor,
    lookup,
    people,
    publishing,
    queueing,
    review,
    settings,
    work,
)


@pytest.fixture
def stage(engine):
    """ana holds march-8/pt; ben, then eva, then leo wait for it."""
    with db.scope(engine) as session:
        crew = staff(session) | {handle: person(session, handle, "translator", writes="pt") for handle in ("eva", "leo")}
        version = requested(session, crew)
        claims.claim(session, version, actor=crew["ana"], now=NOW)
        for place, handle in enumerate(("ben", "eva", "leo"), 1):
            found = queueing.claim_or_wait(session, version, actor=crew[handle], now=NOW)
            assert (found.place, found.person, found.holder) == (place, handle, "ana")
        yield session, crew, version
        session.flush()
        assert doctor.examine(session, home=Path("nowhere"), now=later(24 * 365)) == []


def line(session, version) -> list[tuple[str, bool]]:
    return [(one.person, one.kept_until is not None) for one in sorted(queueing.listed(session, version=version), key=lambda one: one.place)]


def events(session, *actions: str) -> list[tuple[str, str, str]]:
    query = select(Event).where(Event.action.in_(actions)).order_by(Event.id)
    return [(event.action, event.data["person"], event.reason.removeprefix(f"{event.data['person']}: ")) for event in session.scalars(query)]


def test_what_is_free_is_claimed_at_once(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        version = requested(session, crew)
        assert queueing.claim_or_wait(session, version, actor=crew["ana"], now=NOW).person_id == crew["ana"].id
        with pytest.raises(NotAllowed, match="You hold"):
            queueing.claim_or_wait(session, version, actor=crew["ana"], now=NOW)
        with pytest.raises(NotAllowed, match="cannot wait"):
            queueing.claim_or_wait(session, version, actor=crew["rui"], now=NOW)


def test_who_waits_keeps_their_place(stage):
    session, crew, version = stage
    assert queueing.claim_or_wait(session, version, actor=crew["eva"], now=later(3)).place == 2
    assert events(session, "wait") == [("wait", "ben", ""), ("wait", "eva", ""), ("wait", "leo", "")]


def test_what_falls_free_is_kept_for_the_first(stage):
    session, crew, version = stage
    settings.put(session, "offer_hours", "12", actor=crew["cora"], now=NOW)
    claims.release(session, version, actor=crew["ana"], now=later(1))
    assert line(session, version) == [("ben", True), ("eva", False), ("leo", False)]
    with pytest.raises(Conflict, match="kept for ben until") as refusal:
        claims.claim(session, version, actor=crew["eva"], now=later(2))
    assert refusal.value.data["until"] == later(13)
    [first] = tasks.tasks(session, crew["ben"]).tasks
    assert (first.todo, first.kept_until, first.status) == ("claim", later(13), "requested")
    assert tasks.tasks(session, crew["eva"]).tasks == []
    claims.claim(session, version, actor=crew["ben"], now=later(2))
    assert line(session, version) == [("eva", False), ("leo", False)]
    assert events(session, "offer", "unwait") == [("offer", "ben", "kept for ben")]


def test_who_has_just_come_waits_behind_an_offer(stage):
    session, crew, version = stage
    claims.release(session, version, actor=crew["ana"], now=later(1))
    found = queueing.claim_or_wait(session, version, actor=crew["ana"], now=later(2))
    assert (found.place, found.holder) == (4, "")


def test_an_offer_goes_on_in_time_and_at_the_end_it_is_free_for_all(stage):
    session, crew, version = stage
    claims.expire(session, lookup.open_claim(session, version), version, now=later(100))
    assert queueing.pass_on(session, now=later(123)) == []
    for hours, late in ((124, "ben"), (148, "eva"), (172, "leo")):
        assert queueing.pass_on(session, now=later(hours)) == [("march-8/pt", late)]
    assert line(session, version) == []
    claims.claim(session, version, actor=crew["max"], now=later(172))
    told = events(session, "offer", "unwait")
    assert told == [(action, handle, reason) for handle in ("ben", "eva", "leo") for action, reason in (("offer", f"kept for {handle}"), ("unwait", "not taken in time"))]


def test_an_offer_that_ran_out_unseen_passes_on_when_somebody_claims(stage):
    session, crew, version = stage
    claims.release(session, version, actor=crew["ana"], now=later(1))
    with pytest.raises(Conflict, match="kept for eva"):
        claims.claim(session, version, actor=crew["leo"], now=later(26))
    with pytest.raises(Conflict, match="kept for eva"):
        claims.claim(session, version, actor=crew["ben"], now=later(27))


def test_a_lease_that_ran_out_is_offered_before_anybody_takes_it(stage):
    session, crew, version = stage
    with pytest.raises(Conflict, match="kept for ben"):
        claims.claim(session, version, actor=crew["eva"], now=later(73))
    claims.claim(session, version, actor=crew["ben"], now=later(73))


def test_work_done_goes_before_an_offer(stage):
    """Whose lease ran out and who has a text loses nothing to somebody who has not begun."""
    session, crew, version = stage
    claims.expire_due(session, now=later(73))
    assert line(session, version)[0] == ("ben", True)
    stored = checkins.checkin(session, TARGET.encode(), actor=crew["ana"], now=later(74), address=version.address, name="t.md")
    assert stored.reclaimed
    assert line(session, version) == [("ben", False), ("eva", False), ("leo", False)]
    claims.release(session, version, actor=crew["ana"], now=later(75))
    assert line(session, version)[0] == ("ben", True)


def test_a_coordinator_may_assign_it_to_anybody(stage):
    session, crew, version = stage
    claims.release(session, version, actor=crew["ana"], now=later(1))
    claims.assign(session, version, crew["leo"], actor=crew["cora"], now=later(2))
    assert line(session, version) == [("ben", False), ("eva", False)]


def test_who_gives_up_an_offer_passes_it_on(stage):
    session, crew, version = stage
    claims.release(session, version, actor=crew["ana"], now=later(1))
    queueing.leave(session, version, actor=crew["eva"], now=later(2))
    queueing.leave(session, version, actor=crew["ben"], now=later(2))
    assert line(session, version) == [("leo", True)]
    with pytest.raises(NotFound):
        queueing.leave(session, version, actor=crew["ben"], now=later(2))


def test_who_cannot_take_it_is_passed_over(stage):
    session, crew, version = stage
    people.change(session, "ben", writes=["en"], actor=crew["cora"], now=NOW)
    people.change(session, "eva", active=False, actor=crew["cora"], now=NOW)
    assert line(session, version) == [("ben", False), ("leo", False)]
    claims.release(session, version, actor=crew["ana"], now=later(1))
    assert line(session, version) == [("ben", False), ("leo", True)]
    people.change(session, "leo", active=False, actor=crew["cora"], now=later(2))
    assert line(session, version) == [("ben", False)]
    claims.claim(session, version, actor=crew["max"], now=later(2))


def test_a_line_offered_to_who_reads_another_source_is_settled_by_the_claim(stage):
    session, crew, _ = stage
    other = requested(session, crew, "en", key="other")
    claims.claim(session, other, actor=crew["ana"], now=NOW)
    queueing.claim_or_wait(session, other, actor=crew["ben"], now=NOW)
    people.change(session, "ben", reads=["es"], writes=["pt", "en"], actor=crew["cora"], now=NOW)
    claims.release(session, other, actor=crew["ana"], now=later(1))
    coordination.request(session, other.article, "fr", actor=crew["cora"], now=later(1))
    coordination.request(session, other.article, "en", source="fr", actor=crew["cora"], now=later(1))
    claims.claim(session, other, actor=crew["max"], now=later(2))
    assert line(session, other) == [("ben", False)]


@pytest.mark.parametrize("way", ["cancel", "publish"])
def test_what_is_out_or_cancelled_is_waited_for_no_more(stage, way):
    session, crew, version = stage
    if way == "cancel":
        coordination.cancel(session, version, actor=crew["cora"], now=later(1), reason="test")
    else:
        checkins.checkin(session, TARGET.encode(), actor=crew["ana"], now=NOW, address=version.address, name="t.md")
        work.submit(session, version, actor=crew["ana"], now=NOW)
        review.approve(session, version, actor=crew["rui"], now=NOW)
        assert len(line(session, version)) == 3
        publishing.publish(session, version, actor=crew["pia"], now=NOW)
    assert line(session, version) == []
    why = "it is cancelled" if way == "cancel" else "it is published"
    assert events(session, "unwait") == [("unwait", handle, why) for handle in ("ben", "eva", "leo")]


def test_what_comes_back_from_review_is_its_translators(stage):
    session, crew, version = stage
    checkins.checkin(session, TARGET.encode(), actor=crew["ana"], now=NOW, address=version.address, name="t.md")
    work.submit(session, version, actor=crew["ana"], now=NOW)
    review.send_back(session, version, actor=crew["rui"], now=NOW, reason="the figures")
    assert line(session, version) == [("ben", False), ("eva", False), ("leo", False)]


# ── two at the same moment ──


def lined(engine, rounds: int = 6) -> list[str]:
    """Versions that ana holds and ben waits for."""
    with db.scope(engine) as session:
        crew = staff(session)
        made = [requested(session, crew, key=f"a-{number}") for number in range(rounds)]
        for version in made:
            claims.claim(session, version, actor=crew["ana"], now=NOW)
            queueing.claim_or_wait(session, version, actor=crew["ben"], now=NOW)
        return [version.address for version in made]


def waits(session, version, actor):
    return queueing.claim_or_wait(session, version, actor=actor, now=later(1))


def release(session, version, actor):
    claims.release(session, version, actor=actor, now=later(1))


def test_a_release_against_a_claim_and_one_who_waits(engine):
    for address in lined(engine):
        freed, claimed, waited = at_once(verb(engine, "ana", release, address), verb(engine, "max", claim, address), verb(engine, "max", waits, address))
        assert freed is None
        assert isinstance(claimed, Conflict), repr(claimed)
        assert isinstance(waited, queueing.Place), repr(waited)
        with db.scope(engine, writes=False) as session:
            assert line(session, lookup.version(session, address)) == [("ben", True), ("max", False)]
        assert state(engine, address) == ("requested", "")


def test_two_pass_on_one_offer(engine):
    addresses = lined(engine)
    with db.scope(engine) as session:
        for address in addresses:
            claims.release(session, lookup.version(session, address), actor=people.find(session, "ana"), now=later(1))
            queueing.claim_or_wait(session, lookup.version(session, address), actor=people.find(session, "max"), now=later(1))

    def passes(session, version, actor):
        return queueing.pass_on(session, now=later(30))

    def takes(session, version, actor):
        return claims.claim(session, version, actor=actor, now=later(30)).person_id

    first, second, taken = at_once(verb(engine, None, passes), verb(engine, None, passes), verb(engine, "ben", takes, addresses[0]))
    for outcome in (first, second):
        assert not isinstance(outcome, Exception) or refused(outcome), repr(outcome)
    with db.scope(engine) as session:
        queueing.pass_on(session, now=later(30))
        offers = session.execute(select(Waiting.version_id).where(Waiting.offered_until.is_not(None))).scalars().all()
        assert len(offers) == len(set(offers))
        for address in addresses:
            assert line(session, lookup.version(session, address)) == [("max", True)] or (address == addresses[0] and not refused(taken))
        told = [row for row in events(session, "unwait") if row[1] == "ben"]
        assert len(told) == len(addresses) - (0 if refused(taken) else 1)


def test_the_database_keeps_a_version_for_one(stage):
    session, crew, version = stage
    session.flush()
    again = insert(Waiting).values(version_id=version.id, person_id=crew["ben"].id, at=NOW)
    both = update(Waiting).where(Waiting.version_id == version.id).values(offered_until=later(1))
    for statement in (again, both):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(statement, execution_options={"synchronize_session": False})


# ── by typing ──


def test_a_line_by_typing(newsroom):
    newsroom.to("translating")
    assert "in place 1; ana holds it until" in newsroom.run("claim", "march-8/pt", "--wait", who="ben").err
    assert newsroom.json("waits", who="ben")[0]["holder"] == "ana"
    assert newsroom.json("waits", who="cora")[0]["person"] == "ben"
    assert newsroom.json("waits", who="ana") == []
    newsroom.pass_time(hours=73)
    kept = newsroom.json("tasks", who="ben")[0]
    assert (kept["todo"], kept["kept_until"]) == ("claim", "2026-03-12T13:00:00Z")
    assert "kept for you until" in newsroom.run("tasks", who="ben").out
    refusal = newsroom.run("claim", "march-8/pt", who="ana", code=5)
    assert "kept for ben until" in refusal.err
    newsroom.pass_time(hours=25)
    assert "passed on march-8/pt: ben did not take it in time" in newsroom.run("worker", "--once").out
    newsroom.run("claim", "march-8/pt", who="ana")
    newsroom.run("claim", "march-8/pt", "--wait", who="ben")
    newsroom.run("release", "march-8/pt", who="ana")
    newsroom.run("unwait", "march-8/pt", who="ben")
    newsroom.run("unwait", "march-8/pt", who="ben", code=3)
    newsroom.run("claim", "march-8/pt", who="ana")
    newsroom.run("doctor")


def test_the_worker_wakes_when_an_offer_ends(engine):
    from translate_flow.services import worker

    with db.scope(engine) as session:
        crew = staff(session)
        version = requested(session, crew)
        claims.claim(session, version, actor=crew["ana"], now=NOW)
        queueing.claim_or_wait(session, version, actor=crew["ben"], now=NOW)
        claims.release(session, version, actor=crew["ana"], now=NOW)
        assert worker.next_moment(session, NOW) == later(24)


def test_an_article_has_many_lines_and_each_is_its_own(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        found = article(session, crew["cora"])
        both = [coordination.request(session, found, tag, actor=crew["cora"], now=NOW) for tag in ("pt", "en")]
        for version in both:
            claims.claim(session, version, actor=crew["ana"], now=NOW)
            queueing.claim_or_wait(session, version, actor=crew["ben"], now=NOW)
        claims.release(session, both[0], actor=crew["ana"], now=NOW)
        assert [line(session, version) for version in both] == [[("ben", True)], [("ben", False)]]
