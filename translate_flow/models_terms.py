"""The mapped class of the glossary; apart from the others, which every command loads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from translate_flow.models import Base, Id


class StoredTerm(Base):
    """A term of a language pair; see `text.terms.Term`. `key`: what it is known by (`text.terms.identity`); `forbidden`: a list of strings.

    `added_by`, `changed_by`: null where the one who did it has no record.
    """

    __tablename__ = "terms"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    source_language: Mapped[str] = mapped_column(String(35))
    target_language: Mapped[str] = mapped_column(String(35))
    key: Mapped[str] = mapped_column(String(600))
    part_of_speech: Mapped[str] = mapped_column(String(16), default="")
    source: Mapped[str] = mapped_column(String(200))
    target: Mapped[str] = mapped_column(Text, default="")
    definition: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    forbidden: Mapped[list[Any]] = mapped_column(JSON, default=list)
    subject: Mapped[str] = mapped_column(String(200), default="")
    added_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    added_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("source_language", "target_language", "key", "part_of_speech"),
        Index("ix_terms_target_language", "target_language"),
    )
