"""How well sites are adopted: made-up sites of each kind, with the truth beside them. `python -m bench.adoption [articles] [seed]`."""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tests import sites
from translate_flow.adoption.inference import survey
from translate_flow.adoption.items import Item, Survey


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1, and counts."""

    languages: float
    groups: float  # F1 of pairs
    with_line: float
    without_line: float
    lineless: int
    wrong: int
    wrong_found: int
    decoys: int
    decoys_taken: int


def score(items: Sequence[Item], truth: sites.Truth, found: Survey) -> Score:
    """What was inferred against what is so. A double is in no article: it is only asked to be named."""
    members = {member.origin: (group, member) for group in found.groups for member in group.members}
    single = [origin for origin in truth.article if origin not in truth.double]

    def parent(origin: str) -> str:
        group, member = members[origin]
        return next((one.origin.removesuffix("-again") for one in group.members if one.language.value == member.parent.value), "?") if member.parent.value else ""

    told = _pairs({origin: truth.article[origin] for origin in single})
    got = _pairs({origin.removesuffix("-again"): id(group) for origin, (group, _) in members.items() if origin in truth.article or origin in truth.double})
    translations = [origin for origin in single if truth.parent[origin]]
    right = {line: [parent(origin) == truth.parent[origin] for origin in translations if truth.line[origin] is line] for line in (True, False)}
    named = {origin for one in found.contradictions if one.kind == "wrong link" for origin in one.origins}
    taken = sum(item.document.provenance is not None for item in items if item.origin in truth.decoy)
    return Score(
        sum(members[origin][1].language.value == truth.language[origin] for origin in single) / len(single),
        2 * len(told & got) / max(1, len(told) + len(got)), _share(right[True]), _share(right[False]), len(right[False]),
        len(truth.wrong), len(truth.wrong & named), len(truth.decoy), taken,
    )  # fmt: skip


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 1.0


def _pairs(article: Mapping[str, Hashable]) -> set[tuple[str, str]]:
    held: dict[Hashable, list[str]] = defaultdict(list)
    for origin, one in article.items():
        held[one].append(origin)
    return {(min(pair), max(pair)) for some in held.values() for pair in combinations(some, 2)}


def main(articles: int = 100, seed: int = 11) -> None:
    """A line for each kind of site, then how the time grows."""
    print(f"{'site':<14}{'texts':>6}{'language':>10}{'groups F1':>11}{'line':>8}{'no line':>9}{'wrong links':>13}{'decoys taken':>14}{'s/1000':>8}")
    for mode in sites.MODES:
        items, truth = sites.site(mode, seed=seed, articles=articles)
        began = time.perf_counter()
        found = survey(items)
        spent = time.perf_counter() - began
        one = score(items, truth, found)
        print(f"{mode.name:<14}{len(items):>6}{one.languages:>10.3f}{one.groups:>11.3f}{one.with_line:>8.3f}{one.without_line:>9.3f}"
              f"{f'{one.wrong_found} of {one.wrong}':>13}{f'{one.decoys_taken} of {one.decoys}':>14}{1000 * spent / len(items):>8.1f}")  # fmt: skip
    for mode in (sites.MODES[0], sites.MODES[4]):
        for size in (articles, 10 * articles):
            items, _ = sites.site(mode, seed=seed, articles=size)
            began = time.process_time()
            survey(items)
            print(f"{mode.name}: {len(items)} texts in {time.process_time() - began:.1f} s of processor time, at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
