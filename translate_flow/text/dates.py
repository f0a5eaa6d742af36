"""Recognises a date line: a line of its own that is a date, in some forty languages (CLDR’s names)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from translate_flow import languages

MAX_LENGTH = 60  # code points
LANGUAGES = (
    "en", "es", "pt", "fr", "it", "ca", "gl", "ro", "de", "nl", "sv", "nb", "da", "fi", "pl", "cs", "sk",
    "hu", "hr", "sl", "tr", "el", "ru", "uk", "be", "bg", "sr", "ar", "fa", "he", "hi", "bn", "id", "vi",
    "th", "eu", "eo",
)  # fmt: skip

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]\d{1,2}:\d\d(?::\d\d)?(?:\s?(?:Z|[+-]\d\d:?\d\d|UTC|GMT))?)?\.?"
)
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?")
_CJK_TAIL = re.compile(
    r"[\s(（]*(?:星期|周|週)?[一二三四五六日天月火水木金土월화수목금토]?(?:曜日|요일)?[)）]?\s*(?:\d{1,2}[:：]\d\d)?"
)
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\.?")  # 10.03.2023: dots mean day first
_TOKEN = re.compile(r"\d+|[^\s\d,.;:/()|·–—\-]+")
_TIME = re.compile(
    r"[,·|]?\s*(?:\b(?:at|um|à|a las|às|alle|om|kl\.?|ore|klo|o|в|о|στις)\b\s*)?\b\d{1,2}[:.h]\d\d\b"
    r"(?:\s?(?:[ap]\.?m\.?|Uhr|h|hs|UTC|GMT|CET|CEST|EST|EDT))?\s*$",
    re.I,
)
# Words that may stand beside day, month and year; weekdays come from CLDR.
_BESIDE = frozenset({
    "de", "del", "of", "the", "st", "nd", "rd", "th", "º", "ª", "er", "ro", "d", "den", "der", "le", "el",
    "il", "di", "г", "года", "р", "року", "roku", "r", "ngày", "tháng", "năm", "an", "do", "da", "lea", "am",
    "on", "a", "updated", "published", "publicado", "posted", "date", "fecha", "datum", "data", "la", "om",
    "tanggal", "พ", "ศ",
})  # fmt: skip


def recognise(line: str) -> str:
    """The ISO date (`2023-03-10`) of a whole line that is a date, and nothing else; else the empty string.

    Weekdays and times of day may stand beside it. Numbers with slashes (`10/3/2023`) are ambiguous: nothing.
    """
    line = line.strip().strip("*_()[] ")
    if not 6 <= len(line) <= MAX_LENGTH or not any(char.isdigit() for char in line):
        return ""
    line = _digits(unicodedata.normalize("NFC", line))
    found = _ISO.fullmatch(line)
    if found:
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    found = _CJK.match(line)
    if found and _CJK_TAIL.fullmatch(line, found.end()):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    line = _TIME.sub("", line)
    found = _DAY_FIRST.fullmatch(line)
    if found:
        return _iso(int(found[3]), int(found[2]), int(found[1]))
    return _worded(line)


def _worded(line: str) -> str:
    """A date with the month as a word. Babel is loaded only for a line of two numbers and a few words."""
    tokens = _TOKEN.findall(line)
    numbers = [token for token in tokens if token.isdigit()]
    if len(numbers) != 2 or not 3 <= len(tokens) <= 10:
        return ""
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if len(years) != 1 or len(days) != 1:
        return ""
    months, weekdays = _names()
    month = 0
    for token in tokens:
        folded = _fold(token)
        if folded.isdigit() or folded in _BESIDE or folded in weekdays:
            continue
        if folded not in months or month:
            return ""
        month = months[folded]
    if not month:
        return ""
    return _iso(int(years[0]), month, int(days[0]))


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, int], frozenset[str]]:
    """Month names with their numbers, and the words of weekdays' names, of all LANGUAGES, from CLDR.

    A name that two languages use for different months (Croatian and Polish “listopad”) is left out.
    """
    months: dict[str, int] = {}
    unsafe: set[str] = set()
    weekdays: set[str] = set()
    for tag in LANGUAGES:
        locale = languages.locale(tag)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    parts = [_fold(part) for part in _TOKEN.findall(name)]
                    if len(parts) == 1 and months.setdefault(parts[0], number) != number:
                        unsafe.add(parts[0])
                for name in locale.days[context][width].values():
                    weekdays.update(_fold(part) for part in _TOKEN.findall(name))
    safe = {name: number for name, number in months.items() if name not in unsafe and not name.isdigit()}
    return safe, frozenset(weekdays - months.keys())


def _fold(word: str) -> str:
    return unicodedata.normalize("NFC", word.casefold())


def _digits(line: str) -> str:
    """Digits of every script as ASCII digits."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in line)


def _iso(year: int, month: int, day: int) -> str:
    try:
        found = date(year, month, day)
    except ValueError:
        return ""
    return found.isoformat() if 1500 <= year <= 2200 else ""
