"""Files of bounded size, read as they lie on disk: one way to open them, and the same words for what goes wrong."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

from translate_flow.errors import Unreadable
from translate_flow.formats import MAX_BYTES

_GONE = ("is not there any more", "Run the command again when nothing moves files there.")
_TOLD = {  # errno → what it means to who runs the command, and what to do
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.ESTALE: _GONE,
    errno.ELOOP: ("is a symbolic link, and was not followed", "Put the file itself there."),
    errno.EISDIR: ("is a folder", "Name a file."),
}
_LFS = b"version https://git-lfs.github.com/spec/"
_FOUND = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def opened(path: Path, *, name: str = "", named: bool = True) -> BufferedReader:
    """A file, open to be read. `name`: what to call it in errors. `named`: a person named it, so that links are followed and pipes
    waited for; a file that was only found in a folder is opened as no link, and must be a regular one.

    Raises Unreadable for what is gone, may not be read, or is not of that kind.
    """
    try:
        if named:
            return path.open("rb")
        number = os.open(path, _FOUND)
    except OSError as error:
        raise _closed(error, name or str(path)) from None
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise Unreadable("is no regular file, but a pipe, a socket or a device", file=name or str(path), remedy="Take it out of the folder.")
    return open(number, "rb")


def whole(stream: BufferedReader, *, name: str, limit: int = MAX_BYTES, holds: str = "one article", remedy: str = "Split it.") -> bytes:
    """All that an open file holds, of at most `limit` bytes. `holds`: what the limit is of. Raises Unreadable for more, where reading fails, and for
    what only stands for a text (Git LFS)."""
    try:
        size = os.fstat(stream.fileno()).st_size
        # Asked for no more than there is: what is shrunk from the limit to a small text keeps a mapping of memory to itself.
        data = stream.read(size + 1) if size <= limit else b""
        if len(data) > size:  # a pipe, or a file that grows
            data += stream.read(limit + 1 - len(data))
    except OSError as error:
        raise _closed(error, name) from None
    if (size := max(size, len(data))) > limit:
        raise Unreadable(f"holds {size // 2**20} MB; {holds} may hold {limit // 2**20} MB", file=name, remedy=remedy)
    if stands_for_another(data):
        raise Unreadable("is a pointer of Git LFS: its text is kept elsewhere", file=name, remedy="Fetch the texts: `git lfs pull` in the clone that it comes from.")
    return data


def stands_for_another(data: bytes) -> bool:
    """Whether a text is a pointer of Git LFS to the one that is meant (Git LFS, docs/spec.md)."""
    return len(data) < 1024 and data.startswith(_LFS)


def read(path: Path, *, name: str = "", named: bool = True, limit: int = MAX_BYTES, holds: str = "one article", remedy: str = "Split it.") -> bytes:
    """A file's bytes; see `opened` and `whole`, whose errors it raises."""
    with opened(path, name=name, named=named) as stream:
        return whole(stream, name=name or str(path), limit=limit, holds=holds, remedy=remedy)


def _closed(error: OSError, name: str) -> Unreadable:
    why, remedy = _TOLD.get(error.errno or 0, (f"cannot be opened: {error.strerror}", "Check the path and that you may read it."))
    return Unreadable(why, file=name, remedy=remedy)
