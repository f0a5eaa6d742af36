"""The words of a letter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.models import Person
from translate_flow.models_notices import Letter, Notice, Outgoing
from translate_flow.post import Message


def compose(session: Session, letter: Letter, *, now: datetime) -> Message:
    """The message of a letter, from its rows of the outbox."""
    person = session.get_one(Person, letter.person_id)
    told = session.scalars(select(Notice).join(Outgoing, Outgoing.notice_id == Notice.id).where(Outgoing.letter_id == letter.id).order_by(Outgoing.id)).all()
    items = tuple({"kind": one.kind, "at": one.at.isoformat(), "notice": one.id, **one.data} for one in told)
    lines = [f"{one.kind} {one.data.get('title', '')}" for one in told]
    return Message(
        uid=letter.uid, at=letter.created_at, person=person.handle, name=person.name, address=letter.address, subject=lines[0] if len(lines) == 1 else f"Notices: {len(lines)}",
        text="\n".join(lines) + "\n", language=person.locale, items=items,
    )  # fmt: skip
