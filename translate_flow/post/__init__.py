"""How a letter reaches somebody: by mail, or by a hook that the newsroom named. No database here: a message goes in, and was taken or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from translate_flow.errors import TranslateFlowError


@dataclass(frozen=True, slots=True)
class Message:
    """A letter in the words of whoever gets it. `uid`: the same whenever it is sent again. `text`: plain, lines ended by `\\n`.

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
    """Where it goes: a hook, or (kind `mail`) the newsroom's mail server as a URL. `secret`: what is signed with, or the server's password."""

    kind: str
    name: str
    target: str
    secret: str = ""
    sender: str = ""  # whom a mail is from


class NotTaken(TranslateFlowError):
    """The place did not take a message. `data`: `again` (whether trying again may help), `after` (seconds it asked to be left alone)."""
