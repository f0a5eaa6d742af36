"""What stands between two blocks, taken apart: what ends the one (a closing fence, tags), what begins the other, what is between."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FENCE = r"(?:`{3,}|~{3,})"
_CLOSING = re.compile(rf"(?:\r\n|\r|\n)[ \t>]*+{_FENCE}[ \t]*+(?=[\r\n]|\Z)|(?:(?:[ \t\r\n]*+(?:</[^<>]*+>|<!-- /wp:[^<>]*+-->))+|[^\r\n]*+)")
_OPENING_FENCE = re.compile(rf"(?:\r\n|\r|\n|\A)[ \t>]*+(?:[-*+] +|\d{{1,9}}[.)] +)?{_FENCE}[^\r\n]*+(?:\r\n|\r|\n)[ \t>]*+\Z")
_OPENING_TAGS = re.compile(r"(?:(?:<[A-Za-z][^<>]*+>|<!-- wp:[^<>]*+-->)[ \t\r\n]*+)+\Z")
_LAST_LINE = re.compile(r"(?:\r\n|\r|\n|\A)[^\r\n]*+\Z")
_LINES = re.compile(r"(?:(?:\r\n|\r|\n)[ \t]*+){3,}")
_OPEN = re.compile(r"(?:<([A-Za-z][\w.:-]*+)[^<>]*+(?<!/)>|<!-- wp:([\w/-]++)[^<>]*+(?<!/)-->)[ \t\r\n]*+\Z")
_CLOSE = re.compile(r"[ \t\r\n]*+(?:</([A-Za-z][\w.:-]*+)\s*>|<!-- /wp:([\w/-]++) -->)")


def apart(gap: str) -> tuple[str, str, str]:
    """(what ends the block before, what is between, what begins the block after); joined they are the gap."""
    opening = _opening(gap)
    rest = gap[: len(gap) - len(opening)]
    found = _CLOSING.match(rest)
    closing = found[0] if found else ""
    return closing, rest[len(closing) :], opening


def _opening(gap: str) -> str:
    if found := _OPENING_FENCE.search(gap[-1000:]):
        return found[0]
    if gap.rstrip().endswith(">") and (found := _OPENING_TAGS.search(gap[-4000:])):
        return found[0]
    found = _LAST_LINE.search(gap)
    return found[0] if found else gap


def joined(ending: str, opening: str) -> str:
    """A gap of what ends one block and what begins another, each from its own text, a blank line between."""
    closing, _, _ = apart(ending)
    _, _, begins = apart(opening)
    end = _line_end(ending + opening)
    between = "" if begins.startswith(("\n", "\r")) else end
    return closing + end + between + begins


def without(gaps: Sequence[str]) -> str:
    """The gaps round blocks that are left out, as one: what ended and began those goes, what else stands there stays."""
    text = gaps[0]
    for gap in gaps[1:]:
        text = _peeled(text, gap)
    return _LINES.sub(lambda found: _line_end(found[0]) * 2, text) if len(gaps) > 1 else text


def _peeled(before: str, after: str) -> str:
    """Two gaps without the block between them, and without the tags or fences that held only it."""
    peeled = False
    while (opened := _OPEN.search(before[-4000:])) and (closed := _CLOSE.match(after)) and opened.group(1, 2) == closed.group(1, 2):
        before, after = before[: len(before) - len(opened[0])], after[closed.end() :]
        peeled = True
    if peeled:
        ends, begins = before.rstrip(), after.lstrip()
        blanks = max(before[len(ends) :], after[: len(after) - len(begins)], key=len)
        return ends + blanks + begins
    if fence := _OPENING_FENCE.search(before[-1000:]):
        before = before[: len(before) - len(fence[0])]
    else:
        last = _LAST_LINE.search(before)
        before = before[: last.start()] if last else before
    closing = _CLOSING.match(after)
    return before + (after[closing.end() :] if closing else after)


def _line_end(text: str) -> str:
    found = re.search(r"\r\n|\r|\n", text)
    return found[0] if found else "\n"
