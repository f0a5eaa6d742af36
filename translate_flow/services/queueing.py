"""Waiting lists: who wants a version that somebody holds, in which order, and for whom it is kept when it falls free.

A line is settled in the transaction of what moves its version (`transitions.move`), and by whoever looks when an offer has run out,
as leases are (docs/decisions/0006-lazy-leases.md). An offer keeps a free version for one person; it takes nothing from anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, joinedload

from translate_flow import workflow
from translate_flow.errors import Conflict, NotAllowed, NotFound
from translate_flow.models import Article, Claim, Event, Person, Version
from translate_flow.models_planning import Waiting
from translate_flow.services import claims, lookup, people, settings
from translate_flow.services.transitions import record
from translate_flow.workflow import Action, Status

_OVER = frozenset({Status.PUBLISHED, Status.WITHDRAWN, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in a line: `place` 1 is next. `kept_until`: it is free, and theirs to take until then."""

    article: str
    language: str
    person: str
    place: int
    since: datetime
    kept_until: datetime | None
    holder: str
    held_until: datetime | None

    @property
    def address(self) -> str:
        return f"{self.article}/{self.language}"


def claim_or_wait(session: Session, version: Version, *, actor: Person, now: datetime, hours: int | None = None) -> Claim | Place:
    """Takes a version where it is free, else puts oneself at the end of its line; who stands there already keeps their place.

    Raises what `claims.claim` raises, but Conflict only where somebody was first at this very moment.
    """
    held = claims.holding(session, version, now)
    kept = lookup.kept_for(session, version) if held is None else None
    if held is None and kept is not None and kept != actor.id:
        settle(session, version, now=now)
        kept = lookup.kept_for(session, version)
    if (held is None and kept in {None, actor.id}) or (held is not None and held.person_id == actor.id):
        return claims.claim(session, version, actor=actor, now=now, hours=hours)
    if not people.translates(actor, version):
        row = workflow.transition(Status.REQUESTED, Action.CLAIM)
        why = workflow.refusal(row, people.standing(session, actor, version, claim=None))
        raise NotAllowed(f"{actor.handle} cannot wait for {version.address}: {why}", remedy="`translate-flow people list` shows who may; act as somebody else with --as.")
    if session.scalar(select(Waiting.id).where(Waiting.version_id == version.id, Waiting.person_id == actor.id)) is None:
        _join(session, version, actor, now)
    return next(one for one in listed(session, person=actor, version=version))


def _join(session: Session, version: Version, actor: Person, now: datetime) -> None:
    try:
        with session.begin_nested():
            session.add(Waiting(version_id=version.id, person_id=actor.id, at=now))
    except IntegrityError:
        raise Conflict(f"{actor.handle} has just been put in the line for {version.address}", remedy="See `translate-flow waits`.") from None
    record(session, "wait", actor=actor, now=now, version=version, data={"person": actor.handle})


def leave(session: Session, version: Version, *, actor: Person, now: datetime) -> None:
    """Takes oneself out of a line; what was kept for one goes to the next. Raises NotFound for who does not stand in it."""
    row = session.scalar(select(Waiting).where(Waiting.version_id == version.id, Waiting.person_id == actor.id))
    if row is None:
        raise NotFound(f"{actor.handle} does not wait for {version.address}", remedy="`translate-flow waits` lists what you wait for.")
    _end(session, row, version, actor, now, actor=actor)
    settle(session, version, now=now)


def settle(session: Session, version: Version, *, now: datetime) -> str:
    """Makes a version's line what it is to be now. Returns the handle of who did not take an offer in time, if anybody.

    Free: it is offered to the first who still can, unless an offer stands. Held: its holder waits no more, and nothing is kept.
    Out, or cancelled: nobody waits any more.
    """
    rows = session.execute(select(Waiting, Person).join(Person, Person.id == Waiting.person_id).where(Waiting.version_id == version.id).order_by(Waiting.id)).all()
    line = [(row, person) for row, person in rows]
    if version.status == Status.REQUESTED:
        return _offered(session, version, line, now)
    for row, person in line:
        if version.status in _OVER:
            _end(session, row, version, person, now, why=f"it is {workflow.words(version.status)}")
        elif version.status == Status.TRANSLATING and row.person_id == version.translator_id:
            session.delete(row)  # the event of the claim tells of it
        else:
            row.offered_until = None
    session.flush()
    return ""


def _offered(session: Session, version: Version, line: list[tuple[Waiting, Person]], now: datetime) -> str:
    """Of a free version: the offer that stands, else one to the first who can. Who cannot at present keeps their place."""
    late = ""
    for at, (row, person) in enumerate(line):
        if row.offered_until is None:
            continue
        can = people.translates(person, version)
        if can and row.offered_until > now:
            return ""
        if can:
            late = person.handle
            _end(session, row, version, person, now, why="not taken in time")
            del line[at]
        row.offered_until = None
        session.flush()  # before the next one's: only one may be kept for
        break
    first = next(((row, person) for row, person in line if people.translates(person, version)), None)
    if first is not None:
        _offer(session, *first, version, now)
    return late


def _offer(session: Session, row: Waiting, person: Person, version: Version, now: datetime) -> Event:
    """Keeps a free version for somebody, and tells of it."""
    until = now + timedelta(hours=int(settings.get(session, "offer_hours")))
    row.offered_until = until
    session.flush()
    event = record(session, "offer", actor=None, now=now, version=version, reason=f"kept for {person.handle}", data={"person": person.handle, "until": until.isoformat()})
    from translate_flow.services import notices  # few versions have a line

    notices.tell(session, "offered", person_id=person.id, version=version, now=now, event=event, data={"until": notices.iso(until), "due_at": notices.iso(version.due_at)})
    return event


def _end(session: Session, row: Waiting, version: Version, person: Person, now: datetime, *, actor: Person | None = None, why: str = "") -> None:
    """Takes somebody out of a line, with an event that says why."""
    session.delete(row)
    session.flush()
    record(session, "unwait", actor=actor, now=now, version=version, reason=f"{person.handle}: {why}" if why else "", data={"person": person.handle})


def pass_on(session: Session, *, now: datetime, limit: int = 1000) -> list[tuple[str, str]]:
    """Ends every offer that was not taken in time, for the next in line; whose they were: (address, handle)."""
    query = select(Version).join(Waiting, Waiting.version_id == Version.id).join(Version.article).where(Waiting.offered_until <= now)
    query = query.order_by(Waiting.offered_until, Waiting.id).limit(limit).options(joinedload(Version.article))
    # somebody at work on one of these articles right now is not waited for, as with leases
    due = session.scalars(query.with_for_update(skip_locked=True, key_share=True, of=[Waiting, Article]), execution_options={"populate_existing": True}).all()
    return [(version.address, late) for version in due if (late := settle(session, version, now=now))]


def recheck(session: Session, person: Person, *, now: datetime) -> None:
    """After a person's roles or languages changed, or they left: what was kept for them goes on where they cannot take it any more.

    Who has left waits for nothing; who only cannot at present keeps their place.
    """
    session.flush()
    waits = select(Waiting.version_id).where(Waiting.person_id == person.id)
    lookup.hold(session, Article.id.in_(select(Version.article_id).where(Version.id.in_(waits))))
    for version in session.scalars(select(Version).where(Version.id.in_(waits)).options(joinedload(Version.article)).order_by(Version.id)).all():
        row = session.scalar(select(Waiting).where(Waiting.version_id == version.id, Waiting.person_id == person.id))
        if row is not None and not person.active:
            _end(session, row, version, person, now, why="has left")
        settle(session, version, now=now)


def not_others(session: Session, version: Version, actor: Person, *, now: datetime) -> None:
    """Raises Conflict where a free version is kept for somebody else, once its line is settled."""
    settle(session, version, now=now)
    query = select(Person.handle, Waiting.offered_until).join(Waiting, Waiting.person_id == Person.id)
    row = session.execute(query.where(Waiting.version_id == version.id, Waiting.offered_until.is_not(None), Waiting.person_id != actor.id)).first()
    if row is not None:
        raise Conflict(
            f"{version.address} is kept for {row[0]} until {{until}}, who waited for it first", until=row[1], kept_for=row[0],
            remedy=f"`translate-flow claim {version.address} --wait` puts you in the line; a coordinator may assign it to anybody.",
        )  # fmt: skip


def listed(session: Session, *, person: Person | None = None, version: Version | None = None, limit: int = 500) -> list[Place]:
    """Who waits for what (`person`: only theirs), what is kept first, then the first in line, the longest first; at most `limit`."""
    before, holder = aliased(Waiting), aliased(Person)
    place = select(func.count()).where(before.version_id == Waiting.version_id, before.id <= Waiting.id).correlate(Waiting).scalar_subquery()
    query = (
        select(Article.key, Version.language, Person.handle, place, Waiting.at, Waiting.offered_until, holder.handle, Claim.until)
        .select_from(Waiting).join(Version, Version.id == Waiting.version_id).join(Article, Article.id == Version.article_id)
        .join(Person, Person.id == Waiting.person_id).outerjoin(Claim, (Claim.version_id == Version.id) & Claim.ended_at.is_(None))
        .outerjoin(holder, holder.id == Claim.person_id)
    )  # fmt: skip
    if person is not None:
        query = query.where(Waiting.person_id == person.id)
    if version is not None:
        query = query.where(Waiting.version_id == version.id)
    order = (Waiting.offered_until.is_(None), Waiting.offered_until, place, Waiting.id)
    return [Place(key, tag, handle, at, since, kept, by or "", until) for key, tag, handle, at, since, kept, by, until in session.execute(query.order_by(*order).limit(limit))]
