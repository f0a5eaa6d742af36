"""Quotation marks: as many quotations as in the source, each closed, in the marks of the language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from translate_flow.text import inline
from translate_flow.text.checks.finding import Finding, Severity, Span
from translate_flow.text.checks.scene import MASK, Scene, Side, found
from translate_flow.text.checks.tongues import unspaced
from translate_flow.text.units import UnitKind

_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "”": "”", "‹": "›", "〝": "〞〟"}
_DOUBLE = frozenset("\"“”„«»‟「」『』〝〞〟")
_QUOTATION = re.compile(r"[“„«「\"]([^“”„«»「」\"]+)[”“»」\"]")
_SAID = 3  # words from which something in quotation marks was said
_OWN = {  # by CLDR (delimiters): outer marks first; where usage is divided, both
    "“”‘’": "en zh ko pt-BR tr vi id ms th hi bn ta te mr gu pa ur sw fil af mi ga cy zu am ne si my km lo",
    "“”‘’「」『』": "zh-Hant", "「」『』": "ja", "„“‚‘»«": "de cs sk sl hr bg sr bs da is et lt ka sq", "„”‚’«»": "pl ro hu", "«»“”": "es pt gl ca it fr nb nn no eu lv",
    "«»„“": "ru uk be mk", "«»“”„‟": "el hy", "«»“”‹›": "ar fa ps ckb", "”’“": "sv fi", "„”“‘’": "nl he",
}  # fmt: skip
_TITLES = frozenset("『』《》")  # of works, which other languages print in italics


def quotes(scene: Scene) -> Iterator[Finding]:
    """Quotations that are not closed, more or fewer of them than in the source, and marks that the language does not use."""
    for view in scene.prose:
        opened, loose = _count(view.target)
        if not view.source:
            if loose is not None:
                yield found("quotes", Severity.WARNING, "a quotation is not closed", view.target.at(loose, loose + 1))
            continue
        ours, unsure = _count(view.source)
        if loose is not None and unsure is None:
            yield found("quotes", Severity.WARNING, "a quotation is not closed", view.target.at(loose, loose + 1))
        elif _outside(view.source) != _outside(view.target) and ours != opened and unsure is None and not (_titles(view.target) or _titles(view.source)):
            span = _first(view.target if opened > ours else view.source)
            message = f"{_amount(ours)} in the source, {opened or 'none'} here"
            if opened > ours:  # translators set a word apart that they keep or explain
                yield found("quotes", Severity.NOTE, message, span, view.source.whole())
            else:
                yield found("quotes", Severity.WARNING if _longest(view.source) else Severity.NOTE, message, view.target.whole(), span)
    yield from _foreign(scene)


def _amount(number: int) -> str:
    return f"{number or 'no'} quotation{'' if number == 1 else 's'}"


def _longest(side: Side) -> bool:
    """Whether somebody is quoted, not only a word or two set apart."""
    return any(len(match[1].split()) >= _SAID or (unspaced(side.language) and len(match[1]) > 2 * _SAID) for match in _QUOTATION.finditer(side.masked))


def _titles(side: Side) -> bool:
    return not _TITLES.isdisjoint(side.masked)


def _count(side: Side) -> tuple[int, int | None]:
    """How many quotations begin in a text, and where a mark stands that has no counterpart."""
    text = side.masked
    if _DOUBLE.isdisjoint(text):
        return 0, None
    waiting: list[tuple[str, int]] = []
    begun = 0
    loose: int | None = None
    for at, char in enumerate(text):
        if char not in _DOUBLE or (char == '"' and text[at - 1 : at].isdigit() and not waiting):  # 5" is five inches
            continue
        if waiting and (char == waiting[-1][0] == '"' or char in _CLOSING.get(waiting[-1][0], "")):
            waiting.pop()
        elif char == '"' or char in _CLOSING:
            waiting.append((char, at))
            begun += 1
        else:
            loose = at if loose is None else loose
    if waiting and loose is None:
        loose = waiting[-1][1]
    return begun, loose


def _outside(side: Side) -> int:
    """The quotations that are no link’s words and hold no code alone: those become links, code and emphasis without marks elsewhere."""
    if _DOUBLE.isdisjoint(side.masked):
        return 0
    depth = 0
    pieces: list[str] = []
    for piece in side.content:
        if isinstance(piece, str):
            pieces.append(piece if not depth else "")
        elif piece.data in {"[", "![", "]"} or piece.data.lower().startswith(("<a", "</a", "](", "][")):
            depth += {inline.Form.OPEN: 1, inline.Form.CLOSE: -1, inline.Form.ALONE: 0}[piece.form]
        elif piece.kind is UnitKind.CODE:
            pieces.append(MASK)
    text = re.sub(rf"[{''.join(_DOUBLE)}]{MASK}+[{''.join(_DOUBLE)}]", "", "".join(pieces))
    return sum(text.count(mark) for mark in _DOUBLE) // 2


def _first(side: Side) -> Span:
    at = next(at for at, char in enumerate(side.masked) if char in _DOUBLE)
    return side.at(at, at + 1)


def _foreign(scene: Scene) -> Iterator[Finding]:
    """Marks that neither the language nor most of this text uses: told once for each kind."""
    own = _marks(scene.languages[1])
    if not own:
        return
    used: Counter[str] = Counter()
    places: dict[str, tuple[Side, int]] = {}
    for view in scene.prose:
        for at, char in enumerate(view.target.masked) if not _DOUBLE.isdisjoint(view.target.masked) else ():
            if char in _DOUBLE and char != '"':
                used[char] += 1
                places.setdefault(char, (view.target, at))
    usual = sum(count for char, count in used.items() if char in own)
    for char, count in used.items():
        if char not in own and char not in _TITLES and (count < usual or not usual) and char in _CLOSING:
            side, at = places[char]
            yield found("quotes", Severity.NOTE, f"{char} is not a quotation mark of the language, which uses {_told(scene.languages[1])}", side.at(at, at + 1))


def _marks(language: str) -> str:
    """The language's quotation marks, outer and inner; of a region where they differ."""
    base = language.partition("-")[0]
    return next((marks for marks, known in _OWN.items() if language in known.split()), None) or next((marks for marks, known in _OWN.items() if base in known.split()), "")


def _told(language: str) -> str:
    own = _marks(language)
    return f"{own[0]}…{own[1]}"
