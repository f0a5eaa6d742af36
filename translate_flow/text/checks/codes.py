"""Code, components and placeholders in running text: a translator brings them back as they were."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA, Indel

from translate_flow.text import inline, marks
from translate_flow.text.checks.finding import Finding, Severity, Span
from translate_flow.text.checks.scene import Scene, Side, View, found
from translate_flow.text.document import Kind
from translate_flow.text.units import UnitKind

_PLACEHOLDER = re.compile(r"%\([A-Za-z_]\w*\)[sdf]|%(?:\d\$)?[sd]\b|\$\{[\w.]+\}|\{\{\s*[\w.]+\s*\}\}|(?<![\w{])\{[A-Za-z_][\w.]*\}(?!\})")
_SHOWN = re.compile(r"\*\*|\]\(|</?[a-z][\w-]*>|&(?:amp|lt|gt|quot|#\d+);|~~|(?<!`)``?(?!`)")  # markup that readers should not see
_SLIP = 2  # edits: a slip of the hand
_BROKEN = 0.75  # likeness from which code was meant to be the same
_TAG = re.compile(r"</?([A-Za-z][\w.-]*)")


def codes(scene: Scene) -> Iterator[Finding]:
    """Code spans, placeholders and components that are missing, altered or new; markup that is broken, so that readers see it."""
    for view in scene.views:
        if not view.source:
            yield from _visible(view)
        elif view.prose:
            yield from _spans(view, scene)
            yield from _placeholders(view)
            yield from _tags(view)
            yield from _visible(view)
        elif all(part.kind is Kind.CODE for side in (view.source, view.target) for part in side.parts):
            yield from _block(view)


def _spans(view: View, scene: Scene) -> Iterator[Finding]:
    ours, theirs = _codes(view.source), _codes(view.target)
    lost, gained = _less(ours, theirs), _less(theirs, ours)
    lost = [code for code in lost if not _as_often(code, view.source, view.target)]
    gained = [code for code in gained if not _as_often(code, view.target, view.source)]
    lost, gained = _without_alike(view, lost, gained)
    for code, other in zip(lost, gained, strict=False):
        yield found("codes", _gravity(code, other, scene), f"the code {_short(code)} of the source is {_short(other)} here", _place(view.target, other), _place(view.source, code))
    for code in lost[len(gained) :]:
        grave = Severity.WARNING if code in view.target.text or (code.isalpha() and code.islower()) else Severity.ERROR  # once for twice, a word of the language
        yield found("codes", grave, f"the code {_short(code)} is missing", None, _place(view.source, code), beside=view.target.parts[0].block)
    for other in gained[len(lost) :]:
        yield found("codes", Severity.WARNING, f"the code {_short(other)} is not in the source", _place(view.target, other), None, source_beside=view.source.parts[0].block)


def _codes(side: Side) -> list[str]:
    """Code spans and expressions of a side, as a reader reads them."""
    if "`" not in side.source and "{" not in side.source and "<code" not in side.source:
        return []
    listed = []
    inside: list[str] | None = None
    for piece in side.content:
        if isinstance(piece, str):
            if inside is not None:
                inside.append(piece)
        elif piece.kind is UnitKind.CODE and (bare := " ".join(piece.data.strip("`").split())):
            listed.append(bare)
        elif piece.data.lower().startswith("<code"):
            inside = []
        elif piece.data.lower() == "</code>" and inside is not None:
            listed.append(" ".join("".join(inside).split()))
            inside = None
    return listed


def _without_alike(view: View, lost: list[str], gained: list[str]) -> tuple[list[str], list[str]]:
    """Both in an order in which those that are likest stand together."""
    ordered = []
    rest = list(gained)
    for code in lost:
        if rest:
            mate = max(rest, key=lambda other: Indel.normalized_similarity(code, other))
            rest.remove(mate)
            ordered.append(mate)
    return lost, [*ordered, *rest]


def _gravity(code: str, other: str, scene: Scene) -> Severity:
    """Broken code is an error; other words, or another language's tag, in an example are none; the rest may be either."""
    own = {scene.languages[1].casefold(), scene.languages[1].partition("-")[0]}
    new = _steps(other) - _steps(code)
    if new and new <= own and len(_steps(other)) == len(_steps(code)):
        return Severity.NOTE
    if OSA.distance(code, other) <= _SLIP:
        return Severity.ERROR
    if _wordy(code) and _wordy(other):
        return Severity.NOTE
    return Severity.ERROR if Indel.normalized_similarity(code, other) > _BROKEN else Severity.WARNING


def _steps(code: str) -> set[str]:
    return set(re.findall(r"[a-z]+(?:-[a-z]+)*", code.casefold()))


def _wordy(code: str) -> bool:
    """Whether code is words that a translator may translate: `Hello world.txt`, `YOUR_NAME`."""
    return bool(re.search(r"[^\W\d_]{2,} [^\W\d_]{2,}|(?<![A-Za-z])[A-Z]{3,}(?![a-z])", code))


def _as_often(code: str, one: Side, two: Side) -> bool:
    """Whether code stands in a text as often as in the other, if not as code."""
    bare = " ".join(code.split()).casefold()
    return two.text.casefold().count(bare) >= one.text.casefold().count(bare) > 0


def _placeholders(view: View) -> Iterator[Finding]:
    if "%" not in view.source.text and "{" not in view.source.text and "%" not in view.target.text and "{" not in view.target.text:
        return
    ours, theirs = (_PLACEHOLDER.findall(side.text) for side in (view.source, view.target))
    for said in _less(ours, theirs):
        yield found("codes", Severity.ERROR, f"the placeholder {said} is missing", None, _place(view.source, said), beside=view.target.parts[0].block)
    for said in _less(theirs, ours):
        yield found("codes", Severity.ERROR, f"the placeholder {said} is not in the source", _place(view.target, said), None, source_beside=view.source.parts[0].block)


def _tags(view: View) -> Iterator[Finding]:
    """Components and tags by their names, emphasis as a whole."""
    if "<" not in view.source.source and "<" not in view.target.source:
        return
    ours, theirs = _names(view.source), _names(view.target)
    for name in _less(ours, theirs):
        yield found("codes", Severity.WARNING, f"<{name}> of the source is missing", view.target.whole(), view.source.whole())
    for name in _less(theirs, ours):
        yield found("codes", Severity.WARNING, f"<{name}> is not in the source", view.target.whole(), view.source.whole())


def _names(side: Side) -> list[str]:
    """The tags that open something, those of emphasis and line breaks left out."""
    kept = []
    for code in inline.codes(side.content):
        if code.kind in {UnitKind.MARKUP, UnitKind.LINK, UnitKind.IMAGE} and code.form is not inline.Form.CLOSE and (tag := _TAG.match(code.data)) and not code.data.startswith("</"):
            name = tag[1]
            if name.lower() not in _LIGHT:
                kept.append(name)
    return kept


_LIGHT = frozenset(("b", "strong", "i", "em", "u", "br", "wbr", "span", "font", "small", "p", "a", "q", "cite", "mark", "s", "del", "ins", "bdi", "bdo", "img", "code", "abbr"))


def _visible(view: View) -> Iterator[Finding]:
    """Markup that readers see, and in the source do not."""
    said = {match[0] for match in _SHOWN.finditer(view.source.masked)} if view.source else set()
    for match in _SHOWN.finditer(view.target.masked):
        if match[0] not in said:
            yield found("codes", Severity.ERROR, f"readers see {match[0]}: markup is broken here", view.target.at(*match.span()))
            return


def _block(view: View) -> Iterator[Finding]:
    """Blocks of code, without their comments and strings: only a note, as examples hold words that are translated."""
    ours, theirs = (list(_lines(side)) for side in (view.source, view.target))
    lost, gained = _less(ours, theirs), _less(theirs, ours)
    if not lost and not gained:
        return
    shown = _short((lost or gained)[0])
    message = f"the code has {shown} in the source and not here" if lost else f"the code has {shown} here and not in the source"
    yield found("codes", Severity.NOTE, message, view.target.whole(), view.source.whole())


def _lines(side: Side) -> Iterator[str]:
    for part in side.parts:
        for line in part.source.splitlines():
            yield from (mark.removeprefix("l ") for mark in marks.marks(marks.Lines({}, {}, {line: 1})))


def _less(one: Iterable[str], two: Iterable[str]) -> list[str]:
    """What one has more often than the other, each once, in order."""
    count = Counter(one)
    count.subtract(Counter(two))
    return [what for what in dict.fromkeys(one) if count[what] > 0]


def _place(side: Side, said: str) -> Span:
    at = side.text.find(said)
    return side.at(at, at + len(said)) if at >= 0 else side.whole()


def _short(code: str) -> str:
    return f"`{inline.shortened(code, 50)}`"
