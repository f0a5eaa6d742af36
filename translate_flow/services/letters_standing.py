"""How it stands with letters, for operators: what waits by which way, what was given up and why; and trying again what was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from translate_flow.errors import NotFound, UsageError
from translate_flow.models import Event, Person
from translate_flow.models_notices import Hook, Letter, Outgoing, Route
from translate_flow.services import letters, people, routes, settings
from translate_flow.workflow import Role

AGAIN = ("address", "letter", "place", "person")  # letters given up that may be tried again
SHOWN = 200  # letters that are listed
_LATELY = timedelta(days=30)
_WHO = (Role.OPERATOR, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Standing:
    """One way. `state`: works, failing, off, not set up. `waiting`: notices not in a letter yet; `open`, `refused`: letters."""

    name: str
    state: str
    waiting: int
    people: int
    open: int
    refused: int
    since: datetime | None
    retry_at: datetime | None
    problem: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A letter that waits to be sent or tried again, or (`state` refused) was given up; never what it says."""

    id: int
    person: str
    way: str
    notices: int
    state: str
    tries: int
    created_at: datetime
    retry_at: datetime | None
    refused_at: datetime | None
    why: str
    problem: str


def standing(session: Session) -> list[Standing]:
    """Every way, mail first."""
    still, given_up = and_(Letter.sent_at.is_(None), Letter.refused_at.is_(None)), Letter.refused_at.is_not(None)
    kept = _by_way(session, select(Outgoing.way, Outgoing.hook_id, func.count(), func.count(func.distinct(Outgoing.person_id))).where(Outgoing.letter_id.is_(None)).group_by(Outgoing.way, Outgoing.hook_id))
    opened, refused = (_by_way(session, select(Letter.way, Letter.hook_id, func.count(), func.count()).where(which).group_by(Letter.way, Letter.hook_id)) for which in (still, given_up))
    found = []
    for way in routes.ways(session):
        key = (way.way, way.hook_id)
        state = ("off" if way.hook_id is not None else "not set up") if not way.ready else "failing" if way.failures else "works"
        waiting, who = kept.get(key, (0, 0))
        found.append(Standing(way.name, state, waiting, who, opened.get(key, (0, 0))[0], refused.get(key, (0, 0))[0], way.since, way.retry_at, way.problem))
    return found


def _by_way(session: Session, query: Any) -> dict[tuple[str, int | None], tuple[int, int]]:
    return {(way, hook): (count, who) for way, hook, count, who in session.execute(query)}


def listed(session: Session, *, limit: int | None = SHOWN) -> list[Listed]:
    """Letters that wait or were given up, the newest first."""
    told = select(func.count()).where(Outgoing.letter_id == Letter.id).correlate(Letter).scalar_subquery()
    query = (
        select(Letter, Person.handle, Hook.name, told).join(Person, Person.id == Letter.person_id).outerjoin(Hook, Hook.id == Letter.hook_id)
        .where(or_(Letter.refused_at.is_not(None), and_(Letter.sent_at.is_(None), Letter.refused_at.is_(None)))).order_by(Letter.id.desc()).limit(limit)
    )  # fmt: skip
    return [
        Listed(
            row.id, handle, hook or ("mail" if row.way == "mail" else routes.REMOVED.name), count, "refused" if row.refused_at else "waiting", row.tries,
            row.created_at, row.retry_at, row.refused_at, row.refused, row.problem,
        ) for row, handle, hook, count in session.execute(query)
    ]  # fmt: skip


def retry(session: Session, which: str, *, actor: Person, now: datetime) -> int:
    """Lets a letter (by its number), or `all`, be tried at once, those that were given up too; and every place. Returns how many letters.

    What was old is not sent after all, and nothing to a hook that is gone. Raises NotAllowed, NotFound, UsageError.
    """
    people.must_be(actor, *_WHO, doing="have letters sent again")
    waiting = Letter.refused_at.is_(None)
    wanted = and_(Letter.sent_at.is_(None), or_(waiting, Letter.refused.in_(AGAIN)), or_(Letter.way == "mail", Letter.hook_id.is_not(None)))
    if which != "all":
        wanted = and_(wanted, Letter.id == _number(session, which))
    ids = session.execute(select(Letter.id, Letter.refused_at.is_not(None)).where(wanted)).all()
    values = {"refused_at": None, "refused": "", "tries": 0, "retry_at": None}
    session.execute(update(Letter).where(wanted, waiting).values(retry_at=None), execution_options={"synchronize_session": False})
    session.execute(update(Letter).where(wanted, ~waiting).values(**values, until=now + letters.TRIED), execution_options={"synchronize_session": False})
    session.execute(update(Route).values(retry_at=None))
    session.execute(update(Hook).where(Hook.id.in_(select(Route.hook_id).where(Route.failures > 0))).values(active=True), execution_options={"synchronize_session": False})
    session.add(Event(at=now, actor_id=actor.id, action="resend", data={"letters": which, "count": len(ids)}))
    return len(ids)


def _number(session: Session, which: str) -> int:
    if not (which.isascii() and which.isdecimal()) or len(which) > 18:
        raise UsageError(f"“{which}” is no letter's number", remedy="See `translate-flow letters`; or say all.")
    row = session.get(Letter, int(which))
    if row is None:
        raise NotFound(f"There is no letter {which}", remedy="See `translate-flow letters`.")
    if row.sent_at is not None:
        raise UsageError(f"Letter {which} was sent", remedy="See `translate-flow letters` for those that were not.")
    if row.refused_at is not None and (row.refused not in AGAIN or (row.way == "hook" and row.hook_id is None)):
        raise UsageError(f"Letter {which} cannot be sent any more: {row.problem}", remedy="What it tells is in its person's list: `translate-flow notices`.")
    return row.id


def troubles(session: Session, now: datetime) -> Iterator[tuple[str, str, str]]:
    """(where, what, remedy) of what an operator should see to."""
    for way in standing(session):
        if way.state == "failing" and way.since is not None and way.since <= now - timedelta(hours=1):
            yield way.name, f"It has taken no letters since {way.since:%Y-%m-%d %H:%M} UTC: {way.problem}", "Mend that; `translate-flow letters retry all` tries at once."
        elif way.state == "off" and (way.waiting or way.problem):
            yield way.name, f"The hook is off, and {way.waiting} notices wait for it. {way.problem}".rstrip(), "`translate-flow letters retry all` switches it on, `hook remove` forgets it."
        elif way.state == "not set up" and way.waiting:
            yield way.name, f"{way.waiting} notices wait, and no mail server is named.", "Type `translate-flow settings smtp smtp://mail.example.org:587`, for instance."
    smtp, sender = settings.several(session, "smtp", "mail_from")
    if smtp and not sender:
        yield "mail", "Nobody is named whom it is from.", 'Type `translate-flow settings mail_from "The Beacon <desk@example.org>"`, for instance.'
    yield from _given_up(session, now)


def _given_up(session: Session, now: datetime) -> Iterator[tuple[str, str, str]]:
    """Of each person, the last letter that was given up lately; an address that was corrected since is none."""
    last = select(func.max(Letter.id)).where(Letter.refused.in_(("address", "letter", "place")), Letter.refused_at > now - _LATELY).group_by(Letter.person_id, Letter.way, Letter.hook_id)
    query = select(Letter, Person).join(Person, Person.id == Letter.person_id).where(Letter.id.in_(last), Person.active).order_by(Letter.id)
    for letter, person in session.execute(query):
        if letter.refused == "address" and letter.address == person.email:
            yield person.handle, f"No mail is sent to {person.email}: {letter.problem}", f"`translate-flow people change {person.handle} --email ADDRESS`; if it is right: `letters retry {letter.id}`."
        elif letter.refused != "address":
            yield person.handle, f"Letter {letter.id} was given up: {letter.problem}", f"`translate-flow letters retry {letter.id}`; what it tells is in their `notices`."
