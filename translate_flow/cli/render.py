"""How things look: tables that fit a terminal, JSON for programs, messages on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TextIO

from translate_flow.cli.context import desk

COLOURS = {
    "draft": "dim", "requested": "yellow", "translating": "cyan", "in review": "blue", "approved": "bright_green", "published": "green",
    "withdrawn": "red", "cancelled": "dim", "behind": "yellow", "parent behind": "yellow", "current": "green", "unknown": "dim",
}  # fmt: skip


def say(message: str) -> None:
    """A message for a person: standard error, so that standard output stays data."""
    if not desk().quiet:
        _write(sys.stderr, message)


def complain(message: str, remedy: str = "") -> None:
    """What went wrong, and what to do next."""
    ending = "" if message.endswith((".", "!", "?", "…")) else "."
    _write(sys.stderr, f"{_paint('Error:', '31', sys.stderr)} {message}{ending}" + (f"\n{remedy}" if remedy else ""))


def warn(message: str) -> None:
    if not desk().quiet:
        _write(sys.stderr, f"{_paint('Note:', '33', sys.stderr)} {message}")


def out(text: str) -> None:
    """What was asked for: standard output."""
    _write(sys.stdout, text)


def data(value: Any) -> None:
    """One JSON document; times in UTC with `Z`."""
    _write(sys.stdout, json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def line(value: Any) -> None:
    """One JSON document on a line of its own, of a command that goes on."""
    _write(sys.stdout, json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no JSON form")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "", right: Sequence[str] = (), empty: str = "") -> None:
    """Rows for people: drawn to fit on a terminal, plain aligned columns elsewhere. `right` names columns of numbers."""
    if not rows:
        if empty:
            say(empty)
        return
    if sys.stdout.isatty():
        _drawn(columns, rows, title, right)
    else:
        _aligned(columns, rows, title, right)


def _aligned(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str, right: Sequence[str]) -> None:
    cells = [[name.upper() for name in columns], *([" ".join(cell.split()) for cell in row] for row in rows)]
    widths = [max(width_of(row[at]) for row in cells) for at in range(len(columns))]
    lines = [title] if title else []
    for row in cells:
        padded = [
            " " * (width - width_of(cell)) + cell if name in right else cell + " " * (width - width_of(cell))
            for name, cell, width in zip(columns, row, widths, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    _write(sys.stdout, "\n".join(lines))


def width_of(text: str) -> int:
    """Columns on a terminal: wide characters take two, combining ones none (UAX #11)."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(0 if category(c) in {"Mn", "Me", "Cf"} else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _drawn(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str, right: Sequence[str]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False, header_style="bold")
    for name in columns:
        drawn.add_column(name, justify="right" if name in right else "left", overflow="fold" if name in {"article", "version", "next"} else "ellipsis")
    for row in rows:
        drawn.add_row(*(Text(cell, style=COLOURS.get(cell.removesuffix(" *"), "")) for cell in row))
    Console().print(drawn)


def _paint(text: str, code: str, stream: TextIO) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if stream.isatty() and "NO_COLOR" not in os.environ else text


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text + "\n")
    except UnicodeEncodeError:  # a terminal that cannot show a character gets its escape, never a crash
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()
