"""Telling people: a fact for each whom it concerns, written in the transaction of what it tells of, and the ways it is to go by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from translate_flow.models import Event, Person, PersonRole, Version
from translate_flow.models_notices import Notice, Outgoing
from translate_flow.services import choices, settings
from translate_flow.workflow import Role

_BATCH = 500
_OPEN = frozenset({"translating", "in_review", "approved"})  # somebody's work is in it


@dataclass(frozen=True, slots=True)
class Telling:
    """One person is to be told. `once`: a key under which that happens only once, ever."""

    person_id: int
    version_id: int | None = None
    event_id: int | None = None
    actor_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    once: str | None = None


def tell(
    session: Session, kind: str, *, person_id: int, version: Version | None, now: datetime, event: Event | None = None,
    actor: Person | None = None, data: dict[str, Any] | None = None, once: str | None = None,
) -> Notice | None:  # fmt: skip
    """Tells one person. None where they did it themselves, have left, or were told under `once` before.

    `data`: what the notice's words need beside who and which version; moments by `iso`."""
    session.flush()
    telling = Telling(
        person_id, version.id if version is not None else None, event.id if event is not None else None,
        actor.id if actor is not None else None, data or {}, once,
    )  # fmt: skip
    return next(iter(write(session, kind, [telling], now=now)), None)


def iso(moment: datetime | None) -> str | None:
    """A moment as a notice keeps it: ISO 8601 in UTC with `Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment is not None else None


def write(session: Session, kind: str, wanted: Iterable[Telling], *, now: datetime) -> list[Notice]:
    """Tells many of one kind, in a fixed number of statements for each some hundred. Nobody is told of what they did themselves."""
    others = [one for one in wanted if one.person_id != one.actor_id]
    written: list[Notice] = []
    for at in range(0, len(others), _BATCH):
        written += _write(session, kind, others[at : at + _BATCH], now)
    return written


def _write(session: Session, kind: str, wanted: Sequence[Telling], now: datetime) -> list[Notice]:
    ids = {one.person_id for one in wanted}
    query = select(Person.id, Person.email, Person.zone, Person.digest_at).where(Person.id.in_(ids), Person.active)
    here = {number: (email, zone, at) for number, email, zone, at in session.execute(query)}
    rows = [
        {
            "person_id": one.person_id, "kind": kind, "at": now, "version_id": one.version_id, "event_id": one.event_id,
            "actor_id": one.actor_id, "data": one.data, "once": one.once,
        }
        for one in wanted if one.person_id in here
    ]  # fmt: skip
    if not rows:
        return []
    found = list(session.scalars(_new_ones(session).values(rows).on_conflict_do_nothing(index_elements=["once"]).returning(Notice)))
    chosen, mail = choices.routes(session, kind, here), choices.mails(session)
    outgoing = []
    for notice in sorted(found, key=lambda notice: notice.id):
        email, zone, at = here[notice.person_id]
        for route in chosen.get(notice.person_id, choices.usual(kind)):
            if route.way != choices.MAIL or (mail and email):
                daily = now if kind == "newsroom" else choices.next_digest(at, zone, now)  # that one is a digest itself
                outgoing.append({
                    "notice_id": notice.id, "person_id": notice.person_id, "way": route.way, "hook_id": route.hook_id, "pace": route.pace,
                    "due_at": daily if route.pace == "daily" else now,
                })  # fmt: skip
    if outgoing:
        session.execute(insert(Outgoing), outgoing)
    return found


def _new_ones(session: Session) -> Any:
    """An insert that can leave out what is there; each database has its own, and only the one in use is loaded."""
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgres

        return postgres(Notice)
    from sqlalchemy.dialects.sqlite import insert as sqlite

    return sqlite(Notice)


# --- what happened to a version ---


def of_event(session: Session, event: Event, version: Version, actor: Person | None, now: datetime, *, before: int | None = None) -> None:
    """Tells whom an event concerns. Called for the actions in `transitions.TOLD` only. `before`: who was its translator until then."""
    for concerned in _OF[event.action]:
        kind, persons, data = concerned(session, event, version, before)
        others = [number for number in dict.fromkeys(persons) if number is not None and (actor is None or number != actor.id)]
        if not others:
            continue
        session.flush()
        if event.reason:
            data["reason"] = event.reason
        actor_id = actor.id if actor is not None else None
        write(session, kind, [Telling(number, version.id, event.id, actor_id, data) for number in others], now=now)


Found = tuple[str, Collection[int | None], dict[str, Any]]


def _assigned(session: Session, event: Event, version: Version, before: int | None) -> Found:
    return "assigned", [version.translator_id], {"until": _utc(event.data.get("until")), "due_at": iso(version.due_at)}


def _returned(session: Session, event: Event, version: Version, before: int | None) -> Found:
    until = None if version.translator_id is None else event.at + timedelta(hours=int(settings.get(session, "lease_hours")))
    return "returned", [version.translator_id], {"until": iso(until), "due_at": iso(version.due_at)}


def _approved(session: Session, event: Event, version: Version, before: int | None) -> Found:
    return "approved", [version.translator_id], {}


def _ready(session: Session, event: Event, version: Version, before: int | None) -> Found:
    return "ready", holders(session, Role.PUBLISHER, version), {"due_at": iso(version.due_at)}


def _published(session: Session, event: Event, version: Version, before: int | None) -> Found:
    return "published", [version.translator_id, version.reviewer_id], {}


def _expired(session: Session, event: Event, version: Version, before: int | None) -> Found:
    return "expired", [before], {"due_at": iso(version.due_at)}


def _taken(session: Session, event: Event, version: Version, before: int | None) -> Found:
    return "taken", [before] if event.from_status in _OPEN else [], {"did": event.action}


def _handed_in(session: Session, event: Event, version: Version, before: int | None) -> Found:
    found = [number for number in holders(session, Role.REVIEWER, version) if number != version.translator_id]
    return "review", found, {"due_at": iso(version.due_at)}


def _carried(session: Session, event: Event, version: Version, before: int | None) -> Found:
    """Of a carry, only what it made of the text: that it then changes a status is an event of its own."""
    if "patched" not in event.data or version.status not in _OPEN | {"published"}:
        return "source", [], {}
    data = {"class": event.data.get("class") or None, "patched": event.data["patched"], "left": event.data["left"], "carried": True}
    return "source", [version.translator_id], data


_OF: dict[str, tuple[Callable[[Session, Event, Version, int | None], Found], ...]] = {
    "assign": (_assigned,), "return": (_returned,), "approve": (_approved, _ready), "publish": (_published,), "expire": (_expired,), "release": (_taken,),
    "cancel": (_taken,), "submit": (_handed_in,), "propose": (_handed_in,), "carry": (_carried,),
}  # fmt: skip


def holders(session: Session, role: Role, version: Version) -> list[int]:
    """Who holds a role for a version's language."""
    parts = version.language.split("-")
    covering = ["*", *("-".join(parts[:length]) for length in range(1, len(parts) + 1))]  # as `languages.covers`
    query = select(PersonRole.person_id).where(PersonRole.role == role.value, PersonRole.language.in_(covering))
    return list(session.scalars(query.distinct().order_by(PersonRole.person_id)))


def source_moved(session: Session, versions: Sequence[Version], *, actor: Person | None, now: datetime, heavy: str = "") -> None:
    """Tells those who translate, or translated what is out, from these versions that their text is another now.

    After `freshness.refresh`, which says how far each is behind. `heavy`: the class of the change, where that is known better."""
    sources = {version.id: version for version in versions}
    query = select(Version).where(Version.parent_id.in_(sources), Version.translator_id.is_not(None), Version.status.in_([*_OPEN, "published"]))
    wanted = []
    for version in session.scalars(query.order_by(Version.id)):
        begun = version.head_id is not None
        if not begun or version.behind_since is not None:
            far = {"blocks": version.behind_blocks, "words": version.behind_words} if begun else {}
            data = {"class": heavy or version.behind_class or None, "from": sources[version.parent_id or 0].language, **far}
            assert version.translator_id is not None
            wanted.append(Telling(version.translator_id, version.id, None, actor.id if actor is not None else None, data))
    write(session, "source", wanted, now=now)


def remind(session: Session, *, now: datetime) -> int:
    """Tells what only the clock brings about: leases and deadlines that come near, dates that passed, the day's numbers.

    At most some hundred of each kind in one call; returns how many, 0 when there is nothing more to tell now."""
    from translate_flow.services import reminders

    return reminders.remind(session, now=now)


def _utc(text: Any) -> str | None:
    return iso(datetime.fromisoformat(text)) if isinstance(text, str) and text else None
