"""Draws the site's feeds (Atom, RFC 4287) and sitemaps (sitemaps.org, with hreflang as search engines take it).

Both name pages by their public address: a site without one has neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from translate_flow import languages
from translate_flow.channels import site_head
from translate_flow.channels.site_entries import Catalogue, Entry, Listing
from translate_flow.channels.site_layout import feed_path, listing_path, sitemap_path
from translate_flow.channels.site_theme import Site
from translate_flow.text import byline

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FEED = 30  # articles in a feed
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed has to name a moment, even where none is known


def feed(site: Site, catalogue: Catalogue, listing: Listing) -> bytes:
    """The newest articles of a language or section as an Atom feed."""
    entries = catalogue.newest(listing, FEED)
    own, front = site.address(feed_path(listing)), site.address(listing_path(listing))
    place = f"{site.name} · {listing.section}" if site.name and listing.section else site.name or listing.section
    root = _root(_ATOM, "feed", None)
    root.set(f"{_XML}lang", listing.language)
    _add(root, "id", own)
    _add(root, "title", place or languages.own_name(listing.language))
    _add(root, "updated", _moment(max((_changed(entry) for entry in entries), default=_NEVER)))
    _add(root, "link", rel="self", type="application/atom+xml", href=own)
    _add(root, "link", rel="alternate", type="text/html", hreflang=listing.language, href=front)
    _add(_add(root, "author"), "name", site.name or site.base_url)
    for entry in entries:
        _entry(site, root, entry)
    return _bytes(root)


def _entry(site: Site, root: Element, entry: Entry) -> None:
    element, address = _add(root, "entry"), site.address(entry.path)
    _add(element, "id", address)
    _add(element, "title", entry.title or entry.article)
    _add(element, "updated", _moment(_changed(entry)))
    if out := entry.published_at or entry.moment:
        _add(element, "published", _moment(out))
    _add(element, "link", rel="alternate", type="text/html", hreflang=entry.language, href=address)
    if entry.byline.strip():
        _add(_add(element, "author"), "name", byline.recognise(entry.byline) or entry.byline)
    if entry.translator.strip():
        _add(_add(element, "contributor"), "name", entry.translator)
    for term in dict.fromkeys((entry.section, *entry.tags)):
        if term.strip():
            _add(element, "category", term=term)
    if entry.summary:
        _add(element, "summary", entry.summary)


def sitemap(site: Site, catalogue: Catalogue, month: str) -> bytes:
    """The pages of a month, in all languages, each with the other versions of its article."""
    root = _root(_SITEMAP, "urlset", {"xhtml": _XHTML})
    links: dict[str, list[tuple[str, str]]] = {}  # of an article
    for entry in catalogue.of_month(month):
        if entry.article not in links:
            links[entry.article] = _versions(site, catalogue.versions(entry.article), entry.original_language)
        url = _add(root, "url")
        _add(url, "loc", site.address(entry.path))
        if entry.changed_at is not None:
            _add(url, "lastmod", _moment(entry.changed_at))
        for tag, address in links[entry.article]:
            _add(url, "link", space=_XHTML, rel="alternate", hreflang=tag, href=address)
    return _bytes(root)


def sitemap_index(site: Site, catalogue: Catalogue) -> bytes:
    """The sitemaps there are, one a month."""
    root = _root(_SITEMAP, "sitemapindex", None)
    for month, changed in catalogue.all_months():
        one = _add(root, "sitemap")
        _add(one, "loc", site.address(sitemap_path(month)))
        if changed is not None:
            _add(one, "lastmod", _moment(changed))
    return _bytes(root)


def _versions(site: Site, versions: Mapping[str, Entry], original: str) -> list[tuple[str, str]]:
    return site_head.alternates(site, {tag: entry.path for tag, entry in versions.items()}, original)


def _changed(entry: Entry) -> datetime:
    return entry.changed_at or _NEVER


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)  # years before 1000 have four digits too


# XML


def _root(space: str, name: str, prefixes: dict[str | None, str] | None) -> Element:
    from lxml import etree

    return etree.Element(f"{{{space}}}{name}", nsmap={None: space} | (prefixes or {}))


def _add(parent: Element, name: str, text: str = "", *, space: str = "", **attributes: str) -> Element:
    """A new last child, in its parent's namespace unless another is named. What XML cannot hold becomes a replacement character."""
    from lxml import etree

    child = etree.SubElement(parent, f"{{{space or etree.QName(parent).namespace}}}{name}", {key: _legal(value) for key, value in attributes.items()})
    if text:
        child.text = _legal(text)
    return child


def _legal(text: str) -> str:
    """The text with U+FFFD for characters that no XML document may hold (XML 1.0, 2.2)."""
    if text.isprintable():
        return text
    return "".join(char if _is_legal(ord(char)) else "\ufffd" for char in text)


def _is_legal(code: int) -> bool:
    return code in {0x9, 0xA, 0xD} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _bytes(root: Element) -> bytes:
    from lxml import etree

    etree.indent(root, space="")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
