"""What is due, done by whoever runs it: leases, schedules, rights that end, then the channels, then what people are told.

Safe on several machines at once. Each due thing is one transaction, in which its article is held and its schedule's row changes only
where it still is open: of two workers one does it. Killed anywhere, that transaction never was, and the next run does it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from translate_flow import db
from translate_flow.errors import Conflict, TranslateFlowError
from translate_flow.models import Article, Claim, Event, Version
from translate_flow.models_channels import ChannelRow, Due
from translate_flow.models_releases import Release, ReleaseVersion, Schedule
from translate_flow.services import claims, delivery, lookup, publishing, queueing, readers, schedules

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Done:
    """One thing done. `did`: expired, passed on, published, blocked, withdrawn, brought, sent, refused, failed; `what`: an address, an edition, a channel,

    or of letters how many and by which way. `error`: what a command that does it once ends with.
    """

    did: str
    what: str
    why: str = ""
    by: str = ""
    error: TranslateFlowError | None = None


def run(desk: delivery.Desk, stop: Callable[[], bool] = lambda: False, *, seconds: float | None = None) -> Iterator[Done]:
    """Does all that is due at `desk.now`, a transaction at a time; between two of them it ends where `stop` says so.

    `seconds`: how long letters are sent by one way at most, so that what is due meanwhile does not wait for thousands of them.
    """
    names: list[str] = []
    for done in _changes(desk, stop):
        if done.did == "published":
            names.append(done.what)
        yield done
        if stop():
            return
    yield from _channels(replace(desk, note=desk.note or _note(names)), stop)
    if not stop():
        yield from _told(desk, stop, seconds)


def _note(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _changes(desk: delivery.Desk, stop: Callable[[], bool]) -> Iterator[Done]:
    yield from _leases(desk)
    yield from _rights(desk, stop)
    progress = True
    while progress and not stop():  # what one brings out may be what another waited for
        progress = False
        for key, is_release in _due(desk):
            for done in _carried_out(desk, key, is_release):
                progress = progress or done.did != "failed"
                yield done
            if stop():
                return


def _leases(desk: delivery.Desk) -> Iterator[Done]:
    with db.scope(desk.engine, writes=False) as session:
        if not readers.lapsed(session.connection(), now=desk.now):
            return
    with db.scope(desk.engine) as session:
        ended = claims.expire_due(session, now=desk.now)
        passed = queueing.pass_on(session, now=desk.now)
    for address in ended:
        yield Done("expired", address)
    for address, handle in passed:
        yield Done("passed on", address, f"{handle} did not take it in time")


def _rights(desk: delivery.Desk, stop: Callable[[], bool]) -> Iterator[Done]:
    up = exists().where(Version.article_id == Article.id, Version.live_id.is_not(None))
    with db.scope(desk.engine, writes=False) as session:
        ended = session.scalars(select(Article.id).where(Article.rights_until <= desk.now, up).order_by(Article.id).limit(_BATCH)).all()
    for number in ended:
        if stop():
            return
        with suppress(Conflict):  # somebody else is at it: the next run sees to what is left
            with db.scope(desk.engine) as session:
                gone = [version.address for version in publishing.expire_rights(session, number, now=desk.now)]
            for address in gone:
                yield Done("withdrawn", address, "the rights to it have ended")


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Waiting and its moment has come; or blocked, and something has happened to its articles since, or it is to be looked at again."""
    newer = exists().where(Event.article_id == Version.article_id, Event.id > Schedule.seen_event, Version.id == Schedule.version_id)
    of_release = (
        select(Event.id).join(Version, Version.article_id == Event.article_id).join(ReleaseVersion, ReleaseVersion.version_id == Version.id)
        .where(ReleaseVersion.release_id == Schedule.release_id, Event.id > Schedule.seen_event).correlate(Schedule).exists()
    )  # fmt: skip
    waiting = and_(Schedule.state == "waiting", Schedule.at <= now)
    return or_(waiting, and_(Schedule.state == "blocked", or_(Schedule.again_at <= now, newer.correlate(Schedule), of_release)))


def _due(desk: delivery.Desk) -> list[tuple[int, bool]]:
    """(article or release, whether it is a release) of what is due; each process begins at another place, so that they meet seldom."""
    query = select(Version.article_id, Schedule.release_id).select_from(Schedule).outerjoin(Version, Version.id == Schedule.version_id)
    with db.scope(desk.engine, writes=False) as session:
        rows = session.execute(query.where(_is_due(desk.now)).order_by(Schedule.at, Schedule.id).limit(_BATCH)).all()
    found = list(dict.fromkeys((article or release or 0, release is not None) for article, release in rows))
    at = os.getpid() % len(found) if found else 0
    return found[at:] + found[:at]


def _carried_out(desk: delivery.Desk, key: int, is_release: bool) -> Iterator[Done]:
    try:
        with db.scope(desk.engine) as session:
            done = _release(session, key, desk.now) if is_release else _article(session, key, desk.now)
    except Conflict as error:  # another worker, or a person, at the same at this very moment; or a busy database
        done = [] if "first" in error.message else [Done("failed", "schedule", error.message)]
    yield from done


def _held(session: Session, model: type[Article] | type[Release], key: int) -> bool:
    """Whether this transaction has it to itself; somebody else who has is not waited for."""
    return session.scalar(select(model.id).where(model.id == key).with_for_update(skip_locked=True, key_share=True)) is not None


def _article(session: Session, number: int, now: datetime) -> list[Done]:
    """All that is due of one article: the original first, parents before what comes from them."""
    if not _held(session, Article, number):
        return []
    query = select(Schedule, Version).join(Version, Version.id == Schedule.version_id).where(Version.article_id == number, _is_due(now))
    due = session.execute(query.options(joinedload(Version.article)).order_by(Version.parent_language != "", Schedule.at, Version.id)).all()
    done = []
    for schedule, version in due:
        done.append(_one(session, schedule, [version], version.address, now))
    return done


def _release(session: Session, number: int, now: datetime) -> list[Done]:
    if not _held(session, Release, number):
        return []
    schedule = session.scalar(select(Schedule).where(Schedule.release_id == number, _is_due(now)))
    if schedule is None:
        return []
    release = session.get_one(Release, number)
    return [_one(session, schedule, None, release.name, now, release)]


def _one(session: Session, schedule: Schedule, versions: list[Version] | None, name: str, now: datetime, release: Release | None = None) -> Done:
    by = _handle(session, schedule)
    try:
        with session.begin_nested():
            if release is not None:
                schedules.carry_out_release(session, schedule, release, now=now)
            else:
                schedules.carry_out(session, schedule, versions or [], now=now)
    except Conflict:
        raise
    except TranslateFlowError as error:
        session.refresh(schedule)
        schedules.block(session, schedule, error, now=now)
        return Done("blocked", name, schedule.problem, by)
    return Done("published", name, by=by)


def _handle(session: Session, schedule: Schedule) -> str:
    from translate_flow.models import Person

    person = session.get(Person, schedule.actor_id) if schedule.actor_id else None
    return person.handle if person else ""


def _channels(desk: delivery.Desk, stop: Callable[[], bool]) -> Iterator[Done]:
    """Brings the channels that have something due; one that failed is left alone for a while."""
    newest = select(func.max(Due.id)).where(Due.channel_id == ChannelRow.id).scalar_subquery()
    query = select(ChannelRow, newest).where(ChannelRow.active, or_(newest.is_not(None), ~ChannelRow.complete)).order_by(ChannelRow.id)
    with db.scope(desk.engine, writes=False) as session:
        wanted = [
            row.name for row, last in session.execute(query)
            if row.retry_at is None or row.retry_at <= desk.now or (not row.problem and (last or 0) > row.tried_due)
        ]  # fmt: skip
    for name in wanted:
        if stop():
            return
        done = delivery.bring(desk, name, wait=False)
        if done.error is not None:
            yield Done("failed", name, done.error.message, error=done.error)
        elif done.outcome is not None:
            yield Done("brought", name, "; ".join(one.problem for one in done.refused[:3]))


def _told(desk: delivery.Desk, stop: Callable[[], bool], seconds: float | None) -> Iterator[Done]:
    """Writes the notices that only the clock brings about, then sends letters. Whom a line is about, and what it says, is nobody's business here."""
    from translate_flow.services import letters, notices  # readers of this module's `next_moment` need neither

    try:
        for _ in range(_BATCH):
            with db.scope(desk.engine) as session:
                if not notices.remind(session, now=desk.now) or stop():
                    break
    except Conflict as error:  # another worker at the same; a busy database
        yield Done("failed", "reminders", error.message)
    for posted in letters.deliver(desk, stop=stop, seconds=seconds):
        if posted.sent:
            yield Done("sent", f"{posted.sent} by {posted.way}")
        if posted.refused:
            yield Done("refused", f"{posted.refused} by {posted.way}", posted.problem)
        if posted.error is not None or posted.waiting:
            yield Done("failed", f"{posted.waiting} by {posted.way}", posted.problem, error=posted.error)


def next_moment(session: Session, now: datetime) -> datetime | None:
    """When something is due next, as far as that is known now."""
    from translate_flow.services import letters

    moments = [
        session.scalar(select(func.min(Schedule.at)).where(Schedule.state == "waiting")),
        session.scalar(select(func.min(Schedule.again_at)).where(Schedule.state == "blocked")),
        session.scalar(select(func.min(Claim.until)).where(Claim.ended_at.is_(None))),
        session.scalar(select(func.min(lookup.WAITS.c.offered_until))),
        session.scalar(select(func.min(Article.rights_until)).where(Article.rights_until > now)),
        session.scalar(select(func.min(ChannelRow.retry_at)).where(ChannelRow.active, ChannelRow.retry_at > now)),
        letters.next_moment(session, now),
    ]
    return min((moment for moment in moments if moment is not None), default=None)
