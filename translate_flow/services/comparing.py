"""What changed between two revisions, and what that is to a translator: the record that `diff` prints, draws and gives as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.errors import NotAllowed, UsageError
from translate_flow.models import Revision, Version
from translate_flow.services import carrying, changes, renderings, texts
from translate_flow.services.carrying import Prospect
from translate_flow.services.pairs import find_pairs
from translate_flow.text import classes, diff, outside
from translate_flow.text.carry import Action, Todo, carry
from translate_flow.text.classes import Proposal
from translate_flow.text.diff import BlockChange, Change
from translate_flow.text.document import Document, Kind

Record = dict[str, Any]
_TODO = {
    Todo.EDITED: "edit", Todo.ADDED: "translate", Todo.SPLIT: "check", Todo.MERGED: "check", Todo.UNSURE: "check", Todo.REMOVED: "remove",
    Todo.LOCALISED: "check",
}  # fmt: skip
_AS_IT_WAS = {Change.MOVED_EDITED: "moved"}


@dataclass(slots=True)
class _Theirs:
    """The translation's side of a record, by position in the new source; `gone`, by position in the old one."""

    texts: dict[int, str] = field(default_factory=dict)
    gone: dict[int, str] = field(default_factory=dict)
    todo: dict[int, str] = field(default_factory=dict)
    gone_todo: dict[int, str] = field(default_factory=dict)
    drafts: dict[int, str] = field(default_factory=dict)
    proposals: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    own: list[Record] = field(default_factory=list)
    fresh: dict[int, str] = field(default_factory=dict)  # with its class: nobody has translated it yet, however long it has been there


def own(session: Session, version: Version, *, start: int | None = None, end: int | None = None) -> Record:
    """Between two revisions of a version itself; without numbers, the one before its newest and that. Raises UsageError."""
    last = session.get(Revision, version.head_id) if version.head_id else None
    if last is None:
        raise NotAllowed(f"{version.address} has no text yet", remedy=f"`translate-flow show {version.address}` says where it stands.")
    to = _numbered(session, version, end or last.number)
    before = _numbered(session, version, start if start is not None else max(1, to.number - 1))
    old, new = texts.document(session, before), texts.document(session, to)
    found = diff.diff(old, new)
    proposal = classes.propose(found, old, new, version.language)
    name, sure = changes.between(session, version, before, to, proposal.change_class) if version.is_original else (proposal.change_class.value, False)
    return _record(version, version, "", before.number, to.number, old, new, found, proposal, name, sure, None)


def to_do(session: Session, version: Version, *, start: int | None = None, end: int | None = None) -> Record:
    """What a translator must do: the source before and now, and their own text. Without numbers, from what their text follows
    to what the source's readers see. Raises UsageError, NotAllowed (it has no text, or nobody knows what that follows)."""
    from translate_flow.services.work import parent_of, shown

    parent = parent_of(session, version)
    mine = session.get(Revision, version.head_id) if version.head_id else None
    if mine is None:
        raise NotAllowed(f"{version.address} has no text yet", remedy=f"`translate-flow claim {version.address}`, then `checkout` it.")
    to = _numbered(session, parent, end) if end is not None else shown(session, parent)
    base = session.get(Revision, mine.base_id) if mine.base_id else None
    if start is not None and (base is None or base.version_id != parent.id or start != base.number):
        return _from(session, version, parent, mine, _numbered(session, parent, start), to)
    coming = carrying.prospect(session, version, mine, to)
    if coming is None:
        raise NotAllowed(
            f"Nobody has said which revision of {parent.address} {version.address} follows",
            remedy=f"Say it with `translate-flow confirm {version.address} --base N`, or compare from one: `diff {version.address} --from N`.",
        )
    theirs = _theirs(coming, left=to.id == coming.base.id)
    first = _earliest(session, parent, coming)
    name, sure = changes.between(session, parent, first, to, coming.proposal.change_class)
    return _record(
        version, parent, version.language, first.number, to.number, coming.old, coming.new, coming.found, coming.proposal, name, sure, theirs,
        coming.draft.title,
    )  # fmt: skip


def _earliest(session: Session, parent: Version, coming: Prospect) -> Revision:
    """The oldest revision of its source that some block of a text still renders, or has not been translated since."""
    left = [row for row in coming.known.rows if row.todo]
    if not left:
        return coming.base
    since = min(row.since for row in left)
    before = select(Revision).where(Revision.version_id == parent.id, Revision.created_at < since, Revision.number < coming.base.number)
    return session.scalar(before.order_by(Revision.number.desc()).limit(1)) or coming.base


def _numbered(session: Session, version: Version, number: int) -> Revision:
    found = session.scalar(select(Revision).where(Revision.version_id == version.id, Revision.number == number))
    if found is None:
        raise UsageError(f"{version.address} has no revision {number}", remedy=f"`translate-flow log {version.address}` lists its revisions.")
    return found


def _from(session: Session, version: Version, parent: Version, mine: Revision, base: Revision, to: Revision) -> Record:
    """From a revision that the text does not follow: pairs are found anew."""
    old, new, text = texts.document(session, base), texts.document(session, to), texts.document(session, mine)
    found = diff.diff(old, new)
    proposal = classes.propose(found, old, new, parent.language)
    pairs = find_pairs(session, base, old, version, text)
    carried = carry(old, new, text, pairs=pairs, languages=(parent.language, version.language), found=found)
    theirs = _Theirs()
    _fill(theirs, carried.placed, carried.tasks, text, renderings.linked(pairs), found)
    name, sure = changes.between(session, parent, base, to, proposal.change_class)
    return _record(version, parent, version.language, base.number, to.number, old, new, found, proposal, name, sure, theirs, text.title)


def _theirs(coming: Prospect, *, left: bool) -> _Theirs:
    theirs = _Theirs()
    _fill(theirs, coming.carried.placed, coming.carried.tasks, coming.text, coming.known.pairs, coming.found)
    moved = renderings.positions(coming.found)
    theirs.fresh = {
        moved[row.base_position]: row.change_class for row in coming.known.rows
        if row.todo == renderings.UNTRANSLATED and row.base_position in moved
    }  # fmt: skip
    if left:  # nothing new in the source: what is left from earlier
        for row in coming.known.rows:
            if row.todo and row.base_position is not None:
                theirs.todo.setdefault(moved.get(row.base_position, row.base_position), _TODO[Todo(row.todo)])
    for apart in coming.known.apart:
        reason = f"{apart.kind}: {apart.reason}"
        if apart.base_position is not None and apart.base_position in moved:
            theirs.notes[moved[apart.base_position]] = reason
        elif apart.position is not None and apart.position < len(coming.text.blocks):
            block = coming.text.blocks[apart.position]
            theirs.own.append(_own_block(apart.position, block.kind, coming.text.source(block), reason))
    paired = {at for at, _ in coming.known.pairs}
    noted = {apart.position for apart in coming.known.apart}
    for at, block in enumerate(coming.text.blocks):
        if coming.known.pairs and at not in paired and at not in noted:
            theirs.own.append(_own_block(at, block.kind, coming.text.source(block), None))
    return theirs


def _own_block(position: int, kind: Kind, source: str, note: str | None) -> Record:
    """A block of the translation that renders none of the source."""
    return {
        "number": None, "was": None, "own": position + 1, "change": "same", "edited": False, "kind": kind.value, "class": None, "old": None, "new": None,
        "words": [], "reasons": [], "translation": source, "todo": "none", "draft": None, "proposal": None, "note": note,
    }  # fmt: skip


def _fill(theirs: _Theirs, placed: Sequence[Any], tasks: Sequence[Any], text: Document, links: Mapping[tuple[int, int], float], found: diff.Diff) -> None:
    by_base: dict[int, list[int]] = {}
    for at, base in sorted(links):
        if at < len(text.blocks):
            by_base.setdefault(base, []).append(at)
    for change in found.changes:
        own_blocks = list(dict.fromkeys(at for was in change.old for at in by_base.get(was, [])))
        words = "\n\n".join(text.source(text.blocks[at]) for at in own_blocks)
        if own_blocks and change.new:
            theirs.texts[change.new[0]] = words
        elif own_blocks:
            theirs.gone[change.old[0]] = words
    for place in placed:
        if place.action in {Action.PATCHED, Action.COPIED, Action.RESTORED} and place.new:
            theirs.drafts[place.new[0]] = place.source
    for task in tasks:
        if task.todo not in _TODO:
            continue
        for at in task.new:
            theirs.todo[at] = _TODO[task.todo]
            if task.proposal:
                theirs.proposals[at] = task.proposal
        if not task.new:
            theirs.gone_todo |= dict.fromkeys(task.old, _TODO[task.todo])


def _record(
    version: Version, source: Version, target: str, start: int, end: int, old: Document, new: Document, found: diff.Diff, proposal: Proposal,
    change_class: str, confirmed: bool, theirs: _Theirs | None, title: str | None = None,
) -> Record:  # fmt: skip
    numbers = {at: change.new[0] + 1 if change.new else None for at, change in enumerate(found.changes)}
    told = change_class if confirmed else ""
    blocks = [_block(at, change, old, new, proposal, told, theirs) for at, change in enumerate(found.changes)]
    changed = any(block["change"] != "same" for block in blocks)
    summary = {name: sum(block["change"] == name for block in blocks) for name in ("same", "edited", "moved", "split", "merged", "added", "removed")}
    around = outside.changed(old, new)
    words = sum(_words(change, new) for change, block in zip(found.changes, blocks, strict=True) if block["change"] != "same")
    return {
        "article": version.article.key, "language": version.language, "parent": source.language if target else None, "from": start, "to": end,
        "languages": {"source": source.language, "target": target or None}, "titles": {"source": new.title, "target": title if target else None},
        "class": change_class if changed and change_class else None, "proposed": not confirmed,
        "reasons": [{"kind": reason.kind, "old": reason.old, "new": reason.new, "block": numbers[reason.at]} for reason in proposal.reasons],
        "summary": {
            "blocks": len(blocks) - summary["same"], "words": words, **summary, "todo": sum(block["todo"] != "none" for block in blocks),
            "automatic": sum(block["draft"] is not None and block["todo"] == "none" for block in blocks),
            "outside": len(around), "spacing": not changed and not around and old.text != new.text,
        },
        "outside": [line._asdict() for line in around],
        "blocks": [*blocks, *(theirs.own if theirs else [])],
    }  # fmt: skip


def _words(change: BlockChange, new: Document) -> int:
    from translate_flow.text import words

    return 0 if change.change is Change.MOVED else sum(words.count(new.blocks[at].text) for at in change.new)


def _block(at: int, change: BlockChange, old: Document, new: Document, proposal: Proposal, told: str, theirs: _Theirs | None) -> Record:
    document, positions = (new, change.new) if change.new else (old, change.old)
    found = proposal.classes[at]
    place, gone = (change.new[0] if change.new else -1), (change.old[0] if change.old and not change.new else -1)
    their = theirs or _Theirs()
    translation = their.texts.get(place, their.gone.get(gone))
    draft = their.drafts.get(place)
    added = place in their.fresh
    heavy = changes.within(found, proposal.change_class, told) if found else None
    return {
        "number": place + 1 or None, "was": change.old[0] + 1 if change.old and not added else None,
        "change": "added" if added else _AS_IT_WAS.get(change.change, change.change.value),
        "edited": change.change is Change.MOVED_EDITED, "kind": document.blocks[positions[0]].kind.value, "class": (their.fresh[place] or None) if added else heavy,
        "old": None if added else _sources(old, change.old), "new": _sources(new, change.new), "words": _runs(change),
        "reasons": [{"kind": reason.kind, "old": reason.old, "new": reason.new} for reason in proposal.reasons if reason.at == at],
        "translation": None if added else translation, "todo": their.todo.get(place, their.gone_todo.get(gone, "none")),
        "draft": draft if draft != translation else None, "proposal": their.proposals.get(place), "note": their.notes.get(place),
    }  # fmt: skip


def _sources(document: Document, positions: Sequence[int]) -> str | None:
    return "\n\n".join(document.source(document.blocks[at]) for at in positions) if positions else None


def _runs(change: BlockChange) -> list[Record]:
    found: list[Record] = []
    for run in change.runs:
        if run.old == run.new:
            found.append({"op": "equal", "text": run.old})
            continue
        if run.old:
            found.append({"op": "delete", "text": run.old})
        if run.new:
            found.append({"op": "insert", "text": run.new})
    return found
