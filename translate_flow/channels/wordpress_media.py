"""The images of articles in a site's media library: each file once, however many posts and languages show it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from translate_flow.channels.wordpress_blocks import Image
from translate_flow.channels.wordpress_site import Refused, Remote

MAX_BYTES = 32 * 2**20
_MAGIC = {b"\x89PNG\r\n\x1a\n": ("png", "image/png"), b"\xff\xd8\xff": ("jpg", "image/jpeg"), b"GIF8": ("gif", "image/gif"), b"RIFF": ("webp", "image/webp")}


class Unusable(Exception):
    """An image that cannot go out as it is; says which, and why."""


class Media:
    """Knows what was uploaded in this run; asks the site for the rest, by a slug that the file's content gives."""

    def __init__(self, remote: Remote, folder: Path | None) -> None:
        self.remote, self.folder = remote, folder
        self._known: dict[str, Image] = {}

    def images(self, sources: Sequence[tuple[str, str, str]]) -> dict[str, Image]:
        """By their address in the text, those that are files here; others stay where they are. Raises Unusable."""
        files = {address: _data(self.folder, address) for address, _, _ in sources if _is_local(address)}
        slugs = {address: f"translate-flow-{sha256(data).hexdigest()[:24]}" for address, data in files.items()}
        if missing := sorted(set(slugs.values()) - self._known.keys()):
            for one in self.remote.get("wp/v2/media", slug=",".join(missing), per_page=100, _fields="id,slug,source_url"):
                self._known[str(one["slug"])] = Image(str(one["source_url"]), int(one["id"]))
        for address, alt, caption in sources:
            if address in slugs and slugs[address] not in self._known:
                self._known[slugs[address]] = self._uploaded(slugs[address], files[address], address, alt, caption)
        return {address: self._known[slug] for address, slug in slugs.items()}

    def _uploaded(self, slug: str, data: bytes, address: str, alt: str, caption: str) -> Image:
        suffix, kind = next(found for magic, found in _MAGIC.items() if data.startswith(magic))
        fields = {"slug": slug, "title": Path(urlsplit(address).path).stem, "alt_text": alt, "caption": escape(caption, quote=False)}
        try:
            made = self.remote.upload("wp/v2/media", f"{slug}.{suffix}", kind, data, fields)
        except Refused as error:
            raise Unusable(f"the site does not take the image {address}: {error.message}") from None
        return Image(str(made["source_url"]), int(made["id"]))


def _is_local(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def _data(folder: Path | None, address: str) -> bytes:
    """A file's content, never from outside the folder: an article says the address."""
    if folder is None:
        raise Unusable(f"the image {address} is named without the site it is on, and no folder of images is set (option images)")
    root = folder.resolve()
    try:
        path = (root / unquote(urlsplit(address).path).lstrip("/")).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            raise Unusable(f"the image {address} is not in {folder}")
        if path.stat().st_size > MAX_BYTES:
            raise Unusable(f"the image {address} is larger than {MAX_BYTES // 2**20} MB")
        data = path.read_bytes()
    except (OSError, ValueError):
        raise Unusable(f"the image {address} cannot be read") from None
    if not data.startswith(tuple(_MAGIC)):
        raise Unusable(f"the image {address} is no PNG, JPEG, GIF or WebP")
    return data
