"""Earlier texts that a test keeps in memory, as a source keeps its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from translate_flow.adoption.items import Snapshot
from translate_flow.errors import Unreadable


class Kept:
    """Texts by key; one that is None is one that the source no longer has."""

    def __init__(self, texts: dict[str, str | None]) -> None:
        self.texts = texts

    def read(self, key: str) -> bytes:
        text = self.texts[key]
        if text is None:
            raise Unreadable("is not in this clone", file=key, remedy="Fetch all.")
        return text.encode()

    def stream(self, keys: Sequence[str]) -> Iterator[bytes | Unreadable]:
        for key in keys:
            try:
                yield self.read(key)
            except Unreadable as error:
                yield error

    def expect(self, keys: Sequence[str]) -> None:
        """All of them are at hand."""


def snapshots(*texts: tuple[str, str, str | None]) -> tuple[Snapshot, ...]:
    """Snapshots of (name, ISO time, text), oldest first."""
    kept = Kept({name: text for name, _, text in texts})
    return tuple(Snapshot(name, at, name, kept) for name, at, _ in texts)
