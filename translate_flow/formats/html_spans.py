"""Runs of inline content in HTML: trimmed, parted, and searched, with exact offsets.

A run is a list of elements and text tokens that stand next to one another; its first and last token may be clipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from translate_flow.formats.html_tree import Node, read_text
from translate_flow.formats.markup import SPACE, Token

Run = list[Node | Token]
_CHARACTERS = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?|.", re.S)
_EDGE = SPACE + "\ufeff\xa0\u200b"
_SPACE_REFERENCE = re.compile("&nbsp;|&#160;|&#xa0;", re.I)
_LEADING = re.compile(f"(?:[{_EDGE}]|{_SPACE_REFERENCE.pattern})+", re.I)
_UNSEEN = "\ufeff\u200b\u2060 "


def trim(run: Sequence[Node | Token], source: str) -> Run:
    """The run without what is not read at its edges: white space, line breaks, images, empty and hidden elements."""
    first, last = 0, len(run)
    while first < last and not _is_read(run[first], source):
        first += 1
    while last > first and not _is_read(run[last - 1], source):
        last -= 1
    kept = list(run[first:last])
    if kept:
        kept[0] = _clip(kept[0], source, left=True)
        kept[-1] = _clip(kept[-1], source, left=False)
    return kept


def run_span(run: Sequence[Node | Token]) -> tuple[int, int]:
    """Where a run that is not empty stands in the source."""
    return run[0].start, run[-1].end


def inner_run(run: Run, source: str) -> Run:
    """The run inside elements that wrap the whole of it: `<em><b>a<br>b</b></em>` → `a<br>b`."""
    while len(run) == 1 and isinstance(run[0], Node) and run[0].children and not run[0].hidden:
        inner = trim(run[0].children, source)
        if not inner:
            return run
        run = inner
    return run


def split_paragraphs(run: Run, source: str) -> list[Run]:
    """Parts a run where two or more line breaks stand in a row, with nothing but white space between them."""
    if sum(1 for item in run if _is_break(item)) < 2:
        return [run]
    parts: list[Run] = [[]]
    breaks = 0
    for item in run:
        if _is_break(item):
            breaks += 1
        elif breaks and isinstance(item, Token) and not source[item.start : item.end].strip(SPACE):
            pass
        elif breaks > 1:
            parts.append([])
            breaks = 0
        else:
            breaks = 0
        parts[-1].append(item)
    return parts


def split_lines(run: Run) -> list[Run]:
    """Parts a run at every line break that stands in it itself, not inside an element; lines begin with theirs."""
    lines: list[Run] = [[]]
    for item in run:
        if _is_break(item):
            lines.append([])
        lines[-1].append(item)
    return lines


def decoded(items: Sequence[Node | Token], source: str) -> Iterator[tuple[str, Token, Node | None]]:
    """The text of items in pieces as they are read, white space kept: (text, token, the element right around it)."""
    waiting: list[tuple[Node | Token, Node | None]] = [(item, None) for item in reversed(items)]
    while waiting:
        item, parent = waiting.pop()
        if isinstance(item, Token):
            piece = source[item.start : item.end]
            yield unescape(piece) if "&" in piece else piece, item, parent
        elif item.name == "br":
            yield "\n", item.token, item
        elif not item.hidden:
            waiting.extend((child, item) for child in reversed(item.children))


def locate(run: Run, source: str, wanted: str) -> tuple[int, int] | None:
    """Where the last occurrence of a text stands in a short run, markup left aside; None where it does not.

    The span is widened to whole elements where it would cut one open, and then only given if it reads the same.
    """
    read: list[str] = []
    places: list[tuple[int, int, Node | None]] = []
    for _, token, parent in decoded(run, source):
        for match in _CHARACTERS.finditer(source, token.start, token.end):
            for char in unescape(match.group()):
                space = char.isspace()
                if not (space and read and read[-1] == " "):
                    read.append(" " if space else char)
                    places.append((match.start(), match.end(), parent))
    at = "".join(read).rfind(wanted)
    if at < 0 or not wanted:
        return None
    (start, _, opening), (_, end, closing) = places[at], places[at + len(wanted) - 1]
    if opening is closing:
        return start, end
    items = [item for item in run if item.end > start and item.start < end]
    first, last = items[0], items[-1]
    span = (first.start if isinstance(first, Node) else start, last.end if isinstance(last, Node) else end)
    clipped: Run = [
        item._replace(start=max(item.start, start), end=min(item.end, end)) if isinstance(item, Token) else item
        for item in items
    ]
    return span if read_text(clipped, source) == wanted else None


def _is_read(item: Node | Token, source: str) -> bool:
    if isinstance(item, Token):
        piece = source[item.start : item.end]
        return bool((unescape(piece) if "&" in piece else piece).strip().strip(_UNSEEN))
    return bool(read_text([item], source).strip().strip(_UNSEEN))


def _clip(item: Node | Token, source: str, *, left: bool) -> Node | Token:
    if isinstance(item, Node):
        return item
    if left:
        found = _LEADING.match(source, item.start, item.end)
        return item._replace(start=found.end()) if found else item
    end = item.end
    while end > item.start:  # from the back: a pattern would try every place
        if source[end - 1] in _EDGE:
            end -= 1
        elif source[end - 1] == ";" and (found := _SPACE_REFERENCE.match(source, max(item.start, end - 6), end)):
            end = found.start()
        else:
            break
    return item._replace(end=end)


def _is_break(item: Node | Token) -> bool:
    return isinstance(item, Node) and item.name == "br"
