"""The marks of a work file: put above the blocks that need their translator, and taken out again to the byte."""

from __future__ import annotations

import io
import random
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import SHARED
from tests.limits import bounded
from translate_flow import formats
from translate_flow.errors import Unreadable
from translate_flow.exchange import workfile
from translate_flow.exchange.marks import TODOS, Mark, Taken, holds, put, take
from translate_flow.formats.places import Shape
from translate_flow.text.document import Document

SAMPLES = Path(__file__).parent / "samples"
CASES = [(name, path) for name in formats.FORMATS for path in sorted((SAMPLES / name).iterdir())]
PAGES = [("html", path) for path in sorted((SAMPLES / "pages").glob("*.html"))]
HEADER = workfile.Header(version="march-8/pt", base=3, draft=1, holder="ana", source="march-8/es", digest="")
TEXTS = {
    "text": "Título do artigo\n\nUm parágrafo que termina aqui.\n\nOutro parágrafo, que também termina.\n",
    "markdown": "---\ntitle: Título\n---\n\nUm parágrafo que *termina* aqui.\n\n- um ponto\n- outro\n",
    "mdx": "---\ntitle: Título\n---\nimport A from './a';\n\n<A>\n  Um parágrafo que *termina* aqui.\n</A>\n\nOutro.\n",
    "html": "<!doctype html>\n<html lang=pt><body>\n<h1>Título</h1>\n<p>Um parágrafo que termina aqui.</p><p>Outro.</p>\n</body></html>\n",
    "wordpress": '---\ntitle: "Título"\n---\n<!-- wp:paragraph -->\n<p>Um parágrafo que termina aqui.</p>\n<!-- /wp:paragraph -->\n',
}


@dataclass(frozen=True)
class Run:
    old: str
    new: str


def every(test):  # type: ignore[no-untyped-def]
    return pytest.mark.parametrize(("name", "path"), CASES + PAGES, ids=[path.name for _, path in CASES + PAGES])(test)


def each_text(test):  # type: ignore[no-untyped-def]
    return pytest.mark.parametrize("name", TEXTS)(test)


def read(name: str, data: bytes) -> Document:
    return formats.get(name).read(data, name=f"any{formats.get(name).SUFFIXES[0]}")


def inner(document: Document) -> list[tuple[str, str, int, str]]:
    """What marks must leave as it is."""
    return [(block.kind.value, document.source(block), block.level, block.ref) for block in document.blocks]


def marks_for(document: Document, old: str = "antes\n- e mais", new: str = "agora") -> list[Mark]:
    """A mark for every block, and one for the end."""
    return [Mark(n + 1, n, TODOS[n % len(TODOS)], old, new) for n in range(len(document.blocks) + 1)]


def marked(name: str, text: str, *indexes: int, **said: str) -> str:
    """A text with a mark “edited” before some blocks, or before all."""
    data = text.encode()
    document = read(name, data)
    chosen = indexes or range(len(document.blocks))
    return put(data, document, [Mark(at + 1, at, "edited", **({"old": "a", "new": "b"} | said)) for at in chosen]).decode()


# --- every format, every sample ---


@every
def test_every_block_has_a_place_in_the_text(name: str, path: Path) -> None:
    document = read(name, path.read_bytes())
    places = formats.get(name).mark_places(document)
    assert formats.get(name).mark_places.__doc__
    assert len(places) == len(document.blocks) + 1
    for place, block in zip(places, document.blocks, strict=False):
        assert 0 <= place.offset <= block.start
        if place.shape is not Shape.INLINE:
            assert place.offset == 0 or document.text[place.offset - 1] in "\n\r\ufeff"
            assert not place.prefix.strip(" \t>")


@every
def test_marks_on_all_blocks_come_out_again(name: str, path: Path) -> None:
    data = path.read_bytes()
    document = read(name, data)
    out = put(data, document, marks_for(document))
    taken, back = take(out, name=path.name)
    assert back == data
    wanted = [Taken(n + 1, TODOS[n % len(TODOS)], False) for n in range(len(document.blocks) + 1)]
    assert sorted(taken, key=lambda one: one.number) == wanted
    assert inner(read(name, out)) == inner(document), "a file with its marks in it reads the same"


@every
def test_marks_on_some_blocks_come_out_again(name: str, path: Path) -> None:
    data, chance = path.read_bytes(), random.Random(path.name)
    document = read(name, data)
    everything = marks_for(document)
    for count in (1, 2, len(everything) // 2):
        chosen = chance.sample(everything, min(count, len(everything)))
        out = put(data, document, chosen)
        assert {one.number for one in take(out)[0]} == {mark.number for mark in chosen}
        assert take(out)[1] == data
        assert inner(read(name, out)) == inner(document)


@every
def test_a_header_and_marks_do_not_meet(name: str, path: Path) -> None:
    data = path.read_bytes()
    document = read(name, data)
    out = workfile.stamp(put(data, document, marks_for(document)), HEADER, format=name)
    header, without = workfile.unstamp(out)
    assert header is not None
    assert header.version == "march-8/pt"
    assert take(without)[1] == data
    assert workfile.unstamp(without)[0] is None, "no mark is taken for a header"
    only_marked, back = take(out)
    assert len(only_marked) == len(document.blocks) + 1
    assert workfile.unstamp(back)[1] == data, "nor a header for a mark, in whichever order they come out"
    assert inner(read(name, out)) == inner(document)


# --- how it looks ---


def test_a_mark_in_markdown_shows_what_changed() -> None:
    data = b"Los talleres pararon ayer.\n"
    runs = (Run("Los talleres pararon ", "Los talleres pararon "), Run("ayer", ""), Run("", "hoy"), Run(".", "."))
    mark = Mark(7, 0, "edited", "Los talleres pararon ayer.", "Los talleres pararon hoy.", "The works stopped today.", runs)
    assert put(data, read("markdown", data), [mark]).decode() == (
        "<!-- translate-flow [ ] 7 edited (put an x in the brackets if it needs no change)\n"
        "     was: Los talleres pararon [-ayer-].\n"
        "     now: Los talleres pararon {+hoy+}.\n"
        "     proposal: The works stopped today.\n"
        "     end of translate-flow 7 -->\n"
        "Los talleres pararon ayer.\n"
    )


def test_runs_that_are_not_of_these_texts_are_left_aside() -> None:
    data = b"Text.\n"
    out = put(data, read("markdown", data), [Mark(1, 0, "edited", "old", "new", runs=(Run("x", "y"),))]).decode()
    assert "was: old\n" in out
    assert "now: new\n" in out


def test_an_added_block_has_no_was_and_one_alike_is_shown_once() -> None:
    data = b"Text.\n"
    added, same = Mark(1, 0, "added", "", "Nuevo."), Mark(2, 1, "unsure", "Igual.", "Igual.")
    assert put(data, read("markdown", data), [added, same]).decode() == (
        "<!-- translate-flow [ ] 1 added (put an x in the brackets when it is done)\n     now: Nuevo.\n     end of translate-flow 1 -->\n"
        "Text.\n"
        "<!-- translate-flow [ ] 2 unsure (put an x in the brackets if it needs no change)\n     source: Igual.\n     end of translate-flow 2 -->\n"
    )


def test_lines_of_a_source_stay_lines_and_begin_with_a_sign() -> None:
    out = marked("markdown", "Text.\n", old="import a from 'a';\n\nimport b from 'b';", new="")
    assert "     was: import a from 'a';\n         | import b from 'b';\n" in out
    assert read("markdown", out.encode()).meta.get("syntax") is None, "a comment does not make MDX of a text"


HEAD = "translate-flow [ ] {} edited (put an x in the brackets if it needs no change)"


@pytest.mark.parametrize(
    ("name", "text", "above"),
    [
        ("markdown", "---\nlang: pt\ntitle: T\n---\nx\n", "# {}\n#    was: a\n#    now: b\n#    end of translate-flow 1\ntitle: T"),
        ("markdown", '+++\ntitle = """\nT"""\n+++\nx\n', '# {}\n#    was: a\n#    now: b\n#    end of translate-flow 1\ntitle = """'),
        ("markdown", "---\n{title: T}\n---\nx\n", "---\n# {}\n#    was: a\n#    now: b\n#    end of translate-flow 1\n{{title: T}}"),
        ("mdx", "x\n", "{{/* {}\n     was: a\n     now: b\n     end of translate-flow 1 */}}\nx"),
        ("text", "A title\n\nA text.\n", "[{}\n     was: a\n     now: b\n     end of translate-flow 1]\nA title"),
        ("wordpress", TEXTS["wordpress"], "<!-- {} | was: a | now: b | end of translate-flow 1 -->\n---\ntitle:"),
        ("html", "<h1>T</h1>", "<!-- {}\n     was: a\n     now: b\n     end of translate-flow 1 -->\n<h1>T</h1>"),
    ],
)
def test_what_a_mark_is_in_each_format(name: str, text: str, above: str) -> None:
    assert above.format(HEAD.format(1)) in marked(name, text, 0)


def where(name: str, text: str, index: int) -> str:
    """What stands right after a mark of the block, up to its line's end, and the mark's margin before it."""
    found = re.search(r"(^[ \t>]*)?(?:<!--|\{/\*|#|\[) ?translate-flow(?:.|\n)*?end of translate-flow \d+(?: -->| \*/\}|\])?\n?(.*)", marked(name, text, index), re.M)
    assert found
    return f"{(found[1] or '').replace(' ', '.')}@{found[2]}"


@pytest.mark.parametrize(
    ("text", "index", "place"),
    [
        ("a\n\nb\n", 1, "@b"),
        ("a\n===\nb\n", 0, "@a"),
        ("- a\n- b\n", 1, "@- b"),
        ("- a\n  - b\n", 1, "..@  - b"),
        ("- - a\n", 0, "@- - a"),
        ("1. a\n\n   more\n", 1, "...@   more"),
        ("> a\n>\n> b\n", 0, "@> a"),
        ("> a\n>\n> b\n", 1, ">.@> b"),
        ("> a\n> > b\n", 1, ">.@> > b"),
        ("- > a\n  >\n  > b\n", 1, "..>.@  > b"),
        ("> [!NOTE]\n> a\n", 0, ">.@> a"),
        ("| a | b |\n|---|---|\n| c | d |\n", 3, "@| a | b |"),
        ("x\n\n```py\ncode\n```\n", 1, "@```py"),
        ("x\n\n    code\n", 1, "@    code"),
        ("- x\n\n      code\n", 1, "..@      code"),
        ("[^1]: a\n\n    b\n\nc[^1]\n", 0, "@[^1]: a"),
        ("[^1]: a\n\n    b\n\nc[^1]\n", 1, "....@    b"),
        (":::note[Label]\ntext\n:::\n", 0, "@:::note[Label]"),
        ('![a](b.png "t")\n', 1, '@![a](b.png "t")'),
        ("<div>\n<p>a</p>\n  <p>b</p>\n</div>\n", 1, "..@  <p>b</p>"),
        ("<div><p>a</p><p>b</p></div>\n", 1, "@<div><p>a</p><p>b</p></div>"),
        ('<div>\n<p>a</p>\n<p\nclass="x">b</p>\n</div>\n', 1, "@<div>"),
        ("By Ana Ruiz\n\ntext\n", 0, "@By Ana Ruiz"),
        ("---\ntitle: >\n  T\nauthor: x\n---\na\n", 0, "@title: >"),
    ],
)
def test_where_a_mark_stands_in_markdown(text: str, index: int, place: str) -> None:
    assert where("markdown", text, index) == place
    assert inner(read("markdown", marked("markdown", text).encode())) == inner(read("markdown", text.encode()))


@pytest.mark.parametrize(
    ("name", "text", "index", "place"),
    [
        ("html", "<p>a</p><p>b</p>", 1, "@b</p>"),
        ("html", "<div>\n  <p\n class=x>a</p>\n</div>", 0, "@a</p>"),
        ("html", "<p>x</p>\n<pre><code>a\nb</code></pre>\n", 1, "@<pre><code>a"),
        ("html", "<p>x</p><pre>\na\n</pre>\n", 1, "@<pre>"),
        ("html", "<pre>a\n</pre><p>b</p>", 1, "@b</p>"),
        ("wordpress", "<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>a</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->", 0, "@<!-- wp:list-item -->"),
        ("wordpress", "<!-- wp:table -->\n<table><tr><td>a</td>\n<td>b</td></tr></table>\n<!-- /wp:table -->", 1, "@<!-- wp:table -->"),
        ("wordpress", "a\n\nb\nc\n", 1, "@b"),
        ("wordpress", "<p>a</p><p>b</p>", 1, "@<p>b</p>"),
        ("wordpress", 'a\n\n[caption id="1"]<img src=x>\nb[/caption]', 1, '@[caption id="1"]<img src=x>'),
        ("wordpress", "a\n<pre>\nb\n</pre>", 1, "@<pre>"),
        ("text", "A title\n\n  - one\n  - two\n", 2, "..@  - two"),
    ],
)  # fmt: skip
def test_where_a_mark_stands_elsewhere(name: str, text: str, index: int, place: str) -> None:
    assert where(name, text, index) == place
    assert inner(read(name, marked(name, text).encode())) == inner(read(name, text.encode()))


def test_a_shortcodes_end_in_a_mark_makes_no_shortcodes_of_the_text() -> None:
    text = "Uma frase com [caixa] dentro.\n\nOutra.\n"
    assert inner(read("wordpress", marked("wordpress", text, old="[caixa]x[/caixa]").encode())) == inner(read("wordpress", text.encode()))
    assert "[caixa]" in read("wordpress", marked("wordpress", text, old="[caixa]x[/caixa]").encode()).blocks[0].text


def test_where_mdx_would_not_see_a_comment_it_stands_above() -> None:
    text = "export const x = {\n\nOne `}` b\n\nTwo {` t\n\nThree `}\n\nFour\n"
    assert inner(read("mdx", marked("mdx", text).encode())) == inner(read("mdx", text.encode()))


# --- hostile texts ---

HOSTILE = {
    "the end of an HTML comment": "a --> b --!> c -- d <!-- e --->",
    "the end of an MDX comment": "a */} b */ c {`${x}`}",
    "the end of CDATA": "]]> ]]",
    "the end of a mark": "a end of translate-flow 1 --> b\nend of translate-flow 1]",
    "a mark": "<!-- translate-flow [x] 1 edited (put\nend of translate-flow 1 -->",
    "a header": "translate-flow: version=a/b base=1 draft=0 holder=ana from=a/es digest=0",
    "line ends": "a\n\n\nb\r\n\r\nc\rd\u2028e\x85f\x0bg",
    "front matter": "---\ntitle: x\n---\n+++",
    "right to left": "\u202eעברית \u200fالعربية (1) [2]\u2067 \u2069",
    "emoji": "👩🏽‍🚒 🏳️‍🌈 \U0001f9ff",
    "control characters": "\x00\x01\x1b\x7f\ufffe\ufeff",
    "half a character": "\ud800 x \udfff",
    "blocks": "<!-- wp:paragraph --><p>x</p><!-- /wp:paragraph --> <!--more--> [/caption] [caption]",
    "a declaration": '<meta charset="utf-16"> charset = koi8-r <?xml version="1.0" encoding="latin-1"?>',
    "Markdown": "```\n# x\n| a |\n- b\n> c\n[^1]: d\n:::note\n<div>\nexport const a = {\n`",
    "hyphens": "-" * 50,
    "nothing": "",
    "blanks": " \n\t ",
}


@each_text
@pytest.mark.parametrize("case", HOSTILE)
def test_no_text_ends_a_mark_or_changes_what_is_read(name: str, case: str) -> None:
    data, text = TEXTS[name].encode(), HOSTILE[case]
    document = read(name, data)
    for old, new in ((text, "x"), ("x", text), (text, text)):
        runs = (Run(old, ""), Run("", new)) if old != new else (Run(old, new),)
        marks = [Mark(n + 1, n, "edited", old, new, text, runs) for n in range(len(document.blocks) + 1)]
        out = put(data, document, marks)
        assert take(out) == ([Taken(mark.number, "edited", False) for mark in marks], data)
        assert inner(read(name, out)) == inner(document)


def test_a_file_in_another_encoding_takes_marks_in_any_script() -> None:
    data = '<html><head><meta charset="iso-8859-1"></head>\n<body><p>Año nuevo.</p></body></html>\n'.encode("cp1252")
    out = put(data, read("html", data), [Mark(1, 0, "edited", "Новый год", "新年 – año")])
    assert b"a\xf1o" in out
    assert b"&#1053;" in out, "what the encoding lacks is written as references"
    assert take(out) == ([Taken(1, "edited", False)], data)


# --- what editors do ---


def utf16(data: bytes) -> bytes:
    return b"\xff\xfe" + data.decode("utf-8-sig").encode("utf-16-le")


def mark_lines(data: bytes, change) -> bytes:  # type: ignore[no-untyped-def]
    """The file with a change in the lines that marks stand on."""
    return re.sub(rb"^[^\n]*translate-flow \[(?:.|\n)*?end of translate-flow[^\n]*$", lambda found: change(found[0]), data, flags=re.M)


EDITORS = {
    "nothing": lambda data: data,
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "old Macintosh line ends": lambda data: data.replace(b"\n", b"\r"),
    "UTF-16": utf16,
    "UTF-16 and CRLF": lambda data: utf16(data.replace(b"\n", b"\r\n")),
    "UTF-16, big end first": lambda data: b"\xfe\xff" + data.decode().encode("utf-16-be"),
    "all of Notepad": lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
    "blanks at line ends": lambda data: mark_lines(data, lambda mark: mark.replace(b"\n", b" \t\n") + b"  "),
    "trimmed lines": lambda data: mark_lines(data, lambda mark: re.sub(rb"(?m)[ \t]+$", b"", mark)),
    "indentation": lambda data: mark_lines(data, lambda mark: mark if b"</p>" in mark else re.sub(rb"(?m)^", b"\t", mark)),
    "no margins": lambda data: mark_lines(data, lambda mark: re.sub(rb"\n[ \t]+", b"\n", mark)),
    "no-break spaces": lambda data: mark_lines(data, lambda mark: mark.replace(b" ", b"\xc2\xa0") if b"</p>" not in mark else mark),
    "words replaced": lambda data: data.replace(b"antes", "pré".encode()),
}
KEEPS_MARGIN = {"no-break spaces"}  # before the mark, where nobody can know whose they are


@each_text
@pytest.mark.parametrize("editor", EDITORS)
def test_what_editors_do_is_taken_back(name: str, editor: str) -> None:
    data = TEXTS[name].encode()
    document = read(name, data)
    marks = [Mark(n + 1, n, "edited", "antes", "agora") for n in range(len(document.blocks) + 1)]
    taken, back = take(EDITORS[editor](put(data, document, marks)))
    assert len(taken) == len(marks)
    if editor in KEEPS_MARGIN:
        back = re.sub(rb"(?m)^(?:\xc2\xa0)+(?=[^\xc2]|$)", lambda found: b" " * (len(found[0]) // 2), back)
        back = re.sub(rb"(?m)^ +\n", b"", back)
    assert workfile.like(back, data) == data


@each_text
def test_a_mark_is_found_wherever_its_lines_are_broken(name: str) -> None:
    data = TEXTS[name].encode()
    out = put(data, read(name, data), [Mark(1, 1, "edited", "antes", "agora")])
    assert take(mark_lines(out, lambda mark: re.sub(rb" (?=of|translate-flow \d|if|in)", b"\n  ", mark))) == ([Taken(1, "edited", False)], data)


@each_text
def test_marks_that_were_deleted_moved_or_copied(name: str) -> None:
    data = TEXTS[name].encode()
    one, two = Mark(1, 0, "edited", "a", "b"), Mark(2, 1, "added", "", "b")
    out = put(data, read(name, data), [one, two])
    whole = re.search(rb"(?:<!--|\{/\*|#|\[) ?translate-flow \[ \] 2(?:.|\n)*?end of translate-flow 2(?: -->| \*/\}|\])?\n?", out)
    assert whole
    without = out.replace(whole[0], b"")
    assert take(re.sub(rb"(?m)^[ \t]+\n", b"", without) if name == "mdx" else without)[0] == [Taken(1, "edited", False)]
    moved = whole[0] + b"" if whole[0].endswith(b"\n") else whole[0] + b"\n"
    assert take(without + moved)[0] == [Taken(1, "edited", False), Taken(2, "added", False)]
    assert take(without + moved)[1] == take(without)[1]
    assert take(without + moved.rstrip())[1] == take(without)[1], "as the last line, without an end"
    copied = out.replace(whole[0], whole[0] * 2)
    assert take(copied) == take(out), "two copies are one mark"
    ticked = out.replace(whole[0], whole[0] + whole[0].replace(b"[ ] 2", b"[x] 2"))
    assert take(ticked)[0][1] == Taken(2, "added", False), "and only ticked if both are"
    assert take(ticked.replace(b"[ ] 2", b"[x] 2"))[0][1] == Taken(2, "added", True)


@pytest.mark.parametrize(
    ("inside", "done"),
    [("[ ]", False), ("[]", False), ("[   ]", False), ("[\u00a0]", False), ("[x]", True), ("[X]", True), ("[ x ]", True), ("[x ]", True), ("[✓]", True),
     ("[ ✔\ufe0f ]", True), ("[✅]", True), ("[х]", True), ("[ｘ]", True), ("[xx]", True)],
)  # fmt: skip
@each_text
def test_ticks(name: str, inside: str, done: bool) -> None:
    data = TEXTS[name].encode()
    out = put(data, read(name, data), [Mark(7, 1, "edited", "a", "b")]).decode().replace("[ ]", inside)
    for coding in ("utf-8", "utf-8-sig", "utf-16"):
        taken, back = take(out.encode(coding))
        assert taken == [Taken(7, "edited", done)]
        assert workfile.like(back, data) == data


@pytest.mark.parametrize("inside", ["[?]", "[no]", "[ y ]", "[-]", "[да]", "[x?]"])
@each_text
def test_brackets_that_say_neither_are_refused_with_their_line(name: str, inside: str) -> None:
    data = TEXTS[name].encode()
    out = put(data, read(name, data), [Mark(7, 1, "edited", "a", "b")]).decode().replace("[ ]", inside)
    with pytest.raises(Unreadable) as refused:
        take(out.encode(), name="a.file")
    assert f"“{inside[1:-1].strip()}”" in refused.value.message
    assert refused.value.file == "a.file"
    assert "translate-flow [" in re.split("\n", out)[refused.value.line - 1]
    assert "Put an x" in refused.value.remedy


# --- damage ---

DAMAGE = {
    "the first line gone": lambda mark: mark.partition("\n")[2],
    "the last line gone": lambda mark: "\n".join(mark.rstrip("\n").split("\n")[:-1]) + "\n",
    "the end's number gone": lambda mark: re.sub(r"(end of translate-flow) \d+", r"\1", mark),
    "another number": lambda mark: re.sub(r"(end of translate-flow) \d+", r"\1 99", mark),
    "no beginning of the comment": lambda mark: mark.replace("<!-- ", "").replace("{/* ", "").replace("[translate", "translate").replace("# trans", "trans"),
    "a bracket gone": lambda mark: mark.replace("[ ]", "[ "),
    "the brackets gone": lambda mark: mark.replace("[ ] ", ""),
    "the number gone": lambda mark: re.sub(r"\] \d+", "]", mark, count=1),
    "another word": lambda mark: mark.replace("edited", "geändert"),
    "dashes made long": lambda mark: mark.replace("<!--", "<!—").replace("-->", "—>").replace("/*", "/ *").replace("]\n", "）\n").replace("[ ]", "☐"),
    "the comment's end changed": lambda mark: re.sub(r"(-->|\*/\}|\])(?=\n?\Z)", "—>", mark) if mark[0] != "#" else mark[1:],
    "all but the brackets": lambda mark: mark.partition("]")[0] + "]\n",
    "only its beginning": lambda mark: mark.partition("(")[0] + "\n",
    "only its end": lambda mark: mark[mark.index("end of") :],
}


@pytest.mark.parametrize("damage", DAMAGE)
@each_text
def test_a_damaged_mark_is_refused_with_its_line_and_a_remedy(name: str, damage: str) -> None:
    if name == "wordpress" and damage in {"the first line gone", "the last line gone"}:
        index = 1  # a mark of one line can only go whole
    else:
        index = 0
    out = marked(name, TEXTS[name], index)
    found = re.search(r"(?:<!--|\{/\*|#|\[) ?translate-flow \[(?:.|\n)*?end of translate-flow \d+(?: -->| \*/\}|\])?\n?", out)
    assert found
    broken = out.replace(found[0], DAMAGE[damage](found[0]))
    assert broken != out
    with pytest.raises(Unreadable) as refused:
        take(broken.encode(), name="a.file")
    assert refused.value.file == "a.file"
    assert "translate-flow" in broken.split("\n")[refused.value.line - 1]
    assert "delete all of it" in refused.value.remedy
    assert holds(broken.encode())


def test_half_of_one_mark_and_half_of_the_next_are_not_one() -> None:
    out = marked("markdown", "One.\n\nTwo.\n", 0, 1)
    first, second = out.index("end of translate-flow 1"), out.index("was: a", out.index("] 2"))
    with pytest.raises(Unreadable):
        take((out[:first] + out[second:]).encode())


def test_a_comment_closed_in_the_middle_of_a_mark_is_refused() -> None:
    out = marked("markdown", "One.\n").replace("now: b", "now: b -->\nO meu texto.")
    with pytest.raises(Unreadable) as refused:
        take(out.encode())
    assert "closed" in refused.value.message


@pytest.mark.parametrize(
    "text",
    ["We use translate-flow [1] here.", "the end of translate-flow development", "# translate-flow\n", "<!-- translate-flow: version=1 -->", "translate-flow 7 is out",
     "[translate-flow](https://example.org) and translate-flow [docs]"],
)  # fmt: skip
def test_other_texts_about_this_program_are_left_alone(text: str) -> None:
    assert take(text.encode()) == ([], text.encode())
    assert not holds(text.encode())
    document = read("markdown", text.encode())
    assert take(put(text.encode(), document, [Mark(1, 0, "edited", "a", "b")]))[1] == text.encode()


def test_an_article_that_shows_a_mark_takes_none() -> None:
    text = "```html\n" + marked("markdown", "One.\n") + "```\n"
    assert holds(text.encode())
    with pytest.raises(Unreadable) as refused:
        put(text.encode(), read("markdown", text.encode()), [Mark(1, 0, "edited")])
    assert "without marks" in refused.value.remedy


def test_marks_of_what_is_not_there_are_refused() -> None:
    document = read("markdown", b"One.\n")
    for mark in (Mark(1, 2, "edited"), Mark(1, -1, "edited"), Mark(1, 0, "whatever"), Mark(-1, 0, "edited")):
        with pytest.raises(ValueError, match=r"marked|mark is numbered|blocks"):
            put(b"One.\n", document, [mark])


def test_bytes_in_no_encoding_are_left_to_their_format() -> None:
    for data in (b"\xff\xfe\x00", b"\xff\xfe\x00\xd8translate-flow", b"caf\xe9 translate-flow", b""):
        assert take(data) == ([], data)


# --- laws ---

PIECES = {
    "markdown": ["# H", "text", "- a", "  - b", "1. x", "> q", "> > r", "> [!NOTE]", "```", "    ind", "| a | b |", "|---|---|", "[^1]: n", "    more", "<div>", "<p>h</p>",
                 "</div>", "![a](x.png)", "---", ":::note[L]", ":::", "", "", "", "- > q", "<!-- c", "-->", "[r]: /url", "<pre>", "</pre>", "~~~", "title: x"],
    "mdx": ["# H", "text", "- a", "  - b", "> q", "```", "| a |", "|---|", "<Card>", "</Card>", "<Tab>a</Tab> <Tab>b</Tab>", "{expr}", "{/* c */}", "{`t", "`}", "import a from 'b'",
            "export const x = {", "}", "", "", "    ind", "<A", "  b={1}", ">", ":::", "---", "title: x"],
    "html": ["<p>", "</p>", "text", " ", "\n", "\n", "<h1>", "</h1>", "<ul>", "<li>", "</ul>", "<pre>", "</pre>", "<code>", "</code>", "<br>", "By Ana Ruiz", "<table><tr><td>",
             "</td></tr></table>", "<p\nclass=x>", "<blockquote>", "<figure><img src=a><figcaption>", "</figcaption></figure>", "<script>var a;\n</script>", "<sup>1</sup>"],
    "wordpress": ["<!-- wp:paragraph -->", "<!-- /wp:paragraph -->", "<p>", "</p>", "text", "\n", "\n\n", "<!-- wp:list -->", "<!-- /wp:list -->", "<ul>", "</ul>", "<li>", "</li>",
                  "[box a=1]", "[/box]", "<h2>", "</h2>", "<!--more-->", "<!-- c -->", "By Ana Ruiz", "https://x.org/a", "[caption id=1]<img src=a> c[/caption]"],
    "text": ["A title", "A sentence that ends here.", "By Ana Ruiz", "8 March 2024", "- item", "1. one", "> quote", "[1] A note.", "Menu", "Search", "", "", "", "  in", "x" * 130 + "."],
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@each_text
def test_put_then_take_is_the_original_and_reads_the_same(name: str, data: st.DataObject, newline: str, coding: str) -> None:
    glue = "" if name in {"html", "wordpress"} else "\n"
    text = glue.join(data.draw(st.lists(st.sampled_from(PIECES[name]), min_size=1, max_size=12))).replace("\n", newline)
    body = text.encode(coding)
    try:
        document = read(name, body)
    except Unreadable:
        return
    indexes = data.draw(st.lists(st.integers(0, len(document.blocks)), max_size=6))
    words = st.text(max_size=12) | st.sampled_from(sorted(HOSTILE.values()))
    if name == "mdx":  # its braces that nobody closes: see `md_places`
        words = words.map(lambda text: text.replace("`", "'"))
    marks = [Mark(n, at, "edited", data.draw(words), data.draw(words)) for n, at in enumerate(indexes)]
    out = put(body, document, marks)
    taken, back = take(out)
    assert back == body
    assert sorted(one.number for one in taken) == list(range(len(marks)))
    assert inner(read(name, out)) == inner(document)


def attempt(data: bytes) -> tuple[tuple[list[Taken], bytes], Unreadable | None]:
    try:
        return take(data), None
    except Unreadable as refused:
        return ([], b""), refused


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(
    ["<!-- ", "{/* ", "[", "# ", "translate-flow", " [ ]", " [x]", " 7", " edited", "end of", " translate-flow 7", " -->", "]", "\n", " */}", "é"]), max_size=14).map("".join),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))  # fmt: skip
def test_take_of_anything_keeps_all_that_is_no_mark(text: str, coding: str) -> None:
    data = text.encode(coding, "replace")
    (taken, back), refused = attempt(data)
    if refused:
        assert refused.line
        assert refused.remedy
        return
    assert (back == data) == (not taken)
    rest = iter(back)
    assert all(byte in iter(data) for byte in rest)
    if not taken:
        assert not holds(data)


@pytest.mark.parametrize("piece", ["<!-- translate-flow ", "translate-flow [", "[", "# ", "end of ", "end ", "<!-- ", " ] ", "\u00a0", "translate-flow [ ] 1 edited\n", "> " * 50 + "\n"])
def test_time_is_linear_in_what_a_file_holds(piece: str) -> None:
    data = ("translate-flow " + piece * 60_000).encode()
    with bounded():
        holds(data)


def test_a_file_of_thousands_of_blocks() -> None:
    many = {"markdown": "- a\n" * 3000 + "\n<table>\n" + "<tr><td>x</td></tr>\n" * 1500 + "</table>\n", "html": "<p>a</p>" * 4000, "text": "- one.\n" * 4000,
            "wordpress": "<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->" * 3000 + "<td>x</td>" * 500}  # fmt: skip
    with bounded():
        for name, text in many.items():
            data = text.encode()
            document = read(name, data)
            assert len(document.blocks) > 2500
            out = put(data, document, marks_for(document, "a", "b"))
            assert take(out)[1] == data
            assert inner(read(name, out)) == inner(document)


# --- real texts ---


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Some of a documentation's pages, in many languages."""
    bundle = SHARED / "starlight-docs.bundle"
    if not bundle.exists():
        pytest.skip("the shared material is not here")
    folder = tmp_path_factory.mktemp("site") / "docs"
    subprocess.run(["git", "clone", "-q", "-b", "main", str(bundle), str(folder)], check=True)
    return sorted(folder.rglob("*.md*"))[::9]


def test_a_real_sites_pages(pages: list[Path]) -> None:
    assert len(pages) > 20
    for path in pages:
        name, data = formats.for_path(path), path.read_bytes()
        document = read(name, data)
        out = put(data, document, [Mark(n + 1, n, "edited", document.source(block), "x") for n, block in enumerate(document.blocks)])
        assert take(out)[1] == data, path
        assert inner(read(name, out)) == inner(document), path


def test_real_posts() -> None:
    from translate_flow.formats import wxr

    export = SHARED / "wordpress-theme-unit-test.wxr.xml"
    if not export.exists():
        pytest.skip("the shared material is not here")
    for item in wxr.items(io.BytesIO(export.read_bytes())):
        data = wxr.document(item).text.encode()
        if data.strip():
            document = read("wordpress", data)
            out = put(data, document, marks_for(document))
            assert take(out)[1] == data
            assert inner(read("wordpress", out)) == inner(document)
