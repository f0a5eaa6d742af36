"""Edits without words, applied to a translation: one block's old source, new source and translation → its new translation.

The old and the new source are compared unit by unit. What changed is looked for in the translation: units that survive
translation (links, code, numbers, markup, names) stand there too, as often and in the same order of their like; a link
leads where the translation's other links say that it would. An edit is applied only where its place is certain. Three-way
merging after Khanna, Kunal and Pierce, “A Formal Investigation of Diff3” (FSTTCS 2007), with translation in the place of
one side's edits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from translate_flow.text import localising, tags, units
from translate_flow.text.localising import Habits
from translate_flow.text.units import UnitKind

MAX_UNITS = 4000  # of a block, on each side: a longer one is left to a person
MAX_EDITS = 50  # of a block: what is written anew holds more

_FIRM = frozenset({UnitKind.NUMBER, UnitKind.MARKUP, UnitKind.LINK, UnitKind.IMAGE, UnitKind.CODE, UnitKind.ENTITY, UnitKind.MARK})
_SOFT = frozenset({UnitKind.SPACE, UnitKind.PUNCTUATION})
_AROUND = ((0, 0), (1, 1), (2, 2), (1, 0), (0, 1), (2, 0), (0, 2), (3, 3))  # units of context with which a place is looked for
_WIDE = {",": "，、", ".": "。．", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}

_split = lru_cache(maxsize=2048)(lambda source, syntax: tuple(units.split(source, syntax)))
_kind = lru_cache(maxsize=16384)(units.kind)


@dataclass(frozen=True, slots=True)
class Patch:
    """`complete`: every change of the source is in the text. Else those whose place was certain; `left` says what is not."""

    text: str
    complete: bool
    applied: tuple[tuple[str, str], ...] = ()  # (what stood in the translation, what stands there now)
    left: tuple[tuple[str, str], ...] = ()  # (what stood in the source, what stands there now)


@dataclass(frozen=True, slots=True)
class Edit:
    """`old[start:end]` became `new[begin:stop]`, in units."""

    start: int
    end: int
    begin: int
    stop: int


Figure = Callable[[str, str, str], str | None]  # (a number of the old source, the new one, the translation's) → what to print there
Opcodes = list[tuple[str, int, int, int, int]]
Rewrite = tuple[int, int, tuple[str, ...]]  # a span of the translation's units, and what stands there now


def no_figure(old: str, new: str, there: str) -> str | None:
    """Numbers that the translation prints otherwise are left alone."""
    return None


def patch(old: str, new: str, translation: str, syntax: str, habits: Habits, figure: Figure = no_figure) -> Patch:
    """The translation with what changed in its source, as far as that needs no translator.

    `figure(old, new, there)` gives a number of the new source as the translation prints numbers, where `there` prints the
    old one; None where it does not, or that is not sure.
    """
    if old == new:
        return Patch(translation, True)
    o, n, t = _split(old, syntax), _split(new, syntax), _split(translation, syntax)
    if [unit for unit in o if not unit.isspace()] == [unit for unit in n if not unit.isspace()]:
        return Patch(translation, True)  # how a source breaks its lines is its own affair
    if old == translation:
        return Patch(new, True, ((old, new),))
    if max(len(o), len(n), len(t)) > MAX_UNITS:
        return Patch(translation, False, left=((old, new),))
    return _Patcher(o, n, t, habits, figure).run()


def opcodes(one: Sequence[str], two: Sequence[str]) -> Opcodes:
    """(tag, start, end, begin, stop) of spans that are `equal`, or that differ: what differs is one span between two equal ones."""
    from rapidfuzz.distance import Indel

    numbers: dict[str, int] = {}
    found: Opcodes = []
    keys = [[numbers.setdefault(line, len(numbers)) for line in side] for side in (one, two)]
    for code in Indel.opcodes(*keys):
        tag, start, end, begin, stop = code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end
        if tag != "equal" and found and found[-1][0] != "equal" and found[-1][2] == start and found[-1][4] == begin:
            found[-1] = ("replace", found[-1][1], end, found[-1][3], stop)
        else:
            found.append((tag, start, end, begin, stop))
    return found


class _Patcher:
    def __init__(self, old: tuple[str, ...], new: tuple[str, ...], translation: tuple[str, ...], habits: Habits, figure: Figure) -> None:
        self.old, self.new, self.there = old, new, translation
        self.habits, self.figure = habits, figure
        self.localised = tuple(habits.unit(unit) or unit for unit in old)

    def run(self) -> Patch:
        edits = self._edits()
        if len(edits) > MAX_EDITS:
            return self._done([], edits)
        if whole := self._whole(edits):
            return whole
        rewrites: list[Rewrite] = []
        left: list[Edit] = []
        at = 0
        while at < len(edits):
            for size in (1, 2, 3):  # an emphasis or a link put round a word is two edits
                window = edits[at : at + size]
                if len(window) < size:
                    continue
                span = Edit(window[0].start, window[-1].end, window[0].begin, window[-1].stop)
                found = self._apply(span)
                if found and not any(_clash(rewrite, other) for rewrite in found for other in rewrites):
                    rewrites += found
                    at += size
                    break
            else:
                left.append(edits[at])
                at += 1
        if left:  # half of what a sentence states is not to be changed without the other half
            rewrites = [rewrite for rewrite in rewrites if self._states_nothing(rewrite)]
        return self._done(rewrites, left)

    def _states_nothing(self, rewrite: Rewrite) -> bool:
        start, end, now = rewrite
        return all(_kind(unit) in _FIRM and _kind(unit) is not UnitKind.NUMBER for unit in (*self.there[start:end], *now))

    def _done(self, rewrites: list[Rewrite], left: list[Edit]) -> Patch:
        pieces = list(self.there)
        applied = []
        for start, end, now in sorted(rewrites, reverse=True):
            applied.append(("".join(self.there[start:end]), "".join(now)))
            pieces[start:end] = now
        gone = tuple(("".join(self.old[edit.start : edit.end]), "".join(self.new[edit.begin : edit.stop])) for edit in left)
        return Patch("".join(pieces), not left, tuple(reversed(applied)), gone)

    def _edits(self) -> list[Edit]:
        """What changed, as spans; neighbours are one, but where each unit has one of its kind for it."""
        edits = []
        for tag, start, end, begin, stop in opcodes(self.old, self.new):
            if tag == "equal":
                continue
            if end - start == stop - begin and all(_kind(self.old[start + i]) is _kind(self.new[begin + i]) for i in range(end - start)):
                edits += [Edit(start + i, start + i + 1, begin + i, begin + i + 1) for i in range(end - start) if self.old[start + i] != self.new[begin + i]]
            else:
                edits.append(Edit(start, end, begin, stop))
        return edits

    # --- the whole block ---

    def _whole(self, edits: list[Edit]) -> Patch | None:
        """Markup put round the whole block, or taken from round it."""
        if len(edits) != 2 or edits[0].start or edits[1].end != len(self.old):
            return None
        first, last = edits
        before, after = self.new[: first.stop], self.new[last.begin :]
        if not all(_kind(unit) in {UnitKind.MARKUP, UnitKind.LINK} for unit in (*before, *after, *self.old[: first.end], *self.old[last.start :])):
            return None
        gone = self.old[: first.end], self.old[last.start :]
        size = len(gone[0]), len(self.there) - len(gone[1])
        if self.there[: size[0]] != gone[0] or self.there[size[1] :] != gone[1]:
            return None
        ahead, behind = self._localise(before), self._localise(after)
        if ahead is None or behind is None:
            return None
        return self._done([(size[1], len(self.there), behind), (0, size[0], ahead)], [])

    # --- one edit ---

    def _apply(self, edit: Edit) -> list[Rewrite] | None:
        a, b = self.old[edit.start : edit.end], self.new[edit.begin : edit.stop]
        if len(a) == len(b) and all(_kind(x) is _kind(y) and _kind(x) in _FIRM for x, y in zip(a, b, strict=True)):
            found = [self._replaced(edit.start + i, edit.begin + i) for i in range(len(a))]
            if all(found):
                return [rewrite for rewrite in found if rewrite]
        if not self._wordless(a, b):
            return None
        for before, after in _AROUND:
            if edit.start < before or edit.begin < before or edit.end + after > len(self.old):
                continue
            if rewrite := self._spliced(edit, before, after):
                return [rewrite]
        return None

    def _replaced(self, position: int, begin: int) -> Rewrite | None:
        """One unit for another of its kind: where the translation has the old one's counterpart."""
        old, new = self.old[position], self.new[begin]
        kind = _kind(old)
        if (place := self._counterpart(position)) is None:
            return None
        there = self.there[place]
        if kind is UnitKind.NUMBER:
            now = new if there == old else self.figure(old, new, there)
        elif there == old and localising.target(old) is None:
            now = new
        else:
            now = self._relinked(old, new, there)
        return None if now is None else (place, place + 1, (now,))

    def _counterpart(self, position: int) -> int | None:
        """Where the translation has a unit of the old source: as it is, as links are localised, else by its order among its kind."""
        unit, localised = self.old[position], self.localised[position]
        if _kind(unit) is UnitKind.NUMBER:
            there = [i for i, other in enumerate(self.there) if other == unit or (_kind(other) is UnitKind.NUMBER and self.figure(unit, unit, other))]
            return there[0] if len(there) == 1 and self.old.count(unit) == 1 else None
        for form, ours in ((unit, self.old), (localised, self.localised)):
            here = [i for i, other in enumerate(ours) if other == form]
            there = [i for i, other in enumerate(self.there) if other == form]
            if len(here) == len(there):
                return there[here.index(position)]
        if _kind(unit) in {UnitKind.LINK, UnitKind.IMAGE}:
            here = [i for i, other in enumerate(self.old) if _kind(other) is _kind(unit)]
            there = [i for i, other in enumerate(self.there) if _kind(other) is _kind(unit)]
            if len(here) == len(there):
                at = here.index(position)
                others = [(i, j) for i, j in zip(here, there, strict=True) if i != position]
                if all(self.there[j] in {self.old[i], self.localised[i]} for i, j in others):
                    return there[at]
        if _kind(unit) is UnitKind.MARKUP and unit.startswith("<"):
            name = tags.name(unit)
            here = [i for i, other in enumerate(self.old) if tags.name(other) == name]
            there = [i for i, other in enumerate(self.there) if tags.name(other) == name]
            if len(here) == len(there):
                return there[here.index(position)]
        return None

    def _relinked(self, old: str, new: str, there: str) -> str | None:
        """A link or tag with its new target, where only that changed and the translation's own led where the old did."""
        spans = localising.target(old), localising.target(new), localising.target(there)
        if not (spans[0] and spans[1] and spans[2]):
            return tags.merged(old, new, there)
        was, now, here = (unit[span[0] : span[1]] for unit, span in zip((old, new, there), spans, strict=True) if span)
        if old[: spans[0][0]] + old[spans[0][1] :] != new[: spans[1][0]] + new[spans[1][1] :]:
            return self.habits.unit(new) if there == old else tags.merged(old, new, there)
        target = self._target(was, now, here)
        return None if target is None else localising.retargeted(there, target)

    def _target(self, was: str, now: str, here: str) -> str | None:
        if known := self.habits.exact.get(now):
            return known.most_common(1)[0][0]
        a, b, c = localising.parse(was), localising.parse(now), localising.parse(here)
        if was == here and (a.site or a.file) and a.place == b.place and a.fragment == b.fragment:
            return now  # this one link was left as the source has it
        if b.fragment and a.fragment == c.fragment and (a.path, a.site) == (b.path, b.site):
            return str(replace(c, fragment=b.fragment))  # headings of that page are reached by the source’s names
        if b.fragment and a.fragment == b.fragment and c.fragment:
            if a.here and c.fragment != a.fragment:
                return None  # the heading went to another page: how it is translated there is not known
            bare = self.habits.link(str(localising.Target(b.site, b.path, b.query, "")))
            return None if bare is None else bare + c.fragment
        return self.habits.link(now)

    # --- spans of several units ---

    def _wordless(self, a: Sequence[str], b: Sequence[str]) -> bool:
        """Whether what came in needs no translator: no words but those that went, and names that translators keep."""
        gone = [unit for unit in a if units.wordy(unit)]
        for unit in b:
            if not units.wordy(unit):
                continue
            if unit in gone:
                gone.remove(unit)
            elif not self.habits.name(unit):
                return False
        return True

    def _spliced(self, edit: Edit, before: int, after: int) -> Rewrite | None:
        """The edit with some units round it, where the translation has the same as often."""
        start, end = edit.start - before, edit.end + after
        window = self.old[start:end]
        if all(_kind(unit) in _SOFT for unit in window):
            return None
        size = end - start
        ours = [at for at in range(len(self.old) - size + 1) if self.old[at : at + size] == window]
        theirs = [at for at in range(len(self.there) - size + 1) if self._alike(start, end, at)]
        if not theirs or len(ours) != len(theirs) or (len(ours) > 1 and any(_kind(unit) is UnitKind.NUMBER for unit in window)):
            return None  # two figures alike may stand in another order
        at = theirs[ours.index(start)]
        came = self._localise(self.new[edit.begin : edit.stop])
        if came is None:
            return None
        here, stop = at + before, at + size - after
        if edit.start == edit.end:
            if self.there[here : here + len(came)] == came:
                return here, here, ()  # the translation had it already
            if not after and edit.end == len(self.old) and here != len(self.there):
                return None  # it ends the source, and the translation goes on
        if edit.end - edit.start == edit.stop - edit.begin:  # punctuation that did not change stays as the translation has it
            came = tuple(self.there[here + i] if self.old[edit.start + i] == self.new[edit.begin + i] else unit for i, unit in enumerate(came))
        return here, stop, came

    def _alike(self, start: int, end: int, at: int) -> bool:
        """Whether the translation's units from `at` on are the source's `start:end`."""
        for i in range(end - start):
            there = self.there[at + i]
            if there not in (self.old[start + i], self.localised[start + i]) and there not in _WIDE.get(self.old[start + i], ""):
                return False
        return True

    def _localise(self, pieces: Sequence[str]) -> tuple[str, ...] | None:
        found = [self.habits.unit(unit) for unit in pieces]
        return None if None in found else tuple(unit for unit in found if unit is not None)


def _clash(one: Rewrite, two: Rewrite) -> bool:
    """Whether two rewrites touch: spans overlap, or both put something in at one place."""
    return (one[0] < two[1] and two[0] < one[1]) or (one[0] == two[0] and one[1] == two[1])
