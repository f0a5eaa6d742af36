"""What a change of a text is to those who follow it: from a comma to a takedown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from translate_flow.text.diff import Diff
    from translate_flow.text.document import Document


class ChangeClass(StrEnum):
    """In order of weight: what has several of them has the heaviest."""

    TRIVIAL = "trivial"        # links, markup, code, punctuation, a typing error
    WORDING = "wording"        # said otherwise
    FACTS = "facts"            # numbers, dates, names, negations; news
    CORRECTION = "correction"  # what was published was wrong
    TAKEDOWN = "takedown"      # it must not be read any more

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {member: at for at, member in enumerate(ChangeClass)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a change has its class: `old` became `new` (either may be empty), in the change at position `at` of `Diff.changes`.

    `kind` is number, date, name, negation, link, image, code, markup, punctuation, spelling, wording, added, removed,
    moved, correction or takedown.
    """

    kind: str
    old: str
    new: str
    at: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """`classes` has one for each change of the diff, None for what is the same; `change_class` is the heaviest, trivial where there is none."""

    change_class: ChangeClass
    reasons: tuple[Reason, ...]
    classes: tuple[ChangeClass | None, ...]


def worst(classes: Iterable[ChangeClass | None]) -> ChangeClass | None:
    """The heaviest of some classes; None where there is none."""
    return max((found for found in classes if found is not None), key=lambda found: found.rank, default=None)


def propose(found: Diff, old: Document, new: Document, language: str) -> Proposal:
    """The class of each change of `found`, the diff of `old` and `new`, with its reasons; a person confirms it.

    Deterministic. A change and its reversal have the same class, but for corrections and takedowns.
    """
    from translate_flow.text import proposals  # with all its words: not for those who only name a class

    return proposals.propose(found, old, new, language)
