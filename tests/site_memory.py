"""A catalogue of a site's pages held in memory, for drawing lists without a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from translate_flow import languages
from translate_flow.channels.site_entries import BEFORE, NEWEST, Entry, Listing


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
