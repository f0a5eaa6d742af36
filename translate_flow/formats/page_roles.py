"""The elements of a page that are not its text but speak of it: title, standfirst, byline, date, provenance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_flow.formats import page_profiles as known
from translate_flow.formats.html_tree import Node, Tree, read_text
from translate_flow.formats.page_measure import Measure, free, within
from translate_flow.text.document import Kind

MAX_META = 300  # characters: a longer “byline” or “date” is a part of the text
MAX_SOURCE = 20_000  # the same with markup; a bound on reading elements within elements
_SENTENCE = re.compile(r"[.!?…。؟।]")
_ROLE_CLASSES = (
    (Kind.STANDFIRST, known.STANDFIRST), (Kind.BYLINE, known.BYLINE), (Kind.DATE, known.DATE),
    (Kind.PROVENANCE, known.PROVENANCE),
)  # fmt: skip


def title_of(tree: Tree, content: Node, measure: Measure) -> Node | None:
    """The heading that is the article's title: the one that the page's head names, else a title by class, else an h1."""
    named = _named_titles(tree)
    candidates: list[tuple[float, int, Node]] = []
    for node in tree.body.walk():
        if node.start >= content.end:
            break
        if node.name not in {"h1", "h2", "h3"} and known.TITLE.isdisjoint(node.classes):
            continue
        if (
            node.end - node.start > 4 * MAX_SOURCE
            or node.hidden
            or any(above.name in {"aside", "nav"} for above in node.ancestors())
        ):
            continue
        text = read_text([node], tree.source)
        if not text:
            continue
        rank = 0
        if any(text == name for name in named):
            rank = 4
        elif node.name == "h1" and any(name.startswith(text) for name in named) and len(text) > 8:
            rank = 3
        elif not known.TITLE.isdisjoint(node.classes) and not within(node, measure.furniture):
            rank = 2
        elif node.name == "h1" and not within(node, measure.furniture):
            rank = 1
        if rank and not (node.start > content.start and node.name != "h1" and rank < 4):
            candidates.append((rank + (node.name == "h1") / 2, -abs(content.start - node.start), node))
    return max(candidates, key=lambda found: found[:2])[2] if candidates else None


def _named_titles(tree: Tree) -> list[str]:
    found = []
    for node in tree.head():
        if node.name == "title" and node.parent is not None and node.parent.name != "svg":
            found.append(read_text(node.children, tree.source))
        elif node.name == "meta" and node.get("property") in {"og:title", "twitter:title"}:
            found.append(" ".join(node.get("content").split()))
    return [text for text in found if text]


def roles_in(
    scope: Node, content: Node | None, furniture: frozenset[int] | set[int], title: Node | None
) -> list[tuple[Kind, Node]]:
    """Standfirst, byline, date and provenance elements by class, rel, itemprop or tag, the first of each kind."""
    found: dict[Kind, Node] = {}
    standfirsts: list[Node] = []
    lengths: dict[int, int] = {}
    blocks = 0
    for node in free(scope, furniture):
        inside = content is None or content.start <= node.start < content.end
        blocks += inside and node.name in {"p", "h2", "h3", "li"} and (title is None or node.start > title.start)
        if content is not None and node.start >= content.end and scope.name in {"body", "html", ""}:
            break
        kind = _role(node) if node.end - node.start <= MAX_SOURCE else None
        if (
            kind is None
            or node is content
            or node.find("h1") is not None
            or (inside and blocks > 5 and content is not None)
        ):
            continue
        text = read_text([node], node.source)
        limit = 1500 if kind is Kind.STANDFIRST else MAX_META
        if any(above.name in {"pre", "listing", "xmp"} for above in node.ancestors()):
            continue  # code is one block, whatever it holds
        if _in_running_text(node, lengths):
            continue
        if not text or len(text) > limit or (kind in {Kind.STANDFIRST, Kind.DATE} and blocks > 4):
            continue
        if kind is Kind.STANDFIRST and standfirsts and standfirsts[-1].parent is node.parent is not None:
            standfirsts.append(node)
        elif kind is Kind.DATE and kind in found and found[kind].name != "time" and node.start < found[kind].end:
            found[kind] = node  # the time inside a date's line
        elif kind not in found:
            found[kind] = node
            if kind is Kind.STANDFIRST:
                standfirsts = [node]
    roles: list[tuple[Kind, Node]] = [(kind, node) for kind, node in found.items() if kind is not Kind.STANDFIRST]
    roles += [(Kind.STANDFIRST, node) for node in standfirsts]
    return [(kind, _narrowed(kind, node)) for kind, node in roles]


def _role(node: Node) -> Kind | None:
    if node.name == "time" and node.get("datetime"):
        return None if "updated" in node.classes and "published" not in node.classes else Kind.DATE
    if not node.attributes:
        return None
    if "author" in node.get("rel").lower().split() or node.get("itemprop") == "author":
        return Kind.BYLINE if node.name not in {"link", "meta"} else None
    classes = node.classes
    for kind, wanted in _ROLE_CLASSES:
        if not wanted.isdisjoint(classes) and node.name not in {"body", "article", "main", "html", "img", "input"}:
            return kind
    return None


def _narrowed(kind: Kind, node: Node) -> Node:
    """A byline's line holds more than names on many themes: then only the element of the author's name."""
    from translate_flow.text import byline

    if kind is not Kind.BYLINE:
        return node
    text = read_text([node], node.source)
    if byline.recognise(text) or len(text) <= 40:
        inner = next((each for each in node.walk() if each.get("rel") == "author" or "fn" in each.classes), None)
        return inner if inner is not None and not byline.recognise(text) and read_text([inner], node.source) else node
    for each in node.walk():
        if each.get("rel") == "author" or not {"fn", "author", "author-name", "p-author"}.isdisjoint(each.classes):
            return each
    return node


def meta_lines(roles: list[tuple[Kind, Node]], source: str) -> Iterator[Node]:
    """Elements that hold nothing but a byline, a date and a few words around them: “By … on …”."""
    nodes = [node for kind, node in roles if kind in {Kind.BYLINE, Kind.DATE} and not node.blocky]
    for node in nodes:
        line = next((above for above in node.ancestors() if above.blocky), None)
        if line is None or line.name in {"body", "article", "main", "html", ""} or line.end - line.start > MAX_SOURCE:
            continue
        rest = read_text(line.children, source)
        for inside in nodes:
            if line.start <= inside.start and inside.end <= line.end:
                rest = rest.replace(read_text([inside], source), "", 1)
        if len(rest) <= 30 and not _SENTENCE.search(rest):
            yield line


def _in_running_text(node: Node, lengths: dict[int, int]) -> bool:
    """Whether an inline element stands in a sentence: its line has far more text than itself, and no name that says
    otherwise. `lengths` remembers how long the lines are."""
    line = next((above for above in node.ancestors() if above.blocky), None)
    if node.blocky or line is None or not (known.META | known.BYLINE | known.DATE).isdisjoint(line.classes):
        return False
    if id(line) not in lengths:
        inline = [child for child in line.children if not (isinstance(child, Node) and child.blocky)]
        lengths[id(line)] = len(read_text(inline, node.source))
    return lengths[id(line)] > len(read_text([node], node.source)) + 60


def meta_of(scope: Node, measure: Measure) -> Iterator[Node]:
    """Lines about the article, by their names: terms, reading times, dates and authors."""
    for node in free(scope, measure.furniture):
        if not node.attributes or known.META.isdisjoint(node.classes) or measure.total[id(node)] > MAX_META:
            continue
        if node.name not in {"body", "article", "main", "h1", "h2"} and node.find("h1", "p", "figure") is None:
            yield node


def through(nodes: list[Node]) -> frozenset[int]:
    """The inline elements around nodes, up to their blocks."""
    found: set[int] = set()
    for node in nodes:
        for above in node.ancestors():
            if above.blocky or id(above) in found:
                break
            found.add(id(above))
    return frozenset(found)
