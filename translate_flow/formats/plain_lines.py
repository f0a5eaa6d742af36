"""Plain text taken apart into units: paragraphs, list items, notes, quotes, bylines, each with its span.

A unit is what blank lines set apart, or what a line by itself shows to be a note, an item, a byline. Which
role a unit plays in the article, `plain_roles` decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from translate_flow.errors import Unreadable
from translate_flow.formats.plain_phrases import furniture
from translate_flow.text import byline, dates, notes, provenance
from translate_flow.text.document import Provenance

MAX_LINES = 150_000  # with text; more is no article
_LONGEST_META = 200  # code points
LONG = 120  # a longer line was not wrapped by hand: it is a paragraph

_LINE = re.compile(r"[^\r\n]+|\r\n|\r|\n")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_EAST_ASIAN = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_EAST_ASIAN_FOLD = re.compile(rf"(?<=[{_EAST_ASIAN}])[ \t\f\v]*[\r\n]+\s*(?=[{_EAST_ASIAN}])")
_DENSE = re.compile(rf"[{_EAST_ASIAN}]|[\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]")
_ENDS = re.compile(r"[.!?…。！？；؟।॥։።:;：]$")
_CLOSING = " \"'”’»›)）]」』】》*_"
_ITEM = re.compile(
    r"(?:(?P<bullet>[-–*•·▪◦‣●○■])|(?P<number>\d{1,3}|[a-z])[.)]|\((?P<round>\d{1,3}|[a-z])\))"
    r"[ \t\u3000]+(?=\S)(?![-–*•·_=~ \t]+$)"
)
_QUOTE = re.compile(r"(?:>[ \t]?)+(?=[^>\s])")
_QUOTE_INSIDE = re.compile(r"[\r\n]+[ \t]*(?:>[ \t]?)*")
_COMMENT = re.compile(r"\[translate-flow: .*\]$")


@dataclass(slots=True)
class Unit:
    """`start:end` span the inner source in the whole text, `outer:stop` the whole of its lines.

    `sort` is what the unit shows by itself: note, item, quote, byline, date, provenance, comment, or nothing.
    `number` is its first line's, from 1; `group` the run of lines without a blank line that it stands in.
    """

    start: int
    end: int
    number: int
    text: str
    sort: str = ""
    ref: str = ""  # a note's mark, an item's number or bullet
    level: int = 0
    indent: int = 0  # columns
    lines: int = 1
    date: str = ""
    provenance: Provenance | None = None
    group: int = 0
    outer: int = 0
    stop: int = 0


@dataclass(slots=True)
class Line:
    """One line with text: its span without the white space around it."""

    start: int
    end: int
    number: int
    indent: int


def units(text: str, *, name: str = "") -> list[Unit]:
    """All units of a text, in order; they hold every line with text. Raises Unreadable for too many lines."""
    groups = _groups(text, name)
    by_lines = len(groups) == 1 and _one_paragraph_a_line(text, groups[0])
    found: list[Unit] = []
    for index, group in enumerate(groups):
        following = groups[index + 1][0] if index + 1 < len(groups) else None
        alone = (
            by_lines
            or _stands_apart(text, group)
            or (index < 2 and _is_heading_group(text, group, following))
        )
        for unit in _split(text, group, alone):
            unit.group = index
            found.append(unit)
    return found


def release(text: str, unit: Unit) -> None:
    """Makes a unit ordinary text again, with what stood around its inner source."""
    unit.sort, unit.ref, unit.start, unit.end = "", "", unit.outer, unit.stop
    unit.text = fold(text[unit.start : unit.end])


def fold(text: str) -> str:
    """White space folded, as everywhere; between East Asian characters a line's end is nothing at all."""
    return _SPACE.sub(" ", _EAST_ASIAN_FOLD.sub("", text)).strip()


def size(text: str) -> int:
    """Length as if in an alphabet: a character that writes a syllable or a word counts two and a half."""
    return len(text) if text.isascii() else len(text) + len(_DENSE.findall(text)) * 3 // 2


def words(text: str) -> int:
    """About how many words; good enough to tell a label from a sentence in any script."""
    return (
        len(text.split())
        if text.isascii()
        else len(_DENSE.sub("", text).split()) + len(_DENSE.findall(text)) // 2
    )


def is_ended(text: str) -> bool:
    """Whether a text ends as sentences do, quotation marks, brackets and footnote marks left aside."""
    text = text[-40:]
    for start, end, _ in reversed(list(notes.find(text))):
        if not text[end:].strip(_CLOSING):
            text = text[:start]
    return bool(_ENDS.search(text.rstrip(_CLOSING)))


def is_prose(unit: Unit) -> bool:
    """Whether a unit reads as a sentence or more, not as a label, heading or caption."""
    return not unit.sort and (unit.lines > 1 or is_ended(unit.text) or size(unit.text) > 160)


def _groups(text: str, name: str) -> list[list[Line]]:
    """Runs of lines with no blank line between."""
    groups: list[list[Line]] = []
    number, last, count = 1, -1, 0
    for match in _LINE.finditer(text, 1 if text.startswith("\ufeff") else 0):
        raw = match[0]
        if raw[0] in "\r\n":
            number += 1
            continue
        bare = raw.strip()
        if not bare:
            continue
        indent = len(raw) - len(raw.lstrip())
        start = match.start() + indent
        if number - last > 1 or last < 0:
            groups.append([])
        groups[-1].append(Line(start, start + len(bare), number, len(raw[:indent].expandtabs(4))))
        last = number
        count += 1
        if count > MAX_LINES:
            raise Unreadable(
                f"has more than {MAX_LINES:,} lines with text: no article has", file=name, line=number,
                remedy="Split it into one file for each article.",
            )  # fmt: skip
    return groups


def _one_paragraph_a_line(text: str, group: list[Line]) -> bool:
    """A text without a blank line: whether most of its lines are sentences, so that each is a paragraph."""
    ended = sum(1 for line in group if is_ended(text[line.start : line.end]))
    return len(group) > 1 and (
        ended * 5 >= len(group) * 3 or any(line.end - line.start > LONG for line in group)
    )


def _stands_apart(text: str, group: list[Line]) -> bool:
    """Whether each line of a group is a unit: one is too long for a wrapped paragraph, or they are a menu."""
    if len(group) == 1:
        return False
    lines = [text[line.start : line.end] for line in group]
    if any(size(line) > LONG for line in lines):
        return True
    kinds = [kind for kind in map(furniture, lines) if kind]
    return any(not kind.endswith("?") for kind in kinds) or (len(kinds) > 1 and max(map(len, lines)) <= 60)


def _is_heading_group(text: str, group: list[Line], following: Line | None) -> bool:
    """A title with a line or two right below it, before a long paragraph."""
    return (
        1 < len(group) <= 3 and following is not None and following.end - following.start > LONG
        and not any(is_ended(text[line.start : line.end]) for line in group)
    )  # fmt: skip


def _split(text: str, group: list[Line], by_lines: bool) -> list[Unit]:
    bullets = sum(1 for line in group if _bullet(text, line))
    alone = [_alone(text, line, bullets > 1 or line is group[0]) for line in group]
    by_lines = by_lines or any(unit and unit.sort in {"byline", "date", "provenance"} for unit in alone)
    found: list[Unit] = []
    for line, unit in zip(group, alone, strict=True):
        last = found[-1] if found else None
        joins = not by_lines and unit is None and last is not None and last.sort in {"", "note", "item"}
        quoted = (
            unit is not None
            and last is not None
            and unit.sort == last.sort == "quote"
            and unit.level == last.level
        )
        if last and (joins or quoted):
            last.end = last.stop = line.end
            last.lines += 1
        else:
            found.append(unit or _unit(text, line, line.start))
    for unit in found:
        if unit.lines > 1:
            inner = text[unit.start : unit.end]
            unit.text = fold(_QUOTE_INSIDE.sub("\n", inner) if unit.sort == "quote" else inner)
    return found


def _unit(text: str, line: Line, start: int, sort: str = "", ref: str = "") -> Unit:
    inner = fold(text[start : line.end])
    return Unit(
        start, line.end, line.number, inner, sort, ref, indent=line.indent, outer=line.start, stop=line.end
    )


def _bullet(text: str, line: Line) -> bool:
    found = _ITEM.match(text, line.start, line.end)
    return bool(found and found["bullet"])


def _alone(text: str, line: Line, bullets: bool) -> Unit | None:
    """The unit that a line shows itself to begin, or None for ordinary text."""
    start, end = line.start, line.end
    if text[start] in "[¹²³⁰⁴⁵⁶⁷⁸⁹†‡［〔【":
        raw = text[start:end]
        if _COMMENT.match(raw):
            return _unit(text, line, start, "comment")
        note = notes.split_note(raw)
        if note:
            return _unit(text, line, start + note[1], "note", note[0])
    found = _QUOTE.match(text, start, end)
    if found:
        unit = _unit(text, line, found.end(), "quote")
        unit.level = found[0].count(">")
        return unit
    meta = _meta(text, line) if end - start <= _LONGEST_META else None
    found = None if meta else _ITEM.match(text, start, end)
    if found and (bullets or not found["bullet"]):
        return _unit(text, line, found.end(), "item", found["bullet"] or found["number"] or found["round"])
    return meta


def _meta(text: str, line: Line) -> Unit | None:
    """A byline, date or provenance line. A byline's span is the names alone: “By” is their language's."""
    raw = text[line.start : line.end]
    name = byline.recognise(raw)
    found = re.search(r"\s+".join(re.escape(word) for word in name.split()), raw) if name else None
    if found:
        unit = _unit(text, line, line.start, "byline")
        unit.start, unit.end = line.start + found.start(), line.start + found.end()
        unit.text = fold(found[0])
        parts = [raw[found.end() :].lstrip(" ,|•·–—/"), *re.split(r"\s[|•·–—/]\s|,\s", raw[found.end() :])]
        unit.date = next((day for day in map(dates.recognise, parts) if day), "")
        return unit
    day = dates.recognise(raw) or dates.recognise(raw.partition(",")[2])
    if day:
        unit = _unit(text, line, line.start, "date")
        unit.date = day
        return unit
    origin = provenance.recognise(" ".join(raw.split()))
    if origin:
        unit = _unit(text, line, line.start, "provenance")
        unit.provenance = origin
        return unit
    return None
