"""Which items the site itself says are one article: a plugin's groups, links between languages, equal paths, the link in a provenance line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate_flow import languages
from translate_flow.adoption.items import Item
from translate_flow.text.document import Kind
from translate_flow.text.sketch import LINK

_SEGMENT = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_HOME = re.compile(r"(?:index|default|home)?(?:\.\w{2,5})?", re.I)

_EDGE = 4  # blocks at the top, and at the foot, where readers are told of other languages
_POINTER = 90  # characters of such a line at most


@dataclass(frozen=True, slots=True)
class Together:
    """Items, by their number, that are said to be one article; how far that is to be trusted before texts are compared, and who says so."""

    items: tuple[int, ...]
    trust: float
    why: str
    by_place: bool = False
    hint: bool = False  # a link in the text, which may lead elsewhere: where the texts are others, nobody was wrong


def together(items: Sequence[Item], tags: Sequence[str]) -> list[Together]:
    """All that is said, the surest first. Linear."""
    where = Places(items)
    found = [*_groups(items), *_links(items, where), *_paths(items, tags)]
    joined = {at for claim in found for at in claim.items}
    found += _pointers(items, tags, where, [at for at in range(len(items)) if at not in joined])
    return sorted(found, key=lambda one: (-one.trust, one.items))


class Places:
    """Items by what links may call them: place, URL, origin, `wp:ID` of a site's own number."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._known: dict[str, int] = {}
        for at, item in enumerate(items):
            for name in (item.place, item.origin):
                if name:
                    self._known.setdefault(_spot(name), at)
        for at, item in enumerate(items):
            self._known[item.origin] = at
            if number := item.data.get("id"):
                self._known.setdefault(f"wp:{number}", at)

    def find(self, name: str) -> int | None:
        """The item that a place, a URL or an origin means."""
        found = self._known.get(name)
        return self._known.get(_spot(name)) if found is None and name else found


def _spot(name: str) -> str:
    """A place without host, query, and what servers leave out."""
    path = re.sub(r"^(?:https?:)?//[^/]*", "", name.partition("#")[0])
    path, _, query = path.partition("?")
    if match := re.search(r"(?:^|&)(?:p|page_id)=(\d+)", query):
        return f"?p={match[1]}"
    return "/" + re.sub(r"/index\.\w+$", "/", path).strip("/")


def _groups(items: Sequence[Item]) -> Iterator[Together]:
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        for said in dict.fromkeys(item.groups):
            held[said.how, said.value].append(at)
    for (how, value), members in sorted(held.items()):
        if len(members) > 1:
            yield Together(tuple(members), 0.98 if how == "layout" else 0.97, f"{how} {value}", how == "layout")


def _links(items: Sequence[Item], where: Places) -> Iterator[Together]:
    pairs: dict[tuple[int, int], tuple[float, str]] = {}
    for at, item in enumerate(items):
        told = [(said.value, 0.96, said.how) for said in item.links.values()]
        told += [(said.value, 0.96, said.how) for said in item.parents if not languages.is_tag(said.value)]
        told += [(url, 0.93, "the link in its provenance line") for url in item.text.sketch.links]
        for value, trust, how in told:
            other = where.find(value)
            if other is not None and other != at:
                pair = (min(at, other), max(at, other))
                pairs[pair] = max(pairs.get(pair, (0.0, "")), (trust, how))
    for pair, (trust, how) in sorted(pairs.items()):
        yield Together(pair, trust, how)


def _pointers(items: Sequence[Item], tags: Sequence[str], where: Places, among: Sequence[int]) -> Iterator[Together]:
    """A short line at the top or the foot that names a language and links to a text of the site in it: “Read this in English”."""
    for at in among:
        item = items[at]
        blocks = item.document.blocks
        for block in (*blocks[:_EDGE], *blocks[max(_EDGE, len(blocks) - _EDGE) :]):
            if len(block.text) > _POINTER or block.kind is Kind.PROVENANCE:
                continue
            targets = {where.find(one or two) for one, two in LINK.findall(item.document.source(block))}
            other = targets.pop() if len(targets) == 1 else None
            if other is not None and other != at and tags[at] and tags[other] and not _same(tags[at], tags[other]) and _names(block.text, tags[other], tags[at]):
                yield Together((min(at, other), max(at, other)), 0.92, f"the line “{block.text}”", hint=True)


def _names(line: str, tag: str, reader: str) -> bool:
    """Whether a line has a language's name, in its own language or the line's, but for how that inflects it."""
    folded, own = line.casefold(), languages.name(tag, reader.partition("-")[0]).casefold().partition(" (")[0]
    stem = own[: max(4, len(own) - 3)] if own.isalpha() and len(own) > 6 else own
    return stem in folded or languages.own_name(tag.partition("-")[0]).casefold() in folded


def _paths(items: Sequence[Item], tags: Sequence[str]) -> Iterator[Together]:
    """Equal paths but for the language: `/es/x/` and `/en/x/`, `x.es.md` and `x.md`."""
    held: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    marked: set[str] = set()
    for at, item in enumerate(items):
        key, told = path_key(item.place, tags[at])
        if key:
            held[key][tags[at]].append(at)
            if told:
                marked.add(key)
    for key, by_tag in sorted(held.items()):
        if key in marked and len(by_tag) > 1 and all(len(members) == 1 for members in by_tag.values()):
            yield Together(tuple(sorted(members[0] for members in by_tag.values())), 0.9, f"equal paths, {key}", True)


def path_key(place: str, tag: str) -> tuple[str, bool]:
    """A path without the language that it names, and whether it names one; nothing for a page that every language has."""
    kept, told = [], False
    for part in place.split("/"):
        if not told and _SEGMENT.fullmatch(part) and _same(part, tag):
            told = True
        elif part:
            kept.append(part)
    if kept and (match := re.fullmatch(r"(.+)[._]([A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?)(\.\w+)", kept[-1])) and _same(match[2], tag):
        kept[-1], told = match[1] + match[3], True
    if not kept or _HOME.fullmatch(kept[-1]):
        return "", told
    return "/".join(kept).casefold(), told


def _same(part: str, tag: str) -> bool:
    return part.replace("_", "-").casefold().partition("-")[0] == tag.casefold().partition("-")[0]
