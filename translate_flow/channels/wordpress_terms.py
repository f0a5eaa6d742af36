"""Categories, tags and users of a site, by name; a category or tag that is not there is made."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape, unescape

from translate_flow.channels.wordpress_site import Refused, Remote
from translate_flow.errors import NotAllowed


class Terms:
    """Asks for each name once in a run."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self._known: dict[tuple[str, str], int] = {}
        self._authors: dict[str, int] = {"": 0}

    def numbers(self, kind: str, names: Iterable[str]) -> list[int]:
        """The ids of terms; `kind`: categories or tags. Raises NotAllowed where one is missing and may not be made."""
        return sorted({self._number(kind, name) for name in names})

    def author(self, login: str) -> int:
        """A user's id, 0 for none. Raises NotAllowed where there is no such user."""
        if login not in self._authors:
            found = self.remote.get("wp/v2/users", slug=login, context="edit", _fields="id")
            if not found:
                raise NotAllowed(f"{self.remote.target.name}: the site has no user {login}", remedy="Correct the option authors, or make the user there.")
            self._authors[login] = int(found[0]["id"])
        return self._authors[login]

    def _number(self, kind: str, name: str) -> int:
        if (kind, name) not in self._known:
            found = self.remote.get(f"wp/v2/{kind}", search=name, per_page=100, _fields="id,name,slug")
            like = [int(one["id"]) for one in found if name.casefold() in {unescape(str(one["name"])).casefold(), str(one["slug"])}]
            self._known[kind, name] = like[0] if like else self._made(kind, name)
        return self._known[kind, name]

    def _made(self, kind: str, name: str) -> int:
        try:
            return int(self.remote.post(f"wp/v2/{kind}", {"name": escape(name, quote=False)})["id"])
        except Refused as error:
            if error.code == "term_exists" and error.data.get("term_id"):
                return int(error.data["term_id"])
            raise
        except NotAllowed as error:
            error.remedy = f"Make “{name}” there, or map it with the option categories. {error.remedy}"
            raise
