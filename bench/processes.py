"""Whole processes, timed: CPU and wall time, peak memory. Both sides of a ratio run alternately, so that noise hits both."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str]
PYTHON = sys.executable


def program() -> list[str]:
    """What people type: the console script beside this interpreter, else `python -m translate_flow` with it."""
    script = Path(sys.executable).parent / "translate-flow"
    return [str(script)] if script.is_file() else [PYTHON, "-m", "translate_flow"]


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process: `cpu` (user and system) and `wall` in seconds, `peak` resident memory in MB."""

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Of several runs of one thing. `kind` below is `cpu` or `wall`."""

    runs: tuple[Cost, ...]

    def values(self, kind: str) -> list[float]:
        return [float(getattr(run, kind)) for run in self.runs]

    def median(self, kind: str) -> float:
        return statistics.median(self.values(kind))

    def spread(self, kind: str) -> str:
        """`min/median/max`, in seconds."""
        values = self.values(kind)
        return "/".join(f"{value:.3f}" for value in (min(values), statistics.median(values), max(values)))


def once(command: Command, environment: dict[str, str] | None = None) -> Cost:
    """Runs one process to its end. Raises RuntimeError with what it said where it fails.

    Linux counts into a child's peak what its parent held when it started it: keep this process small.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_environment(environment)
    ) as child:
        assert child.stderr is not None
        said = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}: {said.decode(errors='replace')[-2000:]}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / scale)


def _environment(more: dict[str, str] | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRANSLATE_FLOW_")}
    return {**kept, "PYTHONHASHSEED": "0", **(more or {})}


def alternately(
    sides: dict[str, Callable[[], Command]], runs: int, *, before: Callable[[], None] | None = None, warm: int = 1
) -> dict[str, Costs]:
    """Runs each side in turn, `runs` times after `warm` rounds that do not count. `before` is called ahead of every run."""
    kept: dict[str, list[Cost]] = {name: [] for name in sides}
    for at in range(warm + runs):
        for name, command in sides.items():
            line = command()
            if before is not None:
                before()
            cost = once(line)
            if at >= warm:
                kept[name].append(cost)
    return {name: Costs(tuple(costs)) for name, costs in kept.items()}


def forget(path: Path) -> bool:
    """Drops a file from the page cache, so that the next process reads it from the disk; False where the system cannot."""
    if not hasattr(os, "posix_fadvise"):
        return False
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)
    return True
