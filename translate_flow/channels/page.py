"""What services hand to a channel and what it hands back: plain values, no database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from translate_flow.text.document import Document

Earlier = Callable[[], Iterable[tuple[int, bytes]]]


@dataclass(frozen=True, slots=True)
class Correction:
    """What readers are told of a correction: when, and what was wrong, in the page's language ("" where nobody wrote it)."""

    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One live version of an article.

    `parent` is the language of the version it was translated from, "" for an original (or where nobody
    knows); `parent_is_live` says whether that version is among the pages. `date` is the article's, ISO 8601
    (a day or a moment), "" if unknown; `published_at`, `updated_at` and `behind_since` are aware datetimes in
    UTC: when this version went out (None where nobody knows), when it was last corrected, since when its source has moved on.
    `document` is called only if the page must be drawn, and gives title, standfirst and byline where they are "" here;
    `source` gives the same as its format and its bytes, to be read in another process; None where nobody can.
    `fingerprint` changes whenever what it would return, or anything else here, changes. Indexes show only what the page itself says.
    `origin`: the path or address it came from. `raw`: the live revision's own bytes, in `format`; `earlier`: those of the revisions
    before it, newest first, each with its id. `translator_email`: only of who goes under their own name (and not in `fingerprint`).
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
    kind: str = "post"
    corrections: tuple[Correction, ...] = ()  # oldest first
    version_id: int = 0
    revision_id: int = 0
    origin: str = ""
    format: str = ""
    raw: Callable[[], bytes] = bytes
    earlier: Earlier = tuple
    translator_email: str = ""
    source: Callable[[], tuple[str, bytes]] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the channel was noted to show of a version: `models_channels.Publication` says what each is."""

    revision_id: int
    location: str
    remote_id: str = ""
    mark: str = ""
    fingerprint: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gone:
    """A version that readers saw once and see no more. `takedown`: what it said must not be found anywhere.

    `at`: when it was taken from readers; None where it only is no longer for this channel. `origin`, `earlier`: as in `Page`, of all
    its revisions. `title`: what may be said of it.
    """

    version_id: int
    language: str
    at: datetime | None = None
    takedown: bool = False
    origin: str = ""
    earlier: Earlier = tuple
    title: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """All that a channel is to show of one article (`pages`), what it must not show any more (`gone`), and the keys the article had.

    `known`: what the channel is noted to show now, by version.
    """

    article_id: int
    article: str
    original_language: str
    pages: tuple[Page, ...]
    gone: tuple[Gone, ...] = ()
    former: tuple[str, ...] = ()
    known: Mapping[int, Known] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """One channel as it is set up. `options` are complete and checked; `uid` marks what is ours in a place shared with others.

    `home`: the folder that relative paths start from. `note`, `actor` and `email`: what is being released, and who does it.
    `drawing` is called before each page that must be made. `more` gives the works of further articles, by their ids: those whose
    pages show something of one that changed.
    """

    name: str
    uid: str
    options: Mapping[str, Any]
    home: Path
    now: datetime
    site_name: str = ""
    base_url: str = ""
    note: str = ""
    actor: str = ""
    email: str = ""
    drawing: Callable[[], None] = lambda: None
    more: Callable[[Collection[int]], Iterable[Work]] | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one version: a fact, given only once the place has it for good.

    `refused`: the place was left as it is, `problem` says why and `remedy` what to do. `revision_id` is 0 for what was removed.
    """

    version_id: int
    revision_id: int
    outcome: Literal["written", "unchanged", "removed", "refused"]
    location: str = ""
    remote_id: str = ""
    mark: str = ""
    fingerprint: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run changed. `written` and `removed` are paths relative to `path`, sorted; all else is unchanged."""

    path: Path
    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that a kind of channel has. `required` ones have no default. `check` returns the value as it is kept, or raises UsageError."""

    meaning: str
    default: Any = ""
    required: bool = False
    check: Callable[[str], Any] | None = None


Works = Iterable[Work]
