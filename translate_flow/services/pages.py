"""What a channel is to show, article by article, read from the database in bounded pieces."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from translate_flow import formats, languages
from translate_flow.channels.page import Correction, Gone, Known, Page, Work
from translate_flow.formats import encoding
from translate_flow.models import Article, ArticleTag, Event, Person, Revision, StoredText, Version
from translate_flow.models_channels import CorrectionNote, FormerKey, Publication
from translate_flow.services import bylines, texts
from translate_flow.text import redaction
from translate_flow.text.document import Document

_PIECE = 500  # articles read at once
_BODIES = 100  # texts read at once
_ENDED = ("withdraw", "disown", "takedown")  # actions that take a version from readers


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
    bodies = _Bodies(session, [row[1].text_id for row in rows if row[1] is not None] + ([revision.text_id] if revision else []))
    page = piece.page(article, (version, like, b"", "", name, None), up, lambda: None, bodies)
    others = [piece.page(article, row, up, lambda: None, bodies) for row in rows if row[1] is not None and row[0].id != version.id]
    return replace(page, published_at=page.published_at or now), others


class _Piece:
    """Some articles with all that shows of them."""

    def __init__(self, session: Session, channel: str, articles: Collection[int]) -> None:
        self.session = session
        self.articles = list(session.scalars(select(Article).where(Article.id.in_(articles)).order_by(Article.id)))
        numbers = [article.id for article in self.articles]
        self.rows: dict[int, list[Any]] = {number: [] for number in numbers}
        live = (
            select(Version, Revision, StoredText.digest, StoredText.format, Person.name, Person.email)
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
        for number, key in session.execute(select(FormerKey.article_id, FormerKey.key).where(FormerKey.article_id.in_(numbers), FormerKey.key.not_in(select(Article.key).where(Article.key == FormerKey.key))).order_by(FormerKey.key)):
            self.former.setdefault(number, []).append(key)
        self.known = {
            row.version_id: Known(row.revision_id, row.location, row.remote_id, row.mark, row.fingerprint, row.data)
            for row in session.scalars(select(Publication).where(Publication.channel == channel, Publication.version_id.in_(self.versions)))
        }
        self.notes: dict[int, list[Correction]] = {}
        noted = (  # of texts that came after the one that is out (rolled back, perhaps) nothing is told
            select(CorrectionNote.version_id, CorrectionNote.at, CorrectionNote.text).join(Revision, Revision.id == CorrectionNote.revision_id)
            .join(Version, Version.id == CorrectionNote.version_id).join(live_one := aliased(Revision), live_one.id == Version.live_id)
            .where(CorrectionNote.version_id.in_(self.versions), CorrectionNote.shown, Revision.number <= live_one.number)
        )  # fmt: skip
        for number, at, text in session.execute(noted.order_by(CorrectionNote.at, CorrectionNote.id)):
            self.notes.setdefault(number, []).append(Correction(at, text))
        self.names = bylines.names(session, numbers)

    def works(self, tags: Collection[str], drawing: Callable[[], None]) -> Iterator[Work]:
        bodies = _Bodies(self.session, [row[1].text_id for rows in self.rows.values() for row in rows if row[1] is not None])
        ended = self._ended([row[0].id for rows in self.rows.values() for row in rows if row[1] is None])
        for article in self.articles:
            rows = self.rows[article.id]
            up = {row[0].language for row in rows if row[1] is not None and _taken(row[0].language, tags)}
            pages = tuple(self.page(article, row, up, drawing, bodies) for row in rows if row[0].language in up)
            gone = tuple(
                replace(ended.get(row[0].id) or Gone(row[0].id, row[0].language), origin=row[0].origin, earlier=_earlier(self.session, row[0].id))
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

    def page(self, article: Article, row: Any, up: set[str], drawing: Callable[[], None], bodies: _Bodies) -> Page:
        version, revision, digest, format, name, email = row
        names = self.names.of(version)
        translator = "" if version.is_original else redaction.masked(version.credit or name or "", names)
        email = email if translator and translator == name and not version.credit else ""  # a pen name is not to be seen through
        at, since = version.published_at, version.behind_since
        updated = revision.created_at if version.is_original and revision.number > 1 and (at is None or revision.created_at > at) else None
        title = version.title if revision.id in {version.head_id, 0} else texts.document(self.session, revision).title
        tags, notes = tuple(self.tags.get(article.id, ())), tuple(self.notes.get(version.id, ()))
        moments = [moment.isoformat() if moment else "" for moment in (at, since, updated)]
        said = [f"{note.at.isoformat()} {note.text}" for note in notes]
        masks = [f"{one}: {other}" for one, other in names.items()]
        parts = (bytes(digest).hex(), article.key, article.kind, translator, version.parent_language, article.date, article.section, title, version.origin, *moments, *tags, "", *said, "", *masks)
        return Page(
            article=article.key, language=version.language, parent=version.parent_language, parent_is_live=version.parent_language in up,
            title=title, standfirst="", byline="", date=article.date, published_at=at, translator=translator, section=article.section,
            tags=tags, document=_reader(self.session, revision, names, drawing), fingerprint=sha256("\0".join(parts).encode()).hexdigest(),
            behind_since=since, original_language=article.original_language, updated_at=updated, kind=article.kind, corrections=notes,
            version_id=version.id, revision_id=revision.id, origin=version.origin, format=format, raw=_bytes(self.session, revision, names, drawing),
            earlier=_earlier(self.session, version.id, revision.id), translator_email=email, source=_source(bodies, revision.text_id, names),
        )  # fmt: skip


class _Bodies:
    """The formats and bytes of texts, read some at a time in the order in which they are asked for."""

    def __init__(self, session: Session, texts: Sequence[int]) -> None:
        self._session, self._texts = session, texts
        self._places = {text: at for at, text in reversed(list(enumerate(texts)))}
        self._read: dict[int, tuple[str, bytes]] = {}

    def get(self, text: int) -> tuple[str, bytes]:
        if text not in self._read:
            at = self._places[text]
            query = select(StoredText.id, StoredText.format, StoredText.body).where(StoredText.id.in_(self._texts[at : at + _BODIES]))
            self._read = {number: (format, bytes(body)) for number, format, body in self._session.execute(query)}
        return self._read[text]


def _source(bodies: _Bodies, text: int, names: Mapping[str, str]) -> Callable[[], tuple[str, bytes]]:
    """A text's format and bytes, without names that were taken back."""

    def read() -> tuple[str, bytes]:
        format, body = bodies.get(text)
        masked = _masked(formats.get(format).read(body), names) if names else None
        return format, body if masked is None else masked

    return read


def _taken(language: str, tags: Collection[str]) -> bool:
    return not tags or any(languages.covers(tag, language) for tag in tags)


def _reader(session: Session, revision: Revision, names: Mapping[str, str], drawing: Callable[[], None]) -> Callable[[], Document]:
    def read() -> Document:
        drawing()
        document = texts.document(session, revision)
        masked = _masked(document, names)
        return document if masked is None else formats.get(document.format).read(masked)

    return read


def _masked(document: Document, names: Mapping[str, str]) -> bytes | None:
    """A text's bytes without the names that were taken back; None where it has none of them."""
    text = redaction.without(document, names) if names else document.text
    return None if text == document.text else encoding.encode(replace(document, text=text))


def _bytes(session: Session, revision: Revision, names: Mapping[str, str], drawing: Callable[[], None]) -> Callable[[], bytes]:
    def read() -> bytes:
        drawing()
        masked = _masked(texts.document(session, revision), names) if names else None
        return texts.body(session, revision) if masked is None else masked

    return read


def _earlier(session: Session, version: int, before: int | None = None) -> Callable[[], Iterable[tuple[int, bytes]]]:
    """A version's texts (before one of its revisions), newest first, each with its revision."""

    def read() -> Iterator[tuple[int, bytes]]:
        query = select(Revision.id, StoredText.body).join(StoredText, StoredText.id == Revision.text_id).where(Revision.version_id == version)
        if before is not None:
            query = query.where(Revision.id < before)
        return ((number, bytes(body)) for number, body in session.execute(query.order_by(Revision.id.desc()).execution_options(yield_per=20)))

    return read
