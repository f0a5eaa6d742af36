"""A live WordPress as items: a real one, filled through its REST API; and what one cannot make it do, by a small server."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import wordpress_site
from tests.commandline import Desk
from tests.wordpress_site import WordPress
from translate_flow.adoption import wxr_items
from translate_flow.adoption.http import Client
from translate_flow.adoption.items import Item, Said, Unread
from translate_flow.adoption.wordpress import Site
from translate_flow.adoption.wp_kept import Kept
from translate_flow.errors import Unreadable, UsageError

Answer = tuple[int, dict[str, str], bytes]
LONG = "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->"


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    with wordpress_site.running() as site:
        _fill(site)
        yield site


def _fill(site: WordPress) -> None:
    """Two articles in two languages, one of them known by its category alone; a draft, a protected post, a page, and one in the bin."""
    spanish = site.rest("categories", name="Español", slug="es")["id"]
    site.rest("categories", name="Deutsch", slug="de")
    quay = site.rest("tags", name="Fish & chips")["id"]
    text = LONG.format("Ships return to the harbour after <em>four</em> years, &amp; pilots are glad: 5 &lt; 6.")
    first = site.rest("posts", title="The harbour's “reopening”", content=text, excerpt="Ships & pilots.", status="publish", lang="en", date="2024-03-01T10:00:00", tags=[quay])
    second = site.rest("posts", title="El puerto reabre", content=LONG.format("Vuelven los barcos."), status="publish", lang="es", date="2024-03-02T10:00:00")
    site.rest(f"posts/{second['id']}", translations={"en": first["id"], "es": second["id"]})
    site.rest("posts", title="Solo por categoría", content="Texto corto.\n\nY otro párrafo.", status="publish", categories=[spanish])
    site.rest("posts", title="Not yet", content="Later.", status="draft")
    site.rest("posts", title="Secret", content="For members.", status="publish", password="open")
    site.rest("pages", title="About us", content="We are the harbour’s paper.", status="publish", lang="en")
    binned = site.rest("posts", title="Thrown away", content="Gone.", status="publish")
    site.rest(f"posts/{binned['id']}?_method=DELETE")


def test_a_site_and_its_export_give_the_same_items(wordpress: WordPress, tmp_path: Path) -> None:
    live = list(Site(wordpress.url, user="admin", password=wordpress.passwords["admin"]).items())
    exported = list(wxr_items.items(wordpress.export(tmp_path / "site.xml")))
    assert not [one for one in (*live, *exported) if isinstance(one, Unread)]
    assert len(live) == len(exported) == 6
    by_origin = {one.origin: one for one in exported if isinstance(one, Item)}
    for one in live:
        assert isinstance(one, Item)
        other = by_origin[one.origin]
        for name in ("date", "modified"):  # of a draft, the export has the site's own time, here UTC
            assert getattr(one, name).removesuffix("Z") == getattr(other, name).removesuffix("Z"), (one.origin, name)
        for name in ("body", "place", "kind", "slug", "published", "warnings", "parents"):
            assert getattr(one, name) == getattr(other, name), (one.origin, name)
        assert set(one.terms) == set(other.terms)
        assert [said.value for said in one.languages] == [said.value for said in other.languages]
        assert {tag: said.value for tag, said in one.links.items()} == {tag: said.value for tag, said in other.links.items()}
        assert (one.document.title, one.document.language, bool(one.groups)) == (other.document.title, other.document.language, bool(other.groups))
        assert one.data["id"] == other.data["id"]


def test_what_a_logged_in_reader_sees(wordpress: WordPress) -> None:
    found = [one for one in Site(wordpress.url, user="admin", password=wordpress.passwords["admin"]).items() if isinstance(one, Item)]
    titles = {one.document.title: one for one in found}
    first, second = titles["The harbour's “reopening”"], titles["El puerto reabre"]
    assert b"<!-- wp:paragraph -->" in first.body
    assert first.languages == (Said("en", "Polylang field"), Said("en-US", "site"))
    assert first.links == {"es": Said(f"wp:{second.data['id']}", "Polylang field")}
    assert first.groups == second.groups != ()
    assert "Fish & chips" in first.terms
    assert first.place.startswith("/20")
    assert titles["Solo por categoría"].languages[0] == Said("es", "category")
    assert not titles["Not yet"].published
    assert titles["Not yet"].place == ""
    assert not titles["Secret"].published
    assert titles["About us"].kind == "page"


def test_what_any_reader_sees(wordpress: WordPress) -> None:
    found = list(Site(wordpress.url).items())
    assert {one.document.title for one in found if isinstance(one, Item)} == {"The harbour’s “reopening”", "El puerto reabre", "Solo por categoría", "About us"}
    assert [one.why for one in found if isinstance(one, Unread)] == ["is protected by a password, so its text is not shown"]
    assert all(one.published and b"wp:paragraph" not in one.body for one in found if isinstance(one, Item))


def test_logins(wordpress: WordPress) -> None:
    with pytest.raises(Unreadable, match="does not accept the login"):
        list(Site(wordpress.url, user="admin", password="wrong").items())
    for login in ("reader", "writer"):  # an author is refused lists with drafts of others in them
        found = list(Site(wordpress.url, user=login, password=wordpress.passwords[login]).items())
        assert isinstance(found[0], Unread)
        assert "may not edit what others wrote" in found[0].why
        assert [type(one) for one in found[1:]] == [type(one) for one in Site(wordpress.url).items()]
    chief = [one for one in Site(wordpress.url, user="chief", password=wordpress.passwords["chief"]).items() if isinstance(one, Item)]
    assert [(one.origin, one.body) for one in chief] == [(one.origin, one.body) for one in Site(wordpress.url, user="admin", password=wordpress.passwords["admin"]).items() if isinstance(one, Item)]


QUIET = """<?php
foreach ( array( 'post', 'page' ) as $type ) { add_filter( "rest_prepare_$type", function ( $answer ) {
  $told = $answer->get_data(); unset( $told['lang'], $told['translations'] ); $answer->set_data( $told ); return $answer;
} ); }
"""


@pytest.fixture
def plugin(wordpress: WordPress) -> Iterator[Callable[[str], None]]:
    """Puts a must-use plugin into the site, and takes it away again."""
    path = wordpress.folder / "site" / "wp-content" / "mu-plugins" / "for-this-test.php"
    yield lambda source: path.write_text(source) and None
    path.unlink(missing_ok=True)


def test_polylang_as_it_comes_shows_languages_only_over_xml_rpc(wordpress: WordPress, plugin: Callable[[str], None], tmp_path: Path) -> None:
    plugin(QUIET)  # the free plugin adds no fields to the REST API
    login = {"user": "admin", "password": wordpress.passwords["admin"]}
    live = {one.origin: one for one in Site(wordpress.url, **login).items() if isinstance(one, Item)}
    exported = {one.origin: one for one in wxr_items.items(wordpress.export(tmp_path / "site.xml")) if isinstance(one, Item)}
    assert {origin: (one.languages, one.groups, one.links) for origin, one in live.items()} == {origin: (one.languages, one.groups, one.links) for origin, one in exported.items()}
    assert sum(Said("es", "Polylang term") in one.languages for one in live.values()) == 1
    assert sum(bool(one.groups) for one in live.values()) == 2
    assert not any(one.groups for one in Site(wordpress.url).items() if isinstance(one, Item))  # nobody is told who does not log in


@pytest.mark.parametrize("closed", ["add_filter( 'xmlrpc_enabled', '__return_false' );", "if ( defined( 'XMLRPC_REQUEST' ) ) { status_header( 403 ); exit( 'Blocked' ); }"])
def test_where_xml_rpc_is_closed_the_rest_is_read(wordpress: WordPress, plugin: Callable[[str], None], closed: str) -> None:
    plugin(QUIET + closed)
    live = list(Site(wordpress.url, user="admin", password=wordpress.passwords["admin"]).items())
    assert len(live) == 6
    assert not any(isinstance(one, Unread) or one.groups for one in live)


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wordpress: WordPress) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRANSLATE_FLOW_DATABASE", "")
    monkeypatch.setenv("TRANSLATE_FLOW_PASSWORD", wordpress.passwords["admin"])
    desk = Desk(tmp_path, monkeypatch)
    desk.run("init")
    return desk


def outcomes(desk: Desk, *words: str) -> Counter[str]:
    return Counter(step["outcome"] for step in desk.json("adopt", *words)["steps"])


def test_the_export_and_the_live_site_are_one_site(typed: Desk, wordpress: WordPress, tmp_path: Path) -> None:
    wordpress.export(tmp_path / "site.xml")
    first = outcomes(typed, "site.xml")
    assert (sum(first.values()), first["unchanged"]) == (6, 0)
    assert outcomes(typed, wordpress.url, "--user", "admin") == {"unchanged": 6}
    wordpress.export(tmp_path / "again.xml")
    assert outcomes(typed, "again.xml") == {"unchanged": 6}


def test_the_live_site_and_then_its_export(typed: Desk, wordpress: WordPress, tmp_path: Path) -> None:
    first = outcomes(typed, wordpress.url, "--user", "admin")
    assert (sum(first.values()), first["unchanged"]) == (6, 0)
    assert "Nothing new" in typed.run("adopt", wordpress.url, "--user", "admin").err
    wordpress.export(tmp_path / "site.xml")
    assert outcomes(typed, "site.xml") == {"unchanged": 6}


def test_a_post_is_known_by_its_number_whatever_its_address(typed: Desk, wordpress: WordPress, tmp_path: Path) -> None:
    draft = wordpress.rest("posts", title="Coming soon", content="The ferry sails again from June.", status="draft", lang="en")["id"]
    first = typed.json("adopt", wordpress.url, "--user", "admin")
    (origin,) = [step["origin"] for step in first["steps"] if f"p={draft}" in step["origin"]]
    key = next(step["article"] for step in first["steps"] if step["origin"] == origin)
    try:
        link = wordpress.rest(f"posts/{draft}", status="publish", slug="ferry")["link"]
        assert outcomes(typed, wordpress.url, "--user", "admin") == {"unchanged": 7}
        assert typed.json("show", f"{key}/en")["origin"] == link
        renamed = wordpress.rest(f"posts/{draft}", slug="ferry-again", content="The ferry sails again from July.")["link"]
        wordpress.export(tmp_path / "site.xml")
        assert outcomes(typed, "site.xml") == {"unchanged": 6, "revised": 1}
        assert typed.json("show", f"{key}/en")["origin"] == renamed
        assert outcomes(typed, wordpress.url, "--user", "admin") == {"unchanged": 7}
    finally:
        wordpress.rest(f"posts/{draft}?force=true&_method=DELETE")


def test_two_posts_with_one_address_keep_their_texts_in_any_order(typed: Desk, tmp_path: Path) -> None:
    post = '<item><title>{0}</title><link>https://harbour.example/pier/</link><content:encoded><![CDATA[<p>{0} {1}</p>]]></content:encoded><wp:post_id>{2}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><category domain="language" nicename="en">English</category></item>\n'
    posts = [post.format("The pier", "was mended by forty people in the spring of the year, and nobody was paid.", 1), post.format("A ferry", "left for the islands on Monday, and came back with nothing but salt.", 2)]
    head = '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://harbour.example</link><language>en</language><wp:wxr_version>1.2</wp:wxr_version>\n'
    (tmp_path / "one.xml").write_text(head + "".join(posts) + "</channel></rss>", encoding="utf-8")
    (tmp_path / "two.xml").write_text(head + "".join(posts[::-1]) + "</channel></rss>", encoding="utf-8")
    assert outcomes(typed, "one.xml") == {"created": 2}
    assert outcomes(typed, "two.xml") == {"unchanged": 2}


# What a real site does only on a bad day.


def _post(number: int) -> dict[str, object]:
    return {
        "id": number, "link": f"http://site.example/{number}/", "slug": f"p{number}", "status": "publish", "date_gmt": "2024-01-01T00:00:00", "modified_gmt": "2024-01-01T00:00:00",
        "title": {"rendered": f"Post {number}"}, "content": {"rendered": f"<p>Text {number}.</p>"}, "excerpt": {"rendered": ""}, "categories": [], "tags": [], "author": 0,
    }  # fmt: skip


class Bad:
    """A site with so many posts; `fault(route, query, count)` answers instead of it where it gives something."""

    def __init__(self, posts: int, fault: Callable[[str, dict[str, str], int], Answer | None]) -> None:
        self.posts = [_post(3 * number) for number in range(1, posts + 1)]
        self.asked: list[str] = []
        self.waits: list[float] = []
        self.told: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                parts = urlsplit(self.path)
                query = {key: values[0] for key, values in parse_qs(parts.query).items()}
                status, headers, body = fault(parts.path, query, len(outer.asked)) or outer.answer(parts.path, query)
                self.send_response(status)
                for key, value in {"Content-Length": str(len(body)), "Content-Type": "application/json", **headers}.items():
                    self.send_header(key, value)
                self.end_headers()
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(body)
                if int(headers.get("Content-Length", len(body))) != len(body):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Bad:
        threading.Thread(target=self.server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01}).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        if path == "/wp-json/":
            return 200, {}, b'{"name": "x", "namespaces": ["wp/v2"]}'
        if path == "/wp-json/wp/v2/posts":
            start, wanted = int(query["offset"]), set(query.get("include", "").split(",")) - {""}
            found = [post for post in self.posts if (not wanted or str(post["id"]) in wanted) and str(post["modified_gmt"]) > query.get("modified_after", "")[:19]]
            return 200, {"X-WP-Total": str(len(found))}, json.dumps(found[start : start + int(query["per_page"])]).encode()
        return 200, {"X-WP-Total": "0"}, b"[]"

    def site(self, keep: Path | None = None, **options: object) -> Site:
        return Site(self.url, client=Client(self.url, sleep=self.waits.append, told=self.told.append, **options), keep=keep)  # type: ignore[arg-type]

    def pages(self) -> list[str]:
        """The pages of posts that were asked for since the last call, told by what is peculiar to each."""
        asked = [{key: values[0] for key, values in parse_qs(urlsplit(path).query).items()} for path in self.asked if "/wp/v2/posts" in path]
        self.asked.clear()
        return [f"changed {query['offset']}" if "modified_after" in query else f"ids {query['offset']}" if query["_fields"] == "id,modified_gmt" else
                f"include {len(query['include'].split(','))}" if "include" in query else query["offset"] for query in asked]  # fmt: skip


def numbers(found: list[Item | Unread]) -> list[int]:
    return [int(str(one.data["id"])) for one in found if isinstance(one, Item)]


def is_posts(path: str) -> bool:
    return path.endswith("/posts")


def test_pages_and_a_steady_order() -> None:
    with Bad(250, lambda *_: None) as bad:
        assert numbers(list(bad.site().items())) == [3 * number for number in range(1, 251)]
        assert not bad.waits


def test_a_site_that_is_busy_is_waited_for() -> None:
    seen: list[int] = []

    def fault(path: str, query: dict[str, str], count: int) -> Answer | None:
        if is_posts(path) and len(seen) < 3:
            seen.append(count)
            return [(429, {"Retry-After": "7"}, b""), (503, {}, b""), (500, {}, b"oops")][len(seen) - 1]
        return None

    with Bad(3, fault) as bad:
        assert numbers(list(bad.site().items())) == [3, 6, 9]
        assert bad.waits == [7.0, 2.0, 4.0]
        assert "asked too often" in bad.told[0]


def test_a_site_that_stays_busy_is_read_on_from_where_it_stopped(tmp_path: Path) -> None:
    keep = tmp_path / "kept.db"
    busy = [True]
    with Bad(350, lambda path, query, _: (429, {}, b"") if busy and is_posts(path) and query["offset"] != "0" else None) as bad:
        with pytest.raises(Unreadable, match="too often") as caught:
            list(bad.site(keep).items())
        assert "the same command goes on from there" in caught.value.remedy
        assert len(bad.waits) == 4
        assert bad.pages() == ["0", *["99"] * 5]
        busy.clear()
        assert numbers(list(bad.site(keep).items())) == [3 * number for number in range(1, 351)]
        assert bad.pages() == ["changed 0", "99", "198", "297"]


def test_nothing_new_costs_two_requests_a_collection(tmp_path: Path) -> None:
    keep = tmp_path / "kept.db"
    with Bad(1000, lambda *_: None) as bad:
        first = bad.site(keep)
        assert first.mark() == ""
        whole = list(first.items())
        mark = first.mark()
        assert len(bad.pages()) == 11
        again = bad.site(keep)
        assert again.mark() == mark != ""
        assert len(bad.asked) == 5  # the API, the feed, two of posts, and one of pages, of which there are none
        assert bad.pages() == ["changed 0", "999"]
        assert numbers(list(again.items())) == numbers(whole)
        assert bad.pages() == []


def test_what_changed_since_is_asked_for_and_nothing_else(tmp_path: Path) -> None:
    keep = tmp_path / "kept.db"
    with Bad(400, lambda *_: None) as bad:
        first = bad.site(keep)
        list(first.items())
        mark = first.mark()
        bad.posts[7] |= {"modified_gmt": "2999-01-01T00:00:00", "title": {"rendered": "Changed"}}
        bad.posts.append(_post(3 * 401))
        bad.pages()
        again = bad.site(keep)
        assert again.mark() == ""
        found = [one for one in again.items() if isinstance(one, Item)]
        assert [one.document.title for one in found if one.data["id"] in {"24", "1203"}] == ["Changed", "Post 1203"]
        assert len(found) == 401
        assert bad.pages() == ["changed 0", "399"]
        assert again.mark() != mark


def test_what_is_gone_is_found_out_by_ids(tmp_path: Path) -> None:
    keep = tmp_path / "kept.db"
    with Bad(400, lambda *_: None) as bad:
        list(bad.site(keep).items())
        del bad.posts[10:20]
        bad.posts.insert(0, {**_post(2), "modified_gmt": "2001-01-01T00:00:00"})  # taken out of the bin by other means than WordPress's own
        bad.pages()
        assert sorted(numbers(list(bad.site(keep).items()))) == [2] + [3 * number for number in range(1, 401) if not 10 < number <= 20]
        assert bad.pages() == ["changed 0", "399", "ids 0", "ids 100", "ids 200", "ids 300", "include 1"]
        again = bad.site(keep)
        assert again.mark()
        assert bad.pages() == ["changed 0", "390"]


def test_a_site_too_old_to_say_what_changed(tmp_path: Path) -> None:
    keep = tmp_path / "kept.db"

    def old(path: str, query: dict[str, str], _: int) -> Answer | None:
        query.pop("modified_after", None)
        return bad.answer(path, query)

    with Bad(300, old) as bad:
        list(bad.site(keep).items())
        bad.posts[5] |= {"modified_gmt": "2024-05-05T00:00:00", "title": {"rendered": "Changed"}}
        bad.pages()
        found = [one for one in bad.site(keep).items() if isinstance(one, Item)]
        assert len(found) == 300
        assert [one.document.title for one in found if one.data["id"] == "18"] == ["Changed"]
        assert bad.pages() == ["changed 0", "ids 0", "ids 100", "ids 200", "include 1"]


@pytest.mark.parametrize("damage", [b"no database at all, but long enough to be one" * 50, b""])
def test_what_is_kept_and_damaged_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    keep = tmp_path / "kept.db"
    with Bad(30, lambda *_: None) as bad:
        list(bad.site(keep).items())
        keep.write_bytes(damage)
        assert len(numbers(list(bad.site(keep).items()))) == 30


def test_what_is_kept_for_one_reader_is_not_shown_to_another(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept.db", reader="ana")
    kept.put("posts", [_post(3)], walked="3")
    kept.close()
    for reader, count in (("ana", 1), ("", 0), ("ana", 0)):
        kept = Kept(tmp_path / "kept.db", reader=reader)
        assert (kept.count("posts"), kept.fact("posts", "walked")) == (count, "3" if count else "")
        kept.close()


def test_what_is_kept_is_bounded(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept.db", reader="", most=1000)
    for number in range(1, 100):
        kept.put("posts", [_post(number)], walked=str(number))
    assert kept.full
    assert kept.count("posts") < 10
    assert kept.fact("posts", "walked") == str(kept.count("posts"))


def test_a_wait_that_is_too_long_is_told() -> None:
    with Bad(3, lambda path, *_: (503, {"Retry-After": "90000"}, b"") if is_posts(path) else None) as bad:
        with pytest.raises(Unreadable) as caught:
            list(bad.site().items())
        assert "90000 seconds" in caught.value.remedy
        assert not bad.waits


def test_one_post_that_breaks_the_site_is_left_out(tmp_path: Path) -> None:
    keep = tmp_path / "kept.db"

    def fault(path: str, query: dict[str, str], _: int) -> Answer | None:
        body = bad.answer(path, query)[2]
        return (500, {}, b"fatal error") if is_posts(path) and "title" in query["_fields"] and b'"id": 102,' in body else None

    with Bad(120, fault) as bad:
        found = list(bad.site(keep).items())
        assert numbers(found) == [3 * number for number in range(1, 121) if number != 34]
        (unread,) = [one for one in found if isinstance(one, Unread)]
        assert unread.place.endswith("post 102")
        bad.pages()
        again = bad.site(keep)
        assert again.mark() == ""  # what could not be read is tried again
        assert numbers(list(again.items())) == numbers(found)
        assert bad.pages()[-2:] == ["include 1"] * 2


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "100000"}])
def test_half_an_answer_is_asked_for_again(headers: dict[str, str]) -> None:
    seen: list[int] = []

    def fault(path: str, _: dict[str, str], count: int) -> Answer | None:
        if is_posts(path) and not seen:
            seen.append(count)
            return 200, headers, b'[{"id": 3, "title": {"rend'
        return None

    with Bad(3, fault) as bad:
        assert numbers(list(bad.site().items())) == [3, 6, 9]
        assert "half an answer" in bad.told[0]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((200, {"Content-Type": "text/html"}, b'<!doctype html><form><input type="password"></form>'), "login form"),
        ((200, {"Content-Type": "text/html"}, b"<!doctype html><p>Blocked"), "page instead of data"),
        ((302, {"Location": "/wp-login.php?redirect_to=x"}, b""), "login form"),
        ((302, {"Location": "https://elsewhere.example/"}, b""), "another host, https://elsewhere.example"),
        ((301, {"Location": "http://127.0.0.1:9/x"}, b""), "another host, http://127.0.0.1:9"),
        ((302, {"Location": "/again"}, b""), "in a circle"),
        ((401, {}, b'{"code": "rest_not_logged_in", "message": "Log in &amp; try."}'), "Log in & try"),
        ((200, {}, b'{"code": "x"}'), "no list of posts|answers 200"),
    ],
)
def test_what_is_no_list_of_posts(answer: Answer, message: str) -> None:
    with Bad(3, lambda path, *_: answer if is_posts(path) or path == "/again" else None) as bad:
        with pytest.raises(Unreadable, match=message) as caught:
            list(bad.site().items())
        assert caught.value.remedy
        assert not bad.waits


def test_a_slow_site() -> None:
    def fault(path: str, *_: object) -> Answer | None:
        if is_posts(path):
            time.sleep(0.6)
        return None

    with Bad(3, fault) as bad, pytest.raises(Unreadable, match="has not answered"):
        list(bad.site(timeout=0.2, tries=2).items())


def test_the_api_is_found_by_header_and_by_query() -> None:
    def hidden(path: str, query: dict[str, str], _: int) -> Answer | None:
        if path.startswith("/wp-json"):
            return 404, {"Content-Type": "text/html"}, b"<!doctype html>Not found"
        route = query.get("rest_route", "")
        if route:
            return bad.answer("/wp-json" + route, query)
        return 200, {"Content-Type": "text/html"}, b"<!doctype html>"

    with Bad(3, hidden) as bad:
        assert numbers(list(bad.site().items())) == [3, 6, 9]


@pytest.mark.parametrize("heeded", [True, False])
def test_languages_that_only_a_query_tells(heeded: bool) -> None:
    def polylang(path: str, query: dict[str, str], _: int) -> Answer | None:
        if path == "/wp-json/":
            return 200, {}, b'{"namespaces": ["wp/v2", "pll/v1"]}'
        if path == "/wp-json/pll/v1/languages":
            return 200, {}, b'[{"slug": "es"}, {"slug": "pt-br"}]'
        if is_posts(path) and "lang" in query and heeded:
            mine = [post for post in bad.posts if post["id"] % 2 == (query["lang"] == "es")]  # type: ignore[operator]
            start = int(query["offset"])
            return 200, {"X-WP-Total": str(len(mine))}, json.dumps(mine[start : start + 100]).encode()
        return None

    with Bad(250, polylang) as bad:
        found = [one for one in bad.site().items() if isinstance(one, Item)]
        assert len(found) == 250
        wanted = [(Said("es" if 3 * number % 2 else "pt-BR", "Polylang query"),) if heeded else () for number in range(1, 251)]
        assert [one.languages for one in found] == wanted
        assert len(bad.asked) < 20


def test_posts_that_go_away_meanwhile_hide_no_others() -> None:
    def fault(path: str, query: dict[str, str], _: int) -> Answer | None:
        if is_posts(path) and query["offset"] == "99" and len(bad.posts) == 250:
            del bad.posts[10:40]
        return None

    with Bad(250, fault) as bad:
        assert numbers(list(bad.site().items())) == [3 * number for number in range(1, 251)]


def test_no_wordpress_at_all() -> None:
    with Bad(3, lambda *_: (404, {"Content-Type": "text/html"}, b"<!doctype html>Not found")) as bad, pytest.raises(Unreadable, match="page instead of data") as caught:
        list(bad.site().items())
    assert caught.value.remedy


@pytest.mark.parametrize("address", ["ftp://x.example", "http://", "https://u:p@x.example", "http://x.example:99999", "http://x y"])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(UsageError):
        Site(address)


def test_a_password_is_not_sent_in_the_open() -> None:
    with pytest.raises(UsageError, match="over http"):
        Site("http://paper.example", user="ana", password="secret")
