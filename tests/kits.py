"""Kits to write as exchange files and read back: a small real one, and any."""

from __future__ import annotations

from hypothesis import strategies as st

from translate_flow.exchange.kit import Kit, Proposal, Row, State, TermHint
from translate_flow.exchange.workfile import Header
from translate_flow.text import inline
from translate_flow.text.document import Kind
from translate_flow.text.inline import Content


def header(kind: str, unit: str = "block") -> Header:
    return Header(version="huerto/pt", base=3, draft=2, holder="ana", source="huerto/es", digest="0123456789ab", kind=kind, unit=unit)


def content(source: str, syntax: str = "markdown") -> Content:
    return inline.split(source, syntax)


def garden(kind: str, unit: str = "block") -> Kit:
    """Every state, codes of every form, several scripts, signs of every format's syntax; sentences of block 3 where rows are segments."""
    rows = [
        Row(0, 0, Kind.TITLE, content("El huerto & la escuela"), content("A horta & a escola"), State.DONE),
        Row(1, 0, Kind.STANDFIRST, content("Entre **vecinos** y [tierra](/tierra \"x\")."), notes=("La foto es de 2016.",)),
        Row(3, 0, Kind.PARAGRAPH, content('Dijo "hola", `código` y nota[^1]; a\tb'), content('Disse "olá", `código` e nota[^1]; a b'), State.OPEN, was="Dijo adiós"),
        Row(4, 0, Kind.HEADING, content("=1+1 y @suma <2> ]]> --> %s \\n {x}"), level=2),
        Row(5, 0, Kind.CAPTION, content("صورة **الحديقة** 😀 和园子"), content("**Jardim** 😀"), State.DONE),
        Row(6, 0, Kind.QUOTE, content("Fijo"), content("Fixo"), State.LOCKED),
        Row(
            7, 0, Kind.PARAGRAPH, content("Las cosechas se reparten entre *treinta* familias."),
            proposals=(Proposal("Las cosechas se reparten entre <1>veinte</1> familias.", "As colheitas repartem-se entre <1>vinte</1> famílias.", 88, "huerto-2/pt, ana"),),
            terms=(TermHint("cosechas", "colheitas", "não: safras"),),
        ),
    ]  # fmt: skip
    if unit == "segment":
        rows[2:3] = [
            Row(3, 1, Kind.PARAGRAPH, content("Uno **dos**."), content("Um **dois**."), State.DONE, gap=" "),
            Row(3, 2, Kind.PARAGRAPH, inline.read("¿<2>Tres</2>?"), (), State.NEW, gap="  "),
            Row(3, 3, Kind.PARAGRAPH, content("Cuatro."), content("Quatro."), State.OPEN, was="Cinco."),
        ]
    return Kit(header(kind, unit), "es", "pt", "El huerto & la escuela", tuple(rows), ("Para el 1 de diciembre.", "rui: mira las cifras <b>"))


# What can stand in XML 1.0 and a spreadsheet alike; controls are for each format to refuse or to keep.
_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff\ufffe\uffff\u2028\u2029"), min_size=1, max_size=30)
_SYNTAX = st.lists(st.sampled_from(["**b**", "[l](/x)", "`c`", "<i>t</i>", "<br>", " ", "Uno. Dos.", "&amp;", "\"", "'", "=", "<1>", "]]>", "中文。", "العربية"]), min_size=1, max_size=6)


def contents() -> st.SearchStrategy[Content]:
    """Any content with something to read in it, without white space at its ends or doubled, which no row has."""
    made = st.one_of(_TEXT, _SYNTAX.map("".join)).map(lambda source: inline.split(" ".join(source.split()), "markdown"))
    return made.filter(lambda found: bool(inline.text(found).strip()) and inline.written(found) == inline.written(found).strip())


@st.composite
def kits(draw: st.DrawFn, kind: str) -> Kit:
    """Any kit: some rows translated, with the source's own codes."""
    rows = []
    for at, source in enumerate(draw(st.lists(contents(), min_size=1, max_size=5))):
        state = draw(st.sampled_from(list(State)))
        codes = inline.codes(source)
        said = draw(_TEXT.map(lambda text: " ".join(text.split())).filter(bool))
        target = inline.joined((inline.text(inline.plain(said)) or "x", *codes)) if state is not State.NEW else ()
        if state is not State.NEW and inline.written(target) == inline.written(source):
            target = inline.joined((*target, "!"))
        rows.append(Row(at, 0, Kind.PARAGRAPH, source, target, state))
    return Kit(header(kind), "es", "pt", "Title", tuple(rows))
