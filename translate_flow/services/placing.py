"""Translations put into a draft by block of its source: in place of what is there, or as new blocks where there is nothing yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from translate_flow import formats
from translate_flow.exchange import contents
from translate_flow.formats import encoding
from translate_flow.services import renderings
from translate_flow.services.kits import Unit, Work
from translate_flow.services.renderings import Apart, Known, Row
from translate_flow.text import composing, inline, memory
from translate_flow.text.composing import Piece
from translate_flow.text.document import Document
from translate_flow.text.inline import Code, Content
from translate_flow.text.pairing import Pair

_NOWHERE = "there is no place for it in the draft; put it in with the document itself"


@dataclass(frozen=True, slots=True)
class Made:
    """The draft with translations put in. `moved`: where the old draft's blocks are now; `changed`: which of them say something else.

    `added`: the new draft's blocks that are new, by block of the source; `refused`: blocks of the source that could not be put in, and why.
    """

    document: Document
    pairs: list[Pair]
    moved: dict[int, int]
    changed: frozenset[int]
    added: dict[int, int]
    refused: dict[int, str]


def place(work: Work, wanted: Mapping[int, Content]) -> Made:
    """Puts contents in, by block of the source. What would be read as something else is left out, and said."""
    frame = work.draft if work.draft is not None else work.source
    units = {unit.block: unit for unit in work.units}
    refused: dict[int, str] = {}
    inside: dict[int, Content] = {}
    owner: dict[int, int] = {}
    fresh: dict[int, Content] = {}
    for block, content in wanted.items():
        unit = units[block]
        if not unit.places:
            fresh[block] = content
            continue
        pieces = _pieces(unit, content)
        if len(pieces) != len(unit.places):
            refused[block] = "a paragraph of it is gone; leave the codes between them where they are"
            continue
        inside |= dict(zip(unit.places, pieces, strict=True))
        owner |= dict.fromkeys(unit.places, block)
    document, failed = contents.placed(frame, inside)
    refused |= {owner[place]: why for place, why in failed.items()}
    changed = frozenset(at for at in inside if at not in failed and document.source(document.blocks[at]) != frame.source(frame.blocks[at]))
    added: dict[int, int] = {}
    moved = {at: at for at in range(len(frame.blocks))}
    if fresh:
        document, moved, added = _inserted(work, document, fresh)
        refused |= dict.fromkeys(fresh.keys() - added.keys(), _NOWHERE)
    return Made(document, _pairs(work, document, moved, added), moved, changed, added, refused)


def known(work: Work, made: Made, ticked: frozenset[int], reopened: frozenset[int]) -> tuple[Known, frozenset[int]]:
    """What is known of the new draft, from what was of the old; and the blocks of the source that are settled: changed, put in or `ticked`.

    Those `reopened` were changed, and are to be looked at still.
    """
    blocks = len(work.source.blocks)
    rows, settled = [], set[int]()
    for row in work.known.rows:
        number = renderings.number(row, blocks)
        done = (row.position in made.changed and row.base_position not in reopened) or number in ticked or row.base_position in made.added
        if row.todo and done:
            settled.add(number)
        else:
            rows.append(Row(row.base_position, _at(made, row.position), row.text_id, row.block, row.todo, row.change_class, row.since))
    apart = [Apart(row.kind, row.base_position, _at(made, row.position), row.reason, row.person_id, row.at) for row in work.known.apart]
    return Known(renderings.linked(made.pairs), rows, apart), frozenset(settled)


def _at(made: Made, position: int | None) -> int | None:
    return made.moved.get(position) if position is not None else None


def _pairs(work: Work, document: Document, moved: Mapping[int, int], added: Mapping[int, int]) -> list[Pair]:
    if work.draft is None:
        return [Pair((at,), (at,), 1.0) for at in range(len(document.blocks))]
    links = {(moved[at], base): sure for (at, base), sure in renderings.linked(work.pairs).items()}
    links |= {(at, block): 1.0 for block, at in added.items()}
    return renderings.grouped(links, len(work.source.blocks), len(document.blocks))


def _pieces(unit: Unit, content: Content) -> list[Content]:
    """The content of each of the blocks that render a unit."""
    parts: list[list[str | Code]] = [[]]
    for piece in content:
        if isinstance(piece, Code) and piece.number in unit.breaks:
            parts.append([])
        else:
            parts[-1].append(piece)
    return [inline.joined(part) for part in parts]


def _inserted(work: Work, draft: Document, fresh: Mapping[int, Content]) -> tuple[Document, dict[int, int], dict[int, int]]:
    """The draft with new blocks behind those that render what is before them in the source; without them where that cannot be."""
    renders: dict[int, tuple[int, ...]] = {at: pair.source for pair in work.pairs for at in pair.target}
    pieces = [Piece(draft.source(block), renders.get(at, ()), renders.get(at, ()), (at,)) for at, block in enumerate(draft.blocks)]
    for block in sorted(fresh):
        source = contents.source_of(work.source, block, fresh[block])
        before = [at for at, piece in enumerate(pieces) if piece.new and piece.new[-1] < block]
        pieces.insert(before[-1] + 1 if before else 0, Piece(source, (block,), (block,), ()))
    learnt = memory.learn(work.source, draft, work.pairs, frozenset(), (work.language, work.target_language))
    text, _ = composing.compose(work.source, work.source, draft, pieces, learnt, "translation")
    module = formats.get(draft.format)

    def read(said: str) -> Document:
        return module.read(encoding.encode(replace(draft, text=said)))

    if not composing.reads_back(read, text, [piece.source for piece in pieces]):
        return draft, {at: at for at in range(len(draft.blocks))}, {}
    moved = {piece.was[0]: at for at, piece in enumerate(pieces) if piece.was}
    return read(text), moved, {piece.new[0]: at for at, piece in enumerate(pieces) if not piece.was}
