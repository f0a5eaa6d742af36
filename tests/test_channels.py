"""Channels: adding, changing, listing and removing them; and that whatever shows on one makes its article due, by whatever way it was changed."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy import text as sql

from tests.newsroom import NOW, SOURCE, article, bring_to, later, staff
from translate_flow import db, formats
from translate_flow.channels import CHANNELS, get
from translate_flow.channels.page import Option
from translate_flow.errors import Conflict, NotAllowed, NotFound, UsageError
from translate_flow.models import Event, Version
from translate_flow.models_channels import ChannelRow, CorrectionNote, Due, FormerKey, PenName, Publication
from translate_flow.services import channels, delivery, lookup, pages, people, publishing, settings


def desk_of(engine, home, now=NOW) -> delivery.Desk:
    return delivery.Desk(partial(db.scope, engine, writes=False), engine, home, now)


@pytest.fixture
def up(engine, tmp_path):
    """A newsroom whose site shows an article and its translation; nothing is due."""
    with db.scope(engine) as session:
        bring_to(session, staff(session), "published")
    done = delivery.bring(desk_of(engine, tmp_path), "site")
    assert done.error is None
    return engine


def due(engine) -> set[int | None]:
    with db.scope(engine, writes=False) as session:
        return set(session.scalars(select(Due.article_id)))


def number_of(engine) -> int:
    with db.scope(engine, writes=False) as session:
        return lookup.article(session, "march-8").id


@pytest.mark.parametrize("name", CHANNELS)
def test_every_kind_has_what_a_channel_must(name):
    module = get(name)
    assert name == module.NAME
    assert isinstance(module.ONE_BY_ONE, bool)
    assert module.OPTIONS
    for option in module.OPTIONS.values():
        assert isinstance(option, Option)
        assert option.meaning
        assert not (option.required and option.default)
    assert callable(module.bring)
    assert callable(module.test)


def test_nothing_is_due_where_nothing_changed(up, tmp_path):
    assert due(up) == set()
    with db.scope(up, writes=False) as session:
        [row] = channels.listed(session, home=tmp_path, now=NOW)
    assert (row.state, row.shows, row.due, row.refused, row.where) == ("up to date", 2, 0, 0, "site")
    done = delivery.bring(desk_of(up, tmp_path), "site")
    assert (done.outcome, done.receipts) == (None, [])


def person_named(session, handle, name):
    people.change(session, handle, name=name, actor=people.find(session, "max"), now=NOW)


def retagged(session):
    session.execute(sql("insert into article_tags (article_id, tag) select id, 'strike' from articles"))


CHANGES = {
    "live text": lambda session: session.execute(sql("update versions set live_id = null where language = 'pt'")),
    "age": lambda session: session.execute(sql("update versions set behind_since = created_at where language = 'pt'")),
    "key": lambda session: session.execute(sql("update articles set key = 'eight-of-march' where key = 'march-8'")),
    "section": lambda session: session.execute(sql("update articles set section = 'labour'")),
    "date": lambda session: session.execute(sql("update articles set date = '2020-01-01'")),
    "tag": retagged,
    "former key": lambda session: session.add(FormerKey(key="old", article_id=lookup.article(session, "march-8").id, at=NOW)),
    "note": lambda session: session.add(CorrectionNote(version_id=lookup.version(session, "march-8").id, revision_id=lookup.version(session, "march-8").live_id, at=NOW, text="", shown=True)),
    "translator's name": lambda session: person_named(session, "ana", "Ana Sousa"),
    "pen name": lambda session: session.add(PenName(person_id=people.find(session, "ana").id, name="A. S.", at=NOW)),
    "credit": lambda session: session.execute(sql("update versions set credit = 'Somebody' where language = 'pt'")),
}  # fmt: skip
OF_VERSIONS = {"live text", "age", "former key", "note", "translator's name", "pen name", "credit"}


@pytest.mark.parametrize("change", CHANGES)
def test_what_shows_makes_its_article_due(up, change):
    with db.scope(up) as session:
        number = lookup.article(session, "march-8").id
        article(session, people.find(session, "max"), "may-1", published=False)
        assert not session.scalar(select(func.count()).select_from(Due))
        CHANGES[change](session)
    assert due(up) == {number} if change in OF_VERSIONS else number in due(up)


def test_the_sites_name_makes_everything_due(up):
    with db.scope(up) as session:
        settings.put(session, "site_name", "The Beacon", actor=None, now=NOW)
    assert due(up) == {None}
    with db.scope(up) as session:
        session.execute(sql("delete from dues"))
        settings.put(session, "lease_hours", "5", actor=None, now=NOW)
        settings.put(session, "site_name", "The Light", actor=None, now=NOW)
    assert due(up) == {None}


@pytest.mark.parametrize("what", ["claim", "people"])
def test_what_does_not_show_makes_nothing_due(up, what):
    with db.scope(up) as session:
        if what == "claim":
            session.execute(sql("update versions set due_at = created_at, updated_at = created_at, translator_id = translator_id"))
        else:
            people.change(session, "ana", email="ana@example.org", actor=people.find(session, "max"), now=NOW)
    assert due(up) == set()


def test_a_channel_that_was_never_brought_anything_gathers_no_dues(engine):
    with db.scope(engine) as session:
        bring_to(session, staff(session), "published")
    assert due(engine) == set()


def test_what_is_due_is_brought_and_no_longer_due(up, tmp_path):
    with db.scope(up) as session:
        publishing.withdraw(session, lookup.version(session, "march-8/pt"), actor=people.find(session, "max"), now=later(), reason="a source asked")
    assert due(up) == {number_of(up)}
    done = delivery.bring(desk_of(up, tmp_path), "site")
    assert {receipt.outcome for receipt in done.receipts} >= {"removed"}
    assert due(up) == set()
    with db.scope(up, writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Publication)) == 1


def test_what_became_due_meanwhile_stays_due(up, tmp_path):
    """A change between the reading and the end of a run is the next run's."""
    with db.scope(up) as session:
        publishing.withdraw(session, lookup.version(session, "march-8/pt"), actor=people.find(session, "max"), now=later(), reason="a source asked")

    def meanwhile() -> None:
        with db.scope(up) as session:
            session.execute(sql("update articles set section = 'labour'"))

    done = delivery.bring(delivery.Desk(partial(db.scope, up, writes=False), up, tmp_path, NOW, drawing=meanwhile), "site")
    assert done.error is None
    assert due(up) == {number_of(up)}


def test_a_failing_channel_keeps_what_is_due_and_says_why(up, tmp_path):
    with db.scope(up) as session:
        session.execute(sql("update articles set section = 'labour'"))
    site = tmp_path / "site"
    link = site.readlink()
    site.unlink()
    site.write_text("somebody's file")
    done = delivery.bring(desk_of(up, tmp_path), "site")
    assert isinstance(done.error, NotAllowed)
    assert due(up) == {number_of(up)}
    with db.scope(up, writes=False) as session:
        assert channels.listed(session, home=tmp_path, now=NOW)[0].state == "failing"
    site.unlink()
    site.symlink_to(link)
    assert delivery.bring(desk_of(up, tmp_path), "site").error is None
    assert due(up) == set()


def test_only_the_languages_a_channel_takes(up, tmp_path):
    with db.scope(up) as session:
        channels.add(session, "portuguese", "site", {"folder": "pt-site"}, ["pt"], actor=people.find(session, "max"), now=NOW)
    done = delivery.bring(desk_of(up, tmp_path), "portuguese")
    assert [receipt.outcome for receipt in done.receipts] == ["written"]
    assert (tmp_path / "pt-site" / "pt" / "march-8.html").is_file()
    assert not (tmp_path / "pt-site" / "es").exists()
    with db.scope(up, writes=False) as session:
        found = list(pages.works(session, "portuguese", ["pt"], articles=None))
    assert [page.language for work in found for page in work.pages] == ["pt"]


def test_a_draft_does_not_change_the_title_that_readers_see(up):
    from translate_flow.services import importing
    from translate_flow.services.sources import Incoming

    with db.scope(up) as session:
        body = SOURCE.replace("El ocho", "El día ocho").encode()
        incoming = Incoming(document=formats.get("markdown").read(body), body=body, key="march-8", language="es", origin="/march-8.es")
        version = lookup.version(session, "march-8")
        live = version.live_id
        importing.revise(session, version, incoming, actor=people.find(session, "max"), now=later())
        session.execute(sql("update versions set live_id = :live where id = :id"), {"live": live, "id": version.id})
    with db.scope(up, writes=False) as session:
        [work] = pages.works(session, "site", [], articles=None)
        assert session.scalars(select(Version.title).where(Version.parent_language == "")).one() == "El día ocho de marzo"
    assert [page.title for page in work.pages if page.language == "es"] == ["El ocho de marzo"]


# The verbs


def test_names_options_and_rights(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        made = channels.add(session, "two", "site", {"folder": "two"}, ["PT-br", "es"], actor=crew["pia"], now=NOW)
        assert (made.languages, made.options) == ("pt-BR,es", {"folder": "two"})
        for name, kind, options, error in (
            ("two", "site", {}, Conflict), ("Two!", "site", {}, UsageError), ("x", "blog", {}, UsageError), ("x", "site", {"foldr": "y"}, UsageError),
            ("x", "site", {"password": "y"}, UsageError),
        ):  # fmt: skip
            with pytest.raises(error):
                channels.add(session, name, kind, options, actor=crew["pia"], now=NOW)
        with pytest.raises(NotAllowed):
            channels.add(session, "x", "site", {}, actor=crew["ana"], now=NOW)
        channels.change(session, "two", {"folder": "", "name": "N"}, [], active=False, actor=crew["pia"], now=NOW)
        assert (made.languages, made.options, made.active) == ("", {"name": "N"}, False)
        assert channels.remove(session, "two", actor=crew["pia"], now=NOW) == 0
        with pytest.raises(NotFound):
            channels.find(session, "two")
        session.flush()
        assert [row.action for row in session.scalars(select(Event).where(Event.action.like("%channel")))] == ["add channel", "change channel", "remove channel"]


def test_a_channel_that_is_removed_leaves_what_it_shows(up, tmp_path):
    with db.scope(up) as session:
        assert channels.remove(session, "site", actor=people.find(session, "max"), now=NOW) == 2
        assert session.scalar(select(func.count()).select_from(ChannelRow)) == 0
    assert (tmp_path / "site" / "pt" / "march-8.html").is_file()
    assert delivery.bring_all(desk_of(up, tmp_path)) == []


def test_only_where_a_person_says_so_is_anything_written_over(up):
    with db.scope(up) as session:
        crew = {handle: people.find(session, handle) for handle in ("pia", "ana")}
        version = lookup.version(session, "march-8/pt")
        with pytest.raises(UsageError, match="never overwrites"):
            channels.overwrite(session, "site", version, actor=crew["pia"], now=NOW)
        channels.add(session, "blog", "wordpress", {"url": "https://example.org", "user": "robot"}, actor=crew["pia"], now=NOW)
        with pytest.raises(NotFound):
            channels.overwrite(session, "blog", version, actor=crew["pia"], now=NOW)
        with pytest.raises(NotAllowed):
            channels.overwrite(session, "blog", version, actor=crew["ana"], now=NOW, remote_id="7")
        channels.overwrite(session, "blog", version, actor=crew["pia"], now=NOW, remote_id="7")
        session.flush()
        row = session.get_one(Publication, ("blog", version.id))
        assert (row.remote_id, row.mark, row.data) == ("7", "", {"overwrite": True})
        assert session.scalars(select(Due.article_id)).all() == [version.article_id]
        assert session.scalars(select(Event.action).where(Event.action == "overwrite")).all() == ["overwrite"]


def test_a_paused_channel_is_left_alone_and_comes_back(up, tmp_path):
    with db.scope(up) as session:
        channels.change(session, "site", {}, active=False, actor=people.find(session, "max"), now=NOW)
        session.execute(sql("update articles set section = 'labour'"))
    assert delivery.bring_all(desk_of(up, tmp_path)) == []
    with db.scope(up) as session:
        channels.change(session, "site", {}, active=True, actor=people.find(session, "max"), now=NOW)
    [done] = delivery.bring_all(desk_of(up, tmp_path))
    assert done.outcome is not None
    assert due(up) == set()


def test_at_the_command_line(desk):
    assert desk.json("channel", "list")[0]["state"] == "due"
    desk.run("channel", "add", "second", "--kind", "site", "-o", "folder=second", "--languages", "pt,es")
    found = desk.json("channel", "list")
    assert [(one["channel"], one["languages"]) for one in found] == [("site", []), ("second", ["pt", "es"])]
    assert desk.json("channel", "test", "second")["found"]
    told = desk.json("publish")
    assert [one["channel"] for one in told["channels"]] == ["site", "second"]
    assert desk.json("channel", "bring", "second", "--all")["channels"][0]["written"] == []
    desk.run("channel", "change", "second", "--paused")
    assert desk.json("channel", "list")[1]["state"] == "paused"
    desk.run("channel", "add", "third", "--kind", "site", "-o", "nonsense", code=2)
    desk.run("channel", "bring", "nowhere", code=3)
    desk.run("channel", "plugin", "translate-flow.php")
    assert (desk.folder / "translate-flow.php").read_text("utf-8").startswith("<?php")
    desk.run("channel", "plugin", "nowhere/translate-flow.php", code=4)
    assert desk.json("channel", "remove", "second") == {"channel": "second", "left": 0}
