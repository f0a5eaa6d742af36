"""Another key for an article: its old addresses lead to the new ones, for readers and on the command line, until another article takes the key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from translate_flow.errors import Conflict, NotAllowed, UsageError
from translate_flow.models import Article, Person
from translate_flow.models_channels import FormerKey
from translate_flow.services import people
from translate_flow.services.sources import slug
from translate_flow.services.transitions import record
from translate_flow.workflow import Role


def rename(session: Session, article: Article, key: str, *, actor: Person, now: datetime) -> None:
    """Gives an article another key. One that another article had before may be taken: it leads here from now on.

    Raises NotAllowed (role; it has that key), UsageError for what is no key, Conflict where an article has it.
    """
    people.must_be(actor, Role.COORDINATOR, Role.PUBLISHER, doing="rename articles")
    if not key or slug(key) != key:
        raise UsageError(f"“{key}” cannot be a key", remedy=f"Write it {slug(key) or 'march-8'}: lower-case letters and digits, joined by hyphens.")
    before = article.key
    if key == before:
        raise NotAllowed(f"{before} has that key already", remedy="Name another.")
    if session.scalar(select(Article.id).where(Article.key == key)) is not None:
        raise Conflict(f"There is another article “{key}”", remedy="Choose another key, or rename that one first.")
    session.execute(delete(FormerKey).where(FormerKey.key == key))
    article.key = key
    session.flush()
    session.add(FormerKey(key=before, article_id=article.id, at=now))
    record(session, "rename", actor=actor, now=now, article_id=article.id, data={"from": before, "to": key})
    session.flush()
