"""A kit: the work on one version as rows of source and target, whatever the exchange file it travels in.

A row is a block of the source, or a sentence of one. Its `key` (`7`, or `7.2` for the second sentence of block 7) is its identity, in
every format: files come back sorted, filtered, half done. Text in rows is the reader's, with inline codes (`text.inline`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from translate_flow.exchange.workfile import Header
from translate_flow.text import inline
from translate_flow.text.document import Kind
from translate_flow.text.inline import Code, Content


class State(StrEnum):
    NEW = "new"        # nobody has translated it: the target is empty
    OPEN = "open"      # translated, and to be looked at: its source has changed since
    DONE = "done"      # translated, nothing left to do
    LOCKED = "locked"  # shown, not to be changed: it is rendered with another, or differs on purpose


@dataclass(frozen=True, slots=True)
class Proposal:
    """A translation from the memory for a row: plain text with signs of codes (`inline.written`). `score` from 0 to 101; `origin` in words."""

    source: str
    target: str
    score: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class TermHint:
    """A term found in a row's source, its rendering, and what to know of it (definition, what is forbidden)."""

    source: str
    target: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`block`: position in the base, from 0; `segment`: from 1, 0 for a whole block. `gap`: the white space that follows inside the block.

    `was`: the source as it was when it was translated, where it has changed since. `notes`: for the translator.
    """

    block: int
    segment: int
    kind: Kind
    source: Content
    target: Content = ()
    state: State = State.NEW
    level: int = 0
    gap: str = ""
    was: str = ""
    notes: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    terms: tuple[TermHint, ...] = ()

    @property
    def key(self) -> str:
        return key_of(self.block, self.segment)


def key_of(block: int, segment: int) -> str:
    """The key of a row: `7` for a block, `7.2` for the second sentence of it."""
    return f"{block + 1}.{segment}" if segment else str(block + 1)


@dataclass(frozen=True, slots=True)
class Kit:
    """`header` says which version, base and draft; `brief`: lines for the translator (deadline, remark of the last review, instructions)."""

    header: Header
    source_language: str
    target_language: str
    title: str
    rows: tuple[Row, ...]
    brief: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Back:
    """A row as it came back. Its codes have numbers and forms, no data.

    `source`: as the file has it, None where it has none. `target`: empty where nobody translated it. `done`: what the file's own
    state says, None where it says nothing. `problem`: why the format refuses this row, in words; `place`: where it stands in the file.
    """

    key: str
    source: Content | None
    target: Content
    done: bool | None = None
    problem: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What an exchange file holds. `header` is None where the file has lost it."""

    header: Header | None
    rows: tuple[Back, ...]
    warnings: tuple[str, ...] = field(default=())


def legend(source: Content) -> str:
    """What the signs of a row stand for, in one line: `<1> **, <2> [link](/a)`; empty where it has none."""
    first = [code for code in inline.codes(source) if code.form is not inline.Form.CLOSE]
    closing = {code.number: code for code in inline.codes(source) if code.form is inline.Form.CLOSE}
    return ", ".join(f"{inline.sign(code)} {_shown(code, closing.get(code.number))}" for code in first)


def _shown(code: Code, closing: Code | None) -> str:
    return inline.shortened(code.data + (f"…{closing.data}" if closing is not None and closing.data != code.data else ""))
