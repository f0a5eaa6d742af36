"""How much work a translation is: the words of its source, each weighted by what is there already.

Words are Unicode's (`text.words`), as everywhere here. A block is work of one kind, a band: what a carry leaves as it is costs nothing,
what it marks as edited costs the share of its words that changed, what the memory knows costs by how well it knows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from translate_flow.text.runs import Run

BANDS: dict[str, tuple[float, str]] = {  # name → (weight unless the newsroom says otherwise, what it is)
    "carried": (0.0, "rendered already, and not changed since"),
    "edited": (1.0, "rendered already, and edited since: times the share of its words that changed"),
    "context": (0.1, "in the memory, with the same text before and after"),
    "exact": (0.2, "in the memory, word for word"),
    "fuzzy95": (0.3, "in the memory, 95–99 % alike"),
    "fuzzy85": (0.5, "in the memory, 85–94 % alike"),
    "fuzzy75": (0.7, "in the memory, 75–84 % alike"),
    "fuzzy50": (0.9, "in the memory, 50–74 % alike"),
    "repetition": (0.2, "said before in the same text"),
    "new": (1.0, "all else"),
}
_LEAST = ((101.0, "context"), (100.0, "exact"), (95.0, "fuzzy95"), (85.0, "fuzzy85"), (75.0, "fuzzy75"), (50.0, "fuzzy50"))
_WEIGHT = re.compile(r"([a-z]+\d*)=(\d+(?:\.\d+)?)")


class Asked(NamedTuple):
    """A block to look up in a memory, with those beside it: texts with signs for their codes (`inline.written`)."""

    text: str
    before: str
    after: str


Scores = Callable[[Sequence[Asked]], Sequence[float]]  # the best score (0–101) that a memory has for each; 0 where it has none


class Piece(NamedTuple):
    """Of one block: its words, its band, and of an edited one the share (0–1) of its words that changed."""

    words: int
    band: str
    share: float = 1.0


class Block(NamedTuple):
    """A block that has no rendering: its words, and what tells its text from another's."""

    words: int
    identity: object


@dataclass(frozen=True, slots=True)
class Effort:
    """`words` of the source, `weighted` ones (rounded to tenths), and `bands`: words by band, in the order of `BANDS`."""

    words: int = 0
    weighted: float = 0.0
    bands: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Effort) -> Effort:
        bands = {name: total for name in BANDS if (total := self.bands.get(name, 0) + other.bands.get(name, 0))}
        return Effort(self.words + other.words, round(self.weighted + other.weighted, 1), bands)


def weights(text: str) -> dict[str, float]:
    """The weight of each band, of a line such as `new=1 exact=0.2`; what it does not name is as usual. Raises ValueError, with a sentence."""
    found = {name: usual for name, (usual, _) in BANDS.items()}
    for part in re.split(r"[\s,;]+", text.strip()):
        if not part:
            continue
        match = _WEIGHT.fullmatch(part)
        if match is None or match[1] not in BANDS:
            raise ValueError(f"“{part}” is no weight")
        if float(match[2]) > 2:
            raise ValueError(f"{match[1]} weighs {match[2]}, and a word counts twice at most")
        found[match[1]] = float(match[2])
    return found


def spelled(weights: Mapping[str, float]) -> str:
    """Weights as the line that `weights` reads."""
    return " ".join(f"{name}={weights[name]:g}" for name in BANDS)


USUAL = spelled({name: usual for name, (usual, _) in BANDS.items()})


def band(score: float) -> str:
    """The band of a score of the memory."""
    return next((name for least, name in _LEAST if score >= least), "new")


def fresh(blocks: Sequence[Block], weights: Mapping[str, float], scores: Sequence[float] | None = None) -> list[Piece]:
    """Blocks that have no rendering, in order: by what the memory has for each, or, where that costs less, as said before in this text."""
    seen: set[object] = set()
    found = []
    for at, block in enumerate(blocks):
        name = band(scores[at]) if scores is not None else "new"
        if block.identity in seen and weights["repetition"] < weights[name]:
            name = "repetition"
        seen.add(block.identity)
        found.append(Piece(block.words, name))
    return found


def share(runs: Iterable[Run], syntax: str, old_syntax: str = "") -> float:
    """The share (0–1) of words and figures that differ between two sources, of the one that has more; markup alone is nothing."""
    old = new = was = now = 0
    for run in runs:
        gone, come = _wordy(run.old, old_syntax or syntax), _wordy(run.new, syntax)
        old, new = old + gone, new + come
        if run.old != run.new:
            was, now = was + gone, now + come
    return max(was, now) / max(old, new) if old or new else 0.0


def _wordy(source: str, syntax: str) -> int:
    from translate_flow.text import units  # not for those who only ask for the weights: each command reads the settings

    return sum(map(units.wordy, units.split(source, syntax)))


def measure(pieces: Iterable[Piece], weights: Mapping[str, float]) -> Effort:
    """The effort of a text in pieces."""
    words = 0
    weighted = 0.0
    bands: dict[str, int] = {}
    for piece in pieces:
        words += piece.words
        weighted += piece.words * weights[piece.band] * (piece.share if piece.band == "edited" else 1.0)
        bands[piece.band] = bands.get(piece.band, 0) + piece.words
    return Effort(words, round(weighted, 1), {name: bands[name] for name in BANDS if bands.get(name)})
