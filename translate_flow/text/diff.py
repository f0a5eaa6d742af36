"""Two revisions of a text, block by block: what is the same, edited, moved, split, merged, added, removed.

Equal blocks first, wherever they went (`alignment`), then those that became another (`likeness`); what left the
heaviest common order has moved; inside an edited block, what changed (`runs`). Deterministic, and the same in both
directions: of two texts the one that sorts first is always taken as the old one, and the result turned round after.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from translate_flow.text.alignment import match, moved
from translate_flow.text.document import Document, Kind
from translate_flow.text.likeness import Side, join, pair_alike, part
from translate_flow.text.runs import Run, runs

__all__ = ["BlockChange", "Change", "Diff", "Run", "diff", "match", "moved"]


class Change(StrEnum):
    SAME = "same"
    EDITED = "edited"
    MOVED = "moved"
    MOVED_EDITED = "moved_edited"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


_REVERSED = {
    Change.SPLIT: Change.MERGED, Change.MERGED: Change.SPLIT,
    Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED,
}  # fmt: skip
_IN_PLACE = frozenset({Change.SAME, Change.EDITED, Change.SPLIT, Change.MERGED})


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block, or several that were split or merged, as positions in the blocks of both documents.

    `runs` are given for what was edited, split or merged: of the sources, from the first block's start to the last
    one's end. Where only kind, level or ref differ, they are one equal run.
    """

    change: Change
    old: tuple[int, ...]
    new: tuple[int, ...]
    runs: tuple[Run, ...] = ()

    def reversed(self) -> BlockChange:
        turned = tuple(Run(run.new, run.old) for run in self.runs)
        return BlockChange(_REVERSED.get(self.change, self.change), self.new, self.old, turned)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a diff knows of one of its texts: a digest, where the blocks are, what stands between them, and those only here."""

    digest: str
    spans: tuple[tuple[int, int], ...]
    gaps: tuple[str, ...]  # before each block, and after the last
    only: tuple[tuple[int, str], ...]  # (position, source) of the blocks that the other text does not have


@dataclass(frozen=True, slots=True)
class Diff:
    """`changes` stand in the order of the new text; what was removed stands after what it followed.

    `frames` are of the old and the new text: with them, and the old text, the new one can be had back.
    """

    changes: tuple[BlockChange, ...]
    frames: tuple[Frame, Frame]

    def apply(self, text: str) -> str:
        """The new text, exactly, from the old one. Raises ValueError where `text` is not the old one."""
        old, new = self.frames
        if _digest(text) != old.digest:
            raise ValueError("this is not the text that the diff was made from; make a diff of this one")
        sources = dict(new.only)
        skipped: set[int] = set()  # gaps inside what was split
        for change in self.changes:
            if change.runs:
                sources[change.new[0]] = "".join(run.new for run in change.runs)
                sources.update(dict.fromkeys(change.new[1:], ""))
                skipped.update(change.new[1:])
            elif change.old and change.new:
                start, end = old.spans[change.old[0]]
                sources[change.new[0]] = text[start:end]
        pieces = [("" if at in skipped else new.gaps[at]) + sources[at] for at in range(len(new.spans))]
        return "".join(pieces) + new.gaps[-1]

    def reversed(self) -> Diff:
        """The diff from the new text to the old one: the same as `diff(new, old)`."""
        return Diff(_ordered([change.reversed() for change in self.changes]), (self.frames[1], self.frames[0]))


def diff(old: Document, new: Document) -> Diff:
    """What changed between two revisions of a text."""
    if _order(new) < _order(old):
        return _diff(new, old).reversed()
    return _diff(old, new)


def _order(document: Document) -> tuple[object, ...]:
    return (len(document.text), document.text, document.format, [(b.start, b.end, b.kind, b.level, b.ref) for b in document.blocks])


def _diff(old: Document, new: Document) -> Diff:
    one, two = Side.of(old), Side.of(new)
    keys, new_keys = _keys(one), _keys(two)
    equal = match(keys, new_keys)
    for i, j in equal:
        join(one, two, (i,), (j,))
    _part_strays(one, two, equal)
    pair_alike(one, two)
    ours, theirs = one.free, two.free
    for a, b in match([keys[i] for i in ours], [new_keys[j] for j in theirs]):
        join(one, two, (ours[a],), (theirs[b],))
    changes = _changes(old, new, one, two, keys, new_keys)
    frames = (_frame(old, one), _frame(new, two))
    return Diff(_ordered(changes), frames)


def _keys(side: Side) -> list[tuple[str, int, str, str]]:
    return [(block.kind.value, block.level, block.ref, source) for block, source in zip(side.blocks, side.sources, strict=True)]


def _part_strays(old: Side, new: Side, equal: Sequence[tuple[int, int]]) -> None:
    """Parts equal blocks that would have moved all alone and say little: a cell “Yes” that was “No” was edited, not moved."""
    for i, j in moved(equal, [len(old.sources[i]) + 1 for i, _ in equal]):
        neighbours = ((i + step, j + step) for step in (-1, 1))
        alone = not any(0 <= a < len(old.partner) and old.partner[a] == (b,) for a, b in neighbours)
        if alone and (old.blocks[i].kind is Kind.TABLE_CELL or len(old.bag(i)) < 3):
            part(old, new, (i,), (j,))


def _changes(
    old: Document, new: Document, one: Side, two: Side, keys: Sequence[object], new_keys: Sequence[object]
) -> list[BlockChange]:
    pairs = sorted({(two.partner[theirs[0]], theirs) for theirs in one.partner if theirs})
    weights = [float(sum(len(one.sources[i]) for i in ours) + 1) for ours, _ in pairs]
    out = moved([(ours[0], theirs[0]) for ours, theirs in pairs], weights)
    found: list[BlockChange] = []
    for ours, theirs in pairs:
        went = (ours[0], theirs[0]) in out
        if len(ours) > 1 or len(theirs) > 1:
            change = Change.SPLIT if len(theirs) > 1 else Change.MERGED
        elif keys[ours[0]] == new_keys[theirs[0]]:
            found.append(BlockChange(Change.MOVED if went else Change.SAME, ours, theirs))
            continue
        else:
            change = Change.MOVED_EDITED if went else Change.EDITED
        found.append(BlockChange(change, ours, theirs, _runs(old, new, ours, theirs)))
    found += [BlockChange(Change.REMOVED, (i,), ()) for i in one.free]
    found += [BlockChange(Change.ADDED, (), (j,)) for j in two.free]
    return found


def _runs(old: Document, new: Document, ours: tuple[int, ...], theirs: tuple[int, ...]) -> tuple[Run, ...]:
    source = old.text[old.blocks[ours[0]].start : old.blocks[ours[-1]].end]
    target = new.text[new.blocks[theirs[0]].start : new.blocks[theirs[-1]].end]
    code = Kind.CODE in {old.blocks[ours[0]].kind, new.blocks[theirs[0]].kind}
    return runs(source, target, *(("text", "text") if code else (old.format, new.format)))


def _frame(document: Document, side: Side) -> Frame:
    spans = tuple((block.start, block.end) for block in document.blocks)
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    gaps = tuple(document.text[a:b] for a, b in zip([0, *ends], [*starts, len(document.text)], strict=True))
    return Frame(_digest(document.text), spans, gaps, tuple((at, side.sources[at]) for at in side.free))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _ordered(changes: Sequence[BlockChange]) -> tuple[BlockChange, ...]:
    """In the order of the new text; what was removed follows what stood before it in the old one and is still in place."""
    staying = sorted((change.old[-1], change.new[-1]) for change in changes if change.change in _IN_PLACE)
    olds = [i for i, _ in staying]

    def place(change: BlockChange) -> tuple[int, int, int]:
        if change.new:
            return change.new[0], 0, 0
        before = bisect_left(olds, change.old[0])
        return (staying[before - 1][1] if before else -1), 1, change.old[0]

    return tuple(sorted(changes, key=place))
