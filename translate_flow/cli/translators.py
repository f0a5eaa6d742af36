"""Commands of the translator: tasks, claim, extend, checkout, checkin, submit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, Hours, amount, called, complete_address, done, new_app
from translate_flow.workflow import Priority, words

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from translate_flow.models import Version
    from translate_flow.services.arrivals import Checkin
    from translate_flow.services.carrying import Prospect
    from translate_flow.services.effort import Memory

app = new_app()
_MOST_REFUSED = 20  # told one by one


@app.command("tasks", epilog="Example: translate-flow --as ana tasks --lang pt")
def tasks(
    language: Annotated[str, typer.Option("--lang", metavar="LANG", help="Only this language.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many of each sort.")] = 50,
    effort: Annotated[bool, typer.Option("--effort", help="Weigh their words too, by what is translated already.")] = False,
) -> None:
    """List the work that waits for you.

    What is kept for you, what you hold, what you can claim in your pairs, and what you can review and publish; the most urgent first.
    """
    from translate_flow.reports import tasks as report

    here = desk()
    if language:
        from translate_flow.languages import normalise

        language = normalise(language)
    with here.session() as session:
        me = here.actor(session)
        now = here.now
        found = report.tasks(session, me, limit=limit, language=language, effort=effort, memory=_memory(session, now) if effort else None)
    if here.json:
        render.data([
            {"todo": task.todo, "article": task.article, "language": task.language, "parent": task.parent, "status": task.status, "title": task.title,
             "due_at": task.due_at, "claimed_until": task.claimed_until, "words": task.words, "weighted": task.weighted, "priority": Priority(task.priority).word,
             "kept_until": task.kept_until}
            for task in found.tasks
        ])  # fmt: skip
        return
    hurried = any(task.priority for task in found.tasks)
    rows = [
        [f"{task.todo} {task.article}/{task.language}", *([Priority(task.priority).word if task.priority else ""] if hurried else []), task.parent, here.number(task.words), *([here.number(task.weighted)] if effort else []), (here.moment(task.due_at) + (" late" if task.due_at < now else "")) if task.due_at else "",
         here.moment(task.claimed_until) or (f"kept for you until {here.moment(task.kept_until)}" if task.kept_until else ""), task.title or ""]
        for task in found.tasks
    ]  # fmt: skip
    names = ["next", *(["priority"] if hurried else []), "from", "words", *(["weighted"] if effort else []), "due", "held until", "title"]
    render.table(names, rows, right=["words", "weighted"], empty=f"Nothing waits for {me.handle}.")
    if found.more:
        render.say(f"There is more: --limit {limit * 4} shows more of it, --lang one language.")


def _memory(session: Session, now: datetime) -> Memory:
    """What weighs the words of tasks by what is translated already."""
    from translate_flow.services import matching

    return matching.best(session, now=now)


@app.command("claim", epilog="Example: translate-flow claim march-8/pt")
def claim(
    address: Address, hours: Hours = None,
    wait: Annotated[bool, typer.Option("--wait", help="Where somebody holds it, put yourself in the line for it.")] = False,
) -> None:  # fmt: skip
    """Take a requested version for yourself.

    You hold it until the lease ends; saving your work renews it. Of two who claim at once, one gets it (the other: exit 5). With
    --wait you stand in line for what somebody holds: when it falls free it is kept for the first for a while.
    """
    from translate_flow.services import claims, lookup

    here = desk()
    with here.acting() as (session, me, now):
        version = lookup.version(session, address)
        if wait:
            from translate_flow.cli import queueing

            queueing.claim_or_wait(session, version, me, now, hours)
            return
        held = claims.claim(session, version, actor=me, now=now, hours=hours)
        done(session, version, f"{version.address} is yours until {here.moment(held.until)}. Next: translate-flow checkout {version.address}")


@app.command("extend", epilog="Example: translate-flow extend march-8/pt --hours 24")
def extend(address: Address, hours: Hours = None) -> None:
    """Renew your hold on a version.

    From now on, for the newsroom's usual time or the hours given; it never becomes shorter.
    """
    from translate_flow.services import claims, lookup

    here = desk()
    with here.acting() as (session, me, now):
        version = lookup.version(session, address)
        held = claims.extend(session, version, actor=me, now=now, hours=hours)
        done(session, version, f"{version.address} is yours until {here.moment(held.until)}.")


@app.command("checkout", epilog="Example: translate-flow checkout march-8/pt -o march-8.pt.md")
def checkout(
    address: Address,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - for standard output.", show_default=False)] = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="The source's newest text in place, even where there is a draft.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already, even one that is not checked in.")] = False,
    kind: Annotated[str, typer.Option("--as", metavar="FORMAT", help="An exchange file instead of the document: docx, html, xliff, xliff2, po, csv, xlsx.", show_default=False)] = "",
    unit: Annotated[str, typer.Option("--by", metavar="UNIT", help="A row for each block, or for each segment (a sentence); else as the format prefers.", show_default=False)] = "",
    pack: Annotated[bool, typer.Option("--pack", help="One file for work offline: text, source, brief, terms, memory, the last review's remarks.")] = False,
    memory: Annotated[bool, typer.Option("--memory/--no-memory", help="With what the memory proposes, and fills in.")] = True,
) -> None:
    """Write the file to translate in.

    The article in its source's own format, with the source text in place (or your draft, once there is one) and one line
    that says which version it is. Translate it in place and bring it back with checkin. Where the source has moved on, your draft
    is brought over first, and what is left to do is marked in the file, with the source before and now.

    With --as, source and translation side by side, for a word processor (docx), a browser (html), a CAT tool (xliff, xliff2, po) or a
    spreadsheet (csv, xlsx); checkin knows each by itself. A pack unpacks to a project for OmegaT; check in the pack, or the file from it.
    """
    from translate_flow.cli.files import write_new
    from translate_flow.services import lookup, work

    here = desk()
    with here.acting() as (session, me, now):
        version = lookup.version(session, address)
        file = work.checkout(session, version, actor=me, now=now, fresh=fresh, kind=kind, unit=unit, pack=pack, memory=memory)
        where = write_new(output or file.name, file.data, force=force or _kept(session, version, output or file.name))
        if where:
            done(session, version, f"Wrote {where} (base: revision {file.base}). Translate it, then: translate-flow checkin {where}", file=where, base=file.base, **({"as": kind or "xliff", "rows": file.rows, "filled": file.filled, "proposed": file.proposed} if kind or pack else {}))
        if file.remark:
            render.warn(f"It came back from review. {file.remark}")
        if file.carried is not None:
            render.warn(f"The source had moved on; your draft was brought over to revision {file.base}. {_brought(file.carried)}")
        if file.filled or file.proposed:
            render.say(f"From the memory: {amount(file.filled, 'row')} filled in, proposals for {amount(file.proposed, 'row')} more.")
        if file.marked:
            render.warn(f"{amount(file.marked, 'block')} to do, marked in the file. Put an x in the brackets where nothing needs to change.")
        if file.parent_moved:
            render.warn(
                f"The source has moved on to revision {file.parent_moved}; this draft follows revision {file.base}. "
                f"When it follows the new text, check it in with --base {file.parent_moved}."
            )


def _kept(session: Session, version: Version, name: str) -> bool:
    """Whether the file in that place holds only what is checked in: then nothing is lost by writing over it."""
    from pathlib import Path

    from translate_flow.cli.files import read_limited
    from translate_flow.services import checkins

    return name != "-" and Path(name).is_file() and checkins.is_kept(session, version, read_limited(name))


def _brought(coming: Prospect) -> str:
    """What bringing a draft over came to."""
    left = [str(number) for number in sorted({at + 1 for task in coming.left for at in task.new})]
    done_already = f"{amount(coming.by_itself, 'block')} followed by themselves" if coming.by_itself else ""
    listed = f"{amount(len(coming.left), 'block')} left to do" + (f" ({', '.join(left)})" if left else "") if coming.left else "nothing is left to do"
    return "; ".join(part for part in (done_already, listed) if part).capitalize() + "."


@app.command("checkin", epilog="Example: translate-flow checkin march-8.pt.md")
def checkin(
    names: Annotated[list[str], typer.Argument(metavar="[ARTICLE/LANG] FILE", autocompletion=complete_address, show_default=False)],
    base: Annotated[int | None, typer.Option("--base", metavar="N", min=1, help="The source's revision that this text now follows.", show_default=False)] = None,
    no_rebase: Annotated[bool, typer.Option("--no-rebase", help="Leave it on the source's revision that it was made from.")] = False,
) -> None:
    """Store a translated file as a draft.

    Where the source has moved on meanwhile, the work is brought over to the new text, and what is new is listed. As often as
    you like: each is kept, and renews your lease. Of an exchange file or a pack every string that can be taken is; those that cannot are
    listed with the reason (exit 7), and stay as they were. A file that belongs to another version, or to a version somebody else holds,
    is refused and nothing is touched.
    """
    from translate_flow.cli.files import read_limited
    from translate_flow.errors import UsageError
    from translate_flow.services import checkins

    if len(names) > 2:
        raise UsageError("`checkin` takes one file", remedy="Check in the files one after the other.")
    address, name = (names[0], names[1]) if len(names) == 2 else ("", names[0])
    data = read_limited(name)
    with desk().acting() as (session, me, now):
        result = checkins.checkin(session, data, actor=me, now=now, address=address, base=base, name=name, rebase=not no_rebase)
        extra = {"outcome": result.outcome, "revision": result.revision, "base": result.base, "blocks": result.blocks, "paired": result.paired,
                 "untranslated": result.untranslated, "rebased": result.rebased is not None, "left": list(result.left), "settled": list(result.settled),
                 "warnings": list(result.warnings), "refused": [{"row": row.key, "place": row.place, "why": row.why, "text": row.text} for row in result.refused]}  # fmt: skip
        done(session, result.version, _stored(result), **extra)
        _remarks(result)
    if result.refused:
        raise typer.Exit(7)


def _stored(result: Checkin) -> str:
    here, address = desk(), result.version.address
    if not result.revision:
        return f"{address}: nothing is translated in it yet, so there is nothing to store. It is yours until {here.moment(result.until)}."
    if result.outcome == "unchanged" and not result.settled:
        return f"{address}: nothing has changed since revision {result.revision}. It is yours until {here.moment(result.until)}."
    return f"{address}: stored as draft revision {result.revision}. It is yours until {here.moment(result.until)}. When it is done: translate-flow submit {address}"


def _remarks(result: Checkin) -> None:
    if result.reclaimed:
        render.warn("Your lease had run out; nobody else had taken it, so it is yours again.")
    if result.untranslated:
        render.warn(f"{result.untranslated} of {result.blocks} blocks still read like the source.")
    if result.paired < result.blocks:
        render.warn(f"{result.blocks - result.paired} blocks have no counterpart in the source.")
    if result.settled:
        render.say(f"Done: {', '.join(map(str, result.settled))}.")
    if result.rebased is not None:
        render.warn(
            f"The source moved on while you worked; your text is kept as it is, and was brought over to revision {result.base} as draft {result.revision}. "
            f"{_brought(result.rebased)} Take the new draft: translate-flow checkout {result.version.address}"
        )
    elif result.left:
        render.warn(f"Still to do: {', '.join(map(str, result.left))}. See translate-flow diff {result.version.address}")
    if result.parent_moved:
        render.warn(f"The source has moved on to revision {result.parent_moved}; this draft follows revision {result.base}, and is recorded so.")
    for warning in result.warnings:
        render.warn(warning)
    _refusals(result)


def _refusals(result: Checkin) -> None:
    """The strings that were not taken, each with the reason."""
    if not result.refused:
        return
    many = len(result.refused) > 1
    render.complain(f"{amount(len(result.refused), 'string')} of this file could not be taken; everything else was")
    for row in result.refused[:_MOST_REFUSED]:
        render.say(f"  row {row.key}" + (f" ({row.place})" if row.place else "") + f": {row.why}" + (f"\n      {called(row.text)}" if row.text else ""))
    if len(result.refused) > _MOST_REFUSED:
        render.say(f"  … and {len(result.refused) - _MOST_REFUSED} more: --json lists all.")
    render.say(f"Mend {'them' if many else 'it'} in the file and check it in again: what was taken is not asked for twice.")


@app.command("submit", epilog="Example: translate-flow submit march-8/pt")
def submit(
    address: Address, unfinished: Annotated[bool, typer.Option("--unfinished", help="Even with blocks left to do: it stays behind its source.")] = False,
    despite: Annotated[str, typer.Option("--despite", metavar="WHY", help="Even with findings of the checks; why is recorded.", show_default=False)] = "",
) -> None:
    """Hand your draft in for review.

    It is off your hands then; a reviewer approves it, or returns it to you with a reason. What the checks find, as far as the setting
    check_submit says, stops it (exit 7).
    """
    from translate_flow.services import lookup, work

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        work.submit(session, version, actor=me, now=now, unfinished=unfinished, despite=despite)
        done(session, version, f"{version.address} is {words(version.status)}.")
