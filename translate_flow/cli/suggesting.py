"""What `assign --suggest` shows and does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk, moment
from translate_flow.cli.parts import amount
from translate_flow.workflow import words

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from translate_flow.cli.selecting import Selected
    from translate_flow.errors import TranslateFlowError
    from translate_flow.models import Claim, Version
    from translate_flow.services.suggesting import Suggested


def show(
    addresses: Sequence[str], selected: Selected, *, limit: int = 50, people: int = 3, take: bool = False, hours: int | None = None, due: str = "",
) -> None:
    """Proposes people for these versions, or for the free ones of a selection; with `take` gives each to whom is proposed first."""
    from translate_flow.errors import UsageError
    from translate_flow.services import suggesting

    if addresses and selected:
        raise UsageError("Versions are either named or chosen", remedy="Leave out the names, or the options that choose.")
    here, dry_run = desk(), selected.dry_run
    with here.acting(writes=take and not dry_run) as (session, me, now):
        suggesting.may(me)
        versions = _named(session, addresses) if addresses else _free(session, selected, now, limit)
        found = suggesting.suggest(session, versions, now=now, limit=people)
        taken: dict[int, Claim] = {}
        refused: dict[int, TranslateFlowError] = {}
        if take and not dry_run:
            taken, refused = suggesting.take(session, found, actor=me, now=now, hours=hours, due_at=moment(due, here) if due else None, each=selected.each)
        if here.json:
            render.data([_record(one, taken, refused) for one in found])
        else:
            _drawn(found, taken, refused)
        _told(found, taken, refused, take=take, dry_run=dry_run)
    if refused:
        raise typer.Exit(next(iter(refused.values())).exit_code)


def _named(session: Session, addresses: Sequence[str]) -> list[Version]:
    from translate_flow.errors import NotAllowed
    from translate_flow.models import Article
    from translate_flow.services import lookup

    lookup.hold(session, Article.key.in_([lookup.split(address)[0] for address in addresses]))  # all at once, in the order in which everybody takes them
    found = {version.id: version for address in addresses for version in (lookup.version(session, address),)}
    for version in found.values():
        if version.status != "requested":
            raise NotAllowed(f"{version.address} is {words(version.status)}: there is nobody to propose for it", remedy="People are proposed for what is requested, and free.")
    return list(found.values())


def _free(session: Session, selected: Selected, now: datetime, limit: int) -> list[Version]:
    from translate_flow.services import suggesting

    return suggesting.free(session, selected.resolved(session), now=now, limit=limit)


def _drawn(found: Sequence[Suggested], taken: dict[int, Claim], refused: dict[int, TranslateFlowError]) -> None:
    here = desk()
    rows = []
    for one in found:
        claim = taken.get(one.version.id)
        for at, person in enumerate(one.people):
            given = f"until {here.moment(claim.until)}" if claim is not None and at == 0 else "refused" if one.version.id in refused and at == 0 else ""
            why = "; ".join(f"{reason.said} ({reason.points:+d})" if reason.points else reason.said for reason in person.reasons)
            rows.append([one.version.address if at == 0 else "", here.number(one.words) if at == 0 else "", person.person.handle, here.number(person.score), why, *([given] if taken or refused else [])])
        if not one.people:
            rows.append([one.version.address, here.number(one.words), "nobody", "", f"no translator of {one.version.parent_language} → {one.version.language} is here", *([""] if taken or refused else [])])
    columns = ["version", "words", "who", "score", "why", *(["given"] if taken or refused else [])]
    render.table(columns, rows, right=["words", "score"], empty="Nothing is free to be given.")


def _told(found: Sequence[Suggested], taken: dict[int, Claim], refused: dict[int, TranslateFlowError], *, take: bool, dry_run: bool) -> None:
    here = desk()
    for one in found:
        if error := refused.get(one.version.id):
            render.complain(error.told(here.moment), error.remedy)
    if taken or refused:
        render.say(f"{amount(len(taken), 'version')} given, {here.number(len(refused))} refused.")
    elif take and dry_run and found:
        given = sum(bool(one.people) for one in found)
        render.say(f"{amount(given, 'version')} would be given, each to whom is named first. Nothing was changed.")
    elif found:
        render.say("Next: the same with --take gives each to whom is named first; `assign ARTICLE/LANG HANDLE` gives one to somebody else.")


def _record(one: Suggested, taken: dict[int, Claim], refused: dict[int, TranslateFlowError]) -> dict[str, Any]:
    version, error = one.version, refused.get(one.version.id)
    claim = taken.get(version.id)
    return {
        "article": version.article.key, "language": version.language, "parent": version.parent_language, "priority": version.priority,
        "due_at": version.due_at, "words": one.words, "able": one.able,
        "people": [
            {"person": person.person.handle, "score": person.score,
             "parts": [{"part": reason.part, "points": reason.points, "reason": reason.said, **reason.figures} for reason in person.reasons]}
            for person in one.people
        ],
        "assigned": one.people[0].person.handle if claim is not None else None, "claimed_until": claim.until if claim is not None else None,
        "refused": error.told(lambda at: at.isoformat()) if error is not None else None,
    }  # fmt: skip
