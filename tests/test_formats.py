"""What every format must do, over every sample of every format: a new format is in `FORMATS` and has a folder of samples.

The formats' own tests try their own syntax; these hold the contract that the rest of the program relies on.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SHARED
from translate_flow import formats
from translate_flow.errors import Unreadable
from translate_flow.exchange import workfile
from translate_flow.text.document import Block, Document, Kind

SAMPLES = Path(__file__).parent / "samples"
CASES = [(name, path) for name in formats.FORMATS for path in sorted((SAMPLES / name).iterdir())]
PAGES = [("html", path) for path in sorted((SAMPLES / "pages").glob("*.html"))]
HEADER = workfile.Header(version="march-8/pt", base=3, draft=1, holder="ana", source="march-8/es", digest="")
BY_WORDS = {Kind.BYLINE, Kind.PROVENANCE, Kind.DATE, Kind.CODE}  # known by what they say, so other words make another kind


def every(test):  # type: ignore[no-untyped-def]
    return pytest.mark.parametrize(("name", "path"), CASES + PAGES, ids=[path.name for _, path in CASES + PAGES])(test)


def read(name: str, path: Path) -> Document:
    return formats.get(name).read(path.read_bytes(), name=str(path))


@pytest.mark.parametrize("name", formats.FORMATS)
def test_a_format_offers_what_the_protocol_asks(name: str) -> None:
    module = formats.get(name)
    assert name == module.NAME
    assert all(formats.SUFFIXES[suffix] == name for suffix in module.SUFFIXES)
    for verb in ("read", "write", "html", "escape", "escape_in", "header_place", "comment", "mark_places"):
        assert callable(getattr(module, verb)), verb
        assert getattr(module, verb).__doc__, verb
    assert list((SAMPLES / name).iterdir())


@every
def test_bytes_come_back(name: str, path: Path) -> None:
    assert formats.get(name).write(read(name, path)) == path.read_bytes()


@every
def test_spans_are_in_order_and_in_the_text(name: str, path: Path) -> None:
    document = read(name, path)
    at = 0
    for block in document.blocks:
        assert at <= block.start <= block.end <= len(document.text), block
        at = block.end
    assert document.blocks
    assert document.with_sources({n: document.source(block) for n, block in enumerate(document.blocks)}) == document.text


@every
def test_a_block_can_be_given_other_words_and_nothing_else_changes(name: str, path: Path) -> None:
    module, document = formats.get(name), read(name, path)
    for index, block in enumerate(document.blocks):
        if block.kind in BY_WORDS or not any(character.isalpha() for character in block.text):
            continue
        words = f"{block.text} — “palabra” & <más>"
        text = document.with_sources({index: module.escape_in(document, index, words)})
        again = module.read(text.encode(document.encoding, "xmlcharrefreplace"), name=str(path))
        assert len(again.blocks) == len(document.blocks), (index, block)
        if name != "text":  # plain text tells kinds by lengths and words alone
            assert [_of_a_kind(b) for b in again.blocks] == [_of_a_kind(b) for b in document.blocks], (index, block)
        if document.encoding == "utf-8":
            assert again.blocks[index].text.split() == words.split(), (index, block)
            others = [b.text for n, b in enumerate(again.blocks) if n != index]
            assert others == [b.text for n, b in enumerate(document.blocks) if n != index]
            break_at = document.blocks[index].start
            assert text[:break_at] == document.text[:break_at]


@every
def test_the_body_as_html_holds_the_words_and_no_more_of_the_head(name: str, path: Path) -> None:
    from lxml import html

    document = read(name, path)
    tree = html.fragment_fromstring(formats.get(name).html(document), create_parent="div")
    shown = _letters(" ".join(tree.itertext()))
    for block in document.blocks:
        if block.kind in {Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE, Kind.LIST_ITEM}:
            plain = re.sub(r"\[\w+\]", "", block.text)
            assert _letters(plain) in shown or _letters(block.text) in shown, block
    assert tree.find(".//script") is None or name in {"html", "markdown", "mdx", "wordpress"}, "the channel sanitises"


def _of_a_kind(block: Block) -> Kind:
    """A list under “Notes” is footnotes, and a list again under another heading."""
    return Kind.LIST_ITEM if block.kind is Kind.FOOTNOTE else block.kind


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha()).casefold()


@every
def test_a_work_files_header_goes_in_and_comes_out(name: str, path: Path) -> None:
    data = path.read_bytes()
    stamped = workfile.stamp(data, HEADER, format=name)
    header, back = workfile.unstamp(stamped, name=str(path))
    assert back == data
    assert header is not None
    assert (header.version, header.base, header.holder) == ("march-8/pt", 3, "ana")
    with_header = formats.get(name).read(stamped, name=str(path))
    assert [b.text for b in with_header.blocks] == [b.text for b in read(name, path).blocks], "the header is not text"


def attempt(module: formats.Format, data: bytes) -> tuple[Document | None, Unreadable | None]:
    try:
        return module.read(data, name="any"), None
    except Unreadable as error:
        return None, error


@pytest.mark.parametrize("name", formats.FORMATS)
@given(data=st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "ignore")))
def test_any_bytes_come_back_or_are_refused_with_a_remedy(name: str, data: bytes) -> None:
    module = formats.get(name)
    document, refusal = attempt(module, data)
    if document is None:
        assert refusal is not None
        assert refusal.message
        assert refusal.remedy
        return
    assert module.write(document) == data
    assert document.with_sources({}) == document.text
    module.html(document)


@pytest.mark.parametrize("name", formats.FORMATS)
@pytest.mark.parametrize("data", [b"", b"   \n", b"\x00\x01\x02", b"\xff\xfe\x00"], ids=["empty", "blank", "binary", "half"])
def test_what_is_no_text_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        formats.get(name).read(data, name="bad.file")
    assert "bad.file" in caught.value.place()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared material is not here")
def test_the_seed_article() -> None:
    path = SHARED / "seed-article.txt"
    document = read("text", path)
    assert formats.get("text").write(document) == path.read_bytes()
    assert document.title.replace("’", "'") == "Ukraine Resists Putin's Advance"
    assert document.byline == "IWL-FI"
    assert document.provenance is not None
    assert (document.provenance.language, document.provenance.wording) == ("es", "en")
    assert document.standfirst.startswith("What Putin expected")
    assert [block.text for block in document.blocks if block.kind is Kind.CAPTION] == [
        "Ukraine militas", "Civilian militias organize in Kyiv and other cities, many of them women", "Russia bombs the TV tower in Kyiv",
        "Over 600,000 Ukrainians flee the country in dramatic conditions", "Over 100,000 people protest in Berlin",
    ]  # fmt: skip
    assert sum(block.kind is Kind.PARAGRAPH for block in document.blocks) == 15
    assert {note.mark: note.state for note in document.notes} == {"1": "ok", "2": "empty", "3": "cut off", "4": "missing"}
    for mark in ("[2]", "[3]", "[4]"):
        assert any(mark in warning for warning in document.warnings), mark
    shown = " ".join(block.text for block in document.blocks)
    for furniture in ("Generic selectors", "Search in", "Post Type", "More to explorer", "Nurses", "Leave a Comment", "email address"):
        assert furniture not in shown
