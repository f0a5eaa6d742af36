"""Many at once: the database decides who was first, on SQLite and on PostgreSQL alike, and a kill leaves nothing half done."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from tests import racers
from tests.newsroom import NOW, SOURCE, TARGET, article, bring_to, later, requested, staff
from translate_flow import db, formats
from translate_flow.errors import Conflict, NotAllowed, TranslateFlowError
from translate_flow.models import Article, Claim, Event, Person, Revision, StoredText, Version
from translate_flow.services import (
    carrying,
    checkins,
    claims,
    coordination,
    doctor,
    importing,
    lookup,
    people,
    publishing,
    review,
    transitions,
    work,
)
from translate_flow.services.sources import Incoming

PROCESSES, POOL = 32, 2000
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.racers", "translate_flow.formats.markdown"])


def healthy(engine) -> None:
    with db.scope(engine, writes=False) as session:
        assert doctor.examine(session, home=Path("nowhere"), now=later(24 * 365)) == []


# ── many processes, one pool ─────────────────────────────────────────────────────────────────────────────────────────


def fill_pool(engine) -> None:
    """2,000 requested versions: 200 articles in ten languages each; and 32 people who translate into all of them."""
    tags = ["en", "pt", "fr", "de", "it", "ca", "eu", "gl", "ar", "tr"]
    with db.scope(engine) as session:
        crew = staff(session)
        for number in range(PROCESSES):
            people.add(session, f"t{number}", roles=["translator"], reads=["es"], writes=["*"], actor=crew["cora"], now=NOW)
        texts = [SOURCE + f"\nN. {number}.\n" for number in range(POOL // len(tags))]
        documents = [incoming(text, f"a-{number}") for number, text in enumerate(texts)]
        list(importing.bring(session, documents, actor=crew["cora"], now=NOW))
        parents = session.execute(select(Version.id, Version.article_id).order_by(Version.id)).all()
        rows = [
            {"article_id": owner, "language": tag, "status": "requested", "parent_language": "es", "parent_id": parent, "created_at": NOW, "updated_at": NOW}
            for parent, owner in parents for tag in tags
        ]  # fmt: skip
        made = session.scalars(insert(Version).returning(Version.id, sort_by_parameter_order=True), rows).all()
        session.execute(insert(Event), [
            {"at": NOW, "actor_id": crew["cora"].id, "action": "request", "article_id": row["article_id"], "version_id": number, "to_status": "requested"}
            for row, number in zip(rows, made, strict=True)
        ])  # fmt: skip


def incoming(text: str, key: str, *, named: bool = False, origin: str = "") -> Incoming:
    body = text.encode()
    return Incoming(document=formats.get("markdown").read(body), body=body, key=key, language="es", origin=origin or f"/{key}", named=named)


@pytest.mark.slow
def test_32_processes_claim_from_one_pool(engine, database_url):
    fill_pool(engine)
    engine.dispose()
    ready, results = SPAWN.Barrier(PROCESSES + 1), SPAWN.Queue()
    crowd = [SPAWN.Process(target=racers.clear_the_pool, args=(database_url, f"t{number}", ready, results), daemon=True) for number in range(PROCESSES)]
    try:
        for process in crowd:
            process.start()
        ready.wait(timeout=120)
        began = time.monotonic()
        told = [results.get(timeout=240) for _ in crowd]
        took = time.monotonic() - began
    finally:
        for process in crowd:
            process.join(timeout=10)
            process.kill()
    assert [errors for *_, errors, _ in told if errors] == []
    claimed = {address: handle for handle, addresses, *_ in told for address in addresses}
    assert sum(len(addresses) for _, addresses, *_ in told) == len(claimed) == POOL  # every one, and none twice
    with db.scope(engine, writes=False) as session:
        query = select(Article.key, Version.language, Person.handle).select_from(Claim).join(Version, Version.id == Claim.version_id)
        rows = session.execute(query.join(Article).join(Person, Person.id == Claim.person_id).where(Claim.ended_at.is_(None))).all()
        assert {f"{key}/{tag}": handle for key, tag, handle in rows} == claimed
        assert len(rows) == session.scalar(select(func.count()).select_from(Claim)) == POOL
        assert session.scalar(select(func.count()).where(Version.status == "translating")) == POOL
        assert session.scalar(select(func.count()).where(Event.action == "claim")) == POOL
    healthy(engine)
    beaten = sum(row[2] for row in told)
    print(f"{engine.dialect.name}: {took:.1f} s, {POOL / took:.0f} claims/s, beaten {beaten} times, each {min(len(row[1]) for row in told)} to {max(len(row[1]) for row in told)}")


# ── two at once ──────────────────────────────────────────────────────────────────────────────────────────────────────


def at_once(*calls):
    """Runs calls at the same instant, each in its thread; returns what each returned or raised."""
    outcomes, ready = [None] * len(calls), threading.Barrier(len(calls))

    def run(at, call):
        ready.wait()
        try:
            outcomes[at] = call()
        except Exception as error:
            outcomes[at] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes


def verb(engine, handle, call, address=""):
    """A verb by somebody in a transaction of its own, as a command runs it."""

    def run():
        with db.scope(engine) as session:
            actor = people.find(session, handle) if handle else None
            return call(session, lookup.version(session, address) if address else None, actor)

    return run


def claim(session, version, actor):
    return claims.claim(session, version, actor=actor, now=later(1)).person_id


def cancel(session, version, actor):
    coordination.cancel(session, version, actor=actor, now=later(1), reason="off")
    return "cancelled"


def prepared(engine, make, rounds=12) -> list[str]:
    with db.scope(engine) as session:
        crew = staff(session)
        return [make(session, crew, f"a-{number}").address for number in range(rounds)]


def state(engine, address):
    """(status, who holds it)"""
    with db.scope(engine, writes=False) as session:
        version = lookup.version(session, address)
        held = lookup.open_claim(session, version)
        return version.status, held.person.handle if held else ""


def refused(outcome) -> bool:
    assert not isinstance(outcome, Exception) or isinstance(outcome, (Conflict, NotAllowed)), repr(outcome)
    return isinstance(outcome, Exception)


def test_two_claim_one(engine):
    for address in prepared(engine, lambda s, crew, key: requested(s, crew, key=key)):
        outcomes = at_once(verb(engine, "ana", claim, address), verb(engine, "ben", claim, address))
        lost = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert len(lost) == 1
        assert isinstance(lost[0], Conflict), repr(lost[0])
        assert state(engine, address) == ("translating", "ben" if lost[0] is outcomes[0] else "ana")
    healthy(engine)


def test_two_who_read_the_same_status(engine, monkeypatch):
    """Without any lock, both having read that it is free: the second's change finds another status than it read."""
    [address] = prepared(engine, lambda s, crew, key: requested(s, crew, key=key), rounds=1)
    with db.scope(engine, writes=False) as session:
        stale, ben = lookup.version(session, address), people.find(session, "ben")
    verb(engine, "ana", claim, address)()
    with pytest.raises(Conflict, match="Somebody else was first"), db.scope(engine) as session:
        transitions.move(session, session.merge(stale, load=False), "claim", actor=ben, now=later(1))
    assert state(engine, address) == ("translating", "ana")
    with pytest.raises(Conflict), db.scope(engine) as session:  # and if that guard were gone, the database has another
        session.add(Claim(version_id=stale.id, person_id=ben.id, claimed_at=NOW, until=later(1)))
    healthy(engine)


def test_a_claim_against_a_cancel(engine):
    seen = set()
    for address in prepared(engine, lambda s, crew, key: requested(s, crew, key=key)):
        claimed, cancelled = at_once(verb(engine, "ana", claim, address), verb(engine, "cora", cancel, address))
        assert not (refused(claimed) and refused(cancelled))
        expected = ("translating", "ana") if refused(cancelled) else ("cancelled", "")
        assert state(engine, address) == expected
        seen.add((refused(claimed), refused(cancelled)))
    healthy(engine)


def test_a_checkin_against_an_expiry(engine):
    """The lease has run out; its holder saves as it is being ended: either way the text is stored and the holder holds it."""

    def save(session, version, actor):
        return checkins.checkin(session, TARGET.encode(), actor=actor, now=later(73), address=version.address).outcome

    def expire(session, version, actor):
        return claims.expire_due(session, now=later(73))

    for address in prepared(engine, lambda s, crew, key: bring_to(s, crew, "translating", key=key)):
        saved, expired = at_once(verb(engine, "ana", save, address), verb(engine, "", expire))
        assert not refused(expired)
        assert saved == "stored", repr(saved)
        assert state(engine, address) == ("translating", "ana")
        with db.scope(engine, writes=False) as session:  # so that this lease does not fall due in the next round
            assert lookup.open_claim(session, lookup.version(session, address)).until == later(145)
    healthy(engine)


def test_a_checkin_against_somebody_who_takes_it(engine):
    def save(session, version, actor):
        return checkins.checkin(session, TARGET.encode(), actor=actor, now=later(73), address=version.address).outcome

    def take(session, version, actor):
        return claims.claim(session, version, actor=actor, now=later(73)).person_id

    for address in prepared(engine, lambda s, crew, key: bring_to(s, crew, "translating", key=key)):
        saved, taken = at_once(verb(engine, "ana", save, address), verb(engine, "ben", take, address))
        assert refused(saved) != refused(taken), (saved, taken)
        assert state(engine, address) == ("translating", "ben" if refused(saved) else "ana")
        with db.scope(engine, writes=False) as session:
            assert (lookup.version(session, address).head_id is None) == refused(saved)
    healthy(engine)


def test_two_files_of_one_holder(engine):
    """Both are kept, one after the other; nobody is told of a fault."""

    def save(text):
        def call(session, version, actor):
            return checkins.checkin(session, text.encode(), actor=actor, now=later(1), address=version.address).revision

        return call

    for address in prepared(engine, lambda s, crew, key: bring_to(s, crew, "translating", key=key)):
        outcomes = at_once(*(verb(engine, "ana", save(f"{TARGET}\nN. {number}.\n"), address) for number in range(3)))
        assert sorted(outcomes) == [1, 2, 3]
    healthy(engine)


def test_a_submit_against_a_return_to_the_pool(engine):
    """The holder hands in while a coordinator releases it."""

    def make(session, crew, key):
        version = bring_to(session, crew, "translating", key=key)
        checkins.checkin(session, TARGET.encode(), actor=crew["ana"], now=NOW, address=version.address)
        return version

    def submit(session, version, actor):
        work.submit(session, version, actor=actor, now=later(1))

    def release(session, version, actor):
        claims.release(session, version, actor=actor, now=later(1))

    for address in prepared(engine, make):
        submitted, released = at_once(verb(engine, "ana", submit, address), verb(engine, "cora", release, address))
        assert refused(submitted) != refused(released)
        assert state(engine, address) == ("requested" if refused(submitted) else "in_review", "")
    healthy(engine)


def test_a_save_while_the_source_is_revised_and_the_version_carried(engine):
    """Three at once: whoever comes first, what was typed is there, and so is the carried text on the newest source."""
    typed = TARGET.replace("A luta continua.", "A luta segue, [sim](/pt/2023).")

    def make(session, crew, key):
        version = bring_to(session, crew, "translating", key=key)
        checkins.checkin(session, typed.encode(), actor=crew["ana"], now=NOW, address=version.address)
        return version

    def save(session, version, actor):
        return checkins.checkin(session, typed.replace("Milhares", "Muitos milhares").encode(), actor=actor, now=later(1), address=version.address).outcome

    def revise(session, version, actor):
        body = SOURCE.replace("Miles de", "Tres mil").encode()
        key = version.article.key
        item = Incoming(document=formats.get("markdown").read(body), body=body, key=key, language="es", origin=f"/{key}.es")
        importing.revise(session, lookup.version(session, f"{key}/es"), item, actor=actor, now=later(1))

    def carry(session, version, actor):
        return carrying.carry(session, version, actor=actor, now=later(1)).outcome

    for address in prepared(engine, make):
        saved, revised, carried = at_once(verb(engine, "ana", save, address), verb(engine, "cora", revise, address), verb(engine, "max", carry, address))
        assert (saved, revised) == ("stored", None), (saved, revised)
        assert carried in {"drafted", "current"}, carried
        with db.scope(engine) as session:
            version = lookup.version(session, address)
            carrying.carry(session, version, actor=people.find(session, "max"), now=later(2))
            bodies = [bytes(row.text.body).decode() for row in session.scalars(select(Revision).where(Revision.version_id == version.id).order_by(Revision.number))]
            assert typed in bodies
            assert any("Muitos milhares" in body for body in bodies)
            assert "Muitos milhares" in bodies[-1], "nor is it taken back by the carry"
            assert session.get(Revision, version.head_id).base.number == 2
    healthy(engine)


def test_two_requests_for_one_language(engine):
    def request(session, version, actor):
        return coordination.request(session, lookup.article(session, key), "pt", actor=actor, now=later(1)).status

    with db.scope(engine) as session:
        crew = staff(session)
        keys = [article(session, crew["cora"], f"a-{number}").key for number in range(12)]
    for key in keys:
        outcomes = at_once(verb(engine, "cora", request), verb(engine, "max", request))
        assert sorted(map(refused, outcomes)) == [False, True]
        assert state(engine, f"{key}/pt") == ("requested", "")
    healthy(engine)


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("same", [True, False])
def test_two_imports_of_one_key(engine, named, same):
    """One of them makes the article; the other is refused, finds it there, or (where nobody named the key) takes the next."""
    with db.scope(engine) as session:
        staff(session)

    def bring(text, key, origin):
        def call(session, version, actor):
            [result] = importing.bring(session, [incoming(text, key, named=named, origin=origin)], actor=actor, now=NOW)
            return result.outcome

        return call

    for number in range(8):
        key = f"a-{number}"
        first, second = (bring(f"{SOURCE}\n{number}\n", key, f"/one-{number}"), bring(f"{SOURCE}\n{number if same else 'x'}\n", key, f"/{'one' if same else 'two'}-{number}"))
        outcomes = at_once(verb(engine, "cora", first), verb(engine, "max", second))
        assert "created" in outcomes
        other = outcomes[1 - outcomes.index("created")]
        assert isinstance(other, Conflict) or other in {"refused", "unchanged", "created", "revised"}, repr(other)
        with db.scope(engine, writes=False) as session:
            assert session.scalar(select(func.count()).select_from(Article).where(Article.key == key)) == 1
            keys = session.scalars(select(Article.key).where(Article.key.startswith(key))).all()
            assert len(keys) == 1 or (not named and sorted(keys) == [key, f"{key}-2"])
    healthy(engine)


def test_two_store_one_text(engine):
    """The same text under two articles at the same moment: stored once."""
    with db.scope(engine) as session:
        staff(session)

    def bring(key):
        def call(session, version, actor):
            [result] = importing.bring(session, [incoming(f"# T\n\n{key[2:]}\n", key)], actor=actor, now=NOW)
            return result.outcome

        return call

    for number in range(10):
        outcomes = at_once(verb(engine, "cora", bring(f"a-{number}")), verb(engine, "max", bring(f"b-{number}")))
        assert outcomes == ["created", "created"]
    with db.scope(engine, writes=False) as session:
        assert session.scalar(select(func.count()).select_from(StoredText)) == 10
        assert session.scalar(select(func.count()).select_from(Revision)) == 20
    healthy(engine)


def test_a_source_moves_while_its_translation_goes_out(engine):
    """The reworked translation is published while its source is revised once more: it must not be remembered as current."""

    def make(session, crew, key):
        version = bring_to(session, crew, "published", key=key)
        importing.revise(session, lookup.version(session, key), incoming(SOURCE + "\nDos.\n", key), actor=crew["cora"], now=later(1))
        coordination.reopen(session, version, actor=crew["cora"], now=later(1))
        claims.claim(session, version, actor=crew["ana"], now=later(1))
        checkins.checkin(session, f"{TARGET}\nDois.\n".encode(), actor=crew["ana"], now=later(1), address=version.address, base=2)
        work.submit(session, version, actor=crew["ana"], now=later(1))
        review.approve(session, version, actor=crew["rui"], now=later(1))
        return version

    moved = threading.Event()

    def revise(session, version, actor):
        importing.revise(session, version, incoming(SOURCE + "\nTres.\n", version.article.key), actor=actor, now=later(2))
        moved.set()
        time.sleep(0.3)

    def publish(session, version, actor):
        publishing.publish(session, version, actor=actor, now=later(2))

    for address in prepared(engine, make, rounds=2):
        moved.clear()

        def second(address=address):
            moved.wait(10)
            return verb(engine, "pia", publish, address)()

        assert at_once(verb(engine, "cora", revise, address.partition("/")[0]), second) == [None, None]
    healthy(engine)


def test_a_holder_who_changes_between_two_looks(engine, monkeypatch):
    """Somebody reads who holds it, and before they act on it another holds it: that one's hold must not be left over."""
    [address] = prepared(engine, lambda s, crew, key: bring_to(s, crew, "translating", key=key), rounds=1)
    looked, slow = threading.Event(), threading.current_thread

    def pausing(session, version):
        found = lookup.open_claim(session, version)
        if slow().name == "slow":
            looked.set()
            time.sleep(0.5)
        return found

    monkeypatch.setattr(transitions, "open_claim", pausing)

    def slowly():
        slow().name = "slow"
        return verb(engine, "cora", cancel, address)()

    def quickly():
        looked.wait(10)
        verb(engine, "ana", lambda s, v, actor: claims.release(s, v, actor=actor, now=later(1)), address)()
        verb(engine, "ben", claim, address)()

    cancelled, _ = at_once(slowly, quickly)
    assert state(engine, address) == (("translating", "ben") if refused(cancelled) else ("cancelled", ""))
    healthy(engine)


def test_two_who_want_the_same_two_in_the_other_order(engine):
    """PostgreSQL lets one of them go first and says so to the other, who keeps nothing; on SQLite they queue."""
    one, two = prepared(engine, lambda s, crew, key: requested(s, crew, key=key), rounds=2)
    met = threading.Barrier(2)

    def both(handle, first, second):
        def run():
            with db.scope(engine) as session:
                for address in (first, second):
                    claims.claim(session, lookup.version(session, address), actor=people.find(session, handle), now=later(1))
                    if engine.dialect.name == "postgresql" and address == first:
                        met.wait(10)
            return handle

        return run

    outcomes = at_once(both("ana", one, two), both("ben", two, one))
    assert sorted(map(refused, outcomes)) == [False, True]
    winner = "ben" if refused(outcomes[0]) else "ana"
    [lost] = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert (lost.exit_code, bool(lost.remedy)) == (5, True)
    assert [state(engine, address) for address in (one, two)] == [("translating", winner)] * 2
    healthy(engine)


# ── a storm, and kills ───────────────────────────────────────────────────────────────────────────────────────────────


def storm(engine, seed: int, addresses: list[str], turns: int) -> list[str]:
    """Random verbs by whoever may do everything; returns errors that nobody should meet."""
    dice, wrong = random.Random(seed), []
    for turn in range(turns):
        by = {"now": later(turn * dice.choice([0, 1, 20]))}
        text = dice.choice([TARGET, TARGET + "\nX.\n", SOURCE + "\nY.\n"])
        verbs = {
            "claim": lambda s, v, a, by: claims.claim(s, v, actor=a, **by), "release": lambda s, v, a, by: claims.release(s, v, actor=a, **by),
            "checkin": lambda s, v, a, by, text=text: checkins.checkin(s, text.encode(), actor=a, address=v.address, **by),
            "submit": lambda s, v, a, by: work.submit(s, v, actor=a, **by), "approve": lambda s, v, a, by: review.approve(s, v, actor=a, **by),
            "publish": lambda s, v, a, by: publishing.publish(s, v, actor=a, **by), "expire": lambda s, v, a, by: claims.expire_due(s, **by),
            "withdraw": lambda s, v, a, by: publishing.withdraw(s, v, actor=a, reason="x", **by),
            "reopen": lambda s, v, a, by: coordination.reopen(s, v, actor=a, **by), "return": lambda s, v, a, by: review.send_back(s, v, actor=a, reason="x", **by),
            "cancel": lambda s, v, a, by: coordination.cancel(s, v, actor=a, reason="x", **by),
            "request": lambda s, v, a, by: coordination.request(s, v.article, v.language, actor=a, **by),
            "revise": lambda s, v, a, by, text=text: importing.revise(s, v, incoming(text, v.article.key), actor=a, **by),
        }  # fmt: skip
        name = dice.choice([*verbs, *["claim", "checkin", "submit", "approve", "publish"] * 3])
        actor = "max2" if name in {"approve", "return"} else dice.choice(["max"] * 9 + ["max2"])
        address = dice.choice(addresses) if name != "revise" else dice.choice(addresses).partition("/")[0]
        try:
            with db.scope(engine) as session:
                verbs[name](session, lookup.version(session, address), people.find(session, actor), by)
        except TranslateFlowError as error:
            if error.exit_code not in {4, 5, 7}:
                wrong.append(f"{name} {address}: {error!r}")
        except Exception as error:
            wrong.append(f"{name} {address}: {error!r}")
    return wrong


def test_a_storm_leaves_a_database_without_a_fault(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        people.add(session, "max2", roles=[row.role for row in crew["max"].roles], reads=["*"], writes=["*"], actor=crew["cora"], now=NOW)
        found = [article(session, crew["cora"], key) for key in ("one", "two")]
        for one in found:
            coordination.request(session, one, "en", actor=crew["cora"], now=NOW)
            coordination.request(session, one, "pt", source="en", actor=crew["cora"], now=NOW)
    addresses = ["one/en", "one/pt", "two/en", "two/pt"]
    told = at_once(*(lambda seed=seed: storm(engine, seed, addresses, 40) for seed in range(6)))
    assert told == [[]] * 6
    healthy(engine)
    with db.scope(engine, writes=False) as session:
        assert len(set(session.scalars(select(Event.action)))) > 8


@pytest.fixture
def translating(engine):
    [address] = prepared(engine, lambda s, crew, key: bring_to(s, crew, "translating", key=key), rounds=1)
    engine.dispose()
    return address


def rows(engine) -> list[int]:
    with db.scope(engine, writes=False) as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in (Revision, StoredText, Event, Claim)]


def start(target, *args):
    said = SPAWN.Queue()
    process = SPAWN.Process(target=target, args=(*args, said), daemon=True)
    process.start()
    said.get(timeout=60)
    return process


def killed(process) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.join(timeout=30)
    assert process.exitcode == -signal.SIGKILL


def test_killed_in_the_middle_of_a_transaction(engine, database_url, translating):
    before = rows(engine)
    process = start(racers.stop_half_way, database_url, translating)
    assert rows(engine) == before  # nobody sees what is not committed
    killed(process)
    began = time.monotonic()
    verb(engine, "cora", cancel, translating)()  # the lock went with the process
    assert time.monotonic() - began < 10
    assert rows(engine) == [before[0], before[1], before[2] + 1, before[3]]
    assert state(engine, translating) == ("cancelled", "")
    healthy(engine)


@pytest.mark.parametrize("after", [0.01, 0.05, 0.13])
def test_killed_at_any_moment(engine, database_url, translating, after):
    process = start(racers.work_on, database_url, translating)
    time.sleep(after)
    killed(process)
    healthy(engine)
    with db.scope(engine, writes=False) as session:
        numbers = session.scalars(select(Revision.number).join(Version, Version.id == Revision.version_id).where(Version.language == "pt").order_by(Revision.number)).all()
        events = session.scalar(select(func.count()).where(Event.action == "checkin"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == events >= 3
