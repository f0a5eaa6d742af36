"""Markdown and MDX with front matter: bytes ↔ Document.

The front matter gives title, standfirst (`description`, `summary`, `excerpt`, `standfirst`, `subtitle`, each a block),
byline (`author`, `byline`, if one string), language, date and everything else as `meta`; without a title there, the
first level-1 heading is the title. An image alone in a paragraph is a caption: its alternative text, and its title
attribute as a second caption after it. Prose inside components, directives and raw HTML gives blocks; attributes,
expressions, imports and the lines of directives themselves stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from translate_flow.formats import encoding, frontmatter, markup, md_blocks, md_front, md_html, md_inline
from translate_flow.formats.frontmatter import fold
from translate_flow.formats.md_syntax import MAX_NESTING, is_mdx
from translate_flow.formats.places import Place
from translate_flow.text.document import Block, Document, Kind, Note, Provenance

NAME = "markdown"
SUFFIXES = (".md", ".markdown")

_NEAR_TOP, _NEAR_END = 8, 6  # blocks of the body among which a byline or a provenance line is looked for
_LONGEST_LINE = 300
_LINES = frozenset({Kind.PARAGRAPH, Kind.QUOTE})  # what a provenance line may be
_LINKED = re.compile(r"[(（]\s*\[([^\[\]]+)\]\(([^()\s]+)[^()]*\)\s*[)）]")


def read(data: bytes, *, name: str = "", mdx: bool | None = None) -> Document:
    """Reads a Markdown file. `mdx`: whether it is MDX; where nobody says (nor a `name` in `.mdx`), its content does.

    Raises Unreadable for what is no text, and for a broken front matter, with the line.
    """
    text, coding = encoding.decode(data, name=name)
    front = _front(text, name)
    md_front.bound(text, front.end, name)
    mdx = is_mdx(text[front.end :], name) if mdx is None else mdx
    body = _body(text, front.end, mdx)
    warnings = list(front.warnings)
    blocks, provenance = _roles([piece.block for piece in body.pieces], text, bool(md_front.title(front)))
    notes, of_notes = _notes(body)
    meta = md_front.meta(front) | ({"syntax": "mdx"} if mdx else {})
    language, date = md_front.language(front, warnings), md_front.date(front, warnings)
    if body.too_deep:
        warnings.append(f"Lists or quotes are nested more than {MAX_NESTING // 2} deep; text deeper down was not read.")
    return Document(
        format=NAME, text=text, blocks=(*md_front.front_blocks(front), *blocks), encoding=coding, language=language, date=date,
        provenance=provenance, notes=notes, warnings=(*warnings, *of_notes), meta=meta,
    )  # fmt: skip


# Who draws a page asks for its HTML just after reading it: the last text is not parsed twice.
@lru_cache(maxsize=1)
def _front(text: str, name: str) -> frontmatter.FrontMatter:
    return frontmatter.read(text, name=name)


@lru_cache(maxsize=1)
def _body(text: str, start: int, mdx: bool) -> md_blocks.Body:
    return md_blocks.read(text, start, mdx)


def write(document: Document) -> bytes:
    """The document's text in its encoding."""
    return encoding.encode(document)


def html(document: Document) -> str:
    """The body as an HTML fragment, not sanitised: without front matter, title, byline and provenance line."""
    front = _front(document.text, "")
    body = _body(document.text, front.end, _mdx(document))
    blocks, _ = _roles([piece.block for piece in body.pieces], document.text, bool(md_front.title(front)))
    title = fold(md_front.title(front))
    return md_html.render(body, {at for at, block in enumerate(blocks) if _elsewhere(block, title)})


def escape(text: str) -> str:
    """Plain text as inline Markdown; for the body's Markdown. Where a block stands elsewhere, see `escape_in`."""
    return md_inline.escape(text)


def escape_in(document: Document, index: int, text: str) -> str:
    """Plain text as the source of the block at `index`, as its place asks: front matter, code, raw HTML, a title.

    A plain YAML scalar that would be read otherwise becomes a quoted one. White space is folded but in code.
    """
    block = document.blocks[index]
    context = _contexts(document.text, _mdx(document)).get(block.start, "markdown")
    if context == "markdown":
        return md_inline.escape(text)
    if context == "html":
        return markup.escape(fold(text))
    if context == "code":
        return _code(document, block, text)
    if context.startswith("title"):
        return md_inline.escape_title(text, context[-1])
    return frontmatter.quoted(text, context.removeprefix("front "))


def comment(line: str) -> tuple[str, str]:
    """How to write a line that nobody reads: an HTML comment. MDX and front matter take others: `header_place`."""
    return "<!-- ", " -->"


def header_place(document: Document) -> tuple[int, str, str]:
    """Where a line that nobody reads can be put in as the first: (offset of a line's start, before, after)."""
    front = frontmatter.read(document.text)
    if front.kind:
        return front.start, "# ", ""
    return (front.start, "{/* ", " */}") if _mdx(document) else (front.start, "<!-- ", " -->")


def mark_places(document: Document) -> tuple[Place, ...]:
    """Where a comment about each block can stand, and one about what comes after them: see `md_places`."""
    from translate_flow.formats import md_places

    return md_places.places(document, _mdx(document))


def _elsewhere(block: Block, title: str) -> bool:
    """Whether channels show a block of the body apart from it. A level-1 heading may repeat the front matter's title."""
    repeats = block.kind is Kind.HEADING and block.level == 1 and block.text == title
    return repeats or block.kind in {Kind.TITLE, Kind.BYLINE, Kind.PROVENANCE}


def _mdx(document: Document) -> bool:
    return document.meta.get("syntax") == "mdx"


@lru_cache(maxsize=4)
def _contexts(text: str, mdx: bool) -> dict[int, str]:
    """How the source of the blocks at these offsets is written, where it is not inline Markdown."""
    front = frontmatter.read(text)
    found = {value.start: f"front {value.style}" for value in front.values.values() if value.start >= 0}
    for piece in md_blocks.read(text, front.end, mdx).pieces:
        if piece.context != "markdown":
            quote = piece.context if piece.context in {"code", "html"} else f"title {piece.context}"
            found[piece.block.start] = quote
    return found


def _code(document: Document, block: Block, text: str) -> str:
    """Code, each line after what stands before the block's first: quote marks, indentation.

    A line that would close the fence is indented, so that it does not (CommonMark 0.31, §4.5).
    """
    above, _, before = document.text[max(0, block.start - 1000) : block.start].replace("\r", "\n").rpartition("\n")
    before = re.sub(r"[^\s>]", " ", before)
    fence = re.search(r"`{3,}|~{3,}", above.rstrip("\n").rpartition("\n")[2])
    ending = "\r\n" if "\r\n" in document.text else "\n"
    lines = re.split(r"\r\n|\r|\n", text.strip("\r\n"))
    if fence:
        closing = re.compile(rf"^ {{0,3}}({fence[0]}{fence[0][0]}*[ \t]*)$")
        lines = [closing.sub(r"    \1", line) for line in lines]
    return ending.join(lines[:1] + [before + line if line.strip() else before.rstrip() for line in lines[1:]])


# --- reading: the body ---


def _notes(body: md_blocks.Body) -> tuple[tuple[Note, ...], tuple[str, ...]]:
    from translate_flow.text import notes

    return notes.check(body.marks, [Note(label, fold(" ".join(texts))) for label, texts in body.notes])


def _roles(blocks: list[Block], text: str, titled: bool) -> tuple[list[Block], Provenance | None]:
    """The body's blocks with title, byline and provenance line told from headings and paragraphs."""
    from translate_flow.text import byline, provenance

    if not titled:
        for at, block in enumerate(blocks):
            if block.kind is Kind.HEADING and block.level == 1:
                blocks[at] = replace(block, kind=Kind.TITLE, level=0)
                break
    told: Provenance | None = None
    signed = False
    for at, block in enumerate(blocks):
        near = at < _NEAR_TOP or at >= len(blocks) - _NEAR_END
        if block.kind not in _LINES or not near or len(block.text) > _LONGEST_LINE:
            continue
        found = _provenance(block, text) if told is None else None
        told = told or found
        line = block.text if found is None else provenance.before(found)  # its byline, if any
        may_sign = block.kind is Kind.PARAGRAPH and not signed and at < _NEAR_TOP
        if may_sign and (name := byline.recognise(line)):
            signed, blocks[at] = True, _byline(block, text, name)
        elif found is not None:
            blocks[at] = replace(block, kind=Kind.PROVENANCE, level=0)
    return blocks, told


def _provenance(block: Block, text: str) -> Provenance | None:
    """What a block states; a link's text in parentheses is the title of the original, nobody who translated it."""
    from translate_flow.text import provenance

    found = provenance.recognise(block.text)
    if found is None:
        return None
    linked = next(
        (match for match in _LINKED.finditer(text, block.start, block.end) if fold(match[1]) == found.translator), None
    )
    if linked is None:
        return found
    untitled = provenance.recognise(block.text.replace(found.translator, f"“{found.translator}”"))
    return replace(untitled, text=found.text, span=found.span, link=found.link or linked[2]) if untitled else found


def _byline(block: Block, text: str, name: str) -> Block:
    """The block of a byline: the name alone where it stands in the source as it reads, else the line."""
    start = text.rfind(name, block.start, block.end)
    if start < 0:
        return replace(block, kind=Kind.BYLINE)
    return Block(Kind.BYLINE, start, start + len(name), name)
