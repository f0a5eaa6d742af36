"""The schema: built, checked, taken down and built again by the migrations, with data in it; and what the database refuses."""

from __future__ import annotations

import ast
import shutil
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.newsroom import NOW, SOURCE, bring_to, staff
from translate_flow import db, formats
from translate_flow.adoption.items import Contradiction
from translate_flow.errors import Conflict, NotFound, Unreadable
from translate_flow.models import Base, Event, Person, Version
from translate_flow.models_checks import Dismissal
from translate_flow.services import doctor
from translate_flow.services.sources import Incoming


def fill(engine) -> None:
    """A newsroom with something in every table that this path fills."""
    from translate_flow.services import adopting, answers, carrying, importing, lookup, settings, terms, texts
    from translate_flow.text.terms import Term

    with db.scope(engine) as session:
        people = staff(session)
        version = bring_to(session, people, "published")
        texts.blocks(session, [version.head.text_id])
        answers.differ(session, version, 2, "localised", actor=people["ana"], now=NOW, reason="told otherwise here")
        text = SOURCE.replace("La lucha sigue.", "La lucha sigue en la calle.").encode()
        incoming = Incoming(document=formats.get("markdown").read(text), body=text, key="march-8", language="es", origin="/march-8.es")
        importing.revise(session, lookup.version(session, "march-8"), incoming, actor=people["cora"], now=NOW)
        carrying.carry(session, version, actor=people["cora"], now=NOW)
        bring_to(session, people, "translating", key="may-1")
        settings.put(session, "language", "es", actor=people["cora"], now=NOW)
        terms.add(session, Term("huelga", "greve"), "es", "pt", actor=people["cora"], now=NOW)
        session.add(Dismissal(version_id=version.id, fingerprint="0" * 16, check_name="numbers", reason="so it is", person_id=people["rui"].id, at=NOW))
        run = adopting.begin(session, "site", "tree", actor=people["cora"], now=NOW)
        adopting.contradict(session, run, [Contradiction("wrong link", ("a",), "They differ", "Mend it")])


def counts(engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {name: connection.scalar(sa.select(sa.func.count()).select_from(table)) for name, table in Base.metadata.tables.items()}


def add_people(engine, *handles) -> None:
    """All in one transaction, one after the other."""
    with db.scope(engine) as session:
        for handle in handles:
            session.add(Person(handle=handle.lower(), created_at=NOW))
            session.flush()


@pytest.fixture
def empty(request, tmp_path, database_url):
    """An engine on a database without any table: a new file, or a new database on the server."""
    if database_url.startswith("sqlite"):
        made = db.engine_for(f"sqlite:///{tmp_path / 'new.db'}", create=True)
    else:
        made = db.engine_for(database_url)
        db.downgrade(made, "base")
        with made.begin() as connection:
            connection.exec_driver_sql("drop table alembic_version")
    yield made
    made.dispose()


def test_head_and_known_are_what_the_folder_holds():
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(db.alembic_config())
    assert script.get_heads() == [db.HEAD]
    assert {revision.revision for revision in script.walk_revisions()} == db.KNOWN


def test_every_migration_can_be_taken_back():
    for path in sorted((db.migrations() / "versions").glob("*.py")):
        functions = {node.name: node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
        assert not isinstance(functions["downgrade"].body[0], ast.Pass), path.name


def test_from_nothing(empty):
    with pytest.raises(NotFound, match="not a translate_flow database"), db.scope(empty):
        pass
    db.upgrade(empty)
    assert db.check(empty) == []
    with empty.connect() as connection:
        assert db.version_of(connection) == db.HEAD
    db.upgrade(empty)  # again: nothing to do
    fill(empty)
    with db.scope(empty, writes=False) as session:
        assert doctor.examine(session, home=db.migrations(), now=NOW) == []


def test_down_and_up_again_with_data_in_it(engine):
    fill(engine)
    assert db.check(engine) == []
    before = counts(engine)
    assert all(number for name, number in before.items() if name not in {"article_tags", "publications", "dues", "former_keys", "pen_names", "redactions", "obligations", "correction_notes", "releases", "schedules", "release_versions", "targets", "waits", "views", "hooks", "choices", "notices", "letters", "outbox", "routes"}), before
    db.downgrade(engine, "base")
    tables = set(sa.inspect(engine).get_table_names())
    assert tables == {"alembic_version"}
    with pytest.raises((NotFound, Unreadable)), db.scope(engine):
        pass
    db.upgrade(engine)
    assert db.check(engine) == []
    assert {name for name, number in counts(engine).items() if number} == {"channels"}  # the site, which every newsroom has
    fill(engine)
    assert counts(engine) == before


def test_a_downgrade_leaves_nothing_behind_in_postgresql(postgres_url):
    engine = db.engine_for(postgres_url)
    db.downgrade(engine, "base")
    with engine.connect() as connection:
        left = connection.scalars(sa.text("select proname from pg_proc join pg_namespace n on n.oid = pronamespace where nspname = 'public'")).all()
    engine.dispose()
    assert left == []


def test_a_downgrade_on_sqlite_keeps_foreign_keys_on(sqlite_url):
    engine = db.engine_for(sqlite_url)
    fill(engine)
    db.downgrade(engine, "base")
    db.upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("pragma foreign_key_check").all() == []
        assert connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    engine.dispose()


def test_a_difference_from_the_models_is_found(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("drop index ix_events_version_id")
        connection.exec_driver_sql("alter table people add column shoe_size integer")
    found = " ".join(db.check(engine))
    assert "ix_events_version_id" in found
    assert "shoe_size" in found


@pytest.mark.parametrize("verb", ["upgrade", "scope", "downgrade"])
def test_a_newer_database_is_refused_and_untouched(engine, verb):
    fill(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    before = counts(engine)
    attempts = {"upgrade": lambda: db.upgrade(engine), "scope": lambda: add_people(engine, "eve"), "downgrade": lambda: db.downgrade(engine, "base")}
    with pytest.raises(Unreadable) as refused:
        attempts[verb]()
    assert refused.value.exit_code == 6
    assert "newer" in refused.value.message
    assert refused.value.remedy
    assert counts(engine) == before
    with engine.connect() as connection:
        assert db.version_of(connection) == "9999"


def test_a_newer_file_keeps_its_bytes(sqlite_url, tmp_path):
    path = tmp_path / "desk" / ".translate-flow" / "translate-flow.db"
    engine = db.engine_for(sqlite_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    engine.dispose()
    before = path.read_bytes()
    engine = db.engine_for(sqlite_url)
    for attempt in (lambda: db.upgrade(engine), lambda: db.downgrade(engine, "base")):
        with pytest.raises(Unreadable):
            attempt()
    engine.dispose()
    assert path.read_bytes() == before


def test_two_upgrades_at_once(empty):
    url, barrier, failures = empty.url, threading.Barrier(4), []

    def upgrade() -> None:
        engine = db.engine_for(url, create=True)
        barrier.wait()
        try:
            db.upgrade(engine)
        except Exception as error:
            failures.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=upgrade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert db.check(empty) == []


@pytest.mark.parametrize("statement", [
    "update texts set words = words + 1", "delete from texts", "update revisions set number = number + 100", "delete from revisions",
    "update revisions set base_id = null", "update events set reason = 'other'", "delete from events",
])  # fmt: skip
def test_what_happened_cannot_be_changed(engine, statement):
    fill(engine)
    before = counts(engine)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert counts(engine) == before


@pytest.mark.parametrize("table", ["texts", "revisions", "events"])
def test_truncate_is_refused_too(postgres_url, table):
    engine = db.engine_for(postgres_url)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql(f"truncate {table} cascade")
    engine.dispose()


def test_replacing_a_row_does_not_slip_past_the_guard(sqlite_url):
    engine = db.engine_for(sqlite_url)
    fill(engine)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.exec_driver_sql("insert or replace into texts (id, digest, format, body, words) select id, digest, format, x'00', 0 from texts")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from texts where body = x'00'").scalar() == 0
    engine.dispose()


def test_sqlite_settings_on_every_connection(sqlite_url):
    engine = db.engine_for(sqlite_url)
    connections = [engine.connect() for _ in range(3)]
    for connection in connections:
        pragma = {name: connection.exec_driver_sql(f"pragma {name}").scalar() for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout", "recursive_triggers")}
        assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "recursive_triggers": 1, "busy_timeout": db.BUSY_SECONDS * 1000}
    for connection in connections:
        connection.close()
    engine.dispose()


def test_a_foreign_key_that_points_nowhere_fails(engine):
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(sa.insert(Version.__table__).values(
            article_id=4711, language="pt", status="requested", created_at=NOW, updated_at=NOW, origin="", title="", credit="", parent_language="es",
        ))  # fmt: skip
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(sa.insert(Event.__table__).values(
            at=NOW, action="claim", version_id=4711, from_status="", to_status="", reason="", data={},
        ))  # fmt: skip


@pytest.mark.parametrize("columns", [
    {"status": "lost"}, {"parent_id": None, "status": "draft"}, {"parent_language": ""},
])  # fmt: skip
def test_impossible_versions_are_refused(engine, columns):
    """An unknown status, a translation as a draft, an original with a parent."""
    fill(engine)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(sa.update(Version.__table__).where(Version.__table__.c.language == "pt").values(**columns))


def test_an_error_in_the_middle_keeps_nothing(engine):
    fill(engine)
    before = counts(engine)
    with pytest.raises(AttributeError):
        add_people(engine, "eve", None)
    with pytest.raises(Conflict):
        add_people(engine, "eve", "ana")  # ana is there already
    assert counts(engine) == before


def test_a_time_without_a_zone_never_reaches_the_database(engine):
    from sqlalchemy.exc import StatementError

    with pytest.raises(StatementError, match="without a zone"), db.scope(engine) as session:
        session.add(Person(handle="eve", created_at=NOW.replace(tzinfo=None)))


def test_a_reader_never_waits_for_a_writer(sqlite_url):
    engine = db.engine_for(sqlite_url)
    fill(engine)
    with db.scope(engine) as writing:
        writing.add(Person(handle="eve", created_at=NOW))
        writing.flush()
        with db.scope(engine, writes=False) as reading:
            assert "eve" not in reading.scalars(sa.select(Person.handle)).all()
    engine.dispose()


def test_a_damaged_file_is_refused_by_name(template, tmp_path):
    path = tmp_path / "damaged.db"
    shutil.copy(template, path)
    with path.open("r+b") as stream:
        stream.write(b"nothing that SQLite knows")
    engine = db.engine_for(f"sqlite:///{path}")
    with pytest.raises((Unreadable, Conflict)) as refused, db.scope(engine):
        pass
    engine.dispose()
    assert "damaged.db" in str(refused.value) + getattr(refused.value, "file", "")
    assert refused.value.exit_code == 6
