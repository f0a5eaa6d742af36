"""One run over a site: what works say is taken in, the files that this changes are drawn into the tree that is not shown, and the trees are swapped."""

from __future__ import annotations

import json
import os
import pickle
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import astuple, dataclass
from datetime import datetime
from functools import partial
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, NamedTuple

from translate_flow.channels import site_catalogue, site_crew, site_state, site_write
from translate_flow.channels.page import Outcome, Receipt, Work
from translate_flow.channels.site_entries import BEFORE, Entry
from translate_flow.channels.site_layout import Item
from translate_flow.channels.site_pages import Site
from translate_flow.channels.site_plan import PAGE, Plan
from translate_flow.channels.site_state import State
from translate_flow.channels.site_write import Trees
from translate_flow.errors import ChannelFailed

_FEW = 100  # files that are drawn here before other processes help
More = Callable[[Collection[int]], Iterable[Work]]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done. `more` gives the works of further articles."""

    site: Site
    folder: Path
    works: Iterable[Work]
    more: More
    everything: bool
    drawing: Callable[[], None] = lambda: None


def run(order: Order) -> tuple[Outcome, list[Receipt]]:
    """Brings the site to the works; returns what changed and what became of each version, once readers see it.

    Raises NotAllowed where the folder is not ours or the disk refuses, ChannelFailed where everything would have to be
    looked at and is not given, Conflict and UsageError as `Plan.learn`, and what reading and drawing raise.
    """
    with site_write.held(order.folder) as store:
        try:
            with closing(State.open(store)) as state:
                return _Run(order, store, state).run()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            site_state.forget(store)
            raise ChannelFailed(f"What was noted of the site in {order.folder} is damaged ({error})", remedy="Publish again: all its pages are drawn anew.") from error


def stale(site: Site, folder: Path) -> bool:
    """Whether the next run has to be given everything: nothing is known of what is there, or something else shaped it."""
    state = State.peek(site_write.store_of(folder))
    if state is None:
        return True
    with closing(state):
        try:
            tree = state.note("tree")
            return state.note("about") != about(site) or not site_write.Trees(folder, site_write.store_of(folder)).has(tree)
        except sqlite3.DatabaseError:
            return True


def about(site: Site) -> str:
    """A digest of what shapes all files besides what they say."""
    from translate_flow.channels.site_pages import program

    return sha256(json.dumps([program(site), *map(str, astuple(site))]).encode("utf-8", "surrogatepass")).hexdigest()


class _Run:
    def __init__(self, order: Order, store: Path, state: State) -> None:
        self.order, self.site, self.store, self.state = order, order.site, store, state
        self.trees = Trees(order.folder, store)
        self.trees.tidy()
        self.about = about(order.site)
        self.fresh = self._start()
        self.whole = self.fresh or state.note("about") != self.about
        if self.whole and not order.everything:
            raise ChannelFailed(f"All of the site in {order.folder} has to be drawn anew", remedy="`translate-flow publish` without an article draws it.")
        self.plan = Plan(state, store, absolute=bool(order.site.base_url), whole=self.whole, drawing=order.drawing)
        self.written: set[str] = set()
        self.gone: set[str] = set()
        self.kept = 0
        self.ready = False

    def _start(self) -> bool:
        """Completes what a killed run left; True where nothing is known of the trees, so that one is made from nothing."""
        tree = self.state.note("tree")
        if self.trees.has(tree):
            if not self.trees.is_shown(tree):
                self.trees.show(tree)
            return False
        self.trees.wipe()
        with self.state.changing():
            self.state.empty("notes", "files", "asked", "answers", "behind", "todo")
        return True

    def run(self) -> tuple[Outcome, list[Receipt]]:
        with closing(self.plan):
            with self.state.changing():
                self._take_in()
            with self.state.changing():
                self._draw()
                changed = bool(self.written or self.gone or self.fresh)
                if changed:
                    self.trees.flush()
                    self.state.empty("behind")
                    self.state.behind((*self.written, *self.gone))
                    self.state.set_note("tree", self.trees.name)
                self.state.set_note("about", self.about)
                down = self.state.db.execute("select 1 from gone g join todo t on t.path = g.path where g.takedown").fetchone() is not None
                self.state.empty("todo")
            if changed:
                self.trees.show(self.trees.name)
                if self.site.search:
                    self._search_is_shown()
                self._follow(down=down)
            outcome = Outcome(self.order.folder, tuple(sorted(self.written)), tuple(sorted(self.gone)), self.kept or self._unchanged())
            return outcome, list(self.plan.receipts(self.written))

    def _unchanged(self) -> int:
        return int(self.state.db.execute("select count(*) from files").fetchone()[0]) - len(self.written)

    def _take_in(self) -> None:
        """The works, and the list of files to look at, which stays until they have been."""
        self.state.db.execute("insert or ignore into behind select path from todo")  # a killed run may have changed them
        if self.order.everything and not self.fresh:
            self._examine()
        self.plan.learn(self.order.works)
        if self.order.everything:
            self.plan.forget_others()
        self.plan.spread()
        if self.whole:
            self.plan.spread_all(search=self.site.search)
        while missing := self.plan.missing():
            found: set[int] = set()
            self.plan.learn(_noting(self.order.more(missing), found), wanted=set(missing))
            for article in set(missing) - found:
                self.plan.forget(article)
            self.plan.spread()

    def _examine(self) -> None:
        """Puts on the list what is not as it was left: files of the tree that is shown, and of the other where it should be the same."""
        assert self.trees.shown is not None
        damaged, behind = [], []
        for path, file in self.state.files():
            found, other = _stat(self.trees.shown / path), _stat(self.trees.other / path)
            if found is None or (found.st_size, found.st_mtime_ns) != (file.size, file.modified):
                damaged.append((path, file.item))
            if found is None or other is None or (found.st_dev, found.st_ino) != (other.st_dev, other.st_ino):
                behind.append(path)
        self.state.behind(behind)
        self.state.db.executemany("insert or replace into todo values (?, ?)", damaged)
        self.state.db.executemany("update files set digest = x'' where path = ?", ((path,) for path, _ in damaged))

    # Drawing

    def _draw(self) -> None:
        todo = self.state.todos()
        pages = [path for path, _ in todo if self.plan.has(path) and self.state.page(path)]
        for path, data in site_crew.together(partial(_page, self.site), self._pages(pages), few=_FEW):
            self.order.drawing()
            self._put(path, PAGE, data)
        drawn = set(pages)
        rest = [(path, item) for path, item in todo if path not in drawn]
        there = [(path, item) for path, item in rest if item != PAGE and item.kind not in _SEARCH and self._wanted(item)]
        for item, data, asked in site_crew.together(_Lists(self.site, self.store, self.plan.catalogue), (item for _, item in there), few=_FEW):
            self._put(item.path, item, data)
            self._note_asked(item.path, asked)
        self._draw_small([(path, item) for path, item in rest if item == PAGE or not self._wanted(item)])
        if self.site.search:
            self._search(pages, [path for path, item in rest if item == PAGE])

    def _wanted(self, item: Item) -> bool:
        if item.kind in {"feed", "sitemap", "sitemap_index"} and not self.site.base_url:
            return False
        if item.kind in {"search_page", "search_script", *_SEARCH} and not self.site.search:
            return False
        return item.kind in _SEARCH or self.state.there(item)

    def _pages(self, paths: list[str]) -> Iterator[_Task]:
        """Each page with what it shows of others, in the order in which they were read."""
        article, versions = 0, dict[str, Entry]()
        for path in sorted(paths, key=self.plan.order):
            row = self.state.page(path)
            assert row is not None
            if row.article != article:
                article = row.article
                versions = {language: other.entry for language, other in self.state.rows(article).items()}
            yield _Task(path, self.plan.pickled(path), versions, [other.entry for other in self.state.older(row.entry, BEFORE)])

    def _draw_small(self, rest: Iterable[tuple[str, Item]]) -> None:
        """What no page has to be read for: addresses of what is gone or moved, and files that go."""
        from translate_flow.channels import site_pages

        for path, item in rest:
            gone = self.state.db.execute("select article, language, title, at from gone where path = ?", (path,)).fetchone()
            moved = self.state.db.execute("select to_path from moved where path = ?", (path,)).fetchone()
            if item == PAGE and gone:
                article, language, title, at = gone
                versions = {tag: row.entry for tag, row in self.state.rows(article).items()}
                self._put(path, item, site_pages.gone(self.site, language, title, datetime.fromisoformat(at) if at else None, path, versions))
            elif item == PAGE and moved:
                self._put(path, item, site_pages.moved(self.site, path.split("/", 1)[0], path, moved[0]))
            else:
                self._remove(path)

    def _search(self, changed: list[str], rest: list[str]) -> None:
        from translate_flow.channels import site_search

        folder = self.store / "search"
        folder.mkdir(exist_ok=True)
        known = {path for path, file in self.state.files() if json.loads(file.item)[0] in _SEARCH} if self.order.everything else set()
        whole = self.whole or (self.order.everything and known != set(site_search.files(folder)))
        if not changed and not rest and not whole:
            return
        read = ((*pickle.loads(self.plan.pickled(path)), path) for path in changed)  # noqa: S301 - of this run
        records = (site_search.record(page, document, path) for page, document, _, path in read)
        down = {path for path in rest if self.state.db.execute("select 1 from gone where path = ? and takedown", (path,)).fetchone()}
        found = site_search.refresh(folder, records, rest, everything=whole, taken_down=down)
        for path, data in found.files.items():
            self._put(path, Item("search"), data)
        for path in found.removed:
            self._remove(path)

    def _search_is_shown(self) -> None:
        from translate_flow.channels import site_search

        site_search.confirm(self.store / "search")

    # Files

    def _put(self, path: str, item: Item, data: bytes) -> None:
        digest = blake2b(data, digest_size=16).digest()
        known = self.state.file(path)
        if known is not None and known.digest == digest:
            return
        self._prepare()
        shown = self.trees.shown
        found = self.trees.write(path, data)
        if known is None and shown is not None and (old := _stat(shown / path)) and (old.st_dev, old.st_ino) == (found.st_dev, found.st_ino):
            self.kept += 1  # nothing was known of it, and it was as it is to be
        else:
            self.written.add(path)
        self.state.keep(path, item, digest, found.st_size, found.st_mtime_ns)

    def _remove(self, path: str) -> None:
        if self.state.file(path) is None:
            return
        self._prepare()
        self.trees.remove(path)
        self.state.db.execute("delete from files where path = ?", (path,))
        self.state.db.execute("delete from asked where path = ?", (path,))
        self.gone.add(path)

    def _prepare(self) -> None:
        """Before the first change: the other tree becomes the same as the one that is shown."""
        if not self.ready and self.trees.shown is not None and not self.fresh:
            self.trees.catch_up([path for (path,) in self.state.db.execute("select path from behind order by path")])
        self.ready = True

    def _note_asked(self, path: str, asked: Mapping[site_catalogue.Question, bytes]) -> None:
        db = self.state.db
        db.execute("delete from asked where path = ?", (path,))
        db.executemany("insert into asked values (?, ?, ?)", ((path, *question) for question in asked))
        db.executemany("insert or ignore into answers values (?, ?, ?)", ((*question, digest) for question, digest in asked.items()))

    def _follow(self, *, down: bool) -> None:
        """After the swap, the other tree at once: where it is new, and where something was taken down, of which nothing may stay in it."""
        with suppress(OSError):  # the next run does it, too
            if not self.trees.other.is_dir():
                with self.state.changing():
                    self.state.behind([path for path, _ in self.state.files()])
            elif not down:
                return
            self.trees.catch_up([path for (path,) in self.state.db.execute("select path from behind order by path")])
            self.trees.flush()
            with self.state.changing():
                self.state.empty("behind")


_SEARCH = frozenset({"search"})


class _Task(NamedTuple):
    """A page to be drawn, with what it shows of others."""

    path: str
    pickled: bytes
    versions: Mapping[str, Entry]
    before: list[Entry]


def _page(site: Site, task: _Task) -> tuple[str, bytes]:
    from translate_flow.channels import site_pages

    page, document, body = pickle.loads(task.pickled)  # noqa: S301 - of this run
    return task.path, site_pages.article(site, page, document, task.path, task.versions, task.before, body=body)


class _Lists:
    """Draws lists, and says what they asked. In another process it reads the store's file itself, as it was when the list of files was complete."""

    def __init__(self, site: Site, store: Path, catalogue: site_catalogue.Stored) -> None:
        self.site, self.store, self.catalogue, self.process = site, store, catalogue, os.getpid()

    def __call__(self, item: Item) -> tuple[Item, bytes, Mapping[site_catalogue.Question, bytes]]:
        if os.getpid() != self.process:
            state = State.peek(self.store)
            assert state is not None
            self.catalogue, self.process = site_catalogue.Stored(state), os.getpid()
        self.catalogue.listen()
        return item, self._draw(item), self.catalogue.asked

    def _draw(self, item: Item) -> bytes:
        from translate_flow.channels import site_feeds, site_lists, site_pages, site_search

        drawn: dict[str, Callable[[], bytes]] = {
            "root": lambda: site_lists.root(self.site, self.catalogue), "listing": lambda: site_lists.listing(self.site, self.catalogue, item.listing),
            "feed": lambda: site_feeds.feed(self.site, self.catalogue, item.listing), "sitemap": lambda: site_feeds.sitemap(self.site, self.catalogue, item.month),
            "sitemap_index": lambda: site_feeds.sitemap_index(self.site, self.catalogue), "style": lambda: site_pages.style(self.site),
            "redirects": lambda: self._redirects("{} {}\n"), "netlify": lambda: self._redirects("{} {} 301\n"),
            "search_page": lambda: site_search.search_page(self.site, item.language, self.catalogue), "search_script": site_search.script,
        }  # fmt: skip
        return drawn[item.kind]()

    def _redirects(self, line: str) -> bytes:
        """Old addresses and new ones, from the root of the server."""
        from urllib.parse import quote, urlsplit

        start = quote(urlsplit(self.site.base_url).path or "/", safe="/%")
        return "".join(line.format(start + quote(old), start + quote(new)) for old, new in self.catalogue.moved()).encode()


def _stat(path: Path) -> Any:
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _noting(works: Iterable[Work], found: set[int]) -> Iterator[Work]:
    for work in works:
        found.add(work.article_id)
        yield work
