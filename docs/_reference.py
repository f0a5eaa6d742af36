"""Writes the generated parts of the documentation: `python docs/_reference.py`, or with `--check` says what is stale.

A part stands between `<!-- generated: NAME -->` and `<!-- end of NAME -->`; what is outside is written by hand.
`tests/test_docs.py` runs the check with the tests.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from translate_flow import errors, exchange, formats
from translate_flow.cli.commands import COMMANDS, GROUPS
from translate_flow.cli.root import app, commands
from translate_flow.reports import FILTERS, REPORTS
from translate_flow.services import settings, suggesting
from translate_flow.text.checks import ALONE, CHECKS
from translate_flow.text.effort import BANDS
from translate_flow.workflow import TABLE, Transition, words

DOCS = Path(__file__).parent
WIDTH = 100  # columns of help text, on every machine
_PART = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end of \2 -->)", re.S)


def command_pages() -> Iterator[str]:
    """The help of `translate-flow` itself, then of every command, group by group."""
    group = typer.main.get_command(app)
    root = _context(group, "translate-flow", None)
    yield _section("##", "translate-flow", group.get_help(root))
    known = commands()
    for title, names in GROUPS:
        yield f"## {title}\n\n"
        for name in names:
            yield from _command(known[name], [name], root)


def _command(command: Any, path: list[str], parent: typer.Context) -> Iterator[str]:
    context = _context(command, path[-1], parent)
    yield _section("###" + "#" * (len(path) - 1), " ".join(path), command.get_help(context))
    for name, inner in sorted(subcommands(command).items()):
        yield from _command(inner, [*path, name], context)


def _context(command: Any, name: str, parent: typer.Context | None) -> typer.Context:
    made: typer.Context = command.make_context(name, [], parent=parent, resilient_parsing=True, terminal_width=WIDTH)
    return made


def subcommands(command: Any) -> Mapping[str, Any]:
    """The commands of a group (`people`), nothing for a command."""
    found: Mapping[str, Any] = getattr(command, "commands", {})
    return found


def _section(marks: str, title: str, help_text: str) -> str:
    plain = "\n".join(line.rstrip() for line in help_text.strip().splitlines())
    return f"{marks} {title}\n\n```text\n{plain}\n```\n\n"


def workflow_table() -> Iterator[str]:
    """One line for every action and target, the statuses that it leads from together."""
    rows: dict[tuple[Any, ...], list[str]] = {}
    for row in TABLE:
        rows.setdefault(_same(row), []).append(words(row.source) if row.source else "–")
    yield "| from | action | to | who | of | reason |\n| --- | --- | --- | --- | --- | --- |\n"
    for (action, target, who, of, reason, live), sources in rows.items():
        to = "as it was; readers see it no more" if live else words(target)
        start = ", ".join(sources) + (" (while readers see a revision of it)" if live else "")
        kind = {"translation": "translations", "original": "originals", "both": "both"}[of]
        yield f"| {start} | {action} | {to} | {who} | {kind} | {'needed' if reason else ''} |\n"


def _same(row: Transition) -> tuple[Any, ...]:
    """What rows have in common that one line of the table can show."""
    target = "" if row.live else row.target.value
    return row.action.value, target, ", ".join(sorted(who.value for who in row.who)), row.of, row.reason, row.live


def setting_table() -> Iterator[str]:
    yield "| setting | at first | meaning |\n| --- | --- | --- |\n"
    for name, known in settings.KNOWN.items():
        default = ("yes" if known.default else "no") if isinstance(known.default, bool) else str(known.default) or "–"
        yield f"| `{name}` | {default} | {known.meaning} |\n"


def band_table() -> Iterator[str]:
    yield "| band | a word counts | what it is |\n| --- | --- | --- |\n"
    for name, (weight, meaning) in BANDS.items():
        yield f"| `{name}` | {weight:g} | {meaning} |\n"


def report_table() -> Iterator[str]:
    yield "| report | what it shows | it heeds |\n| --- | --- | --- |\n"
    for name, known in REPORTS.items():
        filters = "all filters" if known.filters == tuple(FILTERS) else " ".join(f"`{FILTERS[field]}`" for field in known.filters)
        yield f"| `{name}` | {known.meaning} | {filters} |\n"


def suggestion_table() -> Iterator[str]:
    yield "| part | points |\n| --- | --- |\n"
    for name, points in suggesting.PARTS.items():
        yield f"| `{name}` | {points} |\n"


def check_table() -> Iterator[str]:
    """Each check with the first line of its docstring; `*` marks those that need no source."""
    yield "| check | what it finds |\n| --- | --- |\n"
    for name, check in CHECKS.items():
        line = " ".join((check.__doc__ or "").partition("\n\n")[0].split())
        yield f"| [{name}](#{name}){'*' if name in ALONE else ''} | {line} |\n"


def left_out() -> list[str]:
    """Checks that have no section of their own in `checks.md`."""
    text = (DOCS / "checks.md").read_text(encoding="utf-8")
    return [name for name in CHECKS if f"\n### {name}\n" not in text]


def exit_statuses() -> Iterator[str]:
    """From the tree in the docstring of `errors`, which stands beside the classes."""
    yield "| exit status | meaning |\n| --- | --- |\n| 0 | done |\n| 1 | a fault of ours |\n"
    for name, code, meaning in re.findall(r"── (\w+) \((\d)\)\s+(.+)", errors.__doc__ or ""):
        assert getattr(errors, name).exit_code == int(code), name
        yield f"| {code} | {meaning} |\n"


def suffix_table() -> Iterator[str]:
    yield "| format | suffixes |\n| --- | --- |\n"
    for name in formats.FORMATS:
        suffixes = [suffix for suffix, known in formats.SUFFIXES.items() if known == name]
        yield f"| `{name}` | {' '.join(f'`{suffix}`' for suffix in suffixes)} |\n"
    yield "| `wxr` (many articles) | `.xml` `.wxr` |\n"


def exchange_table() -> Iterator[str]:
    yield "| `--as` | suffix | a row is, unless told |\n| --- | --- | --- |\n"
    for name in exchange.KITS:
        module = exchange.get(name)
        yield f"| `{name}` | `{module.SUFFIX}` | a {'sentence' if module.BY_SENTENCE else 'block'} |\n"


def command_index() -> Iterator[str]:
    yield "| who | commands |\n| --- | --- |\n"
    for title, names in GROUPS:
        links = ", ".join(f"[{name}](commands.md#{name})" for name in names)
        yield f"| {title.lower()} | {links} |\n"
    assert {name for _, names in GROUPS for name in names} == COMMANDS.keys()


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "commands": command_pages,
    "command-index": command_index,
    "workflow": workflow_table,
    "settings": setting_table,
    "bands": band_table,
    "reports": report_table,
    "suggestions": suggestion_table,
    "checks": check_table,
    "exit-statuses": exit_statuses,
    "suffixes": suffix_table,
    "exchange": exchange_table,
}


def renewed(text: str) -> str:
    """A page with its generated parts as they should be."""
    return _PART.sub(lambda part: part[1] + "".join(PARTS[part[2]]()) + part[3], text)


def stale() -> dict[Path, str]:
    """The pages whose generated parts are out of date, with the text they should have."""
    found = {}
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if (new := renewed(text)) != text:
            found[page] = new
    return found


def main(arguments: list[str]) -> int:
    pages = stale()
    for page, text in pages.items():
        if "--check" in arguments:
            print(f"{page.relative_to(DOCS.parent)} is out of date: run `make docs`", file=sys.stderr)
        else:
            page.write_text(text, encoding="utf-8")
            print(f"wrote {page.relative_to(DOCS.parent)}")
    for name in left_out():
        print(f"docs/checks.md has no section “{name}”: say what the check finds, with an example", file=sys.stderr)
    return 1 if (pages and "--check" in arguments) or left_out() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
