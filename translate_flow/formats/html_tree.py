"""A light tree over markup in which every element knows its exact offsets.

A parser that builds a DOM drops where things stood, so blocks get their spans from this one. It follows the
tree construction of the WHATWG HTML standard (§13.2.6) where that decides what text belongs to what: end tags
that are implied (p, li, dt, dd, tr, td, option …), end tags that match nothing, inline end tags that may not
close a block. It leaves out what moves text about (the adoption agency, foster parenting): text stays put.

Every step is of constant cost, elements nest at most MAX_DEPTH deep (deeper ones become empty siblings, as
browsers do at 512) and a file holds at most MAX_ELEMENTS.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from translate_flow.errors import Unreadable
from translate_flow.formats import markup
from translate_flow.formats.markup import Token

MAX_DEPTH = 256
MAX_ELEMENTS = 150_000  # a long article's page has five thousand


def names(listed: str) -> frozenset[str]:
    """Names listed with white space between them."""
    return frozenset(listed.split())


BLOCK = markup.BLOCK | names("frameset template listing xmp")
# Nothing in these is read as the article's text, wherever they stand.
HIDDEN = names("""script style template noscript noframes noembed svg iframe object embed video audio canvas
    map datalist head select textarea button input progress meter dialog""")
_HEAD_ONLY = names("title meta link base script style noscript template")
_HEADINGS = names("h1 h2 h3 h4 h5 h6")
_SCOPES = names("table td th caption template object marquee applet button svg math")
_CLOSES_P = BLOCK - names("""html head body caption col colgroup tbody td tfoot th thead tr option optgroup
    legend noscript template""")
_BOUNDS = ("ul", "ol", "menu", "dir", "dl", "blockquote", "section", "article", "aside", "figure", "details",
           "fieldset", "header", "footer", "main", "nav", "td", "th", "table")  # fmt: skip
_GROUPS = ("tbody", "thead", "tfoot", "caption", "colgroup")
# An open tag of this name ends an open element of the first names, unless one of the second lies between.
_IMPLIED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), _BOUNDS),
    "dt": (("dt", "dd"), _BOUNDS),
    "dd": (("dt", "dd"), _BOUNDS),
    "td": (("td", "th"), ("table",)),
    "th": (("td", "th"), ("table",)),
    "tr": (("tr", "caption", "colgroup"), ("table",)),
    "tbody": (_GROUPS, ("table",)),
    "thead": (_GROUPS, ("table",)),
    "tfoot": (_GROUPS, ("table",)),
    "option": (("option",), ("select", "datalist")),
    "optgroup": (("option", "optgroup"), ("select",)),
}
_IN_TABLE = names("tr td th tbody thead tfoot caption colgroup")
_UNSEEN = names("screen-reader-text sr-only visually-hidden visuallyhidden elementor-screen-only")


class Node:
    """An element: open tag `start:inner`, content `inner:close`, end tag `close:end` (empty where implied).

    `children` holds elements (Node), and text and raw text (Token), in order; comments are left out. `blocky`
    says whether the element is, or holds, a block.
    """

    __slots__ = ("_attributes", "blocky", "children", "close", "end", "inner", "name", "parent", "source",
                 "start", "token")  # fmt: skip

    def __init__(self, source: str, token: Token, parent: Node | None) -> None:
        self.source = source
        self.token = token
        self.name = token.name
        self.start = token.start
        self.inner = self.close = self.end = token.end
        self.parent = parent
        self.children: list[Node | Token] = []
        self.blocky = token.name in BLOCK
        self._attributes: dict[str, str] | None = None

    @property
    def attributes(self) -> dict[str, str]:
        if self._attributes is None:
            plain = self.token.end - self.token.start <= len(self.name) + 3 or self.token.kind != "open"
            self._attributes = {} if plain else markup.attributes(self.source, self.token)
        return self._attributes

    def get(self, name: str) -> str:
        """An attribute's value, stripped; empty where there is none."""
        return self.attributes.get(name, "").strip()

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").lower().split()

    @property
    def hidden(self) -> bool:
        """Whether no reader sees it: by name, `hidden`, display:none, or a class for screen readers only."""
        if self.name in HIDDEN:
            return True
        attributes = self.attributes
        if not attributes:
            return False
        style = attributes.get("style", "").replace(" ", "").lower()
        return "hidden" in attributes or "display:none" in style or not _UNSEEN.isdisjoint(self.classes)

    def elements(self) -> Iterator[Node]:
        return (child for child in self.children if isinstance(child, Node))

    def walk(self) -> Iterator[Node]:
        """All elements below, in document order."""
        waiting = [child for child in reversed(self.children) if isinstance(child, Node)]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def find(self, *names: str) -> Node | None:
        return next((node for node in self.walk() if node.name in names), None)


@dataclass(frozen=True, slots=True)
class Tree:
    """`whole`: the text is a page (doctype, html, head or body), not a fragment, whose `body` is the root."""

    source: str
    root: Node
    body: Node
    whole: bool
    deep: bool  # elements lay deeper than MAX_DEPTH
    strays: tuple[tuple[int, int], ...] = ()  # end tags that end nothing, in order

    def head(self) -> Iterator[Node]:
        """Elements that speak of the page: title, meta, link, script, wherever they stand, in order."""
        return (node for node in self.root.walk() if node.name in {"title", "meta", "link", "script", "html"})


def build(source: str, *, name: str = "") -> Tree:
    """The tree of a whole text. Raises Unreadable where it holds more than MAX_ELEMENTS elements."""
    builder = _Builder(source, name)
    whole = False
    for token in markup.tokens(source):
        if token.kind == "open":
            whole = whole or token.name in {"html", "head", "body"}
            builder.open(token)
        elif token.kind == "close":
            builder.close(token)
        elif token.kind in {"text", "raw"}:
            builder.text(token)
        elif token.kind == "declaration" and source[token.start : token.start + 9].lower() == "<!doctype":
            whole = True
    builder.finish()
    root = builder.root
    body = next((node for node in root.walk() if node.name == "body"), None)
    if body is None:
        body = next((node for node in root.elements() if node.name == "html"), root)
    return Tree(source, root, body, whole, builder.deep, tuple(builder.strays))


def read_text(items: Sequence[Node | Token], source: str) -> str:
    """What a reader reads in a run: tags dropped, br and blocks a space, entities decoded, folded."""
    pieces: list[str] = []
    waiting: list[Node | Token | str] = list(reversed(items))
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            pieces.append(item)
        elif isinstance(item, Token):
            piece = source[item.start : item.end]
            pieces.append(unescape(piece) if "&" in piece else piece)
        elif item.name == "br":
            pieces.append(" ")
        elif not item.hidden:
            if item.name in BLOCK:
                pieces.append(" ")
                waiting.append(" ")
            waiting.extend(reversed(item.children))
    return markup.fold("".join(pieces))


class _Builder:
    def __init__(self, source: str, name: str) -> None:
        self.source = source
        self.name = name
        self.root = Node(source, Token("open", 0, 0, ""), None)
        self.root.blocky = True
        self.stack = [self.root]
        self.where: dict[str, list[int]] = {}  # name → its positions on the stack
        self.scopes = [0]
        self.blocks = [0]
        self.beyond: dict[str, int] = {}  # open elements deeper than MAX_DEPTH
        self.strays: list[tuple[int, int]] = []
        self.deep = False
        self.count = 0
        self.xhtml = source.lstrip("\ufeff \t\r\n")[:5].lower() == "<?xml"

    def open(self, token: Token) -> None:
        name = token.name
        if name in {"html", "body", "head"} and self.where.get(name) is not None:
            return  # a second one adds nothing (§13.2.6.4.7)
        self._imply(name, token.start)
        parent = self.stack[-1]
        node = Node(self.source, token, parent)
        parent.children.append(node)
        if node.blocky:
            self._mark_blocky(parent)
        self._count(token)
        if name in markup.VOID or self._closes_itself(token):
            return
        if len(self.stack) >= MAX_DEPTH:
            self.beyond[name] = self.beyond.get(name, 0) + 1
            self.deep = True
            return
        self._push(node)

    def _count(self, token: Token) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise Unreadable(
                f"holds more than {MAX_ELEMENTS:,} elements", file=self.name,
                line=self.source.count("\n", 0, token.start) + 1,
                remedy="Split it into one file per article.",
            )  # fmt: skip

    def close(self, token: Token) -> None:
        name = token.name
        if self.beyond.get(name):
            self.beyond[name] -= 1
            self.strays.append((token.start, token.end))
            return
        if name in {"html", "body"}:
            for at in self.where.get(name, ())[-1:]:
                node = self.stack[at]
                node.close, node.end = token.start, token.end  # what follows belongs inside
            return
        at = self._last(*_HEADINGS) if name in _HEADINGS else self._last(name)
        if name == "p" and (at < 0 or at < self.scopes[-1]):  # ends nothing, yet parts paragraphs (§13.2.6.4.7)
            self.strays.append((token.start, token.end))
            top = self.stack[-1]
            before = top.children[-1] if top.children else None
            if not (isinstance(before, Node) and before.token.kind == "close"):
                top.children.append(Node(self.source, token, top))
                self._mark_blocky(top)
                self._count(token)
            return
        if at < 0:
            self.strays.append((token.start, token.end))
            return
        if name in _IN_TABLE:
            limit = self._last("table")
        elif name == "li":
            limit = max(self.scopes[-1], self._last("ul", "ol"))
        elif name in BLOCK or name in _SCOPES:
            limit = self.scopes[-1] if name != "table" else 0
        else:
            limit = self.blocks[-1]
        if at >= limit:
            self._pop_to(at, token.start, token.end)
        else:
            self.strays.append((token.start, token.end))

    def text(self, token: Token) -> None:
        if self.stack[-1].name == "head" and token.kind == "text":
            if not self.source[token.start : token.end].strip(markup.SPACE):
                return
            self._pop_to(len(self.stack) - 1, token.start, token.start)
        self.stack[-1].children.append(token)

    def finish(self) -> None:
        at = len(self.source)
        while self.stack:
            node = self.stack.pop()
            if node.name not in {"html", "body"} or node.end == node.inner:
                node.close = node.end = at

    def _imply(self, name: str, at: int) -> None:
        """Ends what the open tag of `name` at offset `at` ends."""
        if self.stack[-1].name == "head" and name not in _HEAD_ONLY:
            self._pop_to(len(self.stack) - 1, at, at)
        rule = _IMPLIED.get(name)
        if rule:
            position = self._last(*rule[0])
            if position > self._last(*rule[1]):
                self._pop_to(position, at, at)
        elif name in _HEADINGS and self.stack[-1].name in _HEADINGS:
            self._pop_to(len(self.stack) - 1, at, at)
        if name in _CLOSES_P:
            position = self._last("p")
            if position > self.scopes[-1]:
                self._pop_to(position, at, at)

    def _closes_itself(self, token: Token) -> bool:
        if self.source[token.end - 2] != "/":
            return False
        return self.xhtml or token.name in markup.RAW or bool(self.where.get("svg") or self.where.get("math"))

    def _last(self, *names: str) -> int:
        found = -1
        for name in names:
            positions = self.where.get(name)
            if positions and positions[-1] > found:
                found = positions[-1]
        return found

    def _push(self, node: Node) -> None:
        at = len(self.stack)
        self.stack.append(node)
        self.where.setdefault(node.name, []).append(at)
        if node.name in _SCOPES:
            self.scopes.append(at)
        if node.name in BLOCK:
            self.blocks.append(at)

    def _pop_to(self, at: int, close: int, end: int) -> None:
        """Takes everything from position `at` up off the stack; that element's end tag is `close:end`."""
        while len(self.stack) > at:
            node = self.stack.pop()
            position = len(self.stack)
            self.where[node.name].pop()
            if self.scopes[-1] == position:
                self.scopes.pop()
            if self.blocks[-1] == position:
                self.blocks.pop()
            node.close = node.end = close
        node.end = end

    def _mark_blocky(self, node: Node | None) -> None:
        while node is not None and not node.blocky:
            node.blocky = True
            node = node.parent
