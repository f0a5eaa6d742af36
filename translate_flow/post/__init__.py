"""How a letter reaches somebody: by mail, or by a hook that the newsroom named. No database here: a message goes in, and was taken or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from translate_flow.errors import TranslateFlowError


@dataclass(frozen=True, slots=True)
class Message:
    """A letter in the words of whoever gets it. `uid`: 32 hexadecimal digits, the same whenever it is sent again. `text`: plain, lines ended by `\\n`.

    `items`: what it tells, one mapping each, for programs (JSON values only; moments as ISO 8601 in UTC with `Z`). `language`: of its words.
    """

    uid: str
    at: datetime
    person: str  # the handle
    name: str
    address: str  # a mail address; empty for a hook
    subject: str
    text: str
    language: str
    items: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it goes: a hook, or (kind `mail`) the newsroom's mail server as a URL. `secret`: what is signed with, or the server's password.

    `target` of a file or feed is a path, absolute or from the folder that the process runs in.
    """

    kind: str
    name: str
    target: str
    secret: str = ""
    sender: str = ""  # whom a mail is from


class NotTaken(TranslateFlowError):
    """The place did not take a message. `data`: `again` (whether trying again may help), `after` (seconds it asked to be left alone),

    `whose`: the trouble is that of the `place`, so that no other message would be taken now; of this `letter`; or of its `address`.
    """

    exit_code = 8

    @property
    def again(self) -> bool:
        return bool(self.data.get("again", True))

    @property
    def after(self) -> float:
        return float(self.data.get("after") or 0.0)

    @property
    def whose(self) -> str:
        return str(self.data.get("whose", "place"))


class Opened(Protocol):
    """A place while letters go to it, one after the other."""

    def send(self, message: Message) -> None:
        """Returns once the place has taken it. Raises NotTaken; whether it arrived is then not always known."""

    def close(self) -> None: ...


def _mail(place: Place) -> Opened:
    from translate_flow.post import mail

    return mail.Mailer(place)


def _web(place: Place) -> Opened:
    from translate_flow.post import web

    return web.Caller(place)


def _file(place: Place) -> Opened:
    from translate_flow.post import files

    return files.Lines(place)


def _feed(place: Place) -> Opened:
    from translate_flow.post import files

    return files.Feed(place)


KINDS: dict[str, Callable[[Place], Opened]] = {"mail": _mail, "webhook": _web, "slack": _web, "matrix": _web, "file": _file, "feed": _feed}


@contextmanager
def opened(place: Place) -> Iterator[Opened]:
    """A place to send several letters to; nothing is asked of it before the first."""
    there = KINDS[place.kind](place)
    try:
        yield there
    finally:
        there.close()


def send(place: Place, message: Message) -> None:
    """Sends one message. Raises NotTaken."""
    with opened(place) as there:
        there.send(message)
