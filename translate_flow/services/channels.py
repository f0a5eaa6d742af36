"""The places that versions are published to: adding, changing, trying and listing them. What is brought there is `services.delivery`'s."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from translate_flow import channels, languages
from translate_flow.channels.page import Option
from translate_flow.errors import Conflict, NotFound, UsageError
from translate_flow.models import Event, Person, Version
from translate_flow.models_channels import ChannelRow, Due, Publication
from translate_flow.services import delivery, people
from translate_flow.services.nearest import suggest
from translate_flow.services.transitions import record
from translate_flow.workflow import Role

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_SECRET = re.compile(r"password|secret|token", re.IGNORECASE)
_WHO = (Role.PUBLISHER, Role.OPERATOR)


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel, `where` it is, how many versions it `shows`, how many articles are `due` to it, how many versions it did not take."""

    row: ChannelRow
    where: str
    shows: int
    due: int
    refused: int

    @property
    def state(self) -> str:
        if not self.row.active:
            return "paused"
        if self.row.problem:
            return "failing"
        return "up to date" if self.row.complete and not self.due else "due"


def find(session: Session, name: str) -> ChannelRow:
    """The channel of that name. Raises NotFound with the nearest."""
    row = session.scalar(select(ChannelRow).where(ChannelRow.name == name))
    if row is None:
        names = session.scalars(select(ChannelRow.name)).all()
        raise NotFound(f"There is no channel “{name}”{suggest(name, names)}", remedy="See `translate-flow channel list`, or make it with `channel add`.")
    return row


def add(session: Session, name: str, kind: str, options: Mapping[str, str], tags: Sequence[str] = (), *, actor: Person, now: datetime) -> ChannelRow:
    """Makes a channel; what readers see is brought to it by the next run. Raises UsageError, Conflict, NotAllowed."""
    people.must_be(actor, *_WHO, doing="add channels")
    if not _NAME.fullmatch(name):
        raise UsageError(f"“{name}” cannot be a channel's name", remedy="Use lower-case letters, digits and hyphens, such as main-site.")
    if session.scalar(select(ChannelRow.id).where(ChannelRow.name == name)) is not None:
        raise Conflict(f"There is a channel “{name}” already", remedy="Choose another name, or change it with `channel change`.")
    row = ChannelRow(
        name=name, kind=kind, options=checked(kind, options), languages=_tags(tags), uid=secrets.token_hex(8), active=True, complete=False, created_at=now
    )  # fmt: skip
    session.add(row)
    _record(session, "add channel", row, actor, now)
    return row


def change(
    session: Session, name: str, options: Mapping[str, str], tags: Sequence[str] | None = None, *, active: bool | None = None, actor: Person, now: datetime
) -> ChannelRow:  # fmt: skip
    """Changes what is given and leaves the rest; an option given empty takes its default again. All is looked at again by the next run."""
    people.must_be(actor, *_WHO, doing="change channels")
    row = find(session, name)
    kept = {key: value for key, value in row.options.items() if key not in options}
    row.options = {**kept, **checked(row.kind, {key: value for key, value in options.items() if value}, known=kept)}
    if tags is not None:
        row.languages = _tags(tags)
    if active is not None:
        row.active = active
    if options or tags is not None:
        row.complete = False
    row.problem = ""
    _record(session, "change channel", row, actor, now)
    return row


def remove(session: Session, name: str, *, actor: Person, now: datetime) -> int:
    """Forgets a channel; what it shows stays there, untended. Returns how many versions that is."""
    people.must_be(actor, *_WHO, doing="remove channels")
    row = find(session, name)
    shows: int = session.scalar(select(func.count()).select_from(Publication).where(Publication.channel == name)) or 0
    _record(session, "remove channel", row, actor, now)
    session.execute(delete(Due).where(Due.channel_id == row.id))
    session.execute(delete(Publication).where(Publication.channel == name))
    session.delete(row)
    return shows


def listed(session: Session, *, home: Path, now: datetime) -> list[Listed]:
    """Every channel, in the order they were made."""
    shows = dict(session.execute(select(Publication.channel, func.count()).group_by(Publication.channel)).all())
    refused = dict(session.execute(select(Publication.channel, func.count()).where(Publication.problem != "").group_by(Publication.channel)).all())
    due = dict(session.execute(select(Due.channel_id, func.count(func.distinct(func.coalesce(Due.article_id, 0)))).group_by(Due.channel_id)).all())
    rows = session.scalars(select(ChannelRow).order_by(ChannelRow.id)).all()
    places = {row.name: delivery.target(session, row, home=home, now=now).options for row in rows}
    where = {name: next((str(found[key]) for key in ("url", "repository", "folder") if found.get(key)), "") for name, found in places.items()}
    return [Listed(row, where[row.name], shows.get(row.name, 0), due.get(row.id, 0), refused.get(row.name, 0)) for row in rows]


def overwrite(session: Session, name: str, version: Version, *, actor: Person, now: datetime, remote_id: str = "") -> None:
    """Lets the next run write over what somebody changed in the place; `remote_id`: over that thing there, which was not ours until now.

    It counts once. Raises UsageError for a kind that has nothing to write over, NotFound where the channel shows nothing of the version.
    """
    people.must_be(actor, *_WHO, doing="overwrite what others changed")
    row = find(session, name)
    if not channels.get(row.kind).OVERWRITES:
        raise UsageError(f"A channel of kind {row.kind} never overwrites what others changed", remedy="Take their change over first: `translate-flow adopt`, or `revise`.")
    shown = session.get(Publication, (name, version.id))
    if shown is None and (not remote_id or version.live_id is None):
        raise NotFound(f"{name} shows nothing of {version.address} that could be overwritten", remedy="Name the thing there that is to become ours with --remote, once the version is published.")
    if shown is None:
        assert version.live_id is not None
        shown = Publication(channel=name, version_id=version.id, revision_id=version.live_id, location="", written_at=now)
        session.add(shown)
    shown.remote_id = remote_id or shown.remote_id
    shown.mark = "" if remote_id else shown.mark
    shown.data = {**(shown.data or {}), "overwrite": True}
    session.add(Due(channel_id=row.id, article_id=version.article_id))
    record(session, "overwrite", actor=actor, now=now, version=version, data={"channel": name, "remote_id": shown.remote_id})


def problems(session: Session, name: str) -> dict[int, str]:
    """What a channel did not take the last time, by version."""
    query = select(Publication.version_id, Publication.problem).where(Publication.channel == name, Publication.problem != "")
    return dict(session.execute(query.order_by(Publication.version_id)).tuples().all())


def test(session: Session, name: str, *, home: Path, now: datetime) -> list[str]:
    """Tries whether a channel can be published to, and changes nothing there. Raises what stands in the way."""
    row = find(session, name)
    return channels.get(row.kind).test(delivery.target(session, row, home=home, now=now))


def checked(kind: str, options: Mapping[str, str], known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Options as they are kept. `known`: those there are already. Raises UsageError for one there is not, is missing, or makes no sense."""
    offered = channels.get(kind).OPTIONS
    for name in options:
        if name not in offered:
            if _SECRET.search(name):
                raise UsageError("A password does not belong into the database", remedy="The page of its kind in the documentation says where it looks for it.")
            raise UsageError(f"A channel of kind {kind} has no option “{name}”{suggest(name, list(offered))}", remedy=f"Options: {', '.join(offered)}.")
    made = {name: _value(name, offered[name], value) for name, value in options.items()}
    if missing := [name for name, option in offered.items() if option.required and name not in made and name not in (known or {})]:
        raise UsageError(f"A channel of kind {kind} needs {', '.join(missing)}", remedy=f"Give it with --option {missing[0]}=…: {offered[missing[0]].meaning}.")
    return made


def _value(name: str, option: Option, text: str) -> Any:
    if option.check is not None:
        return option.check(text)
    if isinstance(option.default, bool):
        if text.lower() not in {"yes", "no", "true", "false", "on", "off"}:
            raise UsageError(f"{name} is yes or no, not “{text}”", remedy=f"Give --option {name}=yes, or no.")
        return text.lower() in {"yes", "true", "on"}
    if isinstance(option.default, int):
        if not text.isdecimal():
            raise UsageError(f"{name} is a whole number, not “{text}”", remedy=f"Give --option {name}={option.default}, for instance.")
        return int(text)
    return text


def _tags(tags: Sequence[str]) -> str:
    return ",".join(dict.fromkeys(languages.normalise(tag) for tag in tags))


def _record(session: Session, action: str, row: ChannelRow, actor: Person, now: datetime) -> None:
    data = {"name": row.name, "kind": row.kind, "options": dict(row.options), "languages": row.languages, "active": row.active}
    session.add(Event(at=now, actor_id=actor.id, action=action, data=data))
