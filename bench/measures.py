"""The measures: what is run against what, and how many times as long it may take."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench import desks, exports
from bench.processes import PYTHON, Command, Costs, alternately, forget, once, program

HERE = Path(__file__).parent
TYPER = [PYTHON, "-c", "import typer"]
START = [PYTHON, "-c", "import sqlalchemy.orm, typer"]


@dataclass(frozen=True, slots=True)
class Scale:
    """How big and how often; `quick` is for trying the runner itself, its figures mean nothing."""

    runs: int = 15
    small: tuple[int, int] = (10_000, 10)
    large: tuple[int, int] = (100_000, 20)
    cold_runs: int = 7
    posts: int = 10_000
    imports: int = 3
    drop_caches: bool = False
    repo: Path | None = None  # a clone to adopt

    @staticmethod
    def quick() -> Scale:
        return Scale(runs=3, small=(200, 10), large=(2000, 20), cold_runs=3, posts=300, imports=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the result: `ratio` of the CPU medians, `wall` of the wall medians, at most `limit`; or a `note` where it is no ratio of times."""

    name: str
    ours: Costs
    theirs: Costs
    ratio: float
    wall: float
    limit: float
    note: str = ""

    @property
    def kept(self) -> bool:
        return self.ratio <= self.limit


def _ratio(name: str, ours: Costs, theirs: Costs, limit: float, note: str = "") -> Measure:
    return Measure(name, ours, theirs, ours.median("cpu") / theirs.median("cpu"), ours.median("wall") / theirs.median("wall"), limit, note)


def startup(folder: Path, scale: Scale) -> Iterator[Measure]:
    """`--help` against importing Typer."""
    found = alternately({"ours": lambda: [*program(), "--help"], "theirs": lambda: TYPER}, scale.runs)
    yield _ratio("--help / import typer", found["ours"], found["theirs"], 1.3)


def commands(folder: Path, scale: Scale) -> Iterator[Measure]:
    """`tasks` and `claim` on a desk of ordinary size against importing the ORM and Typer."""
    path = desks.make(folder, articles=scale.small[0], languages=scale.small[1])
    free = desks.free(path, scale.runs + 1)
    ours = [*program(), "--database", str(path), "--as", desks.ACTOR]
    found = alternately({"tasks": lambda: [*ours, "tasks"], "claim": lambda: [*ours, "claim", next(free)], "theirs": lambda: START}, scale.runs)
    size = f"{scale.small[0]:,} × {scale.small[1]}"
    for name in ("tasks", "claim"):
        yield _ratio(f"{name} ({size}) / import sqlalchemy.orm, typer", found[name], found["theirs"], 1.5)


def counting(folder: Path, scale: Scale) -> Iterator[Measure]:
    """`status` and `report progress` on a large desk against start-up and the bare counting query, each in a fresh process.

    The limit is (start-up + 1.5 × bare query), so the ratio printed is to that sum and must be at most 1."""
    path = desks.make(folder, articles=scale.large[0], languages=scale.large[1], events=False)
    ours = [*program(), "--database", str(path), "--as", desks.ACTOR]
    bare = [PYTHON, str(HERE / "bare_count.py"), str(path)]
    sides: dict[str, Callable[[], Command]] = {
        "status": lambda: [*ours, "status"], "report progress": lambda: [*ours, "report", "progress"], "start": lambda: START, "bare": lambda: bare,
    }  # fmt: skip
    for temperature, before in (("cold", _colder(path, scale)), ("warm", None)):
        found = alternately(sides, scale.cold_runs, before=before)
        for name in ("status", "report progress"):
            yield _against_sum(f"{name} ({scale.large[0]:,} × {scale.large[1]}), {temperature} / (start-up + 1.5 × bare query)", name, found)


def _colder(path: Path, scale: Scale) -> Callable[[], None]:
    """Makes the next process read the database from the disk: its own pages dropped, or (where asked and permitted) all."""

    def drop() -> None:
        forget(path)
        if scale.drop_caches:
            with suppress(OSError):  # only root may; the file's own pages are dropped already
                os.sync()
                Path("/proc/sys/vm/drop_caches").write_text("3")

    return drop


def _against_sum(title: str, name: str, found: dict[str, Costs]) -> Measure:
    allowed = {kind: found["start"].median(kind) + 1.5 * found["bare"].median(kind) for kind in ("cpu", "wall")}
    note = f"start-up {found['start'].median('cpu'):.3f} s CPU, {found['start'].median('wall'):.3f} s wall; allowed {allowed['cpu']:.3f} and {allowed['wall']:.3f}"
    return Measure(title, found[name], found["bare"], found[name].median("cpu") / allowed["cpu"], found[name].median("wall") / allowed["wall"], 1.0, note)


def importing(folder: Path, scale: Scale) -> Iterator[Measure]:
    """`import` of an export against lxml and bare sqlite3; then one four times as large, for the memory."""
    small, large = folder / "small.xml", folder / "large.xml"
    exports.write(small, scale.posts)
    exports.write(large, 4 * scale.posts)
    empty = folder / "empty.db"
    once([*program(), "--database", str(empty), "--as", "owner", "init"])
    desk = folder / "import.db"

    def ours(export: Path) -> Command:
        for old in folder.glob("import.db*"):
            old.unlink()
        shutil.copy(empty, desk)
        return [*program(), "--database", str(desk), "--quiet", "import", str(export)]

    def bare() -> Command:
        (folder / "bare.db").unlink(missing_ok=True)
        return [PYTHON, str(HERE / "bare_import.py"), str(small), str(folder / "bare.db")]

    found = alternately({"ours": lambda: ours(small), "theirs": bare}, scale.imports)
    yield _ratio(f"import of {scale.posts:,} WXR posts / lxml and sqlite3", found["ours"], found["theirs"], 6.0)
    more = Costs((once(ours(large)),))
    peak = statistics.median(run.peak for run in found["ours"].runs)
    grown = more.runs[0].peak / peak
    note = f"{peak:.0f} MB → {more.runs[0].peak:.0f} MB, a ratio of peaks, not of times"
    yield Measure(f"peak memory, {4 * scale.posts:,} / {scale.posts:,} posts", more, found["ours"], grown, grown, 1.15, note)


MEASURES: dict[str, Callable[[Path, Scale], Iterator[Measure]]] = {
    "startup": startup, "commands": commands, "counting": counting, "importing": importing,
}  # fmt: skip
