"""A Markdown body as an HTML fragment, for channels: figures, footnotes linked both ways, no components."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from translate_flow.formats.md_blocks import Body
from translate_flow.formats.md_inline import only_images
from translate_flow.formats.md_parts import parts
from translate_flow.formats.md_syntax import parser

_LOWER_TAG = re.compile(r"</?[a-z][^<>{}]*>")


def render(body: Body, left_out: Collection[int]) -> str:
    """The body as HTML without the pieces at the positions `left_out`, which channels show elsewhere.

    Raw HTML is kept, to be sanitised later; components go, what they hold stays. Notes come last, in the order of
    their definitions; a mark without a note stays as it was typed.
    """
    shown, notes = _apart(body, left_out)
    renderer = _Renderer([label for label, _ in notes])
    options: OptionsDict = parser(False).options
    out = renderer.render(shown, options, body.env)
    if notes:
        lines = [renderer.note(label, tokens, options, body.env) for label, tokens in notes]
        out += '<section class="footnotes">\n' + "".join(lines) + "</section>\n"
    return out


def _apart(body: Body, left_out: Collection[int]) -> tuple[list[Token], list[tuple[str, list[Token]]]]:
    """(what is shown, the notes: label and tokens)."""
    pieces: dict[int, list[int]] = defaultdict(list)
    for position, piece in enumerate(body.pieces):
        pieces[piece.token].append(position)
    gone = {token for token, positions in pieces.items() if all(position in left_out for position in positions)}
    shown: list[Token] = []
    notes: list[tuple[str, list[Token]]] = []
    into = shown
    for index, token in enumerate(body.tokens):
        if token.type == "footnote_reference_open":
            into = []
            notes.append((token.meta["label"], into))
        elif token.type == "footnote_reference_close":
            into = shown
        elif token.type.startswith("alert_title_") or (token.type == "inline" and not token.map):
            continue  # “Note” in English, whatever the page's language
        elif index in gone or (token.nesting > 0 and index + 1 in gone and body.tokens[index + 1].type == "inline"):
            continue
        elif token.type in {"blockquote_close", "alert_close"} and into and into[-1].type == token.type.replace("close", "open"):
            into.pop()  # it held nothing but what is shown elsewhere
        elif not (token.nesting < 0 and index - 1 in gone and body.tokens[index - 1].type == "inline"):
            into.append(token)
    return _unravelled(shown), [(label, _unravelled(tokens)) for label, tokens in notes]


def _unravelled(tokens: list[Token]) -> list[Token]:
    """The tokens with a block for each part of a paragraph of MDX whose prose stands in tags of its own."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        inner = parts(tokens[at + 1]) if tokens[at].type == "paragraph_open" else []
        if not inner:
            out.append(tokens[at])
            at += 1
            continue
        opened, token, closed = tokens[at : at + 3]
        for part in inner:
            tag = _html_tags(part.opening)
            before = Token("html_block", "", 0, content=tag) if tag else opened
            after = Token("html_block", "", 0, content=f"</{part.name}>\n") if tag else closed
            held = (token.children or [])[part.first : part.last]
            out += (before, Token("inline", "", 0, children=held), after)
        at += 3
    return out


class _Renderer(RendererHTML):
    """markdown-it's renderer, with figures, notes and MDX. Methods named like a token's type render it."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self._ids: dict[str, int] = {}
        for label in labels:
            self._ids.setdefault(label, len(self._ids) + 1)
        self._used: Counter[int] = Counter()
        self._noted: set[int] = set()
        self.rules = {name: rule for name, rule in self.rules.items() if name != "note"}

    def note(self, label: str, tokens: list[Token], options: OptionsDict, env: EnvType) -> str:
        """A note's blocks; the link goes back to its first mark, where the text has one."""
        number = self._ids[label]
        mark = escapeHtml(f"[{label}]")
        place = ""
        if number not in self._noted:
            self._noted.add(number)
            place = f' id="fn-{number}"'
            mark = f'<a href="#fnref-{number}">{mark}</a>' if self._used[number] else mark
        out = self.render(tokens, options, env)
        if out.startswith("<p>"):
            return f"<p{place}>{mark} {out[3:]}"
        return f"<p{place}>{mark}</p>\n{out}"

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        label = tokens[idx].meta["label"]
        number = self._ids.get(label)
        if number is None:
            return escapeHtml(tokens[idx].content)
        self._used[number] += 1
        place = f"fnref-{number}" if self._used[number] == 1 else f"fnref-{number}-{self._used[number]}"
        return f'<sup><a id="{place}" href="#fn-{number}">{escapeHtml(f"[{label}]")}</a></sup>'

    def paragraph_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        figures = only_images(tokens[idx + 1].children)
        return "" if figures else self.renderToken(tokens, idx, options, env)

    def paragraph_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        figures = only_images(tokens[idx - 1].children)
        return "\n" if figures else self.renderToken(tokens, idx, options, env)

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        if not only_images(tokens):
            return super().renderInline(tokens, options, env)
        out: list[str] = []
        links: list[Token] = []
        for token in tokens:
            if token.type == "link_open":
                links = [token]
            elif token.type == "link_close":
                links = []
            elif token.type == "image":
                out.append(self._figure(token, links, options, env))
        return "\n".join(out)

    def _figure(self, image: Token, links: list[Token], options: OptionsDict, env: EnvType) -> str:
        """An image that stands alone. Its title, else its alternative text, is its caption."""
        title = str(image.attrs.get("title", ""))
        image = image.copy(attrs={name: value for name, value in image.attrs.items() if name != "title"})  # the text may be drawn again
        caption = escapeHtml(title) or super().renderInline(image.children or (), options, env)
        shown = super().renderInline([*links, image], options, env) + "</a>" * len(links)
        return f"<figure>{shown}{f'<figcaption>{caption}</figcaption>' if caption.strip() else ''}</figure>"

    def html_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        source = tokens[idx].content.strip()
        return "" if source.startswith("<!--") and source.find("-->") == len(source) - 3 else tokens[idx].content

    def opaque(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        tags = _html_tags(token.content) if token.info == "mdx" else ""
        return tags + "\n" if tags else ""

    def mdx_jsx(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _html_tags(tokens[idx].content)

    def mdx_expression(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return ""


def _html_tags(source: str) -> str:
    """Of JSX tags and expressions, the tags that are HTML as they stand: in lower case, without expressions."""
    return "".join(tag for tag in _LOWER_TAG.findall(source) if HTML_TAG_RE.fullmatch(tag))
