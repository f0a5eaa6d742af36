"""The dates that a provenance line may hold anywhere: "translated on 3 May 2021 by Ana Ruiz", "(4 мая 2022 года)"."""

from __future__ import annotations

import re
from functools import lru_cache

from translate_flow.text.calendar_dates import read_date

_WORD = r"[^\W\d_]{2,14}"
_DATE = (
    rf"\d{{1,2}}(?:\.|º|er|st|nd|rd|th|-?го)?(?: de| of| d')? ?{_WORD}\.?(?: de| del| of|,)? ?\d{{4}}|{_WORD}\.? \d{{1,2}}, \d{{4}}|"
    rf"{_WORD}\.?(?: de| del| d')? \d{{4}}|"
    r"\d{4}-\d\d-\d\d|\d{1,2}[./-] ?\d{1,2}[./-] ?\d{4}|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]"
)
# What stands before a date, in any language: a cut is only used where all that remains is a provenance line.
_BEFORE = "|".join((
    "(?:and )?(?:was )?(?:first )?(?:published|posted|dated|updated)(?: on)?|on|dated|of", "(?:publicad[oa] )?(?:el|em|a)", "(?:publié |paru )?le",
    "(?:vom|am)", "(?:pubblicato )?il", "op|van|in|im|en|nel|nell'|w|в|у|i", "(?:w )?dniu?", "от|від|за|од", "den?", "pada(?: tanggal)?|tanggal", "بتاريخ|في|در(?: تاريخ)?|به تاریخ",
    "ב-?|בתאריך", "को|दिनांक", "d\\.|v\\.",
))  # fmt: skip
_AFTER = r" ?(?:г\.?|года|р\.?|року|roku|r\.|'(?:de|da|te|ta)|tarihinde|에|に|,)"
_YEAR = re.compile(r"\d{4}")


@lru_cache(maxsize=1)
def _cut() -> re.Pattern[str]:
    """A date with what stands around it; compiled for the first line with a year."""
    return re.compile(
        rf"[ ,;·|—–-]*[(（]?(?:(?<!\w)(?:{_BEFORE}) ?)?(?<![\w.])(?P<date>{_DATE})(?!\d)(?:{_AFTER}(?!\w))?[)）]?",
        re.IGNORECASE,
    )


def undated(clean: str) -> tuple[str, tuple[str, ...]]:
    """A line without what seem to be dates, and these; the line as it is, and none, where it has none."""
    if not _YEAR.search(clean):
        return clean, ()
    dates = tuple(match["date"] for match in _cut().finditer(clean))
    return (_cut().sub("", clean).strip(" ,;.-—–"), dates) if dates else (clean, ())


def are_dates(dates: tuple[str, ...], wording: str) -> bool:
    """Whether all of these are dates as a wording's language writes them."""
    return all(_is_numeric(each) or read_date(each, wording) for each in dates)


def _is_numeric(text: str) -> bool:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return (
        not re.search(r"[^\W\d_年月日년월일]", text)
        and len(numbers) == 3
        and sorted(numbers)[0] <= 12
        and sorted(numbers)[1] <= 31
    )
