"""The class of each change between two revisions, by what in it readers and translators must know of.

No words changed: trivial. A typing error: trivial. Facts changed, added or lost (`facts`): facts. Other words: wording.
A note of correction or of withdrawal was added: correction, takedown. Only what is around the edits is looked at.
"""

from __future__ import annotations

import re
from functools import lru_cache

from translate_flow.text import facts_data
from translate_flow.text.classes import ChangeClass, Proposal, Reason, worst
from translate_flow.text.diff import BlockChange, Change, Diff
from translate_flow.text.document import Block, Document, Kind
from translate_flow.text.facts import FactKind, facts
from translate_flow.text.windows import Why, Window
from translate_flow.text.wording import HEADLINES, Scene, phrases, reworded

_LONGEST = 80  # code points of a text quoted in a reason
_MOST_FACTS = 8  # pointed out in one paragraph that came or went
_GONE, _LEFT = 0.15, 0.3  # a takedown leaves no more than this share of the old text, and is no longer than this share of it
_ENOUGH = 300  # code points of an old text; a shorter one is not “taken down” by an edit


def propose(found: Diff, old: Document, new: Document, language: str) -> Proposal:
    """See `classes.propose`."""
    scene = Scene(old, new, language)
    classes: list[ChangeClass | None] = []
    reasons: list[Reason] = []
    for at, change in enumerate(found.changes):
        if change.change is Change.SAME:
            classes.append(None)
            continue
        weighed, why = _weigh(change, scene)
        classes.append(weighed)
        reasons += (Reason(kind, _short(before), _short(after), at) for kind, before, after in why)
    if classes and worst(classes) is not ChangeClass.TAKEDOWN and _is_gone(found, scene):
        gone = next(at for at, change in enumerate(found.changes) if change.change is not Change.SAME)
        classes[gone] = ChangeClass.TAKEDOWN
        reasons.insert(0, Reason("takedown", _short(old.title or old.text), "", gone))
    return Proposal(worst(classes) or ChangeClass.TRIVIAL, tuple(reasons), tuple(classes))


def _weigh(change: BlockChange, scene: Scene) -> tuple[ChangeClass, list[Why]]:
    before = [scene.old.blocks[at] for at in change.old]
    after = [scene.new.blocks[at] for at in change.new]
    if not before or not after:
        return _come_or_gone(before, after, scene)
    moved = [("moved", before[0].text, after[0].text)] if change.change in {Change.MOVED, Change.MOVED_EDITED} else []
    if change.change is Change.MOVED:
        return ChangeClass.TRIVIAL, moved
    weighed, why = _edited(change, before, after, scene)
    return weighed, moved + why


def _come_or_gone(before: list[Block], after: list[Block], scene: Scene) -> tuple[ChangeClass, list[Why]]:
    """A paragraph that was added or removed. New ones may say that the text was wrong, or is withdrawn."""
    text = "\n".join(block.text for block in (*before, *after))
    kind = "added" if after else "removed"
    why = [(kind, "", text) if after else (kind, text, "")]
    if after and (note := _note(text)):
        return note, [(str(note), "", text)]
    if all(block.kind is Kind.CODE for block in (*before, *after)) or not any(map(str.isalnum, text)):
        return ChangeClass.TRIVIAL, why
    stated = facts(text, scene.language, headline=(*before, *after)[0].kind in HEADLINES)
    if not stated:
        return ChangeClass.WORDING, why
    pointed = [phrase for what in FactKind for phrase in phrases([fact for fact in stated if fact.kind is what], text)][:_MOST_FACTS]
    return ChangeClass.FACTS, why + [(kind, "", phrase) if after else (kind, phrase, "") for kind, phrase in pointed]


def _edited(change: BlockChange, before: list[Block], after: list[Block], scene: Scene) -> tuple[ChangeClass, list[Why]]:
    if all(block.kind is Kind.CODE for block in (*before, *after)):
        lines = [("code", run.old, run.new) for run in change.runs if run.old.strip() != run.new.strip()]
        return ChangeClass.TRIVIAL, lines[:_MOST_FACTS] or _restyled(before, after)
    why = _restyled(before, after) if change.change in {Change.EDITED, Change.MOVED_EDITED} else []
    window = Window(change.runs, scene.old.format, scene.new.format)
    why += window.apart
    weighed = ChangeClass.TRIVIAL
    if window.old != window.new:
        weighed, more = reworded(window, scene, before, after)
        why += more
    note = _note(window.new, window.old)
    if note:
        return note, [(str(note), before[0].text, after[0].text), *why]
    return weighed, why


def _restyled(before: list[Block], after: list[Block]) -> list[Why]:
    """What changed of a block but its source: its kind, its level, its image or its language of code."""
    one, two = before[0], after[0]
    why: list[Why] = []
    if (one.kind, one.level) != (two.kind, two.level):
        why.append(("markup", _style(one), _style(two)))
    if one.ref != two.ref:
        what = {Kind.CAPTION: "image", Kind.CODE: "code"}.get(two.kind, "markup")
        why.append((what, one.ref, two.ref))
    return why


def _style(block: Block) -> str:
    return f"{block.kind.value.replace('_', ' ')} {block.level}" if block.level else block.kind.value.replace("_", " ")


def _is_gone(found: Diff, scene: Scene) -> bool:
    """Whether nearly the whole text went, and little came for it."""
    length = sum(len(block.text) for block in scene.old.blocks)
    if length < _ENOUGH or sum(len(block.text) for block in scene.new.blocks) > _LEFT * length:
        return False
    kept = 0
    for change in found.changes:
        if change.change in {Change.SAME, Change.MOVED}:
            kept += sum(len(scene.old.blocks[at].text) for at in change.old)
        else:
            kept += sum(len(run.old) for run in change.runs if run.old == run.new)
    return kept <= _GONE * length


# --- notes of correction -----------------------------------------------------------------------------------------


def _note(text: str, old: str = "") -> ChangeClass | None:
    """The class of what a text says of the article itself, and the old one did not."""
    labels, sentences = _notes()
    for weight in (ChangeClass.TAKEDOWN, ChangeClass.CORRECTION):
        for pattern in (labels[weight], sentences[weight]):
            if pattern.search(text) and len(pattern.findall(text)) > len(pattern.findall(old)):
                return weight
    return None


@lru_cache(maxsize=1)
def _notes() -> tuple[dict[ChangeClass, re.Pattern[str]], dict[ChangeClass, re.Pattern[str]]]:
    labels, sentences = {}, {}
    for weight, label, sentence in (
        (ChangeClass.CORRECTION, facts_data.CORRECTIONS, facts_data.CORRECTION_SENTENCES),
        (ChangeClass.TAKEDOWN, facts_data.RETRACTIONS, facts_data.RETRACTION_SENTENCES),
    ):
        spelled = label.replace(" ", r"\s").replace("'", "['’]")
        labels[weight] = re.compile(
            rf"^[\[(【（*•\s]{{0,4}}(?:{spelled})(?:\s\([^()\n]{{1,40}}\)|[,\s]\s?[^:：\n]{{0,24}}\d[^:：\n]{{0,24}})?\s?(?:[:：\]】]|[.—–]\s|\s[-–—]\s|$)",
            re.I | re.M,
        )
        sentences[weight] = re.compile(sentence, re.I)
    return labels, sentences


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
