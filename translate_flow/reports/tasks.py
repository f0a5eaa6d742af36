"""What waits for one person: what they hold, what they can take, review, publish. A limited, indexed query each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from translate_flow.models import Article, Claim, Person, Revision, StoredText, Version
from translate_flow.services import texts
from translate_flow.services.lookup import WAITS
from translate_flow.workflow import Role

if TYPE_CHECKING:
    from translate_flow.services.effort import Memory


@dataclass(frozen=True, slots=True)
class Task:
    """`todo` is the command that comes next; `words` those of the text to translate from, None where there is none yet; `weighted`
    the same by how much work they are (`services.effort`), None where that was not asked for; `kept_until`: they waited for it, and
    until then it is theirs to claim."""

    todo: str
    article: str
    language: str
    parent: str
    status: str
    title: str
    due_at: datetime | None
    claimed_until: datetime | None
    words: int | None
    weighted: float | None = None
    priority: int = 0
    kept_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tasks:
    tasks: list[Task]
    more: bool


def tasks(session: Session, person: Person, *, limit: int = 50, language: str = "", effort: bool = False, memory: Memory | None = None) -> Tasks:
    """A person's work: what is kept for them, what they hold, then what they can claim, review and publish, the most urgent first; at most `limit` of each.

    `effort`: their words are weighted too, which takes reading the texts; `memory`: by what is known there.
    """
    only = [Version.language == language] if language else []
    roles = {row.role for row in person.roles}
    kept: dict[int, datetime] = dict(session.execute(select(WAITS.c.version_id, WAITS.c.offered_until).where(WAITS.c.person_id == person.id, WAITS.c.offered_until.is_not(None))).all())
    held = select(Claim.version_id).where(Claim.person_id == person.id, Claim.ended_at.is_(None))
    wanted: list[tuple[str, list[ColumnElement[bool]]]] = [("claim", [Version.status == "requested", Version.id.in_(kept)])] if kept else []
    wanted += [("submit", [Version.status == "translating", Version.id.in_(held)])]
    if Role.TRANSLATOR in roles:
        offered = exists().where(WAITS.c.version_id == Version.id, WAITS.c.offered_until.is_not(None))
        wanted.append(("claim", [Version.status == "requested", *_knows(person), ~offered]))
    if Role.REVIEWER in roles:
        mine = or_(Version.translator_id.is_(None), Version.translator_id != person.id)
        wanted.append(("approve", [Version.status == "in_review", mine, _role(person, Role.REVIEWER)]))
    if Role.PUBLISHER in roles:
        wanted.append(("publish", [Version.status == "approved", _role(person, Role.PUBLISHER)]))
    found: list[tuple[str, list[Any]]] = []
    more = False
    for todo, where in wanted:
        rows = session.execute(_query([*where, *only], limit + 1)).all()
        more = more or len(rows) > limit
        found += [("checkout" if todo == "submit" and not drafted else todo, row) for drafted, *row in rows[:limit]]
    weighted = _weighted(session, [row[0] for _, row in found], memory) if effort else {}
    return Tasks([replace(Task(todo, *row), weighted=weighted.get(number), priority=priority, kept_until=kept.get(number)) for todo, (number, priority, *row) in _counted(session, found)], more)


def _weighted(session: Session, ids: list[int], memory: Memory | None) -> dict[int, float]:
    from translate_flow.services import effort

    versions = session.scalars(select(Version).where(Version.id.in_(ids)))
    return {number: one.weighted for number, one in effort.of(session, versions, memory=memory).items()}


def _counted(session: Session, found: list[tuple[str, list[Any]]]) -> Iterator[tuple[str, list[Any]]]:
    """The rows with words instead of texts: those of an adopted text, which nobody has read yet, are counted now."""
    missing = {text_id for _, (*_, text_id, count) in found if count is not None and count < 0}
    late = texts.counted(session, missing) if missing else {}
    return ((todo, [*row, late.get(text_id, count)]) for todo, (*row, text_id, count) in found)


def _query(where: list[ColumnElement[bool]], most: int) -> Select[*tuple[Any, ...]]:
    """The most urgent are chosen first, by versions alone; only they are looked up in the other tables."""
    urgent = (Version.priority.desc(), Version.due_at.is_(None), Version.due_at, Version.id)
    chosen = select(Version.id).where(*where).order_by(*urgent).limit(most).subquery()
    parent = aliased(Version)
    shown = func.coalesce(parent.live_id, parent.head_id)
    return (
        select(
            Version.head_id, Version.id, Version.priority, Article.key, Version.language, Version.parent_language, Version.status, func.coalesce(func.nullif(Version.title, ""), parent.title),
            Version.due_at, Claim.until, StoredText.id, StoredText.words,
        )
        .join(chosen, chosen.c.id == Version.id)
        .join(Article, Article.id == Version.article_id)
        .outerjoin(parent, parent.id == Version.parent_id)
        .outerjoin(Revision, Revision.id == shown)
        .outerjoin(StoredText, StoredText.id == Revision.text_id)
        .outerjoin(Claim, and_(Claim.version_id == Version.id, Claim.ended_at.is_(None)))
        .order_by(*urgent)
    )  # fmt: skip


def _knows(person: Person) -> list[ColumnElement[bool]]:
    writes = [row.language for row in person.languages if row.use == "writes"]
    reads = [*writes, *(row.language for row in person.languages if row.use == "reads")]
    return [_covered(Version.language, writes), _covered(Version.parent_language, reads)]


def _role(person: Person, role: Role) -> ColumnElement[bool]:
    return _covered(Version.language, [row.language for row in person.roles if row.role == role])


def _covered(column: Any, held: list[str]) -> ColumnElement[bool]:
    """`column` is one of the languages held, or a variety of one (`pt` covers `pt-BR`)."""
    from sqlalchemy import false, true

    if "*" in held:
        return true()
    if not held:
        return false()
    return or_(column.in_(held), *(column.like(f"{tag}-%") for tag in held))
