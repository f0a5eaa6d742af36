"""What XLIFF 1.2 and 2.1 share: rows' keys, the nature of codes, what a row's notes say, and the root of a file that comes back."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from translate_flow.errors import Unreadable
from translate_flow.exchange import bounded, workfile
from translate_flow.exchange.kit import Back, Kit, Returned, Row, State, legend
from translate_flow.exchange.workfile import Header
from translate_flow.text import inline
from translate_flow.text.inline import Code, Content, Form
from translate_flow.text.units import UnitKind

if TYPE_CHECKING:
    from lxml import etree

TOOL = "translate-flow"
XML = "{http://www.w3.org/XML/1998/namespace}"
KEY = re.compile(r"[1-9]\d{0,5}(?:\.[1-9]\d{0,5})?")
AGAIN = "Take the file out again with checkout, and move your work over."
_ROOT = re.compile(r"urn:oasis:names:tc:xliff:document:(\d)\.\d+")
_ID = re.compile(r"[a-z]{0,3}([1-9]\d{0,3})(?:-\d{1,6})?e?")
# XML 1.0 has no place for these: https://www.w3.org/TR/xml/#charsets
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEX = re.compile(r"[0-9A-Fa-f]{1,6}")
_BLANKS = re.compile(r"[ \t\r\n]+")

_BOLD = frozenset(("**", "__", "<b>", "<strong>"))
_ITALIC = frozenset(("*", "_", "<i>", "<em>", "<cite>"))
_BREAK = re.compile(r"<br\s*/?>", re.I)
FIRM = frozenset(("image", "link", "code", "note"))  # what a translation cannot do without: see `inline.damage`
_KINDS = ((UnitKind.IMAGE, "image"), (UnitKind.LINK, "link"), (UnitKind.CODE, "code"), (UnitKind.MARK, "note"))


@dataclass(frozen=True, slots=True)
class Nature:
    """What a code stands for: `name` is image, link, code, note, bold, italic, underlined, break or markup; `opens`, `closes` its source."""

    name: str
    opens: str
    closes: str = ""

    @property
    def shown(self) -> str:
        """The code for a person: `**…**`, `[^1]`."""
        return shown(f"{self.opens}…{self.closes}" if self.closes else self.opens)


def natures(row: Row, block: Sequence[Row]) -> dict[int, Nature]:
    """The codes of a row by number: as its source has them, as its block's other rows have their halves, else as the target has them."""
    first: dict[tuple[int, bool], Code] = {}
    for content in (row.source, *(other.source for other in block), row.target):
        for code in inline.codes(content):
            first.setdefault((code.number, code.form is Form.CLOSE), code)
    found: dict[int, Nature] = {}
    for number in {number for number, _ in first}:
        opening, closing = first.get((number, False)), first.get((number, True))
        found[number] = _nature(opening or Code(number, Form.OPEN), closing)
    return found


def _nature(opening: Code, closing: Code | None) -> Nature:
    kinds = {opening.kind, closing.kind if closing else opening.kind}
    firm = next((name for kind, name in _KINDS if kind in kinds), "")
    bare = opening.data.lower()
    other = "bold" if bare in _BOLD else "italic" if bare in _ITALIC else "underlined" if bare == "<u>" else "break" if _BREAK.fullmatch(bare) else "markup"
    return Nature(firm or other, opening.data, closing.data if closing else "")


def nested(content: Content) -> set[int]:
    """The places of codes whose pair stands in this content, well nested: what an element around the text can stand for."""
    waiting: list[int] = []
    found: set[int] = set()
    for at, piece in enumerate(content):
        if not isinstance(piece, Code) or piece.form is Form.ALONE:
            continue
        if piece.form is Form.OPEN:
            waiting.append(at)
            continue
        place = next((i for i in range(len(waiting) - 1, -1, -1) if _number(content[waiting[i]]) == piece.number), -1)
        if place < 0:
            continue
        if place == len(waiting) - 1:
            found |= {waiting[place], at}
        del waiting[place]
    return found


def _number(piece: str | Code) -> int:
    return piece.number if isinstance(piece, Code) else 0


def candidate(said: str) -> Content:
    """A proposal's text, its signs as codes; those that open and close nothing in it are left out."""
    content = inline.read(said)
    paired = nested(content)
    seen: set[int] = set()
    kept: list[str | Code] = []
    for at, piece in enumerate(content):
        if isinstance(piece, str) or piece.form is Form.CLOSE:
            if isinstance(piece, str) or (at in paired and piece.number in seen):
                kept.append(piece)
        elif piece.number not in seen and (piece.form is Form.ALONE or at in paired):
            seen.add(piece.number)
            kept.append(piece)
    return inline.joined(kept) if not _unpaired(kept) else (inline.text(content),)


def _unpaired(content: Sequence[str | Code]) -> bool:
    pairs = sum(1 for piece in content if isinstance(piece, Code) and piece.form is not Form.ALONE)
    return len(nested(tuple(content))) != pairs


def shown(data: str) -> str:
    """A code's source for a person, in what XML can hold."""
    return writable(inline.shortened(data))


def writable(said: str) -> str:
    """A text for notes and attributes: what XML cannot hold is shown as U+FFFD."""
    return UNWRITABLE.sub("\ufffd", said)


def restype(row: Row) -> str:
    """What a row's block is, in a word: `heading-2`, `list_item`."""
    return f"{row.kind}-{row.level}" if row.level else str(row.kind)


def remarks(row: Row) -> Iterator[tuple[str, str]]:
    """What a translator is told of a row, each with who says it: codes, how the source read before, terms, notes."""
    if signs := legend(row.source):
        yield "codes", signs
    if row.was:
        yield "source before", row.was
    for term in row.terms:
        yield "term", f"{term.source} → {term.target}" + (f" ({term.note})" if term.note else "")
    for note in row.notes:
        yield "note", note


def state(row: Row) -> State:
    """A row's state; what has no translation is new, but for what is locked."""
    return row.state if row.target or row.state is State.LOCKED else State.NEW


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another translation shown beside a row: a proposal with its `score`, or, without one, what goes out as an open row's target."""

    source: Content
    target: Content
    score: int | None
    origin: str

    @property
    def before(self) -> bool:
        """Whether it is the translation from before the source changed."""
        return self.score is None


def alternatives(row: Row) -> list[Alternative]:
    """What is shown beside a row: first the translation from before the source changed, with the source as it was, if known."""
    found = [Alternative(candidate(row.was), row.target, None, "before the source changed")] if state(row) is State.OPEN else []
    return found + [Alternative(candidate(one.source), candidate(one.target), min(one.score, 100), writable(one.origin)) for one in row.proposals]


@dataclass(frozen=True, slots=True)
class Unit:
    """A row as an XLIFF file has it, before it is judged.

    `names`: how it calls itself. `untranslated`: whether the file says so of it. `before`: the translation that went out with an open
    row, if its state still is the one that it went out with.
    """

    element: etree._Element
    names: tuple[str, ...]
    source: etree._Element | None
    target: etree._Element | None
    done: bool | None
    untranslated: bool
    before: etree._Element | None = None
    problem: str = ""


class Foreign(Exception):
    """A code or element inside a text that is none of ours; the message is for the translator."""


@dataclass(slots=True)
class Text:
    """A text of a file, read piece by piece."""

    pieces: list[str | Code] = field(default_factory=list)

    def add(self, piece: str | Code | None) -> None:
        if piece:
            self.pieces.append(piece)

    def code(self, name: str, form: Form) -> None:
        """A code by its id in the file. Raises Foreign for an id that we never wrote."""
        found = _ID.fullmatch(name)
        if not found:
            raise Foreign(f"its code “{inline.shortened(name, 40)}” is none of this row's: take the codes over from the source")
        self.pieces.append(Code(int(found[1]), form))

    def character(self, hexadecimal: str) -> None:
        """A character that XML has no place for, by its code point. Raises Foreign for what is none."""
        if not _HEX.fullmatch(hexadecimal) or int(hexadecimal, 16) > sys.maxunicode:
            raise Foreign(f"it holds a character “{hexadecimal[:20]}” that does not exist: take it out")
        self.pieces.append(chr(int(hexadecimal, 16)))

    def content(self, keep: bool) -> Content:
        """Its content; unless white space is to be kept, it is folded, and taken off the ends: it came from indentation."""
        whole = list(inline.joined(self.pieces))
        if keep:
            return tuple(whole)
        for at, piece in enumerate(whole):
            if isinstance(piece, str):
                whole[at] = _BLANKS.sub(" ", piece)
        if whole and isinstance(whole[0], str):
            whole[0] = whole[0].lstrip(" ")
        if whole and isinstance(whole[-1], str):
            whole[-1] = whole[-1].rstrip(" ")
        return inline.joined(whole)


def root(data: bytes, version: str, name: str) -> etree._Element:
    """The root of an XLIFF file of that version, `1.2` or `2.1`. Raises Unreadable for any other file, and names what it is."""
    found = bounded.xml(data, name=name)
    said, space = found.get("version", ""), _ROOT.fullmatch(namespace(found)[1:-1])
    message = remedy = ""
    if local(found) != "xliff":
        message, remedy = f"is no XLIFF file: it begins with <{local(found)}>", "Check in the file that checkout wrote."
    elif not space:
        message, remedy = "is XLIFF without its namespace", f"Export it from your tool as XLIFF {version}, or t{AGAIN[1:]}"
    elif said and said[0] != space[1]:
        message, remedy = f"says that it is XLIFF {said[:20]} but is written as XLIFF {space[1]}", f"Correct the version in its first lines, or t{AGAIN[1:]}"
    elif space[1] != version[0]:
        other = "xliff2" if version[0] == "1" else "xliff"
        message, remedy = f"is XLIFF {said[:20] or space[1]}, not {version}", f"Check it in as {other}, or export it from your tool as XLIFF {version}."
    if message:
        raise Unreadable(message, file=name, line=found.sourceline or 0, remedy=remedy)
    return found


def namespace(element: etree._Element) -> str:
    """An element's namespace in braces, as it begins the names of its kin; empty where it has none."""
    name = str(element.tag)
    return name[: name.find("}") + 1]


def local(element: etree._Element) -> str:
    """An element's name without its namespace, shortened."""
    return str(element.tag).rpartition("}")[2][:40]


def headers(files: Sequence[etree._Element], notes: Sequence[Iterable[etree._Element]], name: str) -> tuple[Header | None, list[str]]:
    """The header of an XLIFF file, the first that is found, and of each `file` in it what is wrong if it has the header of other work.

    `notes`: of each `file`, those where we write the header. Raises Unreadable for a damaged one.
    """
    own = [_header(some, name) for some in notes]
    first = next((header for header in own if header), None)
    for file in files if first is None else ():
        first = first or _header(file.iter(f"{namespace(file)}note"), name)
    return first, [f"it belongs to {header.version}: check that in by itself" if header and header != first else "" for header in own]


def _header(notes: Iterable[etree._Element], name: str) -> Header | None:
    found = (workfile.said("".join(map(str, note.itertext())), name=name, line=note.sourceline or 0) for note in notes)
    return next((header for header in found if header), None)


def keeps_space(element: etree._Element) -> bool:
    """Whether white space in an element is text: by the nearest xml:space."""
    while element is not None:
        if said := element.get(f"{XML}space"):
            return said == "preserve"
        element = element.getparent()  # type: ignore[assignment]
    return False


def returned(found: Header | None, units: Iterable[Unit], text: Callable[[etree._Element], Content], warnings: Iterable[str] = ()) -> Returned:
    """The rows of a file, judged: whether each is ours, its codes readable, its target more than the copy that went out."""
    rows: list[Back] = []
    told = list(warnings)
    for unit in units:
        back = _back(unit, text)
        if back.problem and not back.target and not any(KEY.fullmatch(name) for name in unit.names):
            told.append(f"“{back.key}” ({back.place}) is no row of this work file; it has no translation and is left out.")
        else:
            rows.append(back)
    return Returned(found, tuple(rows), tuple(told))


def _back(unit: Unit, text: Callable[[etree._Element], Content]) -> Back:
    key = next((name for name in unit.names if KEY.fullmatch(name)), "")
    problem = unit.problem if key else "this is no row of the work file that was checked out: move its translation to the row it belongs to"
    source: Content | None = None
    target: Content = ()
    try:
        source = text(unit.source) if unit.source is not None else None
        target = text(unit.target) if unit.target is not None else ()
    except Foreign as error:
        problem = problem or str(error)
        target = ("".join(map(str, unit.target.itertext())),) if unit.target is not None else ()
    if unit.untranslated and source is not None and inline.written(target) == inline.written(source):
        target = ()
    if not inline.written(target).strip():
        target = ()
    done = unit.done if target or not unit.done else None
    if unit.before is not None and _changed(unit.before, target, text):
        done = None  # by a tool that leaves states alone, as OmegaT does
    name = key or next((name for name in unit.names if name), "")
    return Back(name[:80], source, target, done, problem, f"line {unit.element.sourceline}" if unit.element.sourceline else "")


def _changed(before: etree._Element, target: Content, text: Callable[[etree._Element], Content]) -> bool:
    try:
        return inline.written(text(before)) != inline.written(target)
    except Foreign:
        return False


Put = Callable[["etree._Element", str, "Text", Callable[[], None]], bool]
"""Puts an element of a version's own into a text, by its name in that version's namespace (else empty), calling what puts in its inside. False: it is no code."""


def content(element: etree._Element, space: str, put: Put) -> Content:
    """A source or target as text and codes. Raises Foreign for what is no code of XLIFF, and for one that is not ours."""
    text = Text()
    _gather(element, space, put, text)
    return text.content(keeps_space(element))


def _gather(element: etree._Element, space: str, put: Put, text: Text) -> None:
    text.add(element.text)
    for child in element:
        if isinstance(child.tag, str):  # no comment
            tag = local(child) if namespace(child) == space else ""
            if not put(child, tag, text, partial(_gather, child, space, put, text)):
                raise Foreign(f"it holds <{local(child)}>, which is no code of its source: take it out")
        text.add(child.tail)


def blocks(kit: Kit) -> Iterator[list[Row]]:
    """The rows of a kit by block, in order."""
    waiting: list[Row] = []
    for row in kit.rows:
        if waiting and waiting[-1].block != row.block:
            yield waiting
            waiting = []
        waiting.append(row)
    if waiting:
        yield waiting


def append(into: etree._Element, said: str, character: Callable[[str], object]) -> None:
    """Puts text at the end of an element; for a character that XML has no place for, `character` adds an element to it."""
    at = 0
    for found in UNWRITABLE.finditer(said):
        _append(into, said[at : found.start()])
        character(found[0])
        at = found.end()
    _append(into, said[at:])


def _append(into: etree._Element, said: str) -> None:
    if said and len(into):
        into[-1].tail = (into[-1].tail or "") + said
    elif said:
        into.text = (into.text or "") + said


def serialised(top: etree._Element, fills: Iterable[Callable[[], None]]) -> bytes:
    """The file: its structure indented first, then its texts filled in, so that no white space gets into them."""
    from lxml import etree

    etree.indent(top)
    for fill in fills:
        fill()
    return etree.tostring(top, encoding="UTF-8", xml_declaration=True) + b"\n"
