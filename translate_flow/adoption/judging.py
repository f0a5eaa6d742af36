"""How likely two texts are one article in two languages: by what they share, and, where that is in doubt, block by block."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from translate_flow.adoption.clues import Index
from translate_flow.adoption.items import Item
from translate_flow.text.document import Kind
from translate_flow.text.lexicon import Lexicon

if TYPE_CHECKING:  # a site whose paths tell all compares no blocks
    from translate_flow.text.pairing import Pair

SHORT = 120  # characters, below which there is nothing to judge by
_UNEQUAL = 6  # times so long is a text that a short one is no version of
_FIGURES = 3  # figures and images that both have: from so many on it says something that they are others, and the more of them the more
_OTHERS = 0.3  # the most that texts with many figures, and other ones, are one article: whatever their words
_MOST_BLOCKS = 120  # beyond which only a text's beginning is compared
_TAUGHT = 30  # pairs of texts that a lexicon is learnt from


class Judge:
    """Compares texts, each pair once. What sure pairs teach of two languages helps with the others."""

    def __init__(self, items: Sequence[Item], index: Index) -> None:
        self.items, self.index = items, index
        self.asked = 0
        self._shares: dict[tuple[int, int], float] = {}
        self._kept: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
        self._lexicons: dict[tuple[str, str], Lexicon] = {}
        self._taught: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)

    def teach(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Pairs that are sure: their words are learnt when somebody needs them. What was judged before is judged anew."""
        for one, two in pairs:
            key = (self.index.tags[one], self.index.tags[two])
            if key[0] < key[1]:
                self._taught[key].append((one, two))
        self._shares.clear()
        self._lexicons.clear()

    def short(self, at: int) -> bool:
        """Whether a text has too little to be compared by."""
        return self._length(at) < SHORT

    def comparable(self, one: int, two: int) -> bool:
        """Whether two texts can be compared: both have enough, or one has so much more that they cannot be one article."""
        lengths = sorted((self._length(one), self._length(two)))
        return lengths[0] >= SHORT or lengths[1] > _UNEQUAL * SHORT

    def _length(self, at: int) -> int:
        dense = self.index.tags[at].partition("-")[0] in {"zh", "ja", "ko"}
        return self.index.texts[at].length * (3 if dense else 1)

    def rendered(self, one: int, two: int) -> float:
        """The share (0–1) of both texts that stands in pairs of blocks, each by its confidence."""
        if self.index.tags[one] > self.index.tags[two]:
            one, two = two, one
        if (one, two) not in self._shares:
            self.asked += 1
            from translate_flow.text.pairing import pair_documents

            pairs = pair_documents(self.items[one].document, self.items[two].document, lexicon=self._lexicon(one, two))
            self._shares[one, two] = _share(self.items[one], self.items[two], pairs)
        return self._shares[one, two]

    def related(self, one: int, two: int, *, thorough: bool = False) -> float:
        """How likely (0–1) two texts are one article, by themselves; the blocks are compared where marks do not tell, or always."""
        found = self.index.shared(one, two)
        agree, least = self._agree(one, two)
        if not thorough and found.share >= 0.4 and agree >= 0.5 and not self._figures_alone(one, two):
            return 0.98
        against = 3 * min(0.0, agree - 0.5) * max(1.0, min(6.0, least / _FIGURES))
        if max(self.index.texts[one].blocks, self.index.texts[two].blocks) > _MOST_BLOCKS:
            return _odds(30 * (found.share - 0.12) + 0.05 * min(40.0, found.weight) + against)
        alone = self._figures_alone(one, two)
        value = 11 * (min(found.share, 0.2 if alone else 0.6) - 0.2) + 9 * (self.rendered(one, two) - 0.48) + 0.04 * (min(found.weight, 40.0) - 12)
        likely = _odds(value + against + self._shape(one, two) - (2.5 if alone else 0.0))
        return min(likely, _OTHERS) if least >= 2 * _FIGURES and agree < 0.2 else likely

    def disagree(self, one: int, two: int) -> bool:
        """Whether two texts have figures and images enough, and hardly one in common."""
        return self._agree(one, two)[0] < 0.3

    def _agree(self, one: int, two: int) -> tuple[float, int]:
        """How many of the larger figures and images of the text that has fewer stand in the other (0.5 where there are not enough), and how many it has."""
        (first, all_first), (second, all_second) = self._figures(one), self._figures(two)
        if len(second) < len(first):
            first, all_second = second, all_first
        return (0.5 if len(first) < _FIGURES else len(first & all_second) / len(first)), len(first)

    def _figures(self, at: int) -> tuple[frozenset[str], frozenset[str]]:
        """The larger figures and images of a text, and all; figures without the zeros at their end: 1.2 million, 120万 and 1,200,000 are one."""
        if at not in self._kept:
            marks = {mark: f"n {mark[2:].rstrip('0')}" if mark[0] in "nd" else mark for mark in self.index.texts[at].marks if mark[0] in "nid"}
            self._kept[at] = (frozenset(kept for mark, kept in marks.items() if mark[0] != "d"), frozenset(marks.values()))
        return self._kept[at]

    def _figures_alone(self, one: int, two: int) -> bool:
        """Whether two texts in alphabets have figures in common, but no names, images, or words of one origin."""
        first, second = ({mark for mark in self.index.texts[at].marks if mark[0] in "xcwiu"} for at in (one, two))
        least = min(sum(mark[0] == "x" for mark in marks) for marks in (first, second))
        return least >= 8 and len(first & second) < max(2, 0.06 * least)

    def _shape(self, one: int, two: int) -> float:
        """What lengths say against it."""
        first, second = self.index.texts[one], self.index.texts[two]
        ratio = math.log((first.blocks + 1) / (second.blocks + 1))
        return -min(2.5, 2 * ratio * ratio)

    def _lexicon(self, one: int, two: int) -> Lexicon | None:
        key = (self.index.tags[one], self.index.tags[two])
        if key not in self._taught:
            return None
        if key not in self._lexicons:
            taught = self._taught[key]
            step = max(1, len(taught) // _TAUGHT)
            texts = [text for first, second in taught[::step][:_TAUGHT] for text in self._rendering(first, second)]
            self._lexicons[key] = Lexicon.learn(texts)
        return self._lexicons[key]

    def _rendering(self, one: int, two: int) -> list[tuple[str, str]]:
        first, second = self.items[one].document, self.items[two].document
        from translate_flow.text.pairing import pair_documents

        pairs = pair_documents(first, second)
        return [
            (first.blocks[pair.source[0]].text, second.blocks[pair.target[0]].text)
            for pair in pairs if len(pair.source) == len(pair.target) == 1 and pair.confidence > 0.6
        ]  # fmt: skip


def _odds(value: float) -> float:
    return 1 / (1 + math.exp(-max(-20.0, min(20.0, value))))


def _share(one: Item, two: Item, pairs: Sequence[Pair]) -> float:
    sizes = [[0 if block.kind in {Kind.PROVENANCE, Kind.DATE, Kind.BYLINE} else len(block.text) for block in item.document.blocks] for item in (one, two)]
    totals = [max(1, sum(size)) for size in sizes]
    found = 0.0
    for pair in pairs:
        if pair.source and pair.target:
            found += pair.confidence * (sum(sizes[0][at] for at in pair.source) / totals[0] + sum(sizes[1][at] for at in pair.target) / totals[1])
    return found / 2
