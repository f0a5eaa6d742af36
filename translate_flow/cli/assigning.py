"""The command that gives work to people: assign."""

from __future__ import annotations

from typing import Annotated

import typer

from translate_flow.cli.context import desk, moment
from translate_flow.cli.parts import Address, Due, Hours, done, new_app

app = new_app()


@app.command("assign", epilog="Example: translate-flow assign march-8/pt ana --due 2026-12-01")
def assign(address: Address, handle: Annotated[str, typer.Argument(metavar="HANDLE", show_default=False)], hours: Hours = None, due: Due = "") -> None:
    """Give a requested version to a translator.

    They must read the language it comes from and write the version's own.
    """
    from translate_flow.services import claims, lookup, people

    here = desk()
    with here.acting() as (session, me, now):
        version = lookup.version(session, address)
        person = people.find(session, handle)
        held = claims.assign(session, version, person, actor=me, now=now, hours=hours, due_at=moment(due, here) if due else None)
        done(session, version, f"{version.address} is with {handle} until {here.moment(held.until)}.")
