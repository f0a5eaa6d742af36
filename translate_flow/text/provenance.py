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
from translate_flow.text.provenance_data import SOURCES, WORDINGS, Wording
from translate_flow.text.provenance_data_persons import name_trust, trimmed

if TYPE_CHECKING:
    from datetime import date

MAX_LINE = 200  # characters; a longer paragraph is no provenance line
_ORIGINAL = "Original: {language}"  # of the catalogues: how a relay names where it began

# Marks of direction, joiners and Arabic vowel signs: they change how a line looks, not what it says.
_FORMATTING = re.compile("[\u00ad\u0610-\u061a\u0640\u064b-\u0655\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SPACE = re.compile(r"\s+")
_URL = re.compile(r"[\s:：(<\[]*(https?://[^\s<>()\[\]]+)[>)\]]*")
_ORNAMENT = re.compile(r"[\W_]+")  # before a line: an emoji, a star, an arrow
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


_FOLD = _Fold({ord(a): b for a, b in zip("’ʼ‘`´‌：（）；。．，、،؛՝፦៖", "''''' :();..,,,;:::", strict=True)})


def recognise(line: str) -> Provenance | None:
    """The provenance that a whole line or short paragraph states, or None. `line` is text without markup.

    `confidence`: 1 where the wording speaks of a translation outright, less for odd translators' names, 0.9 where it
    names the original and a translator ("Originally published in Spanish; translation: Ana Ruiz"), 0.6 where it only
    names the original's language. Lines are bounded (MAX_LINE); one without a telling word costs a pass over it.
    """
    if not 4 < len(line) <= MAX_LINE or not _telling(line):
        return None
    stated = line.strip()
    link = _URL.search(stated)
    clean = _clean(_URL.sub(" ", stated) if link else stated)
    folded = clean.translate(_FOLD)
    if not any(stem in folded for stem in (_ASCII_STEMS if folded.isascii() else _STEMS)):
        return None
    likely = (wording for wording, triggers in _TRIGGERS if any(stem in folded for stem in triggers))
    found = [reading for wording in likely if (reading := _read(wording, clean, folded))]
    if not found:
        return None
    best = found[0] if len(found) == 1 else max(found, key=lambda each: (each.confidence, _spelled(each.wording, clean)))
    return replace(best, text=stated, link=link[1].rstrip(".,;:") if link else "", span=_span(stated))


def line(reader: str, parent: str, translator: str = "", original: str = "") -> str:
    """The provenance line for a reader of `reader`, of a version translated from `parent`: BCP 47 tags all.

    In English: "Translated from the Spanish version[ by Ana Ruiz]"; with another `original`, a relay: "Translated
    from the English version of the Spanish original". A language without a wording gets the English one;
    `wording_for` tells which it is.
    """
    key = wording_for(reader)
    entry = WORDINGS[key]
    relayed = original not in {"", parent}
    if relayed and entry.relay:
        pattern = entry.relay_by if translator else entry.relay
        return _capital(pattern.format(L=name_in_sentence(parent, key), O=name_in_sentence(original, key), W=translator), key)
    text = _plain_line(key, entry, parent, translator)
    if not relayed:
        return text
    label = messages.catalogue(key).text(_ORIGINAL).format(language=name_in_sentence(original, key))
    label = label if key == "de" else label[:1].lower() + label[1:]
    return f"{text}（{label}）" if key in {"zh", "zh-Hant", "ja"} else f"{text} ({label})"


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
    return text.format(language=name, date=languages.format_date(changed, tag, "long"))


def _plain_line(key: str, entry: Wording, parent: str, translator: str) -> str:
    name = _inflected(key).get(parent, "") if entry.inflects else name_in_sentence(parent, key)
    pattern = entry.by if translator else entry.line
    if not name:  # no form that fits the sentence: CLDR's citation form, after a colon
        name = name_in_sentence(parent, key)
        pattern = entry.other_by if translator else entry.other
    usual, special, beginnings = entry.preposition
    preposition = special if beginnings and name.startswith(beginnings) else usual
    return _capital(pattern.replace("{Z}", preposition).replace("{L}", name).replace("{W}", translator), key)


def name_in_sentence(tag: str, reader: str) -> str:
    """CLDR's name of a language as it stands inside a reader's sentence: `zh-Hant`, `ru` → `китайский (традиционное письмо)`."""
    name = _in_sentence(languages.name(tag, reader))
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
    text = _SPACE.sub(" ", text).lstrip(_OPENING)
    ornament = _ORNAMENT.match(text)
    return text[ornament.end() if ornament else 0 :].rstrip(_CLOSING)


def _span(text: str) -> tuple[int, int]:
    """Where the statement stands in a line, without brackets, dashes and marks around it; a link belongs to it."""
    ornament = _ORNAMENT.match(text)
    return ornament.end() if ornament else 0, len(text.rstrip(_CLOSING + " \n"))


@lru_cache(maxsize=128)
def _vocabulary(wording: str) -> frozenset[str]:
    entry = WORDINGS[wording]
    names = (form for forms in WORDINGS[wording].cells().values() for form in forms)
    return frozenset(re.findall(r"\w+", " ".join((entry.line, entry.labels, *entry.frames, *entry.weak, *names)).lower()))


def _spelled(wording: str, clean: str) -> int:
    """How many of a line's words are spelled as in a wording, accents and all: "Preklad" is Slovak, "Překlad" Czech."""
    vocabulary = _vocabulary(wording)
    return sum(word in vocabulary for word in re.findall(r"\w+", clean.lower()))


def _read(wording: str, clean: str, folded: str) -> Provenance | None:
    """The line read by one wording's frames, the strong ones first."""
    for stems, frame, confidence in _frames(wording):
        if any(stem in folded for stem in stems):
            match = _pattern(wording, frame, confidence == 1).fullmatch(folded)
            found = _matched(wording, match, confidence, clean) if match else None
            if found:
                return found
    return None


def _matched(wording: str, match: re.Match[str], confidence: float, clean: str) -> Provenance | None:
    """What a frame's match says, unless it names no language that is known or no translator that can be one."""
    said = match.groupdict()
    place = "n" if said.get("n") else "w"
    name, who = match["l"], clean[slice(*match.span(place))] if said.get(place) else ""
    language = _language(wording, name)
    if not language and "(" in name and not who:  # "(Ana Ruiz)" after the name, not "(Argentina)"
        name, _, rest = name.partition("(")
        who = clean[match.end("l") - len(rest) : match.end("l")]
        language = _language(wording, name)
    if confidence < 1:  # who follows "originally published in" is its author, unless it says otherwise
        confidence, who = (0.9, who) if who and _is_credit(wording, said.get("b") or "") else (confidence, "")
    trust = name_trust(who)
    if place == "n" and (trust < 1 or not who[0].isupper()):
        return None  # with no word in between, only capitals tell a translator from the rest of a sentence
    start = said.get("o") or ""
    original = _language(wording, start) if start else ""
    named = set(match.re.groupindex.values())
    others = [other for index, other in enumerate(match.groups(), 1) if other and index not in named]
    if not language or not trust or (start and not original) or not all(_is_target(wording, other) for other in others):
        return None
    if language.split("-")[0] == wording.split("-", maxsplit=1)[0]:
        trust *= 0.9  # Spanish that says "from Spanish": furniture around an article in another language
    original = "" if original == language else original
    return Provenance(clean, language, trimmed(who), round(confidence * trust, 2), wording, original)


@lru_cache(maxsize=128)
def _beginnings(wording: str) -> tuple[str, ...]:
    names = (fold(languages.name(tag, wording)) for tag in (*SOURCES, wording))
    return tuple({name[:4] for name in (*names, *_known(wording))})


def _is_target(wording: str, name: str) -> bool:
    """Whether what stands where the language translated into does begins like one: "al español", not "al cine"."""
    return any(word.startswith(_beginnings(wording)) for word in name.strip().split())


@lru_cache(maxsize=1024)
def _is_credit(wording: str, label: str) -> bool:
    """Whether a label speaks of translating: "translation by", not "by"."""
    return any(stem in label for stem in dict(_TRIGGERS)[wording])


# Languages' names


@lru_cache(maxsize=128)
def _inflected(wording: str) -> dict[str, str]:
    return {tag: forms[0] for tag, forms in WORDINGS[wording].cells().items() if forms}


@lru_cache(maxsize=128)
def _known(wording: str) -> dict[str, str]:
    return {fold(form): tag for tag, forms in WORDINGS[wording].cells().items() for form in forms}


@lru_cache(maxsize=128)
def _cldr(wording: str) -> tuple[dict[str, str], dict[str, str]]:
    """CLDR's names in a wording, folded: of languages → tag, of territories and scripts → subtag."""
    names = languages.locale(wording)
    known = {code: _in_sentence(name) for code, name in names.languages.items()}
    details = {fold(name): code for code, name in (*names.territories.items(), *names.scripts.items())}
    # The shortest tag wins where two share a name.
    tags = sorted(known.items(), key=lambda item: -len(item[0]))
    return {fold(name).replace(".", ""): code.replace("_", "-") for code, name in tags}, details


@lru_cache(maxsize=4096)
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

_NAME = r"[^0-9,.;:!?()\[\]\"«»“”„|/<>@]{1,48}?(?: ?\([^():]{2,40}(?:\)|$))?"
_FIELDS = {
    "{L}": f"(?P<l>{_NAME})", "{O}": f"(?P<o>{_NAME})", "{W}": r"(?P<w>.{2,90}?)", "{N}": r"(?P<n>.{2,90}?)", "{X}": r"([^,.;:()]{2,30}?)",
    "[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "‹": r"\(", "›": r"\)",
}  # fmt: skip

_UNSPACED = r"(?<=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0003ffff])"  # after a letter of a script without spaces


def _notation(frame: str) -> str:
    """A pattern for what is written in the notation of `provenance_data`."""
    pieces = re.split(r"(\{[LWNXO]\}|[\[\]()|‹›])", frame)
    return "".join(_FIELDS.get(piece) or re.escape(fold(piece)) for piece in pieces)


@lru_cache(maxsize=128)
def _frames(wording: str) -> tuple[tuple[tuple[str, ...], str, float], ...]:
    """A wording's frames with the stems that a line must have one of, so that few of them are ever compiled."""
    entry = WORDINGS[wording]
    found = []
    for frame, confidence in (*((frame, 1.0) for frame in entry.frames), *((frame, 0.6) for frame in entry.weak)):
        needed, shorter = frame, ""
        while needed != shorter:  # without what may be left out
            needed, shorter = re.sub(r"\[[^\[\]]*\]", "", needed), needed
        stems = tuple(stem for stem in dict(_TRIGGERS)[wording] if stem.split()[0] in fold(needed))
        found.append((stems or ("",), frame, confidence))
    return tuple(found)


@lru_cache(maxsize=1024)
def _pattern(wording: str, frame: str, strong: bool) -> re.Pattern[str]:
    """A frame as a pattern over folded lines. A frame that names no translator or original may be followed by one."""
    entry = WORDINGS[wording]
    credit, relay, not_relay = "", "", ""
    if strong and "{O}" not in frame:
        label = re.escape(fold(messages.catalogue(wording).text(_ORIGINAL).partition("{language}")[0]).rstrip(" :-"))
        labels = f"{_notation(entry.original)}|{label}" if entry.original else label
        start = rf"[ ,;.·|—–(-]+(?:{labels})(?:[ :-]+|{_UNSPACED})"
        relay, not_relay = rf"(?:{start}(?P<o>{_NAME})\)?)?", f"(?!{start})"
    if "{W}" not in frame and "{N}" not in frame:
        by = "|".join(re.escape(fold(label)) for label in sorted(entry.labels.split("|"), key=len, reverse=True))
        # Without a gap "hin|di" would be a name and Italian for "by"; scripts that write no spaces need none.
        gap = rf"(?:(?:[ ,;.·|—–-]+\(?| ?\() *|{_UNSPACED})"
        said = rf"{gap}(?P<b>{by})(?: ?: ?| |{_UNSPACED})"
        credit = rf"(?:{not_relay}(?:{said}| ?: ?| ?\()(?P<w>.{{2,90}}?)\)?)?"
    lead = f"(?:(?:{_notation(entry.lead)})(?: ?[:.—–-] ?| ))?" if entry.lead else ""
    tail = rf"(?:[ .,;:|·—–(-]+(?:{_notation(entry.tail)}))?" if entry.tail else ""
    return re.compile(lead + _notation(frame) + credit + relay + tail)


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
