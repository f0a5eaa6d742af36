"""Which text of its parent a translation reflects, where the parent has a history.

Times say first: what its translator had before them is the parent's last text at the translation's last change. Then figures, links, code and structure that
differ between the parent's texts are looked for in the translation. Few old texts are parsed: the search halves them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache

from translate_flow.adoption.items import Fact, Item, Snapshot, Text
from translate_flow.adoption.times import moment
from translate_flow.errors import Unreadable

UNKNOWN = Fact("", 0.0, ())
_TOLD = 2  # marks by which an older text must be ahead


class Bases:
    """Finds bases; texts that were parsed are kept while the versions of one article ask for them."""

    def __init__(self) -> None:
        self.parsed = 0
        self._marks: dict[tuple[str, str], Mapping[str, int] | None] = {}

    def forget(self) -> None:
        """Called between articles, so that memory stays bounded."""
        self._marks.clear()

    def find(self, version: Item, parent: Item) -> Fact:
        """The name of the parent's snapshot that a translation reflects, how sure that is, and why."""
        at = _changed(version)
        if not parent.history:
            return Fact("", 0.3, ("its parent's only text is known, and older",)) if _not_after(parent.modified, at) else UNKNOWN
        if not at:
            return Fact(parent.history[-1].name, 0.3, ("nothing tells when it was translated",)) if len(parent.history) == 1 else UNKNOWN
        times = [_stamp(snapshot.at) for snapshot in parent.history]
        last = bisect_right(times, _stamp(at)) - 1
        if last < 0:
            return Fact(parent.history[0].name, 0.3, ("its source came after it: the oldest text there is",))
        if last == 0:
            return Fact(parent.history[0].name, 0.9, ("its source had one text by then",))
        return self._checked(version, parent, last)

    def _checked(self, version: Item, parent: Item, last: int) -> Fact:
        """The last text by then, unless the translation shows an older one: looked for among those at its own changes."""
        steps = _steps(version, parent, last)
        own = version.text.sketch.marks
        newest = self._of(parent, last)
        if newest is None:
            return Fact(parent.history[last].name, 0.6, ("by the times of both",))
        place, ahead, told = last, 0, 0
        for earlier in steps:
            older = self._of(parent, earlier)
            if older is None:
                continue
            new, old = self._votes(own, newest, older)
            told = max(told, new + old)
            if old - new > max(ahead, _TOLD - 1):
                place, ahead = earlier, old - new
            elif new > old:
                break  # it has what came after this one
        name = parent.history[place].name
        if place != last:
            return Fact(name, min(0.85, 0.6 + 0.05 * ahead), (f"it was changed later, but {ahead} figures, links or marks in it are of this text of its source",))
        if told and not ahead:
            return Fact(name, 0.95, ("by the times of both, and it has what this text of its source brought",))
        return Fact(name, 0.85, ("its source's last text when it was last changed",))

    @staticmethod
    def _votes(own: Mapping[str, int], newer: Mapping[str, int], older: Mapping[str, int]) -> tuple[int, int]:
        """How many of the marks that tell two texts of the source apart speak for the newer, and for the older."""
        new = old = 0
        for mark in newer.keys() | older.keys():
            one, two, mine = newer.get(mark, 0), older.get(mark, 0), own.get(mark, 0)
            if one != two and mine in (one, two):
                if mine == one:
                    new += 1
                else:
                    old += 1
        return new, old

    def _of(self, parent: Item, place: int) -> Mapping[str, int] | None:
        """The marks of one of the parent's texts; None where it cannot be read."""
        snapshot = parent.history[place]
        key = (parent.origin, snapshot.name)
        if key not in self._marks:
            if place == len(parent.history) - 1:
                self._marks[key] = parent.text.sketch.marks
            else:
                self.parsed += 1
                self._marks[key] = _read(parent, snapshot)
        return self._marks[key]


def _steps(version: Item, parent: Item, last: int) -> list[int]:
    """The parent's texts at the translation's earlier changes, the latest first; of many, some."""
    times = [_stamp(snapshot.at) for snapshot in parent.history]
    places = {bisect_right(times, _stamp(snapshot.at)) - 1 for snapshot in version.history[:-1]} or set(range(last))
    found = sorted((place for place in places if 0 <= place < last), reverse=True)
    kept, step = [], 1
    at = 0
    while at < len(found):
        kept.append(found[at])
        at += step
        step *= 2
    return kept


def _changed(version: Item) -> str:
    return version.history[-1].at if version.history else version.modified or version.date


@lru_cache(maxsize=65_536)
def _stamp(text: str) -> float:
    found = moment(text)
    return found.timestamp() if found else 0.0


def _not_after(one: str, two: str) -> bool:
    return bool(one and two) and _stamp(one) <= _stamp(two)


def _read(parent: Item, snapshot: Snapshot) -> Mapping[str, int] | None:
    try:
        return Text(parent.text.format, snapshot.read(), name=parent.place or parent.origin).sketch.marks
    except (Unreadable, OSError):
        return None
