"""The translation memory of a million units: similar texts, on SQLite and PostgreSQL, against looking at all of them, and Translate Toolkit's.

Sentences are made by a seeded script: a vocabulary of 60,000 words by Zipf's law, inflected; free sentences and filled templates, of 4 to 32
words, one in ten nearly a repetition. One that is asked for has one to three of its words replaced, dropped or added, and not more than a third. Ours and
`rapidfuzz.process.extract` (the same scorer, the same floor, over the same sources) take turns in one process, 25 texts each; Translate Toolkit's
(`translate.search.match.matcher`, in memory) is asked in a process of its own, less often: it takes seconds.

    python -m bench.memory look URL UNITS QUERIES     what each took and found, as JSON
    python -m bench.memory toolkit UNITS QUERIES
    python -m bench.memory file PATH UNITS
    python -m bench.memory fill URL
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

from bench import servers
from bench.measures import Measure, Scale
from bench.processes import PYTHON, Cost, Costs, once, program

SEED, LEAST = 20_260_308, 75
NOW = datetime(2026, 3, 8, 12, tzinfo=UTC)
UNITS, QUERIES, ASKED_OF_THEIRS = 1_000_000, 300, 15
TURN = 25  # texts in a row: as an article has
_ENDINGS = ("", "", "", "s", "a", "en", "ado", "ar", "mente", "ción", "es", "ido")
_TEMPLATES = (
    "{} of the {} was {} in {}", "the {} {} and the {} {} for {} days", "click {} to {} the {}", "no {} without {}", "{} and {} met in {} on {} to speak of {}",
    "the value of {} must be {}", "{} could not be {}: {} {}",
)  # fmt: skip


class Sentences:
    """Sentences in a fixed order, and edits of them."""

    def __init__(self) -> None:
        self.dice = random.Random(SEED)
        syllables = [a + b for a in ("", *"bcdfghjlmnprstv", "ch", "tr", "br", "pl") for b in "aeiou"]
        stems = dict.fromkeys("".join(self.dice.choices(syllables, k=self.dice.choice((1, 2, 2, 3, 3, 4)))) for _ in range(14_000))
        self.words = [stem + ending for stem in stems for ending in self.dice.sample(_ENDINGS, 6)]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def some(self, count: int) -> list[str]:
        return self.dice.choices(self.words, cum_weights=self.weights, k=count)

    def make(self, count: int) -> list[str]:
        """So many different ones."""
        made: dict[str, None] = {}
        latest: list[str] = []
        while len(made) < count:
            way = self.dice.random()
            if way < 0.1 and latest:
                said = f"{self.dice.choice(latest[-2000:])[:-1]} {self.dice.randint(2, 9999)}."
            elif way < 0.25:
                template = self.dice.choice(_TEMPLATES)
                said = f"{template.format(*self.some(template.count('{}'))).capitalize()}."
            else:
                words = self.some(min(32, max(4, int(self.dice.gauss(13, 6)))))
                said = f"{' '.join(words).capitalize()}."
            if said not in made:
                made[said] = None
                latest.append(said)
        return list(made)

    def edited(self, text: str) -> str:
        words = text.split()
        for _ in range(self.dice.randint(1, max(1, min(3, len(words) // 3)))):
            at, way = self.dice.randrange(len(words)), self.dice.random()
            if way < 0.6 or len(words) < 3:
                words[at] = self.some(1)[0]
            elif way < 0.8:
                del words[at]
            else:
                words.insert(at, self.some(1)[0])
        return " ".join(words)


def memory(folder: Path, scale: Scale) -> Iterator[Measure]:
    """Import, lookup on both databases, filling from versions."""
    quick = scale.runs <= 5
    units, queries = (20_000, 40) if quick else (UNITS, QUERIES)
    files = {count: folder / f"{count}.tmx" for count in (units // 4, units)}
    for count, path in files.items():
        _run("file", str(path), str(count))  # elsewhere: what this process holds would count as its children's
    with ExitStack() as stack:
        theirs = _run("toolkit", str(units), str(3 if quick else ASKED_OF_THEIRS))
        for name, url in _databases(folder, stack):
            runs = {count: once(_import(_desk(url, f"{name}{count}"), path)) for count, path in files.items()}
            if name == "SQLite":
                yield _peak(runs, units)
            yield from _looked_up(name, _desk(url, f"{name}{units}", make=False), units, queries, theirs)
            if name == "SQLite":
                yield from _filled(_desk(url, f"{name}{units}", make=False), _desk(url, "fresh"))


def _peak(runs: dict[int, Cost], units: int) -> Measure:
    small, large = runs[units // 4], runs[units]
    note = f"{small.peak:.0f} MB → {large.peak:.0f} MB, a ratio of peaks, not of times; {units / large.wall:,.0f} units a second"
    return Measure(f"peak memory of `memory import`, {units:,} / {units // 4:,} TMX units", Costs((large,)), Costs((small,)), large.peak / small.peak, large.peak / small.peak, 1.25, note)


def _looked_up(name: str, url: str, units: int, queries: int, toolkit: dict[str, Any]) -> Iterator[Measure]:
    found = _run("look", url, str(units), str(queries))
    ours, brute = (Costs(tuple(Cost(wall, wall, 0.0) for wall in found[side])) for side in ("ours", "brute"))
    p95 = {side: sorted(found[side])[int(0.95 * queries)] for side in ("ours", "brute")}
    theirs = sorted(toolkit["times"])[len(toolkit["times"]) // 2]
    note = (
        f"95th percentiles: {1000 * p95['ours']:.2f} ms and {1000 * p95['brute']:.0f} ms, 1/{p95['brute'] / p95['ours']:.0f}; medians {1000 * ours.median('wall'):.2f} and "
        f"{1000 * brute.median('wall'):.0f} ms; Translate Toolkit's matcher {1000 * theirs:,.0f} ms (median of {len(toolkit['times'])}), {toolkit['peak']:,.0f} MB of memory"
    )
    ratio = 40 * p95["ours"] / p95["brute"]
    yield Measure(f"similar text among {units:,}, {name}: 40 × 95th percentile / that of process.extract over all", ours, brute, ratio, ratio, 1.0, note)
    missed = 1 - found["hits"] / found["wanted"]
    note = f"{found['hits']} of {found['wanted']} texts of at least {LEAST} % found as well; all five best {found['five']:.3f}; recall {1 - missed:.4f}, of which 0.98 is asked"
    yield Measure(f"… missed, {name} / 0.02", ours, brute, missed / 0.02, missed / 0.02, 1.0, note)


def _filled(full: str, fresh: str) -> Iterator[Measure]:
    """Approving versions of ever more segments, in a memory with nothing and with a million in it."""
    spent = {name: {int(size): seconds for size, seconds in _run("fill", url).items()} for name, url in (("full", full), ("fresh", fresh))}
    most, before = sorted(spent["full"], reverse=True)[:2]
    one = [Costs((Cost(spent[name][most], spent[name][most], 0.0),)) for name in ("full", "fresh")]
    ratio = spent["full"][most] / spent["full"][before]
    note = "; ".join(f"{name}: {', '.join(f'{size} segments {1000 * seconds:.0f} ms' for size, seconds in sorted(found.items()))}" for name, found in spent.items())
    yield Measure(f"filling from a version of {most} / {before} segments", one[0], Costs((Cost(spent["full"][before], spent["full"][before], 0.0),)), ratio, ratio, 1.2 * most / before, note)
    ratio = spent["full"][most] / spent["fresh"][most]
    yield Measure(f"… of {most} segments, in a full / an empty memory", one[0], one[1], ratio, ratio, 2.0)


def _databases(folder: Path, stack: ExitStack) -> Iterator[tuple[str, str]]:
    yield servers.sqlite(folder)
    yield from servers.postgres(folder, stack)


def _desk(url: str, name: str, *, make: bool = True) -> str:
    """A database of that name, with somebody who may do everything."""
    name = name.lower()
    named = url.format(name)
    if make:
        if not url.startswith("sqlite"):
            from sqlalchemy import create_engine, text

            admin = create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT")
            with admin.connect() as connection:
                connection.execute(text(f"create database {name}"))
            admin.dispose()
        once([*program(), "--database", named, "--as", "owner", "init"])
    return named


def _file(path: Path, count: int) -> None:
    from translate_flow.exchange import tmx

    entries = (tmx.Entry("es", "pt", text, text[::-1], at=NOW) for text in Sentences().make(count))
    with path.open("w", encoding="utf-8") as file:
        file.writelines(tmx.write(entries, source="es", now=NOW, version="0"))


def _import(url: str, path: Path) -> list[str]:
    return [*program(), "--database", url, "--as", "owner", "--quiet", "memory", "import", str(path)]


def _run(*words: str) -> dict[str, Any]:
    said = subprocess.run([PYTHON, "-m", "bench.memory", *words], capture_output=True, text=True, check=False)
    if said.returncode:
        raise RuntimeError(said.stderr[-2000:])
    found: dict[str, Any] = json.loads(said.stdout)
    return found


# --- inside the processes ---


def _look(url: str, units: int, queries: int) -> dict[str, Any]:
    from rapidfuzz import fuzz, process

    from translate_flow import db
    from translate_flow.services.matching import Query, matches

    made = Sentences()
    texts = made.make(units)
    asked = [made.edited(made.dice.choice(texts)) for _ in range(queries + 20)]
    spent: dict[str, list[float]] = {"ours": [], "brute": []}
    hits = wanted = five = all_five = 0
    engine = db.engine_for(db.url_of(url))
    with db.scope(engine, writes=False) as session:
        for text in asked[queries:]:  # warms up
            matches(session, "es", "pt", [Query(text)], least=LEAST, most=5, now=NOW)
        for at in range(0, queries, TURN):
            some = asked[at : min(at + TURN, queries)]
            mine = [_timed(spent["ours"], lambda text=text: matches(session, "es", "pt", [Query(text)], least=LEAST, most=5, now=NOW)[0]) for text in some]
            theirs = [_timed(spent["brute"], lambda text=text: process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=LEAST, limit=5)) for text in some]
            for ours, best in zip(mine, theirs, strict=True):
                if best:
                    good = [bool(one[1] <= match.similarity + 0.11) for one, match in zip(best, ours, strict=False)]
                    wanted, hits = wanted + 1, hits + (good[:1] == [True])
                    five, all_five = five + sum(good), all_five + len(best)
    engine.dispose()
    return {**spent, "hits": hits, "wanted": wanted, "five": five / all_five}


def _timed(spent: list[float], act: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    found = act()
    spent.append(time.perf_counter() - started)
    return found


def _toolkit(units: int, queries: int) -> dict[str, Any]:
    import resource

    from translate.search.match import matcher
    from translate.storage import base

    made = Sentences()
    texts = made.make(units)
    asked = [made.edited(made.dice.choice(texts)) for _ in range(queries)]
    store = base.TranslationStore()
    for text in texts:
        unit = base.TranslationUnit(text)
        unit.target = text[::-1]
        store.units.append(unit)
    known = matcher(store, max_candidates=5, min_similarity=LEAST, max_length=1000)
    times = []
    for text in asked:
        started = time.perf_counter()
        known.matches(text)
        times.append(time.perf_counter() - started)
    return {"times": times, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _fill(url: str) -> dict[int, float]:
    """Seconds of `memory.fill` alone, by segments, the least of three."""
    from tests.newsroom import article
    from translate_flow import db
    from translate_flow.services import checkins, claims, coordination, memory, people

    made = Sentences()
    engine = db.engine_for(db.url_of(url))
    spent: dict[int, float] = {}
    for size in (10, 100, 1000):
        for turn in range(3):
            with db.scope(engine) as session:
                boss = people.find(session, "owner")
                texts = made.make(size)
                sides = [[f"{said.rstrip('.')} {turn}{mark}." for said in texts] for mark in ("es", "pt")]
                source, target = ("# T\n\n" + "\n\n".join(" ".join(side[at : at + 4]) for at in range(0, size, 4)) + "\n" for side in sides)
                found = article(session, boss, f"fill-{size}-{turn}", source)
                version = coordination.request(session, found, "pt", actor=boss, now=NOW)
                claims.claim(session, version, actor=boss, now=NOW)
                checkins.checkin(session, target.encode(), actor=boss, now=NOW, address=version.address, name="t.md")
                version.status, version.head.base_confidence = "approved", 1.0
                session.flush()
                started = time.process_time()
                count = memory.fill(session, version, now=NOW)
                seconds = time.process_time() - started
                assert count >= size * 0.9, (count, size)
                spent[size] = min(seconds, spent.get(size, seconds))
    engine.dispose()
    return spent


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    if what == "look":
        print(json.dumps(_look(given[0], int(given[1]), int(given[2]))))
    elif what == "file":
        print(json.dumps(_file(Path(given[0]), int(given[1]))))
    elif what == "toolkit":
        print(json.dumps(_toolkit(int(given[0]), int(given[1]))))
    else:
        print(json.dumps(_fill(given[0])))
