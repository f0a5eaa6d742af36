"""Where everything stands at a glance, and where one article stands version by version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, text

from translate_flow.db import Moment
from translate_flow.languages import covers
from translate_flow.reports import Table, wheres
from translate_flow.reports.progress import counts
from translate_flow.workflow import Priority, Status

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from translate_flow.models import Article, Version
    from translate_flow.services.freshness import Freshness

# “Not done” is said as “none of these”: a list of the open statuses would lead SQLite through every open version
# instead of through the few that are past their date.
DONE = ("draft", "published", "withdrawn", "cancelled")
# Past its date: open work, and what readers see and should have followed its source by now. (Of what was out before there were
# targets, a person's date may stand there still: it was that of the work that is done.)
IS_LATE = f"v.due_at < :now and (v.status not in {DONE} or (v.due_by = 'policy' and v.status = 'published' and v.behind_since is not null))"
LATE = f"select count(*) from versions v where {IS_LATE}"
BEHIND = "select behind_class, count(*) from versions where behind_since is not null group by behind_class"
NEWEST = """
    select a.key, a.original_language, (select count(*) from versions v where v.article_id = a.id) as versions, a.created_at
    from articles a order by a.id desc limit :most
"""


SCHEDULED = """
    select v.language, s.at, s.state, s.problem from schedules s join versions v on v.id = s.version_id
    where s.state in ('waiting', 'blocked') and v.article_id = :article order by s.at, s.id
"""
NEXT = "select at from schedules where state in ('waiting', 'blocked') and state = 'waiting' order by at limit 1"
CORRECTIONS = "select count(distinct version_id) from obligations where state = 'open'"
TROUBLES = "select name, problem from channels where active and problem <> '' order by name"
LETTERS = """
    select (select count(*) from letters where refused_at is not null and refused_at >= :since),
        (select count(*) from letters where sent_at is null and refused_at is null and problem <> '')
"""
DEADLINES = f"""
    select a.key, v.language, v.status, v.due_at from versions v join articles a on a.id = v.article_id
    where v.due_at >= :now and v.status not in {DONE} order by v.due_at, v.id limit :most
"""
KNOWS = "select role, language from person_roles where person_id = :person union all select use, language from person_languages where person_id = :person"
MANY = 1000  # of what one person could do, no more are counted
MINE = """
    select (select count(*) from claims where person_id = :person and ended_at is null),
        (select count(*) from claims c join versions v on v.id = c.version_id where c.person_id = :person and c.ended_at is null and v.due_at < :now),
        (select count(*) from (select 1 from versions v where v.status = 'requested' and {take} limit :many) t),
        (select count(*) from (select 1 from versions v where v.status = 'in_review' and {review}
            and (v.translator_id is null or v.translator_id <> :person) limit :many) r)
"""
OPEN = "select state, count(*) from schedules where state in ('waiting', 'blocked') group by state"


@dataclass(frozen=True, slots=True)
class Overview:
    """`totals`: how many versions by status; `late`: open and past their date; `behind`: what readers see is out of date, by the
    class of what it has not followed (empty: not known)."""

    totals: dict[str, int]
    languages: dict[str, dict[str, int]]
    late: int
    behind: dict[str, int]
    scheduled: dict[str, int] = field(default_factory=dict)  # waiting, and blocked: due, and held back by a gate

    def record(self) -> dict[str, Any]:
        """Under the names of the command line contract."""
        return {
            "totals": self.totals, "languages": self.languages, "late": self.late, "behind": sum(self.behind.values()), "behind_classes": self.behind,
            "scheduled": self.scheduled,
        }  # fmt: skip


def overview(session: Connection | Session, *, now: datetime) -> Overview:
    """Three counting queries, each answered from an index."""
    by_language = counts(session)
    totals = {status.value: sum(by.get(status.value, 0) for by in by_language.values()) for status in Status}
    late = session.execute(text(LATE).bindparams(bindparam("now", type_=Moment)), {"now": now}).scalar() or 0
    behind: dict[str, int] = dict(session.execute(text(BEHIND)).all())
    planned: dict[str, int] = dict(session.execute(text(OPEN)).all())
    return Overview({name: number for name, number in totals.items() if number}, by_language, late, behind, planned)


@dataclass(frozen=True, slots=True)
class Mine:
    """What waits for one person: versions they hold (`late` of them past their date), and that they could take, review, publish; each
    counted up to MANY."""

    person: str
    held: int
    late: int
    take: int
    review: int
    publish: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that stands on one screen. `next_at`: of the first schedule that waits. `deadlines`: (address, status, moment), the next first.
    `troubles`: (channel, what is wrong). `letters`: refused for good within a month, and those that are being tried again."""

    seen: Overview
    next_at: datetime | None
    corrections: int
    troubles: list[tuple[str, str]]
    letters: tuple[int, int]
    deadlines: list[tuple[str, str, datetime]]
    newest: list[tuple[str, str, int, datetime]]
    mine: Mine | None

    def record(self) -> dict[str, Any]:
        """For programs, with what `status --json` says."""
        return {
            **self.seen.record(), "next_at": self.next_at, "corrections": self.corrections, "channels": [{"channel": name, "problem": problem} for name, problem in self.troubles],
            "letters": {"refused": self.letters[0], "retried": self.letters[1]},
            "deadlines": [{"version": address, "status": status, "due_at": at} for address, status, at in self.deadlines], "mine": asdict(self.mine) if self.mine else None,
        }  # fmt: skip


def dashboard(connection: Connection, *, person: str, now: datetime, most: int = 20) -> Dashboard:
    """Everything of the dashboard, in a fixed number of indexed queries. `person`: a handle, or empty; `most`: rows of a list."""
    seen = overview(connection, now=now)
    letters: Any = wheres.run(connection, LETTERS, since=now - timedelta(days=31)).one()
    deadlines: Any = wheres.run(connection, DEADLINES, moments=("due_at",), now=now, most=most)
    troubles: Any = wheres.run(connection, TROUBLES)
    return Dashboard(
        seen,
        wheres.run(connection, NEXT, moments=("at",)).scalar(),
        wheres.run(connection, CORRECTIONS).scalar() or 0,
        [(name, problem) for name, problem in troubles],
        (letters[0], letters[1]),
        [(f"{key}/{language}", status, at) for key, language, status, at in deadlines],
        [(key, language, number, at) for key, language, number, at in articles(connection, limit=most).rows],
        _mine(connection, person, seen, now) if person else None,
    )


def _mine(connection: Connection, person: str, seen: Overview, now: datetime) -> Mine | None:
    known = wheres.run(connection, "select id from people where handle = :handle and active", handle=person).scalar()
    if known is None:
        return None
    has: dict[str, set[str]] = {}
    rows: Any = wheres.run(connection, KNOWS, person=known)
    for what, language in rows:
        has.setdefault(what, set()).add(language)
    writes = has.get("writes", set()) if "translator" in has else set()
    reads, reviews = writes | has.get("reads", set()), has.get("reviewer", set())
    publishes = sum(by.get("approved", 0) for language, by in seen.languages.items() if any(covers(tag, language) for tag in has.get("publisher", ())))
    to, of, review = _covered("v.language", writes, "w"), _covered("v.parent_language", reads, "r"), _covered("v.language", reviews, "v")
    query = MINE.format(take=f"{to[0]} and {of[0]}", review=review[0])
    row: Any = wheres.run(connection, query, wheres.Where((), {**to[1], **of[1], **review[1]}), person=known, now=now, many=MANY).one()
    return Mine(person, row[0], row[1], row[2], row[3], publishes)


def _covered(column: str, tags: Iterable[str], prefix: str) -> tuple[str, dict[str, str]]:
    """SQL for “one of these languages, or a variety of one”, and its values; as `languages.covers`."""
    known = sorted(tags)
    if not known or "*" in known:
        return ("1 = 1" if known else "1 = 0"), {}
    values = {f"{prefix}{number}": tag for number, tag in enumerate(known)} | {f"{prefix}{number}_": f"{tag}-%" for number, tag in enumerate(known)}
    return "(" + " or ".join(f"{column} = :{prefix}{number} or {column} like :{prefix}{number}_" for number in range(len(known))) + ")", values


def records(session: Session, versions: list[Version]) -> list[dict[str, Any]]:
    """Versions under the names of the command line contract, in a fixed number of queries."""
    from translate_flow.models import Claim, Person, Revision
    from translate_flow.services import freshness

    ids = [version.id for version in versions]
    fresh = freshness.of(session, versions)
    people = dict(session.execute(select(Person.id, Person.handle)).all()) if ids else {}
    claims = {row.version_id: row for row in session.scalars(select(Claim).where(Claim.version_id.in_(ids), Claim.ended_at.is_(None)))}
    wanted = {number for version in versions for number in (version.head_id, version.live_id) if number}
    revisions = {row.id: row for row in session.scalars(select(Revision).where(Revision.id.in_(wanted)))}
    bases = {row.base_id for row in revisions.values() if row.base_id}
    numbers = dict(session.execute(select(Revision.id, Revision.number).where(Revision.id.in_(bases | wanted))).all())
    return [
        {
            "article": version.article.key, "language": version.language, "origin": version.origin, "status": version.status,
            "parent": version.parent_language or None, "translator": people.get(version.translator_id or 0), "reviewer": people.get(version.reviewer_id or 0),
            "due_at": version.due_at, "due_by": version.due_by or None, "priority": Priority(version.priority).word,
            "priority_reason": version.priority_reason or None, "claimed_until": claims[version.id].until if version.id in claims else None,
            "live_revision": numbers.get(version.live_id or 0), "head_revision": numbers.get(version.head_id or 0),
            "base_revision": numbers.get(revisions[version.head_id].base_id or 0) if version.head_id else None,
            "freshness": _fresh(fresh[version.id]),
        }
        for version in versions
    ]  # fmt: skip


def article(session: Session, found: Article) -> dict[str, Any]:
    """An article and all its versions."""
    from translate_flow.models import Version

    versions = list(session.scalars(select(Version).where(Version.article_id == found.id).order_by(Version.id)))
    tags = [tag for tag in found.rights_languages.split(",") if tag]
    return {
        "key": found.key, "kind": found.kind, "original_language": found.original_language, "embargo_until": found.embargo_until,
        "rights_until": found.rights_until, "rights_languages": tags, "versions": records(session, versions), "scheduled": scheduled(session, found),
    }  # fmt: skip


def scheduled(session: Session, found: Article) -> list[dict[str, Any]]:
    """What of an article is to go out at a moment, or was held back then."""
    rows = session.execute(text(SCHEDULED).columns(at=Moment), {"article": found.id}).all()
    return [{"language": language, "at": at, "state": state, "problem": problem or None} for language, at, state, problem in rows]


def articles(session: Connection | Session, *, limit: int = 20) -> Table:
    """The newest articles, with how many versions each has."""
    rows = session.execute(text(NEWEST).columns(created_at=Moment), {"most": limit}).all()
    return Table(("article", "original", "versions", "since"), [tuple(row) for row in rows])


def _fresh(state: Freshness) -> dict[str, Any]:
    return {
        "state": state.state, "blocks": state.blocks, "words": state.words, "since": state.since, "class": state.change_class or None,
        "blocked_by": state.blocked_by or None,
    }  # fmt: skip
