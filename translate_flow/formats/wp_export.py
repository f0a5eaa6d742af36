"""The bytes of a WordPress export: guarded on the way into the XML parser, and replaced text by text.

Positions come from expat, which tells the exact byte offset of every event in any encoding it reads.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

from translate_flow.errors import Unreadable

MAX_BETWEEN = 256 * 2**20  # bytes from one item to the next: what is held in memory at once
_PROLOG_BYTES = 65536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_DECLARED = re.compile(rb"""^\s*<\?xml\s[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_PROLOG = re.compile(r"""(?>(?:\s++|<\?(?>(?:[^?]++|\?(?!>))*)\?>|<!--(?>(?:[^-]++|-(?!->))*)-->)*)""")
_DOCTYPE = re.compile(r"""<!DOCTYPE(?>(?:[^"'\[>]++|"[^"]*+"|'[^']*+')*)([\[>])""", re.I)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, §2.2


class Span(NamedTuple):
    """The inner source of an element, in bytes; `empty`: the whole of an element written `<title/>`."""

    start: int
    end: int
    empty: bool = False


class Guard:
    """A binary stream for the XML parser, which refuses what is no export before it is parsed.

    Declarations inside the DOCTYPE are refused whatever they declare: entity bombs and external entities live there,
    and no export has any.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self.stream = stream
        self.name = name
        self.since = 0  # bytes read since the last item
        self.head = self._prolog()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if self.head:
            data, self.head = self.head, b""
        else:
            data = self.stream.read(size)
        self.since += len(data)
        if self.since > MAX_BETWEEN:
            raise Unreadable(
                f"holds one item of more than {MAX_BETWEEN // 2**20} MB", file=self.name,
                remedy="Export in smaller parts, without that item.",
            )  # fmt: skip
        return data

    def _prolog(self) -> bytes:
        head = self.stream.read(_PROLOG_BYTES)
        if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
            raise Unreadable("is empty", file=self.name, remedy="Check that the export was saved, and name it again.")
        text = head.decode(_encoding(head), "replace")
        while True:
            at = _PROLOG.match(text.lstrip("\ufeff"))
            rest = text.lstrip("\ufeff")[at.end() if at else 0 :]
            complete = len(rest) > 16 and not rest.startswith(("<!--", "<?"))
            if complete and rest[:9].upper() == "<!DOCTYPE":
                complete = bool(_DOCTYPE.match(rest))
            if complete:
                break
            more = self.stream.read(_PROLOG_BYTES)
            if not more or len(head) > 16 * _PROLOG_BYTES:
                break
            head += more
            text = head.decode(_encoding(head), "replace")
        self._check(rest, text.count("\n", 0, len(text) - len(rest)) + 1)
        return head

    def _check(self, rest: str, line: int) -> None:
        if rest and rest[0] != "<":
            raise Unreadable(
                "is not XML", file=self.name, line=line, remedy="In WordPress, Tools → Export makes an XML file."
            )
        if rest[:9].upper() != "<!DOCTYPE":
            return
        doctype = _DOCTYPE.match(rest)
        if not doctype or doctype[1] == "[":
            what = "declares entities" if "<!ENTITY" in rest else "has a DOCTYPE that declares markup"
            raise Unreadable(
                f"{what}, which a WordPress export never does", file=self.name, line=line,
                remedy="Do not trust this file. Export it again from WordPress.",
            )  # fmt: skip


def spans(data: bytes, name: str = "") -> tuple[str, list[dict[str, Span]]]:
    """The encoding, and for each item in order where its title, excerpt, content and footnotes stand. Raises Unreadable."""
    encoding = _encoding(data)
    finder = _Finder(data, encoding)
    try:
        finder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unreadable(
            f"is not well-formed XML: {expat.ErrorString(error.code)}", file=name, line=error.lineno,
            column=error.offset + 1, remedy="Export it again.",
        ) from None  # fmt: skip
    return encoding, finder.items


class _Finder:
    """Expat's handlers: an item is a child of the channel, its texts are children of it or the value of a post meta."""

    def __init__(self, data: bytes, encoding: str) -> None:
        self.data, self.encoding = data, encoding
        self.closing = "/>".encode(encoding)  # ends an empty element's tag
        self.items: list[dict[str, Span]] = []
        self.path: list[str] = []
        self.at = self.begin = -1
        self.meta: list[Span] = []  # the key and the value of this post meta
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, name: str, _: object) -> None:
        self.path.append(name)
        if len(self.path) == 3 and self.path[1:] == ["channel", "item"]:
            self.items.append({})
        elif len(self.path) == 4 and self._is_meta():
            self.meta = []
        elif self._field():
            self.at, self.begin = self.parser.CurrentByteIndex, -1
            self.parser.DefaultHandler = self.inside

    def inside(self, _: str) -> None:
        self.begin = self.parser.CurrentByteIndex
        self.parser.DefaultHandler = None

    def end(self, name: str) -> None:
        field = self._field()
        if field:
            self.parser.DefaultHandler = None
            here = self.parser.CurrentByteIndex
            if self.begin >= 0:
                span = Span(self.begin, here)
            elif self.data.endswith(self.closing, 0, here):
                span = Span(self.at, here, True)  # expat puts the end of `<title/>` after it
            else:
                span = Span(here, here)
            if field == "meta":
                self.meta.append(span)
            else:
                self.items[-1].setdefault(field, span)
        elif len(self.path) == 4 and self._is_meta() and len(self.meta) == 2 and self._holds_notes(self.meta[0]):
            self.items[-1].setdefault("footnotes", self.meta[1])
        self.path.pop()

    def _is_meta(self) -> bool:
        return self.path[1:3] == ["channel", "item"] and self.path[3].endswith("}postmeta")

    def _holds_notes(self, key: Span) -> bool:
        source = self.data[key.start : key.end] if key.end - key.start < 100 else b""
        return source.decode(self.encoding, "replace") in {"footnotes", "<![CDATA[footnotes]]>"}

    def _field(self) -> str:
        if len(self.path) == 5 and self._is_meta():
            return "meta"
        if len(self.path) != 4 or self.path[1:3] != ["channel", "item"]:
            return ""
        space, _, local = self.path[3].rpartition("}")
        if not space:
            return "title" if local == "title" else ""
        if local != "encoded":
            return ""
        if space.rstrip("/").endswith("excerpt"):
            return "excerpt"
        return "content" if space.rstrip("/").endswith("content") else ""


def replaced(data: bytes, encoding: str, changes: Sequence[tuple[Span, str]]) -> bytes:
    """The bytes with the texts at some spans replaced, written as CDATA or escaped as they were before."""
    pieces: list[bytes] = []
    at = 0
    for span, text in sorted(changes, key=lambda change: change[0].start):
        start, end, whole = span.start, span.end, ""
        if span.empty:
            whole = data[start:end].decode(encoding)
        before = data[start:end].decode(encoding).strip()
        source = _escaped(text) if before and not before.startswith("<![CDATA[") and not whole else _cdata(text)
        if whole:
            tag = whole[1:-2].split()[0]
            source = f"{whole[:-2].rstrip()}>{source}</{tag}>"
        pieces += (data[at:start], _encoded(source, text, encoding))
        at = end
    pieces.append(data[at:])
    return b"".join(pieces)


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _encoded(source: str, text: str, encoding: str) -> bytes:
    illegal = _ILLEGAL.search(text)
    if illegal:
        raise Unreadable(f"XML cannot hold the character U+{ord(illegal[0]):04X}", remedy="Remove it from the text.")
    try:
        return source.encode(encoding)
    except UnicodeEncodeError as error:
        raise Unreadable(
            f"“{source[error.start]}” cannot be written as {encoding}", remedy="Export the site as UTF-8."
        ) from None


def _encoding(head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if head[:4] in {b"<\x00?\x00", b"\x00<\x00?"}:
        return "utf-16-le" if head[0] else "utf-16-be"
    declared = _DECLARED.match(head[:200])
    if declared:
        try:
            return codecs.lookup(declared[1].decode("ascii")).name
        except LookupError:
            return "utf-8"
    return "utf-8"
