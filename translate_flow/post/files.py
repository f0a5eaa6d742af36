"""Letters into files: lines of JSON that other programs follow, and an Atom feed (RFC 4287) of the newest."""

from __future__ import annotations

import json
import os
import stat
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from translate_flow.post import Message, NotTaken, Place
from translate_flow.post.plain import line, lines
from translate_flow.post.web import record

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KEPT = 100  # entries of a feed
_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 64 * 2**20  # bytes of a feed that is read again


class Lines:
    """A file that each letter is put at the end of, one line of JSON each; on the disk before it counts as sent. Rotating it is others' business."""

    def __init__(self, place: Place) -> None:
        self.place, self.path = place, Path(place.target)

    def send(self, message: Message) -> None:
        data = json.dumps(record(message), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
        with _plainly(self.place), _locked(self.path.parent):
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC, 0o640)
            try:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise NotTaken(f"{self.place.name}: {self.path} is no plain file", remedy="Name another file in the hook.")
                _append(handle, data)
            finally:
                os.close(handle)

    def close(self) -> None:
        pass


def _append(handle: int, data: bytes) -> None:
    """Puts a whole line at the end, or nothing. What a full disk or a crash left of a line before is ended first."""
    size = os.fstat(handle).st_size
    if size and os.pread(handle, 1, size - 1) != b"\n":
        data = b"\n" + data
    try:
        if os.write(handle, data) != len(data):
            raise OSError(28, "No space left on device")
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise


class Feed:
    """An Atom feed with the newest letters, written whole or not at all. A letter that is in it already changes nothing."""

    def __init__(self, place: Place) -> None:
        self.place, self.path = place, Path(place.target)

    def send(self, message: Message) -> None:
        with _plainly(self.place), _locked(self.path.parent):
            data = self._with(message)
            if data is not None:
                _write(self.path, data)

    def close(self) -> None:
        pass

    def _with(self, message: Message) -> bytes | None:
        from lxml import etree

        name = uuid.UUID(message.uid).urn
        old = self._entries()
        if any(entry.findtext(f"{{{_ATOM}}}id") == name for entry in old):
            return None
        moment = message.at.isoformat(timespec="seconds").replace("+00:00", "Z")
        root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
        _add(root, "id", uuid.uuid5(uuid.NAMESPACE_OID, f"translate-flow hook {self.place.name}").urn)
        _add(root, "title", self.place.name)
        _add(root, "updated", moment)
        _add(_add(root, "author"), "name", "translate-flow")
        entry = _add(root, "entry")
        entry.set("{http://www.w3.org/XML/1998/namespace}lang", line(message.language, 35))
        _add(entry, "id", name)
        _add(entry, "title", line(message.subject))
        _add(entry, "updated", moment)
        _add(entry, "category").set("term", line(message.person))
        _add(entry, "content", lines(message.text)).set("type", "text")
        root.extend(old[: KEPT - 1])
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"

    def _entries(self) -> list[Element]:
        from lxml import etree

        if not self.path.exists() or not self.path.stat().st_size:
            return []
        try:
            if self.path.stat().st_size > _MOST:
                raise ValueError("too large")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
            root = etree.fromstring(self.path.read_bytes(), parser)
            if root.tag != f"{{{_ATOM}}}feed":
                raise ValueError("another root")
        except (etree.XMLSyntaxError, ValueError):
            raise NotTaken(f"{self.place.name}: {self.path} is no feed that can be read", remedy="Move it away; a new one is begun.") from None
        return root.findall(f"{{{_ATOM}}}entry")


def _add(parent: Element, name: str, text: str = "") -> Element:
    from lxml import etree

    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text:
        child.text = "".join(char if ord(char) not in {0xFFFE, 0xFFFF} else "\ufffd" for char in text)
    return child


def _write(path: Path, data: bytes) -> None:
    path = path.resolve()
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            os.fchmod(stream.fileno(), 0o644)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """While nobody else of this program writes into a folder."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _plainly(place: Place) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotTaken(f"{place.name}: {place.target} cannot be written: {error.strerror or error}", remedy="See that its folder is there, may be written to and is not full.") from None
