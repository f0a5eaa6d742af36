"""Commands about people: people add, list, change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import new_app

if TYPE_CHECKING:
    from translate_flow.models import Person

app = new_app()
people = new_app()
_MANY = frozenset({"--role", "--reads", "--writes"})


class ManyValues(TyperCommand):
    """Understands `HANDLE --reads es en`: after the handle, these options take all words up to the next option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        spelled: list[str] = []
        option = ""
        for word in args:
            if word.startswith("-"):
                option = word if word in _MANY else ""
            elif option and not args[0].startswith("-") and spelled[-1] not in _MANY:
                spelled.append(option)
            spelled.append(word)
        return super().parse_args(ctx, spelled)


app.add_typer(people, name="people", help="Add, list and change people, their roles and languages.", epilog="Example: translate-flow people list")

Roles = Annotated[list[str] | None, typer.Option("--role", metavar="ROLE[:LANG]", help="translator, reviewer, coordinator, publisher, operator; may be given more than once.", show_default=False)]
Reads = Annotated[list[str] | None, typer.Option("--reads", metavar="LANG", help="A language they read; more than one: es en, or es,en.", show_default=False)]
Writes = Annotated[list[str] | None, typer.Option("--writes", metavar="LANG", help="A language they translate into.", show_default=False)]
Name = Annotated[str | None, typer.Option("--name", help="Their name, as printed on pages.", show_default=False)]
Email = Annotated[str | None, typer.Option("--email", show_default=False)]
Zone = Annotated[str | None, typer.Option("--zone", metavar="ZONE", help="Their time zone, such as Europe/Lisbon.", show_default=False)]
Locale = Annotated[str | None, typer.Option("--locale", metavar="LANG", help="Their language, for dates and numbers.", show_default=False)]


def _parts(given: list[str] | None) -> list[str] | None:
    return None if given is None else [part.strip() for item in given for part in item.split(",") if part.strip()]


@people.command("add", cls=ManyValues, epilog="Example: translate-flow people add ana --role translator --reads es --writes pt --name 'Ana Ruiz'")
def add(
    handle: Annotated[str, typer.Argument(metavar="HANDLE", show_default=False)], role: Roles = None, reads: Reads = None, writes: Writes = None,
    name: Name = None, email: Email = None, zone: Zone = None, locale: Locale = None,
) -> None:  # fmt: skip
    """Add somebody, with roles and languages.

    A translator needs the languages they read and write; a role can be for one language: reviewer:pt.
    """
    from translate_flow.errors import UsageError
    from translate_flow.services import people as service

    roles = _parts(role) or []
    if not roles:
        raise UsageError(f"{handle} needs a role", remedy="Say --role translator (or reviewer, coordinator, publisher, operator).")
    with desk().acting() as (session, me, now):
        person = service.add(
            session, handle, roles=roles, reads=_parts(reads) or [], writes=_parts(writes) or [], name=name or "", email=email or "",
            zone=zone or me.zone, locale=locale or me.locale, actor=me, now=now,
        )  # fmt: skip
        _done(person, f"{handle} is in the newsroom: {_roles(person)}.")
        if any(row.role == "translator" for row in person.roles) and not any(row.use == "writes" for row in person.languages):
            render.warn(f"{handle} writes no language yet, so there is nothing they can claim: people change {handle} --reads es --writes pt")


@people.command("change", cls=ManyValues, epilog="Example: translate-flow people change ana --writes pt,gl")
def change(
    handle: Annotated[str, typer.Argument(metavar="HANDLE", show_default=False)], role: Roles = None, reads: Reads = None, writes: Writes = None,
    name: Name = None, email: Email = None, zone: Zone = None, locale: Locale = None,
    active: Annotated[bool | None, typer.Option("--active/--left", help="Whether they work here.", show_default=False)] = None,
) -> None:  # fmt: skip
    """Change what is given, and leave the rest.

    --role, --reads and --writes replace what was there. Somebody who left keeps their record.
    """
    from translate_flow.services import people as service

    with desk().acting() as (session, me, now):
        person = service.change(
            session, handle, roles=_parts(role), reads=_parts(reads), writes=_parts(writes), name=name, email=email, zone=zone, locale=locale,
            active=active, actor=me, now=now,
        )  # fmt: skip
        _done(person, f"{handle}: {_roles(person)}; reads {_uses(person, 'reads') or 'nothing'}, writes {_uses(person, 'writes') or 'nothing'}.")


@people.command("list", epilog="Example: translate-flow people list")
def listing() -> None:
    """List everybody, with roles and languages."""
    from sqlalchemy import select

    from translate_flow.models import Person

    here = desk()
    with here.session() as session:
        here.reader(session)
        everybody = session.scalars(select(Person).order_by(Person.handle)).all()
    if here.json:
        render.data([_record(person) for person in everybody])
        return
    rows = [
        [person.handle, person.name, _roles(person) + ("" if person.active else " (left)"), _uses(person, "reads"), _uses(person, "writes"), person.zone, person.locale]
        for person in everybody
    ]
    render.table(["handle", "name", "roles", "reads", "writes", "zone", "locale"], rows)


def _done(person: Person, message: str) -> None:
    if desk().json:
        render.data(_record(person))
    render.say(message)


def _record(person: Person) -> dict[str, Any]:
    return {
        "handle": person.handle, "name": person.name, "email": person.email, "zone": person.zone, "locale": person.locale, "active": person.active,
        "roles": sorted(row.role if row.language == "*" else f"{row.role}:{row.language}" for row in person.roles),
        "reads": sorted(row.language for row in person.languages if row.use == "reads"),
        "writes": sorted(row.language for row in person.languages if row.use == "writes"),
    }  # fmt: skip


def _roles(person: Person) -> str:
    return ", ".join(_record(person)["roles"])


def _uses(person: Person, use: str) -> str:
    return ", ".join(_record(person)[use])
