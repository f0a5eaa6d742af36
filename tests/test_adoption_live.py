"""Adopting a real WordPress over a bad line, as it is typed: killed, broken off, refused, slow, half; how many requests each run costs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import wordpress_site
from tests.serving import Served
from tests.wordpress_site import WordPress

POSTS = 210
Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    with wordpress_site.running() as site:
        site.fill(POSTS)
        yield site


class Line(Served):
    """Stands before a site and hands on what is asked. `fault(asked, count)` answers in its place, or raises to break the connection."""

    def __init__(self, site: WordPress, *, tls: Path | None = None) -> None:
        self.asked: list[str] = []
        self.fault: Callable[[dict[str, str], int], Answer | None] = lambda *_: None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
                query["path"] = urlsplit(self.path).path
                try:
                    status, headers, body = outer.fault(query, len(outer.asked)) or self.handed_on()
                except ConnectionError:
                    self.connection.close()
                    return
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.send_response(status)
                    for key, value in {"Content-Length": str(len(body)), **headers}.items():
                        self.send_header(key, value)
                    self.end_headers()
                    self.wfile.write(body)

            do_POST = do_GET

            def handed_on(self) -> Answer:
                sent = self.rfile.read(int(self.headers.get("Content-Length", 0))) if self.command == "POST" else None
                kept = {key: value for key, value in self.headers.items() if key.lower() in {"authorization", "content-type", "accept"}}
                try:
                    with urllib.request.urlopen(urllib.request.Request(site.url + self.path, sent, kept), timeout=60) as answer:
                        return answer.status, {key: value for key, value in answer.headers.items() if key.lower() not in {"connection", "content-length", "transfer-encoding"}}, answer.read()
                except urllib.error.HTTPError as error:
                    return error.code, {"Content-Type": error.headers.get("Content-Type", "")}, error.read()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        if tls is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.url = f"https://localhost:{self.server.server_port}"

    def pages(self) -> list[str]:
        """The pages of posts that were asked for since the last call: from which number on, or what was peculiar to them."""
        asked = [parse_qs(urlsplit(path).query) for path in self.asked if path.partition("?")[0].endswith("/wp/v2/posts")]
        self.asked.clear()
        return ["changed" if "modified_after" in query else f"{len(query['include'][0].split(','))} by id" if "include" in query else query["offset"][0] for query in asked]


class Room:
    """A newsroom in a folder, and commands that run as processes of their own there."""

    def __init__(self, folder: Path, password: str) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TRANSLATE_FLOW_")}
        self.environment = {**kept, "TRANSLATE_FLOW_PASSWORD": password}
        self.run("init")

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "translate_flow", *words]
        return subprocess.Popen(command, cwd=self.folder, env={**self.environment, **more}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *words: str, code: int = 0, **more: str) -> tuple[str, str]:
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=120)
        assert process.returncode == code, f"{words}: exit {process.returncode}\n{out}\n{err}"
        assert "Traceback" not in err
        return out, err

    def adopted(self, url: str, **more: str) -> list[str]:
        out, _ = self.run("--json", "adopt", url, "--user", "admin", **more)
        return [step["outcome"] for step in json.loads(out)["steps"]]


@pytest.fixture
def room(tmp_path: Path, wordpress: WordPress) -> Room:
    return Room(tmp_path, wordpress.passwords["admin"])


@pytest.fixture
def line(wordpress: WordPress) -> Iterator[Line]:
    with Line(wordpress) as found:
        yield found


def of_posts(asked: dict[str, str]) -> bool:
    return asked["path"].endswith("/wp/v2/posts")


def test_killed_in_the_middle_it_goes_on_and_later_asks_for_what_is_new(room: Room, line: Line, wordpress: WordPress) -> None:
    reached = threading.Event()

    def stalls(asked: dict[str, str], _: int) -> Answer | None:
        if of_posts(asked) and asked["offset"] == "198":
            reached.set()
            time.sleep(5)
            raise ConnectionError
        return None

    line.fault = stalls
    process = room.start("adopt", line.url, "--user", "admin")
    assert reached.wait(60)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    line.fault = lambda *_: None
    assert line.pages() == ["0", "99", "198"]
    assert len(room.adopted(line.url)) == POSTS
    assert line.pages() == ["changed", "198"]

    assert "Nothing new" in room.run("adopt", line.url, "--user", "admin")[1]
    assert len(line.asked) == 6  # the API, the feed, the login; posts that changed, and the last one; pages, of which there are none
    assert line.pages() == ["changed", "209"]

    out, _ = room.run("--json", "adopt", line.url, "--user", "admin", "--dry-run")
    assert json.loads(out) == {"steps": [], "unread": [], "sure": {}}
    new = wordpress.rest("posts", title="Notice 211", content="The pier is open again: on day 211 all 211 boats left the harbour.", status="publish")["id"]
    wordpress.rest(f"posts/{new - 3}", content="The pier stays closed: on day 208 no boat left the harbour at all, and nobody knows why.")
    gone = new - 150
    wordpress.rest(f"posts/{gone}?_method=DELETE")
    line.pages()
    outcomes = room.adopted(line.url)
    assert len([outcome for outcome in outcomes if outcome not in {"unchanged", "contradiction"}]) == 2
    assert len(outcomes) == POSTS
    assert line.pages() == ["changed", "209", "0", "100", "200", "1 by id"]


def test_a_server_that_dies_half_way(room: Room, line: Line) -> None:
    def dies(asked: dict[str, str], _: int) -> Answer | None:
        if of_posts(asked) and int(asked["offset"]) > 150:
            raise ConnectionError
        return None

    line.fault = dies
    _, err = room.run("adopt", line.url, "--user", "admin", code=6)
    assert "What was read is kept: the same command goes on from there." in err
    assert "waiting 1 s, then trying again (1 of 4)" in err
    assert line.pages() == ["0", "99", *["198"] * 5]
    line.fault = lambda *_: None
    assert len(room.adopted(line.url)) >= POSTS
    assert line.pages()[:2] == ["changed", "198"]


PASSING: list[tuple[Answer, str]] = [
    ((429, {"Retry-After": "1"}, b""), "asked too often (429): waiting 1 s"),
    ((500, {}, b"oops"), "a fault of its own (500): waiting 2 s"),
    ((200, {"Content-Type": "application/json"}, b'[{"id": 3, "title": {"rend'), "half an answer, or one that is no JSON: waiting 4 s"),
]


def test_what_passes_is_waited_for(room: Room, line: Line) -> None:
    left = list(PASSING)
    line.fault = lambda asked, _: left.pop(0)[0] if of_posts(asked) and asked["offset"] == "99" and left else None
    out, err = room.run("--json", "adopt", line.url, "--user", "admin")
    assert all(says in err for _, says in PASSING)
    assert len(json.loads(out)["steps"]) >= POSTS
    assert json.loads(out)["unread"] == []
    assert line.pages() == ["0", "99", "99", "99", "99", "198"]


LASTING: list[tuple[Answer, str, str]] = [
    ((200, {"Content-Type": "text/html"}, b'<!doctype html><form><input type="password"></form>'), "login form", "name a user and an application password"),
    ((302, {"Location": "/wp-login.php"}, b""), "login form", "name a user and an application password"),
    ((302, {"Location": "https://elsewhere.example/"}, b""), "another host, https://elsewhere.example", "name it: https://elsewhere.example"),
    ((429, {"Retry-After": "7200"}, b""), "asked too often", "asks to wait 7200 seconds. Run it again then"),
    ((403, {"Content-Type": "application/json"}, b'{"code": "rest_forbidden", "message": "No."}'), "refuses to show its texts (403: No.)", "application password"),
    ((200, {"Content-Type": "text/html"}, b"<!doctype html><p>Blocked by a shield"), "a page instead of data", "adopt the file"),
]


def test_what_lasts_ends_the_run_and_nothing_is_read_twice(room: Room, line: Line) -> None:
    for answer, says, remedy in LASTING:
        line.fault = lambda asked, _, answer=answer: answer if of_posts(asked) and asked["offset"] == "198" else None  # type: ignore[misc]
        _, err = room.run("adopt", line.url, "--user", "admin", code=6)
        assert says in err
        assert remedy in err
        assert "What was read is kept" in err
        assert line.pages()[-1] == "198"
    line.fault = lambda *_: None
    assert len(room.adopted(line.url)) >= POSTS
    assert line.pages() == ["changed", "198"]


def test_logins_as_they_are_typed(room: Room, line: Line, wordpress: WordPress) -> None:
    _, err = room.run("adopt", line.url, "--user", "admin", code=6, TRANSLATE_FLOW_PASSWORD="wrong")
    assert "does not accept the login (401)" in err
    assert "application password" in err
    assert line.pages() == []
    _, err = room.run("adopt", line.url, "--user", "admin", code=2, TRANSLATE_FLOW_PASSWORD="")
    assert "TRANSLATE_FLOW_PASSWORD" in err
    out, _ = room.run("--json", "adopt", line.url, "--user", "reader", "--dry-run", TRANSLATE_FLOW_PASSWORD=wordpress.passwords["reader"])
    told = json.loads(out)
    assert [one["why"] for one in told["unread"]] == ["this user may not edit what others wrote, so only what is published was read, as it is rendered"]
    assert len(told["steps"]) >= POSTS


AUTHORITY = """[ca]
default_ca = d
[d]
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = p
x509_extensions = x
[p]
commonName = supplied
[x]
subjectAltName = DNS:localhost
"""


@pytest.fixture
def expired(tmp_path: Path) -> Path:
    """A certificate of 2020 for this machine, with its key."""
    folder = tmp_path / "expired"
    folder.mkdir()
    (folder / "authority").write_text(AUTHORITY)
    (folder / "index").touch()
    for command in (
        "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key -out asked",
        "ca -batch -selfsign -config authority -keyfile key -in asked -out certificate -notext -startdate 20200101000000Z -enddate 20210101000000Z",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "key").read_text() + (folder / "certificate").read_text())
    return both


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_an_expired_certificate(room: Room, wordpress: WordPress, expired: Path) -> None:
    with Line(wordpress, tls=expired) as line:
        _, err = room.run("adopt", line.url, code=6, SSL_CERT_FILE=str(expired))
    assert "cannot prove that it is the site: certificate has expired" in err
    assert "whoever runs it" in err
    assert "waiting" not in err


def test_nobody_at_that_address(room: Room) -> None:
    _, err = room.run("adopt", "https://nobody.invalid", code=6)
    assert "is no address that can be found" in err
    assert "waiting" not in err
