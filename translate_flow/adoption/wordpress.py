"""A live WordPress as items, read through its REST API (developer.wordpress.org/rest-api; facts as seen with WordPress 6.1).

A reader who logs in gets every status and the text as it is stored (`context=edit`); others get what is published, as it is rendered. Posts
come in the order of their ids, so that a run that was broken off goes on. Languages and groups come from the fields that plugins add.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from translate_flow import languages
from translate_flow.adoption import wxr_items
from translate_flow.adoption.http import Client
from translate_flow.adoption.items import Item, Unread
from translate_flow.errors import Unreadable, UsageError
from translate_flow.formats import markup, wxr

KINDS = {"posts": "post", "pages": "page"}  # the API's collection → kind
_PAGE = 100  # the most that WordPress gives at once
_FIELDS = (
    "id,date_gmt,modified_gmt,slug,status,link,title,content,excerpt,author,categories,tags,parent,password,meta.footnotes,"
    "lang,translations,pll_translations,wpml_current_locale,wpml_translations"
)
_NARROW = frozenset({"server", "broken", "slow", "large"})  # failures that one post may cause
_LOST = 3  # posts in a row that fail, and the site is taken to be down
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MORE = re.compile(r"(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*$")
_COMPANION = "translate-flow/v1"
_POLYLANG = "pll/v1"
_RESUME = re.compile(r"(posts|pages):(\d+):(\d+)")


class Site:
    """A WordPress by its address. `user` and `password`: a login and an application password; empty: as any reader.

    `told` hears what is waited for. `at` is the point from which `items(resume)` goes on: `posts:OFFSET:ID`.
    """

    def __init__(self, url: str, *, user: str = "", password: str = "", client: Client | None = None, told: Callable[[str], None] | None = None) -> None:
        self.url = url.partition("#")[0].partition("?")[0].rstrip("/")
        self.client = client or Client(self.url, user=user, password=password, told=told)
        self.logged_in = bool(user)
        self.at = ""
        self._api = ""
        self._spaces: frozenset[str] = frozenset()
        self._names: dict[str, dict[int, tuple[str, str]]] = {"categories": {}, "tags": {}}
        self._authors: dict[int, str] = {}
        self._origins: dict[str, str] = {}
        self._asked: dict[str, dict[int, str]] = {}  # collection → post id → language, where only queries tell
        self._known = wxr_items.Known()

    def items(self, resume: str = "") -> Iterator[Item | Unread]:
        """All posts, then all pages, in the order of their ids. Raises Unreadable, with `resume` in its data, where the site cannot be read
        on; UsageError for a point to resume from that is none."""
        self.at = resume
        kind, offset, last = _point(resume)
        try:
            self._open()
            if self.logged_in and (refused := self._login()) is not None:
                yield refused
            for each in [name for name in KINDS if name == kind or list(KINDS).index(name) > list(KINDS).index(kind)]:
                yield from self._collection(each, *((offset, last) if each == kind else (0, 0)))
        except Unreadable as error:
            error.data["resume"] = self.at
            raise
        finally:
            self.client.close()

    def _address(self, route: str, **query: Any) -> str:
        asked = urlencode(query, safe=",.")
        if "?" in self._api:
            return f"{self._api}{route}" + (f"&{asked}" if asked else "")
        return f"{self._api}{route}" + (f"?{asked}" if asked else "")

    def _open(self) -> None:
        """Finds the API: at its usual place, else where the front page's Link header says, else by query. Once."""
        if self._api:
            return
        fault: Unreadable | None = None
        for root in self._roots():
            try:
                value, answer = self.client.json(root + ("&" if "?" in root else "?") + "_fields=name,namespaces", tries=2)
            except Unreadable as error:
                if error.data.get("failure") not in {"page", "login", "broken"}:
                    raise
                fault = fault or error
                continue
            if isinstance(value, dict) and "wp/v2" in (value.get("namespaces") or ()):
                self._api, self._spaces = root, frozenset(map(str, value["namespaces"]))
                break
            if answer.status in {401, 403}:
                fault = _refusal(value, answer.status, root)
        else:
            raise fault or Unreadable(
                "has no REST API of WordPress", file=self.url, remedy="Check that it is a WordPress site, or export it (Tools → Export) and adopt the file.", failure="page"
            )
        self._known.language = self._language()

    def _roots(self) -> Iterator[str]:
        yield f"{self.url}/wp-json/"
        front = self.client.get(f"{self.url}/", limit=65536, cut=True)
        if found := re.search(r"""<([^<>]+)>\s*;\s*rel=["']?https://api\.w\.org/""", front.headers.get("link", "")):
            yield found[1]
        yield f"{self.url}/?rest_route=/"

    def _language(self) -> str:
        """The site's own language, which its feed tells."""
        try:
            answer = self.client.get(f"{self.url}/?feed=rss2", tries=1, limit=65536, cut=True)
        except Unreadable:
            return ""  # a site without feeds
        found = re.search(rb"<language>\s*([A-Za-z_-]{2,20})\s*</language>", answer.body)
        tag = found[1].decode() if found else ""
        return languages.normalise(tag) if tag and languages.is_tag(tag) else ""

    def _login(self) -> Unread | None:
        """Checks the login: a wrong one is answered as if nobody had logged in. Whoever may not edit reads as others do."""
        value, answer = self.client.json(self._address("wp/v2/users/me", context="edit", _fields="id,capabilities"))
        if answer.status != 200 or not isinstance(value, dict):
            raise Unreadable(
                f"does not accept the login ({answer.status})", file=self.url, failure="login",
                remedy="Use an application password (Users → Profile → Application Passwords), not the one of the login form.",
            )  # fmt: skip
        may = value.get("capabilities")
        if isinstance(may, dict) and may.get("edit_posts"):
            return None
        self.logged_in = False
        return Unread(self.url, "this user may not edit posts, so only what is published was read, as it is rendered", "Use the application password of an editor.")

    def _collection(self, name: str, offset: int, last: int) -> Iterator[Item | Unread]:
        """The posts of a collection behind number `offset` and id `last`. Pages overlap by one post: where that is gone, others moved up."""
        size, lost, checked, narrowed = _PAGE, 0, last, False
        while True:
            start = max(0, offset - 1) if size > 1 and checked else offset
            try:
                posts, total = self._page(name, start, size, tries=2 if narrowed else 0)
            except Unreadable as error:
                if error.data.get("failure") not in _NARROW:
                    raise
                narrowed = True
                if size > 1:
                    size = max(1, size // 5)
                    continue
                lost += 1
                if lost > _LOST:
                    raise
                yield Unread(f"{self.url} {name} {offset + 1}", f"the site {error.message} for this one post", "Open it in WordPress's editor; then run it again.")
                offset, checked = offset + 1, 0
                continue
            if checked and start < offset and start and posts and posts[0]["id"] > checked:
                offset = max(0, start - size)  # posts before this one are gone
                continue
            yield from self._items(name, start, [post for post in posts if post["id"] > last])
            lost = 0 if posts else lost
            last = max([last, *(post["id"] for post in posts)])
            checked = posts[-1]["id"] if len(posts) == size else 0
            offset = start + (len(posts) if checked else size)
            size = min(_PAGE, size * 5)
            self.at = f"{name}:{min(offset, total)}:{last}"
            if offset >= total:
                return

    def _page(self, name: str, offset: int, size: int, tries: int, **more: str) -> tuple[list[dict[str, Any]], int]:
        query: dict[str, Any] = {"per_page": size, "offset": offset, "orderby": "id", "order": "asc", "_fields": _FIELDS}
        if self.logged_in:
            query |= {"context": "edit", "status": "any"}
        address = self._address(f"wp/v2/{name}", **(query | more))
        value, answer = self.client.json(address, tries=tries)
        if answer.status != 200 or not isinstance(value, list):
            raise _refusal(value, answer.status, address)
        posts = [post for post in value if isinstance(post, dict) and isinstance(post.get("id"), int)]
        total = answer.headers.get("x-wp-total", "")
        return posts, int(total) if total.isdigit() else offset + len(value) + (len(value) == size)

    def _items(self, name: str, offset: int, posts: list[dict[str, Any]]) -> Iterator[Item | Unread]:
        self._learn("categories", posts)
        self._learn("tags", posts)
        said = [self._said(name, post) for post in posts]
        self._origins |= {str(post["id"]): str(post["link"]) for post in posts if post.get("link")}
        self._find(name, sorted({number for _, members, _ in said for number in members.values()} - self._origins.keys(), key=int))
        for post, (code, members, how) in zip(posts, said, strict=True):
            yield self._item(post, KINDS[name], code, members, how)
            self.at = f"{name}:{offset}:{post['id']}"

    def _learn(self, name: str, posts: list[dict[str, Any]]) -> None:
        """The names of the categories or tags of these posts that are not known yet."""
        known = self._names[name]
        new = sorted({number for post in posts for number in _numbers(post.get(name)) if number not in known})
        for start in range(0, len(new), _PAGE):
            asked = new[start : start + _PAGE]
            value, _ = self.client.json(self._address(f"wp/v2/{name}", include=",".join(map(str, asked)), per_page=_PAGE, _fields="id,name,slug"))
            known |= dict.fromkeys(asked, ("", ""))  # asked for once, whatever came
            for term in value if isinstance(value, list) else ():
                known[term["id"]] = (str(term.get("name", "")), str(term.get("slug", "")))
        if new and name == "categories":
            self._known.coded = wxr_items.many_languages([wxr.Term("category", slug, label) for label, slug in known.values()])

    def _find(self, name: str, numbers: list[str]) -> None:
        """The origins of members of groups that come later, or before the point from which this run went on."""
        query = {"context": "edit", "status": "any"} if self.logged_in else {}
        for start in range(0, len(numbers), _PAGE):
            asked = numbers[start : start + _PAGE]
            value, _ = self.client.json(self._address(f"wp/v2/{name}", include=",".join(asked), per_page=_PAGE, _fields="id,link", **query))
            self._origins |= {number: f"wp:{number}" for number in asked}  # what is not shown is told by its number
            self._origins |= {str(one["id"]): str(one["link"]) for one in value if isinstance(one, dict) and one.get("link")} if isinstance(value, list) else {}

    def _said(self, name: str, post: Mapping[str, Any]) -> tuple[str, dict[str, str], str]:
        """What plugins say of a post: its language, and the ids of its versions by language."""
        code, members = post.get("lang"), post.get("translations") or post.get("pll_translations")
        how = "Polylang field"
        if not code and _POLYLANG in self._spaces and (code := self._queried(name).get(post["id"], "")):
            return languages.normalise(code), {}, "Polylang query"
        if not code and _COMPANION in self._spaces and self.logged_in:
            value, answer = self.client.json(self._address(f"{_COMPANION}/posts/{post['id']}"))
            if answer.status == 200 and isinstance(value, dict):
                code, members = value.get("lang"), value.get("translations")
        elif not code and post.get("wpml_current_locale"):
            code, how = post["wpml_current_locale"], "WPML field"
            others = post.get("wpml_translations")
            members = {one.get("locale", ""): one.get("id") for one in others if isinstance(one, dict)} if isinstance(others, list) else {}
            members[code] = post["id"]
        tag = languages.normalise(code) if isinstance(code, str) and languages.is_tag(code) else ""
        found = {str(key): str(number) for key, number in members.items() if str(number).isdigit()} if isinstance(members, dict) else {}
        return tag, found, how

    def _queried(self, name: str) -> dict[int, str]:
        """The languages that Polylang tells only by `lang=CODE` in a query: one for each language and hundred posts, once. Where a post comes
        in two, the query is not heeded, and nothing is known."""
        if name in self._asked:
            return self._asked[name]
        found: dict[int, str] = {}
        self._asked[name] = {}
        value, answer = self.client.json(self._address(f"{_POLYLANG}/languages"))
        codes = [one.get("slug") for one in value if isinstance(one, dict)] if answer.status == 200 and isinstance(value, list) else []
        for code in [code for code in codes if isinstance(code, str) and languages.is_tag(code)]:
            offset, total = 0, 1
            while offset < total:
                posts, total = self._page(name, offset, _PAGE, 0, _fields="id", lang=code)
                if any(found.get(post["id"], code) != code for post in posts):
                    return {}
                found |= {post["id"]: code for post in posts}
                offset += _PAGE
        self._asked[name] = found
        return found

    def _item(self, post: Mapping[str, Any], kind: str, code: str, members: Mapping[str, str], how: str) -> Item | Unread:
        number = str(post["id"])
        title, content, excerpt = (_text(post.get(name), raw=self.logged_in) for name in ("title", "content", "excerpt"))
        content_field = post.get("content")
        protected = bool(post.get("password")) or (isinstance(content_field, dict) and content_field.get("protected") is True)
        link = str(post.get("link") or "")
        place = f"{self.url} {kind} {number}"
        if protected and not content.strip():
            return Unread(place, "is protected by a password, so its text is not shown", "Log in as an editor to read it.")
        if not self.logged_in and _is_extract(excerpt, content):
            excerpt = ""
        terms = tuple(
            wxr.Term({"categories": "category", "tags": "post_tag"}[name], slug, label)
            for name in ("categories", "tags") for one in _numbers(post.get(name)) for label, slug in [self._names[name].get(one, ("", ""))] if label
        )  # fmt: skip
        meta = post.get("meta")
        notes = meta.get("footnotes") if isinstance(meta, dict) else ""
        return wxr_items.as_item(
            wxr_items.post_of(
                id=number, type=kind, status=str(post.get("status") or "publish"), title=title, excerpt=excerpt, content=content,
                slug=_unquoted(str(post.get("slug") or "")), link=link, author_name=self._author(post.get("author")), date=_moment(post.get("date_gmt")),
                parent=str(post.get("parent") or ""), password="yes" if protected else "", terms=terms, language=code,
                group="ids:" + ",".join(sorted(members.values(), key=int)) if len(members) > 1 else "", meta={"footnotes": notes} if isinstance(notes, str) and notes else {},
            ),
            self._known, file=urlsplit(self.url).netloc, place=place, modified=_moment(post.get("modified_gmt")), how=how,
            links=wxr_items.linked(number, members, self._origins, how),
        )  # fmt: skip

    def _author(self, number: object) -> str:
        """The name that the site shows; empty where it does not tell."""
        if not isinstance(number, int) or not number:
            return ""
        if number not in self._authors:
            value, answer = self.client.json(self._address(f"wp/v2/users/{number}", _fields="id,name"))
            name = value.get("name") if answer.status == 200 and isinstance(value, dict) else ""
            self._authors[number] = unescape(str(name or ""))
        return self._authors[number]


def _point(resume: str) -> tuple[str, int, int]:
    if not resume:
        return "posts", 0, 0
    match = _RESUME.fullmatch(resume)
    if not match:
        raise UsageError(f"“{resume[:80]}” is no point to go on from", remedy="Give it as the message of the broken run gave it, such as posts:200:845.")
    return match[1], int(match[2]), int(match[3])


def _refusal(value: object, status: int, address: str) -> Unreadable:
    """An error of the API itself: `{"code": …, "message": …}`."""
    code, said = (str(value.get("code", "")), unescape(str(value.get("message", "")))) if isinstance(value, dict) else ("", "")
    if status in {401, 403}:
        return Unreadable(
            f"refuses to show its texts ({status}: {said[:200] or code})", file=address.partition("?")[0], failure="login", status=status,
            remedy="Name a user who may edit posts, with an application password (Users → Profile).",
        )  # fmt: skip
    return Unreadable(
        f"answers {status}: {said[:200] or code or 'no list of posts'}", file=address.partition("?")[0], failure="refused", status=status,
        remedy="Look at the site's REST API, or export the site (Tools → Export) and adopt the file.",
    )  # fmt: skip


def _numbers(value: object) -> list[int]:
    return [one for one in value if isinstance(one, int)] if isinstance(value, list) else []


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


