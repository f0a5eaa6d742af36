"""The command that asks about adopted texts, and takes the answers: adoptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import called, new_app

if TYPE_CHECKING:
    from translate_flow.models import Inference

app = new_app()
SHOWN = 40  # rows of a table that people read
ASKS = {
    "belongs": "is the {language} version of {value}", "language": "is written in {language}", "parent": "was translated from {value}",
    "base": "follows revision {value} of its source", "contradiction": "contradiction: {value}",
}  # fmt: skip


@app.command("adoptions", epilog="Example: translate-flow adoptions --accept-above 0.95")
def adoptions(
    accept: Annotated[list[int] | None, typer.Option("--accept", metavar="NUMBER", help="Yes. May be given again.", show_default=False)] = None,
    reject: Annotated[list[int] | None, typer.Option("--reject", metavar="NUMBER", help="No. May be given again.", show_default=False)] = None,
    reverse: Annotated[list[int] | None, typer.Option("--reverse", metavar="NUMBER", help="The other way round: its parent was translated from it.", show_default=False)] = None,
    undo: Annotated[list[int] | None, typer.Option("--undo", metavar="NUMBER", help="Take back what was taken or answered.", show_default=False)] = None,
    above: Annotated[float | None, typer.Option("--accept-above", metavar="SURE", min=0.0, max=1.0, help="Yes to all that is at least so sure.", show_default=False)] = None,
    language: Annotated[str, typer.Option("--lang", metavar="LANG", help="With --accept: it is in this language.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="List what was taken and answered too.")] = False,
) -> None:
    """What was inferred of adopted texts and waits for an answer; answer it.

    Yes brings a text in, or confirms what holds already; no makes it an article of its own, or claims nothing. Every answer can be taken back.
    """
    from translate_flow.services import inferences

    if not (accept or reject or reverse or undo or above is not None):
        with desk().session() as session:
            desk().reader(session)
            rows = inferences.listed(session, everything=everything)
            _list(rows, {} if desk().json else inferences.addresses(session, rows[:SHOWN]), everything)
        return
    told: list[str] = []
    with desk().acting() as (session, me, now):
        for number in undo or []:
            told.append(_answer(inferences.undo(session, number, actor=me, now=now)))
        for number in reverse or []:
            told.append(_answer(inferences.reverse(session, number, actor=me, now=now)))
        for number in reject or []:
            told.append(_answer(inferences.reject(session, number, actor=me, now=now)))
        for number in accept or []:
            told.append(_answer(inferences.accept(session, number, actor=me, now=now, language=language)))
    if above is not None:
        told += _above(above)
    if desk().json:
        render.data([{"what": line} for line in told])
    for line in told if not desk().json else ():
        render.say(line)


def _above(least: float) -> list[str]:
    """Each in a transaction of its own: one that cannot be taken does not keep back the others."""
    from translate_flow.errors import TranslateFlowError
    from translate_flow.services import inferences

    with desk().acting(writes=False) as (session, _, _now):
        numbers = inferences.above(session, least)
    told: list[str] = []
    for number in numbers:
        try:
            with desk().acting() as (session, me, now):
                told.append(_answer(inferences.accept(session, number, actor=me, now=now)))
        except TranslateFlowError as error:
            told.append(f"{number}: left waiting. {error.message}. {error.remedy}")
    return told or ["Nothing that waits is so sure. `translate-flow adoptions` lists it."]


def _answer(answer: Any) -> str:
    return f"{answer.number}: {answer.what}."


def _list(rows: list[Inference], addresses: Mapping[str, str], everything: bool) -> None:
    """`addresses`: what texts are called here, by origin."""
    if desk().json:
        render.data([
            {"number": row.id, "kind": row.kind, "origin": row.origin, "language": row.language or None, "value": row.value or None, "confidence": row.confidence,
             "evidence": row.evidence, "state": row.state} for row in rows
        ])  # fmt: skip
        return
    if not rows:
        render.say("Nothing waits for an answer.")
        return
    columns = ["number", "text", "it seems", "sure", *(["state"] if everything else []), "because"]
    table = [
        [str(row.id), addresses.get(row.origin) or called(row.data.get("title") or row.origin), ASKS[row.kind].format(language=row.language, value=addresses.get(row.value) or called(row.value)),
         "" if row.kind == "contradiction" else f"{row.confidence:.2f}", *([row.state] if everything else []), "; ".join(map(str, row.evidence))]
        for row in rows[:SHOWN]
    ]  # fmt: skip
    render.table(columns, table, right=["number", "sure"])
    if len(rows) > SHOWN:
        render.say(f"… and {desk().number(len(rows) - SHOWN)} more: --json has them all.")
    render.say("Yes: --accept NUMBER, or --accept-above 0.95. No: --reject NUMBER. To take an answer back: --undo NUMBER.")
