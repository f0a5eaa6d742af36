"""Which revision of one version stands for the same as a revision of another: by the texts further up that both follow."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.models import Revision, Version

DIRECT, RELATED = 0.95, 0.8  # how sure it is: the text itself follows it; both follow one text


def equivalent(session: Session, mine: Revision, parent: Version) -> tuple[Revision | None, float]:
    """The newest revision of `parent` that says no more than what `mine` was made from, and how sure that is.

    `mine` follows its base, that follows its own, and so on. One of these may be a revision of `parent`; else a revision of
    `parent` is taken that follows the same version as one of them, and no newer revision of it. (None, 0) where there is none.
    """
    above = _chain(session, mine)
    if parent.id in above:
        return above[parent.id], DIRECT
    query = select(Revision).where(Revision.version_id == parent.id).order_by(Revision.number.desc())
    for candidate in session.scalars(query):
        theirs = _chain(session, candidate)
        shared = [number for number in theirs if number in above]
        if shared and theirs[shared[0]].number <= above[shared[0]].number:
            return candidate, RELATED
        if mine.version_id in theirs:  # it was made from this very version: the circle is refused elsewhere
            break
    return None, 0.0


def _chain(session: Session, revision: Revision) -> dict[int, Revision]:
    """The revisions that a text follows, nearest first, by version."""
    found: dict[int, Revision] = {}
    base = session.get(Revision, revision.base_id) if revision.base_id else None
    while base is not None and base.version_id not in found:
        found[base.version_id] = base
        base = session.get(Revision, base.base_id) if base.base_id else None
    return found
