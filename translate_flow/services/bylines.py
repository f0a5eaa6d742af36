"""Under what names people go, and names that are taken back: what is shown follows, while events and revisions keep who did what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from translate_flow.errors import NotAllowed, UsageError
from translate_flow.models import Article, Person, Revision, Version
from translate_flow.models_channels import PenName, Redaction
from translate_flow.services import people
from translate_flow.services.transitions import record
from translate_flow.text import redaction
from translate_flow.workflow import Role

LONGEST = 200  # characters of a name


def set_name(
    session: Session, person: Person, name: str, *, actor: Person, now: datetime, article: Article | None = None, also: Sequence[str] = ()
) -> None:
    """Gives a person a pen name in an article, or in all; an empty one takes their name back: nothing that readers see names them.

    `also`: how else texts spell it. Never refused to the person themself. Raises NotAllowed, UsageError.
    """
    _may(actor, person)
    said = _clean(name)
    row = _row(session, person, article)
    before = row.name if row is not None else None
    spelled = _spellings(person, row, also, before)
    if row is None:
        row = PenName(person_id=person.id, article_id=article.id if article else None, name=said, also=spelled, set_by=actor.id, at=now)
        session.add(row)
    else:
        row.name, row.also, row.set_by, row.at = said, spelled, actor.id, now
    session.flush()
    if article is None:
        _credited(session, [person.name, *spelled.splitlines()], said, actor, now)
    data = {"handle": person.handle, "was": before, "name": said, "also": list(also)}
    record(session, "byline", actor=actor, now=now, article_id=article.id if article else None, data=data)


def restore(session: Session, person: Person, *, actor: Person, now: datetime, article: Article | None = None) -> None:
    """Lets a person go under their own name again, in an article or in all. Raises NotAllowed, UsageError where nothing was changed."""
    _may(actor, person)
    row = _row(session, person, article)
    if row is None:
        raise UsageError(f"{person.handle} goes under their own name there already", remedy="`translate-flow log` shows what was changed.")
    data = {"handle": person.handle, "was": row.name, "name": None}
    names = [person.name.casefold(), *(name.casefold() for name in row.also.splitlines())]
    session.delete(row)
    session.flush()
    if article is None:
        session.execute(delete(Redaction).where(func.lower(Redaction.name).in_(names), Redaction.instead == row.name))
    record(session, "byline", actor=actor, now=now, article_id=article.id if article else None, data=data)


def set_credit(session: Session, version: Version, name: str, instead: str | None, *, actor: Person, now: datetime) -> str:
    """What stands for the name of somebody whom an adopted text credits (`name`; empty: the one it is adopted with): empty: nothing;
    None: the name again. Returns the name. Raises NotAllowed, UsageError where it credits nobody."""
    if not people.roles_for(actor, version.language) & {Role.COORDINATOR, Role.PUBLISHER}:
        raise NotAllowed(f"{actor.handle} cannot change whom {version.address} credits: that takes a coordinator or a publisher", remedy="Ask one, or act as somebody else with --as.")
    wanted = _clean(name) or version.credit
    if not wanted:
        raise UsageError(f"{version.address} credits nobody by itself", remedy="Say whose name it prints: --credited NAME.")
    row = session.get(Redaction, (version.id, wanted))
    before = row.instead if row is not None else None
    if instead is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(Redaction(version_id=version.id, name=wanted, instead=_clean(instead), set_by=actor.id, at=now))
    else:
        row.instead, row.set_by, row.at = _clean(instead), actor.id, now
    session.flush()
    record(session, "byline", actor=actor, now=now, version=version, revision_id=version.live_id, data={"credit": wanted, "was": before, "name": instead})
    return wanted


@dataclass(frozen=True, slots=True)
class Names:
    """What stands for which name: by article, by version, and everywhere (of credits that nobody here is linked with)."""

    articles: dict[int, dict[str, str]]
    versions: dict[int, dict[str, str]]
    credits: dict[str, str]

    def of(self, version: Version) -> dict[str, str]:
        """What stands for names on a version's page; taken back before all else."""
        found = {**self.articles.get(version.article_id, {}), **self.versions.get(version.id, {})}
        for name, instead in self.credits.items():
            if version.credit and redaction.masked(version.credit, {name: instead}) != version.credit:
                found.setdefault(name, instead)
        return found


def names(session: Session, articles: Collection[int]) -> Names:
    """The names to be replaced in some articles, in four queries, one where nobody has another name."""
    rows = session.execute(select(PenName, Person.name).join(Person, Person.id == PenName.person_id)).all()
    redactions = session.execute(
        select(Redaction.version_id, Redaction.name, Redaction.instead).join(Version, Version.id == Redaction.version_id).where(Version.article_id.in_(articles))
    ).all()
    by_version: dict[int, dict[str, str]] = {}
    for version, name, instead in redactions:
        by_version.setdefault(version, {})[name] = instead
    if not rows:
        return Names({}, by_version, {})
    linked: dict[int, set[int]] = {}
    persons = {row.person_id for row, _ in rows}
    worked = select(Version.article_id, Revision.author_id).join(Revision, Revision.version_id == Version.id).where(Version.article_id.in_(articles), Revision.author_id.in_(persons))
    held = select(Version.article_id, Version.translator_id).where(Version.article_id.in_(articles), Version.translator_id.in_(persons))
    for article, person in session.execute(worked.union(held)):
        linked.setdefault(article, set()).add(person or 0)
    by_article: dict[int, dict[str, str]] = {}
    for article, those in linked.items():
        for person in those:
            by_article.setdefault(article, {}).update(_shown([one for one in rows if one[0].person_id == person], article))
    for row, _ in rows:  # in an article where they are only printed
        if row.article_id is not None and row.article_id in set(articles) and row.person_id not in linked.get(row.article_id, ()):
            by_article.setdefault(row.article_id, {}).update(_shown([one for one in rows if one[0].person_id == row.person_id], row.article_id))
    everywhere = {spelled: row.name for row, name in rows if row.article_id is None for spelled in (name, *row.also.splitlines())}
    return Names(by_article, by_version, everywhere)


def _shown(rows: Sequence[Any], article: int) -> dict[str, str]:
    """A person's names and what stands for them in an article: its own pen name, unless they took their name back everywhere since."""
    own = next((row for row, _ in rows if row.article_id == article), None)
    all_over = next((row for row, _ in rows if row.article_id is None), None)
    holds = own if own is not None and (all_over is None or all_over.name or own.at >= all_over.at) else all_over
    if holds is None:
        return {}
    spelled = {rows[0][1], *(name for row in (own, all_over) if row is not None for name in (*row.also.splitlines(), row.name))}
    return {name: holds.name for name in sorted(spelled, key=lambda name: (-len(name), name)) if name and name != holds.name}


def _credited(session: Session, names_: Sequence[str], instead: str, actor: Person, now: datetime) -> None:
    """Adopted texts that credit one of the names: their pages are to be drawn again, whoever is linked with them."""
    folded = {name.casefold() for name in names_}
    query = select(Version.id, Version.credit).where(Version.credit != "", func.lower(Version.credit).in_(folded | set(names_)))
    for number, credit in session.execute(query).all():
        row = session.get(Redaction, (number, credit))
        if row is None:
            session.add(Redaction(version_id=number, name=credit, instead=instead, set_by=actor.id, at=now))
        else:
            row.instead = instead
    session.flush()


def _row(session: Session, person: Person, article: Article | None) -> PenName | None:
    same = PenName.article_id.is_(None) if article is None else PenName.article_id == article.id
    return session.scalar(select(PenName).where(PenName.person_id == person.id, same))


def _spellings(person: Person, row: PenName | None, also: Sequence[str], before: str | None) -> str:
    known = [*(row.also.splitlines() if row is not None else []), *([before] if before else []), *map(_clean, also)]
    return "\n".join(dict.fromkeys(name for name in known if name and name != person.name))


def _clean(name: str) -> str:
    said = " ".join(name.split())
    if len(said) > LONGEST:
        raise UsageError(f"A name of {len(said)} characters is too long", remedy=f"It may have {LONGEST}.")
    return said


def _may(actor: Person, person: Person) -> None:
    if actor.id != person.id:
        people.must_be(actor, Role.COORDINATOR, Role.PUBLISHER, doing=f"change under what name {person.handle} goes")
