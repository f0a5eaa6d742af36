"""WordPress content: spans, kinds, shortcodes, classic paragraphs, the head, footnotes, HTML, hostile input."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_flow.errors import Unreadable
from translate_flow.formats import markup, wordpress
from translate_flow.formats.wordpress import compose, decompose, escape, escape_in, html, parse, read, write
from translate_flow.text.document import Document, Kind

SAMPLES = sorted((Path(__file__).parent / "samples" / "wordpress").glob("*.wp"))


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in parse(text).blocks]


def sound(document: Document) -> None:
    at = 0
    for block in document.blocks:
        assert at <= block.start < block.end <= len(document.text)
        assert block.text.strip()
        at = block.end


def replaced(document: Document, word: str) -> None:
    """Each block by a new text: the same blocks again, and every other character unchanged."""
    texts = {index: f"{word} & <{index}>" for index in range(len(document.blocks))}
    sources = {index: escape_in(document, index, text) for index, text in texts.items()}
    again = parse(document.with_sources(sources))
    assert [block.text for block in again.blocks] == list(texts.values())
    changed = {Kind.BYLINE: Kind.PARAGRAPH, Kind.PROVENANCE: Kind.PARAGRAPH}  # these are known by their words
    before = [changed.get(block.kind, block.kind) for block in document.blocks]
    assert [changed.get(block.kind, block.kind) for block in again.blocks] == before
    assert again.with_sources(dict(enumerate(map(document.source, document.blocks)))) == document.text


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_come_back_unchanged(path: Path) -> None:
    data = path.read_bytes()
    document = read(data, name=path.name)
    assert write(document) == data
    sound(document)
    replaced(document, "Обед")
    assert "wp:" not in html(document)


def test_blocks_of_every_kind() -> None:
    path = next(path for path in SAMPLES if path.stem == "blocks-es")
    document = read(path.read_bytes())
    assert document.title == "El puerto reabre tras cuatro años de “silencio”"
    assert document.byline == "Por Ana Ruiz y Mehmet Aydın"
    assert not document.warnings
    kinds = {block.text: (block.kind, block.level, block.ref) for block in document.blocks}
    assert kinds["Quién paga el dique"] == (Kind.HEADING, 3, "")
    assert kinds["en dos plazos"] == (Kind.LIST_ITEM, 2, "")
    assert kinds["Lucía Prat, estibadora"] == (Kind.QUOTE, 1, "")
    assert kinds["El dique viejo, en marzo. Foto: archivo"] == (
        Kind.CAPTION, 0, "https://noticias.example/fotos/dique.jpg",
    )  # fmt: skip
    assert kinds["Entradas por año"] == (Kind.CAPTION, 0, "")
    assert kinds["2021"][0] is Kind.TABLE_CELL
    assert kinds["Hazte socia"][0] is kinds["Escríbenos"][0] is Kind.PARAGRAPH
    assert kinds["Registro del puerto, folio 3."] == (Kind.FOOTNOTE, 0, "1")
    assert [(note.mark, note.state) for note in document.notes] == [("1", "ok")]
    assert "https://video.example/v/88" not in kinds


def test_classic_content() -> None:
    path = next(path for path in SAMPLES if path.stem == "classic-pt")
    document = read(path.read_bytes())
    assert document.provenance
    assert document.provenance.language == "es"
    texts = {block.text: block.kind for block in document.blocks}
    assert texts["A mesa de som, salva da chuva"] is Kind.CAPTION
    assert texts["Traga a sua lanterna."] is texts["Traga duas."] is Kind.PARAGRAPH
    assert texts["Escreve-se [gallery] para uma galeria."] is Kind.PARAGRAPH
    assert texts['Ligaram vizinhas, ligou um padeiro, ligou até a [sic] "companhia elétrica".'] is Kind.PARAGRAPH
    assert not any("example" in text or "toc" in text or "aviso" in text for text in texts)
    assert [(note.mark, note.state) for note in document.notes] == [("1", "ok"), ("2", "empty")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("one\n\ntwo\nstill two", [("paragraph", "one"), ("paragraph", "two still two")]),
        ("<p>one\n\ntwo</p>", [("paragraph", "one"), ("paragraph", "two")]),
        ("<!-- wp:paragraph -->\n<p>one\n\ntwo</p>\n<!-- /wp:paragraph -->", [("paragraph", "one two")]),
        ("<!-- wp:freeform -->\none\n\ntwo\n<!-- /wp:freeform -->", [("paragraph", "one"), ("paragraph", "two")]),
        ("<!-- wp:core/paragraph --><p>one</p><!-- /wp:core/paragraph -->", [("paragraph", "one")]),
        ("<!-- wp:paragraph --><p></p><!-- /wp:paragraph -->", []),
        ("<!-- wp:paragraph --><p>&nbsp;</p><!-- /wp:paragraph -->", []),
        ("<!-- wp:paragraph -->\n<p><a title=\"<p>\">one</a></p>\n<!-- /wp:paragraph -->", [("paragraph", "one")]),
        ("text <!-- aside --> more", [("paragraph", "text more")]),
        ("<h2>a</h2>b<h3>c</h3>", [("heading", "a"), ("paragraph", "b"), ("heading", "c")]),
        ("<ul><li>a<li>b</ul>", [("list_item", "a"), ("list_item", "b")]),
        ("<dl><dt>a</dt><dd>b</dd></dl>", [("list_item", "a"), ("list_item", "b")]),
        ("a<script>var b = '<p>c</p>';</script>", [("paragraph", "a")]),
        ("<video src=x>Your player is old</video>", []),
        ("<div>a</div><section>b</section>", [("paragraph", "a"), ("paragraph", "b")]),
        ("https://example.org/x", []),
        ("see https://example.org/x", [("paragraph", "see https://example.org/x")]),
        ("[gallery]", []),
        ("[audio src=\"a.mp3\"]\n\nAfter", [("paragraph", "After")]),
        ("[my-form id=\"1\"]", []),
        ("[Applause] He bowed.", [("paragraph", "[Applause] He bowed.")]),
        ("He bowed [sic] twice", [("paragraph", "He bowed [sic] twice")]),
        ("A [b]word[/b] here", [("paragraph", "A word here")]),
        ("[quote]Whole[/quote]", [("paragraph", "Whole")]),
        ("[row][col]One[/col]\n\n[col]Two[/col][/row]", [("paragraph", "One"), ("paragraph", "Two")]),
        ("[[caption]x[/caption]]", [("paragraph", "[caption]x[/caption]")]),
        ("[caption]<img src=a>words[/caption]", [("caption", "words")]),
        ("[caption width=3 caption='Old']<img src=a>[/caption]", [("caption", "Old")]),
        ("[caption]never closed", [("paragraph", "never closed")]),
        ("<!--more Read on-->\nText", [("paragraph", "Text")]),
        ("one <!--nextpage-->two", [("paragraph", "one"), ("paragraph", "two")]),
        ("1 < 2 and <3", [("paragraph", "1 < 2 and <3")]),
        ("<pre>a\n\nb</pre>", [("code", "a b")]),
    ],
)  # fmt: skip
def test_content(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(text) == expected
    document = parse(text)
    sound(document)
    html(document)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- wp:group --><p>x</p>", "never closed"),
        ("<p>x</p><!-- /wp:group --><!-- wp:more /-->", "closes no block"),
        ('<!-- wp:paragraph {"a":} --><p>x</p><!-- /wp:paragraph -->', "not valid JSON"),
        ('<!-- wp:group {"a" --><p>x</p><!-- /wp:group -->', "not valid JSON"),
        ("<!-- wp:a --><!-- wp:b --><p>x</p><!-- /wp:a --><!-- /wp:b -->", "cross"),
        ("<p>x</p><!-- wp:group <p>y</p>", "has no end"),
    ],
)
def test_malformed_block_comments_are_read_with_a_warning(text: str, said: str) -> None:
    document = parse(text)
    assert ("paragraph", "x") in blocks(text)
    assert any(said in warning for warning in document.warnings)
    assert document.warnings[0].startswith("Line 1: ")


def test_head_is_read_and_written() -> None:
    text = compose('She said "no" \\ & left', "Two\nlines", "Body", byline="Ana", language="pt_BR", date="2025-03-01", slug="no")
    fields, content = decompose(text)
    assert content == "Body"
    assert fields == {
        "title": 'She said "no" \\ & left', "excerpt": "Two\nlines", "byline": "Ana", "language": "pt_BR", "date": "2025-03-01", "slug": "no",
    }  # fmt: skip
    document = parse(text)
    assert (document.title, document.standfirst, document.byline) == ('She said "no" \\ & left', "Two lines", "Ana")
    assert (document.language, document.date, document.meta["slug"]) == ("pt-BR", "2025-03-01", "no")
    assert decompose(compose("", "", "---\ntitle: x\n---\n")) == ({}, "---\ntitle: x\n---\n")
    with pytest.raises(TypeError):
        compose("", "", "", author="Ana")


@pytest.mark.parametrize(
    ("line", "title", "warned"),
    [
        ('title: "He said "yes" twice"', 'He said "yes" twice', False),
        ('title: "ends with a backslash \\"', "ends with a backslash \\", False),
        ("title: no quotes", "no quotes", True),
        ('title: "one quote', "one quote", True),
        ('title : "caf\\u00e9 \\ud83d\\ude00"', "café 😀", False),
        ('title: "x"\r', "x", False),
    ],
)
def test_head_is_read_tolerantly(line: str, title: str, warned: bool) -> None:
    document = parse(f"---\n{line}\n---\nBody")
    assert document.title == title
    assert document.first(Kind.PARAGRAPH) == "Body"
    assert bool(document.warnings) is warned


def test_head_says_what_it_does_not_understand() -> None:
    document = parse('---\ntitle: "a"\nauthor: "b"\ntitle: "c"\nlanguage: "klingonese!"\n---\nBody')
    assert len(document.warnings) == 3
    assert document.title == "a"


def test_a_rule_at_the_top_is_no_head() -> None:
    assert blocks("---\nText\n---\nMore") == [("paragraph", "--- Text --- More")]


def test_captions_in_an_attribute_are_escaped_for_it() -> None:
    document = parse('[caption width="3" caption="Old"]<img src="a">[/caption]')
    again = parse(document.with_sources({0: escape_in(document, 0, 'He said "no"')}))
    assert again.blocks[0].text == 'He said "no"'


def test_escape_keeps_the_site_from_reading_text_as_code() -> None:
    for text in ("[gallery]", "[toc]", "[[x]]", "https://example.org/a", "a \\ b", "<b> & [/b]", "[caption]x[/caption]"):
        assert blocks(f"Before\n\n{escape(text)}\n\nAfter")[1] == ("paragraph", text)


def test_footnotes_of_several_shapes() -> None:
    document = parse(
        'One<sup>1</sup> two[2].\n\n<sup>1</sup> First note\n<a href="#r2" name="n2">[2]</a> Second <em>note</em>\n\nBy Ana Ruiz'
    )
    notes = [(block.ref, block.text) for block in document.blocks if block.kind is Kind.FOOTNOTE]
    assert notes == [("1", "First note"), ("2", "Second note")]
    assert {note.state for note in document.notes} == {"ok"}
    assert document.byline == "By Ana Ruiz"


def test_html_links_notes_both_ways() -> None:
    shown = html(parse("One[1] two[1].\n\n[1] The note."))
    assert shown == (
        '<p>One<a href="#note-1" id="mark-1">[1]</a> two<a href="#note-1">[1]</a>.</p>\n\n'
        '<p>[1] <span id="note-1">The note.</span> <a href="#mark-1">↩</a></p>'
    )


def test_html_of_classic_content() -> None:
    shown = html(
        parse(
            compose("T", "S", 'By Ana Ruiz\n\nOne\ntwo\n\n[caption align="alignleft"]<img src="a.png" /> Cap[/caption]\n\n'
            "[box]In\n\nside[/box]\n\n[embed]https://v.example/1?a=1&b=2[/embed]\n\n[gallery]\n\nhttps://v.example/2")
        )
    )  # fmt: skip
    assert "By Ana" not in shown
    assert "<p>One<br />\ntwo</p>" in shown
    assert '<figure class="wp-caption alignleft"><img src="a.png" /> <figcaption>Cap</figcaption></figure>' in shown
    assert "<p>In</p>\n\n<p>side</p>" in shown
    assert '<a href="https://v.example/1?a=1&amp;b=2">' in shown
    assert '<p><a href="https://v.example/2">https://v.example/2</a></p>' in shown
    assert "[" not in shown


def test_html_drops_byline_and_provenance_with_their_paragraphs() -> None:
    text = "".join(
        f"<!-- wp:paragraph -->\n<p>{line}</p>\n<!-- /wp:paragraph -->\n\n"
        for line in ("By Ana Ruiz", "Translated from the Spanish version", "Body.")
    )
    assert html(parse(text)) == "<p>Body.</p>"


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"\x00\x01\x02PNG", "---\ntitle: caf\xe9\n".encode("latin-1")], ids=["empty", "blank", "binary", "latin-1"]
)
def test_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, name="post.wp")
    assert refused.value.file == "post.wp"
    assert refused.value.remedy


def test_utf16_and_byte_order_marks() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        data = compose("Títol", "", "Text\n\nMés").encode(encoding)
        document = read(data)
        assert write(document) == data
        assert document.title == "Títol"
        assert len(document.blocks) == 3


PIECES = st.lists(
    st.sampled_from(
        ["<!-- wp:paragraph -->", "<!-- /wp:paragraph -->", '<!-- wp:group {"a":1} -->', "<!-- /wp:group -->", "<!-- wp:x /-->",
         "<!-- wp:list-item -->", "<!-- /wp:list-item -->", "<!--more-->", "<!--", "-->", "<p>", "</p>", "<ul>", "<ol>", "<li>",
         "</li>", "</ul>", "<h2>", "</h2>", "<blockquote>", "</blockquote>", "<figure>", "<figcaption>", "</figcaption>",
         "</figure>", '<img src="a.png">', "<td>", "</td>", "<pre>", "</pre>", "<br />", "<em>", "</em>", "[caption]",
         "[/caption]", "[gallery]", "[box]", "[/box]", "[[x]]", "[1]", "https://example.org", "\n", "\n\n", " ", "word", "слово",
         "字", "&amp;", "<", ">", "[", "]", '"', "---\n", 'title: "x"\n']
    ),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=300)
@given(PIECES | st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read(text: str) -> None:
    document = parse(text)
    sound(document)
    html(document)
    assert document.with_sources(dict(enumerate(map(document.source, document.blocks)))) == text


@given(PIECES)
def test_bytes_come_back(text: str) -> None:
    data = text.encode()
    try:
        document = read(data)
    except Unreadable:
        return
    assert write(document) == data


WORDS = st.text(alphabet="abc éß字слٿ&<>\"'", min_size=1, max_size=20).map(lambda text: "w" + text)
ELEMENTS = st.sampled_from(
    [
        "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->\n\n",
        '<!-- wp:heading {"level":4} -->\n<h4>{}</h4>\n<!-- /wp:heading -->\n\n',
        "<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>{}</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->\n\n",
        "<!-- wp:quote -->\n<blockquote><p>{}</p></blockquote>\n<!-- /wp:quote -->\n\n",
        "<!-- wp:image -->\n<figure><img src='a'/><figcaption>{}</figcaption></figure>\n<!-- /wp:image -->\n\n",
        "<!-- wp:html -->\n<div class='x'>{}</div>\n<!-- /wp:html -->\n\n",
        "<!-- wp:freeform -->\n{}\n<!-- /wp:freeform -->\n\n",
    ]
)
CLASSIC = st.sampled_from(
    ["{}\n\n", "<h2>{}</h2>\n", "<ul>\n<li>{}</li>\n</ul>\n", "<blockquote>{}</blockquote>\n", "[box]\n{}\n[/box]\n\n",
     "[caption width='3']<img src='a'> {}[/caption]\n\n", "<p>{}</p>\n", "{}\n<!--more-->\n"]
)  # fmt: skip


@given(
    st.lists(st.tuples(ELEMENTS, WORDS), min_size=1, max_size=8) | st.lists(st.tuples(CLASSIC, WORDS), min_size=1, max_size=8),
    WORDS, WORDS, st.data(),
)  # fmt: skip
def test_replacing_texts_gives_the_new_texts(parts: list[tuple[str, str]], title: str, excerpt: str, data: st.DataObject) -> None:
    content = "".join(frame.replace("{}", markup.escape(text)) for frame, text in parts)
    document = parse(compose(markup.escape(title), markup.escape(excerpt), content))
    assert [block.text for block in document.blocks] == [markup.fold(text) for text in (title, excerpt, *(t for _, t in parts))]
    fresh = data.draw(st.lists(WORDS, min_size=len(document.blocks), max_size=len(document.blocks)))
    again = parse(document.with_sources({index: escape_in(document, index, text) for index, text in enumerate(fresh)}))
    assert [block.text for block in again.blocks] == [markup.fold(text) for text in fresh]
    assert [block.kind for block in again.blocks] == [block.kind for block in document.blocks]
    assert again.with_sources(dict(enumerate(map(document.source, document.blocks)))) == document.text
    plain_escape = parse(document.with_sources({index: escape(text) for index, text in enumerate(fresh)}))
    assert [block.text for block in plain_escape.blocks] == [markup.fold(text) for text in fresh]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["<ul><li>", "<!-- wp:group -->", "<!-- /wp:group -->", "<!-- wp:a --><!-- wp:b --><!-- /wp:a -->", "<p>", "<", "<video>",
     "<pre>", "[caption]", "[embed]", "[caption", "[", "[[", "[x]", "[/x]", "[x][/x]", '[x a="', "<!-- wp:p ", "<!--", "\n \n",
     "\n", " ", "https://e.org\n", '<a b="', "<p><cite>", "<a class=wp-block-x>", "[1] x\n\n", "[1] x\n", "[1] x<br>", "<sup>1</sup>", "</li>", "<td>",
     "<h2>", "<blockquote>", '<!-- wp:paragraph {"a":"', "<!-- wp:paragraph --><p>x", "---\n", "[box]\n", "<figure><img src=a>"],
)  # fmt: skip
def test_time_is_linear(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    document = wordpress.parse(text)
    middle = time.process_time()
    html(document)
    assert middle - began < 10
    assert time.process_time() - middle < 15
