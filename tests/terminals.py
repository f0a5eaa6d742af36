"""A real terminal for tests: a process behind a pty, its screen's size, what it wrote, and the keys that are typed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()][0-9A-B]|[=>])")


class Terminal:
    """`translate-flow` with some words on a terminal of so many columns and lines."""

    def __init__(self, *words: str, columns: int = 80, lines: int = 24, **environment: str) -> None:
        self.master, slave = pty.openpty()
        self.resize(columns, lines)
        self.before = termios.tcgetattr(slave)
        self.written = b""
        kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "LINES"}}
        env = {**kept, "TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONIOENCODING": "utf-8", **environment}

        def own() -> None:  # the terminal's keys and sizes reach the process as signals
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        command = [sys.executable, "-m", "translate_flow", *words]
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, preexec_fn=own, env=env)  # noqa: PLW1509  one thread
        self.slave = slave

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def read(self, seconds: float = 0.2) -> bool:
        """Whether there was anything within a while."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        self.written += os.read(self.master, 65536)
        return True

    def until(self, wanted: str, *, since: int = 0, within: float = 60) -> str:
        """What was written from a place on, without colours and moves, once it has this in it."""
        ends = time.monotonic() + within
        while wanted not in self.text(since):
            assert time.monotonic() < ends, f"no “{wanted}” in:\n{self.text(since)}"
            if not self.read() and self.process.poll() is not None:
                assert wanted in self.text(since), f"it ended without “{wanted}”:\n{self.text(since)}"
        return self.text(since)

    def text(self, since: int = 0) -> str:
        return ESCAPES.sub(b"", self.written[since:]).decode(errors="replace").replace("\r", "")

    def ended(self, within: float = 60) -> int:
        """Its exit status."""
        ends = time.monotonic() + within
        while self.process.poll() is None:
            assert time.monotonic() < ends, self.text()
            self.read()
        while self.read(0.05):
            pass
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.slave)
        os.close(self.master)
