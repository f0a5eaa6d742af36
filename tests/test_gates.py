"""What must hold before a version goes out: every gate, all of them told at once, and no way round those that always bind."""

from __future__ import annotations

import pytest

from tests.commandline import Desk
from tests.newsroom import NOW, SOURCE, TARGET, article, bring_to, later, requested, staff
from translate_flow import db
from translate_flow.errors import CheckFailed, NotAllowed, UsageError
from translate_flow.services import carrying, gates, importing, lookup, publishing, settings
from translate_flow.services.sources import Incoming


@pytest.fixture
def stage(engine):
    with db.scope(engine) as session:
        yield session, staff(session)


def names(session, versions, actor, now=NOW):
    return [one.gate for one in gates.blockers(session, versions, actor=actor, now=now)]


def revised(session, crew, text, change_class):
    from translate_flow import formats
    from translate_flow.text.classes import ChangeClass

    original = lookup.version(session, "march-8")
    body = text.encode()
    incoming = Incoming(document=formats.get("markdown").read(body), body=body, key="march-8", language="es", origin="/march-8.es", published=True)
    importing.revise(session, original, incoming, actor=crew["cora"], now=later(1), change_class=ChangeClass(change_class))


def test_each_gate(stage):
    session, crew = stage
    version = bring_to(session, crew, "approved")
    assert names(session, [version], crew["pia"]) == []
    assert names(session, [version], crew["ana"]) == ["role"]
    version.article.embargo_until = later(2)
    assert names(session, [version], crew["pia"]) == ["embargo"]
    assert names(session, [version], crew["pia"], later(2)) == []
    version.article.embargo_until = None
    version.article.rights_until = later(-1)
    version.article.rights_languages = "fr,en"
    assert names(session, [version], crew["pia"]) == ["rights", "rights"]
    version.article.rights_until, version.article.rights_languages = None, "pt-BR,pt"
    assert names(session, [version], crew["pia"]) == []


@pytest.mark.parametrize(("change", "limit", "held"), [
    ("correction", "correction", True), ("facts", "correction", False), ("facts", "facts", True), ("takedown", "correction", True),
    ("trivial", "any", True), ("correction", "none", False), ("wording", "facts", False),
])  # fmt: skip
def test_freshness(stage, change, limit, held):
    session, crew = stage
    version = bring_to(session, crew, "approved")
    settings.put(session, "gate_freshness", limit, actor=None, now=NOW)
    revised(session, crew, "# El ocho de marzo\n\nMiles de personas salieron a la calle, no.\n\nLa lucha sigue.\n", change)
    assert names(session, [version], crew["pia"], later(1)) == (["freshness"] if held else [])
    if held:
        with pytest.raises(CheckFailed, match="does not follow"):
            publishing.publish(session, version, actor=crew["pia"], now=later(2))
        publishing.publish(session, version, actor=crew["pia"], now=later(2), despite="the note follows at once")
        assert version.status == "published"


def test_all_that_is_in_the_way_is_told_at_once(stage):
    session, crew = stage
    one = bring_to(session, crew, "approved", text=TARGET.replace("luta", "luta de 1910"))
    two = requested(session, crew, key="april")
    settings.put(session, "check_publish", "warning", actor=None, now=NOW)
    publishing.set_rights(session, one.article, actor=crew["pia"], now=NOW, until=None, tags=["fr"])
    with pytest.raises(CheckFailed) as refused:
        publishing.publish_all(session, [one, two], actor=crew["pia"], now=NOW)
    assert {"rights", "workflow"} <= set(refused.value.data["gates"])
    assert one.address in refused.value.message
    assert two.address in refused.value.message
    assert (one.status, two.status) == ("approved", "requested")
    with pytest.raises(CheckFailed):  # a reason does not lift what always binds
        publishing.publish(session, one, actor=crew["pia"], now=NOW, despite="I want to")


def test_an_embargo_comes_before_anything_is_out(stage):
    session, crew = stage
    found = article(session, crew["cora"], "out")
    with pytest.raises(CheckFailed, match="too late"):
        publishing.set_embargo(session, found, later(1), actor=crew["pia"], now=NOW)
    draft = article(session, crew["cora"], "draft", published=False)
    with pytest.raises(UsageError, match="past"):
        publishing.set_embargo(session, draft, later(-1), actor=crew["pia"], now=NOW)
    with pytest.raises(NotAllowed):
        publishing.set_embargo(session, draft, later(1), actor=crew["ana"], now=NOW)
    publishing.set_embargo(session, draft, later(1), actor=crew["pia"], now=NOW)
    original = lookup.version(session, "draft")
    with pytest.raises(CheckFailed, match="embargo"):
        publishing.publish(session, original, actor=crew["pia"], now=NOW, despite="now")
    publishing.publish(session, original, actor=crew["pia"], now=later(1))


def test_rights_that_do_not_reach_a_language_take_it_from_readers(stage):
    session, crew = stage
    version = bring_to(session, crew, "published")
    gone = publishing.set_rights(session, version.article, actor=crew["pia"], now=NOW, until=None, tags=["fr"])
    assert [one.address for one in gone] == ["march-8/pt"]
    assert (version.status, version.live_id) == ("withdrawn", None)
    assert lookup.version(session, "march-8").status == "published"


@pytest.mark.parametrize("rights", ["", "fr", "pt"])
def test_what_a_carry_lets_out_passes_the_gates(stage, rights):
    """A link that changed follows by itself; it reaches readers only where there are rights to the language."""
    session, crew = stage
    version = bring_to(session, crew, "published")
    settings.put(session, "carry_live", "correction", actor=None, now=NOW)
    version.article.rights_languages = rights
    revised(session, crew, SOURCE + "\n![](a.png)\n", "trivial")
    before = version.live_id
    result = carrying.carry(session, version, actor=crew["cora"], now=later(2), auto=True)
    assert (result.outcome == "live") is (rights != "fr"), result
    assert (version.live_id != before) is (rights != "fr")
    assert version.status == ("in_review" if rights == "fr" else "published")


def test_a_dry_run_lists_blockers(newsroom: Desk) -> None:
    newsroom.to("in_review")
    told = newsroom.json("publish", "march-8/pt", "--dry-run", who="pia", code=4)
    assert [one["gate"] for one in told[0]["blockers"]] == ["workflow"]
    newsroom.run("approve", "march-8/pt", who="rui")
    assert newsroom.json("publish", "march-8/pt", "--dry-run", who="pia")[0]["goes_out"] is True
    assert newsroom.json("show", "march-8/pt")["status"] == "approved"


def test_commands_of_embargo_and_rights(newsroom: Desk) -> None:
    newsroom.write("march-8.es.md")
    newsroom.run("import", "--draft", "march-8.es.md", who="cora")
    assert newsroom.json("embargo", "march-8", "2026-03-09 10:00", "--zone", "Europe/Lisbon", who="pia")["embargo_until"] == "2026-03-09T10:00:00Z"
    assert "Embargo until" in newsroom.run("show", "march-8").out
    assert "embargo" in newsroom.run("publish", "march-8", who="pia", code=7).err
    newsroom.run("schedule", "march-8", "--at", "2026-03-08 20:00", "--zone", "UTC", who="pia", code=7)
    newsroom.write("pt.md", "---\ntitle: O oito de março\nlang: pt\n---\n\nMilhares saíram à rua.\n")
    assert "embargo" in newsroom.run("import", "pt.md", "--key", "march-8", "--lang", "pt", "--from", "es", who="cora", code=6).err
    newsroom.run("embargo", "march-8", "none", who="pia")
    newsroom.run("publish", "march-8", who="pia")
    newsroom.run("rights", "march-8", "--until", "2026-03-09", "--languages", "pt", "--zone", "UTC", who="pia")
    newsroom.pass_time(days=3)
    assert "withdrawn march-8/es: the rights" in newsroom.run("worker", "--once").out
    assert "La lucha sigue" not in (newsroom.folder / ".translate-flow/site/es/march-8.html").read_text("utf-8")
    newsroom.run("doctor")
