"""What of a text can be known again in another language: an index over it finds a text's counterparts without comparing all with all.

Figures, images, addresses, names and words of one origin (`text.anchors` has the sources). What a mark is worth depends on how many texts
of the site have it; one that stands in one language alone is worth nothing.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from translate_flow.adoption.items import Item
from translate_flow.text.anchors import address, cognate, figure
from translate_flow.text.document import Block, Document, Kind

_READ = 20_000  # characters of a text
_POSTINGS = 60  # texts with one mark: more of them tell nothing, and would cost
_BEST = 4  # candidates of each language that are kept
_NUMBER = re.compile(r"\d+(?:[.,'’٬٫\u00a0\u202f]\d+)*")
_WORD = re.compile(r"[^\W\d_][^\W_]*")
_IMAGE = re.compile(r"""(?:\bsrc\s*=\s*["']?|!\[[^\]]{0,300}\]\(<?)([^\s"'<>)]+)""", re.I)
_LINK = re.compile(r"""\bhref\s*=\s*["']?([^\s"'<>]+)|(?<!!)\[[^\]]{0,300}\]\(<?([^\s()<>]+)""", re.I)
_SIZE = re.compile(r"(?:-\d+x\d+|-scaled|@\dx)+(?=\.\w+$)")
_STARTS = frozenset(".!?:¿¡\"«“„(。")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_KEPT = "ni"  # classes of marks that a translation keeps: that one lacks them says something
# What a mark of a class is worth against others that are as rare.
_WORTH = {"i": 1.5, "u": 1.2, "n": 1.0, "d": 0.6, "w": 1.0, "c": 0.9, "x": 0.35, "k": 2.0, "t": 0.6}


@dataclass(frozen=True, slots=True)
class Clues:
    """Of one text: its marks (a letter for the class, a space, what it is), how long it is, and how its blocks follow one another."""

    marks: frozenset[str]
    length: int
    blocks: int
    headings: int


@dataclass(frozen=True, slots=True)
class Found:
    """A text that may be another's counterpart: what they share is worth `weight`, of what they might have shared `share` (0–1)."""

    at: int
    weight: float
    share: float


def clues(item: Item) -> Clues:
    """What can be known again of an item, in any language. Linear in its length."""
    document = item.document
    marks: set[str] = set()
    body = [block for block in document.blocks if block.kind not in {Kind.PROVENANCE, Kind.DATE}]
    for block in body:
        marks.update(_of(block))
    marks.update(_of_source(document))
    if item.slug:
        marks.add(f"k {item.slug.casefold()}")
        marks.update(f"w {_plain(word)}" for word in _WORD.findall(item.slug) if len(word) > 3)
    if item.date:
        marks.add(f"t {item.date[:10]}")
    return Clues(frozenset(marks), sum(len(block.text) for block in body), len(body), sum(block.kind is Kind.HEADING for block in body))


def _of(block: Block) -> Iterator[str]:
    """A block's figures, names, and words that may be of one origin in other languages."""
    text = block.text[:_READ]
    for number in _NUMBER.findall(text):
        digits = figure(number)
        yield f"{'n' if len(digits) > 2 else 'd'} {digits}"
    if block.ref:
        yield f"i {_name(block.ref)}" if block.kind is Kind.CAPTION else f"w {block.ref.casefold()}"
    foreign = not text.isascii() and len(_LATIN.findall(text)) * 3 < len(text) // 6
    for match in _WORD.finditer(text):
        word = match[0]
        if len(word) < 3:
            continue
        if word[0].isupper() or foreign:
            plain = _plain(word)
            at = match.start() - 1
            while at >= 0 and text[at] in " \u00a0":
                at -= 1
            if at >= 0 and text[at] not in _STARTS and plain.isascii():
                yield f"c {plain}"
        if len(word) > 4:
            plain = _plain(word)
            if plain.isascii():
                yield f"w {plain}"
            if beginning := cognate(word.casefold()):
                yield f"x {beginning}{min(len(word) // 4, 3)}"


def _plain(word: str) -> str:
    folded = word.casefold()
    return folded if folded.isascii() else "".join(one for one in unicodedata.normalize("NFD", folded) if not unicodedata.combining(one))


def _of_source(document: Document) -> Iterator[str]:
    """Images and links between the first block and the last; what surrounds an article is all pages' own."""
    if not document.blocks:
        return
    source = document.text[document.blocks[0].start : document.blocks[-1].end + 200][: 10 * _READ]
    for url in _IMAGE.findall(source):
        yield f"i {_name(url)}"
    for one, two in _LINK.findall(source):
        target = one or two
        if not target.startswith(("#", "mailto:")):
            yield f"u {address(target)}"


def _name(url: str) -> str:
    """An image's file name, whatever its size and folder."""
    return _SIZE.sub("", url.partition("?")[0].rstrip("/").rsplit("/", 1)[-1].casefold())


class Index:
    """All texts of a site by their marks: read when something is asked first, since a site whose own paths tell all needs none of it."""

    def __init__(self, items: Sequence[Item], tags: Sequence[str]) -> None:
        self.items, self.tags = items, tags

    @cached_property
    def texts(self) -> list[Clues]:
        return [clues(item) for item in self.items]

    @cached_property
    def weights(self) -> dict[str, float]:
        """What each mark is worth."""
        many = math.log(max(50, len(self.texts)) + 1)
        return {
            mark: _WORTH[mark[0]] * max(0.02, many - math.log(max(1.0, len(held) / self._most) + 0.5)) for mark, held in self._all.items()
            if mark[0] in _KEPT or len({self.tags[at] for at in held}) > 1
        }

    @cached_property
    def totals(self) -> list[float]:
        return [sum(self.weights.get(mark, 0.0) for mark in text.marks) for text in self.texts]

    @cached_property
    def _most(self) -> int:
        """One mark that a group of translations has in each language is as rare as one that stands once."""
        return max(1, len(set(self.tags)))

    @cached_property
    def _all(self) -> dict[str, list[int]]:
        holders: dict[str, list[int]] = defaultdict(list)
        for at, text in enumerate(self.texts):
            for mark in text.marks:
                holders[mark].append(at)
        return holders

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        return {mark: held for mark, held in self._all.items() if mark in self.weights and len(held) <= max(_POSTINGS, 4 * self._most)}

    def shared(self, one: int, two: int) -> Found:
        """What two texts share."""
        common = self.texts[one].marks & self.texts[two].marks
        return self._found(one, two, sum(self.weights.get(mark, 0.0) for mark in common))

    def _found(self, one: int, two: int, weight: float) -> Found:
        return Found(two, weight, weight / (1.0 + math.sqrt(self.totals[one] * self.totals[two])))

    def common(self, one: int, two: int) -> list[str]:
        """The marks that two texts share, the most telling first: for a person."""
        return sorted(self.texts[one].marks & self.texts[two].marks, key=lambda mark: (-self.weights.get(mark, 0.0), mark))

    def candidates(self, at: int) -> Mapping[str, list[Found]]:
        """For a text, the best of each other language, the best first. Bounded by its own length."""
        weights: dict[int, float] = defaultdict(float)
        own = self.tags[at]
        for mark in self.texts[at].marks:
            for other in self._holders.get(mark, ()):
                if self.tags[other] != own:
                    weights[other] += self.weights[mark]
        best: dict[str, list[Found]] = defaultdict(list)
        for other, weight in sorted(weights.items(), key=lambda found: (-found[1], found[0])):
            if len(best[self.tags[other]]) < _BEST:
                best[self.tags[other]].append(self._found(at, other, weight))
        return {tag: sorted(found, key=lambda one: (-one.share, one.at)) for tag, found in best.items()}
