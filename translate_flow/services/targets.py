"""The verbs of targets: set, remove, list; and what is wrong with them as they stand. What they mean: `services.policy`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from translate_flow import languages
from translate_flow.errors import NotFound, UsageError
from translate_flow.models import Article, ArticleTag, Person, PersonLanguage, Version
from translate_flow.models_planning import WantedLanguage
from translate_flow.services import people, policy, urgency
from translate_flow.services.nearest import suggest
from translate_flow.services.transitions import record
from translate_flow.text.classes import ChangeClass
from translate_flow.workflow import Priority, Role

MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which articles; what is empty leaves none out."""

    section: str = ""
    tag: str = ""
    kind: str = ""

    def __str__(self) -> str:
        named = [f"{name} {value}" for name, value in (("section", self.section), ("tag", self.tag), ("kind", self.kind)) if value]
        return ", ".join(named) or "any article"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a target says of a language. `parent`: from which version; empty: the original."""

    parent: str = ""
    days: int | None = None
    class_days: Mapping[str, int] = field(default_factory=dict)
    priority: Priority = Priority.NORMAL
    reason: str = ""


def scope_of(target: WantedLanguage) -> Scope:
    return Scope(target.section, target.tag, target.kind)


def class_days(text: str) -> dict[str, int]:
    """`correction=1,facts=3` as classes and days. Raises UsageError."""
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, number = (word.strip() for word in part.partition("="))
        if not equals or name not in set(ChangeClass):
            raise UsageError(f"“{part}” is no class of change with its days", remedy=f"Write facts=3, with one of {', '.join(ChangeClass)}.")
        if name in found:
            raise UsageError(f"The class {name} stands there twice", remedy="Give each class once.")
        found[name] = days(number)
    return found


def days(text: str) -> int:
    """A number of days. Raises UsageError."""
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) <= MOST_DAYS:
        raise UsageError(f"“{text}” is no number of days", remedy=f"Give a whole number from 1 to {MOST_DAYS}.")
    return int(text)


def put(session: Session, tags: Sequence[str], scope: Scope, wish: Wish, *, actor: Person, now: datetime) -> list[WantedLanguage]:
    """Says that articles are wanted in languages; a target of the same scope and language is replaced as a whole.

    Raises NotAllowed (no coordinator), UsageError for a language there is not, a parent that is the language itself, and for a circle.
    """
    people.must_be(actor, Role.COORDINATOR, doing="set targets")
    wanted = list(dict.fromkeys(languages.normalise(tag) for tag in tags))
    parent = languages.normalise(wish.parent) if wish.parent else ""
    if parent in wanted:
        raise UsageError(f"{parent} cannot be translated from itself", remedy="Name another language with --from, or none: then it comes from the original.")
    reason = urgency.why(wish.priority, wish.reason)
    known = {row.language: row for row in session.scalars(_at(scope))}
    rows = []
    for tag in wanted:
        row = known.get(tag)
        was = plain(row) if row is not None else None
        if row is None:
            row = WantedLanguage(section=scope.section, tag=scope.tag, kind=scope.kind, language=tag)
            session.add(row)
        row.parent, row.days, row.class_days, row.priority, row.reason = parent, wish.days, dict(wish.class_days), wish.priority.value, reason
        row.set_by, row.created_at = actor.id, now
        rows.append(row)
        record(session, "set target", actor=actor, now=now, data={**plain(row), "was": was})
    session.flush()
    policy.forget(session)
    for row in rows:
        _no_circle(session, row)
    return rows


def remove(session: Session, tags: Sequence[str], scope: Scope, *, actor: Person, now: datetime) -> list[WantedLanguage]:
    """Takes targets of exactly that scope away: all of them or none. Raises NotAllowed, NotFound."""
    people.must_be(actor, Role.COORDINATOR, doing="remove targets")
    known = {row.language: row for row in session.scalars(_at(scope))}
    wanted = list(dict.fromkeys(languages.normalise(tag) for tag in tags))
    for tag in wanted:
        if tag not in known:
            there = f"There it is {', '.join(sorted(known))}." if known else "See `translate-flow target list`."
            raise NotFound(f"{tag} is not wanted of {scope}", remedy=there)
    rows = [known[tag] for tag in wanted]
    for row in rows:
        record(session, "remove target", actor=actor, now=now, data=plain(row))
        session.delete(row)
    session.flush()
    policy.forget(session)
    return rows


def _at(scope: Scope) -> Any:
    return select(WantedLanguage).where(WantedLanguage.section == scope.section, WantedLanguage.tag == scope.tag, WantedLanguage.kind == scope.kind)


def unknown(session: Session, scope: Scope) -> list[str]:
    """What no article is yet, said with the nearest that there is: perhaps a slip, perhaps the first of its kind."""
    found = []
    for what, value, column in (("section", scope.section, Article.section), ("tag", scope.tag, ArticleTag.tag), ("kind", scope.kind, Article.kind)):
        if value and session.scalar(select(column).where(column == value).limit(1)) is None:
            found.append(f"No article has the {what} “{value}” yet{suggest(value, session.scalars(select(column).distinct().limit(2000)))}")
    return found


def plain(target: WantedLanguage) -> dict[str, Any]:
    """A target as JSON has it."""
    return {
        "language": target.language, "section": target.section, "tag": target.tag, "kind": target.kind, "from": target.parent or None, "days": target.days,
        "class_days": dict(target.class_days), "priority": Priority(target.priority).word, "reason": target.reason,
    }  # fmt: skip


def _no_circle(session: Session, new: WantedLanguage) -> None:
    """Raises UsageError where an article that the new target fits would have languages that wait for each other.

    Looked at are the article that it describes and those that it and one other target describe together."""
    targets = policy.targets(session)
    for other in targets:
        if not all(one in {"", two} or two == "" for one, two in ((new.section, other.section), (new.kind, other.kind))):
            continue
        tags = {tag for tag in (new.tag, other.tag) if tag}
        found = policy.holding(targets, new.section or other.section, new.kind or other.kind, tags)
        if found.get(new.language) is new and (line := circle(found, new.language)):
            raise UsageError(
                f"That would be a circle: {' from '.join(line)}", remedy="Let one of them come from the original: leave --from out."
            )


def circle(found: policy.Wanted, start: str) -> list[str]:
    """The languages from one back to itself, each translated from the next; empty where they end somewhere."""
    line = [start]
    while (target := found.get(line[-1])) is not None and target.parent:
        if target.parent == start:
            return [*line, start]
        if target.parent in line:
            return []
        line.append(target.parent)
    return []


# ── what is wrong with them ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Checked:
    """`without`: how many articles are wanted in no language; `examples`: keys of some. `problems`: (target, what is wrong with it)."""

    articles: int
    without: int
    examples: list[str]
    problems: list[tuple[WantedLanguage, str]]


@dataclass(slots=True)
class _Kind:
    """Articles that are alike to every target."""

    section: str
    kind: str
    tags: frozenset[str]
    original: str
    keys: list[str] = field(default_factory=list)
    count: int = 0


def check(session: Session, *, examples: int = 10) -> Checked:
    """Articles that no target fits, targets that hold for none, parents that are missing, circles. A few queries over all articles."""
    targets = policy.targets(session)
    held: dict[int, int] = {}
    problems: list[tuple[WantedLanguage, str]] = []
    lost: dict[int, int] = {}
    circles: dict[int, str] = {}
    without, keys = 0, []
    kinds = _kinds(session, {row.tag for row in targets if row.tag}, examples)
    for one in kinds:
        found = {tag: row for tag, row in policy.holding(targets, one.section, one.kind, one.tags).items() if tag != one.original}
        if not found:
            without += one.count
            keys += one.keys
        for tag, row in found.items():
            held[row.id] = held.get(row.id, 0) + one.count
            if row.parent and row.parent != one.original and row.parent not in found:
                lost[row.id] = lost.get(row.id, 0) + one.count
            if line := circle(found, tag):
                circles[row.id] = " from ".join(line)
    writers = _written(session)
    there = set(session.scalars(select(Version.language).distinct()))
    for row in targets:
        if not held.get(row.id):
            problems.append((row, "holds for no article: none is like that, or a narrower target holds for each"))
        elif row.parent and lost.get(row.id):
            more = "" if row.parent in there else f"; there is nothing in {row.parent} yet"
            problems.append((row, f"of {lost[row.id]} of its articles no {row.parent} is wanted to come from{more}: where it is missing, the original stands in"))
        if row.id in circles:
            problems.append((row, f"would wait for itself: {circles[row.id]}; the original stands in"))
        if not any(languages.covers(tag, row.language) for tag in writers):
            problems.append((row, f"nobody in the newsroom writes {row.language}"))
    return Checked(sum(one.count for one in kinds), without, keys[:examples], problems)


def _written(session: Session) -> set[str]:
    query = select(PersonLanguage.language).join(Person, Person.id == PersonLanguage.person_id).where(PersonLanguage.use == "writes", Person.active)
    return set(session.scalars(query.distinct()))


def _kinds(session: Session, tags: set[str], examples: int) -> list[_Kind]:
    """All articles, by what targets ask of them: counted by the database, those with a tag that a target names one by one."""
    tagged: dict[int, set[str]] = {}
    for article, tag in session.execute(select(ArticleTag.article_id, ArticleTag.tag).where(ArticleTag.tag.in_(tags))) if tags else ():
        tagged.setdefault(article, set()).add(tag)
    columns = (Article.section, Article.kind, Article.original_language)
    special: dict[tuple[str, str, frozenset[str], str], _Kind] = {}
    if tagged:
        named = select(ArticleTag.article_id).where(ArticleTag.tag.in_(tags))
        for number, key, section, kind, original in session.execute(select(Article.id, Article.key, *columns).where(Article.id.in_(named))):
            of = _Kind(section, kind, frozenset(tagged[number]), original)
            _count(special.setdefault((of.section, of.kind, of.tags, original), of), [key], 1, examples)
    rest = select(*columns, func.count()).group_by(*columns)
    if tagged:
        rest = rest.where(Article.id.not_in(select(ArticleTag.article_id).where(ArticleTag.tag.in_(tags))))
    found = list(special.values())
    for section, kind, original, count in session.execute(rest).all():
        of = _Kind(section, kind, frozenset(), original)
        alike = select(Article.key).where(Article.section == section, Article.kind == kind, Article.original_language == original)
        if not _any_fits(policy.targets(session), of):
            _count(of, list(session.scalars(alike.order_by(Article.id.desc()).limit(examples))), count, examples)
        else:
            of.count = count
        found.append(of)
    return found


def _any_fits(targets: Iterable[WantedLanguage], one: _Kind) -> bool:
    return any(policy.fits(row, one.section, one.kind, one.tags) and row.language != one.original for row in targets)


def _count(one: _Kind, keys: Sequence[str], count: int, examples: int) -> None:
    one.count += count
    one.keys += keys[: max(0, examples - len(one.keys))]
