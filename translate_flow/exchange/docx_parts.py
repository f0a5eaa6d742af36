"""The parts of a DOCX package around its text: content types, relationships, styles, settings, properties, footer.

After ECMA-376 (Office Open XML), transitional, with no more than Word needs to open a file without a question. Written as text, not
through a library: what is here is all there is in a file, the same bytes each time.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PROPERTY = "translate-flow"  # the custom property that holds the header line; what is longer than _LONGEST goes on in "translate-flow 2" …
_LONGEST = 240  # characters: Word cuts a custom property at 255
_TEXT_FONT = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>'  # other scripts' fonts are the system's choice

_CONTENT_TYPES = f"""{XML}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>\
<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>\
<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>\
<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>"""
_RELATIONSHIPS = f"""{XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>\
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
<Relationship Id="rId3" Type="{_OFFICE}/relationships/extended-properties" Target="docProps/app.xml"/>\
<Relationship Id="rId4" Type="{_OFFICE}/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>"""
_DOCUMENT_RELATIONSHIPS = f"""{XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/relationships/settings" Target="settings.xml"/>\
<Relationship Id="rId3" Type="{_OFFICE}/relationships/footer" Target="footer1.xml"/></Relationships>"""
_SETTINGS = f"""{XML}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/><w:characterSpacingControl w:val="doNotCompress"/>\
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"""
_APP = f"""{XML}<Properties xmlns="{_OFFICE}/extended-properties"><Application>translate-flow</Application></Properties>"""


def package(document: str, *, styles: str, title: str, header: str, footer: str) -> bytes:
    """The file. `document` and `styles` are XML; `title`, `header` (the header line) and `footer` plain text. Always the same bytes."""
    parts: Mapping[str, str] = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONSHIPS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONSHIPS,
        "word/styles.xml": styles,
        "word/settings.xml": _SETTINGS,
        "word/footer1.xml": _footer(footer),
        "docProps/core.xml": _core(title),
        "docProps/app.xml": _APP,
        "docProps/custom.xml": _custom(header),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            member = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))  # the first date that ZIP knows
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # the same on every system
            archive.writestr(member, text.encode("utf-8"))
    return buffer.getvalue()


def _footer(text: str) -> str:
    return (
        f'{XML}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="tfheader"/><w:jc w:val="right"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)} · </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        f'<w:r><w:t xml:space="preserve"> / </w:t></w:r><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
    )


def _core(title: str) -> str:
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>translate-flow</dc:creator><dc:title>{escape(title, quote=False)}</dc:title></cp:coreProperties>"
    )


def _custom(header: str) -> str:
    properties = (
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{at + 2}" name="{_name(at)}">'
        f"<vt:lpwstr>{escape(part, quote=False)}</vt:lpwstr></property>"
        for at, part in enumerate(_parts(header))
    )
    return f'{XML}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{"".join(properties)}</Properties>'


def _name(at: int) -> str:
    return f"{PROPERTY} {at + 1}" if at else PROPERTY


def _parts(line: str) -> list[str]:
    """The line in pieces of whole words, each short enough for a property."""
    parts = [""]
    for word in line.split():
        if parts[-1] and len(parts[-1]) + len(word) >= _LONGEST:
            parts.append("")
        parts[-1] += f" {word}" if parts[-1] else word
    return parts


# --- styles ---


def styles(languages: Sequence[tuple[str, str, bool]]) -> str:
    """The styles. `languages`: for each column of text (name, tag, whether it is written from right to left).

    A column's styles carry language and direction, so that what a translator types into an empty cell has them too.
    """
    made = [
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_TEXT_FONT}<w:sz w:val="21"/><w:szCs w:val="22"/><w:lang w:val="en" w:eastAsia="en" w:bidi="en"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>',
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        _paragraph("Title", "Title", "Normal", '<w:spacing w:before="60" w:after="60"/>', '<w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="32"/>'),
        _paragraph("tfheader", "tf-header", "Normal", '<w:spacing w:after="40"/>', '<w:noProof/><w:color w:val="808080"/><w:sz w:val="14"/><w:szCs w:val="14"/>'),
        _paragraph("tfguide", "tf-guide", "Normal", '<w:spacing w:after="60"/><w:ind w:left="240" w:hanging="240"/>', '<w:noProof/><w:sz w:val="19"/><w:szCs w:val="19"/>'),
        _paragraph("tfhead", "tf-head", "Normal", '<w:keepNext/><w:spacing w:before="40" w:after="40"/>', '<w:noProof/><w:b/><w:bCs/><w:sz w:val="18"/><w:szCs w:val="18"/>'),
        _paragraph("tfkey", "tf-key", "Normal", "", '<w:noProof/><w:color w:val="595959"/><w:sz w:val="18"/><w:szCs w:val="18"/>'),
        _paragraph("tfdone", "tf-done", "Normal", '<w:jc w:val="center"/>', '<w:noProof/><w:b/><w:bCs/>'),
        _paragraph("tfremark", "tf-remark", "Normal", '<w:spacing w:after="40"/>', '<w:noProof/><w:sz w:val="17"/><w:szCs w:val="17"/>'),
        '<w:style w:type="character" w:customStyle="1" w:styleId="tfcode"><w:name w:val="tf-code"/>'
        '<w:rPr><w:b w:val="0"/><w:bCs w:val="0"/><w:i w:val="0"/><w:iCs w:val="0"/><w:noProof/><w:color w:val="9A4B00"/><w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/></w:rPr></w:style>',
    ]  # fmt: skip
    for name, tag, right_to_left in languages:
        said = escape(tag)
        bidi = "<w:bidi/>" if right_to_left else ""
        rtl = "<w:rtl/>" if right_to_left else ""
        own = f'{rtl}<w:lang w:val="{said}" w:eastAsia="{said}" w:bidi="{said}"/>'
        made += [
            _paragraph(f"tf{name}", f"tf-{name}", "Normal", bidi, own),
            _paragraph(f"tf{name}heading", f"tf-{name}-heading", f"tf{name}", "", "<w:b/><w:bCs/>"),
            _paragraph(f"tf{name}quote", f"tf-{name}-quote", f"tf{name}", '<w:ind w:left="280" w:right="280"/>', ""),
            _paragraph(f"tf{name}small", f"tf-{name}-small", f"tf{name}", "", '<w:sz w:val="19"/><w:szCs w:val="20"/>'),
        ]
    return f'{XML}<w:styles xmlns:w="{W}">{"".join(made)}</w:styles>'


def _paragraph(identity: str, name: str, based: str, of_paragraph: str, of_text: str) -> str:
    custom = "" if identity == "Title" else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/><w:qFormat/>'
        + (f"<w:pPr>{of_paragraph}</w:pPr>" if of_paragraph else "")
        + (f"<w:rPr>{of_text}</w:rPr>" if of_text else "")
        + "</w:style>"
    )
