"""JSON Feed (jsonfeed.org, versions 1 and 1.1) as entries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from translate_flow.adoption.addresses import joined
from translate_flow.adoption.feed_entries import AGAIN, WIDE, Entry, moment_of, paragraphs
from translate_flow.adoption.items import Unread
from translate_flow.errors import Unreadable


def entries(data: bytes, base: str) -> Iterator[Entry | Unread]:
    """The entries of a JSON Feed (jsonfeed.org, versions 1 and 1.1). Raises Unreadable for what is none."""
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        said, line = ("is nested too deeply", 0) if isinstance(error, RecursionError) else (str(error).split(":")[0], getattr(error, "lineno", 0))
        raise Unreadable(f"is broken JSON: {said}", line=line, remedy=AGAIN) from None
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        raise Unreadable("is JSON, but no JSON Feed: it has no list of items", remedy=AGAIN)
    for at, each in enumerate(entries, 1):
        if not isinstance(each, dict):
            yield Unread(f"item {at}", "is no object, as an item of a JSON Feed is", AGAIN)
            continue
        yield _json_entry(each, feed, base)


def _json_entry(each: Mapping[str, Any], feed: Mapping[str, Any], base: str) -> Entry:
    def text(key: str, of: Mapping[str, Any] = each) -> str:
        value = of.get(key)
        return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""

    entry = Entry("feed", url=text("url"), id=text("id"), title=text("title"))
    entry.html = text("content_html") or paragraphs(text("content_text"))
    own = text("language")
    entry.language, entry.how = own or text("language", feed), "feed entry" if own else WIDE
    entry.date, entry.modified = moment_of(entry, text("date_published")), moment_of(entry, text("date_modified"))
    authors = each.get("authors") or feed.get("authors") or [each.get("author") or feed.get("author")]
    entry.author = ", ".join(text("name", one) for one in authors if isinstance(one, dict)) if isinstance(authors, list) else ""
    tags = each.get("tags")
    entry.terms = [tag for tag in tags if isinstance(tag, str) and tag] if isinstance(tags, list) else []
    home = text("feed_url", feed) or text("home_page_url", feed) or base
    entry.part = "#" in entry.url
    entry.url = joined(home, entry.url) if entry.url else (entry.id if re.match(r"https?://", entry.id) else "")
    return entry
