"""Marks in a work file: comments above the blocks that still need their translator, put in at checkout, taken out at checkin.

    <!-- translate-flow [ ] 7 edited (put an x in the brackets if it needs no change)
         was: Los talleres pararon [-ayer-].
         now: Los talleres pararon {+hoy+}.
         end of translate-flow 7 -->

A mark begins and ends with signs of its own, and nothing between them can look like either: so all of it is found again,
however an editor wraps or indents it, and half of one is known for what it is. What stands between is for people alone.
The signs are ASCII; a mark differs from the file's header (`workfile`) by having no colon.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from translate_flow import formats
from translate_flow.errors import Unreadable
from translate_flow.formats.places import Place, Shape
from translate_flow.text.document import Document

TODOS = ("edited", "added", "split", "merged", "unsure", "removed", "localised", "missing", "moved")
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_NEWLINE = re.compile(r"\r\n|\n|\r")
_MARGIN = 5  # blanks before each line of a mark but its first

_GAP = r"(?:[ \t\r\n\xa0]|\xc2\xa0)"  # a no-break space as a character, and as UTF-8's bytes
_BOX = r"\[(?P<{}>[^\[\]\r\n]{{0,40}})\]"
_WORDS = "|".join(TODOS)
_SIGN = re.compile(
    rf"(?P<open><!--|\{{/\*|\[|\#){_GAP}*translate-flow{_GAP}*{_BOX.format('tick')}{_GAP}*(?P<number>[0-9]{{1,9}}){_GAP}+(?P<todo>{_WORDS})(?![A-Za-z])"
    rf"|end{_GAP}+of{_GAP}+translate-flow{_GAP}+(?P<last>[0-9]{{1,9}})(?:{_GAP}*(?P<close>-->|\*/\}}|\]))?"
    rf"|(?P<broken>(?:<!--|\{{/\*){_GAP}*translate-flow{_GAP}*\[|translate-flow{_GAP}*(?:\[(?:{_GAP}|[xX])*\]|{_BOX.format('_')}{_GAP}*[0-9])"
    rf"|translate-flow{_GAP}+[0-9]{{1,9}}{_GAP}+(?:{_WORDS}){_GAP}+\(put)"
)
_CLOSES = {"<!--": "-->", "{/*": "*/}", "[": "]", "#": ""}
TICKS = frozenset("xX×✓✔☑✅хХｘＸχΧ")  # with Cyrillic, full-width and Greek letters that look like it
_AFTER = re.compile(r"[ \t]*(\r\n|\n|\r|\Z)")

# What no comment of any format can hold, or what would speak to whoever reads the file with its marks in.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_BLANKS = re.compile(r"[^\S\r\n]+")
_INSTEAD = (
    (re.compile("translate-flow"), "translate flow"),
    (re.compile(r"\[(?=/)"), "[ "),  # a shortcode's end makes shortcodes of all brackets of that name
    (re.compile(r"charset(?=\s*=)", re.I), "charset:"),  # what declares an encoding would do so from here
    (re.compile(r"<(?=\?xml)", re.I), "< "),
)
_INSTEAD_IN = {" -->": (re.compile(r"-(?=-)"), "- "), " */}": (re.compile(r"\*(?=/)"), "* ")}  # XML forbids any `--`


class Words(Protocol):
    """Some words of two revisions, as `text.diff.Run` has them: equal, or one or the other empty."""

    @property
    def old(self) -> str: ...
    @property
    def new(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark says. `number`: the block of the new source, from 1; `index`: the block of the file above which it stands,
    their count for the end; `todo`: one of TODOS; `old`, `new`: the source block before and after, `proposal`: a
    translation, all three in any words; `runs`: `old` and `new` in pieces, to show what changed in them.
    """

    number: int
    index: int
    todo: str
    old: str = ""
    new: str = ""
    proposal: str = ""
    runs: Sequence[Words] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A mark that came back. `done`: its translator ticked it."""

    number: int
    todo: str
    done: bool


def put(data: bytes, document: Document, marks: Iterable[Mark]) -> bytes:
    """The file with the marks in it, in its own encoding and line ends; `document` is `data` as its format reads it.

    `take` gives the same bytes back, always: that is checked here. Raises Unreadable for a file that holds marks or parts
    of them already, ValueError for a mark of a block that is not there, or with an unknown `todo`.
    """
    if holds(data):
        raise _taken_for_marks()
    places = formats.get(document.format).mark_places(document)
    placed = sorted(_placed(marks, places), key=lambda pair: (pair[0].offset, pair[1].index))
    text = document.text
    found = _NEWLINE.search(text)
    newline = found[0] if found and found[0] != "\r" else "\n"  # WordPress knows no lone CR
    pieces: list[str] = []
    at = 0
    for place, mark in placed:
        written = _write(mark, place, newline).encode(document.encoding, "xmlcharrefreplace").decode(document.encoding)
        pieces += (text[at : place.offset], written)
        at = place.offset
    marked = "".join((*pieces, text[at:])).encode(document.encoding)
    if take(marked) != (_merged((mark.number, mark.todo, False) for _, mark in placed), data):
        raise _taken_for_marks()
    return marked


def holds(data: bytes) -> bool:
    """Whether a file holds a mark, or what could be part of one: as an article about this program may, by itself."""
    try:
        return bool(take(data)[0])
    except Unreadable:
        return True


def take(data: bytes, *, name: str = "") -> tuple[list[Taken], bytes]:
    """The marks of a file, in order, and the file without them: each with its whole line where it stands alone.

    Several copies of one mark are one, ticked if all are. Raises Unreadable, with the line and what to do, for what is
    left of a mark and for brackets that say neither yes nor no. `name` is what to call the file then.
    """
    coding = next((label for mark, label in _WIDE if data.startswith(mark)), "latin-1")  # latin-1 stands for all that ASCII is part of
    try:
        text = data.decode(coding)
    except UnicodeDecodeError:
        return [], data  # not in its encoding: its format says where
    if "translate-flow" not in text:
        return [], data
    said: list[tuple[int, str, bool]] = []
    kept: list[str] = []
    at = 0
    for first, last in _pairs(text, name):
        start, end = _whole_lines(text, first.start(), last.end())
        kept.append(text[at : max(at, start)])
        at = end
        said.append((int(first["number"]), first["todo"], _ticked(text, first, coding, name)))
    kept.append(text[at:])
    return _merged(said), "".join(kept).encode(coding) if said else data


# --- writing ---


def _placed(marks: Iterable[Mark], places: Sequence[Place]) -> Iterator[tuple[Place, Mark]]:
    for mark in marks:
        if mark.todo not in TODOS or mark.number < 0 or mark.number > 999_999_999:
            raise ValueError(f"a mark is numbered from 0 and says one of {', '.join(TODOS)}; not {mark.number} {mark.todo}")
        if not 0 <= mark.index < len(places):
            raise ValueError(f"the file has {len(places) - 1} blocks, none at {mark.index}")
        yield places[mark.index], mark


def _write(mark: Mark, place: Place, newline: str) -> str:
    hint = "put an x in the brackets " + ("when it is done" if mark.todo in {"added", "missing"} else "if it needs no change")
    head = f"{place.before}translate-flow [ ] {mark.number} {mark.todo} ({hint})"
    said = [f"{label}: {text}" for label, text in _said(mark, place) if text]
    end = f"end of translate-flow {mark.number}{place.after}"
    if place.shape is Shape.LINE:
        return place.prefix + " | ".join((head, *(" ".join(text.split()) for text in said), end)) + newline
    sign = "" if place.after else place.before  # a comment that ends with its line begins anew on each
    margin = newline + place.prefix + sign.ljust(_MARGIN)
    lines = [line for text in said for line in _lines(text)]
    written = place.prefix + margin.join((head, *lines, end))
    return written if place.shape is Shape.INLINE else written + newline


def _lines(text: str) -> Iterator[str]:
    """The lines of a text that are not empty; all after the first begin with a sign, so that none reads as syntax."""
    label = text.partition(":")[0]
    for number, line in enumerate(filter(str.strip, _NEWLINE.split(text))):
        yield f"{' ' * (len(label) - 1)}  | {line.rstrip()}" if number else line.rstrip()


def _said(mark: Mark, place: Place) -> Iterator[tuple[str, str]]:
    """(label, text) of each part, as it can stand in the comment."""
    if mark.old == mark.new:
        yield "source", _safe(mark.new, place)
    else:
        was, now = _compared(mark)
        yield "was", _safe(was, place)
        yield "now", _safe(now, place)
    yield "proposal", _safe(mark.proposal, place)


def _compared(mark: Mark) -> tuple[str, str]:
    """Old and new, with what changed between them in `[-…-]` and `{+…+}` (as git and wdiff write it) where `runs` say it."""
    runs = mark.runs
    if "".join(run.old for run in runs) != mark.old or "".join(run.new for run in runs) != mark.new:
        return mark.old, mark.new
    was = (run.old if run.old == run.new or not run.old else f"[-{run.old}-]" for run in runs)
    now = (run.new if run.old == run.new or not run.new else f"{{+{run.new}+}}" for run in runs)
    return "".join(was), "".join(now)


def _safe(text: str, place: Place) -> str:
    """A text that can stand in the comment: it does not end it, and holds no sign of a mark or a header."""
    text = _BLANKS.sub(" ", _UNSEEN.sub(" ", text)).strip()
    for pattern, instead in (*_INSTEAD, *filter(None, [_INSTEAD_IN.get(place.after)])):
        text = pattern.sub(instead, text)
    return text


# --- reading ---


def _pairs(text: str, name: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The signs that begin and end each mark. Raises Unreadable where one is without the other, or broken."""
    first: re.Match[str] | None = None
    for found in _SIGN.finditer(text):
        if found["broken"]:
            raise _damaged(text, found, name, "is not as it was")
        if found["open"]:
            if first:
                raise _damaged(text, first, name, "has lost its end")
            first = found
        elif first is None or int(first["number"]) != int(found["last"]):
            raise _damaged(text, first or found, name, "has lost its end" if first else "has lost its beginning")
        else:
            closing = _CLOSES[first["open"]]
            if closing and (found["close"] != closing or (closing != "]" and closing in text[first.end() : found.start()])):
                raise _damaged(text, first, name, f"is not closed by one “{closing}”")
            yield first, found
            first = None
    if first:
        raise _damaged(text, first, name, "has lost its end")


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a mark, with its lines' margins and end where it stands alone on them."""
    first = start
    while first and text[first - 1] in " \t>":
        first -= 1
    after = _AFTER.match(text, end)
    alone = first in {0, 1, 3} and text[:first] in {"", "\ufeff", "\xef\xbb\xbf"}
    if after and (alone or text[first - 1 : first] in {"\n", "\r"}):
        return first, after.end()
    return start, end


def _ticked(text: str, found: re.Match[str], coding: str, name: str) -> bool:
    """Whether the brackets hold a tick; Unreadable where they hold neither that nor nothing."""
    inside = found["tick"]
    if coding == "latin-1":
        with suppress(UnicodeDecodeError):
            inside = inside.encode("latin-1").decode()
    inside = inside.replace("\ufe0f", "").strip()
    if inside and not set(inside) <= TICKS:
        raise Unreadable(
            f"the brackets of mark {found['number']} hold “{inside}”, which says neither yes nor no",
            file=name, line=_line(text, found),
            remedy="Put an x between them if the block is done, or leave them empty, and try again.",
        )  # fmt: skip
    return bool(inside)


def _merged(said: Iterable[tuple[int, str, bool]]) -> list[Taken]:
    done: dict[tuple[int, str], bool] = {}
    for number, todo, ticked in said:
        done[number, todo] = ticked and done.get((number, todo), True)
    return [Taken(number, todo, ticked) for (number, todo), ticked in done.items()]


def _line(text: str, found: re.Match[str]) -> int:
    return len(_NEWLINE.findall(text, 0, found.start())) + 1


def _damaged(text: str, found: re.Match[str], name: str, how: str) -> Unreadable:
    number = found["number"] or found["last"]
    return Unreadable(
        f"a mark of translate-flow {how}: {'that of ' + number if number else 'it says “' + ' '.join(found[0].split()) + '”'}",
        file=name, line=_line(text, found),
        remedy="Undo the change to it; or delete all of it, from before “translate-flow [” to after “end of translate-flow” and its number.",
    )  # fmt: skip


def _taken_for_marks() -> Unreadable:
    return Unreadable(
        "holds what reads as marks of translate-flow already",
        remedy="Check it in to have them taken out; or, if the article itself says “translate-flow [”, take it out without marks.",
    )
