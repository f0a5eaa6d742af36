"""What XLIFF 2.1 demands and its XML schemas cannot say. Sections are those of the OASIS standard of 13 February 2018:
https://docs.oasis-open.org/xliff/xliff-core/v2.1/os/xliff-core-v2.1-os.html

Of the modules only those that are written here: translation candidates (5.1) and glossary (5.2).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

X = "{urn:oasis:names:tc:xliff:document:2.0}"
MTC = "{urn:oasis:names:tc:xliff:matches:2.0}"
GLS = "{urn:oasis:names:tc:xliff:glossary:2.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CODES = ("pc", "ph", "sc", "ec")
HINTS = {"canCopy": "yes", "canDelete": "yes", "canReorder": "yes", "canOverlap": "yes", "type": "", "subType": "", "copyOf": "", "dir": ""}
SUBTYPES = {"fmt": {"xlf:lb", "xlf:pb", "xlf:b", "xlf:i", "xlf:u"}, "ui": {"xlf:var"}}


def broken(root: etree._Element) -> list[str]:
    """Every rule that the file breaks: section, and what is wrong."""
    found = list(_identities(root))
    if root.get("trgLang") is None and any(True for parent in ("segment", "ignorable") for _ in root.iterfind(f".//{X}{parent}/{X}target")):
        found.append("4.3.1.37 trgLang is missing though there are targets")
    for unit in root.iter(f"{X}unit"):
        for rule in (_structure, _languages, _pairs, _marks, _references, _order, _kept, _attributes, _annotations, _reordering, _matches, _glossary):
            found += [f"{said} (unit {unit.get('id')})" for said in rule(unit)]
    return found


def _doubled(values: Iterable[str | None]) -> list[str]:
    return [value for value, count in Counter(value for value in values if value is not None).items() if count > 1]


def _inline(unit: etree._Element, side: str, *names: str) -> list[etree._Element]:
    """Elements of that name inside the sources, or the targets, of a unit's segments and ignorables."""
    roots = [text for part in unit if part.tag in {f"{X}segment", f"{X}ignorable"} for text in part.iterchildren(f"{X}{side}")]
    return [element for text in roots for element in text.iterdescendants(*(f"{X}{name}" for name in names))]


def _identities(root: etree._Element) -> Iterator[str]:
    yield from (f"4.2.2.2 file id {one} twice" for one in _doubled(file.get("id") for file in root.iter(f"{X}file")))
    for file in root.iter(f"{X}file"):
        for name, section in (("unit", "4.2.2.5"), ("group", "4.2.2.4")):
            yield from (f"{section} {name} id {one} twice" for one in _doubled(element.get("id") for element in file.iter(f"{X}{name}")))
    for name, child in (("notes", "note"), ("originalData", "data")):
        for held in root.iter(f"{X}{name}"):
            yield from (f"4.3.1.21 {child} id {one} twice" for one in _doubled(element.get("id") for element in held.iterchildren(f"{X}{child}")))


def _structure(unit: etree._Element) -> Iterator[str]:
    parts = list(unit.iterchildren(f"{X}segment", f"{X}ignorable"))
    if not any(part.tag == f"{X}segment" for part in parts):
        yield "4.2.2.5 no segment"
    inside = _inline(unit, "source", *CODES, "mrk", "sm")
    yield from (f"4.3.1.21 id {one} twice" for one in _doubled([*(part.get("id") for part in parts), *(element.get("id") for element in inside)]))
    by_id = {element.get("id"): element for element in inside}
    targets = _inline(unit, "target", *CODES, "mrk", "sm")
    yield from (f"4.3.1.21 id {one} twice in targets" for one in _doubled(element.get("id") for element in targets))
    for element in targets:
        like = by_id.get(element.get("id"))
        if element.get("id") and like is not None and (like.tag != element.tag or _part(like) is not _part(element)):
            yield f"4.3.1.21 the target's id {element.get('id')} is another element's in the source"
    for part in parts:
        if part.get("state") in {"translated", "reviewed", "final"} and part.find(f"{X}target") is None:
            yield f"4.3.1.31 state {part.get('state')} without a target"


def _part(element: etree._Element) -> etree._Element:
    return next(element.iterancestors(f"{X}segment", f"{X}ignorable"))


def _languages(unit: etree._Element) -> Iterator[str]:
    root = unit.getroottree().getroot()
    for side, name in (("source", "srcLang"), ("target", "trgLang")):
        for text in unit.iterfind(f"*/{X}{side}"):
            said = next((element.get(LANG) for element in [text, *text.iterancestors()] if element.get(LANG)), None)
            if text.getparent().tag in {f"{X}segment", f"{X}ignorable"} and said and said.lower() != (root.get(name) or "").lower():
                yield f"4.3.2.1 xml:lang {said} of a {side} is not {name}"


def _pairs(unit: etree._Element) -> Iterator[str]:
    for side in ("source", "target"):
        begun: dict[str, etree._Element] = {}
        ended: list[str] = []
        for element in _inline(unit, side, "sc", "ec"):
            alone = element.get("isolated") == "yes"
            if element.tag == f"{X}sc":
                begun[element.get("id", "")] = element
                continue
            start = element.get("startRef")
            if (start is None) is not alone or (element.get("id") is None) is alone:
                yield "4.3.1.22 an isolated ec has an id and no startRef, any other startRef and no id"
            if start is not None:
                ended.append(start)
                if start not in begun:
                    yield f"4.2.3.5 ec before the sc {start}, or without it, in a {side}"
                elif wrong := [name for name, default in HINTS.items() if not _agree(begun[start], element, name, default)]:
                    yield f"4.2.3.5 sc and ec {start} differ in {', '.join(wrong)}"
        for name, element in begun.items():
            if (element.get("isolated") == "yes") is (name in ended):
                yield f"4.3.1.22 isolated of sc {name} in a {side} does not say whether its ec is there"
        yield from (f"4.2.3.5 two ec for sc {one}" for one in _doubled(ended))


def _marks(unit: etree._Element) -> Iterator[str]:
    for side in ("source", "target"):
        starts: set[str] = set()
        for element in _inline(unit, side, "sm", "em"):
            if element.tag == f"{X}sm":
                starts.add(element.get("id", ""))
            elif element.get("startRef") not in starts:
                yield "4.2.3.8 em without its sm before it"
            else:
                starts.discard(element.get("startRef", ""))
        yield from (f"4.2.3.7 sm {one} without em" for one in starts)


def _agree(start: etree._Element, end: etree._Element, name: str, default: str) -> bool:
    first, second = start.get(name, default), end.get(name, default)
    return first == second or (first == "firstNo" and second == "no")


def _references(unit: etree._Element) -> Iterator[str]:
    data = {element.get("id") for element in unit.iterfind(f"{X}originalData/{X}data")}
    here = [element for side in ("source", "target") for element in _inline(unit, side, *CODES)]
    ids = {element.get("id"): element for element in here}
    for element in here:
        for name in ("dataRef", "dataRefStart", "dataRefEnd"):
            if element.get(name) is not None and element.get(name) not in data:
                yield f"4.3.1.9 {name} {element.get(name)} is no data of this unit"
        for first, second in (("dataRefStart", "dataRefEnd"), ("equivStart", "equivEnd"), ("subFlowsStart", "subFlowsEnd")):
            if (element.get(first) is None) is not (element.get(second) is None):
                yield f"4.2.3.3 {first} and {second} stand together or not at all"
        if (copied := element.get("copyOf")) is not None:
            base = ids.get(copied)
            if base is None or base.get("canCopy") == "no" or any(base.get(name) for name in ("dataRef", "dataRefStart")):
                yield f"4.7.2.4.1 copyOf {copied}: no such code, or one that may not be copied so"
        file = next(unit.iterancestors(f"{X}file"))
        units = {one.get("id") for one in file.iter(f"{X}unit")}
        flows = " ".join(element.get(name, "") for name in ("subFlows", "subFlowsStart", "subFlowsEnd")).split()
        yield from (f"4.3.1.32 subFlows {flow} is no unit" for flow in flows if flow not in units)


def _order(unit: etree._Element) -> Iterator[str]:
    parts = list(unit.iterchildren(f"{X}segment", f"{X}ignorable"))
    places: list[int] = []
    for at, part in enumerate(parts, 1):
        target = part.find(f"{X}target")
        if target is not None and target.get("order", "1").isdigit():
            places.append(int(target.get("order", at)))
    if any(place > len(parts) for place in places):
        yield "4.3.1.24 order beyond the number of segments and ignorables"
    if _doubled(map(str, places)):
        yield "4.8.2 two targets have one place"


def _kept(unit: etree._Element) -> Iterator[str]:
    """An error in a final segment; before, a warning at most: not told here."""
    for part in unit.iterchildren(f"{X}segment"):
        source, target = part.find(f"{X}source"), part.find(f"{X}target")
        if source is None or target is None or part.get("state") != "final":
            continue
        for element in source.iterdescendants(*(f"{X}{name}" for name in CODES)):
            names = [name for name in ("id", "startRef") if element.get(name) is not None]
            if element.get("canDelete") == "no" and not any(all(one.get(name) == element.get(name) for name in names) for one in target.iterdescendants(element.tag)):
                yield f"4.3.1.3 {element.get(names[0]) if names else '?'} may not be deleted"


def _attributes(unit: etree._Element) -> Iterator[str]:
    for part in unit.iterchildren(f"{X}segment"):
        more = part.get("subState")
        if more is not None and (part.get("state") is None or not re.fullmatch(r"[^\s:]+:[^\s:]+", more)):
            yield "4.3.1.35 subState without state, or not prefix:value"
        if more is not None and more.startswith("xlf:"):
            yield "4.3.1.35 subState in the reserved prefix"
    for element in unit.iter(*(f"{X}{name}" for name in CODES)):
        kind, more = element.get("type"), element.get("subType")
        if more is not None and (kind is None or (more.startswith("xlf:") and more not in SUBTYPES.get(kind, set()))):
            yield f"4.3.1.36 subType {more} with type {kind}"
        if element.get("canReorder", "yes") != "yes" and (element.get("canCopy") != "no" or element.get("canDelete") != "no"):
            yield "4.7.2.6 what may not be moved may not be copied or deleted"
    for element in unit.iter(f"{X}cp"):
        said = element.get("hex", "")
        number = int(said, 16) if re.fullmatch("[0-9A-Fa-f]{4}|[0-9A-Fa-f]{6}", said) else -1
        if number < 0 or number > 0x10FFFF or (number >= 0x20 and number not in {0xFFFE, 0xFFFF} and not 0xD800 <= number <= 0xDFFF and not 0x7F <= number <= 0x9F) or number in {9, 10, 13}:
            yield f"4.2.3.1 cp {said} is a character that XML can hold, or none"


def _annotations(unit: etree._Element) -> Iterator[str]:
    notes = {note.get("id") for note in unit.iterfind(f"{X}notes/{X}note")}
    for element in [one for side in ("source", "target") for one in _inline(unit, side, "mrk", "sm")]:
        kind = element.get("type", "generic")
        if kind == "generic" and element.get("translate") is None:
            yield "4.7.3.1.1 a generic mark says nothing of translate"
        if kind == "comment":
            said, ref = element.get("value"), element.get("ref")
            if (said is None) is (ref is None):
                yield "4.7.3.1.3 a comment has either value or ref"
            elif ref is not None and ref.rpartition("n=")[2] not in notes:
                yield f"4.7.3.1.3 {ref} is no note"
        if kind == "mtc:match" and element.get("ref") is not None:
            yield "5.1.5 a candidate's mark has no ref"


def _reordering(unit: etree._Element) -> Iterator[str]:
    for side in ("source", "target"):
        before = ""
        for element in _inline(unit, side, *CODES):
            said = element.get("canReorder", "yes")
            if said == "no" and before not in {"no", "firstNo"}:
                yield "4.7.2.6 a sequence that may not be moved begins with firstNo"
            before = said
    for part in unit.iterchildren(f"{X}segment"):
        fixed = []
        for name in ("source", "target"):
            text = part.find(f"{X}{name}")
            found = [] if text is None else [one for one in text.iterdescendants(*(f"{X}{code}" for code in CODES)) if one.get("canReorder", "yes") != "yes"]
            fixed.append([one.get("id") or one.get("startRef") for one in found])
        if part.find(f"{X}target") is not None and fixed[0] and fixed[1] and fixed[0] != fixed[1]:
            yield "4.7.2.6 a sequence that may not be moved was moved"


def _refers(element: etree._Element, unit: etree._Element) -> bool:
    """Whether `ref` names a span of the unit's text: a segment, or an element inside one; in a target with `t=` (3.4)."""
    inside = [one for part in unit.iterchildren(f"{X}segment") for one in part.iter(f"{X}*")]
    return element.get("ref", "").rpartition("#")[2].rpartition("/")[2].removeprefix("t=") in {one.get("id") for one in inside}


def _matches(unit: etree._Element) -> Iterator[str]:
    for held in unit.iterchildren(f"{MTC}matches"):
        yield from (f"5.1.7.1 match id {one} twice" for one in _doubled(match.get("id") for match in held))
        for match in held.iterchildren(f"{MTC}match"):
            if not _refers(match, unit) or match.get(LANG) is not None:
                yield f"5.1.7.5 ref {match.get('ref')} is no text of this unit, or 5.1.6.3 a match has a language"
            if match.get("subType") is not None and match.get("type") is None:
                yield "5.1.7.8 subType without type"
            yield from _match(match)


def _match(match: etree._Element) -> Iterator[str]:
    source, target = match.find(f"{X}source"), match.find(f"{X}target")
    data = {element.get("id") for element in match.iterfind(f"{X}originalData/{X}data")}
    if match.get("reference", "no") == "no" and target is not None and target.get(LANG) is not None:
        yield "5.1.6.3 xml:lang is for references alone"
    names: dict[str, object] = {}
    for text in (source, target):
        if text is None:
            continue
        codes = list(text.iterdescendants(*(f"{X}{name}" for name in CODES)))
        yield from (f"5.1.4 id {one} twice in a match" for one in _doubled(code.get("id") for code in codes))
        for code in codes:
            if code.get("id") and names.setdefault(code.get("id", ""), code.tag) != code.tag:
                yield f"5.1.4 {code.get('id')} is another element in the target"
            if any(code.get(name) is not None and code.get(name) not in data for name in ("dataRef", "dataRefStart", "dataRefEnd")):
                yield "5.1.4 original data that the match has not"
        ends = {code.get("startRef") for code in codes if code.tag == f"{X}ec"}
        for code in codes:
            if code.tag == f"{X}sc" and (code.get("isolated") == "yes") is (code.get("id") in ends):
                yield f"4.3.1.22 sc {code.get('id')} in a match"


def _glossary(unit: etree._Element) -> Iterator[str]:
    for held in unit.iterchildren(f"{GLS}glossary"):
        yield from (f"5.2.5.1 id {one} twice" for one in _doubled(element.get("id") for element in held.iter(f"{GLS}glossEntry", f"{GLS}translation")))
        for entry in held.iterchildren(f"{GLS}glossEntry"):
            if entry.find(f"{GLS}translation") is None and entry.find(f"{GLS}definition") is None:
                yield "5.2.4.3 neither translation nor definition"
            if entry.get("ref") is not None and not _refers(entry, unit):
                yield f"5.2.5.2 ref {entry.get('ref')} is no text of this unit"
