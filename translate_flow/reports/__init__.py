"""Reports: columns and rows, each from one query or a fixed number of them. Drawing them is the command line's business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` name the fields of each row; `more` counts the rows that a limit left out."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    more: int = 0

    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


REPORTS: dict[str, str] = {  # name → the module whose `report(session, …)` makes it
    "progress": "translate_flow.reports.progress",
    "effort": "translate_flow.reports.effort",
    "corrections": "translate_flow.reports.corrections",
}
