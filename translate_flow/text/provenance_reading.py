"""Reading a line by one wording: what it is translated from, and around that who translated it, where it began, and the rest.

A frame says what a line is translated from; before or after it may stand a credit, the original of a relay and an invitation to
read it, each with a mark or a space between. All of a line must be accounted for so, or it is a sentence and no provenance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from translate_flow import messages
from translate_flow.text import provenance_names as names
from translate_flow.text.document import Provenance
from translate_flow.text.provenance_data import WORDINGS
from translate_flow.text.provenance_fold import fold
from translate_flow.text.provenance_frames import Slot, Steps, Walk, parsed, unspaced
from translate_flow.text.provenance_persons import is_named, is_phrase, name_trust, trimmed

ORIGINAL = "Original: {language}"  # of the catalogues: how a relay names where it began
TRIGGERS = {
    wording: tuple(fold(stem.replace("+", " ")) for stem in entry.triggers.split())
    for wording, entry in WORDINGS.items()
}
_GAP = re.compile(r"(?:[ ,;.·|/—–-]+\(?| ?\() *")  # between a statement and a credit
_MARKS = re.compile(r"[ .,;:·|/—–(-]+")  # between a statement and any other part
_COLON = re.compile(r" ?[:=] ?| ")
_BARE = re.compile(r" ?[:=] ?| ?\(")  # before a credit without a word
_DASH, _DASH_OR_SPACE = re.compile(" [—–-] "), re.compile("(?: [—–-])? ")
_CJK_NAME = re.compile("[\u2e80-\U0003ffff]{2,5}")
_LEAD_END = re.compile(r" ?[:.—–-] ?| ")
_BRACKETS = re.compile(r"([\[\]()|])")
_SLOTS = re.compile(r"\{\w\}|[‹›]")
_QUOTES = {"«": "»", "“": "”", "„": "“", '"': '"', "「": "」", "《": "》"}
_CLAUSE = re.compile(r"[,，、;；] ?(?:\S+(?: \S+){3}|[\u2e80-\u9fff]{8})")  # a comma and four words: a sentence goes on
_AFTER_NAME = frozenset(" .,;:·|/—–-()")

Parts = frozenset[str]  # what may still follow: credit, author, relay, tail
Then = Callable[[int], bool]


def read(wording: str, clean: str, folded: str) -> Provenance | None:
    """The line read by one wording's frames, the strong ones first. `clean` and `folded` are one line, place for place."""
    return _Reader(wording, clean, folded).read()


class _Reader:
    """One line and one wording. What is tried answers whether all of the line can be read so, and leaves that in `found`."""

    def __init__(self, wording: str, clean: str, folded: str) -> None:
        self.wording, self.clean, self.folded = wording, clean, folded
        self.entry = WORDINGS[wording]
        self.walk = Walk(folded)
        self.confidence = 1.0  # how sure the frame in hand is
        self.alone = True  # whether it needs no credit beside it
        self.authored = False  # whether it may be followed by an author or a title
        self.found: Provenance | None = None

    def read(self) -> Provenance | None:
        starts = (*self._after_lead(), *filter(None, (names.after_target(self.wording, self.folded),)), 0)
        if not self._framed(starts):
            any(map(self._credit_first, starts))
        return self.found

    def _after_lead(self) -> list[int]:
        """Where a line goes on after "This article was", or after two such: "Note: this is a"."""
        found: list[int] = []

        def noted(end: int) -> bool:
            gap = _LEAD_END.match(self.folded, end)
            if gap or unspaced(self.folded, end):
                found.append(gap.end() if gap else end)
            return False

        if self.entry.lead:
            lead = parsed(self.entry.lead)
            self.walk.along(lead, 0, noted)
            for start in tuple(found):
                self.walk.along(lead, start, noted)
        return found

    def _framed(self, starts: Sequence[int], *, credited: bool = False) -> bool:
        """Whether a frame stands at one of the places, and what follows it can be read too."""
        for needed, frame, confidence, alone in _frames(self.wording):
            if all(any(words in self.folded for words in group) for group in needed):
                self.confidence, self.alone, self.authored = confidence, alone or credited, alone and confidence < 1
                steps = parsed(frame)
                if any(
                    self.walk.along(steps, start, lambda end: self._rest(end, self._parts(credited)))
                    for start in starts
                ):
                    return True
        return False

    def _parts(self, credited: bool) -> Parts:
        strong, said = self.confidence == 1, self.walk.said
        possible = {
            "tail": True,
            "credit": not credited and not said.keys() & {"w", "n"},
            "relay": strong and "o" not in said,
            "author": self.authored,
        }
        return frozenset(part for part, may in possible.items() if may)

    def _rest(self, pos: int, parts: Parts) -> bool:
        """Whether a place is the line's end, or parts follow that may still come."""
        if pos >= len(self.folded):
            return self._accept()
        if self.folded[pos] == ")" and self._rest(pos + 1, parts):
            return True
        gap = _MARKS.match(self.folded, pos)
        if gap and "relay" in parts and self._relay(gap.end(), lambda end: self._rest(end, parts - {"relay"})):
            return True
        if gap and "tail" in parts and self._tail(gap.end(), lambda end: self._rest(end, parts - {"tail"})):
            return True
        return not parts.isdisjoint({"credit", "author"}) and (
            self._labelled(pos, parts) or self._unlabelled(pos, parts)
        )

    def _tail(self, pos: int, then: Then) -> bool:
        return bool(self.entry.tail) and self.walk.along(parsed(self.entry.tail), pos, then)

    def _relay(self, pos: int, then: Then | None) -> bool:
        """Whether the original of a relay is named at a place; only its label, without `then`."""

        def labelled(end: int) -> bool:
            colon = _MARKS.match(self.folded, end)
            if not colon and not unspaced(self.folded, end):
                return False
            return then is None or self.walk.along((Slot("o"),), colon.end() if colon else end, then)

        return self.walk.along(_original(self.wording), pos, labelled)

    def _labelled(self, pos: int, parts: Parts) -> bool:
        """Who translated, told by a word; after "originally published in", by a word that may only mean its author."""
        gap = _GAP.match(self.folded, pos)
        if not gap and not unspaced(self.folded, pos):
            return False
        at = gap.end() if gap else pos
        if (
            self.entry.agents
            and "credit" in parts
            and self.walk.along(parsed(self.entry.agents), at, lambda end: self._rest(end, parts - {"credit"}))
        ):
            return True
        for label, says in _labels(self.wording):
            kind = "credit" if says or self.confidence == 1 else "author"
            if kind in parts and self.folded.startswith(label, at):
                after = at + len(label)
                colon = _COLON.match(self.folded, after)
                if (colon or unspaced(self.folded, after)) and self._person(
                    colon.end() if colon else after, kind, parts, "" if self.alone else "n"
                ):
                    return True
        return False

    def _unlabelled(self, pos: int, parts: Parts) -> bool:
        """Who translated, after a colon or in parentheses; by capitals alone after a dash, and in some languages after a space."""
        kind = "credit" if self.confidence == 1 else "author"
        gap = _MARKS.match(self.folded, pos)
        if kind not in parts or (gap and self._relay(gap.end(), None)):
            return False
        mark = _BARE.match(self.folded, pos)
        if mark and self._person(mark.end(), kind, parts, unsaid=kind == "credit"):
            return True
        space = (_DASH_OR_SPACE if self.entry.bare else _DASH).match(self.folded, pos)
        if not space or kind != "credit":
            return False
        rest = self.folded[space.end() :]
        named = " " in rest.partition(" (")[0] or bool(
            _CJK_NAME.fullmatch(rest)
        )  # one word may be more of a language's name
        return named and self._person(space.end(), kind, parts, "n")

    def _person(self, pos: int, kind: str, parts: Parts, slot: str = "", *, unsaid: bool = False) -> bool:
        """Whether a name, or the title that may follow an original's language, reaches from a place to where the line goes on.

        `unsaid`: no word before says that somebody comes.
        """
        slot = slot or ("w" if kind == "credit" else "a")
        return self.walk.along(
            (Slot(slot),),
            pos,
            lambda end: (
                self._is_name(pos, end, slot)
                and not (unsaid and is_phrase(self.clean[pos:end]))
                and self._rest(end, parts - {kind})
            ),
        )

    def _is_name(self, start: int, end: int, slot: str) -> bool:
        if end < len(self.folded) and self.folded[end] not in _AFTER_NAME and not unspaced(self.folded, end):
            return False
        who = self.clean[start:end]
        if slot == "a":
            return _is_title(who)
        return is_named(who) if slot == "n" else name_trust(who) > (0 if self.confidence == 1 else 0.9)

    def _credit_first(self, start: int) -> bool:
        """ "Translation: Ana Ruiz (from Spanish)", "Translated by Ana Ruiz. Original: Spanish"."""
        for label, says in _labels(self.wording):
            if says and self.folded.startswith(label, start):
                colon = _COLON.match(self.folded, start + len(label))
                if colon and self.walk.along((Slot("n" if colon[0] == " " else "w"),), colon.end(), self._sourced):
                    return True
        return bool(self.entry.agents) and self.walk.along(parsed(self.entry.agents), start, self._sourced)

    def _sourced(self, end: int) -> bool:
        """Whether after a translator's name, what follows names the language: "from Spanish" is enough."""
        gap = _MARKS.match(self.folded, end)
        said = self.walk.said
        sure = (
            is_named(self.clean[slice(*said["n"])]) if "n" in said else name_trust(self.clean[slice(*said["w"])]) == 1
        )
        if not gap or ":" in gap[0] or not sure:
            return False
        self.confidence, self.alone, self.authored = 1.0, True, False
        if self.entry.source and self.walk.along(
            parsed(self.entry.source), gap.end(), lambda last: self._rest(last, self._parts(True))
        ):
            return True
        return self._framed((gap.end(),), credited=True) or ("(" in gap[0] and self._only_named(gap.end()))

    def _only_named(self, pos: int) -> bool:
        """Whether a language's name alone stands in parentheses after a credit, "(French)", that is not the line's own."""
        self.confidence, own = 0.9, self.wording.split("-", maxsplit=1)[0]

        def foreign(end: int) -> bool:
            tag = names.language(self.wording, self.folded[pos:end])
            return end == len(self.folded) and bool(tag) and tag.split("-")[0] != own

        return self.walk.along((Slot("l"),), pos, lambda end: foreign(end) and self._accept())

    def _accept(self) -> bool:
        """Whether the line is read for sure now; `found` says the surest reading whose names are languages' and a person's."""
        said = self.walk.said
        parts = {kind: slice(*span) for kind, span in said.items()}
        who = self.clean[parts.get("w", parts.get("n", slice(0)))]
        trust = name_trust(who)
        if (
            not trust
            or (not who and not self.alone)
            or ("n" in said and not is_named(who))
            or ("x" in said and not names.is_target(self.wording, self.folded[parts["x"]]))
        ):
            return False
        if who and names.language(self.wording, fold(who)):
            return False  # "中文翻译": into Chinese, not by somebody of that name
        language = names.language(self.wording, self.folded[parts["l"]])
        original = names.language(self.wording, self.folded[parts["o"]]) if "o" in said else ""
        if not language or ("o" in said and not original):
            return False
        if language.split("-")[0] == self.wording.split("-", maxsplit=1)[0]:
            trust *= 0.9  # Spanish that says "from Spanish": furniture around an article in another language
        confidence = max(self.confidence, 0.9) if who else self.confidence
        original = "" if original == language else original
        reading = Provenance(self.clean, language, trimmed(who), round(confidence * trust, 2), self.wording, original)
        if self.found is None or reading.confidence > self.found.confidence:
            self.found = reading
        return reading.confidence == 1


def _is_title(text: str) -> bool:
    """Whether what follows an original's language can be its author or its title: in quotation marks, nothing after them."""
    closing = _QUOTES.get(text[0], "")
    return text.find(closing, 1) in {-1, len(text) - 1} if closing else name_trust(text) > 0 or not _CLAUSE.search(text)


@lru_cache(maxsize=128)
def _frames(wording: str) -> tuple[tuple[tuple[tuple[str, ...], ...], str, float, bool], ...]:
    """A wording's frames, how sure they are and whether they need no credit beside them, the surest first.

    Before each is what a line of it holds, so that few frames are ever split into steps.
    """
    entry = WORDINGS[wording]
    ranked = (
        *((frame, 1.0, True) for frame in entry.frames),
        *((frame, 0.6, True) for frame in entry.weak),
        *((frame, 0.6, False) for frame in entry.credited),
    )
    return tuple((_needed(frame), frame, confidence, alone) for frame, confidence, alone in ranked)


def _needed(frame: str) -> tuple[tuple[str, ...], ...]:
    """What every line of a frame holds, folded: one of each group, the longest first; nothing of what may be left out."""
    needed: list[tuple[str, ...]] = []
    depth, options = 0, [""]  # of a group at the first level in hand, the longest words of each option
    for piece in _BRACKETS.split(fold(frame)):
        if piece in {"[", "("}:
            depth += 1
            options = ["" if piece == "(" else "["] if depth == 1 else options
        elif piece in {"]", ")"}:
            depth -= 1
            if depth == 0 and piece == ")" and all(options):
                needed.append(tuple(options))
        elif piece == "|":
            options += [""] if depth == 1 else []
        elif depth == 1:
            options[-1] = max(options[-1], *_SLOTS.split(piece), key=len)
        elif depth == 0:
            needed += [(words,) for words in _SLOTS.split(piece) if words.strip()]
    return tuple(sorted(needed, key=lambda group: -min(map(len, group))))


@lru_cache(maxsize=128)
def _labels(wording: str) -> tuple[tuple[str, bool], ...]:
    """The words before a translator, the longest first, with whether they speak of translating: "translation by", not "by"."""
    labels = sorted(map(fold, WORDINGS[wording].labels.split("|")), key=len, reverse=True)
    return tuple((label, any(stem.split()[0] in label for stem in TRIGGERS[wording])) for label in labels)


@lru_cache(maxsize=128)
def _original(wording: str) -> Steps:
    """What stands before the original of a relay: the catalogue's word for it, and a wording's own."""
    own = WORDINGS[wording].original
    label = fold(messages.catalogue(wording).text(ORIGINAL).partition("{language}")[0]).rstrip(" :-")
    return parsed(f"{own}|{label}" if own else label)
