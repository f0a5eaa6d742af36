"""Commands of planning: target set, list, remove, check; priority, due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk, moment
from translate_flow.cli.parts import Reason, amount, complete_address, new_app
from translate_flow.cli.selecting import Selected, act, selecting
from translate_flow.workflow import Priority

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from translate_flow.models import Person, Version
    from translate_flow.models_planning import WantedLanguage
    from translate_flow.services.selection import Verb

app = new_app()
target = new_app()
app.add_typer(target, name="target", help="Say which languages are wanted of which articles, from what, by when.", epilog="Example: translate-flow target list")

Languages = Annotated[list[str], typer.Argument(metavar="LANG...", show_default=False)]
OfSection = Annotated[str, typer.Option("--section", metavar="NAME", help="Of articles of this section.", show_default=False)]
OfTag = Annotated[str, typer.Option("--tag", metavar="NAME", help="Of articles with this tag.", show_default=False)]
OfKind = Annotated[str, typer.Option("--kind", metavar="NAME", help="Of articles of this kind: post, page …", show_default=False)]


@target.command("set", epilog="Example: translate-flow target set pt fr --section news --days 3 --class correction=1,facts=3")
def put(
    languages: Languages, section: OfSection = "", tag: OfTag = "", kind: OfKind = "",
    parent: Annotated[str, typer.Option("--from", metavar="LANG", help="Translated from this version; else from the original.", show_default=False)] = "",
    days: Annotated[str, typer.Option("--days", metavar="N", help="Within so many days of being asked for.", show_default=False)] = "",
    classes: Annotated[str, typer.Option("--class", metavar="CLASS=N,…", help="Within how many days a published version follows a change of a class.", show_default=False)] = "",
    priority: Annotated[str, typer.Option("--priority", metavar="LEVEL", help="low, high or urgent; else normal. Takes a --reason.", show_default=False)] = "",
    reason: Reason = "",
) -> None:  # fmt: skip
    """Want languages of articles: of all, or of a section, a tag, a kind.

    Of several targets that fit an article the narrowest holds for a language: the one that names more of section, tag and kind; of those that
    name as many, tag goes before section, and section before kind; then the one set last. What is set again is replaced as a whole.
    """
    from translate_flow.services import targets, urgency
    from translate_flow.services.targets import Scope, Wish

    scope = Scope(section.strip(), tag.strip(), kind.strip())
    level = urgency.level(priority) if priority else Priority.NORMAL
    wish = Wish(parent, targets.days(days) if days else None, targets.class_days(classes), level, reason)
    here = desk()
    with here.acting() as (session, me, now):
        rows = targets.put(session, languages, scope, wish, actor=me, now=now)
        if here.json:
            render.data([targets.plain(row) for row in rows])
        render.say(f"{', '.join(row.language for row in rows)} wanted of {scope}{_terms(rows[0])}.")
        for note in targets.unknown(session, scope):
            render.warn(note)
    render.say("Next: translate-flow request --all-targets --dry-run shows what is missing.")


def _terms(row: WantedLanguage) -> str:
    found = [f"from {row.parent}"] if row.parent else []
    found += [f"within {amount(row.days, 'day')}"] if row.days else []
    found += [_classes(row)] if row.class_days else []
    found += [f"priority {Priority(row.priority).word}"] if row.priority else []
    return "".join(f", {one}" for one in found)


def _classes(row: WantedLanguage) -> str:
    from translate_flow.text.classes import ChangeClass

    return ", ".join(f"{one.value}={row.class_days[one]}" for one in reversed(ChangeClass) if one in row.class_days)


@target.command("remove", epilog="Example: translate-flow target remove fr --section news")
def remove(languages: Languages, section: OfSection = "", tag: OfTag = "", kind: OfKind = "") -> None:
    """Take targets away: those of exactly that section, tag and kind.

    What was asked for stays asked for.
    """
    from translate_flow.services import targets
    from translate_flow.services.targets import Scope

    scope = Scope(section.strip(), tag.strip(), kind.strip())
    here = desk()
    with here.acting() as (session, me, now):
        rows = targets.remove(session, languages, scope, actor=me, now=now)
        if here.json:
            render.data([targets.plain(row) for row in rows])
        render.say(f"{', '.join(row.language for row in rows)} no more wanted of {scope}. What was asked for stays.")


@target.command("list", epilog="Example: translate-flow target list")
def listing() -> None:
    """List the targets, the narrowest last."""
    from translate_flow.services import policy, targets

    here = desk()
    with here.session() as session:
        here.reader(session)
        rows = policy.targets(session)
    if here.json:
        render.data([targets.plain(row) for row in rows])
        return
    cells = [
        [str(targets.scope_of(row)), row.language, row.parent, here.number(row.days), _classes(row), Priority(row.priority).word if row.priority else "", row.reason]
        for row in rows
    ]
    render.table(["of", "language", "from", "days", "of a change", "priority", "reason"], cells, right=["days"], empty="There are no targets yet: translate-flow target set LANG…")


@target.command("check", epilog="Example: translate-flow target check")
def check() -> None:
    """Show which articles no target fits, and what is wrong with the targets.

    Targets that hold for no article, whose parent is missing, that nobody can translate, or that wait for each other: then the exit status is 7.
    """
    from translate_flow.services import targets

    here = desk()
    with here.session() as session:
        here.reader(session)
        found = targets.check(session)
    if here.json:
        problems = [{**targets.plain(row), "problem": what} for row, what in found.problems]
        render.data({"articles": found.articles, "without": found.without, "examples": found.examples, "problems": problems})
    else:
        render.table(["of", "language", "problem"], [[str(targets.scope_of(row)), row.language, what] for row, what in found.problems])
    if found.without:
        render.say(f"Wanted in no other language: {here.number(found.without)} of {amount(found.articles, 'article')}, such as {', '.join(found.examples)}.")
    if found.problems:
        raise typer.Exit(7)
    render.say(f"The targets hold together; {amount(found.articles, 'article')} looked at.")


# ── what comes first, and by when ────────────────────────────────────────────────────────────────────────────────────


@app.command("priority", epilog="Example: translate-flow priority march-8/pt high --reason 'the vote is on Sunday'")
@selecting
def priority(
    names: Annotated[list[str], typer.Argument(metavar="[ARTICLE[/LANG]]... LEVEL", autocompletion=complete_address, show_default=False)],
    reason: Reason = "",
    *,
    selected: Selected,
) -> None:
    """Say what open work comes first, and why: low, normal, high, urgent.

    ARTICLE stands for all its translations that are open. It shows in `tasks`, which are listed by priority, then by date. When a version
    is out, its priority is normal again.
    """
    from translate_flow.services import urgency

    *addresses, level = names
    wanted = urgency.level(level)
    urgency.why(wanted, reason)

    def step(session: Session, me: Person, now: datetime) -> Verb:
        def verb(version: Version) -> str:
            urgency.prioritise(session, version, wanted, reason=reason, actor=me, now=now)
            return f"has the priority {wanted.word}"

        return verb

    act(_open(addresses), selected, None, step, doing="prioritise")


@app.command("due", epilog="Example: translate-flow due march-8/pt 2026-12-01")
@selecting
def due(
    names: Annotated[list[str], typer.Argument(metavar="[ARTICLE[/LANG]]... DATE", autocompletion=complete_address, show_default=False)],
    reason: Reason = "",
    *,
    selected: Selected,
) -> None:
    """Change by when open work is to be done; none takes its date away.

    ARTICLE stands for all its translations that are open. A date that a person set is never moved by a target.
    """

    *addresses, day = names

    def step(session: Session, me: Person, now: datetime) -> Verb:
        from translate_flow.services import urgency

        due_at = None if day == "none" else moment(day, desk())

        def verb(version: Version) -> str:
            urgency.set_due(session, version, due_at, actor=me, now=now, reason=reason)
            return f"is due {desk().moment(due_at)}" if due_at else "has no date any more"

        return verb

    act(_open(addresses), selected, None, step, doing="change")


def _open(names: list[str]) -> list[str]:
    """Addresses, with those of an article's open translations in the place of its key."""
    if all("/" in name for name in names):
        return names
    from translate_flow.errors import NotAllowed
    from translate_flow.services import lookup, selection

    found: list[str] = []
    with desk().acting(writes=False) as (session, _, now):
        for name in names:
            if "/" in name:
                found.append(name)
                continue
            chosen = selection.Chosen(article=lookup.article(session, name).key)
            mine = [version.address for version in selection.choose(session, chosen, selection.statuses(None), now=now)]
            if not mine:
                raise NotAllowed(f"No translation of {name} is open", remedy=f"`translate-flow status {name}` shows where they stand.")
            found += mine
    return found
