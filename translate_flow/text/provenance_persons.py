"""What a translator's name in a provenance line looks like, in any language."""

from __future__ import annotations

import re


def trimmed(who: str) -> str:
    """A name without the marks around it; a parenthesis that the line's end took is closed again."""
    who = who.strip(" ,;:—–-，；：、")
    return who + ")" * (who.count("(") - who.count(")"))


_PARTICLES = frozenset(re.findall(
    r"\S+", "de del della di da das do dos du la le las los el al van von der den ter ten zu bin ibn ben abu "
    "y e i and et und og och ja en a the of for d' l' и і та й و के να και",
))  # fmt: skip
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff]+")  # with kana: names without spaces
_HIRAGANA = re.compile("[\u3041-\u309f]{5}")
_AFTER_NAME = re.compile(r"\s*\(([^()«»“”„\"]{1,40})\)$")  # "(LIT)"
_PERSONS = re.compile(r"\s*(?:[,&/;·、،，]|\s(?:and|y|e|et|und|en|og|och|ja|i|и|і|та|ve|και)\s)\s*")


def name_trust(who: str) -> float:
    """1 for what looks like persons' names, 0.6 for a few words in lower case, 0 for what can be no name."""
    if not who:
        return 1.0
    bare = _AFTER_NAME.sub(lambda detail: detail[0] if is_title(detail[1]) else "", trimmed(who))
    if (
        not bare
        or len(bare) > 80
        or re.search(
            r"[:!?«»“”\"()\[\]<>|=：（）【】「」＝｜。]|\d{3}|\b(?!Mrs|Sra|Dra|Ing|Prof)[^\W\d_]{3,}\.(?=\s|$)", bare
        )
    ):
        return 0.0
    trust = 1.0
    persons = _PERSONS.split(bare)
    for person in persons:
        tokens = person.split()
        if not _may_be_one(tokens, 16 if len(persons) == 1 else 8):
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


def is_title(text: str) -> bool:
    """Whether words begin with a capital and go on without, as a title does and no name ("Cierra la escuela"), or with the English article."""
    first, *others = text.split() or [""]
    lower = (word for word in others if word[0].islower() and word not in _PARTICLES and not _is_capital(word))
    return (first == "The" and bool(others)) or (first[:1].isupper() and any(lower))


def is_phrase(who: str) -> bool:
    """Whether these are a title, or words without capitals: nobody, where no word before says that they are somebody."""
    return is_title(who) or (" " in trimmed(who) and name_trust(who) < 1)


def _may_be_one(tokens: list[str], longest: int) -> bool:
    """Whether words are few enough for a person, end as names do, and have at most `longest` letters where no spaces part them."""
    if not tokens or len(tokens) > 6 or (len(tokens) > 1 and tokens[-1] in _PARTICLES):
        return False
    return not any(_HIRAGANA.search(token) or (_HAN.fullmatch(token) and len(token) > longest) for token in tokens)


def _has_case(token: str) -> bool:
    return token[0].lower() != token[0].upper()


def _is_capital(token: str) -> bool:
    """Ruiz, al-Masri, d'Este, @ana."""
    head, _, tail = token.replace("’", "-").replace("'", "-").partition("-")
    return token[0] == "@" or token[0].isupper() or (len(head) <= 3 and tail[:1].isupper())


def is_named(who: str) -> bool:
    """Whether these can only be persons' names where no word before says so: by capitals, or three words without case."""
    if not who or name_trust(who) < 1:
        return False
    if _has_case(who[0]):
        return who[0].isupper()
    return len(who.split()) <= 3 and not any(
        _HAN.fullmatch(part) and len(part) > 5 for part in re.split(r"[\s·・]", who)
    )
