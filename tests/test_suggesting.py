"""Who could take a version: each part of a score by itself, against figures made by hand; and many versions at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, func, select

from tests.newsroom import NOW, TARGET, article, person, requested, staff
from tests.test_concurrency import at_once, verb
from translate_flow import db
from translate_flow.errors import Conflict, NotAllowed
from translate_flow.models import ArticleTag, Claim, Version
from translate_flow.services import (
    checkins,
    claims,
    coordination,
    people,
    publishing,
    queueing,
    review,
    suggesting,
    terms,
    work,
)
from translate_flow.text.terms import Term

WORDS = 14  # of `newsroom.SOURCE`


def at(days: float) -> timedelta:
    return NOW + timedelta(days=days)


@pytest.fixture
def stage(engine):
    with db.scope(engine) as session:
        yield session, staff(session)


def parts(session, version, handle, now=NOW) -> dict[str, tuple[int, dict]]:
    """Of one person: part → (points, figures)."""
    [found] = suggesting.suggest(session, [version], now=now, limit=9)
    [one] = [proposal for proposal in found.people if proposal.person.handle == handle]
    assert one.score == sum(reason.points for reason in one.reasons)
    assert {reason.part for reason in one.reasons} <= set(suggesting.PARTS)
    return {reason.part: (reason.points, reason.figures) for reason in one.reasons}


def hand_in(session, crew, version, handle="ana", now=NOW, text=TARGET) -> Version:
    claims.claim(session, version, actor=crew[handle], now=now)
    checkins.checkin(session, text.encode(), actor=crew[handle], now=now, address=version.address, name="t.md")
    work.submit(session, version, actor=crew[handle], now=now)
    return version


def bring_out(session, crew, version, now=NOW) -> Version:
    review.approve(session, version, actor=crew["rui"], now=now)
    publishing.publish(session, version, actor=crew["pia"], now=now)
    return version


def order(session, version, now=NOW) -> list[str]:
    [found] = suggesting.suggest(session, [version], now=now, limit=9)
    return [one.person.handle for one in found.people]


# ── who can ──


def test_only_who_can_is_proposed(stage):
    session, crew = stage
    person(session, "eva", "translator", reads="fr", writes="pt")
    person(session, "leo", "translator", reads="es", writes="pt-BR")
    person(session, "kim", "translator:en", writes="pt en")
    people.change(session, "ben", active=False, actor=crew["cora"], now=NOW)
    found = article(session, crew["cora"])
    version = coordination.request(session, found, "pt-BR", actor=crew["cora"], now=NOW)
    assert order(session, version) == ["ana", "leo", "max"]  # `pt` covers `pt-BR`
    [none] = suggesting.suggest(session, [coordination.request(session, found, "fr", actor=crew["cora"], now=NOW)], now=NOW, limit=1)
    assert [one.person.handle for one in none.people] == ["max"]
    assert (none.able, none.words) == (1, WORDS)


def test_nothing_known_is_nothing_counted_and_handles_decide(stage):
    session, crew = stage
    version = requested(session, crew)
    assert order(session, version) == ["ana", "ben", "max"]
    assert parts(session, version, "ana") == {"load": (0, {"versions": 0, "words": 0, "proposed": 0, "week": 1000, "week_known": False, "weeks": 0.0})}


# ── each part ──


def test_an_earlier_round_counts_most(stage):
    session, crew = stage
    version = bring_out(session, crew, hand_in(session, crew, requested(session, crew), "ben"))
    coordination.reopen(session, version, actor=crew["cora"], now=NOW)
    assert parts(session, version, "ben")["round"] == (40, {"handed_in": 1})
    assert "round" not in parts(session, version, "ana")
    assert order(session, version)[0] == "ben"


def test_other_languages_of_the_article(stage):
    session, crew = stage
    version = requested(session, crew)
    english = coordination.request(session, version.article, "en", actor=crew["cora"], now=NOW)
    claims.claim(session, english, actor=crew["ben"], now=NOW)
    assert parts(session, version, "ben")["sibling"] == (10, {"languages": ["en"]})
    assert "article" not in parts(session, version, "ben")
    checkins.checkin(session, TARGET.encode(), actor=crew["ben"], now=NOW, address=english.address, name="t.md")
    work.submit(session, english, actor=crew["ben"], now=NOW)
    found = parts(session, version, "ben")
    assert found["article"] == (15, {"languages": ["en"]})
    assert "sibling" not in found


def test_who_is_named_as_the_translator_of_what_came_from_elsewhere(stage):
    session, crew = stage
    version = requested(session, crew)
    english = coordination.request(session, version.article, "en", actor=crew["cora"], now=NOW)
    english.status, english.translator_id = "published", crew["ben"].id
    assert parts(session, version, "ben")["article"] == (15, {"languages": ["en"]})


def test_section_and_tag_of_this_pair_alone(stage):
    session, crew = stage
    done = [bring_out(session, crew, hand_in(session, crew, requested(session, crew, key=f"a-{number}"))) for number in range(3)]
    elsewhere = hand_in(session, crew, requested(session, crew, "en", key="a-3"))
    version = requested(session, crew, key="new")
    for one in (*done, elsewhere, version):
        one.article.section = "Labour"
    for one, tags in ((done[0], "strike wages"), (done[1], "strike"), (version, "strike wages women")):
        one.article.tags = [ArticleTag(tag=tag) for tag in tags.split()]
    found = parts(session, version, "ana")
    assert found["section"] == (4, {"articles": 3, "section": "Labour"})  # 10 × 3 ÷ 7
    assert found["tag"] == (3, {"articles": 2, "tag": "strike"})  # 10 × 2 ÷ 6
    assert not {"section", "tag"} & set(parts(session, version, "ben"))


def test_terms_that_they_rendered_before(stage):
    session, crew = stage
    for source, target in (("lucha", "luta"), ("calle", "rua"), ("huelga", "greve")):
        terms.add(session, Term(source, target), "es", "pt", actor=crew["cora"], now=NOW)
    hand_in(session, crew, requested(session, crew, key="old"))
    version = requested(session, crew, key="new")
    assert "terms" not in parts(session, version, "ana")  # nobody has approved it yet, so the memory does not know it
    review.approve(session, _version(session, "old/pt"), actor=crew["rui"], now=NOW)
    assert parts(session, version, "ana")["terms"] == (10, {"rendered": 2, "of": 2, "terms": ["calle", "lucha"]})
    assert "terms" not in parts(session, version, "ben")


def _version(session, address):
    from translate_flow.services import lookup

    return lookup.version(session, address)


def test_load_against_their_usual_week(stage):
    session, crew = stage
    for number in range(4):
        hand_in(session, crew, requested(session, crew, key=f"a-{number}"), now=at(-7 * number))
    people_since = at(-7 * 7)
    crew["ana"].created_at = people_since
    held = [requested(session, crew, key=f"h-{number}") for number in range(2)]
    for one in held:
        claims.claim(session, one, actor=crew["ana"], now=NOW)
    version = requested(session, crew, key="new")
    week = 4 * WORDS // 7  # eight weeks are looked back on, and seven weeks is she here
    points, figures = parts(session, version, "ana")["load"]
    assert figures == {"versions": 2, "words": 2 * WORDS, "proposed": 0, "week": week, "week_known": True, "weeks": round(2 * WORDS / week, 2)}
    assert points == -round(10 * 2 * WORDS / week)
    assert parts(session, version, "ben")["load"][1] | {"weeks": 0} == {"versions": 0, "words": 0, "proposed": 0, "week": week, "week_known": False, "weeks": 0}
    assert order(session, version)[-1] == "ana"


def test_what_is_reopened_weighs_what_its_source_has_changed(stage):
    session, crew = stage
    version = bring_out(session, crew, hand_in(session, crew, requested(session, crew)))
    version.behind_since, version.behind_words, version.behind_blocks = NOW, 3, 1
    coordination.reopen(session, version, actor=crew["cora"], now=NOW)
    session.flush()
    [found] = suggesting.suggest(session, [version], now=NOW)
    assert found.words == 3


def test_work_past_its_date(stage):
    session, crew = stage
    for number in range(4):
        late = requested(session, crew, key=f"a-{number}")
        claims.assign(session, late, crew["ana"], actor=crew["cora"], now=at(-1), due_at=at(-0.5))
        version = requested(session, crew, key=f"new-{number}")
        assert parts(session, version, "ana")["late"] == (-min(24, 8 * (number + 1)), {"versions": number + 1})


def test_what_came_back_counts_from_three_on(stage):
    session, crew = stage
    versions = [requested(session, crew, key=f"a-{number}") for number in range(3)]
    new = requested(session, crew, key="new")
    for number, version in enumerate(versions):
        hand_in(session, crew, version)
        if number < 2:
            assert "returns" not in parts(session, new, "ana")
    review.send_back(session, versions[0], actor=crew["rui"], now=NOW, reason="the figures")
    assert parts(session, new, "ana")["returns"] == (-7, {"returned": 1, "handed_in": 3})  # 20 × ⅓
    assert "returns" not in parts(session, new, "ana", now=at(7 * 8 + 1))


def test_who_gave_it_back(stage):
    session, crew = stage
    version = requested(session, crew)
    claims.claim(session, version, actor=crew["ana"], now=NOW)
    claims.release(session, version, actor=crew["ana"], now=at(1))
    assert parts(session, version, "ana", at(2))["gave_back"] == (-20, {"at": at(1)})
    assert order(session, version, at(2))[-1] == "ana"


@pytest.mark.parametrize(("days", "points"), [(20, None), (21, -5), (35, -15), (49, -25), (55, -25)])
def test_away_for_weeks(stage, days, points):
    session, crew = stage
    hand_in(session, crew, requested(session, crew, key="old"))
    version = requested(session, crew)
    found = parts(session, version, "ana", at(days)).get("away", (None, None))
    assert found[0] == points
    assert points is None or found[1]["seen"] == NOW


def test_never_seen(stage):
    session, crew = stage
    version = requested(session, crew)
    crew["ana"].created_at = at(-300)
    crew["ben"].created_at = at(-22)
    assert parts(session, version, "ana")["away"] == (-25, {"seen": None, "weeks": 8})
    assert parts(session, version, "ben")["away"] == (-5, {"seen": None, "weeks": 3})


def test_who_waits_for_it(stage):
    session, crew = stage
    version = requested(session, crew)
    claims.claim(session, version, actor=crew["ana"], now=NOW)
    queueing.claim_or_wait(session, version, actor=crew["max"], now=NOW)
    claims.release(session, version, actor=crew["ana"], now=at(1))
    assert parts(session, version, "max", at(1))["waits"] == (20, {"since": NOW})
    assert suggesting.free(session, now=NOW) == []  # it is kept for max


# ── many at once ──


def test_load_grows_with_each_proposal(stage):
    session, crew = stage
    versions = [requested(session, crew, key=f"a-{number:02}") for number in range(40)]
    found = suggesting.suggest(session, versions, now=NOW)
    firsts = [one.people[0].person.handle for one in found]
    assert firsts[:4] == ["ana", "ben", "max", "ana"]
    assert sorted(firsts.count(handle) for handle in ("ana", "ben", "max")) == [13, 13, 14]
    assert [one.version.address for one in found] == [version.address for version in versions]
    figures = {reason.part: reason.figures for reason in found[3].people[0].reasons}
    assert (figures["load"]["proposed"], figures["spread"]) == (WORDS, {"versions": 1})
    assert suggesting.suggest(session, versions, now=NOW) == found


def test_the_most_urgent_is_served_first(stage):
    session, crew = stage
    plain, due, soon, urgent = (requested(session, crew, key=key) for key in ("plain", "due", "soon", "urgent"))
    due.due_at, soon.due_at, urgent.priority = at(9), at(2), 2
    assert [one.version for one in suggesting.suggest(session, [plain, due, soon, urgent], now=NOW)] == [urgent, soon, due, plain]
    session.flush()
    assert suggesting.free(session, now=NOW) == [urgent, soon, due, plain]
    assert suggesting.free(session, now=NOW, limit=2) == [urgent, soon]


def test_as_many_statements_for_many_versions_as_for_few(stage):
    session, crew = stage
    for source in ("lucha", "calle"):
        terms.add(session, Term(source, source.upper()), "es", "pt", actor=crew["cora"], now=NOW)
    bring_out(session, crew, hand_in(session, crew, requested(session, crew, key="old")))
    versions = [requested(session, crew, key=f"a-{number:02}") for number in range(30)]
    session.flush()
    sent: list[str] = []
    event.listen(Engine, "before_cursor_execute", note := lambda *given: sent.append(given[2]))
    try:
        counts = []
        for some in (versions[:1], versions):
            sent.clear()
            suggesting.suggest(session, some, now=NOW)
            counts.append(len(sent))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert counts[0] == counts[1] <= 22


# ── giving them ──


def test_taking_is_all_or_nothing_unless_each(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        versions = [requested(session, crew, key=f"a-{number}") for number in range(3)]
    with db.scope(engine) as session:
        cora = people.find(session, "cora")
        found = suggesting.suggest(session, [_version(session, version.address) for version in versions], now=NOW)
        claims.claim(session, found[1].version, actor=people.find(session, "max"), now=NOW)  # somebody was in between
        with pytest.raises(Conflict, match="max holds"), session.begin_nested():
            suggesting.take(session, found, actor=cora, now=NOW)
        session.expire_all()
        assert [_version(session, version.address).status for version in versions] == ["requested", "translating", "requested"]
        taken, refused = suggesting.take(session, found, actor=cora, now=NOW, each=True)
        assert (sorted(taken), list(refused)) == ([versions[0].id, versions[2].id], [versions[1].id])
        assert [claim.person_id for claim in taken.values()] == [found[0].people[0].person.id, found[2].people[0].person.id]


def test_what_nobody_can_take_is_refused(stage):
    session, crew = stage
    people.change(session, "max", active=False, actor=crew["cora"], now=NOW)
    version = coordination.request(session, article(session, crew["cora"]), "fr", actor=crew["cora"], now=NOW)
    found = suggesting.suggest(session, [version], now=NOW)
    assert found[0].people == ()
    with pytest.raises(NotAllowed, match="Nobody can take march-8/fr"):
        suggesting.take(session, found, actor=crew["cora"], now=NOW)


def test_by_typing(newsroom):
    newsroom.write("march-8.es.md")
    newsroom.run("import", "march-8.es.md", "--section", "Labour", "--tag", "strike", who="cora")
    newsroom.run("request", "march-8", "pt", "en", who="cora")
    newsroom.run("assign", "--suggest", who="ana", code=4)
    [english, portuguese] = sorted(newsroom.json("assign", "--suggest", "--section", "Labour", "--tag", "strike", who="cora"), key=lambda one: one["language"])
    assert (english["language"], portuguese["able"]) == ("en", 3)
    assert portuguese["people"][0]["parts"][0]["part"] == "load"
    shown = newsroom.run("assign", "--suggest", "--lang", "pt", who="cora")
    assert "holds nothing: 0.0 weeks of work" in shown.out
    newsroom.run("assign", "--suggest", "--section", "Sport", who="cora", code=3)
    told = newsroom.run("assign", "--suggest", "--take", "--dry-run", who="cora")
    assert "2 versions would be given" in told.err
    assert newsroom.json("show", "march-8/pt")["status"] == "requested"
    given = newsroom.json("assign", "march-8/pt", "march-8/en", "--suggest", "--take", who="cora")
    assert [one["assigned"] for one in given] == ["ana", "ben"]
    newsroom.run("assign", "march-8/pt", "--suggest", who="cora", code=4)
    newsroom.run("assign", "--suggest", "--take", who="cora")
    newsroom.run("assign", "march-8/pt", who="cora", code=2)
    newsroom.run("release", "march-8/pt", who="cora")
    newsroom.run("assign", "march-8/pt", "ben", who="cora")
    newsroom.run("doctor")


def test_two_coordinators_give_the_same_work_out_once(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        person(session, "carl", "coordinator")
        for number in range(6):
            requested(session, crew, key=f"a-{number}")

    def give_out(session, version, actor):
        taken, refused = suggesting.take(session, suggesting.suggest(session, suggesting.free(session, now=NOW), now=NOW), actor=actor, now=NOW)
        return len(taken) + len(refused)

    outcomes = at_once(verb(engine, "cora", give_out), verb(engine, "carl", give_out))
    assert sorted(outcomes) == [0, 6]
    with db.scope(engine, writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Claim)) == 6
