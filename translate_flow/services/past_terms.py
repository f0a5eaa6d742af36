"""Who has translated the terms of a text before: the glossary says what its terms are, the translation memory who rendered them.

Proper names count where the glossary has them. What each person has translated is found through the memory's own index, by the words
of a term in the form that they have in the text, so that it costs as much however large the memory is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from translate_flow import formats
from translate_flow.models import StoredText
from translate_flow.models_memory import MemorySource, MemoryUnit
from translate_flow.models_terms import StoredTerm
from translate_flow.services import memory_index, terms
from translate_flow.services.memory_store import pair_of
from translate_flow.text import grams, signs
from translate_flow.text.prose import prose
from translate_flow.text.terms import Glossary, Term

TEXTS = 40  # that are read; of a longer list the first
_TERMS = 8  # of each text, in order of appearance
_NEWEST = 20  # sources of a phrase that are looked at


class Job(NamedTuple):
    """A text to be translated, by the id it is stored under, from one language to another."""

    text_id: int
    source: str
    target: str


class Known(NamedTuple):
    """`terms`: those of a text that anybody rendered before; `by`: which of them each person (by id) did."""

    terms: tuple[str, ...]
    by: Mapping[int, frozenset[str]]


def known(session: Session, jobs: Iterable[Job]) -> dict[Job, Known]:
    """Who rendered which terms of these texts before. A few statements, however many texts; one without such terms is left out."""
    wanted = list(dict.fromkeys(jobs))[:TEXTS]
    glossaries = _glossaries(session, {(job.source, job.target) for job in wanted})
    wanted = [job for job in wanted if (job.source, job.target) in glossaries]
    if not wanted:
        return {}
    found: dict[Job, dict[Term, str]] = {}
    blocks = _read(session, {job.text_id for job in wanted})
    for job in wanted:
        occurring = glossaries[job.source, job.target].occurrences(blocks.get(job.text_id, []))[:_TERMS]
        found[job] = {one.term: signs.normal(one.forms[0]) for one in occurring}
    users = _users(session, {(pair_of(job.source, job.target), form) for job, said in found.items() for form in said.values()})
    known = {job: _known(said, pair_of(job.source, job.target), users) for job, said in found.items()}
    return {job: one for job, one in known.items() if one.terms}


def _known(said: Mapping[Term, str], pair: str, users: Mapping[tuple[str, str], frozenset[int]]) -> Known:
    by: dict[int, set[str]] = defaultdict(set)
    for term, form in said.items():
        for person in users.get((pair, form), ()):
            by[person].add(term.source)
    rendered = set().union(*by.values()) if by else set()
    return Known(tuple(dict.fromkeys(term.source for term in said if term.source in rendered)), {person: frozenset(own) for person, own in by.items()})


def _glossaries(session: Session, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], Glossary]:
    """Those that hold anything, each made as `terms.glossary` makes it, of terms that are read together."""
    wider = {pair: tuple(terms.wider(tag) for tag in pair) for pair in pairs}
    sources, targets = ({tag for one in wider.values() for tag in one[at]} for at in (0, 1))
    query = select(StoredTerm).where(StoredTerm.source_language.in_(sources), StoredTerm.target_language.in_(targets))
    stored = session.scalars(query).all()
    made = {}
    for pair, (above, below) in wider.items():
        own = [row for row in stored if row.source_language in above and row.target_language in below]
        if own:
            made[pair] = terms.made_of(own, *pair)
    return made


def _read(session: Session, ids: set[int]) -> dict[int, list[str]]:
    rows = session.scalars(select(StoredText).where(StoredText.id.in_(ids)).options(undefer(StoredText.body)))
    return {row.id: prose(formats.get(row.format).read(bytes(row.body))) for row in rows}


def _users(session: Session, phrases: set[tuple[str, str]]) -> dict[tuple[str, str], frozenset[int]]:
    """Who translated a text with a phrase in it, of the newest that have one, by (pair, phrase)."""
    wanted = sorted(phrases)
    asked = [grams.asked(phrase, grams.seed(pair)).words for pair, phrase in wanted]
    found = memory_index.holding(session.connection(), asked, _NEWEST)
    ids = {number for numbers in found for number in numbers}
    texts = {number: (pair, text.casefold()) for number, pair, text in session.execute(select(MemorySource.id, MemorySource.pair, MemorySource.text).where(MemorySource.id.in_(ids)))}
    rendered: dict[int, set[int]] = defaultdict(set)
    units = select(MemoryUnit.source_id, MemoryUnit.translator_id).where(MemoryUnit.source_id.in_(ids)).distinct()
    for number, person in session.execute(units):
        if person is not None:
            rendered[number].add(person)
    users = {}
    for (pair, phrase), numbers in zip(wanted, found, strict=True):
        there = [number for number in numbers if number in texts and texts[number][0] == pair and phrase.casefold() in texts[number][1]]
        users[pair, phrase] = frozenset(person for number in there for person in rendered[number])
    return users
