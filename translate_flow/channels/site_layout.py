"""Which files the static site has: their paths, and how one links to another. No templates, no disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from hashlib import sha256
from posixpath import relpath
from typing import NamedTuple
from urllib.parse import quote

from translate_flow import languages
from translate_flow.channels.page import Page
from translate_flow.channels.site_entries import Entry, Listing
from translate_flow.errors import UsageError

ROOT = "index.html"
STYLE = "style.css"
SITEMAP = "sitemap.xml"
REDIRECTS = "redirects.txt"  # old address, new address: for a web server's own map
NETLIFY = "_redirects"  # the same as hosts of static sites take it
SEARCH = "search.js"
_MAX_NAME = 200  # bytes of a file's name before its suffix; file systems allow 255
_OURS = frozenset({"index", "search"})  # files of a language that no article's may be


class Item(NamedTuple):
    """A file of the site that is drawn from what the site knows of its pages. `kind` says by what, the rest which."""

    kind: str
    language: str = ""
    section: str = ""
    tag: str = ""
    month: str = ""

    @property
    def listing(self) -> Listing:
        return Listing(self.language, self.section, self.tag, self.month)

    @property
    def path(self) -> str:
        if self.kind in _FIXED:
            return _FIXED[self.kind]
        if self.kind == "sitemap":
            return sitemap_path(self.month)
        if self.kind == "search_page":
            return search_path(self.language)
        return feed_path(self.listing) if self.kind == "feed" else listing_path(self.listing)


_FIXED = {"root": ROOT, "style": STYLE, "sitemap_index": SITEMAP, "redirects": REDIRECTS, "netlify": NETLIFY, "search_script": SEARCH}


def bases(entry: Entry) -> Iterator[Listing]:
    """The listings that an entry is on, without months."""
    yield Listing(entry.language)
    if entry.section:
        yield Listing(entry.language, section=entry.section)
    yield from (Listing(entry.language, tag=tag) for tag in sorted(set(entry.tags)) if tag)


def items(entry: Entry, *, absolute: bool) -> Iterator[Item]:
    """The files, besides its own, that are there because an entry is. `absolute`: the site has an address, so feeds and sitemaps can be."""
    for base in bases(entry):
        yield Item("listing", base.language, base.section, base.tag)
        if entry.month:
            yield Item("listing", base.language, base.section, base.tag, entry.month)
        if absolute and not base.tag:
            yield Item("feed", base.language, base.section)
    if absolute:
        yield Item("sitemap", month=entry.month)


def page_path(page: Page) -> str:
    """Where a page is in the site: `LANGUAGE/KEY.html`, `es/march-8.html`. Raises UsageError as `key_path`."""
    return key_path(page.language, page.article)


def key_path(language: str, article: str) -> str:
    """Where the page of an article in a language is.

    A key that one of our own files has (“index”) becomes `index_`, which no key can be; one too long for a file system
    is cut and marked by its digest. Raises UsageError for a key that is no slug (letters, marks, digits, hyphens).
    """
    key = unicodedata.normalize("NFC", article)
    if not key or not all(char == "-" or unicodedata.category(char)[0] in "LMN" for char in key):
        raise UsageError(f"The key “{article}” cannot name a page", remedy="Use letters, digits and hyphens in an article's key.")
    key = f"{key}_" if key in _OURS else _short(key)
    return f"{languages.normalise(language)}/{key}.html"


def folded(path: str) -> str:
    """The same for paths that a file system may take for one."""
    return unicodedata.normalize("NFC", path.casefold())


def slug(text: str) -> str:
    """The name of a section's or tag's folder: the text itself, with `_` for spaces; what else cannot stand there is marked by a digest."""
    name = unicodedata.normalize("NFC", text)
    plain = "".join(char if char == "-" or unicodedata.category(char)[0] in "LMN" else "_" for char in name)
    if name != plain.replace("_", " ") or name != text:
        plain = f"{plain}_{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return _short(plain)


def _short(name: str) -> str:
    if len(name.encode()) <= _MAX_NAME:
        return name
    return f"{name.encode()[: _MAX_NAME - 20].decode(errors='ignore')}_{sha256(name.encode()).hexdigest()[:12]}"


def _folder(listing: Listing) -> str:
    if listing.section:
        return f"{listing.language}/section/{slug(listing.section)}"
    return f"{listing.language}/tag/{slug(listing.tag)}" if listing.tag else listing.language


def listing_path(listing: Listing) -> str:
    """`es/index.html`, `es/archive/2026-11.html`, `es/section/SLUG/index.html`, `es/tag/SLUG/2026-11.html`."""
    if not listing.month:
        return f"{_folder(listing)}/index.html"
    between = "" if listing.section or listing.tag else "archive/"
    return f"{_folder(listing)}/{between}{listing.month}.html"


def feed_path(listing: Listing) -> str:
    """`es/feed.xml`, `es/section/SLUG/feed.xml`."""
    return f"{_folder(listing)}/feed.xml"


def sitemap_path(month: str) -> str:
    """`sitemap-2026-11.xml`; without a month, of the pages whose day nobody knows."""
    return f"sitemap-{month or 'undated'}.xml"


def search_path(language: str) -> str:
    """`es/search.html`."""
    return f"{language}/search.html"


def index_path(language: str) -> str:
    """The front of a language."""
    return listing_path(Listing(language))


def href(origin: str, target: str) -> str:
    """A link from one path of the site to another, relative and percent-encoded (RFC 3986)."""
    return quote(relpath(target, origin.rpartition("/")[0] or "."))


def address(base_url: str, path: str) -> str:
    """The public address of a path, or "" where the site has none. An index is named by its folder."""
    folder, _, name = path.rpartition("/")
    shown = (f"{folder}/" if folder else "") if name == "index.html" else path
    return base_url + quote(shown) if base_url else ""


def moment(page: Page) -> datetime | None:
    """The time an article stands at in lists: its own date, else when the version went out; None where neither is known."""
    try:
        if len(page.date) <= 10:
            return datetime.combine(date.fromisoformat(page.date), time.min, UTC)
        found = datetime.fromisoformat(page.date)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return page.published_at.astimezone(UTC) if page.published_at else None
