"""The coordinator's verbs: request, reparent, cancel, reopen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from translate_flow import languages, workflow
from translate_flow.errors import Conflict, NotAllowed, NotFound
from translate_flow.models import Article, Person, Revision, Version
from translate_flow.services import bases, freshness, people, policy, renderings, texts
from translate_flow.services.pairs import find_pairs
from translate_flow.services.transitions import move, record
from translate_flow.workflow import Action, Role


def request(
    session: Session, article: Article, language: str, *, actor: Person, now: datetime, source: str = "", due_at: datetime | None = None
) -> Version:
    """Asks for an article in a language, from `source` (default: its original), by `due_at` (default: as the targets say). A cancelled version is asked for again; one that
    is there gets `source` for its parent, where that is named and another (see `reparent`).

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
    columns = policy.asked(session, article, tag, now=now, due_at=due_at)
    version = Version(
        article_id=article.id, language=tag, status=row.target.value, parent_language=parent.language, parent_id=parent.id,
        created_at=now, updated_at=now, **columns,
    )  # fmt: skip
    version.article = article
    session.add(version)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(f"Somebody else was first: {article.key}/{tag} has just been requested", remedy="See `translate-flow status`.") from None
    record(session, "request", actor=actor, now=now, version=version, data={"from": parent.language, **policy.told(columns)}, change=("", row.target.value))
    return version


def cancel(session: Session, version: Version, *, actor: Person, now: datetime, reason: str) -> None:
    """Calls work off; drafts are kept, and what readers see stays. Raises NotAllowed, UsageError where no reason is given."""
    move(session, version, Action.CANCEL, actor=actor, now=now, reason=reason)


def reopen(session: Session, version: Version, *, actor: Person, now: datetime, reason: str = "", due_at: datetime | None = None) -> None:
    """Asks for new work on a version that is out (or was); its live revision stays up meanwhile. Raises NotAllowed."""
    columns = policy.again(session, version, now=now, due_at=due_at)
    move(session, version, Action.REOPEN, actor=actor, now=now, reason=reason, data=policy.told(columns), translator_id=None, reviewer_id=None, **columns)


def _again(
    session: Session, version: Version, parent: Version, *, actor: Person, now: datetime, due_at: datetime | None, named: bool
) -> Version:
    other = named and not version.is_original and version.parent_id != parent.id
    if other:
        reparent(session, version, parent, actor=actor, now=now)
    if other and version.status != "cancelled":
        if due_at is not None:
            version.due_at, version.due_by = due_at, policy.PERSON
        return version
    if version.status != "cancelled":
        stands = workflow.words(version.status)
        more = "it is the original" if version.is_original else f"it is {stands}"
        remedy = f"`translate-flow reopen {version.address}` asks for new work on it." if version.status in {"published", "withdrawn"} and not version.is_original else f"See `translate-flow show {version.address}`."
        raise NotAllowed(f"{version.address} is there already: {more}", remedy=remedy)
    columns = policy.asked(session, version.article, version.language, now=now, due_at=due_at, change_class=version.behind_class if version.live_id else "")
    move(session, version, Action.REQUEST, actor=actor, now=now, data=policy.told(columns), translator_id=None, reviewer_id=None, **columns)
    return version


def reparent(session: Session, version: Version, parent: Version, *, actor: Person, now: datetime) -> Revision | None:
    """Makes `parent` what a version is translated from; its texts stay. Returns the base that was inferred for its newest text.

    Where both follow the same text further up, the new parent's revision that follows it too is the base, inferred; else the
    base is unknown until somebody says it. Raises NotAllowed (role, a circle).
    """
    if Role.COORDINATOR not in people.roles_for(actor, version.language):
        raise NotAllowed(f"{actor.handle} cannot change what {version.address} is translated from: that takes a coordinator", remedy="Ask one, or act as somebody else with --as.")
    _not_from_itself(session, version, parent)
    before = version.parent_language
    version.parent_id, version.parent_language = parent.id, parent.language
    base, sure = None, 0.0
    for number in dict.fromkeys((version.live_id, version.head_id)):
        mine = session.get(Revision, number) if number else None
        if mine is None:
            continue
        base, sure = bases.equivalent(session, mine, parent)
        again = on_base(session, version, mine, base, sure, now)
        if version.live_id == mine.id:
            version.live_id = again.id
        data = {"from": before, "to": parent.language, "base": base.number if base else None, "confidence": sure, "how": "by the text both follow"}
        record(session, "reparent", actor=actor, now=now, version=version, revision_id=again.id, data=data)
    if version.head_id is None:
        record(session, "reparent", actor=actor, now=now, version=version, data={"from": before, "to": parent.language})
    freshness.refresh(session, [version])
    return base


def on_base(session: Session, version: Version, mine: Revision, base: Revision | None, sure: float, now: datetime) -> Revision:
    """The same text as a revision on another base, paired with it anew."""
    author = session.get(Person, mine.author_id) if mine.author_id else None
    again = texts.add_revision(session, version, mine.text, base=base, author=author, now=now, base_confidence=sure, carried=mine.carried)
    if base is not None:
        known = renderings.of(session, mine)
        found = find_pairs(session, base, texts.document(session, base), version, texts.document(session, mine))
        notes = [row for row in known.apart if row.kind == "note"]
        renderings.keep(session, again, renderings.Known(renderings.linked(found), [], notes))
    return again


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
