"""Footnote marks and their notes: none lost on the way, none without the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from translate_flow.text import inline, notes
from translate_flow.text.checks.finding import Finding, Severity, Span
from translate_flow.text.checks.scene import Scene, Side, found
from translate_flow.text.document import Document, Kind
from translate_flow.text.units import UnitKind

_WRONG = {"missing": "the mark [{}] has no note", "empty": "the note [{}] is empty", "cut off": "the note [{}] is cut off", "unmarked": "the note [{}] has no mark in the text"}


def footnotes(scene: Scene) -> Iterator[Finding]:
    """Marks of footnotes that the source has in that place and the translation has not, or the reverse; marks without notes, notes without marks."""
    for view in scene.views:
        if view.source:
            ours, theirs = _marks(view.source), _marks(view.target)
            lost = Counter(notes.mark_key(mark) for mark, _ in ours)
            lost.subtract(notes.mark_key(mark) for mark, _ in theirs)
            for mark, span in ours:
                if lost[notes.mark_key(mark)] > 0:
                    lost[notes.mark_key(mark)] = 0
                    yield found("footnotes", Severity.ERROR, f"the footnote mark [{mark}] is missing", None, span, beside=view.target.parts[0].block)
            for mark, span in theirs:
                if lost[notes.mark_key(mark)] < 0:
                    lost[notes.mark_key(mark)] = 0
                    yield found("footnotes", Severity.ERROR, f"the footnote mark [{mark}] is not in the source", span, None, source_beside=view.source.parts[0].block)
    yield from _notes(scene)


def _marks(side: Side) -> list[tuple[str, Span]]:
    """The marks of a side, with their places; where readers see them as links, the whole block."""
    listed: list[tuple[str, Span]] = []
    for part in side.parts:
        if part.kind in {Kind.CODE, Kind.FOOTNOTE}:
            continue
        if "[^" in part.source:
            for code in inline.codes(inline.split(part.source, side.syntax)):
                if code.kind is UnitKind.MARK:
                    mark = code.data.strip("[]^")
                    at = part.text.find(code.data)
                    listed.append((mark, Span(part.block, max(0, at), at + len(code.data) if at >= 0 else 0, part.text)))
        else:
            listed += [(mark, Span(part.block, start, end, part.text)) for start, end, mark in notes.find(part.masked)]
    return listed


def _notes(scene: Scene) -> Iterator[Finding]:
    """What is wrong between marks and notes of the translation, but not in the source already."""
    already = Counter(_states(scene.source)) if scene.source is not None else Counter[tuple[str, str]]()
    for key in _states(scene.target):
        if already[key] > 0:
            already[key] -= 1
            continue
        mark, state = key
        at = next((at for at, block in enumerate(scene.target.blocks) if block.kind is Kind.FOOTNOTE and notes.mark_key(block.ref) == mark), None)
        place = scene.span(at) if at is not None else None
        if at is None or not scene.spared(at):
            yield found("footnotes", Severity.ERROR, _WRONG[state].format(mark), place or Span(0, 0, 0, f"[{mark}]"))


def _states(document: Document) -> list[tuple[str, str]]:
    """Notes that are not as they should be, by their mark and what is wrong."""
    return [(notes.mark_key(note.mark), note.state) for note in document.notes if note.state in _WRONG]
