"""Texts of a large site kept on disk while it is adopted: what does not fit into memory is read again when somebody looks at it.

The file is without a name and goes with the process. Only this process writes and reads it, so that documents are pickled.
"""

from __future__ import annotations

import pickle
import tempfile
from collections import OrderedDict
from dataclasses import fields, replace
from pathlib import Path
from typing import IO, Any

from translate_flow.adoption.items import Item
from translate_flow.text.document import Document

HELD = 32 * 2**20  # bytes of texts that stay in memory: the first ones, and as many again of those looked at last


class Shelf:
    """Puts items away. `folder`: where the file lies, once there is one."""

    def __init__(self, folder: Path, *, held: int = HELD) -> None:
        self.folder, self.held = folder, held
        self._file: IO[bytes] | None = None
        self._end = 0
        self._used = 0
        self._recent: OrderedDict[int, tuple[tuple[Document, bytes], int]] = OrderedDict()
        self._weight = 0

    def put(self, item: Item) -> Item:
        """The item itself while there is room; else one that reads its text when it is asked for."""
        self._used += len(item.body)
        if self._used <= self.held:
            return item
        return Shelved(**{one.name: getattr(item, one.name) for one in fields(Item)} | dict.fromkeys(("document", "body"), self._written(item)))

    def _written(self, item: Item) -> _Place:
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=self.folder)  # noqa: SIM115 – it lives as long as the items
        body = None if item.document.text.encode(item.document.encoding, "surrogateescape") == item.body else item.body
        data = pickle.dumps((item.document, body), protocol=pickle.HIGHEST_PROTOCOL)
        self._file.seek(self._end)
        self._file.write(data)
        place = _Place(self, self._end, len(data))
        self._end += len(data)
        return place

    def read(self, start: int, size: int) -> tuple[Document, bytes]:
        """What was put away at a place."""
        if start in self._recent:
            self._recent.move_to_end(start)
            return self._recent[start][0]
        assert self._file is not None
        self._file.seek(start)
        document, body = pickle.loads(self._file.read(size))  # noqa: S301 – our own file, which has no name
        found = document, document.text.encode(document.encoding, "surrogateescape") if body is None else body
        self._recent[start] = found, size
        self._weight += size
        while self._weight > self.held and len(self._recent) > 1:
            _, (_, oldest) = self._recent.popitem(last=False)
            self._weight -= oldest
        return found


class _Place:
    """Where a text lies."""

    __slots__ = ("shelf", "size", "start")

    def __init__(self, shelf: Shelf, start: int, size: int) -> None:
        self.shelf, self.start, self.size = shelf, start, size

    def read(self) -> tuple[Document, bytes]:
        return self.shelf.read(self.start, self.size)


def _put_away(name: str, part: int) -> Any:
    """A field of an item that is read where it was put away."""
    slot = Item.__dict__[name]

    def get(item: Item) -> Any:
        held = slot.__get__(item, Item)
        return held.read()[part] if isinstance(held, _Place) else held

    return property(get, slot.__set__)


class Shelved(Item):
    """An item whose `document` and `body` lie on a shelf."""

    __slots__ = ()
    document = _put_away("document", 0)
    body = _put_away("body", 1)


def altered(item: Item, **changes: Any) -> Item:
    """As `dataclasses.replace`, and what is put away stays so."""
    if not isinstance(item, Shelved):
        return replace(item, **changes)
    return Shelved(**{one.name: Item.__dict__[one.name].__get__(item, Item) for one in fields(Item)} | changes)
