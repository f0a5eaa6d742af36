"""Languages by the names that sites give them: “Español”, “Spanish”, “Deutsch (Österreich)”, “中文”, in menus and categories."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from translate_flow import languages

# Locales whose own names, and names of each other, are known: those that CLDR describes well and sites are written in.
_NAMED = (  # noqa: SIM905
    "en es pt fr de it nl ca gl eu ru uk be pl cs sk sl hr sr bs mk bg ro hu el tr ar fa he ur hi bn ta te mr gu pa zh zh-Hant ja ko vi th id ms fil "
    "sv da nb nn fi is et lv lt ga cy sq hy ka az kk uz sw af am so ha yo zu ne si km lo my mn eo pt-BR"
).split()
_READERS = ("en", "es", "pt", "fr", "de", "it", "ru", "ar", "zh", "tr", "pl", "nl", "id")
_MORE = {"castellano": "es", "farsi": "fa", "bokmal": "nb", "norsk": "no", "chinese": "zh", "简体中文": "zh-Hans", "繁體中文": "zh-Hant", "繁体中文": "zh-Hant", "brasileiro": "pt-BR",
         "portugues do brasil": "pt-BR", "portugues brasil": "pt-BR", "bahasa": "id", "tagalog": "tl", "kurdi": "ku", "kurdish": "ku", "汉语": "zh", "simplified chinese": "zh-Hans", "traditional chinese": "zh-Hant"}  # fmt: skip


def named(name: str) -> str:
    """The tag of a language by its name in itself or in a large language; "" for what names none. Whole names only."""
    folded = _fold(name)
    if not 2 <= len(folded) <= 40:
        return ""
    return _table().get(folded) or _table().get(folded.partition(" (")[0], "")


def _fold(name: str) -> str:
    plain = "".join(one for one in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(one))
    return " ".join(plain.replace("_", " ").replace("-", " ").split())


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table = {}
    for reader in reversed(_READERS):
        table.update({_fold(languages.name(tag, reader)): tag for tag in reversed(_NAMED) if tag != "zh-Hant"})
    table.update({_fold(languages.own_name(tag)): tag for tag in reversed(_NAMED)})
    table.update({_fold(one): tag for one, tag in _MORE.items()})
    return {one: tag for one, tag in table.items() if len(one) > 2 or not one.isascii()}
