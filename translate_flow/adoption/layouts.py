"""Where a tree of pages keeps its languages: in a folder's name, in a file's suffix, under `i18n/`, or as a pattern tells.

The layouts are those that the generators document: Hugo (content directories or file names by language, and page bundles), Starlight and
VitePress (`xx/` beside the root language), Astro, Eleventy and Nextra (`xx/`, or `x.xx.md`), Docusaurus (`i18n/xx/docusaurus-plugin-content-…`), MkDocs (`docs/xx/` or `x.xx.md`, the
plugin i18n) and Jekyll (`xx/_posts/`, `_posts/xx/`, `_i18n/xx/`). None is known by its name alone: `it/` and `go.md` are words too,
so a folder or suffix is a language only where enough pages in it have a counterpart elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath

from translate_flow import languages
from translate_flow.adoption.items import Said
from translate_flow.errors import UsageError

PAGES = (".md", ".mdx", ".markdown", ".html", ".htm")
_TAG = r"[A-Za-z]{2,3}(?:[-_](?:[A-Za-z]{2,8}|[0-9]{3})){0,2}"
_SHAPE = re.compile(_TAG)
_SUFFIX = re.compile(rf"(?P<stem>.*[^/])(?P<mark>[._-]{_TAG})(?P<end>\.[A-Za-z]+)", re.S)
I18N = re.compile(rf"(?P<root>(?:.*/)?)i18n/(?P<tag>{_TAG})/(?P<plugin>docusaurus-plugin-content-(?:docs|blog|pages)(?:-[\w-]+)?)/(?P<rest>.+)", re.S)
_WORDS = frozenset("am an as ast be bar bas bin br by ca cs da do doc ee fur go he hi id in is it io kam lag lo man mas mas me mk ml mr my no or os pa pl ps sc se sh so ss st sw tg to ts ug us vi yo".split())  # noqa: SIM905
_OLD = frozenset({"in", "iw", "ji", "jw", "mo", "sh", "tl", "no"})  # tags that CLDR knows by another
_FIRST = frozenset({"index", "_index", "readme", "404", "about", "home"})  # names that any folder has
_SIGNS = (  # a file of the tree, or a part of the paths → the generator's name
    (re.compile(r"(?:^|/)docusaurus\.config\.\w+$"), "Docusaurus"), (re.compile(r"(?:^|/)mkdocs\.ya?ml$"), "MkDocs"),
    (re.compile(r"(?:^|/)hugo\.(?:toml|ya?ml|json)$"), "Hugo"), (re.compile(r"(?:^|/)archetypes/[^/]+\.md$"), "Hugo"),
    (re.compile(r"(?:^|/)pelicanconf\.py$"), "Pelican"), (re.compile(r"(?:^|/)(?:\.eleventy|eleventy\.config)\.\w+$"), "Eleventy"), (re.compile(r"(?:^|/)\.vitepress/"), "VitePress"),
    (re.compile(r"(?:^|/)src/content/docs/"), "Starlight"), (re.compile(r"(?:^|/)astro\.config\.\w+$"), "Astro"),
    (re.compile(r"(?:^|/)(?:_posts|_i18n|_layouts)/"), "Jekyll"),
    (re.compile(r"^content/"), "Hugo"),
)  # fmt: skip
_ASK = "Write it as content/{language}/{path}, with the two fields in it once."


@dataclass(frozen=True, slots=True)
class Layout:
    """How paths tell languages. `name`: of the layout; `why`: a sentence for people. Paths have `/` and no leading one.

    `folders`: a folder with its `/` (or empty) → the names in it that are languages. `suffixes`: `.es` as written before the page's own.
    `plugins`: the path up to Docusaurus's plugin, without the language → the folder of the sources.
    """

    name: str
    why: str
    folders: Mapping[str, frozenset[str]] = field(default_factory=dict)
    suffixes: frozenset[str] = frozenset()
    plugins: Mapping[str, str] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    source: re.Pattern[str] | None = None
    _memo: dict[str, tuple[str, str, str]] = field(default_factory=dict, compare=False, repr=False)

    def split(self, path: str) -> tuple[str, str]:
        """(language, key path): the tag as `languages.normalise` writes it, empty for the language of the root, and the path without it."""
        tag, key, _ = self._found(path)
        return tag, key

    def how(self, path: str) -> str:
        """What tells the language: `folder` or `file suffix`; empty for a page in the language of the root."""
        return self._found(path)[2]

    def once(self, path: str) -> str:
        """The language of a path of the past: also by a folder beside those of the languages that has no pages any more."""
        tag, _ = self.split(path)
        beside = (language(name) for before, name, _ in _folders(path) if before in self.folders)
        return tag or next((each for each in beside if each), "")

    def sources(self, path: str, versions: Iterable[str]) -> tuple[Said, ...]:
        """What a translation comes from where translations lie apart: the version that lies where the sources do. `versions`: the article's paths."""
        if not self.how(path):
            return ()
        source = next((other for other in versions if not self.how(other)), None)
        return () if source is None else (Said(source, "layout"),)

    def covers(self, path: str) -> bool:
        """Whether the layout speaks of the path: always, unless patterns were told and none fits."""
        if self.pattern is None:
            return True
        return bool(self._told(path))

    def _found(self, path: str) -> tuple[str, str, str]:
        if path not in self._memo:
            self._memo[path] = self._find(path)
        return self._memo[path]

    def _find(self, path: str) -> tuple[str, str, str]:
        if self.pattern is not None:
            return self._told(path) or ("", path, "")
        if self.plugins and (match := I18N.fullmatch(path)) and (tag := language(match["tag"])):
            return tag, _of_docusaurus(match, self.plugins), "folder"
        for before, name, rest in _folders(path):
            if name in self.folders.get(before, ()):
                return language(name), before + rest, "folder"
        if (match := _SUFFIX.fullmatch(path)) and match["mark"] in self.suffixes:
            return language(match["mark"][1:]), match["stem"] + match["end"], "file suffix"
        return "", path, ""

    def _told(self, path: str) -> tuple[str, str, str] | None:
        assert self.pattern
        if (match := self.pattern.fullmatch(path)) and (tag := language(match["language"])):
            around = path[match.start("language") - 1 : match.start("language")], path[match.end("language") :][:1]
            return tag, match["path"], "folder" if around[1] in {"/", ""} and around[0] in {"/", ""} else "file suffix"
        if self.source and (match := self.source.fullmatch(path)):
            return "", match["path"], ""
        return None


def is_page(path: str) -> bool:
    """Whether a path is a page's, by its suffix: .md .mdx .markdown .html .htm, in any case."""
    return path[-9:].lower().endswith(PAGES)


@lru_cache(maxsize=4096)
def language(name: str) -> str:
    """A part of a path as a normalised tag of a language that people publish in: a tag, or a language's English name; empty where it is none."""
    if len(name) > 3 and (called := _names().get(name.lower())):
        return called if languages.has_locale(called) else ""
    if not _SHAPE.fullmatch(name):
        return ""
    from babel import localedata

    base, _, rest = name.lower().replace("_", "-").partition("-")
    if base not in _OLD and not localedata.exists(base):
        return ""  # `api`, `js`: said without the registry of languages, which takes a tenth of a second to load
    try:
        tag = languages.normalise(f"{base}-{rest.upper()}" if len(rest) == 2 else name)
    except UsageError:
        return ""
    return tag if languages.has_locale(tag) else ""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """English names of languages, as folders bear them (`content/french/`), → tags; those with two letters alone."""
    known = languages.locale("en").languages
    return {name.lower(): code for code, name in known.items() if len(code) == 2 and code not in _OLD and name.isascii() and name.isalpha()}


def told(pattern: str, source_pattern: str = "") -> Layout:
    """The layout that a person tells: `content/{language}/{path}`, and where the pages of the root's language are (`content/{path}`).

    What `{path}` stands for is the key path: equal in all languages. Raises UsageError for a pattern without its fields.
    """
    for text, fields in ((pattern, ("{language}", "{path}")), (source_pattern, ("{path}",) if source_pattern else ())):
        wrong = next((one for one in fields if text.count(one) != 1), "")
        if wrong or "{language}" in source_pattern:
            raise UsageError(f"The pattern “{text}” does not have {wrong or 'the right fields'} once", remedy=_ASK)
    source = f", and the root's language by {source_pattern}" if source_pattern else ""
    why = f"You said that languages are told by {pattern}{source}."
    return Layout("pattern", why, pattern=_compiled(pattern), source=_compiled(source_pattern) if source_pattern else None)


def detect(paths: Sequence[str]) -> Layout:
    """The layout of a tree by all its paths (those that are no pages tell the generator). Linear in the paths and their depth."""
    pages = [path for path in paths if is_page(path)]
    known = set(pages)
    matches = [match for path in pages if "i18n/" in path and (match := I18N.fullmatch(path)) and language(match["tag"])]
    plugins = _plugins(matches, known)
    under = {match[0] for match in matches}
    folders = _language_folders([path for path in pages if path not in under] if plugins else pages)
    suffixes = _language_suffixes(pages)
    kind = "Docusaurus" if plugins else generator(paths)
    if not (plugins or folders or suffixes):
        return Layout("one language", "No folder or suffix names a language by which pages have counterparts.")
    found = Layout("", "", folders, suffixes, plugins)
    where = " and ".join(part for part, there in (("folders", folders or plugins), ("file suffixes", suffixes)) if there)
    return Layout(f"{kind}, {where}" if kind else where, _reason(found, pages), folders, suffixes, plugins)


def generator(paths: Sequence[str]) -> str:
    """The program that builds the site, by the paths of its files; empty where none of them tells."""
    return next((name for sign, name in _SIGNS if any(sign.search(path) for path in paths)), "")


def _reason(layout: Layout, pages: Sequence[str]) -> str:
    """What was counted, as a sentence."""
    counts: Counter[str] = Counter()
    held: defaultdict[str, set[str]] = defaultdict(set)
    for path in pages:
        tag, key = layout.split(path)
        counts[tag] += 1
        held[stem(key)].add(tag)
    shared = sum(len(tags) > 1 for tags in held.values())
    root = counts.pop("", 0)
    listed = ", ".join(f"{tag} ({count})" for tag, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])))
    places = ", ".join([*(f"{folder or './'}" for folder in sorted(layout.folders)[:3]), *(f"{one.partition('docusaurus')[0]}" for one in sorted(layout.plugins)[:1])])
    if len(layout.folders) > 3:
        places += " …"
    where = f"the folders in {places}" if places else "suffixes of files"
    if places and layout.suffixes:
        where += " and suffixes of files"
    rest = f"; {root} pages are in the root's language" if root else ""
    return f"Languages are named by {where}: {listed}{rest}; {shared} of {len(held)} articles are there in more than one."


def stem(path: str) -> str:
    """A path without the page's suffix."""
    end = path.rfind(".")
    return path[:end] if end > path.rfind("/") + 1 else path


def slug(key: str) -> str:
    """What to call the article of a key path: its file's name, or of an index its folder's."""
    place = PurePosixPath(stem(key))
    return place.parent.name if place.name.lower() in {"index", "_index", "readme"} and place.parent.name else place.name


def _folders(path: str) -> Iterable[tuple[str, str, str]]:
    """(folder before, with its `/`; name; rest) for each folder on a path."""
    start = 0
    while (end := path.find("/", start)) >= 0:
        yield path[:start], path[start:end], path[end + 1 :]
        start = end + 1


def _language_folders(pages: Sequence[str]) -> dict[str, frozenset[str]]:
    """Folder → the names in it that are languages."""
    candidates = {before for path in pages for before, name, _ in _folders(path) if language(name)}
    here: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))  # folder → rest → names ("" directly)
    for path in pages:
        if "" in candidates:
            here[""][stem(path)].add("")
        for before, name, rest in _folders(path):
            if before in candidates:
                here[before][stem(rest)].add(name)
            inside = f"{before}{name}/"
            if inside in candidates:
                here[inside][stem(rest)].add("")
    found = {}
    for folder, rests in here.items():
        if names := _sure(rests):
            found[folder] = frozenset(names)
    return _outermost(found)


def _outermost(found: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Without the folders that lie in a language's folder: a path has one language, the first."""
    return {folder: names for folder, names in found.items() if not any(name in found.get(before, ()) for before, name, _ in _folders(folder))}


def _sure(rests: Mapping[str, set[str]]) -> set[str]:
    """The names of a folder's folders that are languages. `rests`: what comes after the name → the names it comes after."""
    total: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    sharing: Counter[str] = Counter()  # names that are no languages and have the same pages
    others = set()
    for rest, names in rests.items():
        tags = {name for name in names if name and language(name)}
        plain = names - tags - {""}
        others |= plain
        total.update(tags)
        if len(tags) > 1 or (tags and "" in names):
            weak = rest.lower() in _FIRST
            hits.update({name: 0 if weak and len(tags) < 3 and name.lower() in _WORDS else 1 for name in tags})
        if tags and plain:
            sharing.update(plain)
    strong = {name for name in total if (hits[name] and 2 * hits[name] >= total[name]) or hits[name] >= 5}
    if len(sharing) > len(total):  # docs/cs, docs/go, docs/js …: the same pages for each of something else
        return set()
    if not strong:
        clear = {name for name in total if name.lower() not in _WORDS and len(name) != 3}
        content = {name for name in others if not name.startswith((".", "_"))}
        return set(total) if clear and len(total) > 1 and not content else set()
    return strong | {name for name in total if name.lower() not in _WORDS and len(name) != 3}


def _language_suffixes(pages: Sequence[str]) -> frozenset[str]:
    """The marks before pages' suffixes that are languages: `.es`, with its dot (or `-`, `_`, for which more has to speak)."""
    matches = [match for path in pages if (match := _SUFFIX.fullmatch(path)) and language(match["mark"][1:])]
    bare = {stem(path) for path in pages}
    shared = Counter((match["stem"], match["mark"][0]) for match in matches)
    total: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for match in matches:
        total[match["mark"]] += 1
        hits[match["mark"]] += match["stem"] in bare or shared[match["stem"], match["mark"][0]] > 1
    return frozenset(
        mark for mark, count in total.items() if hits[mark] and (2 * hits[mark] >= count if mark[0] == "." else hits[mark] > 1 and 5 * hits[mark] >= 4 * count)
    )


def _plugins(matches: Sequence[re.Match[str]], known: set[str]) -> dict[str, str]:
    """Where the sources of each of Docusaurus's plugins are: the folder that has most of the pages (`docs/` unless it has none)."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for match in matches:
        counts = found[match["root"] + match["plugin"]]
        what, _, instance = match["plugin"].removeprefix("docusaurus-plugin-content-").partition("-")
        name = instance or ("src/pages" if what == "pages" else what)
        above = PurePosixPath(match["root"]).parent.as_posix() + "/" if match["root"] else ""
        for folder in dict.fromkeys((f"{match['root']}{name}/", f"{match['root']}src/{name}/", f"{'' if above == './' else above}{name}/")):
            counts[folder] += _versioned(folder, match["rest"]) in known
    return {key: counts.most_common(1)[0][0] for key, counts in found.items()}


def _of_docusaurus(match: re.Match[str], plugins: Mapping[str, str]) -> str:
    folder = plugins.get(match["root"] + match["plugin"], "")
    return _versioned(folder, match["rest"]) if folder else match[0].replace(f"i18n/{match['tag']}/", "i18n/", 1)


def _versioned(folder: str, rest: str) -> str:
    """The source's path: `current/x.md` is `docs/x.md`, `version-1.0/x.md` is `versioned_docs/version-1.0/x.md`."""
    if rest.startswith("version-"):
        head, _, name = folder.rstrip("/").rpartition("/")
        return f"{head}/versioned_{name}/{rest}".lstrip("/") if head else f"versioned_{name}/{rest}"
    return folder + rest.removeprefix("current/")


def _compiled(pattern: str) -> re.Pattern[str]:
    escaped = re.escape(pattern.removeprefix("./")).replace(r"\{language\}", rf"(?P<language>{_TAG})")
    return re.compile(escaped.replace(r"\{path\}", "(?P<path>.+)"), re.S)
