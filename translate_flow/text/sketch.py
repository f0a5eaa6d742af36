"""A text in outline: what it says of itself, and what of it can be known again in another language.

All that is needed to find out what a site of thousands of texts is. A format may draw it without reading every block, many times as fast
(`formats.sketch`); what it draws is equal for title, language, date, `meta` and provenance, and near enough in the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from translate_flow.text import marks
from translate_flow.text.document import Document, Kind, Provenance

READ = 4000  # characters of running text: more says nothing new of its language

_HREF = re.compile(r"""\bhref\s*=\s*["']?([^\s"'<>]+)|\]\(<?([^\s()<>]+)""", re.I)
_NOT_RUNNING = frozenset({Kind.CODE, Kind.PROVENANCE, Kind.BYLINE, Kind.DATE})


@dataclass(frozen=True, slots=True)
class Sketch:
    """`title` to `meta` as in `Document`. `links`: where its provenance line leads. `running`: what it says in sentences, up to READ characters.

    `marks`: what stands in its translations too, and how often (`text.marks`).
    """

    title: str
    language: str
    date: str
    provenance: Provenance | None
    links: tuple[str, ...]
    running: str
    marks: Mapping[str, int]
    meta: Mapping[str, str] = field(default_factory=dict)


def of(document: Document) -> Sketch:
    """The sketch of a text that was read whole."""
    found = marks.marks(marks.lines(document.text))
    return Sketch(document.title, document.language, document.date, document.provenance, _links(document), running(document), found, document.meta)


def running(document: Document) -> str:
    """What a document says in sentences, a block a line, as far as it is needed to know its language."""
    lines, size = [], 0
    for block in document.blocks:
        if block.kind not in _NOT_RUNNING and size < READ:
            lines.append(block.text)
            size += len(block.text)
    return "\n".join(lines)[:READ]


def _links(document: Document) -> tuple[str, ...]:
    """Where the line under the byline leads."""
    line = document.provenance
    if line is None:
        return ()
    found = [line.link] if line.link else []
    for block in document.blocks:
        if block.kind is Kind.PROVENANCE:
            found += [one or two for one, two in _HREF.findall(document.source(block))]
    return tuple(dict.fromkeys(found))
