"""What changed inside a block, unit by unit, cleaned up so that a person reads phrases.

After Neil Fraser, “Diff Strategies” (2006), “Semantic Cleanup”, on words instead of characters: an equality that is
shorter than the edits on both its sides is taken into them, and an edit that can slide goes to the edge of a sentence
or a word. Edits of figures, links and markup alone stay by themselves, so that a changed number is seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from translate_flow.text.alignment import align
from translate_flow.text.units import UnitKind, kind, split


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of both sources: the same where `old == new`, deleted where `new` is empty, inserted where `old` is."""

    old: str
    new: str


_NEAR = 3  # words that are left on both sides of what differs, for edits to slide in
_TRIES = 6  # words further out at which a stretch is cut, where it cannot be cut at the first
_HARD = frozenset(UnitKind) - {UnitKind.WORD, UnitKind.PUNCTUATION}
_HARD_UNITS = 8  # at most, on each side, in an edit that stays by itself
_OPENERS = re.compile(r"[`{<\[\]]")
_SENTENCE_ENDS = ".!?…:;。！？؟।"

Hunk = tuple[int, int, int, int]  # old from, to; new from, to: in units


def runs(old: str, new: str, syntax: str, new_syntax: str | None = None) -> tuple[Run, ...]:
    """The runs of two sources: joined, their old sides are `old`, their new ones `new`. Equal and changed ones alternate."""
    if old == new:
        return (Run(old, new),) if old else ()
    pieces: list[tuple[str, str]] = []
    for ours, theirs, inside in _stretches(old, new):
        if inside and ours != theirs:
            pieces += _within(split(ours, syntax), split(theirs, new_syntax or syntax))
        else:
            pieces.append((ours, theirs))
    found: list[tuple[str, str]] = []
    for piece in pieces:
        if piece == ("", ""):
            continue
        joined = piece
        while found and (found[-1][0] == found[-1][1]) == (joined[0] == joined[1]):
            before = found.pop()
            joined = before[0] + joined[0], before[1] + joined[1]
        found.append(joined)
    return tuple([Run(ours, theirs) for ours, theirs in found])


def _within(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Pieces of a stretch, by its units: equal ones and changed ones, in turn."""
    hunks = _hunks(align(_keys(old), _keys(new)), len(old), len(new))
    if len(hunks) > 1:
        hunks = _swallowed(hunks, old, new)
    hunks = _slid([_trimmed(hunk, old, new) for hunk in hunks], old, new)
    pieces: list[tuple[str, str]] = []
    at = 0
    for i, i_end, j, j_end in hunks:
        equal = "".join(old[at:i])
        pieces += ((equal, equal), ("".join(old[i:i_end]), "".join(new[j:j_end])))
        at = i_end
    equal = "".join(old[at:])
    return [*pieces, (equal, equal)]


def _keys(units: list[str]) -> list[str]:
    """The units, spaces together with what follows: a space alone would tie anything to anything."""
    return [unit if unit != " " else unit + after for unit, after in zip(units, [*units[1:], ""], strict=False)]


def _hunks(stretches: Sequence[tuple[int, int, int]], length: int, new_length: int) -> list[Hunk]:
    """What stands between the stretches of equal units."""
    found: list[Hunk] = []
    i = j = 0
    for a, b, size in [*stretches, (length, new_length, 0)]:
        if a > i or b > j:
            found.append((i, a, j, b))
        i, j = a + size, b + size
    return found


def _swallowed(hunks: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Joins neighbours whose equality between is no longer than the edits on either side of it."""
    lengths = [list(accumulate(map(len, units), initial=0)) for units in (old, new)]

    def edited(hunk: Hunk) -> int:
        return max(lengths[0][hunk[1]] - lengths[0][hunk[0]], lengths[1][hunk[3]] - lengths[1][hunk[2]])

    kept: list[Hunk] = []
    for hunk in hunks:
        joined = hunk
        while kept:
            before = kept[-1]
            between = old[before[1] : joined[0]]
            if lengths[0][joined[0]] - lengths[0][before[1]] > min(edited(before), edited(joined)):
                break
            if not all(map(str.isspace, between)) and (_hard(before, old, new) or _hard(joined, old, new)):
                break
            joined = (before[0], joined[1], before[2], joined[3])
            kept.pop()
        kept.append(joined)
    return kept


def _hard(hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether an edit is one of figures, links, code or markup alone."""
    units = [*old[hunk[0] : min(hunk[1], hunk[0] + _HARD_UNITS + 1)], *new[hunk[2] : min(hunk[3], hunk[2] + _HARD_UNITS + 1)]]
    return len(units) <= 2 * _HARD_UNITS and all(kind(unit) in _HARD for unit in units)


def _trimmed(hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> Hunk:
    """Without equal units at its ends."""
    i, i_end, j, j_end = hunk
    while i < i_end and j < j_end and old[i] == new[j]:
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    return i, i_end, j, j_end


def _slid(hunks: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Insertions and deletions go, within the equal units round them, to where their edges stand best."""
    found: list[Hunk] = []
    for at, hunk in enumerate(hunks):
        i, i_end, j, j_end = hunk
        if i < i_end and j < j_end:
            found.append(hunk)
            continue
        units, start, end = (old, i, i_end) if i < i_end else (new, j, j_end)
        back = i - (found[-1][1] if found else 0)
        ahead = (hunks[at + 1][0] if at + 1 < len(hunks) else len(old)) - i_end
        shift = _best_shift(units, start, end, back, ahead)
        found.append((i + shift, i_end + shift, j + shift, j_end + shift))
    return found


def _best_shift(units: Sequence[str], start: int, end: int, back: int, ahead: int) -> int:
    """By how many units an edit slides, at most `back` to the left and `ahead` to the right; of equals, the leftmost."""
    low = 0
    while -low < back and units[start + low - 1] == units[end + low - 1]:
        low -= 1
    high = 0
    while high < ahead and units[start + high] == units[end + high]:
        high += 1
    if low == high:
        return 0
    return max(range(low, high + 1), key=lambda shift: (_edge(units, start + shift) + _edge(units, end + shift), -shift))


def _edge(units: Sequence[str], at: int) -> int:
    """How well an edit may begin or end before the unit at a place: line, sentence, word."""
    if at in (0, len(units)):
        return 6
    before, after = units[at - 1], units[at]
    if "\n" in before or "\n" in after:
        return 5
    if before[-1] in _SENTENCE_ENDS and (after.isspace() or before[-1] in "。！？"):
        return 4
    if before.isspace() or after.isspace():
        return 2
    return 0 if before[-1].isalnum() and after[0].isalnum() else 1


def _stretches(old: str, new: str) -> list[tuple[str, str, bool]]:
    """Both sources divided, in order, into stretches that are done, and those to be looked at unit by unit (True).

    Only for speed: by words with the white space before them. Cut where no unit can be across, with equal words left
    round every difference, at least as many as it has itself; where only plain words changed, those are the change.
    """
    if "<!--" in old or "<!--" in new or "\0" in old or "\0" in new:
        return [(old, new, True)]
    ours, theirs = _spaced(old), _spaced(new)
    hunks = _hunks(align(ours, theirs), len(ours), len(theirs))
    margins = [max(_NEAR, a_end - a, b_end - b) for a, a_end, b, b_end in hunks]
    found: list[tuple[str, str, bool]] = []
    i = j = a_end = b_end = after = 0  # where what is not written yet begins; the hunk before, its margin
    for at, (a, a_next, b, b_next) in enumerate([*hunks, (len(ours), len(ours), len(theirs), len(theirs))]):
        plain = _plain(ours[a:a_next], theirs[b:b_next]) if at < len(hunks) and a and b and _alone(hunks, margins, at) else []
        before = 0 if plain or at == len(hunks) else margins[at]
        shift = b_end - a_end
        first, last = _cuts(ours, theirs, (i, j, shift), a_end + after, a - before)
        if last > first:
            if first > i:
                found.append(("".join(ours[i:first]), "".join(theirs[j : first + shift]), True))
            same = "".join(ours[first:last])
            found.append((same, same, False))
            i, j = last, last + shift
        if plain and i == a:
            found += plain
            i, j = a_next, b_next
        a_end, b_end, after = a_next, b_next, before
    return [*found, ("".join(ours[i:]), "".join(theirs[j:]), True)]


def _spaced(source: str) -> list[str]:
    """Words, all but the first with the one space or line end before them."""
    return source.replace(" ", "\0 ").replace("\n", "\0\n").split("\0")


def _plain(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str, bool]]:
    """The change, where it is one of some words of plain letters, each of them one unit, or of white space; else none."""
    if max(len(old), len(new)) > _NEAR or not all(word.isascii() and word[1:].isalpha() for word in (*old, *new)):
        return []
    if not old or not new:
        return [("".join(old), "".join(new), False)]
    if [word[1:] for word in old] == [word[1:] for word in new]:  # lines are filled otherwise
        return [pair for a, b in zip(old, new, strict=True) for pair in ((a[0], b[0], False), (a[1:], b[1:], False))]
    if old[0][0] != new[0][0]:
        return []
    return [(old[0][0], new[0][0], False), ("".join(old)[1:], "".join(new)[1:], False)]


def _alone(hunks: Sequence[Hunk], margins: Sequence[int], at: int) -> bool:
    """Whether the margins between a hunk and its neighbours do not overlap."""
    before = at == 0 or hunks[at][0] - hunks[at - 1][1] >= margins[at - 1] + margins[at]
    return before and (at + 1 == len(hunks) or hunks[at + 1][0] - hunks[at][1] >= margins[at] + margins[at + 1])


def _cuts(ours: Sequence[str], theirs: Sequence[str], begun: tuple[int, int, int], start: int, end: int) -> tuple[int, int]:
    """Where, from `start` to `end`, an equal stretch can be taken out: the first place and the last; (0, 0) where none can.

    `begun`: from where both texts are not written yet, and how much further the other one is in this stretch.
    """
    i, j, shift = begun
    for first in range(start, min(start + _TRIES, end)):
        if first == 0 or (_apart(ours, first) and _closed(ours, i, first) and _closed(theirs, j, first + shift)):
            for last in range(end, max(first, end - _TRIES), -1):
                if last == len(ours) or (_apart(ours, last) and _closed(ours, first, last)):
                    return first, last
            break
    return 0, 0


def _apart(words: Sequence[str], at: int) -> bool:
    """Whether just one space stands before the word at a place, and no other white space."""
    before, after = words[at - 1], words[at]
    return len(after) > 1 and bool(before) and not after[1].isspace() and not before[-1].isspace()


def _closed(words: Sequence[str], start: int, end: int) -> bool:
    """Whether no code span, tag, expression or link's target that begins in these words can go on after them."""
    text = "".join(words[start:end])
    if not text or not _OPENERS.search(text):
        return True
    if "`" in text and ("``" in text or text.count("`") % 2):
        return False
    if text.count("{") != text.count("}"):
        return False
    for opener, inner, closer in (("<", "<", ">"), ("](", "(", ")"), ("[", "[", "]")):
        at = text.rfind(opener)
        if at >= 0 and (text.count(inner, at) > text.count(closer, at) or (opener != "[" and text.count('"', at) % 2)):
            return False
    return True
