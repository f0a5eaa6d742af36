"""The static site: what its pages say, what they are safe from, and that a reader sees the old site or the new one."""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.limits import bounded
from translate_flow import channels, formats, messages, messages_desk
from translate_flow.channels import site_layout, site_pages
from translate_flow.channels.site import Outcome, Page, page_path, sync
from translate_flow.channels.site_clean import clean
from translate_flow.errors import ChannelFailed, Conflict, NotAllowed, Unreadable, UsageError
from translate_flow.text.document import Document
from translate_flow.text.provenance import recognise

VOID = {"meta", "link", "img", "br", "hr", "col", "source", "wbr"}
DAY = datetime(2025, 3, 8, 9, tzinfo=UTC)
TEXTS = {
    "es": ("La noche del río", "<p>El río subió tres metros en una noche.</p>"),
    "en": ("The night of the river", "<p>The river rose three metres in a night.</p>"),
    "pt": ("A noite do rio", "<p>O rio subiu três metros numa noite.</p>"),
    "ar": ("ليلة النهر", "<p>ارتفع النهر ثلاثة أمتار في ليلة واحدة.</p>"),
    "zh": ("河水进城之夜", "<p>河水一夜之间上涨了三米。</p>"),
    "eo": ("La nokto de la rivero", "<p>La rivero leviĝis tri metrojn.</p>"),
}


@pytest.fixture(autouse=True)
def _stub_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """A format whose text is its body: these tests are about the site, not about reading."""
    real = formats.get
    stub = SimpleNamespace(html=lambda document: document.text)
    monkeypatch.setattr(formats, "get", lambda name: stub if name == "stub" else real(name))


def page(language: str = "es", parent: str = "", *, body: str = "", **fields: Any) -> Page:
    title, text = TEXTS.get(language, ("Title", "<p>Text.</p>"))
    values: dict[str, Any] = {
        "article": "river", "language": language, "parent": parent, "parent_is_live": bool(parent), "title": title,
        "standfirst": "", "byline": "Ana Ruiz", "date": "2025-03-08", "published_at": DAY, "translator": "", "section": "",
        "tags": (), "document": lambda: Document("stub", body or text, ()), "fingerprint": body or text,
        "behind_since": None, "original_language": "es",
    }  # fmt: skip
    return Page(**{**values, **fields})


def html_of(folder: Path, path: str) -> str:
    return (folder / path).read_text(encoding="utf-8")


class Checker(HTMLParser):
    """A strict reading: every element closed in order, no attribute twice; collects what tests ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} names an attribute twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["script"]:
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def check(html: str, language: str, direction: str) -> Checker:
    """What every page must be: a whole HTML document in its language, with one heading of the first level."""
    assert html.startswith("<!DOCTYPE html>\n")
    found = Checker(html)
    assert found.all("html") == [{"lang": language, "dir": direction}]
    assert {"charset": "utf-8"} in found.all("meta")
    assert any(meta.get("name") == "viewport" for meta in found.all("meta"))
    assert len(found.all("h1")) == len(found.all("title")) == len(found.all("main")) == 1
    assert {script["type"] for script in found.all("script")} <= {"application/ld+json"}
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    return found


def family() -> list[Page]:
    return [
        page("es"), page("en", "es", translator="John Smith"), page("pt", "en"), page("ar", "es"), page("zh", "es"),
        page("eo", "es"),
    ]  # fmt: skip


# What pages say


def test_every_page_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    outcome = sync(folder, family(), site_name="El Río & hijos", base_url="https://example.org/news")
    assert outcome == Outcome(folder, tuple(sorted(outcome.written)), (), 0)
    pages = [path for path in outcome.written if path.endswith(".html")]
    assert "index.html" in pages
    assert len(pages) == 19  # one root; six fronts, months and articles
    for path in pages:
        language = path.split("/", maxsplit=1)[0] if "/" in path else "en"
        found = check(html_of(folder, path), language, "rtl" if language == "ar" else "ltr")
        for link in (*found.all("a"), *found.all("link")):
            target = (link["href"] or "").partition("?")[0]
            if not target.startswith(("https:", "#")):
                assert (folder / path).parent.joinpath(target).is_file(), f"{path} links to {target}"


def test_a_translation_says_where_it_comes_from(tmp_path: Path) -> None:
    sync(tmp_path / "s", family())
    english = html_of(tmp_path / "s", "en/river.html")
    assert '<a href="../es/river.html" hreflang="es">Translated from the Spanish version by John Smith</a>' in english
    assert "Original: Spanish" not in english
    portuguese = check(html_of(tmp_path / "s", "pt/river.html"), "pt", "ltr").text
    assert "Traduzido da versão em inglês" in portuguese
    assert "Original: espanhol" in portuguese  # a relay says where the chain begins
    for tag in ("en", "pt", "ar", "zh", "eo"):
        line = re.search(r'<p class="provenance">(.*?)</p>', html_of(tmp_path / "s", f"{tag}/river.html"))
        assert line is not None
        found = recognise(re.sub(r"<[^>]+>", "", line[1]))
        assert found is not None
        assert (found.language, found.wording) == ("en" if tag == "pt" else "es", tag)
    assert "provenance" not in html_of(tmp_path / "s", "es/river.html")


def test_a_parent_that_is_not_out_is_named_without_a_link(tmp_path: Path) -> None:
    sync(tmp_path / "s", [page("en", "es", parent_is_live=False)])
    assert '<p class="provenance">Translated from the Spanish version</p>' in html_of(tmp_path / "s", "en/river.html")


def test_a_translator_whose_source_is_unknown_is_still_named(tmp_path: Path) -> None:
    sync(tmp_path / "s", [page("es", translator="Ana", original_language="")])
    assert "Traducción: Ana" in html_of(tmp_path / "s", "es/river.html")


def test_versions_are_linked_by_their_own_names(tmp_path: Path) -> None:
    sync(tmp_path / "s", family(), base_url="https://example.org/")
    html = html_of(tmp_path / "s", "es/river.html")
    assert '<a href="../ar/river.html" rel="alternate" hreflang="ar" lang="ar" dir="rtl">العربية</a>' in html
    assert '<a href="../pt/river.html" rel="alternate" hreflang="pt" lang="pt" dir="ltr">português</a>' in html
    links = check(html, "es", "ltr").all("link")
    assert {"rel": "canonical", "href": "https://example.org/es/river.html"} in links
    alternates = {link["hreflang"]: link["href"] for link in links if link["rel"] == "alternate"}
    assert set(alternates) == {"es", "en", "pt", "ar", "zh", "eo", "x-default"}
    assert alternates["x-default"] == alternates["es"] == "https://example.org/es/river.html"


def test_without_an_address_there_are_no_absolute_links(tmp_path: Path) -> None:
    sync(tmp_path / "s", family())
    assert "https://" not in html_of(tmp_path / "s", "es/river.html").replace("https://schema.org", "")
    assert "canonical" not in html_of(tmp_path / "s", "es/river.html")


def test_dates_and_bylines_are_in_the_readers_form(tmp_path: Path) -> None:
    later = datetime(2025, 3, 12, 23, 30, tzinfo=UTC)
    sync(
        tmp_path / "s",
        [page("es", byline="Por Ana Ruiz", updated_at=later), page("en", "es", published_at=later), page("zh", "es")],
    )
    spanish = check(html_of(tmp_path / "s", "es/river.html"), "es", "ltr").text
    assert "Por Ana Ruiz Publicado el 8 de marzo de 2025 Actualizado el 12 de marzo de 2025" in spanish
    english = html_of(tmp_path / "s", "en/river.html")
    assert "By Ana Ruiz" in english
    assert 'Published <time datetime="2025-03-08">March 8, 2025</time>' in english
    assert 'Translation published <time datetime="2025-03-12">March 12, 2025</time>' in english
    assert "发布于2025年3月8日" in re.sub(r"<[^>]+>", "", html_of(tmp_path / "s", "zh/river.html"))


@pytest.mark.parametrize("date", ["", "last Tuesday", "2025-03-08 and so on", "2025-03-08T10:00:00+01:00", "2025-03-08T10:00:00Z"])
def test_odd_dates(tmp_path: Path, date: str) -> None:
    sync(tmp_path / "s", [page("es", date=date)])
    assert "8 de marzo de 2025" in html_of(tmp_path / "s", "es/river.html")


def test_a_page_behind_says_so(tmp_path: Path) -> None:
    behind = datetime(2025, 3, 20, tzinfo=UTC)
    sync(tmp_path / "s", [page("es"), page("en", "es", behind_since=behind), page("ar", "es", behind_since=behind)])
    english = check(html_of(tmp_path / "s", "en/river.html"), "en", "ltr").text
    assert "This translation is behind the Spanish version, which changed on March 20, 2025" in english
    assert 'role="note"' in html_of(tmp_path / "s", "ar/river.html")
    assert 'role="note"' not in html_of(tmp_path / "s", "es/river.html")


def test_strings_without_a_catalogue_are_marked_english(tmp_path: Path) -> None:
    sync(tmp_path / "s", [page("xh", title="Umlambo"), page("es")])
    html = html_of(tmp_path / "s", "xh/river.html")
    check(html, "xh", "ltr")
    assert '<span lang="en" dir="ltr">All articles</span>' in html
    assert '<span lang="en" dir="ltr">Published <time datetime="2025-03-08">March 8, 2025</time></span>' in html


def test_a_regional_page_speaks_its_language(tmp_path: Path) -> None:
    sync(tmp_path / "s", [page("en-GB", "es"), page("es")])
    html = html_of(tmp_path / "s", "en-GB/river.html")
    assert "8 March 2025" in html
    assert "<span" not in html.partition("<main")[2]


def test_indexes_are_newest_first(tmp_path: Path) -> None:
    pages = [
        page("es", article="old", title="Viejo", date="2024-01-01"),
        page("es", article="new", title="Nuevo", date="2025-05-05T08:00:00+02:00"),
        page("es", article="undated", title="Sin fecha", date="", published_at=datetime(2024, 6, 1, tzinfo=UTC)),
        page("en", "es", article="new", title="New"),
    ]
    sync(tmp_path / "s", pages)
    found = check(html_of(tmp_path / "s", "es/index.html"), "es", "ltr")
    assert [link["href"] for link in found.all("a") if str(link["href"]).endswith(("old.html", "new.html", "undated.html"))] == [
        "new.html", "undated.html", "old.html",
    ]  # fmt: skip
    assert "../en/index.html" in [link["href"] for link in found.all("a")]
    assert "Translated from the Spanish version" in html_of(tmp_path / "s", "en/index.html")
    root = check(html_of(tmp_path / "s", "index.html"), "en", "ltr")
    assert [link["href"] for link in root.all("a")][1:] == ["en/index.html", "es/index.html"]


def test_long_lists_go_on_by_month(tmp_path: Path) -> None:
    pages = [page("es", article=f"a{n}", date=f"2025-{n % 2 + 1:02}-{n % 27 + 1:02}") for n in range(60)]
    outcome = sync(tmp_path / "s", pages)
    assert {"es/index.html", "es/archive/2025-01.html", "es/archive/2025-02.html"} <= set(outcome.written)
    front = check(html_of(tmp_path / "s", "es/index.html"), "es", "ltr")
    assert len([tag for tag in front.tags if tag[0] == "article"]) == 50
    assert "enero de 2025 30" in front.text
    months = "".join(html_of(tmp_path / "s", f"es/archive/2025-0{n}.html") for n in (1, 2))
    assert all(months.count(f'"../{each.article}.html"') == 1 for each in pages)
    assert "es/archive/2025-02.html" in sync(tmp_path / "s", pages[::2]).removed


def test_a_front_shows_the_newest_and_months_show_all(tmp_path: Path) -> None:
    pages = [page("es", article=f"a{n}", title=f"T{n}", date=f"2025-{1 + n // 28:02}-{1 + n % 28:02}", section="Río", tags=("agua",)) for n in range(60)]
    written = sync(tmp_path / "s", pages).written
    assert {"es/archive/2025-01.html", "es/section/Río/2025-03.html", "es/tag/agua/index.html"} <= set(written)
    links = [link["href"] for link in check(html_of(tmp_path / "s", "es/index.html"), "es", "ltr").all("a")]
    assert [link for link in links if str(link).startswith("a") and not str(link).startswith("archive")] == [f"a{n}.html" for n in range(59, 9, -1)]
    first = check(html_of(tmp_path / "s", "es/archive/2025-01.html"), "es", "ltr")
    assert [link["href"] for link in first.all("a")].count("../a3.html") == 1
    removed = sync(tmp_path / "s", pages[:28]).removed
    assert {"es/archive/2025-02.html", "es/section/Río/2025-03.html", "es/a59.html"} <= set(removed)


def test_a_site_without_pages(tmp_path: Path) -> None:
    sync(tmp_path / "s", [])
    assert "No articles yet." in html_of(tmp_path / "s", "index.html")


# What pages are safe from


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    bad = '"><script>alert(1)</script>{{ 7*7 }} {0} <b>&amp;'
    hostile = page(
        "en", "es", title=bad, standfirst=bad, byline=bad, translator=bad, section=bad, tags=(bad,), behind_since=DAY
    )
    sync(
        tmp_path / "s",
        [hostile, page("es", byline="{name.__class__} {0}")],
        site_name=bad,
        base_url="https://example.org/?<",
    )
    for path in ("en/river.html", "en/index.html", "index.html", "es/river.html"):
        html = html_of(tmp_path / "s", path)
        found = Checker(html)
        assert {script["type"] for script in found.all("script")} <= {"application/ld+json"}
        assert found.all("b") == []
    assert found.text.count("{name.__class__} {0}") == 1
    assert Checker(html_of(tmp_path / "s", "en/river.html")).text.count("{{ 7*7 }} {0}") >= 5


def test_the_body_is_sanitised() -> None:
    html = clean(
        '<h1 onclick="x()">Tit</h1><p style="color:red" onmouseover=x>One <a href="javascript:alert(1)">a</a>'
        '<a href=" JaVaScRiPt:alert(1)">b</a><a href="data:text/html,x">c</a><a href="https://example.org/?a=1&b=2">d</a></p>'
        "<script>alert(1)</script><style>p{}</style><iframe src=https://example.org></iframe><svg><script>1</script></svg>"
        '<img src="rio.jpg" alt="El río" onerror="x()"><img src="javascript:x"><form action=/x><input></form><!-- no -->'
        '<div id="article-text">taken</div><p><table><tr><td>open'
    )
    found = Checker(str(html))
    for word in (
        "script",
        "onclick",
        "onerror",
        "onmouseover",
        "style",
        "iframe",
        "svg",
        "form",
        "data:",
        "<!--",
        "article-text",
    ):
        assert word not in html.lower(), word
    assert found.all("h1") == []
    assert len(found.all("h2")) == 1
    assert {"href": "https://example.org/?a=1&b=2"} in found.all("a")
    assert {"src": "rio.jpg", "alt": "El río"} in found.all("img")


def test_what_readers_need_of_the_body_stays() -> None:
    body = (
        '<figure><img src="https://example.org/r.jpg" alt="r" width="600" height="400"><figcaption lang="ar" dir="rtl">النهر'
        "</figcaption></figure>"
        '<p>A<sup><a href="#fn1" id="fnref1" role="doc-noteref">1</a></sup> <q cite="https://example.org">q</q></p>'
        '<table><caption>T</caption><thead><tr><th scope="col" colspan="2">h</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr>'
        '</tbody></table><ol start="3"><li id="fn1">Note <a href="#fnref1" role="doc-backlink">↩</a></li></ol>'
    )
    assert clean(body) == body


def test_real_formats_reach_the_page(tmp_path: Path) -> None:
    text = "# La noche\n\nEl río subió **tres** metros.[^1] <script>alert(1)</script><b onclick='alert(1)'>x</b>\n\n[^1]: Informe.\n"
    document = formats.get("markdown").read(text.encode())
    sync(tmp_path / "s", [page("es", document=lambda: document)])
    html = html_of(tmp_path / "s", "es/river.html")
    check(html, "es", "ltr")
    assert "<strong>tres</strong>" in html
    assert "alert" not in html.partition("<main")[2]
    assert html.count('href="#fn') >= 1
    note = re.search(r'href="#([^"]+)"', html.partition('class="text"')[2])
    assert note is not None
    assert f'id="{note[1]}"' in html


def test_the_document_fills_what_the_page_leaves_open(tmp_path: Path) -> None:
    text = "---\ntitle: La noche\nsummary: Tres metros.\nauthor: Rosa Paz\n---\n\nEl río subió.\n"
    document = formats.get("markdown").read(text.encode())
    sync(tmp_path / "s", [page("es", title="", byline="", document=lambda: document)])
    found = check(html_of(tmp_path / "s", "es/river.html"), "es", "ltr").text
    assert "La noche" in found
    assert document.standfirst in found
    assert "Por Rosa Paz" in found


# Paths


@pytest.mark.parametrize(
    ("key", "path"),
    [("march-8", "es/march-8.html"), ("index", "es/index_.html"), ("بيان-1", "es/بيان-1.html"), ("नदी", "es/नदी.html")],
)
def test_paths(key: str, path: str) -> None:
    assert page_path(page("es", article=key)) == path


def test_a_long_key_fits_a_file_system(tmp_path: Path) -> None:
    keys = ["河" * 100, "河" * 101]
    found = {page_path(page("zh", article=key)) for key in keys}
    assert len(found) == 2
    assert all(len(path.rpartition("/")[2].encode()) < 255 for path in found)
    sync(tmp_path / "s", [page("zh", article=key) for key in keys])


@pytest.mark.parametrize("key", ["", "../x", "a/b", ".hidden", "a b", "a\0b", "a_b"])
def test_keys_that_are_no_slugs_are_refused(key: str) -> None:
    with pytest.raises(UsageError):
        page_path(page("es", article=key))


def test_pages_that_would_share_a_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="would both be"):
        sync(tmp_path / "s", [page("es", article="Río"), page("es", article="ri\u0301o")])
    assert not (tmp_path / "s").exists()


def test_links_are_percent_encoded(tmp_path: Path) -> None:
    sync(tmp_path / "s", [page("es", article="بيان"), page("ar", "es", article="بيان")], base_url="https://example.org")
    html = html_of(tmp_path / "s", "es/بيان.html")
    assert 'href="../ar/%D8%A8%D9%8A%D8%A7%D9%86.html"' in html
    assert 'href="https://example.org/es/%D8%A8%D9%8A%D8%A7%D9%86.html"' in html


# Running again


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


def generations(folder: Path) -> set[str]:
    """What stands in a site's store besides its notes."""
    names = {entry.name for entry in folder.with_name(f".{folder.name}-generations").iterdir()}
    return {name for name in names if name != "lock" and not name.startswith("site.sqlite")}


def test_nothing_changed_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    first = sync(folder, family(), site_name="X")
    before, link = state(folder), os.readlink(folder)
    never = [replace(each, document=lambda: pytest.fail("drawn")) for each in family()]
    assert sync(folder, never, site_name="X") == Outcome(folder, (), (), len(first.written))
    assert (state(folder), os.readlink(folder)) == (before, link)
    assert generations(folder) == {"a", "b"}


def test_only_what_changed_is_drawn(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    others = [page(tag, "es" if tag == "en" else "", article=f"other-{n}") for n in range(3) for tag in ("es", "en")]
    sync(folder, [*family(), *others])
    before = state(folder)
    drawn: list[str] = []
    pages = []
    for each in [*family(), *others]:
        mark = f"{each.article}/{each.language}"
        pages.append(replace(each, document=lambda each=each, mark=mark: (drawn.append(mark), each.document())[1]))
    pages[1] = replace(
        pages[1], fingerprint="2", document=lambda: (drawn.append("it"), Document("stub", "<p>New.</p>", ()))[1]
    )
    outcome = sync(folder, pages)
    assert {name for name in drawn if not name.startswith("river/")} == {"it"}  # its other versions are looked at with it
    assert (outcome.written, outcome.removed) == (("en/river.html",), ())
    after = state(folder)
    assert {path for path in after if after[path] != before[path]} == {"en/river.html"}
    assert "New." in html_of(folder, "en/river.html")


def test_a_new_title_reaches_the_index(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    sync(folder, family())
    written = sync(folder, [page("es", title="Otro"), *family()[1:]]).written
    assert {"es/archive/2025-03.html", "es/index.html", "es/river.html"} <= set(written)


def test_a_withdrawn_version_goes_and_its_siblings_know(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    sync(folder, family())
    outcome = sync(folder, [each for each in family() if each.language != "zh"])
    assert outcome.removed == ("zh/archive/2025-03.html", "zh/index.html", "zh/river.html")
    assert not (folder / "zh").exists()
    assert "zh" not in html_of(folder, "es/river.html")


def test_another_address_draws_again_but_the_same_bytes_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "public"
    sync(folder, family())
    before = state(folder)
    monkeypatch.setattr(site_pages, "program", lambda site: "another release")
    assert sync(folder, family()).written == ()
    assert state(folder) == before
    assert "style.css" not in sync(folder, family(), base_url="https://example.org").written


def test_what_somebody_changed_by_hand_is_put_right(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    sync(folder, family())
    before = {path: content for path, (_, _, content) in state(folder).items()}
    (folder / "es/river.html").write_text("edited")
    (folder / "en/river.html").unlink()
    sync(folder, family())
    assert {path: content for path, (_, _, content) in state(folder).items()} == before


@pytest.mark.parametrize("how", ["lost", "rubbish", "cut off", "of another layout"])
def test_what_was_noted_may_be_lost_or_damaged(tmp_path: Path, how: str) -> None:
    """All is drawn again beside what is shown; bytes that come out the same stay the file that they were."""
    folder = tmp_path / "public"
    sync(folder, [*family(), *(page(article=f"a{n}") for n in range(30))])
    before = state(folder)
    notes = folder.with_name(".public-generations") / "site.sqlite"
    if how == "lost":
        notes.unlink()
    elif how == "rubbish":
        notes.write_bytes(b"rubbish" * 1000)
    elif how == "cut off":
        os.truncate(notes, notes.stat().st_size // 2)
    else:
        with closing(sqlite3.connect(notes)) as db:
            db.execute("pragma user_version = 99")
    for _ in range(2):  # damage deep in the file is met on the way; the next run starts anew
        with suppress(ChannelFailed):
            sync(folder, [*family(), *(page(article=f"a{n}") for n in range(30))])
    assert state(folder) == before
    sync(folder, family())
    sync(tmp_path / "fresh", family())
    assert contents(folder) == contents(tmp_path / "fresh")


def test_a_store_of_the_old_layout_is_taken_over(tmp_path: Path) -> None:
    folder, store = tmp_path / "public", tmp_path / ".public-generations"
    for number in ("6", "7"):
        (store / number / "site" / "es").mkdir(parents=True)
        (store / number / "site" / "es" / "old.html").write_text("old")
    folder.symlink_to(Path(store.name, "7", "site"))
    sync(folder, family())
    assert not (folder / "es" / "old.html").exists()
    assert (store / "7" / "site" / "es" / "old.html").exists()  # whoever came before may still be reading
    assert not (store / "6").exists()
    sync(folder, family())
    assert generations(folder) == {"a", "b"}


def test_the_tree_of_the_run_before_stays_for_late_readers(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    for number in range(4):
        late = folder.resolve()
        sync(folder, [page("es", title=f"Título {number}")])
        if number:
            assert f"Título {number - 1}" in (late / "es" / "river.html").read_text()
    (folder.with_name(".public-generations") / "7" / "site").mkdir(parents=True)  # of an older release
    sync(folder, [page("es", title="Título 3")])
    assert generations(folder) == {"a", "b"}


def test_a_link_that_somebody_removed_is_put_back(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    sync(folder, family())
    before = contents(folder)
    folder.unlink()
    sync(folder, family())
    assert contents(folder) == before


# Folders and faults


def test_an_empty_folder_is_taken_and_a_full_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    sync(tmp_path / "empty", family())
    assert (tmp_path / "empty").is_symlink()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "full")
    for name in ("full", "file", "link"):
        with pytest.raises(NotAllowed) as caught:
            sync(tmp_path / name, family())
        assert caught.value.remedy
    assert (tmp_path / "full" / "mine.txt").read_text() == "mine"
    assert not (tmp_path / ".full-generations").exists()


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    assert sync(tmp_path / "a" / "b" / "public", [page()]).path == tmp_path / "a" / "b" / "public"


def test_a_page_that_cannot_be_drawn_leaves_the_old_site(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    sync(folder, family())
    before = state(folder)

    def broken() -> Document:
        raise Unreadable("is damaged", file="es.md")

    with pytest.raises(Unreadable):
        sync(folder, [page("es", fingerprint="2", document=broken), *family()[1:]])
    assert state(folder) == before


def test_hard_links_may_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "public"
    sync(folder, family())

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EMLINK, "Too many links")

    monkeypatch.setattr(os, "link", refuse)
    written = sync(folder, [page("es", title="Otro"), *family()[1:]]).written
    assert {"es/archive/2025-03.html", "es/index.html", "es/river.html"} <= set(written)
    assert sync(folder, [page("es", title="Otro"), *family()[1:]]).written == ()


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "no room left"), (errno.EROFS, "cannot be written"), (errno.EACCES, "cannot be written")],
)
def test_a_disk_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str) -> None:
    folder = tmp_path / "public"
    sync(folder, family())
    before = state(folder)

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(NotAllowed, match=said) as caught:
        sync(folder, [page("es", title="Otro"), *family()[1:]])
    assert "still there" in caught.value.message
    assert caught.value.remedy
    assert state(folder) == before


def test_a_file_system_that_is_really_full(tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(mount)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("mounting needs root")
    try:
        sync(mount / "public", [page()])
        before = state(mount / "public")
        with pytest.raises(NotAllowed, match="no room left"):
            sync(mount / "public", [page(), *(page(article=f"a{n}") for n in range(400))])
        assert state(mount / "public") == before
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    sync(folder, [page()])
    before = state(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(NotAllowed, match="no room left"):
            sync(folder, [page(), page(article="long", body="<p>río</p>" * 200_000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert state(folder) == before


def test_a_read_only_folder(tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(mount)], capture_output=True, check=False).returncode:
        pytest.skip("mounting needs root")
    try:
        sync(mount / "public", [page()])
        subprocess.run(["mount", "-o", "remount,ro", str(mount)], check=True)
        before = state(mount / "public")
        with pytest.raises(NotAllowed, match="cannot be written") as caught:
            sync(mount / "public", [page(title="Otro")])
        assert caught.value.exit_code == 4
        assert state(mount / "public") == before
    finally:
        subprocess.run(["umount", str(mount)], check=True)


# Kills


def edition(name: str) -> list[Page]:
    """Two editions share one page, differ in two, and each has one that the other has not."""
    return [
        page("es", article="a", title="Same"),
        page("es", article="b", title=name, body=f"<p>{name}</p>" * 50),
        page("es", article="c", title=name),
        page("ar", article=f"only-{name}", title=name),
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def child(action: Callable[[], None]) -> int:
    """Runs something in a process of its own; returns the process."""
    number = os.fork()
    if number:
        return number
    try:
        action()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(number: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def dying(folder: Path, name: str, fatal: int, report: Path) -> Callable[[], None]:
    """A run that dies before its `fatal`-th step on the disk; `report` gets the number of steps if it does not."""
    done = 0

    def step(*_: object) -> None:
        nonlocal done
        done += 1
        if done == fatal:
            os._exit(9)

    def hook(event: str, args: tuple[object, ...]) -> None:
        watched = {
            "os.link",
            "os.mkdir",
            "os.rename",
            "os.symlink",
            "os.remove",
            "os.rmdir",
            "os.listdir",
            "os.scandir",
        }
        if event in watched or (event == "open" and "public" in str(args[0])):
            step()

    def halves(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[: len(data) // 2])
            file.flush()
            step()
            return file.write(data[len(data) // 2 :])

    def run() -> None:
        fsync = os.fsync
        os.fsync = lambda handle: (step(), fsync(handle))[1]  # type: ignore[assignment]
        Path.write_bytes = halves  # type: ignore[assignment,method-assign]
        sys.addaudithook(hook)
        sync(folder, edition(name))
        report.write_text(str(done))

    return run


@pytest.mark.parametrize("before", ["old", "", "empty"])
def test_a_kill_at_any_step_leaves_the_old_site_or_the_new(
    tmp_path: Path, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # slow, and a killed process loses nothing by it
    for name in ("old", "new"):
        sync(tmp_path / name, edition(name))
    old, new = contents(tmp_path / "old") if before == "old" else {}, contents(tmp_path / "new")
    seen = {True: 0, False: 0}
    for fatal in range(1, 1000, 1 if before == "old" else 5):
        place = tmp_path / str(fatal)
        folder = place / "public"
        place.mkdir()
        if before == "old":
            sync(folder, edition("old"))
        elif before == "empty":
            folder.mkdir()
        status = ended(child(dying(folder, "new", fatal, place / "steps")))
        found = contents(folder)
        if status == 0:
            assert found == new
            break
        assert status == 9
        assert found in (old, new), f"killed at step {fatal}: a mixture"
        seen[found == new] += 1
        sync(folder, edition("new"))
        assert contents(folder) == new
        assert generations(folder) <= {"a", "b", "spare", "next"}
        shutil.rmtree(place)
    assert seen[False] > 10  # steps before the swap
    assert seen[True] or before != "old"  # and after it


def test_a_reader_meanwhile_never_misses_a_page(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    sync(folder, [page(title="Edición 0")])
    reader = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(
            """
            import re, sys
            seen = set()
            while "stop" not in seen:
                html = open(sys.argv[1], encoding="utf-8").read()
                assert html.endswith("</html>\\n"), "half a page"
                seen.add("stop" if "Edición 30" in html else "")
            """
        ), str(folder / "es" / "river.html")], stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    for number in range(1, 31):
        sync(folder, [page(title=f"Edición {number}")])
    _, said = reader.communicate(timeout=30)
    assert reader.returncode == 0, said


def test_runs_at_once_wait_for_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    runs = [child(lambda name=name: sync(folder, edition(name)) and None) for name in ("old", "new") * 4]
    assert [ended(run) for run in runs] == [0] * 8
    files = contents(folder)
    names = [name for name in ("old", "new") if f"ar/only-{name}.html" in files]
    assert len(names) == 1
    sync(tmp_path / "alone", edition(names[0]))
    assert contents(tmp_path / "alone") == files


# Catalogues


STRINGS = {"site": messages.SITE, "desk": messages_desk.DESK}


def catalogues(domain: str = "site") -> list[Path]:
    return sorted((Path(messages.__file__).parent / "locale").glob(f"*/LC_MESSAGES/{domain}.po"))


@pytest.mark.parametrize("path", [*catalogues(), *catalogues("desk")], ids=lambda path: f"{path.parts[-3]} {path.stem}")
def test_catalogues_are_whole_and_compiled(path: Path) -> None:
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file)
    strings = {str(message.id): str(message.string) for message in catalogue if message.id}
    assert sorted(strings) == sorted(STRINGS[path.stem])
    for message, string in strings.items():
        assert string
        assert sorted(re.findall(r"\{\w+\}", string)) == sorted(re.findall(r"\{\w+\}", message)), string
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue(), "compile the catalogues: see messages.py"


def test_there_are_catalogues_for_the_main_languages() -> None:
    found = {path.parts[-3] for path in catalogues()}
    assert {
        "ar",
        "he",
        "fa",
        "zh",
        "ja",
        "ko",
        "hi",
        "ru",
        "uk",
        "el",
        "tr",
        "es",
        "pt",
        "fr",
        "de",
        "it",
        "nl",
        "pl",
    } <= found


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("es", "es"),
        ("es-MX", "es"),
        ("no", "nb"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hans-HK", "zh"),
        ("xh", "en"),
        ("en-GB", "en"),
        ("sr-Latn", "sr-Latn"),
    ],
)
def test_the_nearest_catalogue_is_taken(tag: str, language: str) -> None:
    assert messages.catalogue(tag).language == language


def test_pages_ask_only_for_strings_there_are() -> None:
    templates = Path(channels.__file__).parent / "templates"
    asked = set()
    for file in (*templates.glob("*.jinja"), *templates.parent.glob("site_*.py")):
        asked |= set(re.findall(r'say(?:\.plain)?\(\s*"([^"]+)"', file.read_text(encoding="utf-8")))
    assert asked <= set(messages.SITE)


# The channel itself


def test_the_channel_is_in_the_list() -> None:
    assert channels.get("site").NAME == "site"
    with pytest.raises(UsageError):
        channels.get("fax")


def test_importing_the_channel_is_light() -> None:
    heavy = "import sys, translate_flow.channels.site; print([m for m in ('jinja2', 'nh3', 'babel', 'lxml') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_a_thousand_pages_unchanged_is_quick(tmp_path: Path) -> None:
    pages = [page("es", article=f"a{n}") for n in range(1000)]
    sync(tmp_path / "s", pages)
    with bounded():
        assert sync(tmp_path / "s", pages).written == ()


def test_moments_are_comparable() -> None:
    days = ["", "2025-03-08", "2025-03-08T10:00:00+01:00", "2025-03-08T10:00:00", "nonsense"]
    assert all(moment and moment.tzinfo for moment in (site_layout.moment(page(date=day)) for day in days))
