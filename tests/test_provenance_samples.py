"""Lines as sites print them in twenty languages, read with all that they say, and the lines beside them that are none."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow import formats
from translate_flow.text.document import Provenance
from translate_flow.text.provenance import recognise

SAMPLES = Path(__file__).parent / "samples"
LANGUAGES = (
    "en",
    "es",
    "pt",
    "fr",
    "de",
    "it",
    "nl",
    "pl",
    "ru",
    "uk",
    "ar",
    "fa",
    "he",
    "tr",
    "zh",
    "ja",
    "ko",
    "hi",
    "id",
    "sv",
)
AROUND = " —[].*_。"  # what some of the samples have around them


class Row(NamedTuple):
    wording: str
    kind: str  # +, +md, +html or -
    text: str
    parent: str = ""
    translator: str = ""
    original: str = ""


def rows() -> list[Row]:
    found = []
    for path in sorted(SAMPLES.glob("provenance_*.txt")):
        wording = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                wording = line.strip("[]")
            elif line and not line.startswith("#"):
                kind, _, rest = line.partition(" ")
                cells = [rest] if kind == "-" else [cell.strip() for cell in rest.split(" | ")]
                found.append(Row(wording, kind, *cells))
    return found


ROWS = rows()
LINES = [row for row in ROWS if row.kind == "+"]
DECOYS = [row for row in ROWS if row.kind == "-"]
MARKED = [row for row in ROWS if row.kind in {"+md", "+html"}]


def said(found: Provenance | None) -> tuple[str, str, str, str]:
    assert found is not None
    return found.wording.split("-", maxsplit=1)[0], found.language, found.translator, found.original


def wanted(row: Row) -> tuple[str, str, str, str]:
    return row.wording, row.parent, row.translator, row.original


@pytest.mark.parametrize("row", LINES, ids=lambda row: f"{row.wording}-{row.text[:40]}")
def test_a_line_is_read_whole(row: Row) -> None:
    found = recognise(row.text)
    assert said(found) == wanted(row)
    assert found is not None
    stated = row.text.strip(AROUND)
    stated = stated[1:-1].rstrip(".") if stated[0] in "(（" else stated
    assert found.text[slice(*found.span)] == stated
    assert found.confidence in ({0.6, 0.9, 1.0} if row.translator else {0.6, 1.0})


@pytest.mark.parametrize("row", LINES, ids=lambda row: f"{row.wording}-{row.text[:40]}")
def test_an_address_after_it_is_its_link(row: Row) -> None:
    found = recognise(f"{row.text} <https://example.org/rio>")
    assert said(found) == wanted(row)
    assert found is not None
    assert found.link == "https://example.org/rio"


@pytest.mark.parametrize("row", DECOYS, ids=lambda row: f"{row.wording}-{row.text[:40]}")
def test_a_sentence_or_a_heading_is_none(row: Row) -> None:
    assert recognise(row.text) is None


@pytest.mark.parametrize("row", MARKED, ids=lambda row: f"{row.wording}-{row.text[:40]}")
def test_links_and_marks_in_it_do_not_hide_it(row: Row) -> None:
    kind, around = ("markdown", "# T\n\n{}\n\nSome words.\n\nAnd more.\n") if row.kind == "+md" else (
        "html", "<html><body><article><h1>T</h1>{}<p>Some words.</p><p>And more.</p></article></body></html>"
    )  # fmt: skip
    document = formats.get(kind).read(around.format(row.text).encode(), name="t")
    assert said(document.provenance) == wanted(row)


@given(st.sampled_from(LINES), st.sampled_from(["({})", "— {}", "*{}*", "_{}._", "[{}]", "★ {}", "“{}”", "\t{} \n"]))
def test_what_stands_around_it_changes_nothing(row: Row, around: str) -> None:
    bare, dressed = recognise(row.text), recognise(around.format(row.text))
    assert said(dressed) == wanted(row)
    assert bare is not None
    assert dressed is not None
    assert dressed.text[slice(*dressed.span)] == bare.text[slice(*bare.span)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_lines_and_decoys(language: str) -> None:
    assert sum(row.wording == language for row in (*LINES, *MARKED)) >= 16
    assert sum(row.wording == language for row in DECOYS) >= 10
