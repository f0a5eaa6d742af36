"""XLSX, the spreadsheet's own format: a sheet to work in, and one that says how.

All cells are text: nothing is calculated, no number or date comes of a translation. The header line is the small first row and a property
of the document.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from translate_flow import languages
from translate_flow.errors import UsageError
from translate_flow.exchange import plain_rows, sheet, workfile
from translate_flow.exchange.kit import Kit, Returned

if TYPE_CHECKING:
    from openpyxl import Workbook

NAME = "xlsx"
SUFFIX = ".xlsx"
BY_SENTENCE = False

MAX_CELL = 32_767  # characters, by the format
_WIDTHS = (9, 60, 60, 9, 48)
_TITLES = 3  # the row of titles, after the header line and the brief
_FONTS = {  # faces of Windows and macOS that have the script; others are replaced by what there is
    "Arab": "Arial", "Hebr": "Arial", "Jpan": "Yu Gothic", "Kore": "Malgun Gothic", "Hans": "Microsoft YaHei", "Hant": "Microsoft JhengHei",
    "Thai": "Leelawadee UI", "Deva": "Nirmala UI", "Beng": "Nirmala UI", "Guru": "Nirmala UI", "Gujr": "Nirmala UI", "Taml": "Nirmala UI",
    "Telu": "Nirmala UI", "Knda": "Nirmala UI", "Mlym": "Nirmala UI", "Sinh": "Nirmala UI", "Khmr": "Leelawadee UI", "Laoo": "Leelawadee UI",
    "Ethi": "Ebrima", "Mymr": "Myanmar Text", "Geor": "Sylfaen", "Armn": "Sylfaen",
}  # fmt: skip
_SCRIPTS = {  # of languages whose tag does not say it
    "ar": "Arab", "fa": "Arab", "ur": "Arab", "ps": "Arab", "he": "Hebr", "yi": "Hebr", "ja": "Jpan", "ko": "Kore", "zh": "Hans", "zh-TW": "Hant", "zh-HK": "Hant",
    "th": "Thai", "hi": "Deva", "mr": "Deva", "ne": "Deva", "bn": "Beng", "pa": "Guru", "gu": "Gujr", "ta": "Taml", "te": "Telu", "kn": "Knda", "ml": "Mlym",
    "si": "Sinh", "km": "Khmr", "lo": "Laoo", "am": "Ethi", "ti": "Ethi", "my": "Mymr", "ka": "Geor", "hy": "Armn",
}  # fmt: skip
_HOW = (
    "Write each translation into the column “target”, beside its source, and put an x into “status” when it is done.",
    "“review” stands where a source has changed since it was translated: look at it, change what needs it, then put an x.",
    "“locked” stands where nothing is to be translated: what is changed there is not taken.",
    "Signs such as <1>, </1> and <2/> stand for markup (the note says which): each belongs into the translation, where the marked words are.",
    "The column “note” holds what there is to know: remarks, terms, and what the memory proposes.",
    "Rows may be sorted, filtered and formatted; leave the ids, the titles and the small first row as they are. Save as .xlsx.",
)
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - the format's dates have no zone; the same kit gives the same bytes
_HELD = re.compile(rb'(<row [^>]*?) customHeight="1"')
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(?=<)")


def write(kit: Kit) -> bytes:
    """The kit as a workbook. Raises UsageError for a row that is longer than a cell can be."""
    from openpyxl import Workbook

    book = Workbook()
    line = workfile.line(kit.header)
    _properties(book, kit, line)
    _styles(book, kit)
    page = book.active
    page.title = "translation"
    _put(page, 1, 1, line, "tf line")
    _put(page, 2, 2, "\n".join(sheet.brief_lines(kit)), "tf brief")
    named = ("id", f"source ({kit.source_language})", f"target ({kit.target_language})", "status", "note")
    for column, title in enumerate(named, 1):
        _put(page, _TITLES, column, title, "tf title")
    for number, (row, cells) in enumerate(sheet.lines(kit, book=True), _TITLES + 1):
        if (longest := max(len(_escaped(cell).encode("utf-16-le")) // 2 for cell in cells[:3])) > MAX_CELL:
            raise UsageError(f"Row {row.key} has {longest} characters, more than a cell of a spreadsheet can hold", remedy="Take it out by sentence, or as po, xliff or docx.")
        for column, (cell, style) in enumerate(zip(cells, sheet.COLUMNS, strict=True), 1):
            _put(page, number, column, cell, f"tf {style}")
        page.row_dimensions[number].height = _height(cells)
    _layout(page, kit)
    _explain(book, kit)
    out = io.BytesIO()
    book.save(out)
    return _fixed(out.getvalue())


def _escaped(text: str) -> str:
    """A text as cells hold it: `_x0041_` in it would be read as the character of that number (ECMA-376 part 1, §22.9.2.19)."""
    return _NUMBERED.sub("_x005F_", text)


def _put(page: Any, row: int, column: int, text: str, style: str) -> None:
    cell = page.cell(row, column)
    cell.style = style
    if text:
        cell.value = _escaped(text)[:MAX_CELL]
        cell.data_type = "s"  # whatever it begins with


def _height(cells: tuple[str, ...]) -> float:
    """A row's height in points, as far as it can be told without fonts; a spreadsheet fits it again when the row is edited."""
    source, target, note = (sum(1 + _breadth(line) // (_WIDTHS[column] + 2) for line in cells[column].split("\n")) for column in (1, 2, 4))
    return min(400.0, max(15.0 * max(source, target), 12.5 * note) + 2)


def _breadth(text: str) -> int:
    """How broad a text is, in the format's unit: an average character. Ideographs and the like take two."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _properties(book: Workbook, kit: Kit, line: str) -> None:
    from openpyxl.packaging.custom import StringProperty

    book.properties.title = plain_rows.encoded(kit.title)
    book.properties.creator = "translate-flow"
    book.properties.description = line
    book.properties.created = _FIXED
    book.custom_doc_props.append(StringProperty(name="translate-flow", value=line))


def _styles(book: Workbook, kit: Kit) -> None:
    from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection

    def style(name: str, *, face: str = "Arial", order: int = 0, fill: str = "", free: bool = False, wrap: bool = True, **font: Any) -> None:
        made = NamedStyle(f"tf {name}", number_format="@", font=Font(name=face, **({"size": 11} | font)), protection=Protection(locked=not free))
        made.alignment = Alignment(wrap_text=wrap, vertical="top", readingOrder=order)
        if fill:
            made.fill = PatternFill("solid", fgColor=fill)
        book.add_named_style(made)

    style("line", size=7, color="999999", wrap=False, order=1)
    style("brief", italic=True)
    style("title", bold=True, fill="E7E6E6")
    style("id", color="808080", size=9, order=1)
    style("source", face=_font(kit.source_language), order=_order(kit.source_language), fill="F7F7F7")
    style("target", face=_font(kit.target_language), order=_order(kit.target_language), free=True)
    style("status", free=True, order=1)
    style("note", color="595959", size=9, order=1, free=True)


def _font(tag: str) -> str:
    script = next((part for part in tag.split("-")[1:] if part in _FONTS), "")
    return _FONTS.get(script or _SCRIPTS.get(tag) or _SCRIPTS.get(tag.partition("-")[0], ""), "Arial")


def _order(tag: str) -> int:
    """The reading order of a cell, as the format numbers it."""
    return 2 if languages.direction(tag) == "rtl" else 1


def _layout(page: Any, kit: Kit) -> None:
    """Widths, what stays in sight, what may be chosen, and how it is shown."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    last = max(_TITLES + 1, _TITLES + len(kit.rows))
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.row_dimensions[1].height = 10
    page.row_dimensions[2].height = min(90, 15 * max(1, sum(1 + len(line) // 65 for line in sheet.brief_lines(kit))))
    page.freeze_panes = f"C{_TITLES + 1}"
    page.auto_filter.ref = f"A{_TITLES}:E{last}"
    page.sheet_view.rightToLeft = languages.direction(kit.target_language) == "rtl"
    choice = DataValidation(type="list", formula1='"x,review"', allow_blank=True, showErrorMessage=False)
    choice.add(f"D{_TITLES + 1}:D{last}")
    page.add_data_validation(choice)
    area = f"C{_TITLES + 1}:D{last}"
    page.conditional_formatting.add(area, FormulaRule([f'$D{_TITLES + 1}="review"'], fill=PatternFill(bgColor="FFF2CC")))
    page.conditional_formatting.add(area, FormulaRule([f'$D{_TITLES + 1}="locked"'], font=Font(color="999999"), fill=PatternFill(bgColor="EDEDED")))
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{_TITLES}:{_TITLES}"


def _explain(book: Workbook, kit: Kit) -> None:
    page = book.create_sheet("how to")
    page.column_dimensions["A"].width = 110
    title = plain_rows.encoded(f"{kit.title}: from {kit.source_language} to {kit.target_language}")
    for number, (text, style) in enumerate([(title, "tf title"), *((line, "tf brief") for line in (*_HOW, *sheet.brief_lines(kit)))], 1):
        _put(page, number, 1, text, style)


def _fixed(data: bytes) -> bytes:
    """The workbook with the same dates whenever it is written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for member in made.infolist():
            content = made.read(member)
            if member.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + _FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            if member.filename.startswith("xl/worksheets/"):
                content = _HELD.sub(rb"\1", content)  # else rows would not grow with what is typed
            info = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            kept.writestr(info, content)
    return out.getvalue()


def read(data: bytes, *, name: str = "") -> Returned:
    """What came back, from every sheet with the titles. Raises Unreadable for what is no such workbook, with what to save it as."""
    from translate_flow.exchange import xlsx_cells

    tables, aside = xlsx_cells.tables(data, name=name)
    return sheet.returned(tables, name=name, made_as=NAME, aside=aside)
