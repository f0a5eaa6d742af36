"""The command that gives work to people: assign."""

from __future__ import annotations

from typing import Annotated

import typer

from translate_flow.cli.context import desk, moment
from translate_flow.cli.parts import Due, Hours, complete_address, done, new_app

app = new_app()


@app.command("assign", epilog="Example: translate-flow assign march-8/pt ana --due 2026-12-01")
def assign(
    names: Annotated[list[str] | None, typer.Argument(metavar="ARTICLE/LANG HANDLE", autocompletion=complete_address, show_default=False)] = None,
    hours: Hours = None, due: Due = "",
    suggest: Annotated[bool, typer.Option("--suggest", help="Propose people, with reasons: for the versions named, else for all that is free.")] = False,
    take: Annotated[bool, typer.Option("--take", help="With --suggest: give each version to whom is proposed first.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --take: only tell.")] = False,
    each: Annotated[bool, typer.Option("--each", help="With --take: do what can be done; else it is all or nothing.")] = False,
    language: Annotated[str, typer.Option("--lang", metavar="LANG", help="With --suggest: only this language.", show_default=False)] = "",
    section: Annotated[str, typer.Option("--section", help="With --suggest: only this section.", show_default=False)] = "",
    tag: Annotated[str, typer.Option("--tag", help="With --suggest: only articles with this tag.", show_default=False)] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=500, help="With --suggest: how many versions, the most urgent first.")] = 50,
    people: Annotated[int, typer.Option("--people", min=1, help="With --suggest: how many people for each.")] = 3,
) -> None:  # fmt: skip
    """Give a requested version to a translator.

    They must read the language it comes from and write the version's own. With --suggest, who could take it, each with a score and the
    figures that it is made of; with --take too, they get it.
    """
    from translate_flow.errors import UsageError

    given = names or []
    if suggest:
        from translate_flow.cli import suggesting

        suggesting.show(given, language=language, section=section, tag=tag, limit=limit, people=people, take=take, dry_run=dry_run, each=each, hours=hours, due=due)
        return
    if len(given) != 2 or take:
        raise UsageError("`assign` takes a version and who gets it", remedy="Type `translate-flow assign ARTICLE/LANG HANDLE`, or `translate-flow assign --suggest` for proposals.")
    _give(given[0], given[1], hours, due)


def _give(address: str, handle: str, hours: int | None, due: str) -> None:
    from translate_flow.services import claims, lookup, people

    here = desk()
    with here.acting() as (session, me, now):
        version = lookup.version(session, address)
        person = people.find(session, handle)
        held = claims.assign(session, version, person, actor=me, now=now, hours=hours, due_at=moment(due, here) if due else None)
        done(session, version, f"{version.address} is with {handle} until {here.moment(held.until)}.")
