"""`python -m bench.backtest --repo PATH`: carries translations over the changes of their sources, as history had them.

For each update of a translation: old source, new source and old translation go in; the translators’ own new text is the truth.
`git merge-file -p` (ours: old translation, base: old source, theirs: new source) does the same beside it, counted by the same rules.

How it is counted, in blocks, by `text/diff` between documents as the formats read them:
1. Changed by the translators: the new translation's blocks that are not SAME against the old one (edited, moved, added, of a
   split or merge), and the old one's blocks that are REMOVED. What they changed for other reasons than the source is in it too.
2. Predictions: the draft's blocks that are not SAME against the old translation, and the old one's that are REMOVED; less blocks
   that the draft leaves to a person (the target of a task: source text put in for translation, partly applied edits).
   Of git: all that its output changed outside of conflicts; in conflicts the old translation stands.
3. A prediction is right where the true new translation has exactly that block (kind, level, source) in that place: SAME between
   draft and truth; a removal where it is REMOVED in the truth too.
4. Predicted to the letter: what the translators changed, and a right prediction has.
5. “Passed over” are predictions for places that the translators left as they were, though the source had changed there, or, of a new
   block, where they put nothing: many updates take up some of what changed, and say nothing of the rest. They count as wrong in
   the first figure; the figure “where taken up” is without them.
6. “Translators’” are updates whose commit touches translations into at most two languages: the others are sweeps over the whole
   site (a link replaced everywhere), which leave what else had changed in the source as it was. The figure of all stands beside.
Blocks only: what a draft does between them (imports, attributes of components) is not counted, on either side.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.histories import History, Update
from translate_flow.errors import TranslateFlowError
from translate_flow.formats import for_path, get
from translate_flow.text.carry import Carried, carry
from translate_flow.text.diff import Change, Diff, diff
from translate_flow.text.document import Document

_CONFLICT = re.compile(r"^<{7} [^\n]*\n((?:(?!={7}$|<{7} ).*\n)*)={7}\n(?:(?!>{7} ).*\n)*>{7} [^\n]*(?:\n|\Z)", re.M)


@dataclass(slots=True)
class Score:
    changed: int = 0
    predicted: int = 0
    predictions: int = 0
    right: int = 0
    passed_over: int = 0
    updates: int = 0

    def add(self, other: Score) -> None:
        self.changed += other.changed
        self.predicted += other.predicted
        self.predictions += other.predictions
        self.right += other.right
        self.passed_over += other.passed_over
        self.updates += other.updates

    def __str__(self) -> str:
        return (
            f"{100 * self.predicted / max(1, self.changed):5.1f} of 100 changed predicted ({self.predicted} of {self.changed}), "
            f"{100 * self.right / max(1, self.predictions):5.1f} of 100 predictions right ({self.right} of {self.predictions}), "
            f"{100 * self.right / max(1, self.predictions - self.passed_over):5.1f} where taken up, {self.updates} updates"
        )


@dataclass(frozen=True, slots=True)
class Wrong:
    """A prediction that was not right, or a change that was not predicted: `was` in the old translation, and what it became."""

    update: Update
    action: str
    was: str
    draft: str
    truth: str


@dataclass(slots=True)
class Result:
    ours: Score
    git: Score
    git_translated: Score  # the same, less blocks of the new source's own text
    wrong: list[Wrong] = field(default_factory=list)
    missed: list[Wrong] = field(default_factory=list)
    kinds: Counter[tuple[str, bool]] = field(default_factory=Counter)


def back_test(update: Update) -> Result | None:
    """One update's figures; None where one of its texts cannot be read."""
    try:
        old, new = (_read(data, update.source_path) for data in (update.old_source, update.new_source))
        was, truth = (_read(data, update.path) for data in (update.old_translation, update.new_translation))
    except TranslateFlowError:
        return None
    true = diff(was, truth)
    carried = carry(old, new, was, languages=("en", update.language), read=lambda text: _read(text.encode(was.encoding), update.path))
    draft = _read(carried.text.encode(was.encoding), update.path)
    left = frozenset(at for task in carried.tasks for at in task.target)
    result = Result(Score(), Score(), Score())
    result.ours = _score(was, draft, truth, true, left, result, update, carried)
    merged = _merged(update, was)
    foreign = frozenset() if merged is None else _foreign(merged, new, was)
    for name, without in (("git", frozenset()), ("git_translated", foreign)):
        setattr(result, name, _score(was, merged, truth, true, without) if merged else Score(len(_changed(true)), updates=1))
    return result


def _read(data: bytes, path: str) -> Document:
    return get(for_path(path)).read(data, name=path)


def _changed(found: Diff) -> list[tuple[str, int]]:
    """What is not the same: positions in the new text, and in the old one of what was removed."""
    changed = []
    for change in found.changes:
        if change.change is Change.REMOVED:
            changed += [("removed", at) for at in change.old]
        elif change.change is not Change.SAME:
            changed += [("new", at) for at in change.new]
    return changed


def _score(
    was: Document, draft: Document, truth: Document, true: Diff, left: frozenset[int],
    result: Result | None = None, update: Update | None = None, carried: Carried | None = None,
) -> Score:  # fmt: skip
    made = diff(was, draft)
    compared = diff(draft, truth).changes
    same = {change.new[0]: change.old[0] for change in compared if change.change is Change.SAME}  # truth → draft
    became = {at: change.new for change in compared for at in change.old}
    untouched = {side[0]: at for change in true.changes if change.change is Change.SAME for at, side in ((change.old[0], change.new),)}
    in_draft = {at for kind, at in _changed(made) if kind == "new"} - left
    gone = {at for kind, at in _changed(made) if kind == "removed"}
    changed = _changed(true)
    truly_gone = {at for kind, at in changed if kind == "removed"}
    right = {at for at in in_draft if at in set(same.values())}
    predicted = [(kind, at) for kind, at in changed if (at in gone if kind == "removed" else same.get(at) in right)]
    if result is not None and update is not None and carried is not None:
        _explain(result, update, carried, (was, draft, truth), in_draft, right, gone, truly_gone, changed, predicted, (made, true))
    passed = sum(untouched.keys() >= set(became[at]) for at in in_draft - right) + len(gone & set(untouched.values()))
    return Score(len(changed), len(predicted), len(in_draft) + len(gone), len(right) + len(gone & truly_gone), passed, 1)


def _explain(
    result: Result, update: Update, carried: Carried, documents: tuple[Document, Document, Document], in_draft: set[int], right: set[int],
    gone: set[int], truly_gone: set[int], changed: list[tuple[str, int]], predicted: list[tuple[str, int]], diffs: tuple[Diff, Diff],
) -> None:  # fmt: skip
    """Notes what was wrong and what was missed, to be shown."""
    was, draft, truth = documents
    made, true = ({at: change for change in found.changes for at in change.new} for found in diffs)
    by_old = {at: change for change in diffs[1].changes for at in change.old}

    def told(document: Document, positions: tuple[int, ...]) -> str:
        return " ¶ ".join(document.source(document.blocks[at]) for at in positions)

    for at in sorted(in_draft):
        placed = carried.placed[at] if len(carried.placed) == len(draft.blocks) else None
        action = f"{placed.action if placed else 'frame'}"
        result.kinds[action, at in right] += 1
        if at not in right:
            before = made[at].old
            after = by_old[before[0]].new if before and before[0] in by_old else ()
            result.wrong.append(Wrong(update, f"{action} {made[at].change}", told(was, before), told(draft, (at,)), told(truth, after)))
    for at in sorted(gone):
        result.kinds["removed", at in truly_gone] += 1
        if at not in truly_gone:
            result.wrong.append(Wrong(update, "removed", told(was, (at,)), "", told(truth, by_old[at].new)))
    for kind, at in set(changed) - set(predicted):
        if kind == "new":
            result.missed.append(Wrong(update, str(true[at].change), told(was, true[at].old), "", told(truth, (at,))))


def _merged(update: Update, was: Document) -> Document | None:
    """What `git merge-file` makes of it, the old translation in its conflicts; None where that cannot be read."""
    with tempfile.TemporaryDirectory(prefix="translate-flow-backtest-") as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, data in zip(paths, (update.old_translation, update.old_source, update.new_source), strict=True):
            path.write_bytes(data)
        done = subprocess.run(["git", "merge-file", "-p", "-q", *map(str, paths)], capture_output=True, check=False)
    text = _CONFLICT.sub(r"\1", done.stdout.decode(was.encoding, "replace"))
    try:
        return _read(text.encode(was.encoding), update.path)
    except TranslateFlowError:
        return None


def _foreign(merged: Document, new: Document, was: Document) -> frozenset[int]:
    """The blocks that are the new source's own text and are not in the old translation."""
    theirs = {new.source(block) for block in new.blocks} - {was.source(block) for block in was.blocks}
    return frozenset(at for at, block in enumerate(merged.blocks) if merged.source(block) in theirs)


def halves(update: Update, seed: int) -> str:
    """The half to which an article belongs, all its languages and updates: `seen` may be looked at while rules are made."""
    return random.Random(f"{seed} {update.source_path.rsplit('.', 1)[0]}").choice(("seen", "held out"))


def sweeps(history: History) -> frozenset[str]:
    """The commits that touch translations into three languages or more."""
    found = set()
    for commit in history._commits:
        touched = {language for change in commit.changes for language, _ in history._layout.translations.get(change.path, ())[:1]}
        if len(touched) > 2:
            found.add(commit.name)
    return frozenset(found)


def _tables(results: list[tuple[Update, Result]], seed: int, swept: frozenset[str]) -> Iterator[str]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for update, result in results:
        groups["0 all"].append(result)
        groups[f"1 {'sweeps' if update.commit in swept else 'translators’'}"].append(result)
        groups[f"2 half: {halves(update, seed)}"].append(result)
        if update.commit not in swept:
            groups[f"3 translators’, half: {halves(update, seed)}"].append(result)
        groups[f"4 language: {update.language}"].append(result)
    for name in sorted(groups):
        ours, git, translated = Score(), Score(), Score()
        for result in groups[name]:
            ours.add(result.ours)
            git.add(result.git)
            translated.add(result.git_translated)
        yield f"{name[2:]}\n  carry               {ours}\n  git merge-file      {git}"
        yield f"  … less source text  {translated}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.backtest", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", type=Path, required=True, help="a clone, or a bundle, of translated Markdown")
    parser.add_argument("--sample", type=int, help="so many updates, at random; else all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", action="append", default=[], help="only this one; repeat for more")
    parser.add_argument("--pattern", action="append", default=[], help="where translations lie: docs/{language}/{path}")
    parser.add_argument("--source-pattern", default="", help="and their sources: docs/{path}")
    parser.add_argument("--show", type=int, default=0, help="so many wrong predictions, of translators’ updates in the half that may be looked at")
    parser.add_argument("--missed", type=int, default=0, help="so many changes that were not predicted, of the same half")
    parser.add_argument("--least", nargs=2, type=float, metavar=("PREDICTED", "RIGHT"), default=(30.0, 85.0), help="exit status 7 where the figures of all updates fall below these")
    given = parser.parse_args()
    results: list[tuple[Update, Result]] = []
    unread = 0
    begun = time.process_time()
    with History(given.repo, patterns=given.pattern, source_pattern=given.source_pattern) as history:
        swept = sweeps(history)
        for update in history.updates(sample=given.sample, seed=given.seed, languages=given.language):
            result = back_test(update)
            if result is None:
                unread += 1
            else:
                results.append((update, result))
    print((__doc__ or "").partition("\n\n")[2])
    for line in _tables(results, given.seed, swept):
        print(line)
    seen = [result for update, result in results if halves(update, given.seed) == "seen" and update.commit not in swept]
    kinds: Counter[tuple[str, bool]] = Counter()
    for result in seen:
        kinds.update(result.kinds)
    for name in sorted({name for name, _ in kinds}):
        print(f"  {name:10} {kinds[name, True]} right, {kinds[name, False]} wrong (translators’, of the half “seen”)")
    print(f"{unread} updates could not be read; {time.process_time() - begun:.0f} s")
    for name, count, found in (("WRONG", given.show, [w for r in seen for w in r.wrong]), ("MISSED", given.missed, [w for r in seen for w in r.missed])):
        for wrong in random.Random(given.seed).sample(found, min(count, len(found))):
            print(f"\n{name} {wrong.action}: {wrong.update.language} {wrong.update.path} {wrong.update.commit[:10]}")
            print(f"  was   {wrong.was!r}\n  draft {wrong.draft!r}\n  truth {wrong.truth!r}")
    total = Score()
    for _, result in results:
        total.add(result.ours)
    return 0 if 100 * total.predicted >= given.least[0] * total.changed and 100 * total.right >= given.least[1] * total.predictions else 7


if __name__ == "__main__":
    sys.exit(main())
