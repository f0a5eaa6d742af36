"""Figures and dates of a translation against those of its source, by value: 1.234,5 in German is 1,234.5 in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from translate_flow.text.calendar_dates import PartialDate
from translate_flow.text.checks.finding import Finding, Severity, Span
from translate_flow.text.checks.scene import Scene, Side, View, found
from translate_flow.text.checks.units_of_measure import convertible, measured
from translate_flow.text.facts import Fact, FactKind
from translate_flow.text.figures import ascii_digits, read_number

_RUN = re.compile(r"\d+")
_FIGURES = re.compile(r"\d+(?:[.,:/'’٫٬\u00a0\u202f\u2009]\d+)*")
_ROMAN = re.compile(r"(?<!\w)(?=[IVXLCM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?:-[IVXLCM]+)?(?!\w)")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_TIMES = {"k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "G": 10**9, "T": 10**12}
_SCALED = re.compile(r"\s?([kKMBGT])(?![A-Za-z])")
_HALF_DAY = re.compile(r"\s?[ap]\.?\s?m\b", re.I)
_HOURS = re.compile(r"\d\s?[ap]\.?\s?m\b", re.I)
_MOST = 200  # figures of a block that are looked at one by one
_SMALL = 12  # up to here numbers are written in words as often as in figures, or left to the words around


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of a text and the values that it may have."""

    start: int
    end: int
    text: str
    values: frozenset[Decimal]

    @property
    def least(self) -> Decimal:
        return min(map(abs, self.values))


def numbers(scene: Scene) -> Iterator[Finding]:
    """Figures that only one side has, and units of measure that were exchanged. `1.234,5` and `1,234.5` are one; so are `3` and “three”."""
    for view in scene.prose:
        if view.source:
            yield from _figures(view)


def dates(scene: Scene) -> Iterator[Finding]:
    """Days, months and years that are not those of the source, however each language writes them; weekdays that were exchanged."""
    for view in scene.prose:
        if view.source:
            yield from _dates(view)


# --- figures -----------------------------------------------------------------------------------------------------


def _figures(view: View) -> Iterator[Finding]:
    ours, theirs = _listed(view.source), _listed(view.target)
    if not ours and not theirs:
        return
    here, there = _all(theirs), _all(ours)
    lost = [one for one in ours if one.values.isdisjoint(here)][:_MOST]
    gained = [one for one in theirs if one.values.isdisjoint(there)][:_MOST]
    if not lost and not gained:
        yield from _measures(view, ours[:_MOST], theirs[:_MOST])
        return
    lost = [one for one in lost if not _said(one, view.target)]
    gained = [one for one in gained if not _said(one, view.source)]
    lost, gained = _without_converted(view, lost, gained)
    lost += _fewer(ours, theirs)[: len(gained) - len(lost)] if len(gained) > len(lost) else []
    for one, two in zip(lost, gained, strict=False):
        yield found("numbers", Severity.ERROR, f"the source says {one.text}, the translation {two.text}", _at(view.target, two), _at(view.source, one))
    for one in lost[len(gained) :]:
        grave = Severity.WARNING if one.least > _SMALL else Severity.NOTE
        yield found("numbers", grave, f"{one.text} of the source is not in the translation", None, _at(view.source, one), beside=view.target.parts[0].block)
    for two in gained[len(lost) :]:
        grave = Severity.WARNING if two.least > _SMALL else Severity.NOTE
        yield found("numbers", grave, f"{two.text} is not in the source", _at(view.target, two), None, source_beside=view.source.parts[0].block)


def _fewer(ours: list[_Figure], theirs: list[_Figure]) -> list[_Figure]:
    """Figures that the source has more often than the translation: in the place of one of them may stand what only the translation has."""
    values = {value for figure in ours for value in figure.values}
    times = [{value: sum(value in figure.values for figure in side) for value in values} for side in (ours[:_MOST], theirs[:_MOST])]
    return [figure for figure in ours if any(times[0][value] > times[1][value] > 0 for value in figure.values)]


def _at(side: Side, figure: _Figure) -> Span:
    return side.at(figure.start, figure.end)


def _listed(side: Side) -> list[_Figure]:
    """What is written in figures, percent signs and currencies left out."""
    listed = []
    for fact in side.stated(FactKind.NUMBER):
        if not any(map(str.isdecimal, fact.text)):
            continue
        if values := _values(fact, side):
            listed.append(_Figure(fact.start, fact.end, fact.text, values))
    return listed


def _values(fact: Fact, side: Side) -> frozenset[Decimal]:
    """What a figure may mean; nothing for what is only a name with digits."""
    values: set[Decimal] = set()
    if (said := _decimal(fact.value)) is not None:
        values.add(said)
    body = ascii_digits(fact.text).lstrip("-−+")
    for language in (side.language, "en", "de"):  # a page in Spanish may print figures as the English do
        if (read := read_number(body, language)) is not None:
            values.add(abs(read))
    if not values:
        values.add(Decimal("".join(_RUN.findall(body))))
    if scaled := _SCALED.match(side.text, fact.end):
        values |= {value * _TIMES[scaled[1]] for value in values}
    if _HALF_DAY.match(side.text, fact.end):
        values |= {value + 12 for value in values if value < 12}
    if len(body) == 4 and body.isdecimal():
        values |= {value % 100 for value in values if 1800 <= value <= 2100 and value % 10 == 0}  # 1990s, the 90s
    return frozenset(values)


def _decimal(value: str) -> Decimal | None:
    try:
        return abs(Decimal(value))
    except InvalidOperation:
        return None


def _all(figures: Iterable[_Figure]) -> frozenset[Decimal]:
    return frozenset().union(*(figure.values for figure in figures))


def _said(one: _Figure, side: Side) -> bool:
    """Whether a side states a figure in another way: in words, within a date, in code, in Roman numerals, divided otherwise (10:30, 10h30)."""
    wanted = one.values
    if _HOURS.search(side.text):
        wanted |= {value + step for value in wanted for step in (12, -12) if 0 < value + step < 24}
    for fact in side.facts:
        if fact.kind is FactKind.NUMBER and (value := _decimal(fact.value)) is not None and value in wanted:
            return True
        if fact.kind is FactKind.DATE and wanted.intersection(_of_date(fact)):
            return True
    plain = ascii_digits(side.text)
    if wanted.intersection(map(Decimal, _RUN.findall(plain))):
        return True
    runs = [int(run) for run in _RUN.findall(ascii_digits(one.text))]
    if len(runs) > 1:
        there = [int(run) for run in _RUN.findall(plain)]
        if all(run in there or (0 < run < 12 and run + 12 in there) or (run > 12 and run - 12 in there) or run == 0 for run in runs):
            return True
        if "".join(map(str, runs)) in {"".join(_RUN.findall(figure)) for figure in _FIGURES.findall(plain)}:
            return True
    return any(_roman(numeral) in wanted for numeral in _ROMAN.findall(side.text) if numeral)


def _of_date(fact: Fact) -> set[Decimal]:
    if fact.value.startswith("weekday"):
        return set()
    year, month, day = (int(part) for part in fact.value.split("-"))
    return {Decimal(part) for part in (year, year % 100, month, day) if part}


@lru_cache(maxsize=512)
def _roman(numeral: str) -> Decimal:
    values = [_VALUES[letter] for letter in numeral.partition("-")[0]]
    return Decimal(sum(-value if value < max(values[at:]) else value for at, value in enumerate(values)))


def _without_converted(view: View, lost: list[_Figure], gained: list[_Figure]) -> tuple[list[_Figure], list[_Figure]]:
    """Without those that say the same in other units: 5 km, 3.1 miles."""
    rest = list(gained)
    left = []
    for one in lost:
        unit = measured(view.source.text, one.end, view.source.language)
        mate = next((two for two in rest if unit and (other := measured(view.target.text, two.end, view.target.language)) and any(
            convertible(a, unit, b, other) for a in one.values for b in two.values)), None)
        if mate is None:
            left.append(one)
        else:
            rest.remove(mate)
    return left, rest


def _measures(view: View, ours: list[_Figure], theirs: list[_Figure]) -> Iterator[Finding]:
    """Equal figures with another unit of the same kind after them."""
    for one in ours:
        unit = measured(view.source.text, one.end, view.source.language)
        if unit is None:
            continue
        mates = [two for two in theirs if not one.values.isdisjoint(two.values)]
        units = [measured(view.target.text, two.end, view.target.language) for two in mates]
        if len(mates) == 1 and units[0] and units[0] != unit and units[0].kind == unit.kind:
            two = mates[0]
            there = view.target.text[two.start : two.end]
            yield found("numbers", Severity.ERROR, f"{one.text} {unit.name} in the source, {there} {units[0].name} here", _at(view.target, two), _at(view.source, one))


# --- dates -------------------------------------------------------------------------------------------------------


def _dates(view: View) -> Iterator[Finding]:
    ours, theirs = view.source.stated(FactKind.DATE), view.target.stated(FactKind.DATE)
    if not ours:
        return
    lost = [one for one in ours if not any(_agree(one.value, two.value) for two in theirs)]
    gained = [two for two in theirs if not any(_agree(one.value, two.value) for one in ours)]
    figures = {int(run) for run in _RUN.findall(ascii_digits(view.target.text))}
    yield from _without_year(view, ours, theirs, figures)
    for one in lost:
        mate = next((two for two in gained if _alike(one.value, two.value)), None)
        if mate is not None:
            gained.remove(mate)
            target = view.target.at(mate.start, mate.end)
            yield found("dates", Severity.ERROR, f"the source says {one.text}, the translation {mate.text}", target, view.source.at(one.start, one.end))
        elif not one.value.startswith("weekday"):
            year, _, day = PartialDate(*map(int, one.value.split("-")))
            missing = [number for number in (day, year) if number and number not in figures and not _spelled(number, view.target)]
            if missing and (year % 100 not in figures or missing != [year]):
                source = view.source.at(one.start, one.end)
                yield found("dates", Severity.WARNING, f"{one.text} of the source is not in the translation", None, source, beside=view.target.parts[0].block)


def _without_year(view: View, ours: list[Fact], theirs: list[Fact], figures: set[int]) -> Iterator[Finding]:
    """A date whose year the translation leaves out, where it says it nowhere in the block."""
    for one in ours:
        year = 0 if one.value.startswith("weekday") else int(one.value.split("-")[0])
        mates = [two for two in theirs if _agree(one.value, two.value)]
        if year and mates and year not in figures and year % 100 not in figures and not any(two.value.startswith(f"{year}-") for two in mates):
            target = view.target.at(mates[0].start, mates[0].end)
            yield found("dates", Severity.WARNING, f"{one.text} in the source, {mates[0].text} here", target, view.source.at(one.start, one.end))


def _agree(one: str, two: str) -> bool:
    """Whether two dates are one, as far as both state it."""
    if one.startswith("weekday") or two.startswith("weekday"):
        return one == two
    return all(not a or not b or a == b for a, b in zip(map(int, one.split("-")), map(int, two.split("-")), strict=True))


def _alike(one: str, two: str) -> bool:
    """Whether one may stand for the other: both weekdays, or both of the calendar."""
    return one.startswith("weekday") == two.startswith("weekday")


def _spelled(number: int, side: Side) -> bool:
    return any(fact.kind is FactKind.NUMBER and fact.value == str(number) for fact in side.facts)
