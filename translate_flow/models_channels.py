"""The mapped classes of channels, of what they show and are to be brought, of corrections and of names. Loaded by whoever publishes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false, true
from sqlalchemy.orm import Mapped, mapped_column

from translate_flow.models import Base, Id


class ChannelRow(Base):
    """A place that versions are published to. `kind` names its module, `options` are what that asks for (never a password).

    `languages`: tags with commas, empty for all. `uid`: what marks our things in a place we share with others. `complete`:
    it has been brought everything once, so that from now on only what is due need be looked at. `problem`: why the last run stopped.
    `failures`: how many runs in a row did not bring all; a worker waits until `retry_at` before the next, or for a due after `tried_due`.
    """

    __tablename__ = "channels"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    languages: Mapped[str] = mapped_column(String(500), default="", server_default="")
    uid: Mapped[str] = mapped_column(String(32))
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    complete: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[str] = mapped_column(Text, default="", server_default="")
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    retry_at: Mapped[datetime | None]
    tried_due: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    created_at: Mapped[datetime]
    brought_at: Mapped[datetime | None]


class Publication(Base):
    """What a channel shows of a version: written after the channel has it, so a row is a fact.

    `remote_id`: what the place calls it. `mark`: by what its present state there is known, to see whether somebody else changed it.
    `fingerprint`: of all that shows on its page. `problem`: why it could not be brought the last time; empty where it could.
    """

    __tablename__ = "publications"
    channel: Mapped[str] = mapped_column(String(64), primary_key=True)
    version_id: Mapped[int] = mapped_column(Id, ForeignKey("versions.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(Id, ForeignKey("revisions.id"))
    location: Mapped[str] = mapped_column(String(2000))
    published_at: Mapped[datetime | None]
    written_at: Mapped[datetime]
    remote_id: Mapped[str] = mapped_column(String(200), default="", server_default="")
    mark: Mapped[str] = mapped_column(String(200), default="", server_default="")
    fingerprint: Mapped[str] = mapped_column(String(64), default="", server_default="")
    problem: Mapped[str] = mapped_column(Text, default="", server_default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")


class Due(Base):
    """That what a channel shows of an article may no longer be right. Written by the database's own triggers, in the transaction of
    the change, for each channel that is complete; deleted by the run that has brought it. No article: look at all of them.
    """

    __tablename__ = "dues"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel_id: Mapped[int] = mapped_column(Id, ForeignKey("channels.id", ondelete="CASCADE"))
    article_id: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (Index("ix_dues_channel_id", "channel_id", "id"),)


class FormerKey(Base):
    """A key that an article had: its old addresses lead to the new ones, until another article takes the key."""

    __tablename__ = "former_keys"
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("articles.id"), index=True)
    at: Mapped[datetime]


class PenName(Base):
    """Under what name a person goes: in one article, or (no article) in all. An empty name: they are not named at all.

    What is shown follows it everywhere; events and revisions keep who did what. `also`: how else texts spell them, one a line.
    """

    __tablename__ = "pen_names"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    article_id: Mapped[int | None] = mapped_column(Id, ForeignKey("articles.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    also: Mapped[str] = mapped_column(Text, default="", server_default="")
    set_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    at: Mapped[datetime]
    __table_args__ = (Index("uq_pen_names_person_id_article_id", "person_id", "article_id", unique=True),)


class Redaction(Base):
    """That a name which an adopted text gives is not shown on a version's page, or that another stands in its place (`instead`)."""

    __tablename__ = "redactions"
    version_id: Mapped[int] = mapped_column(Id, ForeignKey("versions.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    instead: Mapped[str] = mapped_column(String(200), default="")
    set_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    at: Mapped[datetime]


class Obligation(Base):
    """That a version that readers saw said what a revision of class `correction` or `takedown` took back; the corrected version has one, too.

    `source_id`: that revision; `whole`: that text itself was taken down, so that only what is made from a later one is good.
    `state`: open, corrected (its readers see the correction), withdrawn, dismissed (with a reason); `services.settling` keeps it.
    `wrong_id`: what its readers saw when it opened (null: nothing). `note`: what they are to be told once it is corrected.
    """

    __tablename__ = "obligations"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("articles.id"))
    version_id: Mapped[int] = mapped_column(Id, ForeignKey("versions.id"))
    source_id: Mapped[int] = mapped_column(Id, ForeignKey("revisions.id"))
    whole: Mapped[bool] = mapped_column(default=False, server_default=false())
    wrong_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revisions.id"))
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default="open")
    opened_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    closed_revision_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revisions.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    __table_args__ = (
        CheckConstraint("kind in ('correction', 'takedown')", name="kind"),
        CheckConstraint("state in ('open', 'corrected', 'withdrawn', 'dismissed')", name="state"),
        Index("uq_obligations_version_id_source_id_whole", "version_id", "source_id", "whole", unique=True),
        Index("ix_obligations_state", "state", "opened_at"),
        Index("ix_obligations_article_id", "article_id"),
    )


class CorrectionNote(Base):
    """What readers are told of a correction to a version: when, and (in the version's language) what was wrong; the text may be empty."""

    __tablename__ = "correction_notes"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version_id: Mapped[int] = mapped_column(Id, ForeignKey("versions.id"))
    revision_id: Mapped[int] = mapped_column(Id, ForeignKey("revisions.id"))  # the corrected text that went out
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text, default="")
    shown: Mapped[bool] = mapped_column(default=True)
    __table_args__ = (Index("uq_correction_notes_version_id_revision_id", "version_id", "revision_id", unique=True),)
