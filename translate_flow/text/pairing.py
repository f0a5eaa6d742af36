"""Pairs the blocks of a text with those of its translation.

Dynamic programming over beads of 1-1, 1-0, 0-1, 2-1 and 1-2 blocks (Gale and Church, “A Program for Aligning
Sentences in Bilingual Corpora”, Computational Linguistics 19:1, 1993). A bead costs what is improbable in it: its
lengths, by their model (§3.2), kinds of block that differ, and what survives translation but stands on one side
only: figures, addresses, footnote marks, sources of images. Order is kept; blocks that moved are not found.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from translate_flow.text import notes
from translate_flow.text.document import Block, Kind

BAND = 30  # cells to each side of the diagonal that are looked at, at least
MAX_CELLS = 1_500_000  # of one search
_LANDMARKS_FROM = 40_000  # cells; a larger search is divided at blocks that are sure

_VARIANCE = 6.8  # of the length of a translation, per character (Gale and Church, §3.2)
# Costs are −100·log of a probability. Other than sentences (ibid., table 5), blocks are left out and added more
# often than they are joined and split.
_ALONE, _MERGED = 200.0, 300.0
_WORST_LENGTH = 900.0
_SHARED, _SHARED_MOST = -60.0, -240.0  # for each anchor on both sides
_LOST, _LOST_FIGURE, _LOST_MOST = 120.0, 40.0, 360.0  # for each on one side: figures are rounded and written out
_SURE = 150.0  # a landmark costs less; where blocks agree in kind one by one, none costs more than twice as much
_RUNNING = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.CAPTION, Kind.STANDFIRST, Kind.TABLE_CELL})

_URL = re.compile(r"https?://[^\s<>\"'”’»)\]]+", re.I)
_DIGITS = re.compile(r"\d\d+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions in source and target of blocks that belong together; one side may be empty.

    `confidence` from 0 to 1; 0.5 says that nothing speaks for or against.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float


class _Piece(NamedTuple):
    """What a bead's cost looks at, of one block or of two together."""

    kind: Kind
    level: int
    length: int
    anchors: frozenset[str]


def pair(source: Sequence[Block], target: Sequence[Block]) -> list[Pair]:
    """All blocks of both sides in pairs, in order, each block once. Deterministic.

    Where kinds and levels agree one by one and no lengths or anchors speak against it, so do the blocks.
    """
    one, two = [_piece(block) for block in source], [_piece(block) for block in target]
    ratio = _ratio(one, two)
    if len(one) == len(two) and all(a.kind is b.kind and a.level == b.level for a, b in zip(one, two, strict=True)):
        costs = [_cost(a, b, ratio) for a, b in zip(one, two, strict=True)]
        if max(costs, default=0.0) < 2 * _SURE:
            return [Pair((i,), (i,), round(max(0.6, _confidence(cost)), 3)) for i, cost in enumerate(costs)]
    if len(one) * len(two) <= _LANDMARKS_FROM:  # what one side lacks distorts the ratio: once more by what is paired
        sure = [found for found in _search(one, two, ratio, (0, 0)) if found.source and found.target]
        ratio = _ratio([one[i] for found in sure for i in found.source], [two[j] for found in sure for j in found.target])
    found: list[Pair] = []
    begin = (0, 0)
    for end in [*_landmarks(one, two, ratio), (len(one), len(two))]:
        found += _search(one[begin[0] : end[0]], two[begin[1] : end[1]], ratio, begin)
        begin = end
    return found


def _piece(block: Block) -> _Piece:
    text = block.text
    anchors = set()
    if "://" in text:
        anchors = {f"url {url.rstrip('.,;:!?')}" for url in _URL.findall(text)}
        text = _URL.sub(" ", text)
    if not text.isalpha():
        anchors.update(f"note {notes.mark_key(mark)}" for mark in notes.marks(text))
        anchors.update(f"figure {int(figure)}" for figure in _DIGITS.findall(text) if len(figure) < 20)
    if block.ref:
        anchors.add(f"ref {notes.mark_key(block.ref)}")
    return _Piece(block.kind, block.level, len(block.text), frozenset(anchors))


def _ratio(one: Sequence[_Piece], two: Sequence[_Piece]) -> float:
    """Characters of target for one of source, within reason."""
    lengths = sum(piece.length for piece in one), sum(piece.length for piece in two)
    return min(4.0, max(0.25, lengths[1] / lengths[0])) if min(lengths) else 1.0


def _merge(a: _Piece, b: _Piece) -> _Piece | None:
    """Two blocks as one, where they can have been one: both running text."""
    if a.kind not in _RUNNING or b.kind not in _RUNNING:
        return None
    return _Piece(a.kind, a.level, a.length + b.length + 1, a.anchors | b.anchors)


def _cost(a: _Piece, b: _Piece, ratio: float) -> float:
    """How improbable it is that `b` translates `a`: lengths, kinds, anchors."""
    mean = (a.length + b.length / ratio) / 2
    if mean > 0:
        deviation = abs(b.length - a.length * ratio) / math.sqrt(_VARIANCE * mean)
        cost = -100 * math.log(math.erfc(deviation / math.sqrt(2))) if deviation < 5.4 else _WORST_LENGTH
    else:
        cost = 0.0
    if a.kind is not b.kind or a.level != b.level:
        cost += _kind_cost(a, b)
    if a.anchors or b.anchors:
        lost = sum(_LOST_FIGURE if anchor.startswith("figure") else _LOST for anchor in a.anchors ^ b.anchors)
        cost += max(_SHARED_MOST, _SHARED * len(a.anchors & b.anchors)) + min(_LOST_MOST, lost)
    return cost


def _kind_cost(a: _Piece, b: _Piece) -> float:
    if a.kind is b.kind:
        return 60.0
    if a.kind in _RUNNING and b.kind in _RUNNING:
        return 120.0
    return 500.0 if Kind.CODE in {a.kind, b.kind} else 280.0


def _confidence(cost: float) -> float:
    return 1 / (1 + math.exp(min(50.0, (cost - 250) / 100)))


def _landmarks(one: Sequence[_Piece], two: Sequence[_Piece], ratio: float) -> list[tuple[int, int]]:
    """Pairs of positions that are sure, in order on both sides, to divide a large search at; none for a small one.

    Sure are blocks with an anchor that each side has once, of like kind and length; of those the longest chain.
    """
    if len(one) * len(two) <= _LANDMARKS_FROM:
        return []
    places = [_single(one), _single(two)]
    candidates = sorted({(places[0][anchor], places[1][anchor]) for anchor in places[0].keys() & places[1].keys()})
    sure = [(i, j) for i, j in candidates if _cost(one[i], two[j], ratio) < _SURE]
    tails: list[int] = []  # patience sorting: the smallest end of a chain of each length
    ends: list[int] = []
    before: list[int] = [-1] * len(sure)
    for index, (_, j) in enumerate(sure):
        place = bisect_left(tails, j)
        before[index] = ends[place - 1] if place else -1
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [index]
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        if not chain or sure[at][0] < chain[-1][0]:
            chain.append(sure[at])
        at = before[at]
    return chain[::-1]


def _single(pieces: Sequence[_Piece]) -> dict[str, int]:
    """The anchors that stand in one block only, with its position."""
    counts = Counter(anchor for piece in pieces for anchor in piece.anchors)
    return {anchor: i for i, piece in enumerate(pieces) for anchor in piece.anchors if counts[anchor] == 1}


_BEADS = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2))


def _search(one: Sequence[_Piece], two: Sequence[_Piece], ratio: float, offset: tuple[int, int]) -> list[Pair]:
    """The cheapest chain of beads through a part of the texts, back from its end."""
    steps = _table(one, two, ratio)
    pairs: list[Pair] = []
    i, j = len(one), len(two)
    while i or j:
        low, row = steps[i]
        bead, cost = row[j - low]
        a, b = _BEADS[bead]
        source = tuple(range(offset[0] + i - a, offset[0] + i))
        target = tuple(range(offset[1] + j - b, offset[1] + j))
        pairs.append(Pair(source, target, round(_confidence(cost), 3) if a and b else 0.5))
        i, j = i - a, j - b
    return pairs[::-1]


def _table(
    one: Sequence[_Piece], two: Sequence[_Piece], ratio: float
) -> list[tuple[int, list[tuple[int, float]]]]:
    """For each row, its first column and the bead that ends in each of its cells, with that bead's cost."""
    n, m = len(one), len(two)
    width = max(min(max(BAND, abs(n - m) + BAND), MAX_CELLS // (2 * n + 2)), m // max(n, 1) + 2)
    pairs_one = [_merge(a, b) for a, b in pairwise(one)]
    pairs_two = [_merge(a, b) for a, b in pairwise(two)]
    steps: list[tuple[int, list[tuple[int, float]]]] = []
    sums: list[tuple[int, list[float]]] = []
    for i in range(n + 1):
        centre = i * m // n if n else m
        low, high = (max(0, centre - width), min(m, centre + width)) if n else (0, m)
        row: list[tuple[int, float]] = []
        here: list[float] = []
        for j in range(low, high + 1):
            best, bead, own = (0.0, 0, 0.0) if i == j == 0 else (math.inf, 0, 0.0)
            if i and j:
                so_far = _at(sums, i - 1, j - 1)
                if so_far < math.inf:
                    own = _cost(one[i - 1], two[j - 1], ratio)
                    best = so_far + own
                if i > 1 and (merged := pairs_one[i - 2]) and (so_far := _at(sums, i - 2, j - 1)) < best:
                    price = _MERGED + _cost(merged, two[j - 1], ratio)
                    if so_far + price < best:
                        best, bead, own = so_far + price, 3, price
                if j > 1 and (merged := pairs_two[j - 2]) and (so_far := _at(sums, i - 1, j - 2)) < best:
                    price = _MERGED + _cost(one[i - 1], merged, ratio)
                    if so_far + price < best:
                        best, bead, own = so_far + price, 4, price
            if i and (so_far := _at(sums, i - 1, j) + _ALONE) < best:
                best, bead, own = so_far, 1, _ALONE
            if here and here[-1] + _ALONE < best:
                best, bead, own = here[-1] + _ALONE, 2, _ALONE
            row.append((bead, own))
            here.append(best)
        steps.append((low, row))
        sums.append((low, here))
        if i > 1:
            sums[i - 2] = (0, [])  # no longer looked at
    return steps


def _at(sums: Sequence[tuple[int, list[float]]], i: int, j: int) -> float:
    low, row = sums[i]
    return row[j - low] if low <= j < low + len(row) else math.inf
