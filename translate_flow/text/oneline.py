"""Foreign text (a title, a name, a reason) on one line of our own: it can neither end the line, nor hide, nor turn what is around it."""

from __future__ import annotations

import unicodedata

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"  # isolates of the bidirectional algorithm (UAX #9)
_JOINERS = "\u200c\u200d"  # Persian, the scripts of India and emoji are written with them


def plain(text: str, longest: int = 200) -> str:
    """The text without control and format characters, white space as single blanks, at most `longest` characters.

    What is cut ends in `…`, and never between a letter and its marks."""
    kept = "".join(_kept(character) for character in text[: longest * 4])
    line = " ".join(kept.split())
    if len(line) <= longest and len(text) <= longest * 4:
        return line
    end = min(len(line), longest - 1)
    while end > 1 and end < len(line) and _hangs_on(line[end]):
        end -= 1
    return line[:end].rstrip(" " + _JOINERS) + "…"


def _kept(character: str) -> str:
    if character in _JOINERS:
        return character
    kind = unicodedata.category(character)
    if kind in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    return "" if kind in {"Cf", "Cs", "Cn", "Co"} else character


def _hangs_on(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character)[0] == "M"


def turns(text: str) -> bool:
    """Whether it holds anything written from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in text)


def isolated(text: str, *, rtl: bool, code: bool = False) -> str:
    """The text so that what stands beside it keeps its place: in a line from right to left always, else where the text itself turns.

    `code`: a key or a handle, read from left to right. Plain text of one direction stays as it is."""
    if not text or not (rtl or turns(text)):
        return text
    return f"{LRI if code else FSI}{text}{PDI}"
