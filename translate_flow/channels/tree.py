"""A tree of pages in git: versions are written back where they came from, new ones where the site's generator looks for them, in one commit.

The branch is the place: a commit is made beside it and the branch moves to it as a whole, so whoever reads, and whatever is killed, there
is the old tree or the new one. Nobody's working copy is needed, and none is touched but where the branch itself is checked out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from translate_flow.channels.page import Known, Option, Outcome, Receipt, Target, Work, Works
from translate_flow.errors import ChannelFailed, UsageError

if TYPE_CHECKING:
    from translate_flow.channels.tree_git import Base, Repository
    from translate_flow.channels.tree_layout import Scheme
    from translate_flow.channels.tree_plan import Plan

NAME = "tree"
OVERWRITES = False
ONE_BY_ONE = False
_TRIES = 5  # of a run, where others commit at the same time
_NAMED = 1000  # versions that a message lists
_PERSON = re.compile(r"[^<>\x00-\x1f]+ <[^<>\s]*>")


def _repository(text: str) -> str:
    """The option `repository`: a path, or a file: URL's."""
    url = urlsplit(text)
    if url.scheme == "file":
        return unquote(url.path)
    if "://" in text or re.match(r"[\w.-]+@[\w.-]+:", text):
        raise UsageError(f"{text} is not on this machine", remedy="Clone it (`git clone --bare`), name the clone, and have it pushed: --option push=origin.")
    return text


def _branch(text: str) -> str:
    if not re.fullmatch(r"(?!.*(?:\.\.|//|@\{|\.lock(?:/|$)))[^\s~^:?*\[\\\x00-\x1f\x7f./-][^\s~^:?*\[\\\x00-\x1f\x7f]*(?<![./])", text):
        raise UsageError(f"“{text}” cannot be a branch's name", remedy="Name one such as translations.")
    return text


def _author(text: str) -> str:
    if not _PERSON.fullmatch(text):
        raise UsageError(f"“{text}” is no author as git writes it", remedy="Write it as --option 'author=The Beacon <web@example.org>'.")
    return text


def _content(text: str) -> str:
    parts = text.strip("/").split("/")
    if ".." in parts or text.startswith("/"):
        raise UsageError(f"“{text}” is no folder in the tree", remedy="Name one from the top of the repository, such as content/posts.")
    return "/".join(part for part in parts if part not in {"", "."})


def _layout(text: str) -> str:
    from translate_flow.channels.tree_layout import checked

    return checked(text)


def _remote(text: str) -> str:
    if text.startswith("-"):
        raise UsageError(f"“{text}” is no remote", remedy="Name one that `git remote` lists, such as origin.")
    return text


OPTIONS = {
    "repository": Option("the clone, or bare repository, that the tree is in", required=True, check=_repository),
    "branch": Option("the branch that is written to", "translations", check=_branch),
    "start": Option("the branch that it begins at and keeps up with; else what is checked out", "", check=_branch),
    "layout": Option("how the tree tells languages: auto, a layout's name, or a pattern such as content/{language}/{path}", "auto", check=_layout),
    "content": Option("the folder that pages are in, where the tree holds more", "", check=_content),
    "language": Option("the language of pages whose path names none; else as the generator's settings say", ""),
    "elsewhere": Option("whether articles that lie nowhere in the tree get files too", True),
    "adopted": Option("the clone that was adopted, where it was another", "", check=_repository),
    "push": Option("the remote that each commit is pushed to; empty: none", "", check=_remote),
    "author": Option("the author of commits, as Name <address>; else who publishes", "", check=_author),
    "sign": Option("whether commits are signed, with the key that git is set up with", False),
}


def bring(target: Target, works: Works, *, everything: bool) -> Generator[Receipt, None, Outcome]:
    """See `channels.Channel`. All that changes is in one commit; receipts are given when the branch, and the remote's, is at it."""
    from translate_flow.channels.tree_git import Moved

    repository, known = opened(target), list(works)
    _complete(repository)
    for _ in range(_TRIES):
        base = repository.base()
        plan = _planned(target, repository, base, known)
        try:
            _write(target, repository, base, plan)
        except Moved:
            continue
        yield from plan.receipts
        written = sorted(path for path, entry in plan.changes.items() if entry is not None)
        removed = sorted(path for path, entry in plan.changes.items() if entry is None)
        return Outcome(repository.git.folder, tuple(written), tuple(removed), sum(receipt.outcome == "unchanged" for receipt in plan.receipts))
    raise ChannelFailed(f"Others commit to {repository.branch} faster than it can be written", remedy="Wait a moment, then `translate-flow publish`.")


def test(target: Target) -> list[str]:
    """See `channels.Channel`."""
    from translate_flow.adoption import layouts

    repository = opened(target)
    base = repository.base(fetch=False)
    listing = repository.listing(base)
    scheme = _scheme(target, repository, base)()
    pages = sum(layouts.is_page(path) for path in listing)
    where = f"at {base.local[:12]}" if base.local else f"to begin at {base.parents[0][:12]}"
    told = [f"{repository.git.folder}: branch {repository.branch}, {where}; {pages} pages.", f"{scheme.generator or 'No generator that is known'}. {scheme.why}"]
    if folder := repository.worktree():
        told.append(f"{repository.branch} is checked out in {folder}: its files there follow, unless they are being worked on.")
    if repository.remote:
        repository.try_push(base.parents[0])
        told.append(f"{repository.remote} can be pushed to.")
    return told


def opened(target: Target) -> Repository:
    """The repository of a channel. Raises UsageError, Unreadable where there is none."""
    from translate_flow.adoption.git_program import Git
    from translate_flow.channels.tree_git import Repository

    options = target.options
    git = Git(_folder(target, str(options["repository"])))
    git.head()
    top = git.asked("rev-parse", "--show-toplevel")
    return Repository(Git(Path(top)) if top else git, str(options["branch"]), target.uid, str(options["start"]), str(options["push"]))


def _folder(target: Target, path: str) -> Path:
    """A path as `adopt` takes it, from the newsroom's folder, in which `home` is; else from `home`."""
    beside = target.home.parent / path
    return (beside if beside.exists() else target.home / path).resolve()


def _inside(target: Target, repository: Repository) -> Callable[[str], str]:
    """An origin → its path in the tree; "" for what came from elsewhere."""
    root = os.path.realpath(target.home.parent)
    bases = [f"{repository.git.folder.resolve().as_posix()}/", f"{_folder(target, str(target.options['repository'])).as_posix()}/"]
    if target.options["adopted"]:
        bases.append(f"{_folder(target, str(target.options['adopted'])).as_posix()}/")

    def find(origin: str) -> str:
        from translate_flow.adoption import layouts

        if not origin or "://" in origin or not layouts.is_page(origin):
            return ""
        full = os.path.normpath(os.path.join(root, origin)).replace(os.sep, "/")
        path = next((full[len(base) :] for base in bases if full.startswith(base)), "")
        return "" if ".git" in path.lower().split("/") else path

    return find


def _scheme(target: Target, repository: Repository, base: Base) -> Callable[[], Scheme]:
    """The tree's scheme, found out when it is first asked for."""
    found: list[Scheme] = []

    def find() -> Scheme:
        if not found:
            from translate_flow.channels import tree_layout

            listing = repository.listing(base)
            options = {name: str(target.options[name]) for name in ("layout", "content")}
            found.append(tree_layout.scheme(list(listing), repository.settings(listing), **options, root=str(target.options["language"])))
        return found[0]

    return find


def _planned(target: Target, repository: Repository, base: Base, works: Sequence[Work]) -> Plan:
    from translate_flow.channels.tree_git import Texts
    from translate_flow.channels.tree_plan import Planner

    listing, texts = repository.listing(base), Texts(repository)
    kept = repository.ledger().get("versions", {})

    def known(work: Work, number: int) -> Known | None:
        """What is noted of a version; where the last run wrote it and was killed before it was noted, what that left."""
        left, noted = kept.get(str(number)), work.known.get(number)
        if left and (noted is None or noted.mark != left["mark"]) and (there := listing.get(left["location"])) is not None and there.blob == left["mark"]:
            return Known(left["revision"], left["location"], mark=left["mark"], data=left["data"])
        return noted

    day = target.now.date().isoformat()
    planner = Planner(listing, _scheme(target, repository, base), _inside(target, repository), known, texts, repository.dirty, repository.branch, bool(target.options["elsewhere"]), day)
    try:
        for work in works:
            planner.work(work)
    finally:
        texts.close()
    return planner.plan


def _write(target: Target, repository: Repository, base: Base, plan: Plan) -> None:
    """One commit with all that changes, and the branch at it. Without a change, only what an earlier run could not push. Raises Moved."""
    from translate_flow.channels.tree_git import Person

    if plan.changes:
        name, _, email = str(target.options["author"]).removesuffix(">").rpartition(" <")
        committer = Person(target.actor or target.site_name or "translate-flow", target.email)
        author = Person(name, email) if name else committer
        commit = repository.commit(base, plan.changes, message(target, plan), author, committer, int(target.now.timestamp()), sign=bool(target.options["sign"]))
    elif repository.remote and base.local and base.there != base.local and len(base.parents) == 1:
        commit = base.parents[0]
    else:
        return
    before = repository.ledger().get("versions", {})
    versions: dict[str, Any] = {}
    for one in plan.receipts:
        if one.outcome == "written":
            versions[str(one.version_id)] = {"revision": one.revision_id, "location": one.location, "mark": one.mark, "data": dict(one.data)}
        elif one.outcome != "removed" and (left := before.get(str(one.version_id))):  # a run before this one left it, and it may not be noted yet
            versions[str(one.version_id)] = left
    repository.note({"versions": versions, "from": base.local, "to": commit})
    repository.advance(base, commit)


def _complete(repository: Repository) -> None:
    """Lets a checkout of the branch follow where the last run was killed before it did."""
    told: dict[str, Any] = repository.ledger()
    if told.get("from") and told.get("to"):
        repository.follow(told["from"], told["to"])
        repository.note({"versions": told.get("versions", {})})


def message(target: Target, plan: Plan) -> str:
    """The commit's message: what is released, each version with what it comes from and who translated it, and who shares in it."""
    subject, _, more = (_lines(target.note) or _subject(plan)).partition("\n")
    listed, sources, people = [], [], []
    for one in plan.written[:_NAMED]:
        page = one.page
        if page is None:
            listed.append(f"- {one.work.article}/{one.language} is withdrawn")
            continue
        by = f" by {_line(page.translator)}" if page.translator else ""
        of = f", translated from {page.parent}{by}" if page.parent else ""
        listed.append(f"- {one.work.article}/{one.language}: {_line(page.title)}{of}")
        if page.parent:
            sources.append(f"Translated-from: {one.work.article}/{page.parent}")
    for one in plan.written:
        if one.page is not None and one.page.translator and one.page.translator_email and "@" in one.page.translator_email:
            people.append(f"Co-authored-by: {_name(one.page.translator)} <{_name(one.page.translator_email)}>")
    if len(plan.written) > _NAMED:
        listed.append(f"- and {len(plan.written) - _NAMED} more")
    trailers = [*dict.fromkeys(sources), *dict.fromkeys(people), f"Translate-Flow-Channel: {target.uid}"]
    body = [part for part in (more.strip(), "\n".join(listed)) if part]
    return "\n\n".join([subject.strip(), *body, "\n".join(trailers)]) + "\n"


def _subject(plan: Plan) -> str:
    if len(plan.written) == 1:
        one = plan.written[0]
        return f"{'Publish' if one.page else 'Withdraw'} {one.work.article}/{one.language}"
    gone = sum(one.page is None for one in plan.written)
    parts = [f"{verb} {count} version{'s' if count > 1 else ''}" for verb, count in (("publish", len(plan.written) - gone), ("withdraw", gone)) if count]
    return (", ".join(parts) or "Move pages").capitalize()


def _line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text).strip()


def _lines(text: str) -> str:
    return "\n".join(_line(line) for line in text.splitlines()).strip()


def _name(text: str) -> str:
    return _line(re.sub(r"[<>]", "", text))
