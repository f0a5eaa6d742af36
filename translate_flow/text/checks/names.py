"""Names and places: what the rest of the translation keeps, a name misspelt, one country in the place of another."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from translate_flow import languages
from translate_flow.text.checks.finding import Finding, Severity
from translate_flow.text.checks.scene import Scene, Side, View, found
from translate_flow.text.facts import Fact, FactKind

_KEPT = 0.85  # of the blocks with a name that hold it unchanged, where it is one that is kept
_MOST = 20_000  # pairs of names of one block that are compared; more are a list
_OFTEN = 3  # blocks, before that says something
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def names(scene: Scene) -> Iterator[Finding]:
    """Names that the translation keeps everywhere else, names with other letters than in the source, countries that were exchanged."""
    views = [view for view in scene.prose if view.source]
    kept = _kept(views)
    for view in views:
        ours = _names(view.source)
        if ours:
            yield from _misspelt(view, ours, kept)
        yield from _countries(view)


def _names(side: Side) -> dict[str, Fact]:
    """The names of a side, each by its first place; single letters left out."""
    listed: dict[str, Fact] = {}
    for fact in side.stated(FactKind.NAME):
        if len(fact.text) > 3 and _LATIN.match(fact.text):
            listed.setdefault(fact.text, fact)
    return listed


def _kept(views: list[View]) -> frozenset[str]:
    """Names that stand unchanged in nearly all blocks whose source has them."""
    seen: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for view in views:
        theirs = set(_LETTERS.findall(view.target.text))
        for name in _names(view.source):
            seen[name] += 1
            held[name] += name in theirs or name in view.target.text
    return frozenset(name for name, count in seen.items() if count >= _OFTEN and held[name] >= _KEPT * count)


def _misspelt(view: View, ours: dict[str, Fact], kept: frozenset[str]) -> Iterator[Finding]:
    text = view.target.text
    folded = text.casefold()
    lost = {name: fact for name, fact in ours.items() if name.casefold() not in folded}
    if not lost:
        return
    there = view.source.text.casefold()
    strange = [match for match in _LETTERS.finditer(text) if match[0][0].isupper() and len(match[0]) > 3 and match[0].casefold() not in there]
    if len(lost) * len(strange) > _MOST:
        return
    for name, fact in lost.items():
        near = next((match for match in strange if _slipped(name, match[0])), None)
        source = view.source.at(fact.start, fact.end)
        if near is not None and name in kept:
            yield found("names", Severity.WARNING, f"“{near[0]}” is written “{name}” in the source", view.target.at(*near.span()), source)
        elif near is not None:
            yield found("names", Severity.NOTE, f"“{near[0]}” is written “{name}” in the source", view.target.at(*near.span()), source)
        elif name in kept:
            yield found("names", Severity.NOTE, f"“{name}”, which the translation keeps elsewhere, is missing", None, source, beside=view.target.parts[0].block)


def _slipped(name: str, other: str) -> bool:
    """Whether one is the other with a letter or two mistaken inside: no ending, no accent."""
    one, two = _plain(name), _plain(other)
    if one == two or one.startswith(two) or two.startswith(one) or abs(len(one) - len(two)) > 1 or one[0] != two[0]:
        return False
    distance = OSA.distance(one, two, score_cutoff=2)
    same = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return distance == 1 and same < min(len(one), len(two)) - 1 and len(one) > 4


def _plain(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(letter))


# --- countries ---------------------------------------------------------------------------------------------------


def _countries(view: View) -> Iterator[Finding]:
    ours, theirs = _named(view.source), _named(view.target)
    lost = [code for code in ours if code not in theirs]
    gained = [code for code in theirs if code not in ours]
    for code, other in zip(lost, gained, strict=False):
        source, target = view.source.at(*ours[code]), view.target.at(*theirs[other])
        yield found("names", Severity.ERROR, f"the source says {source.said}, the translation {target.said}", target, source)


def _named(side: Side) -> dict[str, tuple[int, int]]:
    """The countries that a side names, by CLDR's codes, and where first."""
    pattern, codes = _territories(side.language)
    places: dict[str, tuple[int, int]] = {}
    if pattern is not None:
        for match in pattern.finditer(side.masked):
            places.setdefault(codes[match[0].casefold()], match.span())
    return places




@lru_cache(maxsize=32)
def _territories(language: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """Countries' names in a language, where it does not decline them; short names and those that are words besides are left out."""
    known: dict[str, str] = {}
    for code, name in languages.locale(language).territories.items():
        if len(code) == 2 and code.isalpha() and len(str(name)) > (1 if ord(str(name)[0]) > 0x2E80 else 4):
            known[str(name).casefold()] = code
    if not known:
        return None, {}
    spelled = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    before, after = ("", "") if ord(next(iter(known))[0]) > 0x2E80 else (r"(?<!\w)", r"(?!\w)")
    return re.compile(f"{before}(?:{spelled}){after}", re.I), known
