"""Draws the static site's feeds and sitemaps."""

from __future__ import annotations

from html import escape

from translate_flow.channels.site_entries import Catalogue, Listing
from translate_flow.channels.site_layout import sitemap_path
from translate_flow.channels.site_pages import Site

_NEWEST = 30


def feed(site: Site, catalogue: Catalogue, listing: Listing) -> bytes:
    """The newest of a listing."""
    found = "".join(f"<entry><title>{escape(entry.title)}</title><id>{site.address(entry.path)}</id></entry>" for entry in catalogue.newest(listing, _NEWEST))
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{found}</feed>\n'.encode()


def sitemap(site: Site, catalogue: Catalogue, month: str) -> bytes:
    """Every page of a month."""
    found = "".join(
        f"<url><loc>{site.address(entry.path)}</loc>{''.join(f'<a>{site.address(other.path)}</a>' for other in catalogue.versions(entry.article).values())}</url>"
        for entry in catalogue.of_month(month)
    )
    return f"<urlset>{found}</urlset>\n".encode()


def sitemap_index(site: Site, catalogue: Catalogue) -> bytes:
    """The sitemaps there are."""
    found = "".join(f"<sitemap><loc>{site.address(sitemap_path(month))}</loc><lastmod>{at}</lastmod></sitemap>" for month, at in catalogue.all_months())
    return f"<sitemapindex>{found}</sitemapindex>\n".encode()
