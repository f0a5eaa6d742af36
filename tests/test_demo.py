"""The demonstration: it runs to its end, leaves a newsroom that holds together, and touches nothing that is not its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from translate_flow import demo
from translate_flow.cli import context
from translate_flow.cli.root import app
from translate_flow.demo import play
from translate_flow.errors import Conflict, UsageError

ROOT = Path(__file__).parents[1]
_MOMENT = re.compile(r"\d+/\d+/\d+, \d+:\d+\s[AP]M")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demonstration's folder, and all that was shown of it."""
    folder = tmp_path_factory.mktemp("demo") / "newsroom"
    lines: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRANSLATE_FLOW_DATABASE", str(folder / "somebody-elses.db"))
        patch.setenv("TRANSLATE_FLOW_USER", "nobody")
        site = demo.run(folder, out=lines.append)
    assert site == folder / ".translate-flow/site"
    return folder, "\n".join(lines)


def typed(folder: Path, *words: str) -> str:
    result = CliRunner().invoke(app, ["--database", str(folder / ".translate-flow/translate-flow.db"), *words], prog_name="translate-flow")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def pages(folder: Path, name: str) -> str:
    return (folder / ".translate-flow/site" / name).read_text(encoding="utf-8")


def test_pages_name_their_source(newsroom: tuple[Path, str]) -> None:
    folder, _ = newsroom
    english = pages(folder, "en/huerto.html")
    assert "Translated from the Spanish version" in english
    assert 'href="../es/huerto.html"' in english
    assert "The Olmo Street garden turns ten" in english
    assert "quarenta famílias" in pages(folder, "pt/huerto.html")
    assert "15 de fevereiro de 2016" in pages(folder, "pt/huerto.html")


def test_an_arabic_page_reads_from_the_right(newsroom: tuple[Path, str]) -> None:
    arabic = pages(newsroom[0], "ar/huerto.html")
    assert re.search(r'<html[^>]* dir="rtl"', arabic)
    assert "مترجم عن الإنجليزية" in arabic


def test_pages_behind_their_source_say_so(newsroom: tuple[Path, str]) -> None:
    folder, _ = newsroom
    assert "This translation is behind the Spanish version" in pages(folder, "en/huerto.html")
    assert "cuarenta familias" in pages(folder, "es/huerto.html")


def test_a_saved_page_is_its_article(newsroom: tuple[Path, str]) -> None:
    page = json.loads(typed(newsroom[0], "--json", "show", "night-bus/en"))
    text = " ".join(block["text"] for block in page["document"]["blocks"])
    assert page["document"]["title"] == "The night bus is back"
    assert page["document"]["byline"] == "Diego Soler"
    assert page["document"]["provenance"]["language"] == page["parent"] == "es"
    assert not [word for word in ("Search", "Related", "Share", "Recent Posts", "At last!", "powered") if word in text]


def test_the_newsroom_holds_together(newsroom: tuple[Path, str]) -> None:
    folder, _ = newsroom
    assert json.loads(typed(folder, "--json", "doctor")) == []
    versions = {v["language"]: v for v in json.loads(typed(folder, "--json", "status", "huerto"))["versions"]}
    assert {tag: (v["status"], v["freshness"]["state"]) for tag, v in versions.items()} == {
        "es": ("published", "current"), "pt": ("published", "current"), "en": ("requested", "behind"), "ar": ("published", "parent_behind")}  # fmt: skip
    assert typed(folder, "publish") == ""


def test_refusals_are_shown_with_their_exit_status(newsroom: tuple[Path, str]) -> None:
    shown = _MOMENT.sub("THEN", newsroom[1])
    assert "$ translate-flow --as ben claim huerto/pt\nError: ana holds huerto/pt until THEN." in shown
    assert shown.count("(exit status 5)") == 1
    assert shown.count("(exit status 4)") == 3
    assert "Traceback" not in shown


def test_what_is_shown_last_is_what_to_do_next(newsroom: tuple[Path, str]) -> None:
    folder, shown = newsroom
    ending = shown[shown.index("What to try next") :]
    assert str(folder / ".translate-flow/site/index.html") in ending
    assert f"$ cd {folder}" in ending


def test_the_callers_own_desk_and_environment_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSLATE_FLOW_USER", "somebody")
    monkeypatch.chdir(tmp_path)
    mine = context.Desk(handle="me")
    context.begin(mine)
    with pytest.raises(RuntimeError, match="ended with 3, not 0"), play.stage(tmp_path.parent, lambda line: None) as scene:
        scene.type("them", "status")
    assert context.desk() is mine
    assert Path.cwd() == tmp_path


def test_again_removes_only_what_it_made(tmp_path: Path) -> None:
    folder = tmp_path / "newsroom"
    demo.run(folder, out=lambda line: None)
    (folder / "articles/mine.md").write_text("# Mine\n")
    (folder / "notes.txt").write_text("mine too")
    with pytest.raises(Conflict, match="already"):
        demo.run(folder, out=lambda line: None)
    ran = CliRunner().invoke(app, ["--json", "demo", str(folder), "--again"], prog_name="translate-flow")
    assert ran.exit_code == 0, ran.stderr
    assert json.loads(ran.stdout) == {"folder": str(folder), "site": str(folder / ".translate-flow/site")}
    assert (folder / "articles/mine.md").read_text() == "# Mine\n"
    assert (folder / "notes.txt").read_text() == "mine too"


def test_a_folder_that_holds_anything_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "work.md").write_text("work")
    for again in (False, True):
        with pytest.raises(Conflict, match="not empty"):
            demo.run(tmp_path, again=again, out=lambda line: None)
    with pytest.raises(UsageError, match="is a file"):
        demo.run(tmp_path / "work.md", out=lambda line: None)
    assert [path.name for path in tmp_path.iterdir()] == ["work.md"]


@pytest.mark.parametrize("marker", ["", "{}", "[]", '{"made": 3}'])
def test_a_damaged_marker_removes_nothing(tmp_path: Path, marker: str) -> None:
    (tmp_path / demo.MARKER).write_text(marker)
    (tmp_path / "work.md").write_text("work")
    with pytest.raises(Conflict, match="damaged"):
        demo.run(tmp_path, again=True, out=lambda line: None)
    assert (tmp_path / "work.md").exists()


def test_a_marker_never_reaches_outside_its_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("not yours")
    folder = tmp_path / "newsroom"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    (folder / demo.MARKER).write_text(json.dumps({"made": ["../outside.md", str(outside), "link/outside.md"]}))
    demo.run(folder, again=True, out=lambda line: None)
    assert outside.read_text() == "not yours"


def test_the_session_in_the_readme_is_what_is_shown(newsroom: tuple[Path, str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    session = readme.partition("```text\n")[2].partition("```")[0]
    shown = iter(_MOMENT.sub("THEN", newsroom[1]).splitlines())
    for line in _MOMENT.sub("THEN", session).splitlines():
        assert not line or line in shown, f"README shows what the demonstration does not, or not there: {line}"
