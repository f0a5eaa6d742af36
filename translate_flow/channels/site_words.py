"""A text as the words that the site's search looks for, from which the text can be shown again. `templates/search.js` does the same.

The search library cuts at white space only, so words are cut here: at every character that is no letter, mark or digit. What
follows without a space starts with GLUE. Scripts that put no spaces between words are cut into pairs of neighbouring
characters, so that any part of a text of two characters or more is found without a dictionary: each word is shown up to
BEHIND, after which comes the character that is shown by the next word. What holds no word stands behind the word before it
after SPACE, so that a phrase may go over it. None of these signs is looked for by the library.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

GLUE = "\u2060"  # word joiner
BEHIND = "\u2063"  # invisible separator
SPACE = "\u2062"  # invisible times
_SIGNS = str.maketrans("", "", GLUE + BEHIND + SPACE)
# Thai, Lao, Tibetan, Myanmar, Khmer; kana, bopomofo; Han
_UNSPACED = r"\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_UNIT = re.compile("um*|[wm]+")


def words(text: str) -> str:
    """The words of a text, with spaces between them."""
    found: list[str] = []
    for chunk in text.translate(_SIGNS).split():
        cut = list(_cut(chunk))
        if cut:
            found += cut
        elif found:
            found[-1] += SPACE + chunk
        else:
            found.append(chunk)
    return " ".join(found)


def _cut(chunk: str) -> Iterator[str]:
    """The words of a text without spaces. What is no word belongs to the word before it, or else to the first."""
    kinds = "".join(map(_kind, chunk))
    places = [found.span() for found in _UNIT.finditer(kinds)]
    for number, (start, end) in enumerate(places):
        next_start, next_end = places[number + 1] if number + 1 < len(places) else (len(chunk), len(chunk))
        pair = next_start == end < len(chunk) and kinds[start] == kinds[next_start] == "u"
        shown = chunk[start if number else 0 : next_start]
        yield (GLUE if number else "") + shown + (BEHIND + chunk[next_start:next_end] if pair else "")


@lru_cache(maxsize=1 << 14)
def _kind(char: str) -> str:
    """A mark, a letter or digit of a script without spaces or of another, or something else."""
    category = unicodedata.category(char)[0]
    if category == "M":
        return "m"
    return ("u" if _IS_UNSPACED.match(char) else "w") if category in "LN" else " "
