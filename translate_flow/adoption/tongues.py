"""In which language each text of a site is: what is declared, the path, terms, the provenance line, and the text itself.

The text is read twice: by trigrams of 69 languages (`whatlang`), then, where that is not sure, by profiles of the languages of this very
site, learnt from its clear texts (Cavnar and Trenkle, “N-Gram-Based Text Categorization”, SDAIR 1994, here as naive Bayes).
So titles and regional variants are told apart among the languages that the site has, by the tags that the site uses.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from translate_flow import languages
from translate_flow.adoption.items import BEGINNING, Contradiction, Fact, Item
from translate_flow.adoption.names import named
from translate_flow.adoption.profiles import KNOWN, Profiles, Reading, read

CLEAR = 120  # letters, from which a text is believed against what is declared
_SHARE = 0.75  # of them in one language
# How far to trust where a tag was said; what is not named here was said of the text on purpose.
_TRUST = {"site": 0.5, "lang attribute": 0.8, "content-language": 0.75, "og:locale": 0.75, "feed": 0.7, "x-default": 0.5}
_SAID = 0.97
_SURE = 0.9  # what is so sure need not be borne out
_PATH, _SUFFIX, _TERM, _LINE = 0.9, 0.85, 0.93, 0.92
_SEGMENT = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_ENDING = re.compile(r"[-._]([a-z]{2}(?:[-_][A-Za-z]{2,4})?)(?:\.(?:html?|mdx?|markdown))?$")
# Written so alike that what is declared is believed; and kin of languages that the trigrams do not know.
_TWINS = tuple(map(frozenset, ({"nb", "nn", "no", "da"}, {"hr", "sr", "bs", "sh", "cnr"}, {"id", "ms"}, {"fil", "tl"})))
_KIN = tuple(map(frozenset, (
    {"gl", "pt", "es", "ast", "an", "ext", "ca", "oc", "mwl"}, {"sl", "hr", "sr", "bs"}, {"cs", "sk"}, {"ru", "be", "uk", "bg", "mk", "sr"},
    {"hi", "mr", "ne", "mai", "bho", "sa"}, {"fa", "ps", "ckb", "ur", "ar", "ug", "sd"}, {"af", "nl", "fy", "li", "nds", "de", "lb"}, {"zh", "yue", "wuu"},
    {"az", "tr", "tk", "crh", "uz"}, {"is", "fo", "nb", "da", "sv"}, {"it", "co", "sc", "scn", "vec", "lmo", "rm", "fr"}, {"br", "ht", "fr"},
)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """That a text is in a language: the tag, how far that is to be trusted, and who says so, for a person. `own`: said of the text on purpose."""

    tag: str
    trust: float
    why: str
    own: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The languages of items, in their order, and where a site says one and the text is in another."""

    facts: tuple[Fact, ...]
    contradictions: tuple[Contradiction, ...]


def tell(items: Sequence[Item], default: str = "") -> Told:
    """The language of each item. `default`: the tag of those that say nothing and whose text says nothing. Linear."""
    declared = [_declared(item) for item in items]
    readings = [_reading(item, claims) for item, claims in zip(items, declared, strict=True)]
    site = _Site.of(items, readings, declared, default)
    facts, contradictions = [], []
    for item, reading, claims in zip(items, readings, declared, strict=True):
        more = sorted([*claims, *site.guesses(item)], key=lambda claim: -claim.trust)
        fact = site.settle(item, reading, more)
        facts.append(fact)
        against = next((claim for claim in more if claim.own and not alike(claim.tag, fact.value)), None)
        if against is not None and fact.value:
            contradictions.append(_two(item, against, fact))
    return Told(tuple(facts), tuple(contradictions))


def base(tag: str) -> str:
    """The language of a tag without script and region."""
    return tag.partition("-")[0]


def alike(one: str, two: str) -> bool:
    """Whether two tags name one language, or such as are written nearly alike."""
    first, second = base(one), base(two)
    return first == second or any(first in twins and second in twins for twins in _TWINS)


def _two(item: Item, claim: Claim, fact: Fact) -> Contradiction:
    name, other = languages.name(claim.tag), languages.name(fact.value)
    return Contradiction(
        "two languages", (item.origin,), f"“{_title(item)}” is said to be in {name} ({claim.why}), but is written in {other}",
        f"Set its language on the site, or accept it as {other}.",
    )  # fmt: skip


def _title(item: Item) -> str:
    return (item.text.title or item.slug or item.origin)[:80]


def _reading(item: Item, claims: Sequence[Claim]) -> Reading:
    """What the text looks like: by its beginning, where that bears out what was said of it on purpose, else by more of it."""
    text = item.text.sketch.running
    first = next((claim for claim in claims if claim.own and claim.trust >= _SAID), None)
    if first is not None and len(text) > BEGINNING:
        beginning = item.text.beginning
        if _is_clear(beginning) and beginning.reliable and alike(first.tag, beginning.language):
            return beginning
    return read(text)


def _declared(item: Item) -> list[Claim]:
    """What the site says, and what the line under the byline is written in; tags that are none are left out."""
    claims = []
    for said in item.languages:
        tag = _tag(said.value)
        if tag:
            trust = _TRUST.get(said.how, _SAID)
            claims.append(Claim(tag, trust, f"{said.how} says {tag}", trust >= _SAID or said.how in {"lang attribute", "og:locale", "content-language"}))
    if not claims and item.text.sketch.language and (tag := _tag(item.text.sketch.language)):
        claims.append(Claim(tag, 0.8, f"the text declares {tag}", True))
    line = item.text.sketch.provenance
    if line is not None and line.wording and line.confidence >= 0.6:
        claims.append(Claim(line.wording, _LINE, f"“{line.text}” is written in {languages.name(line.wording)}", False))
    return claims


def _tag(value: str) -> str:
    value = value.strip()
    if languages.is_tag(value):
        return languages.normalise(value)
    return named(value)


@dataclass
class _Site:
    """What all texts together tell: the languages and tags of the site, and how they are written."""

    tags: Counter[str]  # as declared on purpose
    bases: frozenset[str]  # of all languages that it surely has
    texts: Mapping[str, Sequence[str]]  # tag → what profiles are learnt from
    default: str
    spelled: Mapping[str, str]  # the tag, by base, where nobody declares one on purpose: one for all texts, or an article would have two of a language

    @cached_property
    def profiles(self) -> Profiles:
        """How its languages are written: learnt when a text is met that needs it."""
        return Profiles.learn(self.texts, {tag for tag in self.texts if base(tag) in self.bases})

    @classmethod
    def of(cls, items: Sequence[Item], readings: Sequence[Reading], declared: Sequence[list[Claim]], default: str) -> _Site:
        tags: Counter[str] = Counter()
        clear: Counter[str] = Counter()
        texts: dict[str, list[str]] = defaultdict(list)
        for item, reading, claims in zip(items, readings, declared, strict=True):
            said = next((claim.tag for claim in claims if claim.own and claim.trust >= _SAID), "")
            if said:
                tags[said] += 1
            if _is_clear(reading):
                clear[reading.language] += 1
                fits = said and (alike(said, reading.language) or _unknown_kin(said, reading.language))
                texts[said if fits else reading.language].append(item.text.sketch.running)
            elif said:
                texts[said].append(item.text.sketch.running)
        spelled: dict[str, str] = {}
        for claim in (claim for claims in declared for claim in claims if "-" in claim.tag and claim.trust < _SAID):
            spelled.setdefault(base(claim.tag), claim.tag)
        least = max(1, len(items) // 100)
        known = {one for one, count in clear.items() if count >= least} | {base(tag) for tag in tags} | ({base(default)} if default else set())
        return cls(tags, frozenset(known), texts, languages.normalise(default) if default else "", spelled)

    def guesses(self, item: Item) -> list[Claim]:
        """What path, name and terms suggest: only languages that the site is known to have."""
        found = []
        parts = [part for part in item.place.split("/") if part]
        for part in parts[:2]:
            if _SEGMENT.fullmatch(part) and (tag := self._known(part)):
                found.append(Claim(tag, _PATH, f"its path begins with {part}/", False))
                break
        for name in (parts[-1] if parts else "", item.slug):
            if (match := _ENDING.search(name)) and (tag := self._known(match[1])):
                found.append(Claim(tag, _SUFFIX, f"its name ends in {match[1]}", False))
                break
        for term in item.terms:
            if (tag := named(term)) and base(tag) in self.bases:
                found.append(Claim(tag, _TERM, f"it is filed under {term}", False))
        return found

    def _known(self, part: str) -> str:
        if base(part.replace("_", "-").lower()) not in self.bases:
            return ""
        return languages.normalise(part) if languages.is_tag(part) else ""

    def settle(self, item: Item, reading: Reading, claims: Sequence[Claim]) -> Fact:
        """The language by all that speaks for it."""
        first = claims[0] if claims else None
        if _is_clear(reading):
            agreeing = next((claim for claim in claims if self._fits(claim.tag, reading)), None)
            if agreeing is not None and (agreeing is first or agreeing.trust >= 0.9 or alike(agreeing.tag, reading.language)):
                return Fact(self._refined(agreeing.tag, item, claims), 0.99, (agreeing.why, "and so is the text"))
            against = (f"although {first.why}",) if first is not None else ()
            value = self._refined(reading.language, item, ())
            return Fact(value, 0.95 if first is not None else 0.97, (f"the text is in {languages.name(value)}", *against))
        if first is not None and first.trust >= _SUFFIX:
            guess = (self.profiles.judge(item.text.sketch.running)[0] or reading.language) if first.trust < _SURE else ""
            if guess and alike(first.tag, guess):
                return Fact(self._refined(first.tag, item, claims), round(1 - 0.4 * (1 - first.trust), 3), (first.why, "and the text, short as it is, looks like it"))
            return Fact(self._refined(first.tag, item, claims), first.trust, (first.why, "the text is too short to tell"))
        return self._unclear(item, reading, first)

    def _fits(self, tag: str, reading: Reading) -> bool:
        strange = base(tag) not in KNOWN and (not reading.reliable or reading.share < 0.9)
        return alike(tag, reading.language) or _unknown_kin(tag, reading.language) or strange

    def _unclear(self, item: Item, reading: Reading, first: Claim | None) -> Fact:
        """A short or mixed text of which nothing, or little, is said."""
        guess, sure = self.profiles.judge(item.text.sketch.running or item.slug.replace("-", " "))
        if guess and reading.language == base(guess):
            sure = max(sure, 0.6 + 0.4 * reading.share * min(1.0, reading.letters / 60))
        elif not guess or (reading.letters >= 60 and reading.reliable):
            guess, sure = reading.language, 0.5 + 0.4 * min(1.0, reading.letters / CLEAR) * reading.share
        if first is not None and (not guess or alike(first.tag, guess) or first.trust > sure):
            sure = max(first.trust, 0.95 * sure) if guess and alike(first.tag, guess) else first.trust
            return Fact(self._refined(first.tag, item, ()), round(sure, 3), (first.why,))
        if not guess:
            return Fact(self.default, 0.5 if self.default else 0.0, ("nothing tells its language",))
        return Fact(self._refined(guess, item, ()), round(min(0.97, sure), 3), ("the text is like the site's others in it",))

    def _refined(self, tag: str, item: Item, claims: Sequence[Claim]) -> str:
        """The tag as the site writes it: with the region or script that it distinguishes, by what is claimed, else by the text."""
        whole = next((claim.tag for claim in claims if claim.own and base(claim.tag) == base(tag)), "")
        if whole:
            return whole
        variants = [one for one in self.tags if base(one) == base(tag)]
        if tag in variants:
            return tag
        if len(variants) == 1:
            return variants[0]
        if variants:
            return self.profiles.judge(item.text.sketch.running, among=variants)[0] or max(variants, key=lambda one: self.tags[one])
        return self.spelled.get(tag, tag)


def _is_clear(reading: Reading) -> bool:
    return reading.letters >= CLEAR and reading.share >= _SHARE


def _unknown_kin(declared: str, read_as: str) -> bool:
    """Whether the trigrams do not know a declared language, and took it for its kin."""
    one = base(declared)
    return one not in KNOWN and any(one in kin and base(read_as) in kin for kin in _KIN)

