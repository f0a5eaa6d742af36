"""Dates as languages write them: found and read in one, written in another in the manner of an existing text.

Names of months and weekdays are CLDR's, through Babel (UTS #35, part 4), which is imported only where a word may be one.
What can be read in two ways (`03/04/2026`) is not read. `dates` recognises lines that are a date, in whatever language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from translate_flow import languages
from translate_flow.text import facts_data
from translate_flow.text.figures import ascii_digits, in_digits, zero

if TYPE_CHECKING:
    from babel import Locale

_DIGITS = re.compile(r"\d+")


class PartialDate(NamedTuple):
    """A date as far as a text states it; 0 where it does not (`8 March`: no year)."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class FoundDate:
    """`text[start:end]` states `value`; `parts` are (start, end, what) of what changes with the date: year, month, day, weekday."""

    start: int
    end: int
    value: PartialDate
    parts: tuple[tuple[int, int, str], ...]


def read_date(text: str, language: str = "") -> PartialDate | None:
    """The date that a whole text is, in words or in digits: `8 de março de 2026` in `pt`, `08.03.2026`, `2026-03-08`, `3月8日`.

    None where it is no date or open: `03/04/2026`, a weekday that is not that day's.
    """
    found = _whole_date(text, language)
    return found.value if found else None


def write_date(value: PartialDate | date, like: str, language: str) -> str | None:
    """`value` as `like`, a date that stands in a text in `language`, is written: order, names long or short, zeros, weekday.

    None where `like` is no such date, states more or less of it than `value` does, or would need another form of words.
    """
    found = _whole_date(like, language)
    if not found:
        return None
    new = value if isinstance(value, PartialDate) else PartialDate(value.year, value.month, value.day)
    if [bool(part) for part in new] != [bool(part) for part in found.value]:
        return None
    pieces, at = [], 0
    for start, end, what in sorted(found.parts):
        piece = _write_part(what, like[start:end], new, found.value, language, _pads(found, like))
        if piece is None:
            return None
        pieces += [like[at:start], piece]
        at = end
    return "".join((*pieces, like[at:]))


def redate(old: str, new: str, like: str, source: str, target: str) -> str | None:
    """What to put for `like`, the translation's date for `old`, now that the source says `new`; None where that is not sure."""
    before, after = read_date(old, source), read_date(new, source)
    if not before or not after or before != read_date(like, target):
        return None
    return write_date(after, like, target)


def find_dates(text: str, language: str = "") -> Iterator[FoundDate]:
    """The dates in a text, in order, without overlap: with a month as a word, or whole in digits. Months alone count."""
    found = [*_in_numerals(text), *(_in_words(text, language) if may_name_date(text, language) else ())]
    at = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= at:
            yield one
            at = one.end


def _whole_date(text: str, language: str) -> FoundDate | None:
    """The date that is all of a text, but for a weekday that is its own."""
    found = next(find_dates(text, language), None)
    if not found:
        return None
    parts, rest = list(found.parts), text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    for start, end, name, number in find_weekdays(rest, language):
        if _weekday(found.value) != number or len(parts) > len(found.parts):
            return None
        parts.append((*name, "weekday"))
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return None if _BESIDE.sub("", rest).strip(" ,،()（）.") else FoundDate(0, len(text), found.value, tuple(parts))


_BESIDE = re.compile(r"(?<!\w)(?:den|on|ngày|ที่|г\.|р\.|r\.)(?!\w)")


def find_weekdays(text: str, language: str = "") -> Iterator[tuple[int, int, tuple[int, int], int]]:
    """Names of weekdays: (start, end, span of what changes, number from 0 for Monday)."""
    for match in _EAST_WEEKDAY.finditer(text):
        start, end = match.span(match.lastindex or 0)
        yield match.start(), match.end(), (start, end), next(
            row.index(text[start:end]) for row in _EAST_WEEKDAYS if text[start:end] in row
        )
    if not language or not may_name_date(text, language):
        return
    calendar = _calendar(language)
    for match in calendar.weekday_pattern.finditer(text):
        name = calendar.weekdays.get(_key(match[0]))
        if name is not None and _stands_alone(text, match.start(), match.end(), language, match[0]):
            yield match.start(), match.end(), match.span(), name


_EAST_WEEKDAYS = ("一二三四五六日", "月火水木金土日", "월화수목금토일")
_EAST_WEEKDAY = re.compile(r"(?:星期|周|週|礼拜|禮拜)([一二三四五六日])|([月火水木金土日])曜日?|[(（]([月火水木金土日])[)）]|([월화수목금토일])요일")
_JOINED = re.compile(r"\d[-/.]\s?\d")
_YEAR_FIRST = re.compile(r"(?<![\d./-])(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})(?![\d/-]|\.\d)", re.A)
_EAST = re.compile(r"(?<!\d)(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일号號])?", re.A)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d|\.\d)", re.A)
_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?![\d/-])", re.A)


def _in_numerals(text: str) -> Iterator[FoundDate]:
    """Dates in digits alone. Dots mean day first; of slashes and dashes, only those that can be read one way."""
    plain = ascii_digits(text)
    patterns = [(_YEAR_FIRST, (1, 3, 4)), (_DOTTED, (3, 2, 1)), (_SLASHED, (4, 3, 1))] if _JOINED.search(plain) else []
    if "月" in plain or "월" in plain:
        patterns.append((_EAST, (1, 2, 3)))
    for pattern, order in patterns:
        for match in pattern.finditer(plain):
            year, month, day = order
            if pattern is _SLASHED and int(match[3]) > 12:
                month, day = day, month
            elif pattern is _SLASHED and int(match[1]) <= 12 and int(match[1]) != int(match[3]):
                continue
            value = PartialDate(*(int(match[group] or 0) for group in (year, month, day)))
            if _is_date(value):
                parts = ((*match.span(group), what) for group, what in ((year, "year"), (month, "month"), (day, "day")) if match[group])
                yield FoundDate(*match.span(), value, tuple(parts))


_BEFORE = re.compile(
    r"(?:(?<!\d)(?P<y>\d{4})(?:\.|-?e?ko)?(?: m\.| gada)?,?[ \u00a0])?"
    r"(?:(?:ngày )?(?<![\d.,:/-])(?P<d>\d{1,2}(?:st|nd|rd|th|er|\.?[ºª°]|\.)?)[ \u00a0\u202f-]?(?:(?:of|de|do|da|di|del|d)[ \u00a0]|d['’]|ב)?)?$",
    re.A | re.I,
)
_DAY_AFTER = re.compile(r"[ \u00a0\u202f](?:the )?(?P<d>\d{1,2}(?:st|nd|rd|th)?)(?!\w|[.,:/]\d)(?: d\.)?")
_YEAR_AFTER = re.compile(r"[,،]?[ \u00a0-](?:(?:de|del|of|do|năm|în|ค\.ศ\.|พ\.ศ\.)[ \u00a0])?(?P<y>\d{4})(?!\d|[.,]\d)(?:[ \u00a0\u202f](?:года|году|року|г\.|р\.|r\.|roku)(?!\w))?", re.I)
_WINDOW = 28  # code points to the left of a month in which day and year stand
_BUDDHIST = 543  # years of the Thai calendar over those of the common era


def _in_words(text: str, language: str) -> Iterator[FoundDate]:
    """Dates with the month as a word of the language, and such months alone."""
    calendar = _calendar(language)
    plain = ascii_digits(text)
    for match in calendar.month_pattern.finditer(text):
        month = calendar.months.get(_key(match[0]))
        if month is None:
            continue
        start, end = match.span()
        parts = [(start, end, "month")]
        before = _BEFORE.search(plain, max(0, start - _WINDOW), start)
        groups = {what: before.span(what) for what in ("y", "d") if before and before[what]}
        for pattern, what in ((_DAY_AFTER, "d"), (_YEAR_AFTER, "y")):
            after = None if what in groups else pattern.match(plain, end)
            if after:
                groups[what], end = after.span(what), after.end()
        if before and groups:
            start = min(start, before.start()) if before["y"] or before["d"] else start
        numbers = {what: int(_DIGITS.findall(plain[slice(*span)])[0]) for what, span in groups.items()}
        year = numbers.get("y", 0)
        value = PartialDate(year - _BUDDHIST if language.startswith("th") and year > 2400 else year, month, numbers.get("d", 0))
        alone = not groups
        if not _is_date(value) or not _stands_alone(text, *match.span(), language, match[0] if alone else ""):
            continue
        parts += [(*span, "year" if what == "y" else "day") for what, span in groups.items()]
        yield FoundDate(start, end, value, tuple(parts))


def _is_date(value: PartialDate) -> bool:
    try:
        date(value.year or 2000, value.month, value.day or 1)
    except ValueError:
        return False
    return not value.year or 1000 <= value.year <= 2399


def _weekday(value: PartialDate) -> int:
    return date(*value).weekday() if all(value) else -1


_AFFIXED = {"he": ("בהלמוש", 0), "hu": ("", 4), "fi": ("", 4), "et": ("", 3), "eu": ("", 5), "th": ("*", 0), "lo": ("*", 0), "my": ("*", 0), "km": ("*", 0)}


_NO_LETTER_BEFORE = r"(?<![^\W\d_])"


def _stands_alone(text: str, start: int, end: int, language: str, name: str) -> bool:
    """Whether a name of the calendar is a word by itself, but for what its language fixes to words.

    Given a `name` that nothing beside it shows to be a date, abbreviations and lower-case `may` are none.
    """
    prefixes, suffix = _AFFIXED.get(language.partition("-")[0], ("", 0))
    before, after = text[start - 1 : start], text[end : end + 1]
    if prefixes != "*":
        if before and _in_word(before) and before not in (prefixes or " "):
            return False
        length = 0
        while end + length < len(text) and length <= suffix and _in_word(text[end + length]):
            length += 1
        if length > suffix:
            return False
    if not name:
        return True
    calendar = _calendar(language)
    if _key(name) not in calendar.wide:
        return False
    if calendar.capitals and not name[0].isupper():
        return False
    opening = not text[:start].rstrip(" \"“‘'(").rstrip()[-1:].isalnum()
    return not (language.startswith("en") and opening and name in {"May", "March"}) and after != "’"


def _in_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


# --- writing the parts of a date ---------------------------------------------------------------------------------


def _write_part(what: str, like: str, new: PartialDate, old: PartialDate, language: str, pads: bool | None) -> str | None:
    """One part of a date, as `like` is written; None where that takes more than other digits or another name."""
    base = zero(like)
    if what == "year":
        shift = int(ascii_digits(like)) - old.year
        return in_digits(str(new.year + shift), base)
    if what == "day":
        return like if new.day == old.day else _write_day(like, new.day, old.day, language, pads)
    if what == "month" and ascii_digits(like).isdecimal():
        return like if new.month == old.month else _counted(new.month, pads, base)
    if what == "month":
        return like if new.month == old.month else _same_form(like, _calendar(language).month_tables, old.month - 1, new.month - 1)
    if like in "".join(_EAST_WEEKDAYS):
        return _EAST_WEEKDAYS[{"ja": 1, "ko": 2}.get(language.partition("-")[0], 0)][_weekday(new)]
    return _same_form(like, _calendar(language).weekday_tables, _weekday(old), _weekday(new))


def _write_day(like: str, new: int, old: int, language: str, pads: bool | None) -> str | None:
    digits = _DIGITS.findall(like)[0]
    suffix = like[len(digits) :]
    base = language.partition("-")[0]
    written = _counted(new, pads, zero(like))
    if written is None:
        return None
    if (base == "it" and {new, old} & {1, 8, 11}) or (base == "ca" and {new, old} & {1, 11}):
        return None  # the article before it is elided: l’8 marzo, il 9 marzo
    if base == "en" and suffix:
        return written + ("th" if 10 < new < 20 else {1: "st", 2: "nd", 3: "rd"}.get(new % 10, "th"))
    if suffix in {"", "."}:
        worded = not pads and new == 1 and base in {"fr", "pt"}
        return written + suffix if not worded else ("1er" if base == "fr" else None)
    return written if old == 1 and new != 1 else None  # 1er, 1.º: of the first day alone


def _counted(number: int, pads: bool | None, base: int) -> str | None:
    return None if pads is None and number < 10 else in_digits(f"{number:02}" if pads else str(number), base)


def _same_form(like: str, tables: tuple[tuple[str, ...], ...], old: int, new: int) -> str | None:
    """The name at `new` of the first table that has `like` at `old`, in its case, and with a full stop if it has one."""
    for table in tables:
        if _key(table[old]) != _key(like):
            continue
        name = table[new]
        if not like.endswith(".") and table[old].endswith("."):
            name = name.rstrip(".")
        elif like.endswith(".") and not name.endswith(".") and name != tables[0][new]:
            name += "."
        if like.isupper() and len(like) > 1:
            return name.upper()
        return name[:1].upper() + name[1:] if like[:1].isupper() else name[:1].lower() + name[1:]
    return None


def _pads(found: FoundDate, like: str) -> bool | None:
    """Whether days and months below ten have a zero before them; None where the date does not show it."""
    numbers = [ascii_digits(like[start:end]) for start, end, what in found.parts if what in {"day", "month"} and like[start].isdecimal()]
    if len(numbers) < 2 or not all(number[1:2].isdecimal() for number in numbers):
        return any(number[0] == "0" for number in numbers)
    if any(number[0] == "0" for number in numbers) or (like[0].isdecimal() and "-" in like[3:6]):
        return True
    return None if _JOINED.search(ascii_digits(like)) else False


# --- CLDR's names ------------------------------------------------------------------------------------------------


class _Calendar(NamedTuple):
    months: dict[str, int]  # by `_key`, from 1; names of two months left out
    weekdays: dict[str, int]  # from 0, Monday
    wide: frozenset[str]  # keys of names written out
    capitals: bool  # whether the language writes them with a capital
    month_tables: tuple[tuple[str, ...], ...]
    weekday_tables: tuple[tuple[str, ...], ...]
    month_pattern: re.Pattern[str]
    weekday_pattern: re.Pattern[str]


@lru_cache(maxsize=64)
def _calendar(language: str) -> _Calendar:
    """Names of months and weekdays of a language, in the forms that stand in dates first."""
    locale = languages.locale(language)
    own = [tuple(row.split()) for row in facts_data.MONTHS.get(locale.language, ())]
    months = [*_tables(locale, "months", range(1, 13)), *own]
    weekdays = _tables(locale, "days", range(7))
    wide = frozenset(
        _key(name) for tables in (months, weekdays) for at, table in enumerate(tables) for name in table
        if at == 0 or len(name.rstrip(".")) > 4 or (tables is months and table in own)
    )  # fmt: skip
    return _Calendar(
        {key: at + 1 for key, at in _numbers(months).items()}, _numbers(weekdays), wide, months[0][3][0].isupper(),
        tuple(months), tuple(weekdays), _pattern(months, wide, locale.language), _pattern(weekdays, wide, locale.language),
    )  # fmt: skip


def _tables(locale: Locale, what: str, keys: range) -> list[tuple[str, ...]]:
    """The names by context and width, those of dates written out first.

    Babel resolves an alias for the language that asks first and shares it with all others (`sv` gets the months of `zh`): of
    tables other than the first, only those that were resolved for a locale with the same names are taken.
    """
    data: Any = getattr(locale, what)
    wide = data["format"]["wide"]
    found = [tuple(str(wide[key]) for key in keys)]
    for context, width in (("format", "abbreviated"), ("stand-alone", "wide"), ("stand-alone", "abbreviated")):
        names = data[context][width]
        theirs = names.base[what]["format"]["wide"]
        if all(key in names for key in keys) and sum(theirs[key] != wide[key] for key in keys) < 3:  # Austria has its own January
            found.append(tuple(str(names[key]) for key in keys))
    return found


def _numbers(tables: list[tuple[str, ...]]) -> dict[str, int]:
    found: dict[str, set[int]] = {}
    for table in tables:
        for at, name in enumerate(table):
            found.setdefault(_key(name), set()).add(at)
    return {key: min(at) for key, at in found.items() if len(at) == 1 and not ascii_digits(key).isdecimal()}


def _pattern(tables: list[tuple[str, ...]], wide: frozenset[str], language: str) -> re.Pattern[str]:
    """Matches each name; abbreviations with their full stop where they have one."""
    names = {name.rstrip(".").replace("’", "'") for table in tables for name in table}
    spelled = sorted(names, key=lambda name: (_key(name) not in wide, -len(name), name))
    written = (re.escape(name).replace("'", "['’]").replace(r"\ ", r"[ \u00a0]") + ("" if _key(name) in wide else r"\.?") for name in spelled)
    return re.compile(f"{'' if language in _AFFIXED else _NO_LETTER_BEFORE}(?:{'|'.join(written)})", re.I)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold()).rstrip(".").replace("’", "'").replace("\u00a0", " ")


@lru_cache(maxsize=16)
def may_name_date(text: str, language: str) -> bool:
    """Whether a word of the text begins as a month or a weekday does: only then are the names themselves looked up."""
    base = language.partition("-")[0]
    if not base or base in {"zh", "ja", "ko"}:  # in digits, or by `_EAST_WEEKDAY`
        return False
    starts = facts_data.CALENDAR_STARTS.get(base)
    folded = text.casefold()
    return starts is None or any(word[:3] in starts for word in _WORD.findall(folded if text.isascii() else unicodedata.normalize("NFC", folded)))


_WORD = re.compile(r"[^\W\d_]{2,}")
