"""A sketch says what a whole reading says, many times as fast: on the samples, on lines of provenance, and on what cannot be read. And marks, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow import formats
from translate_flow.adoption.items import Text
from translate_flow.errors import Unreadable
from translate_flow.text import marks, sketch

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
    "line", ["*Translated from the Spanish version*", "[Traducción del inglés](/en/port): Ana", "<p>Übersetzt aus dem Spanischen von Eva Klein</p>", "> Traduit de l’espagnol", "> *Traducido del\n> francés*", "> [!NOTE]\n> Translated from\n> Spanish", "Por Ana Ruiz | Traducción del inglés: Eva Gil",
     "Translated from Spanish ([The crane](/es/grua))", "> 1. Otra\n>\n> Traduit de l’espagnol"]
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


def test_what_is_odd_in_front_is_told():
    drawn = formats.sketch("markdown", b"---\ntitle: A\ntitle: B\ndate: soon\nlang: nothing\n---\n\nText.\n")
    assert drawn is not None
    assert drawn.warnings == whole("markdown", b"---\ntitle: A\ntitle: B\ndate: soon\nlang: nothing\n---\n\nText.\n").warnings
    assert len(drawn.warnings) == 3


# --- lines, and the marks drawn from them ---


def drawn(body: str) -> dict[str, int]:
    return dict(marks.marks(marks.lines(body)))


def test_marks_are_what_stands_in_translations_too():
    found = {mark: count for mark, count in drawn(HEAD + BODY).items() if mark[0] not in "kf"}
    assert found == {"u guia": 1, "c grua --estado": 1, "n 1204": 1, "n 2026": 2, "l grua --parar": 1}
    assert {mark: count for mark, count in drawn(BODY).items() if mark[0] == "k"} == {"k heading 2": 1, "k item 0": 2}
    assert dict(Text("markdown", (HEAD + BODY).encode()).marks) == drawn(HEAD + BODY)


def test_attributes_and_components_leave_marks():
    body = '<LinkCard\n\ttitle="Guía"\n\thref="/es/guias/inicio/"\n/>\n<Cards list={[\n\t{ title: \'Uno\', href: \'https://uno.example/es/a\' },\n]} />\n'
    found = drawn(body)
    assert found["u guias/inicio"] == found["u uno.example/a"] == 1
    assert found["k <LinkCard"] == found["k title="] == found["k href="] == 1


def test_front_matter_leaves_keys_by_their_depth_and_values_that_are_no_words():
    found = drawn("---\ntitle: Inicio\ndraft: false\nhero:\n  title: Hola\n  actions:\n    - link: /es/empezar/\n      text: Empezar\n---\nHola.\n")
    assert {mark for mark in found if mark[0] == "f"} == {"f title", "f draft", "f draft: false", "f hero", "f ..title", "f ..actions", "f ....link", "f ......text"}
    assert found["u empezar"] == 1


@pytest.mark.parametrize(("one", "two"), [
    ("const greeting = 'Hello'; // says hello", "const greeting = 'Hola'; // saluda"), ('<p class="x">Hello</p>', '<p class="x">Hola</p>'),
    ("title: My page", "title: Mi página"), ("# A comment in the shell", "# Un comentario"), ("npm  run build", "npm run build"),
])  # fmt: skip
def test_code_is_compared_without_what_is_translated(one: str, two: str):
    assert drawn(f"```\n{one}\n```\n") == drawn(f"```\n{two}\n```\n")


@pytest.mark.parametrize("line", ["You can write a list:", "- First thing", "## A heading", "}", ""])
def test_prose_shown_as_code_leaves_no_mark(line: str):
    assert drawn(f"```md\n{line}\n```\n") == {}


def test_what_is_made_of_a_heading_leaves_no_mark():
    assert drawn("---\ntoc:\n  how-to-begin: Begin\n---\n[here](#how-to-begin) <a href=\"#how-to-begin\">there</a>\n") == {"f toc": 1, "k <a": 1, "k href=": 1}


def test_addresses_lose_their_language_wherever_it_stands():
    found = drawn("[a](/pt-br/guia/) [b](https://de.vite.example.dev/x) [c](https://docs.example.org/ja/y) https://example.org/es/z")
    assert {mark for mark in found if mark[0] == "u"} == {"u guia", "u vite.example.dev/x", "u docs.example.org/y", "u example.org/z"}


@pytest.mark.parametrize("fence", ["```", "~~~~", "- ```", "> ```"])
def test_fences_end_where_they_end(fence: str):
    close = fence.lstrip("- >")
    lines = marks.lines(f"uno\n\n{fence}js\nlet a = 1;\n{close[:-1]}\n{close}\n\ndos\n")
    assert list(lines.code) == ["let a = 1;", close[:-1]]
    assert set(lines.prose) == {"uno", "", "dos"}


def test_a_fence_that_never_ends_holds_the_rest():
    assert list(marks.lines("uno\n```\nlet a = 1;").code) == ["let a = 1;"]


LINES = ["---", "title: Uno", "```", "~~~", "let a = 'b';", "- [a](/b/)", "## Dos", "<Card title=\"x\">", "Texto de 1.200 palabras con `código`.", "", "<!-- 12 -->", "    indented"]


@given(st.lists(st.sampled_from(LINES), max_size=14), st.lists(st.sampled_from(LINES), max_size=14))
def test_what_changed_is_what_two_texts_marks_differ_in(one: list[str], two: list[str]):
    older, newer = marks.lines("\n".join(("x", *one))), marks.lines("\n".join(("x", *two)))
    difference = marks.marks(newer)
    difference.subtract(marks.marks(older))
    assert marks.changed(older, newer) == {mark: count for mark, count in difference.items() if count}


@given(st.text(max_size=400))
def test_lines_are_drawn_of_any_text(text: str):
    assert all(marks.told(mark) for mark in marks.marks(marks.lines(text)))


@pytest.mark.parametrize("piece", ["<!--", "{/*", "a-", "1,", "`", "](", "<a ", "---\n", "```\n", "'", "http://a.", "[a"])
def test_marks_take_time_in_proportion(piece: str):
    with bounded():
        for text in (piece * 100_000, f"```\n{piece * 100_000}\n```\n", f"---\na: {piece * 100_000}\n---\n= = : from"):
            marks.marks(marks.lines(text))


def test_texts_in_another_encoding_and_in_none():
    assert formats.text("markdown", "uno".encode("utf-16")) == formats.text("markdown", b"\xef\xbb\xbfuno") == "uno"
    assert formats.text("html", '<meta charset="latin-1">é'.encode("latin-1")).endswith("é")
    with pytest.raises(Unreadable, match="is not UTF-8"):
        formats.text("markdown", b"\xe9 a")


def test_marks_of_html():
    found = drawn('<h1>A</h1>\n<p>On <a href="/de/x/">1,204 ships</a>, <img src="/de/ship.png"><!-- 99 -->.</p>\n')
    assert found == {"u x": 1, "u ship.png": 1, "n 1204": 1, "k <h1": 1, "k <p": 1, "k <a": 1, "k <img": 1, "k href=": 1, "k src=": 1}


@pytest.mark.parametrize(("mark", "words"), [
    ("u guides/x", "the link guides/x"), ("n 3250", "the figure 3250"), ("c npm i", "the code `npm i`"), ("f ..banner", "“banner” in front"),
    ("k heading 2", "headings"), ("k item 0", "items"), ("k <Card", "<Card>"), ("k title=", "title="), ("l " + "x" * 80, f"the line of code `{'x' * 59}…`"),
])  # fmt: skip
def test_marks_in_words(mark: str, words: str):
    assert marks.told(mark) == words
