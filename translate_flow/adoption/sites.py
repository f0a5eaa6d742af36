"""From what a person names to the reader that reads it: a site's address, an export, a repository, a folder, a feed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from translate_flow.errors import TranslateFlowError, Unreadable, UsageError
from translate_flow.formats.files import opened

if TYPE_CHECKING:  # a run with nothing new needs neither them nor what they import
    from translate_flow.adoption.items import Item, Survey, Unread
    from translate_flow.aside import Aside

PAGES = frozenset({".html", ".htm"})
TEXTS = frozenset({".md", ".mdx", ".markdown"})
_ABOUT = frozenset({"readme", "license", "licence", "changelog", "contributing"})  # texts about a folder, which do not make it a tree of texts
_SNIFFED = 8192  # bytes


@dataclass(frozen=True, slots=True)
class Source:
    """`name` is what runs over it are remembered by. `items` gives what can be read and what cannot; `mark` tells how it
    stands now, cheaply: equal marks, nothing new; empty where only reading it all tells, and asked for again after that. `total`: how many items there are, where
    that is known. `items` takes a process that may read beside this one (`adoption.beside`); what has to be waited for is begun when it is called.
    """

    name: str
    kind: str
    items: Callable[[Aside], Iterator[Item | Unread]]
    mark: Callable[[], str]
    total: int | None = None


def find(
    source: str, *, root: Path | None = None, language: str = "", pattern: str = "", source_pattern: str = "", user: str = "", password: str = "",
    home: Path | None = None, told: Callable[[str], None] | None = None,
) -> Source:  # fmt: skip
    """The reader for what was named. `root`: paths inside it are remembered relative to it. `language`: of the pages of a tree whose path
    names none. `home`: the folder in which what is read of a live site is kept; `told` hears what is waited for. Raises UsageError, Unreadable."""
    if source.startswith(("http://", "https://")):
        return _wordpress(source, user, password, home, told)
    path = Path(source)
    if not path.exists():
        raise UsageError(f"There is no {source}", remedy="Name a file, a folder, or the address of a WordPress site (https://…).")
    full = path.resolve()
    name = (full.relative_to(root.resolve()) if root is not None and full.is_relative_to(root.resolve()) else full).as_posix()
    if path.is_dir():
        return _folder(path, name, language, pattern, source_pattern)
    return _export(path, name) if _is_export(path) else _feed(path, name)


def qualified(source: Source, items: dict[str, Item], survey: Survey) -> tuple[dict[str, Item], Survey]:
    """The same with origins that tell texts of several sources apart: paths in a tree are put after the tree's own name, as
    `import` knows them. Addresses and the numbers of a site's posts stay as they are."""
    if source.kind not in {"git", "tree", "pages"}:
        return items, survey

    def named(origin: str) -> str:
        return origin if "://" in origin or origin not in items else f"{source.name}/{origin}"

    groups = [replace(group, members=tuple(replace(member, origin=named(member.origin)) for member in group.members)) for group in survey.groups]
    found = [replace(one, origins=tuple(map(named, one.origins))) for one in survey.contradictions]
    told = {named(origin): replace(item, origin=named(origin), data=_former(source, item)) for origin, item in items.items()}
    return told, replace(survey, groups=tuple(groups), contradictions=tuple(found))


def _former(source: Source, item: Item) -> Mapping[str, object]:
    """What is kept of an item, the paths that it had before put as its origin is."""
    former = item.data.get("former")
    return {**item.data, "former": [f"{source.name}/{path}" for path in former]} if isinstance(former, list) else item.data


def _wordpress(address: str, user: str, password: str, home: Path | None, told: Callable[[str], None] | None) -> Source:
    from translate_flow.adoption import wp_kept
    from translate_flow.adoption.wordpress import Site

    if user and not password:
        raise UsageError(f"There is no password for {user}", remedy="Put an application password (Users → Profile) into TRANSLATE_FLOW_PASSWORD.")
    site = Site(address, user=user, password=password, told=told, keep=wp_kept.place(home, f"{address.rstrip('/')} {user}") if home is not None else None)
    return Source(address.rstrip("/"), "wordpress", lambda _: site.items(), site.mark)


def _folder(path: Path, name: str, language: str, pattern: str, source_pattern: str) -> Source:
    told = f" {pattern} {source_pattern}".rstrip() + (f" {language}" if language else "")
    if not os.access(path, os.R_OK | os.X_OK):
        raise Unreadable("cannot be opened: Permission denied", file=str(path), remedy="Check that you may read it.")
    if (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir()):
        from translate_flow.adoption import git_program

        def of_git(aside: Aside) -> Iterator[Item | Unread]:
            from translate_flow.adoption import git_tree

            tree = git_tree.read(path, pattern=pattern, source_pattern=source_pattern, languages_default=language)  # its snapshots are read later, by the same git
            return chain(tree.items(aside), _late(lambda: tree.unread))

        return Source(name, "git", of_git, lambda: git_program.head(path) + told)
    files = [(file.suffix.lower(), file.stem.lower() in _ABOUT) for file in _files(path)]
    texts, saved = {about for suffix, about in files if suffix in TEXTS}, any(suffix in PAGES for suffix, _ in files)
    if not texts and not saved:
        raise _no_pages(path)
    if pattern or False in texts or not saved:
        from translate_flow.adoption import plain_tree

        return Source(name, "tree", lambda _: plain_tree.items(path, pattern=pattern, source_pattern=source_pattern), lambda: _listing(path) + told)
    return Source(name, "pages", lambda _: _saved(path), lambda: _listing(path))


def _late(told: Callable[[], Iterable[Unread]]) -> Iterator[Unread]:
    """What is complete only after all that comes before was read."""
    yield from told()


def _saved(path: Path) -> Iterator[Item | Unread]:
    from translate_flow.adoption import feeds, saved_pages

    places, unread = feeds.in_folder(path)
    yield from unread
    yield from saved_pages.items(path, places=places)


def _files(path: Path) -> Iterator[Path]:
    from translate_flow.adoption.folders import walk

    return (file for _, file in walk(path, lambda name: True) if isinstance(file, Path))


def _no_pages(path: Path) -> TranslateFlowError:
    """Why there is nothing to adopt in a folder."""
    from translate_flow.adoption.folders import walk
    from translate_flow.adoption.items import Unread

    closed = next((one for _, one in walk(path, lambda name: False) if isinstance(one, Unread)), None)
    if closed is not None:
        return Unreadable(closed.why, file=(path / closed.place).as_posix(), remedy=closed.remedy)
    return UsageError(f"There is nothing to adopt in {path}", remedy="Pages are .md, .mdx, .markdown, .html or .htm; for an export, name its .xml file.")


def _listing(path: Path) -> str:
    """Which files there are, how long, and since when they are so (`ctime`: also that they may be read now)."""
    told = hashlib.sha256()
    for file in _files(path):
        try:
            stat = file.stat()
        except FileNotFoundError:
            continue  # it went while the folder was listed, so it is not in it
        told.update(f"{file.relative_to(path).as_posix()}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}\0".encode("utf-8", "surrogateescape"))
    return told.hexdigest()


def _is_export(path: Path) -> bool:
    """Whether a file is a WordPress export: its namespaces say so at the top."""
    return b"wordpress.org/export/" in _head(path)


def _head(path: Path) -> bytes:
    with opened(path) as stream:
        return stream.read(_SNIFFED)


def _digest(path: Path) -> str:
    with opened(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _export(path: Path, name: str) -> Source:
    from translate_flow.adoption import wxr_items

    return Source(name, "wxr", lambda _: iter(wxr_items.items(path)), lambda: _digest(path))


def _feed(path: Path, name: str) -> Source:
    from translate_flow.adoption import feeds

    if path.suffix.lower() not in {".xml", ".rss", ".atom", ".json"}:
        raise UsageError(f"{path} is one file of its own", remedy="One article comes in with `translate-flow import`; name the folder it lies in to adopt a site.")
    return Source(name, "feed", lambda _: iter(feeds.items(path)), lambda: _digest(path))
