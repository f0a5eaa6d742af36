"""What the verbs for many versions share: the options that choose them, the question before many are touched, and what is said of each."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import amount, complete_address, done
from translate_flow.workflow import words

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from translate_flow.models import Person
    from translate_flow.services.selection import Chosen, Outcome, Verb
    from translate_flow.workflow import Action

Addresses = Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE/LANG]...", autocompletion=complete_address, show_default=False)]
Section = Annotated[str, typer.Option("--section", metavar="NAME", help="Only of articles of this section.", show_default=False)]
Tag = Annotated[str, typer.Option("--tag", metavar="NAME", help="Only of articles with this tag.", show_default=False)]
Kind = Annotated[str, typer.Option("--kind", metavar="NAME", help="Only of articles of this kind: post, page …", show_default=False)]
Lang = Annotated[str, typer.Option("--lang", metavar="LANG", help="Only in this language, and its varieties.", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask, however many they are.")]
_Status = Annotated[str, typer.Option("--status", metavar="STATUS", help="Only those that stand there; else those that the command can be done to.", show_default=False)]
_Person = Annotated[str, typer.Option("--person", metavar="HANDLE", help="Only those of this translator.", show_default=False)]
_Behind = Annotated[str, typer.Option("--behind", metavar="CLASS", help="Only those behind their source by a change of this class, or any.", show_default=False)]
_Overdue = Annotated[bool, typer.Option("--overdue", help="Only those past their date.")]
_Each = Annotated[bool, typer.Option("--each", help="Do it to those that it can be done to, and tell the others; else it is all or none.")]
_CHOOSING: dict[str, tuple[Any, Any]] = {  # parameter → (annotation, default), in the order of the help
    "section": (Section, ""), "tag": (Tag, ""), "kind": (Kind, ""), "language": (Lang, ""), "status": (_Status, ""), "person": (_Person, ""),
    "behind": (_Behind, ""), "overdue": (_Overdue, False), "each": (_Each, False), "dry_run": (DryRun, False), "yes": (Yes, False),
}  # fmt: skip
ASKED = 20  # more than these are not touched before somebody at a terminal says so
_SHOWN = 100  # rows for people


@dataclass(frozen=True, slots=True)
class Selected:
    """The options of one command, as they were typed."""

    chosen: dict[str, Any]
    each: bool = False
    dry_run: bool = False
    yes: bool = False

    def __bool__(self) -> bool:
        return any(self.chosen.values())

    def resolved(self, session: Session) -> Chosen:
        from translate_flow.services import selection

        return selection.checked(session, selection.Chosen(**self.chosen))


def selecting(function: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options of `_CHOOSING`; it gets them as one argument, `selected`."""
    signature = inspect.signature(function, eval_str=True)
    own = [parameter for name, parameter in signature.parameters.items() if name != "selected"]
    more = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind) for name, (kind, default) in _CHOOSING.items()]

    @functools.wraps(function)
    def command(**values: Any) -> None:
        given = {name: values.pop(name) for name in _CHOOSING}
        how = {name: given.pop(name) for name in ("each", "dry_run", "yes")}
        function(**values, selected=Selected(given, **how))

    command.__signature__ = signature.replace(parameters=[*(one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own), *more])  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in (*own, *more)}
    return command


def act(
    addresses: Sequence[str], selected: Selected, action: Action | None, step: Callable[[Session, Person, datetime], Verb], *, doing: str
) -> None:  # fmt: skip
    """Does a verb to the versions named or chosen. `step` makes the verb; `doing` is its name, in the imperative. `action`: of the workflow.

    One version that was named is told as ever; of several, a table, and in JSON `done` and `refused`. Exits with the status of what was refused.
    """
    from translate_flow.errors import UsageError

    if not addresses and not selected:
        raise UsageError("Which versions?", remedy="Name some, such as march-8/pt, or choose them: --section, --tag, --lang, --status, --person, --behind, --overdue.")
    if addresses and selected:
        raise UsageError("Versions are either named or chosen", remedy="Leave out the names, or the options that choose.")
    if len(addresses) == 1 and not selected.dry_run and not selected.each:
        _act_on_one(addresses[0], step)
        return
    if selected and not selected.yes and not selected.dry_run and sys.stdin.isatty():
        addresses, selected = _asked(selected, action, doing), replace(selected, chosen={})
    outcomes, records = _run(addresses, selected, action, step)
    _tell(outcomes, records, selected, doing)


def _act_on_one(address: str, step: Callable[[Session, Person, datetime], Verb]) -> None:
    from translate_flow.services import lookup

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        said = step(session, me, now)(version)
        done(session, version, f"{version.address} {said}.")


def _asked(selected: Selected, action: Action | None, doing: str) -> list[str]:
    """The addresses of those chosen; where they are many, somebody has said yes. Nobody waits for the answer: nothing is held meanwhile."""
    from translate_flow.services import selection

    with desk().acting(writes=False) as (session, _, now):
        found = [version.address for version in selection.choose(session, selected.resolved(session), selection.statuses(action), now=now)]
    sure(len(found), doing)
    return found


def sure(count: int, doing: str) -> None:
    """Asks before many are touched. Ends the command where the answer is no."""
    if count > ASKED and not typer.confirm(f"{doing.capitalize()} {amount(count, 'version')}?", err=True):
        render.say("Nothing was done.")
        raise typer.Exit(0)


def _run(
    addresses: Sequence[str], selected: Selected, action: Action | None, step: Callable[[Session, Person, datetime], Verb]
) -> tuple[list[Outcome], dict[str, dict[str, Any]]]:
    """What became of each, and the records of those it was done to. Undone where it was only thought, or all-or-none and one was refused."""
    from translate_flow.reports import status
    from translate_flow.services import selection

    with desk().acting() as (session, me, now):
        whole = session.begin_nested()
        if addresses or not selected:
            versions = selection.named(session, addresses)
        else:
            versions = selection.choose(session, selected.resolved(session), selection.statuses(action), now=now)
        outcomes = selection.run(session, versions, step(session, me, now))
        went = [one.version for one in outcomes if one.error is None]
        records = {one.address: record for one, record in zip((o for o in outcomes if o.error is None), status.records(session, went), strict=True)} if desk().json else {}
        if selected.dry_run or (len(went) < len(outcomes) and not selected.each):
            whole.rollback()
        return outcomes, records


def _tell(outcomes: Sequence[Outcome], records: dict[str, dict[str, Any]], selected: Selected, doing: str) -> None:
    from translate_flow.services import selection

    error = selection.refusal(outcomes)
    refused = [one for one in outcomes if one.error is not None]
    none = error is not None and not selected.each and not selected.dry_run
    here = desk()
    if here.json:
        render.data({
            "dry_run": selected.dry_run,
            "done": [] if none else [{**records[one.address], "before": one.before} for one in outcomes if one.error is None],
            "refused": [_plain(one) for one in refused],
        })  # fmt: skip
    else:
        shown = [one for one in outcomes if not none or one.error is not None][:_SHOWN]
        render.table(["version", "was", "becomes" if selected.dry_run else "is", ""], [_row(one) for one in shown], empty="No version fits that." if not outcomes else "")
        if len(outcomes) > len(shown) and not none:
            render.say(f"{here.number(len(outcomes) - len(shown))} more: --json lists all.")
    went = len(outcomes) - len(refused)
    if selected.dry_run:
        render.say(f"Nothing was done. Without --dry-run: {here.number(went)} done, {here.number(len(refused))} refused" + (", so none without --each." if refused else "."))
    elif none and error is not None:
        render.complain(f"Nothing was done: {here.number(len(refused))} of {amount(len(outcomes), 'version')} would be refused", f"--each would {doing} the others.")
        raise typer.Exit(error.exit_code)
    elif outcomes:
        render.say(f"{here.number(went)} done" + (f", {here.number(len(refused))} refused." if refused else "."))
    if error is not None and not selected.dry_run:
        raise typer.Exit(error.exit_code)


def _row(one: Outcome) -> list[str]:
    if one.error is not None:
        return [one.address, words(one.before), "refused", one.error.told(desk().moment)]
    return [one.address, words(one.before), words(one.after), one.said]


def _plain(one: Outcome) -> dict[str, Any]:
    assert one.error is not None
    article, _, language = one.address.partition("/")
    return {
        "article": article, "language": language, "status": one.before, "why": str(one.error), "remedy": one.error.remedy,
        "exit": one.error.exit_code,
    }  # fmt: skip
