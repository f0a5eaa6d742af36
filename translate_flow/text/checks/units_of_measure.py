"""Units of measure behind figures, by CLDR's names through Babel: which is meant, and what is the same in another."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from translate_flow import languages

NEAR = Decimal("0.06")  # how far a converted figure may be rounded


class Unit(NamedTuple):
    """`one` of them is so many of the first unit of its kind, above `zero` of it."""

    name: str
    kind: str
    one: Decimal
    zero: Decimal = Decimal(0)


_ONES: dict[str, tuple[str, str]] = {  # CLDR's name → (symbols in any language, how many of the first of its kind)
    "length-meter": ("m", "1"), "length-kilometer": ("km", "1000"), "length-centimeter": ("cm", "0.01"), "length-millimeter": ("mm", "0.001"),
    "length-mile": ("mi", "1609.344"), "length-foot": ("ft", "0.3048"), "length-inch": ("in", "0.0254"), "length-yard": ("yd", "0.9144"),
    "mass-kilogram": ("kg", "1"), "mass-gram": ("g", "0.001"), "mass-tonne": ("t", "1000"), "mass-pound": ("lb lbs", "0.45359237"),
    "mass-ounce": ("oz", "0.0283495"), "mass-milligram": ("mg", "0.000001"),
    "area-square-kilometer": ("km² km2", "1000000"), "area-square-meter": ("m² m2", "1"), "area-hectare": ("ha", "10000"), "area-acre": ("", "4046.8564"),
    "area-square-mile": ("", "2589988.11"), "area-square-foot": ("", "0.092903"),
    "volume-liter": ("l L", "1"), "volume-milliliter": ("ml mL", "0.001"), "volume-gallon": ("gal", "3.785411784"),
    "temperature-celsius": ("°C ℃", "1"), "temperature-fahrenheit": ("°F ℉", "0.5555555556"),
    "speed-kilometer-per-hour": ("km/h", "1"), "speed-mile-per-hour": ("mph", "1.609344"),
    "digital-byte": ("", "1"), "digital-kilobyte": ("kB KB", "1000"), "digital-megabyte": ("MB", "1000000"), "digital-gigabyte": ("GB", "1000000000"),
    "digital-terabyte": ("TB", "1000000000000"),
}  # fmt: skip
_ZEROS = {"temperature-fahrenheit": Decimal("-17.7777778")}
_COUNTS = (1, 2, 5, 11, 100)  # one of each plural form that languages have, nearly
_LETTER = re.compile(r"[\s\u00a0\u202f-]?[^\W\d_]|[\s\u00a0\u202f]?[°℃℉]")
_DIGITS = re.compile(r"\d+")


def measured(text: str, end: int, language: str) -> Unit | None:
    """The unit that is named right after a figure that ends at `end`; None where none is, or a word of another meaning may be."""
    rest = text[end : end + 40]
    if not _LETTER.match(rest):
        return None
    pattern, known = _names(language)
    match = pattern.match(rest)
    return known[match[1].casefold() if match[1].casefold() in known else match[1]] if match else None


def convertible(one: Decimal, unit: Unit, two: Decimal, other: Unit) -> bool:
    """Whether so many of one unit are about so many of another."""
    if unit.kind != other.kind:
        return False
    a, b = one * unit.one + unit.zero, two * other.one + other.zero
    return abs(a - b) <= NEAR * max(abs(a), abs(b)) + (1 if unit.kind == "temperature" else 0)


@lru_cache(maxsize=32)
def _names(language: str) -> tuple[re.Pattern[str], dict[str, Unit]]:
    """What units are called in a language, and the symbols that all share; names by their lower case, symbols as they are."""
    from babel.units import UnknownUnitError, format_unit

    known: dict[str, Unit] = {}
    locale = languages.locale(language)
    for name, (symbols, one) in _ONES.items():
        kind, _, plain = name.partition("-")
        unit = Unit(plain.replace("-", " "), kind, Decimal(one), _ZEROS.get(name, Decimal(0)))
        for symbol in symbols.split():
            known.setdefault(symbol, unit)
        with suppress(UnknownUnitError):  # not every language has a word for each
            for count in _COUNTS:
                bare = _DIGITS.sub("", format_unit(count, name, "long", locale=locale)).strip(" \u00a0\u202f.")
                if len(bare) > 1:
                    known.setdefault(bare.casefold(), unit)
    spelled = sorted(known, key=len, reverse=True)
    exact = {symbol for entry in _ONES.values() for symbol in entry[0].split()}
    signs = "|".join(re.escape(name) for name in spelled if name in exact)
    words = "|".join(re.escape(name) for name in spelled if name == name.casefold())
    return re.compile(rf"[\s\u00a0\u202f-]?({signs}|(?i:{words}))(?![^\W\d_])"), known
