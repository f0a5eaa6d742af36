"""Kits that come back: each row against what it was when it went out, and against what the draft says now.

What a row does not change is left to whoever changed it meanwhile; what both changed is refused, string by string, and all else is
taken. So two copies of one kit, or two translators in turn, never overwrite each other unseen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow import exchange
from translate_flow.errors import TranslateFlowError, Unreadable, UsageError
from translate_flow.exchange.kit import Back, Returned, State, key_of
from translate_flow.exchange.workfile import Header
from translate_flow.formats import encoding
from translate_flow.models import Person, Revision, Version
from translate_flow.services import arrivals, claims, kits, lookup, placing, renderings
from translate_flow.services.arrivals import Arrival, Checkin, Draft, Refused
from translate_flow.services.kits import Part, Unit, Work
from translate_flow.services.renderings import Known
from translate_flow.services.work import parent_of
from translate_flow.text import diff, inline
from translate_flow.text.document import Document
from translate_flow.text.inline import Content

_BLANKS = re.compile(r"[ \t\r\n]+")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


@dataclass(slots=True)
class Changes:
    """What a file changes, by block of the source that it was made from; `ticked` and `reopened` are such blocks too.

    `looked` counts rows of the file that were rows of the kit.
    """

    wanted: dict[int, Content] = field(default_factory=dict)
    ticked: set[int] = field(default_factory=set)
    reopened: set[int] = field(default_factory=set)
    refused: list[Refused] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    places: dict[int, tuple[str, str]] = field(default_factory=dict)  # of a block: the key and the place of its first row
    looked: int = 0

    def refuse(self, block: int, why: str, content: Content) -> None:
        key, place = self.places[block]
        self.refused.append(Refused(key, place, why, inline.written(content)))


def checkin(
    session: Session, data: bytes, kind: str, *, actor: Person, now: datetime, address: str = "", base: int | None = None, name: str = "", rebase: bool = True
) -> Checkin:
    """Takes what a kit's file changes into the draft; see `checkins.checkin`. What is not taken is in `refused`.

    Raises Unreadable (the file as a whole, another version's, made from another text), NotAllowed, Conflict, UsageError.
    """
    if base is not None:
        raise UsageError("--base is for documents: an exchange file says itself which revision it was made from", remedy="Leave it out.")
    returned = read(data, kind, name)
    header = returned.header
    arrived = arrivals.arrive(session, header, address=address, name=name, actor=actor, now=now)
    made_from = arrivals.source_of(session, arrived.version, arrived.parent, arrived.head, header, None)
    taken = take(session, arrived.version, arrived.parent, arrived.head, made_from, returned, name)
    changes, here, at = taken.changes, taken.here, taken.at
    if arrived.head is None and not taken.wanted:
        return _nothing(session, arrived, changes, taken.follows, here, actor, now)
    made = placing.place(here, taken.wanted)
    for block, why in made.refused.items():
        changes.refuse(next(old for old, new in at.items() if new == block), why, taken.wanted[block])
    ticked = frozenset(at[block] for block in changes.ticked if block in at)
    draft = Draft(made.document, encoding.encode(made.document), taken.follows, here.source, made.pairs)
    result = arrivals.store(
        session, arrived, draft, actor=actor, now=now, ticked=ticked, rebase=rebase, refused=tuple(changes.refused), kind=kind,
        learn=lambda _: placing.known(here, made, ticked, frozenset(at[block] for block in changes.reopened if block in at)),
    )  # fmt: skip
    return _with(result, (*returned.warnings, *changes.remarks))


@dataclass(frozen=True, slots=True)
class Taken:
    """What of a file is to be put into a draft. `follows`: the revision of the source that it stands on, `here` the work on that.

    `at`: where blocks of the source that the file was made from are in that one; `wanted`: by block of that one.
    """

    follows: Revision
    here: Work
    at: dict[int, int]
    changes: Changes
    wanted: dict[int, Content]


def take(session: Session, version: Version, parent: Version, head: Revision | None, made_from: Revision, returned: Returned, name: str) -> Taken:
    """What a file changes, held against the draft as it is now. Raises Unreadable where no row of it is the kit's, or the kit is another's."""
    _same_text(returned.header, made_from, parent, name)
    drawn = _draft(session, version, returned.header)
    out = kits.of(session, version, parent, made_from, drawn)
    changes = compared(out, returned)
    if not changes.looked:
        raise Unreadable("holds none of the rows that went out", file=name, remedy="Check that it is the right file, and that its first column (or its ids) are as they were.")
    follows, here = _now(session, version, parent, head, made_from, drawn, out)
    at = _positions(out, here)
    return Taken(follows, here, at, changes, _merged(session, head, changes, out, here, at))


def preview(session: Session, version: Version, data: bytes, kind: str, *, name: str = "") -> tuple[Document, Revision, Known]:
    """The draft that checking a file in would make, the revision that it follows, and what would be known of it. Nothing is stored."""
    returned = read(data, kind, name)
    if returned.header is not None and not lookup.same(session, returned.header.version, version):
        raise Unreadable(f"belongs to {returned.header.version}, not to {version.address}", file=name, remedy=f"`translate-flow check {returned.header.version} {name}`")
    parent = parent_of(session, version)
    head = session.get(Revision, version.head_id) if version.head_id else None
    made_from = arrivals.source_of(session, version, parent, head, returned.header, None)
    taken = take(session, version, parent, head, made_from, returned, name)
    made = placing.place(taken.here, taken.wanted)
    known, _ = placing.known(taken.here, made, frozenset(), frozenset())
    return made.document, taken.follows, known


def read(data: bytes, kind: str, name: str) -> Returned:
    """What a file of a kind holds. Raises Unreadable."""
    if kind == "pack":
        from translate_flow.services import packs

        return packs.returned(data, name=name)
    if kind == "archive":
        raise Unreadable(
            "is an archive, but none that `checkout` wrote", file=name,
            remedy="Check in the file from it, or the pack as it is; of a LibreOffice document, save a copy as .docx or .xlsx.",
        )  # fmt: skip
    return exchange.get(kind).read(data, name=name)


def is_kept(session: Session, version: Version, data: bytes, kind: str) -> bool:
    """Whether a kit's file says nothing but what it said when it went out, or what the draft says now."""
    try:
        returned = read(data, kind, "")
        header = returned.header
        if header is None or not lookup.same(session, header.version, version):
            return False
        parent = parent_of(session, version)
        base = session.scalar(select(Revision).where(Revision.version_id == parent.id, Revision.number == header.base))
        if base is None:
            return False
        out = kits.of(session, version, parent, base, _draft(session, version, header))
    except TranslateFlowError:
        return False
    changes = compared(out, returned)
    if changes.refused or changes.ticked:
        return False
    head = session.get(Revision, version.head_id) if version.head_id else None
    if head is None or head.base_id != base.id:
        return not changes.wanted
    here = {unit.block: unit.target for unit in kits.of(session, version, parent, base, head).units}
    return all(_told(here.get(block, ())) == _told(content) for block, content in changes.wanted.items())


def compared(out: Work, returned: Returned) -> Changes:
    """What a file changes in the work that it was made from."""
    changes = Changes()
    by_sentence = _by_sentence(returned)
    known = {key_of(unit.block, part.segment): (unit, part) for unit in out.units for part in out.parts(unit, by_sentence)}
    sources = {_told(part.source): key for key, (_, part) in known.items()}
    given: dict[int, dict[int, Back]] = defaultdict(dict)
    for row in returned.rows:
        unit_part = known.get(row.key)
        why = row.problem or _strange(row, unit_part, known, sources, given)
        if why or unit_part is None:
            changes.refused.append(Refused(row.key, row.place, why, inline.written(row.target)))
            continue
        unit, part = unit_part
        changes.looked += 1
        changes.places.setdefault(unit.block, (row.key, row.place))
        if row.source is not None and _told(row.source) != _told(part.source):
            changes.remarks.append(f"Row {row.key}: its source was edited in the file; only the translation is taken.")
        given[unit.block][part.segment] = row
    for unit in out.units:
        if unit.block in given:
            _unit(changes, out, unit, given[unit.block], by_sentence)
    return changes


def _strange(
    row: Back, found: tuple[Unit, Part] | None, known: dict[str, tuple[Unit, Part]], sources: dict[str, str], given: dict[int, dict[int, Back]]
) -> str:
    """Why a row cannot be one of the kit's; empty where it can."""
    if found is None:
        return "no row of this name went out with this file"
    unit, part = found
    earlier = given[unit.block].get(part.segment)
    if earlier is not None and _told(earlier.target) != _told(row.target):
        return f"the row is there twice, with different translations; the first was taken (“{inline.written(earlier.target)[:60]}”)"
    if row.source is not None and _told(row.source) != _told(part.source):
        other = sources.get(_told(row.source))
        if other is not None and other != row.key and _told(known[other][1].source) != _told(part.source):
            return f"its source is that of row {other}: columns have been sorted apart"
    return ""


def _unit(changes: Changes, out: Work, unit: Unit, rows: dict[int, Back], by_sentence: bool) -> None:
    """What a file changes in one block."""
    parts = {part.segment: part for part in out.parts(unit, by_sentence)}
    emptied = [row.key for segment, row in rows.items() if not _told(row.target) and _told(parts[segment].target) and unit.state is not State.LOCKED]
    if emptied:
        changes.remarks.append(f"Row {', '.join(emptied)}: it came back empty; what there was is kept.")
    new = {segment: row.target for segment, row in rows.items() if _told(row.target) and _told(row.target) != _told(parts[segment].target)}
    new = {segment: target for segment, target in new.items() if not (_told(target) == _told(parts[segment].source) and parts[segment].state is State.NEW)}
    if not new:
        if unit.state is State.OPEN and all(row.done for row in rows.values()):
            changes.ticked.add(unit.block)
        return
    content = kits.whole(out, unit, new, by_sentence)
    if why := _fatal(unit, content):
        changes.refuse(unit.block, why, content)
        return
    before = {one.message for one in inline.damage(unit.source, unit.target)} if unit.target else set()
    changes.remarks += [f"Row {changes.places[unit.block][0]}: {one.message}." for one in inline.damage(unit.source, content) if one.message not in before]
    changes.wanted[unit.block] = inline.filled(content, (*unit.source, *unit.target))
    if any(row.done is False for segment, row in rows.items() if segment in new) and unit.state is State.OPEN:
        changes.reopened.add(unit.block)


def _fatal(unit: Unit, content: Content) -> str:
    """Why a translation cannot be taken; empty where it can."""
    if unit.state is State.LOCKED:
        return unit.why or "it is not to be changed here"
    said = inline.text(content)
    if found := _UNSEEN.search(said):
        return f"it holds the control character U+{ord(found[0]):04X}, which no text has"
    before = {one.message for one in inline.damage(unit.source, unit.target)} if unit.target else set()
    return "; ".join(one.message for one in inline.damage(unit.source, content) if one.fatal and one.message not in before)


def _by_sentence(returned: Returned) -> bool:
    if returned.header is not None and returned.header.unit:
        return returned.header.unit == "segment"
    return any("." in row.key for row in returned.rows)


def _told(content: Content) -> str:
    return _BLANKS.sub(" ", inline.written(content)).strip(" ")


def _same_text(header: Header | None, base: Revision, parent: Version, name: str) -> None:
    """That the source's revision is the one that the file was made from, and not another newsroom's of the same number."""
    if header is not None and header.kind and header.digest != base.text.digest.hex()[:12]:
        raise Unreadable(
            f"was made from another text than revision {base.number} of {parent.address}", file=name,
            remedy="It comes from another database, or its header line was changed. Check out again, and move the work over.",
        )  # fmt: skip


def _draft(session: Session, version: Version, header: Header | None) -> Revision | None:
    """The draft that a file was made from."""
    number = header.draft if header is not None else 0
    if header is None and version.head_id:
        return session.get(Revision, version.head_id)
    found = session.scalar(select(Revision).where(Revision.version_id == version.id, Revision.number == number)) if number else None
    if number and found is None:
        raise Unreadable(f"was made from draft {number} of {version.address}, which is not here", remedy="It comes from another database. Check out again, and move the work over.")
    return found


def _now(
    session: Session, version: Version, parent: Version, head: Revision | None, base: Revision, taken: Revision | None, out: Work
) -> tuple[Revision, Work]:
    """The revision of the source that the draft follows now, and the work on that."""
    if head is None or (taken is not None and head.id == taken.id):
        return base, out
    follows = session.get(Revision, head.base_id) if head.base_id else None
    if follows is None or follows.version_id != parent.id:
        follows = base
    return follows, kits.of(session, version, parent, follows, head)


def _positions(out: Work, here: Work) -> dict[int, int]:
    """Where blocks of the source that the file was made from are in the one that the draft follows now, where they are the same."""
    if out.source.text == here.source.text:
        return {at: at for at in range(len(out.source.blocks))}
    return renderings.positions(diff.diff(out.source, here.source), edited=False)


def _merged(session: Session, head: Revision | None, changes: Changes, out: Work, here: Work, at: dict[int, int]) -> dict[int, Content]:
    """The changes, by block of the source that the draft follows now; those that meet another's change are refused."""
    before = {unit.block: unit for unit in out.units}
    today = {unit.block: unit for unit in here.units}
    wanted: dict[int, Content] = {}
    for block, content in changes.wanted.items():
        if block not in at:
            changes.refuse(block, "its source has changed since the file was taken out; check out again and move it over", content)
            continue
        unit = today[at[block]]
        if _told(unit.target) in {_told(before[block].target), _told(content)}:
            wanted[at[block]] = content
            continue
        changes.refuse(block, f"it has been changed in the draft since, by {_author(session, head)}: “{inline.written(unit.target)[:200]}”", content)
    return wanted


def _author(session: Session, head: Revision | None) -> str:
    person = session.get(Person, head.author_id) if head is not None and head.author_id else None
    return person.handle if person is not None else "somebody else"


def _nothing(session: Session, arrived: Arrival, changes: Changes, base: Revision, here: Work, actor: Person, now: datetime) -> Checkin:
    """Nothing is translated in the file, and nothing was before: there is no draft to store, but what was refused is kept."""
    claims.renew(session, arrived.held, arrived.version, actor=actor, now=now)
    if changes.refused:
        from translate_flow.services.transitions import record

        record(session, "checkin", actor=actor, now=now, version=arrived.version, data={"base": base.number, "refused": [[row.key, row.why, row.text] for row in changes.refused]})
    blocks = len(here.source.blocks)
    return Checkin(
        version=arrived.version, outcome="unchanged", revision=0, base=base.number, until=arrived.held.until, paired=blocks, blocks=blocks, untranslated=blocks,
        parent_moved=0, reclaimed=arrived.reclaimed, warnings=tuple(changes.remarks), refused=tuple(changes.refused),
    )  # fmt: skip


def _with(result: Checkin, remarks: tuple[str, ...]) -> Checkin:
    return replace(result, warnings=(*result.warnings, *remarks))


