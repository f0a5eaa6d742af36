"""What a reader of a site hands over, and what is inferred from it. Readers say what they saw; they infer nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Protocol

from translate_flow import formats
from translate_flow.adoption import profiles
from translate_flow.adoption.profiles import Reading
from translate_flow.errors import Unreadable
from translate_flow.text import marks, sketch
from translate_flow.text.document import Document
from translate_flow.text.marks import Lines
from translate_flow.text.sketch import Sketch


class Bodies(Protocol):
    """Where a source keeps its texts, by keys of its own."""

    def read(self, key: str) -> bytes:
        """One text. Raises Unreadable where the source does not have it."""

    def stream(self, keys: Sequence[str]) -> Iterator[bytes | Unreadable]:
        """Many texts in order, or why there is none."""

    def expect(self, keys: Sequence[str]) -> None:
        """Tells that these may be read next, one by one: better fetched together."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A text as it stood at a time. `name`: of the commit or revision. `at`: ISO 8601 in UTC. `key`: what `source` knows it by."""

    name: str
    at: str
    key: str
    source: Bodies

    def read(self) -> bytes:
        """Its bytes. Raises Unreadable where the source no longer has it."""
        return self.source.read(self.key)


def bodies(snapshots: Sequence[Snapshot]) -> Iterator[tuple[Snapshot, bytes | None]]:
    """Snapshots with their bytes; None where the source no longer has one (a shallow or partial clone, a text too large to be one)."""
    for _, part in groupby(snapshots, key=lambda one: id(one.source)):
        some = list(part)
        for snapshot, body in zip(some, some[0].source.stream([one.key for one in some]), strict=True):
            yield snapshot, None if isinstance(body, Unreadable) else body


Outline = tuple[Sketch, Counter[str], Reading]
BEGINNING = 600  # characters of running text that tell a language, where it is declared


class Text:
    """An item's newest text: its bytes, and what is read of them when somebody asks. `name` is what errors call it.

    Reading raises Unreadable where the format cannot; a sketch does wherever reading does.
    """

    __slots__ = ("_beginning", "_body", "_document", "_marks", "_sketch", "format", "name")

    def __init__(self, format: str, body: bytes, *, name: str = "", document: Document | None = None) -> None:
        self.format, self.name = format, name
        self._body = body
        self._document = document
        self._sketch: Sketch | None = None
        self._marks: Counter[str] | None = None
        self._beginning: Reading | None = None

    @classmethod
    def of(cls, document: Document, body: bytes) -> Text:
        """A text that was read already."""
        return cls(document.format, body, document=document)

    @property
    def body(self) -> bytes:
        return self._body

    @property
    def known(self) -> Document | None:
        """What was read of it, if anybody has asked and it is in memory."""
        return self._document

    @property
    def document(self) -> Document:
        if self._document is None:
            self._document = formats.get(self.format).read(self._body, name=self.name)
        return self._document

    @property
    def sketch(self) -> Sketch:
        if self._sketch is None:
            drawn = formats.sketch(self.format, self._body, name=self.name) if self._document is None else None
            self._sketch = drawn or sketch.of(self.document)
        return self._sketch

    @property
    def marks(self) -> Counter[str]:
        """What of it stands in its translations too, and how often: see `text.marks`."""
        if self._marks is None:
            self._marks = marks.marks(self.lines)
        return self._marks

    @property
    def beginning(self) -> Reading:
        """In which language its beginning is."""
        if self._beginning is None:
            self._beginning = profiles.read(self.sketch.running[:BEGINNING])
        return self._beginning

    @property
    def outline(self) -> Outline:
        """All that is needed to find out what a site is, where its paths tell the rest."""
        return self.sketch, self.marks, self.beginning

    def take(self, outline: Outline) -> None:
        """Takes the outline that was drawn of it elsewhere."""
        self._sketch, self._marks, self._beginning = outline

    @property
    def lines(self) -> Lines:
        """Its lines, to draw marks from; not kept."""
        return marks.lines(formats.text(self.format, self.body, name=self.name))

    @property
    def title(self) -> str:
        return self.sketch.title


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the site itself says of an item. `how` names where: `hreflang`, `lang attribute`, `front matter`,
    `Polylang term`, `WPML meta`, `folder`, `file suffix`, `category`, `canonical`, `JSON-LD`, `switcher` …
    """

    value: str
    how: str


@dataclass(frozen=True, slots=True)
class Item:
    """One text of the site, in one language.

    `origin` tells it from every other of its source, and stays the same from run to run: a URL, `wp:42`, a path in the tree.
    `text` is its newest text. `place` is the path that readers see (of the URL, or in
    the tree), with `/`. `languages`: what it is said to be written in, BCP 47 as declared, surest first. `groups`: names of groups of
    translations (a plugin's). `links`: language → place or URL of what the site calls its version in that language.
    `parents`: languages or origins that the site says it was translated from. `history`: earlier texts and the newest, oldest
    first; empty where the source keeps none. `date`, `modified`: ISO 8601, empty where unknown. `terms`: categories and tags.
    `data`: what else is worth keeping, for the event.
    """

    origin: str
    text: Text
    place: str = ""
    languages: tuple[Said, ...] = ()
    groups: tuple[Said, ...] = ()
    links: Mapping[str, Said] = field(default_factory=dict)
    parents: tuple[Said, ...] = ()
    history: tuple[Snapshot, ...] = ()
    date: str = ""
    modified: str = ""
    kind: str = "post"
    slug: str = ""
    terms: tuple[str, ...] = ()
    published: bool = True
    warnings: tuple[str, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def document(self) -> Document:
        """Its newest text, read whole."""
        return self.text.document

    @property
    def body(self) -> bytes:
        """The bytes of its newest text."""
        return self.text.body


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read: where, why, and what to do about it.

    `state`: `left out` (it is no text to adopt, or not for this reader), `lost` (it is broken, and so is not all of the source read), `noted`
    (it was read all the same).
    """

    place: str
    why: str
    remedy: str
    state: str = "left out"

    @classmethod
    def of(cls, error: Unreadable, place: str) -> Unread:
        """What an error says, at a place, with its line where it has one."""
        return cls(f"{place}:{error.line}" if error.line else place, error.message, error.remedy or "Check the file.")

    @classmethod
    def outside(cls, paths: Sequence[str]) -> Unread:
        """Pages, at least one, that the pattern does not cover: told once, at the first."""
        why = f"and {len(paths) - 1} more pages are outside the pattern" if len(paths) > 1 else "is outside the pattern"
        return cls(paths[0], why, "Tell a source pattern that fits them, or leave them out.")


@dataclass(frozen=True, slots=True)
class Fact:
    """One inferred thing, with how sure it is (0–1) and why, as short sentences for a person."""

    value: str
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A version of an article: an item (by its origin) and what is known of it.

    `group`: that it belongs to this article; `parent`: the language it was translated from, empty for the original; `base`:
    the name of the parent's snapshot that its text reflects, empty where that is not known; `translator`: whom the text credits.
    """

    origin: str
    language: Fact
    group: Fact
    parent: Fact
    base: Fact
    translator: Fact


@dataclass(frozen=True, slots=True)
class Group:
    """One article: its members, the original first, at most one of each language. One member: an article in one language."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the site says twice, and differently. `kind`: wrong link, two claim, older than source, no parent, two languages."""

    kind: str
    origins: tuple[str, ...]
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What a site is inferred to be: every item is in exactly one group."""

    groups: tuple[Group, ...]
    contradictions: tuple[Contradiction, ...] = ()
