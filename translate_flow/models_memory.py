"""The mapped classes of the translation memory: loaded by the commands that use it, and by `models.schema`.

A text that was translated is stored once for its pair of languages (`MemorySource`), however many units render it, so that
what everybody repeats is found once. The index for similar texts (`MemoryGram`) is plain rows, the same on every database.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from translate_flow.models import Base, Id, partial


class MemorySource(Base):
    """A text to translate, in plain text with signs for its codes. `pair`: both languages without regions, as `es>pt`.

    `key`: 64 bits of both, see `text.signs.key`; by it an exact match is found.
    """

    __tablename__ = "memory_sources"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    pair: Mapped[str] = mapped_column(String(72))
    key: Mapped[int] = mapped_column(BigInteger, unique=True)
    text: Mapped[str] = mapped_column(Text)


class MemoryUnit(Base):
    """One translation of a source, and where it is from: a version (`MemoryFill` knows its revision), or a file (`origin`).

    `key` is of all that it says, so that nothing is in twice. `before_key`, `after_key`: of the texts around the source (0: it
    was the first or the last, null: not known). `reviewed`: somebody other than its translator found it good.
    """

    __tablename__ = "memory_units"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    source_id: Mapped[int] = mapped_column(Id, ForeignKey("memory_sources.id"))
    source_language: Mapped[str] = mapped_column(String(35))
    target_language: Mapped[str] = mapped_column(String(35))
    grain: Mapped[str] = mapped_column(String(8))
    target: Mapped[str] = mapped_column(Text)
    key: Mapped[int] = mapped_column(BigInteger, unique=True)
    before_key: Mapped[int | None] = mapped_column(BigInteger)
    after_key: Mapped[int | None] = mapped_column(BigInteger)
    version_id: Mapped[int | None] = mapped_column(Id, ForeignKey("versions.id"))
    translator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    translator: Mapped[str] = mapped_column(String(200))  # by name, where it is nobody's of the newsroom
    article: Mapped[str] = mapped_column(String(200))  # of a unit from a file: what that says
    origin: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    reviewed: Mapped[bool]
    __table_args__ = (
        CheckConstraint("grain in ('block', 'segment')", name="grain"),
        Index("ix_memory_units_source_id", "source_id", "id"),
        partial("ix_memory_units_version_id", "version_id", where="version_id is not null"),
        partial("ix_memory_units_origin", "origin", where="origin <> ''"),
    )


class MemoryGram(Base):
    """Which sources hold a piece of text, by the bucket that the piece falls into (see `text.grams`).

    `part`: the first source that a write brought (or a later number), so that writers only ever add rows; `sources`: for each its id and its
    length, eight bytes together; `count` of them. Where the parts of a bucket count more than `memory_index.LIMIT` it tells
    nothing any more, and is neither added to nor read.
    """

    __tablename__ = "memory_grams"
    bucket: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(Integer)
    sources: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = ({"sqlite_with_rowid": False},)


class MemoryFill(Base):
    """That a version is in the memory, with which revision, since when: the provenance of its units, and what tells that they are old.

    No foreign key holds the revision: the memory is made of the texts, and never stands in the way of mending them.
    """

    __tablename__ = "memory_fills"
    version_id: Mapped[int] = mapped_column(Id, ForeignKey("versions.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(Id)
    units: Mapped[int]
    at: Mapped[datetime]
