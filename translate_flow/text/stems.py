"""Words without their inflection, by language: what makes “huelgas” found where “huelga” is looked for.

Stems are Snowball's (Porter, “Snowball: a language for stemming algorithms”, 2001) where it has the language; what is written
together with a word (Arabic and Hebrew “and”, “in”, “the”; endings of Turkish and Korean) is taken off where that helps. Stems alone
take too much for one word (Spanish “partido” and “parte”), so that `near` looks at both words once more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any, NamedTuple

from unicode_segmentation_rs import split_word_bounds

ALGORITHMS = {  # language → Snowball's name
    "ar": "arabic", "bs": "serbian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hr": "serbian",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
UNSPACED = frozenset({"zh", "yue", "ja", "th", "lo", "km", "my"})  # no spaces between their words


class Token(NamedTuple):
    """A word and where it stands."""

    start: int
    end: int
    text: str


_PARTS = re.compile("[^'’ʼ‘\u200c]+")  # l’usine, Ankara’da; in Persian the joiner stands before an ending


def tokens(text: str) -> Iterator[Token]:
    """The words of a text by UAX #29, those that an apostrophe joins apart, in order."""
    at = 0
    for piece in _pieces(text):
        if any(map(str.isalnum, piece)):
            for part in _PARTS.finditer(piece):
                if any(map(str.isalnum, part[0])):
                    yield Token(at + part.start(), at + part.end(), part[0])
        at += len(piece)


def _pieces(text: str) -> list[str]:
    try:
        return list(split_word_bounds(text))
    except UnicodeEncodeError:  # half a surrogate pair
        return re.split(r"(\w+)", text)


_UNSEEN = re.compile("[\u00ad\u0640\u064b-\u065f\u0670\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u200b-\u200f\u2060]")  # hyphens that do not show, vowel signs


@lru_cache(maxsize=65536)
def fold(word: str, language: str) -> str:
    """A word without case, without signs that are often left out, in one form (NFC)."""
    if _base(language) in {"tr", "az"}:
        word = word.replace("İ", "i").replace("I", "ı")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", unicodedata.normalize("NFC", word)).casefold())


@lru_cache(maxsize=65536)
def key(word: str, language: str) -> str:
    """What a word is looked up by: its stem; `=NGO` for what is written in capitals, which is no other word in small letters."""
    return f"={word}" if is_acronym(word) else _stem(fold(word, language), _base(language))


@lru_cache(maxsize=65536)
def keys(word: str, language: str) -> tuple[str, ...]:
    """All that a word of a text may be found by: its stem first, those of what is left without what is written together with it, its capitals."""
    base = _base(language)
    found = {_stem(form, base): None for form in _forms(fold(word, language), base)}
    capitals = "".join(takewhile(_capital, word))
    if len(word) - len(capitals) <= 3 and is_acronym(capitals):
        found[f"={capitals}"] = None
    return tuple(found)


def is_acronym(word: str) -> bool:
    """Whether a word is written in capitals as a name is: at least two, and not so many that it may be shouted."""
    return 2 <= len(word) <= 6 and word.isupper() and all(map(_capital, word))


def _capital(sign: str) -> bool:
    return sign.isupper() or sign.isdigit()


def _base(language: str) -> str:
    return language.partition("-")[0]


@cache
def _stemmer(language: str) -> Any:
    if language not in ALGORITHMS:
        return None
    from snowballstemmer import stemmer

    return stemmer(ALGORITHMS[language])


_FLEETING = {  # an “o” or “e” that comes and goes: забастовка, забастовок; związek, związku
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr"), re.compile("(?<=[бвгджзклмнпрстфхцчшщ])[оеё](?=[кнцлр]$)")),
    **dict.fromkeys(("pl", "cs", "sk"), re.compile("(?<=[bcćčdďfghjklłmnňńpqrřsśštťvwzźżž])e(?=[kcńnňlrł]$)")),
}


_ENDINGS = {  # of languages that Snowball does not have, or of which it leaves the plural
    "fa": re.compile("(?<=...)(?:هایی|های|ها|ان|ی)$"),
    "he": re.compile("(?<=..)(?:יות|ים|ות|ה|ת)$"),
}


@lru_cache(maxsize=65536)
def _stem(folded: str, language: str) -> str:
    stemmer = _stemmer(language)
    stem: str = stemmer.stemWord(folded) if stemmer is not None else folded
    if language in _ENDINGS:
        stem = _ENDINGS[language].sub("", stem)
    fleeting = _FLEETING.get(language)
    return (fleeting.sub("", stem) if fleeting is not None and len(stem) > 4 else stem) or folded


_BEFORE = {"ar": re.compile("[وف]?(?:ال|لل|[بكل](?:ال)?)?"), "he": re.compile("[ושהבלמכ]{0,3}")}
_AFTER = re.compile("(?:ات|ون|ين|ان|ها|هم|نا|ه|ية)$")  # of Arabic
_TURKISH = re.compile(  # plural, whose, case, “that of”: in this order
    "(?:l[ae]r)?(?:[ıiuü]?m(?:[ıiuü]z)?|[ıiuü]n[ıiuü]z|s?[ıiuü]|l[ae]r[ıi])?(?:n?[ıiuü]n|[yn]?[ıiuü]|[yn]?[ae]|n?[dt][ae]n?|y?l[ae]|[cç][ae])?(?:ki(?:l[ae]r)?)?(?:d[ıiuü]r)?$"
)
_KOREAN = re.compile("(?:들)?(?:이|가|은|는|을|를|의|에|에서|에게|께|께서|와|과|도|로|으로|만|부터|까지|보다|처럼|라는|이라는|이다|이나|나|이며|며|에도|에는|에서는|으로는|들)?$")
_SOFT = {"b": "p", "c": "ç", "d": "t", "ğ": "k"}


def _forms(folded: str, language: str) -> Iterator[str]:
    """A word, and what is left of it without what is written together with it in its language."""
    yield folded
    if language in _BEFORE:
        match = _BEFORE[language].match(folded)
        starts = range((match.end() if match else 0) + 1)
        yield from (folded[start:] for start in starts if start and len(folded) - start >= 3)
        ending = _AFTER.search(folded)
        if ending is not None:
            yield from (folded[start : ending.start()] for start in starts if ending.start() - start >= 3)
    elif language in {"tr", "az"}:
        for end in range(len(folded) - 1, 2, -1):
            if _TURKISH.match(folded, end):
                yield folded[:end]
                if folded[end - 1] in _SOFT:
                    yield folded[: end - 1] + _SOFT[folded[end - 1]]
    elif language == "ko":
        for end in range(len(folded) - 1, 0, -1):
            if _KOREAN.match(folded, end):
                yield folded[:end]


class _Family(NamedTuple):
    """How much of a word its own forms may lack at the end; of one whose stem is short, how much, and what they may have instead."""

    lacks: int
    short_lacks: int
    endings: re.Pattern[str]


_ROMANCE = _Family(1, 0, re.compile("(?:s|es|x)?"))
_OF_VERBS = re.compile("(?:ing|ed)$")
_ENGLISH = _Family(1, 0, re.compile("(?:s|es|ed|ing)?"))
_GERMANIC = _Family(1, 0, re.compile(".{0,4}"))
_SLAVIC = _Family(2, 1, re.compile(".{0,4}"))
_JOINING = _Family(2, 1, re.compile(".*"))
_FAMILIES = {
    **dict.fromkeys(("es", "pt", "fr", "it", "ca", "ro"), _ROMANCE), "en": _ENGLISH, **dict.fromkeys(("de", "nl", "da", "sv", "nb", "nn", "no", "yi"), _GERMANIC),
    **dict.fromkeys(("tr", "fi", "hu", "et", "eu", "hy"), _JOINING), **dict.fromkeys(("ru", "pl", "cs", "sr", "hr", "bs", "lt", "el"), _SLAVIC),
}  # fmt: skip


def near(word: str, term: str, language: str, *, kind: str = "") -> bool:
    """Whether two words with one stem (folded) are forms of one word, as far as their letters say: “partidos” of “partido”, “parte” not.

    `kind`: the term's part of speech, if it is known: a verb's forms differ more, and no noun's end in “-ing”. Languages whose words
    change inside (Arabic) or have no rule here are taken by their stems alone.
    """
    base = _base(language)
    family = _FAMILIES.get(base)
    if family is None or word == term or kind == "verb":
        return True
    if kind == "noun" and base == "en" and _OF_VERBS.search(word) and not _OF_VERBS.search(term):
        return False
    word, term = bare(word, base), bare(term, base)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, term, strict=False)))
    if len(_stem(term, base)) >= 4:
        return common >= len(term) - family.lacks
    if term.startswith(word):
        return family.endings.fullmatch(term[len(word) :]) is not None
    return common >= len(term) - family.short_lacks and family.endings.fullmatch(word[common:]) is not None


@lru_cache(maxsize=65536)
def bare(folded: str, language: str) -> str:
    """Letters without their accents; Portuguese plurals as their singulars."""
    if _base(language) == "pt":
        folded = re.sub("(?:[ãõ]es|ãos)$", "ão", folded)
        folded = re.sub("([aeou])is$", r"\1l", folded)
    return "".join(sign for sign in unicodedata.normalize("NFD", folded) if not unicodedata.combining(sign))
