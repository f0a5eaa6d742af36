"""Channels: where versions are published. One module per kind, and the one dict that names them.

To add a kind: a module here that satisfies `Channel`, its line in `CHANNELS`, its tests, its line in the
docs.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from translate_flow.channels.page import Option, Outcome, Receipt, Target, Works


class Channel(Protocol):
    """What a kind's module offers (a module itself satisfies it)."""

    NAME: str
    OPTIONS: Mapping[str, Option]
    OVERWRITES: bool  # what somebody changed there is refused, but can be written over once where a person says so (`Known.data`)
    ONE_BY_ONE: bool  # each receipt is to be noted before the next is asked for: what it tells of cannot be done twice

    def bring(self, target: Target, works: Works, *, everything: bool) -> Generator[Receipt, None, Outcome]:
        """Makes the place show what the works say, of the articles among them; `everything`: they are all, and what is of no article goes.

        Doing it again changes nothing, and whatever is killed, doing it again completes it. Yields what became of each version and
        returns what changed. Raises ChannelFailed where the place cannot be reached, NotAllowed where it refuses.
        """

    # A module may also have `whole(target) -> bool`: whether the place has to be brought everything, because what it
    # knows of itself is lost, or another release or other settings shaped all that is there.

    def test(self, target: Target) -> list[str]:
        """Tries whether the place can be published to, and changes nothing there: sentences on what was found. Raises as `bring`."""


CHANNELS: dict[str, str] = {  # kind → module; a string, so that only the channel in use is imported
    "site": "translate_flow.channels.site",
    "wordpress": "translate_flow.channels.wordpress",
    "tree": "translate_flow.channels.tree",
}


def get(name: str) -> Channel:
    """The kind of channel of that name. Raises UsageError with the kinds there are."""
    if name not in CHANNELS:
        raise UsageError(f"There is no kind of channel “{name}”", remedy=f"Known kinds: {', '.join(CHANNELS)}.")
    return cast(Channel, import_module(CHANNELS[name]))
