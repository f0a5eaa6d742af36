"""All files of a site drawn from pages held in memory: what `site.sync` asks for until the store asks for each by itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from translate_flow import languages
from translate_flow.channels import site_feeds, site_layout, site_lists, site_pages
from translate_flow.channels.page import Page
from translate_flow.channels.site_entries import BEFORE, NEWEST, Entry, Listing, entry
from translate_flow.channels.site_layout import ROOT, SITEMAP, STYLE, feed_path, listing_path, sitemap_path


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the site: its path, what it depends on in one digest, and how to draw it."""

    path: str
    fingerprint: str
    draw: Callable[[], bytes]


class Memory:
    """A Catalogue over entries in memory."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        dated = sorted(entries, key=lambda one: one.path)
        self.entries = sorted(dated, key=lambda one: one.moment or datetime.min.replace(tzinfo=UTC), reverse=True)

    def _of(self, listing: Listing) -> list[Entry]:
        return [
            one for one in self.entries
            if one.language == listing.language and listing.section in {"", one.section} and (not listing.tag or listing.tag in one.tags)
            and listing.month in {"", one.month}
        ]  # fmt: skip

    def languages(self) -> Mapping[str, int]:
        counts = Counter(one.language for one in self.entries)
        return dict(sorted(counts.items(), key=lambda item: (languages.own_name(item[0]).casefold(), item[0])))

    def newest(self, listing: Listing, limit: int = NEWEST) -> Sequence[Entry]:
        found = self._of(listing)
        return found if listing.month else found[:limit]

    def months(self, listing: Listing) -> Sequence[tuple[str, int]]:
        return sorted(Counter(one.month for one in self._of(listing) if one.month).items(), reverse=True)

    def sections(self, language: str) -> Mapping[str, int]:
        return dict(sorted(Counter(one.section for one in self.entries if one.language == language and one.section).items()))

    def tags(self, language: str) -> Mapping[str, int]:
        return dict(sorted(Counter(tag for one in self.entries if one.language == language for tag in set(one.tags) if tag).items()))

    def of_month(self, month: str) -> Sequence[Entry]:
        return sorted((one for one in self.entries if one.month == month), key=lambda one: one.path)

    def all_months(self) -> Sequence[tuple[str, datetime | None]]:
        months = sorted({one.month for one in self.entries}, reverse=True)
        return [(month, max((one.changed_at for one in self.of_month(month) if one.changed_at), default=None)) for month in months]

    def versions(self, article: str) -> Mapping[str, Entry]:
        return {one.language: one for one in sorted(self.entries, key=lambda one: one.path) if one.article == article}

    def before(self, one: Entry) -> Sequence[Entry]:
        same = [other for other in self.entries if other.language == one.language]
        at = same.index(one)
        return same[at + 1 : at + 1 + BEFORE]


def outputs(held: site_layout.Site) -> list[Output]:
    """Every file of the site, in a fixed order. Documents are read for the entries; pages are drawn only when asked for."""
    site = site_pages.Site(held.name, held.base_url)
    entries = {path: _entry(path, page) for path, page in held.pages.items()}
    memory, program = Memory(list(entries.values())), site_pages.program(site)

    def made(path: str, about: object, draw: Callable[[], bytes]) -> Output:
        digest = sha256(json.dumps([program, path, site.name, site.base_url, about], default=str).encode()).hexdigest()[:32]
        return Output(path, digest, draw)

    found = [made(STYLE, "", lambda: site_pages.style(site)), made(ROOT, memory.languages(), lambda: site_lists.root(site, memory))]
    for listing in _listings(memory):
        about = (memory.newest(listing), memory.months(listing), list(memory.languages()), memory.sections(listing.language), memory.tags(listing.language))
        found.append(made(listing_path(listing), about, lambda listing=listing: site_lists.listing(site, memory, listing)))  # type: ignore[misc]
        if site.base_url and not listing.month and not listing.tag:
            found.append(made(feed_path(listing), about, lambda listing=listing: site_feeds.feed(site, memory, listing)))  # type: ignore[misc]
    if site.base_url:
        found.append(made(SITEMAP, memory.all_months(), lambda: site_feeds.sitemap_index(site, memory)))
        for month, _ in memory.all_months():
            found.append(made(sitemap_path(month), memory.of_month(month), lambda month=month: site_feeds.sitemap(site, memory, month)))  # type: ignore[misc]
    for path, page in sorted(held.pages.items()):
        versions, before = memory.versions(page.article), memory.before(entries[path])
        own: dict[str, Any] = {field.name: getattr(page, field.name) for field in fields(page) if field.name != "document"}
        shown = (own, [(tag, one.path, one.parent) for tag, one in versions.items()], [(one.path, one.title) for one in before])
        found.append(made(path, shown, lambda path=path, page=page, versions=versions, before=before: site_pages.article(site, page, page.document(), path, versions, before)))  # type: ignore[misc]
    return found


def _entry(path: str, page: Page) -> Entry:
    from translate_flow.text.document import Document

    moment = site_layout.moment(page)
    known = None if moment == datetime.min.replace(tzinfo=UTC) else moment
    return entry(page, Document("text", "", ()), path, known)


def _listings(memory: Memory) -> list[Listing]:
    bases = []
    for tag in memory.languages():
        bases += [Listing(tag), *(Listing(tag, section=name) for name in memory.sections(tag)), *(Listing(tag, tag=name) for name in memory.tags(tag))]
    return [one for base in bases for one in (base, *(replace(base, month=month) for month, _ in memory.months(base)))]
