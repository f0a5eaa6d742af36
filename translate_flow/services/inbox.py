"""What people were told, as it is read: in their list, and in the letters that go out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session, aliased

from translate_flow.errors import NotFound
from translate_flow.models import Article, Person, Version
from translate_flow.models_notices import Notice, Outgoing
from translate_flow.services import settings
from translate_flow.services.notices import iso
from translate_flow.text.oneline import plain

TITLE, NAME, REASON = 150, 80, 500  # characters of foreign text that are shown


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with what it is about now. `title`: of its version, else of the text it is made from. Foreign text is on one line each.

    `command`: what comes next. `url`: where readers find it, if they do and that is known."""

    id: int
    kind: str
    at: datetime
    read_at: datetime | None
    article: str
    language: str
    title: str
    actor: str
    actor_name: str
    data: dict[str, Any]
    status: str = ""
    url: str = ""

    @property
    def address(self) -> str:
        return f"{self.article}/{self.language}" if self.article else ""

    @property
    def reason(self) -> str:
        return plain(str(self.data.get("reason") or ""), REASON)

    @property
    def command(self) -> str:
        return _command(self)

    def moment(self, name: str) -> datetime | None:
        """A moment of its data: `until`, `due_at`, `at`."""
        text = self.data.get(name)
        return datetime.fromisoformat(text) if isinstance(text, str) and text else None

    def record(self) -> dict[str, Any]:
        """For programs: the same names in each, null where there is nothing."""
        given = {name: self.data.get(name) for name in ("due_at", "until", "class", "blocks", "words", "patched", "left", "edition", "hook")}
        counts = {name: self.data[name] for name in ("late", "stuck", "behind", "review", "free") if name in self.data}
        return {
            "id": self.id, "kind": self.kind, "at": iso(self.at), "article": self.article or None, "language": self.language or None,
            "title": self.title or None, "actor": self.actor or None, "reason": self.reason or None, **given,
            "numbers": counts or None, "url": self.url or None, "command": self.command or None,
        }  # fmt: skip


def _command(told: Told) -> str:
    here = told.address
    verbs = {
        "assigned": "checkout", "returned": "checkout", "lease": "extend", "expired": "claim", "offered": "claim", "review": "show", "ready": "publish",
        "source": "diff", "approved": "show", "published": "show",
    }  # fmt: skip
    if told.kind == "ready" and told.status != "approved":  # somebody has done it
        return f"translate-flow show {here}"
    if told.kind in verbs and here:
        return f"translate-flow {verbs[told.kind]} {here}"
    if told.kind in {"deadline", "late"} and here:
        return f"translate-flow {'show' if told.status == 'in_review' else 'checkout'} {here}"
    return {"taken": "translate-flow tasks", "blocked": "translate-flow schedule", "newsroom": "translate-flow status", "hook": "translate-flow notify"}.get(told.kind, "")


def of(session: Session, person: Person, *, unread: bool = False, limit: int = 50) -> list[Told]:
    """What somebody was told, the newest first."""
    conditions = [Notice.person_id == person.id, *([Notice.read_at.is_(None)] if unread else [])]
    return told(session, conditions, newest=True, limit=limit)


def in_letter(session: Session, letter: int) -> list[Told]:
    """What a letter tells, in the order it came about."""
    inside = select(Outgoing.notice_id).where(Outgoing.letter_id == letter)
    return told(session, [Notice.id.in_(inside)])


def told(session: Session, conditions: Sequence[ColumnElement[bool]], *, newest: bool = False, limit: int | None = None) -> list[Told]:
    """Notices with what they are about, in three statements at most."""
    parent, actor = aliased(Version), aliased(Person)
    query = (
        select(Notice, Version.id, Article.key, Version.language, Version.status, Version.live_id, func.coalesce(func.nullif(Version.title, ""), parent.title, ""), actor.handle, actor.name)
        .outerjoin(Version, Version.id == Notice.version_id).outerjoin(Article, Article.id == Version.article_id)
        .outerjoin(parent, parent.id == Version.parent_id).outerjoin(actor, actor.id == Notice.actor_id)
        .where(*conditions).order_by(Notice.id.desc() if newest else Notice.id).limit(limit)
    )  # fmt: skip
    rows = session.execute(query).all()
    urls = _urls(session, {row[1] for row in rows if row[5] is not None})
    return [
        Told(
            id=notice.id, kind=notice.kind, at=notice.at, read_at=notice.read_at, article=plain(key or ""), language=language or "",
            title=plain(title or "", TITLE), actor=plain(handle or "", NAME), actor_name=plain(name or handle or "", NAME), data=dict(notice.data or {}),
            status=status or "", url=urls.get(version or 0, ""),
        )
        for notice, version, key, language, status, _, title, handle, name in rows
    ]  # fmt: skip


def _urls(session: Session, versions: Collection[int]) -> dict[int, str]:
    """Where readers find these versions: the address in a channel, or on the newsroom's own site where its address is known."""
    if not versions:
        return {}
    from translate_flow.channels import site_layout
    from translate_flow.models_channels import ChannelRow, Publication

    usual = settings.get(session, "base_url")
    query = select(Publication.version_id, Publication.location, ChannelRow.kind, ChannelRow.options).join(ChannelRow, ChannelRow.name == Publication.channel)
    found: dict[int, str] = {}
    for version, location, kind, options in session.execute(query.where(Publication.version_id.in_(versions)).order_by(ChannelRow.id.desc())):
        base = str((options or {}).get("base_url") or usual)
        base = f"{base.rstrip('/')}/" if base else ""
        url = location if location.startswith(("https://", "http://")) else site_layout.address(base, location) if kind == "site" else ""
        if url and url.isprintable() and " " not in url:
            found[version] = url
    return found


def mark_read(session: Session, person: Person, numbers: Iterable[int] | None, *, now: datetime) -> int:
    """Marks notices as read, or all; returns how many were not before. Raises NotFound for a number that is not theirs, and marks none."""
    mine = update(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None)).values(read_at=now)
    if numbers is not None:
        wanted = set(numbers)
        known = set(session.scalars(select(Notice.id).where(Notice.person_id == person.id, Notice.id.in_(wanted))))
        if missing := sorted(wanted - known):
            raise NotFound(f"You have no notice {missing[0]}", remedy="`translate-flow notices` lists yours, with their numbers.")
        mine = mine.where(Notice.id.in_(wanted))
    return int(session.execute(mine, execution_options={"synchronize_session": False}).rowcount)  # type: ignore[attr-defined]
