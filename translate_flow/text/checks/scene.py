"""What checks look at: two documents, the blocks that belong together, and what was found out about them, each once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from translate_flow.text import inline, units
from translate_flow.text.carry import Differences
from translate_flow.text.checks.finding import Finding, Severity, Span, fingerprint
from translate_flow.text.document import Block, Document, Kind
from translate_flow.text.facts import Fact, FactKind, facts
from translate_flow.text.pairing import Pair
from translate_flow.text.terms import Glossary
from translate_flow.text.units import UnitKind

HEADLINES = frozenset({Kind.TITLE, Kind.HEADING})
UNTRANSLATED_KINDS = frozenset({Kind.CODE, Kind.BYLINE, Kind.DATE, Kind.PROVENANCE})  # nobody reads these word by word
MASK = "\ufffc"  # stands for a character of code or of an address
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]+", re.I)
_MOST = 50  # pieces of code that readers do not see as they are written, of a block; then the rest is not looked for
_ANCHOR = re.compile(r"\{#[^{}\s]*\}")  # a heading's own address, where the format leaves it in the text
_CODE_TAGS = re.compile(r"<(code|kbd|samp|var|pre|tt)\b", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A block of one side, with its inner source; `masked` is its reader's text, characters of code and addresses masked."""

    block: int
    kind: Kind
    level: int
    text: str
    source: str
    masked: str


class Side:
    """The blocks of one side of a pair as one text, a line each."""

    def __init__(self, parts: Sequence[Part], language: str, syntax: str) -> None:
        self.parts, self.language, self.syntax = tuple(parts), language, syntax
        self._starts = [0]
        for part in self.parts[:-1]:
            self._starts.append(self._starts[-1] + len(part.text) + 1)

    def __bool__(self) -> bool:
        return bool(self.parts)

    @cached_property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts)

    @cached_property
    def masked(self) -> str:
        return "\n".join(part.masked for part in self.parts)

    @cached_property
    def source(self) -> str:
        return "\n".join(part.source for part in self.parts)

    @cached_property
    def content(self) -> inline.Content:
        """Text and codes of all parts."""
        return inline.joined(piece for part in self.parts for piece in (*inline.split(part.source, self.syntax), "\n"))

    @cached_property
    def facts(self) -> list[Fact]:
        headline = all(part.kind in HEADLINES for part in self.parts)
        return facts(self.masked, self.language, headline=headline)

    def stated(self, kind: FactKind) -> list[Fact]:
        return [fact for fact in self.facts if fact.kind is kind]

    @property
    def prose(self) -> bool:
        """Whether it is something that a translator writes."""
        return bool(self.parts) and not any(part.kind in UNTRANSLATED_KINDS for part in self.parts)

    def at(self, start: int, end: int) -> Span:
        """A place in the joined text as one in a block; what goes over its end is cut."""
        place = max(0, bisect_right(self._starts, start) - 1)
        part, offset = self.parts[place], self._starts[place]
        return Span(part.block, start - offset, min(end - offset, len(part.text)), part.text)

    def whole(self) -> Span:
        """The first block, all of it."""
        part = self.parts[0]
        return Span(part.block, 0, 0, part.text)


@dataclass(frozen=True, slots=True)
class View:
    """Blocks that belong together. `source` is empty where a text is checked by itself, `certain` is the pairing's confidence."""

    source: Side
    target: Side
    certain: float

    @property
    def prose(self) -> bool:
        return self.source.prose and self.target.prose


class Scene:
    """`target` against `source`; `source` may be None: an original, which is checked by itself.

    `todo` and `base_todo`: blocks of target and source that are known to be left to do, and `differences` what differs on
    purpose: no check looks at these.
    """

    def __init__(
        self, source: Document | None, target: Document, pairs: Sequence[Pair], languages: tuple[str, str], *,
        differences: Differences | None = None, todo: frozenset[int] = frozenset(), base_todo: frozenset[int] = frozenset(),
        glossary: Glossary | None = None,
    ) -> None:  # fmt: skip
        self.source, self.target, self.languages, self.glossary = source, target, languages, glossary
        apart = differences or Differences()
        self._own = apart.notes | apart.localised | todo
        self._omitted = apart.omitted | base_todo
        self.pairs = [pair for pair in pairs if not self._own.intersection(pair.target) and not self._omitted.intersection(pair.source)]

    @cached_property
    def views(self) -> list[View]:
        """The pairs that have both sides, in the order of the source; of an original, each block by itself."""
        if self.source is None:
            nothing = Side((), "", "")
            return [View(nothing, self._side(self.target, (at,), 1), 1.0) for at in range(len(self.target.blocks)) if at not in self._own]
        return [
            View(self._side(self.source, pair.source, 0), self._side(self.target, pair.target, 1), pair.confidence)
            for pair in self.pairs if pair.source and pair.target
        ]  # fmt: skip

    @cached_property
    def alone(self) -> list[View]:
        """Blocks of a translation that have no counterpart."""
        if self.source is None:
            return []
        nothing = Side((), "", "")
        own = (View(nothing, self._side(self.target, pair.target, 1), pair.confidence) for pair in self.pairs if not pair.source)
        return [view for view in own if view.target.prose]

    @cached_property
    def prose(self) -> list[View]:
        """Those that a translator writes; of an original, a writer."""
        return [view for view in self.views if view.target.prose and (view.source.prose or not view.source)]

    @property
    def kin(self) -> bool:
        """Whether both languages are one, as with regional variants."""
        return self.source is not None and self.languages[0].partition("-")[0] == self.languages[1].partition("-")[0]

    def spared(self, block: int) -> bool:
        """Whether a block of the translation differs on purpose, or is known to be left to do."""
        return block in self._own

    def left_out(self, block: int) -> bool:
        """The same of a block of the source."""
        return block in self._omitted

    def _side(self, document: Document, positions: Sequence[int], which: int) -> Side:
        parts = [_part(document, at) for at in positions]
        return Side(parts, self.languages[which], document.format)

    def span(self, block: int, *, source: bool = False) -> Span:
        """A whole block."""
        document = self.source if source else self.target
        assert document is not None
        return Span(block, 0, 0, document.blocks[block].text)


def found(
    check: str, severity: Severity, message: str, target: Span | None = None, source: Span | None = None, *, beside: int | None = None,
    source_beside: int | None = None,
) -> Finding:  # fmt: skip
    """A finding about a place in the translation, in the source, or both. `beside`, `source_beside`: the block to show where it is about none."""
    about = [span.about for span in (target, source) if span is not None]
    return Finding(
        check, severity, message, target.block if target else beside, source.block if source else source_beside,
        target.start if target else 0, target.end if target else 0, source.start if source else 0, source.end if source else 0,
        fingerprint(f"{check} {'t' if target else ''}{'s' if source else ''}", about),
    )  # fmt: skip


def _part(document: Document, at: int) -> Part:
    block = document.blocks[at]
    source = document.source(block)
    return Part(at, block.kind, block.level, block.text, source, _masked(block, source, document.format))


def _masked(block: Block, source: str, syntax: str) -> str:
    """The reader's text with what is code or an address masked, character by character."""
    text = block.text
    if block.kind is Kind.CODE:
        return MASK * len(text)
    if "`" in source or "{" in source or "<" in source:
        at = missed = 0
        pieces = list(text)
        for inner in _codes(source, syntax):
            place = text.find(inner, at)
            if place >= 0:
                at = place + len(inner)
                pieces[place:at] = MASK * len(inner)
            elif (missed := missed + 1) > _MOST:
                break
        text = "".join(pieces)
    if "{#" in text:
        text = _ANCHOR.sub(lambda match: MASK * len(match[0]), text)
    if "://" in text or "@" in text or "www." in text:
        text = _ADDRESS.sub(lambda match: MASK * len(match[0]), text)
    return text


def _codes(source: str, syntax: str) -> Iterator[str]:
    """What stands between the marks of code, in order, as a reader reads it."""
    closing, inside = "", list[str]()
    for unit in units.split(source, syntax):
        if closing:
            if unit.lower() == closing:
                yield " ".join("".join(inside).split())
                closing = ""
            else:
                inside.append(unit)
        elif unit[0] in "`{" and units.kind(unit) is UnitKind.CODE:
            inner = " ".join(unit.strip("`").split()) if unit[0] == "`" else unit
            if inner:
                yield inner
        elif unit[0] == "<" and (tag := _CODE_TAGS.match(unit)):
            closing, inside = f"</{tag[1].lower()}>", []
