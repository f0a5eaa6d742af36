"""Commands that compare: diff; and what people say of it: confirm, differ."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, Reason, complete_address, done, new_app

app = new_app()


@app.command("diff", epilog="Example: translate-flow diff march-8/pt --html march-8.pt.html")
def diff(
    address: Annotated[str, typer.Argument(metavar="ARTICLE[/LANG]", autocompletion=complete_address, show_default=False)],
    start: Annotated[int | None, typer.Option("--from", metavar="N", min=1, help="From this revision of the source.", show_default=False)] = None,
    end: Annotated[int | None, typer.Option("--to", metavar="N", min=1, help="To this revision of the source.", show_default=False)] = None,
    own: Annotated[bool, typer.Option("--own", help="Compare the translation's own revisions instead.")] = False,
    unified: Annotated[bool, typer.Option("--unified", "-u", help="One below the other, as programs like it.")] = False,
    html: Annotated[str, typer.Option("--html", metavar="FILE", help="Write a page of it, to read and print; - for standard output.", show_default=False)] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Show what changed, and what a translator must do about it.

    ARTICLE: what changed in the original since the revision before. ARTICLE/LANG: what changed in the source since the text
    that this translation follows, old and new beside the translation, with what is left to do. --from and --to name other
    revisions of the source; with --own, of the translation itself.
    """
    from translate_flow.services import comparing, lookup

    here = desk()
    with here.session() as session:
        here.reader(session)
        version = lookup.version(session, address)
        compare = comparing.own if own or version.is_original else comparing.to_do
        record = compare(session, version, start=start, end=end)
    if here.json:
        render.data(record)
    elif html:
        _page(record, html, force)
    else:
        _drawn(record, unified)


def _page(record: dict[str, Any], name: str, force: bool) -> None:
    from translate_flow.cli.files import write_new
    from translate_flow.reports import diff_page

    where = write_new(name, diff_page.page(record, today=desk().moment(desk().now)).encode(), force=force)
    if where:
        render.say(f"Wrote {where}. Open it in a browser, or print it.")


def _drawn(record: dict[str, Any], unified: bool) -> None:
    from translate_flow.cli import diffs

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = shutil.get_terminal_size((100, 24)).columns
    render.out(diffs.unified(record, colour) if unified else diffs.side_by_side(record, width, colour))


@app.command("confirm", epilog="Example: translate-flow confirm march-8/pt 7 --reason 'only the Spanish spelling changed'")
def confirm(
    address: Address,
    blocks: Annotated[list[int] | None, typer.Argument(metavar="[BLOCK]...", min=1, show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole translation holds for the source's newest text.")] = False,
    base: Annotated[int | None, typer.Option("--base", metavar="N", min=1, help="The whole translation follows this revision of its source.", show_default=False)] = None,
    reason: Reason = "",
) -> None:
    """Say that blocks need no change: the translation holds.

    BLOCK is the number that `diff ARTICLE/LANG` prints. What was not confirmed stays as it was: behind, or to do.
    """
    from translate_flow.errors import UsageError
    from translate_flow.services import answers, lookup

    if sum([bool(blocks), everything, base is not None]) > 1:
        raise UsageError("Blocks, --all and --base say different things", remedy="Give one of them.")
    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        said = answers.confirm(session, version, blocks or [], actor=me, now=now, everything=everything, base=base, reason=reason)
        listed = ", ".join(map(str, said))
        message = f"{version.address} follows revision {base} of its source." if base is not None else f"{version.address} is up to date with its source."
        if blocks:
            message = f"{version.address}: no change needed in {listed}. What is left: translate-flow diff {version.address}"
        done(session, version, message, confirmed=said)


@app.command("differ", epilog="Example: translate-flow differ march-8/pt 9 --kind omission --reason 'a notice for readers in Spain'")
def differ(
    address: Address,
    block: Annotated[int, typer.Argument(metavar="BLOCK", min=1, show_default=False)],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="note, localised or omission.", show_default=False)],
    reason: Reason = "",
    undo: Annotated[bool, typer.Option("--undo", help="It differs no longer.")] = False,
) -> None:
    """Record that a block differs from the source on purpose, and why.

    An omission (the source's block is left out), a localised block (it says something else for these readers), or a
    translator's note (a block of the translation's own, by its own number). It survives whatever happens to the source.
    """
    from translate_flow.services import answers, lookup

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        answers.differ(session, version, block, kind, actor=me, now=now, reason=reason, undo=undo)
        what = f"{version.address}: block {block} is no longer recorded as {kind}." if undo else f"{version.address}: block {block} is recorded as {kind}; no carry touches it."
        done(session, version, what)
