"""What was said otherwise between two revisions: which facts changed, and whether other words did, or only how they are spelt."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import zip_longest

from translate_flow.text import facts_data
from translate_flow.text.classes import ChangeClass, worst
from translate_flow.text.document import Block, Document, Kind
from translate_flow.text.facts import Fact, FactKind, Places, Word, facts, same, words
from translate_flow.text.windows import Why, Window, those

HEADLINES = frozenset({Kind.TITLE, Kind.HEADING})
_MANY = 100  # facts lost or gained in one paragraph: more are not looked at one by one


class Scene:
    """The two documents, and what is known of their words, found when first asked for."""

    def __init__(self, old: Document, new: Document, language: str) -> None:
        self.old, self.new, self.language = old, new, language
        self._names: dict[str, bool] = {}

    @cached_property
    def readable(self) -> str:
        """What readers read in both, a line for each block."""
        return "\n".join(block.text for document in (self.old, self.new) for block in document.blocks)

    @cached_property
    def prose(self) -> str:
        """The sources without headings, in which capitals may be style; with their line ends, after which sentences begin."""
        return "\n".join(
            document.source(block) for document in (self.old, self.new) for block in document.blocks if block.kind not in HEADLINES
        )

    def is_name(self, word: str) -> bool:
        """Whether a word has its capital inside a sentence somewhere, too."""
        if word not in self._names:
            self._names[word] = word[0].isupper() and any(
                before[-1:].isalpha() or (before[-1:] == "," and before[-2:-1].isalpha()) for before in self._before(word)
            )
        return self._names[word]

    def _before(self, word: str) -> Iterator[str]:
        """The two characters before each place where a word stands after a space."""
        spaced, at = f" {word}", -1
        while (at := self.prose.find(spaced, at + 1)) >= 0:
            if not self.prose[at + len(spaced) : at + len(spaced) + 1].isalnum():
                yield self.prose[max(0, at - 2) : at]

    def times(self, word: str) -> int:
        """How often a word stands in both together, inside others too."""
        return self.readable.count(word)


def reworded(window: Window, scene: Scene, before: list[Block], after: list[Block]) -> tuple[ChangeClass, list[Why]]:
    """What was said and what is: facts first, then the words that are part of none."""
    ours, theirs = words(window.old), words(window.new)
    headline = before[0].kind in HEADLINES
    known = _known(window, ours, theirs, scene)
    old = facts(window.old, scene.language, known, headline=headline, listed=ours)
    new = facts(window.new, scene.language, known, headline=headline, listed=theirs)
    for side, edits in zip((old, new), window.edits(), strict=True):  # equal facts in equal words are paired first
        side.sort(key=lambda fact: (not edits.free(fact.start, fact.end), fact.start))
    alike, lost, gained = _compared(old, new, scene.language)
    bags = _bag(ours), _bag(theirs)
    lost, gained = ([fact for fact in side if not _recased(fact, *bags)] for side in (lost, gained))
    why = _pointed_out(_unsaid(lost, gained, after), _unsaid(gained, lost, before), window)
    if not why and bags[0] == bags[1] and _rest(ours, old) == _rest(theirs, new):
        swapped = list(_swapped(old, new))
        why = [(one.kind.value, one.text, two.text) for one, two in swapped]
        lost, gained = [one for one, _ in swapped], [two for _, two in swapped]
    otherwise = [pair for pair in alike if _is_said_otherwise(*pair)]
    explained = lost + [one for one, _ in otherwise], gained + [two for _, two in otherwise]
    weighed, more = _other_words(window, (ours, theirs), explained, scene)
    return (ChangeClass.FACTS if why else weighed), why + [("spelling", one.text, two.text) for one, two in otherwise] + more


def _bag(listed: list[Word]) -> Counter[str]:
    return Counter(word.text.casefold() for word in listed)


def _rest(listed: list[Word], stated: list[Fact]) -> list[str]:
    """The words that are part of no fact."""
    said = Places((fact.start, fact.end) for fact in stated)
    return [word.text.casefold() for word in listed if said.free(word.start, word.end)]


def _recased(fact: Fact, ours: Counter[str], theirs: Counter[str]) -> bool:
    """Whether a name came or went by its capital alone: the president, the President; but not `us` and `US`."""
    return fact.kind is FactKind.NAME and len(fact.value) > 3 and ours[fact.value] == theirs[fact.value] > 0


def _unsaid(facts: list[Fact], others: list[Fact], blocks: list[Block]) -> list[Fact]:
    """Without the names that the other side's paragraph has too, if no name stands in their place: “she”, for whom it names before."""
    if any(fact.kind is FactKind.NAME for fact in others) or len(facts) > _MANY:
        return facts
    text = " ".join(block.text for block in blocks)
    return [fact for fact in facts if fact.kind is not FactKind.NAME or not re.search(rf"(?<!\w){re.escape(fact.text)}(?!\w)", text)]


def _is_said_otherwise(one: Fact, two: Fact) -> bool:
    """Whether equal facts differ in form alone: `three` and `3`; not a name in another case of its declension, nor another denial."""
    return one.text != two.text and one.kind is not FactKind.NEGATION and (one.kind is not FactKind.NAME or one.value == two.value)


def _known(window: Window, ours: list[Word], theirs: list[Word], scene: Scene) -> frozenset[str]:
    """The changed words that are names elsewhere, and those put in the place of one."""
    if scene.language.partition("-")[0] in facts_data.NOUNS_CAPITALISED:
        return frozenset()
    known: set[str] = set()
    places = _Pointer(ours), _Pointer(theirs)
    for start, end, begin, stop in window.spans:
        before, after = ([word.text for word in place.within(*span)] for place, span in zip(places, ((start, end), (begin, stop)), strict=True))
        found = {word for word in {*before, *after} if scene.is_name(word)}
        if found and before and after and all(word[0].isupper() for word in (*before, *after)):
            found.update(before, after)
        known.update(word.casefold() for word in found)
    return frozenset(known)


def _compared(ours: list[Fact], theirs: list[Fact], language: str) -> tuple[list[tuple[Fact, Fact]], list[Fact], list[Fact]]:
    """Facts of both sides in pairs, those lost, and those gained, in the order of the text. Earlier ones are paired first."""
    waiting: dict[tuple[FactKind, str], list[Fact]] = {}
    for fact in reversed(theirs):
        waiting.setdefault((fact.kind, fact.value), []).append(fact)
    alike, lost = [], []
    for fact in ours:
        equals = waiting.get((fact.kind, fact.value))
        if equals:
            alike.append((fact, equals.pop()))
        else:
            lost.append(fact)
    lost.sort(key=lambda fact: fact.start)
    gained = sorted((fact for facts in waiting.values() for fact in facts), key=lambda fact: fact.start)
    if len(lost) * len(gained) <= _MANY * _MANY:
        for fact in list(lost):
            equal = next((other for other in gained if same(fact, other, language)), None)
            if equal:
                alike.append((fact, equal))
                lost.remove(fact)
                gained.remove(equal)
    return alike, lost, gained


def _pointed_out(lost: list[Fact], gained: list[Fact], window: Window) -> list[Why]:
    why: list[Why] = []
    for kind in FactKind:
        before = phrases([fact for fact in lost if fact.kind is kind], window.old)
        after = phrases([fact for fact in gained if fact.kind is kind], window.new)
        why += ((kind.value, one[1], two[1]) for one, two in zip_longest(before, after, fillvalue=("", "")))
    return why


def phrases(found: list[Fact], text: str) -> list[tuple[str, str]]:
    """(kind, text) of facts of one kind; names and signs that stand together are one."""
    spans: list[list[int]] = []
    for fact in found:
        together = fact.kind in {FactKind.NAME, FactKind.NUMBER} and spans and text[spans[-1][1] : fact.start] in {"", " ", "-", "\u00a0", ". "}
        if together:
            spans[-1][1] = fact.end
        else:
            spans.append([fact.start, fact.end])
    return [(found[0].kind.value, text[start:end]) for start, end in spans]


def _swapped(old: list[Fact], new: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Facts that changed places where all other words kept theirs: who beat whom, how many died and how many were hurt."""
    for kind in (FactKind.NUMBER, FactKind.DATE, FactKind.NAME):
        one, two = (sorted((fact for fact in side if fact.kind is kind), key=lambda fact: fact.start) for side in (old, new))
        if len(one) == len(two):
            yield from ((a, b) for a, b in zip(one, two, strict=True) if a.value != b.value)


_Words = tuple[list[Word], list[Word]]


def _other_words(window: Window, listed: _Words, explained: tuple[list[Fact], list[Fact]], scene: Scene) -> tuple[ChangeClass, list[Why]]:
    """The edits of words that are part of no changed fact: typing errors, opposites, wording; and of punctuation."""
    weighed, why, changed = ChangeClass.TRIVIAL, list[Why](), False
    said = tuple(Places((fact.start, fact.end) for fact in side) for side in explained)
    free = tuple([word for word in side if where.free(word.start, word.end)] for side, where in zip(listed, said, strict=True))
    places = _Pointer(free[0]), _Pointer(free[1])
    for start, end, begin, stop in window.spans:
        before, after = places[0].within(start, end), places[1].within(begin, stop)
        one, two = window.old[start:end], window.new[begin:stop]
        if [word.text for word in before] == [word.text for word in after]:
            untouched = said[0].free(start, end) and said[1].free(begin, stop)
            if untouched and not any(map(str.isalnum, one + two)) and _signs(one) != _signs(two):
                why.append(("punctuation", one.strip(), two.strip()))
            continue
        changed = True
        lost, gained = _only(before, after), _only(after, before)
        kind = _kind_of_words(lost, gained, scene)
        weighed = worst((weighed, _WEIGHTS[kind])) or weighed
        whole = kind == "wording" or len(lost) != len(gained)
        why.append((kind, one.strip(), two.strip()) if whole else (kind, " ".join(lost), " ".join(gained)))
    if not changed and [word.text for word in free[0]] != [word.text for word in free[1]]:
        return ChangeClass.WORDING, [*why, ("wording", window.old.strip(), window.new.strip())]
    return weighed, why


_WEIGHTS = {"negation": ChangeClass.FACTS, "spelling": ChangeClass.TRIVIAL, "wording": ChangeClass.WORDING}


class _Pointer:
    """Words by their places, to find those within a span without looking at all of them."""

    def __init__(self, listed: list[Word]) -> None:
        self.listed = listed
        self.at = 0

    def within(self, start: int, end: int) -> list[Word]:
        """The words that a span touches; spans are asked for in order."""
        while self.at < len(self.listed) and self.listed[self.at].end <= start:
            self.at += 1
        stop = self.at
        while stop < len(self.listed) and self.listed[stop].start < end:
            stop += 1
        return self.listed[self.at : stop]


def _only(one: list[Word], other: list[Word]) -> list[str]:
    """The words that one side has and the other has not, in order."""
    return list(those((word.text for word in one), Counter(word.text for word in one) - Counter(word.text for word in other)))


def _signs(text: str) -> str:
    return "".join(char for char in text if not char.isalnum() and not char.isspace())


def _kind_of_words(lost: list[str], gained: list[str], scene: Scene) -> str:
    """Whether words were misspelt, turned to their opposite, or are others."""
    if len(lost) == len(gained) == 1 and _is_opposite(lost[0], gained[0], scene.language):
        return "negation"
    one, other = ("".join(char for word in side for char in word if char.isalnum()) for side in (lost, gained))
    if one and (one == other or (one.casefold() == other.casefold() and len(one) > 4)):
        return "spelling"  # in one word or two, with a capital or without
    if 0 < len(lost) == len(gained) <= 3 and all(_is_misspelt(a, b, scene) for a, b in zip(lost, gained, strict=True)):
        return "spelling"
    return "wording"


# Scripts in which a mark above or below is a vowel or a tone, not an accent.
_VOWEL_SIGNS = re.compile(r"[\u0900-\u109f\u1780-\u17ff]")
_TONAL = frozenset({"vi", "yo", "ig", "ee", "ln", "ha"})


def _is_misspelt(one: str, other: str, scene: Scene) -> bool:
    """Whether two words are one with a typing error: case, accents, or one letter inside (Damerau, CACM 7:3, 1964).

    An edit of a word's first or last letter is more often another word or another form (hired, fired; attack, attacks),
    and so is an exchange of one letter for another in all but long words.
    """
    if min(len(one), len(other)) < 4 or any(map(str.isdecimal, one + other)):
        return False
    a, b = one.casefold(), other.casefold()
    if a == b:
        return True
    if _bare(a) == _bare(b) and not _VOWEL_SIGNS.search(a) and scene.language.partition("-")[0] not in _TONAL:
        return True
    first = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    last = next((at for at, (x, y) in enumerate(zip(reversed(a), reversed(b), strict=False)) if x != y), min(len(a), len(b)))
    last = min(last, min(len(a), len(b)) - first)
    gone, come = a[first : len(a) - last], b[first : len(b) - last]
    if not first or not last or a[0] != b[0] or a[-1] != b[-1] or min(len(a), len(b)) < 5:
        return False
    exchanged = len(gone) == len(come) == 1 and len(a) > 6
    near = exchanged or len(gone) + len(come) == 1 or (len(gone) == 2 and gone == come[::-1])
    return near and not (scene.times(one) > 1 and scene.times(other) > 1)


def _bare(word: str) -> str:
    """Without accents. Cyrillic letters keep theirs, but for ё."""
    if word.isascii():
        return word
    spelled = unicodedata.normalize("NFD", word.replace("ё", "е").replace("й", "\0"))
    return "".join(char for char in spelled if not unicodedata.combining(char)).replace("ı", "i")


def _is_opposite(one: str, other: str, language: str) -> bool:
    """Whether one of two words is the other with a prefix that denies it: legal, illegal."""
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    base = language.partition("-")[0]
    least = 4 if base not in facts_data.NUMERALS else 1
    return len(short) >= least and long.endswith(short) and long[: -len(short)] in facts_data.OPPOSITES.get(base, "").split()
