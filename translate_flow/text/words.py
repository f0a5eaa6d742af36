"""Words by Unicode's rules (UAX #29, word boundaries), in every script."""

from __future__ import annotations

import re

# Only Latin, Greek and Cyrillic letters, marks, digits and joiners: there the UAX #29 rules and this pattern count alike
# (tested against each other), and the pattern needs no library.
_SIMPLE = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ʯͰ-ϿЀ-ԯ]+(?:['’.,·][0-9A-Za-zÀ-ÖØ-öø-ʯͰ-ϿЀ-ԯ]+)*")


def words(text: str) -> list[str]:
    """The words of a text, in order; punctuation and white space are left out."""
    from unicode_segmentation_rs import unicode_words

    return list(unicode_words(text))


def count(text: str) -> int:
    """How many words a text has by UAX #29. In scripts without spaces each ideograph counts as one."""
    if text.isascii() and not text.count("_"):
        return len(_ASCII.findall(text))
    return len(words(text))


# UAX #29 for ASCII: letters join over . : ' ; digits over . , ' ; and WB9/WB10 join letters with digits.
_ASCII = re.compile(r"(?:[A-Za-z]+(?:[.:'](?=[A-Za-z])[A-Za-z]+)*|[0-9]+(?:[.,;'](?=[0-9])[0-9]+)*)+")
