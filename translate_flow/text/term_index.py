"""Many phrases looked for in a text at once, in time that grows with the text alone: words by their stems, else characters.

Of phrases that begin at one place the longest is taken, and the search goes on behind it. Deterministic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from translate_flow.text import stems, units
from translate_flow.text.stems import Token

Item = TypeVar("Item")
_BETWEEN = re.compile("\\s*|\\s*[‐‑–-]\\s*|['’ʼ‘\u200c./·•‧・_]")  # what may stand between words of one phrase
_SHORT = re.compile(r"\.\s*")  # the same after an abbreviation: elsewhere a sentence ends
_MOST_WORDS = 24  # of a phrase; what is longer is no term


class Found(NamedTuple, Generic[Item]):
    """Where phrases stand in a text, and what was given for them."""

    start: int
    end: int
    items: tuple[Item, ...]


@dataclass(slots=True)
class _Node(Generic[Item]):
    next: dict[str, _Node[Item]] = field(default_factory=dict)
    here: list[tuple[tuple[str, ...], str, Item]] = field(default_factory=list)  # (words, folded; part of speech; what was given)


class Index(Generic[Item]):
    """Phrases of a language, each with a part of speech (perhaps none) and an item. An empty phrase is never found."""

    def __init__(self, phrases: Iterable[tuple[str, str, Item]], language: str) -> None:
        self.language = language
        self.root: _Node[Item] = _Node()
        self.phrases: dict[str, list[Item]] = {}  # of characters, folded
        self.lengths: dict[str, list[int]] = {}  # by their first two characters, the longest first
        unspaced = language.partition("-")[0] in stems.UNSPACED
        for phrase, kind, item in phrases:
            if unspaced:
                self._add_characters(phrase, item)
            else:
                self._add_words(phrase, kind, item)
        for phrase in sorted(self.phrases, key=len, reverse=True):
            lengths = self.lengths.setdefault(phrase[:2], [])
            if len(phrase) not in lengths:
                lengths.append(len(phrase))

    def _add_words(self, phrase: str, kind: str, item: Item) -> None:
        found = [token.text for token in stems.tokens(phrase)]
        if not 0 < len(found) <= _MOST_WORDS:
            return
        shouted = len(found) > 1 and all(map(str.isupper, found))  # a glossary in capitals
        node = self.root
        for word in found:
            spelled = word.lower() if shouted else word
            node = node.next.setdefault(stems.key(spelled, self.language), _Node())
        node.here.append((tuple([stems.fold(word, self.language) for word in found]), kind, item))

    def _add_characters(self, phrase: str, item: Item) -> None:
        folded = flat(phrase.strip())
        if folded:
            self.phrases.setdefault(folded, []).append(item)

    def find(self, text: str) -> list[Found[Item]]:
        """Where phrases stand: in order, never one over another."""
        if self.phrases:
            return list(self._by_characters(text))
        return list(self._by_words(text)) if self.root.next else []

    def _by_words(self, text: str) -> Iterator[Found[Item]]:
        read = list(stems.tokens(text))
        at = 0
        while at < len(read):
            best = self._from(text, read, at)
            if best is None:
                at += 1
                continue
            count, items = best
            yield Found(read[at].start, read[at + count - 1].end, items)
            at += count

    def _from(self, text: str, read: list[Token], at: int) -> tuple[int, tuple[Item, ...]] | None:
        """The longest phrase that begins at a word: its words, and what was given for it."""
        nodes = [node for key in stems.keys(read[at].text, self.language) if (node := self.root.next.get(key))]
        best = None
        for end in range(at, len(read)):
            if end > at:
                if not nodes or not _joined(text, read[end - 1], read[end]):
                    break
                nodes = [found for node in nodes for key in stems.keys(read[end].text, self.language) if (found := node.next.get(key))]
            if items := self._taken(nodes, read[at : end + 1]):
                best = (end - at + 1, items)
        return best

    def _taken(self, nodes: list[_Node[Item]], read: list[Token]) -> tuple[Item, ...]:
        """Of the phrases that end here those that are most like what stands there: as it is spelled, else in another form."""
        entries = [entry for node in nodes for entry in node.here]
        if not entries:
            return ()
        folded = [stems.fold(token.text, self.language) for token in read]
        ranked: list[tuple[int, Item]] = []
        for words, kind, item in entries:
            if all(stems.near(word, term, self.language, kind=kind) for word, term in zip(folded, words, strict=True)):
                ranked.append((sum(word == term for word, term in zip(folded, words, strict=True)), item))
        most = max((rank for rank, _ in ranked), default=0)
        return tuple([item for rank, item in ranked if rank == most])

    def _by_characters(self, text: str) -> Iterator[Found[Item]]:
        folded = flat(text)
        edges = _edges(text)
        at = 0
        while at < len(folded):
            lengths = [length for size in (2, 1) for length in self.lengths.get(folded[at : at + size], ()) if at + length <= len(folded)]
            for length in lengths:
                items = self.phrases.get(folded[at : at + length])
                if items and _stands(text, at, at + length, edges):
                    yield Found(at, at + length, tuple(items))
                    at += length
                    break
            else:
                at += 1


def _joined(text: str, one: Token, two: Token) -> bool:
    if _BETWEEN.fullmatch(text, one.end, two.start):
        return True
    return (len(one.text) <= 3 or "." in one.text) and _SHORT.fullmatch(text, one.end, two.start) is not None


def flat(text: str) -> str:
    """A text without case and width, character by character: as long as it was."""
    return "".join([_flat(sign) for sign in text])


def _flat(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign).lower()
    return plain if len(plain) == 1 else sign


_INNER = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]")  # Katakana
_OPEN = re.compile("[\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


def _edges(text: str) -> set[int]:
    """Where words of a text begin or end, by the dictionary where its script needs one."""
    found, at = {0}, 0
    for piece in units.split(text, "text"):
        at += len(piece)
        found.add(at)
    return found


def _stands(text: str, start: int, end: int, edges: set[int]) -> bool:
    """Whether a phrase stands there by itself or in a longer word, and is not made of the end of one and the beginning of another.

    What is written in other letters than ideographs must be a whole word; a single character, too.
    """
    left, right = start in edges, end in edges
    if left and right:
        return True
    if end - start == 1 or not (left or right):
        return False
    inside = start if not left else end
    if unicodedata.combining(text[inside]) or unicodedata.category(text[inside]) in {"Mn", "Mc"}:
        return False
    return _OPEN.match(text[inside - 1]) is not None and _OPEN.match(text[inside]) is not None and not _INNER.match(text[inside])
