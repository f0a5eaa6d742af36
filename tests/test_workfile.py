"""The work file's header: put in, taken out, and what editors do to a file in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_flow import formats
from translate_flow.errors import Unreadable
from translate_flow.exchange.workfile import Header, digest, like, stamp, unstamp

SAMPLES = Path(__file__).parent / "samples"
DATA = Path(__file__).parents[2] / "shared" / "data"
HEADER = Header("march-8/pt", 3, 0, "ana", "march-8/es", "")
PAGES = {
    "text": "Título\n\nUm parágrafo que termina aqui.\n",
    "markdown": "---\ntitle: Título\n---\n\nUm parágrafo que *termina* aqui.\n",
    "html": "<!doctype html>\n<html lang=pt><body>\n<h1>Título</h1>\n<p>Um parágrafo que termina aqui.</p>\n</body></html>\n",
    "wordpress": '---\ntitle: "Título"\n---\n<!-- wp:paragraph -->\n<p>Um parágrafo que termina aqui.</p>\n<!-- /wp:paragraph -->\n',
}


def files() -> list[tuple[str, Path]]:
    found = [*SAMPLES.rglob("*"), *(DATA.glob("*.txt") if DATA.exists() else ())]
    return [(formats.SUFFIXES[path.suffix], path) for path in sorted(found) if path.suffix in formats.SUFFIXES]


@pytest.mark.parametrize(("format", "path"), files(), ids=lambda value: value if isinstance(value, str) else value.name)
def test_every_sample_takes_a_header_and_gives_it_back(format: str, path: Path) -> None:
    data = path.read_bytes()
    module = formats.get(format)
    try:
        before = module.read(data, name=path.name)
    except Unreadable:
        pytest.skip("a sample of what is refused")
    stamped = stamp(data, HEADER, format=format)
    header, back = unstamp(stamped)
    assert back == data
    assert header is not None
    assert header.digest == digest(data)
    after = module.read(stamped, name=path.name)
    assert [(block.kind, block.text) for block in after.blocks] == [(block.kind, block.text) for block in before.blocks]
    assert stamped.count(b"\n") == data.count(b"\n") + 1


@pytest.mark.parametrize("format", PAGES)
def test_the_header_is_one_line_that_says_what_it_is(format: str) -> None:
    data = PAGES[format].encode()
    stamped = stamp(data, HEADER, format=format).decode()
    lines = [line for line in stamped.splitlines() if "translate-flow:" in line]
    assert len(lines) == 1
    assert "translate-flow: version=march-8/pt base=3 draft=0 holder=ana from=march-8/es digest=" in lines[0]
    assert "(do not edit this line)" in lines[0]


def utf16(data: bytes) -> bytes:
    return b"\xff\xfe" + data.decode("utf-8-sig").encode("utf-16-le")


EDITORS = {
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "old Macintosh line ends": lambda data: data.replace(b"\n", b"\r"),
    "UTF-16": utf16,
    "UTF-16 and CRLF": lambda data: utf16(data.replace(b"\n", b"\r\n")),
    "UTF-16, big end first": lambda data: b"\xfe\xff" + data.decode().encode("utf-16-be"),
    "all of Notepad": lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize("format", PAGES)
@pytest.mark.parametrize("editor", EDITORS)
def test_what_editors_do_is_taken_back(format: str, editor: str) -> None:
    data = PAGES[format].encode()
    edited = EDITORS[editor](stamp(data, HEADER, format=format))
    header, back = unstamp(edited)
    assert header is not None
    assert (header.version, header.base, header.holder) == ("march-8/pt", 3, "ana")
    assert like(back, data) == data


@pytest.mark.parametrize("format", PAGES)
def test_trailing_spaces_and_indentation_do_no_harm(format: str) -> None:
    data = PAGES[format].encode()
    lines = stamp(data, HEADER, format=format).split(b"\n")
    edited = b"\n".join(b"  " + line + b" \t " if b"translate-flow:" in line else line for line in lines)
    header, back = unstamp(edited)
    assert header is not None
    assert back == data


def test_values_that_could_end_a_comment_survive() -> None:
    header = Header("a--b]*/}>/zh-Hant", 12, 4, "Ana Ruiz-->", "שלום/he", "0123456789ab")
    for format, text in PAGES.items():
        stamped = stamp(text.encode(), header, format=format)
        assert unstamp(stamped) == (header, text.encode())


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("<!-- translate-flow: version=a/pt base=3 -->", "lacks “draft”, “holder”, “from”, “digest”"),
        ("<!-- translate-flow: base=3 draft=0 holder=ana from=a/es digest=0 -->", "lacks “version”"),
        ("[translate-flow: version=a/pt base=three draft=0 holder=ana from=a/es digest=0]", "“base=three”, which is no number"),
        ("# translate-flow: version=a/pt version=b/pt base=3 draft=0 holder=ana from=a/es digest=0", "has “version” twice"),
        ("translate-flow: version= base=3 draft=0 holder=ana from=a/es digest=0", "lacks “version”"),
    ],
)
def test_a_damaged_header_says_where_and_what(line: str, complaint: str) -> None:
    with pytest.raises(Unreadable) as refused:
        unstamp(f"First\n{line}\nLast\n".encode(), name="march-8.pt.html")
    assert complaint in refused.value.message
    assert (refused.value.file, refused.value.line) == ("march-8.pt.html", 2)
    assert "checkout" in refused.value.remedy


@pytest.mark.parametrize("text", ["", "No header here.\n", "They wrote translate-flow: version=1 in the text.\n", "x" * 5000 + "\n# translate-flow: version=a"])
def test_other_files_have_no_header(text: str) -> None:
    assert unstamp(text.encode()) == (None, text.encode())


@pytest.mark.parametrize("format", PAGES)
def test_headers_come_off_one_at_a_time(format: str) -> None:
    data = PAGES[format].encode()
    once = stamp(data, HEADER, format=format)
    _, back = unstamp(stamp(once, HEADER, format=format))
    assert back == once
    assert unstamp(back)[1] == data


def test_an_xml_declaration_stays_first() -> None:
    for text in ('<?xml version="1.0"?>\n<html><body><p>Text.</p></body></html>', '\ufeff<?xml version="1.0"?><html><body><p>T.</p></body></html>'):
        stamped = stamp(text.encode(), HEADER, format="html")
        assert stamped.decode().removeprefix("\ufeff").startswith("<?xml")
        assert unstamp(stamped)[1] == text.encode()


def test_a_file_in_another_encoding_keeps_it() -> None:
    text = '<html><head><meta charset="iso-8859-1"></head>\n<body><p>Año nuevo.</p></body></html>\n'
    data = text.encode("cp1252")
    stamped = stamp(data, HEADER, format="html")
    assert unstamp(stamped)[1] == data
    saved_as_utf8 = text.replace("nuevo", "señor").encode()
    assert like(saved_as_utf8, data) == text.replace("nuevo", "señor").encode("cp1252")
    assert like(stamped, data) == stamped


def test_characters_that_the_declared_encoding_lacks_are_refused() -> None:
    base = '<meta charset="iso-8859-1"><p>Año nuevo.</p>\n'.encode("cp1252")
    with pytest.raises(Unreadable) as refused:
        like('<meta charset="iso-8859-1"><p>Новый год.</p>\n'.encode(), base)
    assert "UTF-8" in refused.value.remedy
    declared = '<meta charset="utf-8"><p>Новый год.</p>\n'.encode()
    assert like(declared, base) == declared


def test_mixed_line_ends_come_back_line_by_line() -> None:
    base = b"one\r\ntwo\nthree\r\n"
    assert like(b"um\ndois\ntr\xc3\xaas\n", base) == b"um\r\ndois\ntr\xc3\xaas\r\n"
    assert like(b"um\ndois\n", base) == b"um\ndois\n"


def test_bytes_in_no_known_encoding_are_left_to_the_reader() -> None:
    assert like(b"caf\xe9\n", "café\n".encode()) == b"caf\xe9\n"


TEXTS = st.lists(
    st.one_of(st.text(max_size=20), st.sampled_from(["---", "title: x", "<!-- a -->", "[translate-flow: x]", "# t", "\ufeff", "<?xml version='1.0'?>", "+++"])),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(sorted(PAGES)), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_stamp_then_unstamp_is_the_original(lines: list[str], newline: str, format: str, encoding: str) -> None:
    data = newline.join(lines).encode(encoding, "replace")
    try:
        formats.get(format).read(data)
    except Unreadable:
        return
    stamped = stamp(data, HEADER, format=format)
    header, back = unstamp(stamped)
    assert back == data
    assert header is not None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80), st.binary(max_size=80))
def test_like_of_any_bytes(data: bytes, base: bytes) -> None:
    assert like(base, base) == base
    assert like(data, b"") == data
    once = like(data, base)
    assert like(once, base) == once
