"""XLIFF 1.2 and 2.1: valid by the standard's schemas and rules, and read back whatever tools do to it."""

from __future__ import annotations

import os
import re
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests import kits
from tests.xliff_kits import MODULES, UNITS, X12, X21, file12, file21, given_out, out, parted, read, rows, same, target
from tests.xliff_rules import broken
from translate_flow.errors import Unreadable
from translate_flow.exchange import xliff12, xliff21
from translate_flow.exchange.kit import State
from translate_flow.text import inline

BOTH = pytest.mark.parametrize("name", list(MODULES))
FOLDER = os.environ.get("TRANSLATE_FLOW_XLIFF_SCHEMAS", "")
schemas = pytest.mark.skipif(not FOLDER, reason="TRANSLATE_FLOW_XLIFF_SCHEMAS names no folder with OASIS's schemas")


# --- the standard -------------------------------------------------------------------------------------------------------------


@cache
def _schema(name: str) -> etree.XMLSchema:
    """A schema of the folder by file name; `2.1` is that with its modules. What they import over the network is taken from the folder."""
    places = {path.name: path for path in sorted(Path(FOLDER).rglob("*.xsd"), reverse=True)}
    if name in places:
        text = places[name].read_text().replace("http://www.w3.org/2001/xml.xsd", places["xml.xsd"].as_uri())
        return etree.XMLSchema(etree.fromstring(text.encode(), base_url=str(places[name])))
    core = next(path for path in sorted(Path(FOLDER).rglob("xliff_core_2.0.xsd")) if path.with_name("matches.xsd").exists())
    modules = [("document", core), ("matches", core.with_name("matches.xsd")), ("glossary", core.with_name("glossary.xsd"))]
    imports = "".join(f'<xs:import namespace="urn:oasis:names:tc:xliff:{space}:2.0" schemaLocation="{path.as_uri()}"/>' for space, path in modules)
    return etree.XMLSchema(etree.fromstring(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'))


def _valid(schema: str, data: bytes) -> None:
    checked = _schema(schema)
    assert checked.validate(etree.fromstring(data)), f"{checked.error_log}\n{data.decode()}"


@schemas
@pytest.mark.parametrize("at", range(len(given_out("xliff"))))
def test_files_are_valid_by_the_schemas(at):
    for schema in ("xliff-core-1.2-strict.xsd", "xliff-core-1.2-transitional.xsd"):
        _valid(schema, xliff12.write(given_out("xliff")[at]))
    _valid("2.1", xliff21.write(given_out("xliff2")[at]))


@schemas
@given(kit=kits.kits("xliff"))
@settings(max_examples=60)
def test_any_file_is_valid_by_the_schemas(kit):
    _valid("xliff-core-1.2-strict.xsd", xliff12.write(kit))
    _valid("2.1", xliff21.write(kit))


@pytest.mark.parametrize("at", range(len(given_out("xliff2"))))
def test_files_keep_the_rules_of_2_1(at):
    data = xliff21.write(given_out("xliff2")[at])
    assert broken(etree.fromstring(data)) == [], data.decode()


@given(kit=kits.kits("xliff2"))
@settings(max_examples=60)
def test_any_file_keeps_the_rules_of_2_1(kit):
    data = xliff21.write(kit)
    assert broken(etree.fromstring(data)) == [], data.decode()


@schemas
def test_the_standards_own_files_are_read_or_refused():
    """OASIS's collections of valid and invalid files, where the folder has them: none is ours, and none breaks the reader."""
    files = [path for path in Path(FOLDER).rglob("*.xl*") if path.parent.name in {"valid", "invalid", "in-out"}]
    if not files:
        pytest.skip("the folder has no valid/ and invalid/ files")
    for path in files:
        data = path.read_bytes()
        if path.parent.name == "valid":
            assert broken(etree.fromstring(data, etree.XMLParser(resolve_entities=False))) == [], path.name
        try:
            found = xliff21.read(data, name=path.name)
        except Unreadable as error:
            assert path.parent.name != "valid", path.name
            assert error.remedy  # noqa: PT017
            continue
        assert found.header is None


@schemas
def test_our_rules_find_what_the_standard_calls_invalid():
    """Not all: fragment identifiers, extensions and modules that are not written here are out of their reach."""
    files = [path for path in Path(FOLDER).rglob("bad_*.xlf") if path.parent.parent.name == "core"]
    if not files:
        pytest.skip("the folder has no invalid/ files")
    missed = []
    for path in files:
        try:
            root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError:
            continue
        if _schema("2.1").validate(root) and not broken(root):
            missed.append(path.stem)
    beyond = re.compile("FragId|Ext|FS|Validation|Skeleton|NoteRef|XmlSpace|SrcLang|MissingNonRemovable2|WrongReordering2")
    assert [name for name in missed if not beyond.search(name)] == []


_PIECES = ["Uno dos.", " ", "¿Tres?", " ", "Cuatro.", "**", "*", "[", "](/x)", "`c`", "<i>", "</i>", "<br>", "![", "](/i.png)", "[^1]", "cinco"]


@BOTH
@given(pieces=st.lists(st.sampled_from(_PIECES), min_size=3, max_size=14), states=st.lists(st.sampled_from(list(State)), min_size=14, max_size=14))
@settings(max_examples=100)
def test_sentences_of_any_block_keep_the_rules_and_come_back(name, pieces, states):
    """Pairs of codes cut by sentences' ends, in every mixture of states."""
    kit = parted(name, source="".join(pieces).strip() or "x", states=states)
    data = MODULES[name].write(kit)
    if name == "xliff2":
        assert broken(etree.fromstring(data)) == [], data.decode()
    if FOLDER:
        _valid("2.1" if name == "xliff2" else "xliff-core-1.2-strict.xsd", data)
    back = read(name, data)
    assert [(inline.written(row.source), target(row), row.problem) for row in back.rows] == [(inline.written(row.source), inline.written(row.target), "") for row in kit.rows]


# --- what is in a file --------------------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("at", range(len(given_out("xliff"))))
def test_everything_comes_back(name, at):
    kit = given_out(name)[at]
    found = read(name, MODULES[name].write(kit))
    assert found.header == kit.header
    assert [row.key for row in found.rows] == [row.key for row in kit.rows]
    for back, row in zip(found.rows, kit.rows, strict=True):
        assert back.problem == ""
        assert inline.written(back.source) == inline.written(row.source)
        assert inline.written(back.target) == inline.written(row.target)


@BOTH
def test_states(name):
    states = {State.NEW: None, State.OPEN: False, State.DONE: True, State.LOCKED: True}
    kit = kits.garden(name, "segment")
    found = rows(read(name, MODULES[name].write(kit)))
    assert {row.key: states[row.state] for row in kit.rows} == {key: back.done for key, back in found.items()}


def test_what_a_translator_sees_in_1_2():
    root = etree.fromstring(xliff12.write(kits.garden("xliff", "segment")))
    space = {"x": xliff12.NAMESPACE}
    assert root.xpath("//x:header/x:note[@from='brief']/text()", namespaces=space) == ["Para el 1 de diciembre.", "rui: mira las cifras <b>"]
    assert root.xpath("//x:trans-unit[@id='2']/x:note[@from='note']/text()", namespaces=space) == ["La foto es de 2016."]
    assert root.xpath("//x:trans-unit[@id='2']/x:note[@from='codes']/text()", namespaces=space) == ['<1> **, <2> […](/tierra "x")']
    assert root.xpath("//x:trans-unit[@id='8']/x:note[@from='term']/text()", namespaces=space) == ["cosechas → colheitas (não: safras)"]
    match = root.xpath("//x:trans-unit[@id='8']/x:alt-trans", namespaces=space)[0]
    assert (match.get("match-quality"), match.get("origin"), match.get("alttranstype")) == ("88%", "huerto-2/pt, ana", "proposal")
    assert "".join(match[1].itertext()) == "As colheitas repartem-se entre vinte famílias."
    before = root.xpath("//x:trans-unit[@id='4.3']/x:alt-trans[@alttranstype='previous-version']", namespaces=space)[0]
    assert ["".join(text.itertext()) for text in before] == ["Cinco.", "Quatro."]
    assert root.xpath("//x:group/@resname", namespaces=space) == ["4"]
    assert root.xpath("//x:trans-unit[@translate='no']/@id", namespaces=space) == ["7"]
    new = root.xpath("//x:trans-unit[@id='2']/*[self::x:source or self::x:target]", namespaces=space)
    assert new[1].get("state") == "new"
    assert etree.tostring(new[0]).partition(b">")[2].partition(b"</source>")[0] == etree.tostring(new[1]).partition(b">")[2].partition(b"</target>")[0]


def test_what_a_translator_sees_in_2_1():
    root = etree.fromstring(xliff21.write(kits.garden("xliff2", "segment")))
    space = {"x": xliff21.NAMESPACE, "mtc": xliff21.MATCHES, "gls": xliff21.GLOSSARY}
    assert root.xpath("//x:file/x:notes/x:note[@category='brief']/text()", namespaces=space) == ["Para el 1 de diciembre.", "rui: mira las cifras <b>"]
    unit = root.xpath("//x:unit[@id='8']", namespaces=space)[0]
    assert unit.xpath("mtc:matches/mtc:match/@similarity", namespaces=space) == ["88.0"]
    assert [entry.text for entry in unit.xpath("gls:glossary/gls:glossEntry/*", namespaces=space)] == ["cosechas", "colheitas", "não: safras"]
    assert root.xpath("//mtc:match[@type='idm']/@ref", namespaces=space) == ["#4.3"]
    assert root.xpath("//x:unit[@id='4']/x:segment/@id", namespaces=space) == ["4.1", "4.2", "4.3"]
    assert root.xpath("//x:ignorable/x:source/text()", namespaces=space) == [" ", "  "]
    assert root.xpath("//x:unit[@translate='no']/@id", namespaces=space) == ["7"]
    assert root.xpath("//x:pc[@canDelete='no']/@type", namespaces=space) == ["link"]  # the target is not there yet
    assert root.xpath("//x:unit[@id='2']//x:data/text()", namespaces=space) == ["**", "[", '](/tierra "x")']
    assert not root.xpath("//x:segment[@id='2']/x:target", namespaces=space)


def test_a_pair_that_a_sentence_ends_in():
    first, second, third = etree.fromstring(xliff12.write(parted("xliff"))).iter(f"{{{xliff12.NAMESPACE}}}trans-unit")
    assert [element.tag.rpartition("}")[2] for element in first[0]] == ["bx"]
    assert [element.tag.rpartition("}")[2] for element in second[0]] == ["ex", "bx"]
    assert [element.tag.rpartition("}")[2] for element in third[0]] == ["ex"]
    root = etree.fromstring(xliff21.write(parted("xliff2", translated=(1, 2, 3))))
    space = {"x": xliff21.NAMESPACE}
    for side in ("source", "target"):
        assert root.xpath(f"//x:{side}/x:sc/@id", namespaces=space) == ["c1", "c2"]
        assert root.xpath(f"//x:{side}/x:ec/@startRef", namespaces=space) == ["c1", "c2"]
    half = etree.fromstring(xliff21.write(parted("xliff2")))  # only the first sentence has a target
    assert half.xpath("//x:target/x:sc/@isolated", namespaces=space) == ["yes"]


# --- what tools make of it ----------------------------------------------------------------------------------------------------

@BOTH
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "iso-8859-1"])
def test_other_encodings(name, encoding):
    text = MODULES[name].write(kits.garden(name, "segment")).decode()
    if encoding == "iso-8859-1":
        same(name, text.replace("UTF-8", encoding).encode(encoding, "xmlcharrefreplace"))
    else:
        same(name, (("\ufeff" if encoding == "utf-16-le" else "") + text.replace("UTF-8", encoding[:6].upper().rstrip("-"))).encode(encoding))


@BOTH
def test_other_prefixes_and_line_ends(name):
    root = out(name)
    text = re.sub(r"<(/?)(?=[a-z]+[\s>/-])(?!mtc:|gls:)", r"<\1o:", etree.tostring(root, encoding="unicode")).replace("xmlns=", "xmlns:o=")
    same(name, text.replace("\n", "\r\n").encode())


@BOTH
def test_prettified_without_space_kept(name):
    root = out(name)
    for element in root.iter():
        element.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
        if element.tag in {f"{X12}source", f"{X12}target", f"{X21}source", f"{X21}target"} and not element.getparent().tag.endswith("ignorable"):
            element.text = f"\n        {element.text or ''}"
            last = element[-1] if len(element) else element
            if last is element:
                element.text += "\n      "
            else:
                last.tail = f"{last.tail or ''}\n      "
    same(name, root)


@BOTH
def test_what_tools_add(name):
    root = out(name)
    x = X12 if name == "xliff" else X21
    root.insert(0, etree.Comment("by some tool"))
    for element in list(root.iter(f"{x}source", f"{x}target")):
        around = etree.Element(f"{x}mrk", {"mtype": "seg", "mid": "1"} if name == "xliff" else {"id": "m99", "type": "term"})
        around.text, element.text = element.text, None
        for child in list(element):
            around.append(child)
        element.append(around)
        around.append(etree.Comment("seen"))
    for element in list(root.iter(UNITS[name])):
        element.append(etree.Element("{urn:a-tool}extra", note="x"))
        element.set("{urn:a-tool}modified", "yes")
    same(name, root)


def test_codes_that_tools_write_otherwise():
    """`ph` for `x`, `bpt` and `ept` for `g`, `it` for `bx` and `ex`: https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html#Struct_InLine"""
    unit = '<trans-unit id="1"><source>{}</source><target state="translated">{}</target></trans-unit>'
    text = 'a <ph id="1">&lt;br></ph> b <bpt id="2" rid="2">*</bpt>c<ept id="3" rid="2">*</ept> <it id="4" pos="open">[</it>d <it id="4" pos="close">]</it>'
    found = read("xliff", file12(unit.format(text, text)))
    assert [row.problem for row in found.rows] == [""]
    assert target(found.rows[0]) == "a <1/> b <2>c</2> <4>d </4>"


@pytest.mark.parametrize(
    ("target_tag", "said"),
    [
        ('<target state="new">Hola</target>', ("", None)),  # the copy that went out
        ("<target>Hola</target>", ("", None)),  # its state was dropped
        ('<target state="new">Olá</target>', ("Olá", None)),  # OmegaT: filled, state as it was
        ("<target>Olá</target>", ("Olá", None)),
        ('<target state="translated">Hola</target>', ("Hola", True)),  # the same word in both languages
        ('<target state="final">Olá</target>', ("Olá", True)),
        ('<target state="signed-off">Olá</target>', ("Olá", True)),
        ('<target state="needs-review-translation">Olá</target>', ("Olá", False)),
        ('<target state="needs-l10n">Olá</target>', ("Olá", False)),  # Poedit: needs work
        ('<target state="needs-translation"></target>', ("", False)),  # Poedit: emptied
        ('<target state="translated"> </target>', ("", None)),
        ("", ("", None)),
    ],
)
def test_states_of_1_2(target_tag, said):
    back = read("xliff", file12(f'<trans-unit id="1"><source>Hola</source>{target_tag}</trans-unit>')).rows[0]
    assert (target(back), back.done) == said
    assert back.problem == ""


def test_approved_is_done():
    back = read("xliff", file12('<trans-unit id="1" approved="yes"><source>Hola</source><target>Hola</target></trans-unit>')).rows[0]
    assert (target(back), back.done) == ("Hola", True)


@pytest.mark.parametrize(
    ("about", "inside", "said"),
    [
        ('state="initial" subState="translate-flow:new"', "<target>Hola</target>", ("", None)),
        ('state="initial" subState="translate-flow:new"', "<target>Olá</target>", ("Olá", None)),
        ('state="initial" subState="translate-flow:open"', "<target>Hola</target>", ("Hola", False)),
        ('state="initial"', "<target>Olá</target>", ("Olá", False)),
        ("", "<target>Hola</target>", ("", None)),
        ("", "<target>Olá</target>", ("Olá", None)),
        ('state="translated"', "<target>Hola</target>", ("Hola", True)),
        ('state="reviewed"', "<target>Olá</target>", ("Olá", True)),
        ('state="translated" subState="poedit:fuzzy"', "<target>Olá</target>", ("Olá", False)),
        ('state="translated"', "", ("", None)),
    ],
)
def test_states_of_2_1(about, inside, said):
    back = read("xliff2", file21(f'<unit id="1"><segment {about}><source>Hola</source>{inside}</segment></unit>')).rows[0]
    assert (target(back), back.done) == said


@BOTH
def test_an_open_row_changed_by_a_tool_that_leaves_states_is_not_called_unfinished(name):
    root = out(name)
    for element in root.iter(UNITS[name]):
        if element.get("id") == "4.3":
            next(child for child in element if child.tag.endswith("}target")).text = "Quatro, afinal."
    back = rows(read(name, etree.tostring(root)))["4.3"]
    assert (target(back), back.done) == ("Quatro, afinal.", None)


@BOTH
def test_rows_moved_doubled_and_taken_away(name):
    root = out(name, "block")
    units = list(root.iter(f"{X12}trans-unit", f"{X21}unit"))
    body = units[0].getparent()
    again = etree.fromstring(etree.tostring(units[0]))
    body.remove(units[1])
    body.append(units[0])
    body.append(again)
    found = read(name, etree.tostring(root))
    assert [row.key for row in found.rows] == ["4", "5", "6", "7", "8", "1", "1"]
    assert not any(row.problem for row in found.rows)


def test_segments_without_ids_are_known_by_their_place():
    root = out("xliff2")
    for element in root.iter(f"{X21}segment"):
        element.attrib.pop("id", None)
    same("xliff2", root)


def test_units_renumbered_by_a_tool_are_known_by_their_names():
    root = out("xliff")
    for number, element in enumerate(root.iter(f"{X12}trans-unit"), 100):
        element.set("id", f"tu{number}")
    same("xliff", root)


@BOTH
def test_foreign_and_broken_codes_are_told(name):
    if name == "xliff":
        texts = ['<g id="zz">x</g>', "<b>x</b>", '<h:i xmlns:h="urn:h">x</h:i>', '<x id="uFFFFF"/>']
        found = read(name, file12("".join(f'<trans-unit id="{at}"><source>a</source><target>{text}</target></trans-unit>' for at, text in enumerate(texts, 1))))
    else:
        texts = ['<pc id="c99999">x</pc>', "<g>x</g>", '<h:i xmlns:h="urn:h">x</h:i>', '<cp hex="7FFFFF"/>']
        found = read(name, file21("".join(f'<unit id="{at}"><segment><source>a</source><target>{text}</target></segment></unit>' for at, text in enumerate(texts, 1))))
    assert [row.key for row in found.rows] == ["1", "2", "3", "4"]
    assert all(row.problem and row.place for row in found.rows)
    assert target(found.rows[1]) == "x"  # the words are not lost


@BOTH
def test_codes_lost_doubled_or_crossed_come_back_as_they_are(name):
    """The format does not judge them: `inline.damage` does, against the source."""
    said = {"xliff": '<g id="1">a</g><g id="1">b</g><x id="7"/>', "xliff2": '<pc id="c1">a</pc><pc id="c2" copyOf="c1">b</pc><ph id="c7"/>'}[name]
    data = file12(f'<trans-unit id="1"><source><g id="1">a</g></source><target>{said}</target></trans-unit>') if name == "xliff" else file21(f'<unit id="1"><segment><source><pc id="c1">a</pc></source><target>{said}</target></segment></unit>')
    back = read(name, data).rows[0]
    assert target(back) == "<1>a</1><1>b</1><7/>"
    assert inline.damage(back.source, back.target)


@BOTH
def test_rows_that_are_not_ours(name):
    if name == "xliff":
        data = file12('<trans-unit id="hello"><source>a</source><target>b</target></trans-unit><trans-unit id="0"><source>a</source></trans-unit>')
    else:
        data = file21('<unit id="hello"><segment id="1"><source>a</source><target>b</target></segment></unit><unit id="0"><segment><source>a</source></segment></unit>')
    found = read(name, data)
    assert len(found.rows) == 1
    assert found.rows[0].problem
    assert found.rows[0].key.startswith("hello")
    assert len(found.warnings) == 1
    assert found.header is None


@BOTH
def test_two_kits_in_one_file_are_told_apart(name):
    root, other = out(name), etree.fromstring(MODULES[name].write(replace(kits.garden(name, "segment"), header=replace(kits.header(name, "segment"), version="lluvia/pt"))))
    root.append(other[0])
    found = read(name, etree.tostring(root))
    assert found.header.version == "huerto/pt"
    half = len(found.rows) // 2
    assert not any(row.problem for row in found.rows[:half])
    assert all("lluvia/pt" in row.problem for row in found.rows[half:])


@BOTH
def test_a_header_that_was_wrapped_or_moved(name):
    root = out(name)
    notes = [note for note in root.iter(f"{X12}note", f"{X21}note") if "as=xliff" in note.text]
    notes[0].text = notes[0].text.replace(" ", "\n   ")
    same(name, root)
    note = notes[0]
    where = next(root.iter(f"{X12}trans-unit", f"{X21}unit"))
    if name == "xliff":
        where.append(note)
    else:
        held = etree.Element(f"{X21}notes")
        held.append(note)
        where.insert(0, held)
    same(name, root)
    note.text = note.text.replace("base=3", "base=x")
    with pytest.raises(Unreadable, match="base=x"):
        read(name, etree.tostring(root))


def test_sentences_put_in_another_order_are_told():
    root = out("xliff2")
    first = next(root.iter(f"{X21}segment"))
    first[1].set("order", "1")
    assert "order" in read("xliff2", etree.tostring(root)).warnings[0]


# --- refusals -----------------------------------------------------------------------------------------------------------------

_BOMB = "<!DOCTYPE xliff [<!ENTITY a 'aaaaaaaaaa'>" + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)) + "]>"


@BOTH
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data[: len(data) // 2], "well-formed"),
        (lambda data: data.replace(b"?>\n<", b"?>\n" + _BOMB.encode() + b"<", 1).replace(b"El huerto", b"&j;"), "entit"),
        (lambda data: data.replace(b"?>\n<", b"?>\n<!DOCTYPE xliff [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><", 1).replace(b"El huerto", b"&e;"), "entit"),
        (lambda data: data.replace(b"?>\n<", b"?>\n" + _BOMB.encode() + b"<", 1).replace(b'original="', b'original="&j;', 1), "well-formed"),
        (lambda data: re.sub(rb'(xliff[^>]*version=)"[\d.]+"', rb'\1"9.9"', data), "says that it is XLIFF 9.9"),
        (lambda data: re.sub(rb'xmlns="[^"]+"', b"", data), "namespace"),
        (lambda data: data.replace(b"<xliff ", b"<xlif ").replace(b"</xliff>", b"</xlif>"), "no XLIFF"),
        (lambda data: data.replace(b"<source>", b"<source>" + b"<b>" * 500, 1).replace(b"</source>", b"</b>" * 500 + b"</source>", 1), "[Dd]epth"),
        (lambda data: data.replace(b"<source>", b"<source>" + b"x" * (11 * 1024 * 1024), 1), "well-formed"),
    ],
    ids=["cut", "bomb", "outside", "attribute", "version", "bare", "other", "deep", "long"],
)
def test_what_is_refused(name, change, message):
    with pytest.raises(Unreadable, match=message) as caught:
        read(name, change(MODULES[name].write(kits.garden(name))))
    assert caught.value.file == "work.xlf"
    assert caught.value.remedy


def test_one_version_is_not_taken_for_the_other():
    old, new = xliff12.write(kits.garden("xliff")), xliff21.write(kits.garden("xliff2"))
    with pytest.raises(Unreadable, match=r"is XLIFF 2\.1, not 1\.2") as caught:
        read("xliff", new)
    assert "xliff2" in caught.value.remedy
    with pytest.raises(Unreadable, match=r"is XLIFF 1\.2, not 2\.1"):
        read("xliff2", old)
    with pytest.raises(Unreadable, match=r"says that it is XLIFF 2\.1 but is written as XLIFF 1"):
        read("xliff", old.replace(b'version="1.2"', b'version="2.1"'))
    with pytest.raises(Unreadable, match=r"says that it is XLIFF 1\.2 but is written as XLIFF 2"):
        read("xliff2", new.replace(b'version="2.1"', b'version="1.2"'))


@BOTH
def test_a_document_type_alone_is_no_reason_to_refuse(name):
    same(name, MODULES[name].write(kits.garden(name, "segment")).replace(b"?>\n<", b"?>\n<!DOCTYPE xliff><", 1))


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("translate_flow.exchange.bounded.MAX_XML", 1000)
    with pytest.raises(Unreadable, match="larger than"):
        read("xliff", xliff12.write(kits.garden("xliff")))


@BOTH
@given(drawn=st.data())
@settings(max_examples=80)
def test_whatever_becomes_of_a_file_it_is_read_or_refused(name, drawn):
    """Elements taken away, doubled, renamed, emptied; attributes changed: never another error, and never a row without its key or problem."""
    root = out(name)
    for _ in range(drawn.draw(st.integers(1, 6))):
        elements = [element for element in root.iterdescendants() if isinstance(element.tag, str)]
        if not elements:
            break
        element = drawn.draw(st.sampled_from(elements))
        _harm(element, drawn.draw(st.sampled_from(["remove", "double", "rename", "empty", "attribute", "text", "move"])), drawn, elements)
    try:
        found = read(name, etree.tostring(root))
    except Unreadable as error:
        assert error.remedy  # noqa: PT017
        return
    assert all(re.fullmatch(r"\d+(\.\d+)?", row.key) or row.problem for row in found.rows)


def _harm(element: etree._Element, how: str, drawn: st.DataObject, elements: list[etree._Element]) -> None:
    parent = element.getparent()
    if how == "remove" and parent is not None:
        parent.remove(element)
    elif how == "double" and parent is not None:
        parent.append(deepcopy(element))
    elif how == "rename":
        element.tag = drawn.draw(st.sampled_from([other.tag for other in elements]))
    elif how == "empty":
        del element[:]
        element.text = None
    elif how == "attribute" and element.attrib:
        element.set(drawn.draw(st.sampled_from(sorted(element.attrib))), drawn.draw(st.sampled_from(["", "1", "0", "yes", "c1", "-", "new", "final", "4.2"])))
    elif how == "text":
        element.text = drawn.draw(st.sampled_from(["", " ", "<1>", "translate-flow: version=", "x"]))
    elif how == "move":
        other = drawn.draw(st.sampled_from(elements))
        if other is not element and element not in other.iterancestors():
            other.append(element)
