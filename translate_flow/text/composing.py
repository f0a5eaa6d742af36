"""Puts blocks together into a text: between them stands what the translation has there, or what the new source has.

The frame (front matter's keys, markers, fences, tags, imports) is merged three ways: what the new source changed against
the old one, in the translation's own. Where two blocks stand side by side that did not before, the new source's is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from translate_flow.errors import TranslateFlowError
from translate_flow.text import frames, merging
from translate_flow.text.document import Document
from translate_flow.text.memory import Memory


@dataclass(frozen=True, slots=True)
class Piece:
    """A block's inner source, and where it stands in the new source, in the old one, and in the old translation."""

    source: str
    new: tuple[int, ...]
    old: tuple[int, ...]
    was: tuple[int, ...]


def compose(old: Document, new: Document, there: Document, pieces: Sequence[Piece], memory: Memory, frame: str) -> tuple[str, list[tuple[str, str]]]:
    """The text, and pairs of (old, new) frame in which words for people changed that could not be carried over.

    `frame`: `translation` merges the frames; `source` takes the new source's; `bare` that, with no phrase of it translated.
    """
    composer = _Composer(old, new, there, memory, frame)
    text: list[str] = []
    edge = Piece("", (len(new.blocks),), (len(old.blocks),), (len(there.blocks),))
    before = Piece("", (-1,), (-1,), (-1,))
    for piece in (*pieces, edge):
        text += (composer.gap(before, piece), piece.source)
        before = piece
    return "".join(text), composer.left


def reads_back(read: Callable[[str], Document], text: str, sources: Sequence[str]) -> bool:
    """Whether a composed text is read as just these blocks."""
    try:
        document = read(text)
    except TranslateFlowError:  # as where nothing is left
        return False
    return [document.source(block) for block in document.blocks] == list(sources)


class _Composer:
    def __init__(self, old: Document, new: Document, there: Document, memory: Memory, frame: str) -> None:
        self.old, self.new, self.there = old, new, there
        self.memory, self.frame = memory, frame
        self.left: list[tuple[str, str]] = []

    def gap(self, before: Piece, after: Piece) -> str:
        """What stands between two blocks of the draft."""
        there = _between(self.there, before.was, after.was)
        if before.new and after.new:
            new = _between(self.new, before.new, after.new)
            if self.frame == "bare":
                return new[0] if len(new) == 1 else self._patched_up(before, after)
            if len(there) == 1:
                return self._merged(_between(self.old, before.old, after.old), new, there[0])
            return self._filled(new[0]) if len(new) == 1 else self._patched_up(before, after)
        return there[0] if len(there) == 1 else self._patched_up(before, after)

    def _merged(self, old: list[str], new: list[str], there: str) -> str:
        """A gap of the translation with what the new source changed in it."""
        if old == new or len(new) != 1:
            return there  # what the translation leaves out stays out
        if self.frame == "source" or old == [there]:
            return self._filled(new[0])
        if len(old) != 1:
            return there
        merged = merging.merge(old[0], new[0], there, self.memory.phrases, self.memory.patch_text)
        self.left += merged.left
        return merged.text

    def _filled(self, new: str) -> str:
        filled = merging.fill(new, self.memory.phrases)
        self.left += filled.left
        return filled.text

    def _patched_up(self, before: Piece, after: Piece) -> str:
        """Between blocks that stand side by side in no text: what ends the one, what begins the other."""
        new = _between(self.new, before.new, after.new) if before.new and after.new else []
        if len(new) > 1:
            return frames.without(new)
        ending = _gap(self.new, before.new[-1] + 1) if before.new else _gap(self.there, before.was[-1] + 1)
        opening = _gap(self.new, after.new[0]) if after.new else _gap(self.there, after.was[0])
        return frames.joined(ending, opening)


def _between(document: Document, before: tuple[int, ...], after: tuple[int, ...]) -> list[str]:
    """The gaps from one block to a later one: one where they stand side by side; none where the order is another."""
    if not before or not after:
        return []
    return [_gap(document, at) for at in range(before[-1] + 1, after[0] + 1)]


def _gap(document: Document, at: int) -> str:
    """The gap before the block at a position; after the last one for their number."""
    start = document.blocks[at - 1].end if at else 0
    end = document.blocks[at].start if at < len(document.blocks) else len(document.text)
    return document.text[start:end]
