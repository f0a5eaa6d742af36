"""Work from status to status: boxes in the order of the workflow, arrows as wide as what went that way; what leads back, below."""

from __future__ import annotations

from collections.abc import Mapping

from translate_flow.reports.page_voice import Voice
from translate_flow.reports.pictures.canvas import Canvas, fitted, text_width
from translate_flow.workflow import Status

WIDTH = 940
_BOX, _WIDEST = 34, 12.0  # px
_ORDER = [status.value for status in Status]


def steps(name: str, title: str, numbers: Mapping[tuple[str, str], int], voice: Voice, description: str = "") -> str:
    """`numbers`: (from, to) → how many; from "" is new work."""
    known = {pair: number for pair, number in numbers.items() if number > 0 and pair[0] != pair[1]}
    shown = [status for status in _ORDER if any(status in pair for pair in known)]
    slot = WIDTH / max(1, len(shown))
    reach = {pair: abs(shown.index(pair[1]) - shown.index(pair[0])) for pair in known if pair[0] in shown and pair[1] in shown}
    above = 24 + 17 * max((far for pair, far in reach.items() if far > 1 and _is_forward(pair)), default=0)
    if any(not pair[0] for pair in known):
        above = max(above, 48)
    below = 20 + 17 * max((far for pair, far in reach.items() if not _is_forward(pair)), default=0)
    canvas = Canvas(WIDTH, above + _BOX + below, rtl=voice.is_rtl)
    most = max(known.values(), default=1)
    centres = {status: slot * (at + 0.5) for at, status in enumerate(shown)}
    half = min(slot * 0.4, 64.0)
    drawing = _Drawing(canvas, voice, centres, half, above, most)
    for (start, end), number in sorted(known.items(), key=lambda each: -each[1]):
        if not start and end in centres:
            drawing.new(end, number)
        elif start in centres and end in centres:
            drawing.arrow(start, end, number, reach[start, end])
    for status in shown:
        canvas.rect(centres[status] - half, above, half * 2, _BOX, "box")
        _name(canvas, voice.status(status), centres[status], above + _BOX / 2, half * 2 - 6)
    for x, y, said in drawing.labels:
        canvas.text(x, y, said, anchor="middle", kind="value halo")
    return canvas.svg(name, title, description)


def _is_forward(pair: tuple[str, str]) -> bool:
    return _ORDER.index(pair[1]) > _ORDER.index(pair[0])


def _name(canvas: Canvas, words: str, x: float, y: float, room: float) -> None:
    parts = words.split()
    if text_width(words) <= room or len(parts) < 2:
        canvas.text(x, y + 4, fitted(words, room, 11), anchor="middle", kind="strong")
        return
    cut = min(range(1, len(parts)), key=lambda at: abs(len(" ".join(parts[:at])) - len(words) / 2))
    canvas.text(x, y - 3, fitted(" ".join(parts[:cut]), room, 11), anchor="middle", kind="strong")
    canvas.text(x, y + 11, fitted(" ".join(parts[cut:]), room, 11), anchor="middle", kind="strong")


class _Drawing:
    """Arrows between the boxes; `labels` are drawn last, over them."""

    def __init__(self, canvas: Canvas, voice: Voice, centres: Mapping[str, float], half: float, top: float, most: int) -> None:
        self.canvas, self.voice, self.centres, self.half, self.top, self.most = canvas, voice, centres, half, top, most
        self.labels: list[tuple[float, float, str]] = []

    def new(self, status: str, number: int) -> None:
        """Work that comes in, from above."""
        x, width = self.centres[status] - self.half * 0.7, self._width(number)
        self.canvas.path((("M", [(x, self.top - 26)]), ("L", [(x, self.top - _head(width))])), "arrow", width)
        self._point((x, self.top), (0, 1), width, "head")
        self.labels.append((x, self.top - 31, f"{self.voice.say('new')} {self.voice.number(number)}"))

    def arrow(self, start: str, end: str, number: int, far: int) -> None:
        width, is_forward = self._width(number), _is_forward((start, end))
        if far == 1 and is_forward:
            y = self.top + _BOX / 2
            begin, finish = self.centres[start] + self.half, self.centres[end] - self.half
            self.canvas.path((("M", [(begin, y)]), ("L", [(finish - _head(width), y)])), "arrow", width)
            self._point((finish, y), (1, 0), width, "head")
            self.labels.append(((begin + finish) / 2 - 3, y - width / 2 - 4, self.voice.number(number)))
            return
        side = -1 if is_forward else 1  # above, or below
        edge = self.top if is_forward else self.top + _BOX
        shift = self.half * 0.45 * (1 if is_forward else -1)
        begin, finish = self.centres[start] + shift, self.centres[end] - shift * 0.6
        bend = edge + side * (10 + 21 * far)  # where the curve's handles are; it reaches three quarters of the way
        stop = edge + side * _head(width)
        kind = "arrow" if is_forward else "arrow back"
        self.canvas.path((("M", [(begin, edge)]), ("C", [(begin, bend), (finish, bend), (finish, stop)])), kind, width)
        self._point((finish, edge), (0, -side), width, "head" if is_forward else "head back")
        self.labels.append(((begin + finish) / 2, edge + (bend - edge) * 0.75 + 4, self.voice.number(number)))

    def _width(self, number: int) -> float:
        return max(1.2, _WIDEST * number / self.most)

    def _point(self, tip: tuple[float, float], way: tuple[int, int], width: float, kind: str) -> None:
        length, spread = _head(width), width / 2 + 3
        (x, y), (dx, dy) = tip, way
        base = (x - dx * length, y - dy * length)
        sides = [(base[0] + dy * spread, base[1] + dx * spread), (base[0] - dy * spread, base[1] - dx * spread)]
        self.canvas.path((("M", [tip]), ("L", sides), ("Z", ())), kind)


def _head(width: float) -> float:
    """How long an arrow's head is."""
    return 5 + width * 0.4
