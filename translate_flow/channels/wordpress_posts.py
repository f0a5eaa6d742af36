"""The posts of a channel on its site: found by their keys, written once, left alone where somebody else changed them.

`Plugged` asks our companion plugin, which compares and writes in one transaction of the site's database. `Plain` does with the REST API of
WordPress alone: a post is found by the mark in its text, made as a draft before readers see it, and compared just before it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol

from translate_flow.channels.wordpress_site import STATUSES, Refused, Remote
from translate_flow.formats import wp_fence

_FIELDS = "id,status,slug,link,title.raw,content.raw,excerpt.raw,categories,tags,type,modified_gmt,lang,translations"
_OUT = frozenset({"publish", "future"})
_TEXT = ("title", "content", "excerpt")


@dataclass(frozen=True, slots=True)
class State:
    """A post as it is. `mark`: what it says, and whether readers see it; `saved`: what it was after our last write, where the site knows."""

    id: int
    key: str
    type: str
    status: str
    link: str
    mark: str
    saved: str = ""
    sent: str = ""
    editor: str = ""
    at: str = ""
    terms: Mapping[str, list[int]] = field(default_factory=dict)
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a post is to be. `mark`: what it was when last noted; `sent`: a digest of all this; `any_status`: editors decide whether readers see it."""

    key: str
    id: int
    mark: str
    sent: str
    type: str
    fields: Mapping[str, Any]
    lang: str = ""
    siblings: Mapping[str, str] = field(default_factory=dict)
    create: bool = True
    overwrite: bool = False
    any_status: bool = False


class Posts(Protocol):
    def find(self, ids: Mapping[str, int]) -> dict[str, State]:
        """Posts by their keys, each with the id it is noted under (0: none)."""

    def all(self, uid: str) -> Iterator[State]:
        """Every post of ours."""

    def write(self, wanted: Wanted, now: State | None) -> State:
        """Raises Refused, with nothing changed."""

    def withdraw(self, key: str, state: State, mark: str) -> State:
        """Takes a post from readers, and keeps what it says."""


def posts(remote: Remote) -> Posts:
    """How a site's posts are written: by our plugin, if it is there."""
    return Plugged(remote) if remote.companion else Plain(remote)


class Plugged:
    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    def find(self, ids: Mapping[str, int]) -> dict[str, State]:
        found: dict[str, State] = {}
        keys = list(ids)
        for at in range(0, len(keys), 100):
            some = keys[at : at + 100]
            value = self.remote.ours("find", {"keys": some, "ids": {key: ids[key] for key in some if ids[key]}})
            found |= {key: _of_plugin(one) for key, one in value.items()}
        return found

    def all(self, uid: str) -> Iterator[State]:
        after = 0
        while some := self.remote.get("translate-flow/v1/posts", uid=uid, after=after):
            yield from (_of_plugin(one) for one in some)
            after = max(int(one["id"]) for one in some)

    def write(self, wanted: Wanted, now: State | None) -> State:
        return _of_plugin(self.remote.ours("posts", {name: getattr(wanted, name) for name in wanted.__slots__}))

    def withdraw(self, key: str, state: State, mark: str) -> State:
        return _of_plugin(self.remote.ours("withdraw", {"key": key, "id": state.id, "mark": mark}))


def _of_plugin(value: Mapping[str, Any]) -> State:
    names = {name: value.get(name, "") for name in ("key", "type", "status", "link", "mark", "saved", "sent", "editor", "at")}
    return State(id=int(value["id"]), terms=value.get("terms") or {}, **names)


class Plain:
    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    def find(self, ids: Mapping[str, int]) -> dict[str, State]:
        found: dict[str, State] = {}
        named = {number: key for key, number in ids.items() if number}
        for route in ("posts", *self._others()):
            left = [number for number, key in named.items() if key not in found]
            for at in range(0, len(left), 50):
                some = self._listed(route, include=",".join(map(str, left[at : at + 50])), per_page=50)
                found |= {named[state.id]: state for state in some if state.key in {"", named[state.id]}}
        for key in ids.keys() - found.keys():
            same = [state for route in ("posts", *self._others()) for state in self._listed(route, search=f"{wp_fence.CLASS}-{key}", per_page=20, orderby="id", order="asc") if state.key == key]
            if same:
                found[key] = self._one(same)
        return found

    def all(self, uid: str) -> Iterator[State]:
        seen: set[str] = set()
        for route in ("posts", *self._others()):
            offset = 0
            while some := self._listed(route, search=f"{wp_fence.CLASS}-{uid}-", per_page=50, offset=offset, orderby="id", order="asc"):
                for state in some:
                    if state.key.startswith(f"{uid}-") and state.key not in seen:
                        seen.add(state.key)
                        yield state
                offset += len(some)

    def write(self, wanted: Wanted, now: State | None) -> State:
        fields = dict(wanted.fields)
        if now is None:
            if not wanted.create:
                raise Refused("translate_flow_gone", "the post is no longer there", 409, {})
            route = self.remote.routes.get(wanted.type, wanted.type)
            if fields.get("slug") and (taken := self._listed(route, slug=fields["slug"])):
                raise Refused("translate_flow_slug", "another post has this address", 409, {"id": taken[0].id})
            now = self._state(self.remote.post(f"wp/v2/{route}", {**fields, "status": "draft"}))  # seen by no reader until it is whole
            fields = {name: fields[name] for name in ("status", "date", "date_gmt") if name in fields}
        elif not wanted.overwrite and self._edited(wanted, now):
            raise Refused("translate_flow_edited", "the post was changed", 409, {"post": {"editor": "", "at": now.at}})
        route = self.remote.routes.get(now.type, now.type)
        return self._state(self.remote.post(f"wp/v2/{route}/{now.id}", fields))

    def withdraw(self, key: str, state: State, mark: str) -> State:
        if state.status not in _OUT:
            return state
        return self._state(self.remote.post(f"wp/v2/{self.remote.routes.get(state.type, state.type)}/{state.id}", {"status": "draft"}))

    def _edited(self, wanted: Wanted, now: State) -> bool:
        """Whether somebody else changed a post since it was noted. What a run wrote that was killed before it could note it is ours: it says
        what it would say now, or the last revision that the site keeps is of our user."""
        if wanted.mark and same(now.mark, wanted.mark, any_status=wanted.any_status):
            return False
        if now.status == "trash" or (now.texts == tuple(wanted.fields.get(name, "") for name in _TEXT) and now.status in {"draft", *_OUT}):
            return now.status == "trash"
        last = self.remote.get(f"wp/v2/{self.remote.routes.get(now.type, now.type)}/{now.id}/revisions", per_page=1, context="edit", _fields="author")
        return not last or last[0].get("author") != self.remote.me["id"]

    def _one(self, same: Sequence[State]) -> State:
        """Of several with one key, the first that readers see, or else the first: the others, drafts of a write that was thought lost, go into the trash."""
        kept = next((state for state in same if state.status in _OUT), same[0])
        for other in same:
            if other.id != kept.id and other.status == "draft" and other.texts == kept.texts:
                self.remote.post(f"wp/v2/{self.remote.routes.get(other.type, other.type)}/{other.id}?_method=DELETE", {})
        return kept

    def _others(self) -> list[str]:
        used = {str(kind) for kind in dict(self.remote.target.options["types"]).values()}
        pages = {"page"} if self.remote.me["capabilities"].get("edit_pages") else set()
        return sorted({self.remote.routes.get(kind, kind) for kind in pages | used} - {"posts"})

    def _listed(self, route: str, **query: Any) -> list[State]:
        found = self.remote.get(f"wp/v2/{route}", context="edit", status=STATUSES, _fields=_FIELDS, **query)
        return [self._state(one) for one in found]

    def _state(self, post: Mapping[str, Any]) -> State:
        texts = tuple(str((post.get(name) or {}).get("raw", "")) for name in _TEXT)
        terms = {name: list(post.get(name) or []) for name in ("categories", "tags")}
        status = str(post.get("status", ""))
        return State(
            int(post["id"]), wp_fence.key_of(texts[1]), str(post.get("type", "post")), status, str(post.get("link", "")), mark_of(texts, status),
            at=str(post.get("modified_gmt", "")), terms=terms, texts=texts,
        )  # fmt: skip


def mark_of(texts: Sequence[str], status: str) -> str:
    """What the plugin's `translate_flow_mark` makes of a post."""
    digest = sha256("\0".join(texts).encode()).hexdigest()
    return f"{digest}:{'publish' if status == 'future' else status}"


def same(one: str, other: str, *, any_status: bool) -> bool:
    """Whether two marks are of one state."""
    return one.partition(":")[0] == other.partition(":")[0] if any_status else one == other
