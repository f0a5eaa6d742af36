"""The diff of two revisions: against `git diff --word-diff` and rapidfuzz's opcodes over the whole texts, and that no text makes it quadratic.

The samples are made by a seeded script: an article in Markdown with 2 % of its words edited and one section moved. `diff` and the
opcodes are timed inside one process that has done both before; git is a whole process; the three take turns.

    python -m bench.diffing OLD NEW RUNS     seconds of each side, as JSON
    python -m bench.diffing CASE WORDS       one of the cases that must not grow quadratic, in this process
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.measures import Measure, Scale
from bench.processes import PYTHON, Cost, Costs, alternately
from translate_flow.text.document import Block, Document, Kind

SEED = 20_240_101
SECTION = 6  # paragraphs under each heading
EDITED = 0.02  # of the words
MEGABYTES = 300
Seconds = dict[str, list[tuple[float, float]]]  # side → (CPU, wall) of each run


def diffing(folder: Path, scale: Scale) -> Iterator[Measure]:
    """`diff` of two revisions that are read already; then texts that are unrelated, reversed, repetitive, for the memory."""
    small, large = scale.small[0], scale.large[0]
    found = {words: _timed(folder, words, scale.runs) for words in (small, large)}
    sides = {side: _costs(runs) for side, runs in found[small].items()}
    ours, size = sides["diff"], f"{small:,} words"
    note = f"with both files read: {sides['read and diff'].spread('cpu')} s CPU, {sides['read and diff'].median('cpu') / sides['git'].median('cpu'):.1f} times git"
    yield _ratio(f"diff ({size}) / git diff --word-diff=porcelain, a whole process", ours, sides["git"], 3.0, note)
    yield _ratio(f"diff ({size}) / Levenshtein.opcodes over both lists of tokens", ours, sides["opcodes"], 0.5)
    yield _ratio(f"diff, {large:,} / {small:,} words", _costs(found[large]["diff"]), ours, 12.0)
    for name in CASES:
        runs = alternately({"ours": lambda name=name: [PYTHON, "-m", "bench.diffing", name, str(large)]}, 1, warm=0)["ours"]  # type: ignore[misc]
        peak = max(run.peak for run in runs.runs)
        note = f"{peak:.0f} MB, a whole process of {runs.median('cpu'):.1f} s CPU; the ratio is to {MEGABYTES} MB"
        yield Measure(f"diff of {large:,} words, {name}: peak memory", runs, runs, peak / MEGABYTES, peak / MEGABYTES, 1.0, note)


def _ratio(name: str, ours: Costs, theirs: Costs, limit: float, note: str = "") -> Measure:
    return Measure(name, ours, theirs, ours.median("cpu") / theirs.median("cpu"), ours.median("wall") / theirs.median("wall"), limit, note)


def _costs(runs: Sequence[Sequence[float]]) -> Costs:
    return Costs(tuple(Cost(cpu, wall, 0.0) for cpu, wall in runs))


def _timed(folder: Path, words: int, runs: int) -> Seconds:
    paths = [folder / f"{name}-{words}.md" for name in ("old", "new")]
    for path, text in zip(paths, revisions(words), strict=True):
        path.write_text(text, encoding="utf-8")
    said = subprocess.run([PYTHON, "-m", "bench.diffing", *map(str, paths), str(runs)], capture_output=True, text=True, check=True)
    found: Seconds = json.loads(said.stdout)
    return found


def revisions(words: int, *, edited: float = EDITED) -> tuple[str, str]:
    """An article of so many words, in sections, and its next revision."""
    dice = random.Random(SEED)
    vocabulary = _vocabulary(dice)
    sections: list[list[str]] = []
    left = words
    while left > 0:
        heading = f"## {' '.join(dice.choices(vocabulary, k=4)).capitalize()}"
        sections.append([heading, *(_paragraph(dice, vocabulary) for _ in range(SECTION))])
        left -= sum(len(part.split()) for part in sections[-1])
    changed = [[_edited(dice, vocabulary, part, edited) for part in section] for section in sections]
    changed.insert(len(changed) // 4, changed.pop(len(changed) // 2))
    old, new = ("\n\n".join("\n\n".join(section) for section in text) + "\n" for text in (sections, changed))
    return old, new


def _vocabulary(dice: random.Random) -> list[str]:
    """Words as long as those of a newspaper, the common ones first and more often."""
    made = ["".join(dice.choice("bcdfghlmnprstv") + dice.choice("aeiou") + dice.choice(["", "", "n", "s"]) for _ in range(dice.choice((1, 1, 2, 2, 3, 4)))) for _ in range(4000)]
    return [word for rank, word in enumerate(made) for _ in range(max(1, 400 // (rank + 3)))]


def _paragraph(dice: random.Random, vocabulary: Sequence[str]) -> str:
    sentences = []
    for _ in range(dice.randint(4, 8)):
        words = dice.choices(vocabulary, k=dice.randint(7, 19))
        words[0] = words[0].capitalize()
        words[3] += dice.choice((",", ""))
        if dice.random() < 0.1:
            words[5] = dice.choice((f"[{words[5]}](/{words[5]}/)", f"**{words[5]}**", str(dice.randint(2, 90_000))))
        sentences.append(f"{' '.join(words)}.")
    return " ".join(sentences)


def _edited(dice: random.Random, vocabulary: Sequence[str], paragraph: str, share: float) -> str:
    words = [dice.choice(vocabulary) if dice.random() < share else word for word in paragraph.split(" ")]
    return paragraph if paragraph.startswith("#") else " ".join(words)


def _measure(old: Path, new: Path, runs: int) -> Seconds:
    """Each side in turn, once to warm up, then so many times."""
    from rapidfuzz.distance import Levenshtein

    from translate_flow.formats import markdown
    from translate_flow.text.diff import diff
    from translate_flow.text.units import split

    data = [old.read_bytes(), new.read_bytes()]
    one, two = (markdown.read(each) for each in data)
    tokens = [split(document.text, "markdown") for document in (one, two)]
    sides: dict[str, Callable[[], object]] = {
        "diff": lambda: diff(one, two),
        "read and diff": lambda: diff(*(markdown.read(path.read_bytes()) for path in (old, new))),
    }
    if len(tokens[0]) < 60_000:  # past that the opcodes take more memory than there may be
        sides["opcodes"] = lambda: Levenshtein.opcodes(*tokens)
    found: Seconds = {}
    for turn in range(runs + 1):
        for name, side in sides.items():
            before = time.process_time(), time.perf_counter()
            side()
            spent = time.process_time() - before[0], time.perf_counter() - before[1]
            if turn:
                found.setdefault(name, []).append(spent)
        spent = _git(old, new)
        if turn:
            found.setdefault("git", []).append(spent)
    return found


def _git(old: Path, new: Path) -> tuple[float, float]:
    """CPU and wall seconds of the whole process; it ends with 1 where the files differ."""
    started = time.perf_counter()
    with subprocess.Popen(["git", "diff", "--no-index", "--word-diff=porcelain", str(old), str(new)], stdout=subprocess.DEVNULL) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1}:
        raise RuntimeError(f"git diff ended with {child.returncode}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - started


# What must not grow quadratic


def _words(seed: int, count: int, size: int = 12_000) -> list[str]:
    dice = random.Random(seed)
    return dice.choices([f"{syllable}{number}" for number in range(size // 4) for syllable in ("ka", "lo", "mi", "nu")], k=count)


def document(*sources: str) -> Document:
    """Paragraphs, without a format's reading: the measure is of the diff alone."""
    blocks, at = [], 0
    for source in sources:
        blocks.append(Block(Kind.PARAGRAPH, at, at + len(source), ""))
        at += len(source) + 2
    return Document("markdown", "\n\n".join(sources), tuple(blocks))


def _paragraphs(words: Sequence[str], size: int = 60) -> list[str]:
    return [" ".join(words[at : at + size]) for at in range(0, len(words), size)]


Case = Callable[[int], tuple[Sequence[str], Sequence[str]]]
CASES: dict[str, Case] = {
    "unrelated": lambda count: (_paragraphs(_words(1, count)), _paragraphs(_words(2, count))),
    "blocks reversed": lambda count: (_paragraphs(_words(1, count)), _paragraphs(_words(1, count))[::-1]),
    "words reversed": lambda count: (_paragraphs(_words(1, count)), _paragraphs(_words(1, count)[::-1])),
    "one word all along": lambda count: (["so " * count], ["so " * (count * 9 // 10) + "then " + "so " * (count // 9)]),
    "one paragraph all along": lambda count: (["Nobody at the harbour knows why."] * (count // 50), ["Nobody at the harbour knows why."] * (count // 48)),
    "one block, unrelated": lambda count: ([" ".join(_words(1, count))], [" ".join(_words(2, count))]),
    "one block, reversed": lambda count: ([" ".join(_words(1, count))], [" ".join(_words(1, count)[::-1])]),
    "one block, few words, shuffled": lambda count: ([" ".join(_words(1, count, 400))], [" ".join(_words(2, count, 400))]),
    "one word to a block, shuffled": lambda count: (_words(1, count // 2, 400), _words(2, count // 2, 400)),
}


def _once(name: str, count: int) -> None:
    from translate_flow.text.diff import diff

    old, new = (document(*sources) for sources in CASES[name](count))
    assert diff(old, new).apply(old.text) == new.text


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(json.dumps(_measure(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        _once(sys.argv[1], int(sys.argv[2]))
