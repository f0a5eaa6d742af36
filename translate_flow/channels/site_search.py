"""The site's search."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from translate_flow.channels.page import Page
from translate_flow.channels.site_entries import Catalogue
from translate_flow.channels.site_pages import Site
from translate_flow.text.document import Document


class Record(NamedTuple):
    """What can be found of a page."""

    path: str
    text: str


class Change(NamedTuple):
    """Files of the index: all of what changed, and what goes."""

    files: dict[str, bytes]
    removed: list[str]


def record(page: Page, document: Document, path: str) -> Record:
    """What can be found of a page."""
    return Record(path, "\n".join(block.text for block in document.blocks))


def refresh(state: Path, changed: Iterable[Record], removed: Iterable[str], *, everything: bool, taken_down: Collection[str] = ()) -> Change:
    """Brings the index up to date."""
    return Change({}, [])


def files(state: Path) -> Mapping[str, bytes]:
    """What the index is made of."""
    return {}


def search_page(site: Site, language: str, catalogue: Catalogue) -> bytes:
    """The page that searches."""
    return b""


def script() -> bytes:
    """What it needs."""
    return b""
