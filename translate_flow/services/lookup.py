"""From what a person types (`march-8/pt`) to the article and the version; a wrong key suggests the nearest."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, column, select, table
from sqlalchemy.orm import Session, joinedload

from translate_flow import languages
from translate_flow.db import Moment
from translate_flow.errors import NotFound, UsageError
from translate_flow.models import Article, Claim, Version
from translate_flow.services.nearest import suggest

# Without the mapped classes, which few commands need.
FORMER = table("former_keys", column("key"), column("article_id"))
WAITS = table("waits", column("version_id"), column("person_id"), column("offered_until", Moment()))


def split(address: str) -> tuple[str, str]:
    """`march-8/pt` → (`march-8`, `pt`); `march-8` → (`march-8`, ``). Raises UsageError for what is no address."""
    key, _, language = address.strip().partition("/")
    if not key or "/" in language:
        raise UsageError(f"“{address}” is not an address", remedy="Versions are written ARTICLE/LANG, such as march-8/pt; an original also as ARTICLE.")
    return key, languages.normalise(language) if language else ""


def hold(session: Session, *which: ColumnElement[bool]) -> None:
    """From here to its end, a writing transaction has these articles, with all their versions, to itself.

    What it then reads of them (who holds a version, what its parent shows) stays true until it commits. SQLite's write
    lock does that for the whole file; on PostgreSQL one row of each article is locked, in a steady order.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql" and connection.get_execution_options().get("writes"):
        session.execute(select(Article.id).where(*which).order_by(Article.id).with_for_update(key_share=True)).all()


def article(session: Session, key: str) -> Article:
    """The article of that key, or that had it before (`session.info["renamed"]` says so). Raises NotFound with the nearest keys."""
    hold(session, Article.key == key)
    found = session.scalar(select(Article).where(Article.key == key))
    if found is None and (now := renamed(session, key)):
        return article(session, now)
    if found is None:
        raise NotFound(f"There is no article “{key}”{suggest(key, _candidates(session, key))}", remedy="`translate-flow status` lists articles.", key=key)
    return found


def version(session: Session, address: str) -> Version:
    """The version at an address; the original's for `ARTICLE` alone. Raises NotFound, UsageError."""
    key, language = split(address)
    hold(session, Article.key == key)
    wanted = Version.language == language if language else Version.language == Article.original_language
    found = session.scalar(select(Version).join(Version.article).where(Article.key == key, wanted).options(joinedload(Version.article)))
    if found is not None:
        return found
    if now := renamed(session, key):
        return version(session, f"{now}/{language}" if language else now)
    owner = article(session, key)
    there = session.scalars(select(Version.language).where(Version.article_id == owner.id).order_by(Version.id)).all()
    what = f"a version in {language}" if language else f"its original ({owner.original_language}) here"
    remedy = f"It is there in: {', '.join(there)}."
    if language:
        remedy += f" Ask for it with `translate-flow request {key} {language}`."
    else:
        remedy += f" Name one, such as {key}/{there[0]}." if there else ""
    raise NotFound(f"“{key}” does not have {what}", remedy=remedy, key=key, language=language)


def renamed(session: Session, key: str) -> str:
    """The key of the article that had this one before; empty where no article had, or one has it now. Noted for whoever typed it."""
    query = select(Article.key).join(FORMER, FORMER.c.article_id == Article.id).where(FORMER.c.key == key)
    if session.scalar(select(Article.id).where(Article.key == key)) is not None or (now := session.scalar(query)) is None:
        return ""
    session.info.setdefault("renamed", {})[key] = now
    return now


def same(session: Session, address: str, other: Version) -> bool:
    """Whether an address, as a file names it, is that version's, perhaps by a key that its article had when the file went out."""
    if address == other.address:
        return True
    key, _, language = address.rpartition("/")
    return language == other.language and renamed(session, key) == other.article.key


def open_claim(session: Session, version: Version) -> Claim | None:
    """Who holds a version now, if anybody."""
    return session.scalar(select(Claim).where(Claim.version_id == version.id, Claim.ended_at.is_(None)))


def kept_for(session: Session, version: Version) -> int | None:
    """The id of whoever a free version is offered to, and kept for, at present (see `queueing`)."""
    return session.scalar(select(WAITS.c.person_id).where(WAITS.c.version_id == version.id, WAITS.c.offered_until.is_not(None)))


def _candidates(session: Session, key: str) -> list[str]:
    """Keys worth comparing: those that begin alike, and some others; bounded, however many articles there are."""
    alike = session.scalars(select(Article.key).where(Article.key >= key[:2], Article.key < key[:2] + "\U0010ffff").limit(5000))
    return [*alike, *session.scalars(select(Article.key).order_by(Article.id.desc()).limit(2000))]


def addresses(session: Session, ids: Collection[int]) -> dict[int, str]:
    """`ARTICLE/LANG` of these versions, by id."""
    query = select(Version.id, Article.key, Version.language).join(Article, Article.id == Version.article_id).where(Version.id.in_(ids))
    return {number: f"{key}/{language}" for number, key, language in session.execute(query)}
