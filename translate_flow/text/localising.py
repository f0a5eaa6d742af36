"""What a translation does with what needs no translator, learnt from its own pairs: where its links lead, which words it keeps.

A newsroom's Spanish page links to `/es/guides/`, where the source links to `/guides/`; it writes “Astro” as the source
does. Both are seen in the blocks that are paired already, and are applied to what is new; nothing is known beforehand.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from translate_flow.text import units
from translate_flow.text.units import UnitKind

_SHARE = 0.75  # of the links to a place that must follow a rule for a new one to follow it too
_NAME_SHARE = 0.8  # of the blocks with a word whose translations must hold it for it to be kept by translators
_MARKDOWN_LINK = re.compile(r"""(?P<before>!?\[[^\]]*\]\(<?|\]\(<?|<(?=[a-z][a-z0-9+.-]*:))(?P<target>[^\s<>]*?)(?P<after>>?(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)|>)""", re.I)
_ATTRIBUTE = re.compile(r"""(?P<before>\b(?:href|src|link|to|url|poster|action)\s*=\s*["'])(?P<target>[^"']*)(?P<after>["'])""", re.I)
_URL = re.compile(r"(?P<site>(?:[a-z][a-z0-9+.-]*:)?(?://[^/?#]*)?)(?P<path>[^?#]*)(?P<query>(?:\?[^#]*)?)(?P<fragment>(?:#.*)?)", re.I | re.S)
_UNSLUGGED = re.compile(r"[^\w\- ]+")


@dataclass(frozen=True, slots=True)
class Target:
    """A link's target in parts that can differ between languages: `site + "/".join(path) + query + fragment`."""

    site: str
    path: tuple[str, ...]
    query: str
    fragment: str

    def __str__(self) -> str:
        return self.site + "/".join(self.path) + self.query + self.fragment

    @property
    def here(self) -> bool:
        """Whether it leads to a place on the page itself."""
        return not self.site and self.path == ("",)

    @property
    def file(self) -> bool:
        """Whether it leads to a file (an image, a download), rather than to a page."""
        return "." in self.path[-1]

    @property
    def place(self) -> str:
        """What shares a rule: a site, the pages from the root, or those from this page; files by themselves."""
        return (self.site or ("/" if self.path[0] == "" and len(self.path) > 1 else "")) + (" files" if self.file else "")


@dataclass(frozen=True, slots=True)
class _Rule:
    """`was` (empty: nothing) becomes `now` (empty: goes) at a place of the path."""

    at: int
    was: str
    now: str

    def fits(self, path: Sequence[str]) -> bool:
        return path[self.at : self.at + 1] == (self.was,) if self.was else len(path) >= self.at and path[self.at : self.at + 1] != (self.now,)

    def apply(self, path: tuple[str, ...]) -> tuple[str, ...]:
        return (*path[: self.at], *((self.now,) if self.now else ()), *path[self.at + bool(self.was) :])


@lru_cache(maxsize=4096)
def parse(target: str) -> Target:
    found = _URL.fullmatch(target)
    assert found
    return Target(found["site"], tuple(found["path"].split("/")), found["query"], found["fragment"])


def slug(heading: str) -> str:
    """The fragment by which sites reach a heading, as GitHub makes it: lower case, no punctuation, `-` for each space."""
    return _UNSLUGGED.sub("", heading.lower()).replace(" ", "-")


def target(unit: str) -> tuple[int, int] | None:
    """The span of the link's or image's target in a unit, or None where it has none."""
    if "://" in unit and not unit.startswith(("]", "!", "<", "[")):
        return 0, len(unit)
    found = _MARKDOWN_LINK.search(unit) if unit.startswith(("]", "!", "[")) or ("://" in unit and unit.startswith("<") and "=" not in unit) else None
    found = found or (_ATTRIBUTE.search(unit) if unit.startswith("<") else None)
    return found.span("target") if found else None


def retargeted(unit: str, new: str) -> str:
    span = target(unit)
    return unit[: span[0]] + new + unit[span[1] :] if span else unit


@dataclass(slots=True)
class Habits:
    """What the pairs of a document have shown. Learn first, then ask."""

    exact: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    fragments: dict[tuple[bool, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # (on this page, fragment)
    rules: dict[str, Counter[_Rule]] = field(default_factory=lambda: defaultdict(Counter))
    seen: dict[str, list[tuple[Target, Target]]] = field(default_factory=lambda: defaultdict(list))
    kept: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)

    def learn(self, source: Sequence[str], translation: Sequence[str]) -> None:
        """One pair of blocks, as units."""
        ours, theirs = _targets(source), _targets(translation)
        if len(ours) == len(theirs):
            for a, b in zip(ours, theirs, strict=True):
                self._learn_link(a, b)
        else:
            for a in ours:
                if a in theirs:
                    self._learn_link(a, a)
        there = set(translation)
        for word in {unit for unit in source if units.wordy(unit)}:
            self.words[word] += 1
            self.kept[word] += word in there

    def learn_heading(self, source: str, translation: str) -> None:
        """A heading's reader's text on both sides: links lead to it by its slug."""
        self.fragments[True, "#" + slug(source)]["#" + slug(translation)] += 1

    def _learn_link(self, source: str, translation: str) -> None:
        self.exact[source][translation] += 1
        a, b = parse(source), parse(translation)
        if a.fragment and b.fragment:
            self.fragments[a.here, a.fragment][b.fragment] += 1
        if a.place != b.place:
            return
        self.seen[a.place].append((a, b))
        if rule := _rule(a.path, b.path):
            self.rules[a.place][rule] += 1

    def link(self, source: str) -> str | None:
        """Where the translation would link for the source's target; None where the pairs do not tell."""
        if source in self.exact:
            best, count = self.exact[source].most_common(1)[0]
            return best if 2 * count > self.exact[source].total() else None
        parsed = parse(source)
        path = self._path(parsed)
        fragment = self._fragment(parsed)
        if path is None or fragment is None:
            return None
        return str(Target(parsed.site, path, parsed.query, fragment))

    def _path(self, parsed: Target) -> tuple[str, ...] | None:
        seen = self.seen.get(parsed.place, [])
        if parsed.here:
            return parsed.path
        doubtful = False
        for rule, count in self.rules.get(parsed.place, Counter()).most_common(3):
            if rule.fits(parsed.path):
                chances = sum(rule.fits(a.path) for a, _ in seen)
                if count >= _SHARE * chances:
                    return rule.apply(parsed.path)
                doubtful = doubtful or 4 * count >= chances
        if doubtful or (not seen and parsed.place == "/"):
            return None  # a path on the site itself, and no other tells whether it leads to the language’s own page
        return parsed.path

    def _fragment(self, parsed: Target) -> str | None:
        if not parsed.fragment:
            return ""
        if known := self.fragments.get((parsed.here, parsed.fragment)):
            return known.most_common(1)[0][0]
        if parsed.site and not self.rules.get(parsed.place):
            return parsed.fragment
        return None  # a heading’s, which may be translated

    def name(self, word: str) -> bool:
        """Whether translators keep a word as it is: because they did, or, of a word not seen yet, because it looks like a name."""
        if seen := self.words[word]:
            return self.kept[word] >= _NAME_SHARE * seen
        return not word.islower() and not word.istitle() and word.isascii()

    def keeps(self, word: str) -> bool:
        """Whether the pairs have shown that this very word is kept."""
        return self.words[word] > 0 and self.kept[word] >= _NAME_SHARE * self.words[word]

    def unit(self, source: str) -> str | None:
        """A unit of the source as it would stand in the translation; None where the pairs do not tell."""
        span = target(source)
        if span is None or span[0] == span[1]:
            return source
        there = self.link(source[span[0] : span[1]])
        return None if there is None else source[: span[0]] + there + source[span[1] :]


def _targets(pieces: Iterable[str]) -> list[str]:
    found = []
    for unit in pieces:
        if units.kind(unit) in {UnitKind.LINK, UnitKind.IMAGE, UnitKind.MARKUP} and (span := target(unit)) and span[0] < span[1]:
            found.append(unit[span[0] : span[1]])
    return found


def _rule(a: tuple[str, ...], b: tuple[str, ...]) -> _Rule | None:
    """The one step of the path that differs; None where none does or several do."""
    if a == b or abs(len(a) - len(b)) > 1:
        return None
    at = 0
    while at < min(len(a), len(b)) and a[at] == b[at]:
        at += 1
    if len(a) == len(b):
        return _Rule(at, a[at], b[at]) if a[at + 1 :] == b[at + 1 :] else None
    if len(a) < len(b):
        return _Rule(at, "", b[at]) if a[at:] == b[at + 1 :] else None
    return _Rule(at, a[at], "") if a[at + 1 :] == b[at:] else None
