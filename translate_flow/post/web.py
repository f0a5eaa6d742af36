"""Letters to web addresses: webhooks signed after the Standard Webhooks specification 1.0 (standardwebhooks.com), chat of Slack's kind
(Slack, Mattermost, Rocket.Chat) and of Matrix (the generic webhook of matrix-hookshot).

A call goes to the host that was named and to no other: no redirect is followed, no proxy asked.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from html import escape
from typing import Any

from translate_flow.adoption.http import Answer, Client, retry_after
from translate_flow.errors import Unreadable, UsageError
from translate_flow.post import Message, NotTaken, Place
from translate_flow.post.plain import line, lines, within

TIMEOUT, PATIENCE = 15.0, 30.0  # seconds without a byte, and for one letter
_ANSWER = 2048  # bytes of an answer that are read
_CHAT = 12_000  # characters of a letter in a chat: Slack takes 40,000, of which escaping may use up to five for one
_OURS = frozenset({400, 413, 415, 422})  # it does not like this letter: others may be taken
_CALLS = re.compile(r"@(?=(?:channel|all|here|everyone|room)\b)", re.IGNORECASE)
_MOST_BODY = 4 * 2**20


class Caller:
    """A webhook, or the hook of a chat."""

    def __init__(self, place: Place) -> None:
        self.place = place
        try:
            self.client = Client(place.target, timeout=TIMEOUT, patience=PATIENCE, agent="translate-flow (notices)")
        except UsageError:  # which would show the address: that of a chat is a password
            raise NotTaken(f"{place.name} leads to no address of the web", remedy=f"Remove the hook {place.name}, and add it with its https:// address.") from None

    def send(self, message: Message) -> None:
        body, more = BODIES[self.place.kind](self.place, message)
        if len(body) > _MOST_BODY:
            raise NotTaken(f"{self.place.name}: the letter is larger than {_MOST_BODY // 2**20} MB", remedy="Read it with `translate-flow notices`.", again=False, whose="letter")
        try:
            with within(PATIENCE, self.client.stop):
                answer = self.client.send(self.place.target, body, {"Content-Type": "application/json; charset=utf-8", **more}, limit=_ANSWER)
        except Unreadable as error:
            raise NotTaken(f"{self.place.name} {error.message}", remedy=error.remedy) from None
        if not 200 <= answer.status < 300:
            raise _refused(self.place, answer)

    def close(self) -> None:
        self.client.close()


def _refused(place: Place, answer: Answer) -> NotTaken:
    said = line(answer.body.decode("utf-8", "replace"), 120) if not answer.is_page else ""
    message = f"{place.name} answers {answer.status}" + (f": {said}" if said else "")
    if answer.status == 410:
        return NotTaken(f"{message}: it is gone, and wants no more letters", remedy=f"Remove the hook {place.name}, or see to its receiver.", again=False)
    if 300 <= answer.status < 400:
        return NotTaken(f"{message}: it leads elsewhere, and letters go only where the hook says", remedy=f"Name the new address in a hook, and remove {place.name}.")
    if answer.status in _OURS:
        return NotTaken(message, remedy=f"See what the receiver of {place.name} expects; its log may say it.", whose="letter")
    remedy = f"See to the receiver of {place.name}; nothing is lost, and it is tried again."
    return NotTaken(message, remedy=remedy, after=retry_after(answer.headers.get("retry-after", "")))


def _webhook(place: Place, message: Message) -> tuple[bytes, dict[str, str]]:
    body = _json(record(message))
    moment = str(int(time.time()))  # of this try: receivers refuse old ones
    return body, {"webhook-id": message.uid, "webhook-timestamp": moment, "webhook-signature": signature(place, message.uid, moment, body)}


def record(message: Message) -> dict[str, Any]:
    """A letter for programs."""
    at = message.at.isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"id": message.uid, "at": at, "person": message.person, "language": message.language, "subject": line(message.subject), "text": lines(message.text), "items": list(message.items)}


def signature(place: Place, uid: str, moment: str, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 of `id.timestamp.body`; the secret is base64 after `whsec_`. Raises NotTaken where that is none."""
    try:
        key = base64.b64decode(place.secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise NotTaken(f"{place.name} has no secret to sign with", remedy=f"Remove the hook {place.name} and add it again.")
    signed = hmac.new(key, f"{uid}.{moment}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


def _calm(text: str) -> str:
    """Text that calls nobody together (@channel and @all of Mattermost and Rocket.Chat, @room of Matrix) and hides no link behind words."""
    return _CALLS.sub("@\u200b", text).replace("](", "]\u200b(")


def _slack(place: Place, message: Message) -> tuple[bytes, dict[str, str]]:
    return _json({"text": f"*{_mrkdwn(_calm(line(message.subject)))}*\n{_mrkdwn(_calm(_short(message)))}", "unfurl_links": False}), {}


def _mrkdwn(text: str) -> str:
    """Text in which nothing is a link or calls people together (`<!channel>`): Slack's three characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _matrix(place: Place, message: Message) -> tuple[bytes, dict[str, str]]:
    subject, text = _calm(line(message.subject)), _calm(_short(message))
    html = f"<p><strong>{escape(subject)}</strong></p><p>{escape(text).replace(chr(10), '<br>')}</p>"
    return _json({"text": f"{subject}\n{text}", "html": html, "username": "translate-flow"}), {}


def _short(message: Message) -> str:
    text = lines(message.text).strip("\n")
    return text if len(text) <= _CHAT else text[: _CHAT - 2].rstrip() + "\n…"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


BODIES: dict[str, Callable[[Place, Message], tuple[bytes, dict[str, str]]]] = {"webhook": _webhook, "slack": _slack, "matrix": _matrix}
