"""A live WordPress as items, read through its REST API (developer.wordpress.org/rest-api; facts as seen with WordPress 6.1).

A reader who logs in gets every status and the text as it is stored (`context=edit`); others get what is published, as it is rendered.
Posts come in the order of their ids. What was read is kept (`wp_kept`): a run that was broken off goes on, and a later one asks what has
changed since (`modified_after`), whether all that is kept is still there, and what came after it: a handful of requests where nothing did.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from translate_flow.adoption import wxr_items
from translate_flow.adoption.http import Client
from translate_flow.adoption.items import Item, Unread
from translate_flow.adoption.wp_api import PAGE, Api, numbers
from translate_flow.adoption.wp_kept import Kept
from translate_flow.adoption.wp_plugins import Plugins, Told
from translate_flow.errors import Unreadable
from translate_flow.formats import markup, wxr

KINDS = {"posts": "post", "pages": "page"}  # the API's collection → kind
_NARROW = frozenset({"server", "broken", "slow", "large"})  # failures that one post may cause
_LOST = 3  # posts in a row that fail, and the site is taken to be down
_AS_KEPT = "1"  # of what is kept: raised where its shape changes
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MORE = re.compile(r"(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*$")


class Site:
    """A WordPress by its address. `user` and `password`: a login and an application password; empty: as any reader.

    `told` hears what is waited for. `keep`: the file in which what is read is kept; None: nothing is.
    """

    def __init__(self, url: str, *, user: str = "", password: str = "", client: Client | None = None, told: Callable[[str], None] | None = None, keep: Path | None = None) -> None:
        self.api = Api(url, user=user, password=password, client=client, told=told)
        self._keep_in = keep
        self._refused: Unread | None = None
        self._kept: Kept | None = None
        self._plugins: Plugins | None = None
        self._firsts: dict[str, tuple[list[dict[str, Any]], int]] = {}
        self._checked: dict[str, bool] = {}
        self._whole = False
        self._known = wxr_items.Known()

    def items(self) -> Iterator[Item | Unread]:
        """All posts, then all pages, in the order of their ids; those last that could only be asked for one by one. Raises Unreadable where
        the site cannot be read on: what was read is kept."""
        try:
            self._ready()
            if self._refused is not None:
                yield self._refused
            for name in KINDS:
                yield from self._collection(name)
            self._whole = True
        except Unreadable as error:
            if self._keep_in is not None and self._kept is not None and any(map(self.kept.count, KINDS)):
                error.remedy = f"{error.remedy} What was read is kept: the same command goes on from there."
            raise
        finally:
            self.api.client.close()

    def mark(self) -> str:
        """How the site stands, once all of it was read and nothing is new since; else empty. Asks for little where nothing is kept, or
        nothing is new. Raises Unreadable."""
        if not self._whole:
            if self._keep_in is None or not self._keep_in.exists():
                return ""
            self._ready()
            if self._refused is not None or not all(self._stands(name) for name in KINDS):
                return ""
        return self.kept.digest()

    @property
    def kept(self) -> Kept:
        """What was read. Known once the site was asked who reads."""
        assert self._kept is not None
        return self._kept

    def _ready(self) -> None:
        """Finds the API, checks the login, opens what is kept for this reader. Once."""
        if self._kept is not None:
            return
        self.api.open()
        self._refused = self.api.checked()
        user = self.api.login[0] if self.api.edits else ""
        self._kept = Kept(self._keep_in, reader=f"{_AS_KEPT} {self.api.url} {user}")
        self._plugins = Plugins(self.api)
        self._known.language, self._known.site = self.api.language, self.api.home
        self._known.coded = bool(self.kept.fact("posts", "coded"))

    # --- what is kept, held against the site ---

    def _stands(self, name: str) -> bool:
        """Whether a collection is as it was when all of it was read."""
        return bool(self.kept.fact(name, "whole")) and self._holds(name) and self._first(name)[1] == self.kept.count(name)

    def _holds(self, name: str) -> bool:
        """Whether what is kept is the beginning of the collection, brought up to date. Asks once."""
        if name not in self._checked:
            held = not self.kept.count(name)
            if not held and self._updated(name):
                posts, _ = self._first(name)
                held = bool(posts) and posts[0]["id"] == self._walked(name)
            self._checked[name] = held
        return self._checked[name]

    def _walked(self, name: str) -> int:
        """The id up to which a collection is kept."""
        return int(self.kept.fact(name, "walked") or 0)

    def _first(self, name: str) -> tuple[list[dict[str, Any]], int]:
        """The last post that is kept, as the site has it, and those behind it: if it is another, some were taken away or came in between."""
        if name not in self._firsts:
            self._firsts[name] = self.api.page(name, max(0, self.kept.count(name) - 1), PAGE)
        return self._firsts[name]

    def _updated(self, name: str) -> bool:
        """Brings in what has changed of what is kept. False where the site cannot tell: it is older than 5.7, or fails."""
        since = self.kept.fact(name, "since")
        if not since:
            return False
        offset, total = 0, 1
        while offset < total:
            try:
                posts, total = self.api.page(name, offset, PAGE, 2, modified_after=f"{since}Z")
            except Unreadable as error:
                if error.data.get("failure") not in {*_NARROW, "refused"}:
                    raise
                return False
            if any(str(post.get("modified_gmt") or "") < since for post in posts):
                return False  # not heeded
            self._learnt(name, [post for post in posts if post["id"] <= self._walked(name)])
            offset += max(1, len(posts))
        self.kept.put(name, [], since=self.api.began)
        return True

    # --- reading ---

    def _collection(self, name: str) -> Iterator[Item | Unread]:
        """What is kept, as far as it holds; then what comes behind it; then what is missing still."""
        if not self._holds(name):
            yield from self._reconciled(name)
            return
        if not self.kept.count(name):
            self.kept.put(name, [], since=self.api.began)
        for post in self.kept.posts(name):
            yield self._item(post, KINDS[name])
        lost, total = yield from self._walk(name)
        if lost or (self.kept.count(name) != total and not self.kept.full):
            yield from self._reconciled(name, again=True)
        else:
            self.kept.put(name, [], whole="yes")

    def _walk(self, name: str) -> Generator[Item | Unread, None, tuple[int, int]]:
        """The posts behind those that are kept; how many failed, and how many the site has. Pages overlap by one post: where that is gone,
        others moved up."""
        offset = self.kept.count(name)
        size, lost, missed, narrowed, last = PAGE, 0, 0, False, self._walked(name)
        checked = last
        while True:
            start = max(0, offset - 1) if size > 1 and checked else offset
            try:
                posts, total = self._firsts.pop(name) if name in self._firsts else self.api.page(name, start, size, tries=2 if narrowed else 0)
            except Unreadable as error:
                if error.data.get("failure") not in _NARROW:
                    raise
                narrowed = True
                if size > 1:
                    size = max(1, size // 5)
                    continue
                lost, missed = lost + 1, missed + 1
                if lost > _LOST:
                    raise
                offset, checked = offset + 1, 0
                continue
            if checked and start < offset and start and posts and posts[0]["id"] > checked:
                offset = max(0, start - size)  # posts before this one are gone
                continue
            yield from self._items(name, [post for post in posts if post["id"] > last])
            lost = 0 if posts else lost
            last = max([last, *(post["id"] for post in posts)])
            checked = posts[-1]["id"] if len(posts) == size else 0
            offset = start + (len(posts) if checked else size)
            size = min(PAGE, size * 5)
            if offset >= total:
                return missed, total

    def _reconciled(self, name: str, *, again: bool = False) -> Iterator[Item | Unread]:
        """By the ids and times of all posts: what is gone is forgotten, what is missing asked for. `again`: what is kept was given already."""
        listed: dict[int, str] = {}
        offset, total = 0, 1
        while offset < total:
            posts, total = self.api.page(name, offset, PAGE, _fields="id,modified_gmt")
            listed |= {post["id"]: str(post.get("modified_gmt") or "") for post in posts}
            offset += max(1, len(posts))
        if len(listed) < total:
            yield Unread(f"{self.api.url} {name}", f"{total - len(listed)} of {total} are not shown to this user", "Use the application password of an editor or administrator.")
        held = self.kept.times(name)
        missing = [number for number, modified in sorted(listed.items()) if held.get(number) != modified]
        self.kept.drop(name, held.keys() - listed.keys() | held.keys() & set(missing))
        if not again:
            for post in self.kept.posts(name):
                yield self._item(post, KINDS[name])
        lost = yield from self._fetched(name, missing)
        facts = {} if lost else {"whole": "yes"}
        self.kept.put(name, [], walked=str(max(listed, default=0)), since=self.api.began, **facts)

    def _fetched(self, name: str, numbers: Sequence[int]) -> Generator[Item | Unread, None, int]:
        """Posts by their ids, together as far as they can be read so; how many could not."""
        left = [numbers[at : at + PAGE] for at in range(0, len(numbers), PAGE)][::-1]
        lost = failed = 0
        while left:
            some = left.pop()
            try:
                posts, _ = self.api.page(name, 0, PAGE, 2 if failed else 0, include=",".join(map(str, some)))
            except Unreadable as error:
                if error.data.get("failure") not in _NARROW:
                    raise
                failed += 1
                if len(some) > 1:
                    step = -(-len(some) // 5)
                    left += [some[at : at + step] for at in range(0, len(some), step)][::-1]
                    continue
                lost += 1
                if lost > _LOST:
                    raise
                yield Unread(f"{self.api.url} {KINDS[name]} {some[0]}", f"the site {error.message} for this one", "Open it in WordPress's editor and save it; then adopt again.", "lost")
                continue
            yield from self._items(name, posts)
        return lost

    def _items(self, name: str, posts: Sequence[dict[str, Any]]) -> Iterator[Item | Unread]:
        for post in self._learnt(name, posts):
            yield self._item(post, KINDS[name])

    def _learnt(self, name: str, posts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Posts with what else the site tells of them (`_plugin`, `_terms`, `_author`), kept."""
        if not posts:
            return []
        assert self._plugins is not None
        names = {kind: self.api.names(kind, posts) for kind in ("categories", "tags")}
        self._known.coded = self._known.coded or wxr_items.many_languages([wxr.Term("category", slug, label) for label, slug in names["categories"].values()])
        said = self._plugins.said(name, posts)
        known = [
            {
                **post, "_plugin": said.get(post["id"], Told()).kept(), "_author": self.api.author(post.get("author")),
                "_terms": [[kind, *labels.get(one, ("", ""))] for kind, labels in names.items() for one in numbers(post.get(kind))],
            }
            for post in posts
        ]  # fmt: skip
        walked = max(self._walked(name), *(post["id"] for post in posts))
        self.kept.put(name, known, walked=str(walked), **({"coded": "yes"} if self._known.coded and name == "posts" else {}))
        return known

    def _item(self, post: Mapping[str, Any], kind: str) -> Item | Unread:
        number = str(post["id"])
        told = Told(**post["_plugin"])
        title, content, excerpt = (_text(post.get(name), raw=self.api.edits) for name in ("title", "content", "excerpt"))
        content_field = post.get("content")
        protected = bool(post.get("password")) or (isinstance(content_field, dict) and content_field.get("protected") is True)
        place = f"{self.api.url} {kind} {number}"
        if protected and not content.strip():
            return Unread(place, "is protected by a password, so its text is not shown", "Log in as an editor to read it.")
        if not self.api.edits and _is_extract(excerpt, content):
            excerpt = ""
        terms = tuple(wxr.Term({"categories": "category", "tags": "post_tag"}[name], slug, label) for name, label, slug in post["_terms"] if label)
        meta = post.get("meta")
        notes = meta.get("footnotes") if isinstance(meta, dict) else ""
        return wxr_items.as_item(
            wxr_items.post_of(
                id=number, type=kind, status=str(post.get("status") or "publish"), title=title, excerpt=excerpt, content=content,
                slug=_unquoted(str(post.get("slug") or "")), link=str(post.get("link") or ""), author_name=post["_author"], date=_moment(post.get("date_gmt")),
                parent=str(post.get("parent") or ""), password="yes" if protected else "", terms=terms, language=told.tag, group=told.group,
                meta={"footnotes": notes} if isinstance(notes, str) and notes else {},
            ),
            self._known, file=urlsplit(self.api.url).netloc, place=place, modified=_moment(post.get("modified_gmt")), how=told.how,
            links=wxr_items.linked(number, told.members, told.how),
        )  # fmt: skip

def _text(value: object, *, raw: bool) -> str:
    """A field's HTML as stored (`raw`) or as rendered; what no text may hold becomes a space."""
    text = value.get("raw" if raw else "rendered") if isinstance(value, dict) else ""
    if not isinstance(text, str):
        return ""
    return _ILLEGAL.sub(" ", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _is_extract(excerpt: str, content: str) -> bool:
    """Whether a rendered excerpt is only the text's beginning, which WordPress makes where nobody wrote one."""
    shown, text = " ".join(markup.plain(excerpt).split()), " ".join(markup.plain(content).split())
    return bool(_MORE.search(shown)) or text.startswith(shown)


def _moment(value: object) -> str:
    return f"{value}Z" if isinstance(value, str) and value and not value.startswith("0000") else ""


def _unquoted(slug: str) -> str:
    return unquote(slug) if "%" in slug else slug


