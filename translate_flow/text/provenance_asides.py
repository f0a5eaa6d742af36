"""What may stand in a provenance line and states nothing of it: the title of the original, the byline before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_flow.text import byline
from translate_flow.text.provenance_persons import is_title

_QUOTES = ("«»", "»«", "“”", "„“”", "””", '""', "「」", "『』", "《》", "〈〉")  # what opens, what closes
_QUOTED = "|".join(f"{marks[0]}[^{marks[1:]}]+(?:[{marks[1:]}]|$)" for marks in _QUOTES)  # a line's end loses the last
_TITLE = re.compile(
    rf"[ ,:：;·|—–-]*(?:[(（] ?(?:{_QUOTED}) ?(?:[)）]|$)|{_QUOTED}|[(（](?P<bare>[^()（）]+)(?:[)）]|$))"
)
_BEGINS = re.compile("|".join(f"{marks[0]}[^{marks[1:]}]+[{marks[1:]}]" for marks in _QUOTES))
_TAIL = re.compile(r"\W+$")
_CLOSED = (")", "）", *(mark for marks in _QUOTES for mark in marks[1:]))  # without one of these, a line's end has lost nothing
_AROUND = " ,:：;·|—–-()（）" + "".join(_QUOTES)
_LONGEST_TITLE = 120  # characters
_PART = re.compile(
    r"\.\s+|\s+[|·•—–/-]\s+|\s*[｜;；؛,，،、。]\s*|\s{2,}|\u3000"
)  # between a byline and what follows it in its line
_MACHINE = (
    "automatically", "automatic", "machine", "automáticamente", "automática", "automatiquement", "automatique", "automaticamente", "automatica",
    "automatisch", "automatische", "maschinell", "maschinelle", "automatycznie", "automatyczne", "maszynowo", "maszynowe", "автоматически",
    "автоматический", "машинный", "автоматично", "автоматичний", "машинний", "otomatik olarak", "otomatik", "automatiskt", "automatisk",
    "automaticky", "automat", "gépi", "secara otomatis", "otomatis", "آليا", "آلية", "تلقائيا", "به طور خودکار", "ماشینی", "אוטומטית", "אוטומטי",
    "स्वचालित रूप से", "स्वचालित", "tự động",
)  # fmt: skip
_BY_MACHINE = re.compile(
    rf" ?\b(?:{'|'.join(_MACHINE)})\b ?|自动|自動|机器|機器|機械| ?(?:자동(?:으로)?|기계) ?", re.IGNORECASE
)


def untitled(clean: str, stated: str) -> str:
    """A line without the titles in it, in quotation marks or a sentence's case in parentheses; those that begin it stay.

    `stated` is the line before it was cleaned of the marks at its ends. One that begins with a quotation and goes on is a sentence about that:
    “Translated from the French,” it said on the cover.
    """
    begins = _BEGINS.match(stated)
    if begins and any(map(str.isalpha, stated[begins.end() :])):
        return clean
    tail = _TAIL.search(stated)
    closed = tail is not None and any(mark in tail[0] for mark in _CLOSED)
    return _TITLE.sub(lambda found: _cut(found) if closed or found.end() < len(clean) else found[0], clean).strip()


def _cut(found: re.Match[str]) -> str:
    title, bare = found[0].strip(_AROUND), found["bare"]
    kept = found.start() == 0 or not title or len(title) > _LONGEST_TITLE
    return found[0] if kept or (bare and not is_title(bare)) else ""


def unattended(clean: str) -> str:
    """A line without the words that say a machine translated."""
    return _BY_MACHINE.sub(lambda found: " " if found[0][:1] == found[0][-1:] == " " else "", clean)


def after_byline(line: str) -> Iterator[int]:
    """Where a line may go on after a byline: “By Ana Ruiz. Translated from …”."""
    return (part.end() for part in _PART.finditer(line) if byline.recognise(line[: part.start()]))
