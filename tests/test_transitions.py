"""The verbs on real databases: every status × action pair, who may, what must be said, and leases under any clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.databases import copies
from tests.newsroom import NOW, TARGET, article, bring_to, later, person, requested, staff
from tests.test_workflow import expected
from translate_flow import db, formats, workflow
from translate_flow.errors import CheckFailed, Conflict, NotAllowed, NotFound, TranslateFlowError, UsageError
from translate_flow.models import Base, Claim, Event, Revision, Version
from translate_flow.services import (
    checkins,
    claims,
    coordination,
    importing,
    lookup,
    people,
    publishing,
    review,
    settings,
    transitions,
    work,
)
from translate_flow.services.sources import Incoming
from translate_flow.workflow import Action, Who

PLAIN = ["requested", "translating", "in_review", "approved", "published", "withdrawn", "cancelled"]
LIVE = [f"live {status}" for status in ("requested", "translating", "in_review", "approved", "cancelled")]
ORIGINAL = ["original draft", "original published", "original withdrawn"]
STATES = [*PLAIN, *LIVE, *ORIGINAL]
SECOND = TARGET.replace("saíram", "foram")


def make(session: Session, crew: dict, state: str) -> Version:
    """A version in a state, reached by the verbs: `live …` are published ones that were reopened, `original …` originals."""
    kind, _, status = state.rpartition(" ")
    key = state.replace(" ", "-").replace("_", "-")
    if not kind:
        version = bring_to(session, crew, status, key=key)
        if status == "translating":
            give_draft(session, version.address)
        return version
    if kind == "original":
        found = article(session, crew["cora"], key, published=status != "draft")
        version = lookup.version(session, found.key)
        if status == "withdrawn":
            publishing.withdraw(session, version, actor=crew["pia"], now=NOW, reason="test")
        return version
    version = bring_to(session, crew, "published", key=key)
    coordination.reopen(session, version, actor=crew["cora"], now=NOW)
    if status == "cancelled":
        coordination.cancel(session, version, actor=crew["cora"], now=NOW, reason="test")
    elif status != "requested":
        claims.claim(session, version, actor=crew["ana"], now=NOW)
        give_draft(session, version.address)
    if status in {"in_review", "approved"}:
        work.submit(session, version, actor=crew["ana"], now=NOW)
    if status == "approved":
        review.approve(session, version, actor=crew["rui"], now=NOW)
    assert (version.status, version.live_id is not None) == (status, True)
    return version


def expire(session, version, *, actor, now, reason):
    assert actor is None
    held = lookup.open_claim(session, version)
    if held is None:
        transitions.move(session, version, Action.EXPIRE, actor=None, nobody=Who.CLOCK, now=now)
    else:
        claims.expire(session, held, version, now=now)


BY_POLICY = {"propose", "carry", "adopt", "disown"}  # what a carry and an adoption may do: tests/test_carrying.py, test_adopting.py
VERBS = {
    "request": lambda s, v, actor, now, reason: coordination.request(s, v.article, v.language, actor=actor, now=now),
    "claim": lambda s, v, actor, now, reason: claims.claim(s, v, actor=actor, now=now),
    "assign": lambda s, v, actor, now, reason: claims.assign(s, v, people.find(s, "ben"), actor=actor, now=now),
    "release": lambda s, v, actor, now, reason: claims.release(s, v, actor=actor, now=now, reason=reason),
    "expire": expire,
    "submit": lambda s, v, actor, now, reason: work.submit(s, v, actor=actor, now=now),
    "approve": lambda s, v, actor, now, reason: review.approve(s, v, actor=actor, now=now, reason=reason),
    "return": lambda s, v, actor, now, reason: review.send_back(s, v, actor=actor, now=now, reason=reason),
    "publish": lambda s, v, actor, now, reason: publishing.publish(s, v, actor=actor, now=now),
    "withdraw": lambda s, v, actor, now, reason: publishing.withdraw(s, v, actor=actor, now=now, reason=reason),
    "rollback": lambda s, v, actor, now, reason: publishing.put_back(s, v, actor=actor, now=now, reason=reason),
    "reopen": lambda s, v, actor, now, reason: coordination.reopen(s, v, actor=actor, now=now, reason=reason),
    "cancel": lambda s, v, actor, now, reason: coordination.cancel(s, v, actor=actor, now=now, reason=reason),
}
SAYS = {"release", "approve", "return", "withdraw", "rollback", "reopen", "cancel"}  # take a reason
DOES = {  # who does it where anybody can
    "request": "cora", "claim": "ben", "assign": "cora", "release": "ana", "expire": None, "submit": "ana", "approve": "rui", "return": "rui",
    "publish": "pia", "withdraw": "pia", "rollback": "pia", "reopen": "cora", "cancel": "cora",
}  # fmt: skip
CAPACITY = {"cora": {Who.COORDINATOR}, "ana": {Who.TRANSLATOR}, "ben": {Who.TRANSLATOR}, "rui": {Who.REVIEWER}, "pia": {Who.PUBLISHER}}


def contents(session: Session) -> dict[str, list]:
    """Every row of every table."""
    session.flush()
    return {name: sorted(session.execute(select(table)).all(), key=repr) for name, table in Base.metadata.tables.items()}


def rows_of(version: Version) -> dict:
    return expected(version.is_original, version.live_id is not None)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def stage(request, tmp_path_factory):
    """A database in which there is a version in every state: (engine, state → address)."""
    with copies(request, request.param, tmp_path_factory.mktemp("stage"))() as url:
        engine = db.engine_for(url)
        with db.scope(engine) as session:
            crew = staff(session)
            addresses = {state: make(session, crew, state).address for state in STATES}
        yield engine, addresses
        engine.dispose()


@pytest.fixture(params=STATES)
def at(request, stage):
    """Opens a transaction that is rolled back, on a version in a state, and hands over session, crew and version."""
    engine, addresses = stage

    def opened(look):
        with Session(engine.execution_options(writes=True), expire_on_commit=False) as session:
            crew = {handle: people.find(session, handle) for handle in ("cora", "ana", "ben", "rui", "pia", "max")}
            try:
                look(session, crew, lookup.version(session, addresses[request.param]))
            finally:
                session.rollback()

    return opened


def give_draft(session: Session, address: str) -> None:
    checkins.checkin(session, SECOND.encode(), actor=people.find(session, "ana"), now=NOW, address=address, name="t.md")


def actor_of(crew, action):
    return crew[DOES[action]] if DOES[action] else None


def test_every_pair_through_the_verbs(at):
    for action in VERBS:
        at(lambda session, crew, version, action=action: one_pair(session, crew, version, action))


def one_pair(session, crew, version, action):
    before, status, head, live = contents(session), version.status, version.head_id, version.live_id
    row, moment, actor = rows_of(version).get((status, action)), later(1), actor_of(crew, action)
    if row is None:
        allowed = (NotAllowed, Conflict) if lookup.open_claim(session, version) else NotAllowed
        with pytest.raises(allowed) as refused:
            VERBS[action](session, version, actor=actor, now=moment, reason="because")
        assert refused.value.remedy
        assert contents(session) == before, action  # even where the caller goes on and commits
        return
    VERBS[action](session, version, actor=actor, now=moment, reason="because")
    after = contents(session)
    [event] = [e for e in after["events"] if e not in before["events"]]
    assert (event.action, event.from_status, event.to_status) == (action, status, row[0])
    assert (event.at, event.actor_id, event.version_id) == (moment, actor and actor.id, version.id)
    assert event.reason == ("because" if action in SAYS else "")
    assert event.revision_id == head
    assert version.status == session.scalar(select(Version.status).where(Version.id == version.id)) == row[0]
    assert (version.head_id, after["revisions"], after["texts"]) == (head, before["revisions"], before["texts"])
    assert version.live_id == {"publish": head, "withdraw": None, "rollback": None}.get(action, live)
    held = lookup.open_claim(session, version)
    assert (held is not None) == (row[0] == "translating")
    assert held is None or held.person_id == version.translator_id


def test_who_may_what(at):
    def look(session, crew, version):
        holder = lookup.open_claim(session, version)
        for (status, action), (_, who, _) in rows_of(version).items():
            if status != version.status or action in {"expire", *BY_POLICY}:
                continue
            for handle, capacity in CAPACITY.items():
                may = capacity | ({Who.HOLDER} if holder and holder.person.handle == handle else set())
                with session.begin_nested() as nested:
                    if may & who:
                        VERBS[action](session, version, actor=crew[handle], now=later(1), reason="because")
                    else:
                        before = contents(session)
                        with pytest.raises(NotAllowed) as refused:
                            VERBS[action](session, version, actor=crew[handle], now=later(1), reason="because")
                        assert refused.value.exit_code == 4
                        assert contents(session) == before, (action, handle)
                    nested.rollback()
                session.expire_all()

    at(look)


@pytest.mark.parametrize("reason", ["", "  \n\t"])
def test_reasons_where_they_are_asked(at, reason):
    def look(session, crew, version):
        for (status, action), (_, _, asked) in rows_of(version).items():
            if status == version.status and asked:
                before = contents(session)
                with pytest.raises(UsageError, match="reason"):
                    VERBS[action](session, version, actor=crew["max"], now=later(1), reason=reason)
                assert contents(session) == before, action

    at(look)


# ── who may claim, by languages and roles ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def desk(engine):
    with db.scope(engine) as session:
        yield session, staff(session)


@pytest.mark.parametrize(("reads", "writes", "language", "source", "may"), [
    ("es", "pt", "pt", "es", True), ("es", "pt", "pt-BR", "es", True), ("es", "pt-BR", "pt-BR", "es", True), ("es", "pt-BR", "pt", "es", False),
    ("es", "pt-BR", "pt-PT", "es", False), ("en", "pt", "pt", "es", False), ("", "pt", "pt", "es", False), ("es", "en", "pt", "es", False),
    ("*", "*", "pt", "es", True), ("es", "*", "pt", "es", True), ("", "es pt", "pt", "es", True), ("es-419", "pt", "pt", "es", False),
    ("es", "p", "pt", "es", False),
])  # fmt: skip
def test_a_claim_needs_the_pair(desk, reads, writes, language, source, may):
    session, crew = desk
    try:
        eve = person(session, "eve", "translator", reads=reads, writes=writes)
    except UsageError:
        assert writes == "p"  # no language at all
        return
    version = requested(session, crew, language)
    for attempt in (lambda: claims.claim(session, version, actor=eve, now=NOW), lambda: claims.assign(session, version, eve, actor=crew["cora"], now=NOW)):
        with session.begin_nested() as nested:
            if may:
                assert attempt().person_id == eve.id
            else:
                with pytest.raises(NotAllowed):
                    attempt()
                assert lookup.open_claim(session, version) is None
            nested.rollback()
        session.expire_all()


def test_the_pair_is_that_of_the_parent_not_of_the_original(desk):
    session, crew = desk
    bring_to(session, crew, "published")
    relay = coordination.request(session, lookup.article(session, "march-8"), "en", source="pt", actor=crew["cora"], now=NOW)
    spaniard, lusophone = person(session, "s", "translator", reads="es", writes="en"), person(session, "l", "translator", reads="pt", writes="en")
    with pytest.raises(NotAllowed):
        claims.claim(session, relay, actor=spaniard, now=NOW)
    claims.claim(session, relay, actor=lusophone, now=NOW)


def test_a_role_may_be_for_one_language_only(desk):
    session, crew = desk
    eve = person(session, "eve", "reviewer:en", "translator:en", "coordinator:en", "publisher:en", reads="*", writes="*")
    version = requested(session, crew, "pt")
    for attempt in (lambda: claims.claim(session, version, actor=eve, now=NOW), lambda: coordination.cancel(session, version, actor=eve, now=NOW, reason="x"),
                    lambda: coordination.request(session, version.article, "fr", actor=eve, now=NOW)):  # fmt: skip
        with pytest.raises(NotAllowed):
            attempt()
    claims.claim(session, version, actor=crew["ana"], now=NOW)
    checkins.checkin(session, TARGET.encode(), actor=crew["ana"], now=NOW, address=version.address)
    work.submit(session, version, actor=crew["ana"], now=NOW)
    with pytest.raises(NotAllowed):
        review.approve(session, version, actor=eve, now=NOW)
    with pytest.raises(NotAllowed):
        review.send_back(session, version, actor=eve, now=NOW, reason="x")
    people.change(session, "eve", roles=["reviewer:pt"], actor=crew["cora"], now=NOW)
    review.approve(session, version, actor=eve, now=NOW)
    with pytest.raises(NotAllowed):
        publishing.publish(session, version, actor=eve, now=NOW)
    english = coordination.request(session, version.article, "en", actor=crew["cora"], now=NOW)
    people.change(session, "eve", roles=["translator:en"], actor=crew["cora"], now=NOW)
    claims.claim(session, english, actor=eve, now=NOW)


def test_a_role_for_a_language_covers_its_regions(desk):
    session, crew = desk
    eve = person(session, "eve", "translator:pt", reads="es", writes="pt")
    claims.claim(session, requested(session, crew, "pt-BR"), actor=eve, now=NOW)


def test_nobody_reviews_their_own_work_unless_the_newsroom_lets_them(desk):
    session, crew = desk
    people.change(session, "ana", roles=["translator", "reviewer"], actor=crew["cora"], now=NOW)
    version = bring_to(session, crew, "in_review")
    with pytest.raises(NotAllowed, match="own work"):
        review.approve(session, version, actor=crew["ana"], now=NOW)
    assert (version.status, version.reviewer_id) == ("in_review", None)
    with pytest.raises(NotAllowed, match="own work"):
        review.send_back(session, version, actor=crew["ana"], now=NOW, reason="x")
    settings.put(session, "self_review", "yes", actor=crew["cora"], now=NOW)
    review.approve(session, version, actor=crew["ana"], now=NOW)
    assert (version.status, version.reviewer_id) == ("approved", crew["ana"].id)


def test_work_handed_on_is_still_ones_own(desk):
    """ana wrote the draft and released it; ben handed it in without a change: ana cannot review it, nor can ben."""
    session, crew = desk
    for handle in ("ana", "ben"):
        people.change(session, handle, roles=["translator", "reviewer"], actor=crew["cora"], now=NOW)
    version = bring_to(session, crew, "translating")
    give_draft(session, version.address)
    claims.release(session, version, actor=crew["ana"], now=NOW)
    claims.claim(session, version, actor=crew["ben"], now=NOW)
    work.submit(session, version, actor=crew["ben"], now=NOW)
    for handle in ("ana", "ben"):
        with pytest.raises(NotAllowed, match="own work"):
            review.approve(session, version, actor=crew[handle], now=NOW)
    review.approve(session, version, actor=crew["rui"], now=NOW)


# ── leases ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lease_that_ran_out_frees_the_version_and_keeps_the_draft(desk):
    session, crew = desk
    version = bring_to(session, crew, "translating")
    give_draft(session, version.address)
    head = version.head_id
    assert claims.expire_due(session, now=later(71)) == []
    assert claims.expire_due(session, now=later(72)) == [version.address]
    assert (version.status, version.head_id, version.translator_id) == ("requested", head, None)
    last = session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert (last.action, last.actor_id, last.data) == ("expire", None, {"holder": "ana"})
    assert claims.expire_due(session, now=later(73)) == []
    claims.claim(session, version, actor=crew["ben"], now=later(73))
    out = work.checkout(session, version, actor=crew["ben"], now=later(73))
    assert "foram" in out.data.decode()
    assert out.draft == 1


def test_claiming_what_lapsed_a_moment_ago(desk):
    session, crew = desk
    version = bring_to(session, crew, "translating")
    with pytest.raises(Conflict, match="ana holds"):
        claims.claim(session, version, actor=crew["ben"], now=later(71))
    claims.claim(session, version, actor=crew["ben"], now=later(72))
    trail = session.scalars(select(Event.action).where(Event.version_id == version.id).order_by(Event.id)).all()
    assert trail == ["request", "claim", "expire", "claim"]
    claims.assign(session, version, crew["ana"], actor=crew["cora"], now=later(200))
    assert lookup.open_claim(session, version).person_id == crew["ana"].id


def test_saving_renews_and_extending_never_shortens(desk):
    session, crew = desk
    version = bring_to(session, crew, "translating")
    held = lookup.open_claim(session, version)
    assert held.until == later(72)
    give = {"actor": crew["ana"], "address": version.address}
    assert checkins.checkin(session, SECOND.encode(), now=later(10), **give).until == later(82)
    assert checkins.checkin(session, SECOND.encode(), now=later(12), **give).outcome == "unchanged"
    assert held.until == later(84)
    work.checkout(session, version, actor=crew["ana"], now=later(13))
    assert held.until == later(85)
    claims.extend(session, version, actor=crew["ana"], now=later(13), hours=1)
    assert held.until == later(85)
    claims.extend(session, version, actor=crew["ana"], now=later(13), hours=200)
    assert held.until == later(213)
    with pytest.raises(NotAllowed, match="ana holds"):
        claims.extend(session, version, actor=crew["ben"], now=later(13))
    for hours in (0, -1, claims.MOST_HOURS + 1):
        with pytest.raises(UsageError):
            claims.extend(session, version, actor=crew["ana"], now=later(13), hours=hours)


def test_a_lease_has_sensible_bounds(desk):
    session, crew = desk
    version = requested(session, crew)
    for hours in (0, -5, claims.MOST_HOURS + 1):
        with pytest.raises(UsageError):
            claims.claim(session, version, actor=crew["ana"], now=NOW, hours=hours)
    assert version.status == "requested"
    settings.put(session, "lease_hours", "5", actor=crew["cora"], now=NOW)
    assert claims.claim(session, version, actor=crew["ana"], now=NOW).until == later(5)


def test_a_clock_set_back(desk):
    session, crew = desk
    version = bring_to(session, crew, "translating")
    held, past = lookup.open_claim(session, version), NOW - timedelta(days=400)
    for verb in (lambda: claims.extend(session, version, actor=crew["ana"], now=past), lambda: work.checkout(session, version, actor=crew["ana"], now=past),
                 lambda: checkins.checkin(session, SECOND.encode(), actor=crew["ana"], now=past, address=version.address)):  # fmt: skip
        verb()
        assert held.until == later(72)
    assert claims.expire_due(session, now=past) == []
    work.submit(session, version, actor=crew["ana"], now=past)
    review.send_back(session, version, actor=crew["rui"], now=past, reason="x")
    claims.release(session, version, actor=crew["ana"], now=past - timedelta(days=1))
    claims.claim(session, version, actor=crew["ben"], now=past)
    claims.expire_due(session, now=past + timedelta(hours=72))
    for claim in session.scalars(select(Claim)):
        assert claim.ended_at >= claim.claimed_at
        assert claim.until > claim.claimed_at


def test_a_file_brought_back_after_the_lease_ran_out(desk):
    """Nobody else wanted it: it is taken up again. Somebody took it, or it was released: it is refused, and nothing is stored."""
    session, crew = desk
    version = bring_to(session, crew, "translating")
    file = work.checkout(session, version, actor=crew["ana"], now=NOW).data.replace(b"Miles de personas", b"Milhares de pessoas")
    claims.expire_due(session, now=later(100))
    back = checkins.checkin(session, file, actor=crew["ana"], now=later(101))
    assert (back.reclaimed, back.outcome, version.status, back.until) == (True, "stored", "translating", later(173))
    assert lookup.open_claim(session, version).person_id == crew["ana"].id
    claims.expire_due(session, now=later(300))
    claims.claim(session, version, actor=crew["ben"], now=later(301))
    number = len(session.scalars(select(Revision.id)).all())
    with pytest.raises(NotAllowed, match="ben holds"):
        checkins.checkin(session, file.replace(b"La lucha", b"A luta"), actor=crew["ana"], now=later(302))
    claims.release(session, version, actor=crew["ben"], now=later(302))
    with pytest.raises(NotAllowed):
        checkins.checkin(session, file.replace(b"La lucha", b"A luta"), actor=crew["ana"], now=later(303))
    assert len(session.scalars(select(Revision.id)).all()) == number


def test_an_own_file_of_a_lapsed_but_not_yet_ended_lease_goes_in(desk):
    session, crew = desk
    version = bring_to(session, crew, "translating")
    back = checkins.checkin(session, SECOND.encode(), actor=crew["ana"], now=later(100), address=version.address)
    assert (back.outcome, version.status, back.until) == ("stored", "translating", later(172))


# ── what every way of ending keeps ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ending", ["release", "expire", "cancel", "return"])
def test_drafts_are_kept(desk, ending):
    session, crew = desk
    version = bring_to(session, crew, "translating")
    give_draft(session, version.address)
    head, before = version.head_id, contents(session)
    if ending == "return":
        work.submit(session, version, actor=crew["ana"], now=NOW)
    VERBS[ending](session, version, actor=actor_of(crew, ending), now=later(1), reason="because")
    after = contents(session)
    assert version.head_id == head
    assert (after["revisions"], after["texts"], after["blocks"], after["pairings"]) == (before["revisions"], before["texts"], before["blocks"], before["pairings"])
    if ending == "cancel":
        coordination.request(session, version.article, "pt", actor=crew["cora"], now=later(2))
        assert version.head_id == head


def test_returning_gives_it_back_to_its_translator(desk):
    session, crew = desk
    version = bring_to(session, crew, "approved")
    review.send_back(session, version, actor=crew["pia"], now=later(5), reason="a name is wrong")
    held = lookup.open_claim(session, version)
    assert (held.person_id, held.until, version.reviewer_id) == (crew["ana"].id, later(77), crew["rui"].id)


def test_what_cannot_be_submitted(desk):
    session, crew = desk
    version = bring_to(session, crew, "translating")
    with pytest.raises(CheckFailed, match="no draft"):
        work.submit(session, version, actor=crew["ana"], now=NOW)
    same = work.checkout(session, version, actor=crew["ana"], now=NOW).data
    checkins.checkin(session, same, actor=crew["ana"], now=NOW)
    with pytest.raises(CheckFailed, match="word for word"):
        work.submit(session, version, actor=crew["ana"], now=NOW)
    with pytest.raises(NotAllowed, match="ana holds"):
        work.submit(session, version, actor=crew["ben"], now=NOW)
    assert version.status == "translating"


def test_a_translation_waits_for_its_original(desk):
    session, crew = desk
    article(session, crew["cora"], published=False)
    original = lookup.version(session, "march-8")
    version = coordination.request(session, original.article, "pt", actor=crew["cora"], now=NOW)
    claims.claim(session, version, actor=crew["ana"], now=NOW)
    give_draft(session, version.address)
    work.submit(session, version, actor=crew["ana"], now=NOW)
    review.approve(session, version, actor=crew["rui"], now=NOW)
    with pytest.raises(NotAllowed, match="original"):
        publishing.publish(session, version, actor=crew["pia"], now=NOW)
    publishing.publish(session, original, actor=crew["pia"], now=NOW)
    publishing.publish(session, version, actor=crew["pia"], now=NOW)
    assert (version.live_id, version.published_at) == (version.head_id, NOW)


def test_what_cannot_be_requested(desk):
    session, crew = desk
    found = article(session, crew["cora"])
    attempts = {"es": NotAllowed, "xx-not-a-tag-at-all": UsageError}
    for language, error in attempts.items():
        with pytest.raises(error):
            coordination.request(session, found, language, actor=crew["cora"], now=NOW)
    with pytest.raises(NotFound, match="no version in fr"):
        coordination.request(session, found, "pt", source="fr", actor=crew["cora"], now=NOW)
    version = coordination.request(session, found, "PT_br", actor=crew["cora"], now=NOW)
    assert (version.language, version.parent_language) == ("pt-BR", "es")
    with pytest.raises(NotAllowed, match="there already"):
        coordination.request(session, found, "pt-BR", actor=crew["cora"], now=NOW)


def test_a_version_never_becomes_its_own_ancestor(desk):
    """es → en → pt; en is cancelled and asked for again, from pt of all: refused."""
    session, crew = desk
    found = article(session, crew["cora"])
    english = coordination.request(session, found, "en", actor=crew["cora"], now=NOW)
    coordination.request(session, found, "pt", source="en", actor=crew["cora"], now=NOW)
    coordination.request(session, found, "fr", source="pt", actor=crew["cora"], now=NOW)
    coordination.cancel(session, english, actor=crew["cora"], now=NOW, reason="test")
    for source in ("pt", "fr", "en"):
        with pytest.raises(NotAllowed), session.begin_nested():
            coordination.request(session, found, "en", source=source, actor=crew["cora"], now=NOW)
    again = coordination.request(session, found, "en", actor=crew["cora"], now=NOW)
    assert (again.id, again.status, again.parent_language) == (english.id, "requested", "es")


def test_asked_for_again_from_another_parent(desk):
    """A draft made from es, its version now asked for from en: what it follows is a revision of en, never es's under en's name."""
    session, crew = desk
    version = bring_to(session, crew, "translating")
    for text in (b"# Dos\n\nA.\n", b"# Tres\n\nB.\n"):
        importing.revise(session, lookup.version(session, "march-8"), incoming(text), actor=crew["cora"], now=NOW)
    checkins.checkin(session, TARGET.encode(), actor=crew["ana"], now=NOW, address=version.address, base=3)
    english = coordination.request(session, version.article, "en", actor=crew["cora"], now=NOW)
    claims.claim(session, english, actor=crew["ben"], now=NOW)
    checkins.checkin(session, b"# One\n\nA.\n", actor=crew["ben"], now=NOW, address=english.address, base=3)
    coordination.cancel(session, version, actor=crew["cora"], now=NOW, reason="test")
    coordination.request(session, version.article, "pt", source="en", actor=crew["cora"], now=NOW)
    claims.claim(session, version, actor=crew["ana"], now=NOW)
    file = work.checkout(session, version, actor=crew["ana"], now=NOW)
    assert (file.base, file.parent_moved) == (1, 0)
    for data in (file.data.replace(b"luta", b"lida"), TARGET.replace("luta", "faina").encode()):
        back = checkins.checkin(session, data, actor=crew["ana"], now=NOW, address=version.address)
        assert (back.outcome, back.base) == ("stored", 1)
        assert session.get(Revision, version.head_id).base_id == english.head_id


def incoming(body: bytes) -> Incoming:
    return Incoming(document=formats.get("markdown").read(body), body=body, key="march-8", language="es", origin="/march-8.es")


def test_people_who_left_cannot_act(desk):
    session, crew = desk
    version = bring_to(session, crew, "translating")
    people.change(session, "ana", active=False, actor=crew["cora"], now=NOW)
    with pytest.raises(NotAllowed, match="has left"):
        people.find(session, "ana")
    assert lookup.open_claim(session, version).person_id == crew["ana"].id  # what they hold, they hold until its lease ends
    with pytest.raises(NotAllowed):
        claims.claim(session, requested(session, crew, key="other"), actor=crew["ana"], now=NOW)
    with pytest.raises(NotAllowed):
        claims.assign(session, requested(session, crew, key="third"), crew["ana"], actor=crew["cora"], now=NOW)


def refusal(call, *args, **more) -> TranslateFlowError | None:
    try:
        call(*args, **more)
    except TranslateFlowError as error:
        return error
    return None


def test_every_refusal_says_what_to_do_next(at):
    def look(session, crew, version):
        for action, verb in VERBS.items():
            for handle in CAPACITY:
                actor = None if action == "expire" else crew[handle]
                with session.begin_nested() as nested:
                    said = refusal(verb, session, version, actor=actor, now=later(1), reason="")
                    assert said is None or (said.message and said.remedy), (action, handle, said)
                    nested.rollback()
                session.expire_all()

    at(look)


def test_the_table_names_every_verb():
    assert set(VERBS) | BY_POLICY == {action.value for action in workflow.Action} == set(DOES) | BY_POLICY
