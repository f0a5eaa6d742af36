"""An article's HTML, put together from verbatim slices of what was read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate_flow import languages
from translate_flow.formats.html_blocks import CAPTION_CLASSES, Piece, image_address, is_caption
from translate_flow.formats.html_notes import is_notes
from translate_flow.formats.html_tree import Node, names, read_text
from translate_flow.formats.markup import SPACE, VOID, Token, escape
from translate_flow.formats.page import WHOLE, Reading
from translate_flow.text.document import Document, Kind

# Elements whose source is kept whole, and classes that say so of others; wrappers around them are left out.
_WHOLE = names("""p h1 h2 h3 h4 h5 h6 ul ol dl menu dir table figure blockquote pre listing xmp hr address details
    picture li dt dd caption thead tbody tfoot tr td th""")
_WHOLE_CLASSES = names("wp-caption gallery wp-block-gallery gallery-item") | CAPTION_CLASSES
_MEDIA = names("iframe video audio")
_ABOVE = (Kind.TITLE, Kind.STANDFIRST, Kind.BYLINE, Kind.DATE, Kind.PROVENANCE)
_EVENT = re.compile(r"""\s+on[a-z]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+)""", re.I)
_SOURCE = re.compile(r"""(\ssrc\s*=\s*)(?:"data:[^"]*"|'data:[^']*')""", re.I)
_WIDGET = re.compile(r"/plugins/|/share|/widgets?/(?:like|follow|tweet)|doubleclick|googlesyndication|recaptcha", re.I)

_BREAK = re.compile(r"\s*<br\b[^<>]*>", re.I)

Edit = tuple[int, int, str]  # source[start:end] is replaced


@dataclass
class _Emitter:
    source: str
    skip: set[int]  # ids of elements to leave out
    cuts: list[Edit]  # spans of lines to leave out, in order
    strays: Sequence[tuple[int, int]] = ()  # end tags that end nothing here, but might where a slice goes

    def children(self, node: Node) -> Iterator[str]:
        """The source of an element's content: whole elements, and bare text as paragraphs."""
        run: list[Node | Token] = []
        for child in node.children:
            if isinstance(child, Token):
                run.append(child)
            elif id(child) in self.skip or (child.hidden and not self._is_media(child)):
                continue
            elif child.blocky or is_caption(child) or self._is_media(child):
                yield from self._paragraph(run)
                run = []
                yield from self.block(child)
            else:
                run.append(child)
        yield from self._paragraph(run)

    def block(self, node: Node) -> Iterator[str]:
        """One element, whole or as what its wrapper holds."""
        if node.name == "p" and not node.children and not node.attributes:
            return
        if self._is_whole(node):
            yield self.slice(node)
        elif node.get("lang") or node.get("dir"):
            yield self.edited(node.start, node.inner, list(_attribute_edits(node)))
            yield from self.children(node)
            yield f"</{node.name}>"
        else:
            yield from self.children(node)

    def slice(self, node: Node) -> str:
        """An element's source without scripts, styles, forms, event attributes and what is left out."""
        edits: list[Edit] = list(_attribute_edits(node))
        waiting = [child for child in node.children if isinstance(child, Node)]
        while waiting:
            inner = waiting.pop()
            if id(inner) in self.skip or (_is_unsafe(inner) and not self._is_media(inner)):
                edits.append((inner.start, inner.end, ""))
            else:
                edits += _attribute_edits(inner)
                waiting.extend(child for child in inner.children if isinstance(child, Node))
        edits += [cut for cut in self.cuts if node.start <= cut[0] and cut[1] <= node.end]
        first = bisect_left(self.strays, (node.start, 0))
        edits += [(start, end, "") for start, end in self.strays[first : bisect_left(self.strays, (node.end, 0))]]
        closing = self._closing(node)
        kept = self.edited(node.start, node.end, edits)
        return kept + closing if node.name in {"pre", "listing", "xmp"} else kept.rstrip(SPACE) + closing

    def _closing(self, node: Node) -> str:
        """The end tags that the source leaves out, of an element and of what is open in it to its end."""
        tags = ""
        last: Node | Token | None = node
        while isinstance(last, Node) and last.end == last.close == node.end and last.name not in VOID:
            if last is not node and (id(last) in self.skip or _is_unsafe(last)):
                break
            tags = f"</{last.name}>{tags}"
            last = last.children[-1] if last.children else None
        return tags

    def edited(self, start: int, end: int, edits: Sequence[Edit]) -> str:
        pieces: list[str] = []
        at = start
        for first, last, new in sorted(edits):
            if first < at or last > end:
                continue  # inside what is already left out
            pieces += (self.source[at:first], new)
            at = last
        return "".join([*pieces, self.source[at:end]])

    def _paragraph(self, run: list[Node | Token]) -> Iterator[str]:
        """Bare text and pictures as a paragraph of their own."""
        if not any(self._counts(item) for item in run):
            return
        cuts = [cut for cut in self.cuts if cut[0] < run[-1].end and cut[1] > run[0].start]
        pieces = [self._outside(item, cuts) for item in run]
        first, last = 0, len(pieces)
        while first < last and _is_empty(pieces[first]):
            first += 1
        while last > first and _is_empty(pieces[last - 1]):
            last -= 1
        if first < last:
            yield f"<p>{''.join(pieces[first:last]).strip(SPACE)}</p>"

    def _outside(self, item: Node | Token, cuts: Sequence[Edit]) -> str:
        """An item's source but for what a cut takes of it."""
        if any(start <= item.start and item.end <= end for start, end, _ in cuts):
            return ""
        if isinstance(item, Node):
            return self.slice(item)
        clipped = [(max(start, item.start), min(end, item.end), "") for start, end, _ in cuts]
        return self.edited(item.start, item.end, [cut for cut in clipped if cut[0] < cut[1]])

    def _counts(self, item: Node | Token) -> bool:
        if isinstance(item, Token):
            return bool(self.source[item.start : item.end].strip(SPACE))
        return item.name == "img" or item.find("img") is not None or bool(read_text([item], self.source))

    def _is_whole(self, node: Node) -> bool:
        if node.name in _WHOLE or self._is_media(node) or is_notes(node) or is_caption(node):
            return True
        if not _WHOLE_CLASSES.isdisjoint(node.classes):
            return True
        return any(is_caption(child) for child in node.elements()) and node.find("img") is not None

    def _is_media(self, node: Node) -> bool:
        if node.name != "iframe":
            return node.name in _MEDIA
        address = node.get("src")
        return address.startswith(("http:", "https:", "//")) and not _WIDGET.search(address)


def body(reading: Reading) -> str:
    """The article's body as HTML: what is not title, standfirst, byline, date or provenance line."""
    skip = set(reading.region.dropped) | {id(node) for _, node in reading.region.roles}
    source = reading.tree.source
    cuts: list[Edit] = []
    owners: dict[int, list[Piece]] = {}
    for piece in reading.pieces:
        owners.setdefault(id(piece.node), []).append(piece)
    roots = {id(root) for root in reading.region.roots}
    for held in owners.values():
        node = held[0].node
        above = [piece for piece in held if piece.block.kind in _ABOVE]
        whole = node.name in _WHOLE or node.name in {"div", "span"}
        if len(above) == len(held) and whole and id(node) not in roots and node.find("img") is None and _is_leaf(node):
            skip.add(id(node))
        else:
            cuts += [(piece.start, _past_break(source, piece.end), "") for piece in above if id(node) not in skip]
    emitter = _Emitter(source, skip, sorted(cuts), reading.tree.strays)
    out: list[str] = []
    for root in reading.region.roots:
        bare = root is reading.tree.body or root.name in {"td", "th", "li"}
        out += emitter.children(root) if bare else emitter.block(root)
    return "\n".join(out)


def article(reading: Reading, document: Document) -> str:
    """A whole small page that holds the article of `document`, which `reading` was read from, and nothing else."""
    direction = f' dir="{languages.direction(document.language)}"' if document.language else ""
    language = f' lang="{document.language}"' if document.language else ""
    title = document.title or document.meta.get("title", "")
    head = [f"<title>{escape(title)}</title>"]
    if document.meta.get("author"):
        head.append(f'<meta name="author" content="{_quoted(document.meta["author"])}">')
    if document.meta.get("url"):
        head.append(f'<link rel="canonical" href="{_quoted(document.meta["url"])}">')
    dated = any(piece.block.kind is Kind.DATE for piece in reading.pieces)
    if document.date and not dated:
        head.append(f'<meta property="article:published_time" content="{_quoted(document.date)}">')
    top = list(_top(reading, document, title))
    return "\n".join([
        "<!doctype html>", f'<html{language}{direction} {WHOLE}="article">', '<head>', '<meta charset="utf-8">', *head,
        "</head>", "<body>", "<article>", *top, body(reading), "</article>", "</body>", "</html>", "",
    ])  # fmt: skip


def _top(reading: Reading, document: Document, title: str) -> Iterator[str]:
    """Title, standfirst, byline, date and provenance line, each in its own marked element."""
    source = reading.tree.source
    cutter = _Emitter(source, set(reading.region.dropped), [], reading.tree.strays)
    found = {kind: [piece for piece in reading.pieces if piece.block.kind is kind] for kind in _ABOVE}
    if title:
        first = next(iter(found[Kind.TITLE]), None)
        in_head = first is None or first.node.name == "title"
        yield f"<h1>{escape(title) if in_head or first is None else _inner(cutter, first)}</h1>"
    for kind, name in ((Kind.STANDFIRST, "standfirst"), (Kind.BYLINE, "byline")):
        for piece in found[kind]:
            yield f'<p class="{name}">{_inner(cutter, piece)}</p>'
    for piece in found[Kind.DATE]:
        moment = f' datetime="{_quoted(document.date)}"' if document.date else ""
        yield f'<p class="date"><time{moment}>{escape(piece.block.text)}</time></p>'
    for piece in found[Kind.PROVENANCE]:
        yield f'<p class="provenance">{_inner(cutter, piece)}</p>'


def _inner(cutter: _Emitter, piece: Piece) -> str:
    """A block's inner source, cleaned."""
    start, end = piece.block.start, piece.block.end
    edits: list[Edit] = []
    for inner in piece.node.walk():
        if start <= inner.start and inner.end <= end:
            unwanted = id(inner) in cutter.skip or _is_unsafe(inner)
            edits += [(inner.start, inner.end, "")] if unwanted else _attribute_edits(inner)
    edits += [(*stray, "") for stray in cutter.strays if start <= stray[0] and stray[1] <= end]
    return cutter.edited(start, end, edits)


def _is_unsafe(node: Node) -> bool:
    return node.hidden and node.name not in {"math", "canvas", "map"}


def _is_empty(piece: str) -> bool:
    return not piece.strip(SPACE) or _BREAK.fullmatch(piece) is not None


def _is_leaf(node: Node) -> bool:
    return not any(child.blocky for child in node.elements())


def _past_break(source: str, at: int) -> int:
    """Past the line break that follows a line."""
    found = _BREAK.match(source, at)
    return found.end() if found else at


def _attribute_edits(node: Node) -> Iterator[Edit]:
    """Takes event attributes out, and gives a picture that loads late its own address."""
    start, tag = node.token.start, node.source[node.token.start : node.token.end]
    if node.name == "img" and node.get("src").startswith("data:"):
        found = _SOURCE.search(tag)
        address = image_address(node)
        if found and not address.startswith("data:"):
            yield start + found.start(), start + found.end(), f'{found.group(1)}"{_quoted(address)}"'
    if any(name.startswith("on") for name in node.attributes):
        for match in _EVENT.finditer(tag):
            yield start + match.start(), start + match.end(), ""


def _quoted(text: str) -> str:
    return escape(text).replace('"', "&quot;")
