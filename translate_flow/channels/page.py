"""What services hand to a channel and what it hands back: plain values, no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from translate_flow.text.document import Document


@dataclass(frozen=True, slots=True)
class Page:
    """One live version of an article.

    `parent` is the language of the version it was translated from, "" for an original (or where nobody
    knows); `parent_is_live` says whether that version is among the pages. `date` is the article's, ISO 8601
    (a day or a moment), "" if unknown; `published_at`, `updated_at` and `behind_since` are aware datetimes in
    UTC: when this version went out (None where nobody knows), when it was last corrected, since when its source has moved on.
    `document` is called only if the page must be drawn, and gives title, standfirst and byline where they are "" here;
    `fingerprint` changes whenever what it would return changes. Indexes show only what the page itself says.
    """

    article: str
    language: str
    parent: str
    parent_is_live: bool
    title: str
    standfirst: str
    byline: str
    date: str
    published_at: datetime | None
    translator: str
    section: str
    tags: tuple[str, ...]
    document: Callable[[], Document]
    fingerprint: str
    behind_since: datetime | None
    original_language: str
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run changed. `written` and `removed` are paths relative to `path`, sorted; all else is unchanged."""

    path: Path
    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
