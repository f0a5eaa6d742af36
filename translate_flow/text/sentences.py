"""Sentences of a paragraph, by language: the segments that translation memory and CAT tools work with.

Boundaries are sentencex's (Wikimedia's segmenter), with those joined again that stand after an abbreviation or inside brackets.
Nothing is lost: the pieces joined are the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, pairwise

from translate_flow.text.inline import Code, Content, Form, joined, text

_SHORT = re.compile(  # what does not end a sentence though a full stop follows
    r"(?:^|[\s(\[“\"«'’])(?:[A-ZÀ-ÞА-ЯΑ-Ω]|[A-Za-z]\.[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|Sr|Sra|Srta|Sres|Dra|Dª|D|Lic|Ing|Gral|Cía|Núm|núm|pág|págs|art|arts|vol|cap|fig|Fig|No|no|nº|n|cf|vs|approx|ca|"
    r"bzw|vgl|Nr|Abs|Art|Bd|Hrsg|Jh|Mio|Mrd|sog|usw|z\. ?B|d\. ?h|u\. ?a|i\. ?d\. ?R|M|MM|Mme|Mlle|Me|av|apr|env|éd|Exmo|Exma|Ilmo|tel|Tel|т|г|гг|им|ул|д|стр|см|др|проф|тыс|млн|млрд|руб|prof|inż|dr|mgr|ul|tzn|tzw|np|godz)\.[”\"»'’)\]]*\s*$"
)
_LOWER = re.compile(r"\s*[a-zà-öø-ÿа-яα-ω]")
_OPEN, _CLOSED = "([（【", ")]）】"


def sentences(said: str, language: str) -> list[str]:
    """The sentences of a text, white space after each belonging to it; joined, they are the text. At least one, unless it is empty."""
    if not said:
        return []
    from sentencex import segment

    found: list[str] = []
    for piece in _whole(said, segment(language.partition("-")[0] or "en", said)):
        if found and _goes_on(found[-1], piece):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _whole(said: str, pieces: Iterable[str]) -> list[str]:
    """The pieces, with white space between them that the library may have left out, as spans of the text."""
    at = 0
    starts: list[int] = []
    for piece in pieces:
        bare = piece.strip()
        place = said.find(bare, at) if bare else -1
        if place >= 0:
            starts.append(place)
            at = place + len(bare)
    edges = [0, *starts[1:], len(said)]
    return [said[a:b] for a, b in pairwise(edges) if b > a]


def _goes_on(before: str, piece: str) -> bool:
    """Whether the text before a boundary only seems to end a sentence."""
    if not before.strip() or not piece.strip():
        return True
    if _SHORT.search(before) or (before.rstrip().endswith((".", "!", "?", "…")) and _LOWER.match(piece) and not before.rstrip().endswith(("!", "?"))):
        return True
    return sum(map(before.count, _OPEN)) > sum(map(before.count, _CLOSED)) and len(before) < 300


def segments(content: Content, language: str) -> list[tuple[Content, str]]:
    """A block's content in sentences, each with the white space that follows it inside the block; at least one.

    Codes that open stay with what follows them, those that close with what is before. Joined with the white space, the content.
    """
    pieces = sentences(text(content), language)
    if len(pieces) < 2:
        return [(content, "")]
    ends = list(accumulate(map(len, pieces[:-1])))
    edges = [(end - len(piece) + len(piece.rstrip()), end) for piece, end in zip(pieces, ends, strict=False)]
    found: list[tuple[Content, str]] = []
    for part in _cut(content, edges):
        last = part[-1] if part else ""
        if isinstance(last, str) and last.strip():
            bare = last.rstrip()
            found.append((joined((*part[:-1], bare)), last[len(bare) :]))
        else:
            found.append((part[:-1], last) if isinstance(last, str) else (part, ""))
    return _merged(found)


def _merged(found: list[tuple[Content, str]]) -> list[tuple[Content, str]]:
    """Parts without text put to the part before them, or after the first."""
    done: list[tuple[Content, str]] = []
    for part, gap in found:
        if done and (not text(part).strip() or not text(done[-1][0]).strip()):
            before, between = done.pop()
            done.append((joined((*before, between, *part)), gap))
        else:
            done.append((part, gap))
    return done


def _cut(content: Content, edges: list[tuple[int, int]]) -> list[Content]:
    """The content in parts. An edge is where the words of a sentence end, and its white space: a code in or after that begins the next."""
    parts: list[list[str | Code]] = [[]]
    at, waiting = 0, list(edges)
    for piece in content:
        if isinstance(piece, Code):
            if waiting and piece.form is not Form.CLOSE and (waiting[0][0] < at or at == waiting[0][1]):
                waiting.pop(0)
                parts.append([])
            parts[-1].append(piece)
            continue
        rest = piece
        while waiting and at + len(rest) > waiting[0][1]:
            here = waiting.pop(0)[1] - at
            parts[-1].append(rest[:here])
            parts.append([])
            at, rest = at + here, rest[here:]
        parts[-1].append(rest)
        at += len(rest)
    return [joined(part) for part in parts]
