"""Kits to take away: the rows of a version's work, with what memory, terms, the brief and the last review have to say to its translator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from translate_flow import exchange, languages
from translate_flow.errors import UsageError
from translate_flow.exchange.kit import Kit
from translate_flow.exchange.workfile import Header
from translate_flow.models import Person, Revision, Version
from translate_flow.services import hints, kits
from translate_flow.services.work import Checkout

UNITS = ("block", "segment")


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes what away: a version, its source's revision, the draft (None: from the source alone). `memory`: with proposals from it."""

    person: Person
    version: Version
    parent: Version
    base: Revision
    head: Revision | None
    header: Header
    now: datetime
    memory: bool = True


def file(session: Session, taking: Taking, made: Checkout, *, pack: bool) -> Checkout:
    """The kit of a version as a file, or in a pack. Raises UsageError for a format or a unit that there is not."""
    module = exchange.get(taking.header.kind)
    taking = replace(taking, header=replace(taking.header, unit=unit_of(taking.header.unit, by_sentence=module.BY_SENTENCE)))
    taken = kit(session, taking, made)
    name = f"{taking.version.article.key}.{taking.version.language}{module.SUFFIX}"
    made = replace(
        made, data=module.write(taken), name=name, rows=len(taken.rows), proposed=sum(bool(row.proposals) for row in taken.rows),
        filled=sum(map(hints.is_filled, taken.rows)),
    )  # fmt: skip
    if pack:
        from translate_flow.services import packs

        return packs.file(session, taking, taken, made)
    return made


def unit_of(told: str, *, by_sentence: bool) -> str:
    """What a row is: as told, else as the format prefers. Raises UsageError."""
    if told and told not in UNITS:
        raise UsageError(f"A row is a block or a segment, not a “{told}”", remedy="Say --by block, or --by segment for one sentence a row.")
    return told or ("segment" if by_sentence else "block")


def kit(session: Session, taking: Taking, made: Checkout) -> Kit:
    """The kit of a version: its rows, and for its translator the brief."""
    work = kits.of(session, taking.version, taking.parent, taking.base, taking.head)
    pair = (taking.parent.language, taking.version.language)
    rows = hints.with_terms(session, pair, kits.rows(work, by_sentence=taking.header.unit == "segment"))
    if taking.memory:
        rows = hints.with_memory(session, pair, rows, now=taking.now)
    return Kit(taking.header, taking.parent.language, taking.version.language, work.source.title, tuple(rows), _brief(taking, made))


def _brief(taking: Taking, made: Checkout) -> tuple[str, ...]:
    """What a translator should know first, in their time."""
    version, person = taking.version, taking.person
    lines = [f"{version.address}: from {languages.name(taking.parent.language)} into {languages.name(version.language)}."]
    if version.due_at is not None:
        lines.append(f"Due {languages.format_time(version.due_at, person.locale, person.zone)}.")
    if made.remark:
        lines.append(f"It came back from review. {made.remark}")
    return tuple(lines)
