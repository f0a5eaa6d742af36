"""Work beside: what a child finds arrives, and whatever happens to the child, the caller goes on. In processes of one thread, as the program is."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading

from translate_flow.aside import Aside

HEAD = """
import os, signal, time
from translate_flow.aside import Aside
"""


def run(script: str) -> None:
    done = subprocess.run([sys.executable, "-c", HEAD + textwrap.dedent(script)], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


def test_what_the_child_finds_is_given_by_key_in_any_order():
    run("""
        with Aside(lambda: ((number, number * number) for number in range(100))) as beside:
            assert [beside.get(number) for number in (3, 99, 0)] == [9, 9801, 0]
            assert beside.get("other") is None
        print("done")
    """)


def test_more_than_the_pipe_holds_waits_for_its_reader():
    run("""
        with Aside(lambda: ((number, bytes(100_000)) for number in range(50))) as beside:
            assert len(beside.get(49)) == 100_000
        print("done")
    """)


def test_a_child_that_fails_gives_what_it_had():
    run("""
        def work():
            yield 1, "one"
            raise ValueError("no more")

        with Aside(work) as beside:
            assert (beside.get(1), beside.get(2)) == ("one", None)
        print("done")
    """)


def test_a_child_that_is_killed_holds_up_nobody():
    run("""
        def work():
            yield 1, os.getpid()
            time.sleep(60)

        with Aside(work) as beside:
            os.kill(beside.get(1), signal.SIGKILL)
            assert beside.get(2) is None
        print("done")
    """)


def test_a_child_is_ended_with_the_work_and_prints_nothing_of_its_own():
    run("""
        def work():
            yield 1, os.getpid()
            time.sleep(60)

        print("done")  # waits in a buffer that the child has too
        beside = Aside(work)
        child = beside.get(1)
        beside.close()
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            assert beside.get(1) is None
        else:
            raise AssertionError("it lives")
    """)


def test_a_process_of_several_threads_does_the_work_itself():
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    try:
        with Aside(lambda: [(1, 1)]) as beside:
            assert beside.get(1) is None
    finally:
        wait.set()
        thread.join()
