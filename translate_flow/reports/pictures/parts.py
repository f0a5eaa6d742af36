"""Which part of which report has which picture. A part that is not in `PICTURES` is a table and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from translate_flow.messages_desk import CLASSES, HEADINGS
from translate_flow.reports.page_voice import Voice, plain
from translate_flow.reports.pictures import kinds, lines, steps
from translate_flow.reports.pictures.bars import Bar, bars, columns
from translate_flow.reports.pictures.canvas import ticks
from translate_flow.reports.pictures.lines import Line, Spread
from translate_flow.workflow import Status

Record = dict[str, Any]
MOST = 20  # rows of a picture; the table has the rest
PANELS = 11
MONTHS = 24
_STATUSES = [status.value for status in Status]
_AGES = ("day", "week", "month", "quarter", "older")
_DAY = 86400


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a picture is drawn of. `name`: the id of the picture, one of the page; `title`: the part's, translated."""

    name: str
    title: str
    rows: Sequence[Record]
    voice: Voice
    today: date


def totals(of: Drawing) -> str:
    """Versions by language, or by section, cut into statuses."""
    first = "language" if of.rows and "language" in of.rows[0] else "section"
    statuses = [status for status in _STATUSES if any(row.get(status) for row in of.rows)]
    made = [Bar(_first(of.voice, first, row), tuple((status, row.get(status) or 0) for status in statuses)) for row in of.rows]
    return _bars(of, made, [(status, of.voice.status(status)) for status in statuses])


def _first(voice: Voice, column: str, row: Record) -> str:
    value = row.get(column)
    if column == "language":
        return voice.language(value) if value else voice.say("All languages")
    if column == "status":
        return voice.status(str(value))
    return plain(value, 60) if value else voice.say("No section") if column == "section" else "–"


def _bars(of: Drawing, made: Sequence[Bar], fills: Sequence[tuple[str, str]]) -> str:
    shown = [bar for bar in made if bar.total][:MOST]
    if not shown:
        return ""
    left = len([bar for bar in made if bar.total]) - len(shown)
    more = f'<p class="more">{escape(of.voice.say("In the table: {count} more", count=of.voice.number(left)))}</p>' if left else ""
    return kinds.legend(fills) + bars(of.name, of.title, shown, of.voice, of.voice.say("Each row is a bar; its numbers are in the table.")) + more


def months(of: Drawing) -> str:
    """For all languages and for each: what was asked for and what is out, added up month by month, in small panels."""
    every = _filled([row["month"] for row in of.rows])
    if not every:
        return ""
    by: dict[str, dict[str, tuple[int, int]]] = {}
    for row in of.rows:
        for language in ("", row["language"]):
            asked, out = by.setdefault(language, {}).get(row["month"], (0, 0))
            by[language][row["month"]] = (asked + (row["asked"] or 0), out + (row["out"] or 0))
    ends = {language: (sum(asked for asked, _ in found.values()), sum(out for _, out in found.values())) for language, found in by.items()}
    ranked = sorted(ends, key=lambda language: (language != "", ends[language][1] - ends[language][0], -ends[language][0], language))
    if len(by) == 2:  # one language is all
        ranked = [language for language in ranked if language]
    panels = "".join(_panel(of, at, language, by[language], every, ends[language]) for at, language in enumerate(ranked[: PANELS + 1]))
    more = f'<p class="more">{escape(of.voice.say("In the table: {count} more", count=of.voice.number(left)))}</p>' if (left := len(ranked) - PANELS - 1) > 0 else ""
    key = kinds.lines([("line-asked", of.voice.say("Asked for")), ("line-out", of.voice.say("Out"))])
    return f'{key}<p class="more">{escape(of.voice.say("Each panel has its own scale."))}</p><div class="panels">{panels}</div>{more}'


def _panel(of: Drawing, at: int, language: str, found: dict[str, tuple[int, int]], every: Sequence[str], end: tuple[int, int]) -> str:
    asked, out = (_summed([found.get(month, (0, 0))[which] for month in every])[-MONTHS:] for which in (0, 1))
    name = of.voice.language(language) if language else of.voice.say("All languages")
    said = of.voice.say("Asked for: {asked}, out: {out}", asked=of.voice.number(end[0]), out=of.voice.number(end[1]))
    drawn = lines.lines(
        f"{of.name}-{at}", f"{of.title}: {name}", every[-MONTHS:], [Line("line-asked", asked), Line("line-out", out)], of.voice, said,
        width=250, height=104, area="line-out",
    )  # fmt: skip
    return f'<div class="panel"><p><b>{escape(name)}</b> {escape(said)}</p>{drawn}</div>'


def _filled(found: Sequence[str]) -> list[str]:
    """Every month from the first to the last, at most a hundred years of them."""
    good = sorted({month for month in found if len(month) == 7 and month[4] == "-" and (month[:4] + month[5:]).isdecimal()})
    if not good:
        return []
    year, month = int(good[-1][:4]), int(good[-1][5:])
    every: list[str] = []
    while (at := f"{year:04}-{month:02}") >= good[0] and len(every) < 1200:
        every.append(at)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return every[::-1]


def _summed(values: Sequence[int]) -> tuple[float, ...]:
    sums: list[float] = []
    for value in values:
        sums.append((sums[-1] if sums else 0) + value)
    return tuple(sums)


def ages(of: Drawing) -> str:
    """How long open versions have been open, a column for each age, cut into statuses."""
    by = {row["status"]: row for row in of.rows if any(row[age] for age in _AGES)}
    statuses = [status for status in _STATUSES if status in by]
    heads = ("Up to a day", "Up to a week", "Up to a month", "Up to a quarter", "Older")
    made = [Bar(of.voice.say(head), tuple((status, by[status].get(age) or 0) for status in statuses)) for head, age in zip(heads, _AGES, strict=True)]
    if not any(bar.total for bar in made):
        return ""
    return kinds.legend((status, of.voice.status(status)) for status in statuses) + columns(of.name, of.title, made, of.voice, _values(of.voice, made))


def _values(voice: Voice, made: Sequence[Bar]) -> str:
    return ", ".join(voice.say("{name}: {value}", name=bar.name, value=bar.after or voice.number(bar.total)) for bar in made)


def flow(of: Drawing) -> str:
    numbers: dict[tuple[str, str], int] = {}
    for row in of.rows:
        pair = (row["from"] or "", row["to"] or "")
        numbers[pair] = numbers.get(pair, 0) + (row["number"] or 0)
    if not any(start != end and number > 0 for (start, end), number in numbers.items()):
        return ""
    said = of.voice.say("Arrows go in the order of the work; those below lead back.")
    drawn = steps.steps(of.name, of.title, numbers, of.voice, said)
    return f'<p class="more">{escape(said)}</p><div class="wide" tabindex="0" role="group" aria-label="{escape(of.title)}">{drawn}</div>'


def people(of: Drawing) -> str:
    """Who has what: held and at work, in review, come back."""
    named = [("translating", "Held"), ("in_review", "In review"), ("withdrawn", "Returned")]
    made = []
    for row in sorted(of.rows, key=lambda row: -((row["held"] or 0) + (row["review"] or 0))):
        back = min(row["returned"] or 0, row["held"] or 0)  # what came back is held too
        late = of.voice.say("Late: {count}", count=of.voice.number(row["late"])) if row.get("late") else ""
        parts = (("translating", (row["held"] or 0) - back), ("in_review", row["review"] or 0), ("withdrawn", (row["returned"] or 0)))
        number = of.voice.number(sum(count for _, count in parts))
        made.append(Bar(plain(row["person"], 40), parts, f"{number} · {late}" if late else number))
    return _bars(of, made, [(kind, of.voice.say(words)) for kind, words in named])


def weeks(of: Drawing) -> str:
    """Words handed in, week by week, by all together."""
    sums: dict[str, float] = {}
    for row in of.rows:
        sums[str(row["week"])] = sums.get(str(row["week"]), 0) + (row["words"] or 0)
    made = [Bar(of.voice.day(week), (("published", sums[week]),)) for week in sorted(sums)[-MONTHS:]]
    if not any(bar.total for bar in made):
        return ""
    return f'<p class="more">{escape(of.voice.say("Words"))}</p>' + columns(of.name, of.title, made, of.voice, _values(of.voice, made))


def coverage(of: Drawing) -> str:
    made = [Bar(of.voice.language(row["language"]), (("there", row["there"] or 0), ("missing", row["missing"] or 0)), of.voice.share(row["share"] or 0)) for row in of.rows]
    return _bars(of, made, [("there", of.voice.say("There")), ("missing", of.voice.say("Missing"))])


def classes(of: Drawing) -> str:
    """What is behind, by language, cut into classes of change, the gravest first."""
    order = [*list(CLASSES)[-2::-1], ""]
    by: dict[str, dict[str, int]] = {}
    for row in of.rows:
        found = by.setdefault(row["language"], {})
        known = row["class"] if row["class"] in CLASSES else ""
        found[known] = found.get(known, 0) + (row["versions"] or 0)
    shown = [one for one in order if any(found.get(one) for found in by.values())]
    made = [Bar(_first(of.voice, "language", {"language": language}), tuple((one or "unclassed", found.get(one, 0)) for one in shown)) for language, found in by.items()]
    return _bars(of, sorted(made, key=lambda bar: -bar.total), [(one or "unclassed", of.voice.say(CLASSES[one])) for one in shown])


def late(of: Drawing) -> str:
    """Overdue versions by language, with the longest time beside the number."""
    made = [Bar(_first(of.voice, "language", row), (("withdrawn", row["versions"] or 0),), f"{of.voice.number(row['versions'] or 0)} · {of.voice.duration(row['late'] or 0)}") for row in of.rows]
    return _bars(of, made, [])


def times(of: Drawing) -> str:
    """How long work stays in each status: the half, 85 and 95 in 100."""
    rows = [row for row in of.rows if row["p50"] is not None]
    if not rows:
        return ""
    most = max(row[name] or 0 for row in rows for name in ("p50", "p85", "p95"))
    made = [Spread(of.voice.status(row["status"]), 0, 0, row["p50"], row["p85"], row["p95"], of.voice.duration(row["p50"])) for row in rows]
    said = of.voice.say("Dot: half of them took this long or less. Bar: 85 in 100. Line: 95 in 100.")
    return f'<p class="more">{escape(said)}</p>' + lines.spreads(of.name, of.title, made[:MOST], _durations(most, of.voice), of.voice, said)


def _durations(most: float, voice: Voice) -> list[tuple[float, str]]:
    """A scale of round durations, from nothing on, in one unit."""
    size, unit = next(((size, unit) for size, unit in ((_DAY, "day"), (3600, "hour")) if most >= 2 * size), (60, "minute"))
    return [(size * at, voice.length(round(at), unit) if at else voice.number(0)) for at in ticks(most / size)]


def cycle(of: Drawing) -> str:
    """Days from asked for to out, month by month."""
    every = _filled([row["month"] for row in of.rows])
    if not every:
        return ""
    by = {row["month"]: row for row in of.rows}
    drawn = [Line(kind, tuple(by[month][name] / _DAY if month in by and by[month][name] is not None else None for month in every[-MONTHS:])) for name, kind in _CYCLE]
    key = kinds.lines([(kind, of.voice.say(HEADINGS[name])) for name, kind in _CYCLE])
    last = by[every[-1]]
    said = ", ".join(of.voice.say("{name}: {value}", name=of.voice.say(HEADINGS[name]), value=of.voice.duration(last[name])) for name, _ in _CYCLE if last[name] is not None)
    return key + lines.lines(of.name, of.title, every[-MONTHS:], drawn, of.voice, f"{of.voice.month(every[-1])} – {said}", unit="day")


_CYCLE = (("p50", "line-out"), ("p85", "line-asked"), ("p95", "line-thin"))  # column, line


def forecast(of: Drawing) -> str:
    """The fan of all languages together, then a row for each."""
    rows = [row for row in of.rows if any(_ordinal(row.get(name)) for name in ("p10", "p50", "p80", "p90"))]
    if not rows:
        return ""
    known = [at for row in rows for name in ("p10", "p50", "p80", "p90") if (at := _ordinal(row.get(name)))]
    scale = _days(of.today, max(known), of.voice)
    whole = next((row for row in rows if not row["language"]), None)
    pictures = ""
    if whole:
        ends = [date.fromordinal(at) if (at := _ordinal(whole.get(name))) else None for name in ("p10", "p50", "p90")]
        pictures = lines.fan(f"{of.name}-fan", f"{of.title}: {of.voice.say('All languages')}", whole["open"] or 0, of.today, ends, scale, of.voice, _said(of.voice, whole))
    made = [
        Spread(_first(of.voice, "language", row), _ordinal(row.get("p10")), _ordinal(row["p50"]), _ordinal(row["p50"]), _ordinal(row["p80"]), _ordinal(row["p90"]), _end(of.voice, row["p50"]))
        for row in rows
    ]  # fmt: skip
    said = of.voice.say("Line: from 10 % to 90 %. Bar: from 50 % to 80 %. Dot: 50 %.")
    return f'{pictures}<p class="more">{escape(said)}</p>' + lines.spreads(of.name, of.title, made[:MOST], scale, of.voice, said)


def _ordinal(value: Any) -> int | None:
    """A day as a number; None for what is no day (never)."""
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).toordinal()
    except ValueError:
        return None


def _end(voice: Voice, value: Any) -> str:
    return voice.day(value) if _ordinal(value) else voice.say("never")


def _said(voice: Voice, row: Record) -> str:
    return ", ".join(voice.say("{name}: {value}", name=voice.share(int(name[1:]) / 100), value=_end(voice, row.get(name))) for name in ("p10", "p50", "p90"))


def _days(today: date, last: int, voice: Voice) -> list[tuple[float, str]]:
    """A scale from today on: steps of a week, of months or of years, each by its day."""
    step = next((days for days in (1, 2, 7, 14, 28, 56, 91, 182, 365, 1826) if (last - today.toordinal()) / days <= 4), max(1, (last - today.toordinal()) // 4))
    count = -(-max(1, last - today.toordinal()) // step)
    most = date.max.toordinal()
    return [(today.toordinal(), voice.say("today")), *((at := today.toordinal() + step * each, voice.day(date.fromordinal(min(at, most)))) for each in range(1, count + 1))]


PICTURES: dict[str, Callable[[Drawing], str]] = {
    "progress.totals": totals,
    "progress.sections": totals,
    "progress.months": months,
    "behind.classes": classes,
    "overdue.languages": late,
    "coverage.languages": coverage,
    "flow.statuses": times,
    "flow.steps": flow,
    "flow.cycle": cycle,
    "flow.ages": ages,
    "workload.people": people,
    "workload.weeks": weeks,
    "forecast.forecast": forecast,
    "forecast.continuing": forecast,
}
