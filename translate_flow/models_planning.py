"""The mapped classes of the coordinator's view: what each change of status took, what is wanted by when, who waits, kept views.

Loaded by whoever plans or reports.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from translate_flow.models import Base, Id, partial


class Move(Base):
    """A change of status and what it took, for the reports: written by the database's own trigger with the event whose number it has.

    `person_id`: the version's translator then. `waited`: seconds in the status that ended. `cycle`: of what went out, seconds since
    it was asked for (or reopened). `words`: of what was handed in or went out, the words that were to be translated where that was
    noted, else those of the source's text, null where nobody knows. `again`: who hands this in handed in the same work before (it had
    come back since), so that it counts once.
    """

    __tablename__ = "moves"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    version_id: Mapped[int] = mapped_column(Id)
    article_id: Mapped[int] = mapped_column(Id)
    language: Mapped[str] = mapped_column(String(35))
    action: Mapped[str] = mapped_column(String(32))
    from_status: Mapped[str] = mapped_column(String(16))
    to_status: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[int | None] = mapped_column(Id)
    person_id: Mapped[int | None] = mapped_column(Id)
    waited: Mapped[int | None] = mapped_column(Id)
    cycle: Mapped[int | None] = mapped_column(Id)
    words: Mapped[int | None]
    again: Mapped[bool] = mapped_column(default=False, server_default=false())
    __table_args__ = (
        Index("ix_moves_version_id", "version_id", "id", "at", "action"),  # what is asked of a version's history, without its rows
        Index("ix_moves_at", "at"), Index("ix_moves_actor_id", "actor_id", "id"),
        partial("ix_moves_out", "version_id", "at", where="to_status = 'published'"),
    )  # fmt: skip


class WantedLanguage(Base):
    """That articles of a section (or tag, or kind; empty: any) are wanted in a language. The narrowest that fits an article holds.

    `parent`: from which version (empty: the original). `days`: within how many days of the original (null: no date). `class_days`:
    change class → days within which a published translation is to follow. `priority`: see `services.policy`; `reason`: why.
    """

    __tablename__ = "targets"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    section: Mapped[str] = mapped_column(String(200), default="", server_default="")
    tag: Mapped[str] = mapped_column(String(200), default="", server_default="")
    kind: Mapped[str] = mapped_column(String(32), default="", server_default="")
    language: Mapped[str] = mapped_column(String(35))
    parent: Mapped[str] = mapped_column(String(35), default="", server_default="")
    days: Mapped[int | None]
    class_days: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    priority: Mapped[int] = mapped_column(default=0, server_default="0")
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    set_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    created_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("days is null or days > 0", name="days"),
        CheckConstraint("priority between -1 and 2", name="priority"),
        Index("uq_targets_section_tag_kind_language", "section", "tag", "kind", "language", unique=True),
    )


class Waiting(Base):
    """That a person waits for a version that somebody holds. In the order of `id`; `offered_until`: it is free, and theirs to take until then."""

    __tablename__ = "waits"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version_id: Mapped[int] = mapped_column(Id, ForeignKey("versions.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    offered_until: Mapped[datetime | None]
    __table_args__ = (
        Index("uq_waits_version_id_person_id", "version_id", "person_id", unique=True),
        Index("ix_waits_offered_until", "offered_until"),
        partial("uq_waits_offered", "version_id", unique=True, where="offered_until is not null"),  # it is kept for one at a time
    )


class View(Base):
    """A report with its filters under a name: everybody's, or (with an owner) one person's."""

    __tablename__ = "views"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    owner_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    report: Mapped[str] = mapped_column(String(32))
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]
    __table_args__ = (
        partial("uq_views_name", "name", unique=True, where="owner_id is null"),
        partial("uq_views_owner_id_name", "owner_id", "name", unique=True, where="owner_id is not null"),
    )
