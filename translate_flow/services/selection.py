"""One verb for many versions: which they are, and doing it to all of them or none, to each that can be, or only in thought."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from translate_flow import languages, workflow
from translate_flow.errors import Conflict, NotFound, TranslateFlowError, UsageError
from translate_flow.models import Article, ArticleTag, Person, Version
from translate_flow.services import lookup, people, policy
from translate_flow.services.nearest import suggest
from translate_flow.text.classes import ChangeClass
from translate_flow.workflow import OPEN, Action, Status


@dataclass(frozen=True, slots=True)
class Chosen:
    """What versions are chosen by; what is empty leaves none out.

    `language` means its varieties too. `person`: whose it is (its translator). `behind`: a class of change, or `any`. `overdue`: open and
    past its date, or published and past the day until which it should have followed."""

    section: str = ""
    tag: str = ""
    kind: str = ""
    language: str = ""
    status: str = ""
    person: str = ""
    behind: str = ""
    overdue: bool = False
    article: str = ""

    def __bool__(self) -> bool:
        return self != Chosen()


def of_article(chosen: Chosen) -> list[ColumnElement[bool]]:
    """Its conditions on the article."""
    found: list[ColumnElement[bool]] = []
    if chosen.article:
        found.append(Article.key == chosen.article)
    if chosen.section:
        found.append(Article.section == chosen.section)
    if chosen.kind:
        found.append(Article.kind == chosen.kind)
    if chosen.tag:
        found.append(Article.id.in_(select(ArticleTag.article_id).where(ArticleTag.tag == chosen.tag)))
    return found


def _of_version(chosen: Chosen, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.language:
        found.append(or_(Version.language == chosen.language, Version.language.like(f"{chosen.language}-%")))
    if chosen.status:
        found.append(Version.status == chosen.status)
    if chosen.person:
        found.append(Version.translator_id == select(Person.id).where(Person.handle == chosen.person).scalar_subquery())
    if chosen.behind:
        found.append(Version.behind_since.is_not(None))
        if chosen.behind != "any":
            found.append(Version.behind_class == chosen.behind)
    if chosen.overdue:
        found += [Version.due_at < now, or_(Version.status.in_(statuses(None)), policy.FOLLOWS_BY)]
    return found


def statuses(action: Action | None) -> frozenset[str]:
    """Where translations stand that an action can be done to; None: where work is open."""
    if action is None:
        return frozenset(status.value for status in OPEN)
    return frozenset(row.source.value for row in workflow.TABLE if row.action is action and row.source is not None and row.of != "original")


def conditions(chosen: Chosen, now: datetime) -> list[ColumnElement[bool]]:
    """Its conditions on a version and its article, both in the query."""
    return [*of_article(chosen), *_of_version(chosen, now)]


def choose(session: Session, chosen: Chosen, among: Collection[str], *, now: datetime) -> list[Version]:
    """The translations chosen; where no status is, those that stand at one of `among`. What comes first, first."""
    query = _loaded().where(Version.parent_language != "", *conditions(chosen, now))
    if not chosen.status:
        query = query.where(Version.status.in_(among))
    found = session.scalars(query.order_by(Version.priority.desc(), Version.due_at.is_(None), Version.due_at, Version.id)).all()
    return hold(session, found)


def _loaded() -> Select[Any]:
    return select(Version).join(Version.article).options(joinedload(Version.article)).execution_options(populate_existing=True)


def named(session: Session, addresses: Sequence[str]) -> list[Version]:
    """The versions at addresses, in their order. Raises NotFound and UsageError as `lookup.version`."""
    if len(addresses) == 1:
        return [lookup.version(session, addresses[0])]
    wanted = [lookup.split(address) for address in dict.fromkeys(addresses)]
    lookup.hold(session, Article.key.in_({key for key, _ in wanted}))
    rows = session.scalars(_loaded().where(Article.key.in_({key for key, _ in wanted})))
    known = {(version.article.key, version.language): version for version in rows}
    known |= {(version.article.key, ""): version for version in list(known.values()) if version.is_original}
    found = [known.get(pair) or lookup.version(session, "/".join(filter(None, pair))) for pair in wanted]
    return list({version.id: version for version in found}.values())


def hold(session: Session, versions: Sequence[Version]) -> list[Version]:
    """Versions with their articles held, as they stand then, in the same order."""
    if not versions or session.connection().dialect.name != "postgresql":
        return list(versions)
    ids = [version.id for version in versions]
    lookup.hold(session, Article.id.in_({version.article_id for version in versions}))
    fresh = {version.id: version for version in session.scalars(_loaded().where(Version.id.in_(ids)))}
    return [fresh[number] for number in ids]


# ── doing ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one version, or would. `before`, `after`: statuses; `said`: what the verb says of it; `error`: why it was refused."""

    version: Version
    address: str
    before: str
    after: str
    said: str = ""
    error: TranslateFlowError | None = None


Verb = Callable[[Version], str]


def run(session: Session, versions: Iterable[Version], verb: Verb) -> list[Outcome]:
    """Does a verb to each, in a step of its own: one that is refused leaves no trace, and the others go on."""
    found = list(versions)
    policy.wanted(session, list({version.article_id: version.article for version in found}.values()))
    outcomes = []
    for version in found:
        before, address = version.status, version.address
        try:
            with session.begin_nested():
                said = verb(version)
                session.flush()
        except TranslateFlowError as error:
            outcomes.append(Outcome(version, address, before, before, error=error))
        else:
            outcomes.append(Outcome(version, address, before, version.status, said))
    return outcomes


def refusal(outcomes: Sequence[Outcome]) -> TranslateFlowError | None:
    """What several that were refused come to: one of them as it is; the kind of a conflict where there is one, else of the first."""
    errors = [one.error for one in outcomes if one.error is not None]
    if len(outcomes) == 1 or not errors:
        return errors[0] if errors else None
    return next((error for error in errors if isinstance(error, Conflict)), errors[0])


# ── what a person typed ──────────────────────────────────────────────────────────────────────────────────────────────


def checked(session: Session, chosen: Chosen) -> Chosen:
    """A choice as it was typed, its names checked. Raises NotFound with the nearest, UsageError for what is no language, status or class."""
    status = chosen.status.strip().lower().replace(" ", "_")
    if status and status not in set(Status):
        raise UsageError(f"There is no status “{chosen.status}”{suggest(status, list(Status))}", remedy=f"Statuses: {', '.join(Status)}.")
    if chosen.behind and chosen.behind not in {*ChangeClass, "any"}:
        raise UsageError(f"There is no class “{chosen.behind}”", remedy=f"Classes: {', '.join(ChangeClass)}; any for all of them.")
    for what, value, column in (("section", chosen.section, Article.section), ("kind", chosen.kind, Article.kind), ("tag", chosen.tag, ArticleTag.tag)):
        if value and session.scalar(select(column).where(column == value).limit(1)) is None:
            there = session.scalars(select(column).distinct().limit(2000)).all()
            raise NotFound(f"No article has the {what} “{value}”{suggest(value, there)}", remedy="It is spelled as the articles have it.")
    if chosen.person:
        people.known(session, chosen.person)
    return replace(chosen, status=status, language=languages.normalise(chosen.language) if chosen.language else "")
