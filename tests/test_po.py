"""PO: what gettext's own programs, Translate Toolkit and OmegaT make of it, and what comes back from them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import kits
from translate_flow import exchange
from translate_flow.errors import Unreadable
from translate_flow.exchange import plain_rows, po
from translate_flow.exchange.kit import Back, Kit, Proposal, Returned, Row, State
from translate_flow.exchange.po_entries import entries
from translate_flow.text import inline
from translate_flow.text.document import Kind

GARDEN = kits.garden("po")
DATA = po.write(GARDEN)


def need(program: str) -> str:
    found = shutil.which(program)
    if not found:
        pytest.skip(f"{program} is not installed (Debian: gettext, omegat)")
    return found


def run(program: str, *arguments: str, data: bytes = DATA) -> bytes:
    """What a program that reads standard input writes."""
    done = subprocess.run([need(program), *arguments, *(["-"] if program == "msgcat" else [])], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def toolkit(data: bytes = DATA):
    pypo = pytest.importorskip("translate.storage.pypo", reason="translate-toolkit is not installed")
    return pypo.pofile(io.BytesIO(data))


def said(found: Returned) -> dict[str, tuple[str, str, bool | None]]:
    """Of each row, by its key: source and target as plain text, and whether it is done."""
    return {row.key: (inline.written(row.source or ()), inline.written(row.target), row.done) for row in found.rows}


def one(body: str, *, head: str = "") -> Back:
    found = po.read(f'{head}\nmsgctxt "[7]"\n{body}\n'.encode())
    assert len(found.rows) == 1
    return found.rows[0]


WANTED = said(po.read(DATA))


def small(source: str, target: str = "", state: State = State.NEW) -> Kit:
    return replace(GARDEN, rows=(Row(0, 0, Kind.PARAGRAPH, inline.plain(source), inline.plain(target) if target else (), state),))


# --- what others make of it ---


@pytest.mark.parametrize("unit", ["block", "segment"])
def test_msgfmt_finds_nothing_to_say(unit, tmp_path):
    file = tmp_path / "a.po"
    file.write_bytes(po.write(kits.garden("po", unit)))
    done = subprocess.run([need("msgfmt"), "-c", "-v", "-o", "/dev/null", str(file)], capture_output=True, text=True, check=False, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    assert done.returncode == 0
    assert re.fullmatch(r"\d+ translated messages, 1 fuzzy translation, \d+ untranslated messages\.\n", done.stderr), done.stderr


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(lambda text: text.strip()))
def test_any_character_at_all_comes_back(text):
    text = plain_rows.tidy(text) or "x"
    kit = small(text, text + "!", State.DONE)
    data = po.write(kit)
    back = po.read(data).rows[0]
    assert (inline.written(back.source), inline.written(back.target)) == tuple(map(inline.written, (kit.rows[0].source, kit.rows[0].target)))
    assert [entry.msgctxt for entry in polib.pofile(data.decode())] == ["[1]"]  # nothing in it ends a line for readers that know more line ends


def test_control_characters_do_not_break_it(tmp_path):
    data = po.write(small("a\x00b\x07c\x1bd\x85e\u2028f _x0041_", "a\x00\x1f_x0007_", State.DONE))
    assert b"\x00" not in data
    run("msgfmt", "-c", "-o", "/dev/null", "-", data=data)
    back = po.read(data).rows[0]
    assert inline.written(back.source) == "a\x00b\x07c\x1bd\x85e\u2028f _x0041_"
    assert inline.written(back.target) == "a\x00\x1f_x0007_"


def test_polib_and_translate_toolkit_see_what_we_said():
    file = polib.pofile(DATA.decode())
    assert [entry.msgctxt for entry in file] == [f"[{row.key}]" for row in GARDEN.rows]
    assert [entry.msgctxt for entry in file if entry.fuzzy] == ["[4]"]
    assert file.find("Fijo").flags == ["read-only"]
    assert file.metadata["Language"] == "pt"
    store = toolkit()
    units = [unit for unit in store.units if not unit.isheader()]
    assert [(str(unit.source), str(unit.target)) for unit in units] == [(inline.written(row.source), inline.written(row.target)) for row in GARDEN.rows]
    assert [unit.getcontext() for unit in units if unit.isfuzzy()] == ["[4]"]
    assert str(units[2].prev_source) == "Dijo adiós"
    assert "term: cosechas → colheitas (não: safras)" in units[-1].getnotes("developer")


def test_pofilter_reads_it(tmp_path):
    pytest.importorskip("translate", reason="translate-toolkit is not installed")
    source, out = tmp_path / "a.po", tmp_path / "out.po"
    source.write_bytes(DATA)
    subprocess.run([sys.executable, "-m", "translate.filters.pofilter", "--progress=none", "-t", "untranslated", str(source), str(out)], check=True, capture_output=True)
    found = po.read(out.read_bytes())
    assert [row.key for row in found.rows] == [row.key for row in GARDEN.rows if row.state is State.NEW]
    assert found.header == GARDEN.header


def test_what_translate_toolkit_saves_comes_back():
    store = toolkit()
    by_context = {unit.getcontext(): unit for unit in store.units}
    by_context["[2]"].target = 'Entre <1>vizinhos</1> e\t"<2>terra</2>" \\ …'
    by_context["[4]"].markfuzzy(False)
    by_context["[8]"].addnote("não sei", origin="translator")
    found = po.read(bytes(store))
    expected = dict(WANTED)
    expected["2"] = (expected["2"][0], 'Entre <1>vizinhos</1> e "<2>terra</2>" \\ …', True)
    expected["4"] = (*expected["4"][:2], True)
    assert said(found) == expected
    assert found.header == GARDEN.header
    assert not any(row.problem for row in found.rows)


TREATMENTS = {
    "wrapped at 20": ["msgcat", "--width=20"],
    "not wrapped": ["msgcat", "--no-wrap"],
    "sorted by text": ["msgcat", "--sort-output"],
    "sorted by place": ["msgcat", "--sort-by-file"],
    "without places": ["msgcat", "--no-location"],
    "escaped": ["msgcat", "--escape"],
    "indented": ["msgcat", "--indent"],
    "strict": ["msgcat", "--strict"],
    "converted": ["msgconv", "--to-code=UTF-8"],
    "without previous": ["msgattrib", "--clear-previous"],
    "filtered through cat": ["msgfilter", "--keep-header", "cat"],
}


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_what_gettexts_programs_write_comes_back(treatment):
    program, *arguments = TREATMENTS[treatment]
    found = po.read(run(program, *arguments))
    assert said(found) == WANTED
    assert found.header == GARDEN.header
    assert not found.warnings
    if treatment == "sorted by place":
        assert [row.key for row in found.rows] == [row.key for row in GARDEN.rows]


def test_msgattrib_takes_parts_of_it():
    assert set(said(po.read(run("msgattrib", "--translated", "--no-fuzzy")))) == {"1", "6", "7"}
    assert said(po.read(run("msgattrib", "--clear-fuzzy")))["4"][2] is True
    assert said(po.read(run("msgattrib", "--set-fuzzy")))["1"][2] is False
    struck = po.read(run("msgattrib", "--set-obsolete"))
    assert struck.rows == ()
    assert struck.header == GARDEN.header
    assert len([warning for warning in struck.warnings if "obsolete" in warning]) == 4  # those that hold a translation


def test_msgmerge_with_a_changed_text_keeps_keys(tmp_path):
    old, new = tmp_path / "old.po", tmp_path / "new.po"
    old.write_bytes(DATA)
    changed = replace(GARDEN, rows=tuple(replace(row, source=inline.plain("El huerto y la escuela")) if row.key == "1" else row for row in GARDEN.rows))
    new.write_bytes(po.write(changed))
    done = subprocess.run([need("msgmerge"), "--quiet", "--previous", str(old), str(new)], capture_output=True, check=True)
    found = po.read(done.stdout)
    assert said(found)["1"] == ("El huerto y la escuela", "A horta & a escola", False)
    assert found.header == GARDEN.header


def test_copies_of_the_source_are_not_taken_for_done():
    found = po.read(run("msgen", "-"))
    assert said(found)["2"][1:] == ("Entre <1>vecinos</1> y <2>tierra</2>.", None)


def test_omegat_fills_what_it_knows(tmp_path):
    need("omegat")
    project = tmp_path / "project"
    for folder in ("source", "target", "omegat", "tm", "glossary", "dictionary"):
        (project / folder).mkdir(parents=True)
    folders = "".join(f"<{name}_dir>__DEFAULT__</{name}_dir>" for name in ("source", "target", "tm", "glossary", "dictionary"))
    (project / "omegat.project").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><omegat><project version="1.0">{folders}<glossary_file>__DEFAULT__</glossary_file>'
        "<source_lang>es</source_lang><target_lang>pt</target_lang><sentence_seg>false</sentence_seg>"
        "<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags></project></omegat>"
    )
    (project / "source" / "a.po").write_bytes(DATA)
    subprocess.run(["omegat", str(project), "--mode=console-translate", f"--config-dir={tmp_path / 'config'}"], capture_output=True, timeout=240, check=True)
    found = po.read((project / "target" / "a.po").read_bytes())
    assert found.header == GARDEN.header
    # it empties what is fuzzy and was not confirmed: an empty target says nothing
    assert said(found) == WANTED | {"4": (WANTED["4"][0], "", False)}


# --- what editors do to files ---


@pytest.mark.parametrize(
    "changed",
    [
        b"\xef\xbb\xbf" + DATA,
        DATA.replace(b"\n", b"\r\n"),
        DATA.replace(b"\n", b"\r"),
        "\ufeff".encode("utf-16-le") + DATA.decode().encode("utf-16-le"),
        DATA.replace(b"#, fuzzy", b"#,fuzzy"),
        DATA.replace(b"#, fuzzy", b"#=fuzzy"),
        DATA + b"\n\n#~ msgid \"old\"\n#~ msgstr \"\"\n",
        DATA + b"# a last remark\n",
        re.sub(rb'^msgid "', b'  msgid   ""\n\t"', DATA, flags=re.M),
        DATA.replace(b'msgctxt "[', b'msgctxt "homepage | [').replace(b']"\nmsgid', b'] (3)"\nmsgid'),
    ],
    ids=["mark", "CRLF", "CR", "UTF-16", "flag without space", "sticky flag", "obsolete", "remark at the end", "broken lines", "more context"],
)  # fmt: skip
def test_what_editors_do_is_taken(changed):
    found = po.read(changed)
    assert said(found) == WANTED
    assert found.header == GARDEN.header
    assert not any(row.problem for row in found.rows)


def latin() -> bytes:
    return po.write(replace(small("¿Qué pasó en el huerto?", "Que é que se passou?", State.DONE), brief=()))


def test_another_charset_is_read_as_declared():
    converted = run("msgconv", "--to-code=ISO-8859-1", data=latin().replace("→".encode(), b"-"))
    assert b"\xe9" in converted
    assert said(po.read(converted)) == {"1": ("¿Qué pasó en el huerto?", "Que é que se passou?", True)}


def test_what_is_declared_and_what_is_so_may_differ():
    told = po.read(latin().replace(b"charset=UTF-8", b"charset=ISO-8859-1"))
    assert said(told)["1"][1] == "Que é que se passou?"
    assert "is UTF-8" in told.warnings[0]
    with pytest.raises(Unreadable) as caught:
        po.read(latin().decode().encode("cp1252"), name="a.po")
    assert (caught.value.file, caught.value.line > 1) == ("a.po", True)
    with pytest.raises(Unreadable, match="klingon"):
        po.read(latin().replace(b"charset=UTF-8", b"charset=klingon"))
    undeclared = po.read(re.sub(rb'"Content-Type.*\n', b"", latin()).decode().encode("cp1252"))
    assert said(undeclared)["1"][1] == "Que é que se passou?"
    assert "cp1252" in undeclared.warnings[0]


def test_a_header_that_lost_its_field_is_known_by_its_comment():
    assert po.read(re.sub(rb'^"X-Translate-Flow.*\n', b"", DATA, flags=re.M)).header == GARDEN.header
    assert po.read(re.sub(rb"^# translate-flow.*\n", b"", DATA, flags=re.M)).header == GARDEN.header
    assert po.read(re.sub(rb'^.*ranslate-[fF]low.*\n', b"", DATA, flags=re.M)).header is None
    with pytest.raises(Unreadable, match="lacks"):
        po.read(DATA.replace(b" base=3", b""))


# --- rows that are not as they were ---


def test_a_row_given_twice_comes_twice():
    found = po.read(DATA + b'\nmsgctxt "[1]"\nmsgid "El huerto & la escuela"\nmsgstr "Outra"\n')
    assert [inline.written(row.target) for row in found.rows if row.key == "1"] == ["A horta & a escola", "Outra"]
    assert found.rows[-1].place == f"line {len(DATA.splitlines()) + 2}"


def test_foreign_entries_are_told():
    found = po.read(DATA + b'\nmsgid "Otro"\nmsgstr "Outro"\n\nmsgid "Nada"\nmsgstr ""\n\nmsgctxt "[2]"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n')
    foreign, plural = found.rows[-2:]
    assert (foreign.key, inline.written(foreign.target)) == ("", "Outro")
    assert "context" in foreign.problem
    assert "plural" in plural.problem
    assert "not translated" in found.warnings[0]


def test_states_are_what_the_flags_say():
    assert one('msgid "a"\nmsgstr "b"').done is True
    assert po.read(b'#, no-wrap, fuzzy\nmsgctxt "[7]"\nmsgid "a"\nmsgstr "b"\n').rows[0].done is False
    assert one('msgid "a"\nmsgstr ""').done is False
    assert one('msgid "2016"\nmsgstr "2016"').done is True  # nothing in it to translate


def test_white_space_is_folded():
    assert one('msgid "a"\nmsgstr " b\\n c\\t"').target == ("b c",)
    found = po.read(b'msgctxt "[7]"\nmsgid "a"\nmsgstr "b\\nc"\n\nmsgctxt "[8]"\nmsgid "d"\nmsgstr "e\\n"\n')
    assert [warning for warning in found.warnings if "line 1:" in warning]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('msgid "a\nmsgstr "b"', 3),
        ('msgid "a"\nmsgstr "b', 4),
        ('msgid "a"\nmsgstr "b"c"', 4),
        ('msgid "a"\nmsgstr ""\n"b" c', 5),
        ('msgid "a"', 4),
        ('msgid "a"\n\nmsgctxt "[8]"\nmsgid "b"\nmsgstr ""', 5),
        ('msgid "a"\nmsgid "b"\nmsgstr ""', 4),
        ('msgstr "b"', 3),
        ('msgid "a"\nmsgstr "b"\n<<<<<<< mine', 5),
        ('msgid "a"\nmsgstr "b\\"', 4),
    ],
)  # fmt: skip
def test_what_is_broken_is_told_with_its_line(body, line):
    with pytest.raises(Unreadable) as caught:
        one(body)
    assert caught.value.line == line
    assert "PO editor" in caught.value.remedy


def test_a_file_that_names_a_file_is_not_followed(tmp_path):
    secret = tmp_path / "secret.po"
    secret.write_bytes(DATA)
    with pytest.raises(Unreadable):
        po.read(str(secret).encode())


def test_a_long_line_is_read_without_recursion():
    text = 'x\\"' * 300_000
    assert len(inline.written(one(f'msgid "{text}"\nmsgstr ""').source)) == 600_000


def test_escapes_are_cs():
    found = list(entries('msgid "\\101\\x42\\a\\q"\nmsgstr "a" "b"\n'))
    assert found[0].texts == {"msgid": "AB\aq", "msgstr": "ab"}


def test_notes_and_proposals_cannot_end_their_comment():
    row = Row(0, 0, Kind.PARAGRAPH, inline.plain("a"), notes=("uno\nmsgid \"x\"\r\x85\u2028dos",), proposals=(Proposal("s\n", "t\n#~ x", 101, "o"),))
    data = po.write(replace(GARDEN, rows=(row,), brief=("b\nmsgid \"y\"",), title="t\n\"z\""))
    assert len(po.read(data).rows) == 1
    assert len(polib.pofile(data.decode())) == 1
    run("msgfmt", "-c", "-o", "/dev/null", "-", data=data)


def test_it_is_known_after_a_tool_had_it():
    assert exchange.recognise(DATA.replace(b"\n", b"\r\n")) == "po"
    assert exchange.recognise(run("msgcat", "--width=30")) == "po"


@given(st.binary(max_size=60) | st.text(st.sampled_from('"\\\n#~|,msgidtrcx [7]'), max_size=40).map(str.encode), st.integers(0, len(DATA)))
def test_no_file_makes_it_fail_otherwise(piece, at):
    try:
        po.read(DATA[:at] + piece + DATA[at:])
    except Unreadable as error:
        assert error.remedy  # noqa: PT017
