"""Saved pages: what each says of itself and of its other versions, and which of a folder's pages are articles."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commandline import Desk
from tests.limits import bounded
from translate_flow.adoption import feeds, saved_pages
from translate_flow.adoption.addresses import address_key, is_home
from translate_flow.adoption.items import Item, Said, Unread
from translate_flow.adoption.language_words import language_of
from translate_flow.adoption.page_facts import PageFacts, facts
from translate_flow.errors import Unreadable, UsageError
from translate_flow.services import sources

HOST = "https://ribera.example"
TEXTS = {
    "es": ("Vuelve el tren a la ribera", "El tren volvió ayer al andén de la ribera después de nueve años sin servicio, y la estación se llenó de vecinos.", "La cooperativa que lo sostiene dice que habrá cuatro salidas diarias hasta el puerto, y dos los domingos de verano."),
    "en": ("The train is back on the riverside", "The train came back to the riverside platform yesterday after nine years without service, and the station filled with neighbours.", "The cooperative behind it says that there will be four departures a day to the harbour, and two on summer Sundays."),
    "pt-BR": ("O trem volta à beira do rio", "O trem voltou ontem à plataforma da beira do rio depois de nove anos sem serviço, e a estação se encheu de vizinhos.", "A cooperativa que o mantém diz que haverá quatro partidas diárias até o porto, e duas nos domingos de verão."),
    "ar": ("عودة القطار إلى ضفة النهر", "عاد القطار أمس إلى رصيف ضفة النهر بعد تسع سنوات من التوقف، وامتلأت المحطة بسكان الحي الذين انتظروا ذلك طويلا.", "وتقول الجمعية التعاونية التي تديره إن أربع رحلات ستنطلق كل يوم إلى الميناء، ورحلتين أيام الأحد في الصيف."),
}  # fmt: skip


def page(language: str = "es", *, head: str = "", above: str = "", before: str = "", after: str = "", below: str = "", classes: str = "", lang: str | None = None, title: str = "") -> str:
    """A whole page with an article: `above` stands over it, `before` under its title, `after` at its end, `below` under it."""
    name, one, two = TEXTS[language]
    shown = f' lang="{language if lang is None else lang}"' if lang != "" else ""
    return f"""<!DOCTYPE html>
<html{shown}><head><meta charset="utf-8"><title>{title or name} – La Ribera</title>{head}</head>
<body class="{classes}"><header><nav class="main-menu"><a href="/">La Ribera</a> <a href="/ciudad/">Ciudad</a></nav>{above}</header>
<main><article><h1>{title or name}</h1>{before}<div class="entry-content"><p>{one}</p><p>{two}</p>{after}</div></article></main>
{below}<footer><p>La Ribera, 2024</p></footer></body></html>"""


def read(text: str, **more: str) -> PageFacts:
    return facts(text.encode(), **more)


def saved(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def split(folder: Path, **more: list[feeds.Place]) -> tuple[dict[str, Item], dict[str, Unread]]:
    found = list(saved_pages.items(folder, **more))
    return {each.origin: each for each in found if isinstance(each, Item)}, {each.place: each for each in found if isinstance(each, Unread)}


def urls(facts: PageFacts) -> dict[str, tuple[str, str]]:
    return {tag: (said.value.removeprefix(HOST), said.how) for tag, said in facts.links.items()}


def canonical(path: str) -> str:
    return f'<link rel="canonical" href="{HOST}{path}">'


def alternates(**paths: str) -> str:
    return "".join(f'<link rel="alternate" hreflang="{tag.replace("_", "-")}" href="{HOST}{path}">' for tag, path in paths.items())


# What a page says of itself

def test_hreflang_tells_the_page_itself_the_others_and_the_default() -> None:
    found = read(page(head=canonical("/es/tren/") + alternates(es="/es/tren/", en="/en/train/", pt_BR="/pt/trem/", x_default="/en/train/")))
    assert found.url == found.canonical == HOST + "/es/tren/"
    assert urls(found) == {"en": ("/en/train/", "hreflang"), "pt-BR": ("/pt/trem/", "hreflang")}
    assert found.default == HOST + "/en/train/"
    assert [said.how for said in found.languages] == ["hreflang", "lang attribute"]
    assert found.warnings == ()


def test_wrong_hreflang_warns_and_hurts_nothing() -> None:
    head = canonical("/es/tren/") + f"""<link rel="alternate" hreflang="pt_BR" href="/pt/trem/"><link rel="alternate" hreflang="jp" href="{HOST}/ja/densha/">
        <link rel="alternate" hreflang="klingonese" href="{HOST}/k/"><link rel="alternate" hreflang="de" href="{HOST}/de/"><link rel="alternate" hreflang="en" href="">
        <link rel="alternate" hreflang="en" type="application/rss+xml" href="{HOST}/en/feed/"><link rel="alternate" hreflang="ja" href="{HOST}/ja/other/">
        <link rel="alternate" hreflang="fr" href="http://[broken">"""
    found = read(page(head=head))
    assert urls(found) == {"pt-BR": ("/pt/trem/", "hreflang"), "ja": ("/ja/densha/", "hreflang"), "fr": ("http://[broken", "hreflang")}
    for said in ("underscore", "code of a country", "klingonese", "home page, https://ribera.example/de/", "relative", "two Japanese versions"):
        assert any(said in warning for warning in found.warnings), said


def test_a_json_ld_graph() -> None:
    head = canonical("/pt/trem/") + """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "@id": "https://ribera.example/#site", "inLanguage": "es"},
        {"@type": "NewsArticle", "@id": "https://ribera.example/other/#a", "inLanguage": "de", "datePublished": "2001-01-01"},
        {"@type": ["NewsArticle"], "@id": "https://ribera.example/pt/trem/#article", "inLanguage": {"@type": "Language", "alternateName": "pt-BR"},
         "datePublished": "2024-03-05T08:00:00-03:00", "dateModified": "2024-03-06", "translationOfWork": {"@id": "#es"},
         "workTranslation": [{"@type": "NewsArticle", "url": "/en/train/", "inLanguage": "en"}, {"@id": "https://ribera.example/nowhere/"}]},
        {"@id": "#es", "@type": "NewsArticle", "url": "https://ribera.example/es/tren/", "inLanguage": "es"}]}</script>"""
    found = read(page("pt-BR", head=head, lang=""))
    assert found.languages == (Said("pt-BR", "JSON-LD"),)
    assert found.parents == (Said(HOST + "/es/tren/", "JSON-LD"), Said("es", "JSON-LD"))
    assert urls(found) == {"en": ("/en/train/", "JSON-LD"), "es": ("/es/tren/", "JSON-LD")}
    assert (found.published, found.modified, found.nature) == ("2024-03-05T08:00:00-03:00", "2024-03-06", "article")


@pytest.mark.parametrize("script", ['{"@type": "Article", }', '{"@type": "Article"', "not json", "[" * 50_000, '"text"', "[null, 3]", '{"@graph": 7, "@type": {"a": 1}, "inLanguage": 4, "url": {"url": []}}'])  # fmt: skip
def test_bad_json_ld_warns_at_most(script: str) -> None:
    found = read(page(head=canonical("/es/tren/") + f'<script type="application/ld+json">{script}</script>'))
    assert found.url == HOST + "/es/tren/"
    assert any("JSON-LD in line" in warning for warning in found.warnings) == (script[0] in '{n[' and script not in {"[null, 3]"} and "graph" not in script)


def test_json_ld_wrapped_as_older_templates_do() -> None:
    script = '<script type="application/ld+json">\n//<![CDATA[\n{"@type": "BlogPosting", "inLanguage": "ca", "headline": "a\tb"};\n//]]>\n</script>'
    assert read(page(head=script, lang="")).languages == (Said("ca", "JSON-LD"),)


def test_open_graph() -> None:
    head = f"""<meta property="og:url" content="{HOST}/es/tren/"><meta property="og:locale" content="es_AR"><meta property="og:locale:alternate" content="en_US">
        <meta property="og:locale:alternate" content="pt_BR"><meta property="og:type" content="article"><meta property="article:published_time" content="2024-03-05T08:00:00Z">
        <meta property="article:modified_time" content="soon"><meta property="article:section" content="Ciudad"><meta property="article:tag" content="Trenes">
        <meta property="article:tag" content="Puerto"><meta http-equiv="content-language" content="es, en">"""
    found = read(page(head=head, lang=""))
    assert found.url == HOST + "/es/tren/"
    assert found.canonical == ""
    assert [said.how for said in found.languages] == ["og:locale", "content-language"]
    assert found.alternates == ("en_US", "pt_BR")
    assert (found.published, found.modified, found.terms) == ("2024-03-05T08:00:00+00:00", "", ("Ciudad", "Trenes", "Puerto"))
    assert any("soon" in warning for warning in found.warnings)


def test_canonicals_that_cannot_be_right() -> None:
    og = f'<meta property="og:url" content="{HOST}/es/tren/">'
    two = read(page(head=f'<link rel="canonical" href="{HOST}/es/otro/">' + canonical("/es/tren/") + og))
    assert two.canonical == HOST + "/es/tren/"
    assert any("2 canonical addresses" in warning for warning in two.warnings)
    home = read(page(head=f'<link rel="canonical" href="{HOST}/">' + og))
    assert (home.canonical, home.url) == ("", HOST + "/es/tren/")
    assert any("home page" in warning for warning in home.warnings)
    relative = read(page(head='<link rel="canonical" href="/es/tren/">' + og.replace("tren", "x")))
    assert relative.url == HOST + "/es/tren/"
    assert any("relative" in warning for warning in relative.warnings)


def test_what_the_saving_program_noted() -> None:
    for comment in (f"<!-- saved from url=(0034){HOST}/es/tren/ -->", "<!-- Mirrored from ribera.example/es/tren/ by HTTrack Website Copier/3.x -->", f"<!--\n Page saved with SingleFile \n url: {HOST}/es/tren/ \n-->"):
        found = read(page().replace("<head>", f"{comment}<head>"))
        assert found.url == HOST + "/es/tren/", comment


def test_the_article_s_own_language_is_surer_than_the_page_s() -> None:
    found = read(page("ar", lang="en-US").replace("<article>", '<article lang="ar" dir="rtl">'))
    assert found.languages == (Said("ar", "article lang attribute"), Said("en-US", "lang attribute"))
    assert any("It says that it is in Arabic (article lang attribute), in English" in warning for warning in found.warnings)
    assert read(page(lang="español")).languages == (Said("es", "lang attribute"),)
    assert read(page(lang="xx-klingon")).languages == ()


_PIECES = st.sampled_from([
    '<link rel="canonical" href="ADDRESS">', '<link rel="alternate" hreflang="WORD" href="ADDRESS">', '<base href="ADDRESS">', '<meta property="og:url" content="ADDRESS">',
    '<meta property="og:locale" content="WORD">', '<script type="application/ld+json">{"@type": "Article", "url": "ADDRESS", "inLanguage": "WORD", "translationOfWork": {"@id": "ADDRESS"}}</script>',
    '<script type="application/ld+json">{"@type": ["Article", 4], "workTranslation": [["WORD"], {"url": ["ADDRESS"]}], "mainEntityOfPage": {"@id": 5}}</script>',
    '<ul class="wpml-ls"><li class="lang-item-WORD"><a href="ADDRESS" lang="WORD">WORD</a></li></ul>', '<p><a href="ADDRESS">WORD</a> | <a href="ADDRESS">English</a></p>',
    '<article lang="WORD"><h1>x</h1>', '<select><option value="ADDRESS">WORD</option><option>WORD</option></select>', '<h2><a href="ADDRESS">WORD</a></h2>', "</p></ul></div>", "<html lang=WORD>",
])  # fmt: skip
_WORDS = st.sampled_from(["es", "pt_BR", "x-default", "Español", "jp", "--", "e" * 300, "zh-Hant-TW", "(", "中文版", "İ", "i-klingon", "C", "\x85", "en,fr"])
_ADDRESSES = st.sampled_from(["/", "", "#", "http://[x", "http://x:y/", "//", "https://ribera.example/es/a/", "../b.html", "?lang=es", "javascript:x", "http://x.example:99999/", "https://user@[::1]/", "\x85://", "%ff", "file:///etc/passwd"])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(_PIECES, _WORDS, _ADDRESSES), max_size=8))
def test_whatever_a_page_says_it_is_read(tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[str, str, str]]) -> None:
    text = "<!DOCTYPE html>" + "".join(piece.replace("WORD", word).replace("ADDRESS", address) for piece, word, address in pieces) + "<p>Text</p>"
    folder = saved(tmp_path_factory.mktemp("any"), {"a/b.html": text, "x.example/b.html": text})
    for each in saved_pages.items(folder):
        assert isinstance(each, Item | Unread)


# Switchers

POLYLANG = f"""<ul class="polylang-langs"><li class="lang-item lang-item-2 lang-item-es current-lang lang-item-first"><a lang="es-ES" hreflang="es-ES" href="{HOST}/es/tren/">Español</a></li>
<li class="lang-item lang-item-5 lang-item-en"><a lang="en-US" hreflang="en-US" href="{HOST}/en/train/"><img alt="English" src="data:,"></a></li>
<li class="lang-item lang-item-9 lang-item-fr no-translation"><a lang="fr-FR" hreflang="fr-FR" href="{HOST}/fr/"></a></li></ul>"""
POLYLANG_SELECT = f"""<label class="screen-reader-text" for="l">Choose</label><select name="lang_choice_1" id="l" class="pll-switcher-select">
<option value="{HOST}/es/tren/" lang="es-ES" selected="selected">Español</option><option value="{HOST}/en/train/" lang="en-US">English</option></select>"""
WPML = f"""<div class="wpml-ls-statics-shortcode_actions wpml-ls wpml-ls-legacy-list-horizontal"><ul>
<li class="wpml-ls-slot-shortcode_actions wpml-ls-item wpml-ls-item-es wpml-ls-current-language wpml-ls-first-item"><a href="{HOST}/es/tren/" class="wpml-ls-link"><span class="wpml-ls-native">Español</span></a></li>
<li class="wpml-ls-slot-shortcode_actions wpml-ls-item wpml-ls-item-en"><a href="{HOST}/en/train/" class="wpml-ls-link"><span class="wpml-ls-native" lang="en">English</span><span class="wpml-ls-display"> (Inglés)</span></a></li></ul></div>"""
TRANSLATEPRESS = f"""<div class="trp_language_switcher_shortcode"><div class="trp-language-switcher trp-language-switcher-container"><div class="trp-ls-shortcode-current-language"><a href="#" class="trp-ls-shortcode-disabled-language trp-ls-disabled-language" title="Spanish">Spanish</a></div>
<div class="trp-ls-shortcode-language"><a href="{HOST}/en/train/" title="English"><img class="trp-flag-image" src="en.png" alt="en_US"> English</a></div></div></div>"""
WEGLOT = f"""<aside data-wg-notranslate class="country-selector weglot-dropdown closed"><div data-wg-notranslate class="wgcurrent wg-li weglot-lang flag-0 wg-es" data-code-language="es"><span>ES</span></div>
<ul><li class="wg-li weglot-lang flag-0 wg-en" data-code-language="en"><a data-wg-notranslate href="{HOST}/en/train/">EN</a></li></ul></aside>"""
MULTILINGUALPRESS = f"""<nav class="mlp-language-nav"><ul><li class="mlp-language-nav-item"><a rel="alternate" hreflang="en-US" href="{HOST}/en/train/">EN-us</a></li>
<li class="mlp-language-nav-item mlp-current-language-item current-language"><a rel="alternate" hreflang="es-ES" href="{HOST}/es/tren/">ES</a></li></ul></nav>"""
HAND_MADE = """<div id="idiomas"><strong>ES</strong> | <a href="/en/train/">EN</a> | <a href="/pt/trem/">PT-BR</a></div>"""
HAND_MADE_NAMES = """<ul><li><a href="/es/tren/">Español</a></li><li><a href="/en/train/">English</a></li><li><a href="/contacto/">Contacto</a></li></ul>"""


@pytest.mark.parametrize("switcher", [POLYLANG, POLYLANG_SELECT, WPML, TRANSLATEPRESS, WEGLOT, MULTILINGUALPRESS, HAND_MADE, HAND_MADE_NAMES])
def test_switchers(switcher: str) -> None:
    found = read(page(head=canonical("/es/tren/"), above=switcher, lang=""))
    english = {languages.partition("-")[0]: said for languages, said in found.links.items()}
    assert english["en"] == Said(HOST + "/en/train/", "switcher")
    assert "fr" not in english, "a link to a home page is none to a translation"
    assert "es" not in english
    if switcher is not HAND_MADE:
        assert [(said.value.partition("-")[0], said.how) for said in found.languages] == [("es", "switcher")]


def test_a_menu_of_sections_and_machine_translation_is_no_switcher() -> None:
    menu = '<nav><ul><li><a href="/it/">IT</a></li><li><a href="/hr/x/">HR</a></li><li><a href="/sales/">Sales</a></li><li><a href="/law/">Law</a></li></ul></nav>'
    cuisine = '<ul><li><a href="/cocina/italiano/">Italiano</a></li><li><a href="/cocina/pasta/">Pasta</a></li><li><a href="/cocina/pan/">Pan</a></li><li><a href="/f/">Français</a></li></ul>'
    machine = '<div class="gtranslate_wrapper"><a href="/en/tren/" class="glink" title="English">English</a><a href="/fr/tren/" class="glink">Français</a></div>'
    elsewhere = '<p><a href="https://translate.example/?u=x&tl=en">English</a> | <a href="https://translate.example/?u=x&tl=fr">Français</a></p>'
    for each in (menu, cuisine, machine, elsewhere):
        assert read(page(head=canonical("/es/tren/"), above=each)).links == {}, each


@pytest.mark.parametrize(("line", "tag"), [
    ('<a href="/x/y/">Leer en español</a>', "es"), ('<p class="lang">Read this in <a href="/x/y/">English</a></p>', "en"), ('<p><a href="/x/y/">Auf Deutsch lesen</a></p>', "de"),
    ('<p>Also available in: <a href="/x/y/">Portuguese</a></p>', "pt"), ('<p><a href="/x/y/">English version</a></p>', "en"), ('<p><a href="/x/y/">Lire en français</a></p>', "fr"),
    ('<p><a href="/x/y/">Читать на русском</a></p>', "ru"), ('<p><a href="/x/y/">中文版</a></p>', "zh"), ('<p><a href="/x/y/">اقرأ هذا المقال بالعربية</a></p>', "ar"),
    ('<p>También disponible en <a href="/x/y/">inglés</a></p>', "en"), ('<p><a href="/x/y/">Kiswahili</a></p>', "sw"), ('<div><a href="/x/y/">한국어로 읽기</a></div>', "ko"),
    ('<p><a href="/x/y/">Leia em português</a></p>', "pt"), ('<p><a href="/x/y/">日本語で読む</a></p>', "ja"),
])  # fmt: skip
def test_links_under_the_byline(line: str, tag: str) -> None:
    found = read(page("pt-BR", head=canonical("/pt/trem/"), before=line))
    assert urls(found) == {tag: ("/x/y/", "link")}


@pytest.mark.parametrize("line", [
    '<p>She learned <a href="/x/y/">English</a> in school, and later taught it to the children of the harbour.</p>', '<p>La <a href="/x/y/">versión</a> de los hechos.</p>',
    '<p><a href="/x/y.pdf">English</a></p>', '<p><a href="#en">English</a></p>', '<p><a href="mailto:en@x.example">English</a></p>', '<p><a href="https://other.example/">English</a></p>',
    '<p><a href="/x/y/">The English patient</a></p>', '<p><a href="/x/y/">Indonesia</a></p>',
])  # fmt: skip
def test_links_that_only_speak_of_a_language(line: str) -> None:
    assert read(page(head=canonical("/es/tren/"), before=line)).links == {}


@pytest.mark.parametrize(("words", "tag"), [
    ("Español", "es"), ("🇧🇷 Português (Brasil)", "pt-BR"), ("English ▾", "en"), ("简体中文", "zh-Hans"), ("Bahasa Indonesia", "id"), ("हिंदी", "hi"), ("עברית", "he"),
    ("anglais", "en"), ("", ""), ("Es tut mir leid", ""), ("—", ""), ("x" * 500, ""),
])  # fmt: skip
def test_language_of(words: str, tag: str) -> None:
    assert language_of(words, "fr") == tag


def test_addresses() -> None:
    same = ["https://www.ribera.example/es/tren/", "http://ribera.example/es/tren", "https://ribera.example:443/es/tren/index.html?utm_source=x#top", "https://ribera.example/es/tren?amp"]
    assert len({address_key(each) for each in same}) == 1
    assert address_key("https://x.example/?p=1") != address_key("https://x.example/?p=2")
    assert address_key("https://x.example/%D9%82/") == address_key("https://x.example/ق")
    assert [is_home(each) for each in (HOST, HOST + "/", HOST + "/es/", HOST + "/pt-br", HOST + "/?lang=es", HOST + "/?p=3", HOST + "/tren/", "es/tren")] == [True] * 5 + [False] * 3
    assert address_key("http://[broken") == "http://[broken"


# Folders

def site() -> dict[str, str | bytes]:
    """A small site as wget mirrors it, with Polylang: an article in three languages, and pages that hold none."""
    paths = {"es": "/es/tren/", "en": "/en/train/", "ar": "/ar/قطار/"}
    head = alternates(**paths)
    entries = "".join(f'<article class="post hentry"><h2><a href="/es/{n}/">Nota número {n}</a></h2><p>{TEXTS["es"][1]}</p></article>' for n in range(4))
    listing = f"<!DOCTYPE html><html lang='es'><head><title>La Ribera</title></head><body class='CLASS'><main><h1>La Ribera</h1>{entries}</main></body></html>"
    files: dict[str, str | bytes] = {
        f"ribera.example{path}index.html": page(tag, head=canonical(path) + head, above=POLYLANG if tag == "es" else "", classes="post-template-default single single-post postid-7")
        for tag, path in paths.items()
    }
    return files | {
        "ribera.example/index.html": listing.replace("CLASS", "home blog"), "ribera.example/es/index.html": listing.replace("CLASS", ""),
        "ribera.example/category/ciudad/index.html": listing.replace("CLASS", "archive category"), "ribera.example/tag/x.html": page(classes="tag archive"),
        "ribera.example/index.html?s=tren.html": listing.replace("CLASS", "search search-results"), "ribera.example/404.html": page(classes="error404"),
        "ribera.example/wp-content/style.css": "a{}", "ribera.example/robots.txt": "",
    }  # fmt: skip


def test_a_mirror_gives_its_articles_and_names_the_rest(tmp_path: Path) -> None:
    items, unread = split(saved(tmp_path, site()))
    assert list(items) == [HOST + "/ar/قطار/", HOST + "/en/train/", HOST + "/es/tren/"]
    tren = items[HOST + "/es/tren/"]
    assert tren.place == "/es/tren/"
    assert tren.document.title == TEXTS["es"][0]
    assert [block.text for block in tren.document.blocks][1:] == list(TEXTS["es"][1:])
    assert b"main-menu" not in tren.body
    assert b"lang-item" not in tren.body
    assert {tag: said.value for tag, said in tren.links.items()} == {"en": HOST + "/en/train/", "ar": HOST + "/ar/قطار/"}
    assert [said.how for said in tren.languages] == ["hreflang", "lang attribute", "switcher", "folder"]
    assert items[HOST + "/ar/قطار/"].languages[0] == Said("ar", "hreflang")
    assert len(unread) == 6
    assert unread["ribera.example/404.html"].why == "says that a page was not found"
    assert "search" in unread["ribera.example/index.html?s=tren.html"].why
    assert all("import" in each.remedy for each in unread.values())


def test_an_article_is_kept_as_import_keeps_it(tmp_path: Path) -> None:
    """So that what came in by `import` is the same text, and the same article, when the folder is adopted."""
    files = {"a.html": page(head=canonical("/es/tren/"), above=WPML), "b.html": page("ar", head=f'<meta property="og:url" content="{HOST}/ar/x/">'), "samples.html": (Path(__file__).parent / "samples/pages/classic-theme-en.html").read_bytes()}
    items, _ = split(saved(tmp_path, dict(files)))
    imported = [sources.read_file(tmp_path / name, sources.Options(default_language="es")) for name in files]
    assert {origin: item.body for origin, item in items.items()} == {each.origin: each.body for each in imported}


def test_wordpress_s_own_kinds_of_pages(tmp_path: Path) -> None:
    items, unread = split(saved(tmp_path, {"a.html": page(classes="page-template-default page page-id-2"), "b.html": page("en", classes="single single-post"), "c.html": page("ar", classes="attachment single single-attachment")}))
    assert {name: item.kind for name, item in items.items()} == {"a.html": "page", "b.html": "post"}
    assert unread["c.html"].why == "shows one picture or file"


def test_the_order_and_the_origins_are_steady(tmp_path: Path) -> None:
    one = [each.origin if isinstance(each, Item) else each.place for each in saved_pages.items(saved(tmp_path / "a", site()))]
    two = [each.origin if isinstance(each, Item) else each.place for each in saved_pages.items(saved(tmp_path / "b", dict(reversed(site().items()))))]
    assert one == two


def test_copies_of_a_page_come_once(tmp_path: Path) -> None:
    head = canonical("/es/tren/")
    items, unread = split(saved(tmp_path, {
        "ribera.example/es/tren/amp/index.html": page(head=head), "ribera.example/es/tren/index.html": page(head=head), "ribera.example/es/tren/index.html?amp.html": page(head=head),
        "ribera.example/es/tren/print.html": page(head=head), "ribera.example/en/train/index.html": page("en"), "ribera.example/en/train/amp/index.html": page("en"),
    }))  # fmt: skip
    assert list(items) == ["ribera.example/en/train/index.html", HOST + "/es/tren/"]
    assert items[HOST + "/es/tren/"].data["file"] == "ribera.example/es/tren/index.html"
    assert len(items[HOST + "/es/tren/"].data["copies"]) == 3  # type: ignore[arg-type]
    assert not unread


def test_a_canonical_that_many_articles_share_is_left_out(tmp_path: Path) -> None:
    items, _ = split(saved(tmp_path, {"a.html": page(head=canonical("/es/tren/")), "b.html": page("en", head=canonical("/es/tren/")), "c.html": page("ar", head=canonical("/"))}))
    assert set(items) == {HOST + "/es/tren/", "b.html", "c.html"}
    assert any("that of another page" in warning for warning in items["b.html"].warnings)
    assert any("is the home page" in warning for warning in items["c.html"].warnings)


def test_translations_whose_canonical_is_the_original_keep_their_links_and_language(tmp_path: Path) -> None:
    head = canonical("/es/tren/") + alternates(es="/es/tren/", en="/en/train/")
    items, _ = split(saved(tmp_path, {"ribera.example/en/train/index.html": page("en", head=head), "ribera.example/es/tren/index.html": page(head=head)}))
    train = items["ribera.example/en/train/index.html"]
    assert train.languages[0] == Said("en", "hreflang")
    assert train.links == {"es": Said(HOST + "/es/tren/", "hreflang")}
    assert items[HOST + "/es/tren/"].links == {"en": Said("ribera.example/en/train/index.html", "hreflang")}


def test_links_lead_to_the_origins_of_saved_files(tmp_path: Path) -> None:
    links = '<p><a href="../en/train.html">English</a></p>'
    items, _ = split(saved(tmp_path, {"es/tren.html": page(before=links), "en/train.html": page("en", before='<p><a href="../es/tren.html">Español</a></p>')}))
    assert items["es/tren.html"].links == {"en": Said("en/train.html", "link")}
    assert items["en/train.html"].links == {"es": Said("es/tren.html", "link")}
    assert items["es/tren.html"].place == "es/tren.html"
    assert Said("es", "folder") in items["es/tren.html"].languages


def test_links_rewritten_by_a_mirror_lead_to_the_page_s_address(tmp_path: Path) -> None:
    items, _ = split(saved(tmp_path, {
        "ribera.example/es/tren.html": page(head=canonical("/es/tren"), above='<ul class="lang-switcher"><li><a href="../en/train.html">EN</a></li><li class="active"><a href="tren.html">ES</a></li></ul>'),
        "ribera.example/en/train.html": page("en", head=canonical("/en/train")),
    }))  # fmt: skip
    assert items[HOST + "/es/tren"].links == {"en": Said(HOST + "/en/train", "switcher")}


@pytest.mark.parametrize("note", ["", "<!-- Mirrored from HOST/LANG/tren/ by HTTrack Website Copier/3.x [XR&CO'2014], Wed, 25 Nov 2026 -->"])
def test_addresses_that_a_mirror_rewrote_to_names_of_files(tmp_path: Path, note: str) -> None:
    """As `wget --mirror -k -E` and HTTrack leave them: canonical and links are names of files, queries are a part of names."""
    switcher = '<ul><li><a href="../../es/tren/index.html">Español</a></li><li><a href="../../en/tren/index.html%3Fx=1.html">English</a></li></ul>'
    names = {"es": "es/tren/index.html", "en": "en/tren/index.html?x=1.html"}
    files: dict[str, str | bytes] = {
        f"localhost:8765/{name}": page(tag, head='<link rel="canonical" href="index.html">' if tag == "es" else "", above=switcher).replace("<head>", note.replace("HOST", "localhost:8765").replace("LANG", tag) + "<head>")
        for tag, name in names.items()
    }  # fmt: skip
    items, _ = split(saved(tmp_path, files))
    origins = {tag: f"https://localhost:8765/{tag}/tren/" if note else f"localhost:8765/{name}" for tag, name in names.items()}
    assert set(items) == set(origins.values())
    assert items[origins["es"]].links == {"en": Said(origins["en"], "switcher")}
    assert items[origins["en"]].links == {"es": Said(origins["es"], "switcher")}
    assert items[origins["es"]].warnings == ()
    assert items[origins["es"]].place == ("/es/tren/" if note else "/es/tren/index.html")


def test_a_theme_that_says_one_language_for_all_is_believed_last(tmp_path: Path) -> None:
    head = {tag: canonical(f"/{tag}/x/") for tag in ("es", "en", "ar")}
    items, _ = split(saved(tmp_path, {f"{tag}.html": page(tag, head=each, lang="en-US") for tag, each in head.items()}))
    assert items[HOST + "/es/x/"].languages == (Said("es", "folder"), Said("en-US", "site"))
    sections = {"es": "Español", "en": "English", "ar": "العربية"}
    files: dict[str, str | bytes] = {
        f"{tag}.html": page(tag, lang="en-US", after=f'<p><a href="/category/{tag}-x/">{name}</a></p>', below=f'<div class="taxonomy-category"><a href="/s/{tag}/x/" rel="tag">{name}</a></div>')
        for tag, name in sections.items()
    }  # fmt: skip
    items, _ = split(saved(tmp_path / "sections", files))
    assert [said.value for said in items["ar.html"].languages] == ["ar", "en-US"]
    assert items["ar.html"].links == {}, "a link to a section is none to a version"


def test_feeds_and_sitemaps_fill_what_pages_lack(tmp_path: Path) -> None:
    places = [feeds.Place(HOST + "/tren/", {"es": Said(HOST + "/tren/", "sitemap"), "en": Said(HOST + "/train/", "sitemap")}, "2024-03-06", "2024-03-05")]
    items, _ = split(saved(tmp_path, {"a.html": page(head=canonical("/tren/"), lang=""), "b.html": page("en", head=canonical("/train/") + alternates(es="/otro/"), lang="")}), places=places)
    tren = items[HOST + "/tren/"]
    assert tren.links == {"en": Said(HOST + "/train/", "sitemap")}
    assert (tren.date, tren.modified) == ("2024-03-05", "2024-03-06")
    assert tren.languages == (Said("es", "sitemap"),)


def test_a_provenance_line_s_link_is_a_parent(tmp_path: Path) -> None:
    line = f'<p>Translated from the <a href="{HOST}/es/tren/">Spanish version</a></p>'
    items, _ = split(saved(tmp_path, {"a.html": page("en", head=canonical("/en/train/"), before=line), "b.html": page(head=canonical("/es/tren/"))}))
    assert items[HOST + "/en/train/"].parents == (Said(HOST + "/es/tren/", "provenance line"),)


def test_pages_built_with_elementor(tmp_path: Path) -> None:
    name, one, two = TEXTS["pt-BR"]
    text = f"""<!DOCTYPE html><html lang="pt-BR"><head><title>{name}</title>{canonical("/pt/trem/")}</head><body class="single single-post elementor-page">
    <div data-elementor-type="header" class="elementor elementor-location-header"><nav><a href="/">Início</a></nav>{WPML.replace("wpml-ls-current-language", "")}</div>
    <div data-elementor-type="single-post" class="elementor elementor-location-single"><h1 class="elementor-heading-title">{name}</h1>
    <div class="elementor-widget-theme-post-content"><div class="elementor-widget-container"><p>{one}</p><p>{two}</p></div></div></div>
    <div data-elementor-type="footer" class="elementor elementor-location-footer"><h3><a href="/a/">Um</a></h3><h3><a href="/b/">Dois</a></h3><h3><a href="/c/">Três</a></h3></div></body></html>"""
    items, _ = split(saved(tmp_path, {"p.html": text}))
    item = items[HOST + "/pt/trem/"]
    assert [block.text for block in item.document.blocks] == [name, one, two]
    assert {tag: said.value for tag, said in item.links.items()} == {"es": HOST + "/es/tren/", "en": HOST + "/en/train/"}


def test_a_browser_s_folder_of_parts_is_left_alone(tmp_path: Path) -> None:
    items, unread = split(saved(tmp_path, {
        "Tren.html": page().replace("<head>", f"<!-- saved from url=(0034){HOST}/es/tren/ --><head>"), "Tren_files/saved_resource.html": page("en"),
        "Train.htm": page("en"), "Train-Dateien/ad.html": page(), "page.mhtml": "MIME-Version: 1.0", ".cache/x.html": page(), "hts-cache/x.html": page(),
    }))  # fmt: skip
    assert list(items) == ["Train.htm", HOST + "/es/tren/"]
    assert list(unread) == ["page.mhtml"]


def test_symbolic_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    saved(tmp_path / "outside", {"secret.html": page("en")})
    folder = saved(tmp_path / "in", {"a.html": page()})
    (folder / "b.html").symlink_to(tmp_path / "outside" / "secret.html")
    (folder / "dir").symlink_to(tmp_path / "outside")
    (folder / "loop").symlink_to(folder)
    (folder / "same.html").symlink_to(folder / "a.html")
    (folder / "gone.html").symlink_to(folder / "nowhere.html")
    items, unread = split(folder)
    assert list(items) == ["a.html"]
    assert set(unread) == {"b.html", "dir", "gone.html"}


def test_files_that_cannot_be_read_stop_nothing(tmp_path: Path) -> None:
    saved(tmp_path, {"a.html": b"", "b.html": b"\x00\x01\x02binary", "c.html": "é".encode("latin-1"), "d.html": page(), "e.html": "<p>", "f.html": page("ar").encode("utf-16"), "g\nh.html": page("en")})
    with open(os.path.join(os.fsencode(tmp_path), b"z\xff.html"), "wb") as stream:
        stream.write(page("pt-BR").encode())
    items, unread = split(tmp_path)
    assert list(items) == ["d.html", "f.html", "g\nh.html", "z\\xff.html"]
    assert set(unread) == {"a.html", "b.html:1", "c.html:1", "e.html"}
    assert all(each.remedy for each in unread.values())


def test_a_page_that_goes_while_the_folder_is_read(tmp_path: Path) -> None:
    found = saved_pages.items(saved(tmp_path, {"a.html": page(), "b.html": page("en")}))
    assert isinstance(next(found), Item)
    (tmp_path / "b.html").unlink()
    assert list(found) == [Unread("b.html", "is not there any more", "Run the command again when nothing moves files there.")]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(saved_pages.items(tmp_path / "none"))
    assert list(saved_pages.items(tmp_path)) == []


def test_facts_of_what_is_no_text() -> None:
    with pytest.raises(Unreadable):
        facts(b"\x00\x01")
    assert facts(b"<!-- only a comment -->").languages == ()


@pytest.mark.parametrize("text", [
    "<ul>" * 3000 + '<a href="/en/x/">English</a>' * 3000, '<p><a href="/en/x/">English</a><a href="/fr/x/">Français</a></p>' * 20_000,
    '<a hreflang="en" lang="en" href="/x/">' * 20_000, "<article><h2><a href='/x/'>x</a></h2>" * 10_000, '<link rel="alternate" hreflang="en" href="/x/">' * 30_000,
])  # fmt: skip
def test_hostile_pages_cost_no_more_than_their_size(text: str) -> None:
    with bounded():
        read(f"<!DOCTYPE html><html><head>{canonical('/es/tren/')}</head><body>{text}</body></html>")


# At the real command, as people save sites

def adopted(desk: Desk, folder: Path) -> tuple[dict[str, set[str]], dict[str, str], list[str]]:
    """What the command brings in: article → its languages; what it did not read, place → why; and the contradictions."""
    told = desk.json("adopt", str(folder))
    articles: dict[str, set[str]] = {}
    for step in told["steps"]:
        if step["outcome"] in {"created", "added"}:
            articles.setdefault(step["article"], set()).add(step["language"])
    return articles, {one["place"]: one["why"] for one in told["unread"] if one["state"] != "noted"}, [step["why"] for step in told["steps"] if step["outcome"] == "contradiction"]


PATHS = {"es": "/es/vuelve-el-tren/", "en": "/en/back-on-the-riverside/", "pt-BR": "/pt/o-trem-volta/"}
NAMES = {"es": "Español", "en": "English", "pt-BR": "Português"}


def test_pages_saved_one_by_one_are_joined_by_addresses_without_a_host(desk: Desk) -> None:
    """A browser's tree of the page: the addresses in it are as the theme wrote them, from the site's top."""
    switcher = '<div class="trp-language-switcher">' + "".join(f'<a href="{path}" title="{NAMES[tag]}">{NAMES[tag]}</a>' for tag, path in PATHS.items()) + "</div>"
    names = {"es": "tren.html", "en": "train (1).html", "pt-BR": "Sem título.html"}
    files: dict[str, str | bytes] = {names[tag]: page(tag, head=f'<link rel="canonical" href="{path}">', above=switcher) for tag, path in PATHS.items()}
    articles, unread, _ = adopted(desk, saved(desk.folder / "pages", files))
    assert [{tag.partition("-")[0] for tag in tags} for tags in articles.values()] == [{"es", "en", "pt"}]
    assert unread == {}


def test_feeds_and_sitemaps_in_the_folder_tell_of_its_pages(desk: Desk) -> None:
    sitemap = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">' + "".join(
        f"<url><loc>{HOST}{path}</loc>" + "".join(f'<xhtml:link rel="alternate" hreflang="{tag}" href="{HOST}{other}"/>' for tag, other in PATHS.items()) + "</url>"
        for path in PATHS.values()
    ) + "</urlset>"  # fmt: skip
    rss = f"<?xml version='1.0'?><rss version='2.0'><channel><item><link>{HOST}{{}}</link><pubDate>{{}}</pubDate></item></channel></rss>"
    files: dict[str, str | bytes] = {f"ribera.example{path}index.html": page(tag) for tag, path in PATHS.items()}
    folder = saved(desk.folder / "pages", files | {
        "ribera.example/sitemap.xml": sitemap, "ribera.example/broken.xml": "<rss><channel><item>", "ribera.example/theme.xml": "<settings/>", "README.md": "# Saved on Monday\n",
        "ribera.example/feed/index.html": rss.format(PATHS["es"], "Tue, 05 Mar 2024 08:00:00 GMT"), "ribera.example/es/feed/index.html": rss.format(PATHS["en"], "Wed, 06 Mar 2024 08:00:00 GMT"),
        "ribera.example/es/vuelve-el-tren/feed/index.html": rss.format(PATHS["pt-BR"] + "#comment-1", "Fri, 03 Jan 2020 08:00:00 GMT"),
    })  # fmt: skip
    articles, unread, _ = adopted(desk, folder)
    assert list(articles.values()) == [set(PATHS)]
    feed = "is a feed or a sitemap under the name of a page"
    broken = unread.pop("ribera.example/broken.xml:1")
    assert broken.startswith("is broken XML")
    assert unread == {f"ribera.example/{path}feed/index.html": feed for path in ("", "es/", "es/vuelve-el-tren/")}
    places, _ = feeds.in_folder(folder)
    assert {place.url.removeprefix(HOST): place.date[:10] for place in places} == {PATHS["es"]: "2024-03-05", PATHS["en"]: "2024-03-06", PATHS["pt-BR"]: ""}


@pytest.mark.parametrize("wrong", ["no link back", "no self-reference", "country for language", "underscore", "x-default in place of itself", "words"])
def test_clusters_of_hreflang_with_an_error_still_join(desk: Desk, wrong: str) -> None:
    paths = {tag: PATHS[tag] for tag in ("es", "en")}
    heads = {tag: {other: path for other, path in paths.items() if wrong != "no self-reference" or other != tag} for tag in paths}
    written = {"country for language": {"en": "en-UK"}, "underscore": {"en": "en_GB", "es": "es_ES"}, "words": {"en": "english", "es": "español"}}.get(wrong, {})
    if wrong == "no link back":
        heads["en"] = {}
    if wrong == "x-default in place of itself":
        heads["es"] = {"x-default": paths["es"], "en": paths["en"]}
    files: dict[str, str | bytes] = {
        f"{tag}.html": page(tag, head=canonical(path) + "".join(f'<link rel="alternate" hreflang="{written.get(other, other)}" href="{HOST}{url}">' for other, url in heads[tag].items()), lang=written.get(tag, tag) if wrong != "words" else tag)
        for tag, path in paths.items()
    }  # fmt: skip
    articles, unread, contradictions = adopted(desk, saved(desk.folder / "pages", files))
    english = {"country for language": "en-GB", "underscore": "en-GB"}.get(wrong, "en")
    assert [{tag.partition("-")[0] for tag in tags} for tags in articles.values()] == [{"es", "en"}]
    assert any(english in tags for tags in articles.values())
    assert (unread, contradictions) == ({}, [])


def test_an_hreflang_that_leads_to_another_article_is_reported_and_not_followed(desk: Desk) -> None:
    other = page("en", head=canonical("/en/wells/")).replace(TEXTS["en"][0], "Who owns the water").replace(TEXTS["en"][1], "Three firms share the water of the valley, and a report counts 71 wells without a licence.").replace(TEXTS["en"][2], "The farmers have taken the case to court, and expect to be heard in the autumn of next year.")
    articles, _, contradictions = adopted(desk, saved(desk.folder / "pages", {
        "es.html": page("es", head=canonical(PATHS["es"]) + f'<link rel="alternate" hreflang="en" href="{HOST}/en/wells/">'), "en.html": other,
    }))  # fmt: skip
    assert sorted(map(sorted, articles.values())) == [["en"], ["es"]]
    assert len(contradictions) == 1
    assert contradictions[0].startswith("wrong link: ")


def test_pages_that_are_broken_or_written_otherwise(desk: Desk) -> None:
    """What could be read is read, and what could not is told."""
    links = {tag: canonical(path) + alternates(**{"es": PATHS["es"], "en": PATHS["en"]}) for tag, path in PATHS.items()}
    japanese = f"<!DOCTYPE html><html lang=ja><head><meta charset=shift_jis><title>列車</title></head><body><article><h1>列車①</h1><p>{'列車は九年ぶりに川辺の駅に戻ってきた。' * 3}</p></article></body></html>"
    nested = page("ar", head=canonical("/ar/x/")).replace("</p>", "</b></div></i>").replace("</article>", "")
    articles, unread, _ = adopted(desk, saved(desk.folder / "pages", {
        "half.html": page("es", head=links["es"]).partition(TEXTS["es"][2][20:])[0], "en.html": page("en", head=links["en"]).replace('charset="utf-8"', 'charset="utf-16"'),
        "nested.html": nested, "head.html": page("pt-BR").partition("</head>")[0], "ja.html": japanese.encode("cp932"), "latin.html": page("pt-BR").replace("–", "-").encode("latin-1"),
        "huge.html": b"<!DOCTYPE html><html><body><p>" + b"x" * 33 * 2**20,
    }))  # fmt: skip
    assert sorted(map(sorted, articles.values())) == [["ar"], ["en", "es"], ["ja"]]
    assert unread == {
        "half.html": "breaks off before its end, and was read up to there", "head.html": "holds no article that could be found",
        "latin.html:2": "is not UTF-8: byte 0xe0 cannot be read", "huge.html": "holds 33 MB; a page of an article may hold 32 MB",
    }  # fmt: skip
    key = next(key for key, tags in articles.items() if tags == {"ja"})
    assert "列車①" in desk.run("show", f"{key}/ja").out, "of the characters that only Windows has in Shift_JIS"


def test_pages_whose_names_do_not_say_it(desk: Desk) -> None:
    """As `wget --mirror` keeps addresses without an end, and those of scripts; what is no page among them is not told."""
    folder = saved(desk.folder / "pages", {
        "ribera.example/es/tren": page("es", head=canonical("/es/tren") + alternates(es="/es/tren", en="/index.php?id=7&lang=en")), "ribera.example/index.html": page(classes="home"),
        "ribera.example/index.php?id=7&lang=en": "<!-- Mirrored -->\n" + page("en", head=alternates(es="/es/tren", en="/index.php?id=7&lang=en")),
        "ribera.example/CNAME": "ribera.example\n", "ribera.example/feed": "<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "ribera.example/api.php": '{"a": 1}',
    })  # fmt: skip
    articles, unread, _ = adopted(desk, folder)
    assert list(articles.values()) == [{"es", "en"}]
    assert set(unread) == {"ribera.example/index.html"}


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not here")
@pytest.mark.parametrize("options", [["--mirror"], ["-r", "-k", "-E", "-p"]])
def test_a_site_mirrored_by_wget(desk: Desk, tmp_path: Path, options: list[str]) -> None:
    links = '<ul class="lang-menu">' + "".join(f'<li class="lang-item"><a hreflang="{tag}" lang="{tag}" href="{path}">{NAMES[tag]}</a></li>' for tag, path in PATHS.items()) + "</ul>"
    lists = "".join(f'<article><h2><a href="{path}">{TEXTS[tag][0]}</a></h2><p>{TEXTS[tag][1]}</p></article>' for tag, path in PATHS.items())
    listing = f'<!DOCTYPE html><html lang="es"><head><title>La Ribera</title></head><body><main><h1>La Ribera</h1>{lists}</main><a href="/feed/">RSS</a> <a href="/es/2024/03/">Marzo</a> <a href="/author/ana/">Ana</a></body></html>'
    files: dict[str, str | bytes] = {f"{path[1:]}index.html": page(tag, above=links, after=f'<p><a href="{path}print/">Print</a></p>') for tag, path in PATHS.items()}
    files |= {f"{path[1:]}print/index.html": page(tag) for tag, path in PATHS.items()}
    lists_at = ["", "es/2024/03/", "author/ana/"]
    files |= {f"{path}index.html": listing for path in lists_at} | {"feed/index.html": "<?xml version='1.0'?><rss version='2.0'><channel><title>La Ribera</title></channel></rss>"}
    handler = functools.partial(QuietHandler, directory=str(saved(tmp_path / "served", files)))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        subprocess.run(["wget", "-q", *options, "-P", str(desk.folder / "pages"), f"http://127.0.0.1:{server.server_port}/"], check=False, timeout=60)
        server.shutdown()
    articles, unread, contradictions = adopted(desk, desk.folder / "pages")
    assert list(articles.values()) == [set(PATHS)]
    assert {place.partition("/")[2].removesuffix("index.html") for place in unread} == {*lists_at, "feed/"}
    assert contradictions == []


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing of each request."""
