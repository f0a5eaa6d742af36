"""A bilingual page: one HTML file that a browser shows as an editor, and a word processor opens as a table.

It holds its own style and script and may load nothing (its policy names both by their digests, so that nothing else runs in it);
every text is escaped. Save in the page writes the same file with the translations in it. Without a script it is a table all the same.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from translate_flow import languages
from translate_flow.errors import Unreadable
from translate_flow.exchange import bilingual
from translate_flow.exchange.bilingual import DONE_SIGNS, Cell, Line
from translate_flow.exchange.kit import Kit, Returned, Row
from translate_flow.exchange.workfile import Header, line, said
from translate_flow.text import inline
from translate_flow.text.inline import Content

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

    from translate_flow.formats.html_tree import Node, Tree

NAME = "html"
SUFFIX = ".table.html"  # beside the document of that name
BY_SENTENCE = False

_SHOWN = '<span class="sign" dir="ltr">{}</span>'
_SIGN = '<span class="sign" dir="ltr" contenteditable="false">{}</span>'  # which a browser lets nobody edit, but delete as a whole
_SAVE = "Open it, save it as a web page (HTML) with its table, and check that file in."


def write(kit: Kit) -> bytes:
    """The kit as a page. Raises Unreadable for a text that no page can hold."""
    style, script = _part("bilingual.css"), _part("bilingual.js")
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    page = _template().render(
        header=line(kit.header), policy=policy, style=style, script=script, version=bilingual.shown(kit.header.version), title=bilingual.shown(kit.title),
        file=f"{bilingual.shown(kit.header.version).replace('/', '.')}{SUFFIX}",
        source=_language(kit.source_language), target=_language(kit.target_language), facts=bilingual.facts(kit),
        brief=[bilingual.shown(said) for said in kit.brief], guide=bilingual.guide(kit), heads=bilingual.heads(kit),
        rows=[_row(kit, row) for row in kit.rows],
    )  # fmt: skip
    return page.encode("utf-8")


def read(data: bytes, *, name: str = "") -> Returned:
    """What came back, from a browser or a word processor. Raises Unreadable for what is cut off or holds no table of rows."""
    from translate_flow.formats import html_tree

    text = _decoded(data, name)
    tree = html_tree.build(text, name=name)
    tables = [node for node in tree.root.walk() if node.name == "table"]
    header = _header(tree, text, name)
    ends = [found.start() for found in re.finditer("\n", text)]
    found = bilingual.returned([list(_lines(table, text, ends)) for table in tables], header, name=name)
    if any(table.close == table.end for table in tables):
        raise Unreadable("ends in the middle of its table", file=name, line=text.count("\n") + 1, remedy="It was not saved whole: save it again, and check that file in.")
    return found


# --- writing ---


def _row(kit: Kit, row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "state": row.state.value,
        "kind": row.kind.value,
        "kind_name": bilingual.kind_name(row),
        "source": _markup(row.source, _SIGN, row),
        "target": _markup(row.target, _SIGN, row),
        "done": DONE_SIGNS[row.state],
        "remarks": [
            {"label": one.label, "text": _markup(inline.read(one.text), _SHOWN), "use": one.use, "language": one.language, "dir": languages.direction(one.language) if one.language else ""}
            for one in bilingual.remarks(kit, row)
        ],
    }


def _markup(content: Content, sign: str, row: Row | None = None) -> Markup:
    """A text with its signs in elements of their own; without a row, one that is only shown."""
    from markupsafe import Markup

    made = Markup(sign)  # noqa: S704  one of the two above
    pieces = bilingual.piece_runs(content)
    return Markup("").join(made.format(text) if is_sign else Markup("{}").format(bilingual.travelling(text, row) if row else text) for text, is_sign in pieces)


def _language(tag: str) -> dict[str, str]:
    return {"tag": tag, "dir": languages.direction(tag)}


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string((files("translate_flow.exchange") / "templates" / "bilingual.html.jinja").read_text("utf-8"))


@lru_cache(maxsize=2)
def _part(name: str) -> Markup:
    """The page's own style or script, as it stands in its element."""
    from markupsafe import Markup

    return Markup((files("translate_flow.exchange") / "templates" / name).read_text("utf-8"))  # noqa: S704  our own file


def _digest(text: str) -> str:
    """What a policy names an inline script or style by (Content Security Policy 3, §2.3.1)."""
    return f"sha256-{b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}"


# --- reading ---


def _decoded(data: bytes, name: str) -> str:
    from translate_flow.formats import encoding

    if data.lstrip()[:5].upper() == b"MIME-" or b"\nContent-Type: multipart/related" in data[:4096]:
        raise Unreadable("is a web archive (MHTML)", file=name, remedy=_SAVE)
    try:
        return encoding.decode(data, name=name, declared=True)[0]
    except Unreadable as error:
        error.remedy = _SAVE
        raise


def _header(tree: Tree, text: str, name: str) -> Header | None:
    """The header of the page's head, else the line above its table."""
    for node in tree.root.walk():
        if node.name == "meta" and node.get("name").lower() == "translate-flow" and (found := said(node.get("content"), name=name)):
            return found
    return said(_outside(tree.root, text), name=name)


def _outside(node: Node, text: str) -> str:
    """What stands in no table."""
    from translate_flow.formats import html_tree

    pieces: list[str] = []
    waiting = list(reversed(node.children))
    while waiting:
        item = waiting.pop()
        if not isinstance(item, html_tree.Node):
            pieces.append(html_tree.read_text([item], text))
        elif item.name not in {"table", "title"} and not item.hidden:
            waiting.extend(reversed(item.children))
    return " ".join(pieces)


def _lines(table: Node, text: str, ends: list[int]) -> Iterator[Line]:
    """The rows of a table, without those of tables inside it. `ends`: where the lines of the text end."""
    for row in _within(table, "tr", "table"):
        cells = tuple(_cell(cell, text) for cell in _within(row, "td th", "table"))
        yield Line(cells, f"line {bisect_left(ends, row.start) + 1}")


def _within(node: Node, names: str, until: str) -> Iterator[Node]:
    """The nearest elements of these names below a node, looking into none named `until`."""
    wanted = names.split()
    waiting = list(reversed(list(node.elements())))
    while waiting:
        item = waiting.pop()
        if item.name in wanted:
            yield item
        elif item.name != until:
            waiting.extend(reversed(list(item.elements())))


def _cell(cell: Node, text: str) -> Cell:
    from translate_flow.formats import html_tree

    nested = any(node.name == "table" for node in cell.walk())
    merged = any(cell.get(name) not in {"", "1"} for name in ("colspan", "rowspan"))
    words = "" if nested else html_tree.read_text(cell.children, text)
    return Cell(bilingual.arrived(words), "holds a table inside its cell: write its text without one" if nested else "", merged=merged)
