"""Work done in a process beside this one, while this one goes on: what it finds is asked for by key.

A forked child has all that it needs in memory, and gives back what it finds through a pipe. It touches neither the database nor any file. What it does not
give (where there is no fork, or it died) the caller works out as without it: so an error comes up where it belongs.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, Any

_ROOM = 2**20  # bytes that wait in the pipe until they are asked for; Linux gives so many to anybody


class Aside:
    """What a child finds, by key; nothing where there is no `work`. To be closed, or used in `with`."""

    def __init__(self, work: Callable[[], Iterable[tuple[Any, Any]]] | None) -> None:
        self._found: dict[Any, Any] = {}
        self._pipe: IO[bytes] | None = None
        self._child = 0
        if work is not None and _may_fork():
            self._start(work)

    def get(self, key: Any) -> Any:
        """What was found for a key, waiting for it; None where nothing comes any more. Each is given once."""
        while key not in self._found and self._pipe is not None:
            try:
                told, value = pickle.load(self._pipe)  # noqa: S301 - of our own child
                self._found[told] = value
            except (EOFError, pickle.UnpicklingError, OSError):
                self.close()
        return self._found.pop(key, None)

    def close(self) -> None:
        """Ends the child, whatever it still has to do."""
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
            with suppress(ProcessLookupError):
                os.kill(self._child, 9)
            os.waitpid(self._child, 0)

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self, work: Callable[[], Iterable[tuple[Any, Any]]]) -> None:
        read, write = os.pipe()
        with suppress(OSError, AttributeError):  # other systems keep the room that they have
            fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, _ROOM)
        self._child = os.fork()
        if self._child == 0:
            status = 1
            try:
                os.close(read)
                with os.fdopen(write, "wb") as pipe:
                    for one in work():
                        pickle.dump(one, pipe, pickle.HIGHEST_PROTOCOL)
                        pipe.flush()
                status = 0
            finally:
                os._exit(status)  # no handler, buffer or connection of the parent's is ended by its child
        os.close(write)
        self._pipe = os.fdopen(read, "rb")


def _may_fork() -> bool:
    """Whether a child is possible, and of use: a lock that another thread holds would never be free in it."""
    return hasattr(os, "fork") and threading.active_count() == 1 and (os.cpu_count() or 1) > 1
