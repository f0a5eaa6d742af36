"""A tree of pages without history: files in folders, their languages by the layout. Symbolic links are not followed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from translate_flow import formats
from translate_flow.adoption import generators, layouts
from translate_flow.adoption.folders import walk
from translate_flow.adoption.items import Item, Said, Text, Unread
from translate_flow.errors import Unreadable
from translate_flow.formats import files
from translate_flow.text.document import Document


def items(folder: Path, *, pattern: str = "", source_pattern: str = "") -> Iterator[Item | Unread]:
    """The pages of a folder in the order of their paths, and what cannot be read. Raises UsageError for a pattern that is none."""
    paths: list[str] = []
    settings: dict[str, str] = {}
    for one in _paths(folder):
        if isinstance(one, Unread):
            yield one
        elif layouts.is_page(one):
            paths.append(one)
        else:
            settings[one] = ""
            try:
                with files.opened(folder / one, name=one, named=False) as stream:
                    settings[one] = stream.read(generators.SETTINGS_BYTES).decode("utf-8", "replace")
            except Unreadable as error:
                yield Unread.of(error, one)
    layout = layouts.told(pattern, source_pattern) if pattern else layouts.detect([*paths, *settings])
    pages = [path for path in paths if layout.covers(path)]
    if outside := [path for path in paths if not layout.covers(path)]:
        yield Unread.outside(outside)
    versions = _versions(pages, layout)
    aside = {} if pattern else generators.aside(pages, {key: found.values() for key, found in versions.items()})
    yield from dict.fromkeys(aside.values())
    root = generators.root_language(settings)
    for path in pages:
        if path not in aside:
            yield _read(folder, path, layout, versions, root)


def _paths(folder: Path) -> Iterator[str | Unread]:
    """The paths of pages and of generators' settings."""
    for file, path in walk(folder, lambda name: layouts.is_page(name) or generators.is_settings(name)):
        if isinstance(path, Unread):
            yield path
        elif path.relative_to(folder).as_posix() == file:
            yield file
        else:
            yield Unread(file, "has a name that is not UTF-8", "Give it a name in UTF-8, and run again.")


def _versions(pages: Sequence[str], layout: layouts.Layout) -> dict[str, dict[str, str]]:
    """Article → language → path; the first of two pages in one language counts."""
    found: dict[str, dict[str, str]] = {}
    for path in pages:
        tag, key = layout.split(path)
        found.setdefault(layouts.stem(key), {}).setdefault(tag, path)
    return found


def _read(folder: Path, path: str, layout: layouts.Layout, versions: Mapping[str, Mapping[str, str]], root: str) -> Item | Unread:
    try:
        with files.opened(folder / path, name=path, named=False) as stream:
            data, modified = files.whole(stream, name=path), datetime.fromtimestamp(os.fstat(stream.fileno()).st_mtime, UTC).isoformat(timespec="seconds")
        document = formats.get(formats.for_path(path)).read(data, name=path)
    except Unreadable as error:
        return Unread.of(error, path)
    return _item(path, data, document, layout, versions, modified, root)


def _item(path: str, data: bytes, document: Document, layout: layouts.Layout, versions: Mapping[str, Mapping[str, str]], modified: str, root: str) -> Item:
    key = layout.split(path)[1]
    article = layouts.stem(key)
    meta = {name.lower(): value for name, value in document.meta.items()}
    return Item(
        origin=path, text=Text.of(document, data), place=path, languages=_languages(path, document, layout, root),
        groups=(Said(article, "layout"), *generators.groups(meta, bool(document.language))),
        links={other: Said(there, "layout") for other, there in versions[article].items() if other and there != path},
        parents=(*generators.parents(meta), *layout.sources(path, versions[article].values())),
        date=document.date, modified=meta.get("modified", "") or modified, slug=meta.get("slug") or layouts.slug(key), kind=meta.get("kind", "post"),
        terms=tuple(term.strip() for term in meta.get("tags", "").split(",") if term.strip()), published=meta.get("status") != "draft",
        warnings=document.warnings,
    )  # fmt: skip


def _languages(path: str, document: Document, layout: layouts.Layout, root: str) -> tuple[Said, ...]:
    """What a page is said to be written in: by its path, by itself; by the generator's settings where neither says."""
    tag = layout.split(path)[0]
    said = [Said(tag, layout.how(path))] if tag else []
    if document.language and document.language != tag:
        said.append(Said(document.language, "lang attribute" if document.format == "html" else "front matter"))
    return tuple(said or ([Said(root, "settings")] if root else []))
