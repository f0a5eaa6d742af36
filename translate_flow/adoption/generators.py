"""What the programs that build sites keep beside their pages: settings, templates, other people's code, texts about the repository."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePosixPath

from translate_flow.adoption import layouts
from translate_flow.adoption.items import Said, Unread

_VALUE = r"""["']?\s*[:=]\s*["']?([A-Za-z][\w-]*)"""
_SETTINGS = tuple((re.compile(name), re.compile(line)) for name, line in (  # a generator's file → where it tells the language of the root
    (r"(?:.*/)?(?:config/_default/)?(?:hugo|config)\.(?:toml|ya?ml|json)", rf"""(?im)^[\s{{]*["']?(?:defaultContentLanguage|languageCode){_VALUE}"""),
    (r"(?:.*/)?docusaurus\.config\.\w+", rf"""(?m)^(?![ \t]*//).*?\bdefaultLocale{_VALUE}"""),
    (r"(?:.*/)?(?:astro\.config|\.vitepress/config)\.\w+", rf"""\broot["']?\s*:\s*\{{[^{{}}]*?\blang{_VALUE}|(?m:^)(?![ \t]*//).*?\bdefaultLocale{_VALUE}"""),
    (r"(?:.*/)?next\.config\.\w+", rf"""(?m)^(?![ \t]*//).*?\bdefaultLocale{_VALUE}"""),
    (r"(?:.*/)?_config\.ya?ml", rf"(?m)^(?:default_lang|lang|language|locale){_VALUE}"),
    (r"(?:.*/)?mkdocs\.ya?ml", rf"(?m)^[ \t]+language{_VALUE}"),
    (r"(?:.*/)?book\.toml", rf"(?m)^language{_VALUE}"),
))  # fmt: skip
SETTINGS_BYTES = 2**18  # of a file of settings, beyond which nothing is looked for
_GROUPS = ("translationkey", "translation_key", "translation_id", "translationid", "lang-ref", "lang_ref", "page_id")
_PARENTS = ("translated_from", "translatedfrom", "translated-from", "translation_of", "translationof", "source_language")
_NO_PAGES = {  # a folder's name → what is in it
    "node_modules": "is other people's code", "bower_components": "is other people's code", "vendor": "is other people's code",
    "_layouts": "holds templates", "_includes": "holds templates", "archetypes": "holds templates", "_site": "is what the generator made of the pages",
}  # fmt: skip
_AT_TOP = {"themes": "holds themes", "layouts": "holds templates"}  # of Hugo, where they lie beside `content/`
_ABOUT = frozenset({"readme", "license", "licence", "copying", "changelog", "changes", "contributing", "code_of_conduct", "security", "authors", "governance", "maintainers"})
_IMPORT = "If it is an article, bring it in by itself: `translate-flow import FILE --lang LANGUAGE`."


def is_settings(path: str) -> bool:
    """Whether a path is that of a generator's settings."""
    return any(named.fullmatch(path) for named, _ in _SETTINGS)


def root_language(settings: Mapping[str, str]) -> str:
    """The language of pages whose path names none, as the generators' settings (path → text) tell it: those nearest to the top first."""
    for path in sorted(settings, key=lambda each: (each.count("/"), each)):
        for named, line in _SETTINGS:
            if named.fullmatch(path):
                tags = (layouts.language(one) for found in line.finditer(settings[path]) for one in found.groups() if one)
                if tag := next((tag for tag in tags if tag), ""):
                    return tag
    return ""


def groups(meta: Mapping[str, str], declared: bool) -> list[Said]:
    """What front matter calls the article in all languages. `declared`: it names its language, so that `ref` is such a name too."""
    return [Said(meta[key], "front matter") for key in (*_GROUPS, *(("ref",) if declared else ())) if meta.get(key)]


def parents(meta: Mapping[str, str]) -> list[Said]:
    """What front matter says that a page was translated from."""
    return [Said(meta[key], "front matter") for key in _PARENTS if meta.get(key)]


def aside(pages: Sequence[str], versions: Mapping[str, Collection[str]]) -> dict[str, Unread]:
    """Pages' paths that are none of the site: path → what is told of them, the same for all of a folder.

    `versions`: an article's key → the paths of its versions. A text about the repository is one of the site where it is translated.
    """
    hugo = any(path.startswith("content/") for path in pages)
    translated = {path for paths in versions.values() if len(paths) > 1 for path in paths}
    left: dict[str, Unread] = {}
    folders: dict[str, Unread] = {}
    for path in pages:
        parts = path.split("/")
        at = next((n for n, part in enumerate(parts[:-1]) if part in _NO_PAGES or (n == 0 and hugo and part in _AT_TOP)), -1)
        name = PurePosixPath(parts[-1]).stem
        if at >= 0:
            folder = "/".join(parts[: at + 1]) + "/"
            why = _NO_PAGES.get(parts[at]) or _AT_TOP[parts[at]]
            left[path] = folders.setdefault(folder, Unread(folder, f"{why}, and was left out", _IMPORT))
        elif parts[-1].startswith("SUMMARY."):
            left[path] = Unread(path, "is a table of contents, and was left out", _IMPORT)
        elif len(parts) == 1 and name.lower() in _ABOUT and (name.isupper() or name.lower() == "readme") and path not in translated and len(pages) > 1:
            left[path] = Unread(path, "is about the repository, and was left out", _IMPORT)
    return left
