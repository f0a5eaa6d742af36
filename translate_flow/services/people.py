"""People: who they are, what they may do, and what they are to a version."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from translate_flow import languages
from translate_flow.errors import Conflict, NotAllowed, NotFound, UsageError
from translate_flow.models import Claim, Event, Person, PersonLanguage, PersonRole, Revision, Version
from translate_flow.services import settings
from translate_flow.services.nearest import suggest
from translate_flow.workflow import Role, Standing

_HANDLE = re.compile(r"[^\W_][\w.@+-]{0,63}")


def known(session: Session, handle: str) -> Person:
    """The person of that handle, even one who has left. Raises NotFound with the nearest."""
    person = session.scalar(select(Person).where(Person.handle == handle))
    if person is None:
        handles = session.scalars(select(Person.handle).limit(2000)).all()
        raise NotFound(f"There is nobody called “{handle}”{suggest(handle, handles)}", remedy="See `translate-flow people list`, or add them with `people add`.")
    return person


def find(session: Session, handle: str) -> Person:
    """The person of that handle. Raises NotFound with the nearest, NotAllowed where they have left."""
    person = known(session, handle)
    if not person.active:
        raise NotAllowed(f"{handle} has left the newsroom", remedy="`people change HANDLE --active` brings them back.")
    return person


def actor(session: Session, handle: str | None, *, embedded: bool) -> Person:
    """Who acts: the one named, else, on the embedded database, whoever made it. Raises UsageError where nobody is named."""
    if handle:
        return find(session, handle)
    default = settings.get(session, "actor") if embedded else ""
    if not default:
        raise UsageError("Nobody is named to do this", remedy="Say who you are: `translate-flow --as HANDLE …`, or set TRANSLATE_FLOW_USER.")
    return find(session, default)


def add(
    session: Session, handle: str, *, roles: Iterable[str], reads: Iterable[str] = (), writes: Iterable[str] = (), name: str = "",
    email: str = "", zone: str = "UTC", locale: str = "en", actor: Person | None, now: datetime,
) -> Person:  # fmt: skip
    """Registers a person. `roles` as `role` or `role:language`. Raises Conflict where the handle is taken, UsageError, NotAllowed."""
    if actor is not None:
        must_be(actor, Role.COORDINATOR, Role.OPERATOR, doing="add people")
    if not _HANDLE.fullmatch(handle):
        raise UsageError(f"“{handle}” cannot be a handle", remedy="Use letters, digits, dots and hyphens, such as ana or a.ruiz.")
    if session.scalar(select(Person.id).where(Person.handle == handle)) is not None:
        raise Conflict(f"There is somebody called “{handle}” already", remedy="Choose another handle, or change them with `people change`.")
    person = Person(handle=handle, name=name or handle, email=_email(email), zone=settings.time_zone(zone), locale=_locale(locale), created_at=now)
    person.roles = _roles(roles)
    person.languages = _languages(reads, writes)
    session.add(person)
    session.flush()
    _record(session, "add person", person, actor, now)
    return person


def change(
    session: Session, handle: str, *, roles: Sequence[str] | None = None, reads: Sequence[str] | None = None,
    writes: Sequence[str] | None = None, name: str | None = None, email: str | None = None, zone: str | None = None,
    locale: str | None = None, active: bool | None = None, actor: Person, now: datetime,
) -> Person:  # fmt: skip
    """Changes what is given, and leaves the rest. Somebody who leaves keeps what they hold until its lease ends."""
    must_be(actor, Role.COORDINATOR, Role.OPERATOR, doing="change people")
    person = session.scalar(select(Person).where(Person.handle == handle))
    if person is None:
        return find(session, handle)
    plain = {"name": name, "email": None if email is None else _email(email), "active": active}
    plain |= {"zone": None if zone is None else settings.time_zone(zone), "locale": None if locale is None else _locale(locale)}
    for column, value in plain.items():
        if value is not None:
            setattr(person, column, value)
    if roles is not None:
        person.roles = _merged(person.roles, _roles(roles), lambda row: (row.role, row.language))
    if reads is not None or writes is not None:
        kept = {use: [row.language for row in person.languages if row.use == use] for use in ("reads", "writes")}
        wanted = _languages(kept["reads"] if reads is None else reads, kept["writes"] if writes is None else writes)
        person.languages = _merged(person.languages, wanted, lambda row: (row.language, row.use))
    _record(session, "change person", person, actor, now)
    if waits(session, person):
        from translate_flow.services import queueing  # few wait for anything

        queueing.recheck(session, person, now=now)
    return person


def waits(session: Session, person: Person) -> bool:
    """Whether they stand in a line for a version."""
    return session.execute(text("select 1 from waits where person_id = :person limit 1"), {"person": person.id}).first() is not None


def standing(session: Session, person: Person, version: Version, *, claim: Claim | None) -> Standing:
    """What `person` is to `version`; `claim` is the version's open claim, if any."""
    authors = {version.translator_id}
    if version.head_id is not None and version.status in {"in_review", "approved"}:
        authors.add(session.scalar(select(Revision.author_id).where(Revision.id == version.head_id)))
    return Standing(
        roles=roles_for(person, version.language),
        reads_parent=knows(person, "reads", version.parent_language),
        writes=knows(person, "writes", version.language),
        holder=claim is not None and claim.person_id == person.id,
        translator=person.id in authors,
        self_review=bool(person.id in authors and settings.get(session, "self_review")),
    )


def translates(person: Person, version: Version) -> bool:
    """Whether they are a translator of its pair, and work here."""
    return Role.TRANSLATOR in roles_for(person, version.language) and knows(person, "writes", version.language) and knows(person, "reads", version.parent_language)


def roles_for(person: Person, language: str) -> frozenset[Role]:
    """The roles a person holds for a language; none once they have left."""
    if not person.active:
        return frozenset()
    return frozenset(Role(row.role) for row in person.roles if languages.covers(row.language, language))


def knows(person: Person, use: str, language: str) -> bool:
    """Whether they read (`reads`) or write (`writes`) a language; who writes a language reads it."""
    uses = {use, "writes"} if use == "reads" else {use}
    return any(languages.covers(row.language, language) for row in person.languages if row.use in uses)


def must_be(person: Person, *roles: Role, doing: str) -> None:
    """Raises NotAllowed unless the person holds one of the roles, for any language."""
    held = {row.role for row in person.roles}
    if not held & {role.value for role in roles}:
        wanted = " or ".join(role.value for role in roles)
        raise NotAllowed(f"{person.handle} may not {doing}: that takes the role {wanted}", remedy="Ask a coordinator, or act as somebody else with --as.")


def _roles(given: Iterable[str]) -> list[PersonRole]:
    rows = {}
    for item in given:
        role, _, language = item.partition(":")
        if role not in set(Role):
            raise UsageError(f"There is no role “{role}”{suggest(role, list(Role))}", remedy=f"Roles: {', '.join(Role)}; for one language: reviewer:pt.")
        tag = _tag(language) if language else "*"
        rows[role, tag] = PersonRole(role=role, language=tag)
    return list(rows.values())


def _languages(reads: Iterable[str], writes: Iterable[str]) -> list[PersonLanguage]:
    pairs = {(_tag(tag), use) for use, tags in (("reads", reads), ("writes", writes)) for tag in tags}
    return [PersonLanguage(language=tag, use=use) for tag, use in sorted(pairs)]


Row = TypeVar("Row")


def _merged(old: list[Row], new: list[Row], key: Callable[[Row], tuple[str, str]]) -> list[Row]:
    """The new rows, keeping the old objects where they say the same, so that the database sees only what changed."""
    by_key = {key(row): row for row in old}
    return [by_key.get(key(row), row) for row in new]


def _tag(text: str) -> str:
    return "*" if text == "*" else languages.normalise(text)


_LONGEST = 200  # characters of a mail address: what its column holds


def _email(address: str) -> str:
    """A mail address as it is kept: RFC 5321 and 6531, without a name, its domain in small letters. Nobody is asked whether it exists."""
    if not address:
        return ""
    from email_validator import EmailNotValidError, validate_email

    from translate_flow.text.oneline import plain

    try:
        found = validate_email(address, check_deliverability=False, globally_deliverable=False, strict=True).normalized
    except EmailNotValidError as error:
        said = " ".join(str(error).split())
        raise UsageError(f"“{plain(address)}” is not a mail address: {said}", remedy="Write it without a name, such as ana@example.org.") from None
    if len(found) > _LONGEST:
        raise UsageError(f"A mail address has at most {_LONGEST} characters here", remedy="Give a shorter one.")
    return found


def _locale(tag: str) -> str:
    return languages.normalise(tag)


def _record(session: Session, action: str, person: Person, actor: Person | None, now: datetime) -> None:
    data = {"handle": person.handle, "active": person.active, "roles": sorted(f"{row.role}:{row.language}" for row in person.roles)}
    data |= {use: sorted(row.language for row in person.languages if row.use == use) for use in ("reads", "writes")}
    session.add(Event(at=now, actor_id=actor.id if actor else person.id, action=action, data=data))
