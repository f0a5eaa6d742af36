"""How the checks do on real translations: `python -m bench.checks --repo PATH [--show CHECK] [--seeded N]`.

False alarms: every translation at the head that is up to date with its source, as far as history tells: nothing has changed the source since
the last commit of a translator (one that touched at most two languages; the others are sweeps). What is found there is counted for each 100
paragraphs (blocks with at least five words, headings left out), errors and warnings apart from notes; `--show` prints findings, to be judged by
a person. What a person judged to be right is no false alarm: figures without that are an upper bound.

Seeded errors: the same texts with one thing damaged in each copy (`DAMAGES`): found is an error or a warning of the checks that
are about it, at the block that was damaged, which was not there before. Only texts where a kind of damage can be done count.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence

from bench.damages import COUNTED, seeded, seeded_table
from bench.fresh import Text, texts
from bench.histories import History
from translate_flow.text.checks import Finding, Severity
from translate_flow.text.words import count


def alarms(found: Sequence[Text], show: str, severities: frozenset[Severity], limit: int, sample: int = 0, seed: int = 1) -> str:
    by_check: dict[str, Counter[Severity]] = defaultdict(Counter)
    by_language: dict[str, Counter[Severity]] = defaultdict(Counter)
    paragraphs: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    spent = 0.0
    amount = 0
    counted: list[tuple[Text, Finding]] = []
    held = Counter[str]()
    for text in found:
        started = time.process_time()
        findings = text.found()
        spent += time.process_time() - started
        amount += sum(count(block.text) for block in text.source.blocks)
        paragraphs[text.language] += text.paragraphs
        counted += [(text, one) for one in findings if one.severity in severities]
        held["errors"] += any(one.severity is Severity.ERROR for one in findings)
        held["errors or warnings"] += any(one.severity in COUNTED for one in findings)
        for one in findings:
            by_check[one.check][one.severity] += 1
            by_language[text.language][one.severity] += 1
            if show in {one.check, "all"} and one.severity in severities and shown[text.language, one.check] < limit:
                shown[text.language, one.check] += 1
                print(told(text, one))
    for text, one in random.Random(seed).sample(counted, min(sample, len(counted))):
        print(told(text, one))
    lines = [f"{'':14}{'errors':>8}{'warnings':>10}{'notes':>8}{'errors and warnings in 100 paragraphs':>40}"]
    for name, tally in [*sorted(by_check.items()), ("all", sum(by_check.values(), Counter()))]:
        lines.append(_line(name, tally, paragraphs.total()))
    lines.append("")
    lines += [_line(name, by_language[name], paragraphs[name]) + f"   of {paragraphs[name]}" for name in sorted(paragraphs)]
    lines.append(f"texts with errors: {held['errors']}, with errors or warnings: {held['errors or warnings']}")
    lines.append(f"{len(found)} texts, {paragraphs.total()} paragraphs, {spent / max(1, amount) * 10_000:.2f} s of processor time for 10,000 words of source")
    return "\n".join(lines)


def _line(name: str, tally: Counter[Severity], paragraphs: int) -> str:
    grave = sum(tally[severity] for severity in COUNTED)
    return f"{name:14}{tally[Severity.ERROR]:8}{tally[Severity.WARNING]:10}{tally[Severity.NOTE]:8}{100 * grave / max(1, paragraphs):40.2f}"


def told(text: Text, one: Finding) -> str:
    source = text.source.blocks[one.source_block].text if one.source_block is not None else ""
    target = text.target.blocks[one.block].text if one.block is not None else ""
    marked = [_marked(source, one.source_start, one.source_end), _marked(target, one.start, one.end)]
    return f"{text.language} {text.path.rpartition('/')[2]} {one.severity} {one.check}: {one.message}\n   S: {marked[0]}\n   T: {marked[1]}"


def _marked(text: str, start: int, end: int) -> str:
    if end <= start:
        return text[:260]
    return f"{text[max(0, start - 120) : start]}⟦{text[start:end]}⟧{text[end : end + 120]}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.checks", description="False alarms of the checks on real translations, and seeded errors that they find.")
    parser.add_argument("--repo", required=True, help="a clone of a repository of translated Markdown, or a bundle")
    parser.add_argument("--pattern", action="append", default=[], help="where translations lie, as docs/{language}/{path}; else found by their layout")
    parser.add_argument("--source-pattern", default="", help="where their sources lie, as docs/{path}")
    parser.add_argument("--language", action="append", default=[], help="only this one (may be given again)")
    parser.add_argument("--show", default="", metavar="CHECK", help="print what this check (or all) found")
    parser.add_argument("--severity", action="append", default=[], choices=list(Severity), help="of what is printed: error, warning, note; else errors and warnings")
    parser.add_argument("--limit", type=int, default=5, help="findings printed of a check and language")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print so many findings, drawn at random, to be judged")
    parser.add_argument("--seeded", type=int, default=0, metavar="N", help="damage so many texts of a language in each way")
    parser.add_argument("--missed", type=int, default=0, metavar="N", help="print so many that were not found, of each kind and language")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with History(given.repo, patterns=given.pattern, source_pattern=given.source_pattern) as history:
        found = list(texts(history, given.language))
    if given.seeded:
        print(seeded_table(seeded(found, given.seeded, given.seed), given.missed))
    else:
        print(alarms(found, given.show, frozenset(map(Severity, given.severity)) or COUNTED, given.limit, given.sample, given.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
