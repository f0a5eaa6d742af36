"""What the site's pages tell readers and machines: links, data, corrections, what is gone, calendars, themes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import site_sample
from tests.site_memory import Memory
from translate_flow import formats
from translate_flow.channels import site_head, site_lists, site_pages
from translate_flow.channels.page import Correction
from translate_flow.channels.site_clean import clean
from translate_flow.channels.site_mend import mend
from translate_flow.errors import Unreadable
from translate_flow.text.document import Document

BASE = site_sample.BASE
SITE = site_pages.Site("El Río", BASE)


class Reading(HTMLParser):
    """What links, ids, meta elements and data a page has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.meta: list[tuple[str, str]] = []
        self.data = ""
        self._in = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.links += [held[name] for name in ("href", "src") if name in held]
        self.ids |= {held["id"]} if "id" in held else set()
        if tag == "meta":
            self.meta.append((held.get("property", held.get("name", "")), held.get("content", "")))
        self._in = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._in = self._in and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in:
            self.data += data


@pytest.fixture(scope="module", params=[BASE, ""], ids=["address", "no address"])
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return site_sample.drawn([*site_sample.pages(), *site_sample.hostile()], request.param)


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return {path: data.decode() for path, data in site_sample.drawn(site_sample.pages()).items()}


def drawn(page: site_pages.Page, site: site_pages.Site = SITE, document: Document | None = None) -> str:
    path = f"{page.language}/{page.article}.html"
    return site_pages.article(site, page, document or page.document(), path, {}, []).decode()


def objects(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(part)


def target(path: str, link: str) -> str:
    """The file of the site that a link means, "" for another site's."""
    if link.startswith(BASE):
        found = link.removeprefix(BASE).partition("#")[0]
        return unquote(found + "index.html" if not found or found.endswith("/") else found)
    if re.match(r"\w+:", link):
        return ""
    plain = unquote(link.partition("#")[0].partition("?")[0])
    return normpath(f"{path.rpartition('/')[0]}/{plain}".lstrip("/")) if plain else path


def test_every_link_and_fragment_leads_somewhere(files: dict[str, bytes]) -> None:
    pages = {path: Reading(data.decode()) for path, data in files.items() if path.endswith(".html")}
    for path, page in pages.items():
        for link in page.links:
            place = target(path, link)
            if not place or (path.endswith("/bad.html") and place.endswith("/x")):  # an author's own link
                continue
            assert place in files, f"{path} links to {link}"
            fragment = unquote(link.partition("#")[2])
            if fragment and not path.endswith("/bad.html"):
                assert fragment in pages[place].ids, f"{path} links to {link}"


def test_ids_in_the_data_are_pages_of_the_site(files: dict[str, bytes]) -> None:
    for path, data in files.items():
        text = Reading(data.decode()).data if path.endswith(".html") else ""
        for one in objects(json.loads(text)) if text else ():
            if "@id" in one:
                assert target(path, str(one["@id"])) in files
                assert {"@type", "headline", "inLanguage", "url"} <= set(one)


def test_the_data_of_a_relay(site: dict[str, str]) -> None:
    english, arabic = (json.loads(Reading(site[f"{tag}/river.html"]).data) for tag in ("en", "ar"))
    assert english["@type"] == "NewsArticle"
    assert english["translationOfWork"]["@id"] == f"{BASE}es/river.html"
    assert [one["inLanguage"] for one in english["workTranslation"]] == ["ar"]
    assert arabic["translationOfWork"]["@id"] == english["@id"] == f"{BASE}en/river.html"
    assert (english["author"]["name"], english["translator"]["name"]) == ("Ana Ruiz", "Sam Osei")
    assert (english["datePublished"], english["dateModified"]) == ("2026-03-08T09:00:00Z", "2026-03-20T08:00:00Z")
    assert english["correction"] == [{"@type": "CorrectionComment", "datePublished": "2026-03-20T08:00:00Z", "text": site_sample.NOTES["en"]}]
    spanish = json.loads(Reading(site["es/river.html"]).data)
    assert {one["inLanguage"] for one in spanish["workTranslation"]} == {"en", "zh", "de"}
    assert "translator" not in json.loads(Reading(site["de/river.html"]).data)  # asked not to be named


@given(st.text())
def test_no_text_ends_the_script(text: str) -> None:
    made = str(site_head.script({"a": text + "</script><!--<script>", f"key {text}": [text]}))
    assert not set("<>&\u2028\u2029") & set(made)
    assert json.loads(made)["a"] == text + "</script><!--<script>"


def test_the_preview(site: dict[str, str]) -> None:
    meta = Reading(site["ar/river.html"]).meta
    assert ("og:locale", "ar_EG") in meta
    assert {content for name, content in meta if name == "og:locale:alternate"} == {"es_ES", "en_US", "zh_CN", "de_DE"}
    assert ("og:type", "article") in meta
    assert ("article:published_time", "2026-03-08T09:00:00Z") in meta
    assert ("article:section", site_sample.SECTIONS) in meta


@pytest.mark.parametrize(("tag", "found"), [("pt-BR", "pt_BR"), ("pt", "pt_BR"), ("zh-Hant", "zh_TW"), ("sr-Latn", "sr_RS"), ("es-419", "es_ES"), ("xx", "xx")])
def test_open_graphs_locales(tag: str, found: str) -> None:
    assert site_head.territorial(tag) == found


def test_corrections_stand_before_the_text_oldest_first() -> None:
    notes = (Correction(datetime(2026, 3, 9, tzinfo=UTC), "Uno & <b>"), Correction(datetime(2026, 3, 10, tzinfo=UTC)))
    head, _, text = drawn(site_sample.page(corrections=notes)).partition('<div class="text">')
    assert re.findall(r'<p class="correction" role="note">(.*?)</p>', head) == [
        '<strong>Corrección, <time datetime="2026-03-09">9 de marzo de 2026</time></strong> <span>Uno &amp; &lt;b&gt;</span>',
        '<strong>Corrección, <time datetime="2026-03-10">10 de marzo de 2026</time></strong>',
    ]
    assert "Corrección" not in text


def test_a_page_behind_offers_its_parent(site: dict[str, str]) -> None:
    assert '<p class="instead">اقرأ هذا المقال بلغة أخرى <a href="../en/river.html" hreflang="en" lang="en" dir="ltr">English</a></p>' in site["ar/river.html"]
    assert '"instead"' not in drawn(site_sample.page("en", "es", parent_is_live=False, behind_since=site_sample.DAY))


def test_a_long_relay_shows_its_whole_chain() -> None:
    found = site_sample.drawn([site_sample.page("es"), site_sample.page("en", "es"), site_sample.page("de", "en"), site_sample.page("zh", "de")])
    chain = re.search(r'<ol class="chain">(.*?)</ol>', found["zh/river.html"].decode(), re.S)
    assert chain is not None
    assert re.findall(r'<li lang="([^"]+)"', chain[1]) == ["es", "en", "de", "zh"]
    assert b'class="chain"' not in found["de/river.html"]


def test_footnotes_lead_back(site: dict[str, str]) -> None:
    html = site["de/river.html"]
    assert '<section class="footnotes" role="doc-endnotes" aria-label="Anmerkungen">' in html
    assert html.count('role="doc-backlink" aria-label="Zurück zum Text"') == html.count('role="doc-noteref"') == 2


def test_more_to_read_in_the_language(site: dict[str, str]) -> None:
    nav = site["es/river.html"].partition('<nav class="more"')[2]
    assert re.findall(r'<li><a href="([^"]+)"', nav) == ["more-2.html", "more-1.html", "undated.html"]


def test_what_is_gone_says_so(site: dict[str, str]) -> None:
    html = site["es/withdrawn.html"]
    assert "Este artículo ha sido retirado." in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<a href="../en/river.html"' in html
    assert "canonical" not in html
    assert "ld+json" not in html
    taken = site["ar/taken.html"]
    assert '<h1>سُحبت هذه المقالة.</h1>' in taken
    assert '<html lang="ar" dir="rtl">' in taken


def test_an_old_address_leads_on(site: dict[str, str]) -> None:
    html = site["es/old-river.html"]
    assert '<meta http-equiv="refresh" content="0; url=river.html">' in html
    assert f'<link rel="canonical" href="{BASE}es/river.html">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<a href="river.html">' in html


@pytest.mark.parametrize(("tag", "shown"), [("fa", "۱۷ اسفند ۱۴۰۴"), ("th", "8 มีนาคม 2569"), ("ar", "8 مارس 2026"), ("ps", "2026 مارچ 8")])
def test_days_are_in_the_readers_calendar(tag: str, shown: str) -> None:
    assert f'<time datetime="2026-03-08">{shown}</time>' in drawn(site_sample.page(tag, "es"))


# Mending


@given(st.lists(st.sampled_from("p div span ul ol li dl dt dd table tr td th a em h2 h5 figure figcaption details summary ruby rt blockquote x / / / / /".split()), max_size=40))  # noqa: SIM905
def test_mending_keeps_all_words_and_is_stable(tags: list[str]) -> None:
    html, opened = "", []
    for number, tag in enumerate(tags):
        if tag == "/":
            html += f"</{opened.pop()}>" if opened else ""
        elif tag != "x":
            html += f"<{tag} id=i{number % 7}>"
            opened.append(tag)
        html += f"w{number} "
    safe = str(clean(html))
    mended = mend(safe)
    words = re.compile(r"<[^>]*>")
    assert re.findall(r"w\d+", words.sub(" ", mended)) == re.findall(r"w\d+", words.sub(" ", safe))
    assert str(clean(mended)).count("<script") == 0
    ids = re.findall(r' id="(\w+)"', mended)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ("<p>a &lt; b</p>", "<p>a &lt; b</p>"),
        ("loose <b>words</b>", "loose <b>words</b>"),
        ("<ul><p>a</p>b<li>c</li></ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("<li>a</li>", "<div>a</div>"),
        ("<h5>a</h5><h6>b</h6>", "<h2>a</h2><h3>b</h3>"),
        ('<pre><code>a\n  b</code></pre>', '<pre tabindex="0"><code>a\n  b</code></pre>'),
        ("<dl><dd>a</dd></dl>", "<div><div>a</div></div>"),
    ],
)
def test_mending(html: str, mended: str) -> None:
    assert mend(html) == mended


# Themes


def test_a_theme_takes_the_place_of_a_template(tmp_path: Path) -> None:
    (tmp_path / "article.html.jinja").write_text('{% extends "default/article.html.jinja" %}\n{% block kicker %}<p>KICKER</p>{% endblock %}\n')
    (tmp_path / "extra.css").write_text("h1 { color: red; }\n")
    themed = replace(SITE, theme=tmp_path)
    html = drawn(site_sample.page(), themed)
    assert "<p>KICKER</p>" in html
    assert '<p class="section">' not in html
    assert site_pages.style(themed) == site_pages.style(SITE) + b"\nh1 { color: red; }\n"
    assert re.findall(r"style.css\?v=\w+", html) != re.findall(r"style.css\?v=\w+", drawn(site_sample.page()))
    before = site_pages.program(themed)
    assert before != site_pages.program(SITE)
    (tmp_path / "article.html.jinja").write_text("Another: {{ page.title }}\n")
    assert site_pages.program(themed) != before
    assert drawn(site_sample.page(title="T<"), themed) == "Another: T&lt;\n"


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [("a\n{% if %}\n", 2, "Expected an expression"), ("a\nb\n{{ nothing }}\n", 3, "'nothing' is undefined"), ("{{ 1 / 0 }}", 1, "division"), ('\n{% include "no.jinja" %}', 2, "no.jinja")],
)
def test_a_broken_template_is_told_with_its_place(tmp_path: Path, template: str, line: int, words: str) -> None:
    (tmp_path / "article.html.jinja").write_text(template)
    with pytest.raises(Unreadable, match=words) as told:
        drawn(site_sample.page(), replace(SITE, theme=tmp_path))
    assert told.value.place() == f"{tmp_path / 'article.html.jinja'}:{line}"
    assert "Mend the template" in told.value.remedy


def test_search_is_linked_where_there_is_one() -> None:
    assert '<a href="search.html" rel="search">Buscar</a>' in drawn(site_sample.page(), replace(SITE, search=True))
    assert "search.html" not in drawn(site_sample.page())


def test_a_site_without_articles() -> None:
    assert "No articles yet." in site_lists.root(SITE, Memory([])).decode()


def test_every_format_is_drawn() -> None:
    for name, text in (("markdown", "# T\n\nUno.\n"), ("html", "<h1>T</h1><p>Uno.</p>"), ("text", "T\n\nUno.\n"), ("wordpress", "<!-- wp:paragraph -->\n<p>Uno.</p>\n<!-- /wp:paragraph -->\n")):
        assert "Uno." in drawn(site_sample.page(), document=formats.get(name).read(text.encode()))
