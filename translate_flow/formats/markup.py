"""Markup split into tokens with exact offsets: what every format that holds HTML reads with.

After the WHATWG HTML standard, §13.2.5 (Tokenization), with three tolerances, so that no reader's text is
lost: a tag that has no `>`, or meets a `<` outside a quoted value first, is text; `</` before anything but a
letter is text; and a value's quote that never closes is taken as an ordinary character. Unclosed comments,
declarations and raw text elements run to the end, as the standard says. Every pattern consumes what it reads,
so time is linear in any input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_VOID = "area base br col embed hr img input link meta param source track wbr"  # HTML §13.1.2
_RAW = "script style textarea title iframe xmp noembed noframes"  # §13.1.2, and the obsolete ones
_BLOCK = """address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu
    nav noscript ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul"""
VOID: frozenset[str] = frozenset(_VOID.split())
RAW: frozenset[str] = frozenset(_RAW.split())
BLOCK: frozenset[str] = frozenset(_BLOCK.split())  # by default (HTML §15.3), and parts of tables and forms
SPACE = " \t\n\r\f"  # HTML's white space: U+00A0 is none, and typography needs it


class Token(NamedTuple):
    """One piece of a text, `text[start:end]`.

    `kind` is open, close, text, comment, declaration or raw (the inner text of script, style, textarea and
    title). `name` is the tag's name in lower case (for raw, that of its element), else empty. A self-closing
    tag is an `open` whose text ends in `/>`.
    """

    kind: str
    start: int
    end: int
    name: str


# What stands in a tag after its name: a quoted value (which may hold `>` and `<`) or any other character.
# Groups are made atomic by `(?>…)`, not by `)*+`: Python before 3.11.5 mismatches possessive repeats of groups (gh-106052).
INSIDE_TAG = r"""(?>(?:[^<>=]++|=\s*+(?>(?:"[^"]*+"|'[^']*+')?))*)"""
COMMENT = r"<!--(?:-?>|(?>(?:[^-]++|-(?!-!?>))*)(?>(?:--!?>)?))"
_MARKUP = re.compile(
    rf"""<([A-Za-z][^\s/<>]*+){INSIDE_TAG}(>)?"""  # 1, 2: an open tag, and whether it closes
    rf"""|</([A-Za-z][^\s/<>]*+){INSIDE_TAG}(>)?"""  # 3, 4: an end tag
    rf"""|({COMMENT})"""  # 5
    r"""|(<!\[CDATA\[(?>(?:[^\]]++|\](?!\]>))*)(?>(?:\]\]>)?)|<[!?][^>]*+>?+)"""  # 6: <!…>, <?…>
)
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.I) for name in RAW}
_ATTRIBUTE = re.compile(r"""([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?""")
_FOLD = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_COMMON = re.compile(  # most tags in running text, and so simple that no function need look at each
    r"""</?(?:a|strong|em|b|i|span|sup|sub|mark|code|u|s|small|cite)"""
    r"""(?>(?:\s(?>(?:[^<>"'=]++|=(?>(?:"[^"<>]*+"|'[^'<>]*+')?))*))?)>"""
)
_INLINE = re.compile(
    rf"""<(script|style|svg|template)(?=[\s>]){INSIDE_TAG}(?<!/)>(?>(?:[^<]++|<(?!/\1[\s/>]))*)(?>(?:</\1{INSIDE_TAG}>?+)?)"""
    rf"""|</?([a-z][^\s/<>]*+){INSIDE_TAG}(>)?"""  # 2, 3: a tag, and whether it closes; 1: what nobody reads
    rf"""|{COMMENT}|<!\[CDATA\[(?>(?:[^\]]++|\](?!\]>))*)(?>(?:\]\]>)?)|<[!?][^>]*+>?+""",
    re.I,
)


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of `text[start:end]`, in order, without gaps; offsets count from the text's beginning."""
    stop = len(text) if end is None else min(end, len(text))
    done = at = start  # all before `done` is yielded; matching goes on from `at`
    while at < stop:
        for match in _MARKUP.finditer(text, at, stop):
            group = match.lastindex
            if group in {1, 3}:
                continue  # the tag does not close: text
            begin, at = match.span()
            if begin > done:
                yield Token("text", done, begin, "")
            done = at
            if group == 2:
                name = match.group(1).lower()
                yield Token("open", begin, at, name)
                if name in RAW and text[at - 2] != "/":
                    closing = _RAW_END[name].search(text, at, stop)
                    done = closing.start() if closing else stop
                    if done > at:
                        yield Token("raw", at, done, name)
                    at = done
                    break
            elif group == 4:
                yield Token("close", begin, at, match.group(3).lower())
            else:
                yield Token("comment" if group == 5 else "declaration", begin, at, "")
        else:
            break
    if done < stop:
        yield Token("text", done, stop, "")


def attributes(text: str, token: Token) -> dict[str, str]:
    """An open tag's attributes: lower-case names, values with entities decoded; the first of a name wins."""
    return tag_attributes(text[token.start + 1 + len(token.name) : token.end - 1])


def tag_attributes(inside: str) -> dict[str, str]:
    """The same for the part of a tag between its name and its `>`."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(inside):
        name, double, single, bare = match.groups()
        value = double or single or bare or ""
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found


def fold(text: str) -> str:
    """White space folded as HTML shows it: a run of space, tab, line ends is one space; none around."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        text = _FOLD.sub(" ", text)
    return text.strip(SPACE)


def plain(source: str) -> str:
    """What a reader reads in inline markup.

    Tags are dropped, `<br>` and block tags become a space, entities are decoded, white space is folded.
    """
    if "<" in source:
        source = _COMMON.sub("", source)
        if "<" in source:
            source = _INLINE.sub(_read, source)
    if "&" in source:
        source = unescape(source)
    return fold(source)


def _read(match: re.Match[str]) -> str:
    name = match.group(2)
    if name is None:
        return ""
    if match.group(3) is None:
        return match.group()  # a tag that does not close is text
    name = name.lower()
    return " " if name == "br" or name in BLOCK else ""


def escape(text: str) -> str:
    """Plain text as inner source of markup: `&`, `<` and `>` as entities, nothing else."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
