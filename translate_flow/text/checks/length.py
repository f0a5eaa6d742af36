"""Blocks that are far longer or shorter than the others of the same text would have them: something may be missing, or added.

The logarithm of the ratio of lengths, against the median of this text's blocks and their median deviation (Gale and Church,
“A Program for Aligning Sentences in Bilingual Corpora”, 1993, for why the logarithm is near enough to normal). Where a text is
short, what is usual between two scripts counts as so many blocks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median

from translate_flow.text.checks.finding import Finding, Severity, Span
from translate_flow.text.checks.scene import MASK, Scene, Side, View, found
from translate_flow.text.checks.tongues import unspaced
from translate_flow.text.document import Kind
from translate_flow.text.sentences import sentences

_LEAST = 45  # characters of the longer side, in letters of an alphabet
_FEW = 3  # blocks that the usual ratio of two scripts counts for
_PRIOR, _WEIGHT = 0.16, 8  # the deviation that is usual, and how many blocks it counts for
_LONE = 60.0  # characters at which a block's own chance adds as much again
_FAR, _OFF = 4.2, 3.4  # deviations from which it is told: shorter or longer alone; with fewer sentences too
_DENSITY = {"zh": 0.32, "yue": 0.32, "wuu": 0.32, "ja": 0.45, "ko": 0.5, "th": 0.9}  # characters to those of English
_SHORT = 4  # blocks of a text at which as much again is asked for
_EVIDENCE = 2.5  # by how much likelier the length must be if a sentence is missing, as a difference of squares
_REMARK = 15  # characters: shorter sentences are not counted
_DENSE = 3  # a Chinese character says as much as so many letters


def length(scene: Scene) -> Iterator[Finding]:
    """Blocks whose length is out of the usual range for this text and pair of languages; short ones are left alone."""
    if scene.source is None:
        return
    long = [view for view in scene.prose if _letters(view.source) >= _LEAST and view.target.text != view.source.text]
    ratios = [_ratio(view) for view in long]
    if not ratios:
        return
    middle, spread = _usual(scene, ratios)
    for view, ratio in zip(long, ratios, strict=True):
        away = (ratio - middle) / (spread * math.sqrt(1 + _LONE / _letters(view.source)))
        far = _FAR if abs(away) >= _FAR or not _sentences_differ(view, away) else _OFF
        if abs(away) >= far:
            share = math.exp(ratio - middle)
            how = f"{round(100 * (1 - share))} % shorter" if share < 1 else f"{round(100 * (share - 1))} % longer"
            grave = Severity.NOTE if all(part.kind is Kind.CAPTION for part in view.source.parts) else Severity.WARNING  # of pictures less is said
            yield found("length", grave, f"{how} than the rest of the text would have it", view.target.whole(), view.source.whole())


def _usual(scene: Scene, ratios: list[float]) -> tuple[float, float]:
    """The ratio that is usual in this text, and how far others are from it; in a short one also what is usual between the scripts."""
    ours, theirs = (_DENSITY.get(language.partition("-")[0], 1.0) for language in scene.languages)
    middle = (median(ratios) * len(ratios) + math.log(theirs / ours) * _FEW) / (len(ratios) + _FEW)
    spread = 1.4826 * median(abs(ratio - middle) for ratio in ratios)
    return middle, math.sqrt((spread**2 * len(ratios) + _PRIOR**2 * _WEIGHT) / (len(ratios) + _WEIGHT))


def _letters(side: Side) -> float:
    return _size(side) * (_DENSE if unspaced(side.language) else 1)


def _ratio(view: View) -> float:
    return math.log(_size(view.target) / _size(view.source))


def _size(side: Side) -> int:
    """Characters without code and addresses, which are as long on both sides."""
    return max(1, len(side.masked) - side.masked.count(MASK))


def _sentences_differ(view: View, away: float) -> bool:
    """Whether the number of sentences says the same as the length."""
    if abs(away) < _OFF:
        return False
    ours, theirs = (len(_sentences(side)) for side in (view.source, view.target))
    return theirs < ours if away < 0 else theirs > ours


def _sentences(side: Side) -> list[str]:
    """The sentences; Greek asks with a semicolon."""
    return sentences(side.text.replace(";", "?") if side.language.startswith("el") else side.text, side.language)


def dropped(scene: Scene) -> Iterator[Finding]:
    """Fewer sentences than in the source, where the length says too that one is missing."""
    if scene.source is None:
        return
    views = [view for view in scene.prose if _letters(view.source) >= _LEAST and view.target.text != view.source.text]
    ratios = [_ratio(view) for view in views]
    if not ratios:
        return
    middle, spread = _usual(scene, ratios)
    spread = max(0.08, spread)
    least = _EVIDENCE * (1 + _SHORT / len(ratios))
    for view, ratio in zip(views, ratios, strict=True):
        if ratio >= middle:
            continue
        away = (ratio - middle) / spread
        if len(view.source.parts) > len(view.target.parts):
            sizes = [len(part.text) for part in view.source.parts]
            if (at := _missing(sizes, away, spread, least)) is not None:
                part = view.source.parts[at]
                message = f"this {part.kind.value.replace('_', ' ')} of the source seems to be missing"
                yield found("dropped", Severity.WARNING, message, None, Span(part.block, 0, 0, part.text), beside=view.target.parts[0].block)
            continue
        ours = [len(piece.strip()) for piece in _sentences(view.source) if len(piece.strip()) > _REMARK]
        theirs = [piece for piece in _sentences(view.target) if len(piece.strip()) > _REMARK / (_DENSE if unspaced(view.target.language) else 1)]
        if 0 < len(theirs) < len(ours) and _missing(ours, away, spread, least) is not None:
            yield found("dropped", Severity.WARNING, f"{len(ours)} sentences in the source, {len(theirs)} here, and that much shorter", view.target.whole(), view.source.whole())


def _missing(pieces: list[int], away: float, spread: float, least: float) -> int | None:
    """Which of some pieces is likely to be missing, where the length is so much likelier without it; None where it is not. `away` in deviations."""
    whole = sum(pieces)
    without = [abs(away - math.log((whole - piece) / whole) / spread) for piece in pieces]
    best = min(range(len(pieces)), key=without.__getitem__)
    return best if away**2 - without[best] ** 2 > least else None
