"""Reports about people and time, with figures worked out by hand: a day of a newsroom, done by the verbs, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from tests.databases import copies
from tests.newsroom import NOW, SOURCE, TARGET, article, later, person, staff
from translate_flow import db, formats
from translate_flow.errors import NotAllowed, UsageError
from translate_flow.models_planning import Waiting
from translate_flow.reports import Asked, bus_factor, contributions, flow, periods, returns, wheres, workload
from translate_flow.services import checkins, claims, coordination, importing, lookup, people, publishing, review, work
from translate_flow.services.sources import Incoming

HOUR = 3600
NOON = later(24)  # Monday 9 March 2026, 12:00 UTC
WORDS = 14  # of the source


class Day:
    """The verbs by the hour; `at` is the session's clock."""

    def __init__(self, session) -> None:
        self.session, self.who = session, staff(session)

    def version(self, address: str):
        return lookup.version(self.session, address)

    def request(self, hours: float, key: str, language: str = "pt", **more):
        found = article(self.session, self.who["cora"], key, now=later(hours)) if language == "pt" else lookup.article(self.session, key)
        coordination.request(self.session, found, language, actor=self.who["cora"], now=later(hours), **more)

    def claim(self, hours: float, who: str, address: str) -> None:
        claims.claim(self.session, self.version(address), actor=self.who[who], now=later(hours))

    def hand_in(self, hours: float, who: str, address: str, text: str = TARGET) -> None:
        checkins.checkin(self.session, text.encode(), actor=self.who[who], now=later(hours), address=address, name="t.md")
        work.submit(self.session, self.version(address), actor=self.who[who], now=later(hours))

    def send_back(self, hours: float, address: str, reason: str) -> None:
        review.send_back(self.session, self.version(address), actor=self.who["rui"], now=later(hours), reason=reason)


def a_day(engine) -> None:
    """march-8 goes out after it came back once, harbour waits for review, rain came back to ana, strike waits for anybody."""
    with db.scope(engine) as session:
        day = Day(session)
        day.request(0, "march-8")
        day.request(0, "harbour")
        day.request(1, "rain", due_at=later(23))
        day.claim(1, "ana", "march-8/pt")
        day.claim(2, "ben", "harbour/pt")
        day.claim(2, "ana", "rain/pt")
        day.hand_in(3, "ana", "rain/pt")
        day.send_back(4, "rain/pt", "the  figures ")
        day.hand_in(5, "ana", "march-8/pt")
        day.send_back(6, "march-8/pt", "The figures")
        day.hand_in(8, "ana", "march-8/pt")
        review.approve(session, day.version("march-8/pt"), actor=day.who["rui"], now=later(9))
        publishing.publish(session, day.version("march-8/pt"), actor=day.who["pia"], now=later(10))
        day.hand_in(12, "ben", "harbour/pt")
        day.request(20, "strike")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def day(request, tmp_path_factory):
    """A database with that day, to be read only."""
    with copies(request, request.param, tmp_path_factory.mktemp("day"))() as url:
        found = db.engine_for(url)
        a_day(found)
        yield found
        found.dispose()


def made(engine, module, **more) -> dict[str, list[tuple]]:
    """The rows of each part."""
    with db.reading(engine) as connection:
        found = module.report(connection, Asked(**{"now": NOON, **more}))
        parts = {part.name: [tuple(row) for row in part.rows] for part in found.parts}
        for part in found.parts:
            assert all(len(row) == len(part.columns) for row in parts[part.name])
            assert {column.kind for column in part.columns} <= {"text", "article", "language", "status", "person", "number", "share", "moment", "day", "month", "seconds"}
    return parts


def test_flow(day) -> None:
    found = made(day, flow)
    assert found["statuses"] == [
        ("requested", 1, 4 * HOUR, 3, HOUR, 6120, 6840),  # claimed after 1, 1 and 2 hours
        ("translating", 1, 20 * HOUR, 4, 3 * HOUR, 26280, 32760),  # handed in after 1, 2, 4 and 10
        ("in_review", 1, 12 * HOUR, 3, HOUR, HOUR, HOUR),
        ("approved", 0, None, 1, HOUR, HOUR, HOUR),
    ]
    assert found["steps"] == [
        ("", "published", 4), ("", "requested", 4), ("approved", "published", 1), ("in_review", "approved", 1),
        ("in_review", "translating", 2), ("requested", "translating", 3), ("translating", "in_review", 4),
    ]  # fmt: skip
    assert found["cycle"] == [("2026-03", 1, 10 * HOUR, 10 * HOUR, 10 * HOUR)]  # not before anything happened
    later_on = made(day, flow, now=later(24 * 500))["cycle"]
    assert (len(later_on), later_on[0][:2], later_on[-1]) == (13, ("2026-07", 0), ("2027-07", 0, None, None, None))
    assert found["ages"] == [
        ("requested", 1, 0, 0, 0, 0), ("translating", 1, 0, 0, 0, 0), ("in_review", 1, 0, 0, 0, 0), ("approved", 0, 0, 0, 0, 0),
    ]  # fmt: skip
    # a week on, nothing else having happened: harbour since 7 d and rain, asked for an hour later, are still within the week
    assert [row[1:] for row in made(day, flow, now=later(7 * 24))["ages"][:3]] == [(0, 1, 0, 0, 0)] * 3
    assert [row[1:] for row in made(day, flow, now=later(24 * 93))["ages"][:3]] == [(0, 0, 0, 0, 1)] * 3


def test_flow_of_some(day) -> None:
    assert [row[3] for row in made(day, flow, since=later(4.5), until=later(9))["statuses"]] == [0, 2, 1, 0]
    assert [row[1:4] for row in made(day, flow, person="ben")["statuses"]] == [(0, None, 1), (0, None, 1), (1, 12 * HOUR, 0), (0, None, 0)]
    assert made(day, flow, language="fr")["steps"] == []
    assert [row[1] for row in made(day, flow, kind="page")["statuses"]] == [0, 0, 0, 0]


def test_what_is_reopened_is_as_old_as_that(engine) -> None:
    a_day(engine)
    with db.scope(engine) as session:
        coordination.reopen(session, lookup.version(session, "march-8/pt"), actor=people.find(session, "cora"), now=later(48))
    found = made(engine, flow, now=later(60))
    assert found["statuses"][0][1:3] == (2, 40 * HOUR)
    assert [row[1:] for row in found["ages"]] == [(1, 1, 0, 0, 0), (0, 1, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 0, 0, 0)]


def test_workload(engine) -> None:
    a_day(engine)
    with db.scope(engine) as session:
        session.add(Waiting(version_id=lookup.version(session, "rain/pt").id, person_id=people.find(session, "max").id, at=NOW))
        person(session, "gone", "translator", writes="pt")
        people.change(session, "gone", active=False, actor=people.find(session, "cora"), now=NOW)
        people.change(session, "ben", active=False, actor=people.find(session, "cora"), now=NOW)
    found = made(engine, workload)  # the newsroom is a day old: that counts as a week
    assert found["people"] == [
        ("ana", 1, 0, 1, 1, WORDS, 2 * WORDS, 0),
        ("ben", 0, 1, 0, 0, 0, WORDS, 0),
        ("max", 0, 0, 0, 0, 0, 0, 1),
    ]
    assert found["weeks"] == [("ana", "2026-03-02", 2, 2 * WORDS), ("ben", "2026-03-09", 1, WORDS)]
    assert made(engine, workload, zone="America/Montevideo")["weeks"][1] == ("ben", "2026-03-02", 1, WORDS)  # there it was Sunday
    assert made(engine, workload, now=later(24 * 14), person="ana")["people"] == [("ana", 0, 0, 0, 0, 0, WORDS, 0)]  # in two weeks; the lease has run out
    assert [row[0] for row in made(engine, workload, now=later(24 * 365))["people"]] == ["ben", "ana", "max"]
    assert made(engine, workload, limit=1)["weeks"] == [("ana", "2026-03-02", 2, 2 * WORDS)]


def test_returns(day) -> None:
    found = made(day, returns)
    assert found["people"] == [("ana", 3, 2, pytest.approx(2 / 3)), ("ben", 1, 0, 0.0)]
    assert found["reasons"] == [("The figures", 2)]
    assert found["returned"] == [
        ("march-8", "pt", "ana", "rui", later(6), "The figures"), ("rain", "pt", "ana", "rui", later(4), "the  figures"),
    ]  # fmt: skip
    assert made(day, returns, limit=0) == found
    with db.reading(day) as connection:
        few = returns.report(connection, Asked(now=NOON, limit=1))
        assert [(part.name, len(list(part.rows)), part.more) for part in few.parts] == [("people", 1, 1), ("reasons", 1, 0), ("returned", 1, 1)]
    assert made(day, returns, since=later(5))["returned"] == found["returned"][:1]


def test_rare_reasons_are_other(engine) -> None:
    a_day(engine)
    with db.scope(engine) as session:
        review.send_back(session, lookup.version(session, "harbour/pt"), actor=people.find(session, "rui"), now=later(13), reason="names")
    assert made(engine, returns, limit=1)["reasons"] == [("The figures", 2), ("other", 1)]


def test_bus_factor(engine) -> None:
    a_day(engine)
    with db.scope(engine) as session:
        day = Day.__new__(Day)
        day.session, day.who = session, {handle: people.find(session, handle) for handle in ("cora", "ana")}
        person(session, "gala", "translator", reads="en", writes="gl")
        day.request(21, "march-8", "en")
        day.request(21, "march-8", "gl", source="en")
        day.request(21, "march-8", "eu", source="en")
        day.request(21, "march-8", "ca")
        claims.claim(session, day.version("march-8/en"), actor=day.who["ana"], now=later(22))
    found = made(engine, bus_factor)
    assert found["pairs"] == [
        ("en", "eu", 0, None, None, 1, 1), ("es", "ca", 0, None, None, 1, 1), ("en", "gl", 0, None, None, 1, 2),  # max can do all
        ("es", "en", 0, None, None, 1, 3), ("es", "pt", 2, "ana", pytest.approx(2 / 3), 3, 3),
    ]  # fmt: skip
    assert found["bottlenecks"] == [("march-8", "en", "translating", "ana", 2, WORDS)]
    assert made(engine, bus_factor, limit=0) == found
    assert made(engine, bus_factor, person="ben") == {"pairs": [found["pairs"][-1]], "bottlenecks": []}
    assert made(engine, bus_factor, person="ana")["bottlenecks"] == found["bottlenecks"]


def test_what_waits_behind_a_relay_that_is_out(engine) -> None:
    """en is out and gl made from it is out; then the Spanish changes: en is behind, and gl waits for it though it matches it."""
    with db.scope(engine) as session:
        day = Day(session)
        person(session, "gala", "translator", reads="en", writes="gl")
        day.who["gala"] = people.find(session, "gala")
        day.request(0, "march-8")
        for who, language, source in (("ana", "en", {}), ("gala", "gl", {"source": "en"})):
            day.request(1, "march-8", language, **source)
            address = f"march-8/{language}"
            day.claim(2, who, address)
            day.hand_in(3, who, address, TARGET if language == "en" else TARGET.replace("Milhares de pessoas", "Milleiros de persoas"))
            review.approve(session, day.version(address), actor=day.who["rui"], now=later(4))
            publishing.publish(session, day.version(address), actor=day.who["pia"], now=later(5))
    assert made(engine, bus_factor)["bottlenecks"] == []
    with db.scope(engine) as session:
        revise(session, SOURCE.replace("La lucha sigue.", "La lucha no sigue, dicen."), later(6))
    [row] = made(engine, bus_factor)["bottlenecks"]
    assert row[:5] == ("march-8", "en", "published", "ana", 1)
    assert row[5] > 0


def revise(session, text: str, now: datetime) -> None:
    incoming = Incoming(document=formats.get("markdown").read(text.encode()), body=text.encode(), key="march-8", language="es", origin="/march-8.es")
    importing.revise(session, lookup.version(session, "march-8"), incoming, actor=people.find(session, "cora"), now=now)


def test_contributions(day) -> None:
    record = {who: made(day, contributions, person=who) for who in ("ana", "rui", "pia", "cora")}
    assert record["ana"]["totals"] == [("translated", "pt", 2, 2 * WORDS)]
    assert record["rui"]["totals"] == [("reviewed", "pt", 2, 2 * WORDS)]
    assert record["pia"]["totals"] == [("published", "pt", 1, WORDS)]
    assert record["cora"]["totals"] == [("coordinated", "pt", 4, None)]
    assert record["ana"]["works"] == [
        ("march-8", "pt", "translated", later(5), WORDS, "O oito de março"), ("rain", "pt", "translated", later(3), WORDS, "O oito de março"),
    ]  # fmt: skip
    assert record["rui"]["works"][0] == ("march-8", "pt", "reviewed", later(9), WORDS, "O oito de março")
    assert made(day, contributions, person="ana", limit=0) == record["ana"]
    assert made(day, contributions, person="ana", until=later(4))["works"] == record["ana"]["works"][1:]
    assert made(day, contributions, person="nobody")["works"] == []


def test_what_is_done_anew_after_it_was_reopened_is_another_work(engine) -> None:
    a_day(engine)
    with db.scope(engine) as session:
        day = Day.__new__(Day)
        day.session, day.who = session, {handle: people.find(session, handle) for handle in ("cora", "ana", "rui", "pia")}
        coordination.reopen(session, day.version("march-8/pt"), actor=day.who["cora"], now=later(30))
        day.claim(31, "ana", "march-8/pt")
        day.hand_in(32, "ana", "march-8/pt", TARGET.replace("continua", "segue"))
        review.approve(session, day.version("march-8/pt"), actor=day.who["rui"], now=later(33))
        publishing.publish(session, day.version("march-8/pt"), actor=day.who["pia"], now=later(34))
    for who, role, works in (("ana", "translated", 3), ("rui", "reviewed", 3), ("pia", "published", 2), ("cora", "coordinated", 4)):
        found = made(engine, contributions, person=who, now=later(40))
        assert found["totals"][0][:2] == (role, "pt")
        assert len(found["works"]) == works


def test_whose_record_one_may_see(day) -> None:
    with db.reading(day) as connection:
        contributions.allowed(connection, "ana", "ana")
        contributions.allowed(connection, "cora", "ana")
        with pytest.raises(NotAllowed, match="ben may not see what ana did"):
            contributions.allowed(connection, "ben", "ana")
        with pytest.raises(UsageError, match="Whose"):
            contributions.report(connection, Asked(now=NOON))


MODULES = (flow, workload, returns, bus_factor, contributions)


def test_an_empty_newsroom_and_as_many_queries_of_much_as_of_little(engine) -> None:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement.split()[0]))

    def queries(module) -> int:
        asked.clear()
        found = made(engine, module, person="ana" if module is contributions else "", since=NOW - timedelta(days=10**5))
        assert full or all(not row[1] or isinstance(row[1], str) for rows in found.values() for row in rows)
        return asked.count("select")

    full = False
    few = [queries(module) for module in MODULES]
    a_day(engine)
    full = True
    assert [queries(module) for module in MODULES] == few


def test_months_and_weeks_begin_where_the_reader_is() -> None:
    asked = Asked(now=NOON, since=datetime(2025, 10, 20, tzinfo=UTC), until=datetime(2026, 1, 2, tzinfo=UTC), zone="Europe/Lisbon")
    months = periods.of_months(asked)
    assert [f"{day:%Y-%m}" for day in months.days] == ["2025-10", "2025-11", "2025-12", "2026-01"]
    assert months.moments[0] == datetime(2025, 9, 30, 23, tzinfo=UTC)  # summer time
    assert months.moments[1] == datetime(2025, 11, 1, tzinfo=UTC)
    assert len(periods.of_months(replace(asked, until=datetime(2026, 1, 1, tzinfo=UTC))).days) == 3  # until: not itself
    weeks = periods.of_weeks(asked)
    assert (weeks.days[0].isoformat(), weeks.days[-1].isoformat(), len(weeks.days)) == ("2025-10-20", "2025-12-29", 11)


@pytest.mark.parametrize("number", [1, 2, 3, 7, 40])
def test_each_moment_falls_into_its_own_period(day, number: int) -> None:
    asked = Asked(now=NOON, since=NOW, until=NOW + timedelta(days=7 * number - 1), zone="Asia/Kathmandu")
    weeks = periods.of_weeks(asked)
    place, edges = weeks.place("q.at")
    with day.connect() as connection:
        for at, moment in enumerate(weeks.moments):
            cast = "cast(:m as timestamptz)" if day.dialect.name == "postgresql" else ":m"
            query = f"select {place} from (select {cast} as at) q"
            assert wheres.run(connection, query, m=moment, **edges).scalar() == at
            if at:
                assert wheres.run(connection, query, m=moment - timedelta(microseconds=1), **edges).scalar() == at - 1
