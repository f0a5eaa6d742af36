"""The static site: a folder of pages, one per version, an index per language, one stylesheet, no script.

    index.html              the languages there are
    style.css
    es/index.html           the articles in Spanish, newest first; further ones in es/index_2.html …
    es/march-8.html         the article march-8 in Spanish

The folder is a symbolic link to a generation in `.NAME-generations` beside it, and is replaced as a whole
(`site_write`): whoever reads, and whatever is killed, there is the old site or the new one. A page is drawn
again only if something that shows on it changed; what did not is carried over as a hard link.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path

from translate_flow.channels.page import Option, Outcome, Page, Receipt, Target, Works
from translate_flow.channels.site_layout import page_path, paths

__all__ = ["NAME", "OPTIONS", "Outcome", "Page", "bring", "page_path", "paths", "sync", "test"]
NAME = "site"
ONE_BY_ONE = False
INCREMENTAL = False
OPTIONS = {
    "folder": Option("the folder of published pages; else the setting `site`"),
    "name": Option("the name printed on every page; else the setting `site_name`"),
    "base_url": Option("the site's address; else the setting `base_url`"),
}


def place(target: Target) -> Path:
    """Where the site is."""
    return (target.home / str(target.options["folder"])).absolute()


def bring(target: Target, works: Works, *, everything: bool) -> Generator[Receipt, None, Outcome]:
    """See `channels.Channel`. The site is replaced as a whole."""
    known = list(works)
    pages = [page for work in known for page in work.pages]
    outcome = sync(place(target), pages, site_name=str(target.options["name"] or target.site_name), base_url=str(target.options["base_url"] or target.base_url))
    for page in pages:
        where = page_path(page)
        yield Receipt(page.version_id, page.revision_id, "written" if where in outcome.written else "unchanged", location=where)
    for work in known:
        for number in work.known.keys() - {page.version_id for page in work.pages}:
            yield Receipt(number, 0, "removed")
    return outcome


def test(target: Target) -> list[str]:
    """See `channels.Channel`."""
    from translate_flow.channels import site_write

    return site_write.examine(place(target))


def sync(folder: Path, pages: Iterable[Page], *, site_name: str = "", base_url: str = "") -> Outcome:
    """Makes `folder` a site of exactly these pages. Another run on the same folder is waited for.

    `base_url` is the address the folder is served under; with it pages name their canonical address and their
    versions'. Raises NotAllowed where the folder holds something else or cannot be written (the site stays as
    it was), Conflict where two pages would have one file, UsageError for a key that cannot name a file; and
    what `Page.document` raises.
    """
    from translate_flow.channels import site_layout, site_outputs, site_write

    site = site_layout.Site.of(pages, site_name, base_url)
    return site_write.replace(Path(folder), site_outputs.outputs(site))
