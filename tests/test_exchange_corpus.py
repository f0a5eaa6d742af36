"""Real articles out and back through every exchange format: unchanged, and with every target replaced; not a byte else is another.

All 500: `TRANSLATE_FLOW_ARTICLES=500 python -m pytest tests/test_exchange_corpus.py`.
"""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from tests.conftest import SHARED
from translate_flow import exchange, formats
from translate_flow.errors import TranslateFlowError
from translate_flow.exchange.kit import Kit, Row, State
from translate_flow.exchange.workfile import Header
from translate_flow.services import kit_returns, kits, placing
from translate_flow.text import inline
from translate_flow.text.document import Document
from translate_flow.text.inline import Code, Content

ARTICLES = int(os.environ.get("TRANSLATE_FLOW_ARTICLES", "24"))
SAMPLES = Path(__file__).parent / "samples"
FORMS = sorted((name, unit) for name in exchange.KITS for unit in ("block", "segment"))


@lru_cache
def corpus() -> tuple[tuple[str, Document], ...]:
    """Our own samples, then articles of the shared material: of a documentation site in many languages, of a WordPress export."""
    found = [(path.name, _read(path.read_bytes(), path.name)) for path in sorted(SAMPLES.rglob("*.*")) if path.suffix in formats.SUFFIXES and path.parent != SAMPLES]
    theirs = [*_export(), *_site()]
    random.Random(5).shuffle(theirs)
    return tuple((name, document) for name, document in [*found, *theirs[:ARTICLES]] if document is not None and document.blocks)


def _read(data: bytes, name: str) -> Document | None:
    try:
        return formats.get(formats.for_path(name)).read(data, name=name)
    except TranslateFlowError:
        return None


def _export() -> Iterator[tuple[str, Document]]:
    from translate_flow.formats import wxr

    path = SHARED / "wordpress-theme-unit-test.wxr.xml"
    if not path.exists():
        return
    with path.open("rb") as stream:
        for item in wxr.Reader(stream, name=path.name):
            if item.type in {"post", "page"} and item.content.strip():
                yield f"{path.name}#{item.id}", wxr.document(item, name=path.name)


def _site() -> list[tuple[str, Document | None]]:
    """Articles of the site as it is, then such as they were 500 commits before."""
    bundle = SHARED / "starlight-docs.bundle"
    if not bundle.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        clone = f"{folder}/site.git"
        _git("clone", "-q", "--bare", str(bundle), clone)
        head = _git("-C", clone, "for-each-ref", "--format=%(objectname)", "--count=1", "refs/").strip().decode()
        commits = _git("-C", clone, "rev-list", "--first-parent", head).decode().split()
        found: dict[str, str] = {}
        for commit in (head, commits[min(500, len(commits) - 1)]):
            for line in _git("-C", clone, "ls-tree", "-r", commit).decode().splitlines():
                entry, name = line.split("\t")
                if name.endswith((".md", ".mdx")) and "/content/docs/" in name:
                    found.setdefault(entry.split()[2], name)
        blobs = sorted(found)
        random.Random(5).shuffle(blobs)
        return [(found[blob], _read(_git("-C", clone, "cat-file", "blob", blob), found[blob])) for blob in blobs[: ARTICLES + 40]]


def _git(*words: str) -> bytes:
    return subprocess.run(["git", "-c", "safe.directory=*", *words], check=True, capture_output=True).stdout


def taken(document: Document, name: str, unit: str) -> tuple[kits.Work, Kit]:
    work = kits.begun(document, "es", "pt")
    header = Header("a/pt", 1, 0, "ana", "a/es", "0123456789ab", name, unit)
    return work, Kit(header, "es", "pt", document.title, tuple(kits.rows(work, by_sentence=unit == "segment")))


_OTHER = str.maketrans("aeiouAEIOUбвгд", "eiouaEIOUAвгдб")
_NAMED = {"byline", "date", "provenance"}  # known by their wording: another would be another kind of block


def translated(row: Row) -> Row:
    """Every text another, the codes where they were; now and then with characters that some syntax means something by."""
    if row.kind in _NAMED or not inline.text(row.source).strip():
        return row
    said: Content = tuple(piece if isinstance(piece, Code) else _like(piece, row.block + at) for at, piece in enumerate(row.source))
    return Row(row.block, row.segment, row.kind, row.source, said, State.DONE, row.level, row.gap)


def _like(piece: str, number: int) -> str:
    bare = piece.strip()
    if not bare:
        return piece
    other = bare.translate(_OTHER) if bare.translate(_OTHER) != bare else f"não {bare}"
    return piece.replace(bare, f"{other} — “&” <b> *2* =x_y_ 日本" if number % 5 == 2 else other)


def around(document: Document) -> list[str]:
    """What is not in blocks, piece by piece."""
    edges = [0, *(edge for block in document.blocks for edge in (block.start, block.end)), len(document.text)]
    return [document.text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]


@pytest.mark.parametrize(("name", "unit"), FORMS)
def test_articles_come_back_unchanged(name, unit):
    for place, document in corpus():
        work, kit = taken(document, name, unit)
        changes = kit_returns.compared(work, exchange.get(name).read(exchange.get(name).write(kit), name=place))
        assert not changes.refused, (place, changes.refused[:3])
        assert not changes.wanted, (place, list(changes.wanted.items())[:3])
        assert changes.looked == len(kit.rows), place


@pytest.mark.parametrize(("name", "unit"), FORMS)
def test_articles_come_back_with_every_target_replaced(name, unit):
    for place, document in corpus():
        work, kit = taken(document, name, unit)
        rows = tuple(map(translated, kit.rows))
        changes = kit_returns.compared(work, exchange.get(name).read(exchange.get(name).write(Kit(kit.header, "es", "pt", kit.title, rows)), name=place))
        assert not changes.refused, (place, changes.refused[:3])
        made = placing.place(work, changes.wanted)
        assert not made.refused, (place, made.refused)
        assert around(made.document) == around(document), place
        untouched = set(range(len(document.blocks))) - changes.wanted.keys()
        assert all(made.document.source(made.document.blocks[at]) == document.source(document.blocks[at]) for at in untouched), place
