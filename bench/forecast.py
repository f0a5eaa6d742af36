"""`python -m bench.forecast [--seeds N] [--repo PATH]`: how often the ranges of `report forecast` hold the truth, as Markdown.

Simulated newsrooms of nine kinds, each with a past of 13 to 156 weeks and a backlog of about one to forty weeks' work, and what they
did after that over eight years; and the history of a site that was adopted, asked at every second week of it, of each language with
200 texts or more and of all together, with backlogs of 1, 3, 8, 20 and 40 weeks' work as it went then. The truth is the day on which
as much had been done as was open. What the settings of `reports.montecarlo` were chosen by: seeds 0 to 59 of the simulated ones,
and the site's history at every fourth week. The seeds here are others; the site's history is not, so it is no test of the settings.

A range counts where it ends within what is known: that is settled when it is made, not by what came (`montecarlo.judged`). How many
were left out stands beside. Ranges are whole days, both ends within.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.processes import once, program
from translate_flow.reports import montecarlo
from translate_flow.reports.montecarlo import NEVER, WEEK

BUNDLE = Path(__file__).parents[2] / "shared" / "data" / "starlight-docs.bundle"
AFTER = 8 * 52 * WEEK
WORKS = (1, 3, 8, 20, 40)  # a backlog, in weeks' work
BETWEEN = {"50 %": (0.25, 0.75), "80 %": (0.1, 0.9), "90 %": (0.05, 0.95), "50 to 90": (0.5, 0.9), "by 50": (0.0, 0.5), "by 80": (0.0, 0.8), "by 90": (0.0, 0.9)}


@dataclass(slots=True)
class Score:
    """By range: whether it held the truth, a test each. `widths`: days of the 80 % range. `asked`: how many forecasts there were."""

    held: dict[str, list[bool]] = field(default_factory=lambda: {name: [] for name in BETWEEN})
    widths: list[float] = field(default_factory=list)
    asked: int = 0

    def add(self, days: list[float], truth: float, known: int) -> None:
        self.asked += 1
        for name, (low, high) in BETWEEN.items():
            early, late = montecarlo.point(days, low) if low else 0.0, montecarlo.point(days, high)
            if late <= known:
                self.held[name].append(early <= truth <= late)
        self.widths.append(montecarlo.point(days, 0.9) - montecarlo.point(days, 0.1))

    def __iadd__(self, other: Score) -> Score:
        for name, held in other.held.items():
            self.held[name] += held
        self.widths += other.widths
        self.asked += other.asked
        return self

    def row(self, name: str) -> str:
        shares = [f"{100 * sum(held) / len(held):.0f}" if held else "–" for held in self.held.values()]
        width = statistics.median(self.widths) if self.widths else NEVER
        counted = f"{self.asked} ({len(self.held['50 %'])}, {len(self.held['80 %'])}, {len(self.held['90 %'])})"
        return f"| {name} | {counted} | {' | '.join(shares)} | {'over 5 years' if width == NEVER else f'{width:.0f} days'} |"


HEAD = (
    "| {} | asked (counted: 50, 80, 90 %) | 50 % range | 80 % range | 90 % range | from the 50 to the 90 % day | by the 50 % day | by the 80 % day | by the 90 % day | median width of the 80 % range |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
    "| *if all were right* | | *50* | *80* | *90* | *40* | *50* | *80* | *90* | |"
)


# --- simulated newsrooms: what is done a day ---

_DAYS = (1.33, 1.44, 1.33, 1.22, 1.11, 0.33, 0.24)


def _chance(dice: random.Random, mean: float) -> int:
    """A number of Poisson's distribution."""
    if mean > 60:
        return max(0, round(dice.gauss(mean, math.sqrt(mean))))
    floor, number, product = math.exp(-mean), 0, dice.random()
    while product > floor:
        number += 1
        product *= dice.random()
    return number


def _paced(dice: random.Random, days: int, mean: Callable[[int], float]) -> list[int]:
    return [_chance(dice, mean(day) * _DAYS[day % WEEK]) for day in range(days)]


def _steady(dice: random.Random, days: int, now: int) -> list[int]:
    mean = dice.uniform(0.5, 5)
    return _paced(dice, days, lambda _: mean)


def _small(dice: random.Random, days: int, now: int) -> list[int]:
    mean = dice.uniform(0.03, 0.15)
    return _paced(dice, days, lambda _: mean)


def _bursty(dice: random.Random, days: int, now: int) -> list[int]:
    often, size = dice.uniform(0.05, 0.25), dice.uniform(3, 12)
    return [1 + int(math.log(1 - dice.random()) / math.log(1 - 1 / size)) if dice.random() < often * _DAYS[day % WEEK] else 0 for day in range(days)]


def _wandering(dice: random.Random, days: int, now: int) -> list[int]:
    mean, keeps, step = dice.uniform(0.5, 4), dice.uniform(0.85, 0.97), dice.uniform(0.15, 0.35)
    levels = [0.0]
    for _ in range(days // WEEK + 1):
        levels.append(keeps * levels[-1] + dice.gauss(0, step))
    return _paced(dice, days, lambda day: mean * math.exp(levels[day // WEEK]))


def _seasonal(dice: random.Random, days: int, now: int) -> list[int]:
    mean, shift, swing = dice.uniform(0.5, 4), dice.randrange(365), dice.uniform(0, 0.4)

    def at(day: int) -> float:
        of_year = (day + shift) % 365
        is_holiday = 212 <= of_year < 240 or of_year >= 355 or of_year < 5
        return mean * (1 + swing * math.sin(2 * math.pi * of_year / 365)) * (0.1 if is_holiday else 1)

    return _paced(dice, days, at)


def _growing(dice: random.Random, days: int, now: int) -> list[int]:
    mean, growth = dice.uniform(0.5, 3), dice.uniform(0.003, 0.012)
    return _paced(dice, days, lambda day: min(mean * math.exp(growth * day / WEEK), 30))


def _shrinking(dice: random.Random, days: int, now: int) -> list[int]:
    mean, loss = dice.uniform(3, 10), dice.uniform(0.003, 0.012)
    return _paced(dice, days, lambda day: max(0.3, mean * math.exp(-loss * day / WEEK)))


def _leaving(dice: random.Random, days: int, now: int) -> list[int]:
    """Whoever does most of three to six leaves, between half a year ago and in three months."""
    shares = [dice.uniform(0.2, 2) for _ in range(dice.randrange(3, 7))]
    when = now + dice.randrange(-180, 90)
    return _paced(dice, days, lambda day: sum(shares) - (max(shares) if day >= when else 0))


def _sprints(dice: random.Random, days: int, now: int) -> list[int]:
    """A little all the time, and much on one day every few weeks."""
    mean, every, size = dice.uniform(0.2, 1), dice.randrange(3, 8), dice.uniform(10, 30)
    return [number + (_chance(dice, size) if day % (every * WEEK) == 4 else 0) for day, number in enumerate(_paced(dice, days, lambda _: mean))]


KINDS = {
    "steady": _steady, "few": _small, "bursts": _bursty, "wandering pace": _wandering, "seasons and holidays": _seasonal, "growing": _growing,
    "shrinking": _shrinking, "the busiest leaves": _leaving, "sprints": _sprints,
}  # fmt: skip


def simulated(seeds: range) -> Iterator[tuple[str, Score]]:
    for kind, make in KINDS.items():
        score = Score()
        for seed in seeds:
            dice = random.Random(f"{kind} {seed}")
            now = dice.choice((13, 26, 52, 104, 156)) * WEEK
            days = make(dice, now + AFTER, now)
            before, after = days[:now], days[now:]
            number = _work(before, dice.choice(WORKS) * dice.uniform(0.7, 1.4))
            if montecarlo.enough(before):
                score.add(montecarlo.futures(montecarlo.pace(before), number), montecarlo.reached(after, number), len(after))
        yield kind, score


def _work(before: list[int], weeks: float) -> int:
    recent = before[-26 * WEEK :]
    return max(1, round(weeks * sum(recent) * WEEK / len(recent)))


def queues(seeds: range) -> Score:
    """Newsrooms that get work and do what they can; asked when the last of it is done, if it goes on coming in as it did."""
    score = Score()
    for seed in seeds:
        dice = random.Random(f"queue {seed}")
        now, can = dice.choice((26, 52, 104)) * WEEK, dice.uniform(1, 5)
        comes = can * dice.uniform(0.4, 0.95)
        came, could = _paced(dice, now + AFTER, lambda _, comes=comes: comes), _paced(dice, now + AFTER, lambda _, can=can: can)  # type: ignore[misc]
        left, done, empty = round(can * now * 0.7), [], NEVER
        for day, (one, most) in enumerate(zip(came, could, strict=True)):
            done.append(min(left + one, most))
            left += one - done[-1]
            if day == now - 1:
                open_then = left
            if day >= now and not left and empty == NEVER:
                empty = day - now + 1
        if montecarlo.enough(done[:now]) and open_then:
            score.add(montecarlo.futures(montecarlo.pace(done[:now], came[:now]), open_then), empty, AFTER)
    return score


# --- a site that was adopted ---


def adopted(folder: Path, repo: Path) -> Iterator[tuple[str, Score]]:
    """By language, then by how much was open. Each moment's past is read as the report reads it: nothing later is known to it."""
    from translate_flow import db
    from translate_flow.reports import Asked, forecast

    subprocess.run(["git", "clone", "--quiet", "--bare", str(repo), str(folder / "site.git")], check=True)
    where = ["--database", str(folder / "site.db"), "--as", "owner"]
    once([*program(), *where, "init"])
    once([*program(), *where, "adopt", str(folder / "site.git"), "--lang", "en"])
    languages: dict[str, Score] = {}
    works: dict[str, Score] = {}
    with db.reading(db.engine_for(f"sqlite:///{folder / 'site.db'}")) as connection:
        ends = connection.exec_driver_sql("select min(created_at), max(created_at) from revisions").one()
        first, last = (datetime.fromisoformat(str(end)[:10]).replace(tzinfo=UTC) for end in ends)
        whole = forecast.read(connection, Asked(now=last + timedelta(days=1))).past
        later = {tag: past.done[:-1] for tag, past in whole.items() if sum(past.done) >= 200}
        now = first + timedelta(weeks=13)
        while now < last - timedelta(weeks=4):
            past = forecast.read(connection, Asked(now=now)).past
            for tag, whole_days in later.items():
                after = whole_days[-((last - now).days + 1) :]
                _asked(past[tag].done[:-1] if tag in past else [], after, tag or "all", languages, works)
            now += timedelta(weeks=2)
    yield from sorted(languages.items())
    yield from works.items()


def _asked(before: list[int], after: list[int], tag: str, languages: dict[str, Score], works: dict[str, Score]) -> None:
    if not montecarlo.enough(before) or not sum(before[-26 * WEEK :]):
        return
    pace = montecarlo.pace(before)
    for weeks in WORKS:
        number = _work(before, weeks)
        days, truth = montecarlo.futures(pace, number), montecarlo.reached(after, number)
        for score in (languages.setdefault(tag, Score()), works.setdefault("1 week's work" if weeks == 1 else f"{weeks} weeks' work", Score())):
            score.add(days, truth, len(after))


def _table(name: str, rows: Iterator[tuple[str, Score]]) -> None:
    """The rows by backlog are the tests of the rows before them in another order, and are not added up."""
    print(HEAD.format(name), flush=True)
    total, seen = Score(), False
    for one, score in rows:
        seen = seen or one.endswith("work")
        if not seen:
            total += score
        print(score.row(one), flush=True)
    print(total.row("**all**") + "\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.forecast", description="How often the ranges of forecasts hold the truth.")
    parser.add_argument("--seeds", type=int, default=200, help="simulated newsrooms of each kind")
    parser.add_argument("--repo", type=Path, default=BUNDLE, help="a repository with its history, adopted and asked at many moments")
    given = parser.parse_args()
    seeds = range(1000, 1000 + given.seeds)
    _table("simulated newsrooms", simulated(seeds))
    print(HEAD.format("if it goes on coming in"))
    print(queues(seeds).row("queues that empty") + "\n")
    if not given.repo.exists():
        print(f"There is no {given.repo.name}: no adopted site was asked.")
        return
    with tempfile.TemporaryDirectory(prefix="translate-flow-bench-") as folder:
        _table("the site's history", adopted(Path(folder), given.repo))


if __name__ == "__main__":
    main()
