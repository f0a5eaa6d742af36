"""Feeds and sitemaps saved to disk: RSS 2.0 and 1.0, Atom (RFC 4287), JSON Feed 1.1, and the Sitemap protocol 0.9.

Entries with their full text are items; entries with a summary, and sitemaps, say where pages are, which belong together and when they
changed (`places`), which `saved_pages` joins. No entity that a file declares is resolved, nothing is fetched; what a sitemap index
names is read if it lies beside it.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from translate_flow import languages
from translate_flow.adoption import feed_json, feed_xml
from translate_flow.adoption.addresses import address_key, parts_of
from translate_flow.adoption.feed_entries import AGAIN, WIDE, Entry, is_feed
from translate_flow.adoption.folders import walk
from translate_flow.adoption.items import Item, Said, Text, Unread
from translate_flow.adoption.language_words import language_of
from translate_flow.errors import Unreadable, UsageError
from translate_flow.formats import files

MAX_BYTES = 256 * 2**20  # of one file, unpacked; the protocol allows a sitemap 50 MB
MAX_FILES = 1000  # of one sitemap index
_PAGES = frozenset({".html", ".htm"})
_NAMES = (".xml", ".rss", ".atom", ".xml.gz", *_PAGES)
_SPLIT = "Split it; a sitemap may hold 50 MB."
_SAVE = "Save the page into a folder, put this file beside it, which then tells dates and links, and adopt the folder."


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
        elif entry.part:
            yield Unread(_place(entry, path), f"is about a place within {entry.url}, as comments are", _SAVE)
        elif (key := address_key(entry.url or entry.id)) not in seen or not key:
            seen.add(key)
            yield _item(entry, path)
        else:
            yield Unread(_place(entry, path), f"is a second entry of {entry.url or entry.id}; the first was taken", "Leave one of them in the feed.")
    if listed:
        yield Unread(path.name, f"is a sitemap: it lists {listed} page{'' if listed == 1 else 's'} and holds no text", _SAVE.replace("the page", "the pages").replace("beside it", "beside them"))


def places(path: Path, *, base: str = "") -> list[Place]:
    """What a feed or sitemap says of pages: one place for each address, in the file's order. What cannot be read is left out here,
    and told by `items`."""
    return _places(_entries(path, base))


def in_folder(folder: Path) -> tuple[list[Place], list[Unread]]:
    """What the feeds and sitemaps in a folder of saved pages say of them, and what of these cannot be read. Known by their names
    (`.xml`, `.rss`, `.atom`, `feed/index.html`) and how they begin."""
    entries: list[Entry | Unread] = []
    for file, path in walk(folder, lambda name: name.lower().endswith(_NAMES)):
        if isinstance(path, Path) and _begins(path):
            named = (replace(one, place=one.place.replace(path.name, file, 1)) if isinstance(one, Unread) else one for one in _own(path, ""))
            entries += [one for one in named if isinstance(one, Unread) or one.kind != "index"]  # the sitemaps of an index are met by themselves
    return _places(entries), [one for one in entries if isinstance(one, Unread)]


def _begins(path: Path) -> bool:
    """Whether a file begins as a feed does. Of pages, only those that lie where feeds are saved are looked into."""
    if path.suffix.lower() in _PAGES and path.parent.name not in {"feed", "rss", "atom"}:
        return False
    try:
        with files.opened(path, named=False) as stream:
            head = stream.read(4096)
            return head[:2] == b"\x1f\x8b" or is_feed(head.decode("utf-8", "replace"))
    except (Unreadable, OSError):
        return path.suffix.lower() not in _PAGES  # it is read as a feed, which tells why it cannot be; pages are told of by their own reader


def _places(entries: Iterable[Entry | Unread]) -> list[Place]:
    """A place for each address, of all that is said of it: the first to say a thing is believed. Addresses within pages (comments) are no places."""
    found: dict[str, Place] = {}
    for entry in entries:
        if isinstance(entry, Entry) and entry.url and not entry.part:
            key, language = address_key(entry.url), "" if entry.how == WIDE else entry.language
            known = found.get(key, Place(entry.url))
            found[key] = Place(
                known.url, {**entry.links, **known.links}, known.modified or entry.modified, known.date or entry.date,
                known.language or language, known.title or entry.title,
            )  # fmt: skip
    return list(found.values())


def _entries(path: Path, base: str, depth: int = 0) -> Iterator[Entry | Unread]:
    """A file's entries, and those of the sitemaps that it names."""
    count = 0
    for entry in _own(path, base):
        if not isinstance(entry, Entry) or entry.kind != "index":
            yield entry
            continue
        count += 1
        if count <= MAX_FILES:
            yield from _child(entry, path, base, depth)
    if count > MAX_FILES:
        yield Unread(path.name, f"names {count} sitemaps, of which the first {MAX_FILES} were read", "Name the others one by one.")


def _own(path: Path, base: str) -> Iterator[Entry | Unread]:
    try:
        data = _bytes(path)
        yield from feed_json.entries(data, base) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} else feed_xml.entries(data, path, base)
    except Unreadable as error:
        yield Unread.of(error, path.name)


def _child(entry: Entry, path: Path, base: str, depth: int) -> Iterator[Entry | Unread]:
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
    data = files.read(path, name=path.name, limit=MAX_BYTES, holds="a feed or sitemap", remedy=_SPLIT)
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.GzipFile(fileobj=BytesIO(data)).read(MAX_BYTES + 1)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise Unreadable("cannot be read: the compressed file is broken", file=path.name, remedy="Save it again.") from None
        if len(data) > MAX_BYTES:
            raise Unreadable(f"holds more than {MAX_BYTES // 2**20} MB, unpacked", file=path.name, remedy=_SPLIT)
    if not data.strip():
        raise Unreadable("is empty", file=path.name, remedy=AGAIN)
    return data


def _item(entry: Entry, path: Path) -> Item | Unread:
    from translate_flow.formats import html

    name, place = entry.url or entry.id or entry.title or path.name, _place(entry, path)
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


def _place(entry: Entry, path: Path) -> str:
    return f"{path.name}:{entry.line}" if entry.line else entry.url or entry.id or entry.title or path.name


def _languages(entry: Entry, tag: str) -> tuple[Said, ...]:
    """What an entry is said to be written in: by itself, by a section that is called so, by the feed."""
    own = [Said(entry.language, entry.how)] if tag else []
    sections = [Said(called, "category") for term in entry.terms if (called := language_of(term, tag))]
    return tuple(dict.fromkeys((*sections, *own) if entry.how == WIDE else (*own, *sections)))


def _tag(entry: Entry) -> tuple[str, list[str]]:
    if not entry.language:
        return "", []
    try:
        return languages.normalise(entry.language), []
    except UsageError:
        return "", [f"{entry.how}: “{entry.language}” is no language tag."]


def _page(entry: Entry, tag: str) -> str:
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
