"""Made-up parts of reports, with the columns that the reports have: what the page is drawn of, in any size."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from translate_flow.reports import Asked, Column, Part, Report
from translate_flow.reports.overview import _FROM_OTHERS, NOTES, TOP, taken

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # a Monday
ASKED = Asked(NOW)
TAGS = ("es", "en", "pt-BR", "fr", "de", "it", "ar", "zh-Hans", "zh-Hant", "ja", "ru", "uk", "tr", "pl", "nl", "ko", "fa", "hi", "el", "sw")
STATUSES = ("requested", "translating", "in_review", "approved", "published", "withdrawn", "cancelled")
PEOPLE = ("ana", "ben", "chloe", "dmitri", "elif", "farid", "giulia", "hanna", "ivo", "jun", "kofi", "lea")
SECTIONS = ("news", "opinion", "culture", "economy", "in depth")
_WEIGHTS = (5, 3, 2, 1, 70, 1, 1)


def n(name: str, kind: str = "number") -> Column:
    return Column(name, kind)


def matrix(articles: int, chance: random.Random, tags: tuple[str, ...] = TAGS) -> Part:
    rows = []
    for at in range(articles):
        cells = []
        for place, _ in enumerate(tags):
            status = "published" if not place else chance.choices(STATUSES, _WEIGHTS)[0] if chance.random() < 0.86 else ""
            flags = "+behind" if place and status == "published" and chance.random() < 0.02 else ""
            flags += "+late" if status in {"requested", "translating", "in_review"} and chance.random() < 0.08 else ""
            cells.append(status + flags)
        rows.append((f"{chance.choice(('march', 'strike', 'harvest', 'river', 'budget', 'museum'))}-{chance.choice(('of-the-year', 'in-the-north', 'what-we-know', 'report'))}-{articles - at}", chance.choice(SECTIONS), *cells))
    return Part("matrix", "Articles and languages", (Column("article", "article"), Column("section"), *(n(tag, "cell") for tag in tags)), rows)


def progress(articles: int, chance: random.Random) -> Report:
    tags = TAGS if articles > 20 else TAGS[:5]
    size = max(1, articles // 25)
    by_status = [[chance.randint(0, size * (20 if status == "published" else 3)) for status in STATUSES] for _ in tags]
    totals = [(tag, *by, sum(by), chance.randint(0, size)) for tag, by in zip(tags, by_status, strict=True)]
    sections = [(name, *(chance.randint(0, size * 3) for _ in STATUSES), size * 9, 1) for name in SECTIONS]
    months = [(f"{2024 + at // 12}-{at % 12 + 1:02}", tag, asked := chance.randint(0, size * 2), max(0, asked - chance.randint(0, 2))) for at in range(35) for tag in tags if at > 2]
    numbers = tuple(n(status) for status in (*STATUSES, "total", "behind"))
    return Report("progress", (
        Part("totals", "Versions by language and status", (Column("language", "language"), *numbers), totals),
        Part("sections", "Versions by section and status", (Column("section"), *numbers), sections),
        Part("months", "Asked for and out by month", (Column("month", "month"), Column("language", "language"), n("asked"), n("out")), months),
        matrix(articles, chance, tags),
    ))  # fmt: skip


def flow(size: int, chance: random.Random) -> Report:
    open_ = STATUSES[:4]
    pairs = [("", "requested", 9), ("requested", "translating", 9), ("translating", "in_review", 8), ("in_review", "approved", 6), ("in_review", "translating", 2), ("approved", "published", 6), ("approved", "translating", 1), ("published", "requested", 3), ("translating", "requested", 1), ("requested", "published", 1), ("published", "withdrawn", 1), ("requested", "cancelled", 1)]
    day = 86400
    return Report("flow", (
        Part("statuses", "Time in each status", (Column("status", "status"), n("waiting"), n("oldest", "seconds"), n("left"), n("p50", "seconds"), n("p85", "seconds"), n("p95", "seconds")), [(status, size, 40 * day, size * 9, at * day * 0.7 + 9000, (at + 1) * day * 2, (at + 1) * day * 6) for at, status in enumerate(open_)]),
        Part("steps", "From status to status", (Column("from", "status"), Column("to", "status"), n("number")), [(one, two, much * size) for one, two, much in pairs]),
        Part("cycle", "From asked for to out", (Column("month", "month"), n("out"), n("p50", "seconds"), n("p85", "seconds"), n("p95", "seconds")), [(f"2026-{month:02}", size, chance.randint(3, 6) * day, chance.randint(7, 12) * day, chance.randint(13, 30) * day) for month in range(1, 12)]),
        Part("ages", "How long open work has been open", (Column("status", "status"), n("day"), n("week"), n("month"), n("quarter"), n("older")), [(status, *(chance.randint(0, size * 3) for _ in range(5))) for status in open_]),
    ), ("Without dates: this month and the twelve before it.",))  # fmt: skip


def workload(size: int, chance: random.Random) -> Report:
    people = [(person, chance.randint(0, size), chance.randint(0, size), chance.randint(0, 2), chance.randint(0, 1), chance.randint(0, 9000), chance.uniform(0, 4000), chance.randint(0, 3)) for person in PEOPLE]
    weeks = [(person, (NOW - timedelta(days=7 * at)).date().isoformat(), 2, chance.randint(0, 4000)) for at in range(8) for person in PEOPLE]
    return Report("workload", (
        Part("people", "People", (Column("person", "person"), *(n(name) for name in ("held", "review", "returned", "late", "words_held", "words_week", "queue"))), people),
        Part("weeks", "Handed in by week", (Column("person", "person"), n("week", "day"), n("versions"), n("words")), weeks),
    ))  # fmt: skip


def overdue(count: int, chance: random.Random) -> Report:
    rows = [(f"harvest-in-the-north-{at}", chance.choice(TAGS), "translating", NOW - timedelta(days=at + 1), (at + 1) * 86400, chance.choice(("", "high", "urgent")), chance.choice(PEOPLE), NOW + timedelta(days=1)) for at in range(min(count, TOP))]
    columns = (Column("article", "article"), Column("language", "language"), Column("status", "status"), n("due_at", "moment"), n("late", "seconds"), Column("priority"), Column("person", "person"), n("held_until", "moment"))
    return Report("overdue", (
        Part("languages", "Late by language", (Column("language", "language"), n("versions"), n("late", "seconds")), [("de", 4, 900000), ("ar", 2, 90000)]),
        Part("versions", "What is late, the most urgent first", columns, rows, more=max(0, count - TOP)),
    ))  # fmt: skip


def behind(count: int, chance: random.Random) -> Report:
    names = ("correction", "facts", "wording", "trivial", "")
    rows = [(f"budget-what-we-know-{at}", chance.choice(TAGS), names[at % 5], at + 1, 80 * at, NOW - timedelta(days=9 * at), 9 * at * 86400, 1200 * (9 - at), chance.choice(PEOPLE), chance.choice(("", "en"))) for at in range(min(count, TOP))]
    columns = (Column("article", "article"), Column("language", "language"), Column("class", "class"), n("blocks"), n("words"), n("since", "moment"), n("age", "seconds"), n("readers"), Column("person", "person"), Column("blocked_by"))
    classes = [(tag, name, chance.randint(1, 9), 300) for tag in TAGS[:8] for name in names]
    return Report("behind", (
        Part("classes", "Behind by language and class of change", (Column("language", "language"), Column("class", "class"), n("versions"), n("words")), classes),
        Part("versions", "What is behind, the heaviest first", columns, rows, more=max(0, count - TOP)),
    ))  # fmt: skip


def coverage(size: int, chance: random.Random) -> Report:
    rows = [(tag, size * 10, there := chance.randint(0, size * 10), size * 10 - there, there / size / 10) for tag in TAGS]
    return Report("coverage", (Part("languages", "Wanted languages", (Column("language", "language"), n("wanted"), n("there"), n("missing"), n("share", "share")), rows),))


def forecast(size: int, chance: random.Random) -> Report:
    rows = []
    for tag in ("", *TAGS[:6]):
        ends = [chance.randint(5, 20)]
        for _ in range(3):
            ends.append(ends[-1] + chance.randint(2, 40))
        days = [(NOW + timedelta(days=at)).date().isoformat() for at in ends]
        rows.append((tag, size * 9, 3.2, days[1], days[2], days[3] if tag != "de" else "never", days[0]))
    columns = (Column("language", "language"), n("open"), n("week"), n("p50", "day"), n("p80", "day"), n("p90", "day"), n("p10", "day"))
    return Report("forecast", (
        Part("forecast", "When what is open will be done, if nothing more comes in", columns, rows),
        Part("tested", "How such ranges, asked for on earlier days, would have held", (n("range", "share"), n("held", "share"), n("tests")), [(0.5, 0.52, 90), (0.9, 0.88, 90)]),
    ))  # fmt: skip


def figures(size: int) -> Part:
    rows = [("out", size * 15, size, None), ("open", size * 2, -3, None), ("late", size // 9, None, 2), ("behind", size // 5, None, 4), ("corrections", 2, 0, None)]
    return Part("figures", "Key figures", (Column("figure"), n("number"), n("change"), n("recent")), rows)


def all_reports(articles: int, seed: int = 1) -> dict[str, Report]:
    chance, size = random.Random(seed), max(1, articles // 25)
    return {
        "progress": progress(articles, chance), "flow": flow(size, chance), "workload": workload(min(size, 9), chance), "overdue": overdue(size, chance), "behind": behind(size * 2, chance),
        "coverage": coverage(size, chance), "forecast": forecast(size, chance),
    }  # fmt: skip


def overview(articles: int, seed: int = 1) -> Report:
    """As `reports.overview` puts it together."""
    found = all_reports(articles, seed)
    parts = [taken(found[name], part, title) for name, part, title in (("progress", "matrix", "Articles and languages"), *_FROM_OTHERS)]
    parts = [replace(part, rows=list(part.rows)) for part in parts]  # to be drawn more than once
    return Report("overview", (figures(articles), *parts), NOTES[:1])
