"""The reviewer's verbs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from translate_flow.models import Person, Version
from translate_flow.services import claims
from translate_flow.services.transitions import move
from translate_flow.workflow import Action, Who


def approve(session: Session, version: Version, *, actor: Person, now: datetime, reason: str = "") -> None:
    """Finds a version in review good. `reason`: a remark, if any. Raises NotAllowed (role, one's own work, workflow)."""
    move(session, version, Action.APPROVE, actor=actor, now=now, reason=reason, reviewer_id=actor.id)


def send_back(session: Session, version: Version, *, actor: Person, now: datetime, reason: str) -> None:
    """Returns a version to its translator, who holds it again; to the pool where it has none, as after a carry.

    Raises NotAllowed, UsageError where no reason is given."""
    reviewer = actor.id if version.status == "in_review" else version.reviewer_id
    move(session, version, Action.RETURN, actor=actor, now=now, reason=reason, reviewer_id=reviewer)
    if claims.reopen_claim(session, version, now=now) is None:
        move(session, version, Action.RELEASE, actor=actor, now=now, nobody=Who.POLICY)
