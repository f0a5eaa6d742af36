"""Who holds what, and until when: claim, assign, extend, release, expire."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from translate_flow import workflow
from translate_flow.errors import Conflict, NotAllowed, UsageError
from translate_flow.models import Article, Claim, Person, Version
from translate_flow.services import lookup, people, settings
from translate_flow.services.lookup import open_claim
from translate_flow.services.transitions import move, record
from translate_flow.workflow import Action, Status, Who

MOST_HOURS = 24 * 90


def claim(session: Session, version: Version, *, actor: Person, now: datetime, hours: int | None = None, again: bool = False) -> Claim:
    """Takes a requested version for oneself. Raises Conflict where somebody holds it or it is kept for somebody, NotAllowed
    (workflow, pair), UsageError. `again`: who held it last takes it up with work done; what exists goes before an offer.
    """
    held = holding(session, version, now)
    if held is not None:
        raise _held(version, held, actor)
    if not again and lookup.kept_for(session, version) not in {None, actor.id}:
        from translate_flow.services import queueing  # few versions have a line

        queueing.not_others(session, version, actor, now=now)
    return _take(session, version, actor, Action.CLAIM, actor=actor, now=now, hours=hours)


def assign(
    session: Session, version: Version, person: Person, *, actor: Person, now: datetime, hours: int | None = None,
    due_at: datetime | None = None,
) -> Claim:  # fmt: skip
    """A coordinator gives a requested version to somebody of the pair. Raises as `claim`, and NotAllowed for a wrong pair."""
    held = holding(session, version, now)
    if held is not None and workflow.Role.COORDINATOR in people.roles_for(actor, version.language):
        raise _held(version, held, actor)
    if not people.translates(person, version):
        pair = f"{version.parent_language} → {version.language}"
        raise NotAllowed(
            f"{person.handle} does not translate {pair}",
            remedy=f"`translate-flow people list` shows who does; `people change {person.handle} --reads {version.parent_language} --writes {version.language}` if they do.",
        )
    more: dict[str, Any] = {} if due_at is None else {"due_at": due_at, "due_by": "person"}
    return _take(session, version, person, Action.ASSIGN, actor=actor, now=now, hours=hours, **more)


def release(session: Session, version: Version, *, actor: Person, now: datetime, reason: str = "") -> None:
    """Gives a version back to the pool; its draft is kept. Raises NotAllowed for anybody but the holder and a coordinator."""
    move(session, version, Action.RELEASE, actor=actor, now=now, reason=reason, translator_id=None)


def extend(session: Session, version: Version, *, actor: Person, now: datetime, hours: int | None = None) -> Claim:
    """Renews one's lease from now on; never shortens it, whatever the clock says. Raises NotAllowed."""
    held = open_claim(session, version)
    if held is None or held.person_id != actor.id:
        raise not_holder(version, held, actor, "extend")
    renew(session, held, version, actor=actor, now=now, hours=hours)
    record(session, "extend", actor=actor, now=now, version=version, data={"until": held.until.isoformat()})
    return held


def renew(session: Session, held: Claim, version: Version, *, actor: Person, now: datetime, hours: int | None = None) -> None:
    """Moves the end of a lease on, as saving work does."""
    held.until = max(held.until, now + timedelta(hours=_hours(session, hours)))


def expire(session: Session, held: Claim, version: Version, *, now: datetime) -> None:
    """Ends a lease that has run out; the draft is kept."""
    move(session, version, Action.EXPIRE, actor=None, now=now, nobody=Who.CLOCK, claim=held, translator_id=None, data={"holder": held.person.handle})


def expire_due(session: Session, *, now: datetime, limit: int = 1000) -> list[str]:
    """Ends every lease that has run out, and returns their addresses. One indexed query where there is none."""
    query = select(Claim).join(Version, Version.id == Claim.version_id).join(Version.article)
    query = query.where(Claim.ended_at.is_(None), Claim.until <= now).order_by(Claim.until).limit(limit).options(joinedload(Claim.person))
    # somebody at work on one of these articles right now (see `lookup.hold`) is not waited for: the next command ends that lease
    due = session.scalars(query.with_for_update(skip_locked=True, key_share=True, of=[Claim, Article])).all()
    if not due:
        return []
    ids = [held.version_id for held in due]
    versions = {v.id: v for v in session.scalars(select(Version).where(Version.id.in_(ids)).options(joinedload(Version.article)))}
    ended = []
    for held in due:
        try:
            with session.begin_nested():  # so that a refusal leaves the claim as it was
                expire(session, held, versions[held.version_id], now=now)
        except (Conflict, NotAllowed):  # at this very moment its holder submitted or released it: that stands
            continue
        ended.append(versions[held.version_id].address)
    return ended


def reopen_claim(session: Session, version: Version, *, now: datetime) -> Claim | None:
    """A lease for the translator to whom work comes back, so that nobody else takes it meanwhile."""
    if version.translator_id is None:
        return None
    return _lease(session, version, version.translator_id, now, None)


def holding(session: Session, version: Version, now: datetime) -> Claim | None:
    """The claim that still runs, if any; one that has run out is ended."""
    held = open_claim(session, version)
    if held is not None and held.until <= now:
        expire(session, held, version, now=now)
        return None
    return held


def _take(
    session: Session, version: Version, person: Person, action: Action, *, actor: Person, now: datetime, hours: int | None, **columns: Any
) -> Claim:
    hours = _hours(session, hours)
    until = now + timedelta(hours=hours)
    data = {"person": person.handle, "until": until.isoformat()}
    if columns.get("due_at"):
        data |= {"due": columns["due_at"].isoformat(), "due_by": columns["due_by"]}
    move(session, version, action, actor=actor, now=now, data=data, translator_id=person.id, **columns)
    return _lease(session, version, person.id, now, hours)


def _lease(session: Session, version: Version, person_id: int, now: datetime, hours: int | None) -> Claim:
    taken = Claim(version_id=version.id, person_id=person_id, claimed_at=now, until=now + timedelta(hours=_hours(session, hours)))
    session.add(taken)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(f"Somebody else was first: {version.address} has just been taken", remedy="`translate-flow tasks` shows what is free.") from None
    return taken


def _held(version: Version, held: Claim, actor: Person) -> Conflict | NotAllowed:
    if held.person_id == actor.id:
        return NotAllowed(
            f"You hold {version.address} already, until {{until}}", until=held.until,
            remedy=f"`translate-flow checkout {version.address}` to work on it; `extend {version.address}` for more time.",
        )  # fmt: skip
    return Conflict(
        f"{held.person.handle} holds {version.address} until {{until}}", until=held.until, holder=held.person.handle,
        remedy="`translate-flow tasks` shows what is free; it falls free by itself when the lease ends.",
    )  # fmt: skip


def not_holder(version: Version, held: Claim | None, actor: Person, verb: str) -> NotAllowed:
    """The refusal for whoever would write to a version that is not theirs."""
    if held is not None:
        return NotAllowed(
            f"{actor.handle} cannot {verb} {version.address}: {held.person.handle} holds it until {{until}}", until=held.until,
            holder=held.person.handle, remedy=f"Ask {held.person.handle} to release it, or a coordinator to; your own files stay as they are.",
        )  # fmt: skip
    stands = workflow.words(Status(version.status))
    remedy = f"Claim it first: `translate-flow claim {version.address}`." if version.status == "requested" else f"See `translate-flow show {version.address}`."
    return NotAllowed(f"{actor.handle} cannot {verb} {version.address}: nobody holds it, it is {stands}", remedy=remedy)


def _hours(session: Session, hours: int | None) -> int:
    if hours is None:
        return int(settings.get(session, "lease_hours"))
    if not 0 < hours <= MOST_HOURS:
        raise UsageError(f"A lease lasts from 1 to {MOST_HOURS} hours, not {hours}", remedy="Give fewer; saving your work renews it anyway.")
    return hours
