"""Takes a person's name out of where a text says who wrote or translated it, or puts another in its place; prose is left alone.

What is replaced stands in a byline, in a provenance line, in a short line that credits a translation, or outside of all blocks (front
matter, elements of a head): there it is no part of what the article says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from html.entities import codepoint2name
from unicodedata import normalize

from translate_flow.text import byline, provenance
from translate_flow.text.document import Block, Document, Kind

_SIGNED = frozenset({Kind.BYLINE, Kind.PROVENANCE})
_LEFT = 4  # words that a line crediting a translation may have besides the name: "Traducido al español por"
_GAP = r"(?:\s|&nbsp;|&#160;|&#xA0;|</?[A-Za-z][^<>]*>|[*_\u2068\u2069])+"
_AND = r"(?:and|y|e|et|und|en|och|og|ja|i|&amp;|&|u|și|ve|dan|и|та|і|και|és|eta|con|mit|avec|met|و)"
_TITLE = re.compile(r"<title\b[^>]*>.*?</title\s*>|<meta\b[^>]*\b(?:title|description)\b[^>]*>", re.I | re.S)


def without(document: Document, names: Mapping[str, str]) -> str:
    """The document's text with each name replaced (by nothing, where its value is empty); unchanged where none stands in such a place."""
    wanted = {" ".join(name.split()): instead for name, instead in names.items() if name.strip()}
    if not wanted or not any(_pattern(name).search(document.text) for name in wanted):
        return document.text
    sources = {at: made for at, block in enumerate(document.blocks) if (made := _block(document, block, wanted)) is not None}
    pieces: list[str] = []
    at = 0
    for number in sorted(range(len(document.blocks)), key=lambda number: document.blocks[number].start):
        block = document.blocks[number]
        gap = _outside(document.text[at : block.start], wanted)
        if sources.get(number) == "" and block.kind is Kind.BYLINE:
            gap = _unsigned(document, block, gap)
        pieces += [gap, sources.get(number, document.source(block))]
        at = block.end
    return "".join([*pieces, _outside(document.text[at:], wanted)])


def masked(name: str, names: Mapping[str, str]) -> str:
    """A name as it is shown: what stands for it, or itself."""
    for wanted, instead in names.items():
        if wanted.strip() and _pattern(" ".join(wanted.split())).search(name):
            return _removed(name, wanted) if not instead else _replaced(name, wanted, instead)
    return name


def _unsigned(document: Document, block: Block, gap: str) -> str:
    """What stands before a byline's names, without the word that opens it ("By"), unless it is a key of front matter."""
    start = max(gap.rfind("\n"), gap.rfind(">")) + 1
    front = document.text.startswith("---") and "\n---" not in document.text[: block.start]
    return gap if front or not byline.recognise(gap[start:] + block.text) else gap[:start]


def _block(document: Document, block: Block, names: Mapping[str, str]) -> str | None:
    """A block's new source; None where it stays."""
    source, text = document.source(block), block.text
    for name, instead in names.items():
        if not _pattern(name).search(text) or not _credits(block.kind, text, name):
            continue
        if instead:
            quoted = escape(instead, quote=False)
            source = _replaced(source, name, quoted)
            text = _replaced(text, name, instead)
        else:
            source, text = _unnamed(source, text, name)
    return source if source != document.source(block) else None


def _unnamed(source: str, text: str, name: str) -> tuple[str, str]:
    """Without a name: a provenance line says the rest of it; of a byline, the other names stay, and one without any is empty."""
    left = _removed(text, name)
    found = provenance.recognise(text)
    if found is not None:
        line = provenance.line(found.wording, found.language, _removed(found.translator, name) if found.translator else "", found.original)
        return escape(line, quote=False), line
    named = byline.recognise(text)
    plain = _removed(named or text, name)
    if not plain or (named == "" and len(left.split()) <= _LEFT and not _capitals(left)):
        return "", ""
    shorter = _removed(source, name)
    return (shorter, left) if not _pattern(name).search(shorter) else ("", "")


def _capitals(text: str) -> bool:
    """Whether a text still names somebody: a word with a capital that is not its first."""
    return any(word[:1].isupper() for word in text.split()[1:])


def _removed(text: str, name: str) -> str:
    """The text without a name and what joined it to others."""
    one = _pattern(" ".join(name.split())).pattern
    text = re.sub(rf"(?:\s*,\s*|\s+{_AND}\s+){one}(?=\s*(?:,|$))|{one}\s*(?:,|\s{_AND}\s)\s*|\s+{_AND}\s+{one}|{one}", "", text, flags=re.I)
    return text.strip(" ,;·|–—/")


def _credits(kind: Kind, text: str, name: str) -> bool:
    """Whether a block says who wrote or translated."""
    if kind in _SIGNED:
        return True
    if len(text) > provenance.MAX_LINE or kind in {Kind.TITLE, Kind.STANDFIRST, Kind.HEADING, Kind.CODE}:
        return False
    if byline.recognise(text) and _pattern(name).search(byline.recognise(text)):
        return True
    found = provenance.recognise(text)
    if found is not None and found.translator:
        return True
    rest = re.findall(r"\w+", _pattern(name).sub(" ", text))
    return len(rest) <= _LEFT and provenance.telling(text)


def _outside(text: str, names: Mapping[str, str]) -> str:
    """What stands between blocks; a page's own title is left."""
    for name, instead in names.items():
        if not _pattern(name).search(text):
            continue
        pieces: list[str] = []
        at = 0
        for kept in _TITLE.finditer(text):
            pieces += [_replaced(text[at : kept.start()], name, instead), kept[0]]
            at = kept.end()
        text = "".join([*pieces, _replaced(text[at:], name, instead)])
    return text


def _replaced(text: str, name: str, instead: str) -> str:
    return _pattern(" ".join(name.split())).sub(instead.replace("\\", r"\\"), text)


@lru_cache(maxsize=256)
def _pattern(name: str) -> re.Pattern[str]:
    """A name however it is spelled in a source: entities, composed or not, markup and white space between its words."""
    words = [re.escape(word) if word.isascii() else "".join(map(_letter, word)) for word in normalize("NFC", name).split()]
    return re.compile(rf"(?<!\w){_GAP.join(words)}(?!\w)", re.I)


def _letter(letter: str) -> str:
    spelled = [re.escape(letter), f"&#{ord(letter)};", f"&#x0*{ord(letter):x};", re.escape(normalize("NFD", letter))]
    if ord(letter) in codepoint2name:
        spelled.append(f"&{codepoint2name[ord(letter)]};")
    return f"(?:{'|'.join(dict.fromkeys(spelled))})"
