"""What the rows of a kit get from the newsroom's terms and its memory: hints, proposals, and what is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from translate_flow import formats
from translate_flow.exchange.kit import Proposal, Row, State, TermHint
from translate_flow.exchange.marks import Mark
from translate_flow.formats import encoding
from translate_flow.models import Version
from translate_flow.services import kits, matching, placing, settings, terms
from translate_flow.services.matching import Match, Query
from translate_flow.text import inline
from translate_flow.text.document import Kind
from translate_flow.text.terms import Term

_FILLED = "From the memory"  # begins the note of a row that was filled in
_MOST = 3  # proposals for a row
_ASKED = frozenset({State.NEW, State.OPEN})
Languages = tuple[str, str]


def with_terms(session: Session, languages: Languages, rows: Sequence[Row]) -> list[Row]:
    """The rows with the terms that their sources hold."""
    return [replace(row, terms=tuple(map(hint_of, found))) if found else row for row, found in zip(rows, terms_in(session, languages, rows), strict=True)]


def terms_in(session: Session, languages: Languages, rows: Sequence[Row]) -> list[list[Term]]:
    """The terms in the source of each row; none in code."""
    glossary = terms.glossary(session, *languages)
    if not len(glossary):
        return [[] for _ in rows]
    return [[] if row.kind is Kind.CODE else list(dict.fromkeys(hit.term for hit in glossary.hits(inline.text(row.source)))) for row in rows]


def hint_of(term: Term) -> TermHint:
    """A term as a kit shows it."""
    said = [term.definition, term.note, f"not: {', '.join(term.forbidden)}" if term.forbidden else ""]
    return TermHint(term.source, " | ".join(term.renderings), "; ".join(filter(None, said)))


@dataclass(frozen=True, slots=True)
class Begun:
    """A first text in the source's place: with what is `filled` in, blocks, and `marks` that propose for others."""

    data: bytes
    filled: int
    marks: list[Mark]


def begun(session: Session, version: Version, parent: Version, data: bytes, format: str, *, now: datetime) -> Begun | None:
    """A source text with what the memory has for its blocks; None where it has nothing."""
    if not matching.anything(session):
        return None
    work = kits.begun(formats.get(format).read(data), parent.language, version.language)
    rows = with_memory(session, (parent.language, version.language), kits.rows(work, by_sentence=False), now=now)
    made = placing.place(work, {row.block: row.target for row in rows if is_filled(row)})
    marks = [_mark(row, work.source.blocks[row.block].text) for row in rows if row.proposals]
    return Begun(encoding.encode(made.document), len(made.changed), marks) if made.changed or marks else None


def _mark(row: Row, text: str) -> Mark:
    """The best proposal for a block as the document's own file shows it."""
    said = inline.text(inline.read(row.proposals[0].target))
    return Mark(row.block + 1, row.block, "added", old=text, new=text, proposal=said)


def with_memory(session: Session, languages: Languages, rows: list[Row], *, now: datetime) -> list[Row]:
    """The rows that are still to be translated, or to be looked at, with what the memory has: filled in where that is good enough
    (setting `memory_prefill`), proposed from `memory_least` on."""
    wanted = [at for at, row in enumerate(rows) if row.state in _ASKED and row.kind is not Kind.CODE and inline.text(row.source).strip()]
    if not wanted or not matching.anything(session):
        return rows
    least, enough = settings.several(session, "memory_least", "memory_prefill")
    said = ["", *(inline.written(row.source) for row in rows), ""]
    queries = [Query(said[at + 1], said[at], said[at + 2]) for at in wanted]
    found = matching.matches(session, *languages, queries, least=max(1, least), most=_MOST, now=now)
    made = list(rows)
    for at, matches in zip(wanted, found, strict=True):
        made[at] = _with(rows[at], [match for match in matches if _fits(rows[at], match)], enough)
    return made


def is_filled(row: Row) -> bool:
    """Whether `with_memory` put a row's translation in."""
    return any(note.startswith(_FILLED) for note in row.notes)


def _fits(row: Row, match: Match) -> bool:
    """Whether a match can be used as it is: its codes are the row's."""
    return not any(one.fatal for one in inline.damage(row.source, inline.read(match.target)))


def _with(row: Row, matches: Sequence[Match], enough: int) -> Row:
    if matches and row.state is State.NEW and 0 < enough <= matches[0].score and matches[0].kind != "fuzzy":
        note = f"{_FILLED} ({matches[0].score} %): {_origin(matches[0])}"
        return replace(row, target=inline.filled(inline.read(matches[0].target), row.source), state=State.DONE, notes=(*row.notes, note))
    return replace(row, proposals=tuple(Proposal(match.source, match.target, match.score, _origin(match)) for match in matches))


def _origin(match: Match) -> str:
    """Where a match is from, in words."""
    where = f"{match.article}/{match.language}" if match.article else match.origin or match.language
    return ", ".join(filter(None, (where, match.translator, f"{match.at:%Y-%m-%d}", "" if match.reviewed else "not reviewed")))
