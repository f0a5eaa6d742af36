"""Checks of a translation against its source, and of any text by itself: what can be found without understanding it.

Each check is a function over a `Scene`; its name, and the first line of its docstring, are what people read. A check that needs
no source says so in `ALONE`. They report what stands on the surface: figures, names, links, marks, letters, lengths.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from translate_flow.text.carry import Differences
from translate_flow.text.checks import (
    codes,
    footnotes,
    length,
    links,
    money,
    names,
    negation,
    numbers,
    parity,
    punctuation,
    quotes,
    sameness,
    terms,
    tongues,
)
from translate_flow.text.checks.finding import ORDER, Finding, Severity
from translate_flow.text.checks.scene import Scene
from translate_flow.text.document import Document
from translate_flow.text.pairing import Pair, pair_documents
from translate_flow.text.terms import Glossary

__all__ = ["ALONE", "CHECKS", "Check", "Finding", "Scene", "Severity", "run"]


class Check(Protocol):
    def __call__(self, scene: Scene) -> Iterator[Finding]: ...


CHECKS: Mapping[str, Check] = {
    "parity": parity.parity,
    "untranslated": sameness.untranslated,
    "leftover": sameness.leftover,
    "language": tongues.language,
    "length": length.length,
    "dropped": length.dropped,
    "numbers": numbers.numbers,
    "dates": numbers.dates,
    "currencies": money.currencies,
    "names": names.names,
    "negations": negation.negations,
    "links": links.links,
    "images": links.images,
    "footnotes": footnotes.footnotes,
    "codes": codes.codes,
    "quotes": quotes.quotes,
    "ending": punctuation.ending,
    "brackets": punctuation.brackets,
    "spacing": punctuation.spacing,
    "doubled": sameness.doubled,
    "terms": terms.terms,
}
ALONE = frozenset({"footnotes", "quotes", "brackets", "spacing", "doubled", "codes", "language"})


def run(
    source: Document | None, target: Document, languages: tuple[str, str], *, pairs: Sequence[Pair] | None = None, differences: Differences | None = None,
    todo: frozenset[int] = frozenset(), base_todo: frozenset[int] = frozenset(), off: Collection[str] = (), glossary: Glossary | None = None,
) -> list[Finding]:  # fmt: skip
    """What is wrong with `target`, in the order of its blocks, the gravest of a block first.

    `source`: what it translates, None for an original. `languages`: of both. `pairs`: which blocks belong together, found where not
    given. `differences`: what differs on purpose; `todo` and `base_todo`: blocks of target and source that are known to be left to
    do: nothing is said of these. `off`: checks that are not wanted. `glossary`: the newsroom's terms. Deterministic.
    """
    if pairs is None:
        pairs = pair_documents(source, target) if source is not None else ()
    scene = Scene(source, target, pairs, languages, differences=differences, todo=todo, base_todo=base_todo, glossary=glossary)
    found: list[Finding] = []
    for name, check in CHECKS.items():
        if name not in off and (source is not None or name in ALONE):
            found += check(scene)
    return sorted(_quieted(found), key=_place)


def _quieted(found: Sequence[Finding]) -> Iterator[Finding]:
    """Without what follows from a graver finding of the same block: what is not translated at all has the source's marks and length, too."""
    deaf = {one.block for one in found if one.check in {"untranslated", "language"} and one.block is not None and one.end <= one.start}
    said = {one.block for one in found if one.check == "leftover" and one.severity is Severity.ERROR}
    for one in found:
        if one.check == "language" and one.block in said and one.end <= one.start:
            continue
        if one.block in deaf - said and one.check not in {"untranslated", "language", "links", "footnotes", "images", "codes"}:
            continue
        yield one


def _place(one: Finding) -> tuple[int, int, int, str, int]:
    at = one.block if one.block is not None else one.source_block
    return (at if at is not None else -1, ORDER[one.severity], list(CHECKS).index(one.check) if one.check in CHECKS else len(CHECKS), one.message, one.start)
