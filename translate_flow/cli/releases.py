"""Commands of what goes out later, or together: schedule, edition, embargo, rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Key, Reason, amount, complete_address, new_app
from translate_flow.workflow import words

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from translate_flow.models import Article, Version
    from translate_flow.models_releases import Release
    from translate_flow.services.gates import Blocker

app = new_app()
edition_app = new_app()
app.add_typer(edition_app, name="edition", help="Bring out a named set of versions together, or each when it is ready.", epilog="Example: translate-flow edition make march march-8/es march-8/pt")

Zone = Annotated[str, typer.Option("--zone", metavar="ZONE", help="In which time zone; else your own.", show_default=False)]
First = Annotated[bool, typer.Option("--first", help="Of a time that is there twice: before clocks go back.")]
Second = Annotated[bool, typer.Option("--second", help="Of a time that is there twice: after it.")]
At = Annotated[str, typer.Option("--at", metavar="MOMENT", help="When: '2026-12-01 18:00', or with an offset.", show_default=False)]
Despite = Annotated[str, typer.Option("--despite", metavar="WHY", help="Even with findings of the checks, or behind its source; why is recorded.", show_default=False)]
Cancel = Annotated[bool, typer.Option("--cancel", help="Call off what is scheduled.")]
Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]
Some = Annotated[list[str] | None, typer.Argument(metavar="ARTICLE/LANG...", autocompletion=complete_address, show_default=False)]


def _moment(text: str, zone: str, first: bool, second: bool, *, day_ends: bool = False) -> datetime:
    from translate_flow.services import schedules

    return schedules.moment(text, zone or desk().zone, which="first" if first else "second" if second else "", day_ends=day_ends)


def _versions(session: Session, addresses: list[str] | None) -> list[Version]:
    from translate_flow.services import lookup

    return list({version.id: version for version in (lookup.version(session, address) for address in sorted(set(addresses or [])))}.values())


@app.command("schedule", epilog="Example: translate-flow schedule march-8 march-8/pt --at '2026-12-01 18:00' --zone Europe/Lisbon")
def schedule(
    addresses: Some = None, at: At = "", zone: Zone = "", first: First = False, second: Second = False, despite: Despite = "", cancel: Cancel = False,
    everything: Annotated[bool, typer.Option("--all", help="List what is over, too.")] = False,
) -> None:  # fmt: skip
    """Set versions to go out at a moment, or list what waits.

    The worker publishes them then, as you, if the gates let it; what they hold back goes out as soon as they do, unless it is cancelled.
    """
    from translate_flow.errors import UsageError
    from translate_flow.services import schedules

    if not addresses:
        if at or cancel:
            raise UsageError("Which versions?", remedy="Name some, such as march-8/pt.")
        _listed(everything)
        return
    if bool(at) == cancel:
        raise UsageError("When?", remedy="Give --at '2026-12-01 18:00', or --cancel.")
    with desk().acting() as (session, me, now):
        versions = _versions(session, addresses)
        named = ", ".join(version.address for version in versions)
        found: list[Blocker] = []
        if cancel:
            schedules.cancel(session, actor=me, now=now, versions=versions)
            message = f"{named}: no longer scheduled."
        else:
            moment = _moment(at, zone, first, second)
            _, found = schedules.plan(session, versions, at=moment, zone=zone or me.zone, actor=me, now=now, despite=despite)
            message = f"{named}: scheduled for {desk().moment(moment)}. `translate-flow worker` must run then."
    _planned(message, found)
    if desk().json:
        _listed(False)


def _planned(message: str, found: list[Blocker]) -> None:
    render.say(message)
    for one in found:
        render.warn(f"At present, {_sentence(one)}")


def _sentence(one: Blocker) -> str:
    return one.sentence.replace("{until}", desk().moment(one.until))


def _listed(everything: bool) -> None:
    from translate_flow.services import schedules

    here = desk()
    with here.session() as session:
        here.reader(session)
        rows = schedules.listed(session, ended=everything)
    if here.json:
        render.data([_record(row) for row in rows])
        return
    cells = [[row.what, f"{_there(row.schedule.at, row.schedule.zone)} {row.schedule.zone}", here.moment(row.schedule.at), row.by, row.schedule.state, row.schedule.problem] for row in rows]
    render.table(["version", "when", "for you", "by", "state", "because"], cells, empty="Nothing is scheduled.")


def _there(at: datetime, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _record(row: Any) -> dict[str, Any]:
    one = row.schedule
    return {
        "edition" if row.release else "version": row.what, "at": one.at, "zone": one.zone, "state": one.state, "problem": one.problem or None, "by": row.by,
        "despite": one.despite or None, "again_at": one.again_at, "ended_at": one.ended_at,
    }  # fmt: skip


@app.command("embargo", epilog="Example: translate-flow embargo march-8 '2026-12-01 18:00' --zone Europe/Lisbon")
def embargo(
    key: Key, until: Annotated[str, typer.Argument(metavar="[MOMENT|none]", help="Until when; none lifts it.", show_default=False)] = "",
    zone: Zone = "", first: First = False, second: Second = False,
) -> None:  # fmt: skip
    """Let nothing of an article out before a moment.

    Without one, shows it. Nobody can publish past it; a publisher can change or lift it.
    """
    from translate_flow.services import lookup, publishing

    with desk().acting(writes=bool(until)) as (session, me, now):
        article = lookup.article(session, key)
        if until:
            publishing.set_embargo(session, article, None if until == "none" else _moment(until, zone, first, second), actor=me, now=now)
        _limits(article)


@app.command("rights", epilog="Example: translate-flow rights march-8 --until 2027-03-08 --languages es,pt")
def rights(
    key: Key,
    until: Annotated[str, typer.Option("--until", metavar="MOMENT", help="Until when; a day means its end; none: for ever.", show_default=False)] = "",
    tags: Annotated[str, typer.Option("--languages", metavar="TAGS", help="Into which languages, with commas; any: into all.", show_default=False)] = "",
    zone: Zone = "", first: First = False, second: Second = False,
) -> None:  # fmt: skip
    """Say until when, and in which languages, an article may be out.

    What there are no rights to is taken from readers at once; when the rights end, the worker does it. Without options, shows them.
    """
    from translate_flow.languages import normalise
    from translate_flow.services import lookup, publishing

    gone: list[Version] = []
    with desk().acting(writes=bool(until or tags)) as (session, me, now):
        article = lookup.article(session, key)
        if until or tags:
            end = article.rights_until if not until else None if until == "none" else _moment(until, zone, first, second, day_ends=True)
            kept = [tag for tag in article.rights_languages.split(",") if tag] if not tags else [] if tags == "any" else sorted({normalise(tag) for tag in tags.split(",")})
            gone = publishing.set_rights(session, article, actor=me, now=now, until=end, tags=kept)
        _limits(article, withdrawn=[version.address for version in gone])
    if gone:
        from translate_flow.cli.publishers import bring_up

        bring_up("".join(f"{version.address} is taken from readers. " for version in gone))


def _limits(article: Article, **more: Any) -> None:
    here = desk()
    if here.json:
        render.data({"article": article.key, **limits(article), **more})
        return
    for line in told_limits(limits(article)) or [f"{article.key}: no embargo, and no limit of rights."]:
        render.say(line)


def limits(article: Article) -> dict[str, Any]:
    """An article's embargo and rights, for JSON."""
    return {"embargo_until": article.embargo_until, "rights_until": article.rights_until, "rights_languages": [tag for tag in article.rights_languages.split(",") if tag]}


def told_limits(record: dict[str, Any]) -> list[str]:
    here = desk()
    lines = [f"Embargo until {here.moment(record['embargo_until'])}."] if record["embargo_until"] else []
    lines += [f"Rights until {here.moment(record['rights_until'])}."] if record["rights_until"] else []
    return lines + ([f"Rights to translations into {', '.join(record['rights_languages'])}."] if record["rights_languages"] else [])


@edition_app.command("make", epilog="Example: translate-flow edition make march march-8/es march-8/pt --each")
def make(
    name: Name, addresses: Some = None, together: Annotated[bool, typer.Option("--together", help="All at once, or none (unless --each).")] = False,
    each: Annotated[bool, typer.Option("--each", help="Each as soon as it is ready and its original is out.")] = False,
) -> None:  # fmt: skip
    """Name a set of versions that go out together, or each when it is ready."""
    from translate_flow.errors import UsageError
    from translate_flow.services import releases

    if together and each:
        raise UsageError("--together or --each, not both", remedy="Leave out one.")
    with desk().acting() as (session, me, now):
        made = releases.make(session, name, _versions(session, addresses), mode="each" if each else "together", actor=me, now=now)
        _shown(session, made, f"The edition {made.name} is made: {amount(len(addresses or []), 'version')}, {made.mode}.")


@edition_app.command("add", epilog="Example: translate-flow edition add march march-8/fr")
def add(name: Name, addresses: Some = None) -> None:
    """Put versions into an edition that is not out."""
    from translate_flow.services import releases

    with desk().acting() as (session, me, now):
        found = releases.find(session, name)
        releases.add(session, found, _versions(session, addresses), actor=me, now=now)
        _shown(session, found, f"{found.name}: {', '.join(addresses or [])} added.")


@edition_app.command("drop", epilog="Example: translate-flow edition drop march march-8/fr")
def drop(name: Name, addresses: Some = None) -> None:
    """Take versions out of an edition that have not gone out with it."""
    from translate_flow.services import releases

    with desk().acting() as (session, me, now):
        found = releases.find(session, name)
        releases.drop(session, found, _versions(session, addresses), actor=me, now=now)
        _shown(session, found, f"{found.name}: {', '.join(addresses or [])} dropped.")


@edition_app.command("show", epilog="Example: translate-flow edition show march")
def show(name: Name) -> None:
    """Show an edition's versions, and all that keeps each from going out."""
    from translate_flow.services import releases

    here = desk()
    with here.session() as session:
        here.reader(session)
        found = releases.find(session, name)
        if here.json:
            render.data(_edition(session, found))
            return
        record = _edition(session, found)
    render.table(
        ["version", "status", "in the edition", "in its way"], title=f"{record['edition']}: {record['mode']}, {words(record['state'])}",
        rows=[[one["version"], words(one["status"]), words(one["state"]), "; ".join(blocker["what"] for blocker in one["blockers"])] for one in record["versions"]],
        empty=f"The edition {record['edition']} has no versions yet.",
    )  # fmt: skip


def _edition(session: Session, found: Release) -> dict[str, Any]:
    from translate_flow.services import releases

    states = {row.version_id: row for row in releases.rows(session, found)}
    by: dict[int, list[Blocker]] = {}
    if found.state != "out":
        for one in releases.blockers(session, found, actor=None, now=desk().now):
            by.setdefault(one.version.id, []).append(one)
    versions = [
        {"version": version.address, "status": version.status, "state": states[version.id].state, "out_at": states[version.id].out_at,
         "blockers": [_plain(one) for one in by.get(version.id, [])]}
        for version in releases.versions_of(session, found)
    ]  # fmt: skip
    return {"edition": found.name, "mode": found.mode, "state": found.state, "out_at": found.out_at, "versions": versions}


def _plain(one: Blocker) -> dict[str, Any]:
    return {"gate": one.gate, "what": _sentence(one), "remedy": one.remedy, "until": one.until}


def _shown(session: Session, found: Release, message: str) -> None:
    if desk().json:
        session.flush()
        render.data(_edition(session, found))
    render.say(message)


@edition_app.command("list", epilog="Example: translate-flow edition list")
def list_() -> None:
    """List the editions, the newest first."""
    from translate_flow.services import releases

    here = desk()
    with here.session() as session:
        here.reader(session)
        found = releases.everything(session)
    if here.json:
        render.data([{"edition": one.name, "mode": one.mode, "state": one.state, "versions": count, "out": out, "out_at": one.out_at} for one, count, out in found])
        return
    rows = [[one.name, one.mode, words(one.state), str(count), str(out), here.moment(one.out_at)] for one, count, out in found]
    render.table(["edition", "goes", "state", "versions", "out", "since"], rows, right=["versions", "out"], empty="There are no editions.")


@edition_app.command("publish", epilog="Example: translate-flow edition publish march")
def publish(name: Name, despite: Despite = "") -> None:
    """Bring an edition out: all of it or nothing, or (made with --each) what is ready; the worker brings out the rest."""
    from translate_flow.cli.publishers import bring_up
    from translate_flow.services import releases

    with desk().acting() as (session, me, now):
        found = releases.find(session, name)
        out = releases.publish(session, found, actor=me, now=now, despite=despite)
        waiting = sum(row.state == "waiting" for row in releases.rows(session, found))
        message = f"{found.name}: {amount(len(out), 'version')} out" + (f", {amount(waiting, 'version')} to follow" if waiting else "") + ". "
    bring_up(message, out, note=found.name)


@edition_app.command("schedule", epilog="Example: translate-flow edition schedule march --at '2026-12-01 18:00'")
def edition_schedule(
    name: Name, at: At = "", zone: Zone = "", first: First = False, second: Second = False, despite: Despite = "", cancel: Cancel = False,
) -> None:  # fmt: skip
    """Set an edition to go out at a moment."""
    from translate_flow.errors import UsageError
    from translate_flow.services import gates, releases, schedules

    if bool(at) == cancel:
        raise UsageError("When?", remedy="Give --at '2026-12-01 18:00', or --cancel.")
    with desk().acting() as (session, me, now):
        found = releases.find(session, name)
        if cancel:
            schedules.cancel(session, actor=me, now=now, release=found)
            _planned(f"{found.name}: no longer scheduled.", [])
            return
        moment = _moment(at, zone, first, second)
        schedules.plan_release(session, found, releases.to_go(session, found), at=moment, zone=zone or me.zone, actor=me, now=now, despite=despite)
        blockers = gates.passed(releases.blockers(session, found, actor=me, now=moment), despite)[0]
        _planned(f"{found.name}: scheduled for {desk().moment(moment)}. `translate-flow worker` must run then.", blockers)
        if desk().json:
            render.data(_edition(session, found))


@edition_app.command("rollback", epilog="Example: translate-flow edition rollback march --reason 'a figure is wrong'")
def rollback(
    name: Name, reason: Reason = "",
    despite: Annotated[str, typer.Option("--despite", metavar="WHY", help="Leave what readers see newer texts of, and take the rest back.", show_default=False)] = "",
) -> None:  # fmt: skip
    """Show readers again what they saw before an edition.

    Every version at once, in one step; no text changes. Where readers see something newer by now, nothing is done unless --despite.
    """
    from translate_flow.cli.publishers import bring_up
    from translate_flow.services import releases

    with desk().acting() as (session, me, now):
        found = releases.find(session, name)
        back, left = releases.rollback(session, found, actor=me, now=now, reason=reason, despite=despite)
    named = f" {', '.join(version.address for version in left)}: left as it is." if left else ""
    bring_up(f"{found.name}: {amount(len(back), 'version')} taken back.{named} ", back, note=f"{found.name} rolled back")
