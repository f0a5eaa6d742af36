"""The texts of a diff as people read them: their runs, what must be made visible in them and what must not get out.

Nothing here escapes markup or knows of colours. The input is a block of the record that `diff --json` prints.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

EQUAL, DELETE, INSERT = "equal", "delete", "insert"

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # no terminal and no page may get them
_RTL = re.compile("[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_BREAK = re.compile(r"(?<!\s)[^\S\n]*+\n\s*+")
_BLANK = {" ": "␣", "\t": "⇥", "\u00a0": "⍽", "\u202f": "⍽", "\u3000": "⬚", "¶": "¶\n", "↵": "↵"}


class Run(NamedTuple):
    """A stretch of text and what happened to it: `equal`, `delete` or `insert`."""

    op: str
    text: str


def sides(block: Mapping[str, Any]) -> tuple[list[Run], list[Run]]:
    """The old source with what was deleted, and the new one with what was inserted. Empty for a side that is not there."""
    runs = [Run(str(word["op"]), str(word["text"])) for word in block.get("words") or ()]
    old, new = block["old"], block["new"]
    if not runs or old is None or new is None:
        same = old == new
        return [Run(EQUAL if same else DELETE, old)] if old else [], [Run(EQUAL if same else INSERT, new)] if new else []
    return parted(runs)


def parted(runs: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """The runs of the old text and those of the new one."""
    return [run for run in runs if run.op != INSERT], [run for run in runs if run.op != DELETE]


def whole(runs: Sequence[Run]) -> bool:
    """Whether a side is one change and nothing else: then the heading says it, and marking every word would only blur it."""
    return len(runs) == 1 and runs[0].op != EQUAL


def compared(old: str, new: str) -> list[Run]:
    """What changed between a translation and its draft, both one block."""
    from translate_flow.text.runs import runs

    found: list[Run] = []
    for run in runs(old, new, "markdown"):  # a record does not name its syntax; this one knows tags too
        if run.old == run.new:
            found.append(Run(EQUAL, run.old))
        else:
            found += [Run(op, text) for op, text in ((DELETE, run.old), (INSERT, run.new)) if text]
    return found


def is_patched(runs: Sequence[Run]) -> bool:
    """Whether most of a text stayed, so that old and new are best read as one."""
    return sum(len(run.text) for run in runs if run.op == EQUAL) * 2 >= sum(len(run.text) for run in runs)


def brief(text: str, most: int = 60) -> str:
    """A text on one line, cut where it is long."""
    flat = visible(" ".join(text.split()))
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def visible(text: str) -> str:
    """A text whose control characters show as signs (ESC as `␛`), and which can be encoded; line ends and tabs stay."""
    return _CONTROL.sub(_sign, text) if not text.isprintable() else text


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "" if code == 0x0D else chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def shown(run: Run, *, code: bool) -> str:
    """A run's text as it is read: in prose a line end is a space and a blank line a new line, in code all stays.

    A change that would be seen nowhere, of white space or of signs without width, becomes signs that can be seen.
    """
    if is_unseen(run):
        return _named(run.text)
    text = visible(run.text)
    return text if code else _BREAK.sub(lambda found: "\n" if found[0].count("\n") > 1 else " ", text)


def is_unseen(run: Run) -> bool:
    """Whether a change has nothing in it that a reader sees."""
    return run.op != EQUAL and bool(run.text) and all(char.isspace() or unicodedata.category(char) == "Cf" for char in run.text)


def _named(text: str) -> str:
    """`␣` for a space, `↵` for a line end, `¶` and a line end for a blank line, `U+200B` for what has no width."""
    lines = text.replace("\r\n", "\n").replace("\n\n", "¶").replace("\n", "↵")
    return "".join(_BLANK.get(char) or f"U+{ord(char):04X}" for char in lines)


def is_rtl(text: str) -> bool:
    """Whether a text holds anything that runs from right to left."""
    return not text.isascii() and _RTL.search(text) is not None


def isolated(text: str) -> str:
    """A text that runs from right to left, kept from reordering what stands beside it (UAX #9: U+2068 … U+2069)."""
    return f"\u2068{text}\u2069" if is_rtl(text) else text


def joined(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)
