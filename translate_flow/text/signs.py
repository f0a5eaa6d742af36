"""A text of the memory: plain, with signs for its codes (`inline.written`), in the one form in which it is compared.

The numbers of the signs count from 1 in this very text, whatever they were in the paragraph that it was cut from; white space
is folded, characters are composed (Unicode's NFC).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from typing import Any
from unicodedata import is_normalized, normalize

from translate_flow.text.inline import Code, Content

_SIGN = re.compile(r"<(/?)(\d{1,4})(/?)>")


def normal(said: str) -> str:
    """White space folded, characters composed."""
    folded = " ".join(said.split())
    return folded if is_normalized("NFC", folded) else normalize("NFC", folded)


def numbered(said: str) -> tuple[str, tuple[int, ...]]:
    """The text with its signs numbered in their order, and what numbers they had: of sign 1, sign 2 …"""
    if "<" not in said:
        return said, ()
    given: dict[int, int] = {}
    for found in _SIGN.finditer(said):
        given.setdefault(int(found[2]), len(given) + 1)
    return _renamed(said, given), tuple(given)


def like(said: str, numbers: tuple[int, ...]) -> str:
    """A translation's signs numbered as its source's were by `numbered`, which had these `numbers`; others follow."""
    given = {number: at for at, number in enumerate(numbers, 1)}
    for found in _SIGN.finditer(said):
        given.setdefault(int(found[2]), len(given) + 1)
    return _renamed(said, given)


def back(said: str, numbers: tuple[int, ...]) -> str:
    """A text of the memory with the signs numbered as in a text that `numbered` gave these `numbers` of; others follow the highest."""
    if "<" not in said:
        return said
    given = dict(enumerate(numbers, 1))
    free = max(numbers, default=0)
    for found in _SIGN.finditer(said):
        if int(found[2]) not in given:
            free += 1
            given[int(found[2])] = free
    return _renamed(said, given)


def _renamed(said: str, given: dict[int, int]) -> str:
    return _SIGN.sub(lambda found: f"<{found[1]}{given[int(found[2])]}{found[3]}>" if int(found[2]) in given else found[0], said)


def matched(source: Content, target: Content) -> Content:
    """A translation's codes with the numbers of those in its source that they are: whose markup is the same, else the next of that
    form and kind, else of that form. Others get numbers of their own. `Content` of a text is numbered in its own order, which need not be its source's.
    """
    wanted, free = _wholes(target), _wholes(source)
    given: dict[int, int] = {}
    for alike in _ALIKE:
        waiting: dict[str, list[int]] = {}
        for number, whole in free.items():
            waiting.setdefault(repr(alike(whole)), []).append(number)
        for number, whole in wanted.items():
            if number not in given and (numbers := waiting.get(repr(alike(whole)))):
                given[number] = numbers.pop(0)
                del free[given[number]]
    highest = max([*_wholes(source), 0])
    for number in wanted:
        if number not in given:
            highest += 1
            given[number] = highest
    return tuple(replace(piece, number=given[piece.number]) if isinstance(piece, Code) else piece for piece in target)


_ALIKE: tuple[Callable[[list[Code]], list[Any]], ...] = (
    lambda whole: [(code.form, code.data) for code in whole], lambda whole: [(code.form, code.kind) for code in whole], lambda whole: [code.form for code in whole],
)  # fmt: skip


def _wholes(content: Content) -> dict[int, list[Code]]:
    """Codes by number: both halves of a pair together."""
    found: dict[int, list[Code]] = {}
    for piece in content:
        if isinstance(piece, Code):
            found.setdefault(piece.number, []).append(piece)
    return found


def key(*parts: str) -> int:
    """64 bits of BLAKE2b over some texts, as a signed number, which both databases keep; 0 for one empty text alone."""
    if parts == ("",):
        return 0
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
