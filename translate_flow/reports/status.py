"""Where everything stands at a glance, and where one article stands version by version."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, text

from translate_flow.db import Moment
from translate_flow.reports import Table
from translate_flow.reports.progress import counts
from translate_flow.workflow import Priority, Status

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from translate_flow.models import Article, Version
    from translate_flow.services.freshness import Freshness

# “Not done” is said as “none of these”: a list of the open statuses would lead SQLite through every open version
# instead of through the few that are past their date.
DONE = ("draft", "published", "withdrawn", "cancelled")
LATE = f"select count(*) from versions where due_at < :now and status not in {DONE}"
BEHIND = "select behind_class, count(*) from versions where behind_since is not null group by behind_class"
NEWEST = """
    select a.key, a.original_language, (select count(*) from versions v where v.article_id = a.id) as versions, a.created_at
    from articles a order by a.id desc limit :most
"""


SCHEDULED = """
    select v.language, s.at, s.state, s.problem from schedules s join versions v on v.id = s.version_id
    where s.state in ('waiting', 'blocked') and v.article_id = :article order by s.at, s.id
"""
OPEN = "select state, count(*) from schedules where state in ('waiting', 'blocked') group by state"


@dataclass(frozen=True, slots=True)
class Overview:
    """`totals`: how many versions by status; `late`: open and past their date; `behind`: what readers see is out of date, by the
    class of what it has not followed (empty: not known)."""

    totals: dict[str, int]
    languages: dict[str, dict[str, int]]
    late: int
    behind: dict[str, int]
    scheduled: dict[str, int] = field(default_factory=dict)  # waiting, and blocked: due, and held back by a gate


def overview(session: Connection | Session, *, now: datetime) -> Overview:
    """Three counting queries, each answered from an index."""
    by_language = counts(session)
    totals = {status.value: sum(by.get(status.value, 0) for by in by_language.values()) for status in Status}
    late = session.execute(text(LATE).bindparams(bindparam("now", type_=Moment)), {"now": now}).scalar() or 0
    behind: dict[str, int] = dict(session.execute(text(BEHIND)).all())
    planned: dict[str, int] = dict(session.execute(text(OPEN)).all())
    return Overview({name: number for name, number in totals.items() if number}, by_language, late, behind, planned)


def records(session: Session, versions: list[Version]) -> list[dict[str, Any]]:
    """Versions under the names of the command line contract, in a fixed number of queries."""
    from translate_flow.models import Claim, Person, Revision
    from translate_flow.services import freshness

    ids = [version.id for version in versions]
    fresh = freshness.of(session, versions)
    people = dict(session.execute(select(Person.id, Person.handle)).all()) if ids else {}
    claims = {row.version_id: row for row in session.scalars(select(Claim).where(Claim.version_id.in_(ids), Claim.ended_at.is_(None)))}
    wanted = {number for version in versions for number in (version.head_id, version.live_id) if number}
    revisions = {row.id: row for row in session.scalars(select(Revision).where(Revision.id.in_(wanted)))}
    bases = {row.base_id for row in revisions.values() if row.base_id}
    numbers = dict(session.execute(select(Revision.id, Revision.number).where(Revision.id.in_(bases | wanted))).all())
    return [
        {
            "article": version.article.key, "language": version.language, "origin": version.origin, "status": version.status,
            "parent": version.parent_language or None, "translator": people.get(version.translator_id or 0), "reviewer": people.get(version.reviewer_id or 0),
            "due_at": version.due_at, "due_by": version.due_by or None, "priority": Priority(version.priority).word,
            "priority_reason": version.priority_reason or None, "claimed_until": claims[version.id].until if version.id in claims else None,
            "live_revision": numbers.get(version.live_id or 0), "head_revision": numbers.get(version.head_id or 0),
            "base_revision": numbers.get(revisions[version.head_id].base_id or 0) if version.head_id else None,
            "freshness": _fresh(fresh[version.id]),
        }
        for version in versions
    ]  # fmt: skip


def article(session: Session, found: Article) -> dict[str, Any]:
    """An article and all its versions."""
    from translate_flow.models import Version

    versions = list(session.scalars(select(Version).where(Version.article_id == found.id).order_by(Version.id)))
    tags = [tag for tag in found.rights_languages.split(",") if tag]
    return {
        "key": found.key, "kind": found.kind, "original_language": found.original_language, "embargo_until": found.embargo_until,
        "rights_until": found.rights_until, "rights_languages": tags, "versions": records(session, versions), "scheduled": scheduled(session, found),
    }  # fmt: skip


def scheduled(session: Session, found: Article) -> list[dict[str, Any]]:
    """What of an article is to go out at a moment, or was held back then."""
    rows = session.execute(text(SCHEDULED).columns(at=Moment), {"article": found.id}).all()
    return [{"language": language, "at": at, "state": state, "problem": problem or None} for language, at, state, problem in rows]


def articles(session: Connection | Session, *, limit: int = 20) -> Table:
    """The newest articles, with how many versions each has."""
    rows = session.execute(text(NEWEST).columns(created_at=Moment), {"most": limit}).all()
    return Table(("article", "original", "versions", "since"), [tuple(row) for row in rows])


def _fresh(state: Freshness) -> dict[str, Any]:
    return {
        "state": state.state, "blocks": state.blocks, "words": state.words, "since": state.since, "class": state.change_class or None,
        "blocked_by": state.blocked_by or None,
    }  # fmt: skip
