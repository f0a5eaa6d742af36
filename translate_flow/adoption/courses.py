"""The texts a page had, one after the other, and by which marks each differs from the one before: drawn once for all its translations."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from translate_flow.adoption.items import Item, Snapshot, Text, bodies
from translate_flow.adoption.times import moment
from translate_flow.errors import Unreadable
from translate_flow.text import marks
from translate_flow.text.marks import Lines

_MOST = 400  # of the newest texts that are looked at

Step = Mapping[str, tuple[int, int]]  # mark → how often it stood in the text before, and in this one


class Course:
    """The texts of an item that has a history, by place: 0 is the oldest."""

    def __init__(self, item: Item) -> None:
        self.history = item.history
        self.format = item.text.format
        self.first = max(0, len(item.history) - _MOST)
        self._text = item.text
        self._times = list(accumulate((stamp(one.at) for one in item.history), max))  # commits tell the clocks of those who made them
        self._places = {(one.name, one.at): place for place, one in enumerate(item.history)}
        self._steps: list[Step] | None = None

    def at(self, time: str) -> int:
        """The place of the last text at a time; -1 where there was none yet."""
        return bisect_right(self._times, stamp(time)) - 1

    def same(self, snapshot: Snapshot) -> int:
        """The place of the text that came with the same commit as another item's; -1 where none did."""
        return self._places.get((snapshot.name, snapshot.at), -1)

    @property
    def steps(self) -> Sequence[Step]:
        """What each text brought, by place. Nothing before `first`, and for what is no more or cannot be read."""
        if self._steps is None:
            self._steps = self._drawn()
        return self._steps

    def _drawn(self) -> list[Step]:
        newest = self._text.lines
        differences: list[Mapping[str, int]] = [{}] * self.first
        before: Lines | None = None
        for lines in (*self._read(self.history[self.first : -1]), newest):
            differences.append(marks.changed(before, lines) if before is not None and lines is not None else {})
            before = lines or before
        counts = Counter(self._text.marks)
        steps: list[Step] = []
        for difference in reversed(differences):
            steps.append({mark: (counts[mark] - by, counts[mark]) for mark, by in difference.items()})
            counts.subtract(difference)
        return steps[::-1]

    def _read(self, snapshots: Sequence[Snapshot]) -> Iterator[Lines | None]:
        for _, body in bodies(snapshots):
            try:
                yield None if body is None else Text(self._text.format, body).lines
            except Unreadable:  # what it was like then is not needed: its neighbours are compared
                yield None


@lru_cache(maxsize=65_536)
def stamp(text: str) -> float:
    """A time in seconds since 1970; 0 for one that cannot be read."""
    found = moment(text)
    return found.timestamp() if found else 0.0
