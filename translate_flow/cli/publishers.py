"""Commands of the publisher: publish, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, Reason, complete_address, new_app

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from translate_flow.models import Version

app = new_app()
Addresses = Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE/LANG]...", autocompletion=complete_address, show_default=False)]


@app.command("publish", epilog="Example: translate-flow publish march-8 march-8/pt")
def publish(
    addresses: Addresses = None,
    despite: Annotated[str, typer.Option("--despite", metavar="WHY", help="Even with findings of the checks; why is recorded.", show_default=False)] = "",
) -> None:
    """Release versions, and bring the site up to date.

    All that are named go out, or none. Without any, only the site is brought to what is live; where it is already,
    nothing changes. What the checks find, as far as the setting check_publish says, stops them (exit 7).
    """
    from translate_flow.services import lookup, publishing

    with desk().acting() as (session, me, now):
        versions = [lookup.version(session, address) for address in addresses or []]
        versions.sort(key=lambda version: not version.is_original)
        for version in versions:
            publishing.publish(session, version, actor=me, now=now, despite=despite)
        if not versions:
            from translate_flow.services import people
            from translate_flow.workflow import Role

            people.must_be(me, Role.PUBLISHER, doing="publish")
    bring_up("".join(f"{version.address} is published. " for version in versions), versions)


@app.command("withdraw", epilog="Example: translate-flow withdraw march-8/pt --reason 'a source has asked for it'")
def withdraw(address: Address, reason: Reason = "") -> None:
    """Take a version from readers, with a reason.

    Its page goes; its texts are kept, and it can be published again.
    """
    from translate_flow.services import lookup, publishing

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        publishing.withdraw(session, version, actor=me, now=now, reason=reason)
    bring_up(f"{version.address} is taken from readers. ", [version])


def bring_up(message: str, versions: list[Version] | None = None) -> None:
    """The site, once the database has been told what readers are to see; killed between the two, the next run completes it."""
    from translate_flow.cli.progress import Progress
    from translate_flow.services import site

    here = desk()
    with site.exclusive(here.home):
        with here.session() as session, Progress("drawing pages") as progress:
            outcome, shown = site.write(session, here.home, drawing=progress.step)
        with here.session(writes=True) as session:
            site.note(session, shown, now=here.now)
            if here.json and versions is not None:
                render.data(_record(session, versions, outcome.path.as_posix(), [*outcome.written], [*outcome.removed]))
    what = "nothing to change" if not outcome.written and not outcome.removed else f"{len(outcome.written)} pages written, {len(outcome.removed)} removed"
    render.say(f"{message}Site: {outcome.path} ({what}).")


def _record(session: Session, versions: list[Version], path: str, written: list[str], removed: list[str]) -> dict[str, object]:
    from translate_flow.reports import status

    return {"versions": status.records(session, [session.merge(version, load=False) for version in versions]), "site": path, "written": written, "removed": removed}
