"""XLIFF 2.1: https://docs.oasis-open.org/xliff/xliff-core/v2.1/os/xliff-core-v2.1-os.html

A block is a `unit`, a row a `segment` of it, white space between sentences an `ignorable`. Codes are `pc` and `ph`, and `sc`, `ec` where
a sentence ends between the two of a pair; ids are `c` and the code's number, with `-2` where an id would stand twice. What the codes
are in the article's source is in `originalData`. Proposals use the module for translation candidates, terms that for glossaries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from translate_flow.exchange import workfile
from translate_flow.exchange import xliff_common as common
from translate_flow.exchange.kit import Kit, Returned, Row, State
from translate_flow.exchange.xliff_common import Nature, Text, Unit
from translate_flow.text import inline
from translate_flow.text.inline import Code, Content, Form

if TYPE_CHECKING:
    from lxml import etree

NAME = "xliff2"
SUFFIX = ".xlf"
BY_SENTENCE = True

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
_X = f"{{{NAMESPACE}}}"
_OURS = "translate-flow:"
_STATES = {State.NEW: "initial", State.OPEN: "initial", State.DONE: "translated", State.LOCKED: "final"}
_FINISHED = frozenset(("translated", "reviewed", "final"))
_TYPES = {"bold": ("fmt", "xlf:b"), "italic": ("fmt", "xlf:i"), "underlined": ("fmt", "xlf:u"), "break": ("fmt", "xlf:lb"), "link": ("link", ""), "image": ("image", "")}


def write(kit: Kit) -> bytes:
    """The kit as a file. A row that nobody has translated has no target."""
    from lxml import etree

    from translate_flow import languages

    top = etree.Element(f"{_X}xliff", {"version": "2.1", "srcLang": kit.source_language, "trgLang": kit.target_language}, nsmap={None: NAMESPACE, "mtc": MATCHES, "gls": GLOSSARY})
    about = {"id": "f1", "original": common.writable(kit.header.source), "canResegment": "no"}
    about |= {side: "rtl" for side, tag in (("srcDir", kit.source_language), ("trgDir", kit.target_language)) if languages.direction(tag) == "rtl"}
    file = etree.SubElement(top, f"{_X}file", about)
    _notes(file, [(common.TOOL, workfile.line(kit.header)), *(("brief", said) for said in kit.brief)])
    fills: list[Callable[[], None]] = []
    for rows in common.blocks(kit):
        fills += _unit(file, rows)
    return common.serialised(top, fills)


def _unit(file: etree._Element, rows: Sequence[Row]) -> list[Callable[[], None]]:
    from lxml import etree

    only = rows[0].key if len(rows) == 1 else str(rows[0].block + 1)
    about = {"id": only, "type": f"{_OURS}{common.restype(rows[0])}", f"{common.XML}space": "preserve"}
    locked = all(row.state is State.LOCKED for row in rows)
    if locked:
        about["translate"] = "no"
    unit = etree.SubElement(file, f"{_X}unit", about)
    fills = [*_matches(unit, rows), *_glossary(unit, rows)]
    _notes(unit, [(kind, f"{row.key}: {said}" if len(rows) > 1 else said) for row in rows for kind, said in common.remarks(row)])
    source, target, data = _sides(rows)
    if data:
        held = etree.SubElement(unit, f"{_X}originalData")
        fills += [partial(_text, etree.SubElement(held, f"{_X}data", id=name), said) for said, name in data.items()]
    for at, row in enumerate(rows):
        fills += _segment(unit, at, row, source, target, marked=row.state is State.LOCKED and not locked)
        if row.gap and at + 1 < len(rows):
            ignorable = etree.SubElement(unit, f"{_X}ignorable")
            fills.append(partial(_text, etree.SubElement(ignorable, f"{_X}source"), row.gap))
    return fills


def _segment(unit: etree._Element, at: int, row: Row, source: _Side, target: _Side, *, marked: bool) -> list[Callable[[], None]]:
    """`marked`: locked, though not all of its unit is."""
    from lxml import etree

    state = common.state(row)
    about = {"id": row.key, "state": _STATES[state] if row.target else "initial", "subState": f"{_OURS}{state}"}
    segment = etree.SubElement(unit, f"{_X}segment", about)
    fills: list[Callable[[], None]] = []
    for tag, side, content in (("source", source, row.source), ("target", target, row.target)):
        if content or tag == "source":
            element = etree.SubElement(segment, f"{_X}{tag}")
            fills.append(partial(_marked if marked else _fill, element, at, content, side))
    return fills


def _marked(element: etree._Element, at: int, content: Content, side: _Side) -> None:
    """Fills an element of which nothing is to be translated, in a unit of which the rest is."""
    from lxml import etree

    _fill(etree.SubElement(element, f"{_X}mrk", id=f"m{at + 1}", translate="no"), at, content, side)


@dataclass(slots=True)
class _Side:
    """The codes of all sources, or all targets, of a unit while they are written.

    `names`: of each row, ids by number; `known`: natures likewise; `linked`: ids of pairs cut by a boundary whose halves are both here;
    `data`: ids of original data; `kept`: ids of codes that may not be deleted; `source`: the other side, of targets.
    """

    names: list[dict[int, str]]
    known: list[dict[int, Nature]]
    linked: set[str] = field(default_factory=set)
    data: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    source: _Side | None = None
    used: dict[str, tuple[int, str]] = field(default_factory=dict)
    begun: dict[str, str] = field(default_factory=dict)

    def given(self, at: int, base: str, tag: str) -> str:
        """An id for a code: its own, or one like it where another code of this side, or one of another kind in the source, has that."""
        name, count = base, 1
        while name in self.used or (self.source is not None and self.source.used.get(name, (at, tag)) != (at, tag)):
            count += 1
            name = f"{base}-{100 * at + count}"
        self.used[name] = (at, tag)
        return name


def _sides(rows: Sequence[Row]) -> tuple[_Side, _Side, dict[str, str]]:
    """The codes of sources and targets of a unit's rows, and the original data by text."""
    names, known = _names(rows), [common.natures(row, rows) for row in rows]
    data: dict[str, str] = {}
    for said in [said for natures in known for nature in natures.values() for said in (nature.opens, nature.closes) if said]:
        data.setdefault(said, f"d{len(data) + 1}")
    lost: set[str] = set()
    kept: set[str] = set()
    for row, given, natures in zip(rows, names, known, strict=True):
        free = common.state(row) in {State.NEW, State.OPEN}
        there = {code.number for code in inline.codes(row.target)}
        for number in {code.number for code in inline.codes(row.source)} & natures.keys():
            if natures[number].name in common.FIRM:
                (kept if free or number in there else lost).add(given[number])
    source = _Side(names, known, _linked([row.source for row in rows], names), data, kept - lost)
    return source, replace(source, linked=_linked([row.target for row in rows], names), source=source, used={}, begun={}), data


def _names(rows: Sequence[Row]) -> list[dict[int, str]]:
    """Ids of codes, of each row by number: unique in the unit, the same for both halves of a pair."""
    begins = [{code.number for code in inline.codes((*row.source, *row.target)) if code.form is not Form.CLOSE} for row in rows]
    found: list[dict[int, str]] = []
    last: dict[int, str] = {}
    for at, row in enumerate(rows):
        for number in begins[at]:
            last[number] = f"c{number}" if sum(number in other for other in begins) == 1 else f"c{number}-{at + 1}"
        found.append({code.number: last.get(code.number, f"c{code.number}") for code in inline.codes((*row.source, *row.target))})
    return found


def _linked(contents: Sequence[Content], names: Sequence[dict[int, str]]) -> set[str]:
    begun: set[str] = set()
    found: set[str] = set()
    for content, given in zip(contents, names, strict=True):
        around = common.nested(content)
        for at, piece in enumerate(content):
            if not isinstance(piece, Code) or piece.form is Form.ALONE or at in around:
                continue
            if piece.form is Form.OPEN:
                begun.add(given[piece.number])
            elif given[piece.number] in begun:
                found.add(given[piece.number])
    return found


def _fill(element: etree._Element, row: int, content: Content, side: _Side) -> None:
    """Puts text and codes into a source or target."""
    from lxml import etree

    around = common.nested(content)
    into = element
    for at, piece in enumerate(content):
        if isinstance(piece, str):
            _text(into, piece)
        elif at in around and piece.form is Form.CLOSE:
            into = into.getparent()  # type: ignore[assignment]
        else:
            tag = "pc" if at in around else {Form.ALONE: "ph", Form.OPEN: "sc", Form.CLOSE: "ec"}[piece.form]
            made = etree.SubElement(into, f"{_X}{tag}", _about(tag, row, piece, side))
            into = made if at in around else into


def _about(tag: str, row: int, code: Code, side: _Side) -> dict[str, str]:
    """The attributes of a code's element."""
    base = side.names[row].get(code.number, f"c{code.number}")
    nature = side.known[row].get(code.number) or Nature("markup", "")
    about = {}
    if tag == "ec" and base in side.linked and base in side.begun:
        about["startRef"] = side.begun[base]
    else:
        about["id"] = side.given(row, f"{base}e" if tag == "ec" else base, tag)
    if tag == "sc":
        side.begun[base] = about["id"]
    if (tag == "sc" and base not in side.linked) or (tag == "ec" and "id" in about):
        about["isolated"] = "yes"
    about["canCopy"] = "no"
    if base in side.kept:
        about["canDelete"] = "no"
    kind, more = _TYPES.get(nature.name, ("other", f"{_OURS}{nature.name}"))
    about |= {"type": kind, "subType": more} if more else {"type": kind}
    if tag == "pc":
        about |= {"dispStart": common.shown(nature.opens), "dispEnd": common.shown(nature.closes)}
        if nature.opens in side.data and nature.closes in side.data:
            about |= {"dataRefStart": side.data[nature.opens], "dataRefEnd": side.data[nature.closes]}
        return about
    said = nature.closes if tag == "ec" else nature.opens
    about |= {"disp": common.shown(said), "equiv": common.shown(said)}
    if said in side.data:
        about["dataRef"] = side.data[said]
    return about


def _matches(unit: etree._Element, rows: Sequence[Row]) -> list[Callable[[], None]]:
    """Proposals, and the translation of the source as it was."""
    from lxml import etree

    found = [(row, beside) for row in rows for beside in common.alternatives(row)]
    if not found:
        return []
    fills: list[Callable[[], None]] = []
    held = etree.SubElement(unit, f"{{{MATCHES}}}matches")
    for number, (row, beside) in enumerate(found, 1):
        about = {"id": f"p{number}", "ref": f"#{row.key}", "type": "idm" if beside.before else "tm"}
        if beside.origin:
            about["origin"] = beside.origin
        if not beside.before:
            about["similarity"] = f"{beside.score}.0"
        match = etree.SubElement(held, f"{{{MATCHES}}}match", about)
        source, target = (etree.SubElement(match, f"{_X}{tag}", {f"{common.XML}space": "preserve"}) for tag in ("source", "target"))
        known = [common.natures(row, rows)]
        side = _Side([{}], known)
        fills.append(partial(_fill, source, 0, beside.source or row.source, side))
        fills.append(partial(_fill, target, 0, beside.target, _Side([{}], known, source=side)))
    return fills


def _glossary(unit: etree._Element, rows: Sequence[Row]) -> list[Callable[[], None]]:
    from lxml import etree

    terms = [(row, term) for row in rows for term in row.terms if term.target or term.note]
    if terms:
        held = etree.SubElement(unit, f"{{{GLOSSARY}}}glossary")
    for row, term in terms:
        entry = etree.SubElement(held, f"{{{GLOSSARY}}}glossEntry", ref=f"#{row.key}")
        for tag, said in (("term", term.source), ("translation", term.target), ("definition", term.note)):
            if said:
                etree.SubElement(entry, f"{{{GLOSSARY}}}{tag}").text = common.writable(said)
    return []


def _notes(parent: etree._Element, said: Sequence[tuple[str, str]]) -> None:
    from lxml import etree

    if said:
        held = etree.SubElement(parent, f"{_X}notes")
    for kind, text in said:
        etree.SubElement(held, f"{_X}note", category=kind).text = common.writable(text)


def _text(into: etree._Element, said: str) -> None:
    """Puts text at the end of an element; characters that XML has no place for, as `cp`."""
    from lxml import etree

    common.append(into, said, lambda character: etree.SubElement(into, f"{_X}cp", hex=f"{ord(character):04X}"))


def read(data: bytes, *, name: str = "") -> Returned:
    """What came back. Raises Unreadable for what is no XLIFF 2."""
    top = common.root(data, "2.1", name)
    space = common.namespace(top)
    files = list(top.iterchildren(f"{space}file"))
    header, wrong = common.headers(files, [file.iterfind(f"{space}notes/{space}note") for file in files], name)
    warnings = _reordered(top, space)
    units = (unit for file, problem in zip(files, wrong, strict=True) for element in file.iter(f"{space}unit") for unit in _segments(element, space, problem))
    return common.returned(header, units, partial(common.content, space=space, put=_put), warnings)


def _reordered(top: etree._Element, space: str) -> list[str]:
    moved = [unit for unit in top.iter(f"{space}unit") if any(target.get("order") for target in unit.iterfind(f"*/{space}target"))]
    return [f"In unit {unit.get('id', '')[:80]} sentences stand in an order of their own; each was taken for the sentence it translates." for unit in moved]


def _segments(unit: etree._Element, space: str, problem: str) -> Iterator[Unit]:
    segments = list(unit.iterchildren(f"{space}segment"))
    own = unit.get("id", "")
    for number, element in enumerate(segments, 1):
        said = element.get("id", "")
        fallback = own if len(segments) == 1 else f"{own}.{number}"
        fits = said.partition(".")[0] == own.partition(".")[0]
        again = "" if not said or fits else "its unit was divided anew: export the file with its segments as they were"
        state, more = element.get("state", ""), element.get("subState", "")
        yield Unit(
            element,
            (said if fits else "", fallback),
            element.find(f"{space}source"),
            element.find(f"{space}target"),
            _done(state, more),
            untranslated=state in {"", "initial"} and more != f"{_OURS}{State.OPEN}",
            before=_before(unit, said, space) if state == "initial" and more == f"{_OURS}{State.OPEN}" else None,
            problem=problem or again,
        )


def _before(unit: etree._Element, segment: str, space: str) -> etree._Element | None:
    """The translation that went out with a segment that is to be looked at."""
    found = (match for match in unit.iterfind(f"{{{MATCHES}}}matches/{{{MATCHES}}}match[@type='idm']") if match.get("ref") == f"#{segment}")
    return next((match.find(f"{space}target") for match in found), None)


def _done(state: str, more: str) -> bool | None:
    """Whether a segment is finished. What went out untranslated may have been filled by a tool that leaves the state, as OmegaT does."""
    if state in _FINISHED:
        return not more.endswith(":fuzzy")  # Poedit's
    return None if not state or more == f"{_OURS}{State.NEW}" else False


def _put(child: etree._Element, tag: str, text: Text, inside: Callable[[], None]) -> bool:
    """See `common.Put`."""
    name = child.get("copyOf", "") or child.get("id", "")
    if tag == "mrk":
        inside()
    elif tag == "pc":
        text.code(name, Form.OPEN)
        inside()
        text.code(name, Form.CLOSE)
    elif tag == "ph":
        text.code(name, Form.ALONE)
    elif tag == "sc":
        text.code(name, Form.OPEN)
    elif tag == "ec":
        text.code(child.get("startRef", "") or name, Form.CLOSE)
    elif tag == "cp":
        text.character(child.get("hex", ""))
    else:
        return tag in {"sm", "em"}
    return True
