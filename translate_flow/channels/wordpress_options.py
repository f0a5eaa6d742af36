"""What a WordPress channel is told when it is set up."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from translate_flow.channels.page import Option
from translate_flow.errors import UsageError


def _url(value: str) -> str:
    try:
        parts = urlsplit(value.strip())
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username and not parts.query
    except ValueError:
        fits = False
    if not fits:
        raise UsageError(f"“{value[:200]}” is no address of a site", remedy="Name it as https://example.org, without user and password.")
    return value.strip().rstrip("/")


def _one_of(*known: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in known:
            raise UsageError(f"“{value}” is not among {', '.join(known)}", remedy=f"Use one of {', '.join(known)}.")
        return value

    return check


def _pairs(value: str) -> dict[str, str]:
    """`one = other; third = fourth` as a mapping."""
    found: dict[str, str] = {}
    for part in filter(str.strip, value.split(";")):
        name, equals, other = part.partition("=")
        if not equals or not name.strip() or not other.strip():
            raise UsageError(f"“{part.strip()}” is no pair", remedy="Write NAME = OTHER, with semicolons between pairs.")
        found[name.strip()] = other.strip()
    return found


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 600:
        raise UsageError(f"“{value}” is no number of seconds from 1 to 600", remedy="Give one, such as 30.")
    return seconds


OPTIONS = {
    "url": Option("the site's address", required=True, check=_url),
    "user": Option("the login that posts are written as; best one of its own, with an editor's rights", required=True),
    "password_file": Option("a file with the application password, readable by nobody else; else the environment says it"),
    "status": Option("publish, or draft: then editors there decide what readers see", "publish", check=_one_of("publish", "draft")),
    "authors": Option("whose posts are whose: BYLINE = USER there; …", {}, check=_pairs),
    "categories": Option("which category a section is: SECTION = CATEGORY; …, or SECTION/LANG = CATEGORY; else one of its name", {}, check=_pairs),
    "types": Option("which type of post a kind of article is: KIND = TYPE; …; page is page, all others are post", {}, check=_pairs),
    "media": Option("upload images that are files here, or link: leave their addresses", "upload", check=_one_of("upload", "link")),
    "images": Option("the folder that addresses of images without a site start from"),
    "timeout": Option("seconds without a byte until the site is taken to be gone", 30.0, check=_seconds),
}
