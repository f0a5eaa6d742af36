"""Which files the static site has and how they hang together: paths, order, links. No templates, no disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from posixpath import relpath
from urllib.parse import quote

from translate_flow import languages
from translate_flow.channels.page import Page
from translate_flow.channels.site_entries import Listing
from translate_flow.errors import Conflict, UsageError

ROOT = "index.html"
STYLE = "style.css"
SITEMAP = "sitemap.xml"
PER_PAGE = 100  # articles on one page of an index
_MAX_NAME = 200  # bytes of a file's name before its suffix; file systems allow 255


def page_path(page: Page) -> str:
    """Where a page is in the site: `LANGUAGE/KEY.html`, `es/march-8.html`.

    A key “index” becomes `index_`, which no key can be; one too long for a file system is cut and marked by
    its digest. Raises UsageError for a key that is no slug (letters, marks, digits, hyphens).
    """
    key = unicodedata.normalize("NFC", page.article)
    if not key or not all(char == "-" or unicodedata.category(char)[0] in "LMN" for char in key):
        raise UsageError(
            f"The key “{page.article}” cannot name a page",
            remedy="Use letters, digits and hyphens in an article's key.",
        )
    if key == "index":
        key = "index_"
    if len(key.encode()) > _MAX_NAME:
        start = key.encode()[: _MAX_NAME - 20].decode(errors="ignore")
        key = f"{start}_{sha256(key.encode()).hexdigest()[:12]}"
    return f"{languages.normalise(page.language)}/{key}.html"


def paths(pages: Iterable[Page]) -> dict[str, Page]:
    """The pages by path. Raises Conflict where two would have one file, or differ only in letters' case."""
    found: dict[str, Page] = {}
    taken: dict[str, Page] = {}
    for page in pages:
        path = page_path(page)
        other = taken.setdefault(unicodedata.normalize("NFC", path.casefold()), page)
        if other is not page:
            raise Conflict(
                f"{page.article}/{page.language} and {other.article}/{other.language} would both be {path}",
                remedy="Change the key of one of them.",
            )
        found[path] = page
    return found


def slug(text: str) -> str:
    """The name of a section's or tag's folder."""
    name = unicodedata.normalize("NFC", text)
    plain = "".join(char if char == "-" or unicodedata.category(char)[0] in "LMN" else "_" for char in name)
    return plain if name == plain == text else f"{plain[:60]}_{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


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


def address(base_url: str, path: str) -> str:
    """The public address of a path, or "" where the site has none. An index is named by its folder."""
    folder, _, name = path.rpartition("/")
    shown = (f"{folder}/" if folder else "") if name == "index.html" else path
    return base_url + quote(shown) if base_url else ""


def href(origin: str, target: str) -> str:
    """A link from one path of the site to another, relative and percent-encoded (RFC 3986)."""
    return quote(relpath(target, origin.rpartition("/")[0] or "."))


def moment(page: Page) -> datetime:
    """The time an article stands at in an index: its own date, else when the version went out."""
    try:
        if len(page.date) <= 10:
            return datetime.combine(date.fromisoformat(page.date), time.min, UTC)
        found = datetime.fromisoformat(page.date)
    except ValueError:
        return page.published_at or datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Site:
    """All pages of a run: by path, and the versions of each article by language."""

    pages: Mapping[str, Page]
    versions: Mapping[str, Mapping[str, str]]  # article → language → path
    name: str
    base_url: str

    @classmethod
    def of(cls, pages: Iterable[Page], name: str, base_url: str) -> Site:
        """The site of these pages. `base_url` with or without its last slash, or ""."""
        by_path = paths(pages)
        versions: dict[str, dict[str, str]] = {}
        for path, page in sorted(by_path.items()):
            versions.setdefault(page.article, {})[page.language] = path
        return cls(by_path, versions, name, base_url.rstrip("/") + "/" if base_url else "")

    def languages(self) -> dict[str, int]:
        """The languages there are, in the order of their own names, with how many pages each has."""
        counts: dict[str, int] = {}
        for page in self.pages.values():
            counts[page.language] = counts.get(page.language, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (languages.own_name(item[0]).casefold(), item[0])))

    def newest_first(self, language: str) -> list[tuple[str, Page]]:
        """The pages in a language with their paths."""
        found = [(path, page) for path, page in self.pages.items() if page.language == language]
        found.sort(key=lambda item: item[0])
        found.sort(key=lambda item: moment(item[1]), reverse=True)
        return found

    def parent_of(self, page: Page) -> str:
        """The path of the version a page was translated from; "" where there is none or it is not out."""
        if not page.parent or not page.parent_is_live:
            return ""
        return self.versions[page.article].get(page.parent, "")

    def address(self, path: str) -> str:
        """The public address of a path, or "" where the site has no `base_url`. An index is named by its folder."""
        folder, _, name = path.rpartition("/")
        shown = f"{folder}/" if name == "index.html" and folder else "" if name == "index.html" else path
        return self.base_url + quote(shown) if self.base_url else ""
