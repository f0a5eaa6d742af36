"""Before what, and by when: the priority and the date of open work, as a person sets them, and as a correction raises them by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from translate_flow.errors import NotAllowed, UsageError
from translate_flow.models import Event, Person, Version
from translate_flow.models_channels import Obligation
from translate_flow.services import people
from translate_flow.services.transitions import record
from translate_flow.workflow import OPEN, Priority, Role, words

CORRECTION = "correction"  # who set a priority
RAISED = {"correction": (Priority.HIGH, "the source was corrected"), "takedown": (Priority.URGENT, "the source was taken down")}
LONGEST = 500  # characters of a reason


def level(text: str) -> Priority:
    """`high` → HIGH. Raises UsageError."""
    try:
        return Priority[text.strip().upper()]
    except KeyError:
        raise UsageError(f"There is no priority “{text}”", remedy=f"Priorities: {', '.join(one.word for one in Priority)}.") from None


def why(priority: Priority, reason: str) -> str:
    """The reason of a priority; normal needs none. Raises UsageError where another has none, or a very long one."""
    said = " ".join(reason.split())
    if priority != Priority.NORMAL and not said:
        raise UsageError(f"A priority that is {priority.word} needs its reason", remedy="Give it with --reason: others will read it.")
    if len(said) > LONGEST:
        raise UsageError(f"A reason of {len(said)} characters is too long", remedy=f"Say it in {LONGEST} at most.")
    return said


def prioritise(session: Session, version: Version, priority: Priority, *, reason: str, actor: Person, now: datetime) -> None:
    """Says what open work comes first. Raises NotAllowed (no coordinator, the work is not open), UsageError (no reason)."""
    said = why(priority, reason)
    _may(version, actor, "say how urgent {} is")
    was = _standing(version)
    version.priority, version.priority_reason, version.priority_by = priority.value, said, "person" if priority else ""
    version.updated_at = now
    record(session, "priority", actor=actor, now=now, version=version, reason=said, data={"priority": priority.word, "was": was})


def set_due(session: Session, version: Version, due_at: datetime | None, *, actor: Person, now: datetime, reason: str = "") -> None:
    """Changes the date of open work; None: it has none, and gets none by itself. Raises NotAllowed (as above), UsageError for a moment that is past."""
    _may(version, actor, "change the date of {}")
    if due_at is not None and due_at <= now:
        raise UsageError(f"{version.address} cannot be due at {{due}}: that is past", remedy="Name a later day.", due=due_at)
    data = {"from": _iso(version.due_at), "due": _iso(due_at), "due_by": "person"}
    version.due_at, version.due_by, version.updated_at = due_at, "person", now
    record(session, "due", actor=actor, now=now, version=version, reason=reason.strip(), data=data)


def _may(version: Version, actor: Person, doing: str) -> None:
    if Role.COORDINATOR not in people.roles_for(actor, version.language):
        raise NotAllowed(f"{actor.handle} cannot {doing.format(version.address)}: that takes a coordinator", remedy="Ask one, or act as somebody else with --as.")
    if version.status not in OPEN:
        remedy = f"`translate-flow reopen {version.address}` asks for new work on it." if version.status == "published" and not version.is_original else "Only open work has a priority and a date."
        raise NotAllowed(f"{version.address} is {words(version.status)}: there is no open work on it", remedy=remedy)


def _standing(version: Version) -> dict[str, Any]:
    return {"priority": Priority(version.priority).word, "reason": version.priority_reason, "by": version.priority_by}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


# ── corrections ──────────────────────────────────────────────────────────────────────────────────────────────────────


def by_corrections(session: Session, versions: Iterable[Version], rows: Sequence[Obligation], *, now: datetime) -> None:
    """Raises open work on what readers see and what was corrected, and sets it back when nothing is to be corrected any more.

    A priority that a person gave since, or that is as high, stays. Asked after each event of an article that has corrections."""
    open_rows: dict[int, list[Obligation]] = {}
    for row in rows:
        if row.state == "open":
            open_rows.setdefault(row.version_id, []).append(row)
    for version in versions:
        if version.status not in OPEN:
            continue
        if mine := open_rows.get(version.id):
            heaviest = max(mine, key=lambda row: RAISED[row.kind][0])
            _raise(session, version, *RAISED[heaviest.kind], since=max(row.opened_at for row in mine), now=now)
        elif version.priority_by == CORRECTION:
            _set_back(session, version, now)


def _raise(session: Session, version: Version, priority: Priority, reason: str, *, since: datetime, now: datetime) -> None:
    if version.priority >= priority:
        return
    said = select(func.max(Event.at)).where(Event.version_id == version.id, Event.action == "priority", Event.actor_id.is_not(None))
    last = session.scalar(said)
    if last is not None and last >= since:  # somebody has thought of it since it was corrected
        return
    was = _standing(version)
    version.priority, version.priority_reason, version.priority_by = priority.value, reason, CORRECTION
    _told(session, version, reason, {"priority": priority.word, "was": was}, now)


def _set_back(session: Session, version: Version, now: datetime) -> None:
    """To what it was before it was raised."""
    query = select(Event.data).where(Event.version_id == version.id, Event.action == "priority", Event.actor_id.is_(None)).order_by(Event.id.desc())
    raised = next((data["was"] for data in session.scalars(query) if data["was"]["by"] != CORRECTION), None)
    before = raised or {"priority": "normal", "reason": "", "by": ""}
    was = _standing(version)
    version.priority, version.priority_reason, version.priority_by = Priority[before["priority"].upper()].value, before["reason"], before["by"]
    _told(session, version, before["reason"], {"priority": before["priority"], "was": was}, now)


def _told(session: Session, version: Version, reason: str, data: dict[str, Any], now: datetime) -> None:
    """Not by `record`, which asks what corrections there are: that is who asks."""
    session.add(Event(at=now, action="priority", article_id=version.article_id, version_id=version.id, revision_id=version.head_id, reason=reason, data=data))
