"""Splits a block's inner source into units: words, figures, white space, punctuation, and markup and links as wholes.

Words by Unicode's rules (UAX #29, word boundaries); where a text has scripts that put no spaces between words, by ICU's
dictionaries. What a syntax means as one thing (a tag, a link's target, a code span, an expression) is one unit, so
that a change in it is one change. Nothing is lost: the units joined are the source. Time is linear in any input.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from unicode_segmentation_rs import split_word_bounds


class UnitKind(StrEnum):
    WORD = "word"
    NUMBER = "number"            # a whole figure as printed: 1,234.56
    SPACE = "space"
    PUNCTUATION = "punctuation"  # and symbols
    MARKUP = "markup"            # emphasis, brackets of links, tags, shortcodes, comments
    LINK = "link"                # an address, or the part of a link's markup that holds it
    IMAGE = "image"
    CODE = "code"                # a code span, an expression of MDX
    ENTITY = "entity"
    MARK = "mark"                # of a footnote: [^1], [1], ¹, †


# Thai, Lao, Myanmar, Khmer, Kana, Han: no spaces between their words.
_UNSPACED = (
    "\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
# Groups are made atomic by `(?>…)`, not by `)*+`: Python before 3.11.5 mismatches possessive repeats of groups (gh-106052).
_PAIRED = r"\{[^{}]*+(?>(?:\{[^{}]*+\}[^{}]*+)*)\}"  # one pair inside another, as in `{{< ref >}}` and `{f({a})}`
_STRING = r"`[^`]{0,300}+`"  # braces in a template's string are its own; bounded, so that time stays linear
_BRACES = rf"(?:\{{[^{{}}`]*+(?>(?:(?:{_STRING}|\{{[^{{}}`]*+\}})[^{{}}`]*+){{0,8}})\}}|{_PAIRED})"
# A tag that does not close is consumed too, so that nothing is read twice; `split` then divides it further.
_TAG = rf"""<!--(?>(?:[^-]++|-(?!->))*)(?>(?:-->)?)|</?(?:>|[A-Za-z](?>(?:[^<>"'{{}}]++|"[^"]*+"|'[^']*+'|{_PAIRED})*)>?+)"""
_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});"
_MARK = r"\[\d{1,3}\](?![(\[:])|[⁰¹²³⁴⁵⁶⁷⁸⁹]++|[†‡]++"
_CLITICS = "\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3"  # Hebrew and Arabic letters: “and”, “in” are written together with a figure
# The first digit is no part of a word before it (MP3), but a `v` may stand there: v1.2.
_NUMBER = rf"\d(?:(?<![^\W{_UNSPACED}{_CLITICS}]\d)|(?<=\b[vV]\d))(?<!\d[.,'’٫٬]\d)\d*+(?>(?:[.,'’٫٬]\d++|[\u00a0\u202f\u2009]\d{{3}}(?!\d))*)(?![\ufe0f\u20e3])"
_BLANK = r"[^\S ]\s*+"
_URL = r"""(?:[Hh][Tt][Tt][Pp][Ss]?://|[Ww][Ww][Ww]\.)(?:[^\s<>"“”«»|\\^`{}\[\]()\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]|\([^\s()<>]*\))+(?<![.,;:!?'’*_~])"""
_CODE_SPAN = r"``(?<!```)(?!`)(?>(?:[^`]++|`(?!`))*)``(?!`)|`(?<!``)(?!`)[^`]++`(?!`)|`++"
_DESTINATION = r"(?:<[^<>\n]*+>|[^\s()<]*+(?>(?:\([^\s()]*+\)[^\s()]*+)*))"
_LINK = rf"""\]\(\s*+{_DESTINATION}(?>(?:\s+(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?)\s*+\)|\]\[[^\]\[]*+\]"""
_UNDERSCORES = r"_(?<!\w_)_{0,2}+|_{1,3}+(?!\w)"  # not inside a word: snake_case
_SHORTCODE = r"\[/[a-z][\w-]*+\]|\[[a-z][\w-]*+\s[^\[\]=]*+=[^\[\]]*+\]"
_MARKDOWN = rf"{_CODE_SPAN}|\[\^[^\]\s\[^]{{1,40}}\]|!\[|{_LINK}|\\[!-/:-@\[-`{{-~]|\*{{1,3}}+|~~|{_UNDERSCORES}|{_BRACES}|{_ENTITY}"
_PARTS = {
    "markdown": (_MARKDOWN, _MARK, r"[\[\]]", _NUMBER, _BLANK),
    "html": (_ENTITY, _MARK, _SHORTCODE, _NUMBER, _BLANK),
    "text": (_MARK, _NUMBER, _BLANK),
}
_NEVER_FIRST = "A-GI-VX-Za-gi-vx-z .,;:?'’\"“”()/–—"
_FAMILY = {"markdown": "markdown", "mdx": "markdown", "html": "html", "wordpress": "html"}
_DICTIONARY = re.compile(f"[{_UNSPACED}]")


def split(source: str, syntax: str) -> list[str]:
    """The units of a block's inner source, in order; joined, they are the source.

    `syntax` is a `Document.format`; for what is no markup (a code block, any format unknown here) it is "text".
    """
    family = _FAMILY.get(syntax, "text")
    urls = "://" in source or "www." in source.casefold()
    pieces = _pattern(family, family != "text", urls).split(source)
    found: list[str] = []
    for at, piece in enumerate(pieces):
        if not piece:
            continue
        if at % 2 == 0:
            found += _words(piece)
        elif piece[0] == "<" and piece[-1] != ">":  # a tag that does not close is text
            for inner, part in enumerate(_pattern(family, False, urls).split(piece)):
                if part:
                    found += [part] if inner % 2 else _words(part)
        else:
            found.append(piece)
    return found


@cache
def _pattern(family: str, tags: bool, urls: bool) -> re.Pattern[str]:
    parts = (*([_TAG] if tags else ()), *([_URL] if urls else ()), *_PARTS[family])
    # The look-ahead is only for speed: most characters begin none of the parts.
    return re.compile(f"((?=[^{_NEVER_FIRST}{'' if urls else 'HhWw'}])(?:{'|'.join(parts)}))")


def _words(text: str) -> list[str]:
    """Words and what stands between them, by UAX #29, with dictionary words where the script needs them."""
    try:
        if _DICTIONARY.search(text):
            from icu4py.breakers import WordBreaker  # 25 ms to import: not for texts that need none

            return list(WordBreaker(text, "root"))
        return list(split_word_bounds(text))
    except UnicodeEncodeError:  # half a surrogate pair: no text of ours has one, but nothing must be lost
        return [part for part in re.split(r"(\w+)", text) if part]


_pattern("markdown", True, False)  # the usual one, once and for all

_KINDS: dict[UnitKind, str] = {  # the first that is the whole unit
    UnitKind.SPACE: r"\s+",
    UnitKind.NUMBER: r"\d.*|[¼-¾⅐-⅞]",
    UnitKind.MARK: r"[⁰¹²³⁴⁵⁶⁷⁸⁹†‡]+|\[\^[^\]\s]+\]|\[\d{1,3}\]",
    UnitKind.IMAGE: r"!\[|<(?i:img|image|picture|svg|video|source)\b.*>",
    UnitKind.LINK: r"\]\(.*|\]\[.*|(?i:https?://|www\.).+|<[A-Za-z][A-Za-z0-9+.-]*:\S*>|<\S+@\S+>|<[Aa]\s.*href.*>",
    UnitKind.MARKUP: r"[*_`\[\]]+|~~|</?(?:>|[A-Za-z].*>)|<!--.*|\{(?:[{%:#]|/\*).*|\[.+\]",
    UnitKind.CODE: r"`.+`|\{.*\}",
    UnitKind.ENTITY: r"&.+;",
    UnitKind.WORD: r"[^\w\\]*\w.*",
    UnitKind.PUNCTUATION: r".+",
}
_KIND = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _KINDS.items()), re.DOTALL)


def kind(unit: str) -> UnitKind:
    """What a unit is, by its own text: a tag with an address is a link, an image's tag an image. Raises ValueError for no unit."""
    found = _KIND.fullmatch(unit)
    if found is None or found.lastgroup is None:
        raise ValueError("an empty string is no unit; ask for the kind of what `split` gives")
    return UnitKind(found.lastgroup)


def wordy(unit: str) -> bool:
    """Whether a unit is read as a word: a word or a figure."""
    return kind(unit) in {UnitKind.WORD, UnitKind.NUMBER}
