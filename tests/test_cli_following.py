"""When the source moves, as people type it: revise, diff, carry, confirm, differ; a relay walked from end to end."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commandline import ARTICLE, Desk

MOVED = ARTICLE.replace("Igual salario", "Igual salario, [ya](https://example.org/ya)").replace("Miles de personas", "Unas 3.000 personas")


@pytest.fixture
def published(newsroom: Desk) -> Desk:
    newsroom.to("published")
    newsroom.pass_time(days=1)
    newsroom.write("new.md", MOVED)
    return newsroom


def test_a_dry_run_of_revise_shows_what_each_will_face_and_keeps_nothing(published: Desk) -> None:
    ran = published.run("revise", "march-8", "new.md", "--dry-run", who="cora")
    assert "march-8/pt" in ran.out
    assert "2 blocks to do" in ran.out
    assert "Nothing was changed" in ran.err
    assert published.json("show", "march-8")["versions"][0]["head_revision"] == 1
    assert published.json("status")["behind"] == 0
    record = published.json("revise", "march-8", "new.md", "--dry-run", who="cora")
    assert (record["class"], record["dependents"][0]["todo"], record["dependents"][0]["language"]) == ("facts", 2, "pt")


def test_revise_takes_the_class_it_is_told(published: Desk) -> None:
    assert "no class “huge”" in published.run("revise", "march-8", "new.md", "--class", "huge", who="cora", code=2).err
    published.run("revise", "march-8", "new.md", "--class", "correction", who="cora")
    assert published.json("show", "march-8/pt")["freshness"]["class"] == "correction"
    assert published.json("status")["behind_classes"] == {"correction": 1}
    assert "Behind their source: 1 (1 correction)" in published.run("status").out


def test_revise_asks_on_a_terminal(published: Desk, tmp_path: Path) -> None:
    """The real program on a real pseudo-terminal: Enter takes the proposal, a wrong word asks again."""
    environment = {**os.environ, "TRANSLATE_FLOW_USER": "cora"}
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "translate_flow", "revise", "march-8", "new.md"], cwd=published.folder, env=environment,
        stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        os.close(terminal)
        os.write(controller, b"enormous\nwor\n")
        out, err = child.communicate(timeout=60)
    os.close(controller)
    assert child.returncode == 0, err
    assert "What kind of change is it?" in err
    assert "“enormous” is none of them" in err
    assert out.count("march-8/pt") == 1, "what it means is shown once"
    assert published.json("show", "march-8/pt")["freshness"]["class"] == "wording"


def test_what_changed_outside_of_blocks_is_named_by_show_and_diff_alike(published: Desk) -> None:
    published.write("new.md", ARTICLE.replace("date:", "cover: plaza.jpg\ndate:"))
    published.run("revise", "march-8", "new.md", who="cora")
    assert "behind: only outside of blocks" in published.run("show", "march-8/pt").out
    told = published.run("diff", "march-8/pt").out
    assert "Outside of blocks: 1 line new\n+ cover: plaza.jpg\n" in told
    assert "No block changed; 7 unchanged; 1 line changed outside of blocks. No block left to do." in " ".join(told.split())  # lines break where the terminal ends
    record = published.json("diff", "march-8/pt")
    assert record["outside"] == [{"op": "insert", "text": "cover: plaza.jpg"}]
    assert (record["summary"]["outside"], record["summary"]["spacing"]) == (1, False)
    published.run("confirm", "march-8/pt", "--all", who="ana")
    assert published.json("show", "march-8/pt")["freshness"]["state"] == "current"


def test_what_is_only_spaced_anew_is_said_to_be_so(published: Desk) -> None:
    published.write("new.md", ARTICLE.replace("- Fin", "-  Fin"))
    published.run("revise", "march-8", "new.md", who="cora")
    told = published.run("diff", "march-8/pt").out
    assert "Only white space changed; 7 unchanged. Nothing left to do." in told
    assert told.rstrip().endswith("Next: translate-flow confirm march-8/pt --all")


def test_the_json_of_a_diff_is_the_contract(published: Desk) -> None:
    published.run("revise", "march-8", "new.md", who="cora")
    source = published.json("diff", "march-8")
    assert {"from", "to", "blocks", "class", "article", "language", "parent"} <= set(source)
    assert (source["from"], source["to"], source["parent"]) == (1, 2, None)
    assert {"change", "class", "old", "new", "words", "translation"} <= set(source["blocks"][0])
    edited = [block for block in source["blocks"] if block["change"] == "edited"]
    assert [block["number"] for block in edited] == [3, 5]
    assert "".join(part["text"] for part in edited[0]["words"] if part["op"] != "insert") == edited[0]["old"]
    assert "".join(part["text"] for part in edited[0]["words"] if part["op"] != "delete") == edited[0]["new"]
    assert {reason["kind"] for reason in edited[0]["reasons"]} >= {"number"}
    theirs = published.json("diff", "march-8/pt")
    assert [(block["number"], block["todo"], block["translation"]) for block in theirs["blocks"] if block["todo"] != "none"] == [
        (3, "edit", "Milhares saíram à rua."), (5, "edit", "Salário igual"),
    ]  # fmt: skip
    assert published.json("diff", "march-8/pt", "--own")["to"] == 1
    assert published.json("diff", "march-8", "--from", "2", "--to", "1")["blocks"][2]["new"] == "Miles de personas salieron a la calle."
    assert "no revision 9" in published.run("diff", "march-8", "--to", "9", code=2).err


def test_ways_to_see_a_diff(published: Desk) -> None:
    published.run("revise", "march-8", "new.md", who="cora")
    assert "[-Miles de-]" in published.run("diff", "march-8/pt").out
    unified = published.run("diff", "march-8/pt", "--unified").out
    assert "\n ~ Milhares saíram à rua.\n" in unified
    assert "Wrote d.html" in published.run("diff", "march-8/pt", "--html", "d.html").err
    page = (published.folder / "d.html").read_text()
    assert "<del" in page
    assert 'lang="pt"' in page
    assert "://" not in page.replace("https://example.org/ya", ""), "self-contained"
    published.write("d.html", "mine")
    assert "already" in published.run("diff", "march-8/pt", "--html", "d.html", code=5).err
    assert (published.folder / "d.html").read_text() == "mine"


def test_carry_as_it_is_typed(published: Desk) -> None:
    published.run("settings", "carry_live", "trivial", who="cora")
    assert "carry_live is one of" in published.run("settings", "carry_live", "everything", who="cora", code=2).err
    link = ARTICLE.replace("La lucha sigue.", "La lucha sigue en [la red](https://example.org/red).")
    published.write("link.md", link)
    published.run("revise", "march-8", "link.md", who="cora")
    assert "is the original" in published.run("carry", "march-8/es", who="cora", code=4).out
    assert published.json("carry", "march-8/pt", "--dry-run", who="cora")[0]["outcome"] in {"proposed", "drafted"}
    assert published.json("show", "march-8/pt")["status"] == "published"
    for wrong in (["carry"], ["carry", "march-8", "--all"], ["carry", "--all", "--class", "x"]):
        published.run(*wrong, who="cora", code=2)
    assert "takes a coordinator" in published.run("carry", "march-8/pt", who="ana", code=4).out
    published.run("carry", "--all", who="ana", code=4)


def test_a_dead_link_is_mended_for_readers_without_anybody(published: Desk) -> None:
    """From revise to the page: one command, where the newsroom allows it."""
    linked = ARTICLE.replace("La lucha sigue.", "La lucha sigue [aquí](https://example.org/2023).")
    published.write("a.md", linked)
    published.run("revise", "march-8", "a.md", who="cora")
    published.run("carry", "march-8", who="cora")
    published.run("claim", "march-8/pt", who="ana")
    published.run("checkout", "march-8/pt", "--force", who="ana")
    path = published.folder / "march-8.pt.md"
    path.write_text("A luta continua [aqui](https://example.org/2023).".join(path.read_text().rsplit("A luta continua.", 1)))
    published.run("checkin", "march-8.pt.md", who="ana")
    published.run("submit", "march-8/pt", who="ana")
    published.run("approve", "march-8/pt", who="rui")
    published.run("publish", "march-8/pt", who="pia")
    published.write("b.md", linked.replace("2023", "2024"))
    published.run("revise", "march-8", "b.md", who="cora")
    published.run("settings", "carry_live", "trivial", who="cora")
    [result] = published.json("carry", "--all", "--class", "trivial", "--auto", who="cora")
    assert (result["outcome"], result["patched"], result["left"]) == ("live", 1, [])
    page = next((published.folder / ".translate-flow/site/pt").glob("march-8*")).read_text()
    assert "https://example.org/2024" in page
    assert published.json("status")["behind"] == 0
    published.run("doctor")


def test_confirm_and_differ_as_they_are_typed(published: Desk) -> None:
    published.run("revise", "march-8", "new.md", who="cora")
    published.run("confirm", "march-8/pt", who="ana", code=2)
    published.run("confirm", "march-8/pt", "3", "--all", who="ana", code=2)
    assert published.json("confirm", "march-8/pt", "3", "--reason", "thousands are thousands", who="ana")["freshness"]["blocks"] == 1
    published.run("differ", "march-8/pt", "5", "--kind", "localised", "--reason", "another law", who="ana")
    assert published.json("diff", "march-8/pt")["blocks"][4]["note"] == "localised: another law"
    published.run("differ", "march-8/pt", "5", "--kind", "localised", "--undo", who="ana")
    published.run("differ", "march-8/pt", "5", "--kind", "localised", "--undo", who="ana", code=2)
    published.run("differ", "march-8/pt", "5", "--kind", "localised", who="ana", code=2)
    assert "confirm" in published.run("log", "march-8/pt").out
    assert published.json("confirm", "march-8/pt", "--all", who="ana")["freshness"]["state"] == "current"
    published.run("publish", who="pia")
    published.run("doctor")


def test_a_relay_each_shown_just_what_is_theirs(newsroom: Desk) -> None:
    """es → en → pt. The Spanish is corrected: ben sees one block, ana nothing yet; ben is done, and ana sees that block."""
    newsroom.write("march-8.es.md")
    newsroom.run("import", "march-8.es.md", who="cora")
    newsroom.run("people", "add", "eve", "--role", "translator", "--reads", "es", "--writes", "en", who="cora")
    newsroom.run("people", "add", "leo", "--role", "translator", "--reads", "en", "--writes", "gl", who="cora")
    english = {"El ocho de marzo": "The eighth of March", "Miles de personas salieron a la calle": "Thousands of people took to the streets", "La lucha sigue": "The fight goes on"}
    galician = {"The eighth of March": "O oito de marzo", "Thousands of people took to the streets": "Miles de persoas saíron á rúa", "The fight goes on": "A loita segue"}
    for language, parent, who, words in (("en", "es", "eve", english), ("gl", "en", "leo", galician)):
        newsroom.run("request", "march-8", language, "--from", parent, who="cora")
        newsroom.run("claim", f"march-8/{language}", who=who)
        newsroom.run("checkout", f"march-8/{language}", who=who)
        path = newsroom.folder / f"march-8.{language}.md"
        text = path.read_text()
        for before, after in words.items():
            text = text.replace(before, after)
        path.write_text(text)
        newsroom.run("checkin", path.name, who=who)
        newsroom.run("submit", f"march-8/{language}", who=who)
        newsroom.run("approve", f"march-8/{language}", who="rui")
        newsroom.run("publish", f"march-8/{language}", who="pia")
    newsroom.pass_time(days=1)
    newsroom.write("new.md", ARTICLE.replace("Miles de personas", "Unas 3.000 personas"))
    ran = newsroom.run("revise", "march-8", "new.md", "--class", "correction", who="cora")
    assert "waits for en" in ran.out
    todo = lambda language, who: [block["number"] for block in newsroom.json("diff", f"march-8/{language}", who=who)["blocks"] if block["todo"] != "none"]  # noqa: E731
    assert (todo("en", "eve"), todo("gl", "leo")) == ([3], [])
    assert newsroom.json("show", "march-8/gl")["freshness"]["blocked_by"] == "en"
    assert "parent behind, waits for en" in newsroom.run("status", "march-8").out
    newsroom.run("carry", "march-8", "--auto", who="cora")
    assert newsroom.json("show", "march-8/gl")["status"] == "published"
    newsroom.run("claim", "march-8/en", who="eve")
    newsroom.run("checkout", "march-8/en", "--force", who="eve")
    path = newsroom.folder / "march-8.en.md"
    assert path.read_text().count("translate-flow [ ]") == 1
    path.write_text(path.read_text().replace("Thousands of people took", "Some 3,000 people took"))
    newsroom.run("checkin", "march-8.en.md", who="eve")
    newsroom.run("submit", "march-8/en", who="eve")
    newsroom.run("approve", "march-8/en", who="rui")
    newsroom.run("publish", "march-8/en", who="pia")
    assert (todo("en", "eve"), todo("gl", "leo")) == ([], [3])
    fresh = newsroom.json("show", "march-8/gl")["freshness"]
    assert (fresh["state"], fresh["blocks"], fresh["class"]) == ("behind", 1, "correction")
    newsroom.run("doctor")


def test_a_checkin_after_the_source_moved_lists_what_is_new(newsroom: Desk) -> None:
    newsroom.to("drafted")
    newsroom.write("new.md", MOVED)
    newsroom.run("revise", "march-8", "new.md", who="cora")
    path = newsroom.folder / "march-8.pt.md"
    typed = path.read_text()
    path.write_text(typed.replace("Milhares", "Muitos milhares"))
    ran = newsroom.run("checkin", "march-8.pt.md", who="ana")
    assert "your text is kept as it is" in ran.err
    assert "2 blocks left to do (3, 5)" in ran.err
    own = newsroom.json("diff", "march-8/pt", "--own", "--from", "1", "--to", "2")
    assert "Muitos milhares" in json.dumps(own, ensure_ascii=False)
    path.write_text(path.read_text() + "\nNot checked in.\n")
    assert "already" in newsroom.run("checkout", "march-8/pt", who="ana", code=5).err
    assert "Not checked in." in path.read_text()
    path.write_text(typed.replace("Milhares", "Muitos milhares"))
    newsroom.run("checkout", "march-8/pt", who="ana")  # what is in the file is checked in: nothing is lost
    assert "Muitos milhares" in path.read_text()
    assert path.read_text().count("translate-flow [ ]") == 2
