"""Pairs the blocks of a text with those of its translation, for texts that nobody has paired.

How alike two blocks are is `weighing`'s; the likeliest chain through both texts is `beads`'. A first search finds the
pairs that are sure; from these the ratio of lengths and a lexicon of this very text are learnt for a second one (as
Varga et al. do, “Parallel corpora for medium density languages”, RANLP 2005). What then has no counterpart, or a bad
one, is looked for out of order: blocks that moved.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from translate_flow.text.beads import ALONE, WHOLE, Bead, Texts, align
from translate_flow.text.document import Block, Document
from translate_flow.text.landmarks import divisions, within
from translate_flow.text.lexicon import Lexicon
from translate_flow.text.weighing import Side, Weights

__all__ = ["Lexicon", "Pair", "pair", "pair_documents"]

_SURE = 200.0  # likeness, in hundredths of a nat, of pairs that others may be learnt from
_LEAST_SURE = 3  # of them
_POOR = -100.0  # pairs less likely are open to blocks from elsewhere
_MOVED = 500.0  # what a block must have for it that stands out of order
_NEIGHBOURS = 3  # blocks to each side that a pair's rivals are sought among
_TRUSTED = 600.0  # likeness of a neighbour, beyond which it says no more
_ALONE_RIGHT = 0.95  # of the blocks that were found to be alone
_FRAME = 0.6  # the least confidence where the whole frames agree


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions in source and target of blocks that belong together; one side may be empty.

    `confidence` from 0 to 1: so many of such pairs were right in texts that were damaged, half replaced, or had nothing
    to do with each other. Of a block alone, that it is rightly alone.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float


Sources = tuple[Sequence[str], Sequence[str]]


Known = Lexicon | Callable[[], Lexicon | None] | None


def pair(source: Sequence[Block], target: Sequence[Block], *, sources: Sources | None = None, lexicon: Known = None) -> list[Pair]:
    """All blocks of both sides in pairs, each block once, by their place in the source; a target block alone after the one before it.

    `sources` are the blocks' inner sources: links and code say much. `lexicon` holds what the newsroom's own pairs
    taught, or gives it: it is asked for only where structure does not tell. Where kinds and levels agree one by one and nothing speaks against it, so do the blocks. Deterministic.
    """
    one, two = Side(source, sources[0] if sources else None), Side(target, sources[1] if sources else None)
    if not source or not target:
        return [Pair((i,), (), _ALONE_RIGHT) for i in range(len(one))] + [Pair((), (j,), _ALONE_RIGHT) for j in range(len(two))]
    known = lexicon if isinstance(lexicon, Lexicon) else None
    texts = Texts(Weights(one, two, known), one, two)
    if beads := _one_by_one(texts):
        return [replace(found, confidence=max(_FRAME, found.confidence)) for found in _pairs(texts, beads)]
    if callable(lexicon) and (known := lexicon()) is not None:
        texts = Texts(Weights(one, two, known), one, two)
    places = divisions(texts)
    beads = align(texts, places)
    texts = Texts(_learnt(one, two, beads, known), one, two)
    beads = align(texts, within(beads) or places if len(one) * len(two) > WHOLE else [])
    return _pairs(texts, _crossing(texts, beads))


def pair_documents(source: Document, target: Document, *, lexicon: Known = None) -> list[Pair]:
    """`pair` with all that two documents know of their blocks."""
    sources = ([source.source(block) for block in source.blocks], [target.source(block) for block in target.blocks])
    return pair(source.blocks, target.blocks, sources=sources, lexicon=lexicon)


def _one_by_one(texts: Texts) -> list[Bead]:
    """Each block with the one of its number where kinds agree, none looks wrong, and no neighbours look swapped; else none."""
    one, two = texts.sides
    if len(one) != len(two) or any(a.kind is not b.kind or a.level != b.level for a, b in zip(one.blocks, two.blocks, strict=True)):
        return []
    scores = [texts.score(i, i) for i in range(len(one))]
    if min(scores) < ALONE / 2:
        return []
    for i in range(len(one) - 1):
        if texts.score(i, i + 1) + texts.score(i + 1, i) > scores[i] + scores[i + 1]:
            return []
    return [Bead((i,), (i,), score) for i, score in enumerate(scores)]


def _learnt(one: Side, two: Side, beads: Sequence[Bead], lexicon: Lexicon | None) -> Weights:
    """The weights once more, by the pairs that are sure."""
    sure = [bead for bead in beads if bead.source and bead.target and bead.score >= _SURE]
    lengths = one.length(i for bead in sure for i in bead.source), two.length(j for bead in sure for j in bead.target)
    ratio = min(6.0, max(0.15, lengths[1] / lengths[0])) if len(sure) >= _LEAST_SURE and min(lengths) else 0.0
    single = [bead for bead in sure if len(bead.source) == len(bead.target) == 1]
    own = Lexicon.of((one.traits[bead.source[0]].words, two.traits[bead.target[0]].words) for bead in single)
    return Weights(one, two, own.with_more(lexicon) if lexicon else own, ratio)


def _crossing(texts: Texts, beads: Sequence[Bead]) -> list[Bead]:
    """The beads, with what they left alone or paired poorly paired across the order where enough speaks for that."""
    found = [bead for bead in beads if bead.source and bead.target and bead.score > _POOR]
    poor = [bead for bead in beads if bead.source and bead.target and bead.score <= _POOR]
    kept = {(side, at) for bead in found for side, places in enumerate(bead[:2]) for at in places}
    left = [[at for at in range(len(side)) if (number, at) not in kept] for number, side in enumerate(texts.sides)]
    free = (set(left[0]), set(left[1]))
    moved = ((texts.score(i, j) - _MOVED, i, j) for i, j in _candidates(texts, left[0], left[1]))
    offers = [(-score, index, Bead((i,), (j,), score)) for index, (score, i, j) in enumerate(moved) if score > 0]
    for _, _, bead in [*sorted(offers), *((0, 0, bead) for bead in sorted(poor, key=lambda bead: -bead.score))]:
        if free[0].issuperset(bead.source) and free[1].issuperset(bead.target):
            free[0].difference_update(bead.source)
            free[1].difference_update(bead.target)
            found.append(bead)
    found += _between(texts, found, free)
    return [*found, *(Bead((i,), (), 0.0) for i in sorted(free[0])), *(Bead((), (j,), 0.0) for j in sorted(free[1]))]


def _between(texts: Texts, found: Sequence[Bead], free: tuple[set[int], set[int]]) -> list[Bead]:
    """What alone is left on both sides between the same neighbours, and is of one kind: their place speaks for them, if nothing else does."""
    partner = {bead.source[-1]: bead.target[-1] for bead in found}
    begins = {bead.source[0]: bead.target[0] for bead in found}
    n, m = texts.end
    more = []
    for i in sorted(free[0]):
        j = partner.get(i - 1, -2 if i else -1) + 1
        one, two = texts.sides[0].blocks[i], texts.sides[1].blocks[j] if 0 <= j < m else None
        if j in free[1] and two and one.kind is two.kind and one.level == two.level and begins.get(i + 1, m if i + 1 == n else -1) == j + 1:
            more.append(Bead((i,), (j,), texts.score(i, j)))
            free[0].discard(i)
            free[1].discard(j)
    return more


def _candidates(texts: Texts, one: Sequence[int], two: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Which of the blocks that are left may belong together: all with all where these are few, else those with a rare trait in common."""
    if len(one) * len(two) <= WHOLE:
        for i in one:
            for j in two:
                yield i, j
        return
    places: dict[str, list[int]] = defaultdict(list)
    for j in two:
        for mark in texts.pieces[1][j].marks:
            places[mark].append(j)
    for i in one:
        yield from ((i, j) for j in sorted({j for mark in texts.pieces[0][i].marks if len(places[mark]) <= 3 for j in places[mark]}))


def _pairs(texts: Texts, beads: Sequence[Bead]) -> list[Pair]:
    """The beads as pairs, in the order of the source; target blocks alone stay behind the block before them."""
    partner = {j: bead.source[-1] for bead in beads for j in bead.target if bead.source}
    after = [-1]  # for each target block, the source block that it stands after
    for j in range(len(texts.sides[1])):
        after.append(partner.get(j, after[-1]))
    ordered = sorted(beads, key=lambda bead: (bead.source[0], 0, 0) if bead.source else (after[bead.target[0]], 1, bead.target[0]))
    rated = _Confidence(texts, ordered)
    return [Pair(bead.source, bead.target, rated.of(place)) for place, bead in enumerate(ordered)]


class _Confidence:
    """How far pairs are to be trusted: by their likeness, their rivals nearby, and how sure the pairs before and after them are.

    The factors are those of a logistic regression on 46,000 pairs of damaged, half replaced and unrelated texts in 30 languages.
    """

    def __init__(self, texts: Texts, ordered: Sequence[Bead]) -> None:
        self._texts, self._ordered = texts, ordered

    def of(self, place: int) -> float:
        """Of one of the beads, from 0 to 1."""
        bead = self._ordered[place]
        if not bead.source or not bead.target:
            return _ALONE_RIGHT
        score = min(1000.0, max(-500.0, bead.score))
        clear = min(800.0, max(-500.0, bead.score - self._rival(bead)))
        value = -1.75 + (0.295 * score + 0.18 * clear + 0.387 * self._support(place, -1) + 0.414 * self._support(place, 1)) / 100
        return round(1 / (1 + math.exp(-value)), 3)

    def _support(self, place: int, step: int) -> float:
        """The likeness of the pair before (`step` -1) or after, if it goes on there on both sides; both texts' ends count as sure."""
        bead, end = self._ordered[place], 0 if step < 0 else -1
        at = place + step
        while 0 <= at < len(self._ordered) and not self._ordered[at].source:
            at += step
        following = bead.target[end] + step
        if not 0 <= at < len(self._ordered):
            return _TRUSTED if following in {-1, self._texts.end[1]} else 0.0
        near = self._ordered[at]
        if not near.target or near.target[-1 - end] != following:
            return 0.0
        return min(_TRUSTED, max(0.0, near.score))

    def _rival(self, bead: Bead) -> float:
        """The best that speaks for another pair with one of these blocks."""
        texts = self._texts
        if len(bead.source) + len(bead.target) > 2:
            return max(texts.score(i, j) for i in bead.source for j in bead.target)
        i, j = bead.source[0], bead.target[0]
        here = [texts.score(other, j) for other in _near(i, texts.end[0])]
        there = [texts.score(i, other) for other in _near(j, texts.end[1])]
        return max([ALONE, *here, *there])


def _near(at: int, end: int) -> list[int]:
    return [other for other in range(max(0, at - _NEIGHBOURS), min(end, at + _NEIGHBOURS + 1)) if other != at]
