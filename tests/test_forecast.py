"""When the backlog is done: the futures by themselves, and the report on both databases."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from tests.newsroom import bring_to, requested, staff
from translate_flow import db
from translate_flow.models_planning import Move
from translate_flow.reports import Asked, forecast, montecarlo
from translate_flow.reports.montecarlo import NEVER, WEEK

NOW = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
PASTS = st.lists(st.integers(0, 40), min_size=WEEK, max_size=40 * WEEK).filter(any)


def points(days: list[float]) -> list[float]:
    return [montecarlo.point(days, share) for share in forecast.POINTS]


# --- the futures ---


@settings(max_examples=40)
@given(PASTS, st.integers(1, 300))
def test_any_past_has_futures(done, number):
    if not sum(done[len(done) % WEEK :]):
        return
    pace = montecarlo.pace(done)
    days = montecarlo.futures(pace, number, runs=60)
    assert len(days) == 60
    assert days == sorted(days)
    assert days == montecarlo.futures(pace, number, runs=60)
    assert all(day == NEVER or (day == int(day) and 1 <= day <= montecarlo.FAR * WEEK) for day in days)
    assert all(early <= late for early, late in zip(days, montecarlo.futures(pace, 2 * number, runs=60), strict=True))
    assert montecarlo.futures(montecarlo.pace(done, [0] * len(done)), number, runs=60) == days


def test_a_long_even_past_is_gone_on_with():
    days = montecarlo.futures(montecarlo.pace([2] * 156 * WEEK), 40)
    assert points(days)[1] == pytest.approx(20, abs=2)
    assert 14 <= points(days)[0] <= points(days)[3] <= 30


def test_little_past_makes_wide_ranges():
    uneven = [0, 3, 0, 1, 0, 0, 0, 1, 0, 0, 5, 0, 0, 0]
    short, long = (points(montecarlo.futures(montecarlo.pace(uneven * times), 40)) for times in (4, 70))
    assert short[3] - short[0] > 1.3 * (long[3] - long[0])


def test_days_of_the_week_stay_what_they_are():
    mondays = [1, 0, 0, 0, 0, 0, 0] * 52  # the next day is a Monday
    assert {day % WEEK for day in montecarlo.futures(montecarlo.pace(mondays), 3) if day < 100} == {1}


def test_a_pace_that_fell_is_believed():
    fell = [3] * 60 * WEEK + [1] * 20 * WEEK
    days = points(montecarlo.futures(montecarlo.pace(fell), 140))
    assert 100 <= days[1] <= 180


def test_more_comes_in_than_goes_out():
    done, came = [1, 2, 0, 1, 2, 0, 0] * 40, [2, 2, 2, 2, 2, 0, 0] * 40
    assert points(montecarlo.futures(montecarlo.pace(done, came), 50))[1] == NEVER
    assert points(montecarlo.futures(montecarlo.pace(came, done), 50))[1] < 180


def test_what_is_enough():
    assert not montecarlo.enough([1] * (montecarlo.LEAST_WEEKS * WEEK - 1))
    assert not montecarlo.enough([0] * 400 + [1] * 4)
    assert not montecarlo.enough([5] + [0] * montecarlo.KEPT * WEEK)
    assert montecarlo.enough([0] * 400 + [1] * 5)


def test_a_range_counts_by_where_it_ends_not_by_what_came():
    days = [float(day) for day in range(1, 101)]
    assert {test.range: test.held for test in montecarlo.judged(days, [1] * 95, 50)} == {0.5: True, 0.8: True, 0.9: True}
    assert {test.range: test.held for test in montecarlo.judged(days, [0] * 92, 50)} == {0.5: False, 0.8: False}  # it is not done yet: later than all that counts
    assert montecarlo.judged(days, [1] * 74, 50) == []
    assert {test.range: test.held for test in montecarlo.judged(days, [1] * 200, 8)} == {0.5: False, 0.8: False, 0.9: True}


def test_the_ranges_hold_what_they_say_in_newsrooms_of_many_kinds():
    from bench.forecast import simulated

    scores = dict(simulated(range(5000, 5012)))
    held = {name: [one for score in scores.values() for one in score.held[name]] for name in ("50 %", "80 %", "90 %")}
    share = {name: sum(found) / len(found) for name, found in held.items()}
    assert len(held["50 %"]) > 90
    assert 0.45 < share["50 %"] < 0.75
    assert 0.75 < share["80 %"] < 0.97
    assert share["50 %"] < share["80 %"] < share["90 %"]


# --- the report ---


def past(engine, weeks: int = 30, languages: tuple[str, ...] = ("pt", "en"), zone_hour: int = 9) -> None:
    """Each weekday a translation is asked for in each language, and one that was asked for goes out; one a fortnight is called off."""
    rows = []
    for ago in range(weeks * WEEK, 0, -1):
        at = NOW.replace(hour=zone_hour, minute=0) - timedelta(days=ago)
        if at.weekday() > 4:
            continue
        for language in languages:
            steps = [("request", "", "requested"), ("claim", "requested", "translating"), ("publish", "approved", "published")]
            steps += [("cancel", "requested", "cancelled")] if ago % 14 == 0 else []
            rows += [{"at": at, "language": language, "action": action, "from_status": start, "to_status": end} for action, start, end in steps]
    with engine.begin() as connection:
        connection.execute(Move.__table__.insert(), [{"id": 10_000 + number, "version_id": number, "article_id": number, **row} for number, row in enumerate(rows)])


def asked(engine, **options) -> dict:
    with db.reading(engine) as connection:
        report = forecast.report(connection, Asked(now=NOW, **options))
        return {part.name: [dict(zip([column.name for column in part.columns], row, strict=True)) for row in part.rows] for part in report.parts} | {"notes": report.notes}


def test_the_report(engine):
    past(engine)
    with db.scope(engine) as session:
        people = staff(session)
        for number in range(6):
            requested(session, people, "pt" if number < 4 else "en", key=f"a{number}", now=NOW)
    found = asked(engine)
    assert [(row["language"], row["open"], row["week"]) for row in found["forecast"]] == [("", 6, 10.0), ("pt", 4, 5.0), ("en", 2, 5.0)]
    for row in found["forecast"]:
        assert "2026-11-27" <= row["p10"] <= row["p50"] <= row["p80"] <= row["p90"] < "2027-03-01"
        assert row["remark"] == ""
    assert found["forecast"][1]["p50"] in {"2026-12-02", "2026-12-03", "2026-12-04"}  # four weekdays' work, from a Friday on
    [first, *_] = found["continuing"]
    assert first["coming"] == 10.0
    assert 0 <= first["done"] <= 1
    assert [row["range"] for row in found["tested"]] == [0.5, 0.8, 0.9]
    assert all(row["tests"] for row in found["tested"])
    assert found["notes"][0] == forecast.NOTES["moves"]
    assert asked(engine) == found
    assert [row["language"] for row in asked(engine, limit=1)["forecast"]] == [""]
    assert [(row["language"], row["open"]) for row in asked(engine, language="en")["forecast"]] == [("en", 2)]


def test_what_goes_through_the_verbs_is_what_is_counted(engine):
    with db.scope(engine) as session:
        people = staff(session)
        for status in ("requested", "translating", "in_review", "approved", "published", "withdrawn", "cancelled"):
            bring_to(session, people, status, key=status.replace("_", "-"))
    with db.reading(engine) as connection:
        known = forecast.read(connection, Asked(now=NOW))
        assert known.open == {"pt": 4}
        whole = known.past["pt"]
        assert (sum(whole.done), sum(whole.came), sum(whole.dropped)) == (2, 7, 1)
        assert known.past["pt"] == known.past[""]
        assert forecast._then(known, "pt", 300) == 0
        assert forecast.read(connection, Asked(now=NOW, person="ana")).open == {"pt": 3}
        assert forecast.read(connection, Asked(now=NOW, section="none")).open == {}
    assert [row["remark"] for row in asked(engine)["forecast"]] == [forecast.SHORT]
    assert {row["p50"] for row in asked(engine)["forecast"]} == {None}
    assert "continuing" not in asked(engine, person="ana")


def test_a_day_that_never_comes_is_said():
    known = forecast.Known({"pt": 3}, {}, "moves", NOW.date(), coming=True)
    assert forecast._days(known, [1.0, 2.0, 3.0, 8.0, 9.0]) == ("2026-11-27", "2026-11-29", "2026-12-04", "2026-12-05", "")
    assert forecast._days(known, [1.0, 2.0, 3.0, 8.0, NEVER]) == ("2026-11-27", "2026-11-29", "2026-12-04", None, forecast.PERHAPS)
    assert forecast._days(known, [1.0, 2.0, NEVER, NEVER, NEVER]) == ("2026-11-27", None, None, None, forecast.NOT_EVER)


def test_an_empty_newsroom(engine):
    found = asked(engine)
    assert (found["forecast"], found["continuing"]) == ([], [])
    assert found["tested"] == [{"range": width, "held": None, "tests": 0} for width in montecarlo.RANGES]


def test_days_are_the_readers(engine):
    past(engine, weeks=1, languages=("pt",), zone_hour=23)
    with db.reading(engine) as connection:
        here, there = (forecast.read(connection, Asked(now=NOW, zone=zone)).past["pt"].done for zone in ("UTC", "Asia/Tokyo"))
    assert here == [1, 0, 0, 1, 1, 1, 1, 0]  # Friday a week ago to Thursday, and today
    assert there == [1, 0, 0, 1, 1, 1, 1]  # Saturday to Friday: today


def test_nothing_later_is_known(engine):
    past(engine)
    with db.reading(engine) as connection:
        then = forecast.read(connection, Asked(now=NOW - timedelta(weeks=10))).past[""].done
        now = forecast.read(connection, Asked(now=NOW)).past[""].done
    assert then[:-1] == now[: len(then) - 1]
    assert len(now) - len(then) == 70


def test_as_many_questions_for_many_rows_as_for_few(engine):
    counts = []
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    for weeks in (2, 40):
        past(engine, weeks=weeks)
        sent.clear()
        asked(engine)
        counts.append(len(sent))
        with engine.begin() as connection:
            connection.execute(text("delete from moves"))
    assert counts[1] <= counts[0] <= 5


def test_an_adopted_site_goes_by_its_own_history(desk):
    site = desk.folder / "site"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(site)], check=True)
    subprocess.run(["git", "-C", str(site), "fast-import", "--quiet"], input=history(40), check=True)
    desk.now = NOW
    desk.run("adopt", str(site), "--lang", "en")
    desk.run("reopen", "guide/es")
    engine = db.engine_for(f"sqlite:///{desk.folder / '.translate-flow' / 'translate-flow.db'}")
    found = asked(engine)
    assert found["notes"][0] == forecast.NOTES["revisions"]
    assert [(row["language"], row["open"], row["week"]) for row in found["forecast"]] == [("es", 1, 1.0)]
    assert found["forecast"][0]["p50"] <= "2026-12-05"
    assert "continuing" not in found
    assert found["tested"][0]["tests"] > 3
    engine.dispose()


def history(weeks: int) -> bytes:
    """A guide that is written once, and translated a little further each week."""
    words = "la lluvia sobre las casas del puerto y los barcos que vuelven con el viento de la tarde para los vecinos"
    start = NOW - timedelta(weeks=weeks)
    files = [("docs/guide.md", "# The harbour\n\nThe rain on the houses of the harbour and the boats that come back with the wind of the evening.\n", start - timedelta(days=1))]
    files += [("docs/es/guide.md", f"# El puerto\n\n{' '.join([words] * (1 + week // 9))}, {week}.\n", start + timedelta(weeks=week)) for week in range(weeks)]
    made = []
    for path, body, at in files:
        data = body.encode()
        made.append(f"commit refs/heads/main\ncommitter A <a@example.org> {int(at.timestamp())} +0000\ndata 6\nchange\nM 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    return b"".join(made)
