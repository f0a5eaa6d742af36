"""Feeds and sitemaps saved to disk: what has text is read whole, the rest says places, and nothing hostile is resolved."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commandline import Desk
from tests.limits import bounded
from translate_flow.adoption import feeds
from translate_flow.adoption.items import Item, Said, Unread
from translate_flow.errors import UsageError

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>La Ribera</title><link>https://ribera.example/</link><language>es-AR</language>
<item><title>Vuelve el tren &#38; la feria</title><link>https://ribera.example/tren/?utm_source=rss&amp;utm_medium=feed</link>
<dc:creator><![CDATA[Ana Sosa]]></dc:creator><pubDate>Tue, 05 Mar 2024 08:30:00 -0300</pubDate><category><![CDATA[Ciudad]]></category><category>Trenes</category>
<guid isPermaLink="false">https://ribera.example/?p=7</guid><description><![CDATA[Resumen.]]></description>
<content:encoded><![CDATA[<p>El tren volvió al andén después de nueve años.</p><p>La feria abre el sábado, con 40 puestos.</p>]]></content:encoded></item>
<item><title>Solo un resumen</title><link>https://ribera.example/resumen/</link><description>Tres líneas.</description></item>
<item><title>Train back</title><link>https://ribera.example/en/train/</link><dc:language>en</dc:language><pubDate>half past nine</pubDate>
<atom:link rel="alternate" hreflang="es" href="https://ribera.example/tren/"/>
<content:encoded><![CDATA[<p>The train came back to the platform after nine years.</p>]]></content:encoded></item>
</channel></rss>
"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar" xml:base="https://nahr.example/">
<title>النهر</title><updated>2024-04-01T10:00:00Z</updated>
<entry><title type="html">عودة &amp;quot;القطار&amp;quot;</title><id>tag:nahr.example,2024:1</id><link href="/train/"/>
<link rel="alternate" hreflang="fr" href="/fr/train/"/><link rel="enclosure" href="/sound.mp3"/>
<published>2024-03-30T10:00:00Z</published><updated>2024-03-31T10:00:00Z</updated><author><name>ليلى</name></author><category term="city" label="مدينة"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>عاد القطار إلى <em>المحطة</em> بعد تسع سنوات.</p></div></content></entry>
<entry xml:lang="fr"><title>Le train</title><id>https://nahr.example/fr/train/</id><content type="html">&lt;p&gt;Le train est de retour.&lt;/p&gt;</content></entry>
<entry><title>Plain</title><id>https://nahr.example/plain/</id><content>One &lt; two.

Second paragraph.</content></entry>
<entry><title>Elsewhere</title><link href="https://nahr.example/else/"/><content src="https://nahr.example/else.html" type="text/html"/></entry>
</feed>
"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://ribera.example/tren/</loc><lastmod>2024-03-06</lastmod>
<xhtml:link rel="alternate" hreflang="es" href="https://ribera.example/tren/"/><xhtml:link rel="alternate" hreflang="pt_BR" href="https://ribera.example/pt/trem/"/>
<xhtml:link rel="alternate" hreflang="x-default" href="https://ribera.example/tren/"/><xhtml:link rel="alternate" hreflang="qqqqq" href="https://ribera.example/q/"/></url>
<url><loc>https://ribera.example/en/train/</loc><news:news><news:publication><news:name>R</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2024-03-07T08:00:00Z</news:publication_date><news:title>Train back</news:title></news:news></url>
<url><lastmod>2024</lastmod></url>
</urlset>
"""


def kept(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def split(path: Path, **more: str) -> tuple[list[Item], list[Unread]]:
    found = list(feeds.items(path, **more))
    return [each for each in found if isinstance(each, Item)], [each for each in found if isinstance(each, Unread)]


def test_rss_with_full_text_gives_items_and_says_what_it_lacks(tmp_path: Path) -> None:
    (tren, train), (summary,) = split(kept(tmp_path, "feed.xml", RSS))
    assert tren.origin == "https://ribera.example/tren/"
    assert tren.place == "/tren/"
    assert tren.document.title == "Vuelve el tren & la feria"
    assert tren.document.byline == "Ana Sosa"
    assert [block.text for block in tren.document.blocks][-1] == "La feria abre el sábado, con 40 puestos."
    assert tren.languages == (Said("es-AR", "feed"),)
    assert tren.date == "2024-03-05T08:30:00-03:00"
    assert tren.terms == ("Ciudad", "Trenes")
    assert train.languages == (Said("en", "dc:language"),)
    assert train.links == {"es": Said("https://ribera.example/tren/", "feed")}
    assert any("half past nine" in warning for warning in train.warnings)
    assert "summary" in summary.why
    assert "resumen" in summary.why
    assert summary.place == "feed.xml:8"


def test_atom_reads_every_kind_of_content(tmp_path: Path) -> None:
    (train, french, plain), (elsewhere,) = split(kept(tmp_path, "atom.xml", ATOM))
    assert train.origin == "https://nahr.example/train/"
    assert train.document.title == 'عودة "القطار"'
    assert train.document.blocks[-1].text == "عاد القطار إلى المحطة بعد تسع سنوات."
    assert b'dir="rtl"' in train.body
    assert (train.date, train.modified) == ("2024-03-30T10:00:00+00:00", "2024-03-31T10:00:00+00:00")
    assert train.links == {"fr": Said("https://nahr.example/fr/train/", "feed")}
    assert train.terms == ("مدينة",)
    assert french.languages == (Said("fr", "xml:lang"),)
    assert french.document.blocks[-1].text == "Le train est de retour."
    assert [block.text for block in plain.document.blocks[1:]] == ["One < two.", "Second paragraph."]
    assert "summary" in elsewhere.why


def test_json_feed(tmp_path: Path) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://x.example/", "language": "de", "authors": [{"name": "Uwe"}],
        "items": [
            {"id": "1", "url": "/zug/", "title": "Der Zug", "content_html": "<p>Der Zug fährt wieder.</p>", "date_published": "2024-01-02T03:04:05Z", "tags": ["Bahn"]},
            {"id": 2, "title": "Text", "content_text": "Erster.\n\nZweiter.", "language": "nl"},
            {"id": "https://x.example/kurz/", "summary": "Kurz."}, "broken", {"id": "5", "content_html": ["x"], "tags": "no", "authors": 3},
        ],
    }  # fmt: skip
    (zug, text), unread = split(kept(tmp_path, "feed.json", json.dumps(feed)))
    assert (zug.origin, zug.document.byline, zug.terms) == ("https://x.example/zug/", "Uwe", ("Bahn",))
    assert zug.languages == (Said("de", "feed"),)
    assert (text.origin, text.languages) == ("2", (Said("nl", "feed entry"),))
    assert len(unread) == 3
    assert [place.url for place in feeds.places(tmp_path / "feed.json")] == ["https://x.example/zug/", "https://x.example/kurz/"]


def test_a_sitemap_gives_places(tmp_path: Path) -> None:
    path = kept(tmp_path, "sitemap.xml", SITEMAP)
    tren, train = feeds.places(path)
    assert tren.url == "https://ribera.example/tren/"
    assert tren.modified == "2024-03-06"
    assert tren.links == {"es": Said("https://ribera.example/tren/", "sitemap"), "pt-BR": Said("https://ribera.example/pt/trem/", "sitemap")}
    assert (train.language, train.date, train.title) == ("en", "2024-03-07T08:00:00+00:00", "Train back")
    items, (unread,) = split(path)
    assert not items
    assert [place.language for place in feeds.places(kept(tmp_path, "feed.xml", RSS))] == ["", "", "en"]
    assert "lists 3 pages" in unread.why
    assert "folder" in unread.remedy


def test_a_sitemap_index_reads_what_lies_beside_it(tmp_path: Path) -> None:
    kept(tmp_path, "posts-1.xml", gzip.compress(SITEMAP.encode()))
    kept(tmp_path.parent, "outside.xml", SITEMAP)
    names = ["https://ribera.example/posts-1.xml", "https://ribera.example/pages-1.xml", "https://ribera.example/a/..%2foutside.xml", "https://ribera.example/index.xml"]
    path = kept(tmp_path, "index.xml", '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + "".join(f"<sitemap><loc>{name}</loc></sitemap>" for name in names) + "</sitemapindex>")
    assert [place.url for place in feeds.places(path)] == ["https://ribera.example/tren/", "https://ribera.example/en/train/"]
    _, unread = split(path)
    assert [each.place for each in unread] == ["https://ribera.example/pages-1.xml", "https://ribera.example/a/..%2foutside.xml", "index.xml"]
    assert "Save it beside index.xml" in unread[0].remedy


def test_broken_xml_gives_what_came_before(tmp_path: Path) -> None:
    for at, cut in enumerate((RSS[: RSS.index("La feria abre")], RSS.replace("</item>\n<item><title>Solo", "</item>\n<oops><item><title>Solo"))):
        items, unread = split(kept(tmp_path, f"cut{at}.xml", cut))
        if at == 0:
            assert not items
        else:
            assert items[0].origin == "https://ribera.example/tren/"
        assert "broken XML" in unread[-1].why
        assert unread[-1].place.startswith(f"cut{at}.xml:")
        assert int(unread[-1].place.partition(":")[2]) > 3
    cut = RSS[: RSS.index("Train back")]
    items, unread = split(kept(tmp_path, "cut.xml", cut))
    assert [item.origin for item in items] == ["https://ribera.example/tren/"]
    assert "after 2 entries" in unread[-1].why


def test_loose_ampersands_and_control_characters_are_set_right(tmp_path: Path) -> None:
    loose = RSS.replace("Solo un resumen", "Q & A&nbsp;caf&eacute; &nosuch; &lt;").replace("https://ribera.example/resumen/", "<![CDATA[https://ribera.example/r/?a=1&copy=2]]>").replace("<description>Tres líneas.</description>", "<content:encoded><![CDATA[<p>Uno &amp; dos &eacute;.</p>\x0b]]></content:encoded>")
    items, unread = split(kept(tmp_path, "loose.xml", loose))
    assert not unread
    assert items[1].document.title == "Q & A\xa0café &nosuch; <"
    assert items[1].origin == "https://ribera.example/r/?a=1&copy=2"
    assert items[1].document.blocks[-1].text == "Uno & dos é."
    assert any("control characters" in warning for warning in items[1].warnings)


@pytest.mark.parametrize("declared", [
    '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE rss [<!ENTITY % p SYSTEM "https://evil.example/x.dtd"> %p;]>',
])  # fmt: skip
def test_declared_entities_are_refused(tmp_path: Path, declared: str) -> None:
    hostile = RSS.replace("?>\n", f"?>\n{declared}\n", 1).replace("Resumen.", "&secret;&b;").replace("Vuelve el", "&secret;&b;")
    with bounded():
        items, (unread,) = split(kept(tmp_path, "bomb.xml", hostile))
    assert not items
    assert unread.place == "bomb.xml:2"
    assert "refused" in unread.why
    assert feeds.places(tmp_path / "bomb.xml") == []


def test_a_section_called_by_a_language_is_surer_than_the_feed_s_own(tmp_path: Path) -> None:
    items, _ = split(kept(tmp_path, "feed.xml", RSS.replace("<category>Trenes", "<category>Português")))
    assert items[0].languages == (Said("pt", "category"), Said("es-AR", "feed"))


def test_an_external_doctype_is_not_fetched(tmp_path: Path) -> None:
    items, _ = split(kept(tmp_path, "old.xml", RSS.replace("?>\n", '?>\n<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "https://nowhere.invalid/rss.dtd">\n', 1).replace("Vuelve", "&eacute;&secret;")))
    assert items[0].document.title.startswith("é&secret;")


@pytest.mark.parametrize(("data", "why"), [
    (b"", "empty"), (b"   ", "empty"), (b"<!doctype html><html><head><meta charset=utf-8><title>x</title></head></html>", "web page"),
    (b"<opml><body/></opml>", "no feed"), (b'{"items": 3}', "no list of items"), (b"{oops", "broken JSON"), (b"hello", "not XML"),
    (b"\x1f\x8b\x08\x00broken", "compressed"), (b"[" * 100_000, "broken JSON|nested"),
])  # fmt: skip
def test_what_is_no_feed_is_named(tmp_path: Path, data: bytes, why: str) -> None:
    items, (unread,) = split(kept(tmp_path, "x.xml", data))
    assert not items
    assert any(each in unread.why for each in why.split("|"))
    assert unread.remedy


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(feeds.items(tmp_path / "none.xml"))


def test_an_empty_feed_holds_nothing(tmp_path: Path) -> None:
    assert split(kept(tmp_path, "empty.xml", '<rss version="2.0"><channel><title>x</title></channel></rss>')) == ([], [])


def test_addresses_relative_to_where_the_feed_was(tmp_path: Path) -> None:
    path = kept(tmp_path, "r.xml", RSS.replace("https://ribera.example/tren/?utm_source=rss&amp;utm_medium=feed", "/tren/?a=1&amp;utm_source=x"))
    items, _ = split(path, base="https://ribera.example/feed/")
    assert items[0].origin == "https://ribera.example/tren/?a=1"


def test_a_large_sitemap_costs_no_more_a_page(tmp_path: Path) -> None:
    urls = "".join(f'<url><loc>https://x.example/p{n}/</loc><xhtml:link rel="alternate" hreflang="en" href="https://x.example/en/p{n}/"/></url>' for n in range(30_000))
    path = kept(tmp_path, "big.xml", f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>')
    with bounded():
        assert len(feeds.places(path)) == 30_000


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([RSS, ATOM, SITEMAP]), st.integers(0, 2000), st.integers(0, 40), st.sampled_from(["", "<", "&", "]]>", "http://[", "\x00", "é", "<!--", '"', "</item>", "<url>"]))
def test_whatever_is_broken_the_rest_is_read(tmp_path_factory: pytest.TempPathFactory, text: str, at: int, cut: int, put: str) -> None:
    path = kept(tmp_path_factory.mktemp("any"), "any.xml", text[:at] + put + text[at + cut :])
    for each in feeds.items(path, base="https://ribera.example/"):
        assert isinstance(each, Item | Unread)
    feeds.places(path)


def test_a_json_feed_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "language": "es", "items": [{"id": str(n), "url": f"https://ribera.example/{n}/", "content_html": f"<p>{PROSE}</p>"} for n in range(3)]}
    (tmp_path / "feed.json").write_text(json.dumps(feed)[:-80], encoding="utf-8")
    found = list(feeds.items(tmp_path / "feed.json"))
    assert [each.origin for each in found if isinstance(each, Item)] == ["https://ribera.example/0/", "https://ribera.example/1/"]
    assert isinstance(found[0], Item)
    assert found[0].languages == (Said("es", "feed"),)
    assert isinstance(found[2], Unread)
    assert found[2].why.startswith("is broken JSON, after 2 items: ")
    assert found[2].place == "feed.json:1"


PROSE = "El tren volvió ayer al andén de la ribera después de nueve años sin servicio, y la estación se llenó de vecinos."


def rss(*items: str, head: str = "") -> str:
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}\n<rss version="2.0" {spaces}><channel><title>Ribera</title><language>es</language>\n' + "\n".join(items) + "\n</channel></rss>"


def item(path: str, text: str = PROSE) -> str:
    body = f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>" if text else "<description>En breve.</description>"
    return f"<item><title>{path}</title><link>https://ribera.example/{path}</link>{body}</item>"


def test_two_entries_of_one_address_and_those_of_comments_are_told(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss(item("uno/"), item("uno/?utm_source=x", "Otra cosa."), item("uno/#comment-7", "Un comentario."), item("dos/")), encoding="utf-8")
    found = list(feeds.items(tmp_path / "feed.xml"))
    assert [each.origin for each in found if isinstance(each, Item)] == ["https://ribera.example/uno/", "https://ribera.example/dos/"]
    assert [(each.place, each.why) for each in found if isinstance(each, Unread)] == [
        ("feed.xml:4", "is a second entry of https://ribera.example/uno/; the first was taken"),
        ("feed.xml:5", "is about a place within https://ribera.example/uno/, as comments are"),
    ]
    assert [place.url for place in feeds.places(tmp_path / "feed.xml")] == ["https://ribera.example/uno/", "https://ribera.example/dos/"]


@pytest.mark.parametrize(("name", "text", "code", "read", "why"), [
    ("feed.xml", rss(item("uno/"), item("dos/"))[:-150], 0, 1, "is broken XML, or breaks off, after 1 entries"),
    ("feed.xml", rss(item("uno/"), item("dos/")).replace("uno", "&quot;uno&nbsp;&amp; dos&", 1), 0, 2, "outside CDATA: they were read as meant"),
    ("feed.xml", rss(item("uno/"), head='<!DOCTYPE rss [<!ENTITY a "aaaa">]>'), 6, 0, "declares entities"),
    ("feed.xml", rss(item("uno/", ""), item("dos/", "")), 6, 0, "holds a summary at most of https://ribera.example/"),
    ("feed.xml", rss(item("uno/"), item("dos/", "")), 0, 1, "holds a summary at most of https://ribera.example/dos/"),
    ("sitemap.xml", '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://ribera.example/a.xml</loc></sitemap></sitemapindex>', 6, 0, "is not beside the index"),
    ("feed.xml", "", 6, 0, "is empty"),
    ("feed.xml", "<!doctype html><html><body><form>Login</form></body></html>", 6, 0, "is a web page, not a feed"),
])  # fmt: skip
def test_bad_feeds_at_the_command(desk: Desk, name: str, text: str, code: int, read: int, why: str) -> None:
    (desk.folder / name).write_text(text, encoding="utf-8")
    told = desk.json("adopt", name, code=code)
    assert len(told["steps"]) == read
    assert [one["why"] for one in told["unread"] if why not in one["why"]] == []
    assert told["unread"]
    assert all(one["remedy"] and (one["state"] == "noted" or name in one["place"] or "sitemap" in name) for one in told["unread"])
    desk.run("doctor")
