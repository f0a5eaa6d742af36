"""MDX's blocks inside a paragraph: prose that stands in component or block tags of its own.

`<Tab>one</Tab> <Tab>two</Tab>` is a paragraph to a Markdown parser; MDX makes blocks of such tags (“unravelling”,
https://mdxjs.com/docs/what-is-mdx/#interleaving). So it has two parts here. A tag whose partner stands in another
paragraph is no part of the prose either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from translate_flow.formats.md_inline import INLINE_TAGS

_TAG = re.compile(r"<(/?)([\w$.:-]*)")
_BLANKS = frozenset({"text", "softbreak", "hardbreak"})


@dataclass(frozen=True, slots=True)
class Part:
    """`start:end` span the prose in the paragraph's content, `first:last` its tokens. `opening` is the innermost
    opening tag around it and `name` that tag's name, empty where there is none in this paragraph."""

    start: int
    end: int
    first: int
    last: int
    opening: str = ""
    name: str = ""


def parts(token: Token) -> list[Part]:
    """The parts of a paragraph's inline token; empty where no tag wraps its prose. Linear in its tokens."""
    children = token.children or []
    if not any(child.type == "mdx_jsx" for child in children):
        return []
    splitter = _Splitter(token.content, children)
    whole = Part(0, len(token.content), 0, len(children))
    found: list[Part] = []
    todo = [whole]
    while todo:
        part = todo.pop()
        inner = splitter.split(part)
        if inner is None:
            found.append(part)
        else:
            todo += reversed(inner)
    return [] if found == [whole] else found


class _Splitter:
    def __init__(self, content: str, children: Sequence[Token]) -> None:
        self.content = content
        self.children = children
        self.partner: dict[int, int] = {}  # opening ↔ closing tag, by position
        self.wraps: dict[int, str] = {}  # tags of components and blocks: open, close or void
        self.names: dict[int, str] = {}
        stack: list[int] = []
        for at, child in enumerate(children):
            match = _TAG.match(child.content) if child.type == "mdx_jsx" else None
            if not match:
                continue
            self.names[at] = match[2]
            kind = "close" if match[1] else "void" if child.content.endswith("/>") else "open"
            if match[2] not in INLINE_TAGS:
                self.wraps[at] = kind
            if kind == "open":
                stack.append(at)
            elif kind == "close" and stack and self.names[stack[-1]] == match[2]:
                self.partner[at] = stack[-1]
                self.partner[stack.pop()] = at

    def split(self, part: Part) -> list[Part] | None:
        """A part's own parts; None where it holds prose outside tags and nothing can be taken off its edges."""
        inner: list[Part] = []
        tagged = False
        at = part.first
        while at < part.last:
            child, other = self.children[at], self.partner.get(at, -1)
            if at in self.wraps:
                tagged = True
                if at < other < part.last:
                    inner.append(self._between(at, other))
                    at = other
            elif not _is_blank(child):
                return self._without_edges(part)
            at += 1
        return inner if tagged else None

    def _between(self, at: int, other: int) -> Part:
        start, end = self.children[at].meta["span"][1], self.children[other].meta["span"][0]
        return self._trimmed(start, end, at + 1, other, at)

    def _without_edges(self, part: Part) -> list[Part] | None:
        """The part without blanks and lone tags at its edges; None where there are no such tags."""
        first, last, opening = part.first, part.last, -1
        start, end = part.start, part.end
        while first < last and (_is_blank(self.children[first]) or self._is_lone(first)):
            if self._is_lone(first):
                start, opening = self.children[first].meta["span"][1], first
            first += 1
        while first < last and (_is_blank(self.children[last - 1]) or self._is_lone(last - 1)):
            last -= 1
            if self._is_lone(last):
                end = self.children[last].meta["span"][0]
        if (start, end) == (part.start, part.end):
            return None
        inner = self._trimmed(start, end, first, last, opening)
        return [inner if opening >= 0 else Part(inner.start, inner.end, first, last, part.opening, part.name)]

    def _is_lone(self, at: int) -> bool:
        return at in self.wraps and self.wraps[at] != "void" and at not in self.partner

    def _trimmed(self, start: int, end: int, first: int, last: int, opening: int) -> Part:
        inner = self.content[start:end]
        start += len(inner) - len(inner.lstrip())
        tag = self.children[opening].content if opening >= 0 else ""
        return Part(start, start + len(inner.strip()), first, last, tag, self.names.get(opening, ""))


def _is_blank(child: Token) -> bool:
    return child.type in _BLANKS and not child.content.strip()
