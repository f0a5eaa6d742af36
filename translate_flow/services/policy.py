"""The newsroom's targets: which languages are wanted of which articles, and the dates and priorities that follow from them.

A target fits an article where its section, tag and kind each are empty or the article's. Of several that fit for one language the
narrowest holds (`narrowness`). From it, work that is asked for gets a date (`days` from now; of work on what has fallen behind, by the
class of the change) and a priority. What a person set, no target moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from translate_flow.models import Article, ArticleTag, Version
from translate_flow.models_planning import WantedLanguage
from translate_flow.services import settings
from translate_flow.services.transitions import record
from translate_flow.workflow import OPEN, Priority

PERSON, POLICY = "person", "policy"  # who set a date or a priority
# Readers see it, and by the newsroom's targets it follows its source by its date; the same in plain SQL: `reports.status.IS_LATE`.
FOLLOWS_BY = and_(Version.due_by == POLICY, Version.status == "published", Version.behind_since.is_not(None))
_TOGETHER = 10_000  # articles asked for in one statement
Wanted = dict[str, WantedLanguage]  # language → the target that holds


@dataclass(slots=True)
class _Policy:
    """What a transaction knows of the newsroom's targets; the broadest first, so that a narrower one takes its place."""

    targets: list[WantedLanguage]
    zone: ZoneInfo
    working: frozenset[int]
    tags: frozenset[str]
    by_article: dict[int, Wanted] = field(default_factory=dict)
    by_kind: dict[tuple[str, str, frozenset[str]], Wanted] = field(default_factory=dict)


def narrowness(target: WantedLanguage) -> tuple[object, ...]:
    """By how many of the three it names, then tag over section over kind, then the one that was set last."""
    named = (bool(target.tag), bool(target.section), bool(target.kind))
    return (sum(named), *named, target.created_at, target.id)


def fits(target: WantedLanguage, section: str, kind: str, tags: Collection[str]) -> bool:
    return target.section in {"", section} and target.kind in {"", kind} and (not target.tag or target.tag in tags)


def holding(targets: Iterable[WantedLanguage], section: str, kind: str, tags: Collection[str]) -> Wanted:
    """Of an article like that: each language wanted, and the target that holds for it. `targets`: the broadest first.

    Its own original language may be among them; that is for the caller to leave out."""
    return {target.language: target for target in targets if fits(target, section, kind, tags)}


def targets(session: Session) -> list[WantedLanguage]:
    """All of them, the broadest first. Read once in a transaction."""
    return _policy(session).targets


def forget(session: Session) -> None:
    """After a target was changed."""
    session.info.pop("policy", None)


def _policy(session: Session) -> _Policy:
    known: _Policy | None = session.info.get("policy")
    if known is None:
        rows = sorted(session.scalars(select(WantedLanguage)), key=narrowness)
        zone, days = settings.several(session, "zone", "working_days")
        tags = frozenset(row.tag for row in rows if row.tag)
        known = session.info["policy"] = _Policy(rows, ZoneInfo(zone), settings.working_days(days), tags)
    return known


def wanted(session: Session, articles: Sequence[Article]) -> dict[int, Wanted]:
    """By article: the languages wanted of it (its original left out), each with the target that holds. A fixed number of queries."""
    policy = _policy(session)
    missing = [article for article in articles if article.id not in policy.by_article]
    tags = _tags(session, policy, [article.id for article in missing])
    for article in missing:
        key = (article.section, article.kind, frozenset(tags.get(article.id, ())))
        if key not in policy.by_kind:
            policy.by_kind[key] = holding(policy.targets, *key)
        found = policy.by_kind[key]
        if article.original_language in found:
            found = {tag: target for tag, target in found.items() if tag != article.original_language}
        policy.by_article[article.id] = found
    return {article.id: policy.by_article[article.id] for article in articles}


def _tags(session: Session, policy: _Policy, articles: Sequence[int]) -> dict[int, list[str]]:
    """Those tags of articles that a target names."""
    found: dict[int, list[str]] = {}
    if policy.tags:
        for at in range(0, len(articles), _TOGETHER):
            query = select(ArticleTag.article_id, ArticleTag.tag).where(ArticleTag.article_id.in_(articles[at : at + _TOGETHER]), ArticleTag.tag.in_(policy.tags))
            for article, tag in session.execute(query):
                found.setdefault(article, []).append(tag)
    return found


def target_of(session: Session, article: Article, language: str) -> WantedLanguage | None:
    """The target that holds for an article in a language."""
    return wanted(session, [article])[article.id].get(language) if targets(session) else None


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def deadline(session: Session, days: int, now: datetime) -> datetime:
    """The end of the day that is so many days from now, where the newsroom is; of the next working day where that is none."""
    policy = _policy(session)
    return end_of_day(working_day(now.astimezone(policy.zone).date() + timedelta(days=days), policy.working), policy.zone)


def working_day(day: date, working: Collection[int]) -> date:
    """That day, or the next that is worked on."""
    return next(later for step in range(8) if (later := day + timedelta(days=step)).weekday() in working)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Its last second there, in UTC; where clocks go back over midnight, the later one."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone).replace(fold=1).astimezone(UTC)


def asked(session: Session, article: Article, language: str, *, now: datetime, due_at: datetime | None, change_class: str = "") -> dict[str, Any]:
    """The date and the priority that work gets when it is asked for, as columns of its version.

    `due_at`: the date a person gives. `change_class`: of what it is to follow; empty of a new translation."""
    target = target_of(session, article, language)
    columns: dict[str, Any] = {"due_at": due_at, "due_by": PERSON if due_at else "", "priority": 0, "priority_reason": "", "priority_by": ""}
    if target is None:
        return columns
    days = _days(target, change_class)
    if due_at is None and days is not None:
        columns |= {"due_at": deadline(session, days, now), "due_by": POLICY}
    if target.priority:
        columns |= {"priority": target.priority, "priority_reason": target.reason, "priority_by": POLICY}
    return columns


def _days(target: WantedLanguage, change_class: str) -> int | None:
    by_class: int | None = target.class_days.get(change_class) if change_class else None
    return target.days if by_class is None else by_class


def again(session: Session, version: Version, *, now: datetime, due_at: datetime | None) -> dict[str, Any]:
    """The same of a version that is reopened. What was to follow its source by a day that a target set still is."""
    known = version.due_at if version.due_by == POLICY and version.behind_since else None
    columns = asked(session, version.article, version.language, now=now, due_at=due_at, change_class=version.behind_class)
    if due_at is None and known is not None:
        columns |= {"due_at": known, "due_by": POLICY}
    return columns


def told(columns: Mapping[str, Any]) -> dict[str, Any]:
    """What an event says of a date and a priority; nothing where there is neither."""
    found: dict[str, Any] = {}
    if columns["due_at"] is not None:
        found |= {"due": columns["due_at"].isoformat(), "due_by": columns["due_by"]}
    if columns["priority"]:
        found |= {"priority": Priority(columns["priority"]).word, "priority_reason": columns["priority_reason"]}
    return found


def follow(session: Session, versions: Iterable[Version], *, now: datetime, change_class: str = "") -> None:
    """After the source of versions that readers see has moved: by when each should follow, by the class of what it has not followed
    (`change_class`: where a person says it).

    What is worked on already keeps its date where that is the earlier one, and always where a person set it."""
    for version in versions:
        done = version.status == "published"
        if version.live_id is None or (not done and (version.status not in OPEN or version.due_by == PERSON)):
            continue
        target = target_of(session, version.article, version.language)
        heavy = change_class or version.behind_class
        days = target.class_days.get(heavy) if target else None
        if days is None:
            continue
        due = deadline(session, days, now)
        before = version.due_at if version.due_by == POLICY else None
        if before is not None and before <= due:
            continue
        data = {"from": before.isoformat() if before else None, "due": due.isoformat(), "due_by": POLICY, "class": heavy}
        version.due_at, version.due_by = due, POLICY
        record(session, "due", actor=None, now=now, version=version, reason=f"its source has changed ({heavy})", data=data)
