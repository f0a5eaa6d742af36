"""The publisher's verbs. What readers are to see is said in the database; `services.site` brings the pages to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.errors import NotAllowed
from translate_flow.models import Person, Version
from translate_flow.services import freshness, people
from translate_flow.services.transitions import move
from translate_flow.workflow import Action, Role


def publish(session: Session, version: Version, *, actor: Person, now: datetime, despite: str = "") -> None:
    """Makes a version's newest text what readers see. `despite`: why, where the checks found what the newsroom's policy does not let out.

    Raises NotAllowed (role, workflow, its original is not out), CheckFailed."""
    if not version.is_original:
        _original_is_out(session, version)
    data = _checked(session, version, actor, despite)
    reason = despite if data else ""
    move(session, version, Action.PUBLISH, actor=actor, now=now, reason=reason, data=data, live_id=version.head_id, published_at=now, credit="")
    freshness.refresh(session, [version])


def withdraw(session: Session, version: Version, *, actor: Person, now: datetime, reason: str) -> None:
    """Takes a version from readers; its texts are kept. Raises NotAllowed, UsageError where no reason is given."""
    move(session, version, Action.WITHDRAW, actor=actor, now=now, reason=reason, live_id=None, published_at=None)
    freshness.refresh(session, [version])


def _checked(session: Session, version: Version, actor: Person, despite: str) -> dict[str, Any] | None:
    """What the checks found that goes out all the same; whoever may not publish at all is told that instead, by `move`."""
    if Role.PUBLISHER not in people.roles_for(actor, version.language) or version.status not in {"draft", "approved", "withdrawn"}:
        return None
    from translate_flow.services import checking  # for few commands

    return checking.gate(session, version, "check_publish", despite=despite)


def _original_is_out(session: Session, version: Version) -> None:
    original = session.scalar(select(Version).where(Version.article_id == version.article_id, Version.parent_language == ""))
    if original is not None and original.status != "published":
        raise NotAllowed(
            f"{version.address} cannot go out: its original ({original.language}) is {original.status}",
            remedy=f"Publish both together: `translate-flow publish {version.article.key} {version.address}`.",
        )
