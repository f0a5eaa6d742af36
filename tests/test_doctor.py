"""The doctor finds the damage each check is for, and nothing where there is none. The damage is done past every guard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from tests.newsroom import NOW, SOURCE, TARGET, bring_to, later, staff
from translate_flow import db, formats
from translate_flow.services import checkins, claims, coordination, delivery, doctor, importing, lookup
from translate_flow.services.sources import Incoming
from translate_flow.text.digests import text_digest

STATUSES = ["requested", "translating", "in_review", "approved", "published", "withdrawn", "cancelled"]


@pytest.fixture
def full(engine, tmp_path):
    """Versions in every status, a reworked one, one that is behind, a relay: all of it made by the verbs."""
    with db.scope(engine) as session:
        crew = staff(session)
        for status in STATUSES:
            bring_to(session, crew, status, key=status.replace("_", "-"))
        version = bring_to(session, crew, "published", key="behind")
        body = (SOURCE + "\nDos.\n").encode()
        incoming = Incoming(document=formats.get("markdown").read(body), body=body, key="behind", language="es", origin="")
        importing.revise(session, lookup.version(session, "behind"), incoming, actor=crew["cora"], now=NOW)
        coordination.request(session, version.article, "en", source="pt", actor=crew["cora"], now=NOW)
        coordination.reopen(session, version, actor=crew["cora"], now=NOW)
        claims.claim(session, version, actor=crew["ana"], now=NOW)
        checkins.checkin(session, TARGET.replace("luta", "lida").encode(), actor=crew["ana"], now=NOW, address=version.address)
    return engine


def findings(engine, home=Path("nowhere"), now=NOW):
    with db.scope(engine, writes=False) as session:
        return doctor.examine(session, home=home, now=now)


def harm(engine, *statements: str, guards: tuple[str, ...] = ()) -> None:
    """Runs SQL with the guards of some tables taken down (and put up again), and on SQLite without foreign keys."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        kept = []
        if sqlite:
            connection.exec_driver_sql("commit")
            connection.exec_driver_sql("pragma foreign_keys=off")
            kept = connection.exec_driver_sql("select name, sql from sqlite_master where type = 'trigger'").all()
        before = [f"drop trigger {name}" for name, _ in kept] if sqlite else [f"alter table {table} disable trigger frozen_{table}" for table in guards]
        after = [made for _, made in kept] if sqlite else [f"alter table {table} enable trigger frozen_{table}" for table in guards]
        for statement in (*before, *statements, *after):
            connection.execute(sql(statement))
        if sqlite:
            connection.exec_driver_sql("begin")
        connection.commit()
    engine.dispose()


def version(address: str) -> str:
    key, _, language = address.partition("/")
    return f"(select v.id from versions v join articles a on a.id = v.article_id where a.key = '{key}' and v.language = '{language}')"


def set_(address: str, columns: str) -> str:
    """Through a derived table's value, as the one that is changed cannot be read in every database."""
    return f"update versions set {columns} where id = {version(address)}"


def test_a_sound_database_has_no_findings(full):
    assert findings(full) == []
    assert findings(full, now=later(24 * 400)) == []


def test_an_empty_database_has_no_findings(engine):
    assert findings(engine) == []


DAMAGE = {
    "a text changed": (("texts never change", "text 1"), ["update texts set body = '{hex}' where id = 1"], ("texts",)),
    "a format is not known": (("texts never change", "text 1"), ["update texts set format = 'html' where id = 1"], ("texts",)),
    "a block moved": (("blocks know their spans", "text 1"), ["update blocks set start = start + 1 where text_id = 1 and position = 1"], ()),
    "blocks overlap": (("blocks know their spans", "text 1"), ["update blocks set start = 0 where text_id = 1 and position = 2"], ()),
    "a block is gone": (("blocks know their spans", "text 1"), ["delete from blocks where text_id = 1 and position = 1"], ()),
    "the last block is gone": (("blocks know their spans", "text 1"), ["delete from blocks where text_id = 1 and position = 2"], ()),
    "a block says another digest": (("blocks know their spans", "text 1"), ["update blocks set digest = (select b.digest from blocks b where b.text_id = 1 and b.position = 1) where text_id = 1 and position = 0"], ()),
    "a revision is missing": (("no revision is lost", "behind/pt"), [
        f"delete from pairings where revision_id = (select min(id) from revisions where version_id = {version('behind/pt')})",
        f"update events set revision_id = null where revision_id = (select min(id) from revisions where version_id = {version('behind/pt')})",
        set_("behind/pt", "live_id = null"),
        f"delete from revisions where id = (select min(r.id) from revisions r where r.version_id = {version('behind/pt')})"], ("revisions", "events")),
    "a head is not the newest": (("no revision is lost", "behind/pt"), [
        set_("behind/pt", f"head_id = (select min(r.id) from revisions r where r.version_id = {version('behind/pt')})")], ()),
    "a head is another's": (("no revision is lost", "approved/pt"), [
        set_("approved/pt", f"head_id = (select max(r.id) from revisions r where r.version_id = {version('published/pt')})")], ()),
    "there is no head": (("no revision is lost", "approved/pt"), [set_("approved/pt", "head_id = null")], ()),
    "a revision without an event": (("every change left its event", "approved/pt"), [
        f"update events set revision_id = null where action = 'checkin' and version_id = {version('approved/pt')}"], ("events",)),
    "a status without an event": (("every change left its event", "approved/pt"), [set_("approved/pt", "status = 'published', live_id = head_id")], ()),
    "an event is gone": (("every change left its event", "approved/pt"), ["update notices set event_id = null", f"delete from events where action = 'submit' and version_id = {version('approved/pt')}"], ("events",)),
    "all events are gone": (("every change left its event", "requested/pt"), ["update notices set event_id = null", f"delete from events where version_id = {version('requested/pt')}"], ("events",)),
    "an event of no row": (("every change left its event", "published/pt"), [
        f"update events set action = 'claim' where action = 'publish' and version_id = {version('published/pt')}"], ("events",)),
    "an event of no action": (("every change left its event", "published/pt"), [
        f"update events set action = 'conjure' where action = 'publish' and version_id = {version('published/pt')}"], ("events",)),
    "translating, and nobody holds it": (("one holder at a time", "translating/pt"), [
        f"update claims set ended_at = claimed_at, ended_by = 'release' where version_id = {version('translating/pt')}"], ()),
    "held, and not translating": (("one holder at a time", "approved/pt"), [f"update claims set ended_at = null where version_id = {version('approved/pt')}"], ()),
    "two hold it": (("one holder at a time", "translating/pt"), ["drop index uq_claims_open",
        f"insert into claims (version_id, person_id, claimed_at, until, ended_by) select version_id, person_id + 1, claimed_at, until, '' from claims where version_id = {version('translating/pt')}"], ()),
    "the holder is not its translator": (("one holder at a time", "translating/pt"), [set_("translating/pt", "translator_id = (select id from people where handle = 'ben')")], ()),
    "held, and translated by nobody": (("one holder at a time", "translating/pt"), [set_("translating/pt", "translator_id = null")], ()),
    "a hold ended before it began": (("one holder at a time", "claim"), [
        f"update claims set ended_at = '2020-01-01 00:00:00.000000' where version_id = {version('approved/pt')}"], ()),
    "a parent of another article": (("versions form a tree", "requested/pt"), [set_("requested/pt", f"parent_id = {version('approved/es')}")], ()),
    "a parent in another language": (("versions form a tree", "requested/pt"), [set_("requested/pt", "parent_language = 'en'")], ()),
    "a circle": (("versions form a tree", "behind/pt"), [set_("behind/pt", f"parent_id = {version('behind/en')}, parent_language = 'en'")], ()),
    "two originals": (("an article has one original", "requested"), [set_("requested/pt", "parent_language = '', parent_id = null")], ()),
    "published, and nothing to see": (("readers see what is live", "published/pt"), [set_("published/pt", "live_id = null")], ()),
    "withdrawn, and still to be seen": (("readers see what is live", "withdrawn/pt"), [set_("withdrawn/pt", "live_id = head_id")], ()),
    "another's text is live": (("readers see what is live", "published/pt"), [
        set_("published/pt", f"live_id = (select max(r.id) from revisions r where r.version_id = {version('approved/pt')})")], ()),
    "a base of another article": (("bases are the parent's", "approved/pt"), [
        f"update revisions set base_id = (select r.id from revisions r where r.version_id = {version('published/es')}) where version_id = {version('approved/pt')}"], ("revisions",)),
    "a base of its own": (("bases are the parent's", "behind/pt"), [
        f"update revisions set base_id = (select min(r.id) from revisions r where r.version_id = {version('behind/pt')}) where version_id = {version('behind/pt')} and number = 2"], ("revisions",)),
    "too sure": (("inferred facts carry a confidence", "pairings"), ["update pairings set confidence = 1.5 where position = 1"], ()),
    "less than unsure": (("inferred facts carry a confidence", "pairings"), ["update pairings set confidence = -0.1 where position = 1"], ()),
    "remembered as current": (("freshness is derived", "behind/pt"), [set_("behind/pt", "behind_since = null")], ()),
    "remembered as behind": (("freshness is derived", "published/pt"), [set_("published/pt", "behind_since = created_at")], ()),
    "an original that is behind": (("freshness is derived", "published/es"), [set_("published/es", "behind_since = created_at")], ()),
    "an event of next year": (("time goes forward", "this machine"), ["update events set at = '2027-01-01 00:00:00.000000' where id = 9"], ("events",)),
    "an endless lease": (("time goes forward", "ana"), [f"update claims set until = '2030-01-01 00:00:00.000000' where version_id = {version('translating/pt')}"], ()),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found_and_named(full, name):
    (rule, where), statements, guards = DAMAGE[name]
    hexed = "x'00'" if full.dialect.name == "sqlite" else "'\\x00'::bytea"
    harm(full, *(statement.replace("'{hex}'", hexed) for statement in statements), guards=guards)
    found = findings(full)
    assert any(finding.rule == rule and finding.where.startswith(where) for finding in found), found
    for finding in found:
        assert finding.what
        assert finding.remedy


@pytest.mark.parametrize("table", ["texts", "revisions", "events"])
def test_a_guard_that_is_gone_or_off(full, table):
    name = f"frozen_{table}_update" if full.dialect.name == "sqlite" else f"frozen_{table}"
    with full.begin() as connection:
        connection.exec_driver_sql(f"drop trigger {name}" if full.dialect.name == "sqlite" else f"alter table {table} disable trigger {name}")
    assert [(finding.rule, finding.where) for finding in findings(full)] == [("append-only", name)]


def test_a_row_that_points_nowhere(full):
    """PostgreSQL holds its foreign keys; another program may write to an SQLite file with them off."""
    if full.dialect.name != "sqlite":
        pytest.skip("PostgreSQL holds its foreign keys by itself")
    harm(full, "delete from people where handle = 'rui'")
    found = findings(full)
    assert {finding.rule for finding in found} == {"nothing points nowhere"}
    assert "people" in found[0].what


def test_a_file_that_is_not_sound(sqlite_url):
    engine = db.engine_for(sqlite_url)
    with db.scope(engine) as session:
        staff(session)
    with engine.connect() as connection:
        connection.exec_driver_sql("commit")
        connection.exec_driver_sql("pragma writable_schema=on")
        connection.exec_driver_sql("update sqlite_master set rootpage = (select rootpage from sqlite_master where name = 'claims') where name = 'ix_claims_due'")
        connection.exec_driver_sql("begin")
    engine.dispose()
    assert {finding.rule for finding in findings(engine)} == {"the file is sound"}
    engine.dispose()


def test_a_text_that_can_no_longer_be_read(full, monkeypatch):
    from translate_flow.errors import Unreadable
    from translate_flow.formats import markdown

    def refuse(data, *, name=""):
        raise Unreadable("is not for me", file=name)

    monkeypatch.setattr(markdown, "read", refuse)
    found = findings(full)
    assert {finding.rule for finding in found} == {"texts can be read"}


def test_a_text_in_a_format_that_is_gone(full):
    from translate_flow.services import texts

    with db.scope(full, writes=False) as session:
        body = texts.body(session, lookup.version(session, "approved/pt").head)
    value = f"x'{text_digest('scroll', body).hex()}'" if full.dialect.name == "sqlite" else f"'\\x{text_digest('scroll', body).hex()}'::bytea"
    harm(full, f"update texts set format = 'scroll', digest = {value} where id = (select text_id from revisions where version_id = {version('approved/pt')})", guards=("texts",))
    found = findings(full)
    assert {finding.rule for finding in found} == {"texts can be read"}


def test_many_findings_are_cut_short(full):
    harm(full, "update versions set behind_since = created_at")
    found = [finding for finding in findings(full) if finding.rule == "freshness is derived"]
    assert 5 < len(found) <= doctor.MOST


def test_the_site(full, tmp_path):
    done = delivery.bring(delivery.Desk(partial(db.scope, full, writes=False), full, tmp_path, NOW), "site")
    assert done.outcome is not None
    folder = done.outcome.path
    assert findings(full, home=tmp_path) == []
    page = next(folder.rglob("*published*/index.html"), None) or next(path for path in folder.rglob("*.html") if "published" in path.as_posix())
    kept = page.read_bytes()
    page.unlink()
    assert [finding.rule for finding in findings(full, home=tmp_path)] == ["the site shows what is live"]
    page.write_bytes(kept)
    assert findings(full, home=tmp_path) == []
    harm(full, f"update publications set revision_id = (select max(id) from revisions) where version_id = {version('published/pt')}")
    assert [(finding.rule, finding.where) for finding in findings(full, home=tmp_path)] == [("the site shows what is live", "published/pt")]


def test_it_changes_nothing(full):
    from sqlalchemy import select

    from translate_flow.models import Base

    def rows():
        with full.connect() as connection:
            return {name: sorted(connection.execute(select(table)).all(), key=repr) for name, table in Base.metadata.tables.items()}

    harm(full, set_("behind/pt", "behind_since = null"))
    before = rows()
    assert findings(full)
    assert rows() == before
