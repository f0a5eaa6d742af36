"""What is to go out at a moment: set, listed, cancelled, and carried out when it is due.

A schedule acts for whoever set it: at its moment they must still be here, and a publisher. What a gate then holds back is `blocked` and
still open: it goes out as soon as the gates let it, unless somebody cancels it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from translate_flow.errors import CheckFailed, Conflict, NotAllowed, NotFound, TranslateFlowError, UsageError
from translate_flow.models import Article, Event, Person, Version
from translate_flow.models_releases import OPEN_STATES, Release, ReleaseVersion, Schedule
from translate_flow.services import gates, people, publishing
from translate_flow.services.gates import Blocker
from translate_flow.services.transitions import record
from translate_flow.workflow import Role

AGAIN = timedelta(minutes=10)  # what is blocked is looked at again after this, whatever happened to it: people and settings change, too


def moment(text: str, zone: str, *, which: str = "", day_ends: bool = False) -> datetime:
    """A time as somebody there reads it from the clock (`2026-12-01 18:00`, or with an offset of its own), in UTC.

    `which`: `first` or `second`, of a time that exists twice because clocks go back. `day_ends`: a date alone means its end.
    Raises UsageError for what is no time, a time that the clocks skip, and one that exists twice where nobody says which.
    """
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"“{text}” is not a time", remedy="Write it 2026-12-01T18:00, or with an offset: 2026-12-01T18:00+01:00.") from None
    if len(text.strip()) <= 10:
        if not day_ends:
            raise UsageError(f"“{text}” is a day without a time", remedy=f"Say at which time: '{text.strip()} 18:00'.")
        local = local.replace(hour=23, minute=59, second=59)
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    there = _zone(zone)
    first, second = (local.replace(tzinfo=there, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(there).replace(tzinfo=None) != local:
        raise _skipped(text, zone, first, second, there)
    if which not in {"first", "second"}:
        told = " and ".join(f"{one:%H:%M%z}" for one in (first, second))
        raise UsageError(f"“{text}” is there twice in {zone}, because clocks go back: {told}", remedy="Say which with --first or --second, or write the offset.")
    return (first if which == "first" else second).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UsageError(f"There is no time zone “{name}”", remedy="Use an IANA name, such as Europe/Lisbon.") from None


def _skipped(text: str, zone: str, first: datetime, second: datetime, there: ZoneInfo) -> UsageError:
    """The clocks go forward over it. Read with either offset it lies on either side of the leap, which halving finds to the minute."""
    low, high = second.astimezone(UTC), first.astimezone(UTC)
    before = low.astimezone(there).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(there).utcoffset() == before else (low, middle)
    leap = high.replace(second=0, microsecond=0)
    near = " and ".join(f"{(leap + step).astimezone(there):%Y-%m-%d %H:%M}" for step in (timedelta(minutes=-1), timedelta(0)))
    return UsageError(f"“{text}” does not exist in {zone}: the clocks go forward over it", remedy=f"The nearest times are {near}.")


def plan(
    session: Session, versions: Sequence[Version], *, at: datetime, zone: str, actor: Person, now: datetime, despite: str = ""
) -> tuple[list[Schedule], list[Blocker]]:  # fmt: skip
    """Sets versions to go out at a moment, in the place of what was set for them before. Returns what is in their way at present, too.

    Raises NotAllowed (no publisher; it is out already, or cancelled), CheckFailed (embargo, rights), UsageError for a moment that is past.
    """
    _possible(versions, at, actor, now)
    ids = [version.id for version in versions]
    session.execute(publishing.settled(now, "cancelled").where(Schedule.version_id.in_(ids)))
    made = [_new(session, version=version, at=at, zone=zone, actor=actor, now=now, despite=despite) for version in versions]
    return made, gates.passed(gates.blockers(session, versions, actor=actor, now=at), despite)[0]


def plan_release(session: Session, release: Release, versions: Sequence[Version], *, at: datetime, zone: str, actor: Person, now: datetime, despite: str = "") -> Schedule:
    """The same of a release as a whole; `versions`: those of it that are not out."""
    _possible(versions, at, actor, now)
    session.execute(publishing.settled(now, "cancelled").where(Schedule.release_id == release.id))
    return _new(session, release=release, at=at, zone=zone, actor=actor, now=now, despite=despite)


def _possible(versions: Sequence[Version], at: datetime, actor: Person, now: datetime) -> None:
    if at <= now:
        raise UsageError("{at} is past", remedy="Name a later moment, or `publish` now.", at=at)
    for version in versions:
        if Role.PUBLISHER not in people.roles_for(actor, version.language):
            raise NotAllowed(f"{actor.handle} cannot schedule {version.address}: that takes a publisher", remedy="Ask one, or act as somebody else with --as.")
        if version.status in {"published", "cancelled"}:
            raise NotAllowed(f"{version.address} cannot be scheduled: it is {version.status}", remedy=f"See `translate-flow show {version.address}`.")
        article = version.article
        if article.embargo_until is not None and at < article.embargo_until:
            raise CheckFailed(
                f"{version.address} is under embargo until {{until}}: it cannot go out at {{at}}", until=article.embargo_until, at=at,
                remedy=f"Name a later moment, or change it: `translate-flow embargo {article.key} MOMENT`.",
            )  # fmt: skip
        if (article.rights_until is not None and article.rights_until <= at) or (not version.is_original and not gates.covered(article.rights_languages, version.language)):
            raise CheckFailed(f"There are no rights to {version.address} at {{at}}", at=at, remedy=f"`translate-flow rights {article.key}` shows and changes them.")


def _new(
    session: Session, *, at: datetime, zone: str, actor: Person, now: datetime, despite: str = "", version: Version | None = None, release: Release | None = None
) -> Schedule:  # fmt: skip
    made = Schedule(
        version_id=version.id if version else None, release_id=release.id if release else None, at=at, zone=zone, despite=despite.strip(),
        actor_id=actor.id, created_at=now,
    )  # fmt: skip
    session.add(made)
    try:
        session.flush()
    except IntegrityError:
        what = version.address if version else release.name if release else ""
        raise Conflict(f"Somebody else was first: {what} has just been scheduled", remedy="See `translate-flow schedule`.") from None
    data = {"at": at.isoformat(), "zone": zone, **({"edition": release.name} if release else {})}
    record(session, "schedule", actor=actor, now=now, version=version, reason=despite.strip(), data=data)
    return made


def follow(session: Session, versions: Sequence[Version], *, actor: Person, now: datetime, despite: str) -> None:
    """Lets a worker publish these as soon as the gates let it; what is scheduled already keeps its own moment."""
    ids = [version.id for version in versions]
    known = set(session.scalars(select(Schedule.version_id).where(Schedule.version_id.in_(ids), Schedule.state.in_(OPEN_STATES))))
    for version in versions:
        if version.id not in known:
            _new(session, version=version, at=now, zone="UTC", actor=actor, now=now, despite=despite)


def cancel(session: Session, *, actor: Person, now: datetime, versions: Sequence[Version] = (), release: Release | None = None) -> None:
    """Calls off what is open. Raises NotFound where nothing is, NotAllowed for no publisher."""
    for version in versions:
        if Role.PUBLISHER not in people.roles_for(actor, version.language):
            raise NotAllowed(f"{actor.handle} cannot cancel the schedule of {version.address}: that takes a publisher", remedy="Ask one.")
    for version in versions:
        if not _end(session, Schedule.version_id == version.id, now):
            raise NotFound(f"{version.address} is not scheduled", remedy="`translate-flow schedule` lists what is.")
        record(session, "unschedule", actor=actor, now=now, version=version)
    if release is not None:
        people.must_be(actor, Role.PUBLISHER, doing="cancel a schedule")
        if not _end(session, Schedule.release_id == release.id, now):
            raise NotFound(f"The edition {release.name} is not scheduled", remedy="`translate-flow schedule` lists what is.")
        record(session, "unschedule", actor=actor, now=now, data={"edition": release.name})


def _end(session: Session, which: object, now: datetime) -> bool:
    return bool(session.execute(publishing.settled(now, "cancelled").where(which)).rowcount)  # type: ignore[arg-type, attr-defined]


@dataclass(frozen=True, slots=True)
class Row:
    """A schedule for a list. `what`: a version's address, or a release's name."""

    schedule: Schedule
    what: str
    release: bool
    by: str


def listed(session: Session, *, ended: bool = False, limit: int = 500, article: int | None = None) -> list[Row]:
    """What is open (or, with `ended`, everything), the next first."""
    query = (
        select(Schedule, Article.key, Version.language, Release.name, Person.handle).outerjoin(Version, Version.id == Schedule.version_id)
        .outerjoin(Article, Article.id == Version.article_id).outerjoin(Release, Release.id == Schedule.release_id).outerjoin(Person, Person.id == Schedule.actor_id)
    )  # fmt: skip
    if not ended:
        query = query.where(Schedule.state.in_(OPEN_STATES))
    if article is not None:
        query = query.where(Version.article_id == article)
    rows = session.execute(query.order_by(Schedule.at, Schedule.id).limit(limit))
    return [Row(row, f"{key}/{tag}" if key else name or "", key is None, by or "") for row, key, tag, name, by in rows]


def carry_out(session: Session, schedule: Schedule, versions: Sequence[Version], *, now: datetime) -> None:
    """Publishes what a schedule is for, as whoever set it. Raises what keeps it back."""
    person = _taken(session, schedule, now)
    publishing.publish_all(session, versions, actor=person, now=now, despite=schedule.despite, data={"scheduled": schedule.at.isoformat()})


def carry_out_release(session: Session, schedule: Schedule, release: Release, *, now: datetime) -> None:
    """The same of a release."""
    from translate_flow.services import releases

    person = _taken(session, schedule, now)
    releases.publish(session, release, actor=person, now=now, despite=schedule.despite, schedule=schedule)


def _taken(session: Session, schedule: Schedule, now: datetime) -> Person:
    """Takes a schedule where it still is open, for whoever set it. Raises NotAllowed where they have left, Conflict."""
    person = session.get(Person, schedule.actor_id) if schedule.actor_id else None
    if person is None or not person.active:
        raise NotAllowed(f"{person.handle if person else 'Whoever scheduled it'} has left the newsroom", remedy="Another publisher can schedule it again.")
    taken = update(Schedule).where(Schedule.id == schedule.id, Schedule.state.in_(OPEN_STATES)).values(state="done", ended_at=now, problem="", again_at=None)
    if session.execute(taken, execution_options={"synchronize_session": "fetch"}).rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("Somebody else was first: it is carried out, or cancelled", remedy="See `translate-flow schedule --all`.")
    return person


def block(session: Session, schedule: Schedule, error: TranslateFlowError, *, now: datetime) -> None:
    """Notes what keeps a schedule back that was due, and when it is to be tried again."""
    until = max((value for value in error.data.values() if isinstance(value, datetime)), default=None)
    schedule.state, schedule.problem = "blocked", error.told(datetime.isoformat)
    schedule.again_at = min(until, now + AGAIN) if until is not None and until > now else now + AGAIN
    articles = select(Version.article_id).where(Version.id == schedule.version_id)
    if schedule.release_id is not None:
        articles = select(Version.article_id).join(ReleaseVersion, ReleaseVersion.version_id == Version.id).where(ReleaseVersion.release_id == schedule.release_id)
    schedule.seen_event = session.scalar(select(func.max(Event.id)).where(Event.article_id.in_(articles))) or 0
    _tell(session, schedule, now)


def _tell(session: Session, schedule: Schedule, now: datetime) -> None:
    """Whoever set it hears once that it did not go out."""
    from translate_flow.services import notices

    if schedule.actor_id is None:
        return
    version = session.get(Version, schedule.version_id) if schedule.version_id else None
    release = session.get(Release, schedule.release_id) if schedule.release_id else None
    data = {"reason": schedule.problem, "at": notices.iso(schedule.at), **({"edition": release.name} if release else {})}
    notices.tell(session, "blocked", person_id=schedule.actor_id, version=version, now=now, data=data, once=f"blocked:{schedule.id}")
