"""Which text of an article is the original, and what each other was translated from.

A provenance line counts most, then what the site says (its own field before JSON-LD), then dates. What these tell of some articles teaches how the
newsroom works (from which language it translates into which), which helps with the others; so does what many texts, each too little to
tell by itself, have of their relays (expectation and maximisation: Dempster, Laird and Rubin, JRSS B 39, 1977).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from translate_flow import languages
from translate_flow.adoption import contradictions
from translate_flow.adoption.claims import Places
from translate_flow.adoption.clues import Index
from translate_flow.adoption.items import Contradiction, Fact, Item
from translate_flow.adoption.times import moment
from translate_flow.adoption.tongues import alike, base
from translate_flow.text.anchors import address

NOBODY = Fact("", 0.0, ())
_LATE = 1.0  # days by which a source may be younger than its translation: time zones, and posts prepared together
_ROUNDS = 20  # of learning from texts that state nothing
_CHANCE = 5.0  # of weight, a figure and a little: so much two texts may lack, or have, by chance
_STATED = 3  # of them teach as much as one that states its parent


@dataclass(frozen=True, slots=True)
class Stated:
    """A parent that somebody states: its language, the item where that is told, how sure, and who says so."""

    tag: str
    at: int | None
    confidence: float
    why: str
    line: bool = False


@dataclass(slots=True)
class Tree:
    """Of one article: the original, the parent of each other (by item; None: not on the site), and its language as a fact."""

    root: int
    parents: dict[int, int | None] = field(default_factory=dict)
    facts: dict[int, Fact] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)


class Directions:
    """The trees of a site's articles."""

    def __init__(self, items: Sequence[Item], tags: Sequence[str], index: Index, default: str = "") -> None:
        self.items, self.tags, self.index = items, tags, index
        self._places = Places(items)
        self._default = default
        self._stated = [self._state(at) for at in range(len(items))]
        self._relays: Counter[tuple[str, str]] = Counter()  # (language, relay), of translations that state their parent
        self._chances: Counter[tuple[str, str]] = Counter()  # … and how often there was such a relay to choose
        self._originals: Counter[str] = Counter()
        self._expected: dict[tuple[str, str], float] = {}  # the same two of those that state nothing, by what their texts have of a relay
        self._open: Counter[tuple[str, str]] = Counter()

    def learn(self, groups: Sequence[Sequence[int]]) -> None:
        """How the newsroom works, from the whole site: what is stated first, then the texts that state nothing."""
        self._learn_stated(groups)
        self._learn_silent(groups)

    def _learn_silent(self, groups: Sequence[Sequence[int]]) -> None:
        silent: list[tuple[str, list[tuple[str, float]]]] = []
        for group in groups:
            tree = Tree(group[0])
            self._followed(group, tree)
            open_ = [at for at in group if at not in tree.facts]
            if len(group) < 3 or len(open_) < 2:
                continue
            root = self._root(group, open_, tree)
            for at in open_:
                relays = [(self.tags[one], self._nearer(at, one, root)) for one in self._before(at, group, tree) if one != root] if at != root else []
                silent.append((self.tags[at], relays))
                self._open.update((self.tags[at], relay) for relay, _ in relays)
        for _ in range(_ROUNDS):
            found: dict[tuple[str, str], float] = defaultdict(float)
            for own, relays in silent:
                odds = {relay: math.exp(self._usually(own, relay) + nearer) for relay, nearer in relays}
                for relay, odd in odds.items():
                    found[own, relay] += odd / (1 + sum(odds.values()))
            self._expected = found

    def _learn_stated(self, groups: Sequence[Sequence[int]]) -> None:
        for group in groups:
            if len(group) < 2:
                continue
            tree = Tree(group[0])
            named = self._followed(group, tree)
            open_ = [at for at in group if at not in tree.facts]
            if not open_:
                continue
            root = self._root(group, open_, tree)
            if named or self._first(group) == root:
                self._originals[self.tags[root]] += 1
            for at, parent in tree.parents.items():
                for relay in group if parent is not None else ():
                    if relay not in (at, root) and not self._circle(at, relay, tree):
                        self._chances[self.tags[at], self.tags[relay]] += 1
                        self._relays[self.tags[at], self.tags[relay]] += relay == parent

    def tree(self, group: Sequence[int], *, doubled: bool = False) -> Tree:
        """The tree of one article; what is stated is followed unless it goes round in a circle. `doubled`: another text claims to be this version."""
        tree = Tree(group[0])
        stated = self._followed(group, tree)
        if doubled:
            tree.contradictions.clear()  # its parent is with the other
        open_ = [at for at in group if at not in tree.facts]
        if not open_:  # every text has a parent elsewhere: the one whose parent is not here stands first
            tree.root = next((at for at in group if tree.parents[at] is None), group[0])
            return tree
        tree.root = self._root(group, open_, tree)
        tree.facts[tree.root] = self._original(tree.root, group, stated)
        for at in sorted(open_, key=self._when):
            if at != tree.root:
                self._guess(at, group, tree)
        for at in group:
            self._check(at, tree)
        return tree

    # --- what is stated ---

    def _state(self, at: int) -> Stated | None:
        """What a text, or the site, says of its parent."""
        item, own = self.items[at], self.tags[at]
        line = item.text.sketch.provenance
        if line is not None and line.language and base(line.language) != base(own):
            target = next((found for url in item.text.sketch.links if (found := self._places.find(url)) is not None and found != at), None)
            return Stated(line.language, target, round(min(0.99, line.confidence), 2), f"its line “{line.text}”", line=True)
        for said in sorted(item.parents, key=lambda said: said.how == "JSON-LD"):
            target = self._places.find(said.value)
            trust = 0.93 if said.how == "JSON-LD" else 0.96
            if target is not None and target != at:
                return Stated(self.tags[target], target, trust, f"{said.how}")
            if languages.is_tag(said.value) and base(languages.normalise(said.value)) != base(own):
                return Stated(languages.normalise(said.value), None, trust, f"{said.how}")
        return None

    def _followed(self, group: Sequence[int], tree: Tree) -> list[int]:
        """Puts into the tree what is stated; the members that are others' parents by it."""
        named = []
        for at in sorted(group, key=lambda one: -(found.confidence if (found := self._stated[one]) else 0)):
            stated = self._stated[at]
            if stated is None:
                continue
            parent = self._member(stated, at, group)
            if parent is not None and self._circle(at, parent, tree):
                continue
            tree.parents[at] = parent
            tree.facts[at] = Fact(self.tags[parent] if parent is not None else stated.tag, stated.confidence, (f"{stated.why} says so",))
            if parent is None:
                tree.contradictions.append(contradictions.no_parent(self.items[at], stated.tag, stated.why))
            else:
                named.append(parent)
        return named

    def _member(self, stated: Stated, at: int, group: Sequence[int]) -> int | None:
        if stated.at is not None and stated.at in group:
            return stated.at
        others = [one for one in group if one != at]
        same = [one for one in others if self.tags[one] == stated.tag] or [one for one in others if base(self.tags[one]) == base(stated.tag)]
        return next(iter(same or [one for one in others if alike(self.tags[one], stated.tag)]), None)

    @staticmethod
    def _circle(at: int, parent: int, tree: Tree) -> bool:
        step: int | None = parent
        while step is not None:
            if step == at:
                return True
            step = tree.parents.get(step)
        return False

    # --- what is inferred ---

    def _when(self, at: int) -> tuple[float, int]:
        found = moment(self.items[at].date or self.items[at].modified)
        return (found.timestamp() if found else math.inf, at)

    def _first(self, group: Sequence[int]) -> int | None:
        """The member that was clearly out first."""
        dated = sorted((self._when(at), at) for at in group)
        if len(dated) < 2 or dated[0][0][0] == math.inf or dated[1][0][0] - dated[0][0][0] < 60:
            return None
        return dated[0][1]

    def _root(self, group: Sequence[int], open_: Sequence[int], tree: Tree) -> int:
        """The original among those of which no parent is stated: by who was out first, whom others name, and the site's usual language."""
        when = {at: self._when(at)[0] for at in open_}
        for at, parent in tree.parents.items():
            if parent in when:  # a source is at least as old as what names it, whatever its date says by now
                when[parent] = min(when[parent], self._when(at)[0] - 1)
        earliest = min(when.values())
        total = sum(self._originals.values()) + 4

        def worth(at: int) -> float:
            first = 2.5 if earliest != math.inf and when[at] - earliest < 60 else 0.0
            usual = 0.7 * math.log((self._originals[self.tags[at]] + 1) / total) + 0.7 * (base(self.tags[at]) == base(self._default))
            return first + usual + 1.0 * (at in tree.parents.values())

        return max(open_, key=lambda at: (worth(at), -at))

    def _original(self, root: int, group: Sequence[int], named: Sequence[int]) -> Fact:
        if len(group) == 1:
            return Fact("", 0.9, ("no other language of it was found, and nothing says that it is a translation",))
        if root in named:
            return Fact("", 0.98, ("others name it as what they were translated from",))
        if self._first(group) == root:
            return Fact("", 0.85, ("it was out first",))
        return Fact("", 0.6, ("most articles of the site begin in its language",))

    def _guess(self, at: int, group: Sequence[int], tree: Tree) -> None:
        """The parent of a text that says nothing: by how the newsroom works, and by what of the text only a relay can have left."""
        candidates = [tree.root, *(one for one in self._before(at, group, tree) if one != tree.root)]
        scores = {one: 0.0 if one == tree.root else self._usually(self.tags[at], self.tags[one]) + self._nearer(at, one, tree.root) for one in candidates}
        best = max(candidates, key=lambda one: (scores[one], -candidates.index(one)))
        total = sum(math.exp(score - scores[best]) for score in scores.values())
        why = "it was out first" if self._first(group) == best else "it is the original" if best == tree.root else "this newsroom translates so"
        if best != tree.root and self._nearer(at, best, tree.root) > 0.5:  # else it is usual
            why = f"it has what only the {languages.name(self.tags[best])} text has"
        sure = 0.88 if self._first(group) is not None or self._originals[self.tags[tree.root]] > 5 else 0.75
        tree.parents[at] = best
        tree.facts[at] = Fact(self.tags[best], round(sure / total, 3), (why,))

    def _before(self, at: int, group: Sequence[int], tree: Tree) -> list[int]:
        """The members that were out when this one was, and do not come from it."""
        return [one for one in group if one != at and self._when(one)[0] <= self._when(at)[0] + 60 and not self._circle(at, one, tree)]

    def _usually(self, own: str, relay: str) -> float:
        """How usual it is to translate into one language from another that is not the original: log odds; unusual, where little is known."""
        key = (own, relay)
        share = (_STATED * self._relays[key] + self._expected.get(key, 0.0) + 1.5) / (_STATED * self._chances[key] + self._open[key] + 9)
        return math.log(share / (1 - share))

    def _nearer(self, at: int, relay: int, root: int) -> float:
        """What a text shares with a relay that the original does not have, against what it shares with the original alone.

        Words and names are left out: languages that are kin share them whoever translated. So are links to versions of the article,
        which every version has to the others.
        """
        if self.items[root].history:  # what several lack is what came since, not what a relay left out
            return 0.0
        texts = self.index.texts
        links = {f"u {address(name)}" for one in (at, relay, root) for name in (self.items[one].origin, self.items[one].place) if name}
        own, middle, first = (self._kept(texts[one].marks - links) for one in (at, relay, root))
        lost = first.keys() - middle.keys()
        for_ = _worth((own.keys() & middle.keys()) - first.keys(), own) + _worth(lost - own.keys(), first)
        against = _worth(lost & own.keys(), first)
        likeness = _shape(texts[at].blocks, texts[relay].blocks) - _shape(texts[at].blocks, texts[root].blocks)
        return math.copysign(min(4.0, 0.2 * max(0.0, abs(for_ - against) - _CHANCE)), for_ - against) + likeness

    def _kept(self, marks: Iterable[str]) -> dict[str, float]:
        """Figures, images and links with their weight. Figures without the zeros at their end: 49 million, 4900万 and 49,000,000 are one."""
        weights = self.index.weights
        return {f"n {mark[2:].rstrip('0')}" if mark[0] in "nd" else mark: weights.get(mark, 0.0) for mark in marks if mark[0] in "niud"}

    def _check(self, at: int, tree: Tree) -> None:
        """Whether a stated parent is younger than what was translated from it."""
        parent = tree.parents.get(at)
        stated = self._stated[at]
        if parent is None or stated is None:
            return
        one, two = moment(self.items[at].date), moment(self.items[parent].date)
        if one is not None and two is not None and (two - one).total_seconds() > _LATE * 86_400:
            tree.contradictions.append(contradictions.older(self.items[at], self.items[parent]))


def _worth(marks: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights[mark] for mark in marks)


def _shape(one: int, two: int) -> float:
    """0 for texts of as many blocks, less for others."""
    return -min(1.0, abs(math.log((one + 1) / (two + 1))) * 4)


def translator(item: Item) -> Fact:
    """Whom the text credits with the translation."""
    line = item.text.sketch.provenance
    if line is None or not line.translator:
        return NOBODY
    return Fact(line.translator, round(min(0.95, line.confidence), 2), (f"“{line.text}”",))
