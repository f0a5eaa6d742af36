"""Footnote marks, note lines, and the states of notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.text.document import Note
from translate_flow.text.notes import check, find, marks, note_line


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("killing at least five people [2]. Then", ["2"]),
        ("cocktails…[1]", ["1"]),
        ("one[1] two[2] one again[1]", ["1", "2", "1"]),
        ("as others say [1, 2].", ["1", "2"]),
        ("the dockers¹ and the nurses²³", ["1", "23"]),
        ("since 2014² nothing moved", ["2"]),
        ("closed[*] and shut[**]", ["*", "**"]),
        ("closed[a], shut", ["a"]),
        ("closed† and shut‡.", ["†", "‡"]),
        ("Markdown[^1] and[^long-name]", ["1", "long-name"]),
        ("قتل خمسة [٢] أشخاص", ["٢"]),
        ("他们走了［1］，又回来〔2〕。", ["1", "2"]),
        ("", []),
        ("in [2014] and [sic] and [...]", []),
        ("he was [a] great man", []),
        ("[T]he harbour; [t]he port", []),
        ("see [1](https://example.org) and ![2](a.png) and [3][ref]", []),
        ("[1]: https://example.org", []),
        ("40 km², 3 m³, 10⁶ tonnes, 5 cm²", []),
        ("She died († 2020) in May", []),
        ("[^1]: a definition", []),
    ],
)
def test_marks(text: str, found: list[str]) -> None:
    assert marks(text) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("[1] See the register", ("1", "See the register")),
        ("[2] See < >", ("2", "See < >")),
        ("[3] See", ("3", "See")),
        ("[4]", ("4", "")),
        ("  [5]  two   spaces", ("5", "two spaces")),
        ("[6]: https://example.org/a", ("6", "https://example.org/a")),
        ("¹ The harbour office", ("1", "The harbour office")),
        ("¹²The harbour office", ("12", "The harbour office")),
        ("[*] Name changed", ("*", "Name changed")),
        ("† Name changed", ("†", "Name changed")),
        ("[^a]: Text", ("a", "Text")),
        ("〔1〕港务局年报", ("1", "港务局年报")),
        ("[١] انظر التقرير", ("١", "انظر التقرير")),
        ("[1](https://example.org) is a link", None),
        ("1. The first point", None),
        ("The harbour [1]", None),
        ("[2014] was a bad year", None),
        ("", None),
    ],
)
def test_note_line(line: str, found: tuple[str, str] | None) -> None:
    assert note_line(line) == found


def test_numbered_lines_are_notes_only_if_asked() -> None:
    assert note_line("1. The first point", numbered=True) == ("1", "The first point")
    assert note_line("(2) The second", numbered=True) == ("2", "The second")
    assert note_line("3.5 million people", numbered=True) is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("See some of the footage from civilian mobilizations here", "ok"),
        ("See < >", "empty"),
        ("See <>", "empty"),
        ("Ver ( )", "empty"),
        ("", "empty"),
        ("…", "empty"),
        ("<a href='https://example.org'></a>", "empty"),
        ("See", "cut off"),
        ("Cf.", "cut off"),
        ("Vgl.", "cut off"),
        ("参见", "cut off"),
        ("انظر", "cut off"),
        ("The report of the", "cut off"),
        ("Port office, annual report (", "cut off"),
        ("Port office, annual report (2021", "cut off"),
        ("Quoted from “The Harbour", "cut off"),
        ("Port office:", "cut off"),
        ("See https://example.org/report", "ok"),
        ("https://example.org/report", "ok"),
        ("<https://example.org/report>", "ok"),
        ("Port office, p. 12", "ok"),
        ("Ibid.", "ok"),
        ("港务局年报，第12页。", "ok"),
    ],
)
def test_the_state_of_a_note_by_its_text(text: str, state: str) -> None:
    notes, warnings = check(["1"], [Note("1", text)])
    assert notes == (Note("1", text, state),)
    assert len(warnings) == (state != "ok")
    assert all("[1]" in warning for warning in warnings)


def test_the_four_notes_of_the_seed() -> None:
    given_notes = [Note("1", "See some of the footage here"), Note("2", "See < >"), Note("3", "See")]
    notes, warnings = check(["1", "2", "3", "4"], given_notes)
    assert [note.state for note in notes] == ["ok", "empty", "cut off", "missing"]
    assert warnings == (
        "Footnote [2] is empty: only a place for a link was left. Complete it before publishing.",
        "Footnote [3] is cut off: it ends after “See”. Complete it before publishing.",
        "The text has a mark [4], but no footnote [4]. Write the footnote, or remove the mark.",
    )


def test_notes_without_marks_and_twice_the_same_mark() -> None:
    notes, warnings = check(["1"], [Note("1", "Port office."), Note("1", "Again."), Note("7", "Nobody asks.")])
    assert [note.state for note in notes] == ["ok", "ok", "unmarked"]
    assert warnings == (
        "Two footnotes carry the mark [1]. Renumber one, and its mark in the text.",
        "Footnote [7] has no mark in the text. Put [7] where it belongs, or remove the footnote.",
    )


def test_spellings_of_a_number_are_one_mark() -> None:
    notes, warnings = check(["١", "2"], [Note("1", "Port office."), Note("02", "Port office.")])
    assert [note.state for note in notes] == ["ok", "ok"]
    assert not warnings


@given(st.text(alphabet="a[]^1²¹†*（〔 ab.:(", max_size=60))
def test_every_mark_found_gets_a_note(text: str) -> None:
    found = marks(text)
    notes, warnings = check(found, [])
    assert len(notes) == len(warnings) <= len(found)
    assert all(note.state == "missing" for note in notes)
    note_line(text, numbered=True)


def test_find_gives_the_places_of_the_marks() -> None:
    text = "one [1, 2] two² three [^x]"
    assert [(text[start:end], mark) for start, end, mark in find(text)] == [("[1, ", "1"), ("2]", "2"), ("²", "2"), ("[^x]", "x")]
