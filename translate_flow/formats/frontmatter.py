"""Front matter: the YAML (`---`) or TOML (`+++`) head of a text file, read with the exact span of each value.

YAML 1.2 (https://yaml.org/spec/1.2.2/) through ruamel's node graph, so that every scalar stays the string that
was typed: `lang: no` is Norwegian. TOML 1.0 through tomllib, which knows no positions: top-level strings are
located by a scan of our own that must agree with it. Nothing is serialised again: values are edited by span only.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from translate_flow.errors import Unreadable
from translate_flow.formats import plain_yaml

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

MAX_LENGTH = 256 * 1024  # code points; the YAML reader is slow where flow collections nest deeply

_OPEN = re.compile(r"(---|\+\+\+)[ \t]*(?=[\r\n])")
_CLOSE = {
    "---": re.compile(r"(?:\r\n|\r|\n)(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)"),
    "+++": re.compile(r"(?:\r\n|\r|\n)\+\+\+[ \t]*(?:\r\n|\r|\n|\Z)"),
}
# How the first line of something meant as a mapping begins.
_KEY = re.compile(
    r"""(?>(?:[ \t]*+(?>(?:#[^\r\n]*+)?)(?:\r\n|\r|\n))*)[ \t]*+"""
    r"""(?:\{|\?\s|(?:"[^"\r\n]*"|'[^'\r\n]*'|[^\s\-#:][^:\r\n]{0,60}):(?:\s|$))"""
)
_TAB_AFTER_KEY = re.compile(r"^([\w-]+:)\t", re.M)  # YAML allows the tab, ruamel does not
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_BLOCK_HEADER = re.compile(r"[|>][^\r\n]*(?:\r\n|\r|\n)\s*")
_FOLD = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Value:
    """One top-level value: `text` as a string (lists: items joined by `, `).

    `start:end` span the inside of the scalar in the whole text (quotes excluded); -1 where there is no single
    scalar, where it is empty, or could not be located. `style` says how it is written: plain, flow (plain inside
    `{}`), `'`, `"`, `|`, `>`; in TOML, `toml` and its quotes; list, and other for what is nested.
    """

    text: str
    start: int = -1
    end: int = -1
    style: str = "other"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`kind` is yaml, toml or empty (there is none). `start` is the offset after the opening fence's line, `end`
    that of the body. `values` by key as written, in the order of the text; the first of a key counts."""

    kind: str = ""
    start: int = 0
    end: int = 0
    values: dict[str, Value] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def find(self, *keys: str) -> list[tuple[str, Value]]:
        """The keys that are there, in any case (`pubDate`, `pubdate`), with their values; in the order asked for."""
        return [(name, value) for key in keys for name, value in self.values.items() if name.lower() == key]


def fold(text: str) -> str:
    """White space and line ends folded to single spaces, none around; no-break spaces inside stay."""
    return _FOLD.sub(" ", text).strip()


def read(text: str, *, name: str = "") -> FrontMatter:
    """The front matter at the beginning of a text (after a byte order mark); of kind "" where there is none.

    An opening fence that never closes, or closes around something else than a mapping, is a thematic break
    (CommonMark 0.31, §4.1). Raises Unreadable with file and line where a mapping is broken or too long.
    """
    base = 1 if text.startswith("\ufeff") else 0
    none = FrontMatter(start=base, end=base)
    opened = _OPEN.match(text, base)
    closed = _CLOSE[opened[1]].search(text, opened.end()) if opened else None
    if not opened or not closed:
        return none
    newline = 2 if text.startswith("\r\n", opened.end()) else 1
    start, stop = opened.end() + newline, max(closed.start(), opened.end() + newline)
    inside = text[start:stop]
    if all(line.strip()[:1] in {"", "#"} for line in re.split(r"[\r\n]+", inside)):
        return FrontMatter("yaml" if opened[1] == "---" else "toml", start, closed.end())
    if not _KEY.match(inside) and opened[1] == "---":
        return none
    if len(inside) > MAX_LENGTH:
        raise Unreadable(
            f"has a front matter of {len(inside) // 1024} KB; at most {MAX_LENGTH // 1024} are read",
            file=name, line=1, remedy="Move what is no metadata out of the front matter.",
        )  # fmt: skip
    if opened[1] == "+++":
        values, warnings = _toml(inside, start, name)
        return FrontMatter("toml", start, closed.end(), values, warnings)
    found = _yaml(inside, start, name)
    return none if found is None else FrontMatter("yaml", start, closed.end(), *found)


def _yaml(inside: str, base: int, name: str) -> tuple[dict[str, Value], tuple[str, ...]] | None:
    """The values of a mapping, and what to warn of; None where the text is YAML but no mapping."""
    if (plain := plain_yaml.mapping(inside, base)) is not None:
        return {key: Value(*found) for key, found in plain.items()}, ()
    nodes = _yaml_nodes(inside, name)
    return None if nodes is None else _of_nodes(nodes, inside, base)


def _yaml_nodes(inside: str, name: str) -> list[tuple[Node, Node]] | None:
    """The pairs of the top-level mapping; None where the text is YAML but no mapping."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import MappingNode

    try:
        node = YAML(typ="safe", pure=True).compose(_TAB_AFTER_KEY.sub(r"\1 ", inside))
    except Exception as error:  # its own, and on odd input also ValueError, IndexError, RecursionError …
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        position = getattr(error, "position", None)
        if mark is not None:
            line, column = mark.line, mark.column
        elif isinstance(position, int):
            line, column = len(re.findall(r"\r\n|\r|\n", inside[:position])), 0
        else:
            line, column = 0, -1
        problem = getattr(error, "problem", None) or (
            "nested too deeply" if isinstance(error, RecursionError) else str(error).partition("\n")[0]
        )
        raise Unreadable(
            f"has a broken front matter: {problem}", file=name, line=line + 2, column=column + 1,
            remedy="Correct the YAML between the two --- lines; a value that holds : or # needs quotes.",
        ) from None  # fmt: skip
    return list(node.value) if isinstance(node, MappingNode) else None


def _of_nodes(nodes: list[tuple[Node, Node]], inside: str, base: int) -> tuple[dict[str, Value], tuple[str, ...]]:
    from ruamel.yaml.nodes import ScalarNode, SequenceNode

    values: dict[str, Value] = {}
    warnings: list[str] = []
    taken: set[int] = set()  # an alias gives its anchor's node again: one span, one block
    flow = inside.lstrip().startswith("{")
    for key_node, node in nodes:
        if not isinstance(key_node, ScalarNode):
            continue
        key = str(key_node.value)
        if key in values:
            warnings.append(f"The front matter gives “{key}” twice; the first counts. Delete the other.")
        elif isinstance(node, ScalarNode):
            value = _yaml_scalar(node, inside, base, flow)
            if value.start >= 0 and value.start in taken:
                value = Value(value.text)
            taken.add(value.start)
            values[key] = value
        elif isinstance(node, SequenceNode):
            items = [str(item.value) for item in node.value if isinstance(item, ScalarNode)]
            values[key] = Value(", ".join(items), style="list" if len(items) == len(node.value) else "other")
        else:
            values[key] = Value("")
    return values, tuple(warnings)


def _yaml_scalar(node: Any, inside: str, base: int, flow: bool) -> Value:
    style = node.style or ("flow" if flow else "plain")
    text = str(node.value)
    if style in {"plain", "flow"} and text in {"", "~", "null", "Null", "NULL"}:
        return Value("", style=style)
    start, end = node.start_mark.index, node.end_mark.index
    properties = _PROPERTIES.match(inside, start, end)
    start = properties.end() if properties else start
    if style in {"'", '"'}:
        start, end = start + 1, end - 1
    elif style in {"|", ">"}:
        header = _BLOCK_HEADER.match(inside, start, end)
        start = header.end() if header else end
    if style not in {"'", '"'}:
        end = start + len(inside[start:end].rstrip())
    return Value(text, base + start, base + end, style) if start < end else Value(text, style=style)


_TOML_KEY = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|"([^"\\\r\n]*)"|'([^'\r\n]*)')[ \t]*=[ \t]*""")
_TOML_STRING = re.compile(
    r'''"""(?>(?:[^\\"]++|\\[\s\S]|"(?!""))*)"{3,5}|\'\'\'(?>(?:[^']++|'(?!''))*)'{3,5}|"(?>(?:[^"\\\r\n]++|\\.)*)"|'[^'\r\n]*+\''''
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def _toml(inside: str, base: int, name: str) -> tuple[dict[str, Value], tuple[str, ...]]:
    try:
        data = tomllib.loads(_lone_cr_as_lf(inside))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        problem = re.sub(r" \(at .*\)$", "", str(error).partition("\n")[0]).lower()
        raise Unreadable(
            f"has a broken front matter: {problem}", file=name, line=int(place[1]) + 1 if place else 2,
            column=int(place[2]) if place else 0, remedy="Correct the TOML between the two +++ lines.",
        ) from None  # fmt: skip
    spans = _toml_spans(inside, data)
    values: dict[str, Value] = {}
    for key, value in data.items():
        if isinstance(value, list) and all(not isinstance(item, dict | list) for item in value):
            values[key] = Value(", ".join(map(_toml_text, value)), style="list")
        elif isinstance(value, dict | list):
            values[key] = Value("")
        else:
            start, end, style = spans.get(key, (-1 - base, -1 - base, "other"))
            values[key] = Value(_toml_text(value), base + start, base + end, style)
    return values, ()


def _lone_cr_as_lf(text: str) -> str:
    """TOML knows no lone CR as a line end; the replacement keeps every offset."""
    return re.sub(r"\r(?!\n)", "\n", text)


def _toml_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _toml_spans(inside: str, data: dict[str, Any]) -> dict[str, tuple[int, int, str]]:
    """Where top-level strings stand: before the first table, at the start of a line, and as tomllib reads them."""
    found: dict[str, tuple[int, int, str]] = {}
    at = 0
    while at < len(inside) and not inside.startswith("[", at):
        key = _TOML_KEY.match(inside, at)
        value = _TOML_STRING.match(inside, key.end()) if key else None
        if key and value:
            quote = next(mark for mark in ('"""', "'''", '"', "'") if value[0].startswith(mark))
            word = next(part for part in key.groups() if part is not None)
            span = (value.start() + len(quote), value.end() - len(quote), "toml" + quote)
            try:
                same = tomllib.loads(_lone_cr_as_lf(f"x = {value[0]}"))["x"] == data.get(word)
            except tomllib.TOMLDecodeError:
                same = False
            if same and span[0] < span[1]:
                found.setdefault(word, span)
            at = value.end()
        line = _LINE.match(inside, at)
        at = line.end() if line and line.end() > at else len(inside)
    return found


# --- writing a value ---

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_NOT_PLAIN = re.compile(
    r"""^[\s\-?:,\[\]{}\#&*!|>'"%@`=<]|:(?:\s|$)|\s\#|\s$|^(?:~|null|true|false|yes|no|on|off|y|n)$"""
    r"""|^[\d.+][\d.,:_a-fxotz+\-\s]*$|^\.(?:inf|nan)$|^\.\.\.""",
    re.I,
)
_NOT_IN_FLOW = re.compile(r"[,\[\]{}:\"'#]")


def quoted(text: str, style: str) -> str:
    """A reader's plain text as what stands in the span of a value of that style (`Value.style`).

    White space is folded. A plain scalar that YAML would read otherwise becomes a double-quoted one. Control
    characters are escaped where the style has escapes, else left out.
    """
    text = fold(text)
    if style in {"plain", "flow"}:
        unsafe = [_NOT_PLAIN, _CONTROL, *([_NOT_IN_FLOW] if style == "flow" else ())]
        return text if text and not any(rule.search(text) for rule in unsafe) else f'"{_double(text)}"'
    if style in {'"', 'toml"', 'toml"""'}:
        return _double(text)
    text = _CONTROL.sub("", text)
    if style == "'":
        return text.replace("'", "''")
    if style == "toml'" and "'" in text:
        return "''" + text.replace("'''", "’’’") + "''"  # with the quotes around the span, a '''…''' string
    return text.replace("'''", "’’’") if style == "toml'''" else text


def _double(text: str) -> str:
    """Escapes that YAML (§5.7) and TOML share: `\\\\`, `\\"`, `\\uXXXX`."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
