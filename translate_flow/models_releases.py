"""The mapped classes of what goes out later, or together. Loaded by whoever schedules and releases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from translate_flow.models import Base, Id, partial

OPEN_STATES = ("waiting", "blocked")  # a schedule's states that something is still to come of
OPEN = f"state in {OPEN_STATES}"


class Schedule(Base):
    """That a version, or a release, is to go out at a moment. `zone`: in which zone the moment was named. One is open at a time.

    `state`: waiting, done, cancelled, blocked (it was due and a gate said no; `problem` says which). What is blocked is tried again
    when an event of its articles is newer than `seen_event`, and at `again_at` at the latest.
    """

    __tablename__ = "schedules"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version_id: Mapped[int | None] = mapped_column(Id, ForeignKey("versions.id"))
    release_id: Mapped[int | None] = mapped_column(Id, ForeignKey("releases.id"))
    at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    despite: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    problem: Mapped[str] = mapped_column(Text, default="")
    again_at: Mapped[datetime | None]
    seen_event: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    actor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'done', 'cancelled', 'blocked')", name="state"),
        CheckConstraint("(version_id is null) <> (release_id is null)", name="one_of_both"),
        partial("uq_schedules_version_id", "version_id", unique=True, where=OPEN),
        partial("uq_schedules_release_id", "release_id", unique=True, where=OPEN),
        partial("ix_schedules_at", "at", where=OPEN),
    )


class Release(Base):
    """A named set of versions that go out `together`, or `each` as soon as it is ready and its original is out.

    `state`: open (in the making), going (`each`: started, some may be out), out, rolled_back.
    """

    __tablename__ = "releases"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    mode: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default="open")
    created_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    created_at: Mapped[datetime]
    out_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("mode in ('together', 'each')", name="mode"),
        CheckConstraint("state in ('open', 'going', 'out', 'rolled_back')", name="state"),
    )


class ReleaseVersion(Base):
    """A version in a release. What its readers saw before it went out with it is kept, for rolling back."""

    __tablename__ = "release_versions"
    release_id: Mapped[int] = mapped_column(Id, ForeignKey("releases.id", ondelete="CASCADE"), primary_key=True)
    version_id: Mapped[int] = mapped_column(Id, ForeignKey("versions.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    before_status: Mapped[str] = mapped_column(String(16), default="")
    before_live_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revisions.id"))
    before_published_at: Mapped[datetime | None]
    before_credit: Mapped[str] = mapped_column(String(200), default="")
    out_revision_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revisions.id"))
    out_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'out', 'rolled_back')", name="state"),
        Index("ix_release_versions_version_id", "version_id"),
    )
