"""The program git as this package runs it: no shell, no network, no locks, nothing that the repository's settings name."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from translate_flow.errors import Unreadable, UsageError

WHOLE = "Clone it whole: without --depth, --filter and --single-branch."
# What a hook's environment says of another repository, or would read our patterns in another way.
_NOT_OURS = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_NAMESPACE GIT_PREFIX "  # noqa: SIM905
    "GIT_SHALLOW_FILE GIT_GRAFT_FILE GIT_CONFIG GIT_IMPLICIT_WORK_TREE GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS "
    "GIT_ICASE_PATHSPECS GIT_EXTERNAL_DIFF GIT_DIFF_OPTS GIT_TRACE GIT_REDIRECT_STDOUT".split()
)
_QUIET = ("--no-optional-locks", "--no-pager", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "-c", "log.showRoot=true", "-c", "i18n.logOutputEncoding=UTF-8")


def shown(path: str) -> str:
    """A path, of git or of a folder, for people and databases: bytes that are not UTF-8 as `\\xe9`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


class Git:
    """The program git in one folder: no shell, no locks, no network, and not run as somebody else's (`safe.directory` is left to people)."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            bundle = folder.is_file()
            why = f"{folder} is a file, not a repository" if bundle else f"There is no folder {folder}"
            raise UsageError(why, remedy=f"Clone it first (`git clone {folder.name} site`) and name the clone." if bundle else "Name the folder of a clone.")
        self.folder = folder

    def start(self, *arguments: str, stdin: int | IO[bytes] = subprocess.DEVNULL, stdout: int | IO[bytes] = subprocess.PIPE, stderr: int | IO[bytes] = subprocess.DEVNULL, more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """`more`: of its environment."""
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
        # No protocol allowed: a partial clone would fetch from its remote by itself. Messages in English: we look for some.
        kept |= {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **(more or {})}
        try:
            return subprocess.Popen(["git", "-C", str(self.folder), *_QUIET, *arguments], stdin=stdin, stdout=stdout, stderr=stderr, env=kept)  # noqa: S603, S607
        except OSError as error:
            raise UsageError(f"git could not be started: {error.strerror}", remedy="Install git, see that it is on the PATH, and run again.") from None

    def tried(self, *arguments: str) -> tuple[int, bytes, str]:
        """(exit status, output, what it said is wrong)."""
        with self.start(*arguments, stderr=subprocess.PIPE) as process:
            out, err = process.communicate()
        return process.returncode, out, shown(err.decode("utf-8", "surrogateescape")).strip()

    def asked(self, *arguments: str) -> str:
        """The answer in one piece; empty where git has none."""
        status, out, _ = self.tried(*arguments)
        return "" if status else out.decode("utf-8", "surrogateescape").strip()

    def fields(self, *arguments: str) -> Iterator[str]:
        """The output's fields between NULs, as they come. Raises Unreadable where git fails."""
        with TemporaryFile() as told, self.start(*arguments, stderr=told) as process:
            assert process.stdout
            rest = b""
            while piece := process.stdout.read(2**18):
                *whole, rest = (rest + piece).split(b"\0")
                for one in whole:
                    yield one.decode("utf-8", "surrogateescape")
            if process.wait():
                told.seek(0)
                why = _first_line(shown(told.read(2**16).decode("utf-8", "surrogateescape")))
                raise Unreadable(f"git {arguments[0]} failed: {why}", file=str(self.folder), remedy=WHOLE)

    def head(self) -> tuple[str, str]:
        """The commit, and the branch that was taken for a head that is at none. Raises as `head` does."""
        status, out, _ = self.tried("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return (out.decode().strip(), "") if status == 0 else self.other_head()

    def other_head(self) -> tuple[str, str]:
        """Where HEAD is at no commit (a clone of a bundle often is so): the only branch there is, as (commit, name). Raises
        UsageError or Unreadable with the reason where there is none, or more than one."""
        status, _, told = self.tried("rev-parse", "--git-dir")
        if "dubious ownership" in told:
            raise UsageError(f"{self.folder} belongs to another user, and git will not read it", remedy=f"If you trust it: git config --global --add safe.directory '{self.folder.resolve()}'")
        if status:
            raise UsageError(f"{self.folder} is not in a git repository ({_first_line(told)})", remedy="Name the folder of a clone; a folder of saved pages without git is adopted as such.")
        for where in ("refs/heads", "refs/remotes"):
            told = self.asked("for-each-ref", "--format=%(objectname) %(refname:short)", "--count=9", where)
            branches = [(commit, name) for commit, _, name in (line.partition(" ") for line in told.splitlines())]
            if len(branches) == 1:
                return branches[0]
            if branches:
                names = [name for _, name in branches]
                switch = f"`git switch` to one, or, if it is bare, `git symbolic-ref HEAD refs/heads/{names[0]}`"
                raise Unreadable("has a head that no commit is at", file=str(self.folder), remedy=f"It has the branches {', '.join(names)}: {switch}.")
        raise Unreadable("is an empty repository: it has no commit", file=str(self.folder), remedy="Commit the pages, or name another clone.")


def head(folder: Path) -> str:
    """The name of the commit at the head: one `git rev-parse`. Where HEAD is at none, the only branch's. Raises UsageError where there
    is no repository or no git, Unreadable where there is no commit, or more branches than one to choose from."""
    return Git(folder).head()[0]


def _first_line(told: str) -> str:
    return next((line.removeprefix("fatal: ").removeprefix("error: ") for line in told.splitlines() if line.startswith(("fatal:", "error:"))), told[:200] or "it said nothing")
