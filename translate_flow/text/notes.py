"""Footnotes: the marks in running text, the lines that are notes, and what is wrong between the two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from translate_flow.text.document import Note

_SIGN = r"\d{1,3}|\*{1,3}|†{1,2}|‡{1,2}|§"
_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(
    rf"(?<![!\]\\])\[\^?(?P<list>\d{{1,3}}(?:\s?[,;]\s?\d{{1,3}})+)\](?![(\[:])"  # [1, 2]
    rf"|(?<![!\]\\])\[(?P<sign>{_SIGN})\](?![(\[:])"  # [1], but neither [1](url) nor [1]: url
    r"|(?<![!\]\\\s])\[(?P<letter>[a-z])\](?![(\[:\w])"  # [a] only on a word’s end: “[a] man” is an editor’s
    r"|\[\^(?P<label>[^\s\]\[^]{1,40})\](?!:)"  # Markdown: [^1]
    rf"|(?P<wide>[［〔【](?:\d{{1,3}})[］〕】])"
    rf"|(?P<super>[{_SUPERSCRIPT}]+)"
    r"|(?<=[\w.,;:!?”’\"»)])(?P<dagger>[†‡]{1,2})(?!\w)"
)
_NOTE = re.compile(
    rf"^\s*(?:\[(?P<sign>{_SIGN}|[a-z])\](?!\()\s*:?|\[\^(?P<label>[^\s\]\[^]{{1,40}})\]\s*:?"
    rf"|[［〔【](?P<wide>\d{{1,3}})[］〕】]|(?P<super>[{_SUPERSCRIPT}]+)|(?P<dagger>[†‡]{{1,2}}))"
)
_NUMBERED = re.compile(
    r"^\s*(?:(?P<bare>\d{1,3})[.)、．]|\((?P<round>\d{1,3})\)|（(?P<wide>\d{1,3})）)(?!\d)"
)
# m², km³: units before a superscript make it a power, not a mark.
_UNIT = re.compile(r"(?:^|[\s\d/·(])(?:[mkcdhµnMG]?m|ft|in|yd|mi|s|м|км|см|мм)$")
_YEAR = re.compile(r"(?:^|\D)(?:1[0-9]|20)\d\d$")

# Words that send the reader elsewhere: alone, they say that the place to look is missing.
_SEE = frozenset({
    "see", "also", "cf", "cp", "e.g", "source", "sources", "via", "link", "here", "ver", "véase", "vea",
    "véanse", "vid", "fuente", "aquí", "también", "voir", "aussi", "ici", "vgl", "siehe", "auch", "hier", "s",
    "quelle", "vedi", "anche", "qui", "fonte", "veja", "aqui", "zie", "ook", "bron", "se", "også", "her",
    "zob", "patrz", "por", "viz", "lásd", "ld", "bkz", "см", "смотри", "див", "виж", "βλ", "βλέπε", "δες",
    "εδώ", "انظر", "راجع", "هنا", "נא", "ראו", "ראה", "देखें", "参见", "参看", "见", "見", "参照", "참조",
})  # fmt: skip
# Words after which a note cannot end: prepositions, articles, conjunctions that end no sentence otherwise.
_DANGLING = frozenset({
    "the", "a", "an", "of", "at", "and", "or", "from", "with", "that", "which", "by", "in", "on", "to", "for",
    "see", "cf", "le", "la", "les", "un", "une", "des", "du", "de", "et", "ou", "dans", "sur", "par", "avec",
    "que", "el", "los", "las", "una", "del", "y", "en", "con", "por", "para", "o", "e", "os", "do", "da",
    "dos", "em", "com", "il", "lo", "gli", "di", "della", "nel", "per", "che", "der", "das", "dem", "den",
    "ein", "eine", "und", "oder", "von", "bei", "mit", "für", "vgl", "siehe", "het", "een", "van", "op",
    "met", "og", "av", "och", "w", "na", "z", "i", "и", "в", "на", "с", "из", "по", "см", "див", "та", "у",
    "і", "з", "ver", "véase", "voir", "vedi", "veja", "zie", "zob", "bkz", "και", "του", "της", "στο", "من",
    "في", "على", "إلى", "انظر", "و",
})  # fmt: skip
_PLACE = re.compile(r"<\s*>|\[\s*\]|\(\s*\)|\{\s*\}|«\s*»|“\s*”|\"\s*\"|<[^<>]{0,200}>")
_WORD = re.compile(r"[^\W_]+(?:[.’'][^\W_]+)*")
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"), ("（", "）"), ("《", "》"))


def marks(text: str) -> list[str]:
    """The footnote marks in running text, in order, repetitions too: `[1]` and `¹` give `1`, `[*]` gives `*`.

    Years, editor’s insertions (`[sic]`, `[a] man`), Markdown links and powers (`km²`, `10⁶`) are none.
    """
    return [mark for _, _, mark in find(text)]


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """`(start, end, mark)` of each mark that `marks` gives, in order; `[1, 2]` gives two."""
    for match in _MARK.finditer(text):
        start, end = match.span()
        if match["super"]:
            if not _is_power(text[max(0, start - 12) : start]):
                yield start, end, _plain(match["super"])
        elif match["list"]:
            numbers = list(re.finditer(r"\d+", match["list"]))
            starts = [start] + [match.start("list") + number.start() for number in numbers[1:]]
            for number, begin, stop in zip(numbers, starts, [*starts[1:], end], strict=True):
                yield begin, stop, number[0]
        else:
            sign = next(part for part in match.group("sign", "letter", "label", "wide", "dagger") if part)
            yield start, end, sign.strip("［］〔〕【】")


def note_line(line: str, *, numbered: bool = False) -> tuple[str, str] | None:
    """`(mark, text)` where a whole line is a note (`[1] See …`, `¹ …`), else None.

    `1. …` and `(1) …` count only if `numbered`: elsewhere they are items of a list.
    """
    found = split_note(line, numbered=numbered)
    return (found[0], " ".join(line[found[1] :].split())) if found else None


def split_note(line: str, *, numbered: bool = False) -> tuple[str, int] | None:
    """The same, as the mark and the offset in `line` at which the note's text starts."""
    found = _NOTE.match(line) or (_NUMBERED.match(line) if numbered else None)
    if not found:
        return None
    mark = next(part for part in found.groupdict().values() if part)
    rest = line[found.end() :]
    return _plain(mark), len(line) - len(rest.lstrip())


def check(marks: Sequence[str], notes: Sequence[Note]) -> tuple[tuple[Note, ...], tuple[str, ...]]:
    """The notes with their `state`, one of state `missing` for each mark without a note, and warnings.

    Notes keep their order; missing ones come last, in the order of their marks. A warning is a sentence for a
    person that names the mark and what to do.
    """
    known = {mark_key(mark) for mark in marks}
    complete: list[Note] = []
    warnings: list[str] = []
    seen: set[str] = set()
    for note in notes:
        name, key = _name(note.mark), mark_key(note.mark)
        state, reason = _state(note.text)
        if reason:
            warnings.append(f"Footnote {name} {reason}. Complete it before publishing.")
        if key in seen:
            warnings.append(f"Two footnotes carry the mark {name}. Renumber one, and its mark in the text.")
        elif key not in known:
            remedy = f"Put {name} where it belongs, or remove the footnote."
            warnings.append(f"Footnote {name} has no mark in the text. {remedy}")
            state = "unmarked" if state == "ok" else state
        seen.add(key)
        complete.append(replace(note, state=state))
    for mark in marks:
        key = mark_key(mark)
        if key not in seen:
            seen.add(key)
            complete.append(Note(mark, "", "missing"))
            name = _name(mark)
            remedy = "Write the footnote, or remove the mark."
            warnings.append(f"The text has a mark {name}, but no footnote {name}. {remedy}")
    return tuple(complete), tuple(warnings)


def _state(text: str) -> tuple[str, str]:
    """A note's state by its text alone, and what to tell a person about it (empty where all is well)."""
    bare = _PLACE.sub(" ", text) if not re.search(r"<\s*(?:https?:|www\.|[^<>\s]+@)", text) else text
    words = [word.casefold() for word in _WORD.findall(bare)]  # only to compare: never shown or counted
    if not words:
        left = "only a place for a link was left" if text.strip() else "it has a mark and no text"
        return "empty", f"is empty: {left}"
    if all(word in _SEE for word in words) and len(words) <= 3:
        if _PLACE.search(text):
            return "empty", "is empty: only a place for a link was left"
        return "cut off", f"is cut off: it ends after “{text.strip()}”"
    ending = text.rstrip()
    dangling = words[-1] in _DANGLING and ending.casefold().endswith(words[-1])
    unclosed = ending[-1] in "([{«“<（《,;:：、，–—-" or any(text.rfind(a) > text.rfind(b) for a, b in _PAIRS)
    if dangling or unclosed:
        return "cut off", f"is cut off: it ends with “{_last_words(ending)}”"
    return "ok", ""


def _last_words(text: str) -> str:
    return " ".join(text.split()[-3:])[-60:]


def _is_power(before: str) -> bool:
    if before and before[-1].isdigit():
        return not _YEAR.search(before)
    return bool(_UNIT.search(before)) or before.endswith(("⁻", "⁺", "/"))


def _plain(mark: str) -> str:
    return unicodedata.normalize("NFKC", mark) if mark[0] in _SUPERSCRIPT else mark


def mark_key(mark: str) -> str:
    """What two spellings of one mark share: `١`, `1` and `01` do."""
    return str(int(mark)) if mark.isdecimal() else mark.casefold()


def _name(mark: str) -> str:
    return f"[{mark}]"
