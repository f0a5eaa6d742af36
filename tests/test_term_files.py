"""Glossary files: what spreadsheets and term bases write comes in, what goes out comes back the same, and bad files do no harm."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.errors import TranslateFlowError, Unreadable
from translate_flow.exchange import tbx, term_csv, term_rows
from translate_flow.exchange.term_rows import Row, read
from translate_flow.services.terms import clean
from translate_flow.text.terms import PARTS_OF_SPEECH, Term

TERMS = [
    Term("huelga", "greve|paralisação", "noun", "Paro colectivo del trabajo, con “reglas”;\ny plazos", "Not “paro”", ("paro",), "Work"),
    Term("=cmd|' /C calc'!A0".replace("|", "/"), "-1", forbidden=("+x", "@y")),
    Term("INE", "INE"),
    Term("patrón", definition="<quien> emplea & manda"),
    Term("esquirol", forbidden=("fura-greve", "amarelo")),
]


STRIKE = Term("huelga", "greve|paralisação", "noun")


def rows(*terms: Term) -> list[Row]:
    return [Row(at, "es", "pt-BR", term) for at, term in enumerate(terms, 1)]


def said(data: bytes, **languages: str) -> list[tuple[str, str, Term]]:
    return [(row.source_language, row.target_language, row.term) for row in read(data, name="g", **languages).rows]


@pytest.mark.parametrize("form", ["csv", "tbx"])
def test_what_goes_out_comes_back(form: str) -> None:
    terms = [clean(term) for term in TERMS]
    back = said(term_rows.write(rows(*terms), form))
    if form == "tbx":  # which keeps no line ends
        back = [(one, two, Term(term.source, term.target, term.part_of_speech, term.definition.replace("; ", ";\n"), term.note, term.forbidden, term.subject)) for one, two, term in back]
    assert back == [("es", "pt-BR", term) for term in terms]


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@'\t;,\"|\n"), max_size=20)


@given(st.lists(st.builds(Term, _WORDS, _WORDS, st.sampled_from(["", *PARTS_OF_SPEECH]), _WORDS, _WORDS, st.lists(_WORDS, max_size=3).map(tuple), _WORDS), max_size=4))
def test_any_term_that_can_be_stored_survives_csv_and_holds_no_formula(terms: list[Term]) -> None:
    kept = []
    for term in terms:
        try:
            kept.append(clean(term))
        except TranslateFlowError:
            continue
    data = term_rows.write(rows(*kept), "csv")
    assert said(data) == [("es", "pt-BR", term) for term in kept]
    import csv

    for cells in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in cells)


@given(st.text(st.sampled_from("='+-@\ta"), max_size=6))
def test_hiding_a_formula_is_undone(cell: str) -> None:
    assert term_csv.shown(term_csv.hidden(cell)) == cell


TABLE = [["Target term", "POS", "from", "TO", "Source", "avoid", "Comment"], ["greve", "noun", "es", "pt", "huelga", "paro | parede", "nota"], ["", "", "", "", "", "", ""], ["luta", "", "es", "pt", "lucha"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheets_write_it_in_many_ways(delimiter: str, encoding: str, mark: bytes, end: str) -> None:
    data = mark + end.join(delimiter.join(cells) for cells in TABLE).encode(encoding)
    found = read(data)
    assert [row.line for row in found.rows] == [2, 4]
    assert [(row.source_language, row.target_language, row.term) for row in found.rows] == [
        ("es", "pt", Term("huelga", "greve", "noun", "", "nota", ("paro", "parede"))), ("es", "pt", Term("lucha", "luta")),
    ]  # fmt: skip


def test_columns_may_be_called_by_their_languages() -> None:
    data = b"pt,en,es,definition\ngreve,strike,huelga,x\n"
    assert said(data) == [("pt", "en", Term("greve", "strike", definition="x"))]
    found = read(data, source_language="es", target_language="pt")
    assert [(row.source_language, row.target_language, row.term.source, row.term.target) for row in found.rows] == [("es", "pt", "huelga", "greve")]
    assert "en" in found.warnings[0]


def test_excels_own_first_line_is_understood() -> None:
    assert read(b"sep=;\r\nsource;target\r\nhuelga;greve\r\n", source_language="es", target_language="pt").rows[0].line == 3


def test_a_row_that_cannot_be_taken_says_why() -> None:
    data = b"source,target,from,to\nhuelga,greve,es,pt\nlucha,luta,,pt\nsol,sol,xx-nothing-at-all,pt\npaz,paz,es,pt,more\nx,y,fr,pt\n"
    problems = {row.line: row.problem for row in read(data, target_language="pt").rows}
    assert problems[2] == ""
    assert "which language it is from" in problems[3]
    assert "no language tag" in problems[4]
    assert "5 cells" in problems[5]
    problems = {row.line: row.problem for row in read(data, source_language="es").rows}
    assert problems[3] == ""
    assert "from fr" in problems[6]


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 0, "is empty"),
        (b"a,b\nc,d\n", 1, "no column"),
        (b'source,target\nhuelga,greve\n"paz,paz\nx,y\n', 3, "no CSV from here"),
        (b"source,target\nhuelga,gr\xe8ve\n", 2, "is not UTF-8"),
        (b"\x50\x4b\x03\x04\x00\x00", 1, "binary"),
        (b"source,target\n" + b"x" * 200_000 + b",y\n", 2, "no CSV from here"),
        (b"<html><body/></html>", 1, "no TBX"),
        (b"<?xml version='1.0'?><tbx><text><body><conceptEntry>", 1, "no sound XML"),
        (b"<tbx xml:lang='es'><text><body>\n<conceptEntry><langSec xml:lang='es'><termSec><term>a</tem>", 2, "no sound XML"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(data: bytes, line: int, message: str) -> None:
    with pytest.raises(Unreadable, match=message) as caught:
        read(data, name="g.csv")
    assert caught.value.file == "g.csv"
    assert caught.value.line == line
    assert caught.value.remedy


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tbx, "MAX_BYTES", 1000)
    with pytest.raises(Unreadable, match="may hold"):
        read(term_rows.write(rows(*TERMS), "tbx"))


MARTIF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "http://localhost:1/TBXcoreStructV02.dtd" [<!ENTITY own "paro"><!ENTITY file SYSTEM "file:///etc/hostname">]>
<martif type="TBX" xml:lang="es"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader><text><body>
<termEntry id="1"><descripGrp><descrip type="subjectField">Work</descrip></descripGrp>
 <langSet xml:lang="es"><descrip type="definition">Paro  del
   trabajo</descrip><ntig><termGrp><term>huelga <hi type="bold">general</hi></term><termNote type="partOfSpeech">Noun</termNote></termGrp></ntig>
  <tig><term>paro general</term><termNote type="partOfSpeech">preposition</termNote></tig></langSet>
 <langSet xml:lang="pt"><tig><term>parede</term><termNote type="normativeAuthorization">deprecatedTerm</termNote></tig>
  <tig><term>paralisa&ccedil;&#227;o</term></tig><tig><term>greve geral</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
 <langSet xml:lang="fr"><tig><term>grève</term></tig></langSet></termEntry>
<termEntry id="2"><langSet xml:lang="es"><tig><term>el &own;</term></tig></langSet><langSet xml:lang="pt"><tig><term>&file;</term></tig></langSet></termEntry>
<termEntry id="3"><langSet xml:lang="fr"><tig><term>paix</term></tig></langSet></termEntry>
</body></text></martif>"""


def test_an_older_term_base_is_read_too() -> None:
    found = read(MARTIF.encode(), source_language="es", target_language="pt").rows
    strike = {"definition": "Paro del trabajo", "forbidden": ("parede",), "subject": "Work"}
    assert [row.term for row in found[:2]] == [
        Term("huelga general", "greve geral|paralisação", "noun", **strike), Term("paro general", "greve geral|paralisação", "other", **strike),
    ]  # fmt: skip
    assert "entity" in found[2].problem, "nothing of the file's own entities is read"
    assert found[3].problem == "it has no term in es"
    assert {row.target_language for row in read(MARTIF.encode()).rows[:4]} == {"pt", "fr"}, "without --to, every other language"


def test_the_elements_of_the_other_style_are_read() -> None:
    data = b"""<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
    <text><body><conceptEntry id="c1"><min:subjectField>Work</min:subjectField><langSec xml:lang="en-GB"><basic:definition>A stop</basic:definition>
    <termSec><term>strike</term><min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>
    <langSec xml:lang="es"><termSec><term>huelga</term></termSec><termSec><term>paro</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec></langSec>
    </conceptEntry></body></text></tbx>"""
    assert said(data) == [("en-GB", "es", Term("strike", "huelga", "noun", "A stop", "", ("paro",), "Work"))]
    assert [(one, two) for one, two, _ in said(data, source_language="en", target_language="es")] == [("en", "es")]


def test_an_entity_bomb_does_nothing() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE tbx [<!ENTITY e0 "lol">{levels}]><tbx xml:lang="es"><text><body><conceptEntry><langSec xml:lang="es"><termSec><term>a &e11;</term></termSec></langSec><langSec xml:lang="pt"><termSec><term>b</term></termSec></langSec></conceptEntry></body></text></tbx>'
    try:
        problem = read(bomb.encode()).rows[0].problem
    except Unreadable as error:  # newer parsers count what entities would come to
        problem = error.message
    assert "entity" in problem


def test_a_concept_of_endless_terms_is_refused_at_once() -> None:
    many = "".join(f'<termSec><term>t{at}</term></termSec>' for at in range(5000))
    [row] = read(f'<tbx xml:lang="es"><text><body><conceptEntry><langSec xml:lang="es">{many}</langSec><langSec xml:lang="pt">{many}</langSec></conceptEntry></body></text></tbx>'.encode()).rows
    assert "5000 terms" in row.problem


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_a_term_base_says_its_encoding(encoding: str) -> None:
    data = term_rows.write(rows(STRIKE), "tbx").decode().replace("UTF-8", encoding).encode(encoding)
    assert said(data) == [("es", "pt-BR", STRIKE)]


def test_a_source_that_the_file_does_not_have_is_said() -> None:
    with pytest.raises(Unreadable, match="has no terms in de"):
        read(term_rows.write(rows(*TERMS), "tbx"), source_language="de")


def test_translate_toolkits_term_base_is_read() -> None:
    storage = pytest.importorskip("translate.storage.tbx", reason="translate-toolkit is not here")
    store = storage.tbxfile(sourcelanguage="en", targetlanguage="pt")
    unit = store.addsourceunit("trade union")
    unit.target = "sindicato"
    unit.addnote("not a company's own")
    [(source, target, term)] = said(bytes(store))
    assert (source, target, term) == ("en", "pt", Term("trade union", "sindicato", note="not a company's own"))
