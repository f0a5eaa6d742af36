"""WordPress content: `post_content` as the site stores it, after a small head for what stands beside it.

    ---
    title: "The harbour reopens"
    excerpt: "After four years, ships return."
    footnote 5d0c…: "Register of the port, folio <em>3</em>."
    ---
    <!-- wp:paragraph -->…

The head is ours. Each line of it is `name: "JSON string"`, and what the string holds is the field as WordPress
stores it, HTML included. A quote that a translator forgot to escape does no harm: a value runs from the first
quote of its line to the last. A footnote of the block editor is a line with its id (see `wp_footnotes`). The
content is read by its block comments, or by `wpautop`'s rules where it has none (see `wp_scan`).
"""

from __future__ import annotations

import json
import re
from html import unescape

from translate_flow import languages
from translate_flow.formats import encoding as encodings
from translate_flow.formats import markup
from translate_flow.formats import wp_footnotes as footnotes
from translate_flow.formats import wp_shortcodes as shortcodes
from translate_flow.formats.places import Place
from translate_flow.formats.wp_notes import Found, find_furniture, find_notes
from translate_flow.formats.wp_scan import Scan
from translate_flow.text.document import Block, Document, Kind

NAME = "wordpress"
SUFFIXES = (".wp", ".wphtml")

_HEAD_KINDS = {"title": Kind.TITLE, "excerpt": Kind.STANDFIRST, "byline": Kind.BYLINE}
_HEAD_NAMES = ("title", "excerpt", "byline", "language", "date", "slug")
_HEAD = re.compile(
    r"\ufeff?(?>(?:<!--[^\n]*-->[ \t]*\r?\n)*)---[ \t]*\r?\n"
    rf"(?=---|[ \t]*(?:{'|'.join(_HEAD_NAMES)}|footnote(?:[ \t]+[^\s:\"]*)?)[ \t]*:)"
    r"((?>(?:(?!---[ \t]*\r?(?:\n|\Z))[^\n]*+\n){0,1200}))---[ \t]*(?:\r?\n|\Z)"
)
_NAMES = f"{', '.join(_HEAD_NAMES)} and footnote ID"
_LINE = re.compile(r"""^[ \t]*+([\w-]*+)[ \t]*+:?[ \t]*+([^\r\n]*)""", re.M)
_JSON_ESCAPE = re.compile(r"""\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))""")
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes an encoder for each value
_JSON_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_BUTTON = re.compile(r"<(a|button)\b[^<>]*\bwp-block-[^<>]*>((?>(?:[^<]++|<(?!/?\1[\s/>]))*))</\1\s*>")
_CITE = re.compile(r"<cite\b[^<>]*+>((?>(?:[^<]++|<(?!/?cite[\s/>]))*))</cite>\Z")


def read(data: bytes, *, name: str = "") -> Document:
    """Reads a post's head and content. Raises Unreadable for what is empty, binary or not in its encoding."""
    text, encoding = encodings.decode(data, name=name)
    return parse(text, encoding=encoding)


def parse(
    text: str, *, encoding: str = "utf-8", language: str = "", date: str = "", meta: dict[str, str] | None = None
) -> Document:
    """The document in a text that is decoded already; never raises. The head goes before the other arguments."""
    found: list[Found] = []
    warnings: list[str] = []
    said: dict[str, str] = {}
    listed: list[footnotes.Listed] = []
    start = _read_head(text, found, said, listed, warnings)
    body = len(found)
    scan = Scan(text, start).run()
    _read_runs(text, scan, found)
    notes = find_notes(text, found, body, listed, warnings) if listed or len(found) > body else ()
    provenance = find_furniture(found, body)
    if scan.warnings:
        warnings += scan.warnings
    language, date = said.pop("language", language), said.pop("date", date)
    blocks = tuple([Block(*piece) for piece in found])
    about = {**meta, **said} if meta else said
    return Document(NAME, text, blocks, encoding, language, date, provenance, notes, tuple(warnings), about)


def write(document: Document) -> bytes:
    """The document's text in its encoding."""
    return encodings.encode(document)


def html(document: Document) -> str:
    """The body as an HTML fragment, unsanitised: see `wp_html`."""
    from translate_flow.formats.wp_html import render

    fields, _ = decompose(document.text)
    listed = [(name.removeprefix(footnotes.FIELD), text) for name, text in fields.items() if _is_note(name)]
    # The head's notes are the first of the document, in the same order.
    notes = [(name, note.mark, text) for (name, text), note in zip(listed, document.notes, strict=False)]
    return render(document, content_start(document.text), notes)


def escape(text: str) -> str:
    """Plain text as source that is right both in the content and in the head; white space is folded.

    Brackets that could be a shortcode, a backslash and a lone address are written with character references, so
    that the site shows them as they are.
    """
    source = markup.escape(markup.fold(text))
    if "\\" in source:
        source = source.replace("\\", "&#92;")
    if "[" in source:
        source = shortcodes.escape(source)
    if shortcodes.ADDRESS.match(source):
        source = source.replace("://", ":&#47;/", 1)
    return source


def escape_in(document: Document, index: int, text: str) -> str:
    """Plain text as inner source of block `index`: with JSON's escapes in the head, else as `escape` does."""
    block = document.blocks[index]
    if block.start < content_start(document.text):
        return _json(markup.escape(markup.fold(text)))
    if block.kind is Kind.CAPTION and document.text[block.start - 1 : block.start] in {'"', "'"}:
        # [caption caption="…"]
        return escape(text).replace('"', "&quot;").replace("'", "&#39;")
    return escape(text)


def header_place(document: Document) -> tuple[int, str, str]:
    """Where a line that nobody reads can be put in: at the top, after a byte order mark; (offset, before, after)."""
    return (1 if document.text.startswith("\ufeff") else 0), "<!-- ", " -->"


def mark_places(document: Document) -> tuple[Place, ...]:
    """Where a comment about each block can stand: above the head, or the block's own comment, or its line."""
    from translate_flow.formats import wp_places

    return wp_places.places(document.text, document.blocks, content_start(document.text))


def comment(line: str) -> tuple[str, str]:
    """An HTML comment, which the site stores and no reader sees."""
    return "<!-- ", " -->"


def compose(title: str, excerpt: str, content: str, **head: str) -> str:
    """A text of this format from a post's fields as WordPress stores them (HTML); empty fields are left out.

    `head` may hold byline, language, date and slug, and `footnote ID` for each of the block editor's notes, in
    order, empty ones too (`wp_footnotes.from_meta` makes them). Raises TypeError for another name.
    """
    if not {name for name in head if not _is_note(name)} <= set(_HEAD_NAMES):
        raise TypeError(f"the head holds {_NAMES}, not {', '.join(head)}")
    lines: list[str] = []
    for name, value in {"title": title, "excerpt": excerpt, **head}.items():
        if value or _is_note(name):
            written = footnotes.field_line(name) if _is_note(name) else name
            lines.append(f'{written}: "{_json(value)}"\n')
    return f"---\n{''.join(lines)}---\n{content}"


def decompose(text: str) -> tuple[dict[str, str], str]:
    """The reverse of `compose`: the head's fields by name (those there are), and the content.

    `wp_footnotes.to_meta` makes of the fields what the site keeps in the post meta `footnotes`.
    """
    match = _HEAD.match(text)
    if not match:
        return {}, text.removeprefix("\ufeff")
    fields: dict[str, str] = {}
    for line in _LINE.finditer(text, match.start(1), match.end(1)):
        name, at = _field(text, line)
        if name:
            start, end, _ = _value_span(text, at, line.end())
            fields.setdefault(name, _from_json(text[start:end]))
    return fields, text[match.end() :]


def content_start(text: str) -> int:
    """Where the content begins, after the head if there is one."""
    match = _HEAD.match(text)
    if match:
        return match.end()
    return 1 if text.startswith("\ufeff") else 0


def _is_note(name: str) -> bool:
    return name.startswith(footnotes.FIELD)


def _field(text: str, line: re.Match[str]) -> tuple[str, int]:
    """The field of a head line, empty where it is none, and where its value begins."""
    if line[1] in _HEAD_NAMES:
        return line[1], line.start(2)
    return footnotes.field_name(text, *line.span(2)) if line[1] == "footnote" else ("", line.start(2))


def _read_head(
    text: str, found: list[Found], meta: dict[str, str], listed: list[footnotes.Listed], warnings: list[str]
) -> int:
    match = _HEAD.match(text)
    if not match:
        return 1 if text.startswith("\ufeff") else 0
    begin, end = match.span(1)
    seen: set[str] = set()
    for line in _LINE.finditer(text, begin, end):
        if not line[1] and not line[2]:
            continue
        name, first = _field(text, line)
        if not name or name in seen:
            at = text.count("\n", 0, line.start()) + 1
            warnings.append(f"Line {at} of the head is not understood. It may hold {_NAMES}, once each.")
            continue
        seen.add(name)
        first, last, whole = _value_span(text, first, line.end())
        if not whole:
            warnings.append(f'The {name} in the head has lost a quotation mark. Write it as {name}: "…".')
        value = _from_json(text[first:last])
        kind = Kind.FOOTNOTE if _is_note(name) else _HEAD_KINDS.get(name)
        if kind is None:
            _keep(name, value, meta, warnings)
            continue
        block: Found = [kind, first, last, markup.plain(value), 0, ""]
        readable = bool(block[3].strip())
        if readable:
            found.append(block)
        if kind is Kind.FOOTNOTE:
            listed.append(footnotes.Listed(name.removeprefix(footnotes.FIELD), block if readable else None))
    return match.end()


def _keep(name: str, value: str, meta: dict[str, str], warnings: list[str]) -> None:
    if name != "language":
        meta[name] = value
    elif languages.is_tag(value):
        meta[name] = languages.normalise(value)
    elif value:
        warnings.append(f"The language “{value}” in the head is no language tag. Use one such as es or pt-BR.")


def _value_span(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Where a head line's value stands between its quotes, and whether both quotes are there."""
    value = text[start:end].rstrip(" \t")
    end = start + len(value)
    opened = value.startswith('"')
    closed = value.endswith('"') and len(value) > opened
    return start + opened, end - closed, opened and closed


def _json(value: str) -> str:
    return _AS_JSON(value)[1:-1]


def _from_json(source: str) -> str:
    """What a JSON string holds, read tolerantly: what is no escape stands for itself."""
    if "\\" not in source:
        return source

    def meant(match: re.Match[str]) -> str:
        code, letter = match.groups()
        return chr(int(code, 16)) if code else _JSON_LETTERS.get(letter, letter)

    value = _JSON_ESCAPE.sub(meant, source)
    # Two escapes of one pair of surrogates are one character; a lone one is none.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _read_runs(text: str, scan: Scan, found: list[Found]) -> None:
    closed = shortcodes.closed_names(text)
    fold = markup.fold
    for kind, start, end, level, ref, _ in scan.runs:
        source = text[start:end]
        if "<" in source or "[" in source:
            _read_run(kind, start, source, level, ref, closed, found)
        elif not source.startswith("http") or not shortcodes.ADDRESS.match(source):
            shown = fold(unescape(source) if "&" in source else source)
            if shown and not shown.isspace():
                found.append([kind, start, end, shown, level, ref])


def _read_run(
    kind: Kind, start: int, source: str, level: int, ref: str, closed: frozenset[str], found: list[Found]
) -> None:
    """A run with markup or brackets, without the shortcodes at its ends."""
    if "[" in source:
        first, last = shortcodes.edges(source, closed)
        start, source = start + first, source[first:last]
        shown = markup.plain(shortcodes.readable(source, closed))
    else:
        shown = markup.plain(source)
    if not shown or shown.isspace() or shortcodes.ADDRESS.match(source):
        return
    if "wp-block-" in source and (buttons := _buttons(kind, start, source, level, ref)):
        found += buttons
        return
    if source.startswith("<cite") and (cite := _CITE.match(source)):
        start, source = start + cite.start(1), cite[1]
    found.append([kind, start, start + len(source), shown, level, ref])


def _buttons(kind: Kind, start: int, source: str, level: int, ref: str) -> list[Found]:
    """The labels of the buttons in a run, where it holds nothing else to read."""
    matches = list(_BUTTON.finditer(source))
    if markup.plain(_BUTTON.sub("", source)).strip():
        return []
    labels: list[Found] = []
    for match in matches:
        if (label := markup.plain(match[2])).strip():
            labels.append([kind, start + match.start(2), start + match.end(2), label, level, ref])
    return labels
