"""What every exchange format must do: one suite over all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import kits
from translate_flow import exchange
from translate_flow.errors import Unreadable
from translate_flow.exchange.kit import Kit, Returned, State
from translate_flow.text import inline

NAMES = sorted(exchange.KITS)
UNITS = ["block", "segment"]


def holds(found: Returned, kit: Kit) -> None:
    """That a file says of each row what its kit says."""
    assert found.header == kit.header
    assert [row.key for row in found.rows] == [row.key for row in kit.rows]
    for back, row in zip(found.rows, kit.rows, strict=True):
        assert not back.problem, back
        assert back.source is None or inline.written(back.source) == inline.written(row.source)
        assert inline.written(back.target) == inline.written(row.target), row.key
        if row.state is State.OPEN:
            assert back.done is not True
        if row.state is State.DONE:
            assert back.done is not False
        assert not inline.damage(row.source, back.target) or not row.target


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", NAMES)
def test_what_goes_out_comes_back(name, unit):
    kit = kits.garden(name, unit)
    data = exchange.get(name).write(kit)
    holds(exchange.get(name).read(data, name="a file"), kit)
    assert exchange.get(name).write(kit) == data  # the same kit, the same bytes


@pytest.mark.parametrize("name", NAMES)
@given(drawn=st.data())
@settings(max_examples=40)
def test_any_text_comes_back(name, drawn):
    kit = drawn.draw(kits.kits(name))
    holds(exchange.get(name).read(exchange.get(name).write(kit)), kit)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", NAMES)
def test_a_kit_is_known_by_what_it_holds(name, unit):
    data = exchange.get(name).write(kits.garden(name, unit))
    assert exchange.recognise(data) == name
    assert exchange.recognise(data, name="other.bin") == name


@pytest.mark.parametrize("name", NAMES)
def test_what_is_cut_off_is_refused_or_told(name):
    """Never half taken in silence: a file cut anywhere is unreadable, or lacks rows, or says what is wrong with one."""
    kit = kits.garden(name)
    data = exchange.get(name).write(kit)
    whole = exchange.get(name).read(data)
    for at in range(1, 20):
        part = data[: len(data) * at // 20]
        refused: Unreadable | None = None
        try:
            found = exchange.get(name).read(part, name="cut")
        except Unreadable as error:
            refused = error
        if refused is not None:
            assert refused.remedy
            assert refused.file == "cut"
            continue
        assert set(found.rows) <= set(whole.rows) or any(row.problem for row in found.rows) or len(found.rows) < len(whole.rows)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("junk", [b"", b"\x00" * 64, b"PK\x03\x04" + b"\xff" * 200, "só texto\n".encode(), b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_what_is_no_such_file_is_refused(name, junk):
    with pytest.raises(Unreadable) as caught:
        exchange.get(name).read(junk, name="junk")
    assert caught.value.remedy
