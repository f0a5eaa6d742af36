"""WXR, WordPress eXtended RSS 1.0–1.2: what Tools → Export writes, read as a stream in memory that stays flat.

The schema has no specification but the exporter itself (WordPress handbook, “Tools Export Screen”): RSS 2.0 whose
items carry `wp:`, `content:`, `excerpt:` and `dc:` elements; the namespaces' addresses vary with the version.
Polylang keeps a post's language and group in two taxonomies, WPML in post meta. A file that breaks off, or that
declares markup of its own, is refused; the caller's transaction undoes what came before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import unquote

from lxml import etree

from translate_flow import languages
from translate_flow.errors import NotFound, Unreadable
from translate_flow.formats import MAX_BYTES, markup, wordpress, wp_footnotes
from translate_flow.formats.wp_export import Guard, Span, replaced, spans
from translate_flow.text.document import Document

NO_DATE = "0000-00-00 00:00:00"
_FIELDS = {  # (what the namespace's address holds, local name) → field of Item
    ("", "title"): "title", ("", "link"): "link", ("dc", "creator"): "author", ("", "category"): "category",
    ("content", "encoded"): "content", ("excerpt", "encoded"): "excerpt", ("wp", "post_id"): "id",
    ("wp", "post_type"): "type", ("wp", "status"): "status", ("wp", "post_name"): "slug",
    ("wp", "post_date"): "date", ("wp", "post_date_gmt"): "date_gmt", ("wp", "post_parent"): "parent",
    ("wp", "post_password"): "password", ("wp", "postmeta"): "postmeta", ("wp", "comment"): "comment",
}  # fmt: skip
_NAMESPACES = (
    (re.compile(r"/export/\d+(?:\.\d+)*/excerpt/?$"), "excerpt"),
    (re.compile(r"/export/\d+(?:\.\d+)*/?$"), "wp"),
    (re.compile(r"/rss/1\.0/modules/content/?$"), "content"),
    (re.compile(r"/dc/elements/1\.1/?$"), "dc"),
)
_WPML_LANGUAGE = ("_wpml_import_language_code", "_wpml_language", "wpml_language", "_wpml_language_code")
_WPML_GROUP = ("_wpml_import_translation_group", "_wpml_trid", "trid")
_WPML_SOURCE = "_wpml_import_source_language_code"
_GROUP_MEMBER = re.compile(r's:\d+:"([^"]+)";(?:i:(\d+)|s:\d+:"(\d+)");')  # PHP's serialised {language: post id}


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who writes on the site."""

    login: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Term:
    """A category, tag or other term. In an item, only domain, slug and name are known."""

    domain: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """The channel: the site's title, address and language, and the version of WXR."""

    title: str = ""
    link: str = ""
    language: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A post, page, attachment, menu item, revision …, as exported; `type` tells which.

    `title`, `excerpt` and `content` are HTML as stored. `date` is ISO 8601 in UTC with `Z`, or without where only
    the site's local time is known, or empty. `slug` is percent-decoded, empty for drafts. `author` is a login.
    `comments` counts comments and pings. `line` is that of its `<item>`. `language` is a BCP 47 tag or
    empty, `group` names the translations of one article (Polylang's `pll_…`, WPML's trid) or is empty.
    """

    id: str
    type: str
    status: str
    title: str
    excerpt: str
    content: str
    slug: str
    link: str
    author: str
    author_name: str
    date: str
    parent: str
    password: str
    terms: tuple[Term, ...]
    meta: Mapping[str, str]
    comments: int
    line: int
    language: str
    group: str


class Reader:
    """Reads an export once, item by item. `site`, `authors`, `terms` and `groups` are there from the start.

    `groups` maps a Polylang group's slug to its posts' ids by language, where the export holds its terms. Raises
    Unreadable, on making it or on the way, for what is empty, no XML, no WordPress export, broken off, or hostile.
    """

    def __init__(self, stream: BinaryIO, *, name: str = "") -> None:
        self.name = name
        self.site = Site()
        self.authors: dict[str, Author] = {}
        self.terms: list[Term] = []
        self.groups: dict[str, dict[str, str]] = {}
        self._fields: dict[Any, str] = {}
        self._guard = Guard(stream, name)
        self._elements = etree.iterparse(
            self._guard, tag="item", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
        )
        self._first = self._next()
        if self._first is None:
            self._finish()

    def __iter__(self) -> Iterator[Item]:
        element, self._first = self._first, None
        while element is not None:
            item = self._item(element)
            _forget(element)
            self._guard.since = 0
            yield item
            element = self._next()
        self._finish()

    def _next(self) -> etree._Element | None:
        """The next item's element, or None at the end."""
        try:
            for _, element in self._elements:
                channel = element.getparent()
                if channel is None or channel.tag != "channel":
                    continue  # an element of that name inside something else
                if not self.site.link and not self.site.version and not self.authors:
                    self._header(channel)
                return element
        except etree.XMLSyntaxError as error:
            line, column = error.position
            said = (error.msg or "").split(", line ")[0].strip()
            raise Unreadable(
                f"is not well-formed XML, or breaks off: {said}", file=self.name, line=line, column=column,
                remedy="Export it again, in parts if it is large; nothing of it was imported.",
            ) from None  # fmt: skip
        return None

    def _finish(self) -> None:
        root = self._elements.root
        if root is None or root.tag != "rss":
            raise Unreadable(
                "is not a WordPress export: its root element is not <rss>", file=self.name, line=1,
                remedy="In WordPress, Tools → Export makes such a file.",
            )  # fmt: skip
        for channel in root.iterchildren("channel"):
            self._header(channel)

    def _header(self, channel: etree._Element) -> None:
        """What stands in the channel beside the items; all of it that has not been read."""
        site = {"title": self.site.title, "link": self.site.link, "language": self.site.language}
        version = self.site.version
        for child in channel.iterchildren("*"):
            space, _, local = str(child.tag).rpartition("}")
            if not space:
                if local in site and not site[local]:
                    site[local] = _text(child).strip()
            elif local == "wxr_version":
                version = _text(child).strip()
            elif local == "author":
                parts = _parts(child)
                login = parts.get("author_login", "")
                self.authors[login] = Author(login, parts.get("author_display_name", ""), parts.get("author_email", ""))
            elif local in {"category", "tag", "term"}:
                self._term(_parts(child), local)
        self.site = Site(**site, version=version)
        for child in channel.xpath("*[not(self::item)]"):
            channel.remove(child)

    def _term(self, parts: dict[str, str], local: str) -> None:
        domain = {"category": "category", "tag": "post_tag"}.get(local) or parts.get("term_taxonomy", "")
        prefix = {"category": "category_", "tag": "tag_"}.get(local, "term_")
        slug = parts.get("category_nicename") or parts.get("tag_slug") or parts.get("term_slug") or ""
        name = parts.get("cat_name") or parts.get("tag_name") or parts.get("term_name") or ""
        description = parts.get(prefix + "description", "")
        self.terms.append(Term(domain, slug, name, parts.get(prefix + "parent", ""), description))
        if domain == "post_translations":
            self.groups[slug] = members(description)

    def _item(self, element: etree._Element) -> Item:
        values: dict[str, str] = {}
        terms: list[Term] = []
        meta: dict[str, str] = {}
        comments = 0
        fields = self._fields
        for child in element:
            name = fields.get(child.tag)
            if name is None:
                name = self._learn(child)
            if not name:
                continue
            if name == "category":
                terms.append(Term(child.get("domain", "category"), child.get("nicename", ""), child.text or ""))
            elif name == "postmeta":
                parts = [_text(part) for part in child]
                if len(parts) == 2:
                    meta.setdefault(parts[0], parts[1])
            elif name == "comment":
                comments += 1
            else:
                values[name] = _text(child) if len(child) else child.text or ""
        get = values.get
        content, author = get("content", ""), get("author", "")
        if len(content) > MAX_BYTES:
            raise Unreadable(
                f"holds a post of {len(content) // 2**20} MB; one may hold {MAX_BYTES // 2**20}", file=self.name,
                line=element.sourceline or 0, remedy="Leave that post out of the export.",
            )  # fmt: skip
        language, group = _language(terms, meta)
        slug = get("slug", "")
        person = self.authors.get(author)
        return Item(
            get("id", ""), get("type", "post"), get("status", ""), get("title", ""), get("excerpt", ""), content,
            unquote(slug) if "%" in slug else slug, get("link", ""), author, person.name if person else "",
            _date(get("date_gmt", ""), get("date", "")), get("parent", ""), get("password", ""), tuple(terms), meta,
            comments, element.sourceline or 0, language, group,
        )  # fmt: skip

    def _learn(self, child: etree._Element) -> str:
        """The field that an element's tag stands for, remembered; empty for those that are not read."""
        tag = child.tag
        if not isinstance(tag, str):
            _text(child)
            return ""
        space, _, local = tag.rpartition("}")
        found = next((short for pattern, short in _NAMESPACES if pattern.search(space)), "" if not space else "?")
        return self._fields.setdefault(tag, _FIELDS.get((found, local), ""))


def members(description: str) -> dict[str, str]:
    """Post ids by language, as Polylang serialises them in the description of a group's term."""
    return {tag: one or two for tag, one, two in _GROUP_MEMBER.findall(description)}


def items(stream: BinaryIO, *, name: str = "") -> Iterator[Item]:
    """All items in order, attachments and menu items too: filter by `type`. Raises Unreadable as Reader does."""
    return iter(Reader(stream, name=name))


def header(stream: BinaryIO, *, name: str = "") -> Reader:
    """A reader that has read as far as the first item: site, authors and terms; going on gives the items."""
    return Reader(stream, name=name)


def document(item: Item, name: str = "") -> Document:
    """An item as a document of format `wordpress`: title, excerpt, byline and content in its text, all else in `meta`.

    The byline is the author's name as the site shows it; where the export knows only a login, there is none.
    `meta` has, where known: id, kind, status, slug, url, author, section (the first category), tags, categories,
    date, language, group, parent, protected (`yes` for a post behind a password), source (the file), source_language,
    footnotes (the block editor's, JSON as exported; they stand in the text too). Footnotes that are no JSON give a
    warning and are left out.
    """
    notes, fault = wp_footnotes.from_meta(item.meta["footnotes"]) if "footnotes" in item.meta else ({}, "")
    found = wordpress.parse(
        wordpress.compose(item.title, item.excerpt, item.content, byline=markup.escape(item.author_name), **notes),
        language=item.language,
        date=item.date,
        meta=_meta(item, name),
    )
    return found.with_warnings(fault) if fault else found


def _meta(item: Item, name: str) -> dict[str, str]:
    categories = [term.name for term in item.terms if term.domain == "category"]
    tags = [term.name for term in item.terms if term.domain == "post_tag"]
    meta = {
        "id": item.id, "kind": item.type, "status": item.status, "slug": item.slug, "url": item.link,
        "author": item.author_name or item.author, "section": categories[0] if categories else "",
        "tags": ", ".join(tags), "categories": ", ".join(categories), "date": item.date, "language": item.language,
        "group": item.group, "parent": item.parent if item.parent != "0" else "",
        "protected": "yes" if item.password else "", "source": name, "footnotes": item.meta.get("footnotes", ""),
        "source_language": item.meta.get(_WPML_SOURCE, ""),
    }  # fmt: skip
    return {key: value for key, value in meta.items() if value}


@dataclass(frozen=True, slots=True)
class Export:
    """A whole export in memory, for writing back: its bytes, and where each item's texts stand (`spans`).

    These are title, excerpt, content and, where the post has that meta, footnotes.
    """

    data: bytes = field(repr=False)
    encoding: str
    site: Site
    authors: Mapping[str, Author]
    terms: tuple[Term, ...]
    items: tuple[Item, ...]
    spans: Mapping[tuple[str, str], Span] = field(repr=False)


def read(data: bytes, name: str = "") -> Export:
    """A whole export with the span of each text in its bytes. Raises Unreadable as Reader does."""
    reader = Reader(BytesIO(data), name=name)
    everything = tuple(reader)
    encoding, found = spans(data, name)
    if len(found) != len(everything):
        raise Unreadable("holds items that two XML parsers read differently", file=name, remedy="Export it again.")
    places: dict[tuple[str, str], Span] = {}
    for item, fields in zip(everything, found, strict=True):
        for key, span in fields.items():
            places.setdefault((item.id, key), span)
    return Export(data, encoding, reader.site, reader.authors, tuple(reader.terms), everything, places)


def write(export: Export, changes: Mapping[tuple[str, str], str]) -> bytes:
    """The export with some texts replaced, all other bytes unchanged; `write(export, {}) == export.data`.

    `changes` maps (item's id, `title` | `excerpt` | `content` | `footnotes`) to the new text. That of the footnotes is
    the whole JSON of their meta: `wp_footnotes.to_meta(decompose(text)[0], item.meta["footnotes"])` makes it of a
    translated text. Raises NotFound for a text that the export has no place for, Unreadable for characters that XML
    or the export's encoding cannot hold.
    """
    for key in changes:
        if key not in export.spans:
            raise NotFound(f"The export has no {key[1]} of an item {key[0]}", remedy="Look at the ids in the export.")
    return replaced(export.data, export.encoding, [(export.spans[key], text) for key, text in changes.items()])


def _forget(element: etree._Element) -> None:
    """Frees an item that has been read, and whatever stood before it."""
    parent = element.getparent()
    element.clear()
    if parent is not None:
        while (first := parent[0]) is not element:
            del parent[0]
            del first


def _text(element: etree._Element) -> str:
    """All text in an element, comments left out. An entity that is not predefined raises Unreadable."""
    if type(element) is etree._Element and not len(element):
        return element.text or ""
    if isinstance(element, etree._Entity) or any(isinstance(child, etree._Entity) for child in element):
        raise Unreadable(
            "uses an entity of its own, which a WordPress export never has", line=element.sourceline or 0,
            remedy="Replace the entity by its text, or export the file again.",
        )  # fmt: skip
    return "".join(str(piece) for piece in element.itertext()) if isinstance(element.tag, str) else ""


def _parts(element: etree._Element) -> dict[str, str]:
    return {str(child.tag).rpartition("}")[2]: _text(child) for child in element.iterchildren("*")}


def _date(utc: str, local: str) -> str:
    if utc and not utc.startswith("0000"):
        return utc.replace(" ", "T") + "Z"
    return "" if local.startswith("0000") else local.replace(" ", "T")


def _language(terms: list[Term], meta: Mapping[str, str]) -> tuple[str, str]:
    language = group = ""
    for term in terms:
        if term.domain == "language":
            language = term.slug
        elif term.domain == "post_translations":
            group = term.slug
    if not language:
        language = next((meta[key].strip() for key in _WPML_LANGUAGE if key in meta), "")
    if not group:
        group = next((meta[key].strip() for key in _WPML_GROUP if key in meta), "")
    return _tag(language), group


_TAGS: dict[str, str] = {"": ""}


def _tag(slug: str) -> str:
    """A plug-in's language code as a tag; empty where it is none."""
    if slug not in _TAGS:
        _TAGS[slug] = languages.normalise(slug) if languages.is_tag(slug) else ""
    return _TAGS[slug]
