"""Kits of a version: its source and its draft, block by block, as the rows that exchange files hold.

Made of a revision of the source and one of the draft alone, a kit can be made anew when its file comes back: so what a row said when it
went out is known without asking the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from sqlalchemy.orm import Session

from translate_flow.exchange import contents
from translate_flow.exchange.contents import wordy
from translate_flow.exchange.kit import Row, State
from translate_flow.models import Revision, Version
from translate_flow.services import renderings, texts
from translate_flow.services.pairs import find_pairs
from translate_flow.services.renderings import Known
from translate_flow.text import inline
from translate_flow.text.document import Document, Kind
from translate_flow.text.inline import Content
from translate_flow.text.pairing import Pair
from translate_flow.text.units import UnitKind

_NO_SPACES = frozenset({"zh", "ja", "yue"})  # between sentences


@dataclass(frozen=True, slots=True)
class Part:
    """What one row holds of a unit: a sentence (`segment` from 1), or all of it (0). `gap`: the white space after it in the target."""

    segment: int
    source: Content
    target: Content
    state: State
    gap: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A block of the source and what renders it. `places`: positions in the draft; several are parted in `target` by the codes `breaks`.

    `why`: of a locked one, in words.
    """

    block: int
    source: Content
    target: Content = ()
    state: State = State.NEW
    places: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()
    was: str = ""
    why: str = ""


@dataclass(slots=True)
class Work:
    """A version's work on a revision of its source: by block of that. `draft` is None where nothing is translated yet.

    `parts` of a unit are made once.
    """

    language: str
    target_language: str
    source: Document
    draft: Document | None
    pairs: list[Pair]
    known: Known
    units: list[Unit]
    _parts: dict[tuple[int, bool], list[Part]] = field(default_factory=dict)

    def parts(self, unit: Unit, by_sentence: bool) -> list[Part]:
        """The rows of a unit: sentence by sentence where both sides have equally many."""
        key = (unit.block, by_sentence)
        if key not in self._parts:
            self._parts[key] = _parts(self, unit, by_sentence)
        return self._parts[key]


def of(session: Session, version: Version, parent: Version, base: Revision, head: Revision | None) -> Work:
    """The work on a version as it stands in `head`, on a revision of its source."""
    source = texts.document(session, base)
    if head is None:
        return begun(source, parent.language, version.language)
    draft = texts.document(session, head)
    known = renderings.of(session, head) if head.base_id == base.id else Known()
    pairs = known.paired(source, draft) or find_pairs(session, base, source, version, draft)
    work = Work(parent.language, version.language, source, draft, pairs, known, [])
    was = renderings.rendered(session, base, source, known.rows) if any(row.todo and row.text_id for row in known.rows) else source
    made = [unit for pair in pairs for unit in _units(work, draft, pair, was)]
    work.units = sorted(made, key=lambda unit: unit.block)
    return work


def begun(source: Document, language: str, target_language: str) -> Work:
    """The work on a text that nobody has translated anything of."""
    return Work(language, target_language, source, None, [], Known(), [_untouched(source, at) for at in range(len(source.blocks))])


def rows(work: Work, *, by_sentence: bool) -> list[Row]:
    """The rows of a kit, without what memory and terms add."""
    found = []
    for unit in work.units:
        block = work.source.blocks[unit.block]
        for part in work.parts(unit, by_sentence):
            found.append(Row(
                unit.block, part.segment, block.kind, part.source, part.target, part.state, block.level, part.gap,
                was=unit.was if part.segment <= 1 else "", notes=(unit.why,) if unit.why and part.segment <= 1 else (),
            ))  # fmt: skip
    return found


def _untouched(source: Document, at: int) -> Unit:
    """A block that nobody has worked on: what has no words, and code, may stay as it is."""
    block, content = source.blocks[at], contents.of_block(source, at)
    if wordy(block.kind, block.text) or block.kind is Kind.BYLINE:
        return Unit(at, content, places=(at,))
    return Unit(at, content, content, State.DONE, (at,))


def _units(work: Work, draft: Document, pair: Pair, was: Document) -> list[Unit]:
    """One for each block of the source that a pair holds: where several are rendered together, the first has all of the translation."""
    if not pair.source:
        return []
    first, *others = sorted(pair.source)
    places = tuple(sorted(pair.target))
    source = contents.of_block(work.source, first)
    omitted = {row.base_position: row.reason for row in work.known.apart if row.kind == "omission"}
    if not places:
        return [_missing(work, at, omitted) for at in sorted(pair.source)]
    target, breaks = _joined(draft, places, source)
    unit = _stated(work, Unit(first, source, target, State.DONE, places, breaks), was)
    together = f"Rendered together with block {first + 1}: write there."
    return [unit, *(Unit(at, contents.of_block(work.source, at), (), State.LOCKED, why=together) for at in others)]


def _missing(work: Work, at: int, omitted: dict[int | None, str]) -> Unit:
    content = contents.of_block(work.source, at)
    if at in omitted:
        return Unit(at, content, (), State.LOCKED, why=f"Left out on purpose: {omitted[at]}")
    return Unit(at, content)


def _joined(draft: Document, places: Sequence[int], source: Content) -> tuple[Content, tuple[int, ...]]:
    """The content of the blocks that render one, with a code for each end of a paragraph between them."""
    whole: list[str | inline.Code] = []
    ends: list[inline.Code] = []
    for before, place in zip((None, *places), places, strict=False):
        if before is not None:
            ends.append(contents.a_break(1_000_000 + len(ends), draft.text[draft.blocks[before].end : draft.blocks[place].start]))
            whole.append(ends[-1])
        shift = 1000 * len(ends)  # numbers of their own until they are given the source's
        whole += (replace(piece, number=piece.number + shift) if isinstance(piece, inline.Code) else piece for piece in contents.of_block(draft, place))
    numbered = inline.like_source(source, inline.joined(whole))
    marks = {code.data for code in ends}
    return numbered, tuple(code.number for code in inline.codes(numbered) if code.kind is UnitKind.PUNCTUATION and code.data in marks)


def _stated(work: Work, unit: Unit, was: Document) -> Unit:
    """The unit with its state: what is left to do, what differs on purpose, what nobody has translated."""
    localised = {row.position: row.reason for row in work.known.apart if row.kind == "localised"}
    reason = next((localised[at] for at in unit.places if at in localised), "")
    todo = next((row for row in work.known.rows if row.todo and row.base_position == unit.block), None)
    if reason and todo is None:
        return replace(unit, state=State.LOCKED, why=f"Differs on purpose: {reason}")
    if inline.written(unit.target) == inline.written(unit.source) and wordy(work.source.blocks[unit.block].kind, inline.text(unit.source)):
        return replace(unit, target=(), state=State.NEW)
    if todo is None or todo.todo == renderings.UNTRANSLATED:
        return unit
    before = was.blocks[unit.block].text if todo.text_id is not None and unit.block < len(was.blocks) else ""
    return replace(unit, state=State.OPEN, was=before if before != work.source.blocks[unit.block].text else "")


def _parts(work: Work, unit: Unit, by_sentence: bool) -> list[Part]:
    whole = [Part(0, unit.source, unit.target, unit.state, "")]
    pieces = contents.rows_of(work.source, unit.block, unit.source, work.language, by_sentence=by_sentence)
    if len(pieces) == 1 or unit.breaks:
        return whole
    kind = work.source.blocks[unit.block].kind
    gaps = [gap if kind is Kind.CODE else _gap(gap, work) for _, gap in pieces]
    if not unit.target:
        return [Part(at, piece, (), unit.state, gap) for at, ((piece, _), gap) in enumerate(zip(pieces, gaps, strict=True), 1)]
    targets = _of_target(work, unit, by_sentence)
    if len(targets) != len(pieces):
        return whole
    return [
        Part(at, piece, (), State.NEW, gap or between) if unit.state is not State.LOCKED and _same(piece, target) and wordy(kind, inline.text(piece))
        else Part(at, piece, target, unit.state, gap or between)
        for at, ((piece, _), between, (target, gap)) in enumerate(zip(pieces, gaps, targets, strict=True), 1)
    ]  # fmt: skip


def _of_target(work: Work, unit: Unit, by_sentence: bool) -> list[tuple[Content, str]]:
    document, place = (work.draft, unit.places[0]) if work.draft is not None else (work.source, unit.block)
    if (document.blocks[place].kind is Kind.CODE) != (work.source.blocks[unit.block].kind is Kind.CODE):
        return []
    return contents.rows_of(document, place, unit.target, work.target_language, by_sentence=by_sentence)


def _same(one: Content, two: Content) -> bool:
    return inline.written(one) == inline.written(two)


def _gap(between: str, work: Work) -> str:
    """The white space between two sentences of a translation, by what its language puts there."""
    if work.target_language.partition("-")[0] in _NO_SPACES:
        return between.strip(" ")
    return between or (" " if work.language.partition("-")[0] in _NO_SPACES else "")


def whole(work: Work, unit: Unit, given: dict[int, Content], by_sentence: bool) -> Content:
    """A unit's translation of its rows: those `given` by segment, of the others what there was, or the source."""
    parts = work.parts(unit, by_sentence)
    pieces = [(given.get(part.segment) or part.target or part.source, part.gap if part is not parts[-1] else "") for part in parts]
    return inline.joined(chain.from_iterable((*piece, gap) for piece, gap in pieces))
