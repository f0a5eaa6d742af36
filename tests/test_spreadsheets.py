"""CSV and XLSX: what spreadsheets do to tables, what they must not be led to do, and what comes back from them."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests import kits
from translate_flow import exchange
from translate_flow.errors import Unreadable, UsageError
from translate_flow.exchange import plain_rows, sheet, spreadsheet_csv, spreadsheet_xlsx, xlsx_cells
from translate_flow.exchange.kit import Back, Kit, Returned, Row, State
from translate_flow.text import inline
from translate_flow.text.document import Kind

# What spreadsheets calculate, turn into something else, or hide.
HARD = [
    "=1+1", "+34 600 100 200", "-5 grados", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1+1", "a;=1+1", 'a;"=1+1', "'=1", "''-x", "'x", "'5", "-",
    "1.500", "1,2", "7.20", "00123", "1e5", "7/12/2016", "2016-12-01", "12 de marzo de 2016", "Mar 5", "12:30", "50 %", "$5", "TRUE", "falso", "007", "(5)",
    "_x0041_", "bell\x07end", "\x1b[31m", "a\u2028b", '"', '""', "a,b;c", "[3]", "#N/A", "#REF!", "<1>", "'", "x", "12345678901234567890",
]  # fmt: skip


def hard(name: str) -> Kit:
    garden = kits.garden(name)
    rows = (Row(20 + at, 0, Kind.TABLE_CELL, inline.plain(text), inline.plain(f"{text}!" if at % 2 else text), State.DONE) for at, text in enumerate(HARD))
    return replace(garden, rows=garden.rows + tuple(rows))


def said(found: Returned) -> dict[str, tuple[str, str, bool | None]]:
    return {row.key: (inline.written(row.source or ()), inline.written(row.target), row.done) for row in found.rows}


def meant(kit: Kit) -> dict[str, tuple[str, str, bool | None]]:
    done = {State.DONE: True, State.OPEN: False}
    return {row.key: (inline.written(row.source), inline.written(row.target), done.get(row.state)) for row in kit.rows}


def problems(found: Returned) -> dict[str, str]:
    return {row.key: row.problem for row in found.rows if row.problem}


def office(file: Path, to: str, folder: Path) -> bytes:
    """What LibreOffice makes of a file."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("soffice is not installed (Debian: libreoffice-calc)")
    profile = folder / "profile"
    out = folder / f"out-{to.partition(':')[0]}-{file.suffix[1:]}"
    subprocess.run([program, f"-env:UserInstallation=file://{profile}", "--headless", *([UTF8_IN] if file.suffix == ".csv" else []), "--convert-to", to, "--outdir", str(out), str(file)], check=True, capture_output=True, timeout=240)
    return (out / file.with_suffix("." + to.partition(":")[0]).name).read_bytes()


UTF8_IN = "--infilter=CSV:44,34,76,1"  # what its window proposes: without one, it does not look for a byte order mark
UTF8 = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # comma, double quotes, UTF-8


# --- both ---


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_hard_cells_come_back(name):
    kit = hard(name)
    found = exchange.get(name).read(exchange.get(name).write(kit))
    assert said(found) == meant(kit)
    assert not problems(found)
    assert not found.warnings


@pytest.mark.slow
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_libreoffice_saves_them_as_they_are(name, tmp_path):
    """Opened and saved, in its own format between, and as the other of the two."""
    kit = hard(name)
    first = tmp_path / f"a.{name}"
    first.write_bytes(exchange.get(name).write(kit))
    ods = tmp_path / "b.ods"
    ods.write_bytes(office(first, "ods", tmp_path))
    for file in (first, ods):
        for to, filter_name in (("xlsx", "xlsx"), ("csv", UTF8)):
            if file.suffix == ".csv" and to == "csv":
                continue
            data = office(file, filter_name, tmp_path)
            found = exchange.get(to).read(data, name=f"{file.name} as {to}")
            assert said(found) == meant(kit), (file.name, to)
            assert not problems(found)
            assert found.header == kit.header
            assert exchange.recognise(data) == to


@given(st.sampled_from([State.NEW, State.OPEN, State.DONE, State.LOCKED]), st.booleans())
def test_states_are_in_the_column_status(state, review):
    row = Row(0, 0, Kind.PARAGRAPH, ("Uno",), () if state is State.NEW else ("Um",), state, was="Dos" if review else "")
    _, cells = next(sheet.lines(replace(kits.garden("csv"), rows=(row,))))
    assert sheet.status(cells[3]) is {State.OPEN: False, State.DONE: True}.get(state)


@pytest.mark.parametrize(("cell", "done"), [("x", True), (" X ", True), ("✓", True), ("х", True), ("Done.", True), ("TRUE", True), ("review", False), ("?", False), ("no", False), ("", None), ("ana", None), ("locked", None)])
def test_what_people_write_into_status(cell, done):
    assert sheet.status(cell) is done


@pytest.mark.parametrize(
    ("shown", "key"),
    [
        ("[7]", "7"), ("[07.02]", "7.2"), ("[7,2]", "7.2"), (" ［7．2］ ", "7.2"), ("7", "7"), ("7.0", "7"), ("row [12.10] x", "12.10"),
        ("7.2", ""), ("7,2", ""), ("07-Feb", ""), ("44599", "44599"), ("", ""), ("[0]", ""), ("[x]", ""), ("seven", ""), ("7/2", ""), ("٧", ""),
    ],
)  # fmt: skip
def test_keys_are_found_in_what_is_left_of_ids(shown, key):
    assert plain_rows.key_in(shown) == key


@given(st.integers(1, 9_999), st.integers(0, 999), st.integers(1, 4))
def test_every_key_is_found_in_its_label(block, segment, digits):
    key = f"{block}.{segment}" if segment else str(block)
    label = plain_rows.label(key, digits)
    assert plain_rows.key_in(label) == key
    assert plain_rows.key_in(f"1.5 {label}_7") == key


_ODD = st.text(st.sampled_from("_x0041_\x07F\x01\ud800a\ufffe5"), max_size=20)


@given(st.one_of(st.text(), _ODD))
def test_encoding_gives_the_text_back(text):
    held = plain_rows.encoded(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]", held)
    assert plain_rows.decoded(held) == text
    cell = f'<c t="inlineStr"><is><t>{escape(spreadsheet_xlsx._escaped(held))}</t></is></c></row></sheetData>'.encode()
    row = one(spreadsheet_xlsx.read(members(sheet=SHEET.replace(b"</sheetData>", b'<row><c t="str"><v>[50]</v></c>' + cell))), "50")
    assert row.source == inline.read(plain_rows.tidy(text))


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_row_that_reads_like_the_titles_is_a_row(name):
    kit = replace(kits.garden(name), rows=(Row(0, 0, Kind.PARAGRAPH, ("id",), ("target",), State.DONE),))
    assert said(exchange.get(name).read(exchange.get(name).write(kit))) == meant(kit)


def test_line_breaks_in_a_translation_become_spaces_and_are_told():
    data = spreadsheet_csv.write(kits.garden("csv")).replace(b'"A horta & a escola"', b'"A horta\r\n & a\n\nescola\n"')
    found = spreadsheet_csv.read(data)
    assert found.rows[0].target == ("A horta & a escola",)
    assert "row 2" in found.warnings[0]


# --- CSV ---

GARDEN = kits.garden("csv")
DATA = spreadsheet_csv.write(GARDEN)
ROWS = list(csv.reader(io.StringIO(DATA.decode("utf-8-sig"), newline="")))


def written(rows: list[list[str]], encoding: str = "utf-8-sig", **options: object) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, **options).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode(encoding)


@given(st.one_of(st.text(), st.text(st.sampled_from(" ;\t\n\"'=+-@5a"), max_size=12), st.sampled_from(HARD)))
@settings(max_examples=300)
def test_guarded_cells_are_no_formulas_and_come_back(text):
    assert sheet.harmless(text) == sheet._RISKY.sub(r"\1\2'\3", text)  # however it is shortened
    cell = sheet.guarded(text)
    assert sheet.unguarded(cell) == text
    for delimiter in ",;\t":  # however a spreadsheet cuts the line
        line = io.StringIO(f'"[1]","{cell.replace(chr(34), chr(34) * 2)}","x"\r\n', newline="")
        for row in csv.reader(line, delimiter=delimiter):
            assert not any(part.strip(" \"\t\r\n")[:1] in set("=+-@＝＋－＠") - {""} for part in row), row


@pytest.mark.parametrize("options", [{"delimiter": ";"}, {"delimiter": "\t"}, {"delimiter": "|"}, {"quoting": csv.QUOTE_ALL}, {"lineterminator": "\n"}, {"lineterminator": "\r", "quoting": csv.QUOTE_ALL}, {"quotechar": "'"}, {"quotechar": "'", "quoting": csv.QUOTE_ALL, "delimiter": ";"}])  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_however_it_is_saved(options, encoding):
    found = spreadsheet_csv.read(written(ROWS, encoding, **options))
    assert said(found) == meant(GARDEN)
    assert found.header == GARDEN.header
    assert not problems(found)
    assert not found.warnings


def test_whatever_the_order():
    turned = [list(reversed(row)) for row in ROWS]
    titles, *rows = turned
    moved = [rows[3], [], ["", ""], titles, *reversed(rows[:3]), *rows[4:]]
    found = spreadsheet_csv.read(written([["mine", *row] for row in moved]))
    assert said(found) == meant(GARDEN)
    assert found.header == GARDEN.header
    assert not found.warnings


def test_a_file_without_some_columns():
    bare = spreadsheet_csv.read(written([[row[0], row[2]] for row in ROWS]))
    assert bare.header is None
    assert all(row.source is None and row.done is None for row in bare.rows)
    assert [inline.written(row.target) for row in bare.rows] == [inline.written(row.target) for row in GARDEN.rows]
    with pytest.raises(Unreadable, match="titles"):
        spreadsheet_csv.read(written([[row[1], row[2]] for row in ROWS]), name="a.csv")


def test_the_code_page_is_that_of_the_language():
    kit = replace(GARDEN, header=replace(GARDEN.header, version="huerto/ru"), rows=(Row(0, 0, Kind.PARAGRAPH, ("Huerto",), ("Огород",), State.DONE),), brief=())
    found = spreadsheet_csv.read(spreadsheet_csv.write(kit).decode("utf-8-sig").encode("cp1251"))
    assert said(found) == meant(kit)
    assert "cp1251" in found.warnings[0]
    latin = replace(GARDEN, rows=(Row(0, 0, Kind.PARAGRAPH, ("¿Qué?",), ("O quê – “isto”?",), State.DONE),), brief=())
    found = spreadsheet_csv.read(spreadsheet_csv.write(latin).decode("utf-8-sig").encode("cp1252"))
    assert said(found) == meant(latin)
    assert "cp1252" in found.warnings[0]
    with pytest.raises(Unreadable) as caught:
        spreadsheet_csv.read(spreadsheet_csv.write(latin).decode("utf-8-sig").encode("cp1252").replace(b"\xea", b"\x81"), name="a.csv")
    assert caught.value.line == 2


def test_rows_that_are_not_as_they_were():
    rows = [
        *ROWS,
        ["[1]", "El huerto & la escuela", "Outra", "", "", ""],
        ["7.2", "Uno", "Um", "", ""],
        ["", "Dos", "Dois", "", ""],
        ["", "Tres", "", "", ""],
        ["[99]", "Cuatro", "Cuatro", "", ""],
        ["[98]", "Cinco", "Cinco", "x", ""],
    ]
    found = spreadsheet_csv.read(written(rows))
    twice, number, none, copied, real = found.rows[-5:]
    assert (twice.key, twice.target, twice.problem) == ("1", ("Outra",), "")
    assert (number.key, number.target, number.place) == ("", ("Um",), "row 10")
    assert "7.2" in number.problem
    assert "has no id" in none.problem
    assert (copied.target, real.target) == ((), ("Cinco",))
    assert len(found.warnings) == 1
    assert "row 12" in found.warnings[0]


def test_quotes_that_do_not_match_are_told():
    broken = DATA.replace(b'"A horta & a escola"', b'"A horta & a "escola""')
    found = spreadsheet_csv.read(broken)
    assert "quotes" in problems(found)["1"]
    assert "row 2" in found.warnings[0]
    open_end = spreadsheet_csv.read(DATA.replace(b'"Fixo"', b'"Fixo'))
    assert problems(open_end)
    assert "\x00" not in "".join(inline.written(row.target) for row in open_end.rows)


def test_a_header_line_that_is_damaged_is_told():
    with pytest.raises(Unreadable, match="lacks"):
        spreadsheet_csv.read(DATA.replace(b" draft=2", b""))
    other = replace(GARDEN, header=replace(GARDEN.header, version="otro/pt"))
    both = spreadsheet_csv.read(DATA + spreadsheet_csv.write(other).removeprefix(b"\xef\xbb\xbf"))
    assert both.header == GARDEN.header
    assert any("otro/pt" in warning for warning in both.warnings)


def test_translate_toolkit_reads_and_saves_it():
    csvl10n = pytest.importorskip("translate.storage.csvl10n", reason="translate-toolkit is not installed")
    simple = replace(GARDEN, rows=tuple(row for row in GARDEN.rows if row.key != "5"))
    store = csvl10n.csvfile(io.BytesIO(spreadsheet_csv.write(simple)))
    assert [(unit.source, unit.target) for unit in store.units] == [(inline.written(row.source), inline.written(row.target)) for row in simple.rows]
    assert [plain_rows.key_in(unit.getid()) for unit in store.units] == [row.key for row in simple.rows]
    store.units[1].target = 'Entre <1>vizinhos</1>, e "<2>terra</2>"'
    found = spreadsheet_csv.read(bytes(store))
    assert found.header == simple.header
    assert said(found)["2"][1] == 'Entre <1>vizinhos</1>, e "<2>terra</2>"'
    assert not problems(found)


def test_a_long_cell_is_read():
    text = "palabra " * 40_000
    kit = replace(GARDEN, rows=(Row(0, 0, Kind.PARAGRAPH, inline.plain(text.strip()), ("x",), State.DONE),))
    assert said(spreadsheet_csv.read(spreadsheet_csv.write(kit))) == meant(kit)


@pytest.mark.parametrize("junk", [b"PK\x03\x04abc", b"\xd0\xcf\x11\xe0abc", b"id,target", b"\xff\xfe\x00", b"target\n" * 1000, b'"target', b"id;target\n\"\n"])
def test_what_is_no_table_of_ours(junk):
    try:
        found = spreadsheet_csv.read(junk, name="a")
    except Unreadable as error:
        assert error.file == "a" and error.remedy  # noqa: PT018, PT017
    else:
        assert found.header is None
        assert not [row for row in found.rows if not row.problem]


# --- XLSX ---

BOOK = spreadsheet_xlsx.write(kits.garden("xlsx"))


def opened(data: bytes = BOOK) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def members(**changed: bytes) -> bytes:
    """The workbook with some of its members changed; `sheet` is the first sheet."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "workbook": "xl/workbook.xml"}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        replaced = {names[key]: value for key, value in changed.items()}
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
    return out.getvalue()


SHEET = zipfile.ZipFile(io.BytesIO(BOOK)).read("xl/worksheets/sheet1.xml")


def one(found: Returned, key: str) -> Back:
    return next(row for row in found.rows if row.key == key)


def test_the_sheet_is_made_to_be_worked_in():
    book = opened()
    page = book["translation"]
    assert [cell.value for cell in page[3]] == ["id", "source (es)", "target (pt)", "status", "note"]
    assert page["B2"].value == "Para el 1 de diciembre.\nrui: mira las cifras <b>"
    assert (page.freeze_panes, page.auto_filter.ref, page.sheet_view.rightToLeft) == ("C4", "A3:E10", False)
    assert all(cell.number_format == "@" for row in page.iter_rows() for cell in row if cell.value)
    assert [page.cell(4, column).protection.locked for column in range(1, 6)] == [True, True, False, False, False]
    assert not page.protection.sheet
    assert page["C4"].alignment.wrap_text
    assert page.data_validations.dataValidation[0].formula1 == '"x,review"'
    assert "term: cosechas → colheitas (não: safras)" in page["E10"].value
    assert "memory, 88 %: As colheitas" in page["E10"].value
    assert [page.cell(row, 4).value for row in range(4, 11)] == ["x", None, "review", None, "x", "locked", None]
    assert "Para el 1 de diciembre." in [row[0].value for row in book["how to"].iter_rows()]


def test_what_is_read_from_right_to_left():
    page = opened(spreadsheet_xlsx.write(replace(kits.garden("xlsx"), target_language="ar")))["translation"]
    assert page.sheet_view.rightToLeft
    assert (page["C4"].alignment.readingOrder, page["B4"].alignment.readingOrder) == (2, 1)
    japanese = opened(spreadsheet_xlsx.write(replace(kits.garden("xlsx"), target_language="ja")))["translation"]
    assert japanese["C4"].font.name == "Yu Gothic"


def test_nothing_in_it_is_calculated_or_dated():
    data = spreadsheet_xlsx.write(hard("xlsx"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2000-01-01T00:00:00Z"}
    assert {cell.data_type for row in opened(data)["translation"].iter_rows() for cell in row if cell.value} == {"s"}
    looks_like_xml = replace(kits.garden("xlsx"), rows=(Row(0, 0, Kind.PARAGRAPH, inline.plain('a <row customHeight="1"> customHeight="1"'), (), State.NEW),))
    assert said(spreadsheet_xlsx.read(spreadsheet_xlsx.write(looks_like_xml))) == meant(looks_like_xml)


def test_what_is_longer_than_a_cell_is_not_cut():
    long = replace(kits.garden("xlsx"), rows=(Row(4, 0, Kind.PARAGRAPH, ("😀" * 17_000,)),))
    with pytest.raises(UsageError, match="Row 5 has 34000") as caught:
        spreadsheet_xlsx.write(long)
    assert "sentence" in caught.value.remedy


def test_openpyxl_saves_what_comes_back():
    book = opened()
    page = book["translation"]
    page["C5"] = CellRichText("Entre <1>", TextBlock(InlineFont(b=True), "vizinhos"), "</1> e <2>terra</2>.")
    page["D5"] = "x"
    page.row_dimensions[6].hidden = True
    page.move_range("A4:E4", rows=20)
    found = spreadsheet_xlsx.read(saved(book))
    expected = meant(kits.garden("xlsx"))
    expected["2"] = (expected["2"][0], "Entre <1>vizinhos</1> e <2>terra</2>.", True)
    assert said(found) == expected
    assert found.header == kits.garden("xlsx").header
    assert one(found, "1").place == "sheet “translation”, row 24"


def test_cells_that_are_no_text_are_told():
    book = opened()
    page = book["translation"]
    page["C4"] = "=B4"
    page["C5"], page["C5"].number_format = 1.5, "General"
    page["C6"], page["C6"].number_format = 44599, "dd-mmm"
    page["C7"], page["C7"].number_format = 2016, "General"
    page["C8"] = True
    page["A9"], page["A9"].number_format = 42, "d/m"
    page["C10"].value, page["C10"].data_type = "#N/A", "e"
    found = spreadsheet_xlsx.read(saved(book))
    told = problems(found)
    assert "formula" in told["1"]
    assert "number or a date" in told["2"]
    assert "number or a date" in told["4"]
    assert one(found, "5").target == ("2016",)
    assert "number or a date" in told["6"]
    assert "id" in told["42"]
    assert "error" in told["8"]


def test_merged_cells_are_told():
    book = opened()
    book["translation"].merge_cells("C4:C5")
    book["translation"].merge_cells("D7:E7")
    assert set(problems(spreadsheet_xlsx.read(saved(book)))) == {"1", "2"}


def test_all_sheets_are_read():
    book = opened()
    copy = book.copy_worksheet(book["translation"])
    copy["C4"] = "Outra"
    copy.sheet_state = "hidden"
    book.create_sheet("my words", 0)["A1"] = "huerto = horta"
    found = spreadsheet_xlsx.read(saved(book))
    assert [inline.written(row.target) for row in found.rows if row.key == "1"] == ["A horta & a escola", "Outra"]
    assert len(found.rows) == 2 * len(kits.garden("xlsx").rows)


def test_the_header_line_is_in_the_properties_too():
    book = opened()
    book["translation"].delete_rows(1, 2)
    found = spreadsheet_xlsx.read(saved(book))
    assert found.header == kits.garden("xlsx").header
    book.properties.description = None
    assert spreadsheet_xlsx.read(saved(book)).header == kits.garden("xlsx").header
    del book.custom_doc_props["translate-flow"]
    assert spreadsheet_xlsx.read(saved(book)).header is None


def test_strings_of_every_kind_are_read():
    cell = (
        b'<row r="30"><c t="str"><v>[50]</v></c><c t="inlineStr"><is><r><t>U</t></r><r><rPr><b/></rPr><t xml:space="preserve">no </t></r><rPh sb="0" eb="1"><t>kana</t></rPh></is></c>'
        b'<c t="s"><v>9999</v></c></row></sheetData>'
    )
    row = one(spreadsheet_xlsx.read(members(sheet=SHEET.replace(b"</sheetData>", cell))), "50")
    assert row.source == ("Uno",)
    assert "missing" in row.problem


@pytest.mark.slow
def test_rows_of_nothing_are_passed_over():
    empty = b"".join(b'<row r="%d" s="1"><c s="3"/></row>' % number for number in range(100, 1_048_577))
    found = spreadsheet_xlsx.read(members(sheet=SHEET.replace(b"</sheetData>", empty + b"</sheetData>")))
    assert said(found) == meant(kits.garden("xlsx"))


@pytest.mark.slow
def test_what_is_too_much_is_refused():
    many = b"".join(b'<row><c t="n"><v>1</v></c></row>' for _ in range(xlsx_cells.MAX_ROWS + 1))
    with pytest.raises(Unreadable, match="rows"):
        spreadsheet_xlsx.read(members(sheet=SHEET.replace(b"</sheetData>", many + b"</sheetData>")), name="a")
    merged = b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 2_000 + b"</mergeCells>"
    with pytest.raises(Unreadable, match="merged"):
        spreadsheet_xlsx.read(members(sheet=SHEET.replace(b"</sheetData>", b"</sheetData>" + merged + b'<mergeCells><mergeCell ref="A1:BL9"/></mergeCells>' * 2_000)), name="a")
    with pytest.raises(Unreadable, match="unpacks"):
        spreadsheet_xlsx.read(members(sheet=b"<a>" + b" " * (201 * 1024 * 1024)), name="a")
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>' + SHEET.replace(b"El huerto", b"&c;")
    with pytest.raises(Unreadable, match="document type"):
        spreadsheet_xlsx.read(members(sheet=bomb), name="a")
    wide = SHEET.replace(b'<c r="C4"', b'<c r="ZZZ4"')
    assert spreadsheet_xlsx.read(members(sheet=wide)).rows


@pytest.mark.parametrize("at", range(1, 12))
def test_what_is_damaged_is_refused(at):
    for data in (BOOK[: len(BOOK) * at // 12], members(sheet=SHEET[: len(SHEET) * at // 12]), members(workbook=b"<a")):
        with pytest.raises(Unreadable) as caught:
            spreadsheet_xlsx.read(data, name="a.xlsx")
        assert caught.value.file == "a.xlsx"
        assert caught.value.remedy


def test_other_files_under_its_name_are_refused(tmp_path):
    for data in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), DATA, b"<html><table></table></html>"):
        with pytest.raises(Unreadable) as caught:
            spreadsheet_xlsx.read(data, name="a.xlsx")
        assert ".xlsx" in caught.value.remedy
    file = tmp_path / "a.xlsx"
    file.write_bytes(BOOK)
    for to in ("ods", "xls"):
        with pytest.raises(Unreadable) as caught:
            spreadsheet_xlsx.read(office(file, to, tmp_path))
        assert ".xlsx" in caught.value.remedy


@given(st.binary(max_size=200), st.integers(0, len(SHEET) - 1))
@settings(max_examples=60)
def test_no_file_makes_it_fail_otherwise(piece, at):
    for data in (members(sheet=SHEET[:at] + piece + SHEET[at:]), BOOK[: at % len(BOOK)] + piece + BOOK[at % len(BOOK) :]):
        try:
            spreadsheet_xlsx.read(data)
        except Unreadable as error:
            assert error.remedy  # noqa: PT017


@given(st.binary(max_size=60) | st.text(st.sampled_from("\",;\n'[]1x="), max_size=40).map(str.encode), st.integers(0, len(DATA)))
def test_no_csv_makes_it_fail_otherwise(piece, at):
    try:
        spreadsheet_csv.read(DATA[:at] + piece + DATA[at:])
    except Unreadable as error:
        assert error.remedy  # noqa: PT017
