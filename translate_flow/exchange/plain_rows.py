"""What rows need in files of plain text: keys that no program takes for something else, characters that files cannot hold, remarks in lines.

For PO and the tables, which have no codes, notes and states of their own shape.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence

from translate_flow.errors import Unreadable
from translate_flow.exchange import workfile
from translate_flow.exchange.kit import Back, Row, State, legend
from translate_flow.formats import MAX_BYTES
from translate_flow.text import inline

_LABEL = re.compile(r"[\[［]\s*0*([1-9][0-9]{0,6})(?:\s*[.,．]\s*0*([1-9][0-9]{0,6}))?\s*[\]］]")
_WHOLE = re.compile(r"0*([1-9][0-9]{0,6})(?:\.0)?")
_SPACES = re.compile(r"[ \t\r\n\f]+")

# What XML, spreadsheets or readers of PO cannot hold, or take for the end of a line. It is written in the manner of Office Open XML
# (ECMA-376 part 1, §22.9.2.19, ST_Xstring), but as text that a translator sees: `_x0007_`; a text that says so itself gets `_x005F_`
# for its first mark.
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
_UNFIT = re.compile(f"[{_CONTROL}]")
_LITERAL = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}(?:_|[{_CONTROL}]))")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_PAGES = {  # the code pages of Windows, in which spreadsheets save where they are not told UTF-8
    "cp1250": "bs cs hr hu pl ro sk sl sq sr-Latn", "cp1251": "be bg kk ky mk mn ru sr tg uk", "cp1253": "el", "cp1254": "az tr",
    "cp1255": "he yi", "cp1256": "ar fa ur", "cp1257": "et lt lv", "cp1258": "vi", "cp874": "th", "cp932": "ja", "cp949": "ko",
    "gb18030": "zh", "cp950": "zh-Hant zh-TW zh-HK",
}  # fmt: skip
_PAGE = {language: page for page, languages in _PAGES.items() for language in languages.split()}


def label(key: str, digits: int = 1) -> str:
    """A key as it is shown, `[7.2]`: in brackets, or spreadsheets would make a number or a date of it. `digits` of the block, so that it sorts."""
    block, dot, segment = key.partition(".")
    return f"[{block.zfill(digits)}{dot}{segment.zfill(min(digits, 2)) if dot else ''}]"


def key_in(shown: str) -> str:
    """The key in a text that holds a label somewhere, or is one block's number alone; empty where there is none."""
    if found := _LABEL.search(shown):
        return f"{found[1]}.{found[2]}" if found[2] else found[1]
    alone = _WHOLE.fullmatch(shown.strip())
    return alone[1] if alone else ""


def encoded(text: str) -> str:
    """The text with what these files cannot hold as `_x0007_`; `decoded` gives it back."""
    return _UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", _LITERAL.sub("_x005F_", text))


def decoded(text: str) -> str:
    """The text that `encoded` was given."""

    def meant(found: re.Match[str]) -> str:
        one = chr(int(found[1], 16))
        return one if one == "_" or _UNFIT.match(one) else found[0]

    return _ESCAPED.sub(meant, text) if "_x" in text else text


def tidy(text: str) -> str:
    """A text with white space folded, as in the rows of a kit."""
    return _SPACES.sub(" ", text).strip(" ")


def folded(places: Sequence[str]) -> list[str]:
    """A warning of line breaks in translations, which rows do not have, if there are any."""
    if not places:
        return []
    return [f"Line breaks inside translations became spaces, in {', '.join(places[:10])}{' …' if len(places) > 10 else ''}: a row is one paragraph."]


def back(key: str, source: str | None, target: str, *, done: bool | None, problem: str, place: str) -> Back:
    """A row of plain texts with signs, as it came back."""
    known = None if source is None else inline.read(tidy(source))
    return Back(key, known, inline.read(tidy(target)), done, problem, place)


def kind(row: Row) -> str:
    """What a row is, in words: `heading 2`."""
    return row.kind.value.replace("_", " ") + (f" {row.level}" if row.level else "")


def remarks(row: Row) -> Iterator[str]:
    """What there is to tell a translator of a row, each in one line, with nothing in it that a file could not hold."""
    said = [kind(row)]
    if row.state is State.LOCKED:
        said.append("do not translate: what is changed here is not taken")
    if row.state is State.OPEN:
        said.append("to be looked at again" + (": its source has changed" if row.was else ""))
    if row.was:
        said.append(f"was: {row.was}")
    if signs := legend(row.source):
        said.append(f"signs to keep: {signs}")
    said += [f"note: {note}" for note in row.notes]
    said += [f"term: {term.source} → {term.target}" + (f" ({term.note})" if term.note else "") for term in row.terms]
    for one in row.proposals:
        said.append(f"memory, {one.score} %: {one.target}" + (f" ← {one.source}" if one.source else "") + (f" ({one.origin})" if one.origin else ""))
    return (encoded(tidy(line)) for line in said)


def text_of(data: bytes, *, name: str = "", declared: str = "") -> tuple[str, list[str]]:
    """A file's text without byte order mark, and warnings. By that mark, as UTF-8, as `declared`, then by the Windows code page of the
    language that the header line names. Raises Unreadable for what is in none of them, empty or too large."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"holds {len(data) // 2**20} MB; a file of rows may hold {MAX_BYTES // 2**20}", file=name, remedy="Check that it is the right file.")
    encoding = next((label for mark, label in _BOMS if data.startswith(mark)), _wide(data))
    if encoding:
        return _read(data, encoding, name).removeprefix("\ufeff"), []
    try:
        said = data.decode()
    except UnicodeDecodeError:
        page = declared or _page(data)
        warning = "" if declared else f"The file is not UTF-8: it was read as {page}. Check letters with accents, or save it as UTF-8 and check it in again."
        return _read(data, page, name), [warning] if warning else []
    if declared and codecs.lookup(declared).name not in {"utf-8", "ascii"} and not data.isascii():
        return said, [f"The file says that it is {declared}, but is UTF-8, and was read so."]
    return said, []


def _wide(data: bytes) -> str:
    """UTF-16 without its mark, by where the zeros stand; else empty."""
    top = data[:4000]
    even, odd = top[::2].count(0), top[1::2].count(0)
    if max(even, odd) * 4 < len(top) or min(even, odd) * 8 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _page(data: bytes) -> str:
    header = workfile.said(data.decode("latin-1"))
    language = header.version.rpartition("/")[2] if header else ""
    return _PAGE.get(language) or _PAGE.get(language.partition("-")[0], "cp1252")


def _read(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = data.count(b"\n", 0, start) + 1
        raise Unreadable(f"cannot be read as {encoding}: byte 0x{data[start]:02x}", file=name, line=line, remedy="Save it as UTF-8 and try again.") from None
