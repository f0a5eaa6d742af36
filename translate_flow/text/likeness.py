"""Which changed block of the old text became which of the new one, where no two are equal.

By the words they share. Candidates come from their place (between the same neighbours) and from an index of rare
words, never from all pairs; the likest are taken first. Then blocks that together are another: split and merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import Indel, Postfix, Prefix

from translate_flow.text.document import Block, Document, Kind

IN_PLACE = 1 / 3  # of their words that two blocks share at least, between the same neighbours
SURE = 0.5  # the same, where nothing else is looked at
MOVED = 0.5  # the same, elsewhere
HINTED = 0.1  # for the only two of a kind between the same neighbours
_PART, _WHOLE = 0.6, 0.6  # of a part's words in the whole; likeness of all parts together with it
_RARE = 8  # blocks that a word may stand in to say anything of them
_CANDIDATES = 6  # that are compared, of each block
_SMALL_GAP = 16  # pairs that are all compared
_MOST_PARTS = 12
_SHORT = 300  # characters; shorter blocks are compared by these too
_ALONE = frozenset({Kind.TITLE, Kind.STANDFIRST, Kind.BYLINE, Kind.DATE, Kind.PROVENANCE})  # one of a kind: rewritten, it is still that
_STRUCTURE = frozenset({Kind.CODE, Kind.HEADING, *_ALONE})  # nothing but their like is part of these
_SLOTS = frozenset({Kind.HEADING, Kind.TABLE_CELL})  # between the same neighbours one is what the other was, in whatever words

Gap = tuple[range, range]


@dataclass(slots=True)
class Side:
    """One text: sources of its blocks, their words as far as they were asked for, and each block's partners."""

    blocks: Sequence[Block]
    sources: Sequence[str]
    partner: list[tuple[int, ...]]
    _bags: dict[int, frozenset[str]] = field(default_factory=dict)

    @staticmethod
    def of(document: Document) -> Side:
        text = document.text
        return Side(document.blocks, [text[block.start : block.end] for block in document.blocks], [()] * len(document.blocks))

    def bag(self, at: int) -> frozenset[str]:
        found = self._bags.get(at)
        if found is None:
            found = self._bags[at] = _bag(self.sources[at])
        return found

    @property
    def free(self) -> list[int]:
        return [at for at, partner in enumerate(self.partner) if not partner]


def _bag(source: str) -> frozenset[str]:
    """Words by white space; pairs of characters where a script does without."""
    words = source.split()
    if len(source) > 16 * len(words):
        return frozenset(map("".join, pairwise(source))) or frozenset(words)
    return frozenset(words)


def join(old: Side, new: Side, ours: tuple[int, ...], theirs: tuple[int, ...]) -> None:
    for i in ours:
        old.partner[i] = theirs
    for j in theirs:
        new.partner[j] = ours


def part(old: Side, new: Side, ours: tuple[int, ...], theirs: tuple[int, ...]) -> None:
    for i in ours:
        old.partner[i] = ()
    for j in theirs:
        new.partner[j] = ()


def pair_alike(old: Side, new: Side) -> None:
    """Gives the blocks that have no partner yet one that they became, where there is one. Deterministic."""
    if not old.free or not new.free:
        return
    _pair_in_step(old, new)
    _pair_likest(old, new)
    _split(old, new)
    _split(new, old)
    _pair_left_over(old, new)


def likeness(old: Side, new: Side, i: int, j: int) -> float:
    """How alike two blocks are, from 0 to 1: the words they share (Dice), for short ones the characters too."""
    found = _dice(old.bag(i), new.bag(j))
    a, b = old.sources[i], new.sources[j]
    if found < SURE and len(a) <= _SHORT and len(b) <= _SHORT:
        found = max(found, 2 * Indel.normalized_similarity(a, b) - 1)  # half of the characters any two texts share
    return found


def _sure(old: Side, new: Side, i: int, j: int) -> bool:
    """Whether two blocks are surely alike; where they begin and end alike, nothing else need be looked at."""
    a, b = old.sources[i], new.sources[j]
    common = Prefix.similarity(a, b) + Postfix.similarity(a, b)
    return common > SURE * max(len(a), len(b)) or likeness(old, new, i, j) >= SURE


def _dice(one: frozenset[str], two: frozenset[str]) -> float:
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else 0.0


def _gaps(old: Side, new: Side) -> list[Gap]:
    """Blocks without partners after two that are partners, and before two, on both sides."""
    found: dict[Gap, None] = {}
    for ours in _free_runs(old):
        j = old.partner[ours.start - 1][-1] if ours.start else -1
        found[ours, _free_after(new, j + 1)] = None
        j = old.partner[ours.stop][0] if ours.stop < len(old.partner) else len(new.partner)
        found[ours, _free_before(new, j)] = None
    return [(ours, theirs) for ours, theirs in found if theirs]


def _free_runs(side: Side) -> Iterator[range]:
    end = 0
    for at in side.free:
        if at >= end:
            run = _free_after(side, at)
            end = run.stop
            yield run


def _closed(old: Side, new: Side, ours: range, theirs: range) -> bool:
    """Whether the neighbours on both ends of a gap are partners, or it begins or ends both texts."""
    before = old.partner[ours.start - 1][-1] if ours.start else -1
    after = old.partner[ours.stop][0] if ours.stop < len(old.partner) else len(new.partner)
    return (before, after) == (theirs.start - 1, theirs.stop)


def _free_after(side: Side, start: int) -> range:
    end = start
    while end < len(side.partner) and not side.partner[end]:
        end += 1
    return range(start, end)


def _free_before(side: Side, end: int) -> range:
    start = end
    while start > 0 and not side.partner[start - 1]:
        start -= 1
    return range(start, end)


def _pair_in_step(old: Side, new: Side) -> None:
    """Where as many blocks of the same kinds stand between the same neighbours, one by one, if they are alike."""
    for ours, theirs in _gaps(old, new):
        if len(ours) == len(theirs) and all(old.blocks[i].kind is new.blocks[j].kind for i, j in zip(ours, theirs, strict=True)):
            for i, j in zip(ours, theirs, strict=True):
                if not old.partner[i] and not new.partner[j] and _sure(old, new, i, j):
                    join(old, new, (i,), (j,))


def _pair_likest(old: Side, new: Side) -> None:
    """The likest first, those in place before others."""
    near: set[tuple[int, int]] = set()
    place: dict[int, list[Gap]] = defaultdict(list)
    for gap in _gaps(old, new):
        ours, theirs = gap
        if len(ours) * len(theirs) <= _SMALL_GAP:
            near.update((i, j) for i in ours for j in theirs)
        else:
            near.update(zip(ours, theirs, strict=False))
            near.update(zip(reversed(ours), reversed(theirs), strict=False))
        for i in ours:
            place[i].append(gap)
    found: list[tuple[float, int, int]] = []
    for i, j in {*near, *_by_rare_words(old, new)}:
        alike = likeness(old, new, i, j) - (0.0 if old.blocks[i].kind is new.blocks[j].kind else 0.15)
        here = (i, j) in near or any(j in theirs for _, theirs in place.get(i, ()))
        if alike >= (IN_PLACE if here else MOVED) and (here or min(len(old.bag(i)), len(new.bag(j))) >= 4):
            found.append((-alike - (0.1 if here else 0.0), i, j))
    for _, i, j in sorted(found):
        if not old.partner[i] and not new.partner[j]:
            join(old, new, (i,), (j,))


def _by_rare_words(old: Side, new: Side) -> Iterator[tuple[int, int]]:
    """Pairs of blocks that share words which few others have."""
    index: dict[str, list[int]] = defaultdict(list)
    for i in old.free:
        for word in old.bag(i):
            index[word].append(i)
    common = Counter(word for j in new.free for word in new.bag(j) if word in index)
    for j in new.free:
        votes: Counter[int] = Counter()
        for word in new.bag(j):
            if word in index and len(index[word]) <= _RARE and common[word] <= _RARE:
                votes.update(index[word])
        for i, _ in sorted(votes.items(), key=lambda vote: (-vote[1], abs(vote[0] - j), vote[0]))[:_CANDIDATES]:
            yield i, j


def _split(one: Side, two: Side) -> None:
    """Finds the blocks of `one` that several neighbours of `two` make up together."""
    for i, partner in enumerate(one.partner):
        if len(partner) == 1 and len(two.partner[partner[0]]) == 1 and one.sources[i] != two.sources[partner[0]]:
            parts = _grown(one, two, i, partner[0])
            if len(parts) > 1 and _dice(one.bag(i), _union(two, parts)) >= _WHOLE:
                part(one, two, (i,), partner)
                join(one, two, (i,), parts)
    for ours, theirs in _gaps(one, two):
        if len(theirs) > 1:
            for i in ours[:_MOST_PARTS]:
                parts = tuple(j for j in theirs[: 2 * _MOST_PARTS] if not two.partner[j] and _belongs(one, two, i, j))
                whole_run = len(parts) > 1 and parts[-1] - parts[0] == len(parts) - 1
                if whole_run and not one.partner[i] and _dice(one.bag(i), _union(two, parts)) >= _WHOLE:
                    join(one, two, (i,), parts)


def _grown(one: Side, two: Side, i: int, j: int) -> tuple[int, ...]:
    """The part of `i` at `j`, with its neighbours that are parts as well: each makes the likeness greater."""
    low, high = j, j + 1
    if all(two.partner[at] for at in (j - 1, j + 1) if 0 <= at < len(two.partner)):
        return (j,)
    words = two.bag(j)
    while high - low < _MOST_PARTS:
        for at in (high, low - 1):
            if 0 <= at < len(two.partner) and not two.partner[at] and _belongs(one, two, i, at):
                more = words | two.bag(at)
                if _dice(one.bag(i), more) > _dice(one.bag(i), words):
                    words, low, high = more, min(low, at), max(high, at + 1)
                    break
        else:
            break
    return tuple(range(low, high))


def _belongs(one: Side, two: Side, i: int, j: int) -> bool:
    """Whether most words of `j` are words of `i`, and the kinds of both let it be a part."""
    kinds = {one.blocks[i].kind, two.blocks[j].kind}
    words = two.bag(j)
    return (len(kinds) == 1 or not kinds & _STRUCTURE) and len(words & one.bag(i)) >= _PART * len(words)


def _union(side: Side, parts: Iterable[int]) -> frozenset[str]:
    return frozenset().union(*(side.bag(at) for at in parts))


def _pair_left_over(old: Side, new: Side) -> None:
    """The only two of a kind between the same neighbours; and what a text has one of, however it was rewritten."""
    for ours, theirs in _gaps(old, new):
        if len(ours) == len(theirs) == 1 and _closed(old, new, ours, theirs):
            i, j = ours[0], theirs[0]
            free = not old.partner[i] and not new.partner[j]
            kind = old.blocks[i].kind
            if free and kind is new.blocks[j].kind and (kind in _SLOTS or likeness(old, new, i, j) >= HINTED):
                join(old, new, (i,), (j,))
    for alone in sorted(_ALONE):
        ours_of, theirs_of = ([at for at in side.free if side.blocks[at].kind is alone] for side in (old, new))
        if len(ours_of) == len(theirs_of) == 1:
            join(old, new, (ours_of[0],), (theirs_of[0],))
