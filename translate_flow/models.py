"""The mapped classes. Times are UTC; texts are bytes, stored once each; nothing here knows a rule of the workflow."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from importlib import import_module
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    event,
    false,
    text,
)  # fmt: skip
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from translate_flow.db import Moment
from translate_flow.workflow import Role, Status

Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Moment, dict[str, Any]: JSON}


def _in(column: str, values: type[StrEnum]) -> str:
    return f"{column} in ({', '.join(repr(value.value) for value in values)})"


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that satisfy `where`; see `schema`."""
    return Index(name, *columns, unique=unique, info={"where": where})


def schema() -> MetaData:
    """All tables, complete for DDL and for comparing with a database: with the conditions of the partial indexes.

    They are put on here and not where the index is made, because SQLAlchemy imports a dialect to check its options, and
    PostgreSQL's takes a tenth of every command's start. Tables that few commands use have modules of their own, for the same reason.
    """
    for name in ("terms", "memory", "checks", "channels", "releases", "planning", "notices"):
        import_module(f"translate_flow.models_{name}")
    for table in Base.metadata.tables.values():
        for index in table.indexes:
            if where := index.info.get("where"):
                index.dialect_kwargs["sqlite_where"] = index.dialect_kwargs["postgresql_where"] = text(where)
    return Base.metadata


@event.listens_for(Base.metadata, "before_create")
def _complete(*_: Any, **__: Any) -> None:
    schema()


class Setting(Base):
    """A choice of the newsroom; see `services.settings` for the names there are."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class Person(Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    handle: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    locale: Mapped[str] = mapped_column(String(35), default="en")
    active: Mapped[bool] = mapped_column(default=True)
    digest_at: Mapped[str] = mapped_column(String(5), default="08:00", server_default="08:00")  # when daily notices go out, in their zone
    created_at: Mapped[datetime]
    roles: Mapped[list[PersonRole]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    languages: Mapped[list[PersonLanguage]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class PersonRole(Base):
    """A role, for one language or (`*`) for all."""

    __tablename__ = "person_roles"
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True, default="*")
    __table_args__ = (CheckConstraint(_in("role", Role), name="role"),)


class PersonLanguage(Base):
    """A language a person reads or writes (`use`), or `*`."""

    __tablename__ = "person_languages"
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    use: Mapped[str] = mapped_column(String(8), primary_key=True)
    __table_args__ = (CheckConstraint("use in ('reads', 'writes')", name="use"),)


class Article(Base):
    """One work, whatever the language. `tags` in `ArticleTag`."""

    __tablename__ = "articles"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(32), default="post")
    section: Mapped[str] = mapped_column(String(200), default="", index=True)
    original_language: Mapped[str] = mapped_column(String(35))
    date: Mapped[str] = mapped_column(String(32), default="")  # of first publication, ISO 8601, as the source gave it
    created_at: Mapped[datetime]
    embargo_until: Mapped[datetime | None]  # nothing of it goes out before
    rights_until: Mapped[datetime | None]  # nothing of it goes out, or stays, after
    rights_languages: Mapped[str] = mapped_column(String(500), default="", server_default="")  # tags with commas; empty: any
    tags: Mapped[list[ArticleTag]] = relationship(cascade="all, delete-orphan", order_by="ArticleTag.tag")
    versions: Mapped[list[Version]] = relationship(back_populates="article", order_by="Version.id")
    __table_args__ = (partial("ix_articles_rights_until", "rights_until", where="rights_until is not null"),)


class ArticleTag(Base):
    __tablename__ = "article_tags"
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("articles.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(200), primary_key=True)
    __table_args__ = (Index("ix_article_tags_tag", "tag"),)


class Version(Base):
    """An article in one language. `parent_language` is empty for the original; a translation's parent may yet be unnamed.

    `behind_since` and what stands beside it are a cache of freshness (services.freshness keeps it, doctor checks it): when the
    parent moved past the base of what readers see (else null), by how many blocks and words, and of which class.
    """

    __tablename__ = "versions"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("articles.id"))
    language: Mapped[str] = mapped_column(String(35))
    status: Mapped[str] = mapped_column(String(16))
    parent_language: Mapped[str] = mapped_column(String(35), default="")
    parent_id: Mapped[int | None] = mapped_column(Id, ForeignKey("versions.id"), index=True)
    origin: Mapped[str] = mapped_column(String(2000), default="")
    title: Mapped[str] = mapped_column(Text, default="")
    translator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    credit: Mapped[str] = mapped_column(String(200), default="")  # the translator whom an adopted text names itself
    due_at: Mapped[datetime | None]  # of open work; of a published version that is behind, until when it should follow
    due_by: Mapped[str] = mapped_column(String(16), default="", server_default="")  # who set the date: `person`, or the newsroom's `policy`
    priority: Mapped[int] = mapped_column(default=0, server_default="0")  # -1 can wait, 0, 1 first, 2 at once; and why:
    priority_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    priority_by: Mapped[str] = mapped_column(String(16), default="", server_default="")  # `person`, `policy` (a target), `correction`
    readers: Mapped[int | None]  # how many read it in a month, where somebody said
    published_at: Mapped[datetime | None]  # when it was published here; null for what was out before it came here
    head_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revisions.id", use_alter=True))
    live_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revisions.id", use_alter=True))
    behind_since: Mapped[datetime | None]
    behind_class: Mapped[str] = mapped_column(String(16), default="", server_default="")
    behind_blocks: Mapped[int] = mapped_column(default=0, server_default="0")
    behind_words: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    article: Mapped[Article] = relationship(back_populates="versions")
    parent: Mapped[Version | None] = relationship(remote_side="Version.id")
    translator: Mapped[Person | None] = relationship(foreign_keys=[translator_id])
    reviewer: Mapped[Person | None] = relationship(foreign_keys=[reviewer_id])
    head: Mapped[Revision | None] = relationship(foreign_keys=[head_id], post_update=True)
    live: Mapped[Revision | None] = relationship(foreign_keys=[live_id], post_update=True)
    __table_args__ = (
        UniqueConstraint("article_id", "language"),
        CheckConstraint(_in("status", Status), name="status"),
        CheckConstraint("parent_id is null or parent_language <> ''", name="original_has_no_parent"),
        CheckConstraint("parent_id is null or parent_id <> id", name="not_its_own_parent"),
        CheckConstraint("status <> 'draft' or parent_language = ''", name="only_an_original_is_a_draft"),
        Index("ix_versions_progress", "language", "status"),
        Index("ix_versions_work", "status", "language", "parent_language", "priority", "due_at"),  # all that `tasks` chooses and orders by
        partial("ix_versions_due", "due_at", "status", "due_by", "behind_since", where="due_at is not null"),
        partial("ix_versions_behind", "behind_since", "language", where="behind_since is not null"),
        partial("ix_versions_behind_class", "behind_class", "behind_since", where="behind_since is not null"),
        partial("ix_versions_origin", "origin", where="origin <> ''"),
    )  # fmt: skip

    @property
    def address(self) -> str:
        return f"{self.article.key}/{self.language}"

    @property
    def is_original(self) -> bool:
        return self.parent_language == ""


class StoredText(Base):
    """The bytes of a text in a format, stored once however many revisions hold them.

    `digest` is SHA-256 over the format's name, a zero byte and the bytes. `words` counts those of all blocks; -1: an old text
    of an adopted history, which nobody has read yet.
    """

    __tablename__ = "texts"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    format: Mapped[str] = mapped_column(String(32))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    words: Mapped[int]


class StoredBlock(Base):
    """A block of a text: its span in code points, and `digest`, the first 16 bytes of SHA-256 over its inner source."""

    __tablename__ = "blocks"
    text_id: Mapped[int] = mapped_column(Id, ForeignKey("texts.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    level: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    words: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    __table_args__ = (Index("ix_blocks_digest", "digest"), {"sqlite_with_rowid": False})


class Revision(Base):
    """One immutable text of a version. `base_id`: the parent's revision that it translates, null while nobody knows.

    `base_confidence`: how sure that is (0–1), 1 where a person said it. `change_class`: what it is to those who follow it, as a
    person said (`class_confirmed`) or as proposed; empty for a first text. `carried`: made of the revision before it by carrying
    that over a change of its source, not written by anybody.
    """

    __tablename__ = "revisions"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version_id: Mapped[int] = mapped_column(Id, ForeignKey("versions.id"))
    number: Mapped[int]
    text_id: Mapped[int] = mapped_column(Id, ForeignKey("texts.id"), index=True)
    base_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revisions.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    created_at: Mapped[datetime]
    base_confidence: Mapped[float] = mapped_column(default=1.0, server_default="1")
    change_class: Mapped[str] = mapped_column(String(16), default="", server_default="")
    class_confirmed: Mapped[bool] = mapped_column(default=False, server_default=false())
    carried: Mapped[bool] = mapped_column(default=False, server_default=false())
    text: Mapped[StoredText] = relationship()
    base: Mapped[Revision | None] = relationship(remote_side="Revision.id")
    __table_args__ = (UniqueConstraint("version_id", "number"),)


class Pairing(Base):
    """That a block of a translation's revision renders a block of its base. Inferred, so with a confidence (0–1)."""

    __tablename__ = "pairings"
    revision_id: Mapped[int] = mapped_column(Id, ForeignKey("revisions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    base_position: Mapped[int] = mapped_column(primary_key=True)
    confidence: Mapped[float]
    __table_args__ = ({"sqlite_with_rowid": False},)


class Rendering(Base):
    """What a block of a revision renders, where that is not simply the block of its base.

    `base_position`: the base's block (null: its source is gone); `position`: the revision's own block (null: there is none yet).
    `text_id`, `block`: what is really rendered, an older block of the source or (where a person said that nothing needs to
    change) a newer one; null: nothing yet, or a thing to look at. `todo` says what is left to do, empty where nothing is.
    """

    __tablename__ = "renderings"
    revision_id: Mapped[int] = mapped_column(Id, ForeignKey("revisions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    base_position: Mapped[int | None]
    position: Mapped[int | None]
    text_id: Mapped[int | None] = mapped_column(Id, ForeignKey("texts.id"))
    block: Mapped[int | None]
    todo: Mapped[str] = mapped_column(String(16), default="")
    change_class: Mapped[str] = mapped_column(String(16), default="")
    since: Mapped[datetime]
    __table_args__ = ({"sqlite_with_rowid": False},)


class Difference(Base):
    """Where a translation differs from its source on purpose, and why: it survives every carry.

    `kind`: a translator's `note` (`position` only), an `omission` (`base_position` only), a `localised` block (both).
    """

    __tablename__ = "differences"
    revision_id: Mapped[int] = mapped_column(Id, ForeignKey("revisions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    base_position: Mapped[int | None]
    position: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    at: Mapped[datetime]
    __table_args__ = (CheckConstraint("kind in ('note', 'localised', 'omission')", name="kind"), {"sqlite_with_rowid": False})


class Adoption(Base):
    """One run of `adopt` over a source. `mark`: how far it was read (a commit), so that a run with nothing new ends at once.

    `source` is what was named: a URL, or a path relative to the newsroom's folder where it lies inside.
    """

    __tablename__ = "adoptions"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    source: Mapped[str] = mapped_column(String(2000))
    kind: Mapped[str] = mapped_column(String(16))
    mark: Mapped[str] = mapped_column(String(200), default="")
    actor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_adoptions_source", "source", "id"),)


class Inference(Base):
    """A thing that was inferred of an adopted text, with how sure it is, why, and what became of it.

    `kind`: `belongs` (to an article), `language`, `parent`, `base`, or of a contradiction `contradiction`. `origin` is the item's,
    `other` that of the item it is about (an article's original, a parent). `state`: taken (sure enough), queued (a person is
    asked; a parent and a base hold until then, the others do not), accepted, rejected. `text_id`: of a text that waits.
    """

    __tablename__ = "inferences"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    adoption_id: Mapped[int] = mapped_column(Id, ForeignKey("adoptions.id"))
    kind: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(2000))
    other: Mapped[str] = mapped_column(String(2000), default="")
    language: Mapped[str] = mapped_column(String(35), default="")
    value: Mapped[str] = mapped_column(String(200), default="")
    confidence: Mapped[float]
    evidence: Mapped[list[Any]] = mapped_column(JSON, default=list)
    version_id: Mapped[int | None] = mapped_column(Id, ForeignKey("versions.id"), index=True)
    text_id: Mapped[int | None] = mapped_column(Id, ForeignKey("texts.id"))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("kind in ('belongs', 'language', 'parent', 'base', 'contradiction')", name="kind"),
        CheckConstraint("state in ('taken', 'queued', 'accepted', 'rejected')", name="state"),
        Index("ix_inferences_origin", "origin"),
        partial("ix_inferences_queued", "confidence", where="state = 'queued'"),
    )


class Claim(Base):
    """A lease: `person` holds `version` until `until`. The partial unique index lets the database decide who was first."""

    __tablename__ = "claims"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version_id: Mapped[int] = mapped_column(Id, ForeignKey("versions.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    claimed_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(16), default="")  # the action that ended it
    person: Mapped[Person] = relationship()
    __table_args__ = (
        partial("uq_claims_open", "version_id", unique=True, where="ended_at is null"),
        partial("ix_claims_due", "until", where="ended_at is null"),
        partial("ix_claims_person_id", "person_id", where="ended_at is null"),
    )


class Event(Base):
    """Who did what to what, when. Append-only: the database refuses changes. No actor: the clock or a policy."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    action: Mapped[str] = mapped_column(String(32))
    article_id: Mapped[int | None] = mapped_column(Id, ForeignKey("articles.id"))
    version_id: Mapped[int | None] = mapped_column(Id, ForeignKey("versions.id"))
    revision_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revisions.id"))
    from_status: Mapped[str] = mapped_column(String(16), default="")
    to_status: Mapped[str] = mapped_column(String(16), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    __table_args__ = (Index("ix_events_article_id", "article_id", "id"), Index("ix_events_version_id", "version_id", "id"))
