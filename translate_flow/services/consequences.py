"""What a source's new text means for every version that depends on it, near and far."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.models import Person, Revision, Version
from translate_flow.services import carrying
from translate_flow.services.work import shown


@dataclass(frozen=True, slots=True)
class Facing:
    """What one version faces: `by_itself` blocks brought along without anybody, `left` for people with the source's `words` in them.

    `waits_for`: the language of the version that must move first. `known`: whether its base is.
    """

    version: Version
    translator: str
    by_itself: int = 0
    left: int = 0
    words: int = 0
    waits_for: str = ""
    known: bool = True
    has_text: bool = True


def of(session: Session, version: Version) -> list[Facing]:
    """For each version below this one, those translated from it first."""
    family = session.scalars(select(Version).where(Version.article_id == version.article_id).order_by(Version.id)).all()
    handles = dict(session.execute(select(Person.id, Person.handle).where(Person.id.in_({one.translator_id for one in family if one.translator_id}))).all())
    below: dict[int, list[Version]] = {}
    for one in family:
        one.article = version.article
        if one.parent_id is not None and one.status != "cancelled":
            below.setdefault(one.parent_id, []).append(one)
    to = shown(session, version)
    near = below.get(version.id, [])
    found = [_near(session, one, to, handles.get(one.translator_id or 0, "")) for one in near]
    waiting = [(one, child) for one in near for child in below.get(one.id, [])]
    while waiting:
        parent, one = waiting.pop(0)
        found.append(Facing(one, handles.get(one.translator_id or 0, ""), waits_for=parent.language))
        waiting += [(one, child) for child in below.get(one.id, [])]
    return found


def _near(session: Session, version: Version, to: Revision, translator: str) -> Facing:
    from translate_flow.text import words

    mine = session.get(Revision, version.head_id) if version.head_id else None
    if mine is None:
        return Facing(version, translator, has_text=False)
    coming = carrying.prospect(session, version, mine, to)
    if coming is None:
        return Facing(version, translator, known=False)
    blocks = {at for task in coming.left for at in task.new}
    count = sum(words.count(coming.new.blocks[at].text) for at in blocks)
    return Facing(version, translator, by_itself=coming.by_itself, left=len(coming.left), words=count)
