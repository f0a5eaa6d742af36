"""Commands of the coordinator: import, revise, request, reopen, cancel, report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk, moment
from translate_flow.cli.parts import Address, Due, Key, Reason, amount, done, new_app
from translate_flow.workflow import words

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from translate_flow.models import Person
    from translate_flow.reports import Table
    from translate_flow.services.consequences import Facing
    from translate_flow.services.importing import Result
    from translate_flow.services.sources import Incoming, Options

app = new_app()
Language = Annotated[str, typer.Option("--lang", metavar="LANG", help="The language of the text, where it does not say.")]
Format = Annotated[str, typer.Option("--format", metavar="NAME", help="markdown, html, wordpress, text or wxr; else by the file's suffix.")]


@app.command("import", epilog="Example: translate-flow import articles/ saved-page.html export.xml")
def bring(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", show_default=False)],
    language: Language = "",
    key: Annotated[str, typer.Option("--key", metavar="ARTICLE", help="The article's key (with one file); an article that is here gets this text.")] = "",
    parent: Annotated[str, typer.Option("--from", metavar="LANG", help="The text is a translation from this language.")] = "",
    format: Format = "",
    draft: Annotated[bool, typer.Option("--draft", help="It is not out yet.")] = False,
    kind: Annotated[str, typer.Option("--kind", help="post, page …")] = "",
    section: Annotated[str, typer.Option("--section", help="The section it belongs to.")] = "",
    tag: Annotated[list[str] | None, typer.Option("--tag", help="A tag; may be given more than once.")] = None,
) -> None:
    """Bring in articles: Markdown, HTML, saved pages, text, WordPress exports.

    Files and folders. What is here already and has not changed costs nothing; what has changed becomes a new revision.
    A file that cannot be read is named with its line, and refused by itself (exit 6); an export goes in whole or not at all.
    """
    from translate_flow import formats
    from translate_flow.errors import UsageError
    from translate_flow.languages import normalise
    from translate_flow.services import settings
    from translate_flow.services.sources import Options, files, slug

    if format and format not in {*formats.FORMATS, "wxr"}:
        raise UsageError(f"There is no format “{format}”", remedy=f"Known formats: {', '.join(formats.FORMATS)}, wxr.")
    if key and slug(key) != key:
        raise UsageError(f"“{key}” cannot be a key", remedy=f"Keys are lower-case words joined by hyphens, such as {slug(key) or 'march-8'}.")
    found = list(files(paths))
    if key and len(found) > 1:
        raise UsageError(f"--key goes with one file, and here are {len(found)}", remedy="Import them one by one, or leave --key out.")
    with desk().acting() as (session, me, now):
        options = Options(
            key=key, language=normalise(language) if language else "", default_language=str(settings.get(session, "language")),
            parent_language=normalise(parent) if parent else "", format=format, kind=kind, section=section, tags=tuple(tag or ()), draft=draft,
            root=desk().home.parent,
        )  # fmt: skip
        results = _bring_all(session, found, options, me, now)
    _tell(results)


def _bring_all(session: Session, paths: list[Path], options: Options, me: Person, now: datetime) -> list[tuple[str, Result]]:
    """Plain files in one stream, in batches; each export by itself, so that one that breaks off half way leaves nothing."""
    from translate_flow.cli.progress import Progress
    from translate_flow.errors import Unreadable
    from translate_flow.services import importing
    from translate_flow.services.importing import Result
    from translate_flow.services.sources import is_export, read_export, read_file

    results: list[tuple[str, Result]] = []
    names: list[str] = []

    def one_by_one(progress: Progress) -> Iterator[Incoming]:
        for path in paths:
            if is_export(path, options):
                continue
            progress.step()
            try:
                incoming = read_file(path, options)
            except Unreadable as error:
                results.append((str(path), Result("", "", "refused", (f"{error.place()} {error.message}. {error.remedy}",))))
                continue
            names.append(str(path))
            yield incoming

    with Progress("reading", total=len(paths)) as progress:
        plain = list(importing.bring(session, one_by_one(progress), actor=me, now=now))
    results += zip(names, plain, strict=True)
    for path in (path for path in paths if is_export(path, options)):
        with Progress(path.name, total=path.stat().st_size) as progress:
            results += _bring_export(session, path, read_export(path, options, progress=progress.at), me, now)
    return results


def _bring_export(session: Session, path: Path, stream: Iterator[Incoming], me: Person, now: datetime) -> list[tuple[str, Result]]:
    from translate_flow.errors import Unreadable
    from translate_flow.services import importing
    from translate_flow.services.importing import Result

    step = session.begin_nested()
    try:
        results = [(str(path), result) for result in importing.bring(session, stream, actor=me, now=now)]
    except Unreadable as error:
        step.rollback()
        return [(str(path), Result("", "", "refused", (f"{error.place()} {error.message}. {error.remedy}",)))]
    step.commit()
    return results


def _tell(results: list[tuple[str, Result]]) -> None:
    here = desk()
    refused = [result for _, result in results if result.outcome == "refused"]
    if here.json:
        render.data([
            {"article": result.article, "language": result.language, "outcome": result.outcome, "warnings": list(result.warnings)}
            for _, result in results
        ])  # fmt: skip
    else:
        changed = [(name, result) for name, result in results if result.outcome != "unchanged"]
        render.table(["article", "outcome", "file"], [[f"{r.article}/{r.language}" if r.article else "", r.outcome, name] for name, r in changed[:200]])
    for name, result in results:
        for warning in result.warnings:
            render.warn(f"{result.article or name}: {warning}")
    counts = {outcome: sum(result.outcome == outcome for _, result in results) for outcome in ("created", "revised", "unchanged", "refused")}
    render.say(", ".join(f"{here.number(count)} {outcome}" for outcome, count in counts.items() if count) + ".")
    if counts["created"] and not here.json:
        first = next(result.article for _, result in results if result.outcome == "created")
        render.say(f"Next: translate-flow request {first} LANG…")
    if refused:
        raise typer.Exit(6)


@app.command("revise", epilog="Example: translate-flow revise march-8 march-8.es.md --class correction")
def revise(
    address: Key,
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    format: Format = "",
    change_class: Annotated[str, typer.Option("--class", metavar="CLASS", help="What it is to readers: trivial, wording, facts, correction, takedown; else you are asked.", show_default=False)] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Of a correction: what readers are told, in the original's language.", show_default=False)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what every version that depends on it will face.")] = False,
) -> None:
    """Bring in a new text of an original.

    Shows what each version that depends on it will face, and asks what kind of change it is. It becomes a new revision (of a
    published original, the one readers see); its translations learn how far behind they are.
    """
    from translate_flow.errors import NotFound, UsageError
    from translate_flow.text.classes import ChangeClass

    if not file.is_file():
        raise NotFound(f"There is no file {file}", remedy="Check the path.")
    if change_class and change_class not in set(ChangeClass):
        raise UsageError(f"There is no class “{change_class}”", remedy=f"Classes: {', '.join(ChangeClass)}.")
    asked = not dry_run and _asks(change_class)
    if dry_run or asked:
        proposed = _revise(address, file, format, change_class, dry=True)
        if proposed and asked:
            change_class = _ask(proposed)
    if not dry_run:
        _revise(address, file, format, change_class, note, dry=False, told_already=asked)


def _asks(change_class: str) -> bool:
    """Whether somebody is there to be asked what kind of change it is."""
    return not change_class and not desk().json and not desk().quiet and sys.stdin.isatty()


def _ask(proposed: str) -> str:
    from translate_flow.text.classes import ChangeClass

    names = [name.value for name in ChangeClass]
    while True:
        said: str = typer.prompt(f"What kind of change is it? ({', '.join(names)})", default=proposed, err=True).strip().lower()
        found = [name for name in names if name.startswith(said)]
        if len(found) == 1:
            return found[0]
        render.say(f"“{said}” is none of them.")


def _revise(address: str, file: Path, format: str, told: str, note: str = "", *, dry: bool, told_already: bool = False) -> str:
    """Brings the text in and tells of it (`told_already`: of what it means, no more); on a dry run, nothing of it stays.

    Returns the class it has, empty where nothing changed."""
    from dataclasses import replace

    from translate_flow.models import Revision
    from translate_flow.services import consequences, importing, lookup
    from translate_flow.services.sources import Options, read_file
    from translate_flow.text.classes import ChangeClass

    here = desk()
    with here.acting() as (session, me, now):
        version = lookup.version(session, address)
        incoming = replace(read_file(file, Options(language=version.language, format=format)), origin=version.origin)
        step = session.begin_nested()
        result = importing.revise(session, version, incoming, actor=me, now=now, change_class=ChangeClass(told) if told else None, note=note)
        head = session.get(Revision, version.head_id) if version.head_id else None
        found, number = (head.change_class, head.number) if head else ("", 0)
        changed = result.outcome != "unchanged"
        facing = consequences.of(session, version) if changed else []
        would = "would be" if dry else "is now"
        message = f"{version.address} {would} at revision {number}" + (f" ({found})" if found else "") + "." if changed else f"{version.address}: nothing has changed."
        extra = {"outcome": result.outcome, "class": found or None, "dependents": [_faced(one) for one in facing], "warnings": list(result.warnings)}
        if not here.json and not told_already:
            _face(facing)
        done(session, version, message, **extra)
        for warning in result.warnings:
            render.warn(warning)
        if dry:
            session.flush()
            step.rollback()
            render.say("Nothing was changed yet.")
        elif any(one.known and one.has_text and not one.waits_for for one in facing):
            render.say(f"Next: translate-flow carry {version.article.key} --auto")
    return found if changed else ""


def _faced(one: Facing) -> dict[str, object]:
    return {
        "language": one.version.language, "status": one.version.status, "translator": one.translator or None, "automatic": one.by_itself, "todo": one.left,
        "words": one.words, "waits_for": one.waits_for or None, "base_known": one.known,
    }  # fmt: skip


def _face(facing: list[Facing]) -> None:
    """What each version that depends on a source will face."""
    if not facing:
        return
    here = desk()
    rows = []
    for one in facing:
        if one.waits_for:
            what = f"waits for {one.waits_for}"
        elif not one.has_text:
            what = "starts from the new text"
        elif not one.known:
            what = "nobody knows what it follows"
        else:
            what = f"{amount(one.left, 'block')} to do ({amount(one.words, 'word')}), {here.number(one.by_itself)} by itself" if one.left else f"nothing to do, {here.number(one.by_itself)} by itself"
        rows.append([one.version.address, words(one.version.status), one.translator, what])
    render.table(["version", "status", "translator", "faces"], rows)


@app.command("request", epilog="Example: translate-flow request march-8 pt fr --due 2026-12-01")
def request(
    article: Key,
    languages: Annotated[list[str], typer.Argument(metavar="LANG...", show_default=False)],
    parent: Annotated[str, typer.Option("--from", metavar="LANG", help="Translate from this version; else from the original.")] = "",
    due: Due = "",
) -> None:
    """Ask for an article in one or more languages.

    All of them are asked for, or none. --from makes it a relay: from a translation instead of the original; for a version that
    is there already, it changes what that is translated from, and keeps its text.
    """
    from translate_flow.reports import status
    from translate_flow.services import coordination, lookup

    here = desk()
    with here.acting() as (session, me, now):
        found = lookup.article(session, article)
        due_at = moment(due, here) if due else None
        versions = [coordination.request(session, found, language, actor=me, now=now, source=parent, due_at=due_at) for language in languages]
        if here.json:
            session.flush()
            render.data(status.records(session, versions))
        for version in versions:
            render.say(f"{version.address} is {words(version.status)}, from {version.parent_language}" + (f", due {here.moment(due_at)}." if due_at else "."))
        free = next((version for version in versions if version.status == "requested"), None)
        if free is not None:
            render.say(f"Next: translate-flow assign {free.address} HANDLE, or let translators claim it.")
        elif any(version.head_id for version in versions):
            render.say(f"Next: translate-flow diff {versions[0].address} shows how it stands to its new parent.")


@app.command("reopen", epilog="Example: translate-flow reopen march-8/pt --reason 'the original was corrected'")
def reopen(address: Address, reason: Reason = "", due: Due = "") -> None:
    """Ask for new work on a published version; it stays up meanwhile.

    What readers see stays as it is until the new text is published.
    """
    from translate_flow.services import coordination, lookup

    here = desk()
    with here.acting() as (session, me, now):
        version = lookup.version(session, address)
        coordination.reopen(session, version, actor=me, now=now, reason=reason, due_at=moment(due, here) if due else None)
        done(session, version, f"{version.address} is {words(version.status)} again; what readers see stays up.")


@app.command("cancel", epilog="Example: translate-flow cancel march-8/pt --reason 'no longer of interest'")
def cancel(address: Address, reason: Reason = "") -> None:
    """Call work off, with a reason; drafts are kept.

    It can be requested again later, and goes on from the draft then.
    """
    from translate_flow.services import coordination, lookup

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        coordination.cancel(session, version, actor=me, now=now, reason=reason)
        done(session, version, f"{version.address} is cancelled; its drafts are kept.")


@app.command("report", epilog="Example: translate-flow report progress --limit 100")
def report(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many of the newest articles in the matrix; 0 for all.")] = 25,
    language: Annotated[str, typer.Option("--lang", metavar="LANG", help="effort: only this language.", show_default=False)] = "",
    person: Annotated[str, typer.Option("--person", metavar="HANDLE", help="effort: only this person's.", show_default=False)] = "",
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="effort: what was handed in from this day on.", show_default=False)] = "",
    until: Annotated[str, typer.Option("--to", metavar="DATE", help="effort: up to the end of this day.", show_default=False)] = "",
) -> None:
    """Print a report: progress, effort, corrections.

    progress: versions by language and status, and the newest articles against their languages. effort: what is to be translated, and what
    was handed in, in words and in words weighted by what is translated already. corrections: which versions still say what was corrected.
    """
    from translate_flow.errors import NotFound
    from translate_flow.reports import REPORTS
    from translate_flow.services.nearest import suggest

    if name not in REPORTS:
        raise NotFound(f"There is no report “{name}”{suggest(name, REPORTS)}", remedy=f"Reports: {', '.join(REPORTS)}.")
    if name == "effort":
        from translate_flow.cli import effort

        effort.show(language, person, since, until)
    elif name == "corrections":
        from translate_flow.cli.corrections import listed

        listed(limit=limit)
    else:
        _progress(limit)


def _progress(limit: int) -> None:
    from translate_flow.reports import progress as module

    here = desk()
    with here.reading() as connection:
        found = module.report(connection, limit)
    if here.json:
        render.data({"articles": found.articles, "totals": found.totals.records(), "matrix": found.matrix.records()})
        return
    number: Callable[[object], str] = lambda value: (here.number(value) or "·") if isinstance(value, int) else str(value)  # noqa: E731
    headings = [words(column) for column in found.totals.columns]
    rows = [[str(row[0]), *(number(cell) if cell else "·" for cell in row[1:])] for row in found.totals.rows]
    render.table(headings, rows, right=headings[1:], title="Versions by language and status", empty="There are no articles yet.")
    _matrix(found.matrix)


def _matrix(matrix: Table) -> None:
    if not matrix.rows:
        return
    render.out("")
    cells = [[row[0], *(_cell(cell) for cell in row[1:])] for row in matrix.rows]
    render.table(matrix.columns, cells, title="The newest articles (* behind its source)")
    if matrix.more:
        render.say(f"{desk().number(matrix.more)} more articles: --limit 0 shows all.")


def _cell(cell: str) -> str:
    status, _, behind = cell.partition("+")
    return (words(status) + (" *" if behind else "")) or "·"
