"""The coordinator's verbs: request, cancel, reopen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from translate_flow import languages, workflow
from translate_flow.errors import Conflict, NotAllowed, NotFound
from translate_flow.models import Article, Person, Version
from translate_flow.services import freshness, people
from translate_flow.services.transitions import move, record
from translate_flow.workflow import Action, Role


def request(
    session: Session, article: Article, language: str, *, actor: Person, now: datetime, source: str = "", due_at: datetime | None = None
) -> Version:
    """Asks for an article in a language, from `source` (default: its original). A cancelled version is asked for again.

    Raises NotAllowed (role, there already, it is the original), NotFound (no such source), Conflict (asked for at the same moment).
    """
    tag = languages.normalise(language)
    parent = _parent(session, article, languages.normalise(source) if source else article.original_language)
    existing = session.scalar(select(Version).where(Version.article_id == article.id, Version.language == tag))
    if existing is not None:
        existing.article = article
        return _again(session, existing, parent, actor=actor, now=now, due_at=due_at, named=bool(source))
    row = workflow.transition(None, Action.REQUEST)
    if Role.COORDINATOR not in people.roles_for(actor, tag):
        raise NotAllowed(f"{actor.handle} cannot request {article.key}/{tag}: that takes a coordinator", remedy="Ask one, or act as somebody else with --as.")
    version = Version(
        article_id=article.id, language=tag, status=row.target.value, parent_language=parent.language, parent_id=parent.id,
        due_at=due_at, created_at=now, updated_at=now,
    )  # fmt: skip
    version.article = article
    session.add(version)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(f"Somebody else was first: {article.key}/{tag} has just been requested", remedy="See `translate-flow status`.") from None
    record(session, "request", actor=actor, now=now, version=version, data={"from": parent.language}, change=("", row.target.value))
    return version


def cancel(session: Session, version: Version, *, actor: Person, now: datetime, reason: str) -> None:
    """Calls work off; drafts are kept, and what readers see stays. Raises NotAllowed, UsageError where no reason is given."""
    move(session, version, Action.CANCEL, actor=actor, now=now, reason=reason, due_at=None)


def reopen(session: Session, version: Version, *, actor: Person, now: datetime, reason: str = "", due_at: datetime | None = None) -> None:
    """Asks for new work on a version that is out (or was); its live revision stays up meanwhile. Raises NotAllowed."""
    move(session, version, Action.REOPEN, actor=actor, now=now, reason=reason, translator_id=None, reviewer_id=None, due_at=due_at)


def _again(
    session: Session, version: Version, parent: Version, *, actor: Person, now: datetime, due_at: datetime | None, named: bool
) -> Version:
    if version.status != "cancelled":
        stands = workflow.words(version.status)
        more = "it is the original" if version.is_original else f"it is {stands}"
        remedy = f"`translate-flow reopen {version.address}` asks for new work on it." if version.status in {"published", "withdrawn"} and not version.is_original else f"See `translate-flow show {version.address}`."
        raise NotAllowed(f"{version.address} is there already: {more}", remedy=remedy)
    if named:
        _not_from_itself(session, version, parent)
    columns: dict[str, Any] = {"parent_id": parent.id, "parent_language": parent.language} if named else {}
    move(session, version, Action.REQUEST, actor=actor, now=now, translator_id=None, reviewer_id=None, due_at=due_at, **columns)
    freshness.refresh(session, [version])  # another parent, another age
    return version


def _not_from_itself(session: Session, version: Version, parent: Version) -> None:
    """Versions form a tree: what comes from a version, by whatever way, cannot be what it is translated from."""
    above: Version | None = parent
    while above is not None:
        if above.id == version.id:
            raise NotAllowed(
                f"{version.address} cannot be translated from {parent.language}: " + ("it is that version" if parent is version else f"{parent.address} comes from it"),
                remedy=f"Name another with --from, such as {version.article.original_language}.",
            )
        above = session.get(Version, above.parent_id) if above.parent_id else None


def _parent(session: Session, article: Article, language: str) -> Version:
    found = session.scalar(select(Version).where(Version.article_id == article.id, Version.language == language))
    if found is not None:
        found.article = article
        return found
    there = session.scalars(select(Version.language).where(Version.article_id == article.id)).all()
    raise NotFound(
        f"{article.key} has no version in {language} to translate from",
        remedy=f"Name one of {', '.join(there)} with --from, or import the {language} version with --key {article.key} --lang {language}.",
    )
