"""How far long work has come: a line on a terminal's standard error, after a second, and nothing anywhere else."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from translate_flow.cli.context import desk


class Progress:
    """`step()` counts one, `at(n)` sets how many, of `total` where that is known; drawn at most five times a second."""

    def __init__(self, label: str, *, total: int | None = None) -> None:
        self.label, self.total, self.done = label, total, 0
        self.shown, self.started = False, time.monotonic()
        self.last = self.started + 0.8
        self.on = sys.stderr.isatty() and not desk().quiet

    def __enter__(self) -> Progress:
        return self

    def step(self) -> None:
        self.at(self.done + 1)

    def at(self, done: int) -> None:
        self.done = done
        if self.on and time.monotonic() - self.last > 0.2:
            self.last, self.shown = time.monotonic(), True
            far = f"{100 * min(done, self.total) // self.total} %" if self.total else desk().number(done)
            sys.stderr.write(f"\r{self.label}: {far}\x1b[K")
            sys.stderr.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
