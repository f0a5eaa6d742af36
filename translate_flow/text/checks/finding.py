"""What a check found: where, how grave, why, and a fingerprint by which a person's answer to it is remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

AROUND = 40  # code points on each side of a span that belong to what a finding is about


class Severity(StrEnum):
    ERROR = "error"      # readers would be told something else, or see damage
    WARNING = "warning"  # likely wrong
    NOTE = "note"        # worth a look


ORDER = {severity: at for at, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Finding:
    """`block` and `source_block`: positions in translation and source, None where there is none. Spans are in code points of
    those blocks' reader's texts; an empty span stands for the whole block. `fingerprint`: 16 hexadecimal digits.
    """

    check: str
    severity: Severity
    message: str
    block: int | None
    source_block: int | None
    start: int
    end: int
    source_start: int
    source_end: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the reader's text of a block; empty for the whole of it. `text` is the whole block's."""

    block: int
    start: int
    end: int
    text: str

    @property
    def whole(self) -> bool:
        return self.start >= self.end

    @property
    def said(self) -> str:
        return self.text[self.start : self.end] if not self.whole else self.text

    @property
    def about(self) -> str:
        """What a finding there is about: the words, and those around them."""
        if self.whole:
            return self.text
        return f"{self.text[max(0, self.start - AROUND) : self.start]}\0{self.said}\0{self.text[self.end : self.end + AROUND]}"


def fingerprint(check: str, about: Iterable[str]) -> str:
    """The same for the same check of the same words, wherever in a document they stand."""
    hashed = hashlib.sha256(check.encode())
    for text in about:
        hashed.update(b"\0\0" + " ".join(text.split()).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()[:16]
