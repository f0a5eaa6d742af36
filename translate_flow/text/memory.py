"""What a text's own pairs tell about how its new blocks are to be translated: the translator's habits and repetitions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from translate_flow.text import merging, patching, units
from translate_flow.text.calendar_dates import find_dates
from translate_flow.text.document import Block, Document, Kind
from translate_flow.text.facts import redate, renumber
from translate_flow.text.localising import Habits
from translate_flow.text.merging import Phrases
from translate_flow.text.pairing import Pair
from translate_flow.text.units import UnitKind

_LETTER = re.compile(r"[^\W\d_]")
_LOOKED_AT = 40  # pairs of one shape
_DATED = re.compile(r"\d")
_PLAIN = frozenset({UnitKind.SPACE, UnitKind.PUNCTUATION, UnitKind.WORD})


@dataclass(frozen=True, slots=True)
class Done:
    """What a patch gave, and in a few words why."""

    text: str
    complete: bool
    why: str = ""
    left: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Memory:
    syntax: str
    languages: tuple[str, str]
    habits: Habits = field(default_factory=Habits)
    phrases: Phrases = field(default_factory=Phrases)
    known: dict[tuple[bool, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    shapes: dict[tuple[str, ...], list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def patch(self, old: str, new: str, there: str, block: Block) -> Done:
        """One block's translation with what changed in its source."""
        if block.kind is Kind.CODE:
            done = merging.merge(old, new, there, self.phrases, self.patch_text)
            return Done(done.text, done.complete, "code", done.left)
        was, shown = self._dates(old, new, there) if old != there else (old, there)
        done = patching.patch(was, new, shown, self.syntax, self.habits, self._figure)
        if shown != there and not done.complete:
            done = patching.patch(old, new, there, self.syntax, self.habits, self._figure)
        elif shown != there:
            done = replace(done, applied=((there, shown), *done.applied))
        complete = done.complete
        if old == there and complete and self.needs_translator(new, block):
            before = _words(old, self.syntax)  # where it had none, nobody has decided to leave such words as they are
            complete = _words(new, self.syntax) <= before or (bool(before) and not self.needs_translator(old, block))
        why = list(dict.fromkeys(_named(a, b, self.syntax) for a, b in done.applied))
        return Done(done.text, complete and (old == there or "names" not in why), ", ".join(why), done.left)

    def patch_text(self, old: str, new: str, there: str) -> patching.Patch:
        return patching.patch(old, new, there, "text", self.habits, self._figure)

    def _figure(self, old: str, new: str, there: str) -> str | None:
        return renumber(old, new, there, *self.languages) if all(self.languages) else None

    def _dates(self, old: str, new: str, there: str) -> tuple[str, str]:
        """Old source and translation with the new source's dates, where each changed one stands once in the translation."""
        source, target = self.languages
        if not source or not target or not _DATED.search(old):
            return old, there
        before, after = (list(find_dates(text, source)) for text in (old, new))
        if len(before) != len(after):
            return old, there
        for a, b in zip(reversed(before), reversed(after), strict=True):
            was, now = old[a.start : a.end], new[b.start : b.end]
            if was == now:
                continue
            found = [(one, said) for one in find_dates(there, target) if (said := redate(was, now, there[one.start : one.end], source, target))]
            if len(found) == 1:
                (one, said) = found[0]
                old = old[: a.start] + now + old[a.end :]
                there = there[: one.start] + said + there[one.end :]
        return old, there

    def recall(self, source: str, block: Block) -> str | None:
        """The translation of a new block, where the same, or the same but for links, code and figures, is translated in this text."""
        if found := self.known.get((block.kind is Kind.CODE, source)):
            best, count = found.most_common(1)[0]
            if best == source and self.needs_translator(source, block):
                return None  # it was left as it is, which is no translation
            return best if 2 * count > found.total() else None
        if block.kind is Kind.CODE:
            return None  # its parts may be known, but where they stand may want other words: see `begun`
        for old, there in self._usual(self._shape(source)):
            done = patching.patch(old, source, there, self.syntax, self.habits, self._figure)
            if done.complete and there != old:
                return done.text
        return None

    def begun(self, source: str, block: Block) -> str:
        """A new block as a translator may go on from: of code, with the words that are translated elsewhere in this text."""
        return merging.fill(source, self.phrases).text if block.kind is Kind.CODE else source

    def _usual(self, shape: tuple[str, ...]) -> list[tuple[str, str]]:
        """Some pairs of a shape, those first that are translated as most of them are."""
        found = self.shapes.get(shape, [])
        if len(found) < 3:
            return found
        forms = [self._shape(there) for _, there in found[:_LOOKED_AT]]
        count = Counter(forms)
        order = sorted(range(len(forms)), key=lambda at: (-count[forms[at]], at))
        return [found[at] for at in order[:4]]

    def needs_translator(self, source: str, block: Block) -> bool:
        """Whether a new block holds words that a translator would look at."""
        if block.kind is Kind.CODE:
            return not merging.fill(source, self.phrases).complete
        return any(not self.habits.keeps(unit) for unit in units.split(source, self.syntax) if units.wordy(unit) and _LETTER.search(unit))

    def _shape(self, source: str) -> tuple[str, ...]:
        return tuple(unit if units.kind(unit) in _PLAIN else units.kind(unit).value for unit in units.split(source, self.syntax))

    def learn(self, old: str, there: str, block: Block) -> None:
        if block.kind is Kind.CODE:
            self.phrases.learn(old, there)
        else:
            self.habits.learn(units.split(old, self.syntax), units.split(there, self.syntax))
            self.shapes[self._shape(old)].append((old, there))
        self.known[block.kind is Kind.CODE, old][there] += 1


def learn(old: Document, there: Document, pairs: Sequence[Pair], untranslated: frozenset[int], languages: tuple[str, str]) -> Memory:
    """The memory of a text and its translation."""
    memory = Memory(old.format, languages)
    last = (-2, -2)
    for one in pairs:
        if len(one.source) != 1 or len(one.target) != 1 or one.source[0] in untranslated:
            continue
        block, other = old.blocks[one.source[0]], there.blocks[one.target[0]]
        if (block.kind is Kind.CODE) != (other.kind is Kind.CODE):
            continue
        memory.learn(old.source(block), there.source(other), block)
        if block.kind is Kind.HEADING:
            memory.habits.learn_heading(block.text, other.text)
        if (one.source[0] - 1, one.target[0] - 1) == last:
            gaps = [text.text[text.blocks[at - 1].end : text.blocks[at].start] for text, at in ((old, one.source[0]), (there, one.target[0]))]
            memory.phrases.learn(*gaps)
        last = one.source[0], one.target[0]
    return memory


def _words(source: str, syntax: str) -> set[str]:
    return {unit for unit in units.split(source, syntax) if units.wordy(unit)}


def _named(old: str, new: str, syntax: str) -> str:
    """What kind of thing a rewrite changed, in a word."""
    kinds = [units.kind(unit) for unit in units.split(new or old, syntax)]
    firm = [kind for kind in kinds if kind not in _PLAIN]
    return (firm[0].value if firm else "names") if kinds else "spaces"
