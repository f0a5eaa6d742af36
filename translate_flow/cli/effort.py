"""How `report effort` is shown."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from translate_flow.cli import render
from translate_flow.cli.context import desk, moment

if TYPE_CHECKING:
    from translate_flow.reports.effort import Report, Sum, Work
    from translate_flow.text.effort import Effort


def show(language: str, person: str, since: str, until: str) -> None:
    """Makes the report and prints it: sums by language and by person; as JSON, each version too."""
    from translate_flow.languages import normalise
    from translate_flow.reports import effort
    from translate_flow.services import matching, people

    here = desk()
    with here.session() as session:
        here.reader(session)
        if person:
            people.known(session, person)
        begin, end = _from(since), moment(until, here) if until else None
        found = effort.report(session, language=normalise(language) if language else "", person=person, since=begin, until=end, memory=matching.best(session, now=here.now))
    if here.json:
        render.data(_record(found, begin, end))
    else:
        _tables(found, person)


def _from(text: str) -> datetime | None:
    """The beginning of a day, or a moment."""
    return moment(f"{text}T00:00" if len(text.strip()) <= 10 else text, desk()) if text else None


def _tables(found: Report, person: str) -> None:
    columns = ["versions", "words", "weighted", "handed in", "words in", "weighted in"]
    if not person:
        rows = [[tag, *_cells(ahead), *_cells(done)] for tag, (ahead, done) in found.languages.items()]
        render.table(["language", *columns], rows, right=columns, title="Work by language: to be done, and handed in")
    rows = [[handle, tag, *_cells(ahead), *_cells(done)] for (handle, tag), (ahead, done) in found.people.items()]
    if rows and not person:
        render.out("")
    empty = "There is nothing to be done, and nothing was handed in." if not found.languages else ""
    render.table(["person", "language", *columns], rows, right=columns, title="Work by person: held, and handed in", empty=empty)


def _cells(one: Sum) -> list[str]:
    if not one.versions:
        return ["·"] * 3
    number = desk().number
    return [number(one.versions), number(one.effort.words), number(round(one.effort.weighted))]


def _record(found: Report, since: datetime | None, until: datetime | None) -> dict[str, Any]:
    return {
        "from": since, "to": until,
        "languages": [{"language": tag, "open": _sum(ahead), "handed_in": _sum(done)} for tag, (ahead, done) in found.languages.items()],
        "people": [{"person": handle, "language": tag, "held": _sum(ahead), "handed_in": _sum(done)} for (handle, tag), (ahead, done) in found.people.items()],
        "versions": [_version(one) for one in (*found.open, *found.done)],
    }  # fmt: skip


def _sum(one: Sum) -> dict[str, Any]:
    return {"versions": one.versions, **_effort(one.effort)}


def _effort(one: Effort) -> dict[str, Any]:
    return {"words": one.words, "weighted": one.weighted, "bands": dict(one.bands)}


def _version(one: Work) -> dict[str, Any]:
    return {"article": one.article, "language": one.language, "person": one.person or None, "handed_in_at": one.at, **_effort(one.effort)}
