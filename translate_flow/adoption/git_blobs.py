"""Texts of a git repository by their names, from `git cat-file --batch` (git-cat-file(1), “BATCH OUTPUT”): one process for as long as they are asked for."""

from __future__ import annotations

import subprocess
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from threading import RLock

from translate_flow import formats
from translate_flow.adoption.git_program import WHOLE, Git
from translate_flow.errors import Unreadable
from translate_flow.formats import files

KEPT = 16 * 2**20  # bytes of texts held in memory
_AHEAD = 32  # texts asked of git before the first is taken: fits into any pipe


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


class Blobs:
    """Texts by their names, from one `git cat-file`, the last ones held up to KEPT bytes. Safe between threads."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._batch: Batch | None = None
        self._asked: deque[str] = deque()  # of the batch, not yet answered
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = RLock()

    def read(self, key: str) -> bytes:
        """One text. Raises Unreadable for one that is too large, missing, or kept elsewhere (Git LFS)."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            self._settle()
            self._ask([key])
            found = self._answers(1)[0]
        if isinstance(found, Unreadable):
            raise found
        self._keep(key, found)
        return found

    def stream(self, keys: Sequence[str]) -> Iterator[bytes | Unreadable]:
        """Texts in order, or why there is none; some are asked for ahead, so that git works while the caller does."""
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

    def expect(self, keys: Sequence[str]) -> None:
        """Fetches texts that will be read one by one; as many as are held."""
        for key, data in zip(keys, self.stream(keys), strict=True):
            if isinstance(data, bytes):
                self._keep(key, data)

    def close(self) -> None:
        """Ends the git. Texts can still be read: another is started then."""
        with self._lock:
            self._end_batch()

    def _end_batch(self) -> None:
        batch, self._batch = self._batch, None
        self._asked.clear()
        if batch:
            batch.close()

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
    if files.stands_for_another(data):
        return Unreadable("is a pointer of Git LFS: its text is kept outside of git", remedy="Put the text itself into git: `git lfs migrate export --include='*.md'` in a clone of your own.")
    return data
