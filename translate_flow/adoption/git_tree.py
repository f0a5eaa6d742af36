"""A tree of pages in a git repository, at its head, and the texts each page had before: read through the program git.

One `git ls-tree` says what there is, one `git log --raw -M` what it was, one `git cat-file --batch` gives texts, only when asked
(formats: git-log(1), “RAW OUTPUT FORMAT” of git-diff(1), git-cat-file(1)). Nothing is checked out, written, or fetched.

The history is that of the main line (`--first-parent`; a merge counts as one change, at the time that it came in): the texts that
readers were shown, in the one order in which they were shown them. All commits of all branches would give texts that nobody published,
and no order to tell which source a translation had before it. Times are the committers': when a text reached that line. A work branch
merged the wrong way round makes the history coarser (one change for many), never false.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from types import TracebackType

from translate_flow import formats, languages
from translate_flow.adoption import beside, generators, layouts
from translate_flow.adoption.git_blobs import Blobs
from translate_flow.adoption.git_program import WHOLE, Git, shown
from translate_flow.adoption.items import Item, Said, Snapshot, Text, Unread
from translate_flow.adoption.layouts import Layout
from translate_flow.aside import Aside
from translate_flow.errors import Unreadable, UsageError

_RENAMES = 2000  # pages that come and go in one commit, up to which moved and edited ones are sought: cost grows with its square
# Nothing that a repository's own settings name is run (signatures, drivers of diffs), and none of them changes what is listed.
_PLAIN_LOG = ("--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-color", "--no-notes", "--no-relative", "--no-mailmap", "-O/dev/null", "--ignore-submodules=none")
_LINK, _MODULE = "120000", "160000"


@dataclass(slots=True)
class _Line:
    """The texts of one file on the main line, oldest first: (number of the commit, blob); and the paths it had before."""

    texts: list[tuple[int, str]] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    touched: int = -1  # number of the last commit that changed, moved or restored it


@dataclass(frozen=True, slots=True)
class _Change:
    """An entry of `git log --raw`. `was`: the path before, where it was renamed; else the same."""

    status: str
    mode: str
    blob: str
    path: str
    was: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page at the head, not yet read. `language`: by the layout, else the default, "" where neither says. `key`: the layout's key path.

    `history` as in Item. `former`: the paths it had, oldest first. `changed`: the last commit of the main line that changed or moved it.
    """

    path: str
    blob: str
    language: str
    key: str
    history: tuple[Snapshot, ...] = ()
    former: tuple[str, ...] = ()
    changed: str = ""
    whole: bool = True  # false where the history is cut before its first text


class Tree:
    """The pages of a repository's head. Made by `read`; to be closed, or used in `with`.

    `head`: the commit. `layout`: how its paths tell languages. `unread`: what could not be read so far: complete after `items`.
    `gone`: pages that were there at `since` and are no more, by path. `shallow`: whether the history is cut.
    """

    def __init__(self, texts: Blobs, name: str, *, layout: Layout, pages: Sequence[Page], unread: Sequence[Unread], gone: Sequence[str] = (), shallow: bool = False, root_by: str = "told", changed: frozenset[str] | None = None) -> None:
        self.head = name
        self.layout = layout
        self.pages = pages if changed is None else [page for page in pages if page.changed in changed]
        self.gone = tuple(gone)
        self.shallow = shallow
        self._blobs = texts
        self._root_by = root_by
        self._standing = tuple(unread)
        self._met: list[Unread] = []
        self._versions = _versions(pages)

    @property
    def unread(self) -> list[Unread]:
        return [*self._standing, *self._met]

    def items(self, aside: Aside | None = None) -> Iterator[Item]:
        """The pages' items in the order of their paths. What cannot be read joins `unread`. `aside` draws the outlines of some, from this call on."""
        found = [(page, Text(formats.for_path(page.path), data, name=page.path)) for page, data in self.bodies()]
        if aside is not None:
            beside.ask_outlines(aside, [(page.path, text) for page, text in found[len(found) * 2 // 5 :]])
        return self._items(found, aside)

    def _items(self, found: Sequence[tuple[Page, Text]], aside: Aside | None) -> Iterator[Item]:
        for page, text in found:
            if aside is not None:
                beside.outlined(aside, page.path, text)
            try:
                yield self.item(page, text)
            except Unreadable as error:
                self._met.append(Unread.of(error, page.path))

    def bodies(self) -> Iterator[tuple[Page, bytes]]:
        """The pages with their bytes, not parsed (which takes some ten times as long): for who stores first and reads later."""
        self._met = []
        for page, data in zip(self.pages, self._blobs.stream([page.blob for page in self.pages]), strict=True):
            if isinstance(data, Unreadable):
                self._met.append(Unread(page.path, data.message, data.remedy))
            else:
                yield page, data

    def item(self, page: Page, text: Text) -> Item:
        """One page's item. Raises Unreadable where its format cannot read it."""
        drawn = text.sketch
        meta = {key.lower(): value for key, value in drawn.meta.items()}
        how = self.layout.how(page.path)
        said = [Said(page.language, how or self._root_by)] if page.language else []
        if drawn.language and drawn.language != page.language:
            own = Said(drawn.language, "lang attribute" if text.format == "html" else "front matter")
            said = [*said, own] if how else [own]  # settings, and what a person says of the root, speak of pages that do not say it
        groups = generators.groups(meta, bool(drawn.language))
        versions = self._versions.get(_article(page), {})
        links = {tag: Said(path, "layout") for tag, path in versions.items() if tag and path != page.path}
        return Item(
            origin=page.path, text=text, place=page.path, languages=tuple(said),
            groups=(Said(_article(page), "layout"), *groups), links=links, history=page.history,
            parents=(*generators.parents(meta), *self.layout.sources(page.path, versions.values())),
            date=drawn.date or (page.history[0].at if page.history and page.whole else ""),
            modified=page.history[-1].at if page.history else "", kind=_kind(page.path), slug=meta.get("slug") or layouts.slug(page.key),
            terms=tuple(term for name in ("section", "tags") for term in meta.get(name, "").split(", ") if term),
            published=meta.get("status") != "draft", warnings=drawn.warnings,
            data={"blob": page.blob, "changed": page.changed, "former": [shown(path) for path in page.former]},
        )  # fmt: skip

    def close(self) -> None:
        """Ends the git that gives texts. Snapshots can still be read: another is started then."""
        self._blobs.close()

    def __enter__(self) -> Tree:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def read(folder: Path, *, pattern: str = "", source_pattern: str = "", languages_default: str = "", since: str = "") -> Tree:
    """The pages at the head of the repository at `folder` (or in it, where it is a folder of one), with their history.

    `pattern`, `source_pattern`: the layout as a person tells it, see `layouts.told`; otherwise it is detected. `languages_default`: the
    tag of the pages whose path names no language; if it is not given, what the generator's settings in the tree say (as `settings`). `since`: a commit of an earlier run: only what changed or moved after it is given, with
    its whole history, and `gone` says what went; all of it where that commit is not part of the history any more, which `unread` tells.
    Raises UsageError and Unreadable as `head` does, and UsageError for a wrong pattern or tag.
    """
    default = languages.normalise(languages_default) if languages_default else ""
    layout = layouts.told(pattern, source_pattern) if pattern else None
    if source_pattern and not pattern:
        raise UsageError("A source pattern was told without a pattern", remedy="Tell both: content/{language}/{path} and content/{path}.")
    git = Git(folder)
    name, branch = git.head()
    unread = [Unread("HEAD", f"is at no commit; the only branch, {branch}, was read", f"`git switch {branch.removeprefix('origin/')}` there, if that is the one.")] if branch else []
    texts = Blobs(git)
    blobs, settings, paths = _listed(git, texts, name, unread)
    set_to = "" if default else _set_language(texts, settings)
    layout = layout or layouts.detect(paths)
    if outside := [path for path in blobs if not layout.covers(path)]:
        unread.append(Unread.outside(outside))
        blobs = {path: blob for path, blob in blobs.items() if layout.covers(path)}
    if not pattern:
        aside = _aside(blobs, layout)
        unread += dict.fromkeys(aside.values())
        blobs = {path: blob for path, blob in blobs.items() if path not in aside}
    cut = _cut(git, name, unread)
    changed = _since(git, name, since, unread) if since else None
    past = _past(git, layout, name, 4 * len(blobs) < len(paths), unread) if changed is None or changed else _Past(layout)
    pages = [past.page(path, blob, default or set_to, cut, texts) for path, blob in blobs.items()]
    moved = {path for page in pages for path in page.former}
    gone = sorted(path for path, at in past.ended.items() if changed and past.commits[at][0] in changed and path not in moved)
    return Tree(texts, name, layout=layout, pages=pages, unread=unread, gone=[shown(path) for path in gone], shallow=bool(cut), root_by="settings" if set_to else "told", changed=changed)


class _Past:
    """What was on the main line: `commits` as (name, ISO time), `lines` by the path they end at, `ended` by path → number of the commit."""

    def __init__(self, layout: Layout) -> None:
        self.commits: list[tuple[str, str]] = []
        self.lines: dict[str, _Line] = {}
        self.ended: dict[str, int] = {}
        self._graves: dict[str, _Line] = {}
        self._layout = layout

    def follow(self, fields: Iterable[str]) -> None:
        """Goes through the log, oldest first. Raises Unreadable where git fails."""
        for commit, time, changes in _commits(fields):
            if changes:
                self.commits.append((commit, time))
                self._apply(changes)

    def _apply(self, changes: Sequence[_Change]) -> None:
        """Brings the lines from one commit to the next: first what leaves its path, then what comes to one."""
        now = len(self.commits) - 1
        moved: dict[str, _Line] = {}
        for change in changes:
            if change.status in "DR" or change.mode in {_LINK, _MODULE}:
                line = self.lines.pop(change.was, None)
                self.ended[change.was] = now
                if line and change.status == "R" and change.mode not in {_LINK, _MODULE} and self._same(change.was, change.path):
                    moved[change.was] = line
                elif line:
                    self._graves[change.was] = line
        for change in changes:
            if change.status != "D" and change.mode not in {_LINK, _MODULE}:
                # A page that is restored goes on where it ended.
                line = moved.get(change.was) or self.lines.get(change.path) or self._graves.pop(change.path, None) or _Line()
                if change.was in moved:
                    line.former.append(change.was)
                if not line.texts or line.texts[-1][1] != change.blob:
                    line.texts.append((now, change.blob))
                line.touched = now
                self.lines[change.path] = line
                self.ended.pop(change.path, None)

    def _same(self, was: str, path: str) -> bool:
        """Whether a move keeps the language. A German page that goes as a like French one comes is not moved: nobody translated yet."""
        before, after = (self._layout.once(each).partition("-")[0] for each in (was, path))
        return before == after or not before or not after

    def page(self, path: str, blob: str, default: str, cut: str, blobs: Blobs) -> Page:
        tag, key = self._layout.split(path)
        line = self.lines.get(path)
        if line is None or not line.texts or line.texts[-1][1] != blob:  # no history could be read
            return Page(path, blob, tag or default, key)
        history = tuple(Snapshot(*self.commits[at], each, blobs) for at, each in line.texts)
        whole = self.commits[line.texts[0][0]][0] != cut
        return Page(path, blob, tag or default, key, history, tuple(line.former), self.commits[line.touched][0], whole)


def _past(git: Git, layout: Layout, name: str, few: bool, unread: list[Unread]) -> _Past:
    """The history up to a commit. Where git cannot tell it, `unread` says so, and the pages have none.

    `few`: whether most files are no pages. Git is then told to look at pages only; else that takes it five times as long as all.
    """
    wanted = [f":(icase)*{suffix}" for suffix in layouts.PAGES] if few else ["."]
    error = ""
    # The second time without comparing texts: a clone may lack those of old commits (--filter).
    for renames in (("-M", f"-l{_RENAMES}"), ("-M100%",)):
        past = _Past(layout)
        asked = ("--first-parent", "-m", "--reverse", "--raw", "-z", "--no-abbrev", *renames, "--format=%x01%H %ct", *_PLAIN_LOG)
        try:
            past.follow(git.fields("log", *asked, name, "--", *wanted))
        except Unreadable as failed:
            error = error or failed.message
            continue
        if error:
            unread.append(Unread("history", f"{error}; a page that was moved and edited at once has its history from then on only", WHOLE))
        return past
    unread.append(Unread("history", f"is not known: {error}", f"See what `git fsck` says. {WHOLE}"))
    return _Past(layout)


def _commits(fields: Iterable[str]) -> Iterator[tuple[str, str, list[_Change]]]:
    """(name, ISO time, changes of pages) of the log's fields. Paths are taken by their place: any byte but NUL may be in them."""
    feed = iter(fields)
    name, time = "", ""
    changes: list[_Change] = []
    for told in feed:
        entry = told.lstrip("\n")
        if entry.startswith(":"):
            _, mode, _, blob, status = entry.split(" ")
            was = next(feed, "")
            path = next(feed, "") if status[0] in "RC" else was
            if layouts.is_page(path) or layouts.is_page(was):
                changes.append(_Change(status[0], mode, blob, path, was if status[0] == "R" else path))
        elif entry.startswith("\x01"):
            if name:
                yield name, time, changes
            name, _, seconds = entry[1:].partition(" ")
            time, changes = _iso(seconds), []
    if name:
        yield name, time, changes


def _iso(seconds: str) -> str:
    """Seconds since 1970 as ISO 8601 in UTC; empty for a time that no calendar has (git stores any number)."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    except (ValueError, OverflowError, OSError):
        return ""


def _listed(git: Git, texts: Blobs, name: str, unread: list[Unread]) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The head's pages and its generator's settings (path → blob), and all its paths. Links and submodules are told, and not followed."""
    blobs: dict[str, str] = {}
    settings: dict[str, str] = {}
    paths: list[str] = []
    for entry in git.fields("ls-tree", "-r", "-z", "--full-name", name):
        about, _, path = entry.partition("\t")
        mode, _, blob = about.split(" ")
        paths.append(path)
        if mode == _MODULE:
            unread.append(Unread(shown(path), f"is a submodule: another repository, at its commit {blob[:12]}", "Adopt a clone of that repository by itself."))
        elif mode == _LINK:
            if layouts.is_page(path) or not PurePosixPath(path).suffix:
                unread.append(_link(texts, path, blob))
        elif layouts.is_page(path):
            if shown(path) == path:
                blobs[path] = blob
            else:
                unread.append(Unread(shown(path), "has a name that is not UTF-8", "Give it a name in UTF-8 with `git mv`, and run again."))
        elif generators.is_settings(path):
            settings[path] = blob
    if not blobs and not unread:
        raise Unreadable("has no pages at its head", file=str(git.folder), remedy=f"Pages end in {' '.join(layouts.PAGES)}; name a repository, or a folder of one, that has them.")
    return blobs, settings, paths


def _set_language(texts: Blobs, settings: Mapping[str, str]) -> str:
    """The language of the root as the generator's settings tell it; empty where none does."""
    found = {}
    for path in sorted(settings, key=lambda each: (each.count("/"), each))[:10]:
        with suppress(Unreadable):
            found[path] = texts.read(settings[path])[: generators.SETTINGS_BYTES].decode("utf-8", "replace")
    return generators.root_language(found)


def _aside(blobs: Mapping[str, str], layout: Layout) -> dict[str, Unread]:
    """The pages that are none of the site, and what is told of them."""
    versions: dict[str, list[str]] = {}
    for path in blobs:
        versions.setdefault(layouts.stem(layout.split(path)[1]), []).append(path)
    return generators.aside(list(blobs), versions)


def _link(texts: Blobs, path: str, blob: str) -> Unread:
    target = ""
    with suppress(Unreadable):
        target = shown(texts.read(blob)[:1000].decode("utf-8", "surrogateescape"))
    joined = os.path.normpath(os.path.join("/", "tree", os.path.dirname(path), target))
    where = "out of the tree, to" if not f"{joined}/".startswith("/tree/") or target.startswith("/") else "to"
    return Unread(shown(path), f"is a symbolic link {where} “{target}”; links are not followed", "Put the page itself into the tree, if it is not adopted under its own path.")


def _cut(git: Git, name: str, unread: list[Unread]) -> str:
    """The commit at which the history of a shallow clone begins; empty for a whole one."""
    if git.asked("rev-parse", "--is-shallow-repository") != "true":
        return ""
    first = git.asked("rev-list", "--first-parent", "--max-parents=0", name).partition("\n")[0]
    unread.append(Unread("history", f"is cut: the clone is shallow and begins at {first[:12]}; what was before is not known", "Run `git fetch --unshallow` in it, and adopt again."))
    return first


def _since(git: Git, name: str, since: str, unread: list[Unread]) -> frozenset[str] | None:
    """The commits after `since`; None where it is not part of the history."""
    status, found, _ = git.tried("rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}")
    known = found.decode().strip()
    if status or git.tried("merge-base", "--is-ancestor", known, name)[0]:
        unread.append(Unread("history", f"does not have the commit {shown(since)[:40]} of the last run: it was rewritten, or cut", "All pages were read again; what is stored already is known by its text."))
        return None
    return frozenset(git.asked("rev-list", "--first-parent", f"{known}..{name}").split())


def _versions(pages: Iterable[Page]) -> dict[str, dict[str, str]]:
    """Article → language → path; the first of two pages in one language counts."""
    found: dict[str, dict[str, str]] = {}
    for page in pages:
        found.setdefault(_article(page), {}).setdefault(page.language, page.path)
    return found


def _article(page: Page) -> str:
    """The key path without the suffix: `x.mdx` in one language may be `x.md` in another."""
    return layouts.stem(page.key)


def _kind(path: str) -> str:
    return "post" if {"_posts", "posts", "post", "blog", "news", "articles"} & set(path.lower().split("/")[:-1]) else "page"
