"""What a run has to look at: takes in what works say of their articles, and finds every file whose content that may change."""

from __future__ import annotations

import json
import pickle
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from hashlib import blake2b
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple

from translate_flow import formats
from translate_flow.channels import site_catalogue, site_crew, site_entries, site_layout
from translate_flow.channels.page import Gone, Page, Receipt, Work
from translate_flow.channels.site_entries import BEFORE, Entry
from translate_flow.channels.site_layout import Item
from translate_flow.channels.site_state import Row, State
from translate_flow.errors import Conflict
from translate_flow.text.document import Document

PAGE = Item("page")
_FEW = 100  # works that are read here before other processes help
_NOT_SHOWN = {"document", "source", "version_id", "revision_id"}  # what a page's looks do not hang on
_MEMORY = 8 * 2**20  # bytes of read pages that are kept in memory, until they are drawn; the rest on the disk
_SHOWN = tuple(field.name for field in fields(Page) if field.name not in _NOT_SHOWN)


class Unread(NamedTuple):
    """A page to be read: without its callables, and what it is read from."""

    page: Page
    path: str
    format: str
    body: bytes
    document: Document | None


class Read(NamedTuple):
    """A page that was read: as others show it, and itself with its document, pickled."""

    path: str
    entry: Entry
    pickled: bytes


class Plan:
    """Takes in works, and says what they change. `whole`: all is drawn again; `everything`: what is of none of the works goes."""

    def __init__(self, state: State, store: Path, *, absolute: bool, whole: bool, drawing: Callable[[], None]) -> None:
        self.state, self.whole, self.absolute, self.drawing = state, whole, absolute, drawing
        self.catalogue = site_catalogue.Stored(state)
        self.pages: dict[int, tuple[int, str]] = {}  # version → its revision and path
        self.removed: set[int] = set()  # versions
        self._spool: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(_MEMORY, dir=str(store))  # noqa: SIM115 - as long as the plan
        self._places: dict[str, tuple[int, int]] = {}
        self._seen: set[int] = set()
        self._changed: list[Entry] = []
        self._keys: set[str] = set()
        self._left: set[str] = set()  # languages in which something went, or came back
        self._paths: set[str] = set()

    # Taking in

    def learn(self, works: Iterable[Work], *, wanted: Collection[int] = ()) -> None:
        """Takes in works; those `wanted`, by article, are read whether they changed or not. Raises Conflict where two pages would have one file."""
        waiting: deque[tuple[Work, dict[str, Row], dict[str, bytes]]] = deque()

        def unread() -> Iterator[list[Unread]]:
            for work in works:
                rows = self.state.rows(work.article_id)
                owns = {page.language: own(page) for page in work.pages}
                self._receive(work)
                if self.whole or work.article_id in wanted or self._differs(work, rows, owns):
                    waiting.append((work, rows, owns))
                    yield [_unread(page) for page in work.pages]

        for read in site_crew.together(_read_all, unread(), few=_FEW):
            work, rows, owns = waiting.popleft()
            self._settle(work, rows, owns, read)
        self._check()

    def forget_others(self) -> None:
        """Takes out the articles that were in no work."""
        known = [number for (number,) in self.state.db.execute("select id from articles")]
        for number in known:
            if number not in self._seen:
                self.forget(number)

    def forget(self, article: int) -> None:
        self._settle(Work(article, "", "", ()), self.state.rows(article), {}, [])

    def _receive(self, work: Work) -> None:
        self._seen.add(work.article_id)
        shown = {page.version_id: (page.revision_id, site_layout.page_path(page)) for page in work.pages}
        self.pages |= shown
        self.removed |= work.known.keys() - shown.keys()

    def _differs(self, work: Work, rows: Mapping[str, Row], owns: Mapping[str, bytes]) -> bool:
        if {language: row.own for language, row in rows.items()} != owns:
            return True
        found = self.state.db.execute("select about from articles where id = ?", (work.article_id,)).fetchone()
        return found is None or found[0] != _about(work)

    def _settle(self, work: Work, rows: Mapping[str, Row], owns: Mapping[str, bytes], read: Iterable[Read]) -> None:
        """Notes what an article is now, and that all its files are to be looked at."""
        new = {each.entry.language: each for each in read}
        for language, row in rows.items():
            self.state.todo(row.path, PAGE)
            if language not in new or new[language].entry != row.entry:
                self.state.drop(row)
                self._note(row.entry)
        for language, each in new.items():
            self._places[each.path] = self._write(each.pickled)
            self.state.todo(each.path, PAGE)
            if language not in rows or rows[language].entry != each.entry:
                self.state.put(work.article_id, owns[language], each.entry)
                self._paths.add(each.path)
                self._note(each.entry)
            elif rows[language].own != owns[language]:
                self.state.db.execute("update entries set own = ? where id = ?", (owns[language], rows[language].id))
        self._settle_rest(work)

    def _settle_rest(self, work: Work) -> None:
        """The article's key, those that it had, and its versions that are gone."""
        db, number = self.state.db, work.article_id
        self._keys |= {key for (key,) in db.execute("select key from articles where id = ? union select key from former where article = ?", (number, number))}
        for path, language in db.execute("select path, language from gone where article = ?", (number,)).fetchall():
            self.state.todo(path, PAGE)
            self._left.add(language)
        for delete in ("delete from articles where id = ?", "delete from former where article = ?", "delete from gone where article = ?"):
            db.execute(delete, (number,))
        if not work.article:
            return
        db.execute("insert into articles values (?, ?, ?)", (number, work.article, _about(work)))
        self._keys |= {work.article, *work.former}
        db.executemany("insert or ignore into former values (?, ?)", ((key, number) for key in work.former if key != work.article))
        for gone in _gone(work):
            path = site_layout.key_path(gone.language, work.article)
            at = gone.at.isoformat() if gone.at else ""
            db.execute("insert into gone values (?, ?, ?, ?, ?, ?)", (number, gone.language, path, at, "" if gone.takedown else gone.title, gone.takedown))
            self.state.todo(path, PAGE)
            self._left.add(gone.language)

    def _note(self, entry: Entry) -> None:
        if not self.whole:
            self._changed.append(entry)

    def _check(self) -> None:
        """Raises Conflict where two pages would have one file, or two that some file systems take for one."""
        for path in sorted(self._paths):
            found = self.state.db.execute("select path, record from entries where folded = ? order by path", (site_layout.folded(path),)).fetchall()
            if len(found) > 1:
                one, other = (json.loads(record) for _, record in found[:2])
                raise Conflict(f"{_address(other)} and {_address(one)} would both be {found[1][0]}", remedy="Change the key of one of them.")
        self._paths.clear()

    # What follows from it

    def spread(self) -> None:
        """Puts on the list all files that may show something else now."""
        self.catalogue.forget()
        self._spread_keys()
        items: set[Item] = set()
        abouts: set[str] = set()
        for entry in self._changed:
            for row in self.state.newer(entry, BEFORE):
                self.state.todo(row.path, PAGE)
            items.update(site_layout.items(entry, absolute=self.absolute))
            items.add(Item("search_page", entry.language))
            abouts.update(site_catalogue.concerning(entry))
        self._changed.clear()
        items.update(Item(kind, language) for language in self._left for kind in ("listing", "search_page", *(["feed"] if self.absolute else [])))
        self._left.clear()
        for item in items:
            if self.state.there(item) != (self.state.file(item.path) is not None):
                self.state.todo(item.path, item)
        for about in sorted(abouts):
            self._spread_answer(about)

    def _spread_answer(self, about: str) -> None:
        db = self.state.db
        for arg, digest in db.execute("select arg, digest from answers where about = ?", (about,)).fetchall():
            now = self.catalogue.digest((about, arg))
            if now != digest:
                db.execute("update answers set digest = ? where about = ? and arg = ?", (now, about, arg))
                db.execute("insert or ignore into todo select f.path, f.item from asked a join files f on f.path = a.path where a.about = ? and a.arg = ?", (about, arg))

    def _spread_keys(self) -> None:
        """Old addresses: of each article under the keys that it had, but those that another article has now."""
        db = self.state.db
        touched = {article for key in self._keys for (article,) in db.execute("select article from former where key = ? union select id from articles where key = ?", (key, key))}
        before = {path for article in touched for (path,) in db.execute("select path from moved where article = ?", (article,))}
        before |= {path for (path,) in db.execute("select path from moved where article not in (select id from articles)")} if self._keys else set()
        db.executemany("delete from moved where path = ?", ((path,) for path in before))
        for article in sorted(touched):
            rows = self.state.rows(article)
            query = "select key from former f where article = ? and not exists (select 1 from articles a where a.key = f.key)"
            for (key,) in db.execute(query, (article,)).fetchall():
                for language, row in rows.items():
                    path = site_layout.key_path(language, key)
                    if path != row.path:
                        db.execute("insert or replace into moved values (?, ?, ?)", (path, article, row.path))
                        before.add(path)
        for path in before:
            self.state.todo(path, PAGE)
        if before:
            for kind in ("redirects", "netlify"):
                self.state.todo(Item(kind).path, Item(kind))
        self._keys.clear()

    def spread_all(self, *, search: bool) -> None:
        """Puts on the list every file that the site has or is to have."""
        self.state.empty("asked", "answers")
        db = self.state.db
        db.execute("insert or ignore into todo select path, item from files")
        for language, section, tag, month in db.execute("select language, section, tag, month from counts").fetchall():
            for each in {"", month}:
                self._item(Item("listing", language, section, tag, each))
            if not tag and self.absolute:
                self._item(Item("feed", language, section))
        for (language,) in db.execute("select distinct language from gone").fetchall():
            for kind in ("listing", *(["search_page"] if search else []), *(["feed"] if self.absolute else [])):
                self._item(Item(kind, language))
        if self.absolute:
            for (month,) in db.execute("select distinct month from entries").fetchall():
                self._item(Item("sitemap", month=month))
            self._item(Item("sitemap_index"))
        for kind in ("root", "style", "redirects", "netlify", *(["search_script"] if search else [])):
            self._item(Item(kind))
        if search:
            for (language,) in db.execute("select distinct language from counts").fetchall():
                self._item(Item("search_page", language))

    def _item(self, item: Item) -> None:
        self.state.todo(item.path, item)

    def missing(self) -> list[int]:
        """The articles of pages that are to be looked at and have not been read."""
        query = "select distinct e.article, e.path from todo t join entries e on e.path = t.path"
        return sorted({article for article, path in self.state.db.execute(query) if path not in self._places})

    # What was read

    def _write(self, pickled: bytes) -> tuple[int, int]:
        at = self._spool.seek(0, 2)
        self._spool.write(pickled)
        return at, len(pickled)

    def has(self, path: str) -> bool:
        return path in self._places

    def order(self, path: str) -> int:
        return self._places[path][0]

    def pickled(self, path: str) -> bytes:
        """A page, its document, and its body as the format's HTML, as `pickle.loads` gives them."""
        at, size = self._places[path]
        self._spool.seek(at)
        return self._spool.read(size)

    def close(self) -> None:
        self._spool.close()

    def receipts(self, written: Collection[str]) -> Iterator[Receipt]:
        for number, (revision, path) in self.pages.items():
            yield Receipt(number, revision, "written" if path in written else "unchanged", location=path)
        for number in sorted(self.removed):
            yield Receipt(number, 0, "removed")


def own(page: Page) -> bytes:
    """A digest of all that a page shows of itself."""
    return blake2b(repr([getattr(page, name) for name in _SHOWN]).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _about(work: Work) -> bytes:
    """A digest of what an article shows beside its pages."""
    gone = sorted((each.language, each.at.isoformat() if each.at else "", each.title, each.takedown) for each in _gone(work))
    return blake2b(repr((work.article, sorted(work.former), gone)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _gone(work: Work) -> list[Gone]:
    """The versions that readers are told are gone; what only is no longer for this channel leaves nothing."""
    live = {page.language for page in work.pages}
    return [gone for gone in work.gone if gone.at is not None and gone.language not in live]


def _address(record: list[Any]) -> str:
    entry = dict(zip((field.name for field in fields(Entry)), record, strict=True))
    return f"{entry['article']}/{entry['language']}"


def _spent() -> Document:
    raise AssertionError("a page that was read has its document beside it")


def _unread(page: Page) -> Unread:
    bare = replace(page, document=_spent, source=None, raw=bytes, earlier=tuple)
    path = site_layout.page_path(page)
    if page.source is None:
        return Unread(bare, path, "", b"", page.document())
    return Unread(bare, path, *page.source(), None)


def _read_all(unread: Iterable[Unread]) -> list[Read]:
    return [_read(each) for each in unread]


def _read(unread: Unread) -> Read:
    page, path, format, body, document = unread
    document = document or formats.get(format).read(body)
    entry = site_entries.entry(page, document, path, site_layout.moment(page))
    html = formats.get(document.format).html(document)  # now, while the format has the text before it
    return Read(path, entry, pickle.dumps((page, document, html), pickle.HIGHEST_PROTOCOL))
