"""A WordPress export as items: posts and pages, with what Polylang, WPML, categories and the channel say of languages and groups.

Read as a stream by `formats.wxr`. Polylang keeps a post's language and its group in two taxonomies, the group's members (language → post
id) in the description of its term (seen in exports of 3.3). WPML keeps them in a table that no export holds; its add-on Export and Import
puts them into each post's meta while WordPress exports, `_wpml_import_…`, with an empty source for an original (by its code; not run). An
item that is broken is left out and told, and reading goes on at the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import parse_qsl, unquote, urlsplit

from translate_flow import languages
from translate_flow.adoption.items import Item, Said, Text, Unread
from translate_flow.adoption.names import named
from translate_flow.errors import Unreadable, UsageError
from translate_flow.formats import wp_fence, wxr
from translate_flow.formats.wp_export import Guard

if TYPE_CHECKING:
    from lxml import etree

TYPES = frozenset({"post", "page"})
LEFT_OUT = frozenset({"trash", "auto-draft", "inherit"})
# Types of WordPress itself and of well-known plugins that hold no article; others are told, by type.
_MACHINERY = frozenset({"attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "user_request", "polylang_mo"})
_MACHINERY_STARTS = ("wp_", "wpcf7", "acf-", "wpml_", "jetpack", "elementor_", "shop_order", "scheduled-action")
_SOURCE_META = ("_wpml_import_source_language_code", "_wpml_source_language_code", "source_language_code")
_DUPLICATE_META = "_icl_lang_duplicate_of"  # WPML: the id of the post that this one copies
# Codes that are words as well: a category “IT” is no Italian unless the site's other categories are languages too.
_WORDS = frozenset("am an as be de do el ha he hi id in io is it la lo mi mr my na ne no om or os pa pi ps si so te to tv uk we".split())  # noqa: SIM905
_SPARE = 2_000_000  # lines that may be read twice on account of broken items
_MAX_HEAD = 32 * 2**20  # bytes before the first item
_ITEM = re.compile(rb"<item[\s>]")
_TRIES = 3  # broken items in a row that are tried one by one
_PLAIN = bytes(0x20 if code < 0x20 and code not in b"\t\n\r" else code for code in range(256))  # XML 1.0, §2.2
_ILLEGAL = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_AGAIN = "In WordPress, export it again (Tools → Export), in parts if it is large; what could be read was read."


@dataclass(slots=True)
class Known:
    """What is known of a site beside its items. `site`: its address, by its own account; `groups`: as `wxr.Reader` has them.

    `coded`: its categories name several languages, so that a category of two letters is one. `seen`: of the origins given.
    """

    language: str = ""
    site: str = ""
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    coded: bool = False
    seen: set[int] = field(default_factory=set)


def items(path: Path) -> Iterator[Item | Unread]:
    """The posts and pages of an export, in its order, drafts too (`published` tells). Memory stays flat.

    What cannot be read comes as Unread with file and line, and reading goes on behind it. Raises UsageError where there is no such file.
    """
    if not path.is_file():
        raise UsageError(f"There is no file {path}", remedy="Name a file that WordPress exported.")
    known = Known()
    others: dict[str, int] = {}
    parts = _Parts(path)
    for found in parts.items(known):
        if isinstance(found, Unread):
            yield found
        elif found.item.type in TYPES:
            if found.item.status not in LEFT_OUT:
                yield as_item(found.item, known, file=path.name, place=f"{path.name}:{found.line}", modified=found.modified)
        elif found.item.type not in _MACHINERY and not found.item.type.startswith(_MACHINERY_STARTS):
            others[found.item.type] = others.get(found.item.type, 0) + 1
    for kind, count in others.items():
        yield Unread(path.name, f"holds {count} of type “{kind}”, which is neither post nor page", "If they are articles, export them as posts, or import them one by one.")
    if parts.illegal:
        yield Unread(
            f"{path.name}:{parts.illegal_line}", f"holds {parts.illegal} control characters, which XML forbids; they were read as spaces",
            "Look at the post in that line, and remove them there.", "noted",
        )  # fmt: skip


def as_item(post: wxr.Item, known: Known, *, file: str, place: str, modified: str = "", links: Mapping[str, Said] | None = None, how: str = "") -> Item | Unread:
    """A post or page as an item; `place` is what to call it where it cannot be read.

    Its origin is its link, as `import` has it, or `FILE#ID`; of a second post with the same link it is the site's address with its number.
    `links` are a site's own
    (else those of its group's term); `how`: where its language was said, if not in a plugin's terms or meta.
    """
    if not (post.content.strip() or post.title.strip()):
        return Unread(place, f"post {post.id} is empty: neither title nor text", "Write it, or delete it in WordPress.")
    try:
        document = wxr.document(replace(post, content=wp_fence.without(post.content)), name=place)
        body = document.text.encode(document.encoding)
    except Unreadable as error:
        return Unread(place, f"post {post.id} {error.message}", error.remedy, "lost")
    if not document.blocks:
        return Unread(place, f"post {post.id} holds no text", "If its text stands in a plugin's fields, import it as a saved page.")
    where, said_languages, groups = _path(post), _languages(post, known, how), _groups(post, how)
    warnings = document.warnings
    if post.password:
        warnings = (*warnings, "It is protected by a password there, so it comes in as a draft: publishing it here would show it to all.")
    return Item(
        origin=_origin(post, known, file), text=Text.of(document, body), place=where, languages=said_languages, groups=groups,
        links=_links(post, known) if links is None else links, parents=_parents(post), date=post.date, modified=modified or post.date,
        kind=post.type, slug=post.slug, terms=tuple(dict.fromkeys(unescape(term.name) for term in post.terms if term.domain in {"category", "post_tag"})),
        published=post.status == "publish" and not post.password, warnings=warnings, data=_data(post, known),
    )  # fmt: skip


def own_origin(post: wxr.Item, file: str) -> str:
    """What a post is remembered by: the same as where `import` read it."""
    return post.link or f"{file}#{post.id}"


def category_language(name: str, slug: str, *, coded: bool = False) -> str:
    """The tag of a language by the name or slug of a category; "" for what is none. `coded`: codes that are words count too."""
    return _category_language(unescape(name).strip(), slug.strip(), coded)


@lru_cache(maxsize=4096)
def _category_language(name: str, slug: str, coded: bool) -> str:
    for each in (name, slug):
        code = each.replace("_", "-").lower()
        if (len(code) == 2 or (3 < len(code) <= 7 and code[2:3] == "-")) and code.isascii() and (coded or code not in _WORDS) and languages.is_tag(code) and languages.has_locale(code):
            return languages.normalise(code)
    return named(name)


def many_languages(terms: list[wxr.Term]) -> bool:
    """Whether the categories of a site name several languages."""
    found = {category_language(term.name, term.slug) for term in terms if term.domain == "category"}
    return len(found - {""}) > 1


def _origin(post: wxr.Item, known: Known, file: str) -> str:
    origin = own_origin(post, file)
    mark = hash(origin)  # not the text: a site may have a hundred thousand
    if mark in known.seen:
        return f"{known.site.rstrip('/')}/?p={post.id}" if known.site else f"{file}#{post.id}"
    known.seen.add(mark)
    return origin


def _path(post: wxr.Item) -> str:
    """The path that readers see; empty for a draft, whose address is only its number."""
    address = urlsplit(post.link)
    if {key for key, _ in parse_qsl(address.query)} & {"p", "page_id", "preview_id"}:
        return ""
    return unquote(address.path)


def _said_by(post: wxr.Item, domain: str) -> str:
    return "Polylang term" if any(term.domain == domain for term in post.terms) else "WPML meta"


def _languages(post: wxr.Item, known: Known, how: str) -> tuple[Said, ...]:
    found: list[Said] = []
    if post.language:
        found.append(Said(post.language, how or _said_by(post, "language")))
    address = urlsplit(post.link)
    if (asked := dict(parse_qsl(address.query)).get("lang", "")) and languages.is_tag(asked):
        found.append(Said(languages.normalise(asked), "address"))
    filed = {tag for term in post.terms if term.domain == "category" and (tag := category_language(term.name, term.slug, coded=known.coded))}
    if len(filed) == 1:  # filed under two languages, one of them is a subject
        found.append(Said(filed.pop(), "category"))
    if known.language:
        found.append(Said(known.language, "site"))
    return tuple(dict.fromkeys(found))


def _groups(post: wxr.Item, how: str) -> tuple[Said, ...]:
    return (Said(post.group, how or _said_by(post, "post_translations")),) if post.group else ()


def _links(post: wxr.Item, known: Known) -> dict[str, Said]:
    """The other members that the term of its group lists."""
    return linked(post.id, known.groups.get(post.group, {}), "Polylang term")


def linked(own: str, members: Mapping[str, str], how: str) -> dict[str, Said]:
    """Links (`wp:ID`) from a plugin's map of language → post id, without the post itself; codes that are no tags are left out."""
    found: dict[str, Said] = {}
    for code, number in members.items():
        if number != own and languages.is_tag(code):
            found.setdefault(languages.normalise(code), Said(f"wp:{number}", how))
    return found


def _parents(post: wxr.Item) -> tuple[Said, ...]:
    found = []
    for key in _SOURCE_META:
        code = post.meta.get(key, "").strip()
        if code and languages.is_tag(code):
            found.append(Said(languages.normalise(code), "WPML meta"))
    if (number := post.meta.get(_DUPLICATE_META, "").strip()).isdigit() and number != post.id:
        found.append(Said(f"wp:{number}", "WPML meta"))
    return tuple(dict.fromkeys(found))


def _data(post: wxr.Item, known: Known) -> dict[str, object]:
    data: dict[str, object] = {
        "id": post.id, "site": known.site, "author": post.author_name or post.author, "status": post.status,
        "terms": [[term.domain, term.slug, term.name] for term in post.terms],
    }  # fmt: skip
    if post.group:
        data["group"] = post.group
    return data


@dataclass(frozen=True, slots=True)
class _Found:
    item: wxr.Item
    line: int  # in the file
    modified: str


class _Reader(wxr.Reader):
    """Remembers when the item was changed, which exports tell since WordPress 5.7."""

    modified = ""

    def _item(self, element: etree._Element) -> wxr.Item:
        utc, local = (_moment(element.findtext(f"{{*}}{name}")) for name in ("post_modified_gmt", "post_modified"))
        self.modified = f"{utc}Z" if utc else local  # a draft that was never saved again has only the site's own time
        return super()._item(element)


def _moment(text: str | None) -> str:
    moment = (text or "").strip().replace(" ", "T")
    return "" if moment.startswith("0000") else moment


class _Parts:
    """The items of a file, of which a broken one ends a part; the next part begins at the item behind it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.illegal = 0
        self.illegal_line = 0
        self.head = b""  # what a later part begins with
        self.spare = _SPARE
        self.surveyed = False

    def items(self, known: Known) -> Iterator[_Found | Unread]:
        """Every item of the file, whatever its type, with its line."""
        try:
            with self.path.open("rb") as stream:
                Guard(stream, self.path.name)  # what is empty or hostile is not read at all
        except OSError as error:
            yield Unread(self.path.name, f"cannot be read: {error.strerror}", "Check that you may read it.", "lost")
            return
        except Unreadable as error:
            yield self._told(error, error.line, _Following(), nothing=True)
            return
        yield from self._parts(known)

    def _parts(self, known: Known) -> Iterator[_Found | Unread]:
        offset, skipped, failed = 0, 0, 0  # `skipped`: lines of the file that come before this part
        while True:
            last, ahead = skipped, skipped - self.head.count(b"\n") if offset else 0
            try:
                with self.path.open("rb") as stream:
                    stream.seek(offset)
                    reader = _Reader(_Clean(stream, self.head if offset else b"", self, skipped), name=self.path.name)  # type: ignore[arg-type]
                    self._survey(reader, known)
                    for item in reader:
                        last, failed = item.line + ahead, 0
                        yield _Found(item, last, reader.modified)
                return
            except Unreadable as error:
                if offset and error.line and error.line + ahead <= skipped and self.head.count(b"\n") and self.head != self._heads()[1]:
                    self.head = self._heads()[1]  # it is what stands before the items that is broken, which has been told
                    continue
                line = error.line + ahead if error.line else last
                if offset:
                    line = max(line, skipped + 1)  # the item that this part begins with is tried once
                failed += 1
                following = self._following(offset, skipped, last, line, leap=failed > _TRIES or self.spare <= 0)
                line = max(line, following.broken)
                yield self._told(error, line, following, nothing=not last and not following.offset)
                if not following.offset:
                    return
                self.spare -= max(0, line - following.line)
                offset, skipped = following.offset, following.line - 1
                self.head = self.head or self._heads()[0]

    def _told(self, error: Unreadable, line: int, following: _Following, *, nothing: bool) -> Unread:
        where = f" (in the item that begins in line {following.broken})" if following.broken else ""
        remedy = error.remedy.replace("; nothing of it was imported", "") if nothing else _AGAIN
        why = error.message.partition("\n")[0].rstrip()  # the parser quotes what it stumbled on
        return Unread(f"{self.path.name}:{line}" if line else self.path.name, why + where, remedy, "lost")

    def _heads(self) -> tuple[bytes, bytes]:
        """What comes before the first item, and the part of it that declares encoding and namespaces."""
        with self.path.open("rb") as stream:
            start = b""
            while len(start) < _MAX_HEAD and not (found := _ITEM.search(start)) and (more := stream.read(_MAX_HEAD // 8)):
                start += more
        at = start.find(b"<channel")
        least = start[: start.find(b">", at) + 1] if at >= 0 else b""
        return (start[: found.start()].translate(_PLAIN) if found else least), least

    def _survey(self, reader: wxr.Reader, known: Known) -> None:
        """What must be known before the first item."""
        if self.surveyed:
            return
        self.surveyed = True
        language = reader.site.language
        known.language = languages.normalise(language) if languages.is_tag(language) else ""
        known.groups = reader.groups
        known.coded = many_languages(reader.terms)
        known.site = reader.site.link

    def _following(self, offset: int, skipped: int, last: int, wrong: int, *, leap: bool) -> _Following:
        """The item behind the broken one, which is the first after line `last`; with `leap`, the first after line `wrong`.

        Items are found by their lines, as WordPress writes them. Nothing is found in a file that is one line, or UTF-16.
        """
        line, broken, at, fresh = skipped, 0, offset, True
        with self.path.open("rb") as stream:
            stream.seek(offset)
            while piece := stream.readline(65536):
                line += fresh
                if fresh and line > last and piece.lstrip().startswith((b"<item>", b"<item ")):
                    if not broken and (line <= wrong or wrong <= last):  # the parser's line is not always one
                        broken = line
                    elif line > (wrong if leap or not broken else broken):
                        return _Following(at, line, broken)
                at += len(piece)
                fresh = piece.endswith(b"\n")
        return _Following(broken=broken)


@dataclass(frozen=True, slots=True)
class _Following:
    offset: int = 0
    line: int = 0
    broken: int = 0  # the line in which the broken item begins; 0 where none was found


class _Clean:
    """A stream in which control characters that XML forbids are spaces, and counted; `head` comes before it."""

    def __init__(self, stream: BinaryIO, head: bytes, count: _Parts | None, skipped: int) -> None:
        self.stream, self.head, self.count, self.line = stream, head, count, skipped + 1
        self.wide: bool | None = None  # UTF-16 is full of such bytes

    def read(self, size: int = -1) -> bytes:
        if self.head:
            data, self.head = self.head, b""
            return data
        data = self.stream.read(size)
        if self.wide is None:
            self.wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data[:4]
        if self.wide:
            return data
        plain = data.translate(_PLAIN)
        if self.count is not None:
            if plain != data:
                self._tally(data, self.count)
            self.line += data.count(b"\n")
        return plain

    def _tally(self, data: bytes, count: _Parts) -> None:
        if not count.illegal:
            first = min(at for code in _ILLEGAL if (at := data.find(code)) >= 0)
            count.illegal_line = self.line + data.count(b"\n", 0, first)
        count.illegal += len(data) - len(data.translate(None, _ILLEGAL))


def post_of(**values: Any) -> wxr.Item:
    """A post from fields that are known otherwise than from an export; those not given are empty."""
    fields: dict[str, Any] = dict.fromkeys(("id", "type", "status", "title", "excerpt", "content", "slug", "link", "author", "author_name", "date", "parent", "password", "language", "group"), "")
    return wxr.Item(**{**fields, "terms": (), "meta": {}, "comments": 0, "line": 0, **values})
