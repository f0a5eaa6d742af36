"""A text in outline: what it says of itself.

All that is needed to find out what a site of thousands of texts is. A format may draw it without reading every block, many times as fast
(`formats.sketch`); what it draws is equal for title, language, date, `meta` and provenance, and near enough in the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from translate_flow.text.document import Document, Kind, Provenance

READ = 4000  # characters of running text: more says nothing new of its language

LINK = re.compile(r"""\bhref\s*=\s*["']?([^\s"'<>]+)|\]\(<?([^\s()<>]+)""", re.I)  # in HTML, or in Markdown
_WORD = re.compile(r"[^\W\d_]+")
_RUNNING = 4  # words that are no names, from which a caption says something in a language
_CASELESS = 40  # letters of a caption in a script without capitals that do
_NOT_RUNNING = frozenset({Kind.CODE, Kind.PROVENANCE, Kind.BYLINE, Kind.DATE})


@dataclass(frozen=True, slots=True)
class Sketch:
    """`title` to `meta`, and `warnings`, as in `Document`. `links`: where its provenance line leads. `running`: what it says in sentences, up to READ characters."""

    title: str
    language: str
    date: str
    provenance: Provenance | None
    links: tuple[str, ...]
    running: str
    meta: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def of(document: Document) -> Sketch:
    """The sketch of a text that was read whole."""
    return Sketch(document.title, document.language, document.date, document.provenance, _links(document), running(document), document.meta, document.warnings)


def running(document: Document) -> str:
    """What a document says in sentences, a block a line, as far as it is needed to know its language.

    Without captions that only name a place, a day and a photographer: a gallery would be read as in the language of its names.
    """
    lines, size = [], 0
    for block in document.blocks:
        if block.kind in _NOT_RUNNING or size >= READ or (block.kind is Kind.CAPTION and not _says_something(block.text)):
            continue
        lines.append(block.text)
        size += len(block.text)
    return "\n".join(lines)[:READ]


def _says_something(caption: str) -> bool:
    """Whether a caption is a sentence rather than names."""
    words: list[str] = _WORD.findall(caption)
    if any(word != word.lower() for word in words):
        return sum(word[0].islower() for word in words) >= _RUNNING
    return sum(map(len, words)) >= _CASELESS or len(words) >= 2 * _RUNNING


def _links(document: Document) -> tuple[str, ...]:
    """Where the line under the byline leads."""
    line = document.provenance
    if line is None:
        return ()
    found = [line.link] if line.link else []
    for block in document.blocks:
        if block.kind is Kind.PROVENANCE:
            found += [one or two for one, two in LINK.findall(document.source(block))]
    return tuple(dict.fromkeys(found))
