"""Two trees of files and a link to one of them: readers, and a kill at any moment, find the old files or the new, never both.

    NAME                     a symbolic link to .NAME-generations/a/site
    .NAME-generations/
      lock                   held while a run works here (flock)
      site.sqlite            what the trees hold (`site_state`)
      a/site  b/site         the one that is shown, and the one before

A run changes only the tree that is not shown: first it catches up with the one that is (a hard link for each file that
differs), then it gets its new files, each written under another name and renamed. When the disk has them, a fresh link
is renamed over NAME (POSIX rename(2) is atomic). Whoever came before that may go on reading the tree just left until
the next run.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from translate_flow.channels import site_state
from translate_flow.errors import NotAllowed

TREES = ("a", "b")
_KEPT = {"lock", "search", *TREES}
_MANY = 50  # from so many new files on, one sync of the system before theirs is faster
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNLINKABLE = {errno.EPERM, errno.EMLINK, errno.EXDEV, errno.ENOTSUP, errno.ENOSYS}


class Trees:
    """The two trees of a store. `shown` is the root of the one that readers see (None before the first), `other` of the one that is changed."""

    def __init__(self, folder: Path, store: Path) -> None:
        self.folder, self.store = folder, store
        self.shown = _shown(folder, store)
        self._turn()
        self._made: set[str] = set()  # folders that are there for sure
        self._fresh: list[Path] = []  # files the disk may not have yet
        self._touched: set[Path] = set()  # folders whose entries have changed

    def _turn(self) -> None:
        self.name = TREES[1] if self.shown == self._root(TREES[0]) else TREES[0]
        self.other = self._root(self.name)

    def _root(self, name: str) -> Path:
        return self.store / name / "site"

    def is_shown(self, name: str) -> bool:
        return self.shown is not None and self.shown == self._root(name)

    def has(self, name: str) -> bool:
        return name in TREES and self._root(name).is_dir()

    def wipe(self) -> None:
        """Makes the other tree empty."""
        if self.other.parent.exists():
            shutil.rmtree(self.other.parent)
        self._made.clear()

    def write(self, path: str, data: bytes) -> os.stat_result:
        """Puts a file into the other tree, whole or not at all. Bytes that are shown already stay the file that they are, so that readers' caches keep it."""
        old = self.shown / path if self.shown else None
        if old is not None and _holds(old, data):
            return self.link(path)
        new, spare = self._place(path), self.store / "spare"
        spare.unlink(missing_ok=True)  # it may be a link to a file that is shown
        spare.write_bytes(data)
        spare.replace(new)
        self._fresh.append(new)
        return new.lstat()

    def link(self, path: str) -> os.stat_result:
        """Has the other tree hold the file that is shown: a hard link, or a copy where there can be none (or no more of them)."""
        assert self.shown is not None
        old, new = self.shown / path, self._place(path)
        found = old.lstat()
        with suppress(FileNotFoundError):
            if os.path.samestat(found, new.lstat()):
                return found
        spare = self.store / "spare"
        spare.unlink(missing_ok=True)
        try:
            os.link(old, spare, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _UNLINKABLE:
                raise
            shutil.copy2(old, spare)
            self._fresh.append(new)
        spare.replace(new)
        return new.lstat()

    def remove(self, path: str) -> None:
        """Takes a file from the other tree, and the folders that it leaves empty."""
        gone = self.other / path
        try:
            gone.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return
        self._touched.add(gone.parent)
        for folder in gone.relative_to(self.other).parents[:-1]:
            try:
                (self.other / folder).rmdir()
            except OSError:
                break
            self._made.discard(str(self.other / folder))
            self._touched.discard(self.other / folder)
            self._touched.add((self.other / folder).parent)

    def catch_up(self, paths: Iterable[str]) -> None:
        """Makes the other tree the same as the one that is shown, where it may differ."""
        for path in paths:
            try:
                self.link(path)
            except (FileNotFoundError, NotADirectoryError):
                self.remove(path)

    def _place(self, path: str) -> Path:
        new = self.other / path
        if (parent := str(new.parent)) not in self._made:
            for folder in (new.parent, *new.parent.parents):
                if folder == self.store or folder.is_dir():
                    break
                self._touched.add(folder.parent)
            new.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(parent)
        self._touched.add(new.parent)
        return new

    def flush(self) -> None:
        """Has the disk hold all that was changed."""
        fresh = self._fresh
        if len(fresh) >= _MANY:
            os.sync()
        for path in (*fresh, *sorted(self._touched)):
            with suppress(FileNotFoundError):  # written, and removed again
                _flush(path)
        self._fresh, self._touched = [], set()

    def show(self, name: str) -> None:
        """Points the folder to a tree. Only an empty folder, on the first run, is gone for a moment before."""
        fresh = self.store / "next"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path(self.store.name, name, "site"), target_is_directory=True)
        if self.folder.is_dir() and not self.folder.is_symlink():
            self.folder.rmdir()
        fresh.replace(self.folder)
        _flush(self.folder.parent)
        self.shown = self._root(name)
        self._turn()

    def tidy(self) -> None:
        """Removes what other releases of this program, and killed runs, left in the store; not what is shown."""
        for entry in self.store.iterdir():
            if entry.name in _KEPT or site_state.is_part(entry.name) or (self.shown is not None and self.shown.parent == entry):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()


def _holds(path: Path, data: bytes) -> bool:
    try:
        found = path.lstat()
        return found.st_size == len(data) and not path.is_symlink() and path.read_bytes() == data
    except OSError:
        return False


def _flush(path: Path) -> None:
    """Has the disk hold a file, or the entries of a folder (fsync(2))."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# What is there


def store_of(folder: Path) -> Path:
    """Where what is published to a folder is kept. Raises NotAllowed for what can be no such folder."""
    if not folder.name:
        raise NotAllowed(f"{folder} is no place to publish to", remedy="Name a new or an empty folder.")
    return folder.with_name(f".{folder.name}-generations")


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """The store of a folder, once no other run works there; made where it is not there.

    Raises NotAllowed where the folder holds what this program did not put there, where it cannot be written,
    and where the disk is full; what stands there stays.
    """
    store = store_of(folder)
    with plainly(folder):
        if not store.exists():  # before anything is made beside a folder that is not ours
            _refuse_foreign(folder, store)
        store.mkdir(parents=True, exist_ok=True)
        with _locked(store):
            _refuse_foreign(folder, store)  # what another run was doing is done now
            yield store


def examine(folder: Path) -> list[str]:
    """Whether a site can be published to this folder, and what is there; changes nothing. Raises NotAllowed."""
    folder = Path(os.path.abspath(folder))
    _refuse_foreign(folder, store_of(folder))
    nearest = next(path for path in (folder.parent, *folder.parents) if path.exists())
    if not os.access(nearest, os.W_OK):
        raise NotAllowed(f"{nearest} cannot be written", remedy="Allow writing there, or name another folder.", folder=str(folder))
    return [f"{folder} holds a site." if folder.is_symlink() else f"{folder} can be made."]


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


def _shown(folder: Path, store: Path) -> Path | None:
    """The root of the tree that the folder points to now (of an older release: a numbered one); None where there is none."""
    if not folder.is_symlink():
        return None
    root = store.joinpath(*Path(os.readlink(folder)).parts[1:])
    return root if root.is_dir() else None


@contextmanager
def _locked(store: Path) -> Iterator[None]:
    """Waits until no other run works in the store. The lock goes when a process ends, however it ends."""
    import fcntl

    with (store / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def plainly(folder: Path) -> Iterator[None]:
    """What the disk refuses, as an error that a person can do something about."""
    stays = "; what was published before is still there" if folder.is_symlink() else ""
    room: dict[str, Any] = {"remedy": "Free some space there, or publish to another disk, then publish again.", "folder": str(folder)}
    allow: dict[str, Any] = {"remedy": "Allow writing there, or name another folder, then publish again.", "folder": str(folder)}
    try:
        yield
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", 0)
        if code == sqlite3.SQLITE_FULL:
            raise NotAllowed(f"There is no room left to publish to {folder}{stays}", **room) from error
        raise NotAllowed(f"{folder} cannot be written: its store says “{error}”{stays}", **allow) from error
    except OSError as error:
        if error.errno in _FULL:
            raise NotAllowed(f"There is no room left to publish to {folder}{stays}", **room) from error
        raise NotAllowed(f"{error.filename or folder} cannot be written: {error.strerror or error}{stays}", **allow) from error
