"""Words by Unicode's rules (UAX #29, word boundaries), in every script."""

from __future__ import annotations

from collections.abc import Sequence

from unicode_segmentation_rs import unicode_words


def words(text: str) -> list[str]:
    """The words of a text, in order; punctuation and white space are left out."""
    return list(unicode_words(text))


def count(text: str) -> int:
    """How many words a text has by UAX #29. In scripts without spaces each ideograph counts as one."""
    return len(unicode_words(text))


def total(texts: Sequence[str]) -> int:
    """How many words some texts have together."""
    marked = _marked(texts)
    return sum(map(count, texts)) if marked is None else marked.count(b" a")


def counts(texts: Sequence[str]) -> list[int]:
    """`count` of each text: all at once, in half the time, where they are in Western European characters."""
    marked = _marked(texts)
    parts = [] if marked is None else marked.split(b"\n")
    return [part.count(b" a") for part in parts] if len(parts) == len(texts) else [count(text) for text in texts]


def _marked(texts: Sequence[str]) -> bytes | None:
    """The texts, a line each, every word a space and some `a`; None where the short cut does not hold."""
    joined = f" {_BETWEEN} ".join(texts)
    if not joined.isascii():
        for sign, alike in _ALIKE:
            joined = joined.replace(sign, alike)
    try:
        classes = b" " + joined.encode("latin-1").translate(_CLASSES)
    except UnicodeEncodeError:
        return None
    for mark, sides in _MARKS:
        after = [part[:1] for part in classes.split(mark)[1:]]
        for side in sides:
            if side in after:  # twice, for `a.b.c`: what one replacement has read, it does not read again
                within = side + mark + side
                classes = classes.replace(within, side * 3).replace(within, side * 3)
    return None if b"!" in classes else classes.translate(_STARTS)


_BETWEEN = "\x1e"  # stands between texts; a control character that no format lets in
_ALIKE = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "-"))  # to these rules
_RARE = "_\xad\xb2\xb3\xb8\xb9\xbc\xbd\xbe"  # each with a rule of its own


def _class(character: str) -> str:
    """What a character of Latin-1 is to WB5–WB13: a letter `a`, a digit `1`, what joins some, or neither; `!`: rare."""
    if character in _RARE:
        return "!"
    if character.isdigit() or character.isalpha():
        return "1" if character.isdigit() else "a"
    return {"'": ".", ".": ".", ":": ":", "·": ":", ",": ",", ";": ",", _BETWEEN: "\n"}.get(character, " ")


_CLASSES = "".join(_class(chr(code)) for code in range(256)).encode()
# MidNumLet joins letters and joins digits, MidLetter letters, MidNum digits; letters and digits join one another.
_MARKS = ((b".", (b"a", b"1")), (b":", (b"a",)), (b",", (b"1",)))
_STARTS = bytes.maketrans(b"1.:,!", b"a    ")
