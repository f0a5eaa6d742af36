"""What makes a folder a project of OmegaT (3.6 and later): its settings, and the translations that it already has.

OmegaT 3.6 takes the target of an XLIFF unit for the text to translate. So its file holds copies of the source, and what is translated
stands where OmegaT itself keeps it, in `omegat/project_save.tmx` (User Guide, “Project folder”): TMX 1.1 with codes as text, named by the
first letter of their element and their place in the segment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from translate_flow.exchange.kit import Kit, Row, State
from translate_flow.text import inline
from translate_flow.text.inline import Code, Content, Form

_OMEGAT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
    <project version="1.0">
        <source_dir>__DEFAULT__</source_dir>
        <target_dir>__DEFAULT__</target_dir>
        <tm_dir>__DEFAULT__</tm_dir>
        <glossary_dir>__DEFAULT__</glossary_dir>
        <glossary_file>__DEFAULT__</glossary_file>
        <dictionary_dir>__DEFAULT__</dictionary_dir>
        <source_lang>{source}</source_lang>
        <target_lang>{target}</target_lang>
        <sentence_seg>{sentences}</sentence_seg>
        <support_default_translations>true</support_default_translations>
        <remove_tags>false</remove_tags>
    </project>
</omegat>
"""


def project(kit: Kit) -> bytes:
    """The project's settings. OmegaT cuts sentences itself where a row is a block."""
    sentences = "false" if kit.header.unit == "segment" else "true"
    return _OMEGAT.format(source=kit.source_language, target=kit.target_language, sentences=sentences).encode()


def untranslated(kit: Kit) -> Kit:
    """The kit as OmegaT is given it: what is translated stands in `saved` instead. What is locked stays as it is."""
    rows = (row if row.state is State.LOCKED else replace(row, target=(), state=State.NEW) for row in kit.rows)
    return replace(kit, rows=tuple(rows))


def saved(kit: Kit) -> bytes:
    """The translations of the kit as OmegaT keeps its own. What is to be looked at again is not among them: its note says what it was."""
    from lxml import etree

    root = etree.Element("tmx", version="1.1")
    segments = "sentence" if kit.header.unit == "segment" else "paragraph"
    said_of_all = {
        "creationtool": "translate-flow", "creationtoolversion": "1", "segtype": segments, "o-tmf": "OmegaT TMX", "adminlang": "EN-US",
        "srclang": kit.source_language, "datatype": "plaintext",
    }  # fmt: skip
    etree.SubElement(root, "header", said_of_all)
    body = etree.SubElement(root, "body")
    for source, target in _pairs(kit):
        unit = etree.SubElement(body, "tu")
        for language, said in ((kit.source_language, source), (kit.target_language, target)):
            variant = etree.SubElement(unit, "tuv", {"lang": language})
            etree.SubElement(variant, "seg").text = said
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _pairs(kit: Kit) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for row in kit.rows:
        names = _names(row)
        if row.state is State.DONE and all((code.number, code.form) in names for code in inline.codes(row.target)):
            found.setdefault(_said(row.source, names), _said(row.target, names))
    yield from found.items()


def _names(row: Row) -> dict[tuple[int, Form], str]:
    """The codes of a row's source as OmegaT shows them: `<g0>`, `</g0>`, `<x1/>`."""
    there = {(code.number, code.form) for code in inline.codes(row.source)}
    places: dict[int, int] = {}
    names: dict[tuple[int, Form], str] = {}
    for code in inline.codes(row.source):
        whole = {(code.number, Form.OPEN), (code.number, Form.CLOSE)} <= there
        if not (whole and code.form is Form.CLOSE):
            places[code.number] = len(places)
        at = places[code.number]
        halves = {Form.OPEN: f"<b{at}/>", Form.CLOSE: f"<e{at}/>", Form.ALONE: f"<x{at}/>"}
        names[code.number, code.form] = halves[code.form] if not whole else f"<g{at}>" if code.form is Form.OPEN else f"</g{at}>"
    return names


def _said(content: Content, names: dict[tuple[int, Form], str]) -> str:
    return "".join(names[piece.number, piece.form] if isinstance(piece, Code) else piece for piece in content)
