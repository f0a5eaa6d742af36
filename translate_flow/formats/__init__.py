"""Formats: bytes ↔ Document. One module per format, reading and writing side by side, and the one dict that names them.

To add a format: a module here that satisfies `Format`, its line in `FORMATS`, a folder of samples under
`tests/samples/NAME/`, and its line in `docs/formats.md`. The conformance tests pick it up by themselves.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, cast

from translate_flow.errors import Unreadable, UsageError
from translate_flow.text.document import Document

if TYPE_CHECKING:
    from translate_flow.formats.places import Place
    from translate_flow.text.sketch import Sketch

MAX_BYTES = 32 * 1024 * 1024  # of one article; an export of many is read as a stream


class Format(Protocol):
    """What a format's module offers (a module itself satisfies it)."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def read(self, data: bytes, *, name: str = "") -> Document:
        """Reads a whole file. `name` is what to call the file in errors. Raises Unreadable with file, line and reason."""

    def write(self, document: Document) -> bytes:
        """The document's text as bytes in its own encoding; `write(read(data)) == data`, always."""

    def html(self, document: Document) -> str:
        """The body (blocks after title, standfirst, byline, date and provenance) as an HTML fragment, not yet sanitised.

        Captions keep their images; footnotes keep marks and notes, linked both ways."""

    def escape(self, text: str) -> str:
        """A reader's plain text as inner source of a body's block: what `Block.text` gives back when read again."""

    def escape_in(self, document: Document, index: int, text: str) -> str:
        """The same for the block at `index`, wherever it stands: front matter and code want other care than the body."""

    def header_place(self, document: Document) -> tuple[int, str, str]:
        """Where a line that nobody reads can be put in: (offset in the text, what comes before it, what after)."""

    def comment(self, line: str) -> tuple[str, str]:
        """How a line that nobody reads is written in this format, as (before, after) around it: `("<!-- ", " -->")`."""

    def mark_places(self, document: Document) -> tuple[Place, ...]:
        """Where a comment about each block can stand, as near above it as leaves all blocks' sources the same when read
        again; and one place more, for what comes after the last block."""


FORMATS: dict[str, str] = {  # name → module; a string, so that only the format in use is imported
    "markdown": "translate_flow.formats.markdown",
    "mdx": "translate_flow.formats.mdx",
    "html": "translate_flow.formats.html",
    "wordpress": "translate_flow.formats.wordpress",
    "text": "translate_flow.formats.plain",
}
SKETCHES = dict.fromkeys(("markdown", "mdx"), "translate_flow.formats.md_sketch")  # those that can draw a sketch without reading whole
SUFFIXES: dict[str, str] = {
    ".md": "markdown", ".markdown": "markdown", ".mdx": "mdx",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".wp": "wordpress", ".wphtml": "wordpress",
    ".txt": "text", ".text": "text",
}  # fmt: skip


def get(name: str) -> Format:
    """The format of that name. Raises UsageError with the names there are."""
    if name not in FORMATS:
        raise UsageError(f"There is no format “{name}”", remedy=f"Known formats: {', '.join(FORMATS)}.")
    return cast(Format, import_module(FORMATS[name]))


def sketch(format: str, data: bytes, *, name: str = "") -> Sketch | None:
    """What can be drawn of a text without reading all its blocks; None where it has to be read whole. Raises Unreadable as reading does."""
    if format not in SKETCHES:
        return None
    return cast("Sketch | None", import_module(SKETCHES[format]).sketch(data, name=name))


def text(format: str, data: bytes, *, name: str = "") -> str:
    """What a file says, markup and all, without a byte order mark. Raises Unreadable for what is no text, or in no encoding that it tells of."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from translate_flow.formats import encoding

        return encoding.decode(data, name=name, declared=format == "html")[0].removeprefix("\ufeff")


def for_path(path: str | PurePath) -> str:
    """The format's name for a file, by its suffix. Raises Unreadable where none fits."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise Unreadable(
            f"cannot tell the format from the suffix “{suffix}”" if suffix else "has no suffix to tell its format from",
            file=str(path),
            remedy=f"Name it with --format; known formats: {', '.join(FORMATS)}.",
        )
    return SUFFIXES[suffix]
