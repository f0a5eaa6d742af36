"""A small newsroom for tests: people and articles with the boring fields filled in; a test states only what matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from translate_flow import formats
from translate_flow.models import Article, Person, Version
from translate_flow.services import checkins, claims, coordination, importing, lookup, people, review, work
from translate_flow.services.sources import Incoming
from translate_flow.workflow import Role

NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
SOURCE = "# El ocho de marzo\n\nMiles de personas salieron a la calle.\n\nLa lucha sigue.\n"
TARGET = "# O oito de março\n\nMilhares de pessoas saíram à rua.\n\nA luta continua.\n"


def later(hours: float = 1) -> datetime:
    return NOW + timedelta(hours=hours)


def person(session: Session, handle: str, *roles: str, reads: str = "es en pt", writes: str = "", now: datetime = NOW) -> Person:
    return people.add(session, handle, roles=roles, reads=reads.split(), writes=writes.split(), actor=None, now=now)


def staff(session: Session) -> dict[str, Person]:
    """cora coordinates, ana and ben translate to pt and en, rui reviews, pia publishes, max does everything."""
    return {
        "cora": person(session, "cora", "coordinator"), "ana": person(session, "ana", "translator", writes="pt en"),
        "ben": person(session, "ben", "translator", writes="pt en"), "rui": person(session, "rui", "reviewer"),
        "pia": person(session, "pia", "publisher"), "max": person(session, "max", *Role, reads="*", writes="*"),
    }  # fmt: skip


def article(session: Session, actor: Person, key: str = "march-8", text: str = SOURCE, *, language: str = "es", published: bool = True, now: datetime = NOW, format: str = "markdown") -> Article:
    body = text.encode()
    incoming = Incoming(document=formats.get(format).read(body), body=body, key=key, language=language, origin=f"/{key}.{language}", published=published)
    [result] = importing.bring(session, [incoming], actor=actor, now=now)
    assert result.outcome == "created", result
    return lookup.article(session, key)


def requested(session: Session, staff: dict[str, Person], language: str = "pt", key: str = "march-8", now: datetime = NOW) -> Version:
    found = article(session, staff["cora"], key, now=now)
    return coordination.request(session, found, language, actor=staff["cora"], now=now)


def bring_to(session: Session, staff: dict[str, Person], status: str, *, key: str = "march-8", text: str = TARGET) -> Version:
    """A Portuguese version that stands at `status`, reached by the verbs themselves."""
    from translate_flow.services import publishing

    version = requested(session, staff, key=key)
    steps = ["requested", "translating", "in_review", "approved", "published", "withdrawn", "cancelled"]
    if status == "cancelled":
        coordination.cancel(session, version, actor=staff["cora"], now=NOW, reason="test")
        return version
    at = steps.index(status)
    if at >= 1:
        claims.claim(session, version, actor=staff["ana"], now=NOW)
    if at >= 2:
        checkins.checkin(session, text.encode(), actor=staff["ana"], now=NOW, address=version.address, name="t.md")
        work.submit(session, version, actor=staff["ana"], now=NOW)
    if at >= 3:
        review.approve(session, version, actor=staff["rui"], now=NOW)
    if at >= 4:
        publishing.publish(session, version, actor=staff["pia"], now=NOW)
    if at >= 5:
        publishing.withdraw(session, version, actor=staff["pia"], now=NOW, reason="test")
    return version
