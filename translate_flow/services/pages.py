"""What a channel is to show, article by article, read from the database in bounded pieces."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow import languages
from translate_flow.channels.page import Correction, Gone, Known, Page, Work
from translate_flow.models import Article, ArticleTag, Event, Person, Revision, StoredText, Version
from translate_flow.models_channels import CorrectionNote, FormerKey, PenName, Publication
from translate_flow.services import texts
from translate_flow.text.document import Document

_PIECE = 500  # articles read at once
_ENDED = ("withdraw", "disown")  # actions that take a version from readers


def works(session: Session, channel: str, tags: Collection[str], *, articles: Collection[int] | None, drawing: Callable[[], None] = lambda: None) -> Iterator[Work]:
    """What the channel is to show of these articles, or (None) of all, in a fixed number of queries for each piece.

    `tags`: the languages it takes, none for all. Documents are read when a page is drawn; `drawing` is called before each.
    """
    if articles is not None:
        wanted = sorted(articles)
        for at in range(0, len(wanted), _PIECE):
            yield from _Piece(session, channel, wanted[at : at + _PIECE]).works(tags, drawing)
        return
    last = 0
    while numbers := session.scalars(select(Article.id).where(Article.id > last).order_by(Article.id).limit(_PIECE)).all():
        yield from _Piece(session, channel, numbers).works(tags, drawing)
        last = numbers[-1]


def one(session: Session, version: Version, revision: Revision | None, *, now: datetime) -> tuple[Page, list[Page]]:
    """A version's page as it would be if `revision` (None: a text that is not stored yet) went out now; and its article's other pages."""
    piece = _Piece(session, "", [version.article_id])
    [article] = piece.articles
    rows = piece.rows[article.id]
    up = {row[0].language for row in rows if row[1] is not None} | {version.language}
    mine = next(tuple(row) for row in rows if row[0].id == version.id)
    like = revision or mine[1] or Revision(id=0, author_id=version.translator_id, number=1, created_at=now)
    name = session.scalar(select(Person.name).where(Person.id == like.author_id))
    page = piece.page(article, (version, like, b"", name), up, lambda: None)
    others = [piece.page(article, row, up, lambda: None) for row in rows if row[1] is not None and row[0].id != version.id]
    return replace(page, published_at=page.published_at or now), others


class _Piece:
    """Some articles with all that shows of them."""

    def __init__(self, session: Session, channel: str, articles: Collection[int]) -> None:
        self.session = session
        self.articles = list(session.scalars(select(Article).where(Article.id.in_(articles)).order_by(Article.id)))
        numbers = [article.id for article in self.articles]
        self.rows: dict[int, list[Any]] = {number: [] for number in numbers}
        live = (
            select(Version, Revision, StoredText.digest, Person.name)
            .outerjoin(Revision, Revision.id == Version.live_id)
            .outerjoin(StoredText, StoredText.id == Revision.text_id)
            .outerjoin(Person, Person.id == Revision.author_id)
        )
        for row in session.execute(live.where(Version.article_id.in_(numbers)).order_by(Version.article_id, Version.id)):
            self.rows[row[0].article_id].append(row)
        self.versions = [row[0].id for rows in self.rows.values() for row in rows]
        self.tags: dict[int, list[str]] = {}
        for number, tag in session.execute(select(ArticleTag.article_id, ArticleTag.tag).where(ArticleTag.article_id.in_(numbers)).order_by(ArticleTag.tag)):
            self.tags.setdefault(number, []).append(tag)
        self.former: dict[int, list[str]] = {}
        for number, key in session.execute(select(FormerKey.article_id, FormerKey.key).where(FormerKey.article_id.in_(numbers)).order_by(FormerKey.key)):
            self.former.setdefault(number, []).append(key)
        self.known = {
            row.version_id: Known(row.revision_id, row.location, row.remote_id, row.mark, row.fingerprint, row.data)
            for row in session.scalars(select(Publication).where(Publication.channel == channel, Publication.version_id.in_(self.versions)))
        }
        self.notes: dict[int, list[Correction]] = {}
        noted = select(CorrectionNote.version_id, CorrectionNote.at, CorrectionNote.text).where(CorrectionNote.version_id.in_(self.versions), CorrectionNote.shown)
        for number, at, text in session.execute(noted.order_by(CorrectionNote.at)):
            self.notes.setdefault(number, []).append(Correction(at, text))
        self.names = _names(session, numbers, {row[1].author_id for rows in self.rows.values() for row in rows if row[1] and row[1].author_id})

    def works(self, tags: Collection[str], drawing: Callable[[], None]) -> Iterator[Work]:
        ended = self._ended([row[0].id for rows in self.rows.values() for row in rows if row[1] is None])
        for article in self.articles:
            rows = self.rows[article.id]
            up = {row[0].language for row in rows if row[1] is not None and _taken(row[0].language, tags)}
            pages = tuple(self.page(article, row, up, drawing) for row in rows if row[0].language in up)
            gone = tuple(
                ended.get(row[0].id) or Gone(row[0].id, row[0].language)
                for row in rows if row[0].language not in up and (row[0].id in ended or row[0].id in self.known)
            )  # fmt: skip
            known = {row[0].id: self.known[row[0].id] for row in rows if row[0].id in self.known}
            if pages or gone or known:
                yield Work(article.id, article.key, article.original_language, pages, gone, tuple(self.former.get(article.id, ())), known)

    def _ended(self, versions: Collection[int]) -> dict[int, Gone]:
        """Which of these versions readers saw once, and since when they do not."""
        found: dict[int, Gone] = {}
        query = select(Event.version_id, Version.language, Event.at, Event.data).join(Version, Version.id == Event.version_id)
        for number, language, at, data in self.session.execute(query.where(Event.version_id.in_(versions), Event.action.in_(_ENDED)).order_by(Event.id)):
            found[number] = Gone(number, language, at, takedown=bool((data or {}).get("takedown")))
        return found

    def page(self, article: Article, row: Any, up: set[str], drawing: Callable[[], None]) -> Page:
        version, revision, digest, name = row
        translator = "" if version.is_original else self._name(article, version, revision, name or "")
        at, since = version.published_at, version.behind_since
        updated = revision.created_at if version.is_original and revision.number > 1 and (at is None or revision.created_at > at) else None
        title = version.title if revision.id in {version.head_id, 0} else texts.document(self.session, revision).title
        tags, notes = tuple(self.tags.get(article.id, ())), tuple(self.notes.get(version.id, ()))
        moments = [moment.isoformat() if moment else "" for moment in (at, since, updated)]
        said = [f"{note.at.isoformat()} {note.text}" for note in notes]
        parts = (bytes(digest).hex(), article.key, article.kind, translator, version.parent_language, article.date, article.section, title, *moments, *tags, "", *said)
        return Page(
            article=article.key, language=version.language, parent=version.parent_language, parent_is_live=version.parent_language in up,
            title=title, standfirst="", byline="", date=article.date, published_at=at, translator=translator, section=article.section,
            tags=tags, document=_reader(self.session, revision, drawing), fingerprint=sha256("\0".join(parts).encode()).hexdigest(),
            behind_since=since, original_language=article.original_language, updated_at=updated, kind=article.kind, corrections=notes,
            version_id=version.id, revision_id=revision.id,
        )  # fmt: skip

    def _name(self, article: Article, version: Version, revision: Revision, name: str) -> str:
        """Under what name the translator of a live revision goes in this article."""
        if version.credit:
            return version.credit
        for key in ((revision.author_id, article.id), (revision.author_id, None)):
            if key in self.names:
                return self.names[key]
        return name


def _names(session: Session, articles: Collection[int], people: Collection[int]) -> dict[tuple[int | None, int | None], str]:
    """Pen names by person and article (None: in all)."""
    query = select(PenName.person_id, PenName.article_id, PenName.name).where(PenName.person_id.in_(people))
    return {(person, article): name for person, article, name in session.execute(query.where(PenName.article_id.is_(None) | PenName.article_id.in_(articles)))}


def _taken(language: str, tags: Collection[str]) -> bool:
    return not tags or any(languages.covers(tag, language) for tag in tags)


def _reader(session: Session, revision: Revision, drawing: Callable[[], None]) -> Callable[[], Document]:
    def read() -> Document:
        drawing()
        return texts.document(session, revision)

    return read
