"""Draws the static site's lists."""

from __future__ import annotations

from typing import Any

from translate_flow import languages
from translate_flow.channels.site_entries import Catalogue, Entry, Listing
from translate_flow.channels.site_layout import ROOT, href, index_path, listing_path
from translate_flow.channels.site_pages import Site, Voice, _day, alternates, render
from translate_flow.text import provenance

_ROOT_LANGUAGE = "en"  # of the root index, which nobody's language is known for


def listing(site: Site, catalogue: Catalogue, listing: Listing) -> bytes:
    """The front of a listing, or one month of it."""
    path, say = listing_path(listing), Voice(listing.language)
    tags = list(catalogue.languages())
    whole = Listing(listing.language, listing.section, listing.tag)
    months = [] if listing.month else [Listing(listing.language, listing.section, listing.tag, month) for month, _ in catalogue.months(whole)]
    others: list[Listing] = [] if listing.month else [Listing(listing.language, section=name) for name in catalogue.sections(listing.language)]
    return render(
        "index.html.jinja", site, path, listing.language,
        items=[_item(path, entry, say) for entry in catalogue.newest(listing)],
        numbers=[(each.month or each.section, href(path, listing_path(each))) for each in (*months, *others)],
        number=1,
        others=[(tag, href(path, index_path(tag))) for tag in tags if tag != listing.language],
        alternates=alternates(site, "", {tag: index_path(tag) for tag in tags}) if listing == Listing(listing.language) else [],
    )  # fmt: skip


def root(site: Site, catalogue: Catalogue) -> bytes:
    """The languages there are."""
    counts = catalogue.languages()
    items = [(tag, href(ROOT, index_path(tag)), languages.format_number(count, tag)) for tag, count in counts.items()]
    found = [(tag, site.address(index_path(tag))) for tag in counts] if site.base_url else []
    if found:
        found.append(("x-default", site.address(ROOT)))
    return render("root.html.jinja", site, ROOT, _ROOT_LANGUAGE, items=items, alternates=found)


def _item(origin: str, entry: Entry, say: Voice) -> dict[str, Any]:
    when = entry.date if _day(entry.date) else entry.published_at
    return {
        "page": entry,
        "href": href(origin, entry.path),
        "time": say.time(when) if when else "",
        "provenance": provenance.line(entry.language, entry.parent) if entry.parent else "",
        "provenance_language": provenance.wording_for(entry.language),
    }
