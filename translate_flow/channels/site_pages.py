"""Draws the pages of articles: as they are read, where one was withdrawn, and where one has moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from translate_flow import formats
from translate_flow.channels import site_head
from translate_flow.channels.page import Correction, Page
from translate_flow.channels.site_entries import Entry, Listing, entry
from translate_flow.channels.site_layout import href, listing_path
from translate_flow.channels.site_theme import Site, program, render, style
from translate_flow.channels.site_voice import Voice, day_of, voice
from translate_flow.text import byline, provenance

if TYPE_CHECKING:
    from markupsafe import Markup

    from translate_flow.text.document import Document

__all__ = ["Site", "article", "gone", "moved", "program", "style"]


@dataclass(frozen=True, slots=True)
class Link:
    """Another page in a template: where it is, what language it is in, its title or name, and its date as a `time` element."""

    href: str
    language: str
    title: str
    time: Markup | str = ""


def article(site: Site, page: Page, document: Document, path: str, versions: Mapping[str, Entry], before: Sequence[Entry], *, body: str | None = None) -> bytes:
    """An article's page. `versions`: the article's pages by language; `before`: articles to read next. `body`: what the document's format
    makes of it, where the caller has that already, still to be cleaned. Raises Unreadable for a broken template."""
    page = replace(page, title=page.title or document.title, standfirst=page.standfirst or document.standfirst, byline=page.byline or document.byline)
    say = voice(page.language)
    parent = versions.get(page.parent) if page.parent and page.parent_is_live else None
    paths = {**{tag: other.path for tag, other in versions.items()}, page.language: path}
    paths = dict(sorted(paths.items(), key=lambda item: item[1]))
    start = "" if page.original_language in {page.parent, page.language} else page.original_language  # of a relay
    summary = entry(page, document, path, None).summary
    return render(
        "article.html.jinja", site, path, page.language,
        page=page,
        body=_body(formats.get(document.format).html(document) if body is None else body, say),
        byline=page.byline if not page.byline or byline.recognise(page.byline) else say("By {name}", name=page.byline),
        provenance=provenance.line(page.language, page.parent, page.translator, start) if page.parent else "",
        provenance_language=provenance.wording_for(page.language),
        parent=href(path, parent.path) if parent else "",
        original=href(path, versions[start].path) if page.parent and start in versions else "",
        chain=_chain(page, versions, path),
        dates=list(_dates(page, say)),
        notice=_notice(page, say),
        corrections=[_corrected(note, say) for note in page.corrections],
        others=[(tag, href(path, other)) for tag, other in paths.items() if tag != page.language],
        section=href(path, listing_path(Listing(page.language, section=page.section))) if page.section else "",
        tags=[(tag, href(path, listing_path(Listing(page.language, tag=tag)))) for tag in page.tags if tag],
        before=[link(path, other, say) for other in before],
        summary=summary,
        alternates=site_head.alternates(site, paths, page.original_language),
        preview=list(site_head.preview(site, page, path, summary, (tag for tag in paths if tag != page.language))),
        data=site_head.data(site, page, path, summary, versions),
    )  # fmt: skip


def gone(site: Site, language: str, title: str, at: datetime | None, path: str, versions: Mapping[str, Entry]) -> bytes:
    """The page in the place of one that was withdrawn (with its title) or taken down (title ""), at a moment if that is known."""
    say = voice(language)
    others = sorted((other.path, tag) for tag, other in versions.items() if other.path != path)
    return render(
        "gone.html.jinja", site, path, language,
        title=title, time=say.time(at) if at else "", others=[(tag, href(path, other)) for other, tag in others], alternates=[],
    )  # fmt: skip


def moved(site: Site, language: str, path: str, to: str) -> bytes:
    """The page at an old address, which leads to the new one. The page it leads to is its canonical address."""
    return render("moved.html.jinja", site, path, language, to=href(path, to), new=site.address(to) or href(path, to), alternates=[])


def _body(html: str, say: Voice) -> Markup:
    from markupsafe import Markup

    from translate_flow.channels.site_clean import clean, with_notes
    from translate_flow.channels.site_mend import mend

    mended = Markup(mend(str(clean(html))))  # noqa: S704  clean, and only put in order
    return with_notes(mended, say)


def _chain(page: Page, versions: Mapping[str, Entry], path: str) -> list[tuple[str, str]]:
    """By way of what versions a relay came, (language, link), the original first and this page last; [] where the provenance line tells it all."""
    found, tag, seen = [(page.language, "")], page.parent, {page.language}
    while tag and tag not in seen:
        seen.add(tag)
        known = versions.get(tag)
        found.append((tag, href(path, known.path) if known else ""))
        tag = known.parent if known else ""
    if found[-1][0] != page.original_language and page.original_language and page.original_language not in seen:
        return []  # a link of it is not out
    return found[::-1] if len(found) > 3 else []


def _dates(page: Page, say: Voice) -> Iterator[Markup]:
    """When the article is from, and when this version of it came out or was changed, as far as that says more."""
    own, out = day_of(page.date), page.published_at
    first = page.date if own else "" if page.parent else out
    if first:
        yield say("Published {date}", date=say.time(first))
    if page.parent and out and own != out.date():
        yield say("Translation published {date}", date=say.time(out))
    if page.updated_at and (out is None or page.updated_at.date() > out.date()):
        yield say("Updated {date}", date=say.time(page.updated_at))


def _notice(page: Page, say: Voice) -> Markup | str:
    if page.behind_since is None:
        return ""
    return say(
        "This translation is behind the {language} version, which changed on {date}.",
        language=provenance.name_in_sentence(page.parent or page.original_language, say.language), date=say.time(page.behind_since),
    )  # fmt: skip


def _corrected(note: Correction, say: Voice) -> tuple[Markup, str]:
    return say("Correction, {date}", date=say.time(note.at)), note.text


def link(origin: str, other: Entry, say: Voice) -> Link:
    when = other.date if day_of(other.date) else other.moment
    return Link(href(origin, other.path), other.language, other.title or other.article, say.time(when) if when else "")
