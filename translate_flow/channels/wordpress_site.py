"""One WordPress that is written to: its REST API with an application password, errors as a publisher is told them.

What is asked may be asked again; what is written is written once, and whether an unanswered write took effect is looked up
before anything is written again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from translate_flow import languages, passwords
from translate_flow.adoption.http import Answer, Client
from translate_flow.adoption.wp_api import Api
from translate_flow.channels.page import Target
from translate_flow.errors import ChannelFailed, NotAllowed, Unreadable, UsageError

STATUSES = "publish,future,draft,pending,private,trash"  # "any" leaves out the trash
_COMPANION = "translate-flow/v1"
_LATER = "What is written already stays, and the next run goes on from there: translate-flow publish."
_HOW = "Make an application password (Users → Profile → Application Passwords), and put it into {name}, or into the file that the option password_file names."
T = TypeVar("T")


class Refused(Exception):
    """The site left one post as it is: `code` is WordPress's, `data` what it told."""

    def __init__(self, code: str, message: str, status: int, data: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.code, self.message, self.status, self.data = code, message, status, data


def variable(name: str) -> str:
    """The environment variable that a channel's password is read from."""
    return "TRANSLATE_FLOW_PASSWORD_" + "".join(char if char.isascii() and char.isalnum() else "_" for char in name.upper())


def password(target: Target) -> str:
    """The application password of a channel. Raises NotAllowed where there is none, or others could read its file."""
    name, file = variable(target.name), str(target.options["password_file"])
    path = target.home / Path(file).expanduser() if file else None
    return passwords.read(name, path, who=target.name, what=f"there is no password for {target.options['user']}", how=_HOW.format(name=name))


class Remote:
    """A site as its channel sees it. Nothing is asked before something must be known."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.url = str(target.options["url"]).rstrip("/")
        secret = password(target)
        timeout = float(target.options["timeout"])
        self.client = Client(self.url, user=str(target.options["user"]), password=secret, timeout=timeout, patience=timeout * 4, tries=3, longest=30.0)
        self.api = Api(self.url, user=str(target.options["user"]), password=secret, client=self.client)

    def close(self) -> None:
        self.client.close()

    # --- what there is ---

    @cached_property
    def me(self) -> dict[str, Any]:
        """Who writes. Raises NotAllowed where the site does not accept the login."""
        self._guarded(self.api.open)
        value, answer = self._guarded(lambda: self.client.json(self.api.address("wp/v2/users/me", context="edit", _fields="id,name,slug,roles,capabilities")))
        if answer.status != 200 or not isinstance(value, dict):
            said = unescape(str(value.get("message", ""))) if isinstance(value, dict) else ""
            raise NotAllowed(
                f"{self._name} does not accept the login of {self.target.options['user']} ({answer.status}: {said[:200]})",
                remedy=_HOW.format(name=variable(self.target.name)),
            )
        if not (value.get("capabilities") or {}).get("edit_posts"):
            raise NotAllowed(f"{self._name}: {value.get('name')} may not write posts", remedy="Name a user who is an author or, better, an editor there.")
        return value

    @cached_property
    def companion(self) -> dict[str, Any]:
        """What our plugin says of itself; empty where it is not there."""
        if self.me and _COMPANION in self.api.spaces:
            value, answer = self._guarded(lambda: self.client.json(self.api.address(f"{_COMPANION}/status")))
            if answer.status == 200 and isinstance(value, dict) and value.get("version"):
                return value
        return {}

    @cached_property
    def routes(self) -> dict[str, str]:
        """The collection of each type of post, by the type's name."""
        value = self.get("wp/v2/types", context="edit")
        told = value.items() if isinstance(value, dict) else ()
        return {"post": "posts", "page": "pages"} | {str(name): str(one.get("rest_base") or name) for name, one in told if isinstance(one, dict)}

    def language(self, tag: str) -> str:
        """What Polylang calls a language; empty where nobody keeps languages there. Raises Refused where it does not have that one."""
        known = self.companion.get("languages") or []
        if not known:
            return tag.lower() if self.companion.get("how") == "fields" else ""
        names = {str(one.get("slug")): {_tag(one.get("slug")), _tag(one.get("locale"))} for one in known}
        exact = [slug for slug, tags in names.items() if tag in tags]
        kin = [slug for slug, tags in names.items() if _tag(slug).split("-")[0] == tag.split("-", maxsplit=1)[0]]
        if exact or len(kin) == 1:
            return (exact or kin)[0]
        raise Refused("translate_flow_language", f"Polylang has no language {tag} there", 400, {})

    # --- asking and writing ---

    def get(self, route: str, **query: Any) -> Any:
        """The value at a route. Raises NotAllowed, ChannelFailed, Refused."""
        assert self.me
        value, answer = self._guarded(lambda: self.client.json(self.api.address(route, **query)))
        return self._value(value, answer)

    def post(self, route: str, values: Mapping[str, Any], *, again: bool = False) -> Any:
        """Writes. `again`: doing it twice does no harm, so it is tried again. Raises as `get`."""
        return self._sent(route, json.dumps(values).encode(), "application/json", again)

    def ours(self, route: str, values: Mapping[str, Any]) -> Any:
        """Asks our plugin, which does nothing twice."""
        return self.post(f"{_COMPANION}/{route}", values, again=True)

    def upload(self, route: str, name: str, kind: str, data: bytes, fields: Mapping[str, str]) -> Any:
        """Sends a file with fields beside it, as a form (RFC 7578)."""
        line = f"translate-flow-{secrets.token_hex(12)}"
        parts = [f'--{line}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
        parts.append(f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode() + data)
        return self._sent(route, b"".join([*parts, f"\r\n--{line}--\r\n".encode()]), f"multipart/form-data; boundary={line}", again=False)

    def _sent(self, route: str, body: bytes, kind: str, again: bool) -> Any:
        assert self.me
        answer = self._guarded(lambda: self.client.post(self.api.address(route), body, kind, tries=4 if again else 1))
        try:
            value = json.loads(answer.body.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise ChannelFailed(f"{self._name} answers with something that is no data ({answer.status})", remedy=f"Look at the site's error log. {_LATER}") from None
        return self._value(value, answer)

    def _value(self, value: Any, answer: Answer) -> Any:
        if answer.status in {200, 201}:
            return value
        error = value if isinstance(value, dict) else {}
        code, said = str(error.get("code", "")), unescape(str(error.get("message", "")))[:300]
        data = error.get("data") if isinstance(error.get("data"), dict) else {}
        if answer.status in {401, 403}:
            raise NotAllowed(
                f"{self._name} does not let {self.target.options['user']} do this ({answer.status}: {said or code})",
                remedy=f"Give that user the rights of an editor there, or name another. {_LATER}",
            )
        raise Refused(code, said or f"the site answers {answer.status}", answer.status, data or {})

    @property
    def _name(self) -> str:
        return f"{self.target.name} ({urlsplit(self.url).netloc})"

    def _guarded(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except UsageError as error:
            raise NotAllowed(f"{self._name}: {error.message}", remedy=error.remedy) from None
        except Unreadable as error:
            if error.data.get("failure") == "login":
                raise NotAllowed(f"{self._name} {error.message}", remedy=_HOW.format(name=variable(self.target.name))) from None
            raise ChannelFailed(f"{self._name} {error.message}", remedy=f"{error.remedy} {_LATER}", **error.data) from None


def _tag(code: object) -> str:
    text = str(code or "").replace("_", "-")
    return languages.normalise(text) if languages.is_tag(text) else text
