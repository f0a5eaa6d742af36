"""The memory's units from other programs and for them: what a TMX file holds, in and out. The file itself is `exchange.tmx`'s."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from translate_flow.errors import NotFound, UsageError
from translate_flow.exchange.tmx import Entry, Refused
from translate_flow.models import Article, Person, Version
from translate_flow.models_memory import MemorySource, MemoryUnit
from translate_flow.services import bylines, people
from translate_flow.services.memory_store import NewUnit, Store, pair_of, take_out
from translate_flow.services.transitions import record
from translate_flow.text import redaction, signs
from translate_flow.workflow import Role

_TOGETHER = 10_000  # units that are put in at once
_READ = 5_000  # that are read at once
TOLD = 20  # refused units that are listed


@dataclass(slots=True)
class Brought:
    """What an import came to: units `added`, those that were `known` from this origin, and those `refused` (the first of them listed)."""

    added: int = 0
    known: int = 0
    refused: int = 0
    examples: list[Refused] = field(default_factory=list)


def bring(
    session: Session, entries: Iterable[Entry | Refused], *, origin: str, reviewed: bool, actor: Person, now: datetime, seen: Callable[[int], None] = lambda _: None
) -> Brought:  # fmt: skip
    """Brings the units of a file in, however many; those that are in from this origin stay as they are.

    `reviewed`: the coordinator vouches for them. `seen` is told how many were looked at. Raises NotAllowed, UsageError, and what
    reading the file raises.
    """
    may_manage(actor, "import a memory")
    origin = " ".join(origin.split())[:200]
    if not origin:
        raise UsageError("Units that come in need an origin", remedy="Name it with --origin: by that name they can be taken out again.")
    result = Brought()
    store = Store(session.connection())
    told = iter(entries)
    looked_at = 0
    while batch := list(islice(told, _TOGETHER)):
        units: list[NewUnit] = []
        for entry in batch:
            unit = entry if isinstance(entry, Refused) else _unit(entry, origin, reviewed, now)
            if isinstance(unit, Refused):
                result.refused += 1
                result.examples += [unit][: TOLD - len(result.examples)]
            else:
                units.append(unit)
        added, _ = store.put(units)
        result.added += added
        result.known += len(units) - added
        looked_at += len(batch)
        seen(looked_at)
    store.finish()
    data = {"origin": origin, "added": result.added, "known": result.known, "refused": result.refused, "reviewed": reviewed}
    record(session, "memory import", actor=actor, now=now, data=data)
    return result


def may_manage(actor: Person, doing: str) -> None:
    """Raises NotAllowed for whoever is no coordinator: a memory from elsewhere is proposed to everybody."""
    people.must_be(actor, Role.COORDINATOR, doing=doing)


def _unit(entry: Entry, origin: str, reviewed: bool, now: datetime) -> NewUnit | Refused:
    source, numbers = signs.numbered(signs.normal(entry.source))
    target = signs.like(signs.normal(entry.target), numbers)
    if not source or not target:
        return Refused(entry.line, "a segment holds nothing but spaces")
    at = entry.at if entry.at is not None and entry.at <= now else now
    return NewUnit(
        entry.source_language, entry.target_language, source, target, at, entry.grain, entry.before, entry.after,
        translator=entry.translator, article=entry.article, origin=origin, reviewed=reviewed,
    )  # fmt: skip


def entries(session: Session, source_language: str = "", target_language: str = "") -> Iterator[Entry]:
    """All units between two languages, their regions included; or all that there are."""
    query = (
        select(MemoryUnit, MemorySource.text, Article.key, Person.name, Version)
        .join(MemorySource, MemorySource.id == MemoryUnit.source_id).outerjoin(Version, Version.id == MemoryUnit.version_id)
        .outerjoin(Article, Article.id == Version.article_id).outerjoin(Person, Person.id == MemoryUnit.translator_id)
        .order_by(MemoryUnit.id).limit(_READ)
    )  # fmt: skip
    if source_language and target_language:
        query = query.where(MemorySource.pair == pair_of(source_language, target_language))
    last = 0
    known: dict[int, bylines.Names] = {}
    while rows := session.execute(query.where(MemoryUnit.id > last)).all():
        _named(session, known, {version.article_id for *_, version in rows if version is not None})
        for unit, text, key, name, version in rows:
            shown = redaction.masked(name or unit.translator, known[version.article_id].of(version) if version is not None else known[0].credits)
            yield Entry(
                unit.source_language, unit.target_language, text, unit.target, at=unit.at, translator=shown, article=key or unit.article,
                grain=unit.grain, before=unit.before_key, after=unit.after_key, reviewed=unit.reviewed, origin=unit.origin,
            )  # fmt: skip
        last = rows[-1][0].id
        session.expunge_all()


def _named(session: Session, known: dict[int, bylines.Names], articles: set[int]) -> None:
    """What stands for names that were taken back, of articles not asked for yet: nothing that goes out has them."""
    fresh = articles - known.keys()
    if fresh or not known:
        found = bylines.names(session, fresh)
        known.update(dict.fromkeys(fresh | {0}, found))


def contents(session: Session) -> list[dict[str, Any]]:
    """How much there is, by pair of languages and origin (empty: the newsroom's own)."""
    unit = MemoryUnit
    query = (
        select(unit.source_language, unit.target_language, unit.origin, func.count(), func.count(func.distinct(unit.version_id)), func.max(unit.at))
        .group_by(unit.source_language, unit.target_language, unit.origin).order_by(unit.source_language, unit.target_language, unit.origin)
    )  # fmt: skip
    return [dict(zip(("source", "target", "origin", "units", "versions", "newest"), row, strict=True)) for row in session.execute(query)]


def forget_origin(session: Session, origin: str, *, actor: Person, now: datetime) -> int:
    """Takes out what came in under a name; how many units that were. Raises NotFound, NotAllowed."""
    may_manage(actor, "take units out of the memory")
    ids = session.scalars(select(MemoryUnit.id).where(MemoryUnit.origin == origin, MemoryUnit.origin != "")).all()
    if not ids:
        raise NotFound(f"Nothing in the memory came in as “{origin}”", remedy="`translate-flow memory show` lists what is in it, and where it is from.")
    take_out(session.connection(), ids)
    record(session, "memory forget", actor=actor, now=now, data={"origin": origin, "units": len(ids)})
    return len(ids)

