"""The publisher's verbs, and bringing the site up to what is live.

The database says first what readers are to see; then the site is brought to it. A run that is killed between the two leaves
the old site whole, and the next `publish` (of anything, or of nothing) completes it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from translate_flow.channels import site
from translate_flow.errors import NotAllowed
from translate_flow.models import Article, ArticleTag, Person, Publication, Revision, StoredText, Version
from translate_flow.services import freshness, settings, texts
from translate_flow.services.transitions import move
from translate_flow.text.document import Document
from translate_flow.workflow import Action

CHANNEL = "site"


def publish(session: Session, version: Version, *, actor: Person, now: datetime) -> None:
    """Makes a version's newest text what readers see. Raises NotAllowed (role, workflow, its original is not out)."""
    if not version.is_original:
        _original_is_out(session, version)
    move(session, version, Action.PUBLISH, actor=actor, now=now, live_id=version.head_id, published_at=now, credit="")
    freshness.refresh(session, [version])


def withdraw(session: Session, version: Version, *, actor: Person, now: datetime, reason: str) -> None:
    """Takes a version from readers; its texts are kept. Raises NotAllowed, UsageError where no reason is given."""
    move(session, version, Action.WITHDRAW, actor=actor, now=now, reason=reason, live_id=None, published_at=None)
    freshness.refresh(session, [version])


def _original_is_out(session: Session, version: Version) -> None:
    original = session.scalar(select(Version).where(Version.article_id == version.article_id, Version.parent_language == ""))
    if original is not None and original.status != "published":
        raise NotAllowed(
            f"{version.address} cannot go out: its original ({original.language}) is {original.status}",
            remedy=f"Publish both together: `translate-flow publish {version.article.key} {version.address}`.",
        )


def folder(session: Session, home: Path) -> Path:
    """Where the site is: the setting `site`, from the database's own folder `home`."""
    return (home / str(settings.get(session, "site"))).absolute()


def pages(session: Session) -> list[site.Page]:
    """What readers are to see: every live version, in a fixed number of queries. Documents are read when a page is drawn."""
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
    live = {(version.article_id, version.language) for version, *_ in rows}
    return [
        _page(session, version, article, revision, bytes(digest), tags.get(article.id, []), live, version.credit or name or "")
        for version, article, revision, digest, name in rows
    ]


def _page(
    session: Session, version: Version, article: Article, revision: Revision, digest: bytes, tags: list[str],
    live: set[tuple[int, str]], author: str,
) -> site.Page:  # fmt: skip
    translator = "" if version.is_original else author
    at = version.published_at or version.created_at
    since = version.behind_since
    parts = (digest.hex(), translator, version.parent_language, article.date, at.isoformat(), since.isoformat() if since else "", article.section, *tags)
    return site.Page(
        article=article.key, language=version.language, parent=version.parent_language,
        parent_is_live=(article.id, version.parent_language) in live, title=version.title, standfirst="", byline="", date=article.date,
        published_at=at, translator=translator, section=article.section, tags=tuple(tags), document=_reader(session, revision),
        fingerprint=sha256("\0".join(parts).encode()).hexdigest(), behind_since=since, original_language=article.original_language,
    )  # fmt: skip


def _reader(session: Session, revision: Revision) -> Callable[[], Document]:
    return lambda: texts.document(session, revision)


def write_site(session: Session, home: Path, *, now: datetime) -> site.Outcome:
    """Brings the site to what is live, and notes in `publications` what it shows. Running it again changes nothing."""
    wanted = pages(session)
    chosen = settings.everything(session)
    outcome = site.sync(folder(session, home), wanted, site_name=str(chosen["site_name"]), base_url=str(chosen["base_url"]))
    _note(session, wanted, now)
    return outcome


def _note(session: Session, wanted: list[site.Page], now: datetime) -> None:
    """One row for each page that the channel shows; only what changed is written."""
    ids = {(key, language): (number, live or 0) for number, key, language, live in session.execute(
        select(Version.id, Article.key, Version.language, Version.live_id).join(Article, Article.id == Version.article_id).where(Version.live_id.is_not(None))
    )}  # fmt: skip
    noted = {row.version_id: row for row in session.scalars(select(Publication).where(Publication.channel == CHANNEL))}
    shown = set()
    for page in wanted:
        number, revision = ids[page.article, page.language]
        shown.add(number)
        row, place = noted.get(number), site.page_path(page)
        if row is None:
            session.add(Publication(channel=CHANNEL, version_id=number, revision_id=revision, location=place, published_at=page.published_at, written_at=now))
        elif (row.revision_id, row.location, row.published_at) != (revision, place, page.published_at):
            row.revision_id, row.location, row.published_at, row.written_at = revision, place, page.published_at, now
    gone = noted.keys() - shown
    if gone:
        session.execute(delete(Publication).where(Publication.channel == CHANNEL, Publication.version_id.in_(gone)))
