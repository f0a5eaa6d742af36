"""The databases that a measure is taken on: SQLite, and a PostgreSQL of its own where one can be started."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


def sqlite(folder: Path) -> tuple[str, str]:
    """(what it is called, the URL of a database of it with `{}` for the name)."""
    return "SQLite", f"sqlite:///{folder}/{{}}.db"


def postgres(folder: Path, stack: ExitStack) -> Iterator[tuple[str, str]]:
    """The same of a server that runs until `stack` ends; none, with a word about it, where there is no program to start."""
    from tests.conftest import _programs, _started

    if _programs() is None:
        print("  no PostgreSQL here: measured on SQLite only", file=sys.stderr)
        return
    place = folder / "pg"
    place.mkdir()
    folder.chmod(0o755)
    server = stack.enter_context(contextmanager(_started)(place))
    yield "PostgreSQL", f"{server.rpartition('/')[0]}/{{}}"
