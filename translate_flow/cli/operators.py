"""Commands of the operator: settings, db, doctor."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import new_app

app = new_app()
db_app = new_app()
app.add_typer(db_app, name="db", help="Upgrade, check and describe the database.", epilog="Example: translate-flow db check")


@app.command("settings", epilog="Example: translate-flow settings self_review yes")
def settings(
    name: Annotated[str, typer.Argument(metavar="[NAME]", show_default=False)] = "",
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", show_default=False)] = None,
) -> None:
    """Show or change the newsroom's settings.

    Without a name all of them; with a name and a value, sets one (that takes a coordinator or an operator).
    """
    from translate_flow.services import people
    from translate_flow.services import settings as service
    from translate_flow.workflow import Role

    here = desk()
    if value is not None:
        with here.acting() as (session, me, now):
            people.must_be(me, Role.COORDINATOR, Role.OPERATOR, doing="change settings")
            new = service.put(session, name, value, actor=me, now=now)
            if here.json:
                render.data({name: new})
            render.say(f"{name} is {_shown(new)}.")
        return
    with here.session() as session:
        chosen = {name: service.get(session, name)} if name else service.everything(session)
    if here.json:
        render.data(chosen)
        return
    render.table(["setting", "value", "meaning"], [[known, _shown(chosen[known]), service.KNOWN[known].meaning] for known in chosen])


def _shown(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


@db_app.command("upgrade", epilog="Example: translate-flow db upgrade")
def upgrade() -> None:
    """Bring the database up to this program's schema."""
    from translate_flow import db

    here = desk()
    db.upgrade(here.engine)
    _told(f"The database is at schema {db.HEAD}.")


@db_app.command("downgrade", epilog="Example: translate-flow db downgrade base --yes")
def downgrade(
    target: Annotated[str, typer.Argument(metavar="REVISION", help="A schema's number, or base: no tables are left.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Yes, what the older schema cannot hold is lost.")] = False,
) -> None:
    """Take the database back to an older schema; what that cannot hold is lost."""
    from translate_flow import db
    from translate_flow.errors import NotAllowed, UsageError

    if target != "base" and target not in db.KNOWN:
        raise UsageError(f"There is no schema “{target}”", remedy=f"Schemas: base, {', '.join(sorted(db.KNOWN))}.")
    if not yes:
        raise NotAllowed("A downgrade drops what the older schema cannot hold", remedy="Copy the database first, then say --yes.")
    db.downgrade(desk().engine, target)
    _told(f"The database is at schema {target}.")


@db_app.command("check", epilog="Example: translate-flow db check")
def check() -> None:
    """Verify that the database's tables are what this program expects."""
    from translate_flow import db

    problems = db.check(desk().engine)
    if desk().json:
        render.data({"problems": problems})
    if problems:
        from translate_flow.errors import CheckFailed

        raise CheckFailed("The tables differ from the program's: " + "; ".join(problems), remedy="Run `translate-flow db upgrade`; if that does not help, restore a copy.")
    render.say("The tables are as they should be.")


@db_app.command("info", epilog="Example: translate-flow db info")
def info() -> None:
    """Say which database this is, its schema and its size."""
    from sqlalchemy import func, select, text

    from translate_flow import db
    from translate_flow.models import Article, Event, Revision, StoredText, Version

    here = desk()
    with here.session() as session:
        found: dict[str, Any] = {"database": here.engine.url.render_as_string(), "schema": db.version_of(session.connection())}
        for model in (Article, Version, Revision, StoredText, Event):
            found[model.__tablename__] = session.scalar(select(func.count()).select_from(model))
        size = "select page_count * page_size from pragma_page_count(), pragma_page_size()" if here.engine.dialect.name == "sqlite" else "select pg_database_size(current_database())"
        found["bytes"] = session.scalar(text(size))
    if here.json:
        render.data(found)
    else:
        render.table(["what", "value"], [[name, here.number(value) if isinstance(value, int) else str(value)] for name, value in found.items()])


def _told(message: str) -> None:
    if desk().json:
        render.data({"done": True})
    render.say(message)


@app.command("doctor", epilog="Example: translate-flow doctor")
def doctor() -> None:
    """Verify that the database and the site hold together.

    Every rule that the database can show: statuses against their events, leases, revisions, texts, bases, pages. Changes
    nothing; what is wrong is listed with what to do (exit 7).
    """
    from translate_flow.cli.progress import Progress
    from translate_flow.errors import CheckFailed
    from translate_flow.services import doctor as service

    here = desk()
    with here.session() as session, Progress("looking through texts") as progress:
        findings = service.examine(session, home=here.home, now=here.now, checked=progress.step)
    if here.json:
        render.data([{"rule": finding.rule, "where": finding.where, "what": finding.what, "remedy": finding.remedy} for finding in findings])
    elif findings:
        render.table(["rule", "where", "what", "remedy"], [[finding.rule, finding.where, finding.what, finding.remedy] for finding in findings])
    if findings:
        raise CheckFailed(f"{len(findings)} things are wrong", remedy="The list says what to do about each.")
    render.say("All is well.")
