"""The commands that give work to people, take it back, ask for it anew and call it off: assign, release, reopen, cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli.context import desk, moment
from translate_flow.cli.parts import Due, Hours, Reason, complete_address, new_app
from translate_flow.cli.selecting import Addresses, Selected, act, selecting
from translate_flow.workflow import Action, words

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from translate_flow.models import Person, Version
    from translate_flow.services.selection import Verb

app = new_app()


@app.command("assign", epilog="Example: translate-flow assign march-8/pt ana --due 2026-12-01")
@selecting
def assign(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE/LANG]... [HANDLE]", autocompletion=complete_address, show_default=False)] = None,
    to: Annotated[str, typer.Option("--to", metavar="HANDLE", help="To whom, of versions that are chosen.", show_default=False)] = "",
    hours: Hours = None,
    due: Due = "",
    suggest: Annotated[bool, typer.Option("--suggest", help="Propose people, with reasons: for the versions named or chosen, else for all that is free.")] = False,
    take: Annotated[bool, typer.Option("--take", help="With --suggest: give each version to whom is proposed first.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=500, help="With --suggest: for how many versions, the most urgent first.")] = 50,
    proposed: Annotated[int, typer.Option("--people", min=1, help="With --suggest: how many people for each.")] = 3,
    *,
    selected: Selected,
) -> None:
    """Give a requested version to a translator.

    They must read the language it comes from and write the version's own. Several may be named before the handle, or chosen with options
    (then --to says to whom): all are given to them, or none. With --suggest, who could take it, each with a score and the figures that it is
    made of; with --take too, they get it.
    """
    from translate_flow.errors import UsageError

    addresses = list(names or [])
    if suggest:
        from translate_flow.cli import suggesting

        if to:
            raise UsageError("--suggest proposes people itself", remedy="Leave out --to, or --suggest.")
        suggesting.show(addresses, selected, limit=limit, people=proposed, take=take, hours=hours, due=due)
        return
    if take:
        raise UsageError("--take goes with --suggest", remedy="Say to whom with --to HANDLE, or add --suggest.")
    if not to and len(addresses) > 1 and "/" not in addresses[-1]:
        to = addresses.pop()
    if not to:
        raise UsageError("To whom?", remedy="Say it with --to HANDLE, or after the version: assign march-8/pt ana.")

    def step(session: Session, me: Person, now: datetime) -> Verb:
        from translate_flow.services import claims, people

        person = people.find(session, to)
        due_at = moment(due, desk()) if due else None

        def verb(version: Version) -> str:
            held = claims.assign(session, version, person, actor=me, now=now, hours=hours, due_at=due_at)
            return f"is with {to} until {desk().moment(held.until)}"

        return verb

    act(addresses, selected, Action.ASSIGN, step, doing="assign")


@app.command("release", epilog="Example: translate-flow release march-8/pt --reason 'no time this week'")
@selecting
def release(addresses: Addresses = None, reason: Reason = "", *, selected: Selected) -> None:
    """Give a version back; its draft is kept.

    The holder can, and a coordinator. Somebody else can claim it then, and goes on from the draft. Of several, all are given back or none.
    """

    def step(session: Session, me: Person, now: datetime) -> Verb:
        from translate_flow.services import claims

        def verb(version: Version) -> str:
            claims.release(session, version, actor=me, now=now, reason=reason)
            return "is free again; its draft is kept"

        return verb

    act(addresses or [], selected, Action.RELEASE, step, doing="release")


@app.command("reopen", epilog="Example: translate-flow reopen march-8/pt --reason 'the original was corrected'")
@selecting
def reopen(addresses: Addresses = None, reason: Reason = "", due: Due = "", *, selected: Selected) -> None:
    """Ask for new work on a published version; it stays up meanwhile.

    What readers see stays as it is until the new text is published. Without --due, the newsroom's targets say by when. Of several, all
    are reopened or none: `reopen --lang pt --behind facts`.
    """

    def step(session: Session, me: Person, now: datetime) -> Verb:
        from translate_flow.services import coordination

        due_at = moment(due, desk()) if due else None

        def verb(version: Version) -> str:
            coordination.reopen(session, version, actor=me, now=now, reason=reason, due_at=due_at)
            by = f", due {desk().moment(version.due_at)}" if version.due_at else ""
            return f"is {words(version.status)} again{by}; what readers see stays up"

        return verb

    act(addresses or [], selected, Action.REOPEN, step, doing="reopen")


@app.command("cancel", epilog="Example: translate-flow cancel march-8/pt --reason 'no longer of interest'")
@selecting
def cancel(addresses: Addresses = None, reason: Reason = "", *, selected: Selected) -> None:
    """Call work off, with a reason; drafts are kept.

    It can be requested again later, and goes on from the draft then. Of several, all are called off or none.
    """

    def step(session: Session, me: Person, now: datetime) -> Verb:
        from translate_flow.services import coordination

        def verb(version: Version) -> str:
            coordination.cancel(session, version, actor=me, now=now, reason=reason)
            return "is cancelled; its drafts are kept"

        return verb

    act(addresses or [], selected, Action.CANCEL, step, doing="cancel")
