"""Which text of its parent a translation reflects, where the parent has a history.

Times say first: what its translator had before them is the parent's last text at the translation's last change. Then figures, links, code and structure in
which the parent's texts differ, one from the next, are looked for in the translation: it reflects the text whose marks are nearest to its own. A commit that
changed both (a link renamed in all languages) is no translator's, and says nothing of what the parent brought before it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from translate_flow.adoption.courses import Course, Step, stamp
from translate_flow.adoption.items import Fact, Item, Text
from translate_flow.errors import Unreadable
from translate_flow.text import marks

UNKNOWN = Fact("", 0.0, ())
_BEFORE = 40  # of the parent's texts before a translation's first: one of them it may have been begun from
_PLAIN = "unclfk"  # kinds of marks, those first that a person finds again
_SAID = {  # (what speaks for the text or for the one before, whether it came or went; 0: it is only counted)
    (1, 1): "has {}, which this text of its source brought", (1, -1): "is without {}, which this text of its source left out", (1, 0): "has as many {} as this text of its source",
    (-1, 1): "lacks {}, which its source brought next", (-1, -1): "still has {}, which its source left out next", (-1, 0): "has as many {} as this text of its source, and not as the next",
}  # fmt: skip
_TOGETHER = "what changed in it later came with changes of its source, which say nothing of the rest"
_FORMATTING = b" \t\r\n"  # what a formatter changes, and no reader sees


class Bases:
    """Finds bases; what a parent's texts differ in is kept while the versions of one article ask for it."""

    def __init__(self) -> None:
        self._courses: dict[str, Course] = {}

    def begin(self, versions: Sequence[Item]) -> None:
        """Called before the versions of an article are looked at: the text before the newest of each is likely to be read."""
        before = [version.history[-2] for version in versions if len(version.history) > 1]
        if before:
            before[0].source.expect([one.key for one in before])

    def forget(self) -> None:
        """Called between articles, so that memory stays bounded."""
        self._courses.clear()

    def find(self, version: Item, parent: Item) -> Fact:
        """The name of the parent's snapshot that a translation reflects, how sure that is, and why."""
        at = version.history[-1].at if version.history else version.modified or version.date
        if not parent.history:
            return Fact("", 0.3, ("its parent's only text is known, and older",)) if _not_after(parent.modified, at) else UNKNOWN
        if not at:
            return Fact(parent.history[-1].name, 0.3, ("nothing tells when it was translated",)) if len(parent.history) == 1 else UNKNOWN
        if parent.origin not in self._courses:
            self._courses[parent.origin] = Course(parent)
        course = self._courses[parent.origin]
        last = course.at(at)
        if last < 0:
            return Fact(parent.history[0].name, 0.3, ("its source came after it: the oldest text there is",))
        if last == 0:
            return Fact(parent.history[0].name, 0.9, ("its source had one text by then",))
        return _Search(course, version, last).fact()


@dataclass(frozen=True, slots=True)
class _Past:
    """What is known of a translation's changes, as places of its parent's texts.

    `own`: where its translators' changes were made, in order; `swept`: texts that came with commits which changed it too.
    `marks`: of its text after the last change of its own.
    """

    own: Sequence[int]
    swept: frozenset[int]
    marks: Mapping[str, int]


def _past(version: Item, course: Course, last: int, newest: Mapping[str, int]) -> _Past:
    history = version.history
    swept = [course.same(one) for one in history]
    places = [max(0, course.at(one.at)) for one in history]
    at = len(history) - 1
    while at > 0 and (swept[at] >= 0 or _formatted(version, at, swept, places)):
        at -= 1
    own = [place for number, place in enumerate(places[: at + 1]) if number == 0 or swept[number] < 0] or [last]
    then = None if at == len(history) - 1 else _marks(version, at)
    return _Past(own, frozenset(place for place in swept[1:] if place >= 0), newest if then is None else then)


def _formatted(version: Item, at: int, swept: Sequence[int], places: Sequence[int]) -> bool:
    """Whether a change changed nothing that anybody reads. Not looked at where the translators' change before it saw the same text of the source."""
    earlier = next((one for one in range(at - 1, 0, -1) if swept[one] < 0), 0)
    if places[earlier] == places[at]:
        return False
    before, after = (_body(version, place) for place in (at - 1, at))
    return before is not None and after is not None and before.translate(None, _FORMATTING) == after.translate(None, _FORMATTING)


def _marks(version: Item, at: int) -> Mapping[str, int] | None:
    body = _body(version, at)
    try:
        return None if body is None else marks.marks(Text(version.text.format, body).lines)
    except Unreadable:
        return None


def _body(version: Item, at: int) -> bytes | None:
    """An earlier text of a translation; None where there is none any more: what can be told without it is."""
    if at == len(version.history) - 1:
        return version.text.body
    try:
        return version.history[at].read()
    except Unreadable:
        return None


class _Votes(NamedTuple):
    """By how much a translation's marks are nearer to a text than to the one before it, and by how much others are nearer to that."""

    new: int
    old: int

    @property
    def sum(self) -> int:
        return self.new - self.old


class _Search:
    """The search for one translation's base among its parent's texts."""

    def __init__(self, course: Course, version: Item, last: int) -> None:
        self._course, self._last = course, last
        self._alike = version.text.format == course.format or {version.text.format, course.format} == {"markdown", "mdx"}
        self._newest = version.text.marks
        self._past = _past(version, course, last, self._newest)
        self._low = max(course.first, self._past.own[0] - _BEFORE)
        self._by_time = max(self._past.own[-1], self._low)
        self._votes = self._voted()

    def _voted(self) -> dict[int, _Votes]:
        """For each text against the one before it: by the translation's text after its last own change, and for later texts by its newest.

        What a commit changed in both was brought by that, and tells nothing of earlier texts.
        """
        votes: dict[int, _Votes] = {}
        told = set[str]() if self._alike else {mark for step in self._course.steps for mark in step if mark[0] == "k"}
        for place in range(self._last, self._low, -1):
            step = self._course.steps[place]
            votes[place] = _vote(self._newest if place > self._by_time else self._past.marks, step, told)
            if place in self._past.swept and place <= self._by_time:
                told |= step.keys()
        return votes

    def fact(self) -> Fact:
        """The base, how sure it is, and why."""
        low, by_time, swept = self._low, self._by_time, self._past.swept
        sums = list(accumulate((0 if place in swept else self._votes[place].sum for place in range(low + 1, by_time + 1)), initial=0))
        ties = [low + at for at, value in enumerate(sums) if value == max(sums)]
        base = next((place for place in reversed(self._past.own) if place in ties), ties[-1])
        found = self._forward(base)
        name = self._course.history[found].name
        if base < by_time:
            return Fact(name, min(0.85, round(0.6 + 0.05 * (max(sums) - sums[-1]), 2)), (self._left(base),))
        sure, why = self._timely(base)
        if not any(place > by_time for place in swept):
            return Fact(name, sure, (why,))
        # A change of its source that left no mark may be in it or not, where later ones came with changes of both.
        doubtful = any(place > found for place in swept) and not any(self._votes[found + 1])
        return Fact(name, min(sure, 0.85) if doubtful else sure, (why, _TOGETHER))

    def _left(self, base: int) -> str:
        """What of a later text is not in the translation, though it was changed after that."""
        place = next(place for place in range(base + 1, self._by_time + 1) if self._votes[place].sum < 0 and place not in self._past.swept)
        return f"it was changed later, but it {_said(self._course.steps[place], self._past.marks, -1)}"

    def _timely(self, base: int) -> tuple[float, str]:
        """How sure the last text is that its translator had before them: by the nearest text that can be told from the one before it."""
        if base == 0:
            return 0.9, "its source had one text by then"
        earlier = max((place for place in self._past.own if place < base), default=-1)
        place = next((place for place in range(base, self._low, -1) if place not in self._past.swept and any(self._votes[place])), 0)
        if not place or self._votes[place].sum <= 0:
            return 0.85, "its source's last text when it was last changed"
        return 0.95 if place > earlier else 0.9, f"by the times of both, and it {_said(self._course.steps[place], self._past.marks, 1)}"

    def _forward(self, base: int) -> int:
        """Past what was taken back, what came with commits that changed both, and texts that one of these brought the translation up to."""
        history = self._course.history
        base = max(place for place in range(base, self._last + 1) if history[place].key == history[base].key)
        while base < self._last:
            vote = self._votes[base + 1].sum
            if not (vote >= 0 if base + 1 in self._past.swept else vote > 0 and base >= self._by_time and self._caught_up(base)):
                break
            base += 1
        return base

    def _caught_up(self, base: int) -> bool:
        """Whether all that later commits changed in the translation is what they or others changed in its source."""
        own, newest = self._past.marks, self._newest
        known = set[str]().union(*self._course.steps[base + 1 : self._last + 1])
        return all(mark in known for mark in own.keys() | newest.keys() if own.get(mark, 0) != newest.get(mark, 0))


def _vote(own: Mapping[str, int], step: Step, told: Collection[str]) -> _Votes:
    new = old = 0
    for mark, counts in step.items():
        nearer = _nearer(own.get(mark, 0), *counts) if mark not in told else 0
        if nearer > 0:
            new += nearer
        else:
            old -= nearer
    return _Votes(new, old)


def _nearer(own: int, old: int, new: int) -> int:
    """By how much a count is nearer to the newer text's than to the older's."""
    return abs(own - old) - abs(own - new)


def _said(step: Step, own: Mapping[str, int], side: int) -> str:
    """What speaks for a text against the one before it (side 1), or the other way (-1): one or two of its marks, the plainest first."""
    speaking = sorted((mark for mark, counts in step.items() if side * _nearer(own.get(mark, 0), *counts) > 0), key=lambda mark: (_PLAIN.index(mark[0]), mark[:3] == "f .", mark))
    first = speaking[0]
    come = [mark for mark in speaking if (step[mark][1] > step[mark][0]) == (step[first][1] > step[first][0]) and mark[0] != "k"][:2]
    names = " and ".join(marks.told(mark) for mark in come) or marks.told(first)
    return _SAID[side, 0 if not come else step[first][1] - step[first][0] > 0 or -1].format(names)


def _not_after(one: str, two: str) -> bool:
    return bool(one and two) and stamp(one) <= stamp(two)
