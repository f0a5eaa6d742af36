"""Kills workers with SIGKILL in the middle of what they do, over and over, and looks whether anything was lost or done twice.

    python -m bench.kill_worker --times 500                  on SQLite, in a folder of its own
    python -m bench.kill_worker --times 500 --database URL   on PostgreSQL: an empty database, made for this

Real processes: each round starts two workers and kills them after a time drawn by lot, from before they have opened the database to
after they have ended. At the end one worker runs undisturbed. Then each schedule must be done, with one event of publishing each,
every page on the site, and nothing for the doctor to find.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from translate_flow import db, formats
from translate_flow.models import Event, Person, Version
from translate_flow.models_releases import Schedule
from translate_flow.services import delivery, doctor, importing, people, settings, worker
from translate_flow.services.sources import Incoming

PAST = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "# Artículo {number}\n\nMiles de personas salieron a la calle, en {number} ciudades.\n"


def fill(engine: Engine, count: int) -> None:
    """So many originals that are not out, each scheduled for a moment that has passed."""
    with db.scope(engine) as session:
        pia = session.scalar(select(Person).where(Person.handle == "pia"))
        if pia is None:
            pia = people.add(session, "pia", roles=["publisher", "coordinator"], actor=None, now=PAST)
        before = session.scalar(select(func.count()).select_from(Version)) or 0
        bodies = [TEXT.format(number=before + number).encode() for number in range(count)]
        items = [
            Incoming(document=formats.get("markdown").read(body), body=body, key=f"a-{before + at}", language="es", origin=f"/a-{before + at}", published=False)
            for at, body in enumerate(bodies)
        ]
        list(importing.bring(session, items, actor=pia, now=PAST))
        session.flush()
        planned = select(Schedule.version_id).where(Schedule.version_id.is_not(None))
        for number in session.scalars(select(Version.id).where(Version.id.not_in(planned))).all():
            session.add(Schedule(version_id=number, at=PAST, zone="UTC", actor_id=pia.id, created_at=PAST))
        if not settings.get(session, "base_url"):
            settings.put(session, "base_url", "https://paper.example", actor=pia, now=PAST)


def started(url: str, home: Path, *more: str, once: bool = True) -> subprocess.Popen[bytes]:
    """A worker in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    words = [sys.executable, "-m", "translate_flow", "--database", url, "worker", *(["--once"] if once else []), *more]
    return subprocess.Popen(words, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=None)


def work(url: str, home: Path) -> None:
    """A worker in this process, until it is killed, or alone."""
    engine, parent = db.engine_for(url), os.getppid()

    def sessions(*, writes: bool = False) -> Any:
        return db.scope(engine, writes=writes)

    while os.getppid() == parent:
        for _ in worker.run(delivery.Desk(sessions, engine, home, datetime.now(UTC))):
            pass
        time.sleep(0.02)


def left(engine: Engine) -> int:
    with db.scope(engine, writes=False) as session:
        return session.scalar(select(func.count()).select_from(Schedule).where(Schedule.state != "done")) or 0


def wrong(engine: Engine, count: int, home: Path | None = None) -> list[str]:
    """What is not as it must be once all is done."""
    found = []
    with db.scope(engine, writes=False) as session:
        told = dict(session.execute(select(Event.version_id, func.count()).where(Event.action == "publish").group_by(Event.version_id)).all())
        found += [f"version {number} was published {times} times" for number, times in told.items() if times != 1]
        live = session.scalar(select(func.count()).select_from(Version).where(Version.status == "published", Version.live_id.is_not(None)))
        done = session.scalar(select(func.count()).select_from(Schedule).where(Schedule.state == "done"))
        if (live, done, len(told)) != (count, count, count):
            found.append(f"of {count}, {live} are out, {done} schedules done, {len(told)} published")
        if home is not None:
            pages = len(list((home / "site" / "es").glob("a-*.html")))
            found += [] if pages == count else [f"the site has {pages} pages of {count}"]
            found += [f"{one.where}: {one.what}" for one in doctor.examine(session, home=home, now=datetime.now(UTC))]
    return found


def loop(engine: Engine, url: str, home: Path, *, times: int, count: int, dice: random.Random | None = None) -> list[str]:
    """`times` kills, over `count` schedules in all; returns what was wrong at the end."""
    dice, made = dice or random.Random(8), 0
    began = time.monotonic()
    started(url, home).wait()  # the site as it is at first, and how long a worker takes
    whole = time.monotonic() - began
    for number in range(times):
        wanted = -(-count * (number + 1) // times)
        if wanted > made:
            fill(engine, wanted - made)
            engine.dispose()
            made = wanted
        crowd = [started(url, home) for _ in range(2)]
        time.sleep(dice.uniform(0.3, 1.6) * whole)
        for one in crowd:
            one.kill()
            one.wait()
    if started(url, home).wait() != 0:
        return ["the last worker failed"]
    engine.dispose()
    place = db.file_of(engine.url)
    return wrong(engine, count, place.parent if place is not None else home / ".translate-flow")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--count", type=int, default=0, help="schedules in all; else two for each kill")
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; else an SQLite file of its own")
    parser.add_argument("--seed", type=int, default=8)
    chosen = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="kills-"))
    url = chosen.database or f"sqlite:///{home / '.translate-flow' / 'translate-flow.db'}"
    (home / ".translate-flow").mkdir()
    engine = db.engine_for(db.url_of(url), create=True)
    db.upgrade(engine)
    began, count = time.monotonic(), chosen.count or 2 * chosen.times
    found = loop(engine, url, home, times=chosen.times, count=count, dice=random.Random(chosen.seed))
    took = time.monotonic() - began
    print(f"{engine.dialect.name}: {chosen.times} times two workers killed over {count} schedules, {took:.0f} s: {len(found)} things wrong")
    print("\n".join(found[:20]))
    engine.dispose()
    shutil.rmtree(home, ignore_errors=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
