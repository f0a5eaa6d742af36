"""Inline Markdown: what a reader reads of it, what wraps it, and how plain text is written in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from translate_flow.formats.frontmatter import fold
from translate_flow.text.document import Kind

_INLINE = """a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby
    s samp small span strike strong sub sup time tt u var wbr"""
INLINE_TAGS = frozenset(_INLINE.split())
HTML_KINDS = {
    "li": Kind.LIST_ITEM, "dd": Kind.LIST_ITEM, "blockquote": Kind.QUOTE, "td": Kind.TABLE_CELL,
    "th": Kind.TABLE_CELL, "figcaption": Kind.CAPTION, "caption": Kind.CAPTION,
    **{f"h{level}": Kind.HEADING for level in range(1, 7)},
}  # fmt: skip


def reading(children: Sequence[Token] | None) -> str:
    """What a reader reads of inline tokens, white space folded; a footnote's mark is `[1]`."""
    return fold("".join(_readings(children)))


def _readings(children: Sequence[Token] | None) -> Iterator[str]:
    for token in children or ():
        if token.type in {"text", "code_inline", "text_special"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield " "
        elif token.type == "image":
            yield from _readings(token.children)
        elif token.type == "footnote_ref":
            yield f"[{token.meta['label']}]"
        elif token.type in {"html_inline", "mdx_jsx"} and token.content[:3].lower() == "<br":
            yield " "


def all_tokens(children: Sequence[Token] | None) -> Iterator[Token]:
    """Inline tokens, those in images' alternative texts included."""
    for token in children or ():
        yield token
        yield from all_tokens(token.children)


def only_images(children: Sequence[Token] | None) -> bool:
    """Whether a paragraph holds images, maybe in links, and nothing else."""
    images = 0
    for token in children or ():
        if token.type == "image":
            images += 1
        elif token.type not in {"link_open", "link_close", "softbreak", "hardbreak"} and (
            token.type != "text" or token.content.strip()
        ):
            return False
    return images > 0


# --- writing ---

_SPECIAL = re.compile(
    r"[\\`*\[\]<{|~]"  # anywhere; a pipe even after a backslash makes a table of a heading underlined with `---`
    r"|_(?!(?<=[^\W_]_)(?=[^\W_]))"  # an underscore not inside a word
    r"|&(?=#?\w{1,31};)"
    r"|^[#>=:+-]|(?<=\s)#(?=#*$)|^\d{1,9}(?=[.)](?:\s|$))"
)
_ESM = re.compile(r"^(?:import|export)\b")


def escape(text: str) -> str:
    """Plain text as inline Markdown that reads back as that text in every place, MDX and table cells included.

    White space is folded. Backslashes stand before ASCII punctuation that would be markup there (CommonMark 0.31,
    §2.4); a pipe, and for MDX the first letter of `import` and `export` at the beginning, become character references.
    """
    text = _SPECIAL.sub(_escaped, fold(text))
    return _ESM.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", text)


def _escaped(found: re.Match[str]) -> str:
    if found[0] == "|":
        return "&#124;"
    return found[0] + "\\" if found[0][0].isdigit() else "\\" + found[0]


def escape_title(text: str, quote: str) -> str:
    """Plain text as the inside of a link's or image's title in that quote, `"`, `'` or `(`."""
    return re.sub(r"""["'()]""" if quote == "(" else quote, lambda found: "\\" + found[0], escape(text))
