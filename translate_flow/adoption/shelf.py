"""Texts of a large site kept on disk while it is adopted: what does not fit into memory is read again when somebody looks at it.

The file is without a name and goes with the process. Only this process writes and reads it, so that documents are pickled.
"""

from __future__ import annotations

import pickle
import tempfile
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import IO

from translate_flow.adoption.items import Item, Text
from translate_flow.text.document import Document
from translate_flow.text.sketch import Sketch

_Read = tuple[Document, bytes, Sketch]

HELD = 32 * 2**20  # bytes of texts that stay in memory: the first ones, and as many again of those looked at last


class Shelf:
    """Puts items away. `folder`: where the file lies, once there is one."""

    def __init__(self, folder: Path, *, held: int = HELD) -> None:
        self.folder, self.held = folder, held
        self._file: IO[bytes] | None = None
        self._end = 0
        self._used = 0
        self._recent: OrderedDict[int, tuple[_Read, int]] = OrderedDict()
        self._weight = 0

    def put(self, item: Item) -> Item:
        """The item itself while there is room; else one whose text is read when it is asked for."""
        self._used += len(item.text.body)
        return item if self._used <= self.held else replace(item, text=_Shelved(self, item.text, *self._written(item.text)))

    def _written(self, text: Text) -> tuple[int, int]:
        """Where a text lies now, and how many bytes it takes there."""
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=self.folder)  # noqa: SIM115 – it lives as long as the items
        document = text.document
        body = None if document.text.encode(document.encoding, "surrogateescape") == text.body else text.body
        data = pickle.dumps((document, body, text.sketch), protocol=pickle.HIGHEST_PROTOCOL)
        start = self._end
        self._file.seek(start)
        self._file.write(data)
        self._end += len(data)
        return start, len(data)

    def read(self, start: int, size: int) -> _Read:
        """What was put away at a place."""
        if start in self._recent:
            self._recent.move_to_end(start)
            return self._recent[start][0]
        assert self._file is not None
        self._file.seek(start)
        document, body, drawn = pickle.loads(self._file.read(size))  # noqa: S301 – our own file, which has no name
        found = document, document.text.encode(document.encoding, "surrogateescape") if body is None else body, drawn
        self._recent[start] = found, size
        self._weight += size
        while self._weight > self.held and len(self._recent) > 1:
            _, (_, oldest) = self._recent.popitem(last=False)
            self._weight -= oldest
        return found


class _Shelved(Text):
    """A text that lies on a shelf."""

    __slots__ = ("_at", "_shelf")

    def __init__(self, shelf: Shelf, text: Text, start: int, size: int) -> None:
        super().__init__(text.format, b"", name=text.name)
        self._shelf, self._at = shelf, (start, size)

    @property
    def body(self) -> bytes:
        return self._shelf.read(*self._at)[1]

    @property
    def document(self) -> Document:
        return self._shelf.read(*self._at)[0]

    @property
    def sketch(self) -> Sketch:
        return self._shelf.read(*self._at)[2]
