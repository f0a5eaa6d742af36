"""What a site's store knows, in one SQLite file: its pages, its files, and what is still to be done.

    site.sqlite
      notes      which tree is whole (`tree`), and what shaped all its files (`about`)
      articles   the articles there are, with their keys; former: keys that they had
      entries    each page as others show it; places: the listings it is on; counts: how many are on each, by month
      gone       versions that readers saw once; moved: old addresses
      files      each file of the tree that is whole, as it was left
      asked      what each file wanted to know of the pages; answers: digests of what it was told
      todo       files to be looked at: what they show may have changed
      behind     files in which the other tree may differ from the one that is whole

A transaction either is in the file for good or is not (WAL, synchronous=FULL). Everything here can be made again from the
newsroom's database: a file that is lost or damaged only costs a drawing of all pages.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from translate_flow.channels import site_layout
from translate_flow.channels.site_entries import Entry
from translate_flow.channels.site_layout import Item

_LAYOUT = 1  # of the tables below: a file of another is made anew
_NAME = "site.sqlite"
_TABLES = """
create table notes (name text primary key, value text not null) without rowid;
create table articles (id integer primary key, key text not null, about blob not null);
create index of_key on articles (key);
create table former (key text not null, article integer not null, primary key (key, article)) without rowid;
create index of_former on former (article);
create table entries (
  id integer primary key, article integer not null, language text not null, path text not null, folded text not null, own blob not null,
  moment text not null, month text not null, changed text not null, record text not null, unique (article, language)
);
create index of_path on entries (path);
create index of_folded on entries (folded);
create index of_month on entries (month, changed);
create table places (
  language text, section text, tag text, moment text, path text, entry integer not null,
  primary key (language, section, tag, moment desc, path, entry)
) without rowid;
create table counts (language text, section text, tag text, month text, n integer not null, primary key (language, section, tag, month)) without rowid;
create table gone (article integer, language text, path text not null, at text not null, title text not null, takedown integer not null, primary key (article, language)) without rowid;
create index of_gone on gone (path);
create index of_gone_language on gone (language);
create table moved (path text primary key, article integer not null, to_path text not null) without rowid;
create index of_moved on moved (article);
create table files (path text primary key, item text not null, digest blob not null, size integer not null, modified integer not null) without rowid;
create table answers (about text, arg text, digest blob not null, primary key (about, arg)) without rowid;
create table asked (path text, about text, arg text, primary key (path, about, arg)) without rowid;
create index of_question on asked (about, arg);
create table todo (path text primary key, item text not null) without rowid;
create table behind (path text primary key) without rowid;
"""


class File(NamedTuple):
    """A file as it was left: which it is (an Item, as JSON), a digest of its bytes, and how it looked on the disk (nanoseconds)."""

    item: str
    digest: bytes
    size: int
    modified: int


class Row(NamedTuple):
    """A page of the store. `own`: a digest of all that it shows of itself."""

    id: int
    article: int
    language: str
    path: str
    own: bytes
    record: str

    @property
    def entry(self) -> Entry:
        return read(self.record)


class State:
    """The open file. `db` is in autocommit mode but within `changing`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    @classmethod
    def open(cls, store: Path) -> State:
        """The store's file; a new one where there is none, or none that can be read. Raises sqlite3.OperationalError where the disk refuses."""
        path = store / _NAME
        for _ in range(2):
            db = sqlite3.connect(path, isolation_level=None, timeout=60)
            try:
                if _sound(db):
                    return cls(db)
            except sqlite3.OperationalError:
                db.close()
                raise
            except sqlite3.DatabaseError:
                pass
            db.close()
            forget(store)
        raise sqlite3.OperationalError("unable to open database file")

    @classmethod
    def peek(cls, store: Path) -> State | None:
        """The store's file for reading only; None where there is none that can be read."""
        path = store / _NAME
        if not path.is_file():
            return None
        try:
            db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=60)
            if db.execute("pragma user_version").fetchone()[0] == _LAYOUT:
                return cls(db)
            db.close()
        except sqlite3.DatabaseError:
            pass
        return None

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self.db.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One transaction: all of it, or nothing."""
        self.db.execute("begin immediate")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self.db.execute("rollback")
            raise
        self.db.execute("commit")

    def note(self, name: str) -> str:
        found = self.db.execute("select value from notes where name = ?", (name,)).fetchone()
        return found[0] if found else ""

    def set_note(self, name: str, value: str) -> None:
        self.db.execute("insert or replace into notes values (?, ?)", (name, value))

    # Pages

    def rows(self, article: int) -> dict[str, Row]:
        """The pages of an article by language."""
        found = self.db.execute(f"{_ROW} where article = ? order by path", (article,))
        return {row[2]: Row(*row) for row in found}

    def page(self, path: str) -> Row | None:
        found = self.db.execute(f"{_ROW} where path = ?", (path,)).fetchone()
        return Row(*found) if found else None

    def put(self, article: int, own: bytes, entry: Entry) -> None:
        """A page that is new, in the place of what stood for it (`drop` that first)."""
        moment, changed = stamp(entry.moment), stamp(entry.changed_at)
        number = self.db.execute(
            "insert into entries (article, language, path, folded, own, moment, month, changed, record) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article, entry.language, entry.path, site_layout.folded(entry.path), own, moment, entry.month, changed, written(entry)),
        ).lastrowid
        for base in site_layout.bases(entry):
            where = (base.language, base.section, base.tag)
            self.db.execute("insert into places values (?, ?, ?, ?, ?, ?)", (*where, moment, entry.path, number))
            self.db.execute("insert into counts values (?, ?, ?, ?, 1) on conflict do update set n = n + 1", (*where, entry.month))

    def drop(self, row: Row) -> None:
        entry = row.entry
        self.db.execute("delete from entries where id = ?", (row.id,))
        for base in site_layout.bases(entry):
            where = (base.language, base.section, base.tag)
            self.db.execute("delete from places where language = ? and section = ? and tag = ? and moment = ? and path = ? and entry = ?", (*where, stamp(entry.moment), entry.path, row.id))
            self.db.execute("update counts set n = n - 1 where language = ? and section = ? and tag = ? and month = ?", (*where, entry.month))
            self.db.execute("delete from counts where language = ? and section = ? and tag = ? and month = ? and n <= 0", (*where, entry.month))

    def older(self, entry: Entry, limit: int) -> list[Row]:
        """The pages of the entry's language that stand just after it in a list."""
        return self._near(entry, limit, ("path > ?", "path"), ("moment < ?", "moment desc, path"))

    def newer(self, entry: Entry, limit: int) -> list[Row]:
        """Those that stand just before the place where it is, or was; the nearest first."""
        return self._near(entry, limit, ("path < ?", "path desc"), ("moment > ?", "moment, path desc"))

    def _near(self, entry: Entry, limit: int, same: tuple[str, str], other: tuple[str, str]) -> list[Row]:
        moment = stamp(entry.moment)
        start = "select entry from places where language = ? and section = '' and tag = '' and "
        found = self.db.execute(f"{start} moment = ? and {same[0]} order by {same[1]} limit ?", (entry.language, moment, entry.path, limit)).fetchall()
        if len(found) < limit:
            found += self.db.execute(f"{start} {other[0]} order by {other[1]} limit ?", (entry.language, moment, limit - len(found))).fetchall()
        return [Row(*self.db.execute(f"{_ROW} where id = ?", number).fetchone()) for number in found]

    def there(self, item: Item) -> bool:
        """Whether the site is to have this file, which is there because of pages."""
        if item.kind == "sitemap":
            return self._any("select 1 from entries where month = ? limit 1", item.month)
        if item.kind in {"redirects", "netlify"}:
            return self._any("select 1 from moved limit 1")
        if item.kind not in {"listing", "feed", "search_page"}:
            return True
        where = (item.language, item.section, item.tag)
        if item.month:
            return self._any("select 1 from counts where language = ? and section = ? and tag = ? and month = ?", *where, item.month)
        if not item.section and not item.tag and self._any("select 1 from gone where language = ? limit 1", item.language):
            return True  # what tells that an article is gone leads to its language's front
        return self._any("select 1 from counts where language = ? and section = ? and tag = ? limit 1", *where)

    def _any(self, query: str, *values: Any) -> bool:
        return self.db.execute(query, values).fetchone() is not None

    # Files and what is to be done with them

    def file(self, path: str) -> File | None:
        found = self.db.execute("select item, digest, size, modified from files where path = ?", (path,)).fetchone()
        return File(*found) if found else None

    def files(self) -> Iterator[tuple[str, File]]:
        """All of them, by path."""
        for path, *facts in self.db.execute("select path, item, digest, size, modified from files order by path"):
            yield path, File(*facts)

    def keep(self, path: str, item: Item, digest: bytes, size: int, modified: int) -> None:
        """Notes a file as it is left."""
        self.db.execute("insert or replace into files values (?, ?, ?, ?, ?)", (path, json.dumps(item), digest, size, modified))

    def todo(self, path: str, item: Item) -> None:
        self.db.execute("insert or replace into todo values (?, ?)", (path, json.dumps(item)))

    def todos(self) -> list[tuple[str, Item]]:
        return [(path, Item(*json.loads(item))) for path, item in self.db.execute("select path, item from todo order by path")]

    def behind(self, paths: Iterable[str]) -> None:
        self.db.executemany("insert or ignore into behind values (?)", ((path,) for path in paths))

    def empty(self, *tables: str) -> None:
        for table in tables:
            self.db.execute(f"delete from {table}")  # noqa: S608  words of this package


_ROW = "select id, article, language, path, own, record from entries"
_MOMENTS = ("moment", "published_at", "updated_at", "corrected_at")
_FIELDS = tuple(field.name for field in fields(Entry))


def stamp(moment: datetime | None) -> str:
    """A moment as it sorts; "" where there is none."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") if moment else ""


def written(entry: Entry) -> str:
    """An entry as it is kept."""
    values = [getattr(entry, name) for name in _FIELDS]
    return json.dumps([value.isoformat() if isinstance(value, datetime) else value for value in values])


@lru_cache(maxsize=8192)
def read(record: str) -> Entry:
    """An entry as it was kept."""
    values: dict[str, Any] = dict(zip(_FIELDS, json.loads(record), strict=True))
    for name in _MOMENTS:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    return Entry(**{**values, "tags": tuple(values["tags"])})


def forget(store: Path) -> None:
    """Removes the file: the next run draws everything."""
    for name in (_NAME, f"{_NAME}-wal", f"{_NAME}-shm"):
        (store / name).unlink(missing_ok=True)


def is_part(name: str) -> bool:
    """Whether a file of the store is one of these."""
    return name.startswith(_NAME)


def _sound(db: sqlite3.Connection) -> bool:
    """Sets the connection up; False where the file is of another layout."""
    for pragma in ("journal_mode = wal", "synchronous = full", "temp_store = memory", "cache_size = -16000", "secure_delete = on"):
        db.execute(f"pragma {pragma}")
    layout = db.execute("pragma user_version").fetchone()[0]
    if layout == 0 and not db.execute("select 1 from sqlite_master").fetchone():
        db.executescript(f"begin; {_TABLES} pragma user_version = {_LAYOUT}; commit")
        return True
    return bool(layout == _LAYOUT)


def sound(state: State) -> bool:
    """Whether SQLite finds the file whole; reads all of it."""
    try:
        return bool(state.db.execute("pragma quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False


def records(found: Sequence[tuple[str]]) -> list[Entry]:
    return [read(record) for (record,) in found]
