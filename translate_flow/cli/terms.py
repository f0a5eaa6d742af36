"""Commands of the glossary: terms list, add, change, remove, import, export, find."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, amount, new_app

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from translate_flow.models_terms import StoredTerm
    from translate_flow.services.term_import import Brought
    from translate_flow.text.terms import Term

app = new_app()
terms = new_app()
app.add_typer(terms, name="terms", help="Keep the glossary: terms, how they are rendered, what to avoid.", epilog="Example: translate-flow terms list --from es --to pt")

From = Annotated[str, typer.Option("--from", metavar="LANG", help="The language of the term.", show_default=False)]
To = Annotated[str, typer.Option("--to", metavar="LANG", help="The language that it is rendered in.", show_default=False)]
Pos = Annotated[str | None, typer.Option("--pos", metavar="KIND", help="Part of speech: noun, verb, adjective, adverb, other.", show_default=False)]
Definition = Annotated[str | None, typer.Option("--definition", metavar="TEXT", help="What it means.", show_default=False)]
Remark = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What else translators should know.", show_default=False)]
Forbidden = Annotated[list[str] | None, typer.Option("--forbid", metavar="TEXT", help="A rendering to avoid; may be given more than once.", show_default=False)]
Subject = Annotated[str | None, typer.Option("--subject", metavar="NAME", help="The section or subject that it belongs to.", show_default=False)]
_MOST_TOLD = 50  # rows of an import that are told one by one


@terms.command("list", epilog="Example: translate-flow terms list huelga --from es --to pt")
def listing(
    said: Annotated[str, typer.Argument(metavar="[WORDS]", help="Only those with this in the term or its rendering.", show_default=False)] = "",
    source: From = "", target: To = "", subject: Subject = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many; 0 for all.")] = 200,
) -> None:  # fmt: skip
    """List terms, with their numbers."""
    from translate_flow.languages import normalise
    from translate_flow.services import terms as service

    here = desk()
    with here.session() as session:
        here.reader(session)
        found = service.listed(
            session, source_language=normalise(source) if source else "", target_language=normalise(target) if target else "", said=said, subject=subject or "",
            limit=limit + 1 if limit else 0,
        )  # fmt: skip
        more = bool(limit) and len(found) > limit
        found = found[:limit] if limit else found
        known = service.handles(session, found)
    if here.json:
        render.data([_record(row, known) for row in found])
        return
    rows = [[str(row.id), f"{row.source_language} → {row.target_language}", row.source, _renderings(row.target), _listed(row.forbidden), row.part_of_speech, row.definition] for row in found]
    render.table(["number", "languages", "term", "rendering", "avoid", "part of speech", "definition"], rows, right=["number"], empty="There are no such terms.")
    if more:
        render.say("There are more: --limit 0 shows all.")


@terms.command("add", epilog="Example: translate-flow terms add huelga greve --from es --to pt --forbid paro")
def add(
    source: Annotated[str, typer.Argument(metavar="TERM", show_default=False)],
    target: Annotated[str, typer.Argument(metavar="[RENDERING]", help="Alternatives between bars: 'greve|paralisação'; what is in brackets may be left out.", show_default=False)] = "",
    source_language: From = "", target_language: To = "", pos: Pos = None, definition: Definition = None, note: Remark = None, forbid: Forbidden = None,
    subject: Subject = None,
    keep: Annotated[bool, typer.Option("--keep", help="It stays as it is in the translation.")] = False,
) -> None:  # fmt: skip
    """Add a term.

    Without a rendering it only defines or forbids something. Takes a coordinator, or somebody who translates or reviews in that language.
    """
    from translate_flow.errors import UsageError
    from translate_flow.services import terms as service
    from translate_flow.text.terms import Term

    if not source_language or not target_language:
        raise UsageError("A term belongs to a pair of languages", remedy=f"Say them: terms add '{source}' … --from es --to pt.")
    if keep and target:
        raise UsageError("It either stays as it is or has a rendering", remedy="Leave out --keep, or the rendering.")
    term = Term(source, source if keep else target, pos or "", definition or "", note or "", tuple(forbid or ()), subject or "")
    with desk().acting() as (session, me, now):
        stored = service.add(session, term, source_language, target_language, actor=me, now=now)
        _done(stored, {me.id: me.handle}, f"Term {stored.id}: “{stored.source}” is {service.described(stored)}, from {stored.source_language} to {stored.target_language}.")


@terms.command("change", epilog="Example: translate-flow terms change 12 --target greve --forbid paro")
def change(
    number: Annotated[int, typer.Argument(metavar="NUMBER", show_default=False)],
    source: Annotated[str | None, typer.Option("--term", metavar="TEXT", help="The term itself.", show_default=False)] = None,
    target: Annotated[str | None, typer.Option("--target", metavar="TEXT", help="Its rendering; alternatives between bars.", show_default=False)] = None,
    pos: Pos = None, definition: Definition = None, note: Remark = None, forbid: Forbidden = None, subject: Subject = None,
) -> None:  # fmt: skip
    """Change what is given of a term, and leave the rest.

    An empty text ('') takes something away. --forbid replaces all that was to be avoided.
    """
    from translate_flow.errors import UsageError
    from translate_flow.services import terms as service

    given: dict[str, Any] = {"source": source, "target": target, "part_of_speech": pos, "definition": definition, "note": note, "subject": subject}
    given |= {"forbidden": None if forbid is None else tuple(forbid)}
    fields = {name: value for name, value in given.items() if value is not None}
    if not fields:
        raise UsageError("Nothing to change was said", remedy="Say it with --target, --pos, --definition, --note, --forbid, --subject or --term.")
    with desk().acting() as (session, me, now):
        stored = service.change(session, number, actor=me, now=now, **fields)
        _done(stored, service.handles(session, [stored]), f"Term {stored.id}: “{stored.source}” is {service.described(stored)}, from {stored.source_language} to {stored.target_language}.")


@terms.command("remove", epilog="Example: translate-flow terms remove 12 13")
def remove(numbers: Annotated[list[int], typer.Argument(metavar="NUMBER...", show_default=False)]) -> None:
    """Remove terms: yours, or anybody's as a coordinator.

    All of them, or none; the log keeps what they said.
    """
    from translate_flow.services import terms as service

    with desk().acting() as (session, me, now):
        gone = service.remove(session, numbers, actor=me, now=now)
        if desk().json:
            render.data([term.source for term in gone])
        render.say(f"Removed {', '.join(f'“{term.source}”' for term in gone)}.")


@terms.command("import", epilog="Example: translate-flow terms import glossary.csv --from es --to pt")
def bring(
    name: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    source: From = "", target: To = "",
    replace: Annotated[bool, typer.Option("--replace", help="Where a term is here and says otherwise, take the file's.")] = False,
) -> None:  # fmt: skip
    """Bring in terms from CSV or TBX.

    Each row is told for itself: added, changed (what was empty was filled in), unchanged, kept (the term here says otherwise: exit 5 at
    the end), refused (exit 6). The rest comes in. Takes a coordinator.
    """
    from translate_flow.cli.files import read_limited
    from translate_flow.exchange import term_rows
    from translate_flow.languages import normalise
    from translate_flow.services import term_import

    data = read_limited(name)
    with desk().acting() as (session, me, now):
        read = term_rows.read(data, name=name, source_language=normalise(source) if source else "", target_language=normalise(target) if target else "")
        done = term_import.bring(session, read.rows, actor=me, now=now, origin=Path(name).name, replace_all=replace)
    for warning in read.warnings:
        render.warn(warning)
    _tell(name, done)


def _tell(name: str, done: Sequence[Brought]) -> None:
    here = desk()
    counts = {outcome: sum(one.outcome == outcome for one in done) for outcome in ("added", "changed", "unchanged", "kept", "refused")}
    if here.json:
        render.data({**counts, "rows": [{"line": one.line, "term": one.source, "outcome": one.outcome, "why": one.why or None} for one in done if one.outcome != "unchanged"]})
    told = [one for one in done if one.why]
    for one in told[:_MOST_TOLD]:
        render.warn(f"{name}:{one.line} “{one.source}” was {'kept as it is here' if one.outcome == 'kept' else 'refused'}: {one.why}.")
    if len(told) > _MOST_TOLD:
        render.warn(f"{here.number(len(told) - _MOST_TOLD)} more like these; --json lists all.")
    render.say(", ".join(f"{here.number(count)} {outcome}" for outcome, count in counts.items() if count) + "." if done else f"{name} holds no terms.")
    if counts["kept"]:
        render.say("--replace takes what the file says instead.")
    if counts["refused"] or counts["kept"]:
        raise typer.Exit(6 if counts["refused"] else 5)


@terms.command("export", epilog="Example: translate-flow terms export glossary.tbx --from es --to pt")
def export(
    name: Annotated[str, typer.Argument(metavar="FILE", help="Ends in .csv or .tbx; - for standard output.", show_default=False)],
    source: From = "", target: To = "",
    format: Annotated[str, typer.Option("--format", metavar="NAME", help="csv or tbx; else by the file's suffix.", show_default=False)] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:  # fmt: skip
    """Write terms to a file, as CSV or TBX (ISO 30042).

    Of one pair of languages, or (as CSV) of all.
    """
    from translate_flow.cli.files import write_new
    from translate_flow.errors import UsageError
    from translate_flow.exchange import term_rows
    from translate_flow.languages import normalise
    from translate_flow.services import terms as service

    form = format or ("tbx" if Path(name).suffix.lower() in {".tbx", ".xml"} else "csv")
    if form not in {"csv", "tbx"}:
        raise UsageError(f"There is no glossary format “{form}”", remedy="Formats: csv, tbx.")
    with desk().session() as session:
        desk().reader(session)
        found = service.listed(session, source_language=normalise(source) if source else "", target_language=normalise(target) if target else "")
    if form == "tbx" and len({(row.source_language, row.target_language) for row in found}) > 1:
        raise UsageError("A TBX file is of one pair of languages", remedy="Say which: --from es --to pt; a CSV file may hold all.")
    rows = [term_rows.Row(row.id, row.source_language, row.target_language, service.of(row)) for row in found]
    if where := write_new(name, term_rows.write(rows, form), force=force):
        render.say(f"Wrote {amount(len(rows), 'term')} to {where}.")


@terms.command("find", epilog="Example: translate-flow terms find march-8/pt")
def find(address: Address) -> None:
    """Show the terms in the text that a version is translated from, in whatever form they stand there.

    With their renderings, what to avoid, and the blocks that they are in.
    """
    from translate_flow.services import lookup
    from translate_flow.services import terms as service

    here = desk()
    with here.session() as session:
        here.reader(session)
        version = lookup.version(session, address)
        found, blocks = service.in_source(session, version)
    if here.json:
        render.data([{**_said(one.term), "blocks": [at + 1 for at in one.places], "as": list(one.forms)} for one in found])
        return
    rows = [[one.term.source, _renderings(one.term.target), _listed(one.term.forbidden), _listed(one.forms), ", ".join(str(at + 1) for at in one.places), one.term.definition] for one in found]
    empty = f"No terms of the glossary are in the {amount(len(blocks), 'block')} of {version.parent_language}."
    render.table(["term", "rendering", "avoid", "as", "blocks", "definition"], rows, empty=empty)


def _renderings(target: str) -> str:
    return target.replace("|", " or ")


def _listed(items: Sequence[str]) -> str:
    return ", ".join(items)


def _said(term: Term) -> dict[str, Any]:
    return {
        "term": term.source, "rendering": term.target or None, "forbidden": list(term.forbidden), "part_of_speech": term.part_of_speech or None,
        "definition": term.definition or None, "note": term.note or None, "subject": term.subject or None,
    }  # fmt: skip


def _record(stored: StoredTerm, known: Mapping[int, str]) -> dict[str, Any]:
    from translate_flow.services import terms as service

    return {
        "number": stored.id, "from": stored.source_language, "to": stored.target_language, **_said(service.of(stored)),
        "added_by": known.get(stored.added_by or 0), "added_at": stored.added_at, "changed_by": known.get(stored.changed_by or 0), "changed_at": stored.changed_at,
    }  # fmt: skip


def _done(stored: StoredTerm, known: Mapping[int, str], message: str) -> None:
    if desk().json:
        render.data(_record(stored, known))
    render.say(message)
