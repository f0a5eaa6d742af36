"""Releases (an `edition` to people): a named set of versions that go out together, or each when it is ready; and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from translate_flow.errors import Conflict, NotAllowed, NotFound, UsageError
from translate_flow.models import Article, Person, Version
from translate_flow.models_releases import Release, ReleaseVersion, Schedule
from translate_flow.services import gates, lookup, people, publishing, schedules
from translate_flow.services.gates import Blocker
from translate_flow.services.nearest import suggest
from translate_flow.services.transitions import record
from translate_flow.workflow import Action, Role, Status


def make(session: Session, name: str, versions: Sequence[Version], *, mode: str, actor: Person, now: datetime) -> Release:
    """Names a set of versions. `mode`: together or each. Raises Conflict where the name is taken, NotAllowed, UsageError."""
    people.must_be(actor, Role.PUBLISHER, doing="make an edition")
    name = name.strip()
    if not name or len(name) > 200:
        raise UsageError("An edition needs a name, of 200 characters at most", remedy="Give it one, such as 'the march issue'.")
    made = Release(name=name, mode=mode, created_by=actor.id, created_at=now)
    session.add(made)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(f"There is an edition “{name}” already", remedy="Choose another name, or add to it: `translate-flow edition add`.") from None
    record(session, "make edition", actor=actor, now=now, data={"edition": name, "mode": mode})
    add(session, made, versions, actor=actor, now=now)
    return made


def find(session: Session, name: str) -> Release:
    """The release of that name, for this transaction alone. Raises NotFound with the nearest."""
    query = select(Release).where(Release.name == name.strip())
    connection = session.connection()
    if connection.get_execution_options().get("writes"):
        query = query.with_for_update()
    found = session.scalar(query)
    if found is None:
        names = session.scalars(select(Release.name).order_by(Release.id.desc()).limit(2000)).all()
        raise NotFound(f"There is no edition “{name}”{suggest(name, names)}", remedy="`translate-flow edition list` shows them.")
    return found


def add(session: Session, release: Release, versions: Sequence[Version], *, actor: Person, now: datetime) -> None:
    """Puts versions into a release that is not out. Raises NotAllowed."""
    _open(release, actor)
    there = {row.version_id for row in rows(session, release)}
    new = {version.id: version for version in versions if version.id not in there}
    session.add_all(ReleaseVersion(release_id=release.id, version_id=number) for number in new)
    session.flush()
    for version in new.values():
        record(session, "add to edition", actor=actor, now=now, version=version, data={"edition": release.name})
    if release.state == "going":
        person = session.get_one(Person, actor.id)
        schedules.follow(session, list(new.values()), actor=person, now=now, despite="")


def drop(session: Session, release: Release, versions: Sequence[Version], *, actor: Person, now: datetime) -> None:
    """Takes versions out of a release that have not gone out with it. Raises NotAllowed, NotFound."""
    _open(release, actor)
    by_id = {row.version_id: row for row in rows(session, release)}
    for version in versions:
        row = by_id.get(version.id)
        if row is None:
            raise NotFound(f"{version.address} is not in the edition {release.name}", remedy=f"`translate-flow edition show '{release.name}'` lists what is.")
        if row.state == "out":
            raise NotAllowed(f"{version.address} is out with the edition {release.name}", remedy="`translate-flow edition rollback` takes an edition back.")
        session.execute(delete(ReleaseVersion).where(ReleaseVersion.release_id == release.id, ReleaseVersion.version_id == version.id))
        if release.state == "going":
            session.execute(publishing.settled(now, "cancelled").where(Schedule.version_id == version.id))
        record(session, "drop from edition", actor=actor, now=now, version=version, data={"edition": release.name})


def _open(release: Release, actor: Person) -> None:
    people.must_be(actor, Role.PUBLISHER, doing="change an edition")
    if release.state == "out":
        raise NotAllowed(f"The edition {release.name} is out", remedy="Make another, or roll it back: `translate-flow edition rollback`.")


def rows(session: Session, release: Release) -> list[ReleaseVersion]:
    return list(session.scalars(select(ReleaseVersion).where(ReleaseVersion.release_id == release.id).order_by(ReleaseVersion.version_id)))


def versions_of(session: Session, release: Release, *states: str) -> list[Version]:
    """Its versions in these states (none: all), with their articles held for this transaction."""
    query = select(ReleaseVersion.version_id).where(ReleaseVersion.release_id == release.id)
    if states:
        query = query.where(ReleaseVersion.state.in_(states))
    lookup.hold(session, Article.id.in_(select(Version.article_id).where(Version.id.in_(query))))
    found = select(Version).where(Version.id.in_(query)).options(joinedload(Version.article)).order_by(Version.article_id, Version.id)
    return list(session.scalars(found, execution_options={"populate_existing": True}))


def to_go(session: Session, release: Release) -> list[Version]:
    """What is still to go out with it: not what readers see already in its newest text."""
    return [version for version in versions_of(session, release, "waiting", "rolled_back") if not (version.status == Status.PUBLISHED and version.live_id == version.head_id)]


def blockers(session: Session, release: Release, *, actor: Person | None, now: datetime) -> list[Blocker]:
    """What keeps it back at present, of all its versions at once."""
    return gates.blockers(session, to_go(session, release), actor=actor, now=now)


def publish(session: Session, release: Release, *, actor: Person, now: datetime, despite: str = "", schedule: Schedule | None = None) -> list[Version]:
    """Brings a release out. `together`: all its versions or none. `each`: what is ready; the rest follows when the gates let it.

    `schedule`: the one that is carried out with it. Returns what went out. Raises NotAllowed, CheckFailed with all that stands in the way.
    """
    people.must_be(actor, Role.PUBLISHER, doing="publish an edition")
    if release.state == "out":
        raise NotAllowed(f"The edition {release.name} is out already", remedy="`translate-flow edition list` shows where each stands.")
    versions = to_go(session, release)
    if not versions:
        raise NotAllowed(f"Nothing in the edition {release.name} is still to go out", remedy=f"`translate-flow edition show '{release.name}'` lists it.")
    found, _ = gates.passed(gates.blockers(session, versions, actor=actor, now=now), despite)
    if release.mode == "together" and found:
        raise gates.refusal(found)
    going = {version.id for version in versions}
    for row in rows(session, release):
        row.state = "waiting" if row.version_id in going else "out"
    release.state = "going"
    session.execute(publishing.settled(now).where(Schedule.release_id == release.id))
    session.flush()
    ready = versions if not found else _ready(session, versions, actor, now, despite)
    data: dict[str, Any] = {"edition": release.name, **({"scheduled": schedule.at.isoformat()} if schedule else {})}
    if ready:
        publishing.publish_all(session, ready, actor=actor, now=now, despite=despite, data=data)
    out = {version.id for version in ready}
    schedules.follow(session, [version for version in versions if version.id not in out], actor=actor, now=now, despite=despite)
    record(session, "publish edition", actor=actor, now=now, reason=despite.strip(), data={**data, "out": len(out), "waiting": len(versions) - len(out)})
    return ready


def _ready(session: Session, versions: Sequence[Version], actor: Person, now: datetime, despite: str) -> list[Version]:
    """The most of them that can go out with each other: what a gate holds back holds back what needs it."""
    ready = list(versions)
    while ready:
        found, _ = gates.passed(gates.blockers(session, ready, actor=actor, now=now), despite)
        if not found:
            break
        held = {one.version.id for one in found}
        ready = [version for version in ready if version.id not in held]
    return ready


def rollback(session: Session, release: Release, *, actor: Person, now: datetime, reason: str, despite: str = "") -> tuple[list[Version], list[Version]]:
    """Readers see again what they saw before it. Returns what went back, and what was left because its readers see something newer.

    That there is something newer is a Conflict, and nothing is done, unless somebody goes on with `despite`, a reason.
    Raises NotAllowed (nothing of it is out, no publisher), UsageError where no reason is given.
    """
    people.must_be(actor, Role.PUBLISHER, doing="roll an edition back")
    if not reason.strip():
        raise UsageError(f"To roll {release.name} back a reason is needed", remedy="Give it with --reason: others will read it.")
    versions = {version.id: version for version in versions_of(session, release)}
    out = [row for row in rows(session, release) if row.state == "out" and row.out_revision_id is not None]
    if release.state not in {"out", "going"} or not (out or release.state == "going"):
        raise NotAllowed(f"Nothing of the edition {release.name} is out", remedy="`translate-flow edition list` shows where each stands.")
    left = [versions[row.version_id] for row in out if versions[row.version_id].live_id != row.out_revision_id or versions[row.version_id].published_at != row.out_at]
    if left and not despite.strip():
        raise Conflict(
            f"Readers no longer see what the edition {release.name} brought out of {', '.join(version.address for version in left)}",
            remedy="Look at them with `translate-flow log`. To leave those as they are and take the others back: --despite 'why'.",
        )  # fmt: skip
    session.execute(publishing.settled(now, "cancelled").where(Schedule.version_id.in_([row.version_id for row in rows(session, release) if row.state == "waiting"])))
    session.execute(publishing.settled(now, "cancelled").where(Schedule.release_id == release.id))
    kept = {version.id for version in left}
    back = [row for row in out if row.version_id not in kept]
    for row in sorted(back, key=lambda row: versions[row.version_id].is_original):  # translations first: none is up without its original
        _back(session, row, versions[row.version_id], release, actor, now, reason)
    release.state = "rolled_back"
    data = {"edition": release.name, "back": len(back), "left": sorted(version.address for version in left)}
    record(session, "rollback edition", actor=actor, now=now, reason=reason.strip() + (f" ({despite.strip()})" if left else ""), data=data)
    return [versions[row.version_id] for row in back], left


def _back(session: Session, row: ReleaseVersion, version: Version, release: Release, actor: Person, now: datetime, reason: str) -> None:
    if row.before_status == Status.WITHDRAWN and version.status == Status.PUBLISHED:
        publishing.withdraw(session, version, actor=actor, now=now, reason=reason)
    else:
        publishing.put_back(
            session, version, actor=actor, now=now, reason=reason, live_id=row.before_live_id, published_at=row.before_published_at,
            credit=row.before_credit, data={"edition": release.name, "action": Action.PUBLISH.value},
        )  # fmt: skip
    row.state = "rolled_back"


def everything(session: Session) -> list[tuple[Release, int, int]]:
    """The releases, newest first, each with how many versions it has and how many of them are out."""
    from sqlalchemy import case, func

    out = func.sum(case((ReleaseVersion.state == "out", 1), else_=0))
    query = select(Release, func.count(ReleaseVersion.version_id), out).outerjoin(ReleaseVersion, ReleaseVersion.release_id == Release.id)
    return [(release, count, done or 0) for release, count, done in session.execute(query.group_by(Release.id).order_by(Release.id.desc()))]
