"""Provenance where it is met: printed by the static site in every locale, found at the top and the foot of what is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from translate_flow import formats, languages, messages
from translate_flow.channels.page import Page
from translate_flow.channels.site import sync
from translate_flow.text.document import Kind
from translate_flow.text.provenance import line, recognise, wording_for
from translate_flow.text.provenance_data import WORDINGS

DAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
PARAGRAPH = "The river rose three metres on Tuesday night, and by the morning the lower town was cut off from the road and the market."


def page(language: str, parent: str, original: str, folder: Path) -> Page:
    source = b"<html><body><h1>River</h1><p>" + PARAGRAPH.encode() + b"</p></body></html>"
    path = folder / f"{language}.html"
    path.write_bytes(source)
    return Page(
        article="river", language=language, parent=parent, parent_is_live=bool(parent), title="River", standfirst="", byline="",
        date="2026-03-01", published_at=DAY, translator="Ana Ruiz" if parent else "", section="", tags=(),
        document=lambda: formats.get("html").read(source, name=path.name), fingerprint=language,
        behind_since=DAY if parent else None, original_language=original,
    )  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One article in every locale: written in Icelandic, translated into English and Spanish, and from those into the rest."""
    folder = tmp_path_factory.mktemp("pages")
    pages = [page("is", "", "is", folder)]
    for tag in WORDINGS:
        if tag != "is":
            pages.append(page(tag, "is" if tag in {"en", "es"} else "en", "is", folder))
    sync(folder / "public", pages)
    return folder / "public"


@pytest.mark.parametrize("tag", [tag for tag in WORDINGS if tag != "is"])
def test_a_page_of_every_locale(site: Path, tag: str) -> None:
    html = (site / tag / "river.html").read_text(encoding="utf-8")
    assert f'<html lang="{tag}" dir="{languages.direction(tag)}">' in html
    printed = re.search(r'<p class="provenance">(.*?)</p>', html)
    assert printed is not None
    found = recognise(re.sub(r"<[^>]+>", "", printed[1]).replace("&#39;", "'"))
    assert found is not None
    direct = tag in {"en", "es"}
    assert (found.language, found.translator) == ("is" if direct else "en", "Ana Ruiz")
    assert (found.original, found.wording) == ("" if direct else "is", wording_for(tag))
    assert ('<p class="original"><a href="../is/river.html" hreflang="is">' in html) is not direct
    notice = re.search(r'<p class="notice" role="note">(.*?)</p>', html)
    assert notice is not None
    assert languages.format_day(DAY.date(), messages.catalogue(tag).language) in notice[1]
    assert ('lang="en"' in notice[1]) is (messages.catalogue(tag).language == "en" and tag != "en")


LINES = [
    line("en", "es", "Ana Ruiz"), line("en", "fr", "", "es"), line("ar", "es"), line("zh", "en", "王小明"), line("sk", "en"),
    line("ta", "en"), line("hy", "ru"), "Originally published in Spanish. Translation: Ana Ruiz",
]  # fmt: skip


@pytest.mark.parametrize("stated", LINES, ids=lambda text: text[:30])
@pytest.mark.parametrize("place", ["top", "foot"])
@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_top_and_foot(kind: str, place: str, stated: str) -> None:
    body = [PARAGRAPH] * 9
    parts = [stated, *body] if place == "top" else [*body, stated]
    if kind == "html":
        text = f"<html lang='en'><body><article><h1>River</h1>{''.join(f'<p>{part}</p>' for part in parts)}</article></body></html>"
    else:
        mark = "# " if kind == "markdown" else ""
        text = f"{mark}River\n\n" + "\n\n".join(parts) + "\n"
    document = formats.get(kind).read(text.encode(), name="river")
    assert document.provenance is not None
    assert document.provenance.text == stated
    assert [block.text for block in document.blocks if block.kind is Kind.PROVENANCE] == [stated]


def test_a_sentence_of_the_text_is_none() -> None:
    told = "Translated from Spanish, the word means a bridge."
    text = "# River\n\n" + "\n\n".join([told, PARAGRAPH, PARAGRAPH, told]) + "\n"
    document = formats.get("markdown").read(text.encode(), name="river.md")
    assert document.provenance is None
