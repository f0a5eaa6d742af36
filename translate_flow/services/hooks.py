"""The places beside mail that notices may go to: a webhook, a chat, a file, a feed. Nothing goes anywhere the newsroom did not name."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from translate_flow import messages, post
from translate_flow.errors import Conflict, NotAllowed, NotFound, UsageError
from translate_flow.models import Event, Person
from translate_flow.models_notices import HOOKS, Choice, Hook, Letter, Outgoing
from translate_flow.services import notices, people
from translate_flow.services.nearest import suggest
from translate_flow.workflow import Role

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_FILES = ("file", "feed")
_LONGEST = 2000  # characters of a target
_WHO = (Role.COORDINATOR, Role.OPERATOR)


def find(session: Session, name: str) -> Hook:
    """The hook of that name. Raises NotFound with the nearest."""
    row = session.scalar(select(Hook).where(Hook.name == name))
    if row is None:
        names = session.scalars(select(Hook.name)).all()
        raise NotFound(f"There is no hook “{name}”{suggest(name, names)}", remedy="See `translate-flow hook list`, or make it with `hook add`.")
    return row


def add(session: Session, name: str, kind: str, target: str, *, home: Path, actor: Person, now: datetime) -> Hook:
    """Names a place for notices. A webhook gets the secret that it is signed with.

    Raises UsageError (a name, a kind, an address or a path that makes no sense), Conflict, NotAllowed (role)."""
    people.must_be(actor, *_WHO, doing="add hooks")
    if not _NAME.fullmatch(name) or name == "mail":
        raise UsageError(f"“{name}” cannot be a hook's name", remedy="Use lower-case letters, digits and hyphens, such as desk-chat; mail is taken.")
    if kind not in HOOKS:
        raise UsageError(f"There is no kind of hook “{kind}”{suggest(kind, HOOKS)}", remedy=f"Kinds: {', '.join(HOOKS)}.")
    kept = _path(kind, target, home, actor) if kind in _FILES else _url(target)
    if session.scalar(select(Hook.id).where(Hook.name == name)) is not None:
        raise Conflict(f"There is a hook “{name}” already", remedy="Choose another name, or remove it first with `hook remove`.")
    row = Hook(name=name, kind=kind, target=kept, secret=_secret() if kind == "webhook" else "", created_by=actor.id, created_at=now)
    session.add(row)
    session.flush()
    _record(session, "add hook", row, actor, now)
    return row


def rotate(session: Session, name: str, *, actor: Person, now: datetime) -> str:
    """A new secret in the place of the old one, which holds no longer. Raises NotAllowed, UsageError where none is used."""
    people.must_be(actor, *_WHO, doing="change the secret of a hook")
    row = find(session, name)
    if row.kind != "webhook":
        raise UsageError(f"A hook of kind {row.kind} is not signed", remedy="Only webhooks are.")
    row.secret = _secret()
    _record(session, "rotate secret", row, actor, now)
    return row.secret


def remove(session: Session, name: str, *, actor: Person, now: datetime) -> list[str]:
    """Forgets a hook. Who had chosen it is told, and returned; what waited for it stays in their list of notices. Raises NotAllowed."""
    people.must_be(actor, *_WHO, doing="remove hooks")
    row = find(session, name)
    query = select(Person).join(Choice, Choice.person_id == Person.id).where(Choice.hook_id == row.id, Choice.pace != "never").distinct()
    users = session.scalars(query.order_by(Person.handle)).all()
    session.execute(delete(Outgoing).where(Outgoing.hook_id == row.id, Outgoing.letter_id.is_(None)))
    still = (Letter.hook_id == row.id, Letter.sent_at.is_(None), Letter.refused_at.is_(None))
    session.execute(update(Letter).where(*still).values(refused_at=now, refused="place", problem=f"the hook {row.name} was removed"))
    session.execute(delete(Choice).where(Choice.hook_id == row.id))
    _record(session, "remove hook", row, actor, now)
    session.delete(row)
    session.flush()
    for person in users:
        notices.tell(session, "hook", person_id=person.id, version=None, now=now, actor=actor, data={"hook": name})
    return [person.handle for person in users]


@dataclass(frozen=True, slots=True)
class Listed:
    """A hook, how many people chose it, how many notices wait for it."""

    row: Hook
    people: int
    waiting: int


def listed(session: Session) -> list[Listed]:
    """Every hook, in the order they were made."""
    chosen = dict(session.execute(select(Choice.hook_id, func.count(func.distinct(Choice.person_id))).where(Choice.pace != "never").group_by(Choice.hook_id)).all())
    waiting = dict(session.execute(select(Outgoing.hook_id, func.count()).where(Outgoing.letter_id.is_(None)).group_by(Outgoing.hook_id)).all())
    return [Listed(row, chosen.get(row.id, 0), waiting.get(row.id, 0)) for row in session.scalars(select(Hook).order_by(Hook.id))]


def where(row: Hook) -> str:
    """Where a hook leads, without what only its owner may know: an address of a chat is a password itself."""
    if row.kind in _FILES:
        return row.target
    parts = urlsplit(row.target)
    return f"{parts.scheme}://{parts.netloc}/…"


def place(row: Hook, *, home: Path) -> post.Place:
    """A hook as `post` takes it; paths from the database's folder."""
    target = str(home / Path(row.target).expanduser()) if row.kind in _FILES else row.target
    return post.Place(row.kind, row.name, target, secret=row.secret)


def test(session: Session, name: str, *, home: Path, person: Person, now: datetime) -> None:
    """Sends a made-up message there. Raises NotAllowed, NotTaken."""
    people.must_be(person, *_WHO, doing="test hooks")
    row = find(session, name)
    words = messages.catalogue(person.locale, "desk")
    item = {"id": None, "kind": "test", "at": notices.iso(now)}
    message = post.Message(
        uid=secrets.token_hex(16), at=now, person=person.handle, name=person.name, address="", subject=words.text("This is a test"),
        text=words.text("Nobody has to do anything about this. It shows that letters arrive.") + "\n", language=words.language, items=(item,),
    )  # fmt: skip
    post.send(place(row, home=home), message)


def _secret() -> str:
    """256 random bits, as Standard Webhooks writes them."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def _url(text: str) -> str:
    """An address that may be posted to. Raises UsageError for any other."""
    remedy = "Give the https:// address that the other side shows; http:// only for this machine (http://localhost:8000/)."
    if len(text) > _LONGEST or not text.isascii() or not text.isprintable() or any(sign in text for sign in ' \\<>"{}|^`'):
        raise UsageError("That cannot be an address: it is too long, or has characters that no address has", remedy=remedy)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise UsageError("That cannot be an address", remedy=remedy) from None
    if parts.scheme not in {"https", "http"} or not host or port == 0:
        raise UsageError("That is no address of the web", remedy=remedy)
    if parts.scheme == "http" and not _is_here(host):
        raise UsageError(f"http://{host} would send notices over the network for all to read", remedy=remedy)
    if parts.username is not None or parts.password is not None:
        raise UsageError("An address does not hold a name or a password here", remedy="Leave out what stands before the @; a webhook is signed instead.")
    if parts.fragment or text.endswith("#"):
        raise UsageError("What stands after # is never sent", remedy="Leave it out.")
    return _lower(parts)


def _lower(parts: SplitResult) -> str:
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def _is_here(host: str) -> bool:
    """Whether a host is this very machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _path(kind: str, text: str, home: Path, actor: Person) -> str:
    """A file that notices may be written to. Raises UsageError where it cannot be, or where it holds something else."""
    if not text.strip() or len(text) > _LONGEST or not text.isprintable():
        raise UsageError("That cannot be the path of a file", remedy="Name one, such as notices.jsonl; it starts from the database's folder.")
    path = (home / text).resolve()
    if not path.is_relative_to(home.resolve()) and Role.OPERATOR.value not in {row.role for row in actor.roles}:
        raise NotAllowed(f"{actor.handle} may not write outside of the database's folder: that takes the role operator", remedy="Name a file inside it, or ask an operator.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}", remedy="Make it first, or name a file in another.")
    if path.exists() and not (path.is_file() and _is_ours(kind, path)):
        raise UsageError(f"{path.name} is there already, and holds something else", remedy="Name a file that is not there yet.")
    return text


def _is_ours(kind: str, path: Path) -> bool:
    """Whether what a file holds looks as if notices had been written there before."""
    with path.open("rb") as file:
        start = file.read(400)
    return not start or (start.startswith(b"{") if kind == "file" else b"<feed" in start and start.startswith(b"<?xml"))


def _record(session: Session, action: str, row: Hook, actor: Person, now: datetime) -> None:
    session.add(Event(at=now, actor_id=actor.id, action=action, data={"name": row.name, "kind": row.kind, "where": where(row)}))
