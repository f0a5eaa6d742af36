"""The files of a folder, as they lie there. Links are not followed; what lies behind them, or in a folder that cannot be opened, is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from translate_flow.adoption.git_program import shown
from translate_flow.adoption.items import Unread

_COPY = "Copy what it leads to into the folder, if it belongs to the site."


def walk(folder: Path, wanted: Callable[[str], bool], leave: Callable[[str, Collection[str]], bool] = lambda name, beside: False) -> Iterator[tuple[str, Path | Unread]]:
    """The files of a folder and of those below it, in the order of their names: (path in the folder, with `/`; where it is, or why it is not read).

    `wanted`: whether a file of that name is; `leave`: whether a folder of that name is passed over, among the names beside it. Hidden
    ones are passed over. Bytes of a name that are no UTF-8 are written as `\\xNN`.
    """
    yield from _walk(folder, folder.resolve(), "", wanted, leave)


def _walk(folder: Path, root: Path, above: str, wanted: Callable[[str], bool], leave: Callable[[str, Collection[str]], bool]) -> Iterator[tuple[str, Path | Unread]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError as error:
        yield above, Unread(above or ".", f"cannot be opened: {error.strerror}", "Check that you may read it.")
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        file = f"{above}/{shown(entry.name)}" if above else shown(entry.name)
        if entry.is_symlink():
            if (wanted(entry.name) or entry.is_dir()) and (why := _unmet(Path(entry.path), root, wanted)):
                yield file, Unread(file, why, _COPY)
        elif entry.is_dir():
            if not leave(entry.name, names):
                yield from _walk(Path(entry.path), root, file, wanted, leave)
        elif wanted(entry.name):
            yield file, Path(entry.path)


def _unmet(link: Path, root: Path, wanted: Callable[[str], bool]) -> str:
    """Why a link is told; empty where what it leads to is met by itself, or is nothing that is wanted."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return "is a symbolic link that leads nowhere"
    if not target.is_relative_to(root):
        return "is a symbolic link that leads out of the folder, and is not followed"
    hidden = any(part.startswith(".") for part in target.relative_to(root).parts)
    if hidden or not (target.is_dir() or wanted(target.name)):
        return "is a symbolic link to what is not read by itself, and is not followed"
    return ""
