"""Texts of a git repository by their names, from `git cat-file --batch` (git-cat-file(1), “BATCH OUTPUT”): one process for as long as they are asked for."""

from __future__ import annotations

import os
import subprocess
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from tempfile import TemporaryFile
from threading import RLock
from time import sleep

from translate_flow import formats
from translate_flow.adoption.git_program import WHOLE, Git
from translate_flow.errors import Unreadable

KEPT = 16 * 2**20  # bytes of texts held in memory
MOST = 512 * 2**20  # bytes that git may write ahead
_AHEAD = 32  # texts asked of git before the first is taken: fits into any pipe
_MANY = 200  # texts, from which a git that works ahead is worth its start
_HEAD = 256  # bytes, more than any line before a text has
_LFS = b"version https://git-lfs.github.com/spec/"


class Batch:
    """One `git cat-file --batch`: asked for texts by name, it answers in that order."""

    def __init__(self, git: Git) -> None:
        self._process = git.start("cat-file", "--batch", stdin=subprocess.PIPE)

    def ask(self, *keys: str) -> None:
        assert self._process.stdin
        with suppress(BrokenPipeError):  # the answer tells
            self._process.stdin.write("".join(f"{key}\n" for key in keys).encode())
            self._process.stdin.flush()

    def answer(self) -> bytes | Unreadable | None:
        """The next text, or why there is none; None where git has ended."""
        out = self._process.stdout
        assert out
        told = out.readline().split()
        if not told:
            return None
        if len(told) != 3:
            return _lost(told[0].decode())
        size = int(told[2])
        if size > formats.MAX_BYTES:
            for start in range(0, size + 1, 2**20):
                out.read(min(2**20, size + 1 - start))
            return _large(size)
        data = out.read(size)
        out.read(1)
        return _text(data) if len(data) == size else None

    def close(self) -> None:
        with suppress(OSError):
            self._process.communicate()


class Spool:
    """Texts that one git writes, in order, into a file without a name, while others things are done: they are there when they are asked for.

    `get` gives None for a text that was not asked for, and for all after one at which git ended, or after MOST bytes.
    """

    def __init__(self, git: Git, keys: Sequence[str]) -> None:
        self._left = deque(dict.fromkeys(keys))
        self._waited = set(self._left)
        self._places: dict[str, tuple[int, int] | Unreadable] = {}
        self._file = TemporaryFile()  # noqa: SIM115 - it lives as long as the texts
        self._at = 0
        with TemporaryFile() as wanted:
            wanted.write("".join(f"{key}\n" for key in self._left).encode())
            wanted.seek(0)
            self._process = git.start("cat-file", "--batch", stdin=wanted, stdout=self._file)

    def get(self, key: str) -> bytes | Unreadable | None:
        """A text, waiting for it; why there is none; None for one to be asked of another git."""
        while key in self._waited:
            if not self._next():
                self.close()
        found = self._places.get(key)
        if not isinstance(found, tuple):
            return found
        start, size = found
        return _text(os.pread(self._file.fileno(), size, start))

    def close(self) -> None:
        """Ends the git; what it has given stays."""
        self._process.kill()
        self._process.wait()
        self._left.clear()
        self._waited.clear()

    def _next(self) -> bool:
        """Notes where the next text lies, once it is there; False where none comes any more."""
        line = b""
        while b"\n" not in line:
            if len(line) == _HEAD or not self._written(self._at + len(line) + 1):
                return False
            line = os.pread(self._file.fileno(), _HEAD, self._at)
        told, key = line.partition(b"\n")[0].split(), self._left.popleft()
        self._waited.discard(key)
        self._at += line.index(b"\n") + 1
        if len(told) != 3:
            self._places[key] = _lost(key)
            return True
        start, size = self._at, int(told[2])
        self._at += size + 1
        if self._at > MOST or not self._written(self._at):
            return False
        self._places[key] = (start, size) if size <= formats.MAX_BYTES else _large(size)
        return True

    def _written(self, end: int) -> bool:
        """Whether the file goes so far, waiting for it."""
        while os.fstat(self._file.fileno()).st_size < end:
            if self._process.poll() is not None and os.fstat(self._file.fileno()).st_size < end:
                return False
            sleep(0.001)
        return True


class Blobs:
    """Texts by their names, from one `git cat-file`, the last ones held up to KEPT bytes. Safe between threads."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._batch: Batch | None = None
        self._asked: deque[str] = deque()  # of the batch, not yet answered
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = RLock()
        self._spool: Spool | None = None

    def ahead(self, keys: Sequence[str]) -> None:
        """Tells that these texts will be asked for, mostly in this order: of many, git begins to give them while other things are done."""
        if len(keys) >= _MANY:
            self._spool = Spool(self._git, keys)

    def read(self, key: str) -> bytes:
        """One text. Raises Unreadable for one that is too large, missing, or kept elsewhere (Git LFS)."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            found = self._spooled(key)
            if found is None:
                self._settle()
                self._ask([key])
                found = self._answers(1)[0]
        if isinstance(found, Unreadable):
            raise found
        self._keep(key, found)
        return found

    def stream(self, keys: Sequence[str]) -> Iterator[bytes | Unreadable]:
        """Texts in order, or why there is none; some are asked for ahead, so that git works while the caller does."""
        at = 0
        while at < len(keys) and (found := self._spooled(keys[at])) is not None:
            yield found
            at += 1
        yield from self._asked_for(keys[at:])

    def _asked_for(self, keys: Sequence[str]) -> Iterator[bytes | Unreadable]:
        parts = [keys[at : at + _AHEAD] for at in range(0, len(keys), _AHEAD)]
        asked: Sequence[str] = ()
        for part in [*parts, ()]:
            with self._lock:
                if list(self._asked) != list(asked):  # somebody else has read meanwhile
                    self._settle()
                    self._ask(asked)
                self._ask(part)
                answers = self._answers(len(asked))
            yield from answers
            asked = part

    def close(self) -> None:
        """Ends what runs. Texts can still be read: another git is started then."""
        spool, self._spool = self._spool, None
        if spool is not None:
            spool.close()
        with self._lock:
            self._end_batch()

    def _end_batch(self) -> None:
        batch, self._batch = self._batch, None
        self._asked.clear()
        if batch:
            batch.close()

    def _spooled(self, key: str) -> bytes | Unreadable | None:
        return self._spool.get(key) if self._spool is not None else None

    def _ask(self, keys: Sequence[str]) -> None:
        self._batch = self._batch or Batch(self._git)
        if keys:
            self._batch.ask(*keys)
        self._asked.extend(keys)

    def _answers(self, count: int) -> list[bytes | Unreadable]:
        """The next answers to what was asked. Git ends over a text that it would have to fetch: another is started for the rest."""
        found: list[bytes | Unreadable] = []
        while len(found) < count:
            assert self._batch
            data = self._batch.answer()
            key = self._asked.popleft()
            found.append(_lost(key) if data is None else data)
            if data is None:
                rest = list(self._asked)
                self._end_batch()
                self._ask(rest)
        return found

    def _settle(self) -> None:
        """Takes the answers that nobody has waited for: a stream that was not read to its end."""
        self._answers(len(self._asked))

    def _keep(self, key: str, data: bytes) -> None:
        with self._lock:
            self._size += len(data) if key not in self._held else 0
            self._held[key] = data
            while self._size > KEPT and len(self._held) > 1:
                self._size -= len(self._held.popitem(last=False)[1])


def _lost(blob: str) -> Unreadable:
    return Unreadable(f"has a text that this clone lacks ({blob[:12]})", remedy=WHOLE)


def _large(size: int) -> Unreadable:
    return Unreadable(f"holds {size // 2**20} MB; one article may hold {formats.MAX_BYTES // 2**20}", remedy="Split it, or leave it out of the pages.")


def _text(data: bytes) -> bytes | Unreadable:
    if data.startswith(_LFS) and len(data) < 1024:
        return Unreadable("is a pointer of Git LFS: its text is kept outside of git", remedy="Put the text itself into git: `git lfs migrate export --include='*.md'` in a clone of your own.")
    return data
