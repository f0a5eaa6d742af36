"""Commands of waiting lists: waits, unwait; and what `claim --wait` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, done, new_app

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from translate_flow.models import Person, Version
    from translate_flow.services.queueing import Place

app = new_app()


@app.command("waits", epilog="Example: translate-flow --as ana waits")
def waits(
    mine: Annotated[bool, typer.Option("--mine", help="Only your own, where you coordinate too.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")] = 100,
) -> None:
    """List what you wait for; a coordinator sees every line.

    What is kept for somebody comes first, with the time until when. `claim` takes it, `unwait` gives it up.
    """
    from translate_flow.services import queueing
    from translate_flow.workflow import Role

    here = desk()
    with here.session() as session:
        me = here.actor(session)
        everybody = not mine and any(row.role == Role.COORDINATOR for row in me.roles)
        found = queueing.listed(session, person=None if everybody else me, limit=limit)
    if here.json:
        render.data([_record(one) for one in found])
        return
    rows = [
        [one.address, one.person, here.number(one.place), here.moment(one.since), here.moment(one.kept_until), f"{one.holder} until {here.moment(one.held_until)}" if one.holder else ""]
        for one in found
    ]
    empty = "Nobody waits for anything." if everybody else f"{me.handle} waits for nothing."
    render.table(["version", "who", "place", "since", "kept until", "held by"], rows, right=["place"], empty=empty)


@app.command("unwait", epilog="Example: translate-flow unwait march-8/pt")
def unwait(address: Address) -> None:
    """Take yourself out of the line for a version.

    What was kept for you is offered to the next in line.
    """
    from translate_flow.services import lookup, queueing

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        queueing.leave(session, version, actor=me, now=now)
        done(session, version, f"You wait for {version.address} no more.")


def claim_or_wait(session: Session, version: Version, me: Person, now: datetime, hours: int | None) -> None:
    """Takes a version, or puts oneself in its line, and tells which."""
    from translate_flow.services import queueing

    here = desk()
    found = queueing.claim_or_wait(session, version, actor=me, now=now, hours=hours)
    if isinstance(found, queueing.Place):
        whose = f"{found.holder} holds it until {here.moment(found.held_until)}" if found.holder else "it is kept for who waited first"
        done(session, version, f"You wait for {version.address}, in place {here.number(found.place)}; {whose}.", waiting=_record(found))
        return
    done(session, version, f"{version.address} is yours until {here.moment(found.until)}. Next: translate-flow checkout {version.address}", waiting=None)


def _record(one: Place) -> dict[str, Any]:
    return {
        "article": one.article, "language": one.language, "person": one.person, "place": one.place, "since": one.since, "kept_until": one.kept_until,
        "holder": one.holder or None, "held_until": one.held_until,
    }  # fmt: skip
