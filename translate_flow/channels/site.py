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

from collections.abc import Iterable
from pathlib import Path

from translate_flow.channels.page import Outcome, Page
from translate_flow.channels.site_layout import page_path, paths

__all__ = ["NAME", "Outcome", "Page", "page_path", "paths", "sync"]
NAME = "site"


def sync(folder: Path, pages: Iterable[Page], *, site_name: str = "", base_url: str = "") -> Outcome:
    """Makes `folder` a site of exactly these pages. Another run on the same folder is waited for.

    `base_url` is the address the folder is served under; with it pages name their canonical address and their
    versions'. Raises NotAllowed where the folder holds something else or cannot be written (the site stays as
    it was), Conflict where two pages would have one file, UsageError for a key that cannot name a file; and
    what `Page.document` raises.
    """
    from translate_flow.channels import site_layout, site_pages, site_write

    site = site_layout.Site.of(pages, site_name, base_url)
    return site_write.replace(Path(folder), site_pages.outputs(site))
