"""A polite reader of one web site: one request at a time, bounded in size and time, patient with a site that is busy.

It contacts the host that the user named and no other (RFC 9110: redirects §15.4, Retry-After §10.2.3). A password goes only over https,
or to this machine.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import json
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

from translate_flow.errors import Unreadable, UsageError

MAX_BODY = 64 * 2**20  # bytes of one answer, unpacked
_CHUNK = 65536
_BUSY = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_MOVED = frozenset({301, 302, 303, 307, 308})
_AGENT = "translate-flow (adopting a site; one request at a time)"
_AGAIN = frozenset({"busy", "server", "broken", "slow", "gone"})  # failures that another try may mend
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered; `headers` by lower-case name; `url` is where it came from in the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people."""
        return "html" in self.headers.get("content-type", "") or self.body[:200].lstrip().lower().startswith((b"<!doctype html", b"<html"))


class Client:
    """Reads addresses of one site. `told` hears what is waited for; `sleep` waits so many seconds.

    `timeout`: seconds without a byte; `patience`: seconds for one answer; `tries` of one request; `longest`: seconds to wait between two.
    Errors are Unreadable, with `failure` in their data: busy, server, broken, slow, gone, login, page, redirect, large,
    certificate, nowhere.
    """

    def __init__(
        self, site: str, *, user: str = "", password: str = "", timeout: float = 30.0, patience: float = 180.0, tries: int = 5,
        longest: float = 120.0, told: Callable[[str], None] | None = None, sleep: Callable[[float], None] = time.sleep, agent: str = _AGENT,
    ) -> None:  # fmt: skip
        parts = _split(site)
        if user and parts.scheme == "http" and not at_home(parts.hostname or ""):
            raise UsageError("A password is not sent over http, where anybody on the way could read it", remedy=f"Name the site by https://{parts.netloc}.")
        self.site = parts
        self.timeout, self.patience, self.tries, self.longest, self.agent = timeout, patience, tries, longest, agent
        self.told = told or (lambda _: None)
        self.sleep = sleep
        self._login = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode() if user else ""
        self._connection: http.client.HTTPConnection | None = None
        self._secure = False

    def get(self, url: str, *, tries: int = 0, limit: int = MAX_BODY, cut: bool = False) -> Answer:
        """An answer, after redirects within the site. With `cut`, no more than `limit` bytes of it are read; else more is an error."""
        return self._tried(lambda: self._followed(url, limit, cut), tries or self.tries)

    def post(self, url: str, body: bytes, kind: str, *, tries: int = 0) -> Answer:
        """The answer to a call that only reads, so that it may be made again. `kind`: the media type of what is sent."""
        return self._tried(lambda: self._followed(url, MAX_BODY, False, (kind, body)), tries or self.tries)

    def json(self, url: str, *, tries: int = 0) -> tuple[Any, Answer]:
        """The value that an answer holds, whatever its status, and the answer. Half an answer is asked for again."""

        def once() -> tuple[Any, Answer]:
            answer = self._followed(url, MAX_BODY, False)
            try:
                return json.loads(answer.body.decode("utf-8-sig")), answer
            except (ValueError, RecursionError):
                raise _no_data(answer) from None

        return self._tried(once, tries or self.tries)

    def send(self, url: str, body: bytes, headers: Mapping[str, str], *, limit: int) -> Answer:
        """The answer to one POST, whatever its status, and no more than `limit` bytes of it: nothing is sent again, no redirect followed."""
        parts = _split(url)
        self._own(parts)
        try:
            return self._asked(parts, limit, True, (headers["Content-Type"], body), headers)
        finally:
            self.close()

    def stop(self) -> None:
        """Breaks what is under way off, from another thread."""
        if self._connection is not None and self._connection.sock is not None:
            with suppress(OSError):
                self._connection.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _tried(self, once: Callable[[], T], tries: int) -> T:
        for number in range(1, tries + 1):
            try:
                return once()
            except Unreadable as error:
                self.close()
                if error.data.get("failure") not in _AGAIN:
                    raise
                asked = error.data.get("wait")
                wait = min(float(2 ** (number - 1)), self.longest) if asked is None else float(asked)
                if wait > self.longest:
                    error.remedy = f"The site asks to wait {wait:.0f} seconds. Run it again then."
                    raise
                if number == tries:
                    raise
                self.told(f"{error.message}: waiting {wait:.0f} s, then trying again ({number} of {tries - 1})")
                self.sleep(wait)
        raise AssertionError("a request has at least one try")

    def _followed(self, url: str, limit: int, cut: bool, sent: tuple[str, bytes] | None = None) -> Answer:
        for _ in range(6):
            parts = _split(url)
            self._own(parts)
            answer = self._asked(parts, limit, cut, sent)
            if answer.status not in _MOVED or not answer.headers.get("location"):
                if answer.status in _BUSY:
                    raise _busy(answer)
                return answer
            url = urljoin(url, answer.headers["location"])
            if "wp-login.php" in urlsplit(url).path:
                raise _failed("login", "answers with a login form", answer.url, _LOGIN)
        raise _failed("redirect", "redirects in a circle", url, "Open it in a browser, and name the address that it ends at.")

    def _own(self, parts: SplitResult) -> None:
        """Refuses every host but the one named, another port of it, and the way from https back to http."""
        own = self.site
        upgraded = own.scheme == "http" and parts.scheme == "https" and own.port is None and parts.port in {None, 443}
        same = parts.scheme == own.scheme and _port(parts) == _port(own)
        if (parts.hostname or "").lower() != (own.hostname or "").lower() or not (same or upgraded):
            other = f"{parts.scheme}://{parts.netloc}"
            raise _failed("redirect", f"leads to another host, {other}, which was not named", own.geturl(), f"If that is the site, name it: {other}.")

    def _asked(self, parts: SplitResult, limit: int, cut: bool, sent: tuple[str, bytes] | None, more: Mapping[str, str] | None = None) -> Answer:
        url = parts.geturl()
        until = time.monotonic() + self.patience
        try:
            connection = self._connected(parts)
            headers = {"Accept": "application/json, text/html;q=0.5, */*;q=0.1", "Accept-Encoding": "gzip", "User-Agent": self.agent, **(more or {})}
            if self._login:
                headers["Authorization"] = self._login
            if sent is not None:
                headers["Content-Type"] = sent[0]
            connection.request("POST" if sent else "GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), sent[1] if sent else None, headers)
            response = connection.getresponse()
            named = {key.lower(): value for key, value in response.getheaders()}
            body = self._body(response, named, limit, cut, until, url)
        except TimeoutError:
            raise _failed("slow", f"has not answered within {self.timeout:.0f} seconds", url, "Try later, when it is less busy.") from None
        except (http.client.IncompleteRead, zlib.error, EOFError):
            raise _failed("broken", "sent half an answer and broke off", url, "Try later.") from None
        except ssl.SSLError as error:
            said = getattr(error, "verify_message", "") or error.reason or "it does not speak https there"
            raise _failed("certificate", f"cannot prove that it is the site: {said}", url, "Open it in a browser and tell whoever runs it; or export it (Tools → Export) and adopt the file.") from None
        except socket.gaierror:
            raise _failed("nowhere", "is no address that can be found", url, "Check the address, and that this machine is connected.") from None
        except (OSError, http.client.HTTPException) as error:
            said = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise _failed("gone", f"cannot be reached: {said}", url, "Check the address and the connection.") from None
        if response.will_close or not response.isclosed():
            self.close()
        return Answer(response.status, named, body, url)

    def _connected(self, parts: SplitResult) -> http.client.HTTPConnection:
        secure = parts.scheme == "https"
        if self._connection is None or self._secure != secure:
            self.close()
            kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            self._connection, self._secure = kind(parts.hostname or "", parts.port, timeout=self.timeout), secure
        return self._connection

    def _body(self, response: http.client.HTTPResponse, headers: Mapping[str, str], limit: int, cut: bool, until: float, url: str) -> bytes:
        unpack = zlib.decompressobj(31) if headers.get("content-encoding", "") in {"gzip", "x-gzip"} else None
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(_CHUNK):
            if unpack is not None:
                piece = unpack.decompress(piece, limit + 1 - size)
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                self.close()
                if cut:
                    return b"".join(pieces)[:limit]
                raise _failed("large", f"answers with more than {limit // 2**20} MB", url, "Export the site instead (Tools → Export), and adopt the file.")
            if time.monotonic() > until:
                raise _failed("slow", f"has not ended its answer within {self.patience:.0f} seconds", url, "Try later, when it is less busy.")
        if (unpack is not None and pieces and not unpack.eof) or (headers.get("content-length", "").isdigit() and response.length):
            raise _failed("broken", "sent half an answer and broke off", url, "Try later.")
        return b"".join(pieces)


_LOGIN = "The site shows its texts only to those who log in: name a user and an application password (Users → Profile)."


def _failed(failure: str, message: str, url: str, remedy: str, **data: Any) -> Unreadable:
    return Unreadable(message, file=url.partition("?")[0] if "rest_route" not in url else url, remedy=remedy, failure=failure, **data)


def _busy(answer: Answer) -> Unreadable:
    wait = retry_after(answer.headers.get("retry-after", ""))
    if answer.status == 429:
        return _failed("busy", "says that it is asked too often (429)", answer.url, "Try later.", wait=wait, status=429)
    remedy = "Look at the site's error log, or try later."
    return _failed("server", f"answers with a fault of its own ({answer.status})", answer.url, remedy, wait=wait, status=answer.status)


def retry_after(value: str) -> float | None:
    """Seconds from a Retry-After header, a number or a date; None where there is none that can be read."""
    if value.strip().isdecimal() and value.isascii():
        return float(value.strip()[:12])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _no_data(answer: Answer) -> Unreadable:
    """What came instead of JSON."""
    if answer.is_page:
        if b'type="password"' in answer.body or b"wp-login" in answer.body or answer.status == 401:
            return _failed("login", "answers with a login form", answer.url, _LOGIN, status=answer.status)
        remedy = "Its REST API is switched off or hidden by a plugin: let it through, or export the site (Tools → Export) and adopt the file."
        return _failed("page", f"answers with a page instead of data ({answer.status})", answer.url, remedy, status=answer.status)
    return _failed("broken", "sent half an answer, or one that is no JSON", answer.url, "Try later.", status=answer.status)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and not any(ord(one) <= 32 for one in url)
    except ValueError:
        fits = False
    if not fits or parts.username is not None:
        raise UsageError(f"“{url[:200]}” is no address of a site", remedy="Name it as https://example.org; user and password are given apart.")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def at_home(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
