"""What changed outside of blocks is told line by line, and only that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow import formats
from translate_flow.text import outside

FRONT = "---\ntitle: Port\n---\n\n"
CARD = '<LinkCard\n\ttitle="Cranes"\n\thref="https://cranes.example"\n/>\n'


def changed(old: str, new: str, format: str = "mdx") -> list[str]:
    read = formats.get(format).read
    return [f"{'-' if line.op == 'delete' else '+'} {line.text}" for line in outside.changed(read(old.encode()), read(new.encode()))]


def test_attributes_of_components() -> None:
    assert changed(FRONT + CARD, FRONT + CARD.replace("Cranes", "Ships")) == ['- title="Cranes"', '+ title="Ships"']


def test_a_component_that_is_new() -> None:
    assert changed(FRONT + "Text.\n", f"{FRONT}Text.\n\n{CARD}") == ["+ <LinkCard", '+ title="Cranes"', '+ href="https://cranes.example"']


def test_front_matter_that_is_no_text() -> None:
    assert changed("---\ntitle: A\nbanner:\n  content: Old\n---\n\nText.\n", "---\ntitle: A\nhero:\n  image: x.png\n---\n\nText.\n") == [
        "- banner:", "- content: Old", "+ hero:", "+ image: x.png",
    ]  # fmt: skip


def test_lines_of_an_expression() -> None:
    cards = "<Grid cards={[\n\t{ title: 'One', href: 'https://one.example' },\n]} />\n"
    assert changed(FRONT + cards, FRONT + cards.replace("\n]", "\n\t{ title: 'Two', href: 'https://two.example' },\n]")) == ["+ { title: 'Two', href: 'https://two.example' },"]


@pytest.mark.parametrize(("old", "new"), [
    ("Text.", "Another text."), ("Text.", "Text.\n\n## More\n\n- one\n- two\n\n1. three\n\n> four"), ("- one\n- two", "- one"), ("Text.", "Text.\n\n```js\nlet a = 1;\n```"),
    ("a\n\nb", "b\n\na"), (CARD, CARD.replace("\t", "        ")), (f"{CARD}\nText.", f"Text.\n\n{CARD}"),
])  # fmt: skip
def test_blocks_white_space_and_moves_are_not_outside(old: str, new: str) -> None:
    assert [line for line in changed(FRONT + old + "\n", FRONT + new + "\n") if "```" not in line] == []


def test_html() -> None:
    old, new = '<h1>A</h1>\n<p class="x">One</p>\n', '<h1>A</h1>\n<p class="y">Two</p>\n<p>Three</p>\n<img src="b.png">\n'
    assert changed(old, new, "html") == ['- <p class="x">…</p>', '+ <p class="y">…</p>', '+ <img src="b.png">']


LINES = ["Text.", "## Head", "- item", '<Card title="a">', "</Card>", "", "{/* note */}", "<A b={1} />"]


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_a_text_has_nothing_outside_that_it_has_not(lines: list[str]) -> None:
    body = FRONT + "\n\n".join(lines) + "\n"
    assert changed(body, body) == []


def test_long_lines() -> None:
    for line in ("1" * 200_000, "<a " * 100_000, "…" * 200_000, "</" * 100_000):
        with bounded():
            changed(f"{FRONT}Text.\n", f"{FRONT}Text.\n\n{line}\n", "markdown")
