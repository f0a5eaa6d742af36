"""The verbs of corrections: declare one, take it on, dismiss it, tell readers of it; take an article down. `settling` keeps the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow import workflow
from translate_flow.errors import NotAllowed, NotFound, UsageError
from translate_flow.models import Article, Person, Revision, Version
from translate_flow.models_channels import CorrectionNote, Obligation
from translate_flow.services import freshness, lookup, people, policy, settling
from translate_flow.services.settling import HEAVY, blockers
from translate_flow.services.transitions import move, record
from translate_flow.text.classes import ChangeClass
from translate_flow.workflow import Action, Role

__all__ = ["blockers", "declare", "dismiss", "hide", "note", "noted", "take", "take_down"]
LONGEST = 2000  # characters of a note


def declare(session: Session, version: Version, *, kind: str, reason: str, actor: Person, now: datetime, text: str = "") -> None:
    """Says that a version's newest text corrects the one before it, where nobody said so as it came in; of a translation, too.

    `text`: what its readers are told. Raises NotAllowed, UsageError (no reason, no such kind, there is no text before it).
    """
    _coordinator(actor, version, "declare a correction of")
    if kind not in HEAVY:
        raise UsageError(f"“{kind}” is no kind of correction", remedy=f"It is one of {', '.join(sorted(HEAVY))}.")
    if not reason.strip():
        raise UsageError("A correction needs its reason", remedy="Give it with --reason: others will read it.")
    head = session.get(Revision, version.head_id) if version.head_id else None
    if head is None or head.number < 2:
        raise UsageError(f"{version.address} has no newer text that could correct an older one", remedy="Bring the corrected text in first.")
    made = settling.opened(session, version, head, kind, now=now, declared=True)
    if not made:
        raise UsageError(f"The correction of {version.address} is in the ledger already", remedy=f"See `translate-flow corrections {version.article.key}`.")
    below = session.scalars(select(Version).where(Version.id.in_([row.version_id for row in made if row.state == "open"]), Version.id != version.id)).all()
    policy.follow(session, below, now=now, change_class=kind)
    if text.strip():
        noted(session, version, head, text)
    if kind == ChangeClass.TAKEDOWN:
        _forget(session, [version], below=True)
    record(session, "correction", actor=actor, now=now, version=version, revision_id=head.id, reason=reason.strip(), data={"class": kind})
    from translate_flow.services import notices  # with few texts

    notices.source_moved(session, [version], actor=actor, now=now, heavy=kind)


def noted(session: Session, version: Version, revision: Revision, text: str) -> None:
    """Keeps what readers of a version are to be told of a revision, until it goes out. Raises UsageError where it is no correction."""
    rows = session.scalars(select(Obligation).where(Obligation.version_id == version.id, Obligation.source_id == revision.id)).all()
    if not rows:
        raise UsageError("A note for readers goes with a correction", remedy="Say that it is one: --class correction.")
    for row in rows:
        row.note = _note(text)
    session.flush()


def take(session: Session, version: Version, *, actor: Person, now: datetime) -> None:
    """Takes the open corrections of a version on. Raises NotAllowed (whoever neither writes its language nor coordinates it), UsageError."""
    if not (people.knows(actor, "writes", version.language) or _roles(actor, version)):
        raise NotAllowed(f"{actor.handle} cannot take {version.address}: that takes somebody who writes its language", remedy="Act as somebody else with --as.")
    for row in _open(session, version):
        row.person_id, row.taken_at = actor.id, now
    record(session, "take correction", actor=actor, now=now, version=version, revision_id=version.live_id)


def dismiss(session: Session, version: Version, *, actor: Person, now: datetime, reason: str) -> None:
    """Says that a version never said what was wrong: its open corrections are closed. Raises NotAllowed, UsageError (no reason, none open)."""
    _coordinator(actor, version, "dismiss corrections of")
    if not reason.strip():
        raise UsageError("To dismiss a correction a reason is needed", remedy="Give it with --reason: others will read it.")
    rows = _open(session, version)
    for row in rows:
        row.state, row.reason, row.closed_at, row.closed_by = "dismissed", reason.strip(), now, actor.id
    record(session, "dismiss correction", actor=actor, now=now, version=version, revision_id=version.live_id, reason=reason.strip(), data={"corrections": len(rows)})


def note(session: Session, version: Version, text: str, *, actor: Person, now: datetime) -> str:
    """What readers of a version are told of its correction, in its language: of the open one, once it is out, else of the last that went out.

    Returns "waiting" or "shown". The event keeps what was there before. Raises NotAllowed, NotFound where there is neither.
    """
    _teller(session, actor, version)
    said = _note(text)
    rows = session.scalars(select(Obligation).where(Obligation.version_id == version.id, Obligation.state == "open").order_by(Obligation.id)).all()
    if rows:
        before, rows[-1].note = rows[-1].note, said
    else:
        last = _last(session, version)
        before, last.text = last.text, said
    record(session, "correction note", actor=actor, now=now, version=version, revision_id=version.live_id, data={"was": before, "note": said})
    return "waiting" if rows else "shown"


def hide(session: Session, version: Version, *, actor: Person, now: datetime, reason: str, undo: bool = False) -> None:
    """Takes the last note from readers, with a reason, or (`undo`) shows it again. Raises NotAllowed, NotFound, UsageError."""
    if Role.PUBLISHER not in people.roles_for(actor, version.language):
        raise NotAllowed(f"{actor.handle} cannot hide notes of {version.address}: that takes a publisher", remedy="Ask one, or act as somebody else with --as.")
    if not undo and not reason.strip():
        raise UsageError("To hide a note a reason is needed", remedy="Give it with --reason: others will read it.")
    last = _last(session, version)
    last.shown = undo
    record(session, "correction note", actor=actor, now=now, version=version, revision_id=last.revision_id, reason=reason.strip(), data={"shown": undo, "note": last.text})


def take_down(session: Session, version: Version, *, actor: Person, now: datetime, reason: str, only: bool = False) -> list[Version]:
    """Withdraws a version and all that come from it (`only`: just it; of an original, all of its article), whatever work goes on with them.

    Readers of every channel lose them at once, and what they said leaves the memory. Returns those that readers saw.
    Raises NotAllowed (role, in each language; readers see none of them), UsageError where no reason is given.
    """
    from translate_flow.services.memory import below

    if not reason.strip():
        raise UsageError("A takedown needs its reason", remedy="Give it with --reason: others will read it.")
    scope = [version] if only else [version, *below(session, version)]
    if version.is_original and not only:
        scope += session.scalars(select(Version).where(Version.article_id == version.article_id, Version.id.not_in([one.id for one in scope])).order_by(Version.id)).all()
    _may_take_down(actor, [one for one in scope if one.live_id or one.status == "withdrawn"] or scope)
    up = [one for one in scope if one.live_id]
    if not up and not any(one.status == "withdrawn" for one in scope):
        raise NotAllowed(f"Readers see nothing of {version.address}", remedy=f"`translate-flow status {version.article.key}` shows where its versions stand.")
    inside = {one.id for one in scope}
    for root in (one for one in scope if one.parent_id not in inside):
        number = root.live_id or root.head_id
        if number is not None:
            settling.opened(session, root, session.get_one(Revision, number), ChangeClass.TAKEDOWN.value, now=now, whole=True)
    for one in up:
        move(session, one, Action.WITHDRAW, actor=actor, now=now, reason=reason, data={"takedown": True}, live_id=None, published_at=None)
    for one in scope:
        if one not in up and one.status == "withdrawn":
            record(session, "takedown", actor=actor, now=now, version=one, reason=reason.strip(), revision_id=one.head_id, data={"takedown": True})
    _forget(session, scope, below=True)
    freshness.refresh(session, scope)
    return up


def _may_take_down(actor: Person, scope: Sequence[Version]) -> None:
    for one in scope:
        if Role.PUBLISHER not in people.roles_for(actor, one.language):
            raise NotAllowed(f"{actor.handle} cannot take {one.address} down: that takes a publisher", remedy="Ask one of that language, or act as somebody else with --as.")


def _forget(session: Session, versions: Sequence[Version], *, below: bool) -> None:
    """What was taken down leaves the translation memory, and with it what was made from it."""
    from translate_flow.services import memory

    session.flush()
    gone = {one.id: one for version in versions for one in (version, *(memory.below(session, version) if below else ()))}
    for one in gone.values():
        memory.forget(session, one)


def versions_of(session: Session, address: str) -> tuple[Version, bool]:
    """The version that an address names, for a takedown; for `ARTICLE`, its original, or the first version where that is not here."""
    key, language = lookup.split(address)
    if language:
        return lookup.version(session, address), False
    article: Article = lookup.article(session, key)
    found = session.scalars(select(Version).where(Version.article_id == article.id).order_by(Version.parent_language != "", Version.id)).first()
    if found is None:
        raise NotFound(f"“{key}” has no versions", remedy="`translate-flow status` lists articles.")
    return found, True


def _open(session: Session, version: Version) -> Sequence[Obligation]:
    rows = session.scalars(select(Obligation).where(Obligation.version_id == version.id, Obligation.state == "open").order_by(Obligation.id)).all()
    if not rows:
        raise UsageError(f"{version.address} has no open correction", remedy=f"`translate-flow corrections {version.article.key}` shows where they stand.")
    return rows


def _last(session: Session, version: Version) -> CorrectionNote:
    found = session.scalars(select(CorrectionNote).where(CorrectionNote.version_id == version.id).order_by(CorrectionNote.at.desc(), CorrectionNote.id.desc())).first()
    if found is None:
        raise NotFound(f"No correction of {version.address} has gone out, and none is open", remedy=f"`translate-flow corrections {version.article.key}` shows where they stand.")
    return found


def _note(text: str) -> str:
    said = " ".join(text.split())
    if len(said) > LONGEST:
        raise UsageError(f"A note of {len(said)} characters is too long", remedy=f"Say it in {LONGEST} at most.")
    return said


def _roles(actor: Person, version: Version) -> frozenset[Role]:
    return people.roles_for(actor, version.language) & {Role.COORDINATOR, Role.PUBLISHER, Role.REVIEWER}


def _coordinator(actor: Person, version: Version, doing: str) -> None:
    if not people.roles_for(actor, version.language) & {Role.COORDINATOR, Role.PUBLISHER}:
        raise NotAllowed(f"{actor.handle} cannot {doing} {version.address}: that takes a coordinator or a publisher", remedy="Ask one, or act as somebody else with --as.")


def _teller(session: Session, actor: Person, version: Version) -> None:
    """Whoever translates the version or works for its language."""
    held = lookup.open_claim(session, version)
    standing = people.standing(session, actor, version, claim=held)
    if not (standing.holder or actor.id == version.translator_id or (Role.TRANSLATOR in standing.roles and standing.writes) or _roles(actor, version)):
        raise NotAllowed(
            f"{actor.handle} cannot write a note for readers of {version.address}: that takes {workflow.Who.TRANSLATOR.value} or a coordinator",
            remedy="Act as somebody else with --as.",
        )
