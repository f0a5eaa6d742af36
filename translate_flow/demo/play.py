"""Running commands inside this process as a shell would, and showing what they print."""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

_ENVIRONMENT = ("TRANSLATE_FLOW_DATABASE", "TRANSLATE_FLOW_USER")  # the demonstration has its own


class _Screen(io.StringIO):
    """What a command prints, drawn as for the terminal that it will be shown on."""

    def isatty(self) -> bool:
        stream = sys.__stdout__
        return stream is not None and stream.isatty()


@dataclass(frozen=True, slots=True)
class Scene:
    """The newsroom's folder, and where its story is told."""

    folder: Path
    out: Callable[[str], None]

    def title(self, text: str) -> None:
        self.out(f"\n── {text} ".ljust(78, "─"))

    def say(self, text: str) -> None:
        self.out(text)

    def type(self, who: str, line: str, *, status: int = 0) -> str:
        """Runs `translate-flow [--as who] line`, shows it and what it prints, and returns that.

        Another exit status than `status` ends the demonstration: a RuntimeError, since then the program is at fault.
        """
        from translate_flow.cli.root import app

        words = [*(["--as", who] if who else []), *shlex.split(line)]
        self.out(f"\n$ translate-flow {shlex.join(words)}")
        screen = _Screen()
        with redirect_stdout(screen), redirect_stderr(screen):
            ended = app(words, prog_name="translate-flow", standalone_mode=False) or 0
        shown = screen.getvalue().rstrip("\n")
        if shown:
            self.out(shown)
        if status:
            self.out(f"(exit status {ended})")
        if ended != status:
            raise RuntimeError(f"`{shlex.join(words)}` ended with {ended}, not {status}: {shown}")
        return shown

    def show_top(self, name: str, lines: int) -> None:
        """Shows the first lines of a file, as `head` would."""
        self.out(f"\n$ head -n {lines} {name}")
        text = (self.folder / name).read_text(encoding="utf-8")
        self.out("\n".join(text.splitlines()[:lines]))


    def show_marks(self, name: str) -> None:
        """Shows the marks of a work file, each with the line below it, as `grep` would."""
        self.out(f"\n$ grep -A 5 'translate-flow \\[ \\]' {name}")
        lines = (self.folder / name).read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(lines):
            if "translate-flow [ ]" in line:
                self.out("\n".join(lines[at : at + 6]))


@contextmanager
def stage(folder: Path, out: Callable[[str], None]) -> Iterator[Scene]:
    """The folder as the working folder, without the caller's database, name and desk; all of them are put back."""
    from translate_flow.cli import context

    before = context.desk()
    kept = {name: os.environ.pop(name) for name in _ENVIRONMENT if name in os.environ}
    try:
        with chdir(folder):
            yield Scene(folder, out)
    finally:
        os.environ.update(kept)
        context.begin(before)
