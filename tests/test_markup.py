"""The markup tokenizer: exact offsets, tolerance, linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow.formats.markup import Token, attributes, escape, fold, plain, tokens

PIECES = st.lists(
    st.sampled_from(
        ["<", ">", "</", "/>", "<!--", "-->", "--!>", "<p", "<b>", "</b>", "<a href=", '"', "'", "=", " ", "\n", "<br/>",
         "<script>", "</script>", "<title>", "</TITLE>", "<!", "<?", "<![CDATA[", "]]>", "&amp;", "&", "слово", "字", "x", "-", "]"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def shape(text: str) -> list[tuple[str, str, str]]:
    return [(token.kind, text[token.start : token.end], token.name) for token in tokens(text)]


@given(PIECES | st.text())
def test_tokens_cover_the_text_without_gaps(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert token.start == at
        assert token.end > token.start
        at = token.end
    assert at == len(text)


@given(PIECES, st.integers(0, 60), st.integers(0, 60))
def test_a_part_of_a_text_is_read_in_its_bounds(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    inside = [Token(t.kind, t.start + start, t.end + start, t.name) for t in tokens(text[start:end])]
    assert list(tokens(text, start, end)) == inside


def test_tags_comments_and_text() -> None:
    assert shape("<P class='a>b'>Olá<br/><!-- x > y --></P>") == [
        ("open", "<P class='a>b'>", "p"), ("text", "Olá", ""), ("open", "<br/>", "br"),
        ("comment", "<!-- x > y -->", ""), ("close", "</P>", "p"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a < b and c > d", ["text"]),
        ("I <3 you", ["text"]),
        ("</3", ["text"]),
        ("x <b and <i>y</i>", ["text", "open", "text", "close"]),
        ('<a href="x>y <i>z</i>', ["open", "text", "open", "text", "close"]),
        ("<!-- never closed <p>x</p>", ["comment"]),
        ("<!--><p>", ["comment", "open"]),
        ("<!--a--!><p>", ["comment", "open"]),
        ("<!doctype html><p>", ["declaration", "open"]),
        ("<?php echo 1; ?>x", ["declaration", "text"]),
        ("<![CDATA[a > b]]>x", ["declaration", "text"]),
        ("<title>a <b> c</title>x", ["open", "raw", "close", "text"]),
        ("<script>if (a<b) '</scripty>'</SCRIPT >x", ["open", "raw", "close", "text"]),
        ("<style>p {}", ["open", "raw"]),
        ("<script></script>", ["open", "close"]),
        ("<p it's>don't</p>", ["open", "text", "close"]),
        ("", []),
    ],
)
def test_tolerance(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text)] == kinds


def test_attributes() -> None:
    text = """<img SRC="a.png?x=1&amp;y=2" alt='l’été "chaud"' width=300 hidden data-x = "a > b" src="other"/>"""
    token = next(tokens(text))
    assert attributes(text, token) == {
        "src": "a.png?x=1&y=2", "alt": 'l’été "chaud"', "width": "300", "hidden": "", "data-x": "a > b",
    }  # fmt: skip


def test_plain_reads_what_a_reader_reads() -> None:
    assert plain("no markup,\n  two  lines ") == "no markup, two lines"
    assert plain("a<br>b<b>c</b> &amp; d&nbsp;: <!-- x -->e") == "a bc & d\u00a0: e"
    assert plain("<p>one</p><p>two</p>") == "one two"
    assert plain("a<script>var x = '<b>';</script>b") == "ab"
    assert plain("2 < 3 and <b and <i>c</i>") == "2 < 3 and <b and c"
    assert plain("&lt;b&gt;") == "<b>"
    assert plain("prix\u00a0: 3\u202f€\n net") == "prix\u00a0: 3\u202f€ net"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])) | PIECES)
def test_escaped_text_reads_as_itself(text: str) -> None:
    assert plain(escape(text)) == fold(text)


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", '<a "', '<a"="', "<a='", "<!", "<!-", "<!--", "<?", "</", "</a ", "<script>", "<![CDATA[", "<title", "<p>", "&", '<a x="', "]]", "--"],
)
def test_time_is_linear(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    with bounded():
        for _ in tokens(text):
            pass
        plain(text)
