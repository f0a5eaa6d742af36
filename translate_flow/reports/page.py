"""Any report as one HTML page that needs nothing else: no network, no script; to read, to print, to send by mail. Streamed.

A part that has a picture stands behind it, folded, as a table; the others are tables. Everything that comes out of the database is
escaped, isolated and cut here or in `page_voice`; ids are our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from importlib.resources import files
from itertools import chain, islice
from typing import Any
from zoneinfo import ZoneInfo

from translate_flow.messages_desk import FIGURES, TITLES
from translate_flow.reports import Asked, Column, Part, Report
from translate_flow.reports.page_matrix import matrix
from translate_flow.reports.page_voice import Voice, plain, voice
from translate_flow.reports.pictures import kinds
from translate_flow.reports.pictures.parts import PICTURES, Drawing

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PRINTED = 15  # rows: a table that is not longer is printed behind its picture
_KEPT = 20_000  # rows of a part that are kept for its picture; what comes after is in the table alone
_PAPER = {"overview": 28}  # articles of the matrix that fit on the first page
_TITLES = {"progress.matrix": "Articles and languages"}  # the part's own words are on what a terminal shows
_WIDE = {"progress.months", "flow.steps"}  # pictures that need the whole width
_END = {"number", "share", "seconds"}  # kinds that stand at the end of their column


def page(report: Report, asked: Asked, *, locale: str, zone: str, newsroom: str) -> Iterator[str]:
    """The page in pieces, to be written as UTF-8 one after the other; the rows of each part are read as it is reached.

    `locale`: the reader's (a tag), `zone`: theirs (IANA); `newsroom`: its name.
    """
    said = voice(locale, zone)
    yield _top(report, asked, said, newsroom)
    for at, part in enumerate(report.parts):
        yield from _part(report, part, f"p{at}", asked, said)
    yield _foot(report, said)


def _top(report: Report, asked: Asked, said: Voice, newsroom: str) -> str:
    direction = "rtl" if said.is_rtl else "ltr"
    title = said.say(TITLES.get(report.name, report.name))
    named = plain(newsroom, 80)
    filters = "".join(f"<li>{escape(name)}: <bdi>{escape(value)}</bdi></li>" for name, value in _filters(asked, said))
    made = said.say("Made on {date}", date=said.whole(asked.now))
    return f"""<!DOCTYPE html>
<html lang="{escape(said.tag)}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}{" – " if named else ""}{escape(named)}</title>
<style>
{_style()}
</style>
</head>
<body class="{"overview" if report.name == "overview" else "report"}">
<a class="skip" href="#content">{escape(said.say("Skip to the content"))}</a>
{kinds.defs()}<header class="top">
<h1>{escape(title)} <small><bdi>{escape(named)}</bdi></small></h1>
<ul class="facts"><li>{escape(made)}</li>{filters}</ul>
</header>
<main id="content">
"""


def _filters(asked: Asked, said: Voice) -> Iterator[tuple[str, str]]:
    for heading, value in (("Language", said.language(asked.language) if asked.language else ""), ("Section", asked.section), ("Tag", asked.tag), ("Kind", asked.kind), ("Person", asked.person)):
        if value:
            yield said.say(heading), plain(value, 80)
    for heading, moment in (("From", asked.since), ("To", asked.until)):
        if moment:
            yield said.say(heading), said.moment(moment)


def _foot(report: Report, said: Voice) -> str:
    notes = "".join(f"<p{_english(note, said)}>{escape(said.say(note))}</p>\n" for note in report.notes)
    return f"</main>\n<footer>\n{notes}<p>{escape(said.say('Nothing on this page is loaded from elsewhere.'))}</p>\n</footer>\n</body>\n</html>\n"


def _english(message: str, said: Voice) -> str:
    """What a sentence that the catalogue lacks needs, to be read aloud as what it is."""
    lacks = said.tag.partition("-")[0] != "en" and said.strings.text(message) == message
    return ' lang="en" dir="ltr"' if lacks else ""


def _part(report: Report, part: Part, name: str, asked: Asked, said: Voice) -> Iterator[str]:
    full = part.name if "." in part.name else f"{report.name}.{part.name}"
    heading = _TITLES.get(full, part.title)
    title = said.say(heading)
    drawn = " drawn" if full in PICTURES and full not in _WIDE else ""
    yield f'<section class="{full.replace(".", "-")}{drawn}" aria-labelledby="{name}"><h2 id="{name}"{_english(heading, said)}>{escape(title)}</h2>\n'
    if full == "overview.figures":
        yield _figures(part.rows, said)
    elif full.endswith(".matrix"):
        yield from matrix(part, f"{name}m", title, said, paper=_PAPER.get(report.name, 60))
    elif full in PICTURES:
        yield from _pictured(part, full, name, title, asked, said)
    else:
        yield from _table(part, part.rows, title, said)
    if part.more:
        yield f'<p class="more">{escape(said.say("Left out: {count}", count=said.number(part.more)))}</p>\n'
    yield "</section>\n"


def _pictured(part: Part, full: str, name: str, title: str, asked: Asked, said: Voice) -> Iterator[str]:
    """The picture, and the table folded behind it; the table alone where there is nothing to draw."""
    stream = iter(part.rows)
    rows = list(islice(stream, _KEPT))
    names = [column.name for column in part.columns]
    today = asked.now.astimezone(ZoneInfo(asked.zone)).date()
    picture = PICTURES[full](Drawing(f"{name}g", title, [dict(zip(names, row, strict=True)) for row in rows], said, today)) if rows else ""
    if not picture:
        yield from _table(part, chain(rows, stream), title, said)
        return
    short = " class=short" if len(rows) <= _PRINTED else ""
    yield f"<figure>{picture}</figure>\n<details{short}><summary>{escape(said.say('Table, rows: {count}', count=said.number(len(rows))))}</summary>\n"
    yield from _table(part, chain(rows, stream), title, said)
    yield "</details>\n"


def _table(part: Part, rows: Iterable[Sequence[Any]], title: str, said: Voice) -> Iterator[str]:
    stream = iter(rows)
    first = next(stream, None)
    if first is None:
        yield f"<p>{escape(said.say(part.empty or 'Nothing here.'))}</p>\n"
        return
    head = "".join(f'<th scope="col"{_side(column)}>{escape(plain(said.heading(part.name, column), 60))}' for column in part.columns)
    yield f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(title)}"><table><thead><tr>{head}<tbody>\n'
    for row in chain((first,), stream):
        yield "<tr>" + "".join([f"<td{_side(column)}>{said.html(column, value)}" for column, value in zip(part.columns, row, strict=True)]) + "\n"
    yield "</table></div>\n"


def _side(column: Column) -> str:
    return " class=n" if column.kind in _END else " class=k" if column.kind == "article" else " class=x" if column.kind == "text" else ""


def _figures(rows: Iterable[Sequence[Any]], said: Voice) -> str:
    """Rows of (figure, number, change since last week or None, how many of them are of this week or None) as cards."""
    cards = ""
    for figure, number, change, recent in rows:
        note = ""
        if change is not None:
            sign = "+" if change > 0 else "−" if change < 0 else "±"
            note = said.say("{count} since last week", count=f"\u2066{sign}{said.number(abs(change))}\u2069")  # the sign stays before it
        elif recent is not None:
            note = said.say("New since last week: {count}", count=said.number(recent))
        cards += f'<div class="card {escape(str(figure))}"><dt>{escape(said.say(FIGURES.get(figure, figure)))}</dt><dd><b>{said.number(number)}</b> <span>{escape(note)}</span></dd></div>\n'
    return f'<dl class="cards">\n{cards}</dl>\n'


@lru_cache(maxsize=1)
def _style() -> str:
    return (files("translate_flow.reports") / "templates" / "page.css").read_text("utf-8") + kinds.style()
