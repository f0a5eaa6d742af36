"""A glossary brought in from a file: what fits comes in, what does not is told row by row, nothing is overwritten unasked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from translate_flow.errors import TranslateFlowError
from translate_flow.exchange.term_rows import Row
from translate_flow.models import Person
from translate_flow.models_terms import StoredTerm
from translate_flow.services import people, terms
from translate_flow.services.transitions import record
from translate_flow.text.terms import Term, identity
from translate_flow.workflow import Role

Outcome = Literal["added", "changed", "unchanged", "refused", "kept"]
_TOLD = 200  # changes of one import that its event says in full
_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a row: `refused` where it cannot be taken, `kept` where the term that is here says otherwise; `why` then."""

    line: int
    source: str
    outcome: Outcome
    why: str = ""


def bring(session: Session, rows: Iterable[Row], *, actor: Person, now: datetime, origin: str = "", replace_all: bool = False) -> list[Brought]:
    """Takes the rows of a file. What a term here does not say yet is filled in; what it says otherwise changes only if `replace_all`.

    An empty cell takes nothing away. Raises NotAllowed.
    """
    people.must_be(actor, Role.COORDINATOR, doing="import terms")
    read = [_read(row) for row in rows]
    here = _here(session, {(row.source_language, row.target_language) for row in read if isinstance(row, Row)})
    seen: dict[_Key, tuple[Row, Term]] = {}
    fresh: list[StoredTerm] = []
    changes: list[dict[str, Any]] = []
    done: list[Brought] = []
    for row in read:
        if isinstance(row, Brought):
            done.append(row)
            continue
        key = (row.source_language, row.target_language, identity(row.term.source), row.term.part_of_speech)
        if key in seen:
            done.append(_again(row, *seen[key]))
            continue
        seen[key] = (row, row.term)
        stored = here.get(key)
        if stored is None:
            fresh.append(terms.made(row.term, row.source_language, row.target_language, actor, now))
            done.append(Brought(row.line, row.term.source, "added"))
            continue
        done.append(_merge(row, stored, actor, now, replace_all, changes))
    session.add_all(fresh)
    session.flush()
    counts: Counter[str] = Counter(one.outcome for one in done)
    if counts["added"] or counts["changed"]:
        record(session, "import terms", actor=actor, now=now, data={"origin": origin, **counts, "changes": changes[:_TOLD]})
    return done


def _read(row: Row) -> Row | Brought:
    """A row whose term and languages can be stored, else why not."""
    if row.problem:
        return Brought(row.line, row.term.source, "refused", row.problem)
    try:
        source, target = terms.pair(row.source_language, row.target_language)
        return replace(row, source_language=source, target_language=target, term=terms.clean(row.term))
    except TranslateFlowError as error:
        return Brought(row.line, row.term.source, "refused", f"{error.message[:1].lower()}{error.message[1:]}")


def _here(session: Session, pairs: set[tuple[str, str]]) -> dict[_Key, StoredTerm]:
    """The terms of these pairs of languages, by what they are known by."""
    if not pairs:
        return {}
    query = select(StoredTerm).where(tuple_(StoredTerm.source_language, StoredTerm.target_language).in_(sorted(pairs)))
    return {(row.source_language, row.target_language, row.key, row.part_of_speech): row for row in session.scalars(query)}


def _again(row: Row, first: Row, term: Term) -> Brought:
    if row.term == term:
        return Brought(row.line, row.term.source, "unchanged")
    return Brought(row.line, row.term.source, "refused", f"line {first.line} of this file says otherwise of it")


def _merge(row: Row, stored: StoredTerm, actor: Person, now: datetime, replace_all: bool, changes: list[dict[str, Any]]) -> Brought:
    """Fills in what a term does not say, and puts in the place of what it says otherwise, if that is wanted."""
    before = terms.of(stored)
    said: dict[str, Any] = {name: value for name, value in asdict(row.term).items() if value}
    other = [name for name, value in said.items() if getattr(before, name) and getattr(before, name) != value and name != "source"]
    if other and not replace_all:
        name = other[0]
        why = f"{name.replace('_', ' ')} is “{_shown(getattr(before, name))}” here, and “{_shown(said[name])}” there"
        return Brought(row.line, row.term.source, "kept", why)
    said["source"] = row.term.source if replace_all else before.source
    after = replace(before, **said)
    if after == before:
        return Brought(row.line, row.term.source, "unchanged")
    try:
        after = terms.clean(after)
    except TranslateFlowError as error:
        return Brought(row.line, row.term.source, "refused", error.message)
    terms.put(stored, after, actor, now)
    changes.append({"number": stored.id, "source": stored.source, **terms.differences(before, after)})
    return Brought(row.line, row.term.source, "changed")


def _shown(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else "|".join(value)
