"""Three-way merging by lines, where one side is a translation: code blocks, and what stands between blocks.

Code is the same in every language but for what people read in it: comments, strings, the values of front matter. These
parts of a line are told from its code; a line whose code changed keeps its translated parts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from translate_flow.text.patching import Patch, opcodes

MAX_LINES = 5000  # of a code block: a longer one is left to a person

_PART = re.compile(
    r"""(?P<comment>(?:(?<![:\w/])//+|(?<!\S)\#+(?=\s)|/\*+|<!--|(?<!\S)--(?=\s))\s*(?P<said>(?:(?!\*/|-->).)*))"""
    r"""|"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|`(?P<back>(?:[^`\\]|\\.)*)`"""
    r"""|(?<=>)(?P<node>[^<>{}]++)(?=<|$)"""
    r"""|(?<=:\ )(?P<value>[^\W\d_][^"'`{}\[\];,()]*+)$"""
    r"""|!\[(?P<alt>[^\]]+)\]\(|^[\s>]*[*+-]\s(?P<item>.*\*\*\w.*)"""
    r"""|^[\s>*+#-]*+(?P<prose>[A-Z][a-z’']*+(?: [\w’'*`_]++){2}.*)"""
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SPOKEN = re.compile(r"[^\W\d_]{2,}[,;:’']?\s+[^\W_]|[^\x00-\u024f]")  # two words after one another, or another script
_SAID = re.compile(r"(?:/|#|\*|<!-|-|>)\s?\Z")  # what stands before a comment’s words, or a tag’s
_CODELIKE = re.compile(r"[\w@~.-]*[/\\][\w@~./\\*-]*|[\w-]+\.\w{1,5}|[\w.-]+@[\w.-]+|https?://\S+|[\w$]+\([^)]*\)|[a-z]+(?:[A-Z][a-z]+)+")


@dataclass(slots=True)
class Phrases:
    """What the parts of code that people read became in this translation: learnt from its pairs of code blocks."""

    known: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, old: str, there: str) -> None:
        """A code block and its translation."""
        ours, theirs = old.split("\n"), there.split("\n")
        for start, end, begin, stop in _chunks(ours, theirs):
            if end - start == stop - begin:
                for a, b in zip(ours[start:end], theirs[begin:stop], strict=True):
                    self._learn_line(a, b)

    def _learn_line(self, old: str, there: str) -> None:
        ours, theirs = parts(old), parts(there)
        if _frame(old, ours) == _frame(there, theirs):
            for a, b in zip(ours, theirs, strict=True):
                self.known[old[slice(*a)]][there[slice(*b)]] += 1

    def get(self, part: str) -> str | None:
        found = self.known.get(part)
        return found.most_common(1)[0][0] if found else None


def parts(line: str) -> list[tuple[int, int]]:
    """The spans of a line of code that may hold words for people."""
    spans = []
    for match in _PART.finditer(line):
        group = "said" if match["comment"] is not None else match.lastgroup
        assert group
        if match.span(group)[0] < match.span(group)[1]:
            spans.append(match.span(group))
    return spans


def spoken(line: str, span: tuple[int, int]) -> bool:
    """Whether a part of a line is words for people, rather than a name, a path or a value.

    In comments and between tags one word is enough; in strings two are, or one in another than Latin script.
    """
    rest = _CODELIKE.sub(" ", line[span[0] : span[1]]).replace("**", "")
    return bool((_LETTERS if _SAID.search(line[: span[0]]) else _SPOKEN).search(rest))


def _frame(line: str, spans: Sequence[tuple[int, int]]) -> str:
    """The line without its parts."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += (line[at:start], "\0")
        at = end
    return "".join((*pieces, line[at:]))


def _chunks(one: Sequence[str], two: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Spans of lines that belong together: equal lines one by one; between them, those of equal code one by one, else together."""
    found = []
    for tag, start, end, begin, stop in opcodes(one, two):
        if tag == "equal" or end - start == stop - begin:
            found += [(start + i, start + i + 1, begin + i, begin + i + 1) for i in range(end - start)]
        else:
            frames = [[_frame(line, parts(line)) for line in side] for side in (one[start:end], two[begin:stop])]
            for inner, a, b, c, d in opcodes(*frames):
                if inner == "equal":
                    found += [(start + a + i, start + a + i + 1, begin + c + i, begin + c + i + 1) for i in range(b - a)]
                else:
                    found.append((start + a, start + b, begin + c, begin + d))
    return found


@dataclass(slots=True)
class _Merge:
    lines: list[str] = field(default_factory=list)
    applied: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def merge(old: str, new: str, there: str, phrases: Phrases, patch: Callable[[str, str, str], Patch]) -> Patch:
    """The translation of a code block with what changed in its source; complete where that held no words for people.

    `patch(old, new, there)` is asked for a part that changed. Lines with new words come as the source has them.
    """
    if old == new:
        return Patch(there, True)
    o, n, t = old.split("\n"), new.split("\n"), there.split("\n")
    if _reindented(o, n):
        return Patch(there, True)
    if max(len(o), len(n), len(t)) > MAX_LINES:
        return Patch(there, False, left=((old, new),))
    english = old == there and any(spoken(line, span) for line in o for span in parts(line))
    done = _Merge()
    for ours, news, theirs in _regions(o, n, t):
        _region(done, ours, news, theirs, _Asked(phrases, patch, english))
    done.left += _lost(old, new, there, "\n".join(done.lines))
    return Patch("\n".join(done.lines), not done.left, tuple(done.applied), tuple(done.left))


def _lost(old: str, new: str, there: str, merged: str) -> list[tuple[str, str]]:
    """What the translation says in its own words, the new source says still, and the merged code does not."""
    own = Phrases()
    own.learn(old, there)
    return [
        (part, part)
        for part, said in own.known.items()
        if part in new and part not in said and _LETTERS.search(part) and not any(one in merged for one in said)
    ]


def fill(new: str, phrases: Phrases) -> Patch:
    """New code with those of its parts translated that are known; complete where no other holds words for people."""
    done = _Merge()
    asked = _Asked(phrases, lambda old, new, there: Patch(there, False), False)
    lines = [_added(done, line, asked) for line in new.split("\n")]
    return Patch("\n".join(lines), not done.left, (), tuple(done.left))


@dataclass(frozen=True, slots=True)
class _Asked:
    phrases: Phrases
    patch: Callable[[str, str, str], Patch]
    english: bool  # the translation left what people read in this code as it was


def _reindented(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether lines differ only in how far they are indented, each still deeper, or less deep, than the one before."""
    lines = [[line for line in side if line.strip()] for side in (one, two)]
    if [line.split() for line in lines[0]] != [line.split() for line in lines[1]]:
        return False
    depths = [[len(line) - len(line.lstrip()) for line in side] for side in lines]
    return len({tuple((a > b) - (a < b) for a, b in pairwise(side)) for side in depths}) == 1


def _regions(o: list[str], n: list[str], t: list[str]) -> list[tuple[list[str], list[str], list[str]]]:
    """The three texts in parallel regions: lines that stand in all three one by one, and what is between them."""
    to_new: dict[int, int] = {}
    for tag, start, end, begin, _ in opcodes(o, n):
        if tag == "equal":
            to_new.update((start + i, begin + i) for i in range(end - start))
    to_there = {start: begin for start, end, begin, stop in _chunks(o, t) if end - start == stop - begin == 1}
    found = []
    a = b = c = 0
    for at in sorted(to_new.keys() & to_there.keys()):
        i, j = to_new[at], to_there[at]
        if (a, b, c) != (at, i, j):
            found.append((o[a:at], n[b:i], t[c:j]))
        found.append((o[at : at + 1], n[i : i + 1], t[j : j + 1]))
        a, b, c = at + 1, i + 1, j + 1
    if (a, b, c) != (len(o), len(n), len(t)):
        found.append((o[a:], n[b:], t[c:]))
    return found


def _region(done: _Merge, old: list[str], new: list[str], there: list[str], asked: _Asked) -> None:
    if new in (old, there):
        done.lines += there
        return
    if old == there:
        done.applied.append(("\n".join(there), "\n".join(new)))
        for line in new:
            done.lines.append(_added(done, line, asked, known=line in old))
        return
    if len(old) == len(there):
        _changed(done, old, new, there, asked)
        return
    done.lines += there
    done.left.append(("\n".join(old), "\n".join(new)))


def _added(done: _Merge, line: str, asked: _Asked, *, known: bool = False) -> str:
    """A new line as the translation would have it: its parts as they are translated elsewhere in this text."""
    if known:
        return line
    bare = line.strip()
    if (said := asked.phrases.get(bare)) is not None:
        return line.replace(bare, said)  # a part that has a line to itself now
    pieces: list[str] = []
    at = 0
    for span in parts(line):
        pieces += (line[at : span[0]], _new_part(done, line, span, asked))
        at = span[1]
    return "".join((*pieces, line[at:]))


def _changed(done: _Merge, old: list[str], new: list[str], there: list[str], asked: _Asked) -> None:
    """Lines of which some are translated: each pair of an old and a new line, patched."""
    likest = _likest(old, new)
    gone = [a for a, b in likest if b is None and a is not None and old[a] != there[a]]
    if gone and any(a is None for a, _ in likest):
        done.left += [(old[a], "\n".join(new)) for a in gone]  # its words may stand in a line that is unlike it
    for a, b in likest:
        if a is not None and b is not None:
            if old[a] == new[b]:
                done.lines.append(there[a])
            elif old[a] == there[a]:
                done.lines.append(_added(done, new[b], asked))
                done.applied.append((there[a], done.lines[-1]))
            else:
                done.lines.append(_patched(done, old[a], new[b], there[a], asked))
        elif b is not None:
            done.lines.append(_added(done, new[b], asked))
            done.applied.append(("", done.lines[-1]))
        elif a is not None:
            done.applied.append((there[a], ""))


def _likest(old: list[str], new: list[str]) -> list[tuple[int | None, int | None]]:
    """Old and new lines in order: pairs of those that are one by one, or alike; the others alone."""
    if len(old) == len(new):
        return [(i, i) for i in range(len(old))]
    from rapidfuzz.distance import Indel

    found: list[tuple[int | None, int | None]] = []
    at = 0
    for i, line in enumerate(old):
        best = max(range(at, len(new)), key=lambda j: Indel.normalized_similarity(line, new[j]), default=None)
        if best is None or Indel.normalized_similarity(line, new[best]) < 0.6:
            found.append((i, None))
            continue
        found += [(None, j) for j in range(at, best)]
        found.append((i, best))
        at = best + 1
    return found + [(None, j) for j in range(at, len(new))]


def _patched(done: _Merge, old: str, new: str, there: str, asked: _Asked) -> str:
    """A translated line whose source changed: the new code with the translated parts."""
    ours, news, theirs = parts(old), parts(new), parts(there)
    before = [old[slice(*span)] for span in ours]
    if _frame(old, ours) != _frame(there, theirs):
        tried = asked.patch(old, new, there)
        done.applied += tried.applied
        done.left += tried.left
        return tried.text
    pieces: list[str] = []
    at = 0
    for number, span in enumerate(news):
        part = new[slice(*span)]
        if part in before:
            now = there[slice(*theirs[before.index(part)])]
        elif len(news) == len(ours) and before[number] not in (new[slice(*other)] for other in news):
            now = _part(done, before[number], there[slice(*theirs[number])], new, span, asked)
        else:
            now = _new_part(done, new, span, asked)
        pieces += (new[at : span[0]], now)
        at = span[1]
    line = "".join((*pieces, new[at:]))
    done.applied.append((there, line))
    return line


def _part(done: _Merge, old: str, there: str, line: str, span: tuple[int, int], asked: _Asked) -> str:
    """One part that changed, as the translation would have it."""
    new = line[slice(*span)]
    if (known := asked.phrases.get(new)) is not None:
        return known
    if old == there and not spoken(line, span):
        return new
    tried = asked.patch(old, new, there)
    done.left += tried.left
    return tried.text


def _new_part(done: _Merge, line: str, span: tuple[int, int], asked: _Asked) -> str:
    """A part that came, as it is translated elsewhere in this text; else as the source has it."""
    part = line[slice(*span)]
    if (known := asked.phrases.get(part)) is not None:
        return known
    if not asked.english and spoken(line, span):
        done.left.append(("", line))
    return part
