"""Kits to take away: the rows of a version's work, with what memory, terms, the brief and the last review have to say to its translator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from translate_flow import exchange, languages
from translate_flow.errors import UsageError
from translate_flow.exchange.kit import Kit, Row, TermHint
from translate_flow.exchange.workfile import Header
from translate_flow.models import Revision, Version
from translate_flow.services import kits
from translate_flow.services.work import Checkout
from translate_flow.text import inline

if TYPE_CHECKING:
    from translate_flow.text.terms import Term

UNITS = ("block", "segment")


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes what away: a version, its source's revision, the draft (None: from the source alone). `memory`: with proposals from it."""

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
        filled=sum(any(note.startswith(FILLED) for note in row.notes) for row in taken.rows),
    )  # fmt: skip
    if pack:
        from translate_flow.services import packs

        return packs.file(session, taking, taken, made)
    return made


FILLED = "From the memory"


def unit_of(told: str, *, by_sentence: bool) -> str:
    """What a row is: as told, else as the format prefers. Raises UsageError."""
    if told and told not in UNITS:
        raise UsageError(f"A row is a block or a segment, not a “{told}”", remedy="Say --by block, or --by segment for one sentence a row.")
    return told or ("segment" if by_sentence else "block")


def kit(session: Session, taking: Taking, made: Checkout) -> Kit:
    """The kit of a version: its rows, and for its translator the brief."""
    work = kits.of(session, taking.version, taking.parent, taking.base, taking.head)
    rows = _with_terms(session, taking, kits.rows(work, by_sentence=taking.header.unit == "segment"))
    return Kit(taking.header, taking.parent.language, taking.version.language, work.source.title, tuple(rows), _brief(taking.version, taking.parent, made))


def _with_terms(session: Session, taking: Taking, rows: list[Row]) -> list[Row]:
    """The rows with the terms that their sources hold."""
    found = terms_in(session, taking, rows)
    return [replace(row, terms=tuple(map(hint_of, terms))) if terms else row for row, terms in zip(rows, found, strict=True)]


def terms_in(session: Session, taking: Taking, rows: Sequence[Row]) -> list[list[Term]]:
    """The terms in the source of each row."""
    from translate_flow.services import terms

    glossary = terms.glossary(session, taking.parent.language, taking.version.language)
    if not len(glossary):
        return [[] for _ in rows]
    return [list(dict.fromkeys(hit.term for hit in glossary.hits(inline.text(row.source)))) for row in rows]


def hint_of(term: Term) -> TermHint:
    """A term as a kit shows it."""
    said = [term.definition, term.note, f"not: {', '.join(term.forbidden)}" if term.forbidden else ""]
    return TermHint(term.source, " | ".join(term.renderings), "; ".join(filter(None, said)))


def _brief(version: Version, parent: Version, made: Checkout) -> tuple[str, ...]:
    lines = [f"{version.address}: from {languages.name(parent.language)} into {languages.name(version.language)}."]
    if version.due_at is not None:
        lines.append(f"Due {version.due_at:%Y-%m-%d %H:%M} UTC.")
    if made.remark:
        lines.append(f"It came back from review. {made.remark}")
    return tuple(lines)
