"""The two documents as wholes: what is missing, what was added, what became something else."""

from __future__ import annotations

from collections.abc import Iterator

from translate_flow.text.checks.finding import Finding, Severity
from translate_flow.text.checks.scene import Scene, found
from translate_flow.text.document import Block, Document, Kind

_OURS = frozenset({Kind.PROVENANCE, Kind.DATE, Kind.BYLINE})  # each language has its own
_FORM = frozenset({Kind.HEADING, Kind.LIST_ITEM, Kind.TABLE_CELL, Kind.CAPTION, Kind.QUOTE, Kind.FOOTNOTE})
_WORDS = {
    Kind.TITLE: "title", Kind.STANDFIRST: "standfirst", Kind.HEADING: "heading", Kind.PARAGRAPH: "paragraph", Kind.LIST_ITEM: "list item", Kind.QUOTE: "quote",
    Kind.CAPTION: "caption", Kind.TABLE_CELL: "table cell", Kind.CODE: "code block", Kind.FOOTNOTE: "footnote", Kind.BYLINE: "byline",
}  # fmt: skip
_LABEL = 24  # characters: shorter ones may be labels that a component prints by itself in the other language
_SURE = 0.3  # confidence of a pair from which its form is compared


def parity(scene: Scene) -> Iterator[Finding]:
    """Blocks that are missing or were added, and headings, list items, table cells and captions that became something else."""
    if scene.source is None:
        return
    yield from _alone(scene, scene.source)
    for pair in scene.pairs:
        if len(pair.source) == len(pair.target) == 1 and pair.confidence >= _SURE:
            one, two = scene.source.blocks[pair.source[0]], scene.target.blocks[pair.target[0]]
            if one.kind is two.kind is Kind.HEADING and one.level != two.level:
                message = f"a heading of level {one.level} in the source, of level {two.level} here"
                yield found("parity", Severity.WARNING, message, scene.span(pair.target[0]), scene.span(pair.source[0], source=True))
            elif one.kind is not two.kind and (one.kind in _FORM or two.kind in _FORM) and not {one.kind, two.kind} & _OURS:
                message = f"a {_WORDS[one.kind]} in the source, a {_WORDS[two.kind]} here"
                yield found("parity", Severity.NOTE, message, scene.span(pair.target[0]), scene.span(pair.source[0], source=True))


def _alone(scene: Scene, source: Document) -> Iterator[Finding]:
    """Blocks without a counterpart; of the translation's own, the source's block before them is shown."""
    source_before = 0
    for pair in scene.pairs:
        for at in pair.source if not pair.target else ():
            if (grave := _gravity(source.blocks[at], missing=True)) is not None:
                yield found("parity", grave, f"this {_WORDS[source.blocks[at].kind]} of the source is missing", None, scene.span(at, source=True))
        for at in pair.target if not pair.source else ():
            block = scene.target.blocks[at]
            if (grave := _gravity(block, missing=False)) is not None:
                yield found("parity", grave, f"this {_WORDS[block.kind]} is not in the source", scene.span(at), None, source_beside=source_before or None)
        source_before = pair.source[-1] if pair.source else source_before


def _gravity(block: Block, *, missing: bool) -> Severity | None:
    if block.kind in _OURS or not any(map(str.isalnum, block.text)):
        return None
    if not missing:
        return Severity.WARNING if len(block.text) > _LABEL else Severity.NOTE
    return Severity.ERROR if block.kind is not Kind.CODE else Severity.WARNING
