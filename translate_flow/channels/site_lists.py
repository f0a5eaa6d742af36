"""Draws the site's lists: of languages, and of a language, a section or a tag the newest articles and those of each month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from translate_flow.channels.site_entries import Catalogue, Entry, Listing
from translate_flow.channels.site_layout import ROOT, feed_path, href, index_path, listing_path
from translate_flow.channels.site_pages import link
from translate_flow.channels.site_theme import Site, render
from translate_flow.channels.site_voice import Voice, voice
from translate_flow.text import provenance

_LANGUAGE = "en"  # of the root, whose reader's language nobody knows


def root(site: Site, catalogue: Catalogue) -> bytes:
    """The languages there are, each in its own name, with how many articles it has."""
    counts = catalogue.languages()
    paths = {tag: index_path(tag) for tag in counts}
    return render(
        "root.html.jinja", site, ROOT, _LANGUAGE,
        items=[(tag, href(ROOT, paths[tag]), voice(tag).number(count)) for tag, count in counts.items()],
        alternates=_alternates(site, paths),
    )  # fmt: skip


def listing(site: Site, catalogue: Catalogue, listing: Listing) -> bytes:
    """The newest articles of a language, section or tag, with its months; or all those of one month, with the months beside it."""
    path, say, base = listing_path(listing), voice(listing.language), Listing(listing.language, listing.section, listing.tag)
    counts = catalogue.languages()
    is_front = not (listing.section or listing.tag or listing.month)
    fronts = {tag: index_path(tag) for tag in counts}
    months = catalogue.months(base)
    return render(
        "index.html.jinja", site, path, listing.language,
        listing=listing,
        heading=say.month(listing.month) if listing.month else listing.section or listing.tag,
        up=_up(path, base, is_front=base == Listing(base.language)) if listing.month else [],
        items=[_item(path, entry, say) for entry in catalogue.newest(listing)],
        months=[] if listing.month else [(say.month(month), href(path, listing_path(_in(base, month))), say.number(count)) for month, count in months],
        newer=_beside(path, base, months, say, -1) if listing.month else None,
        older=_beside(path, base, months, say, 1) if listing.month else None,
        sections=_named(path, base, catalogue.sections(listing.language), say, section=True) if is_front else [],
        tags=_named(path, base, catalogue.tags(listing.language), say, section=False) if is_front else [],
        feed=href(path, feed_path(base)) if site.base_url and not listing.tag else "",
        others=[(tag, href(path, front)) for tag, front in fronts.items() if tag != listing.language] if is_front else [],
        alternates=_alternates(site, fronts) if is_front else [],
    )  # fmt: skip


def _alternates(site: Site, fronts: Mapping[str, str]) -> list[tuple[str, str]]:
    return [*((tag, site.address(path)) for tag, path in fronts.items()), ("x-default", site.address(ROOT))] if site.base_url and fronts else []


def _in(base: Listing, month: str) -> Listing:
    return Listing(base.language, base.section, base.tag, month)


def _up(path: str, base: Listing, *, is_front: bool) -> list[tuple[str, str]]:
    """The list that a month's belongs to, (name, link); of a language it is its front, which every page's top links to."""
    return [] if is_front else [(base.section or base.tag, href(path, listing_path(base)))]


def _beside(path: str, base: Listing, months: Sequence[tuple[str, int]], say: Voice, step: int) -> tuple[str, str] | None:
    """The month before (-1) or after (1) that of `path` in a list, (name, link)."""
    names = [month for month, _ in months]
    own = path.rpartition("/")[2].removesuffix(".html")
    at = names.index(own) + step if own in names else -1
    return (say.month(names[at]), href(path, listing_path(_in(base, names[at])))) if 0 <= at < len(names) else None


def _named(path: str, base: Listing, counts: Mapping[str, int], say: Voice, *, section: bool) -> list[tuple[str, str, str]]:
    """Sections or tags, (name, link, how many)."""
    return [
        (name, href(path, listing_path(Listing(base.language, section=name) if section else Listing(base.language, tag=name))), say.number(count))
        for name, count in counts.items()
    ]  # fmt: skip


def _item(origin: str, entry: Entry, say: Voice) -> dict[str, Any]:
    """An article in a list: what its page says under the title."""
    return {
        "entry": entry,
        "link": link(origin, entry, say),
        "section": href(origin, listing_path(Listing(entry.language, section=entry.section))) if entry.section else "",
        "provenance": provenance.line(entry.language, entry.parent) if entry.parent else "",
        "provenance_language": provenance.wording_for(entry.language),
    }
