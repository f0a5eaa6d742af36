"""Real places for letters: a mail server (aiosmtpd) and an HTTP receiver that do as a test says, and notices to be sent to them."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.serving import Served
from translate_flow import db, post
from translate_flow.models import Person
from translate_flow.models_notices import Hook, Letter, Notice, Outgoing
from translate_flow.services import delivery, letters, people, settings

NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def message(**other: Any) -> post.Message:
    """A letter to ana, with what a test says of it."""
    usual: dict[str, Any] = {
        "uid": "0123456789abcdef0123456789abcdef", "at": NOW, "person": "ana", "name": "Ana Ruiz", "address": "ana@example.org", "subject": "Returned: march-8/pt",
        "text": "It came back.\n", "language": "en", "items": ({"kind": "returned", "article": "march-8"},),
    }  # fmt: skip
    return post.Message(**usual | other)


# --- mail ---


@dataclass
class Mailbox:
    """A handler of aiosmtpd. What it answers may be put in place; `got`: (recipients, bytes) of what it took, `asked`: recipients it was asked about."""

    got: list[tuple[list[str], bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    helo: str = ""
    sender: str = ""  # its answer to MAIL
    recipient: Callable[[str], str] = lambda _: ""
    data: Callable[[], str] = lambda: ""  # its answer to a letter
    drop: str = ""  # hang up after DATA, `before` or `after` the letter is taken
    connections: int = 0
    stall: threading.Event | None = None  # answers MAIL only then

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.stall is not None:
            import asyncio

            await asyncio.to_thread(self.stall.wait, 20)
        if self.sender:
            return self.sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 fine"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self.asked.append(address)
        if answer := self.recipient(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        taken = ([*envelope.rcpt_tos], bytes(envelope.original_content))
        if self.drop == "before":
            server.transport.abort()
            return "451 gone"
        answer = self.data() or "250 2.0.0 taken"
        if answer.startswith("250"):
            self.got.append(taken)
        if self.drop == "after":
            server.transport.abort()
        return answer

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(data, policy=policy.default) for _, data in self.got]  # type: ignore[misc]


class MailServer:
    """To be used in `with`; `port` is where it listens."""

    def __init__(self, box: Mailbox, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, login: dict[str, str] | None = None, **more: Any) -> None:
        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import AuthResult

        class Here(Controller):
            def _trigger_server(self) -> None:
                self.port = self.server.sockets[0].getsockname()[1]  # whichever was free
                super()._trigger_server()

        if login is not None:
            def known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
                return AuthResult(success=login.get(data.login.decode()) == data.password.decode(), handled=False)

            more |= {"authenticator": known, "auth_required": True, "auth_require_tls": more.get("auth_require_tls", False)}
        if starttls is not None:
            more |= {"tls_context": starttls}
        more.setdefault("enable_SMTPUTF8", False)
        self.controller = Here(box, hostname="127.0.0.1", port=0, ssl_context=tls, ready_timeout=20, **more)

    def __enter__(self) -> MailServer:
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    @property
    def port(self) -> int:
        return int(self.controller.port)


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate that it made itself, for localhost and 127.0.0.1, and its file."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    key, file = folder / "key.pem", folder / "certificate.pem"
    words = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    subprocess.run([*words.split(), "-keyout", key, "-out", file], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return context, file


# --- the web ---


@dataclass(frozen=True)
class Called:
    path: str
    headers: dict[str, str]
    body: bytes


class Receiver(Served):
    """Keeps the calls it gets, and answers what `answer` says: (status, headers, body), or None to hang up without an answer."""

    def __init__(self, answer: Callable[[Called], tuple[int, dict[str, str], bytes] | None] = lambda _: (200, {}, b"ok"), tls: ssl.SSLContext | None = None) -> None:
        self.calls: list[Called] = []
        self.answer = answer
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                called = Called(self.path, {name.lower(): value for name, value in self.headers.items()}, self.rfile.read(int(self.headers["Content-Length"])))
                outer.calls.append(called)
                answered = outer.answer(called)
                if answered is None:
                    self.close_connection = True
                    return
                status, headers, body = answered
                with suppress(OSError):  # the caller may have hung up
                    self.send_response(status)
                    for name, value in ({"Content-Length": str(len(body))} | headers).items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook"


# --- notices ---


def somebody(engine: Engine, handle: str = "ana", *, email: str | None = None, **more: Any) -> int:
    with db.scope(engine) as session:
        person = people.add(session, handle, roles=["translator"], reads=["es"], writes=["pt"], email=f"{handle}@example.org" if email is None else email, actor=None, now=NOW)
        for name, value in more.items():
            setattr(person, name, value)
        return person.id


def mails_by(engine: Engine, port: int, *, gap: int = 5, user: str = "", scheme: str = "smtp") -> None:
    with db.scope(engine) as session:
        settings.put(session, "smtp", f"{scheme}://{user + '@' if user else ''}127.0.0.1:{port}", actor=None, now=NOW)
        settings.put(session, "mail_from", "The Beacon <desk@beacon.example>", actor=None, now=NOW)
        settings.put(session, "notice_gap", str(gap), actor=None, now=NOW)


def hook(engine: Engine, kind: str, target: str, name: str = "") -> int:
    with db.scope(engine) as session:
        row = Hook(name=name or kind, kind=kind, target=target, secret=SECRET if kind == "webhook" else "", created_at=NOW)
        session.add(row)
        session.flush()
        return row.id


def tell(engine: Engine, person_id: int, *titles: str, hook_id: int | None = None, pace: str = "once", now: datetime = NOW, due_at: datetime | None = None) -> None:
    """Writes notices and their rows of the outbox."""
    with db.scope(engine) as session:
        for title in titles:
            notice = Notice(person_id=person_id, kind="returned", at=now, data={"title": title})
            session.add(notice)
            session.flush()
            session.add(Outgoing(notice_id=notice.id, person_id=person_id, way="hook" if hook_id else "mail", hook_id=hook_id, pace=pace, due_at=due_at or now))


def compose(session: Any, letter: Letter, *, now: datetime) -> post.Message:
    """Words that a test can tell apart: one line for each notice."""
    person = session.get_one(Person, letter.person_id)
    titles = session.scalars(select(Notice.data).join(Outgoing, Outgoing.notice_id == Notice.id).where(Outgoing.letter_id == letter.id).order_by(Outgoing.id)).all()
    lines = [str(data["title"]) for data in titles]
    return message(uid=letter.uid, person=person.handle, name=person.name, address=letter.address, subject=f"{letter.pace}: {len(lines)}", text="\n".join(lines) + "\n", items=tuple({"title": one} for one in lines))


def run(engine: Engine, home: Path, now: datetime = NOW, **more: Any) -> list[letters.Posted]:
    """What a worker does with letters at a moment."""
    desk = delivery.Desk(lambda *, writes=False: db.scope(engine, writes=writes), engine, home, now)
    return list(letters.deliver(desk, **{"compose": compose} | more))
