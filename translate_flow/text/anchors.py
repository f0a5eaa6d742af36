"""What survives translation: the evidence by which a block is known again in another language.

Figures, addresses, code, names, footnote marks and punctuation stand in both languages (Simard, Foster and Isabelle,
“Using Cognates to Align Sentences in Bilingual Corpora”, TMI 1992: words that stand in both are enough to align by);
words of one origin share their beginning. A trait is a string: one letter for its class, a space, what it is. How
much a trait says is not decided here: `pairing` learns that from how often the two texts have it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from translate_flow.text import notes
from translate_flow.text.document import Block, Kind
from translate_flow.text.words import words

MOST_WORDS = 400  # of a block; what is longer is known by its beginning

# How likely a trait of a class is to survive, before the two texts are looked at.
SURVIVES = {"u": 0.9, "c": 0.9, "h": 0.9, "r": 0.9, "n": 0.8, "m": 0.9, "f": 0.5, "w": 0.5, "x": 0.3, "p": 0.6, "t": 0.7, "s": 0.5, "e": 0.7, "l": 0.5}

_URL = re.compile(r"https?://[^\s<>\"'”’»)\]`]+", re.I)
_TARGET = re.compile(r"\]\(<?([^\s()<>]+)|\b(?:href|src|link|url)\s*[=:]\s*[\"']?([^\s\"'<>]+)", re.I)
_CODE = re.compile(r"`([^`\n]+)`|<code>([^<]+)</code>")
_TAG = re.compile(r"<([A-Za-z][\w.]*)|(\*\*|__|~~|!?\[)")
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
_NUMBER = re.compile(r"\d+(?:[.,'’٬٫\u00a0\u202f]\d+)*")
_BETWEEN = re.compile(r"[^\d]+")
_SENTENCE = re.compile(r"[.!?…؟۔।]+(?=\s|$)|[。！？]+")
_CHARACTERS = str.maketrans({
    "？": "?", "؟": "?", ";": "?", "！": "!", "：": ":", "（": "(", "）": ")", "；": ";", "؛": ";", "。": ".", "।": ".", "۔": ".",
    **dict.fromkeys("“”„‟«»「」『』《》", '"'), "—": "–", "―": "–",
})  # fmt: skip
_PUNCTUATION = '?!:;"(–…'
_ENDS = ".?!:;…,"
# The same name in other alphabets, roughly: enough to know its beginning again. `c` stands for `k`, as in “component”.
_ROMAN = str.maketrans(
    "абвгґдеєэжзиіїыйклмнопрстуфхцчшщюя" "αβγδεζηθικλμνξοπρσςτυφχψω" "cy",
    "abvggdeeezziiiiiklmnoprstufhkkssua" "avgdezitiklmnxoprsstufhpo" "ki",
)


@dataclass(frozen=True, slots=True)
class Traits:
    """Of one block, or of several together: `marks` anywhere in it, `first` and `last` at its ends; `words`, shortened, for a lexicon."""

    marks: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    words: frozenset[str]
    length: int  # characters that a reader reads
    sentences: int

    @property
    def all(self) -> frozenset[str]:
        return self.marks | self.first | self.last

    def joined(self, following: Traits) -> Traits:
        """Of this and the following as one block."""
        return Traits(
            self.marks | following.marks, self.first, following.last, self.words | following.words,
            self.length + following.length + 1, self.sentences + following.sentences,
        )  # fmt: skip


def traits(block: Block, source: str = "") -> Traits:
    """The traits of a block; `source` is its inner source, where its links and code are marked as such."""
    text = block.text
    marks: set[str] = set()
    if source:
        marks.update(_of_source(source, block.kind))
    if "://" in text:
        marks.update(f"u {address(url)}" for url in _URL.findall(text))
        text = _URL.sub(" ", text)
    if block.ref:
        marks.add(f"r {notes.mark_key(block.ref.rsplit('/', 1)[-1])}")
    marks.update(f"m {notes.mark_key(mark)}" for mark in notes.marks(text))
    marks.update(f"n {figure(number)}" for number in _NUMBER.findall(text))
    marks.add(f"h {' '.join(text.casefold().split())[:200]}")
    found = [word.casefold() for word in words(text[: MOST_WORDS * 8])[:MOST_WORDS]]
    marks.update(f"w {word}" for word in found if not word.isdecimal())
    marks.update(f"x {beginning}" for word in found if (beginning := cognate(word)))
    plain = text.translate(_CHARACTERS).strip()
    for sign in _PUNCTUATION:
        marks.update(f"p {sign}{count}" for count in range(1, 1 + min(3, plain.count(sign))))
    ends = plain.rstrip('")*_ ')
    first = f"s {plain[0]}" if plain and not plain[0].isalnum() else "s "
    last = f"e {ends[-1]}" if ends and ends[-1] in _ENDS else "e "
    return Traits(
        frozenset(marks), frozenset({first}), frozenset({last}), frozenset(map(stem, found)), len(block.text), max(1, len(_SENTENCE.findall(text)))
    )


def _of_source(source: str, kind: Kind) -> set[str]:
    if kind is Kind.CODE:
        return set()
    found = {f"u {address(one or two)}" for one, two in _TARGET.findall(source)}
    found.update(f"u {address(url)}" for url in _URL.findall(source))
    found.update(f"f {fragment}" for one, two in _TARGET.findall(source) if (fragment := (one or two).partition("#")[2]))
    found.update(f"c {one or two}" for one, two in _CODE.findall(source))
    counts: dict[str, int] = {}
    for one, two in _TAG.findall(source):
        counts[one or two] = counts.get(one or two, 0) + 1
    found.update(f"t {tag}{number}" for tag, count in counts.items() for number in range(1, 1 + min(count, 4)))
    return found


@lru_cache(maxsize=65_536)
def address(url: str) -> str:
    """An address without what differs from language to language: `/es/guides/x/#y` gives `guides/x`."""
    path = url.rstrip(".,;:!?").partition("#")[0].partition("?")[0]
    parts = [part for part in path.casefold().split("/") if part and part not in {".", "..", "https:", "http:"} and not _LOCALE.fullmatch(part)]
    return "/".join(parts) or path


@lru_cache(maxsize=65_536)
def figure(number: str) -> str:
    """A figure's digits, of any script, without what groups them: `1,234.5` and `1.234,5` both give `12345`."""
    digits = _BETWEEN.sub("", number)
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(digit)) for digit in digits)


def cognate(word: str) -> str:
    """The beginning by which a word of the same origin is known: four letters, roman, without accents; empty for a short word."""
    if len(word) < 5:
        return ""
    if not word.isascii():
        word = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    beginning = word[:4].translate(_ROMAN)
    return beginning if beginning.isascii() and beginning.isalpha() else ""


def stem(word: str) -> str:
    """A word without most of its endings, for a lexicon: two syllables in Korean, six letters in other alphabets."""
    return word[:2] if "가" <= word[0] <= "힣" else word[:6]
