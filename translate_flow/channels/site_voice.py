"""The site's own words and dates in a reader's language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from translate_flow import languages, messages

if TYPE_CHECKING:
    from markupsafe import Markup


_MACHINE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)


class Voice:
    """The site's own words in a reader's language; where they are not in it, marked with the language they are in."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self._catalogue = messages.catalogue(tag)
        same = self._catalogue.language.split("-")[0] == tag.split("-", maxsplit=1)[0]
        self.language = tag if same else self._catalogue.language  # of dates and names inside the strings
        self.is_own = same
        self._plain: dict[str, Markup] = {}

    def __call__(self, message: str, **values: str | Markup) -> Markup:
        """A string of `messages.SITE` with its fields filled in, escaped where they are not markup."""
        from markupsafe import escape

        if values:
            return self._marked(escape(self._catalogue.text(message)).format(**values))
        if message not in self._plain:
            self._plain[message] = self._marked(escape(self._catalogue.text(message)))
        return self._plain[message]

    def plain(self, message: str) -> str:
        """A string as it is, for a place that takes no markup: an attribute, a title."""
        return self._catalogue.text(message)

    def _marked(self, text: Markup) -> Markup:
        from markupsafe import Markup

        return text if self.is_own else Markup('<span lang="{}" dir="{}">{}</span>').format(
            self.language, languages.direction(self.language), text
        )  # fmt: skip

    def time(self, value: str | datetime) -> Markup:
        """A `time` element with a day in the reader's form; a moment is the day it is in UTC."""
        if isinstance(value, datetime):
            day = value.astimezone(UTC).date()
            return _time(self.language, day, day.isoformat())
        day = date.fromisoformat(value[:10])
        return _time(self.language, day, value if _is_valid(value) else day.isoformat())

    def month(self, month: str) -> str:
        """The name of a month with its year (`2026-11`), in CLDR's form for one by itself; by the Gregorian calendar, as archives are cut."""
        return _month(self.language, month)

    def number(self, value: int) -> str:
        return languages.format_number(value, self.language)


@lru_cache(maxsize=256)
def voice(tag: str) -> Voice:
    """The voice for a language."""
    return Voice(tag)


def day_of(value: str) -> date | None:
    """The day that an article's date names, None where it names none."""
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _time(language: str, day: date, machine: str) -> Markup:
    from markupsafe import Markup

    return Markup('<time datetime="{}">{}</time>').format(machine, languages.format_day(day, language))


@lru_cache(maxsize=4096)
def _month(language: str, month: str) -> str:
    from babel.dates import format_skeleton

    try:
        return str(format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=languages.locale(language)))
    except KeyError:  # a locale without that form
        return month


def _is_valid(value: str) -> bool:
    """Whether a `time` element may say it as it is: a day, or a moment in one of HTML's forms (HTML Standard, 2.3.5)."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return _MACHINE.fullmatch(value) is not None
