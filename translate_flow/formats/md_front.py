"""What the front matter of a Markdown file says of it: title, language, date, what stands in blocks, and the rest as `meta`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from translate_flow import languages
from translate_flow.errors import Unreadable, UsageError
from translate_flow.formats.frontmatter import FrontMatter, fold
from translate_flow.text.document import Block, Kind

_BLOCK_KEYS = {
    "title": Kind.TITLE, "author": Kind.BYLINE, "byline": Kind.BYLINE,
    **dict.fromkeys(("description", "summary", "excerpt", "standfirst", "subtitle"), Kind.STANDFIRST),
}  # fmt: skip
_LANGUAGE_KEYS = ("lang", "language", "locale")
_DATE_KEYS = ("date", "published", "pubdate", "publishdate", "published_at")
MAX_MARKS = 250_000  # line ends and characters that may be markup, in a body
_META_KEYS = {  # what a document says of itself → the keys in which sites say it, the first that is there counts
    "slug": ("slug",),
    "tags": ("tags", "tag", "keywords"),
    "section": ("section", "category", "categories"),
    "author": ("author", "authors", "byline"),
    "url": ("url", "permalink", "canonical", "canonical_url", "canonicalurl"),
    "status": ("status",),
}


def bound(text: str, start: int, name: str) -> None:
    """Refuses a body with more lines and marks than any article has: reading takes up to 60 µs for each."""
    if 2 * (len(text) - start) <= MAX_MARKS:
        return  # so short a text cannot have so many: each character counts twice at most
    marks = sum(text.count(mark, start) for mark in (*"\n\r[|<*`_&~{\\", "![", "- ", "+ "))
    if marks > MAX_MARKS:
        raise Unreadable(
            f"holds {marks} lines and marks of markup; one article may hold {MAX_MARKS}", file=name,
            remedy="Split it, or import it as plain text.",
        )  # fmt: skip


def title(front: FrontMatter) -> str:
    """The title; empty where there is none."""
    return next((value.text for _, value in front.find("title") if value.style not in {"list", "other"}), "")


def front_blocks(front: FrontMatter) -> Iterator[Block]:
    """The blocks in the front matter, in the order of the text; the first title and byline only."""
    seen: set[Kind] = set()
    for key, value in front.values.items():
        kind = _BLOCK_KEYS.get(key.lower())
        text = fold(value.text)
        if kind is None or value.start < 0 or not text or (kind is not Kind.STANDFIRST and kind in seen):
            continue
        seen.add(kind)
        yield Block(kind, value.start, value.end, text)


def language(front: FrontMatter, warnings: list[str]) -> str:
    """The language that it declares, normalised; `warnings` gets what is none."""
    for key, value in front.find(*_LANGUAGE_KEYS):
        if value.text.strip():
            try:
                return languages.normalise(value.text)
            except UsageError as error:
                warnings.append(f"The front matter's “{key}” gives no language: {error.message}. {error.remedy}")
    return ""


def date(front: FrontMatter, warnings: list[str]) -> str:
    """The date in ISO 8601; `warnings` gets what is none."""
    for key, value in front.find(*_DATE_KEYS):
        text = fold(value.text)
        if text and text.lower() not in {"true", "false"}:
            found = _iso(text)
            if found:
                return found
            warnings.append(f"The front matter's “{key}” is no date that can be read: “{text}”. Write it as 2024-03-08.")
    return ""


def _iso(text: str) -> str:
    """A date or time as sites write it, in ISO 8601; empty if it is none."""
    joined = re.sub(r"\s+(?=[+-]\d\d:?\d\d$|Z$)", "", text).replace(" UTC", "+00:00")
    if re.match(r"\d{4}-?\d\d", joined):
        try:
            moment = datetime.fromisoformat(joined)
        except ValueError:
            return ""
        return moment.isoformat() if re.search(r"\d[Tt ]\d", joined) else moment.date().isoformat()
    for form in ("%b %d %Y", "%b %d, %Y", "%B %d %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%Y/%m/%d"):
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return ""


def meta(front: FrontMatter) -> dict[str, str]:
    """What else the front matter says, in strings."""
    known = {key for keys in _META_KEYS.values() for key in keys} | {*_LANGUAGE_KEYS, *_DATE_KEYS, "draft"}
    told: dict[str, str] = {}
    for key, value in front.values.items():
        in_block = key.lower() in _BLOCK_KEYS and value.start >= 0
        if value.text and not in_block and key.lower() not in known:
            told[key] = value.text
    for name, keys in _META_KEYS.items():
        text = next((value.text for _, value in front.find(*keys) if value.text), "")
        if text:
            told[name] = text
    drafts = [value.text.lower() == "true" for _, value in front.find("draft")]
    drafts += [value.text.lower() == "false" for _, value in front.find("published")]
    if any(drafts):
        told["status"] = "draft"
    return told
