"""The block editor's footnotes (WordPress 6.3 and later), which stand outside the content, in the post meta `footnotes`.

There they are a JSON list, `[{"content": "<html>", "id": "uuid"}, …]`, in the order in which the site prints them.
The content has `<sup data-fn="uuid" class="fn"><a href="#uuid" id="uuid-link">1</a></sup>` for each mark, and
`<!-- wp:footnotes /-->` where the list is to stand. In a text of our own each note is a line of the head:

    footnote 5d0c…: "Register of the port, folio <em>3</em>."
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape as quoted
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from translate_flow.formats.markup import tag_attributes
from translate_flow.text.document import Kind, Note

if TYPE_CHECKING:
    from translate_flow.formats.wp_notes import Found

FIELD = "footnote "  # what a note's name in the head begins with; its id follows
MAX_NOTES = 1000  # of one post; the head is bounded
_MAX_VALUE = 4 * 2**20  # characters of the post meta
_NAME = re.compile(r'([^\s:"]*+)[ \t]*+:?[ \t]*+')
_SUP = re.compile(r"<sup\b([^<>]*+)>", re.I)
_MARK = re.compile(r"<sup\b([^<>]*+)>((?>(?:[^<]++|<(?!/?sup[\s/>]))*))</sup\s*>", re.I)
_LOOK = re.compile("[A-Za-z0-9._~-]+")


class Listed(NamedTuple):
    """A note of the head: its id, and its block, still to be changed, or None where it has no text."""

    id: str
    block: Found | None


def from_meta(value: str) -> tuple[dict[str, str], str]:
    """The notes in a post's meta `footnotes`, as fields for `wordpress.compose` in their order, and what is wrong.

    The latter is a sentence for a person, or empty. Notes that cannot be read are left out; never raises.
    """
    if not value.strip():
        return {}, ""
    remedy = "Open the post in WordPress’s editor and save it, then export it again."
    try:
        entries = json.loads(value) if len(value) <= _MAX_VALUE else None
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list):
        return {}, f"The post’s footnotes (its field “footnotes”) are no JSON list, and were left out. {remedy}"
    fields: dict[str, str] = {}
    for entry in entries[:MAX_NOTES]:
        content, name = (entry.get("content"), entry.get("id")) if isinstance(entry, dict) else (None, None)
        if isinstance(content, str) and isinstance(name, str) and name:
            fields.setdefault(FIELD + _whole(name), _whole(content))
    lost = len(entries) - len(fields)
    return fields, f"{lost} of the post’s footnotes could not be read, and were left out. {remedy}" if lost else ""


def to_meta(fields: Mapping[str, str], before: str = "") -> str:
    """The reverse: the JSON for a post's meta `footnotes` from the fields that `wordpress.decompose` gives.

    Written as the block editor does. `before` is the value there was: it comes back as it is where nothing has
    changed, and what else its entries hold is kept. Fields of other names are passed over.
    """
    notes = {name.removeprefix(FIELD): text for name, text in fields.items() if name.startswith(FIELD)}
    known, fault = from_meta(before)
    if not fault and list(known.items()) == [(FIELD + name, text) for name, text in notes.items()]:
        return before
    entries = {_whole(entry["id"]): entry for entry in json.loads(before)} if known and not fault else {}
    written = [{**entries.get(name, {}), "content": text, "id": name} for name, text in notes.items()]
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def field_line(name: str) -> str:
    """A field's name as the head writes it: an id of other characters than WordPress's is percent-encoded."""
    note = name.removeprefix(FIELD)
    return FIELD + (note if _LOOK.fullmatch(note) else quote(note, safe=""))


def field_name(text: str, start: int, end: int) -> tuple[str, int]:
    """The field that a head line names, whose rest after “footnote” is `text[start:end]`, and where its value begins."""
    match = _NAME.match(text, start, end)
    if not match:
        return FIELD, start
    name = match[1]
    return FIELD + (unquote(name) if "%" in name else name), match.end()


def marked(text: str, found: list[Found]) -> list[str]:
    """The ids that the marks in these blocks name, in order, each once."""
    ids: dict[str, None] = {}
    for kind, start, end, *_ in found:
        if kind is not Kind.FOOTNOTE:
            ids.update((name, None) for match in _SUP.finditer(text, start, end) if (name := _id(match[1])))
    return list(ids)


def numbered(listed: list[Listed], order: list[str], taken: set[str]) -> tuple[list[Note], list[str]]:
    """The head's notes with their marks, and the marks of the content's `order` of ids.

    A note's mark is its number by the order of the marks, so that it stays right in a translation that orders its
    sentences otherwise. Notes without a mark follow, with numbers that are not `taken`. Sets the blocks' `ref`.
    """
    numbers = {name: str(number) for number, name in enumerate(order, 1)}
    marks = list(numbers.values())
    notes: list[Note] = []
    following = len(numbers)
    for name, block in listed:
        if name not in numbers:
            following += 1
            while str(following) in taken:
                following += 1
            numbers[name] = str(following)
        if block:
            block[5] = numbers[name]
        notes.append(Note(numbers[name], block[3] if block else ""))
    return notes, marks


class Printer:
    """Writes the marks in HTML, and the list of notes: `notes` are (id, mark, content as HTML)."""

    def __init__(self, notes: list[tuple[str, str, str]]) -> None:
        self.notes = sorted(notes, key=lambda note: int(note[1]))
        self.numbers = {name: number for name, number, _ in notes if name}
        self.linked: set[str] = set()

    def marks(self, source: str) -> str:
        """A run's source with its marks numbered and linked to their notes; only for runs in their order."""
        return _MARK.sub(self._mark, source) if self.notes and "data-fn" in source else source

    def _mark(self, match: re.Match[str]) -> str:
        name = _id(match[1])
        number = self.numbers.get(name)
        if number is None:
            return match[0]
        own = "" if name in self.linked else f' id="{quoted(name)}-link"'
        self.linked.add(name)
        link = f'<a href="#{quoted(name)}"{own}>{number}</a>'
        return f'<sup data-fn="{quoted(name)}" class="fn">{link}</sup>'

    def list(self) -> str:
        """The notes in the order of their numbers, each linked back to its first mark; for after all `marks`."""
        return f'<ol class="wp-block-footnotes">{"".join(self._items())}</ol>'

    def _items(self) -> Iterator[str]:
        for place, (name, number, content) in enumerate(self.notes, 1):
            value = "" if number == str(place) else f' value="{number}"'
            own = f' id="{quoted(name)}"' if name else ""
            back = f' <a href="#{quoted(name)}-link">↩︎</a>' if name in self.linked else ""
            yield f"<li{own}{value}>{content}{back}</li>"


def _id(inside: str) -> str:
    return tag_attributes(inside).get("data-fn", "") if "data-fn" in inside else ""


def _whole(text: str) -> str:
    """Text without halves of surrogate pairs, which JSON can write and no encoding holds."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
