"""Kills `translate-flow publish` and `withdraw` at random moments against a real WordPress, then counts what is there.

    python -m bench.kill_wordpress --times 500 [--plain] [--seed 1]

Starts a site from Debian's packages (as the tests do), a newsroom with one channel to it, and its articles. Each round changes what readers
are to see, kills the command with SIGKILL at a random moment of the time that it usually takes, runs it once more to its end, and checks: one post for each version, with
its text and its status, whole.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests import wordpress_site
from tests.wordpress_site import WordPress
from translate_flow.formats import wp_fence

ARTICLES = 3
TEXT = "---\ntitle: Notice {number}\nlang: es\ndate: 2026-03-08\n---\n\nEl puerto {number} abre a las {hour}.\n\nFin del aviso {hour}.\n"


class Room:
    """A newsroom in a folder, and what its readers are to see."""

    def __init__(self, folder: Path, site: WordPress) -> None:
        self.folder, self.site = folder, site
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TRANSLATE_FLOW_")}
        self.environment = {**kept, "TRANSLATE_FLOW_PASSWORD_WEB": site.passwords["admin"], "PYTHONPATH": str(Path(__file__).parents[1])}
        self.hours = dict.fromkeys(range(ARTICLES), 0)
        self.up = dict.fromkeys(range(ARTICLES), True)
        self.run("init")
        self.connect()
        for number in self.hours:
            self.write(number)
            self.run("import", f"notice-{number}.es.md")
        started = time.monotonic()
        self.run("publish")
        self.usual = time.monotonic() - started  # seconds, of a run that makes all posts

    def connect(self) -> None:
        from sqlalchemy import update
        from sqlalchemy.orm import Session

        from translate_flow import db
        from translate_flow.models_channels import ChannelRow

        engine = db.engine_for(f"sqlite:///{self.folder / '.translate-flow' / 'translate-flow.db'}")
        with Session(engine) as session, session.begin():
            session.execute(update(ChannelRow).values(active=False))
            row = session.get_one(ChannelRow, 1)
            session.add(ChannelRow(name="web", kind="wordpress", uid="c0ffee", complete=False, created_at=row.created_at, options={"url": self.site.url, "user": "admin"}))
        engine.dispose()

    def write(self, number: int) -> None:
        (self.folder / f"notice-{number}.es.md").write_text(TEXT.format(number=number, hour=self.hours[number]))

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "translate_flow", *words], cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def run(self, *words: str) -> None:
        process = self.start(*words)
        _, said = process.communicate(timeout=120)
        if process.returncode:
            raise SystemExit(f"{words} ended with {process.returncode}: {said.decode()}")

    def status(self, number: int) -> str:
        done = subprocess.run([sys.executable, "-m", "translate_flow", "--json", "show", f"notice-{number}/es"], cwd=self.folder, env=self.environment, capture_output=True, check=True)
        return str(json.loads(done.stdout)["status"])

    def change(self, number: int, chance: random.Random) -> tuple[str, ...]:
        """The next thing to be done to an article, as a command that also brings the channel up."""
        if self.up[number] and chance.random() < 0.3:
            return ("withdraw", f"notice-{number}/es", "--reason", "a test")
        if not self.up[number]:
            return ("publish", f"notice-{number}/es")
        self.hours[number] += 1
        self.write(number)
        self.run("revise", f"notice-{number}", f"notice-{number}.es.md")
        return ("publish",)

    def faults(self) -> list[str]:
        """What is not there as it ought to be."""
        found: dict[str, list[dict[str, Any]]] = {}
        for post in self.site.ask("wp/v2/posts", context="edit", status="publish,future,draft,pending,private,trash", per_page=100):
            found.setdefault(wp_fence.key_of(post["content"]["raw"]), []).append(post)
        wrong = [f"{len(same)} posts for {key}" for key, same in found.items() if len(same) != 1]
        by_title = {post["title"]["raw"]: post for same in found.values() for post in same}
        for number, hour in self.hours.items():
            post = by_title.get(f"Notice {number}")
            wanted = f"<p>El puerto {number} abre a las {hour}.</p>"
            if post is None and not self.up[number]:
                continue  # withdrawn before it was made anew
            if post is None:
                wrong.append(f"notice {number} is lost")
            elif post["status"] != ("publish" if self.up[number] else "draft"):
                wrong.append(f"notice {number} is {post['status']}")
            elif self.up[number] and (wanted not in post["content"]["raw"] or f"Fin del aviso {hour}." not in post["content"]["raw"]):
                wrong.append(f"notice {number} says something else than of {hour}")
        return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="without the companion plugin")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    killed = fresh = wrong = 0
    with tempfile.TemporaryDirectory() as folder, wordpress_site.running(workers=3) as site:
        site.companion(there=not chosen.plain)
        room = Room(Path(folder), site)
        for turn in range(1, chosen.times + 1):
            number = chance.randrange(ARTICLES)
            if chance.random() < 0.25:  # a new post is what could be made twice
                for post in site.ask("wp/v2/posts", context="edit", status="publish,draft", per_page=100):
                    site.rest(f"posts/{post['id']}?_method=DELETE&force=true")
                forget(room)
                fresh += 1
            process = room.start(*room.change(number, chance))
            time.sleep(chance.uniform(0.2, 1.05) * room.usual)
            process.kill()
            killed += process.wait() == -9
            room.run("publish")
            room.up[number] = room.status(number) == "published"
            if faults := room.faults():
                wrong += 1
                print(f"turn {turn}: {'; '.join(faults)}", flush=True)
            if turn % 10 == 0:
                print(f"{turn}: {killed} killed on the way, {fresh} with all posts to be made anew, {wrong} wrong", flush=True)
    print(f"{chosen.times} turns: {killed} killed on the way, {fresh} with all posts to be made anew, {wrong} wrong")
    raise SystemExit(1 if wrong else 0)


def forget(room: Room) -> None:
    """The channel as on its first day."""
    from sqlalchemy import delete, update
    from sqlalchemy.orm import Session

    from translate_flow import db
    from translate_flow.models_channels import ChannelRow, Publication

    engine = db.engine_for(f"sqlite:///{room.folder / '.translate-flow' / 'translate-flow.db'}")
    with Session(engine) as session, session.begin():
        session.execute(delete(Publication))
        session.execute(update(ChannelRow).where(ChannelRow.name == "web").values(complete=False))
    engine.dispose()


if __name__ == "__main__":
    main()
