"""The site's feeds and sitemaps, held against RFC 4287 and sitemaps.org, and read as other programs read them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests import site_sample
from tests.site_memory import Memory
from translate_flow.channels import site_feeds, site_pages
from translate_flow.channels.site_entries import Listing

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SITE = site_pages.Site("El Río", site_sample.BASE)
FEED = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "author": (0, 9), "link": (1, 9), "entry": (0, 30)}  # how often each may stand
ENTRY = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (0, 1), "author": (0, 9), "contributor": (0, 9), "link": (1, 9), "category": (0, 99), "summary": (0, 1)}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return site_sample.drawn([*site_sample.pages(), *site_sample.hostile()])


def held(element: etree._Element, counts: dict[str, tuple[int, int]]) -> None:
    names = [etree.QName(child).localname for child in element]
    assert set(names) <= set(counts)
    for name, (least, most) in counts.items():
        assert least <= names.count(name) <= most, name


def check_feed(data: bytes) -> etree._Element:
    """The rules of RFC 4287, 4.1 and 4.2, for what our feeds hold."""
    feed = etree.fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    held(feed, FEED)
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        assert MOMENT.fullmatch(element.findtext(f"{ATOM}updated") or "")
        assert (element.findtext(f"{ATOM}id") or "").startswith("https://")
        assert [link.get("rel") for link in element.findall(f"{ATOM}link")].count("alternate") == 1
    assert feed.find(f"{ATOM}author") is not None  # an entry without one has the feed's (4.1.2)
    for entry in entries:
        held(entry, ENTRY)
        assert all(person.findtext(f"{ATOM}name") for person in (*entry.findall(f"{ATOM}author"), *entry.findall(f"{ATOM}contributor")))
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    return feed


def test_every_feed_keeps_the_rules(files: dict[str, bytes]) -> None:
    feeds = {path: check_feed(data) for path, data in files.items() if path.endswith("feed.xml")}
    assert {"es/feed.xml", "ar/feed.xml"} <= set(feeds)
    for path, feed in feeds.items():
        language = path.partition("/")[0]
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert [link.get("href") for link in feed.findall(f"{ATOM}link[@rel='self']")] == [SITE.address(path)]
        for link in feed.iterfind(f"{ATOM}entry/{ATOM}link"):
            assert (link.get("href") or "").removeprefix(SITE.base_url) in files


def test_a_reader_reads_them(files: dict[str, bytes]) -> None:
    feedparser = pytest.importorskip("feedparser")
    found = feedparser.parse(files["en/feed.xml"])
    assert not found.bozo
    assert found.feed.title == "El Río"
    river = next(entry for entry in found.entries if entry.link.endswith("/en/river.html"))
    assert (river.title, river.author, river.contributors[0].name) == (site_sample.TEXTS["en"][0], "Ana Ruiz", "Sam Osei")
    assert (river.published, river.updated) == ("2026-03-08T09:00:00Z", "2026-03-20T08:00:00Z")  # the correction is news
    assert {tag.term for tag in river.tags} == {site_sample.SECTIONS, *site_sample.page().tags}


def test_a_feed_holds_the_newest_thirty() -> None:
    one = next(iter(site_sample.entries([site_sample.page()]).values()))
    many = [replace(one, article=f"a{n}", path=f"es/a{n}.html", moment=site_sample.DAY + timedelta(days=n)) for n in range(40)]
    feed = check_feed(site_feeds.feed(SITE, Memory(many), Listing("es")))
    assert [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")] == [f"{SITE.base_url}es/a{n}.html" for n in range(39, 9, -1)]


@given(st.text(), st.text(), st.text(), st.datetimes(min_value=datetime(100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  Hypothesis adds the zone
def test_any_words_and_moments(title: str, name: str, section: str, at: datetime) -> None:
    one = next(iter(site_sample.entries([site_sample.page("en", translator=name)]).values()))
    made = replace(one, title=title, byline=name, translator=name, section=section, tags=(title, section), summary=title, moment=at)
    check_feed(site_feeds.feed(replace(SITE, name=name), Memory([made]), Listing("en")))
    check_map(site_feeds.sitemap(SITE, Memory([made]), made.month))


def check_map(data: bytes) -> dict[str, dict[str, str]]:
    """The rules of sitemaps.org and of hreflang in them: what each address says of its versions."""
    root = etree.fromstring(data)
    assert root.tag == f"{MAP}urlset"
    assert len(root) <= 50_000
    found = {}
    for url in root:
        assert [etree.QName(child).localname for child in url][:1] == ["loc"]
        place, changed = url.findtext(f"{MAP}loc") or "", url.findtext(f"{MAP}lastmod")
        assert place.isascii()
        assert len(place) < 2048
        assert changed is None or MOMENT.fullmatch(changed)
        links = {link.get("hreflang") or "": link.get("href") or "" for link in url.findall(f"{XHTML}link[@rel='alternate']")}
        assert place in links.values()
        assert "x-default" in links
        found[place] = links
    return found


def test_sitemaps_name_every_page_once_with_all_its_versions(files: dict[str, bytes]) -> None:
    index = etree.fromstring(files["sitemap.xml"])
    maps = [(one.findtext(f"{MAP}loc") or "").removeprefix(SITE.base_url) for one in index]
    assert sorted(maps) == sorted(path for path in files if path.startswith("sitemap-"))
    assert "sitemap-undated.xml" in maps
    found: dict[str, dict[str, str]] = {}
    for path in maps:
        held = check_map(files[path])
        assert not found.keys() & held.keys()
        found |= held
    paths = {place.removeprefix(SITE.base_url) for place in found}
    assert paths == set(site_sample.entries([*site_sample.pages(), *site_sample.hostile()]))
    for links in found.values():
        assert all(found[other] == links for other in links.values())  # each version names the others, and is named by them
    assert found[f"{SITE.base_url}ar/river.html"]["x-default"] == f"{SITE.base_url}es/river.html"
