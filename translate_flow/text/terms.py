"""Terms of a language pair: found in a source text in any of their forms, and looked for in its translation.

A finding here is told to a person, so what may well be right is passed over: a rendering counts in another form, split by other
words, as a part of a compound, as any of its alternatives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from translate_flow.text import stems
from translate_flow.text.term_index import Index, flat

PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "other")  # those of TBX-Basic
_OPTIONAL = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """A term. `target`: its rendering, alternatives between bars (`greve|paralisação`); as the source where it stays as it is, empty where
    there is only a definition, or something to avoid. `forbidden`: renderings to avoid. What is in brackets may be left out."""

    source: str
    target: str = ""
    part_of_speech: str = ""
    definition: str = ""
    note: str = ""
    forbidden: tuple[str, ...] = ()
    subject: str = ""

    @property
    def renderings(self) -> tuple[str, ...]:
        """The alternatives of its target, each as it is written."""
        return tuple(part for piece in self.target.split("|") if (part := piece.strip()))


@dataclass(frozen=True, slots=True)
class Hit:
    """That a term stands at `start:end` of a text. Several with one span: terms that are spelled alike."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class Misuse:
    """`kind`: a rendering is missing, or a forbidden one is there. `source`: where the term stands; `target`: where the wrong
    rendering does, None where one is missing. `message`: a sentence for a person."""

    kind: Literal["missing", "forbidden"]
    term: Term
    source: tuple[int, int]
    target: tuple[int, int] | None
    message: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a document: in which of its texts (from 0), and as what it stands there."""

    term: Term
    places: tuple[int, ...]
    forms: tuple[str, ...]


def identity(source: str) -> str:
    """What tells a term of a pair and a part of speech from another: its source without case, in one form (NFC), white space folded."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", source).casefold()).split())


def spelled(phrase: str) -> list[str]:
    """A phrase with what is in brackets, and without: `greve (geral)` → `greve geral`, `greve`."""
    if not _OPTIONAL.search(phrase):
        return [phrase]
    whole, short = (" ".join(_OPTIONAL.sub(form, phrase).split()) for form in (r" \1 ", " "))
    return [form for form in dict.fromkeys((whole, short)) if form]


class Glossary:
    """Terms of a language pair, made ready once for any number of texts. Deterministic; time is linear in a text."""

    def __init__(self, terms: Iterable[Term], source_language: str, target_language: str) -> None:
        self.terms = tuple(terms)
        self.source_language, self.target_language = source_language, target_language

    def __len__(self) -> int:
        return len(self.terms)

    @cached_property
    def _sources(self) -> Index[Term]:
        return Index(((form, term.part_of_speech, term) for term in self.terms for form in spelled(term.source)), self.source_language)

    @cached_property
    def _targets(self) -> Index[Term]:
        return self._index(self.terms)

    def _index(self, terms: Sequence[Term], *, forbidden: bool = False) -> Index[Term]:
        """An index of the renderings of some terms, or of what they forbid."""
        phrases = ((phrase, term) for term in terms for phrase in (term.forbidden if forbidden else term.renderings))
        return Index(((form, term.part_of_speech, term) for phrase, term in phrases for form in spelled(phrase)), self.target_language)

    def hits(self, text: str) -> list[Hit]:
        """The terms in a source text: in order, the longest where several begin at one place, none over another."""
        return [Hit(found.start, found.end, term) for found in self._sources.find(text) for term in dict.fromkeys(found.items)]

    def uses(self, target_text: str) -> list[Hit]:
        """The terms whose renderings stand in a text of the other language, whatever its source says."""
        return [Hit(found.start, found.end, term) for found in self._targets.find(target_text) for term in dict.fromkeys(found.items)]

    def occurrences(self, texts: Sequence[str]) -> list[Occurrence]:
        """The terms of a document whose blocks have these texts, each once, in order of appearance."""
        found: dict[Term, tuple[dict[int, None], dict[str, None]]] = {}
        for at, text in enumerate(texts):
            for hit in self.hits(text):
                places, forms = found.setdefault(hit.term, ({}, {}))
                places[at] = None
                forms[text[hit.start : hit.end]] = None
        return [Occurrence(term, tuple(places), tuple(forms)) for term, (places, forms) in found.items()]

    def misuse(self, source_text: str, target_text: str) -> list[Misuse]:
        """Terms of a source text that its translation does not keep to. A term counts as kept where it is rendered once."""
        hits = self.hits(source_text)
        if not hits or not target_text.strip():
            return []
        terms = list(dict.fromkeys(hit.term for hit in hits))
        good = [(found.start, found.end) for found in self._index(terms).find(target_text)]
        wrong = self._forbidden(hits, terms, target_text, good)
        told = {one.term for one in wrong}
        return wrong + [one for one in self._missing(hits, _Reading(target_text, self.target_language, good)) if one.term not in told]

    def _forbidden(self, hits: Sequence[Hit], terms: Sequence[Term], text: str, good: Sequence[tuple[int, int]]) -> list[Misuse]:
        """What is to be avoided, where it is not a part of a good rendering of this or another term of the source."""
        places = self._index(terms, forbidden=True).find(text)
        first = {hit.term: hit for hit in reversed(hits)}
        return [
            Misuse("forbidden", term, (first[term].start, first[term].end), (found.start, found.end), _avoid(text[found.start : found.end], term))
            for found in places if not any(start <= found.start and found.end <= end for start, end in good)
            for term in dict.fromkeys(found.items)
        ]  # fmt: skip

    def _missing(self, hits: Sequence[Hit], reading: _Reading) -> list[Misuse]:
        spans: dict[tuple[int, int], list[Term]] = {}
        for hit in hits:
            spans.setdefault((hit.start, hit.end), []).append(hit.term)
        found: dict[tuple[Term, ...], Misuse] = {}
        for span, terms in spans.items():
            wanted = [rendering for term in terms for rendering in term.renderings]
            if tuple(terms) in found or any(not term.renderings for term in terms):
                continue  # one of its meanings may be rendered as one likes
            if not any(reading.has(form) for rendering in wanted for form in spelled(rendering)):
                found[tuple(terms)] = Misuse("missing", terms[0], span, None, _expected(terms))
        return list(found.values())


class _Reading:
    """A translation, ready to be asked whether a rendering is in it, in whatever form. `good`: where renderings stand as they are
    spelled: these are no compounds with other words (“Seitenleiste” says nothing of “Seite”)."""

    def __init__(self, text: str, language: str, good: Sequence[tuple[int, int]]) -> None:
        self.language = language
        self.text = text
        read = list(stems.tokens(text))
        self.keys = {key for token in read for key in stems.keys(token.text, language)}
        taken = {at for start, end in good for at in range(start, end)}
        self.bare = " ".join(stems.bare(stems.fold(token.text, language), language) for token in read if token.start not in taken)

    def has(self, rendering: str) -> bool:
        """Whether all its words are there, anywhere; of three and more, one may be missing."""
        if self.language.partition("-")[0] in stems.UNSPACED:
            return _solid(rendering) in _solid(self.text)
        wanted = [token.text for token in stems.tokens(rendering)]
        there = sum(self._has_word(word) for word in wanted)
        return there >= len(wanted) - (1 if len(wanted) >= 3 else 0)

    def _has_word(self, word: str) -> bool:
        """Whether a word is there: a form of it, a compound with it, or one of the same root (sindicato, sindical)."""
        key = stems.key(word, self.language)
        if key in self.keys:
            return True
        folded = stems.fold(word, self.language)
        stem = stems.bare(folded if key.startswith("=") else key, self.language)
        if len(stem) >= 4 and stem in self.bare:
            return True
        root = stem[: max(5, -(-len(stem) * 4 // 5))]
        return len(stem) > 5 and f" {root}" in f" {self.bare}"


def _solid(text: str) -> str:
    return re.sub(r"[\s·・•‧]+", "", flat(text))


def _avoid(found: str, term: Term) -> str:
    better = f": {_either(term.renderings)} is right" if term.renderings else ""
    return f"“{found}” is to be avoided for “{term.source}”{better}"


def _expected(terms: Sequence[Term]) -> str:
    wanted = list(dict.fromkeys(rendering for term in terms for rendering in term.renderings))
    return f"“{terms[0].source}” is {_either(wanted)} here, and the translation does not say so"


def _either(renderings: Sequence[str]) -> str:
    return " or ".join(f"“{rendering}”" for rendering in renderings)
