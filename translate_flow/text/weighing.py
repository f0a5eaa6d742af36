"""How much speaks for it that one block renders another: the logarithm of a likelihood ratio.

The ratio compares two blocks that render each other with two picked by chance. Its parts are taken as independent:

- lengths: the logarithm of a translation's length strays by a variance that falls with length (Gale and Church, “A
  Program for Aligning Sentences in Bilingual Corpora”, Computational Linguistics 19:1, 1993, §3.2), here with the
  heavy tails of Student's t, since paragraphs are shortened and explained more freely than sentences;
- kinds and levels of block, numbers of sentences;
- traits (`anchors`), each weighed by how rare it is and how often it survives, both seen in the two texts themselves;
- words that a lexicon holds for renderings of each other.

In hundredths of a nat, whole where sets are summed, so that no order of summing shows in a result.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from translate_flow.text.anchors import SURVIVES, Traits, traits
from translate_flow.text.document import Block, Kind
from translate_flow.text.lexicon import Lexicon

RUNNING = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.CAPTION, Kind.STANDFIRST, Kind.TABLE_CELL})

_VARIANCE = 5.0  # of a translation's length, per character
_VARIANCE_LEAST = 0.02  # of its logarithm, however long the block
_LENGTH_MOST = 300.0
_LEVEL, _RUNNING_KIND, _OTHER_KIND, _CODE_KIND = -150.0, -250.0, -500.0, -700.0
_SENTENCES_SAME, _SENTENCES_MOST, _SENTENCES_OTHER = 50.0, 150.0, -60.0
_FAINT = 5  # a trait that says less is not looked at
# Traits of one block hang together: beyond this much, each counts for less.
_GAIN_FULL, _GAIN_SHARE = 800, 0.4
_LOSS_FULL, _LOSS_SHARE = 280, 0.25


class Piece(NamedTuple):
    """Of a block, or of several read as one, what `Weights.score` looks at."""

    kind: Kind
    level: int
    length: float  # its logarithm, as the target's language would have it
    spread: float  # source only: of the lengths that its rendering may have
    steep: float
    chance: float  # target only: how unusual its length is
    sentences: int
    marks: frozenset[str]
    lost: int  # what it costs if none of its traits is on the other side


class Side:
    """One text's blocks and their traits."""

    def __init__(self, blocks: Sequence[Block], sources: Sequence[str] | None = None) -> None:
        self.blocks = blocks
        self.traits = [traits(block, source) for block, source in zip(blocks, sources or [""] * len(blocks), strict=True)]

    def __len__(self) -> int:
        return len(self.blocks)

    def length(self, chosen: Iterable[int] | None = None) -> int:
        """Characters that a reader reads, of some blocks or of all."""
        return sum(one.length for one in (self.traits if chosen is None else [self.traits[at] for at in chosen]))

    def joins(self, at: int, count: int) -> bool:
        """Whether the blocks from `at` on, so many, can be one block in the other language."""
        first = self.blocks[at]
        return all(
            (block.kind is first.kind and block.level == first.level) or (block.kind in RUNNING and first.kind in RUNNING)
            for block in self.blocks[at + 1 : at + count]
        )


class Weights:
    """Weighs the evidence of two whole texts; `score` then compares any two pieces of them.

    `ratio` is the characters of target for one of source, where it is known better than from the whole texts.
    """

    def __init__(self, one: Side, two: Side, lexicon: Lexicon | None = None, ratio: float = 0.0) -> None:
        self._lexicon = lexicon
        self._ratio = math.log(ratio or _ratio(one, two))
        counts = [Counter(mark for found in side.traits for mark in self._marks(found, at)) for at, side in enumerate((one, two))]
        self._gain, self._loss = _weights(counts[0], counts[1], len(one), len(two))
        lengths = [math.log(found.length + 1) for found in two.traits] or [0.0]
        self._mean = sum(lengths) / len(lengths)
        self._deviation = max(0.6, math.sqrt(sum((length - self._mean) ** 2 for length in lengths) / len(lengths)))
        total = len(one) + len(two)
        kinds = Counter((block.kind, block.level) for side in (one, two) for block in side.blocks)
        self._kinds = {kind: min(250.0, -80 * math.log(count / total)) for kind, count in kinds.items()}

    def piece(self, side: int, block: Block, found: Traits) -> Piece:
        """A block of the source (`side` 0) or the target (1), or the first of several, with the traits of all."""
        marks = self._marks(found, side)
        known, lost = frozenset(mark for mark in marks if mark in self._gain), sum(self._loss.get(mark, 0) for mark in marks)
        length = math.log(found.length + 1)
        if side == 0:
            variance = _VARIANCE / (found.length + 1) + _VARIANCE_LEAST
            return Piece(block.kind, block.level, length + self._ratio, -0.5 * math.log(variance), 0.25 / variance, 0.0, found.sentences, known, lost)
        unusual = min(2.5, abs(length - self._mean) / self._deviation)
        chance = math.log(self._deviation) + unusual * unusual / 2
        return Piece(block.kind, block.level, length, 0.0, 0.0, chance, found.sentences, known, lost)

    def score(self, one: Piece, two: Piece) -> float:
        """Above 0 where more speaks for it than against it that `two`, of the target, renders `one`."""
        strays = one.length - two.length
        found = min(_LENGTH_MOST, 100 * (one.spread + two.chance - 2.5 * math.log1p(strays * strays * one.steep)))
        if one.kind is two.kind:
            found += self._kinds[one.kind, one.level] if one.level == two.level else _LEVEL
        elif one.kind in RUNNING and two.kind in RUNNING:
            found += _RUNNING_KIND
        else:
            found += _CODE_KIND if Kind.CODE in {one.kind, two.kind} else _OTHER_KIND
        if one.sentences == two.sentences:
            found += min(_SENTENCES_MOST, _SENTENCES_SAME * (one.sentences - 1))
        else:
            found += _SENTENCES_OTHER * min(3, abs(one.sentences - two.sentences))
        return found + self._evidence(one, two)

    def _evidence(self, one: Piece, two: Piece) -> float:
        """What traits say: those that both have, less those that one lacks."""
        lost = one.lost + two.lost
        gain = 0
        for mark in one.marks & two.marks:
            gain += self._gain[mark]
            lost -= 2 * self._loss.get(mark, 0)
        full = gain if gain <= _GAIN_FULL else _GAIN_FULL + _GAIN_SHARE * (gain - _GAIN_FULL)
        return full - (lost if lost <= _LOSS_FULL else _LOSS_FULL + _LOSS_SHARE * (lost - _LOSS_FULL))

    def single(self, one: Side, two: Side) -> list[tuple[int, int]]:
        """Positions of blocks that share a trait which each side has once: few, and likely right. In order."""
        places = [_single(self._marks(found, at) for found in side.traits) for at, side in enumerate((one, two))]
        return sorted({(place, places[1][mark]) for mark, place in places[0].items() if mark in places[1]})

    def _marks(self, found: Traits, side: int) -> frozenset[str]:
        if self._lexicon is None:
            return found.all
        words = found.words if side else self._lexicon.renderings(found.words)
        return found.all | {f"l {word}" for word in words}


def _ratio(one: Side, two: Side) -> float:
    lengths = one.length(), two.length()
    return min(4.0, max(0.25, lengths[1] / lengths[0])) if min(lengths) else 1.0


def _weights(one: Counter[str], two: Counter[str], blocks_one: int, blocks_two: int) -> tuple[dict[str, int], dict[str, int]]:
    """What a trait is worth on both sides, and what it costs on one: from its chances to survive and to stand there anyway.

    It survives as often as the two texts' counts of it agree; for a rare one, mostly as its class does.
    """
    total: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for mark in one.keys() | two.keys():
        total[mark[0]] += max(one[mark], two[mark])
        both[mark[0]] += min(one[mark], two[mark])
    usual = {name: (both[name] + 4 * SURVIVES[name]) / (count + 4) for name, count in total.items()}
    gain, loss = {}, {}
    for mark in one.keys() | two.keys():
        least, most = sorted((one[mark], two[mark]))
        survives = min(0.97, max(0.02, (least + usual[mark[0]]) / (most + 1)))
        by_chance = min(0.98, (least + most + 1) / (blocks_one + blocks_two + 2))
        if least and (worth := round(100 * math.log(survives / by_chance))) > _FAINT:
            gain[mark] = worth
        if (cost := round(100 * math.log((1 - by_chance) / (1 - survives)))) > _FAINT:
            loss[mark] = cost
    return gain, loss


def _single(blocks: Iterable[frozenset[str]]) -> dict[str, int]:
    """The traits that one block only has, with its position."""
    places: dict[str, int] = {}
    for at, marks in enumerate(blocks):
        for mark in marks:
            places[mark] = -1 if mark in places else at
    return {mark: at for mark, at in places.items() if at >= 0}
