"""A diff as one HTML page: to read in a browser, on paper, with a screen reader, to send by mail. No script, no network.

From the record that `diff --json` prints. Everything of it is escaped; each text stands in an element with its own
`lang` and `dir`, the words around it are English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from translate_flow import languages
from translate_flow.reports import diff_texts, diff_words
from translate_flow.reports.diff_texts import DELETE, EQUAL, INSERT, Run
from translate_flow.reports.diff_words import Fold, Record, Said

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_START = 70  # characters of a block in the list of what is left to do


def page(record: Record, *, today: str = "") -> str:
    """The page, whole; to be written as UTF-8. `today` is the day to print on it, as people write it."""
    source, target = _Language(record["languages"]["source"]), _Language(record["languages"].get("target") or "")
    ids = _ids(record["blocks"])
    items = list(diff_words.folded(record))
    before, after = diff_words.side_names(record)
    title = diff_texts.visible(record["titles"].get("source") or "")
    return _template().render(
        address=diff_words.address(record), revisions=diff_words.revisions(record), style=_style(), today=today,
        title=source.inline(title) if title else "", lead=_lead(record), facts=list(_facts(record, target)),
        is_version=diff_words.is_version(record),
        old_name=before, new_name=after, same_name=f"{diff_words.source_name(record)}, the same text",
        source_name=diff_words.source_name(record), target_name=diff_words.target_name(record),
        tasks=[_task(block, ids[id(block)], source) for block in record["blocks"] if diff_words.todo(block)],
        reasons_name=f"Why “{record['class']}”" if record.get("class") else "What changed in it", reasons=_reasons(record, ids, source),
        blocks=[_fold(item, source, target) if isinstance(item, Fold) else _block(item, ids[id(item)], source, target) for item in items],
        outside_name=diff_words.outside_heading(record) if diff_words.outside(record) else "",
        outside=[(line["op"], diff_texts.visible(line["text"])) for line in diff_words.outside(record)],
        next_step=diff_words.next_step(record),
    )  # fmt: skip


# The top of the page


def _lead(record: Record) -> str:
    work = diff_words.work(record)
    return f"{diff_words.changes(record)}." + (f" {work[:1].upper()}{work[1:]}." if work else "")


def _facts(record: Record, target: _Language) -> Iterator[tuple[str, Any]]:
    yield "Source" if target.tag else "Text", f"{diff_words.source_name(record)}, {diff_words.revisions(record)}"
    if target.tag:
        from markupsafe import Markup

        title = diff_texts.visible(record["titles"].get("target") or "")
        named = Markup(": {}").format(target.inline(title)) if title else ""
        yield "Translation", Markup("{}{}").format(diff_words.target_name(record), named)
    if record.get("class"):
        yield "Class", f"{record['class']}, proposed: a coordinator confirms it" if record.get("proposed") else record["class"]


def _task(block: Record, name: str, source: _Language) -> dict[str, Any]:
    left = diff_words.todo(block)
    start = diff_texts.brief(block["new"] or block["old"] or "", _START)
    return {"id": name, "where": _where(block), "todo": left, "start": source.inline(start)}


def _reasons(record: Record, ids: dict[int, str], source: _Language) -> list[tuple[Markup, list[tuple[str, str]]]]:
    """Each reason once, with links to its blocks: first, with their texts, those that readers may be misled by."""
    pointed: dict[Said, list[Record]] = {}
    named: dict[Said, list[Record]] = {}
    for block in record["blocks"]:
        for each in block.get("reasons") or ():
            one = diff_words.said(each)
            is_pointed = each["kind"] in diff_words.POINTED
            blocks = pointed.setdefault(one, []) if is_pointed else named.setdefault(Said(one.name, "", "", ""), [])
            if not blocks or blocks[-1] is not block:
                blocks.append(block)
    return [
        (_reason(one, source), [(ids[id(block)], _where(block) if len(blocks) == 1 else diff_words.place(block)) for block in blocks])
        for one, blocks in (pointed | named).items()
    ]


def _where(block: Record) -> str:
    return f"block {block['number']}" if block["number"] is not None else f"what was block {block['was']}"


def _reason(found: Said, source: _Language) -> Markup:
    """`number 20 → 30`, the article's own words marked as its own."""
    from markupsafe import Markup

    texts = [source.inline(text) for text in (found.old, found.new) if text]
    return Markup("{} {} {}").format(found.name, Markup(" → ").join(texts), found.after).strip()


# Blocks


def _ids(blocks: Sequence[Record]) -> dict[int, str]:
    """An element's id for each block (by the block's identity): `block-7`, `block-was-6`; made different where numbers repeat."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for at, block in enumerate(blocks):
        name = f"block-{diff_words.place(block).replace(' ', '-')}"
        name = f"{name}-{at}" if name in taken else name
        taken.add(name)
        ids[id(block)] = name
    return ids


def _block(block: Record, name: str, source: _Language, target: _Language) -> dict[str, Any]:
    code = diff_words.is_code(block)
    old, new = diff_texts.sides(block)
    left = diff_words.todo(block)
    return {
        "id": name, "place": diff_words.place(block), "name": diff_words.change(block), "kind": diff_words.kind(block),
        "change": block["change"], "class": block.get("class"), "reasons": _listed(block, source), "remark": diff_words.remark(block),
        "is_one": not diff_words.has_sides(block),
        "old": source.text(old, code=code) if old else _notice("Not there before."),
        "new": source.text(new, code=code) if new else _notice("Taken out."),
        "parts": list(_parts(block, target)) if target.tag else [], "todo": left, "to_do": diff_words.TODOS.get(left, ""),
    }  # fmt: skip


def _listed(block: Record, source: _Language) -> Markup:
    from markupsafe import Markup

    return Markup(", ").join(_reason(found, source) for found in diff_words.reasons(block))


def _notice(text: str) -> Markup:
    from markupsafe import Markup

    return Markup('<p class="notice" dir="auto">{}</p>').format(text)


def _parts(block: Record, target: _Language) -> Iterator[tuple[str, Markup]]:
    code = diff_words.is_code(block)
    for label, runs, is_text in diff_words.target_parts(block):
        yield label, target.text(runs, code=code) if is_text else _notice(diff_texts.visible(diff_texts.joined(runs)))


def _fold(fold: Fold, source: _Language, target: _Language) -> dict[str, Any]:
    return {"label": fold.label, "rows": [_row(block, source, target) for block in fold.blocks]}


def _row(block: Record, source: _Language, target: _Language) -> tuple[Any, Markup, Markup]:
    from markupsafe import Markup

    texts = source.text([Run(EQUAL, block["new"])], code=diff_words.is_code(block)) if block["new"] else Markup("")
    return diff_words.place(block), texts, Markup("").join(text for _, text in _parts(block, target)) if target.tag else Markup("")


# Texts: the only place that makes HTML by hand. What comes from a record goes through `escape`.


class _Language:
    """What stands in a language: its tag and direction on every element that holds such a text. No tag: no texts."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.direction = languages.direction(tag) if tag else "auto"
        self._opening = f'lang="{escape(tag)}" dir="{self.direction}"'

    def text(self, runs: Sequence[Run], *, code: bool) -> Markup:
        """A paragraph of runs, those that changed as `del` and `ins`, which say so to who cannot see them."""
        from markupsafe import Markup

        whole = diff_texts.whole(runs)
        isolate = self.direction == "rtl" and not code
        inner = "".join([_run(run, code=code, silent=whole, isolate=isolate) for run in runs])
        classes = ("code" if code else "text") + (" whole" if whole else "")
        opening = f'lang="{escape(self.tag)}" dir="ltr"' if code else self._opening
        return Markup(f'<p class="{classes}" {opening}>{inner}</p>')  # noqa: S704  escaped, each run

    def inline(self, text: str) -> Markup:
        """A text in the middle of an English one."""
        from markupsafe import Markup

        return Markup(f"<bdi {self._opening}>{escape(text)}</bdi>")  # noqa: S704  escaped here


_TAGS = {DELETE: ("del", "removed: "), INSERT: ("ins", "added: ")}
_ASIDE = '<span class="vh" lang="en" dir="ltr">'
_AT = re.compile(r"(?<=\]\()[^\s()]++|</?[A-Za-z][^<>]*+>|\bhttps?://[^\s()<>\"]++")  # a link's destination, a tag, an address


def _run(run: Run, *, code: bool, silent: bool, isolate: bool) -> str:
    """One run as HTML. What is said around it is read aloud only, and in English; `silent`: the heading has said it."""
    shown = diff_texts.shown(run, code=code)
    text = _isolated(shown) if isolate else escape(shown)
    if run.op not in _TAGS:
        return text
    tag, said = _TAGS[run.op]
    if silent:
        return f"<{tag}>{text}</{tag}>"
    sign = ' class="sign"' if diff_texts.is_unseen(run) else ""
    inner = text.rstrip("\n") if sign else text  # the frame of a sign ends with it
    return f"<{tag}{sign}>{_ASIDE}{said}</span>{inner}{_ASIDE} (end) </span></{tag}>{text[len(inner) :]}"


def _isolated(text: str) -> str:
    """A right-to-left text as HTML in which paths and tags keep their own order, and it keeps its own."""
    pieces: list[str] = []
    at = 0
    for found in _AT.finditer(text):
        pieces += (escape(text[at : found.start()]), f'<bdi dir="ltr">{escape(found[0])}</bdi>')
        at = found.end()
    return "".join([*pieces, escape(text[at:])])


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("translate_flow.reports", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("diff.html.jinja")


@lru_cache(maxsize=1)
def _style() -> Markup:
    from markupsafe import Markup

    return Markup((files("translate_flow.reports") / "templates" / "diff.css").read_text("utf-8"))  # noqa: S704  our own file
