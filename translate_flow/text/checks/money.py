"""Currencies and percentages: what a figure counts must be what it counts in the source, whatever the locale puts before or behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from translate_flow import languages
from translate_flow.text.checks.finding import Finding, Severity
from translate_flow.text.checks.scene import Scene, Side, View, found
from translate_flow.text.facts import Fact, FactKind

_SIGNS = {  # the currencies that a sign may stand for, the likeliest first
    "$": "USD CAD AUD NZD MXN ARS CLP COP HKD TWD SGD BRL", "€": "EUR", "£": "GBP", "¥": "JPY CNY", "￥": "CNY JPY", "₹": "INR", "₽": "RUB",
    "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS", "฿": "THB",
}  # fmt: skip
_MONEY = re.compile(r"(?:US|R|CA|AU|HK|NT)?([$€£¥￥₹₽₩₺₴₪฿])\s?\d|(?<![\d.,])\d[\d.,\u00a0\u202f]{0,24}\s?([$€£¥￥₹₽₩₺₴₪฿])(?!\w)")
_CODE = re.compile(r"(?<![A-Za-z])(USD|EUR|GBP|JPY|CNY|INR|RUB|BRL|CAD|AUD|CHF|MXN|TRY|UAH|KRW|SEK|NOK|DKK|PLN|CZK)(?![A-Za-z])")
_WORDS = 3  # letters of a currency's name that every form of it has, at least


def currencies(scene: Scene) -> Iterator[Finding]:
    """Sums in another currency than in the source, and percentages on one side alone. Where a sign stands is a matter of locale."""
    for view in scene.prose:
        if view.source:
            yield from _sums(view)
            yield from _shares(view)


def _sums(view: View) -> Iterator[Finding]:
    ours, theirs = _signs(view.source), _signs(view.target)
    if not ours and not theirs:
        return
    lost = [(at, sign) for at, sign in ours if not _mentioned(sign, view.target)]
    gained = [(at, sign) for at, sign in theirs if not _mentioned(sign, view.source)]
    for (at, sign), (there, other) in zip(lost, gained, strict=False):
        target = view.target.at(there, there + len(other))
        yield found("currencies", Severity.ERROR, f"{sign} in the source, {other} here", target, view.source.at(at, at + len(sign)))
    for at, sign in lost[len(gained) :]:
        source = view.source.at(at, at + len(sign))
        yield found("currencies", Severity.WARNING, f"{sign} of the source is not in the translation", None, source, beside=view.target.parts[0].block)


def _signs(side: Side) -> list[tuple[int, str]]:
    """Currencies that stand beside figures, each once, by sign or code."""
    seen: dict[str, int] = {}
    for match in _MONEY.finditer(side.masked):
        group = 1 if match[1] else 2
        seen.setdefault(match[group], match.start(group))
    for match in _CODE.finditer(side.masked):
        seen.setdefault(match[1], match.start())
    return [(at, sign) for sign, at in seen.items()]


def _mentioned(sign: str, side: Side) -> bool:
    """Whether a side names the currency by any of its signs, codes and names."""
    codes = _SIGNS.get(sign, sign).split()
    text = side.text
    if any(other in text for other, known in _SIGNS.items() if not set(codes).isdisjoint(known.split())):
        return True
    folded = text.casefold()
    return any(code in text or any(stem in folded for stem in _stems(code, side.language)) for code in codes)


@lru_cache(maxsize=512)
def _stems(code: str, language: str) -> frozenset[str]:
    """How the words for a currency begin: `dólar`, `долл`."""
    from babel.numbers import get_currency_name, get_currency_symbol

    locale = languages.locale(language)
    names = [get_currency_name(code, count, locale=locale) for count in (None, 1, 2, 5)]
    symbol = get_currency_symbol(code, locale=locale)
    stems = {symbol.casefold()} if symbol else set()
    for name in names:
        for word in re.findall(r"\w+", name.casefold()):
            stems.add(word if len(word) <= _WORDS else word[: max(_WORDS, len(word) - 2)])
    return frozenset(stem for stem in stems if stem)


def _shares(view: View) -> Iterator[Finding]:
    ours, theirs = _percents(view.source), _percents(view.target)
    if ours and not theirs:
        source = view.source.at(ours[0].start, ours[0].end)
        yield found("currencies", Severity.WARNING, f"{ours[0].text} of the source is not in the translation", None, source, beside=view.target.parts[0].block)
    elif theirs and not ours:
        target = view.target.at(theirs[0].start, theirs[0].end)
        yield found("currencies", Severity.WARNING, f"{theirs[0].text} is not in the source", target, None, source_beside=view.source.parts[0].block)


def _percents(side: Side) -> list[Fact]:
    return [fact for fact in side.stated(FactKind.NUMBER) if fact.value == "%"]
