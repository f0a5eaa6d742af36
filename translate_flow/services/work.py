"""The translator's own verbs: take the text away, hand it in. What comes back: `checkins`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow import formats
from translate_flow.errors import CheckFailed, NotAllowed
from translate_flow.exchange import marks, workfile
from translate_flow.models import Event, Person, Revision, Version
from translate_flow.services import carrying, claims, lookup, renderings, texts
from translate_flow.services.carrying import Prospect
from translate_flow.services.transitions import move, record
from translate_flow.text import diff
from translate_flow.workflow import Action


@dataclass(frozen=True, slots=True)
class Checkout:
    """A file to work in: its bytes, the name that fits, what it stands on. `parent_moved`: the parent's newer revision, or 0.

    `remark`: why it came back from review and from whom, where it did; else empty. `carried`: what was brought over from a
    newer source on the way; `marked`: how many blocks are marked in the file as left to do. Of a kit, `rows`: how many it has,
    `filled` and `proposed`: how many of them the memory has filled in, and proposes something for."""

    data: bytes
    name: str
    base: int
    draft: int
    parent_moved: int
    remark: str
    carried: Prospect | None = None
    marked: int = 0
    rows: int = 0
    filled: int = 0
    proposed: int = 0


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


def checkout(
    session: Session, version: Version, *, actor: Person, now: datetime, fresh: bool = False, kind: str = "", unit: str = "", pack: bool = False,
    memory: bool = True,
) -> Checkout:  # fmt: skip
    """The file of a version one holds: its draft, else (or with `fresh`) the source text in place. Raises NotAllowed, UsageError.

    `kind`: the document itself where empty, else an exchange format (`exchange.KITS`), its rows by `unit` (block, segment; else as
    the format prefers), with proposals from the `memory`; in a `pack`, with all that is needed to work offline. A draft whose source has moved on is brought over
    first; what is left to do is marked in the file."""
    kind = kind or ("xliff" if pack else "")
    held = lookup.open_claim(session, version)
    if held is None or held.person_id != actor.id:
        raise claims.not_holder(version, held, actor, "check out")
    parent = parent_of(session, version)
    newest = shown(session, parent)
    head = session.get(Revision, version.head_id) if version.head_id else None
    carried = None
    if head is not None and not fresh and (carried := moved_on(session, version, head, newest)) is not None:
        head = carrying.bring(session, carried, actor=actor, now=now)
    base = newest if fresh else followed(session, parent, head) or newest
    revision = newest if head is None or fresh else head
    header = workfile.Header(
        version=version.address, base=base.number, draft=head.number if head else 0, holder=actor.handle, source=parent.address,
        digest=(base if kind else revision).text.digest.hex()[:12], kind=kind, unit=unit,
    )  # fmt: skip
    claims.renew(session, held, version, actor=actor, now=now)
    record(session, "checkout", actor=actor, now=now, version=version, revision_id=revision.id, data={"base": base.number, **({"kind": kind} if kind else {})})
    moved = newest.number if newest.id != base.id else 0
    made = Checkout(b"", "", base.number, header.draft, moved, remark(session, version), carried)
    if kind:
        from translate_flow.services import takeouts

        return takeouts.file(session, takeouts.Taking(actor, version, parent, base, None if fresh else head, header, now, memory), made, pack=pack)
    return _document(session, version, parent, base, None if fresh else head, header, made, now if memory else None)


def _document(
    session: Session, version: Version, parent: Version, base: Revision, head: Revision | None, header: workfile.Header, made: Checkout, memory: datetime | None
) -> Checkout:  # fmt: skip
    """The document itself, with its header line, and marks where something is left to do; a first one with what the memory has (`memory`: now)."""
    text = (head or base).text
    data = bytes(text.body)
    begun = None
    if head is None and memory is not None and not marks.holds(data):
        from translate_flow.services import hints  # imports what only a first checkout needs

        begun = hints.begun(session, version, parent, data, text.format, now=memory)
    if begun is not None:
        data = begun.data
        made = replace(made, filled=begun.filled, proposed=len(begun.marks))
        header = replace(header, digest="") if begun.filled else header
    wanted = begun.marks if begun is not None else [] if head is None or marks.holds(data) else _marks(session, version, parent, head, base)
    if wanted:
        data = marks.put(data, formats.get(text.format).read(data), wanted)
    name = f"{version.article.key}.{version.language}{formats.get(text.format).SUFFIXES[0]}"
    return replace(made, data=workfile.stamp(data, header, format=text.format), name=name, marked=len(wanted) if head is not None else 0)


def moved_on(session: Session, version: Version, head: Revision, newest: Revision) -> Prospect | None:
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


def remark(session: Session, version: Version) -> str:
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


def submit(session: Session, version: Version, *, actor: Person, now: datetime, unfinished: bool = False, despite: str = "") -> Revision:
    """Hands a version in for review; with blocks left to do only where it is said to be `unfinished`, with findings of the checks `despite` them.

    Raises NotAllowed (not the holder), CheckFailed (nothing has been translated, something is left to do, the checks found what they may not)."""
    held = lookup.open_claim(session, version)
    if version.status == "translating" and (held is None or held.person_id != actor.id):
        raise claims.not_holder(version, held, actor, "submit")
    head, found = session.get(Revision, version.head_id) if version.head_id else None, None
    if version.status == "translating":
        _something_done(session, version, head)
        if not unfinished:
            _nothing_left(session, version, head)
        from translate_flow.services import checking  # for few commands

        found = checking.gate(session, version, "check_submit", despite=despite)
    data = {**(found or {}), **_effort(session, version, head, now)}
    move(session, version, Action.SUBMIT, actor=actor, now=now, claim=held, reason=despite if found else "", data=data)
    assert head is not None
    return head


def _effort(session: Session, version: Version, head: Revision | None, now: datetime) -> dict[str, Any]:
    """What the work was, by the newsroom's weights and its memory of today: later it knows this very translation."""
    from translate_flow.services import effort, matching

    found = effort.handed_in(session, version, head, memory=matching.best(session, now=now)) if head is not None else None
    return {"effort": {"words": found.words, "weighted": found.weighted, "bands": dict(found.bands)}} if found is not None else {}


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


def followed(session: Session, parent: Version, head: Revision | None) -> Revision | None:
    """The parent's revision that the draft so far follows; None where nobody knows, or where it followed another parent."""
    base = session.get(Revision, head.base_id) if head is not None and head.base_id else None
    return base if base is not None and base.version_id == parent.id else None
