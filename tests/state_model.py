"""The small model that the state machine holds the program against, written from the design: people, versions, editions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.newsroom import NOW
from translate_flow import languages


@dataclass
class Someone:
    roles: set[tuple[str, str]]
    reads: set[str]
    writes: set[str]

    def has(self, role: str, language: str) -> bool:
        return any(held == role and languages.covers(tag, language) for held, tag in self.roles)

    def knows(self, tags: set[str], language: str) -> bool:
        return any(languages.covers(tag, language) for tag in tags)


@dataclass
class Text:
    """What must be true of a version. `revisions`: (text, base as (language, number) or None, author)."""

    article: str
    language: str
    parent: str
    status: str
    revisions: list[tuple[str, tuple[str, int] | None, str]] = field(default_factory=list)
    live: int = 0
    translator: str = ""
    holder: str = ""
    until: datetime = NOW
    lapsed: str = ""  # who held it last, if their lease ran out
    line: list[str] = field(default_factory=list)  # who waits for it, the first first
    kept: str = ""  # for whom of these it is kept, and until when
    kept_until: datetime = NOW
    out_at: datetime | None = None
    plan: Plan | None = None

    @property
    def address(self) -> str:
        return f"{self.article}/{self.language}"

    @property
    def shown(self) -> int:
        return self.live or len(self.revisions)


@dataclass
class Plan:
    """That a version is to go out at a moment, and who said so. `blocked`: it was due, and something stood in its way."""

    at: datetime
    by: str
    blocked: bool = False


@dataclass
class Row:
    """A version in an edition. `before`, `out`: what readers saw before it went out with it, and then: (status, live, since when)."""

    state: str = "waiting"
    before: tuple[str, int, datetime | None] = ("", 0, None)
    out: tuple[int, datetime | None] = (0, None)


@dataclass
class Edition:
    mode: str
    rows: dict[str, Row]
    state: str = "open"
