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
    temporary = _beside(path, pieces)
    try:
        if force:
            os.replace(temporary, path)
        else:
            os.link(temporary, path)
    except FileExistsError:
        if path.is_file() and filecmp.cmp(path, temporary, shallow=False):
            return name
        raise Conflict(f"There is a file {name} already, and it is not the same", remedy="Check it in first, write to another with -o, or replace it with --force.") from None
    finally:
        temporary.unlink(missing_ok=True)
    return name


def write_several(files: Iterable[tuple[str, Iterable[bytes]]]) -> list[str]:
    """Writes files over what is in their places: each whole, and none before all are written. Returns their names."""
    written: list[tuple[Path, Path]] = []
    try:
        for name, pieces in files:
            written.append((_beside(Path(name), pieces), Path(name)))
        for temporary, path in written:
            os.replace(temporary, path)
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
    return [str(path) for _, path in written]


def _beside(path: Path, pieces: Iterable[bytes]) -> Path:
    """A temporary file beside that place, with all of it on the disk; nothing is left where the system says no."""
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask())
    except BaseException as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = str(path)
        raise
    return temporary


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
