"""What was read of a live site, kept in a file: a run that was broken off goes on, and a later one asks for what changed.

The file lies where the caller says and holds nothing that cannot be asked for again: whoever deletes it loses time only. It is never
taken for the site: the reader compares ids and times of change first (`wordpress.Site`), and what a site gave to another user, or to
another version of this program, is forgotten.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from translate_flow.errors import Conflict

MOST = 512 * 2**20  # bytes of packed posts; what comes after them is read anew each time
_TABLES = """
CREATE TABLE IF NOT EXISTS posts (collection TEXT, id INTEGER, modified TEXT, post BLOB, PRIMARY KEY (collection, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


class Kept:
    """Posts by collection and id, each as JSON, with facts about the reading. `path`: the file; None: for this run only.

    `reader`: who reads, and how: a file of another reader is begun anew, and so is one that is damaged. Raises Conflict where the file cannot
    be written: the disk is full, or another run has it for long.
    """

    def __init__(self, path: Path | None = None, *, reader: str = "", most: int = MOST) -> None:
        self.path, self.most = path, most
        with _writing():
            self._base = self._opened(reader)
        (size,) = self._base.execute("SELECT coalesce(sum(length(post)), 0) FROM posts").fetchone()
        self._size = int(size)

    def _opened(self, reader: str) -> sqlite3.Connection:
        if self.path is None:
            return _begun(sqlite3.connect(":memory:"), reader)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        base = sqlite3.connect(self.path, timeout=30)
        try:
            if base.execute("PRAGMA quick_check").fetchone() == ("ok",):
                return _begun(base, reader)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
        base.close()
        self.path.unlink()
        self.path.touch(mode=0o600)
        return _begun(sqlite3.connect(self.path, timeout=30), reader)

    @property
    def full(self) -> bool:
        """Whether no more is kept."""
        return self._size >= self.most

    def count(self, collection: str) -> int:
        """How many posts of a collection are kept."""
        (number,) = self._base.execute("SELECT count(*) FROM posts WHERE collection = ?", (collection,)).fetchone()
        return int(number)

    def times(self, collection: str) -> dict[int, str]:
        """When each post was changed last, by id."""
        return dict(self._base.execute("SELECT id, modified FROM posts WHERE collection = ?", (collection,)).fetchall())

    def posts(self, collection: str) -> Iterator[dict[str, Any]]:
        """All posts of a collection by their ids, one at a time."""
        last = -1
        while row := self._base.execute("SELECT id, post FROM posts WHERE collection = ? AND id > ? ORDER BY id LIMIT 1", (collection, last)).fetchone():
            last = row[0]
            yield json.loads(zlib.decompress(row[1]))

    def put(self, collection: str, posts: Iterable[Mapping[str, Any]], **facts: str) -> None:
        """Keeps posts, and facts about them, in one step. Nothing of it once the file is full."""
        if self.full:
            return
        rows = [(collection, post["id"], str(post.get("modified_gmt") or ""), zlib.compress(json.dumps(post, ensure_ascii=False).encode("utf-8", "surrogatepass"))) for post in posts]
        with _writing(), self._base:
            self._base.executemany("INSERT OR REPLACE INTO posts VALUES (?, ?, ?, ?)", rows)
            self._base.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", [(f"{collection} {name}", value) for name, value in facts.items()])
        self._size += sum(len(row[3]) for row in rows)

    def drop(self, collection: str, numbers: Iterable[int]) -> None:
        """Forgets posts that are gone."""
        with _writing(), self._base:
            self._base.executemany("DELETE FROM posts WHERE collection = ? AND id = ?", [(collection, number) for number in numbers])

    def fact(self, collection: str, name: str) -> str:
        """What is known of a collection; empty where nothing is."""
        row = self._base.execute("SELECT value FROM facts WHERE name = ?", (f"{collection} {name}",)).fetchone()
        return str(row[0]) if row else ""

    def digest(self) -> str:
        """What tells one state of the site from another: all that is known of its posts. Times of change alone do not: two changes may fall
        into one second."""
        told = hashlib.sha256()
        for collection, number, post in self._base.execute("SELECT collection, id, post FROM posts ORDER BY collection, id"):
            told.update(f"{collection} {number} {len(post)} ".encode() + post)
        return told.hexdigest()

    def close(self) -> None:
        """Ends it; what is kept stays."""
        self._base.close()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise Conflict(f"What is read of the site cannot be kept: {error}", remedy="Make room on the disk, or let another run over this site end; then run it again: it goes on.") from None


def _begun(base: sqlite3.Connection, reader: str) -> sqlite3.Connection:
    base.executescript(_TABLES)
    with base:
        if base.execute("SELECT value FROM facts WHERE name = 'reader'").fetchone() != (reader,):
            base.execute("DELETE FROM posts")
            base.execute("DELETE FROM facts")
            base.execute("INSERT INTO facts VALUES ('reader', ?)", (reader,))
    return base


def place(folder: Path, site: str) -> Path:
    """The file for a site, in the folder of a newsroom's database."""
    return folder / "reading" / f"{hashlib.sha256(site.encode()).hexdigest()[:24]}.db"

