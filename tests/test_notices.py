"""Who is told what, by the verbs themselves and by the clock, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.newsroom import NOW, SOURCE, TARGET, bring_to, later, requested, staff
from translate_flow import db
from translate_flow.errors import Conflict, NotAllowed, NotFound, UsageError
from translate_flow.models import Claim, Event, Person, Setting, Version
from translate_flow.models_notices import Hook, Notice, Outgoing
from translate_flow.services import (
    checkins,
    choices,
    claims,
    coordination,
    corrections,
    hooks,
    importing,
    inbox,
    lookup,
    notices,
    people,
    publishing,
    reminders,
    review,
    schedules,
    transitions,
    work,
    worker,
)
from translate_flow.services import delivery as channels
from translate_flow.services.sources import Incoming


def told(session, *, after: int = 0) -> list[tuple[str, str]]:
    """(who, what) of each notice, in order."""
    session.flush()
    query = select(Person.handle, Notice.kind).join(Notice, Notice.person_id == Person.id).where(Notice.id > after).order_by(Notice.id)
    return [tuple(row) for row in session.execute(query)]


def last(session) -> int:
    return session.scalar(select(func.max(Notice.id))) or 0


def revise(session, crew, text: str = SOURCE.replace("Miles", "Decenas de miles"), now=NOW, key: str = "march-8") -> None:
    from translate_flow import formats

    body = text.encode()
    importing.revise(session, lookup.version(session, f"{key}/es"), Incoming(document=formats.get("markdown").read(body), body=body, key=key, language="es", origin="x"), actor=crew["cora"], now=now)


def with_mail(session, *crew: Person) -> None:
    session.add(Setting(name="smtp", value="smtp://localhost"))
    for person in crew:
        person.email = f"{person.handle}@example.org"
    session.flush()


def outgoing(session) -> list[tuple[str, str, str, str, datetime]]:
    query = (
        select(Person.handle, Notice.kind, Outgoing.way, Outgoing.pace, Outgoing.due_at)
        .join(Notice, Notice.id == Outgoing.notice_id).join(Person, Person.id == Outgoing.person_id).order_by(Outgoing.id)
    )  # fmt: skip
    return [tuple(row) for row in session.execute(query)]


@pytest.fixture
def room(engine):
    """A session in a writing transaction, and the crew."""
    with db.scope(engine) as session:
        yield session, staff(session)


# ── the verbs ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_actions_that_concern_somebody_are_known_to_both():
    assert set(notices._OF) == transitions.TOLD
    assert set(choices.NOTICES) <= {"late", "lease", "deadline", "hook", "newsroom", "offered", "blocked", "source"} | {"assigned", "returned", "approved", "published", "expired", "taken", "review", "ready"}


def test_a_version_on_its_way(room):
    session, crew = room
    version = requested(session, crew)
    assert told(session) == []
    claims.assign(session, version, crew["ana"], actor=crew["cora"], now=later(1), due_at=later(100))
    [assigned] = inbox.of(session, crew["ana"])
    assert (assigned.address, assigned.title, assigned.actor, assigned.data["due_at"]) == ("march-8/pt", "El ocho de marzo", "cora", notices.iso(later(100)))
    assert assigned.moment("until") == later(73)
    assert assigned.command == "translate-flow checkout march-8/pt"
    checkins.checkin(session, TARGET.encode(), actor=crew["ana"], now=later(2), address=version.address, name="t.md")
    work.submit(session, version, actor=crew["ana"], now=later(3))
    review.send_back(session, version, actor=crew["rui"], now=later(4), reason="the second quotation")
    work.submit(session, version, actor=crew["ana"], now=later(5))
    review.approve(session, version, actor=crew["rui"], now=later(6))
    publishing.publish(session, version, actor=crew["pia"], now=later(7))
    revise(session, crew, now=later(8))
    assert told(session) == [
        ("ana", "assigned"), ("rui", "review"), ("max", "review"), ("ana", "returned"), ("rui", "review"), ("max", "review"),
        ("ana", "approved"), ("pia", "ready"), ("max", "ready"), ("ana", "published"), ("rui", "published"), ("ana", "source"),
    ]  # fmt: skip
    mine = inbox.of(session, crew["ana"])
    assert [one.kind for one in mine] == ["source", "published", "approved", "returned", "assigned"]
    assert (mine[3].reason, mine[3].actor, mine[3].moment("until")) == ("the second quotation", "rui", later(4 + 72))
    assert (mine[0].data["class"], mine[0].data["blocks"], mine[0].data["from"]) == ("wording", 1, "es")
    assert mine[0].data["words"] > 3
    assert session.scalar(select(func.count()).select_from(Outgoing)) == 0  # nobody has an address, and there is no mail server


def test_nobody_is_told_of_their_own_doing(room):
    session, crew = room
    version = requested(session, crew)
    claims.claim(session, version, actor=crew["max"], now=later(1))
    checkins.checkin(session, TARGET.encode(), actor=crew["max"], now=later(2), address=version.address, name="t.md")
    claims.release(session, version, actor=crew["max"], now=later(3))
    claims.assign(session, version, crew["max"], actor=crew["max"], now=later(4))
    work.submit(session, version, actor=crew["max"], now=later(5))
    review.send_back(session, version, actor=crew["rui"], now=later(6), reason="x")
    work.submit(session, version, actor=crew["max"], now=later(7))
    review.approve(session, version, actor=crew["rui"], now=later(8))
    publishing.publish(session, version, actor=crew["max"], now=later(9))
    assert told(session) == [("rui", "review"), ("max", "returned"), ("rui", "review"), ("max", "approved"), ("pia", "ready"), ("max", "ready"), ("rui", "published")]


@pytest.mark.parametrize("verb", ["release", "cancel", "expire"])
def test_what_is_taken_from_somebody(room, verb):
    session, crew = room
    version = bring_to(session, crew, "translating")
    if verb == "release":
        claims.release(session, version, actor=crew["cora"], now=later(1), reason="Ben has time")
    elif verb == "cancel":
        coordination.cancel(session, version, actor=crew["cora"], now=later(1), reason="no longer news")
    else:
        assert claims.expire_due(session, now=later(100)) == ["march-8/pt"]
    assert told(session) == [("ana", "expired" if verb == "expire" else "taken")]
    [one] = inbox.of(session, crew["ana"])
    assert one.reason == {"release": "Ben has time", "cancel": "no longer news", "expire": ""}[verb]


def test_cancelling_what_nobody_works_on_concerns_nobody(room):
    session, crew = room
    bring_to(session, crew, "cancelled")
    assert told(session) == []


def test_the_source_changes_under_what_is_held_and_under_what_is_out(room):
    session, crew = room
    held = bring_to(session, crew, "translating")  # not begun: how far it is behind, nobody can say
    there = coordination.request(session, held.article, "en", actor=crew["cora"], now=NOW)
    claims.claim(session, there, actor=crew["ben"], now=NOW)
    checkins.checkin(session, b"# The eighth of March\n\nThousands went into the street.\n\nThe fight goes on.\n", actor=crew["ben"], now=NOW, address=there.address, name="t.md")
    revise(session, crew, now=later(1))
    [mine], [bens] = inbox.of(session, crew["ana"]), inbox.of(session, crew["ben"])
    assert (mine.kind, mine.data) == ("source", {"class": "wording", "from": "es"})
    assert (bens.kind, bens.data["class"], bens.data["blocks"]) == ("source", "wording", 1)
    at = last(session)
    revise(session, crew, SOURCE.replace("Miles", "Decenas de miles"), now=later(2))  # the same text again
    assert told(session, after=at) == []
    corrections.declare(session, lookup.version(session, "march-8/es"), kind="correction", reason="the figure was wrong", actor=crew["cora"], now=later(3))
    assert told(session, after=at) == [("ana", "source"), ("ben", "source")]
    assert {one.data["class"] for one in inbox.of(session, crew["ben"], limit=1)} == {"correction"}


def test_a_relay_hears_of_the_version_it_comes_from_only_when_that_is_out_anew(room):
    session, crew = room
    middle = bring_to(session, crew, "published")
    child = coordination.request(session, middle.article, "en", actor=crew["cora"], now=NOW, source="pt")
    claims.claim(session, child, actor=crew["ben"], now=NOW)
    at = last(session)
    revise(session, crew, now=later(1))
    assert told(session, after=at) == [("ana", "source")]  # ben's own source has not moved
    coordination.reopen(session, middle, actor=crew["cora"], now=later(2))
    claims.claim(session, middle, actor=crew["ana"], now=later(2))
    text = TARGET.replace("Milhares", "Dezenas de milhares").encode()
    work.checkout(session, middle, actor=crew["ana"], now=later(2))
    checkins.checkin(session, text, actor=crew["ana"], now=later(3), address=middle.address, name="t.md")
    work.submit(session, middle, actor=crew["ana"], now=later(3), unfinished=True)
    review.approve(session, middle, actor=crew["rui"], now=later(4))
    at = last(session)
    publishing.publish(session, middle, actor=crew["pia"], now=later(5))
    assert told(session, after=at) == [("ana", "published"), ("rui", "published"), ("ben", "source")]


def test_a_carry_by_somebody_else_is_told(room):
    from translate_flow.services import carrying

    session, crew = room
    version = bring_to(session, crew, "published")
    revise(session, crew, now=later(1))
    at = last(session)
    carrying.carry(session, version, actor=crew["cora"], now=later(2))
    assert told(session, after=at) == [("ana", "source")]
    [one] = inbox.of(session, crew["ana"], limit=1)
    assert (one.data["carried"], one.data["left"]) == (True, 1)


def test_what_a_gate_holds_back_is_told_once_to_whoever_scheduled_it(engine, tmp_path):
    with db.scope(engine) as session:
        crew = staff(session)
        version = bring_to(session, crew, "in_review")
        schedules.plan(session, [version], at=later(1), zone="UTC", actor=crew["pia"], now=NOW)
    for hours in (2, 3, 4):
        desk = channels.Desk(lambda *, writes=False: db.scope(engine, writes=writes), engine, tmp_path, later(hours))
        list(worker.run(desk))
    with db.scope(engine, writes=False) as session:
        [one] = inbox.of(session, people.find(session, "pia"))
        assert (one.kind, one.address) == ("blocked", "march-8/pt")
        assert "in review" in one.reason


def test_who_has_left_is_told_nothing(room):
    session, crew = room
    version = bring_to(session, crew, "in_review")
    people.change(session, "ana", active=False, actor=crew["cora"], now=NOW)
    at = last(session)
    review.approve(session, version, actor=crew["rui"], now=later(1))
    assert told(session, after=at) == [("pia", "ready"), ("max", "ready")]
    assert notices.tell(session, "offered", person_id=crew["ana"].id, version=version, now=NOW) is None


def test_what_never_happened_is_not_told(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        requested(session, crew)

    def killed() -> None:
        with db.scope(engine) as session:
            version = lookup.version(session, "march-8/pt")
            claims.assign(session, version, people.find(session, "ana"), actor=people.find(session, "cora"), now=later(1))
            assert len(told(session)) == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()
    with db.scope(engine, writes=False) as session:
        assert told(session) == []


def test_what_concerns_nobody_costs_no_query(room):
    from sqlalchemy import event

    session, crew = room
    version = requested(session, crew)
    session.flush()
    sent: list[str] = []
    connection = session.connection()
    note = lambda *words: sent.append(words[2])  # noqa: E731
    event.listen(connection, "before_cursor_execute", note)
    transitions.record(session, "extend", actor=crew["ana"], now=NOW, version=version)
    transitions.record(session, "publish", actor=crew["pia"], now=NOW, version=version)  # it has no translator
    event.remove(connection, "before_cursor_execute", note)
    assert [one for one in sent if "obligations" not in one and "INSERT INTO events" not in one] == []


# ── the clock ────────────────────────────────────────────────────────────────────────────────────────────────────────


def reminded(engine, at: datetime) -> list[tuple[str, str]]:
    with db.scope(engine) as session:
        before = last(session)
        count = notices.remind(session, now=at)
        found = told(session, after=before)
    assert len(found) == count
    return found


def test_a_lease_is_told_of_once_and_anew_when_it_was_renewed(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        bring_to(session, crew, "translating")  # until 72 hours
    assert reminded(engine, later(59)) == []
    assert reminded(engine, later(61)) == [("ana", "lease")]
    assert reminded(engine, later(62)) == []
    with db.scope(engine) as session:
        claims.extend(session, lookup.version(session, "march-8/pt"), actor=people.find(session, "ana"), now=later(63))
    assert reminded(engine, later(64)) == []
    assert reminded(engine, later(63 + 61)) == [("ana", "lease")]
    assert reminded(engine, later(63 + 73)) == []  # it has run out: `expire` tells that
    with db.scope(engine, writes=False) as session:
        assert [one.moment("until") for one in inbox.of(session, people.find(session, "ana"))] == [later(63 + 72), later(72)]


def test_a_short_lease_is_not_told_of_as_it_begins(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        version = requested(session, crew)
        claims.claim(session, version, actor=crew["ana"], now=NOW, hours=6)
    assert reminded(engine, later(1)) == []
    assert reminded(engine, later(4)) == [("ana", "lease")]


def test_dates_that_come_near_pass_and_are_moved(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        version = requested(session, crew)
        claims.assign(session, version, crew["ana"], actor=crew["cora"], now=NOW, due_at=later(24 * 10), hours=24 * 60)
    at = lambda days: later(24 * days)  # noqa: E731
    assert reminded(engine, at(7)) == []
    assert reminded(engine, at(8.5)) == [("ana", "deadline")]
    assert reminded(engine, at(9)) == []
    with db.scope(engine) as session:
        lookup.version(session, "march-8/pt").due_at = at(15)
    assert reminded(engine, at(9)) == []
    assert reminded(engine, at(13.5)) == [("ana", "deadline")]  # the old one does not stop the new one
    assert reminded(engine, at(15.1)) == [("ana", "late")]
    assert reminded(engine, at(21)) == []
    assert reminded(engine, at(22.1)) == [("ana", "late")]  # a week later
    assert reminded(engine, at(23)) == []


def test_in_review_a_date_is_the_reviewers(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        version = bring_to(session, crew, "in_review")
        version.due_at = later(24)
    assert reminded(engine, later(1)) == [("rui", "deadline"), ("max", "deadline")]
    with db.scope(engine) as session:
        version = lookup.version(session, "march-8/pt")
        version.reviewer_id = people.find(session, "rui").id  # sent back before: it is theirs
    assert reminded(engine, later(25)) == [("rui", "late")]


def test_what_nobody_works_on_or_is_done_is_not_reminded_of(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        for number, status in enumerate(("requested", "approved", "published", "cancelled")):
            bring_to(session, crew, status, key=f"a-{number}").due_at = later(1)
        people.change(session, "ana", active=False, actor=crew["cora"], now=NOW)
        bring_to_left = requested(session, crew, key="left")
        claims.assign(session, bring_to_left, crew["ben"], actor=crew["cora"], now=NOW, due_at=later(1))
        people.change(session, "ben", active=False, actor=crew["cora"], now=NOW)
    assert reminded(engine, later(2)) == []


def test_two_workers_tell_it_once(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        for number in range(5):
            bring_to(session, crew, "translating", key=f"a-{number}").due_at = later(1)
    ready, failed = threading.Barrier(4), []

    def run() -> None:
        try:
            ready.wait()
            with db.scope(engine) as session:
                notices.remind(session, now=later(65))
        except Exception as error:  # reported below
            failed.append(error)

    crowd = [threading.Thread(target=run) for _ in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert failed == []
    with db.scope(engine, writes=False) as session:
        assert sorted(told(session)) == [("ana", "late")] * 5 + [("ana", "lease")] * 5


def test_batches_are_bounded_and_end(engine, monkeypatch):
    monkeypatch.setattr(reminders, "MOST", 2)
    with db.scope(engine) as session:
        crew = staff(session)
        for number in range(5):
            bring_to(session, crew, "translating", key=f"a-{number}")
    assert [len(reminded(engine, later(65))) for _ in range(4)] == [2, 2, 1, 0]


def test_reminders_read_indexes(sqlite_url):
    engine = db.engine_for(sqlite_url)
    with db.scope(engine, writes=False) as session:
        late = reminders._dates(session, "late", "v.due_at <= :now", "v.due_at <= :now")
        values = {"now": "", "then": "", "seconds": 0, "most": 1}
        plan = " ".join(str(row[-1]) for row in session.connection().exec_driver_sql(f"explain query plan {late}", {k: v for k, v in values.items() if f":{k}" in late}))
    engine.dispose()
    assert "SCAN v" not in plan
    assert "uq_notices_once" in plan or "sqlite_autoindex_notices" in plan


def test_the_days_numbers_for_coordinators(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        bring_to(session, crew, "in_review").due_at = later(1)
        requested(session, crew, key="other")
        choices.choose(session, crew["cora"], "newsroom", pace="daily", actor=crew["cora"], now=NOW)
        choices.choose(session, crew["ana"], "newsroom", pace="daily", actor=crew["ana"], now=NOW)  # coordinates nothing
    morning = datetime(2026, 3, 17, 8, 0, tzinfo=UTC)
    assert ("cora", "newsroom") in reminded(engine, morning - timedelta(days=1))
    assert ("cora", "newsroom") not in reminded(engine, morning - timedelta(minutes=1))
    assert ("cora", "newsroom") in reminded(engine, morning)
    assert ("cora", "newsroom") not in reminded(engine, morning + timedelta(hours=8))
    with db.scope(engine, writes=False) as session:
        one = inbox.of(session, people.find(session, "cora"))[0]
        assert one.data == {"late": 1, "stuck": 1, "behind": 0, "review": 1, "free": 1}
        assert [row for row in told(session) if row[1] == "newsroom"] == [("cora", "newsroom")] * 2


# ── choices ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_usual_goes_by_mail_where_there_is_one(room):
    session, crew = room
    with_mail(session, crew["ana"], crew["rui"])
    version = bring_to(session, crew, "in_review")
    review.send_back(session, version, actor=crew["rui"], now=later(1), reason="x")
    morning = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    assert outgoing(session) == [("rui", "review", "mail", "daily", morning), ("ana", "returned", "mail", "once", later(1))]


def test_choices_hold(room, tmp_path):
    session, crew = room
    with_mail(session, crew["ana"])
    ana, cora = crew["ana"], crew["cora"]
    for name in ("chat", "app"):
        hooks.add(session, name, "slack", f"https://example.org/{name}", home=tmp_path, actor=cora, now=NOW)
    set_to = lambda kind, **how: choices.choose(session, ana, kind, actor=ana, now=NOW, **how)  # noqa: E731
    now = lambda kind: next([(route.name, route.pace) for route in one.routes] for one in choices.shown(session, ana) if one.kind == kind)  # noqa: E731
    assert now("returned") == [("mail", "once")]
    set_to("returned", pace="daily")
    assert now("returned") == [("mail", "daily")]
    set_to("returned", ways=["chat"])
    assert now("returned") == [("chat", "once")]
    set_to("returned", ways=["mail"], pace="daily", also=True)
    assert now("returned") == [("chat", "once"), ("mail", "daily")]
    set_to("returned", pace="never")
    assert now("returned") == []
    assert now("assigned") == [("mail", "once")]
    set_to("all", ways=["app"])
    assert (now("returned"), now("source"), now("newsroom")) == ([("app", "once")], [("app", "daily")], [])
    set_to("all", ways=["app"], pace="daily")
    assert now("returned") == now("newsroom") == [("app", "daily")]
    set_to("approved", pace="never")
    assert (now("approved"), now("late")) == ([], [("app", "daily")])
    set_to("all", pace="never")
    assert now("returned") == now("late") == []
    choices.forget(session, ana, "all", actor=ana, now=NOW)
    assert now("returned") == [("mail", "once")]


def test_nonsense_is_refused_when_it_is_set(room):
    session, crew = room
    ana = crew["ana"]
    for error, kind, how in (
        (NotFound, "retuned", {"pace": "once"}), (NotFound, "returned", {"ways": ["pager"]}), (UsageError, "returned", {"pace": "hourly"}),
        (UsageError, "returned", {"ways": ["mail"]}), (UsageError, "returned", {}),
    ):  # fmt: skip
        with pytest.raises(error):
            choices.choose(session, ana, kind, actor=ana, now=NOW, **how)
    for text in ("8", "25:00", "08:60", "8:00", "", "08:00:00", "noon"):
        with pytest.raises(UsageError):
            choices.digest_at(session, ana, text, actor=ana, now=NOW)
    with pytest.raises(NotAllowed):
        choices.choose(session, ana, "all", pace="never", actor=crew["ben"], now=NOW)
    choices.choose(session, ana, "all", pace="never", actor=crew["cora"], now=NOW)


@pytest.mark.parametrize(
    ("zone", "at", "after", "then"),
    [
        ("UTC", "08:00", "2026-03-08T07:59Z", "2026-03-08T08:00Z"),
        ("UTC", "08:00", "2026-03-08T08:00Z", "2026-03-09T08:00Z"),
        ("Europe/Lisbon", "08:00", "2026-03-28T09:00Z", "2026-03-29T07:00Z"),  # clocks go forward that night
        ("Europe/Lisbon", "01:30", "2026-03-28T09:00Z", "2026-03-29T01:30Z"),  # a time that is not there
        ("Europe/Lisbon", "01:30", "2026-10-24T09:00Z", "2026-10-25T00:30Z"),  # there twice: the first
        ("Europe/Lisbon", "01:30", "2026-10-25T00:30Z", "2026-10-26T01:30Z"),  # and not again
        ("Asia/Kolkata", "08:00", "2026-03-08T02:29Z", "2026-03-08T02:30Z"),
        ("Pacific/Kiritimati", "08:00", "2026-03-08T12:00Z", "2026-03-08T18:00Z"),
        ("Pacific/Apia", "08:00", "2011-12-29T18:30Z", "2011-12-30T18:00Z"),  # a day was left out there
    ],
)
def test_the_time_of_a_digest(zone, at, after, then):
    moment = lambda text: datetime.fromisoformat(text.replace("Z", "+00:00"))  # noqa: E731
    assert choices.next_digest(at, zone, moment(after)) == moment(then)


def test_a_digest_goes_out_by_the_clock_of_whoever_gets_it(room):
    session, crew = room
    with_mail(session, crew["rui"])
    people.change(session, "rui", zone="America/New_York", actor=crew["cora"], now=NOW)
    choices.digest_at(session, crew["rui"], "18:30", actor=crew["rui"], now=NOW)
    bring_to(session, crew, "in_review")  # on the day on which clocks went forward there
    assert [row[-1] for row in outgoing(session)] == [datetime(2026, 3, 8, 22, 30, tzinfo=UTC)]


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", ["ana@example.org", "a.ruiz+desk@news.example.org", "ana@mailhost", "josé@example.org", "ana@bücher.example"])
def test_addresses_that_are_taken(address):
    assert people._email(address) == address


@pytest.mark.parametrize(
    "address",
    ["ana", "ana@", "@example.org", "ana@example.org, ben@example.org", "Ana <ana@example.org>", "ana@example.org\nBcc: ben@example.org", "ana\r@example.org",
     "a b@example.org", "ana@exa mple.org", "ana@example..org", "ana@-example.org", f"{'a' * 65}@example.org", f"ana@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.org", '"a b"@example.org', "ana@[127.0.0.1]", "\u202eana@example.org"],
)  # fmt: skip
def test_addresses_that_are_none(address):
    with pytest.raises(UsageError):
        people._email(address)


def test_an_address_is_looked_at_when_it_is_set(room):
    session, crew = room
    by = {"actor": crew["cora"], "now": NOW}
    for address in ("ana@example.org\nBcc: ben@example.org", "ana"):
        with pytest.raises(UsageError):
            people.change(session, "ana", email=address, **by)
        with pytest.raises(UsageError):
            people.add(session, "eva", roles=["translator"], email=address, **by)
    assert people.change(session, "ana", email="ana@Example.org", **by).email == "ana@example.org"
    assert people.change(session, "ana", email="", **by).email == ""


# ── hooks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "target",
    ["http://example.org/x", "http://10.0.0.1/", "http://localhost.example.org/", "https://", "ftp://example.org/", "https://user:pw@example.org/",
     "https://user@example.org/", "https://example.org/#a", "https://example.org/\nX: y", "https://example.org/a b", "javascript:alert(1)",
     "https://example.org:99999/", "//example.org/", "", "https://exa\\mple.org", "https://example.org/" + "a" * 2000, "https://éxample.org/"],
)  # fmt: skip
def test_addresses_that_no_hook_may_have(target):
    with pytest.raises(UsageError):
        hooks._url(target)


@pytest.mark.parametrize("target", ["https://example.org/hooks/1?token=abc", "http://localhost:8000/", "http://127.0.0.1:9/x", "http://[::1]:9/", "https://example.org:8443/A"])
def test_addresses_that_a_hook_may_have(target):
    assert hooks._url(target) == hooks._url(target.replace("http", "HTTP")) == target


def test_a_webhook_has_a_secret_that_nobody_reads_again(room, tmp_path):
    session, crew = room
    row = hooks.add(session, "app", "webhook", "https://example.org/hooks/1?token=abc", home=tmp_path, actor=crew["cora"], now=NOW)
    old = row.secret
    assert (old[:6], len(old)) == ("whsec_", 50)
    assert hooks.rotate(session, "app", actor=crew["cora"], now=NOW) not in {"", old}
    told = "".join(str(data) for data in session.scalars(select(Event.data)))
    assert "example.org" in told
    assert "token" not in told + hooks.where(row)
    assert "whsec" not in told
    for name, kind in (("App", "webhook"), ("mail", "webhook"), ("", "webhook"), ("a b", "webhook"), ("chat", "pager"), ("x" * 65, "webhook")):
        with pytest.raises(UsageError):
            hooks.add(session, name, kind, "https://example.org/", home=tmp_path, actor=crew["cora"], now=NOW)
    with pytest.raises(Conflict):
        hooks.add(session, "app", "webhook", "https://example.org/", home=tmp_path, actor=crew["cora"], now=NOW)


def test_paths_of_files(room, tmp_path):
    session, crew = room
    home = tmp_path / "home"
    home.mkdir()
    (home / "translate-flow.db").write_bytes(b"SQLite format 3\0")
    (home / "old.xml").write_text('<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>')
    add = lambda name, target, kind="file", who="cora": hooks.add(session, name, kind, target, home=home, actor=crew[who], now=NOW)  # noqa: E731
    assert hooks.place(add("log", "notices.jsonl"), home=home).target == str(home / "notices.jsonl")
    add("old", "old.xml", "feed")
    for target in ("", "none/x.jsonl", "translate-flow.db", ".", "a\0b", "old.xml"):
        with pytest.raises(UsageError):
            add("other", target)
    with pytest.raises(NotAllowed):
        add("out", "../x.jsonl")
    add("out", "../x.jsonl", who="max")
    with pytest.raises(UsageError):
        hooks.rotate(session, "log", actor=crew["cora"], now=NOW)
    with pytest.raises(NotAllowed):
        add("mine", "y.jsonl", who="ana")


def test_a_hook_that_goes_is_told_to_whoever_chose_it(room, tmp_path):
    session, crew = room
    hooks.add(session, "chat", "slack", "https://example.org/T/x", home=tmp_path, actor=crew["cora"], now=NOW)
    for handle in ("ana", "rui"):
        choices.choose(session, crew[handle], "all", ways=["chat"], pace="once", actor=crew[handle], now=NOW)
    bring_to(session, crew, "in_review")
    assert outgoing(session) == [("rui", "review", "hook", "once", NOW)]
    [listed] = hooks.listed(session)
    assert (listed.people, listed.waiting) == (2, 1)
    at = last(session)
    assert hooks.remove(session, "chat", actor=crew["cora"], now=later(1)) == ["ana", "rui"]
    assert told(session, after=at) == [("ana", "hook"), ("rui", "hook")]
    assert outgoing(session) == []
    assert session.scalar(select(func.count()).select_from(Hook)) == 0
    assert [one.kind for one in inbox.of(session, crew["rui"])] == ["hook", "review"]


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_read_is_marked(room):
    session, crew = room
    for number in range(3):
        version = requested(session, crew, key=f"a-{number}")
        claims.assign(session, version, crew["ana"], actor=crew["cora"], now=NOW)
    first, *rest = [one.id for one in inbox.of(session, crew["ana"])]
    with pytest.raises(NotFound):
        inbox.mark_read(session, crew["ana"], [first, first + 99], now=NOW)
    with pytest.raises(NotFound):
        inbox.mark_read(session, crew["ben"], [first], now=NOW)
    assert inbox.mark_read(session, crew["ana"], [first], now=NOW) == 1
    assert [one.id for one in inbox.of(session, crew["ana"], unread=True)] == rest
    assert inbox.mark_read(session, crew["ana"], None, now=NOW) == 2
    assert inbox.of(session, crew["ana"], unread=True) == []
    assert session.scalar(select(func.count()).select_from(Claim)) == session.scalar(select(func.count()).select_from(Version).where(Version.status == "translating")) == 3


def test_an_article_of_another_name_is_told_of_by_its_new_one(room):
    from translate_flow.services import renaming

    session, crew = room
    version = requested(session, crew)
    claims.assign(session, version, crew["ana"], actor=crew["cora"], now=NOW)
    renaming.rename(session, version.article, "marcha", actor=crew["pia"], now=NOW)
    assert inbox.of(session, crew["ana"])[0].command == "translate-flow checkout marcha/pt"
