"""What a text states that readers are harmed by if it is wrong: numbers, dates, names, negations, each with its place.

Found by what is on the surface (digits, names of the calendar, capitals, lists of words: `facts_data`), not by understanding;
so what is said in other words (“fewer”, “his wife”) is not found, and a person decides. Spelled-out numbers are those of
CLDR's spell-out rules, through ICU; like Babel's names of months, they are looked up only where they may be needed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from unicode_segmentation_rs import split_word_bounds

from translate_flow.text import facts_data
from translate_flow.text.calendar_dates import PartialDate, find_dates, find_weekdays, read_date, redate, write_date
from translate_flow.text.figures import ascii_digits, read_number, renumber, write_number

__all__ = [
    "Fact", "FactKind", "PartialDate", "Places", "Word", "facts", "find_dates", "read_date", "read_number", "redate", "renumber", "same", "words",
    "write_date", "write_number",
]  # fmt: skip


class FactKind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Fact:
    """`text` is what stands at `start:end`. Facts of equal kind and `value` say the same: `three` and `3`, `8 March` and `March 8`."""

    start: int
    end: int
    kind: FactKind
    text: str
    value: str


class Word(NamedTuple):
    start: int
    end: int
    text: str


def words(text: str) -> list[Word]:
    """The words of a text with their places (UAX #29), units of measure apart from their figures."""
    found, at = [], 0
    for piece in split_word_bounds(text):
        end = at + len(piece)
        if piece.isalpha():
            found.append(Word(at, end, piece))
        elif piece[0].isdecimal() and piece[-1].isalpha():  # 12km, as 12 km
            unit = at + len(piece.rstrip("".join(filter(str.isalpha, piece))))
            found += (Word(at, unit, text[at:unit]), Word(unit, end, text[unit:end]))
        elif any(map(str.isalnum, piece)):
            found.append(Word(at, end, piece))
        at = end
    return found


def facts(text: str, language: str, known: frozenset[str] = frozenset(), *, headline: bool = False, listed: list[Word] | None = None) -> list[Fact]:
    """The facts of a plain text (no markup), in order. Deterministic; linear in the text.

    `known` are names, in lower case, of which it is known that they are: a word that begins a sentence is one if so. In a
    `headline` most words may have capitals, as in English; then those say nothing. `listed` are the text's `words`, if known.
    """
    found = [*_dates(text, language)]
    listed = words(text) if listed is None else listed
    found += _numbers(text, listed, language, Places((fact.start, fact.end) for fact in found))
    in_words = Places((fact.start, fact.end) for fact in found if fact.kind is FactKind.DATE or not fact.text[-1].isdecimal())
    found += _names(text, listed, language, known, in_words, headline)
    found += _negations(text, language)
    return sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind))


def same(one: Fact, other: Fact, language: str) -> bool:
    """Whether two facts say the same, declined names and otherwise printed figures included."""
    if one.kind is not other.kind:
        return False
    if one.value == other.value:
        return True
    if one.kind is FactKind.NUMBER:
        return _number(one.value, language) == _number(other.value, language)
    return one.kind is FactKind.NAME and language.partition("-")[0] in facts_data.DECLINED and _one_stem(one.value, other.value)


def _number(value: str, language: str) -> str:
    """A figure's number as one spelling, where it can be read."""
    if value.isdecimal():
        return value
    number = read_number(value, language)
    return value if number is None else str(number)


def _one_stem(one: str, other: str) -> bool:
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= 3 and max(len(one), len(other)) - shared <= 3


class Places:
    """Spans that do not overlap, to ask whether others are free of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def free(self, start: int, end: int) -> bool:
        at = bisect_left(self._spans, (end,))
        return at == 0 or self._spans[at - 1][1] <= start


# --- dates -------------------------------------------------------------------------------------------------------


def _dates(text: str, language: str) -> Iterator[Fact]:
    for day in find_dates(text, language):
        yield Fact(day.start, day.end, FactKind.DATE, text[day.start : day.end], "-".join(map(str, day.value)))
    for start, end, _, number in find_weekdays(text, language):
        yield Fact(start, end, FactKind.DATE, text[start:end], f"weekday {number}")


# --- numbers -----------------------------------------------------------------------------------------------------

_FIGURE = re.compile(r"(?:(?<![^\s(（“\"«])[-−])?\d++(?>(?:[.,٫٬:/'’]\d++|[\u00a0\u202f\u2009 ]\d{3}(?!\d))*)")
_SIGN = re.compile(r"[%٪％$€£¥₹₽₩₺₴₪฿‰°]")
_PERCENT = re.compile(facts_data.PERCENT, re.I)
_LINK = re.compile(r"[ \u00a0-]{0,1}(?:(?:and|y|e|et|und|en|i|og|och|ja|ve|și|și|da|wa|na|و) )?")


def _numbers(text: str, listed: list[Word], language: str, taken: Places) -> Iterator[Fact]:
    plain = ascii_digits(text)
    mixed = Places(match.span() for match in _MIXED.finditer(plain))
    found = [
        Fact(*match.span(), FactKind.NUMBER, text[slice(*match.span())], match[0].replace("−", "-"))
        for match in _FIGURE.finditer(plain) if taken.free(*match.span()) and mixed.free(*match.span())
    ]  # fmt: skip
    for match in _SIGN.finditer(text):
        yield Fact(*match.span(), FactKind.NUMBER, match[0], "%" if match[0] in "٪％" else match[0])
    folded = text.casefold()
    if any(stem in folded for stem in facts_data.PERCENT_STEMS):
        for match in _PERCENT.finditer(text):
            yield Fact(*match.span(), FactKind.NUMBER, match[0], "%")
    base = language.partition("-")[0]
    if base in facts_data.NUMERALS:
        for match in _numerals(base).finditer(text):
            if taken.free(*match.span()):
                found.append(Fact(*match.span(), FactKind.NUMBER, match[0], _numeral_value(match[0])))
    else:
        found += [fact for fact in _spelled_numbers(text, listed, language) if taken.free(fact.start, fact.end)]
    yield from _compose(text, sorted(found, key=lambda fact: fact.start), language)


_MIXED = re.compile(r"[A-Za-zÀ-ɏΑ-ωЀ-ӿ]+\d+[A-Za-zÀ-ɏΑ-ωЀ-ӿ][0-9A-Za-zÀ-ɏΑ-ωЀ-ӿ]*")  # i18n, H1N1: figures in words


def _compose(text: str, found: list[Fact], language: str) -> Iterator[Fact]:
    """Numbers that stand together as one: `3 million`, `two hundred and five`, `3万`."""
    at = 0
    while at < len(found):
        first, total, part = found[at], Decimal(0), _decimal(found[at], language)
        end = at + 1
        while part is not None and end < len(found):
            following = _decimal(found[end], language)
            if following is None or found[end].text[0].isdecimal() or not _LINK.fullmatch(text, found[end - 1].end, found[end].start):
                break
            if following >= 100 and following > part:
                part *= following
                if following >= 1000:
                    total, part = total + part, Decimal(0)
            elif following < 100 and part and part % 100:
                break
            else:
                part += following
            end += 1
        if end == at + 1 or part is None:
            yield first
        else:
            last = found[end - 1].end
            yield Fact(first.start, last, FactKind.NUMBER, text[first.start : last], f"{(total + part).normalize():f}")
        at = end


def _decimal(fact: Fact, language: str) -> Decimal | None:
    if fact.value.isdecimal():
        return Decimal(fact.value)
    if any(char in ":/" for char in fact.value):
        return None
    try:
        return Decimal(fact.value) if not fact.text[0].isdecimal() else read_number(fact.value, language)
    except ArithmeticError:
        return None


class _Spelling(NamedTuple):
    values: dict[str, str]
    starts: frozenset[str]  # first words of what has several
    longest: int  # in words


def _spelled_numbers(text: str, listed: list[Word], language: str) -> Iterator[Fact]:
    spelling = _spelling(language.partition("-")[0])
    if not spelling.values:
        return
    folded = [word.text.casefold() for word in listed]
    if not unicodedata.is_normalized("NFC", text):
        folded = [unicodedata.normalize("NFC", word) for word in folded]
    at = 0
    while at < len(folded):
        size = 1
        if folded[at] in spelling.starts:
            for size in range(min(spelling.longest, len(folded) - at), 0, -1):
                if " ".join(folded[at : at + size]) in spelling.values:
                    break
        value = spelling.values.get(" ".join(folded[at : at + size]))
        if value:
            start, end = listed[at].start, listed[at + size - 1].end
            yield Fact(start, end, FactKind.NUMBER, text[start:end], value)
        at += size if value else 1


@lru_cache(maxsize=64)
def _spelling(language: str) -> _Spelling:
    """Numbers in words: CLDR's spell-out rules (RBNF) through ICU, where they are the language's own, and our list."""
    values: dict[str, str] = {}
    if language:
        from icu4py.messageformat import MessageFormat  # 15 ms

        rules = MessageFormat("{n, spellout}", language)
        if language == "en" or rules.format({"n": 2}) != "two":  # its answer for what it does not know
            for number in (0, *range(2, 100), *range(100, 1000, 100), *range(1000, 11000, 1000), 10**6, 10**9):
                phrase = unicodedata.normalize("NFC", rules.format({"n": number}).replace("\xad", "").casefold()).replace("-", " ")
                values.setdefault(phrase, str(number))
    for entry in facts_data.NUMBER_WORDS.get(language, "").split():
        word, _, value = entry.rpartition(":")
        values[word.replace("_", " ")] = value
    several = [phrase for phrase in values if " " in phrase]
    return _Spelling(values, frozenset(phrase.split()[0] for phrase in several), max((phrase.count(" ") + 1 for phrase in several), default=1))


@lru_cache(maxsize=8)
def _numerals(language: str) -> re.Pattern[str]:
    scales = "|".join(facts_data.SCALES)
    return re.compile(rf"{facts_data.NUMERALS[language]}|(?<=[\d])[ ]?(?:{scales})(?!\w?[川明])|(?<=\d) ?(?:{scales})")


_HAN_DIGITS = {char: at % 10 for at, char in enumerate("〇一二三四五六七八九零")} | {"两": 2, "兩": 2}


def _numeral_value(text: str) -> str:
    """A numeral in Han characters as a number; any other by itself."""
    text = text.strip()
    if text in facts_data.SCALES:
        return str(facts_data.SCALES[text])
    if all(char in _HAN_DIGITS for char in text):
        return "".join(str(_HAN_DIGITS[char]) for char in text)
    total = part = digit = 0
    for char in text:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
            continue
        scale = facts_data.SCALES.get(char, 0)
        if not scale:
            return text
        if scale < 10**4:
            part, digit = part + max(digit, 1) * scale, 0
        else:
            total, part, digit = total + max(part + digit, 1) * scale, 0, 0
    return str(total + part + digit)


# --- names -------------------------------------------------------------------------------------------------------

_TITLE = re.compile(r"《([^《》]{1,60})》|〈([^〈〉]{1,60})〉|『([^『』]{1,60})』")
_OPENS = re.compile(r"[.!?…:;¡¿\n•|]|^[\s\"“„«‘'(\[–—-]*$|[\"“„«‘]\s*$")
_CASED = re.compile(r"[A-Za-zÀ-ɏΑ-ωЀ-ӿ][A-Za-z0-9À-ɏΑ-ωЀ-ӿ.'’_]*")
_ELIDED = frozenset("LDMTSNC")
_I = frozenset({"I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll", "OK"})


def _names(text: str, listed: list[Word], language: str, known: frozenset[str], taken: Places, headline: bool) -> Iterator[Fact]:
    """Words with capitals that no sentence's beginning and no title's style explains; titles of works in brackets of their own."""
    for match in _TITLE.finditer(text):
        yield Fact(*match.span(), FactKind.NAME, match[0], match[match.lastindex or 0])
    base = language.partition("-")[0]
    large = [_has_capital(word.text) for word in listed]
    if not any(large):
        return
    styled = headline and base not in facts_data.NO_CASE and _in_title_style(listed, large)
    shouted = sum(word.text.isupper() for word in listed if len(word.text) > 1) * 2 > len(listed) > 3
    for at, word in enumerate(listed):
        if not large[at] or (word.text in _I and base == "en") or word.text.casefold() in facts_data.TITLES or not taken.free(word.start, word.end):
            continue
        start, name = _bare(word.text) if base not in facts_data.NO_CASE else _latin(word.text)
        value = name.casefold()
        sure = not shouted and len(name) > 1 and (start > 0 or any(map(str.isupper, name[1:]))) and not (name[0].islower() and "." in name)
        if not (sure or value in known):
            if styled or shouted or not name[:1].isupper():
                continue
            if base not in facts_data.NO_CASE and _opens(text, listed, at):
                continue
            if base in facts_data.NOUNS_CAPITALISED and not _beside(text, listed, large, at):
                continue
        yield Fact(word.start + start, word.start + start + len(name), FactKind.NAME, name, value)


def _has_capital(word: str) -> bool:
    return not word.islower() and any(map(str.isupper, word))


def _bare(word: str) -> tuple[int, str]:
    """A name without what is fixed to it by an apostrophe (`Merkel’s`, `l’Europe`, `Ankara’da`), and where in the word it starts."""
    for mark in "'’":
        if mark in word:
            before, _, after = word.partition(mark)
            if after[:1].isupper() and (before.islower() or before in _ELIDED):
                start, name = _bare(after)
                return len(before) + 1 + start, name
            if after.islower() and len(before) > 1:
                return 0, before
    return 0, word


def _latin(word: str) -> tuple[int, str]:
    """A name among letters without case, and where it starts: `Astro의`."""
    match = _CASED.search(word)
    return (match.start(), match[0]) if match else (0, word)


def _opens(text: str, listed: list[Word], at: int) -> bool:
    """Whether the word at `at` begins a sentence, a quotation or a line."""
    if at == 0:
        return True
    before = listed[at - 1]
    between = text[before.end : listed[at].start]
    if between == " ":
        return False
    if between.startswith(".") and between.strip() == "." and (before.text.casefold() in facts_data.TITLES or before.text.isupper()):
        return False
    return bool(_OPENS.search(between))


def _beside(text: str, listed: list[Word], large: list[bool], at: int) -> bool:
    """Whether another capitalised word stands right beside this one, within the sentence: a name in a language of capitalised nouns."""
    before = at > 1 and large[at - 1] and text[listed[at - 1].end : listed[at].start] in {" ", "-"} and not _opens(text, listed, at - 1)
    after = at + 1 < len(listed) and large[at + 1] and text[listed[at].end : listed[at + 1].start] in {" ", "-"}
    return before or after


def _in_title_style(listed: list[Word], large: list[bool]) -> bool:
    """Whether most longer words have capitals, as in English headlines."""
    long = [capital for word, capital in zip(listed, large, strict=True) if len(word.text) > 3]
    return len(long) >= 3 and sum(long) * 10 > len(long) * 7


# --- negations ---------------------------------------------------------------------------------------------------

_SENTENCE = re.compile(r"[^.!?;…。！？؟।\n]+")


def _negations(text: str, language: str) -> Iterator[Fact]:
    """What denies a sentence; of several that only strengthen one another, the first kind (“no vino nadie”: one)."""
    pair = _deniers(language.partition("-")[0])
    if not pair:
        return
    strong, weak = pair
    for sentence in _SENTENCE.finditer(text) if weak else [None]:
        span = sentence.span() if sentence else (0, len(text))
        found = list(strong.finditer(text, *span)) or (list(weak.finditer(text, *span)) if weak else [])
        for match in found:
            yield Fact(*match.span(), FactKind.NEGATION, match[0], "not")


@lru_cache(maxsize=64)
def _deniers(language: str) -> tuple[re.Pattern[str], re.Pattern[str] | None] | None:
    if language in facts_data.NEGATION_PATTERNS:
        return re.compile(facts_data.NEGATION_PATTERNS[language]), None
    listed = facts_data.NEGATIONS.get(language)
    if listed is None:
        return None
    strong, _, weak = listed.partition(";")
    return _any_of(strong.split()), _any_of(weak.split()) if weak.strip() else None


def _any_of(entries: list[str]) -> re.Pattern[str]:
    spelled = "|".join(re.escape(entry).replace(r"\*", r"\w*").replace("_", r"\s").replace(r"\w*'t", r"\w+'t") for entry in entries)
    return re.compile(rf"(?<![\w\u0900-\u0dff])(?:{spelled})(?![\w\u0900-\u0dff])", re.I)
