"""`python -m bench [NAME…] [--quick]`: runs the measures and prints each as it comes. Exit status 7 where one is not kept."""

from __future__ import annotations

import argparse
import platform
import sqlite3
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench import measures
from bench.adopting import adopting
from bench.diffing import diffing
from bench.following import following
from bench.measures import Measure, Scale
from bench.memory import memory
from bench.processes import program
from bench.reports import reports
from bench.site import site

MEASURES = {**measures.MEASURES, "diffing": diffing, "following": following, "adopting": adopting, "memory": memory, "site": site, "reports": reports}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed, as ratios of medians of whole processes run alternately.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(MEASURES)}; else all")
    parser.add_argument("--quick", action="store_true", help="small and few: tries the runner, its figures mean nothing")
    parser.add_argument("--drop-caches", action="store_true", help="as root, empty the whole page cache before cold runs, not only the database's")
    parser.add_argument("--folder", type=Path, help="where to make the databases (about 1 GB, removed at the end); else a temporary one")
    parser.add_argument("--repo", type=Path, help="for adopting: a clone to adopt instead of a repository made up")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in MEASURES]:
        parser.error(f"there is no measure {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    scale = replace(Scale.quick() if given.quick else Scale(), drop_caches=given.drop_caches, repo=given.repo)
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()}; {' '.join(program())}")
    print("Ratios of medians; CPU is what counts (user and system, of the whole process), wall stands beside it. s: min/median/max.\n", flush=True)
    kept = True
    for name in given.names or MEASURES:
        with tempfile.TemporaryDirectory(prefix="translate-flow-bench-", dir=given.folder) as folder:
            for measure in MEASURES[name](Path(folder), scale):
                kept = kept and measure.kept
                print(told(measure), flush=True)
    return 0 if kept else 7


def told(measure: Measure) -> str:
    verdict = "kept" if measure.kept else "NOT KEPT"
    lines = [f"{measure.name}", f"  {measure.ratio:.2f} (wall {measure.wall:.2f}), at most {measure.limit:g}: {verdict}"]
    for side, costs in (("ours", measure.ours), ("theirs", measure.theirs)):
        peak = max(run.peak for run in costs.runs)
        lines.append(f"  {side:7}CPU {costs.spread('cpu')}  wall {costs.spread('wall')}  peak {peak:.0f} MB  {len(costs.runs)} runs")
    return "\n".join([*lines, *([f"  {measure.note}"] if measure.note else [])]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
