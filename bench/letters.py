"""What a worker spends on letters: CPU and peak memory of the whole command, for few and for many notices.

    python -m bench.letters                 5,000 and 100,000 notices to 50 and to 1,000 people, on SQLite
    python -m bench.letters --database URL  on PostgreSQL: an empty database, made for this

A real mail server takes the letters in a process of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, func, insert, literal, select

from bench.processes import PYTHON, once
from translate_flow import db
from translate_flow.models import Person
from translate_flow.models_notices import Letter, Notice, Outgoing
from translate_flow.services import settings


class Sink:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 taken"


def serve(port: Any) -> None:
    """A mail server, until its parent ends."""
    from bench.kill_letters import mail_server

    port.put(mail_server(Sink()).port)
    threading.Event().wait()


def fill(engine: Engine, port: int, people: int, each: int) -> None:
    """So many people with so many notices each, all due by mail."""
    now = datetime.now(UTC)
    with db.scope(engine) as session:
        for model in (Outgoing, Letter, Notice):
            session.execute(delete(model))
        for name, value in (("smtp", f"smtp://127.0.0.1:{port}"), ("mail_from", "desk@beacon.example"), ("base_url", "https://paper.example")):
            settings.put(session, name, value, actor=None, now=now)
        there = session.scalar(select(func.count()).select_from(Person)) or 0
        if there < people:
            session.execute(insert(Person), [{"handle": f"p{number}", "email": f"p{number}@example.org", "created_at": now} for number in range(there, people)])
        ids = session.scalars(select(Person.id).order_by(Person.id).limit(people)).all()
        data = {"title": "El ocho de marzo", "reason": "too long"}
        for _ in range(each):
            session.execute(insert(Notice), [{"person_id": person, "kind": "returned", "at": now, "data": data} for person in ids])
        session.execute(insert(Outgoing).from_select(["notice_id", "person_id", "way", "pace", "due_at"], select(Notice.id, Notice.person_id, literal("mail"), literal("once"), Notice.at)))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database", default="")
    parser.add_argument("--people", type=int, nargs="*", default=[50, 1000])
    parser.add_argument("--each", type=int, default=100)
    chosen = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    port: Any = context.Queue()
    server = context.Process(target=serve, args=(port,), daemon=True)
    server.start()
    with tempfile.TemporaryDirectory(prefix="letters-") as folder:
        url = chosen.database or f"sqlite:///{Path(folder) / 'translate-flow.db'}"
        engine = db.engine_for(db.url_of(url), create=True)
        db.upgrade(engine)
        number = port.get(timeout=60)
        for people in chosen.people:
            fill(engine, number, people, chosen.each)
            command = [PYTHON, "-m", "translate_flow", "--database", url, "worker", "--once"]
            cost = once(command)
            with db.scope(engine, writes=False) as session:
                sent = session.scalar(select(func.count()).where(Letter.sent_at.is_not(None))) or 0
            again = once(command)
            print(f"{engine.dialect.name}: {people * chosen.each} notices, {sent} letters: CPU {cost.cpu:.1f} s ({1000 * cost.cpu / max(sent, 1):.1f} ms a letter), wall {cost.wall:.0f} s, peak {cost.peak:.0f} MB; with nothing due CPU {again.cpu:.2f} s", flush=True)
        engine.dispose()
    server.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
