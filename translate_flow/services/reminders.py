"""Notices that the clock brings about. Each query reads an index of what is held or has a date, and leaves out who was told already.

A notice is written once under its key, in which the moment stands that it is about: a lease that was renewed, or a date that was
moved, is told of anew. Of two workers at once the database lets one write it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from translate_flow import languages
from translate_flow.models import Person, PersonRole, Version
from translate_flow.models_notices import Choice, Notice
from translate_flow.reports import wheres
from translate_flow.services import choices, policy, settings
from translate_flow.services.notices import Telling, iso, write
from translate_flow.workflow import Role

MOST = 500  # of each kind in one call
_WEEK = 7 * 24 * 3600
_STUCK = timedelta(days=7)
_UNTOLD = "not exists (select 1 from notices n where n.once = {key})"
# Nearer than the time set for reminders, and than half of what there was: of a lease of six hours nobody hears as it begins.
_NEAR = "{moment} > :now and {moment} <= :then and {late} - :seconds <= ({late} - {begun}) / 2"
_LEASES = (
    "select c.person_id, c.version_id, c.until as moment, {key} as once from claims c join people p on p.id = c.person_id and p.active"
    " where c.ended_at is null and {near} and {untold} order by c.until, c.id limit :most"
)
# Who has to do with a date: whoever holds the version; in review, who sent it back before, else all who could.
_HELD = (
    "select v.id as version_id, v.due_at as moment, c.person_id as person_id from versions v join claims c on c.version_id = v.id and c.ended_at is null"
    " where v.status = 'translating' and {when}"
)
_REVIEWED = "select v.id, v.due_at, v.reviewer_id from versions v where v.status = 'in_review' and v.reviewer_id is not null and {when}"
_REVIEWERS = (
    "select v.id, v.due_at, r.person_id from versions v join person_roles r on r.role = 'reviewer'"
    " and (r.language in ('*', v.language) or v.language like r.language || '-%')"
    " where v.status = 'in_review' and v.reviewer_id is null and r.person_id <> coalesce(v.translator_id, 0) and {when}"
)
_DATES = (
    "select d.person_id, d.version_id, d.moment, {key} as once from ({held} union {reviewed} union {reviewers}) d"
    " join people p on p.id = d.person_id and p.active where {untold} order by d.moment, d.version_id, d.person_id limit :most"
)


def remind(session: Session, *, now: datetime) -> int:
    """See `notices.remind`."""
    hours, days = settings.several(session, "remind_lease", "remind_due")
    told = _leases(session, now, timedelta(hours=int(hours)))
    told += _deadlines(session, now, timedelta(days=int(days)))
    told += _late(session, now)
    return told + _newsroom(session, now)


def _seconds(session: Session, moment: str) -> str:
    """A moment as whole seconds since 1970, in the database's own words."""
    if session.get_bind().dialect.name == "postgresql":
        return f"cast(floor(extract(epoch from {moment})) as bigint)"
    return f"cast(strftime('%s', {moment}) as integer)"


def _told(session: Session, kind: str, name: str, sql: str, now: datetime, **values: Any) -> int:
    """Writes a notice for each row of a query: person, version, moment (kept under `name`), key."""
    values = {"now": now, "seconds": int(now.timestamp()), "most": MOST, **values}
    used = {key: value for key, value in values.items() if f":{key}" in sql}
    found = wheres.run(session.connection(), sql, moments=("moment",), **used).all()
    return len(write(session, kind, [Telling(row.person_id, row.version_id, data={name: iso(row.moment)}, once=row.once) for row in found], now=now))


def _leases(session: Session, now: datetime, before: timedelta) -> int:
    late, begun = _seconds(session, "c.until"), _seconds(session, "c.claimed_at")
    key = f"'lease:' || c.id || ':' || {late}"
    near = _NEAR.format(moment="c.until", late=late, begun=begun)
    return _told(session, "lease", "until", _LEASES.format(key=key, near=near, untold=_UNTOLD.format(key=key)), now, then=now + before)


def _dates(session: Session, kind: str, held: str, when: str, more: str = "") -> str:
    late = _seconds(session, "d.moment")
    key = f"'{kind}:' || d.version_id || ':' || {late} || ':' || d.person_id" + more.format(late=late)
    parts = {"held": _HELD.format(when=held), "reviewed": _REVIEWED.format(when=when), "reviewers": _REVIEWERS.format(when=when)}
    return _DATES.format(key=key, untold=_UNTOLD.format(key=key), **parts)


def _deadlines(session: Session, now: datetime, before: timedelta) -> int:
    late, begun = _seconds(session, "v.due_at"), _seconds(session, "c.claimed_at")
    held = _NEAR.format(moment="v.due_at", late=late, begun=begun)
    return _told(session, "deadline", "due_at", _dates(session, "deadline", held, "v.due_at > :now and v.due_at <= :then"), now, then=now + before)


def _late(session: Session, now: datetime) -> int:
    """As the date passes, then once a week."""
    when = "v.due_at <= :now"
    return _told(session, "late", "due_at", _dates(session, "late", when, when, f" || ':' || ((:seconds - {{late}}) / {_WEEK})"), now)


def _newsroom(session: Session, now: datetime) -> int:
    """The day's numbers for coordinators who chose to have them, as their clock comes to the time of their digest."""
    chosen = select(Choice.person_id).where(Choice.kind.in_(("newsroom", "*")), Choice.pace != "never")
    coordinates = select(PersonRole.person_id).where(PersonRole.role == Role.COORDINATOR.value)
    query = select(Person.id, Person.digest_at, Person.zone).where(Person.active, Person.id.in_(chosen), Person.id.in_(coordinates))
    keys = {f"newsroom:{number}:{choices.digest_day(at, zone, now)}": number for number, at, zone in session.execute(query)}
    known = set(session.scalars(select(Notice.once).where(Notice.once.in_(keys)))) if keys else set()
    wanted = {key: number for key, number in sorted(keys.items()) if key not in known}
    reach = choices.routes(session, "newsroom", set(wanted.values())) if wanted else {}
    wanted = {key: number for key, number in wanted.items() if reach.get(number)}
    if not wanted:
        return 0
    numbers, tags = _numbers(session, now), _coordinated(session, wanted.values())
    tellings = [Telling(number, data=_summed(numbers, tags[number]), once=key) for key, number in wanted.items()]
    return len(write(session, "newsroom", tellings, now=now))


def _numbers(session: Session, now: datetime) -> dict[str, dict[str, int]]:
    """By language: how many versions are late, stuck, behind, wait for a review, or for somebody to take them."""
    open_now = Version.status.in_(wheres.OPEN)
    stuck = and_(Version.status.in_(("translating", "in_review", "approved")), Version.updated_at <= now - _STUCK)
    parts: dict[str, ColumnElement[bool]] = {
        "late": and_(Version.due_at <= now, or_(open_now, policy.FOLLOWS_BY)), "stuck": stuck, "behind": Version.behind_since.is_not(None),
        "review": Version.status == "in_review", "free": Version.status == "requested",
    }  # fmt: skip
    sums = [func.sum(case((part, 1), else_=0)) for part in parts.values()]
    query = select(Version.language, *sums).where(open_now | Version.behind_since.is_not(None)).group_by(Version.language)
    return {language: dict(zip(parts, map(int, found), strict=True)) for language, *found in session.execute(query)}


def _coordinated(session: Session, persons: Any) -> dict[int, list[str]]:
    query = select(PersonRole.person_id, PersonRole.language).where(PersonRole.person_id.in_(list(persons)), PersonRole.role == Role.COORDINATOR.value)
    found: dict[int, list[str]] = {}
    for person, tag in session.execute(query):
        found.setdefault(person, []).append(tag)
    return found


def _summed(numbers: dict[str, dict[str, int]], tags: list[str]) -> dict[str, int]:
    mine = [found for language, found in numbers.items() if any(languages.covers(tag, language) for tag in tags)]
    return {name: sum(found[name] for found in mine) for name in ("late", "stuck", "behind", "review", "free")}
