"""Links and images: the same places, but for what differs from language to language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from translate_flow.text import anchors, inline, localising
from translate_flow.text.checks.finding import Finding, Severity, Span
from translate_flow.text.checks.scene import Scene, Side, View, found
from translate_flow.text.document import Document, Kind
from translate_flow.text.units import UnitKind

_MAY_LINK = re.compile(r"\]\(|\]\[|<|://|www\.", re.I)
_HOST = re.compile(r"(?<=://)(?:[a-z]{2,3}(?:-[a-z]{2,4})?|www)\.(?=[\w-]+\.)", re.I)
_ROOT = re.compile(r"/?(?:[a-z]{2}(?:[-_][A-Za-z]{2,4})?/?)?")
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?:)")
_LOCALISED = re.compile(r"://(?:[a-z]{2,3}\.)?(?:m\.)?(?:wikipedia|wikimedia|wiktionary|wikiquote)\.org", re.I)
_IMAGE = re.compile(r"!\[|<(?:img|image|picture)\b", re.I)
_PICTURE = re.compile(r"!\[[^\]\[\n]{0,2000}\]\(<?([^\s()<>]+)|<(?:img|image)\b[^<>]*?\bsrc\s*=\s*[\"']([^\"'<>]+)", re.I)


@dataclass(frozen=True, slots=True)
class _Link:
    """Where a link leads, as written, and by what it is known in any language; the words that it stands on."""

    target: str
    key: str
    words: str
    bare: bool = False  # it stands on no words, nor on a picture


def _targets(side: Side) -> list[_Link]:
    """The links of one side of a pair, in order."""
    listed: list[_Link] = []
    for part in side.parts:
        if part.kind is Kind.CODE or not _MAY_LINK.search(part.source):
            continue
        words: list[str] = []  # since the last code that opens
        pending: dict[int, str] = {}  # links of markup that opens with its address: what follows are their words
        image, before = False, ""
        for piece in inline.split(part.source, side.syntax):
            if isinstance(piece, str) or piece.kind is UnitKind.CODE:
                words.append(piece if isinstance(piece, str) else piece.data.strip("`"))
                continue
            if piece.form is inline.Form.CLOSE and piece.number in pending:
                listed.append(_Link(target := pending.pop(piece.number), _key(target), _folded(words)))
            span = localising.target(piece.data)
            if span is not None and span[0] < span[1] and not _IMAGE.match(piece.data) and not image:
                target = piece.data[slice(*span)]
                if piece.form is inline.Form.OPEN:
                    pending[piece.number] = target
                else:
                    said = _folded(words) if piece.form is inline.Form.CLOSE else ""
                    listed.append(_Link(target, _key(target), said, bare=piece.form is inline.Form.CLOSE and not said and before == "["))
            before = piece.data
            image = piece.data.startswith("![") and piece.form is inline.Form.OPEN
            if piece.form is inline.Form.OPEN:
                words = []
        listed += [_Link(target, _key(target), "") for target in pending.values()]
    return listed


def _folded(words: list[str]) -> str:
    return " ".join("".join(words).split())


def _key(target: str) -> str:
    """What a link has in common with its counterpart."""
    path = target.partition("#")[0]
    if not path:
        return "#"
    key = anchors.address(_HOST.sub("", _ARCHIVED.sub("", target)))
    return "/" if key == path and _ROOT.fullmatch(path) else key


def links(scene: Scene) -> Iterator[Finding]:
    """Links that lead elsewhere than in the source, that are missing, or that only the translation has. Localised addresses count as the same."""
    views = [view for view in scene.views if view.source]
    targets = [(view, _targets(view.source), _targets(view.target)) for view in views]
    habits = localising.Habits()
    for _, one, two in targets:
        habits.learn([f"]({link.target})" for link in one], [f"]({link.target})" for link in two])
    for view, one, two in targets:
        if one or two:
            yield from _links(view, one, two, habits)


def _links(view: View, ours: list[_Link], theirs: list[_Link], habits: localising.Habits) -> Iterator[Finding]:
    lost = Counter(link.key for link in ours)
    lost.subtract(link.key for link in theirs)
    missing = _chosen(ours, {key: count for key, count in lost.items() if count > 0})
    more = _chosen(theirs, {key: -count for key, count in lost.items() if count < 0})
    if len(ours) == len(theirs):
        missing, more = _without_localised(missing, more, habits)
    for link, other in zip(missing, more, strict=False):
        yield found("links", Severity.ERROR, f"leads to {_short(other.target)}, in the source to {_short(link.target)}", _place(view.target, other), _place(view.source, link))
    for link in missing[len(more) :]:
        yield found("links", Severity.ERROR, f"the link to {_short(link.target)} is missing", None, _place(view.source, link), beside=view.target.parts[0].block)
    for other in more[len(missing) :]:
        yield found("links", Severity.WARNING, f"the link to {_short(other.target)} is not in the source", _place(view.target, other), None, source_beside=view.source.parts[0].block)
    empty = next((link for link in theirs if link.bare), None)
    if empty and not any(link.bare for link in ours):
        yield found("links", Severity.ERROR, f"the link to {_short(empty.target)} has no words", view.target.whole(), view.source.whole())
    if not missing and not more:
        yield from _exchanged(view, ours, theirs)


def _chosen(links: list[_Link], counts: dict[str, int]) -> list[_Link]:
    """The last links of each key, as many as are asked for."""
    left = dict(counts)
    chosen = []
    for link in reversed(links):
        if left.get(link.key, 0) > 0:
            left[link.key] -= 1
            chosen.append(link)
    return chosen[::-1]


def _without_localised(missing: list[_Link], more: list[_Link], habits: localising.Habits) -> tuple[list[_Link], list[_Link]]:
    """Without pairs of one place in two languages: an encyclopaedia's articles, what the text's other links do likewise."""
    rest = list(more)
    left = []
    for link in missing:
        mate = next((other for other in rest if _same_place(link, other) or _usual(link, other, habits)), None)
        if mate is None:
            left.append(link)
        else:
            rest.remove(mate)
    return left, rest


def _same_place(link: _Link, other: _Link) -> bool:
    """Whether two addresses may be one page in two languages: of an encyclopaedia, of a site that names the language in its paths, or one heading."""
    one, two = link.target, other.target
    if _LOCALISED.search(one) and _LOCALISED.search(two):
        return True
    fragment = one.partition("#")[2]
    if fragment and fragment == two.partition("#")[2]:
        return True
    a, b = localising.parse(one), localising.parse(two)
    if not a.site or _HOST.sub("", a.site) != _HOST.sub("", b.site) or (_tag(a.path) == _tag(b.path) and a.site == b.site):
        return False
    return any(step and step in b.path for step in a.path if not _LANGUAGE.fullmatch(step))


def _tag(path: tuple[str, ...]) -> str:
    """The language that a path names."""
    return next((step.casefold() for step in path if _LANGUAGE.fullmatch(step)), "")


_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")


def _usual(link: _Link, other: _Link, habits: localising.Habits) -> bool:
    """Whether the same replacement stands elsewhere in the text too."""
    return habits.exact.get(link.target, Counter())[other.target] > 1


def _exchanged(view: View, ours: list[_Link], theirs: list[_Link]) -> Iterator[Finding]:
    """Two links on the same words, a name or code, that lead to each other's places."""
    there = {link.words.casefold(): link for link in theirs if link.words}
    wrong = [(link, there[link.words.casefold()]) for link in ours if link.words.casefold() in there and there[link.words.casefold()].key != link.key]
    for link, other in wrong[:1]:
        yield found("links", Severity.ERROR, f"leads to {_short(other.target)}, in the source to {_short(link.target)}", _place(view.target, other), _place(view.source, link))


def _place(side: Side, link: _Link) -> Span:
    """The words that a link stands on, else the whole block."""
    words = link.words
    at = side.text.find(words) if words else -1
    return side.at(at, at + len(words)) if at >= 0 else side.whole()


def _short(target: str) -> str:
    return inline.shortened(target)


def images(scene: Scene) -> Iterator[Finding]:
    """Images of the source that are missing, or that only the translation has. `plaza.pt.jpg` stands for `plaza.es.jpg`."""
    if scene.source is None:
        return
    ours, theirs = list(_images(scene.source)), list(_images(scene.target))
    lost = Counter(image.name for image in ours)
    lost.subtract(image.name for image in theirs)
    gone = [image for image in ours if lost[image.name] > 0 and not scene.left_out(image.block)]
    new = [image for image in theirs if lost[image.name] < 0 and not scene.spared(image.block)]
    for image, other in zip(gone, new, strict=False):
        message = f"the image is {_short(other.name)}, in the source {_short(image.name)}"
        yield found("images", Severity.WARNING, message, scene.span(other.block), scene.span(image.block, source=True))
    for image in gone[len(new) :]:
        yield found("images", Severity.ERROR, f"the image {_short(image.name)} is missing", None, scene.span(image.block, source=True))
    for image in new[len(gone) :]:
        yield found("images", Severity.WARNING, f"the image {_short(image.name)} is not in the source", scene.span(image.block))


@dataclass(frozen=True, slots=True)
class _Image:
    """A picture's file, and the block that it stands in or behind."""

    name: str
    block: int


def _images(document: Document) -> Iterator[_Image]:
    """Of the whole text, in order: most pictures stand in no block."""
    if not document.blocks:
        return
    starts = [block.start for block in document.blocks]
    for match in _PICTURE.finditer(document.text):
        block = max(0, bisect_right(starts, match.start()) - 1)
        if document.blocks[block].kind is Kind.CODE and match.start() < document.blocks[block].end:
            continue
        if name := _file(match[1] or match[2]):
            yield _Image(name, block)


def _file(target: str) -> str:
    """An image's name without what names a language in it."""
    name = target.partition("?")[0].rstrip("/").rpartition("/")[2].casefold()
    return re.sub(r"[._-][a-z]{2}(?:[-_][a-z]{2})?(?=\.\w+$)", "", name)
