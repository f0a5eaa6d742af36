"""Marks that end sentences, spaces around marks, brackets: by the rules of the language that a text is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from translate_flow.text.checks.finding import Finding, Severity
from translate_flow.text.checks.sameness import QUOTED
from translate_flow.text.checks.scene import HEADLINES, MASK, Scene, Side, View, found

_KINDS = {".": ".。।۔．｡။។᙮։", "?": "?？؟;՞", "!": "!！՜", ":": ":：", "…": "…"}
_KIND = {char: kind for kind, chars in _KINDS.items() for char in chars if char != ";"}
_NAMES = {".": "a full stop", "?": "a question mark", "!": "an exclamation mark", ":": "a colon", "…": "an ellipsis", "": "no mark"}
_TRAILING = "\"“”„«»‘’'」』）)]】*_ \u00a0\u202f\u200f\u200e" + MASK
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】", "［": "］", "〔": "〕"}
_HAN = r"[\u3040-\u30ff\u3400-\u9fff]"
_FRENCH_BARE = re.compile(r"(?<=[\w)»”\"])[;!?»]|(?<=[^\W\d_])[:](?=\s|$)|«(?=\w)")
_SPACED = re.compile(r"(?<=[^\W\d_]) +[,.;:!?](?=\s|$)(?!\.)")
_STUCK = re.compile(r"(?<=[^\W\d_A-Z])[,;](?=[^\W\d_])")
_SPACED_IN_FRENCH = ";:!?»"
_HALF = re.compile(rf"(?<={_HAN})[,;:?!](?=\s?{_HAN}|\s|$)|(?<={_HAN})\.(?=\s|$|{_HAN})")
_ARABIC = r"[\u0600-\u06ff]"
_LATIN_MARK = re.compile(rf"(?<={_ARABIC})\s?[,;?](?=\s|$)")
_TWICE = re.compile(r"[^\W\d_][,.;:!?]? {2,}[^\W\d_]+")
_EMPTY = re.compile(r"[(（]\s*[)）]")


def ending(scene: Scene) -> Iterator[Finding]:
    """Questions that became statements, exclamations that did, colons and full stops that are missing at a block’s end."""
    for view in scene.prose:
        if not view.source:
            continue
        ours, theirs = _last(view.source), _last(view.target)
        if ours == theirs or not view.source.masked.strip(_TRAILING) or not view.target.masked.strip(_TRAILING):
            continue
        grave = Severity.WARNING if "?" in (ours, theirs) and not _asks_elsewhere(view, ours, theirs) else Severity.NOTE
        at = len(view.target.text.rstrip())
        message = f"the source ends with {_NAMES[ours]}, the translation with {_NAMES[theirs]}"
        yield found("ending", grave, message, view.target.at(max(0, at - 1), at), view.source.at(max(0, len(view.source.text.rstrip()) - 1), len(view.source.text.rstrip())))


def _last(side: Side) -> str:
    """The kind of mark that a text ends with."""
    text = side.masked.rstrip(_TRAILING)
    if text.endswith(("...", "…", "……")):
        return "…"
    if text.endswith(";"):
        return "?" if side.language.startswith("el") else ""
    if side.language.startswith("th") and text[-1:] not in _KIND:
        return "."
    return _KIND.get(text[-1:], "")


def _asks_elsewhere(view: View, ours: str, theirs: str) -> bool:
    """Whether the other side asks too, though not at its end; headings are asked without a mark in many languages."""
    here, there = _questions(view.source), _questions(view.target)
    if there >= here if ours == "?" else there <= here:
        return True
    return all(part.kind in HEADLINES for part in view.target.parts)


def _questions(side: Side) -> int:
    return sum(map(side.masked.count, "?？؟;" if side.language.startswith("el") else "?？؟"))


def brackets(scene: Scene) -> Iterator[Finding]:
    """Brackets that are not closed, or not opened."""
    for view in scene.prose:
        loose = _loose(view.target)
        if loose is not None and (not view.source or _loose(view.source) is None):
            mark = view.target.masked[loose]
            yield found("brackets", Severity.WARNING, f"{mark} has no counterpart", view.target.at(loose, loose + 1))
        empty = _EMPTY.search(view.target.masked)
        if empty and (not view.source or not _EMPTY.search(view.source.masked)):
            yield found("brackets", Severity.WARNING, "there is nothing in the brackets", view.target.at(*empty.span()))


def _loose(side: Side) -> int | None:
    """Where a bracket stands that has no counterpart; faces, and items of a list as in `a)`, do not count."""
    waiting: list[tuple[str, int]] = []
    text = side.masked
    for at, char in enumerate(text):
        if char in _BRACKETS:
            waiting.append((_BRACKETS[char], at))
        elif char in ")]）】］〕":
            if waiting and _same(waiting[-1][0], char):
                waiting.pop()
            elif not re.search(r"(?:^|[\s(])\w{1,3}$|[:;][-']?$", text[max(0, at - 4) : at]):
                return at
    left = waiting[-1][1] if waiting else None
    return None if left is not None and re.search(r"[:;][-']?$", text[max(0, left - 2) : left]) else left


def _same(one: str, two: str) -> bool:
    """Full-width and half-width brackets are taken for one another."""
    return one == two or {one, two} in ({")", "）"}, {"]", "］"})


def spacing(scene: Scene) -> Iterator[Finding]:
    """Spaces before marks that take none, none after those that take one, marks of another script; what the language’s own rules ask for."""
    base = scene.languages[1].partition("-")[0]
    special = _RULES.get(base)
    for view in scene.prose:
        side = view.target
        if special is not None:
            yield from special(side)
        if base not in {"zh", "ja", "th", "km", "lo", "my"}:
            yield from _spaces(view, base)


def _spaces(view: View, base: str) -> Iterator[Finding]:
    side = view.target
    for match in _SPACED.finditer(side.masked):
        mark = match[0].strip()
        if base == "fr" and mark in _SPACED_IN_FRENCH:
            continue
        if view.source and re.search(rf"\s{re.escape(mark)}(?=\s|$)", view.source.masked):
            continue
        yield found("spacing", Severity.WARNING, f"a space before “{mark}”", side.at(max(0, match.start() - 1), match.end()))
        break
    if twice := next((match for part in side.parts for match in [_TWICE.search(part.source)] if match), None):
        after = twice[0].split()[-1]
        at = side.text.find(" " + after, 0)
        yield found("spacing", Severity.NOTE, f"two spaces before “{after}”", side.at(max(0, at), max(0, at) + 1 + len(after)))
    stuck = _STUCK.search(side.masked)
    if stuck and (not view.source or not _STUCK.search(view.source.masked)):
        yield found("spacing", Severity.NOTE, f"no space after “{stuck[0]}”", side.at(max(0, stuck.start() - 1), stuck.end() + 1))


def _french(side: Side) -> Iterator[Finding]:
    match = _FRENCH_BARE.search(side.masked)
    if match:
        where = "after" if match[0] == "«" else "before"
        yield found("spacing", Severity.NOTE, f"no space {where} “{match[0]}”", side.at(max(0, match.start() - 1), match.end() + (match[0] == "«")))


def _spanish(side: Side) -> Iterator[Finding]:
    """Questions and exclamations that are not opened."""
    for closing, opening in (("?", "¿"), ("!", "¡")):
        text = QUOTED.sub(lambda match: MASK * len(match[0]), side.masked)
        if text.count(closing) > text.count(opening) + side.masked.count("?!" if closing == "!" else "!?"):
            at = text.find(closing) if opening not in text else text.rfind(closing)
            if re.search(r"\w\s?$", text[:at]):
                yield found("spacing", Severity.WARNING, f"“{closing}” without “{opening}”", side.at(at, at + 1))


def _greek(side: Side) -> Iterator[Finding]:
    at = side.masked.find("?")
    if at > 0 and "\u0370" <= side.masked[at - 1] <= "\u03ff":
        yield found("spacing", Severity.NOTE, "Greek asks with “;”, not “?”", side.at(at, at + 1))


def _full_width(side: Side) -> Iterator[Finding]:
    match = _HALF.search(side.masked)
    if match:
        yield found("spacing", Severity.NOTE, f"“{match[0]}” is a mark of Latin scripts", side.at(*match.span()))


def _arabic(side: Side) -> Iterator[Finding]:
    match = _LATIN_MARK.search(side.masked)
    if match:
        mark = match[0].strip()
        yield found("spacing", Severity.NOTE, f"“{mark}” is a mark of Latin scripts; Arabic writes “{_OWN[mark]}”", side.at(*match.span()))


_OWN = {",": "،", ";": "؛", "?": "؟"}
_RULES: dict[str, Callable[[Side], Iterator[Finding]]] = {
    "fr": _french, "es": _spanish, "el": _greek, "zh": _full_width, "ja": _full_width, "ar": _arabic, "fa": _arabic, "ur": _arabic,
}  # fmt: skip
