"""Work done in a process beside this one, while this one goes on: asked for by key, and given when it is wanted.

A forked child takes tasks in the order in which they are asked, through a file without a name and a pipe, and gives back what it finds through another. It
touches neither the database nor any other file. What it does not give (where there is no fork, where it fails or dies, where it has too much to do already) the
caller works out as without it: so an error comes up where it belongs.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import struct
import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO, Any

MOST = 256 * 2**20  # bytes of tasks; what comes after them is not taken
_ROOM = 2**20  # bytes that wait in a pipe; Linux gives so many to anybody
_PLACE = struct.Struct("<QQ")  # where a task lies, and how long it is


class Aside:
    """A child that does `work` on tasks; none where there is no `work`. To be closed, or used in `with`. Tasks and what is found are pickled."""

    def __init__(self, work: Callable[[Any], Any] | None) -> None:
        self._asked: set[Hashable] = set()
        self._found: dict[Hashable, Any] = {}
        self._child = self._end = 0
        self._results: IO[bytes] | None = None
        if work is not None and _may_fork():
            self._tasks = TemporaryFile()  # noqa: SIM115 - it lives as long as the child
            self._start(work)

    def ask(self, key: Hashable, task: Any) -> None:
        """Gives the child a task, if it can take one."""
        if self._results is None or self._end > MOST:
            return
        data = pickle.dumps((key, task), pickle.HIGHEST_PROTOCOL)
        os.pwrite(self._tasks.fileno(), data, self._end)
        with suppress(BlockingIOError, BrokenPipeError):  # it has too much to do, or is no more
            os.write(self._places, _PLACE.pack(self._end, len(data)))
            self._asked.add(key)
        self._end += len(data)

    def get(self, key: Hashable) -> Any:
        """What was found for a key, waiting for it; None for what was not asked, failed, or comes no more. Each is given once."""
        while key in self._asked and key not in self._found:
            try:
                told, value = pickle.load(self._results)  # type: ignore[arg-type]  # noqa: S301 - of our own child
                self._found[told] = value
            except (EOFError, pickle.UnpicklingError, OSError):
                self.close()
        self._asked.discard(key)
        return self._found.pop(key, None)

    def close(self) -> None:
        """Ends the child, whatever it still has to do."""
        results, self._results = self._results, None
        self._asked.clear()
        if results is not None:
            results.close()
            os.close(self._places)
            with suppress(ProcessLookupError):
                os.kill(self._child, 9)
            os.waitpid(self._child, 0)
            self._tasks.close()

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self, work: Callable[[Any], Any]) -> None:
        (places, self._places), (read, results) = os.pipe(), os.pipe()
        for end in (self._places, results):
            with suppress(OSError, AttributeError):  # other systems keep the room that they have
                fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, _ROOM)
        self._child = os.fork()
        if self._child == 0:
            try:
                os.close(self._places)
                os.close(read)
                _serve(work, self._tasks.fileno(), places, results)
            finally:
                os._exit(0)  # no handler, buffer or connection of the parent's is ended by its child
        os.close(places)
        os.close(results)
        os.set_blocking(self._places, False)
        self._results = os.fdopen(read, "rb")


def _serve(work: Callable[[Any], Any], tasks: int, places: int, results: int) -> None:
    """Does one task after the other until nobody can ask any more. One that fails gives None: the caller meets its error."""
    with os.fdopen(places, "rb") as asked, os.fdopen(results, "wb") as told:
        while place := asked.read(_PLACE.size):
            start, size = _PLACE.unpack(place)
            key, task = pickle.loads(os.pread(tasks, size, start))  # noqa: S301 - of our own parent
            try:
                found = work(task)
            except Exception:  # whatever it is, it comes again where the caller does the work
                found = None
            pickle.dump((key, found), told, pickle.HIGHEST_PROTOCOL)
            told.flush()


def _may_fork() -> bool:
    """Whether a child is possible, and of use: a lock that another thread holds would never be free in it."""
    return hasattr(os, "fork") and threading.active_count() == 1 and (os.cpu_count() or 1) > 1
