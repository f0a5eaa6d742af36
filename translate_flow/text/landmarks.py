"""Where a large search for the pairs of two texts may be divided: places at which both texts are surely at the same point.

Two sources: pairs by a trait that each side has once, in their longest chain (as Melamed does, “Bitext Maps and
Alignment via Pattern Recognition”, Computational Linguistics 25:1, 1999); and where these are far apart, short runs of
blocks whose lengths and kinds fit in one place only.
"""

from __future__ import annotations

from collections.abc import Sequence

from translate_flow.text.alignment import increasing
from translate_flow.text.beads import WHOLE, Bead, Texts

Place = tuple[int, int]  # before a source block and before a target block

_LEAST = 400.0  # likeness of a landmark, in hundredths of a nat
_RUN = 10  # blocks
_RUN_LEAST = 60.0  # of each on average
_RUN_CLEAR = 300.0  # by which the best place of a run is better than any other
_PART = 2_500  # cells; what is larger is divided further
_TRIES = sorted(range(-9, 10), key=abs)  # twentieths from the middle: blocks without counterpart may fill most of a part


def divisions(texts: Texts) -> list[Place]:
    """Places ascending on both sides, between blocks, that no bead reaches across; none for a small text."""
    n, m = texts.end
    if n * m <= WHOLE:
        return []
    sure = [(i, j) for i, j in texts.weights.single(*texts.sides) if texts.score(i, j) >= _LEAST]
    # Two in a row: of one alone, the block before may belong to it too.
    chain = [(i, j) for i, j in longest_chain(sure) if i and j and texts.score(i - 1, j - 1) >= _LEAST / 2]
    found: list[Place] = []
    begin = (0, 0)
    for end in [*chain, texts.end]:
        found += [*_runs(texts, begin, end), end]
        begin = end
    return found[:-1]


def within(beads: Sequence[Bead]) -> list[Place]:
    """The same from the beads of an earlier search: amid neighbours on both sides that together are sure."""
    found: list[Place] = []
    run: list[Bead] = []
    for bead in beads:
        single = len(bead.source) == len(bead.target) == 1 and bead.score > 0
        if not single or (run and (bead.source[0] != run[-1].source[0] + 1 or bead.target[0] != run[-1].target[0] + 1)):
            run = []
        if single:
            run.append(bead)
        if len(run) >= 6 and sum(one.score for one in run[-6:]) >= 6 * _RUN_LEAST:
            found.append((run[-3].source[0], run[-3].target[0]))
            run = run[-1:]
    return longest_chain(found)


def longest_chain(places: Sequence[Place]) -> list[Place]:
    """The longest chain that ascends on both sides, of places in order."""
    chain: list[Place] = []
    for place in reversed(increasing(places)):
        if not chain or place[0] < chain[-1][0]:
            chain.append(place)
    return chain[::-1]


def _runs(texts: Texts, begin: Place, end: Place) -> list[Place]:
    """Places between two that are far apart, by runs of blocks; by halving."""
    found: list[Place] = []
    left = [(begin, end)]
    while left:
        (i, j), (k, m) = left.pop()
        if (k - i) * (m - j) <= _PART or k - i < 4 * _RUN:
            continue
        for turn in _TRIES:
            start = min(k - _RUN, (i + k) // 2 + turn * (k - i) // 20)
            if (to := _fits(texts, start, (i, j), (k, m))) is not None:
                found.append((start + _RUN // 2, to + _RUN // 2))
                left += [((i, j), found[-1]), (found[-1], (k, m))]
                break
    return sorted(found)


def _fits(texts: Texts, start: int, begin: Place, end: Place) -> int | None:
    """Where in the target the run of source blocks from `start` on begins; None where that is not clear."""
    offsets = sorted((begin[1] - begin[0], end[1] - end[0]))
    low = max(begin[1], start + offsets[0] - 2 * _RUN)
    high = min(end[1] - _RUN, start + offsets[1] + 2 * _RUN)
    best = second = _RUN * _RUN_LEAST - _RUN_CLEAR
    place = None
    for j in range(low, high + 1):
        total = 0.0
        for at in range(_RUN):
            total += texts.score(start + at, j + at)
            if total < -_LEAST or total + (_RUN - 1 - at) * _LEAST < second:
                break
        else:
            if total > best:
                best, place, second = total, j, best
            elif total > second:
                second = total
    return place if best >= second + _RUN_CLEAR else None
