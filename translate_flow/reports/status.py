"""Where everything stands at a glance, and where one article stands version by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from translate_flow.models import Article, Claim, Person, Revision, Version
from translate_flow.reports import Table
from translate_flow.reports.progress import counts
from translate_flow.services import freshness
from translate_flow.workflow import Status

OPEN = ("requested", "translating", "in_review", "approved")


@dataclass(frozen=True, slots=True)
class Overview:
    """`totals`: how many versions by status; `late`: open and past their date; `behind`: what readers see is out of date."""

    totals: dict[str, int]
    languages: dict[str, dict[str, int]]
    late: int
    behind: int


def overview(session: Session, *, now: datetime) -> Overview:
    """Three counting queries, each answered from an index."""
    by_language = counts(session)
    totals = {status.value: sum(by.get(status.value, 0) for by in by_language.values()) for status in Status}
    late = session.scalar(select(func.count()).select_from(Version).where(Version.due_at < now, Version.status.in_(OPEN))) or 0
    behind = session.scalar(select(func.count()).select_from(Version).where(Version.behind_since.is_not(None))) or 0
    return Overview({name: number for name, number in totals.items() if number}, by_language, late, behind)


def records(session: Session, versions: list[Version]) -> list[dict[str, Any]]:
    """Versions under the names of the command line contract, in a fixed number of queries."""
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
            "due_at": version.due_at, "claimed_until": claims[version.id].until if version.id in claims else None,
            "live_revision": numbers.get(version.live_id or 0), "head_revision": numbers.get(version.head_id or 0),
            "base_revision": numbers.get(revisions[version.head_id].base_id or 0) if version.head_id else None,
            "freshness": _fresh(fresh[version.id]),
        }
        for version in versions
    ]  # fmt: skip


def article(session: Session, found: Article) -> dict[str, Any]:
    """An article and all its versions."""
    versions = list(session.scalars(select(Version).where(Version.article_id == found.id).order_by(Version.id)))
    return {"key": found.key, "kind": found.kind, "original_language": found.original_language, "versions": records(session, versions)}


def articles(session: Session, *, limit: int = 20) -> Table:
    """The newest articles, with how many versions each has."""
    rows = session.execute(
        select(Article.key, Article.original_language, func.count(Version.id), Article.created_at)
        .outerjoin(Version, Version.article_id == Article.id).group_by(Article.id).order_by(Article.id.desc()).limit(limit)
    ).all()  # fmt: skip
    return Table(("article", "original", "versions", "since"), [tuple(row) for row in rows])


def _fresh(state: freshness.Freshness) -> dict[str, Any]:
    return {"state": state.state, "blocks": state.blocks, "words": state.words, "since": state.since}
