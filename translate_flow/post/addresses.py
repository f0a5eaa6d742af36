"""Mail servers, senders and mailboxes as people write them: taken apart, and refused where they are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from translate_flow.errors import UsageError
from translate_flow.post.plain import line

_PORTS = {"smtp": 587, "smtps": 465}
_LOCAL = re.compile(r"[^\s\x00-\x20\x7f()<>\[\]:;@\\,\"]{1,64}")
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_DOTS = re.compile(r"^\.|\.\.|\.$")


@dataclass(frozen=True, slots=True)
class Server:
    """`secure`: TLS from the first byte. `user`: empty where it asks for no login."""

    secure: bool
    host: str
    port: int
    user: str


def server(url: str) -> Server:
    """A mail server by its URL, `smtp://[user@]host[:port]` or `smtps://…`. Raises UsageError."""
    try:
        parts = urlsplit(url)
        port = parts.port
        fits = parts.scheme in _PORTS and not any(ord(char) <= 32 or ord(char) == 127 for char in url) and port != 0 and not (parts.path.strip("/") or parts.query or parts.fragment)
        fits = fits and bool(parts.hostname) and is_host(parts.hostname or "")
    except ValueError:
        fits, port = False, None
    if not fits:
        raise UsageError(f"“{line(url)}” is no mail server", remedy="Name it as smtp://mail.example.org:587, smtp://user@mail.example.org or smtps://mail.example.org.")
    if parts.password is not None:
        raise UsageError("A password does not belong into the database", remedy="Put it into TRANSLATE_FLOW_SMTP_PASSWORD, or into the file that the setting smtp_password_file names.")
    user = unquote(parts.username or "")
    if line(user) != user:
        raise UsageError(f"“{line(user)}” is no user of a mail server", remedy="Name the user as the server does, @ in it as %40.")
    return Server(parts.scheme == "smtps", parts.hostname or "", port or _PORTS[parts.scheme], user)


def is_host(host: str) -> bool:
    """Whether it can be a host's name, or its number."""
    if ":" in host:  # IPv6, taken out of its brackets
        return re.fullmatch(r"[0-9a-fA-F:.]+", host) is not None
    labels = host.removesuffix(".").split(".")
    return len(host) <= 253 and all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels)


def sender(text: str) -> tuple[str, str]:
    """(name, address) of whom mail is from: `desk@example.org` or `The Beacon <desk@example.org>`. Raises UsageError."""
    name, sign, rest = text.strip().partition("<")
    address = rest.removesuffix(">") if sign else name
    if line(text, 1000) != text.strip() or (sign and not rest.endswith(">")) or not is_mailbox(address):
        raise UsageError(f"“{line(text)}” is nobody that mail could be from", remedy='Type `translate-flow settings mail_from "The Beacon <desk@example.org>"`, for instance.')
    return (name.strip().strip('"') if sign else ""), encoded(address)


def is_mailbox(address: str) -> bool:
    """Whether it is one mail address and nothing else: what the envelope of a letter can hold as it is (no quoted forms)."""
    local, sign, host = address.rpartition("@")
    return bool(sign) and len(address) <= 320 and line(address, 400) == address and _LOCAL.fullmatch(local) is not None and not _DOTS.search(local) and is_host(host) and not host.endswith(".")


def encoded(address: str) -> str:
    """The address with its host in ASCII (RFC 5890), as every server takes it; as it is where that cannot be."""
    local, _, host = address.rpartition("@")
    try:
        return f"{local}@{host.encode('idna').decode() if not host.isascii() else host}"
    except UnicodeError:
        return address
