"""A block's inner source as text and codes: what a translator writes, and the markup that they must bring back.

Codes are what `units` sees as markup: emphasis, tags, a link's address, images, code spans, footnote marks. Two that open and
close share a number; numbers count from 1 in order of appearance. The text between them is the reader's: entities and
backslash escapes are decoded, white space is folded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from html import unescape
from typing import Any

from translate_flow.text import units
from translate_flow.text.units import UnitKind


class Form(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Code:
    """One code. Equal if number and form are: so a code read from an exchange file equals the one that went out.

    `data` is its source; `kind` what it is. A code that came from a file has neither.
    """

    number: int
    form: Form
    data: str = field(default="", compare=False)
    kind: UnitKind = field(default=UnitKind.MARKUP, compare=False)


Content = tuple[str | Code, ...]

_CODES = frozenset({UnitKind.MARKUP, UnitKind.LINK, UnitKind.IMAGE, UnitKind.CODE, UnitKind.MARK})
_BARE = frozenset({UnitKind.LINK, UnitKind.MARK})  # in plain text
_MARKED = frozenset({"markdown", "mdx", "html", "wordpress"})
_SIGN = re.compile(r"</?\d{1,4}/?>")  # what stands for a code in plain text: in a text by itself it is a code too
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"))
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)[^>]*?(/?)>")
_FIXED = {"<>": ("</>", ""), "</>": ("", "</>"), "[": ("]", ""), "![": ("]", "")}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_FIRM = {UnitKind.LINK: "link", UnitKind.IMAGE: "image", UnitKind.CODE: "code", UnitKind.MARK: "footnote mark"}


def split(source: str, syntax: str) -> Content:
    """The content of a block's inner source. `syntax` is a `Document.format`."""
    pieces: list[str | Code] = []
    marked = _CODES if syntax in _MARKED else _BARE
    for unit in units.split(source, syntax):
        kind = units.kind(unit)
        if kind in marked:
            pieces.append(Code(0, Form.ALONE, unit, kind))
        elif kind is UnitKind.ENTITY and syntax in _MARKED:
            pieces.append(unescape(unit))
        elif syntax in {"markdown", "mdx"} and _ESCAPED.fullmatch(unit):
            pieces.append(unit[1])
        else:
            pieces.append(unit)
    return _numbered(_paired(list(_signs_apart(_joined(pieces)))))


def plain(text: str) -> Content:
    """The content of a text without markup."""
    return _numbered(list(_signs_apart([text])))


def text(content: Iterable[str | Code]) -> str:
    """What a reader reads of it, codes left out."""
    return "".join(piece for piece in content if isinstance(piece, str))


def codes(content: Iterable[str | Code]) -> list[Code]:
    """Its codes, in order."""
    return [piece for piece in content if isinstance(piece, Code)]


def joined(parts: Iterable[str | Code]) -> Content:
    """Content with texts that touch made one, and empty ones gone."""
    return tuple(_joined(parts))


def filled(content: Content, like: Content) -> Content:
    """The codes of one that came back, with what they stand for: as in `like`. Raises KeyError for a code that is not there."""
    known = {(code.number, code.form): code for code in codes(like)}
    return tuple(known[piece.number, piece.form] if isinstance(piece, Code) else piece for piece in content)


@dataclass(frozen=True, slots=True)
class Damage:
    """What became of codes: `fatal` where the text cannot be taken so."""

    message: str
    fatal: bool


def damage(source: Content, target: Content) -> list[Damage]:
    """What is wrong with the codes of a translation against its source's: lost, doubled, foreign, crossed.

    A link, an image, code or a footnote mark must be there, as must both halves of a pair; emphasis may be given up, which is
    only told.
    """
    known = {(code.number, code.form): code for code in codes(source)}
    there = Counter((code.number, code.form) for code in codes(target))
    found = [Damage(f"{sign(Code(*key))} is not in the source", True) for key in there if key not in known]
    lost = [key for key in known if key not in there]
    for key in lost:
        number, form = key
        other = (number, Form.CLOSE if form is Form.OPEN else Form.OPEN)
        if form is not Form.ALONE and other in there:
            found.append(Damage(f"{sign(Code(*key))} is missing, but {sign(Code(*other))} is there", True))
        elif form is not Form.CLOSE or other not in known:
            found.append(_lost(known, key))
    found += [Damage(f"{sign(Code(*key))} is there {count} times", True) for key, count in there.items() if count > 1 and key in known]
    if not any(one.fatal for one in found) and (crossed := _crossed(target)):
        found.append(Damage(f"{sign(crossed)} closes what does not stand open there", True))
    return found


def _lost(known: dict[tuple[int, Form], Code], key: tuple[int, Form]) -> Damage:
    code = known[key]
    closing = known.get((code.number, Form.CLOSE))
    kinds = {code.kind, closing.kind if closing else code.kind}
    what = next((_FIRM[kind] for kind in (UnitKind.IMAGE, UnitKind.LINK, UnitKind.CODE, UnitKind.MARK) if kind in kinds), "")
    shown = shortened(closing.data if closing and closing.kind is UnitKind.LINK else code.data)
    return Damage(f"the {what or 'emphasis'} {sign(code)} ({shown}) is missing", bool(what))


def _crossed(content: Content) -> Code | None:
    """A code that closes another than the one opened last, if both are in this content."""
    whole = {code.number for code in codes(content) if code.form is Form.OPEN}
    open_ones: list[int] = []
    for code in codes(content):
        if code.form is Form.OPEN:
            open_ones.append(code.number)
        elif code.form is Form.CLOSE and code.number in whole and (not open_ones or open_ones.pop() != code.number):
            return code
    return None


def like_source(source: Content, target: Content) -> Content:
    """A translation's codes with the numbers of those in its source that they are: whose markup is the same, else the next of that
    form and kind, else of that form. Others get numbers of their own. `Content` of a text is numbered in its own order, which need not be its source's.
    """
    wanted, free = _wholes(target), _wholes(source)
    given: dict[int, int] = {}
    for alike in _ALIKE:
        waiting: dict[str, list[int]] = {}
        for number, whole in free.items():
            waiting.setdefault(repr(alike(whole)), []).append(number)
        for number, whole in wanted.items():
            if number not in given and (numbers := waiting.get(repr(alike(whole)))):
                given[number] = numbers.pop(0)
                del free[given[number]]
    highest = max([*_wholes(source), 0])
    for number in wanted:
        if number not in given:
            highest += 1
            given[number] = highest
    return tuple(replace(piece, number=given[piece.number]) if isinstance(piece, Code) else piece for piece in target)


_ALIKE: tuple[Callable[[list[Code]], list[Any]], ...] = (
    lambda whole: [(code.form, code.data) for code in whole], lambda whole: [(code.form, code.kind) for code in whole], lambda whole: [code.form for code in whole],
)  # fmt: skip


def _wholes(content: Content) -> dict[int, list[Code]]:
    """Codes by number: both halves of a pair together."""
    found: dict[int, list[Code]] = {}
    for piece in content:
        if isinstance(piece, Code):
            found.setdefault(piece.number, []).append(piece)
    return found


def sign(code: Code) -> str:
    """How a code is written in plain text: `<1>`, `</1>`, `<2/>`."""
    return {Form.OPEN: f"<{code.number}>", Form.CLOSE: f"</{code.number}>", Form.ALONE: f"<{code.number}/>"}[code.form]


def written(content: Iterable[str | Code]) -> str:
    """Content as plain text, its codes as signs; `read` gives it back."""
    return "".join(sign(piece) if isinstance(piece, Code) else piece for piece in content)


def read(said: str) -> Content:
    """Content from plain text: the signs in it are codes."""
    pieces: list[str | Code] = []
    at = 0
    for found in _SIGN.finditer(said):
        inside = found[0][1:-1]
        if inside.startswith("/") and inside.endswith("/"):
            continue
        form = Form.CLOSE if inside.startswith("/") else Form.ALONE if inside.endswith("/") else Form.OPEN
        pieces += [said[at : found.start()], Code(int(inside.strip("/")), form)]
        at = found.end()
    pieces.append(said[at:])
    return joined(pieces)


def shortened(data: str, longest: int = 60) -> str:
    """A code's source for a person, at most so long."""
    bare = _SPACES.sub(" ", data)
    return bare if len(bare) <= longest else f"{bare[: longest - 1]}…"


def _joined(parts: Iterable[str | Code]) -> Iterator[str | Code]:
    waiting: list[str] = []
    for part in parts:
        if isinstance(part, str):
            waiting.append(part)
            continue
        if text := "".join(waiting):
            yield text
        waiting.clear()
        yield part
    if text := "".join(waiting):
        yield text


def _signs_apart(pieces: Iterable[str | Code]) -> Iterator[str | Code]:
    """Text that reads like the sign of a code, made one: `<1>` in an article is not lost among the signs."""
    for piece in pieces:
        if isinstance(piece, Code) or not _SIGN.search(piece):
            yield _SPACES.sub(" ", piece) if isinstance(piece, str) else piece
            continue
        at = 0
        for found in _SIGN.finditer(piece):
            if found.start() > at:
                yield _SPACES.sub(" ", piece[at : found.start()])
            yield Code(0, Form.ALONE, found[0], UnitKind.PUNCTUATION)
            at = found.end()
        if at < len(piece):
            yield _SPACES.sub(" ", piece[at:])


def _paired(pieces: list[str | Code]) -> list[str | Code]:
    """Codes that open and close each other marked so; `number` is the place of the one that opens, plus one."""
    waiting: list[tuple[str, int]] = []
    for at, piece in enumerate(pieces):
        if not isinstance(piece, Code):
            continue
        opens, closes = _ends(piece)
        place = next((i for i in range(len(waiting) - 1, -1, -1) if waiting[i][0] == closes), -1) if closes else -1
        if place >= 0:
            first = waiting[place][1]
            del waiting[place:]
            pieces[first] = replace(pieces[first], form=Form.OPEN, number=first + 1)  # type: ignore[type-var]
            pieces[at] = replace(piece, form=Form.CLOSE, number=first + 1)
        elif opens:
            waiting.append((opens, at))
    return pieces


def _ends(code: Code) -> tuple[str, str]:
    """What closes a code that may open something, and what it may close itself; empty where neither."""
    data = code.data
    if tag := _TAG.fullmatch(data):
        name = tag[2].lower()
        if tag[1]:
            return "", f"</{name}>"
        return ("" if tag[3] or name in _VOID else f"</{name}>"), ""
    if data in _FIXED:
        return _FIXED[data]
    if data.startswith("]"):
        return "", "]"
    if data and not data.strip("*_~") and code.kind is UnitKind.MARKUP:
        return data, data
    return "", ""


def _numbered(pieces: Sequence[str | Code]) -> Content:
    given: dict[int, int] = {}
    done: list[str | Code] = []
    count = 0
    for piece in pieces:
        if isinstance(piece, str):
            done.append(piece)
        elif piece.form is Form.CLOSE:
            done.append(replace(piece, number=given[piece.number]))
        else:
            count += 1
            if piece.form is Form.OPEN:
                given[piece.number] = count
            done.append(replace(piece, number=count))
    return joined(done)
