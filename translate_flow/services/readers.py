"""What a command asks before it does anything, in plain SQL, so that a report, or a run with nothing new, need not load the mapped classes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, bindparam, text

from translate_flow.db import Moment


def lapsed(connection: Connection, *, now: datetime) -> bool:
    """Whether a lease or an offer has run out and waits to be ended. A look into an index each."""
    query = text("select 1 from claims where ended_at is null and until <= :now union all select 1 from waits where offered_until <= :now limit 1")
    return connection.execute(query.bindparams(bindparam("now", type_=Moment)), {"now": now}).first() is not None


def named(connection: Connection, handle: str, *, embedded: bool) -> str:
    """The handle of whoever reads: the one given, else, on the embedded database, whoever made it; empty where that is nobody."""
    return handle or (str(setting(connection, "actor") or "") if embedded else "")


def setting(connection: Connection, name: str) -> Any:
    """A setting as it is stored; None where the default holds."""
    stored = text("select value from settings where name = :name").columns(value=JSON)
    return connection.execute(stored, {"name": name}).scalar()


def preferences(connection: Connection, handle: str, *, embedded: bool) -> tuple[str, str] | None:
    """The zone and the locale of whoever reads.

    None where that is nobody, or somebody who has left; `people.actor` says it in words.
    """
    handle = named(connection, handle, embedded=embedded)
    if not handle:
        return None
    row = connection.execute(text("select zone, locale from people where handle = :handle and active"), {"handle": handle}).first()
    return None if row is None else (row[0], row[1])


def mark(connection: Connection, source: str) -> str | None:
    """How far the last run of `adopt` over a source came; None where there was none, or it was interrupted."""
    row = connection.execute(text("select mark, finished_at from adoptions where source = :source order by id desc limit 1"), {"source": source}).first()
    return None if row is None or row[1] is None else str(row[0])
