"""An entry of a feed or sitemap, as its file has it, whatever the format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC
from html import escape

from translate_flow.adoption.items import Said

WIDE = "feed"  # said of the whole feed, often the language of the site's theme
AGAIN = "Save the feed again, whole, as the site sends it."

_FEED = re.compile(r"\ufeff?\s*(?:<\?[^>]{0,400}>\s*|<!--.{0,1000}?-->\s*|<!DOCTYPE\s[^>\[]{0,400}>\s*){0,8}<(?:rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]", re.S)


@dataclass(slots=True)
class Entry:
    """An entry as the file has it. `html`: its full text, empty where there is a summary at most. `part`: its address is of a place
    within a page, as those of comments are."""

    kind: str  # feed, sitemap or index
    line: int = 0
    url: str = ""
    id: str = ""
    title: str = ""
    html: str = ""
    part: bool = False
    language: str = ""
    how: str = ""
    author: str = ""
    date: str = ""
    modified: str = ""
    terms: list[str] = field(default_factory=list)
    links: dict[str, Said] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def is_feed(text: str) -> bool:
    """Whether a text begins as a feed or a sitemap in XML does, whatever its file is called."""
    return _FEED.match(text) is not None


def moment_of(entry: Entry, text: str) -> str:
    """A moment in ISO 8601, of RSS's (RFC 822) or of Atom's and the sitemaps' (W3C date and time)."""
    from email.utils import parsedate_to_datetime

    from translate_flow.formats.html_head import iso

    if not text or iso(text):
        return iso(text) if text else ""
    if re.fullmatch(r"\d{4}(?:-\d\d)?", text):
        return ""  # a year alone tells no day
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        entry.warnings.append(f"The date “{text[:60]}” cannot be read.")
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def paragraphs(text: str) -> str:
    """Plain text as HTML, a paragraph for each part between empty lines."""
    return "\n".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())
