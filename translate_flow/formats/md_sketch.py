"""A Markdown or MDX file in outline, line by line: what it takes a tenth of the time of a whole reading to know.

Title, language, date, `meta` and provenance are what a whole reading gives: the front matter is read as there, and a text that has no title in
it, or a line that may state its provenance, is read whole. Running text and marks are near enough to compare languages and revisions by; they know
fences, links, tags and imports, and nothing of what stands in what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_flow.formats import encoding, frontmatter, md_front
from translate_flow.formats.frontmatter import FrontMatter
from translate_flow.text import provenance
from translate_flow.text.document import Kind
from translate_flow.text.sketch import READ, Sketch

_NEAR_TOP, _NEAR_END = 8, 6  # paragraphs among which a provenance line is looked for: as many as a whole reading looks at blocks
_LONGEST_LINE = 600  # characters of the source of such a line, markup included
_FENCE = re.compile(r"^[ \t>]*(?:[-+*][ \t]+)?(`{3,}|~{3,})[^\n`]*\n(.*?)(?:^[ \t>]*\1[`~]*[ \t]*$|\Z)", re.M | re.S)
_COMMENT = re.compile(r"<!--.*?-->|\{/\*.*?\*/\}", re.S)
_ESM = re.compile(r"^(?:import|export)\b[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*?(?:;|['\"]|\})[ \t]*$", re.M)
_LINK = re.compile(r"!?\[((?>(?:[^\[\]]|\[[^\[\]]*\])*))\](?:\([^()\s]*(?:\([^()\s]*\))*[^()\n]*\)|\[[^\]\n]*\])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|\{[^{}\n]*\}|^[ \t]*\[[^\]\n]+\]:[^\n]*$|\{[:%][^\n]*\}", re.M)
_MARKUP = re.compile(r"[*_`#>|\\]+|^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+|^[ \t]*[:|=-]{3,}[ \t]*$", re.M)


def sketch(data: bytes, *, name: str = "") -> Sketch | None:
    """A file's sketch; None where it has to be read whole. Raises Unreadable as `markdown.read` does."""
    text, _ = encoding.decode(data, name=name)
    front = frontmatter.read(text, name=name)
    md_front.bound(text, front.end, name)
    title = md_front.title(front)
    if not title.strip():
        return None
    body = text[front.end :].replace("\r\n", "\n")
    prose = _prose(_without_code(body))
    if _may_state(prose):
        return None
    told = list(front.warnings)
    return Sketch(
        frontmatter.fold(title), md_front.language(front, told), md_front.date(front, told), None, (), _running(front, prose), md_front.meta(front), tuple(told),
    )  # fmt: skip


def _without_code(body: str) -> str:
    """The body without its fenced code, imports and comments."""
    if "```" in body or "~~~" in body:
        body = _FENCE.sub("", body)
    if "import" in body or "export" in body:
        body = _ESM.sub("", body)
    return _COMMENT.sub("", body)


def _prose(plain: str) -> str:
    """What a reader reads, nearly: links by their text, no tags, no marks."""
    return _MARKUP.sub("", _TAG.sub("", _LINK.sub(r"\1", plain)))


def _may_state(prose: str) -> bool:
    """Whether a paragraph near the top or the end may state where the text was translated from."""
    paragraphs = [part for each in prose.split("\n\n") if (part := each.strip())]
    near = paragraphs if len(paragraphs) <= _NEAR_TOP + _NEAR_END else paragraphs[:_NEAR_TOP] + paragraphs[-_NEAR_END:]
    short = [part for part in near if len(part) <= _LONGEST_LINE]
    if not provenance.telling("\n".join(short)):
        return False
    return any(provenance.recognise(line) is not None for part in short if "\n" not in part or provenance.telling(part) for line in _lines(part))


def _lines(part: str) -> Iterator[str]:
    """A paragraph as one line; of several, each run of them too: the first may be a heading or "[!NOTE]", the last what interrupts it."""
    lines = [line.strip() for line in part.split("\n")]
    for first in range(len(lines)):
        for last in range(first + 1, len(lines) + 1):
            if len(line := " ".join(lines[first:last])) > _LONGEST_LINE:
                break
            yield line


def _running(front: FrontMatter, prose: str) -> str:
    lines = [block.text for block in md_front.front_blocks(front) if block.kind is not Kind.BYLINE]
    size = sum(map(len, lines))
    for line in prose.split("\n"):
        if size >= READ:
            break
        if line := line.strip():
            lines.append(line)
            size += len(line)
    return "\n".join(lines)[:READ]
