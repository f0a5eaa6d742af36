"""`status` on a terminal: everything on one screen, once or again and again."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.errors import TranslateFlowError, UsageError
from translate_flow.text.classes import ChangeClass
from translate_flow.workflow import Status, words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from translate_flow.reports.status import Dashboard

EVERY = 5  # seconds between two looks
NARROW, SHORT = 60, 14  # with fewer columns or lines than these there are no bars
_WIDE = 100  # columns from which on languages have their names
_ROWS = 60  # of a list, at most


def show() -> None:
    """Once."""
    from rich.console import Console

    shown = _look(first=True)
    if not shown.seen.totals:
        render.say("There are no articles yet. Bring some in: translate-flow import FILE…")
        return
    console = Console()
    for line in _drawn(shown, console, console.width, console.height - 1):  # the prompt comes below
        console.print(line, no_wrap=True, overflow="crop", crop=True)


def watch(seconds: int) -> None:
    """Again and again, in place, until somebody ends it; with --json a line each time. Raises UsageError where there is no terminal."""
    from translate_flow.cli.waiting import Waiting

    if desk().json:
        with Waiting() as waiting:
            while not waiting.stopped:
                render.line({"at": desk().now, **_look(first=True).record()})
                waiting.sleep(seconds)
        return
    from rich.console import Console
    from rich.live import Live

    console = Console()
    if not console.is_terminal or console.is_dumb_terminal:
        raise UsageError("--watch draws on a terminal, and this is none that it can draw on", remedy="Leave --watch out, or add --json for a line each time.")
    shown = _look(first=True)
    with Waiting(waking=(signal.SIGWINCH,)) as waiting, _unheard(), Live(console=console, screen=True, auto_refresh=False) as live:
        problem = ""
        while not waiting.stopped:
            _until(time.monotonic() + seconds, waiting, live, shown, f"every {seconds} s, Ctrl-C ends", problem)
            if not waiting.stopped:
                try:
                    shown, problem = _look(), ""
                except TranslateFlowError as error:  # the last that was seen stays, and it tries again
                    problem = f"Not up to date: {error.message}"


def _until(moment: float, waiting: Any, live: Any, shown: Dashboard, note: str, problem: str) -> None:
    """Draws, and again whenever the terminal has got another size."""
    from rich.console import Group

    while True:
        console: Console = live.console
        live.update(Group(*_drawn(shown, console, console.width, console.height, note, problem)), refresh=True)
        left = moment - time.monotonic()
        if left <= 0 or waiting.sleep(left):
            return


def _look(*, first: bool = False) -> Dashboard:
    """One look at the database. The first takes the reader's zone and locale, as every command does; those after it only read."""
    from translate_flow import db
    from translate_flow.reports import status
    from translate_flow.services import readers

    here = desk()
    with here.reading() if first else db.reading(here.engine) as connection:
        person = readers.named(connection, here.handle, embedded=here.engine.dialect.name == "sqlite")
        return status.dashboard(connection, person=person, now=here.now, most=_ROWS)


@contextmanager
def _unheard() -> Iterator[None]:
    """What is typed meanwhile neither shows nor goes to the shell afterwards; signals (Ctrl-C) work."""
    if not sys.stdin.isatty():
        yield
        return
    import termios

    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    quiet = [*before[:3], before[3] & ~(termios.ECHO | termios.ICANON), *before[4:]]
    termios.tcsetattr(number, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(number, termios.TCSAFLUSH, before)


# --- what it looks like ---


@dataclass(frozen=True, slots=True)
class Pen:
    """How lines are made: `width` of the terminal, and whether it knows the characters of bars."""

    width: int
    unicode: bool

    def bar(self, share: float, width: int, style: str) -> Text:
        """A bar of so many columns, filled to a share; what there is at all shows."""
        from rich.text import Text

        share = min(1.0, max(0.0, share))
        if not self.unicode:
            full = max(round(share * width), 1 if share else 0)
            return Text("#" * full, style) + Text("." * (width - full), "dim")
        eighths = max(int(share * width * 8), 1 if share else 0)
        full, rest = divmod(eighths, 8)
        drawn = "█" * full + (" ▏▎▍▌▋▊▉"[rest] if rest else "")
        return Text(drawn, style) + Text("·" * (width - len(drawn)), "dim")


def _drawn(shown: Dashboard, console: Console, width: int, height: int, note: str = "", problem: str = "") -> list[Text]:
    """At most `height` lines of at most `width` columns: where versions stand, what needs somebody, what is due next."""
    from rich.text import Text

    encoding = console.encoding or "ascii"
    pen = Pen(width, encoding.lower().startswith("utf"))
    matters = _matters(shown, width)
    lines = [_head(width, note)]
    if width < NARROW or height < SHORT:
        totals = "  ".join(f"{words(name)} {desk().number(number)}" for name, number in shown.seen.totals.items())
        lines += [*_folded(totals, width), *(part for line in matters for part in line.wrap(console, width))]
        lines += _deadlines(shown, height - len(lines) - 1)
    else:
        room = height - len(lines) - len(matters) - (2 if width >= 76 else 3)  # a blank line before and after what stands beside it
        due = min(len(shown.deadlines), 4) + 2 if shown.deadlines else 0
        lines += [Text(), *_standings(shown, pen, max(3, room - due)), Text(), *matters]
        for part in (_deadlines, _newest):
            if (rows := height - len(lines) - 2) >= 1 and (found := part(shown, rows)):
                lines += [Text(), *found]
    lines = lines[: height - bool(problem)] + ([Text(f"! {_plain(problem)}", "bold red")] if problem else [])
    for line in lines:
        if not pen.unicode:  # what cannot be written there
            line.plain = line.plain.encode(encoding, "replace").decode(encoding)
        line.truncate(width, overflow="ellipsis" if pen.unicode else "crop")
    return lines


def _head(width: int, note: str) -> Text:
    from rich.text import Text

    here = desk()
    line = Text("Where everything stands", "bold")
    right = here.moment(here.now) + (f"  {note}" if note else "")
    return line + Text(" " * max(2, width - line.cell_len - render.width_of(right)) + right, "dim")


def _standings(shown: Dashboard, pen: Pen, rows: int) -> list[Text]:
    """Statuses and languages, side by side where there is room."""
    from rich.text import Text

    if pen.width < 76:
        statuses = _statuses(shown, pen, pen.width)
        return [*statuses, *(_languages(shown, pen, pen.width, rows - len(statuses)) if rows - len(statuses) > 2 else [])]
    half = (pen.width - 3) // 2
    left, right = _statuses(shown, pen, half), _languages(shown, pen, pen.width - half - 3, rows)
    lines = []
    for number in range(max(len(left), len(right))):
        line = left[number].copy() if number < len(left) else Text()
        line.pad_right(half - line.cell_len + 3)
        lines.append(line + right[number] if number < len(right) else line)
    return lines


def _statuses(shown: Dashboard, pen: Pen, width: int) -> list[Text]:
    from rich.text import Text

    here, totals = desk(), shown.seen.totals
    numbers = {name: here.number(number) for name, number in totals.items()}
    label, figure = max(len(words(name)) for name in totals), max(map(len, numbers.values()))
    most = max(totals.values())
    lines = [Text(f"Versions: {here.number(sum(totals.values()))}", "bold")]
    for status in Status:
        if name := status.value if status.value in totals else "":
            style = render.COLOURS.get(words(name), "")
            line = Text(f"{words(name):{label}}  {numbers[name]:>{figure}}  ")
            lines.append(line + pen.bar(totals[name] / most, max(4, width - line.cell_len), style))
    return lines


def _languages(shown: Dashboard, pen: Pen, width: int, rows: int) -> list[Text]:
    """How much of what was asked for is out, the languages with most still to come first."""
    from rich.text import Text

    here = desk()
    parts = {tag: (by.get("published", 0), sum(number for name, number in by.items() if name != "cancelled")) for tag, by in shown.seen.languages.items()}
    ranked = sorted((tag for tag in parts if parts[tag][1]), key=lambda tag: (parts[tag][0] - parts[tag][1], -parts[tag][1], tag))
    labels = {tag: _label(tag, pen.width) for tag in ranked}
    told = {tag: f"{here.number(parts[tag][0])}/{here.number(parts[tag][1])}" for tag in ranked}
    left, right = max(map(render.width_of, labels.values()), default=0), max(map(len, told.values()), default=0)
    lines = [Text("Languages: out, of all asked for", "bold")]
    cut = len(ranked) > rows - 1
    for tag in ranked[: max(1, rows - 2) if cut else None]:
        line = Text(labels[tag] + " " * (left - render.width_of(labels[tag]) + 2)) + Text(f"{told[tag]:>{right}}  ")
        lines.append(line + pen.bar(parts[tag][0] / parts[tag][1], max(4, width - line.cell_len), "green"))
    if cut:
        lines.append(Text(f"{here.number(len(ranked) - max(1, rows - 2))} more: translate-flow report progress", "dim"))
    return lines


def _label(tag: str, width: int) -> str:
    """A tag, and in wide terminals the language's name in the reader's language."""
    if width < _WIDE:
        return tag
    from rich.cells import set_cell_size

    from translate_flow.languages import name

    called = f"{tag} {name(tag, desk().locale)}" if name(tag, desk().locale) != tag else tag
    return set_cell_size(called, 24).rstrip() if render.width_of(called) > 24 else called


def _matters(shown: Dashboard, width: int) -> list[Text]:
    """What needs somebody: a line each, with a mark where something is wrong, and where there is room the command that says more."""
    here, seen = desk(), shown.seen
    number = here.number
    by_class = ", ".join(f"{number(seen.behind[name.value])} {name.value}" for name in ChangeClass if name.value in seen.behind)
    unclassed = f", {number(seen.behind[''])} not classed" if by_class and seen.behind.get("") else ""
    behind = number(sum(seen.behind.values())) + (f": {by_class}{unclassed}" if by_class else "")
    lines = [_line("Late", number(seen.late), wrong=bool(seen.late)), _line("Behind", behind)]
    for line, some, see in ((lines[0], seen.late, "report overdue"), (lines[1], seen.behind, "report behind")):
        if some and line.cell_len + len(see) + 18 <= width:
            line.append(f"  translate-flow {see}", "dim")
    if seen.scheduled:
        waits, blocked = seen.scheduled.get("waiting", 0), seen.scheduled.get("blocked", 0)
        told = [f"{number(waits)}, the next {here.moment(shown.next_at)}"] if waits else []
        told += [f"held back by a gate: {number(blocked)}"] if blocked else []
        lines.append(_line("Scheduled", "; ".join(told), wrong=bool(blocked)))
    if shown.corrections:
        lines.append(_line("Corrections", f"versions that still say what was corrected: {number(shown.corrections)}", wrong=True))
    lines += [_line("Channel", f"{name}: {problem}", wrong=True) for name, problem in shown.troubles[:2]]
    if len(shown.troubles) > 2:
        lines.append(_line("", f"{number(len(shown.troubles) - 2)} more: translate-flow channel list", wrong=True))
    refused, retried = shown.letters
    if refused or retried:
        told = [f"{what}: {number(count)}" for what, count in (("not sent, in a month", refused), ("tried again", retried)) if count]
        lines.append(_line("Letters", "; ".join(told), wrong=True))
    return [*lines, *_mine(shown)]


def _mine(shown: Dashboard) -> list[Text]:
    from translate_flow.reports.status import MANY

    if shown.mine is None:
        return []
    mine, number = shown.mine, desk().number
    count: Callable[[int], str] = lambda many: f"{number(many)}{'+' if many >= MANY else ''}"  # noqa: E731
    held = f"in hand: {count(mine.held)}" + (f" (late: {count(mine.late)})" if mine.late else "")
    rest = [f"{what}: {count(many)}" for what, many in (("to take", mine.take), ("to review", mine.review), ("to publish", mine.publish)) if many]
    return [_line("You", f"{mine.person}, {'; '.join([held, *rest])}", wrong=bool(mine.late))]


def _line(name: str, told: str, *, wrong: bool = False) -> Text:
    from rich.text import Text

    return Text("! " if wrong else "  ", "bold red") + Text(f"{name:13}", "bold") + Text(_plain(told), "yellow" if wrong else "")


def _deadlines(shown: Dashboard, rows: int) -> list[Text]:
    from rich.text import Text

    if rows < 2 or not shown.deadlines:
        return []
    return [Text("Next deadlines", "bold"), *_columns([(desk().moment(at), address, words(status)) for address, status, at in shown.deadlines[: rows - 1]])]


def _newest(shown: Dashboard, rows: int) -> list[Text]:
    from rich.text import Text

    if rows < 3 or not shown.newest:
        return []
    here = desk()
    told = [(here.moment(at), key, f"{language}, {here.number(number)} versions" if number != 1 else language) for key, language, number, at in shown.newest[: rows - 1]]
    return [Text("Newest articles", "bold"), *_columns(told)]


def _columns(rows: Sequence[tuple[str, str, str]]) -> list[Text]:
    from rich.text import Text

    when = max(render.width_of(row[0]) for row in rows)
    what = min(48, max(render.width_of(row[1]) for row in rows))
    return [
        Text("  " + at + " " * (when - render.width_of(at) + 2) + name + " " * max(2, what - render.width_of(name) + 2)) + Text(state, render.COLOURS.get(state, "dim"))
        for at, name, state in rows
    ]  # fmt: skip


def _folded(told: str, width: int) -> list[Text]:
    import textwrap

    from rich.text import Text

    return [Text(line) for line in textwrap.wrap(told, max(10, width))]


def _plain(told: str) -> str:
    """Nothing that a terminal would obey: what a channel answered comes from elsewhere."""
    return "".join(letter if letter.isprintable() else " " for letter in told)
