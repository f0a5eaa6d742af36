"""The publisher's verbs. What readers are to see is said in the database; `services.delivery` brings the channels to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session, joinedload

from translate_flow.errors import CheckFailed
from translate_flow.models import Article, Event, Person, Version
from translate_flow.models_releases import OPEN_STATES, Release, ReleaseVersion, Schedule
from translate_flow.services import freshness, gates, lookup
from translate_flow.services.transitions import move
from translate_flow.workflow import Action, Who


def publish(session: Session, version: Version, *, actor: Person, now: datetime, despite: str = "") -> None:
    """Makes a version's newest text what readers see; see `publish_all`."""
    publish_all(session, [version], actor=actor, now=now, despite=despite)


def publish_all(
    session: Session, versions: Sequence[Version], *, actor: Person, now: datetime, despite: str = "", data: Mapping[str, Any] | None = None
) -> None:  # fmt: skip
    """Makes the newest text of these versions what readers see: of all, or of none.

    `despite`: why they go out in spite of what the checks find, or of being behind. `data`: more for the events.
    Raises NotAllowed (role, workflow, an original is not out) or CheckFailed (a gate), with everything that stands in the way.
    """
    found, told = gates.passed(gates.blockers(session, versions, actor=actor, now=now), despite)
    if found:
        raise gates.refusal(found)
    known = {version.id: (version.status, version.live_id, version.published_at, version.credit) for version in versions}
    for version in sorted(versions, key=lambda version: not version.is_original):
        more = told.get(version.id)
        move(
            session, version, Action.PUBLISH, actor=actor, now=now, reason=despite if more else "", data={**(more or {}), **(data or {})},
            live_id=version.head_id, published_at=now, credit="",
        )  # fmt: skip
    _noted(session, versions, known, now)
    heavier = freshness.refresh(session, versions)
    if late := {version.id: version for version in (*heavier, *versions) if version.behind_since is not None}:
        from translate_flow.services import policy

        policy.follow(session, late.values(), now=now)
    moved = [version for version in versions if known[version.id][1] not in {None, version.live_id}]
    if moved:
        from translate_flow.services import notices  # few are published anew

        notices.source_moved(session, moved, actor=actor, now=now)


def _noted(session: Session, versions: Sequence[Version], before: Mapping[int, tuple[str, int | None, datetime | None, str]], now: datetime) -> None:
    """Plans that these versions were in: editions that are going know what readers saw before, schedules have nothing left to do."""
    by_id = {version.id: version for version in versions}
    query = select(ReleaseVersion).join(Release, Release.id == ReleaseVersion.release_id)
    rows = session.scalars(query.where(ReleaseVersion.version_id.in_(by_id), ReleaseVersion.state == "waiting", Release.state == "going")).all()
    for row in rows:
        row.before_status, row.before_live_id, row.before_published_at, row.before_credit = before[row.version_id]
        row.state, row.out_revision_id, row.out_at = "out", by_id[row.version_id].live_id, now
    session.execute(settled(now).where(Schedule.version_id.in_(by_id)))
    if rows:
        session.flush()
        waiting = select(ReleaseVersion.release_id).where(ReleaseVersion.state == "waiting")
        for release in session.scalars(select(Release).where(Release.id.in_({row.release_id for row in rows}), Release.id.not_in(waiting))):
            release.state, release.out_at = "out", now


def settled(now: datetime, state: str = "done") -> Update:
    """Ends open schedules; to be narrowed by whoever uses it."""
    return (
        update(Schedule).where(Schedule.state.in_(OPEN_STATES)).values(state=state, ended_at=now, problem="", again_at=None)
        .execution_options(synchronize_session="fetch")
    )  # fmt: skip


def withdraw(session: Session, version: Version, *, actor: Person | None, now: datetime, reason: str, nobody: Who | None = None) -> None:
    """Takes a version from readers; its texts are kept. Raises NotAllowed, UsageError where no reason is given."""
    move(session, version, Action.WITHDRAW, actor=actor, now=now, nobody=nobody, reason=reason, live_id=None, published_at=None)
    freshness.refresh(session, [version])


def put_back(
    session: Session, version: Version, *, actor: Person, now: datetime, reason: str, live_id: int | None = None,
    published_at: datetime | None = None, credit: str = "", data: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Readers see again what they saw before (`live_id`; None: nothing). No text changes. Raises NotAllowed, UsageError where no reason is given."""
    move(
        session, version, Action.ROLL_BACK, actor=actor, now=now, reason=reason, data=dict(data or {}),
        live_id=live_id, published_at=published_at, credit=credit,
    )  # fmt: skip
    freshness.refresh(session, [version])


def live(session: Session, article: Article) -> list[Version]:
    """The versions of an article that readers see."""
    query = select(Version).where(Version.article_id == article.id, Version.live_id.is_not(None)).options(joinedload(Version.article))
    return list(session.scalars(query.order_by(Version.id)))


def set_embargo(session: Session, article: Article, until: datetime | None, *, actor: Person, now: datetime) -> None:
    """Nothing of an article goes out before a moment; None lifts it.

    Raises NotAllowed (no publisher), CheckFailed where readers see something of it already, UsageError for a moment that is past.
    """
    _may_limit(article, actor)
    if until is not None:
        _later(until, now, "An embargo ends")
        if up := live(session, article):
            named = ", ".join(version.address for version in up)
            raise CheckFailed(f"An embargo comes too late for {article.key}: readers see {named}", remedy="Withdraw that first: `translate-flow withdraw ARTICLE/LANG --reason '…'`.")
    before, article.embargo_until = article.embargo_until, until
    _told(session, article, "embargo", actor, now, {"from": _iso(before), "until": _iso(until)})


def set_rights(
    session: Session, article: Article, *, actor: Person, now: datetime, until: datetime | None, tags: Sequence[str]
) -> list[Version]:  # fmt: skip
    """Until when, and in which languages (none: in all), an article may be out. What readers may no longer see is taken from them, and returned.

    Raises NotAllowed (no publisher).
    """
    _may_limit(article, actor)
    article.rights_until, article.rights_languages = until, ",".join(tags)
    _told(session, article, "rights", actor, now, {"until": _iso(until), "languages": list(tags)})
    return without_rights(session, article, now=now)


def without_rights(session: Session, article: Article, *, now: datetime) -> list[Version]:
    """Takes from readers what there are no rights to (any more), as the newsroom's policy."""
    gone = []
    for version in live(session, article):
        found = gates.blockers(session, [version], actor=None, now=now, only=("rights",))
        if found:
            withdraw(session, version, actor=None, now=now, nobody=Who.POLICY, reason=found[0].sentence)
            gone.append(version)
    return gone


def _may_limit(article: Article, actor: Person) -> None:
    from translate_flow.errors import NotAllowed
    from translate_flow.services import people
    from translate_flow.workflow import Role

    if Role.PUBLISHER not in people.roles_for(actor, article.original_language):
        raise NotAllowed(f"{actor.handle} cannot say when {article.key} may be out: that takes a publisher", remedy="Ask one, or act as somebody else with --as.")


def _later(until: datetime, now: datetime, what: str) -> None:
    from translate_flow.errors import UsageError

    if until <= now:
        raise UsageError(f"{what} in the future; {{until}} is past", remedy="Name a later moment.", until=until)


def _told(session: Session, article: Article, action: str, actor: Person, now: datetime, data: dict[str, Any]) -> None:
    session.add(Event(at=now, actor_id=actor.id, action=action, article_id=article.id, data=data))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def expire_rights(session: Session, article_id: int, *, now: datetime) -> list[Version]:
    """The worker's part of `without_rights`; nothing where somebody else was first."""
    lookup.hold(session, Article.id == article_id)
    article = session.get(Article, article_id)
    return without_rights(session, article, now=now) if article is not None else []
