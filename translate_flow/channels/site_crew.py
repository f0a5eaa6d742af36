"""The same work on many things, in as many processes as there are processors."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import TypeVar

from translate_flow.aside import Aside

_CHUNK = 8  # things in one task
_AHEAD = 4  # tasks that wait for each process
_MOST = 8  # processes
_TERM = 4000  # tasks that a crew takes before another is hired: an Aside keeps all it was ever given

Thing = TypeVar("Thing")
Found = TypeVar("Found")


def together(work: Callable[[Thing], Found], things: Iterable[Thing], *, few: int) -> Iterator[Found]:
    """What `work` finds for each thing, in order. The first `few` are done here, for which nobody need be hired.

    Things and findings are pickled. What a process fails at is done here again, so that its error is raised here.
    """
    left = iter(things)
    yield from map(work, islice(left, few))
    while first := list(islice(left, _CHUNK)):
        yield from _term(work, first, left)


def _term(work: Callable[[Thing], Found], first: list[Thing], left: Iterator[Thing]) -> Iterator[Found]:
    waiting: deque[tuple[int, list[Thing]]] = deque()
    with ExitStack() as stack:
        crew = [stack.enter_context(Aside(lambda chunk: [work(thing) for thing in chunk])) for _ in range(min(os.cpu_count() or 1, _MOST))]

        def found() -> list[Found]:
            number, chunk = waiting.popleft()
            told: list[Found] | None = crew[number % len(crew)].get(number)
            return [work(thing) for thing in chunk] if told is None else told

        chunk = first
        for number in range(_TERM):
            crew[number % len(crew)].ask(number, chunk)
            waiting.append((number, chunk))
            if len(waiting) >= _AHEAD * len(crew):
                yield from found()
            if number + 1 == _TERM or not (chunk := list(islice(left, _CHUNK))):
                break
        while waiting:
            yield from found()
