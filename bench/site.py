"""The static site: all of it, and one article of it, against Hugo and Pelican on the same texts."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench import exports
from bench.measures import Measure, Scale
from bench.processes import PYTHON, Costs, once, program

LANGUAGES = ("es", "en", "pt")
SECTIONS = ("City", "World", "Culture", "Sport", "Science", "Opinion", "Work", "Rivers")
TAGS = 40
MONTHS = 36


def text(number: int, language: str) -> tuple[dict[str, object], str]:
    """An article of some 600 words: headings, links, emphasis, a list, a figure, a quote and a footnote. The same each time."""
    draw = random.Random(f"{number} {language}")
    head: dict[str, object] = {
        "title": exports._sentence(draw).rstrip("."), "description": exports._sentence(draw), "author": f"Writer {number % 30}", "lang": language,
        "date": f"{2023 + number % MONTHS // 12}-{1 + number % 12:02}-{1 + number % 28:02}",
        "section": SECTIONS[number % len(SECTIONS)], "tags": [f"tag{number % TAGS}", f"tag{number // 7 % TAGS}"],
    }  # fmt: skip
    body: list[str] = []
    for part in range(4):
        body.append(f"## {exports._sentence(draw)}")
        for _ in range(3):
            words = " ".join(exports._sentence(draw) for _ in range(3))
            body.append(f"{words} **{exports._sentence(draw)}** [{exports._sentence(draw)}](https://example.org/{number}/{part})")
    body += ["- one\n- two\n- three", f"> {exports._sentence(draw)}", "![The river](https://example.org/river.jpg)", f"{exports._sentence(draw)}[^1]", f"[^1]: {exports._sentence(draw)}"]
    return head, "\n\n".join(body) + "\n"


def front(head: dict[str, object], *, hugo: bool = False) -> str:
    lines = [f"{name}: {value!r}".replace("'", '"') for name, value in head.items() if name not in {"date", "section", "lang"}]
    lines += [f"date: {head['date']}", f'{"categories" if hugo else "section"}: ' + (f'["{head["section"]}"]' if hugo else str(head["section"]))]
    return "---\n" + "\n".join([*lines, *([] if hugo else [f"lang: {head['lang']}"])]) + "\n---\n\n"


def fill(path: Path, articles: int) -> None:
    """A database with so many articles in each language, all of them out, brought in by the services themselves."""
    from datetime import UTC, datetime

    from translate_flow import db, formats
    from translate_flow.services import importing, people
    from translate_flow.services.sources import Incoming

    engine = db.engine_for(f"sqlite:///{path}")
    with db.scope(engine) as session:
        olga = people.find(session, "olga")
        for language in LANGUAGES:

            def incoming(language: str = language) -> Iterator[Incoming]:
                for number in range(articles):
                    head, body = text(number, language)
                    data = (front(head) + body).encode()
                    yield Incoming(
                        formats.get("markdown").read(data), data, f"a{number}", language, f"/a{number}.{language}", named=True,
                        parent_language="" if language == "es" else "es", section=str(head["section"]), tags=tuple(head["tags"]), date=str(head["date"]),  # type: ignore[arg-type]
                    )  # fmt: skip

            for result in importing.bring(session, incoming(), actor=olga, now=datetime.now(UTC)):
                assert result.outcome in {"created", "revised"}, result
    engine.dispose()


def desk(folder: Path, articles: int) -> Path:
    path = folder / f"desk-{articles}" / "desk.db"
    path.parent.mkdir()
    line = [*program(), "--database", str(path), "--as", "olga"]
    once([*line, "init"])
    for name, value in (("site", str(path.parent / "public")), ("base_url", "https://example.org"), ("site_name", "The Beacon"), ("check_publish", "none")):
        once([*line, "settings", name, value])
    once([PYTHON, "-m", "bench.site", "fill", str(path), str(articles)])
    once([*line, "channel", "change", "site", "--option", "search=off"])  # the others have none: `bench.site_search` measures it
    return path


def bare(path: Path) -> None:
    """Brings the site to what is due: what that costs by itself, in seconds, is printed."""
    from datetime import UTC, datetime

    from translate_flow import db
    from translate_flow.services import delivery

    engine = db.engine_for(f"sqlite:///{path}")
    home = delivery.Desk(lambda *, writes=False: db.scope(engine, writes=writes), engine, path.parent, datetime.now(UTC))
    started = time.perf_counter()
    [done] = delivery.bring_all(home)
    assert done.error is None
    print(f"{time.perf_counter() - started:.3f}")


def touch(path: Path) -> None:
    """A version counts as published now: its page, lists and feeds show it, and the database notes that its article is due."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update versions set published_at = datetime('now') where id = (select max(id) from versions where language = 'es')")


# Others

_HUGO = """baseURL = "https://example.org/"
title = "The Beacon"
defaultContentLanguage = "es"
defaultContentLanguageInSubdir = true
paginate = 50
[languages.es]
weight = 1
[languages.en]
weight = 2
[languages.pt]
weight = 3
"""
_BASE = """<!DOCTYPE html>
<html lang="{{ site.Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }} · {{ site.Title }}</title>
<meta name="viewport" content="width=device-width"><link rel="canonical" href="{{ .Permalink }}">
{{ range .AllTranslations }}<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">{{ end }}</head>
<body><header><a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a></header><main>{{ block "main" . }}{{ end }}</main></body></html>
"""
_SINGLE = """{{ define "main" }}<article><h1>{{ .Title }}</h1><p>{{ .Description }}</p><p>{{ .Params.author }} {{ .Date.Format "2 January 2006" }}</p>
{{ range .Translations }}<a href="{{ .RelPermalink }}" hreflang="{{ .Language.Lang }}">{{ .Language.Lang }}</a>{{ end }}
<div>{{ .Content }}</div>{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</article>{{ end }}
"""
_LIST = """{{ define "main" }}<h1>{{ .Title }}</h1><ol>{{ range .Paginator.Pages }}<li><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Description }}</p>
<time>{{ .Date.Format "2 January 2006" }}</time></li>{{ end }}</ol>{{ template "_internal/pagination.html" . }}{{ end }}
"""


def hugo(folder: Path, articles: int) -> Path:
    """The same texts as a Hugo site, with a theme that shows about the same."""
    for name, value in (("hugo.toml", _HUGO), ("config.toml", _HUGO), ("layouts/_default/baseof.html", _BASE), ("layouts/_default/single.html", _SINGLE), ("layouts/_default/list.html", _LIST)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(value)
    (folder / "hugo.toml").unlink()
    (folder / "content").mkdir()
    for number in range(articles):
        for language in LANGUAGES:
            head, body = text(number, language)
            (folder / "content" / f"a{number}.{language}.md").write_text(front(head, hugo=True) + body)
    return folder


def pelican(folder: Path, articles: int) -> list[str]:
    """The same texts as a Pelican site with its own simple theme; it comes into an environment of its own. Returns the command."""
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    subprocess.run([folder / "venv" / "bin" / "pip", "install", "-q", "pelican[markdown]>=4.9,<5"], check=True)
    (folder / "content").mkdir()
    for number in range(articles):
        for language in LANGUAGES:
            head, body = text(number, language)
            tags = ", ".join(map(str, head["tags"]))  # type: ignore[call-overload]
            lines = [f"Title: {head['title']}", f"Date: {head['date']}", f"Category: {head['section']}", f"Tags: {tags}", f"Slug: a{number}", f"Lang: {language}", f"Summary: {head['description']}"]
            (folder / "content" / f"a{number}.{language}.md").write_text("\n".join(lines) + "\n\n" + body)
    (folder / "pelicanconf.py").write_text(
        "SITENAME = 'The Beacon'\nSITEURL = 'https://example.org'\nDEFAULT_LANG = 'es'\nDEFAULT_PAGINATION = 50\nTAG_URL = 'tag/{slug}/'\nTAG_SAVE_AS = 'tag/{slug}/index.html'\nCATEGORY_URL = 'category/{slug}/'\nCATEGORY_SAVE_AS = 'category/{slug}/index.html'\nTHEME = 'simple'\nFEED_ALL_ATOM = 'feeds/all.xml'\n"
        "CATEGORY_FEED_ATOM = 'feeds/{slug}.xml'\nMARKDOWN = {'extensions': ['markdown.extensions.extra']}\nLOAD_CONTENT_CACHE = True\nCACHE_CONTENT = True\nCONTENT_CACHING_LAYER = 'generator'\n"
    )
    return [str(folder / "venv" / "bin" / "pelican"), str(folder / "content"), "-o", str(folder / "output"), "-s", str(folder / "pelicanconf.py"), "-q"]


def site(folder: Path, scale: Scale) -> Iterator[Measure]:
    """All pages, then one of them, against Hugo (if it is here) and Pelican; then the memory of a fifth of it."""
    articles = scale.posts // 2
    path = desk(folder, articles)
    line = [*program(), "--database", str(path), "--as", "olga", "--quiet", "publish"]
    full = Costs((once(line),))
    one, alone = [], []
    for _ in range(scale.imports):
        once([*line[:-1], "withdraw", "a1/pt", "--reason", "a measure"])
        one.append(once([*line, "a1/pt"]))
        touch(path)
        alone.append(float(subprocess.run([PYTHON, "-m", "bench.site", "bare", str(path)], check=True, capture_output=True, text=True).stdout))
    changed = Costs(tuple(one))
    note = f"one change, bringing alone: {', '.join(f'{seconds:.3f}' for seconds in alone)} s, {full.runs[0].wall / sorted(alone)[len(alone) // 2]:.0f} times less than all"
    yield Measure(f"one of {articles:,} × 3 pages (whole command) / all", changed, full, changed.median("cpu") / full.median("cpu"), changed.median("wall") / full.median("wall"), 0.05, note)
    if shutil.which("hugo"):
        place = hugo(folder / "hugo", articles)
        theirs = Costs((once(["hugo", "-s", str(place), "--quiet"]),))
        yield Measure(f"all {articles:,} × 3 pages / hugo", full, theirs, full.median("cpu") / theirs.median("cpu"), full.median("wall") / theirs.median("wall"), 3.0)
        os.utime(place / "content" / "a1.es.md")
        again = Costs((once(["hugo", "-s", str(place), "--quiet"]),))
        yield Measure("one of them (whole command) / hugo", changed, again, changed.median("cpu") / again.median("cpu"), changed.median("wall") / again.median("wall"), 0.2)
    (folder / "pelican").mkdir()
    command = pelican(folder / "pelican", articles)
    theirs = Costs((once(command),))
    yield Measure("all / pelican", full, theirs, full.median("cpu") / theirs.median("cpu"), full.median("wall") / theirs.median("wall"), 1.0)
    os.utime(folder / "pelican" / "content" / "a1.es.md")
    again = Costs((once(command),))
    yield Measure("one of them (whole command) / pelican", changed, again, changed.median("cpu") / again.median("cpu"), changed.median("wall") / again.median("wall"), 0.2)
    small = desk(folder, articles // 5)
    less = Costs((once([*program(), "--database", str(small), "--as", "olga", "--quiet", "publish"]),))
    grown = full.runs[0].peak / less.runs[0].peak
    yield Measure(f"peak memory, {articles:,} / {articles // 5:,} articles", full, less, grown, grown, 1.25, f"{less.runs[0].peak:.0f} MB → {full.runs[0].peak:.0f} MB")


if __name__ == "__main__":
    {"fill": lambda: fill(Path(sys.argv[2]), int(sys.argv[3])), "bare": lambda: bare(Path(sys.argv[2]))}[sys.argv[1]]()
