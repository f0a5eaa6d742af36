"""An SVG, put together from shapes. x grows in the direction of reading: on a page from right to left it is turned round here, once.

Text anchors need no turning, since `start` of a text that runs from right to left is its right end (SVG 2, §11.10.1).
Colours and patterns are the stylesheet's, by class. Ids are made from the picture's own, which is one of the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from math import ceil, floor, log10

Point = tuple[float, float]


class Canvas:
    """A picture of a width and height in px."""

    def __init__(self, width: float, height: float, *, rtl: bool = False) -> None:
        self.width, self.height, self.rtl = width, height, rtl
        self._shapes: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        at = self.width - x - width if self.rtl else x
        self._shapes.append(f'<rect class="{kind}" x="{_n(at)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"/>')

    def line(self, start: Point, end: Point, kind: str) -> None:
        self.path((("M", (start,)), ("L", (end,))), kind)

    def polyline(self, points: Sequence[Point], kind: str) -> None:
        self.path((("M", points[:1]), ("L", points[1:])), kind)

    def path(self, steps: Iterable[tuple[str, Sequence[Point]]], kind: str, width: float = 0) -> None:
        """`steps`: a letter of SVG's (M, L, C, Z) with its points. `width`: of the line, where it says a number."""
        drawn = "".join(letter + " ".join(f"{_n(self._x(x))} {_n(y)}" for x, y in points) for letter, points in steps if points or letter == "Z")
        self._shapes.append(f'<path class="{kind}" d="{drawn}"' + (f' stroke-width="{_n(width)}"' if width else "") + "/>")

    def circle(self, x: float, y: float, radius: float, kind: str) -> None:
        self._shapes.append(f'<circle class="{kind}" cx="{_n(self._x(x))}" cy="{_n(y)}" r="{_n(radius)}"/>')

    def text(self, x: float, y: float, text: str, *, anchor: str = "start", kind: str = "") -> None:
        """`text` is escaped here. `anchor`: start, middle or end, in the direction of reading."""
        named = f' class="{kind}"' if kind else ""
        anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self._shapes.append(f'<text{named}{anchored} x="{_n(self._x(x))}" y="{_n(y)}">{escape(text)}</text>')

    def svg(self, name: str, title: str, description: str = "") -> str:
        """The whole, for screen readers one picture with a name and a description. `name`: its id."""
        said = f'<desc id="{name}-d">{escape(description)}</desc>' if description else ""
        by = f"{name}-t {name}-d" if description else f"{name}-t"
        return (
            f'<svg role="img" aria-labelledby="{by}" viewBox="0 0 {_n(self.width)} {_n(self.height)}" width="{_n(self.width)}" height="{_n(self.height)}">'
            f'<title id="{name}-t">{escape(title)}</title>{said}{"".join(self._shapes)}</svg>\n'
        )

    def _x(self, x: float) -> float:
        return self.width - x if self.rtl else x


def _n(value: float) -> str:
    """A coordinate, to a tenth of a px."""
    return f"{value:.1f}".removesuffix(".0")


def ticks(most: float, wanted: int = 4, *, whole: bool = True) -> list[float]:
    """Round numbers from 0 to the first that is not below `most`: steps of 1, 2 or 5 times a power of ten. `whole`: no step below 1."""
    if most <= 0:
        return [0, 1]
    rough = max(most / wanted, 1e-9)
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, step)
    return [step * at for at in range(max(1, ceil(most / step - 1e-9)) + 1)]


def fitted(text: str, width: float, size: float = 12) -> str:
    """A text cut to about a width, in px of a font of `size`: a sign of East Asia takes twice the room of a letter."""
    room = width / (size * 0.56)
    used = 0.0
    for at, char in enumerate(text):
        used += 0 if unicodedata.combining(char) else 1.8 if unicodedata.east_asian_width(char) in "WF" else 1.0
        if used > room and at < len(text) - 1:
            return text[: max(1, at - 1)].rstrip() + "…"
    return text


def text_width(text: str, size: float = 11) -> float:
    """About how wide a text is, in px."""
    return sum(0 if unicodedata.combining(char) else 1.8 if unicodedata.east_asian_width(char) in "WF" else 1.0 for char in text) * size * 0.58
