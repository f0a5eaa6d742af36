"""The prose in raw HTML within Markdown: blocks between block tags, their inline tags inside the spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from translate_flow.formats import markup
from translate_flow.formats.md_inline import HTML_KINDS, INLINE_TAGS
from translate_flow.text.document import Block, Kind

_UNREAD = frozenset({"pre", "svg", "math", "object", "select", "video", "audio", "canvas"})
_LISTS = frozenset({"ul", "ol", "dl"})


def prose(text: str, start: int, end: int) -> Iterator[Block]:
    """The blocks in `text[start:end]`, raw HTML: `<figcaption>` a caption with its image's source, `<li>` a list item …

    Comments and what `pre`, `svg`, `script` and the like hold are left out. One pass.
    """
    reader = _Reader(text)
    for token in markup.tokens(text, start, end):
        if token.kind in {"open", "close"} and token.name not in INLINE_TAGS:
            yield from reader.flush(token.start)
            reader.tag(token)
        elif token.kind in {"raw", "comment", "declaration"}:
            yield from reader.flush(token.start)
        else:
            reader.inline(token)
    yield from reader.flush(end)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.begin = -1  # of the run of inline content, -1 outside one
        self.open: list[str] = []
        self.counts: Counter[str] = Counter()
        self.kinds: list[str] = []  # of the open tags, those that give a kind
        self.image = ""

    def inline(self, token: markup.Token) -> None:
        if token.kind == "open" and token.name == "img":
            self.image = markup.attributes(self.text, token).get("src", "")
        if self.begin < 0:
            self.begin = token.start

    def tag(self, token: markup.Token) -> None:
        name = token.name
        if token.kind == "open":
            if name not in markup.VOID and self.text[token.end - 2] != "/":
                self.open.append(name)
                self.counts[name] += 1
                if name in HTML_KINDS:
                    self.kinds.append(name)
            return
        while self.counts[name]:
            last = self.open.pop()
            self.counts[last] -= 1
            if last in HTML_KINDS:
                self.kinds.pop()
            if last == name:
                break

    def flush(self, end: int) -> Iterator[Block]:
        """The block that ends before `end`, if it has a reader's text."""
        start, self.begin = self.begin, -1
        if start < 0 or any(self.counts[name] for name in _UNREAD):
            return
        source = self.text[start:end]
        read = markup.plain(source).strip()
        if read:
            start += len(source) - len(source.lstrip())
            name = self.kinds[-1] if self.kinds else ""
            kind = HTML_KINDS.get(name, Kind.PARAGRAPH)
            level = int(name[1]) if kind is Kind.HEADING else 0
            if kind is Kind.LIST_ITEM:
                level = max(1, sum(self.counts[lists] for lists in _LISTS))
            elif kind is Kind.QUOTE:
                level = self.counts["blockquote"]
            ref = self.image if kind is Kind.CAPTION else ""
            yield Block(kind, start, start + len(source.strip()), read, level, ref)
