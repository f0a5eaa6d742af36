"""The files that translators take away and bring back.

The document itself, with a header line (`workfile`) and marks (`marks`), and kits: rows of source and target in the formats of translators'
tools. To add one: a module here that satisfies `Exchange`, its line in `KITS`, and its line in `docs/exchange.md`; the conformance tests
(`tests/test_exchange.py`) pick it up.
"""

from __future__ import annotations

import codecs
import re
from importlib import import_module
from typing import Protocol, cast

from translate_flow.errors import UsageError
from translate_flow.exchange.kit import Kit, Returned


class Exchange(Protocol):
    """What the module of an exchange format offers. What `write` gives, `read` reads: each row's key, source, target and codes."""

    NAME: str
    SUFFIX: str
    BY_SENTENCE: bool  # whether a row is a sentence unless told otherwise; else a block

    def write(self, kit: Kit) -> bytes:
        """The kit as a file."""

    def read(self, data: bytes, *, name: str = "") -> Returned:
        """What came back. `name` is what to call the file in errors. Raises Unreadable with file, line and remedy for what cannot be read
        at all; a row that cannot be taken is told by its `problem`."""


KITS: dict[str, str] = {  # name → module; a string, so that only the format in use is imported
    "docx": "translate_flow.exchange.docx",
    "html": "translate_flow.exchange.bilingual_html",
    "xliff": "translate_flow.exchange.xliff12",
    "xliff2": "translate_flow.exchange.xliff21",
    "po": "translate_flow.exchange.po",
    "csv": "translate_flow.exchange.spreadsheet_csv",
    "xlsx": "translate_flow.exchange.spreadsheet_xlsx",
}
_MEMBERS = (("translate-flow.json", "pack"), ("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))
_SUFFIXES = {".docx": "docx", ".xlf": "xliff", ".xliff": "xliff", ".po": "po", ".csv": "csv", ".xlsx": "xlsx"}
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAID = re.compile(r"translate-flow:\s.{0,900}?\sas=([a-z0-9]+)", re.DOTALL)
_XLIFF = re.compile(r"<(?:\w+:)?xliff\s(?:[^>]*?\s)?version\s*=\s*[\"']([\d.]+)", re.DOTALL)


def get(name: str) -> Exchange:
    """The exchange format of that name. Raises UsageError with the names there are."""
    if name not in KITS:
        raise UsageError(f"There is no exchange format “{name}”", remedy=f"There are: {', '.join(KITS)}; without --as, checkout writes the document itself.")
    return cast(Exchange, import_module(KITS[name]))


def recognise(data: bytes, *, name: str = "") -> str:
    """Which kit a file is, by what it holds, then by its suffix: a key of KITS, `pack`, or empty for a document."""
    if data.startswith(b"PK\x03\x04"):
        top = data[-(66 * 1024) :] + data[:4096]  # the directory at the end names the members
        return next((kind for member, kind in _MEMBERS if member.encode() in top), _by_suffix(name) or "archive")
    text = _text(data)
    if found := _XLIFF.search(text[:65536]):
        return "xliff2" if found[1].startswith("2") else "xliff"
    if re.search(r"^\"X-Translate-Flow:", text, re.M | re.I):
        return "po"
    if (found := _SAID.search(text)) and found[1] in KITS:
        return "csv" if found[1] == "xlsx" else found[1]  # a workbook that was saved as text
    return _by_suffix(name)


def _by_suffix(name: str) -> str:
    return next((kind for suffix, kind in _SUFFIXES.items() if name.lower().endswith(suffix)), "")


def _text(data: bytes) -> str:
    encoding = next((label for mark, label in _WIDE if data.startswith(mark)), "utf-8")
    return data.decode(encoding, "replace")
