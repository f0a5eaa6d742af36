"""Who is told what, by which way, how often: the kinds of notices there are, and what each person chose of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from translate_flow.errors import NotFound, UsageError
from translate_flow.models import Event, Person, Setting
from translate_flow.models_notices import PACES, Choice, Hook
from translate_flow.services import people
from translate_flow.services.nearest import suggest
from translate_flow.workflow import Role

ALL, MAIL = "all", "mail"
_REST = "*"  # how the table spells `all`
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Known:
    """A kind of notice: who gets it when, and how often it goes by mail where nobody chose."""

    meaning: str
    pace: str


NOTICES: dict[str, Known] = {  # the most pressing first
    "late": Known("the date of what you hold or review has passed; then once a week", "once"),
    "lease": Known("your hold on a version ends soon (setting remind_lease)", "once"),
    "deadline": Known("what you hold or review is due soon (setting remind_due)", "once"),
    "returned": Known("your translation has come back to you, with a reason", "once"),
    "blocked": Known("what you scheduled was held back by a gate", "once"),
    "taken": Known("a coordinator released or cancelled what you held", "once"),
    "assigned": Known("a coordinator gave you a version to translate", "once"),
    "offered": Known("a version that you wait for is free, and kept for you", "once"),
    "hook": Known("a hook that you had chosen was removed", "once"),
    "expired": Known("your hold on a version has ended; the draft is kept", "daily"),
    "source": Known("the source changed under what you hold, or translated and is out", "daily"),
    "review": Known("something in a language that you review was handed in", "daily"),
    "ready": Known("for publishers: something was approved and waits to be published", "daily"),
    "approved": Known("your translation was approved", "daily"),
    "published": Known("what you translated or reviewed went out", "daily"),
    "newsroom": Known("for coordinators: what is late, stuck and behind today", "never"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """One way by which a kind of notice reaches somebody. `name`: `mail`, or the hook's."""

    way: str
    name: str
    hook_id: int | None
    pace: str


def routes(session: Session, kind: str, persons: Collection[int]) -> dict[int, list[Route]]:
    """By which ways these people chose to be told of a kind; who chose nothing is left out. A hook that is off leads nowhere."""
    found = _chosen(session, persons, (kind, _REST))
    return {person: by_kind.get(kind, by_kind.get(_REST, [])) for person, by_kind in found.items()}


def _chosen(session: Session, persons: Collection[int], kinds: Collection[str] = ()) -> dict[int, dict[str, list[Route]]]:
    """What these people chose: person → kind → ways."""
    query = (
        select(Choice.person_id, Choice.kind, Choice.way, Choice.hook_id, Choice.pace, Hook.name, Hook.active).outerjoin(Hook, Hook.id == Choice.hook_id)
        .where(Choice.person_id.in_(persons)).order_by(Choice.id)
    )  # fmt: skip
    found: dict[int, dict[str, list[Route]]] = {}
    for person, kind, way, hook, pace, name, active in session.execute(query.where(Choice.kind.in_(kinds)) if kinds else query):
        ways = found.setdefault(person, {}).setdefault(kind, [])
        if pace != "never" and (hook is None or active):
            ways.append(Route(way, name or way, hook, pace))
    return found


def usual(kind: str) -> list[Route]:
    """The way that holds for whoever chose nothing, where they have an address and the newsroom a mail server."""
    pace = NOTICES[kind].pace if kind in NOTICES else "once"
    return [] if pace == "never" else [Route(MAIL, MAIL, None, pace)]


def mails(session: Session) -> bool:
    """Whether the newsroom has a mail server (setting `smtp`)."""
    stored = session.get(Setting, "smtp")
    return stored is not None and bool(stored.value)


def next_digest(at: str, zone: str, after: datetime) -> datetime:
    """When the clock there next shows `at` (`08:00`), in UTC. A time that the clocks skip is the same while later; of two, the first."""
    wanted = time.fromisoformat(at)
    there = ZoneInfo(zone)
    day = after.astimezone(there).date()
    for step in range(4):  # a zone may have left out a whole day
        moment = datetime.combine(day + timedelta(days=step), wanted, tzinfo=there).astimezone(UTC)
        if moment > after:
            return moment
    raise AssertionError("clocks go on")


def digest_day(at: str, zone: str, now: datetime) -> date:
    """The day, there, on which the clock last showed `at`."""
    there = ZoneInfo(zone)
    today = now.astimezone(there).date()
    came = datetime.combine(today, time.fromisoformat(at), tzinfo=there).astimezone(UTC) <= now
    return today if came else today - timedelta(days=1)


def choose(
    session: Session, person: Person, kind: str, *, ways: Sequence[str] = (), pace: str = "", also: bool = False, actor: Person, now: datetime
) -> None:  # fmt: skip
    """Sets by which ways, and how often, somebody is told of a kind, or of all (whatever they chose of single ones before).

    `ways`: `mail` or names of hooks; none: those that hold now. `pace`: empty: the kind's usual one. `also`: the other ways stay.
    Raises NotFound, UsageError (no address, nothing is said), NotAllowed (another's choices, for no coordinator).
    """
    _may(actor, person)
    _known(kind)
    _sense(ways, pace)
    named = [_way(session, person, name) for name in dict.fromkeys(ways)]
    at_once = pace == "never" or bool(pace and ways and not also)  # one row for all kinds, those of later versions too
    kinds = [kind] if kind != ALL else [_REST] if at_once else list(NOTICES)
    held = _chosen(session, [person.id]).get(person.id, {}) if also or not ways else {}
    gone = delete(Choice).where(Choice.person_id == person.id)
    session.execute(gone if kind == ALL else gone.where(Choice.kind == kind))
    for one in kinds:
        how_often = pace or (NOTICES[one].pace if one in NOTICES else "once")
        before = [] if ways and not also else held.get(one, held.get(_REST, usual(one)))
        ways_now = {route.hook_id: route.pace if ways else how_often for route in before}
        ways_now |= dict.fromkeys(named, how_often)
        for hook, how in (ways_now or {None: how_often}).items():
            session.add(Choice(person_id=person.id, kind=one, way="hook" if hook else MAIL, hook_id=hook, pace=how))
    session.flush()
    _record(session, person, actor, now, {"kind": kind, "by": list(ways), "pace": pace, "also": also})


def _sense(ways: Sequence[str], pace: str) -> None:
    if not ways and not pace:
        raise UsageError("Nothing is said to change", remedy="Say by which way with --by, how often with --pace, or --usual.")
    if pace and pace not in PACES:
        raise UsageError(f"“{pace}” is not how often", remedy=f"Say --pace {', '.join(PACES[:-1])} or {PACES[-1]}.")


def forget(session: Session, person: Person, kind: str, *, actor: Person, now: datetime) -> None:
    """What is usual holds again for a kind, or for all."""
    _may(actor, person)
    _known(kind)
    gone = delete(Choice).where(Choice.person_id == person.id)
    session.execute(gone if kind == ALL else gone.where(Choice.kind == kind))
    _record(session, person, actor, now, {"kind": kind, "usual": True})


def digest_at(session: Session, person: Person, text: str, *, actor: Person, now: datetime) -> None:
    """Sets when daily notices go out, by the clock where the person is. Raises UsageError for what is no time of day."""
    _may(actor, person)
    if not _TIME.fullmatch(text.strip()):
        raise UsageError(f"“{text}” is not a time of day", remedy="Write it with two figures each: 08:00, or 18:30.")
    person.digest_at = text.strip()
    _record(session, person, actor, now, {"digest_at": person.digest_at})


@dataclass(frozen=True, slots=True)
class Shown:
    """How somebody is told of a kind. `chosen`: they said so. No routes: only in their list."""

    kind: str
    meaning: str
    routes: list[Route]
    chosen: bool


def shown(session: Session, person: Person) -> list[Shown]:
    """Every kind, as it holds for a person now, whether or not there is a mail server."""
    chosen = _chosen(session, [person.id]).get(person.id, {})
    return [
        Shown(kind, known.meaning, chosen.get(kind, chosen.get(_REST, usual(kind))), kind in chosen or _REST in chosen)
        for kind, known in NOTICES.items()
    ]  # fmt: skip


def _may(actor: Person, person: Person) -> None:
    if actor.id != person.id:
        people.must_be(actor, Role.COORDINATOR, Role.OPERATOR, doing=f"change what {person.handle} is told")


def _known(kind: str) -> None:
    if kind != ALL and kind not in NOTICES:
        raise NotFound(f"There is no notice “{kind}”{suggest(kind, [*NOTICES, ALL])}", remedy=f"Notices: {', '.join(NOTICES)}, or all.")


def _way(session: Session, person: Person, name: str) -> int | None:
    """The hook of that name; None for mail."""
    if name == MAIL:
        if not person.email:
            raise UsageError(f"There is no mail address for {person.handle}", remedy=f"`translate-flow people change {person.handle} --email ADDRESS` sets it.")
        return None
    hook = session.scalar(select(Hook.id).where(Hook.name == name))
    if hook is None:
        names = session.scalars(select(Hook.name)).all()
        raise NotFound(f"There is no hook “{name}”{suggest(name, [*names, MAIL])}", remedy="Say mail, or one of `translate-flow hook list`; a coordinator adds hooks.")
    return hook


def _record(session: Session, person: Person, actor: Person, now: datetime, data: dict[str, object]) -> None:
    session.add(Event(at=now, actor_id=actor.id, action="notify", data={"person": person.handle, **data}))
