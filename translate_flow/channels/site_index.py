"""Builds one index of the site's search with Pagefind's program, spoken to over its pipes. No disk, no database.

`--service` is how Pagefind's own libraries speak to it: JSON in Base64, ended by a comma, one answer per request.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NamedTuple
from zlib import MAX_WBITS, decompress

from translate_flow.errors import ChannelFailed

_MAGIC = len(b"pagefind_dcd")
_PLAIN = {"ar", "hy", "eu", "ca", "da", "nl", "en", "eo", "et", "fi", "fr", "de", "el", "hi", "hu", "id", "ga", "it", "lt", "nb",
          "ne", "nn", "no", "pt", "ro", "ru", "sr", "pl", "es", "sv", "ta", "tr", "yi"}  # fmt: skip


def program() -> str:
    """Where Pagefind's program is: of the package, else on the path; "" where it is not installed."""
    if named := os.environ.get("PAGEFIND_BINARY_PATH"):
        return named
    try:
        from pagefind_bin import get_executable
    except ImportError:
        return shutil.which("pagefind") or shutil.which("pagefind_extended") or ""
    return str(get_executable())


def stems(language: str) -> str:
    """The language that Pagefind knows the endings of, or `und`: it must not cut words itself, as it would for Chinese."""
    main = language.split("-", maxsplit=1)[0]
    return main if main in _PLAIN else "und"


class Entry(NamedTuple):
    """What is looked for of one page; `content` and `title` are `site_words.words`."""

    name: str
    content: str
    meta: Mapping[str, str]
    filters: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Built:
    """An index: its files by path, and the file of each entry's text by the entry's name (`fragments`, without folder and suffix)."""

    files: dict[str, bytes]
    fragments: dict[str, str]
    version: str


class Indexer:
    """Pagefind's program, started for each index. To be used in `with`. Raises ChannelFailed where it fails."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._number = 0

    def __enter__(self) -> Indexer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None

    def build(self, language: str, entries: Iterable[Entry]) -> Built:
        """The index of some entries in one language. `entries` may be more than memory holds: each is handed on at once."""
        index = self._ask(type="NewIndex", config={"keep_index_url": True})["index_id"]
        for entry in entries:
            self._ask(type="AddRecord", index_id=index, url=entry.name, content=entry.content, language=stems(language),
                      meta=dict(entry.meta), filters=dict(entry.filters), sort=None)  # fmt: skip
        files = {file["path"]: b64decode(file["content"]) for file in self._ask(type="GetFiles", index_id=index)["files"]}
        self._stop()  # it starts in 2 ms, and would keep the memory of each index it built
        fragments = {_url(body): path[9:-12] for path, body in files.items() if path.startswith("fragment/")}
        return Built(files, fragments, json.loads(files["pagefind-entry.json"])["version"])

    def _ask(self, **payload: Any) -> dict[str, Any]:
        process = self._process = self._process or _started()
        assert process.stdin
        assert process.stdout
        self._number += 1
        message = json.dumps({"message_id": self._number, "payload": payload}, ensure_ascii=True).encode()
        pieces: list[bytes] = []
        try:
            process.stdin.write(b64encode(message) + b",")
            process.stdin.flush()
            while not pieces or not pieces[-1].endswith(b","):
                piece = os.read(process.stdout.fileno(), 1 << 20)
                if not piece:
                    raise BrokenPipeError
                pieces.append(piece)
        except BrokenPipeError as error:
            raise _failed("has ended before it was done") from error
        answer: dict[str, Any] = json.loads(b64decode(b"".join(pieces)[:-1]))["payload"]
        if answer["type"] == "Error":
            raise _failed(f"says: {answer['message'][:300]}")
        return answer


def _started() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen([program() or "pagefind", "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
    except OSError as error:
        raise _failed(f"cannot be started: {error.strerror}") from error


def _failed(what: str) -> ChannelFailed:
    return ChannelFailed(
        f"The site's search was not built: the program pagefind {what}",
        remedy="Publish again; if it stays so, install pagefind-bin anew, or switch the site's search off.",
    )


def _url(fragment: bytes) -> str:
    name: str = json.loads(decompress(fragment, MAX_WBITS | 16)[_MAGIC:])["url"]
    return name
