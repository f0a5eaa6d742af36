"""Random people under random clocks take every verb, on both databases, beside a small model written from the design.

After every step the model and the database must agree, nothing written may have changed, and the doctor must find nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from tests.databases import copies
from tests.newsroom import NOW
from tests.test_workflow import expected
from translate_flow import db, formats, languages
from translate_flow.errors import CheckFailed, Conflict, NotAllowed, TranslateFlowError, UsageError
from translate_flow.models import Article, Claim, Event, Person, Revision, StoredText, Version
from translate_flow.services import (
    claims,
    coordination,
    doctor,
    importing,
    lookup,
    people,
    publishing,
    review,
    work,
)
from translate_flow.services.sources import Incoming
from translate_flow.workflow import Role, Who

TEXTS = [f"# Title {number}\n\nFirst of {number}.\n\nSecond of {number % 2}.\n" for number in range(5)]
LANGUAGES = ["es", "en", "pt", "pt-BR", "fr"]
LEASE = timedelta(hours=72)
TAKEN: Counter[str] = Counter()  # what was done in this run, for whoever runs it with -s


@dataclass
class Someone:
    roles: set[tuple[str, str]]
    reads: set[str]
    writes: set[str]

    def has(self, role: str, language: str) -> bool:
        return any(held == role and languages.covers(tag, language) for held, tag in self.roles)

    def knows(self, tags: set[str], language: str) -> bool:
        return any(languages.covers(tag, language) for tag in tags)


@dataclass
class Text:
    """What must be true of a version. `revisions`: (text, base as (language, number) or None, author)."""

    article: str
    language: str
    parent: str
    status: str
    revisions: list[tuple[str, tuple[str, int] | None, str]] = field(default_factory=list)
    live: int = 0
    translator: str = ""
    holder: str = ""
    until: datetime = NOW
    lapsed: str = ""  # who held it last, if their lease ran out

    @property
    def address(self) -> str:
        return f"{self.article}/{self.language}"

    @property
    def shown(self) -> int:
        return self.live or len(self.revisions)


def _indexes() -> st.SearchStrategy[int]:
    return st.integers(0, 11)


PERSON, VERSION, TEXT = _indexes(), _indexes(), st.sampled_from(TEXTS)
TAGS = st.sets(st.sampled_from(["es", "en", "pt", "pt-BR", "*"]), max_size=3)
ROLES = st.sets(st.tuples(st.sampled_from([role.value for role in Role]), st.sampled_from(["*", "*", "pt", "en"])), max_size=4)


class Newsroom(RuleBasedStateMachine):
    make = None  # set by the tests: opens a fresh database

    def __init__(self) -> None:
        super().__init__()
        self.opened = type(self).make()
        self.engine = db.engine_for(self.opened.__enter__())
        self.now = self.latest = NOW
        self.people: dict[str, Someone] = {}
        self.versions: dict[str, Text] = {}
        self.kept: dict[str, list] = {"revisions": [], "texts": [], "events": []}

    def teardown(self) -> None:
        self.engine.dispose()
        self.opened.__exit__(None, None, None)

    # ── how a verb is taken ──

    def take(self, who: str | None, address: str, action: str, call, *, may: bool, events: list[str] | None = None, because: tuple = (NotAllowed, Conflict)) -> bool:
        """Runs a verb in a transaction of its own. It must go through exactly where the model says that it `may`."""
        done = False
        try:
            with db.scope(self.engine) as session:
                call(session, people.find(session, who) if who else None, lookup.version(session, address) if address else None)
            done = True
        except TranslateFlowError as error:
            assert not may, f"{action} of {address} by {who} was refused: {error}"
            assert isinstance(error, because), f"{action} of {address} by {who}: {error!r}"
        assert done == may, f"{action} of {address} by {who} went through"
        TAKEN[action if done else f"{action} refused"] += 1
        self.new_events = (events if events is not None else [action]) if done else []
        return done

    def someone(self, index: int) -> str:
        return list(self.people)[index % len(self.people)]

    def version(self, index: int) -> Text:
        return list(self.versions.values())[index % len(self.versions)]

    def may(self, handle: str, action: str, version: Text) -> bool:
        """The table and the design's words for who may."""
        row = expected(not version.parent, bool(version.live)).get((version.status, action))
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

    # ── the world ──

    @initialize(text=TEXT)
    def open(self, text: str) -> None:
        with db.scope(self.engine) as session:
            for handle in ("max", "rui"):
                people.add(session, handle, roles=list(Role), reads=["*"], writes=["*"], actor=None, now=self.now)
                self.people[handle] = Someone({(role.value, "*") for role in Role}, {"*"}, {"*"})
        self.kept["events"] = []
        self.new_events = ["add person"] * 2
        self.check()
        self.bring(0, text, True)
        self.check()
        self.request(0, 0, "en", 0)
        self.check()
        self.request(0, 0, "pt", 1)

    @rule(roles=ROLES, reads=TAGS, writes=TAGS)
    def hire(self, roles, reads, writes) -> None:
        if len(self.people) >= 6:
            return
        handle = f"p{len(self.people)}"

        def call(session, actor, version) -> None:
            people.add(session, handle, roles=[role if tag == "*" else f"{role}:{tag}" for role, tag in roles], reads=reads, writes=writes, actor=actor, now=self.now)

        self.take("max", "", "hire", call, may=True, events=["add person"])
        self.people[handle] = Someone(set(roles), set(reads), set(writes))

    @rule(person=PERSON, text=TEXT, published=st.booleans())
    def bring(self, person: int, text: str, published: bool) -> None:
        keys = {version.article for version in self.versions.values()}
        if len(keys) >= 3:
            return
        key, handle = f"article-{len(keys)}", self.someone(person)
        may = any(role == "coordinator" for role, _ in self.people[handle].roles)

        def call(session, actor, version) -> None:
            list(importing.bring(session, [incoming(text, key, "es", published)], actor=actor, now=self.now))

        if self.take(handle, "", "import", call, may=may):
            made = Text(key, "es", "", "published" if published else "draft", [(text, None, "")], live=int(published))
            self.versions[made.address] = made

    @rule(minutes=st.integers(1, 90))
    def soon(self, minutes: int) -> None:
        self.pass_time(timedelta(minutes=minutes))

    @rule(days=st.integers(1, 21))
    def later(self, days: int) -> None:
        self.pass_time(timedelta(days=days))

    @rule(hours=st.integers(1, 100))
    def clock_set_back(self, hours: int) -> None:
        self.pass_time(-timedelta(hours=hours))

    def pass_time(self, by: timedelta) -> None:
        self.now += by
        self.latest = max(self.latest, self.now)
        self.new_events = []

    @rule()
    def clean_up(self) -> None:
        due = sorted((v for v in self.versions.values() if self.lapses(v)), key=lambda v: v.until)

        def call(session, actor, version) -> None:
            assert sorted(claims.expire_due(session, now=self.now)) == sorted(v.address for v in due)

        self.take(None, "", "expire", call, may=True, events=["expire"] * len(due))
        for version in due:
            self.expire(version)

    # ── the verbs ──

    @rule(person=PERSON, article=VERSION, language=st.sampled_from(LANGUAGES), source=st.integers(0, 4))
    def request(self, person: int, article: int, language: str, source: int) -> None:
        """`source` 0: none is named. It may be any version of the article that is there."""
        key, handle = self.version(article).article, self.someone(person)
        family = {v.language: v for v in self.versions.values() if v.article == key}
        named = list(family)[source % len(family)] if source else ""
        old, above = family.get(language), named
        while old is not None and above and above != language:
            above = family[above].parent
        circle = bool(named) and above == language
        may = self.people[handle].has("coordinator", language) and (old is None or (old.status == "cancelled" and not circle))

        def call(session, actor, version) -> None:
            coordination.request(session, lookup.article(session, key), language, source=named, actor=actor, now=self.now)

        if self.take(handle, "", "request", call, may=may):
            if old is None:
                self.versions[f"{key}/{language}"] = Text(key, language, named or "es", "requested")
            else:
                old.status, old.translator, old.parent = "requested", "", named or old.parent

    @rule(person=PERSON, at=VERSION)
    def claim(self, person: int, at: int) -> None:
        self._claim(self.someone(person), self.version(at))

    def _claim(self, handle: str, version: Text) -> None:
        lapses = self.lapses(version)
        free = Text(version.article, version.language, version.parent, "requested", version.revisions, version.live) if lapses else version
        may = self.may(handle, "claim", free)
        call = lambda session, actor, found: claims.claim(session, found, actor=actor, now=self.now)  # noqa: E731
        if self.take(handle, version.address, "claim", call, may=may, events=["expire", "claim"] if lapses else ["claim"]):
            self.hold(version, handle)

    @rule(person=PERSON, whom=PERSON, at=VERSION)
    def assign(self, person: int, whom: int, at: int) -> None:
        handle, other, version = self.someone(person), self.someone(whom), self.version(at)
        lapses = self.lapses(version)
        free = Text(version.article, version.language, version.parent, "requested", version.revisions, version.live) if lapses else version
        may = self.may(handle, "assign", free) and self.is_(Who.TRANSLATOR, other, version)

        def call(session, actor, found) -> None:
            claims.assign(session, found, people.find(session, other), actor=actor, now=self.now)

        if self.take(handle, version.address, "assign", call, may=may, events=["expire", "assign"] if lapses else ["assign"]):
            self.hold(version, other)

    @rule(person=PERSON, at=VERSION)
    def extend(self, person: int, at: int) -> None:
        handle, version = self.someone(person), self.version(at)
        call = lambda session, actor, found: claims.extend(session, found, actor=actor, now=self.now)  # noqa: E731
        if self.take(handle, version.address, "extend", call, may=version.holder == handle):
            version.until = max(version.until, self.now + LEASE)

    @rule(person=PERSON, at=VERSION)
    def checkout(self, person: int, at: int) -> None:
        handle, version = self.someone(person), self.version(at)
        may = version.holder == handle and bool(self.parent(version).shown)
        call = lambda session, actor, found: work.checkout(session, found, actor=actor, now=self.now)  # noqa: E731
        if self.take(handle, version.address, "checkout", call, may=may):
            version.until = max(version.until, self.now + LEASE)

    @rule(person=PERSON, at=VERSION, text=TEXT, base=st.sampled_from([0, 0, 1, 2, 3]))
    def checkin(self, person: int, at: int, text: str, base: int) -> None:
        self._checkin(self.someone(person), self.version(at), text, base)

    def _checkin(self, handle: str, version: Text, text: str, base: int) -> None:
        """`base` 0: none is named, so the draft's own goes on, or the parent's newest counts."""
        again = not version.holder and version.lapsed == handle and self.may(handle, "claim", version)
        parent = self.parent(version) if version.parent else None
        may = parent is not None and (version.holder == handle or again) and bool(parent.shown) and base <= len(parent.revisions)

        def call(session, actor, found) -> None:
            work.checkin(session, text.encode(), actor=actor, now=self.now, address=version.address, base=base or None)

        on = version.revisions[-1][1] if version.revisions else None
        if parent is not None:
            on = (parent.language, base) if base else on if on and on[0] == parent.language else (parent.language, parent.shown)
        new = not version.revisions or version.revisions[-1][:2] != (text, on)
        events = (["claim"] if again else []) + (["checkin"] if new else [])
        if self.take(handle, version.address, "checkin", call, may=may, events=events, because=(NotAllowed, Conflict, UsageError)):
            if again:
                self.hold(version, handle)
            version.until = max(version.until, self.now + LEASE)
            if new:
                version.revisions.append((text, on, handle))

    @rule(person=PERSON, at=VERSION)
    def submit(self, person: int, at: int) -> None:
        self._submit(self.someone(person), self.version(at))

    def _submit(self, handle: str, version: Text) -> None:
        may = self.may(handle, "submit", version)
        if may:
            head = version.revisions[-1] if version.revisions else None
            base = head[1] if head else None
            same = base is not None and self.versions[f"{version.article}/{base[0]}"].revisions[base[1] - 1][0] == head[0]
            may = head is not None and not same
        call = lambda session, actor, found: work.submit(session, found, actor=actor, now=self.now)  # noqa: E731
        if self.take(handle, version.address, "submit", call, may=may, because=(NotAllowed, CheckFailed)):
            version.status, version.holder = "in_review", ""

    @rule(person=PERSON, at=VERSION, what=st.sampled_from(["release", "approve", "return", "publish", "withdraw", "reopen", "cancel"]))
    def other(self, person: int, at: int, what: str) -> None:
        self._other(self.someone(person), self.version(at), what)

    def _other(self, handle: str, version: Text, what: str) -> None:
        may = self.may(handle, what, version)
        if what == "publish" and version.parent:
            may = may and self.versions[f"{version.article}/es"].status == "published"
        verb = {"release": claims.release, "approve": review.approve, "return": review.send_back, "publish": publishing.publish,
                "withdraw": publishing.withdraw, "reopen": coordination.reopen, "cancel": coordination.cancel}[what]  # fmt: skip
        more = {"reason": "because"} if what in {"return", "withdraw", "cancel"} else {}

        def call(session, actor, found) -> None:
            verb(session, found, actor=actor, now=self.now, **more)

        row = expected(not version.parent, bool(version.live)).get((version.status, what))
        if self.take(handle, version.address, what, call, may=may):
            version.status = row[0]
            if what == "return":
                self.hold(version, version.translator)
            elif what in {"release", "reopen"}:
                version.translator = ""
            if what in {"release", "cancel"}:
                version.lapsed = "" if version.holder else version.lapsed
                version.holder = ""
            if what in {"publish", "withdraw"}:
                version.live = len(version.revisions) if what == "publish" else 0

    @rule(at=VERSION, text=TEXT, base=st.sampled_from([0, 0, 1, 2]))
    def go_on(self, at: int, text: str, base: int) -> None:
        """The next step on the way, by whoever may do everything."""
        version = self.version(at)
        match version.status:
            case "requested":
                self._claim("max", version)
            case "translating":
                if version.holder == "max" and version.revisions and version.revisions[-1][2] == "max" and version.shown != len(version.revisions):
                    self._submit("max", version)
                else:
                    self._checkin(version.holder, version, text, base)
            case "in_review":
                self._other("rui", version, "approve")
            case "approved" | "draft":
                self._other("max", version, "publish")
            case _:
                self.new_events = []

    @rule(at=VERSION)
    def hand_in(self, at: int) -> None:
        version = self.version(at)
        self._submit(version.holder or "max", version)

    @rule(person=PERSON, at=VERSION, text=TEXT)
    def revise(self, person: int, at: int, text: str) -> None:
        handle, version = self.someone(person), self.version(at)
        may = not version.parent and any(role == "coordinator" for role, _ in self.people[handle].roles)
        new = version.revisions and version.revisions[-1][0] != text

        def call(session, actor, found) -> None:
            importing.revise(session, found, incoming(text, found.article.key, found.language, True), actor=actor, now=self.now)

        if self.take(handle, version.address, "revise", call, may=may, events=["revise"] if new else []) and new:
            version.revisions.append((text, None, handle))
            if version.status == "published":
                version.live = len(version.revisions)

    # ── what must hold ──

    @invariant()
    def check(self) -> None:
        if not self.people:
            return
        with db.scope(self.engine, writes=False) as session:
            assert doctor.examine(session, home=Path("nowhere"), now=self.latest) == []
            self.nothing_changed(session)
            self.agrees(session)
        self.new_events = []

    def nothing_changed(self, session) -> None:
        for name, model in (("revisions", Revision), ("texts", StoredText), ("events", Event)):
            rows = session.execute(select(model.__table__).order_by(model.__table__.c.id)).all()
            known = self.kept[name]
            assert rows[: len(known)] == known, f"{name} changed"
            if name == "events":
                assert [row.action for row in rows[len(known) :]] == self.new_events
            self.kept[name] = rows

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
        bodies = dict(session.execute(select(StoredText.id, StoredText.body)).tuples().all())
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


def incoming(text: str, key: str, language: str, published: bool) -> Incoming:
    body = text.encode()
    return Incoming(document=formats.get("markdown").read(body), body=body, key=key, language=language, origin=f"/{key}", published=published)


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 30), pytest.param("postgres", 8, marks=pytest.mark.postgres)])
def test_whatever_people_do(request, tmp_path, kind, examples):
    machine = type("Random", (Newsroom,), {"make": staticmethod(copies(request, kind, tmp_path))})
    TAKEN.clear()
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
    )
    print(f"{kind}: " + ", ".join(f"{name} {count}" for name, count in sorted(TAKEN.items())))
