"""How much work a translation is: words by band, by version, by person and language, of what is open and of what was handed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from tests.newsroom import NOW, SOURCE, TARGET, article, bring_to, later, requested, staff
from translate_flow import db, formats, reports
from translate_flow.errors import UsageError
from translate_flow.models import Revision
from translate_flow.reports import effort as report
from translate_flow.reports import tasks
from translate_flow.services import (
    carrying,
    checkins,
    claims,
    coordination,
    importing,
    lookup,
    people,
    publishing,
    review,
    settings,
    work,
)
from translate_flow.services import effort as service
from translate_flow.services.sources import Incoming
from translate_flow.text import effort, words
from translate_flow.text.effort import BANDS, Asked, Block, Effort, Piece
from translate_flow.text.runs import runs

USUAL = effort.weights("")


def test_a_word_counts_by_its_band() -> None:
    pieces = [Piece(10, "new"), Piece(10, "exact"), Piece(8, "edited", 0.25), Piece(100, "carried"), Piece(2, "new")]
    assert effort.measure(pieces, USUAL) == Effort(130, 16.0, {"carried": 100, "edited": 8, "exact": 10, "new": 12})
    assert effort.measure([], USUAL) == Effort()


@pytest.mark.parametrize(("score", "band"), [(101, "context"), (100, "exact"), (99.9, "fuzzy95"), (95, "fuzzy95"), (85, "fuzzy85"), (84.9, "fuzzy75"), (50, "fuzzy50"), (49, "new"), (0, "new")])
def test_bands_of_the_memory(score: float, band: str) -> None:
    assert effort.band(score) == band


def test_what_is_said_before_in_a_text_is_a_repetition_unless_the_memory_knows_it_better() -> None:
    blocks = [Block(3, "a"), Block(4, "b"), Block(3, "a")]
    assert [piece.band for piece in effort.fresh(blocks, USUAL)] == ["new", "new", "repetition"]
    assert [piece.band for piece in effort.fresh(blocks, USUAL, [101, 80, 101])] == ["context", "fuzzy75", "context"]
    assert [piece.band for piece in effort.fresh(blocks, USUAL, [80, 0, 80])] == ["fuzzy75", "new", "repetition"]


@pytest.mark.parametrize(
    ("old", "new", "share"),
    [
        ("Uno dos tres cuatro", "Uno dos tres cinco", 0.25), ("Uno dos", "Uno dos tres cuatro", 0.5), ("Uno dos tres cuatro", "Uno dos", 0.5), ("", "uno", 1.0),
        ("[Uno](/a) dos", "[Uno](/b) dos", 0.0), ("*Uno* dos", "**Uno** dos", 0.0), ("Uno", "Uno", 0.0), ("", "", 0.0), ("…", "!", 0.0), ("工会罢工", "工会会议", 0.5),
    ],
)  # fmt: skip
def test_the_share_of_words_that_changed(old: str, new: str, share: float) -> None:
    assert effort.share(runs(old, new, "markdown"), "markdown") == share


@given(st.text("ab *_[]()\n", max_size=30), st.text("ab *_[]()\n", max_size=30))
def test_a_share_is_a_share(old: str, new: str) -> None:
    assert 0 <= effort.share(runs(old, new, "markdown"), "markdown") <= 1


@given(st.dictionaries(st.sampled_from(sorted(BANDS)), st.integers(0, 200).map(lambda cents: cents / 100)))
def test_weights_are_read_as_they_are_written(given: dict[str, float]) -> None:
    said = {**USUAL, **given}
    assert effort.weights(effort.spelled(said)) == said
    assert effort.weights(", ".join(f"{name}={value:g}" for name, value in given.items())) == said


@pytest.mark.parametrize("text", ["new", "new=", "new=-1", "old=1", "new=1,5 x", "new=3", "new=1e5", "new=nan"])
def test_what_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="weigh"):
        effort.weights(text)


@given(st.lists(st.builds(Piece, st.integers(0, 500), st.sampled_from(sorted(BANDS)), st.floats(0, 1))))
def test_a_text_is_the_sum_of_its_bands_and_no_heavier_than_its_words(pieces: list[Piece]) -> None:
    found = effort.measure(pieces, USUAL)
    assert found.words == sum(found.bands.values()) == sum(piece.words for piece in pieces)
    assert -0.1 <= found.weighted <= found.words + 0.1
    assert list(found.bands) == [name for name in BANDS if name in found.bands]


# ── versions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


LONG = SOURCE + "\nLa lucha sigue.\n"


@pytest.fixture
def desk_(engine):
    with db.scope(engine) as session:
        yield session, staff(session)


def revise(session, crew, text, now=NOW, key="march-8"):
    incoming = Incoming(document=formats.get("markdown").read(text.encode()), body=text.encode(), key=key, language="es", origin=f"/{key}.es")
    assert importing.revise(session, lookup.version(session, key), incoming, actor=crew["cora"], now=now).outcome == "revised"


def of(session, version, **more):
    return service.of(session, [version], **more)[version.id]


def test_a_first_translation_is_all_its_words(desk_):
    session, crew = desk_
    article(session, crew["cora"], text=LONG)
    version = coordination.request(session, lookup.article(session, "march-8"), "pt", actor=crew["cora"], now=NOW)
    total = words.total([block.text for block in formats.get("markdown").read(LONG.encode()).blocks])
    found = of(session, version)
    assert (found.words, found.bands) == (total, {"repetition": 3, "new": total - 3})
    assert found.weighted == round(total - 3 + 3 * USUAL["repetition"], 1)
    assert lookup.version(session, "march-8").id not in service.of(session, [lookup.version(session, "march-8")]), "an original is no translation"


def test_the_memory_is_asked_once_for_a_pair_with_what_stands_beside(desk_):
    session, crew = desk_
    version = requested(session, crew)
    other = coordination.request(session, version.article, "en", actor=crew["cora"], now=NOW)
    asked: list[tuple[str, str, list[Asked]]] = []

    def memory(source, target, queries):
        asked.append((source, target, list(queries)))
        return [101.0, 86.0, 0.0] if target == "pt" else [0.0] * len(queries)

    found = service.of(session, [version, other], memory=memory)
    assert [(source, target) for source, target, _ in asked] == [("es", "pt"), ("es", "en")]
    texts = ["El ocho de marzo", "Miles de personas salieron a la calle.", "La lucha sigue."]
    assert asked[0][2] == [Asked(texts[0], "", texts[1]), Asked(texts[1], texts[0], texts[2]), Asked(texts[2], texts[1], "")]
    assert found[version.id].bands == {"context": 4, "fuzzy85": 7, "new": 3}
    assert found[other.id].bands == {"new": 14}


def test_what_a_carry_leaves_alone_costs_nothing(desk_):
    session, crew = desk_
    version = bring_to(session, crew, "published")
    assert of(session, version) == Effort(14, 0.0, {"carried": 14})
    revise(session, crew, SOURCE.replace("sigue.", "sigue hoy.") + "\nUn párrafo nuevo.\n")
    found = of(session, version)
    assert found.bands == {"carried": 11, "edited": 4, "new": 3}
    assert found.weighted == 1 + 3


def test_the_figure_stays_while_somebody_works_on_it(desk_):
    session, crew = desk_
    version = bring_to(session, crew, "published")
    revise(session, crew, SOURCE.replace("sigue.", "sigue hoy."))
    before = of(session, version)
    assert carrying.carry(session, version, actor=crew["cora"], now=later()).outcome == "drafted"
    assert of(session, version) == before
    claims.claim(session, version, actor=crew["ana"], now=later())
    checkins.checkin(session, TARGET.replace("continua.", "continua hoje.").encode(), actor=crew["ana"], now=later(), address=version.address, name="t.md")
    assert of(session, version) == before


def test_a_block_that_did_not_follow_is_weighed_against_what_it_renders(desk_):
    session, crew = desk_
    version = bring_to(session, crew, "published")
    revise(session, crew, SOURCE.replace("sigue.", "sigue hoy."))
    carrying.carry(session, version, actor=crew["cora"], now=later())
    claims.claim(session, version, actor=crew["ana"], now=later())
    work.submit(session, version, actor=crew["ana"], now=later(), unfinished=True)
    review.approve(session, version, actor=crew["rui"], now=later())
    publishing.publish(session, version, actor=crew["pia"], now=later())
    assert of(session, version).bands == {"carried": 11, "edited": 4}, "its base is the new source, but that block renders the old one"
    assert of(session, version).weighted == 1


def test_a_text_whose_base_nobody_knows_is_new(desk_):
    session, crew = desk_
    version = bring_to(session, crew, "published")
    found = service.job(version, session.get(Revision, version.live.base_id), version.live, {})
    assert (found.start, found.base) == (version.live_id, None)
    assert service.weigh(session, [found])[0].bands == {"new": 14}


def test_many_versions_take_as_many_statements_as_few(engine):
    counts: list[int] = []
    sent: list[str] = []

    def note(connection, cursor, statement, *_):
        sent.append(statement)

    for number, key in ((2, "a"), (30, "b")):
        with db.scope(engine) as session:
            crew = staff(session) if not counts else {handle: people.find(session, handle) for handle in ("cora", "ana", "ben", "rui", "pia", "max")}
            versions = [bring_to(session, crew, "published", key=f"{key}-{at}") for at in range(number)]
            for at in range(number):
                revise(session, crew, SOURCE.replace("sigue.", f"sigue {key} {at}."), key=f"{key}-{at}")
            session.flush()
            session.expire_all()
            [version.id for version in versions]
            event.listen(engine, "before_cursor_execute", note)
            sent.clear()
            service.of(session, versions, memory=lambda source, target, queries: [0.0] * len(queries))
            event.remove(engine, "before_cursor_execute", note)
            counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_weights_are_the_newsrooms(desk_):
    session, crew = desk_
    version = requested(session, crew)
    settings.put(session, "effort_weights", "new=0.5", actor=crew["cora"], now=NOW)
    assert of(session, version).weighted == 7
    with pytest.raises(UsageError, match="no weight") as caught:
        settings.put(session, "effort_weights", "newish=0.5", actor=crew["cora"], now=NOW)
    assert "fuzzy95" in caught.value.remedy


def test_tasks_are_weighed_where_that_is_wanted(desk_):
    session, crew = desk_
    requested(session, crew)
    [task] = tasks.tasks(session, crew["ana"]).tasks
    assert (task.words, task.weighted) == (14, None)
    [task] = tasks.tasks(session, crew["ana"], effort=True, memory=lambda *asked: [100.0] * len(asked[2])).tasks
    assert (task.words, task.weighted) == (14, 2.8)


# ── the report ───────────────────────────────────────────────────────────────────────────────────────────────────────


def works(session, **asked) -> report.Works:
    return report.works(session, reports.Asked(NOW, **asked))


def test_what_is_open_is_told_by_language_and_who_holds_it(desk_):
    session, crew = desk_
    bring_to(session, crew, "translating")
    article(session, crew["cora"], "may-1")
    coordination.request(session, lookup.article(session, "may-1"), "pt", actor=crew["cora"], now=NOW)
    found = works(session)
    assert found.languages["pt"][0] == report.Sum(2, Effort(28, 28.0, {"new": 28}))
    assert list(found.people) == [("ana", "pt")]
    assert found.people["ana", "pt"][0].versions == 1
    assert [(one.article, one.person, one.at) for one in found.open] == [("march-8", "ana", None), ("may-1", "", None)]
    assert works(session, language="en").open == []
    assert [one.article for one in works(session, person="ana").open] == ["march-8"]


def test_what_was_handed_in_is_counted_once_and_from_what_readers_saw(desk_):
    session, crew = desk_
    version = bring_to(session, crew, "in_review")
    review.send_back(session, version, actor=crew["rui"], now=later(1), reason="a slip")
    checkins.checkin(session, TARGET.replace("luta", "Luta").encode(), actor=crew["ana"], now=later(2), address=version.address, name="t.md")
    work.submit(session, version, actor=crew["ana"], now=later(24 * 40))
    review.approve(session, version, actor=crew["rui"], now=later(24 * 40))
    publishing.publish(session, version, actor=crew["pia"], now=later(24 * 40))
    [first] = works(session).done
    assert (first.person, first.at, first.effort.bands) == ("ana", NOW, {"new": 14})
    revise(session, crew, SOURCE.replace("sigue.", "sigue hoy."), now=later(24 * 41))
    carrying.carry(session, version, actor=crew["cora"], now=later(24 * 41))
    claims.claim(session, version, actor=crew["ben"], now=later(24 * 41))
    checkins.checkin(session, version_text(session, version).replace("continua.", "continua hoje.").encode(), actor=crew["ben"], now=later(24 * 42), address=version.address, name="t.md")
    work.submit(session, version, actor=crew["ben"], now=later(24 * 42), unfinished=True)
    found = works(session)
    assert [(one.person, one.effort.weighted, one.effort.words) for one in found.done] == [("ana", 14.0, 14), ("ben", 1.0, 15)]
    assert found.languages["pt"][1].versions == 2
    assert [one.person for one in works(session, since=NOW + timedelta(days=41)).done] == ["ben"]
    assert [one.person for one in works(session, until=NOW + timedelta(days=30)).done] == ["ana"]
    assert [one.person for one in works(session, since=NOW + timedelta(days=30), until=NOW + timedelta(days=41)).done] == [], "handed in again is no new work"
    assert [one.person for one in works(session, person="ben").done] == ["ben"]


def test_what_was_handed_in_is_weighed_by_the_memory_of_that_day(desk_):
    """Not by that of today, which knows this very translation."""
    session, crew = desk_
    bring_to(session, crew, "approved")
    second = article(session, crew["cora"], "may-1", SOURCE)  # the same words again
    version = coordination.request(session, second, "pt", actor=crew["cora"], now=later(1))
    claims.claim(session, version, actor=crew["ben"], now=later(1))
    checkins.checkin(session, TARGET.encode(), actor=crew["ben"], now=later(2), address=version.address, name="t.md")
    work.submit(session, version, actor=crew["ben"], now=later(2))
    review.approve(session, version, actor=crew["rui"], now=later(3))
    done = {one.article: one.effort for one in works(session).done}
    assert done["march-8"].bands == {"new": 14}
    assert done["may-1"].bands == {"context": 14}
    settings.put(session, "effort_weights", "new=2 context=2", actor=crew["cora"], now=later(4))
    assert {one.article: one.effort for one in works(session).done} == done, "what was agreed on that day stays"


def version_text(session, version) -> str:
    from translate_flow.services import texts

    return texts.body(session, version.head).decode()


# ── the commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_commands(newsroom):
    newsroom.to("requested")
    shown = newsroom.run("tasks", who="ana").out
    assert "WEIGHTED" not in shown
    assert "WEIGHTED" in newsroom.run("tasks", "--effort", who="ana").out
    [task] = newsroom.json("tasks", "--effort", who="ana")
    assert task["weighted"] == task["words"] > 0
    assert newsroom.json("tasks", who="ana")[0]["weighted"] is None
    newsroom.to("in_review", key="may-1")
    out = newsroom.run("report", "effort").out
    assert "Work by language" in out
    assert "Work by person" in out
    found = newsroom.json("report", "effort", "--from", "2026-03-08", "--to", "2026-03-08", "--lang", "pt", "--person", "ana")
    [row] = found["people"]
    assert (row["person"], row["versions"], row["handed_in"], row["words_in"]) == ("ana", 0, 1, task["words"])
    assert [(one["article"], one["new"]) for one in found["versions"]] == [("may-1", task["words"])]
    assert (found["asked"]["from"], found["asked"]["to"]) == ("2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z")
    assert newsroom.json("report", "effort", "--to", "2026-03-07", "--person", "ana")["versions"] == []
    newsroom.run("report", "effort", "--person", "nobody", code=3)
    newsroom.run("report", "effort", "--from", "yesterday", code=2)
    newsroom.run("report", "effort", "--lang", "fr", code=3)
    assert "nothing was handed in" in newsroom.run("report", "effort", "--lang", "es").err
    newsroom.run("settings", "effort_weights", "new=2")
    assert newsroom.json("tasks", "--effort", who="ana")[0]["weighted"] == 2 * task["words"]
    newsroom.run("settings", "effort_weights", "new=two", code=2)
