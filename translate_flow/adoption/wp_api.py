"""The REST API of one WordPress: where it is, who reads, its pages of posts, the names of terms and authors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urlencode

from translate_flow import languages
from translate_flow.adoption.http import Answer, Client
from translate_flow.adoption.items import Unread
from translate_flow.errors import Unreadable

PAGE = 100  # the most that WordPress gives at once
_FIELDS = "id,date_gmt,modified_gmt,slug,status,link,author,categories,tags,parent,password,meta.footnotes,lang,translations,pll_translations,wpml_current_locale,wpml_translations"
_WHOLE = "title,content,excerpt"
_SLACK = timedelta(seconds=60)  # between the clock of a site's server and that of its posts


class Api:
    """Asks one site, by its address. `user` and `password`: a login and an application password; empty: as any reader.

    Once `open` was called: `spaces` are the API's namespaces, `home` is the site's address by its own account, `language` its tag, `began`
    when that was, by its clock. `edits`: whether its user may edit, so that texts come as they are stored.
    """

    def __init__(self, url: str, *, user: str = "", password: str = "", client: Client | None = None, told: Callable[[str], None] | None = None) -> None:
        self.url = url.partition("#")[0].partition("?")[0].rstrip("/")
        self.client = client or Client(self.url, user=user, password=password, told=told)
        self.login = (user, password)
        self.edits = bool(user)
        self.home = self.language = self.began = self._api = ""
        self.spaces: frozenset[str] = frozenset()
        self._narrow = True  # whether it gives parts of fields
        self._names: dict[str, dict[int, tuple[str, str]]] = {"categories": {}, "tags": {}}
        self._authors: dict[int, str] = {}

    def address(self, route: str, **query: Any) -> str:
        asked = urlencode(query, safe=",.")
        if "?" in self._api:
            return f"{self._api}{route}" + (f"&{asked}" if asked else "")
        return f"{self._api}{route}" + (f"?{asked}" if asked else "")

    def open(self) -> None:
        """Finds the API: at its usual place, else where the front page's Link header says, else by query. Once."""
        if self._api:
            return
        fault: Unreadable | None = None
        for root in self._roots():
            try:
                value, answer = self.client.json(root + ("&" if "?" in root else "?") + "_fields=name,namespaces,home", tries=2)
            except Unreadable as error:
                if error.data.get("failure") not in {"page", "login", "broken"}:
                    raise
                fault = fault or error
                continue
            if isinstance(value, dict) and "wp/v2" in (value.get("namespaces") or ()):
                self._api, self.spaces = root, frozenset(map(str, value["namespaces"]))
                self.began, self.home = _time(answer), str(value.get("home") or self.url)
                break
            if answer.status in {401, 403}:
                fault = _refusal(value, answer.status, root)
        else:
            raise fault or Unreadable(
                "has no REST API of WordPress", file=self.url, remedy="Check that it is a WordPress site, or export it (Tools → Export) and adopt the file.", failure="page"
            )
        self.language = self._language()

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

    def checked(self) -> Unread | None:
        """Checks the login: a wrong one is answered as if nobody had logged in. Whoever may not edit reads as others do."""
        if not self.edits:
            return None
        value, answer = self.client.json(self.address("wp/v2/users/me", context="edit", _fields="id,capabilities"))
        if answer.status != 200 or not isinstance(value, dict):
            raise Unreadable(
                f"does not accept the login ({answer.status})", file=self.url, failure="login",
                remedy="Use an application password (Users → Profile → Application Passwords), not the one of the login form.",
            )  # fmt: skip
        may = value.get("capabilities")
        if isinstance(may, dict) and may.get("edit_others_posts") and may.get("edit_others_pages"):
            return None  # of whoever may not, WordPress refuses lists with drafts in them
        self.edits = False
        return Unread(self.url, "this user may not edit what others wrote, so only what is published was read, as it is rendered", "Use the application password of an editor.", "noted")

    def page(self, name: str, offset: int, size: int, tries: int = 0, **more: str) -> tuple[list[dict[str, Any]], int]:
        """Posts of a collection by their ids, from number `offset` on, and how many there are. `more` goes into the query. Raises Unreadable."""
        query: dict[str, Any] = {"per_page": size, "offset": offset, "orderby": "id", "order": "asc", "_fields": self._fields()}
        if self.edits:
            query |= {"context": "edit", "status": "any"}
        address = self.address(f"wp/v2/{name}", **(query | more))
        value, answer = self.client.json(address, tries=tries)
        if answer.status != 200 or not isinstance(value, list):
            raise _refusal(value, answer.status, address)
        posts = [post for post in value if isinstance(post, dict) and isinstance(post.get("id"), int)]
        if posts and self._narrow and "_fields" not in more and "content" not in posts[0]:
            self._narrow = False  # it is older than 5.3
            return self.page(name, offset, size, tries, **more)
        total = answer.headers.get("x-wp-total", "")
        return posts, int(total) if total.isdigit() else offset + len(value) + (len(value) == size)

    def _fields(self) -> str:
        """What is asked of a post. The text as it is stored alone costs the site no rendering."""
        if not self._narrow:
            return f"{_FIELDS},{_WHOLE}"
        which = "raw" if self.edits else "rendered"
        return f"{_FIELDS},content.protected," + ",".join(f"{field}.{which}" for field in _WHOLE.split(","))

    def names(self, kind: str, posts: Sequence[dict[str, Any]]) -> dict[int, tuple[str, str]]:
        """Name and slug of the categories or tags of these posts, and of all that were asked for before."""
        known = self._names[kind]
        new = sorted({number for post in posts for number in numbers(post.get(kind))} - known.keys())
        for start in range(0, len(new), PAGE):
            asked = new[start : start + PAGE]
            value, _ = self.client.json(self.address(f"wp/v2/{kind}", include=",".join(map(str, asked)), per_page=PAGE, _fields="id,name,slug"))
            known |= dict.fromkeys(asked, ("", ""))  # asked for once, whatever came
            for term in value if isinstance(value, list) else ():
                known[term["id"]] = (str(term.get("name", "")), str(term.get("slug", "")))
        return known

    def author(self, number: object) -> str:
        """The name that the site shows; empty where it does not tell."""
        if not isinstance(number, int) or not number:
            return ""
        if number not in self._authors:
            value, answer = self.client.json(self.address(f"wp/v2/users/{number}", _fields="id,name"))
            name = value.get("name") if answer.status == 200 and isinstance(value, dict) else ""
            self._authors[number] = unescape(str(name or ""))
        return self._authors[number]


def _time(answer: Answer) -> str:
    """When a site answered, by its own clock, as its posts have it; a little earlier, since clocks differ. Empty where it does not tell."""
    try:
        moment = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, TypeError):
        return ""
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC) - _SLACK).strftime("%Y-%m-%dT%H:%M:%S")


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


def numbers(value: object) -> list[int]:
    """The ids in a field that lists them."""
    return [one for one in value if isinstance(one, int)] if isinstance(value, list) else []
