"""Where a translation goes in a tree: the inverse of `adoption.layouts`, which tells from a path what language it is in.

A tree that has languages already is followed. One that has none yet gets its generator's usual way: Hugo and the i18n plugin of MkDocs
(`x.pt.md`), Pelican (`x-pt.md`), Docusaurus (`i18n/pt/…`), Starlight, Astro, VitePress, Jekyll and Eleventy (a folder `pt/`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from translate_flow import languages
from translate_flow.adoption import generators, layouts
from translate_flow.adoption.layouts import Layout
from translate_flow.errors import UsageError

WAYS: dict[str, tuple[str, str, str]] = {  # name of a layout → its generator, what tells the language, the folder that is in
    "hugo": ("Hugo", ".", ""), "hugo-folders": ("Hugo", "folder", "content/"), "jekyll": ("Jekyll", "folder", ""), "starlight": ("Starlight", "folder", "src/content/docs/"),
    "astro": ("Astro", "folder", "src/content/"), "docusaurus": ("Docusaurus", "i18n", ""), "mkdocs": ("MkDocs", ".", ""), "mkdocs-folders": ("MkDocs", "folder", "docs/"),
    "pelican": ("Pelican", "-", ""), "eleventy": ("Eleventy", "folder", ""), "vitepress": ("VitePress", "folder", ""), "folders": ("", "folder", ""), "suffixes": ("", ".", ""),
}  # fmt: skip
CONTENT = {"Hugo": "content/", "Starlight": "src/content/docs/", "Astro": "src/content/", "Docusaurus": "docs/", "MkDocs": "docs/", "Pelican": "content/"}
_MDX = frozenset({"Starlight", "Astro", "Docusaurus"})  # they take pages in MDX
_LOWER = frozenset({"Hugo", "Starlight", "Astro", "VitePress"})  # they write `pt-br`
_DOCUSAURUS = {"docs": "docs", "blog": "blog", "src/pages": "pages"}  # a folder of its sources → its plugin


def checked(text: str) -> str:
    """The option `layout`. Raises UsageError for what is no layout."""
    if "{" in text:
        layouts.told(*text.split()[:2])
    elif text not in {"", "auto", *WAYS}:
        raise UsageError(f"There is no layout “{text}”", remedy=f"Name one of auto, {', '.join(WAYS)}, or write it as content/{{language}}/{{path}}.")
    return text


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one tree places its languages. `root`: the language of pages whose path names none, "" if unknown; `content`: the folder of new articles."""

    generator: str
    layout: Layout
    way: str
    before: str
    root: str
    content: str
    patterns: tuple[str, ...] = ()
    polyglot: bool = False

    @property
    def why(self) -> str:
        how = {"folder": f"a folder of the language in {self.before or './'}", "i18n": "i18n/LANGUAGE/"}.get(self.way, f"a suffix, as in x{self.way}pt.md")
        return self.layout.why if self._tells else f"{self.layout.why} Translations get {how}."

    @property
    def _tells(self) -> bool:
        return bool(self.layout.folders or self.layout.suffixes or self.layout.plugins or self.patterns)

    def place(self, path: str, language: str) -> str:
        """Where the version in `language` of the page at `path` goes."""
        how, (tag, key) = self.layout.how(path), self.layout.split(path)
        if self.patterns:
            return self._by_pattern(path, language)
        if (match := layouts.I18N.fullmatch(path)) and layouts.language(match["tag"]):
            return key if language == self.root and key != path else f"{match['root']}i18n/{self._spelled(language, match['tag'])}/{match['plugin']}/{match['rest']}"
        if how == "folder":
            return self._in_folder(path, key, language)
        if how == "file suffix":
            return self._with_suffix(key, language, self._mark(path, key))
        if language == self.root and not tag:
            return path
        return self._from_root(path, language)

    def fresh(self, key: str, kind: str, date: str, suffix: str, language: str) -> str:
        """Where an article goes that lies nowhere in the tree yet. `date`: a day in ISO 8601."""
        folder, name = self.content, key
        if self.generator == "Jekyll" and kind == "post":
            folder, name = f"{self.content}_posts/", f"{date[:10]}-{key}"
        path = f"{folder}{name}{suffix}"
        if language == self.root:
            return path if not self._apart(path) else self._from_root(path, language)
        return self._from_root(path, language)

    def takes(self, format: str) -> bool:
        """Whether an article from elsewhere can be a page here: Markdown, and MDX where the generator reads it."""
        return format == "markdown" or (format == "mdx" and self.generator in _MDX)

    def _apart(self, path: str) -> bool:
        """Whether every language has a folder here, that of the root too."""
        return any(path.startswith(folder) and any(layouts.language(name) == self.root for name in names) for folder, names in self.layout.folders.items())

    def _by_pattern(self, path: str, language: str) -> str:
        tag, key = self.layout.split(path)
        if language == self.root and len(self.patterns) > 1:
            return self.patterns[1].replace("{path}", key)
        written = path[match.start("language") : match.end("language")] if tag and self.layout.pattern and (match := self.layout.pattern.fullmatch(path)) else ""
        return self.patterns[0].replace("{language}", self._spelled(language, written)).replace("{path}", key)

    def _in_folder(self, path: str, key: str, language: str) -> str:
        folder = next(folder for folder, names in sorted(self.layout.folders.items(), key=lambda each: -len(each[0])) if path.startswith(folder) and path[len(folder) :].partition("/")[0] in names)
        name, _, rest = path[len(folder) :].partition("/")
        if language == self.root and not self._apart(path):
            return key
        return f"{folder}{self._named(language, self.layout.folders[folder], name)}/{rest}"

    def _from_root(self, path: str, language: str) -> str:
        """The place of a translation whose source names no language."""
        if made := self._docusaurus(path, language):
            return made
        folder = max((folder for folder in self.layout.folders if path.startswith(folder)), key=len, default=None)
        if folder is not None:
            return f"{folder}{self._named(language, self.layout.folders[folder])}/{path[len(folder) :]}"
        if self.layout.suffixes:
            return self._with_suffix(path, language, next(iter(sorted(self.layout.suffixes))))
        if self.way != "folder":
            return self._with_suffix(path, language, self.way if len(self.way) == 1 else ".")
        before = self.before if path.startswith(self.before) else ""
        if self.generator == "Astro" and before and "/" in path[len(before) :]:
            before += path[len(before) :].partition("/")[0] + "/"  # a collection
        return f"{before}{self._spelled(language)}/{path[len(before) :]}"

    def _docusaurus(self, path: str, language: str) -> str:
        """Docusaurus's place for a source: `i18n/xx/docusaurus-plugin-content-docs/current/…` for docs, without `current` for the others."""
        sources = {folder: key for key, folder in self.layout.plugins.items()}
        if self.generator == "Docusaurus":
            root = path[: found.start(1)] if (found := re.search(r"(?:^|/)((?:docs|blog|src/pages|versioned_docs)/)", path)) else ""
            sources = {f"{root}{folder}/": f"{root}docusaurus-plugin-content-{plugin}" for folder, plugin in _DOCUSAURUS.items()} | sources
        for folder, key in sources.items():
            root, _, plugin = key.rpartition("docusaurus-")
            inside = f"{root}i18n/{self._spelled(language)}/docusaurus-{plugin}/"
            head, _, name = folder.rstrip("/").rpartition("/")
            versioned = f"{head}/versioned_{name}/".lstrip("/")
            if path.startswith(versioned):
                return inside + path[len(versioned) :]
            if path.startswith(folder):
                return inside + ("current/" if "content-docs" in plugin else "") + path[len(folder) :]
        return ""

    def _mark(self, path: str, key: str) -> str:
        """The mark of a path's suffix, as it is written: `.es`."""
        end = len(path) - len(PurePosixPath(path).suffix)
        return path[len(layouts.stem(key)) : end]

    def _with_suffix(self, key: str, language: str, mark: str) -> str:
        tells_all = any(layouts.language(each[1:]) == self.root for each in self.layout.suffixes)
        if language == self.root and not tells_all:
            return key
        end = PurePosixPath(key).suffix
        return f"{key[: len(key) - len(end)]}{mark[0]}{self._named(language, [each[1:] for each in self.layout.suffixes], mark[1:])}{end}"

    def _named(self, language: str, names: Sequence[str] | frozenset[str], like: str = "") -> str:
        """A language as this tree calls it, else as it would."""
        return next((name for name in sorted(names) if layouts.language(name) == language), "") or self._spelled(language, like or min(names, default=""))

    def _spelled(self, language: str, like: str = "") -> str:
        """A tag as another name is spelled: in letters of one size, with `_`, or by the language's English name."""
        if len(like) > 3 and not re.search(r"[-_]", like) and layouts.language(like):
            name = languages.name(language, "en")
            return (name.lower() if like.islower() else name) if re.fullmatch(r"[A-Za-z]+", name) else language
        told = sorted(name for names in self.layout.folders.values() for name in names if re.search(r"[-_]", name))
        like = like if re.search(r"[-_]", like) else next(iter(told), "")
        if like:
            language = language.lower() if like.islower() else language
            return language.replace("-", "_") if "_" in like else language
        return language.lower() if self.generator in _LOWER else language


def scheme(paths: Sequence[str], settings: Mapping[str, str], *, layout: str = "", content: str = "", root: str = "") -> Scheme:
    """The scheme of a tree by all its paths, its generator's settings (path → text) and the channel's options. `root`: the language of
    pages that name none, where the settings do not tell."""
    told = tuple(layout.split()[:2]) if "{" in layout else ()
    if content and not content.endswith("/"):
        content += "/"
    pages = [path for path in paths if path.startswith(content)]
    found = layouts.told(*told) if told else layouts.detect([*pages, *settings])
    generator = layouts.generator(paths)
    way = "folder"
    before = content or CONTENT.get(generator, "")
    if layout in WAYS:
        generator, way, usual = WAYS[layout]
        before = content or usual
        found = _only(found, way)
    elif usual_way := next((each for each in WAYS.values() if each[0] == generator and generator), None):
        way = usual_way[1]
    root = generators.root_language(settings) or root
    polyglot = any("jekyll-polyglot" in text or "polyglot" in text for path, text in settings.items() if path.endswith(("_config.yml", "_config.yaml")))
    return Scheme(generator, found, way, before, root, content or _new(generator, pages), told, polyglot)


def _only(found: Layout, way: str) -> Layout:
    """A detected layout without what a person says that it is not."""
    if way == "folder":
        return Layout(found.name, found.why, folders=found.folders)
    if way == "i18n":
        return Layout(found.name, found.why, plugins=found.plugins)
    return Layout(found.name, found.why, suffixes=frozenset(mark for mark in found.suffixes if mark[0] == way))


def _new(generator: str, pages: Sequence[str]) -> str:
    """The folder of new articles: where posts are, where there are some already."""
    folder = CONTENT.get(generator, "")
    usual = [f"{folder}{name}/" for name in ("posts", "post", "blog", "news", "articles")] if generator in {"Hugo", "Astro"} else []
    return next((each for each in usual if any(path.startswith(each) for path in pages)), folder)
