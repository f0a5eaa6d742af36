"""What a text is found by when it is looked for by a similar one: its words, neighbouring words, and pieces of short texts.

Each such gram is hashed, with the pair of languages, into one of 4 million buckets; a bucket shared by chance only costs a look
at a text more. Words by Unicode's rules; where a script puts no spaces between words each character is one, and two and three
in a row take the place of words and pairs. Short texts, whose few words may all be inflected otherwise in a similar one, are known by
a few runs of four characters too: those with the smallest hashes (as Broder's sketches, “On the resemblance and containment
of documents”, 1997), and a similar text is asked for with more of the same kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from zlib import crc32

from translate_flow.text.words import words

BUCKETS = 22  # bits
_ASKED = 16  # by how many runs a text is asked for: those with small hashes there have small ones here
_SHORT_ASKED = 10  # words of a text that is asked for by runs of characters too
_RUN = 4  # characters of a run
_RUNS = ((5, 10), (8, 6))  # by how many runs a text of so many words is recorded
_UNSPACED = "\u0e00"  # from here on, a character that is a word by itself belongs to a script without spaces (Thai, Han, Kana …)
_ODD, _ALL = 0x9E3779B97F4A7C15, (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Buckets that a similar text may be found in: of `words` and their neighbours, of `runs` of characters. `size` as `size_of`."""

    words: frozenset[int]
    runs: frozenset[int]
    size: int


def seed(pair: str) -> int:
    """What keeps a pair of languages apart from the others."""
    return crc32(pair.encode()) << 16


def recorded(text: str, start: int) -> set[int]:
    """The buckets that a text is put into; `start` is its pair's `seed`."""
    folded = text.casefold()
    grams, hashes = _words(folded)
    if runs := next((runs for most, runs in _RUNS if len(hashes) <= most), 0):
        grams.update(nsmallest(runs, _runs(folded)), _frames(hashes))
    return _buckets(grams, start)


def asked(text: str, start: int) -> Asked:
    """The buckets to look into for texts like this one."""
    folded = text.casefold()
    grams, hashes = _words(folded)
    found = _buckets(grams, start)
    runs = _buckets({*nsmallest(_ASKED, _runs(folded)), *_frames(hashes)}, start) - found if len(hashes) <= _SHORT_ASKED else set[int]()
    return Asked(frozenset(found), frozenset(runs), size_of(text))


def size_of(text: str) -> int:
    """How long a text is, in a byte: pairs of characters; 255: that or more."""
    return min(255, len(text) >> 1)


def _words(folded: str) -> tuple[set[int], list[int]]:
    """Hashes of words and of neighbours; and of all words in order."""
    found = words(folded)
    hashes = [crc32(word.encode("utf-8", "surrogatepass")) for word in found]
    spaced = {number for number, word in zip(hashes, found, strict=True) if len(word) > 1 or word < _UNSPACED}
    grams = spaced | {(a * 31 + b * 0x9E3779B1) >> 3 for a, b in pairwise(hashes)}
    if len(spaced) < len(hashes) and any(len(word) == 1 and word >= _UNSPACED for word in found):
        grams |= _threes(hashes)
    return grams or {crc32(folded.encode("utf-8", "surrogatepass"))}, hashes


def _threes(hashes: list[int]) -> set[int]:
    """Of three words in a row."""
    return {(a * 31 + b * 0x9E3779B1 + c * 0x85EBCA77) >> 5 for a, b, c in zip(hashes, hashes[1:], hashes[2:], strict=False)}


def _frames(hashes: list[int]) -> set[int]:
    """Of three words in a row, and of two with any word between them."""
    return _threes(hashes) | {(a * 37 + b * 0xC2B2AE35) >> 4 for a, b in zip(hashes, hashes[2:], strict=False)}


def _runs(folded: str) -> set[int]:
    edged = f" {folded} "
    return {crc32(edged[at : at + _RUN].encode("utf-8", "surrogatepass")) ^ 0x5BD1E995 for at in range(max(1, len(edged) - _RUN + 1))}


def _buckets(grams: set[int], start: int) -> set[int]:
    return {(((gram ^ start) * _ODD) & _ALL) >> (64 - BUCKETS) for gram in grams}
