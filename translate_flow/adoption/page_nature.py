"""What kind of page a saved page is: an article, or a home page, a list, a search, a page that says that there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from translate_flow.adoption.addresses import LIST_PATH, address_key, is_home, parts_of
from translate_flow.adoption.json_ld import ARTICLES, types_of
from translate_flow.adoption.opened_page import Page, body_classes, title_of

_MISSING = re.compile(
    r"(?:error\s)?404(?:\s|:|$)|(?:error\sresponse|(?:page\s)?not\sfound|página\sno\sencontrada|página\snão\sencontrada|seite\snicht\sgefunden"
    r"|page\s(?:non\strouvée|introuvable)|pagina\snon\strovata|страница\sне\sнайдена|الصفحة\sغير\sموجودة|页面未找到|未找到页面)\s*(?:[|–—.!-]|$)", re.I,
)  # fmt: skip


def nature_of(page: Page, work: Mapping[str, Any]) -> str:  # noqa: PLR0911 - a list of rules, the first that fits decides
    """What kind of page it is: by WordPress's classes of the body, by JSON-LD, by Open Graph, by its address, by its build."""
    classes = body_classes(page)
    types = set().union(*map(types_of, page.nodes)) if page.nodes else set()
    if "httrack" in page.first("generator").lower():
        return "list"  # HTTrack's own index of what it saved
    if "error404" in classes or _MISSING.match(title_of(page)):
        return "missing"
    if classes & {"search-results", "search-no-results"} or "SearchResultsPage" in types:
        return "search"
    if classes & {"attachment", "single-attachment"}:
        return "file"
    if classes & {"single", "single-post", "singular"} and "archive" not in classes:
        return "article"
    article = bool(types_of(work) & ARTICLES)
    if "home" in classes and not article:
        return "home"
    if (classes & {"archive", "blog", "paged"} and not article) or "CollectionPage" in types:
        return "list"
    if article:
        return "article"
    if page.own and is_home(page.own):
        return "home"
    if LIST_PATH.search("/" + address_key(page.own).partition("/")[2]):
        return "list"
    if page.first("og:type").lower() == "article" or any("wp-block-post-content" in (n.get("class") or "") for n in page.root.iter("div")):
        return "article"
    return "list" if _lists(page) else ""


def _lists(page: Page) -> bool:
    """Whether the page lists others: three headings or more lead elsewhere on the site, and outside them is little to read."""
    entries = []
    for node in page.root.iter("h2", "h3", "h4"):
        link = next(node.iter("a"), None)
        href = (link.get("href") or "") if link is not None else ""
        here = "://" not in href or parts_of(page.base).netloc in href
        if href and not href.startswith("#") and here and not any(above.tag in {"nav", "aside", "footer"} for above in node.iterancestors()):
            parent = node.getparent()
            wider = parent.getparent() if parent is not None and parent.tag == "header" else None
            entries.append(wider if wider is not None else parent)
    if len(entries) < 3:
        return False
    inside = set(entries)
    prose = 0
    for node in page.root.iter("p"):
        if not any(above in inside or above.tag in {"nav", "aside", "footer"} for above in node.iterancestors()):
            prose += len(" ".join("".join(node.itertext()).split()))
    return prose < 400
