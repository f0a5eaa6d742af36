"""Plain text's blocks as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from translate_flow.text import notes
from translate_flow.text.document import Block, Document, Kind

_HEAD = frozenset({Kind.TITLE, Kind.STANDFIRST, Kind.BYLINE, Kind.DATE, Kind.PROVENANCE})
VERSE = 56  # characters of the longest line; prose wrapped by hand fills longer ones
_NUMBERED = re.compile(r"[^\W_]+[.)]$|\([^\W_]+\)$")


def fragment(document: Document) -> str:
    """The body's HTML, one line for each block; text escaped, marks and notes linked both ways."""
    body = [block for block in document.blocks if block.kind not in _HEAD]
    linker = _Linker(body)
    lines: list[str] = []
    at = 0
    while at < len(body):
        block = body[at]
        if block.kind in {Kind.LIST_ITEM, Kind.FOOTNOTE, Kind.QUOTE}:
            end = next((i for i in range(at, len(body)) if body[i].kind is not block.kind), len(body))
            run = body[at:end]
            if block.kind is Kind.LIST_ITEM:
                lines += _list(document, run, linker)
            elif block.kind is Kind.QUOTE:
                lines += [
                    "<blockquote>",
                    *(f"<p>{linker.text(quote.text)}</p>" for quote in run),
                    "</blockquote>",
                ]
            else:
                lines += ['<section class="footnotes">', *(linker.note(note) for note in run), "</section>"]
            at = end
            continue
        lines.append(_single(document, block, linker))
        at += 1
    return "\n".join(lines) + ("\n" if lines else "")


def _single(document: Document, block: Block, linker: _Linker) -> str:
    if block.kind is Kind.HEADING:
        return f"<h{block.level or 2}>{linker.text(block.text)}</h{block.level or 2}>"
    if block.kind is Kind.CAPTION:
        return f'<figure class="caption-only"><figcaption>{linker.text(block.text)}</figcaption></figure>'
    if (
        not any(char.isalnum() for char in block.text)
        and len(set(block.text) - {" "}) == 1
        and len(block.text) > 2
    ):
        return "<hr>"
    lines = [" ".join(line.split()) for line in document.source(block).splitlines()]
    if len(lines) > 1 and max(map(len, lines)) <= VERSE:
        return '<p class="verse">' + "<br>\n".join(linker.text(line) for line in lines) + "</p>"
    return f"<p>{linker.text(block.text)}</p>"


def _list(document: Document, items: Sequence[Block], linker: _Linker) -> list[str]:
    """Items nested by their level; an item's marker says whether its list is numbered."""
    lines: list[str] = []
    opened: list[str] = []
    for item in items:
        marker = document.text[max(0, item.start - 8) : item.start].split("\n")[-1].strip()
        tag = "ol" if _NUMBERED.search(marker) else "ul"
        while len(opened) > item.level:
            lines.append(f"</li></{opened.pop()}>")
        if len(opened) == item.level:
            if opened[-1] == tag:
                lines.append("</li>")
            else:
                lines.append(f"</li></{opened.pop()}>")
        if len(opened) < item.level:
            opened.append(tag)
            lines.append(f"<{tag}>")
        lines.append(f"<li>{linker.text(item.text)}")
    lines += [f"</li></{tag}>" for tag in reversed(opened)]
    return lines


class _Linker:
    """Numbers the notes of a body, and links marks to them. A mark without a note stays text."""

    def __init__(self, body: Sequence[Block]) -> None:
        marked = [block.ref for block in body if block.kind is Kind.FOOTNOTE]
        self._ids: dict[str, int] = {}
        for mark in marked:
            self._ids.setdefault(notes.mark_key(mark), len(self._ids) + 1)
        self._used: dict[int, int] = {}
        self._noted: set[int] = set()

    def text(self, text: str) -> str:
        pieces: list[str] = []
        at = 0
        for start, end, mark in notes.find(text):
            number = self._ids.get(notes.mark_key(mark))
            if number is None:
                continue
            used = self._used[number] = self._used.get(number, 0) + 1
            place = f"fnref-{number}" if used == 1 else f"fnref-{number}-{used}"
            link = f'<sup><a id="{place}" href="#fn-{number}">{escape(text[start:end])}</a></sup>'
            pieces += (escape(text[at:start], quote=False), link)
            at = end
        pieces.append(escape(text[at:], quote=False))
        return "".join(pieces)

    def note(self, block: Block) -> str:
        """A note's paragraph; the link goes back to its first mark, where the text has one."""
        number = self._ids[notes.mark_key(block.ref)]
        label = escape(f"[{block.ref}]")
        if number in self._noted:
            return f"<p>{label} {escape(block.text, quote=False)}</p>"
        self._noted.add(number)
        back = f'<a href="#fnref-{number}">{label}</a>' if number in self._used else label
        return f'<p id="fn-{number}">{back} {escape(block.text, quote=False)}</p>'
