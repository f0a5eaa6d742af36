"""Trees as the generators document them, adopted at the command: what belongs together, what is no page of the site."""

from __future__ import annotations

import subprocess

import pytest

from tests.commandline import Desk
from translate_flow.adoption import generators

TEXTS = {
    "strike": {
        "en": ("The port strike", "Dockers at the port began a strike of 48 hours yesterday against the layoffs that the company announced.", "The union says that 320 workers take part, and that no ship was unloaded since Monday."),
        "es": ("La huelga del puerto", "Los estibadores del puerto empezaron ayer una huelga de 48 horas contra los despidos que anunció la empresa.", "El sindicato dice que participan 320 trabajadores, y que no se descargó ningún barco desde el lunes."),
    },
    "school": {
        "en": ("A school for the neighbourhood", "The riverside will have a school of its own at last, after nine years in which its families protested.", "It costs 4.2 million and will be ready in September, the council says, with a canteen for 150 pupils."),
        "es": ("Una escuela para el barrio", "La ribera tendrá por fin una escuela propia, después de nueve años en que protestaron sus familias.", "Cuesta 4,2 millones y estará lista en septiembre, dice el ayuntamiento, con comedor para 150 alumnos."),
    },
}  # fmt: skip
ABOUT = {"README.md": "# The site\n\nRun the build to see this site on your own machine.\n", "LICENSE.md": "# Licence\n\nYou may use all of this as you like.\n", "node_modules/x/README.md": "# A package\n\nIt does something for you.\n"}
TEMPLATE = "<!DOCTYPE html>\n<html><head><title>{{ page.title }}</title></head><body>{{ content }}<p>All texts are free to use.</p></body></html>\n"


def md(article: str, tag: str, extra: str = "") -> str:
    title, *texts = TEXTS[article][tag]
    return f'---\ntitle: "{title}"\n{extra}---\n\n' + "\n\n".join(texts) + "\n"


def html(article: str, tag: str) -> str:
    title, *texts = TEXTS[article][tag]
    return f"<h1>{title}</h1>\n" + "".join(f"<p>{text}</p>\n" for text in texts)


def both(strike: tuple[str, str], school: tuple[str, str]) -> dict[str, str]:
    """The two articles in two languages, at these paths."""
    return {path: (html if path.endswith("html") else md)(article, tag) for article, paths in (("strike", strike), ("school", school)) for tag, path in zip(("en", "es"), paths, strict=True)}


TREES: dict[str, tuple[dict[str, str], set[str]]] = {  # generator → files, and what is told to be no page
    "Hugo, file names": (both(("content/posts/strike.md", "content/posts/strike.es.md"), ("content/posts/school/index.md", "content/posts/school/index.es.md")) | ABOUT | {
        "hugo.toml": 'defaultContentLanguage = "en"\n', "layouts/_default/single.html": TEMPLATE, "archetypes/default.md": "---\ntitle: x\n---\n", "themes/t/layouts/index.html": TEMPLATE,
    }, {"README.md", "LICENSE.md", "node_modules/", "layouts/", "archetypes/", "themes/"}),
    "Hugo, content directories by name": (both(("content/english/strike.md", "content/spanish/strike.md"), ("content/english/school.md", "content/spanish/school.md")) | {"hugo.toml": 'defaultContentLanguage = "en"\n'}, set()),
    "Hugo, translationKey": ({
        "content/en/the-port-strike.md": md("strike", "en", "translationKey: strike\n"), "content/es/la-huelga.md": md("strike", "es", "translationKey: strike\n"),
        "content/en/a-school.md": md("school", "en", "translationKey: school\n"), "content/es/una-escuela.md": md("school", "es", "translationKey: school\n"),
    }, set()),
    "Jekyll, lang and ref": ({
        "_posts/2024-05-01-the-port-strike.md": md("strike", "en", "lang: en\nref: strike\n"), "_posts/2024-05-02-la-huelga.md": md("strike", "es", "lang: es\nref: strike\n"),
        "_posts/2024-06-01-a-school.md": md("school", "en", "ref: school\nlang: en\n"), "_posts/2024-06-01-una-escuela.md": md("school", "es", "ref: school\nlang: es\n"),
        "_config.yml": "lang: en\n", "_layouts/post.html": TEMPLATE, "_includes/nav.html": "<p>Some words of a menu.</p>", **ABOUT,
    }, {"README.md", "LICENSE.md", "node_modules/", "_layouts/", "_includes/"}),
    "Jekyll, polyglot": ({
        "_posts/2024-05-01-strike.md": md("strike", "en", "lang: en\npermalink: /strike/\n"), "_posts/es/2024-05-01-strike.md": md("strike", "es", "lang: es\npermalink: /strike/\n"),
        "school.md": md("school", "en", "lang: en\npage_id: school\n"), "escuela.md": md("school", "es", "lang: es\npage_id: school\n"), "_config.yml": "default_lang: en\n",
    }, set()),
    "Jekyll, _i18n": (both(("_i18n/en/_posts/2024-05-01-strike.md", "_i18n/es/_posts/2024-05-01-strike.md"), ("_i18n/en/school.md", "_i18n/es/school.md")), set()),
    "Docusaurus": (both(("docs/strike.md", "i18n/es/docusaurus-plugin-content-docs/current/strike.md"), ("blog/2024-06-01-school.md", "i18n/es/docusaurus-plugin-content-blog/2024-06-01-school.md")) | ABOUT | {
        "docusaurus.config.js": "module.exports = {i18n: {defaultLocale: 'en'}}",
    }, {"README.md", "LICENSE.md", "node_modules/"}),
    "Starlight": (both(("src/content/docs/strike.md", "src/content/docs/es/strike.md"), ("src/content/docs/guides/school.mdx", "src/content/docs/es/guides/school.mdx")) | {"README.md": ABOUT["README.md"]}, {"README.md"}),
    "MkDocs, suffixes": (both(("docs/strike.md", "docs/strike.es.md"), ("docs/school.en.md", "docs/school.es.md")) | {"mkdocs.yml": "theme:\n  language: en\n"}, set()),
    "MkDocs, folders": (both(("docs/en/strike.md", "docs/es/strike.md"), ("docs/en/school.md", "docs/es/school.md")), set()),
    "Astro": (both(("src/content/blog/en/strike.md", "src/content/blog/es/strike.md"), ("src/pages/school.md", "src/pages/es/school.md")), set()),
    "Eleventy": (both(("src/en/strike.md", "src/es/strike.md"), ("src/en/school.html", "src/es/school.html")) | {"src/_includes/base.html": TEMPLATE}, {"src/_includes/"}),
    "Eleventy, suffixes": (both(("strike.en.md", "strike.es.md"), ("school.en.html", "school.es.html")), set()),
    "VitePress": (both(("docs/strike.md", "docs/es/strike.md"), ("docs/guide/school.md", "docs/es/guide/school.md")), set()),
    "Nextra": (both(("content/en/strike.mdx", "content/es/strike.mdx"), ("content/en/school.mdx", "content/es/school.mdx")), set()),
    "Nextra, suffixes": (both(("pages/strike.en.mdx", "pages/strike.es.mdx"), ("pages/school.en.mdx", "pages/school.es.mdx")), set()),
    "readmes that are the pages": (both(("README.md", "README.es.md"), ("school/README.md", "school/README.es.md")), set()),
}  # fmt: skip


@pytest.mark.parametrize("git", [False, True], ids=["folder", "git"])
@pytest.mark.parametrize("name", TREES)
def test_a_tree_as_its_generator_has_it(desk: Desk, name: str, git: bool) -> None:
    files, aside = TREES[name]
    for path, text in files.items():
        desk.write(f"site/{path}", text)
    if git:
        for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "-qm", "The site"]):
            subprocess.run(["git", "-C", str(desk.folder / "site"), *words], check=True)
    told = desk.json("adopt", "site", "--lang", "en")
    articles: dict[str, set[str]] = {}
    for step in told["steps"]:
        assert step["outcome"] in {"created", "added"}, step
        articles.setdefault(step["article"], set()).add(step["language"])
    assert list(articles.values()) == [{"en", "es"}, {"en", "es"}]
    assert {one["place"] for one in told["unread"]} == aside


def test_a_book_s_table_of_contents_is_no_page(desk: Desk) -> None:
    for path, text in {"book.toml": '[book]\nlanguage = "es"\n', "src/SUMMARY.md": "# Summary\n\n- [Strike](strike.md)\n", "src/strike.md": md("strike", "es")}.items():
        desk.write(f"site/{path}", text)
    told = desk.json("adopt", "site")
    assert [(step["origin"], step["language"]) for step in told["steps"]] == [("site/src/strike.md", "es")]
    assert [one["place"] for one in told["unread"]] == ["src/SUMMARY.md"]


def test_a_told_pattern_says_what_is_outside_of_it(desk: Desk) -> None:
    for path, text in {"texts/en/strike.md": md("strike", "en"), "texts/es/strike.md": md("strike", "es"), "other/a.md": "A page.\n", "other/b.md": "A page.\n"}.items():
        desk.write(f"site/{path}", text)
    told = desk.json("adopt", "site", "--pattern", "texts/{language}/{path}")
    assert {step["origin"] for step in told["steps"]} == {"site/texts/en/strike.md", "site/texts/es/strike.md"}
    assert [(one["place"], one["why"]) for one in told["unread"]] == [("other/a.md", "and 1 more pages are outside the pattern")]


@pytest.mark.parametrize(("path", "text"), [
    ("hugo.toml", 'defaultContentLanguage = "es"'), ("config/_default/hugo.yaml", "defaultContentLanguage: es"), ("site/docusaurus.config.ts", "i18n: {\n  defaultLocale: 'es',\n}"),
    ("astro.config.mjs", "locales: {root: {label: 'Español', lang: 'es'}, en: {}}"), ("docs/.vitepress/config.ts", "locales: {\n root: {label: 'x', lang: 'es'}}"),
    ("next.config.mjs", "i18n: { locales: ['es', 'en'],\n defaultLocale: 'es' }"), ("_config.yml", "default_lang: es"), ("mkdocs.yml", "theme:\n  language: es"), ("book.toml", '[book]\nlanguage = "es"'),
])  # fmt: skip
def test_settings_tell_the_language_of_the_root(path: str, text: str) -> None:
    assert generators.is_settings(path)
    assert generators.root_language({path: text, "z/z/hugo.toml": 'defaultContentLanguage = "fr"'}) == "es"
    assert generators.root_language({path: "nothing = 1"}) == ""


def test_names_that_only_look_like_what_is_left_out() -> None:
    pages = ["content/a.md", "blog/layouts/a.md", "security.md", "docs/README.md", "summary.md"]
    assert generators.aside(pages, {path: [path] for path in pages}) == {}
    assert generators.aside(["README.md"], {"README": ["README.md"]}) == {}, "the only page there is"
