"""Which words render which, learnt from texts and their translations: evidence for `pairing`, no dictionary for people.

Words that stand in paired blocks more often than chance has it are each other's translations (Moore, “Improving
IBM Word-Alignment Model 1”, ACL 2004, §5, after Dunning 1993: the log-likelihood ratio). Words are folded and shortened
(`anchors.stem`), so that forms of one word count together.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from translate_flow.text.anchors import MOST_WORDS, stem
from translate_flow.text.words import words

_BUDGET = 4_000_000  # co-occurrences that are looked at
_SURE = 10.83  # G² at p < 0.001 with one degree of freedom
_KEPT = 3  # renderings of a word
_LONGEST = 120  # different words of a block: of a longer one nearly every word goes with nearly every word


@dataclass(frozen=True, slots=True)
class Lexicon:
    """For a word of the source, as `anchors.stem` has it, up to three words that render it, and how firmly (0–1, Dice)."""

    entries: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def learn(cls, pairs: Iterable[tuple[str, str]]) -> Lexicon:
        """From readers' texts of blocks that render each other, source first. Linear in their number; deterministic."""
        return cls.of((_words(one), _words(two)) for one, two in pairs)

    @classmethod
    def of(cls, pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> Lexicon:
        """The same from the words of blocks."""
        fit = [(one, two) for one, two in pairs if one and two and max(len(one), len(two)) <= _LONGEST]
        ones = Counter(word for one, _ in fit for word in one)
        twos = Counter(word for _, two in fit for word in two)
        together: dict[str, Counter[str]] = defaultdict(Counter)
        budget = _BUDGET
        common = max(2, len(fit) // 3)  # what stands nearly everywhere tells nothing
        for one, two in fit:
            left = [word for word in one if 2 <= ones[word] <= common]
            right = [word for word in two if 2 <= twos[word] <= common]
            budget -= len(left) * len(right)
            if budget < 0:
                break
            for word in left:
                together[word].update(right)
        return cls({word: dict(best) for word, counts in sorted(together.items()) if (best := _best(counts, ones[word], twos, len(fit)))})

    def with_more(self, other: Lexicon) -> Lexicon:
        """Both; where both know a word, as the other has it."""
        return Lexicon({**self.entries, **other.entries})

    def renderings(self, found: Iterable[str]) -> set[str]:
        """The words that render any of these."""
        return {rendering for word in found if word in self.entries for rendering in self.entries[word]}

    def as_json(self) -> dict[str, dict[str, float]]:
        return {word: dict(renderings) for word, renderings in self.entries.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, float]]) -> Lexicon:
        return cls({word: dict(renderings) for word, renderings in data.items()})


def _words(text: str) -> frozenset[str]:
    return frozenset(stem(word.casefold()) for word in words(text)[:MOST_WORDS])


def _best(counts: Mapping[str, int], ones: int, twos: Mapping[str, int], total: int) -> Sequence[tuple[str, float]]:
    """The renderings of a word by their association, the firmest first."""
    found = sorted(_firm(counts, ones, twos, total), key=lambda entry: (-entry[1], entry[0]))
    return [(word, round(dice, 3)) for word, dice in found[:_KEPT] if dice > 0.4 * found[0][1]]


def _firm(counts: Mapping[str, int], ones: int, twos: Mapping[str, int], total: int) -> Iterator[tuple[str, float]]:
    for word, both in counts.items():
        dice = 2 * both / (ones + twos[word])
        if both >= 2 and dice >= 0.25 and log_likelihood(both, ones, twos[word], total) >= _SURE:
            yield word, dice


def log_likelihood(both: int, one: int, two: int, total: int) -> float:
    """Dunning's G² that two words go together: 0 where they do so as often as chance has it, or less."""
    if both * total <= one * two:
        return 0.0
    cells = ((both, one * two), (one - both, one * (total - two)), (two - both, (total - one) * two), (total - one - two + both, (total - one) * (total - two)))
    return 2 * sum(count * math.log(count * total / product) for count, product in cells if count and product)
