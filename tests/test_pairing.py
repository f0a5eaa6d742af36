"""Pairing a text's blocks with its translation's."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow.text.document import Block, Kind
from translate_flow.text.pairing import Pair, pair


def blocks(*pieces: str | tuple[Kind, str]) -> list[Block]:
    """Paragraphs, or blocks of a kind, without places."""
    made = [(Kind.PARAGRAPH, piece) if isinstance(piece, str) else piece for piece in pieces]
    return [Block(kind, 0, 0, text) for kind, text in made]


def beads(pairs: list[Pair]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(found.source, found.target) for found in pairs]


ES = [
    "La grúa tres lleva parada desde el lunes, y nadie en la oficina del puerto sabe decir por qué razón.",
    "Dos barcos esperan fuera.",
    "El alcalde prometió 41 millones para el muelle norte; de ellos han llegado, según las cuentas del propio "
    "ayuntamiento, apenas 7, y nadie explica dónde está el resto ni quién lo ha pedido.",
    "Véase https://example.org/cuentas para las cifras [2].",
    "La asamblea votó a mano alzada, como en 1998, y el resultado no dejó lugar a dudas.",
]
DE = [
    "Kran drei steht seit Montag still, und niemand im Hafenbüro kann sagen, aus welchem Grund das so ist.",
    "Zwei Schiffe warten draußen.",
    "Der Bürgermeister hat 41 Millionen für den Nordkai versprochen; davon sind nach den Zahlen der Stadt selbst "
    "gerade einmal 7 angekommen, und niemand erklärt, wo der Rest ist und wer ihn angefordert hat.",
    "Die Zahlen stehen unter https://example.org/cuentas [2].",
    "Die Versammlung stimmte wie 1998 mit erhobener Hand ab, und das Ergebnis ließ keinen Zweifel.",
]


def test_the_same_structure_pairs_one_by_one() -> None:
    pairs = pair(blocks(*ES), blocks(*DE))
    assert beads(pairs) == [((i,), (i,)) for i in range(5)]
    assert all(found.confidence >= 0.6 for found in pairs)


@pytest.mark.parametrize("missing", range(5))
def test_a_paragraph_that_the_translation_lacks(missing: int) -> None:
    pairs = pair(blocks(*ES), blocks(*(text for i, text in enumerate(DE) if i != missing)))
    assert ((missing,), ()) in beads(pairs)
    assert sum(1 for found in pairs if found.source and found.target) == 4


@pytest.mark.parametrize("added", range(6))
def test_a_paragraph_that_the_translation_adds(added: int) -> None:
    note = "Anmerkung der Redaktion: Dieser Artikel erschien zuerst in unserer Wochenzeitung und wurde gekürzt."
    pairs = pair(blocks(*ES), blocks(*DE[:added], note, *DE[added:]))
    assert ((), (added,)) in beads(pairs)
    assert sum(1 for found in pairs if found.source and found.target) == 5


def test_equal_counts_that_are_shifted_are_not_paired_blindly() -> None:
    pairs = pair(blocks(*ES), blocks(*DE[1:], "Übersetzt von der Lokalgruppe, die dafür kein Geld bekommen hat."))
    assert ((2,), (1,)) in beads(pairs)
    assert ((0,), ()) in beads(pairs)


def test_two_paragraphs_made_one_and_one_made_two() -> None:
    merged = blocks(*DE[:3], DE[3] + " " + DE[4])
    assert ((3, 4), (3,)) in beads(pair(blocks(*ES), merged))
    assert ((3,), (3, 4)) in beads(pair(merged, blocks(*ES)))


def test_kinds_hold_the_frame() -> None:
    source = blocks((Kind.TITLE, "El puerto para"), (Kind.STANDFIRST, ES[1]), (Kind.BYLINE, "Ana Ruiz"), ES[0], (Kind.CAPTION, "La grúa tres"), ES[2])
    target = blocks((Kind.TITLE, "Der Hafen steht"), (Kind.BYLINE, "Ana Ruiz"), (Kind.PROVENANCE, "Aus dem Spanischen"), DE[0], (Kind.CAPTION, "Kran drei"), DE[2])
    found = beads(pair(source, target))
    for expected in (((0,), (0,)), ((2,), (1,)), ((3,), (3,)), ((4,), (4,)), ((5,), (5,)), ((1,), ()), ((), (2,))):
        assert expected in found


def test_dense_scripts_pair_by_relative_length() -> None:
    zh = ["三号起重机从星期一起就停着，港务局没有人说得出原因。", "两艘船在外面等。", "市长为北码头承诺了41百万，据市政府自己的账目，到账的只有7百万，没有人解释其余的钱在哪里，也没有人说是谁申请的。"]
    assert beads(pair(blocks(*ES[:3]), blocks(*zh))) == [((i,), (i,)) for i in range(3)]
    assert beads(pair(blocks(*ES[:3]), blocks(zh[0], zh[2]))) == [((0,), (0,)), ((1,), ()), ((2,), (1,))]


def test_empty_sides() -> None:
    assert pair([], []) == []
    assert beads(pair(blocks("a", "b"), [])) == [((0,), ()), ((1,), ())]
    assert beads(pair([], blocks("a"))) == [((), (0,))]


def long_pair(count: int, dropped: set[int]) -> tuple[list[Block], list[Block], list[int]]:
    rng = random.Random(7)
    source, target, kept = [], [], []
    for i in range(count):
        kind = rng.choice([Kind.PARAGRAPH] * 6 + [Kind.HEADING])
        words = ["w" * rng.randint(2, 9) for _ in range(rng.randint(5, 60))]
        figure = [str(rng.randint(100, 99999))] if rng.random() < 0.3 else []
        source.append(Block(kind, 0, 0, " ".join(words + figure)))
        if i not in dropped:
            kept.append(i)
            target.append(Block(kind, 0, 0, " ".join([word + "e" * rng.choice([0, 0, 1, 2]) for word in words] + figure)))
    return source, target, kept


def share_right(count: int, dropped: set[int]) -> float:
    source, target, kept = long_pair(count, dropped)
    pairs = pair(source, target)
    right = sum(1 for found in pairs if len(found.source) == len(found.target) == 1 and kept[found.target[0]] == found.source[0])
    return right / len(kept)


def test_a_thousand_blocks_with_gaps() -> None:
    assert share_right(1000, {*range(0, 1000, 37), *range(500, 560)}) > 0.98


@pytest.mark.slow
def test_ten_thousand_blocks_a_side_finish() -> None:
    with bounded():
        assert share_right(10_000, set(range(0, 10_000, 211))) > 0.98


ANY = st.builds(
    Block, st.sampled_from(Kind), st.just(0), st.just(0), st.text(alphabet="ab 17.[]¹", max_size=40), st.integers(0, 3), st.sampled_from(["", "1", "a.png"])
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(ANY, max_size=12), st.lists(ANY, max_size=12))
def test_every_block_stands_in_one_pair(source: list[Block], target: list[Block]) -> None:
    pairs = pair(source, target)
    assert [i for found in pairs for i in found.source] == list(range(len(source)))
    assert sorted(j for found in pairs for j in found.target) == list(range(len(target)))
    assert all(0 <= found.confidence <= 1 and len(found.source) + len(found.target) > 0 for found in pairs)
    assert pair(source, target) == pairs


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY, max_size=12))
def test_a_text_pairs_with_itself(source: list[Block]) -> None:
    assert beads(pair(source, source)) == [((i,), (i,)) for i in range(len(source))]
