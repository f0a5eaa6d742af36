"""Draws the static site's pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate_flow import formats, languages, messages
from translate_flow.channels.page import Page
from translate_flow.channels.site_entries import Entry
from translate_flow.channels.site_layout import ROOT, STYLE, address, href, index_path
from translate_flow.text import byline, provenance

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from translate_flow.text.document import Document


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share. `base_url` ends in a slash or is empty; `theme`: the newsroom's own templates."""

    name: str = ""
    base_url: str = ""
    theme: Path | None = None
    search: bool = False

    def address(self, path: str) -> str:
        """The public address of a path, or "" where the site has none. An index is named by its folder."""
        return address(self.base_url, path)


def article(site: Site, page: Page, document: Document, path: str, versions: Mapping[str, Entry], before: Sequence[Entry], body: str | None = None) -> bytes:
    """An article's page. `versions`: the article's pages by language; `before`: what to read next; `body`: the format's HTML, where somebody asked for it already."""
    page = _filled(page, document)
    say = Voice(page.language)
    parent = versions[page.parent].path if page.parent and page.parent_is_live and page.parent in versions else ""
    siblings = {tag: entry.path for tag, entry in versions.items()}
    start = "" if page.original_language in {page.parent, page.language} else page.original_language  # of a relay
    return render(
        "article.html.jinja", site, path, page.language,
        page=page,
        body=_body(document, body),
        byline=page.byline if not page.byline or byline.recognise(page.byline) else say("By {name}", name=page.byline),
        provenance=provenance.line(page.language, page.parent, page.translator, start) if page.parent else "",
        provenance_language=provenance.wording_for(page.language),
        parent=href(path, parent) if parent else "",
        dates=list(_dates(page, say)),
        notice=_notice(page, say),
        original=href(path, siblings[start]) if page.parent and start in siblings else "",
        others=[(tag, href(path, other)) for tag, other in siblings.items() if tag != page.language],
        before=[(href(path, entry.path), entry.title) for entry in before],
        alternates=alternates(site, page.original_language, siblings),
    )  # fmt: skip


def gone(site: Site, language: str, title: str, at: datetime | None, path: str, versions: Mapping[str, Entry]) -> bytes:
    """A page that says that what stood here is gone."""
    links = "".join(f'<li><a href="{href(path, entry.path)}" hreflang="{tag}">{languages.own_name(tag)}</a></li>' for tag, entry in versions.items())
    return f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="robots" content="noindex"><title>410</title></head><body><ul>{links}</ul></body></html>\n'.encode()


def moved(site: Site, language: str, path: str, to: str) -> bytes:
    """A page at an old address that leads to the new one."""
    there = href(path, to)
    return f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={there}"><title>301</title></head><body><a href="{there}">{there}</a></body></html>\n'.encode()


def style(site: Site) -> bytes:
    return _style()


def program(site: Site) -> str:
    return _program()


def _filled(page: Page, document: Document) -> Page:
    """The page with what its document says where the page itself is silent."""
    return replace(
        page,
        title=page.title or document.title,
        standfirst=page.standfirst or document.standfirst,
        byline=page.byline or document.byline,
    )


def _body(document: Document, html: str | None) -> Markup:
    from translate_flow.channels.site_clean import clean

    return clean(formats.get(document.format).html(document) if html is None else html)


def _dates(page: Page, say: Voice) -> Iterator[Markup]:
    """When the article is from, and when this version of it came out or was corrected, as far as that says more."""
    own, out = _day(page.date), page.published_at
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


def alternates(site: Site, original: str, versions: Mapping[str, str]) -> list[tuple[str, str]]:
    """(hreflang, address) of every version, itself included, and x-default: the original or else the first."""
    if not site.base_url:
        return []
    found = [(tag, site.address(path)) for tag, path in versions.items()]
    default = versions.get(original) or next(iter(versions.values()))
    return [*found, ("x-default", site.address(default))]


# What all of them share


class Voice:
    """The site's own words in a reader's language; where they are not in it, marked with the language they are in."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self._catalogue = messages.catalogue(tag)
        same = self._catalogue.language.split("-")[0] == tag.split("-", maxsplit=1)[0]
        self.language = tag if same else self._catalogue.language  # of dates and names inside the strings
        self.is_own = same

    def __call__(self, message: str, **values: str | Markup) -> Markup:
        """A string of `messages.SITE` with its fields filled in, escaped where they are not markup."""
        from markupsafe import Markup, escape

        text = escape(self._catalogue.text(message)).format(**values)
        return text if self.is_own else Markup('<span lang="{}" dir="{}">{}</span>').format(
            self.language, languages.direction(self.language), text
        )  # fmt: skip

    def time(self, value: str | datetime) -> Markup:
        """A `time` element with a day in the reader's form; a moment is the day it is in UTC."""
        from markupsafe import Markup

        day = value.astimezone(UTC).date() if isinstance(value, datetime) else date.fromisoformat(value[:10])
        machine = value if isinstance(value, str) and _is_iso(value) else day.isoformat()
        return Markup('<time datetime="{}">{}</time>').format(
            machine, languages.format_date(day, self.language, "long")
        )


def _is_iso(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def render(template: str, site: Site, path: str, language: str, **values: Any) -> bytes:
    text = _environment().get_template(template).render(
        site=site, lang=language, dir=languages.direction(language), say=Voice(language),
        style=f"{href(path, STYLE)}?v={sha256(_style()).hexdigest()[:8]}",
        home=href(path, ROOT), index=href(path, index_path(language)), canonical=site.address(path),
        **values,
    )  # fmt: skip
    return text.encode("utf-8", "xmlcharrefreplace")  # a lone surrogate cannot be written otherwise


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("translate_flow.channels", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["own_name"] = languages.own_name
    environment.filters["direction"] = languages.direction
    environment.filters["in_reader"] = languages.name
    return environment


@lru_cache(maxsize=1)
def _style() -> bytes:
    return (files("translate_flow.channels") / "templates" / STYLE).read_bytes()


@lru_cache(maxsize=1)
def _program() -> str:
    """A digest of all that shapes a page besides its inputs: templates, formats, strings, CLDR's version."""
    from importlib.metadata import version

    digest = sha256("".join(version(name) for name in ("babel", "nh3", "markdown-it-py", "lxml")).encode())
    for folder in ("channels", "formats", "text", "locale"):
        for name, file in sorted(_files(files("translate_flow") / folder)):
            if name.endswith((".py", ".jinja", ".css", ".mo")):
                digest.update(name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from ((f"{entry.name}/{name}", file) for name, file in _files(entry))
        else:
            yield entry.name, entry
