"""A branch of a git repository, brought on by one commit at a time without a working copy: objects first, then the branch as a whole.

Texts go in through one `git fast-import` (git-fast-import(1), `blob`), the tree is made in an index of our own (`GIT_INDEX_FILE`), the commit by
`git commit-tree`, and the branch moves by `git update-ref` only from where it was seen (compare and set). No filter, hook or attribute of
the repository takes part. What was written is noted in a ref of our own before the branch moves, so that who is killed in between finds it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from translate_flow.adoption import generators
from translate_flow.adoption.git_program import Git
from translate_flow.errors import ChannelFailed, NotAllowed, UsageError

LINK, MODULE, FILE = "120000", "160000", "100644"
TRAILER = "Translate-Flow-Channel"
_NET_SECONDS = 600
_NO_HOOKS = ("-c", "core.hooksPath=/dev/null")
_REJECTED = ("[rejected]", "[remote rejected]", "non-fast-forward", "fetch first", "stale info", "cannot lock ref")


class Entry(NamedTuple):
    """A file of a tree."""

    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class Base:
    """What the next commit stands on. `local`: the commit the branch is at, "" where there is none; `there`: the same of the remote's.

    `tree`: the files to start from; `parents`: the commits that are in it.
    """

    local: str
    there: str
    parents: tuple[str, ...]
    tree: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a commit names. What git could not write in a name is left out."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{_plain(self.name)} <{_plain(self.email)}>"


class Moved(Exception):
    """Somebody else was first: the branch is not where it was seen."""


@dataclass(slots=True)
class Repository:
    """The branch that a channel writes to. `uid` names our own refs; `remote` is pushed to where it is given."""

    git: Git
    branch: str
    uid: str
    start: str = ""
    remote: str = ""
    _dirty: frozenset[str] | None = field(default=None, init=False)

    @property
    def ref(self) -> str:
        return f"refs/heads/{self.branch}"

    def run(self, *words: str, data: bytes = b"", more: Mapping[str, str] | None = None, timeout: float | None = None, folder: str = "") -> tuple[int, bytes, str]:
        """(exit status, output, what it said is wrong)."""
        inside = ("-C", folder) if folder else ()
        with self.git.start(*_NO_HOOKS, *inside, *words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, more=more) as process:
            try:
                out, told = process.communicate(data, timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise ChannelFailed(f"{self.remote} did not answer within {_NET_SECONDS // 60} minutes", remedy="Try again later: `translate-flow publish`.") from None
        return process.returncode, out, told.decode("utf-8", "replace").strip()

    def must(self, *words: str, data: bytes = b"", more: Mapping[str, str] | None = None) -> str:
        """The output. Raises ChannelFailed with what git says."""
        status, out, told = self.run(*words, data=data, more=more)
        if status:
            raise ChannelFailed(f"git {words[0]} failed in {self.git.folder}: {first_line(told)}", remedy="See what `git fsck` and `git status` say there, then `translate-flow publish`.")
        return out.decode("utf-8", "surrogateescape").strip()

    def at(self, name: str) -> str:
        """The commit that a name stands for, "" where it stands for none."""
        return self.git.asked("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")

    # --- what the next commit stands on ---

    def base(self, *, fetch: bool = True) -> Base:
        """Where the branch is, or where it is to begin. Raises ChannelFailed where it and the remote's cannot be brought together."""
        there = self._fetched() if self.remote and fetch else ""
        local = self.at(self.ref)
        tip = local or there or self._start()
        parents: tuple[str, ...] = (tip,)
        tree = ""
        for other in (there, self._start() if self.start or local or there else ""):
            if not other or self._holds(parents[0], other):
                continue
            if len(parents) == 1 and self._holds(other, parents[0]):
                parents = (other,)
            elif len(parents) == 1 and (merged := self._merged(parents[0], other)):
                parents, tree = (parents[0], other), merged
            elif other == there:
                raise ChannelFailed(
                    f"{self.branch} here and at {self.remote} have gone different ways", remedy=f"Bring them together by hand (`git pull {self.remote} {self.branch}`), then `translate-flow publish`."
                )
        if self.remote and fetch:
            self._only_ours(parents, there)
        return Base(local, there, parents, tree or f"{parents[0]}^{{tree}}")

    def _start(self) -> str:
        if not self.start:
            return self.git.head()[0]
        if found := self.at(self.start):
            return found
        raise UsageError(f"There is no branch {self.start} in {self.git.folder}", remedy="Name one that is there with --option start=…")

    def _holds(self, tip: str, other: str) -> bool:
        return tip == other or self.git.tried("merge-base", "--is-ancestor", other, tip)[0] == 0

    def _merged(self, one: str, other: str) -> str:
        """The tree of both lines, "" where they contradict each other (git-merge-tree(1), since git 2.38)."""
        status, out, _ = self.run("merge-tree", "--write-tree", "--no-messages", one, other)
        return out.decode().strip() if status == 0 else ""

    def _only_ours(self, parents: Sequence[str], there: str) -> None:
        """Raises ChannelFailed where a push would publish commits that somebody else has made here and kept."""
        public = [f"--remotes={self.remote}"] if self.git.asked("for-each-ref", "--count=1", f"refs/remotes/{self.remote}/") else []
        if not there and not public:
            return  # an empty remote, or one of which nothing is known: all of it is new there
        told = self.git.asked("log", "--format=x%(trailers:key=" + TRAILER + ",valueonly,separator=%x2C)", *parents, "--not", *public, *([there] if there else []))
        if any(line.strip() != f"x{self.uid}" for line in told.splitlines()):
            raise ChannelFailed(
                f"{self.branch} would take commits along that are here and not at {self.remote}, and not ours to push",
                remedy=f"Push them yourself (`git push {self.remote}`) or take them back, then `translate-flow publish`.",
            )

    def listing(self, base: Base) -> dict[str, Entry]:
        """Every file of the tree to start from, by path."""
        found = {}
        for entry in self.git.fields("ls-tree", "-r", "-z", "--full-tree", base.tree):
            about, _, path = entry.partition("\t")
            mode, _, blob = about.split(" ")
            found[path] = Entry(mode, blob)
        return found

    def settings(self, listing: Mapping[str, Entry]) -> dict[str, str]:
        """The generator's settings in a tree: path → text."""
        from translate_flow.adoption.git_blobs import Blobs

        paths = sorted((path for path, entry in listing.items() if entry.mode != LINK and generators.is_settings(path)), key=lambda each: (each.count("/"), each))[:10]
        texts = Blobs(self.git)
        try:
            bodies = texts.stream([listing[path].blob for path in paths])
            return {path: body[: generators.SETTINGS_BYTES].decode("utf-8", "replace") for path, body in zip(paths, bodies, strict=True) if isinstance(body, bytes)}
        finally:
            texts.close()

    # --- writing ---

    def commit(self, base: Base, changes: Mapping[str, Entry | None], message: str, author: Person, committer: Person, seconds: int, *, sign: bool = False) -> str:
        """A commit with these files changed (None: gone), on no branch yet; its name."""
        with tempfile.TemporaryDirectory(prefix="tree-") as folder:
            more = {"GIT_INDEX_FILE": os.path.join(folder, "index")}
            self.must("read-tree", base.tree, more=more)
            zero = "0" * len(base.parents[0])
            lines = [f"{entry.mode} {entry.blob}\t{path}\0" if entry else f"0 {zero}\t{path}\0" for path, entry in sorted(changes.items(), key=lambda each: each[1] is not None)]
            self.must("update-index", "-z", "--index-info", data="".join(lines).encode("utf-8", "surrogateescape"), more=more)
            tree = self.must("write-tree", more=more)
        when = f"{seconds} +0000"
        named = {
            "GIT_AUTHOR_NAME": _plain(author.name), "GIT_AUTHOR_EMAIL": _plain(author.email), "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_NAME": _plain(committer.name), "GIT_COMMITTER_EMAIL": _plain(committer.email), "GIT_COMMITTER_DATE": when,
        }  # fmt: skip
        signing = ("-S",) if sign else ("--no-gpg-sign",)
        parents = [word for parent in base.parents for word in ("-p", parent)]
        return self.must("-c", "i18n.commitEncoding=UTF-8", "commit-tree", *signing, *parents, tree, data=message.encode(), more=named)

    def advance(self, base: Base, commit: str) -> None:
        """Moves the remote's branch, where there is one, and then this one to a commit. Raises Moved where one is not where it was seen;
        NotAllowed where the branch is checked out and files that would change are being worked on."""
        worktree = self.worktree()
        if worktree and base.local:
            self._fits(worktree, base.local, commit)
        if self.remote:
            self._push(commit)
        zero = "0" * len(commit)
        status, _, told = self.run("update-ref", "-m", "translate-flow: publish", self.ref, commit, base.local or zero)
        if status and self.at(self.ref) != base.local:
            raise Moved
        if status:
            raise ChannelFailed(f"{self.branch} could not be moved: {first_line(told)}", remedy="If no other git runs there, remove the lock it names; then `translate-flow publish`.")
        if worktree and base.local:
            self.follow(base.local, commit)

    def worktree(self) -> str:
        """The folder in which the branch is checked out, "" where it is in none."""
        folder = ""
        for line in self.git.asked("worktree", "list", "--porcelain").splitlines():
            if line.startswith("worktree "):
                folder = line[9:]
            elif line == f"branch {self.ref}":
                return folder
        return ""

    def dirty(self) -> frozenset[str]:
        """The paths on which somebody works where the branch is checked out: changed or new there, and not committed."""
        if self._dirty is None:
            folder = self.worktree()
            out = self.run("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all", folder=folder)[1] if folder else b""
            self._dirty = frozenset(one[3:].decode("utf-8", "surrogateescape") for one in out.split(b"\0") if one)
        return self._dirty

    def _fits(self, folder: str, before: str, after: str) -> None:
        self.run("update-index", "-q", "--refresh", folder=folder)
        status, _, told = self.run("read-tree", "-n", "-m", "-u", before, after, folder=folder)
        if status:
            raise NotAllowed(
                f"{self.branch} is checked out in {folder}, and files there are being worked on: {first_line(told)}",
                remedy="Commit or stash them, or publish to a branch of its own (`translate-flow channel change … --option branch=translations`).",
            )

    def follow(self, before: str, after: str) -> None:
        """Brings the files and the index of the folder in which the branch is checked out from one commit to the next, as a checkout
        would (git-read-tree(1), “Two Tree Merge”): what is being worked on there stays, and stops it."""
        if (folder := self.worktree()) and self.at(self.ref) == after:
            self.run("update-index", "-q", "--refresh", folder=folder)
            self.run("read-tree", "-m", "-u", before, after, folder=folder)

    # --- the remote ---

    def _net(self) -> dict[str, str]:
        """No question is asked of anybody: what git and ssh find by themselves (keys, a credential helper) has to do."""
        more = {"GIT_ALLOW_PROTOCOL": os.environ.get("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh")}
        if "GIT_SSH_COMMAND" not in os.environ and "GIT_SSH" not in os.environ and not self.git.asked("config", "core.sshCommand"):
            more["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes"
        return more

    def _fetched(self) -> str:
        """The commit that the branch is at in the remote, its objects brought here; "" where it has none."""
        ours = f"refs/translate-flow/{self.uid}-remote"
        words = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=", "--", self.remote, f"+{self.ref}:{ours}")
        status, _, told = self.run(*words, more=self._net(), timeout=_NET_SECONDS)
        if status and "couldn't find remote ref" in told.lower():
            return ""
        if status:
            raise self._unreached("read", told)
        return self.at(ours)

    def _push(self, commit: str, *, dry: bool = False) -> None:
        words = ("push", "--porcelain", "--no-recurse-submodules", "--no-follow-tags", "--no-verify", *(("--dry-run",) if dry else ()), "--", self.remote, f"{commit}:{self.ref}")
        status, out, told = self.run(*words, more=self._net(), timeout=_NET_SECONDS)
        if not status:
            return
        said = out.decode("utf-8", "replace") + told
        if "[remote rejected]" in said and not any(word in said for word in ("cannot lock ref", "failed to update ref")):
            raise ChannelFailed(f"{self.remote} does not take {self.branch}: {_refusal(said)}", remedy="See what is allowed there (protected branches, hooks), or name another --option branch=…")
        if any(word in said for word in _REJECTED):
            raise Moved
        raise self._unreached("written to", told)

    def try_push(self, commit: str) -> None:
        """Asks the remote whether a commit could be pushed. Raises as `advance` does."""
        self._push(commit, dry=True)

    def _unreached(self, what: str, told: str) -> ChannelFailed:
        return ChannelFailed(
            f"{self.remote} could not be {what}: {first_line(told)}",
            remedy=f"See that `git push {self.remote}` works there without a question being asked (a key in ssh-agent, a credential helper); then `translate-flow publish`.",
        )

    # --- what was written last, if it could not be noted elsewhere ---

    @property
    def _ledger(self) -> str:
        return f"refs/translate-flow/{self.uid}"

    def ledger(self) -> dict[str, Any]:
        """What the last run noted before it moved the branch."""
        out = self.git.asked("cat-file", "blob", self._ledger)
        try:
            found = json.loads(out) if out else {}
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def note(self, told: Mapping[str, Any]) -> None:
        blob = self.must("hash-object", "-w", "--stdin", data=json.dumps(told, separators=(",", ":")).encode())
        self.must("update-ref", self._ledger, blob)


class Texts:
    """Puts texts into a repository: one `git fast-import`, begun with the first."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._process: subprocess.Popen[bytes] | None = None
        self._put: set[str] = set()
        self._hash: Callable[[bytes], Any] = hashlib.sha256 if repository.git.asked("rev-parse", "--show-object-format") == "sha256" else hashlib.sha1

    def name(self, data: bytes) -> str:
        """What git calls a text."""
        found: str = self._hash(b"blob %d\0" % len(data) + data).hexdigest()
        return found

    def put(self, data: bytes) -> str:
        name = self.name(data)
        if name in self._put:
            return name
        self._put.add(name)
        if self._process is None:
            self._process = self._repository.git.start(*_NO_HOOKS, "fast-import", "--quiet", "--done", stdin=subprocess.PIPE)
        assert self._process.stdin
        with suppress(BrokenPipeError):  # `close` tells
            self._process.stdin.write(b"blob\ndata %d\n" % len(data) + data + b"\n")
        return name

    def close(self) -> None:
        """Until then the repository need not have them. Raises ChannelFailed where it has not."""
        if self._process is None:
            return
        process, self._process = self._process, None
        with suppress(BrokenPipeError):
            process.communicate(b"done\n")
        if process.wait():
            raise ChannelFailed(f"{self._repository.git.folder} does not take new objects", remedy="See that you may write there and that the disk has room; then `translate-flow publish`.")


def first_line(told: str) -> str:
    """What git says is wrong, in a line."""
    lines = [line for line in told.splitlines() if line.startswith(("fatal:", "error:"))] or told.splitlines() or ["it said nothing"]
    return re.sub(r"^(?:fatal|error): ", "", lines[0])[:300]


def _refusal(said: str) -> str:
    return next((line.partition("[remote rejected]")[2].strip() for line in said.splitlines() if "[remote rejected]" in line), "")[:200]


def _plain(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f<>]", "", text).strip()


def parted(paths: Collection[str]) -> frozenset[str]:
    """The folders on the way to some paths."""
    return frozenset("/".join(parts[:at]) for parts in (path.split("/") for path in paths) for at in range(1, len(parts)))
