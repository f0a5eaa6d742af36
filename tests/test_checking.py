"""Checks by the verbs and by the commands: numbers, dismissals and their end, the gates before submit and publish, work files."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from tests.commandline import Desk
from tests.newsroom import NOW, SOURCE, article, bring_to, later, requested, staff
from translate_flow import db
from translate_flow.errors import CheckFailed, NotAllowed, NotFound, UsageError
from translate_flow.models import Event, Version
from translate_flow.services import (
    answers,
    checking,
    checkins,
    claims,
    coordination,
    lookup,
    publishing,
    review,
    settings,
    work,
)

SPANISH = "# La huelga\n\nEran 30 familias, y [la lista](/es/lista) está abierta.\n\nMañana hay asamblea en la plaza, a las 18:30.\n"
WRONG = "# A greve\n\nEram 20 famílias, e [a lista](/pt/lista) está aberta.\n\nAmanhã há assembleia na praça, às 18:30.\n"
RIGHT = WRONG.replace("20", "30")


@pytest.fixture
def session(engine):
    with db.scope(engine) as opened:
        yield opened


def held(session, crew, text: str = WRONG) -> Version:
    """strike/pt, held by ana, with a draft."""
    found = article(session, crew["cora"], "strike", SPANISH)
    version = coordination.request(session, found, "pt", actor=crew["cora"], now=NOW)
    claims.claim(session, version, actor=crew["ana"], now=NOW)
    checkins.checkin(session, text.encode(), actor=crew["ana"], now=NOW, address=version.address, name="t.md")
    return version


def names(result: checking.Result) -> list[str]:
    return [one.finding.check for one in result.open()]


def test_a_draft_is_checked_against_its_base(session) -> None:
    version = held(session, staff(session))
    result = checking.check(session, version)
    assert (result.revision, result.base.number, result.source_language) == (1, 1, "es")
    [one] = result.findings
    assert (one.number, one.finding.check, one.finding.message) == (1, "numbers", "the source says 30, the translation 20")


def test_an_original_is_checked_by_itself(session) -> None:
    crew = staff(session)
    found = article(session, crew["cora"], "strike", SPANISH.replace("Mañana hay", "Mañana hay hay"))
    result = checking.check(session, lookup.version(session, f"{found.key}/es"))
    assert (result.source, names(result)) == (None, ["doubled"])


def test_a_version_without_a_text_is_not_found(session) -> None:
    with pytest.raises(NotFound):
        checking.check(session, requested(session, staff(session)))


def test_a_dismissal_is_remembered_until_the_words_change(session) -> None:
    crew = staff(session)
    version = held(session, crew)
    [finding] = checking.dismiss(session, version, [1], actor=crew["ana"], now=later(), reason="ten families joined later")
    [one] = checking.check(session, version).findings
    assert (one.dismissed.by, one.dismissed.reason, one.dismissed.at) == ("ana", "ten families joined later", later())
    other = WRONG.replace("Amanhã há assembleia", "Amanhã haverá assembleia")
    checkins.checkin(session, other.encode(), actor=crew["ana"], now=later(2), address=version.address, name="t.md")
    assert checking.check(session, version).open() == []
    again = WRONG.replace("20 famílias", "25 famílias")
    checkins.checkin(session, again.encode(), actor=crew["ana"], now=later(3), address=version.address, name="t.md")
    assert names(checking.check(session, version)) == ["numbers"]
    event = session.scalars(select(Event).where(Event.action == "dismiss")).one()
    assert (event.reason, event.data["fingerprint"]) == ("ten families joined later", finding.fingerprint)


def test_a_dismissal_can_be_taken_back(session) -> None:
    crew = staff(session)
    version = held(session, crew)
    [finding] = checking.dismiss(session, version, [1], actor=crew["rui"], now=later(), reason="so it is")
    assert checking.dismiss(session, version, [1], actor=crew["rui"], now=later(), reason="twice") == []
    checking.undismiss(session, version, [finding.fingerprint], actor=crew["rui"], now=later(2))
    assert names(checking.check(session, version)) == ["numbers"]


def test_who_may_dismiss_and_how(session) -> None:
    crew = staff(session)
    version = held(session, crew)
    with pytest.raises(NotAllowed):
        checking.dismiss(session, version, [1], actor=crew["ben"], now=later(), reason="no")
    with pytest.raises(UsageError):
        checking.dismiss(session, version, [1], actor=crew["ana"], now=later(), reason=" ")
    with pytest.raises(NotFound):
        checking.dismiss(session, version, [7], actor=crew["ana"], now=later(), reason="none")


def test_submit_is_held_by_errors(session) -> None:
    crew = staff(session)
    version = held(session, crew)
    with pytest.raises(CheckFailed) as refused:
        work.submit(session, version, actor=crew["ana"], now=later())
    assert "the source says 30, the translation 20" in refused.value.message
    assert "--despite" in refused.value.remedy
    assert version.status == "translating"
    work.submit(session, version, actor=crew["ana"], now=later(), despite="the newspaper counts otherwise")
    event = session.scalars(select(Event).where(Event.action == "submit")).one()
    assert event.reason == event.data["despite"] == "the newspaper counts otherwise"
    assert event.data["findings"] == ["numbers: the source says 30, the translation 20"]


def test_a_dismissed_finding_holds_nothing(session) -> None:
    crew = staff(session)
    version = held(session, crew)
    checking.dismiss(session, version, [1], actor=crew["ana"], now=later(), reason="ten joined later")
    work.submit(session, version, actor=crew["ana"], now=later(), despite="not needed")
    assert "findings" not in session.scalars(select(Event).where(Event.action == "submit")).one().data


@pytest.mark.parametrize(("policy", "held_up"), [("none", False), ("error", False), ("warning", True)])
def test_the_gate_is_the_newsrooms_choice(session, policy: str, held_up: bool) -> None:
    crew = staff(session)
    version = held(session, crew, RIGHT.replace("na praça,", "na praça ,"))
    settings.put(session, "check_submit", policy, actor=crew["cora"], now=NOW)
    assert names(checking.check(session, version)) == ["spacing"]
    if held_up:
        with pytest.raises(CheckFailed):
            work.submit(session, version, actor=crew["ana"], now=later())
    else:
        work.submit(session, version, actor=crew["ana"], now=later())


def test_publish_is_held_by_errors_and_whoever_may_not_publish_is_told_that(session) -> None:
    crew = staff(session)
    settings.put(session, "check_submit", "none", actor=crew["cora"], now=NOW)
    version = held(session, crew)
    work.submit(session, version, actor=crew["ana"], now=later())
    review.approve(session, version, actor=crew["rui"], now=later())
    with pytest.raises(NotAllowed):
        publishing.publish(session, version, actor=crew["ben"], now=later())
    with pytest.raises(CheckFailed):
        publishing.publish(session, version, actor=crew["pia"], now=later())
    publishing.publish(session, version, actor=crew["pia"], now=later(), despite="they were twenty in the end")
    assert session.scalars(select(Event).where(Event.action == "publish")).all()[-1].reason == "they were twenty in the end"


def test_a_single_check_can_be_switched_off_for_a_language(session) -> None:
    crew = staff(session)
    version = held(session, crew)
    settings.put(session, "checks_off", "numbers:fr, dates", actor=crew["cora"], now=NOW)
    assert settings.get(session, "checks_off") == "numbers:fr,dates"
    assert names(checking.check(session, version)) == ["numbers"]
    settings.put(session, "checks_off", "numbers:pt", actor=crew["cora"], now=NOW)
    assert names(checking.check(session, version)) == []
    with pytest.raises(UsageError):
        settings.put(session, "checks_off", "nothing", actor=crew["cora"], now=NOW)
    with pytest.raises(UsageError):
        settings.put(session, "check_submit", "all", actor=crew["cora"], now=NOW)


def test_an_omission_that_is_recorded_is_no_finding(session) -> None:
    crew = staff(session)
    longer = SPANISH + "\nLos vecinos trajeron café, pan y mantas para la noche.\n\n## Las demandas\n\nUn contrato para cada una, y que nadie pierda su puesto.\n"
    found = article(session, crew["cora"], "strike", longer)
    version = coordination.request(session, found, "pt", actor=crew["cora"], now=NOW)
    claims.claim(session, version, actor=crew["ana"], now=NOW)
    text = RIGHT + "\n## As exigências\n\nUm contrato para cada uma, e que ninguém perca o seu posto.\n"
    checkins.checkin(session, text.encode(), actor=crew["ana"], now=NOW, address=version.address, name="t.md")
    assert names(checking.check(session, version)) == ["parity"]
    answers.differ(session, version, 4, "omission", actor=crew["ana"], now=later(), reason="a notice for the square")
    assert names(checking.check(session, version)) == []


def test_a_file_is_checked_without_storing_it(session) -> None:
    crew = staff(session)
    version = held(session, crew, RIGHT)
    result = checking.check_file(session, version, WRONG.encode(), name="t.md")
    assert (result.revision, names(result)) == (0, ["numbers"])
    assert version.head.number == 1


def test_published_versions_of_the_samples_pass(session) -> None:
    crew = staff(session)
    assert SOURCE
    assert names(checking.check(session, bring_to(session, crew, "published"))) == []


# --- the commands ------------------------------------------------------------------------------------------------


@pytest.fixture
def drafted(newsroom: Desk) -> Desk:
    newsroom.write("strike.es.md", f"---\nlang: es\n---\n\n{SPANISH}")
    newsroom.run("import", "strike.es.md", who="cora")
    newsroom.run("request", "strike", "pt", who="cora")
    newsroom.run("claim", "strike/pt", who="ana")
    newsroom.run("checkout", "strike/pt", who="ana")
    path = newsroom.folder / "strike.pt.md"
    text = path.read_text()
    for old, new in zip(SPANISH.split("\n\n"), WRONG.split("\n\n"), strict=True):
        text = text.replace(old.strip(), new.strip())
    path.write_text(text)
    return newsroom


def test_check_of_a_file_and_then_of_the_draft(drafted: Desk) -> None:
    before = drafted.run("check", "strike/pt", "strike.pt.md", code=7)
    assert "numbers" in before.out
    assert "dismiss strike/pt" in before.err
    drafted.run("checkin", "strike.pt.md", who="ana")
    shown = drafted.run("check", "strike/pt", code=7).out
    assert "the source says 30, the translation 20" in shown
    assert "Eran [30] familias" in shown
    assert "Eram [20] famílias" in shown
    found = drafted.run("--json", "check", "strike/pt", code=7).json
    assert (found["article"], found["language"], found["revision"], found["source"]) == ("strike", "pt", 1, {"language": "es", "revision": 1})
    [finding] = found["findings"]
    assert finding["text"][slice(*finding["span"])] == "20"
    assert finding["source_text"][slice(*finding["source_span"])] == "30"
    assert finding["dismissed"] is None


def test_dismiss_and_all(drafted: Desk) -> None:
    drafted.run("checkin", "strike.pt.md", who="ana")
    drafted.run("submit", "strike/pt", who="ana", code=7)
    drafted.run("dismiss", "strike/pt", "1", who="ana", code=2)
    said = drafted.run("--json", "dismiss", "strike/pt", "1", "--reason", "ten joined later", who="ana").json
    assert len(said["dismissed"]) == 1
    assert drafted.run("check", "strike/pt").out == ""
    assert "dismissed by ana" in drafted.run("check", "strike/pt", "--all").out
    assert drafted.json("check", "strike")[1]["dismissed"] == 1
    assert any(event["action"] == "dismiss" for event in drafted.json("log", "strike/pt"))
    drafted.run("dismiss", "strike/pt", "1", "--undo", who="ana")
    drafted.run("submit", "strike/pt", "--despite", "as the paper has it", who="ana")
    assert drafted.json("check", "strike", code=7)[1]["errors"] == 1


def test_only_and_severity(drafted: Desk) -> None:
    drafted.run("checkin", "strike.pt.md", who="ana")
    assert drafted.run("check", "strike/pt", "--only", "links").out == ""
    drafted.run("check", "strike/pt", "--only", "nothing", code=2)
    drafted.run("check", "strike/pt", "--severity", "grave", code=2)
    assert json.loads(drafted.run("--json", "check", "strike/pt", "--severity", "error", code=7).out)["errors"] == 1
    table = drafted.run("check", "strike", code=7).out
    assert "strike/pt" in table
    assert "strike/es" in table
