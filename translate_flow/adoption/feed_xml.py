"""RSS 2.0 and 1.0, Atom (RFC 4287) and the Sitemap protocol 0.9 as entries. No entity that a file declares is resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from translate_flow import languages
from translate_flow.adoption.addresses import joined
from translate_flow.adoption.feed_entries import AGAIN, WIDE, Entry, moment_of, paragraphs
from translate_flow.adoption.items import Said, Unread
from translate_flow.errors import Unreadable, UsageError

if TYPE_CHECKING:
    from lxml import etree

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


def entries(data: bytes, path: Path, base: str) -> Iterator[Entry | Unread]:
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
        remedy = "Do not trust this file." if "DOCTYPE" in error.message or "entities" in error.message else AGAIN
        raise Unreadable(error.message.replace(", which a WordPress export never does", ": such a file is refused"),
                         file=path.name, line=error.line, remedy=remedy) from None  # fmt: skip
    yield from _parsed(data, path, base, loose)


def _parsed(data: bytes, path: Path, base: str, loose: str) -> Iterator[Entry | Unread]:
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
        said = (error.msg or "is not well-formed").split(", line ")[0].strip().partition("\n")[0]  # libxml2 adds the text around it
        yield Unread(f"{path.name}:{error.position[0]}", f"is broken XML, or breaks off, after {count} entries: {said}", AGAIN)
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


def _entry(node: etree._Element, name: str, top: Mapping[str, str]) -> Entry:
    kind = {"url": "sitemap", "sitemap": "index"}.get(name, "feed")
    entry = Entry(kind, node.sourceline or 0)
    own = next((each.get(_XML_LANG, "") for each in (node, *node) if each.get(_XML_LANG)), "")
    wide = next((above.get(_XML_LANG, "") for above in node.iterancestors() if above.get(_XML_LANG)), top.get("language", ""))
    entry.language, entry.how = (own, "xml:lang") if own else (wide, WIDE)
    bases = [above.get(_XML_BASE, "") for above in (node, *node.iterancestors()) if above.get(_XML_BASE)]
    base = top["base"]
    for each in reversed(bases):
        base = joined(base, each)
    for child in node.iterchildren("*"):
        _field(entry, child, _name(child), base)
    entry.part = "#" in entry.url
    entry.url = _CAMPAIGN.sub("", joined(base, entry.url)).rstrip("?&") if entry.url else (entry.id if re.match(r"https?://", entry.id) else "")
    return entry


def _field(entry: Entry, child: etree._Element, name: str, base: str) -> None:  # noqa: PLR0912 - one case a field
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
            entry.date = entry.date or moment_of(entry, text)
        case "atom:updated" | "atom:modified" | "lastmod" | "dc:modified":
            entry.modified = entry.modified or moment_of(entry, text)
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


def _news(entry: Entry, node: etree._Element) -> None:
    text = _text(node)
    match _name(node):
        case "news:language":
            entry.language, entry.how = text, "news sitemap"
        case "news:publication_date":
            entry.date = moment_of(entry, text)
        case "news:title":
            entry.title = text


def _link(entry: Entry, node: etree._Element, base: str) -> None:
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
        return _text(node) if "html" in kind else paragraphs(_text(node))
    inner = next(node.iterchildren("*"), None)
    if inner is None:
        return ""
    for each in inner.iter("*"):
        each.tag = str(each.tag).rpartition("}")[2]
    etree.cleanup_namespaces(inner)
    source = str(etree.tostring(inner, encoding="unicode", method="html", with_tail=False))
    return re.sub(r"^<div[^>]*>|</div>$", "", source)


def _plain(text: str) -> str:
    from translate_flow.formats.html import text_of

    return text_of(text) if "<" in text or "&" in text else text
