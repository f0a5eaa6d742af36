"""Languages as BCP 47 tags (RFC 5646), and what CLDR knows of them. Tags through langcodes, all else through Babel.

Babel is a poor normaliser of tags (`iw` becomes he_IL, `ca-valencia` loses its variant), so it only ever sees
tags that `normalise` has passed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from datetime import date, datetime

    from babel import Locale


@lru_cache(maxsize=4096)
def normalise(tag: str) -> str:
    """The canonical form of a tag: `pt_BR` → `pt-BR`, `iw` → `he`. Raises UsageError for what is no language."""
    import langcodes

    cleaned = tag.strip()
    try:
        standard = langcodes.standardize_tag(cleaned)
    except (ValueError, LookupError):
        standard = ""
    if not standard or standard == "und" or not langcodes.tag_is_valid(standard):
        raise UsageError(f"“{tag}” is not a language tag", remedy="Use a BCP 47 tag, such as es, pt-BR or zh-Hant.", tag=tag)
    return standard


def is_tag(tag: str) -> bool:
    """Whether `tag` names a language, in any spelling `normalise` takes."""
    try:
        normalise(tag)
    except UsageError:
        return False
    return True


def covers(held: str, wanted: str) -> bool:
    """Whether somebody who knows `held` can work in `wanted`: `pt` covers `pt-BR`, `*` covers all."""
    return held in {"*", wanted} or wanted.startswith(held + "-")


@lru_cache(maxsize=512)
def locale(tag: str) -> Locale:
    """The CLDR locale nearest to a tag; English where CLDR has nothing. Never raises for a normalised tag."""
    from babel import Locale, UnknownLocaleError

    parts = tag.replace("_", "-").split("-")
    while parts:
        try:
            return Locale.parse("_".join(parts), sep="_")
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale.parse("en")


def name(tag: str, reader: str = "en") -> str:
    """The language's name in the reader's language (`es`, `pt` → `espanhol`); the tag itself where CLDR has none."""
    in_locale = locale(reader)
    spelled = tag.replace("-", "_")
    known = in_locale.languages
    if spelled in known:
        return str(known[spelled])
    base, _, rest = tag.partition("-")
    if base not in known:
        return tag
    if not rest:
        return str(known[base])
    details = []
    for part in rest.split("-"):
        details.append(in_locale.scripts.get(part) or in_locale.territories.get(part) or part)
    return f"{known[base]} ({', '.join(details)})"


def own_name(tag: str) -> str:
    """The language's name in itself: `pt` → `português`."""
    return name(tag, tag)


def direction(tag: str) -> str:
    """`rtl` or `ltr`: by the tag's script, else by the language's likely one (CLDR)."""
    for part in tag.split("-")[1:]:
        if len(part) == 4 and part.isalpha():
            return "rtl" if part in RTL_SCRIPTS else "ltr"
    found = locale(tag)
    return "rtl" if found.text_direction == "rtl" and found.language == tag.partition("-")[0] else "ltr"


RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"})


def format_date(value: date, reader: str, form: str = "medium") -> str:
    """A date in the reader's own form. `form` is one of CLDR's: short, medium, long, full."""
    from babel.dates import format_date as cldr_date

    return str(cldr_date(value, form, locale=locale(reader)))


def format_time(value: datetime, reader: str, zone: str = "UTC", form: str = "short") -> str:
    """A moment, in the reader's form and in the zone named (IANA). `value` carries its own zone."""
    from babel.dates import format_datetime, get_timezone

    return str(format_datetime(value, form, tzinfo=get_timezone(zone), locale=locale(reader)))


def format_number(value: float, reader: str) -> str:
    """A number with the reader's grouping and digits' separators."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale(reader))
