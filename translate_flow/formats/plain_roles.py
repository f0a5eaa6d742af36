"""What each unit of a plain text is: title, standfirst, byline, paragraph, heading, caption, note.

Plain text does not say. The order of an article does, as far as it goes: a title, then up to one paragraph,
then byline, date and provenance, then the body. Between long paragraphs a short line that ends without
punctuation is a heading or a caption: from CAPTION_WORDS words on a caption, as in pages that were copied.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from translate_flow.formats.plain_lines import Unit, is_ended, is_prose, release, size, words
from translate_flow.formats.plain_phrases import CREDIT, KICKERS, NOTES
from translate_flow.text import notes
from translate_flow.text.document import Kind

CAPTION_WORDS = 6
_META = {"byline": Kind.BYLINE, "date": Kind.DATE, "provenance": Kind.PROVENANCE}
_SORTS = {"note": Kind.FOOTNOTE, "item": Kind.LIST_ITEM, "quote": Kind.QUOTE}
_HEAD = 12  # units; byline and date stand among the first ones
_SALUTATION = re.compile(r"[,،，、;:：]$")


@dataclass(slots=True)
class Roles:
    """The kind of each unit, by position; which kinds were guessed by length alone."""

    kinds: list[Kind]
    guessed: list[int] = field(default_factory=list)


def assign(text: str, units: Sequence[Unit]) -> Roles:
    """The roles of an article's units, furniture left out. `text` is the whole text that they stand in."""
    _numbered_notes(units)
    for unit in _lone_items(units):
        release(text, unit)
    roles = Roles([_SORTS.get(unit.sort, Kind.PARAGRAPH) for unit in units])
    body = _head(units, roles, _title(units))
    last = [index for index, unit in enumerate(units) if unit.sort != "note"][-3:]
    origin = [index for index, unit in enumerate(units) if unit.sort == "provenance"][:1]
    for index in last + origin:
        _meta(units, roles, index)
    for index, unit in enumerate(units):
        if unit.sort in _META and roles.kinds[index] is Kind.PARAGRAPH:
            release(text, unit)
    _body(units, roles, body)
    return roles


def _meta(units: Sequence[Unit], roles: Roles, index: int) -> None:
    roles.kinds[index] = _META.get(units[index].sort, roles.kinds[index])


def _is_label(unit: Unit) -> bool:
    """A short line without an end: a heading, a caption, a title."""
    return (
        not unit.sort
        and unit.lines == 1
        and size(unit.text) <= 160
        and not is_ended(unit.text)
        and not _SALUTATION.search(unit.text)
        and _has_letters(unit)
    )


def _title(units: Sequence[Unit]) -> int:
    """The position of the title, or -1: the first line that can be one, below kickers and metadata only."""
    for index, unit in enumerate(units[:_HEAD]):
        if unit.sort in _META:
            continue
        if unit.sort or unit.lines > 1 or not _has_letters(unit):
            return -1
        following = next((later for later in units[index + 1 : index + 3] if later.sort not in _META), None)
        if following and _is_kicker(unit.text) and _is_title(following) and not _is_kicker(following.text):
            continue
        return index if _is_title(unit) and (len(units) > 1 or not is_ended(unit.text)) else -1
    return -1


def _is_title(unit: Unit) -> bool:
    text = unit.text.rstrip(" \"'”’»)）」』")
    fine = not unit.sort and unit.lines == 1 and size(unit.text) <= 200 and not _SALUTATION.search(text)
    return fine and (not is_ended(unit.text) or (text[-1:] in "?!…？！؟" and size(unit.text) <= 120))


def _is_kicker(text: str) -> bool:
    return text.strip(" :：-–—").casefold() in KICKERS or (text.isupper() and words(text) == 1)


def _head(units: Sequence[Unit], roles: Roles, title: int) -> int:
    """Sets the roles down to the last line of metadata; gives the position where the body starts."""
    first = next((i for i, unit in enumerate(units[:_HEAD]) if unit.sort in _META and i > title), -1)
    if title >= 0:
        roles.kinds[title] = Kind.TITLE
        for index in range(title):
            _meta(units, roles, index)
    before = range(title + 1, max(first, title + 1))
    prose = [index for index in before if is_prose(units[index])]
    if first < 0 or len(prose) > 1 or any(units[index].sort in _SORTS for index in before):
        return title + 1
    last = first
    for index in range(first, min(_HEAD, len(units))):
        if is_prose(units[index]) or units[index].sort in _SORTS:
            break
        last = index if units[index].sort in _META else last
    for index in range(first, last + 1):
        _meta(units, roles, index)
    if title >= 0 and any(is_prose(unit) for unit in units[last + 1 :]):
        _standfirst(units, roles, before, prose)
    return last + 1


def _standfirst(units: Sequence[Unit], roles: Roles, before: range, prose: list[int]) -> None:
    """Between title and metadata the one paragraph, or else a line long enough, is the standfirst."""
    labels = [index for index in before if not units[index].sort and index not in prose]
    if not prose:
        prose = [
            index
            for index in labels
            if words(units[index].text) >= CAPTION_WORDS and not CREDIT.match(units[index].text)
        ][:1]
        roles.guessed += [index for index in labels if index not in prose]
    for index in labels:
        roles.kinds[index] = Kind.CAPTION
    for index in prose:
        roles.kinds[index] = Kind.STANDFIRST


def _body(units: Sequence[Unit], roles: Roles, start: int) -> None:
    run: list[int] = []
    for index in range(start, len(units)):
        unit = units[index]
        is_text = roles.kinds[index] is Kind.PARAGRAPH
        if is_text and CREDIT.match(unit.text) and size(unit.text) <= 240:
            roles.kinds[index] = Kind.CAPTION
            continue
        if is_text and _is_label(unit):
            run.append(index)
            continue
        _labels(units, roles, run, start)
        run = []
    _labels(units, roles, run, start)


def _labels(units: Sequence[Unit], roles: Roles, run: list[int], start: int) -> None:
    """A run of short lines: one or two between paragraphs are captions or headings, more are verse."""
    if not run:
        return
    after = units[run[-1] + 1] if run[-1] + 1 < len(units) else None
    if after and after.sort == "note" and units[run[-1]].text.strip(" :：").casefold() in NOTES:
        roles.kinds[run.pop()] = Kind.HEADING
        after = None
    if not run or len(run) > 2 or after is None or not (_is_long(after) or after.sort in {"item", "quote"}):
        return
    before = run[0] - 1
    is_text = before >= start and roles.kinds[before] is Kind.PARAGRAPH and _has_letters(units[before])
    if is_text and not _is_long(units[before]):
        return
    for index in run:
        length = words(units[index].text)
        lead = index == start and length >= CAPTION_WORDS + 2 and Kind.STANDFIRST not in roles.kinds
        kind = Kind.CAPTION if length >= CAPTION_WORDS else Kind.HEADING
        roles.kinds[index] = Kind.STANDFIRST if lead and Kind.TITLE in roles.kinds else kind
        roles.guessed.append(index)


def _has_letters(unit: Unit) -> bool:
    return any(char.isalpha() for char in unit.text)


def _is_long(unit: Unit) -> bool:
    return is_prose(unit) and size(unit.text) >= 60


def _lone_items(units: Sequence[Unit]) -> list[Unit]:
    """Units like “1. The port” among paragraphs: a number or letter makes an item only beside another one."""
    ordered = [unit.sort == "item" and unit.ref.isalnum() for unit in units]
    return [
        unit for index, unit in enumerate(units)
        if ordered[index] and sum(ordered[max(0, index - 1) : index + 2]) == 1
    ]  # fmt: skip


def _numbered_notes(units: Sequence[Unit]) -> None:
    """`1. …` at the end are notes under a heading “Notes”, or where the text has just these marks."""
    if any(unit.sort == "note" for unit in units):
        return
    first = len(units)
    while first and units[first - 1].sort == "item" and units[first - 1].ref.isdecimal():
        first -= 1
    numbers = {notes.mark_key(unit.ref) for unit in units[first:]}
    if not numbers:
        return
    headed = first > 0 and units[first - 1].text.strip(" :：").casefold() in NOTES
    if headed or numbers <= {
        notes.mark_key(mark) for unit in units[:first] for mark in notes.marks(unit.text)
    }:
        for unit in units[first:]:
            unit.sort = "note"
