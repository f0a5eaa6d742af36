"""Many rows at once: ids drawn beforehand, rows handed to the driver past the per-row work of a compiled statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import JSON, Connection, text

from translate_flow.db import Moment
from translate_flow.models import Base

_COPIED = 2000  # rows, from which PostgreSQL gets them by COPY
_TOGETHER = 20  # rows of one statement on SQLite, where a statement costs as much as the row


def next_ids(connection: Connection, model: type[Base], count: int) -> list[int]:
    """Ids for rows that this transaction will insert, in order.

    Known beforehand, rows of several tables go in with one statement each: asking for the ids back takes one a row.
    On SQLite they follow the last one, which nobody else can move while this transaction writes.
    """
    table = model.__tablename__
    if connection.dialect.name == "sqlite":
        last: int = connection.exec_driver_sql(f"select coalesce(max(id), 0) from {table}").scalar_one()  # noqa: S608
        return list(range(last + 1, last + 1 + count))
    drawn = text("select nextval(pg_get_serial_sequence(:table, 'id')) from generate_series(1, :count)")
    return list(connection.execute(drawn, {"table": table, "count": count}).scalars())


def insert(
    connection: Connection, model: type[Base], names: str, rows: Sequence[tuple[Any, ...]], *, shared: Mapping[str, Any] | None = None, once: bool = False
) -> None:  # fmt: skip
    """Inserts rows. `names` are the columns of their values, `shared` has those that are alike in all.

    The classes' own defaults are not applied, so every column that may not be null must be in either. `once`: a row that
    somebody else has inserted at the same moment is left as it is; SQLite's writers come one after another.
    """
    if not rows:
        return
    columns = [*names.split(), *(shared or {})]
    convert = {at: process for at, name in enumerate(columns) if (process := _processor(connection, model, name))}
    tail = tuple(convert[at](value) if at in convert else value for at, value in enumerate((shared or {}).values(), len(names.split())))
    ready = [(*row, *tail) for row in rows] if tail else rows
    for at, process in convert.items():
        if at < len(columns) - len(tail):
            ready = [(*row[:at], process(row[at]), *row[at + 1 :]) for row in ready]
    quote = connection.dialect.identifier_preparer.quote
    start = f"insert into {model.__tablename__} ({', '.join(map(quote, columns))}) values "  # noqa: S608
    ending = " on conflict do nothing" if once and connection.dialect.name == "postgresql" else ""
    if connection.dialect.name != "sqlite" and len(ready) >= _COPIED:
        _copy(connection, model.__tablename__, ", ".join(map(quote, columns)), ready, once)
        return
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"{start}({', '.join(['%s'] * len(columns))}){ending}", list(ready))
        return
    one = f"({', '.join('?' * len(columns))})"
    whole = len(ready) - len(ready) % _TOGETHER
    if whole:
        flat = [tuple(chain.from_iterable(ready[at : at + _TOGETHER])) for at in range(0, whole, _TOGETHER)]
        connection.exec_driver_sql(start + ", ".join([one] * _TOGETHER), flat)
    if whole < len(ready):
        connection.exec_driver_sql(start + one, list(ready[whole:]))


def _copy(connection: Connection, table: str, columns: str, rows: Iterable[tuple[Any, ...]], once: bool) -> None:
    """PostgreSQL's way for very many: a fifth of the time. It knows no conflicts, so that rows that may be there take a way round."""
    place = f"new_{table}" if once else table
    if once:
        connection.exec_driver_sql(f"create temporary table if not exists {place} (like {table}) on commit drop")
    with connection.connection.cursor() as cursor, cursor.copy(f"copy {place} ({columns}) from stdin") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row(row)
    if once:
        connection.exec_driver_sql(f"insert into {table} ({columns}) select {columns} from {place} on conflict do nothing")  # noqa: S608
        connection.exec_driver_sql(f"truncate {place}")


def show(connection: Connection, new: Iterable[tuple[int, int, str]]) -> None:
    """Gives each version its head, and what is published to its readers. `new`: the version, its newest revision, its status."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    if heads := [(revision, revision if status == "published" else None, version) for version, revision, status in new]:
        connection.exec_driver_sql(f"update versions set head_id = {mark}, live_id = {mark} where id = {mark}", heads)  # noqa: S608


def _processor(connection: Connection, model: type[Base], name: str) -> Any:
    """What turns a value of this column into one the driver takes; None where it takes it as it is."""
    kind = model.__table__.c[name].type
    if not isinstance(kind, Moment | JSON):
        return None
    return kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)
