"""The ways that letters go: mail, where the newsroom named a server, and its hooks; where each leads, and whether it is left alone for a while."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from translate_flow import passwords, post
from translate_flow.errors import NotAllowed
from translate_flow.models_notices import Hook, Letter, Outgoing, Route
from translate_flow.services import hooks, settings

PAUSE, LONGEST = 60.0, 3600.0  # seconds before a place or a letter is tried again that failed once, and at most
_MOST_ASKED = 86400.0  # of what a place asks for itself
VARIABLE = "TRANSLATE_FLOW_SMTP_PASSWORD"
_HOW = f"Put it into {VARIABLE}, or name a file with it: translate-flow settings smtp_password_file mail-password"


@dataclass(frozen=True, slots=True)
class Way:
    """`name`: mail, or a hook's. `target`: what it leads to now, as far as that is in the database. `ready`: it is set up, and not switched off.

    `hook_id` is None for mail, and for hooks that were removed (`way` says which). `changed`: it failed, but led elsewhere then.
    """

    name: str
    way: str
    hook_id: int | None
    target: str
    ready: bool
    failures: int = 0
    retry_at: datetime | None = None
    since: datetime | None = None
    problem: str = ""
    changed: bool = False

    def held(self, now: datetime) -> bool:
        """Whether it is left alone now, since it failed."""
        return self.retry_at is not None and self.retry_at > now

    @property
    def key(self) -> str:
        """What it is called among the locks."""
        return f"letters-{self.way}" + (f"-{self.hook_id}" if self.hook_id is not None else "")

    def of(self, model: type[Letter] | type[Outgoing]) -> ColumnElement[bool]:
        """The rows that go this way."""
        column: InstrumentedAttribute[int | None] = model.hook_id
        return and_(model.way == self.way, column.is_(None) if self.hook_id is None else column == self.hook_id)


REMOVED = Way("a removed hook", "hook", None, "", False)


def ways(session: Session) -> list[Way]:
    """Mail, and each hook, with what is known of them. A place that was changed since it failed counts as untried."""
    smtp, sender, file = settings.several(session, "smtp", "mail_from", "smtp_password_file")
    found = [Way("mail", "mail", None, f"{smtp} {sender} {file}", bool(smtp))]
    for hook in session.scalars(select(Hook).order_by(Hook.id)):
        found.append(Way(hook.name, "hook", hook.id, f"{hook.kind} {hook.target}", hook.active))
    states = {row.hook_id: row for row in session.scalars(select(Route))}
    return [_with(way, states.get(way.hook_id)) for way in found]


def _with(way: Way, row: Route | None) -> Way:
    if row is None or not row.failures:
        return way
    if row.target != way.target:
        return replace(way, changed=True)
    return replace(way, failures=row.failures, retry_at=row.retry_at, since=row.since, problem=row.problem)


def place(session: Session, way: Way, home: Path) -> post.Place:
    """Where a way leads, for `post`. Raises NotAllowed where something is missing that only the operator can give."""
    if way.hook_id is not None:
        return hooks.place(session.get_one(Hook, way.hook_id), home=home)
    smtp, sender, file = settings.several(session, "smtp", "mail_from", "smtp_password_file")
    if not sender:
        raise NotAllowed("mail: nobody is named whom it is from", remedy='Type `translate-flow settings mail_from "The Beacon <desk@example.org>"`, for instance.')
    from translate_flow.post import addresses

    user, secret = addresses.server(smtp).user, ""
    if user:
        path = home / Path(file).expanduser() if file else None
        secret = passwords.read(VARIABLE, path, who="mail", what=f"there is no password for {user}", how=_HOW)
    return post.Place("mail", "mail", smtp, secret, sender)


def pause(failures: int, asked: float = 0.0) -> timedelta:
    """How long to wait after so many failures: a minute, doubled each time up to an hour, a quarter more or less so that not all come at once."""
    usual = min(LONGEST, PAUSE * 2 ** min(failures - 1, 10)) * random.uniform(0.75, 1.25)  # noqa: S311  no secret hangs on it
    return timedelta(seconds=max(usual, min(asked, _MOST_ASKED)))


def failed(session: Session, way: Way, error: post.NotTaken, *, now: datetime) -> None:
    """Notes that a place took nothing; it is left alone for a while. A hook that says it is gone is switched off."""
    row = session.scalar(select(Route).where(Route.hook_id.is_(None) if way.hook_id is None else Route.hook_id == way.hook_id))
    if row is None:
        row = Route(hook_id=way.hook_id, failures=0)
        session.add(row)
    elif row.target != way.target:
        row.failures, row.since = 0, None
    row.failures += 1
    row.target, row.problem, row.since = way.target, _told(error), row.since or now
    row.retry_at = now + pause(row.failures, error.after)
    if not error.again and way.hook_id is not None:
        session.get_one(Hook, way.hook_id).active = False


def works(session: Session, way: Way) -> None:
    """Notes that a place took something."""
    row = session.scalar(select(Route).where(Route.hook_id.is_(None) if way.hook_id is None else Route.hook_id == way.hook_id))
    if row is not None and row.failures:
        row.failures, row.since, row.retry_at, row.problem = 0, None, None, ""


def _told(error: post.NotTaken) -> str:
    return f"{error.message}. {error.remedy}" if error.remedy else error.message
