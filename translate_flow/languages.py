"""Languages as BCP 47 tags (RFC 5646), and what CLDR knows of them. Tags through langcodes, all else through Babel.

Babel is a poor normaliser of tags (`iw` becomes he_IL, `ca-valencia` loses its variant), so it only ever sees
tags that `normalise` has passed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from datetime import date, datetime

    from babel import Locale


# Tags that are in canonical form as they stand (RFC 5646 and its registry): alone, or with one of the regions. Importing
# langcodes takes a tenth of a second, which no command should pay to learn that `pt` is `pt`. A test holds both against it.
_CANONICAL = frozenset((  # noqa: SIM905
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu "
    "ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so "
    "sq sr ss st su sv sw ta te tg th ti tk tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
).split())  # fmt: skip
_REGIONS = frozenset(("AR", "AT", "AU", "BR", "CA", "CH", "CN", "ES", "GB", "HK", "IE", "IN", "MX", "NZ", "PT", "TW", "US", "ZA"))

_LIKE_A_TAG = re.compile(r"\s*[A-Za-z0-9_-]+\s*")


@lru_cache(maxsize=4096)
def normalise(tag: str) -> str:
    """The canonical form of a tag: `pt_BR` → `pt-BR`, `iw` → `he`. Raises UsageError for what is no language."""
    language, hyphen, region = tag.partition("-")
    if language in _CANONICAL and (not hyphen or region in _REGIONS):
        return tag
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
    if not _LIKE_A_TAG.fullmatch(tag):
        return False  # an address or a path: said without loading the registry of languages
    try:
        normalise(tag)
    except UsageError:
        return False
    return True


def covers(held: str, wanted: str) -> bool:
    """Whether somebody who knows `held` can work in `wanted`: `pt` covers `pt-BR`, `*` covers all."""
    return held in {"*", wanted} or wanted.startswith(held + "-")


@lru_cache(maxsize=512)
def kin(tag: str) -> str:
    """What variants of a language have in common that can read each other's texts: its language and script, without region.

    Chinese of Taiwan, Hong Kong and Macau is in traditional characters; of others who say no script, in simplified ones.
    """
    language, *rest = tag.split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    if language == "zh":
        script = "Hant" if script == "Hant" or (not script and {"TW", "HK", "MO"} & set(rest)) else ""
    return f"{language}-{script}" if script else language


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


def has_locale(tag: str) -> bool:
    """Whether CLDR describes how the language is written: it does for those that people publish in."""
    return locale(tag).language == normalise(tag).partition("-")[0]


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


# Readers whose calendar is another than the Gregorian one (CLDR's preference for their region), where CLDR has its months in
# their language: of Pashto, Kurdish and Mazanderani it has not, and ICU would mix English into the date.
_OWN_CALENDAR = frozenset({"fa", "th"})


@lru_cache(maxsize=4096)
def format_day(value: date, reader: str) -> str:
    """A day in full, in the calendar that the reader's language goes by (`fa` → ۱۲ اسفند ۱۴۰۴, `th` → 3 มีนาคม 2569). Babel knows only the Gregorian one, ICU all."""
    if reader.partition("-")[0] not in _OWN_CALENDAR:
        return format_date(value, reader, "long")
    from datetime import UTC, datetime

    from icu4py.messageformat import MessageFormat

    moment = datetime(value.year, value.month, value.day, 12, tzinfo=UTC)
    return str(MessageFormat("{day, date, long}", str(locale(reader))).format({"day": moment}))


def format_time(value: datetime, reader: str, zone: str = "UTC", form: str = "short") -> str:
    """A moment, in the reader's form and in the zone named (IANA). `value` carries its own zone."""
    from babel.dates import format_datetime, get_timezone

    return str(format_datetime(value, form, tzinfo=get_timezone(zone), locale=locale(reader)))


def format_moment(value: datetime, reader: str, zone: str = "UTC") -> str:
    """As `format_time`, for a letter: the month as a word, and no seconds."""
    from babel.dates import format_time as cldr_time
    from babel.dates import get_datetime_format, get_timezone

    there = value.astimezone(get_timezone(zone))
    pattern = str(get_datetime_format("medium", locale=locale(reader))).replace("'", "")
    return pattern.replace("{1}", format_date(there.date(), reader)).replace("{0}", str(cldr_time(there, "short", tzinfo=there.tzinfo, locale=locale(reader))))


def format_number(value: float, reader: str) -> str:
    """A number with the reader's grouping and digits' separators."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale(reader))
