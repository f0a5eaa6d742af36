"""A command that goes on until somebody ends it: sleeping, and signals that end it between two things."""

from __future__ import annotations

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Any


class Waiting:
    """While it is open, SIGTERM and SIGINT only note that the command is to end, and end its sleep; the second of them acts as usual."""

    def __init__(self) -> None:
        self.stopped = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Waiting:
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        self._woken = signal.set_wakeup_fd(self._write)
        for number in (signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, self._stop)
        return self

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped = True
        signal.signal(number, self._before[number])

    def sleep(self, seconds: float) -> bool:
        """Returns whether the command is to end."""
        if not self.stopped:
            select.select([self._read], [], [], seconds)
        return self.stopped

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._woken)
        os.close(self._read)
        os.close(self._write)
