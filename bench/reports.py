"""Each report against its bare SQL, on a newsroom of three years with millions of events; and the memory that it takes.

    python -m bench.reports [--articles 100000 --languages 20 --events 20000000 --on sqlite --folder PLACE] [NAME…]
    python -m bench.reports look URL NAME LIMIT RUNS     seconds (CPU, wall) of the report and of its bare SQL, as JSON
    python -m bench.reports draw URL NAME LIMIT          the report written to nowhere: for its memory

Ours is `report()` read to its end through a CSV writer. Bare are the same statements with the same values on the driver's own cursor,
read to their end: they are noted when ours runs. Both take turns in one process. Peaks are those of whole processes.
"""

from __future__ import annotations

import argparse
import inspect
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from bench import servers
from bench.measures import Measure, Scale
from bench.processes import PYTHON, Cost, Costs, once

PERSON = "person25"  # whose record `contributions` shows
RATIO, GROWTH = 3.0, 1.1
CACHES = 32  # MB: SQLite's cache of pages and its sorter take 16 each at most, and are not full at a tenth of the size


def reports(folder: Path, scale: Scale) -> Iterator[Measure]:
    """For `python -m bench`: all reports, limited as by default and whole."""
    quick = scale.large[0] < 10_000
    articles, events = (1000, 200_000) if quick else (scale.large[0], 20_000_000)
    yield from measured(folder, articles, scale.large[1], events, runs=3 if quick else 5)


def measured(folder: Path, articles: int, languages: int, events: int, *, runs: int, only: list[str] | None = None, on: str = "") -> Iterator[Measure]:
    with ExitStack() as stack:
        for kind, url in _databases(folder, stack, on):
            small = _made(url, f"events{events // 10}", articles // 10, languages, events // 10)
            large = _made(url, f"events{events}", articles, languages, events)
            for name in only or names():
                for limit in (25, 0):
                    yield from _report(f"{name}{'' if limit else ' --limit 0'}, {events:,} events, {kind}", small, large, [name, str(limit)], runs)


def _report(title: str, small: str, large: str, words: list[str], runs: int) -> Iterator[Measure]:
    found = _run("look", large, *words, str(runs))
    ours, bare = (Costs(tuple(Cost(cpu, wall, 0.0) for cpu, wall in found[side])) for side in ("ours", "bare"))
    kind = "cpu" if large.startswith("sqlite") else "wall"  # a server's work is in no process of ours
    ratio, wall = (ours.median(one) / bare.median(one) for one in (kind, "wall"))
    note = f"{ours.median(kind):.2f} s and {bare.median(kind):.2f} s ({kind}); {found['statements']} statements, {found['rows']:,} rows written"
    yield Measure(f"report {title} / its bare SQL", ours, bare, ratio, wall, RATIO, note)
    peaks = [once([PYTHON, "-m", "bench.reports", "draw", url, *words]) for url in (large, small)]
    allowed = CACHES if large.startswith("sqlite") else 0
    grown = peaks[0].peak / (peaks[1].peak + allowed)
    note = f"{peaks[1].peak:.0f} MB → {peaks[0].peak:.0f} MB, a ratio of peaks, not of times"
    yield Measure(f"… peak memory / that at a tenth of the size{f' and {allowed} MB of caches' if allowed else ''}", Costs((peaks[0],)), Costs((peaks[1],)), grown, grown, GROWTH, note)


def names() -> list[str]:
    """The reports that are there, in the common form."""
    from translate_flow.reports import REPORTS

    found = []
    for name in REPORTS:
        try:
            parameters = [*inspect.signature(import_module(_module(name)).report).parameters]
        except ModuleNotFoundError:
            continue
        if parameters == ["connection", "asked"]:
            found.append(name)
    return found


def _module(name: str) -> str:
    from translate_flow.reports import REPORTS

    known: Any = REPORTS.get(name, f"translate_flow.reports.{name.replace('-', '_')}")
    return known if isinstance(known, str) else known.module


def _databases(folder: Path, stack: ExitStack, on: str = "") -> Iterator[tuple[str, str]]:
    """`on`: sqlite or postgresql alone."""
    if on != "postgresql":
        yield servers.sqlite(folder)
    if on == "sqlite":
        return
    if given := os.environ.get("TRANSLATE_FLOW_TEST_POSTGRES"):
        yield "PostgreSQL", f"{given.rpartition('/')[0]}/{{}}"
        return
    yield from servers.postgres(folder, stack)


def _made(url: str, name: str, articles: int, languages: int, events: int) -> str:
    """The database of that name; where it is there already it is taken as it is."""
    from sqlalchemy import create_engine, make_url, text

    from translate_flow import db

    named = url.format(name)
    if url.startswith("sqlite"):
        if Path(make_url(named).database or "").is_file():
            return named
    else:
        admin = create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            there = connection.execute(text("select 1 from pg_database where datname = :name"), {"name": name}).first()
            if there is None:
                connection.execute(text(f"create database {name}"))
        admin.dispose()
        if there is not None:
            return named
    engine = db.engine_for(named, create=True)
    db.upgrade(engine)
    engine.dispose()
    once([PYTHON, "-m", "bench.newsroom", named, str(articles), str(languages), str(events)])
    return named


def _run(*words: str) -> dict[str, Any]:
    said = subprocess.run([PYTHON, "-m", "bench.reports", *words], capture_output=True, text=True, check=False)
    if said.returncode:
        raise RuntimeError(said.stderr[-2000:])
    found: dict[str, Any] = json.loads(said.stdout)
    return found


# --- inside the processes ---


def _draw(engine: Any, name: str, limit: int) -> int:
    """Writes a report to nowhere; returns how many rows it has."""
    from bench.newsroom import NOW
    from translate_flow import db
    from translate_flow.reports import Asked

    report = import_module(_module(name)).report
    rows = 0
    with Path(os.devnull).open("wb") as file, db.reading(engine) as connection:
        for part in report(connection, Asked(now=NOW, limit=limit, person=PERSON if name == "contributions" else "")).parts:
            counted = _Counted(part.rows)
            for piece in _as_csv(replace(part, rows=counted)):
                file.write(piece)
            rows += counted.number
    return rows


class _Counted:
    """Rows, counted as they pass."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self.rows, self.number = rows, 0

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self.rows:
            self.number += 1
            yield row


def _as_csv(part: Any) -> Iterator[bytes]:
    try:
        from translate_flow.reports.written import as_csv
    except ModuleNotFoundError:
        import csv
        import io

        for row in chain([[column.name for column in part.columns]], part.rows):
            out = io.StringIO()
            csv.writer(out).writerow(row)
            yield out.getvalue().encode()
        return
    yield from as_csv(part)


def _look(url: str, name: str, limit: int, runs: int) -> dict[str, Any]:
    from sqlalchemy import event

    from translate_flow import db

    engine = db.engine_for(db.url_of(url))
    noted: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            noted.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    rows = _draw(engine, name, limit)
    event.remove(engine, "before_cursor_execute", note)
    spent: dict[str, list[tuple[float, float]]] = {"ours": [], "bare": []}
    for _ in range(runs):
        for times, act in ((spent["ours"], lambda: _draw(engine, name, limit)), (spent["bare"], lambda: _replay(engine, noted))):
            cpu, wall = time.process_time(), time.perf_counter()
            act()
            times.append((time.process_time() - cpu, time.perf_counter() - wall))
    engine.dispose()
    return {**spent, "statements": len(noted), "rows": rows}


def _replay(engine: Any, noted: list[tuple[str, Any]]) -> None:
    connection = engine.raw_connection()
    cursor = connection.cursor()
    for statement, parameters in noted:
        cursor.execute(statement, parameters)
        while cursor.fetchmany(1000):
            pass
    cursor.close()
    connection.close()


def main() -> int:
    if sys.argv[1:2] == ["look"]:
        url, name, limit, runs = sys.argv[2:]
        print(json.dumps(_look(url, name, int(limit), int(runs))))
        return 0
    if sys.argv[1:2] == ["draw"]:
        from translate_flow import db

        _draw(db.engine_for(db.url_of(sys.argv[2])), sys.argv[3], int(sys.argv[4]))
        return 0
    from bench.__main__ import told

    parser = argparse.ArgumentParser(prog="python -m bench.reports")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which reports; else all that are there")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--languages", type=int, default=20)
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--on", choices=["sqlite", "postgresql"], default="", help="one database alone")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, required=True, help="where the databases are made, or are from the last time")
    given = parser.parse_args()
    kept = True
    for measure in measured(given.folder, given.articles, given.languages, given.events, runs=given.runs, only=given.names or None, on=given.on):
        kept = kept and measure.kept
        print(told(measure), flush=True)
    return 0 if kept else 7


if __name__ == "__main__":
    sys.exit(main())
