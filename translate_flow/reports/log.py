"""Who did what to what, when: the events, newest last."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.models import Article, Event, Person, Revision, Version
from translate_flow.reports import Table


def log(session: Session, *, article: int | None = None, version: int | None = None, limit: int = 50) -> Table:
    """The newest `limit` events (0: all) of everything, of an article or of a version, oldest first."""
    query = (
        select(
            Event.id, Event.at, Person.handle, Event.action, Article.key, Version.language, Revision.number, Event.from_status, Event.to_status,
            Event.reason, Event.data,
        )
        .outerjoin(Person, Person.id == Event.actor_id)
        .outerjoin(Article, Article.id == Event.article_id)
        .outerjoin(Version, Version.id == Event.version_id)
        .outerjoin(Revision, Revision.id == Event.revision_id)
        .order_by(Event.id.desc())
    )  # fmt: skip
    if version is not None:
        query = query.where(Event.version_id == version)
    elif article is not None:
        query = query.where(Event.article_id == article)
    rows = session.execute(query.limit(limit + 1) if limit else query).all()
    kept = rows[:limit] if limit else rows
    names = ("id", "at", "actor", "action", "article", "language", "revision", "from", "to", "reason", "data")
    return Table(names, [tuple(row) for row in reversed(kept)], more=len(rows) - len(kept))
