"""Asking for what the newsroom's targets want and nobody has asked for: planned for many articles at once, then asked for in one go.

A plan says for each version from what it comes, by when and why; `ask` does what it says. Twice asked is asked once: what is there is
never planned. What was called off stays so, unless that is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from translate_flow import languages, workflow
from translate_flow.errors import NotAllowed
from translate_flow.models import Article, ArticleTag, Event, Person, Revision, StoredText, Version
from translate_flow.models_planning import WantedLanguage
from translate_flow.services import bulk, coordination, gates, lookup, people, policy, texts
from translate_flow.services.selection import Chosen, of_article
from translate_flow.workflow import Action, Role

_TOGETHER = 500  # articles planned for at once
_GONE = frozenset({"withdrawn", "cancelled"})


@dataclass(frozen=True, slots=True)
class There:
    """A version that an article has. `text_id`: of what its readers see, else of its newest text."""

    id: int
    status: str
    text_id: int | None = None


@dataclass(slots=True)
class Ask:
    """A version to be asked for. `columns`: its date and priority. `words`: of the text it comes from (of the original, where that has none
    yet); None where nobody knows. `note`: what a person should know of it. `again`: it was called off, and is asked for again."""

    article: Article
    language: str
    parent: str
    columns: dict[str, Any]
    words: int | None = None
    note: str = ""
    again: int | None = None
    version_id: int = 0

    @property
    def address(self) -> str:
        return f"{self.article.key}/{self.language}"


@dataclass(slots=True)
class Plan:
    """`asks`: parents before what comes from them. `left`: why something wanted is not asked for → how many versions."""

    asks: list[Ask] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def plans(session: Session, chosen: Chosen, *, now: datetime, again: bool = False, limit: int = 0) -> Iterator[Plan]:
    """For everything that is missing of the chosen articles, the newest first, some articles at a time; `limit`: so many versions at most.

    `chosen.language` names one language; what that is to be translated from is asked for with it. The articles are held (`lookup.hold`),
    so that of two who ask at the same moment one finds nothing missing."""
    left = limit
    articles = _lacking(session, chosen, again)
    for at in range(0, len(articles), _TOGETHER):
        ids = articles[at : at + _TOGETHER]
        lookup.hold(session, Article.id.in_(ids))
        rows = session.scalars(select(Article).where(Article.id.in_(ids)).order_by(Article.id.desc())).all()
        found = plan(session, rows, now=now, language=chosen.language, again=again)
        if limit:
            found.asks = found.asks[:left]
            left -= len(found.asks)
        yield found
        if limit and left <= 0:
            return


def _lacking(session: Session, chosen: Chosen, again: bool) -> list[int]:
    """Ids of the articles that lack a language which some target wants of them, newest first: a query for each language."""
    found: set[int] = set()
    by_language: dict[str, list[WantedLanguage]] = {}
    for target in policy.targets(session):
        if not chosen.language or languages.covers(chosen.language, target.language):
            by_language.setdefault(target.language, []).append(target)
    for tag, targets in by_language.items():
        there = select(Version.id).where(Version.article_id == Article.id, Version.language == tag)
        there = there.where(Version.status != "cancelled") if again else there
        query = select(Article.id).where(Article.original_language != tag, or_(*map(_fits, targets)), ~there.exists(), *of_article(chosen))
        found.update(session.scalars(query))
    return sorted(found, reverse=True)


def _fits(target: WantedLanguage) -> ColumnElement[bool]:
    """`policy.fits` for the database."""
    tagged = select(ArticleTag.article_id).where(ArticleTag.tag == target.tag)
    return and_(
        *([Article.section == target.section] if target.section else []), *([Article.kind == target.kind] if target.kind else []),
        *([Article.id.in_(tagged)] if target.tag else []), ~false(),
    )  # fmt: skip


def plan(session: Session, articles: Sequence[Article], *, now: datetime, language: str = "", again: bool = False) -> Plan:
    """What is missing of some articles. A fixed number of queries."""
    wanted = policy.wanted(session, articles)
    there = _there(session, [article.id for article in articles])
    made = Plan()
    for article in articles:
        _plan_one(session, made, article, wanted[article.id], there.get(article.id, {}), now, language, again)
    _weigh(session, made.asks, there)
    return made


def _there(session: Session, articles: Sequence[int]) -> dict[int, dict[str, There]]:
    shown = func.coalesce(Version.live_id, Version.head_id)
    query = select(Version.article_id, Version.language, Version.id, Version.status, Revision.text_id).outerjoin(Revision, Revision.id == shown)
    found: dict[int, dict[str, There]] = {}
    for article, tag, number, status, text_id in session.execute(query.where(Version.article_id.in_(articles))):
        found.setdefault(article, {})[tag] = There(number, status, text_id)
    return found


def _plan_one(
    session: Session, made: Plan, article: Article, wanted: policy.Wanted, there: Mapping[str, There], now: datetime, language: str, again: bool
) -> None:
    missing = {tag: target for tag, target in wanted.items() if tag not in there or (there[tag].status == "cancelled" and again)}
    chosen = [tag for tag in missing if not language or languages.covers(language, tag)]
    off = sum(tag in there and there[tag].status == "cancelled" and (not language or languages.covers(language, tag)) for tag in wanted)
    if off and not again:
        made.left["called off before; --again asks for them, too"] += off
    if not chosen:
        return
    original = there.get(article.original_language)
    if original is None or original.status in _GONE:
        made.left["the original is withdrawn" if original else "the original is not here"] += len(chosen)
        return
    if article.rights_until is not None and article.rights_until <= now:
        made.left["the rights have ended"] += len(chosen)
        return
    for tag, parent, note in _ordered(article, chosen, missing, there):
        if not gates.covered(article.rights_languages, tag):
            made.left["there are no rights in that language"] += 1
            continue
        columns = policy.asked(session, article, tag, now=now, due_at=None)
        made.asks.append(Ask(article, tag, parent, columns, note=note, again=there[tag].id if tag in there else None))


def _ordered(article: Article, chosen: Sequence[str], missing: policy.Wanted, there: Mapping[str, There]) -> list[tuple[str, str, str]]:
    """(language, parent, note), each after its parent. A parent that is missing and wanted is asked for, too; for one that is neither here
    nor wanted, that there are no rights to, or that comes from the version itself, the original stands in."""
    placed: dict[str, tuple[str, str, str]] = {}

    def place(tag: str, line: tuple[str, ...]) -> None:
        parent, note = missing[tag].parent or article.original_language, ""
        if parent != article.original_language and parent not in placed and not _here(there, parent):
            if parent in missing and parent not in (*line, tag) and gates.covered(article.rights_languages, parent):
                place(parent, (*line, tag))
                note = f"waits for {parent}, which is asked for, too"
            else:
                parent, note = article.original_language, f"from {article.original_language}: there is no {parent} to come from"
        elif parent in placed:
            note = f"waits for {parent}, which is asked for, too"
        placed.setdefault(tag, (tag, parent, note))

    for tag in chosen:
        if tag not in placed:
            place(tag, ())
    return list(placed.values())


def _here(there: Mapping[str, There], tag: str) -> bool:
    return tag in there and there[tag].status not in _GONE


def _weigh(session: Session, asks: Sequence[Ask], there: Mapping[int, Mapping[str, There]]) -> None:
    """The words of the texts that they come from."""
    texts_of: dict[int, int] = {}
    for at, ask in enumerate(asks):
        known = there[ask.article.id]
        above = known.get(ask.parent)
        text_id = (above.text_id if above else None) or known[ask.article.original_language].text_id
        if text_id is not None:
            texts_of[at] = text_id
    query = select(StoredText.id, StoredText.words).where(StoredText.id.in_(set(texts_of.values())))
    counts: dict[int, int] = dict(session.execute(query).all()) if texts_of else {}
    unread = {number for number, count in counts.items() if count < 0}
    counts |= texts.counted(session, unread) if unread else {}
    for at, text_id in texts_of.items():
        asks[at].words = counts[text_id]


# ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def ask(session: Session, planned: Plan, *, actor: Person, now: datetime) -> None:
    """Asks for what was planned: all of it, or nothing. New versions go in with a fixed number of statements, with an event each.

    Raises NotAllowed (no coordinator of one of the languages), Conflict where somebody asked at this very moment.
    """
    may(planned.asks, actor)
    _create(session, [one for one in planned.asks if one.again is None], actor, now)
    for one in planned.asks:
        if one.again is not None:
            coordination.request(session, one.article, one.language, actor=actor, now=now)
            one.version_id = one.again


def may(asks: Sequence[Ask], actor: Person) -> None:
    """Raises NotAllowed unless the actor coordinates the languages asked for."""
    for tag in sorted({one.language for one in asks}):
        if Role.COORDINATOR not in people.roles_for(actor, tag):
            raise NotAllowed(f"{actor.handle} cannot request versions in {tag}: that takes a coordinator", remedy="Ask one, or choose languages with --lang.")


def _create(session: Session, new: Sequence[Ask], actor: Person, now: datetime) -> None:
    """Versions and their events, as `coordination.request` writes them one by one."""
    if not new:
        return
    session.flush()
    connection = session.connection()
    status = workflow.transition(None, Action.REQUEST).target.value
    for number, one in zip(bulk.next_ids(connection, Version, len(new)), new, strict=True):
        one.version_id = number
    parents = {(article, tag): number for article, tag, number in _ids(session, new)} | {(one.article.id, one.language): one.version_id for one in new}
    names = ("due_at", "due_by", "priority", "priority_reason", "priority_by")
    rows = [
        (one.version_id, one.article.id, one.language, one.parent, parents[one.article.id, one.parent], *(one.columns[name] for name in names))
        for one in new
    ]  # fmt: skip
    shared = {"status": status, "origin": "", "title": "", "credit": "", "created_at": now, "updated_at": now}
    bulk.insert(connection, Version, f"id article_id language parent_language parent_id {' '.join(names)}", rows, shared=shared)
    events = [
        (number, one.article.id, one.version_id, {"from": one.parent, **policy.told(one.columns)})
        for number, one in zip(bulk.next_ids(connection, Event, len(new)), new, strict=True)
    ]
    shared = {"at": now, "actor_id": actor.id, "action": Action.REQUEST.value, "from_status": "", "to_status": status, "reason": ""}
    bulk.insert(connection, Event, "id article_id version_id data", events, shared=shared)


def _ids(session: Session, asks: Sequence[Ask]) -> Sequence[Any]:
    query = select(Version.article_id, Version.language, Version.id).where(Version.article_id.in_({one.article.id for one in asks}))
    return session.execute(query).all()


def sources(session: Session, article: Article, tags: Sequence[str]) -> list[tuple[str, str, str]]:
    """Of languages that a person asks for of an article: (language, parent, note), as the targets say. A parent that is wanted and was never
    asked for comes along, before them. The parent is empty where it is the original, and of a language that is there already: no target changes that."""
    there = _there(session, [article.id]).get(article.id, {})
    wanted = policy.wanted(session, [article])[article.id]
    missing = {tag: target for tag, target in wanted.items() if tag not in there}
    found: dict[str, tuple[str, str, str]] = {}
    asked = list(dict.fromkeys(map(languages.normalise, tags)))
    ordered = _ordered(article, [tag for tag in asked if tag in missing], missing, there)
    for tag in asked:
        upto = next((at + 1 for at, row in enumerate(ordered) if row[0] == tag), 0)
        for name, parent, note in ordered[:upto] or [(tag, "", "")]:
            found.setdefault(name, (name, "" if parent == article.original_language else parent, note))
    return list(found.values())
