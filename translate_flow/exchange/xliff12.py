"""XLIFF 1.2: https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html

A row is a `trans-unit`; sentences of one block stand in a `group`. Codes are `g` and `x`, and `bx`, `ex` where a sentence ends between the
two of a pair; their ids are the codes' numbers. States as Poedit, Weblate and Translate Toolkit understand them
(`docs/decisions/0023-exchange-files.md`). What XML cannot hold travels as `<x id="u001F"/>`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from translate_flow.exchange import workfile
from translate_flow.exchange import xliff_common as common
from translate_flow.exchange.kit import Kit, Returned, Row, State
from translate_flow.exchange.xliff_common import Alternative, Nature, Text, Unit
from translate_flow.text.inline import Code, Content, Form

if TYPE_CHECKING:
    from lxml import etree

NAME = "xliff"
SUFFIX = ".xlf"
BY_SENTENCE = True

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_X = f"{{{NAMESPACE}}}"
_STATES = {State.NEW: "new", State.OPEN: "needs-adaptation", State.DONE: "translated", State.LOCKED: "final"}
_FINISHED = frozenset(("translated", "signed-off", "final"))
_CTYPES = {"bold": "bold", "italic": "italic", "underlined": "underlined", "link": "link"}  # of pairs; others are `x-…`
_ALONE = {"image": "image", "break": "lb"}
_CONTROL = re.compile(r"u([0-9A-F]{4})")


def write(kit: Kit) -> bytes:
    """The kit as a file. A row that nobody has translated carries a copy of its source, marked `new`."""
    from lxml import etree

    top = etree.Element(f"{_X}xliff", nsmap={None: NAMESPACE}, version="1.2")
    about = {"original": common.writable(kit.header.source), "source-language": kit.source_language, "target-language": kit.target_language}
    file = etree.SubElement(top, f"{_X}file", about | {"datatype": "plaintext", "tool-id": common.TOOL})
    head = etree.SubElement(file, f"{_X}header")
    etree.SubElement(head, f"{_X}tool", {"tool-id": common.TOOL, "tool-name": common.TOOL})
    _note(head, common.TOOL, workfile.line(kit.header))
    for said in kit.brief:
        _note(head, "brief", said)
    body = etree.SubElement(file, f"{_X}body")
    fills: list[Callable[[], None]] = []
    for rows in common.blocks(kit):
        parent = body
        if len(rows) > 1 or rows[0].segment:
            number = str(rows[0].block + 1)
            parent = etree.SubElement(body, f"{_X}group", {"id": f"b{number}", "resname": number, "restype": f"x-{common.restype(rows[0])}"})
        for row in rows:
            fills += _unit(parent, row, common.natures(row, rows))
    return common.serialised(top, fills)


def _unit(parent: etree._Element, row: Row, known: dict[int, Nature]) -> list[Callable[[], None]]:
    from lxml import etree

    about = {"id": row.key, "resname": row.key, "restype": f"x-{common.restype(row)}", f"{common.XML}space": "preserve"}
    state = common.state(row)
    initial = row.source if state is State.NEW else row.target
    if state is State.LOCKED:
        about["translate"] = "no"
    if state in {State.DONE, State.LOCKED}:
        about["approved"] = "yes"
    unit = etree.SubElement(parent, f"{_X}trans-unit", about)
    target = {"state": _STATES[state]}
    if state is State.OPEN:
        target["state-qualifier"] = "leveraged-inherited"
    fills: list[Callable[[], None]] = [partial(_fill, etree.SubElement(unit, f"{_X}source"), row.source, known)]
    if initial:
        fills.append(partial(_fill, etree.SubElement(unit, f"{_X}target", target), initial, known))
    for kind, said in common.remarks(row):
        _note(unit, kind, said)
    for beside in common.alternatives(row):
        fills += _alternative(unit, beside, known)
    return fills


def _alternative(unit: etree._Element, beside: Alternative, known: dict[int, Nature]) -> list[Callable[[], None]]:
    from lxml import etree

    about = {"alttranstype": "previous-version"} if beside.before else {"alttranstype": "proposal", "match-quality": f"{beside.score}%"}
    if beside.origin:
        about["origin"] = beside.origin
    element = etree.SubElement(unit, f"{_X}alt-trans", about | {f"{common.XML}space": "preserve"})
    texts = [(f"{_X}{name}", content) for name, content in (("source", beside.source), ("target", beside.target)) if content or name == "target"]
    return [partial(_fill, etree.SubElement(element, tag), content, known) for tag, content in texts]


def _note(parent: etree._Element, kind: str, said: str) -> None:
    from lxml import etree

    etree.SubElement(parent, f"{_X}note", {"from": kind}).text = common.writable(said)


def _fill(element: etree._Element, content: Content, known: dict[int, Nature]) -> None:
    """Puts text and codes into an element."""
    from lxml import etree

    around = common.nested(content)
    whole = {piece.number for piece in content if isinstance(piece, Code) and piece.form is Form.OPEN} & {
        piece.number for piece in content if isinstance(piece, Code) and piece.form is Form.CLOSE
    }
    into = element
    for at, piece in enumerate(content):
        if isinstance(piece, str):
            _text(into, piece)
        elif at in around and piece.form is Form.CLOSE:
            into = into.getparent()  # type: ignore[assignment]
        else:
            tag, about = _code(piece, known[piece.number] if piece.number in known else Nature("markup", piece.data), at in around, piece.number in whole)
            made = etree.SubElement(into, f"{_X}{tag}", about)
            into = made if at in around else into


def _code(code: Code, nature: Nature, around: bool, whole: bool) -> tuple[str, dict[str, str]]:
    """The element of a code: its name and attributes. `whole`: the other of its pair stands in the same text."""
    number = str(code.number)
    pair = _CTYPES.get(nature.name, f"x-{nature.name}")
    if around:
        return "g", {"id": number, "ctype": pair, "equiv-text": nature.shown, "clone": "no"}
    if code.form is Form.ALONE:
        return "x", {"id": number, "ctype": _ALONE.get(nature.name, f"x-{nature.name}"), "equiv-text": nature.shown, "clone": "no"}
    linked = {"rid": number} if whole else {}
    if code.form is Form.OPEN:
        return "bx", {"id": number, **linked, "ctype": pair, "equiv-text": common.shown(nature.opens), "clone": "no"}
    return "ex", {"id": f"{number}e", **linked, "equiv-text": common.shown(nature.closes)}


def _text(into: etree._Element, said: str) -> None:
    """Puts text at the end of an element; characters that XML has no place for, as codes."""
    from lxml import etree

    def character(one: str) -> None:
        number = f"{ord(one):04X}"
        etree.SubElement(into, f"{_X}x", {"id": f"u{number}", "ctype": "x-character", "equiv-text": f"U+{number}"})

    common.append(into, said, character)


def read(data: bytes, *, name: str = "") -> Returned:
    """What came back. Raises Unreadable for what is no XLIFF 1.2."""
    top = common.root(data, "1.2", name)
    space = common.namespace(top)  # 1.1 and 1.0 differ in nothing that is read here
    files = list(top.iterchildren(f"{space}file"))
    header, wrong = common.headers(files, [file.iterfind(f"{space}header//{space}note") for file in files], name)
    units = (unit for file, problem in zip(files, wrong, strict=True) for unit in _units(file, space, problem))
    return common.returned(header, units, partial(common.content, space=space, put=_put))


def _units(file: etree._Element, space: str, problem: str) -> Iterator[Unit]:
    for element in file.iter(f"{space}trans-unit"):
        target = element.find(f"{space}target")
        state = target.get("state", "") if target is not None else ""
        approved = element.get("approved") == "yes"
        yield Unit(
            element,
            (element.get("resname", ""), element.get("id", "")),
            element.find(f"{space}source"),
            target,
            _done(state, approved),
            untranslated=not approved and state in {"", "new"},
            before=element.find(f"{space}alt-trans[@alttranstype='previous-version']/{space}target") if state == _STATES[State.OPEN] else None,
            problem=problem,
        )


def _done(state: str, approved: bool) -> bool | None:
    """Whether a unit is finished. `new` says only that a row is new: OmegaT leaves it at a target that it has filled."""
    if approved or state in _FINISHED:
        return True
    return False if state.startswith("needs-") else None


def _put(child: etree._Element, tag: str, text: Text, inside: Callable[[], None]) -> bool:
    """See `common.Put`."""
    own, pair = child.get("id", ""), child.get("rid", "") or child.get("id", "")
    position = child.get("pos", "")
    if tag == "mrk":
        inside()
    elif tag == "g":
        text.code(own, Form.OPEN)
        inside()
        text.code(own, Form.CLOSE)
    elif tag in {"x", "ph"} and (found := _CONTROL.fullmatch(own)):
        text.character(found[1])
    elif tag in {"x", "ph"}:
        text.code(own, Form.ALONE)
    elif tag in {"bx", "bpt"} or (tag == "it" and position == "open"):
        text.code(pair, Form.OPEN)
    elif tag in {"ex", "ept"} or (tag == "it" and position == "close"):
        text.code(pair, Form.CLOSE)
    else:
        return False
    return True
