"""Footnotes in HTML: lists and sections of notes, marks in running text, links back.

The habits known: WordPress's footnotes block (`ol.wp-block-footnotes`, `sup.fn`), Word's and LibreOffice's exports
(`_ftn1`, `sdfootnote1`), Markdown converters (`section.footnotes`, `fnref:1`), note plugins (easy and modern footnotes),
the DPUB-ARIA roles (doc-endnotes, doc-backlink), and notes typed by hand as `[1] …` paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translate_flow.formats.html_tree import Node, names, read_text
from translate_flow.formats.markup import Token

Run = list[Node | Token]
# Headings that stand over a list of notes, in the languages newsrooms write in.
NOTES_HEADING = re.compile(
    r"(?:foot|end)?notes?|references|sources|notas?(?: al pie| de rodapé| de pie)?|referencias|referências|fuentes|notes"
    r"(?: de bas de page)?|références|fußnoten|anmerkungen|quellen|note(?: a piè di pagina)?|fonti|voetnoten|noten|noter"
    r"|fotnoter|przypisy|poznámky|примечания|сноски|примітки|виноски|бележки|σημειώσεις|dipnotlar|notlar|الهوامش|هوامش"
    r"|ملاحظات|پانویس‌ها|یادداشت‌ها|הערות(?: שוליים)?|注释|註釋|注|脚注|注記|각주|टिप्पणियाँ|catatan kaki|notes? et références",
    re.I,
)
_CONTAINER = re.compile(r"(?:foot|end)-?_?notes?(?:$|[-_])|(?:^|[-_])footnotes?(?:$|[-_])|^(?:fn|note)-?list$")
_NOTES = names("notes notas article-notes post-notes entry-notes notes-list references-list")
_ID = re.compile(
    r"_?(?:fn|ftn|edn)|(?:easy-|modern-)?footnotes?|foot-note|endnote|notes?|nota|cite_note|sdfootnote|sdendnote", re.I
)
_MARK_TEXT = re.compile(r"(?P<open>[\[(]?)(?P<mark>\d{1,3}|\*{1,3}|[†‡]{1,2}|§|[a-z]|[ivx]{1,5})(?P<close>[\])]?)[.:]?")
_OPENING = re.compile(
    r"\s*(?:[\[［〔【](?:\d{1,3}|\*{1,3}|†{1,2}|‡{1,2}|§|[a-z])[\]］〕】]\s*:?|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[†‡]{1,2})\s*"
)
_NUMBERED = re.compile(r"\s*(?:\d{1,3}[.)、．]|[(（]\d{1,3}[)）])\s*")
_AFTER_MARK = re.compile(r"\s*[.):\]]?\s*")
_SIGNS = re.compile(r"\d{1,3}|\*{1,3}|[†‡]{1,2}")
_LINK_TO_NOTE = re.compile(
    r"#_?(?:fn|ftn|edn|footnote|endnote|note|nota|sdfootnote|sdendnote|easy-footnote|cite_note)", re.I
)
_BACK_WORDS = names("back top up return volver subir retour zurück voltar torna terug tilbage назад вверх наверх ↑ ^")
_BACK_CLASS = re.compile(r"back|return|jump")


def is_notes(node: Node) -> bool:
    """Whether an element holds footnotes, or is one: by class, id or role."""
    if not node.attributes:
        return False
    if node.get("role").lower() in {"doc-endnotes", "doc-footnote", "doc-endnote"}:
        return True
    marks = [*node.classes, node.get("id").lower()]
    if any(mark in _NOTES for mark in marks):
        return node.name in {"ol", "ul", "section", "div"}
    return any(_CONTAINER.search(mark) for mark in marks) and "has-footnotes" not in marks


def is_note_item(item: Node) -> bool:
    """Whether a list item is a note though its list does not say so: by its id and a link back."""
    if not item.attributes or not _ID.match(item.get("id")):
        return False
    return any(is_back_link(node, node.source) for node in item.walk() if node.name == "a")


def mark_of_id(node: Node) -> str:
    """The number in a note's id (`fn1`, `footnote-2`, `_ftn3`); empty where there is none."""
    found = re.search(r"\d{1,3}$", node.get("id")) if node.attributes and _ID.match(node.get("id")) else None
    return found.group() if found else ""


def is_back_link(node: Node, source: str) -> bool:
    """Whether an element is nothing but a link from a note back to its mark."""
    link = node if node.name == "a" else None
    if link is None and node.name in {"sup", "span", "small"}:
        only = [child for child in node.children if isinstance(child, Node) or source[child.start : child.end].strip()]
        link = only[0] if len(only) == 1 and isinstance(only[0], Node) and only[0].name == "a" else None
    if link is None or "#" not in link.get("href"):
        return False
    if link.get("role") == "doc-backlink" or any(_BACK_CLASS.search(name) for name in link.classes):
        return True
    text = read_text(link.children, source).strip("[]() ").lower()
    return text in _BACK_WORDS or (len(text) <= 3 and not any(char.isalnum() for char in text))


def opening_mark(run: Sequence[Node | Token], source: str, numbered: bool) -> tuple[str, int] | None:
    """The mark that a note's run opens with, and the offset after it; -1 where the mark is not parted from the text by
    elements' bounds. None where it opens with no mark. `numbered`: `1.` is a mark too."""
    from translate_flow.text import notes

    if not run:
        return None
    first = run[0]
    if isinstance(first, Node):
        return _marked_by_element(run, first, source, numbered)
    head = source[first.start : first.end]
    if len(run) > 2 and head.strip() in {"[", "("} and isinstance(run[1], Node):
        found = _MARK_TEXT.fullmatch(read_text([run[1]], source))
        if found and isinstance(run[2], Token) and source[run[2].start] in "])":
            return found["mark"], _after(run, 2, source)
    opening = _OPENING.match(head) or (_NUMBERED.match(head) if numbered else None)
    if not opening:
        return None
    line = notes.note_line(read_text(run, source), numbered=numbered)
    return (line[0], first.start + opening.end()) if line else None


def linked_marks(run: Sequence[Node | Token], text: str, source: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The marks in a run of text: those that surely are (bracketed, linked), and bare superscripts, which may be."""
    from translate_flow.text import notes

    definite, maybe = notes.marks(text), []
    for node in _marking(run):
        mark = read_text(node.children, source)
        if not _SIGNS.fullmatch(mark):
            continue
        links = [node, *node.walk()] if node.name == "sup" else [node]
        hrefs = [link.get("href") for link in links if link.name == "a"]
        if node.name == "a":
            if _LINK_TO_NOTE.search(hrefs[0]):
                definite.append(mark)
        elif any("#" in href for href in hrefs) or _is_marked(node):
            definite.append(mark)
        else:
            maybe.append(mark)
    return tuple(definite), tuple(maybe)


def _marked_by_element(run: Sequence[Node | Token], first: Node, source: str, numbered: bool) -> tuple[str, int] | None:
    from translate_flow.text import notes

    found = _MARK_TEXT.fullmatch(read_text([first], source))
    if found:
        sure = found["open"] or first.name == "sup" or first.find("sup") is not None or numbered
        if sure and (found["mark"][0] not in "aivx" or found["open"] or numbered):
            return found["mark"], _after(run, 1, source)
        if first.name == "a" and "#" in first.get("href") and _SIGNS.fullmatch(found["mark"]):
            return found["mark"], _after(run, 1, source)
        return None
    line = notes.note_line(read_text(run, source)) if read_text([first], source)[:1] in "[［〔【" else None
    return (line[0], -1) if line else None


def _after(run: Sequence[Node | Token], index: int, source: str) -> int:
    """The offset after a mark whose elements end before `run[index]`: a bracket, point or colon goes with it."""
    if index >= len(run):
        return run[-1].end
    follower = run[index]
    if isinstance(follower, Node):
        return run[index - 1].end
    found = _AFTER_MARK.match(source, follower.start, follower.end)
    return found.end() if found else follower.start


def _marking(run: Sequence[Node | Token]) -> list[Node]:
    """The superscripts and links in a run, a link inside a superscript (or around it) once."""
    found: list[Node] = []
    waiting = [item for item in reversed(run) if isinstance(item, Node)]
    while waiting:
        node = waiting.pop()
        if node.name == "sup":
            found.append(node)
            continue
        if node.name == "a" and node.find("sup") is None:
            found.append(node)
            continue
        waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))
    return found


def _is_marked(node: Node) -> bool:
    parent = node.parent
    if "data-fn" in node.attributes or any(_CONTAINER.search(name) or name == "fn" for name in node.classes):
        return True
    return parent is not None and parent.name == "a" and "#" in parent.get("href")
