"""Commands that make things: init, demo."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import new_app

app = new_app()


@app.command("init", epilog="Example: translate-flow init --name 'The Beacon' --lang es")
def init(
    name: Annotated[str, typer.Option("--name", help="The newsroom's name, printed on its pages.")] = "",
    language: Annotated[str, typer.Option("--lang", metavar="LANG", help="The language of texts that do not say theirs.")] = "",
    self_review: Annotated[bool, typer.Option("--self-review", help="People may approve their own translations (a team of one).")] = False,
    zone: Annotated[str, typer.Option("--zone", metavar="ZONE", help="Your time zone, such as Europe/Lisbon.")] = "UTC",
    locale: Annotated[str, typer.Option("--locale", metavar="LANG", help="Your language, for dates and numbers.")] = "en",
) -> None:
    """Make a database here, with you in every role.

    Makes .translate-flow/ in this folder (or the database named with --database) and registers you, by your login, with
    every role and all languages. Run again, it only brings the database up to date.
    """
    from translate_flow import db
    from translate_flow.services import people, settings
    from translate_flow.workflow import Role

    here = desk()
    url = db.url_of(here.database) if here.database else db.url_of(str(Path.cwd() / db.FOLDER / db.FILE))
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = db.engine_for(url, create=True)
    db.upgrade(engine)
    here._engine = engine
    with db.scope(engine) as session:
        from sqlalchemy import select

        from translate_flow.models import Person

        first = session.scalar(select(Person.id).limit(1)) is None
        handle = here.handle or getpass.getuser()
        if first:
            me = people.add(session, handle, roles=list(Role), reads=["*"], writes=["*"], zone=zone, locale=locale, actor=None, now=here.now)
            settings.put(session, "actor", handle, actor=me, now=here.now)
            for setting, value in (("site_name", name), ("language", language), ("self_review", "yes" if self_review else "")):
                if value:
                    settings.put(session, setting, value, actor=me, now=here.now)
    where = url.database if url.get_backend_name() == "sqlite" else url.render_as_string()
    if here.json:
        render.data({"database": where, "created": first, "person": handle if first else None})
    if first:
        render.say(f"Made {where}. You are {handle}, in every role.\nNext: translate-flow import FILE, or translate-flow people add HANDLE --role translator …")
    else:
        render.say(f"{where} was here already, and is up to date.")


@app.command("demo", epilog="Example: translate-flow demo demo-newsroom")
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to make it; a folder of its own.")] = Path("demo-newsroom"),
    again: Annotated[bool, typer.Option("--again", help="Remove an earlier demonstration in that folder first.")] = False,
) -> None:
    """Show the whole path on a small newsroom made for it.

    Makes a database and a folder of articles in several languages and formats, and walks them from import to published
    pages with several people, showing what each would type and see.
    """
    from translate_flow import demo as show

    here = desk()
    site = show.run(folder, again=again, out=render.say if here.json or here.quiet else render.out)
    if here.json:
        render.data({"folder": str(folder.absolute()), "site": str(site)})
