"""The command `report` as it is typed: formats, filters, files, views; and `readers`, which says what many read."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commandline import Desk, typed, without_privilege
from tests.newsroom import NOW
from translate_flow import db
from translate_flow.cli.report_tables import duration
from translate_flow.errors import UsageError
from translate_flow.messages_desk import DESK
from translate_flow.reports import REPORTS, Asked, Column, Part, Report, asking, page_voice, progress, written
from translate_flow.reports.periods import of_months


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """Where `room` is kept after it was made once."""
    return tmp_path_factory.mktemp("room") / "desk"


@pytest.fixture
def room(desk: Desk, kept: Path, request) -> Desk:
    """march-8: es, pt out and behind by a correction, en asked for until the 10th; may-1 (news, tag strike): es; twelve days later."""
    if kept.exists():
        shutil.copytree(kept, desk.folder, dirs_exist_ok=True)
    else:
        made = request.getfixturevalue("newsroom")
        made.to("published")
        made.write("may-1.es.md")
        made.run("import", "may-1.es.md", "--section", "news", "--tag", "strike", who="cora")
        made.run("request", "march-8", "en", "--due", "2026-03-10", who="cora")
        made.write("march-8.es.md", (made.folder / "march-8.es.md").read_text().replace("Miles", "Trescientas"))
        made.run("revise", "march-8", "march-8.es.md", "--class", "correction", who="cora")
        shutil.copytree(desk.folder, kept, ignore=shutil.ignore_patterns("site", "site.*"))  # a copy of a site is not taken for the site
    desk.pass_time(days=12)
    return desk


def table(text: str | bytes) -> list[list[str]]:
    plain = text.decode() if isinstance(text, bytes) else text
    return list(csv.reader(io.StringIO(plain, newline="")))


# ── formats ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_report_in_every_format(room: Desk) -> None:
    for name in REPORTS:
        room.run("report", name)
        found = room.json("report", name)
        assert found["report"] == name
        assert {"asked", "more", "notes"} <= found.keys()
        parts = [part for part, value in found.items() if isinstance(value, list) and part != "notes"]
        for part in parts:
            [head, *rows] = table(room.run("report", name, "--csv", "--part", part).out)
            assert len(rows) >= len(found[part])
            assert all(list(record) == head for record in found[part])
        assert len(table(room.run("report", name, "--csv").out)) >= 1
        assert "<html" in room.run("report", name, "--html").out


def test_all_words_of_reports_can_be_translated(room: Desk) -> None:
    """Titles, headings, notes and what is said of nothing stand in the catalogue `desk`."""
    voice = page_voice.voice("en", "UTC")
    with db.reading(db.engine_for(f"sqlite:///{room.folder}/.translate-flow/translate-flow.db")) as connection:
        for name, known in REPORTS.items():
            found = import_module(known.module).report(connection, Asked(NOW, person="ana" if known.own else ""))
            said = {*found.notes}
            for part in found.parts:
                said |= {part.empty, *([] if part.title == progress.NEWEST else [part.title])}
                said |= {voice.heading(part.name, column) for column in part.columns if column.kind != "cell"}
            assert said - {"", *DESK} == set(), name


def test_the_tables_are_in_the_readers_words(room: Desk) -> None:
    room.run("people", "change", "olga", "--locale", "de", "--zone", "Asia/Tokyo")
    out = room.run("report", "overdue").out
    assert "11.03.26, 08:59" in out  # the end of the 10th in UTC, which was olga's zone when she asked
    assert "9 Tg. 12 Std." in out
    ran = room.run("report", "progress")
    assert "published *" in ran.out
    assert "Also: --part sections, --part months." in ran.err
    assert "März 2026" in room.run("report", "progress", "--part", "months").out
    assert room.run("report", "coverage").out.count("%") >= 1
    assert "Nothing is late" in room.run("report", "overdue", "--lang", "es").err


def test_more_is_told(room: Desk) -> None:
    ran = room.run("report", "progress", "--limit", "1")
    assert "1 more: --limit 0 shows all." in ran.err
    assert "march-8" not in ran.out
    assert room.json("report", "progress", "-n", "1")["more"] == {"matrix": 1}
    assert len(table(room.run("report", "progress", "--csv").out)) == 3, "CSV leaves nothing out unless it is told to"
    assert "1 more" in room.run("report", "progress", "--csv", "-n", "1").err


def test_csv_is_safe_to_open_and_exact_to_read() -> None:
    columns = (Column("text"), Column("at", "moment"), Column("age", "seconds"), Column("share", "share"), Column("none"))
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", '\t=cmd|" /C calc"!A0', "a,b", 'say "so"', "two\nlines", "＝1", "plain", "2026-03-08", "12"]
    part = Part("p", "P", columns, ((text, NOW, 90, 0.5, None) for text in evil))
    data = b"".join(written.as_csv(part))
    assert data.count(b"\r\n") == len(evil) + 1
    [head, *rows] = table(data)
    assert head == ["text", "at", "age", "share", "none"]
    assert [row[0] for row in rows] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "\t'=cmd|\" /C calc\"!A0", "a,b", 'say "so"', "two\nlines", "'＝1", "plain", "2026-03-08", "12"]
    assert rows[0][1:] == ["2026-03-08T12:00:00Z", "90", "0.5", ""]


def test_json_and_csv_are_written_as_the_rows_are_read() -> None:
    """What is drawn is never more than a few hundred rows ahead of what was written."""
    read = 0

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal read
        read = 0
        for read in range(1, 5001):
            yield f"a{read}", read

    def most_held(pieces: Iterator[bytes], line: bytes) -> int:
        nonlocal read
        read = told = most = 0
        for piece in pieces:
            told += piece.count(line)
            most = max(most, read - told)
        return most

    columns = (Column("article", "article"), Column("words", "number"))
    report = Report("r", (Part("p", "P", columns, rows()), Part("q", "Q", columns, rows(), 3)), ("A note.",), {"n": 1})
    assert most_held(written.as_json(report, Asked(NOW)), b'"words"') < 1000
    report = Report("r", (Part("p", "P", columns, rows()), Part("q", "Q", columns, (), 3)), ("A note.",), {"n": 1})
    found = json.loads(b"".join(written.as_json(report, Asked(NOW, since=NOW))))
    assert list(found) == ["report", "asked", "n", "p", "q", "more", "notes"]
    assert (len(found["p"]), found["p"][-1], found["q"], found["more"]) == (5000, {"article": "a5000", "words": 5000}, [], {"q": 3})
    assert found["asked"] == {"at": "2026-03-08T12:00:00Z", "from": "2026-03-08T12:00:00Z", "limit": 25, "zone": "UTC"}
    assert most_held(written.as_csv(Part("p", "P", columns, rows())), b"\r\n") < 1000


def test_spans_of_time() -> None:
    assert [duration(seconds, "en") for seconds in (0, 59, 60, 3600, 93600, 86400 * 400 + 59)] == ["0 min", "0 min", "1 min", "1 hr", "1 day 2 hr", "400 days"]
    assert duration(-93600, "en") == "-1 day 2 hr"


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_files(room: Desk) -> None:
    for _ in range(2):  # a report of one's own is made anew
        assert "Wrote behind.csv" in room.run("report", "behind", "--csv", "--out", "behind.csv").err
    assert [row[:3] for row in table((room.folder / "behind.csv").read_bytes())] == [["article", "language", "class"], ["march-8", "pt", "correction"]]
    room.run("--json", "report", "behind", "-o", "behind.json")
    assert json.loads((room.folder / "behind.json").read_bytes())["versions"][0]["language"] == "pt"
    room.run("report", "progress", "--csv", "--out", "sheets/")
    assert sorted(path.name for path in (room.folder / "sheets").iterdir()) == ["matrix.csv", "months.csv", "sections.csv", "totals.csv"]
    room.run("report", "progress", "--csv", "--out", "sheets", "--part", "totals")
    room.run("report", "progress", "--csv", "--out", "nowhere/at/all.csv", code=3)
    room.run("--json", "report", "progress", "--out", "sheets", code=2)
    room.run("report", "progress", "--out", "progress.txt", code=2)
    room.run("report", "progress", "--csv", "--html", code=2)
    room.run("--json", "report", "progress", "--csv", code=2)
    assert "did you mean “matrix”" in room.run("report", "progress", "--csv", "--part", "matrx", code=3).err
    assert sorted(path.name for path in room.folder.iterdir() if path.name.startswith(".")) == [".translate-flow"]


def test_a_folder_that_may_not_be_written(room: Desk) -> None:
    under = without_privilege()
    folder = room.folder / "locked"
    folder.mkdir()
    (folder / "behind.csv").write_text("old")
    folder.chmod(0o555)
    ran = typed(room.folder, "report", "behind", "--csv", "--out", "locked/behind.csv", under=under)
    folder.chmod(0o755)
    assert (ran.returncode, "locked/behind.csv" in ran.stderr) == (5, True), ran.stderr
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("behind.csv", "old")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_and_a_reader_that_goes(room: Desk) -> None:
    ran = typed(room.folder, "report", "progress", "--csv", under=["sh", "-c", '"$@" > /dev/full', "sh"])
    assert (ran.returncode, "No space left" in ran.stderr) == (5, True), ran.stderr
    ran = typed(room.folder, "--json", "report", "progress", under=["sh", "-c", '"$@" | true', "sh"])
    assert "Traceback" not in ran.stderr


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_filters_narrow(room: Desk) -> None:
    assert [row["article"] for row in room.json("report", "progress", "--section", "news")["matrix"]] == ["may-1"]
    assert [row["article"] for row in room.json("report", "progress", "--tag", "strike")["matrix"]] == ["may-1"]
    assert [row["language"] for row in room.json("report", "progress", "--lang", "pt")["totals"]] == ["pt"]
    assert room.json("report", "behind", "--person", "ben")["versions"] == []
    assert room.json("report", "behind", "--from", "12d")["versions"] != []
    assert room.json("report", "behind", "--from", "11d")["versions"] == []
    assert room.json("report", "behind", "--to", "2026-03-08")["versions"] != []
    assert room.json("report", "behind", "--to", "2026-03-08T00:00")["versions"] == []


def test_what_is_not_there_is_told_with_the_nearest(room: Desk) -> None:
    assert "did you mean “news”" in room.run("report", "progress", "--section", "new", code=3).err
    assert "did you mean “strike”" in room.run("report", "progress", "--tag", "strikes", code=3).err
    assert "There are: post" in room.run("report", "progress", "--kind", "film", code=3).err
    assert "did you mean “ana”" in room.run("report", "progress", "--person", "anna", code=3).err
    assert "There are: en, es, pt" in room.run("report", "progress", "--lang", "fr", code=3).err
    assert "did you mean “behind”" in room.run("report", "behnd", code=3).err
    assert "has no use for --person" in room.run("report", "coverage", "--person", "ana", code=2).err
    room.run("report", "progress", "--lang", "not a language", code=2)
    room.run("report", "progress", "--from", "2026-03-09", "--to", "2026-03-08", code=2)
    room.run("report", "progress", "--limit", "-1", code=2)
    for nonsense in ("yesterday", "2026-13-01", "9999y", "8 weeks", "0001-01-01T00:00+14:00"):
        room.run("report", "progress", "--from", nonsense, code=2)


def test_days_are_days_of_the_zone() -> None:
    now = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    at = lambda text, zone="Europe/Lisbon", end=False: asking.moment(text, now=now, zone=zone, end=end).isoformat()  # noqa: E731
    assert at("2026-03-08") == "2026-03-08T00:00:00+00:00"
    assert at("2026-03-29", end=True) == "2026-03-29T23:00:00+00:00", "the night that the clock goes forward"
    assert at("2026-03-08", "Asia/Kolkata", end=True) == "2026-03-08T18:30:00+00:00"
    assert at("2026-03-08 18:00", "Asia/Tokyo") == "2026-03-08T09:00:00+00:00"
    assert at("2026-03-08T18:00+02:00", "Asia/Tokyo") == "2026-03-08T16:00:00+00:00"
    assert [at(text, "UTC")[:10] for text in ("0d", "30d", "8w", "1m", "12m", "2y")] == ["2026-03-31", "2026-03-01", "2026-02-03", "2026-02-28", "2025-03-31", "2024-03-31"]
    assert at("0d") == "2026-03-31T23:00:00+00:00", "there it is April already"
    with pytest.raises(UsageError):
        at("soon")


@given(hours=st.integers(-300_000, 120_000), days=st.integers(0, 4000), zone=st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns", "Africa/Casablanca"]), share=st.floats(0, 1))
def test_a_moment_stands_in_the_month_of_its_zone(hours: int, days: int, zone: str, share: float) -> None:
    from sqlite3 import connect
    from zoneinfo import ZoneInfo

    first = NOW + timedelta(hours=hours)
    moment = first + timedelta(days=days * share)
    known = of_months(Asked(NOW, since=first, until=first + timedelta(days=days, microseconds=1), zone=zone))
    sql, values = known.place(":moment")
    [[at]] = connect(":memory:").execute(f"select {sql}", {name: value.isoformat() for name, value in {**values, "moment": moment}.items()})
    assert known.days[at] == moment.astimezone(ZoneInfo(zone)).date().replace(day=1)
    assert [*known.days] == sorted({*known.days})


def test_a_record_of_ones_own_is_the_readers(room: Desk) -> None:
    assert room.json("report", "contributions", who="ana")["asked"]["person"] == "ana"
    assert room.json("report", "contributions", "--person", "ana", who="cora")["asked"]["person"] == "ana"
    room.run("report", "contributions", "--person", "ana", who="ben", code=4)


# ── views ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_views(room: Desk) -> None:
    assert "No views are kept" in room.run("report", "--views").err
    room.run("report", "behind", "--lang", "pt", "--from", "30d", "--save", "monday", who="cora")
    room.run("report", "behind", "--save", "mine", "--mine", who="ana")
    assert "coordinator" in room.run("report", "behind", "--save", "everyone's", who="ana", code=2).err + room.run("report", "behind", "--save", "all", who="ana", code=4).err
    room.run("report", "behind", "--save", "monday", who="cora", code=5)
    assert [(one["view"], one["owner"]) for one in room.json("report", "--views", who="ana")] == [("mine", "ana"), ("monday", None)]
    assert [one["view"] for one in room.json("report", "--views", who="ben")] == ["monday"]
    found = room.json("report", "--view", "monday", who="ben")
    assert (found["report"], found["asked"]["lang"], len(found["versions"])) == ("behind", "pt", 1)
    room.pass_time(days=30)
    assert room.json("report", "--view", "monday", who="ben")["versions"] == [], "30d is counted from today"
    assert room.json("report", "--view", "monday", "--from", "", who="ben")["versions"] != [], "an empty option takes the view's away"
    assert "lang" not in room.json("report", "behind", "--view", "monday", "--lang", "", who="ben")["asked"]
    room.run("report", "overdue", "--view", "monday", code=2)
    assert "did you mean “monday”" in room.run("report", "--view", "mondy", code=3).err
    room.run("report", "--view", "mine", who="ben", code=3)
    assert [event["action"] for event in room.json("log") if "view" in event["action"]] == ["save view"]


def test_ones_own_view_wins_and_is_forgotten_first(room: Desk) -> None:
    room.run("report", "behind", "--save", "monday", who="cora")
    room.run("report", "overdue", "--save", "monday", "--mine", who="ana")
    assert room.json("report", "--view", "monday", who="ana")["report"] == "overdue"
    assert room.json("report", "--view", "monday", who="ben")["report"] == "behind"
    assert "your view" in room.run("report", "--forget", "monday", who="ana").err
    room.run("report", "--forget", "monday", who="ana", code=4)
    assert room.json("report", "--forget", "monday", who="cora") == {"forgotten": "monday", "own": False}
    room.run("report", "--forget", "monday", who="cora", code=3)


def test_a_view_outlives_its_section_and_refuses_nonsense(room: Desk) -> None:
    room.run("report", "progress", "--section", "news", "--limit", "0", "--part", "matrix", "--save", "news of the week")
    room.run("report", "progress", "--section", "nows", "--save", "wrong", code=3)
    room.run("report", "coverage", "--person", "ana", "--save", "wrong", code=2)
    room.run("report", "--save", "wrong", code=2)
    room.run("report", "progress", "--mine", code=2)
    room.run("report", "progress", "--save", "x", "--csv", code=2)
    for name in (" ", "-x", "a\nb", "x" * 65):
        room.run("report", "progress", f"--save={name}", code=2)
    from sqlalchemy import create_engine, text

    engine = create_engine(f"sqlite:///{room.folder / '.translate-flow' / 'translate-flow.db'}")
    with engine.begin() as connection:
        connection.execute(text("update articles set section = 'other'"))
    engine.dispose()
    ran = room.run("report", "--view", "news of the week")
    assert "There is no section “news” any more" in ran.err
    room.run("report", "--view", "news of the week", "--section", "nows", code=3)


# ── readers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def readers(desk: Desk) -> dict[str, int]:
    return {f"{row['article']}/{row['language']}": row["readers"] for row in desk.json("report", "behind")["versions"]}


def test_readers_one_by_one(room: Desk) -> None:
    room.run("readers", "march-8/pt", "1200", who="cora")
    assert readers(room) == {"march-8/pt": 1200}
    assert room.json("readers", "march-8/pt", "none", who="cora")["readers"] is None
    assert readers(room) == {"march-8/pt": None}
    room.run("readers", "march-8/pt", "12", who="ana", code=4)
    for number in ("-1", "1.5", "many", "9" * 11, "٣"):
        room.run("readers", "march-8/pt", number, who="cora", code=2)
    assert [event["data"] for event in room.json("log", "march-8/pt") if event["action"] == "readers"] == [{"from": None, "to": 1200}, {"from": 1200, "to": None}]


def test_readers_from_a_file(room: Desk) -> None:
    room.write("readers.csv", "Language;Article;Readers;Note\r\npt;march-8;1200;x\r\n\r\nfr;march-8;5;\r\nes;june-9;7;\r\n")
    ran = room.run("readers", "readers.csv", who="cora")
    assert "3 rows, 1 version, 1 of them changed" in ran.err
    assert "for 2: march-8/fr, june-9/es" in ran.err
    assert readers(room) == {"march-8/pt": 1200}
    assert room.json("readers", "readers.csv", who="cora")["changed"] == 0
    room.run("rename", "march-8", "eighth")
    room.write("readers.csv", "article,language,readers\nmarch-8,pt,1300\n")
    room.run("readers", "readers.csv", who="cora")
    assert readers(room) == {"eighth/pt": 1300}
    room.run("readers", "readers.csv", who="ana", code=4)


def test_nothing_is_taken_of_a_file_with_nonsense(room: Desk) -> None:
    head = "article,language,readers\nmarch-8,pt,100\n"
    for line, text, code in (
        (3, head + "march-8,es,many\n", 6), (3, head + "march-8,es,-5\n", 6), (3, head + "march-8,es,\n", 6), (3, head + "march-8\n", 6), (3, head + "march-8,qq-99,5\n", 6),
        (3, head + "march-8,pt,5\n", 6), (3, head + f"march-8,es,{'9' * 30}\n", 6), (1, "key,count\na,5\n", 6), (1, "", 6), (3, head + '"march-8,es,5\n', 6), (2, "url,readers\n,5\n", 6),
    ):  # fmt: skip
        room.write("readers.csv", text)
        err = room.run("readers", "readers.csv", who="cora", code=code).err
        assert f"readers.csv:{line}" in err or (not text and "readers.csv" in err), (text, err)
    room.run("readers", "nowhere.csv", who="cora", code=3)
    room.run("readers", "march-8/pt", who="cora", code=3)
    assert readers(room) == {"march-8/pt": None}


def test_pages_of_the_web_servers_statistics(room: Desk) -> None:
    """By the address that a text came from, by where the site has it; a page with and without its query is one."""
    room.run("settings", "base_url", "https://beacon.example/news/")
    for number, url in enumerate(("https://beacon.example/old/march/", "http://other.example/a/b.html")):
        room.write(f"page-{number}.fr.md", f"---\ntitle: Page {number}\nlang: fr\nurl: {url}\n---\n\nDu texte, assez long.\n")
    room.run("import", "page-0.fr.md", "page-1.fr.md", who="cora")
    room.write("readers.csv", "page,readers\n/old/march?utm=x,5\n/old/march/,7\nhttps://other.example/a/b.html#top,11\n/news/pt/march-8.html,13\nhttps://else.example/x,1\n/,2\n")
    room.run("publish")
    ran = room.run("readers", "readers.csv", who="cora")
    assert "6 rows, 3 versions, 3 of them changed" in ran.err
    assert "for 2: https://else.example/x, /" in ran.err
    assert readers(room) == {"march-8/pt": 13}
    from sqlalchemy import create_engine, text

    engine = create_engine(f"sqlite:///{room.folder / '.translate-flow' / 'translate-flow.db'}")
    with engine.connect() as connection:
        assert set(connection.execute(text("select origin, readers from versions where readers is not null"))) >= {("https://beacon.example/old/march/", 12), ("http://other.example/a/b.html", 11)}
    engine.dispose()
