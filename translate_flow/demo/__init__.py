"""The demonstration: a small newsroom in a folder of its own, and the whole path walked in it by several people.

Every line shown is what the real command printed: the commands run in this process, as they would from a shell in
that folder. `articles/` is what the newsroom brings in, `later/` what comes after, `translations/` what its
translators will have written.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from translate_flow.errors import Conflict, UsageError

MARKER = ".translate-flow-demo"  # lists what the demonstration made, so that `again` removes that and nothing else
_DATABASE = ".translate-flow"


def run(folder: Path, *, again: bool = False, out: Callable[[str], None]) -> Path:
    """Makes the newsroom in `folder` and walks the path, telling it line by line; returns the folder of published pages.

    `again` first removes what an earlier demonstration made there, and only that. Raises Conflict where the folder holds
    anything else, UsageError where it is no folder.
    """
    from translate_flow.demo import play, story

    folder = folder.absolute()
    _prepare(folder, again=again)
    brought = story.bring(folder)
    _mark(folder, [*brought, *story.WORK_FILES])
    with play.stage(folder, out) as scene:
        return story.tell(scene)


def _prepare(folder: Path, *, again: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", remedy="Name a folder for the demonstration: translate-flow demo FOLDER")
    earlier = (folder / MARKER).is_file()
    if earlier and again:
        _remove(folder)
    elif earlier:
        raise Conflict(
            f"There is a demonstration in {folder} already",
            remedy="Look around in it, make it anew with --again, or name another folder.",
        )
    if folder.is_dir() and not earlier and any(folder.iterdir()):
        raise Conflict(f"{folder} is not empty", remedy="Name a new folder: translate-flow demo FOLDER")
    folder.mkdir(parents=True, exist_ok=True)


def _mark(folder: Path, made: list[str]) -> None:
    text = json.dumps({"made": sorted(made)}, indent=2)
    (folder / MARKER).write_text(text + "\n", encoding="utf-8")


def _remove(folder: Path) -> None:
    """Removes the files that the marker lists, the database beside them, and the folders that are empty then."""
    for name in _listed(folder):
        place = folder / name
        if place.is_file() and not place.is_symlink() and place.resolve().is_relative_to(folder.resolve()):
            place.unlink()
            if place.parent != folder and not any(place.parent.iterdir()):
                place.parent.rmdir()
    if (folder / _DATABASE).is_dir() and not (folder / _DATABASE).is_symlink():
        shutil.rmtree(folder / _DATABASE)
    (folder / MARKER).unlink()


def _listed(folder: Path) -> list[str]:
    """The files a marker lists, as far as they are names inside the folder. Raises Conflict for one that is damaged."""
    try:
        made = json.loads((folder / MARKER).read_text(encoding="utf-8"))["made"]
        names = [PurePosixPath(name) for name in made]
    except (ValueError, KeyError, TypeError):
        raise Conflict(
            f"{folder / MARKER} is damaged, so nobody can tell what the earlier demonstration made",
            remedy="Name another folder, or remove this one yourself.",
        ) from None
    return [str(name) for name in names if not name.is_absolute() and ".." not in name.parts]
