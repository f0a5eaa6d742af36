"""From files on disk to articles worth storing: format, key, language, and what the input says of itself. No database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from translate_flow import formats, languages
from translate_flow.errors import Unreadable, UsageError
from translate_flow.formats import files as files_on_disk
from translate_flow.text.document import Document

if TYPE_CHECKING:
    from translate_flow.formats import wxr

_PLAIN_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ARTICLE_TYPES = frozenset({"post", "page"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """One text that came in, with what is known of it. `key` is a wish; `named`: a person chose it."""

    document: Document
    body: bytes
    key: str
    language: str
    origin: str
    published: bool = True
    named: bool = False
    parent_language: str = ""
    kind: str = "post"
    section: str = ""
    tags: tuple[str, ...] = ()
    date: str = ""
    warnings: tuple[str, ...] = ()
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """What a person said of all the files of one command; empty means: let the input say."""

    key: str = ""
    language: str = ""
    default_language: str = ""
    parent_language: str = ""
    format: str = ""
    kind: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    draft: bool = False
    root: Path | None = None  # paths inside it are remembered relative to it, so that the newsroom's folder can move


def slug(text: str, *, longest: int = 80) -> str:
    """A key from any text: lower-case letters and digits of every script, joined by hyphens; at most `longest` characters."""
    if len(text) <= longest and _PLAIN_SLUG.fullmatch(text):
        return text
    folded = unicodedata.normalize("NFKC", unquote(text)).lower()
    words = [word for word in _split(folded) if word]
    short = ""
    for word in words:
        if short and len(short) + 1 + len(word) > longest:
            break
        short = f"{short}-{word}" if short else word[:longest]
    return short


def _split(text: str) -> list[str]:
    """Letters, marks and digits together: `\\w` alone would cut the vowel signs out of Hindi words."""
    kept = [character if character.isalnum() or unicodedata.category(character)[0] == "M" else " " for character in text.replace("’", "").replace("'", "")]
    return "".join(kept).split()


def files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those of known formats in the folders named, in a steady order. Raises UsageError for what is not there."""
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in {*formats.SUFFIXES, ".xml", ".wxr"} and p.is_file() and not _hidden(p, path))
            if not inside:
                raise UsageError(f"There is nothing to import in {path}", remedy=f"Known suffixes: {', '.join(formats.SUFFIXES)}, .xml for WordPress exports.")
            yield from inside
        elif path.exists():
            yield path
        else:
            raise UsageError(f"There is no file {path}", remedy="Check the path; `import` takes files and folders.")


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def is_export(path: Path, options: Options) -> bool:
    """Whether a file is a WordPress export rather than one article."""
    return options.format == "wxr" or (not options.format and path.suffix.lower() in {".xml", ".wxr"})


def read_file(path: Path, options: Options) -> Incoming:
    """One article from one file. Raises Unreadable with the file, the line and the remedy."""
    name = options.format or formats.for_path(path)
    body = files_on_disk.read(path, remedy="Split it, or export it from WordPress as XML, which is read piece by piece.")
    module = formats.get(name)
    document = module.read(body, name=str(path))
    if name == "html":
        document, body = _article_only(document, body, str(path))
    if not document.blocks:
        raise Unreadable("holds no text of an article", file=str(path), remedy="Check that it is the right file, or name its format with --format.")
    stem, hinted = _stem(path)
    meta = document.meta
    incoming = Incoming(
        document=document, body=body, key=options.key or slug(meta.get("slug", "")) or slug(stem), named=bool(options.key),
        language=options.language or document.language or hinted or _folder_language(path, options.root), origin=meta.get("url", "") or _origin(path, options.root),
        published=not options.draft and meta.get("status", "published") not in {"draft", "pending", "future", "private"},
        date=document.date, warnings=document.warnings, kind=meta.get("kind", "post"), section=meta.get("section", ""),
        tags=tuple(filter(None, (tag.strip() for tag in meta.get("tags", "").split(",")))),
    )  # fmt: skip
    return complete(incoming, options, str(path))


def read_export(path: Path, options: Options, *, progress: Callable[[int], None] | None = None) -> Iterator[Incoming]:
    """The posts and pages of a WordPress export, one by one. Raises Unreadable, also half way: the caller rolls back."""
    from translate_flow.formats import wxr

    with files_on_disk.opened(path) as stream:
        export = wxr.Reader(stream, name=str(path))
        for item in export:
            if progress:
                progress(stream.tell())
            if item.type in _ARTICLE_TYPES and item.status not in {"trash", "auto-draft", "inherit"} and (item.content.strip() or item.title.strip()):
                yield complete(_from_item(item, wxr.document(item, name=f"{path}:{item.line}"), export, path), options, f"{path}:{item.line}")


def complete(incoming: Incoming, options: Options, place: str) -> Incoming:
    """Settles language, parent and what the person said of it. Raises Unreadable where nobody knows the language."""
    provenance = incoming.document.provenance
    language, warnings = incoming.language, list(incoming.warnings)
    if not language and provenance is not None and provenance.wording:
        language = provenance.wording
        warnings.append(f"No language is declared; taken to be {languages.name(language)} because its provenance line is written in it.")
    language = language or options.default_language
    if not language:
        raise Unreadable(
            "does not say in which language it is", file=place,
            remedy="Say it: --lang es; or for all to come: `translate-flow settings language es`.",
        )  # fmt: skip
    parent = options.parent_language or (provenance.language if provenance else "")
    tag = languages.normalise(language)
    if parent == tag:
        warnings.append(f"Its provenance line names {languages.name(parent)}, its own language; taken to be an original.")
        parent = ""
    settled: dict[str, Any] = {
        "language": tag, "parent_language": parent, "kind": options.kind or incoming.kind, "section": options.section or incoming.section,
        "tags": tuple(dict.fromkeys((*incoming.tags, *options.tags))), "warnings": tuple(warnings), "published": incoming.published and not options.draft,
    }  # fmt: skip
    changed = {name: value for name, value in settled.items() if value != getattr(incoming, name)}
    return replace(incoming, **changed) if changed else incoming


def _from_item(item: wxr.Item, document: Document, export: wxr.Reader, path: Path) -> Incoming:
    """An export's item. Its terms and its plugin's group are kept with the event, for `adopt` to read."""
    meta = document.meta
    terms = [[term.domain, term.slug, term.name] for term in item.terms]
    data: dict[str, object] = {"id": item.id, "author": item.author_name or item.author, "terms": terms}
    if item.group:
        data["group"] = item.group
    warnings = document.warnings
    if item.password:
        warnings = (*warnings, "It is protected by a password there, so it came in as a draft: publishing it here would show it to all.")
    return Incoming(
        document=document, body=document.text.encode(document.encoding), key=slug(item.slug) or slug(item.title) or f"post-{item.id}",
        language=document.language or export.site.language, origin=item.link or f"{path.name}#{item.id}", published=item.status == "publish" and not item.password,
        kind=item.type, section=meta.get("section", ""), date=item.date, warnings=warnings, data=data,
        tags=tuple(term.name for term in item.terms if term.domain == "post_tag"),
    )  # fmt: skip


def _article_only(document: Document, body: bytes, name: str) -> tuple[Document, bytes]:
    """A saved page is stored as its article: nobody translates a theme's menus, and a changed menu is no changed article."""
    from translate_flow.formats import html, page

    if not page.has_furniture(document):
        return document, body
    small = page.article(document)
    body = html.write(small)
    return replace(html.read(body, name=name), warnings=document.warnings, meta={**small.meta, **document.meta}), body


def _stem(path: Path) -> tuple[str, str]:
    """`march-8.es.md` → (`march-8`, `es`); `blog/march-8/index.md` → (`march-8`, ``)."""
    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    rest, dot, last = stem.rpartition(".")
    tag = ""
    if dot and rest and 2 <= len(last) <= 11 and languages.is_tag(last):
        stem, tag = rest, languages.normalise(last)
    if stem.lower() == "index" and path.resolve().parent.name:
        stem = path.resolve().parent.name
    return stem, tag


_TAG_FOLDER = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,4})?", re.IGNORECASE)


def _folder_language(path: Path, root: Path | None) -> str:
    """The language of the folder that a file is in (`es/march-8.md`), where other folders beside it are languages too.

    One folder `it` or `is` by itself says nothing. Looks no higher than the newsroom's own folder."""
    for folder in path.resolve().parents:
        if folder == root:
            break
        if _TAG_FOLDER.fullmatch(folder.name) and len(tags := _language_folders(folder.parent)) > 1 and folder.name in tags:
            return languages.normalise(folder.name)
    return ""


@lru_cache(maxsize=1024)
def _language_folders(folder: Path) -> frozenset[str]:
    """The folders in it that are named by languages people publish in (CLDR has a locale for them)."""
    names = (path.name for path in folder.iterdir() if path.is_dir() and _TAG_FOLDER.fullmatch(path.name))
    return frozenset(name for name in names if languages.is_tag(name) and languages.has_locale(name))


def _origin(path: Path, root: Path | None) -> str:
    full = path.resolve()
    return (full.relative_to(root) if root is not None and full.is_relative_to(root) else full).as_posix()
