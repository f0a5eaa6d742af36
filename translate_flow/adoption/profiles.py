"""The language of a text from its letters: by script, by trigrams of 69 languages, and by profiles of a site's own texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from translate_flow import languages
from translate_flow.text.sketch import READ

_CHUNK = 200  # characters that are read together: a quotation in another language is outvoted
_LEARNT = 40_000  # characters of a language that its profile is learnt from
_DENSE = {"zh": 3, "zh-Hant": 3, "ja": 3, "ko": 2}  # letters of others that one of these says as much as
_KANA = re.compile("[\u3040-\u30ff\uff66-\uff9f]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff]")
_NO_WORDS = re.compile(r"https?://\S+|[\w.-]+@\S+|\d+")
_LETTER = re.compile(r"[^\W\d_]")
# ISO 639-3, as whatlang has it → the tag: a table, since asking langcodes takes a tenth of a second to begin with.
_CODES = dict(pair.split(":") for pair in (  # noqa: SIM905
    "epo:eo eng:en rus:ru cmn:zh spa:es por:pt ita:it ben:bn fra:fr deu:de ukr:uk kat:ka ara:ar hin:hi jpn:ja heb:he yid:yi pol:pl amh:am jav:jv kor:ko "
    "nob:nb dan:da swe:sv fin:fi tur:tr nld:nl hun:hu ces:cs ell:el bul:bg bel:be mar:mr kan:kn ron:ro slv:sl hrv:hr srp:sr mkd:mk lit:lt lav:lv est:et "
    "tam:ta vie:vi urd:ur tha:th guj:gu uzb:uz pan:pa aze:az ind:id tel:te pes:fa mal:ml ori:or mya:my nep:ne sin:si khm:km tuk:tk aka:ak zul:zu sna:sn "
    "afr:af lat:la slk:sk cat:ca tgl:fil hye:hy azj:az lvs:lv ekk:et zsm:ms uzn:uz swh:sw"
).split())
_WORD = re.compile(r"[^\W\d_]+")
# Letters that one of two languages taken for each other has, and the other not (Unicode CLDR, exemplar characters).
_OWN_LETTERS = (
    {"ru": "ыэёъщ", "be": "ыэёўі", "uk": "іїєґщ", "bg": "ъщ", "sr": "јљњћђџ", "mk": "јљњќѓѕџ"},
    {"ar": "ةىكيإ", "fa": "پچژگکی", "ur": "ٹڈڑںےپچگکی"},
)  # fmt: skip
# What whatlang tells apart (its list of languages, version 0.16).
KNOWN = frozenset((  # noqa: SIM905
    "af am ar az be bg bn ca cs da de el en eo es et fa fi fr gu he hi hr hu hy id it ja jv ka km kn ko la lt lv mk ml mr my nb ne nl or pa pl "
    "pt ro ru si sk sl sn sr sv ta te th tk tr uk ur uz vi yi zh zu ak fil"
).split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text looks like: the language, the share of it that is so, how many letters it has, and whether the trigrams are sure."""

    language: str
    share: float
    letters: int
    reliable: bool = False


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """The language that most of a text is in, chunk by chunk; the empty tag for a text without letters."""
    votes: Counter[str] = Counter()
    reliable = 0
    for chunk in _chunks(_NO_WORDS.sub(" ", text)):
        letters = len(_LETTER.findall(chunk))
        if not letters:
            continue
        tag, sure = _detect(chunk)
        weight = letters * _DENSE.get(tag, 1)
        votes[tag] += weight
        reliable += weight if sure else 0
    total = sum(votes.values())
    if not total:
        return Reading("", 0.0, 0)
    best, count = max(sorted(votes.items()), key=lambda vote: vote[1])
    if {"zh", "zh-Hant"} <= votes.keys() and best in {"zh", "zh-Hant"}:
        count = votes["zh"] + votes["zh-Hant"]
    return Reading(best, count / total, total, 2 * reliable > total)


def _chunks(text: str) -> list[str]:
    chunks, size = [""], 0
    for line in text.split("\n"):
        for at in range(0, len(line), 2 * _CHUNK):
            if size >= _CHUNK:
                chunks.append("")
                size = 0
            chunks[-1] += " " + line[at : at + 2 * _CHUNK]
            size = len(chunks[-1])
    if len(chunks) > 1 and size < _CHUNK // 2:
        last = chunks.pop()
        chunks[-1] += " " + last
    return chunks


def _detect(text: str) -> tuple[str, bool]:
    asian = None if text.isascii() else _east_asian(text)
    if asian:
        return asian, True
    import whatlang

    found: Any = whatlang.detect(text)  # its stubs lack the properties
    if found is None:
        return "", False
    return _by_letters(_tag(str(found.lang)), text), bool(found.is_reliable)


def _by_letters(tag: str, text: str) -> str:
    """The language that trigrams found, or, where another of its kin alone has letters that stand in the text, that one."""
    for family in _OWN_LETTERS:
        if tag in family:
            telling = set().union(*family.values()).intersection(text.casefold())
            known = {one: len(telling.intersection(letters)) for one, letters in family.items()}
            best = max(known, key=lambda one: (known[one], one == tag))
            return best if known[best] > known[tag] else tag
    return tag


def _east_asian(text: str) -> str:
    """Chinese, Japanese or Korean where its characters are a good part of a text: names and terms in Latin letters are usual in it."""
    kana, han, hangul = (len(pattern.findall(text)) for pattern in (_KANA, _HAN, _HANGUL))
    if 5 * (kana + han + hangul) < len(_LETTER.findall(text)):
        return ""
    if hangul > kana + han:
        return "ko"
    if 8 * kana >= han:
        return "ja"
    return "zh-Hant" if _traditional(text) else "zh"


def _traditional(text: str) -> bool:
    """By the character sets of the two ways of writing: GB 2312 has the simplified characters alone, Big5 the traditional."""
    signs = _HAN.findall(text)
    simple = sum(_has(sign, "gb2312") and not _has(sign, "big5") for sign in signs)
    return sum(_has(sign, "big5") and not _has(sign, "gb2312") for sign in signs) > simple


@lru_cache(maxsize=20_000)
def _has(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=128)
def _tag(code: str) -> str:
    """The tag of one of whatlang's codes; a version that knows more than the table has its codes normalised."""
    return _CODES.get(code) or (languages.normalise(code) if languages.is_tag(code) else "")


@dataclass(frozen=True, slots=True)
class Profiles:
    """How often pieces of words stand in each language of a site."""

    weights: Mapping[str, Mapping[str, float]]  # tag → piece → log of its share
    missing: Mapping[str, float]

    @classmethod
    def learn(cls, texts: Mapping[str, Sequence[str]], tags: Iterable[str]) -> Profiles:
        """From texts by their tag."""
        weights, missing = {}, {}
        for tag in sorted(tags):
            counts: Counter[str] = Counter()
            size = 0
            for text in texts[tag]:
                counts.update(_pieces(text))
                size += len(text)
                if size > _LEARNT:
                    break
            if size < 300:
                continue
            total = sum(counts.values()) + 20_000
            weights[tag] = {piece: math.log((count + 0.5) / total) for piece, count in counts.items()}
            missing[tag] = math.log(0.5 / total)
        return cls(weights, missing)

    def judge(self, text: str, among: Sequence[str] = ()) -> tuple[str, float]:
        """The likeliest of the site's tags (or of some of them) and how sure that is; "" where there are not two to choose from."""
        tags = [tag for tag in self.weights if not among or tag in among]
        pieces = _pieces(text[:1000])
        if len(tags) < 2 or not pieces:
            return "", 0.0
        scores = sorted(((sum(self.weights[tag].get(piece, self.missing[tag]) for piece in pieces), tag) for tag in tags), reverse=True)
        # Pieces overlap: what they say together is a third of their sum.
        clear = min(40.0, (scores[0][0] - scores[1][0]) / 3)
        return scores[0][1], 1 / (1 + math.exp(-clear))


def _pieces(text: str) -> list[str]:
    found = []
    for word in _NO_WORDS.sub(" ", text[:READ].casefold()).split():
        padded = f" {word} "
        found += [padded[at : at + 3] for at in range(len(padded) - 2)]
        if not word.isascii():
            found += list(word)
    return found
