"""How a translation relates to its parent now. Derived from bases; the version's `behind_…` columns only remember it for lists.

What counts as the parent's text is what its readers see (its live revision) or, while it is not out, its newest. What counts
as the translation's is the base of what its own readers see, block by block: a block that was not brought along, or that
somebody has looked at since and found good (`Rendering`), counts as what it really renders.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.aside import Aside
from translate_flow.models import Event, Rendering, Revision, Version
from translate_flow.services import texts
from translate_flow.services.changes import OUT
from translate_flow.services.texts import Key
from translate_flow.text.classes import ChangeClass, worst

State = Literal["current", "behind", "parent_behind", "unknown"]



@dataclass(frozen=True, slots=True)
class Freshness:
    """`blocks` and `words` (of the new source) that the translation has not followed, since when, and of which class.

    `blocked_by`: the nearest version above that is itself behind, where the state is parent_behind; its language.
    """

    state: State
    blocks: int = 0
    words: int = 0
    since: datetime | None = None
    change_class: str = ""
    blocked_by: str = ""


def of(session: Session, versions: Iterable[Version], beside: Aside | None = None, *, going_out: Collection[int] = ()) -> dict[int, Freshness]:
    """The freshness of versions, by id; all versions of their articles are read, in a handful of queries. `beside`: see `texts.blocks`.

    `going_out`: versions whose newest text is looked at instead of what their readers see, as if it were out already."""
    wanted = list(versions)
    family = _family(session, {version.article_id for version in wanted})
    revisions = _revisions(session, family.values())
    chosen = {number: (version.head_id if number in going_out else None) or version.live_id or version.head_id for number, version in family.items()}
    shown = {number: revisions.get(revision or 0) for number, revision in chosen.items()}
    behind = _behind(session, family, shown, revisions, beside)
    return {version.id: _state(family, shown, behind, revisions, family[version.id]) for version in wanted}


def refresh(session: Session, versions: Sequence[Version], beside: Aside | None = None) -> list[Version]:
    """Brings what lists remember of these versions and of their children up to what is true now, all at once.

    Returns those that are behind by something heavier than before. A published version that has followed is due no more.
    """
    ids = [version.id for version in versions]
    session.flush()
    touched = {version.id: version for version in [*versions, *session.scalars(select(Version).where(Version.parent_id.in_(ids)))]}
    heavier = []
    for number, fresh in of(session, touched.values(), beside).items():
        version, before = touched[number], _weight(touched[number].behind_class)
        for name, value in remembered(fresh).items():
            if getattr(version, name) != value:
                setattr(version, name, value)
        if _weight(version.behind_class) > before:
            heavier.append(version)
        if version.status == "published" and version.behind_since is None and version.due_by == "policy":
            version.due_at, version.due_by = None, ""
    return heavier


def _weight(name: str) -> int:
    return ChangeClass(name).rank if name else -1


def remembered(fresh: Freshness) -> dict[str, object]:
    """What a version's columns hold of its freshness."""
    if fresh.state != "behind":
        return {"behind_since": None, "behind_class": "", "behind_blocks": 0, "behind_words": 0}
    return {"behind_since": fresh.since, "behind_class": fresh.change_class, "behind_blocks": fresh.blocks, "behind_words": fresh.words}


def base_of(version: Version, mine: Revision | None, revisions: dict[int, Revision]) -> Revision | None:
    """The revision of its present parent that a translation's text follows; None while nobody knows."""
    base = revisions.get(mine.base_id or 0) if mine is not None else None
    return base if base is not None and base.version_id == version.parent_id else None


def _family(session: Session, articles: set[int]) -> dict[int, Version]:
    return {version.id: version for version in session.scalars(select(Version).where(Version.article_id.in_(articles)))}


def _revisions(session: Session, versions: Iterable[Version]) -> dict[int, Revision]:
    """The head and live revisions of the versions, and their bases."""
    ids = {number for version in versions for number in (version.live_id, version.head_id) if number}
    found = {row.id: row for row in session.scalars(select(Revision).where(Revision.id.in_(ids)))}
    bases = {row.base_id for row in found.values() if row.base_id} - found.keys()
    return found | {row.id: row for row in session.scalars(select(Revision).where(Revision.id.in_(bases)))} if bases else found


def _behind(
    session: Session, family: dict[int, Version], shown: dict[int, Revision | None], revisions: dict[int, Revision], beside: Aside | None
) -> dict[int, Freshness]:
    """Of each translation with a known base, how far it is behind; those that match are left out."""
    known: dict[int, tuple[Revision, Revision]] = {}
    for number, version in family.items():
        base, theirs = base_of(version, shown[number], revisions), shown.get(version.parent_id or 0)
        if base is not None and theirs is not None:
            known[number] = (base, theirs)
    uneven = _renderings(session, [mine.id for number in known if (mine := shown[number]) is not None])
    moved = {
        number: pair for number, pair in known.items()
        if pair[0].text_id != pair[1].text_id or uneven.get((shown[number] or pair[0]).id)
    }  # fmt: skip
    if not moved:
        return {}
    stored = texts.blocks(session, {row.text_id for pair in moved.values() for row in pair} | _rendered(uneven), beside)
    later = _Later(session, family, [pair[0] for pair in moved.values()])
    measured: dict[tuple[int, int, int], tuple[int, int] | None] = {}
    found: dict[int, Freshness] = {}
    for number, (base, theirs) in moved.items():
        mine = shown[number]
        assert mine is not None
        rows = uneven.get(mine.id, [])
        key = (base.text_id, theirs.text_id, mine.id if rows else 0)
        if key not in measured:
            measured[key] = _far(session, base, theirs, rows, stored)
        if (far := measured[key]) is not None:
            since, heaviest = later.of(base, theirs, rows)
            found[number] = Freshness("behind", *far, since=since, change_class=heaviest)
    return found


def _far(session: Session, base: Revision, theirs: Revision, rows: Sequence[Rendering], stored: dict[int, list[Key]]) -> tuple[int, int] | None:
    """(blocks, words) that were not followed, (0, 0) where only what lies outside of blocks has changed; None where nothing has that anybody reads."""
    if not rows and _alike(session, base.text_id, theirs.text_id):
        return None
    far = distance(rendered(stored[base.text_id], rows, stored), stored[theirs.text_id])
    return far if far is not None or rows else (0, 0)


def _alike(session: Session, one: int, two: int) -> bool:
    """Whether two texts differ in no more than white space."""
    return one == two or len({body.translate(None, b" \t\r\n") for body in texts.bodies(session, [one, two])}) == 1


def _renderings(session: Session, ids: list[int]) -> dict[int, list[Rendering]]:
    found: dict[int, list[Rendering]] = {}
    for row in session.scalars(select(Rendering).where(Rendering.revision_id.in_(ids)).order_by(Rendering.revision_id, Rendering.number)):
        found.setdefault(row.revision_id, []).append(row)
    return found


def _rendered(uneven: dict[int, list[Rendering]]) -> set[int]:
    return {row.text_id for rows in uneven.values() for row in rows if row.text_id is not None}


def rendered(base: Sequence[Key], rows: Sequence[Rendering], stored: dict[int, list[Key]]) -> list[Key | None]:
    """What a revision renders, block by block of its base; None where that is nothing, or is to be looked at."""
    keys: list[Key | None] = list(base)
    for row in rows:
        if row.base_position is not None and row.base_position < len(keys):
            known = stored.get(row.text_id or 0)
            keys[row.base_position] = known[row.block] if known is not None and row.block is not None and row.block < len(known) else None
    return keys


class _Later:
    """What a parent's revisions after a base are: when the first came, and the heaviest of their classes."""

    def __init__(self, session: Session, family: dict[int, Version], bases: Sequence[Revision]) -> None:
        versions = {base.version_id for base in bases}
        self.rows: dict[int, list[tuple[int, int, datetime, str]]] = {}
        query = select(Revision.version_id, Revision.number, Revision.id, Revision.created_at, Revision.change_class)
        for version, number, revision, at, name in session.execute(query.where(Revision.version_id.in_(versions)).order_by(Revision.number)):
            self.rows.setdefault(version, []).append((number, revision, at, name))
        translated = {number for number in versions if not family[number].is_original}
        self.out = self._once_out(session, translated) if translated else set()
        self.translated = translated

    @staticmethod
    def _once_out(session: Session, versions: set[int]) -> set[int]:
        """The revisions of translations that readers have seen: drafts between them are nobody's source."""
        query = select(Event.revision_id).where(Event.version_id.in_(versions), OUT, Event.revision_id.is_not(None))
        return {number for number in session.scalars(query) if number is not None}

    def of(self, base: Revision, theirs: Revision, rows: Sequence[Rendering]) -> tuple[datetime, str]:
        """Since when, and the class."""
        after = [row for row in self.rows.get(base.version_id, []) if base.number < row[0] <= theirs.number]
        counted = [row for row in after if base.version_id not in self.translated or row[1] == theirs.id or row[1] in self.out]
        left = [row for row in rows if row.todo]
        since = min([*(row[2] for row in after[:1]), *(row.since for row in left)], default=theirs.created_at)
        heaviest = worst(ChangeClass(name) for name in [*(row[3] for row in counted), *(row.change_class for row in left)] if name)
        return since, heaviest.value if heaviest else ""


def distance(old: Sequence[Key | None], new: Sequence[Key]) -> tuple[int, int] | None:
    """(blocks, words) that differ, None where nothing does: edited, moved, added and removed blocks each count once, with
    the words of the new text where these changed."""
    from translate_flow.text import diff

    before = [at for at, key in enumerate(old) if key is not None]
    pairs = [(before[i], j) for i, j in diff.match([old[at] for at in before], list(new))]
    if len(pairs) == len(old) == len(new) and all(i == j for i, j in pairs):
        return None
    weights = [max(1, new[j].words) for _, j in pairs]
    moved = diff.moved(pairs, weights)
    steady = [*sorted(pair for pair in pairs if pair not in moved), (len(old), len(new))]
    gone, come = {i for i, _ in pairs}, {j for _, j in pairs}
    blocks, words, at = len(moved), 0, (0, 0)
    for i, j in steady:
        lost = sum(k not in gone for k in range(at[0], i))
        found = [k for k in range(at[1], j) if k not in come]
        blocks += max(lost, len(found))
        words += sum(new[k].words for k in found)
        at = (i + 1, j + 1)
    return blocks, words


def _state(
    family: dict[int, Version], shown: dict[int, Revision | None], behind: dict[int, Freshness], revisions: dict[int, Revision],
    version: Version,
) -> Freshness:  # fmt: skip
    if version.is_original:
        return Freshness("current")
    if base_of(version, shown[version.id], revisions) is None:
        return Freshness("unknown")
    if version.id in behind:
        return behind[version.id]
    above, seen = family.get(version.parent_id or 0), {version.id}
    while above is not None and above.id not in seen:
        if above.id in behind:
            told = behind[above.id]
            return Freshness("parent_behind", since=told.since, change_class=told.change_class, blocked_by=above.language)
        seen.add(above.id)
        above = family.get(above.parent_id or 0)
    return Freshness("current")
