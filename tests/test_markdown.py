"""Markdown: spans, kinds, front matter, MDX, directives, raw HTML, footnotes, HTML, and what is refused."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow import formats
from translate_flow.errors import Unreadable
from translate_flow.formats import md_inline, md_syntax
from translate_flow.formats.frontmatter import fold
from translate_flow.formats.markdown import comment, escape, escape_in, header_place, html, read, write
from translate_flow.text.document import Document, Kind

SAMPLES = sorted((Path(__file__).parent / "samples").glob("m[dar]*/*.md*"))
SITE = Path(__file__).parents[2] / "shared" / "data" / "starlight-docs.bundle"
BY_WORDS = {Kind.BYLINE: Kind.PARAGRAPH, Kind.PROVENANCE: Kind.PARAGRAPH}  # known by their words, which may change


def parse(text: str, name: str = "a.md") -> Document:
    return read(text.encode(), name=name)


def blocks(text: str, name: str = "a.md") -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in parse(text, name).blocks]


def sources(text: str, name: str = "a.md") -> list[str]:
    document = parse(text, name)
    return [document.source(block) for block in document.blocks]


def kinds(document: Document) -> list[Kind]:
    return [BY_WORDS.get(block.kind, block.kind) for block in document.blocks]


def sound(document: Document) -> None:
    at = 0
    for block in document.blocks:
        assert at <= block.start < block.end <= len(document.text)
        assert block.text.strip()
        at = block.end


def edited(document: Document, new: dict[int, str], name: str) -> Document:
    """The document with new sources, read again; every character outside them is checked to be unchanged."""
    text = document.with_sources(new)
    at = moved = 0
    for index, block in enumerate(document.blocks):
        assert text[at + moved : block.start + moved] == document.text[at : block.start]
        moved += len(new[index]) - (block.end - block.start)
        at = block.end
    assert text[at + moved :] == document.text[at:]
    return read(text.encode(document.encoding), name=name)


def samples() -> list[tuple[bytes, str]]:
    return [(path.read_bytes(), path.name) for path in SAMPLES]


# --- samples ---


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"])
def test_samples_come_back_and_take_new_texts(path: Path, end: str) -> None:
    data = path.read_bytes()
    if end:
        data = data.replace(b"\r\n", b"\n").replace(b"\n", end.encode())
    document = read(data, name=path.name)
    assert write(document) == data
    sound(document)
    texts = [f"«{index}» & “{block.text}” # *no* [x] <b> | {{y}} 1. -" for index, block in enumerate(document.blocks)]
    again = edited(document, {i: escape_in(document, i, text) for i, text in enumerate(texts)}, path.name)
    assert kinds(again) == kinds(document)
    for old, new, text in zip(document.blocks, again.blocks, texts, strict=True):
        assert new.text == text or (old.kind is Kind.BYLINE and new.text.endswith(text))
    assert [(block.level, block.ref) for block in again.blocks] == [(block.level, block.ref) for block in document.blocks]
    marked = edited(document, {i: document.source(block) + "zq" for i, block in enumerate(document.blocks)}, path.name)
    assert [block.text for block in marked.blocks] == [block.text + "zq" for block in document.blocks]
    assert [block.text for block in read(data, name="").blocks] == [block.text for block in document.blocks]
    assert html(document)


def test_samples_read_the_same_with_any_line_end() -> None:
    for data, name in samples():
        unix = read(data.replace(b"\r\n", b"\n"), name=name)
        for end in (b"\r\n", b"\r"):
            other = read(data.replace(b"\r\n", b"\n").replace(b"\n", end), name=name)
            assert [replace(b, start=0, end=0) for b in other.blocks] == [replace(b, start=0, end=0) for b in unix.blocks]


def sample(name: str) -> Document:
    path = next(path for path in SAMPLES if path.name == name)
    return read(path.read_bytes(), name=name)


def test_spanish_article() -> None:
    document = sample("mercado-es.md")
    assert document.title == "El mercado vuelve a abrir: «nadie se va»"
    assert document.standfirst.startswith("Después de dos años")
    assert (document.byline, document.language, document.date) == ("Ana Robles", "es", "2024-03-08")
    assert dict(document.meta) == {
        "slug": "mercado-vuelve-a-abrir", "tags": "ciudad, trabajo", "section": "Barrios", "author": "Ana Robles",
        "layout": "articulo", "comentarios": "true",
    }  # fmt: skip
    by_kind = {kind: [block for block in document.blocks if block.kind is kind] for kind in Kind}
    assert [(block.text, block.ref) for block in by_kind[Kind.CAPTION]] == [
        ("Una vendedora cuelga el primer cartel", "/fotos/mercado.jpg"), ("Foto: archivo del barrio", "/fotos/mercado.jpg"),
    ]  # fmt: skip
    assert [(block.level, block.text[:12]) for block in by_kind[Kind.LIST_ITEM]] == [
        (1, "Techos nuevo"), (1, "Un contrato "), (2, "sin subidas "), (2, "con revisión"), (1, "Falta la lic"),
    ]  # fmt: skip
    assert [block.text for block in by_kind[Kind.TABLE_CELL]][2:4] == ["Fruta", "120 € | mes"]
    assert by_kind[Kind.QUOTE][0].text == "«Aquí aprendí a contar», dice Elvira, que vende fruta desde 1979."
    assert by_kind[Kind.FOOTNOTE][0].ref == "1"
    assert [(note.mark, note.state) for note in document.notes] == [("1", "ok"), ("2", "empty")]


def test_arabic_article() -> None:
    document = sample("ports-ar.md")
    assert (document.title, document.byline, document.language) == ("عمال الميناء يوقفون العمل", "سلمى حداد", "ar")
    assert document.standfirst == "بدأ الإضراب عند الفجر وشمل الأرصفة الثلاثة"
    assert (document.date, document.meta["status"]) == ("2023-11-20T06:30:00+02:00", "draft")
    assert document.provenance is not None
    assert document.provenance.language == "en"
    assert [block.kind for block in document.blocks][3] is Kind.PROVENANCE
    assert document.blocks[-1].ref == "/img/crane.jpg"
    assert "ترجمة عن" not in html(document)


def test_chinese_article() -> None:
    document = sample("river-zh.md")
    assert (document.title, document.language, document.date) == ("河岸居民重建家园", "zh-Hans", "2024-06-02")
    assert document.standfirst == "洪水退去三周之后， 村民把学校的桌椅搬回了教室。"
    assert document.byline == "林远"
    assert document.meta["tags"] == "洪水, 重建"
    assert [(note.mark, note.text) for note in document.notes] == [("甲", "船由邻村借出。")]
    assert [block.text for block in document.blocks if block.kind is Kind.CODE] == ["操场 -> 教室\n教室 -> 图书室"]
    assert header_place(document) == (4, "# ", "")


def test_hindi_article() -> None:
    document = sample("seeds-hi.md")
    assert (document.title, document.date, document.byline) == ("बीज बैंक का पहला साल", "2024-03-08", "")
    assert document.meta["author"] == "मीरा देवी, कमला सिंह"
    captions = [block for block in document.blocks if block.kind is Kind.CAPTION]
    assert [(block.text, block.ref) for block in captions] == [("सूखते हुए बीज, आँगन में", "/seeds.jpg")]


def test_portuguese_article_without_front_matter() -> None:
    document = sample("garden-pt.md")
    assert (document.title, document.byline) == ("A horta da rua de trás", "Rita Sá")
    assert document.provenance is not None
    assert document.provenance.language == "es"
    assert [note.state for note in document.notes] == ["missing"]
    assert any("3" in warning for warning in document.warnings)
    assert "galeria" not in " ".join(block.text for block in document.blocks)
    shown = html(document)
    for gone in ("<h1>", "Rita", "Traduzido", "galeria", "Note<"):
        assert gone not in shown
    assert "há <strong>couves</strong><br" in shown
    assert "[^3]" in shown


def test_mixed_line_ends_bom_and_no_final_newline() -> None:
    document = sample("mixed-ends.md")
    assert [block.text for block in document.blocks] == [
        "Sin comillas", "Una línea y otra", "Texto con retorno antiguo.", "uno", "dos", "Final sin salto",
    ]  # fmt: skip
    assert document.language == "no"
    assert document.text.startswith("\ufeff")


# --- MDX, directives, shortcodes, raw HTML ---


def test_mdx_sample() -> None:
    document = sample("strike-en.mdx")
    assert [(block.kind.value, block.text) for block in document.blocks] == [
        ("title", "Bus drivers win their night break"),
        ("standfirst", 'The company had called it "impossible"; it took eleven days'),
        ("byline", "Jo Marsh"),
        ("paragraph", "The depot was dark when the vote was read out. riders had signed too.[a]"),
        ("paragraph", "Every bus runs again."),
        ("paragraph", "The N4 starts on Monday."),
        ("paragraph", "What was agreed"),
        ("paragraph", "Twenty minutes in every six hours."),
        ("paragraph", "“I could see the road again,” a driver said"),
        ("list_item", "Signed in May:"),
        ("paragraph", "The text hangs in the canteen."),
        ("footnote", "Counted by the riders' group."),
    ]
    assert document.meta["syntax"] == "mdx"
    shown = html(document)
    for gone in ("Tab", "import", "export", "union", ":::", "kind=", "riders.night"):
        assert gone not in shown
    assert '<p>Every bus runs again.</p>' in shown
    assert 'href="#fn-1"' in shown
    assert '<a href="#fnref-1">' in shown


@pytest.mark.parametrize(("text", "expected"), [
    ("<A>one</A> <B>two</B>", ["one", "two"]),
    ("<A>one</A>\n\t<A>two <B/></A>\n</C>", ["one", "two <B/>"]),
    ("<A>one\n\ntwo</A>", ["one", "two"]),
    ("<A><B>one</B> and two</A>", ["<B>one</B> and two"]),
    ("<New/> text", ["<New/> text"]),
    ("text <b>bold</b> {x}", ["text <b>bold</b> {x}"]),
    ("<A x={{a: '>'}} y=\"<b>\"\n  z>\ntext\n</A>", ["text"]),
    ("{cond && (\n  <p>no</p>\n)}\n\ntext", ["text"]),
    ("{/* no } */}\n{`no }`}\ntext", ["text"]),
    ("<>\n  text\n</>", ["text"]),
    ("<A.B c:d='1'>text</A.B>", ["text"]),
    ("    indented prose", ["indented prose"]),
    ("<!-- no -->\ntext", ["text"]),
    ("a < b and {c", ["a < b and {c"]),
    ("<h2 class='x'>head</h2>", ["head"]),
    ("- <A>\n  one\n  </A>\n- two", ["one", "two"]),
    ("text\n    </A>\nmore", ["text", "more"]),
    ("import x from 'y'\nimport z from 'w'\n\nimport this is prose? no, MDX reads it as code\n\ntext", ["text"]),
    ("export const f = {\n\n  a: 1,\n}\ntext of it\n\ntext", ["text"]),
])  # fmt: skip
def test_prose_in_mdx(text: str, expected: list[str]) -> None:
    assert sources(text, "a.mdx") == expected


def test_wrapped_prose_takes_its_tags_kind() -> None:
    text = "<h2>Head</h2>\n\n<figcaption>Cap</figcaption>\n\n<summary>Sum</summary>"
    assert blocks(text, "a.mdx") == [("heading", "Head"), ("caption", "Cap"), ("paragraph", "Sum")]
    assert html(parse(text, "a.mdx")).split() == ["<h2>Head</h2>", "<figcaption>Cap</figcaption>", "<summary>Sum</summary>"]


@pytest.mark.parametrize(("text", "mdx"), [
    ("import A from 'a'\n", True), ("text\n\n{/* x */}\n", True), ("<Card title='x'>\n", True), ("  <Card>x</Card>", True),
    ("export default function x() {}", True), ("import A from a sentence", False), ("```js\nimport A from 'a'\n```", False),
    ("````md\n```\n```\nimport A from 'a'\n````", False), ("<DIV>\n", False), ("a <Card> b", False), ("plain {x}", False),
    ("- ```js\n  x\n  ```\n\nimport A from 'a'", True),
])  # fmt: skip
def test_mdx_is_known_by_its_lines(text: str, mdx: bool) -> None:
    assert md_syntax.is_mdx(text) is mdx


@pytest.mark.parametrize(("text", "expected"), [
    (":::note\ntext\n:::", ["text"]), (":::tip[A *label*]{icon='x'}\ntext\n:::", ["A *label*", "text"]),
    ("::: warning Take care\ntext\n:::", ["Take care", "text"]), (":::danger{a}\n:::", []), ("a :::note b", ["a :::note b"]),
    ("text\n:::note\nmore\n:::\nlast", ["text", "more", "last"]), ("1. one\n\n   :::tip\n   two\n   :::\n", ["one", "two"]),
    ("- one\n:::\ntext", ["one", "text"]),
    ("{{< figure\n src='x' >}}\ntext", ["text"]), ("{% include x %}\ntext {% y %}", ["text {% y %}"]), ("text\n{: .class}\nmore", ["text", "more"]),
    ("{{< open\n\ntext", ["{{< open", "text"]),
])  # fmt: skip
def test_directives_and_shortcodes_are_no_prose(text: str, expected: list[str]) -> None:
    assert sources(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("<div>\n  Some <b>text</b>\n</div>", [("paragraph", "Some <b>text</b>")]),
    ("<ul><li>one<li>two</ul>", [("list_item", "one"), ("list_item", "two")]),
    ("<h3>Head</h3>\n<p>a<br>b &amp; c</p>", [("heading", "Head"), ("paragraph", "a<br>b &amp; c")]),
    ("<table><tr><td>x</td></tr></table>", [("table_cell", "x")]),
    ("<script>\nno()\n</script>", []), ("<pre>no</pre>", []), ("<!-- no\n\nno -->", []), ("<svg>\n<text>no</text></svg>", []),
    ("> <div>no</div>", []), ("<blockquote><p>said", [("quote", "said")]),
])  # fmt: skip
def test_prose_in_raw_html(text: str, expected: list[tuple[str, str]]) -> None:
    document = parse(text)
    assert [(block.kind.value, document.source(block)) for block in document.blocks] == expected


# --- CommonMark ---


@pytest.mark.parametrize(("text", "expected"), [
    ("# one\n\n## two ##\n\n### three \\#\n\n#\n\n# #", ["one", "two", "three \\#"]),
    ("one\ntwo\n===\n\nthree\n---", ["one\ntwo", "three"]),
    ("> one\n> two\nlazy\n\n> > three", ["one\n> two\nlazy", "three"]),
    ("- one\n\n  two\n  - three\n\n      code\n", ["one", "two", "three", "code"]),
    ("1) one\n2) two", ["one", "two"]), ("-\tone\n\ttwo", ["one\n\ttwo"]), ("-     code\n\n      more", ["code\n\n      more"]),
    (">\tone\n>\t\ttwo", ["one\n>\t\ttwo"]), ("   one  \n   two  ", ["one  \n   two"]),
    ("| a | b |\n|---|---|\n| c \\| d | `e` |\n| f |\n", ["a", "b", "c \\| d", "`e`", "f"]),
    ("a|b\n-|-\n|c|\n| |d|", ["a", "b", "c", "d"]), ("- | a |\n  |---|\n  | b |", ["a", "b"]), ("> a|b\n> -|-\n> c|d", ["a", "b", "c", "d"]),
    ("[ref]: /x 'title'\n[text][ref]", ["[text][ref]"]), ("```\none\n\n  two\n```", ["one\n\n  two"]), ("~~~ py x\n\n~~~\n```", []),
    ("> ```\n> one\n> two\n> ```", ["one\n> two"]), ("\tone\n\ttwo", ["one\n\ttwo"]), ("```\none", ["one"]), ("***\n", []),
    ("\xa0\none\n\xa0", ["one"]), ("one\n\u3000\ntwo", ["one\n\u3000\ntwo"]),
    ("![a *b*](c)", ["a *b*"]), ("![](c 'd')", ["d"]), ("![a](<c d> \"e \\\" f\") ", ["a", "e \\\" f"]), ("![a](b (c))", ["a", "c"]),
    ("[![a](b)](c \"no\")\n![d](e)", ["a", "d"]), ("![a][r]\n\n[r]: b 'no'", ["a"]), ("![a\nb](c)", ["a\nb"]), ("![a](b) text", ["![a](b) text"]),
    ("[^1]: one\n\n    two\n\n[^b]:\n    three", ["one", "two", "three"]), ("text[^1]\n[^1]: one", ["text[^1]", "one"]),
])  # fmt: skip
def test_spans(text: str, expected: list[str]) -> None:
    assert sources(text) == expected
    assert sources(text.replace("\n", "\r\n")) == [source.replace("\n", "\r\n") for source in expected]


@pytest.mark.parametrize(("text", "reader"), [
    ("*a* **b** ~~c~~ `d  e` [f](g) <b>h</b> &lt;i&#33; \\*j", "a b c d e f h <i! *j"), ("a  \nb\\\nc\nd<br>e", "a b c d e"),
    ("a[^1] ![b](c) d", "a[1] b d"), ("caf\u00e9\u00a0!", "café\u00a0!"), ("<!-- x -->a", "a"), ("a <https://x.org>", "a https://x.org"),
])  # fmt: skip
def test_reading(text: str, reader: str) -> None:
    assert [block.text for block in parse(text).blocks] in ([reader], [])
    assert [block.text for block in parse("- " + text.replace("\n", "\n  ")).blocks][:1] in ([reader], [])


def test_kinds_levels_and_refs() -> None:
    text = "- a\n  > b\n  > - c\n  > > d\n\n  e\n\n```py x\nf\n```\n\n###### g\n\n[^n]: h\n    - i\n"
    assert [(block.kind.value, block.level, block.ref, block.text) for block in parse(text).blocks] == [
        ("list_item", 1, "", "a"), ("quote", 1, "", "b"), ("list_item", 2, "", "c"), ("quote", 2, "", "d"), ("paragraph", 0, "", "e"),
        ("code", 0, "py", "f"), ("heading", 6, "", "g"), ("footnote", 0, "n", "h"), ("list_item", 1, "", "i"),
    ]  # fmt: skip


def test_the_first_heading_is_the_title_only_without_one_in_the_front_matter() -> None:
    assert blocks("## a\n\n# b\n\n# c") == [("heading", "a"), ("title", "b"), ("heading", "c")]
    assert blocks("---\ntitle: a\n---\n# b") == [("title", "a"), ("heading", "b")]
    assert blocks("---\ntitle:\n---\n# b") == [("title", "b")]


def test_front_matter_values() -> None:
    document = parse("---\nTitle: 7\nLocale: pt_BR\npubDate: 2024-03-08 10:00:00 +0100\nauthors: [A, B]\ncategories: [x, y]\n"
                     "permalink: /a/\nstatus: ready\npublished: false\nhero:\n  title: no\nweight: 3\n---\n")  # fmt: skip
    assert (document.title, document.language, document.date) == ("7", "pt-BR", "2024-03-08T10:00:00+01:00")
    assert dict(document.meta) == {
        "author": "A, B", "section": "x, y", "url": "/a/", "status": "draft", "weight": "3",
    }  # fmt: skip
    doubtful = parse("---\nlang: klingonish\ndate: soon\ntitle: x\n---\n")
    assert (doubtful.language, doubtful.date, len(doubtful.warnings)) == ("", "", 2)


@pytest.mark.parametrize(("written", "iso"), [
    ("2024-03-08", "2024-03-08"), ("2024-03-08T10:00", "2024-03-08T10:00:00"), ("2024-03-08T10:00:00Z", "2024-03-08T10:00:00+00:00"),
    ("2024-03-08 10:00:00 -0300", "2024-03-08T10:00:00-03:00"), ("March 8, 2024", "2024-03-08"), ("8 Mar 2024", "2024-03-08"),
    ("2024/03/08", "2024-03-08"), ("2024-13-08", ""), ("yesterday", ""),
])  # fmt: skip
def test_dates(written: str, iso: str) -> None:
    assert parse(f"---\ndate: {written}\n---\nx").date == iso


# --- writing ---


def test_escape_in_keeps_each_place_sound() -> None:
    text = ("---\ntitle: Plain\nsummary: 'it''s'\n---\n> ```\n> code\n> ```\n\n![alt](a.png 'title')\n\n<p>raw</p>\n\n"
            "| cell |\n|---|\n\n:::note[label]\n:::\n")  # fmt: skip
    document = parse(text)
    new = 'a: "b" #c | `d` ]*\\ \'e\' <f> &amp; ```'
    again = edited(document, {i: escape_in(document, i, new) for i in range(len(document.blocks))}, "a.md")
    assert [block.text for block in again.blocks] == [new] * len(document.blocks)
    assert kinds(again) == kinds(document)
    code = next(i for i, block in enumerate(document.blocks) if block.kind is Kind.CODE)
    two = edited(document, {i: document.source(b) if i != code else escape_in(document, i, "x\n```\n\ny") for i, b in enumerate(document.blocks)}, "a.md")
    assert two.blocks[code].text == "x\n    ```\n\ny"


@pytest.mark.parametrize("text", [
    "# a", "a #", "- a", "+ a", "1. a", "12) a", "> a", "=== ", "---", "***", "```", "~~~ a", "    a", "a | b", "|-|", "[a](b)", "![a](b)", "[^1]",
    "[^1]: a", "[a]: b", "<b>", "<https://a.b>", "&amp;", "&#33;", "a_b_c", "_a_", "__a", "*a*", "\\", "a\\", "\\*", "{a}", "{/* a */}", "import a",
    "export const a", ":::note", "{{< a >}}", "{% a %}", "{: a}", "[x] a", "[ ] a", "a\nb", "a\\\nb", "a  \nb", ":-:", "<Card>", "</Card> a", "`a", "~a~",
])  # fmt: skip
@pytest.mark.parametrize("name", ["a.md", "a.mdx"])
def test_escaped_text_reads_as_itself(text: str, name: str) -> None:
    for before, after in (("", ""), ("- ", ""), ("> ", "\n> more"), ("# ", ""), ("| ", " |\n|---|"), ("![", "](x)"), ("[^n]: ", ""), (":::a[", "]\n:::")):
        document = parse(before + escape(text) + after, name)
        assert document.blocks[0].text == fold(text + (" more" if "more" in after else "")), before


visible = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff"), min_size=1, max_size=30)
marks = st.text(alphabet="ab1 \n#*_-+=>|`~[]()!<>{}&;:.\\/'\"^", min_size=1, max_size=20)


@given(st.one_of(visible, marks), st.sampled_from(["a.md", "a.mdx"]))
@settings(max_examples=400, deadline=None)
def test_escaped_text_reads_as_itself_whatever_it_is(text: str, name: str) -> None:
    text = fold(text)
    if text:
        for before, after in (("", ""), ("- ", "\n- x"), ("| ", " |\n|---|"), ("![", "](x)")):
            assert parse(before + escape(text) + after, name).blocks[0].text == text


pieces = st.one_of(
    st.sampled_from([
        "# ", "- ", "1. ", "> ", "\t", "    ", "```", "~~~", "| a | b |\n|---|---|\n", "---\n", "\n", "\n\n", "\r\n", "\r", "[^1]", "[^1]: ", "![", "](x)",
        "<div>", "</div>", "<A b={", "}>", "</A>", "{", "}", "{/*", "*/}", ":::", ":::note[", "import x from 'y'\n", "export ", "<!--", "-->", "`", "*", "**",
        "_", "\\", "|", "title: ", "\ufeff", "\xa0", "\u2028", "\x0b", "&amp;", "<p>", "[x]: y\n", "'t')", "{{<", ">}}", "{%", "%}", "- [ ] ", "> [!NOTE]\n", "===\n",
    ]),
    st.text(alphabet="aé日ا ", max_size=4),
)  # fmt: skip


@given(st.lists(pieces, max_size=25).map("".join), st.sampled_from(["a.md", "a.mdx", ""]))
@settings(max_examples=700, deadline=None)
def test_any_text_comes_back_with_sound_spans(text: str, name: str) -> None:
    try:
        document = parse(text, name)
    except Unreadable:
        return
    assert write(document) == text.encode()
    sound(document)
    assert document.with_sources({i: document.source(block) for i, block in enumerate(document.blocks)}) == text
    html(document)
    for index, block in enumerate(document.blocks):
        escape_in(document, index, block.text)


paragraphs = st.lists(visible.map(fold).filter(bool), min_size=1, max_size=6)


@given(paragraphs, paragraphs, st.sampled_from(["\n", "\r\n", "\r"]), st.data())
@settings(max_examples=150, deadline=None)
def test_new_texts_in_any_structure(old: list[str], new: list[str], end: str, data: st.DataObject) -> None:
    frames = ["{}", "# {}", "> {}", "- {}", "1. a\n\n   - {}", "{}\n===", "| {} |\n|---|", "![{}](x.png)", "```\n{}\n```", "[^n{}]: {{}}", "<p>{{}}</p>", ":::tip[{}]\n:::"]
    lines = []
    for number, text in enumerate(old):
        frame = data.draw(st.sampled_from(frames))
        lines.append(frame.format(escape(text)) if "[^n" not in frame and "<p>" not in frame else frame.format(number).format("x"))
    document = parse("---\ntitle: a\nsummary: 'b'\n---\n" + "\n\n".join(lines).replace("\n", end))
    texts = [new[i % len(new)] for i in range(len(document.blocks))]
    again = edited(document, {i: escape_in(document, i, text) for i, text in enumerate(texts)}, "a.md")
    assert kinds(again) == kinds(document)
    for block, text in zip(again.blocks, texts, strict=True):  # a new text may be a byline: “文|…”
        assert block.text == text or (block.kind is Kind.BYLINE and text.endswith(block.text))


# --- HTML, header, refusals ---


def test_html_links_footnotes_both_ways_and_keeps_captions() -> None:
    shown = html(parse("One[^a] two[^b] one[^a] none[^z].\n\n![*Alt*](x.png)\n\n[^b]: B *b*.\n\n    More.\n[^a]: A.\n[^c]:\n"))
    assert '<sup><a id="fnref-2" href="#fn-2">[a]</a></sup>' in shown
    assert 'id="fnref-2-2"' in shown
    assert '<p id="fn-1"><a href="#fnref-1">[b]</a> B <em>b</em>.</p>\n<p>More.</p>' in shown
    assert '<p id="fn-3">[c]</p>' in shown
    assert "none[^z]." in shown
    assert '<figure><img src="x.png" alt="Alt" /><figcaption><em>Alt</em></figcaption></figure>' in shown
    assert "<p><figure>" not in shown


def test_html_leaves_out_what_channels_show() -> None:
    text = "---\ntitle: A & B\ndescription: d\nauthor: e\n---\n# A & B\n\nBy Ana Paz\n\n*Translated from the Spanish version*\n\nBody.\n\n# Other\n"
    assert html(parse(text)).split("\n") == ["<p>Body.</p>", "<h1>Other</h1>", ""]


@pytest.mark.parametrize(("text", "name", "place"), [
    ("---\ntitle: a\n---\nb", "a.md", (4, "# ", "")), ("\ufeff---\r\ntitle: a\r\n---\r\nb", "a.md", (6, "# ", "")), ("+++\na = 1\n+++\n", "a.md", (4, "# ", "")),
    ("---\n---\nb", "a.md", (4, "# ", "")), ("a", "a.md", (0, "<!-- ", " -->")), ("\ufeffa", "a.md", (1, "<!-- ", " -->")), ("a", "a.mdx", (0, "{/* ", " */}")),
])  # fmt: skip
def test_a_header_line_changes_nothing(text: str, name: str, place: tuple[int, str, str]) -> None:
    document = parse(text, name)
    assert header_place(document) == place
    at, before, after = place
    header = f"{before}translate-flow: version=march-8/pt base=3{after}\n"
    stamped = parse(text[:at] + header + text[at:], name)
    assert [(b.kind, b.text) for b in stamped.blocks] == [(b.kind, b.text) for b in document.blocks]
    assert (stamped.language, stamped.meta, html(stamped)) == (document.language, document.meta, html(document))
    assert comment("x") == ("<!-- ", " -->")


@pytest.mark.parametrize("data", [b"", b"  \n", b"a\x00b", b"\xff\xfe\xfd", "ñ".encode("latin-1"), b"---\ntitle: a: b\n---\n", b"* a\n" * 200_000])
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data, name="a.md")
    assert caught.value.file == "a.md"
    assert caught.value.remedy


def test_utf_16_comes_back() -> None:
    data = "---\ntitle: Ñandú\n---\nمرحبا\r\n".encode("utf-16")
    document = read(data, name="a.md")
    assert (document.title, write(document)) == ("Ñandú", data)


def test_text_nested_too_deeply_is_told() -> None:
    assert "nested" in parse(">" * 40 + " a").warnings[0]


HOSTILE = {
    "list items": "- a\n" * 10_000, "numbered, loose": "1. a\n\n" * 5_000, "nested lists": "".join(" " * i + "- a\n" for i in range(1500)), "dashes": "- " * 10_000,
    "quotes": ">" * 250_000, "quote lines": (">" * 20 + " a\n") * 500, "brackets": "[" * 15_000, "images": "![" * 7_500, "many images": "![a](b 'c')\n" * 2_000,
    "stars": "*a **a " * 3_750, "angles": "<" * 50_000, "tags": "<a " * 15_000, "comments": "<!-- " * 10_000, "divs": "<div>\n" * 10_000, "closing": "<div>" * 5_000 + "</p>" * 5_000,
    "braces": "{" * 50_000, "brace lines": "{a\n" * 10_000 + "}" * 10_000 + " x", "components": "<A>" * 10_000 + "x" + "</A>" * 10_000, "attributes": '<A b="' * 10_000,
    "expressions": "<A b={\n" * 7_500, "comments in braces": "{/* " * 10_000, "templates": "{`" * 10_000, "imports": "import {\n\n" * 7_500, "directives": ":::note[a\n" * 5_000,
    "shortcodes": "{{< a\n" * 5_000, "one line": "word " * 125_000, "data address": "![a](data:image/png;base64," + "QUJD" * 62_500 + ")", "spaces": "a" + " " * 125_000 + "b",
    "notes": "[^a]: b\n\n" * 2_500, "marks": "[^a " * 10_000, "cells": "|a" * 5_000 + "\n" + "|-" * 5_000 + "\n" + "|b" * 5_000, "references": "[a]: b\n" * 7_500,
    "backticks": "".join("`" * i + " " for i in range(400)), "escapes": "\\" * 25_000, "references undefined": "[a][b] " * 5_000, "setext": "a\n" * 15_000 + "===",
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_texts_are_read_in_the_end(case: str) -> None:
    with bounded():
        for name in ("a.md", "a.mdx"):
            parse(HOSTILE[case], name)


# --- a real site ---


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    if not SITE.exists():
        pytest.skip("the site's bundle is not here")
    folder = tmp_path_factory.mktemp("site")
    subprocess.run(["git", "clone", "-q", "-b", "main", str(SITE), str(folder)], check=True)
    return sorted(path for path in (folder / "docs/src/content/docs").rglob("*.md*") if path.suffix in {".md", ".mdx"})


def test_a_real_site_comes_back_and_keeps_its_structure(site: list[Path]) -> None:
    assert len(site) > 300
    for number, path in enumerate(site):
        data = path.read_bytes()
        document = read(data, name=path.name)
        assert write(document) == data
        sound(document)
        if number % 7:
            continue
        marked = {i: document.source(block) + "✎" for i, block in enumerate(document.blocks)}
        again = edited(document, marked, path.name)
        assert [block.kind for block in again.blocks] == [block.kind for block in document.blocks], path
        # A blank before the mark that was at the end of code, or before a component, is now inside the text.
        assert [fold(block.text.replace("✎", "")) for block in again.blocks] == [fold(block.text) for block in document.blocks]
        assert all(block.text.endswith("✎") for block in again.blocks)
        texts = edited(document, {i: escape_in(document, i, block.text) for i, block in enumerate(document.blocks)}, path.name)
        assert [(b.kind, b.text) for b in texts.blocks] == [(b.kind, b.text) for b in document.blocks], path


def test_inline_helpers_are_total() -> None:
    assert md_inline.reading(None) == ""
    assert escape("") == ""


@pytest.mark.parametrize("quote", ["> *Traducido del inglés*", "> > *Traducido del inglés*", "> [!NOTE]\n> Traducido del inglés"])
def test_a_quote_that_only_states_where_the_text_is_from_is_not_shown_empty(quote: str) -> None:
    document = parse(f"---\ntitle: El puerto\n---\n\n{quote}\n\nTexto.\n", "a.md")
    assert document.provenance is not None
    assert document.provenance.language == "en"
    assert html(document).strip() == "<p>Texto.</p>"


def test_a_byline_beside_a_provenance_stays_a_byline() -> None:
    document = parse("# El puerto\n\nPor Ana Ruiz | Traducción del inglés: Ben Ode\n\nTexto.\n", "a.md")
    assert (document.byline, document.provenance.translator if document.provenance else "") == ("Ana Ruiz", "Ben Ode")


def test_a_text_is_drawn_alike_however_often() -> None:
    """The last text that was read is kept parsed: drawing it must not change it."""
    text = '# Título\n\nUno[^1] y **dos**.\n\n![Una marcha](a.png "En la plaza")\n\n> [!NOTE]\n> Una nota.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n[^1]: Una nota al pie.\n'
    found = {formats.get("markdown").html(formats.get("markdown").read(text.encode())) for _ in range(3)}
    document = formats.get("markdown").read(text.encode())
    assert found == {formats.get("markdown").html(document)} == {formats.get("markdown").html(document)}
    assert "<figcaption>En la plaza</figcaption>" in found.pop()
