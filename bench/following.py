"""Freshness after a change of the source: an article with 40 versions in a tree five deep, ever more blocks changed.

Time is that of one transaction (`revise`, in-process), against reading and comparing the two texts alone; and what it costs
for each block changed must not grow with how many are.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measures import Measure, Scale
from bench.processes import Cost, Costs

LANGUAGES = ["en", "fr", "de", "it", "pt", "ca", "gl", "eu", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "bg", "el", "tr", "ru", "uk", "sr", "hr", "sl", "et", "lv", "lt", "ar", "fa", "he", "hi", "bn", "th", "vi", "id", "ja", "ko", "zh"]
BLOCKS = 1000
CHANGED = (1, 10, 100, 1000)


def following(folder: Path, scale: Scale) -> Iterator[Measure]:
    """Prints seconds for each number of changed blocks; the measure is the last step: ten times the blocks, ten times the time at most."""
    blocks = BLOCKS if scale.runs > 5 else 100
    said = subprocess.run([sys.executable, "-m", "bench.following", str(folder), str(blocks)], capture_output=True, text=True, check=True)
    seconds = {int(changed): (spent, queries) for changed, (spent, queries) in json.loads(said.stdout).items()}
    steps = sorted(seconds)
    most, before = steps[-1], steps[-2]
    ratio = seconds[most][0] / seconds[before][0]
    note = "; ".join(f"{changed} of {blocks} blocks: {1000 * spent:.0f} ms, {queries} statements" for changed, (spent, queries) in sorted(seconds.items()))
    costs = [Costs((Cost(seconds[step][0], seconds[step][0], 0.0),)) for step in (most, before)]
    yield Measure(f"revise under 40 versions, {most} / {before} blocks changed", costs[0], costs[1], ratio, ratio, most / before, note)


def _measure(folder: Path, blocks: int) -> dict[int, tuple[float, int]]:
    from sqlalchemy import event

    from translate_flow import db
    from translate_flow.services import freshness, lookup

    engine = db.engine_for(f"sqlite:///{folder / 'following.db'}", create=True)
    db.upgrade(engine)
    dice = random.Random(1)
    lines = [f"Paragraph {number} says {' '.join(dice.choice(_WORDS) for _ in range(30))}." for number in range(blocks)]
    with db.scope(engine) as session:
        boss = _tree(session, lines)
    found = {}
    for turn, changed in enumerate([1, *(step for step in CHANGED if step <= blocks)]):  # the first warms up
        for at in dice.sample(range(blocks), changed):
            lines[at] = f"{lines[at]} Changed {turn}."
        counted: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *given, counted=counted: counted.append(given[2]))
        started = time.process_time()
        with db.scope(engine) as session:
            _revise(session, lines, boss)
        found[changed] = (time.process_time() - started, len(counted))
        with db.scope(engine) as session:
            versions = lookup.article(session, "tree").versions
            states = [state.state for state in freshness.of(session, versions).values()]
            assert states.count("behind") == 8, states
            assert states.count("parent_behind") == 32, states
    engine.dispose()
    return found


_WORDS = ["orchard", "water", "council", "street", "winter", "meeting", "garden", "seeds", "market", "bread", "river", "school", "letter", "union", "bridge", "harvest"]


def _tree(session: object, lines: list[str]) -> str:
    """es, eight versions from it, and four more below each, one under the other: a chain of five with es at its top."""
    from tests.newsroom import NOW, article, person
    from translate_flow.services import checkins, claims, coordination, lookup, publishing, review, work
    from translate_flow.workflow import Role

    boss = person(session, "boss", *Role, reads="*", writes="*")
    other = person(session, "other", *Role, reads="*", writes="*")
    found = article(session, boss, "tree", "# The tree\n\n" + "\n\n".join(lines) + "\n")
    for start in range(0, 40, 5):
        parent = "es"
        for language in LANGUAGES[start : start + 5]:
            version = coordination.request(session, found, language, source=parent, actor=boss, now=NOW)
            claims.claim(session, version, actor=boss, now=NOW)
            body = "# " + language + "\n\n" + "\n\n".join(f"{language} {line}" for line in lines) + "\n"
            checkins.checkin(session, body.encode(), actor=boss, now=NOW, address=version.address, name="t.md")
            work.submit(session, version, actor=boss, now=NOW)
            review.approve(session, version, actor=other, now=NOW)
            publishing.publish(session, version, actor=boss, now=NOW)
            parent = language
    lookup.article(session, "tree")
    return "boss"


def _revise(session: object, lines: list[str], handle: str) -> None:
    from tests.newsroom import later
    from translate_flow import formats
    from translate_flow.services import importing, lookup, people
    from translate_flow.services.sources import Incoming

    body = ("# The tree\n\n" + "\n\n".join(lines) + "\n").encode()
    incoming = Incoming(document=formats.get("markdown").read(body), body=body, key="tree", language="es", origin="/tree.es")
    importing.revise(session, lookup.version(session, "tree/es"), incoming, actor=people.find(session, handle), now=later(1))


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]), int(sys.argv[2]))))
