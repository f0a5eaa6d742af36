"""Blocks that hang together: what one pair of source and translation joins, or one change of the source, is one group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from translate_flow.text.diff import Change, Diff
from translate_flow.text.pairing import Pair

_Node = tuple[str, int]  # (old, new or there; position)


@dataclass(frozen=True, slots=True)
class Group:
    """Positions in the old source, in the translation (`there`), in the new source; each block is in one group.

    `confidence` is the least of the group's pairs; 0 where it has none with both sides.
    """

    old: tuple[int, ...]
    there: tuple[int, ...]
    new: tuple[int, ...]
    changes: frozenset[Change]
    confidence: float

    @property
    def same(self) -> bool:
        """Whether the source says the same as before, perhaps elsewhere."""
        return self.changes <= {Change.SAME, Change.MOVED}

    @property
    def single(self) -> bool:
        """Whether it is one block on each side."""
        return len(self.old) == len(self.there) == len(self.new) == 1


class _Joined:
    """Disjoint sets (Tarjan, “Efficiency of a Good But Not Linear Set Union Algorithm”, JACM 22:2, 1975)."""

    def __init__(self) -> None:
        self.parent: dict[_Node, _Node] = {}

    def root(self, node: _Node) -> _Node:
        parent = self.parent
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, nodes: Sequence[_Node]) -> None:
        for node in nodes:
            self.parent[self.root(node)] = self.root(nodes[0])


def groups(pairs: Sequence[Pair], found: Diff) -> list[Group]:
    """All blocks in groups; in the order of the pairs, then of the changes."""
    joined = _Joined()
    for pair in pairs:
        joined.join([("old", at) for at in pair.source] + [("there", at) for at in pair.target])
    for change in found.changes:
        joined.join([("old", at) for at in change.old] + [("new", at) for at in change.new])
    members: dict[_Node, dict[str, list[int]]] = defaultdict(lambda: {"old": [], "there": [], "new": []})
    for node in joined.parent:
        members[joined.root(node)][node[0]].append(node[1])
    changes: dict[_Node, set[Change]] = defaultdict(set)
    for change in found.changes:
        changes[joined.root(("old", change.old[0]) if change.old else ("new", change.new[0]))].add(change.change)
    confidence: dict[_Node, float] = {}
    for pair in pairs:
        if pair.source and pair.target:
            at = joined.root(("old", pair.source[0]))
            confidence[at] = min(pair.confidence, confidence.get(at, 1.0))
    return [
        Group(tuple(sorted(sides["old"])), tuple(sorted(sides["there"])), tuple(sorted(sides["new"])), frozenset(changes[at]), confidence.get(at, 0.0))
        for at, sides in members.items()
    ]


def parted(pairs: Sequence[Pair], omitted: Collection[int], notes: Collection[int]) -> list[Pair]:
    """The pairs without what differs by intention: an omitted block of the source has no translation, a note no source."""
    found: list[Pair] = []
    for pair in pairs:
        source = tuple(at for at in pair.source if at not in omitted)
        target = tuple(at for at in pair.target if at not in notes)
        if (source, target) == (pair.source, pair.target):
            found.append(pair)
            continue
        found += [replace(pair, source=(at,), target=()) for at in pair.source if at in omitted]
        found += [replace(pair, source=(), target=(at,)) for at in pair.target if at in notes]
        if source or target:
            found.append(replace(pair, source=source, target=target))
    return found
