"""Commands about the translation memory: memory search, fill, import, export, show, forget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import amount, new_app

if TYPE_CHECKING:
    from translate_flow.services.matching import Match
    from translate_flow.services.memory_exchange import Brought

app = new_app()
memory = new_app()
app.add_typer(memory, name="memory", help="Search, fill, import and export what was translated before.", epilog="Example: translate-flow memory search 'La lucha sigue.' --from es --to pt")

From = Annotated[str, typer.Option("--from", metavar="LANG", help="The language of the source.")]
To = Annotated[str, typer.Option("--to", metavar="LANG", help="The language of the translation.")]
Origin = Annotated[str, typer.Option("--origin", metavar="NAME", help="What the units are known by, to take them out again; else the file's name.", show_default=False)]


@memory.command("search", epilog="Example: translate-flow memory search 'La lucha sigue.' --from es --to pt")
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False)], source: From, target: To,
    least: Annotated[int | None, typer.Option("--least", metavar="N", min=1, max=100, help="How alike, in per cent, at least; else the setting memory_least.", show_default=False)] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=100, help="How many matches at most.")] = 10,
) -> None:  # fmt: skip
    """Find how a text, or one like it, was translated.

    100: the very same text; 101: between the same neighbours, too; below: so many per cent alike. Points are taken off for age,
    for what nobody reviewed and for another region's language.
    """
    from translate_flow.languages import normalise
    from translate_flow.services import settings
    from translate_flow.services.matching import Query, matches

    here = desk()
    with here.session() as session:
        here.reader(session)
        floor = settings.get(session, "memory_least") if least is None else least
        [found] = matches(session, normalise(source), normalise(target), [Query(text)], least=floor, most=most, now=here.now)
    if here.json:
        render.data([_plain(match) for match in found])
        return
    rows = [[str(match.score), match.source, match.target, _from(match), match.translator, here.moment(match.at)] for match in found]
    render.table(["points", "source", "translation", "from", "translator", "when"], rows, right=["points"], empty=f"Nothing in the memory is {floor} % like that.")


def _from(match: Match) -> str:
    where = f"{match.article}/{match.language}" if match.article else match.language
    return ", ".join(filter(None, (where, match.origin, "" if match.reviewed else "not reviewed")))


def _plain(match: Match) -> dict[str, Any]:
    return {
        "score": match.score, "kind": match.kind, "similarity": round(match.similarity, 1), "source": match.source, "target": match.target,
        "article": match.article or None, "language": match.language, "translator": match.translator or None, "at": match.at, "reviewed": match.reviewed,
        "origin": match.origin or None,
    }  # fmt: skip


@memory.command("fill", epilog="Example: translate-flow memory fill")
def fill() -> None:
    """Take in every approved or published version that is not in it yet.

    Approving and publishing do so by themselves; this is for versions that were adopted, or published before there was a memory.
    """
    from translate_flow.cli.progress import Progress
    from translate_flow.services import memory as service

    with desk().acting(writes=False) as (session, me, _):
        service.may_fill(me)
        waiting = service.waiting(session)
    versions = units = 0
    with Progress("filling the memory", total=len(waiting)) as progress:
        for at in range(0, len(waiting), 20):  # some at a time: others can write in between, and what is done is done
            with desk().acting() as (session, me, now):
                found = service.fill_all(session, waiting[at : at + 20], actor=me, now=now)
            versions, units = versions + sum(count > 0 for _, count in found), units + sum(count for _, count in found)
            progress.at(at + 20)
    if desk().json:
        render.data({"versions": versions, "units": units})
    render.say(f"{amount(versions, 'version')} taken in, with {amount(units, 'unit')}." if waiting else "All that is approved or published is in the memory.")


@memory.command("import", epilog="Example: translate-flow memory import old-articles.tmx --origin agency")
def bring(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", show_default=False)], origin: Origin = "",
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Somebody has found them good: they lose no points.")] = False,
) -> None:  # fmt: skip
    """Bring in units from TMX files (1.4b).

    What cannot be taken is named, with its line, and the rest comes in; a file that is broken comes in not at all. Twice brings
    nothing in twice. A coordinator can.
    """
    from pathlib import Path

    from translate_flow.cli.progress import Progress
    from translate_flow.errors import NotFound
    from translate_flow.exchange import tmx
    from translate_flow.services import memory_exchange

    done: list[tuple[str, Brought]] = []
    for file in files:
        if not Path(file).is_file():
            raise NotFound(f"There is no file {file}", remedy="Check the path; nothing was brought in.")
    for file in files:
        with open(file, "rb") as stream, desk().acting() as (session, me, now), Progress(f"reading {Path(file).name}") as progress:
            result = memory_exchange.bring(session, tmx.read(stream, name=file), origin=origin or Path(file).name, reviewed=reviewed, actor=me, now=now, seen=progress.at)
        done.append((file, result))
        if not desk().json:
            _told(file, result)
    if desk().json:
        render.data([_brought(file, result) for file, result in done])


def _told(file: str, result: Brought) -> None:
    known = f", {desk().number(result.known)} were there already" if result.known else ""
    render.say(f"{file}: {amount(result.added, 'unit')} came in{known}.")
    for refused in result.examples:
        render.warn(f"{file}:{refused.line} was not taken: {refused.reason}.")
    if result.refused > len(result.examples):
        render.warn(f"and {desk().number(result.refused - len(result.examples))} more were not taken.")


def _brought(file: str, result: Brought) -> dict[str, Any]:
    refused = [{"line": one.line, "reason": one.reason} for one in result.examples]
    return {"file": file, "added": result.added, "known": result.known, "refused": result.refused, "examples": refused}


@memory.command("export", epilog="Example: translate-flow memory export es-pt.tmx --from es --to pt")
def export(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to; - is standard output.", show_default=False)],
    source: Annotated[str, typer.Option("--from", metavar="LANG", help="Only from this language (with --to).")] = "",
    target: Annotated[str, typer.Option("--to", metavar="LANG", help="Only into this language (with --from).")] = "",
    force: Annotated[bool, typer.Option("--force", help="Over a file that is there.")] = False,
) -> None:  # fmt: skip
    """Write the memory, or one pair of languages, as TMX 1.4b."""
    from importlib.metadata import version

    from translate_flow.cli.files import write_pieces
    from translate_flow.cli.progress import Progress
    from translate_flow.errors import UsageError
    from translate_flow.exchange import tmx
    from translate_flow.languages import normalise
    from translate_flow.services import memory_exchange

    if bool(source) != bool(target):
        raise UsageError("--from and --to go together", remedy="Name both languages, or neither for all.")
    one, two = (normalise(tag) if tag else "" for tag in (source, target))
    count = 0

    def units() -> Iterator[tmx.Entry]:
        nonlocal count
        for entry in memory_exchange.entries(session, one, two):
            count += 1
            progress.at(count)
            yield entry

    with desk().session() as session, Progress("writing") as progress:
        pieces = tmx.write(units(), source=one or "*all*", now=desk().now, version=version("translate-flow"))
        write_pieces(file, (piece.encode() for piece in pieces), force=force)
    if desk().json and file != "-":
        render.data({"file": file, "units": count})
    render.say(f"{amount(count, 'unit')} written" + (f" to {file}." if file != "-" else "."))


@memory.command("show", epilog="Example: translate-flow memory show")
def show() -> None:
    """Say how much is in it, by languages and origin."""
    from translate_flow.services import memory_exchange

    here = desk()
    with here.session() as session:
        here.reader(session)
        rows = memory_exchange.contents(session)
    if here.json:
        render.data([{**row, "origin": row["origin"] or None} for row in rows])
        return
    shown = [[row["source"], row["target"], row["origin"] or "versions here", here.number(row["units"]), here.number(row["versions"]) if row["versions"] else "", here.moment(row["newest"])] for row in rows]
    render.table(["from", "to", "origin", "units", "versions", "newest"], shown, right=["units", "versions"], empty="The memory is empty: `translate-flow memory fill` takes in what is published.")


@memory.command("forget", epilog="Example: translate-flow memory forget --origin agency")
def forget(origin: Annotated[str, typer.Option("--origin", metavar="NAME", help="Under which they came in; `memory show` lists the names.")]) -> None:
    """Take out what came in under a name.

    What the newsroom's own versions taught leaves by itself when they are withdrawn. A coordinator can.
    """
    from translate_flow.services import memory_exchange

    with desk().acting() as (session, me, now):
        count = memory_exchange.forget_origin(session, origin, actor=me, now=now)
    if desk().json:
        render.data({"origin": origin, "units": count})
    render.say(f"{amount(count, 'unit')} of “{origin}” taken out.")
