"""Which path is in which language: layouts of generators, words that only look like languages, patterns that are told."""

from __future__ import annotations

import pytest

from tests.limits import bounded
from translate_flow.adoption import layouts
from translate_flow.errors import UsageError

STARLIGHT = [f"docs/src/content/docs/{where}{page}" for where in ("", "fr/", "pt-br/", "zh-cn/") for page in ("index.mdx", "guides/a.md", "guides/b.mdx")]
CASES = {  # name → (paths, {path: (language, key path)}, a part of the layout's name)
    "starlight": (
        [*STARLIGHT, "docs/src/content/docs/de/404.md", "docs/src/content/docs/404.md", "README.md"],
        {
            "docs/src/content/docs/guides/a.md": ("", "docs/src/content/docs/guides/a.md"),
            "docs/src/content/docs/pt-br/guides/a.md": ("pt-BR", "docs/src/content/docs/guides/a.md"),
            "docs/src/content/docs/de/404.md": ("de", "docs/src/content/docs/404.md"),
            "README.md": ("", "README.md"),
        },
        "Starlight",
    ),
    "hugo folders": (
        ["hugo.toml", "content/en/post/a.md", "content/en/_index.md", "content/es/post/a.md", "content/es/post/only-here.md", "content/pt_BR/post/a.md"],
        {
            "content/en/post/a.md": ("en", "content/post/a.md"),
            "content/es/post/only-here.md": ("es", "content/post/only-here.md"),
            "content/pt_BR/post/a.md": ("pt-BR", "content/post/a.md"),
        },
        "Hugo",
    ),
    "hugo folders with slugs of their own": (
        ["content/en/hello.md", "content/es/hola.md", "content/it/ciao.md"],
        {"content/es/hola.md": ("es", "content/hola.md"), "content/it/ciao.md": ("it", "content/ciao.md")},
        "Hugo",
    ),
    "hugo suffixes and bundles": (
        ["content/post/a.md", "content/post/a.es.md", "content/b/index.fr.md", "content/b/index.en.md", "content/post/a.zh-Hant.md"],
        {
            "content/post/a.md": ("", "content/post/a.md"), "content/post/a.es.md": ("es", "content/post/a.md"),
            "content/b/index.en.md": ("en", "content/b/index.md"), "content/post/a.zh-Hant.md": ("zh-Hant", "content/post/a.md"),
        },
        "Hugo, file suffixes",
    ),
    "jekyll": (
        ["_config.yml", "_posts/2020-01-02-a.md", "es/_posts/2020-01-02-a.md", "es/about.md", "about.md", "_layouts/post.html"],
        {"_posts/2020-01-02-a.md": ("", "_posts/2020-01-02-a.md"), "es/_posts/2020-01-02-a.md": ("es", "_posts/2020-01-02-a.md"), "es/about.md": ("es", "about.md")},
        "Jekyll",
    ),
    "jekyll _i18n": (
        ["_i18n/en/_posts/2020-01-02-a.md", "_i18n/es/_posts/2020-01-02-a.md", "_i18n/es/pages/b.md"],
        {"_i18n/es/_posts/2020-01-02-a.md": ("es", "_i18n/_posts/2020-01-02-a.md")},
        "Jekyll",
    ),
    "jekyll _posts/xx": (
        ["_posts/en/2020-01-02-a.md", "_posts/fr/2020-01-02-a.md"],
        {"_posts/fr/2020-01-02-a.md": ("fr", "_posts/2020-01-02-a.md")},
        "Jekyll",
    ),
    "docusaurus": (
        [
            "website/docusaurus.config.js", "website/docs/x.md", "website/blog/n.md", "website/versioned_docs/version-1.0/x.md", "website/src/pages/p.md",
            "website/i18n/es/docusaurus-plugin-content-docs/current/x.md", "website/i18n/es/docusaurus-plugin-content-docs/version-1.0/x.md",
            "website/i18n/es/docusaurus-plugin-content-blog/n.md", "website/i18n/es/docusaurus-plugin-content-pages/p.md",
        ],
        {
            "website/docs/x.md": ("", "website/docs/x.md"),
            "website/i18n/es/docusaurus-plugin-content-docs/current/x.md": ("es", "website/docs/x.md"),
            "website/i18n/es/docusaurus-plugin-content-docs/version-1.0/x.md": ("es", "website/versioned_docs/version-1.0/x.md"),
            "website/i18n/es/docusaurus-plugin-content-blog/n.md": ("es", "website/blog/n.md"),
            "website/i18n/es/docusaurus-plugin-content-pages/p.md": ("es", "website/src/pages/p.md"),
        },
        "Docusaurus",
    ),
    "docusaurus beside its docs": (
        ["docs/x.md", "website/i18n/fr/docusaurus-plugin-content-docs/current/x.md"],
        {"website/i18n/fr/docusaurus-plugin-content-docs/current/x.md": ("fr", "docs/x.md")},
        "Docusaurus",
    ),
    "mkdocs folders": (
        ["mkdocs.yml", "docs/en/a.md", "docs/en/b.md", "docs/ja/a.md", "docs/ja/b.md"],
        {"docs/ja/a.md": ("ja", "docs/a.md"), "docs/en/a.md": ("en", "docs/a.md")},
        "MkDocs, folders",
    ),
    "mkdocs suffixes": (
        ["mkdocs.yml", "docs/a.md", "docs/a.fr.md", "docs/sub/index.md", "docs/sub/index.fr.md"],
        {"docs/sub/index.fr.md": ("fr", "docs/sub/index.md")},
        "MkDocs, file suffixes",
    ),
    "web pages by folder, in capitals": (
        ["index.html", "news/a.HTML", "ar/index.html", "ar/news/a.HTML"],
        {"ar/news/a.HTML": ("ar", "news/a.HTML"), "index.html": ("", "index.html")},
        "folders",
    ),
    "one bundle a post": (
        ["posts/hello/index.md", "posts/hello/es/index.md", "posts/other/index.md"],
        {"posts/hello/es/index.md": ("es", "posts/hello/index.md")},
        "folders",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_layout_is_recognised(name):
    paths, expected, called = CASES[name]
    layout = layouts.detect(paths)
    assert {path: layout.split(path) for path in expected} == expected
    assert called in layout.name
    assert layout.why.endswith(".")
    assert len(layout.why) > 20


@pytest.mark.parametrize(
    "paths",
    [
        ["docs/it/setup.md", "docs/hr/leave.md", "docs/legal/terms.md"],  # departments
        ["it/index.md", "index.md", "about.md"],  # a page that any folder has
        ["is/a.md", "is/b.md", "was/c.md"],
        [f"sdk/{name}/{page}.md" for name in ("cs", "go", "js", "py", "ts", "rust", "java") for page in ("install", "use")],
        ["notes/release.io.md", "notes/what.is.md", "notes/x.md"],
        ["api/a.md", "src/a.md", "lib/a.md", "doc/a.md"],
        ["how-to-do-it.md", "how-to-do.md", "how-to.md", "sign-in.md", "sign.md"],
        ["docs/a.md", "img/es/flag.png", "es/data.json"],
        [],
    ],
)
def test_words_are_no_languages(paths):
    layout = layouts.detect(paths)
    assert [layout.split(path) for path in paths] == [("", path) for path in paths]
    assert layout.name == "one language"


def test_folders_are_called_by_names_of_languages_too():
    layout = layouts.detect([f"content/{name}/{page}.md" for name in ("english", "French") for page in ("one", "two")])
    assert layout.split("content/French/one.md") == ("fr", "content/one.md")
    assert layouts.detect(["polish/a.md", "nails/b.md", "latin/c.md"]).folders == {}, "words, without counterparts"


def test_a_lone_folder_with_counterparts_is_a_language():
    paths = ["a.md", "b.md", "c.md", "it/a.md", "it/b.md"]
    assert layouts.detect(paths).split("it/a.md") == ("it", "a.md")


def test_the_sentence_counts():
    why = layouts.detect(STARLIGHT).why
    assert "docs/src/content/docs/" in why
    assert "fr (3)" in why
    assert "3 pages are in the root's language" in why
    assert "3 of 3 articles" in why


def test_a_told_pattern():
    layout = layouts.told("content/{language}/{path}", "content/{path}")
    assert layout.split("content/it/x/a.md") == ("it", "x/a.md")
    assert layout.split("content/x/a.md") == ("", "x/a.md")
    assert layout.how("content/it/x/a.md") == "folder"
    assert layout.covers("content/x/a.md")
    assert not layout.covers("README.md")
    assert layout.split("README.md") == ("", "README.md")
    assert not layouts.told("content/{language}/{path}").covers("content/blog/a.md")


def test_a_told_pattern_of_suffixes():
    layout = layouts.told("{path}.{language}.md", "{path}.md")
    assert layout.split("posts/a.pt_BR.md") == ("pt-BR", "posts/a")
    assert layout.split("posts/a.md") == ("", "posts/a")
    assert layout.how("posts/a.pt_BR.md") == "file suffix"


def test_a_path_with_a_newline_keeps_it():
    paths = ["a\nb.md", "es/a\nb.md", "es/c.md", "c.md"]
    assert layouts.detect(paths).split("es/a\nb.md") == ("es", "a\nb.md")
    assert layouts.told("{language}/{path}").split("es/a\nb.md") == ("es", "a\nb.md")


@pytest.mark.parametrize(("pattern", "source"), [("content/{path}", ""), ("{language}/x", ""), ("{language}/{language}/{path}", ""), ("{language}/{path}", "x"), ("{language}/{path}", "{language}/{path}")])
def test_a_pattern_without_its_fields_is_refused(pattern, source):
    with pytest.raises(UsageError) as error:
        layouts.told(pattern, source)
    assert "{language}/{path}" in error.value.remedy


def test_many_paths_take_linear_time():
    with bounded():
        paths = [f"content/{tag}/section-{number % 100}/page-{number}.md" for tag in ("en", "es", "fr", "de", "pt-br") for number in range(20_000)]
        layout = layouts.detect(paths)
        assert layout.split(paths[-1]) == ("pt-BR", "content/section-99/page-19999.md")
        deep = ["es/" * 400 + f"{number}.md" for number in range(50)]
        layouts.detect(deep)
