"""The commands as people type them: the whole path, the contract of JSON and exit statuses, the words of refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from tests.commandline import ARTICLE, Desk

VERSION = {
    "article", "language", "origin", "status", "parent", "translator", "reviewer", "due_at", "claimed_until", "live_revision",
    "head_revision", "base_revision", "freshness", "due_by", "priority", "priority_reason",
}  # fmt: skip


def test_the_whole_path(newsroom: Desk) -> None:
    newsroom.to("published")
    page = newsroom.folder / ".translate-flow/site/pt/march-8.html"
    text = page.read_text()
    assert "<html lang=\"pt\"" in text
    assert "Milhares saíram à rua." in text
    record = newsroom.json("show", "march-8/pt")
    assert record["status"] == "published"
    assert (record["live_revision"], record["head_revision"], record["base_revision"]) == (1, 1, 1)
    assert record["freshness"] == {"state": "current", "blocks": 0, "words": 0, "since": None, "class": None, "blocked_by": None}
    assert [event["action"] for event in newsroom.json("log", "march-8/pt")] == [
        "request", "claim", "checkout", "checkin", "submit", "approve", "publish"]  # fmt: skip
    newsroom.run("doctor")


def test_version_json_has_exactly_the_names_of_the_contract(newsroom: Desk) -> None:
    newsroom.to("drafted")
    article = newsroom.json("status", "march-8")
    assert set(article) == {"key", "kind", "original_language", "versions", "embargo_until", "rights_until", "rights_languages", "scheduled"}
    assert [set(version) for version in article["versions"]] == [VERSION, VERSION]
    version = newsroom.json("show", "march-8/pt")
    assert set(version) == VERSION | {"document"}
    assert set(version["freshness"]) == {"state", "blocks", "words", "since", "class", "blocked_by"}
    assert set(version["document"]) == {
        "title", "standfirst", "byline", "date", "language", "provenance", "blocks", "notes", "warnings"}  # fmt: skip
    assert version["claimed_until"] == "2026-03-11T12:00:00Z"
    assert {block["kind"] for block in version["document"]["blocks"]} == {
        "title", "standfirst", "heading", "list_item", "paragraph"}  # fmt: skip


def test_import_json_is_a_list_of_outcomes(newsroom: Desk) -> None:
    newsroom.write("a.es.md")
    assert newsroom.json("import", "a.es.md") == [{"article": "a", "language": "es", "outcome": "created", "warnings": []}]
    assert newsroom.json("import", "a.es.md")[0]["outcome"] == "unchanged"
    newsroom.write("a.es.md", ARTICLE.replace("sigue", "continúa"))
    assert newsroom.json("import", "a.es.md")[0]["outcome"] == "revised"


def test_the_newsrooms_folder_can_move(newsroom: Desk) -> None:
    newsroom.write("texts/a.es.md")
    assert newsroom.json("import", "texts")[0]["outcome"] == "created"
    assert newsroom.json("show", "a/es")["origin"] == "texts/a.es.md"
    newsroom.write("elsewhere/a.es.md")
    assert newsroom.json("import", "elsewhere")[0]["outcome"] == "unchanged"
    newsroom.write("elsewhere/a.es.md", ARTICLE + "\nOtra nota.\n")
    [result] = newsroom.json("import", "elsewhere")
    assert (result["article"], result["outcome"]) == ("a-2", "created")
    assert "--key a" in result["warnings"][0]


def test_folders_named_by_languages_say_the_language(newsroom: Desk) -> None:
    text = "# {0}\n\nText.\n"
    for folder in ("es", "pt-br", "it", "guides"):
        newsroom.write(f"site/{folder}/{folder}.md", text.format(folder))
    newsroom.run("settings", "language", "en")
    found = {result["article"]: result["language"] for result in newsroom.json("import", "site")}
    assert found == {"es": "es", "pt-br": "pt-BR", "it": "it", "guides": "en"}
    newsroom.write("lone/is/x.md", text.format("x"))
    assert newsroom.json("import", "lone")[0]["language"] == "en"


def test_json_may_stand_after_the_command(newsroom: Desk) -> None:
    newsroom.to("requested")
    assert newsroom.run("show", "march-8/pt", "--json").json["status"] == "requested"


def test_json_output_is_one_document_and_nothing_else(newsroom: Desk) -> None:
    newsroom.write("march-8.es.md")
    commands = [
        ["import", "march-8.es.md"], ["request", "march-8", "pt"], ["tasks"], ["claim", "march-8/pt"], ["extend", "march-8/pt"],
        ["release", "march-8/pt"], ["assign", "march-8/pt", "olga"], ["checkout", "march-8/pt"], ["checkin", "march-8.pt.md"],
        ["status"], ["status", "march-8"], ["show", "march-8"], ["log"], ["report", "progress"], ["people", "list"], ["settings"],
        ["db", "info"], ["db", "check"], ["doctor"], ["cancel", "march-8/pt", "--reason", "x"], ["publish"],
    ]  # fmt: skip
    for command in commands:
        ran = newsroom.run("--json", *command)
        json.loads(ran.out)


def test_a_wrong_key_suggests_the_nearest(newsroom: Desk) -> None:
    newsroom.to("requested")
    ran = newsroom.run("show", "marhc-8", code=3)
    assert "did you mean “march-8”?" in ran.err
    assert "It is there in: es, pt" in newsroom.run("show", "march-8/fr", code=3).err


def test_a_refusal_says_who_holds_it_until_when_and_what_to_do(newsroom: Desk) -> None:
    newsroom.to("translating")
    ran = newsroom.run("claim", "march-8/pt", who="ben", code=5)
    assert "ana holds march-8/pt until" in ran.err
    assert "tasks" in ran.err
    ran = newsroom.run("submit", "march-8/pt", who="ben", code=4)
    assert "ana holds it until" in ran.err


def test_times_are_in_the_readers_zone_and_locale(newsroom: Desk) -> None:
    newsroom.to("translating")
    newsroom.run("people", "change", "ben", "--zone", "Asia/Tokyo", "--locale", "de")
    assert "11.03.26, 21:00" in newsroom.run("claim", "march-8/pt", who="ben", code=5).err
    newsroom.run("people", "change", "ben", "--zone", "America/Bogota", "--locale", "en")
    assert "3/11/26, 7:00\u202fAM" in newsroom.run("claim", "march-8/pt", who="ben", code=5).err


def test_nobody_is_named_on_a_server(newsroom: Desk, postgres_url: str) -> None:
    newsroom.run("--database", postgres_url, "init")
    newsroom.write("march-8.es.md")
    assert "--as HANDLE" in newsroom.run("--database", postgres_url, "import", "march-8.es.md", code=2).err
    newsroom.run("--database", postgres_url, "import", "march-8.es.md", who="olga")
    newsroom.run("--database", postgres_url, "status")
    newsroom.run("--database", postgres_url, "doctor")


def test_the_workflow_and_the_roles_say_no(newsroom: Desk) -> None:
    newsroom.to("in_review")
    assert "that takes a reviewer" in newsroom.run("approve", "march-8/pt", who="ana", code=4).err
    assert "From here one can" in newsroom.run("publish", "march-8/pt", who="pia", code=4).err
    assert "takes the role coordinator" in newsroom.run("import", "march-8.es.md", who="ana", code=4).err
    assert "a reason is needed" in newsroom.run("return", "march-8/pt", who="rui", code=2).err
    newsroom.run("return", "march-8/pt", "--reason", "the heading", who="rui")
    assert newsroom.json("show", "march-8/pt")["translator"] == "ana"


def test_checkout_says_why_work_came_back(newsroom: Desk) -> None:
    newsroom.to("in_review")
    newsroom.run("return", "march-8/pt", "--reason", "the heading is missing", who="rui")
    assert newsroom.json("tasks", who="ana")[0]["todo"] == "submit"
    assert "rui: the heading is missing" in newsroom.run("checkout", "march-8/pt", "-o", "again.md", who="ana").err


def test_self_review_only_where_the_settings_allow(newsroom: Desk) -> None:
    newsroom.to("in_review", who="olga")
    assert "nobody reviews their own" in newsroom.run("approve", "march-8/pt", code=4).err
    newsroom.run("settings", "self_review", "yes")
    newsroom.run("approve", "march-8/pt")


def test_a_lease_runs_out_and_the_draft_is_kept(newsroom: Desk) -> None:
    newsroom.to("drafted")
    newsroom.pass_time(hours=73)
    assert [task["todo"] for task in newsroom.json("tasks", who="ben")] == ["claim"]
    assert newsroom.json("log", "march-8/pt")[-1]["action"] == "expire"
    newsroom.run("claim", "march-8/pt", who="ben")
    newsroom.run("checkout", "march-8/pt", "-o", "ben.md", who="ben")
    assert "Milhares saíram à rua" in (newsroom.folder / "ben.md").read_text()


def test_a_checkin_after_the_lease_takes_it_up_again_where_nobody_else_has(newsroom: Desk) -> None:
    newsroom.to("drafted")
    newsroom.pass_time(hours=80)
    path = newsroom.folder / "march-8.pt.md"
    path.write_text(path.read_text().replace("rua.", "rua, cantando."))
    assert "yours again" in newsroom.run("checkin", "march-8.pt.md", who="ana").err
    newsroom.pass_time(hours=80)
    newsroom.run("claim", "march-8/pt", who="ben")
    assert "ben holds it" in newsroom.run("checkin", "march-8.pt.md", who="ana", code=4).err


def test_revise_and_freshness(newsroom: Desk) -> None:
    newsroom.to("published")
    newsroom.pass_time(days=1)
    newsroom.write("new.md", ARTICLE.replace("La lucha sigue.", "La lucha sigue en todo el mundo."))
    newsroom.run("revise", "march-8", "new.md", who="cora")
    fresh = newsroom.json("show", "march-8/pt")["freshness"]
    assert fresh == {"state": "behind", "blocks": 1, "words": 7, "since": "2026-03-09T12:00:00Z", "class": "wording", "blocked_by": None}
    assert newsroom.json("status")["behind"] == 1
    assert "behind: 1 block, 7 words, wording" in newsroom.run("status", "march-8").out
    newsroom.run("publish", who="pia")
    newsroom.run("reopen", "march-8/pt", who="cora")
    newsroom.run("claim", "march-8/pt", who="ana")
    ran = newsroom.run("checkout", "march-8/pt", "-o", "again.md", who="ana")
    assert "brought over to revision 2" in ran.err
    text = (newsroom.folder / "again.md").read_text()
    assert "{+en todo el mundo+}" in " ".join(text.split()) or "en todo el mundo" in text
    assert newsroom.run("submit", "march-8/pt", who="ana", code=7).err.count("left to do (7)") == 1
    newsroom.write("again.md", text.replace("continua.", "continua em todo o mundo."))
    newsroom.run("checkin", "again.md", who="ana")
    assert newsroom.json("show", "march-8/pt")["freshness"]["state"] == "behind", "readers still see the old text"
    newsroom.run("submit", "march-8/pt", who="ana")
    newsroom.run("approve", "march-8/pt", who="rui")
    newsroom.run("publish", "march-8/pt", who="pia")
    assert newsroom.json("show", "march-8/pt")["freshness"]["state"] == "current"
    newsroom.run("doctor")


def test_relay_from_a_translation(newsroom: Desk) -> None:
    newsroom.to("published")
    newsroom.run("people", "add", "fay", "--role", "translator", "--reads", "pt", "--writes", "fr")
    newsroom.run("request", "march-8", "fr", "--from", "pt", who="cora")
    newsroom.run("claim", "march-8/fr", who="fay")
    newsroom.run("checkout", "march-8/fr", who="fay")
    assert "Milhares" in (newsroom.folder / "march-8.fr.md").read_text()
    assert newsroom.json("show", "march-8/fr")["parent"] == "pt"


def test_an_original_under_embargo_goes_out_with_its_translations(newsroom: Desk) -> None:
    newsroom.write("march-8.es.md")
    newsroom.run("import", "--draft", "march-8.es.md", who="cora")
    newsroom.run("request", "march-8", "pt", who="cora")
    newsroom.run("claim", "march-8/pt", who="ana")
    newsroom.run("checkout", "march-8/pt", who="ana")
    newsroom.translate("march-8.pt.md")
    newsroom.run("checkin", "march-8.pt.md", who="ana")
    newsroom.run("submit", "march-8/pt", who="ana")
    newsroom.run("approve", "march-8/pt", who="rui")
    assert "Publish both together" in newsroom.run("publish", "march-8/pt", who="pia", code=4).err
    newsroom.run("publish", "march-8/pt", "march-8", who="pia")
    assert {version["status"] for version in newsroom.json("status", "march-8")["versions"]} == {"published"}


def test_withdraw_takes_the_page_down_and_publish_puts_it_back(newsroom: Desk) -> None:
    newsroom.to("published")
    page = newsroom.folder / ".translate-flow/site/pt/march-8.html"
    newsroom.run("withdraw", "march-8/pt", "--reason", "asked for", who="pia")
    assert "A luta continua" not in page.read_text("utf-8")
    assert "Este artigo foi retirado" in page.read_text("utf-8")
    assert newsroom.json("show", "march-8/pt")["live_revision"] is None
    newsroom.run("publish", "march-8/pt", who="pia")
    assert "A luta continua" in page.read_text("utf-8")


def test_what_readers_see_of_a_reopened_version_can_be_withdrawn_at_once(newsroom: Desk) -> None:
    newsroom.to("published")
    newsroom.run("reopen", "march-8/pt", who="cora")
    newsroom.run("claim", "march-8/pt", who="ana")
    newsroom.run("withdraw", "march-8/pt", "--reason", "a takedown", who="pia")
    record = newsroom.json("show", "march-8/pt")
    assert (record["status"], record["live_revision"], record["translator"]) == ("translating", None, "ana")
    newsroom.run("doctor")


def test_publish_again_changes_nothing(newsroom: Desk) -> None:
    newsroom.to("published")
    site = newsroom.folder / ".translate-flow/site"
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    ran = newsroom.run("publish", who="pia")
    assert "nothing to change" in ran.err
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_all_that_are_named_are_published_or_none(newsroom: Desk) -> None:
    newsroom.to("approved")
    newsroom.run("request", "march-8", "en", who="cora")
    newsroom.run("publish", "march-8/pt", "march-8/en", who="pia", code=4)
    assert newsroom.json("show", "march-8/pt")["status"] == "approved"


def test_all_languages_are_requested_or_none(newsroom: Desk) -> None:
    newsroom.write("march-8.es.md")
    newsroom.run("import", "march-8.es.md", who="cora")
    newsroom.run("request", "march-8", "pt", "es", who="cora", code=4)
    assert [version["language"] for version in newsroom.json("status", "march-8")["versions"]] == ["es"]


def test_cancel_keeps_the_draft_for_a_later_request(newsroom: Desk) -> None:
    newsroom.to("drafted")
    newsroom.run("cancel", "march-8/pt", "--reason", "not now", who="cora")
    newsroom.run("request", "march-8", "pt", who="cora")
    newsroom.run("claim", "march-8/pt", who="ben")
    newsroom.run("checkout", "march-8/pt", "-o", "ben.md", who="ben")
    assert "Milhares" in (newsroom.folder / "ben.md").read_text()


def test_checkout_never_overwrites_a_file(newsroom: Desk) -> None:
    newsroom.to("translating")
    newsroom.write("march-8.pt.md", "my notes of last night\n")
    ran = newsroom.run("checkout", "march-8/pt", who="ana", code=5)
    assert "--force" in ran.err
    assert (newsroom.folder / "march-8.pt.md").read_text() == "my notes of last night\n"
    newsroom.run("checkout", "march-8/pt", "--force", who="ana")
    newsroom.run("checkout", "march-8/pt", who="ana")  # the same file again is no conflict


def test_checkout_without_a_claim_says_to_claim(newsroom: Desk) -> None:
    newsroom.to("requested")
    assert "translate-flow claim march-8/pt" in newsroom.run("checkout", "march-8/pt", who="ana", code=4).err


def test_checkout_to_standard_output_and_checkin_from_standard_input(newsroom: Desk) -> None:
    newsroom.to("translating")
    text = newsroom.run("checkout", "march-8/pt", "-o", "-", who="ana").out
    assert "translate-flow: version=march-8/pt base=1" in text
    newsroom.run("checkin", "-", who="ana", stdin=text.replace("La lucha sigue", "A luta continua"))
    assert newsroom.json("show", "march-8/pt")["head_revision"] == 1


def test_due_dates_are_the_end_of_the_day_and_late_ones_show(newsroom: Desk) -> None:
    newsroom.write("march-8.es.md")
    newsroom.run("import", "march-8.es.md", who="cora")
    newsroom.run("request", "march-8", "pt", "--due", "2026-03-09", who="cora")
    assert newsroom.json("show", "march-8/pt")["due_at"] == "2026-03-09T23:59:59Z"
    assert newsroom.json("status")["late"] == 0
    newsroom.pass_time(days=3)
    assert newsroom.json("status")["late"] == 1
    assert "late" in newsroom.run("tasks", who="ana").out
    assert "Write it 2026-12-01" in newsroom.run("request", "march-8", "en", "--due", "Friday", who="cora", code=2).err


def test_people_take_several_languages_at_once(newsroom: Desk) -> None:
    person = newsroom.json("people", "add", "eva", "--role", "translator", "reviewer:pt", "--reads", "es", "en", "--writes", "pt,gl", "--name", "Eva")
    assert (person["roles"], person["reads"], person["writes"]) == (["reviewer:pt", "translator"], ["en", "es"], ["gl", "pt"])
    assert newsroom.json("people", "change", "eva", "--reads", "fr")["reads"] == ["fr"]
    assert newsroom.json("people", "add", "--role", "publisher", "kim")["handle"] == "kim"


def test_every_help_has_an_example(newsroom: Desk) -> None:
    from translate_flow.cli.commands import COMMANDS, GROUPS

    assert sorted(name for _, names in GROUPS for name in names) == sorted(COMMANDS)
    for name in COMMANDS:
        text = newsroom.run(name, "--help").out
        assert "Example: translate-flow" in text or name in {"people", "db"}, name


def test_help_lists_every_command_by_who_uses_it(newsroom: Desk) -> None:
    text = newsroom.run("--help").out
    assert "Translators:" in text
    assert "Take a requested version for yourself." in text


def test_a_mistyped_command_suggests(newsroom: Desk) -> None:
    assert "claim" in newsroom.run("clam", "march-8/pt", code=2).err


def test_quiet_says_nothing_but_errors(newsroom: Desk) -> None:
    newsroom.to("requested")
    assert newsroom.run("--quiet", "claim", "march-8/pt", who="ana").err == ""
    assert newsroom.run("--quiet", "claim", "march-8/pt", who="ben", code=5).err != ""


def test_completion_offers_articles_and_languages(newsroom: Desk) -> None:
    newsroom.to("requested")
    from translate_flow.cli.parts import complete_address

    assert complete_address("mar") == ["march-8"]
    assert complete_address("march-8/") == ["march-8/es", "march-8/pt"]


def test_init_again_changes_nothing(newsroom: Desk) -> None:
    people = newsroom.json("people", "list")
    assert "was here already" in newsroom.run("init", "--name", "Other").err
    assert newsroom.json("people", "list") == people
    assert newsroom.json("settings", "site_name") == {"site_name": "The Beacon"}


def test_the_database_is_found_from_a_folder_below(newsroom: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.to("requested")
    below = newsroom.folder / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert newsroom.json("status")["totals"] == {"requested": 1, "published": 1}


def test_no_database_says_what_to_do(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "translate-flow init" in Desk(tmp_path, monkeypatch).run("status", code=3).err


def test_a_closed_pipe_is_no_error(newsroom: Desk) -> None:
    newsroom.to("published")
    command = f"{sys.executable} -m translate_flow log | head -1; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", command], cwd=newsroom.folder, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_traceback_only_when_asked(newsroom: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from translate_flow.reports import status

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(status, "overview", broken)
    ran = newsroom.run("status", code=1)
    assert "A fault of ours: RuntimeError: unforeseen" in ran.err
    assert "--traceback" in ran.err


def test_json_times_are_utc(newsroom: Desk) -> None:
    newsroom.to("requested")
    for event in newsroom.json("log"):
        assert datetime.fromisoformat(event["at"]).tzinfo == UTC
        assert event["at"].endswith("Z")
