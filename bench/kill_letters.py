"""Kills workers with SIGKILL while they send letters, over and over, and looks whether any notice was lost, out of order, or told twice as two.

    python -m bench.kill_letters --times 200                  on SQLite, in a folder of its own
    python -m bench.kill_letters --times 200 --database URL   on PostgreSQL: an empty database, made for this

A real mail server (aiosmtpd) and a real HTTP receiver take the letters, slowly, and now and then hang up after DATA or without an answer,
with the letter taken or not. In each round two workers run and are killed at a moment drawn by lot, mostly while letters go out. Most
are forked from a process that has its imports done; every tenth round it is the command itself. At the end it runs undisturbed. Then
each notice must have reached its person by each way, in order; what came twice must have come under the same Message-ID or webhook-id,
byte for byte the same.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import re
import shutil
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, update

from bench.kill_worker import started, work
from translate_flow import db
from translate_flow.models import Person
from translate_flow.models_notices import Hook, Letter, Notice, Outgoing, Route
from translate_flow.services import people, settings

PEOPLE = 8
SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
Arrivals = list[tuple[str, str, str, bytes]]  # (person, way, uid, what came) in the order of coming


class Post:
    """The mail server and the receiver; both slow, and at times rude."""

    def __init__(self, dice: random.Random, rude: float) -> None:
        self.came: Arrivals = []
        self.lock, self.dice, self.rude = threading.Lock(), dice, rude

    def fate(self) -> str:
        with self.lock:
            if self.dice.random() >= self.rude:
                return ""
            return self.dice.choice(["before", "after"])

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import asyncio

        await asyncio.sleep(self.dice.uniform(0, 0.03))
        fate, data = self.fate(), bytes(envelope.original_content)
        if fate != "before":
            uid = re.search(rb"^Message-ID: <([0-9a-f]{32})@", data, re.M)
            assert uid is not None
            with self.lock:
                self.came.append((envelope.rcpt_tos[0].partition("@")[0], "mail", uid.group(1).decode(), data))
        if fate:
            server.transport.abort()
        return "250 taken"

    def receiver(self) -> ThreadingHTTPServer:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(outer.dice.uniform(0, 0.03))
                fate = outer.fate()
                if len(body) == int(self.headers["Content-Length"]) and fate != "before":  # of a worker that was killed, half may have come
                    with outer.lock:
                        outer.came.append((json.loads(body)["person"], "hook", self.headers["webhook-id"], body))
                if not fate:
                    self.send_response(200)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

            def handle(self) -> None:
                with suppress(ConnectionError):  # it was killed
                    super().handle()

        return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def mail_server(post: Post) -> Any:
    from aiosmtpd.controller import Controller

    class Here(Controller):
        def _trigger_server(self) -> None:
            self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()

    made = Here(post, hostname="127.0.0.1", port=0)
    made.start()
    return made


def prepare(engine: Engine, smtp: int, web: int) -> tuple[list[int], int]:
    """The newsroom's settings, its people, its hook."""
    now = datetime.now(UTC)
    with db.scope(engine) as session:
        for name, value in (("smtp", f"smtp://127.0.0.1:{smtp}"), ("mail_from", "desk@beacon.example"), ("notice_gap", "0"), ("base_url", "https://paper.example")):
            settings.put(session, name, value, actor=None, now=now)
        crowd = [people.add(session, f"p{number}", roles=["translator"], email=f"p{number}@example.org", actor=None, now=now) for number in range(PEOPLE)]
        hook = Hook(name="desk", kind="webhook", target=f"http://127.0.0.1:{web}/", secret=SECRET, created_at=now)
        session.add(hook)
        session.flush()
        return [person.id for person in crowd], hook.id


def tell(engine: Engine, crowd: list[int], hook: int, dice: random.Random) -> None:
    """A few notices to everybody, by both ways; and no place is left alone because it was rude."""
    now = datetime.now(UTC)
    with db.scope(engine) as session:
        for person in crowd:
            for _ in range(dice.choice((1, 1, 2, 3))):
                notice = Notice(person_id=person, kind="returned", at=now, data={"title": "El ocho de marzo", "reason": "too long"})
                session.add(notice)
                session.flush()
                session.add_all(Outgoing(notice_id=notice.id, person_id=person, way=way, hook_id=number, pace="once", due_at=now) for way, number in (("mail", None), ("hook", hook)))
    forgive(engine)


def forgive(engine: Engine) -> None:
    with db.scope(engine) as session:
        session.execute(update(Route).values(retry_at=None))
        session.execute(update(Letter).where(Letter.sent_at.is_(None)).values(retry_at=None))


def wrong(engine: Engine, came: Arrivals) -> list[str]:
    """What did not come as it must."""
    with db.scope(engine, writes=False) as session:
        rows = session.execute(
            select(Person.handle, Outgoing.way, Outgoing.notice_id, Letter.uid, Letter.sent_at, Letter.problem)
            .join(Person, Person.id == Outgoing.person_id).outerjoin(Letter, Letter.id == Outgoing.letter_id).order_by(Outgoing.id)
        ).all()  # fmt: skip
    found, holds, wanted = [], defaultdict(list), defaultdict(list)
    for person, way, notice, uid, sent, problem in rows:
        wanted[person, way].append(notice)
        holds[uid].append(notice)
        if uid is None or sent is None:
            found.append(f"notice {notice} of {person} by {way} was never marked as sent: {problem}")
    seen: dict[str, bytes] = {}
    got: dict[tuple[str, str], list[str]] = defaultdict(list)
    for person, way, uid, data in came:
        if seen.setdefault(uid, data) != data:
            found.append(f"letter {uid} came again with other words")
        if got[person, way][-1:] != [uid]:
            got[person, way].append(uid)
    for key, notices in wanted.items():
        told = [notice for uid in got[key] for notice in holds[uid]]
        if told != notices:
            lost, twice = set(notices) - set(told), len(told) - len(set(told))
            found.append(f"{key}: {len(lost)} lost, {twice} told in two letters or after a later one, {'in' if told == sorted(told) else 'out of'} order")
    return found


def loop(engine: Engine, url: str, home: Path, *, times: int, seed: int = 8, rude: float = 0.01, workers: int = 2) -> tuple[list[str], str]:
    """Kills workers in so many rounds; returns what was wrong at the end, and figures."""
    dice = random.Random(seed)
    post = Post(random.Random(seed + 1), rude)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.kill_worker", "translate_flow.services.letters", "translate_flow.services.letters_text", "translate_flow.post.mail", "translate_flow.post.web"])
    receiver = post.receiver()
    threading.Thread(target=receiver.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()
    mail = mail_server(post)
    killed = 0
    try:
        crowd, hook = prepare(engine, mail.port, receiver.server_address[1])
        for number in range(times):
            tell(engine, crowd, hook, dice)
            engine.dispose()
            crew = _crew(context, url, home, workers, commands=number % 10 == 9)
            _wait(post, dice)
            killed += sum(one.alive() for one in crew)
            for one in crew:
                one.kill()
        post.rude = 0.0
        forgive(engine)
        for _ in range(2):  # of a letter that was under way, what came meanwhile goes after it
            if started(url, home).wait() != 0:
                return ["the last worker failed"], ""
        engine.dispose()
        with db.scope(engine, writes=False) as session:
            letters = session.scalar(select(func.count()).select_from(Letter))
            notices = session.scalar(select(func.count()).select_from(Outgoing))
        again = len(post.came) - len({uid for _, _, uid, _ in post.came})
        return wrong(engine, post.came), f"{killed} workers killed, {notices} notices in {letters} letters, {again} came again"
    finally:
        mail.stop()
        receiver.shutdown()
        receiver.server_close()


class Crew:
    """A worker that can be killed: a process forked from one that is ready, or the command."""

    def __init__(self, process: Any) -> None:
        self.process = process

    def alive(self) -> bool:
        return self.process.poll() is None if hasattr(self.process, "poll") else self.process.is_alive()

    def kill(self) -> None:
        self.process.kill()
        (self.process.wait if hasattr(self.process, "wait") else self.process.join)()


def _crew(context: Any, url: str, home: Path, count: int, *, commands: bool) -> list[Crew]:
    if commands:
        return [Crew(started(url, home, "--every", "600", once=False)) for _ in range(count)]
    forked = [context.Process(target=work, args=(url, home), daemon=True) for _ in range(count)]
    for one in forked:
        one.start()
    return [Crew(one) for one in forked]


def _wait(post: Post, dice: random.Random) -> None:
    """Until some letters have come and a moment more; in every fifth round, a time that has nothing to do with letters."""
    if dice.random() < 0.2:
        time.sleep(dice.uniform(0.0, 1.5))
        return
    wanted, until = len(post.came) + dice.randint(1, 2 * PEOPLE - 4), time.monotonic() + 6
    while len(post.came) < wanted and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(dice.uniform(0.0, 0.06))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--times", type=int, default=200, help="rounds, of two workers each")
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; else an SQLite file of its own")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--rude", type=float, default=0.01, help="how often a place hangs up")
    chosen = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="kills-"))
    (home / ".translate-flow").mkdir()
    url = chosen.database or f"sqlite:///{home / '.translate-flow' / 'translate-flow.db'}"
    engine = db.engine_for(db.url_of(url), create=True)
    db.upgrade(engine)
    began = time.monotonic()
    found, figures = loop(engine, url, home if chosen.database else home / ".translate-flow", times=chosen.times, seed=chosen.seed, rude=chosen.rude)
    print(f"{engine.dialect.name}: {figures}, {time.monotonic() - began:.0f} s: {len(found)} things wrong")
    print("\n".join(found[:20]))
    engine.dispose()
    shutil.rmtree(home, ignore_errors=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
