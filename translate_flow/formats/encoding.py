"""Bytes to text and back, exactly, for every format."""

from __future__ import annotations

import codecs
import re

from translate_flow.errors import Unreadable
from translate_flow.formats import MAX_BYTES
from translate_flow.text.document import Document

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_WIDER = {"shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "iso8859-9": "cp1254", "tis-620": "cp874"}  # what browsers read them as (WHATWG Encoding, §4.2)
_DECLARED = re.compile(rb"""(?:charset\s*=\s*["']?|<\?xml[^>]{0,80}encoding\s*=\s*["'])\s*([A-Za-z0-9_.:-]+)""", re.I)


def decode(data: bytes, *, name: str = "", declared: bool = False) -> tuple[str, str]:
    """Decodes a whole file; returns (text, encoding). A byte order mark stays in the text as U+FEFF, so nothing is lost.

    By byte order mark, else by what the file declares (where `declared`: HTML's meta charset, XML's declaration), else UTF-8.
    Raises Unreadable for what is empty, too large, binary, in another encoding than it says, or would not encode back the same.
    """
    if not data.strip():
        raise Unreadable("is empty", file=name, remedy="Check that the file was saved, and name it again.")
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"holds {len(data) // 2**20} MB; one article may hold {MAX_BYTES // 2**20}", file=name,
            remedy="Split it, or export it as WXR, which is read piece by piece.",
        )  # fmt: skip
    encoding = _encoding_of(data, declared)
    try:
        text, encoding = _decoded(data, encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise Unreadable(
            f"is not {encoding.upper()}: byte 0x{data[error.start]:02x} cannot be read", file=name, line=line, column=column,
            remedy="Save it as UTF-8 and try again.",
        ) from None  # fmt: skip
    control = _CONTROL.search(text)
    if control:
        raise Unreadable(
            "looks like a binary file, not a text", file=name, line=text.count("\n", 0, control.start()) + 1,
            remedy="Name a text, Markdown, HTML or WordPress export file.",
        )  # fmt: skip
    if text.encode(encoding) != data:
        raise Unreadable(f"cannot be kept byte for byte as {encoding}", file=name, remedy="Save it as UTF-8 and try again.")
    return text, encoding


def encode(document: Document) -> bytes:
    """The document's text in its encoding; characters that encoding lacks raise Unreadable rather than being replaced."""
    try:
        return document.text.encode(document.encoding)
    except UnicodeEncodeError as error:
        line = document.text.count("\n", 0, error.start) + 1
        raise Unreadable(
            f"“{document.text[error.start]}” cannot be written as {document.encoding}", line=line,
            remedy="Save the file as UTF-8, with a UTF-8 declaration where it has one.",
        ) from None  # fmt: skip


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        if encoding not in _WIDER:
            raise
        return data.decode(_WIDER[encoding]), _WIDER[encoding]


_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def _encoding_of(data: bytes, declared: bool) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    found = _DECLARED.search(data, 0, 2048) if declared else None
    if found:
        try:
            label = codecs.lookup(found.group(1).decode("ascii")).name
        except LookupError:
            return "utf-8"
        if label.startswith(("utf-16", "utf-32")):
            return "utf-8"  # it could not be read, if it were so (WHATWG HTML, §13.2.3.2)
        # HTML reads both as windows-1252 (WHATWG Encoding, §4.2), unless bytes are there that it leaves undefined.
        return "cp1252" if label in {"iso8859-1", "ascii"} and not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else label
    return "utf-8"
