"""The database: where it is, how it is opened, its transactions, its schema's age."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sqlalchemy import Connection, DateTime, Dialect, Engine, create_engine, event
from sqlalchemy import text as sql
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, OperationalError
from sqlalchemy.types import TypeDecorator

from translate_flow.errors import Conflict, NotFound, TranslateFlowError, Unreadable, UsageError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.orm import Session

FOLDER = ".translate-flow"
FILE = "translate-flow.db"
HEAD = "0008"  # the newest migration; a test holds it against the migrations' folder, so that no command imports Alembic to know
KNOWN = frozenset({"0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"})
BUSY_SECONDS = 60  # how long a writer waits for the writers before it; thirty processes each take milliseconds


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put on and taken off here; a naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone reached the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def locate(start: Path | None = None) -> Path | None:
    """The nearest `.translate-flow/` here or above, as git finds its own; None where there is none."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FOLDER / FILE).is_file():
            return folder / FOLDER
    return None


def url_of(named: str | None, start: Path | None = None) -> URL:
    """The URL to open: the one named (a path means SQLite), or the nearest embedded database. Raises NotFound, UsageError."""
    if not named:
        folder = locate(start)
        if folder is None:
            raise NotFound("There is no translate_flow database here or above.", remedy="Make one with `translate-flow init`, or name one with --database.")
        return URL.create("sqlite", database=str(folder / FILE))
    if "://" not in named:
        return URL.create("sqlite", database=named)
    try:
        url = make_url(named)
    except ArgumentError:
        raise UsageError(f"“{named}” is not a database URL", remedy="Use a path, sqlite:///path or postgresql://host/name.") from None
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    return url


def engine_for(url: URL | str, *, create: bool = False) -> Engine:
    """An engine with this program's settings. `create`: a missing SQLite file is made. Raises NotFound, UsageError."""
    url = make_url(url)
    url = _read_only(url)
    try:
        engine = create_engine(url, **_options(url))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise UsageError(f"cannot open {url.render_as_string()}: {error}", remedy="SQLite needs nothing; for PostgreSQL: pip install 'translate-flow[pg]'.") from None
    if engine.dialect.name == "sqlite":
        file = file_of(url)
        if not create and file is not None and not file.is_file():
            raise NotFound(f"There is no database {file}", remedy="Make it with `translate-flow init`, or check --database.")
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _read_only(url: URL) -> URL:
    """SQLite cannot read a WAL database in a folder it may not write, unless told that nobody writes to it.

    Told so only where no write-ahead log lies beside it: what such a log holds would be missed."""
    path = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or not path.is_file() or Path(f"{path}-wal").exists():
        return url
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return url
    return url.set(database=f"file:{quote(str(path.resolve()))}", query={"immutable": "1", "uri": "true"})


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None for a server and for memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(unquote(url.database.removeprefix("file:")) if url.query.get("uri") else url.database)


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_SECONDS}}
    return {"pool_pre_ping": False, "connect_args": {"connect_timeout": 10, "options": "-c timezone=UTC"}}


def _prepare_sqlite(connection: Any, record: Any) -> None:
    """WAL so that readers never wait, full sync so that a power cut loses nothing told as done."""
    connection.isolation_level = None  # SQLAlchemy's `begin` event below starts transactions, not the driver
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "recursive_triggers=ON", "temp_store=MEMORY", "cache_size=-16000"):
        cursor.execute(f"PRAGMA {pragma}")  # recursive triggers: else `insert or replace` deletes past the append-only guards
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _to_wal(cursor)
    cursor.close()


def _to_wal(cursor: Any) -> None:
    """Turns WAL on where the file can be written; a read-only one is read as it is.

    Of several who open a new file at once one turns it on: SQLite tells the others “locked” at once, without its timeout."""
    import sqlite3
    import time

    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" in str(error) and time.monotonic() < until:
                time.sleep(0.01)
                continue
            if "readonly" not in str(error) and "unable to open" not in str(error):
                raise
        return


def _begin_sqlite(connection: Connection) -> None:
    """A writing transaction takes the write lock at its start: it waits in a queue instead of failing half way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


@contextmanager
def scope(engine: Engine, *, writes: bool = True) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back by any error. Database troubles become errors people can act on."""
    from sqlalchemy.orm import Session

    with _told(engine), Session(engine.execution_options(writes=writes), expire_on_commit=False) as session, session.begin():
        check_schema(session.connection())
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One reading transaction for plain SQL: what needs no mapped classes starts in two thirds of the time. Errors as in `scope`."""
    with _told(engine), engine.connect() as connection, connection.begin():
        check_schema(connection)
        if (driver := connection.connection.driver_connection) is not None and connection.dialect.name == "sqlite":
            driver.execute("PRAGMA temp_store=FILE")  # what a report sorts beyond the cache goes to the disk, not into memory
        yield connection


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise told(error, engine.url) from error
    except IntegrityError as error:
        raise Conflict("Somebody else changed the same thing at the same moment; nothing of this command was kept.", remedy="Run it again.") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Conflict("The connection to the database was lost; nothing of this command was kept.", remedy="Run it again.") from error
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise _unreadable(engine.url) from error
        raise


def _unreadable(url: URL) -> Unreadable:
    return Unreadable("is damaged or not an SQLite database", file=str(file_of(url)), remedy="Restore it from a copy, or name another with --database.")


def told(error: OperationalError, url: URL) -> TranslateFlowError:
    """An operational error of a driver as something a person can act on."""
    cause = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else "no reason given"
    where = file_of(url) or url.render_as_string()
    advice = {
        "locked": ("is busy: another command has been writing to it for a minute", "Wait for it to end and run this again."),
        "disk is full": ("cannot grow: the disk is full; nothing of this command was kept", "Free some space and run it again."),
        "disk I/O error": ("cannot be written: the disk reports an error; nothing of this command was kept", "Check the disk (is it full?) and run it again."),
        "readonly": ("cannot be written: it or its folder is read-only", "Run this as somebody who may write there."),
        "unable to open": ("cannot be opened", "Check that the folder exists and that you may read and write it."),
        "not a database": ("is not an SQLite database", "Name another with --database."),
        "deadlock detected": ("let somebody else go first, who works on the same; nothing of this command was kept", "Run it again."),
    }
    for sign, (what, remedy) in advice.items():
        if sign in cause:
            return Conflict(f"The database {where} {what}.", remedy=remedy)
    return Conflict(f"The database {where} does not answer: {cause}", remedy="Check that it runs and that --database is right, then run this again.")


def version_of(connection: Connection) -> str | None:
    """The migration a database stands at; None where it holds none of our tables."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.execute(sql("select version_num from alembic_version")).scalar()


def check_schema(connection: Connection) -> None:
    """Raises Unreadable where the database is newer or older than this program, or not ours."""
    try:
        found = connection.exec_driver_sql("select version_num from alembic_version").scalar()
    except DBAPIError as error:
        if "no such table" in str(error.orig) or "does not exist" in str(error.orig):
            raise NotFound(f"{connection.engine.url.render_as_string()} is not a translate_flow database yet.", remedy="Make it one with `translate-flow init` (or `db upgrade`).") from None
        raise
    if found == HEAD:
        return
    where = str(file_of(connection.engine.url) or connection.engine.url.database)
    if found in KNOWN:
        raise Unreadable(f"is older than this program (schema {found}, wanted {HEAD})", file=where, remedy="Copy it, then run `translate-flow db upgrade`.")
    raise Unreadable(f"is newer than this program (schema {found}, known up to {HEAD})", file=where, remedy="Install a newer translate_flow; nothing was changed.")


def migrations() -> Path:
    """The migrations' folder: inside the package where installed, beside it in a checkout (an editable install)."""
    inside = Path(__file__).parent / "migrations"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, target: str = "head") -> None:
    """Brings the schema up to `target` in one transaction, making it where there is none. Raises Unreadable for a newer one."""
    _migrate(engine, "upgrade", target)


def downgrade(engine: Engine, target: str) -> None:
    """Takes the schema back to `target` (`base`: no tables of ours are left)."""
    _migrate(engine, "downgrade", target)


def _migrate(engine: Engine, verb: str, target: str) -> None:
    from alembic import command

    with _told(engine), engine.execution_options(writes=True).connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(sql("select pg_advisory_xact_lock(7402531)"))  # two upgrades at once: the second waits and finds nothing to do
        found = version_of(connection)
        if found is not None and found not in KNOWN:
            raise Unreadable(f"is newer than this program (schema {found}, known up to {HEAD})", file=str(file_of(engine.url) or engine.url.database), remedy="Install a newer translate_flow; nothing was changed.")
        getattr(command, verb)(alembic_config(connection), target)


def check(engine: Engine) -> list[str]:
    """How the tables differ from the models (what `alembic check` finds), as sentences; empty where they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from translate_flow.models import schema

    with _told(engine), engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, schema())]
