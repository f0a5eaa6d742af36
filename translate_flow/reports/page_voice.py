"""How the reports' page says things in a reader's language: words from the catalogue `desk`, all else from CLDR.

Plain text and HTML are kept apart by name: what `html` gives is escaped, all else must still be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from translate_flow import languages, messages
from translate_flow.messages_desk import CLASSES, FIGURES, HEADINGS, SAID, STATUSES

if TYPE_CHECKING:
    from translate_flow.reports import Column

MOST = 200  # characters of a text that a table shows
_TRANSLATED = {"status": STATUSES, "class": CLASSES}
_KNOWN_WORDS = {"figure": FIGURES, "role": {**SAID, **STATUSES}, "priority": SAID, "state": {**SAID, **STATUSES}, "remark": SAID}
_HARMLESS = "\u200c\u200d"  # joiners without which Persian and many signs of others are misspelled
_OWN_CALENDAR = {"fa", "th"}  # see `languages.format_day`


def plain(text: object, most: int = MOST) -> str:
    """A foreign text on one line, without control characters and marks that turn the direction, cut where it is long."""
    said = str(text)
    cut = said[: most * 4]  # ten thousand characters need not be looked at, to show two hundred
    if not cut.isascii() or not cut.isprintable():
        cut = "".join(char if char in _HARMLESS or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} else " " for char in cut)
        cut = _few_marks(cut)
    cut = " ".join(cut.split())
    return cut if len(cut) <= most and len(said) <= most * 4 else cut[: most - 1].rstrip() + "…"


def _few_marks(text: str) -> str:
    """At most four combining marks in a row: more only paint over the lines above and below."""
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= 4:
            kept.append(char)
    return "".join(kept)


def isolated(text: str) -> str:
    """A foreign text inside a sentence or a picture, kept from turning what stands beside it (UAX #9)."""
    return f"\u2068{text}\u2069" if text else text


@dataclass(frozen=True)
class Voice:
    """A reader's language and zone. `tag`: the language of the page, which is English where there is no catalogue for the reader's."""

    tag: str
    zone: str
    strings: messages.Catalogue

    @cached_property
    def is_rtl(self) -> bool:
        return languages.direction(self.tag) == "rtl"

    def say(self, message: str, **fields: object) -> str:
        """A message of the catalogue, its fields filled in."""
        found = self.strings.text(message) if message else ""
        return found.format(**fields) if fields else found

    def heading(self, part: str, column: Column) -> str:
        """The words above a column of a part (`ages`, or `flow.ages` where reports are put together)."""
        if column.kind == "cell":
            return column.name
        known = HEADINGS.get(f"{part.rpartition('.')[2]}.{column.name}") or STATUSES.get(column.name) or HEADINGS.get(column.name)
        return self.say(known or column.heading) or column.name.replace("_", " ")  # the column's own words are short: a terminal's

    def status(self, name: str) -> str:
        return self.say(STATUSES.get(name, name))

    def number(self, value: float) -> str:
        return _number(value, self.tag)

    def share(self, value: float) -> str:
        """0–1 as percent."""
        from babel.numbers import format_percent

        return str(format_percent(value, locale=languages.locale(self.tag)))

    def duration(self, seconds: float) -> str:
        """In the unit that it has some of: `40 min`, `28 hr`, `6 days`."""
        from babel.dates import format_timedelta

        return str(format_timedelta(timedelta(seconds=float(seconds)), threshold=1.5, format="short", locale=languages.locale(self.tag)))

    def length(self, value: float, unit: str) -> str:
        """So many days, hours or minutes, for a scale: not turned into another unit."""
        from babel.units import format_unit

        return str(format_unit(value, f"duration-{unit}", "short", locale=languages.locale(self.tag)))

    def day(self, value: date | str) -> str:
        """A date, or ISO date, in the reader's calendar; what is neither stays as it is."""
        found = _date(value)
        if found is None:
            return self.say(str(value))
        own = self.tag.partition("-")[0] in _OWN_CALENDAR
        return languages.format_day(found, self.tag) if own else languages.format_date(found, self.tag)

    def moment(self, value: datetime) -> str:
        return languages.format_time(value.replace(tzinfo=UTC) if value.tzinfo is None else value, self.tag, self.zone)

    def whole(self, value: datetime) -> str:
        """A moment with its day in full."""
        from zoneinfo import ZoneInfo

        from babel.dates import format_time

        here = value.astimezone(ZoneInfo(self.zone))
        return f"{languages.format_day(here.date(), self.tag)}, {format_time(here, 'short', locale=languages.locale(self.tag))}"

    def month(self, value: str) -> str:
        """`2026-11` as a month and year, short."""
        return _month(value, self.tag)

    def language(self, tag: str) -> str:
        return languages.name(tag, self.tag)

    def text(self, column: Column, value: Any) -> str:
        """A value as plain text."""
        if value is None or (value == "" and column.kind != "class"):
            return ""
        if column.kind in _TRANSLATED:
            known = _TRANSLATED[column.kind].get(str(value))
            return self.say(known) if known is not None else plain(value)
        if column.name in _KNOWN_WORDS and column.kind == "text":
            known = _KNOWN_WORDS[column.name].get(str(value))
            return self.say(known) if known else plain(value)
        if column.kind == "cell":
            return " + ".join(self.status(part) for part in str(value).split("+"))
        if column.kind in {"number", "share", "seconds"} and not isinstance(value, int | float):
            return plain(value)
        return _FORMS[column.kind](self, value) if column.kind in _FORMS else plain(value)

    def html(self, column: Column, value: Any) -> str:
        """A value as HTML, isolated where its words are of people or keys."""
        said = self.text(column, value)
        if not said:
            return ""
        if column.kind == "language":
            return f"{escape(said)} <bdi class=tag>{escape(plain(value, 40))}</bdi>" if said != value else f"<bdi>{escape(said)}</bdi>"
        if column.kind in {"article", "person", "text"}:
            return f"<bdi>{escape(said)}</bdi>"
        return escape(said)


_FORMS: dict[str, Callable[[Voice, Any], str]] = {"number": Voice.number, "share": Voice.share, "seconds": Voice.duration, "day": Voice.day, "moment": Voice.moment, "month": Voice.month, "language": Voice.language}


def voice(locale: str, zone: str) -> Voice:
    """For a reader's locale and zone. The whole page is English where there is no catalogue: one language, and its numbers and dates."""
    strings = messages.catalogue(locale, "desk")
    own = strings.language != messages.ENGLISH or locale.partition("-")[0] == messages.ENGLISH
    return Voice(locale if own else messages.ENGLISH, zone, strings)


def _date(value: date | str) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _number(value: float, tag: str) -> str:
    return languages.format_number(round(value, 1) if isinstance(value, float) else value, tag)


@lru_cache(maxsize=1024)
def _month(value: str, tag: str) -> str:
    from babel.dates import format_skeleton

    found = _date(f"{value}-01")
    return str(format_skeleton("yMMM", found, locale=languages.locale(tag))) if found else value
