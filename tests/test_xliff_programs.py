"""XLIFF in the hands of real programs: Translate Toolkit, through which Virtaal and Weblate read, and OmegaT."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from lxml import etree

from tests import kits
from tests.xliff_kits import parted, read, rows, same, target
from tests.xliff_rules import broken
from translate_flow import exchange
from translate_flow.exchange import xliff12, xliff21
from translate_flow.exchange.kit import State
from translate_flow.text import inline

# --- Translate Toolkit, which Virtaal, Weblate and Pootle read through -----------------------------------------------------------


def _toolkit(data: bytes, name: str):
    """The units of a file as Translate Toolkit sees them, by our key, and its store."""
    module = pytest.importorskip(f"translate.storage.{name}", reason="translate-toolkit is not installed")
    store = {"xliff": "xlifffile", "poxliff": "PoXliffFile", "xliff2": "Xliff2File"}[name]
    found = getattr(module, store).parsestring(data)
    return {unit.xmlelement.get("resname") or unit.xmlelement.get("id"): unit for unit in found.units}, found


@pytest.mark.parametrize("reader", ["xliff", "poxliff"])
def test_translate_toolkit_reads_1_2(reader):
    kit = kits.garden("xliff", "segment")
    units, store = _toolkit(xliff12.write(kit), reader)
    assert list(units) == [row.key for row in kit.rows]
    assert (store.sourcelanguage, store.targetlanguage) == ("es", "pt")
    for row in kit.rows:
        unit = units[row.key]
        assert unit.source == inline.text(row.source)
        assert unit.target == inline.text(row.source if row.state is State.NEW else row.target)
        assert unit.istranslated() is (row.state in {State.DONE, State.LOCKED})
        assert unit.isfuzzy() is (row.state in {State.NEW, State.OPEN})  # a copy counts as one that needs work
        assert unit.istranslatable() is (row.state is not State.LOCKED)
    assert [(one.source, one.target) for one in units["8"].getalttrans()] == [
        ("Las cosechas se reparten entre veinte familias.", "As colheitas repartem-se entre vinte famílias.")
    ]
    assert "La foto es de 2016." in units["2"].getnotes()


def test_translate_toolkit_writes_1_2():
    units, store = _toolkit(xliff12.write(kits.garden("xliff", "segment")), "xliff")
    units["1"].target = "A horta e a escola"
    units["2"].rich_target = [_named(units["2"].rich_source[0], {"Entre ": "Entre ", "vecinos": "vizinhos", " y ": " e ", "tierra": "terra"})]
    units["2"].marktranslated()
    units["4.3"].target = "Quatro, afinal."
    units["4.3"].markfuzzy()
    units["8"].addnote("¿veinte o treinta?", origin="translator")
    found = read("xliff", bytes(store))
    assert found.header == kits.header("xliff", "segment")
    back = rows(found)
    assert len(back) == 9
    assert (target(back["1"]), back["1"].done) == ("A horta e a escola", True)
    assert (target(back["2"]), back["2"].done) == ("Entre <1>vizinhos</1> e <2>terra</2>.", True)
    assert (target(back["4.3"]), back["4.3"].done) == ("Quatro, afinal.", False)
    assert (target(back["4.2"]), target(back["8"])) == ("", "")
    assert not any(row.problem for row in found.rows)


def _named(element, words: dict[str, str]):
    """A placeable of Translate Toolkit with its words put into the other language."""
    copied = element.copy()
    for leaf in copied.flatten():
        leaf.sub = [words.get(str(part), part) if not hasattr(part, "sub") else part for part in leaf.sub]
    return copied


def test_translate_toolkit_reads_and_writes_2_1():
    """Its reader of 2.x is young: it sees plain text, and gives a segment's state. What it writes is read back."""
    kit = kits.garden("xliff2", "segment")
    units, store = _toolkit(xliff21.write(kit), "xliff2")
    assert list(units) == [row.key for row in kit.rows]
    for row in kit.rows:
        unit = units[row.key]
        assert unit.source == inline.text(row.source)
        assert (unit.target or "") == inline.text(row.target)
        assert unit.istranslated() is (row.state in {State.DONE, State.LOCKED})
        assert unit.istranslatable() is (row.state is not State.LOCKED)
    units["4.3"].target = "Quatro, afinal."
    units["4.3"].marktranslated()
    units["1"].markfuzzy()
    found = read("xliff2", bytes(store))
    assert found.header == kit.header
    back = rows(found)
    assert (target(back["4.3"]), back["4.3"].done) == ("Quatro, afinal.", True)
    assert (target(back["1"]), back["1"].done) == ("A horta & a escola", False)
    assert target(back["2"]) == ""


def test_pofilter_checks_a_file(tmp_path):
    kit = kits.garden("xliff", "segment")
    bad = replace(kit.rows[2], target=kits.content("Um **dois**"))
    (tmp_path / "in.xlf").write_bytes(xliff12.write(replace(kit, rows=(*kit.rows[:2], bad, *kit.rows[3:]))))
    subprocess.run([sys.executable, "-m", "translate.filters.pofilter", "--test=endpunc", "--nofuzzy", "--progress=none", str(tmp_path / "in.xlf"), str(tmp_path / "out.xlf")], check=True, capture_output=True, timeout=120)
    found = read("xliff", (tmp_path / "out.xlf").read_bytes())
    assert [(row.key, target(row)) for row in found.rows] == [("4.1", "Um <1>dois</1>")]
    assert found.header is None  # it writes a file of its own


# --- OmegaT -------------------------------------------------------------------------------------------------------------------

_PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>es</source_lang><target_lang>pt</target_lang><sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags></project></omegat>"""


def omegat(folder: Path, files: dict[str, bytes], memory: dict[str, str]) -> dict[str, bytes]:
    """What OmegaT makes of files in its console mode, by name: `memory` is put into tm/auto, so its full matches are filled in."""
    program = shutil.which("omegat")
    if not program:
        pytest.skip("omegat (Debian's package omegat) is not installed")
    project = folder / "project"
    for name in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True)
    (project / "omegat.project").write_text(_PROJECT, encoding="utf-8")
    for name, data in files.items():
        (project / "source" / name).write_bytes(data)
    units = "".join(f'<tu><tuv xml:lang="es"><seg>{escape(source)}</seg></tuv><tuv xml:lang="pt"><seg>{escape(said)}</seg></tuv></tu>' for source, said in memory.items())
    head = '<header creationtool="test" creationtoolversion="1" segtype="sentence" o-tmf="test" adminlang="en" srclang="es" datatype="plaintext"/>'
    (project / "tm" / "auto" / "memory.tmx").write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">{head}<body>{units}</body></tmx>', encoding="utf-8")
    done = subprocess.run([program, str(project), "--mode=console-translate", f"--config-dir={folder / 'config'}"], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {name: (project / "target" / name).read_bytes() for name in files}


def test_omegat_translates_1_2(tmp_path):
    garden, cut = kits.garden("xliff", "segment"), parted("xliff", translated=())
    memory = {
        "Entre <g0>vecinos</g0> y <g1>tierra</g1>.": "Entre <g0>vizinhos</g0> e <g1>terra</g1>.",
        "¿<g0>Tres</g0>?": "<g0>Três</g0>?",
        "Fijo": "MUDOU",
        "Fixo": "MUDOU",
        "Cuatro.": "MUDOU",
        "Cinco.": "MUDOU",
        "La foto es de 2016.": "MUDOU",
        "Llovió <b0/>toda la noche.": "Choveu <b0/>a noite toda.",
        "El huerto<e0/> aguantó y <b1/>la escuela abrió.": "A horta<e0/> aguentou e <b1/>a escola abriu.",
    }
    made = omegat(tmp_path, {"garden.xlf": xliff12.write(garden), "cut.xlf": xliff12.write(cut)}, memory)
    found = read("xliff", made["garden.xlf"])
    assert found.header == garden.header
    assert [row.key for row in found.rows] == [row.key for row in garden.rows]
    assert not any(row.problem for row in found.rows)
    expected = {row.key: inline.written(row.target) for row in garden.rows}
    assert {key: target(row) for key, row in rows(found).items()} == expected | {"2": "Entre <1>vizinhos</1> e <2>terra</2>.", "4.2": "<2>Três</2>?"}
    assert rows(found)["2"].done is None  # OmegaT keeps no states
    assert rows(found)["4.3"].done is False
    back = read("xliff", made["cut.xlf"])
    assert [target(row) for row in back.rows] == ["Choveu <1>a noite toda.", "A horta</1> aguentou e <2>a escola abriu.", ""]
    for row, sent in zip(back.rows[:2], cut.rows, strict=False):
        assert inline.damage(sent.source, row.target) == []


def test_omegat_shows_an_open_rows_translation_as_what_to_translate(tmp_path):
    """A limit of OmegaT 3.6: it takes every target for the text to be translated. What is done to it is taken all the same."""
    made = omegat(tmp_path, {"a.xlf": xliff12.write(kits.garden("xliff", "segment"))}, {"Quatro.": "Quatro, afinal."})
    back = rows(read("xliff", made["a.xlf"]))["4.3"]
    assert (target(back), back.done) == ("Quatro, afinal.", None)


def test_omegat_passes_2_1_through(tmp_path):
    """OmegaT 3.6 finds no text in XLIFF 2 (it collects what it has read at the end of a `trans-unit`): the file comes out as it went in."""
    kit = kits.garden("xliff2", "segment")
    made = omegat(tmp_path, {"a.xlf": xliff21.write(kit)}, {"¿Tres?": "MUDOU", "A horta & a escola": "MUDOU", "cosechas": "MUDOU"})
    same("xliff2", made["a.xlf"])
    assert broken(etree.fromstring(made["a.xlf"])) == []


def test_omegat_translates_po(tmp_path):
    pytest.importorskip("translate_flow.exchange.po", reason="the PO module is not here")
    module, kit = exchange.get("po"), kits.garden("po", "segment")
    made = omegat(tmp_path, {"a.po": module.write(kit)}, {inline.written(kit.rows[1].source): "Entre <1>vizinhos</1> e <2>terra</2>."})
    found = module.read(made["a.po"], name="a.po")
    assert found.header == kit.header
    back = rows(found)
    assert target(back["2"]) == "Entre <1>vizinhos</1> e <2>terra</2>."
    assert target(back["4.2"]) == ""
