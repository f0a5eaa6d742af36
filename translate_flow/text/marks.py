"""What of a text stands in its translations too: the marks by which a translation shows which text of its source it follows.

Every mark is drawn from one line, whatever stands around it. So what two texts differ in is what their differing lines differ in,
and a hundred texts of one page cost little more than one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from translate_flow.text import anchors

_HIDDEN = (("<!--", "-->"), ("{/*", "*/}"))
# Each begins with what a search finds fast; the others are tried on lines only that may have one.
_CODE = re.compile(r"`([^`\n]+)`")
_TARGET = re.compile(r"\]\(<?(?!https?:|#)([^\s()<>]+)")
_URL = re.compile(r"https?://[^\s()<>\"'`\]]+")
_NUMBER = re.compile(r"\d(?<![A-Za-z\d/.,%_=-]\d)[\d.,]*\d")
_NAMED = re.compile(r"\b(?:href|src|link|url)[ \t]*[=:][ \t]*[{\"'`]*(?!https?:|#)([^\s\"'<>`{},]+)|\b(?:from|import)[ \t]+[\"']([^\"'\n]+)|^[ \t]*\[[^\]\n]+\]:[ \t]*(?!https?:|#)(\S+)", re.M)
_TAG = re.compile(r"<([A-Za-z][\w.]*)")
_ATTRIBUTE = re.compile(r"(?<![\w-])([A-Za-z][\w-]*)=[\"'{]")
_KEY = re.compile(r"^([ \t]*)(?:-[ \t]+)?[\"']?([\w-]+)[\"']?[ \t]*[:=][ \t]*(true|false|null|-?\d[\w.:-]*)?")
_COMMENT = re.compile(r"(?:^|\s)(?://|#|<!--|/\*|\*\s|--\s).*")
_STRING = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|(?<=>)[^<>]+(?=</)")
_LABEL = re.compile(r"^((?:-\s+)?[\w-]+:)\s+[^\s\[{…].*")  # `title: My page`, in YAML: translated with the text
_SENTENCE = re.compile(r"(?:(?:[#>*+-]+|\d+[.)])\s+[^(){}\[\]=;<>/@$]+|[^\W\d_a-z][^(){}\[\]=;<>/@$]*)")  # prose shown as code
_HOST = re.compile(r"(?<=://)[a-z]{2}(?:-[a-z]{2,4})?\.(?=[\w-]+\.)")  # `de.vite.dev`
_WORDS = {"u": "the link {}", "n": "the figure {}", "c": "the code `{}`", "l": "the line of code `{}`", "f": "“{}” in front"}
_SIGNS = {"-": "item", "+": "item", "*": "item", ">": "quote", "|": "row", "!": "image", ":": "directive"}


class Lines(NamedTuple):
    """How often a text has each line: of its front matter, of what is no code, and of its blocks of code."""

    front: Mapping[str, int]
    prose: Mapping[str, int]
    code: Mapping[str, int]


def lines(text: str) -> Lines:
    """The lines of a text in Markdown, MDX or HTML, without comments. Of its structure only front matter and fences are known."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for opening, closing in _HIDDEN:
        text = _without(text, opening, closing)
    front, body = _parted(text.split("\n"))
    prose: list[str] = []
    code: list[str] = []
    fence, start = "", 0
    for at in [at for at, line in enumerate(body) if "```" in line or "~~~" in line]:
        bare = body[at].lstrip(" \t>-+*")
        if fence and bare.startswith(fence) and not bare.strip(fence[0]).strip():
            code += body[start:at]
            fence, start = "", at + 1
        elif not fence and bare.startswith(("```", "~~~")):
            prose += body[start:at]
            fence, start = bare[0] * (len(bare) - len(bare.lstrip(bare[0]))), at + 1
    (code if fence else prose).extend(body[start:])
    return Lines(Counter(front), Counter(prose), Counter(code))


def _without(text: str, opening: str, closing: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start)) >= 0:
        pieces.append(text[at:start])
        at = end + len(closing)
    return "".join((*pieces, text[at:])) if pieces else text


def _parted(whole: list[str]) -> tuple[list[str], list[str]]:
    """The lines of the front matter, and those of the body."""
    fence = whole[0].rstrip()
    if fence in {"---", "+++"}:
        for at in range(1, len(whole)):
            if whole[at].rstrip() == fence:
                return whole[1:at], whole[at + 1 :]
    return [], whole


def marks(lines: Lines) -> Counter[str]:
    """How often each mark stands in a text.

    `u` addresses without what differs from language to language, `c` code in a line, `l` lines of code without strings and comments,
    `n` larger figures, `f` keys of the front matter, and `k` how many lines of each kind, tags and attributes.
    """
    found: list[str] = []
    if front := _each(lines.front):
        found += _pieces(front)
        found += _keys(front)
    if prose := _each(lines.prose):
        found += _pieces(prose)
        found += _kinds(prose)
    found += filter(None, map(_code, _each(lines.code)))
    return Counter(found)


def changed(older: Lines, newer: Lines) -> dict[str, int]:
    """By how much the count of each mark differs between two texts; marks that do not are left out."""
    found = marks(_more(newer, older))
    found.subtract(marks(_more(older, newer)))
    return {mark: count for mark, count in found.items() if count}


def _each(counts: Mapping[str, int]) -> list[str]:
    return [one for one, count in counts.items() for _ in range(count)]


def _more(one: Lines, other: Lines) -> Lines:
    """The lines that one text has more often than another."""
    return Lines(*({line: count - than.get(line, 0) for line, count in have.items() if count > than.get(line, 0)} for have, than in zip(one, other, strict=True)))


def _pieces(lines: list[str]) -> list[str]:
    """Addresses, code in a line, figures."""
    text = "\n".join(lines)
    found = [f"c {code}" for code in _CODE.findall(text)]
    found += map(_link, _TARGET.findall(text))
    found += map(_link, _URL.findall(text))
    found += map(_figure, _NUMBER.findall(text))
    named = "\n".join([line for line in lines if "=" in line or ": " in line or "]:" in line or "from" in line or "import" in line])
    found += [_link(one or two or three) for one, two, three in _NAMED.findall(named)]
    return found


@lru_cache(maxsize=65_536)
def _link(url: str) -> str:
    return f"u {anchors.address(_HOST.sub('', url))}"


@lru_cache(maxsize=65_536)
def _figure(number: str) -> str:
    return f"n {anchors.figure(number)}"


def _kinds(lines: list[str]) -> list[str]:
    """What lines begin with, tags and their attributes."""
    found = [kind for line in lines if (kind := _kind(line.lstrip()[:8]))]
    found += [f"k <{tag}" for tag in _TAG.findall("\n".join([line for line in lines if "<" in line]))]
    found += [f"k {attribute}=" for attribute in _ATTRIBUTE.findall("\n".join([line for line in lines if "=" in line]))]
    return found


@lru_cache(maxsize=65_536)
def _kind(beginning: str) -> str:
    """The kind of a line, by what it begins with; nothing for a line of running text."""
    sign = beginning[:1]
    if sign == "#":
        return f"k heading {len(beginning) - len(beginning.lstrip('#'))}"
    known = (sign in _SIGNS or sign.isdecimal()) and (sign not in "-+*" or beginning[1:2] in " \t")
    return f"k {_SIGNS.get(sign, 'item')} 0" if known else ""


def _keys(lines: list[str]) -> Iterator[str]:
    """The keys of the front matter, by their depth, and values that are no words."""
    for line in lines:
        if match := _KEY.match(line):
            indent, key, value = match.groups()
            if key.count("-") > 1:  # made of a heading, and translated with it
                continue
            yield f"f {'.' * len(indent)}{key}"
            if value:
                yield f"f {'.' * len(indent)}{key}: {value}"


@lru_cache(maxsize=65_536)
def _code(line: str) -> str:
    """A line of code without what a translator translates; nothing for one that says nothing then."""
    bare = " ".join(_LABEL.sub(r"\1", _STRING.sub("…", _COMMENT.sub("", line.strip())).strip()).split())
    return f"l {bare}" if len(bare) > 3 and not _SENTENCE.fullmatch(bare) else ""


def told(mark: str) -> str:
    """A mark in words: `the link guides/x`, `the figure 3250`; of what is counted only its name: `headings`, `<Card>`."""
    kind, _, what = mark.partition(" ")
    if kind == "k":
        return f"{what}>" if what[0] == "<" else what if what.endswith("=") else f"{what[:-2]}s"
    what = what.lstrip(".") if kind == "f" else what
    return _WORDS[kind].format(what if len(what) <= 60 else f"{what[:59]}…")
