"""Bars beside names, and columns over a scale, each cut into its kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from translate_flow.reports.page_voice import Voice, isolated
from translate_flow.reports.pictures.canvas import Canvas, fitted, text_width, ticks

WIDTH = 420
_ROW, _BAR = 22, 14  # px


@dataclass(frozen=True, slots=True)
class Bar:
    """`parts`: (kind, number), in the order in which they are drawn. `after`: words behind the bar; empty: the sum."""

    name: str
    parts: tuple[tuple[str, float], ...]
    after: str = ""

    @property
    def total(self) -> float:
        return sum(number for _, number in self.parts)


def bars(name: str, title: str, rows: Sequence[Bar], voice: Voice, description: str = "") -> str:
    """Bars from the side where reading starts, the longest of which sets the scale; the words after it have room in the widest case."""
    afters = [row.after or voice.number(row.total) for row in rows]
    start = 8 + min(130.0, max((text_width(row.name, 12) for row in rows), default=0))
    end = WIDTH - 8 - min(110.0, max((text_width(after) for after in afters), default=0))
    scale = ticks(max((row.total for row in rows), default=0))
    bottom = _ROW * len(rows) + 4
    canvas = Canvas(WIDTH, bottom + 18, rtl=voice.is_rtl)

    def place(value: float) -> float:
        return start + (end - start) * value / scale[-1]

    for value in scale:
        canvas.line((place(value), 0), (place(value), bottom), "grid")
        canvas.text(place(value), bottom + 14, voice.number(value), anchor="middle", kind="tick")
    for at, row in enumerate(rows):
        y = at * _ROW + 4
        canvas.text(start - 6, y + 11, isolated(fitted(row.name, start - 8)), anchor="end")
        _stacked(canvas, row, y, place)
        canvas.text(place(row.total) + 5, y + 11, afters[at], kind="value")
    return canvas.svg(name, title, description)


def _stacked(canvas: Canvas, row: Bar, y: float, place: Callable[[float], float]) -> None:
    so_far = 0.0
    for kind, number in row.parts:
        if number > 0:
            canvas.rect(place(so_far), y, max(0.8, place(so_far + number) - place(so_far)), _BAR, f"k-{kind}")
            so_far += number


def columns(name: str, title: str, rows: Sequence[Bar], voice: Voice, description: str = "", *, height: float = 190) -> str:
    """Columns side by side over a scale of round numbers; their names under them, as many as have room."""
    scale = ticks(max((row.total for row in rows), default=0))
    top, bottom, start = 16.0, height - 30, 12 + text_width(voice.number(scale[-1]))
    canvas = Canvas(WIDTH, height, rtl=voice.is_rtl)

    def place(value: float) -> float:
        return bottom - (bottom - top) * value / scale[-1]

    for value in scale:
        canvas.line((start, place(value)), (WIDTH, place(value)), "grid")
        canvas.text(start - 5, place(value) + 4, voice.number(value), anchor="end", kind="tick")
    slot = (WIDTH - start) / max(1, len(rows))
    every = max(1, -(-int(max((text_width(row.name) for row in rows), default=1) + 8) // int(slot)) if len(rows) > 6 else 1)
    for at, row in enumerate(rows):
        x, so_far = start + at * slot + slot * 0.15, 0.0
        for kind, number in row.parts:
            if number > 0:
                canvas.rect(x, place(so_far + number), slot * 0.7, max(0.8, place(so_far) - place(so_far + number)), f"k-{kind}")
                so_far += number
        if len(rows) <= 12 and row.total:
            canvas.text(x + slot * 0.35, place(row.total) - 4, row.after or voice.number(row.total), anchor="middle", kind="value")
        if at % every == 0:
            _under(canvas, x + slot * 0.35, bottom + 13, row.name, slot * every)
    return canvas.svg(name, title, description)


def _under(canvas: Canvas, x: float, y: float, name: str, room: float) -> None:
    """A name under a column, on two lines where one is too short."""
    words = name.split()
    if text_width(name) <= room or len(words) < 2:
        canvas.text(x, y, fitted(name, room, 11), anchor="middle", kind="tick")
        return
    cut = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) - len(name) / 2))
    for line, part in enumerate((" ".join(words[:cut]), " ".join(words[cut:]))):
        canvas.text(x, y + line * 12, fitted(part, room, 11), anchor="middle", kind="tick")
