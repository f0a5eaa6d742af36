"""What people say of blocks without writing a word: that they need no change, that they differ on purpose.

Blocks are named as `diff ARTICLE/LANG` numbers them: by their place in the source's newest text, from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from translate_flow.errors import NotAllowed, UsageError
from translate_flow.models import Difference, Person, Rendering, Revision, Version
from translate_flow.services import freshness, lookup, people, renderings, texts
from translate_flow.services.pairs import find_pairs
from translate_flow.services.renderings import Known
from translate_flow.services.transitions import record
from translate_flow.text import diff
from translate_flow.text.document import Document
from translate_flow.workflow import Role

KINDS = ("note", "localised", "omission")


def settle(session: Session, revision: Revision, numbers: frozenset[int], blocks: int) -> frozenset[int]:
    """Takes things off what is left to do, by `renderings.number` (the base has so many `blocks`); returns those that were on it."""
    rows = session.scalars(select(Rendering).where(Rendering.revision_id == revision.id, Rendering.todo != "")).all()
    found = {row: at for row in rows if (at := _number(row, blocks)) in numbers}
    for row in found:
        session.delete(row)
    session.flush()
    return frozenset(found.values())


def _number(row: Rendering, blocks: int) -> int:
    return row.base_position if row.base_position is not None else blocks + (row.position or 0)


def confirm(
    session: Session, version: Version, numbers: Sequence[int], *, actor: Person, now: datetime, everything: bool = False, base: int | None = None,
    reason: str = "",
) -> list[int]:  # fmt: skip
    """Says that blocks need no change: the translation holds for the source's newest text. Returns their numbers.

    `everything`: all of them; `base`: says which revision of its source the whole text follows. Raises NotAllowed, UsageError.
    """
    from translate_flow.services.work import parent_of, shown

    _may_judge(session, version, actor)
    parent = parent_of(session, version)
    head = _text_of(session, version)
    newest = shown(session, parent)
    if everything or base is not None:
        to = newest if base is None else _revision(session, parent, base)
        said = _all(session, version, head, to, now)
    else:
        said = _some(session, version, parent, head, newest, numbers, now)
    data = {"blocks": said, "base": newest.number if base is None else base}
    record(session, "confirm", actor=actor, now=now, version=version, revision_id=version.head_id, reason=reason.strip(), data=data)
    freshness.refresh(session, [version])
    return said


def differ(
    session: Session, version: Version, number: int, kind: str, *, actor: Person, now: datetime, reason: str, undo: bool = False
) -> None:
    """Records that a block differs on purpose, and why; or (`undo`) no longer does.

    An `omission` and a `localised` block are named by the source's block, a `note` by the translation's own. It survives every
    carry. Raises NotAllowed, UsageError.
    """
    from translate_flow.services.work import parent_of, shown

    _may_judge(session, version, actor)
    if kind not in KINDS:
        raise UsageError(f"There is no difference called “{kind}”", remedy=f"It is one of {', '.join(KINDS)}.")
    if not undo and not reason.strip():
        raise UsageError("A deliberate difference needs its reason", remedy="Give it with --reason: the next translator will read it.")
    head = _text_of(session, version)
    parent = parent_of(session, version)
    newest = shown(session, parent)
    known = renderings.of(session, head)
    base_position, position = _named(session, version, head, newest, known, number, kind)
    same = (Difference.revision_id == head.id) & (Difference.kind == kind)
    same &= Difference.position == position if kind == "note" else Difference.base_position == base_position
    there = session.execute(delete(Difference).where(same)).rowcount  # type: ignore[attr-defined]
    if undo and not there:
        raise UsageError(f"Block {number} of {version.address} is not recorded as {kind}", remedy=f"`translate-flow diff {version.address}` shows what is.")
    if not undo:
        next_one = (session.scalar(select(func.max(Difference.number)).where(Difference.revision_id == head.id)) or 0) + 1
        session.add(Difference(
            revision_id=head.id, number=next_one, kind=kind, base_position=base_position, position=position, reason=reason.strip(), person_id=actor.id, at=now,
        ))  # fmt: skip
        if kind == "omission" and base_position is not None:
            settle(session, head, frozenset({base_position}), base_position + 1)
    data = {"kind": kind, "block": number, "undone": undo}
    record(session, "differ", actor=actor, now=now, version=version, revision_id=head.id, reason=reason.strip(), data=data)
    freshness.refresh(session, [version])


def _may_judge(session: Session, version: Version, actor: Person) -> None:
    """Whoever holds it, reviews or coordinates the language, or translates the pair."""
    held = lookup.open_claim(session, version)
    standing = people.standing(session, actor, version, claim=held)
    translates = Role.TRANSLATOR in standing.roles and standing.writes and standing.reads_parent
    if held is not None and not standing.holder and not standing.roles & {Role.COORDINATOR}:
        raise NotAllowed(
            f"{held.person.handle} holds {version.address} until {{until}}", until=held.until, holder=held.person.handle,
            remedy=f"Ask {held.person.handle}: what they check in tells what needs no change.",
        )  # fmt: skip
    if not (standing.holder or translates or standing.roles & {Role.COORDINATOR, Role.REVIEWER}):
        raise NotAllowed(
            f"{actor.handle} cannot judge {version.address}: that takes a translator of the pair, a reviewer or a coordinator",
            remedy="`translate-flow people list` shows who may; act as somebody else with --as.",
        )


def _text_of(session: Session, version: Version) -> Revision:
    head = session.get(Revision, version.head_id) if version.head_id else None
    if head is None:
        raise NotAllowed(f"{version.address} has no text yet", remedy=f"It is waiting for a translator: `translate-flow claim {version.address}`.")
    return head


def _revision(session: Session, version: Version, number: int) -> Revision:
    found = session.scalar(select(Revision).where(Revision.version_id == version.id, Revision.number == number))
    if found is None:
        raise UsageError(f"{version.address} has no revision {number}", remedy=f"`translate-flow log {version.address}` lists its revisions.")
    return found


def _all(session: Session, version: Version, head: Revision, to: Revision, now: datetime) -> list[int]:
    """The same text again, on another base, with nothing left to do; readers see it where they saw the text before."""
    known = renderings.of(session, head)
    base = session.get(Revision, head.base_id) if head.base_id else None
    new, text = texts.document(session, to), texts.document(session, head)
    links: dict[tuple[int, int], float] = {}
    left = [row.base_position + 1 for row in known.rows if row.todo and row.base_position is not None]
    if base is not None and base.version_id == to.version_id:
        old = texts.document(session, base)
        found = diff.diff(old, new)
        left += [change.new[0] + 1 for change in found.changes if change.new and change.change is not diff.Change.SAME]
        moved = renderings.positions(found)
        links = {(at, moved[was]): sure for (at, was), sure in known.pairs.items() if was in moved}
        apart = renderings.apart(known, diff.diff(text, text), found)
    else:
        apart = [row for row in known.apart if row.kind == "note"]
    links = renderings.completed(links, find_pairs(session, to, new, version, text))
    author = session.get(Person, head.author_id) if head.author_id else None
    again = texts.add_revision(session, version, head.text, base=to, author=author, now=now, carried=head.carried)
    renderings.keep(session, again, Known(links, [], apart))
    if version.live_id == head.id:
        version.live_id = again.id
    return sorted(set(left))


def _some(session: Session, version: Version, parent: Version, head: Revision, newest: Revision, numbers: Sequence[int], now: datetime) -> list[int]:
    """Some blocks: each counts as rendering the source's newest text of it."""
    base = session.get(Revision, head.base_id) if head.base_id else None
    if base is None or base.version_id != parent.id:
        raise NotAllowed(
            f"Nobody has said which revision of {parent.address} {version.address} follows",
            remedy=f"Say it with `translate-flow confirm {version.address} --base N`, or that it is up to date with --all.",
        )
    if not numbers:
        raise UsageError("Which blocks need no change?", remedy=f"Number them as `translate-flow diff {version.address}` does, or say --all.")
    new = texts.document(session, newest)
    wrong = [number for number in numbers if not 1 <= number <= len(new.blocks)]
    if wrong:
        raise UsageError(f"{parent.address} has no block {wrong[0]}; it has {len(new.blocks)}", remedy=f"`translate-flow diff {version.address}` numbers them.")
    if base.id == newest.id:
        said = settle(session, head, frozenset(number - 1 for number in numbers), len(new.blocks))
        _told(version, numbers, {at + 1 for at in said})
    else:
        _further(session, version, head, base, newest, new, numbers, now)
    return sorted(set(numbers))


def _told(version: Version, numbers: Sequence[int], said: set[int]) -> None:
    for number in numbers:
        if number not in said:
            raise UsageError(f"Block {number} of {version.address} is not waiting for anything", remedy=f"`translate-flow diff {version.address}` lists those that are.")


def _further(
    session: Session, version: Version, head: Revision, base: Revision, newest: Revision, new: Document, numbers: Sequence[int], now: datetime
) -> None:
    known = renderings.of(session, head)
    plain = texts.document(session, base)
    found = diff.diff(renderings.rendered(session, base, plain, known.rows), new)
    changed = {at: change for change in found.changes for at in change.new}
    edited = {diff.Change.EDITED, diff.Change.MOVED_EDITED}
    _told(version, numbers, {at + 1 for at, change in changed.items() if change.change is not diff.Change.SAME})
    last = session.scalar(select(func.max(Rendering.number)).where(Rendering.revision_id == head.id))
    number = 0 if last is None else last + 1
    for wanted in sorted(set(numbers)):
        change = changed[wanted - 1]
        if change.change not in edited:
            raise NotAllowed(
                f"Block {wanted} of {version.address} was {change.change.value.replace('_', ' and ')}, not edited",
                remedy=f"`translate-flow carry {version.address}` brings it over; then confirm it. Or say that all of it holds: --all.",
            )
        was = change.old[0]
        session.execute(delete(Rendering).where(Rendering.revision_id == head.id, Rendering.base_position == was))
        session.add(Rendering(revision_id=head.id, number=number, base_position=was, text_id=newest.text_id, block=wanted - 1, todo="", change_class="", since=now))
        number += 1
    session.flush()


def _named(
    session: Session, version: Version, head: Revision, newest: Revision, known: Known, number: int, kind: str
) -> tuple[int | None, int | None]:
    """(block of the base, own block), from 0, of what a person has named."""
    text = texts.document(session, head)
    if kind == "note":
        if not 1 <= number <= len(text.blocks):
            raise UsageError(f"{version.address} has no block {number} of its own; it has {len(text.blocks)}", remedy=f"`translate-flow diff {version.address}` numbers them.")
        return None, number - 1
    base = session.get(Revision, head.base_id) if head.base_id else None
    if base is None or base.version_id != newest.version_id:
        raise NotAllowed(f"Nobody has said which text {version.address} follows", remedy=f"`translate-flow confirm {version.address} --base N` does.")
    new = texts.document(session, newest)
    if not 1 <= number <= len(new.blocks):
        raise UsageError(f"Its source has no block {number}; it has {len(new.blocks)}", remedy=f"`translate-flow diff {version.address}` numbers them.")
    back = {new_at: old for old, new_at in renderings.positions(diff.diff(texts.document(session, base), new)).items()}
    if number - 1 not in back:
        raise NotAllowed(
            f"Block {number} is new in the source; {version.address} does not follow that text yet",
            remedy=f"`translate-flow carry {version.address}` first, then record the difference.",
        )
    base_position = back[number - 1]
    position = next((at for at, source in sorted(known.pairs) if source == base_position), None)
    if kind == "omission" and position is not None:
        raise NotAllowed(
            f"Block {number} is not left out: {version.address} has a text for it",
            remedy="Take it out of the file, check that in, and record it then.",
        )
    if kind == "localised" and position is None:
        raise NotAllowed(f"{version.address} has no text for block {number}", remedy="Was it left out on purpose? Then it is an omission.")
    return base_position, position if kind == "localised" else None
