"""Kept views: a report with its filters, under a name; everybody's, or one person's own. One's own wins over everybody's of that name.

What was typed is kept as it was typed, so that `--from 8w` means the last eight weeks whenever it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Connection, text

from translate_flow.db import Moment
from translate_flow.errors import Conflict, NotFound, UsageError
from translate_flow.services.nearest import suggest

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from translate_flow.models import Person

_NAME = re.compile(r"[^\W_][\w .+-]{0,63}")
_QUERY = """
    select v.name, p.handle, v.report, v.options, v.created_at from views v left join people p on p.id = v.owner_id
    where v.owner_id is null or p.handle = :handle order by v.name, v.owner_id is null
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A view. `owner`: the handle of whose own it is; empty: everybody's. `options`: field of `Asked`, `limit` or `part` → what was typed."""

    name: str
    owner: str
    report: str
    options: dict[str, str]
    created_at: datetime


def listed(connection: Connection, handle: str) -> list[Kept]:
    """Everybody's views and a person's own, by name; of one name the own first."""
    rows = connection.execute(text(_QUERY).columns(options=JSON, created_at=Moment), {"handle": handle})
    return [Kept(name, owner or "", report, options, at) for name, owner, report, options, at in rows]


def find(connection: Connection, name: str, handle: str) -> Kept:
    """The person's own view of that name, else everybody's. Raises NotFound with the nearest."""
    there = listed(connection, handle)
    for view in there:
        if view.name == name:
            return view
    names = list(dict.fromkeys(view.name for view in there))
    raise NotFound(f"There is no view “{name}”{suggest(name, names)}", remedy="`translate-flow report --views` lists them; `report NAME … --save VIEW` keeps one.")


def save(session: Session, name: str, report: str, options: Mapping[str, str], *, own: bool, actor: Person, now: datetime) -> None:
    """Keeps a view: one's own, or, of a coordinator, everybody's. Raises UsageError for no name, NotAllowed, Conflict where there is one."""
    from translate_flow.models_planning import View
    from translate_flow.services import people
    from translate_flow.services.transitions import record
    from translate_flow.workflow import Role

    name = name.strip()
    if not _NAME.fullmatch(name):
        raise UsageError(f"“{name}” cannot be a view's name", remedy="Use up to 64 letters, digits, blanks, dots and hyphens, such as monday.")
    if not own:
        people.must_be(actor, Role.COORDINATOR, doing="keep a view for everybody")
    if _stored(session, name, actor if own else None) is not None:
        whose = "You have" if own else "There is"
        raise Conflict(f"{whose} a view “{name}” already", remedy=f"Choose another name, or `translate-flow report --forget '{name}'` first.")
    session.add(View(name=name, owner_id=actor.id if own else None, report=report, options=dict(options), created_at=now))
    if not own:
        record(session, "save view", actor=actor, now=now, data={"view": name, "report": report, "options": dict(options)})
    session.flush()


def forget(session: Session, name: str, *, actor: Person, now: datetime) -> bool:
    """Forgets the actor's own view of that name, else, of a coordinator, everybody's; returns whether it was their own. Raises NotFound, NotAllowed."""
    from translate_flow.services import people
    from translate_flow.services.transitions import record
    from translate_flow.workflow import Role

    mine = _stored(session, name, actor)
    view = mine or _stored(session, name, None)
    if view is None:
        find(session.connection(), name, actor.handle)  # says which is near
        raise AssertionError(name)
    if mine is None:
        people.must_be(actor, Role.COORDINATOR, doing="forget a view of everybody's")
        record(session, "forget view", actor=actor, now=now, data={"view": name, "report": view.report, "options": view.options})
    session.delete(view)
    return mine is not None


def _stored(session: Session, name: str, owner: Person | None) -> Any:
    from sqlalchemy import select

    from translate_flow.models_planning import View

    return session.scalar(select(View).where(View.name == name, View.owner_id == owner.id if owner else View.owner_id.is_(None)))
