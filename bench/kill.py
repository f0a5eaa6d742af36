"""`python -m bench.kill NAME [--times N] [--seed N]`: starts a command, kills it with all its children at a random moment, looks, and does it again.

Each scenario sets a place up, names the next command, and looks at what was left. Exit status 7 where something was broken.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from bench.processes import Command, _environment


class Scenario(Protocol):
    """What is killed. `look` raises AssertionError where what a kill left is not as it has to be, else says how it was; `settle` completes it, and looks."""

    def next(self) -> Command: ...
    def look(self) -> str: ...
    def settle(self) -> None: ...


def _site(folder: Path, draw: random.Random) -> Scenario:
    from bench.kill_site import Site

    return Site(folder, draw)


SCENARIOS: dict[str, Callable[[Path, random.Random], Scenario]] = {"site": _site}


def drive(scenario: Scenario, draw: random.Random, times: int, *, every: int = 25) -> Counter[str]:
    """Kills `times` commands; lets one finish now and then to know how long they take. After each `every` kills all is completed and compared."""
    found: Counter[str] = Counter()
    length, killed = 0.0, 0
    while killed < times:
        command = scenario.next()
        started = time.monotonic()
        child = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment(None))
        try:
            child.wait(draw.uniform(0.15, 1.1) * length if length else None)
            length = length or time.monotonic() - started
            found["ended by itself"] += 1
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            killed += 1
            found["killed"] += 1
        found[scenario.look()] += 1
        if killed and killed % every == 0:
            scenario.settle()
    scenario.settle()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.kill")
    parser.add_argument("name", choices=sorted(SCENARIOS))
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=25, help="kills between two runs in peace, after which all is compared")
    given = parser.parse_args()
    draw = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="translate-flow-kill-") as folder:
        started = time.monotonic()
        try:
            found = drive(SCENARIOS[given.name](Path(folder), draw), draw, given.times, every=given.every)
        except AssertionError as error:
            print(f"BROKEN: {error}")
            return 7
    print(f"{given.name}, seed {given.seed}: " + ", ".join(f"{what} {count}" for what, count in sorted(found.items())) + f"; nothing broken; {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
