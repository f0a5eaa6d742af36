"""What several commands share: how arguments are spelled, and how a version is shown after something was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.workflow import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from translate_flow.models import Version

_LONGEST = 60  # characters of a text's name in a table


def new_app() -> typer.Typer:
    return typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})


def complete_address(incomplete: str) -> list[str]:
    """Addresses that begin so, for the shell; nothing where there is no database."""
    from translate_flow.errors import TranslateFlowError

    try:
        with desk().session() as session:
            from sqlalchemy import select

            from translate_flow.models import Article, Version

            key, slash, _ = incomplete.partition("/")
            if slash:
                query = select(Article.key + "/" + Version.language).join(Version.article).where(Article.key == key)
            else:
                query = select(Article.key).where(Article.key >= key, Article.key < key + "\U0010ffff")
            return [found for found in session.scalars(query.limit(50)) if found.startswith(incomplete)]
    except TranslateFlowError:  # a shell asking for completions cannot show an error
        return []


Address = Annotated[str, typer.Argument(metavar="ARTICLE/LANG", autocompletion=complete_address, show_default=False)]
Key = Annotated[str, typer.Argument(metavar="ARTICLE", autocompletion=complete_address, show_default=False)]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; others will read it.")]
Hours = Annotated[int | None, typer.Option("--hours", metavar="N", help="For how many hours; else the newsroom's setting.", show_default=False)]
Due = Annotated[str, typer.Option("--due", metavar="DATE", help="By when: 2026-12-01, or with a time.", show_default=False)]


def done(session: Session, version: Version, message: str, **more: Any) -> None:
    """After a verb: its message for a person, or the version's record as JSON."""
    if desk().json:
        from translate_flow.reports import status

        session.flush()
        render.data({**status.records(session, [version])[0], **more})
    render.say(message)


def freshness(record: dict[str, Any]) -> str:
    """`behind: 3 blocks, 120 words, facts` as people read it; nothing for an original."""
    fresh = record["freshness"]
    if record["parent"] is None or record["head_revision"] is None:
        return ""
    if fresh["state"] == "parent_behind":
        return f"parent behind, waits for {fresh['blocked_by']}"
    if fresh["state"] != "behind":
        return words(fresh["state"])
    far = f"{amount(fresh['blocks'], 'block')}, {amount(fresh['words'], 'word')}" if fresh["blocks"] else "only outside of blocks"
    return f"behind: {far}" + (f", {fresh['class']}" if fresh["class"] else "")


def amount(number: int, what: str) -> str:
    """`1 block`, `3 blocks`, in the reader's figures."""
    return f"{desk().number(number)} {what}" + ("" if number == 1 else "s")


def called(name: str) -> str:
    """A title, or an address as people read it: without host, its characters decoded, short."""
    from urllib.parse import unquote

    plain = unquote(name.partition("://")[2].partition("/")[2]) if "://" in name else name
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
