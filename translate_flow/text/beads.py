"""The likeliest chain of beads through two texts, by dynamic programming.

A bead is up to three blocks of one side with one of the other, one block alone, or two neighbours that changed places
(Gale and Church 1993, §3.3; the swap is ours). A small text is searched whole. A large one is divided at landmarks
first (`landmarks`); what is still large between two of them is searched in a band.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from translate_flow.text.weighing import Piece, Side, Weights

# Logarithms of how often each occurs, against 1-1, in hundredths of a nat.
ALONE = -230.0
_JOINED = {2: -300.0, 3: -520.0}
_SWAPPED = -350.0
_HOPELESS = -500.0  # blocks less alike are no part of one another

WHOLE = 10_000  # cells that are searched without landmarks and band
_BAND = 24  # cells to each side of a line between two landmarks
_MAX_CELLS = 800_000  # of one search
_NEVER = -math.inf


class Bead(NamedTuple):
    """Positions on both sides; `score` in hundredths of a nat, what it costs to be no 1-1 included."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float


class Texts:
    """Two texts and how alike their blocks are."""

    def __init__(self, weights: Weights, one: Side, two: Side) -> None:
        self.weights = weights
        self.sides = (one, two)
        self.pieces = tuple([weights.piece(at, *both) for both in zip(side.blocks, side.traits, strict=True)] for at, side in enumerate(self.sides))
        self._joined: dict[tuple[int, int, int], Piece | None] = {}

    @property
    def end(self) -> tuple[int, int]:
        return len(self.sides[0]), len(self.sides[1])

    def score(self, i: int, j: int) -> float:
        return self.weights.score(self.pieces[0][i], self.pieces[1][j])

    def joined_score(self, i: int, a: int, j: int, b: int) -> float:
        """Of `a` source blocks from `i` on with `b` target blocks from `j` on; one of `a` and `b` is 1."""
        one, two = self._piece(0, i, a), self._piece(1, j, b)
        return self.weights.score(one, two) + _JOINED[max(a, b)] if one and two else _NEVER

    def _piece(self, at: int, first: int, count: int) -> Piece | None:
        if count == 1:
            return self.pieces[at][first]
        key = (at, first, count)
        if key not in self._joined:
            side = self.sides[at]
            made = None
            if side.joins(first, count):
                traits = side.traits[first]
                for following in side.traits[first + 1 : first + count]:
                    traits = traits.joined(following)
                made = self.weights.piece(at, side.blocks[first], traits)
            self._joined[key] = made
        return self._joined[key]


def align(texts: Texts, divided: Sequence[tuple[int, int]]) -> list[Bead]:
    """All blocks of both sides in beads, each once, in order but for swapped neighbours. `divided`: where no bead reaches across."""
    found: list[Bead] = []
    begin = (0, 0)
    for end in [*divided, texts.end]:
        found += _search(texts, begin, end)
        begin = end
    return found


def _search(texts: Texts, begin: tuple[int, int], end: tuple[int, int]) -> list[Bead]:
    """The likeliest beads of a part of the texts, in the order of the source."""
    table = _Table(texts, begin, end)
    for i in range(table.height + 1):
        table.fill(i)
    found: list[Bead] = []
    for beads in table.back():
        found += beads
    return found[::-1]


_BEADS = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (3, 1), (1, 3), (2, 2))


class _Table:
    """The cells of one search: for each the best sum so far and the bead that led there, row by row within a band."""

    def __init__(self, texts: Texts, begin: tuple[int, int], end: tuple[int, int]) -> None:
        self.texts, self.begin = texts, begin
        self.height, self.width = end[0] - begin[0], end[1] - begin[1]
        self.band = self.width
        if self.height * self.width > WHOLE:
            self.band = min(max(_BAND, abs(self.height - self.width) + _BAND), _MAX_CELLS // (2 * self.height + 2))
            self.band = max(self.band, self.width // self.height + 2)
        self.low: list[int] = []
        self.sums: list[list[float]] = []
        self.steps: list[list[tuple[int, float]]] = []
        self.scores: list[list[float]] = []

    def at(self, i: int, j: int) -> float:
        place = j - self.low[i]
        row = self.sums[i]
        return row[place] if 0 <= place < len(row) else _NEVER

    def one_by_one(self, i: int, j: int) -> float:
        """The likeness of the blocks before the cell (i, j)."""
        place = j - self.low[i]
        row = self.scores[i]
        return row[place] if 0 <= place < len(row) else _NEVER

    def fill(self, i: int) -> None:
        centre = i * self.width // self.height if self.height else 0
        low, high = (max(0, centre - self.band), min(self.width, centre + self.band)) if self.height else (0, self.width)
        texts, (first, second) = self.texts, self.begin
        self.low.append(low)
        scores = [texts.score(first + i - 1, second + j - 1) if i and j else _NEVER for j in range(low, high + 1)]
        sums: list[float] = []
        steps: list[tuple[int, float]] = []
        self.scores.append(scores)
        self.sums.append(sums)
        self.steps.append(steps)
        for j in range(low, high + 1):
            best, step = (0.0, (0, 0.0)) if i == j == 0 else (_NEVER, (1, ALONE))
            for bead, before, price in self._ways(i, j, scores[j - low]):
                if before + price > best:
                    best, step = before + price, (bead, price)
            sums.append(best)
            steps.append(step)

    def _ways(self, i: int, j: int, score: float) -> Iterator[tuple[int, float, float]]:
        """(bead, sum before it, what it adds) of everything that can end in a cell."""
        if i and j:
            yield 0, self.at(i - 1, j - 1), score
        if i:
            yield 1, self.at(i - 1, j), ALONE
        if j:
            yield 2, self.at(i, j - 1), ALONE
        if i and j:
            first, second = self.begin[0] + i, self.begin[1] + j
            above = self.one_by_one(i - 1, j) if i > 1 else _NEVER
            beside = self.one_by_one(i, j - 1) if j > 1 else _NEVER
            if i > 1 and max(score, above) > _HOPELESS and (joined := self.texts.joined_score(first - 2, 2, second - 1, 1)) > _HOPELESS:
                yield 3, self.at(i - 2, j - 1), joined
                if i > 2:
                    yield 5, self.at(i - 3, j - 1), self.texts.joined_score(first - 3, 3, second - 1, 1)
            if j > 1 and max(score, beside) > _HOPELESS and (joined := self.texts.joined_score(first - 1, 1, second - 2, 2)) > _HOPELESS:
                yield 4, self.at(i - 1, j - 2), joined
                if j > 2:
                    yield 6, self.at(i - 1, j - 3), self.texts.joined_score(first - 1, 1, second - 3, 3)
            if i > 1 and j > 1 and (swapped := above + beside + _SWAPPED) > score + self.one_by_one(i - 1, j - 1):
                yield 7, self.at(i - 2, j - 2), swapped

    def back(self) -> Iterator[list[Bead]]:
        """The beads from the end to the beginning."""
        i, j = self.height, self.width
        while i or j:
            bead, price = self.steps[i][j - self.low[i]]
            a, b = _BEADS[bead]
            first, second = self.begin[0] + i - a, self.begin[1] + j - b
            if bead == 7:
                yield [Bead((one,), (two,), self.texts.score(one, two)) for one, two in ((first + 1, second), (first, second + 1))]
            else:
                yield [Bead(tuple(range(first, first + a)), tuple(range(second, second + b)), price)]
            i, j = i - a, j - b
