"""What a new text is to those who follow it: its class, proposed from the difference, and confirmed by whoever brings it in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.models import Event, Revision, Version
from translate_flow.services import texts
from translate_flow.text.classes import ChangeClass, Proposal, worst
from translate_flow.text.document import Document

# Events by which a version's newest text became what readers see. A `carry` that made a draft tells of no status.
OUT = (Event.action == "publish") | ((Event.action == "carry") & (Event.to_status == "published"))


def proposed(session: Session, before: Revision, document: Document, language: str) -> Proposal:
    """What a new text would be to those who follow `before`."""
    from translate_flow.text import classes, diff

    old = texts.document(session, before)
    return classes.propose(diff.diff(old, document), old, document, language)


def of_draft(session: Session, version: Version, document: Document, *, followed: Revision | None, follows: Revision) -> str:
    """The class of a translation's new text to those who translate from it; empty where none has been out yet.

    It is at least what it brings over from its own source since what readers see, whatever drafts lie between: whoever follows a
    corrected translation follows a correction. `followed`: by the draft before, where it is not known what readers' text follows.
    """
    if version.live_id is None:
        return ""
    live = session.get(Revision, version.live_id)
    assert live is not None
    heaviest = [proposed(session, live, document, version.language).change_class]
    parent = session.get(Version, version.parent_id) if version.parent_id else None
    seen = session.get(Revision, live.base_id) if live.base_id else None
    followed = seen if seen is not None and seen.version_id == version.parent_id else followed
    if parent is not None and followed is not None and followed.id != follows.id:
        inherited, _ = between(session, parent, followed, follows, None)
        heaviest += [ChangeClass(inherited)] if inherited else []
    found = worst(heaviest)
    return found.value if found else ""


def between(session: Session, parent: Version, base: Revision, to: Revision, otherwise: ChangeClass | None) -> tuple[str, bool]:
    """The class of all that happened to a source from `base` to `to`, and whether a person confirmed it.

    Of a translation, only the revisions that were out count. `otherwise`: what it is taken for where nothing was recorded.
    """
    query = select(Revision.id, Revision.change_class, Revision.class_confirmed).where(
        Revision.version_id == parent.id, Revision.number > base.number, Revision.number <= to.number
    )
    rows = session.execute(query).all()
    if not parent.is_original:
        out = set(session.scalars(select(Event.revision_id).where(Event.version_id == parent.id, OUT))) | {to.id}
        rows = [row for row in rows if row[0] in out]
    known = [(ChangeClass(name), sure) for _, name, sure in rows if name]
    heaviest = worst(found for found, _ in known) or otherwise
    if heaviest is None:
        return "", False
    return heaviest.value, any(sure and found is heaviest for found, sure in known)


def within(part: ChangeClass | None, whole: ChangeClass, told: str) -> str:
    """The class of one block's change, where a person has `told` that of the whole: heavier parts become that, and where
    they said a heavier one, so do the heaviest parts."""
    found = part or ChangeClass.TRIVIAL
    if not told:
        return found.value
    said = ChangeClass(told)
    if said.rank < whole.rank:
        return (said if found.rank > said.rank else found).value
    return (said if found is whole else found).value
