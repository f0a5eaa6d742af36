"""A text in outline: what it says of itself, and what of it can be known again in another language.

All that is needed to find out what a site of thousands of texts is. A format may draw it without reading every block, many times as fast
(`formats.sketch`); what it draws is equal for title, language, date, `meta` and provenance, and near enough in the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from translate_flow.text.anchors import address, figure
from translate_flow.text.document import Document, Kind, Provenance

READ = 4000  # characters of running text: more says nothing new of its language

_TARGET = re.compile(r"\]\(<?([^\s()<>]+)|\b(?:href|src)\s*=\s*[\"']?([^\s\"'<>]+)", re.I)
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^\s"'<>]+)|\]\(<?([^\s()<>]+)""", re.I)
_CODE = re.compile(r"`([^`\n]+)`")
_NUMBER = re.compile(r"\d[\d.,]*\d")
_NOT_RUNNING = frozenset({Kind.CODE, Kind.PROVENANCE, Kind.BYLINE, Kind.DATE})


@dataclass(frozen=True, slots=True)
class Sketch:
    """`title` to `meta` as in `Document`. `links`: where its provenance line leads. `running`: what it says in sentences, up to READ characters.

    `marks`: what stands in its translations too, and how often: `u` addresses, `c` code in a line, `l` lines of code, `n` figures, `r` images,
    and `k` how many blocks of each kind it has.
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
    return Sketch(
        document.title, document.language, document.date, document.provenance, _links(document), running(document), _marks(document), document.meta,
    )  # fmt: skip


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


def _marks(document: Document) -> Counter[str]:
    counts: Counter[str] = Counter()
    for block in document.blocks:
        counts[f"k {block.kind} {block.level}"] += 1
        if block.kind is Kind.CODE:
            counts.update(code_marks(block.text))
        else:
            counts.update(source_marks(document.source(block)))
            counts.update(figure_marks(block.text))
            if block.ref:
                counts[f"r {block.ref.rsplit('/', 1)[-1]}"] += 1
    return counts


def source_marks(source: str) -> Iterable[str]:
    """The addresses and the code in lines of a piece of Markdown or HTML."""
    for one, two in _TARGET.findall(source):
        yield f"u {address(one or two)}"
    for code in _CODE.findall(source):
        yield f"c {code}"


def code_marks(code: str) -> Iterable[str]:
    """The lines of a block of code that say something."""
    return (f"l {line.strip()}" for line in code.split("\n") if len(line.strip()) > 3)


def figure_marks(text: str) -> Iterable[str]:
    """The larger figures of a text."""
    return (f"n {figure(number)}" for number in _NUMBER.findall(text))
