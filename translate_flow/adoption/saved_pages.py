"""A folder of saved pages (a mirror by wget or HTTrack, pages saved in a browser) as items.

The folder is read twice: first what every page says of itself (`page_facts`), by which copies of one page are known, links lead to
items, and what all pages say alike of their language is known to come from the theme; then the articles, one at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from translate_flow import languages
from translate_flow.adoption import page_facts
from translate_flow.adoption.addresses import address_key, joined, parts_of
from translate_flow.adoption.items import Item, Said, Text, Unread
from translate_flow.adoption.language_words import language_of
from translate_flow.adoption.mirrors import address_of, file_key, pages_in
from translate_flow.adoption.page_facts import PageFacts
from translate_flow.errors import Unreadable, UsageError
from translate_flow.formats import files
from translate_flow.text.document import Document, Kind

if TYPE_CHECKING:
    from translate_flow.adoption.feeds import Place

_VIEW = re.compile(r"/(?:amp|print|imprimir)(?:/|\.html?|$)|[?&](?:amp|print|output=amp)\b|[-_.](?:amp|print)\.html?$", re.I)
_TEXTLESS = frozenset({Kind.TITLE, Kind.STANDFIRST, Kind.BYLINE, Kind.DATE, Kind.PROVENANCE, Kind.HEADING})
_NATURES = {
    "home": "is a home page, not an article", "list": "lists other pages: a category, a tag, an archive or an author",
    "search": "shows results of a search", "missing": "says that a page was not found", "file": "shows one picture or file",
    "feed": "is a feed or a sitemap under the name of a page",
}  # fmt: skip
_THEME = frozenset({"lang attribute", "og:locale", "content-language", "JSON-LD of the page"})  # where a theme says one language for all
_ALONE = "If it holds an article, bring it in by itself: `translate-flow import FILE --lang LANGUAGE`."


@dataclass(slots=True)
class _Seen:
    """A page of the folder: `file` is its path in it, `address` what that path stands for (`file:///…` where no host is known)."""

    file: str
    path: Path
    address: str
    facts: PageFacts
    wrong: str = ""  # what is wrong with its canonical address
    copies: list[str] = field(default_factory=list)
    copy_of: str = ""  # the origin of the page that is taken in its place

    @property
    def url(self) -> str:
        """The address of the page, empty where nobody says it."""
        return self.facts.url if self.facts.url.startswith("http") else ""

    @property
    def origin(self) -> str:
        """The page's address as it says itself; else its path in the folder."""
        if self.url == self.facts.saved_from:
            return self.url or self.file
        said = self.url and not (self.facts.rewritten and self.url == self.facts.canonical)
        return self.url if said and (self.url != self.address or self.facts.canonical == self.url) else self.file

    @property
    def place(self) -> str:
        if not self.url:
            return self.file
        parts = parts_of(self.url)
        return (unquote(parts.path) or "/") + (f"?{parts.query}" if parts.query else "")

    def addressed(self) -> set[str]:
        named = (self.url, self.address, self.facts.canonical, self.facts.saved_from, f"file:///{quote(self.file)}")
        return {file_key(self.file), *(address_key(url) for url in named if url)}


def items(folder: Path, *, places: Iterable[Place] = ()) -> Iterator[Item | Unread]:
    """The articles of the folder's pages, in the order of their paths; copies of one page come once.

    `places`: what feeds and sitemaps say of the same pages; links and dates that a page lacks are taken from there. Raises UsageError
    where there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}", remedy="Name the folder that holds the saved pages.")
    found: list[_Seen] = []
    for each in _seen(folder):
        if isinstance(each, Unread):
            yield each
        else:
            found.append(each)
    pages = _once(found)
    site = _Site.of(found, places)
    for page in pages:
        yield _item(page, site)
        if not page.facts.whole and page.facts.nature not in _NATURES:
            yield Unread(page.file, "breaks off before its end, and was read up to there", "Save the page again, whole, and adopt the folder again.")


def _seen(folder: Path) -> Iterator[_Seen | Unread]:
    listed = list(pages_in(folder))
    addresses = {file: address_of(file) for file, path in listed if isinstance(path, Path)}
    beside = {key for file, address in addresses.items() for key in (address_key(address), file_key(file))}
    for file, path in listed:
        if isinstance(path, Unread):
            yield path
            continue
        try:
            data = _bytes(path, file)
            facts = page_facts.facts(data, name=file, address=addresses[file], beside=beside)
        except Unreadable as error:
            yield Unread.of(error, file)
        else:
            yield _Seen(file, path, addresses[file], facts)


def _bytes(path: Path, file: str) -> bytes:
    return files.read(path, name=file, named=False, holds="a page of an article", remedy="Check what it is.")


def _once(found: list[_Seen]) -> list[_Seen]:
    """Every page once, with the paths of its copies. A canonical address that pages of other titles name too is left out."""
    groups: dict[str, list[_Seen]] = {}
    known = {key for page in found for key in page.addressed()}
    for page in found:
        groups.setdefault(_group_key(page, known), []).append(page)
    chosen: list[_Seen] = []
    for key, members in groups.items():
        best = members[0] if len(members) == 1 else min(members, key=lambda page: _doubt(page, key))
        for page in members:
            if page is best:
                chosen.append(page)
            elif _same_title(page, best):
                best.copies.append(page.file)
                page.copy_of = best.origin
            else:
                chosen.append(_elsewhere(page, best, known))
    order = {id(page): at for at, page in enumerate(found)}
    return sorted(chosen, key=lambda page: order[id(page)])


def _doubt(page: _Seen, key: str) -> tuple[bool, bool, bool]:
    """How little a page looks like the one that an address is of, among those that claim it."""
    spoken = {languages.normalise(said.value).partition("-")[0] for said in page.facts.languages if said.how.endswith("lang attribute")}
    named = {languages.normalise(tag).partition("-")[0] for tag in _path_tags(page.facts.canonical)}
    return bool(_VIEW.search(page.file)), address_key(page.address) != key, bool(named) and not named & spoken


def _elsewhere(page: _Seen, best: _Seen, known: set[str]) -> _Seen:
    """A page read again without the address that it shares with another."""
    shared = page.facts.canonical or page.facts.url
    page.wrong = f"Its canonical address {shared} is that of another page, {best.file}; left out."
    try:
        data = _bytes(page.path, page.file)
        page.facts = page_facts.facts(data, name=page.file, address=page.address, beside=known, not_at=shared)
    except Unreadable:
        pass  # it has gone since: reading its article will say so
    return page


def _group_key(page: _Seen, known: set[str]) -> str:
    key = address_key(page.facts.canonical or page.url or page.address)
    plain = re.sub(r"/(?:amp|print|imprimir)$", "", key)
    return plain if plain != key and plain in known else key


def _same_title(one: _Seen, other: _Seen) -> bool:
    a, b = (" ".join(page.facts.title.casefold().split()) for page in (one, other))
    return not a or not b or a in b or b in a


@dataclass(frozen=True, slots=True)
class _Site:
    """What is known of the whole folder: `pages` by the keys of their addresses, folders and hosts that are languages, places of feeds,
    and whether `lang` is the same on every page of a site in several languages, and so says nothing."""

    pages: Mapping[str, _Seen]
    folders: frozenset[str]  # first parts of paths that are languages
    constant: bool
    places: Mapping[str, Place]

    @classmethod
    def of(cls, found: list[_Seen], places: Iterable[Place]) -> _Site:
        pages = {key: page for page in reversed(found) for key in page.addressed()}
        firsts = {tag for page in found for tag in _path_tags(page.url or page.address)}
        declared = {said.value for page in found for said in page.facts.languages if said.how == "lang attribute"}
        told = {languages.normalise(said.value).partition("-")[0] for page in found for said in (*page.facts.languages[:1], *_sections(page.facts))}
        several = {languages.normalise(tag).partition("-")[0] for tag in firsts} | told
        folders = frozenset(firsts) if len(several) > 1 else frozenset()
        return cls(pages, folders, len(declared) == 1 and len(several) > 1, {address_key(place.url): place for place in places})

    def resolved(self, url: str) -> str:
        """The origin of the page that an address leads to; the address itself where that page was not saved."""
        page = self.pages.get(address_key(url))
        if page is not None:
            return page.copy_of or page.origin
        return unquote(url.removeprefix("file:///")) if url.startswith("file:///") else url


@lru_cache(maxsize=4096)
def _tag_of(part: str) -> str:
    fits = re.fullmatch(r"[a-z]{2,3}(?:[-_][a-z]{2,4})?", part, re.I) is not None and part.lower() != "www"
    return part if fits and languages.is_tag(part) and languages.has_locale(languages.normalise(part)) else ""


def _path_tags(url: str) -> list[str]:
    """What in an address may name a language: one of the first two folders, the first part of its host, `lang` in its query."""
    parts = parts_of(url)
    folders = [part for part in (parts.path if url.endswith("/") else parts.path.rpartition("/")[0]).split("/") if part][:2]
    host = parts.netloc.lower().split(".")
    asked = re.search(r"(?:^|&)lang=([\w-]+)", parts.query)
    found = [next(filter(None, map(_tag_of, folders)), ""), host[0] if len(host) > 2 else "", asked[1] if asked else ""]
    return [tag for part in found if (tag := _tag_of(part))]


def _item(page: _Seen, site: _Site) -> Item | Unread:
    if page.facts.nature in _NATURES:
        return Unread(page.file, _NATURES[page.facts.nature], _ALONE)
    try:
        document, body = _read(_bytes(page.path, page.file), page)
    except Unreadable as error:
        return Unread.of(error, page.file)
    if not any(block.kind not in _TEXTLESS for block in document.blocks) or (not page.facts.nature and _unfound(document)):
        return Unread(page.file, "holds no article that could be found", _ALONE)
    facts, place = page.facts, next((site.places[key] for key in sorted(page.addressed()) if key in site.places), None)
    links, warnings = _links(page, site, place)
    parents = tuple(dict.fromkeys(Said(site.resolved(said.value), said.how) for said in (*_provenance_links(document, page), *facts.parents)))
    meta = document.meta
    said = [each for each in facts.warnings if not (site.constant and each.startswith(page_facts.DIFFERENT))]
    terms = dict.fromkeys((*facts.terms, meta.get("section", ""), *(tag.strip() for tag in meta.get("tags", "").split(","))))
    data = {"file": page.file, "url": page.url, "copies": page.copies, "x-default": facts.default, "og:locale:alternate": list(facts.alternates)}
    return Item(
        origin=page.origin, text=Text.of(document, body), place=page.place, languages=_languages(page, document, site, place),
        links=links, parents=parents, date=facts.published or document.date or (place.date if place else ""),
        modified=facts.modified or (place.modified if place else ""), kind=facts.kind, slug=meta.get("slug", ""),
        terms=tuple(term for term in terms if term), data={key: value for key, value in data.items() if value},
        warnings=tuple(dict.fromkeys((*([page.wrong] if page.wrong else []), *said, *warnings, *document.warnings))),
    )  # fmt: skip


def _read(data: bytes, page: _Seen) -> tuple[Document, bytes]:
    """The article alone, as `import` stores it (`services.sources`)."""
    from translate_flow.formats import html
    from translate_flow.formats import page as pages

    document = html.read(data, name=page.file)
    if not pages.has_furniture(document):
        return document, data
    small = pages.article(document)
    body = html.write(small)
    return replace(html.read(body, name=page.file), warnings=document.warnings, meta={**small.meta, **document.meta}), body


def _unfound(document: Document) -> bool:
    return any(warning.startswith("No article was found") for warning in document.warnings)


def _provenance_links(document: Document, page: _Seen) -> Iterator[Said]:
    """Where the provenance line links to: the version that this one was translated from."""
    for block in document.blocks:
        if block.kind is Kind.PROVENANCE:
            for found in re.finditer(r"""<a\s[^>]*?href\s*=\s*["']([^"'<>]+)""", document.source(block), re.I):
                yield Said(joined(page.url or page.address, unescape(found[1])), "provenance line")


def _links(page: _Seen, site: _Site, place: Place | None) -> tuple[dict[str, Said], list[str]]:
    """The links to other versions, to origins where they were saved; what a feed or sitemap says fills the gaps."""
    links: dict[str, Said] = {}
    warnings: list[str] = []
    for tag, said in (*page.facts.links.items(), *(place.links.items() if place else ())):
        value = site.resolved(said.value)
        if value == page.origin:
            continue
        if tag in links and links[tag].value != value:
            warnings.append(f"Its {languages.name(tag)} version is {links[tag].value} on the page, and {value} in the {said.how}.")
        links.setdefault(tag, Said(value, said.how))
    return links, warnings


def _sections(facts: PageFacts) -> list[Said]:
    """Sections and tags that are called by a language's name."""
    spoken = languages.normalise(facts.languages[0].value) if facts.languages else ""
    return [Said(tag, "category") for term in facts.terms if (tag := language_of(term, spoken))]


def _languages(page: _Seen, document: Document, site: _Site, place: Place | None) -> tuple[Said, ...]:
    """What the page is said to be written in, surest first."""
    said = list(page.facts.languages)
    late = [Said(each.value, "site") for each in said if site.constant and each.how in _THEME]
    said = [each for each in said if not (site.constant and each.how in _THEME)]
    known = {languages.normalise(each.value) for each in page.facts.languages}
    if document.language and document.language not in known:
        said.insert(0, Said(document.language, "article lang attribute"))
    if place and place.language:
        said.append(Said(place.language, "feed entry"))
    own = [tag for tag, link in place.links.items() if site.resolved(link.value) == page.origin] if place else []
    said += [Said(tag, "sitemap") for tag in own[:1]]
    said += [Said(tag, "folder") for tag in _path_tags(page.url or page.address) if tag in site.folders]
    said += _sections(page.facts)
    return tuple(dict.fromkeys((*said, *late)))
