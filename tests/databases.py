"""Databases of one's own, for tests that need more than one or keep one for longer than a test."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

KINDS = ("sqlite", "postgres")


@contextmanager
def sqlite_copy(template: Path, folder: Path) -> Iterator[str]:
    """A copy of the migrated file in a new folder; yields its URL."""
    place = folder / uuid.uuid4().hex[:12]
    place.mkdir(parents=True)
    shutil.copy(template, place / "translate-flow.db")
    try:
        yield f"sqlite:///{place / 'translate-flow.db'}"
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def postgres_copy(server: str, template: str) -> Iterator[str]:
    """A copy of the migrated database on the server; yields its URL."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create database {name} template {template}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"drop database {name} with (force)"))
        admin.dispose()


def copies(request, kind: str, folder: Path):
    """What makes a fresh database of a kind: a function that returns a context manager yielding its URL."""
    if kind == "sqlite":
        template = request.getfixturevalue("template")
        return lambda: sqlite_copy(template, folder)
    server, name = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template")
    return lambda: postgres_copy(server, name)
