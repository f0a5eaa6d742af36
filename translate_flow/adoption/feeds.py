"""Feeds and sitemaps saved to disk: RSS 2.0 and 1.0, Atom (RFC 4287), JSON Feed 1.1, and the Sitemap protocol 0.9.

Entries with their full text are items; entries with a summary, and sitemaps, say where pages are, which belong together and when they
changed (`places`), which `saved_pages` joins. No entity that a file declares is resolved, nothing is fetched; what a sitemap index
names is read if it lies beside it.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from functools import lru_cache
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from translate_flow import languages
from translate_flow.adoption.items import Item, Said, Text, Unread
from translate_flow.adoption.page_facts import address_key, joined, language_of, parts_of
from translate_flow.errors import Unreadable, UsageError

if TYPE_CHECKING:
    from lxml import etree

MAX_BYTES = 256 * 2**20  # of one file, unpacked; the protocol allows a sitemap 50 MB
MAX_FILES = 1000  # of one sitemap index
_CHUNK = 2**20
_SPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content", "http://purl.org/dc/elements/1.1/": "dc", "http://www.w3.org/2005/Atom": "atom",
    "http://www.w3.org/1999/xhtml": "xhtml", "http://www.google.com/schemas/sitemap-news/0.9": "news", "http://purl.org/dc/terms/": "dc",
    "http://purl.org/rss/1.0/": "", "http://www.sitemaps.org/schemas/sitemap/0.9": "", "http://www.google.com/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap/0.84": "", "http://purl.org/atom/ns#": "atom",
}  # fmt: skip
_ENTRIES = frozenset({"item", "atom:entry", "url", "sitemap"})
_XML_LANG, _XML_BASE = ("{http://www.w3.org/XML/1998/namespace}" + name for name in ("lang", "base"))
_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LOOSE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)([A-Za-z][A-Za-z0-9]{1,30};)?")
_CDATA = re.compile(rb"(<!\[CDATA\[.*?\]\]>)", re.S)
_CAMPAIGN = re.compile(r"(?<=[?&])utm_\w+=[^&#]*&?")
_SAVE = "Save the page and adopt the folder that it is in; this file then tells dates and links."
_WIDE = "feed"  # said of the whole feed, often the language of the site's theme
_AGAIN = "Save the feed again, whole, as the site sends it."


@dataclass(frozen=True, slots=True)
class Place:
    """A page that a feed or sitemap names. `links`: language (BCP 47) → address of that version, itself included where it is listed.
    `date`, `modified`: ISO 8601, empty where unknown. `language`: as declared."""

    url: str
    links: Mapping[str, Said] = field(default_factory=dict)
    modified: str = ""
    date: str = ""
    language: str = ""
    title: str = ""


@dataclass(slots=True)
class _Entry:
    """An entry as the file has it. `html`: its full text, empty where there is a summary at most."""

    kind: str  # feed, sitemap or index
    line: int = 0
    url: str = ""
    id: str = ""
    title: str = ""
    html: str = ""
    language: str = ""
    how: str = ""
    author: str = ""
    date: str = ""
    modified: str = ""
    terms: list[str] = field(default_factory=list)
    links: dict[str, Said] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def items(path: Path, *, base: str = "") -> Iterator[Item | Unread]:
    """The entries with full text, in the file's order, each address once. `base`: where the file was, for addresses that are relative.

    Entries without, sitemaps, and what cannot be read come as Unread. Raises UsageError where there is no such file.
    """
    seen: set[str] = set()
    listed = 0
    for entry in _entries(path, base):
        if isinstance(entry, Unread):
            yield entry
        elif entry.kind == "sitemap":
            listed += 1
        elif (key := address_key(entry.url or entry.id)) not in seen or not key:
            seen.add(key)
            yield _item(entry, path)
    if listed:
        yield Unread(path.name, f"is a sitemap: it lists {listed} pages and holds no text", _SAVE.replace("the page", "the pages"))


def places(path: Path, *, base: str = "") -> list[Place]:
    """What a feed or sitemap says of pages: one place for each address, in the file's order. What cannot be read is left out here,
    and told by `items`."""
    found: dict[str, Place] = {}
    for entry in _entries(path, base):
        if isinstance(entry, _Entry) and entry.url:
            place = Place(entry.url, dict(entry.links), entry.modified, entry.date, "" if entry.how == _WIDE else entry.language, entry.title)
            found.setdefault(address_key(entry.url), place)
    return list(found.values())


def _entries(path: Path, base: str, depth: int = 0) -> Iterator[_Entry | Unread]:
    try:
        data = _bytes(path)
        read = _json(data, base) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} else _xml(data, path, base)
        count = 0
        for entry in read:
            if not isinstance(entry, _Entry) or entry.kind != "index":
                yield entry
                continue
            count += 1
            if count <= MAX_FILES:
                yield from _child(entry, path, base, depth)
        if count > MAX_FILES:
            yield Unread(path.name, f"names {count} sitemaps, of which the first {MAX_FILES} were read", "Name the others one by one.")
    except Unreadable as error:
        yield Unread.of(error, path.name)


def _child(entry: _Entry, path: Path, base: str, depth: int) -> Iterator[_Entry | Unread]:
    """A sitemap that an index names, if it lies beside it under the name that its address ends in."""
    name = unquote(parts_of(entry.url).path).rpartition("/")[2]
    beside = next((each for each in (path.parent / name, path.parent / name.removesuffix(".gz")) if name not in {"", ".", ".."} and each.is_file()), None)
    if beside is None or depth > 0 or beside.is_symlink():
        why = "is an index within an index" if depth > 0 else "is not beside the index"
        yield Unread(entry.url, f"the sitemap that line {entry.line} of {path.name} names {why}", f"Save it beside {path.name} as {name or 'sitemap-1.xml'}.")
    elif beside.resolve() != path.resolve():
        yield from _entries(beside, base, depth + 1)


def _bytes(path: Path) -> bytes:
    """The file's bytes, unpacked where it is compressed. Raises Unreadable for what is empty, too large or broken."""
    if not path.is_file():
        raise UsageError(f"There is no file {path}", remedy="Name a feed or a sitemap that was saved.")
    try:
        with path.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
            stream.seek(0)
            data = (gzip.GzipFile(fileobj=stream) if packed else stream).read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else "the compressed file is broken"
        raise Unreadable(f"cannot be read: {said}", file=path.name, remedy="Save it again.") from None
    if len(data) > MAX_BYTES:
        raise Unreadable(f"holds more than {MAX_BYTES // 2**20} MB", file=path.name, remedy="Split it; a sitemap may hold 50 MB.")
    if not data.strip():
        raise Unreadable("is empty", file=path.name, remedy=_AGAIN)
    return data


def _xml(data: bytes, path: Path, base: str) -> Iterator[_Entry | Unread]:
    """The entries of an XML file up to where it is broken, and then why. What is only loosely written is set right first."""
    from translate_flow.formats.wp_export import Guard

    if re.match(rb"\xef?\xbb?\xbf?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+)?html\b", data[:1000], re.I):
        raise Unreadable("is a web page, not a feed", file=path.name, line=1, remedy="Adopt the folder that it is in.")
    loose = _faulty(data)
    if loose:
        parts = _CDATA.split(data)  # every second one is CDATA, where an ampersand is itself
        parts[::2] = [_LOOSE.sub(_tight, part) for part in parts[::2]]
        data = _ILLEGAL.sub(b"", b"".join(parts))
    try:
        Guard(BytesIO(data), path.name)
    except Unreadable as error:
        remedy = "Do not trust this file." if "DOCTYPE" in error.message or "entities" in error.message else _AGAIN
        raise Unreadable(error.message.replace(", which a WordPress export never does", ": such a file is refused"),
                         file=path.name, line=error.line, remedy=remedy) from None  # fmt: skip
    yield from _parsed(data, path, base, loose)


def _parsed(data: bytes, path: Path, base: str, loose: str) -> Iterator[_Entry | Unread]:
    from lxml import etree

    parser = etree.XMLPullParser(("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    top: dict[str, str] = {"base": base}
    count = 0
    try:
        for at in range(0, len(data) + 1, _CHUNK):
            broken: etree.XMLSyntaxError | None = None
            try:
                parser.feed(data[at : at + _CHUNK])
                if at + _CHUNK > len(data):
                    parser.close()
            except etree.XMLSyntaxError as error:
                broken = error  # what came before it in this piece is there to be read
            for event, node in parser.read_events():
                name = _name(node)
                if event == "start":
                    top.setdefault("root", name)
                elif name in _ENTRIES and not _inside_entry(node):
                    entry = _entry(node, name, top)
                    entry.warnings += [loose] if loose else []
                    count += 1
                    yield entry
                    _forget(node)
                elif name in {"language", "dc:language"} and not _inside_entry(node):
                    top["language"] = _text(node)
            if broken is not None:
                raise broken
    except etree.XMLSyntaxError as error:
        said = (error.msg or "is not well-formed").split(", line ")[0].strip()
        yield Unread(f"{path.name}:{error.position[0]}", f"is broken XML, or breaks off, after {count} entries: {said}", _AGAIN)
        return
    if not count and top.get("root") not in {"rss", "atom:feed", "urlset", "sitemapindex", "RDF"}:
        raise Unreadable(f"is no feed and no sitemap: its root element is <{top.get('root', '')}>", file=path.name, line=1,
                         remedy="RSS, Atom, JSON Feed and sitemaps are read; a WordPress export and saved pages are adopted as such.")  # fmt: skip


def _faulty(data: bytes) -> str:
    """What is loosely written in a file, as a warning; empty where nothing is. CDATA may hold any ampersand."""
    if _ILLEGAL.search(data) and b"\x00" not in data[:4]:
        return "The feed holds control characters, which XML does not allow: they were left out."
    if any(_LOOSE.search(part) for part in _CDATA.split(data)[::2]):
        return "The feed holds “&” or HTML's names of characters outside CDATA: they were read as meant."
    return ""


def _tight(found: re.Match[bytes]) -> bytes:
    """An ampersand that starts no entity of XML: HTML's named character as that character, any other escaped."""
    name = found[1]
    character = unescape(f"&{name.decode()}") if name else ""
    if name and character != f"&{name.decode()}":
        return character.encode("ascii", "xmlcharrefreplace")
    return b"&amp;" + (name or b"")


def _inside_entry(node: etree._Element) -> bool:
    return any(_name(above) in _ENTRIES for above in node.iterancestors())


def _forget(node: etree._Element) -> None:
    """Frees what was read."""
    node.clear()
    above = node.getparent()
    while above is not None and node.getprevious() is not None:
        del above[0]


def _name(node: etree._Element) -> str:
    return _short(str(node.tag))


@lru_cache(maxsize=1024)
def _short(tag: str) -> str:
    """`{http://www.w3.org/2005/Atom}entry` → `atom:entry`."""
    space, brace, local = tag.rpartition("}")
    prefix = _SPACES.get(space[1:], "?") if brace else ""
    return f"{prefix}:{local}" if prefix else local


def _text(node: etree._Element) -> str:
    return "".join(str(text) for text in node.itertext() if text).strip()


def _entry(node: etree._Element, name: str, top: Mapping[str, str]) -> _Entry:
    kind = {"url": "sitemap", "sitemap": "index"}.get(name, "feed")
    entry = _Entry(kind, node.sourceline or 0)
    own = next((each.get(_XML_LANG, "") for each in (node, *node) if each.get(_XML_LANG)), "")
    wide = next((above.get(_XML_LANG, "") for above in node.iterancestors() if above.get(_XML_LANG)), top.get("language", ""))
    entry.language, entry.how = (own, "xml:lang") if own else (wide, _WIDE)
    bases = [above.get(_XML_BASE, "") for above in (node, *node.iterancestors()) if above.get(_XML_BASE)]
    base = top["base"]
    for each in reversed(bases):
        base = joined(base, each)
    for child in node.iterchildren("*"):
        _field(entry, child, _name(child), base)
    entry.url = _CAMPAIGN.sub("", joined(base, entry.url)).rstrip("?&") if entry.url else (entry.id if re.match(r"https?://", entry.id) else "")
    return entry


def _field(entry: _Entry, child: etree._Element, name: str, base: str) -> None:  # noqa: PLR0912 - one case a field
    """Takes in one element of an entry."""
    text = _text(child)
    match name:
        case "link" | "loc":
            entry.url = entry.url or text
        case "atom:link" | "xhtml:link":
            _link(entry, child, base)
        case "?:origLink":  # before FeedBurner's redirection
            entry.url = text
        case "guid":
            entry.id = text if (child.get("isPermaLink") or "true").lower() == "true" or not entry.id else entry.id
        case "atom:id":
            entry.id = text
        case "title" | "atom:title":
            entry.title = entry.title or (_plain(text) if child.get("type") in {"html", "xhtml"} or name == "title" else text)
        case "content:encoded":
            entry.html = text
        case "atom:content":
            entry.html = _atom(child)
        case "pubDate" | "dc:date" | "atom:published" | "atom:issued":
            entry.date = entry.date or _moment(entry, text)
        case "atom:updated" | "atom:modified" | "lastmod" | "dc:modified":
            entry.modified = entry.modified or _moment(entry, text)
        case "dc:language":
            entry.language, entry.how = text, "dc:language"
        case "dc:creator" | "author":
            entry.author = entry.author or re.sub(r"^\S+@\S+\s+\((.+)\)$", r"\1", text)
        case "atom:author":
            entry.author = entry.author or next((_text(each) for each in child if _name(each) == "atom:name"), "")
        case "category" | "atom:category":
            entry.terms += [term for term in [child.get("label") or child.get("term") or text] if term]
        case "news:news":
            for each in child.iter("*"):
                _news(entry, each)
        case _:
            pass


def _news(entry: _Entry, node: etree._Element) -> None:
    text = _text(node)
    match _name(node):
        case "news:language":
            entry.language, entry.how = text, "news sitemap"
        case "news:publication_date":
            entry.date = _moment(entry, text)
        case "news:title":
            entry.title = text


def _link(entry: _Entry, node: etree._Element, base: str) -> None:
    """A link of Atom's: to the entry's page, or, with `hreflang`, to the page in another language."""
    rel, href, declared = (node.get("rel") or "alternate").lower(), (node.get("href") or "").strip(), (node.get("hreflang") or "").strip()
    if rel != "alternate" or not href:
        return
    kind = (node.get("type") or "text/html").lower()
    if declared and declared.lower() != "x-default" and "html" in kind:
        try:
            tag = languages.normalise(declared)
        except UsageError:
            entry.warnings.append(f"hreflang: “{declared}” is no language tag.")
        else:
            entry.links.setdefault(tag, Said(joined(base, href), "sitemap" if entry.kind == "sitemap" else "feed"))
    if entry.kind == "feed" and not entry.url and "html" in kind and declared.lower() != "x-default":
        entry.url = href


def _atom(node: etree._Element) -> str:
    """Atom's content as HTML; empty where it lies elsewhere (`src`) or is none."""
    from lxml import etree

    kind = (node.get("type") or "text").lower()
    if node.get("src") or (kind not in {"text", "html", "xhtml", "text/html", "text/plain", "application/xhtml+xml"}):
        return ""
    if "xhtml" not in kind:
        return _text(node) if "html" in kind else _paragraphs(_text(node))
    inner = next(node.iterchildren("*"), None)
    if inner is None:
        return ""
    for each in inner.iter("*"):
        each.tag = str(each.tag).rpartition("}")[2]
    etree.cleanup_namespaces(inner)
    source = str(etree.tostring(inner, encoding="unicode", method="html", with_tail=False))
    return re.sub(r"^<div[^>]*>|</div>$", "", source)


def _paragraphs(text: str) -> str:
    return "\n".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


def _plain(text: str) -> str:
    from translate_flow.formats.html import text_of

    return text_of(text) if "<" in text or "&" in text else text


def _moment(entry: _Entry, text: str) -> str:
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


def _json(data: bytes, base: str) -> Iterator[_Entry | Unread]:
    """The entries of a JSON Feed (jsonfeed.org, versions 1 and 1.1). Raises Unreadable for what is none."""
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        said, line = ("is nested too deeply", 0) if isinstance(error, RecursionError) else (str(error).split(":")[0], getattr(error, "lineno", 0))
        raise Unreadable(f"is broken JSON: {said}", line=line, remedy=_AGAIN) from None
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        raise Unreadable("is JSON, but no JSON Feed: it has no list of items", remedy=_AGAIN)
    for at, each in enumerate(entries, 1):
        if not isinstance(each, dict):
            yield Unread(f"item {at}", "is no object, as an item of a JSON Feed is", _AGAIN)
            continue
        yield _json_entry(each, feed, base)


def _json_entry(each: Mapping[str, Any], feed: Mapping[str, Any], base: str) -> _Entry:
    def text(key: str, of: Mapping[str, Any] = each) -> str:
        value = of.get(key)
        return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""

    entry = _Entry("feed", url=text("url"), id=text("id"), title=text("title"))
    entry.html = text("content_html") or _paragraphs(text("content_text"))
    own = text("language")
    entry.language, entry.how = own or text("language", feed), "feed entry" if own else _WIDE
    entry.date, entry.modified = _moment(entry, text("date_published")), _moment(entry, text("date_modified"))
    authors = each.get("authors") or feed.get("authors") or [each.get("author") or feed.get("author")]
    entry.author = ", ".join(text("name", one) for one in authors if isinstance(one, dict)) if isinstance(authors, list) else ""
    tags = each.get("tags")
    entry.terms = [tag for tag in tags if isinstance(tag, str) and tag] if isinstance(tags, list) else []
    home = text("feed_url", feed) or text("home_page_url", feed) or base
    entry.url = joined(home, entry.url) if entry.url else (entry.id if re.match(r"https?://", entry.id) else "")
    return entry


def _item(entry: _Entry, path: Path) -> Item | Unread:
    from translate_flow.formats import html

    name = entry.url or entry.id or entry.title or path.name
    place = f"{path.name}:{entry.line}" if entry.line else name
    if not entry.html.strip():
        return Unread(place, f"holds a summary at most of {name}", _SAVE)
    tag, warnings = _tag(entry)
    body = _page(entry, tag).encode()
    try:
        document = html.read(body, name=place)
    except Unreadable as error:
        return Unread(place, error.message, error.remedy)
    parts = parts_of(entry.url)
    return Item(
        origin=entry.url or entry.id or f"{path.name}#{entry.title}", text=Text.of(document, body),
        place=(unquote(parts.path) or "/") + (f"?{parts.query}" if parts.query else "") if entry.url else "",
        languages=_languages(entry, tag), date=entry.date, modified=entry.modified,
        links={key: said for key, said in entry.links.items() if address_key(said.value) != address_key(entry.url)},
        slug=document.meta.get("slug", ""), terms=tuple(dict.fromkeys(entry.terms)),
        warnings=tuple(dict.fromkeys((*entry.warnings, *warnings, *document.warnings))), data={"file": path.name, "id": entry.id},
    )  # fmt: skip


def _languages(entry: _Entry, tag: str) -> tuple[Said, ...]:
    """What an entry is said to be written in: by itself, by a section that is called so, by the feed."""
    own = [Said(entry.language, entry.how)] if tag else []
    sections = [Said(called, "category") for term in entry.terms if (called := language_of(term, tag))]
    return tuple(dict.fromkeys((*sections, *own) if entry.how == _WIDE else (*own, *sections)))


def _tag(entry: _Entry) -> tuple[str, list[str]]:
    if not entry.language:
        return "", []
    try:
        return languages.normalise(entry.language), []
    except UsageError:
        return "", [f"{entry.how}: “{entry.language}” is no language tag."]


def _page(entry: _Entry, tag: str) -> str:
    """An entry as a small page that holds its article and nothing else, as saved pages are kept."""
    from translate_flow.formats.page import WHOLE

    head = [f"<title>{escape(entry.title)}</title>"]
    head += [f'<link rel="canonical" href="{escape(entry.url)}">'] if entry.url else []
    head += [f'<meta property="article:published_time" content="{escape(entry.date)}">'] if entry.date else []
    shown = f' lang="{tag}" dir="{languages.direction(tag)}"' if tag else ""
    top = [f"<h1>{escape(entry.title, quote=False)}</h1>"] if entry.title else []
    top += [f'<p class="byline">{escape(entry.author, quote=False)}</p>'] if entry.author else []
    return "\n".join([
        "<!doctype html>", f'<html{shown} {WHOLE}="article">', "<head>", '<meta charset="utf-8">', *head, "</head>", "<body>", "<article>",
        *top, entry.html, "</article>", "</body>", "</html>", "",
    ])  # fmt: skip
