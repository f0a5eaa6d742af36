"""What every drawing of a diff has in common: its labels, what of it is folded away, what stands on which side.

The input is the record of a diff (`diff --json`), a plain mapping. Nothing here escapes markup or
knows of colours; what comes back is in English, the language of the program, but for the article's own texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from translate_flow import languages
from translate_flow.reports.diff_texts import DELETE, EQUAL, Run, brief, compared, is_patched, isolated, parted

Record = Mapping[str, Any]

TODOS = {  # what is left to do with the translation of a block
    "edit": "Bring the translation up to the new source.",
    "translate": "Translate this: it is new.",
    "check": "Check whether the translation still fits.",
    "remove": "Take this out: its source is gone.",
}
POINTED = frozenset({"number", "date", "name", "negation", "link", "image", "spelling", "correction", "takedown"})  # said with their texts
_ONCE = {"added": "new text", "removed": "text taken out"}  # reasons that read better otherwise than by their names
_SAID = frozenset({"added", "removed", "moved"})  # reasons that the heading of their block says already
_WHOLE = frozenset({"added", "removed", "moved", "correction", "takedown"})  # reasons whose text stands for itself


class Part(NamedTuple):
    """One thing said of a translation, under its label ("" for none). `is_text`: in the translation's own language."""

    label: str
    runs: list[Run]
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks one after the other that a reader may skip: unchanged ones, or ones that only the translation has."""

    blocks: tuple[Record, ...]

    @property
    def label(self) -> str:
        """`12 unchanged blocks (8–19)`, `2 blocks of the translation’s own (4, 12)`"""
        numbers = [place(block) for block in self.blocks]
        if is_own(self.blocks[0]):
            return f"{counted(len(numbers), 'block')} of the translation’s own ({_some(numbers, 8)})"
        return f"{counted(len(numbers), 'unchanged block')} ({numbers[0] if len(numbers) == 1 else f'{numbers[0]}–{numbers[-1]}'})"


def folded(record: Record) -> Iterator[Record | Fold]:
    """The blocks in their order: each that changed or has something to be done, and folds of the others between them."""
    for (quiet, _), blocks in groupby(record["blocks"], key=lambda block: (_is_quiet(block), is_own(block))):
        if quiet:
            yield Fold(tuple(blocks))
        else:
            yield from blocks


def _is_quiet(block: Record) -> bool:
    return block["change"] == "same" and not todo(block) and draft(block) is None


# One block


def is_own(block: Record) -> bool:
    """Whether the block is the translation's own and renders none of the source; `own` is then its number there."""
    return bool(block.get("own"))


def place(block: Record) -> str:
    """The block's number in the new source; `was 6` for one that is gone; one of the translation's own, its number there."""
    if is_own(block):
        return str(block["own"])
    return f"was {block['was']}" if block["number"] is None else str(block["number"])


def change(block: Record) -> str:
    """What happened to a block: `edited`, `moved from 6 and edited`, `unchanged`."""
    found = str(block["change"])
    if found == "same":
        return "of the translation’s own" if is_own(block) else "unchanged"
    if found != "moved":
        return found
    come = f"moved from {block['was']}" if block.get("was") else "moved"
    return f"{come} and edited" if block.get("edited") else come


def kind(block: Record) -> str:
    """`list item`, `paragraph` …"""
    return str(block["kind"] or "block").replace("_", " ")


def is_code(block: Record) -> bool:
    return str(block["kind"]) == "code"


def heading(block: Record) -> str:
    """`7 edited`, `was 6, removed`."""
    return f"{place(block)}{',' if block['number'] is None else ''} {change(block)}"


def todo(block: Record) -> str:
    """`edit`, `translate`, `check`, `remove`, or nothing."""
    found = block.get("todo")
    return str(found) if found in TODOS else ""


def draft(block: Record) -> str | None:
    """What the program would put in the place of the translation; None where it would leave it as it is."""
    found = block.get("draft")
    return None if found is None or found == (block.get("translation") or "") else str(found)


def has_sides(block: Record) -> bool:
    """Whether old and new differ, so that both are worth showing; a block that only moved is shown once."""
    return block["change"] != "same" and (block["old"] or "") != (block["new"] or "")


def remark(block: Record) -> str:
    """What a reader would wonder at: a block that is called edited while its text is the same."""
    return "The text is the same; its kind, level or mark changed." if block["change"] == "edited" and not has_sides(block) else ""


def target_parts(block: Record) -> list[Part]:
    """What stands in the column of the translation, in the order that one works in; `todo` comes after it."""
    text, new, left = str(block.get("translation") or ""), draft(block), todo(block)
    own = [Part("", [Run(EQUAL, text)])] if text else []
    if not left and text and (new == "" or (new is None and block["change"] == "removed")):
        parts = [*own, _notice("Goes out with its source.")]
    elif new and new == block["new"] and left:
        parts = [*own, _notice("The draft has the source text in its place.")]
    elif new:
        parts = _drafted(text, new, "Draft" if left or not text else "Updated automatically")
    else:
        parts = own or [_notice("Not translated yet." if left else "Not in the translation.")]
    if block.get("proposal"):
        parts.append(Part("Proposal", [Run(EQUAL, str(block["proposal"]))]))
    if block.get("note"):
        parts.append(_notice(str(block["note"]), "Differs on purpose"))
    return parts


def _drafted(text: str, new: str, label: str) -> list[Part]:
    """The translation and its draft: as one text where little changed, else one after the other."""
    runs = compared(text, new)
    if is_patched(runs):
        return [Part(label, runs)]
    old, draft = parted(runs)
    return [*([Part("", old)] if text else []), Part(label, draft if text else [Run(EQUAL, new)])]


def _notice(text: str, label: str = "") -> Part:
    return Part(label, [Run(EQUAL, text)], is_text=False)


class Said(NamedTuple):
    """A reason in parts: `number`, `20`, `30`, ``; `name`, `Ruiz`, ``, `taken out`. `old` and `new` are the article's words."""

    name: str
    old: str
    new: str
    after: str


def reasons(block: Record) -> list[Said]:
    """Why a block is of its class, as far as its heading and its class do not say so. What is no matter of fact is only named."""
    own = block.get("class")
    found: dict[tuple[str, str], list[Said]] = {}
    for each in block.get("reasons") or ():
        if each["kind"] in POINTED:
            one = said(each, own)
            found.setdefault((one.name, one.after) if one.after else (one.name, f"{one.old} {one.new}"), []).append(one)
        elif each["kind"] not in _SAID | {own}:
            found.setdefault((str(each["kind"]), ""), [Said(_name(each), "", "", "")])
    return [_together(ones) for ones in found.values()]


def _together(ones: list[Said]) -> Said:
    """`name Lin, Yue, Ana and 2 more added`"""
    old, new = (list(dict.fromkeys(texts)) for texts in ([one.old for one in ones], [one.new for one in ones]))
    return ones[0]._replace(old=_some(old), new=_some(new))


def _some(texts: list[str], most: int = 3) -> str:
    return ", ".join(texts[:most]) + (f" and {len(texts) - most} more" if len(texts) > most else "")


def said(reason: Record, own: str | None = None) -> Said:
    """A reason in parts; without its name where that is the block's `own` class."""
    name = "" if reason["kind"] == own else _name(reason)
    old, new = (brief(_bare(str(reason.get(side) or ""))) for side in ("old", "new"))
    is_half = bool(old) != bool(new) and reason["kind"] not in _WHOLE
    return Said(name, old, new, ("added" if new else "taken out") if is_half else "")


def _bare(text: str) -> str:
    """`](/rio)` as `/rio`: a link's destination without what holds it in Markdown."""
    return text[2:].removesuffix(")") if text.startswith("](") else text


def _name(reason: Record) -> str:
    return _ONCE.get(str(reason["kind"]), str(reason["kind"]).replace("_", " "))


def reason_line(found: Said) -> str:
    """`number 20 → 30`, with what runs from right to left kept to itself."""
    texts = [isolated(text) for text in (found.old, found.new) if text]
    return " ".join(filter(None, (found.name, " → ".join(texts), found.after)))


# The whole


def address(record: Record) -> str:
    """`march-8/pt`"""
    return f"{record['article']}/{record['language']}"


def is_version(record: Record) -> bool:
    """Whether there is a translation to stand beside the source."""
    return record["languages"].get("target") is not None


def source_name(record: Record) -> str:
    return languages.name(record["languages"]["source"])


def target_name(record: Record) -> str:
    return languages.name(record["languages"]["target"]) if is_version(record) else ""


def revisions(record: Record) -> str:
    """`revision 1 → 3`"""
    if record.get("from") in {None, record["to"]}:
        return f"revision {record['to']}"
    return f"revision {record['from']} → {record['to']}"


def side_names(record: Record) -> tuple[str, str]:
    """`Spanish, revision 1` and `Spanish, revision 3`."""
    name = source_name(record)
    before = f"{name} before" if record.get("from") is None else f"{name}, revision {record['from']}"
    return before, f"{name}, revision {record['to']}"


def change_class(record: Record) -> str:
    """`facts`, `facts (proposed)`; nothing where nothing changed."""
    found = record.get("class")
    return f"{found} (proposed)" if found and record.get("proposed") else str(found or "")


def changes(record: Record) -> str:
    """`3 blocks, 41 words: 1 edited, 1 moved, 1 added; 20 unchanged; 2 lines outside of blocks`"""
    summary = record["summary"]
    kinds = [f"{summary[name]:,} {name}" for name in ("edited", "moved", "split", "merged", "added", "removed") if summary.get(name)]
    same = f"{summary['same']:,} unchanged" if summary.get("same") else ""
    around = f"{counted(len(outside(record)), 'line')} changed outside of blocks" if outside(record) else ""
    if kinds:
        told = f"{counted(summary['blocks'], 'block')}, {counted(summary['words'], 'word')}: {', '.join(kinds)}"
    else:
        told = "No block changed" if around else "Only white space changed" if summary.get("spacing") else "Nothing changed"
    return "; ".join(filter(None, (told, same, around)))


def outside(record: Record) -> Sequence[Record]:
    """The lines that changed outside of blocks (attributes, front matter, components), each with `op` and `text`."""
    found: Sequence[Record] = record.get("outside") or ()
    return found


def outside_heading(record: Record) -> str:
    """`Outside of blocks: 1 line gone, 3 new`"""
    gone = sum(line["op"] == DELETE for line in outside(record))
    new = len(outside(record)) - gone
    parts = [f"{counted(number, 'line')} {what}" for number, what in ((gone, "gone"), (new, "new")) if number]
    return f"Outside of blocks: {', '.join(parts)}"


def work(record: Record) -> str:
    """`2 blocks left to do, 1 brought up to date automatically`; nothing for an original."""
    if not is_version(record):
        return ""
    left, done = record["summary"].get("todo") or 0, record["summary"].get("automatic") or 0
    parts = [f"{counted(left, 'block')} left to do" if left else "no block left to do" if outside(record) else "nothing left to do"]
    if done:
        parts.append(f"{done:,} brought up to date automatically")
    return ", ".join(parts)


def next_step(record: Record) -> str:
    """What to do next, and what to type for it."""
    summary, where = record["summary"], address(record)
    if not is_version(record):
        return f"Which versions this leaves behind: translate-flow status {record['article']}"
    if summary.get("todo"):
        numbers = " ".join(str(block["number"]) for block in record["blocks"] if todo(block) == "check" and block["number"])
        return f"Next: translate-flow claim {where}, then checkout. What needs no change: translate-flow confirm {where} {numbers or 'BLOCK'}"
    if summary.get("blocks"):
        return f"Next: translate-flow carry {where}"
    if outside(record):
        return f"Next: if the translation needs these lines, translate-flow claim {where}, then checkout; if not, translate-flow confirm {where} --all"
    if summary.get("spacing"):
        return f"Next: translate-flow confirm {where} --all"
    return f"Where all versions stand: translate-flow status {record['article']}"


def counted(number: int, noun: str) -> str:
    """`1 block`, `1,200 blocks`"""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
