"""Numbers as languages print them: read in one language, written in another in the manner of an existing text.

Separators and grouping are CLDR's, through Babel (UTS #35, part 3). What can be read in two ways is not read: a wrong
figure does more harm than an unread one.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from translate_flow import languages

_SPACES = "\u00a0\u202f\u2009\u2007 "
_QUOTES = "'’"
_FIGURE = re.compile(rf"([-−+]?)(\d++(?>(?:[.,٫٬{_QUOTES}{_SPACES}]\d++)*))")
_SEPARATOR = re.compile(r"\D")
_DIGITS = re.compile(r"\d+")
# Tags of languages whose regions write the other way round (CLDR: es-ES 1.234,5, es-MX 1,234.5): without a region, `1.234` is two numbers.
_TWO_WAYS = frozenset({"", "es", "ar", "sw", "qu"})
_TEN_THOUSAND = frozenset({"es", "pt", "pl", "it", "ca", "gl", "bg", "lv", "ka", "eu"})  # group from 10 000 on (CLDR: minimumGroupingDigits 2)
_INDIAN = re.compile(r"\d{1,2}(?:[,٬]\d\d)*[,٬]\d{3}", re.A)


class _Reading(NamedTuple):
    value: Decimal
    decimal: str  # the decimal mark by which it was read; "" where none shows
    group: str    # the separator of groups, likewise


def read_number(text: str, language: str = "") -> Decimal | None:
    """The value of a whole figure as `language` writes it, as precise as printed: `1.234,50` in `de` → Decimal("1234.50").

    Digits of any script. None for what is no number (`3.5.1`, `10:30`), what has a leading zero (`007`: a name), and
    what the language, or not knowing it, leaves open (`1.234` in `es`, which Spain and Mexico read differently).
    """
    found = {(reading.value, -_exponent(reading.value)) for reading in _readings(text, language)}
    return found.pop()[0] if len(found) == 1 else None


def write_number(value: Decimal, like: str, language: str, *, grouped: bool | None = None) -> str:
    """`value` in the digits, separators and sign of `like`, a figure that stands in a text in `language`.

    What `like` does not show is CLDR's for the language. All decimals of `value` are written, no more.
    `grouped` says whether the original groups its thousands: `8080` in a source is a port or a year.
    """
    base = zero(like)
    decimal, group, indian = _marks(language, base)
    shown = _shown(like, value)
    decimal, group = shown.decimal or decimal, shown.group or group
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    plain = "".join(map(str, digits)).rjust(1 - exponent, "0") + "0" * max(0, exponent)
    whole, fraction = (plain[:exponent], plain[exponent:]) if exponent < 0 else (plain, "")
    if _groups(whole, like, shown, language, grouped):
        whole = _grouped(whole, group, indian)
    written = whole + (decimal + fraction if fraction else "")
    minus = like[0] if like[:1] in {"-", "−"} else "-"
    return (minus if sign else "") + in_digits(written, base)


def renumber(old: str, new: str, like: str, source: str, target: str) -> str | None:
    """What to put for `like`, the translation's figure for `old`, now that the source says `new`; None where that is not sure.

    It is sure where `old`, in the source language, and `like`, in the target's, have exactly one value in common.
    """
    common = [
        (before, there)
        for before in _readings(old, source) for there in _readings(like, target) if before.value == there.value
    ]
    if len({before.value for before, _ in common}) != 1:
        return None
    before, there = common[0]
    after = [reading for reading in _readings(new, source) if _agree(before, reading)]
    if len({reading.value for reading in after}) != 1 or _exponent(before.value) != _exponent(there.value):
        return None
    bare = len(_DIGITS.findall(new)[0])
    unsaid = bare < 4 or (bare == 4 and source.partition("-")[0] in _TEN_THOUSAND)
    return write_number(after[0].value, like, target, grouped=None if unsaid else False)


def _agree(one: _Reading, other: _Reading) -> bool:
    """Whether two figures were read by the same habit: what is a group's separator in one is no decimal mark in the other."""
    return (not one.group or one.group != other.decimal) and (not one.decimal or one.decimal != other.group)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _readings(text: str, language: str) -> list[_Reading]:
    """Each way in which the language lets a figure be read; none for what is no number."""
    text = text.strip()
    zeros = {ord(char) - unicodedata.decimal(char) for char in text if char.isdecimal()}
    match = _FIGURE.fullmatch(ascii_digits(text))
    if not match or len(zeros) != 1:
        return []
    sign, body = match.groups()
    if body[0] == "0" and body[1:2].isdigit():
        return []
    ways = [("٫", "٬")]
    ways += [(".", ","), (",", ".")] if language in _TWO_WAYS else [_marks(language, 48)[:2]]
    found = {reading for decimal, group in ways if (reading := _read(body, decimal, group))}
    minus = sign in {"-", "−"}
    return sorted(reading._replace(value=-reading.value) if minus else reading for reading in found)


def _read(body: str, decimal: str, group: str) -> _Reading | None:
    """A figure by one decimal mark and the groups that go with it: its own separator, a space, an apostrophe."""
    whole, mark, fraction = body.partition(decimal)
    if mark and not fraction.isdigit():
        return None
    between = set(_SEPARATOR.findall(whole))
    if not between:
        return _Reading(Decimal(whole + ("." + fraction if mark else "")), mark, "")
    separator = between.pop()
    if between or (separator not in _SPACES + _QUOTES and separator != group) or separator == decimal:
        return None
    first, *rest = whole.split(separator)
    thousands = 0 < len(first) <= 3 and all(len(part) == 3 for part in rest)
    if first.startswith("0") or not (thousands or _INDIAN.fullmatch(whole)):
        return None
    return _Reading(Decimal("".join((first, *rest)) + ("." + fraction if mark else "")), mark, separator)


def _shown(like: str, value: Decimal) -> _Reading:
    """The separators of `like`; of two readings the one that is a number of the same sort as `value`."""
    body = ascii_digits(like.strip()).lstrip("-−+")
    ways = ((".", ","), (",", "."), ("٫", "٬"))
    found = [reading for decimal, group in ways if (reading := _read(body, decimal, group))]
    same = [reading for reading in found if bool(reading.decimal) == (_exponent(value) < 0)]
    return (same or found or [_Reading(Decimal(0), "", "")])[0]


def _groups(whole: str, like: str, shown: _Reading, language: str, grouped: bool | None) -> bool:
    """Whether to group: as `like` does, as the original does, as the language does, in this order."""
    if len(whole) < 4 or (grouped is False and not shown.group):
        return False
    if shown.group:
        return True
    if not grouped and max((len(digits) for digits in _DIGITS.findall(like)), default=0) > 3:
        return False
    return len(whole) > 4 or language.partition("-")[0] not in _TEN_THOUSAND


def _grouped(whole: str, group: str, indian: bool) -> str:
    head, tail = whole[:-3], whole[-3:]
    size = 2 if indian else 3
    parts = [head[max(0, end - size) : end] for end in range(len(head), 0, -size)]
    return group.join([*parts[::-1], tail])


@lru_cache(maxsize=256)
def _marks(language: str, base: int) -> tuple[str, str, bool]:
    """Decimal mark, separator of groups, and whether groups are Indian (12,34,567), with digits whose zero is `base`."""
    if not language:
        return ".", ",", False
    locale = languages.locale(language)
    system = {0x660: "arab", 0x6F0: "arabext"}.get(base, "latn")
    symbols = locale.number_symbols.get(system, {})
    latin = locale.number_symbols.get("latn", {})
    decimal = symbols.get("decimal") or latin.get("decimal") or "."
    group = symbols.get("group") or latin.get("group") or ","
    if language == "pt-PT":  # CLDR has the space, newspapers the dot: `_read` takes every space
        group = "."
    return decimal, group, tuple(locale.decimal_formats[None].grouping) == (3, 2)


def zero(text: str) -> int:
    """The code point of the zero of a text's first digit."""
    return next((ord(char) - unicodedata.decimal(char) for char in text if char.isdecimal()), 48)


def in_digits(text: str, zero: int) -> str:
    """ASCII digits as those whose zero has that code point."""
    return text if zero == 48 else "".join(chr(zero + ord(char) - 48) if char in "0123456789" else char for char in text)


def ascii_digits(text: str) -> str:
    """Digits of every script as ASCII digits; one character for one."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
