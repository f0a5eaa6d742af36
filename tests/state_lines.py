"""Of the state machine: waiting lists, and people whose languages change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from tests.state_model import Text
from translate_flow.errors import NotFound
from translate_flow.models_planning import Waiting
from translate_flow.services import lookup, people, queueing
from translate_flow.workflow import Who

OFFER = timedelta(hours=24)


class Lines:
    """Mixed into the machine, whose people, versions and clock it uses."""

    now: Any
    people: dict[str, Any]
    versions: dict[str, Text]
    take: Any
    is_: Any
    lapses: Any
    expire: Any
    claim: Any
    free: Any
    become: Any
    new_events: list[str]

    def settle(self, version: Text) -> list[str]:
        """What a line is to be now, and the events of that."""
        if version.status in {"published", "withdrawn", "cancelled"}:
            told = ["unwait"] * len(version.line)
            version.line, version.kept = [], ""
            return told
        if version.status != "requested":
            version.kept = ""
            version.line = [one for one in version.line if version.status != "translating" or one != version.translator]
            return []
        told = []
        able = [one for one in version.line if self.is_(Who.TRANSLATOR, one, version)]
        if version.kept:
            if version.kept in able:
                if version.kept_until > self.now:
                    return []
                told.append("unwait")
                able.remove(version.kept)
                version.line.remove(version.kept)
            version.kept = ""
        if able:
            version.kept, version.kept_until = able[0], self.now + OFFER
            told.append("offer")
        return told

    def run_out(self) -> tuple[list[str], list[tuple[str, str]]]:
        """Ends every lease and every offer that has run out. The events of that, and whose offers they were."""
        told: list[str] = []
        passed: list[tuple[str, str]] = []
        for version in self.versions.values():
            if self.lapses(version):
                self.expire(version)
                told += ["expire", *self.settle(version)]
            elif version.kept and version.kept_until <= self.now:
                whose, new = version.kept, self.settle(version)
                passed += [(version.address, whose)] if "unwait" in new else []
                told += new
        return told, passed

    def wait(self, handle: str, version: Text) -> None:
        told, after = self.free(version)
        told += self.settle(after) if not after.holder and after.kept not in {"", handle} else []
        if after.holder == handle or (not after.holder and after.kept in {"", handle}):
            self.claim(handle, version, "claim or wait")
            return
        may = self.is_(Who.TRANSLATOR, handle, version)
        new = ["wait"] if handle not in after.line else []
        call = lambda session, actor, found: queueing.claim_or_wait(session, found, actor=actor, now=self.now)  # noqa: E731
        if self.take(handle, version.address, "wait", call, may=may, events=[*told, *new]):
            self.become(after).line += [handle] if new else []

    def unwait(self, handle: str, version: Text) -> None:
        call = lambda session, actor, found: queueing.leave(session, found, actor=actor, now=self.now)  # noqa: E731
        if self.take(handle, version.address, "unwait", call, may=handle in version.line, because=(NotFound,)):
            version.line.remove(handle)
            version.kept = "" if version.kept == handle else version.kept
            self.new_events += self.settle(version)

    def learn(self, handle: str, reads: set[str], writes: set[str]) -> None:
        """Other languages than before, but of the two who keep the newsroom going."""
        if handle in {"max", "rui"}:
            return
        call = lambda session, actor, found: people.change(session, handle, reads=list(reads), writes=list(writes), actor=actor, now=self.now)  # noqa: E731
        self.take("max", "", "learn", call, may=True, events=["change person"])
        self.people[handle].reads, self.people[handle].writes = set(reads), set(writes)
        for version in self.versions.values():
            self.new_events += self.settle(version) if handle in version.line else []

    def lines_agree(self, session: Any, handles: dict[int | None, str]) -> None:
        found: dict[int, list[Waiting]] = {}
        for row in session.scalars(select(Waiting).order_by(Waiting.id)):
            found.setdefault(row.version_id, []).append(row)
        addresses = lookup.addresses(session, set(found))
        told = {addresses[number]: ([handles[row.person_id] for row in rows], {handles[row.person_id]: row.offered_until for row in rows if row.offered_until}) for number, rows in found.items()}
        assert told == {one.address: (one.line, {one.kept: one.kept_until} if one.kept else {}) for one in self.versions.values() if one.line}


