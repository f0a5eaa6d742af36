"""Adopting a site as a coordinator types it: a repository with its history, a tree without, saved pages; looked at, taken, answered, again."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.commandline import Desk

PLACES = ["Almería", "Bilbao", "Cádiz", "Denia", "Elche", "Figueras"]
ENGLISH = "---\ntitle: The strike in {0}\n---\n\nThe workers of {0} stopped work on {1} May 2024: [the list]({2}) names {3} firms.\n\nNobody went back to their place.\n\n![The square](plaza-{1}.jpg)\n"
SPANISH = "---\ntitle: La huelga de {0}\n---\n\nLa plantilla de {0} paró el {1} de mayo de 2024: [la lista]({2}) nombra {3} empresas.\n\nNadie volvió a su puesto.\n\n![La plaza](plaza-{1}.jpg)\n"
PORTUGUESE = "---\ntitle: A greve de {0}\n---\n\nO pessoal de {0} parou a {1} de maio de 2024: [a lista]({2}) nomeia {3} empresas.\n\nNinguém voltou ao seu posto.\n\n![A praça](plaza-{1}.jpg)\n"


def page(model: str, at: int, **changes: str) -> str:
    text = model.format(PLACES[at], at + 3, f"https://example.org/{at}", 20 + at)
    for before, after in changes.items():
        text = text.replace(before, after)
    return text


class Repository:
    """A real git repository, with commits at days that are told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, day: int = 1) -> None:
        when = f"2024-05-{day:02}T12:00:00Z"
        names = {"NAME": "Ana", "EMAIL": "ana@example.org", "DATE": when}
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in names.items()}}
        subprocess.run(["git", "-C", str(self.folder), *words], check=True, env=environment, capture_output=True)

    def commit(self, day: int, **pages: str) -> None:
        for name, text in pages.items():
            path = self.folder / f"{name.replace('__', '/')}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.git("add", "-A", day=day)
        self.git("commit", "-q", "-m", f"day {day}", day=day)


@pytest.fixture
def desk(newsroom: Desk) -> Desk:
    newsroom.run("people", "add", "carla", "--role", "coordinator", "--reads", "*", who="cora")
    return newsroom


@pytest.fixture
def repository(desk: Desk) -> Repository:
    made = Repository(desk.folder / "docs-site")
    made.commit(2, **{f"content__en__strike-{at}": page(ENGLISH, at) for at in range(6)})
    made.commit(3, **{f"content__es__strike-{at}": page(SPANISH, at) for at in range(6)}, **{f"content__pt__strike-{at}": page(PORTUGUESE, at) for at in range(4)})
    made.commit(9, **{"content__en__strike-0": page(ENGLISH, 0, Nobody="Hardly anybody")})
    return made


def test_a_repository_comes_in_with_its_history(desk: Desk, repository: Repository) -> None:
    looked = desk.run("adopt", "docs-site", "--dry-run", who="cora")
    assert "6 articles, 10 translations" in looked.err
    assert "Nothing was changed" in looked.err
    desk.run("show", "strike-0", code=3)
    assert desk.json("adoptions", "--all") == []
    desk.run("adopt", "docs-site", who="cora")
    article = desk.json("show", "strike-0")
    assert article["original_language"] == "en"
    versions = {version["language"]: version for version in article["versions"]}
    assert set(versions) == {"en", "es", "pt"}
    assert versions["en"]["head_revision"] == 2
    assert (versions["es"]["freshness"]["state"], versions["es"]["freshness"]["blocks"]) == ("behind", 1)
    assert desk.json("show", "strike-1/es")["freshness"]["state"] == "current"
    desk.run("doctor", who="cora")


def test_nothing_new_ends_at_once_and_what_is_new_comes_in(desk: Desk, repository: Repository) -> None:
    desk.run("adopt", "docs-site", who="cora")
    assert "Nothing new" in desk.run("adopt", "docs-site", who="cora").err
    repository.commit(12, **{"content__es__strike-0": page(SPANISH, 0, Nadie="Casi nadie"), "content__pt__strike-4": page(PORTUGUESE, 4)})
    ran = desk.run("adopt", "docs-site", who="cora")
    assert "1 translation, 1 new text" in ran.err
    assert desk.json("show", "strike-0/es")["freshness"]["state"] == "current"
    assert desk.json("show", "strike-4/pt")["parent"] == "en"


def test_a_run_that_is_killed_goes_on(desk: Desk) -> None:
    """The real program, killed as soon as something of it is in; the next run brings the rest, and nothing twice."""
    made = Repository(desk.folder / "big-site")
    for day, model, tag in ((2, ENGLISH, "en"), (3, SPANISH, "es")):
        made.commit(day, **{f"content__{tag}__{PLACES[at % 6].lower()}-{at}": page(model, at % 6).replace("May", f"May ({at})").replace("mayo", f"mayo ({at})") for at in range(40)})
    database = desk.folder / ".translate-flow" / "translate-flow.db"

    def count(table: str = "versions") -> int:
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute(f"select count(*) from {table}").fetchone()[0]

    with subprocess.Popen([sys.executable, "-m", "translate_flow", "--as", "cora", "adopt", "big-site"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while child.poll() is None and not count():
            time.sleep(0.005)
        child.kill()
    assert 0 < count() <= 80
    desk.now = datetime.now(UTC)  # as the program that was killed had it
    desk.run("adopt", "big-site", who="cora")
    assert (count(), count("revisions")) == (80, 80)
    assert count("adoptions") == 1
    desk.run("doctor", who="cora")
    assert "Nothing new" in desk.run("adopt", "big-site", who="cora").err


def test_a_tree_without_history(desk: Desk) -> None:
    for tag, model in (("en", ENGLISH), ("es", SPANISH)):
        for at in range(5):
            path = desk.folder / "tree" / "docs" / tag / f"strike-{at}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(model, at), encoding="utf-8")
    (desk.folder / "tree" / "docs" / "es" / "broken.md").write_bytes(b"\x00\x01\x02binary\xff\xfe")
    found = desk.json("adopt", "tree", who="cora")
    assert sum(step["outcome"] == "created" for step in found["steps"]) >= 5
    assert sum(step["outcome"] == "added" for step in found["steps"]) == 5
    assert {version["language"] for version in desk.json("show", "strike-3")["versions"]} == {"en", "es"}


def test_only_a_coordinator_adopts(desk: Desk, repository: Repository) -> None:
    assert "coordinator" in desk.run("adopt", "docs-site", who="ana", code=4).err


@pytest.mark.parametrize(("source", "code", "said"), [("nowhere", 2, "There is no nowhere"), ("empty", 2, "nothing to adopt"), ("note.md", 2, "translate-flow import")])
def test_what_is_no_site_is_refused_with_a_remedy(desk: Desk, source: str, code: int, said: str) -> None:
    (desk.folder / "empty").mkdir()
    (desk.folder / "note.md").write_text("# A note\n", encoding="utf-8")
    assert said in desk.run("adopt", source, who="cora", code=code).err


def test_questions_are_listed_with_their_reasons_and_answered(desk: Desk) -> None:
    (desk.folder / "pages").mkdir()
    (desk.folder / "pages" / "one.md").write_text("Ok.\n", encoding="utf-8")
    desk.run("adopt", "pages", who="cora")
    waiting = desk.json("adoptions")
    assert [row["kind"] for row in waiting] == ["language"]
    number = str(waiting[0]["number"])
    listed = desk.run("adoptions")
    assert "--accept" in listed.err
    assert "is at least" not in listed.out
    assert "Nothing that waits is so sure" in desk.run("adoptions", "--accept-above", "0.99", who="cora").err
    assert "one/fi is an article of its own" in desk.run("adoptions", "--accept", number, "--lang", "fi", who="cora").err
    assert "accepted already" in desk.run("adoptions", "--reject", number, who="cora", code=5).err
    assert "no question 999" in desk.run("adoptions", "--accept", "999", who="cora", code=3).err
    assert "Nothing waits" in desk.run("adoptions").err


def test_questions_call_texts_by_what_they_are_called_here(desk: Desk) -> None:
    post = "<item><title>{title}</title><link>https://quay.example/{at}/%e6%b8%af/</link><content:encoded><![CDATA[<p>{text}</p>]]></content:encoded><wp:post_id>{at}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://quay.example</link><language>en</language><wp:wxr_version>1.2</wp:wxr_version>'
    texts = {1: "The crane has stood still since the third of March, and nobody in the harbour office can say when it will move again, or who is to pay.", 2: "Ok."}
    desk.write("site.xml", head + "".join(post.format(title=f"Port {at}", at=at, text=text) for at, text in texts.items()) + "</channel></rss>")
    desk.run("adopt", "site.xml", who="cora")
    listed = desk.run("adoptions", "--all").out
    assert "%e6" not in listed
    assert "port-1/en" in listed or "Port 2" in listed


def test_what_is_noted_of_many_texts_is_said_once(desk: Desk) -> None:
    for at in range(6):
        path = desk.folder / "tree" / f"note-{at}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\ntitle: Note {at}\nlang: en\ndate: soon\n---\n\n{ENGLISH.splitlines()[-1]} Number {at}.\n", encoding="utf-8")
    told = desk.run("adopt", "tree", who="cora").err
    assert told.count("is no date that can be read") == 1
    assert "note-0.md and 5 other texts: " in told
    assert sum(one["state"] == "noted" for one in desk.json("adopt", "tree", "--dry-run", who="cora")["unread"]) == 0  # nothing came in that was not here
