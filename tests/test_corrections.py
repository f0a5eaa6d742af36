"""The corrections ledger: what opens, what closes, what readers are told, and what a takedown takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from tests import newsroom as made
from translate_flow import db, formats
from translate_flow.errors import CheckFailed, NotAllowed, UsageError
from translate_flow.models import Event, Version
from translate_flow.models_channels import CorrectionNote, Obligation
from translate_flow.models_memory import MemoryUnit
from translate_flow.reports import corrections as report
from translate_flow.services import (
    answers,
    carrying,
    changes,
    checkins,
    claims,
    coordination,
    corrections,
    importing,
    lookup,
    pages,
    publishing,
    review,
    work,
)
from translate_flow.services.sources import Incoming
from translate_flow.text.classes import ChangeClass

CORRECTED = made.SOURCE.replace("Miles de personas", "Trescientas personas")


@pytest.fixture
def session(engine):
    with db.scope(engine) as opened:
        yield opened


@pytest.fixture
def staff(session):
    return made.staff(session)


def published(session, staff, language: str, text: str, source: str = "") -> Version:
    article = lookup.article(session, "march-8")
    version = coordination.request(session, article, language, actor=staff["cora"], now=made.NOW, source=source)
    claims.claim(session, version, actor=staff["max"], now=made.NOW)
    checkins.checkin(session, text.encode(), actor=staff["max"], now=made.NOW, address=version.address, name="t.md")
    work.submit(session, version, actor=staff["max"], now=made.NOW)
    review.approve(session, version, actor=staff["rui"], now=made.NOW)
    publishing.publish(session, version, actor=staff["pia"], now=made.NOW)
    return version


def family(session, staff) -> dict[str, Version]:
    """es; en, ar from es; pt from en."""
    made.article(session, staff["cora"])
    texts = {"en": "# March 8\n\nThousands took to the streets.\n\nThe struggle goes on.\n", "ar": "# آذار\n\nخرج الآلاف إلى الشارع.\n\nالنضال مستمر.\n"}
    for language, text in texts.items():
        published(session, staff, language, text)
    published(session, staff, "pt", made.TARGET, "en")
    return {version.language: version for version in session.scalars(select(Version))}


def revise(session, staff, text: str = CORRECTED, heavy: ChangeClass = ChangeClass.CORRECTION, note: str = "", hours: float = 1) -> None:
    body = text.encode()
    incoming = Incoming(document=formats.get("markdown").read(body), body=body, key="march-8", language="es", origin="/march-8.es")
    importing.revise(session, lookup.version(session, "march-8"), incoming, actor=staff["cora"], now=made.later(hours), change_class=heavy, note=note)


def states(session) -> dict[str, str]:
    session.flush()
    rows = session.execute(select(Version.language, Obligation.state).join(Version, Version.id == Obligation.version_id).order_by(Obligation.id))
    return dict(rows.all())


def corrected(session, staff, version: Version, old: str, new: str, hours: float = 3) -> None:
    """Carried over, mended and published again."""
    carrying.carry(session, version, actor=staff["cora"], now=made.later(hours))
    claims.claim(session, version, actor=staff["max"], now=made.later(hours))
    out = work.checkout(session, version, actor=staff["max"], now=made.later(hours))
    checkins.checkin(session, out.data.replace(old.encode(), new.encode()), actor=staff["max"], now=made.later(hours), address=version.address, name="t.md")
    work.submit(session, version, actor=staff["max"], now=made.later(hours), unfinished=True)
    review.approve(session, version, actor=staff["rui"], now=made.later(hours))
    publishing.publish(session, version, actor=staff["pia"], now=made.later(hours))


def test_a_correction_is_owed_by_each_version_that_readers_see(session, staff) -> None:
    versions = family(session, staff)
    coordination.request(session, lookup.article(session, "march-8"), "fr", actor=staff["cora"], now=made.NOW)
    revise(session, staff, note="Una versión anterior decía miles.")
    assert states(session) == {"es": "corrected", "en": "open", "ar": "open", "pt": "open"}
    [note] = session.scalars(select(CorrectionNote))
    assert (note.version_id, note.text, note.at) == (versions["es"].id, "Una versión anterior decía miles.", made.later())
    [entry] = report.ledger(session)
    assert "Trescientas" in entry.what
    assert {one.language: one.waits_for for one in entry.versions} == {"es": None, "en": None, "ar": None, "pt": "en"}


def test_it_closes_where_the_text_follows_and_where_it_goes(session, staff) -> None:
    versions = family(session, staff)
    revise(session, staff)
    publishing.withdraw(session, versions["ar"], actor=staff["pia"], now=made.later(2), reason="asked for")
    corrected(session, staff, versions["en"], "Thousands", "Three hundred people")
    assert states(session) == {"es": "corrected", "en": "corrected", "ar": "withdrawn", "pt": "open"}
    corrected(session, staff, versions["pt"], "Milhares", "Trezentas", 5)
    assert states(session)["pt"] == "corrected"
    assert session.scalar(select(CorrectionNote.version_id).where(CorrectionNote.version_id == versions["pt"].id))
    with pytest.raises(CheckFailed, match="change of class correction"):
        publishing.publish(session, versions["ar"], actor=staff["pia"], now=made.later(6))
    publishing.publish(session, versions["ar"], actor=staff["pia"], now=made.later(6), despite="a court wants it up")
    assert states(session)["ar"] == "open"


def test_what_needs_no_change_closes_without_a_note(session, staff) -> None:
    versions = family(session, staff)
    revise(session, staff)
    answers.confirm(session, versions["ar"], [2], actor=staff["cora"], now=made.later(2))
    assert states(session)["ar"] == "corrected"
    assert session.scalar(select(CorrectionNote.id).where(CorrectionNote.version_id == versions["ar"].id)) is None
    answers.confirm(session, versions["en"], [], everything=True, actor=staff["cora"], now=made.later(2))
    assert states(session) == {"es": "corrected", "en": "corrected", "ar": "corrected", "pt": "corrected"}


def test_a_lighter_change_later_does_not_open_it_again(session, staff) -> None:
    versions = family(session, staff)
    revise(session, staff)
    corrected(session, staff, versions["en"], "Thousands", "Three hundred people")
    revise(session, staff, CORRECTED.replace("sigue", "continúa"), ChangeClass.WORDING, hours=4)
    assert states(session)["en"] == "corrected"
    assert versions["en"].behind_since is not None


def test_dismissed_and_taken(session, staff) -> None:
    versions = family(session, staff)
    revise(session, staff)
    with pytest.raises(UsageError):
        corrections.dismiss(session, versions["ar"], actor=staff["cora"], now=made.later(2), reason=" ")
    corrections.dismiss(session, versions["ar"], actor=staff["cora"], now=made.later(2), reason="it gave no number")
    corrections.take(session, versions["pt"], actor=staff["ana"], now=made.later(2))
    with pytest.raises(NotAllowed):
        corrections.take(session, versions["en"], actor=made.person(session, "zoe", "reviewer:pt"), now=made.later(2))
    [entry] = report.ledger(session, only_open=True)
    assert {one.language: (one.state, one.person) for one in entry.versions if one.language in {"ar", "pt"}} == {"ar": ("dismissed", None), "pt": ("open", "ana")}


def test_a_translations_own_correction_is_owed_by_its_relays(session, staff) -> None:
    versions = family(session, staff)
    coordination.reopen(session, versions["en"], actor=staff["cora"], now=made.later())
    claims.claim(session, versions["en"], actor=staff["max"], now=made.later())
    text = "# March 8\n\nMillions took to the streets.\n\nThe struggle goes on.\n"
    checkins.checkin(session, text.encode(), actor=staff["max"], now=made.later(), address=versions["en"].address, name="t.md")
    corrections.declare(session, versions["en"], kind="correction", reason="mistranslated", actor=staff["cora"], now=made.later(), text="An earlier version said thousands.")
    assert states(session) == {"en": "open", "pt": "open"}
    work.submit(session, versions["en"], actor=staff["max"], now=made.later(2))
    review.approve(session, versions["en"], actor=staff["rui"], now=made.later(2))
    publishing.publish(session, versions["en"], actor=staff["pia"], now=made.later(2))
    assert states(session) == {"en": "corrected", "pt": "open"}
    assert session.scalar(select(CorrectionNote.text)) == "An earlier version said thousands."


def test_a_note_can_be_changed_and_hidden_and_pages_follow(session, staff) -> None:
    versions = family(session, staff)
    revise(session, staff)

    def page():
        session.flush()
        [found] = pages.works(session, "site", [], articles=[versions["es"].article_id])
        return next(one for one in found.pages if one.language == "es")

    before = page()
    assert [one.text for one in before.corrections] == [""]
    assert corrections.note(session, versions["es"], "Decía miles.", actor=staff["cora"], now=made.later(2)) == "shown"
    assert [one.text for one in page().corrections] == ["Decía miles."]
    assert page().fingerprint != before.fingerprint
    corrections.hide(session, versions["es"], actor=staff["pia"], now=made.later(3), reason="legal")
    assert page().corrections == ()
    assert session.scalars(select(Event.data).where(Event.action == "correction note").order_by(Event.id)).all()[0] == {"was": "", "note": "Decía miles."}


def test_a_takedown_takes_all_that_readers_see(session, staff) -> None:
    versions = family(session, staff)
    revise(session, staff)
    assert session.scalar(select(MemoryUnit.id)) is not None
    with pytest.raises(NotAllowed):
        corrections.take_down(session, versions["es"], actor=staff["cora"], now=made.later(2), reason="court")
    gone = corrections.take_down(session, versions["es"], actor=staff["pia"], now=made.later(2), reason="court")
    assert {one.language for one in gone} == {"es", "en", "ar", "pt"}
    session.flush()
    assert session.scalar(select(Version.id).where(Version.live_id.is_not(None))) is None
    assert session.scalar(select(MemoryUnit.id)) is None
    assert not session.scalars(select(Obligation).where(Obligation.state == "open")).all()
    told = corrections.blockers(session, list(versions.values()))
    assert set(told) == {version.id for version in versions.values()}
    revise(session, staff, CORRECTED.replace("calle", "plaza"), ChangeClass.WORDING, hours=3)
    assert versions["es"].id not in corrections.blockers(session, list(versions.values()))
    publishing.publish(session, versions["es"], actor=staff["pia"], now=made.later(4))
    with pytest.raises(CheckFailed, match="was taken down"):
        publishing.publish(session, versions["en"], actor=staff["pia"], now=made.later(4))
    publishing.publish(session, versions["en"], actor=staff["pia"], now=made.later(4), despite="it never said so")
    whole = {row.version_id: row.state for row in session.scalars(select(Obligation).where(Obligation.whole))}
    assert whole == {versions["es"].id: "corrected", versions["en"].id: "open", versions["ar"].id: "withdrawn", versions["pt"].id: "withdrawn"}


def test_one_version_is_taken_down_with_its_relays_or_alone(session, staff) -> None:
    versions = family(session, staff)
    gone = corrections.take_down(session, versions["en"], actor=staff["pia"], now=made.later(), reason="libel", only=True)
    assert [one.language for one in gone] == ["en"]
    assert states(session) == {"en": "withdrawn", "pt": "open"}
    gone = corrections.take_down(session, versions["en"], actor=staff["pia"], now=made.later(2), reason="libel")
    assert [one.language for one in gone] == ["pt"]
    assert versions["es"].live_id
    assert versions["ar"].live_id


def test_a_carried_draft_was_not_seen_by_readers(session, staff) -> None:
    versions = family(session, staff)
    revise(session, staff)
    carrying.carry(session, versions["en"], actor=staff["cora"], now=made.later(2))
    session.flush()
    assert versions["en"].live_id != versions["en"].head_id
    seen = set(session.scalars(select(Event.revision_id).where(Event.version_id == versions["en"].id, changes.OUT)))
    assert seen == {versions["en"].live_id}


def test_at_the_command_line(desk) -> None:
    desk.run("settings", "self_review", "true")
    original = "---\ntitle: Marcha\nlang: es\n---\n\nMiles de personas salieron.\n\nLa lucha sigue.\n"
    desk.write("m.es.md", original)
    desk.run("import", "m.es.md", "--key", "m")
    said = {"en": ("Thousands came out.", "es"), "ar": ("خرج الآلاف.", "es"), "pt": ("Milhares saíram.", "en")}
    for language, (text, source) in said.items():
        desk.run("request", "m", language, "--from", source)
        publish(desk, language, f"---\ntitle: M {language}\nlang: {language}\n---\n\n{text}\n\nZ {language}.\n")
    desk.write("m2.es.md", original.replace("Miles de personas", "Trescientas personas"))
    desk.run("revise", "m", "m2.es.md", "--class", "correction", "--note", "Decía miles.")
    desk.run("withdraw", "m/ar", "--reason", "wrong")
    desk.run("carry", "m/en")
    desk.run("claim", "m/en")
    desk.run("checkout", "m/en", "--force")
    file = desk.folder / "m.en.md"
    file.write_text(file.read_text().replace("Thousands", "Three hundred"))
    desk.run("checkin", "m.en.md")
    for command in ("submit", "approve", "publish"):
        desk.run(command, "m/en")
    [entry] = desk.json("corrections", "m")
    assert {row["language"]: row["state"] for row in entry["versions"]} == {"es": "corrected", "en": "corrected", "pt": "open", "ar": "withdrawn"}
    table = desk.run("corrections").out
    assert "still wrong since" in table
    rows = desk.json("report", "corrections")["corrections"]
    [entry] = desk.json("corrections", "list", "--open")
    same = ("language", "state", "since", "person", "waits_for", "status", "held_until")
    assert [[row[name] for name in same] for row in rows] == [[one[name] for name in same] for one in entry["versions"]]
    assert {(row["article"], row["correction"], row["kind"]) for row in rows} == {(entry["article"], f"{entry['language']} {entry['revision']}", entry["kind"])}
    desk.run("takedown", "m", code=2)
    desk.run("takedown", "m", "--reason", "court")
    everything = b"".join(path.read_bytes() for path in site(desk).rglob("*") if path.is_file())
    for word in ("lucha", "Thousands", "Three hundred", "Milhares", "Marcha"):
        assert word.encode() not in everything


def site(desk) -> Path:
    return desk.folder / ".translate-flow" / "site"


def publish(desk, language: str, text: str) -> None:
    desk.pass_time(minutes=1)
    desk.run("claim", f"m/{language}")
    desk.write(f"m.{language}.md", text)
    desk.run("checkin", f"m/{language}", f"m.{language}.md")
    for command in ("submit", "approve", "publish"):
        desk.run(command, f"m/{language}")


