"""A text of the memory: plain, with signs for its codes (`inline.written`), in the one form in which it is compared.

The numbers of the signs count from 1 in this very text, whatever they were in the paragraph that it was cut from; white space
is folded, characters are composed (Unicode's NFC).
"""

from __future__ import annotations

import re
from hashlib import blake2b
from unicodedata import is_normalized, normalize

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


def key(*parts: str) -> int:
    """64 bits of BLAKE2b over some texts, as a signed number, which both databases keep; 0 for one empty text alone."""
    if parts == ("",):
        return 0
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
