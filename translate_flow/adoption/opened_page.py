"""A saved page, opened: its tree, its head, where it stands. Nothing is fetched, no script is run."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from translate_flow.adoption.addresses import address_key, joined

if TYPE_CHECKING:
    from lxml import etree


@dataclass(slots=True)
class Page:
    """A page while it is read: its tree, its head, where it stands, and the warnings so far."""

    root: etree._Element
    metas: dict[str, list[str]]
    nodes: list[dict[str, Any]]  # JSON-LD, flattened
    base: str = ""
    folder: str = ""  # the address of its file, and the keys of the files beside it: programs that save sites rewrite links to these
    beside: Container[str] = ()
    rewritten: bool = False  # its canonical address
    own: str = ""  # the page's address, empty where nobody says it
    warnings: list[str] = field(default_factory=list)

    def first(self, *keys: str) -> str:
        """What the first of these metas that the page has says."""
        return next((self.metas[key][0] for key in keys if key in self.metas), "")

    def absolute(self, address: str) -> str:
        """An address of the page as a whole one: of a file saved beside it, where it leads to one."""
        near = joined(self.folder, address) if self.folder and "://" not in address else ""
        for saved in (near, near.partition("?")[0]):  # HTTrack keeps the query in the link, not in the file's name
            if near and address_key(saved) in self.beside:
                return saved
        return joined(self.base or self.folder, address)

    def is_own(self, address: str) -> bool:
        """Whether an address is the page's own, or its file's."""
        return address_key(address) in {address_key(own) for own in (self.own, self.folder) if own}


def parsed(data: bytes, name: str) -> tuple[str, etree._Element]:
    """The page's text and its tree, mended as browsers mend it. Raises Unreadable for bytes that are no text."""
    from lxml import etree

    from translate_flow.formats import encoding

    text = encoding.decode(data, name=name, declared=True)[0].lstrip("\ufeff")
    parser = etree.HTMLParser(no_network=True, recover=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return text, root if root is not None else etree.Element("html")


def metas_of(root: etree._Element) -> dict[str, list[str]]:
    """The `<meta>` of a page: property, name or http-equiv, in small letters → what it says, in the page's order."""
    metas: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        key = (node.get("property") or node.get("name") or node.get("http-equiv") or node.get("itemprop") or "").strip().lower()
        value = " ".join((node.get("content") or "").split())
        if key and value:
            metas.setdefault(key, []).append(value)
    return metas


def rel(root: etree._Element, rel: str) -> Iterator[etree._Element]:
    """The page's `<link>` of a relation."""
    return (node for node in root.iter("link") if rel in (node.get("rel") or "").lower().split())


def canonicals_of(page: Page) -> list[str]:
    """The addresses that `rel=canonical` names, as written."""
    return [node.get("href") or "" for node in rel(page.root, "canonical") if (node.get("href") or "").strip()]


def title_of(page: Page) -> str:
    """What the page is called: by Open Graph, its first heading, its title."""
    heading = next((" ".join("".join(node.itertext()).split()) for node in page.root.iter("h1")), "")
    return page.first("og:title") or heading or " ".join(next((node.text or "" for node in page.root.iter("title")), "").split())


def body_classes(page: Page) -> set[str]:
    """The classes of the body, by which WordPress's themes say what a page is."""
    body = next(page.root.iter("body"), None)
    return set((body.get("class") or "").lower().split()) if body is not None else set()
