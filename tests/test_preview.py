"""preview: one page in a browser, of a draft, of what is live, of a file; served to this machine only, and nothing is stored."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from translate_flow import db
from translate_flow.services import lookup, preview


@contextmanager
def served(desk, *words: str):
    """The command as a process of its own, at a free port; its page's address."""
    command = [sys.executable, "-m", "translate_flow", "preview", *words, "--port", "0"]
    process = subprocess.Popen(command, cwd=desk.folder, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + process.stderr.read()
        yield found.group()
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stderr is not None
        process.stderr.close()


def get(url: str, **headers: str) -> tuple[int, str]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_draft_is_served_as_readers_would_see_it(newsroom):
    newsroom.to("in_review")
    with served(newsroom, "march-8/pt") as url:
        status, page = get(url)
        assert status == 200
        assert '<html lang="pt"' in page
        assert "Traduzido do espanhol" in page or "espanhol" in page
        assert get(url.rsplit("/", 2)[0] + "/")[0] == 200  # leads to the page
        assert get(url.rsplit("/", 2)[0] + "/style.css")[1].strip()
        assert get(url.rsplit("/", 2)[0] + "/es/march-8.html")[0] == 404
        assert get(url, Host="news.example")[0] == 403
    assert not (newsroom.folder / ".translate-flow" / "site").exists()


def test_a_file_is_shown_as_it_is_now(newsroom):
    newsroom.to("translating")
    newsroom.run("checkout", "march-8/pt", "-o", "work.md", who="ana")
    path = newsroom.folder / "work.md"
    with served(newsroom, "march-8/pt", "--file", "work.md") as url:
        assert "Ninguém sabia" not in get(url)[1]
        path.write_text(path.read_text("utf-8") + "\nNinguém sabia.\n", "utf-8")
        assert "Ninguém sabia" in get(url)[1]
        path.write_bytes(b"\xff\xfe\x00")
        assert get(url)[0] == 500


def test_what_cannot_be_shown_is_told(newsroom):
    newsroom.to("requested")
    assert "has no text" in newsroom.run("preview", "march-8/pt", code=3).err
    assert "Readers see nothing" in newsroom.run("preview", "march-8/pt", "--live", code=3).err
    newsroom.run("preview", "march-8/pt", "--live", "--file", "x.md", code=2)
    newsroom.run("preview", "march-9/pt", code=3)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "another port" in newsroom.run("preview", "march-8", "--port", str(taken.getsockname()[1]), code=5).err


@pytest.mark.parametrize("live", [True, False])
def test_what_is_live_and_what_is_newest(newsroom, live):
    newsroom.to("published")
    newsroom.run("reopen", "march-8/pt", who="cora")
    newsroom.run("claim", "march-8/pt", who="ana")
    newsroom.run("checkout", "march-8/pt", "-o", "again.md", who="ana")
    work = newsroom.folder / "again.md"
    work.write_text(work.read_text("utf-8").replace("A luta continua", "A luta não para"), "utf-8")
    newsroom.run("checkin", "again.md", who="ana")
    engine = db.engine_for(db.url_of(None, newsroom.folder))
    with db.scope(engine, writes=False) as session:
        files = preview.files(session, lookup.version(session, "march-8/pt"), home=newsroom.folder, now=newsroom.now, live=live)
    engine.dispose()
    first, style = files
    assert (first, style) == ("pt/march-8.html", "style.css")
    assert ("A luta continua" in files[first].decode()) is live
    assert ("A luta não para" in files[first].decode()) is not live
