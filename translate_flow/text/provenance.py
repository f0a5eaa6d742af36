"""Provenance lines, "Translated from the Spanish version": written for a reader, recognised in any wording.

The wordings are data (`provenance_data`). Recognising is a whole-line match over a folded line (NFC, lower
case, no accents), so a sentence that merely speaks of a translation is left alone: its words have no place.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from translate_flow import languages, messages
from translate_flow.text.document import Provenance
from translate_flow.text.provenance_asides import after_byline, unattended, untitled
from translate_flow.text.provenance_data import WORDINGS, Wording
from translate_flow.text.provenance_dates import are_dates, undated
from translate_flow.text.provenance_fold import FOLD, FORMATTING, cleaned, span
from translate_flow.text.provenance_names import in_sentence, inflected
from translate_flow.text.provenance_reading import ORIGINAL, TRIGGERS, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

MAX_LINE = 200  # characters; a longer paragraph is no provenance line
_FULL_WIDTH = {"zh", "zh-Hant", "ja"}  # what they put in parentheses stands in those of their own width
_CLOSING_BRACKETS = ' )]）】*_”»"'
_SPEECH = re.compile(r"[.…。][”“»\"」]")  # what ends like a sentence in quotation marks is no title
_BETWEEN = " \t.,;،؛|·•—–/-；，、。｜"  # a byline and a provenance line in one line
_URL = re.compile(r"[\s:：(<\[]*(https?://[^\s<>()\[\]]+)[>)\]]*")


def recognise(line: str) -> Provenance | None:
    """The provenance that a whole line or short paragraph states, or None. `line` is text without markup.

    `confidence`: 1 where the wording speaks of a translation outright, less for odd translators' names, 0.9 where it
    names the original and a translator ("Originally published in Spanish; translation: Ana Ruiz"), 0.6 where it only
    names the original's language. Lines are bounded (MAX_LINE); one without a telling word costs a pass over it.
    """
    if not 4 <= len(line) <= MAX_LINE or not telling(line):
        return None
    stated = line.strip()
    found = _statement(stated)
    return found if found is not None else _after_byline(stated)


def _statement(stated: str) -> Provenance | None:
    """What a line without a byline states."""
    link = _URL.search(stated)
    plain = _URL.sub(" ", stated) if link else stated
    clean = cleaned(plain)
    for short, dates in _shortened(clean, plain):
        found = [each for each in _readings(short) if are_dates(dates, each.wording)]
        if found:
            best = _best(found, clean)
            return replace(best, text=stated, link=link[1].rstrip(".,;:") if link else "", span=span(stated))
    return None


def _after_byline(stated: str) -> Provenance | None:
    """What a line states after its byline, for sure or with a translator; its span leaves the byline out."""
    for start in after_byline(stated):
        found = _statement(stated[start:]) if telling(stated[start:]) else None
        if found is not None and (found.confidence == 1 or found.translator):
            return replace(found, text=stated, span=(start + found.span[0], start + found.span[1]))
    return None


def _shortened(clean: str, stated: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A line as it is, with the point of a last abbreviation, without dates; all that without titles, and without a machine: each with its dates."""
    bare = clean if _SPEECH.search(stated) else untitled(clean, stated)
    for text in dict.fromkeys((clean, bare, unattended(bare))):
        yield text, ()
        if text is clean and stated.rstrip(_CLOSING_BRACKETS).endswith("."):
            yield f"{text}.", ()
        short, dates = undated(text)
        if dates:
            yield short, dates


def before(found: Provenance) -> str:
    """What stands before the statement in its line: a byline, perhaps ("By Ana Ruiz | Translated from Spanish")."""
    return found.text[: found.span[0]].rstrip(_BETWEEN)


def _readings(clean: str) -> list[Provenance]:
    """What the wordings read that have a stem in the line."""
    folded = clean.translate(FOLD)
    likely = {wording for stem, wordings in _STEMS.items() if stem in folded for wording in wordings}
    return [reading for wording in WORDINGS if wording in likely and (reading := read(wording, clean, folded))]


def line(reader: str, parent: str, translator: str = "", original: str = "") -> str:
    """The provenance line for a reader of `reader`, of a version translated from `parent`: BCP 47 tags all.

    In English: "Translated from the Spanish version[ by Ana Ruiz]"; with another `original`, a relay: "Translated
    from the English version of the Spanish original". A language without a wording gets the English one;
    `wording_for` tells which it is.
    """
    key = wording_for(reader)
    entry = WORDINGS[key]
    translator = _isolated(translator, key)
    relayed = original not in {"", parent}
    if relayed and entry.relay:
        pattern = entry.relay_by if translator else entry.relay
        return _capital(
            pattern.format(L=name_in_sentence(parent, key), O=name_in_sentence(original, key), W=translator), key
        )
    text = _plain_line(key, entry, parent, translator)
    if not relayed:
        return text
    label = messages.catalogue(key).text(ORIGINAL).format(language=name_in_sentence(original, key))
    label = label if key == "de" else label[:1].lower() + label[1:]
    return f"{text}（{label}）" if key in _FULL_WIDTH else f"{text} ({label})"


def _isolated(name: str, key: str) -> str:
    """A name with letters of the other direction between marks (FSI, PDI), so that its "@", "." or ")" stays on its side."""
    other = {"L"} if languages.direction(key) == "rtl" else {"R", "AL"}
    return f"\u2068{name}\u2069" if any(unicodedata.bidirectional(char) in other for char in name) else name


def behind(reader: str, parent: str, changed: date | None = None) -> str:
    """The notice for a reader that a translation is behind the version in `parent`, which changed on a day, if known.

    In English: "This translation is behind the Spanish version, which changed on 3 March 2026."; the wording is the
    catalogue's (`messages`), which is English where a language has none.
    """
    catalogue = messages.catalogue(reader)
    same = catalogue.language.split("-")[0] == reader.split("-", maxsplit=1)[0]
    tag = reader if same else catalogue.language
    name = name_in_sentence(parent, tag)
    if changed is None:
        return catalogue.text("This translation is behind the {language} version.").format(language=name)
    text = catalogue.text("This translation is behind the {language} version, which changed on {date}.")
    return text.format(language=name, date=languages.format_day(changed, tag))


def _plain_line(key: str, entry: Wording, parent: str, translator: str) -> str:
    name = inflected(key).get(parent, "") if entry.inflects else name_in_sentence(parent, key)
    pattern = entry.by if translator else entry.line
    if not name or (entry.plain and " " in name):  # no form that fits the sentence: CLDR's citation form, after a colon
        name = name_in_sentence(parent, key)
        pattern = entry.other_by if translator else entry.other
    usual, special, beginnings = entry.preposition
    preposition = special if beginnings and name.startswith(beginnings) else usual
    return _capital(pattern.replace("{Z}", preposition).replace("{L}", name).replace("{W}", translator), key)


def name_in_sentence(tag: str, reader: str) -> str:
    """CLDR's name of a language as it stands inside a reader's sentence: `zh-Hant`, `ru` → `китайский (традиционное письмо)`."""
    name = in_sentence(languages.name(tag, reader))
    if wording_for(reader) in _FULL_WIDTH:
        name = name.replace(" (", "（").replace("(", "（").replace(")", "）")
    return name[:1].lower() + name[1:] if WORDINGS[wording_for(reader)].lower else name


def _capital(text: str, key: str) -> str:
    """With a capital, as the language has it: Georgian has none at a beginning, Turkish keeps the dot of its i."""
    if key == "ka":
        return text
    return ("İ" if text[:1] == "i" and key in {"az", "tr"} else text[:1].upper()) + text[1:]


def wording_for(reader: str) -> str:
    """The tag of the wording that `line` writes for a reader's tag; "en" where the language has none."""
    tag = {"no": "nb", "bs": "hr", "sh": "sr-Latn", "tl": "fil"}.get(reader, reader)
    parts = tag.split("-")
    if parts[0] == "zh":
        return "zh-Hant" if {"Hant", "TW", "HK", "MO"}.intersection(parts) and "Hans" not in parts else "zh"
    if parts[0] == "sr":
        return "sr-Latn" if "Latn" in parts else "sr"
    return parts[0] if parts[0] in WORDINGS else "en"


def telling(text: str) -> bool:
    """Whether a text, of a line or many, may hold a stem: False is certain, and costs a fraction of cleaning it.

    What cleaning removes cannot bring a word together, but for formatting characters and loose accents.
    """
    if text.isascii():
        return bool(_any_of(ascii_only=True).search(text.lower()))
    if FORMATTING.search(text) or not unicodedata.is_normalized("NFC", text):
        return True
    return bool(_any_of(ascii_only=False).search(text.translate(FOLD)))


def _best(found: Sequence[Provenance], clean: str) -> Provenance:
    """The surest reading; of equally sure ones, that of the wording that spells most of the line's words so."""
    return max(found, key=lambda each: (each.confidence, len(found) > 1 and _spelled(each.wording, clean)))


@lru_cache(maxsize=128)
def _vocabulary(wording: str) -> frozenset[str]:
    entry = WORDINGS[wording]
    names = (form for forms in WORDINGS[wording].cells().values() for form in forms)
    return frozenset(
        re.findall(r"\w+", " ".join((entry.line, entry.labels, *entry.frames, *entry.weak, *names)).lower())
    )


def _spelled(wording: str, clean: str) -> int:
    """How many of a line's words are spelled as in a wording, accents and all: "Preklad" is Slovak, "Překlad" Czech."""
    vocabulary = _vocabulary(wording)
    return sum(word in vocabulary for word in re.findall(r"\w+", clean.lower()))


@lru_cache(maxsize=2)
def _any_of(*, ascii_only: bool) -> re.Pattern[str]:
    """A pattern that finds any of the stems; of "aus dem" one word, since white space need not be folded yet."""
    words = {max(stem.split(), key=len) for stem in _STEMS}
    return re.compile(_branches({word for word in words if word.isascii() or not ascii_only}))


def _branches(words: set[str]) -> str:
    """The words as a tree of their beginnings, since `re` tries plain alternatives one by one at each place."""
    if "" in words:
        return ""
    rests: dict[str, set[str]] = {}
    for word in words:
        rests.setdefault(word[0], set()).add(word[1:])
    branches = [re.escape(letter) + _branches(rests[letter]) for letter in sorted(rests)]
    return f"(?:{'|'.join(branches)})" if len(branches) > 1 else branches[0]


_STEMS = {
    stem: tuple(wording for wording, stems in TRIGGERS.items() if stem in stems)
    for stem in dict.fromkeys(stem for stems in TRIGGERS.values() for stem in stems)
}
