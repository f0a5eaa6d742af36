"""Which units of a plain text are page furniture, copied along with the article: menus and search before it,
shares in it, related pieces and comments after it.

Told by known phrases, as whole lines (`plain_phrases`). A short one that an article could hold too (“Search”,
“Comments”) counts only in company: where a long one, or two more short ones, stand in the same text.
"""

from __future__ import annotations

from collections.abc import Sequence

from translate_flow.formats.plain_lines import Unit, is_ended, is_prose, size
from translate_flow.formats.plain_phrases import furniture


def find(units: Sequence[Unit]) -> set[int]:
    """The positions of the units that are furniture."""
    kinds: dict[int, str] = {}
    for index, unit in enumerate(units):
        kind = furniture(unit.text) if unit.lines == 1 else ""
        if kind:
            kinds[index] = kind
    strong = any(not kind.endswith("?") for kind in kinds.values())
    if not strong and len({units[index].text for index in kinds}) < 3:
        return set()
    first = next(
        (index for index, unit in enumerate(units) if is_prose(unit) and size(unit.text) > 100), len(units)
    )
    found = set(kinds) | _menus(units, kinds) | _above(units, kinds, first)
    found.update(range(_tail(units, kinds, first), len(units)))
    return found if len(found) < len(units) else set()


def _menus(units: Sequence[Unit], kinds: dict[int, str]) -> set[int]:
    """Runs of short lines without a blank line, of which two at least are known: the rest of a menu."""
    runs: dict[int, list[int]] = {}
    for index, unit in enumerate(units):
        runs.setdefault(unit.group, []).append(index)
    found: set[int] = set()
    for run in runs.values():
        known = [index for index in run if index in kinds]
        rest = [units[index] for index in run if index not in kinds]
        if len(known) >= 2 and all(len(unit.text) <= 40 and not is_prose(unit) for unit in rest):
            found.update(run)
    return found


def _above(units: Sequence[Unit], kinds: dict[int, str], first_prose: int) -> set[int]:
    """All above the last line of a page's top, as long as something that may be a title is left below it."""
    tops = [index for index, kind in kinds.items() if kind.startswith("top") and index < first_prose]
    if not tops:
        return set()
    left = [
        index for index in range(max(tops) + 1, first_prose) if index not in kinds and not units[index].sort
    ]
    metas = any(units[index].sort in {"byline", "provenance"} for index in range(max(tops)))
    return set(range(max(tops))) if left and not metas else set()


def _tail(units: Sequence[Unit], kinds: dict[int, str], first_prose: int) -> int:
    """Where the article ends: at the comments, or at related pieces that no more whole paragraphs follow.

    Teasers break off, so few of them read as whole paragraphs.
    """
    comments = next((i for i, kind in kinds.items() if kind == "comments" and i > first_prose), len(units))
    left = sum(1 for unit in units[first_prose:comments] if _is_whole(unit))
    for index in range(first_prose, comments):
        left -= _is_whole(units[index])
        if left < {"related": 4, "inline": 1}.get(kinds.get(index, ""), 0):
            return index
    return comments


def _is_whole(unit: Unit) -> bool:
    return (
        size(unit.text) > 100 and is_ended(unit.text) and not unit.text.endswith(("…", "...", "[…]", "[...]"))
    )
