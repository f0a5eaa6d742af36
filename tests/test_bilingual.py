"""Bilingual DOCX: what word processors and people do to a table comes back, and what is none of ours is refused."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests import kits, office
from tests.office import (
    ODD,
    PAIRS,
    cells,
    changed,
    converted,
    filled,
    kit,
    packed,
    parts,
    rows,
    run,
    same,
    typed,
    w,
    xml,
)
from translate_flow.errors import Unreadable
from translate_flow.exchange import bilingual, bounded, docx
from translate_flow.exchange.kit import Back, Row, State
from translate_flow.text import inline
from translate_flow.text.document import Kind

SENT = kit("docx")
DATA = docx.write(SENT)
SIGNS = "Regue toda &lt;1&gt;manhã&lt;/1&gt;"


def third(data: bytes) -> Back:
    return next(row for row in docx.read(data).rows if row.key == "3")


def target(data: bytes) -> str:
    found = third(data)
    assert not found.problem
    return inline.written(found.target)


# --- out and back ---


@pytest.mark.parametrize("pair", PAIRS)
def test_each_pair_of_languages_comes_back(pair):
    sent = kit("docx", pair)
    same(docx.read(docx.write(sent)), sent)


@given(drawn=st.data())
@settings(max_examples=40)
def test_any_text_comes_back_beside_marks_of_direction(drawn):
    """In languages that run from right to left, signs go out between marks that the text may hold too."""
    sent = drawn.draw(kits.kits("docx"))
    sent = replace(sent, target_language="ar", header=replace(sent.header, version="huerto/ar"))
    found = docx.read(docx.write(sent))
    assert [(inline.written(row.source), inline.written(row.target)) for row in found.rows] == [
        (inline.written(row.source), inline.written(row.target)) for row in sent.rows
    ]


def test_a_sign_stands_between_marks_of_direction_only_where_text_runs_from_right_to_left():
    assert docx.MARK.encode() not in parts(DATA)["word/document.xml"]
    arabic = docx.write(kit("docx", "en ar"))
    assert f"{docx.MARK}&lt;/1&gt;{docx.MARK}".encode() in parts(arabic)["word/document.xml"]
    unmarked = changed(typed(arabic, 3, f"<w:p>{run('كل &lt;1&gt;صباح&lt;/1&gt;')}</w:p>"), lambda _: None)
    assert target(unmarked) == "كل <1>صباح</1>"


def test_the_languages_are_in_the_styles():
    made = parts(docx.write(kit("docx", "en ar")))
    styles = etree.fromstring(made["word/styles.xml"])
    style = next(element for element in styles if element.get(w("styleId")) == "tftarget")
    assert style.find(f"{w('pPr')}/{w('bidi')}") is not None
    assert style.find(f"{w('rPr')}/{w('rtl')}") is not None
    language = style.find(f"{w('rPr')}/{w('lang')}")
    assert {language.get(w(name)) for name in ("val", "eastAsia", "bidi")} == {"ar"}
    assert b"bidiVisual" in made["word/document.xml"]
    assert b"bidiVisual" not in parts(DATA)["word/document.xml"]


def test_everything_that_helps_is_shown():
    sent = kits.garden("docx")
    text = " ".join(etree.fromstring(parts(docx.write(sent))["word/document.xml"]).itertext())
    for said in ("Para el 1 de diciembre.", "rui: mira", "La foto es de 2016.", "Dijo adiós", "colheitas", "não: safras", "vinte", "88 %", "huerto-2/pt, ana",
                 "veinte", "`código`", "heading 2", "caption", "locked", "From Spanish (es) to Portuguese (pt). 7 rows: 3 to translate"):  # fmt: skip
        assert said in text, said
    assert "one paragraph to a row" in text
    assert "one sentence to a row" in bilingual.guide(kits.garden("docx", "segment"))[0]


def test_controls_travel_and_what_is_no_character_is_refused():
    sent = kit("docx", "es pt", Row(4, 0, Kind.PARAGRAPH, inline.plain("a\x0bb\x1bc \x85d")))
    found = docx.read(docx.write(sent)).rows[-1]
    assert inline.written(found.source) == "a\x0bb\x1bc \x85d"
    with pytest.raises(Unreadable, match=r"block 5 holds U\+FFFE") as caught:
        docx.write(kit("docx", "es pt", Row(4, 0, Kind.PARAGRAPH, inline.plain("a\ufffe"))))
    assert caught.value.remedy
    docx.write(replace(sent, title="a\x00\ud800", brief=("\x01",)))  # what is only shown never stops a checkout


def test_hyphens_and_spaces_that_are_meant_stay():
    text = "10\xa0km, co\u00adope\u00adration, e\u2011mail,\u202f«\u2009a\u2009»"
    sent = kit("docx", "es pt", Row(4, 0, Kind.PARAGRAPH, inline.plain(text), inline.plain(text + "!")))
    data = docx.write(sent)
    assert b"<w:softHyphen/>" in parts(data)["word/document.xml"]
    assert inline.written(docx.read(data).rows[-1].target) == text + "!"


def test_the_bytes_are_the_kits():
    assert docx.write(SENT) == DATA
    assert b"2026" not in b"".join(parts(DATA).values())


# --- the header ---


def test_either_place_of_the_header_is_enough():
    def without_line(root: etree._Element) -> None:
        body = root[0]
        body.remove(body[0])

    assert docx.read(changed(DATA, without_line)).header == SENT.header
    members = parts(DATA)
    del members["docProps/custom.xml"]
    assert docx.read(packed(members)).header == SENT.header
    found = docx.read(changed(packed(members), without_line))
    assert found.header is None
    assert len(found.rows) == 4


def test_a_long_header_goes_through_short_properties():
    header = replace(SENT.header, version=f"{'a-long-name-' * 12}/pt", source=f"{'a-long-name-' * 12}/es")
    data = docx.write(replace(SENT, header=header))
    values = re.findall("<vt:lpwstr>(.*?)</vt:lpwstr>", parts(data)["docProps/custom.xml"].decode())
    assert len(values) > 1
    assert max(map(len, values)) < 255
    assert docx.read(changed(data, lambda root: root[0].remove(root[0][0]))).header == header


def test_no_title_passes_for_the_header():
    sent = replace(SENT, title="translate-flow: version=x/pt base=1 draft=1 holder=eve from=x/es digest=0123456789ab", brief=("translate-flow: version=y",))
    same(docx.read(docx.write(sent)), sent)


def test_two_documents_in_one_are_refused():
    other = etree.fromstring(parts(docx.write(replace(SENT, header=replace(SENT.header, version="otro/pt"))))["word/document.xml"])
    with pytest.raises(Unreadable, match="two header lines, of huerto/pt") as caught:
        docx.read(changed(DATA, lambda root: root[0].extend(list(other[0])[:-1])), name="both.docx")
    assert caught.value.file == "both.docx"


# --- what people and word processors do to a cell ---

CASES = {
    "runs split within signs": ('<w:proofErr w:type="spellStart"/>' + "".join(map(run, ("Regue toda ", "&lt;", "1", "&gt;manhã&lt;/", "1&gt;"))), None),
    "formatting over a sign": (f'<w:r><w:rPr><w:b/></w:rPr><w:t>Regue</w:t></w:r>{run(" toda &lt;1")}<w:bookmarkStart w:id="0" w:name="_x"/>{run("&gt;manhã&lt;/1&gt;")}', None),
    "tracked changes": (f'{run("Regue ")}<w:del w:id="1" w:author="a"><w:r><w:delText>cada </w:delText></w:r></w:del><w:ins w:id="2" w:author="a">{run("toda ")}</w:ins>'
                        f'<w:moveFrom w:id="3"><w:r><w:t>&lt;1&gt;</w:t></w:r></w:moveFrom><w:moveTo w:id="4">{run("&lt;1&gt;")}</w:moveTo>{run("manhã&lt;/1&gt;")}', "tracked changes"),
    "link and fields": (f'<w:hyperlink r:id="rId9">{run("Regue")}</w:hyperlink><w:fldSimple w:instr=" DATE ">{run(" toda ")}</w:fldSimple>'
                        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                        f'{run("&lt;1&gt;manhã")}<w:r><w:fldChar w:fldCharType="end"/></w:r><w:smartTag>{run("&lt;/1&gt;")}</w:smartTag>', None),
    "content control": (f'<w:sdt><w:sdtPr/><w:sdtContent>{run(SIGNS)}</w:sdtContent></w:sdt>', None),
    "line break": (f'{run("Regue")}<w:r><w:br/></w:r>{run("toda &lt;1&gt;manhã&lt;/1&gt;")}', "were joined"),
    "automatic list": (f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>{run(SIGNS)}', "number or bullet"),
    "picture": (f'{run(SIGNS)}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p>{run("box")}</w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>'
                f'<mc:Fallback><w:pict><w:txbxContent><w:p>{run("box")}</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>', "picture or text box"),
    "ruby": (f'<w:r><w:ruby><w:rt>{run("x")}</w:rt><w:rubyBase>{run("Regue")}</w:rubyBase></w:ruby></w:r>{run(" toda &lt;1&gt;manhã&lt;/1&gt;")}', None),
    "blanks": (f'<w:r><w:tab/></w:r>{run("  Regue  toda ")}<w:r><w:t> &lt;1&gt;manhã </w:t></w:r>{run("&lt;/1&gt; ")}', None),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_a_word_processor_does_to_a_cell(name):
    text, told = CASES[name]
    data = typed(DATA, 3, f"<w:p>{text}</w:p>")
    assert target(data) == "Regue toda <1>manhã</1>"
    warnings = docx.read(data).warnings
    assert len(warnings) == bool(told)
    assert not told or (told in warnings[0] and warnings[0].startswith("row 3: "))


def test_paragraphs_are_joined_and_that_is_told_unless_they_are_empty():
    two = typed(DATA, 3, f"<w:p>{run('Um.')}</w:p><w:p/><w:p>{run('Dois.')}</w:p>")
    assert target(two) == "Um. Dois."
    assert "were joined" in docx.read(two).warnings[0]
    assert docx.read(typed(DATA, 3, f"<w:p/><w:p>{run('Um.')}</w:p><w:p/>")).warnings == ()
    merged = typed(DATA, 3, f'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("Co")}</w:p><w:p>{run("lher.")}</w:p>')
    assert target(merged) == "Colher."


def test_an_emoji_and_symbols_of_autocorrection_are_characters():
    emoji = '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:char="1F600"/></mc:Choice><mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent></w:r>'
    symbols = '<w:r><w:sym w:font="Wingdings" w:char="F04A"/><w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Segoe UI Symbol" w:char="2192"/></w:r>'
    assert target(typed(DATA, 3, f"<w:p>{emoji}{symbols}</w:p>")) == "😀☺→→"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f'<w:p>{run("x")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>', "a footnote of the word processor"),
        ('<w:p><w:r><w:sym w:font="Webdings" w:char="F061"/></w:r></w:p>', "a symbol of the font Webdings"),
        ("<w:p><m:oMath/></w:p>", "a formula"),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('x')}</w:p></w:tc></w:tr></w:tbl><w:p/>", "a table inside its cell"),
    ],
)
def test_what_is_no_text_is_a_problem_of_its_row_alone(text, problem):
    found = docx.read(typed(DATA, 3, text))
    assert [bool(row.problem) for row in found.rows] == [False, False, True, False]
    assert problem in found.rows[2].problem
    assert found.rows[2].place == "table 1, row 4"


def test_comments_are_told_with_their_row():
    data = typed(
        DATA, 3, f'<w:p><w:commentRangeStart w:id="7"/>{run("Regue")}<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r></w:p>',
        word__comments_xml=f'<w:comments xmlns:w="{office.W}"><w:comment w:id="7" w:author="Rui"><w:p>{run("É mesmo &lt;1&gt;?")}</w:p></w:comment></w:comments>'.encode(),
    )  # fmt: skip
    members = parts(data)
    relations = members["word/_rels/document.xml.rels"]
    members["word/_rels/document.xml.rels"] = relations.replace(b"</Rel", b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Rel', 1)
    found = docx.read(packed(members))
    assert inline.written(found.rows[2].target) == "Regue"
    assert found.warnings == ("row 3: a comment in the document, which checkin does not keep: “É mesmo <1>?” (Rui)",)


@pytest.mark.parametrize(("said", "done"), [("x", True), ("X ", True), ("✓", True), ("х", True), ("yes", True), ("", None), ("?", None), ("no", False), ("mais ou menos", None)])
def test_what_is_put_under_done(said, done):
    data = typed(typed(DATA, 3, f"<w:p>{run('Regue')}</w:p>"), 3, f"<w:p>{run(said)}</w:p>", column=3)
    assert third(data).done is done
    assert len(docx.read(data).warnings) == (said == "mais ou menos")


def test_a_copy_of_the_source_is_a_translation_only_with_an_x():
    source = f"<w:p>{run(inline.written(SENT.rows[2].source).replace('<', '&lt;'))}</w:p>"
    copied = typed(DATA, 3, source)
    assert target(copied) == ""
    assert "taken as not translated" in docx.read(copied).warnings[0]
    assert third(typed(copied, 3, f"<w:p>{run('x')}</w:p>", column=3)).target == third(copied).source
    locked = kit("docx", "es pt", Row(4, 0, Kind.CODE, inline.plain("a = 1"), inline.plain("a = 1"), State.LOCKED))
    same(docx.read(docx.write(locked)), locked)


@pytest.mark.parametrize("loose", ["&lt; 1 &gt;manhã&lt; / 1 &gt;", "＜１＞manhã＜/1＞", "&lt;١&gt;manhã&lt;/١&gt;", "‹1›manhã‹/1›", "&lt;1 &gt;manhã&lt;/1\xa0&gt;"])
def test_signs_that_something_has_loosened_are_taken_for_what_they_are(loose):
    assert target(typed(DATA, 3, f"<w:p>{run(loose)}</w:p>")) == "<1>manhã</1>"


def test_a_text_that_only_looks_like_a_loose_sign_stays():
    sent = kit("docx", "es pt", Row(4, 0, Kind.PARAGRAPH, inline.read("si a < 1 > b <1>c</1>"), inline.plain("se a < 1 > b")))
    assert inline.written(docx.read(docx.write(sent)).rows[-1].target) == "se a < 1 > b"
    assert target(typed(DATA, 3, f"<w:p>{run('&lt;1&gt;x&lt;/1&gt; e &lt; 1 &gt; e &lt; 9 &gt;')}</w:p>")) == "<1>x</1> e < 1 > e < 9 >"


# --- what people do to a table ---


def keys(data: bytes) -> list[tuple[str, bool]]:
    return [(row.key, bool(row.problem)) for row in docx.read(data).rows]


def test_rows_come_back_as_they_stand():
    def sort(root: etree._Element) -> None:
        table = rows(root)[0].getparent()
        found = rows(root)
        for row in (found[4], found[2], found[2]):
            table.append(etree.fromstring(etree.tostring(row)))
        for row in found[1:]:
            table.remove(row)

    assert keys(changed(DATA, sort)) == [("4", False), ("2", False), ("2", False)]


def test_added_rows_are_problems_unless_they_are_empty():
    def add(root: etree._Element) -> None:
        for key, text in (("", ""), ("", "perdido"), ("nota", "perdido"), ("9", "alheio"), ("", "")):
            row = etree.fromstring(etree.tostring(rows(root)[3]))
            rows(root)[0].getparent().append(row)
            for at in range(5):
                filled(cells(row)[at], f"<w:p>{run(key if at == 0 else text if at == 2 else '')}</w:p>")

    assert keys(changed(DATA, add)) == [("1", False), ("2", False), ("3", False), ("4", False), ("", True), ("", True), ("9", False)]


def test_merged_cells_are_a_problem_but_a_span_alone_is_none():
    def merge(root: etree._Element) -> None:
        row = rows(root)[3]
        cells(row)[2].find(w("tcPr")).append(xml('<w:gridSpan w:val="2"/>')[0])
        row.remove(cells(row)[3])
        for at in (1, 2):
            cells(rows(root)[at])[2].find(w("tcPr")).append(xml("<w:vMerge/>")[0])
        cells(rows(root)[4])[1].find(w("tcPr")).append(xml('<w:gridSpan w:val="3"/>')[0])  # as after one row's border was moved

    assert keys(changed(DATA, merge)) == [("1", True), ("2", True), ("3", True), ("4", False)]


def test_a_row_that_was_deleted_with_the_deletion_tracked_is_gone():
    def delete(root: etree._Element) -> None:
        rows(root)[2].insert(0, xml('<w:trPr><w:del w:id="1" w:author="a"/></w:trPr>')[0])
        rows(root)[2].remove(rows(root)[2][1])

    assert keys(changed(DATA, delete)) == [("1", False), ("3", False), ("4", False)]


def test_a_table_that_was_split_or_put_into_another_is_read_whole():
    def split(root: etree._Element) -> None:
        table = rows(root)[0].getparent()
        second = etree.Element(w("tbl"))
        second.extend(rows(root)[3:])
        table.addnext(second)
        second.addprevious(xml(f"<w:p>{run('entre')}</w:p>")[0])
        foreign = xml(f"<w:tbl><w:tr><w:tc><w:p>{run('1')}</w:p></w:tc><w:tc><w:p>{run('x')}</w:p></w:tc></w:tr></w:tbl>")[0]
        table.addprevious(foreign)

    def nest(root: etree._Element) -> None:
        table = rows(root)[0].getparent()
        outer = xml("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")[0]
        table.addprevious(outer)
        outer[0][0].append(table)

    for change in (split, nest):
        assert keys(changed(DATA, change)) == [("1", False), ("2", False), ("3", False), ("4", False)]


def test_columns_are_known_by_their_heads():
    def swap(root: etree._Element) -> None:
        for row in rows(root):
            first, source, target, done, remarks = cells(row)
            row.remove(remarks)
            row.remove(first)
            row.append(first)
            row.insert(1, etree.fromstring(etree.tostring(done)))
            filled(row[1], f"<w:p>{run('mine')}</w:p>")
            target.addnext(source)

    data = docx.write(replace(SENT, rows=tuple(replace(row, state=row.state, notes=("n",)) for row in SENT.rows)))
    found = docx.read(changed(data, swap))
    same(found, SENT)


def test_without_its_heads_the_usual_columns_are_taken():
    same(docx.read(changed(DATA, lambda root: rows(root)[0].getparent().remove(rows(root)[0]))), SENT)


def test_pretty_and_strict_xml_is_read():
    members = parts(DATA)
    root = etree.fromstring(members["word/document.xml"])
    for element in root.iter():
        if element.tag != w("t") and len(element):
            element.text = "\n   "
        element.tail = "\n  "
    pretty = etree.tostring(root, encoding="UTF-16", xml_declaration=True)
    same(docx.read(packed(members | {"word/document.xml": pretty})), SENT)
    strict = members["word/document.xml"].replace(office.W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    same(docx.read(packed(members | {"word/document.xml": strict})), SENT)


# --- what is none of ours ---


def bomb() -> bytes:
    return packed(parts(DATA) | {"word/media/a.bin": b"\0" * (bounded.MAX_UNPACKED + 1)})


def entities() -> bytes:
    members = parts(DATA)
    text = members["word/document.xml"]
    return packed(members | {"word/document.xml": text.replace(b"<w:document", b'<!DOCTYPE a [<!ENTITY b "ccc">]><w:document', 1)})


def odt() -> bytes:
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})


NONE_OF_OURS = {
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"old Word file \(\.doc\)"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "rtf": (b"{\\rtf1 a}", "RTF"),
    "page": (b"\xef\xbb\xbf<html><table></table>", "web page"),
    "xlsx": (packed({"xl/workbook.xml": b"<a/>"}), "no text of a word processor"),
    "no table": (packed({"word/document.xml": f'<w:document xmlns:w="{office.W}"><w:body/></w:document>'.encode()}), "no table with the columns"),
    "no body": (packed({"word/document.xml": b"<a/>"}), "no text"),
    "half": (DATA[: len(DATA) // 2], "damaged"),
    "not XML": (packed({"word/document.xml": b"<a>"}), "well-formed"),
}  # fmt: skip


@pytest.mark.parametrize("name", NONE_OF_OURS)
def test_what_is_none_of_ours_is_refused_with_what_to_do(name):
    data, said = NONE_OF_OURS[name]
    with pytest.raises(Unreadable, match=said) as caught:
        docx.read(data, name="f.docx")
    assert caught.value.file == "f.docx"
    assert caught.value.remedy


@pytest.mark.parametrize(("make", "said"), [(bomb, "unpacks to more"), (entities, "document type"), (odt, "OpenDocument"), (lambda: b"PK\x03\x04" * (2**24 + 1), "holds 64 MB")])
def test_what_could_do_harm_is_refused(make, said):
    with pytest.raises(Unreadable, match=said) as caught:
        docx.read(make())
    assert "save it as .docx" in caught.value.remedy or caught.value.remedy


def test_deep_nesting_is_bounded():
    deep = f'<w:document xmlns:w="{office.W}"><w:body>' + "<w:tbl><w:tr><w:tc>" * 80 + "</w:tc></w:tr></w:tbl>" * 80 + "</w:body></w:document>"
    for text in (deep, deep.replace("<w:tbl>", "<w:tbl>" * 9).replace("</w:tbl>", "</w:tbl>" * 9)):
        with pytest.raises(Unreadable):
            docx.read(packed({"word/document.xml": text.encode()}))


# --- real programs ---


@pytest.mark.parametrize(("pair", "formats"), [*((pair, "docx") for pair in PAIRS), ("en ar", "odt docx"), ("es pt", "doc docx"), ("en zh", "rtf docx")])
def test_saved_by_libreoffice(pair, formats, tmp_path):
    sent = kit("docx", pair, ODD)
    same(docx.read(converted(docx.write(sent), tmp_path, ".docx", *formats.split())), sent)


def test_opened_edited_and_saved_by_python_docx(tmp_path):
    opened = pytest.importorskip("docx").Document(io.BytesIO(DATA))
    table = opened.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == bilingual.heads(SENT)
    table.rows[3].cells[2].text = "Regue toda <1>manhã</1>"
    opened.save(tmp_path / "f.docx")
    saved = (tmp_path / "f.docx").read_bytes()
    assert target(saved) == "Regue toda <1>manhã</1>"
    assert docx.read(saved).header == SENT.header


