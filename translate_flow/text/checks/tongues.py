"""In which language and script a block is written, and whether that is the version's own."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from translate_flow import languages
from translate_flow.text.checks.finding import Finding, Severity
from translate_flow.text.checks.scene import MASK, Scene, Side, found

_ENOUGH = 60  # letters of a block from which trigrams say something
_MUCH, _READ, _CLEAR = 200, 6000, 0.9  # letters of a whole text; characters of it that are read; how sure it must be
_ALONE = 12  # letters in another script
_SHARE = 0.6  # of the letters in another script than the language's
# Written so alike that short texts do not tell them apart.
_KIN = tuple(map(frozenset, (
    {"nb", "nn", "no", "da", "sv", "is", "fo"}, {"hr", "sr", "bs", "sh", "sl", "cnr"}, {"id", "ms", "jv", "su"}, {"fil", "tl"}, {"cs", "sk"},
    {"gl", "pt", "es", "ast", "an", "ext", "ca", "oc", "mwl", "it", "co", "ro"}, {"ru", "be", "uk", "bg", "mk", "sr", "rue"}, {"hi", "mr", "ne", "mai", "bho", "sa"},
    {"fa", "ps", "ckb", "ur", "ar", "ug", "sd", "az"}, {"af", "nl", "fy", "li", "nds", "de", "lb"}, {"zh", "yue", "wuu", "ja"}, {"az", "tr", "tk", "crh", "uz"},
    {"fr", "oc", "ca", "ht", "br"}, {"en", "pcm", "sco"}, {"fi", "et"},
)))  # fmt: skip
_UNSPACED = frozenset({"zh", "ja", "yue", "wuu", "th", "lo", "km", "my"})
_CODES = dict(pair.split(":") for pair in (  # noqa: SIM905  # ISO 639-3, as whatlang has it
    "epo:eo eng:en rus:ru cmn:zh spa:es por:pt ita:it ben:bn fra:fr deu:de ukr:uk kat:ka ara:ar hin:hi jpn:ja heb:he yid:yi pol:pl amh:am jav:jv kor:ko "
    "nob:nb dan:da swe:sv fin:fi tur:tr nld:nl hun:hu ces:cs ell:el bul:bg bel:be mar:mr kan:kn ron:ro slv:sl hrv:hr srp:sr mkd:mk lit:lt lav:lv est:et "
    "tam:ta vie:vi urd:ur tha:th guj:gu uzb:uz pan:pa aze:az ind:id tel:te pes:fa mal:ml ori:or mya:my nep:ne sin:si khm:km tuk:tk aka:ak zul:zu sna:sn "
    "afr:af lat:la slk:sk cat:ca tgl:fil hye:hy"
).split())
_SCRIPTS = {  # by the first word of characters' names in Unicode; a language not here is written in Latin letters
    "CYRILLIC": "ru uk be bg mk kk ky mn tg rue", "ARABIC": "ar fa ur ps ckb ug sd", "HEBREW": "he yi", "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka",
    "DEVANAGARI": "hi mr ne mai bho sa", "BENGALI": "bn as", "GURMUKHI": "pa", "GUJARATI": "gu", "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn",
    "MALAYALAM": "ml", "SINHALA": "si", "THAI": "th", "LAO": "lo", "MYANMAR": "my", "KHMER": "km", "ETHIOPIC": "am ti", "CJK": "zh yue wuu ja ko",
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "ORIYA": "or",
}  # fmt: skip
_ALPHABETS = frozenset(tag for tags in _SCRIPTS.values() for tag in tags.split())
_SUBTAGS = {"Cyrl": "CYRILLIC", "Latn": "LATIN", "Arab": "ARABIC", "Deva": "DEVANAGARI", "Guru": "GURMUKHI"}
_TWO_WAYS = frozenset({"sr", "bs", "uz", "az", "ku", "tt", "kk", "mn", "tg", "pa", "ks", "sd", "ha", "ms"})  # written in several scripts
_HANS = "们这国来对时会后说过为还没发现开关问题业应该让请语设计图书写点击选择标签页面编辑实际"
_HANT = "們這國來對時會後說過為還沒發現開關問題業應該讓請語設計圖書寫點擊選擇標籤頁面編輯實際"
_ONLY = tuple(frozenset(a) - frozenset(b) for a, b in ((_HANS, _HANT), (_HANT, _HANS)))


def close(one: str, two: str) -> bool:
    """Whether two languages are written alike."""
    first, second = one.partition("-")[0], two.partition("-")[0]
    return first == second or any(first in kin and second in kin for kin in _KIN)


def unspaced(language: str) -> bool:
    """Whether a language puts no spaces between words."""
    return language.partition("-")[0] in _UNSPACED


def language(scene: Scene) -> Iterator[Finding]:
    """Blocks, or a whole text, in another language or script than the version's."""
    if message := _whole(scene):
        yield found("language", Severity.ERROR, message, scene.prose[0].target.whole())
        return
    wrong = []
    looked = 0
    for view in [*scene.prose, *scene.alone]:
        letters = sum(map(str.isalpha, view.target.masked))
        if letters < _ALONE or (view.source and view.source.text == view.target.text):
            continue
        looked += 1
        if message := _wrong(view.target, view.source, scene.languages):
            wrong.append((view, message))
    if len(wrong) > 4 and len(wrong) * 2 > looked:
        view, message = wrong[0]
        yield found("language", Severity.ERROR, f"the text is not in {_name(scene.languages[1])}: {message}", view.target.whole())
        return
    for view, message in wrong:
        yield found("language", Severity.ERROR, message, view.target.whole())


def _whole(scene: Scene) -> str:
    """What a whole text is written in, if that is not the version's language; blocks that are still the source's do not count."""
    own = scene.languages[1]
    base = own.partition("-")[0]
    if base in _UNSPACED or base not in _CODES.values():
        return ""
    said = [view.target.masked for view in scene.prose if not view.source or view.source.text != view.target.text]
    text = " ".join(" ".join(said)[:_READ].replace(MASK, " ").split())
    if sum(map(str.isalpha, text)) < _MUCH or (base in _ALPHABETS and sum(map(str.isascii, text)) > len(text) // 2):
        return ""
    tag, sure = _detected(text)
    return f"the text is not in {_name(own)}: it reads like {_name(tag)}" if tag and sure > _CLEAR and not close(tag, base) else ""


def _wrong(side: Side, source: Side, pair: tuple[str, str]) -> str:
    """What a block is written in, if that is not the language that it should be."""
    own = side.language
    base = own.partition("-")[0]
    if script := _other_script(side.masked, own, source.masked if source else ""):
        return f"written in {script} letters, not as {_name(own)} is"
    if base == "zh" and (kind := _characters(side.masked, own)):
        return kind
    text = " ".join(side.masked.replace(MASK, " ").split())
    letters = sum(map(str.isalpha, text))
    if letters < _ENOUGH or base in _UNSPACED or (base in _ALPHABETS and sum(map(str.isascii, text)) > len(text) // 2):
        return ""
    tag, sure = _detected(text)
    if not tag or tag == base or close(tag, base) or base not in _CODES.values():
        return "" if not (tag and tag != base and tag == pair[0].partition("-")[0] and sure > 0.9 and len(text) > 150) else f"it reads like {_name(tag)}"
    other = pair[0].partition("-")[0]
    if sure < (0.6 if tag == other and letters > 200 else 0.95) or (tag != other and letters < 90) or _common(side, source) > 0.5:
        return ""
    return f"it reads like {_name(tag)}"


def _common(side: Side, source: Side) -> float:
    """The share of a block's words that stand in its source too: names and code, mostly, where it is translated."""
    if not source:
        return 0.0
    theirs = set(re.findall(r"\w+", source.text))
    ours = re.findall(r"[^\W\d_]+", side.masked)
    return float(sum(word in theirs and word[0].isupper() for word in ours) / max(1, len(ours)))


def _detected(text: str) -> tuple[str, float]:
    import whatlang

    found: Any = whatlang.detect(text)
    if found is None:
        return "", 0.0
    sure = float(found.confidence)
    return _CODES.get(str(found.lang), ""), sure if found.is_reliable else sure / 2


def _name(tag: str) -> str:
    return languages.name(tag)


def _other_script(text: str, own: str, source: str) -> str:
    """The script that most letters are in, if the language is not written in it. Names and code of the source stand in many texts in its letters."""
    base, *more = own.split("-")
    known = {name for name, tongues in _SCRIPTS.items() if base in tongues.split()} or {"LATIN"}
    known |= {_SUBTAGS[tag] for tag in more if tag in _SUBTAGS}
    if base in _TWO_WAYS and not any(tag in _SUBTAGS for tag in more):
        return ""
    theirs = set(_WORDS.findall(source))
    count: Counter[str] = Counter()
    for word in _WORDS.findall(text.replace(MASK, " ")):
        if word not in theirs and not (word[0].isupper() and "LATIN" not in known):
            for letter in word:
                count[_script(letter)] += 1
    strange = {script: letters for script, letters in count.items() if script not in known and (script in _SCRIPTS or script == "LATIN")}
    if not strange or (most := max(strange.values())) < _ALONE or most <= _SHARE * count.total():
        return ""
    return next(script.capitalize() for script, letters in strange.items() if letters == most)


_WORDS = re.compile(r"[A-Za-zÀ-ɏ]+|[^\W\d_A-Za-zÀ-ɏ]+")  # runs of letters, Latin ones apart


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _characters(text: str, own: str) -> str:
    """Chinese in the characters of the other standard."""
    traditional = "Hant" in own or any(region in own.split("-") for region in ("TW", "HK", "MO"))
    counts = [sum(char in only for char in text) for only in _ONLY]
    wrong, right = (counts[0], counts[1]) if traditional else (counts[1], counts[0])
    if wrong > 3 and wrong > 2 * right:
        return f"written in {'simplified' if traditional else 'traditional'} characters"
    return ""
