"""What the bilingual documents (DOCX, HTML) share: what they tell a translator, and how the table of rows is read back.

A table has a row of heads and five columns; the first holds a row's key, the fourth an x where it is done. Codes are signs in the text
(`inline.written`), since a word processor has nothing that protects a code and can still be moved by whoever translates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from translate_flow import languages
from translate_flow.errors import Unreadable
from translate_flow.exchange.kit import Back, Kit, Returned, Row, State, legend
from translate_flow.exchange.marks import TICKS
from translate_flow.exchange.workfile import Header
from translate_flow.text import inline
from translate_flow.text.document import Kind
from translate_flow.text.inline import Content

KEY, SOURCE, TARGET, DONE, REMARKS = "No.", "Source", "Translation", "Done", "Remarks"
COLUMNS = (KEY, SOURCE, TARGET, DONE, REMARKS)
DONE_SIGNS = {State.NEW: "", State.OPEN: "?", State.DONE: "x", State.LOCKED: "locked"}
_YES = frozenset({"yes", "y", "ok", "done", "finished"})
_NO = frozenset({"no", "n", "open", "not done", "todo", "to do"})

_KEY_SAID = re.compile(r"(\d{1,9})(?:[.,](\d{1,9}))?[.):]?(?=\s|$)")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HEADS = {"no": KEY, "source": SOURCE, "translation": TARGET, "target": TARGET, "done": DONE, "remarks": REMARKS}
_FIRST_WORD = re.compile(r"[^\W\d_]+")
# C0 controls, which XML cannot hold, travel as the 32 characters that Unicode keeps for a program's own use (23.7, noncharacters).
_TO_TRAVEL = {code: 0xFDD0 + code for code in range(32) if chr(code) not in "\t\n\r"}
_BACK = {there: here for here, there in _TO_TRAVEL.items()}
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# A sign as autocorrection, machine translation or a keyboard of another script leaves it.
_LOOSE = re.compile(r"[<＜〈‹]\s*([/／]?)\s*(\d{1,4})\s*([/／]?)\s*[>＞〉›]")


# --- what is told ---


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know of a row. `language` is that of the text, empty for English; `use`: a translation that can be taken over."""

    label: str
    text: str
    language: str = ""
    use: bool = False


def kind_name(row: Row) -> str:
    """What a row is, in a word; empty for a paragraph."""
    if row.kind is Kind.PARAGRAPH:
        return ""
    name = row.kind.value.replace("_", " ")
    return f"{name} {row.level}" if row.kind is Kind.HEADING and row.level else name


def remarks(kit: Kit, row: Row) -> list[Remark]:
    """All there is to know of a row, most urgent first."""
    found: list[Remark] = []
    if row.state is State.OPEN:
        found.append(Remark("Check", "the source has changed since this was translated" if row.was else "this needs another look"))
    if row.state is State.LOCKED:
        found.append(Remark("Locked", "leave it as it is: what you change here is not taken"))
    if row.was:
        found.append(Remark("Source was", row.was, kit.source_language))
    if signs := legend(row.source):
        found.append(Remark("Signs", signs))
    found += (Remark("Note", note) for note in row.notes)
    for term in row.terms:
        found.append(Remark("Term", f"{term.source} → {term.target}" + (f" ({term.note})" if term.note else "")))
    for one in row.proposals:
        match = "in this very place" if one.score > 100 else f"{one.score} %"
        found.append(Remark(f"Proposal, {match}" + (f", {one.origin}" if one.origin else ""), one.target, kit.target_language, use=True))
        if one.score < 100:
            found.append(Remark("which translates", one.source, kit.source_language))
    return [Remark(shown(one.label), shown(one.text), one.language, one.use) for one in found]


def facts(kit: Kit) -> str:
    """From which language to which, and how much there is to do, in one line."""
    counts = {state: sum(row.state is state for row in kit.rows) for state in State}
    words = {State.NEW: "to translate", State.OPEN: "to check (?)", State.DONE: "done (x)", State.LOCKED: "locked"}
    parts = [f"{count} {words[state]}" for state, count in counts.items() if count]
    total = "1 row" if len(kit.rows) == 1 else f"{len(kit.rows)} rows"
    return f"From {named(kit.source_language)} to {named(kit.target_language)}. {total}: {', '.join(parts) or 'nothing to do'}."


def named(tag: str) -> str:
    return f"{languages.name(tag)} ({tag})"


def heads(kit: Kit) -> list[str]:
    """The row of heads; `returned` knows the columns by the first words."""
    return [KEY, f"{SOURCE}: {languages.name(kit.source_language)}", f"{TARGET}: {languages.name(kit.target_language)}", DONE, REMARKS]


def guide(kit: Kit) -> list[str]:
    """How to work in the document, for who sees one for the first time."""
    piece = "sentence" if kit.header.unit == "segment" else "paragraph"
    lines = [f"Write in the column “{TARGET}”, one {piece} to a row. Leave the numbers and the source as they are; rows may stay empty, to be done later."]
    if any(inline.codes(row.source) for row in kit.rows):
        lines.append(f"Signs such as <1>, </1> and <2/> stand for links, emphasis and the like (“{REMARKS}” says for which). Keep each, around the words that it belongs to.")
    lines.append(f"Put an x under “{DONE}” where a row is finished, also where a “?” asks you to check it and nothing is to be changed. Shaded rows are locked.")
    return lines


def shown(text: str) -> str:
    """A text that is only shown: without what a file cannot hold, or what could be taken for its header line."""
    return _UNSEEN.sub("\ufffd", text).replace("translate-flow:", "translate-flow :")


def travelling(text: str, row: Row) -> str:
    """A text as XML and HTML can hold it; `arrived` gives it back. Raises Unreadable for characters that are none."""
    if found := _IMPOSSIBLE.search(text):
        raise Unreadable(
            f"block {row.block + 1} holds U+{ord(found[0]):04X}, which is no character and cannot be written",
            remedy="Take it out of the source with revise, and check out again.",
        )
    return text.translate(_TO_TRAVEL)


def arrived(text: str) -> str:
    """A cell's text: white space folded as in rows, controls as they were. Blank (no-break spaces included) is empty."""
    folded = _SPACES.sub(" ", text).strip(" ")
    return folded.translate(_BACK) if folded.strip("\xa0") else ""


# --- what comes back ---


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that came back. `problem`: why its text cannot be taken; `told`: what was done to take it; `comments`: what people wrote at its edge."""

    text: str
    problem: str = ""
    told: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, and where it stands."""

    cells: tuple[Cell, ...]
    place: str


@dataclass(slots=True)
class _Told:
    """Warnings, those that are the same for several rows said once."""

    by_message: dict[str, list[str]] = field(default_factory=dict)

    def add(self, message: str, row: str) -> None:
        self.by_message.setdefault(message, []).append(row)

    def lines(self) -> Iterator[str]:
        for message, rows in self.by_message.items():
            some = ", ".join(dict.fromkeys(rows[:20])) + (" …" if len(rows) > 20 else "")
            yield f"{'row' if len(set(rows)) == 1 else 'rows'} {some}: {message}"


def returned(tables: Iterable[Sequence[Line]], header: Header | None, warnings: Sequence[str] = (), *, name: str = "") -> Returned:
    """The rows of all tables that hold some. Raises Unreadable where none does."""
    rows: list[Back] = []
    told = _Told()
    columns: dict[str, int] = {}
    width = 0
    met = False
    found = list(tables)
    headed = any(_columns(line) for table in found for line in table)
    for table in found:
        if (headed and not columns and not any(_columns(line) for line in table)) or not _ours(table, columns, width):
            continue
        met = True
        for line in table:
            if named_columns := _columns(line):
                columns, width = named_columns, len(line.cells)
            elif back := _back(line, columns or _usual(), width or len(COLUMNS), told):
                rows.append(back)
    if not met:
        raise Unreadable(
            f"holds no table with the columns {', '.join(COLUMNS[:4])}", file=name,
            remedy="Name the file that checkout wrote, saved in its own format; the row of heads must stand in it.",
        )  # fmt: skip
    return Returned(header, tuple(rows), (*warnings, *told.lines()))


def _usual() -> dict[str, int]:
    return {column: at for at, column in enumerate(COLUMNS)}


def _ours(table: Sequence[Line], columns: dict[str, int], width: int) -> bool:
    """Whether a table is ours: by its heads; or, as the rest of one that was split, by its columns and keys."""
    if any(_columns(line) for line in table):
        return True
    at = (columns or _usual())[KEY]
    return any(len(line.cells) == (width or len(COLUMNS)) and _KEY_SAID.match(line.cells[at].text) for line in table)


def _columns(line: Line) -> dict[str, int]:
    """Where each column stands, if the line is a row of heads."""
    found: dict[str, int] = {}
    for at, cell in enumerate(line.cells):
        word = _FIRST_WORD.match(cell.text)
        column = _HEADS.get(word[0].casefold(), "") if word else ""
        if column:
            found.setdefault(column, at)
    return found if KEY in found and TARGET in found else {}


def _back(line: Line, columns: dict[str, int], width: int, told: _Told) -> Back | None:
    cells = {column: line.cells[at] for column, at in columns.items() if at < len(line.cells)}
    broken = len(line.cells) != width or any(cell.merged for column, cell in cells.items() if column in {KEY, SOURCE, TARGET})
    key = _key(cells[KEY].text) if KEY in cells else ""
    texts = [cell.text for cell in line.cells if cell.text]
    if not key and (not texts or (not broken and not any(cells[column].text for column in (SOURCE, TARGET) if column in cells))):
        return None
    for cell in line.cells:
        for comment in cell.comments:
            told.add(comment, key or "without number")
    if broken:
        said = "; ".join(inline.shortened(text) for text in texts[:6])
        problem = f"cells of this row have been merged or split, so it is not certain what belongs where (“{said}”): undo that, or copy the row anew from the file that was checked out"
        return Back(key, None, inline.read(""), problem=problem, place=line.place)
    target, source = cells[TARGET], cells[SOURCE].text if SOURCE in cells else None
    problem = target.problem
    if not key:
        shown_key = cells[KEY].text
        problem = f"“{shown_key[:40]}” is no number of a row" if shown_key else f"the row has no number under “{KEY}”; put its translation into the row that it belongs to"
        return Back("", None if source is None else inline.read(source), inline.read(target.text), problem=problem, place=line.place)
    for message in target.told:
        told.add(message, key)
    text = _mended(target.text, source)
    said_done = cells[DONE].text if DONE in cells else ""
    done = _done(said_done)
    if done is None and said_done and said_done not in DONE_SIGNS.values():
        told.add(f"“{said_done[:40]}” under “{DONE}” says neither yes nor no; put an x there, or nothing", key)
    if text and text == source and not done and not said_done:
        told.add(f"what stands under “{TARGET}” is the source, and no x under “{DONE}”: taken as not translated yet", key)
        text = ""
    return Back(key, None if source is None else inline.read(source), inline.read(text), done, problem, line.place)


def _key(text: str) -> str:
    """The key that a cell begins with, in plain digits; empty where there is none."""
    found = _KEY_SAID.match(text)
    if not found:
        return ""
    return f"{int(found[1])}.{int(found[2])}" if found[2] else str(int(found[1]))


def _done(text: str) -> bool | None:
    said = text.strip().casefold()
    if (said and set(said.replace("\ufe0f", "")) <= TICKS) or said in _YES:
        return True
    return False if said in _NO else None


def _mended(target: str, source: str | None) -> str:
    """The text with signs that something has put spaces or other brackets into, where one is missing so, and the source has none such."""
    if source is None or any(not inline.codes(inline.read(found[0])) for found in _LOOSE.finditer(source)):
        return target
    missing = {(code.number, code.form) for code in inline.codes(inline.read(source))} - {(code.number, code.form) for code in inline.codes(inline.read(target))}

    def sign(found: re.Match[str]) -> str:
        opening, number, closing = found.groups()
        form = inline.Form.CLOSE if opening else inline.Form.ALONE if closing else inline.Form.OPEN
        code = inline.Code(int(number), form)
        return inline.sign(code) if (code.number, form) in missing and not (opening and closing) else found[0]

    return _LOOSE.sub(sign, target) if missing else target


def direction_of(version: str) -> str:
    """`rtl` or `ltr` of a version's name as headers have it: `march-8/ar`."""
    tag = version.rpartition("/")[2]
    return languages.direction(tag) if "/" in version and languages.is_tag(tag) else "ltr"


def piece_runs(content: Content) -> Iterator[tuple[str, bool]]:
    """(text, whether it is the sign of a code) of each piece."""
    for piece in content:
        yield (inline.sign(piece), True) if isinstance(piece, inline.Code) else (piece, False)
