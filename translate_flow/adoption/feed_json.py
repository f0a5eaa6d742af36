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

_ITEMS = re.compile(r'"items"\s*:\s*\[\s*')
_NEXT = re.compile(r"\s*,\s*")


def entries(data: bytes, base: str) -> Iterator[Entry | Unread]:
    """The entries of a feed up to where it breaks off. Raises Unreadable there, and for what is no feed."""
    feed, broken = _read(data)
    found = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(found, list):
        raise Unreadable("is JSON, but no JSON Feed: it has no list of items", remedy=AGAIN)
    for at, each in enumerate(found, 1):
        if not isinstance(each, dict):
            yield Unread(f"item {at}", "is no object, as an item of a JSON Feed is", AGAIN)
            continue
        yield _json_entry(each, feed, base)
    if broken is not None:
        raise broken


def _read(data: bytes) -> tuple[Any, Unreadable | None]:
    """A feed, and what is wrong with it after its last whole item. Raises Unreadable where none is whole."""
    try:
        return json.loads(data.decode("utf-8-sig")), None
    except (ValueError, RecursionError) as error:
        said, line = ("is nested too deeply", 0) if isinstance(error, RecursionError) else (str(error).split(":")[0], getattr(error, "lineno", 0))
        feed = _whole(error.doc) if isinstance(error, json.JSONDecodeError) else {}
        after = f", after {len(feed['items'])} items" if feed else ""
        broken = Unreadable(f"is broken JSON{after}: {said}", line=line, remedy=AGAIN)
        if not feed:
            raise broken from None
        return feed, broken


def _whole(text: str) -> dict[str, Any]:
    """What a broken feed says before its items, and those of them that are whole; empty where none is."""
    start = _ITEMS.search(text)
    decoder, found, at = json.JSONDecoder(), [], start.end() if start else -1
    head: dict[str, Any] = {}
    try:
        head = json.loads(text[: start.start()] + '"items": []}') if start else {}
        while at >= 0:
            item, end = decoder.raw_decode(text, at)
            found.append(item)
            more = _NEXT.match(text, end)
            at = more.end() if more else -1
    except (json.JSONDecodeError, RecursionError):
        pass  # here it breaks: what came before it is whole
    return {**head, "items": found} if found else {}


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
