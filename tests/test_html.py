"""HTML: fragments and clean files, spans, notes, heads, and hostile input."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from translate_flow.errors import Unreadable
from translate_flow.formats import html, html_tree, markup
from translate_flow.text.document import Document, Kind

SAMPLES = Path(__file__).parent / "samples" / "html"


def read(source: str) -> Document:
    return html.read(source.encode())


def shown(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.name, block.text) for block in document.blocks]


def replaced(document: Document) -> tuple[Document, list[str]]:
    """The document read again with a new text in every block."""
    texts = [f"Nova frase número {index} <ou> mais & menos" for index in range(len(document.blocks))]
    sources = {index: html.escape(text) for index, text in enumerate(texts)}
    source = document.with_sources(sources)
    encoding = "utf-8" if document.encoding.startswith("utf") else document.encoding
    return html.read(source.encode(encoding)), texts


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.html")), ids=lambda path: path.stem)
def test_samples_come_back_byte_for_byte_and_take_new_texts(path: Path) -> None:
    data = path.read_bytes()
    document = html.read(data, name=path.name)
    assert html.write(document) == data
    assert document.blocks
    again, texts = replaced(document)
    assert [(block.kind, block.text) for block in again.blocks] == [
        (block.kind, text) for block, text in zip(document.blocks, texts, strict=True)
    ]


def test_fragment() -> None:
    document = html.read((SAMPLES / "fragment-es.html").read_bytes())
    assert shown(document) == [
        ("TITLE", "Un puente para dos pueblos"),
        ("PARAGRAPH", "El río creció en enero y se llevó la pasarela."),
        ("PARAGRAPH", "Ahora los vecinos & las vecinas la levantan con madera del monte."),
        ("QUOTE", "Nadie vino a preguntarnos."),
        ("QUOTE", "Ni a ayudar."),
        ("LIST_ITEM", "Primero, los pilares"),
        ("LIST_ITEM", "Después, las tablas"),
        ("CAPTION", "La primera tabla"),
        ("PARAGRAPH", "Texto suelto en un bloque"),
        ("PARAGRAPH", "y un párrafo dentro"),
        ("PARAGRAPH", "y más texto suelto"),
        ("CODE", "una línea\n  otra línea"),
        ("TABLE_CELL", "Tramo"),
        ("TABLE_CELL", "12 m"),
    ]
    assert [block.level for block in document.blocks if block.kind is Kind.QUOTE] == [1, 2]
    assert next(block.ref for block in document.blocks if block.kind is Kind.CAPTION) == "puente.jpg"
    assert next(block.ref for block in document.blocks if block.kind is Kind.CODE) == "txt"
    assert document.source(document.blocks[2]) == "Ahora los vecinos &amp; las vecinas la levantan con <b>madera</b> del monte."


def test_spans_leave_pictures_and_breaks_at_the_edges_alone() -> None:
    document = read('<p> <img src="a.jpg"><br> Una <b>voz</b> clara.<br>\n</p><p><img src="b.jpg"></p><p>&nbsp;</p>')
    assert [document.source(block) for block in document.blocks] == ["Una <b>voz</b> clara."]


def test_two_breaks_part_paragraphs_and_one_does_not() -> None:
    document = read("<div>One line<br>and its second.<br><br>\n<br>Another paragraph.</div>")
    assert [block.text for block in document.blocks] == ["One line and its second.", "Another paragraph."]


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("<p>a<p>b<div>c</div>", ["PARAGRAPH", "PARAGRAPH", "PARAGRAPH"]),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", ["LIST_ITEM", "LIST_ITEM", "LIST_ITEM"]),
        ("<dl><dt>a<dd>b</dl>", ["LIST_ITEM", "LIST_ITEM"]),
        ("<table><caption>t</caption><tr><th>a<td>b<tr><td>c</table>d", ["CAPTION"] + ["TABLE_CELL"] * 3 + ["PARAGRAPH"]),
        ("<h2>a</h3>b", ["HEADING", "PARAGRAPH"]),
        ("a</p></div></table>b", ["PARAGRAPH", "PARAGRAPH"]),
        ("<b><p>a</b>b</p>c", ["PARAGRAPH", "PARAGRAPH"]),
        ("<a href=x><h2>a</h2><span>b</span></a>", ["HEADING", "PARAGRAPH"]),
        ("<p>a<script>b()</script>c<style>p{}</style></p>", ["PARAGRAPH"]),
        ("<p hidden>a</p><p style='display: none'>b</p><p>c</p>", ["PARAGRAPH"]),
        ("<p>x<table><tr><td></p>y</table>", ["PARAGRAPH", "TABLE_CELL"]),
    ],
)
def test_tags_left_out_or_crossed(source: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in shown(read(source))] == kinds


def test_text_hidden_from_readers_is_in_no_block() -> None:
    document = read('<p>Seen <span class="screen-reader-text">not seen</span><script>if (a < b) x("<p>")</script>here</p>')
    assert [block.text for block in document.blocks] == ["Seen here"]


def test_old_captions_stand_apart_with_their_picture() -> None:
    document = read(
        '<div class="wp-caption"><a href="#"><img src="data:image/gif;base64,R0" data-src="real.jpg"></a>'
        '<p class="wp-caption-text">The <i>gate</i></p></div><p>Text.</p><p><img src="c.jpg"><span class="caption">Beside</span></p>'
    )
    assert [(block.kind, block.text, block.ref) for block in document.blocks] == [
        (Kind.CAPTION, "The gate", "real.jpg"), (Kind.PARAGRAPH, "Text.", ""), (Kind.CAPTION, "Beside", "c.jpg"),
    ]


def test_byline_provenance_and_date_in_a_hand_made_page() -> None:
    document = read(
        "<!doctype html><html lang=en><title>Dams | Wire</title><body><h1>Dams</h1>"
        "<p class=meta>By <a rel=author href=/a>Ana Ruiz</a> on <time datetime=2022-03-05>5 March 2022</time></p>"
        "<p>Translated from the Spanish version</p><p>The river is low.</p></body></html>"
    )
    assert (document.title, document.byline, document.date, document.language) == ("Dams", "Ana Ruiz", "2022-03-05", "en")
    assert document.provenance is not None
    assert document.provenance.language == "es"
    assert [text for kind, text in shown(document) if kind == "PARAGRAPH"] == ["The river is low."]
    assert html.html(document) == "<p>The river is low.</p>"


def test_byline_and_provenance_on_one_paragraphs_lines() -> None:
    document = read("<h1>T</h1><p><em>By the IWL-FI<br>Translated from the Spanish version</em></p><p>Text of it.</p>")
    assert shown(document) == [
        ("TITLE", "T"), ("BYLINE", "IWL-FI"), ("PROVENANCE", "Translated from the Spanish version"), ("PARAGRAPH", "Text of it."),
    ]
    assert document.source(document.blocks[1]) == "IWL-FI"
    assert html.html(document) == "<p>Text of it.</p>"


def test_byline_of_two_linked_names() -> None:
    document = read("<p>By <a href=1>Ana Ruiz</a> and <a href=2>Bo Lind</a></p><p>Text of it.</p>")
    assert document.byline == "Ana Ruiz and Bo Lind"
    assert document.source(document.blocks[0]) == "<a href=1>Ana Ruiz</a> and <a href=2>Bo Lind</a>"


def test_the_title_of_a_page_without_headings_is_its_heads_without_the_sites_name() -> None:
    head = '<html><head><meta property="og:site_name" content="The Wire"><title>Low &amp; dry &#8211; The Wire</title></head>'
    document = read(head + "<body><p>The river is low.</p></body></html>")
    assert document.title == "Low & dry"
    assert document.source(document.blocks[0]) == "Low &amp; dry"


def test_notes_of_word_exports() -> None:
    document = html.read((SAMPLES / "word-notes.html").read_bytes())
    assert [(note.mark, note.text, note.state) for note in document.notes] == [
        ("1", "Town archive, box 12.", "ok"), ("2", "Interview, May 2020.", "ok"),
    ]
    assert not document.warnings


@pytest.mark.parametrize(
    ("source", "notes"),
    [
        ("<p>a [1]</p><p>[1] Note one<br>[2] Note two</p><p>b [2]</p>", [("1", "Note one", "ok"), ("2", "Note two", "ok")]),
        ("<p>a<sup>1</sup></p><section class=footnotes><ol><li>One note.</ol></section>", [("1", "One note.", "ok")]),
        ("<p>a [1] b [2]</p><p>[1] One note.</p>", [("1", "One note.", "ok"), ("2", "", "missing")]),
        ("<p>a<a href='#fn:1'>1</a></p><div class=footnotes><ol><li id='fn:1'><p>One note. <a href='#fnref:1'>↩</a></p>"
         "<p>Its second paragraph.</p></li></ol></div>", [("1", "One note. Its second paragraph.", "ok")]),
        ("<p>a<sup>*</sup></p><p><sup>*</sup> A starred note.</p>", [("*", "A starred note.", "ok")]),
        ("<p>a [1]</p><p>[1]</p>", [("1", "", "empty")]),
        ("<p>12 km<sup>2</sup> of marsh</p>", []),
        ("<p>a [1]</p><p>[<a href='#r'>1</a>] <a href='https://a.example/b'>here</a></p>", [("1", "here", "ok")]),
    ],
)  # fmt: skip
def test_notes(source: str, notes: list[tuple[str, str, str]]) -> None:
    assert [(note.mark, note.text, note.state) for note in read(source).notes] == notes


def test_an_empty_note_can_be_filled() -> None:
    document = read("<p>a [1]</p><p>[1]</p>")
    filled = document.with_sources({1: " Town archive."})
    assert filled == "<p>a [1]</p><p>[1] Town archive.</p>"
    assert read(filled).notes[0].state == "ok"


@pytest.mark.parametrize(
    ("lang", "language", "warned"), [("pt_BR", "pt-BR", False), ("iw", "he", False), ("klingonish!", "", True), ("", "", False)]
)
def test_language(lang: str, language: str, warned: bool) -> None:
    document = read(f'<html lang="{lang}"><body><p>A line of text.</p></body></html>')
    assert document.language == language
    assert bool(document.warnings) is warned


def test_what_the_head_says() -> None:
    document = read(
        '<html><head><meta property="og:locale" content="es_AR"><link rel=canonical href="https://a.example/2022/03/el-rio.html">'
        '<link rel=alternate hreflang=pt href=https://a.example/pt><link rel=alternate hreflang=x-default href=/>'
        '<meta property="article:tag" content="agua"><meta property="article:tag" content="obras">'
        '<script type="application/ld+json">{"datePublished": "2022-03-05T10:00:00Z"}</script></head><body><h1>El río</h1><p>Baja.</p>'
    )
    assert document.language == "es-AR"
    assert document.date == "2022-03-05T10:00:00+00:00"
    meta = document.meta
    assert (meta["url"], meta["slug"]) == ("https://a.example/2022/03/el-rio.html", "el-rio")
    assert (meta["alternates"], meta["tags"]) == ("pt=https://a.example/pt", "agua, obras")


def test_a_date_that_is_none_is_a_warning() -> None:
    document = read('<html><head><meta name=date content="last Tuesday"></head><body><p>Text</p></body></html>')
    assert document.date == ""
    assert "last Tuesday" in document.warnings[0]


def test_encodings() -> None:
    declared = html.read((SAMPLES / "latin1.html").read_bytes())
    assert declared.encoding == "cp1252"
    assert declared.blocks[0].text == "Una priñata y un niño, sin más."
    marked = html.read("\ufeff<p>ελιά</p>".encode())
    assert html.write(marked) == "\ufeff<p>ελιά</p>".encode()
    assert html.header_place(marked)[0] == 1


def test_header_place_and_comment() -> None:
    document = read('<?xml version="1.0" encoding="utf-8"?>\n<p>a</p>')
    at, before, after = html.header_place(document)
    source = document.text[:at] + before + html.comment_text("x --> y") + after + document.text[at:]
    assert source.startswith('<?xml version="1.0" encoding="utf-8"?>\n<!-- x')
    assert shown(read(source)) == [("PARAGRAPH", "a")]
    assert html.comment("x") == ("<!-- ", " -->")


def test_text_of() -> None:
    assert html.text_of("<p>a &amp; b<br>c</p><script>x</script>") == "a & b c"


def test_html_keeps_the_body_and_drops_scripts_and_events() -> None:
    document = read(
        '<h1>T</h1><p onclick="x()" class="k">One &amp; <b>two</b>.<script>y()</script></p><div>bare <i>text</i></div>'
        "<ul><li>a<li>b</ul><figure><img src=a.jpg onerror='z()'><figcaption>C</figcaption></figure><form><p>no</p></form>"
        '<div dir="rtl" lang="ar"><p>نص</p></div><iframe src="https://video.example/1"></iframe>'
    )
    assert html.html(document) == "\n".join([
        '<p class="k">One &amp; <b>two</b>.</p>', "<p>bare <i>text</i></p>", "<ul><li>a<li>b</ul>",
        "<figure><img src=a.jpg><figcaption>C</figcaption></figure>", "<p>no</p>", '<div dir="rtl" lang="ar">', "<p>نص</p>",
        "</div>", '<iframe src="https://video.example/1"></iframe>',
    ])


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x01\x02 binary", b"\xff\xfe\xff"])
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        html.read(data, name="page.html")
    assert refusal.value.file == "page.html"
    assert refusal.value.remedy


def test_too_many_elements_are_refused_with_their_line() -> None:
    with pytest.raises(Unreadable, match="elements"):
        html.read(b"<ul><li>" * 100_000)
    with pytest.raises(Unreadable, match="elements") as refusal:
        html.read(b"\n" + b"<b>" * (html_tree.MAX_ELEMENTS + 1), name="page.html")
    assert refusal.value.line == 2


WRAP = "<!doctype html><html><body><nav>x</nav>"
PATHOLOGICAL = {
    "unclosed paragraphs": "<p>a " * 40_000,
    "angle brackets": "<" * 5_000_000,
    "nested lists": "<ul><li>a" * 40_000,
    "ends of nothing": "</x>" * 1_250_000,
    "ends out of scope": "<p><table><td>" + "<b>" * 200 + "</p>" * 1_200_000,
    "nested divs": WRAP + "<div class='share'>word " * 40_000,
    "nested asides": WRAP + ("<aside>" * 100 + "</aside>" * 100) * 400,
    "lines": "[1] a<br>" * 40_000,
    "captions": "<figure>" + "<figcaption>x</figcaption>" * 40_000,
    "headings": WRAP + "<article>" + "<h2>Related</h2><p><a href=x>z</a></p>" * 15_000,
    "quotes": '<p a="' * 800_000,
    "entities": "<p>" + "&amp;" * 1_000_000,
    "comments": "<!--" * 1_250_000,
    "title": "<html><title>" + " - a" * 1_200_000,
}


@pytest.mark.parametrize("source", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_hostile_input_is_read_in_linear_time(source: str) -> None:
    data = source.encode()
    document = html.read(data)  # the suite's time limit is what catches a quadratic step
    assert html.write(document) == data


def test_elements_too_deep_are_read_with_a_warning() -> None:
    document = read("<div>" * 1000 + "deep" + "</div>" * 1000 + "<p>after</p>")
    assert [block.text for block in document.blocks] == ["deep", "after"]
    assert any("deep" in warning for warning in document.warnings)


# Properties. The alphabet is what HTML is made of, so that random texts meet every rule.
PIECES = st.sampled_from([
    "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<b>", "</b>", "<br>", "<br><br>", "<table>", "<tr>", "<td>",
    "</table>", "<blockquote>", "</blockquote>", "<h1>", "</h1>", "<h2>", "</h2>", "<figure><img src=a>", "<figcaption>",
    "</figcaption>", "</figure>", "<pre>", "</pre>", "<a href='#fn1'>", "</a>", "<sup>1</sup>", "[1] ", "&amp;", "&nbsp;", "<", ">",
    "<!-- c -->", "<script>s<p></script>", "<ol class=footnotes>", "</ol>", "<time datetime=2020-01-01>", "</time>", " ", "\n",
    "<p class=byline>", "<p class=standfirst>", "By Ana Ruiz", "Translated from the Spanish version", "слово", "word ", "كلمة",
    "<html lang=es>", "<body>", "<nav>", "</nav>", "<article>", "</article>", "<span class=caption>", "</span>", "\ufeff",
])  # fmt: skip
MARKUP = st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(lambda source: bool(source.encode().strip()))


@settings(max_examples=400, deadline=None)
@given(MARKUP)
@example("<p>[1] <b>a</b>")
def test_any_markup_comes_back_and_its_spans_are_in_order(source: str) -> None:
    document = read(source)
    assert html.write(document) == source.encode()
    at = 0
    for block in document.blocks:
        assert at <= block.start <= block.end <= len(source)
        at = block.end
    assert all(block.text or block.kind is Kind.FOOTNOTE for block in document.blocks)
    html.html(document)


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_refused_or_come_back(data: bytes) -> None:
    try:
        document = html.read(data)
    except Unreadable:
        return
    assert html.write(document) == data


TEXT = st.lists(st.sampled_from(["ríos", "& co", "<x>", "вода", "水", "٣", "“no”", "a;b"]), min_size=2, max_size=6).map(" ".join)
SHAPES = st.sampled_from([
    "<p>{}</p>", "<p> {} \n", "<h2>{}</h2>", "<ul><li>{}</ul>", "<blockquote>{}</blockquote>", "<div>{}</div>",
    "<table><tr><td>{}</table>", "<figure><img src=a.jpg><figcaption>{}</figcaption></figure>", "<pre>{}</pre>",
    "<p><img src=b.jpg> {} <br></p>", "<dl><dt>{}</dl>", "<p>[1] {}</p>",
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(SHAPES, TEXT), min_size=1, max_size=8), st.data())
def test_new_texts_leave_all_other_bytes_alone(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    document = read("".join(shape.format(html.escape(text)) for shape, text in parts))
    assert [block.text for block in document.blocks] == [text for _, text in parts]
    texts = [data.draw(TEXT) for _ in parts]
    changed = document.with_sources({index: html.escape(text) for index, text in enumerate(texts)})
    assert changed == "".join(shape.format(html.escape(text)) for (shape, _), text in zip(parts, texts, strict=True))
    again = read(changed)
    assert [(block.kind, block.text) for block in again.blocks] == [
        (block.kind, text) for block, text in zip(document.blocks, texts, strict=True)
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_escape_gives_back_the_text(text: str) -> None:
    folded = markup.fold("".join(char for char in text if char.isprintable()))
    assert html.text_of(f"<p>{html.escape(folded)}</p>") == folded


def test_a_line_that_goes_on_over_a_break_stays_one_text() -> None:
    document = read("<p>Por Marta Quiroga<br>El barrio entero<br>se turna.</p>")
    assert shown(document) == [("BYLINE", "Marta Quiroga"), ("PARAGRAPH", "El barrio entero se turna.")]


def test_a_date_inside_a_sentence_is_no_date_line() -> None:
    source = (
        "<h1>T</h1><p>On <time datetime=2020-03-03>3 March</time> the pumps of the old mill stood still, and nobody "
        "in the valley was surprised by it.</p><p><time datetime=2020-03-04>4 March</time>: rain.</p>"
    )
    assert [kind for kind, _ in shown(read(source))] == ["TITLE", "PARAGRAPH", "DATE", "PARAGRAPH"]


def test_a_bare_byline_with_markup_is_left_out_of_the_body() -> None:
    document = read("<h1>T</h1><div>By <b>Ana</b> <b>Ruiz</b><br><br>The river is low.</div>")
    assert document.byline == "Ana Ruiz"
    assert html.html(document) == "<p>The river is low.</p>"


def test_a_byline_beside_a_provenance_stays_a_byline() -> None:
    document = read("<html lang='es'><body><article><h1>El puerto</h1><p>Por Ana Ruiz | Traducción del inglés: Ben Ode</p><p>Nadie sabe por qué.</p></article></body></html>")
    assert (document.byline, document.provenance.translator if document.provenance else "") == ("Ana Ruiz", "Ben Ode")
