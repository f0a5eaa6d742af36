"""How a translation relates to its parent now. Derived from bases; `Version.behind_since` only remembers the answer for lists.

What counts as the parent's text is what its readers see (its live revision) or, while it is not out, its newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.models import Revision, Version
from translate_flow.services import texts

State = Literal["current", "behind", "parent_behind", "unknown"]


@dataclass(frozen=True, slots=True)
class Freshness:
    """`blocks` and `words` (of the new source) that the translation has not followed, since when."""

    state: State
    blocks: int = 0
    words: int = 0
    since: datetime | None = None


def of(session: Session, versions: Iterable[Version]) -> dict[int, Freshness]:
    """The freshness of versions, by id; all versions of their articles are read, in a handful of queries."""
    wanted = list(versions)
    family = _family(session, {version.article_id for version in wanted})
    revisions = _revisions(session, family.values())
    shown = {number: revisions.get(version.live_id or version.head_id or 0) for number, version in family.items()}
    behind = _behind(session, family, shown, revisions)
    return {version.id: _state(family, shown, behind, revisions, family[version.id]) for version in wanted}


def refresh(session: Session, versions: Sequence[Version]) -> None:
    """Brings `behind_since` of these versions and of their children up to what is true now."""
    ids = [version.id for version in versions]
    session.flush()
    touched = [*versions, *session.scalars(select(Version).where(Version.parent_id.in_(ids)))]
    for version in touched:
        fresh = of(session, [version])[version.id]
        since = fresh.since if fresh.state == "behind" else None
        if version.behind_since != since:
            version.behind_since = since


def _family(session: Session, articles: set[int]) -> dict[int, Version]:
    return {version.id: version for version in session.scalars(select(Version).where(Version.article_id.in_(articles)))}


def _revisions(session: Session, versions: Iterable[Version]) -> dict[int, Revision]:
    """The head and live revisions of the versions, and their bases."""
    ids = {number for version in versions for number in (version.live_id, version.head_id) if number}
    found = {row.id: row for row in session.scalars(select(Revision).where(Revision.id.in_(ids)))}
    bases = {row.base_id for row in found.values() if row.base_id} - found.keys()
    return found | {row.id: row for row in session.scalars(select(Revision).where(Revision.id.in_(bases)))} if bases else found


def _base(version: Version, mine: Revision | None, revisions: dict[int, Revision]) -> Revision | None:
    """The revision of its present parent that a translation's text follows; None while nobody knows."""
    base = revisions.get(mine.base_id or 0) if mine is not None else None
    return base if base is not None and base.version_id == version.parent_id else None


def _behind(
    session: Session, family: dict[int, Version], shown: dict[int, Revision | None], revisions: dict[int, Revision]
) -> dict[int, Freshness]:
    """Of each translation with a known base, how far it is behind; those that match are left out."""
    moved = {}
    for number, version in family.items():
        base, theirs = _base(version, shown[number], revisions), shown.get(version.parent_id or 0)
        if base is not None and theirs is not None and base.text_id != theirs.text_id:
            moved[number] = (base, theirs)
    if not moved:
        return {}
    stored = texts.blocks(session, {row.text_id for pair in moved.values() for row in pair})
    first = _first_after(session, [base for base, _ in moved.values()])
    return {
        number: Freshness("behind", *_distance(stored[base.text_id], stored[theirs.text_id]), since=first.get(base.id, theirs.created_at))
        for number, (base, theirs) in moved.items()
    }


def _first_after(session: Session, bases: Sequence[Revision]) -> dict[int, datetime]:
    """When the parent first moved past each base."""
    versions = {base.version_id for base in bases}
    rows = session.execute(
        select(Revision.version_id, Revision.number, Revision.created_at).where(Revision.version_id.in_(versions)).order_by(Revision.number)
    ).all()
    return {
        base.id: next((at for version, number, at in rows if version == base.version_id and number > base.number), base.created_at)
        for base in bases
    }


def _distance(old: list[tuple[bytes, int]], new: list[tuple[bytes, int]]) -> tuple[int, int]:
    """(blocks, words) that differ: edited, added and removed blocks each count once, with the words of the new text."""
    matcher = SequenceMatcher(None, [key for key, _ in old], [key for key, _ in new], autojunk=False)
    blocks = count = 0
    for change, i1, i2, j1, j2 in matcher.get_opcodes():
        if change != "equal":
            blocks += max(i2 - i1, j2 - j1)
            count += sum(words for _, words in new[j1:j2])
    return blocks, count


def _state(
    family: dict[int, Version], shown: dict[int, Revision | None], behind: dict[int, Freshness], revisions: dict[int, Revision],
    version: Version,
) -> Freshness:  # fmt: skip
    if version.is_original:
        return Freshness("current")
    if _base(version, shown[version.id], revisions) is None:
        return Freshness("unknown")
    if version.id in behind:
        return behind[version.id]
    above, seen = family.get(version.parent_id or 0), {version.id}
    while above is not None and above.id not in seen:
        if above.id in behind:
            return Freshness("parent_behind", since=behind[above.id].since)
        seen.add(above.id)
        above = family.get(above.parent_id or 0)
    return Freshness("current")
