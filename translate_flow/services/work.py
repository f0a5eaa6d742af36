"""The translator's own verbs: take the text away, bring it back, hand it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from translate_flow import formats
from translate_flow.errors import CheckFailed, Conflict, NotAllowed, Unreadable, UsageError
from translate_flow.exchange import workfile
from translate_flow.models import Claim, Event, Pairing, Person, Revision, Version
from translate_flow.services import claims, freshness, lookup, texts
from translate_flow.services.transitions import move, record
from translate_flow.text import pairing
from translate_flow.text.document import Document, Kind
from translate_flow.workflow import Action


@dataclass(frozen=True, slots=True)
class Checkout:
    """A work file: its bytes, the name that fits, what it stands on. `parent_moved`: the parent's newer revision, or 0.

    `remark`: why it came back from review and from whom, where it did; else empty."""

    data: bytes
    name: str
    base: int
    draft: int
    parent_moved: int
    remark: str


@dataclass(frozen=True, slots=True)
class Checkin:
    """What a check-in did. `parent_moved`: the number of the parent's newer revision where it moved on, else 0."""

    version: Version
    outcome: str  # stored, unchanged
    revision: int
    base: int
    until: datetime
    paired: int
    blocks: int
    untranslated: int
    parent_moved: int
    reclaimed: bool
    warnings: tuple[str, ...]


def shown(session: Session, version: Version) -> Revision:
    """What counts as a version's text for those who translate from it: its live revision, else its newest."""
    number = version.live_id or version.head_id
    if number is None:
        raise NotAllowed(
            f"{version.address} has no text yet to translate from",
            remedy=f"Wait until it is published, or translate from another: `translate-flow request {version.article.key} LANG --from {version.article.original_language}`.",
        )
    found = session.get(Revision, number)
    assert found is not None
    return found


def checkout(session: Session, version: Version, *, actor: Person, now: datetime, fresh: bool = False) -> Checkout:
    """The work file of a version one holds: its draft, else (or with `fresh`) the source text in place. Raises NotAllowed."""
    held = lookup.open_claim(session, version)
    if held is None or held.person_id != actor.id:
        raise claims.not_holder(version, held, actor, "check out")
    parent = parent_of(session, version)
    newest = shown(session, parent)
    head = session.get(Revision, version.head_id) if version.head_id else None
    base = newest if fresh else _followed(session, parent, head) or newest
    revision = newest if head is None or fresh else head
    text = revision.text
    header = workfile.Header(
        version=version.address, base=base.number, draft=head.number if head else 0, holder=actor.handle, source=parent.address,
        digest=text.digest.hex()[:12],
    )  # fmt: skip
    claims.renew(session, held, version, actor=actor, now=now)
    record(session, "checkout", actor=actor, now=now, version=version, revision_id=revision.id, data={"base": base.number})
    name = f"{version.article.key}.{version.language}{formats.get(text.format).SUFFIXES[0]}"
    data = workfile.stamp(bytes(text.body), header, format=text.format)
    moved = newest.number if newest.id != base.id else 0
    return Checkout(data, name, base.number, header.draft, moved, _remark(session, version))


def _remark(session: Session, version: Version) -> str:
    """What the last review said, where it sent the work back."""
    handed = (Action.SUBMIT, Action.RETURN, Action.APPROVE)
    query = select(Event.action, Event.reason, Person.handle).join(Person, Person.id == Event.actor_id)
    query = query.where(Event.version_id == version.id, Event.action.in_([action.value for action in handed]))
    last = session.execute(query.order_by(Event.id.desc()).limit(1)).first()
    return f"{last.handle}: {last.reason}" if last is not None and last.action == Action.RETURN else ""


def parent_of(session: Session, version: Version) -> Version:
    """The version it is translated from. Raises NotAllowed for an original and for a parent nobody has named yet."""
    if version.is_original:
        raise NotAllowed(f"{version.address} is the original", remedy=f"A new text of it comes in with `translate-flow revise {version.article.key} FILE`.")
    parent = session.get(Version, version.parent_id) if version.parent_id else None
    if parent is None:
        raise NotAllowed(
            f"{version.address} says it comes from {version.parent_language}, but that version is not here",
            remedy=f"Bring it in: `translate-flow import FILE --key {version.article.key} --lang {version.parent_language}`.",
        )
    return parent


def checkin(
    session: Session, data: bytes, *, actor: Person, now: datetime, address: str = "", base: int | None = None, name: str = ""
) -> Checkin:
    """Stores a work file as a draft revision and renews the lease. `address`: where the file must belong, or says nothing itself.

    Raises Unreadable (another version's file, no text in it), NotAllowed (not the holder), Conflict (the draft moved on).
    """
    header, text = workfile.unstamp(data, name=name)
    version = lookup.version(session, _belongs(header, address, name))
    held, reclaimed = _hold(session, version, actor, now)
    parent = parent_of(session, version)
    head = session.get(Revision, version.head_id) if version.head_id else None
    stands_on = _base(session, version, parent, header, head, base)
    _not_overtaken(session, version, header, head, actor)
    document, body = _read(session, stands_on, text, name)
    claims.renew(session, held, version, actor=actor, now=now)
    stored = texts.store(session, document, body)
    pairs = pairing.pair(texts.document(session, stands_on).blocks, document.blocks)
    outcome = "unchanged"
    if head is None or head.text_id != stored.id or head.base_id != stands_on.id:
        outcome = "stored"
        head = texts.add_revision(session, version, stored, base=stands_on, author=actor, now=now)
        version.title = document.title or version.title
        _keep_pairs(session, head, pairs)
        record(session, "checkin", actor=actor, now=now, version=version, revision_id=head.id, data={"base": stands_on.number})
        freshness.refresh(session, [version])
    newest = shown(session, parent)
    return Checkin(
        version=version, outcome=outcome, revision=head.number, base=stands_on.number, until=held.until,
        paired=len({at for pair in pairs if pair.source for at in pair.target}), blocks=len(document.blocks),
        untranslated=_untranslated(session, stands_on, document, pairs), parent_moved=newest.number if newest.id != stands_on.id else 0,
        reclaimed=reclaimed, warnings=document.warnings,
    )  # fmt: skip


def submit(session: Session, version: Version, *, actor: Person, now: datetime) -> Revision:
    """Hands a version in for review. Raises NotAllowed (not the holder), CheckFailed (nothing has been translated)."""
    held = lookup.open_claim(session, version)
    if version.status == "translating" and (held is None or held.person_id != actor.id):
        raise claims.not_holder(version, held, actor, "submit")
    head = session.get(Revision, version.head_id) if version.head_id else None
    if version.status == "translating":
        _something_done(session, version, head)
    move(session, version, Action.SUBMIT, actor=actor, now=now, claim=held)
    assert head is not None
    return head


def _something_done(session: Session, version: Version, head: Revision | None) -> None:
    if head is None:
        raise CheckFailed(f"{version.address} has no draft to submit", remedy=f"`translate-flow checkout {version.address}`, translate, and `checkin` the file.")
    base = session.get(Revision, head.base_id) if head.base_id else None
    if base is not None and base.text_id == head.text_id:
        raise CheckFailed(f"The draft of {version.address} is still the source text, word for word", remedy="Translate it, `checkin` the file, and submit again.")


def _belongs(header: workfile.Header | None, address: str, name: str) -> str:
    if header is None and not address:
        raise Unreadable(
            "does not say which version it is", file=name, line=1,
            remedy="Name it: `translate-flow checkin ARTICLE/LANG FILE`, or put back the first line that `checkout` wrote.",
        )  # fmt: skip
    if header is not None and address:
        key, language = lookup.split(address)
        if header.version != f"{key}/{language}":
            raise Unreadable(
                f"belongs to {header.version}, not to {address}", file=name, line=1,
                remedy=f"Check in the file of {address}, or leave the address out.",
            )  # fmt: skip
    return address or (header.version if header else "")


def _hold(session: Session, version: Version, actor: Person, now: datetime) -> tuple[Claim, bool]:
    """The actor's open claim; a lease that ran out while nobody else wanted the version is taken up again."""
    held = lookup.open_claim(session, version)
    if held is not None and held.person_id == actor.id:
        return held, False
    if held is None and version.status == "requested":
        last = session.scalar(select(Claim).where(Claim.version_id == version.id).order_by(Claim.id.desc()).limit(1))
        if last is not None and last.person_id == actor.id and last.ended_by == "expire":
            return claims.claim(session, version, actor=actor, now=now), True
    raise claims.not_holder(version, held, actor, "check in")


def _followed(session: Session, parent: Version, head: Revision | None) -> Revision | None:
    """The parent's revision that the draft so far follows; None where nobody knows, or where it followed another parent."""
    base = session.get(Revision, head.base_id) if head is not None and head.base_id else None
    return base if base is not None and base.version_id == parent.id else None


def _base(
    session: Session, version: Version, parent: Version, header: workfile.Header | None, head: Revision | None, told: int | None
) -> Revision:
    """The parent's revision that the file translates: as told, as its header says, else as the draft so far, else the newest."""
    number = told or (header.base if header else None)
    if header is not None and told is None and header.source != parent.address:
        raise Conflict(
            f"This file was made from {header.source}, but {version.address} is now translated from {parent.address}",
            remedy=f"Check it out again, or say which revision of {parent.address} it renders: --base NUMBER.",
        )
    if number is None:
        return _followed(session, parent, head) or shown(session, parent)
    found = session.scalar(select(Revision).where(Revision.version_id == parent.id, Revision.number == number))
    if found is None:
        raise UsageError(f"{parent.address} has no revision {number}", remedy=f"`translate-flow log {parent.address}` lists its revisions.")
    before = _followed(session, parent, head)
    if told is None and before is not None and before.number > found.number:
        raise Conflict(
            f"This file was made from revision {found.number} of {parent.address}; the draft of {version.address} already follows revision {before.number}",
            remedy=f"Nothing was stored. Check out again to a new file and move your changes over, or say --base {found.number} to go back on purpose.",
        )
    return found


def _not_overtaken(session: Session, version: Version, header: workfile.Header | None, head: Revision | None, actor: Person) -> None:
    """A file taken away before somebody else saved must not bury what they did."""
    if header is None or head is None or head.number <= header.draft:
        return
    others = session.scalars(
        select(Revision).where(Revision.version_id == version.id, Revision.number > header.draft, Revision.author_id != actor.id)
    ).all()
    if others:
        raise Conflict(
            f"The draft of {version.address} has moved on since this file was checked out (revision {header.draft} → {others[-1].number}, by somebody else)",
            remedy="Nothing was stored. Check out again to a new file and move your changes over.",
        )


def _read(session: Session, base: Revision, text: bytes, name: str) -> tuple[Document, bytes]:
    """The file's document in the base's format, encoding and line endings, whatever the editor made of them."""
    original = texts.body(session, base)
    body = workfile.like(text, original)
    document = formats.get(base.text.format).read(body, name=name)
    if not document.blocks:
        raise Unreadable("holds no text", file=name, remedy="Check that your editor saved it, then check it in again.")
    return document, body


def _keep_pairs(session: Session, revision: Revision, pairs: list[pairing.Pair]) -> None:
    rows = [
        {"revision_id": revision.id, "position": target, "base_position": source, "confidence": pair.confidence}
        for pair in pairs
        for target in pair.target
        for source in pair.source
    ]
    if rows:
        session.execute(insert(Pairing), rows)


def _untranslated(session: Session, base: Revision, document: Document, pairs: list[pairing.Pair]) -> int:
    """How many blocks with words still hold the source's; names and code are the same in every language."""
    source = texts.document(session, base).blocks
    same = 0
    for pair in pairs:
        if len(pair.source) == len(pair.target) == 1:
            old, new = source[pair.source[0]], document.blocks[pair.target[0]].text
            wordy = old.kind not in {Kind.BYLINE, Kind.CODE} and any(character.isalpha() for character in old.text)
            same += wordy and old.text == new
    return same
