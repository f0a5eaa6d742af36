"""Percentiles out of a histogram against those of all values, and its buckets as both databases make them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from translate_flow.reports import percentiles, wheres
from translate_flow.reports.percentiles import ERROR, Histogram

SHARES = (0.0, 0.05, 0.5, 0.85, 0.95, 1.0)
seconds = st.one_of(st.integers(0, 600), st.integers(0, 10**6), st.integers(0, 4 * 10**9))


def exact(values: list[int], share: float) -> float:
    """As PostgreSQL's percentile_cont."""
    ranked = sorted(values)
    place = share * (len(ranked) - 1)
    below = int(place)
    above = ranked[min(below + 1, len(ranked) - 1)]
    return ranked[below] + (above - ranked[below]) * (place - below)


@given(st.lists(seconds, min_size=1, max_size=300))
def test_a_percentile_is_off_by_at_most_its_bound(values: list[int]) -> None:
    found = percentiles.of(values)
    assert found.number == len(values)
    for share, value in zip(SHARES, found.percentiles(SHARES), strict=True):
        assert value is not None
        wanted = exact(values, share)
        assert abs(value - wanted) <= wanted * ERROR + 1e-6


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=40))
def test_few_are_exact(values: list[int]) -> None:
    found = percentiles.of(values)
    if all(number <= 2 for number, _, _ in found.buckets.values()):
        assert found.percentiles(SHARES) == [exact(values, share) for share in SHARES]


@given(st.lists(seconds, max_size=60), st.lists(seconds, max_size=60))
def test_put_together_they_are_one(some: list[int], others: list[int]) -> None:
    found = percentiles.of(some)
    for low, bucket in percentiles.of(others).buckets.items():
        found.add(low, *bucket)
    assert found == percentiles.of(some + others)


def test_of_nothing_there_is_none() -> None:
    assert Histogram().percentiles((0.5, 0.9)) == [None, None]


def test_both_databases_make_the_same_buckets(engine) -> None:
    values = sorted({value + off for step in range(33) for value in (2**step, 3 * 2**step) for off in (-1, 0, 1)} | {0, 86400, 123456789})
    rows = " union all ".join(f"select cast({value} as bigint) as s" for value in values)
    with engine.connect() as connection:
        found = wheres.run(connection, f"select s, {percentiles.bucket('s')} from ({rows}) q").all()
    assert len(found) == len(values)
    for value, low in found:
        assert list(percentiles.of([value]).buckets) == [low]
        assert 0 <= value - low <= max(value / 64, 0)
