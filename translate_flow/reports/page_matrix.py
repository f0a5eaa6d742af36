"""The matrix of articles and languages as HTML: a sign and a colour for each version, what needs something first.

Tables of fifty rows, each laid out by the browser when it is scrolled to (`content-visibility`): 2,000 articles in 20 languages were
drawn in 0.2 s so, in one table in 1.2 s. Signs are text, to be selected, searched and read aloud; a title on each would triple the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import chain, islice

from translate_flow.reports import Part
from translate_flow.reports.page_voice import Voice, plain
from translate_flow.workflow import OPEN

MOST = 3000  # articles; of more, sections are shown
SECTIONS = 200
_CHUNK = 50  # rows
SIGNS = {  # how far the work is, as how full; the class of its colour
    "draft": ("◌", "d"),
    "requested": ("○", "r"),
    "translating": ("◔", "t"),
    "in_review": ("◑", "i"),
    "approved": ("◕", "a"),
    "published": ("●", "p"),
    "withdrawn": ("⊖", "w"),
    "cancelled": ("×", "c"),
}
_MARKS = {"behind": ("▲", "b"), "late": ("!", "l")}  # beside the sign; in order of weight
_GROUPS = ("Late: {count}", "Behind: {count}", "Open: {count}", "Nothing to do: {count}")


@dataclass(slots=True)
class _Matrix:
    """What a matrix is drawn of. `key`, `section`: places of these columns, None where there is none; `cells`: those of languages."""

    key: int
    section: int | None
    cells: list[int]
    tags: list[str]
    counts: Counter[str] = field(default_factory=Counter)


def matrix(part: Part, name: str, title: str, voice: Voice, *, paper: int) -> Iterator[str]:
    """The part in pieces of HTML. `paper`: how many articles are printed. Reads the rows once, and keeps no more than `MOST`."""
    columns = part.columns
    cells = [at for at, column in enumerate(columns) if column.kind == "cell"]
    section = next((at for at, column in enumerate(columns) if column.name == "section"), None)
    found = _Matrix(next((at for at, column in enumerate(columns) if column.kind == "article"), 0), section, cells, [columns[at].name for at in cells])
    stream = iter(part.rows)
    rows = list(islice(stream, MOST + 1))
    if not rows:
        yield f"<p>{escape(voice.say(part.empty or 'Nothing here.'))}</p>\n"
        return
    if len(rows) > MOST:
        yield from _sections(found, chain(rows, stream), title, voice)
        return
    if section is not None and not any(row[section] for row in rows):
        found.section = None
    groups = _grouped(found, rows)
    yield _legend(found.counts, voice)
    heads = {at: voice.heading(part.name, columns[at]) for at in (found.key, section) if at is not None}
    yield from _tables(found, groups, title, voice, _head(found, heads, voice), paper)
    if len(rows) > paper:
        yield f'<p class="more paper">{escape(voice.say("On paper, these articles are left out: {count}", count=voice.number(len(rows) - paper)))}</p>\n'


def _grouped(found: _Matrix, rows: Iterable[tuple[object, ...]]) -> list[list[tuple[object, ...]]]:
    """Rows by what they need: late, behind, open, nothing; in each, as they came."""
    groups: list[list[tuple[object, ...]]] = [[], [], [], []]
    for row in rows:
        flags: set[str] = set()
        for at in found.cells:
            if cell := row[at]:
                parts = str(cell).split("+")
                flags.update(parts)
                found.counts.update(parts)
        groups[0 if "late" in flags else 1 if "behind" in flags else 2 if flags.intersection(OPEN) else 3].append(row)
    return groups


def _legend(counts: Counter[str], voice: Voice) -> str:
    """Each sign that occurs, its meaning and how often it does."""
    marks = {mark: (f"◌{sign}" if mark == "late" else f"●{sign}", kind) for mark, (sign, kind) in _MARKS.items()}
    known = {**SIGNS, **marks}
    items = "".join(
        f'<li><span class="cell {kind}">{sign}</span> {escape(voice.status(name))} {voice.number(counts[name])}</li>\n' for name, (sign, kind) in known.items() if counts[name]
    )
    return f'<ul class="legend cells">{items}</ul>\n'


def _head(found: _Matrix, heads: dict[int, str], voice: Voice) -> str:
    columns = f'<th scope="col">{escape(heads[found.key])}'
    if found.section is not None:
        columns += f'<th scope="col" class="s">{escape(heads[found.section])}'
    languages = "".join(f'<th scope="col" title="{escape(voice.language(tag))}"><bdi>{escape(plain(tag, 24))}</bdi>' for tag in found.tags)
    wide = "<col class=s>" if found.section is not None else ""
    return f"<colgroup><col class=k>{wide}<col span={max(1, len(found.tags))}></colgroup><thead><tr>{columns}{languages}<tbody>"


def _tables(found: _Matrix, groups: Sequence[Sequence[tuple[object, ...]]], title: str, voice: Voice, head: str, paper: int) -> Iterator[str]:
    tall = " tall" if max(map(len, found.tags), default=0) > 3 and len(found.tags) > 6 else ""
    flat = "" if found.section is not None else " flat"
    yield f'<div class="matrix{tall}{flat}" style="--n:{len(found.tags)}" tabindex="0" role="group" aria-label="{escape(title)}">\n'
    done = 0
    for message, rows in zip(_GROUPS, groups, strict=True):
        named = escape(voice.say(message, count=voice.number(len(rows))))
        for start, end in _cut(len(rows), paper - done):
            rest = " rest" if done + start >= paper else ""
            heading = "" if start else f'<p class="group">{named}</p>'
            of = "" if end - start == len(rows) else f" ({voice.number(start + 1)}–{voice.number(end)})"
            body = "".join(_row(found, row) for row in rows[start:end])
            yield f'<div class="chunk{rest}" style="--rows:{end - start}">{heading}<table aria-label="{named}{of}">{head}{body}</table></div>\n'
        done += len(rows)
    yield "</div>\n"


def _cut(count: int, paper: int) -> Iterator[tuple[int, int]]:
    """Pieces of fifty rows, one of which ends where paper does."""
    start = 0
    while start < count:
        end = min(start + _CHUNK, count)
        if start < paper < end:
            end = paper
        yield start, end
        start = end


def _row(found: _Matrix, row: tuple[object, ...]) -> str:
    key = plain(row[found.key], 120)
    title = f' title="{escape(key)}"' if len(key) > 24 else ""
    section = "" if found.section is None else f"<td class=s><bdi>{escape(plain(row[found.section] or '', 40))}</bdi>"
    return f"<tr><th scope=row{title}><bdi>{escape(key)}</bdi>{section}{''.join([_cell(row[at]) for at in found.cells])}\n"


def _cell(value: object) -> str:
    if not value:
        return "<td>"
    if value in _CELLS:
        return _CELLS[str(value)]
    status, *flags = str(value).split("+")
    sign, kind = SIGNS.get(status, ("?", "d"))
    for flag, (mark, heavier) in _MARKS.items():
        if flag in flags:
            sign, kind = sign + mark, heavier
    return f"<td class={kind}>{sign}"


_CELLS: dict[str, str] = {}
_CELLS.update({f"{status}{flags}": _cell(f"{status}{flags}") for status in SIGNS for flags in ("", "+behind", "+late", "+behind+late")})


def _sections(found: _Matrix, rows: Iterable[tuple[object, ...]], title: str, voice: Voice) -> Iterator[str]:
    """How many versions of each section and language are out, of how many; and how many articles there were."""
    sums: dict[str, dict[int, list[int]]] = {}
    articles: Counter[str] = Counter()
    for row in rows:
        name = str(row[found.section] or "") if found.section is not None else ""
        articles[name] += 1
        by = sums.setdefault(name, {})
        for at in found.cells:
            if cell := row[at]:
                status, *flags = str(cell).split("+")
                one = by.setdefault(at, [0, 0, 0])
                one[0] += status == "published"
                one[1] += status != "cancelled"
                one[2] += "behind" in flags
    total = voice.number(articles.total())
    yield f'<p class="more">{escape(voice.say("There are many articles ({count}), so they are shown by section: how many versions are out, of how many.", count=total))}</p>\n'
    yield f'<div class="matrix sums" style="--n:{len(found.tags)}" tabindex="0" role="group" aria-label="{escape(title)}"><table>'
    heads = "".join(f'<th scope="col" title="{escape(voice.language(tag))}"><bdi>{escape(plain(tag, 24))}</bdi>' for tag in found.tags)
    yield f"<colgroup><col class=k><col span={len(found.tags) + 1}></colgroup><thead><tr><th scope=col>{escape(voice.say('Section'))}<th scope=col>{escape(voice.say('Total'))}{heads}<tbody>\n"
    for name, number in articles.most_common(SECTIONS):
        label = f"<bdi>{escape(plain(name, 60))}</bdi>" if name else escape(voice.say("No section"))
        cells = "".join(_sum(sums[name].get(at), voice) for at in found.cells)
        yield f"<tr><th scope=row>{label}<td>{voice.number(number)}{cells}\n"
    yield "</table></div>\n"
    if len(articles) > SECTIONS:
        yield f'<p class="more">{escape(voice.say("Left out: {count}", count=voice.number(len(articles) - SECTIONS)))}</p>\n'


def _sum(one: list[int] | None, voice: Voice) -> str:
    """`12/40`, and `▲3` where three of them are behind; coloured by how much is out."""
    if one is None or not one[1]:
        return "<td>"
    out, there, behind = one
    kind = "b" if behind else "p" if out >= there else "a" if out * 4 >= there * 3 else "i" if out * 2 >= there else "t" if out else "r"
    mark = f" ▲{voice.number(behind)}" if behind else ""
    return f"<td class={kind}>{voice.number(out)}/{voice.number(there)}{mark}"
