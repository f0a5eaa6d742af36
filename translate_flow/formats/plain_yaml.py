"""The plain part of YAML, line by line: block mappings and sequences of plain or quoted scalars, each on a line.

YAML 1.2.2 (https://yaml.org/spec/1.2.2/), §7.3, §8.2, without comments, escapes, anchors, tags, flow collections, block scalars and scalars over several lines.
Most front matters hold nothing else, and YAML's own reader takes some forty times as long for them. Where a line is anything more, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_PLAIN = r"[A-Za-z0-9_./(<~À-ɏͰ-῿぀-鿿가-힣](?:[^\s:#]|:(?=[^\s:#])|(?<=[^\s])#|[ ](?=[^\s#]))*"
_QUOTED = r"""(?P<quote>['"])(?P<quoted>[^'"\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*)(?P=quote)"""
_LINE = re.compile(rf"(?P<blanks>[ ]*)(?P<dash>- )?(?:(?P<key>[A-Za-z_][A-Za-z0-9_-]*):(?P<open>[ ]*\Z|[ ]+))?(?:(?P<plain>{_PLAIN})|{_QUOTED})?[ ]*")
_ODD = re.compile("[\t\r\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_NULL = frozenset({"null", "Null", "NULL", "~"})


class Found(NamedTuple):
    """A value: its text (of a list, items joined by `, `), its span in the whole text (-1 where it is no scalar, or empty), and how it is written."""

    text: str
    start: int = -1
    end: int = -1
    style: str = "other"


def mapping(text: str, base: int) -> dict[str, Found] | None:
    """The top-level values of a mapping, spans counted from `base`; None where YAML's own reader has to be asked."""
    if _ODD.search(text):
        return None
    values: dict[str, Found] = {}
    inside: list[re.Match[str]] = []  # the lines of what the last key holds
    last, opened, at = "", False, base
    for line in text.split("\n"):
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        if line.strip(" "):
            if match["blanks"] or match["dash"]:
                inside.append(match)
            elif match["key"] is None or match["key"] in values or not _close(values, last, inside, opened):
                return None
            else:
                last, inside = match["key"], []
                opened = match["plain"] is None and match["quoted"] is None
                values[last] = _scalar(match, at)
        at += len(line) + 1
    return values if values and _close(values, last, inside, opened) else None


def _scalar(match: re.Match[str], at: int) -> Found:
    group = "quoted" if match["quoted"] is not None else "plain"
    text, style = match[group] or "", match["quote"] or "plain"
    if not text or (style == "plain" and text in _NULL):
        return Found("", style=style)
    return Found(text, at + match.start(group), at + match.end(group), style)


def _close(values: dict[str, Found], key: str, lines: Sequence[re.Match[str]], opened: bool) -> bool:
    """Puts in what a key holds that has lines of its own (`opened`: it has nothing on its line); whether these are plain."""
    if not lines:
        return True
    if not opened or not _nested(lines):
        return False
    first = lines[0]
    values[key] = Found("")
    if first["dash"]:
        items = [line for line in lines if line["blanks"] == first["blanks"]]
        scalars = [line["quoted"] if line["quoted"] is not None else line["plain"] for line in items if line["key"] is None]
        values[key] = Found(", ".join(scalars), style="list" if len(scalars) == len(items) else "other")
    return True


def _nested(lines: Sequence[re.Match[str]]) -> bool:
    """Whether lines are block collections, each item of one at the same depth as its others."""
    depths: list[tuple[int, bool]] = []  # of the collections that are open: (column, whether a sequence)
    waits = 0  # for what a key holds: the least column that it may have
    for line in lines:
        column, sequence = len(line["blanks"]), line["dash"] is not None
        empty = line["plain"] is None and line["quoted"] is None
        if line["key"] is None and (not sequence or empty):
            return False
        if waits >= 0 and (column > waits - 1 if depths else column >= 0) and (not depths or column > depths[-1][0] or (sequence and not depths[-1][1] and column == depths[-1][0])):
            depths.append((column, sequence))
        else:
            while depths and depths[-1] != (column, sequence):
                depths.pop()
            if not depths:
                return False
        if sequence and line["key"] is not None:
            depths.append((column + 2, False))
        waits = (depths[-1][0] if empty else -1) if line["key"] is not None else -1
    return True
