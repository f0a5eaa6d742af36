"""The command that does what is due: worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import new_app

if TYPE_CHECKING:
    from translate_flow.errors import TranslateFlowError
    from translate_flow.services.worker import Done

_LETTERS = 30.0  # seconds that letters are sent by one way, before schedules are looked at again
app = new_app()


@app.command("worker", epilog="Example: translate-flow worker --every 60")
def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what is due, and end.")] = False,
    every: Annotated[int, typer.Option("--every", min=1, metavar="SECONDS", help="Look at least so often.")] = 60,
) -> None:
    """Do what is due: schedules, editions, leases, rights that end; then bring the channels up to date, and send letters.

    Several may run at once, on several machines: each thing is done by one, once. It sleeps until the next thing is due. SIGTERM and
    SIGINT end it after what it is doing. With --json, a line for each thing.
    """
    from translate_flow.cli.waiting import Waiting
    from translate_flow.errors import TranslateFlowError

    with Waiting() as waiting:
        while True:
            try:
                failed = _pass(waiting, None if once else _LETTERS)
            except TranslateFlowError as error:
                if once:
                    raise
                render.complain(error.message, error.remedy)
                failed = None
            if once:
                if failed is not None:
                    raise failed
                return
            if waiting.stopped or waiting.sleep(_pause(every)):
                return


def _pass(waiting: Any, seconds: float | None) -> TranslateFlowError | None:
    """Does what is due; returns what went wrong with a channel or a way of letters, the last of it."""
    from translate_flow.services import delivery
    from translate_flow.services import worker as service

    here, failed = desk(), None
    for done in service.run(delivery.Desk(here.session, here.engine, here.home, here.now), lambda: bool(waiting.stopped), seconds=seconds):
        _say(done)
        failed = done.error or failed
    return failed


def _say(done: Done) -> None:
    here = desk()
    if here.json:
        render.line({"at": here.now, "did": done.did, "what": done.what, "because": done.why or None, "by": done.by or None})
        return
    by = f" (scheduled by {done.by})" if done.by else ""
    render.out(f"{here.now:%Y-%m-%dT%H:%M:%SZ} {done.did} {done.what}{by}" + (f": {' '.join(done.why.split())}" if done.why else ""))


def _pause(every: int) -> float:
    """Until the next thing is due, or --every; never less than a moment."""
    from translate_flow import db
    from translate_flow.errors import TranslateFlowError
    from translate_flow.services import worker as service

    here = desk()
    try:
        with db.scope(here.engine, writes=False) as session:
            then = service.next_moment(session, here.now)
    except TranslateFlowError:
        return every
    return every if then is None else min(every, max(0.5, (then - here.now).total_seconds()))
