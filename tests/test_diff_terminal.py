"""A diff on a terminal: that it fits, that nothing is lost or let through, what it says."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.diff_records import SAMPLES, block, record
from tests.limits import bounded
from translate_flow.cli import columns, diffs
from translate_flow.cli.columns import Styled, wrapped
from translate_flow.cli.render import width_of

SGR = re.compile(r"\x1b\[[0-9;]*m")
ANY = st.text(st.characters(codec="utf-8"), max_size=60)
STYLES = st.sampled_from(["equal", "delete", "insert"])


def side_by_side(made, width: int = 80, *, colour: bool = False) -> list[str]:
    return diffs.side_by_side(made, width, colour).split("\n")


def test_side_by_side_on_eighty_columns() -> None:
    assert "\n".join(side_by_side(SAMPLES["es-pt"]())) == """\
river/pt · Portuguese from Spanish · revision 1 → 3 · facts (proposed)
La noche del río
Spanish, revision 1                    │ Spanish, revision 3

… 2 unchanged blocks (1–2)

── 3 edited · paragraph · facts: number dos → tres, number 20 → 30
El río subió [-dos-] metros, y el agua │ El río subió {+tres+} metros, y el
entró en [-20-] casas de **La          │ agua entró en {+30+} casas de **La
Ribera**.                              │ Ribera**.
~ Draft: O rio subiu dois metros, e a água entrou em [-20-]{+30+} casas de **La
~ Ribera**.
~ To do: edit. Bring the translation up to the new source.

… 4 unchanged blocks (4–7)

── 8 moved from 12 · heading
Lo que pide el barrio
~ O que pede o bairro

── 9 added · list item · facts
—                                      │ Un dique nuevo antes del invierno.
~ The draft has the source text in its place.
~ Proposal: Um dique novo antes do inverno.
~ To do: translate. Translate this: it is new.

── 10 edited · paragraph · trivial: link /rio → /rio-2026
Más en [la página del río[-](/rio)-].  │ Más en [la página del río{+]
                                       │ (/rio-2026)+}.
~ Updated automatically: Mais em [a página do rio[-](/rio)-]{+](/rio-2026)+}.

── was 10, removed · paragraph · correction: hubo dos muertos
Antes se dijo que hubo dos muertos.    │ —
~ Antes se disse que houve dois mortos.
~ Goes out with its source.

── 11 split · paragraph · wording
Las vecinas limpiaron las              │ Las vecinas limpiaron las calles.{+¶+}
calles.[-␣-]Al mediodía llegó la       │ Al mediodía llegó la ayuda.
ayuda.                                 │
~ As vizinhas limparam as ruas. Ao meio-dia chegou a ajuda.
~ Differs on purpose: localised: numa só frase
~ To do: check. Check whether the translation still fits.

── 13 moved from 8 and edited · paragraph · wording
El puente aguantó.                     │ El puente{+ viejo+} aguantó.
~ A ponte aguentou.
~ To do: edit. Bring the translation up to the new source.

… 1 unchanged block (14)

… 1 block of the translation’s own (4)

7 blocks, 41 words: 2 edited, 2 moved, 1 split, 1 added, 1 removed; 8 unchanged.
4 blocks left to do, 1 brought up to date automatically.
Next: translate-flow claim river/pt, then checkout. What needs no change:
translate-flow confirm river/pt 11"""


def test_unified() -> None:
    assert diffs.unified(SAMPLES["es-pt"](), colour=False) == """\
--- river/es revision 1
+++ river/es revision 3
@@ 3 edited (paragraph) facts: number dos → tres, number 20 → 30 @@
-El río subió [-dos-] metros, y el agua entró en [-20-] casas de **La Ribera**.
+El río subió {+tres+} metros, y el agua entró en {+30+} casas de **La Ribera**.
 ~ O rio subiu dois metros, e a água entrou em 20 casas de **La Ribera**.
 > O rio subiu dois metros, e a água entrou em 30 casas de **La Ribera**.
 ! edit
@@ 8 moved from 12 (heading) @@
 Lo que pide el barrio
 ~ O que pede o bairro
@@ 9 added (list item) facts @@
+Un dique nuevo antes del invierno.
 > Un dique nuevo antes del invierno.
 ? Um dique novo antes do inverno.
 ! translate
@@ 10 edited (paragraph) trivial: link /rio → /rio-2026 @@
-Más en [la página del río[-](/rio)-].
+Más en [la página del río{+](/rio-2026)+}.
 ~ Mais em [a página do rio](/rio).
 > Mais em [a página do rio](/rio-2026).
@@ was 10, removed (paragraph) correction: hubo dos muertos @@
-Antes se dijo que hubo dos muertos.
 ~ Antes se disse que houve dois mortos.
@@ 11 split (paragraph) wording @@
-Las vecinas limpiaron las calles.[-␣-]Al mediodía llegó la ayuda.
+Las vecinas limpiaron las calles.{+¶+}
+Al mediodía llegó la ayuda.
 ~ As vizinhas limparam as ruas. Ao meio-dia chegou a ajuda.
 # localised: numa só frase
 ! check
@@ 13 moved from 8 and edited (paragraph) wording @@
-El puente aguantó.
+El puente{+ viejo+} aguantó.
 ~ A ponte aguentou.
 ! edit"""


def test_three_columns_where_there_is_room() -> None:
    lines = side_by_side(SAMPLES["en-zh"](), 120)
    assert lines[2].split(" │ ")[2] == "Chinese"
    rows = [line for line in lines if line.count("│") == 2]
    starts = {tuple(width_of(part) for part in row.split("│")[:2]) for row in rows}
    assert len(starts) == 1  # the separators stand under one another, wide characters or not
    third = [row.split(" │ ")[2] for row in rows if row.count(" │ ") == 2]
    assert all(width_of(cell) <= 38 for cell in third)
    assert not any(cell[0] in "，。、”" for cell in third if cell)  # UAX #14: they begin no line


def test_one_column_where_there_is_none() -> None:
    lines = side_by_side(SAMPLES["de-ja"](), 40)
    assert "- Der Fluss stieg um [-zwei-] Meter; die" in lines
    assert "+ Der Fluss stieg um {+drei+} Meter; die" in lines
    assert "~ 川は二メートル増水し、汽船会社は運航を" in lines
    assert not any("│" in line for line in lines)


def test_an_original_has_no_translation_below() -> None:
    text = "\n".join(side_by_side(SAMPLES["es"](), 140))
    assert "~" not in text
    assert "To do" not in text
    assert "left to do" not in text
    assert text.split("\n")[2].count("│") == 1
    assert text.endswith("Which versions this leaves behind: translate-flow status river")
    assert " ~ " not in diffs.unified(SAMPLES["es"](), colour=False)


def test_code_keeps_its_lines() -> None:
    lines = side_by_side(SAMPLES["en-zh"]())
    at = lines.index("── 3 edited · code · trivial: code")
    assert lines[at + 1 : at + 4] == [
        "level = [-2.0-]                        │ level = {+3.0+}",
        "if level > 2.5:                        │ if level > 2.5:",
        "    alarm()                            │     alarm()",
    ]


def test_right_to_left_texts_do_not_reorder_their_neighbours() -> None:
    for line in side_by_side(SAMPLES["en-ar"](), 130):
        for cell in line.split(" │ "):
            if re.search("[\u0600-\u06ff]", cell):
                assert cell.strip().startswith("\u2068")
                assert cell.strip().endswith("\u2069")
    assert "\u2068" not in "\n".join(side_by_side(SAMPLES["es-pt"]()))
    assert [line for line in side_by_side(SAMPLES["en-ar"]()) if line == "~ Draft:"]  # the text's first letter gives its line's direction


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 119, 120, 200])
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    for colour in (False, True):
        for line in side_by_side(SAMPLES[name](), width, colour=colour):
            assert width_of(SGR.sub("", line)) <= width, line


@pytest.mark.parametrize("name", SAMPLES)
def test_colour_never_stands_alone(name: str) -> None:
    """What is struck out in red or underlined in green is what stands in brackets without colour."""
    coloured, plain = diffs.unified(SAMPLES[name](), colour=True), diffs.unified(SAMPLES[name](), colour=False)
    marked = re.sub(r"\x1b\[31;9m(.*?)\x1b\[0m", r"[-\1-]", re.sub(r"\x1b\[32;4m(.*?)\x1b\[0m", r"{+\1+}", coloured))
    assert SGR.sub("", marked) == plain


HOSTILE = "a\x1b[2J\x1b]0;b\x07c\u009b31md\x00\ud800\r\x7f"


def test_no_control_character_of_an_article_reaches_the_terminal() -> None:
    made = record(
        [block(1, "edited", f"={HOSTILE}", f"-{HOSTILE}1", f"+{HOSTILE}2", translation=HOSTILE, draft=HOSTILE + "x", proposal=HOSTILE, note=HOSTILE, todo="edit",
               reasons=[{"kind": "name", "old": HOSTILE, "new": HOSTILE}])],
        "es", "pt", titles=(HOSTILE, HOSTILE),
    )  # fmt: skip
    for text in (*(diffs.side_by_side(made, width, False) for width in (40, 80, 140)), diffs.unified(made, False)):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
        text.encode()
        assert "␛" in text


@settings(max_examples=150)
@given(st.lists(st.tuples(STYLES, ANY), max_size=5), st.integers(6, 50), st.booleans())
def test_wrapping_loses_nothing_and_fits(runs: list[tuple[str, str]], width: int, marks: bool) -> None:
    """Laws: no line is wider than asked; in order, the lines hold every character that is no white space, in its style."""
    pieces = [Styled(style, text) for style, text in runs]
    lines = wrapped(pieces, width, marks=marks)
    assert lines
    for line in lines:
        assert columns.columns("".join(text for _, text in line)) <= width
    taken = [(style, char) for line in lines for style, text in line for char in text if not char.isspace()]
    wanted = []
    for style, text in pieces:
        before, after = columns.MARKS.get(style, ("", "")) if marks and text else ("", "")
        wanted += [(style, char) for char in before + text + after if not char.isspace()]
    assert taken == wanted


@settings(max_examples=100)
@given(ANY)
def test_a_line_takes_all_that_fits(text: str) -> None:
    """No line could have taken the first unit of the next one, unless the text itself ends the line there."""
    from unicode_segmentation_rs import line_break_units

    width = 12
    lines = ["".join(piece for _, piece in line) for line in wrapped([Styled("equal", text)], width, marks=False)]
    if any(columns.columns(unit.rstrip()) > width for unit in line_break_units(text)) or re.search(r"[/\t\n\x0b-\r\x1c-\x1e\x85\u2028\u2029]", text):
        return
    for line, following in pairwise(lines):
        first = line_break_units(following)[0].rstrip() if following else ""
        assert columns.columns(line) + columns.columns(first) + 1 > width or not following or line_break_units(line + following)[0] != line


@given(ANY)
def test_columns_are_those_of_the_tables(text: str) -> None:
    assert columns.columns(text) == width_of(text)


@pytest.mark.parametrize(("text", "width", "wanted"), [
    ("", 10, [""]),
    ("one two three", 7, ["one two", "three"]),
    ("one\n\ntwo", 10, ["one", "", "two"]),
    ("    four", 10, ["    four"]),
    ("\tx", 10, ["    x"]),
    ("Donaudampfschifffahrt", 10, ["Donaudampf", "schifffahr", "t"]),
    ("see (/a/long/path) now", 14, ["see", "(/a/long/path)", "now"]),
    ("河水一夜之间。上涨", 12, ["河水一夜之", "间。上涨"]),
    ("e\u0301" * 12, 10, ["e\u0301" * 10, "e\u0301" * 2]),
    ("👩‍👩‍👧" * 3, 12, ["👩‍👩‍👧" * 2, "👩‍👩‍👧"]),
])  # fmt: skip
def test_lines(text: str, width: int, wanted: list[str]) -> None:
    assert ["".join(piece for _, piece in line) for line in wrapped([Styled("equal", text)], width, marks=False)] == wanted


def test_marks_stay_with_their_words() -> None:
    lines = wrapped([Styled("equal", "aaaa "), Styled("insert", "bb cc"), Styled("equal", " dd")], 8, marks=True)
    assert ["".join(text for _, text in line) for line in lines] == ["aaaa", "{+bb", "cc+} dd"]


def test_nothing_changed() -> None:
    lines = side_by_side(record([block(1, old="Uno.", translation="Um.")], "es", "pt", **{"class": None}, to=1))
    assert lines[-2:] == ["Nothing changed; 1 unchanged. Nothing left to do.", "Where all versions stand: translate-flow status river"]
    assert "… 1 unchanged block (1)" in lines


def around(*lines: str) -> dict[str, object]:
    return {"outside": [{"op": {"-": "delete", "+": "insert"}[line[0]], "text": line[2:]} for line in lines], "class": None}


def test_what_changed_outside_of_blocks_is_shown() -> None:
    made = record([block(1, old="Uno.", translation="Um.")], "es", "pt", **around('- <Card title="a">', '+ <Card title="b">', "+ href: /c"))
    lines = side_by_side(made, 200)
    assert lines[-7:-3] == ["── Outside of blocks: 1 line gone, 2 lines new", '- <Card title="a">', '+ <Card title="b">', "+ href: /c"]
    assert lines[-2:] == [
        "No block changed; 1 unchanged; 3 lines changed outside of blocks. No block left to do.",
        "Next: if the translation needs these lines, translate-flow claim river/pt, then checkout; if not, translate-flow confirm river/pt --all",
    ]  # fmt: skip


def test_of_many_lines_outside_of_blocks_the_first_are_shown_and_unified_has_all() -> None:
    made = record([block(1, "edited", "=a ", "-1", "+2", translation="b 1", todo="edit")], "es", "pt", **around(*(f"+ line {number}" for number in range(40))))
    shown, whole = "\n".join(side_by_side(made, 200)), diffs.unified(made, colour=False)
    assert "+ line 11" in shown
    assert "line 12" not in shown
    assert "… and 28 more: --unified shows all" in shown
    assert "1 edited; 40 lines changed outside of blocks. 1 block left to do." in shown
    assert "@@ Outside of blocks: 40 lines new @@" in whole
    assert whole.endswith("+line 39")


def test_only_white_space_changed() -> None:
    made = record([block(1, old="Uno.", translation="Um.")], "es", "pt", **{"class": None})
    made["summary"]["spacing"] = True
    assert side_by_side(made)[-2:] == ["Only white space changed; 1 unchanged. Nothing left to do.", "Next: translate-flow confirm river/pt --all"]


def test_what_only_waits_for_a_carry_says_so() -> None:
    made = record([block(1, "edited", "=a ", "-1", "+2", translation="b 1", draft="b 2")], "es", "pt")
    assert side_by_side(made)[-1] == "Next: translate-flow carry river/pt"


def test_long_texts_take_time_in_proportion() -> None:
    for text in ("a" * 200_000, "a/" * 100_000, "a " * 100_000, "河" * 100_000, "\n" * 100_000, "\u0301" * 100_000):
        with bounded():
            wrapped([Styled("delete", text), Styled("insert", text)], 30, marks=True)
