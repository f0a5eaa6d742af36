"""A stop for what grows out of all proportion: a quadratic fault takes minutes where a sound run takes a second.

No measure of speed (those are in `bench/`): the limit is far from what any machine needs.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

CPU_SECONDS = 90.0


@contextmanager
def bounded() -> Iterator[None]:
    """Fails what takes more than a minute and a half of the processor's own time (not of the clock's)."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"took more than {CPU_SECONDS:.0f} s of CPU: does its cost grow faster than its input?")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
