"""Replaces a folder of files as a whole: readers, and a kill at any moment, find the old files or the new, never both.

    NAME                     a symbolic link to .NAME-generations/7/site
    .NAME-generations/
      lock                   held while a run works here (flock)
      6/  7/                 the generation before and the one shown: site/ and manifest.json

A run builds the next generation, in which files that stay the same are hard links to the former one's,
flushes it to the disk, and renames a fresh link over NAME (POSIX rename(2) is atomic). What a killed run left
behind has a higher number than the generation shown, and is removed by the next run.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from translate_flow.channels.page import Outcome
from translate_flow.channels.site_outputs import Output
from translate_flow.errors import NotAllowed

_MANY = 50  # from so many new files on, one sync of the system before theirs is faster
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the manifest says of a file: what it was drawn from, and how it looked on the disk."""

    fingerprint: str
    size: int
    modified: int  # nanoseconds


@dataclass(frozen=True, slots=True)
class _Generation:
    """One generation on the disk. `files` is empty where its manifest is missing or illegible: then all is drawn."""

    number: int
    root: Path
    files: dict[str, _Known]

    @property
    def site(self) -> Path:
        return self.root / "site"

    def has(self, output: Output) -> bool:
        """Whether the file is there, drawn from the same, and as it was left."""
        known = self.files.get(output.path)
        if known is None or known.fingerprint != output.fingerprint:
            return False
        try:
            found = (self.site / output.path).lstat()
        except FileNotFoundError:
            return False
        return (found.st_size, found.st_mtime_ns) == (known.size, known.modified)


def replace(folder: Path, outputs: Sequence[Output]) -> Outcome:
    """Makes `folder` hold exactly `outputs`; nothing on the disk changes where it does already.

    Raises NotAllowed where the folder holds what this program did not put there, where it cannot be written,
    and where the disk is full; what stood there stays, and nothing half-made is left.
    """
    folder = Path(os.path.abspath(folder))
    if not folder.name:
        raise NotAllowed(f"{folder} is no place to publish to", remedy="Name a new or an empty folder.")
    store = folder.with_name(f".{folder.name}-generations")
    with _plainly(folder):
        if not store.exists():  # before anything is made beside a folder that is not ours
            _refuse_foreign(folder, store)
        store.mkdir(parents=True, exist_ok=True)
        with _locked(store):
            _refuse_foreign(folder, store)  # what another run was doing is done now
            shown = _shown(folder, store)
            _clear(store, shown)
            return _advance(folder, store, shown, outputs)


def examine(folder: Path) -> list[str]:
    """Whether a site can be published to this folder, and what is there; changes nothing. Raises NotAllowed."""
    folder = Path(os.path.abspath(folder))
    _refuse_foreign(folder, folder.with_name(f".{folder.name}-generations"))
    nearest = next(path for path in (folder.parent, *folder.parents) if path.exists())
    if not os.access(nearest, os.W_OK):
        raise NotAllowed(f"{nearest} cannot be written", remedy="Allow writing there, or name another folder.", folder=str(folder))
    return [f"{folder} holds a site." if folder.is_symlink() else f"{folder} can be made."]


def _advance(folder: Path, store: Path, shown: _Generation | None, outputs: Sequence[Output]) -> Outcome:
    old = shown.files if shown else {}
    stale = {output.path for output in outputs if not (shown and shown.has(output))}
    removed = sorted(old.keys() - {output.path for output in outputs})
    if shown and not stale and not removed:
        return Outcome(folder, (), (), len(outputs))
    root = store / str((shown.number if shown else 0) + 1)
    try:
        written = _build(root, shown, outputs, stale)
        _swap(folder, store, root)
    except BaseException:
        # Removing what was made may fail for the same reason as making it did; the next run removes it then.
        shutil.rmtree(root, ignore_errors=True)
        raise
    _clear(store, _Generation(int(root.name), root, {}))
    return Outcome(folder, tuple(written), tuple(removed), len(outputs) - len(written))


# Building


def _build(root: Path, shown: _Generation | None, outputs: Sequence[Output], stale: set[str]) -> list[str]:
    """Makes a generation and has the disk hold it before anything points to it. Returns the paths of new files.

    A file drawn anew that came out the same stays the old file, so that readers' caches keep it.
    """
    site = root / "site"
    folders = sorted({site, *((site / output.path).parent for output in outputs)})
    for path in folders:
        path.mkdir(parents=True, exist_ok=True)
    written = []
    for output in outputs:
        old = shown.site / output.path if shown else None
        drawn = output.draw() if output.path in stale else None
        if old and (drawn is None or (old.is_file() and not old.is_symlink() and old.read_bytes() == drawn)):
            _carry(old, site / output.path)
        elif drawn is not None:
            (site / output.path).write_bytes(drawn)
            written.append(output.path)
    manifest = root / "manifest.json"
    manifest.write_text(json.dumps({output.path: _facts(site, output) for output in outputs}), encoding="utf-8")
    if len(written) >= _MANY:
        os.sync()
    for path in (*(site / path for path in written), manifest, *folders, root, root.parent):
        _flush(path)
    return sorted(written)


def _carry(old: Path, new: Path) -> None:
    """The same file in the new generation: a hard link, or a copy where there can be none (or no more of them)."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EMLINK, errno.EXDEV, errno.ENOTSUP, errno.ENOSYS}:
            raise
        shutil.copy2(old, new)


def _facts(site: Path, output: Output) -> tuple[str, int, int]:
    found = (site / output.path).lstat()
    return output.fingerprint, found.st_size, found.st_mtime_ns


def _flush(path: Path) -> None:
    """Has the disk hold a file, or the entries of a folder (fsync(2))."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(folder: Path, store: Path, root: Path) -> None:
    """Points the folder to a generation. Only an empty folder, on the first run, is gone for a moment before."""
    fresh = store / "next"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path(store.name, root.name, "site"), target_is_directory=True)
    if folder.is_dir() and not folder.is_symlink():
        folder.rmdir()
    fresh.replace(folder)
    _flush(folder.parent)


# What is there


def _refuse_foreign(folder: Path, store: Path) -> None:
    """Raises NotAllowed where something stands in the folder's place that a run did not put there."""
    if folder.is_symlink():
        target = Path(os.readlink(folder))
        if target.parts[:1] == (store.name,) and len(target.parts) == 3:
            return
        what = f"is a link to {target}"
    elif folder.is_dir():
        if not any(folder.iterdir()):
            return
        what = "holds files that were not published here"
    elif folder.exists():
        what = "is a file"
    else:
        return
    raise NotAllowed(f"{folder} {what}", remedy="Name a new or an empty folder to publish to.", folder=str(folder))


def _shown(folder: Path, store: Path) -> _Generation | None:
    """The generation that the folder points to now, or None where there is none yet."""
    if not folder.is_symlink():
        return None
    root = store / Path(os.readlink(folder)).parts[1]
    if not root.name.isdecimal() or not root.is_dir():
        return None
    try:
        read = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
        files = {path: _Known(*facts) for path, facts in read.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        files = {}  # lost or damaged: everything is drawn again
    return _Generation(int(root.name), root, files)


def _clear(store: Path, shown: _Generation | None) -> None:
    """Removes all but the generation shown and the one before it, whose pages somebody may be reading."""
    numbers = [int(entry.name) for entry in store.iterdir() if entry.name.isdecimal()]
    current = shown.number if shown else 0
    kept = {current, max((number for number in numbers if number < current), default=current)}
    for entry in store.iterdir():
        if entry.name == "lock" or (entry.name.isdecimal() and int(entry.name) in kept):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


@contextmanager
def _locked(store: Path) -> Iterator[None]:
    """Waits until no other run works in the store. The lock goes when a process ends, however it ends."""
    import fcntl

    with (store / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _plainly(folder: Path) -> Iterator[None]:
    """What the disk refuses, as an error that a person can do something about."""
    try:
        yield
    except OSError as error:
        stays = "; what was published before is still there" if folder.is_symlink() else ""
        if error.errno in _FULL:
            raise NotAllowed(
                f"There is no room left to publish to {folder}{stays}",
                remedy="Free some space there, or publish to another disk, then publish again.", folder=str(folder),
            ) from error  # fmt: skip
        raise NotAllowed(
            f"{error.filename or folder} cannot be written: {error.strerror or error}{stays}",
            remedy="Allow writing there, or name another folder, then publish again.", folder=str(folder),
        ) from error  # fmt: skip
