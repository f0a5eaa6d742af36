"""What comes back from translators, whatever file it came in: whose it is, what it stands on, and storing it as a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.errors import Conflict, Unreadable, UsageError
from translate_flow.exchange import workfile
from translate_flow.exchange.contents import wordy
from translate_flow.models import Claim, Person, Revision, Version
from translate_flow.services import answers, carrying, changes, claims, freshness, lookup, renderings, texts
from translate_flow.services.carrying import Prospect
from translate_flow.services.renderings import Known
from translate_flow.services.transitions import record
from translate_flow.services.work import followed, moved_on, parent_of, shown
from translate_flow.text.document import Document
from translate_flow.text.pairing import Pair


@dataclass(frozen=True, slots=True)
class Refused:
    """A string that was not taken: its row's key, where it stands in the file, why, and what it says."""

    key: str
    place: str
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Checkin:
    """What a check-in did. `parent_moved`: the number of the parent's newer revision where it moved on, else 0.

    `rebased`: what bringing the work over to that revision came to, where it was; `left`: blocks left to do, by their number in
    the source; `settled`: those that this file has done; `refused`: strings of a kit that were not taken, while the rest was."""

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
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file's version, its holder's open claim (`reclaimed`: the lease had run out, and is taken up again), its source, its draft."""

    version: Version
    held: Claim
    reclaimed: bool
    parent: Version
    head: Revision | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to be stored as a version's next: its document and bytes, the revision it follows with its document, and the pairs of the two."""

    document: Document
    body: bytes
    base: Revision
    source: Document
    pairs: list[Pair]


def arrive(session: Session, header: workfile.Header | None, *, address: str, name: str, actor: Person, now: datetime) -> Arrival:
    """Whose file it is. Raises Unreadable (it does not say, or another's), NotAllowed (the actor does not hold the version)."""
    version = lookup.version(session, _belongs(session, header, address, name))
    held, reclaimed = _hold(session, version, actor, now)
    head = session.get(Revision, version.head_id) if version.head_id else None
    return Arrival(version, held, reclaimed, parent_of(session, version), head)


def source_of(
    session: Session, version: Version, parent: Version, head: Revision | None, header: workfile.Header | None, told: int | None
) -> Revision:  # fmt: skip
    """The parent's revision that a file translates: as told, as its header says, else as the draft so far, else the newest.

    Raises Conflict where it was made from another version, UsageError where there is no such revision.
    """
    number = told or (header.base if header else None)
    if header is not None and told is None and not lookup.same(session, header.source, parent):
        raise Conflict(
            f"This file was made from {header.source}, but {version.address} is now translated from {parent.address}",
            remedy=f"Check it out again, or say which revision of {parent.address} it renders: --base NUMBER.",
        )
    if number is None:
        return followed(session, parent, head) or shown(session, parent)
    found = session.scalar(select(Revision).where(Revision.version_id == parent.id, Revision.number == number))
    if found is None:
        raise UsageError(f"{parent.address} has no revision {number}", remedy=f"`translate-flow log {parent.address}` lists its revisions.")
    return found


Learn = Callable[[Revision | None], tuple[Known, frozenset[int]]]


def store(
    session: Session, arrived: Arrival, draft: Draft, *, actor: Person, now: datetime, learn: Learn, ticked: frozenset[int] = frozenset(),
    rebase: bool = True, refused: tuple[Refused, ...] = (), **said: Any,
) -> Checkin:  # fmt: skip
    """Stores a text as a draft revision, where it is another than the one that is there, and renews the lease.

    `learn`, given the draft so far, says what is known of the new one, and which blocks of the base it has settled; `ticked` are
    blocks (`renderings.number`) that need no change. Where the source has moved on meanwhile, the work is then brought over to its newest
    text, as a revision of its own (unless `rebase` is False). `said` goes into the event.
    """
    version, head, stands_on = arrived.version, arrived.head, draft.base
    claims.renew(session, arrived.held, version, actor=actor, now=now)
    stored = texts.store(session, draft.document, draft.body)
    texts.blocks(session, [stands_on.text_id])  # noted, so that later texts with the same blocks find this translation
    outcome, settled = "unchanged", frozenset[int]()
    if head is None or head.text_id != stored.id or head.base_id != stands_on.id:
        outcome = "stored"
        known, settled = learn(head)
        earlier = session.get(Revision, head.base_id) if head is not None and head.base_id else None
        heavy = changes.of_draft(session, version, draft.document, followed=earlier, follows=stands_on)
        head = texts.add_revision(session, version, stored, base=stands_on, author=actor, now=now, change_class=heavy)
        version.title = draft.document.title or version.title
        renderings.keep(session, head, known)
    if outcome == "stored" or refused:  # what was refused is kept with the event: nobody's words are only in a file
        data = {"base": stands_on.number, **said, **({"refused": [[row.key, row.why, row.text] for row in refused]} if refused else {})}
        record(session, "checkin", actor=actor, now=now, version=version, revision_id=head.id, data=data)
    if outcome == "unchanged" and ticked:
        settled = answers.settle(session, head, ticked, len(draft.source.blocks))
    if ticked & settled:
        record(session, "confirm", actor=actor, now=now, version=version, revision_id=head.id, data={"blocks": sorted(at + 1 for at in ticked & settled)})
    newest = shown(session, arrived.parent)
    coming = moved_on(session, version, head, newest) if rebase else None
    if coming is not None:
        head = carrying.bring(session, coming, actor=actor, now=now, action="rebase")
    if outcome == "stored" or settled or coming is not None:
        freshness.refresh(session, [version])
    left = [row.base_position + 1 for row in renderings.of(session, head).rows if row.todo and row.base_position is not None]
    follows = newest if coming is not None else stands_on
    return Checkin(
        version=version, outcome=outcome, revision=head.number, base=follows.number, until=arrived.held.until,
        paired=len({at for pair in draft.pairs if pair.source for at in pair.target}), blocks=len(draft.document.blocks),
        untranslated=_untranslated(draft), parent_moved=newest.number if newest.id != follows.id else 0, reclaimed=arrived.reclaimed,
        warnings=draft.document.warnings, rebased=coming, left=tuple(left), settled=tuple(sorted(at + 1 for at in settled)), refused=refused,
    )  # fmt: skip


def _belongs(session: Session, header: workfile.Header | None, address: str, name: str) -> str:
    if header is None and not address:
        raise Unreadable(
            "does not say which version it is", file=name, line=1,
            remedy="Name it: `translate-flow checkin ARTICLE/LANG FILE`, or put back the line that `checkout` wrote.",
        )  # fmt: skip
    if header is not None and address:
        key, language = lookup.split(address)
        if header.version != f"{key}/{language}" and not lookup.same(session, header.version, lookup.version(session, address)):
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
            return claims.claim(session, version, actor=actor, now=now, again=True), True
    raise claims.not_holder(version, held, actor, "check in")


def _untranslated(draft: Draft) -> int:
    """How many blocks with words still hold the source's; names and code are the same in every language."""
    source = draft.source.blocks
    same = 0
    for pair in draft.pairs:
        if len(pair.source) == len(pair.target) == 1:
            old, new = source[pair.source[0]], draft.document.blocks[pair.target[0]].text
            same += wordy(old.kind, old.text) and old.text == new
    return same
