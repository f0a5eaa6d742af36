"""How well `text/pairing.py` pairs: `python -m bench.pairs --repo PATH [--sample N] [--seed S]`.

Truth are pages whose translation has the same kinds and levels of blocks in the same order. One side's blocks are then
damaged, 10 in 100 of them, by one kind of damage or by all five mixed, and paired again. Counted are links (i, j): one
for each source block and each target block that render each other. F1 over all links of a language.

    drop     the block is left out
    add      a block of another page (same side, same language) comes in after it
    merge    it is joined with the next by a space (same kind and level, running text)
    split    it is cut at the sentence boundary nearest its middle, where it has as many sentences as its counterpart has
    swap     it changes places with the next
    mixed    one of the five for each block chosen
    heavy    each of the five on 10 in 100

Beside it po4a (`po4a-gettextize`, where it is installed) on the same pairs, written out as plain Markdown: how many it
refuses, and how many of all true links it gives.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.histories import History
from translate_flow import formats
from translate_flow.errors import Unreadable
from translate_flow.text.document import Block, Document, Kind
from translate_flow.text.pairing import Lexicon, Pair, pair

SHARE = 0.1
PO4A_SECONDS = 20  # beyond it counts as refused
RUNNING = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.CAPTION, Kind.STANDFIRST, Kind.TABLE_CELL})
DAMAGES = ("drop", "add", "merge", "split", "swap")
CASES = (*DAMAGES, "mixed", "heavy")
_BOUNDARY = re.compile(r"(?<=[.!?…؟۔।])\s+|(?<=[。！？])\s*")


@dataclass(frozen=True, slots=True)
class Item:
    """A block of one side, and the numbers of the original blocks it holds (none for one that was added)."""

    block: Block
    source: str
    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Case:
    """A damaged pair: blocks in order, and which links are true."""

    language: str
    path: str
    damage: str
    side: str  # the one that was damaged
    source: tuple[Item, ...]
    target: tuple[Item, ...]

    @property
    def links(self) -> set[tuple[int, int]]:
        places: dict[int, list[int]] = defaultdict(list)
        for j, item in enumerate(self.target):
            for key in item.ids:
                places[key].append(j)
        return {(i, j) for i, item in enumerate(self.source) for key in item.ids for j in places[key]}


@dataclass(slots=True)
class Score:
    true: int = 0
    found: int = 0
    right: int = 0

    def add(self, links: set[tuple[int, int]], found: set[tuple[int, int]]) -> None:
        self.true += len(links)
        self.found += len(found)
        self.right += len(links & found)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.true + self.found) if self.true + self.found else 1.0


@dataclass(slots=True)
class Figures:
    """By (language, damage); the confidence of pairs in tenths as [right, all]."""

    scores: dict[tuple[str, str], Score] = field(default_factory=lambda: defaultdict(Score))
    confidence: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    seconds: float = 0.0
    blocks: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A pair of equal structure."""

    language: str
    path: str
    source: Document
    target: Document


def texts(history: History, languages: Sequence[str] = ()) -> tuple[list[Text], int]:
    """The pairs of equal structure of at least ten blocks, and how many pages there are beside them."""
    read: dict[str, Document | None] = {}
    found, other = [], 0
    for page in history.pages():
        if languages and page.language not in languages:
            continue
        for blob, path in ((page.source, page.source_path), (page.translation, page.path)):
            if blob not in read:
                read[blob] = _document(history.read(blob), path)
        one, two = read[page.source], read[page.translation]
        if one and two and len(one.blocks) >= 10 and _frame(one) == _frame(two) and page.source != page.translation:
            found.append(Text(page.language, page.path, one, two))
        else:
            other += 1
    return found, other


def _document(data: bytes, path: str) -> Document | None:
    try:
        return formats.get(formats.for_path(path)).read(data, name=path)
    except Unreadable:
        return None


def _frame(document: Document) -> list[tuple[Kind, int]]:
    return [(block.kind, block.level) for block in document.blocks]


def _items(document: Document) -> list[Item]:
    return [Item(block, document.source(block), frozenset({at})) for at, block in enumerate(document.blocks)]


def cases(text: Text, strangers: Sequence[Text], rng: random.Random) -> Iterator[Case]:
    """Every kind of damage, on the source's side and on the target's."""
    for damage in CASES:
        for side in ("source", "target"):
            one, two = _items(text.source), _items(text.target)
            foreign = [item for other in strangers for item in _items(other.source if side == "source" else other.target)]
            if side == "source":
                one = damaged(one, two, damage, foreign, rng)
            else:
                two = damaged(two, one, damage, foreign, rng)
            yield Case(text.language, text.path, damage, side, tuple(one), tuple(two))


def damaged(items: list[Item], other: list[Item], damage: str, strangers: Sequence[Item], rng: random.Random) -> list[Item]:
    """One side with its share of blocks damaged; `other` is the whole other side, for its sentences."""
    count = max(1, round(SHARE * len(items)))
    kinds = {"mixed": [rng.choice(DAMAGES) for _ in range(count)], "heavy": [*DAMAGES] * count}.get(damage, [damage] * count)
    steps: dict[str, Callable[[list[Item], int], bool]] = {
        "drop": lambda here, at: bool(here.pop(at)),
        "add": lambda here, at: _add(here, at, strangers, rng),
        "merge": _merge,
        "split": lambda here, at: _split(here, at, other),
        "swap": _swap,
    }
    here = list(items)
    touched: set[int] = set()
    for kind in kinds:
        order = list(range(len(here)))
        rng.shuffle(order)
        for at in order:
            ids = here[at].ids | (here[at + 1].ids if kind in {"merge", "swap"} and at + 1 < len(here) else frozenset())
            if len(ids) == (2 if kind in {"merge", "swap"} else 1) and not ids & touched and steps[kind](here, at):
                touched |= ids
                break
    return here


def _add(here: list[Item], at: int, strangers: Sequence[Item], rng: random.Random) -> bool:
    here[at + 1 : at + 1] = [replace(rng.choice(strangers), ids=frozenset())] if strangers else []
    return True


def _merge(here: list[Item], at: int) -> bool:
    one, two = here[at], here[at + 1]
    if one.block.kind is not two.block.kind or one.block.level != two.block.level or one.block.kind not in RUNNING:
        return False
    joined = replace(one.block, text=f"{one.block.text} {two.block.text}")
    here[at : at + 2] = [Item(joined, f"{one.source} {two.source}", one.ids | two.ids)]
    return True


def _split(here: list[Item], at: int, other: list[Item]) -> bool:
    item = here[at]
    mate = next(found for found in other if found.ids & item.ids)
    cut = [_BOUNDARY.split(text) for text in (item.block.text, item.source, mate.block.text)]
    if item.block.kind not in RUNNING or len({len(parts) for parts in cut}) > 1 or len(cut[0]) < 2:
        return False
    ends = [sum(map(len, cut[0][:place])) for place in range(1, len(cut[0]))]
    place = 1 + min(range(len(ends)), key=lambda index: abs(ends[index] - len(item.block.text) / 2))
    halves = [(" ".join(cut[0][part]), " ".join(cut[1][part])) for part in (slice(place), slice(place, None))]
    here[at : at + 1] = [Item(replace(item.block, text=text), source, item.ids) for text, source in halves]
    return True


def _swap(here: list[Item], at: int) -> bool:
    here[at], here[at + 1] = here[at + 1], here[at]
    return True


Pairing = Callable[[Case], list[Pair]]


def evaluate(given: Sequence[Case], pairing: Pairing, show: int = 0) -> Figures:
    """F1 by language and damage, and how far the confidences hold."""
    figures = Figures()
    for case in given:
        started = time.perf_counter()
        pairs = pairing(case)
        figures.seconds += time.perf_counter() - started
        figures.blocks += len(case.source)
        found = {(i, j) for pair in pairs for i in pair.source for j in pair.target}
        links = case.links
        figures.scores[case.language, case.damage].add(links, found)
        for pair_ in pairs:
            if pair_.source and pair_.target:
                tally = figures.confidence[min(9, math.floor(pair_.confidence * 10 + 1e-9))]
                tally[1] += 1
                tally[0] += {(i, j) for i in pair_.source for j in pair_.target} <= links
        if show and found != links:
            show -= 1
            _show(case, pairs, links)
    return figures


def _show(case: Case, pairs: Sequence[Pair], links: set[tuple[int, int]]) -> None:
    print(f"\n{case.path}: {case.damage} on the {case.side} side")
    for found in pairs:
        wrong = {(i, j) for i in found.source for j in found.target} - links
        missed = [link for link in sorted(links) if (link[0] in found.source or link[1] in found.target) and link not in {(i, j) for i in found.source for j in found.target}]
        if wrong or missed:
            one = " | ".join(f"{i} {case.source[i].block.kind}: {case.source[i].block.text[:60]}" for i in found.source)
            two = " | ".join(f"{j} {case.target[j].block.kind}: {case.target[j].block.text[:60]}" for j in found.target)
            print(f"  {found.confidence:.2f}  {one or '-'}  ~  {two or '-'}   wrong {sorted(wrong)} missed {missed}")


def table(figures: Figures) -> str:
    """A line for each language."""
    lines = [f"{'language':10}" + "".join(f"{damage:>9}" for damage in CASES) + f"{'all':>9}"]
    for language in [*sorted({key[0] for key in figures.scores}), "all"]:
        row = []
        for damage in (*CASES, "all"):
            total = Score()
            for (spoken, done), score in figures.scores.items():
                if language in {spoken, "all"} and damage in {done, "all"}:
                    total.true, total.found, total.right = total.true + score.true, total.found + score.found, total.right + score.right
            row.append(total.f1)
        lines.append(f"{language:10}" + "".join(f"{value:9.4f}" for value in row))
    held = [figures.confidence[tenth] for tenth in range(10)]
    lines.append("confidence, share right (pairs): " + "  ".join(f"{tenth / 10:.1f}+ {right / count:.3f} ({count})" for tenth, (right, count) in enumerate(held) if count))
    lines.append(f"{figures.blocks / max(figures.seconds, 1e-9):,.0f} source blocks a second")
    return "\n".join(lines)


def po4a(given: Sequence[Case]) -> tuple[int, int, int]:
    """(true links, usable links among those that po4a-gettextize gives, cases it refuses)."""
    true = usable = refused = 0
    with tempfile.TemporaryDirectory(prefix="translate-flow-po4a-") as folder:
        for case in given:
            links = case.links
            true += len(links)
            paths = [Path(folder, name) for name in ("source.md", "target.md")]
            for path, items in zip(paths, (case.source, case.target), strict=True):
                path.write_text(written(items), encoding="utf-8")
            found: list[tuple[str, str]] = []
            command = ["po4a-gettextize", "-f", "text", "-o", "markdown", "-M", "UTF-8", "-L", "UTF-8", "-m", str(paths[0]), "-l", str(paths[1])]
            with contextlib.suppress(subprocess.TimeoutExpired):  # it does not end on some texts
                done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=PO4A_SECONDS)  # it leaves what it fails on where it runs
                found = list(_messages(done.stdout.decode(errors="replace"))) if done.returncode == 0 else []
            refused += not found
            usable += _usable(case, links, found)
    return true, usable, refused


def written(items: Sequence[Item]) -> str:
    """Blocks as plain Markdown, each by itself: as easy as po4a can have it."""
    pieces = []
    for item in items:
        block, text = item.block, " ".join(item.block.text.split())
        if block.kind in {Kind.TITLE, Kind.HEADING}:
            pieces.append(f"{'#' * max(1, block.level)} {text}")
        elif block.kind is Kind.LIST_ITEM:
            pieces.append(f"- {text}")
        elif block.kind is Kind.QUOTE:
            pieces.append(f"> {text}")
        elif block.kind is Kind.CODE:
            pieces.append(f"```\n{block.text}\n```")
        else:
            pieces.append(text)
    return "\n\n".join(pieces) + "\n"


def _messages(po: str) -> Iterator[tuple[str, str]]:
    """(msgid, msgstr) of a catalogue."""
    for entry in po.split("\n\n"):
        parts: dict[str, str] = {"msgid": "", "msgstr": ""}
        key = ""
        for line in entry.splitlines():
            if match := re.match(r'(msgid|msgstr) "(.*)"$', line):
                key = match[1]
                parts[key] += match[2]
            elif key and (match := re.match(r'"(.*)"$', line)):
                parts[key] += match[1]
        if parts["msgid"]:
            yield _folded(parts["msgid"]), _folded(parts["msgstr"])


def _folded(text: str) -> str:
    """Letters and digits alone, to find a block again in what po4a made of it."""
    return re.sub(r"\\[nt]|\W", "", text)


def _usable(case: Case, links: set[tuple[int, int]], found: Sequence[tuple[str, str]]) -> int:
    """Links that a catalogue gives: one for each true link whose two texts stand in one entry (repeated texts count each)."""
    entries = set(found)
    one, two = ([_folded(" ".join(item.block.text.split())) for item in side] for side in (case.source, case.target))
    return sum((one[i], two[j]) in entries for i, j in links)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pairs", description="F1 of the pairing on damaged pairs of real pages, per language.")
    parser.add_argument("--repo", required=True, help="a clone of a repository of translated Markdown, or a bundle")
    parser.add_argument("--pattern", action="append", default=[], help="where translations lie, as docs/{language}/{path}; else found by their layout")
    parser.add_argument("--source-pattern", default="", help="where their sources lie, as docs/{path}")
    parser.add_argument("--source-language", default="en")
    parser.add_argument("--language", action="append", default=[], help="only this one (may be given again)")
    parser.add_argument("--sample", type=int, default=12, help="pages of a language; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lexicon", action="store_true", help="with a lexicon learnt from the pages that are not in the sample")
    parser.add_argument("--baseline", action="store_true", help="without what stands in the inner sources (links, marks)")
    parser.add_argument("--po4a", type=int, default=0, metavar="N", help="run po4a too, on N cases of each kind of damage")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print what is wrong in N cases")
    given = parser.parse_args()
    rng = random.Random(given.seed)
    with History(given.repo, patterns=given.pattern, source_pattern=given.source_pattern, source_language=given.source_language) as history:
        found, other = texts(history, given.language)
    print(f"{len(found)} pairs of equal structure ({other} others are not used), seed {given.seed}", flush=True)
    made: list[Case] = []
    lexicons: dict[str, Lexicon] = {}
    for language in sorted({text.language for text in found}):
        pages = [text for text in found if text.language == language]
        rng.shuffle(pages)
        chosen = pages[: given.sample or None]
        if given.lexicon:
            learnt = ((one.text, two.text) for text in pages[len(chosen) :] for one, two in zip(text.source.blocks, text.target.blocks, strict=True))
            lexicons[language] = Lexicon.learn(learnt)
        for text in chosen:
            strangers = [stranger for stranger in pages if stranger is not text]
            made += cases(text, rng.sample(strangers, min(3, len(strangers))), rng)

    def ours(case: Case) -> list[Pair]:
        sources = None if given.baseline else ([item.source for item in case.source], [item.source for item in case.target])
        return pair([item.block for item in case.source], [item.block for item in case.target], sources=sources, lexicon=lexicons.get(case.language))

    print(table(evaluate(made, ours, given.show)))
    if given.po4a and shutil.which("po4a-gettextize"):
        compare(made, ours, given.po4a, rng)
    return 0


def compare(made: Sequence[Case], ours: Pairing, count: int, rng: random.Random) -> None:
    """Links that are usable, po4a's and ours, on the same cases."""
    print("\npo4a-gettextize: damage, cases, refused, usable of true links; ours on the same")
    for damage in CASES:
        fit = [case for case in made if case.damage == damage]
        chosen = rng.sample(fit, min(count, len(fit)))
        true, usable, refused = po4a(chosen)
        figures = evaluate(chosen, ours)
        right = sum(score.right for score in figures.scores.values())
        print(f"{damage:8}{len(chosen):6}{refused:6}{usable:8} of {true} ({usable / true:.3f}); ours {right} ({right / true:.3f})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
