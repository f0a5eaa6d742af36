"""The mapped classes of notices: what people are told, by which way, and the outbox. Loaded by whoever writes, reads or delivers them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column

from translate_flow.models import Base, Id, partial

WAYS = ("mail", "hook")
PACES = ("once", "daily", "never")
HOOKS = ("webhook", "slack", "matrix", "file", "feed")


class Hook(Base):
    """A place beside mail that the newsroom named for notices: nothing goes anywhere else. `secret`: what a webhook is signed with."""

    __tablename__ = "hooks"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    target: Mapped[str] = mapped_column(String(2000))  # an address, or a path from the database's folder
    secret: Mapped[str] = mapped_column(String(200), default="", server_default="")
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    created_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    created_at: Mapped[datetime]
    __table_args__ = (CheckConstraint(f"kind in {HOOKS}", name="kind"),)


class Choice(Base):
    """How a person is told of one kind of notice (`*`: of each that has no choice of its own), by mail or by a hook, and how often."""

    __tablename__ = "choices"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    way: Mapped[str] = mapped_column(String(16))
    hook_id: Mapped[int | None] = mapped_column(Id, ForeignKey("hooks.id", ondelete="CASCADE"), index=True)
    pace: Mapped[str] = mapped_column(String(16))
    __table_args__ = (
        CheckConstraint(f"way in {WAYS}", name="way"),
        CheckConstraint(f"pace in {PACES}", name="pace"),
        CheckConstraint("(way = 'hook') = (hook_id is not null)", name="hook"),
        Index("ix_choices_person_id", "person_id", "kind"),
    )


class Notice(Base):
    """What a person is told: a fact, written in the transaction of what it tells of. `once`: a key that it can be written under only once.

    `data`: what its words need and what may have changed by the time they are read (titles, handles, moments as ISO 8601 in UTC).
    """

    __tablename__ = "notices"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    version_id: Mapped[int | None] = mapped_column(Id, ForeignKey("versions.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(Id, ForeignKey("events.id"))
    actor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    once: Mapped[str | None] = mapped_column(String(120), unique=True)
    read_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_notices_person_id", "person_id", "id"),)


class Letter(Base):
    """One message to one person by one way. What it tells (its rows of the outbox) is fixed before it is sent, so that one that is sent
    again, because nobody knows whether it arrived, is the same under the same `uid`.

    `address`: the mail address it goes to. `refused_at`: it will not be tried again, `problem` says why.
    """

    __tablename__ = "letters"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    way: Mapped[str] = mapped_column(String(16))
    hook_id: Mapped[int | None] = mapped_column(Id, ForeignKey("hooks.id", ondelete="SET NULL"))
    address: Mapped[str] = mapped_column(String(320), default="", server_default="")
    pace: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    retry_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(Text, default="", server_default="")
    __table_args__ = (
        partial("ix_letters_open", "person_id", "id", where="sent_at is null and refused_at is null"),
        Index("ix_letters_person_id", "person_id", "id"),
    )


class Outgoing(Base):
    """That a notice is to reach its person by one way; written with the notice. `due_at`: when at the earliest (of a digest: its time)."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[int] = mapped_column(Id, ForeignKey("notices.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    way: Mapped[str] = mapped_column(String(16))
    hook_id: Mapped[int | None] = mapped_column(Id, ForeignKey("hooks.id", ondelete="SET NULL"))
    pace: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime]
    letter_id: Mapped[int | None] = mapped_column(Id, ForeignKey("letters.id"), index=True)
    __table_args__ = (partial("ix_outbox_due_at", "due_at", "person_id", where="letter_id is null"),)
