"""What a page tells machines of itself: its versions in other languages, a preview, and its data (schema.org) as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from translate_flow.channels.page import Page
from translate_flow.channels.site_entries import Entry
from translate_flow.channels.site_layout import href
from translate_flow.channels.site_voice import day_of
from translate_flow.text import byline

if TYPE_CHECKING:
    from markupsafe import Markup

    from translate_flow.channels.site_theme import Site

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def alternates(site: Site, paths: Mapping[str, str], original: str) -> list[tuple[str, str]]:
    """(hreflang, address) of every version, itself included, and x-default: the original or else the first. Nothing for a site without an address."""
    if not site.base_url or not paths:
        return []
    found = [(tag, site.address(path)) for tag, path in paths.items()]
    default = paths.get(original) or next(iter(paths.values()))
    return [*found, ("x-default", site.address(default))]


@lru_cache(maxsize=512)
def territorial(tag: str) -> str:
    """A language as Open Graph writes it, `language_TERRITORY`: where the tag has no region, the likeliest one (CLDR)."""
    parts = tag.split("-")
    region = next((part for part in parts[1:] if len(part) == 2 and part.isalpha()), "")
    if not region:
        from babel.core import get_global

        likely = get_global("likely_subtags")
        script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
        full = likely.get(f"{parts[0]}_{script}" if script else parts[0]) or likely.get(parts[0]) or ""
        region = full.rpartition("_")[2] if full else ""
    return f"{parts[0]}_{region}" if region else parts[0]


def preview(site: Site, page: Page, path: str, summary: str, others: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The properties of the Open Graph protocol (ogp.me), in its order. `others`: the languages there are besides."""
    yield "og:type", "article"
    yield "og:title", page.title or page.article
    if site.base_url:
        yield "og:url", site.address(path)
    if summary:
        yield "og:description", summary
    if site.name:
        yield "og:site_name", site.name
    own = territorial(page.language)
    yield "og:locale", own
    yield from (("og:locale:alternate", tag) for tag in dict.fromkeys(map(territorial, others)) if tag != own)
    if out := published(page):
        yield "article:published_time", out
    if changed := modified(page):
        yield "article:modified_time", changed
    if page.section:
        yield "article:section", page.section
    yield from (("article:tag", tag) for tag in page.tags if tag)


def published(page: Page) -> str:
    """When this version came out, ISO 8601; of an original its own date goes before the day it was put here. "" if unknown."""
    own = _exact(page.date)
    if page.parent and page.published_at:
        return _moment(page.published_at)
    return own or (_moment(page.published_at) if page.published_at else "")


def modified(page: Page) -> str:
    """When this version last changed, ISO 8601; "" where it has not since it came out."""
    known = [at for at in (page.updated_at, *(note.at for note in page.corrections)) if at is not None]
    return _moment(max(known)) if known else ""


def data(site: Site, page: Page, path: str, summary: str, versions: Mapping[str, Entry]) -> Markup:
    """The article as JSON-LD (schema.org/NewsArticle), to stand in a `script` element: no text in it can end that.

    An id is the page's address; of a site without one, relative to the page. A version names the one it was translated from
    (`translationOfWork`) and those translated from it (`workTranslation`).
    """
    parent = versions.get(page.parent) if page.parent and page.parent_is_live else None
    children = [entry for tag, entry in versions.items() if entry.parent == page.language and tag != page.language]
    author = byline.recognise(page.byline) or page.byline
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        **_work(site, path, path, page.language, page.title or page.article, page.kind),
        "description": summary,
        "mainEntityOfPage": _id(site, path, path),
        "datePublished": published(page),
        "dateModified": modified(page),
        "author": {"@type": "Person", "name": author} if author else None,
        "translator": {"@type": "Person", "name": page.translator} if page.translator else None,
        "publisher": {"@type": "Organization", "name": site.name} if site.name else None,
        "articleSection": page.section,
        "keywords": [tag for tag in page.tags if tag],
        "translationOfWork": _other(site, path, parent) if parent else None,
        "workTranslation": [_other(site, path, entry) for entry in children],
        "correction": [_correction(note.at, note.text) for note in page.corrections],
    }  # fmt: skip
    return script({name: value for name, value in found.items() if value})


def script(value: object) -> Markup:
    """JSON that stands in a `script` element: `<`, `>` and `&` are escaped, so nothing in it can end the element or open a comment."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char, escaped in _ESCAPES.items():
        if char in text:
            text = text.replace(char, escaped)
    return Markup(text)  # noqa: S704  every character that means something there has just been escaped


def _work(site: Site, origin: str, path: str, language: str, title: str, kind: str) -> dict[str, Any]:
    address = _id(site, origin, path)
    return {"@type": "Article" if kind == "page" else "NewsArticle", "@id": address, "url": address, "headline": title, "inLanguage": language}


def _other(site: Site, origin: str, entry: Entry) -> dict[str, Any]:
    return _work(site, origin, entry.path, entry.language, entry.title or entry.article, entry.kind)


def _id(site: Site, origin: str, path: str) -> str:
    return site.address(path) or href(origin, path)


def _correction(at: datetime, text: str) -> dict[str, Any]:
    return {"@type": "CorrectionComment", "datePublished": _moment(at), **({"text": text} if text else {})}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _exact(value: str) -> str:
    """An article's own date in a form that everybody reads: a day, or a moment with its zone (UTC where it names none)."""
    day = day_of(value)
    if day is None:
        return ""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return day.isoformat()
    if len(value) <= 10:
        return day.isoformat()
    return found.isoformat(timespec="seconds") if found.tzinfo else f"{found.isoformat(timespec='seconds')}Z"
