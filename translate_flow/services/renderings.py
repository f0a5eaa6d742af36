"""What is known, block by block, of how a revision renders its source: pairs, what is left to do, what differs on purpose.

It belongs to a revision. A new revision of the same version takes it over along the difference of the two texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from translate_flow import formats
from translate_flow.formats import encoding
from translate_flow.models import Difference, Pairing, Rendering, Revision
from translate_flow.services import texts
from translate_flow.text.carry import Differences
from translate_flow.text.diff import Change, Diff
from translate_flow.text.document import Document
from translate_flow.text.pairing import Pair

UNTRANSLATED = "added"  # what is to be done with a block that nobody has translated yet


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `renderings` without its revision; see `models.Rendering`."""

    base_position: int | None
    position: int | None
    text_id: int | None
    block: int | None
    todo: str
    change_class: str
    since: Any


@dataclass(frozen=True, slots=True)
class Apart:
    """A row of `differences` without its revision; see `models.Difference`."""

    kind: str
    base_position: int | None
    position: int | None
    reason: str
    person_id: int | None
    at: Any


@dataclass(frozen=True, slots=True)
class Known:
    """Of one revision. `confidence` of the pair of (its block, its base's block)."""

    pairs: dict[tuple[int, int], float] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)

    def paired(self, base: Document, text: Document) -> list[Pair]:
        """The pairs as `text.carry` takes them; none where none were kept."""
        return grouped(self.pairs, len(base.blocks), len(text.blocks)) if self.pairs else []

    def differences(self) -> Differences:
        """As `text.carry` takes them."""
        return Differences(
            notes=frozenset(row.position for row in self.apart if row.kind == "note" and row.position is not None),
            localised=frozenset(row.position for row in self.apart if row.kind == "localised" and row.position is not None),
            omitted=frozenset(row.base_position for row in self.apart if row.kind == "omission" and row.base_position is not None),
        )

    @property
    def untranslated(self) -> frozenset[int]:
        return frozenset(row.base_position for row in self.rows if row.todo == UNTRANSLATED and row.base_position is not None)


def of(session: Session, revision: Revision) -> Known:
    """What is recorded of a revision."""
    pairs = session.execute(select(Pairing.position, Pairing.base_position, Pairing.confidence).where(Pairing.revision_id == revision.id)).all()
    names = (Rendering.base_position, Rendering.position, Rendering.text_id, Rendering.block, Rendering.todo, Rendering.change_class, Rendering.since)
    rows = session.execute(select(*names).where(Rendering.revision_id == revision.id).order_by(Rendering.number)).all()
    columns = (Difference.kind, Difference.base_position, Difference.position, Difference.reason, Difference.person_id, Difference.at)
    apart = session.execute(select(*columns).where(Difference.revision_id == revision.id).order_by(Difference.number)).all()
    return Known({(at, base): sure for at, base, sure in pairs}, [Row(*row) for row in rows], [Apart(*row) for row in apart])


def keep(session: Session, revision: Revision, known: Known) -> None:
    """Records it of a revision that has just been made."""
    session.flush()
    pairs = [{"revision_id": revision.id, "position": at, "base_position": base, "confidence": sure} for (at, base), sure in sorted(known.pairs.items())]
    rows = [{"revision_id": revision.id, "number": at, **_columns(row)} for at, row in enumerate(known.rows)]
    apart = [{"revision_id": revision.id, "number": at, **_columns(row)} for at, row in enumerate(known.apart)]
    for model, values in ((Pairing, pairs), (Rendering, rows), (Difference, apart)):
        if values:
            session.execute(insert(model), values)


def _columns(row: Row | Apart) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def grouped(pairs: Mapping[tuple[int, int], float], sources: int, targets: int) -> list[Pair]:
    """Links between blocks as pairs of groups, in the order of the source; what has no link stands by itself."""
    by_target: dict[int, list[int]] = {}
    by_source: dict[int, list[int]] = {}
    for at, base in sorted(pairs):
        if at < targets and base < sources:
            by_target.setdefault(at, []).append(base)
            by_source.setdefault(base, []).append(at)
    found: list[Pair] = []
    done: set[int] = set()
    for start in range(sources):
        if start in done:
            continue
        one, two, waiting = {start}, set[int](), [start]
        while waiting:
            for at in by_source.get(waiting.pop(), []):
                two.add(at)
                fresh = set(by_target[at]) - one
                one |= fresh
                waiting += sorted(fresh)
        done |= one
        sure = min((pairs[at, base] for base in one for at in by_source.get(base, [])), default=0.5)
        found.append(Pair(tuple(sorted(one)), tuple(sorted(two)), sure))
    alone = [Pair((), (at,), 0.5) for at in range(targets) if at not in by_target]
    return [*found, *alone]


def linked(pairs: Iterable[Pair]) -> dict[tuple[int, int], float]:
    """Pairs as links: (block of the text, block of its base) → confidence."""
    return {(at, base): pair.confidence for pair in pairs for at in pair.target for base in pair.source}


def completed(known: dict[tuple[int, int], float], fresh: Iterable[Pair]) -> dict[tuple[int, int], float]:
    """Links that are known, and those found anew between blocks that have none."""
    own, bases = {at for at, _ in known}, {base for _, base in known}
    return known | {(at, base): sure for (at, base), sure in linked(fresh).items() if at not in own and base not in bases}


def rendered(session: Session, base: Revision, document: Document, rows: Sequence[Row]) -> Document:
    """The base as a translation really renders it: blocks that it did not follow, or has followed further, as they are there.

    A block that cannot stand in the base's frame stays as it is there: it is looked at again, never taken for done.
    """
    wanted = {row.base_position: (row.text_id, row.block) for row in rows if row.base_position is not None and row.text_id is not None}
    if not wanted:
        return document
    others = {base.text_id: document}
    sources: dict[int, str] = {}
    for position, (text_id, block) in wanted.items():
        if text_id not in others:
            others[text_id] = texts.read(session, text_id)
        sources[position] = others[text_id].source(others[text_id].blocks[block or 0])
    made = _read(document, document.with_sources(sources))
    if _took(made, document, sources):
        return made
    for position in sorted(sources):  # one by one: only what does not fit is left out
        made = _read(document, document.with_sources({position: sources[position]}))
        if not _took(made, document, {position: sources[position]}):
            del sources[position]
    return _read(document, document.with_sources(sources))


def _read(like: Document, text: str) -> Document:
    return formats.get(like.format).read(encoding.encode(replace(like, text=text)))


def _took(made: Document, document: Document, sources: Mapping[int, str]) -> bool:
    return len(made.blocks) == len(document.blocks) and all(made.source(made.blocks[at]) == source for at, source in sources.items())


def positions(found: Diff, *, edited: bool = True) -> dict[int, int]:
    """Old position → new position of the blocks that are still there, one to one; edited ones too, unless told otherwise."""
    one_to_one = {Change.SAME, Change.MOVED, *((Change.EDITED, Change.MOVED_EDITED) if edited else ())}
    return {change.old[0]: change.new[0] for change in found.changes if change.change in one_to_one}


def number(row: Row, blocks: int) -> int:
    """By what a row is named, from 0: its block of the base, which has so many `blocks`; past those, the own block of one whose
    source is gone."""
    return row.base_position if row.base_position is not None else blocks + (row.position or 0)


def followed(known: Known, found: Diff, fresh: Sequence[Pair], blocks: int, *, ticked: frozenset[int] = frozenset()) -> tuple[Known, list[Row]]:
    """What is known of a text, for the text that its translator made of it, on the same base; and what they have settled.

    Settled is what they changed or took out, and what they `ticked` (see `number`; the base has so many `blocks`). `fresh`: pairs found anew,
    which hold for blocks that the difference does not explain.
    """
    steady, moved = positions(found, edited=False), positions(found)
    rows, settled = [], []
    for row in known.rows:
        looked_at = row.position is not None and row.position not in steady
        if row.todo and (looked_at or number(row, blocks) in ticked):
            settled.append(row)
        else:
            rows.append(Row(row.base_position, _moved(row.position, moved), row.text_id, row.block, row.todo, row.change_class, row.since))
    links = completed({(moved[at], base): sure for (at, base), sure in known.pairs.items() if at in moved}, fresh)
    apart = [
        Apart(row.kind, row.base_position, _moved(row.position, moved), row.reason, row.person_id, row.at)
        for row in known.apart if row.position is None or row.position in moved
    ]  # fmt: skip
    return Known(links, rows, apart), settled


def apart(known: Known, own: Diff, bases: Diff) -> list[Apart]:
    """The deliberate differences of a text that has changed and now follows another base."""
    mine, theirs = positions(own), positions(bases)
    rows = [Apart(row.kind, _moved(row.base_position, theirs), _moved(row.position, mine), row.reason, row.person_id, row.at) for row in known.apart]
    return [
        row for row, was in zip(rows, known.apart, strict=True)
        if (row.position is not None or was.position is None) and (row.base_position is not None or was.base_position is None)
    ]  # fmt: skip


def source_of(session: Session, row: Row) -> str:
    """The reader's text of the block that a row names; empty where it names none."""
    if row.text_id is None or row.block is None:
        return ""
    blocks = texts.read(session, row.text_id).blocks
    return blocks[row.block].text if row.block < len(blocks) else ""


def _moved(position: int | None, moved: Mapping[int, int]) -> int | None:
    return moved.get(position) if position is not None else None
