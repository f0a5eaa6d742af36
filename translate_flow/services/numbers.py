"""A WordPress post is known again by its number: its address changes when it is published, renamed, or moved to another path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.adoption.items import Item
from translate_flow.models import Event, Inference, Revision, StoredText, Version
from translate_flow.services.adopting import known

_ALIKE = 0.4  # of the words of the shorter text, that the other has
_WORD = re.compile(r"\w{3,}")
Number = tuple[str, str]  # a site, and the number of a post there


def settled(session: Session, items: Mapping[str, Item]) -> dict[str, Item]:
    """The items by the origins that they are known by here.

    A post that came in under another address takes its new one along (`former` in its data, which `adopting.Adopter` follows); where that
    belongs to another text, or where it still waits for an answer, it goes by its old one. Others stay as they are. A site that was built anew gives
    its numbers to other posts: one whose text has little in common with what came in under its number is no post that has moved.
    """
    numbered = {origin: key for origin, item in items.items() if (key := _number(item.origin, item.data))}
    if not numbered:
        return dict(items)
    before, waiting = dict(_came(session)), dict(_waits(session))
    moved = _of_one_post(session, items, {origin: before[key] for origin, key in numbered.items() if before.get(key, origin) != origin})
    taken, left = known(session, list(moved)).keys(), set(moved.values())
    found: dict[str, Item] = {}
    for origin, item in items.items():
        was = moved.get(origin)
        if was is not None and origin not in taken and (was not in items or was in moved):
            one = replace(item, data={**item.data, "former": [was]})
        elif was is not None or (was := waiting.get(numbered.get(origin, ("", "")))) is not None:
            one = replace(item, origin=was)
        elif origin in numbered and origin in left:  # another text goes by that address
            one = replace(item, origin=f"{str(item.data.get('site', '')).rstrip('/')}/?p={item.data['id']}")
        else:
            one = item
        found[one.origin] = one
    return found


def _of_one_post(session: Session, items: Mapping[str, Item], moved: Mapping[str, str]) -> dict[str, str]:
    """Of origins and what they were before, those whose texts have enough in common."""
    if not moved:
        return {}
    here: dict[str, frozenset[str]] = {}
    wanted = list(moved.values())
    query = select(Version.origin, StoredText.body).join(Revision, Revision.id == Version.head_id).join(StoredText, StoredText.id == Revision.text_id)
    for at in range(0, len(wanted), 500):
        here |= {origin: _words(bytes(body)) for origin, body in session.execute(query.where(Version.origin.in_(wanted[at : at + 500])))}
    found = {}
    for origin, was in moved.items():
        now, then = _words(items[origin].text.body), here.get(was, frozenset())
        if not then or len(now & then) >= _ALIKE * min(len(now), len(then)):
            found[origin] = was
    return found


def _words(body: bytes) -> frozenset[str]:
    """The words of a text, markup and all: enough to tell another text from a newer one."""
    return frozenset(_WORD.findall(body.decode("utf-8", "replace").casefold()))


def _number(origin: str, data: Mapping[str, object]) -> Number | None:
    number, site = str(data.get("id") or ""), str(data.get("site") or "")
    if not number.isdigit():
        return None
    parts = urlsplit(site or origin)
    place = (parts.hostname or "").removeprefix("www.") + (f":{parts.port}" if parts.port else "") + (parts.path.rstrip("/") if site else "")
    return (place, number) if place else None


def _came(session: Session) -> Iterator[tuple[Number, str]]:
    """By what number each version came in, and where from."""
    query = select(Version.origin, Event.data).join(Event, Event.version_id == Version.id)
    query = query.where(Version.origin != "", Event.action.in_(["adopt", "import"]), Event.data["id"].as_string().is_not(None)).order_by(Event.id)
    for origin, data in session.execute(query):
        if key := _number(origin, data):
            yield key, origin


def _waits(session: Session) -> Iterator[tuple[Number, str]]:
    query = select(Inference.origin, Inference.data).where(Inference.kind.in_(["belongs", "language"]), Inference.state.in_(["queued", "rejected"]), Inference.data["id"].as_string().is_not(None))
    for origin, data in session.execute(query):
        if key := _number(origin, data):
            yield key, origin
