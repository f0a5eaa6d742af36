"""What goes on the wire: foreign text without what could end a line or a header, and an end to patience."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unicodedata import category

_ENDS = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control characters, halves of pairs, line and paragraph separators
TEXT = 100_000  # characters of a letter, at most


def line(text: str, most: int = 200) -> str:
    """One line of at most `most` characters: what ends lines, and what is no character, becomes a blank."""
    if not text.isprintable():
        text = "".join(" " if category(char) in _ENDS else char for char in text)
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def lines(text: str) -> str:
    """Lines ended by `\\n`, with no other control character than a tab."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > TEXT:
        text = text[: TEXT - 2].rstrip() + "\n…"
    return "".join(char if char in "\n\t" or category(char) not in _ENDS else " " for char in text)


@contextmanager
def within(seconds: float, stop: Callable[[], None]) -> Iterator[None]:
    """Calls `stop`, from another thread, where what is done in it takes longer: a place that sends a byte a minute never times out by itself."""
    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
