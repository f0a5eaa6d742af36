"""Work beside: what a child finds arrives, and whatever happens to the child, the caller goes on. In processes of one thread, as the program is."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading

from translate_flow.aside import Aside

HEAD = """
import os, signal, time
from translate_flow import aside
from translate_flow.aside import Aside
"""


def run(script: str) -> None:
    done = subprocess.run([sys.executable, "-c", HEAD + textwrap.dedent(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


def test_what_the_child_finds_is_given_by_key_in_any_order():
    run("""
        with Aside(lambda number: number * number) as beside:
            for number in range(100):
                beside.ask(f"key {number}", number)
            assert [beside.get(f"key {number}") for number in (3, 99, 0)] == [9, 9801, 0]
            assert beside.get("other") is None
            assert beside.get("key 3") is None  # given once
        print("done")
    """)


def test_more_than_the_pipe_holds_waits_for_its_reader():
    run("""
        with Aside(lambda size: bytes(size)) as beside:
            for number in range(50):
                beside.ask(number, 100_000)
            assert len(beside.get(49)) == 100_000
        print("done")
    """)


def test_what_the_child_cannot_take_any_more_is_left_to_the_caller():
    run("""
        aside._ROOM = 4096
        with Aside(lambda task: time.sleep(60)) as beside:
            for number in range(1000):
                beside.ask(number, number)
            left = next(number for number in range(1000) if number not in beside._asked)
            assert beside.get(left) is None  # at once
        aside.MOST = 1000
        with Aside(len) as beside:
            beside.ask(1, bytes(2000))
            beside.ask(2, bytes(2000))
            assert (beside.get(1), beside.get(2)) == (2000, None)
        print("done")
    """)


def test_a_task_that_fails_gives_nothing_and_the_others_go_on():
    run("""
        with Aside(lambda number: 100 // number) as beside:
            for number in (5, 0, 10):
                beside.ask(number, number)
            assert [beside.get(number) for number in (5, 0, 10)] == [20, None, 10]
        print("done")
    """)


def test_a_child_that_is_killed_holds_up_nobody():
    run("""
        def work(task):
            if task == "who":
                return os.getpid()
            time.sleep(60)

        with Aside(work) as beside:
            beside.ask(1, "who")
            beside.ask(2, "sleep")
            os.kill(beside.get(1), signal.SIGKILL)
            assert beside.get(2) is None
            beside.ask(3, "who")
            assert beside.get(3) is None
        print("done")
    """)


def test_a_child_is_ended_with_the_work_and_prints_nothing_of_its_own():
    run("""
        def work(task):
            return os.getpid() if task == "who" else time.sleep(60)

        print("done")  # waits in a buffer that the child has too
        beside = Aside(work)
        beside.ask(1, "who")
        beside.ask(2, "sleep")
        child = beside.get(1)
        beside.close()
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            assert beside.get(2) is None
        else:
            raise AssertionError("it lives")
    """)


def test_a_child_ends_when_its_parent_is_killed():
    run("""
        read, write = os.pipe()
        parent = os.fork()
        if parent == 0:
            beside = Aside(lambda task: os.getpid())
            beside.ask(1, 1)
            os.write(write, str(beside.get(1)).encode())
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(parent, 0)
        child = int(os.read(read, 20))
        for _ in range(500):
            try:
                os.kill(child, 0)
            except ProcessLookupError:
                break
            if open(f"/proc/{child}/stat").read().split()[2] == "Z":
                break
            time.sleep(0.01)
        else:
            raise AssertionError("it lives")
        print("done")
    """)


def test_a_process_of_several_threads_does_the_work_itself():
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    try:
        with Aside(len) as beside:
            beside.ask(1, "a")
            assert beside.get(1) is None
    finally:
        wait.set()
        thread.join()
