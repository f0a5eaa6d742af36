"""Databases as big newsrooms would have them, written past the program: its migrations make the tables, plain SQL fills them."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.processes import PYTHON, once, program

LANGUAGES = ("es", "en", "pt", "fr", "de", "it", "ca", "eu", "gl", "ar", "ru", "uk", "pl", "tr", "zh", "hi", "el", "nl", "sv", "ja")
ORIGINAL = "es"
ACTOR = "ana"  # translates es → pt, fr and reviews them
STATUSES = {"published": 62, "requested": 14, "translating": 8, "in_review": 5, "approved": 3, "withdrawn": 2, "cancelled": 6}
OPEN = {"requested", "translating", "in_review", "approved"}
PEOPLE = 40
TEXTS = 5000  # different texts, shared by all revisions: their size is not what is measured
WORDS = ("harbour", "council", "strike", "rain", "school", "wages", "bridge", "night", "voters", "market", "river", "budget", "nurses",
         "letter", "border", "court")  # fmt: skip


def make(folder: Path, *, articles: int, languages: int, events: bool = True) -> Path:
    """A database of `articles` × `languages` versions in `folder`; returns its file. `events`: one for each version too.

    Filled by a process of its own, so that this one stays small (see `processes.once`)."""
    path = folder / f"desk-{articles}x{languages}.db"
    once([*program(), "--database", str(path), "--as", "owner", "init"])
    once([PYTHON, "-m", "bench.desks", str(path), str(articles), str(languages), "events" if events else "bare"])
    return path


def _write(path: Path, *, articles: int, languages: int, events: bool) -> None:
    """Fills a database that the migrations have made; its indexes are built at the end, at once."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma synchronous=off")
    connection.execute("pragma cache_size=-200000")
    connection.execute("begin")
    indexes = connection.execute("select name, sql from sqlite_master where type = 'index' and sql is not null").fetchall()
    for name, _ in indexes:
        connection.execute(f"drop index {name}")
    [(trigger,)] = connection.execute("select sql from sqlite_master where type = 'trigger' and name = 'moves_of_events'").fetchall()
    connection.execute("drop trigger moves_of_events")  # without indexes, each event would be looked for among all
    _Filler(connection, articles, LANGUAGES[:languages], events).fill()
    for _, statement in indexes:
        connection.execute(statement)
    connection.execute("commit")
    _moves(path)
    connection.execute(trigger)
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()


def _moves(path: Path) -> None:
    from bench.newsroom import moves_so_far
    from translate_flow import db

    engine = db.engine_for(f"sqlite:///{path}")
    with engine.execution_options(writes=True).begin() as connection:
        moves_so_far(connection)
    engine.dispose()


def free(path: Path, count: int) -> Iterator[str]:
    """Addresses of requested versions that the actor can claim."""
    connection = sqlite3.connect(path)
    query = """
        select a.key || '/' || v.language from versions v join articles a on a.id = v.article_id
        where v.status = 'requested' and v.language in ('pt', 'fr') and v.parent_language = 'es' order by v.id % 997, v.id limit ?
    """
    found = [row[0] for row in connection.execute(query, (count,))]
    connection.close()
    return iter(found)


class _Filler:
    """Rows are drawn from a seeded generator: the same database each time, but for the times, which count from now."""

    def __init__(self, connection: sqlite3.Connection, articles: int, languages: tuple[str, ...], events: bool) -> None:
        self.connection, self.articles, self.languages, self.events = connection, articles, languages, events
        self.random = random.Random(20260308)
        self.now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        self.claims: list[tuple[Any, ...]] = []

    def fill(self) -> None:
        """All tables. A version's head and live revision have the version's own id, so that no row is written twice."""
        self._people()
        self._texts()
        self._rows("articles", "id key kind section original_language date created_at", self._article_rows())
        self._rows("article_tags", "article_id tag", ((number, WORDS[number % len(WORDS)]) for number in self._numbers()))
        self._rows(
            "versions",
            "id article_id language status parent_language parent_id origin title translator_id reviewer_id credit "
            "due_at published_at head_id live_id behind_since created_at updated_at",
            self._version_rows(),
        )
        self._flush_claims()
        self.connection.execute(
            f"insert into revisions (id, version_id, number, text_id, base_id, author_id, created_at) "
            f"select id, id, 1, id % {TEXTS} + 1, parent_id, translator_id, updated_at from versions where head_id is not null"
        )
        if self.events:
            self.connection.execute(
                "insert into events (at, actor_id, action, article_id, version_id, revision_id, from_status, to_status, reason, data) "
                "select updated_at, coalesce(translator_id, 1), iif(parent_id is null, 'import', 'request'), article_id, id, head_id, '', status, '', '{}' from versions"
            )

    def _rows(self, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
        names = columns.split()
        self.connection.executemany(f"insert into {table} ({', '.join(names)}) values ({', '.join('?' * len(names))})", rows)

    def _numbers(self) -> range:
        return range(1, self.articles + 1)

    def _moment(self, hours: float) -> str:
        return (self.now + timedelta(hours=hours)).isoformat(" ") + ".000000"

    def _people(self) -> None:
        people = [(number, ACTOR if number == 2 else f"person{number}", f"Person {number}") for number in range(2, PEOPLE + 2)]
        self._rows("people", "id handle name email zone locale active created_at",
                   ((*person, "", "UTC", "en", 1, self._moment(-9000)) for person in people))  # fmt: skip
        writes = {2: ["pt", "fr"]} | {number: self.random.sample(self.languages, 2) for number, *_ in people[1:]}
        self._rows("person_languages", "person_id language use", ((n, tag, "writes") for n, tags in writes.items() for tag in tags))
        self._rows("person_languages", "person_id language use", ((n, ORIGINAL, "reads") for n, tags in writes.items() if ORIGINAL not in tags))
        self._rows("person_roles", "person_id role language", ((n, role, "*") for n in writes for role in ("translator", "reviewer")))

    def _texts(self) -> None:
        texts, blocks = [], []
        for number in range(1, TEXTS + 1):
            lines = [" ".join(self.random.choices(WORDS, k=12)).capitalize() + f" {number}." for _ in range(3)]
            body = "\n\n".join([f"# {lines[0]}", *lines[1:]]) + "\n"
            texts.append((number, hashlib.sha256(b"markdown\0" + body.encode()).digest(), "markdown", body.encode(), 39))
            at = 0
            for position, line in enumerate(lines):
                at = body.index(line, at)
                blocks.append((number, position, "paragraph" if position else "title", 0 if position else 1, at, at + len(line), 13,
                               hashlib.sha256(line.encode()).digest()[:16]))  # fmt: skip
        self._rows("texts", "id digest format body words", texts)
        self._rows("blocks", 'text_id position kind level start "end" words digest', blocks)

    def _article_rows(self) -> Iterator[tuple[Any, ...]]:
        for number in self._numbers():
            hours = -(self.articles - number) / 10
            yield (number, self._key(number), "post", f"section{number % 12}", ORIGINAL, self._moment(hours)[:10], self._moment(hours))

    def _flush_claims(self) -> None:
        self._rows("claims", "version_id person_id claimed_at until ended_at ended_by", self.claims)
        self.claims.clear()

    def _key(self, number: int) -> str:
        return f"{WORDS[number % 16]}-{WORDS[number // 16 % 16]}-{number}"

    def _version_rows(self) -> Iterator[tuple[Any, ...]]:
        chosen = self.random.choices(list(STATUSES), weights=list(STATUSES.values()), k=100_003)
        number = 0
        for article in self._numbers():
            first = number + 1
            if len(self.claims) > 10_000:
                self._flush_claims()
            for language in self.languages:
                number += 1
                if number == first:
                    status = "draft" if article % 20 == 0 else "published"
                    yield self._version(number, article, language, status, None)
                else:
                    yield self._version(number, article, language, chosen[number % len(chosen)], first)

    def _version(self, number: int, article: int, language: str, status: str, parent: int | None) -> tuple[Any, ...]:
        """One row, and the claims that go with it."""
        born = self._moment(-(self.articles - article) / 10)
        someone = 2 + number * 7 % PEOPLE if parent and status not in {"requested", "cancelled"} else None
        if someone:
            held = status == "translating"
            self.claims.append((number, someone, born, self._moment(1 + number % 70) if held else born, None if held else born, "" if held else "submit"))
        due = self._moment(number % 600 - 60) if status in OPEN and number % 5 < 3 else None
        out = status == "published"
        head = number if status not in {"requested", "cancelled"} else None
        behind = self._moment(-(number % 4000)) if parent and out and number % 8 == 0 else None
        return (
            number, article, language, status, ORIGINAL if parent else "", parent, f"https://news.example/{language}/{article}" if not parent else "",
            f"{WORDS[number % 16]} {WORDS[article % 16]} {article}" if head else "", someone, 2 + number % PEOPLE if someone and out else None, "",
            due, born if out else None, head, head if out else None, behind, born, born,
        )  # fmt: skip


if __name__ == "__main__":
    _write(Path(sys.argv[1]), articles=int(sys.argv[2]), languages=int(sys.argv[3]), events=sys.argv[4] == "events")
