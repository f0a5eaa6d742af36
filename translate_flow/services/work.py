"""The translator's own verbs: take the text away, bring it back, hand it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow import formats
from translate_flow.errors import CheckFailed, Conflict, NotAllowed, Unreadable, UsageError
from translate_flow.exchange import marks, workfile
from translate_flow.models import Claim, Event, Person, Revision, StoredText, Version
from translate_flow.services import answers, carrying, changes, claims, freshness, lookup, renderings, texts
from translate_flow.services.carrying import Prospect
from translate_flow.services.pairs import find_pairs
from translate_flow.services.renderings import Known
from translate_flow.services.transitions import move, record
from translate_flow.text import diff
from translate_flow.text.digests import text_digest
from translate_flow.text.document import Document, Kind
from translate_flow.text.pairing import Pair
from translate_flow.workflow import Action


@dataclass(frozen=True, slots=True)
class Checkout:
    """A work file: its bytes, the name that fits, what it stands on. `parent_moved`: the parent's newer revision, or 0.

    `remark`: why it came back from review and from whom, where it did; else empty. `carried`: what was brought over from a
    newer source on the way; `marked`: how many blocks are marked in the file as left to do."""

    data: bytes
    name: str
    base: int
    draft: int
    parent_moved: int
    remark: str
    carried: Prospect | None = None
    marked: int = 0


@dataclass(frozen=True, slots=True)
class Checkin:
    """What a check-in did. `parent_moved`: the number of the parent's newer revision where it moved on, else 0.

    `rebased`: what bringing the work over to that revision came to, where it was; `left`: blocks left to do, by their number in
    the source; `settled`: those that this file has done."""

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
    rebased: Prospect | None = None
    left: tuple[int, ...] = ()
    settled: tuple[int, ...] = ()


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
    """The work file of a version one holds: its draft, else (or with `fresh`) the source text in place. Raises NotAllowed.

    A draft whose source has moved on is brought over first; what is left to do is marked in the file."""
    held = lookup.open_claim(session, version)
    if held is None or held.person_id != actor.id:
        raise claims.not_holder(version, held, actor, "check out")
    parent = parent_of(session, version)
    newest = shown(session, parent)
    head = session.get(Revision, version.head_id) if version.head_id else None
    carried = None
    if head is not None and not fresh and (carried := _moved_on(session, version, head, newest)) is not None:
        head = carrying.bring(session, carried, actor=actor, now=now)
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
    data = bytes(text.body)
    wanted = [] if head is None or fresh or marks.holds(data) else _marks(session, version, parent, head, base)
    if wanted:
        data = marks.put(data, formats.get(text.format).read(data), wanted)
    data = workfile.stamp(data, header, format=text.format)
    moved = newest.number if newest.id != base.id else 0
    return Checkout(data, name, base.number, header.draft, moved, _remark(session, version), carried, len(wanted))


def _moved_on(session: Session, version: Version, head: Revision, newest: Revision) -> Prospect | None:
    """What bringing a draft over to its source's newest text comes to; None where it follows that, or nobody knows what."""
    return None if head.base_id == newest.id else carrying.prospect(session, version, head, newest)


def _marks(session: Session, version: Version, parent: Version, head: Revision, base: Revision) -> list[marks.Mark]:
    """What is left to do in a draft, each with its source before and after, for the file."""
    known = renderings.of(session, head)
    rows = [row for row in known.rows if row.todo and row.position is not None]
    if not rows:
        return []
    new = texts.document(session, base)
    old = renderings.rendered(session, base, new, known.rows)
    runs = {change.new[0]: change.runs for change in diff.diff(old, new).changes if len(change.new) == 1}
    own, others = carrying.memory(session, version, parent, base, [row.base_position for row in rows if row.base_position is not None])
    made: dict[int, marks.Mark] = {}
    for row in rows:
        at, place = row.base_position, row.position or 0
        if at is None:
            mark = marks.Mark(number=renderings.number(row, len(new.blocks)) + 1, index=place, todo=row.todo, old=renderings.source_of(session, row))
        else:
            source = new.source(new.blocks[at])
            before = old.source(old.blocks[at]) if row.text_id is not None else ""
            known_so = own.get(source) or others.get(source, "")
            mark = marks.Mark(at + 1, place, row.todo, old=before, new=source, proposal=known_so, runs=runs.get(at, ()) if before else ())
        made.setdefault(place, mark)
    return list(made.values())


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
    session: Session, data: bytes, *, actor: Person, now: datetime, address: str = "", base: int | None = None, name: str = "", rebase: bool = True
) -> Checkin:
    """Stores a work file as a draft revision and renews the lease. `address`: where the file must belong, or says nothing itself.

    Where the source has moved on meanwhile, the work is then brought over to its newest text, as a revision of its own
    (unless `rebase` is False). Raises Unreadable (another version's file, no text in it), NotAllowed (not the holder), Conflict
    (the draft moved on).
    """
    header, text = workfile.unstamp(data, name=name)
    version = lookup.version(session, _belongs(header, address, name))
    held, reclaimed = _hold(session, version, actor, now)
    parent = parent_of(session, version)
    head = session.get(Revision, version.head_id) if version.head_id else None
    stands_on = _base(session, version, parent, header, head, base)
    _not_overtaken(session, version, header, head, actor)
    ticks, text = ([], text) if _shows_marks(session, header, version) else marks.take(text, name=name)
    document, body = _read(session, stands_on, text, name)
    claims.renew(session, held, version, actor=actor, now=now)
    stored = texts.store(session, document, body)
    source = texts.document(session, stands_on)
    texts.blocks(session, [stands_on.text_id])  # noted, so that later texts with the same blocks find this translation
    pairs = find_pairs(session, stands_on, source, version, document)
    ticked = frozenset(tick.number - 1 for tick in ticks if tick.done)
    outcome, settled = "unchanged", frozenset[int]()
    if head is None or head.text_id != stored.id or head.base_id != stands_on.id:
        outcome = "stored"
        known, settled = _known(session, version, header, head, stands_on, source, document, pairs, ticked)
        followed = session.get(Revision, head.base_id) if head is not None and head.base_id else None
        heavy = changes.of_draft(session, version, document, followed=followed, follows=stands_on)
        head = texts.add_revision(session, version, stored, base=stands_on, author=actor, now=now, change_class=heavy)
        version.title = document.title or version.title
        renderings.keep(session, head, known)
        record(session, "checkin", actor=actor, now=now, version=version, revision_id=head.id, data={"base": stands_on.number})
    if outcome == "unchanged" and ticked:
        settled = answers.settle(session, head, ticked, len(source.blocks))
    if ticked & settled:
        record(session, "confirm", actor=actor, now=now, version=version, revision_id=head.id, data={"blocks": sorted(at + 1 for at in ticked & settled)})
    newest = shown(session, parent)
    coming = _moved_on(session, version, head, newest) if rebase else None
    if coming is not None:
        head = carrying.bring(session, coming, actor=actor, now=now, action="rebase")
    if outcome == "stored" or settled or coming is not None:
        freshness.refresh(session, [version])
    left = [row.base_position + 1 for row in renderings.of(session, head).rows if row.todo and row.base_position is not None]
    follows = newest if coming is not None else stands_on
    return Checkin(
        version=version, outcome=outcome, revision=head.number, base=follows.number, until=held.until,
        paired=len({at for pair in pairs if pair.source for at in pair.target}), blocks=len(document.blocks),
        untranslated=_untranslated(source, document, pairs), parent_moved=newest.number if newest.id != follows.id else 0,
        reclaimed=reclaimed, warnings=document.warnings, rebased=coming, left=tuple(left), settled=tuple(sorted(at + 1 for at in settled)),
    )  # fmt: skip


def is_kept(session: Session, version: Version, data: bytes) -> bool:
    """Whether a work file holds nothing but what is stored already, as a revision of the version or of what it comes from."""
    try:
        header, text = workfile.unstamp(data)
        ticks, text = ([], text) if _shows_marks(session, header, version) else marks.take(text)
    except Unreadable:
        return False
    if header is None or header.version != version.address or any(tick.done for tick in ticks):
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
    session: Session, version: Version, header: workfile.Header | None, head: Revision | None, base: Revision, source: Document,
    document: Document, pairs: list[Pair], ticked: frozenset[int],
) -> tuple[Known, frozenset[int]]:  # fmt: skip
    """What is known of a new draft, from the one that it was made of; and the blocks of its base that it has settled."""
    before = head
    if header is not None and header.draft:
        taken = session.scalar(select(Revision).where(Revision.version_id == version.id, Revision.number == header.draft))
        before = taken if taken is not None and taken.base_id == base.id else head
    if before is None or before.base_id is None:
        return Known(renderings.linked(pairs)), frozenset()
    old = texts.document(session, before)
    known = renderings.of(session, before)
    found = diff.diff(old, document)
    if before.base_id != base.id:  # told to follow another: only what differs on purpose stays so
        earlier = session.get(Revision, before.base_id)
        apart = renderings.apart(known, found, diff.diff(texts.document(session, earlier), source)) if earlier is not None else []
        return Known(renderings.linked(pairs), apart=apart), frozenset()
    followed, settled = renderings.followed(known, found, pairs, len(source.blocks), ticked=ticked)
    return followed, frozenset(renderings.number(row, len(source.blocks)) for row in settled)


def submit(session: Session, version: Version, *, actor: Person, now: datetime, unfinished: bool = False, despite: str = "") -> Revision:
    """Hands a version in for review; with blocks left to do only where it is said to be `unfinished`, with findings of the checks `despite` them.

    Raises NotAllowed (not the holder), CheckFailed (nothing has been translated, something is left to do, the checks found what they may not)."""
    held = lookup.open_claim(session, version)
    if version.status == "translating" and (held is None or held.person_id != actor.id):
        raise claims.not_holder(version, held, actor, "submit")
    head, data = session.get(Revision, version.head_id) if version.head_id else None, None
    if version.status == "translating":
        _something_done(session, version, head)
        if not unfinished:
            _nothing_left(session, version, head)
        from translate_flow.services import checking  # for few commands

        data = checking.gate(session, version, "check_submit", despite=despite)
    move(session, version, Action.SUBMIT, actor=actor, now=now, claim=held, reason=despite if data else "", data=data)
    assert head is not None
    return head


def _something_done(session: Session, version: Version, head: Revision | None) -> None:
    if head is None:
        raise CheckFailed(f"{version.address} has no draft to submit", remedy=f"`translate-flow checkout {version.address}`, translate, and `checkin` the file.")
    base = session.get(Revision, head.base_id) if head.base_id else None
    if base is not None and base.text_id == head.text_id:
        raise CheckFailed(f"The draft of {version.address} is still the source text, word for word", remedy="Translate it, `checkin` the file, and submit again.")


def _nothing_left(session: Session, version: Version, head: Revision | None) -> None:
    rows = [row for row in renderings.of(session, head).rows if row.todo] if head is not None else []
    if rows:
        blocks = ", ".join(str(row.base_position + 1) for row in rows if row.base_position is not None)
        what = "1 block" if len(rows) == 1 else f"{len(rows)} blocks"
        raise CheckFailed(
            f"{version.address} has {what} left to do" + (f" ({blocks})" if blocks else ""),
            remedy=f"`translate-flow checkout {version.address}` marks them in the file; `confirm` those that need no change, or hand it in with --unfinished.",
        )


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
    if told is None and before is not None and before.number > found.number and not _only_carried(session, version, found):
        raise Conflict(
            f"This file was made from revision {found.number} of {parent.address}; the draft of {version.address} already follows revision {before.number}",
            remedy=f"Nothing was stored. Check out again to a new file and move your changes over, or say --base {found.number} to go back on purpose.",
        )
    return found


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


def _untranslated(base: Document, document: Document, pairs: list[Pair]) -> int:
    """How many blocks with words still hold the source's; names and code are the same in every language."""
    source = base.blocks
    same = 0
    for pair in pairs:
        if len(pair.source) == len(pair.target) == 1:
            old, new = source[pair.source[0]], document.blocks[pair.target[0]].text
            wordy = old.kind not in {Kind.BYLINE, Kind.CODE} and any(character.isalpha() for character in old.text)
            same += wordy and old.text == new
    return same
