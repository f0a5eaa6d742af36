"""Of the state machine: what goes out later, or together, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.state_model import Edition, Plan, Row, Text
from tests.test_workflow import expected
from translate_flow import db
from translate_flow.errors import CheckFailed, Conflict, NotAllowed, NotFound
from translate_flow.models_releases import Release, ReleaseVersion, Schedule
from translate_flow.services import delivery, lookup, releases, schedules, worker
from translate_flow.workflow import Who

Seen = tuple[str, int, datetime | None]


class Plans:
    """Mixed into the machine, whose people, versions and clock it uses."""

    engine: Any
    now: Any
    people: dict[str, Any]
    versions: dict[str, Text]
    editions: dict[str, Edition]
    take: Any
    may: Any
    is_: Any
    settle: Any
    run_out: Any
    new_events: list[str]
    touched: bool

    def may_plan(self, handle: str, action: str, version: Text) -> bool:
        publisher = self.people[handle].has("publisher", version.language)
        match action:
            case "wait":
                return bool(version.holder or version.kept) and handle not in {version.holder, *version.line} and self.is_(Who.TRANSLATOR, handle, version)
            case "unwait":
                return handle in version.line
            case "schedule":
                return publisher and version.status not in {"published", "cancelled"}
            case _:
                return publisher and version.plan is not None

    # ── schedules ──

    def schedule(self, handle: str, version: Text, minutes: int) -> None:
        at = self.now + timedelta(minutes=minutes)

        def call(session, actor, found) -> None:
            schedules.plan(session, [found], at=at, zone="UTC", actor=actor, now=self.now)

        if self.take(handle, version.address, "schedule", call, may=self.may(handle, "schedule", version)):
            version.plan = Plan(at, handle)

    def unschedule(self, handle: str, version: Text) -> None:
        call = lambda session, actor, found: schedules.cancel(session, versions=[found], actor=actor, now=self.now)  # noqa: E731
        if self.take(handle, version.address, "unschedule", call, may=self.may(handle, "unschedule", version), because=(NotAllowed, NotFound)):
            version.plan = None

    def worker(self) -> None:
        """Leases and offers, then what is due, until nothing more can go out."""
        told, _ = self.run_out()
        going = True
        while going:
            going = False
            for version in self.versions.values():
                plan = version.plan
                if plan is None or not (plan.blocked or plan.at <= self.now):
                    continue
                plan.blocked = not self.passes(plan.by, [version])
                if not plan.blocked:
                    before, version.status, going = self.seen(version), "published", True
                    self.went_out([(version, before)])
                    told += ["publish", *self.settle(version)]
        run = delivery.Desk(lambda *, writes=False: db.scope(self.engine, writes=writes), self.engine, Path("nowhere"), self.now)
        done = list(worker.run(run))
        assert not [one for one in done if one.did == "failed"]
        self.new_events, self.touched = told, True

    def passes(self, handle: str, versions: Sequence[Text]) -> bool:
        """Whether these can go out together, by that person."""
        addresses = {version.address for version in versions}
        out = lambda key: key in addresses or self.versions[key].status == "published"  # noqa: E731
        return all(self.may(handle, "publish", one) and (not one.parent or out(f"{one.article}/es")) for one in versions)

    def seen(self, version: Text) -> Seen:
        return version.status, version.live, version.out_at

    def went_out(self, versions: Sequence[tuple[Text, Seen]]) -> None:
        """These are published; editions that are going know what readers saw before."""
        for version, before in versions:
            version.live, version.out_at, version.plan = len(version.revisions), self.now, None
            for edition in self.editions.values():
                row = edition.rows.get(version.address)
                if edition.state == "going" and row is not None and row.state == "waiting":
                    row.state, row.before, row.out = "out", before, (version.live, self.now)
                    if all(other.state != "waiting" for other in edition.rows.values()):
                        edition.state = "out"

    # ── editions ──

    def edition(self, draw: Callable[[list[Any]], Any]) -> None:
        """One is made, brought out, or rolled back: mostly as somebody may."""
        what, handle = draw(["make", "allowed", "allowed", "allowed", "anything"]), draw(list(self.people))
        if not self.editions or (what == "make" and len(self.editions) < 5):
            ready = [address for address, one in self.versions.items() if one.status in {"approved", "withdrawn", "draft"}]
            some = {draw([*ready * 3, *self.versions]) for _ in range(draw([1, 1, 2, 3]))}
            self.make_edition(handle, f"edition {len(self.editions)}", sorted(some), draw(["together", "each"]))
            return
        verbs = {self.bring_out: lambda who, name: self.goes(who, name)[2], self.roll_back: lambda who, name: self.goes_back(who, name)[1]}
        everything = [(verb, who, name) for verb in verbs for who in self.people for name in self.editions]
        allowed = [(verb, who, name) for verb, who, name in everything if verbs[verb](who, name)]
        verb, who, name = draw(allowed if allowed and what != "anything" else everything)
        verb(who, name)

    def publishes(self, handle: str) -> bool:
        return any(role == "publisher" for role, _ in self.people[handle].roles)

    def make_edition(self, handle: str, name: str, addresses: Sequence[str], mode: str) -> None:
        def call(session, actor, found) -> None:
            releases.make(session, name, [lookup.version(session, address) for address in addresses], mode=mode, actor=actor, now=self.now)

        events = ["make edition", *["add to edition"] * len(addresses)]
        if self.take(handle, "", "make edition", call, may=self.publishes(handle), events=events):
            self.editions[name] = Edition(mode, {address: Row() for address in addresses})

    def goes(self, handle: str, name: str) -> tuple[list[Text], list[Text], bool]:
        """What of an edition is still to go out, what of that can now, and whether they may bring it out."""
        edition = self.editions[name]
        rows = [self.versions[address] for address, row in edition.rows.items() if row.state != "out"]
        going = [one for one in rows if not (one.status == "published" and one.live == len(one.revisions))]
        ready = list(going)
        while edition.mode == "each" and ready and not self.passes(handle, ready):
            there = {one.address for one in ready}
            ready = [one for one in ready if self.may(handle, "publish", one) and (not one.parent or f"{one.article}/es" in there or self.versions[f"{one.article}/es"].status == "published")]
        return going, ready, self.publishes(handle) and edition.state != "out" and bool(going) and self.passes(handle, ready)

    def bring_out(self, handle: str, name: str) -> None:
        edition = self.editions[name]
        going, ready, may = self.goes(handle, name)
        follow = [one for one in going if one not in ready]
        events = [*["publish"] * len(ready), *["schedule" for one in follow if one.plan is None], "publish edition"]
        call = lambda session, actor, found: releases.publish(session, releases.find(session, name), actor=actor, now=self.now)  # noqa: E731
        if not self.take(handle, "", f"publish edition ({edition.mode})", call, may=may, events=events, because=(NotAllowed, CheckFailed)):
            return
        for address, row in edition.rows.items():
            row.state = "waiting" if any(one.address == address for one in going) else "out"
        edition.state = "going"
        before = [self.seen(one) for one in ready]
        for one in ready:
            one.status = "published"
        self.went_out(list(zip(ready, before, strict=True)))
        for one in ready:
            self.new_events += self.settle(one)
        for one in follow:
            one.plan = one.plan or Plan(self.now, handle)

    def goes_back(self, handle: str, name: str) -> tuple[list[tuple[Text, Row]], bool]:
        """What of an edition readers see no more after it is rolled back, and whether they may."""
        edition = self.editions[name]
        out = [(self.versions[address], row) for address, row in edition.rows.items() if row.state == "out" and row.out[0]]
        left = [one for one, row in out if (one.live, one.out_at) != row.out]
        publisher = all(self.people[handle].has("publisher", one.language) for one, _ in out)
        return out, self.publishes(handle) and edition.state in {"out", "going"} and bool(out or edition.state == "going") and not left and publisher

    def roll_back(self, handle: str, name: str) -> None:
        edition = self.editions[name]
        out, may = self.goes_back(handle, name)
        withdrawn = [row.before[0] == "withdrawn" and one.status == "published" for one, row in out]
        events = [*("withdraw" if down else "rollback" for down in withdrawn), "rollback edition"]

        def call(session, actor, found) -> None:
            releases.rollback(session, releases.find(session, name), actor=actor, now=self.now, reason="because")

        if not self.take(handle, "", "rollback edition", call, may=may, events=events, because=(NotAllowed, Conflict)):
            return
        for address, row in edition.rows.items():
            if row.state == "waiting":
                self.versions[address].plan = None
        for (one, row), down in zip(out, withdrawn, strict=True):
            one.status = "withdrawn" if down else expected(not one.parent, live=True)[one.status, "rollback"][0]
            one.live, one.out_at = (0, None) if down else row.before[1:]
            row.state = "rolled_back"
        edition.state = "rolled_back"

    def plans_agree(self, session: Any, handles: dict[int | None, str]) -> None:
        names = lookup.addresses(session, set(session.scalars(select(Schedule.version_id))) | set(session.scalars(select(ReleaseVersion.version_id))))
        rows = session.scalars(select(Schedule).where(Schedule.state.in_(("waiting", "blocked"))))
        found = {names[row.version_id]: Plan(row.at, handles[row.actor_id], row.state == "blocked") for row in rows}
        assert found == {one.address: one.plan for one in self.versions.values() if one.plan is not None}
        states = {row.id: (row.name, row.state) for row in session.scalars(select(Release))}
        assert dict(states.values()) == {name: edition.state for name, edition in self.editions.items()}
        for row in session.scalars(select(ReleaseVersion)):
            assert row.state == self.editions[states[row.release_id][0]].rows[names[row.version_id]].state, (states[row.release_id], names[row.version_id])
