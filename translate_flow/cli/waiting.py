"""A command that goes on until somebody ends it: sleeping, and signals that end it between two things."""

from __future__ import annotations

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Any


class Waiting:
    """While it is open, SIGTERM and SIGINT only note that the command is to end, and end its sleep; the second of them acts as usual.

    `waking`: signals that end a sleep and nothing else.
    """

    def __init__(self, *, waking: tuple[int, ...] = ()) -> None:
        self.stopped, self.waking = False, waking
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Waiting:
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        self._woken = signal.set_wakeup_fd(self._write)
        for number in (signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, self._stop)
        for waking in self.waking:
            self._before[waking] = signal.signal(waking, lambda *_: None)
        return self

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped = True
        signal.signal(number, self._before[number])

    def sleep(self, seconds: float) -> bool:
        """Returns whether the command is to end."""
        if not self.stopped:
            woken, _, _ = select.select([self._read], [], [], seconds)
            if woken:
                os.read(self._read, 4096)  # else the next sleep ended at once
        return self.stopped

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._woken)
        os.close(self._read)
        os.close(self._write)
