"""Commands for anybody: status, show, log."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import complete_address, freshness, new_app
from translate_flow.errors import UsageError
from translate_flow.text.classes import ChangeClass
from translate_flow.workflow import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

app = new_app()
Anything = Annotated[str, typer.Argument(metavar="ARTICLE[/LANG]", autocompletion=complete_address, show_default=False)]


class Watchable(TyperCommand):
    """`--watch` with its seconds or without, which Typer knows no way to say."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        from translate_flow.cli.dashboard import EVERY

        end = args.index("--") if "--" in args else len(args)
        told = [
            f"--watch={EVERY}" if word == "--watch" and not (at + 1 < end and args[at + 1].lstrip("-").isdecimal()) else word
            for at, word in enumerate(args[:end])
        ]  # fmt: skip
        return super().parse_args(ctx, [*told, *args[end:]])


@app.command("status", cls=Watchable, epilog="Example: translate-flow status march-8")
def status(
    address: Annotated[str, typer.Argument(metavar="[ARTICLE]", autocompletion=complete_address, show_default=False)] = "",
    watch: Annotated[int | None, typer.Option("--watch", min=1, metavar="[SECONDS]", help="Look again so often (5), in place, until Ctrl-C.", show_default=False)] = None,
) -> None:
    """Show where everything stands, or one article.

    Without an article: how many versions stand where, what is late and what is behind, and the newest articles. A terminal shows it on
    one screen, with what is yours and what is due next. --watch keeps that up to date; with --json it prints a line each time.
    """
    if not address:
        if watch is not None:
            from translate_flow.cli import dashboard

            dashboard.watch(watch)
        else:
            _overview()
        return
    if watch is not None:
        raise UsageError("--watch shows everything, not one article", remedy="Leave the article out, or --watch.")
    from translate_flow.reports import status as report
    from translate_flow.services import lookup

    here = desk()
    with here.session() as session:
        here.reader(session)
        found = lookup.article(session, lookup.split(address)[0])
        _article(report.article(session, found))


def _overview() -> None:
    if sys.stdout.isatty() and not desk().json:
        from translate_flow.cli import dashboard

        dashboard.show()
        return
    from translate_flow.reports import status as report

    here = desk()
    with here.reading() as connection:
        seen = report.overview(connection, now=here.now)
        newest = report.articles(connection)
    if here.json:
        render.data({**seen.record(), "articles": newest.records()})
        return
    if not seen.totals:
        render.say("There are no articles yet. Bring some in: translate-flow import FILE…")
        return
    names = list(seen.totals)
    rows = [[language, *(here.number(by.get(name)) or "·" for name in names)] for language, by in sorted(seen.languages.items())]
    rows.append(["all", *(here.number(seen.totals[name]) for name in names)])
    headings = [words(name) for name in names]
    render.table(["language", *headings], rows, right=headings)
    by_class = ", ".join(f"{here.number(seen.behind[name.value])} {name.value}" for name in ChangeClass if name.value in seen.behind)
    behind = here.number(sum(seen.behind.values())) + (f" ({by_class})" if by_class else "")
    render.out(f"\nLate: {here.number(seen.late)}.  Behind their source: {behind}.\n")
    if seen.scheduled:
        blocked = seen.scheduled.get("blocked", 0)
        render.out(f"Scheduled: {here.number(seen.scheduled.get('waiting', 0))}" + (f"; held back by a gate: {here.number(blocked)}, see `translate-flow schedule`" if blocked else "") + ".\n")
    articles = [[key, original, here.number(count), here.moment(since)] for key, original, count, since in newest.rows]
    render.table(["article", "original", "versions", "since"], articles, right=["versions"])


def _article(record: dict[str, Any]) -> None:
    here = desk()
    if here.json:
        render.data(record)
        return
    hurried = any(version["priority"] != "normal" for version in record["versions"])
    rows = [
        [
            version["language"] + ("" if version["parent"] else " *"), words(version["status"]), version["parent"] or "", version["translator"] or "",
            here.moment(version["claimed_until"]), here.moment(version["due_at"]), *([plainly(version)] if hurried else []), str(version["live_revision"] or ""),
            freshness(version),
        ]
        for version in record["versions"]
    ]  # fmt: skip
    names = ["language", "status", "from", "translator", "held until", "due", *(["priority"] if hurried else []), "live", "freshness"]
    render.table(names, rows, title=f"{record['key']} (* original)")
    for line in _plans(record):
        render.out(line)


def plainly(version: dict[str, Any]) -> str:
    """A priority and its reason; nothing where it is normal."""
    if version["priority"] == "normal":
        return ""
    return str(version["priority"]) + (f": {version['priority_reason']}" if version["priority_reason"] else "")


def _plans(record: dict[str, Any]) -> list[str]:
    """What limits an article, and what of it is to go out when."""
    if not (record["embargo_until"] or record["rights_until"] or record["rights_languages"] or record["scheduled"]):
        return []
    from translate_flow.cli.releases import told_limits

    here = desk()
    plans = [f"{one['language']}: {one['state']}, {here.moment(one['at'])}" + (f": {one['problem']}" if one["problem"] else "") for one in record["scheduled"]]
    return [*told_limits(record), *plans]


@app.command("show", epilog="Example: translate-flow show march-8/pt")
def show(address: Anything) -> None:
    """Show an article, or one version with its text.

    ARTICLE alone shows the article and all its versions; ARTICLE/LANG shows that version's newest text.
    """
    from translate_flow.reports import status as report
    from translate_flow.services import lookup

    here = desk()
    with here.session() as session:
        here.reader(session)
        key, language = lookup.split(address)
        if not language:
            record = report.article(session, lookup.article(session, key))
            original = next((version for version in record["versions"] if version["parent"] is None), None)
            if here.json:
                if original is not None:
                    record["document"] = _document(session, lookup.version(session, f"{key}/{original['language']}"))
                render.data(record)
            else:
                _article(record)
            return
        version = lookup.version(session, address)
        record = report.records(session, [version])[0]
        document = _document(session, version)
    if here.json:
        render.data({**record, "document": document})
    else:
        _text(record, document)


def _document(session: Session, version: Any) -> dict[str, Any] | None:
    from translate_flow.models import Revision
    from translate_flow.services import texts

    if version.head_id is None:
        return None
    head = session.get(Revision, version.head_id)
    assert head is not None
    document = texts.document(session, head, name=version.address)
    provenance = document.provenance
    return {
        "title": document.title, "standfirst": document.standfirst, "byline": document.byline, "date": document.date or None,
        "language": document.language or version.language,
        "provenance": provenance and {
            "text": provenance.text, "language": provenance.language, "translator": provenance.translator or None, "confidence": provenance.confidence,
        },
        "blocks": [{"kind": block.kind.value, "text": block.text} for block in document.blocks],
        "notes": [{"mark": note.mark, "text": note.text, "state": note.state} for note in document.notes],
        "warnings": list(document.warnings),
    }  # fmt: skip


def _text(record: dict[str, Any], document: dict[str, Any] | None) -> None:
    here = desk()
    facts = [("status", words(record["status"])), ("from", record["parent"] or ""), ("translator", record["translator"] or ""),
             ("reviewer", record["reviewer"] or ""), ("held until", here.moment(record["claimed_until"])), ("due", here.moment(record["due_at"])), ("priority", plainly(record)),
             ("revision", str(record["head_revision"] or "")), ("live revision", str(record["live_revision"] or "")),
             ("base", str(record["base_revision"] or "")), ("freshness", freshness(record)), ("origin", record["origin"])]  # fmt: skip
    render.out(f"{record['article']}/{record['language']}")
    render.out("\n".join(f"  {name + ':':15}{value}" for name, value in facts if value))
    if document is None:
        render.say("It has no text yet.")
        return
    for block in document["blocks"]:
        mark = {"paragraph": "", "title": "# ", "heading": "## ", "list_item": "- ", "quote": "> ", "caption": "[caption] ", "footnote": "[note] "}
        render.out(f"\n{mark.get(block['kind'], '[' + words(block['kind']) + '] ')}{block['text']}")
    for warning in document["warnings"]:
        render.warn(warning)


@app.command("log", epilog="Example: translate-flow log march-8/pt")
def log(
    address: Annotated[str, typer.Argument(metavar="[ARTICLE[/LANG]]", autocompletion=complete_address, show_default=False)] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many of the newest; 0 for all.")] = 50,
) -> None:
    """Show who did what, when.

    Of everything, of an article, or of one version; the newest last.
    """
    from translate_flow.reports import log as report
    from translate_flow.services import lookup

    here = desk()
    with here.session() as session:
        here.reader(session)
        key, language = lookup.split(address) if address else ("", "")
        version = lookup.version(session, address) if language else None
        article = lookup.article(session, key) if key and not language else None
        found = report.log(session, article=article.id if article else None, version=version.id if version else None, limit=limit)
    if here.json:
        render.data(found.records())
        return
    rows = []
    for row in found.records():
        where = f"{row['article']}/{row['language']}" if row["language"] else row["article"] or row["data"].get("handle") or row["data"].get("name") or ""
        to = words(row["to"]) if row["to"] else ""
        rows.append([here.moment(row["at"]), row["actor"] or "the clock", row["action"], where, str(row["revision"] or ""), to, row["reason"]])
    render.table(["when", "who", "did", "version", "revision", "now", "reason"], rows, right=["revision"], empty="Nothing has happened yet.")
    if found.more:
        render.say("There is more: --limit 0 shows all.")
