"""What is around the edits of a block: the words near them, as readers see them, and what else but words was exchanged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import zip_longest

from translate_flow.text import units
from translate_flow.text.facts import Places
from translate_flow.text.runs import Run
from translate_flow.text.units import UnitKind

Why = tuple[str, str, str]  # kind of reason, old, new

_BREAK = re.compile(r"(?:[^\W\d_]{3}[.!?…][\"'”’)\]*_]{0,3}\s|[。！？।؟]|\n)+")
_MARKED = re.compile(r"[*_`<>\[\]{}&!\\^~⁰¹²³⁴⁵⁶⁷⁸⁹†‡]|://|www\.")
_DROPPED = frozenset({UnitKind.MARKUP, UnitKind.LINK, UnitKind.IMAGE, UnitKind.MARK})
_APART = {
    UnitKind.LINK: "link", UnitKind.IMAGE: "image", UnitKind.CODE: "code", UnitKind.MARKUP: "markup", UnitKind.MARK: "markup",
}  # fmt: skip
_NEAR = 48  # code points on each side of an edit: no date or number is longer
_HOLE = "\ufffc"  # stands for code


class Window:
    """The sentences of an edited block in which something changed, without markup, and which of their words did.

    `spans` are the places of each edit in `old` and in `new`; `apart` is what changed but words: links, images, code, markup.
    """

    def __init__(self, runs: tuple[Run, ...], syntax: str, new_syntax: str) -> None:
        self.apart: list[Why] = []
        self.spans: list[tuple[int, int, int, int]] = []
        sides: tuple[list[str], list[str]] = ([], [])
        at = [0, 0]
        for number, run in enumerate(runs):
            if run.old == run.new:
                pieces = [_shown(_plain(_around(run.old, number == 0, number == len(runs) - 1), syntax))] * 2
            else:
                pieces = list(map(_shown, self._edit(run, syntax, new_syntax)))
                self.spans.append((at[0], at[0] + len(pieces[0]), at[1], at[1] + len(pieces[1])))
            for side in (0, 1):
                sides[side].append(pieces[side])
                at[side] += len(pieces[side])
        self.old, self.new = "".join(sides[0]), "".join(sides[1])

    def edits(self) -> tuple[Places, Places]:
        """Where the old and the new text were edited."""
        return Places(span[:2] for span in self.spans), Places(span[2:] for span in self.spans)

    def _edit(self, run: Run, syntax: str, new_syntax: str) -> list[str]:
        """Both sides without markup; notes what of it changed."""
        if not _MARKED.search(run.old) and not _MARKED.search(run.new):
            return [run.old, run.new]
        ours, theirs = _split(run.old, syntax), _split(run.new, new_syntax)
        for kinds in ((UnitKind.LINK,), (UnitKind.IMAGE,), (UnitKind.CODE,), (UnitKind.MARKUP, UnitKind.MARK)):
            pairs = _exchanged([unit for unit, kind in ours if kind in kinds], [unit for unit, kind in theirs if kind in kinds])
            self.apart += ((_APART[kinds[0]], before, after) for before, after in pairs)
        return [_read(side) for side in (ours, theirs)]


def _around(text: str, first: bool, last: bool) -> str:
    """Of what stands between edits, what is near them: to the end of the sentence, and some words at most."""
    if len(text) <= _NEAR:
        return text
    breaks = [match.end() for match in _BREAK.finditer(text)]
    tail = text[max(breaks[-1] if breaks else 0, _word_start(text, len(text) - _NEAR)) :]
    head = text[: min(breaks[0] if breaks else len(text), _word_start(text, _NEAR))]
    if first:
        return tail
    if last:
        return head
    return text if len(head) + len(tail) >= len(text) else head + "\n" + tail


def _word_start(text: str, at: int) -> int:
    """The next place after a space, where one is near."""
    space = text.find(" ", at, at + 20)
    return space + 1 if space >= 0 else at


def _split(source: str, syntax: str) -> list[tuple[str, UnitKind]]:
    return [(unit, units.kind(unit)) for unit in units.split(source, syntax)]


def _plain(source: str, syntax: str) -> str:
    return _read(_split(source, syntax)) if _MARKED.search(source) else source


def _read(parts: Iterable[tuple[str, UnitKind]]) -> str:
    """What a reader reads of units; code is a hole."""
    read = []
    for unit, kind in parts:
        if kind is UnitKind.CODE:
            read.append(_HOLE)
        elif kind is UnitKind.ENTITY:
            read.append(unescape(unit))
        elif kind is UnitKind.LINK and unit[0].isalnum():
            read.append(_HOLE)  # a bare address
        elif kind not in _DROPPED:
            read.append(unit)
        elif unit[:3].casefold() == "<br":
            read.append(" ")
    return "".join(read)


def _shown(text: str) -> str:
    """Without soft hyphens and spaces of no width."""
    return text if text.isascii() else text.replace("\xad", "").replace("\u200b", "")


def _exchanged(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """What only one side has, in pairs by their order."""
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    yield from zip_longest(those(old, gone), those(new, come), fillvalue="")


def those(texts: Iterable[str], counted: Counter[str]) -> Iterator[str]:
    left = Counter(counted)
    for text in texts:
        if left[text] > 0:
            left[text] -= 1
            yield text
