"""What plugins say of a live site's posts: languages and groups of translations.

Read where they show it, the surest first: fields of the REST API (Polylang Pro, WPML and bridges add them); Polylang's own routes; the
taxonomies that Polylang keeps, over XML-RPC, which WordPress itself brings and which shows them to whoever may edit (`wp.getPost`; seen
with WordPress 6.1 and Polylang 3.3); the companion plugin, post by post.
"""

from __future__ import annotations

import xmlrpc.client
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError

from translate_flow import languages
from translate_flow.adoption.wp_api import PAGE, Api
from translate_flow.errors import Unreadable
from translate_flow.formats import wxr

_PROBED = 3  # posts that are looked at to know whether a site has Polylang's taxonomies
_COMPANION = "translate-flow/v1"
_POLYLANG = "pll/v1"


@dataclass(frozen=True, slots=True)
class Told:
    """Of one post: its tag, the ids of its versions by language as the plugin spells it, the group's name, and who says so."""

    tag: str = ""
    members: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    how: str = ""

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


class Plugins:
    """Asks one site, as far as its user may see it."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self._asked: dict[str, dict[int, str]] = {}  # collection → post id → language, where only queries tell
        self._taxonomies: bool | None = None if api.edits else False  # whether XML-RPC shows Polylang's; None: not tried

    def said(self, name: str, posts: Sequence[Mapping[str, Any]]) -> dict[int, Told]:
        """What is said of the posts of one page, by id; those of which nothing is said are left out."""
        found = {post["id"]: told for post in posts if (told := _of_fields(post)).tag}
        left = [post["id"] for post in posts if post["id"] not in found]
        for ask in (self._queried, self._by_taxonomies, self._by_companion):
            if left:
                found |= ask(name, left)
                left = [number for number in left if number not in found]
        return found

    def _queried(self, name: str, numbers: Sequence[int]) -> dict[int, Told]:
        """The languages that Polylang tells only by `lang=CODE` in a query: one for each language and hundred posts, once. Where a post
        comes in two, the query is not heeded, and nothing is known."""
        if _POLYLANG not in self.api.spaces:
            return {}
        if name not in self._asked:
            self._asked[name] = self._query(name)
        return {number: Told(languages.normalise(code), how="Polylang query") for number in numbers if (code := self._asked[name].get(number))}

    def _query(self, name: str) -> dict[int, str]:
        found: dict[int, str] = {}
        value, answer = self.api.client.json(self.api.address(f"{_POLYLANG}/languages"))
        codes = [one.get("slug") for one in value if isinstance(one, dict)] if answer.status == 200 and isinstance(value, list) else []
        for code in [code for code in codes if isinstance(code, str) and languages.is_tag(code)]:
            offset, total = 0, 1
            while offset < total:
                posts, total = self.api.page(name, offset, PAGE, _fields="id", lang=code)
                if any(found.get(post["id"], code) != code for post in posts):
                    return {}
                found |= {post["id"]: code for post in posts}
                offset += PAGE
        return found

    def _by_taxonomies(self, _: str, numbers: Sequence[int]) -> dict[int, Told]:
        """By XML-RPC: a hundred posts a request, once some few have shown that Polylang keeps languages here."""
        if self._taxonomies is None:
            probed = self._terms(numbers[:_PROBED])
            self._taxonomies = any(term.get("taxonomy") == "language" for terms in probed.values() for term in terms)
        if not self._taxonomies:
            return {}
        return {number: told for number, terms in self._terms(numbers).items() if (told := _of_terms(terms)).tag}

    def _terms(self, numbers: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
        """The terms of some posts; none where the site does not answer such calls, or not to this user."""
        calls = [{"methodName": "wp.getPost", "params": [0, *self.api.login, number, ["post_id", "terms"]]} for number in numbers]
        asked = xmlrpc.client.dumps((calls,), "system.multicall").encode()
        try:
            answer = self.api.client.post(f"{self.api.url}/xmlrpc.php", asked, "text/xml", tries=2)
        except Unreadable as error:
            if error.data.get("failure") in {"gone", "slow"}:
                raise
            return {}
        if answer.status != 200 or b"<!DOCTYPE" in answer.body:
            return {}
        try:
            (results,), _ = xmlrpc.client.loads(answer.body.decode("utf-8", "replace"))
        except (ExpatError, xmlrpc.client.Error, ValueError, TypeError):
            return {}
        found: dict[int, list[dict[str, Any]]] = {}
        for number, result in zip(numbers, results if isinstance(results, list) else [], strict=False):
            terms = result[0].get("terms") if isinstance(result, list) and result and isinstance(result[0], dict) else None
            if isinstance(terms, list):
                found[number] = [term for term in terms if isinstance(term, dict)]
        return found

    def _by_companion(self, _: str, numbers: Sequence[int]) -> dict[int, Told]:
        if _COMPANION not in self.api.spaces or not self.api.edits:
            return {}
        found = {}
        for number in numbers:
            value, answer = self.api.client.json(self.api.address(f"{_COMPANION}/posts/{number}"))
            if answer.status == 200 and isinstance(value, dict) and (told := _of_map(value.get("lang"), value.get("translations"), "Polylang field")).tag:
                found[number] = told
        return found


def _of_fields(post: Mapping[str, Any]) -> Told:
    """The fields that plugins add to a post of the REST API."""
    if code := post.get("lang"):
        return _of_map(code, post.get("translations") or post.get("pll_translations"), "Polylang field")
    if code := post.get("wpml_current_locale"):
        others = post.get("wpml_translations")
        members = {str(one.get("locale", "")): one.get("id") for one in others if isinstance(one, dict)} if isinstance(others, list) else {}
        return _of_map(code, {**members, str(code): post["id"]}, "WPML field")
    return Told()


def _of_map(code: object, members: object, how: str) -> Told:
    tag = languages.normalise(code) if isinstance(code, str) and languages.is_tag(code) else ""
    found = {str(key): str(number) for key, number in members.items() if str(number).isdigit()} if isinstance(members, dict) else {}
    return Told(tag, found, "ids:" + ",".join(sorted(found.values(), key=int)) if len(found) > 1 else "", how)


def _of_terms(terms: Sequence[Mapping[str, Any]]) -> Told:
    """The two taxonomies of Polylang: the language's slug is its code, the group's description lists the members."""
    code = next((str(term.get("slug", "")) for term in terms if term.get("taxonomy") == "language"), "")
    group = next((term for term in terms if term.get("taxonomy") == "post_translations"), {})
    tag = languages.normalise(code) if languages.is_tag(code) else ""
    return Told(tag, wxr.members(str(group.get("description", ""))), str(group.get("slug", "")), "Polylang term")
