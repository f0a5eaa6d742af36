"""The work file: an article in its own format with one header line that names version, base and holder.

The line is a comment of the format. What comes back has been through editors that add byte order marks, turn
line ends and re-encode: `unstamp` and `like` take that back, so that only the translator's changes are left.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from translate_flow import formats
from translate_flow.errors import Unreadable
from translate_flow.formats import encoding as encodings

WINDOW = 4096  # characters from the top, in which a header is looked for
_NOTE = "(do not edit this line)"  # ASCII, as the whole line: no encoding breaks it
_NEWLINE = re.compile(r"\r\n|\n|\r")
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
# At a line's start, or after a byte order mark or an XML declaration; in any comment syntax, or in none.
_HEADER = re.compile(
    r"(?:^|(?<=\r)|(?<=\?>)|(?<=\ufeff)|(?<=\xef\xbb\xbf))[ \t]*+(?:<!--|\{/\*|/\*|\[|#|//|;|%)?[ \t]*+"
    r"translate-flow:[ \t]+(?=[a-z]+=)(?P<fields>[^\r\n]*)(?:\r\n|\n|\r|\Z)",
    re.M,
)
_AFTER = re.compile(r"[ \t]*(?:-->|\*/\}|\*/|\])?[ \t]*$")
_NUMBER = re.compile(r"[0-9]{1,9}")
_FIELD = re.compile(r"([a-z]+)=(\S*)")
_DECLARED = re.compile(rb"""(?:charset\s*=\s*["']?|<\?xml[^>]{0,80}encoding\s*=\s*["'])\s*([A-Za-z0-9_.:-]+)""", re.I)


@dataclass(frozen=True, slots=True)
class Header:
    """What the line says.

    `version` and `source` (its parent version) as `march-8/pt`; `base` is the parent's revision that is
    translated; `draft` the version's own newest revision at checkout, 0 if none; `holder` a handle; `digest` the
    first 12 hexadecimal digits of the SHA-256 of the file without the header. Of a kit, `kind` names its format and `unit` says
    what a row is (block, segment); the digest is then that of the base's text.
    """

    version: str
    base: int
    draft: int
    holder: str
    source: str
    digest: str
    kind: str = ""
    unit: str = ""


_KEYS = {
    "version": "version",
    "base": "base",
    "draft": "draft",
    "holder": "holder",
    "from": "source",
    "digest": "digest",
}
_MORE = {"as": "kind", "by": "unit"}  # of kits alone
_SAID = re.compile(r"translate-flow:\s+(?=[a-z]+=)(?P<fields>(?:[a-z]+=\S+\s*)+)")


def digest(data: bytes) -> str:
    """The digest that a header carries of a file without it."""
    return hashlib.sha256(data).hexdigest()[:12]


def stamp(data: bytes, header: Header, *, format: str) -> bytes:
    """The file with the header line in it, in its own encoding and line ends; an empty `digest` is filled in.

    `unstamp` gives the same bytes back, always: that is checked here. Raises Unreadable for a file that its format
    cannot read, or one where another header line would be found first.
    """
    module = formats.get(format)
    document = module.read(data)
    offset, before, after = module.header_place(document)
    full = header if header.digest else replace(header, digest=digest(data))
    found = _NEWLINE.search(document.text)
    newline = found[0] if found else "\n"
    written = f"{before}{line(full)}{after}{newline}"
    stamped = (document.text[:offset] + written + document.text[offset:]).encode(document.encoding)
    if unstamp(stamped) != (full, data):
        raise Unreadable(
            "carries another header line of translate-flow before its text",
            remedy="Check it in, or remove the line that begins with “translate-flow:”, and try again.",
        )
    return stamped


def unstamp(data: bytes, *, name: str = "") -> tuple[Header | None, bytes]:
    """The header of a work file, and the file without that line; (None, data) where there is none.

    Raises Unreadable, with the line and what is wrong in it, for a header that is damaged.
    """
    encoding = next((label for mark, label in _WIDE if data.startswith(mark)), "latin-1")
    width = {"latin-1": 1, "utf-16-le": 2, "utf-16-be": 2}.get(encoding, 4)
    top = data[: WINDOW * width].decode(encoding, "replace")  # latin-1 stands for all that ASCII is part of
    found = _HEADER.search(top)
    if not found:
        return None, data
    line = len(_NEWLINE.findall(top[: found.start()])) + 1
    header = _parse(_AFTER.sub("", found["fields"]), name, line)
    start, end = (len(top[:at].encode(encoding)) for at in found.span())
    return header, data[:start] + data[end:]


def like(data: bytes, base: bytes) -> bytes:
    """`data` with encoding, byte order mark and line ends of `base`, where an editor changed all of them.

    What cannot be told is left: bytes that are in no known encoding, line ends where `base` mixes them and lines
    were added, an encoding that the translator declares anew. Raises Unreadable for characters that the base's
    encoding lacks.
    """
    base_encoding = _encoding(base)
    found = _encoding_after(data, base, base_encoding)
    if not base_encoding or not found or data == base:
        return data
    text, base_text = data.decode(found), base.decode(base_encoding)
    if _declared(data) != _declared(base):
        base_encoding = found
    text = _lines_like(text.removeprefix("\ufeff"), base_text)
    if base_text.startswith("\ufeff"):
        text = "\ufeff" + text
    try:
        return text.encode(base_encoding)
    except UnicodeEncodeError as error:
        raise Unreadable(
            f"“{text[error.start]}” cannot be written as {base_encoding}, which the file declares",
            line=text.count("\n", 0, error.start) + 1,
            remedy="Declare UTF-8 in the file, save it as UTF-8, and check it in again.",
        ) from None


def line(header: Header) -> str:
    """The header as a line of text, without the comment around it; `said` reads it."""
    fields = " ".join(f"{key}={_quoted(value)}" for key, field in (_KEYS | _MORE).items() if (value := str(getattr(header, field))))
    return f"translate-flow: {fields} {_NOTE}"


def said(text: str, *, name: str = "", line: int = 0) -> Header | None:
    """The header in a text that holds its line, as a cell or a note does, however it was wrapped; None where it holds none.

    Raises Unreadable for a damaged one.
    """
    found = _SAID.search(text)
    return _parse(found["fields"], name, line) if found else None


def _quoted(value: str) -> str:
    """A value without spaces and without what could end a comment."""
    return quote(value, safe="/.:@+").replace("--", "-%2D")


def _parse(fields: str, name: str, line: int) -> Header:
    found: dict[str, str] = {}
    wrong: list[str] = []
    for key, value in _FIELD.findall(fields.partition("(")[0]):
        if key in _KEYS | _MORE and found.setdefault(key, value) != value:
            wrong.append(f"has “{key}” twice")
    missing = [f"“{key}”" for key in _KEYS if not found.get(key)]
    if missing:
        wrong.append(f"lacks {', '.join(missing)}")
    for key in ("base", "draft"):
        if found.get(key) and not _NUMBER.fullmatch(found[key]):
            wrong.append(f"has “{key}={found[key][:40]}”, which is no number")
    if wrong:
        raise Unreadable(
            f"the header line {' and '.join(wrong)}",
            file=name,
            line=line,
            remedy="Take the file out again with checkout, and put the header line of the new file in its place.",
        )
    values = {key: unquote(value) for key, value in found.items()}
    return Header(
        version=values["version"],
        base=int(values["base"]),
        draft=int(values["draft"]),
        holder=values["holder"],
        source=values["from"],
        digest=values["digest"],
        kind=values.get("as", ""),
        unit=values.get("by", ""),
    )


def _encoding(data: bytes) -> str:
    """How the formats decode a file: by byte order mark, by what markup declares, as UTF-8; "" if not at all."""
    try:
        return encodings.decode(data, declared=bool(_declared(data)))[1]
    except Unreadable:
        return ""


def _encoding_after(data: bytes, base: bytes, base_encoding: str) -> str:
    """The encoding of what an editor made of `base`: UTF-8 may hide behind the old declaration."""
    marked = any(data.startswith(mark) for mark in _BOMS)
    if marked or not _reads(data, "utf-8") or data.isascii() or (not base.isascii() and _reads(base, "utf-8")):
        return _encoding(data)
    return "utf-8" if base_encoding else ""


def _declared(data: bytes) -> str:
    """The encoding that markup declares in its first 2 KB, in lower case; "" for other text and where it has none."""
    top = data[:2048].removeprefix(codecs.BOM_UTF8)
    for mark, label in _WIDE:
        if top.startswith(mark):
            top = top[: len(top) // 4 * 4].decode(label, "replace").removeprefix("\ufeff").encode()
    found = _DECLARED.search(top) if top.lstrip()[:1] == b"<" else None
    return found[1].decode("ascii").lower() if found else ""


def _reads(data: bytes, encoding: str) -> bool:
    try:
        return data.decode(encoding).encode(encoding) == data
    except UnicodeError:
        return False


def _lines_like(text: str, base: str) -> str:
    """The text with the base's line ends: its one kind, or line by line where it mixes them."""
    kinds = _NEWLINE.findall(base)
    if not kinds:
        return text
    if len(set(kinds)) == 1:
        return _NEWLINE.sub(lambda _: kinds[0], text)
    own = _NEWLINE.findall(text)
    if len(own) != len(kinds) or len(set(own)) > 1:
        return text
    following = iter(kinds)
    return _NEWLINE.sub(lambda _: next(following), text)
