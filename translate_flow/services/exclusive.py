"""One at a time: what two processes, or two machines on one database, must not do at once."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError


@contextmanager
def held(engine: Engine, home: Path, name: str, *, wait: bool = True) -> Iterator[bool]:
    """Waits until nobody else holds `name` on this database, then holds it. It is let go when the process ends, however it ends.

    Without `wait`, yields False at once where somebody else holds it; else True.

    PostgreSQL keeps it (an advisory lock of a connection of its own); beside SQLite it is a lock on a file in `home`.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            key = {"a": 7402531, "b": zlib.crc32(name.encode()) - 2**31}
            if not wait and not connection.scalar(text("select pg_try_advisory_lock(:a, :b)"), key):
                yield False
                return
            if wait:
                connection.execute(text("select pg_advisory_lock(:a, :b)"), key)
            try:
                yield True
            finally:
                with suppress(DBAPIError):  # of a connection that was lost, and the lock with it
                    connection.execute(text("select pg_advisory_unlock(:a, :b)"), key)
        return
    import fcntl

    home.mkdir(parents=True, exist_ok=True)
    with (home / f"{name}.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
