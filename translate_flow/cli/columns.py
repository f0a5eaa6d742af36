"""Text in columns of a terminal: styled runs broken into lines by the width that they take on screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from translate_flow.cli.render import width_of

MARKS = {"delete": ("[-", "-]"), "insert": ("{+", "+}")}  # by style, as `git diff --word-diff` writes them; each two columns wide


class Styled(NamedTuple):
    """A stretch of text in one style."""

    style: str
    text: str


Line = list[Styled]  # what stands on one line


def wrapped(runs: Iterable[Styled], width: int, *, marks: bool) -> list[Line]:
    """Lines of at most `width` columns, broken where Unicode allows (UAX #14), between grapheme clusters where nothing else helps.

    White space at the end of a line goes, what is at the start of a text's own lines stays. With `marks`, MARKS stand
    around runs of their styles. At least one line, perhaps an empty one.
    """
    pieces = [Styled(style, text.expandtabs(4)) for style, text in runs if text]
    edges: list[int] = []  # the characters before or after which a mark of two columns stands
    end = 0
    for style, text in pieces:
        end += len(text)
        if marks and style in MARKS:
            edges += (end - len(text), end - 1)
    return _sliced(pieces, _breaks("".join(piece.text for piece in pieces), width, edges), marks)


def _breaks(text: str, width: int, edges: list[int]) -> list[int]:
    """Where the lines of a text end, the last one too. Each line takes all the units it can."""
    units = _units(text)
    lengths = [*map(len, units)]
    ends = list(accumulate(lengths))
    sizes = lengths[:] if _is_narrow(text) else [*map(columns, units)]
    blank = [len(unit) - len(unit.rstrip()) for unit in units]  # columns that may stand out at the end of a line
    for edge in edges:
        at = bisect_right(ends, edge)
        sizes[at] += 2
        if edge == ends[at] - 1:  # a mark stands after its white space
            blank[at] = units[at].endswith("\n")
    totals = list(accumulate(sizes))
    solid = [*map(sub, totals, blank)]
    hard = [at for at, unit in enumerate(units) if unit.endswith("\n")] if "\n" in text else []
    found: list[int] = []
    at = base = 0  # the next unit; the columns of all before its line
    while at < len(units):
        passed = totals[at - 1] if at else 0
        fits = _fits(solid, hard, base + width, at)
        if fits > at:
            found.append(ends[fits - 1])
            at, base = fits, totals[fits - 1]
        elif base != passed:  # behind the rest of a unit that was cut
            found.append(ends[at - 1])
            base = passed
        else:
            start = ends[at] - len(units[at])
            base = totals[at] - _cut(units[at], start, width, edges[bisect_left(edges, start) : bisect_left(edges, ends[at])], found)
            at += 1
            if units[at - 1].endswith("\n"):
                found.append(ends[at - 1])
                base = totals[at - 1]
    return found if found and found[-1] == len(text) else [*found, len(text)]


def _fits(solid: list[int], hard: list[int], most: int, at: int) -> int:
    """The unit before which a line ends that begins with unit `at`: by its columns, or at the end of a line of the text."""
    fits = bisect_right(solid, most, at)
    stop = bisect_left(hard, at)
    return min(fits, hard[stop] + 1) if stop < len(hard) else fits


def _cut(unit: str, start: int, width: int, edges: list[int], found: list[int]) -> int:
    """Cuts what is wider than a line between its grapheme clusters; returns the columns that its last line has used."""
    from unicode_segmentation_rs import graphemes

    used, at = 0, start
    for cluster in graphemes(unit, True):
        step = columns(cluster) + 2 * sum(at <= edge < at + len(cluster) for edge in edges)
        if used and used + step > width:
            found.append(at)
            used = 0
        at += len(cluster)
        used += step
    return used


def _sliced(pieces: list[Styled], breaks: list[int], marks: bool) -> list[Line]:
    """The runs cut into lines, their marks at their first and last characters."""
    lines: list[Line] = []
    number = begun = at = 0
    for end in breaks:
        line: Line = []
        while at < end:
            style, text = pieces[number]
            part = text[begun : begun + end - at]
            before, after = MARKS.get(style, ("", "")) if marks else ("", "")
            is_last = begun + len(part) == len(text)
            line.append(Styled(style, (before if not begun else "") + part.rstrip("\n") + (after if is_last else "")))
            at += len(part)
            number, begun = (number + 1, 0) if is_last else (number, begun + len(part))
        lines.append(_trimmed(line))
    return lines


def _units(text: str) -> list[str]:
    """Stretches that may be broken after, but not after a slash: a path in one piece is easier to read and to copy."""
    from unicode_segmentation_rs import line_break_units

    units: list[str] = line_break_units(text)
    if "/" not in text:
        return units
    joined: list[str] = []
    held: list[str] = []
    for unit in units:
        held.append(unit)
        if not unit.endswith("/"):
            joined.append("".join(held))
            held.clear()
    return [*joined, "".join(held)] if held else joined


def columns(text: str) -> int:
    """`render.width_of`, quick for the characters that make up most texts."""
    return len(text) if _is_narrow(text) else sum(map(_column, text))


def _is_narrow(text: str) -> bool:
    """Whether each character takes one column: nothing wide, nothing combining."""
    return text.isascii() or (max(text) < "\u0300" and "\u00ad" not in text)


_column = lru_cache(maxsize=4096)(width_of)


def _trimmed(line: Line) -> Line:
    """A line without the white space at its end."""
    while line and not line[-1].text.rstrip():
        line.pop()
    if line:
        line[-1] = Styled(line[-1].style, line[-1].text.rstrip())
    return line
