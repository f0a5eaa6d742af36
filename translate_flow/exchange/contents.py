"""Blocks of a document as content, and content put back into their places, byte for byte where nothing changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

from translate_flow import formats
from translate_flow.errors import TranslateFlowError
from translate_flow.formats import encoding
from translate_flow.text import inline
from translate_flow.text.document import Document, Kind
from translate_flow.text.inline import Code, Content, Form
from translate_flow.text.sentences import segments
from translate_flow.text.units import UnitKind

_LINE = re.compile(r"([^\n]*?)([ \t]*\n\s*)")


def of_block(document: Document, index: int) -> Content:
    """The content of a block. Where its source is its reader's text, as in front matter, nothing in it is a code."""
    block, source = document.blocks[index], document.source(document.blocks[index])
    module = formats.get(document.format)
    if block.kind is Kind.CODE:
        return (block.text,) if block.text else ()
    if source == block.text and not _may_hold_codes(source):
        return inline.plain(block.text)
    if document.format == "text":  # nothing but addresses and marks of notes
        return inline.split(source, document.format)
    if module.escape_in(document, index, block.text) == source:
        return inline.plain(block.text)
    return inline.split(source, document.format)


def _may_hold_codes(source: str) -> bool:
    return any(sign in source for sign in "<>*_`[]{}&\\~^|!/.†‡¹²³⁰")


def rows_of(document: Document, index: int, content: Content, language: str, *, by_sentence: bool) -> list[tuple[Content, str]]:
    """A block's content in the pieces that a row holds, each with the white space after it: lines of code, sentences, or all of it."""
    if document.blocks[index].kind is Kind.CODE:
        return _lines(inline.text(content))
    return segments(content, language) if by_sentence else [(content, "")]


def _lines(text: str) -> list[tuple[Content, str]]:
    found: list[tuple[Content, str]] = []
    at = 0
    for match in _LINE.finditer(text):
        found.append((inline.plain(match[1]), match[2]))
        at = match.end()
    return [*found, (inline.plain(text[at:]), "")] if at < len(text) or not found else found


def source_of(document: Document, index: int, content: Content) -> str:
    """The content as inner source of the block at `index`. It is as it was where the content is."""
    block = document.blocks[index]
    before = of_block(document, index)
    if inline.written(content) == inline.written(before) and [code.data for code in inline.codes(content)] == [code.data for code in inline.codes(before)]:
        return document.source(block)
    module = formats.get(document.format)
    if not any(code.data for code in inline.codes(content)):
        return module.escape_in(document, index, inline.text(content))
    return "".join(piece.data if isinstance(piece, Code) else _escaped(module, piece, first=not at) for at, piece in enumerate(content))


def _escaped(module: formats.Format, text: str, *, first: bool) -> str:
    """A text between codes. What only matters at a block's start is escaped only there."""
    bare = text.strip(" ")
    if not bare:
        return text
    lead = text[: len(text) - len(text.lstrip(" "))]
    tail = text[len(text.rstrip(" ")) :]
    return lead + (module.escape(bare) if first else module.escape(f"x{bare}")[1:]) + tail


def placed(document: Document, wanted: Mapping[int, Content]) -> tuple[Document, dict[int, str]]:
    """The document with the content of some blocks replaced, and of those that could not be, why.

    Each is read back: what would change other blocks, or be read as something else, is left out.
    """
    sources = {at: source_of(document, at, content) for at, content in wanted.items()}
    sources = {at: source for at, source in sources.items() if source != document.source(document.blocks[at])}
    if not sources:
        return document, {}
    fitting = _Fitting(document, wanted)
    fitting.add(sources)
    return fitting.made, fitting.refused


class _Fitting:
    """Puts sources in, all at once where that is read as meant, else in ever smaller parts, until what does not fit is left."""

    def __init__(self, document: Document, wanted: Mapping[int, Content]) -> None:
        self.document, self.wanted, self.made = document, wanted, document
        self.taken: dict[int, str] = {}
        self.refused: dict[int, str] = {}

    def add(self, sources: Mapping[int, str]) -> None:
        trial = {**self.taken, **sources}
        made = _read(self.document, trial)
        if made is not None and _took(made, self.document, {at: self.wanted[at] for at in trial}):
            self.taken, self.made = trial, made
        elif len(sources) == 1:
            self.refused |= dict.fromkeys(sources, "it would not be read as this one paragraph where it stands")
        else:
            places = sorted(sources)
            for half in (places[: len(places) // 2], places[len(places) // 2 :]):
                self.add({at: sources[at] for at in half})


def _read(document: Document, sources: Mapping[int, str]) -> Document | None:
    text = document.with_sources(sources)
    try:
        return formats.get(document.format).read(encoding.encode(replace(document, text=text)))
    except TranslateFlowError:
        return None


def _took(made: Document, document: Document, wanted: Mapping[int, Content]) -> bool:
    if len(made.blocks) != len(document.blocks):
        return False
    for at, (block, before) in enumerate(zip(made.blocks, document.blocks, strict=True)):
        if at in wanted:
            if _told(of_block(made, at)) != _told(wanted[at]):
                return False
        elif block.text != before.text:  # what it is may change: items after “Notes” are notes, after another heading they are not
            return False
    return True


def _told(content: Content) -> str:
    """What matters of a content: texts, and the codes' own sources, whether or not what looks like a code is read as one."""
    return unescape("".join(piece.data if isinstance(piece, Code) else piece for piece in content)).strip()


def wordy(kind: Kind, text: str) -> bool:
    """Whether a translator would change a block of this kind that says this: names and code are the same in every language."""
    return kind not in {Kind.BYLINE, Kind.CODE} and any(character.isalpha() for character in text)


def a_break(number: int, between: str) -> Code:
    """What stands for the end of one paragraph and the beginning of the next, where one block is rendered by several."""
    return Code(number, Form.ALONE, between, UnitKind.PUNCTUATION)
