"""The command of a coordinator who comes with a site: adopt."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import amount, called, new_app

if TYPE_CHECKING:
    from translate_flow.adoption.items import Group, Item, Survey, Unread
    from translate_flow.adoption.sites import Source
    from translate_flow.aside import Aside
    from translate_flow.services.adopting import Step

app = new_app()
SHOWN = 40  # rows of a table that people read
TOGETHER = 20  # articles of one transaction: nobody else waits long for the database
KINDS = {"language": "its language", "article": "which article it belongs to", "parent": "what it was translated from", "source text": "which text of that it follows"}
SAID = {"revised": "new text", "queued": "waits for you", "refused": "left alone", "contradiction": "contradiction"}


class _Undo(Exception):
    """Ends a transaction of which nothing is kept."""


@app.command("adopt", epilog="Example: translate-flow adopt site.xml --dry-run")
def adopt(
    source: Annotated[str, typer.Argument(metavar="SOURCE", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done, and why.")] = False,
    certain: Annotated[float, typer.Option("--certain", min=0.5, max=1.0, help="How sure a thing must be to be done without asking.")] = 0.9,
    language: Annotated[str, typer.Option("--lang", metavar="LANG", help="The language of what says none, such as the root of a tree.")] = "",
    pattern: Annotated[str, typer.Option("--pattern", metavar="PATTERN", help="Where translations lie in a tree: content/{language}/{path}.")] = "",
    source_pattern: Annotated[str, typer.Option("--source-pattern", metavar="PATTERN", help="Where their sources lie: content/{path}.")] = "",
    user: Annotated[str, typer.Option("--user", help="For a WordPress site: the user; the application password comes from TRANSLATE_FLOW_PASSWORD.")] = "",
) -> None:
    """Take over a site that already has translations.

    SOURCE is a WordPress export, the address of a WordPress site, a folder of saved pages, a git repository or a tree of Markdown or
    HTML, or a feed saved to disk. What belongs together, what was translated from what, and which revision each text follows is inferred; what is
    sure comes in, the rest waits in `adoptions`. Run it again when the site has moved on: only what is new comes in.
    """
    from translate_flow.adoption import sites
    from translate_flow.languages import normalise

    told = normalise(language) if language else ""
    found = sites.find(
        source, root=desk().home.parent, language=told, pattern=pattern, source_pattern=source_pattern, user=user,
        password=os.environ.get("TRANSLATE_FLOW_PASSWORD", ""), home=desk().home, told=render.say,
    )  # fmt: skip
    mark = found.mark()
    if mark and _marked(found.name) == mark:
        _nothing_new(found.name)
        return
    with _beside(found) as aside:
        reading = found.items(aside)
        default = _default(told)  # what it imports takes as long as git does
        items, unread = _read(found, reading)
        mark = mark or found.mark()
        if found.kind in {"wxr", "wordpress"}:
            items = _settled(items)
        items, survey = sites.qualified(found, items, _survey(items, default, aside))
        broken = any(one.state == "lost" for one in unread) or bool(unread and not items)
        steps = list(_take(found, items, survey, "" if broken else mark, certain, dry_run, aside))
    _tell(steps, [*unread, *_noted(items, steps)], _tally(survey, steps, certain), certain, dry_run)
    if broken:
        raise typer.Exit(6)


def _beside(found: Source) -> Aside:
    """A process that reads beside this one, where there is a history to read."""
    from translate_flow.adoption import beside
    from translate_flow.aside import Aside

    return Aside(beside.work if found.kind == "git" else None)


def _noted(items: Mapping[str, Item], steps: list[Step]) -> Iterator[Unread]:
    """What was odd in the texts that came in, or changed: they were read all the same."""
    from translate_flow.adoption.items import Unread

    for step in steps:
        item = items.get(step.origin)
        if item is not None and step.outcome in {"created", "added", "revised", "queued"}:
            for warning in item.warnings:
                why, _, remedy = warning.partition(". ")
                yield Unread(item.place or item.origin, why.rstrip("."), remedy or "Look at the text; mend it on the site where that is wrong.", "noted")


def _marked(source: str) -> str | None:
    from translate_flow.services import readers

    with desk().reading() as connection:
        return readers.mark(connection, source)


def _default(told: str) -> str:
    """The language of what says none: as it is told here, else the newsroom's. Raises NotAllowed unless a coordinator asks."""
    from translate_flow.services import people, settings
    from translate_flow.workflow import Role

    with desk().acting(writes=False) as (session, me, _):
        people.must_be(me, Role.COORDINATOR, doing="adopt")
        return told or str(settings.get(session, "language"))


def _settled(items: dict[str, Item]) -> dict[str, Item]:
    """Posts by the origins that they are known by here."""
    from translate_flow.services import numbers

    with desk().acting(writes=False) as (session, _, _):
        return numbers.settled(session, items)


def _nothing_new(name: str) -> None:
    if desk().json:
        render.data({"steps": [], "unread": [], "sure": {}})
    else:
        render.say(f"Nothing new in {name}.")


def _read(found: Source, reading: Iterator[Item | Unread]) -> tuple[dict[str, Item], list[Unread]]:
    from translate_flow.adoption.items import Unread
    from translate_flow.adoption.shelf import Shelf
    from translate_flow.cli.progress import Progress

    shelf = Shelf(desk().home)
    items: dict[str, Item] = {}
    unread: list[Unread] = []
    with Progress("reading", total=found.total) as progress:
        for one in reading:
            progress.step()
            if isinstance(one, Unread):
                unread.append(one)
            elif one.origin in items:
                unread.append(Unread(one.origin, "comes twice: the second was left out", "Give each text an address of its own, and adopt again."))
            else:
                items[one.origin] = shelf.put(one)
    return items, unread


def _survey(items: dict[str, Item], default: str, aside: Aside) -> Survey:
    from translate_flow.adoption import beside
    from translate_flow.adoption.inference import survey

    return survey(list(items.values()), default_language=default, each=lambda group: beside.ask_blocks(aside, items, group.members))


def _take(found: Source, items: dict[str, Item], survey: Survey, mark: str, certain: float, dry: bool, aside: Aside) -> Iterator[Step]:
    """Some articles in a transaction each: a run that is interrupted goes on where it was. Of a `dry` one nothing is kept."""
    from translate_flow.cli.progress import Progress
    from translate_flow.services import adopting

    keys: set[str] = set()
    parts = list(_parts(survey.groups)) or [()]
    with Progress("adopting", total=len(survey.groups)) as progress:
        for number, part in enumerate(parts, 1):
            with suppress(_Undo), desk().acting() as (session, me, now):
                run = adopting.begin(session, found.name, found.kind, actor=me, now=now)
                taken = adopting.Adopter(session, run, items, me, now, certain, aside, keys).take(part)
                if number == len(parts):
                    taken += adopting.contradict(session, run, survey.contradictions)
                    adopting.finish(session, run, mark=mark, now=now)
                if dry:
                    raise _Undo
            yield from taken
            for _ in part:
                progress.step()


def _parts(groups: tuple[Group, ...]) -> Iterator[tuple[Group, ...]]:
    for at in range(0, len(groups), TOGETHER):
        yield groups[at : at + TOGETHER]


def _tally(survey: Survey, steps: list[Step], certain: float) -> dict[str, list[int]]:
    """Of what came in, or waits: how many things of each kind are at least 0.95 sure, sure enough, and asked about."""
    new = {step.origin for step in steps if step.outcome in {"created", "added", "queued"}}
    tally: dict[str, list[int]] = {kind: [0, 0, 0] for kind in KINDS}
    for group in survey.groups:
        for place, member in enumerate(group.members):
            facts = {"language": member.language, "article": member.group, "parent": member.parent, "source text": member.base}
            for kind, fact in facts.items() if member.origin in new else ():
                if kind == "language" or (place and (fact.value or kind == "article")):
                    tally[kind][0 if fact.confidence >= max(0.95, certain) else 1 if fact.confidence >= certain else 2] += 1
    return tally


def _tell(steps: list[Step], unread: list[Unread], tally: dict[str, list[int]], certain: float, dry: bool) -> None:
    here = desk()
    if here.json:
        render.data({
            "steps": [{"origin": step.origin, "article": step.article or None, "language": step.language or None, "outcome": step.outcome, "parent": step.parent or None,
                       "confidence": step.confidence, "why": step.why or None} for step in steps],
            "unread": [{"place": one.place, "why": one.why, "remedy": one.remedy, "state": one.state} for one in unread],
            "sure": {kind: dict(zip(("certain", "sure", "asked"), counts, strict=True)) for kind, counts in tally.items()},
        })  # fmt: skip
        return
    _came(steps, dry)
    order = ["contradiction", "refused", "queued", "revised"]
    told = sorted((step for step in steps if step.outcome in order), key=lambda step: (order.index(step.outcome), -step.confidence))
    rows = [
        [called(step.origin), SAID[step.outcome], f"{step.article}/{step.language}" if step.article and step.language else step.article or step.language or "?",
         f"{step.confidence:.2f}" if step.outcome == "queued" else "", step.why]
        for step in told[:SHOWN]
    ]  # fmt: skip
    if rows:
        render.table(["text", "becomes" if dry else "is", "of", "sure", "because"], rows, right=["sure"])
    if len(told) > SHOWN:
        render.say(f"… and {here.number(len(told) - SHOWN)} more: --json has them all.")
    _unread(unread)
    _sure(tally, certain)
    _sum(steps, unread, dry)


def _sure(tally: dict[str, list[int]], certain: float) -> None:
    """How sure all of it is, kind by kind."""
    rows = [[KINDS[kind], *map(desk().number, counts)] for kind, counts in tally.items() if any(counts)]
    if rows:
        render.table(["how sure", "at least 0.95" if certain <= 0.95 else "enough", f"at least {certain:.2f}", "less: you are asked"], rows, right=["at least 0.95", "enough", f"at least {certain:.2f}", "less: you are asked"])


def _unread(unread: list[Unread]) -> None:
    """What was not read, one by one; what was noted of texts that were, each note once."""
    left = [one for one in unread if one.state != "noted"]
    for one in left[:SHOWN]:
        render.warn(f"{one.place}: {one.why}. {one.remedy}".rstrip())
    if len(left) > SHOWN:
        render.warn(f"… and {desk().number(len(left) - SHOWN)} more could not be read: --json has them all.")
    notes: dict[tuple[str, str], list[str]] = {}
    for one in unread:
        if one.state == "noted":
            notes.setdefault((one.why, one.remedy), []).append(one.place)
    for (why, remedy), places in list(notes.items())[:SHOWN]:
        more = f" and {amount(len(places) - 1, 'other text')}" if len(places) > 1 else ""
        render.warn(f"{places[0]}{more}: {why}. {remedy}".rstrip())
    if len(notes) > SHOWN:
        render.warn(f"… and {amount(len(notes) - SHOWN, 'other note')}: --json has them all.")


def _came(steps: list[Step], dry: bool) -> None:
    """A line for each article that something came into, its new versions with what they come from."""
    articles: dict[str, list[Step]] = {}
    for step in steps:
        if step.outcome in {"created", "added"}:
            articles.setdefault(step.article, []).append(step)
    rows = []
    for key, found in list(articles.items())[:SHOWN]:
        first = next((step.language for step in found if step.outcome == "created" and not step.parent), "")
        others = [step.language if step.parent == first else f"{step.language} (from {step.parent})" for step in found if step.language != first]
        rows.append([key, first, " ".join(others), f"{min(step.confidence for step in found):.2f}"])
    if rows:
        render.table(["article", "original", "versions", "sure"], rows, title="What would come in" if dry else "What came in", right=["sure"])
    if len(articles) > SHOWN:
        render.say(f"… and {amount(len(articles) - SHOWN, 'article')} more: --json has them all.")


def _sum(steps: list[Step], unread: list[Unread], dry: bool) -> None:
    count = Counter(step.outcome for step in steps)
    names = [("created", "article"), ("added", "translation"), ("revised", "new text"), ("unchanged", ""), ("queued", ""), ("refused", ""), ("contradiction", "contradiction")]
    words = {"unchanged": "unchanged", "queued": "waiting for you", "refused": "left alone"}
    told = [f"{desk().number(count[name])} {words[name]}" if name in words else amount(count[name], what) for name, what in names if count[name]]
    if away := sum(one.state != "noted" for one in unread):
        told.append(f"{desk().number(away)} not read")
    render.say((", ".join(told) or "Nothing to adopt") + ".")
    if dry:
        render.say("Nothing was changed. Without --dry-run, this is done.")
    elif waiting := _waiting():
        render.say(f"{amount(waiting, 'question')} for you: translate-flow adoptions")
    elif count["created"] or count["added"]:
        render.say("Next: translate-flow status")


def _waiting() -> int:
    from translate_flow.services import inferences

    with desk().session() as session:
        return inferences.open_questions(session)
