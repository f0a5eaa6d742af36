"""The site's store: a run over what changed leaves exactly the site that drawing everything would, and touches nothing else."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translate_flow.channels import site, site_crew, site_plan, site_run, site_state
from translate_flow.channels.page import Gone, Known, Outcome, Page, Receipt, Target, Work
from translate_flow.errors import ChannelFailed
from translate_flow.text.document import Block, Document, Kind

DAY = datetime(2025, 3, 8, 9, tzinfo=UTC)
LANGUAGES = ("es", "en", "ar")


@dataclass
class Article:
    """What a newsroom's database would say of one article."""

    key: str
    day: int = 0
    section: str = ""
    tags: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)  # of the versions that are out
    texts: dict[str, str] = field(default_factory=dict)
    gone: dict[str, bool] = field(default_factory=dict)  # language → taken down
    former: tuple[str, ...] = ()


def document(title: str, text: str) -> Document:
    return Document("text", f"{title}\n\n{text}\n", (Block(Kind.TITLE, 0, len(title), title), Block(Kind.PARAGRAPH, len(title) + 2, len(title) + 2 + len(text), text)))


class Newsroom:
    """Articles by number, and the works that a channel gets of them; counts how often a page is read."""

    def __init__(self) -> None:
        self.articles: dict[int, Article] = {}
        self.read: list[str] = []

    def works(self, numbers: Iterable[int]) -> Iterator[Work]:
        for number in sorted(numbers):
            if number in self.articles:
                yield self.work(number)

    def work(self, number: int) -> Work:
        article = self.articles[number]
        pages = tuple(self.page(number, language) for language in LANGUAGES if language in article.titles)
        gone = tuple(Gone(self.version(number, language), language, DAY, down, f"Gone {number}") for language, down in article.gone.items())
        known = {each.version_id: Known(1, "") for each in gone}
        return Work(number, article.key, "es", pages, gone, article.former, known)

    def version(self, number: int, language: str) -> int:
        return number * 10 + LANGUAGES.index(language)

    def page(self, number: int, language: str) -> Page:
        article = self.articles[number]
        title, text = article.titles[language], article.texts[language]

        def read() -> Document:
            self.read.append(f"{article.key}/{language}")
            return document(title, text)

        return Page(
            article=article.key, language=language, parent="" if language == "es" else "es", parent_is_live="es" in article.titles, title="", standfirst="", byline="",
            date=f"{DAY + timedelta(days=article.day):%Y-%m-%d}" if article.day >= 0 else "", published_at=DAY if article.day % 2 == 0 else None, translator="",
            section=article.section, tags=article.tags, document=read, fingerprint=f"{title} {text}", behind_since=None, original_language="es",
            version_id=self.version(number, language), revision_id=1,
        )  # fmt: skip

    def bring(self, folder: Path, numbers: Collection[int] | None = None, **fields: Any) -> tuple[Outcome, list[Receipt]]:
        """Everything, or the articles that are due."""
        options = {"folder": str(folder), "name": "The Beacon", "base_url": "https://example.org/news"}
        target = replace(Target("site", "", options, folder.parent, DAY, more=self.works), **fields)
        receipts = []
        run = site.bring(target, self.works(self.articles if numbers is None else numbers), everything=numbers is None)
        while True:
            try:
                receipts.append(next(run))
            except StopIteration as end:
                return end.value, receipts


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def state(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def newsroom(count: int = 12) -> Newsroom:
    made = Newsroom()
    for number in range(1, count + 1):
        titles = {language: f"{language} title {number}" for language in LANGUAGES[: 1 + number % 3]}
        made.articles[number] = Article(f"a{number}", number * 9, ("City", "World")[number % 2], ("water",) if number % 4 == 0 else (), titles, dict.fromkeys(titles, f"Text {number}."))
    return made


numbers = st.integers(1, 6)
tongues = st.sampled_from(LANGUAGES)
steps = st.one_of(
    st.tuples(st.just("publish"), numbers, tongues, st.integers(0, 3)),
    st.tuples(st.just("withdraw"), numbers, tongues, st.booleans()),
    st.tuples(st.just("rename"), numbers, st.integers(0, 7)),
    st.tuples(st.just("tags"), numbers, st.lists(st.sampled_from(["water", "rain", "a b", "ü/x"]), unique=True, max_size=2)),
    st.tuples(st.just("section"), numbers, st.sampled_from(["", "City", "World news"])),
    st.tuples(st.just("day"), numbers, st.sampled_from([-1, 0, 1, 2, 30, 31, 60])),
    st.tuples(st.just("text"), numbers, tongues, st.integers(0, 3)),
)


def apply(desk: Newsroom, step: tuple[Any, ...]) -> set[int]:
    """Does one thing, as the database would, and tells which articles are due: a key is one article's, and a key that it had leads to it
    until another takes it."""
    what, number, *rest = step
    for each in range(1, 7):
        desk.articles.setdefault(each, Article(f"a{each}"))
    article, due = desk.articles.setdefault(number, Article(f"a{number}")), {number}
    if what == "publish":
        language, title = rest
        article.titles[language] = f"Title {title}"
        article.texts.setdefault(language, "Text.")
        article.gone.pop(language, None)
    elif what == "withdraw" and rest[0] in article.titles:
        del article.titles[rest[0]]
        article.gone[rest[0]] = rest[1]
    elif what == "rename":
        key = f"a{rest[0]}"
        if all(other.key != key for other in desk.articles.values()):
            article.former, article.key = (*article.former, article.key), key
            for each, other in desk.articles.items():
                if key in other.former:
                    other.former = tuple(former for former in other.former if former != key)
                    due.add(each)
    elif what == "tags":
        article.tags = tuple(sorted(rest[0]))
    elif what in {"section", "day"}:
        setattr(article, what, rest[0])
    elif what == "text" and rest[0] in article.titles:
        article.texts[rest[0]] = f"Text {rest[1]}."
    return due


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(runs=st.lists(st.lists(steps, min_size=1, max_size=5), min_size=1, max_size=5))
def test_what_changed_leaves_what_everything_would(runs: list[list[tuple[Any, ...]]]) -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr(os, "fsync", lambda handle: None)
    patch.setattr(os, "sync", lambda: None)
    desk = Newsroom()
    with tempfile.TemporaryDirectory() as place, patch.context():
        folder, fresh = Path(place) / "public", Path(place) / "fresh"
        desk.bring(folder)
        for run, changes in enumerate(runs):
            desk.bring(folder, set().union(*(apply(desk, step) for step in changes)))
            desk.bring(fresh / str(run))
            assert contents(folder) == contents(fresh / str(run))
        before = state(folder)
        assert desk.bring(folder)[0].written == ()
        assert state(folder) == before
    patch.undo()


def test_a_change_touches_only_what_shows_it(tmp_path: Path) -> None:
    desk, folder = newsroom(40), tmp_path / "public"
    desk.bring(folder)
    before = state(folder)
    desk.read.clear()
    desk.articles[39].texts["es"] = "Another text altogether."
    outcome, receipts = desk.bring(folder, {39})
    after = state(folder)
    assert {path for path in after if after[path] != before.get(path)} == set(outcome.written)
    assert set(outcome.written) <= {path for path in after if path == "es/a39.html" or (path.startswith("es/") and ("index" in path or "-" in path or "feed" in path))}
    assert "es/a39.html" in outcome.written
    assert {name.split("/")[0] for name in desk.read} <= {"a39", "a40"}  # itself, and what offers it for further reading
    assert {receipt.outcome for receipt in receipts if receipt.location == "es/a39.html"} == {"written"}


def test_a_language_of_which_all_is_gone_keeps_its_front(tmp_path: Path) -> None:
    desk, folder = Newsroom(), tmp_path / "public"
    apply(desk, ("publish", 1, "es", 0))
    apply(desk, ("publish", 2, "en", 0))
    desk.bring(folder)
    desk.bring(folder, apply(desk, ("withdraw", 1, "es", False)))
    pages = contents(folder)
    for path, html in pages.items():
        for link in re.findall(rb'<(?:a|link) [^>]*href="([^"#?:]+)"', html) if path.endswith(".html") else []:
            target = os.path.normpath(os.path.join(os.path.dirname(path), link.decode()))
            assert target in pages, f"{path} links to {target}"
    assert "Todavía no hay artículos" in pages["es/index.html"].decode()
    desk.bring(folder, apply(desk, ("publish", 1, "es", 1)))
    assert b"Title 1" in contents(folder)["es/index.html"]


def test_nothing_due_changes_nothing(tmp_path: Path) -> None:
    desk, folder = newsroom(), tmp_path / "public"
    desk.bring(folder)
    before, link = state(folder), folder.lstat().st_mtime_ns
    desk.read.clear()
    assert desk.bring(folder, {3, 4})[0].written == ()
    assert (state(folder), folder.lstat().st_mtime_ns, desk.read) == (before, link, [])


def test_an_old_key_leads_to_the_new_one_until_another_article_has_it(tmp_path: Path) -> None:
    desk, folder = newsroom(), tmp_path / "public"
    desk.bring(folder)
    apply(desk, ("rename", 5, 99))
    outcome, _ = desk.bring(folder, {5})
    assert "a99.html" in (folder / "es/a5.html").read_text()
    assert b"/news/es/a5.html /news/es/a99.html\n" in (folder / "redirects.txt").read_bytes()
    assert {"es/a99.html", "redirects.txt", "_redirects"} <= set(outcome.written)
    desk.articles[50] = Article("a5", 3, titles={"en": "Another"}, texts={"en": "Text."})
    desk.articles[5].former = ()
    desk.bring(folder, {50})
    assert not (folder / "es/a5.html").exists()
    assert not (folder / "redirects.txt").exists()


def test_what_was_taken_down_is_in_neither_tree(tmp_path: Path) -> None:
    desk, folder = newsroom(), tmp_path / "public"
    desk.articles[6].texts["es"] = "The secret."
    desk.bring(folder)
    apply(desk, ("withdraw", 6, "es", True))
    _, receipts = desk.bring(folder, {6})
    assert (folder / "es/a6.html").exists()
    assert not [path for path in (tmp_path / ".public-generations").rglob("*.*ml") if "The secret." in path.read_text()]
    assert [receipt.outcome for receipt in receipts if receipt.version_id == desk.version(6, "es")] == ["removed"]


def test_another_program_wants_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, folder = newsroom(), tmp_path / "public"
    target = Target("site", "", {"folder": str(folder), "name": "", "base_url": ""}, tmp_path, DAY)
    assert site.whole(target)
    desk.bring(folder)
    named = replace(target, options={**target.options, "name": "The Beacon", "base_url": "https://example.org/news"})
    assert site.whole(target)
    assert not site.whole(named)
    monkeypatch.setattr("translate_flow.channels.site_pages.program", lambda site: "another release")
    assert site.whole(named)
    with pytest.raises(ChannelFailed):
        desk.bring(folder, {3})


def test_many_pages_are_drawn_in_several_processes_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = newsroom(60)
    desk.bring(tmp_path / "one")
    for module in (site_plan, site_run):
        monkeypatch.setattr(module, "_FEW", 5)
    monkeypatch.setattr(site_crew, "_TERM", 3)
    desk.bring(tmp_path / "many")
    assert contents(tmp_path / "many") == contents(tmp_path / "one")


def test_a_run_that_was_stopped_in_the_middle_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages have been taken in, and the newsroom has forgotten that they were due: the list of what to do is kept."""
    desk, folder = newsroom(), tmp_path / "public"
    desk.bring(folder)
    desk.articles[3].titles["es"] = "Another title"
    draw = site_run._Run._draw
    monkeypatch.setattr(site_run._Run, "_draw", lambda self: (draw(self), 1 / 0))
    before = contents(folder)
    with pytest.raises(ZeroDivisionError):
        desk.bring(folder, {3})
    assert contents(folder) == before
    monkeypatch.undo()
    desk.bring(folder, {7})
    desk.bring(tmp_path / "fresh")
    assert contents(folder) == contents(tmp_path / "fresh")


def test_entries_are_kept_as_they_are(tmp_path: Path) -> None:
    desk, folder = newsroom(), tmp_path / "public"
    desk.bring(folder)
    kept = site_state.State.peek(tmp_path / ".public-generations")
    assert kept is not None
    entry = kept.rows(6)["es"].entry
    kept.close()
    page = desk.page(6, "es")
    read = page.document()
    assert entry == site_plan.site_entries.entry(page, read, "es/a6.html", site_plan.site_layout.moment(page))
