"""Glossary files as rows, whatever they are: CSV or TBX, known by what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate_flow.text.terms import Term


@dataclass(frozen=True, slots=True)
class Row:
    """A term as a file has it. `line` counts from 1; `problem`: why it cannot be taken, a sentence, empty where it can."""

    line: int
    source_language: str
    target_language: str
    term: Term
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file holds. `warnings` are sentences about the file as a whole."""

    rows: tuple[Row, ...]
    warnings: tuple[str, ...] = ()


def read(data: bytes, *, name: str = "", source_language: str = "", target_language: str = "") -> Rows:
    """The rows of a file. The languages are those of rows that do not say theirs; tags must be normalised.

    Raises Unreadable, with the line, for what is neither, and where the file breaks off.
    """
    if is_xml(data):
        from translate_flow.exchange import tbx

        return tbx.read(data, name=name, source_language=source_language, target_language=target_language)
    from translate_flow.exchange import term_csv

    return term_csv.read(data, name=name, source_language=source_language, target_language=target_language)


def is_xml(data: bytes) -> bool:
    """Whether a file begins as XML does, in any encoding."""
    start = data[:200].replace(b"\0", b"")
    return re.match(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<[?!A-Za-z]", start) is not None


def write(rows: Sequence[Row], form: str) -> bytes:
    """A file of some terms; `form`: csv or tbx."""
    if form == "tbx":
        from translate_flow.exchange import tbx

        return tbx.write(rows)
    from translate_flow.exchange import term_csv

    return term_csv.write(rows)
