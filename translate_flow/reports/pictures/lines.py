"""Lines over months, and the fan of a forecast. Time runs in the direction of reading, as the tables beside it do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from translate_flow.reports.page_voice import Voice, isolated
from translate_flow.reports.pictures.bars import WIDTH
from translate_flow.reports.pictures.canvas import Canvas, fitted, text_width, ticks


@dataclass(frozen=True, slots=True)
class Line:
    """`kind`: the class that says how it is drawn; None where there is no value."""

    kind: str
    values: tuple[float | None, ...]


def lines(name: str, title: str, months: Sequence[str], drawn: Sequence[Line], voice: Voice, description: str = "", *, width: float = WIDTH, height: float = 170, area: str = "", unit: str = "") -> str:
    """Lines over months (`2026-11`). `area`: the kind of the line under which the picture is filled. `unit`: of the scale (day), none: numbers."""
    most = max((value for line in drawn for value in line.values if value is not None), default=0)
    scale = ticks(most, 3 if height < 150 else 4)
    words = [voice.length(round(value), unit) if unit and value else voice.number(value) for value in scale]
    start, end, top, bottom = 10 + max(map(text_width, words)), width - 6, 8.0, height - 20
    canvas = Canvas(width, height, rtl=voice.is_rtl)

    def place(at: int, value: float) -> tuple[float, float]:
        share = at / (len(months) - 1) if len(months) > 1 else 0.5
        return start + (end - start) * share, bottom - (bottom - top) * value / scale[-1]

    for value, said in zip(scale, words, strict=True):
        y = place(0, value)[1]
        canvas.line((start, y), (end, y), "grid")
        canvas.text(start - 5, y + 4, said, anchor="end", kind="tick")
    _months(canvas, [place(at, 0)[0] for at in range(len(months))], months, bottom, voice)
    for line in drawn:
        points = [place(at, value) for at, value in enumerate(line.values) if value is not None]
        if line.kind == area and points:
            canvas.path((("M", [(points[0][0], bottom)]), ("L", points), ("L", [(points[-1][0], bottom)]), ("Z", ())), "area")
        if len(points) == 1:
            canvas.circle(*points[0], 2.5, f"{line.kind} dot")
        elif points:
            canvas.polyline(points, line.kind)
    return canvas.svg(name, title, description)


def _months(canvas: Canvas, places: Sequence[float], months: Sequence[str], bottom: float, voice: Voice) -> None:
    """The first and the last month by name, and between them as many as have room."""
    if not months:
        return
    names = [voice.month(month) for month in months]
    room = max(map(text_width, names)) + 10
    last = places[-1] - text_width(names[-1])
    free = places[0]
    for at, (x, name) in enumerate(zip(places, names, strict=True)):
        canvas.line((x, bottom), (x, bottom + 3), "axis")
        if at == len(months) - 1 and at:
            canvas.text(x + 4, bottom + 15, name, anchor="end", kind="tick")
        elif x >= free and (x + room < last or not at):
            canvas.text(x, bottom + 15, name, anchor="start" if len(months) > 1 else "middle", kind="tick")
            free = x + room


@dataclass(frozen=True, slots=True)
class Spread:
    """A row of a picture of ranges: `low` to `high` a line, `start` to `most` a bar, `middle` a dot; None: not known, or never."""

    name: str
    low: float | None
    start: float | None
    middle: float | None
    most: float | None
    high: float | None
    after: str = ""


def spreads(name: str, title: str, rows: Sequence[Spread], scale: Sequence[tuple[float, str]], voice: Voice, description: str = "") -> str:
    """Ranges under one another, over a scale: (value, words)."""
    start = 8 + min(130.0, max((text_width(row.name, 12) for row in rows), default=0))
    end = WIDTH - 10 - min(95.0, max((text_width(row.after) for row in rows), default=0))
    bottom = 22 * len(rows) + 4
    canvas = Canvas(WIDTH, bottom + 18, rtl=voice.is_rtl)
    first, last = scale[0][0], scale[-1][0]

    def place(value: float) -> float:
        return start + (end - start) * min(1.0, max(0.0, (value - first) / ((last - first) or 1)))

    free = 0.0
    for value, words in scale:
        canvas.line((place(value), 0), (place(value), bottom), "grid")
        if place(value) - text_width(words) / 2 >= free:
            canvas.text(place(value), bottom + 14, words, anchor="middle", kind="tick")
            free = place(value) + text_width(words) / 2 + 6
    for at, row in enumerate(rows):
        y = at * 22 + 13
        canvas.text(start - 6, y + 4, isolated(fitted(row.name, start - 8)), anchor="end")
        low, high = place(row.low if row.low is not None else first), place(row.high if row.high is not None else last)
        if row.middle is not None:
            canvas.line((low, y), (high, y), "whisker")
            begin = place(row.start if row.start is not None else row.middle)
            canvas.rect(begin, y - 5, max(1.5, place(row.most if row.most is not None else last) - begin), 10, "k-translating")
            canvas.circle(place(row.middle), y, 4, "k-published")
        canvas.text(end + 8, y + 4, row.after, kind="value")
    return canvas.svg(name, title, description)


def fan(name: str, title: str, left: float, today: date, ends: Sequence[date | None], scale: Sequence[tuple[float, str]], voice: Voice, description: str = "") -> str:
    """What is left, from now to nothing: lines to the days of `ends` (10, 50 and 90 %), the room between the outer ones filled. Scale: days (ordinals)."""
    marks, width, height = ticks(left), WIDTH, 190.0
    start, end, top, bottom = 10 + text_width(voice.number(marks[-1])), width - 8.0, 8.0, height - 22
    canvas = Canvas(width, height, rtl=voice.is_rtl)
    first, last = scale[0][0], scale[-1][0]

    def place(at: float, value: float) -> tuple[float, float]:
        return start + (end - start) * (at - first) / ((last - first) or 1), bottom - (bottom - top) * value / marks[-1]

    for value in marks:
        y = place(first, value)[1]
        canvas.line((start, y), (end, y), "grid")
        canvas.text(start - 5, y + 4, voice.number(value), anchor="end", kind="tick")
    free = 0.0
    for value, words in scale:
        x = place(value, 0)[0]
        half = text_width(words) / 2
        canvas.line((x, bottom), (x, bottom + 3), "axis")
        x = min(max(x, start + half), end - half)
        if x - half >= free:
            canvas.text(x, bottom + 15, words, anchor="middle", kind="tick")
            free = x + half + 6
    low, middle, high = ends
    now = place(today.toordinal(), left)
    far = [place(each.toordinal(), 0) if each else None for each in (low, middle, high)]
    if far[0]:
        outer = [far[2]] if far[2] else [(end, bottom), (end, now[1])]  # perhaps never: the fan stays open
        canvas.path((("M", [now]), ("L", [far[0], *outer]), ("Z", ())), "area")
    for point, kind in zip(far, ("line-thin", "line-out", "line-thin"), strict=True):
        if point:
            canvas.polyline([now, point], kind)
    return canvas.svg(name, title, description)
