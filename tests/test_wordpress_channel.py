"""The WordPress channel against a real WordPress, with the companion plugin and without: written once, whatever is interrupted; editors' work left alone."""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import wordpress_site
from tests.commandline import ARTICLE, Desk
from tests.serving import Served
from tests.test_adoption_live import expired  # noqa: F401  a fixture
from tests.wordpress_site import WordPress
from translate_flow import formats
from translate_flow.channels import wordpress as channel
from translate_flow.channels import wordpress_blocks, wordpress_clean
from translate_flow.channels.page import Page
from translate_flow.formats import wp_fence

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082")


@pytest.fixture(scope="module")
def site() -> Iterator[WordPress]:
    with wordpress_site.running(workers=4) as found:
        yield found


@pytest.fixture(params=["companion", "plain"])
def wordpress(site: WordPress, request: pytest.FixtureRequest) -> WordPress:
    return emptied(site, companion=request.param == "companion")


@pytest.fixture
def with_plugin(site: WordPress) -> WordPress:
    return emptied(site, companion=True)


def emptied(site: WordPress, *, companion: bool) -> WordPress:
    site.companion(there=companion)
    site.php("foreach ( get_posts( array( 'post_type' => array( 'post', 'page', 'attachment' ), 'post_status' => array( 'any', 'trash', 'inherit' ), 'numberposts' => -1 ) ) as $p ) { wp_delete_post( $p->ID, true ); }")
    return site


class Newsroom:
    """A desk with a WordPress channel named `web`."""

    def __init__(self, desk: Desk, url: str, password: str, monkeypatch: pytest.MonkeyPatch, **options: Any) -> None:
        from sqlalchemy import update

        from translate_flow.models_channels import ChannelRow

        self.desk = desk
        monkeypatch.setenv("TRANSLATE_FLOW_PASSWORD_WEB", password)
        with self.session() as session:
            session.execute(update(ChannelRow).values(active=False))
            session.add(ChannelRow(name="web", kind="wordpress", uid="a1b2c3", complete=False, created_at=desk.now, options={"url": url, "user": "admin", **options}))

    def session(self) -> Any:
        from translate_flow import db

        engine = db.engine_for(f"sqlite:///{self.desk.folder / '.translate-flow' / 'translate-flow.db'}")
        return _Begun(engine)

    def options(self, **options: Any) -> None:
        from sqlalchemy import select

        from translate_flow.models_channels import ChannelRow

        with self.session() as session:
            row = session.scalars(select(ChannelRow).where(ChannelRow.name == "web")).one()
            row.options = {**row.options, **options}

    def noted(self) -> dict[str, Any]:
        from sqlalchemy import select

        from translate_flow.models import Version
        from translate_flow.models_channels import Publication

        with self.session() as session:
            rows = session.execute(select(Version.language, Publication).join(Version, Version.id == Publication.version_id)).all()
            return {language: {"id": row.remote_id, "mark": row.mark, "problem": row.problem, "data": row.data, "location": row.location} for language, row in rows}

    def forget(self) -> None:
        """As if the last run had been killed just before it could note what it did."""
        from sqlalchemy import delete, update

        from translate_flow.models_channels import ChannelRow, Publication

        with self.session() as session:
            session.execute(delete(Publication))
            session.execute(update(ChannelRow).values(complete=False))

    def consent(self) -> None:
        """That what the site has may be overwritten, once."""
        from sqlalchemy import select

        from translate_flow.models_channels import Publication

        with self.session() as session:
            for row in session.scalars(select(Publication)):
                row.data = {**row.data, "overwrite": True}


class _Begun:
    def __init__(self, engine: Any) -> None:
        from sqlalchemy.orm import Session

        self.engine, self.made = engine, Session(engine)

    def __enter__(self) -> Any:
        return self.made

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.made.commit()
        self.made.close()
        self.engine.dispose()


@pytest.fixture
def room(newsroom: Desk, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    return Newsroom(newsroom, wordpress.url, wordpress.passwords["admin"], monkeypatch)


def posts(site: WordPress, kind: str = "posts") -> list[dict[str, Any]]:
    return sorted(site.ask(f"wp/v2/{kind}", context="edit", status="publish,future,draft,pending,private,trash", per_page=100), key=lambda post: post["id"])


def by_slug(site: WordPress) -> dict[str, dict[str, Any]]:
    found = posts(site)
    assert len({post["slug"] for post in found}) == len(found)
    return {post["slug"]: post for post in found}


def test_versions_go_out_once_with_all_that_belongs_to_them(room: Newsroom, wordpress: WordPress) -> None:
    room.desk.to("approved")
    room.desk.run("publish", who="pia")
    assert list(by_slug(wordpress)) == ["march-8"]
    room.desk.run("publish", "march-8/pt", who="pia")
    there = by_slug(wordpress)
    assert set(there) == {"march-8", "march-8-pt"}
    original, translation = there["march-8"], there["march-8-pt"]
    assert (original["status"], translation["status"]) == ("publish", "publish")
    assert original["title"]["raw"] == "El ocho de marzo"
    assert original["excerpt"]["raw"] == "Una jornada en las calles."
    assert original["date"].startswith("2026-03-08")
    content = translation["content"]["raw"]
    assert "<!-- wp:paragraph -->\n<p>Milhares saíram à rua.</p>\n<!-- /wp:paragraph -->" in content
    assert re.search(r'<a href="[^"]+march-8/?" hreflang="es">Traduzido da versão em espanhol', content), content
    assert "<li>Salário igual</li>" in translation["content"]["rendered"]
    assert translation["lang"] == "pt" or wp_fence.key_of(content).startswith("a1b2c3-")
    noted = room.noted()
    assert {int(row["id"]) for row in noted.values()} == {original["id"], translation["id"]}

    before = [post["modified_gmt"] for post in posts(wordpress)], len(wordpress.ask(f"wp/v2/posts/{original['id']}/revisions"))
    for _ in range(2):
        room.desk.run("publish", who="pia")
    assert before == ([post["modified_gmt"] for post in posts(wordpress)], len(wordpress.ask(f"wp/v2/posts/{original['id']}/revisions")))

    room.forget()  # the run was killed between writing and noting
    room.desk.run("publish", who="pia")
    assert [post["id"] for post in posts(wordpress)] == sorted([original["id"], translation["id"]])
    assert {language: row["id"] for language, row in room.noted().items()} == {language: row["id"] for language, row in noted.items()}


def test_withdrawn_and_published_again_it_is_the_same_post(room: Newsroom, wordpress: WordPress) -> None:
    room.desk.to("published")
    room.desk.run("withdraw", "march-8/pt", "--reason", "a source asks", who="pia")
    there = by_slug(wordpress)
    assert there["march-8-pt"]["status"] == "draft"
    assert "Milhares" in there["march-8-pt"]["content"]["raw"]
    assert set(room.noted()) == {"es"}
    room.desk.run("publish", "march-8/pt", who="pia")
    again = by_slug(wordpress)
    assert again["march-8-pt"]["status"] == "publish"
    assert again["march-8-pt"]["id"] == there["march-8-pt"]["id"]


def test_what_an_editor_changed_is_left_alone_and_told(room: Newsroom, wordpress: WordPress) -> None:
    room.desk.to("published")
    mine = by_slug(wordpress)["march-8-pt"]
    chief = {"content": mine["content"]["raw"].replace("A luta continua", "A luta continua, disse a editora")}
    edit(wordpress, mine["id"], "chief", **chief)
    room.desk.write("march-8.es.md", ARTICLE.replace("Miles de personas", "Diez mil personas"))
    room.desk.run("revise", "march-8", "march-8.es.md", who="cora")
    ran = room.desk.run("publish", who="pia", code=5)
    assert "march-8/pt" in ran.err
    assert "changed there by" in ran.err
    assert "revise" in ran.err
    there = by_slug(wordpress)
    assert "disse a editora" in there["march-8-pt"]["content"]["raw"]
    assert "Diez mil" in there["march-8"]["content"]["raw"]  # others are not kept from theirs
    assert "changed there" in room.noted()["pt"]["problem"]
    room.desk.run("publish", who="pia", code=5)

    room.consent()
    room.desk.run("publish", who="pia")
    there = by_slug(wordpress)
    assert "disse a editora" not in there["march-8-pt"]["content"]["raw"]
    assert 'class="translate-flow-behind"' in there["march-8-pt"]["content"]["raw"]
    assert any("disse a editora" in one["content"]["raw"] for one in wordpress.ask(f"wp/v2/posts/{mine['id']}/revisions", context="edit"))
    assert "overwrite" not in room.noted()["pt"]["data"]


def edit(site: WordPress, number: int, login: str, **values: Any) -> Any:
    import base64
    import json
    import urllib.request

    known = base64.b64encode(f"{login}:{site.passwords[login]}".encode()).decode()
    asked = urllib.request.Request(f"{site.url}/wp-json/wp/v2/posts/{number}", json.dumps(values).encode(), {"Content-Type": "application/json", "Authorization": f"Basic {known}"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return json.load(answer)


def test_slug_date_and_terms_that_editors_set_stay(room: Newsroom, wordpress: WordPress) -> None:
    room.desk.to("published")
    mine = by_slug(wordpress)["march-8"]
    label = wordpress.rest("tags", name=f"added {mine['id']}")["id"]
    edit(wordpress, mine["id"], "chief", slug="marcha", tags=[*mine["tags"], label])
    room.desk.write("march-8.es.md", ARTICLE.replace("Miles de personas", "Diez mil personas"))
    room.desk.run("revise", "march-8", "march-8.es.md", who="cora")
    room.desk.run("publish", who="pia")
    now = by_slug(wordpress)["marcha"]
    assert label in now["tags"]
    assert "Diez mil" in now["content"]["raw"]


def test_deleted_trashed_and_foreign_posts_are_not_touched(room: Newsroom, wordpress: WordPress) -> None:
    taken = wordpress.rest("posts", title="Mine", content="Of an editor", slug="march-8", status="publish")["id"]
    room.desk.write("march-8.es.md")
    room.desk.run("import", "march-8.es.md", who="cora")
    ran = room.desk.run("publish", who="pia", code=5)
    assert f"post {taken} there, which is not ours" in ran.err
    assert [post["content"]["raw"] for post in posts(wordpress)] == ["Of an editor"]
    wordpress.rest(f"posts/{taken}?_method=DELETE")
    room.desk.run("publish", who="pia")
    made = next(post for post in posts(wordpress) if post["id"] != taken)
    wordpress.rest(f"posts/{made['id']}?_method=DELETE")
    room.desk.run("publish", who="pia", code=5)
    wordpress.rest(f"posts/{made['id']}?_method=DELETE&force=true")
    assert "deleted there" in room.desk.run("publish", who="pia", code=5).err
    room.consent()
    room.desk.run("publish", who="pia")
    assert by_slug(wordpress)["march-8"]["status"] == "publish"


def test_a_post_that_was_there_is_taken_over_by_consent(room: Newsroom, wordpress: WordPress) -> None:
    from sqlalchemy import select

    from translate_flow.models import Version
    from translate_flow.models_channels import Publication

    taken = wordpress.rest("posts", title="Mine", content="Of an editor", slug="march-8", status="publish")["id"]
    room.desk.write("march-8.es.md")
    room.desk.run("import", "march-8.es.md", who="cora")
    with room.session() as session:
        version = session.scalars(select(Version)).one()
        session.add(Publication(channel="web", version_id=version.id, revision_id=version.live_id, location="", remote_id=str(taken), written_at=room.desk.now, data={"overwrite": True}))
    room.desk.run("publish", who="pia")
    [post] = posts(wordpress)
    assert (post["id"], post["title"]["raw"]) == (taken, "El ocho de marzo")
    room.forget()
    room.desk.run("publish", who="pia")
    assert [one["id"] for one in posts(wordpress)] == [taken]


def test_ours_that_nobody_knows_any_more_is_taken_from_readers(room: Newsroom, wordpress: WordPress) -> None:
    room.desk.to("published")
    stray = wordpress.rest("posts", title="Stray", content=wp_fence.fence([], key="a1b2c3-999"), status="publish")["id"]
    other = wordpress.rest("posts", title="Another's", content=wp_fence.fence([], key="ffffff-1"), status="publish")["id"]
    wordpress.php(f"update_post_meta( {stray}, '_translate_flow_key', 'a1b2c3-999' ); update_post_meta( {other}, '_translate_flow_key', 'ffffff-1' );")
    room.desk.run("publish", who="pia")
    states = {post["id"]: post["status"] for post in posts(wordpress)}
    assert states[stray] == "draft"
    assert states[other] == "publish"
    assert sorted(states.values()) == ["draft", "publish", "publish", "publish"]


def test_ahead_of_time_it_is_scheduled(room: Newsroom, wordpress: WordPress) -> None:
    room.desk.write("later.es.md", ARTICLE.replace("2026-03-08", "2099-05-01T10:00:00+02:00"))
    room.desk.run("import", "later.es.md", who="cora")
    room.desk.run("publish", who="pia")
    [post] = posts(wordpress)
    assert (post["status"], post["date_gmt"]) == ("future", "2099-05-01T08:00:00")
    room.desk.run("publish", who="pia")


def test_drafts_for_editors_to_publish(room: Newsroom, wordpress: WordPress) -> None:
    room.options(status="draft")
    room.desk.to("published")
    assert {post["status"] for post in posts(wordpress)} == {"draft"}
    number = int(room.noted()["pt"]["id"])
    edit(wordpress, number, "chief", status="publish")
    room.desk.run("publish", who="pia")
    room.desk.run("withdraw", "march-8/pt", "--reason", "a source asks", who="pia")
    assert {post["status"] for post in posts(wordpress)} == {"draft"}


def test_images_go_up_once(room: Newsroom, wordpress: WordPress) -> None:
    text = ARTICLE + '\n![Una marcha](img/march.png "En la plaza")\n\n![Otra](img/copy.png)\n'
    room.desk.write("pictures.es.md", text)
    room.desk.run("import", "pictures.es.md", who="cora")
    assert "no folder of images is set" in room.desk.run("publish", who="pia", code=5).err
    assert posts(wordpress) == []
    room.options(images=str(room.desk.folder))
    assert "img/march.png is not in" in room.desk.run("publish", who="pia", code=5).err
    room.desk.write("img/march.png", PNG)
    room.desk.write("img/copy.png", PNG)
    room.desk.run("publish", who="pia")
    room.forget()
    room.desk.run("publish", who="pia")
    [image] = wordpress.ask("wp/v2/media", context="edit")
    assert (image["alt_text"], image["caption"]["raw"]) == ("Una marcha", "En la plaza")
    content = posts(wordpress)[0]["content"]["raw"]
    assert f'<!-- wp:image {{"id":{image["id"]},"sizeSlug":"full","linkDestination":"none"}} -->' in content
    assert f'<img src="{image["source_url"]}" alt="Una marcha" class="wp-image-{image["id"]}"/><figcaption class="wp-element-caption">En la plaza</figcaption>' in content
    room.desk.write("outside.es.md", ARTICLE + "\n![x](../../etc/passwd)\n")
    room.desk.run("import", "outside.es.md", who="cora")
    assert "is not in" in room.desk.run("publish", who="pia", code=5).err


def test_sections_tags_and_authors(room: Newsroom, wordpress: WordPress) -> None:
    room.options(categories={"mundo": "World"}, authors={"Ana Ruiz": "writer"})
    room.desk.write("news.es.md", ARTICLE.replace("lang: es", "lang: es\nauthor: Ana Ruiz\nsection: mundo\ntags: [paz, pan]"))
    room.desk.run("import", "news.es.md", who="cora")
    room.desk.run("publish", who="pia")
    [post] = posts(wordpress)
    names = {one["name"] for kind in ("categories", "tags") for one in wordpress.ask(f"wp/v2/{kind}", per_page=100) if one["id"] in post[kind]}
    assert names >= {"paz", "pan"}
    assert names & {"World"} or not room.desk.json("show", "news")["section"]
    assert wordpress.ask(f"wp/v2/users/{post['author']}")["slug"] == "writer"
    assert "Ana Ruiz" not in post["content"]["raw"]


STORED = '<!-- wp:paragraph {"className":"x"} -->\n<p class="x">La <em>lucha</em> &amp; el pan</p>\n<!-- /wp:paragraph -->\n\n\n<!-- wp:gallery {"ids":[1]} -->\n<figure class="wp-block-gallery"><img src="https://example.org/a.jpg" alt="" /></figure>\n<!-- /wp:gallery -->\n\n[gallery ids="1"]'


def test_what_came_from_wordpress_goes_back_byte_by_byte(room: Newsroom, wordpress: WordPress) -> None:
    room.desk.write("old.es.wp", formats.get("wordpress").compose("La &amp; lucha", "Un <em>día</em>", STORED, language="es", slug="vieja"))  # type: ignore[attr-defined]
    room.desk.run("import", "old.es.wp", who="cora")
    room.desk.run("publish", who="pia")
    [post] = posts(wordpress)
    assert (post["title"]["raw"], post["excerpt"]["raw"], post["slug"]) == ("La &amp; lucha", "Un <em>día</em>", "vieja")
    assert wp_fence.without(post["content"]["raw"]) == STORED


# Passwords, rights, lines that fail


def test_logins_and_rights(room: Newsroom, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch) -> None:
    room.desk.write("march-8.es.md")
    room.desk.run("import", "march-8.es.md", who="cora")
    monkeypatch.setenv("TRANSLATE_FLOW_PASSWORD_WEB", "wrong")
    ran = room.desk.run("publish", who="pia", code=4)
    assert "does not accept the login of admin (401" in ran.err
    assert "TRANSLATE_FLOW_PASSWORD_WEB" in ran.err
    monkeypatch.delenv("TRANSLATE_FLOW_PASSWORD_WEB")
    assert "there is no password for admin" in room.desk.run("publish", who="pia", code=4).err
    secret = room.desk.write("secret", wordpress.passwords["reader"] + "\n")
    secret.chmod(0o644)
    room.options(password_file=str(secret), user="reader")
    assert "others on this machine can read" in room.desk.run("publish", who="pia", code=4).err
    secret.chmod(0o600)
    assert "may not write posts" in room.desk.run("publish", who="pia", code=4).err
    assert posts(wordpress) == []
    secret.write_text(wordpress.passwords["writer"])
    room.options(user="writer")
    room.desk.run("publish", who="pia")
    assert len(posts(wordpress)) == 1
    room.desk.write("other.es.md", ARTICLE.replace("lang: es", "lang: es\nsection: nueva seccion"))
    with room.session() as session:
        dump = str(session.connection().exec_driver_sql("select options from channels").all())
    assert wordpress.passwords["writer"] not in dump


@pytest.fixture
def line(wordpress: WordPress) -> Iterator[Line]:
    with Line(wordpress) as found:
        yield found


class Line(Served):
    """Stands before a site. `fault(method, path)`: "before" breaks off before the site hears, "after" when it has done it; or an answer."""

    def __init__(self, site: WordPress) -> None:
        self.asked: list[tuple[str, str]] = []
        self.fault: Any = lambda *_: None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append((self.command, self.path))
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                fault = outer.fault(self.command, self.path)
                if fault == "before":
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                status, headers, answer = fault if isinstance(fault, tuple) else handed_on(self, body)
                if fault == "after":
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.send_response(status)
                    for key, value in {**headers, "Content-Length": str(len(answer))}.items():
                        self.send_header(key, value)
                    self.end_headers()
                    self.wfile.write(answer)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        def handed_on(handler: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
            import http.client

            connection = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=60)
            kept = {key: value for key, value in handler.headers.items() if key.lower() in {"authorization", "content-type", "accept"}}
            connection.request(handler.command, handler.path, body or None, kept)
            answer = connection.getresponse()
            found = answer.status, {key: value for key, value in answer.getheaders() if key.lower() not in {"connection", "content-length", "transfer-encoding", "date", "server"}}, answer.read()
            connection.close()
            return found

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def writes(self) -> list[str]:
        found = [path for method, path in self.asked if method == "POST" and "/find" not in path]
        self.asked.clear()
        return found


def test_broken_off_anywhere_nothing_is_written_twice(room: Newsroom, wordpress: WordPress, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    room.options(url=line.url, media="link")
    room.desk.to("approved")
    room.desk.run("publish", who="pia")
    room.forget()
    for post in posts(wordpress):
        wordpress.rest(f"posts/{post['id']}?_method=DELETE&force=true")
    line.asked.clear()
    room.desk.run("publish", "march-8/pt", who="pia")
    steps = len(line.asked)
    assert len(posts(wordpress)) == 2
    for how in ("before", "after"):
        for at in range(steps):
            for post in posts(wordpress):
                wordpress.rest(f"posts/{post['id']}?_method=DELETE&force=true")
            room.forget()
            count = iter(range(10_000))
            line.fault = lambda *_, count=count, at=at, how=how: how if next(count) >= at else None
            room.desk.run("publish", who="pia", code=8)
            line.fault = lambda *_: None
            room.desk.run("publish", who="pia")
            there = by_slug(wordpress)
            assert set(there) == {"march-8", "march-8-pt"}, (how, at)
            assert {post["status"] for post in there.values()} == {"publish"}


FAULTS = [
    ((429, {"Retry-After": "7200"}, b""), "asked too often (429)", "asks to wait 7200 seconds"),
    ((503, {}, b"down"), "a fault of its own (503)", "the next run goes on from there"),
    ((200, {"Content-Type": "application/json"}, b'{"id": 3'), "no data", "error log"),
    ((302, {"Location": "https://elsewhere.example/"}, b""), "another host, https://elsewhere.example", "name it"),
]


def test_what_fails_is_told_and_resumed(room: Newsroom, wordpress: WordPress, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_flow.adoption.http.time.sleep", lambda _: None)
    room.options(url=line.url)
    room.desk.write("march-8.es.md")
    room.desk.run("import", "march-8.es.md", who="cora")
    for answer, says, remedy in FAULTS:
        line.fault = lambda method, path, answer=answer: answer if method == "POST" and path.endswith("/posts") else None
        ran = room.desk.run("publish", who="pia", code=8)
        assert says in ran.err
        assert remedy in ran.err
    line.fault = lambda method, path: (403, {"Content-Type": "application/json"}, b'{"code":"rest_cannot_publish","message":"No."}') if method == "POST" and path.endswith("/posts") else None
    assert "does not let admin do this (403: No.)" in room.desk.run("publish", who="pia", code=4).err
    line.fault = lambda *_: None
    room.desk.run("publish", who="pia")
    assert len(posts(wordpress)) == 1


def test_an_unchanged_site_costs_nothing(room: Newsroom, wordpress: WordPress, line: Line) -> None:
    room.options(url=line.url)
    room.desk.to("published")
    line.asked.clear()
    room.desk.write("other.es.md", ARTICLE.replace("ocho", "nueve"))
    room.desk.run("import", "other.es.md", who="cora")
    assert line.asked == []
    room.desk.run("publish", who="pia")
    assert len(line.writes()) <= 2


def test_no_password_over_http(newsroom: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom(newsroom, "http://example.org", "secret", monkeypatch)
    room.desk.write("march-8.es.md")
    room.desk.run("import", "march-8.es.md", who="cora")
    assert "not sent over http" in room.desk.run("publish", who="pia", code=2).err


def test_an_expired_certificate(newsroom: Desk, monkeypatch: pytest.MonkeyPatch, expired: Path) -> None:  # noqa: F811
    import ssl

    monkeypatch.setenv("SSL_CERT_FILE", str(expired))
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(expired)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01}).start()
    try:
        room = Newsroom(newsroom, f"https://localhost:{server.server_port}", "secret", monkeypatch)
        room.desk.write("march-8.es.md")
        room.desk.run("import", "march-8.es.md", who="cora")
        assert "certificate has expired" in room.desk.run("publish", who="pia", code=8).err
    finally:
        server.shutdown()
        server.server_close()


# With the companion plugin


def test_no_edit_is_lost_in_a_race(newsroom: Desk, with_plugin: WordPress, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom(newsroom, with_plugin.url, with_plugin.passwords["admin"], monkeypatch)
    room.desk.write("march-8.es.md")
    room.desk.run("import", "march-8.es.md", who="cora")
    room.desk.run("publish", who="pia")
    number = int(room.noted()["es"]["id"])
    with ThreadPoolExecutor(1) as others:
        for turn in range(12):
            room.desk.write("march-8.es.md", ARTICLE.replace("Miles de personas", f"{turn + 20} mil personas"))
            room.desk.run("revise", "march-8", "march-8.es.md", who="cora")
            there = posts(with_plugin)[0]["content"]["raw"]
            edited = others.submit(edit, with_plugin, number, "chief", content=f"{there}\n\n<!-- wp:paragraph -->\n<p>Edit {turn}</p>\n<!-- /wp:paragraph -->")
            with suppress(AssertionError):  # refused, or not, as it happens
                room.desk.run("publish", who="pia")
            edited.result()
            now = posts(with_plugin)[0]["content"]["raw"]
            kept = [one["content"]["raw"] for one in with_plugin.ask(f"wp/v2/posts/{number}/revisions", context="edit", per_page=100)]
            assert f"Edit {turn}" in now, kept[:1]
            room.consent()
            room.desk.run("publish", who="pia")


def test_a_site_that_dies_within_a_write_has_nothing_half(newsroom: Desk, with_plugin: WordPress, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom(newsroom, with_plugin.url, with_plugin.passwords["admin"], monkeypatch)
    dying = with_plugin.folder / "site" / "wp-content" / "mu-plugins" / "dying.php"
    try:
        dying.write_text("<?php add_action( 'translate_flow_writing', function ( $id ) { if ( get_post( $id )->post_content ) { exit; } } );")
        room.desk.write("march-8.es.md")
        room.desk.run("import", "march-8.es.md", who="cora")
        assert "no data" in room.desk.run("publish", who="pia", code=8).err
        assert posts(with_plugin) == []
        dying.unlink()
        room.desk.run("publish", who="pia")
        before = posts(with_plugin)
        dying.write_text("<?php add_action( 'translate_flow_writing', function () { exit; } );")
        room.desk.write("march-8.es.md", ARTICLE.replace("Miles de personas", "Diez mil personas"))
        room.desk.run("revise", "march-8", "march-8.es.md", who="cora")
        room.desk.run("publish", who="pia", code=8)
        assert posts(with_plugin) == before
    finally:
        dying.unlink(missing_ok=True)
    room.desk.run("publish", who="pia")
    assert "Diez mil" in posts(with_plugin)[0]["content"]["raw"]


def test_what_is_open_in_an_editor_waits(newsroom: Desk, with_plugin: WordPress, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom(newsroom, with_plugin.url, with_plugin.passwords["admin"], monkeypatch)
    room.desk.write("march-8.es.md")
    room.desk.run("import", "march-8.es.md", who="cora")
    room.desk.run("publish", who="pia")
    number = int(room.noted()["es"]["id"])
    with_plugin.php(f"require_once ABSPATH . 'wp-admin/includes/post.php'; wp_set_current_user( get_user_by( 'login', 'chief' )->ID ); wp_set_post_lock( {number} );")
    room.desk.write("march-8.es.md", ARTICLE.replace("Miles de personas", "Diez mil personas"))
    room.desk.run("revise", "march-8", "march-8.es.md", who="cora", code=0)
    assert "is editing its post right now" in room.desk.run("publish", who="pia", code=5).err
    with_plugin.php(f"delete_post_meta( {number}, '_edit_lock' );")
    room.desk.run("publish", who="pia")
    assert "Diez mil" in posts(with_plugin)[0]["content"]["raw"]


def test_translations_are_linked(newsroom: Desk, with_plugin: WordPress, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom(newsroom, with_plugin.url, with_plugin.passwords["admin"], monkeypatch)
    room.desk.to("published")
    there = by_slug(with_plugin)
    ids = {"es": there["march-8"]["id"], "pt": there["march-8-pt"]["id"]}
    assert {post["lang"]: post["translations"] for post in there.values()} == {"es": ids, "pt": ids}


def test_a_real_polylang(newsroom: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    source = os.environ.get("TRANSLATE_FLOW_POLYLANG")
    if not source:
        pytest.skip("no Polylang: TRANSLATE_FLOW_POLYLANG names no folder")
    with wordpress_site.running() as site:
        site.companion(there=True)
        site.polylang(Path(source))
        room = Newsroom(newsroom, site.url, site.passwords["admin"], monkeypatch)
        room.desk.to("published")
        ids = {language: int(row["id"]) for language, row in room.noted().items()}
        for language, number in ids.items():
            assert site.ask(f"translate-flow/v1/posts/{number}") == {"id": number, "lang": language, "translations": ids}
        other = site.rest("posts", title="An editor's", content="In English", status="publish")["id"]
        site.php(f"pll_set_post_language( {other}, 'en' ); pll_save_post_translations( array( 'es' => {ids['es']}, 'pt' => {ids['pt']}, 'en' => {other} ) );")
        room.desk.write("march-8.es.md", ARTICLE.replace("Miles de personas", "Diez mil personas"))
        room.desk.run("revise", "march-8", "march-8.es.md", who="cora")
        room.desk.run("publish", who="pia")
        assert site.ask(f"translate-flow/v1/posts/{ids['es']}")["translations"] == {**ids, "en": other}
        room.desk.run("request", "march-8", "fr", who="cora")
        assert "march-8" in channel_test(room, site)[0] or "polylang" in " ".join(channel_test(room, site)).lower()


def channel_test(room: Newsroom, site: WordPress) -> list[str]:
    from translate_flow.channels.page import Target

    options = {name: option.default for name, option in channel.OPTIONS.items()} | {"url": site.url, "user": "admin"}
    return channel.test(Target("web", "a1b2c3", options, room.desk.folder, room.desk.now))


def test_what_there_is_to_say_before_anything_is_written(room: Newsroom, wordpress: WordPress) -> None:
    said = " ".join(channel_test(room, wordpress))
    assert "knows admin as admin (administrator)" in said
    assert "companion plugin is" in said
    assert "zone" in said
    assert posts(wordpress) == []


# Blocks, without a site


def drawn(text: str, name: str = "markdown", **about: Any) -> str:
    document = formats.get(name).read(text.encode())
    page = Page("k", "pt", about.pop("parent", ""), True, document.title, "", "", "", None, "", "", (), lambda: document, "f", None, "es", **about)
    return wordpress_blocks.texts(page, document, "a1-1", wordpress_blocks.Told(), {}).content


BLOCKS = [
    ("Olá [gallery]", '<p>Olá &#91;gallery]</p>'),
    ("https://example.org/v", '<p><a href="https://example.org/v">https://example.org/v</a></p>'),
    ("### H", '<!-- wp:heading {"level":3} -->\n<h3>H</h3>'),
    ("3. x\n4. y", '<!-- wp:list {"ordered":true,"start":3} -->\n<ol start="3"><!-- wp:list-item -->\n<li>x</li>'),
    ("> q", '<blockquote class="wp-block-quote"><!-- wp:paragraph -->\n<p>q</p>'),
    ("```\nx<1\n```", '<pre class="wp-block-code"><code>x&lt;1'),
    ("|a|\n|-|\n|1|", '<figure class="wp-block-table"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></figure>'),
    ("a[^1]\n\n[^1]: n", 'href="#fn-1"'),
]


@pytest.mark.parametrize(("text", "block"), BLOCKS)
def test_blocks(text: str, block: str) -> None:
    content = drawn(text)
    assert block in content
    assert content.count("<!-- wp:") == content.count("<!-- /wp:")


@given(st.text(alphabet="ab<>!-/\"'= \nscriptpondiv#&;:hrefxjv[]", max_size=200))
def test_nothing_harmful_goes_out(text: str) -> None:
    import nh3

    for content in (wordpress_clean.clean(text), wordpress_clean.clean(f'<p>{text}</p><img src="x" {text}>')):
        assert "<script" not in nh3.clean(content, tags={"script", "p"}, clean_content_tags=set()).lower()
        assert not re.search(r"\son\w+\s*=", nh3.clean(content, attributes={"*": {"onclick", "onerror", "onload"}}, tags={"p", "img", "div", "a"}))


HARMFUL = ["<script>x</script>", '<p onclick="x">a</p>', '<a href="java&#115;cript:x">a</a>', '<img src=x onerror=x>', "<svg><p>x</p></svg>", '<iframe srcdoc="x"></iframe>', "<!--><script>x</script>-->", '<p style="background:url(x)">a</p>']


@pytest.mark.parametrize("text", HARMFUL)
def test_harm_in_wordpress_own_form_goes(text: str) -> None:
    content = drawn(f"<!-- wp:paragraph -->\n<p>ok</p>\n<!-- /wp:paragraph -->\n{text}", "wordpress")
    assert "<p>ok</p>" in content
    assert not re.search(r"<script|onclick|cript:|onerror|<svg|srcdoc|url\(", content)


@given(st.text(alphabet="ab \n<p>-!/wp:", max_size=80).filter(lambda text: "translate-flow" not in text))
def test_fences_come_off_again(text: str) -> None:
    assert wp_fence.without(f"{text}\n\n{wp_fence.fence([], key='a1-1')}") == text
    assert wp_fence.without(f"{wp_fence.fence([('x', 'y')])}\n\n{text}") == text


def test_what_we_add_is_not_adopted_as_text() -> None:
    from translate_flow.adoption import wxr_items
    from translate_flow.adoption.items import Item

    content = "\n\n".join([
        wp_fence.fence([("translate-flow-behind", "Esta tradução está atrasada"), (wp_fence.PROVENANCE, "Traduzido da versão em espanhol")]),
        "<!-- wp:paragraph -->\n<p>Milhares saíram à rua.</p>\n<!-- /wp:paragraph -->", wp_fence.fence([("translate-flow-correction", "Atualizado")], key="a1-1"),
    ])  # fmt: skip
    item = wxr_items.as_item(wxr_items.post_of(id="7", type="post", status="publish", title="O oito", content=content, link="https://example.org/o-oito"), wxr_items.Known(), file="x", place="x")
    assert isinstance(item, Item)
    document = formats.get("wordpress").read(item.text.body)
    assert [block.text for block in document.blocks] == ["O oito", "Traduzido da versão em espanhol", "Milhares saíram à rua."]
    assert document.provenance is not None
