"""Random people under random clocks take every verb, on both databases, beside a small model written from the design.

After every step the model and the database must agree, nothing written may have changed, and the doctor must find nothing.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update

from tests.databases import copies
from tests.newsroom import NOW
from tests.state_lines import Lines
from tests.state_model import Edition, Someone, Text
from tests.state_plans import Plans
from tests.test_workflow import expected
from translate_flow import db, formats
from translate_flow.errors import CheckFailed, Conflict, NotAllowed, TranslateFlowError, UsageError
from translate_flow.models import Article, Claim, Event, Person, Revision, Setting, StoredText, Version
from translate_flow.models_channels import ChannelRow
from translate_flow.models_planning import Move
from translate_flow.services import (
    checkins,
    claims,
    coordination,
    doctor,
    importing,
    lookup,
    people,
    publishing,
    queueing,
    review,
    texts,
    work,
)
from translate_flow.services.sources import Incoming
from translate_flow.workflow import Role, Who

TEXTS = [f"# Title {number}\n\nFirst of {number}.\n\nSecond of {number % 2}.\n" for number in range(5)]
LANGUAGES = ["es", "en", "pt", "pt-BR", "fr"]
LEASE = timedelta(hours=72)
TAKEN: Counter[str] = Counter()  # what was done in this run, for whoever runs it with -s


TAGS = st.sets(st.sampled_from(["es", "en", "pt", "pt-BR", "*"]), max_size=3)
ROLES = st.sets(st.tuples(st.sampled_from([role.value for role in Role]), st.sampled_from(["*", "*", "pt", "en"])), max_size=4)
TURNS = ["allowed"] * 10 + ["anything"] * 4 + ["request"] * 2 + ["time"] * 2 + ["lapse"] * 2 + ["worker"] * 2 + ["edition"] * 3 + ["hire", "learn", "bring", "clean_up"]
VERBS = {  # and how often each is taken where it can be: what leads on more often than what leads away
    "claim": 3, "assign": 1, "release": 1, "submit": 5, "approve": 5, "return": 3, "publish": 3, "withdraw": 1, "reopen": 3, "cancel": 1,
    "checkin": 4, "checkout": 1, "extend": 1, "revise": 1, "wait": 6, "unwait": 1, "schedule": 2, "unschedule": 1,
}  # fmt: skip
AS = {"checkin": "submit", "checkout": "submit", "extend": "submit"}  # these too are the holder's, while it is translating


class Newsroom(Lines, Plans, RuleBasedStateMachine):
    make = None  # set by the tests: opens a fresh database

    def __init__(self) -> None:
        super().__init__()
        self.opened = type(self).make()
        self.engine = db.engine_for(self.opened.__enter__())
        self.now = self.latest = NOW
        self.people: dict[str, Someone] = {}
        self.versions: dict[str, Text] = {}
        self.editions: dict[str, Edition] = {}
        self.written: dict[str, list] = {"revisions": [], "texts": [], "events": []}
        self.moved = 0
        self.new_events: list[str] = []
        self.touched = True

    def teardown(self) -> None:
        self.engine.dispose()
        self.opened.__exit__(None, None, None)

    # ── how a verb is taken ──

    def take(self, who: str | None, address: str, action: str, call, *, may: bool, events: list[str] | None = None, because: tuple = (NotAllowed, Conflict)) -> bool:
        """Runs a verb in a transaction of its own. It must go through exactly where the model says that it `may`."""
        refused = None
        try:
            with db.scope(self.engine) as session:
                call(session, people.find(session, who) if who else None, lookup.version(session, address) if address else None)
        except TranslateFlowError as error:
            refused = error
        done = refused is None
        assert done == may, f"{action} of {address} by {who} " + ("went through" if done else f"was refused: {refused}")
        assert done or isinstance(refused, because), f"{action} of {address} by {who}: {refused!r}"
        TAKEN[action if done else f"{action} refused"] += 1
        self.new_events = (events if events is not None else [action]) if done else []
        self.touched = self.touched or done
        return done

    def may(self, handle: str, action: str, version: Text) -> bool:
        """The table and the design's words for who may."""
        if action == "revise":
            return not version.parent and any(role == "coordinator" for role, _ in self.people[handle].roles)
        if action in {"wait", "unwait", "schedule", "unschedule"}:
            return self.may_plan(handle, action, version)
        if action == "checkin" and not version.holder and version.lapsed == handle:
            return self.may(handle, "claim", version)
        row = expected(not version.parent, bool(version.live)).get((version.status, AS.get(action, action)))
        return row is not None and any(self.is_(who, handle, version) for who in row[1])

    def is_(self, who: Who, handle: str, version: Text) -> bool:
        one, tag = self.people[handle], version.language
        match who:
            case Who.TRANSLATOR:
                return one.has("translator", tag) and one.knows(one.writes, tag) and one.knows(one.reads | one.writes, version.parent)
            case Who.HOLDER:
                return version.holder == handle
            case Who.REVIEWER:
                own = {version.translator} | ({version.revisions[-1][2]} if version.revisions and version.status in {"in_review", "approved"} else set())
                return one.has("reviewer", tag) and handle not in own
            case Who.COORDINATOR | Who.PUBLISHER:
                return one.has(who.name.lower(), tag)
        return False

    def parent(self, version: Text) -> Text:
        return self.versions[f"{version.article}/{version.parent}"]

    def expire(self, version: Text) -> None:
        version.lapsed, version.holder, version.translator, version.status = version.holder, "", "", "requested"

    def hold(self, version: Text, handle: str) -> None:
        version.status, version.holder, version.translator, version.until, version.lapsed = "translating", handle, handle, self.now + LEASE, ""

    def lapses(self, version: Text) -> bool:
        return bool(version.holder) and version.until <= self.now

    def ends(self, version: Text) -> list[datetime]:
        """When something of it is due."""
        plan = [version.plan.at] if version.plan is not None and not version.plan.blocked else []
        return ([version.until] if version.holder else []) + ([version.kept_until] if version.kept else []) + plan

    # ── the world ──

    @initialize(text=st.sampled_from(TEXTS), far=st.integers(0, 5))
    def open(self, text: str, far: int) -> None:
        """A newsroom of two, an article, two requests, and the first of these `far` on its way."""
        with db.scope(self.engine) as session:
            for handle in ("max", "rui"):
                people.add(session, handle, roles=list(Role), reads=["*"], writes=["*"], actor=None, now=self.now)
                self.people[handle] = Someone({(role.value, "*") for role in Role}, {"*"}, {"*"})
            for gate in ("check_submit", "check_publish"):  # these texts translate nothing
                session.add(Setting(name=gate, value="none"))
            session.execute(update(ChannelRow).values(active=False))  # what a worker brings to channels is for other tests
        self.new_events = ["add person"] * 2
        self.check()
        self.bring("max", text, True)
        self.check()
        self.request("max", "article-0", "en", "")
        self.check()
        self.request("max", "article-0", "pt", "en")
        self.check()
        english = self.versions["article-0/en"]
        way = [lambda: self.claim("max", english), lambda: self.checkin("max", english, TEXTS[TEXTS.index(text) - 1], 0),
               lambda: self.submit("max", english), lambda: self.other("rui", english, "approve"), lambda: self.other("max", english, "publish")]  # fmt: skip
        for step in way[:far]:
            step()
            self.check()

    @rule(turn=st.sampled_from(TURNS), data=st.data())
    def go(self, turn: str, data: st.DataObject) -> None:
        """One thing happens. `allowed`: something that somebody may do now; `anything`: whatever, mostly refused."""
        draw = lambda values: data.draw(st.sampled_from(values))  # noqa: E731
        match turn:
            case "time":
                self.now += timedelta(minutes=draw([1, 30, 60, 600, 60 * 24, 60 * 72, 60 * 24 * 21, -30, -600, -60 * 24 * 5]))
                self.latest = max(self.latest, self.now)
            case "lapse":
                self.now = max([self.now, *(moment for version in self.versions.values() for moment in self.ends(version))][:2])
                self.latest = max(self.latest, self.now)
            case "hire":
                self.hire(data.draw(ROLES), data.draw(TAGS), data.draw(TAGS))
            case "bring":
                self.bring(draw(list(self.people)), draw(TEXTS), draw([True, False]))
            case "clean_up":
                self.clean_up()
            case "learn":
                self.learn(draw(list(self.people)), data.draw(TAGS), data.draw(TAGS))
            case "worker":
                self.worker()
            case "edition":
                self.edition(draw)
            case "request":
                article = draw(sorted({version.article for version in self.versions.values()}))
                sources = [version.language for version in self.versions.values() if version.article == article]
                self.request(draw(list(self.people)), article, draw(LANGUAGES), draw(["", *sources]))
            case "anything":
                self.act(draw(list(VERBS)), draw(list(self.people)), draw(list(self.versions)), draw)
            case "allowed":
                able = [(verb, who, at) for verb in VERBS for at, version in self.versions.items() for who in self.people if self.may(who, verb, version)]
                verb = draw([verb for verb, often in VERBS.items() for _ in range(often) if any(verb == one for one, *_ in able)])
                who, at = draw([(who, at) for one, who, at in able if one == verb])
                self.act(verb, who, at, draw)

    def act(self, verb: str, handle: str, address: str, draw) -> None:
        version = self.versions[address]
        match verb:
            case "assign":
                self.assign(handle, version, draw(list(self.people)))
            case "checkin":
                self.checkin(handle, version, draw(TEXTS), draw([0, 0, 1, 2, 3]))
            case "revise":
                self.revise(handle, version, draw(TEXTS))
            case "schedule":
                self.schedule(handle, version, draw([1, 60, 60 * 24, 60 * 72]))
            case "claim" | "extend" | "checkout" | "submit" | "wait" | "unwait" | "unschedule":
                getattr(self, verb)(handle, version)
            case _:
                self.other(handle, version, verb)

    def hire(self, roles, reads, writes) -> None:
        if len(self.people) >= 6:
            return
        handle = f"p{len(self.people)}"

        def call(session, actor, version) -> None:
            people.add(session, handle, roles=[role if tag == "*" else f"{role}:{tag}" for role, tag in roles], reads=reads, writes=writes, actor=actor, now=self.now)

        self.take("max", "", "hire", call, may=True, events=["add person"])
        self.people[handle] = Someone(set(roles), set(reads), set(writes))

    def bring(self, handle: str, text: str, published: bool) -> None:
        keys = {version.article for version in self.versions.values()}
        if len(keys) >= 3:
            return
        key = f"article-{len(keys)}"
        may = any(role == "coordinator" for role, _ in self.people[handle].roles)

        def call(session, actor, version) -> None:
            list(importing.bring(session, [incoming(text, key, "es", published)], actor=actor, now=self.now))

        if self.take(handle, "", "import", call, may=may):
            made = Text(key, "es", "", "published" if published else "draft", [(text, None, "")], live=int(published))
            self.versions[made.address] = made

    def clean_up(self) -> None:
        leases = sorted(version.address for version in self.versions.values() if self.lapses(version))
        told, passed = self.run_out()

        def call(session, actor, version) -> None:
            assert sorted(claims.expire_due(session, now=self.now)) == leases
            assert sorted(queueing.pass_on(session, now=self.now)) == sorted(passed)

        self.take(None, "", "expire" if told else "nothing to expire", call, may=True, events=told)

    # ── the verbs ──

    def request(self, handle: str, key: str, language: str, named: str) -> None:
        """`named`: the language to translate from, any that the article is in; empty for its original."""
        old = self.versions.get(f"{key}/{language}")
        above = named
        while old is not None and above and above != language:
            above = self.versions[f"{key}/{above}"].parent
        circle = bool(named) and above == language
        another = old is not None and bool(old.parent) and bool(named) and named != old.parent
        may = self.people[handle].has("coordinator", language) and (old is None or ((old.status == "cancelled" or another) and not circle))
        again = old is None or old.status == "cancelled"

        def call(session, actor, version) -> None:
            coordination.request(session, lookup.article(session, key), language, source=named, actor=actor, now=self.now)

        moved = ["reparent"] * max(1, len({number for number in (old.live, len(old.revisions)) if number})) if another else []
        if self.take(handle, "", "request", call, may=may, events=moved + (["request"] if again else [])):
            if old is None:
                self.versions[f"{key}/{language}"] = Text(key, language, named or "es", "requested")
                return
            if another:
                self.reparented(old, named)
            if again:
                old.status, old.translator = "requested", ""

    def reparented(self, version: Text, parent: str) -> None:
        """Its texts again, by the same authors, on a base that is a revision of the new parent or unknown."""
        version.parent = parent
        for number in dict.fromkeys(number for number in (version.live, len(version.revisions)) if number):
            text, _, author = version.revisions[number - 1]
            with db.scope(self.engine, writes=False) as session:
                found = lookup.version(session, version.address)
                made = session.scalar(select(Revision).where(Revision.version_id == found.id, Revision.number == len(version.revisions) + 1))
                base = session.get(Revision, made.base_id) if made.base_id else None
                assert base is None or base.version_id == found.parent_id
                version.revisions.append((text, (parent, base.number) if base else None, author))
            if version.live == number:
                version.live = len(version.revisions)

    def claim(self, handle: str, version: Text, how: str = "claim") -> None:
        """`how`: by `claim`, or by `claim --wait`."""
        told, after = self.free(version)
        told += self.settle(after) if after.kept not in {"", handle} else []
        may = self.may(handle, "claim", after) and after.kept in {"", handle}
        verb = claims.claim if how == "claim" else queueing.claim_or_wait
        if self.take(handle, version.address, how, lambda session, actor, found: verb(session, found, actor=actor, now=self.now), may=may, events=[*told, "claim"]):
            self.given(after, handle)

    def assign(self, handle: str, version: Text, other: str) -> None:
        told, after = self.free(version)
        may = self.may(handle, "assign", after) and self.is_(Who.TRANSLATOR, other, version)

        def call(session, actor, found) -> None:
            claims.assign(session, found, people.find(session, other), actor=actor, now=self.now)

        if self.take(handle, version.address, "assign", call, may=may, events=[*told, "assign"]):
            self.given(after, other)

    def free(self, version: Text) -> tuple[list[str], Text]:
        """What it is once a lease that has run out is ended, and what that leaves."""
        after = replace(version, line=list(version.line))
        if not self.lapses(version):
            return [], after
        self.expire(after)
        return ["expire", *self.settle(after)], after

    def become(self, after: Text) -> Text:
        version = self.versions[after.address]
        vars(version).update(vars(after))
        return version

    def given(self, after: Text, handle: str) -> None:
        version = self.become(after)
        self.hold(version, handle)
        self.new_events += self.settle(version)

    def extend(self, handle: str, version: Text) -> None:
        call = lambda session, actor, found: claims.extend(session, found, actor=actor, now=self.now)  # noqa: E731
        if self.take(handle, version.address, "extend", call, may=version.holder == handle):
            version.until = max(version.until, self.now + LEASE)

    def checkout(self, handle: str, version: Text) -> None:
        may = version.holder == handle and bool(self.parent(version).shown)
        call = lambda session, actor, found: work.checkout(session, found, actor=actor, now=self.now)  # noqa: E731
        parent = self.parent(version) if version.parent else None
        base = version.revisions[-1][1] if version.revisions else None
        behind = may and base is not None and base[0] == parent.language and base[1] != parent.shown
        if self.take(handle, version.address, "checkout", call, may=may, events=(["carry"] if behind else []) + ["checkout"]):
            version.until = max(version.until, self.now + LEASE)
            if behind:  # brought over on the way: tests/test_carrying.py says how
                with db.scope(self.engine, writes=False) as session:
                    head = session.get(Revision, lookup.version(session, version.address).head_id)
                    version.revisions.append((texts.body(session, head).decode(), (parent.language, parent.shown), version.revisions[-1][2]))

    def checkin(self, handle: str, version: Text, text: str, base: int) -> None:
        """`base` 0: none is named, so the draft's own goes on, or the parent's newest counts."""
        again = not version.holder and version.lapsed == handle and self.may(handle, "claim", version)
        parent = self.parent(version) if version.parent else None
        may = parent is not None and (version.holder == handle or again) and bool(parent.shown) and base <= len(parent.revisions)

        def call(session, actor, found) -> None:
            checkins.checkin(session, text.encode(), actor=actor, now=self.now, address=version.address, base=base or None, rebase=False)

        on = version.revisions[-1][1] if version.revisions else None
        if parent is not None:
            on = (parent.language, base) if base else on if on and on[0] == parent.language else (parent.language, parent.shown)
        new = not version.revisions or version.revisions[-1][:2] != (text, on)
        events = (["claim"] if again else []) + (["checkin"] if new else [])
        if self.take(handle, version.address, "checkin again" if again else "checkin", call, may=may, events=events, because=(NotAllowed, Conflict, UsageError)):
            if again:
                self.given(version, handle)
            version.until = max(version.until, self.now + LEASE)
            if new:
                version.revisions.append((text, on, handle))

    def submit(self, handle: str, version: Text) -> None:
        may = self.may(handle, "submit", version)
        if may:
            head = version.revisions[-1] if version.revisions else None
            base = head[1] if head else None
            same = base is not None and self.versions[f"{version.article}/{base[0]}"].revisions[base[1] - 1][0] == head[0]
            may = head is not None and not same
        call = lambda session, actor, found: work.submit(session, found, actor=actor, now=self.now, unfinished=True)  # noqa: E731
        if self.take(handle, version.address, "submit", call, may=may, because=(NotAllowed, CheckFailed)):
            version.status, version.holder, version.lapsed = "in_review", "", ""
            self.settle(version)

    def other(self, handle: str, version: Text, what: str) -> None:
        may = self.may(handle, what, version)
        if what == "publish" and version.parent:
            may = may and self.versions[f"{version.article}/es"].status == "published"
        verb = {"release": claims.release, "approve": review.approve, "return": review.send_back, "publish": publishing.publish,
                "withdraw": publishing.withdraw, "reopen": coordination.reopen, "cancel": coordination.cancel}[what]  # fmt: skip
        more = {"reason": "because"} if what in {"return", "withdraw", "cancel"} else {}

        def call(session, actor, found) -> None:
            verb(session, found, actor=actor, now=self.now, **more)

        row = expected(not version.parent, bool(version.live)).get((version.status, what))
        before = self.seen(version)
        if self.take(handle, version.address, what, call, may=may):
            version.status = row[0]
            if what == "return":
                self.hold(version, version.translator)
            elif what in {"release", "reopen"}:
                version.translator = ""
            if what in {"release", "cancel"}:
                version.lapsed = "" if version.holder else version.lapsed
                version.holder = ""
            if what == "withdraw":
                version.live, version.out_at = 0, None
            if what == "publish":
                self.went_out([(version, before)])
            if before[0] != version.status:
                self.new_events += self.settle(version)

    def revise(self, handle: str, version: Text, text: str) -> None:
        new = version.revisions and version.revisions[-1][0] != text

        def call(session, actor, found) -> None:
            importing.revise(session, found, incoming(text, found.article.key, found.language, True), actor=actor, now=self.now)

        if self.take(handle, version.address, "revise", call, may=self.may(handle, "revise", version), events=["revise"] if new else []) and new:
            version.revisions.append((text, None, handle))
            if version.status == "published":
                version.live = len(version.revisions)

    # ── what must hold ──

    @invariant()
    def check(self) -> None:
        if not self.people:
            return
        with db.scope(self.engine, writes=False) as session:
            self.nothing_changed(session)
            self.agrees(session)
            if self.touched:  # the doctor would say of the same rows what it said before
                found = [one.rule for one in doctor.examine(session, home=Path("nowhere"), now=self.latest)]
                overdue = any(one.plan is not None and not one.plan.blocked and one.plan.at < self.latest - timedelta(minutes=10) for one in self.versions.values())
                assert found == ["what is due is done"] * overdue
        self.new_events, self.touched = [], False

    def nothing_changed(self, session) -> None:
        for name, model in (("revisions", Revision), ("texts", StoredText), ("events", Event)):
            rows = session.execute(select(model.__table__).order_by(model.__table__.c.id)).all()
            known = self.written[name]
            assert rows[: len(known)] == known, f"{name} changed"
            if name == "events":  # of several at once the order is the database's
                new = rows[len(known) :]
                assert sorted(row.action for row in new) == sorted(self.new_events)
                self.moves_tell(session, new)
            self.written[name] = rows

    def moves_tell(self, session, events) -> None:
        """Each change of a status has its move, and nothing else has one."""
        moves = session.execute(select(Move.id, Move.action, Move.from_status, Move.to_status).where(Move.id > self.moved).order_by(Move.id)).all()
        assert [tuple(move) for move in moves] == [(one.id, one.action, one.from_status, one.to_status) for one in events if one.version_id and one.from_status != one.to_status]
        self.moved = max((one.id for one in events), default=self.moved)

    def agrees(self, session) -> None:
        versions = {version.address: version for version in session.scalars(select(Version).join(Article))}
        assert set(versions) == set(self.versions)
        open_claims = {}
        for claim in session.scalars(select(Claim)):
            assert claim.ended_at is None or claim.ended_at >= claim.claimed_at
            if claim.ended_at is None:
                assert claim.version_id not in open_claims
                open_claims[claim.version_id] = claim
        handles = {person.id: person.handle for person in session.scalars(select(Person))} | {None: ""}
        numbers = {row.id: row for row in session.scalars(select(Revision))}
        bodies = dict(session.execute(select(StoredText.id, StoredText.body)).all())
        tags = {version.id: version.language for version in versions.values()}
        for address, model in self.versions.items():
            found = versions[address]
            held = open_claims.get(found.id)
            assert (found.status == "translating") == (held is not None)
            state = (found.status, found.parent_language, handles[found.translator_id], handles[held.person_id] if held else "", held.until if held else None)
            assert state == (model.status, model.parent, model.translator, model.holder, model.until if model.holder else None), address
            assert [numbers[number].number if number else 0 for number in (found.live_id, found.head_id)] == [model.live, len(model.revisions)], address
            own = sorted((row for row in numbers.values() if row.version_id == found.id), key=lambda row: row.number)
            kept = [
                (bytes(bodies[row.text_id]).decode(), (tags[numbers[row.base_id].version_id], numbers[row.base_id].number) if row.base_id else None, handles[row.author_id])
                for row in own
            ]
            assert kept == model.revisions, address
        self.lines_agree(session, handles)
        self.plans_agree(session, handles)


def incoming(text: str, key: str, language: str, published: bool) -> Incoming:
    body = text.encode()
    return Incoming(document=formats.get("markdown").read(body), body=body, key=key, language=language, origin=f"/{key}", published=published)


TIMES = int(os.environ.get("TRANSLATE_FLOW_TEST_TIMES", "1"))  # for a long night: so many times the examples


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 13), pytest.param("postgres", 7, marks=pytest.mark.postgres)])
def test_whatever_people_do(request, tmp_path, kind, examples):
    machine = type("Random", (Newsroom,), {"make": staticmethod(copies(request, kind, tmp_path))})
    TAKEN.clear()
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples * TIMES, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
    )
    print(f"{kind}: " + ", ".join(f"{name} {count}" for name, count in sorted(TAKEN.items())))
