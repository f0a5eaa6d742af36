"""The notation of `provenance_data` as steps that are walked over a folded line.

A walk costs nothing before it begins but the splitting of one frame, and most end at the first letter; patterns of `re` for the
same frames took a third of a second to compile for the first line with the word "original".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from translate_flow.text.provenance_fold import fold

NAMES = (
    "lo"  # the slots that hold a language's name; w, n a translator, a an author or a title, x the name of the target
)
_PIECES = re.compile(r"(\{[LWNXO]\}|[\[\]()|‹›])")
_NO_NAME = frozenset('0123456789,.;:!?()[]"«»“”„|/<>@')
_NEVER = {"l": _NO_NAME, "o": _NO_NAME, "x": frozenset(",.;:()")}  # what no name of a slot holds
_DETAIL = re.compile(r" ?\([^():]{1,40}(?:\)|$)")  # "(Argentina)"
_LONGEST_SHORT = 7  # letters of a language's abbreviated name: "Span.", "hiszp."
_LONGEST = {"l": 48, "o": 48, "x": 30, "w": 90, "n": 90, "a": 90}
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0003ffff]"
)  # letters of scripts without spaces


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a name. `before` is what may follow it, one of which must; empty where the frame may end there."""

    kind: str
    before: tuple[str, ...] = ()


Steps = tuple["str | Slot | Choice", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these; an empty one where all may be left out."""

    options: tuple[Steps, ...]


@lru_cache(maxsize=4096)
def parsed(frame: str) -> Steps:
    """A frame in the notation of `provenance_data` as steps."""
    groups: list[list[list[str | Slot | Choice]]] = [[[]]]
    for piece in filter(None, _PIECES.split(frame)):
        if piece in "[(":
            groups.append([[]])
        elif piece == "|":
            groups[-1].append([])
        elif piece in "])":
            options = tuple(tuple(option) for option in groups.pop())
            groups[-1][-1].append(Choice((*options, ()) if piece == "]" else options))
        elif piece[0] == "{":
            groups[-1][-1].append(Slot(piece[1].lower()))
        else:
            groups[-1][-1].append({"‹": "(", "›": ")"}.get(piece) or fold(piece))
    options = tuple(tuple(option) for option in groups[0])
    return _informed(options[0] if len(options) == 1 else (Choice(options),), ())


def unspaced(folded: str, pos: int) -> bool:
    """Whether a place stands after a letter of a script that writes no spaces."""
    return pos > 0 and bool(_UNSPACED.match(folded, pos - 1))


@dataclass
class Walk:
    """One folded line, and where its slots were found: kind → the span that a step in progress gives it."""

    folded: str
    said: dict[str, tuple[int, int]] = field(default_factory=dict)

    def along(self, steps: Steps, pos: int, then: Callable[[int], bool], at: int = 0) -> bool:
        """Whether the steps lead on from a place to one where `then` holds; `said` keeps the slots if so."""
        if at == len(steps):
            return then(pos)
        step = steps[at]
        if isinstance(step, str):
            return self.folded.startswith(step, pos) and self.along(steps, pos + len(step), then, at + 1)
        if isinstance(step, Choice):
            return any(
                self.along(option, pos, lambda end: self.along(steps, end, then, at + 1)) for option in step.options
            )
        before = self.said.get(step.kind)
        for end in self._ends(step, pos):
            self.said[step.kind] = (pos, end)
            if self.along(steps, end, then, at + 1):
                return True
        if before:
            self.said[step.kind] = before
        else:
            self.said.pop(step.kind, None)
        return False

    def _ends(self, slot: Slot, pos: int) -> Iterator[int]:
        """The places where a slot may end, the nearest first."""
        folded, length = self.folded, len(self.folded)
        least = 2 if slot.kind in "wnxa" else 1
        for end in range(pos + 1, min(length, pos + _LONGEST[slot.kind]) + 1):
            if folded[end - 1] in _NEVER.get(slot.kind, ""):
                return
            if end - pos < least:
                continue
            detail = _DETAIL.match(folded, end) if slot.kind in NAMES else None
            if detail:
                yield detail.end()
            if slot.kind in NAMES and folded.startswith(".", end) and 3 <= end - pos <= _LONGEST_SHORT:
                yield end + 1
            if not slot.before or folded.startswith(slot.before, end):
                yield end


def _informed(steps: Steps, after: tuple[str, ...]) -> Steps:
    """The steps with each slot told what may follow it; `after` is what may follow them all."""
    told: list[str | Slot | Choice] = []
    for at, step in enumerate(steps):
        if isinstance(step, str):
            told.append(step)
            continue
        following = _following(steps[at + 1 :], after)
        told.append(
            Slot(step.kind, following)
            if isinstance(step, Slot)
            else Choice(tuple(_informed(option, following) for option in step.options))
        )
    return tuple(told)


def _following(steps: Steps, after: tuple[str, ...]) -> tuple[str, ...]:
    """What steps may begin with; empty where that may be anything."""
    if not steps:
        return after
    first = steps[0]
    if isinstance(first, str):
        return (first,)
    if isinstance(first, Slot):
        return ()
    found = [_following((*option, *steps[1:]), after) for option in first.options]
    return tuple(dict.fromkeys(each for one in found for each in one)) if all(found) else ()
