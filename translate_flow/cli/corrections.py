"""Commands about corrections: corrections list, open, take, dismiss, note, hide; takedown; byline; rename."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, Key, Reason, complete_address, done, new_app
from translate_flow.cli.publishers import bring_up
from translate_flow.workflow import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from translate_flow.reports.corrections import Correction, Standing

app = new_app()


class ListedByDefault(TyperGroup):
    """`corrections`, `corrections march-8` and `corrections --open` list: what names no command of the group is what to list."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in {"-h", "--help"}):
            args = ["list", *args]
        return super().parse_args(ctx, args)


corrections = new_app()
app.add_typer(
    corrections, name="corrections", cls=ListedByDefault, help="Show which versions still say what was corrected, and who has them; settle them.",
    epilog="Example: translate-flow corrections --open",
)  # fmt: skip
Anything = Annotated[str, typer.Argument(metavar="[ARTICLE]", autocompletion=complete_address, show_default=False)]
Text = Annotated[str, typer.Argument(metavar="TEXT", show_default=False)]


@corrections.command("list", epilog="Example: translate-flow corrections list march-8 --open")
def listed(
    article: Anything = "",
    only_open: Annotated[bool, typer.Option("--open", help="Only those that some version has not followed.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many; 0 for all.")] = 50,
) -> None:
    """List corrections and takedowns, and how each version stands to them.

    Those that some version still has to follow come first, the oldest first. `corrections` alone lists, too.
    """
    from translate_flow.reports import corrections as report
    from translate_flow.services import lookup

    here = desk()
    with here.session() as session:
        here.reader(session)
        found = report.ledger(session, article=lookup.article(session, article).id if article else None, only_open=only_open, limit=limit)
    show(found)


def show(found: Sequence[Correction]) -> None:
    """The ledger, as JSON or as a table."""
    here = desk()
    if here.json:
        render.data([one.record() for one in found])
        return
    rows = []
    for one in found:
        what = f"{one.kind}: {one.what or 'all of it' if one.whole else one.what}"
        for at, version in enumerate(one.versions):
            about = [f"{one.article} ({one.language} {one.revision})", here.moment(one.at), what] if at == 0 else ["", "", ""]
            rows.append([*about, version.language, said(version), version.person or ""])
    render.table(["article", "when", "what", "version", "stands", "who"], rows, empty="There are no corrections.")


def said(version: Standing) -> str:
    """How a version stands to a correction, in words."""
    here = desk()
    since = here.moment(version.since)
    if version.state != "open":
        return f"{version.state} {since}" + (f": {version.reason}" if version.reason else "")
    held = f"held by {version.person} until {here.moment(version.held_until)}" if version.held_until else ""
    waits = f"waits for {version.waits_for}" if version.waits_for else ""
    work = words(version.status) if version.status in {"requested", "in_review", "approved"} else ""
    more = "; ".join(filter(None, (held, waits, work)))
    return f"still wrong since {since}" + (f" ({more})" if more else "")


@corrections.command("open", epilog="Example: translate-flow corrections open march-8/en --reason 'the number was mistranslated'")
def declare(
    address: Address,
    reason: Reason = "",
    kind: Annotated[str, typer.Option("--class", metavar="CLASS", help="correction or takedown.")] = "correction",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What its readers are told, in its language.", show_default=False)] = "",
) -> None:
    """Say that a version's newest text corrects the one before, where nobody said so when it came in.

    Of a translation, too: those that were translated from it have to follow.
    """
    from translate_flow.services import corrections as service
    from translate_flow.services import lookup

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        service.declare(session, version, kind=kind, reason=reason, actor=me, now=now, text=note)
        done(session, version, f"The correction of {version.address} is in the ledger.")
    bring_up("")


@corrections.command("take", epilog="Example: translate-flow corrections take march-8/pt")
def take(address: Address) -> None:
    """Take the open corrections of a version on, so that others see who has them."""
    from translate_flow.services import corrections as service
    from translate_flow.services import lookup

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        service.take(session, version, actor=me, now=now)
        done(session, version, f"The corrections of {version.address} are with {me.handle}.")


@corrections.command("dismiss", epilog="Example: translate-flow corrections dismiss march-8/ar --reason 'it never gave the number'")
def dismiss(address: Address, reason: Reason = "") -> None:
    """Say, with a reason, that a version never said what was wrong."""
    from translate_flow.services import corrections as service
    from translate_flow.services import lookup

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        service.dismiss(session, version, actor=me, now=now, reason=reason)
        done(session, version, f"The open corrections of {version.address} are dismissed.")


@corrections.command("note", epilog="Example: translate-flow corrections note march-8/pt 'Uma versão anterior dizia 300.'")
def note(address: Address, text: Text) -> None:
    """Tell readers of a version, in its language, what was wrong.

    Of an open correction it is shown once that is out; else the last one's note is changed. Without one, readers see the day alone.
    """
    from translate_flow.services import corrections as service
    from translate_flow.services import lookup

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        where = service.note(session, version, text, actor=me, now=now)
        done(session, version, f"The note of {version.address} is kept" + (" until its correction is out." if where == "waiting" else "."))
    if where == "shown":
        bring_up("")


@corrections.command("hide", epilog="Example: translate-flow corrections hide march-8/pt --reason 'it names a source'")
def hide(address: Address, reason: Reason = "", undo: Annotated[bool, typer.Option("--undo", help="Show it again.")] = False) -> None:
    """Take the last note of a version from readers, with a reason."""
    from translate_flow.services import corrections as service
    from translate_flow.services import lookup

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        service.hide(session, version, actor=me, now=now, reason=reason, undo=undo)
    bring_up(f"The last note of {version.address} is {'shown again' if undo else 'hidden'}. ", [version])


@app.command("takedown", epilog="Example: translate-flow takedown march-8 --reason 'a court order'")
def takedown(
    address: Address, reason: Reason = "", only: Annotated[bool, typer.Option("--only", help="Not what was translated from it.")] = False
) -> None:
    """Take an article from readers in every language and on every channel at once, with a reason.

    ARTICLE/LANG takes one version and all that was translated from it. What it said leaves the translation memory, too.
    """
    from translate_flow.services import corrections as service

    with desk().acting() as (session, me, now):
        version, _ = service.versions_of(session, address)
        gone = service.take_down(session, version, actor=me, now=now, reason=reason, only=only)
        names = ", ".join(one.address for one in gone) or version.address
    bring_up(f"Taken from readers: {names}. ", gone or [version])


@app.command("byline", epilog="Example: translate-flow byline march-8 ana 'A. R.'")
def byline(
    what: Annotated[list[str], typer.Argument(metavar="[ARTICLE[/LANG]] [PERSON] [NAME]", show_default=False)],
    remove: Annotated[bool, typer.Option("--remove", help="Take the name back: nothing that readers see names them.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Their own name again.")] = False,
    also: Annotated[list[str] | None, typer.Option("--also", metavar="NAME", help="How else texts print their name; may be given again.", show_default=False)] = None,
    credit: Annotated[str | None, typer.Option("--credit", metavar="NAME", help="ARTICLE/LANG: what stands for the translator whom an adopted text credits; '' for nothing.", show_default=False)] = None,
    credited: Annotated[str, typer.Option("--credited", metavar="NAME", help="With --credit: the name as the text prints it, where it is not known.", show_default=False)] = "",
) -> None:  # fmt: skip
    """Give a person a pen name, in one article or in all, or take their name back from every page, feed and channel.

    PERSON NAME: in all; ARTICLE PERSON NAME: in that article. People change their own; coordinators and publishers anybody's. The
    texts, the log and the revisions keep who did what.
    """
    from translate_flow.errors import UsageError
    from translate_flow.services import bylines, lookup
    from translate_flow.services import people as persons

    if remove + restore + (credit is not None) > 1:
        raise UsageError("--remove, --restore and --credit exclude each other", remedy="Give one of them.")
    with desk().acting() as (session, me, now):
        if credit is not None or "/" in what[0]:
            version = lookup.version(session, what[0])
            name = bylines.set_credit(session, version, credited, None if restore else credit or "", actor=me, now=now)
            message = f"{version.address}: {name} is named again. " if restore else f"{version.address}: " + (f"{credit} stands for {name}. " if credit else f"{name} is not named. ")
        else:
            given = len(what) - (0 if remove or restore else 1)
            if given not in {1, 2}:
                raise UsageError("Whose name, and which?", remedy="Write it: byline [ARTICLE] PERSON NAME, or byline [ARTICLE] PERSON --remove.")
            article = lookup.article(session, what[0]) if given == 2 else None
            person = persons.known(session, what[given - 1])
            if restore:
                bylines.restore(session, person, actor=me, now=now, article=article)
            else:
                bylines.set_name(session, person, "" if remove else what[given], actor=me, now=now, article=article, also=also or [])
            where = f" in {article.key}" if article else ""
            message = f"{person.handle} goes under their own name{where}. " if restore else f"{person.handle} is not named{where}. " if remove else f"{person.handle} goes as {what[given]}{where}. "
    bring_up(message, [])


@app.command("rename", epilog="Example: translate-flow rename march-8 eighth-of-march")
def rename(article: Key, key: Annotated[str, typer.Argument(metavar="KEY", show_default=False)]) -> None:
    """Give an article another key; its old addresses lead to the new ones."""
    from translate_flow.services import lookup, renaming

    with desk().acting() as (session, me, now):
        found = lookup.article(session, article)
        before = found.key
        renaming.rename(session, found, key, actor=me, now=now)
    bring_up(f"{before} is {key} now. ", [])
