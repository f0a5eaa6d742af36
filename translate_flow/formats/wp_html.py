"""WordPress content as an HTML fragment: block comments out, paragraphs and shortcodes as the site makes them.

What `wpautop` and the shortcodes do is written anew from what WordPress documents: paragraphs end at blank lines
and block-level tags, single line ends become `<br />`, `[caption]` becomes a figure, and the tags of shortcodes
nobody knows are dropped while what they enclose stays. What the site would embed becomes a link.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import escape as quoted

from translate_flow.formats.markup import COMMENT, tokens
from translate_flow.formats.wp_footnotes import Printer
from translate_flow.formats.wp_scan import OLD_CAPTION, Scan
from translate_flow.formats.wp_shortcodes import ADDRESS, TAG, closed_names, edges, readable
from translate_flow.text.document import Block, Document, Kind, Note

_ASIDE = frozenset({Kind.TITLE, Kind.STANDFIRST, Kind.BYLINE, Kind.DATE, Kind.PROVENANCE})
_LINE_END = re.compile(r"(<br\b[^<>]*>)?[ \t\r]*\n", re.I)
_P_BEFORE = re.compile(r"<p(?:\s[^<>]*)?>\s*\Z", re.I)
_P_AFTER = re.compile(r"\s*</p\s*>", re.I)
_A_COMMENT = re.compile(COMMENT)
_MEDIA = re.compile(r"""\s(?:src|mp3|mp4|m4a|m4v|ogg|ogv|wav|webm|flac)=["']?(https?://[^\s"'<>\]]++)""")
_ALIGN = re.compile(r"""\salign=["']?(align(?:none|left|right|center))\b""")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def render(document: Document, start: int, listed: list[tuple[str, str, str]]) -> str:
    """The content of a document from `start` on, without its byline and provenance line, not sanitised.

    `listed` are the head's footnotes, (id, mark, content as HTML), the first of the document's notes.
    """
    scan = _Rendering(document.text, start)
    scan.run()
    notes, printer = _Notes(document.notes[len(listed) :]), Printer(listed)
    closed = closed_names(document.text)
    body = [block for block in document.blocks if block.start >= start]
    begins = [block.start for block in body]
    edits = scan.edits
    for _, first, last, _, _, wrap in scan.runs:
        here = body[bisect_left(begins, first) : bisect_left(begins, last)]
        if any(block.kind in _ASIDE for block in here):
            edits.append((*_paragraph_around(document.text, first, last), ""))
            continue
        inner = printer.marks(notes.linked(document.text, first, last, here))
        inner = _inner(inner, closed, first in scan.lines and not any(block.kind is Kind.CODE for block in here))
        edits.append((first, last, f"<p>{inner}</p>" if wrap and inner else inner))
    if listed:
        place = scan.notes_place or (len(document.text),) * 2
        edits.append((*place, printer.list() if scan.notes_place else f"\n\n{printer.list()}"))
    elif scan.notes_place:
        edits.append((*scan.notes_place, ""))
    return _apply(document.text, start, edits).strip()


class _Rendering(Scan):
    """The scan, keeping what is to be written instead of comments and shortcodes, as (start, end, replacement)."""

    def __init__(self, text: str, start: int) -> None:
        super().__init__(text, start)
        self.edits: list[tuple[int, int, str]] = []
        self.lines: set[int] = set()  # the starts of the runs in which line ends count
        self.notes_place: tuple[int, int] | None = None  # the first block that stands for the head's footnotes

    def flush(self, end: int) -> None:
        before = len(self.runs)
        super().flush(end)
        if self.autop:
            self.lines.update(run[1] for run in self.runs[before:])

    def _simple(self, match: re.Match[str]) -> None:
        super()._simple(match)
        begin, end = match.span()
        self.edits.append((begin, self.text.index("-->", begin) + 3, ""))
        self.edits.append((self.text.rindex("<!--", begin, end), end, ""))

    def comment(self, match: re.Match[str]) -> int:
        self.edits.append((*match.span(), ""))
        return super().comment(match)

    def block_comment(self, match: re.Match[str]) -> int:
        if match[7].removeprefix("core/") == "footnotes" and not match[6] and self.notes_place is None:
            self.notes_place = match.span()
        else:
            self.edits.append((*match.span(), ""))
        return super().block_comment(match)

    def shortcode(self, match: re.Match[str]) -> int:
        before = len(self.runs)
        after = super().shortcode(match)
        begin, end = match.span()
        if self.at < end:
            return after  # escaped: text
        captions = [run for run in self.runs[before:] if run[1] >= begin]
        if after and match[17].endswith("caption"):
            self._figure(match, after, captions)
        else:
            found = _MEDIA.search(match[18])
            inside = self.text[end : after - len(match[17]) - 3] if after else ""
            address = found[1] if found else inside.strip()
            link = f"<p>{_link(address)}</p>" if ADDRESS.match(address) else ""
            self.edits.append((begin, after or end, link))
        return after

    def _figure(self, match: re.Match[str], after: int, captions: list[tuple[Kind, int, int, int, str, bool]]) -> None:
        begin, end = match.span()
        align = _ALIGN.search(match[18])
        self.edits.append((begin, end, f'<figure class="wp-caption {align[1]}">' if align else "<figure>"))
        closing = after - len(match[17]) - 3
        ending = "</figure>"
        if captions and captions[0][1] >= end:
            self.edits.append((captions[0][1], captions[0][1], "<figcaption>"))
            ending = "</figcaption></figure>"
        elif captions and (old := OLD_CAPTION.search(match[0])):
            ending = f"<figcaption>{old[1] or old[2]}</figcaption></figure>"
        self.edits.append((closing, after, ending))


class _Notes:
    """Links the marks of footnotes to their notes and back, where the author has not done so."""

    def __init__(self, notes: tuple[Note, ...]) -> None:
        self.numbers: dict[str, int] = {}
        for note in notes:
            if note.text and note.state != "missing":
                self.numbers.setdefault(note.mark, len(self.numbers) + 1)
        signs = [f"[{mark}]" for mark in self.numbers] + [mark for mark in self.numbers if not mark.isalnum()]
        signs += [mark.translate(_RAISED) for mark in self.numbers if mark.isdecimal() and mark.isascii()]
        alternatives = "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))
        self.signs = re.compile(alternatives) if signs else None
        self.linked_marks: set[str] = set()

    def linked(self, text: str, start: int, end: int, blocks: list[Block]) -> str:
        """The source of a run with its marks, or its notes, linked."""
        source = text[start:end]
        if not self.signs:
            return source
        notes = [block for block in blocks if block.kind is Kind.FOOTNOTE]
        if not notes:
            return self._mark(source)
        for block in reversed(notes):
            number = self.numbers.get(block.ref)
            if number is not None and block.ref in self.linked_marks:
                first, last = block.start - start, block.end - start
                note = f'<span id="note-{number}">{source[first:last]}</span> <a href="#mark-{number}">↩</a>'
                source = source[:first] + note + source[last:]
        return source

    def _mark(self, source: str) -> str:
        pieces: list[str] = []
        links = raised = 0
        for token in tokens(source):
            piece = source[token.start : token.end]
            if token.name == "a":
                links += 1 if token.kind == "open" else -1
            elif token.name == "sup":
                raised += 1 if token.kind == "open" else -1
            elif token.kind == "text" and links <= 0 and self.signs:
                if raised > 0 and piece.strip() in self.numbers:
                    piece = self._link(piece.strip(), piece)
                else:
                    piece = self.signs.sub(lambda match: self._link(_bare(match[0]), match[0]), piece)
            pieces.append(piece)
        return "".join(pieces)

    def _link(self, mark: str, shown: str) -> str:
        number = self.numbers.get(mark)
        if number is None:
            return shown
        name = "" if mark in self.linked_marks else f' id="mark-{number}"'
        self.linked_marks.add(mark)
        return f'<a href="#note-{number}"{name}>{shown}</a>'


def _bare(sign: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", sign.strip("[]"))


def _inner(source: str, closed: frozenset[str], lines: bool) -> str:
    """A run's source as the site shows it."""
    if "<!--" in source:
        source = _A_COMMENT.sub("", source)
    if "[" in source:
        if TAG.search(source):
            first, last = edges(source, closed)
            source = source[first:last]
        source = readable(source, closed)
    if ADDRESS.match(source):
        return _link(source)
    if lines and "\n" in source and not re.search(r"<(?:script|style|svg|template)\b", source, re.I):
        source = _LINE_END.sub(lambda match: (match[1] or "<br />") + "\n", source)
    return source


def _link(address: str) -> str:
    from html import unescape

    address = unescape(address)
    return f'<a href="{quoted(address)}">{quoted(address, quote=False)}</a>'


def _paragraph_around(text: str, start: int, end: int) -> tuple[int, int]:
    """A run with the `<p>` and `</p>` around it, if it is all that they hold."""
    before = _P_BEFORE.search(text, max(0, start - 500), start)
    after = _P_AFTER.match(text, end)
    return (before.start(), after.end()) if before and after else (start, end)


def _apply(text: str, start: int, edits: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    at = start
    for first, last, replacement in sorted(edits, key=lambda edit: edit[:2]):
        if first < at:
            continue  # inside what is replaced already
        pieces += (text[at:first], replacement)
        at = last
    pieces.append(text[at:])
    return "".join(pieces)
