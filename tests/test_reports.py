"""The reports progress, behind, overdue, coverage and corrections: figures worked out by hand, on both databases, and filters against rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.databases import KINDS, copies
from tests.newsroom import NOW, SOURCE, TARGET, article, later, staff
from translate_flow import db, formats
from translate_flow.models import Article, ArticleTag, Claim, Person, Version
from translate_flow.models_planning import WantedLanguage
from translate_flow.reports import Asked, Report, behind, corrections, coverage, overdue, progress
from translate_flow.services import (
    checkins,
    claims,
    coordination,
    freshness,
    importing,
    lookup,
    publishing,
    review,
    work,
)
from translate_flow.services.sources import Incoming
from translate_flow.text.classes import ChangeClass

LATER = NOW + timedelta(days=12)
ASKED = Asked(now=LATER)


def rows(found: Report, part: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for one in found.parts if one.name == part for row in one.rows]


def records(found: Report, part: str) -> list[dict[str, Any]]:
    [one] = [one for one in found.parts if one.name == part]
    return [dict(zip([column.name for column in one.columns], row, strict=True)) for row in one.rows]


def out(session, crew, address: str, body: str, now: datetime = NOW) -> Version:
    """Brought to readers by max."""
    version = lookup.version(session, address)
    claims.claim(session, version, actor=crew["max"], now=now)
    checkins.checkin(session, body.encode(), actor=crew["max"], now=now, address=address, name="t.md")
    work.submit(session, version, actor=crew["max"], now=now)
    review.approve(session, version, actor=crew["rui"], now=now)
    publishing.publish(session, version, actor=crew["pia"], now=now)
    return version


def revise(session, crew, now: datetime, heavy: ChangeClass = ChangeClass.FACTS) -> None:
    body = SOURCE.replace("Miles", "Trescientas").encode()
    incoming = Incoming(document=formats.get("markdown").read(body), body=body, key="march-8", language="es", origin="/march-8.es")
    importing.revise(session, lookup.version(session, "march-8"), incoming, actor=crew["cora"], now=now, change_class=heavy)


def stock(session, heavy: ChangeClass = ChangeClass.FACTS) -> dict[str, Person]:
    """march-8 (news, strike): es, pt out, ar from pt out, en with ana; may-1 (culture): es, en asked for; about (a page): es. After ten days march-8/es changes."""
    crew = staff(session)
    first = article(session, crew["cora"])
    first.section, first.tags = "news", [ArticleTag(tag="strike")]
    second = article(session, crew["cora"], "may-1")
    second.section = "culture"
    article(session, crew["cora"], "about").kind = "page"
    for language, source, body in (("pt", "", TARGET), ("ar", "pt", TARGET.replace("Milhares", "Muitas"))):
        coordination.request(session, first, language, actor=crew["cora"], now=NOW, source=source)
        out(session, crew, f"march-8/{language}", body)
    english = coordination.request(session, first, "en", actor=crew["cora"], now=NOW, due_at=later(48))
    claims.claim(session, english, actor=crew["ana"], now=later(1))
    english.priority = 2
    coordination.request(session, second, "en", actor=crew["cora"], now=NOW, due_at=later(24))
    revise(session, crew, later(240), heavy)
    session.flush()
    return crew


@pytest.fixture
def stocked(engine):
    with db.scope(engine) as session:
        stock(session)
    return engine


def test_progress(stocked) -> None:
    with db.reading(stocked) as connection:
        found = progress.report(connection, ASKED)
        assert found.figures == {"articles": 3}
        assert [column.name for column in found.parts[0].columns] == ["language", "requested", "translating", "published", "total", "behind"]
        assert rows(found, "totals") == [("es", 0, 0, 3, 3, 0), ("en", 1, 1, 0, 2, 0), ("ar", 0, 0, 1, 1, 0), ("pt", 0, 0, 1, 1, 1)]
        assert rows(found, "sections") == [("news", 0, 1, 3, 4, 1), ("culture", 1, 0, 1, 2, 0), ("", 0, 0, 1, 1, 0)]
        assert rows(found, "months") == [("2026-03", "ar", 1, 1), ("2026-03", "en", 2, 0), ("2026-03", "es", 3, 3), ("2026-03", "pt", 1, 1)]
        assert rows(found, "matrix") == [
            ("about", "", "published", "", "", ""), ("may-1", "culture", "published", "requested", "", ""),
            ("march-8", "news", "published", "translating", "published", "published+behind"),
        ]  # fmt: skip
        found = progress.report(connection, replace(ASKED, limit=1))
        assert [row[0] for row in rows(found, "matrix")] == ["about"]
        assert [part.more for part in found.parts] == [0, 0, 0, 2]
        found = progress.report(connection, replace(ASKED, person="ana"))
        assert rows(found, "matrix") == [("march-8", "news", "translating")]
        found = progress.report(connection, replace(ASKED, limit=0, language="pt"))
        assert (found.figures, rows(found, "matrix")) == ({"articles": 1}, [("march-8", "news", "published+behind")])
        assert rows(progress.report(connection, replace(ASKED, since=later(1))), "totals") == []


def test_months_are_the_readers(engine) -> None:
    """Half past eleven at night on the last of March is April in Lisbon; out is counted once, when it was first."""
    at = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    with db.scope(engine) as session:
        crew = staff(session)
        article(session, crew["cora"], "early", now=NOW - timedelta(days=100))
        article(session, crew["cora"], now=at)
        coordination.request(session, lookup.article(session, "march-8"), "pt", actor=crew["cora"], now=at)
        version = out(session, crew, "march-8/pt", TARGET, at + timedelta(days=40))
        publishing.withdraw(session, version, actor=crew["pia"], now=at + timedelta(days=80), reason="test")
        publishing.publish(session, version, actor=crew["pia"], now=at + timedelta(days=81))
    asked = Asked(now=at + timedelta(days=90))
    with db.reading(engine) as connection:
        assert rows(progress.report(connection, asked), "months") == [
            ("2025-11", "es", 1, 1), ("2026-03", "es", 1, 1), ("2026-03", "pt", 1, 0), ("2026-05", "pt", 0, 1),
        ]  # fmt: skip
        found = progress.report(connection, replace(asked, zone="Europe/Lisbon"))
        assert rows(found, "months") == [("2025-11", "es", 1, 1), ("2026-04", "es", 1, 1), ("2026-04", "pt", 1, 0), ("2026-05", "pt", 0, 1)]


def test_behind(stocked) -> None:
    with db.reading(stocked) as connection:
        found = behind.report(connection, ASKED)
        [(language, name, number, words)] = rows(found, "classes")
        assert (language, name, number) == ("pt", "facts", 1)
        [row] = records(found, "versions")
        assert row == {
            "article": "march-8", "language": "pt", "class": "facts", "blocks": 1, "words": words, "since": later(240), "age": 2 * 86400, "readers": None,
            "person": "max", "blocked_by": None, "status": "published", "held_until": None,
        }  # fmt: skip
        assert rows(found, "waiting") == [("march-8", "ar", "published", "pt", later(240))]
        with Session(connection) as session:
            states = {version.address: freshness.of(session, [version])[version.id].state for version in session.query(Version)}
        assert {address: state for address, state in states.items() if "behind" in state} == {"march-8/pt": "behind", "march-8/ar": "parent_behind"}
        assert rows(behind.report(connection, replace(ASKED, language="ar")), "versions") == []
        assert rows(behind.report(connection, replace(ASKED, until=later(240))), "waiting") == []
    with db.scope(stocked) as session:  # the relay is behind what it follows, too: Portuguese comes first
        session.execute(text("update versions set behind_since = :at, behind_class = 'wording' where language = 'ar'"), {"at": (NOW + timedelta(hours=250)).strftime("%Y-%m-%d %H:%M:%S+00")})
    with db.reading(stocked) as connection:
        found = behind.report(connection, ASKED)
        assert [(row["language"], row["blocked_by"]) for row in records(found, "versions")] == [("pt", None), ("ar", "pt")]
        assert rows(found, "waiting") == []


def test_overdue(stocked) -> None:
    with db.reading(stocked) as connection:
        found = overdue.report(connection, ASKED)
        assert rows(found, "languages") == [("en", 2, 11 * 86400)]
        assert rows(found, "versions") == [
            ("march-8", "en", "translating", later(48), 10 * 86400, "urgent", "ana", later(73)),
            ("may-1", "en", "requested", later(24), 11 * 86400, "normal", None, None),
        ]
        found = overdue.report(connection, replace(ASKED, limit=1))
        assert [part.more for part in found.parts] == [0, 1]
        assert rows(overdue.report(connection, replace(ASKED, now=later(24))), "versions") == []


def test_coverage_by_targets(stocked) -> None:
    with db.scope(stocked) as session:
        wanted = [("news", "", "", "pt"), ("news", "", "", "en"), ("news", "", "", "fr"), ("", "", "", "en"), ("", "strike", "", "de"), ("", "strike", "page", "it"), ("", "", "", "es")]
        session.add_all(WantedLanguage(section=section, tag=tag, kind=kind, language=language, class_days={}, created_at=NOW) for section, tag, kind, language in wanted)
    with db.reading(stocked) as connection:
        found = coverage.report(connection, ASKED)
        assert rows(found, "languages") == [("de", 1, 0, 1, 0.0, 0), ("en", 3, 2, 1, 2 / 3, 0), ("fr", 1, 0, 1, 0.0, 0), ("pt", 1, 1, 0, 1.0, 1)]
        assert rows(found, "articles") == [("about", "", "en", 1), ("march-8", "news", "de fr", 4)]
        assert found.notes == ()
        found = coverage.report(connection, replace(ASKED, limit=1))
        assert (rows(found, "articles"), found.parts[1].more) == ([("about", "", "en", 1)], 1)
        assert rows(coverage.report(connection, replace(ASKED, tag="strike", language="de")), "articles") == [("march-8", "news", "de", 1)]
    with db.scope(stocked) as session:  # what is called off is not there
        crew = {"cora": session.query(Person).filter_by(handle="cora").one()}
        coordination.cancel(session, lookup.version(session, "may-1/en"), actor=crew["cora"], now=LATER, reason="test")
    with db.reading(stocked) as connection:
        assert [row[0] for row in rows(coverage.report(connection, ASKED), "articles")] == ["about", "may-1", "march-8"]


def test_coverage_without_targets_goes_by_use(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        for number in range(21):
            article(session, crew["cora"], f"article-{number}")
        for key, language in [("article-0", "pt"), ("article-1", "pt"), ("article-2", "ar")]:
            coordination.request(session, lookup.article(session, key), language, actor=crew["cora"], now=NOW)
    with db.reading(engine) as connection:
        found = coverage.report(connection, ASKED)
    assert rows(found, "languages") == [("pt", 21, 2, 19, 2 / 21, 0)]  # 2 of 21 is more than 5 %, 1 of 21 less
    assert "No targets are set" in found.notes[0]


def test_corrections(engine) -> None:
    with db.scope(engine) as session:
        stock(session, ChangeClass.CORRECTION)
    with db.reading(engine) as connection:
        found = corrections.report(connection, ASKED)
        assert [row[:8] for row in rows(found, "corrections")] == [
            ("march-8", "es 2", "correction", "es", "corrected", later(240), None, None), ("march-8", "es 2", "correction", "pt", "open", later(240), "max", None),
            ("march-8", "es 2", "correction", "ar", "open", later(240), "max", "pt"),
        ]  # fmt: skip
        found = corrections.report(connection, replace(ASKED, limit=2, person="max", section="news"))
        assert {row[3] for row in rows(found, "corrections")} == {"ar", "pt"}
        for nothing in ({"section": "culture"}, {"since": later(241)}, {"until": later(240)}, {"language": "en"}, {"person": "ana"}, {"tag": "x"}, {"kind": "page"}):
            assert rows(corrections.report(connection, replace(ASKED, **nothing)), "corrections") == [], nothing


# ── filters: the rows of the filtered report are those of the whole report that fit, in the same order ────────────────

LANGUAGES = ("pt", "pt-BR", "ar")
PEOPLE = ("ana", "ben")


@dataclass(frozen=True)
class Line:
    """A version as it is drawn: of which article, and how it stands."""

    language: str
    status: str
    translator: int | None
    holder: int | None
    due: int | None
    behind: int | None
    change: str
    readers: int | None
    priority: int


@dataclass(frozen=True)
class Piece:
    section: str
    tags: tuple[str, ...]
    kind: str
    versions: tuple[Line, ...]


days = st.integers(-3, 3)
someone = st.sampled_from([None, 0, 1])
lines = st.builds(
    Line, language=st.sampled_from(LANGUAGES), status=st.sampled_from(["requested", "translating", "in_review", "published", "cancelled"]), translator=someone,
    holder=someone, due=st.none() | days, behind=st.none() | days.filter(lambda day: day < 0), change=st.sampled_from(["", *ChangeClass]), readers=st.none() | st.integers(0, 9),
    priority=st.integers(-1, 2),
)  # fmt: skip
pieces = st.builds(
    Piece, section=st.sampled_from(["", "news", "culture"]), tags=st.sets(st.sampled_from(["a", "b"])).map(lambda found: tuple(sorted(found))), kind=st.sampled_from(["post", "page"]),
    versions=st.lists(lines, max_size=3, unique_by=lambda line: line.language).map(tuple),
)  # fmt: skip
filters = st.fixed_dictionaries({}, optional={
    "language": st.sampled_from(["pt", "ar"]), "section": st.sampled_from(["news", "culture"]), "tag": st.sampled_from(["a", "b"]), "kind": st.sampled_from(["post", "page"]),
    "person": st.sampled_from(PEOPLE), "since": days, "until": days,
})  # fmt: skip


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


def written(session, drawn: list[Piece]) -> None:
    persons = [Person(handle=handle, name=handle, created_at=NOW) for handle in PEOPLE]
    session.add_all(persons)
    session.flush()
    for number, piece in enumerate(drawn):
        found = Article(key=f"a{number}", kind=piece.kind, section=piece.section, original_language="es", created_at=NOW, tags=[ArticleTag(tag=tag) for tag in piece.tags])
        session.add(found)
        session.flush()
        for line in piece.versions:
            version = Version(
                article_id=found.id, language=line.language, status=line.status, parent_language="es", translator_id=None if line.translator is None else persons[line.translator].id,
                due_at=None if line.due is None else day(line.due), behind_since=None if line.behind is None else day(line.behind), behind_class=line.change if line.behind else "",
                readers=line.readers, priority=line.priority, created_at=NOW, updated_at=NOW,
            )  # fmt: skip
            session.add(version)
            session.flush()
            if line.holder is not None:
                session.add(Claim(version_id=version.id, person_id=persons[line.holder].id, claimed_at=NOW, until=day(9)))


def fits(piece: Piece, line: Line, at: int, asked: dict[str, Any]) -> bool:
    has = line.translator if line.holder is None else line.holder
    return (
        (asked.get("language") in {None, line.language, line.language.partition("-")[0]}) and asked.get("section", piece.section) == piece.section
        and asked.get("tag", next(iter(piece.tags), "")) in {*piece.tags, ""} and (asked.get("tag") is None or asked["tag"] in piece.tags)
        and asked.get("kind", piece.kind) == piece.kind and (asked.get("person") is None or (has is not None and PEOPLE[has] == asked["person"]))
        and asked.get("since", at) <= at < asked.get("until", at + 1)
    )  # fmt: skip


@pytest.mark.parametrize("kind", [KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
def test_filters_and_orders_against_rows(kind, request, tmp_path) -> None:
    fresh = copies(request, kind, tmp_path)

    @settings(max_examples=30 if kind == "sqlite" else 6)
    @given(drawn=st.lists(pieces, max_size=4), asked=filters, limit=st.integers(0, 2))
    def hold(drawn: list[Piece], asked: dict[str, Any], limit: int) -> None:
        told = {name: day(value) if name in {"since", "until"} else value for name, value in asked.items()}
        everything = [(f"a{number}", piece, line) for number, piece in enumerate(drawn) for line in piece.versions]
        late = [
            (key, line) for key, piece, line in everything
            if line.due is not None and line.due < 0 and line.status not in {"published", "cancelled"} and fits(piece, line, line.due, asked)
        ]  # fmt: skip
        late.sort(key=lambda one: (-one[1].priority, one[1].due))
        old = [(key, line) for key, piece, line in everything if line.behind is not None and line.status != "cancelled" and fits(piece, line, line.behind, asked)]
        old.sort(key=lambda one: (behind.ORDER.index(one[1].change), (1 if one[1].readers is None else one[1].readers) * one[1].behind, one[1].behind))
        with fresh() as url:
            engine = db.engine_for(url)
            with db.scope(engine) as session:
                written(session, drawn)
            with db.reading(engine) as connection:
                for module, wanted in ((overdue, late), (behind, old)):
                    found = module.report(connection, Asked(now=NOW, limit=limit, **told))
                    listed = [(row[0], row[1]) for row in rows(found, "versions")]
                    assert listed == [(key, line.language) for key, line in wanted][: limit or None]
                    assert found.parts[1].more == (max(0, len(wanted) - limit) if limit else 0)
            engine.dispose()

    hold()
