"""Recognises a byline: a short line of its own that says who wrote the article, in some forty languages.

A byline opens with a preposition (“By”, “Por”, “Von”) and then holds names and nothing else, or with a label
and a colon (“Автор:”, “作者：”). Sentences that open with the same words hold other words too.
"""

from __future__ import annotations

import re

MAX_LENGTH = 120  # code points; a line of five authors still fits
_MAX_NAMES = 14  # words, particles included

# Words that open a byline, and mean so only where nothing but names follows.
_OPENERS = (
    "by", "written by", "words by", "text by", "story by", "report by", "reported by", "posted by",
    "published by", "por", "escrito por", "publicado por", "texto de", "texto por", "texto", "una nota de",
    "par", "écrit par", "publié par", "rédigé par", "propos recueillis par", "texte de", "von",
    "geschrieben von", "verfasst von", "text von", "ein beitrag von", "ein gastbeitrag von", "di",
    "a cura di", "scritto da", "testo di", "articolo di", "door", "geschreven door", "af", "skrevet af", "av",
    "skrevet av", "skriven av", "eftir", "kirjoittanut", "napisał", "napisała", "napisali", "napsal",
    "napsala", "napísal", "napísala", "per", "escrit per", "oleh", "ditulis oleh", "gan", "scris de",
    "articol de", "bởi", "piše", "pišu", "пише", "пишу", "пишет", "от", "від", "του", "της", "των", "από τον",
    "από την", "από τους", "από το", "από", "γράφει ο", "γράφει η", "γράφουν οι",
)  # fmt: skip
# The same for scripts without capitals, where only shortness tells names from sentences.
_CASELESS_OPENERS = ("بقلم", "به قلم", "نوشته‌ی", "نوشتهٔ", "تحریر", "מאת", "โดย")
# Labels: a colon (or slash, bar, equals sign) must follow, and then nearly anything short may.
_LABELS = (
    "author", "authors", "author(s)", "byline", "writer", "reporter", "text", "words", "autor", "autora",
    "autores", "autoras", "autor/a", "texto", "redacción", "redação", "redactor", "redactora", "auteur",
    "auteure", "autrice", "auteurs", "texte", "rédaction", "autoren", "autorin", "autorinnen", "redaktion",
    "autore", "autori", "testo", "schrijver", "auteur(s)", "tekst", "forfatter", "författare", "skribent",
    "kirjoittaja", "teksti", "autorzy", "autorka", "napisał(a)", "autoři", "napsal(a)", "szerző", "szerzők",
    "írta", "autorė", "autors", "yazan", "yazar", "yazarlar", "haber", "tác giả", "bài", "penulis",
    "pengarang", "mwandishi", "imeandikwa na", "nivîskar", "müəllif", "muallif", "aŭtoro", "egilea",
    "autoría", "autoria", "автор", "авторы", "автори", "авторка", "текст", "аўтар", "аутор", "автор(ы)",
    "συντάκτης", "συντάκτρια", "κείμενο", "հեղինակ", "ავტორი", "بقلم", "الكاتب", "الكاتبة", "كتب", "كتبت",
    "إعداد", "نویسنده", "نوشته", "از", "تحریر", "مصنف", "מאת", "כתב", "כתבה", "लेखक", "लेखिका", "लेखन",
    "লেখক", "লিখেছেন", "ผู้เขียน", "เรื่อง", "โดย", "作者", "文", "撰文", "撰稿", "记者", "記者",
    "本报记者", "採訪", "著者", "執筆", "執筆者", "筆者", "寄稿",
    "글", "글쓴이", "작성자", "저자", "기자", "글·사진",
)  # fmt: skip
_SUFFIXES = re.compile(
    r"^(?P<name>\S{2,4}(?:\s\S{1,4})?)\s(?:기자|특파원|씀|記者|记者)$|^(?P<hindi>.{2,40}?)\s+द्वारा$"
)

_ARTICLES = frozenset({
    "the", "la", "el", "las", "los", "le", "les", "o", "a", "os", "as", "il", "lo", "gli", "i", "de", "het",
    "der", "die", "das", "den", "dem", "el·la", "τον", "την", "το", "τη", "οι", "ο", "η",
})  # fmt: skip
# Lower-case words that stand inside names of people and organisations, and between two names.
_PARTICLES = frozenset({
    "de", "del", "della", "delle", "dei", "degli", "di", "da", "das", "do", "dos", "du", "des", "der", "den",
    "van", "von", "vom", "ter", "ten", "la", "las", "los", "le", "el", "al", "bin", "bint", "ibn", "abu",
    "af", "av", "of", "for", "the", "para", "pour", "für", "per", "της", "του", "των",
})  # fmt: skip
_AND = frozenset({
    "and", "y", "e", "et", "und", "en", "och", "og", "ja", "i", "&", "u", "a", "și", "ve", "dan", "и", "та",
    "і", "και", "és", "eta", "kaj", "with", "con", "mit", "avec", "met",
})  # fmt: skip
# First words that make “By …” an adverb or a heading in title case, not a byline.
_NO_NAMES = frozenset({
    "any", "all", "far", "then", "now", "way", "numbers", "design", "default", "law", "contrast",
    "comparison", "hand", "land", "sea", "air", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december", "noon", "midnight", "christmas", "your", "our", "my",
    "this", "that", "these", "those", "ejemplo", "fin", "favor", "qué", "exemple", "esempio", "beispiel",
})  # fmt: skip
_GERMAN_COLLECTIVES = frozenset({"redaktion", "red", "gruppe", "initiative", "vorstand", "kollektiv"})

_OPENER = re.compile(
    r"^(?P<word>" + "|".join(re.escape(word) for word in sorted(_OPENERS, key=len, reverse=True)) + r")"
    r"(?P<colon>\s*[:：])?\s+(?P<rest>\S.*)$",
    re.I,
)
_CASELESS = re.compile(r"^(?:" + "|".join(_CASELESS_OPENERS) + r")\s*[:：]?\s+(?P<rest>\S.*)$")
_LABEL = re.compile(
    r"^(?:" + "|".join(re.escape(word) for word in sorted(_LABELS, key=len, reverse=True)) + r")"
    r"\s*[:：/／|｜丨=＝]\s*(?P<rest>\S.*)$",
    re.I,
)
# What follows the names on one line with them: a place, a date, an address.
_TAIL = re.compile(r"\s+[|•·–—/]\s+.*$|\s*[|｜丨]\s*.*$|,\s+(?=[^,]*\d).*$|\s*[(<]?\S+@\S+[)>]?$")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।:;,]$")
_INITIAL = re.compile(r"(?:^|[\s.\-])(?:\w|Jr|Sr|Dr|St|Ph\.D)\.$")
_NAME = re.compile(r"(?:[^\W\d_]\.){1,4}|(?:[dlLD]['’]|al-|el-|as-|ad-|an-|ar-|at-)?[^\W\d_][\w'’\-.&]*")


def recognise(line: str) -> str:
    """The name or names in a whole line that is a byline, without the opening word; else the empty string.

    A leading article before an organisation goes too (“By the IWL-FI” → “IWL-FI”); one with a capital belongs
    to its name (“By The Guardian”).
    """
    line = " ".join(line.split()).strip("*_ ")
    if not 3 < len(line) <= MAX_LENGTH and not (line and ord(line[0]) > 0x2E80 and len(line) > 2):
        return ""
    suffixed = _SUFFIXES.match(line)
    if suffixed:
        return suffixed["name"] or suffixed["hindi"]
    found = _LABEL.match(line)
    if found:
        return _labelled(_TAIL.sub("", found["rest"]).strip())
    found = _OPENER.match(line)
    if found:
        return _names(_TAIL.sub("", found["rest"]).strip(), found["word"].casefold())
    found = _CASELESS.match(line)
    if found:
        return _short(_TAIL.sub("", found["rest"]).strip())
    return ""


def _labelled(rest: str) -> str:
    """After a label nearly any short text is a name: refused are sentences, and addresses."""
    if len(rest) > 80 or len(rest.split()) > _MAX_NAMES or "://" in rest or _is_sentence(rest) or _letters(rest) < 2:
        return ""
    words = rest.split()
    lower = sum(1 for word in words if word[0].islower() and word not in _PARTICLES | _AND | _ARTICLES)
    return "" if lower * 2 >= len(words) else rest


def _short(rest: str) -> str:
    return rest if len(rest) <= 48 and len(rest.split()) <= 7 and not _is_sentence(rest) and _letters(rest) > 1 else ""


def _letters(rest: str) -> int:
    """How many letters it has: “0” names nobody."""
    return sum(map(str.isalpha, rest))


def _is_sentence(rest: str) -> bool:
    return not rest or (bool(_ENDS_SENTENCE.search(rest)) and not _INITIAL.search(rest))


def _names(rest: str, opener: str) -> str:
    """`rest` without its leading article where it is nothing but names; else the empty string."""
    if _is_sentence(rest):
        return ""
    words = rest.replace(",", " , ").split()
    dropped = ""
    capitals = rest.upper() == rest
    if len(words) > 1 and (words[0] in _ARTICLES or (capitals and words[0].casefold() in _ARTICLES)):
        dropped = words.pop(0)
        rest = rest[len(dropped) :].lstrip()
    if not words or len(words) > _MAX_NAMES or words[0].casefold() in _NO_NAMES or not _is_capital(words[0]):
        return ""
    if not all(word == "," or word in _PARTICLES or word in _AND or _is_capital(word) for word in words):
        return ""
    if words[-1] in _PARTICLES or words[-1] in _AND or not _joined_well(words):
        return ""
    if opener == "von" and dropped and len(words) == 1 and not (
        words[0].isupper() or words[0].casefold() in _GERMAN_COLLECTIVES
    ):  # fmt: skip
        return ""  # “Von der Leyen” is a name itself
    return rest


def _is_capital(word: str) -> bool:
    """Whether a word is written like a name: letters and joiners, a capital first or after `al-`, `d’`."""
    if word[0] in "(“\"«" or not _NAME.fullmatch(word.strip("“”\"«»()")):
        return False
    first = re.split(r"^(?:[dlLD]['’]|(?:al|el|as|ad|an|ar|at)-)", word)[-1]
    return bool(first) and not first[0].islower()


def _joined_well(words: list[str]) -> bool:
    """Two people joined by “and” have two names each (“By Land and Sea” has not), or one is in capitals."""
    parts: list[list[str]] = [[]]
    joined = False
    for word in words:
        if word == "," or word in _AND:
            joined = joined or word != ","
            parts.append([])
        else:
            parts[-1].append(word)
    parts = [part for part in parts if part]
    if not joined or len(parts) < 2:
        return True
    capitals = any(word.isupper() and len(word) > 1 for part in parts for word in part)
    return capitals or all(len(part) > 1 for part in parts)
