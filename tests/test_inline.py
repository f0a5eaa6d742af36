"""A block's source as text and codes, and its sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.text import inline
from translate_flow.text.inline import Code, Form
from translate_flow.text.sentences import segments, sentences

SPLIT = [
    ("markdown", "Hola **mundo** y [enlace](/a).", "Hola <1>mundo</1> y <2>enlace</2>."),
    ("markdown", "con `code` y nota[^1]", "con <1/> y nota<2/>"),
    ("markdown", r"5 \* 3 &amp; más", "5 * 3 & más"),
    ("markdown", "a\nb", "a b"),
    ("html", "Una <a href='x'>cosa</a>&nbsp;bien.<br>Fin", "Una <1>cosa</1>\u00a0bien.<2/>Fin"),
    ("html", "<em>uno <b>dos</b></em> <i>suelto", "<1>uno <2>dos</2></1> <3/>suelto"),
    ("html", "menos que &lt;1&gt; aquí", "menos que <1/> aquí"),
    ("text", "5 * 3 [sic]", "5 * 3 [sic]"),
]


@pytest.mark.parametrize(("syntax", "source", "said"), SPLIT)
def test_codes_are_found_and_numbered(syntax, source, said):
    content = inline.split(source, syntax)
    assert inline.written(content) == said
    assert inline.read(said) == content


@given(st.text(max_size=80), st.sampled_from(["markdown", "html", "wordpress", "text"]))
def test_what_is_written_as_plain_text_is_read_back(source, syntax):
    content = inline.split(source, syntax)
    assert inline.read(inline.written(content)) == content
    assert inline.filled(inline.read(inline.written(content)), content) == content
    assert not inline.damage(content, content)


@pytest.mark.parametrize(
    ("target", "fatal", "words"),
    [
        ("un <1>b</1> <2>c</2> <3/>", None, ""),
        ("un <2>c</2> <1>b</1> <3/>", None, ""),
        ("un b <2>c</2> <3/>", False, "emphasis"),
        ("un <1>b</1> c <3/>", True, "link"),
        ("un <1>b</1> <2>c</2>", True, "code"),
        ("un <1>b <2>c</2> <3/>", True, "</1> is missing"),
        ("un <1>b</1> <2>c</2> <3/><3/>", True, "2 times"),
        ("un <1>b</1> <2>c</2> <3/><9/>", True, "not in the source"),
        ("un <1>b <2>c</1></2> <3/>", True, "closes"),
    ],
)
def test_damage_to_codes_is_told(target, fatal, words):
    found = inline.damage(inline.split("a **b** [c](d) `e`", "markdown"), inline.read(target))
    assert [one.fatal for one in found] == ([] if fatal is None else [fatal])
    assert all(words in one.message for one in found)


SENTENCES = [
    ("es", "El Sr. García vino ayer. ¿Sí? Dijo «No. Nunca.» Fin.", 4),
    ("en", "Dr. Smith went to Washington. He came back at 5 p.m. on Monday.", 2),
    ("de", "Am 3. Mai 2021 war z. B. alles zu. Danach nicht.", 2),
    ("zh", "第一句。第二句！第三句？", 3),
    ("hi", "यह पहला वाक्य है। यह दूसरा है।", 2),
    ("ar", "هذه جملة أولى. وهل هذه ثانية؟ نعم.", 3),
]


@pytest.mark.parametrize(("language", "said", "count"), SENTENCES)
def test_sentences_by_language(language, said, count):
    assert len(sentences(said, language)) == count


@given(st.text(max_size=200), st.sampled_from(["en", "es", "zh", "th", "xx"]))
def test_no_sentence_loses_anything(said, language):
    assert "".join(sentences(said, language)) == said


@given(st.lists(st.sampled_from(["Uno. ", "Dos. ", "Tres ", "**", "[", "](x)", "`c`", " "]), max_size=12))
def test_segments_joined_are_the_block(parts):
    content = inline.split("".join(parts), "markdown")
    whole: list[str | Code] = []
    for part, gap in segments(content, "es"):
        whole += (*part, gap)
    assert inline.joined(whole) == content


def test_codes_stay_with_what_they_mark():
    content = inline.split("Uno **dos.** *Tres* cuatro. `x` Cinco.", "markdown")
    assert [inline.written(part) for part, _ in segments(content, "es")] == ["Uno <1>dos.</1>", "<2>Tres</2> cuatro.", "<3/> Cinco."]
    assert inline.codes(content)[0] == Code(1, Form.OPEN)
