"""The command `report`: a report by its name, as a table, CSV, JSON or a page; views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import Desk, desk
from translate_flow.cli.parts import new_app
from translate_flow.reports import FILTERS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from translate_flow.reports import Asked, Known, Part, Report
    from translate_flow.services.views import Kept

app = new_app()
_SHOWN = 25  # rows of each part, unless it is told otherwise


@dataclass(frozen=True, slots=True)
class _Form:
    """How a report is wanted. `out`: a file, a folder, or nothing: standard output."""

    csv: bool
    html: bool
    out: str
    folder: bool


@app.command("report", epilog="Example: translate-flow report behind --lang pt --section news")
def report(
    name: Annotated[str, typer.Argument(metavar="[NAME]", show_default=False)] = "",
    language: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="Only this language and its varieties.", show_default=False)] = None,
    section: Annotated[str | None, typer.Option("--section", metavar="SECTION", help="Only articles of this section.", show_default=False)] = None,
    tag: Annotated[str | None, typer.Option("--tag", metavar="TAG", help="Only articles with this tag.", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only articles of this kind: post, page …", show_default=False)] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="HANDLE", help="Only what is or was this person's.", show_default=False)] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day or moment on; 8w: from eight weeks ago (d, w, m, y).", show_default=False)] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="To the end of this day, or before this moment.", show_default=False)] = None,
    limit: Annotated[int | None, typer.Option("--limit", "-n", min=0, help="Rows of each part, 0 for all; else 25, and in CSV all.", show_default=False)] = None,
    part: Annotated[str | None, typer.Option("--part", metavar="PART", help="Only this part.", show_default=False)] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print one part as CSV: the one that --part names, else the report's main list.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Make a page that stands by itself, for a browser.")] = False,
    out: Annotated[str, typer.Option("--out", "-o", metavar="FILE", help="Write the CSV, JSON or page there; with --csv and FOLDER/, one file for each part.", show_default=False)] = "",
    view: Annotated[str, typer.Option("--view", metavar="VIEW", help="A view that was kept; options beside it are used in the place of its own.", show_default=False)] = "",
    save: Annotated[str, typer.Option("--save", metavar="VIEW", help="Keep this report with these options for everybody; with --mine for yourself.", show_default=False)] = "",
    mine: Annotated[bool, typer.Option("--mine", help="With --save: only for yourself.")] = False,
    views: Annotated[bool, typer.Option("--views", help="List the views that are kept.")] = False,
    forget: Annotated[str, typer.Option("--forget", metavar="VIEW", help="Forget a view.", show_default=False)] = "",
) -> None:
    """Show how far the work is, what is late, who has it: a report by its name.

    Without a name, the reports are listed. Days are days of your time zone.
    """
    from translate_flow.errors import UsageError

    typed = {"language": language, "section": section, "tag": tag, "kind": kind, "person": person, "since": since, "until": until, "part": part}
    given = {field: value for field, value in typed.items() if value is not None} | ({"limit": str(limit)} if limit is not None else {})
    if mine and not save:
        raise UsageError("--mine goes with --save", remedy="Write it: report behind --lang pt --save monday --mine.")
    if views + bool(save) + bool(forget) + bool(out or csv or html) > 1:
        raise UsageError("--views, --save, --forget and an output exclude each other", remedy="Give one of them.")
    if views:
        _list_views()
    elif forget:
        _forget(forget)
    elif save:
        _save(save, name, given, view, own=mine)
    elif not name and not view:
        _list_reports()
    else:
        _show(name, given, view, _form(csv=csv, html=html, out=out))


def _form(*, csv: bool, html: bool, out: str) -> _Form:
    from translate_flow.errors import NotFound, UsageError

    if csv + html + desk().json > 1:
        raise UsageError("--csv, --html and --json exclude each other", remedy="Give one of them.")
    if out and not (csv or html or desk().json):
        raise UsageError("--out is for CSV, JSON and pages", remedy="Add --csv, --html or --json.")
    out = "" if out == "-" else out
    folder = csv and bool(out) and (out.endswith("/") or Path(out).is_dir())
    if out and not folder and Path(out).is_dir():
        raise UsageError(f"{out} is a folder", remedy="Name a file in it; --csv writes one for each part into a folder.")
    if out and not Path(out).parent.is_dir():
        raise NotFound(f"There is no folder {Path(out).parent}", remedy="Make it first.")
    return _Form(csv, html, out, folder)


def _show(name: str, given: dict[str, str], view: str, form: _Form) -> None:
    here = desk()
    with here.reading() as connection:
        reader = _reader(connection)
        name, options, kept = _resolved(connection, name, given, view, reader)
        asked, remarks = _asked(connection, name, options, lenient=kept, reader=reader, limit=0 if form.csv else _SHOWN)
        for remark in remarks:
            render.warn(f"View “{view}”: {remark}")
        found = _parts(_module(name).report(connection, asked), options.get("part", ""))
        if form.csv:
            _csv(found, options.get("part", ""), form)
        elif form.html:
            from translate_flow.reports.page import page
            from translate_flow.services import readers

            newsroom = str(readers.setting(connection, "site_name") or "")
            pieces = page(found, asked, locale=here.locale, zone=here.zone, newsroom=newsroom)
            _write(form.out, (piece.encode("utf-8", "replace") for piece in pieces))
        elif here.json:
            from translate_flow.reports import written

            _write(form.out, written.as_json(found, asked))
        else:
            from translate_flow.cli import report_tables

            report_tables.show(found)


def _reader(connection: Connection) -> str:
    from translate_flow.services import readers

    here = desk()
    return readers.named(connection, here.handle, embedded=here.engine.dialect.name == "sqlite")


def _module(name: str) -> Any:
    from translate_flow.reports import REPORTS

    return import_module(REPORTS[name].module)


def _resolved(connection: Connection, name: str, given: dict[str, str], view: str, reader: str) -> tuple[str, dict[str, str], frozenset[str]]:
    """The report, the options in force, and those of them that come from a view. An empty option takes the view's away."""
    from translate_flow.errors import UsageError
    from translate_flow.reports import asking
    from translate_flow.services import views

    options: dict[str, str] = {}
    if view:
        kept = views.find(connection, view, reader)
        if name and name != kept.report:
            raise UsageError(f"The view “{view}” is of the report {kept.report}, not {name}", remedy="Leave the report's name out, or the view.")
        name, options = kept.report, kept.options
    asking.known(name)
    merged = {field: value for field, value in {**options, **given}.items() if value.strip()}
    return name, merged, frozenset(merged.keys() - given.keys())


def _asked(connection: Connection, name: str, options: dict[str, str], *, lenient: frozenset[str], reader: str, limit: int) -> tuple[Asked, list[str]]:
    from translate_flow.reports import asking

    here = desk()
    known = asking.known(name)
    asked, remarks = asking.asked(
        connection, name, {field: options[field] for field in FILTERS if field in options}, now=here.now, zone=here.zone,
        limit=int(options.get("limit", limit)), lenient=lenient,
    )  # fmt: skip
    return (_own(connection, known, asked, reader), remarks) if known.own else (asked, remarks)


def _own(connection: Connection, known: Known, asked: Asked, reader: str) -> Asked:
    """Of a report about one person: the reader, unless somebody is named; its module says whether they may."""
    from translate_flow.errors import UsageError

    person = asked.person or reader
    if not person:
        raise UsageError("Whose?", remedy="Name them with --person, or say who you are with --as.")
    import_module(known.module).allowed(connection, reader, person)
    return replace(asked, person=person)


def _parts(found: Report, part: str) -> Report:
    """The report, or that part of it alone. Raises NotFound with the nearest."""
    from translate_flow.errors import NotFound
    from translate_flow.services.nearest import suggest

    if not part:
        return found
    names = [one.name for one in found.parts]
    if part not in names:
        raise NotFound(f"The report {found.name} has no part “{part}”{suggest(part, names)}", remedy=f"Parts: {', '.join(names)}.")
    return replace(found, parts=tuple(one for one in found.parts if one.name == part), figures={})


def _csv(found: Report, part: str, form: _Form) -> None:
    from translate_flow.reports import REPORTS, written

    if form.folder:
        _folder(form.out, found.parts)
        return
    main = part or REPORTS[found.name].main or found.parts[-1].name
    one = next((each for each in found.parts if each.name == main), found.parts[-1])
    _write(form.out, written.as_csv(one))
    if one.more:
        render.say(f"{desk().number(one.more)} more: --limit 0 writes all.")


def _write(out: str, pieces: Iterator[bytes]) -> None:
    """To standard output, or to a file, whole or not at all: a report of one's own is made anew."""
    from translate_flow.cli import files

    if name := files.write_pieces(out or "-", pieces, force=True):
        render.say(f"Wrote {name}.")


def _folder(out: str, parts: tuple[Part, ...]) -> None:
    """One file for each part. All are written before the first takes its place."""
    from translate_flow.cli import files
    from translate_flow.reports import written

    Path(out).mkdir(exist_ok=True)
    names = files.write_several([(str(Path(out) / f"{part.name}.csv"), written.as_csv(part)) for part in parts])
    render.say(f"Wrote {', '.join(names)}.")


def _list_reports() -> None:
    from translate_flow.reports import REPORTS

    if desk().json:
        render.data([{"report": name, "shows": known.meaning, "filters": [FILTERS[field] for field in known.filters]} for name, known in REPORTS.items()])
        return
    render.table(["report", "shows"], [[name, known.meaning] for name, known in REPORTS.items()])
    render.say("Next: translate-flow report progress")


def _list_views() -> None:
    from translate_flow.services import views

    here = desk()
    with here.reading() as connection:
        found = views.listed(connection, _reader(connection))
    if here.json:
        render.data([_record(view) for view in found])
        return
    rows = [[view.name, view.owner or "everybody", f"report {view.report} {_spelled(view.options)}".strip(), here.moment(view.created_at)] for view in found]
    render.table(["view", "whose", "shows", "since"], rows, empty="No views are kept. Keep one: translate-flow report behind --lang pt --save monday")


def _record(view: Kept) -> dict[str, Any]:
    return {"view": view.name, "owner": view.owner or None, "report": view.report, "options": view.options, "created_at": view.created_at}


def _spelled(options: dict[str, str]) -> str:
    from shlex import quote

    return " ".join(f"{FILTERS.get(field, f'--{field}')} {quote(value)}" for field, value in options.items())


def _save(save: str, name: str, given: dict[str, str], view: str, *, own: bool) -> None:
    """Keeps what was typed, after it was looked at as if it were asked."""
    from translate_flow.errors import UsageError
    from translate_flow.services import views

    here: Desk = desk()
    if not name and not view:
        raise UsageError("Which report is to be kept?", remedy="Write it: report behind --lang pt --save monday.")
    with here.acting() as (session, me, now):
        connection = session.connection()
        name, options, kept = _resolved(connection, name, given, view, me.handle)
        _asked(connection, name, options, lenient=kept, reader=me.handle, limit=_SHOWN)
        views.save(session, save, name, options, own=own, actor=me, now=now)
        if here.json:
            render.data(_record(views.find(connection, save.strip(), me.handle if own else "")))
    render.say(f"Kept “{save.strip()}” for {'you' if own else 'everybody'}.\nNext: translate-flow report --view '{save.strip()}'")


def _forget(name: str) -> None:
    from translate_flow.services import views

    with desk().acting() as (session, me, now):
        own = views.forget(session, name, actor=me, now=now)
    if desk().json:
        render.data({"forgotten": name, "own": own})
    render.say(f"Forgot {'your' if own else 'everybody’s'} view “{name}”.")
