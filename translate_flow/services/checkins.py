"""Bringing work back: the document itself, and, by what a file holds, every other kind of it (`kit_returns`)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow import exchange, formats
from translate_flow.errors import Conflict, Unreadable
from translate_flow.exchange import marks, workfile
from translate_flow.models import Person, Revision, StoredText, Version
from translate_flow.services import arrivals, lookup, renderings, texts
from translate_flow.services.arrivals import Arrival, Checkin, Draft
from translate_flow.services.pairs import find_pairs
from translate_flow.services.renderings import Known
from translate_flow.services.work import followed
from translate_flow.text import diff
from translate_flow.text.digests import text_digest
from translate_flow.text.document import Document


def checkin(
    session: Session, data: bytes, *, actor: Person, now: datetime, address: str = "", base: int | None = None, name: str = "", rebase: bool = True
) -> Checkin:
    """Stores a file that was taken away as a draft revision and renews the lease. `address`: where it must belong, or says nothing itself.

    Raises Unreadable (another version's file, no text in it), NotAllowed (not the holder), Conflict (the draft moved on).
    """
    kind = kit_kind(data, name)
    if kind:
        from translate_flow.services import kit_returns

        return kit_returns.checkin(session, data, kind, actor=actor, now=now, address=address, base=base, name=name, rebase=rebase)
    header, text = workfile.unstamp(data, name=name)
    arrived = arrivals.arrive(session, header, address=address, name=name, actor=actor, now=now)
    version, head = arrived.version, arrived.head
    stands_on = arrivals.source_of(session, version, arrived.parent, head, header, base)
    _not_before(session, arrived, stands_on, base)
    _not_overtaken(session, version, header, head, actor)
    ticks, text = ([], text) if _shows_marks(session, header, version) else marks.take(text, name=name)
    document, body = _read(session, stands_on, text, name)
    source = texts.document(session, stands_on)
    draft = Draft(document, body, stands_on, source, find_pairs(session, stands_on, source, version, document))
    ticked = frozenset(tick.number - 1 for tick in ticks if tick.done)
    return arrivals.store(
        session, arrived, draft, actor=actor, now=now, ticked=ticked, rebase=rebase,
        learn=lambda before: _known(session, version, header, before, draft, ticked),
    )  # fmt: skip


def kit_kind(data: bytes, name: str) -> str:
    """Which kit a file is (`exchange.recognise`); empty for a document, also for one that speaks of kits."""
    try:
        header, _ = workfile.unstamp(data, name=name)
    except Unreadable:
        header = None
    return "" if header is not None and not header.kind else exchange.recognise(data, name=name)


def is_kept(session: Session, version: Version, data: bytes, name: str = "") -> bool:
    """Whether a file holds nothing but what is stored already: of a document, as a revision of the version or of what it comes from."""
    if kind := kit_kind(data, name):
        from translate_flow.services import kit_returns

        return kit_returns.is_kept(session, version, data, kind)
    try:
        header, text = workfile.unstamp(data)
        ticks, text = ([], text) if _shows_marks(session, header, version) else marks.take(text)
    except Unreadable:
        return False
    if header is None or not lookup.same(session, header.version, version) or any(tick.done for tick in ticks):
        return False
    number = select(Revision.id).where(Revision.version_id.in_([version.id, version.parent_id])).join(StoredText, StoredText.id == Revision.text_id)
    formats_of = session.scalars(select(StoredText.format).join(Revision, Revision.text_id == StoredText.id).where(Revision.version_id == version.id).distinct())
    digests = [text_digest(format, text) for format in formats_of]
    return session.scalar(number.where(StoredText.digest.in_(digests)).limit(1)) is not None


def _shows_marks(session: Session, header: workfile.Header | None, version: Version) -> bool:
    """Whether the text that was taken away speaks of marks itself: then none was put in, and none is taken out."""
    query = select(StoredText.body).join(Revision, Revision.text_id == StoredText.id).where(Revision.version_id == version.id)
    taken = session.scalar(query.where(Revision.number == (header.draft if header else 0)))
    return taken is not None and marks.holds(bytes(taken))


def _known(
    session: Session, version: Version, header: workfile.Header | None, head: Revision | None, draft: Draft, ticked: frozenset[int]
) -> tuple[Known, frozenset[int]]:
    """What is known of a new draft, from the one that it was made of; and the blocks of its base that it has settled."""
    base, source, before = draft.base, draft.source, head
    if header is not None and header.draft:
        taken = session.scalar(select(Revision).where(Revision.version_id == version.id, Revision.number == header.draft))
        before = taken if taken is not None and taken.base_id == base.id else head
    if before is None or before.base_id is None:
        return Known(renderings.linked(draft.pairs)), frozenset()
    old = texts.document(session, before)
    known = renderings.of(session, before)
    found = diff.diff(old, draft.document)
    if before.base_id != base.id:  # told to follow another: only what differs on purpose stays so
        earlier = session.get(Revision, before.base_id)
        apart = renderings.apart(known, found, diff.diff(texts.document(session, earlier), source)) if earlier is not None else []
        return Known(renderings.linked(draft.pairs), apart=apart), frozenset()
    after, settled = renderings.followed(known, found, draft.pairs, len(source.blocks), ticked=ticked)
    return after, frozenset(renderings.number(row, len(source.blocks)) for row in settled)


def _not_before(session: Session, arrived: Arrival, base: Revision, told: int | None) -> None:
    """A file made from an older text of the source must not take the draft back to it, unless it was told to."""
    version, parent = arrived.version, arrived.parent
    before = followed(session, parent, arrived.head)
    if told is None and before is not None and before.number > base.number and not _only_carried(session, version, base):
        raise Conflict(
            f"This file was made from revision {base.number} of {parent.address}; the draft of {version.address} already follows revision {before.number}",
            remedy=f"Nothing was stored. Check out again to a new file and move your changes over, or say --base {base.number} to go back on purpose.",
        )


def _only_carried(session: Session, version: Version, base: Revision) -> bool:
    """Whether nobody has worked on the version since its text followed `base`: it was only carried, and can be again."""
    query = select(Revision.base_id).where(Revision.version_id == version.id, Revision.carried.is_(False))
    return session.scalar(query.order_by(Revision.number.desc()).limit(1)) == base.id


def _not_overtaken(session: Session, version: Version, header: workfile.Header | None, head: Revision | None, actor: Person) -> None:
    """A file taken away before somebody else saved must not bury what they did."""
    if header is None or head is None or head.number <= header.draft:
        return
    others = session.scalars(
        select(Revision).where(Revision.version_id == version.id, Revision.number > header.draft, Revision.author_id != actor.id, Revision.carried.is_(False))
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
