"""The command `readers`: how many people read versions."""

from __future__ import annotations

from typing import Annotated

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import amount, done, new_app

app = new_app()
_NAMED = 10  # unknown pages that are named


@app.command("readers", epilog="Example: translate-flow readers march-8/pt 1200")
def readers(
    what: Annotated[str, typer.Argument(metavar="FILE|ARTICLE/LANG", show_default=False)],
    number: Annotated[str, typer.Argument(metavar="[NUMBER]", show_default=False)] = "",
) -> None:
    """Say how many people read versions, from a file or one by one.

    In a month, as your site's statistics count them. `report behind` puts what many read first. FILE is CSV with the titles
    article,language,readers or url,readers; - for standard input. What it does not name keeps its number; NUMBER may be `none`.
    """
    if number:
        _one(what, number)
    else:
        _file(what)


def _one(address: str, number: str) -> None:
    from translate_flow.errors import UsageError
    from translate_flow.services import lookup, readership

    if number != "none" and not (number.isascii() and number.isdecimal() and len(number) <= 12):
        raise UsageError(f"“{number}” is not a number of readers", remedy="Give plain figures, such as 1200, or `none`.")
    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        count = None if number == "none" else int(number)
        readership.put(session, version, count, actor=me, now=now)
        said = "Nobody knows how many read it" if count is None else f"{desk().number(count)} read it in a month"
        done(session, version, f"{version.address}: {said}.", readers=count)


def _file(name: str) -> None:
    from translate_flow.cli.files import read_limited
    from translate_flow.services import readership

    here = desk()
    data = read_limited(name)
    with here.acting() as (session, me, now):
        found = readership.fill(session, data, name, actor=me, now=now)
    if here.json:
        render.data({"rows": found.rows, "versions": found.versions, "changed": found.changed, "unknown": list(found.unknown)})
    render.say(f"{amount(found.rows, 'row')}, {amount(found.versions, 'version')}, {here.number(found.changed)} of them changed.")
    if found.unknown:
        some = ", ".join(found.unknown[:_NAMED]) + (" …" if len(found.unknown) > _NAMED else "")
        render.warn(f"There is no version, or more than one, for {here.number(len(found.unknown))}: {some}")
