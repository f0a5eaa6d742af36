"""A glossary as TBX: out as ISO 30042:2019 (TBX v3), dialect TBX-Basic, style DCA; in also the style DCT, and the older TBX v2 (MARTIF).

A concept a term. Its renderings are marked preferred, admitted or, where they are to be avoided, deprecated. XML is read without
its DTD, entities or the network; a DOCTYPE is passed over.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from translate_flow import languages
from translate_flow.errors import Unreadable, UsageError
from translate_flow.exchange.term_rows import Row, Rows
from translate_flow.formats import MAX_BYTES
from translate_flow.text.terms import PARTS_OF_SPEECH, Term

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = frozenset({"conceptEntry", "termEntry"})
_LANGUAGES = frozenset({"langSec", "langSet"})
_TERMS = frozenset({"termSec", "tig", "ntig"})
_ROOTS = frozenset({"tbx", "martif"})
_AVOID = re.compile("deprecat|supersed|forbidden|notrecommended|obsolete")
_PREFERRED = re.compile("preferred")
_MOST = 100  # terms of one language that one concept may have
_REMEDY = "Export it again as TBX, or as CSV."


def write(rows: Sequence[Row]) -> bytes:
    """The file of some terms. They must be of one source language, which the file says it is written in."""
    from lxml import etree

    root = etree.Element("tbx", {"type": "TBX-Basic", "style": "dca", _LANG: rows[0].source_language if rows else "en"}, nsmap={None: NAMESPACE})
    header = etree.SubElement(etree.SubElement(root, "tbxHeader"), "fileDesc")
    etree.SubElement(etree.SubElement(header, "sourceDesc"), "p").text = "The glossary of a newsroom, written by translate_flow"
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for number, row in enumerate(rows, 1):
        _write_concept(body, number, row)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write_concept(body: etree._Element, number: int, row: Row) -> None:
    from lxml import etree

    term = row.term
    entry = etree.SubElement(body, "conceptEntry", id=f"c{number}")
    for kind, said in (("subjectField", term.subject), ("definition", term.definition)):
        if said:
            etree.SubElement(entry, "descrip", type=kind).text = said
    if term.note:
        etree.SubElement(entry, "note").text = term.note
    statuses = ["preferredTerm-admn-sts", *["admittedTerm-admn-sts"] * len(term.renderings)]
    targets = [*zip(term.renderings, statuses, strict=False), *((wrong, "deprecatedTerm-admn-sts") for wrong in term.forbidden)]
    for language, spelled in ((row.source_language, [(term.source, "")]), (row.target_language, targets)):
        section = etree.SubElement(entry, "langSec", {_LANG: language}) if spelled else entry
        for text, status in spelled:
            one = etree.SubElement(section, "termSec")
            etree.SubElement(one, "term").text = text
            if term.part_of_speech and not status:
                etree.SubElement(one, "termNote", type="partOfSpeech").text = term.part_of_speech
            if status:
                etree.SubElement(one, "termNote", type="administrativeStatus").text = status


@dataclass(slots=True)
class _Spelled:
    text: str = ""
    part_of_speech: str = ""
    status: str = ""


@dataclass(slots=True)
class _Concept:
    """`said`: by data category, what the concept, and what each language's section says; `spelled`: its terms by language."""

    line: int
    said: dict[str, dict[str, str]] = field(default_factory=dict)  # language, empty for the concept itself → category → text
    spelled: dict[str, list[_Spelled]] = field(default_factory=dict)
    problem: str = ""

    def first(self, category: str, *tags: str) -> str:
        return next((found for tag in tags if (found := self.said.get(tag, {}).get(category, ""))), "")


def read(data: bytes, *, name: str = "", source_language: str = "", target_language: str = "") -> Rows:
    """The rows of a file: a term of the source language each, with each other language, or the one given. Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"holds {len(data) // 2**20} MB; one glossary may hold {MAX_BYTES // 2**20} MB", file=name, remedy="Split it.")
    concepts: list[_Concept] = []
    spoken = ""
    for kind, value in _parts(data, name):
        if kind == "language":
            spoken = value
        else:
            concepts.append(value)
    tags = dict.fromkeys(tag for concept in concepts for tag in concept.spelled)
    source = _like(source_language or spoken, tags) or _like(spoken, tags)
    if concepts and not source:
        raise Unreadable("does not say which of its languages is the source", file=name, line=1, remedy=f"Say it with --from; it has {', '.join(tags) or 'none'}.")
    if source_language and _like(source_language, tags) is None:
        raise Unreadable(f"has no terms in {source_language}", file=name, line=1, remedy=f"It has {', '.join(tags)}.")
    others = [target_language] if target_language else [tag for tag in tags if tag != source]
    return Rows(tuple(row for concept in concepts for row in _rows(concept, source or "", others, (source_language, target_language))))


def _parts(data: bytes, name: str) -> Iterator[tuple[str, Any]]:
    """The language that the file is written in, then its concepts, one at a time."""
    from lxml import etree

    def fail(message: str, line: int = 1, column: int = 0) -> Unreadable:
        return Unreadable(message, file=name, line=line, column=column, remedy=_REMEDY)

    events = etree.iterparse(io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    depth = 0
    try:
        for event, node in events:
            if event == "start":
                depth += 1
                if depth == 1:
                    if _name(node) not in _ROOTS:
                        raise fail(f"is XML, but no TBX: it begins with <{_name(node)}>")
                    yield "language", _tag(node) or ""
                continue
            depth -= 1
            if _name(node) in _ENTRIES:
                yield "concept", _concept(node)
                _forget(node)
    except etree.XMLSyntaxError as error:
        said = (error.msg or "is not well-formed").split(", line ")[0].strip().partition("\n")[0]
        raise fail(f"is no sound XML: {said}", error.lineno or 1, error.offset or 0) from None


def _forget(node: etree._Element) -> None:
    """Frees a concept that was read, and those before it."""
    node.clear()
    while (before := node.getprevious()) is not None and (parent := node.getparent()) is not None:
        parent.remove(before)


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _tag(node: etree._Element) -> str | None:
    """The language that an element says it is in, empty where it says none; None for what is no language."""
    said = node.get(_LANG) or node.get("lang") or ""
    try:
        return languages.normalise(said) if said else ""
    except UsageError:
        return None


def _text(node: etree._Element) -> str:
    """What an element says, white space folded. Entities that every browser knows are read; others stay as they are written."""
    said = "".join(map(str, node.itertext()))
    return " ".join((html.unescape(said) if _has_entity(node) else said).split())


def _has_entity(node: etree._Element) -> bool:
    return any(not isinstance(child.tag, str) for child in node.iter())


def _concept(entry: etree._Element) -> _Concept:
    concept = _Concept(entry.sourceline or 0)
    concept.said[""] = _said(entry)
    for section in entry.iter():
        if _name(section) not in _LANGUAGES:
            continue
        tag = _tag(section)
        if not tag:
            concept.problem = f"“{section.get(_LANG) or section.get('lang') or ''}” is no language tag"
            continue
        concept.said[tag] = {**_said(section), **concept.said.get(tag, {})}
        for part in section.iter():
            if _name(part) in _TERMS and (one := _spelled(part)).text:
                concept.spelled.setdefault(tag, []).append(one)
                if re.search(r"&[A-Za-z#]\w*;", one.text) and _has_entity(part):
                    concept.problem = f"“{one.text}” holds an entity that is not read"
                for category, text in _said(part).items():
                    concept.said[tag].setdefault(category, text)
    for tag, terms in concept.spelled.items():
        if len(terms) > _MOST:
            concept.problem = f"it has {len(terms)} terms in {tag}; a concept may have {_MOST}"
            del terms[1:]
    return concept


def _said(node: etree._Element) -> dict[str, str]:
    """What an element itself says, by data category; not what is in the sections within it."""
    found: dict[str, list[str]] = {}
    waiting = list(reversed(node))
    while waiting:
        child = waiting.pop()
        if _name(child) in _LANGUAGES | _TERMS | {"", "term"}:
            continue
        if _name(child).endswith("Grp"):
            waiting += reversed(child)
        elif text := _text(child):
            found.setdefault(_category(child), []).append(text)
    return {category: "\n".join(dict.fromkeys(texts)) if category == "note" else texts[0] for category, texts in found.items()}


def _category(node: etree._Element) -> str:
    return node.get("type") or _name(node)


def _spelled(part: etree._Element) -> _Spelled:
    found = _Spelled()
    for node in part.iter():
        if _name(node) == "term":
            found.text = found.text or _text(node)
        elif _category(node) == "partOfSpeech":
            found.part_of_speech = found.part_of_speech or _part_of_speech(_text(node))
        elif _category(node) in {"administrativeStatus", "normativeAuthorization"}:
            found.status = found.status or _text(node).casefold()
    return found


def _part_of_speech(said: str) -> str:
    plain = said.strip().casefold()
    return "noun" if plain in {"propernoun", "proper noun"} else plain if plain in PARTS_OF_SPEECH else "other" if plain else ""


def _like(wanted: str, tags: Any) -> str | None:
    """Of some languages the one wanted, else one of its varieties, else the one that it is a variety of."""
    if not wanted:
        return None
    near = [tag for tag in tags if languages.covers(wanted, tag)] or [tag for tag in tags if languages.covers(tag, wanted)]
    return wanted if wanted in tags else next(iter(near), None)


def _rows(concept: _Concept, source: str, others: Sequence[str], given: tuple[str, str]) -> Iterator[Row]:
    """A row for each term of the source language with each of the others."""
    own = concept.spelled.get(_like(source, concept.spelled) or "", [])
    pairs = [(other, tag) for other in others if (tag := _like(other, concept.spelled))]
    if not own:
        yield Row(concept.line, given[0] or source, given[1] or next(iter(others), ""), Term(""), concept.problem or f"it has no term in {source}")
        return
    only = [(others[0], "")] if len(others) == 1 and not pairs else []  # a definition alone
    if not pairs and not only:
        what = "it says in no other language what it is" if not others else "it has no rendering, and there are several languages that it may want one in"
        yield Row(concept.line, given[0] or source, "", Term(own[0].text), concept.problem or what)
    for other, tag in pairs or only:
        renderings = sorted(concept.spelled.get(tag, []), key=lambda one: not _PREFERRED.search(one.status))
        good = dict.fromkeys(one.text for one in renderings if not _AVOID.search(one.status))
        avoid = dict.fromkeys(one.text for one in renderings if _AVOID.search(one.status))
        notes = dict.fromkeys(note for where in ("", source, tag) if (note := concept.first("note", where)))
        for one in own:
            term = Term(
                one.text, "|".join(good), one.part_of_speech, concept.first("definition", source, "", tag), "\n".join(notes), tuple(avoid),
                concept.first("subjectField", "", source),
            )  # fmt: skip
            yield Row(concept.line, given[0] or source, given[1] or tag or other, term, concept.problem)
