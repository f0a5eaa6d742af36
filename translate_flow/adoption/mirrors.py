"""Which files of a folder are saved pages, and what their names stand for: as wget and HTTrack mirror a site, and browsers save a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import quote

from translate_flow.adoption.addresses import address_key
from translate_flow.adoption.folders import walk
from translate_flow.adoption.items import Unread
from translate_flow.errors import Unreadable
from translate_flow.formats import files

_PAGE = re.compile(r"\.x?html?$|\.s?html?\?[^/]*$", re.I)  # wget keeps queries in names
_MAYBE = re.compile(r"[^.?]+(?:\?.*)?|[^?]*\.(?:php\d?|phtml|aspx?|jsp|cfm|cgi)(?:\?.*)?", re.I | re.S)  # `wget --mirror` keeps names that are not a page's
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,800}?-->\s*|<\?xml[^>]{0,200}>\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_ARCHIVE = re.compile(r"\.(?:mhtml?|maff|webarchive|warc(?:\.gz)?|html?\.gz)$", re.I)
_BESIDE = re.compile(r"(.+)[_-](?:files|dateien|archivos|fichiers|ficheiros|arquivos|bestanden|file|filer|pliki|soubory)", re.I)
_HOST = re.compile(r"((?:[a-z0-9-]+\.)+[a-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3}|localhost)(?:[:_+](\d+))?", re.I)  # wget's and HTTrack's ports


def pages_in(folder: Path) -> Iterator[tuple[str, Path | Unread]]:
    """Pages in a folder and those below it, in the order of their names: (path in the folder, where it is or why it is not read)."""
    for file, path in walk(folder, lambda name: bool(_PAGE.search(name) or _ARCHIVE.search(name) or _MAYBE.fullmatch(name)), _left):
        if isinstance(path, Path) and not _PAGE.search(path.name) and _MAYBE.fullmatch(path.name):
            if _begins_as_page(path):
                yield file, path
        elif isinstance(path, Path) and _ARCHIVE.search(path.name):
            yield file, Unread(file, "is an archive of pages, which is not read", "Save the page as HTML, or unpack it into the folder.")
        else:
            yield file, path


def _begins_as_page(path: Path) -> bool:
    """Whether a file whose name does not say it holds a page. One that cannot be opened is told of when it is read."""
    try:
        with files.opened(path, named=False) as stream:
            return _MARKUP.match(stream.read(1000)) is not None
    except Unreadable:
        return True


def _left(name: str, beside: Collection[str]) -> bool:
    """Whether a folder holds no pages of the site: HTTrack's memory, or a saved page's frames and advertisements."""
    page = _BESIDE.fullmatch(name)
    return name == "hts-cache" or (page is not None and any(other.startswith(page[1] + ".") and _PAGE.search(other) for other in beside))


def address_of(file: str) -> str:
    """What a path in a mirror stands for: its first folder is the host, if it can be one."""
    first, slash, rest = file.partition("/")
    if slash and (host := _HOST.fullmatch(first)):
        rest = re.sub(r"(\?.*)\.html?$", r"\1", rest)
        scheme, port = ("http", f":{host[2]}") if host[2] else ("https", "")
        return f"{scheme}://{host[1].lower()}{port}/{quote(rest, safe='/?=&%+,;@~-._')}"
    return f"file:///{quote(file)}"


def file_key(file: str) -> str:
    """The key of the address that a link to a mirror's file resolves to: what was a query is a part of its name there."""
    first, _, rest = file.partition("/")
    host = address_of(f"{first}/x").removesuffix("x")
    return address_key((host if host.startswith("http") else f"file:///{quote(first)}/") + quote(rest)) if rest else address_key(f"file:///{quote(file)}")
