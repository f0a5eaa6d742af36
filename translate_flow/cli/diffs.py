"""How a diff looks on a terminal: side by side, and unified. From the record that `diff --json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from translate_flow.cli.columns import MARKS, Line, Styled, columns, wrapped
from translate_flow.reports import diff_texts, diff_words
from translate_flow.reports.diff_texts import DELETE, EQUAL, INSERT, Run
from translate_flow.reports.diff_words import Fold, Record

_THREE = 120  # columns of a terminal from which old, new and translation stand beside one another
_TWO = 60  # … and from which old and new do
_GAP = " │ "
_COLOURS = {  # never by colour alone: struck out, underlined; where all is new or gone, the heading says it
    DELETE: "31;9", INSERT: "32;4", "gone": "31", "new": "32", "head": "1", "dim": "2", "hunk": "36", "todo": "33",
}  # fmt: skip
_SIGNS = {DELETE: "-", INSERT: "+"}
_OUTSIDE = 12  # lines outside of blocks that are shown side by side
_WHOLE = {DELETE: "gone", INSERT: "new"}


def side_by_side(record: Record, width: int, colour: bool) -> str:
    """Old and new beside each other in `width` columns; the translation as a third column, or below where that is too narrow.

    Without colour, changed words stand in `[-…-]` and `{+…+}`. Ends with a summary and what to type next.
    """
    page = _Page(max(width, 20), colour, is_version=diff_words.is_version(record))
    lines = [*page.header(record), ""]
    for item in diff_words.folded(record):
        lines += page.fold(item) if isinstance(item, Fold) else page.block(item)
    lines += page.outside(record)
    return "\n".join(line.rstrip() for line in (*lines, *page.closing(record)))


class _Page:
    """A terminal's width cut into columns. Lines come back painted; none is wider than the terminal."""

    def __init__(self, width: int, colour: bool, *, is_version: bool) -> None:
        self.width, self.colour, self.is_version = width, colour, is_version
        self.count = 3 if is_version and width >= _THREE else 2 if width >= _TWO else 1
        self.each = (width - len(_GAP) * (self.count - 1)) // self.count

    def header(self, record: Record) -> Iterator[str]:
        target = diff_words.target_name(record)
        about = [diff_words.address(record), f"{target} from {diff_words.source_name(record)}" if target else diff_words.source_name(record)]
        about += [diff_words.revisions(record), diff_words.change_class(record)]
        yield from self.lines([Styled("head", " · ".join(filter(None, about)))])
        title = diff_texts.brief(record["titles"].get("source") or "", 200)
        if title:
            yield from self.lines([Styled(EQUAL, title)])
        if self.count > 1:
            names = [*diff_words.side_names(record), target][: self.count]
            yield from self.row([self.wrap([Styled("dim", name)]) for name in names])

    def fold(self, fold: Fold) -> Iterator[str]:
        yield from self.lines([Styled("dim", f"… {fold.label}")])
        yield ""

    def block(self, block: Record) -> Iterator[str]:
        """A heading, old beside new, the translation beside or below, what is left to do."""
        code = diff_words.is_code(block)
        head = self.lines([Styled("head", _heading(block))], width=self.width - 3)
        yield self.paint([Styled("dim", "── ")]) + head[0]
        yield from head[1:]
        wide = self.width if self.count < 3 else self.each * 2 + len(_GAP)
        old, new = diff_texts.sides(block)
        if diff_words.has_sides(block):
            cells = [self.wrap(self.marked(side, code=code) or [Styled("dim", "—")]) for side in (old, new)]
        else:
            cells = [self.wrap(self.marked(new, code=code), wide)]
        aside = self.target(block, code=code) if self.is_version else []
        if self.count < 3:
            yield from self.row(cells)
            yield from (self.paint([Styled("dim", "~ ")]) + self.isolated(line) for line in aside)
        else:
            yield from self.row([*cells, aside], [wide] if len(cells) == 1 else [])
        yield ""

    def outside(self, record: Record) -> Iterator[str]:
        """The first lines that changed outside of blocks, one below the other."""
        found = diff_words.outside(record)
        if found:
            yield from self.lines([Styled("head", f"── {diff_words.outside_heading(record)}")])
            for line in found[:_OUTSIDE]:
                yield from self.lines([Styled(_WHOLE[line["op"]], f"{_SIGNS[line['op']]} {diff_texts.shown(Run(EQUAL, line['text']), code=True)}")])
            if len(found) > _OUTSIDE:
                yield from self.lines([Styled("dim", f"… and {len(found) - _OUTSIDE} more: --unified shows all")])
            yield ""

    def target(self, block: Record, *, code: bool) -> list[Line]:
        """The lines of the translation's column."""
        room = self.each if self.count == 3 else self.width - 2
        lines: list[Line] = []
        for label, runs, is_text in diff_words.target_parts(block):
            said = [Styled("dim", f"{label}: ")] if label else []
            if said and diff_texts.is_rtl(diff_texts.joined(runs)):  # a line of its own: the text's first letter gives the direction
                lines += self.wrap(said, room)
                said = []
            shown = self.marked(runs, code=code) if is_text else [Styled("dim", diff_texts.shown(run, code=False)) for run in runs]
            lines += self.wrap([*said, *shown], room)
        left = diff_words.todo(block)
        if left:
            lines += self.wrap([Styled("todo", f"To do: {left}. "), Styled(EQUAL, diff_words.TODOS[left])], room)
        return lines

    def closing(self, record: Record) -> Iterator[str]:
        summary = f"{diff_words.changes(record)}."
        work = diff_words.work(record)
        yield from self.lines([Styled("head", f"{summary} {work[:1].upper()}{work[1:]}." if work else summary)])
        yield from self.lines([Styled(EQUAL, diff_words.next_step(record))])

    # Drawing

    def row(self, cells: Sequence[list[Line]], widths: Sequence[int] = ()) -> Iterator[str]:
        """Cells beside one another where there is room, else one after the other. `widths` where they are not all one column."""
        if self.count == 1:
            for sign, cell in zip("-+" if len(cells) > 1 else " ", cells, strict=False):
                yield from (f"{sign} {self.isolated(line)}" for line in cell)
            return
        for at in range(max(map(len, cells))):
            parts = []
            for number, cell in enumerate(cells):
                line = cell[at] if at < len(cell) else []
                room = widths[number] if number < len(widths) else self.each
                parts.append(self.isolated(line) + " " * (room - columns(_plain(line))))
            yield self.paint([Styled("dim", _GAP)]).join(parts)

    def marked(self, runs: Sequence[Run], *, code: bool) -> list[Styled]:
        """Runs as they are read. A side that is all new or all gone needs no marks: the heading says so."""
        styles = _WHOLE if diff_texts.whole(runs) else {}
        return [Styled(styles.get(run.op, run.op), diff_texts.shown(run, code=code)) for run in runs]

    def wrap(self, runs: Iterable[Styled], width: int = 0) -> list[Line]:
        if self.count == 1:
            width = self.width - 2
        return wrapped(runs, width or self.each, marks=not self.colour)

    def lines(self, runs: Iterable[Styled], width: int = 0) -> list[str]:
        return [self.isolated(line) for line in wrapped(runs, width or self.width, marks=not self.colour)]

    def isolated(self, line: Line) -> str:
        """A line of one cell: what runs from right to left must not reorder the cells beside it."""
        return f"\u2068{self.paint(line)}\u2069" if diff_texts.is_rtl(_plain(line)) else self.paint(line)

    def paint(self, line: Line) -> str:
        return _painted(line, self.colour)


def unified(record: Record, colour: bool) -> str:
    """One hunk for each block that changed or has work left, made to be searched; whatever the terminal, nothing is wrapped.

    After `@@ 7 edited (paragraph) facts: number 20 → 30 @@` come lines that begin with `-` old source, `+` new source, or
    ` ` source that is the same; then ` ~ ` the translation, ` > ` the draft, ` ? ` a proposal, ` # ` why it differs on
    purpose, ` ! ` what is left to do.
    """
    source = f"{record['article']}/{record['languages']['source']}"
    lines = [
        _painted([Styled("head", f"--- {source} {_revision(record.get('from'))}")], colour),
        _painted([Styled("head", f"+++ {source} {_revision(record['to'])}")], colour),
    ]
    for item in diff_words.folded(record):
        if not isinstance(item, Fold):
            lines += _hunk(item, colour)
    if diff_words.outside(record):
        lines.append(_painted([Styled("hunk", f"@@ {diff_words.outside_heading(record)} @@")], colour))
    for line in diff_words.outside(record):
        lines += _prefixed(_SIGNS[line["op"]], [Run(line["op"], line["text"])], colour)
    return "\n".join(lines)


def _hunk(block: Record, colour: bool) -> Iterator[str]:
    yield _painted([Styled("hunk", f"@@ {_heading(block, kind=True)} @@")], colour)
    old, new = diff_texts.sides(block)
    if diff_words.has_sides(block):
        yield from _prefixed("-", old, colour)
        yield from _prefixed("+", new, colour)
    else:
        yield from _prefixed(" ", new, colour)
    if block.get("translation"):
        yield from _prefixed(" ~ ", [Run(EQUAL, block["translation"])], colour)
    draft = diff_words.draft(block)
    for sign, text in ((" > ", draft), (" ? ", block.get("proposal")), (" # ", block.get("note")), (" ! ", diff_words.todo(block))):
        if text:
            yield from _prefixed(sign, [Run(EQUAL, text)], colour)


def _prefixed(sign: str, runs: list[Run], colour: bool) -> Iterator[str]:
    """The lines of a text, each behind a sign. A change that goes over several lines is marked in each of them."""
    whole = diff_texts.whole(runs)
    lines: list[Line] = [[]]
    for run in runs:
        style = _WHOLE.get(run.op, run.op) if whole else run.op
        first, *others = diff_texts.shown(run, code=True).split("\n")
        lines[-1].append(Styled(style, first))
        lines += [[Styled(style, text)] for text in others]
    before = _painted([Styled({"-": "gone", "+": "new"}.get(sign, EQUAL), sign)], colour)
    for line in lines if runs else []:
        yield before + _painted(line if colour else map(_bracketed, line), colour)


def _bracketed(piece: Styled) -> Styled:
    before, after = MARKS.get(piece.style, ("", "")) if piece.text else ("", "")
    return Styled(piece.style, f"{before}{piece.text}{after}")


def _revision(number: int | None) -> str:
    return "before" if number is None else f"revision {number}"


def _heading(block: Record, *, kind: bool = False) -> str:
    """`7 edited · paragraph · facts: number 20 → 30`; with `kind`, `7 edited (paragraph) facts: number 20 → 30`."""
    about = ": ".join(filter(None, (block.get("class") or "", _listed(block))))
    name = diff_words.kind(block)
    if kind:
        return f"{diff_words.heading(block)} ({name}) {about}".rstrip()
    return " · ".join(filter(None, (diff_words.heading(block), name, about, diff_words.remark(block))))


def _listed(block: Record, most: int = 3) -> str:
    reasons = [diff_words.reason_line(found) for found in diff_words.reasons(block)]
    return ", ".join(reasons[:most]) + (f" and {len(reasons) - most} more" if len(reasons) > most else "")


def _painted(line: Iterable[Styled], colour: bool) -> str:
    if not colour:
        return "".join(text for _, text in line)
    return "".join(f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if style in _COLOURS and text else text for style, text in line)


def _plain(line: Line) -> str:
    return "".join(text for _, text in line)
