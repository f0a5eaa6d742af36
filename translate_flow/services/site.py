"""Bringing the static site to what is live, and noting what it shows.

The database says first what readers are to see; then the site is brought to it. A run that is killed between the two
leaves the old site whole, and the next one (of any `publish`) completes it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from translate_flow.channels import site
from translate_flow.models import Article, ArticleTag, Person, Publication, Revision, StoredText, Version
from translate_flow.services import settings, texts
from translate_flow.text.document import Document


@dataclass(frozen=True, slots=True)
class Shown:
    """A page, and the version and the revision of it that it shows."""

    page: site.Page
    version_id: int
    revision_id: int


@contextmanager
def exclusive(home: Path) -> Iterator[None]:
    """One run at a time reads what is live, writes it and notes it: otherwise an older reading could be written last."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "publish.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def folder(session: Session, home: Path) -> Path:
    """Where the site is: the setting `site`, from the database's own folder `home`."""
    return (home / str(settings.get(session, "site"))).absolute()


def write(session: Session, home: Path, *, drawing: Callable[[], None] = lambda: None) -> tuple[site.Outcome, list[Shown]]:
    """Brings the site to what is live; call it under `exclusive`, and `note` after it. Running it again changes nothing.

    `drawing` is called before each page that must be drawn."""
    chosen = settings.everything(session)
    shown = live(session, drawing)
    outcome = site.sync(
        folder(session, home), [row.page for row in shown], site_name=str(chosen["site_name"]), base_url=str(chosen["base_url"])
    )  # fmt: skip
    return outcome, shown


def live(session: Session, drawing: Callable[[], None] = lambda: None) -> list[Shown]:
    """What readers are to see, in a fixed number of queries. Documents are read when a page is drawn."""
    rows = session.execute(
        select(Version, Article, Revision, StoredText.digest, Person.name)
        .join(Article, Article.id == Version.article_id)
        .join(Revision, Revision.id == Version.live_id)
        .join(StoredText, StoredText.id == Revision.text_id)
        .outerjoin(Person, Person.id == Revision.author_id)
        .order_by(Article.id, Version.id)
    ).all()
    tags: dict[int, list[str]] = {}
    for number, tag in session.execute(select(ArticleTag.article_id, ArticleTag.tag).order_by(ArticleTag.tag)):
        tags.setdefault(number, []).append(tag)
    up = {(version.article_id, version.language) for version, *_ in rows}
    return [
        Shown(
            _page(version, article, bytes(digest), tags.get(article.id, []), up, version.credit or name or "", revision, _reader(session, revision, drawing)),
            version.id, revision.id,
        )
        for version, article, revision, digest, name in rows
    ]  # fmt: skip


def _page(
    version: Version, article: Article, digest: bytes, tags: list[str], up: set[tuple[int, str]], author: str, revision: Revision,
    document: Callable[[], Document],
) -> site.Page:  # fmt: skip
    translator = "" if version.is_original else author
    at, since = version.published_at, version.behind_since
    updated = revision.created_at if version.is_original and revision.number > 1 and (at is None or revision.created_at > at) else None
    moments = [moment.isoformat() if moment else "" for moment in (at, since, updated)]
    parts = (digest.hex(), translator, version.parent_language, article.date, article.section, *moments, *tags)
    return site.Page(
        article=article.key, language=version.language, parent=version.parent_language,
        parent_is_live=(article.id, version.parent_language) in up, title=version.title, standfirst="", byline="", date=article.date,
        published_at=at, translator=translator, section=article.section, tags=tuple(tags), document=document,
        fingerprint=sha256("\0".join(parts).encode()).hexdigest(), behind_since=since, original_language=article.original_language,
        updated_at=updated,
    )  # fmt: skip


def _reader(session: Session, revision: Revision, drawing: Callable[[], None]) -> Callable[[], Document]:
    def read() -> Document:
        drawing()
        return texts.document(session, revision)

    return read


def note(session: Session, shown: Sequence[Shown], *, now: datetime) -> None:
    """Says in `publications` what the site shows, once it does; only what changed is written."""
    noted = {row.version_id: row for row in session.scalars(select(Publication).where(Publication.channel == site.NAME))}
    for row in shown:
        known, place = noted.get(row.version_id), site.page_path(row.page)
        if known is None:
            session.add(
                Publication(
                    channel=site.NAME, version_id=row.version_id, revision_id=row.revision_id, location=place,
                    published_at=row.page.published_at, written_at=now,
                )
            )  # fmt: skip
        elif (known.revision_id, known.location, known.published_at) != (row.revision_id, place, row.page.published_at):
            known.revision_id, known.location, known.published_at, known.written_at = row.revision_id, place, row.page.published_at, now
    gone = noted.keys() - {row.version_id for row in shown}
    if gone:
        session.execute(delete(Publication).where(Publication.channel == site.NAME, Publication.version_id.in_(gone)))
