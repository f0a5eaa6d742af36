"""New versions with their history, table by table: cost follows the texts that come in, not the statements it takes to tell of them.

What comes in is gathered first (`article`, `version`), then written all at once (`write`): ids are drawn beforehand, so that rows of several
tables, which name one another, go in with a few statements each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.adoption.items import Fact, Item, Member, Snapshot, bodies
from translate_flow.adoption.times import moment
from translate_flow.models import Adoption, Article, ArticleTag, Event, Inference, Person, Revision, StoredText, Version
from translate_flow.services import bulk, keys, texts
from translate_flow.text.digests import text_digest
from translate_flow.text.document import Document

TOGETHER = 8 * 2**20  # bytes of texts in memory at once


@dataclass(slots=True)
class Home:
    """An article that versions come into: one that is here (`id`), or one that `write` makes (`item` is its original's)."""

    key: str
    original: str
    id: int = 0
    item: Item | None = None


class Known(NamedTuple):
    """A revision that a snapshot became."""

    id: int
    number: int


@dataclass(slots=True)
class Arrival:
    """A version that comes in. `parent`: what it was translated from, where that is here or comes in too."""

    home: Home
    member: Member
    item: Item
    parent: Arrival | Version | None
    status: str
    id: int = 0
    head: int = 0
    names: dict[str, Known] = field(default_factory=dict)

    @property
    def original(self) -> bool:
        return self.member.language.value == self.home.original

    @property
    def parent_language(self) -> str:
        return "" if self.original else self.member.parent.value or self.home.original


class Intake:
    """Gathers what comes in, and writes it. `certain`: the confidence from which nobody is asked. `taken`: keys that this run has given already."""

    def __init__(self, session: Session, run: Adoption, items: Mapping[str, Item], *, actor: Person, now: datetime, certain: float, taken: set[str]) -> None:
        self.session, self.run, self.items, self.actor, self.now, self.certain = session, run, items, actor, now, certain
        self._keys, self._made = keys.Keys(session, taken), taken
        self._homes: list[Home] = []
        self._arrivals: list[Arrival] = []

    def wishes(self, wanted: Sequence[str]) -> None:
        """The keys that articles may want, looked up together."""
        self._keys.ask(wanted)

    def article(self, member: Member, item: Item, wanted: str) -> Home:
        """A new article, its key as near to the one wanted as is free."""
        key = self._keys.unused(wanted)
        self._made.add(key)
        home = Home(key, member.parent.value or member.language.value, item=item)
        self._homes.append(home)
        return home

    def version(self, home: Home, member: Member, item: Item, parent: Arrival | Version | None) -> Arrival:
        """A new version of an article."""
        original = member.language.value == home.original
        status = "published" if item.published else "draft" if original else "requested"
        arrival = Arrival(home, member, item, None if original else parent, status)
        self._arrivals.append(arrival)
        return arrival

    def write(self) -> list[int]:
        """Writes what was gathered; the ids of the versions."""
        self.session.flush()
        self._write_articles()
        self._write_versions()
        self._write_revisions([(arrival, list(rows)) for arrival, rows in zip(self._arrivals, self._stored(), strict=True)])
        return [arrival.id for arrival in self._arrivals]

    def _write_articles(self) -> None:
        connection = self.session.connection()
        rows: list[tuple[Any, ...]] = []
        tags: list[tuple[int, str]] = []
        for number, home in zip(bulk.next_ids(connection, Article, len(self._homes)), self._homes, strict=True):
            home.id, item = number, home.item
            assert item is not None
            rows.append((number, home.key, item.kind, str(item.data.get("section", ""))[:200], item.date[:32], home.original))
            tags += [(number, tag[:200]) for tag in dict.fromkeys(item.terms) if tag]
        bulk.insert(connection, Article, "id key kind section date original_language", rows, shared={"created_at": self.now})
        bulk.insert(connection, ArticleTag, "article_id tag", list(dict.fromkeys(tags)))

    def _write_versions(self) -> None:
        connection = self.session.connection()
        for number, arrival in zip(bulk.next_ids(connection, Version, len(self._arrivals)), self._arrivals, strict=True):
            arrival.id = number
        rows = [
            (one.id, one.home.id, one.member.language.value, one.status, one.item.origin[:2000], one.item.text.title, one.parent_language,
             one.parent.id if one.parent is not None else None, "" if one.original else one.member.translator.value[:200])
            for one in self._arrivals
        ]  # fmt: skip
        names = "id article_id language status origin title parent_language parent_id credit"
        bulk.insert(connection, Version, names, rows, shared={"created_at": self.now, "updated_at": self.now})

    # --- texts ---

    def _stored(self) -> Iterator[list[tuple[Snapshot | None, int]]]:
        """Of each version its texts, oldest first, as (snapshot, id of the text): stored some at a time, so that memory stays bounded."""
        wanted: list[tuple[str, bytes, Document | None]] = []
        told: list[list[Snapshot | None]] = []
        size = 0
        past = bodies([snapshot for arrival in self._arrivals for snapshot in arrival.item.history[:-1]])
        for arrival in self._arrivals:
            text, history = arrival.item.text, arrival.item.history
            told.append([])
            for snapshot, body in islice(past, len(history[:-1])):
                if body is not None:
                    wanted.append((text.format, body, None))
                    told[-1].append(snapshot)
                    size += len(body)
            wanted.append((text.format, text.body, text.known))
            told[-1].append(history[-1] if history else None)
            if size > TOGETHER:
                yield from self._store(wanted, told)
                wanted, told, size = [], [], 0
        yield from self._store(wanted, told)

    def _store(self, wanted: Sequence[tuple[str, bytes, Document | None]], told: Sequence[Sequence[Snapshot | None]]) -> Iterator[list[tuple[Snapshot | None, int]]]:
        ids = iter(texts.store_bodies(self.session, wanted))
        for snapshots in told:
            yield [(snapshot, next(ids)) for snapshot in snapshots]

    # --- revisions ---

    def _write_revisions(self, stored: Sequence[tuple[Arrival, list[tuple[Snapshot | None, int]]]]) -> None:
        """A revision for each text, as it stood, the newest on its base; an event for each, and what is noted of how it is known."""
        connection = self.session.connection()
        plans = [(arrival, _steps(rows)) for arrival, rows in stored]
        ids = iter(bulk.next_ids(connection, Revision, sum(len(steps) for _, steps in plans)))
        revisions: list[tuple[Any, ...]] = []
        events: list[tuple[Any, ...]] = []
        notes: list[tuple[Any, ...]] = []
        for arrival, steps in plans:
            for number, (text_id, snapshots) in enumerate(steps, 1):
                known = Known(next(ids), number)
                arrival.names |= {one.name: known for one in snapshots}
                at = moment(snapshots[0].at) if snapshots else None
                base, data = None, dict[str, object]({"snapshot": snapshots[0].name} if snapshots else {})
                if number == len(steps):
                    base = self._base(arrival)
                    data = {"origin": arrival.item.origin, **arrival.item.data, **data, "source": self.run.source, "confidence": arrival.member.group.confidence}
                    notes += self._notes(arrival, base)
                    arrival.head = known.id
                sure = arrival.member.base.confidence if base is not None else 1.0
                revisions.append((known.id, arrival.id, number, text_id, base.id if base else None, at or self.now, sure))
                events.append((arrival.home.id, arrival.id, known.id, arrival.status if number == len(steps) else "", data))
        bulk.insert(connection, Revision, "id version_id number text_id base_id created_at base_confidence", revisions, shared={"change_class": "", "class_confirmed": False, "carried": False})
        bulk.show(connection, ((one.id, one.head, one.status) for one in self._arrivals))
        self._tell(events, notes)

    def _tell(self, events: Sequence[tuple[Any, ...]], notes: Sequence[tuple[Any, ...]]) -> None:
        connection = self.session.connection()
        shared = {"at": self.now, "actor_id": self.actor.id, "action": "adopt", "from_status": "", "reason": ""}
        numbers = bulk.next_ids(connection, Event, len(events))
        bulk.insert(connection, Event, "id article_id version_id revision_id to_status data", [(number, *row) for number, row in zip(numbers, events, strict=True)], shared=shared)
        numbers = bulk.next_ids(connection, Inference, len(notes))
        bulk.insert(
            connection, Inference, "id kind origin language value confidence evidence version_id state",
            [(number, *row) for number, row in zip(numbers, notes, strict=True)], shared={"adoption_id": self.run.id, "other": "", "data": {}},
        )  # fmt: skip

    def _notes(self, arrival: Arrival, base: Known | None) -> Iterator[tuple[Any, ...]]:
        """The facts that a version came in with."""
        member, item = arrival.member, arrival.item
        for kind, fact, value in facts(member, arrival.home.key, arrival.parent_language, base.number if base else 0):
            yield kind, item.origin[:2000], member.language.value, value[:200], fact.confidence, list(fact.evidence), arrival.id, self.state(kind, fact)

    def state(self, kind: str, fact: Fact) -> str:
        """Whether what came in so is taken, or a person is asked."""
        return "taken" if fact.confidence >= self.certain or kind in {"belongs", "language"} else "queued"

    def written(self, item: Item) -> datetime:
        """When an item's newest text was made: as the site has it, else now."""
        return (moment(item.history[-1].at) if item.history else None) or self.now

    def _base(self, arrival: Arrival) -> Known | None:
        name, parent = arrival.member.base.value, arrival.parent
        if not name or parent is None:
            return None
        return parent.names.get(name) if isinstance(parent, Arrival) else self.here(parent, name)

    def here(self, parent: Version, name: str) -> Known | None:
        """The revision of a version that is here, which a snapshot became: by the name that it came in with, or by its text."""
        query = select(Revision.id, Revision.number).where(Revision.version_id == parent.id)
        for number, data in self.session.execute(select(Event.revision_id, Event.data).where(Event.version_id == parent.id, Event.action == "adopt")):
            if number and data.get("snapshot") == name:
                return Known(*self.session.execute(query.where(Revision.id == number)).one())
        item = self.items.get(parent.origin)
        snapshot = next((one for one in item.history if one.name == name), None) if item is not None else None
        if item is None or (snapshot is None and item.history):
            return None
        body = next(bodies([snapshot]))[1] if snapshot is not None else item.text.body
        if body is None:
            return None
        found = query.join(StoredText, StoredText.id == Revision.text_id).where(StoredText.digest == text_digest(item.text.format, body))
        row = self.session.execute(found.order_by(Revision.id.desc()).limit(1)).one_or_none()
        return Known(*row) if row is not None else None


def facts(member: Member, key: str, parent_language: str, base: int) -> Iterator[tuple[str, Fact, str]]:
    """(kind, fact, value) of what was inferred of a member: `parent_language` is empty for an original, `base` 0 where none is known."""
    if parent_language:
        yield "belongs", member.group, key
        yield "parent", member.parent, parent_language
    if base:
        yield "base", member.base, str(base)
    if member.language.confidence < 1:
        yield "language", member.language, member.language.value


def _steps(rows: Sequence[tuple[Snapshot | None, int]]) -> list[tuple[int, list[Snapshot]]]:
    """(text, the snapshots that had it): one for each change of the text."""
    steps: list[tuple[int, list[Snapshot]]] = []
    for snapshot, text_id in rows:
        if not steps or steps[-1][0] != text_id:
            steps.append((text_id, []))
        if snapshot is not None:
            steps[-1][1].append(snapshot)
    return steps
