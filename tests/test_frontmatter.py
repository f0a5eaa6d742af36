"""Front matter: where it begins and ends, exact spans, the strings as typed, and quoting what is written back."""

from __future__ import annotations

import tomllib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.limits import bounded
from translate_flow.errors import Unreadable
from translate_flow.formats import frontmatter, plain_yaml
from translate_flow.formats.frontmatter import Value, fold, quoted

YAML_VALUES = {
    "plain": "title: Plain words",
    "plain, several lines": "title: Plain\n  words",
    "plain, comment": "title: Plain words # not this",
    "plain, anchor": "title: &a Plain words",
    "plain, tag": "title: !!str Plain words",
    "plain, tab": "title:\tPlain words",
    "double": 'title: "Plain \\u0077ords"',
    "single": "title: 'Plain words'",
    "folded": "title: >-\n  Plain\n  words\n",
    "literal": "title: |\n    Plain\n    words\n\n",
    "flow": "{title: Plain words, x: 1}",
    "flow, quoted": '{"title": "Plain words", x: 1}',
    "question mark": "? title\n: Plain words",
}
TOML_VALUES = {
    "basic": 'title = "Plain \\u0077ords"',
    "literal": "title = 'Plain words'",
    "basic, several lines": 'title = """\nPlain \\\n   words"""',
    "literal, several lines": "title = '''Plain\nwords'''",
    "quoted key": '"title" = "Plain words"  # comment',
    "after an array": 'tags = [\n  "title = 1",\n]\ntitle = "Plain words"',
    "after a text": 'x = """\ntitle = "no"\n"""\ntitle = "Plain words"',
    "before a table": 'title = "Plain words"\n[extra]\ntitle = "no"',
}
# What people put in titles; any text that no editor would refuse.
texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff", include_characters="\n\t'\"\\:#-[]{}>|%@`&*!?,"), max_size=40
)


def front(inside: str, fence: str = "---", end: str = "\n") -> str:
    return f"{fence}\n{inside}\n{fence}\nBody\n".replace("\n", end)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("case", YAML_VALUES)
def test_a_yaml_value_is_read_and_replaced_in_place(case: str, end: str) -> None:
    text = front(YAML_VALUES[case], end=end)
    found = frontmatter.read(text)
    value = found.values["title"]
    assert (found.kind, fold(value.text)) == ("yaml", "Plain words")
    assert text[found.end :] == f"Body{end}"
    assert text[found.start :].startswith(YAML_VALUES[case][:5])
    new = 'Otra: "cosa" #1 \'sí\''
    changed = text[: value.start] + quoted(new, value.style) + text[value.end :]
    assert fold(frontmatter.read(changed).values["title"].text) == new
    assert changed.startswith(text[: value.start])
    assert changed.endswith(text[value.end :])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("case", TOML_VALUES)
def test_a_toml_string_is_read_and_replaced_in_place(case: str, end: str) -> None:
    text = front(TOML_VALUES[case], "+++", end)
    value = frontmatter.read(text).values["title"]
    assert fold(value.text) == "Plain words"
    new = 'Otra = "cosa" #1 \'sí\' \\'
    changed = text[: value.start] + quoted(new, value.style) + text[value.end :]
    assert fold(frontmatter.read(changed).values["title"].text) == new


@given(texts, st.sampled_from(["plain", "flow", "'", '"', "|", ">"]))
@settings(max_examples=400, deadline=None)
def test_any_text_can_stand_in_any_yaml_style(text: str, style: str) -> None:
    before, after = {
        "plain": ("title: ", ""), "flow": ("{a: 1, title: ", ", b: 2}"), "'": ("title: '", "'"),
        '"': ('title: "', '"'), "|": ("title: |\n  ", ""), ">": ("title: >-\n  ", ""),
    }[style]  # fmt: skip
    source = before + quoted(text, style) + after
    assert fold(str(YAML(typ="safe", pure=True).load(source + "\nb: 1" * (style != "flow"))["title"])) == fold(text)


@given(texts, st.sampled_from(['toml"', "toml'", 'toml"""', "toml'''"]))
@settings(max_examples=300, deadline=None)
def test_any_text_can_stand_in_any_toml_style(text: str, style: str) -> None:
    quote = style.removeprefix("toml")
    read = tomllib.loads(f"title = {quote}{quoted(text, style)}{quote}")["title"]
    assert fold(read) in {fold(text), fold(text.replace("'''", "’’’")), fold(fold(text).replace("'''", "’’’"))}


@pytest.mark.parametrize(
    "title", ["No", "yes", "null", "~", "2024", "1.5", "1_000", "0x1F", "2024-03-08", "12:30", ".inf", "- a", "a: b",
              "a #b", "[a]", "{a}", "*a", "&a", "!a", "%a", "@a", "`a", "'a", '"a', "|", ">", "? a", "a:", "", "---", "..."],
)  # fmt: skip
def test_a_plain_scalar_that_yaml_reads_otherwise_is_quoted(title: str) -> None:
    assert quoted(title, "plain").startswith('"')


@pytest.mark.parametrize("title", ["A word", "it's", "a, b [c]", "Kyiv, día 3", "ما الذي حدث؟", "a:b", "a#b", "“Quoted”", "3 muertos"])
def test_a_plain_scalar_that_needs_no_quotes_gets_none(title: str) -> None:
    assert quoted(title, "plain") == title


def test_values_are_strings_as_typed() -> None:
    values = frontmatter.read(front("lang: no\ndraft: true\nn: 010\nd: 2024-03-08\ntags: [a, 'b c']\nempty:\nnested:\n  a: 1\nnull: ~")).values
    assert {key: value.text for key, value in values.items()} == {
        "lang": "no", "draft": "true", "n": "010", "d": "2024-03-08", "tags": "a, b c", "empty": "", "nested": "", "null": "",
    }  # fmt: skip


def test_toml_values_are_strings() -> None:
    values = frontmatter.read(front("date = 2024-03-08T10:00:00Z\ndraft = true\nn = 3\ntags = ['a', 'b']", "+++")).values
    assert [value.text for value in values.values()] == ["2024-03-08T10:00:00+00:00", "true", "3", "a, b"]


def test_an_alias_shares_its_anchor_and_gets_no_span_of_its_own() -> None:
    values = frontmatter.read(front("title: &t Words\nsummary: *t")).values
    assert values["title"].start > 0
    assert values["summary"] == Value("Words")


def test_a_key_given_twice_counts_once() -> None:
    found = frontmatter.read(front("title: One\ntitle: Two"))
    assert found.values["title"].text == "One"
    assert "twice" in found.warnings[0]


@pytest.mark.parametrize("text", [
    "---\ntitle: never closed\n", "---\n\nJust a break\n\n---\n", "---\nWords\n---\n", "---\n- a\n- b\n---\n",
    " ---\ntitle: x\n---\n", "----\ntitle: x\n----\n", "text\n---\ntitle: x\n---\n", "---", "+++", "---\nSee https://x.org\n---\n",
])  # fmt: skip
def test_what_is_no_front_matter(text: str) -> None:
    found = frontmatter.read(text)
    assert (found.kind, found.start, found.end, found.values) == ("", 0, 0, {})


@pytest.mark.parametrize(("text", "end"), [("---\n---\nx", 8), ("---\n# only\n---\nx", 15), ("---\n\n---\nx", 9), ("---  \na: b\n--- \nx", 16),
                                           ("\ufeff---\na: b\n...\nx", 14), ("---\na: b\n---", 12)])  # fmt: skip
def test_where_it_ends(text: str, end: int) -> None:
    found = frontmatter.read(text)
    assert (found.kind, found.end) == ("yaml", end)


@pytest.mark.parametrize(("text", "line"), [
    ("---\ntitle: a: b\n---\n", 2), ("---\nx: 1\ntitle: [a\n---\n", 4), ("---\nx: 1\ny: 2\n\tz: 3\n---\n", 4),
    ("---\ntitle: @x\n---\n", 2), ("---\na: *b\n---\n", 2), ("+++\nx = 1\ny = \n+++\n", 3), ("+++\nx = 'a\n+++\n", 2),
    ("---\r\nx: 1\r\ntitle: 'a\r\n---\r\n", 3), ("---\nx: 1\ny: \x0b\n---\n", 3),
])  # fmt: skip
def test_broken_front_matter_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Unreadable) as caught:
        frontmatter.read(text, name="a.md")
    assert caught.value.place().startswith("a.md:")
    assert abs(caught.value.line - line) <= 1
    assert caught.value.remedy


@given(st.text(alphabet="ab:-#'\"[]{}>|&*!%@\\ \t\n\r=+.0", max_size=60), st.sampled_from(["---", "+++"]))
@settings(max_examples=500, deadline=None)
def test_any_front_matter_is_read_or_refused(inside: str, fence: str) -> None:
    text = f"{fence}\n{inside}\n{fence}\nBody"
    try:
        found = frontmatter.read(text)
    except Unreadable:
        return
    for value in found.values.values():
        if value.start >= 0:
            assert found.start <= value.start < value.end <= found.end
            assert "\n---\n" not in text[value.start : value.end]


@pytest.mark.parametrize("inside", ["a: " + "[" * 50_000, "- " * 50_000, "a: b\n" * 60_000, "a: " + "[a, " * 20_000])
def test_hostile_front_matter_is_refused_or_read_in_the_end(inside: str) -> None:
    with bounded(), suppress(Unreadable):
        frontmatter.read(front(inside))


# --- the short way for plain lines ---

_SCALARS = st.one_of(
    st.text(st.sampled_from("aZ9 :#'\"-?[]{},&*!|>%@`~\\\t\n\r.é中\u00a0\u200c\ufeff=/_()<"), max_size=12),
    st.sampled_from(["null", "~", "no", "3.0", "'a'", '"b c"', "''", '""', "'it''s'", '"a\\n"', "a: b", "a #b", "a#b", "a:b", "- x", "&a x", "*a", "!t x", "| ", ">-", "12:30", "2026-03-08", "<b>x</b>", "~/a", "a\n  b"]),
)
_INDENTS = st.sampled_from(["", "", "", " ", "  ", "  ", "    ", "    ", "      ", "\t"])
_KEYS = st.sampled_from(["title", "lang", "a-b", "hero", "x", "y", "1", "é", "<<", "a b"])
_LINES = st.one_of(
    st.tuples(_INDENTS, st.sampled_from(["", "", "- ", "-  "]), _KEYS, st.sampled_from([": ", ":", ":  ", " : ", ":\t"]), st.one_of(st.just(""), _SCALARS)).map("".join),
    st.tuples(_INDENTS, st.sampled_from(["- ", "-", "-  "]), _SCALARS).map("".join),
    st.sampled_from(["", "  ", "# note", "---"]),
)
_TREES = st.recursive(  # well-formed ones, which random lines rarely are
    st.sampled_from(["text", "'a'", "<b>x</b> y", "", "~"]),
    lambda inner: st.one_of(
        st.dictionaries(st.sampled_from(["a", "b", "c-d"]), inner, min_size=1, max_size=3), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def _written(tree, indent: int, flat: bool) -> str:
    """A tree as blocks; `flat`: sequences as far left as their keys."""
    blanks = " " * indent
    if isinstance(tree, dict):
        return "".join(
            f"{blanks}{key}:" + (f" {one}\n" if isinstance(one, str) else "\n" + _written(one, indent if flat and isinstance(one, list) else indent + 2, flat)) for key, one in tree.items()
        )
    return "".join(f"{blanks}- " + (f"{one}\n" if isinstance(one, str) else _written(one, indent + 2, flat).lstrip(" ")) for one in tree)


def same_as_yaml(inside: str) -> bool:
    """Whether the short way was taken; then it gives what YAML gives."""
    short = plain_yaml.mapping(inside, 4)
    if short is None:
        return False
    nodes = frontmatter._yaml_nodes(inside, "a.md")
    assert nodes is not None
    values, warnings = frontmatter._of_nodes(nodes, inside, 4)
    assert ({key: Value(*found) for key, found in short.items()}, warnings) == (values, ())
    return True


@settings(max_examples=600)
@given(st.lists(_LINES, min_size=1, max_size=7).map("\n".join))
def test_the_short_way_gives_what_yaml_gives_or_leaves_it_to_yaml(inside):
    same_as_yaml(inside)



@given(st.dictionaries(st.sampled_from(["title", "hero", "head", "tags"]), _TREES, min_size=1), st.booleans())
def test_the_short_way_takes_nested_blocks(tree, flat):
    same_as_yaml(_written(tree, 0, flat))


@pytest.mark.parametrize("inside", [
    "title: El puerto", "title: 'El: puerto'\nlang: no\nhero:\n  image: /a.png\n  text: Sí\ndraft: true", "a: \nb: x y", "tags:\n- a\n- 'b c'\nx: y", "tags:\n  - a\n\n  - b",
    "hero:\n  image:\n    file: ~/a.webp\n  actions:\n    - text: Ir\n      link: /a/\n    - text: Ver\n      icon: x\nz: 1",
])  # fmt: skip
def test_what_front_matters_mostly_are_goes_the_short_way(inside):
    assert same_as_yaml(inside)
