"""The words by which pages name languages: declared tags, names in menus, codes, and phrases such as “also available in French”."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from translate_flow import languages
from translate_flow.adoption.names import named
from translate_flow.errors import UsageError

# Codes of countries, which are no language tags, where people mean the language.
_MEANT = {"jp": "ja", "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "ua": "uk", "vn": "vi", "rs": "sr", "en-eu": "en"}
# Forms of languages' names in "read in …" and "… version", which `names` (whole names, as menus have them) does not know; the rest are sites' own.
_FORMS: dict[str, str] = {
    "简体": "zh-Hans", "繁體": "zh-Hant", "正體中文": "zh-Hant", "中文简体": "zh-Hans", "中文繁體": "zh-Hant", "英文": "en", "日文": "ja", "ภาษาไทย": "th",
    "bahasa indonesia": "id", "bahasa melayu": "ms", "हिंदी": "hi", "português brasileiro": "pt-BR",
    "русском": "ru", "русски": "ru", "українською": "uk", "английском": "en", "polsku": "pl", "angielsku": "en", "česky": "cs", "anglicky": "en",
    "slovensky": "sk", "magyarul": "hu", "suomeksi": "fi", "englanniksi": "en", "angolul": "en", "românește": "ro", "بالعربية": "ar", "بالإنجليزية": "en",
    "française": "fr", "anglaise": "en", "espagnole": "es", "española": "es", "inglesa": "en", "portuguesa": "pt", "francesa": "fr", "italiana": "it",
    "italienne": "it", "allemande": "de", "alemana": "de", "alemã": "de", "deutsche": "de", "englische": "en", "spanische": "es", "französische": "fr",
}  # fmt: skip
CODE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.I)
# The other words of "Read this article in …", "También disponible en …": with names of languages alone they make no sentence of a text.
_READING = frozenset("""read this article story post page in the also available into other languages language version versions translation
    translations original english-language switch to view see change and or leer lee este esta artículo nota texto entrada en el la versión también
    disponible idioma idiomas otros ver y o lire cet article aussi version le la les dans sur disponible langue langues autres et ou lesen diesen
    diesen artikel auf auch verfügbar version sprache sprachen andere und oder leia ler este artigo em também disponível versão idioma outros e ou leggi
    questo articolo in anche disponibile versione lingua lingue lees dit artikel het ook beschikbaar versie taal talen på läs läs den här artikeln les
    denne saken læs читать на также доступно по язык языки версия и или читати українською також доступно czytaj po przeczytaj artykuł wersja język
    oku bu haberi sürüm dil diller číst v také i baca artikel ini dalam bahasa juga tersedia versi đọc bằng bài này اقرأ هذا المقال باللغة النسخة لغة
    اللغة أيضا متوفر بـ قراءة read: lue tämä στα διαβάστε olvass cikket ezt a az citește în acest articol versiunea fassung ausgabe edición edição edizione édition edition""".split())  # fmt: skip  # noqa: SIM905
_CJK = re.compile(r"阅读|閱讀|查看|版本|版|で読む|を読む|(?<=어)(?:로|판)|읽기|보기")


def tag_of(declared: str) -> tuple[str, str]:
    """A declared language as a BCP 47 tag (empty where it is none), and what is wrong with it."""
    first = re.split(r"[,;\s]", declared.strip())[0].partition(".")[0].partition("@")[0]
    if not first or first.lower() in {"x-default", "und", "mul", "zxx"}:
        return "", ""
    try:
        tag = languages.normalise(_MEANT.get(first.lower(), first))
    except UsageError:
        tag = language_of(declared, "en")
        return tag, "" if tag else f"“{declared}” is no language tag"
    if first.lower() in _MEANT:
        return tag, f"“{first}” is the code of a country; taken as “{tag}”"
    return tag, f"“{first}” is written with an underscore; read as “{tag}”" if "_" in first else ""


def language_of(text: str, reader: str = "") -> str:
    """The language that a link's words name as a whole ("Español", "Português (Brasil)"), as a tag; empty where they name none."""
    if not 0 < len(text) <= 60:
        return ""
    folded, known = _fold(text), _named_in(reader.partition("-")[0])
    bare = _CJK.sub("", folded).strip()
    keys = dict.fromkeys((folded, folded.partition("(")[0].strip(), bare, bare.replace("文", "语")))
    keys.pop("indonesia", None)  # CLDR's name of the language is the country's, which sections of a site bear
    return next((tag for key in keys if key and (tag := _FORMS.get(key) or named(key) or known.get(key, ""))), "")


def phrase_of(text: str, reader: str) -> tuple[str, ...] | None:
    """The languages that words which only lead to another version name; None for any other words."""
    if len(text) > 160:
        return None
    if whole := language_of(text, reader):
        return (whole,)
    words, found = [word for word in re.split(r"[\s,;:|/·•()\[\].!→»›]+", text) if _fold(word)], []
    while words:
        size = next((n for n in (3, 2, 1) if n <= len(words) and language_of(" ".join(words[:n]), reader)), 0)
        if size:
            found.append(language_of(" ".join(words[:size]), reader))
        elif _fold(words[0]) not in _READING:
            return None
        words = words[size or 1 :]
    return tuple(found)


def code_of(text: str) -> str:
    """The language of a bare code, `ES` or `pt-br`, of those that people publish in."""
    clean = text.strip(" []()|/")
    return tag_of(clean)[0] if CODE.fullmatch(clean) and named(languages.name(clean[:2].lower())) else ""


@lru_cache(maxsize=32)
def _named_in(reader: str) -> dict[str, str]:
    """The names of languages in the page's own language, folded → tag: of those with two letters, but for the invented ones."""
    known = languages.locale(reader).languages if reader else {}
    return {_fold(name): code for code, name in known.items() if len(code) == 2 and code not in {"ia", "ie", "io", "vo"}}


def _fold(text: str) -> str:
    return " ".join(re.sub(r"^[\W_]+|[^\w)\u0900-\u0dff\u0e00-\u0fff]+$", "", unicodedata.normalize("NFC", text)).casefold().split())
