"""What a site says twice, and differently, in sentences for a coordinator."""

from __future__ import annotations

from collections.abc import Sequence

from translate_flow import languages
from translate_flow.adoption.items import Contradiction, Item


def title(item: Item) -> str:
    """What to call an item."""
    return f"“{(item.text.title or item.slug or item.place or item.origin)[:80]}”"


def wrong_link(items: Sequence[Item], hub: int, apart: Sequence[int], why: str) -> Contradiction:
    """A link that joins texts with nothing in common."""
    names = ", ".join(title(items[at]) for at in apart[:5])
    message = f"{names} and {title(items[hub])} are joined by {why}, but their texts have nothing in common"
    return Contradiction("wrong link", (*(items[at].origin for at in apart), items[hub].origin), message, "Mend the link on the site. It was not followed.")


def two_claim(items: Sequence[Item], one: int, two: int, tag: str, *, said: bool) -> Contradiction:
    """Two texts for the same version: the site says so (`said`), or they are nearly the same and each fits."""
    names = f"{title(items[one])} and {title(items[two])}"
    version = f"the version in {languages.name(tag) if tag else 'an unknown language'} of one article"
    message = f"{names} both claim to be {version}" if said else f"{names} are nearly the same text, and either could be {version}"
    return Contradiction("two claim", (items[one].origin, items[two].origin), message, "Keep one on the site, or adopt the other as an article of its own.")


def older(version: Item, parent: Item) -> Contradiction:
    """A translation that was out before what it was translated from."""
    message = f"{title(version)} is of {version.date[:10]}, but {title(parent)}, which it was translated from, of {parent.date[:10]}"
    return Contradiction("older than source", (version.origin, parent.origin), message, "Check the dates, and which of both is the original.")


def no_parent(version: Item, tag: str, why: str) -> Contradiction:
    """A parent that is not on the site."""
    name = languages.name(tag)
    return Contradiction("no parent", (version.origin,), f"{title(version)} comes from {name} ({why}), but no such text was found", f"Bring in the {name} text and adopt again, or import it by hand.")
