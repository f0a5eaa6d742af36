"""The one function that changes a status, and the events that tell of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from translate_flow import workflow
from translate_flow.errors import Conflict, NotAllowed, UsageError
from translate_flow.models import Claim, Event, Person, Version
from translate_flow.services import people
from translate_flow.services.lookup import open_claim
from translate_flow.workflow import Action, Standing, Status, Who


def record(
    session: Session, action: str, *, actor: Person | None, now: datetime, version: Version | None = None, reason: str = "",
    revision_id: int | None = None, data: dict[str, Any] | None = None, change: tuple[str, str] = ("", ""), article_id: int | None = None,
    translator_before: int | None = None,
) -> Event:  # fmt: skip
    """Writes an event in the caller's transaction, of a version, an article, or neither. `change` is (status before, status after).

    What the caller changed of a version comes first: the corrections of its article are settled by what is there now.
    `translator_before`: whose work it was until then, for whoever is to be told.
    """
    event = Event(
        at=now, actor_id=actor.id if actor else None, action=action, reason=reason, revision_id=revision_id, data=data or {},
        article_id=version.article_id if version else article_id, version_id=version.id if version else None,
        from_status=change[0], to_status=change[1],
    )  # fmt: skip
    session.add(event)
    if version is None:
        return event
    concerns = concerned(session, version.article_id, version.id)
    if "corrections" in concerns:
        from translate_flow.services import settling  # few articles have corrections

        settling.settle(session, version.article_id, actor=actor, now=now)
    if "line" in concerns and change[0] != change[1]:
        from translate_flow.services import queueing  # few versions have a line

        queueing.settle(session, version, now=now)
    if action in TOLD:
        from translate_flow.services import notices  # most events concern nobody else

        notices.of_event(session, event, version, actor, now, before=translator_before)
    return event


TOLD = frozenset({"assign", "return", "approve", "publish", "expire", "release", "cancel", "submit", "propose", "carry"})  # a test holds it to `notices`


# Raw, since it is asked after every event: has the article corrections, or do readers see a translation that is one itself? Does anybody wait?
_CONCERNED = text(
    "select 'corrections' from obligations where article_id = :article union select 'corrections' from versions v join revisions r on r.id = v.live_id"
    " where v.id = :version and v.parent_language <> '' and r.change_class in ('correction', 'takedown')"
    " union select 'line' from waits where version_id = :version"
)


def concerned(session: Session, article: int, version: int) -> set[str]:
    """`corrections`: an article has some to be settled; `line`: somebody waits for the version (`queueing`)."""
    return set(session.scalars(_CONCERNED, {"article": article, "version": version}))


def move(
    session: Session, version: Version, action: Action, *, actor: Person | None, now: datetime, reason: str = "",
    nobody: Who | None = None, claim: Claim | None = None, data: dict[str, Any] | None = None, **columns: Any,
) -> None:  # fmt: skip
    """Takes a row of the table: checks it, changes the status where it still is what was read, sets `columns`, leaves an Event.

    `nobody`: the clock or a policy acts instead of an actor. `claim`: the open claim where the caller has read it.
    Raises NotAllowed (workflow, role), UsageError (no reason), Conflict (somebody else was first).
    """
    before = Status(version.status)
    row = _row(version, before, action)
    translator = version.translator_id
    if nobody is None:
        assert actor is not None
        claim = claim or _claim(session, version, before)
        standing = people.standing(session, actor, version, claim=claim)
        if not workflow.permits(row, standing):
            raise _refused(version, row, actor, claim, standing)
    elif not workflow.permits(row, Standing(nobody=nobody)):
        raise NotAllowed(f"{version.address}: {nobody.value} cannot {action.value} it")
    reason = reason.strip()
    if row.reason and not reason:
        raise UsageError(f"To {action.value} {version.address} a reason is needed", remedy="Give it with --reason: others will read it.")
    settled = SETTLED if row.target is not before and row.target in _DONE else {}
    columns = {"status": row.target.value, "updated_at": now, **settled, **columns}
    _write(session, version, before, columns)
    if action in _ENDS_CLAIM and (claim := claim or _claim(session, version, before)):
        end_claim(claim, action, now)
    record(
        session, action.value, actor=actor, now=now, version=version, reason=reason, revision_id=version.head_id, data=data,
        change=(before.value, row.target.value), translator_before=translator,
    )  # fmt: skip
    if action in _REMEMBERED or (action is Action.RETURN and before is Status.APPROVED):
        from translate_flow.services import memory  # not with the verbs of every day

        memory.settle(session, version, now=now, others=action in _UP_OR_DOWN and before is not Status.APPROVED)


# What is done has no date and no priority. (A published version that falls behind gets a date again, see `services.policy`.)
_DONE = frozenset({Status.PUBLISHED, Status.WITHDRAWN, Status.CANCELLED})
SETTLED: dict[str, Any] = {"due_at": None, "due_by": "", "priority": 0, "priority_reason": "", "priority_by": ""}

# What changes which text of a version is good enough for the translation memory; and whether its words may be in it at all.
_UP_OR_DOWN = frozenset({Action.PUBLISH, Action.WITHDRAW, Action.CANCEL, Action.DISOWN, Action.ADOPT, Action.ROLL_BACK})
_REMEMBERED = _UP_OR_DOWN | {Action.APPROVE, Action.CARRY}
_ENDS_CLAIM = frozenset({Action.RELEASE, Action.EXPIRE, Action.SUBMIT, Action.CANCEL})


def end_claim(claim: Claim, action: Action, now: datetime) -> None:
    """Ends a lease. A clock set back never makes it end before it began."""
    claim.ended_at = max(now, claim.claimed_at)
    claim.ended_by = action.value


def _claim(session: Session, version: Version, before: Status) -> Claim | None:
    """Who holds it; only what is being translated is held."""
    return open_claim(session, version) if before is Status.TRANSLATING else None


def _row(version: Version, before: Status, action: Action) -> workflow.Transition:
    try:
        return workflow.transition(before, action, original=version.is_original, live=version.live_id is not None)
    except NotAllowed as error:
        raise NotAllowed(f"{version.address}: {error.message}", remedy=error.remedy, **error.data) from None


def _write(session: Session, version: Version, before: Status, columns: dict[str, Any]) -> None:
    """Compare and set: of two who read the same status, the database lets one through."""
    statement = update(Version).where(Version.id == version.id, Version.status == before.value).values(columns)
    changed = session.execute(statement, execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined]
    if changed != 1:
        raise Conflict(f"Somebody else was first: {version.address} is no longer {workflow.words(before)}", remedy=f"See `translate-flow show {version.address}`.")
    for name, value in columns.items():
        set_committed_value(version, name, value)


def _refused(version: Version, row: workflow.Transition, actor: Person, claim: Claim | None, standing: Standing) -> NotAllowed:
    why = workflow.refusal(row, standing)
    remedy = "`translate-flow people list` shows who may; act as somebody else with --as."
    if claim is not None and Who.HOLDER in row.who:
        why = f"{claim.person.handle} holds it until {{until}}"
        remedy = f"Ask {claim.person.handle} to release it, or a coordinator to; it falls free by itself when the lease ends."
    return NotAllowed(
        f"{actor.handle} cannot {row.action.value} {version.address}: {why}", remedy=remedy,
        until=claim.until if claim else None, holder=claim.person.handle if claim else None,
    )  # fmt: skip
