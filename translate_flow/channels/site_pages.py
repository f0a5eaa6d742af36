"""Draws the static site's files. Each knows by a fingerprint when it must be drawn anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from translate_flow import formats, languages, messages
from translate_flow.channels.page import Page
from translate_flow.channels.site_layout import PER_PAGE, Site, href, index_path
from translate_flow.text import byline, provenance

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from translate_flow.text.document import Document

ROOT = "index.html"
STYLE = "style.css"
_ROOT_LANGUAGE = "en"  # of the root index, which nobody's language is known for


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the site: its path, what it depends on in one digest, and how to draw it."""

    path: str
    fingerprint: str
    draw: Callable[[], bytes]


def outputs(site: Site) -> list[Output]:
    """Every file of the site, in a fixed order. Nothing is drawn yet."""
    made = [Output(STYLE, _digest("style"), _style), _root(site)]
    for language in site.languages():
        made += _indexes(site, language)
    made += [_article(site, path, page) for path, page in sorted(site.pages.items())]
    return made


# An article


def _article(site: Site, path: str, page: Page) -> Output:
    own = {field.name: getattr(page, field.name) for field in fields(page) if field.name != "document"}
    siblings = site.versions[page.article]
    about = (site.name, site.base_url, own, list(siblings.items()), site.parent_of(page))
    return Output(path, _digest(path, about), lambda: _draw_article(site, path, page))


def _draw_article(site: Site, path: str, page: Page) -> bytes:
    document = page.document()
    page = _filled(page, document)
    say = Voice(page.language)
    parent = site.parent_of(page)
    siblings = site.versions[page.article]
    start = "" if page.original_language in {page.parent, page.language} else page.original_language  # of a relay
    return _render(
        "article.html.jinja", site, path, page.language,
        page=page,
        body=_body(document),
        byline=page.byline if not page.byline or byline.recognise(page.byline) else say("By {name}", name=page.byline),
        provenance=provenance.line(page.language, page.parent, page.translator, start) if page.parent else "",
        provenance_language=provenance.wording_for(page.language),
        parent=href(path, parent) if parent else "",
        dates=list(_dates(page, say)),
        notice=_notice(page, say),
        original=href(path, siblings[start]) if page.parent and start in siblings else "",
        others=[(tag, href(path, other)) for tag, other in siblings.items() if tag != page.language],
        alternates=_alternates(site, page.original_language, siblings),
    )  # fmt: skip


def _filled(page: Page, document: Document) -> Page:
    """The page with what its document says where the page itself is silent."""
    return replace(
        page,
        title=page.title or document.title,
        standfirst=page.standfirst or document.standfirst,
        byline=page.byline or document.byline,
    )


def _body(document: Document) -> Markup:
    from translate_flow.channels.site_clean import clean

    return clean(formats.get(document.format).html(document))


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


def _alternates(site: Site, original: str, versions: dict[str, str] | Any) -> list[tuple[str, str]]:
    """(hreflang, address) of every version, itself included, and x-default: the original or else the first."""
    if not site.base_url:
        return []
    found = [(tag, site.address(path)) for tag, path in versions.items()]
    default = versions.get(original) or next(iter(versions.values()))
    return [*found, ("x-default", site.address(default))]


# Indexes


def _indexes(site: Site, language: str) -> Iterator[Output]:
    items = site.newest_first(language)
    count = -(-len(items) // PER_PAGE)
    for number in range(1, count + 1):
        path = index_path(language, number)
        shown = items[(number - 1) * PER_PAGE : number * PER_PAGE]
        about = (
            site.name, site.base_url, number, count, list(site.languages()),
            [(at, page.title, page.standfirst, page.date, page.published_at, page.parent, page.byline) for at, page in shown],
        )  # fmt: skip
        yield Output(path, _digest(path, about), _index_drawer(site, language, number, count, shown))


def _index_drawer(
    site: Site, language: str, number: int, count: int, shown: list[tuple[str, Page]]
) -> Callable[[], bytes]:
    path = index_path(language, number)

    def draw() -> bytes:
        say = Voice(language)
        return _render(
            "index.html.jinja", site, path, language,
            items=[_item(path, at, page, say) for at, page in shown],
            numbers=[(n, href(path, index_path(language, n))) for n in range(1, count + 1)] if count > 1 else [],
            number=number,
            others=[(tag, href(path, index_path(tag))) for tag in site.languages() if tag != language],
            alternates=_alternates(site, "", {tag: index_path(tag) for tag in site.languages()}) if number == 1 else [],
        )  # fmt: skip

    return draw


def _item(origin: str, path: str, page: Page, say: Voice) -> dict[str, Any]:
    when = page.date if _day(page.date) else page.published_at
    return {
        "page": page,
        "href": href(origin, path),
        "time": say.time(when) if when else "",
        "provenance": provenance.line(page.language, page.parent) if page.parent else "",
        "provenance_language": provenance.wording_for(page.language),
    }


def _root(site: Site) -> Output:
    counts = site.languages()

    def draw() -> bytes:
        items = [
            (tag, href(ROOT, index_path(tag)), languages.format_number(count, tag)) for tag, count in counts.items()
        ]
        alternates = [(tag, site.address(index_path(tag))) for tag in counts] if site.base_url else []
        if alternates:
            alternates.append(("x-default", site.address(ROOT)))
        return _render("root.html.jinja", site, ROOT, _ROOT_LANGUAGE, items=items, alternates=alternates)

    return Output(ROOT, _digest(ROOT, (site.name, site.base_url, counts)), draw)


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


def _render(template: str, site: Site, path: str, language: str, **values: Any) -> bytes:
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


def _digest(path: str, about: Any = None) -> str:
    """A digest of what a file shows and of the program that draws it."""
    return sha256(json.dumps([_program(), path, about], default=str).encode()).hexdigest()[:32]


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
