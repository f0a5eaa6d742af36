"""Whether texts that lie at equal paths are one article, as far as their outlines tell: what stands in both, whatever the language.

Addresses, code and figures (`text.marks`), each worth the more the fewer texts of the site have it. Where outlines have too little, nothing is said
here, and the texts are compared.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from translate_flow.adoption.items import Item

_ENOUGH = 8.0  # worth of marks, from which a text can be told from others
_LITTLE, _NEARLY_ALL = 4.0, 0.75  # of fewer, down to so few, most have to stand in both
_ALIKE = 0.34  # of what the text with fewer marks has, that the other has too: of texts of one site that are no translations, few reach it
_SHAPE = "kf"  # kinds of marks that tell how a text is made, not what it is about
_SHORT = 120  # characters, below which there is nothing to compare


class Outlines:
    """The outlines of a site's texts."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._told: dict[int, frozenset[str]] = {}

    def one_article(self, members: Sequence[int]) -> int | None:
        """The member with which all others agree, or are too short to disagree; None where that cannot be told."""
        hub = max(members, key=lambda at: (len(self._marks(at)), -at))
        agree = all(at == hub or self._agree(hub, at) for at in members)
        return hub if agree else None

    def _agree(self, one: int, two: int) -> bool:
        if len(self._items[two].text.sketch.running) < _SHORT:
            return True
        first, second = self._marks(one), self._marks(two)
        least, shared = min(self._worth(first), self._worth(second)), self._worth(first & second)
        return least >= _LITTLE and shared >= (_ALIKE if least >= _ENOUGH else _NEARLY_ALL) * least

    def _marks(self, at: int) -> frozenset[str]:
        if at not in self._told:
            self._told[at] = frozenset(mark for mark in self._items[at].text.marks if mark[0] not in _SHAPE)
        return self._told[at]

    def _worth(self, marks: frozenset[str]) -> float:
        return sum(self._weights[mark] for mark in marks)

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        counts = Counter(mark for at in range(len(self._items)) for mark in self._marks(at))
        return {mark: max(0.05, math.log(len(self._items) / count)) for mark, count in counts.items()}
