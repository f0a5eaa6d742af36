"""Commands of the operator about what is sent to people: letters, letters retry."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import amount, new_app

app = new_app()
letters = new_app()
app.add_typer(letters, name="letters", help="Show how notices reach people, and what did not; try it again.", epilog="Example: translate-flow letters list")


@letters.command("list", epilog="Example: translate-flow letters list")
def listing() -> None:
    """Show what waits by which way, and the letters that were not sent, with the reason.

    What they say is shown to nobody but their person, in the list of their notices. This takes an operator or a coordinator.
    """
    from translate_flow.services import letters_standing as service
    from translate_flow.services import people
    from translate_flow.workflow import Role

    here = desk()
    with here.session() as session:
        people.must_be(here.actor(session), Role.OPERATOR, Role.COORDINATOR, doing="look at letters")
        ways, found = service.standing(session), service.listed(session)
    if here.json:
        render.data({"ways": [_way(one) for one in ways], "letters": [_letter(one) for one in found]})
        return
    columns = ["way", "state", "notices waiting", "people", "letters waiting", "given up", "again at"]
    rows = [[one.name, one.state, here.number(one.waiting), here.number(one.people), here.number(one.open), here.number(one.refused), here.moment(one.retry_at)] for one in ways]
    render.table(columns, rows, right=columns[2:6])
    for one in ways:
        if one.problem:
            render.warn(f"{one.name}: {one.problem}")
    if found:
        rows = [[str(one.id), one.person, one.way, here.number(one.notices), one.state, str(one.tries), here.moment(one.retry_at or one.refused_at), one.problem] for one in found]
        render.table(["letter", "person", "way", "notices", "state", "tries", "again, or given up, at", "because"], rows, right=["letter", "notices", "tries"])


@letters.command("retry", epilog="Example: translate-flow letters retry all")
def retry(which: Annotated[str, typer.Argument(metavar="NUMBER|all", show_default=False)]) -> None:
    """Let letters be sent again that wait or were given up: by the next run of the worker, whatever failed before."""
    from translate_flow.services import letters_standing as service

    with desk().acting() as (session, me, now):
        count = service.retry(session, which, actor=me, now=now)
    if desk().json:
        render.data({"letters": count})
    render.say(f"{amount(count, 'letter')} to be sent again. Next: translate-flow worker --once")


def _way(one: Any) -> dict[str, Any]:
    return {
        "way": one.name, "state": one.state.replace(" ", "_"), "waiting": one.waiting, "people": one.people, "letters": one.open, "refused": one.refused,
        "since": one.since, "retry_at": one.retry_at, "problem": one.problem or None,
    }  # fmt: skip


def _letter(one: Any) -> dict[str, Any]:
    return {
        "letter": one.id, "person": one.person, "way": one.way, "notices": one.notices, "state": one.state, "tries": one.tries, "created_at": one.created_at,
        "retry_at": one.retry_at, "refused_at": one.refused_at, "why": one.why or None, "problem": one.problem or None,
    }  # fmt: skip
