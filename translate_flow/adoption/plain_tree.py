"""A tree of pages without history: files in folders, their languages by the layout. Symbolic links are not followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from translate_flow import formats
from translate_flow.adoption import layouts
from translate_flow.adoption.folders import walk
from translate_flow.adoption.items import Item, Said, Unread
from translate_flow.errors import Unreadable
from translate_flow.formats import files
from translate_flow.text.document import Document


def items(folder: Path, *, pattern: str = "", source_pattern: str = "") -> Iterator[Item | Unread]:
    """The pages of a folder in the order of their paths, and what cannot be read. Raises UsageError for a pattern that is none."""
    paths: list[str] = []
    for one in _paths(folder):
        if isinstance(one, Unread):
            yield one
        else:
            paths.append(one)
    layout = layouts.told(pattern, source_pattern) if pattern else layouts.detect(paths)
    pages = [path for path in paths if layouts.is_page(path) and layout.covers(path)]
    versions: dict[str, dict[str, str]] = {}
    for path in pages:
        tag, key = layout.split(path)
        versions.setdefault(layouts.stem(key), {}).setdefault(tag, path)
    for path in pages:
        yield _read(folder, path, layout, versions)


def _paths(folder: Path) -> Iterator[str | Unread]:
    for file, path in walk(folder, layouts.is_page):
        if isinstance(path, Unread):
            yield path
        elif path.relative_to(folder).as_posix() == file:
            yield file
        else:
            yield Unread(file, "has a name that is not UTF-8", "Give it a name in UTF-8, and run again.")


def _read(folder: Path, path: str, layout: layouts.Layout, versions: dict[str, dict[str, str]]) -> Item | Unread:
    try:
        with files.opened(folder / path, name=path, named=False) as stream:
            data, modified = files.whole(stream, name=path), datetime.fromtimestamp(os.fstat(stream.fileno()).st_mtime, UTC).isoformat(timespec="seconds")
        document = formats.get(formats.for_path(path)).read(data, name=path)
    except Unreadable as error:
        return Unread.of(error, path)
    return _item(path, data, document, layout, versions, modified)


def _item(path: str, data: bytes, document: Document, layout: layouts.Layout, versions: dict[str, dict[str, str]], modified: str) -> Item:
    tag, key = layout.split(path)
    article = layouts.stem(key)
    meta = {name.lower(): value for name, value in document.meta.items()}
    said = [Said(tag, layout.how(path))] if tag else []
    if document.language and document.language != tag:
        said.append(Said(document.language, "front matter"))
    return Item(
        origin=path, document=document, body=data, place=path, languages=tuple(said), groups=(Said(article, "layout"),),
        links={other: Said(there, "layout") for other, there in versions[article].items() if other and there != path},
        parents=layout.sources(path, versions[article].values()), date=document.date, modified=meta.get("modified", "") or modified, slug=meta.get("slug") or layouts.slug(key), kind=meta.get("kind", "post"),
        terms=tuple(term.strip() for term in meta.get("tags", "").split(",") if term.strip()), published=meta.get("status") != "draft",
        warnings=document.warnings,
    )  # fmt: skip
