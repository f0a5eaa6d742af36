"""Footnotes, bylines and provenance lines among the blocks of WordPress content."""

from __future__ import annotations

import re
from typing import Any

from translate_flow.formats import wp_footnotes
from translate_flow.formats.markup import plain
from translate_flow.formats.wp_scan import MAX_WARNINGS
from translate_flow.text.document import Kind, Note, Provenance

# The arguments of a Block, still to be changed.
Found = list[Any]

_SIGNS = ("[", "<sup", "¹", "²", "³", "†", "‡", "［", "〔", "【", "wp-block-footnotes")
_SUP = re.compile(r"<sup\b([^<>]*)>(?:\s*<a\b[^<>]*>)?\s*\[?(\d{1,3}|\*{1,3})\]?\s*(?:</a>\s*)?</sup>", re.I)
_ID = re.compile(r"""\bdata-fn=["']?([^"'\s<>]+)""")
_AROUND = r"(?:a|sup|span|strong|b|small)"
_OWN_MARK = re.compile(
    rf"((?>(?:<{_AROUND}\b[^<>]*>\s*)*))"
    r"(?:\[\^?([^\[\]\s]{1,40})\]|([⁰¹²³⁴⁵⁶⁷⁸⁹]+|[†‡]{1,2}|\d{1,3})|[［〔【](\d{1,3})[］〕】])"
    rf"((?>(?:\s*</{_AROUND}>)*))\s*:?\s*",
    re.I,
)
_LINE_END = re.compile(r"<br\b[^<>]*>\s*|\n")
_BACK_LINK = re.compile(
    r"""(?>(?:\s|&nbsp;)*)<a\s[^<>]*\bhref=["']?#[^<>]*>\s*(?:[↩⇑^↑]|&#8617;|&#x21a9;)\ufe0e?\s*</a>\s*\Z""",
    re.I,
)
_LAST = 3  # blocks that may stand after the notes: a byline, a provenance line, a licence


def find_notes(
    text: str, found: list[Found], body: int, listed: list[wp_footnotes.Listed], warnings: list[str]
) -> tuple[Note, ...]:
    """Makes blocks FOOTNOTE where they are notes (in place), and returns the notes with their states.

    `found[body:]` are the content's blocks, `listed` the notes of the head, which come first in what is returned. A
    note's block spans what follows its mark; an empty note has none.
    """
    if not listed and not any(text.find(sign, found[body][1]) >= 0 for sign in _SIGNS):
        return ()
    from translate_flow.text import notes as footnotes

    numbers = _superscripts(text, found, body)
    order: list[str] = []
    if listed:
        elsewhere = {piece[5] for piece in found[body:] if piece[0] is Kind.FOOTNOTE}
        order = [name for name in wp_footnotes.marked(text, found[body:]) if name not in elsewhere]
        native = set(order)
        numbers = [pair for pair in numbers if pair[1] not in native]
    notes = _listed(text, found, body, numbers)
    trailing = _trailing(text, found, body)
    if trailing:
        notes += _split(text, found, trailing)
    running = "\n".join(piece[3] for piece in found[body:] if piece[0] is not Kind.FOOTNOTE)
    marks = footnotes.marks(running) + [mark for mark, _ in numbers]
    if listed:
        first, own = wp_footnotes.numbered(listed, order, {*marks, *(note.mark for note in notes)})
        notes, marks = first + notes, own + marks
    if not notes and not marks:
        return ()
    checked, said = footnotes.check(marks, notes)
    warnings += said[:MAX_WARNINGS]
    if len(said) > MAX_WARNINGS:
        warnings.append(f"{len(said) - MAX_WARNINGS} more footnotes have such faults.")
    return checked


def find_furniture(found: list[Found], body: int) -> Provenance | None:
    """Marks the byline and the provenance line (in place) and returns the latter.

    Only short paragraphs are tried, the first five blocks and the last three.
    """
    from translate_flow.text import byline, provenance

    has_byline = any(piece[0] is Kind.BYLINE for piece in found[:body])
    recognised: Provenance | None = None
    ends = found[body : body + 5] + found[max(body + 5, len(found) - 3) :]
    for piece in ends:
        line = piece[3]
        if piece[0] is not Kind.PARAGRAPH or len(line) >= 200:
            continue
        if recognised is None and (recognised := provenance.recognise(line)):
            signed = not has_byline and bool(byline.recognise(provenance.before(recognised)))
            piece[0], has_byline = (Kind.BYLINE, True) if signed else (Kind.PROVENANCE, has_byline)
        elif not has_byline and byline.recognise(line):
            piece[0], has_byline = Kind.BYLINE, True
    return recognised


def _superscripts(text: str, found: list[Found], body: int) -> list[tuple[str, str]]:
    """`(mark, id)` of the raised numbers in running text; the id is the block editor's, or empty."""
    raised: list[tuple[str, str]] = []
    if len(found) == body or text.find("<sup", found[body][1]) < 0:
        return raised
    for kind, start, end, *_ in found[body:]:
        if kind is Kind.FOOTNOTE:
            continue
        for match in _SUP.finditer(text, start, end):
            linked = _ID.search(match[1])
            if match.start() > start and (linked or "[" not in match[0]):  # with brackets, the text shows it
                raised.append((match[2], linked[1] if linked else ""))
    return raised


def _listed(text: str, found: list[Found], body: int, numbers: list[tuple[str, str]]) -> list[Note]:
    """The items of a list of footnotes: their marks by their ids, their links back left out of the spans."""
    known = {name: mark for mark, name in numbers if name}
    notes: list[Note] = []
    for piece in found[body:]:
        if piece[0] is Kind.FOOTNOTE:
            back = _BACK_LINK.search(text, piece[1], piece[2])
            if back:
                piece[2] = back.start()
                piece[3] = plain(text[piece[1] : piece[2]])
            piece[5] = known.get(piece[5]) or str(len(notes) + 1)
            notes.append(Note(piece[5], piece[3]))
    return notes


def _trailing(text: str, found: list[Found], body: int) -> list[int]:
    """The places of the paragraphs at the end that begin with a footnote's mark, in order, none between them."""
    places: list[int] = []
    for at in range(len(found) - 1, body - 1, -1):
        piece = found[at]
        if piece[0] in {Kind.PARAGRAPH, Kind.LIST_ITEM} and _own_mark(text, piece[1], piece[2]):
            places.append(at)
        elif places or len(found) - at > _LAST:
            break
    return places[::-1]


def _own_mark(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The mark with which a note's source begins, and where its text begins; None where it is no note."""
    from translate_flow.text.notes import note_line

    match = _OWN_MARK.match(text, start, end)
    if not match:
        return None
    opening, bracketed, bare, wide, closing = match.groups()
    if bare and bare.isascii() and "<sup" not in opening.lower():
        return None  # a line that begins with a number
    if not (bare and bare.isascii()) and not note_line(plain(text[start : min(end, start + 400)])):
        return None
    if bracketed and bracketed.isalpha() and bracketed.isascii():
        return None  # [a] man: an editor's insertion
    if opening.count("<") != closing.count("<"):
        return None  # markup around more than the mark: the whole belongs together
    return bracketed or bare or wide, match.end()


def _split(text: str, found: list[Found], places: list[int]) -> list[Note]:
    """Makes footnotes of these paragraphs; one that holds several, a line each, becomes several blocks."""
    notes: list[Note] = []
    blocks: list[Found] = []
    for _, start, end, _, level, _ in found[places[0] : places[-1] + 1]:
        begins = [start, *(match.end() for match in _LINE_END.finditer(text, start, end))]
        marked = [(begin, own) for begin in begins if (own := _own_mark(text, begin, end))]
        ends = [begin for begin, _ in marked[1:]] + [end]
        for (_, (mark, after)), stop in zip(marked, ends, strict=True):
            last = _without_break(text, min(after, stop), stop)
            first = min(after, last)
            shown = plain(text[first:last])
            notes.append(Note(mark, shown))
            if shown.strip():
                blocks.append([Kind.FOOTNOTE, first, last, shown, level, mark])
    found[places[0] : places[-1] + 1] = blocks
    return notes


def _without_break(text: str, start: int, end: int) -> int:
    """The end of a line without the line break after it."""
    source = text[start:end].rstrip()
    while source.endswith(">") and (last := source.rfind("<")) >= 0 and source[last : last + 3].lower() == "<br":
        source = source[:last].rstrip()
    return start + len(source)
