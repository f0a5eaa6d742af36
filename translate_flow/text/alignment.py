"""Aligns two sequences by their equal items: exactly where they are short, in linear time where they are not.

`match` finds equal items wherever they went (Heckel, “A Technique for Isolating Differences Between Files”, CACM 21:4,
1978); `moved` says which of them left the common order; `align` keeps to the order (a longest common subsequence,
bit-parallel, in rapidfuzz), past a bound divided at items that each side has once (Cohen’s patience diff).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

MAX_CELLS = 16_000_000  # of one exact search: some milliseconds, 2 MB
_WINDOW = 4_000  # items of each side that are looked at together where nothing else divides them
_KEPT = 3_000  # of a window; what comes later may match better with what follows the window
_DEEPEST = 6  # divisions within divisions

Pairs = list[tuple[int, int]]
Stretch = tuple[int, int, int]  # where in the one, where in the other, how many


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Stretch]:
    """Stretches of equal items in the order of both. The longest chain of them where that is affordable."""
    if len(old) * len(new) <= MAX_CELLS:
        return _exact(old, new)
    return list(_joined(_align(old, new, 0, 0, 0)))


def _align(old: Sequence[Hashable], new: Sequence[Hashable], at: int, to: int, depth: int) -> Iterator[Stretch]:
    """The same for parts of two sequences that stand at `at` and `to`."""
    if len(old) * len(new) <= MAX_CELLS:
        yield from ((at + i, to + j, size) for i, j, size in _exact(old, new))
        return
    first = _common(old, new)
    if first:
        yield at, to, first
    last = _common(old[first:][::-1], new[first:][::-1])
    inner, outer = old[first : len(old) - last], new[first : len(new) - last]
    at, to = at + first, to + first
    anchors = increasing(_unique(inner, outer)) if depth < _DEEPEST else []
    if anchors:
        i = j = 0
        for end in [*anchors, (len(inner), len(outer))]:
            yield from _align(inner[i : end[0]], outer[j : end[1]], at + i, to + j, depth + 1)
            if end[0] < len(inner) and end[1] < len(outer):
                yield at + end[0], to + end[1], 1
            i, j = end[0] + 1, end[1] + 1
    else:
        yield from ((at + i, to + j, size) for i, j, size in _windowed(inner, outer))
    if last:
        yield at + len(inner), to + len(outer), last


def _exact(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Stretch]:
    if not old or not new:
        return []
    found = LCSseq.editops(old, new).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in found[:-1]]  # the last is the end of both


def _windowed(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    """Window after window, each from where the one before came to. Matches further away than a window are not found."""
    i = j = 0
    while i < len(old) and j < len(new):
        found = _exact(old[i : i + _WINDOW], new[j : j + _WINDOW])
        last = i + _WINDOW >= len(old) and j + _WINDOW >= len(new)
        end = (0, 0)
        for a, b, size in found:
            kept = size if last else min(size, _KEPT - max(a, b))
            if kept <= 0:
                break
            yield i + a, j + b, kept
            end = (a + kept, b + kept)
        if last:
            return
        skipped = _WINDOW // 2 if sum(end) < _WINDOW // 2 else 0
        i, j = i + end[0] + skipped, j + end[1] + skipped


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many items both begin with."""
    return next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _joined(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    i = j = size = 0
    for a, b, more in stretches:
        if (a, b) == (i + size, j + size):
            size += more
        else:
            if size:
                yield i, j, size
            i, j, size = a, b, more
    if size:
        yield i, j, size


def match(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Pairs of positions of equal items, moved ones included, each position at most once; in the order of `new`.

    First what each side has once, then its neighbours on both sides, then what is repeated: in order where it stands
    between matches, else in turn. Linear.
    """
    partner, taken = [-1] * len(old), [False] * len(new)
    for i, j in _unique(old, new):
        partner[i], taken[j] = j, True
    _grow(old, new, partner, taken)
    left = {old[i] for i, j in enumerate(partner) if j < 0} & {item for j, item in enumerate(new) if not taken[j]}
    if left:
        _between(old, new, partner, taken, left)
        _in_turn(old, new, partner, taken)
    return sorted(((i, j) for i, j in enumerate(partner) if j >= 0), key=lambda found: found[1])


def _unique(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Positions of the items that each side has exactly once, in the order of `old`."""
    once = [Counter(old), Counter(new)]
    places = {item: j for j, item in enumerate(new)}
    return [(i, places[item]) for i, item in enumerate(old) if once[0][item] == 1 and once[1][item] == 1]


def _grow(old: Sequence[Hashable], new: Sequence[Hashable], partner: list[int], taken: list[bool]) -> None:
    """From each match, and from both ends, to equal neighbours: forwards, then backwards."""
    for step, first in ((1, 0), (-1, len(old) - 1)):
        j = 0 if step == 1 else len(new) - 1  # where the next is expected; out of range: nowhere
        for i in range(first, len(old) if step == 1 else -1, step):
            if partner[i] < 0 and 0 <= j < len(new) and not taken[j] and old[i] == new[j]:
                partner[i], taken[j] = j, True
            j = partner[i] + step if partner[i] >= 0 else -1


def _between(
    old: Sequence[Hashable], new: Sequence[Hashable], partner: list[int], taken: list[bool], left: set[Hashable]
) -> None:
    """Matches what is repeated between two neighbours of the chain of matches, in order."""
    numbers = {item: at for at, item in enumerate(dict.fromkeys(item for item in old if item in left))}
    pairs = [(i, j) for i, j in enumerate(partner) if j >= 0]
    out = moved(pairs)
    begin = (0, 0)
    for end in [*(found for found in pairs if found not in out), (len(old), len(new))]:
        ours = [i for i in range(begin[0], end[0]) if partner[i] < 0 and old[i] in left]
        theirs = [j for j in range(begin[1], end[1]) if not taken[j] and new[j] in left]
        begin = (end[0] + 1, end[1] + 1)
        if ours and theirs:
            for a, b, size in align([numbers[old[i]] for i in ours], [numbers[new[j]] for j in theirs]):
                for step in range(size):
                    partner[ours[a + step]], taken[theirs[b + step]] = theirs[b + step], True


def _in_turn(old: Sequence[Hashable], new: Sequence[Hashable], partner: list[int], taken: list[bool]) -> None:
    places: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for j, item in enumerate(new):
        if not taken[j]:
            places[item].append(j)
    for i, item in enumerate(old):
        if partner[i] < 0 and (queue := places.get(item)):
            partner[i] = queue.popleft()
            taken[partner[i]] = True


def increasing(pairs: Sequence[tuple[int, int]]) -> Pairs:
    """The longest chain of pairs (given in order of the first) that increases in the second: patience sorting."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [at]
    chain: Pairs = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def moved(pairs: Sequence[tuple[int, int]], weights: Sequence[float] | None = None) -> set[tuple[int, int]]:
    """The pairs that stand outside the heaviest chain that increases on both sides: what moved.

    `weights` go with `pairs`, 1 each by default. Each position is in at most one pair. n log n.
    """
    order = sorted(range(len(pairs)), key=lambda at: pairs[at])
    if all(pairs[a][1] < pairs[b][1] for a, b in pairwise(order)):
        return set()
    runs = _runs(pairs, order)
    rank = {start: at for at, start in enumerate(sorted(pairs[run[0]][1] for run in runs), 1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(runs) + 1)  # a Fenwick tree of maxima over the new order
    before = [-1] * len(runs)
    for at, run in enumerate(runs):
        place = rank[pairs[run[0]][1]]
        weight, before[at] = _most(best, place - 1)
        weight += sum(weights[k] for k in run) if weights is not None else len(run)
        while place < len(best):
            if best[place][0] < weight:
                best[place] = (weight, at)
            place += place & -place
    at = _most(best, len(runs))[1]
    kept: set[int] = set()
    while at >= 0:
        kept.update(runs[at])
        at = before[at]
    return {pairs[k] for k in order if k not in kept}


def _most(best: Sequence[tuple[float, int]], place: int) -> tuple[float, int]:
    found = best[0]
    while place > 0:
        if best[place][0] > found[0]:
            found = best[place]
        place -= place & -place
    return found


def _runs(pairs: Sequence[tuple[int, int]], order: Sequence[int]) -> list[list[int]]:
    """Pairs that follow one another on both sides, together: a chain has all of them or none."""
    follows = sorted(pairs[k][1] for k in order)
    place = {j: at for at, j in enumerate(follows)}
    found: list[list[int]] = []
    for k in order:
        if found and place[pairs[k][1]] == place[pairs[found[-1][-1]][1]] + 1:
            found[-1].append(k)
        else:
            found.append([k])
    return found
