"""Files that commands read and write for people: never over somebody's work, never half."""

from __future__ import annotations

import filecmp
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from translate_flow.errors import Conflict, NotFound, Unreadable


def write_new(name: str, data: bytes, *, force: bool = False) -> str:
    """Writes a file whole or not at all; returns its name, or nothing for `-`, standard output.

    Raises Conflict where another file is in that place (unless `force`), OSError where the system says no."""
    return write_pieces(name, [data], force=force)


def write_pieces(name: str, pieces: Iterable[bytes], *, force: bool = False) -> str:
    """As `write_new`, of what comes in pieces."""
    if name == "-":
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.flush()
        return ""
    path = Path(name)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        if force:
            os.replace(temporary, path)
        else:
            os.link(temporary, path)
    except FileExistsError:
        if path.is_file() and filecmp.cmp(path, temporary, shallow=False):
            return name
        raise Conflict(f"There is a file {name} already, and it is not the same", remedy="Check it in first, write to another with -o, or replace it with --force.") from None
    finally:
        Path(temporary).unlink(missing_ok=True)
    return name


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def read_limited(name: str) -> bytes:
    """A file's bytes (`-`: standard input). Raises NotFound, Unreadable where it is too large for one article."""
    from translate_flow.formats import MAX_BYTES, files

    if name != "-":
        path = Path(name)
        if not path.is_file():
            raise NotFound(f"There is no file {name}", remedy="Check the path.")
        return files.read(path, remedy="Check that it is the right file.")
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"holds more than {MAX_BYTES // 2**20} MB, the most that one article may hold", file=name, remedy="Check that it is the right file.")
    return data
