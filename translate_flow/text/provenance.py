"""Provenance lines, "Translated from the Spanish version": written for a reader, recognised in any wording.

The wordings are data (`provenance_data`). Recognising is a whole-line match over a folded line (NFC, lower
case, no accents), so a sentence that merely speaks of a translation is left alone: its words have no place.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from translate_flow import languages
from translate_flow.text.document import Provenance
from translate_flow.text.provenance_data import SOURCES, WORDINGS, Wording

MAX_LINE = 200  # characters; a longer paragraph is no provenance line

# Marks of direction, joiners and Arabic vowel signs: they change how a line looks, not what it says.
_FORMATTING = re.compile("[\u00ad\u0610-\u061a\u0640\u064b-\u0655\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SPACE = re.compile(r"\s+")
_URL = re.compile(r"[\s:(<]+https?://\S+$")
_OPENING = " *_~([{（【「<>«»“”„\"'|•·#—–-:"
_CLOSING = " *_~)]}）】」<>«»“”\"'|•·—–-.。।…‎"


class _Fold(dict[int, str]):
    """A table for str.translate: one code point to one, without case or accents; filled as they are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = char if "가" <= char <= "힣" else unicodedata.normalize("NFD", char)[0]
        lower = base.lower()[:1]
        self[code] = folded = {"ı": "i", "ς": "σ", "ł": "l", "đ": "d"}.get(lower, lower)
        return folded


_FOLD = _Fold({ord(a): b for a, b in zip("’ʼ‘`´‌：（）；。．，、،؛", "''''' :();..,,,;", strict=True)})


def recognise(line: str) -> Provenance | None:
    """The provenance that a whole line or short paragraph states, or None. `line` is text without markup.

    `confidence`: 1 where the wording speaks of a translation outright, less for odd translators' names, 0.6
    where it only names the original's language ("Originally published in Spanish"). Lines are bounded
    (MAX_LINE); one without a telling word costs a pass over it.
    """
    if not 4 < len(line) <= MAX_LINE or not _telling(line):
        return None
    clean = _clean(line)
    folded = clean.translate(_FOLD)
    if not any(stem in folded for stem in (_ASCII_STEMS if folded.isascii() else _STEMS)):
        return None
    found: Provenance | None = None
    for wording, triggers in _TRIGGERS:
        if any(stem in folded for stem in triggers):
            candidate = _read(wording, clean, folded)
            if candidate and (found is None or candidate.confidence > found.confidence):
                found = candidate
    return replace(found, text=line.strip()) if found else None


def line(reader: str, parent: str, translator: str = "") -> str:
    """The provenance line for a reader of `reader`, of a version translated from `parent`: BCP 47 tags both.

    In English: "Translated from the Spanish version[ by Ana Ruiz]". A language without a wording gets the
    English one; `wording_for` tells which it is.
    """
    key = wording_for(reader)
    entry = WORDINGS[key]
    name = _inflected(key).get(parent, "") if entry.inflects else _in_sentence(languages.name(parent, key))
    pattern = entry.by if translator else entry.line
    if not name:  # no form that fits the sentence: CLDR's citation form, after a colon
        name = _in_sentence(languages.name(parent, key))
        pattern = entry.other_by if translator else entry.other
    if entry.lower:
        name = name[:1].lower() + name[1:]
    usual, special, beginnings = entry.preposition
    preposition = special if beginnings and name.startswith(beginnings) else usual
    text = pattern.replace("{Z}", preposition).replace("{L}", name).replace("{W}", translator)
    return text[:1].upper() + text[1:]


def wording_for(reader: str) -> str:
    """The tag of the wording that `line` writes for a reader's tag; "en" where the language has none."""
    tag = {"no": "nb", "nn": "nb", "bs": "hr", "sh": "sr-Latn", "ms": "id"}.get(reader, reader)
    parts = tag.split("-")
    if parts[0] == "zh":
        return "zh-Hant" if {"Hant", "TW", "HK", "MO"}.intersection(parts) and "Hans" not in parts else "zh"
    if parts[0] == "sr":
        return "sr-Latn" if "Latn" in parts else "sr"
    return parts[0] if parts[0] in WORDINGS else "en"


def _telling(line: str) -> bool:
    """Whether a line may hold a stem: False is certain, and costs a fraction of cleaning the line.

    What cleaning removes cannot bring a word together, but for formatting characters and loose accents.
    """
    if line.isascii():
        return bool(_any_of(_ASCII_STEMS).search(line.lower()))
    if _FORMATTING.search(line) or not unicodedata.is_normalized("NFC", line):
        return True
    return bool(_any_of(_STEMS).search(line.translate(_FOLD)))


def _clean(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", _FORMATTING.sub("", text))
    text = _URL.sub("", _SPACE.sub(" ", text).strip())
    return text.lstrip(_OPENING).rstrip(_CLOSING)


def _read(wording: str, clean: str, folded: str) -> Provenance | None:
    """The line read by one wording's frames, the strong ones first."""
    for pattern, confidence in _patterns(wording):
        match = pattern.fullmatch(folded)
        if not match:
            continue
        name, who = match["l"], clean[slice(*match.span("w"))] if match["w"] else ""
        language = _language(wording, name)
        if not language and "(" in name and not who:  # "(Ana Ruiz)" after the name, not "(Argentina)"
            name, _, rest = name.partition("(")
            who = clean[match.end("l") - len(rest) : match.end("l")]
            language = _language(wording, name)
        if confidence < 1:
            who = ""  # who follows "originally published in" is its author
        trust = _name_trust(who)
        if not language or not trust:
            continue
        if language.split("-")[0] == wording.split("-", maxsplit=1)[0]:
            trust *= 0.9  # Spanish that says "from Spanish": furniture around an article in another language
        return Provenance(clean, language, _trimmed(who), round(confidence * trust, 2), wording)
    return None


def _trimmed(who: str) -> str:
    who = who.strip(" ,;:—–-")
    return who + ")" * (who.count("(") - who.count(")"))


# Translators' names

_PARTICLES = frozenset(
    re.findall(
        r"\S+",
        "de del della di da das do dos du la le las los el al van von der den ter ten zu bin ibn ben abu "
        "y e i and et und og och ja en a the of for d' l' и і та й و के να και",
    )
)
_PERSONS = re.compile(r"\s*(?:[,&/;·、،]|\s(?:and|y|e|et|und|en|og|och|ja|i|и|і|та|ve|και)\s)\s*")


def _name_trust(who: str) -> float:
    """1 for what looks like persons' names, 0.6 for a few words in lower case, 0 for what can be no name."""
    if not who:
        return 1.0
    bare = re.sub(r"\s*\([^()]{1,40}\)$", "", _trimmed(who))
    if not bare or len(bare) > 80 or re.search(r"[:!?«»“”\"()\[\]<>|=]|\d{3}|[^\W\d_]{4,}\.\s", bare):
        return 0.0
    trust = 1.0
    for person in _PERSONS.split(bare):
        tokens = person.split()
        if not tokens or len(tokens) > 6:
            return 0.0
        cased = [token for token in tokens if _has_case(token) and token.lower() not in _PARTICLES]
        if not all(_is_capital(token) for token in cased):
            if len(tokens) > 4 or "," in bare:
                return 0.0
            trust = 0.6
        elif not cased and _has_case(tokens[0]):
            trust = 0.6
        elif not cased and len(person) > 40:
            return 0.0
    return trust


def _has_case(token: str) -> bool:
    return token[0].lower() != token[0].upper()


def _is_capital(token: str) -> bool:
    """Ruiz, al-Masri, d'Este, @ana."""
    head, _, tail = token.replace("’", "-").replace("'", "-").partition("-")
    return token[0] == "@" or token[0].isupper() or (len(head) <= 3 and tail[:1].isupper())


# Languages' names


def _cells(wording: str) -> dict[str, tuple[str, ...]]:
    """Source tag → its forms in a wording, as the table writes them, the first form first."""
    entry = WORDINGS[wording]
    endings = entry.endings.split("|")
    cells: dict[str, tuple[str, ...]] = {}
    for tag, cell in zip(SOURCES, entry.names.split(";"), strict=False):
        stems = [stem for stem in cell.split("|") if stem]
        forms = [stem[:-1] + ending for stem in stems if stem.endswith("~") for ending in endings]
        cells[tag] = tuple(forms + [stem for stem in stems if not stem.endswith("~")])
    return cells


@lru_cache(maxsize=64)
def _inflected(wording: str) -> dict[str, str]:
    return {tag: forms[0] for tag, forms in _cells(wording).items() if forms}


@lru_cache(maxsize=64)
def _known(wording: str) -> dict[str, str]:
    return {fold(form): tag for tag, forms in _cells(wording).items() for form in forms}


@lru_cache(maxsize=64)
def _cldr(wording: str) -> tuple[dict[str, str], dict[str, str]]:
    """CLDR's names in a wording, folded: of languages → tag, of territories and scripts → subtag."""
    names = languages.locale(wording)
    known = {code: _in_sentence(name) for code, name in names.languages.items()}
    details = {fold(name): code for code, name in (*names.territories.items(), *names.scripts.items())}
    # The shortest tag wins where two share a name.
    tags = sorted(known.items(), key=lambda item: -len(item[0]))
    return {fold(name).replace(".", ""): code.replace("_", "-") for code, name in tags}, details


@lru_cache(maxsize=1024)
def _language(wording: str, folded: str) -> str:
    """The tag for a folded name in a wording, by its table, else by CLDR; "" where neither knows it."""
    name = folded.strip(" '")
    known = _known(wording).get(name)
    if known:
        return known
    names, details = _cldr(wording)
    # “(Брит.)” has lost its end to _CLOSING.
    closed = name.replace(".", "") + ")" * (name.count("(") - name.count(")"))
    found = names.get(closed) or names.get(f"tieng {closed}")  # Vietnamese has "language" in front
    if found:
        return found
    base, _, rest = name.rstrip(")").partition("(")
    tag = _known(wording).get(base.strip()) or names.get(base.strip())
    parts = [details.get(part.strip(), "") for part in rest.split(",")]
    return "-".join((tag, *parts)) if tag and rest and all(parts) else ""


def _in_sentence(name: str) -> str:
    """CLDR's "китайский, традиционное письмо" with parentheses: after a comma the sentence seems to go on."""
    base, comma, rest = name.partition(", ")
    return f"{base} ({rest})" if comma and "(" not in base else name


def fold(text: str) -> str:
    """Text without case, accents, formatting characters and typographic variants, for comparing."""
    return unicodedata.normalize("NFC", _FORMATTING.sub("", text)).translate(_FOLD)


# Frames to patterns

_NAME = r"(?P<l>[^0-9,.;:!?()\[\]\"«»“”„|/<>@]{1,48}?(?: ?\([^():]{2,40}(?:\)|$))?)"
_WHO = r"(?P<w>.{2,90}?)"
_OTHER = r"[^,.;:()]{2,30}?"
_NOTATION = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "‹": r"\("}


def _compile(frame: str, labels: str) -> re.Pattern[str]:
    """A frame as a pattern over folded lines. A frame that names no translator may be followed by one."""
    pieces = []
    for piece in re.split(r"(\{[LWX]\}|[\[\]()|‹])", frame):
        if piece in {"{L}", "{W}", "{X}"}:
            pieces.append({"{L}": _NAME, "{W}": _WHO, "{X}": _OTHER}[piece])
        else:
            pieces.append(_NOTATION.get(piece) or re.escape(fold(piece)))
    pattern = "".join(pieces)
    if "{W}" not in frame:
        by = "|".join(re.escape(fold(label)) for label in sorted(labels.split("|"), key=len, reverse=True))
        # Without a gap "hin|di" would be a name and Italian for "by"; scripts that write no spaces need none.
        gap = r"(?:(?:[ ,;.·|—–-]+\(?| ?\() *|(?<=[\u2e80-\U0003ffff]))"
        said = rf"{gap}(?:{by})(?: ?: ?| |(?<=[\u2e80-\U0003ffff]))"
        pattern += rf"(?:(?:{said}| ?: ?| ?\(){_WHO}\)?)?"
    return re.compile(pattern)


@lru_cache(maxsize=64)
def _patterns(wording: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    entry: Wording = WORDINGS[wording]
    return (
        *((_compile(frame, entry.labels), 1.0) for frame in entry.frames),
        *((_compile(frame, entry.labels), 0.6) for frame in entry.weak),
    )


@lru_cache(maxsize=2)
def _any_of(stems: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds any of the stems, of "aus dem" one word: white space need not be folded yet."""
    return re.compile(_branches({max(stem.split(), key=len) for stem in stems}))


def _branches(words: set[str]) -> str:
    """The words as a tree of their beginnings, since `re` tries plain alternatives one by one at each place."""
    if "" in words:
        return ""
    rests: dict[str, set[str]] = {}
    for word in words:
        rests.setdefault(word[0], set()).add(word[1:])
    branches = [re.escape(letter) + _branches(rests[letter]) for letter in sorted(rests)]
    return f"(?:{'|'.join(branches)})" if len(branches) > 1 else branches[0]


_TRIGGERS = tuple(
    (wording, tuple(fold(stem.replace("+", " ")) for stem in entry.triggers.split()))
    for wording, entry in WORDINGS.items()
)
_ALL = {stem for _, stems in _TRIGGERS for stem in stems}
_STEMS = tuple(stem for stem in sorted(_ALL) if not any(other in stem for other in _ALL - {stem}))
_ASCII_STEMS = tuple(stem for stem in _STEMS if stem.isascii())
