"""Words are counted by Unicode's rules, one text at a time or many at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.text import words

WESTERN = bytes(range(256)).decode("cp1252", "ignore")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0), ("…", 0), ("Dos palabras", 2), ("l’harbour d'ici", 2), ("3,5 km, 1.000 €", 3), ("U.S.A. e.g.", 2), ("mot:mot 10:30", 3), ("snake_case", 1),
        ("Ой-ой", 2), ("m²", 2), ("नमस्ते दुनिया", 2), ("港は開く", 4), ("a\u00adb", 1),
    ],
)  # fmt: skip
def test_counts(text: str, count: int) -> None:
    assert words.count(text) == count == len(words.words(text))
    assert words.counts([text, "uno", text]) == [count, 1, count]


@given(st.lists(st.one_of(st.text("a1 .:,;'’·", max_size=12), st.text(WESTERN), st.text())))
def test_many_at_once_are_counted_as_one_by_one(texts: list[str]) -> None:
    assert words.counts(texts) == [words.count(text) for text in texts]
    assert words.total(texts) == sum(words.counts(texts))


def test_every_western_character_between_every_two() -> None:
    ends = ("a", "1", " ", ".", "’")
    texts = [f"{before}{character}{after}" for character in WESTERN for before in ends for after in ends]
    for at in range(0, len(texts), len(ends) ** 2):  # a character at a time: one with a rule of its own would send all the slow way
        part = texts[at : at + len(ends) ** 2]
        assert words.counts(part) == [words.count(text) for text in part]
