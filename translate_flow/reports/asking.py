"""From what a person types beside a report's name to what is asked of it: languages, sections, people that are there, days in their zone."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from translate_flow.errors import NotFound, UsageError
from translate_flow.languages import normalise
from translate_flow.reports import FILTERS, REPORTS, Asked, Known, wheres
from translate_flow.reports.wheres import Where
from translate_flow.services.nearest import suggest

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AGO = re.compile(r"(\d{1,4}) ?([dwmy])")
_DATE = "Write a day (2026-12-01), a moment (2026-12-01T18:00), or how long ago: 30d, 8w, 12m, 2y."
# What there is of each: a look for one, all of them for the nearest, the noun, and where they are listed.
_THERE = {
    "language": (
        "select 1 from versions where language = :value or language like :varieties union all select 1 from targets where language = :value limit 1",
        "select distinct language from versions", "No article has, or is to have, a version in “{}”", "languages",
    ),
    "section": ("select 1 from articles where section = :value limit 1", "select distinct section from articles where section <> '' limit 2000", "There is no section “{}”", "sections"),
    "tag": ("select 1 from article_tags where tag = :value limit 1", "select distinct tag from article_tags limit 2000", "There is no tag “{}”", "tags"),
    "kind": ("select 1 from articles where kind = :value limit 1", "select distinct kind from articles limit 2000", "There is no article of the kind “{}”", "kinds"),
    "person": ("select 1 from people where handle = :value", "select handle from people limit 2000", "There is nobody called “{}”", "people"),
}  # fmt: skip


def known(name: str) -> Known:
    """The report of that name. Raises NotFound with the nearest."""
    if name not in REPORTS:
        raise NotFound(f"There is no report “{name}”{suggest(name, REPORTS)}", remedy=f"Reports: {', '.join(REPORTS)}.")
    return REPORTS[name]


def heeded(name: str, given: Mapping[str, str]) -> None:
    """Raises UsageError where a report has no use for a filter that was given."""
    filters = known(name).filters
    for field in given:
        if field in FILTERS and field not in filters:
            raise UsageError(f"The report {name} has no use for {FILTERS[field]}", remedy=f"It heeds {', '.join(FILTERS[one] for one in filters)}." if filters else "It takes no filters.")


def asked(
    connection: Connection, name: str, given: Mapping[str, str], *, now: datetime, zone: str, limit: int = 25, lenient: Collection[str] = ()
) -> tuple[Asked, list[str]]:
    """What is asked of a report, by the words given (field of `Asked` → text), and remarks.

    A language, section, tag, kind or person that is not there raises NotFound with the nearest; of the fields in `lenient` (what a
    view was kept with long ago) it is a remark. Raises UsageError for filters that the report does not heed, and for no dates.
    """
    heeded(name, given)
    values: dict[str, Any] = {field: given[field].strip() for field in FILTERS if given.get(field, "").strip()}
    if "language" in values:
        values["language"] = normalise(values["language"])
    remarks = []
    for field in [field for field in _THERE if field in values]:
        look, every, said, noun = _THERE[field]
        value = values[field]
        filled = Where(values={"value": value, **({"varieties": f"{value}-%"} if ":varieties" in look else {})})
        if wheres.run(connection, look, filled).first() is None:
            message = said.format(value)
            if field not in lenient:
                there = sorted(row[0] for row in wheres.run(connection, every))
                near = suggest(value, there)
                remedy = f"There are: {', '.join(there[:20])}{' …' if len(there) > 20 else ''}." if there and not near else f"Check it, or leave {FILTERS[field]} out."
                raise NotFound(message + near, remedy=remedy, kind=noun)
            remarks.append(f"{message} any more.")
    for field in ("since", "until"):
        if field in values:
            values[field] = moment(values[field], now=now, zone=zone, end=field == "until")
    if "since" in values and "until" in values and values["until"] <= values["since"]:
        raise UsageError("--to lies before --from", remedy="Give the earlier one to --from.")
    return Asked(now=now, limit=limit, zone=zone, **values), remarks


def moment(text: str, *, now: datetime, zone: str, end: bool = False) -> datetime:
    """A day's beginning (`end`: its end, which is the next one's beginning) in a zone, or a moment as it is typed; in UTC.

    `8w` is the day so many weeks ago; also d, m, y. Raises UsageError.
    """
    there = ZoneInfo(zone)
    text = text.strip()
    try:
        if found := _AGO.fullmatch(text):
            day = _ago(now.astimezone(there).date(), int(found[1]), found[2])
        elif len(text) <= 10:
            day = date.fromisoformat(text)
        else:
            value = datetime.fromisoformat(text)
            return (value if value.tzinfo else value.replace(tzinfo=there)).astimezone(UTC)
        return datetime.combine(day + timedelta(days=1) if end else day, time(), there).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"“{text}” is not a date", remedy=_DATE) from None


def _ago(today: date, number: int, unit: str) -> date:
    """The day so many days, weeks, months or years before; of a month that is too short, its last."""
    if unit in "dw":
        return today - timedelta(days=number * (7 if unit == "w" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1), 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
