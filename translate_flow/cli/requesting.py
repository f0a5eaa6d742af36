"""The command that asks for versions: request."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk, moment
from translate_flow.cli.parts import Due, amount, complete_address, new_app
from translate_flow.cli.selecting import DryRun, Kind, Lang, Section, Tag, Yes, sure
from translate_flow.workflow import Priority, words

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from translate_flow.models import Version
    from translate_flow.services.requesting import Ask, Plan
    from translate_flow.services.selection import Chosen

app = new_app()
_SHOWN = 40  # versions told one by one; more are summed up


@app.command("request", epilog="Example: translate-flow request march-8 pt fr --due 2026-12-01")
def request(
    article: Annotated[str, typer.Argument(metavar="[ARTICLE]", autocompletion=complete_address, show_default=False)] = "",
    languages: Annotated[list[str] | None, typer.Argument(metavar="[LANG]...", show_default=False)] = None,
    parent: Annotated[str, typer.Option("--from", metavar="LANG", help="Translate from this version; else as the targets say, or from the original.")] = "",
    due: Due = "",
    everything: Annotated[bool, typer.Option("--all-targets", help="Whatever the newsroom's targets want and is missing, of the article or of all.")] = False,
    section: Section = "", tag: Tag = "", kind: Kind = "", language: Lang = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="With --all-targets: so many at most, the newest articles first; 0 for all.")] = 0,
    again: Annotated[bool, typer.Option("--again", help="With --all-targets: also what was called off.")] = False,
    dry_run: DryRun = False, yes: Yes = False,
) -> None:  # fmt: skip
    """Ask for an article in one or more languages.

    All of them are asked for, or none. --from makes it a relay: from a translation instead of the original; for a version that
    is there already, it changes what that is translated from, and keeps its text. Without --due, and without --from, the newsroom's
    targets say by when and from what (see `target`). --all-targets asks for all that they want and that nobody has asked for.
    """
    from translate_flow.errors import UsageError

    if not everything:
        if not article or not languages:
            raise UsageError("Which article, in which languages?", remedy="Such as: request march-8 pt fr. Or say --all-targets.")
        if section or tag or kind or language or limit or again:
            raise UsageError("These options choose among what the targets want", remedy="Say --all-targets, or leave them out.")
        _request(article, languages, parent, due, dry_run)
        return
    if languages or parent or due:
        raise UsageError("With --all-targets, the targets say in which languages, from what and by when", remedy="Leave those out; --lang chooses a language.")
    chosen = {"article": article, "section": section, "tag": tag, "kind": kind, "language": language}
    if not dry_run and not yes and sys.stdin.isatty():
        with desk().acting(writes=False) as (session, _, now):
            count = sum(len(plan.asks) for plan in _plans(session, chosen, now, again, limit))
        sure(count, "request")
    _request_all(chosen, again, limit, dry_run)


def _request(article: str, languages: list[str], parent: str, due: str, dry_run: bool) -> None:
    from translate_flow.reports import status
    from translate_flow.services import coordination, lookup, requesting

    here = desk()
    with here.acting() as (session, me, now):
        found = lookup.article(session, article)
        due_at = moment(due, here) if due else None
        wanted = [(tag, parent, "") for tag in languages] if parent else requesting.sources(session, found, languages)
        step = session.begin_nested()
        versions = [coordination.request(session, found, tag, actor=me, now=now, source=source, due_at=due_at) for tag, source, _ in wanted]
        session.flush()
        if here.json:
            render.data(status.records(session, versions))
        for version, (_, _, note) in zip(versions, wanted, strict=True):
            render.say(f"{version.address} is {words(version.status)}, from {version.parent_language}{_when(version)}.")
            if note:
                render.warn(f"{version.address} {note}.")
        _next(versions, dry_run)
        (step.rollback if dry_run else step.commit)()


def _when(version: Version) -> str:
    due = f", due {desk().moment(version.due_at)}" if version.due_at else ""
    return due + (f", priority {Priority(version.priority).word}" if version.priority else "")


def _next(versions: list[Version], dry_run: bool) -> None:
    free = next((version for version in versions if version.status == "requested"), None)
    if dry_run:
        render.say("Nothing was asked for. Without --dry-run, this is done.")
    elif free is not None:
        render.say(f"Next: translate-flow assign {free.address} HANDLE, or let translators claim it.")
    elif any(version.head_id for version in versions):
        render.say(f"Next: translate-flow diff {versions[0].address} shows how it stands to its new parent.")


# ── all targets ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _plans(session: Session, chosen: dict[str, Any], now: datetime, again: bool, limit: int) -> list[Plan]:
    from translate_flow.errors import NotFound
    from translate_flow.services import lookup, policy, requesting, selection

    if not policy.targets(session):
        raise NotFound("The newsroom has no targets yet", remedy="Say what is wanted: translate-flow target set pt fr --days 7.")
    if chosen["article"]:
        chosen = {**chosen, "article": lookup.article(session, chosen["article"]).key}
    found: Chosen = selection.checked(session, selection.Chosen(**chosen))
    return list(requesting.plans(session, found, now=now, again=again, limit=limit))


def _request_all(chosen: dict[str, str], again: bool, limit: int, dry_run: bool) -> None:
    from translate_flow.services import requesting

    with desk().acting(writes=not dry_run) as (session, me, now):
        plans = _plans(session, chosen, now, again, limit)
        asks = [one for plan in plans for one in plan.asks]
        left = sum((plan.left for plan in plans), Counter[str]())
        if not dry_run:
            for plan in plans:
                requesting.ask(session, plan, actor=me, now=now)
        else:
            requesting.may(asks, me)
    _tell(asks, left, dry_run)


def _tell(asks: list[Ask], left: Counter[str], dry_run: bool) -> None:
    here = desk()
    if here.json:
        render.data({"dry_run": dry_run, "requested": [_plain(one) for one in asks], "left": dict(left)})
    elif len(asks) <= _SHOWN:
        rows = [[one.address, one.parent, here.number(one.words), here.moment(one.columns["due_at"]), _priority(one), one.note] for one in asks]
        render.table(["version", "from", "words", "due", "priority", "note"], rows, right=["words"])
    else:
        _sums(asks)
    for why, count in left.items():
        render.warn(f"{amount(count, 'version')} left out: {why}.")
    counted = sum(one.words or 0 for one in asks)
    if not asks:
        render.say("Nothing is missing: all that the targets want is there or asked for." if not left else "Nothing else is missing.")
    elif dry_run:
        render.say(f"{amount(len(asks), 'version')}, {amount(counted, 'word')}. Nothing was asked for. Without --dry-run, this is done.")
    else:
        render.say(f"{amount(len(asks), 'version')} requested, {amount(counted, 'word')}. Next: translate-flow assign --suggest, or let translators claim them.")


def _sums(asks: list[Ask]) -> None:
    """By language."""
    here = desk()
    rows = []
    for tag in sorted({one.language for one in asks}):
        mine = [one for one in asks if one.language == tag]
        due = sorted(one.columns["due_at"] for one in mine if one.columns["due_at"])
        rows.append([
            tag, here.number(len(mine)), here.number(sum(one.words or 0 for one in mine)), here.moment(due[0]) if due else "", here.moment(due[-1]) if due else "",
            here.number(sum(one.columns["priority"] > 0 for one in mine)), here.number(sum(bool(one.note) for one in mine)),
        ])  # fmt: skip
    numbers = ["versions", "words", "hurried", "with a note"]
    render.table(["language", "versions", "words", "due from", "to", "hurried", "with a note"], rows, right=numbers, title="To be asked for (--json lists each)")


def _priority(one: Ask) -> str:
    return Priority(one.columns["priority"]).word if one.columns["priority"] else ""


def _plain(one: Ask) -> dict[str, Any]:
    return {
        "article": one.article.key, "language": one.language, "parent": one.parent, "due_at": one.columns["due_at"], "words": one.words,
        "priority": Priority(one.columns["priority"]).word, "priority_reason": one.columns["priority_reason"] or None, "note": one.note or None,
    }  # fmt: skip
