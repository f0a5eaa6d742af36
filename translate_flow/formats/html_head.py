"""What an HTML page says of itself: language, date, address, author, terms, other versions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote, urlsplit

from translate_flow.formats.html_tree import Node, Tree, read_text
from translate_flow.formats.markup import Token

_DATE_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"\\]{8,40})"')
_DATE_PROPERTIES = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "dc.date", "dcterms.date",
    "pubdate", "publish-date", "parsely-pub-date", "sailthru.date", "date",
)  # fmt: skip
_SEPARATOR = re.compile(
    r"\s+(?:[|–—·•»«:‹›]|-|&(?:#8211|#8212|#0?38|ndash|mdash|raquo|laquo|middot|#124|#187|#171|bull);)\s+"
)
_SURE = re.compile(r"[|»·«]|raquo|laquo|#124|#187|#171|middot")


@dataclass(frozen=True, slots=True)
class Head:
    """`language` as written; `date` in ISO 8601 or empty; `meta` as in Document.meta."""

    language: str = ""
    date: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def read(tree: Tree, roots: Sequence[Node]) -> Head:
    """Reads a page's head, and the language of the elements in which the article lies."""
    facts: dict[str, list[str]] = {}
    alternates: list[str] = []
    tags: list[str] = []
    sections: list[str] = []
    canonical = published = language = ""
    for node in tree.head():
        if node.name == "meta":
            key = (node.get("property") or node.get("name") or node.get("itemprop")).lower()
            if key and node.get("content"):
                facts.setdefault(key, []).append(" ".join(node.get("content").split()))
        elif node.name == "link":
            rels = node.get("rel").lower().split()
            if "canonical" in rels and not canonical:
                canonical = node.get("href")
            elif "alternate" in rels and node.get("hreflang") and node.get("hreflang").lower() != "x-default":
                alternates.append(f"{node.get('hreflang')}={node.get('href')}")
        elif node.name == "html" and not language:
            language = node.get("lang") or node.get("xml:lang")
        elif node.name == "script" and not published and node.get("type").lower() == "application/ld+json":
            for child in node.children:
                found = (
                    _DATE_PUBLISHED.search(tree.source, child.start, child.end) if isinstance(child, Token) else None
                )
                published = published or (found.group(1) if found else "")
    terms = [node for node in tree.body.walk() if "tag" in node.get("rel").lower().split()] if tree.whole else []
    for node in terms:  # WordPress marks both, categories as "category tag"
        (sections if "category" in node.get("rel").lower() else tags).append(read_text([node], tree.source))
    facts.setdefault("article:section", sections[:1] or [""])
    own = next((above.get("lang") for above in _around(roots) if above.get("lang")), "")
    language = own or language or (facts.get("og:locale") or [""])[0]
    date, warnings = _date([*(facts.get(key, [""])[0] for key in _DATE_PROPERTIES), published])
    return Head(language, date, _meta(facts, canonical, alternates, tags), warnings)


def iso(value: str) -> str:
    """A machine's date or moment in ISO 8601; empty where it is none."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return ""
    return value.strip()[:10] if len(value.strip()) <= 10 else moment.isoformat()


def title_span(tree: Tree) -> tuple[int, int] | None:
    """Where the article's title stands in the page's `<title>`: without the site's name after (or before) it."""
    node = next(
        (each for each in tree.head() if each.name == "title" and each.parent and each.parent.name != "svg"), None
    )
    if node is None or not read_text(node.children, tree.source):
        return None
    start, end = node.inner, node.close
    inner = tree.source[start:end]
    start, end = start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
    given = {_fold(content.get("content")) for content in tree.head() if content.get("property") == "og:title"}
    site = {_fold(content.get("content")) for content in tree.head() if content.get("property") == "og:site_name"}
    parts = list(_SEPARATOR.finditer(tree.source, start, end)) if end - start < 1000 else []
    for part in reversed(parts):
        before, after = (
            _fold(_decoded(tree.source[start : part.start()])),
            _fold(_decoded(tree.source[part.end() : end])),
        )
        if before in given or after in site:
            return start, part.start()
        if after in given or before in site:
            return part.end(), end
    if parts and not given and _SURE.search(parts[-1].group()):
        return start, parts[-1].start()
    return start, end


def _decoded(source: str) -> str:
    return read_text([Token("text", 0, len(source), "")], source)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _around(roots: Sequence[Node]) -> list[Node]:
    """The elements around the article that may say its language, the nearest first; not the page's own."""
    if not roots:
        return []
    longest = max(roots, key=lambda node: node.end - node.start)
    only = [child for child in longest.elements() if child.blocky][:2]
    inner = only if len(only) == 1 and only[0].name in {"article", "main", "div", "section"} else []
    return [node for node in (*inner, longest, *longest.ancestors()) if node.name not in {"html", ""}]


def _date(candidates: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    given = [value for value in candidates if value]
    for value in given:
        if iso(value):
            return iso(value), ()
    return "", tuple(f"The date “{value}” is not in ISO 8601: give the date yourself." for value in given[:1])


def _meta(
    facts: Mapping[str, Sequence[str]], canonical: str, alternates: Sequence[str], tags: Sequence[str]
) -> dict[str, str]:
    def first(*keys: str) -> str:
        return next((facts[key][0] for key in keys if key in facts), "")

    # A relative one says nothing: programs that mirror a site write `index.html` into every page.
    url = next((address for address in (canonical, first("og:url")) if "://" in address or address.startswith("/")), "")
    author = first("author", "article:author", "dc.creator", "parsely-author", "twitter:data1")
    section = first("article:section", "parsely-section")
    meta = {
        "url": url,
        "slug": _slug(url),
        "author": "" if "://" in author else author,
        "section": section,
        "tags": ", ".join(dict.fromkeys([*facts.get("article:tag", ()), *(tag for tag in tags if tag)])),
        "image": first("og:image", "twitter:image"),
        "site_name": first("og:site_name", "application-name"),
        "description": first("description", "og:description"),
        "title": first("og:title"),
        "alternates": " ".join(alternates),
    }
    return {key: value for key, value in meta.items() if value}


def _slug(url: str) -> str:
    """The last part of an address's path that says anything: `/2022/03/ukraine-resists/` → `ukraine-resists`."""
    try:
        path = urlsplit(url).path
    except ValueError:  # an address like http://[
        return ""
    parts = [part for part in unquote(path).split("/") if part]
    while parts and re.fullmatch(r"index\.\w+|amp|\d{1,4}", parts[-1]):
        parts.pop()
    return re.sub(r"\.(?:html?|php|aspx?)$", "", parts[-1]) if parts else ""
