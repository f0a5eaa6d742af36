"""Channels: where versions are published. One module per channel, and the one dict that names them.

To add a channel: a module here that satisfies `Channel`, its line in `CHANNELS`, its tests, its line in the
docs.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from translate_flow.channels.page import Outcome, Page


class Channel(Protocol):
    """What a channel's module offers (a module itself satisfies it)."""

    NAME: str

    def sync(self, folder: Path, pages: Iterable[Page], *, site_name: str = "", base_url: str = "") -> Outcome:
        """Makes the target hold exactly these pages, all or nothing; what is right already stays untouched."""


CHANNELS: dict[str, str] = {  # name → module; a string, so that only the channel in use is imported
    "site": "translate_flow.channels.site",
}


def get(name: str) -> Channel:
    """The channel of that name. Raises UsageError with the names there are."""
    if name not in CHANNELS:
        raise UsageError(f"There is no channel “{name}”", remedy=f"Known channels: {', '.join(CHANNELS)}.")
    return cast(Channel, import_module(CHANNELS[name]))
