"""Reports for programs: a part as CSV (RFC 4180), a report as one JSON document; in pieces, so that neither is ever held whole.

Values are a machine's: moments in UTC with `Z`, durations in seconds, shares from 0 to 1, languages as tags.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from translate_flow.reports import FILTERS, Asked, Part, Report

_AT_ONCE = 500  # rows of a piece


def as_csv(part: Part) -> Iterator[bytes]:
    """The names of the columns, then the rows; UTF-8. A text that a spreadsheet would calculate begins with an apostrophe."""
    from translate_flow.exchange.sheet import harmless

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return harmless(value)
        return _moment(value) if isinstance(value, datetime) else value

    rows = iter(part.rows)
    some: Iterable[Iterable[Any]] = [[column.name for column in part.columns]]
    while some:
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\r\n").writerows([plain(value) for value in row] for row in some)
        yield out.getvalue().encode()
        some = list(islice(rows, _AT_ONCE))


def as_json(report: Report, asked: Asked) -> Iterator[bytes]:
    """`{"report", "asked", figures …, parts …, "more", "notes"}`; each part a list of records, a record a line. `more`: rows that a limit left out."""
    told = {"report": report.name, "asked": asked_record(asked), **report.figures}
    yield ("{" + ",".join(f"\n  {json.dumps(name)}: {_json(value)}" for name, value in told.items())).encode()
    for part in report.parts:
        yield f",\n  {json.dumps(part.name)}: [".encode()
        names = [column.name for column in part.columns]
        rows, first = iter(part.rows), True
        while some := list(islice(rows, _AT_ONCE)):
            records = (_json(dict(zip(names, row, strict=True))) for row in some)
            yield (("" if first else ",") + ",".join(f"\n    {record}" for record in records)).encode()
            first = False
        yield b"]" if first else b"\n  ]"
    more = {part.name: part.more for part in report.parts if part.more}
    yield f',\n  "more": {_json(more)},\n  "notes": {_json(report.notes)}\n}}\n'.encode()


def asked_record(asked: Asked) -> dict[str, Any]:
    """What was asked, under the names of the options; `at`: when."""
    names = {field: option.removeprefix("--") for field, option in FILTERS.items()}
    given = {names[field]: value for field in FILTERS if (value := getattr(asked, field))}
    return {"at": asked.now, **given, "limit": asked.limit, "zone": asked.zone}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_moment)


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no JSON form")
