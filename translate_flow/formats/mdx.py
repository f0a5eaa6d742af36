"""MDX, Markdown with components: as `markdown`, but what a text is never hangs on a guess from its content."""

from __future__ import annotations

from dataclasses import replace

from translate_flow.formats import markdown
from translate_flow.text.document import Document

NAME = "mdx"
SUFFIXES = (".mdx",)

write = markdown.write
html = markdown.html
escape = markdown.escape
escape_in = markdown.escape_in
header_place = markdown.header_place
mark_places = markdown.mark_places


def read(data: bytes, *, name: str = "") -> Document:
    """Reads an MDX file. Raises Unreadable as `markdown.read` does."""
    return replace(markdown.read(data, name=name, mdx=True), format=NAME)


def comment(line: str) -> tuple[str, str]:
    """An expression that holds a comment: MDX has no HTML comments."""
    return "{/* ", " */}"
