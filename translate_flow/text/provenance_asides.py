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
_AROUND = " ,:：;·|—–-()（）" + "".join(_QUOTES)
_LONGEST_TITLE = 120  # characters
_PART = re.compile(
    r"\.\s+|\s+[|·•—–/-]\s+|\s*[｜;；؛,，،、。]\s*|\s{2,}|\u3000"
)  # between a byline and what follows it in its line


def untitled(clean: str) -> str:
    """A line without the titles in it, in quotation marks or a sentence's case in parentheses; those that begin it stay."""
    return _TITLE.sub(_cut, clean).strip()


def _cut(found: re.Match[str]) -> str:
    title, bare = found[0].strip(_AROUND), found["bare"]
    kept = found.start() == 0 or not title or len(title) > _LONGEST_TITLE
    return found[0] if kept or (bare and not is_title(bare)) else ""


def after_byline(line: str) -> Iterator[int]:
    """Where a line may go on after a byline: “By Ana Ruiz. Translated from …”."""
    return (part.end() for part in _PART.finditer(line) if byline.recognise(line[: part.start()]))
