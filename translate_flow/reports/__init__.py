"""Reports: what the coordinator asks, each in a fixed number of queries. Drawing them is for others: the command line, `reports.page`.

A report is parts, a part a table with a name. Its rows may be a stream that is read once, straight from the database, so that a
report over everything takes no more memory than one over little: whoever draws it keeps what it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` name the fields of each row; `more` counts the rows that a limit left out."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    more: int = 0

    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` in JSON and CSV; `kind`, which says what its values are and how they look to a person.

    Kinds: text, article (a key), language (a tag), status, class (of change), person (a handle), action, number, share (0–1), moment
    (datetime, UTC), day (ISO date), month (`2026-11`), seconds (a duration), cell (a status, with `+behind` and `+late` where it is).
    `heading`: the English words above it, also the message to translate; empty: `reports.headings` has those of the name.
    """

    name: str
    kind: str = "text"
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a report. `title`: English words, to be translated. `more`: how many rows a limit left out (known before they are read).

    `aside`: a terminal shows it only where it is named; its rows are not asked for before they are read.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Any, ...]]
    more: int = 0
    empty: str = ""  # what to say where there are no rows: a sentence, to be translated
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a report; what is empty leaves nothing out.

    `language` means its varieties too (`pt`: pt-BR); `section`, `tag`, `kind` are the article's; `person` a handle; `since` and `until`
    bound what happened (since ≤ moment < until; a report without a time of its own has no use for them). `limit`: rows of each part (0: all).
    `zone` is the reader's: days, weeks and months are theirs.
    """

    now: datetime
    language: str = ""
    section: str = ""
    tag: str = ""
    kind: str = ""
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 25
    zone: str = "UTC"
    more: dict[str, Any] = field(default_factory=dict)  # what one report alone asks


@dataclass(frozen=True, slots=True)
class Report:
    """`notes`: English sentences for a person, on what the figures are and are not; each a message to translate, its fields filled in after.

    `figures`: numbers of the whole, by name, for programs.
    """

    name: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    figures: dict[str, Any] = field(default_factory=dict)


FILTERS = {  # field of Asked → the option that sets it
    "language": "--lang", "section": "--section", "tag": "--tag", "kind": "--kind", "person": "--person", "since": "--from", "until": "--to",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """`module` has `report(connection, asked) -> Report`; `meaning` ends the sentence “shows …”; `filters`: those of Asked that it heeds.

    `main`: the part that CSV holds where none is named (empty: the last). `own`: it is about one person, whoever asks where none is
    named; its module has `allowed(connection, reader, person)`, which raises NotAllowed.
    """

    module: str
    meaning: str
    filters: tuple[str, ...] = tuple(FILTERS)
    main: str = ""
    own: bool = False


_TIMELESS = ("language", "section", "tag", "kind", "person")
REPORTS: dict[str, Known] = {
    "progress": Known("translate_flow.reports.progress", "versions by language, section and month, and the newest articles against their languages"),
    "behind": Known("translate_flow.reports.behind", "what is out of date, how far and since when, the heaviest first, and what keeps it", main="versions"),
    "overdue": Known("translate_flow.reports.overdue", "what is past its date, and who has it"),
    "coverage": Known("translate_flow.reports.coverage", "which articles lack a language that is wanted of them", ("language", "section", "tag", "kind", "since", "until")),
    "corrections": Known("translate_flow.reports.corrections", "which versions still say what was corrected, and who has them"),
    "effort": Known("translate_flow.reports.effort", "what is to be translated and what was handed in, in words and in weighted words"),
    "flow": Known("translate_flow.reports.flow", "how long versions stay in each status, and where work waits", main="statuses"),
    "workload": Known("translate_flow.reports.workload", "what each person holds, and how much they hand in", main="people"),
    "returns": Known("translate_flow.reports.returns", "how often work comes back, and why"),
    "bus-factor": Known("translate_flow.reports.bus_factor", "language pairs that rest on one person, and where a relay waits", main="pairs"),
    "contributions": Known("translate_flow.reports.contributions", "what one person translated, reviewed and published, for them to keep", own=True),
    "forecast": Known("translate_flow.reports.forecast", "when what is open will be done, as a range, and how such ranges have held so far", _TIMELESS, main="forecast"),
    "overview": Known("translate_flow.reports.overview", "the page for Monday: what matters of all of them"),
}
