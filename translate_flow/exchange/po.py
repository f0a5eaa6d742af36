"""PO, gettext's files: for Poedit, Weblate, Virtaal, OmegaT and whatever else translators use for them.

A row is an entry: its key is the context (`msgctxt "[7]"`), its codes are signs in the text, and what there is to tell stands in the
extracted comments. The header line is the field X-Translate-Flow of the header, and once more a comment of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from translate_flow.errors import Unreadable
from translate_flow.exchange import plain_rows, workfile
from translate_flow.exchange.kit import Back, Kit, Returned, Row, State
from translate_flow.exchange.plain_rows import encoded, tidy
from translate_flow.exchange.workfile import Header
from translate_flow.text import inline

if TYPE_CHECKING:
    import polib

    from translate_flow.exchange.po_entries import Entry

NAME = "po"
SUFFIX = ".po"
BY_SENTENCE = False

_FIELD = re.compile(r"^X-Translate-Flow:[ \t]*", re.I | re.M)
_CHARSET = re.compile(rb"Content-Type:[^\r\n]{0,80}charset=([A-Za-z0-9_.:-]+)", re.I)
_LETTER = re.compile(r"[^\W\d_]")
_WHEN = "1970-01-01 00:00+0000"  # tools want a date; the same kit gives the same bytes
_HOW = "Signs such as <1>, </1> and <2/> stand for markup: each of them belongs into the translation, where the marked words are."


def write(kit: Kit) -> bytes:
    """The kit as a PO file in UTF-8, lines not wrapped."""
    import polib

    file = polib.POFile(wrapwidth=0)
    line = workfile.line(kit.header)
    title = f"{kit.title}: from {kit.source_language} to {kit.target_language}"
    file.header = "\n".join(encoded(tidy(text)) for text in (title, _HOW, *kit.brief, line) if text.strip())
    file.metadata = _fields(kit, line)
    for number, row in enumerate(kit.rows):
        file.append(_entry(row, kit, first=not number))
    return (str(file).rstrip("\n") + "\n").encode()


def _fields(kit: Kit, line: str) -> dict[str, str]:
    language = kit.target_language.replace("-", "_")
    return {
        "Project-Id-Version": encoded(tidy(kit.header.version)),
        "POT-Creation-Date": _WHEN,
        "PO-Revision-Date": _WHEN,
        "Last-Translator": encoded(tidy(kit.header.holder)),
        "Language-Team": language,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": kit.source_language.replace("-", "_"),
        "X-Translate-Flow": line.removeprefix("translate-flow: "),
    }


def _entry(row: Row, kit: Kit, *, first: bool) -> polib.POEntry:
    import polib

    said = [*plain_rows.remarks(row), *(f"for all of it: {encoded(tidy(line))}" for line in kit.brief if first and line.strip())]
    flags = ["fuzzy"] if row.state is State.OPEN else ["read-only"] if row.state is State.LOCKED else []
    was = encoded(tidy(row.was)) if row.state is State.OPEN and row.was else None
    return polib.POEntry(
        msgctxt=plain_rows.label(row.key), msgid=encoded(inline.written(row.source)), msgstr=encoded(inline.written(row.target)),
        comment="\n".join(said), occurrences=[(quote(kit.header.source, safe="/"), str(row.block + 1))], flags=flags, previous_msgid=was,
    )  # fmt: skip


def read(data: bytes, *, name: str = "") -> Returned:
    """What came back. Raises Unreadable, with the line, for what is no PO or breaks off."""
    from translate_flow.exchange.po_entries import entries

    text, warnings = plain_rows.text_of(data, name=name, declared=_declared(data, name))
    header: Header | None = None
    comments: list[str] = []
    rows: list[Back] = []
    broken: list[str] = []
    found = False
    for entry in entries(text, name=name):
        found = True
        comments += entry.comments
        if entry.texts.get("msgid") == "" and "msgctxt" not in entry.texts:
            header = header or workfile.said(_FIELD.sub("translate-flow: ", entry.texts.get("msgstr", "")), name=name, line=entry.line)
            continue
        if entry.obsolete:
            warnings += _obsolete(entry)
        elif row := _row(entry):
            rows.append(row)
            broken += [row.place] if any("\n" in text.strip() for text in entry.translations) else []
        else:
            warnings.append(f"The entry at line {entry.line} is of no row and not translated: it was passed over.")
    if not found:
        raise Unreadable("is no PO file: it has no entries", file=name, remedy="Name the file that checkout wrote, or take it out again.")
    header = header or next((line for comment in comments if (line := workfile.said(comment, name=name))), None)
    warnings += plain_rows.folded(broken)
    return Returned(header, tuple(rows), tuple(warnings))


def _row(entry: Entry) -> Back | None:
    """An entry as a row; None for one that is foreign, and holds no translation."""
    key = plain_rows.key_in(entry.texts.get("msgctxt", ""))
    translations = entry.translations
    if not key and not translations:
        return None
    problem = ""
    if not key:
        problem = "its context (msgctxt) names no row of this work: translate it in the entry that checkout wrote"
    elif "msgid_plural" in entry.texts or len(translations) > 1:
        problem = "it has plural forms, which no row of an article has: give its translation in one msgstr"
    source, target = (plain_rows.decoded(text) for text in (entry.texts["msgid"], translations[0] if translations else ""))
    done: bool | None = bool(translations) and "fuzzy" not in entry.flags
    if done and tidy(source) == tidy(target) and _LETTER.search(target):
        done = None  # some tools fill what nobody translated with the source
    return plain_rows.back(key, source, target, done=done, problem=problem, place=f"line {entry.line}")


def _obsolete(entry: Entry) -> Iterator[str]:
    """A warning for a translation in an entry that its tool has struck out."""
    if entry.translations:
        shown = inline.shortened(entry.translations[0], 40)
        yield f"The entry at line {entry.line} is marked obsolete (#~), so its translation “{shown}” was not taken."


def _declared(data: bytes, name: str) -> str:
    """The charset that the header declares, as Python knows it; empty for none."""
    found = _CHARSET.search(data[:65536])
    said = found[1].decode("ascii") if found else ""
    if not said or said.upper() == "CHARSET":
        return ""
    try:
        b" ".decode(said)
    except (LookupError, UnicodeError):
        raise Unreadable(f"declares the unknown charset “{said}”", file=name, remedy="Save it as UTF-8, with charset=UTF-8 in its header.") from None
    return said
