"""The entries of a PO file, read strictly: what polib lets pass (a quote that does not close, an entry without msgstr) would lose text.

The grammar is GNU gettext's (manual, “The Format of PO Files”). Previous texts and references are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from translate_flow.errors import Unreadable

_QUOTED = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_KEYWORD = re.compile(rf"(msgctxt|msgid_plural|msgid|msgstr|domain)[ \t]*(\[[0-9]{{1,3}}\])?[ \t]*((?:{_QUOTED}[ \t]*+)++)$")
_MORE = re.compile(rf"(?:{_QUOTED}[ \t]*+)++$")
_STRING = re.compile(_QUOTED)
_BYTE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3}))")
_ESCAPE = re.compile(rf"(?P<bytes>(?:{_BYTE.pattern})+)|\\(?P<one>.)", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_REMEDY = "Mend that line, or open the file in your PO editor and save it anew; `msgfmt -c` shows what is wrong too."


@dataclass
class Entry:
    """One entry. `line` is where it begins; `texts` has msgctxt, msgid, msgid_plural, msgstr by their names, plural forms as `msgstr[0]`."""

    line: int = 0
    flags: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    obsolete: bool = False

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.texts.items() if name.startswith("msgstr") and text]


def entries(text: str, *, name: str = "") -> Iterator[Entry]:
    """The entries of a file, in order. Raises Unreadable, with the line, for what is no PO."""
    entry, last = Entry(), ""
    number = 0
    for number, full in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        line = full.strip(" \t\ufeff")
        obsolete = line.startswith("#~") and not line.startswith("#~|")
        line = line[2:].strip(" \t") if obsolete else line
        if not line:
            continue
        if line.startswith("#"):
            if _has_translation(entry):
                yield entry
                entry, last = Entry(), ""
            _comment(entry, line)
            continue
        if line.startswith('"'):
            if not last or not _MORE.match(line):
                raise _broken(name, number, "a text that is not closed by its quote, or has a quote inside without a backslash" if last else "a text that belongs to nothing")
            entry.texts[last] += _unquoted(line)
            continue
        found = _KEYWORD.match(line)
        if not found:
            raise _broken(name, number, f"“{line[:60]}”, which is not closed by its quote, or is no PO")
        keyword = found[1] + (found[2] or "")
        if keyword == "domain":
            continue
        if _has_translation(entry) and found[1] in {"msgctxt", "msgid"}:
            yield entry
            entry = Entry()
        _fits(entry, keyword, number, name)
        entry.line = entry.line or number
        entry.obsolete = obsolete
        entry.texts[keyword] = _unquoted(found[3])
        last = keyword
    if _has_translation(entry):
        yield entry
    elif entry.texts:
        raise _broken(name, number, "no msgstr after the last msgid: the file breaks off")


def _fits(entry: Entry, keyword: str, line: int, name: str) -> None:
    """That a keyword can stand after those before it."""
    if keyword in entry.texts:
        raise _broken(name, line, f"{keyword} twice in one entry")
    if keyword == "msgctxt" and "msgid" in entry.texts:
        raise _broken(name, line, "msgctxt, where the msgstr of the entry before it is missing")
    if keyword.startswith(("msgstr", "msgid_plural")) and "msgid" not in entry.texts:
        raise _broken(name, line, f"{keyword} without a msgid before it")


def _has_translation(entry: Entry) -> bool:
    return any(keyword.startswith("msgstr") for keyword in entry.texts)


def _comment(entry: Entry, line: str) -> None:
    if line.startswith(("#,", "#=")):
        entry.flags.update(flag.strip() for flag in line[2:].split(","))
    elif line[1:2] not in {":", ".", "|", "~"}:
        entry.comments.append(line[1:].strip())


def _unquoted(line: str) -> str:
    return "".join(_ESCAPE.sub(_meant, piece[1:-1]) for piece in _STRING.findall(line))


def _meant(found: re.Match[str]) -> str:
    if found["one"]:
        return _NAMED.get(found["one"], found["one"])
    raw = bytes(int(wide, 16) if wide else int(octal, 8) & 255 for wide, octal in _BYTE.findall(found["bytes"]))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _broken(name: str, line: int, what: str) -> Unreadable:
    return Unreadable(f"has {what}", file=name, line=line, remedy=_REMEDY)
