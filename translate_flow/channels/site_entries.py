"""What the site's lists, feeds, sitemaps and search know of a page, and how they ask for it. No disk, no templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from translate_flow.channels.page import Page
from translate_flow.text.document import Document, Kind

NEWEST = 50  # articles on the first page of a listing; all are on its months' pages
BEFORE = 3  # articles that an article's page offers for further reading: those of its language that came just before it
SUMMARY = 300  # characters


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the site as others show it. `path` is its file's, from the site's root.

    `moment`: where it stands in lists, the article's own date or else when it went out (aware, UTC); `month` is that as `2026-11`,
    "" where neither is known. `summary`: the standfirst, or else the start of the text, plain. `corrected_at`: of the last correction.
    """

    path: str
    article: str
    language: str
    parent: str
    kind: str
    title: str
    summary: str
    byline: str
    translator: str
    date: str
    moment: datetime | None
    published_at: datetime | None
    updated_at: datetime | None
    corrected_at: datetime | None
    behind: bool
    section: str
    tags: tuple[str, ...]
    original_language: str

    @property
    def month(self) -> str:
        return f"{self.moment:%Y-%m}" if self.moment else ""

    @property
    def changed_at(self) -> datetime | None:
        """When readers last got something new of it."""
        known = [at for at in (self.moment, self.published_at, self.updated_at, self.corrected_at) if at is not None]
        return max(known, default=None)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which articles a list shows: of a language, perhaps of a section or with a tag; the newest, or (`month`) all of one month."""

    language: str
    section: str = ""
    tag: str = ""
    month: str = ""


class Catalogue(Protocol):
    """All pages of the site, asked for by those who draw lists. Each answer costs what it holds, however large the site."""

    def languages(self) -> Mapping[str, int]:
        """The languages there are, in the order of their own names, with how many pages each has."""

    def newest(self, listing: Listing, limit: int = NEWEST) -> Sequence[Entry]:
        """The newest of a listing; with a month, all of it, newest first."""

    def months(self, listing: Listing) -> Sequence[tuple[str, int]]:
        """The months that a listing (without a month) has articles of, newest first, with how many."""

    def sections(self, language: str) -> Mapping[str, int]:
        """The sections of a language with how many pages each has, in order of their names."""

    def tags(self, language: str) -> Mapping[str, int]:
        """The same of tags."""

    def of_month(self, month: str) -> Sequence[Entry]:
        """Every page of a month, in all languages, by path: what a sitemap holds."""

    def all_months(self) -> Sequence[tuple[str, datetime | None]]:
        """The months there are, newest first, with when one of their pages last changed."""

    def versions(self, article: str) -> Mapping[str, Entry]:
        """The pages of an article by language, in order of their paths."""


def entry(page: Page, document: Document, path: str, moment: datetime | None) -> Entry:
    """What others show of a page."""
    title, standfirst, byline = page.title or document.title, page.standfirst or document.standfirst, page.byline or document.byline
    return Entry(
        path=path, article=page.article, language=page.language, parent=page.parent, kind=page.kind, title=title,
        summary=_cut(standfirst or _start(document)), byline=byline, translator=page.translator, date=page.date, moment=moment,
        published_at=page.published_at, updated_at=page.updated_at, corrected_at=page.corrections[-1].at if page.corrections else None,
        behind=page.behind_since is not None, section=page.section, tags=page.tags, original_language=page.original_language,
    )  # fmt: skip


def _start(document: Document) -> str:
    return next((block.text for block in document.blocks if block.kind is Kind.PARAGRAPH and block.text.strip()), "")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= SUMMARY:
        return text
    return text[: SUMMARY - 1].rsplit(" ", 1)[0] + "…"
