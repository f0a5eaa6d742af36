"""Commands of the publisher: publish, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, Reason, complete_address, new_app
from translate_flow.errors import TranslateFlowError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy.orm import Session

    from translate_flow.models import Version
    from translate_flow.services import delivery

app = new_app()
Addresses = Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE/LANG]...", autocompletion=complete_address, show_default=False)]


@app.command("publish", epilog="Example: translate-flow publish march-8 march-8/pt")
def publish(
    addresses: Addresses = None,
    despite: Annotated[str, typer.Option("--despite", metavar="WHY", help="Even with findings of the checks, or behind its source; why is recorded.", show_default=False)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go out, and what is in its way.")] = False,
) -> None:
    """Release versions, and bring the site up to date.

    All that are named go out, or none. Without any, only the site is brought to what is live; where it is already,
    nothing changes. What the gates hold back stops them all, and all of it is told (exit 7): checks, a source that is ahead, embargo, rights.
    """
    from translate_flow.services import publishing

    if dry_run:
        _would_go(addresses or [], despite)
        return
    with desk().acting() as (session, me, now):
        versions = _named(session, addresses or [])
        if versions:
            publishing.publish_all(session, versions, actor=me, now=now, despite=despite)
        else:
            from translate_flow.services import people
            from translate_flow.workflow import Role

            people.must_be(me, Role.PUBLISHER, doing="publish")
    bring_up("".join(f"{version.address} is published. " for version in versions), versions, everything=not addresses)


def _named(session: Session, addresses: list[str]) -> list[Version]:
    """Each once, originals first; in one order, so that two commands do not wait for each other."""
    from translate_flow.services import lookup

    found = [lookup.version(session, address) for address in sorted(set(addresses))]
    return sorted({version.id: version for version in found}.values(), key=lambda version: not version.is_original)


def _would_go(addresses: list[str], despite: str) -> None:
    """What `publish` would do. Raises what it would raise, after all of it is shown."""
    from translate_flow.errors import UsageError
    from translate_flow.services import gates

    if not addresses:
        raise UsageError("Which versions?", remedy="Name some, such as march-8/pt.")
    here = desk()
    with here.acting(writes=False) as (session, me, now):
        versions = _named(session, addresses)
        found = gates.passed(gates.blockers(session, versions, actor=me, now=now), despite)[0]
        told = [(version, [one for one in found if one.version.id == version.id]) for version in versions]
        if here.json:
            render.data([
                {"version": version.address, "goes_out": not found, "revision": version.head.number if version.head else None, "blockers": [
                    {"gate": one.gate, "what": one.sentence.replace("{until}", here.moment(one.until)), "remedy": one.remedy, "until": one.until} for one in mine
                ]} for version, mine in told
            ])  # fmt: skip
        else:
            rows = [[version.address, str(version.head.number if version.head else ""), "; ".join(one.sentence.replace("{until}", here.moment(one.until)) for one in mine) or "nothing"] for version, mine in told]
            render.table(["version", "revision", "in its way"], rows, right=["revision"])
    if found:
        raise gates.refusal(found)
    render.say("All of it would go out. Without --dry-run, it does.")


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


def bring_up(message: str, versions: list[Version] | None = None, *, note: str = "", everything: bool = False, names: Collection[str] = ()) -> None:
    """The channels, once the database has been told what readers are to see; killed between the two, the next run completes it.

    Raises what stopped a channel, or Conflict where one refused a version, after all of them had their turn.
    """
    from translate_flow.cli.progress import Progress
    from translate_flow.services import delivery, lookup

    here = desk()
    with Progress("drawing pages") as progress:
        done = delivery.bring_all(delivering(note, progress.step), everything=everything, names=names)
    with here.session() as session:
        error = delivery.failure(done, lambda numbers: lookup.addresses(session, numbers))
        if here.json and versions is not None:
            render.data(_record(session, versions, done))
    render.say(message + " ".join(told(one) for one in done))
    if error is not None:
        raise error


def delivering(note: str, step: Callable[[], None]) -> delivery.Desk:
    """What bringing channels needs, from the command that asks for it."""
    from translate_flow.services import delivery

    here = desk()
    with here.session() as session:
        try:
            actor = here.actor(session)
        except TranslateFlowError:  # nobody in particular: the channels' next run, which anybody may ask for
            actor = None
    return delivery.Desk(here.session, here.engine, here.home, here.now, note=note, actor=actor.name if actor else "", email=actor.email if actor else "", drawing=step)


def told(done: delivery.Delivered) -> str:
    """What a run did to a channel, in a sentence."""
    name = "Site" if done.channel == "site" else done.channel
    if done.error is not None:
        return f"{name}: not brought up to date."
    if done.outcome is None:
        return f"{name}: nothing to change."
    written, removed = len(done.outcome.written), len(done.outcome.removed)
    what = "nothing to change" if not written and not removed else f"{written} pages written, {removed} removed"
    return f"{name}: {done.outcome.path} ({what})."


def _record(session: Session, versions: list[Version], done: list[delivery.Delivered]) -> dict[str, object]:
    from translate_flow.reports import status

    found: dict[str, object] = {"versions": status.records(session, [session.merge(version, load=False) for version in versions])}
    for one in done:
        if one.kind == "site" and "site" not in found and one.outcome is not None:
            found |= {"site": one.outcome.path.as_posix(), "written": [*one.outcome.written], "removed": [*one.outcome.removed]}
    return {**found, "channels": [_channel(one) for one in done]}


def _channel(done: delivery.Delivered) -> dict[str, object]:
    """One channel's part of `publish --json`."""
    outcome = done.outcome
    return {
        "channel": done.channel, "kind": done.kind, "written": [*outcome.written] if outcome else [], "removed": [*outcome.removed] if outcome else [],
        "refused": [receipt.problem for receipt in done.refused], "error": done.error.message if done.error else "",
    }  # fmt: skip
