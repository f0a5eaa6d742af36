"""How the site's pages get their form: the templates, ours or the newsroom's in their place, and the stylesheet.

A theme is a folder. A file of it takes the place of ours of the same name; ours can still be had as `default/NAME`, so that
`{% extends "default/article.html.jinja" %}` changes a block and keeps the rest. `extra.css` comes after our stylesheet.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate_flow import languages
from translate_flow.channels import site_layout
from translate_flow.channels.site_layout import ROOT, STYLE, href
from translate_flow.channels.site_voice import voice
from translate_flow.errors import Unreadable

if TYPE_CHECKING:
    from jinja2 import Environment

EXTRA = "extra.css"
_LIBRARIES = ("babel", "icu4py", "jinja2", "lxml", "markdown-it-py", "markupsafe", "nh3")


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a site have in common. `base_url` ends in a slash or is ""; `theme` is the newsroom's folder of templates."""

    name: str
    base_url: str
    theme: Path | None = None
    search: bool = False  # whether each language has a page to search it

    def address(self, path: str) -> str:
        """The public address of a path, or "" where the site has no `base_url`."""
        return site_layout.address(self.base_url, path)


def render(template: str, site: Site, path: str, language: str, **values: Any) -> bytes:
    """A page. Raises Unreadable, with the file and line, for a template that is broken."""
    from jinja2 import TemplateError

    try:
        text = _environment(site.theme).get_template(template).render(
            site=site, lang=language, dir=languages.direction(language), say=voice(language), template=template,
            style=_style_link(path, site.theme), home=href(path, ROOT), front=href(path, site_layout.index_path(language)),
            search=href(path, site_layout.search_path(language)) if site.search else "", canonical=site.address(path),
            **values,
        )  # fmt: skip
    except TemplateError as error:
        raise _broken(error, template) from error
    except Exception as error:
        if site.theme is None:
            raise
        raise _broken(error, template) from error
    return text.encode("utf-8", "xmlcharrefreplace")  # a lone surrogate cannot be written otherwise


def style(site: Site) -> bytes:
    """The stylesheet: ours or the theme's, and what the theme adds."""
    return _read(site.theme, _look(site.theme))


def program(site: Site) -> str:
    """A digest of all that shapes a page besides its inputs: templates, stylesheet, code, strings, the libraries' versions."""
    digest = sha256(_program().encode())
    if site.theme is not None:
        for file in sorted(path for path in site.theme.rglob("*") if path.is_file()):
            digest.update(file.relative_to(site.theme).as_posix().encode("utf-8", "surrogateescape") + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _broken(error: Exception, template: str) -> Unreadable:
    """The error of a template, with where it is: of a syntax error its own place, else the last line of a template that was run."""
    file, line = getattr(error, "filename", None) or template, getattr(error, "lineno", 0) or 0
    trace = error.__traceback__
    while trace is not None and not getattr(error, "lineno", 0):
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".jinja"):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Unreadable(f"the template is broken: {said}", file=str(file), line=line, remedy="Mend the template and publish again; the site stays as it was.")


@lru_cache(maxsize=8)
def _environment(theme: Path | None) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined

    ours = PackageLoader("translate_flow.channels", "templates")
    theirs = [FileSystemLoader(theme)] if theme is not None else []
    environment = Environment(
        loader=ChoiceLoader([*theirs, PrefixLoader({"default": ours}), ours]), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=theme is not None,
    )  # fmt: skip
    environment.filters["own_name"] = languages.own_name
    environment.filters["direction"] = languages.direction
    environment.filters["in_reader"] = languages.name
    return environment


# The stylesheet


def _look(theme: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Which files of a theme make its stylesheet, as they are now: name, size, time of change in nanoseconds."""
    if theme is None:
        return ()
    found = []
    for name in (STYLE, EXTRA):
        try:
            facts = os.stat(theme / name)
        except FileNotFoundError:
            continue
        found.append((name, facts.st_size, facts.st_mtime_ns))
    return tuple(found)


@lru_cache(maxsize=8)
def _read(theme: Path | None, look: tuple[tuple[str, int, int], ...]) -> bytes:
    theirs = {name: (theme / name).read_bytes() for name, _, _ in look} if theme is not None else {}
    ours = theirs[STYLE] if STYLE in theirs else (files("translate_flow.channels") / "templates" / STYLE).read_bytes()
    return ours + (b"\n" + theirs[EXTRA] if EXTRA in theirs else b"")


def _style_link(path: str, theme: Path | None) -> str:
    return f"{href(path, STYLE)}?v={_version(theme, _look(theme))}"


@lru_cache(maxsize=8)
def _version(theme: Path | None, look: tuple[tuple[str, int, int], ...]) -> str:
    return sha256(_read(theme, look)).hexdigest()[:8]


@lru_cache(maxsize=1)
def _program() -> str:
    from importlib.metadata import version

    digest = sha256("".join(f"{name} {version(name)} " for name in _LIBRARIES).encode())
    for folder in ("channels", "formats", "text", "locale"):
        for name, file in sorted(_files(files("translate_flow") / folder)):
            if name.endswith((".py", ".jinja", ".css", ".js", ".mo")):
                digest.update(name.encode() + b"\0" + file.read_bytes())
    for name in ("languages.py", "messages.py"):
        digest.update((files("translate_flow") / name).read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from ((f"{entry.name}/{name}", file) for name, file in _files(entry))
        else:
            yield entry.name, entry
