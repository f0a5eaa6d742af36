"""One page of a site by itself, for looking at before it goes out."""

from __future__ import annotations

from collections.abc import Sequence

from translate_flow.channels import site, site_layout, site_pages
from translate_flow.channels.page import Page, Target
from translate_flow.channels.site_entries import entry
from translate_flow.text.document import Document

KIND = "site"


def files(target: Target | None, page: Page, document: Document, others: Sequence[Page]) -> dict[str, bytes]:
    """The page and its stylesheet by path, the page first. `target`: the site whose name, address and theme it has."""
    path = site_layout.page_path(page)
    entries = [entry(page, document, path, site_layout.moment(page)), *(entry(one, one.document(), site_layout.page_path(one), site_layout.moment(one)) for one in others)]
    versions = {one.language: one for one in sorted(entries, key=lambda one: one.path)}
    about = site.about(target) if target is not None else site_pages.Site("", "")
    return {path: site_pages.article(about, page, document, path, versions, ()), site_layout.STYLE: site_pages.style(about)}
