"""Addresses of pages as people and programs write them: joined, compared, told apart."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit

from translate_flow import languages

_NOISE = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|replytocom|share|amp|print|output|nb|noamp|outputtype", re.I)
_INDEX = re.compile(r"/(?:index|default|home)\.\w{3,5}$", re.I)
LIST_PATH = re.compile(
    r"/(?:category|categoria|categorie|kategorie|tag|tags|etiqueta|schlagwort|author|autor|auteur|archives?|search|page/\d+|feed|date)(?:/|$)"
    r"|/\d{4}(?:/\d\d){0,2}$", re.I,
)  # fmt: skip


def joined(base: str, address: str) -> str:
    """An address as seen from another; as it stands where it cannot be read."""
    address = re.sub(r"[\t\r\n]", "", address).strip()
    try:
        return urljoin(base, address).partition("#")[0]
    except ValueError:
        return address


def parts_of(address: str) -> SplitResult:
    """The parts of an address; of one that cannot be read, all of it as its path."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


def address_key(address: str) -> str:
    """What is the same of two spellings of one address: no scheme, `www.`, index file, last slash, or marks of campaigns and print views."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.") + (f":{parts.port}" if parts.port not in {None, 80, 443} else "")
    except ValueError:
        return address.strip()
    path = _INDEX.sub("/", unquote(parts.path)).rstrip("/")
    query = sorted((key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _NOISE.fullmatch(key))
    return host + path + (f"?{urlencode(query)}" if query else "")


def is_home(address: str) -> bool:
    """Whether an address is that of a site's home page, or of its home page in a language."""
    host, slash, path = re.sub(r"\?lang=[\w-]+$", "", address_key(address)).partition("/")
    return "://" in address and "?" not in host and (not slash or (bool(re.fullmatch(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?", path)) and languages.is_tag(path)))


def site_of(address: str) -> str:
    """What tells a site from others: `es.example.org`, `www.example.com` and `example.co.uk` are one."""
    labels = address_key(address).partition("/")[0].partition("?")[0].split(".")[:-1] if "://" in address else []
    while len(labels) > 1 and labels[-1] in {"co", "com", "org", "net", "gov", "ac", "edu"}:
        labels.pop()
    return labels[-1] if labels else ""
