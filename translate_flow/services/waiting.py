"""What an adopted site leaves for a person to say: texts that wait outside, and what was taken, each with how sure it is and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow import formats
from translate_flow.adoption.items import Fact, Item, Member, Text
from translate_flow.models import Adoption, Inference, StoredText, Version
from translate_flow.services import texts


def of(session: Session, origins: Sequence[str]) -> dict[str, Inference]:
    """The texts of these origins that wait, or were said no to."""
    found: dict[str, Inference] = {}
    for at in range(0, len(origins), 500):
        query = select(Inference).where(Inference.origin.in_(origins[at : at + 500]), Inference.kind.in_(("belongs", "language")), Inference.state.in_(("queued", "rejected")))
        found |= {row.origin: row for row in session.scalars(query.order_by(Inference.id))}
    return found


def ask(session: Session, run: Adoption, kind: str, member: Member, item: Item, other: str) -> None:
    """Keeps a text outside with the question: in which language it is (`language`), or whether it belongs with `other` (`belongs`)."""
    fact = member.language if kind == "language" else member.group
    text = texts.store(session, item.document, item.text.body)
    data = {
        "title": item.text.title, "parent": member.parent.value, "translator": member.translator.value, "date": item.date, "kind": item.kind,
        "slug": item.slug, "published": item.published, "place": item.place, **_numbered(item.data),
    }  # fmt: skip
    value = member.language.value if kind == "language" else other
    session.add(inference(run, kind, item.origin, fact, state="queued", value=value, language=member.language.value, other=other, text=text, data=data))


def still(session: Session, asked: Inference, item: Item) -> tuple[str, str, str, float, str]:
    """Asked before: the newest text waits now; what was said no to stays out. (outcome, article, language, confidence, why)"""
    if asked.state == "rejected":
        return "unchanged", "", asked.language, 1.0, "it was left out, as you said"
    text = texts.store(session, item.document, item.text.body)
    outcome = "queued" if asked.text_id != text.id else "unchanged"
    asked.text_id = text.id
    return outcome, asked.value, asked.language, asked.confidence, "it waits for your answer"


def inference(
    run: Adoption, kind: str, origin: str, fact: Fact, *, state: str, value: str = "", language: str = "", other: str = "",
    version: Version | None = None, text: StoredText | None = None, data: dict[str, Any] | None = None,
) -> Inference:  # fmt: skip
    """A row for one inferred thing."""
    return Inference(
        adoption_id=run.id, kind=kind, origin=origin[:2000], other=other[:2000], language=language, value=value[:200], confidence=fact.confidence,
        evidence=list(fact.evidence), version_id=version.id if version else None, text_id=text.id if text else None, data=data or {}, state=state,
    )  # fmt: skip


def as_item(session: Session, row: Inference) -> Item:
    """The item that an answer is about, as far as it was kept."""
    assert row.text_id is not None
    stored, data = session.get_one(StoredText, row.text_id), row.data
    body = bytes(stored.body)
    item = Item(origin=row.origin, text=Text.of(formats.get(stored.format).read(body), body), place=str(data.get("place", "")))
    return replace(item, date=str(data.get("date", "")), kind=str(data.get("kind", "post")), slug=str(data.get("slug", "")), published=bool(data.get("published", True)), data=_numbered(data))


def _numbered(data: Mapping[str, object]) -> dict[str, object]:
    """What a site knows a text by, whatever its address."""
    return {name: data[name] for name in ("id", "site") if data.get(name)}
