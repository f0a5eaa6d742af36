"""Translation memory exchange: TMX 1.4b (LISA OSCAR, 2005), read and written piece by piece, however large the file.

Read with expat, which holds one element at a time, says lines however many there are, and opens nothing outside the file. A
DOCTYPE is passed over; a file that declares entities is refused. Encodings by byte order mark, else by the declaration.
"""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from translate_flow.errors import Unreadable, UsageError
from translate_flow.exchange.tmx_codes import Mark, Piece, elements, paired
from translate_flow.languages import covers, normalise

LONGEST = 10_000  # characters of a segment
_LANGUAGES = 60  # of one unit
_CHUNK = 1 << 16
_MOMENT = "%Y%m%dT%H%M%SZ"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,80}encoding\s*=\s*["']([A-Za-z0-9_.:-]+)["']""")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_WRONG = {  # expat's errors by number (xml.parsers.expat.errors)
    **dict.fromkeys((3, 5, 6, 20), "ends early"), 4: "holds a character that XML does not allow there", 14: "holds a character that XML does not allow",
    7: "is not well-formed XML: tags do not match",
}  # fmt: skip
_MARKS = frozenset({"bpt", "ept", "it", "ph", "ut"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit of one pair of languages: texts with signs for codes, and where it is from, as far as the file says.

    `before`, `after`: keys of the texts around it, as this program writes them (None: not said).
    """

    source_language: str
    target_language: str
    source: str
    target: str
    line: int = 0
    at: datetime | None = None
    translator: str = ""
    article: str = ""
    grain: str = "segment"
    before: int | None = None
    after: int | None = None
    reviewed: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A unit that was not taken: the line where it begins, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class _Side:
    language: str
    line: int
    attributes: Mapping[str, str]
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0


@dataclass(slots=True)
class _Unit:
    line: int
    attributes: Mapping[str, str]
    props: dict[str, str] = field(default_factory=dict)
    sides: list[_Side] = field(default_factory=list)
    problem: str = ""


def read(stream: IO[bytes], *, name: str = "") -> Iterator[Entry | Refused]:
    """The units of a file, in order; of a unit in several languages all pairs from its source language (`*all*`: all there are).

    Raises Unreadable, with the line, for what is no TMX, ends early, declares entities, or is not in its encoding: perhaps
    after units of it were given.
    """
    reader = _Reader(name)
    for text in _decoded(stream, name):
        yield from reader.feed(text)
    yield from reader.end()


def _decoded(stream: IO[bytes], name: str) -> Iterator[str]:
    """The file's text in pieces. A declaration's encoding is not looked at again: expat is given text."""
    start = stream.read(_CHUNK)
    declared = _DECLARED.match(start)
    encoding = next((known for mark, known in _BOMS if start.startswith(mark)), declared[1].decode() if declared else _bare(start))
    line = 1
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        if not isinstance(text := decoder.decode(start), str):
            raise LookupError
        while True:
            yield text
            line += text.count("\n")
            if not (data := stream.read(_CHUNK)):
                break
            text = decoder.decode(data)
        yield decoder.decode(b"", final=True)
    except LookupError:
        raise Unreadable(f"says that it is in “{encoding}”, which is no encoding known here", file=name, line=1, remedy="Save it as UTF-8.") from None
    except UnicodeError:
        raise Unreadable(f"is not {encoding.upper()} all through, as it says", file=name, line=line, remedy="Save it as UTF-8, with the encoding that it says.") from None


def _bare(start: bytes) -> str:
    """UTF-16 without a mark is known by the zeros around its first sign."""
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(start[:2], "utf-8")


class _Reader:
    """Gets expat's events, and keeps the units that are whole."""

    def __init__(self, name: str) -> None:
        self.name, self.source = name, ""
        self.done: deque[Entry | Refused] = deque()
        self._path: list[str] = []
        self._unit: _Unit | None = None
        self._side: _Side | None = None
        self._prop: tuple[str, list[str]] | None = None
        self._mark: Mark | None = None
        self._in_seg, self._inside = False, 0  # inside: how deep in a code, whose own text is not the sentence's
        parser = expat.ParserCreate()
        parser.buffer_text, parser.buffer_size = True, 1 << 14
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._start, self._end, self._text
        parser.EntityDeclHandler, parser.SkippedEntityHandler = self._entity, self._skipped
        self._parser = parser

    def feed(self, text: str, final: bool = False) -> Iterator[Entry | Refused]:
        try:
            self._parser.Parse(text, final)
        except expat.ExpatError as error:
            raise Unreadable(_WRONG.get(error.code, f"is not well-formed XML: {expat.ErrorString(error.code)}"), file=self.name, line=error.lineno, column=error.offset + 1, remedy="Export it again from where it came; nothing of it was taken.") from None
        while self.done:
            yield self.done.popleft()

    def end(self) -> Iterator[Entry | Refused]:
        yield from self.feed("", True)

    def _entity(self, entity: str, *_: Any) -> None:
        raise Unreadable(f"declares an entity, “{entity[:40]}”, as no TMX needs to", file=self.name, line=self._parser.CurrentLineNumber, remedy="Take the declaration out, and write what it stands for.")

    def _skipped(self, entity: str, _: bool) -> None:
        if self._unit is not None:  # its DOCTYPE names a file that would say what it stands for, and that nobody reads
            self._unit.problem = f"it holds an entity, “{entity[:40]}”, of which nobody knows what it stands for"

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2].lower()
        if not self._path and tag != "tmx":
            raise Unreadable(f"is no TMX: it begins with <{tag[:40]}>", file=self.name, line=self._parser.CurrentLineNumber, remedy="Name a .tmx file.")
        if len(self._path) > 100:
            raise Unreadable("is nested more than 100 deep", file=self.name, line=self._parser.CurrentLineNumber, remedy="Export it again from where it came.")
        self._path.append(tag)
        line = self._parser.CurrentLineNumber
        if tag == "header":
            self.source = attributes.get("srclang", "")
        elif tag == "tu":
            self._unit = _Unit(line, attributes)
        elif self._unit is None:
            return
        elif tag == "tuv":
            self._side = _Side(attributes.get("xml:lang") or attributes.get("lang", ""), line, attributes)
        elif tag == "seg":
            self._in_seg = self._side is not None
        elif tag == "prop" and not self._in_seg and len(self._unit.props) < 50:
            self._prop = (attributes.get("type", "").lower(), [])
        elif self._in_seg:
            self._code(tag, attributes)

    def _code(self, tag: str, attributes: dict[str, str]) -> None:
        assert self._side is not None
        if tag in _MARKS and not self._inside and len(self._side.pieces) < 4 * LONGEST:
            self._side.pieces.append(Mark(tag, attributes.get("i", ""), attributes.get("x", ""), attributes.get("pos", "")))
        self._inside += tag in _MARKS or self._inside > 0

    def _text(self, text: str) -> None:
        if self._in_seg:
            if not self._inside and self._side is not None:
                self._side.length += len(text)
                if self._side.length <= LONGEST:
                    self._side.pieces.append(text)
        elif self._prop is not None and len(self._prop[1]) < 20:
            self._prop[1].append(text[:1000])

    def _end(self, _: str) -> None:
        tag = self._path.pop()
        if self._inside:
            self._inside -= 1
        elif tag == "seg":
            self._in_seg = False
        elif tag == "prop" and self._prop is not None and self._unit is not None:
            self._unit.props.setdefault(self._prop[0], "".join(self._prop[1]))
            self._prop = None
        elif tag == "tuv" and self._side is not None and self._unit is not None:
            if len(self._unit.sides) < _LANGUAGES:
                self._unit.sides.append(self._side)
            else:
                self._unit.problem = f"it is in more than {_LANGUAGES} languages"
            self._side = None
        elif tag == "tu" and self._unit is not None:
            self.done += _entries(self._unit, self.source)
            self._unit = None


def _entries(unit: _Unit, header: str) -> Iterator[Entry | Refused]:
    """What a unit gives, for each pair of its languages."""
    if unit.problem:
        yield Refused(unit.line, unit.problem)
        return
    good: list[tuple[str, _Side]] = []
    for side in unit.sides:
        language = _language(side.language)
        problem = _problem(side, language)
        if problem:
            yield Refused(side.line, problem)
        else:
            good.append((language, side))
    wanted = unit.attributes.get("srclang") or header
    sources, missing = _sources(good, wanted)
    if missing and len(good) == len(unit.sides):
        yield Refused(unit.line, missing)
    for at in sources:
        language, source = good[at]
        others = [(tag, side) for number, (tag, side) in enumerate(good) if number != at and tag != language]
        if not others and len(good) == len(unit.sides):
            yield Refused(unit.line, f"there is no other language than {language}")
        for tag, target in others:
            yield _entry(unit, (language, source), (tag, target))


def _language(tag: str) -> str:
    try:
        return normalise(tag) if tag else ""
    except UsageError:
        return ""


def _problem(side: _Side, language: str) -> str:
    if not language:
        return f"“{side.language[:40]}” is no language" if side.language else "it does not say its language"
    if side.length > LONGEST:
        return f"a segment in {language} has {side.length} characters; at most {LONGEST} are taken"
    if not any(isinstance(piece, str) and piece.strip() for piece in side.pieces):
        return f"the segment in {language} is empty"
    return ""


def _sources(good: list[tuple[str, _Side]], wanted: str) -> tuple[list[int], str]:
    """Which sides are translated from: all of them, or the first in the language named; else why there is none."""
    if wanted.lower() == "*all*":
        return list(range(len(good))), "" if good else "it has no segment"
    if not wanted:
        return ([0], "") if good else ([], "it has no segment")
    language = _language(wanted)
    if not language:
        return [], f"“{wanted[:40]}”, its source language, is no language"
    exact = [at for at, (tag, _) in enumerate(good) if tag == language]
    near = exact or [at for at, (tag, _) in enumerate(good) if covers(language, tag) or covers(tag, language)]
    return near[:1], "" if near else f"it has nothing in {language}, its source language"


def _entry(unit: _Unit, one: tuple[str, _Side], two: tuple[str, _Side]) -> Entry:
    source, target = paired(one[1].pieces, two[1].pieces)
    props = unit.props
    places = (two[1].attributes, unit.attributes)
    said = [attributes[name] for attributes in places for name in ("changedate", "creationdate") if attributes.get(name)]
    who = [attributes[name] for attributes in places for name in ("changeid", "creationid") if attributes.get(name)]
    return Entry(
        one[0], two[0], source, target, unit.line, next(filter(None, map(moment, said)), None),
        _clean(props.get("x-translator") or (who[0] if who else ""))[:200], _clean(props.get("x-article", ""))[:200], "block" if props.get("x-grain") == "block" else "segment",
        _number(props.get("x-context-before", "")), _number(props.get("x-context-after", "")), props.get("x-reviewed", "") == "yes", _clean(props.get("x-origin", ""))[:200],
    )  # fmt: skip


def moment(said: str) -> datetime | None:
    """A time of the format, `20260308T120000Z`; None for anything else."""
    try:
        return datetime.strptime(said.strip().upper(), _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def _number(said: str) -> int | None:
    """A key as it is written, sixteen hexadecimal digits."""
    if not re.fullmatch(r"[0-9a-f]{1,16}", said):
        return None
    value = int(said, 16)
    return value - (1 << 64) if value >= 1 << 63 else value


def _clean(said: str) -> str:
    return " ".join(_CONTROL.sub("", said).split())


# --- writing ---


def write(entries: Iterable[Entry], *, source: str, now: datetime, version: str) -> Iterator[str]:
    """A file, in pieces: one unit for each entry, with its provenance. `source`: the language they are from, or `*all*`."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="translate_flow" creationtoolversion={quoteattr(version)} segtype="sentence" o-tmf="translate_flow" '
        f'adminlang="en" srclang={quoteattr(source)} datatype="plaintext" creationdate="{now.astimezone(UTC).strftime(_MOMENT)}"/>\n<body>\n'
    )
    for entry in entries:
        yield _written(entry)
    yield "</body>\n</tmx>\n"


def _written(entry: Entry) -> str:
    who = f" creationid={quoteattr(_clean(entry.translator))}" if entry.translator else ""
    when = f' changedate="{entry.at.astimezone(UTC).strftime(_MOMENT)}"' if entry.at else ""
    props = {
        "x-article": entry.article, "x-translator": entry.translator, "x-grain": entry.grain, "x-origin": entry.origin, "x-reviewed": "yes" if entry.reviewed else "no",
        "x-context-before": _hex(entry.before), "x-context-after": _hex(entry.after),
    }  # fmt: skip
    lines = [f'<tu{when}{who} srclang={quoteattr(entry.source_language)} segtype="{"paragraph" if entry.grain == "block" else "sentence"}">']
    lines += [f'<prop type="{name}">{escape(_clean(value))}</prop>' for name, value in props.items() if value]
    lines += [
        f"<tuv xml:lang={quoteattr(language)}><seg>{elements(_CONTROL.sub('', said))}</seg></tuv>"
        for language, said in ((entry.source_language, entry.source), (entry.target_language, entry.target))
    ]
    return "\n".join([*lines, "</tu>\n"])


def _hex(key: int | None) -> str:
    return "" if key is None else f"{key & (1 << 64) - 1:x}"
