"""Whether both sides deny: what is denied in the source and not in the translation says the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_flow.text import facts_data
from translate_flow.text.checks.finding import Finding, Severity
from translate_flow.text.checks.scene import Scene, Side, found
from translate_flow.text.facts import Fact, FactKind

# Languages whose denials are words of their own, that hardly anything else says.
_PLAIN = frozenset(("en", "es", "pt", "gl", "ca", "it", "ro", "de", "nl", "sv", "da", "nb", "nn", "ru", "uk", "bg", "pl", "el", "id", "fr"))
_WHETHER = re.compile(r"\b(?:or not|o no|ou não|ou non|oder nicht|или нет|not only|no sólo|no solo|não só|nicht nur)\b", re.I)
_CORE = frozenset(("not", "cannot", "never", "no", "não", "nunca", "nicht", "nie", "kein", "keine", "ne", "не", "нет", "non", "ikke", "inte", "niet", "geen"))
_SHORT = 300  # characters: a longer block says its matter in many ways


def negations(scene: Scene) -> Iterator[Finding]:
    """Sentences that are denied on one side alone."""
    known = [language.partition("-")[0] for language in scene.languages]
    if any(one not in facts_data.NEGATIONS and one not in facts_data.NEGATION_PATTERNS for one in known):
        return
    for view in scene.prose:
        if not view.source:
            continue
        ours, theirs = view.source.stated(FactKind.NEGATION), view.target.stated(FactKind.NEGATION)
        if bool(ours) == bool(theirs):
            continue
        if ours:
            grave = Severity.WARNING if set(known) <= _PLAIN and _certain(view.source, ours) and not _opposed(view.target, known[1]) else Severity.NOTE
            source = view.source.at(ours[0].start, ours[0].end)
            yield found("negations", grave, f"the source denies (“{ours[0].text}”), the translation does not", view.target.whole(), source)
        else:
            target = view.target.at(theirs[0].start, theirs[0].end)
            yield found("negations", Severity.NOTE, f"the translation denies (“{theirs[0].text}”), the source does not", target, view.source.whole())


def _certain(side: Side, denials: list[Fact]) -> bool:
    """Whether a text denies plainly: it is short, and in words that mean nothing else."""
    words = {fact.text.casefold().replace("’", "'") for fact in denials}
    return len(side.text) < _SHORT and not _WHETHER.search(side.text) and any(word in _CORE or word.endswith("n't") for word in words)


def _opposed(side: Side, base: str) -> bool:
    """Whether a word may be an opposite by its front: impossible."""
    fronts = tuple(front for front in facts_data.OPPOSITES.get(base, "").split() if len(front) > 1)
    return bool(fronts) and any(word.startswith(fronts) and len(word) > 6 for word in re.findall(r"\w+", side.text.casefold()))
