"""Targets, the dates and priorities that follow from them, and asking for all that they want."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, func, select, text

from tests.newsroom import NOW, SOURCE, article, bring_to, later, staff
from translate_flow import db, formats
from translate_flow.errors import NotAllowed, NotFound, UsageError
from translate_flow.models import Article, ArticleTag, Base, Event, Version
from translate_flow.models_planning import WantedLanguage
from translate_flow.reports import status
from translate_flow.services import (
    carrying,
    claims,
    coordination,
    corrections,
    importing,
    lookup,
    people,
    policy,
    publishing,
    requesting,
    settings,
    targets,
    urgency,
)
from translate_flow.services.selection import Chosen
from translate_flow.services.sources import Incoming
from translate_flow.services.targets import Scope, Wish
from translate_flow.text.classes import ChangeClass
from translate_flow.workflow import Priority

DAY = timedelta(days=1)


def wish(session, crew, tags: str, scope: Scope = Scope(), **more) -> list[WantedLanguage]:  # noqa: B008
    return targets.put(session, tags.split(), scope, Wish(**more), actor=crew["cora"], now=NOW)


def tagged(session, found: Article, *tags: str, section: str = "") -> Article:
    found.section = section
    session.add_all(ArticleTag(article_id=found.id, tag=tag) for tag in tags)
    session.flush()
    return found


def end(day: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(f"{day} 23:59:59").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def revise(session, crew, found: Article, words: str, kind: str, now=NOW, was: str = "La lucha sigue.") -> None:
    """A new text of the original: one of its sentences says something else."""
    body = SOURCE.replace(was, words).encode()
    original = lookup.version(session, found.key)
    incoming = Incoming(document=formats.get("markdown").read(body), body=body, key=found.key, language="es", origin=original.origin)
    importing.revise(session, original, incoming, actor=crew["cora"], now=now, change_class=ChangeClass(kind))


# ── which target holds ───────────────────────────────────────────────────────────────────────────────────────────────

few = st.sampled_from(["", "", "a", "b"])
some_targets = st.lists(st.tuples(few, few, few, st.sampled_from(["pt", "fr"]), st.integers(0, 3)), max_size=8)


@given(some_targets, st.sampled_from(["", "a", "b"]), st.sampled_from(["a", "b"]), st.sets(st.sampled_from(["a", "b"])))
def test_the_narrowest_that_fits_holds(rows, section, kind, tags) -> None:
    known = [
        WantedLanguage(id=at, section=row[0], tag=row[1], kind=row[2], language=row[3], created_at=NOW + row[4] * DAY) for at, row in enumerate(rows)
    ]
    holds = policy.holding(sorted(known, key=policy.narrowness), section, kind, tags)
    for language in ("pt", "fr"):
        best = None
        for one in known:  # as a person would say it, without sorting
            if one.language != language or (one.section and one.section != section) or (one.kind and one.kind != kind) or (one.tag and one.tag not in tags):
                continue
            if best is None or _before(one, best):
                best = one
        assert holds.get(language) is best


def _before(one: WantedLanguage, other: WantedLanguage) -> bool:
    """Whether one goes before the other."""
    mine, theirs = (sum(map(bool, (row.section, row.tag, row.kind))) for row in (one, other))
    if mine != theirs:
        return mine > theirs
    for name in ("tag", "section", "kind"):
        if bool(getattr(one, name)) != bool(getattr(other, name)):
            return bool(getattr(one, name))
    return (one.created_at, one.id) > (other.created_at, other.id)


def test_wanted_of_many_in_a_fixed_number_of_queries(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        plain = article(session, crew["cora"], "plain")
        news = tagged(session, article(session, crew["cora"], "news"), section="news")
        vote = tagged(session, article(session, crew["cora"], "vote"), "vote", "other", section="news")
        french = article(session, crew["cora"], "french", language="fr")
        wish(session, crew, "pt fr", days=9)
        wish(session, crew, "pt", Scope(section="news"), days=3)
        wish(session, crew, "pt en", Scope(tag="vote"), days=1)
        sent = []
        event.listen(engine, "before_cursor_execute", lambda *row: sent.append(row[2]))
        found = policy.wanted(session, [plain, news, vote, french])
        assert len(sent) <= 3
        days = {key: {tag: row.days for tag, row in found[one.id].items()} for key, one in (("plain", plain), ("news", news), ("vote", vote), ("french", french))}
        assert days == {"plain": {"pt": 9, "fr": 9}, "news": {"pt": 3, "fr": 9}, "vote": {"pt": 1, "fr": 9, "en": 1}, "french": {"pt": 9}}
        before = len(sent)
        policy.wanted(session, [plain, vote])
        assert len(sent) == before


@pytest.mark.parametrize(("tags", "more", "sign"), [
    ("xx-nothing-9", {}, "not a language"), ("pt", {"parent": "pt"}, "itself"), ("pt", {"priority": Priority.HIGH}, "reason"),
    ("en", {"parent": "pt"}, "circle: en from pt from en"), ("en", {"parent": "ca"}, "circle: en from ca from pt from en"),
])  # fmt: skip
def test_nonsense_is_refused_when_it_is_set(sqlite_url, tags, more, sign) -> None:
    engine = db.engine_for(sqlite_url)
    with db.scope(engine) as session:
        crew = staff(session)
        wish(session, crew, "pt", Scope(section="news"), parent="en")
        wish(session, crew, "ca", parent="pt")
    with pytest.raises(UsageError, match=sign), db.scope(engine) as session:
        wish(session, {"cora": people.find(session, "cora")}, tags, Scope(section="news"), **more)
    with db.scope(engine) as session:
        assert session.scalar(select(func.count()).select_from(WantedLanguage)) == 2
    with pytest.raises(NotAllowed), db.scope(engine) as session:
        wish(session, {"cora": people.find(session, "ana")}, "fr")
    engine.dispose()


@pytest.mark.parametrize("text", ["correction", "correction=0", "worse=1", "facts=1,facts=2", "facts=x", "facts=-1", "facts=99999", "facts=١"])
def test_classes_that_are_none(text: str) -> None:
    with pytest.raises(UsageError):
        targets.class_days(text)


def test_what_is_wrong_with_targets(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        tagged(session, article(session, crew["cora"], "a"), section="news")
        article(session, crew["cora"], "b")
        wish(session, crew, "pt", Scope(section="news"), parent="en")  # en is wanted of nothing
        wish(session, crew, "pt", Scope(section="sport"))
        wish(session, crew, "is", Scope(section="news"))
        people.change(session, "max", active=False, actor=crew["cora"], now=NOW)  # who writes everything
        found = targets.check(session)
        assert (found.articles, found.without, found.examples) == (2, 1, ["b"])
        told = {(row.language, row.section): what for row, what in found.problems}
        assert set(told) == {("pt", "news"), ("pt", "sport"), ("is", "news")}
        assert "no en is wanted" in told["pt", "news"]
        assert "holds for no article" in told["pt", "sport"]
        assert "nobody" in told["is", "news"]
        with pytest.raises(NotFound, match="fr is not wanted of section news"):
            targets.remove(session, ["fr"], Scope(section="news"), actor=crew["cora"], now=NOW)
        targets.remove(session, ["pt"], Scope(section="sport"), actor=crew["cora"], now=NOW)
        assert len(policy.targets(session)) == 2


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────

ZONES = ["UTC", "Europe/Lisbon", "America/Santiago", "Asia/Kathmandu", "Pacific/Auckland", "Africa/Cairo", "America/Havana", "Pacific/Kiritimati"]


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sampled_from(ZONES))
def test_a_day_ends_with_its_last_second(day, zone) -> None:
    there = ZoneInfo(zone)
    last = policy.end_of_day(day, there)
    assert last.astimezone(there).date() == day
    assert (last + timedelta(seconds=1)).astimezone(there).date() == day + DAY


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sets(st.integers(0, 6), min_size=1))
def test_the_next_working_day(day, working) -> None:
    found = policy.working_day(day, working)
    assert found.weekday() in working
    assert not any((day + step * DAY).weekday() in working for step in range((found - day).days))


def test_dates_are_the_newsrooms(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        wish(session, crew, "pt", days=20)
        found = article(session, crew["cora"])
        put = lambda name, value: settings.put(session, name, value, actor=crew["cora"], now=NOW)  # noqa: E731
        at = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
        for zone, working, wanted in [
            ("UTC", "mon,tue,wed,thu,fri,sat,sun", end("2026-03-28")),
            ("Europe/Lisbon", "mon,tue,wed,thu,fri,sat", end("2026-03-28", "Europe/Lisbon")),
            ("Europe/Lisbon", "sun", end("2026-03-29", "Europe/Lisbon")),  # when clocks go forward: 22:59:59 in UTC
            ("Europe/Berlin", "mon,fri", end("2026-03-30", "Europe/Berlin")),  # where it is the 9th already
        ]:
            put("zone", zone)
            put("working_days", working)
            assert policy.asked(session, found, "pt", now=at, due_at=None)["due_at"] == wanted, (zone, working)
        for name, value in (("zone", "Mars/Olympus"), ("zone", "../etc"), ("working_days", "mon,someday"), ("working_days", "")):
            with pytest.raises(UsageError):
                put(name, value)


def test_a_date_by_itself_and_a_persons(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        wish(session, crew, "pt fr", days=5, priority=Priority.HIGH, reason="the vote")
        found = article(session, crew["cora"])
        ask = lambda tag, due=None: coordination.request(session, found, tag, actor=crew["cora"], now=NOW, due_at=due)  # noqa: E731
        pt, fr, en = ask("pt"), ask("fr", later(24)), ask("en")
        assert [(one.due_at, one.due_by, one.priority, one.priority_reason, one.priority_by) for one in (pt, fr, en)] == [
            (end("2026-03-13"), "policy", 1, "the vote", "policy"), (later(24), "person", 1, "the vote", "policy"), (None, "", 0, "", ""),
        ]  # fmt: skip
        session.flush()
        told = session.scalars(select(Event.data).where(Event.action == "request").order_by(Event.id)).all()
        assert told[0] == {"from": "es", "due": end("2026-03-13").isoformat(), "due_by": "policy", "priority": "high", "priority_reason": "the vote"}
        urgency.set_due(session, pt, later(48), actor=crew["cora"], now=NOW)
        assert (pt.due_at, pt.due_by) == (later(48), "person")
        with pytest.raises(UsageError, match="past"):
            urgency.set_due(session, pt, NOW, actor=crew["cora"], now=NOW)
        with pytest.raises(NotAllowed, match="coordinator"):
            urgency.set_due(session, pt, later(50), actor=crew["ana"], now=NOW)
        coordination.cancel(session, pt, actor=crew["cora"], now=NOW, reason="off")
        assert (pt.due_at, pt.due_by, pt.priority, pt.priority_reason) == (None, "", 0, "")
        claims.assign(session, en, crew["ana"], actor=crew["cora"], now=NOW, due_at=later(24))
        assert en.due_by == "person"


def test_what_falls_behind_gets_a_date_by_its_class(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        wish(session, crew, "pt", days=9, class_days={"correction": 1, "facts": 4})
        version = bring_to(session, crew, "published")
        assert (version.due_at, version.due_by, version.priority) == (None, "", 0)
        revise(session, crew, version.article, "Dijo algo.", "wording")
        assert version.due_at is None  # nothing is said of such changes
        revise(session, crew, version.article, "Eran 300.", "facts")
        assert (version.due_at, version.due_by) == (end("2026-03-12"), "policy")
        session.flush()
        late = text(status.LATE).bindparams(now=end("2026-03-13").replace(tzinfo=None if engine.dialect.name == "sqlite" else UTC))
        assert session.scalar(late) == 1
        coordination.reopen(session, version, actor=crew["cora"], now=NOW + 2 * DAY)
        assert version.due_at == end("2026-03-12")  # it should have followed by then, whoever reopens it when
        revise(session, crew, version.article, "Eran 3000.", "correction", NOW + 2 * DAY)
        assert version.due_at == end("2026-03-11")  # the earlier of both
        urgency.set_due(session, version, NOW + 9 * DAY, actor=crew["cora"], now=NOW + 2 * DAY)
        revise(session, crew, version.article, "No eran 3000.", "takedown", NOW + 3 * DAY)
        assert (version.due_at, version.due_by) == (NOW + 9 * DAY, "person")
        told = session.scalars(select(Event.data).where(Event.action == "due", Event.actor_id.is_(None)).order_by(Event.id)).all()
        assert [(row["class"], row["due"]) for row in told] == [("facts", end("2026-03-12").isoformat()), ("correction", end("2026-03-11").isoformat())]


def test_what_is_reopened_by_hand_or_by_carry(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        version = bring_to(session, crew, "published")
        wish(session, crew, "pt", days=9, class_days={"facts": 4})
        coordination.reopen(session, version, actor=crew["cora"], now=NOW)
        assert (version.due_at, version.due_by) == (end("2026-03-17"), "policy")
        other = bring_to(session, crew, "published", key="other")
        targets.remove(session, ["pt"], Scope(), actor=crew["cora"], now=NOW)
        revise(session, crew, other.article, "Eran 300.", "facts")
        assert other.due_at is None
        wish(session, crew, "pt", days=9, class_days={"facts": 4})
        carrying.carry(session, other, actor=crew["cora"], now=NOW)
        assert (other.status, other.due_at, other.due_by) == ("requested", end("2026-03-12"), "policy")


def test_what_has_followed_is_due_no_more(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        wish(session, crew, "pt", class_days={"trivial": 2})
        version = bring_to(session, crew, "published")
        settings.put(session, "carry_live", "trivial", actor=crew["cora"], now=NOW)
        body = SOURCE.replace("La lucha", "[La lucha](https://example.org)").encode()
        incoming = Incoming(document=formats.get("markdown").read(body), body=body, key="march-8", language="es", origin="/march-8.es")
        importing.revise(session, lookup.version(session, "march-8"), incoming, actor=crew["cora"], now=NOW, change_class=ChangeClass.TRIVIAL)
        assert version.due_at == end("2026-03-10")
        publishing.withdraw(session, version, actor=crew["pia"], now=NOW, reason="test")
        assert (version.due_at, version.due_by) == (None, "")


# ── priorities ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_correction_raises_the_work_on_it(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        version = bring_to(session, crew, "published")
        coordination.reopen(session, version, actor=crew["cora"], now=NOW)
        urgency.prioritise(session, version, Priority.LOW, reason="nobody reads it", actor=crew["cora"], now=NOW)
        revise(session, crew, version.article, "Eran 300.", "correction", later(1))
        assert (version.priority, version.priority_reason, version.priority_by) == (1, "the source was corrected", "correction")
        corrections.dismiss(session, version, actor=crew["cora"], now=later(2), reason="it never said so")
        assert (version.priority, version.priority_reason, version.priority_by) == (-1, "nobody reads it", "person")
        revise(session, crew, version.article, "Eran 400.", "correction", later(3), was="Miles de personas salieron a la calle.")
        assert version.priority == 1
        urgency.prioritise(session, version, Priority.NORMAL, reason="", actor=crew["cora"], now=later(4))
        claims.claim(session, version, actor=crew["ana"], now=later(5))
        assert version.priority == 0  # somebody has thought of it since
        session.flush()
        told = session.execute(select(Event.data, Event.reason).where(Event.action == "priority", Event.actor_id.is_(None)).order_by(Event.id)).all()
        assert [(data["priority"], reason) for data, reason in told] == [("high", "the source was corrected"), ("low", "nobody reads it"), ("high", "the source was corrected")]


def test_what_is_corrected_already_when_it_is_reopened(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        version = bring_to(session, crew, "published")
        revise(session, crew, version.article, "Eran 300.", "correction")
        assert version.priority == 0
        coordination.reopen(session, version, actor=crew["cora"], now=later(1))
        assert (version.priority, version.priority_by) == (1, "correction")


def test_who_may_say_what_comes_first(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        version = bring_to(session, crew, "published")
        with pytest.raises(NotAllowed, match="no open work"):
            urgency.prioritise(session, version, Priority.HIGH, reason="now", actor=crew["cora"], now=NOW)
        coordination.reopen(session, version, actor=crew["cora"], now=NOW)
        with pytest.raises(NotAllowed, match="coordinator"):
            urgency.prioritise(session, version, Priority.HIGH, reason="now", actor=crew["ana"], now=NOW)
        for reason in ("", "  ", "x" * 501):
            with pytest.raises(UsageError):
                urgency.prioritise(session, version, Priority.HIGH, reason=reason, actor=crew["cora"], now=NOW)
        with pytest.raises(UsageError, match="highest"):
            urgency.level("highest")


# ── all targets ──────────────────────────────────────────────────────────────────────────────────────────────────────


def ask(session, now=NOW, **more) -> list[requesting.Ask]:
    return [one for plan in requesting.plans(session, Chosen(**more), now=now) for one in plan.asks]


def request_all(engine, **more) -> list[str]:
    with db.scope(engine) as session:
        cora = people.find(session, "cora")
        found = list(requesting.plans(session, Chosen(), now=NOW, **more))
        for plan in found:
            requesting.ask(session, plan, actor=cora, now=NOW)
        return [one.address for plan in found for one in plan.asks]


def dump(engine) -> dict[str, list]:
    with engine.connect() as connection:
        return {name: sorted(map(str, connection.execute(table.select()).all())) for name, table in Base.metadata.tables.items()}


def test_asked_for_once(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        for number in range(3):
            tagged(session, article(session, crew["cora"], f"a-{number}"), section="news")
        article(session, crew["cora"], "english", language="en")
        wish(session, crew, "en fr", days=3)
        wish(session, crew, "pt", Scope(section="news"), parent="en", days=5, priority=Priority.HIGH, reason="news")
        coordination.request(session, lookup.article(session, "a-0"), "fr", actor=crew["cora"], now=NOW)
        coordination.cancel(session, lookup.version(session, "a-0/fr"), actor=crew["cora"], now=NOW, reason="off")
    before = dump(engine)
    with db.scope(engine) as session:
        planned = [(one.address, one.parent, one.words, one.note[:9]) for one in ask(session)]
        assert planned[0] == ("english/fr", "en", 14, "")
        assert planned[1:4] == [("a-2/en", "es", 14, ""), ("a-2/fr", "es", 14, ""), ("a-2/pt", "en", 14, "waits for")]
        assert len(planned) == 9
    assert dump(engine) == before
    made = request_all(engine)
    assert made == [row[0] for row in planned]
    assert request_all(engine) == []
    assert request_all(engine, again=True) == ["a-0/fr"]
    with db.scope(engine) as session:
        version = lookup.version(session, "a-1/pt")
        parent = session.get_one(Version, version.parent_id)
        assert (version.status, parent.address, version.due_at, version.due_by, version.priority, version.priority_reason) == ("requested", "a-1/en", end("2026-03-13"), "policy", 1, "news")
        one_by_one = coordination.request(session, version.article, "gl", actor=people.find(session, "cora"), now=NOW)
        session.flush()
        columns = lambda found: {name: value for name, value in session.execute(select(Version.__table__).where(Version.id == found.id)).mappings().one().items() if value in (None, "", 0)}  # noqa: E731
        assert set(columns(version)) == set(columns(one_by_one)) - {"due_at", "due_by", "priority", "priority_reason", "priority_by"}  # nothing else is left out
        told = session.execute(select(Event.action, Event.from_status, Event.to_status, Event.data).where(Event.version_id == version.id)).one()
        assert tuple(told)[:3] == ("request", "", "requested")
        assert told.data["from"] == "en"


def test_what_cannot_be_is_left_out(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        keys = ("fine", "withdrawn", "rights", "ended")
        found = {key: article(session, crew["cora"], key) for key in keys}
        wish(session, crew, "pt fr")
        publishing.withdraw(session, lookup.version(session, "withdrawn"), actor=crew["pia"], now=NOW, reason="test")
        found["rights"].rights_languages = "pt"
        found["ended"].rights_until = NOW
        session.flush()
        [plan] = requesting.plans(session, Chosen(), now=NOW)
        assert [one.address for one in plan.asks] == ["rights/pt", "fine/pt", "fine/fr"]
        assert sorted(plan.left.values()) == [1, 2, 2]
        assert [one.address for one in ask(session, language="fr")] == ["fine/fr"]
        assert [len(plan.asks) for plan in requesting.plans(session, Chosen(), now=NOW, limit=2)] == [2]
        with pytest.raises(NotAllowed, match="fr: that takes a coordinator"):
            requesting.ask(session, plan, actor=people.add(session, "joe", roles=["coordinator:pt"], actor=None, now=NOW), now=NOW)


def test_parents_that_are_not_there(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        found = article(session, crew["cora"])
        wish(session, crew, "pt", parent="en")
        assert [(one.address, one.parent, one.note) for one in ask(session)] == [("march-8/pt", "es", "from es: there is no en to come from")]
        wish(session, crew, "en")
        assert requesting.sources(session, found, ["pt", "gl"])[:2] == [("en", "", ""), ("pt", "en", "waits for en, which is asked for, too")]
        # a circle that only a third target makes: the original stands in
        session.add(WantedLanguage(section="news", language="en", parent="pt", class_days={}, created_at=NOW))
        policy.forget(session)
        tagged(session, found, section="news")
        assert {one.language: one.parent for one in ask(session)} == {"pt": "en", "en": "es"}


def test_statements_do_not_grow_with_the_articles(engine) -> None:
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *row: sent.append(row[2]))
    counts = []
    with db.scope(engine) as session:
        crew = staff(session)
        wish(session, crew, "pt fr en")
    for size in (2, 40):
        with db.scope(engine) as session:
            document = formats.get("markdown").read(SOURCE.encode())
            texts = [Incoming(document=document, body=SOURCE.encode(), key=f"{size}-{at}", language="es", origin=f"/{size}-{at}", published=True) for at in range(size)]
            assert len(list(importing.bring(session, texts, actor=people.find(session, "cora"), now=NOW))) == size
        sent.clear()
        assert len(request_all(engine)) == 3 * size
        counts.append(len(sent))
    assert counts[0] == counts[1] < 40


def test_two_ask_for_everything_at_once(engine) -> None:
    with db.scope(engine) as session:
        crew = staff(session)
        for number in range(8):
            article(session, crew["cora"], f"a-{number}")
        wish(session, crew, "pt fr en")
    ready, made = threading.Barrier(2), []

    def run() -> None:
        ready.wait()
        made.append(len(request_all(engine)))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(made) == [0, 24]
    with db.scope(engine) as session:
        assert session.scalar(select(func.count()).where(Event.action == "request")) == 24
