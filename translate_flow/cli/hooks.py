"""Commands about the places that notices may go to: hook add, list, test, secret, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import new_app

if TYPE_CHECKING:
    from translate_flow.models_notices import Hook

app = new_app()
hook = new_app()
app.add_typer(hook, name="hook", help="Name the places beside mail that notices may go to.", epilog="Example: translate-flow hook list")

Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]


@hook.command("add", epilog="Example: translate-flow hook add desk-chat slack https://hooks.example.org/T1/B2/abc")
def add(
    name: Name, kind: Annotated[str, typer.Argument(metavar="KIND", help="webhook, slack, matrix, file or feed.", show_default=False)],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="An https:// address; of a file or a feed, its path from the database's folder.", show_default=False)],
) -> None:  # fmt: skip
    """Name a place for notices; people choose it with `notify`.

    A webhook gets a secret that it is signed with. It is shown now, and never again.
    """
    from translate_flow.services import hooks

    here = desk()
    with here.acting() as (session, me, now):
        row = hooks.add(session, name, kind, target, home=here.home, actor=me, now=now)
        if here.json:
            render.data(_record(row) | ({"secret": row.secret} if row.secret else {}))
        elif row.secret:
            render.out(row.secret)
        render.say((f"That is the secret of {name}: give it to the other side now. " if row.secret else "") + f"{name} is there. Next: translate-flow hook test {name}")


@hook.command("list", epilog="Example: translate-flow hook list")
def listing() -> None:
    """List the hooks: where they lead, how many people chose them, what waits for them."""
    from translate_flow.services import hooks

    here = desk()
    with here.session() as session:
        here.reader(session)
        found = hooks.listed(session)
        records = [_record(one.row) | {"people": one.people, "waiting": one.waiting} for one in found]
    if here.json:
        render.data(records)
        return
    rows = [[one["name"], one["kind"], one["where"], "on" if one["active"] else "off", here.number(one["people"]), here.number(one["waiting"])] for one in records]
    render.table(["hook", "kind", "where", "state", "people", "waiting"], rows, right=["people", "waiting"], empty="There are no hooks.")


@hook.command("test", epilog="Example: translate-flow hook test desk-chat")
def test(name: Name) -> None:
    """Send a made-up message there."""
    from translate_flow.services import hooks

    here = desk()
    with here.acting(writes=False) as (session, me, now):
        hooks.test(session, name, home=here.home, person=me, now=now)
    if here.json:
        render.data({"hook": name, "taken": True})
    render.say(f"{name} took it.")


@hook.command("secret", epilog="Example: translate-flow hook secret desk-app --rotate")
def secret(name: Name, rotate: Annotated[bool, typer.Option("--rotate", help="Make a new one; the old one holds no longer.")] = False) -> None:
    """Say whether a hook is signed, or give it a new secret; it is shown once."""
    from translate_flow.services import hooks

    here = desk()
    with here.acting(writes=rotate) as (session, me, now):
        made = hooks.rotate(session, name, actor=me, now=now) if rotate else ""
        signed = bool(hooks.find(session, name).secret)
    if here.json:
        render.data({"hook": name, "signed": signed, **({"secret": made} if made else {})})
    elif made:
        render.out(made)
    render.say(f"That is the secret of {name} from now on: give it to the other side." if made else f"{name} is {'signed; --rotate makes a new secret' if signed else 'not signed'}.")


@hook.command("remove", epilog="Example: translate-flow hook remove desk-chat")
def remove(name: Name) -> None:
    """Forget a hook; who had chosen it is told.

    What waited for it stays in their list of notices, and what is usual holds for them again.
    """
    from translate_flow.services import hooks

    with desk().acting() as (session, me, now):
        users = hooks.remove(session, name, actor=me, now=now)
        if desk().json:
            render.data({"hook": name, "people": users})
        render.say(f"{name} is removed." + (f" It was chosen by {', '.join(users)}; they are told." if users else ""))


def _record(row: Hook) -> dict[str, Any]:
    from translate_flow.services.hooks import where

    return {"name": row.name, "kind": row.kind, "where": where(row), "active": row.active, "signed": bool(row.secret)}
