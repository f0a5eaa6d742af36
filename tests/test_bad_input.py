"""Bad input of every sort: a clear error with file, place and remedy, the right exit status, and nothing lost or half done."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.commandline import ARTICLE, Desk, typed, without_privilege

WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Beacon</title><link>https://beacon.example</link><language>es</language><wp:wxr_version>1.2</wp:wxr_version>
{items}
</channel></rss>
"""
ITEM = """<item><title>Nota {n}</title><link>https://beacon.example/nota-{n}</link><dc:creator>ana</dc:creator>
<content:encoded><![CDATA[<!-- wp:paragraph --><p>Texto de la nota {n}.</p><!-- /wp:paragraph -->]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{n}</wp:post_id><wp:post_date_gmt>2026-03-08 10:00:00</wp:post_date_gmt>
<wp:post_name>nota-{n}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"""


def wxr(count: int) -> str:
    return WXR.format(items="\n".join(ITEM.format(n=n) for n in range(1, count + 1)))


def articles(desk: Desk) -> int:
    return desk.json("db", "info")["articles"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.md", b"", "is empty"),
        ("blank.txt", b" \n\n \t\n", "is empty"),
        ("binary.md", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00" * 20, "binary"),
        ("picture.html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary|cannot be read"),
        ("latin.md", "# El niño\n\nUna línea.\n".encode("latin-1"), "latin.md:1:8 is not UTF-8: byte 0xf1"),
        ("odd.docx", b"PK\x03\x04", "cannot tell the format"),
        ("noname", b"text", "has no suffix"),
        ("broken.md", b"---\ntitle: [unclosed\nlang: es\n---\n\ntext\n", "broken.md:"),
        ("nolang.md", b"# Hello\n\nNo language is said.\n", "--lang"),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_and_reason(newsroom: Desk, name: str, content: bytes, says: str) -> None:
    import re

    newsroom.write(name, content)
    newsroom.write("good.md")
    ran = newsroom.run("--json", "import", name, "good.md", code=6)
    outcomes = {tuple(result["warnings"])[:1]: result["outcome"] for result in ran.json}
    assert sorted(outcomes.values()) == ["created", "refused"]
    assert re.search(says, ran.err), ran.err
    assert name in ran.err
    assert articles(newsroom) == 1
    newsroom.run("doctor")


def test_a_file_of_200_mb_is_refused_before_it_is_read(newsroom: Desk) -> None:
    path = newsroom.folder / "huge.md"
    with path.open("wb") as stream:
        stream.truncate(200 * 2**20)
    assert "holds 200 MB; one article may hold 32" in newsroom.run("import", "huge.md", code=6).err
    newsroom.to("translating")
    assert "32 MB" in newsroom.run("checkin", "march-8/pt", "huge.md", who="ana", code=6).err


def test_an_export_that_breaks_off_leaves_nothing(newsroom: Desk) -> None:
    text = wxr(500)
    newsroom.write("cut.xml", text[: int(len(text) * 0.9)])
    ran = newsroom.run("import", "cut.xml", code=6)
    assert "cut.xml:" in ran.err
    assert articles(newsroom) == 0
    newsroom.write("whole.xml", text)
    newsroom.run("import", "whole.xml")
    assert articles(newsroom) == 500


BOMB = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rss version="2.0"><channel><title>&c;</title></channel></rss>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY secret SYSTEM "{url}">]>
<rss version="2.0"><channel><title>x</title><item><title>&secret;</title></item></channel></rss>"""


def test_entity_bombs_and_external_entities_are_refused(newsroom: Desk) -> None:
    secret = newsroom.write("secret.txt", "the secret")
    newsroom.write("bomb.xml", BOMB)
    newsroom.write("outside.xml", OUTSIDE.format(url=secret.as_uri()))
    for name in ("bomb.xml", "outside.xml"):
        ran = newsroom.run("--json", "import", name, code=6)
        assert "entit" in ran.err.lower()
        assert "the secret" not in ran.out + ran.err
    assert articles(newsroom) == 0


def test_xml_that_is_no_export_is_refused(newsroom: Desk) -> None:
    newsroom.write("feed.xml", "<?xml version='1.0'?><note><to>x</to></note>")
    newsroom.run("import", "feed.xml", code=6)
    newsroom.write("empty.xml", "")
    newsroom.run("import", "empty.xml", code=6)


def test_paths_that_are_not_there(newsroom: Desk) -> None:
    assert "There is no file" in newsroom.run("import", "nowhere.md", code=2).err
    assert "There is no file" in newsroom.run("checkin", "nowhere.md", code=3).err
    (newsroom.folder / "hollow").mkdir()
    assert "nothing to import" in newsroom.run("import", "hollow", code=2).err


def drafted(newsroom: Desk) -> Path:
    newsroom.to("drafted")
    return newsroom.folder / "march-8.pt.md"


def unharmed(newsroom: Desk, revisions: int) -> None:
    assert newsroom.json("show", "march-8/pt")["head_revision"] == revisions
    newsroom.run("doctor")


def test_a_checkin_of_another_versions_file(newsroom: Desk) -> None:
    drafted(newsroom)
    newsroom.run("request", "march-8", "en", who="cora")
    newsroom.run("claim", "march-8/en", who="ana")
    newsroom.run("checkout", "march-8/en", who="ana")
    ran = newsroom.run("checkin", "march-8/pt", "march-8.en.md", who="ana", code=6)
    assert "march-8.en.md:1 belongs to march-8/en, not to march-8/pt" in ran.err
    unharmed(newsroom, 1)


def test_a_checkin_without_its_first_line_asks_for_the_version(newsroom: Desk) -> None:
    drafted(newsroom)
    newsroom.write("mine.md", ARTICLE.replace("calle", "rua"))
    assert "checkin ARTICLE/LANG FILE" in newsroom.run("checkin", "mine.md", who="ana", code=6).err
    newsroom.run("checkin", "march-8/pt", "mine.md", who="ana")
    unharmed(newsroom, 2)


def test_a_checkin_of_somebody_elses_claim(newsroom: Desk) -> None:
    path = drafted(newsroom)
    path.write_text(path.read_text() + "\nMais.\n")
    assert "ana holds it" in newsroom.run("checkin", "march-8.pt.md", who="ben", code=4).err
    unharmed(newsroom, 1)


def test_a_checkin_of_an_older_base_never_takes_the_draft_back(newsroom: Desk) -> None:
    path = drafted(newsroom)
    old = path.read_text()
    newsroom.write("new.md", ARTICLE.replace("sigue", "continúa"))
    newsroom.run("revise", "march-8", "new.md", who="cora")
    ran = newsroom.run("--json", "checkin", "march-8.pt.md", "--no-rebase", who="ana")
    assert (ran.json["base"], ran.json["rebased"]) == (1, False), "it is stored with the base that it has"
    assert ran.json["freshness"]["state"] == "behind"
    ran = newsroom.run("--json", "checkin", "march-8.pt.md", who="ana")
    assert (ran.json["base"], ran.json["rebased"]) == (2, True), "and brought over to the newest"
    assert ran.json["freshness"]["state"] == "behind"
    newsroom.run("checkout", "march-8/pt", "--fresh", "-o", "fresh.md", who="ana")
    newsroom.translate("fresh.md")
    newsroom.run("checkin", "fresh.md", who="ana")
    path.write_text(old + "\nTarde demais.\n")
    ran = newsroom.run("checkin", "march-8.pt.md", who="ana", code=5)
    assert "already follows revision 2" in ran.err
    assert "Nothing was stored" in ran.err
    unharmed(newsroom, 3)


def test_a_checkin_does_not_bury_what_somebody_else_saved(newsroom: Desk) -> None:
    path = drafted(newsroom)
    newsroom.run("release", "march-8/pt", who="ana")
    newsroom.run("claim", "march-8/pt", who="ben")
    newsroom.run("checkout", "march-8/pt", "-o", "ben.md", who="ben")
    other = newsroom.folder / "ben.md"
    other.write_text(other.read_text().replace("continua", "prossegue"))
    newsroom.run("checkin", "ben.md", who="ben")
    newsroom.run("release", "march-8/pt", who="ben")
    newsroom.run("claim", "march-8/pt", who="ana")
    path.write_text(path.read_text() + "\nMais.\n")
    assert "moved on since this file was checked out" in newsroom.run("checkin", "march-8.pt.md", who="ana", code=5).err
    unharmed(newsroom, 2)


@pytest.mark.parametrize(
    ("what", "code"),
    [(b"", 6), (b"\x00\x01\x02binary\x00", 6), ("coração\n".encode("latin-1"), 6), (b"---\ntitle: [broken\n---\n", 6)],
)
def test_a_checkin_of_rubbish_stores_nothing(newsroom: Desk, what: bytes, code: int) -> None:
    drafted(newsroom)
    newsroom.write("rubbish.md", what)
    newsroom.run("checkin", "march-8/pt", "rubbish.md", who="ana", code=code)
    unharmed(newsroom, 1)


def test_what_an_editor_did_to_line_endings_and_encoding_is_undone(newsroom: Desk) -> None:
    path = drafted(newsroom)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert newsroom.json("checkin", "march-8.pt.md", who="ana")["outcome"] == "unchanged"


def test_submitting_nothing_is_refused(newsroom: Desk) -> None:
    newsroom.to("translating")
    assert "no draft" in newsroom.run("submit", "march-8/pt", who="ana", code=7).err
    newsroom.run("checkout", "march-8/pt", who="ana")
    newsroom.run("checkin", "march-8.pt.md", who="ana")
    assert "word for word" in newsroom.run("submit", "march-8/pt", who="ana", code=7).err


def test_the_clock_set_back(newsroom: Desk) -> None:
    path = drafted(newsroom)
    newsroom.pass_time(days=-400)
    path.write_text(path.read_text() + "\nMais.\n")
    newsroom.run("checkin", "march-8.pt.md", who="ana")
    newsroom.run("extend", "march-8/pt", who="ana")
    assert newsroom.json("show", "march-8/pt")["claimed_until"] == "2026-03-11T12:00:00Z", "a lease never becomes shorter"
    newsroom.run("release", "march-8/pt", who="ana")
    assert "clock" in newsroom.run("doctor", code=7).out
    newsroom.pass_time(days=400)
    newsroom.run("doctor")


@pytest.fixture
def small_disk(tmp_path: Path):
    """A disk of two megabytes: a new newsroom and its site take most of one."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], check=False).returncode:
        pytest.skip("mounting a small disk takes root")
    yield place
    subprocess.run(["umount", "-l", place], check=False)


def test_the_disk_is_full(small_disk: Path, tmp_path: Path) -> None:
    assert typed(small_disk, "init").returncode == 0
    (tmp_path / "small.md").write_text(ARTICLE)
    assert typed(small_disk, "import", str(tmp_path / "small.md")).returncode == 0
    (tmp_path / "big.md").write_text("---\ntitle: Grande\nlang: es\n---\n\n" + "Una línea larga de texto que ocupa sitio.\n\n" * 40_000)
    ran = typed(small_disk, "import", str(tmp_path / "big.md"))
    assert ran.returncode == 5, ran.stderr
    assert "full" in ran.stderr
    assert "Traceback" not in ran.stderr
    ran = typed(small_disk, "--json", "status")
    assert '"published": 1' in ran.stdout
    assert typed(small_disk, "doctor").returncode == 0
    filler = small_disk / "filler"
    handle = os.open(filler, os.O_CREAT | os.O_WRONLY)
    with suppress(OSError):
        for _ in range(1000):
            os.write(handle, b"x" * 4096)
    os.close(handle)
    assert typed(small_disk, "request", "small", "pt").returncode == 5
    ran = typed(small_disk, "publish")
    assert ran.returncode in {4, 5}, ran.stderr
    assert not (small_disk / ".translate-flow/site/index.html").exists()
    filler.unlink()
    assert typed(small_disk, "publish").returncode == 0
    assert typed(small_disk, "doctor").returncode == 0


def test_a_read_only_folder(tmp_path: Path) -> None:
    under = without_privilege()
    folder = tmp_path / "newsroom"
    folder.mkdir()
    assert typed(folder, "init").returncode == 0
    (folder / "a.md").write_text(ARTICLE)
    assert typed(folder, "import", "a.md").returncode == 0
    typed(folder, "request", "a", "pt")
    typed(folder, "claim", "a/pt")
    inside = folder / ".translate-flow"
    for path in (*inside.iterdir(), inside, folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        ran = typed(folder, "--json", "status", under=under)
        assert (ran.returncode, '"translating": 1' in ran.stdout) == (0, True), ran.stderr
        for command in (["release", "a/pt"], ["import", "a.md", "--key", "b"], ["publish", "a"], ["checkout", "a/pt"]):
            ran = typed(folder, *command, under=under)
            assert ran.returncode in {4, 5}, (command, ran.returncode, ran.stderr)
            assert "Traceback" not in ran.stderr
            assert len(ran.stderr.splitlines()) >= 2, "it says what to do"
    finally:
        for path in (folder, inside, *inside.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert typed(folder, "doctor").returncode == 0


def test_a_database_newer_than_the_program(newsroom: Desk) -> None:
    path = newsroom.folder / ".translate-flow/translate-flow.db"
    with sqlite3.connect(path) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    before = path.read_bytes()
    for command in (["status"], ["init"], ["db", "upgrade"], ["people", "list"]):
        ran = newsroom.run(*command, code=6)
        assert "newer" in ran.err
        assert "Install a newer translate_flow" in ran.err
    assert path.read_bytes() == before


def test_a_file_that_is_no_database(newsroom: Desk) -> None:
    path = newsroom.write("notes.db", "these are my notes, not a database\n" * 100)
    before = path.read_bytes()
    assert "not an SQLite database" in newsroom.run("--database", "notes.db", "status", code=6).err
    newsroom.run("--database", "notes.db", "init", code=6)
    assert path.read_bytes() == before
    assert "no database" in newsroom.run("--database", "nowhere.db", "status", code=3).err


def test_a_server_that_is_not_there(newsroom: Desk) -> None:
    ran = newsroom.run("--database", "postgresql://nobody@127.0.0.1:9/none", "status", who="olga", code=5)
    assert "does not answer" in ran.err


def test_hostile_words_in_arguments(newsroom: Desk) -> None:
    newsroom.to("requested")
    for address in ("../../etc/passwd", "march-8/../x", "", "a/b/c", "march-8/xx-not-a-language", "'; drop table versions; --"):
        assert newsroom.run("show", address, code=3 if "/" not in address and address else 2).err
    newsroom.run("import", "march-8.es.md", "--key", "../x", code=2)
    newsroom.run("people", "add", "../x", "--role", "translator", code=2)
    newsroom.run("people", "add", "eve", "--role", "emperor", code=2)
    newsroom.run("people", "add", "eve", "--role", "translator", "--zone", "Mars/Olympus", code=2)
    newsroom.run("settings", "lease_hours", "soon", code=2)
    newsroom.run("settings", "colour", "red", code=3)
    newsroom.run("report", "progres", code=3)
