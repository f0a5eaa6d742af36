"""Bilingual documents as people's programs leave them: kits in several languages, a DOCX's parts exchanged, LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from tests import kits
from translate_flow.exchange.docx_parts import W
from translate_flow.exchange.kit import Kit, Returned, Row, State
from translate_flow.text import inline
from translate_flow.text.document import Kind

SOFFICE = shutil.which("soffice") or ""
ODD = Row(4, 0, Kind.PARAGRAPH, inline.plain("a\x0bb\x1bc\x01d\x85e\u2028f\u2029g\u200bh\xadi\ufeffj\u2060k\x7fl\x9dm\u2011 👨\u200d👩\u200d👧 \ue000 e\u0301 \xa0é"))  # what programs like to lose
PAIRS = ("es pt", "en ar", "en zh", "fa de")
_TEXTS = {
    "es": ("El **huerto** crece", "Riega cada [mañana](/m), dice *ella*."),
    "en": ("The **garden** grows", "Water it each [morning](/m), *she* says."),
    "pt": ("A **horta** cresce", "Regue toda [manhã](/m), diz *ela*."),
    "ar": ("**الحديقة** تنمو", "اسقها كل [صباح](/m)، *تقول* هي 2016."),
    "zh": ("**菜园**在长", "每天[早上](/m)浇水，*她*说。"),
    "fa": ("**باغ** رشد می‌کند", "هر [صبح](/m) آبش بده، *او* می‌گوید."),
    "de": ("Der **Garten** wächst", "Gieß ihn jeden [Morgen](/m), sagt *sie*."),
}


def kit(name: str, pair: str = "es pt", *more: Row) -> Kit:
    """Row 1 is done, 2 is to be checked, 3 is new, 4 locked; those given come after."""
    source, target = pair.split()
    (title, said), (title_there, said_there) = _TEXTS[source], _TEXTS[target]
    rows = (
        Row(0, 0, Kind.HEADING, kits.content(title), kits.content(title_there), State.DONE, level=2),
        Row(1, 0, Kind.PARAGRAPH, kits.content(said), kits.content(said_there), State.OPEN, was="***"),
        Row(2, 0, Kind.PARAGRAPH, kits.content(f"{said} {title}")),
        Row(3, 0, Kind.QUOTE, kits.content(title), kits.content(title_there), State.LOCKED),
    )
    header = replace(kits.header(name), version=f"huerto/{target}", source=f"huerto/{source}")
    return Kit(header, source, target, "Title", rows + more, ("Soon.",))


def same(found: Returned, sent: Kit) -> None:
    """That what came back is what was sent, nobody having touched it."""
    assert found.header == sent.header
    assert found.warnings == ()
    assert [(row.key, inline.written(row.source or ()), inline.written(row.target), row.problem) for row in found.rows] == [
        (row.key, inline.written(row.source), inline.written(row.target), "") for row in sent.rows
    ]
    assert [row.done for row in found.rows] == [True if row.state is State.DONE else None for row in sent.rows]


# --- the parts of a DOCX ---


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(data: bytes, change: Callable[[etree._Element], None], **more: bytes) -> bytes:
    """The DOCX with its document's tree changed; `more` are members, with `__` for a slash and `_` for a dot."""
    members = parts(data)
    root = etree.fromstring(members["word/document.xml"])
    change(root)
    members["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    members |= {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
    return packed(members)


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def rows(root: etree._Element) -> list[etree._Element]:
    """Rows of the first table, the heads first."""
    table = root.find(f".//{w('tbl')}")
    assert table is not None
    return table.findall(w("tr"))


def cells(row: etree._Element) -> list[etree._Element]:
    return row.findall(w("tc"))


def xml(text: str) -> list[etree._Element]:
    """Elements written with Word's usual prefixes."""
    spaces = {
        "w": W, "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006", "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex", "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    }  # fmt: skip
    said = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
    return list(etree.fromstring(f"<x {said}>{text}</x>"))


def filled(cell: etree._Element, text: str) -> None:
    """The cell's paragraphs exchanged for others."""
    for paragraph in cell.findall(w("p")):
        cell.remove(paragraph)
    cell.extend(xml(text))


def run(text: str) -> str:
    return f'<w:r w:rsidR="00AB12CD"><w:t xml:space="preserve">{text}</w:t></w:r>'


def typed(data: bytes, key: int, text: str, column: int = 2, **more: bytes) -> bytes:
    """The DOCX with paragraphs typed into a cell of a row."""
    return changed(data, lambda root: filled(cells(rows(root)[key])[column], text), **more)


# --- LibreOffice ---


def converted(data: bytes, folder: Path, suffix: str, *formats: str) -> bytes:
    """A file opened and saved by LibreOffice, in one format after another (`odt`, `docx`, `html:HTML (StarWriter)`)."""
    if not SOFFICE:
        pytest.skip("needs LibreOffice (soffice)")
    path = folder / f"file{suffix}"
    path.write_bytes(data)
    for number, format in enumerate(formats):
        out = folder / str(number)
        words = [SOFFICE, f"-env:UserInstallation={(folder.parent / 'soffice').as_uri()}", "--headless"]
        if path.suffix == ".html":
            words.append("--infilter=HTML (StarWriter)")
        ran = subprocess.run([*words, "--convert-to", format, "--outdir", str(out), str(path)], capture_output=True, text=True, check=False, timeout=120)
        path = out / f"file.{format.partition(':')[0]}"
        if not path.exists() and "could not be loaded" in ran.stderr:
            pytest.skip("needs LibreOffice Writer")
        assert path.exists(), ran.stdout + ran.stderr
    return path.read_bytes()
