"""How much work there is and was, in words and in weighted words: by language, by person, by version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, TextClause, select, text
from sqlalchemy.orm import Session, aliased

from translate_flow.models import Article, Claim, Event, Person, Revision, Version
from translate_flow.reports import Asked, Column, Part, Report, wheres
from translate_flow.services import effort
from translate_flow.services.effort import Job, Memory
from translate_flow.text.effort import BANDS, Effort

_OPEN = ("requested", "translating")


class Work(NamedTuple):
    """One version's: open (`at` is None), held by `person` if anybody; or handed in by them `at` a time."""

    article: str
    language: str
    person: str
    at: datetime | None
    effort: Effort


@dataclass(frozen=True, slots=True)
class Sum:
    """So many versions, and their effort together."""

    versions: int
    effort: Effort


@dataclass(frozen=True, slots=True)
class Works:
    """`open` and `done`: each version. The sums, by language, and by person and language: (what is open, what was handed in)."""

    open: list[Work]
    done: list[Work]
    languages: dict[str, tuple[Sum, Sum]]
    people: dict[tuple[str, str], tuple[Sum, Sum]]


_SUMS = (
    Column("versions", "number"), Column("words", "number"), Column("weighted", "number"),
    Column("handed_in", "number", "handed in"), Column("words_in", "number", "words in"), Column("weighted_in", "number", "weighted in"),
)  # fmt: skip


def report(connection: Connection, asked: Asked) -> Report:
    """Parts: languages, people (what they hold, and handed in), versions (open, then handed in; a column for each band that occurs)."""
    from translate_flow.services import matching

    with Session(connection) as session:
        found = works(session, asked, memory=matching.best(session, now=asked.now))
    languages = [(tag, *_cells(ahead), *_cells(done)) for tag, (ahead, done) in found.languages.items()]
    people = [(handle, tag, *_cells(ahead), *_cells(done)) for (handle, tag), (ahead, done) in found.people.items()]
    everything = [*found.open, *found.done]
    bands = [name for name in BANDS if any(one.effort.bands.get(name) for one in everything)]
    shown = everything[: asked.limit] if asked.limit else everything
    rows = [
        (one.article, one.language, one.person or None, one.at, one.effort.words, one.effort.weighted, *(one.effort.bands.get(name, 0) for name in bands)) for one in shown
    ]
    columns = (
        Column("article", "article"), Column("language", "language"), Column("person", "person"), Column("handed_in_at", "moment", "handed in"),
        Column("words", "number"), Column("weighted", "number"), *(Column(name, "number") for name in bands),
    )  # fmt: skip
    empty = "There is nothing to be done, and nothing was handed in."
    return Report("effort", (
        Part("languages", "Work by language: to be done, and handed in", (Column("language", "language"), *_SUMS), languages, empty=empty),
        Part("people", "Work by person: held, and handed in", (Column("person", "person"), Column("language", "language"), *_SUMS), people),
        Part("versions", "What is open, and what was handed in", columns, rows, len(everything) - len(shown), aside=True),
    ))  # fmt: skip


def _cells(one: Sum) -> tuple[int, int, float]:
    return one.versions, one.effort.words, one.effort.weighted


def works(session: Session, asked: Asked, *, memory: Memory | None = None) -> Works:
    """All that is to be translated, and what was handed in from `since` to `until`, as far as it is asked for.

    The memory counts for what is open: of what was handed in it knows the translation by now.
    """
    waiting = _open(session, asked, memory)
    done = _done(session, asked)
    return Works(waiting, done, _sums(waiting, done, lambda one: one.language), _sums(waiting, done, lambda one: (one.person, one.language), some=True))


def _sums(waiting: Sequence[Work], done: Sequence[Work], key: Any, *, some: bool = False) -> dict[Any, tuple[Sum, Sum]]:
    """By a key, the heaviest first. `some`: only what is somebody's."""
    found: dict[Any, tuple[list[Effort], list[Effort]]] = {}
    for side, works in enumerate((waiting, done)):
        for one in works:
            if one.person or not some:
                found.setdefault(key(one), ([], []))[side].append(one.effort)
    sums = {name: (_sum(ahead), _sum(behind)) for name, (ahead, behind) in found.items()}
    return dict(sorted(sums.items(), key=lambda item: (-item[1][0].effort.weighted, -item[1][1].effort.weighted, item[0])))


def _sum(efforts: Sequence[Effort]) -> Sum:
    return Sum(len(efforts), sum(efforts, Effort()))


def _open(session: Session, asked: Asked, memory: Memory | None) -> list[Work]:
    query = (
        select(Version, Article.key, Person.handle)
        .join(Article, Article.id == Version.article_id)
        .outerjoin(Claim, (Claim.version_id == Version.id) & Claim.ended_at.is_(None))
        .outerjoin(Person, Person.id == Claim.person_id)
        .where(Version.status.in_(_OPEN), *_of(asked), *([Person.handle == asked.person] if asked.person else []))
        .order_by(Version.id)
    )
    rows = session.execute(query).all()
    found = effort.of(session, [version for version, _, _ in rows], memory=memory)
    return [Work(key, version.language, handle or "", None, found[version.id]) for version, key, handle in rows if version.id in found]


def _of(asked: Asked) -> list[TextClause]:
    where = wheres.language(asked, "versions.language") + wheres.article(asked, "versions.article_id")
    return [text(where.sql.removeprefix(" and ")).bindparams(**where.values)] if where.conditions else []


class _Submitted(NamedTuple):
    version: int
    person: int | None
    at: datetime
    revision: int
    start: int | None
    effort: Effort | None  # as it was noted then


def _done(session: Session, asked: Asked) -> list[Work]:
    since, until, person = asked.since, asked.until, asked.person
    within = [*([Event.at >= since] if since else []), *([Event.at < until] if until else [])]
    who = [Event.actor_id == select(Person.id).where(Person.handle == person).scalar_subquery()] if person else []
    some = select(Event.version_id).join(Version, Version.id == Event.version_id).where(Event.action == "submit", *within, *who, *_of(asked))
    query = select(Event.version_id, Event.actor_id, Event.at, Event.revision_id, Event.action, Event.to_status, Event.data).where(Event.version_id.in_(some), Event.revision_id.is_not(None))
    query = query.where((Event.action == "submit") | (Event.to_status == "published")).order_by(Event.id)
    handed = [
        one for one in _first(session.execute(query).all())
        if (since is None or one.at >= since) and (until is None or one.at < until)
    ]  # fmt: skip
    handles = dict(session.execute(select(Person.id, Person.handle)).all()) if handed else {}
    return [one for one in _weighed(session, handed, handles) if not person or one.person == person]


def _first(events: Iterable[Any]) -> Iterator[_Submitted]:
    """What was handed in first, between each two times that a version went out: a text that came back and was handed in again is one work."""
    live: dict[int, int] = {}
    told: set[int] = set()
    for version, actor, at, revision, action, _, data in events:
        if action != "submit":
            live[version] = revision
            told.discard(version)
        elif version not in told:
            told.add(version)
            noted = data.get("effort")
            yield _Submitted(version, actor, at, revision, live.get(version), Effort(noted["words"], noted["weighted"], noted["bands"]) if noted else None)


def _weighed(session: Session, handed: Sequence[_Submitted], handles: dict[int, str]) -> Iterator[Work]:
    """What was handed in, as work: from the source's text that readers' translation followed, to that which the new one follows."""
    ids = sorted({number for one in handed for number in (one.revision, one.start) if number is not None})
    base = aliased(Revision)
    known: dict[int, tuple[int, int, int]] = {}  # revision → (its base, the base's version, the base's text)
    places: dict[int, tuple[str, tuple[str, str]]] = {}
    for at in range(0, len(ids), 5000):
        part = ids[at : at + 5000]
        bases = select(Revision.id, base.id, base.version_id, base.text_id).join(base, base.id == Revision.base_id).where(Revision.id.in_(part))
        known |= {number: (one, version, text) for number, one, version, text in session.execute(bases)}
        where = select(Version.id, Article.key, Version.parent_language, Version.language).join(Article, Article.id == Version.article_id)
        where = where.join(Revision, Revision.version_id == Version.id).where(Revision.id.in_(part))
        places |= {number: (key, (parent, language)) for number, key, parent, language in session.execute(where)}
    jobs = []
    for one in handed:
        if one.revision in known:
            _, source, to = known[one.revision]
            before = known.get(one.start or 0)
            jobs.append((one, Job(places[one.version][1], to, one.start, before[2] if before is not None and before[1] == source else None)))
    unknown = iter(effort.weigh(session, [job for one, job in jobs if one.effort is None]))
    for one, job in jobs:
        yield Work(places[one.version][0], job.languages[1], handles.get(one.person or 0, ""), one.at, one.effort or next(unknown))
