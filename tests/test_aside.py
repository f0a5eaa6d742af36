"""Work beside: what a child finds arrives, and whatever happens to the child, the caller goes on."""

from __future__ import annotations

import os
import signal
import time

import pytest

from translate_flow.services.aside import Aside


def test_what_the_child_finds_is_given_by_key_in_any_order():
    with Aside(lambda: ((number, number * number) for number in range(100))) as beside:
        assert [beside.get(number) for number in (3, 99, 0)] == [9, 9801, 0]
        assert beside.get("other") is None


def test_more_than_the_pipe_holds_waits_for_its_reader():
    with Aside(lambda: ((number, bytes(100_000)) for number in range(50))) as beside:
        assert len(beside.get(49)) == 100_000


def test_a_child_that_fails_gives_what_it_had():
    def work():
        yield 1, "one"
        raise ValueError("no more")

    with Aside(work) as beside:
        assert (beside.get(1), beside.get(2)) == ("one", None)


def test_a_child_that_is_killed_holds_up_nobody():
    def work():
        yield 1, os.getpid()
        time.sleep(60)

    with Aside(work) as beside:
        os.kill(beside.get(1), signal.SIGKILL)
        assert beside.get(2) is None


def test_a_child_is_ended_with_the_work():
    beside = Aside(lambda: iter([(1, os.getpid()), *((number, time.sleep(1)) for number in range(2, 60))]))
    child = beside._child
    beside.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert beside.get(1) is None
