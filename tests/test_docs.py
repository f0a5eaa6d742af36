"""The documentation says what the program does: all of it, and nothing that is not so any more."""

from __future__ import annotations

import importlib.util
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from translate_flow import channels, formats, workflow
from translate_flow.cli.commands import COMMANDS, GROUPS
from translate_flow.cli.root import commands
from translate_flow.reports import REPORTS
from translate_flow.services import settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")


def _reference() -> Any:
    spec = importlib.util.spec_from_file_location("reference", DOCS / "_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference = _reference()


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def leaves(found: dict[str, Any], *path: str) -> Iterator[tuple[str, Any]]:
    """Every command and group, by the words that name it."""
    for name, command in found.items():
        yield " ".join((*path, name)), command
        yield from leaves(dict(reference.subcommands(command)), *path, name)


ALL = dict(leaves(dict(commands())))


def test_generated_parts_are_up_to_date() -> None:
    assert [str(path) for path in reference.stale()] == [], "run `make docs`"


def test_every_generated_part_stands_somewhere() -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in pages())
    assert {name for name in reference.PARTS if f"<!-- generated: {name} -->" not in everything} == set()


@pytest.mark.parametrize("name", ALL)
def test_every_command_is_in_the_reference_with_an_example(name: str) -> None:
    assert re.search(rf"^###+ {name}$", page("commands.md"), re.M)
    epilog = ALL[name].epilog or ""
    assert epilog.startswith("Example: translate-flow "), f"{name} has no example"
    assert set(name.split()) <= set(epilog.split()), f"the example of {name} shows another command"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_list_is_the_first_of_the_help(name: str) -> None:
    command = commands()[name]
    text = inspect.getdoc(command.callback) if getattr(command, "callback", None) and not reference.subcommands(command) else command.help
    assert (text or "").splitlines()[0] == COMMANDS[name][1]


def test_every_command_stands_in_one_group() -> None:
    grouped = [name for _, names in GROUPS for name in names]
    assert sorted(grouped) == sorted(COMMANDS)


@pytest.mark.parametrize("status", [workflow.words(status) for status in workflow.Status])
def test_every_status_is_explained(status: str) -> None:
    assert f"\n| {status} | " in page("workflow.md").partition("## Actions")[0]


@pytest.mark.parametrize("action", list(workflow.Action))
def test_every_action_is_in_the_workflow(action: str) -> None:
    assert f" | {action} | " in page("workflow.md")


@pytest.mark.parametrize("name", [*formats.FORMATS, "wxr"])
def test_every_format_has_its_section(name: str) -> None:
    assert f"\n## {name}\n" in page("formats.md")


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_named(name: str) -> None:
    assert f"\n| `{name}` | " in page("reports.md")


@pytest.mark.parametrize("name", channels.CHANNELS)
def test_every_channel_has_its_section(name: str) -> None:
    assert f"\n## The {name}\n" in page("publishers.md")


@pytest.mark.parametrize("name", settings.KNOWN)
def test_every_setting_is_explained(name: str) -> None:
    assert f"\n| `{name}` | " in page("operator.md")


def test_every_check_has_its_section() -> None:
    assert reference.left_out() == []


@pytest.mark.parametrize("role", workflow.Role)
def test_every_role_is_named(role: str) -> None:
    assert role in page("coordinators.md")


def test_every_exit_status_is_explained() -> None:
    from translate_flow import errors

    codes = {0, *(kind.exit_code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.TranslateFlowError))}
    table = page("operator.md").partition("## Exit statuses")[2]
    assert {int(code) for code in re.findall(r"^\| (\d) \|", table, re.M)} == codes


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for target in _LINK.findall(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name) if name else path
        assert there.exists(), f"{path.name} links to {target}"
        if anchor:
            assert anchor in _anchors(there), f"{path.name} links to {target}"


def _anchors(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_shown_in_pages_exist(path: Path) -> None:
    for words in re.findall(r"translate-flow(?: --as \w+| --json)* ([a-z]+(?: [a-z]+)?)", path.read_text(encoding="utf-8")):
        name, _, second = words.partition(" ")
        assert name in COMMANDS, f"{path.name} shows `translate-flow {words}`"
        inner = reference.subcommands(ALL[name])
        assert not (inner and second) or second in inner, f"{path.name} shows `translate-flow {words}`"


def test_decisions_are_numbered_without_a_gap() -> None:
    found = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in found] == list(range(1, len(found) + 1))
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert all(part in text for part in ("**Decided.**", "**Why.**", "**What it costs.**")), path.name


def test_make_has_what_the_pages_name() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for path in pages():
        text = path.read_text(encoding="utf-8")
        lines = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.S)) + "\n" + "\n".join(re.findall(r"`(make [^`]+)`", text))
        assert set(re.findall(r"^make ([a-z]+)", lines, re.M)) <= targets, path.name


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    """Paths that only exist where the work was done: home folders, the parent of the checkout, temporary folders."""
    own = [re.escape(str(ROOT)) + r"\b"] if len(ROOT.parts) > 2 else []
    wrong = re.compile("|".join([r"/(?:home|Users|root)/\w", r"/tmp/\w", *own]))
    parts = ("translate_flow", "migrations", "docs", "tests", "tools", "bench", ".ci")
    files = [path for part in parts for path in (ROOT / part).rglob("*") if path.suffix in {".py", ".md", ".toml", ".sh", ".txt", ""} and path.is_file()]
    files += [path for path in ROOT.iterdir() if path.suffix in {".md", ".toml", ".txt"} or path.name == "Makefile"]
    found = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts and path != Path(__file__) and wrong.search(path.read_text(encoding="utf-8", errors="ignore"))}
    assert found == set()
