"""Codes inside TMX segments (`bpt`, `ept`, `ph`, `it`, `ut`) and our signs for them (`<1>`, `</1>`, `<2/>`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from translate_flow.text import inline
from translate_flow.text.inline import Code, Form


@dataclass(frozen=True, slots=True)
class Mark:
    """A code as the file has it: its element, what pairs the two halves of one (`i`), what it is in other languages (`x`), of `it` which half."""

    tag: str
    i: str = ""
    x: str = ""
    pos: str = ""

    @property
    def form(self) -> Form:
        if self.tag == "bpt" or (self.tag == "it" and self.pos == "begin"):
            return Form.OPEN
        return Form.CLOSE if self.tag == "ept" or (self.tag == "it" and self.pos == "end") else Form.ALONE


Piece = str | Mark


def paired(source: Sequence[Piece], target: Sequence[Piece]) -> tuple[str, str]:
    """Both segments with signs. Codes of the source are numbered in order; one of the target has the number of that which it is.

    It is the one with its `x`, else with its `i`, else the next of its form that is not taken; else it has a number of its own.
    """
    numbers, known = _numbers(source)
    free = {form: [number for number, its in known if its is form] for form in (Form.OPEN, Form.ALONE)}
    names = {name: number for name, number in numbers.items() if name[1]}
    highest = max((number for number, _ in known), default=0)
    given: dict[tuple[str, str, str], int] = {}
    said: list[str] = []
    for piece in target:
        if isinstance(piece, str):
            said.append(piece)
            continue
        number = given.get(_half(piece)) if piece.form is Form.CLOSE else None
        if number is None:
            number = _same(piece, names, free)
            if number is None:
                highest += 1
                number = highest
        if piece.form is Form.OPEN:
            given[_half(piece)] = number
        said.append(inline.sign(Code(number, piece.form)))
    return _signed(source), "".join(said)


def _half(mark: Mark) -> tuple[str, str, str]:
    """What both halves of a pair have in common."""
    return ("i", mark.i, "") if mark.i else ("x", mark.x, mark.tag)


def _same(mark: Mark, names: dict[tuple[str, str, Form], int], free: dict[Form, list[int]]) -> int | None:
    """The source's code that a mark of the target stands for."""
    number = next((names[kind, name, mark.form] for kind, name in (("x", mark.x), ("i", mark.i)) if name and (kind, name, mark.form) in names), None)
    left = free.get(mark.form, [])
    if number is None:
        return left.pop(0) if left else None
    if number in left:
        left.remove(number)
    return number


def _numbers(pieces: Sequence[Piece]) -> tuple[dict[tuple[str, str, Form], int], list[tuple[int, Form]]]:
    """Of a source: the number of each code by its names, and the codes that open or stand alone."""
    names: dict[tuple[str, str, Form], int] = {}
    known: list[tuple[int, Form]] = []
    for mark, number in _counted(pieces):
        if mark.form is not Form.CLOSE:
            known.append((number, mark.form))
        for kind, name in (("x", mark.x), ("i", mark.i)):
            if name:
                names.setdefault((kind, name, mark.form), number)
    return names, known


def _counted(pieces: Sequence[Piece]) -> list[tuple[Mark, int]]:
    """The marks of a source with their numbers; two halves of a pair have one."""
    open_ones: dict[tuple[str, str, str], int] = {}
    found: list[tuple[Mark, int]] = []
    count = 0
    for piece in pieces:
        if isinstance(piece, str):
            continue
        number = open_ones.pop(_half(piece), None) if piece.form is Form.CLOSE else None
        if number is None:
            count += 1
            number = count
        if piece.form is Form.OPEN:
            open_ones[_half(piece)] = number
        found.append((piece, number))
    return found


def _signed(pieces: Sequence[Piece]) -> str:
    numbers = iter([number for _, number in _counted(pieces)])
    return "".join(piece if isinstance(piece, str) else inline.sign(Code(next(numbers), piece.form)) for piece in pieces)


def elements(said: str) -> str:
    """A text's signs as elements: pairs as `bpt` and `ept`, halves whose other half is elsewhere as `it`, others as `ph`."""
    content = inline.read(said)
    forms = {(code.number, code.form) for code in inline.codes(content)}
    made: list[str] = []
    for piece in content:
        if isinstance(piece, str):
            made.append(escape(piece))
        elif piece.form is Form.ALONE:
            made.append(f'<ph x="{piece.number}"/>')
        elif {(piece.number, Form.OPEN), (piece.number, Form.CLOSE)} <= forms:
            made.append(f'<bpt i="{piece.number}" x="{piece.number}"/>' if piece.form is Form.OPEN else f'<ept i="{piece.number}"/>')
        else:
            made.append(f'<it pos="{"begin" if piece.form is Form.OPEN else "end"}" x="{piece.number}"/>')
    return "".join(made)
