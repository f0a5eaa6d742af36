"""A bilingual DOCX: a table of source and translation for people who use a word processor.

Languages, directions and kinds are paragraph styles; signs of codes a character style. The header line stands above the table and in
the custom properties: either is enough.
"""

from __future__ import annotations

from html import escape

from translate_flow import languages
from translate_flow.exchange import bilingual
from translate_flow.exchange.bilingual import DONE_SIGNS, Remark
from translate_flow.exchange.docx_parts import XML, W, package, styles
from translate_flow.exchange.kit import Kit, Returned, Row, State
from translate_flow.exchange.workfile import line
from translate_flow.text import inline
from translate_flow.text.document import Kind
from translate_flow.text.inline import Content

NAME = "docx"
SUFFIX = ".docx"
BY_SENTENCE = False

MARK = "\u200e"  # LEFT-TO-RIGHT MARK: beside a sign where text runs from right to left, in which `</1>` would look like `<1/>`
_WIDTHS = (1150, 4850, 4850, 860, 3688)  # twentieths of a point: the columns on an A4 page on its side, within 2.5 cm for both margins
_WHOLE = 700  # characters of source up to which a row stays on one page
_HEADINGS = frozenset({Kind.TITLE, Kind.HEADING})
_SMALL = frozenset({Kind.BYLINE, Kind.DATE, Kind.PROVENANCE, Kind.CAPTION, Kind.FOOTNOTE})
_SHADE = {"head": "DCE6F1", "source": "F5F5F5", "locked": "D9D9D9", "open": "FFF2CC"}
_SPECIAL = {"\u00ad": "<w:softHyphen/>", "\u2011": "<w:noBreakHyphen/>"}


def write(kit: Kit) -> bytes:
    """The kit as a DOCX. Raises Unreadable for a text that no XML can hold."""
    source, target = (languages.direction(tag) == "rtl" for tag in (kit.source_language, kit.target_language))
    marked = source or target
    header = line(kit.header)
    rows = "".join(_row(kit, row, marked) for row in kit.rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    table = (
        f'<w:tbl><w:tblPr>{"<w:bidiVisual/>" if target else ""}<w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/>{_borders()}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="90" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_heads(kit)}{rows}</w:tbl>"
    )
    top = [
        _paragraph("tfheader", _run(header)),
        _paragraph("Title", _run(bilingual.shown(kit.title), _language(kit.source_language)), right_to_left=source),
        _paragraph("tfguide", _run(bilingual.facts(kit))),
        *(_paragraph("tfguide", _run(f"For you: {bilingual.shown(said)}", "<w:b/><w:bCs/>")) for said in kit.brief),
        *(_paragraph("tfguide", _run(f"• {said}")) for said in bilingual.guide(kit)),
    ]
    section = '<w:sectPr><w:footerReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" w:type="default" r:id="rId3"/>' \
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720" w:header="400" w:footer="400" w:gutter="0"/></w:sectPr>'  # fmt: skip
    document = f'{XML}<w:document xmlns:w="{W}"><w:body>{"".join(top)}{table}{_paragraph("tfheader", "")}{section}</w:body></w:document>'
    made = styles([("source", kit.source_language, source), ("target", kit.target_language, target)])
    return package(document, styles=made, title=bilingual.shown(kit.title), header=header, footer=bilingual.shown(kit.header.version))


def read(data: bytes, *, name: str = "") -> Returned:
    from translate_flow.exchange import docx_read

    return docx_read.read(data, name=name)


def _row(kit: Kit, row: Row, marked: bool) -> str:
    locked = _SHADE["locked"] if row.state is State.LOCKED else ""
    kind = bilingual.kind_name(row)
    key = _paragraph("tfkey", _run(row.key)) + (_paragraph("tfkey", _run(kind)) if kind else "")
    done = DONE_SIGNS[row.state]
    cells = (
        _cell(0, key, locked),
        _cell(1, _paragraph(f"tfsource{_variant(row)}", _content(row.source, row, marked)), locked or _SHADE["source"]),
        _cell(2, _paragraph(f"tftarget{_variant(row)}", _content(row.target, row, marked)), locked),
        _cell(3, _paragraph("tfkey" if locked else "tfdone", _run(done) if done else ""), locked or (_SHADE["open"] if row.state is State.OPEN else "")),
        _cell(4, "".join(_remark(remark, marked) for remark in bilingual.remarks(kit, row)) or _paragraph("tfremark", ""), locked),
    )
    kept = "<w:trPr><w:cantSplit/></w:trPr>" if len(inline.text(row.source)) <= _WHOLE else ""
    return f"<w:tr>{kept}{''.join(cells)}</w:tr>"


def _heads(kit: Kit) -> str:
    cells = (_cell(at, _paragraph("tfhead", _run(said)), _SHADE["head"]) for at, said in enumerate(bilingual.heads(kit)))
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(column: int, content: str, shade: str) -> str:
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{_WIDTHS[column]}" w:type="dxa"/>{shading}</w:tcPr>{content}</w:tc>'


def _variant(row: Row) -> str:
    if row.kind in _HEADINGS:
        return "heading"
    if row.kind is Kind.QUOTE:
        return "quote"
    return "small" if row.kind in _SMALL else ""


def _remark(remark: Remark, marked: bool) -> str:
    right_to_left = bool(remark.language) and languages.direction(remark.language) == "rtl"
    own = _language(remark.language, right_to_left) if remark.language else ""
    label = _run(f"{remark.label}: ", "<w:b/><w:bCs/>")
    runs = _content(inline.read(remark.text), None, marked and right_to_left, own)
    if right_to_left:  # two directions in one paragraph are hard to read
        return _paragraph("tfremark", label) + _paragraph("tfremark", runs, right_to_left=True)
    return _paragraph("tfremark", label + runs)


def _content(content: Content, row: Row | None, marked: bool, properties: str = "") -> str:
    runs = []
    for text, is_sign in bilingual.piece_runs(content):
        if is_sign:
            runs.append(_run(f"{MARK}{text}{MARK}" if marked else text, '<w:rStyle w:val="tfcode"/><w:noProof/><w:rtl w:val="0"/>'))
        else:
            runs.append(_run(bilingual.travelling(text, row) if row else text, properties))
    return "".join(runs)


def _run(text: str, properties: str = "") -> str:
    """A run of plain text. Hyphens that a word processor has signs of its own for are written so."""
    pieces: list[str] = []
    start = 0
    for at, character in enumerate(text):
        if character in _SPECIAL:
            pieces += (_text(text[start:at]), _SPECIAL[character])
            start = at + 1
    pieces.append(_text(text[start:]))
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{own}{''.join(pieces)}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>' if text else ""


def _paragraph(style: str, runs: str, *, right_to_left: bool = False) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:bidi/>" if right_to_left else ""}</w:pPr>{runs}</w:p>'


def _language(tag: str, right_to_left: bool = False) -> str:
    said = escape(tag)
    return f'{"<w:rtl/>" if right_to_left else ""}<w:lang w:val="{said}" w:eastAsia="{said}" w:bidi="{said}"/>'


def _borders() -> str:
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return f"<w:tblBorders>{sides}</w:tblBorders>"
