"""Which items are one article: what the site says, checked against the texts; for the rest, an index over what survives translation.

Candidates come from the index, a few for each text; the blocks of the likeliest are compared. Then the surest pairs are joined first, and
an article never has two texts of one language.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from translate_flow.adoption import contradictions
from translate_flow.adoption.claims import Together
from translate_flow.adoption.clues import Found, Index
from translate_flow.adoption.items import Contradiction, Item
from translate_flow.adoption.judging import Judge
from translate_flow.adoption.outlines import Outlines

_UNRELATED = 0.12  # below, a link joins what has nothing in common
_TOLD = 0.3  # of what two texts might share, that is enough where the site joins them
_STRANGE = 0.02  # the same where equal paths join: texts that went their own ways keep their place
_JOINED = 0.5  # from which texts are taken for one article
_SURE = 0.97  # from which a pair teaches how the others are rendered
_SHORT = 0.8  # how sure it can be that texts are one article which have too little to be compared by: a person is asked
_LEAST = 0.1  # of what two texts might share, below which they are compared only where they stand out
_DOUBTED = 2  # candidates of each language whose blocks are compared
_NAMES = {"i": "image", "u": "link", "n": "figure", "c": "name", "k": "slug", "w": "word"}


@dataclass(frozen=True, slots=True)
class Edge:
    """That two items are one article, how sure that is, and why. `odds`: the same as a logarithm, without the bound: which of two sure edges is the surer."""

    one: int
    two: int
    confidence: float
    why: tuple[str, ...]
    said: bool = False
    odds: float = 0.0


@dataclass(slots=True)
class Matching:
    """Items by article, and for each the edge by which it belongs."""

    groups: list[list[int]]
    edges: dict[int, list[Edge]] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)


def match(items: Sequence[Item], tags: Sequence[str], index: Index, said: Sequence[Together]) -> Matching:
    """Articles among the items. Near linear: what is compared block by block is bounded for each item."""
    judge = Judge(items, index)
    builder = _Builder(items, tags)
    outlines = Outlines(items)
    told = [claim for claim in said if not (claim.by_place and _outlined(claim, outlines, builder))]
    settled = all(builder.size(at) > 1 for at in range(len(items)))
    doubted = [claim for claim in told if not _follow(claim, judge, builder, sure=True)]
    if doubted:  # what the sure ones teach of how words are rendered helps to judge these
        _teach(judge, builder)
    for claim in doubted:
        _follow(claim, judge, builder)
    linked = sum(builder.size(at) > 1 for at in range(len(items))) / max(1, len(items))
    if settled and not doubted:
        return builder.result()  # the site's own paths tell all
    sure, pairs = _unlinked(judge, builder)
    builder.join(sure)
    doubtful = [pair for pair in pairs if builder.may_join(*pair[:2])]
    if doubtful:
        _teach(judge, builder)
        builder.join(_weighed(doubtful, judge, 1.0 if linked > 0.5 else 0.0))
    return builder.result()


def _teach(judge: Judge, builder: _Builder) -> None:
    known = [edge for edge in builder.used if edge.confidence >= _SURE or (edge.said and judge.index.shared(edge.one, edge.two).share >= _TOLD)]
    judge.teach([(edge.one, edge.two) for edge in known] + [(edge.two, edge.one) for edge in known])


# --- what the site says ---


def _outlined(claim: Together, outlines: Outlines, builder: _Builder) -> bool:
    """Joins what lies at equal paths where the outlines of the texts agree; whether they did."""
    if len({builder.root(at) for at in claim.items}) == 1:
        return True
    hub = outlines.one_article(claim.items)
    if hub is not None:
        why = (f"joined by {claim.why}", "the texts agree")
        builder.join([Edge(hub, at, max(claim.trust, _SURE), why, said=True) for at in claim.items if at != hub], said=True)
    return hub is not None


def _follow(claim: Together, judge: Judge, builder: _Builder, *, sure: bool = False) -> bool:
    """Joins what is said to belong together, but for what the texts tell apart. `sure`: only where all of them agree; whether it did."""
    if len({builder.root(at) for at in claim.items}) == 1 or frozenset(claim.items) in builder.strangers:
        return True
    hub, related = _hub(claim.items, judge)
    if sure and min(related.values()) < _JOINED:
        return False
    if claim.hint and min(related.values()) < _JOINED:
        return True
    least = _STRANGE if claim.by_place else _UNRELATED
    apart = [at for at in claim.items if at != hub and (related[at] < least or (related[at] < _JOINED and not claim.by_place and judge.disagree(hub, at)))]
    if apart:
        builder.contradictions.append(contradictions.wrong_link(builder.items, hub, apart, claim.why))
        builder.strangers.update(frozenset((at, other)) for at in apart for other in claim.items if other not in apart)
    for at in claim.items:
        if at != hub and at not in apart:
            trust = max(claim.trust, min(0.99, related[at])) if related[at] >= _JOINED else claim.trust * (0.8 + 0.2 * related[at] / _JOINED)
            told = "" if not judge.comparable(at, hub) else ("the texts agree" if related[at] >= _JOINED else "the texts have little in common")
            why = tuple(filter(None, (f"joined by {claim.why}", told)))
            builder.join([Edge(hub, at, round(trust, 3), why, said=True)], said=True)
    return True


def _hub(members: Sequence[int], judge: Judge) -> tuple[int, dict[int, float]]:
    """The member that most others are related to: the longest, unless it is itself the stranger."""
    texts = judge.index.texts
    order = sorted(members, key=lambda at: (-len(texts[at].marks), at))
    best: tuple[int, dict[int, float]] | None = None
    for hub in order[:3]:
        related = {at: _linked(hub, at, judge) if judge.comparable(at, hub) else 0.9 for at in members if at != hub}
        if best is None or _kept(related) > _kept(best[1]):
            best = (hub, related)
        if 2 * _kept(related) >= len(related):
            break
    assert best is not None
    return best


def _kept(related: dict[int, float]) -> int:
    return sum(value >= _UNRELATED for value in related.values())


def _linked(one: int, two: int, judge: Judge) -> float:
    """How far two texts that are linked are one article. That another fits much better speaks against it."""
    share = judge.index.shared(one, two).share
    value = 0.95 if share >= _TOLD and not judge.disagree(one, two) else judge.related(one, two)
    if value < 0.7:
        for at, other in ((one, two), (two, one)):
            best = next(iter(judge.index.candidates(at).get(judge.index.tags[other], ())), None)
            if best is not None and best.at != other and best.share > max(0.3, 3 * share):
                value *= 0.1
    return value


# --- what nobody says ---


def _unlinked(judge: Judge, builder: _Builder) -> tuple[list[Edge], list[tuple[int, int, float]]]:
    """Pairs that marks alone make sure, and those to be weighed, with the margin over their rivals."""
    found = {at: judge.index.candidates(at) for at in range(len(builder.items)) if not builder.complete(at) and builder.tags[at]}
    sure, doubtful = [], []
    for one, two, margin, share in _pairs(found):
        if builder.root(one) == builder.root(two):
            continue
        if share >= 0.45 and margin > 0.7 and _classes(judge.index, one, two) >= 2 and judge.related(one, two) >= _SURE:
            sure.append(Edge(one, two, 0.98, _why(judge, one, two)))
        elif share >= _LEAST or (share >= _LEAST / 2 and margin > 0.25):
            doubtful.append((one, two, margin))
    return sure, doubtful


def _pairs(found: Mapping[int, Mapping[str, list[Found]]]) -> Iterator[tuple[int, int, float, float]]:
    """Candidates from both sides, each once, with how much better they are than the next of the language: as a logarithm, the lesser of both."""
    margins: dict[tuple[int, int], list[float]] = defaultdict(list)
    shares: dict[tuple[int, int], float] = {}
    for at, by_tag in found.items():
        for best in by_tag.values():
            for place, one in enumerate(best[:_DOUBTED]):
                rival = best[0].share if place else (best[1].share if len(best) > 1 else one.share / 1.4)  # no rival proves little
                pair = (min(at, one.at), max(at, one.at))
                margins[pair].append(math.log((one.share + 0.02) / (rival + 0.02)))
                shares[pair] = one.share
    for pair, both in sorted(margins.items()):
        # A text that is not among the other's best has rivals there.
        yield *pair, min(both) if len(both) > 1 else min(0.0, *both), shares[pair]


def _classes(index: Index, one: int, two: int) -> int:
    return len({mark[0] for mark in index.common(one, two)[:12] if mark[0] in "iuncwk"})


def _weighed(doubtful: Sequence[tuple[int, int, float]], judge: Judge, against: float) -> list[Edge]:
    """The doubtful pairs with their confidence: their blocks compared, their rivals and dates looked at. `against`: what speaks against all of them."""
    edges = []
    for one, two, margin in doubtful:
        value = judge.related(one, two, thorough=True)
        odds = math.log((value + 1e-6) / (1 - value + 1e-6)) + 1.2 * max(-2.0, min(1.5, margin)) + _days(judge.items[one], judge.items[two]) - against
        confidence = min(_SHORT if judge.short(one) or judge.short(two) else 0.97, 1 / (1 + math.exp(-odds)))
        if confidence >= 0.3:
            edges.append(Edge(one, two, round(confidence, 3), _why(judge, one, two), odds=odds))
    return edges


def _days(one: Item, two: Item) -> float:
    """What dates say: a translation is out within weeks, mostly."""
    from translate_flow.adoption.times import days_between

    days = days_between(one.date, two.date)
    if days is None:
        return 0.0
    return 0.8 if days <= 14 else 0.3 if days <= 60 else -0.3 if days <= 365 else -1.0


def _why(judge: Judge, one: int, two: int) -> tuple[str, ...]:
    common = [f"{_NAMES[mark[0]]} {mark[2:]}" for mark in judge.index.common(one, two) if mark[0] in _NAMES][:4]
    return (f"both have {', '.join(common)}" if common else "their blocks correspond",)


# --- articles ---


class _Builder:
    """Joins items, the surest first; at most one of each language in an article."""

    def __init__(self, items: Sequence[Item], tags: Sequence[str]) -> None:
        self.items, self.tags = items, tags
        self.used: list[Edge] = []
        self.contradictions: list[Contradiction] = []
        self.strangers: set[frozenset[int]] = set()  # pairs that a reported link joins: a plugin often says the same twice
        self._parent = list(range(len(items)))
        self._members = {at: [at] for at in range(len(items))}
        self._all = len(set(filter(None, tags)))

    def root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def may_join(self, one: int, two: int) -> bool:
        """Whether two items are not in one article, and could be."""
        first, second = self.root(one), self.root(two)
        return first != second and self._clash(first, second) is None

    def size(self, at: int) -> int:
        return len(self._members[self.root(at)])

    def complete(self, at: int) -> bool:
        """Whether an item's article has every language of the site."""
        return self.size(at) >= self._all

    def join(self, edges: Sequence[Edge], *, said: bool = False) -> None:
        """Follows edges in the order of their confidence; one that would make two texts of a language is a contradiction where it is sure."""
        known: dict[tuple[int, int], float] = {(edge.one, edge.two): edge.confidence for edge in edges}
        for edge in sorted(edges, key=lambda one: (-one.odds, -one.confidence, one.one, one.two)):
            first, second = self.root(edge.one), self.root(edge.two)
            if first == second or edge.confidence < _JOINED:
                continue
            clash = self._clash(first, second)
            if clash is not None:
                if (said or edge.confidence >= 0.9) and self._double(*clash, said=said):
                    self.contradictions.append(contradictions.two_claim(self.items, *clash, self.tags[clash[0]], said=said))
            elif said or self._mean(first, second, known) >= _JOINED:
                self._parent[second] = first
                self._members[first] += self._members.pop(second)
                self.used.append(edge)

    def _clash(self, first: int, second: int) -> tuple[int, int] | None:
        held = {self.tags[at]: at for at in self._members[first]}
        return next(((held[self.tags[at]], at) for at in self._members[second] if self.tags[at] in held), None)

    def _double(self, one: int, two: int, *, said: bool) -> bool:
        """Whether two texts of a language are one text, or the site says that they are one version."""
        if said:
            return True
        first, second = (set(item.document.text.split()) for item in (self.items[one], self.items[two]))
        return len(first & second) >= 0.7 * max(1, min(len(first), len(second)))

    def _mean(self, first: int, second: int, known: dict[tuple[int, int], float]) -> float:
        told = [known[min(a, b), max(a, b)] for a in self._members[first] for b in self._members[second] if (min(a, b), max(a, b)) in known]
        return sum(told) / len(told) if told else 1.0

    def result(self) -> Matching:
        edges: dict[int, list[Edge]] = defaultdict(list)
        for edge in self.used:
            edges[edge.one].append(edge)
            edges[edge.two].append(edge)
        unique = list({(one.kind, one.origins): one for one in self.contradictions}.values())
        return Matching(sorted(map(sorted, self._members.values())), dict(edges), unique)
