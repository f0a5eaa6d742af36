"""Bringing texts in: new articles, adopted translations, new revisions of what is here. Nothing is ever overwritten.

Works in batches of a fixed size, each in a fixed number of statements, so that cost follows the input and memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from translate_flow import workflow
from translate_flow.errors import NotAllowed
from translate_flow.models import Article, ArticleTag, Event, Person, Revision, StoredText, Version
from translate_flow.services import bulk, changes, freshness, keys, lookup, people, texts
from translate_flow.services.sources import Incoming
from translate_flow.services.transitions import record
from translate_flow.text.classes import ChangeClass
from translate_flow.text.digests import text_digest
from translate_flow.workflow import Role

BATCH, BATCH_BYTES = 500, 8 * 2**20  # texts in memory at once, and their size


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one text: created, revised, unchanged or refused (then the last warning says why)."""

    article: str
    language: str
    outcome: str
    warnings: tuple[str, ...] = ()


def bring(session: Session, incoming: Iterable[Incoming], *, actor: Person, now: datetime) -> Iterator[Result]:
    """Stores what comes in. Raises NotAllowed unless the actor is a coordinator; one text that cannot go in is refused by itself."""
    people.must_be(actor, Role.COORDINATOR, doing="import")
    batch: list[Incoming] = []
    size = 0
    for item in incoming:
        batch.append(item)
        size += len(item.body)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield from _Batch(session, actor, now).run(batch)
            batch, size = [], 0
    if batch:
        yield from _Batch(session, actor, now).run(batch)


def revise(
    session: Session, version: Version, incoming: Incoming, *, actor: Person, now: datetime, change_class: ChangeClass | None = None, note: str = ""
) -> Result:
    """A new text of an original. Published originals show it at once; their translations learn that they are behind.

    `change_class`: what it is to them, as a person says; else as the difference proposes. `note`: what readers are told of a correction.

    Raises UsageError for a note on what is no correction, NotAllowed for a translation, whose text changes through its translator, and for whoever is no coordinator.
    """
    people.must_be(actor, Role.COORDINATOR, doing="revise")
    if not version.is_original:
        raise NotAllowed(
            f"{version.address} is a translation; `revise` takes a new text of the original",
            remedy=f"A translation's text changes through its translator: `reopen {version.address}`, `claim`, `checkout`, `checkin`.",
        )
    return _revise_one(session, version, incoming, actor, now, "revise", change_class, note)


class _Batch:
    """One batch: look up what is there, sort the texts into new and known, insert the new ones together."""

    def __init__(self, session: Session, actor: Person, now: datetime) -> None:
        self.session, self.actor, self.now = session, actor, now
        self.results: dict[int, Result] = {}

    def run(self, batch: Sequence[Incoming]) -> list[Result]:
        self.by_origin = self._known_origins(batch)
        self.keys = keys.Keys(self.session)
        self.keys.ask(item.key for item in batch)
        new: list[tuple[int, Incoming, str]] = []
        for at, item in enumerate(batch):
            version = self.by_origin.get((item.origin, item.language))
            if version is not None and (not item.named or version.article.key == item.key or self.keys.taken.get(item.key) == version.article_id):
                self.results[at] = self._known(version, item)
            elif item.key in self.keys.taken and item.named:
                self.results[at] = self._into(item)
            elif (same := self._same(item)) is not None:
                self.results[at] = same
            else:
                key = self.keys.unused(item.key)
                told = item if key == item.key else replace(item, warnings=(*item.warnings, _another(item.key, key)))
                new.append((at, told, key))
        self._create(new)
        return [self.results[at] for at in range(len(batch))]

    def _known_origins(self, batch: Sequence[Incoming]) -> dict[tuple[str, str], Version]:
        # The second condition says what the partial index says; without it, SQLite reads every version for every batch.
        among = Version.origin.in_({item.origin for item in batch}) & (Version.origin != literal_column("''"))
        lookup.hold(self.session, Article.id.in_(select(Version.article_id).where(among)))
        found = self.session.scalars(select(Version).join(Version.article).where(among))
        return {(version.origin, version.language): version for version in found}

    def _same(self, item: Incoming) -> Result | None:
        """The very text that an article of that key has, from another place: the file has moved, and nothing else."""
        article = self.keys.taken.get(item.key, keys.COMING)
        if article == keys.COMING:
            return None
        head = (
            select(StoredText.digest).join(Revision, Revision.text_id == StoredText.id).join(Version, Version.head_id == Revision.id)
            .where(Version.article_id == article, Version.language == item.language)
        )  # fmt: skip
        found = self.session.scalar(head)
        if found is None or bytes(found) != text_digest(item.document.format, item.body):
            return None
        return Result(item.key, item.language, "unchanged", item.warnings)

    def _into(self, item: Incoming) -> Result:
        """A text that a person said belongs to an article that is here, perhaps since a moment ago."""
        number = self.keys.taken[item.key]
        lookup.hold(self.session, Article.id == number)
        article = self.session.get(Article, number) if number != keys.COMING else self.session.scalar(select(Article).where(Article.key == item.key))
        if article is None:  # two files of one command with one --key: the second belongs to what the first will make
            return Result(item.key, item.language, "refused", ("Two texts of one command claim this key. Import them one after the other.",))
        version = self.session.scalar(select(Version).where(Version.article_id == article.id, Version.language == item.language))
        if version is not None:
            version.article = article
            return self._known(version, item)
        if item.published and article.embargo_until is not None and article.embargo_until > self.now:
            return Result(article.key, item.language, "refused", (f"{article.key} is under embargo: bring this version in with --draft.",))
        if item.language == article.original_language:
            return self._original_at_last(article, item)
        if not item.parent_language:
            return Result(
                article.key, item.language, "refused",
                (f"{article.key} is here in {article.original_language}. Say what this one was translated from: --from {article.original_language}.",),
            )  # fmt: skip
        return self._adopt(article, item)

    def _known(self, version: Version, item: Incoming) -> Result:
        if not version.is_original and version.status not in {"published", "withdrawn"}:
            return Result(
                version.article.key, version.language, "refused",
                (f"{version.address} is being worked on here ({workflow.words(version.status)}); nothing of it was touched. Its translator checks in new text.",),
            )  # fmt: skip
        return _revise_one(self.session, version, item, self.actor, self.now, "import")

    def _adopt(self, article: Article, item: Incoming) -> Result:
        """A translation that was made elsewhere: published, its base unknown until somebody says."""
        parent = self.session.scalar(select(Version).where(Version.article_id == article.id, Version.language == item.parent_language))
        version = self._version(article, item, parent)
        return Result(article.key, version.language, "created", item.warnings)

    def _original_at_last(self, article: Article, item: Incoming) -> Result:
        """The original of translations that came first: they are hung on it."""
        version = self._version(article, item, None)
        orphans = self.session.scalars(
            select(Version).where(Version.article_id == article.id, Version.parent_language == item.language, Version.parent_id.is_(None))
        )
        for orphan in orphans:
            orphan.parent_id, orphan.article = version.id, article
            record(self.session, "name parent", actor=self.actor, now=self.now, version=orphan, data={"parent": version.language})
        return Result(article.key, version.language, "created", item.warnings)

    def _version(self, article: Article, item: Incoming, parent: Version | None) -> Version:
        adopted = item.language != article.original_language
        version = Version(
            article_id=article.id, language=item.language, status=_status(item, adopted), origin=item.origin, title=item.document.title,
            parent_language=item.parent_language if adopted else "", parent_id=parent.id if parent else None,
            credit=_credit(item) if adopted else "", created_at=self.now, updated_at=self.now,
        )  # fmt: skip
        version.article = article
        self.session.add(version)
        self.session.flush()
        text = texts.store(self.session, item.document, item.body)
        revision = texts.add_revision(self.session, version, text, base=None, author=None, now=self.now)
        if version.status == "published":
            version.live_id = revision.id
        change = ("", version.status)
        record(self.session, "import", actor=self.actor, now=self.now, version=version, revision_id=revision.id, data=_data(item), change=change)
        return version

    def _create(self, new: list[tuple[int, Incoming, str]]) -> None:
        """All new articles of the batch, table by table."""
        if not new:
            return
        connection, now = self.session.connection(), self.now
        items = [item for _, item, _ in new]
        statuses = [_status(item, bool(item.parent_language)) for item in items]
        text_ids = texts.store_many(self.session, [(item.document, item.body) for item in items])
        articles, versions, revisions = (bulk.next_ids(connection, model, len(new)) for model in (Article, Version, Revision))
        bulk.insert(
            connection, Article, "id key kind section date original_language",
            [(number, key, item.kind, item.section, item.date, item.parent_language or item.language)
             for number, (_, item, key) in zip(articles, new, strict=True)],
            shared={"created_at": now},
        )  # fmt: skip
        tags = [(number, tag) for number, item in zip(articles, items, strict=True) for tag in dict.fromkeys(item.tags)]
        bulk.insert(connection, ArticleTag, "article_id tag", tags)
        bulk.insert(
            connection, Version, "id article_id language status origin title parent_language credit",
            [(number, article, item.language, status, item.origin, item.document.title, item.parent_language, _credit(item))
             for number, article, item, status in zip(versions, articles, items, statuses, strict=True)],
            shared={"created_at": now, "updated_at": now},
        )  # fmt: skip
        bulk.insert(connection, Revision, "id version_id text_id", list(zip(revisions, versions, text_ids, strict=True)), shared={"number": 1, "created_at": now})
        bulk.show(connection, zip(versions, revisions, statuses, strict=True))
        self._tell(new, articles, versions, revisions, statuses)

    def _tell(self, new: list[tuple[int, Incoming, str]], articles: list[int], versions: list[int], revisions: list[int], statuses: list[str]) -> None:
        """An event for each new article, and its result."""
        connection = self.session.connection()
        rows = []
        ids = bulk.next_ids(connection, Event, len(new))
        for number, (at, item, key), article, version, revision, status in zip(ids, new, articles, versions, revisions, statuses, strict=True):
            rows.append((number, article, version, revision, status, _data(item)))
            self.results[at] = Result(key, item.language, "created", (*item.warnings, *_unnamed(item, key)))
        shared = {"at": self.now, "actor_id": self.actor.id, "action": "import", "from_status": "", "reason": ""}
        bulk.insert(connection, Event, "id article_id version_id revision_id to_status data", rows, shared=shared)


def _revise_one(
    session: Session, version: Version, item: Incoming, actor: Person, now: datetime, action: str, told: ChangeClass | None = None, note: str = ""
) -> Result:
    text = texts.store(session, item.document, item.body)
    head = session.get(Revision, version.head_id) if version.head_id else None
    if head is not None and head.text_id == text.id:
        return Result(version.article.key, version.language, "unchanged", item.warnings)
    heavy = told or (changes.proposed(session, head, item.document, version.language).change_class if head is not None else None)
    revision = texts.add_revision(
        session, version, text, base=None, author=actor if action == "revise" else None, now=now,
        change_class=heavy.value if heavy else "", class_confirmed=told is not None,
    )  # fmt: skip
    if note.strip():
        from translate_flow.services import corrections  # for few texts

        corrections.noted(session, version, revision, note)
    version.title = item.document.title or version.title
    if version.status == "published":
        version.live_id, version.credit = revision.id, "" if version.is_original else _credit(item)
    data = {**_data(item), "class": revision.change_class, "confirmed": revision.class_confirmed}
    record(session, action, actor=actor, now=now, version=version, revision_id=revision.id, data=data)
    if heavier := freshness.refresh(session, [version]):
        from translate_flow.services import policy

        policy.follow(session, heavier, now=now)
    if head is not None:
        from translate_flow.services import notices  # not with first imports

        notices.source_moved(session, [version], actor=actor, now=now, heavy=revision.change_class)
    return Result(version.article.key, version.language, "revised", item.warnings)


def _status(item: Incoming, translated: bool) -> str:
    """Where a new text stands. A translation that is not out waits for a translator, with its text as the draft."""
    if item.published:
        return "published"
    return "requested" if translated else "draft"


def _credit(item: Incoming) -> str:
    return item.document.provenance.translator[:200] if item.document.provenance else ""


def _another(wanted: str, key: str) -> str:
    return (
        f"There is another article “{wanted}” already, from another place, so this one is “{key}”. "
        f"If it is the same article, import it with --key {wanted}."
    )


def _unnamed(item: Incoming, key: str) -> tuple[str, ...]:
    if not item.parent_language:
        return ()
    return (
        f"Its {item.parent_language} original is not here yet. Bring it in with: translate-flow import FILE --key {key} --lang {item.parent_language}",
    )


def _data(item: Incoming) -> dict[str, Any]:
    """What the event keeps of where a text came from, and of what was inferred from it."""
    data: dict[str, Any] = {"origin": item.origin, **item.data}
    provenance = item.document.provenance
    if provenance is not None:
        data["provenance"] = {"text": provenance.text, "language": provenance.language, "translator": provenance.translator, "confidence": provenance.confidence}
    return data
