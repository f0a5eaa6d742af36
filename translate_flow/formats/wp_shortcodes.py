"""WordPress's shortcodes: `[gallery ids="1,2"]`, `[caption]<img> text[/caption]`, `[[escaped]]`.

After the Shortcode API's handbook page. Which names are registered only the site knows, so a bracketed word
counts as a shortcode only where it shows: a name that WordPress itself brings, a closing tag somewhere in the
text, attributes, or standing alone in a paragraph in lower case. `[sic]` inside a sentence is text.
"""

from __future__ import annotations

import re

# Stopping at any further `[` keeps every attempt inside one bracket, so time is linear.
ATTRIBUTES = r"""(?>(?:[^\[\]=]++|=\s*+(?>(?:"[^"\[]*+"|'[^'\[]*+')?))*)"""
TAG = re.compile(rf"""\[(/?)([A-Za-z][\w-]*+)(?=[\s/=\]])({ATTRIBUTES})\]""")
CORE = frozenset({"audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption"})
ADDRESS = re.compile(r"""https?://[^\s<>"]++\Z""")
_ASSIGNS = re.compile(r"""(?:^|\s)[\w-]*=["'\w/]""")
_CLOSING = re.compile(r"\[/([A-Za-z][\w-]*)\]")
_ESCAPED = r"\[(\[/?+([A-Za-z][\w-]*+)(?=[\s/=\]])[^\[\]]*+\](?>(?:[^\[\]]*+\[/\2\])?))\]"
_TAG_OR_ESCAPED = re.compile(rf"{_ESCAPED}|{TAG.pattern}")
_DEPTH = 16  # how many shortcodes are taken off each end of a paragraph
_LIKE = re.compile(r"\[(?=/?[A-Za-z])")


def closed_names(text: str) -> frozenset[str]:
    """The names that some closing tag in the text carries: shortcodes wherever they stand in brackets."""
    return frozenset(_CLOSING.findall(text)) if "[" in text and "[/" in text else frozenset()  # the first is quicker


def is_shortcode(match: re.Match[str], closed: frozenset[str], *, alone: bool = False) -> bool:
    """Whether a match of TAG is a shortcode's tag; `alone`: it is all that its paragraph holds."""
    slash, name, inside = match.groups()
    if slash or name in CORE or name in closed:
        return True
    if _ASSIGNS.search(inside) or inside.endswith("/"):
        return True
    return alone and name.islower() and name.isascii() and not inside.strip()


def readable(source: str, closed: frozenset[str]) -> str:
    """Source as the site shows it: shortcodes' tags dropped, what they enclose kept, `[[x]]` as `[x]`."""

    def shown(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        tag = TAG.fullmatch(match[0])
        return "" if tag and is_shortcode(tag, closed) else match[0]

    return _TAG_OR_ESCAPED.sub(shown, source)


def edges(source: str, closed: frozenset[str]) -> tuple[int, int]:
    """What of a paragraph's source lies between the shortcodes at its ends: `(start, end)` within `source`.

    A pair that encloses all of it is left out, and so is a tag whose partner stands elsewhere.
    """
    start, end = 0, len(source)
    for _ in range(_DEPTH):
        match = TAG.match(source, start, end)
        if not match or not is_shortcode(match, closed, alone=match.end() == end):
            break
        partner = f"[/{match[2]}]"
        closing = -1 if match[1] else source.find(partner, match.end(), end)
        if 0 <= closing < end - len(partner):
            break  # a pair inside the sentence
        start = _end_of_space(source, match.end())
    for _ in range(_DEPTH):
        opening = source.rfind("[", start, end) if source[end - 1 : end] == "]" else -1
        match = TAG.match(source, opening, end) if opening >= 0 else None
        if not match or match.end() != end or not is_shortcode(match, closed):
            break
        if match[1] and source.find(f"[{match[2]}", start, opening) >= 0:
            break
        end = opening
        while end > start and source[end - 1].isspace():
            end -= 1
    return min(start, end), end


def _end_of_space(source: str, at: int) -> int:
    while at < len(source) and source[at].isspace():
        at += 1
    return at


def escape(text: str) -> str:
    """Text in which no bracket can be taken for a shortcode."""
    return _LIKE.sub("&#91;", text)
