"""Search over the site, one index per language: kept in pieces, so that what changed is all that is built again.

    search.js                          what the search page runs
    search/es.json                     the pieces of Spanish, what of them is not shown any more, kinds and sections
    search/base-es-DIGEST/             Pagefind's own program for readers
    search/es/DIGEST/                  one piece: an index of up to PIECE pages, never changed

Changed pages go into a small piece that is built anew each time; once it has more than RECENT pages it is merged with those that
are not much larger (O'Neil et al. 1996, “The log-structured merge-tree”). What a page said before stays in its old piece's index,
without its text, and is hidden by `es.json`, until that piece is rebuilt; what was taken down has it rebuilt at once.

All is kept in a SQLite file in the store. It remembers the files it handed out until `confirm` says that the site has them: whatever
is killed in between, the next `refresh` hands them out again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, NamedTuple
from zlib import compress, decompress

from translate_flow.channels.page import Option, Page
from translate_flow.channels.site_entries import Catalogue
from translate_flow.channels.site_index import Entry, Indexer, program, stems
from translate_flow.channels.site_words import words
from translate_flow.errors import UsageError
from translate_flow.text.document import Document, Kind

PIECE = 1000  # pages of a piece at most: what one takedown costs, against requests of a reader's first search
RECENT = 16  # pages that are built anew for each change
_GROWTH = 4  # a piece is merged with those up to so many times its size
_STALE = 4  # a piece is rebuilt once more than one in so many of its pages is not shown any more
SCRIPT = "search.js"
FOLDER = "search"
_FORMAT = "1"  # of the state and of what is handed to the library; another one has all built anew
_NOTHING = "x0000000000"  # the only word of the index in `base`, whose page is never shown
_KEPT = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
_SCHEMA = """
create table about (name text primary key, value text) without rowid;
create table page (id integer primary key autoincrement, path text unique, language text, kind text, section text, digest text,
  body blob, piece integer, fragment text);
create index page_piece on page (piece);
create index page_language on page (language, kind, section);
create table piece (id integer primary key autoincrement, language text, name text);
create table dead (piece integer, fragment text, path text, primary key (piece, fragment)) without rowid;
create index dead_path on dead (path);
create table file (path text primary key, piece integer, digest text, body blob, pending integer);
create index file_piece on file (piece);
create index file_pending on file (path) where pending;
create table gone (path text primary key) without rowid;
"""


def _choice(value: str) -> str:
    if value not in {"auto", "on", "off"}:
        raise UsageError(f"“{value}” is no choice for the site's search", remedy="Choose auto, on or off.")
    return value


OPTION = Option("whether the site has a search: on, off, or auto (where the program pagefind is installed)", default="auto", check=_choice)


def wanted(choice: str) -> bool:
    """Whether the site gets a search, by its OPTION. Raises UsageError where it is on and Pagefind is not installed."""
    there = bool(program()) if choice != "off" else False
    if choice == "on" and not there:
        raise UsageError("The site's search is on, and the program pagefind is not installed", remedy="Install translate-flow[search], or set the option search to auto or off.")
    return there


@dataclass(frozen=True, slots=True)
class Record:
    """What is looked for of one page. `path` is its file's, from the site's root; `text` plain, with a line per block."""

    path: str
    language: str
    kind: str
    section: str
    title: str
    text: str
    date: str


class Change(NamedTuple):
    """Files of the site by path from its root, read from the state when asked for, and paths that go."""

    files: Mapping[str, bytes]
    removed: list[str]


def record(page: Page, document: Document, path: str) -> Record:
    """What is looked for of a page: all its words, captions and notes included, but its title once."""
    blocks = [page.standfirst or document.standfirst, page.byline or document.byline]
    blocks += [block.text for block in document.blocks if block.kind not in {Kind.TITLE, Kind.STANDFIRST, Kind.BYLINE}]
    blocks += [note.text for note in document.notes]
    text = "\n".join(" ".join(block.split()) for block in blocks if block.strip())
    return Record(path, page.language, page.kind, page.section, page.title or document.title, text, page.date or str(page.published_at or "")[:10])


def refresh(state: Path, changed: Iterable[Record], removed: Iterable[str], *, everything: bool, taken_down: Collection[str] = ()) -> Change:
    """Brings the indexes to these pages. `everything`: `changed` are all there are, and all files are returned.

    `taken_down`: paths, also former ones, whose words are to be in no file any more, whether or not they are among `removed`; a path
    that is among `changed` stays as it is there. All or nothing is kept in `state`; doing it again is the same. Files
    are returned by this and each later call until `confirm`. Raises ChannelFailed where Pagefind fails.
    """
    with _opened(state) as db, Indexer() as indexer:
        touched, seen = _take(db, changed)
        if everything:
            db.execute("create temp table seen (path text primary key)")
            db.executemany("insert or ignore into seen values (?)", ((path,) for path in seen))
            removed = [path for (path,) in db.execute("select path from page where path not in (select path from seen)")]
            db.execute("drop table seen")
        touched |= _bury(db, [*removed, *(path for path in taken_down if path not in seen)])
        touched |= _purge(db, taken_down)
        _arrange(db, indexer, touched)
        _put(db, SCRIPT, script())
        where = "" if everything else "where pending"
        paths = [path for (path,) in db.execute(f"select path from file {where} order by path")]  # noqa: S608
        gone = [path for (path,) in db.execute("select path from gone order by path")]
    return Change(_Files(state, paths), gone)


def confirm(state: Path) -> None:
    """Notes that the site has all files that `refresh` returned: to be called once it is shown."""
    with _opened(state) as db:
        db.execute("update file set pending = 0 where pending")
        db.execute("delete from gone")


def files(state: Path) -> Mapping[str, str]:
    """The digest (SHA-256, hexadecimal) of each file that the site must have, by path."""
    with _opened(state) as db:
        return dict(db.execute("select path, digest from file order by path"))


def script() -> bytes:
    """What the search page runs."""
    return (resources("translate_flow.channels") / "templates" / SCRIPT).read_bytes()


def search_page(site: Any, language: str, catalogue: Catalogue) -> bytes:
    """The page `LANGUAGE/search.html`. `site` is what every page is drawn with; `catalogue` gives the search pages of other languages."""
    from translate_flow.channels.site_layout import href, search_path
    from translate_flow.channels.site_theme import render

    path = search_path(language)
    address = f"{href(path, SCRIPT)}?v={sha256(script()).hexdigest()[:8]}"
    others = [(tag, href(path, search_path(tag))) for tag in catalogue.languages() if tag != language]
    return render("search.html.jinja", site, path, language, folder=f"../{FOLDER}/", script=address, others=others, alternates=[])


class _Files(Mapping[str, bytes]):
    """Files of the state, each read when it is asked for."""

    def __init__(self, state: Path, paths: list[str]) -> None:
        self._db = sqlite3.connect(_file(state))
        self._paths = dict.fromkeys(paths)

    def __getitem__(self, path: str) -> bytes:
        if path not in self._paths:
            raise KeyError(path)
        body: bytes = self._db.execute("select body from file where path = ?", (path,)).fetchone()[0]
        return body

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


# The state


def _file(state: Path) -> Path:
    return state / "search.sqlite"


@contextmanager
def _opened(state: Path) -> Iterator[sqlite3.Connection]:
    """The state in one transaction. What was made by another format of it is dropped: then all pages are to be given again."""
    state.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(_file(state), isolation_level=None, timeout=60)) as db:
        db.execute("pragma secure_delete = on")  # what was taken down is not to be found in the file either
        db.execute("begin immediate")
        if not db.execute("select 1 from sqlite_master where name = 'about'").fetchone():
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
        try:
            yield db
        except BaseException:
            db.execute("rollback")
            raise
        db.execute("commit")


def _take(db: sqlite3.Connection, changed: Iterable[Record]) -> tuple[set[str], set[str]]:
    """Takes the pages in that differ from those known. Returns their languages, and the paths of all that were given."""
    touched: set[str] = set()
    seen: set[str] = set()
    for given in changed:
        seen.add(given.path)
        body = json.dumps(astuple(given), ensure_ascii=True).encode()
        digest = sha256(_FORMAT.encode() + body).hexdigest()
        if db.execute("select 1 from page where path = ? and digest = ?", (given.path, digest)).fetchone():
            continue
        touched |= {given.language, *_bury(db, [given.path])}
        row = (given.path, given.language, given.kind, given.section, digest, compress(_cut(given), 1))
        db.execute("insert into page (path, language, kind, section, digest, body) values (?, ?, ?, ?, ?, ?)", row)
    return touched, seen


def _cut(given: Record) -> bytes:
    """A page as it is kept: its words are cut once."""
    return json.dumps(astuple(replace(given, title=words(given.title), text=words(given.text)))).encode()


def _bury(db: sqlite3.Connection, paths: Iterable[str]) -> set[str]:
    """Removes pages: their texts at once, their words when the piece is rebuilt. Returns their languages."""
    touched = set()
    for path in paths:
        found = db.execute("select language, piece, fragment, (select name from piece where id = page.piece) from page where path = ?", (path,)).fetchone()
        if not found:
            continue
        language, piece, fragment, name = found
        touched.add(language)
        db.execute("delete from page where path = ?", (path,))
        if piece is not None:
            db.execute("insert into dead values (?, ?, ?)", (piece, fragment, path))
            _drop(db, "path = ?", f"{_folder(language, name)}/fragment/{fragment}.pf_fragment")
    return touched


def _purge(db: sqlite3.Connection, paths: Collection[str]) -> set[str]:
    """Dissolves every piece of a language that still holds words of a page taken down, or of any other that is gone: it may have had that name."""
    touched = set()
    for path in paths:
        for (language,) in db.execute("select distinct language from dead join piece on piece.id = piece where path = ?", (path,)).fetchall():
            touched.add(language)
            for (piece,) in db.execute("select distinct id from piece join dead on piece = id where language = ?", (language,)).fetchall():
                _dissolve(db, piece)
    return touched


def _dissolve(db: sqlite3.Connection, piece: int) -> None:
    db.execute("update page set piece = null, fragment = null where piece = ?", (piece,))
    db.execute("delete from dead where piece = ?", (piece,))
    db.execute("delete from piece where id = ?", (piece,))
    _drop(db, "piece = ?", piece)


def _drop(db: sqlite3.Connection, which: str, value: object) -> None:
    db.execute(f"insert or ignore into gone select path from file where {which}", (value,))  # noqa: S608
    db.execute(f"delete from file where {which}", (value,))  # noqa: S608


def _put(db: sqlite3.Connection, path: str, body: bytes, piece: int | None = None) -> None:
    digest = sha256(body).hexdigest()
    if db.execute("select 1 from file where path = ? and digest = ?", (path, digest)).fetchone():
        return
    db.execute("delete from gone where path = ?", (path,))
    db.execute("insert or replace into file values (?, ?, ?, ?, 1)", (path, piece, digest, body))


# The pieces


def _folder(language: str, name: str) -> str:
    return f"{FOLDER}/{language}/{name}"


def _arrange(db: sqlite3.Connection, indexer: Indexer, touched: Collection[str]) -> None:
    """Builds the pieces that the new pages of some languages need, and says what there is. Another version of Pagefind has all built anew."""
    before = _about(db, "version")
    for language in sorted(touched):
        _arrange_one(db, indexer, language)
    if before not in {"", _about(db, "version")}:
        for (piece,) in db.execute("select id from piece").fetchall():
            _dissolve(db, piece)
        for (language,) in db.execute("select distinct language from page").fetchall():
            _arrange_one(db, indexer, language)


def _arrange_one(db: sqlite3.Connection, indexer: Indexer, language: str) -> None:
    for piece in _merged(db, language):
        _dissolve(db, piece)
    count = db.execute("select count(*) from page where language = ? and piece is null", (language,)).fetchone()[0]
    pieces = -(-count // PIECE)
    for number in range(pieces):
        _build(db, indexer, language, count * (number + 1) // pieces - count * number // pieces)
    _manifest(db, indexer, language)


def _merged(db: sqlite3.Connection, language: str) -> list[int]:
    """The pieces to be built anew together with the pages that are in none."""
    new = db.execute("select count(*) from page where language = ? and piece is null", (language,)).fetchone()[0]
    query = """select id, (select count(*) from page where piece = piece_.id), (select count(*) from dead where piece = piece_.id)
      from piece as piece_ where language = ?"""
    sizes = sorted((live, dead, piece) for piece, live, dead in db.execute(query, (language,)))
    stale = {piece: live for live, dead, piece in sizes if dead * _STALE > live + dead or not live}
    new += sum(stale.values())
    merged = list(stale)
    for live, _, piece in sizes:
        if piece in stale or not new or new + live > PIECE:
            continue
        if live > RECENT and (new <= RECENT or live > _GROWTH * new):
            break
        merged.append(piece)
        new += live
    return merged


def _build(db: sqlite3.Connection, indexer: Indexer, language: str, count: int) -> None:
    """Builds a piece of the next `count` pages that are in none."""
    rows = db.execute("select id, body from page where language = ? and piece is null order by id limit ?", (language, count))
    built = indexer.build(language, (_entry(number, Record(*json.loads(decompress(body)))) for number, body in rows))
    db.execute("insert or replace into about values ('version', ?)", (built.version,))
    kept = {path: body for path, body in built.files.items() if "/" in path or path.endswith(".pf_meta") or path == "pagefind-entry.json"}
    name = sha256("".join(f"{path} {sha256(body).hexdigest()}\n" for path, body in sorted(kept.items())).encode()).hexdigest()[:12]
    piece = db.execute("insert into piece (language, name) values (?, ?) returning id", (language, name)).fetchone()[0]
    db.executemany("update page set piece = ?, fragment = ? where id = ?", ((piece, fragment, int(number)) for number, fragment in built.fragments.items()))
    for path, body in kept.items():
        _put(db, f"{_folder(language, name)}/{path}", body, piece)


def _entry(number: int, given: Record) -> Entry:
    """A page as it is kept, for the library. Its path goes by a field that nobody looks for; the number of its text is its name, so that no two of a language are alike."""
    filters = {"kind": [given.kind or "post"]}
    if given.section:
        filters["section"] = [given.section]
    return Entry(str(number), given.text, {"title": given.title, "path": given.path, "date": given.date[:10]}, filters)


def _manifest(db: sqlite3.Connection, indexer: Indexer, language: str) -> None:
    path = f"{FOLDER}/{language}.json"
    pieces = db.execute("select id, name from piece where language = ? order by id", (language,)).fetchall()
    if not pieces:
        _drop(db, "path = ?", path)
        return
    listed = [{"at": f"{language}/{name}/", "hidden": [fragment for (fragment,) in db.execute("select fragment from dead where piece = ?", (piece,))]} for piece, name in pieces]
    about: dict[str, Any] = {"language": stems(language), "base": _base(db, indexer, stems(language)), "nothing": _about(db, f"nothing {stems(language)}"), "pieces": listed}
    for column in ("kind", "section"):
        query = f"select {column}, count(*) from page where language = ? and {column} != '' group by 1 order by 1"  # noqa: S608
        about[column] = dict(db.execute(query, (language,)))
    _put(db, path, json.dumps(about).encode())


def _base(db: sqlite3.Connection, indexer: Indexer, language: str) -> str:
    """Where Pagefind's own files are for a language: with an index of nothing, which has it load what it knows of the endings of words."""
    version = _about(db, "version")
    name, _, made = _about(db, f"base {language}").partition(" ")
    if name and made == version:
        return name
    if name:
        _drop(db, "path glob ?", f"{FOLDER}/{name}*")
    built = indexer.build(language, [Entry("0", _NOTHING, {}, {})])
    used = json.loads(built.files["pagefind-entry.json"])["languages"][language].get("wasm") or "unknown"
    kept = {path: body for path, body in built.files.items() if path in {*_KEPT, f"wasm.{used}.pagefind"} or path.endswith(".pf_meta")}
    name = f"base-{language}-{sha256(b''.join(kept.values())).hexdigest()[:8]}/"
    for path, body in kept.items():
        _put(db, f"{FOLDER}/{name}{path}", body)
    rows = ((f"base {language}", f"{name} {version}"), (f"nothing {language}", built.fragments["0"]))
    db.executemany("insert or replace into about values (?, ?)", rows)
    return name


def _about(db: sqlite3.Connection, name: str) -> str:
    found = db.execute("select value from about where name = ?", (name,)).fetchone()
    return str(found[0]) if found else ""
