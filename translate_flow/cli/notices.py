"""Commands about what people are told: notices, notify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import amount, called, new_app

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from translate_flow.models import Person
    from translate_flow.services.choices import Shown
    from translate_flow.services.inbox import Told

app = new_app()


@app.command("notices", epilog="Example: translate-flow notices --unread")
def notices(
    unread: Annotated[bool, typer.Option("--unread", help="Only those that you have not marked as read.")] = False,
    read: Annotated[list[str] | None, typer.Option("--read", metavar="ID,…|all", help="Mark these as read, or all.", show_default=False)] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, metavar="N", help="How many at most.")] = 50,
) -> None:
    """List what you were told, the newest first.

    It holds everything, whatever you chose with `notify`, and needs neither mail nor worker. A * stands before what is not read.
    """
    from translate_flow.services import inbox

    here = desk()
    with here.acting(writes=bool(read)) as (session, me, now):
        if read:
            count = inbox.mark_read(session, me, _numbers(read), now=now)
            if here.json:
                render.data({"read": count})
            render.say(f"{amount(count, 'notice')} marked as read.")
            return
        found = inbox.of(session, me, unread=unread, limit=limit)
    if here.json:
        render.data([{**told.record(), "read_at": told.read_at} for told in found])
        return
    rows = [["" if told.read_at else "*", str(told.id), here.moment(told.at), told.kind, told.address, called(told.title), _said(told)] for told in found]
    render.table(["", "id", "when", "what", "version", "title", "more"], rows, right=["id"], empty="There is nothing new for you." if unread else "You were told nothing yet.")


def _numbers(given: list[str]) -> list[int] | None:
    """The numbers typed; None for all."""
    from translate_flow.errors import UsageError

    words = [word.strip() for item in given for word in item.split(",") if word.strip()]
    if words == ["all"]:
        return None
    for word in words:
        if not word.isdecimal() or len(word) > 18:
            raise UsageError(f"“{word}” is not the number of a notice", remedy="Give --read 12,13 as `translate-flow notices` shows them, or --read all.")
    return [int(word) for word in words]


def _said(told: Told) -> str:
    """The rest of it on one line."""
    here, data = desk(), told.data
    parts = [
        f"by {told.actor}" if told.actor else "", told.reason, str(data.get("class") or ""),
        f"due {here.moment(told.moment('due_at'))}" if told.moment("due_at") else "",
        f"until {here.moment(told.moment('until'))}" if told.moment("until") else "",
        str(data.get("hook") or data.get("edition") or ""),
        *(f"{name} {here.number(data[name])}" for name in ("late", "stuck", "behind", "review", "free") if name in data),
    ]  # fmt: skip
    return "; ".join(part for part in parts if part)


@app.command("notify", epilog="Example: translate-flow notify source --by mail --pace daily")
def notify(
    kind: Annotated[str, typer.Argument(metavar="[KIND|all]", show_default=False)] = "",
    by: Annotated[list[str] | None, typer.Option("--by", metavar="mail|HOOK", help="By which way; more than one: mail,desk-chat.", show_default=False)] = None,
    pace: Annotated[str, typer.Option("--pace", metavar="PACE", help="once (at once), daily (in one letter a day) or never (only in `notices`).", show_default=False)] = "",
    also: Annotated[bool, typer.Option("--also", help="Beside the ways that hold now, not instead of them.")] = False,
    usual: Annotated[bool, typer.Option("--usual", help="Forget what was chosen: what is usual holds again.")] = False,
    digest_at: Annotated[str, typer.Option("--digest-at", metavar="HH:MM", help="When the daily letter goes out, by your own clock.", show_default=False)] = "",
    whose: Annotated[str, typer.Option("--for", metavar="HANDLE", help="Somebody else's choices (a coordinator, an operator).", show_default=False)] = "",
) -> None:
    """Show or choose what you are told, by which way, how often.

    Without options it shows what holds now. `all` sets every kind, whatever was chosen of single ones before.
    """
    from translate_flow.errors import UsageError
    from translate_flow.services import choices, people

    here = desk()
    ways = [word.strip() for item in by or [] for word in item.split(",") if word.strip()]
    changes = bool(ways or pace or usual)
    if changes and not kind:
        raise UsageError("Of which notices is that?", remedy="Name a kind, or all: `translate-flow notify all --pace daily`.")
    with here.acting(writes=changes or bool(digest_at)) as (session, me, now):
        person = people.find(session, whose) if whose else me
        if usual:
            choices.forget(session, person, kind, actor=me, now=now)
        if ways or pace:
            choices.choose(session, person, kind, ways=ways, pace=pace, also=also, actor=me, now=now)
        if digest_at:
            choices.digest_at(session, person, digest_at, actor=me, now=now)
        _show(session, person, kind if kind != choices.ALL else "")


def _show(session: Session, person: Person, kind: str) -> None:
    from translate_flow.errors import NotFound
    from translate_flow.services import choices

    if kind and kind not in choices.NOTICES:
        raise NotFound(f"There is no notice “{kind}”", remedy=f"Notices: {', '.join(choices.NOTICES)}, or all.")
    session.flush()
    found, mails = [one for one in choices.shown(session, person) if kind in {"", one.kind}], choices.mails(session)
    if desk().json:
        render.data(_record(person, found, mails))
        return
    render.table(["what", "by", "how often", "chosen", "when"], [_row(one) for one in found])
    render.say(f"Daily letters go out at {person.digest_at} ({person.zone}). " + (f"Mail goes to {person.email}." if person.email else "There is no mail address."))
    if not mails and any(route.way == choices.MAIL for one in found for route in one.routes):
        render.say("The newsroom has no mail server yet, so what goes by mail is only in `translate-flow notices`.")


_PACES = {"once": "at once", "daily": "daily"}


def _row(one: Shown) -> list[str]:
    paces = dict.fromkeys(_PACES.get(route.pace, route.pace) for route in one.routes)
    return [one.kind, ", ".join(route.name for route in one.routes) or "–", ", ".join(paces) or "never", "yes" if one.chosen else "", one.meaning]


def _record(person: Person, found: list[Shown], mails: bool) -> dict[str, Any]:
    kinds = [
        {"kind": one.kind, "meaning": one.meaning, "chosen": one.chosen, "ways": [{"by": route.name, "pace": route.pace} for route in one.routes]}
        for one in found
    ]  # fmt: skip
    return {"person": person.handle, "email": person.email or None, "digest_at": person.digest_at, "zone": person.zone, "mail_server": mails, "notices": kinds}
