"""What people answered to the checks. Imported by those who use it, not by every command."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from translate_flow.models import Base, Id


class Dismissal(Base):
    """That a finding of a version is none, and why. `fingerprint` is of the check and the words it is about: it ends when these change."""

    __tablename__ = "dismissals"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version_id: Mapped[int] = mapped_column(Id, ForeignKey("versions.id"))
    fingerprint: Mapped[str] = mapped_column(String(16))
    check_name: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("version_id", "fingerprint"), Index("ix_dismissals_person_id", "person_id"))
