"""The Markdown that is read here: CommonMark 0.31, GFM tables and strikethrough, footnotes, and what sites add.

Beyond CommonMark: directives (`:::note[Label]` … `:::`, as Docusaurus and Starlight write them), shortcodes on
lines of their own (`{{< … >}}`, `{% … %}`, `{: … }`), and MDX 3 (https://mdxjs.com/docs/what-is-mdx/): imports
and exports, JSX tags, expressions in braces. These become tokens of type `opaque` (blocks), `mdx_jsx` and
`mdx_expression` (inline), so that the prose between them is read as Markdown. MDX has no indented code.

No JavaScript is parsed: braces are matched in one pass, which knows comments and template literals.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, html_block, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, image
from mdit_py_plugins.footnote.index import footnote_def

MAX_NESTING = 30  # of lists, items, quotes and links; each level costs one more look at every character

_ESM = re.compile(r"(?:import|export)\b(?=[ \t{*'\"])")
_MDX_LINE = re.compile(
    r"""import\s+(?:[\w*{}\s,$]{1,500}\sfrom\s+)?['"][^'"\n]{1,500}['"]|export\s+(?:const|let|default|function|async)\b|\{/\*"""
    r"""|</?[A-Z][\w.]*[a-z][\w.]*[\s/>]"""
)
_FENCE = re.compile(r"[\s>]*(?:(?:[-+*]|\d{1,9}[.)])\s+)*(`{3,}(?=[^`]*$)|~{3,})")
_MDX_HINT = re.compile(r"import|export|\{/\*|</?[A-Z]|>\{")
_MDX_TEXT = re.compile(r"<\w+>\{['\"`]")  # <code>{'…'}</code>
_DIRECTIVE = re.compile(
    r":{3,}[ \t]*(?:[A-Za-z][\w-]*[ \t]*)?"
    r"(?:\[(?P<label>[^\n]*)\](?:[ \t]*\{[^{}\n]*\})?|\{[^{}\n]*\}|(?P<title>[^\n:\[{][^\n]*))?[ \t]*$"
)
_SHORTCODES = (("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{:", "}"))
_TAG_NAME = re.compile(r"</?(?:[A-Za-z_$][\w$.:-]*+)?")
_TAG_PLAIN = re.compile(r"[^\"'{}<>]*+")
_FOOTNOTE_REF = re.compile(r"\[\^([^\s\[\]]{1,100})\]")


@lru_cache(maxsize=2)
def parser(mdx: bool) -> MarkdownIt:
    """The parser for Markdown or MDX; one of each is made."""
    options = {"maxNesting": MAX_NESTING, "html": True, "tasklists": True, "alerts": True}
    md = MarkdownIt("commonmark", options)
    md.enable(["table", "strikethrough"])
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.at("image", _image)
    md.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.before("link", "footnote_ref", _footnote_ref)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("blockquote", "directive", _directive, interrupts)
    md.block.ruler.before("blockquote", "shortcode", _shortcode, interrupts)
    if mdx:
        md.block.ruler.disable("code")
        md.block.ruler.before("blockquote", "mdx_esm", _esm, {"alt": []})
        md.block.ruler.before("blockquote", "mdx_flow", _flow, interrupts)
        md.block.ruler.at("html_block", _comment_block, {"alt": ["paragraph", "reference", "blockquote"]})
        md.block.ruler.at("paragraph", _paragraph, {"alt": []})
        md.inline.ruler.before("html_inline", "mdx_jsx", _inline_jsx)
        md.inline.ruler.before("html_inline", "mdx_expression", _inline_expression)
        md.core.ruler.before("block", "mdx_braces", _braces_of_text)
    return md


def is_mdx(body: str, name: str = "") -> bool:
    """Whether a text is MDX: by its name, else by lines outside code that begin as only MDX does.

    They begin with an import, an export, `{/*` or a component's tag. Docusaurus reads `.md` files as MDX, so the
    suffix alone does not settle it; and a stored revision has no name.
    """
    if name.lower().endswith(".mdx"):
        return True
    if not _MDX_HINT.search(body):
        return False
    fence = ""
    for line in re.split(r"[\r\n]+", body):
        opened = _FENCE.match(line)
        if fence:
            fence = "" if opened and opened[1].startswith(fence) and not line[opened.end() :].strip() else fence
        elif opened:
            fence = opened[1]
        elif _MDX_LINE.match(line.lstrip(" \t>") if "<" in line else line) or _MDX_TEXT.search(line):
            return True
    return False


# --- positions that markdown-it does not give ---


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The table rule, with each row's offset in the text in its `tr_open` token's `meta["at"]`."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    for token in () if silent else state.tokens[first:]:
        if token.type == "tr_open" and token.map:
            row = token.map[0]
            token.meta["at"] = state.bMarks[row] + state.tShift[row]
    return True


def _image(state: StateInline, silent: bool) -> bool:
    """The image rule, with its span in the inline text in its token's `meta["span"]`, its title's in `meta["title"]`.

    A title that a reference definition gives has no span here.
    """
    start = state.pos
    if not image(state, silent):
        return False
    if silent:
        return True
    token = state.tokens[-1]
    token.meta["span"] = (start, state.pos)
    at = start + 3 + len(token.content)
    if token.attrs.get("title") and state.src[at] == "(":
        helpers = state.md.helpers
        target = helpers.parseLinkDestination(state.src, _past_blanks(state.src, at + 1), state.pos)
        at = _past_blanks(state.src, target.pos)
        title = helpers.parseLinkTitle(state.src, at, state.pos)
        if title.ok:
            token.meta["title"] = (at + 1, title.pos - 1)
    return True


def _past_blanks(text: str, at: int) -> int:
    while text[at] in " \t\n":
        at += 1
    return at


def _footnote_ref(state: StateInline, silent: bool) -> bool:
    """`[^1]`, with or without a note of that label: a missing note is told to a person, not guessed away."""
    found = _FOOTNOTE_REF.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("footnote_ref", "", 0)
        token.meta = {"label": found[1]}
        token.content = found[0]
    state.pos = found.end()
    return True


# --- lines that are no prose ---


def _opaque(state: StateBlock, info: str, line: int, after: int, end: int | None = None) -> bool:
    """Pushes the lines from `line` up to `after` as one token without prose."""
    token = state.push("opaque", "", 0)
    token.info = info
    token.map = [line, after]
    token.content = state.src[state.bMarks[line] + state.tShift[line] : end or state.eMarks[after - 1]]
    state.line = after
    return True


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", at) or state.is_code_block(start):
        return False
    found = _DIRECTIVE.match(state.src, at, state.eMarks[start])
    if not found or silent:
        return bool(found)
    group = "label" if found["label"] is not None else "title"
    label = found[group]
    _opaque(state, "directive", start, start + 1)
    if label and label.strip():
        state.push("directive_label_open", "p", 1).map = [start, start + 1]
        token = state.push("inline", "", 0)
        token.map = [start, start + 1]
        token.content, token.children = label.strip(), []
        token.meta["at"] = found.start(group) + len(label) - len(label.lstrip())
        state.push("directive_label_close", "p", -1)
    return True


def _shortcode(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("{", at) or state.is_code_block(start):
        return False
    for opening, closing in _SHORTCODES:
        if state.src.startswith(opening, at):
            stop = state.src.find(closing, at + len(opening), at + 4000)
            if stop < 0 or "\n\n" in state.src[at:stop]:
                return False
            stop += len(closing)
            last = _last_line(state, stop, end)
            return last >= 0 and (silent or _opaque(state, "shortcode", start, last + 1, stop))
    return False


def _last_line(state: StateBlock, stop: int, end: int) -> int:
    """The line on which offset `stop` is, or -1 if something follows there, or the container ends before."""
    line = bisect_left(state.eMarks, stop)
    return -1 if line >= end or state.src[stop : state.eMarks[line]].strip(" \t") else line


# --- MDX ---


def braces(text: str) -> dict[int, int]:
    """For each `{` that is closed, the offset after its `}`; one pass.

    Escaped braces do not count, nor those in comments and template literals inside braces.
    """
    pairs: dict[int, int] = {}
    open_at: list[int] = []
    at, gone = 0, {"*/": False, "`": False}
    for found in _BRACE.finditer(text):
        sign = found[0]
        if found.start() < at:
            continue
        if sign == "{":
            open_at.append(found.start())
        elif sign == "}" and open_at:
            pairs[open_at.pop()] = found.end()
        elif sign in {"/*", "`"} and open_at and text[found.start() - 1] in "{(=,: \n\t/*":
            closing = "*/" if sign == "/*" else "`"
            stop = -1 if gone[closing] else text.find(closing, found.end())
            gone[closing] = stop < 0
            at = stop + len(closing) if stop >= 0 else at
    return pairs


_BRACE = re.compile(r"\\.|[{}]|/\*|`")


def tag_end(text: str, at: int, stop: int, pairs: dict[int, int]) -> int:
    """The offset after the JSX tag that begins at `at` (a `<`), or -1 if none does."""
    name = _TAG_NAME.match(text, at, stop)
    if not name:
        return -1
    at = name.end()
    if at < stop and text[at] not in " \t\n/>":
        return -1
    while at < stop:
        plain = _TAG_PLAIN.match(text, at, stop)
        at = plain.end() if plain else at
        sign = text[at] if at < stop else "<"
        if sign == ">":
            return at + 1
        if sign in "\"'":
            closing = text.find(sign, at + 1, stop) if text[at - 1] == "=" else -1
            at = closing + 1 if closing > 0 else stop
        elif sign == "{":
            at = pairs.get(at, stop)
        else:
            return -1
    return -1


def _braces_of_text(state: StateCore) -> None:
    state.env["braces"] = braces(state.src)


def _flow(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that hold only JSX tags and expressions (MDX 3, “flow”)."""
    at = state.bMarks[start] + state.tShift[start]
    limit = state.eMarks[end - 1]
    src, pairs = state.src, state.env["braces"]
    if at >= state.eMarks[start] or src[at] not in "<{" or src.startswith("<!--", at):
        return False
    while True:
        stop = tag_end(src, at, limit, pairs) if src[at] == "<" else pairs.get(at, -1)
        if stop < 0 or stop > limit:
            return False
        at = stop
        while at < limit and src[at] in " \t":
            at += 1
        if at >= limit or src[at] == "\n":
            last = _last_line(state, stop, end)
            return last >= 0 and (silent or _opaque(state, "mdx", start, last + 1, stop))
        if src[at] not in "<{":
            return False


def _esm(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Imports and exports, at the left margin, up to a blank line outside braces."""
    at = state.bMarks[start]
    if silent or state.level or state.tShift[start] or not _ESM.match(state.src, at):
        return False
    pairs = state.env["braces"]
    line = start
    while line < end and not state.isEmpty(line):
        inside = state.src.find("{", at, state.eMarks[line])
        closed = pairs.get(inside, -1)
        if closed > 0:
            at = closed
            line = max(line, bisect_left(state.eMarks, closed))
        elif inside >= 0:
            at = inside + 1
        else:
            line += 1
            at = state.bMarks[line]
    return _opaque(state, "esm", start, min(line, end))


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """HTML comments, which MDX forbids but people leave in."""
    at = state.bMarks[start] + state.tShift[start]
    return state.src.startswith("<!--", at) and html_block(state, start, end, silent)


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph that a tag ends at any indentation: without indented code, no line continues it lazily."""
    terminators = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    line = start + 1
    while line < state.lineMax and not state.isEmpty(line):
        if state.sCount[line] >= 0 and any(rule(state, line, state.lineMax, True) for rule in terminators):
            break
        line += 1
    state.line = line
    state.push("paragraph_open", "p", 1).map = [start, line]
    token = state.push("inline", "", 0)
    token.content = state.getLines(start, line, state.blkIndent, False).strip()
    token.map, token.children = [start, line], []
    state.push("paragraph_close", "p", -1)
    state.parentType = parent
    return True


def _inline_pairs(state: StateInline) -> dict[int, int]:
    known = state.env.get("inline_braces")
    if known is None or known[0] is not state.src:
        known = state.env["inline_braces"] = (state.src, braces(state.src))
    pairs: dict[int, int] = known[1]
    return pairs


def _inline_jsx(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    stop = tag_end(state.src, state.pos, state.posMax, _inline_pairs(state))
    return stop > 0 and _push_inline(state, "mdx_jsx", stop, silent)


def _inline_expression(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    stop = _inline_pairs(state).get(state.pos, -1)
    return 0 < stop <= state.posMax and _push_inline(state, "mdx_expression", stop, silent)


def _push_inline(state: StateInline, kind: str, stop: int, silent: bool) -> bool:
    if not silent:
        token = state.push(kind, "", 0)
        token.content = state.src[state.pos : stop]
        token.meta = {"span": (state.pos, stop)}
    state.pos = stop
    return True
