"""Texts and their translations from the history of a git repository of Markdown: what the evaluations stand on.

A translation is known by where it lies: `ROOT/xx/PATH` beside `ROOT/en/PATH` (Hugo) or `ROOT/PATH` (Starlight),
`i18n/xx/docusaurus-plugin-content-docs/current/PATH` beside `docs/PATH` (Docusaurus), `PATH.xx.md` beside `PATH.md`;
or by patterns that are given. Nothing is checked out: one `git log --raw`, one `git cat-file --batch`.

    history = History("repository")          # a clone, bare or not, or a bundle
    for page in history.pages():             # as they stand at the head
        history.read(page.source), history.read(page.translation)
    for update in history.updates(sample=100, seed=1):
        update.old_source, update.new_source, update.old_translation, update.new_translation
"""

from __future__ import annotations

import random
import re
import subprocess
import tempfile
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from translate_flow import languages
from translate_flow.errors import UsageError

SUFFIXES = (".md", ".mdx", ".markdown")
KEPT = 64 * 1024 * 1024  # bytes of blobs that are held in memory
_TAG = r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4}|[-_]\d{3})?"
_FOLDER = re.compile(rf"(?<![^/]){_TAG}(?=/)")
_SUFFIX = re.compile(rf"(?<=[\w\]])[._-](?P<tag>{_TAG})(?=\.(?:md|mdx|markdown)$)")
_DOCUSAURUS = re.compile(rf"(?P<root>(?:.*/)?)i18n/(?P<tag>{_TAG})/docusaurus-plugin-content-(?P<what>docs|blog|pages)(?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class Page:
    """A translation and its source at the head: paths in the repository, names of blobs for `History.read`."""

    language: str  # BCP 47, as `languages.normalise` writes it
    source_path: str
    path: str
    source: str
    translation: str


@dataclass(frozen=True, slots=True)
class Update:
    """One commit that changed a translation after its source had changed. The four texts are files' bytes.

    `old_source` is the source as the commit before that touched this translation found it, `new_source` as this one does.
    """

    commit: str
    time: int  # of the commit, seconds since 1970
    language: str
    source_path: str
    path: str  # of the translation; of both, as they are called in this commit
    old_source: bytes
    new_source: bytes
    old_translation: bytes
    new_translation: bytes


@dataclass(frozen=True, slots=True)
class _Change:
    status: str  # A, M, D, R, T
    before: str  # blob
    after: str
    path: str
    was: str  # the path before, where it was renamed; else the same


@dataclass(frozen=True, slots=True)
class _Commit:
    name: str
    time: int
    changes: tuple[_Change, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """An update by the names of its blobs."""

    commit: str
    time: int
    language: str
    source_path: str
    path: str
    blobs: tuple[str, str, str, str]


class History:
    """A repository's articles. Raises UsageError where there is none, or no translation is found in it."""

    def __init__(self, repository: str | Path, *, revision: str = "", patterns: Sequence[str] = (), source_pattern: str = "", source_language: str = "en") -> None:
        self._cleanup: tempfile.TemporaryDirectory[str] | None = None
        self._folder = self._open(Path(repository))
        self._revision = revision or self._head()
        self._commits = list(self._log())
        paths = {change.path for commit in self._commits for change in commit.changes}
        self._layout = Layout(paths, patterns=patterns, source_pattern=source_pattern, source_language=source_language)
        self._blobs: OrderedDict[str, bytes] = OrderedDict()
        self._held = 0
        self._batch: subprocess.Popen[bytes] | None = None
        if not self._layout.translations:
            raise UsageError(f"{repository} has no translations that can be told by their paths", remedy="Give --pattern 'docs/{language}/{path}' and --source-pattern 'docs/{path}'.")

    def pages(self) -> list[Page]:
        """The translations at the head whose sources are there too, by language and path."""
        state: dict[str, str] = {}
        for commit in self._commits:
            _apply(state, commit.changes)
        found = []
        for path, blob in state.items():
            if there := self._layout.source(path, state):
                language, source = there
                found.append(Page(language, source, path, state[source], blob))
        return sorted(found, key=lambda page: (page.language, page.path))

    def updates(self, *, sample: int | None = None, seed: int = 0, languages: Iterable[str] = ()) -> Iterator[Update]:
        """Updates of translations in the order of history, or a sample of so many (in that order too), in some languages."""
        wanted = set(languages)
        found = [update for update in self._updates() if not wanted or update.language in wanted]
        if sample is not None and sample < len(found):
            chosen = sorted(random.Random(seed).sample(range(len(found)), sample))
            found = [found[index] for index in chosen]
        for update in found:
            old_source, new_source, old, new = (self.read(blob) for blob in update.blobs)
            yield Update(update.commit, update.time, update.language, update.source_path, update.path, old_source, new_source, old, new)

    def read(self, blob: str) -> bytes:
        """A blob by its name."""
        if blob in self._blobs:
            self._blobs.move_to_end(blob)
            return self._blobs[blob]
        data = self._blobs[blob] = self._fetch(blob)
        self._held += len(data)
        while self._held > KEPT and len(self._blobs) > 1:
            self._held -= len(self._blobs.popitem(last=False)[1])
        return data

    def close(self) -> None:
        if self._batch:
            self._batch.communicate()
            self._batch = None
        if self._cleanup:
            self._cleanup.cleanup()

    def __enter__(self) -> History:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _updates(self) -> Iterator[_Found]:
        state: dict[str, str] = {}
        seen: dict[str, str] = {}  # a translation's path → its source's blob when it was last touched
        for commit in self._commits:
            _apply(state, commit.changes)
            for change in commit.changes:
                known = seen.pop(change.was, "")
                if change.status == "D" or not (there := self._layout.source(change.path, state)):
                    continue
                language, source = there
                seen[change.path] = state[source]
                if change.status in "MRT" and known and known != state[source] and change.before != change.after:
                    yield _Found(commit.name, commit.time, language, source, change.path, (known, state[source], change.before, change.after))

    def _open(self, path: Path) -> str:
        if path.is_file():
            self._cleanup = tempfile.TemporaryDirectory(prefix="translate-flow-history-")
            _git(["clone", "--quiet", "--bare", str(path.resolve()), self._cleanup.name])
            return self._cleanup.name
        if not path.is_dir():
            raise UsageError(f"There is no repository {path}", remedy="Give the path of a clone, or of a bundle.")
        return str(path)

    def _head(self) -> str:
        for name in ("HEAD", "refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master"):
            with suppress(UsageError):
                return _git(["-C", self._folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"]).decode().strip()
        newest = _git(["-C", self._folder, "for-each-ref", "--sort=-committerdate", "--count=1", "--format=%(objectname)"]).decode().strip()
        if not newest:
            raise UsageError(f"{self._folder} has no commits", remedy="Fetch a branch into it, or give another repository.")
        return newest

    def _log(self) -> Iterator[_Commit]:
        """The commits on the main line, oldest first, with what each changed in Markdown against the one before."""
        asked = ["log", "--first-parent", "-m", "--reverse", "--raw", "-z", "--no-abbrev", "-M", "-l4000", "--format=%x01%H %ct", self._revision]
        told = _git(["-C", self._folder, *asked, "--", *(f"*{suffix}" for suffix in SUFFIXES)]).decode("utf-8", "surrogateescape")
        for record in told.split("\x01")[1:]:
            head, *fields = record.split("\0")
            name, time = head.split()
            yield _Commit(name, int(time), tuple(_changes(fields)))

    def _fetch(self, blob: str) -> bytes:
        if self._batch is None:
            self._batch = subprocess.Popen(["git", "-C", self._folder, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._batch.stdin
        assert self._batch.stdout
        self._batch.stdin.write(blob.encode() + b"\n")
        self._batch.stdin.flush()
        head = self._batch.stdout.readline().split()
        if len(head) != 3:
            raise UsageError(f"The repository lacks the blob {blob}", remedy="Clone it whole, without --filter.")
        data = self._batch.stdout.read(int(head[2]))
        self._batch.stdout.read(1)
        return data


class Layout:
    """Which path is a translation of which: `translations` of all paths that ever were; `source` among those of a moment."""

    def __init__(self, paths: Iterable[str], *, patterns: Sequence[str] = (), source_pattern: str = "", source_language: str = "en") -> None:
        self._source_language = source_language
        self._patterns = [_compiled(pattern) for pattern in patterns]
        self._source_pattern = source_pattern
        everything = set(paths)
        stems = {_stem(path) for path in everything}
        guesses = {path: self._guesses(path) for path in everything}
        # A folder `api` or a file `guide.io.md` is no language's: most of what lies there has no counterpart.
        total: Counter[str] = Counter()
        hits: Counter[str] = Counter()
        for path, found in guesses.items():
            for place, _, source in found:
                total[place] += 1
                hits[place] += _stem(source) in stems and _stem(source) != _stem(path)
        sure = {place for place, count in total.items() if 2 * hits[place] >= count and hits[place]}
        self.translations: dict[str, list[tuple[str, str]]] = {}  # path → (language, path of the source), most likely first
        for path, found in guesses.items():
            if likely := [(language, source) for place, language, source in found if place in sure]:
                self.translations[path] = likely

    def source(self, path: str, there: dict[str, str]) -> tuple[str, str] | None:
        """A translation's language and the path of its source among those that are there; the suffix may be another."""
        for language, guess in self.translations.get(path, ()):
            for suffix in (Path(guess).suffix, *SUFFIXES):
                source = _stem(guess) + suffix
                if source in there and source != path and not self._is_translation(source):
                    return language, source
        return None

    def _is_translation(self, path: str) -> bool:
        return any(language != self._source_language for language, _ in self.translations.get(path, ()))

    def _guesses(self, path: str) -> list[tuple[str, str, str]]:
        """(place, language, path of the source) for everything in a path that may name its language."""
        if self._patterns:
            found = [(match, pattern) for pattern in self._patterns if (match := pattern.fullmatch(path))]
            return [("", tag, self._source_pattern.format(path=match["path"])) for match, _ in found[:1] if (tag := self._language(match["language"]))]
        guesses = []
        if (match := _DOCUSAURUS.fullmatch(path)) and (tag := self._language(match["tag"])):
            rest = re.sub(r"^/current/", "/", match["rest"])
            versioned = f"versioned_{match['what']}" if rest.startswith("/version-") else match["what"]
            guesses.append((f"docusaurus {match['root']} {tag}", tag, f"{match['root']}{versioned}{rest}"))
            guesses.append((f"docusaurus src {match['root']} {tag}", tag, f"{match['root']}src/{versioned}{rest}"))
        for match in _FOLDER.finditer(path):
            if tag := self._language(match[0]):
                before, after = path[: match.start()], path[match.end() + 1 :]
                place = f"folder {before} {tag}"
                guesses.append((f"{place} beside", tag, f"{before}{self._source_language}/{after}"))
                guesses.append((f"{place} above", tag, before + after))
        if (match := _SUFFIX.search(path)) and (tag := self._language(match["tag"])):
            before, after = path[: match.start()], path[match.end() :]
            guesses += [(f"suffix {tag}", tag, before + after), (f"suffix {tag} beside", tag, f"{before}{match[0][0]}{self._source_language}{after}")]
        return guesses

    def _language(self, tag: str) -> str:
        """A path's part as a language's tag; empty where it is none, or the source's."""
        try:
            found = languages.normalise(tag)
        except UsageError:
            return ""
        return "" if found == self._source_language or not languages.has_locale(found) else found


def _stem(path: str) -> str:
    return path.removesuffix(Path(path).suffix)


def _compiled(pattern: str) -> re.Pattern[str]:
    """`docs/{language}/{path}` as an expression."""
    escaped = re.escape(pattern).replace(r"\{language\}", rf"(?P<language>{_TAG})").replace(r"\{path\}", "(?P<path>.+)")
    if "(?P<language>" not in escaped or "(?P<path>" not in escaped:
        raise UsageError(f"The pattern “{pattern}” lacks {{language}} or {{path}}", remedy="Write it as docs/{language}/{path}.")
    return re.compile(escaped)


def _apply(state: dict[str, str], changes: Iterable[_Change]) -> None:
    """Brings path → blob from one commit to the next."""
    for change in changes:
        if change.status in "DR":
            state.pop(change.was, None)
    for change in changes:
        if change.status != "D":
            state[change.path] = change.after


def _changes(fields: Sequence[str]) -> Iterator[_Change]:
    """The entries of `git log --raw -z` for one commit."""
    at = 0
    while at < len(fields):
        field = fields[at].strip("\n")
        at += 1
        if not field.startswith(":"):
            continue
        _, _, before, after, status = field.split(" ")
        was = fields[at]
        renamed = status[0] in "RC"
        path = fields[at + 1] if renamed else was
        at += 2 if renamed else 1
        yield _Change(status[0], before, after, path, was if status[0] == "R" else path)


def _git(arguments: Sequence[str]) -> bytes:
    done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    if done.returncode:
        raise UsageError(f"git {arguments[-1]} failed: {done.stderr.decode(errors='replace').strip()}", remedy="Give a whole clone of the repository.")
    return done.stdout
