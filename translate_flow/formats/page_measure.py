"""How much of a page is text, how much of that links; and which of its elements are furniture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from translate_flow.formats import page_profiles as known
from translate_flow.formats.html_notes import is_notes
from translate_flow.formats.html_tree import Node
from translate_flow.formats.markup import Token


@dataclass(slots=True)
class Measure:
    """How many characters are read in each element, in links and in all; and which elements are furniture."""

    total: dict[int, int] = field(default_factory=dict)
    linked: dict[int, int] = field(default_factory=dict)
    furniture: set[int] = field(default_factory=set)  # ids of the outermost furniture elements
    nodes: list[Node] = field(default_factory=list)  # the furniture elements, in order
    text: int = 0

    @classmethod
    def of(cls, body: Node) -> Measure:
        measure = cls()
        order = [body, *body.walk()]
        measure._sum(order)
        measure.text = measure.total[id(body)]
        skipped_to = -1
        for node in order[1:]:
            if node.start < skipped_to or node.name in {"html", "head", "body"}:
                continue
            if node.hidden or measure._is_furniture(node):
                skipped_to = max(node.end, node.inner)
                if not node.hidden:
                    measure.furniture.add(id(node))
                    measure.nodes.append(node)
        measure._sum(order)
        return measure

    def _sum(self, order: list[Node]) -> None:
        """Counts again, furniture left out."""
        source = order[0].source
        for node in reversed(order):
            total = linked = 0
            if not (node.hidden or id(node) in self.furniture):
                for child in node.children:
                    if isinstance(child, Token):
                        total += len(source[child.start : child.end].strip())
                    else:
                        total += self.total[id(child)]
                        linked += self.linked[id(child)]
            self.total[id(node)] = total
            self.linked[id(node)] = total if node.name == "a" else linked

    def prose(self, node: Node) -> int:
        return self.total[id(node)] - self.linked[id(node)]

    def _is_furniture(self, node: Node) -> bool:  # noqa: PLR0911 - a list of rules, the first that fits decides
        name = node.name
        if name in known.FURNITURE_TAGS:
            return True
        attributes = node.attributes
        share = self.total[id(node)] / max(self.text, 1)
        if attributes:
            labels = [*node.classes, node.get("id").lower()]
            if any(known.is_comments_name(label) for label in labels):
                return not holds_article(node)
            if share <= 0.6:
                if attributes.get("role", "").lower() in known.FURNITURE_ROLES:
                    return True
                if any(known.is_furniture_name(label) for label in labels):
                    return not (name == "body" or holds_article(node))
        if share > 0.4:
            return False
        if name == "aside":
            return not self._is_box(node)
        if name == "form":
            return True
        return name in {"header", "footer"} and self._is_page_level(node)

    def _is_box(self, aside: Node) -> bool:
        """Whether an aside is a part of the text: a pull quote, a note, a box with sentences of its own."""
        if aside.get("role").startswith("doc-") or is_notes(aside):
            return True
        inside = any(
            above.name in {"article", "main"} or "entry-content" in above.classes for above in aside.ancestors()
        )
        total = self.total[id(aside)]
        return inside and total >= 120 and self.linked[id(aside)] < total * 0.2

    def _is_page_level(self, node: Node) -> bool:
        if any(above.name in {"article", "main", "section", "blockquote", "figure"} for above in node.ancestors()):
            return False
        if node.name == "footer":
            return not any(is_notes(inner) for inner in node.walk())
        title = node.find("h1")
        return title is None or node.find("nav", "form") is not None


def holds_article(node: Node) -> bool:
    """Whether the page's own article, not one of others, may be inside: its title is."""
    return node.find("h1") is not None


def free(scope: Node, furniture: frozenset[int] | set[int]) -> Iterator[Node]:
    """The elements inside a scope, itself first, furniture and what no reader sees left out."""
    waiting = [scope]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(
            child for child in reversed(node.children)
            if isinstance(child, Node) and id(child) not in furniture and not child.hidden
        )  # fmt: skip


def within(node: Node, ids: set[int]) -> bool:
    return id(node) in ids or any(id(above) in ids for above in node.ancestors())
