"""The command that brings translations over what changed in their source: carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import amount, complete_address, new_app

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from translate_flow.models import Person, Version
    from translate_flow.services.carrying import Result
    from translate_flow.text.classes import ChangeClass

app = new_app()


@app.command("carry", epilog="Example: translate-flow carry --all --class trivial --auto")
def carry(
    addresses: Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE[/LANG]]...", autocompletion=complete_address, show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every version that is behind its source.")] = False,
    most: Annotated[str, typer.Option("--class", metavar="CLASS", help="Only changes of this class or lighter: trivial, wording, facts, correction, takedown.", show_default=False)] = "",
    auto: Annotated[bool, typer.Option("--auto", help="What needs nobody goes out by itself, as far as the setting carry_live allows.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Bring translations over what changed in their source.

    Blocks that did not change keep their translation, wherever they moved; links, images, code, figures and markup are changed
    in the translation as in the source; the rest is marked, with the old and the new source, for a translator. What needs
    nobody waits for a reviewer, or (--auto) goes out by itself. ARTICLE stands for all its translations.
    """
    from translate_flow.errors import UsageError
    from translate_flow.text.classes import ChangeClass

    if not addresses and not everything:
        raise UsageError("Which versions?", remedy="Name some, such as march-8/pt, or say --all.")
    if addresses and everything:
        raise UsageError("--all stands for every version", remedy="Leave out the names, or --all.")
    if most and most not in set(ChangeClass):
        raise UsageError(f"There is no class “{most}”", remedy=f"Classes: {', '.join(ChangeClass)}.")
    limit = ChangeClass(most) if most else None
    told = [result for result in _each(addresses or [], limit, auto=auto, dry=dry_run) if result.outcome != "current"]
    _tell(told, dry_run)
    live = [result for result in told if result.outcome == "live"]
    if live and not dry_run:
        from translate_flow.cli.publishers import bring_up

        bring_up(f"{amount(len(live), 'version')} carried to readers. ")
    if addresses and any(result.outcome == "waiting" for result in told):
        raise typer.Exit(4)


def _each(addresses: list[str], most: ChangeClass | None, *, auto: bool, dry: bool) -> Iterator[Result]:
    """Carries one version after another, each in a transaction of its own: nobody waits for all of them, and one that is
    interrupted goes on where it was when it is run again."""
    from translate_flow.cli.progress import Progress
    from translate_flow.services import carrying, lookup

    with desk().acting(writes=False) as (session, me, _):
        wanted = [version.address for version in _wanted(session, addresses, me)]
    with Progress("carrying", total=len(wanted)) as progress:
        for address in wanted:
            progress.step()
            with desk().acting(writes=not dry) as (session, me, now):
                version = lookup.version(session, address)
                yield from carrying.carry_all(session, [version], actor=me, now=now, most=most, auto=auto, dry=dry)


def _wanted(session: Session, addresses: list[str], me: Person) -> list[Version]:
    from translate_flow.services import carrying, lookup, people
    from translate_flow.workflow import Role

    if not addresses:
        people.must_be(me, Role.COORDINATOR, doing="carry every version")
        return carrying.behind(session)
    found: list[Version] = []
    for address in addresses:
        key, language = lookup.split(address)
        if language:
            found.append(lookup.version(session, address))
        else:
            found += carrying.behind(session, article=lookup.article(session, key))
    return list({version.id: version for version in found}.values())


def _tell(results: list[Result], dry: bool) -> None:
    here = desk()
    if here.json:
        render.data([_plain(result) for result in results])
        return
    if not results:
        render.say("Nothing is behind its source: there is nothing to carry.")
        return
    said = {"live": "goes out" if dry else "is out", "proposed": "to review" if dry else "in review", "drafted": "a draft", "waiting": "waits"}
    rows = [
        [result.version.address, said[result.outcome], result.change_class, here.number(result.patched) or "", here.number(len(result.left)) or "", result.why]
        for result in results
    ]
    render.table(["version", "becomes" if dry else "now", "class", "by itself", "left", "because"], rows, right=["by itself", "left"])
    drafted = next((result for result in results if result.outcome == "drafted"), None)
    if dry:
        render.say("Nothing was changed. Without --dry-run, this is done.")
    elif drafted is not None:
        render.say(f"What is left is marked in the work file: translate-flow claim {drafted.version.address}, then checkout.")


def _plain(result: Result) -> dict[str, Any]:
    left = [{"block": task.new[0] + 1 if task.new else None, "todo": task.todo.value} for task in result.left]
    return {
        "article": result.version.article.key, "language": result.version.language, "outcome": result.outcome, "revision": result.revision or None,
        "base": result.base or None, "patched": result.patched, "left": left, "class": result.change_class or None, "why": result.why or None,
    }  # fmt: skip
