"""A sketch says what a whole reading says, many times as fast: on the samples, on lines of provenance, and on what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow import formats
from translate_flow.errors import Unreadable
from translate_flow.text import sketch

SAMPLES = sorted(path for suffix in ("md", "mdx") for path in (Path(__file__).parent / "samples").rglob(f"*.{suffix}"))
HEAD = "---\ntitle: El puerto\nlang: es\ndate: 2026-03-08\ntags: [mar, grúas]\n---\n\n"
BODY = "La grúa 1.204 está parada desde el 3 de marzo de 2026, dice `grua --estado` en [la guía](/es/guia/#puerto).\n\n## Qué falta\n\n- aceite\n- gente\n\n```sh\ngrua --parar\n```\n"


def whole(format: str, body: bytes) -> sketch.Sketch:
    return sketch.of(formats.get(format).read(body, name="a"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_says_the_same_in_outline(path: Path):
    body, format = path.read_bytes(), formats.for_path(path)
    try:
        read = whole(format, body)
    except Unreadable as error:
        with pytest.raises(Unreadable, match=error.message[:20]):
            formats.sketch(format, body)
        return
    drawn = formats.sketch(format, body)
    if drawn is None:  # to be read whole
        return
    assert (drawn.title, drawn.language, drawn.date, drawn.provenance) == (read.title, read.language, read.date, None)
    assert dict(drawn.meta) == {key: value for key, value in read.meta.items() if key != "syntax"}


@pytest.mark.parametrize(
    "line", ["*Translated from the Spanish version*", "[Traducción del inglés](/en/port): Ana", "<p>Übersetzt aus dem Spanischen von Eva Klein</p>", "> Traduit de l’espagnol"]
)
@pytest.mark.parametrize("place", ["{line}\n\n{body}", "{body}\n\n{line}\n", "## Uno\n{line}\n\n{body}"])
def test_what_may_state_a_provenance_is_read_whole(line: str, place: str):
    body = (HEAD + place.format(line=line, body=BODY)).encode()
    assert whole("markdown", body).provenance is None or formats.sketch("markdown", body) is None


def test_what_only_speaks_of_translation_is_not():
    drawn = formats.sketch("markdown", (HEAD + BODY + "\nEl libro fue traducido del inglés por su hija, y nadie lo leyó hasta que llegó la grúa.\n").encode())
    assert drawn is not None
    assert drawn.provenance is None


def test_without_a_title_in_front_it_is_read_whole():
    assert formats.sketch("markdown", b"# A port\n\nText.\n") is None


def test_marks_are_what_stands_in_translations_too():
    drawn = formats.sketch("markdown", (HEAD + BODY).encode())
    assert drawn is not None
    marks = {mark: count for mark, count in drawn.marks.items() if mark[0] != "k"}
    assert marks == {"u guia": 1, "c grua --estado": 1, "n 1204": 1, "n 2026": 1, "l grua --parar": 1}
    assert {mark: count for mark, count in drawn.marks.items() if mark[0] == "k"} == {"k heading 2": 1, "k item 0": 2, "k code 0": 1}


def test_running_text_has_neither_code_nor_markup():
    drawn = formats.sketch("markdown", (HEAD + "import X from 'x';\n\n<Card title=\"No\">\nHola, *gente* del [puerto](/a_b).\n</Card>\n\n```js\nlet secret = 1;\n```\n").encode())
    assert drawn is not None
    assert drawn.running == "El puerto\nHola, gente del puerto."


@given(st.text(max_size=400))
def test_any_text_is_drawn_or_refused(text: str):
    body = (HEAD + text).encode("utf-8", "surrogatepass")
    try:
        read = whole("markdown", body)
    except Unreadable:
        with pytest.raises(Unreadable):
            formats.sketch("markdown", body)
        return
    drawn = formats.sketch("markdown", body)
    assert drawn is None or (drawn.title, drawn.provenance) == (read.title, read.provenance)
