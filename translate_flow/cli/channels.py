"""Commands about the places that versions are published to: channel add, change, test, list, bring, overwrite, plugin, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, amount, new_app

if TYPE_CHECKING:
    from translate_flow.models_channels import ChannelRow
    from translate_flow.services.channels import Listed

app = new_app()
channel = new_app()
app.add_typer(channel, name="channel", help="Add, try and list the places that versions are published to.", epilog="Example: translate-flow channel list")

Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]
Options = Annotated[list[str] | None, typer.Option("--option", "-o", metavar="NAME=VALUE", help="An option of its kind; may be given more than once.", show_default=False)]
Languages = Annotated[str | None, typer.Option("--languages", metavar="LANG,…", help="Only versions in these; empty for all.", show_default=False)]


def _options(given: list[str] | None) -> dict[str, str]:
    from translate_flow.errors import UsageError

    found = {}
    for item in given or []:
        name, sign, value = item.partition("=")
        if not sign:
            raise UsageError(f"“{item}” is not NAME=VALUE", remedy="Write it --option url=https://example.org, for instance.")
        found[name.strip()] = value.strip()
    return found


def _tags(given: str | None) -> list[str] | None:
    return None if given is None else [tag.strip() for tag in given.split(",") if tag.strip()]


@channel.command("add", epilog="Example: translate-flow channel add blog --kind wordpress -o url=https://example.org -o user=robot")
def add(
    name: Name, kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="site, wordpress or tree.", show_default=False)], option: Options = None,
    languages: Languages = None,
) -> None:  # fmt: skip
    """Add a place to publish to.

    What readers see is brought to it by the next `publish`, or by the worker. `channel test` tries it first.
    """
    from translate_flow.services import channels

    with desk().acting() as (session, me, now):
        row = channels.add(session, name, kind, _options(option), _tags(languages) or [], actor=me, now=now)
        _done(row, f"{name} is a channel of kind {kind}. Next: translate-flow channel test {name}, then publish.")


@channel.command("change", epilog="Example: translate-flow channel change blog --languages es,pt")
def change(
    name: Name, option: Options = None, languages: Languages = None,
    active: Annotated[bool | None, typer.Option("--active/--paused", help="Whether it is published to.", show_default=False)] = None,
) -> None:  # fmt: skip
    """Change what is given, and leave the rest; an option given empty (url=) takes its default again.

    A paused channel stays as it is, and is brought up to date when it is active again.
    """
    from translate_flow.services import channels

    with desk().acting() as (session, me, now):
        row = channels.change(session, name, _options(option), _tags(languages), active=active, actor=me, now=now)
        _done(row, f"{name} is changed. Next: translate-flow publish")


@channel.command("test", epilog="Example: translate-flow channel test blog")
def test(name: Name) -> None:
    """Try whether a channel can be published to; nothing is changed there."""
    from translate_flow.services import channels

    here = desk()
    with here.session() as session:
        here.reader(session)
        found = channels.test(session, name, home=here.home, now=here.now)
    if here.json:
        render.data({"channel": name, "found": found})
        return
    for line in found:
        render.out(line)
    render.say(f"{name} can be published to.")


@channel.command("list", epilog="Example: translate-flow channel list")
def listing() -> None:
    """List the channels: where they are, what they show, what is due, what went wrong."""
    from translate_flow.services import channels, lookup

    here = desk()
    with here.session() as session:
        here.reader(session)
        found = channels.listed(session, home=here.home, now=here.now)
        refused = {one.row.name: channels.problems(session, one.row.name) for one in found if one.refused}
        names = lookup.addresses(session, [number for some in refused.values() for number in some])
    told = {name: {names[number]: problem for number, problem in some.items()} for name, some in refused.items()}
    if here.json:
        render.data([{**_record(one.row), **_counts(one), "refused": told.get(one.row.name, {})} for one in found])
        return
    rows = [[one.row.name, one.row.kind, one.where, one.row.languages or "all", one.state, here.number(one.shows), here.number(one.due), here.moment(one.row.brought_at)] for one in found]
    render.table(["channel", "kind", "where", "languages", "state", "shows", "due", "last brought"], rows, right=["shows", "due"])
    for one in found:
        if one.row.problem:
            render.warn(f"{one.row.name}: {one.row.problem}")
    for name, some in told.items():
        for address, problem in some.items():
            render.warn(f"{name}: {address}: {problem}")


@channel.command("bring", epilog="Example: translate-flow channel bring blog --all")
def bring(name: Name, everything: Annotated[bool, typer.Option("--all", help="Look at everything again, not only at what is due.")] = False) -> None:
    """Bring one channel to what readers are to see; where it is already, nothing changes."""
    from translate_flow.cli.publishers import bring_up
    from translate_flow.services import channels, people
    from translate_flow.workflow import Role

    with desk().acting(writes=False) as (session, me, _):
        people.must_be(me, Role.PUBLISHER, doing="publish")
        channels.find(session, name)
    bring_up("", [], everything=everything, names=[name])


@channel.command("overwrite", epilog="Example: translate-flow channel overwrite blog march-8/pt")
def overwrite(
    name: Name, address: Address,
    remote: Annotated[str, typer.Option("--remote", metavar="ID", help="Over this post there, which was not ours until now.", show_default=False)] = "",
) -> None:  # fmt: skip
    """Let the next run write over what somebody changed there, this once.

    A place where others work, too, is left alone where they changed what we wrote; this is for when their change is not to stay.
    """
    from translate_flow.services import channels, lookup

    with desk().acting() as (session, me, now):
        channels.overwrite(session, name, lookup.version(session, address), actor=me, now=now, remote_id=remote)
    render.say(f"The next run writes over {address} in {name}. Next: translate-flow channel bring {name}")


@channel.command("plugin", epilog="Example: translate-flow channel plugin translate-flow.php")
def plugin(file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.", show_default=False)]) -> None:
    """Write the companion plugin for a WordPress site; it goes into its folder wp-content/mu-plugins."""
    from translate_flow.channels import wordpress
    from translate_flow.errors import NotAllowed

    try:
        file.write_bytes(wordpress.companion())
    except OSError as error:
        raise NotAllowed(f"{file} cannot be written: {error.strerror}", remedy="Name a file in a folder that you may write to.") from error
    render.say(f"{file} is written. Put it into wp-content/mu-plugins of the site; `channel test` says whether it is found.")


@channel.command("remove", epilog="Example: translate-flow channel remove blog")
def remove(name: Name) -> None:
    """Forget a channel; what it shows stays there, and is not looked after any more."""
    from translate_flow.services import channels

    with desk().acting() as (session, me, now):
        shows = channels.remove(session, name, actor=me, now=now)
    if desk().json:
        render.data({"channel": name, "left": shows})
    render.say(f"{name} is forgotten; {amount(shows, 'version')} stay as they are there.")


def _done(row: ChannelRow, message: str) -> None:
    if desk().json:
        render.data(_record(row))
    render.say(message)


def _record(row: ChannelRow) -> dict[str, Any]:
    return {
        "channel": row.name, "kind": row.kind, "options": dict(row.options), "languages": [tag for tag in row.languages.split(",") if tag], "active": row.active,
        "problem": row.problem, "brought_at": row.brought_at,
    }  # fmt: skip


def _counts(one: Listed) -> dict[str, Any]:
    return {"where": one.where, "state": one.state, "shows": one.shows, "due": one.due}

