"""Lines folded for comparing: case, accents and typographic variants away, one character for one, so that places stay."""

from __future__ import annotations

import re
import unicodedata

# Marks of direction, joiners and Arabic vowel signs: they change how a line looks, not what it says.
FORMATTING = re.compile("[\u00ad\u0610-\u061a\u0640\u064b-\u0655\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SPACE = re.compile(r"\s+")
_ORNAMENT = re.compile(r"[\W_]+")  # before a line: an emoji, a star, an arrow
_OPENING = " *_~([{（【「<>«»“”„\"'|•·#—–-:"
_CLOSER = re.compile(r"\s?(\S)")  # French puts a space before its own
_PAIRS = {")": "(", "）": "（", "]": "[", "】": "【", "」": "「", "»": "«", "”": "“"}
_CLOSING = " *_~)]}）】」<>«»“”\"'|•·—–-.。।…‎"


class _Fold(dict[int, str]):
    """A table for str.translate: one code point to one, without case or accents; filled as they are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = char if "가" <= char <= "힣" else unicodedata.normalize("NFD", char)[0]
        lower = base.lower()[:1]
        self[code] = folded = {"ı": "i", "ς": "σ", "ł": "l", "đ": "d"}.get(lower, lower)
        return folded


FOLD = _Fold(
    {ord(a): b for a, b in zip("’ʼ‘`´‌：（）；。．，、،؛՝፦៖＝／｜【】।፤፣", "''''' :();..,,,;:::=/| :.;,", strict=True)}
)


def fold(text: str) -> str:
    """Text without case, accents, formatting characters and typographic variants, for comparing."""
    return unicodedata.normalize("NFC", FORMATTING.sub("", text)).translate(FOLD)


def cleaned(text: str) -> str:
    """A line in NFC, in one row, without the brackets, dashes and marks around it; case and accents stay."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", FORMATTING.sub("", text))
    text = _SPACE.sub(" ", text).lstrip(_OPENING)
    ornament = _ORNAMENT.match(text)
    return text[ornament.end() if ornament else 0 :].rstrip(_CLOSING)


def span(text: str) -> tuple[int, int]:
    """Where the statement stands in a line, without the brackets and marks around it; a link and a bracket of its own belong to it."""
    ornament = _ORNAMENT.match(text)
    start, end = ornament.end() if ornament else 0, len(text.rstrip(_CLOSING + " \n"))
    while (
        (closing := _CLOSER.match(text, end))
        and (opener := _PAIRS.get(closing[1]))
        and text.count(opener, start, end) > text.count(closing[1], start, end)
    ):
        end = closing.end()
    return start, end
