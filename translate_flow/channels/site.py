"""The static site: a folder of pages, one per version, with lists, feeds and sitemaps, one stylesheet.

    index.html                    the languages there are
    style.css
    es/index.html                 the newest articles in Spanish; es/archive/2026-11.html: those of a month
    es/section/SLUG/index.html    of a section, as es/tag/SLUG/ with a tag
    es/feed.xml                   the newest, for feed readers; sitemap.xml for search engines (where the site has an address)
    es/march-8.html               the article march-8 in Spanish
    redirects.txt, _redirects     old addresses and new ones, for web servers

The folder is a symbolic link to one of two trees in `.NAME-generations` beside it (`site_write`): whoever reads, and
whatever is killed, there is the old site or the new one. A run costs what changed (`site_plan`), not what there is.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from translate_flow.channels import site_search
from translate_flow.channels.page import Option, Outcome, Page, Receipt, Target, Work, Works
from translate_flow.channels.site_layout import page_path

if TYPE_CHECKING:
    from translate_flow.channels.site_pages import Site

__all__ = ["NAME", "OPTIONS", "Outcome", "Page", "bring", "page_path", "sync", "test", "whole"]
NAME = "site"
OVERWRITES = False
ONE_BY_ONE = False
OPTIONS = {
    "folder": Option("the folder of published pages; else the setting `site`"),
    "name": Option("the name printed on every page; else the setting `site_name`"),
    "base_url": Option("the site's address; else the setting `base_url`"),
    "theme": Option("a folder of templates of your own, and of extra.css"),
    "search": site_search.OPTION,
}

_NEVER = datetime.min.replace(tzinfo=UTC)


def place(target: Target) -> Path:
    """Where the site is."""
    return Path(os.path.abspath(target.home / str(target.options["folder"])))


def bring(target: Target, works: Works, *, everything: bool) -> Generator[Receipt, None, Outcome]:
    """See `channels.Channel`. Readers see all of a run, or nothing of it."""
    from translate_flow.channels import site_run, site_write

    known: dict[int, Work] = {}
    if target.more is None:  # nobody to ask for a work again
        works = [known.setdefault(work.article_id, work) for work in works]
    more = target.more or (lambda numbers: [known[number] for number in numbers if number in known])
    folder = place(target)
    with site_write.plainly(folder):
        outcome, receipts = site_run.run(site_run.Order(about(target), folder, works, more, everything, target.drawing))
    yield from receipts
    return outcome


def test(target: Target) -> list[str]:
    """See `channels.Channel`."""
    from translate_flow.channels import site_write

    return site_write.examine(place(target))


def whole(target: Target) -> bool:
    """See `channels.Channel`."""
    from translate_flow.channels import site_run

    return site_run.stale(about(target), place(target))


def sync(folder: Path, pages: Iterable[Page], *, site_name: str = "", base_url: str = "") -> Outcome:
    """Makes `folder` a site of exactly these pages. Another run on the same folder is waited for. Raises as `site_run.run`."""
    works: dict[str, Work] = {}
    for page in pages:
        work = works.get(page.article) or Work(_number(page.article), page.article, page.original_language, ())
        works[page.article] = Work(work.article_id, work.article, work.original_language, (*work.pages, page))
    target = Target("site", "", {"folder": str(folder), "name": site_name, "base_url": base_url}, Path(), _NEVER)
    run = bring(target, works.values(), everything=True)
    while True:
        try:
            next(run)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def about(target: Target) -> Site:
    """What all pages of a site have in common."""
    from translate_flow.channels.site_pages import Site

    base, theme = str(target.options["base_url"] or target.base_url), str(target.options.get("theme", ""))
    return Site(
        str(target.options["name"] or target.site_name), base.rstrip("/") + "/" if base else "", Path(os.path.abspath(target.home / theme)) if theme else None,
        search=site_search.wanted(str(target.options.get("search", "off"))),
    )  # fmt: skip


def _number(key: str) -> int:
    """An article's number, where nobody gives it one."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big")
