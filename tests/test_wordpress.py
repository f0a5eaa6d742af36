"""WordPress content: spans, kinds, shortcodes, classic paragraphs, the head, footnotes, HTML, hostile input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow.errors import Unreadable
from translate_flow.formats import markup, wordpress, wp_footnotes
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
         "字", "&amp;", "<", ">", "[", "]", '"', "---\n", 'title: "x"\n', 'footnote a: "x"\n', "footnote ", '<sup data-fn="a">',
         '<sup data-fn="a" class="fn"><a href="#a" id="a-link">1</a></sup>', "</sup>", "<!-- wp:footnotes /-->"]
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


def mark(name: str, shown: str = "1") -> str:
    return f'<sup data-fn="{name}" class="fn"><a href="#{name}" id="{name}-link">{shown}</a></sup>'


def notes(document: Document) -> list[tuple[str, str, str]]:
    return [(note.mark, note.text, note.state) for note in document.notes]


def test_the_editors_footnotes_are_numbered_by_the_order_of_their_marks() -> None:
    path = next(path for path in SAMPLES if path.stem == "editor-notes-de")
    document = read(path.read_bytes())
    assert not document.warnings
    assert [(block.ref, block.text) for block in document.blocks if block.kind is Kind.FOOTNOTE] == [
        ("2", "Hafenbuch, Blatt drei; siehe das Archiv."),
        ("1", "Gespräch mit Lene Voss am 3. März."),
        ("3", 'Der "alte" Kran, nicht der neue.'),
    ]
    first = document.blocks[1]
    assert document.source(first).startswith("Hafenbuch, Blatt <em>drei</em>")
    assert document.source(first).endswith('\\"https://archiv.example/3\\">das Archiv</a>.')
    assert {note.state for note in document.notes} == {"ok"}
    shown = html(document)
    assert shown.index("Gespräch") < shown.index("Blatt") < shown.index("Der \"alte\"") < shown.index("Nächste Woche")
    assert shown.count("↩︎</a></li>") == 3


def test_the_editors_footnotes_and_marks_that_miss_each_other() -> None:
    document = parse(compose("T", "", f"One{mark('b')} two{mark('lost', '2')} three{mark('c', '3')}.", **{
        "footnote a": "Nowhere.", "footnote b": "<em>Folio</em> 3.", "footnote c": "",
    }))  # fmt: skip
    assert notes(document) == [("4", "Nowhere.", "unmarked"), ("1", "Folio 3.", "ok"), ("3", "", "empty"), ("2", "", "missing")]
    assert [(block.kind, block.ref) for block in document.blocks[1:3]] == [(Kind.FOOTNOTE, "4"), (Kind.FOOTNOTE, "1")]
    assert len(document.warnings) == 3
    assert html(document) == (
        f"<p>One{mark('b')} two{mark('lost', '2')} three{mark('c', '3')}.</p>\n\n"
        '<ol class="wp-block-footnotes"><li id="b"><em>Folio</em> 3. <a href="#b-link">↩︎</a></li>'
        '<li id="c" value="3"> <a href="#c-link">↩︎</a></li><li id="a" value="4">Nowhere.</li></ol>'
    )


def test_notes_without_marks_keep_the_order_of_the_head() -> None:
    document = parse(compose("", "", "Text", **{"footnote a": "One.", "footnote b": "Two."}))
    assert notes(document) == [("1", "One.", "unmarked"), ("2", "Two.", "unmarked")]
    alone = parse('---\nfootnote a: "One."\n---\n')
    assert [(block.kind, block.text) for block in alone.blocks] == [(Kind.FOOTNOTE, "One.")]
    assert html(alone).startswith('<ol class="wp-block-footnotes">')


def test_a_moved_or_repeated_mark_is_numbered_anew_in_html() -> None:
    bare = '<sup data-fn="b">7</sup>'
    shown = html(parse(compose("", "", f"One{bare} two{mark('a')} one again{bare}.<!-- wp:footnotes /-->", **{"footnote a": "A.", "footnote b": "B."})))
    again = '<sup data-fn="b" class="fn"><a href="#b">1</a></sup>'
    assert f"One{mark('b')} two{mark('a', '2')} one again{again}." in shown
    assert shown.index(">B. <") < shown.index(">A. <")


def test_html_without_footnotes_leaves_their_place_out() -> None:
    assert html(parse("<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:footnotes /-->")) == "<p>One</p>"


def test_the_editors_footnotes_beside_others() -> None:
    listed = '<ol class="wp-block-footnotes"><li id="old">Listed. <a href="#old-link">↩︎</a></li></ol>'
    document = parse(compose("", "", f"<p>One{mark('old')} two{mark('a', '1')} three[*].</p>{listed}<p>[*] At the end.</p>", **{
        "footnote a": "Head.", "footnote b": "Unmarked.",
    }))  # fmt: skip
    assert ("1", "Head.", "ok") in notes(document)
    assert ("2", "Unmarked.", "unmarked") in notes(document)
    assert ("*", "At the end.", "ok") in notes(document)
    assert any("Two footnotes carry the mark [1]" in warning for warning in document.warnings)
    shown = html(document)
    assert '<li id="a">Head. <a href="#a-link">↩︎</a></li>' in shown
    assert 'id="note-2">At the end.</span>' in shown


@pytest.mark.parametrize(
    ("line", "text", "warned"),
    [
        ('footnote a: "She said "no"."', 'She said "no".', False),
        ('footnote a "No colon."', "No colon.", False),
        ('footnote: a: "A colon more."', "A colon more.", False),
        ("footnote a: No quotes.", "No quotes.", True),
        ('  footnote\ta : "Spaces." \r', "Spaces.", False),
        ('footnote %61: "Encoded."', "Encoded.", False),
    ],
)
def test_footnote_lines_are_read_tolerantly(line: str, text: str, warned: bool) -> None:
    document = parse(f'---\ntitle: "T"\n{line}\n---\nOne{mark("a")}.')
    assert notes(document) == [("1", text, "ok")]
    assert bool(document.warnings) is warned
    assert decompose(document.text)[0]["footnote a"] == text


def test_a_footnote_line_without_an_id_or_with_one_twice() -> None:
    document = parse('---\nfootnote: "No id."\nfootnote a: "One."\nfootnote a: "Two."\n---\nText')
    assert [note.text for note in document.notes] == ["No id.", "One."]
    assert any("Line 4 of the head is not understood" in warning for warning in document.warnings)


def test_new_texts_of_footnotes_keep_everything_else() -> None:
    document = parse(compose("T", "", f"One{mark('a')}.", **{"footnote a": 'See <a href="x">it</a>.'}))
    for written in (escape_in(document, 1, 'A \\ "quoted" & <new> [note]'), escape('A \\ "quoted" & <new> [note]')):
        again = parse(document.with_sources({1: written}))
        assert again.blocks[1].text == 'A \\ "quoted" & <new> [note]'
        assert notes(again) == [("1", 'A \\ "quoted" & <new> [note]', "ok")]
    assert decompose(again.text)[1] == decompose(document.text)[1]


IDS = st.uuids().map(str) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
CONTENTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\n<>&:'), max_size=20)


@given(st.dictionaries(IDS, CONTENTS, max_size=5))
def test_footnotes_of_any_id_and_text_go_both_ways(entries: dict[str, str]) -> None:
    value = json.dumps([{"content": text, "id": name} for name, text in entries.items()])
    fields, fault = wp_footnotes.from_meta(value)
    assert not fault
    assert list(fields.items()) == [(f"footnote {name}", text) for name, text in entries.items()]
    text = compose("", "", "Body", **fields)
    back, content = decompose(text)
    assert (list(back.items()), content) == (list(fields.items()), "Body")
    assert wp_footnotes.to_meta(back, value) == value
    assert json.loads(wp_footnotes.to_meta(back) or "[]") == json.loads(value)
    document = parse(text)
    assert not any("head" in warning for warning in document.warnings)
    assert len(document.notes) == len(entries)
    sound(document)
    html(document)


@pytest.mark.parametrize(
    ("value", "left", "said"),
    [
        ("", {}, ""),
        ("[]", {}, ""),
        ('{"a": 1}', {}, "no JSON list"),
        ('[{"content":"a <a href="b">c</a>","id":"d"}]', {}, "no JSON list"),
        ("[" * 100_000, {}, "no JSON list"),
        ('[{"content":"A","id":"a","more":1},{"content":"B"},3,{"content":"C","id":"a"}]', {"footnote a": "A"}, "3 of the post’s"),
        ('[{"content":"\\ud83d and \\ud83d\\ude00","id":"a"}]', {"footnote a": "� and 😀"}, ""),
    ],
)  # fmt: skip
def test_footnotes_meta_is_read_tolerantly(value: str, left: dict[str, str], said: str) -> None:
    fields, fault = wp_footnotes.from_meta(value)
    assert fields == left
    assert said in fault
    assert bool(said) is bool(fault)


def test_footnotes_meta_keeps_what_else_its_entries_hold() -> None:
    before = '[ {"more": 1, "content": "A", "id": "a"}, {"content":"\\u00e9","id":"b"} ]'
    fields, _ = wp_footnotes.from_meta(before)
    assert wp_footnotes.to_meta({"title": "T", **fields}, before) == before
    changed = wp_footnotes.to_meta({**fields, "footnote b": "ü"}, before)
    assert changed == '[{"more":1,"content":"A","id":"a"},{"content":"ü","id":"b"}]'


def test_very_many_marks_are_read_in_time() -> None:
    content = "".join(f"<p>One{mark(f'n{number}')}</p>" for number in range(40_000))
    fields = {f"footnote n{number}": "Note." for number in range(0, 80_000, 80)}
    with bounded():
        document = parse(compose("", "", content, **fields))
        html(document)
        assert len(document.notes) == 40_500


def test_as_many_footnotes_as_are_read_fit_the_head() -> None:
    value = json.dumps([{"content": f"Note {number}.", "id": f"n{number}"} for number in range(wp_footnotes.MAX_NOTES + 5)])
    fields, fault = wp_footnotes.from_meta(value)
    assert "5 of the post’s" in fault
    document = parse(compose("T", "S", "Text", byline="Ana", language="en", date="2025-01-02", slug="t", **fields))
    assert len(document.notes) == wp_footnotes.MAX_NOTES
    assert document.language == "en"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["<ul><li>", "<!-- wp:group -->", "<!-- /wp:group -->", "<!-- wp:a --><!-- wp:b --><!-- /wp:a -->", "<p>", "<", "<video>",
     "<pre>", "[caption]", "[embed]", "[caption", "[", "[[", "[x]", "[/x]", "[x][/x]", '[x a="', "<!-- wp:p ", "<!--", "\n \n",
     "\n", " ", "https://e.org\n", '<a b="', "<p><cite>", "<a class=wp-block-x>", "[1] x\n\n", "[1] x\n", "[1] x<br>", "<sup>1</sup>", '<sup data-fn="a">', mark("a"), "</li>", "<td>",
     "<h2>", "<blockquote>", '<!-- wp:paragraph {"a":"', "<!-- wp:paragraph --><p>x", "---\n", "[box]\n", "<figure><img src=a>"],
)  # fmt: skip
def test_time_is_linear(piece: str) -> None:
    text = '---\nfootnote a: "x"\n---\n' + piece * (1_000_000 // len(piece))
    with bounded():
        document = wordpress.parse(text)
        html(document)
