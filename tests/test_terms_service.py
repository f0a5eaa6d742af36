"""The glossary in the database, and its commands: who may do what, what an import does to what is there, which terms hold for a version."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.newsroom import NOW, later, person, requested, staff
from translate_flow import db
from translate_flow.errors import Conflict, NotAllowed, NotFound, UsageError
from translate_flow.exchange.term_rows import Row
from translate_flow.models import Event
from translate_flow.services import lookup, term_import, terms
from translate_flow.text.terms import Term

STRIKE = Term("Huelga", "greve", "noun", forbidden=("paro",))


@pytest.fixture
def desk_(engine):
    with db.scope(engine) as session:
        yield session, staff(session)


def row(line: int, term: Term, source: str = "es", target: str = "pt") -> Row:
    return Row(line, source, target, term)


def test_a_term_is_added_once_for_a_pair_and_part_of_speech(desk_):
    session, crew = desk_
    stored = terms.add(session, STRIKE, "es", "pt", actor=crew["ana"], now=NOW)
    with pytest.raises(Conflict, match="already: greve; avoid paro") as caught:
        terms.add(session, Term("  HUELGA ", "parede", "n"), "es", "pt", actor=crew["cora"], now=NOW)
    assert str(stored.id) in caught.value.remedy
    terms.add(session, Term("huelga", "fazer greve", "verb"), "es", "pt", actor=crew["cora"], now=NOW)
    terms.add(session, STRIKE, "es", "en", actor=crew["cora"], now=NOW)
    assert [(row.target_language, row.target, row.part_of_speech) for row in terms.listed(session)] == [("en", "greve", "noun"), ("pt", "greve", "noun"), ("pt", "fazer greve", "verb")]
    assert [event.data["source"] for event in session.scalars(select(Event).where(Event.action == "add term"))] == ["Huelga", "huelga", "Huelga"]


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (Term("", "x"), "needs a source"), (Term("…", "x"), "needs a source"), (Term("a"), "nothing is said"), (Term("a", "b", "bogus"), "no part of speech"),
        (Term("a\0b", "x"), "no text"), (Term("a", "b\ud800"), "no text"), (Term("a" * 201, "x"), "201 characters"), (Term("a", "b", forbidden=("b",)), "cannot be both"),
        (Term("a", "b", forbidden=("c|d",)), "holds a bar"),
    ],
)  # fmt: skip
def test_what_is_no_term_is_refused_with_what_to_do(term, message):
    with pytest.raises(UsageError, match=message) as caught:
        terms.clean(term)
    assert caught.value.remedy


def test_who_may_write_the_glossary(desk_):
    session, crew = desk_
    other = person(session, "zoe", "translator", writes="fr")
    reviewer = person(session, "rob", "reviewer:pt", writes="pt")
    with pytest.raises(NotAllowed, match="who writes pt"):
        terms.add(session, STRIKE, "es", "pt", actor=other, now=NOW)
    with pytest.raises(NotAllowed):
        terms.add(session, STRIKE, "es", "pt", actor=crew["rui"], now=NOW)  # reviews, but does not write it
    stored = terms.add(session, STRIKE, "es", "pt", actor=crew["ana"], now=NOW)
    terms.add(session, Term("sol", "sol"), "es", "pt", actor=reviewer, now=NOW)
    for verb in (lambda: terms.change(session, stored.id, actor=crew["ben"], now=NOW, target="parede"), lambda: terms.remove(session, [stored.id], actor=crew["ben"], now=NOW)):
        with pytest.raises(NotAllowed, match="somebody else"):
            verb()
    with pytest.raises(NotAllowed, match="import terms"):
        term_import.bring(session, [], actor=crew["ana"], now=NOW)
    terms.change(session, stored.id, actor=crew["ana"], now=later(), note="x")
    terms.change(session, stored.id, actor=crew["cora"], now=later(), target="greve|paralisação")
    event = session.scalars(select(Event).where(Event.action == "change term").order_by(Event.id.desc())).first()
    assert event.data["changes"] == {"target": ["greve", "greve|paralisação"]}
    assert (stored.added_by, stored.changed_by, stored.changed_at) == (crew["ana"].id, crew["cora"].id, later())
    with pytest.raises(UsageError, match="both are pt"):
        terms.add(session, STRIKE, "pt", "pt", actor=crew["cora"], now=NOW)


def test_terms_are_removed_all_or_none_and_the_log_keeps_them(desk_):
    session, crew = desk_
    stored = terms.add(session, STRIKE, "es", "pt", actor=crew["ana"], now=NOW)
    with pytest.raises(NotFound, match="no term 999"):
        terms.remove(session, [stored.id, 999], actor=crew["cora"], now=NOW)
    assert terms.listed(session) == [stored]
    terms.remove(session, [stored.id], actor=crew["cora"], now=NOW)
    assert terms.listed(session) == []
    [event] = session.scalars(select(Event).where(Event.action == "remove term"))
    assert event.data["term"]["forbidden"] == ["paro"]


def test_a_change_cannot_make_two_terms_one(desk_):
    session, crew = desk_
    terms.add(session, STRIKE, "es", "pt", actor=crew["cora"], now=NOW)
    other = terms.add(session, Term("paro", "paralisação", "noun"), "es", "pt", actor=crew["cora"], now=NOW)
    with pytest.raises(Conflict, match="already"):
        terms.change(session, other.id, actor=crew["cora"], now=NOW, source="huelga")


def test_terms_of_a_language_hold_for_its_regions_unless_those_say_otherwise(desk_):
    session, crew = desk_
    for term, target in ((Term("autobús", "autocarro"), "pt"), (Term("autobús", "ônibus"), "pt-BR"), (Term("tren", "comboio"), "pt"), (Term("sol", "sol"), "pt-PT")):
        terms.add(session, term, "es", target, actor=crew["cora"], now=NOW)

    def renderings(source, target):
        return {term.source: term.target for term in terms.glossary(session, source, target).terms}

    assert renderings("es-MX", "pt-BR") == {"autobús": "ônibus", "tren": "comboio"}
    assert renderings("es", "pt") == {"autobús": "autocarro", "tren": "comboio"}
    assert renderings("en", "pt") == {}


def test_an_import_takes_what_fits_and_overwrites_nothing_unasked(desk_):
    session, crew = desk_
    for term in (STRIKE, Term("sindicato", "sindicato"), Term("patrón", "patrão", definition="quien emplea")):
        terms.add(session, term, "es", "pt", actor=crew["ana"], now=NOW)
    rows = [
        row(2, Term("lucha", "luta")), row(3, Term("huelga", "greve", "noun")), row(4, Term("sindicato", "sindicato", definition="una unión")),
        row(5, Term("patrón", "chefe")), row(6, Term("lucha", "briga")), row(7, Term("lucha", "luta")), row(8, Term("", "x")), row(9, Term("a", "b"), "es", "zz-zz-zz"),
        Row(10, "es", "pt", Term("x", "y"), "it is odd"),
    ]  # fmt: skip
    done = term_import.bring(session, rows, actor=crew["cora"], now=later(), origin="g.csv")
    assert {one.line: one.outcome for one in done} == {2: "added", 3: "unchanged", 4: "changed", 5: "kept", 6: "refused", 7: "unchanged", 8: "refused", 9: "refused", 10: "refused"}
    why = {one.line: one.why for one in done}
    assert why[5] == "target is “patrão” here, and “chefe” there"
    assert why[6] == "line 2 of this file says otherwise of it"
    assert why[10] == "it is odd"
    found = {stored.key: terms.of(stored) for stored in terms.listed(session)}
    assert found["patrón"].target == "patrão"
    assert found["huelga"] == STRIKE
    assert found["sindicato"].definition == "una unión"
    [event] = session.scalars(select(Event).where(Event.action == "import terms"))
    assert (event.data["origin"], event.data["added"], event.data["changed"]) == ("g.csv", 1, 1)
    assert event.data["changes"][0]["definition"] == ["", "una unión"]
    done = term_import.bring(session, [row(2, Term("Patrón", "chefe"))], actor=crew["cora"], now=later(), replace_all=True)
    assert [one.outcome for one in done] == ["changed"]
    session.expire_all()
    assert terms.of(terms.listed(session, said="patrón")[0]) == Term("Patrón", "chefe", definition="quien emplea")


def test_an_import_asks_as_much_for_many_rows_as_for_few(engine):
    from sqlalchemy import event

    sent: list[str] = []

    def note(connection, cursor, statement, parameters, context, many):
        if not statement.startswith("INSERT"):
            sent.append(statement)

    counts = []
    for number in (2, 400):
        with db.scope(engine) as session:
            crew = staff(session) if not counts else {"cora": lookup_person(session, "cora")}
            session.flush()
            event.listen(engine, "before_cursor_execute", note)
            sent.clear()
            term_import.bring(session, [row(at, Term(f"t{number}x{at}", "x")) for at in range(number)], actor=crew["cora"], now=NOW)
            session.flush()
            counts.append(len(sent))
            event.remove(engine, "before_cursor_execute", note)
    assert counts[0] == counts[1]


def lookup_person(session, handle):
    from translate_flow.services import people

    return people.find(session, handle)


def test_the_terms_of_a_versions_source(desk_):
    session, crew = desk_
    version = requested(session, crew)
    terms.add(session, Term("persona", "pessoa"), "es", "pt", actor=crew["cora"], now=NOW)
    terms.add(session, Term("lucha", "luta"), "es", "en", actor=crew["cora"], now=NOW)
    [one], blocks = terms.in_source(session, version)
    assert (one.term.source, one.places, one.forms) == ("persona", (1,), ("personas",))
    assert len(blocks) == 3
    with pytest.raises(UsageError, match="is an original"):
        terms.in_source(session, lookup.version(session, "march-8"))


# ── the commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_commands(newsroom):
    newsroom.to("requested")
    newsroom.run("terms", "add", "personas (trabajadoras)", "pessoas", "--from", "es", "--to", "pt", "--forbid", "gente", "--definition", "Who works", who="ana")
    newsroom.run("terms", "add", "violencia", "violência", "--from", "es", "--to", "pt", "--pos", "noun", who="ana")
    newsroom.run("terms", "add", "Beacon", "--keep", "--from", "es", "--to", "pt", who="cora")
    assert newsroom.run("terms", "add", "lucha", who="ana", code=2).err.count("--from es --to pt") == 1
    newsroom.run("terms", "change", "3", "--note", "ours", who="ana", code=4)
    [found] = newsroom.json("terms", "list", "violência")
    assert (found["number"], found["from"], found["to"], found["rendering"], found["part_of_speech"], found["added_by"]) == (2, "es", "pt", "violência", "noun", "ana")
    found = newsroom.json("terms", "find", "march-8/pt")
    assert [(one["term"], one["as"], one["blocks"]) for one in found] == [("personas (trabajadoras)", ["personas"], [3]), ("violencia", ["violencia"], [6])]
    assert "gente" in newsroom.run("terms", "find", "march-8/pt").out
    newsroom.run("terms", "find", "march-8", code=2)
    newsroom.run("terms", "change", "2", "--target", "", "--definition", "x", who="ana")
    assert newsroom.json("terms", "list", "violencia")[0]["rendering"] is None
    newsroom.run("terms", "change", "2", who="ana", code=2)
    assert newsroom.json("terms", "remove", "2", who="ana") == ["violencia"]


@pytest.mark.parametrize("name", ["g.csv", "g.tbx"])
def test_out_and_in_again(newsroom, name):
    newsroom.run("terms", "add", "huelga", "greve|paralisação", "--from", "es", "--to", "pt", "--forbid", "paro", "--subject", "Work", who="cora")
    newsroom.run("terms", "add", "=1+1", "dois", "--from", "es", "--to", "pt", who="cora")
    before = newsroom.json("terms", "list")
    newsroom.run("terms", "export", name)
    assert newsroom.run("terms", "import", name, who="cora").err.strip() == "2 unchanged."
    newsroom.run("terms", "import", name, who="ana", code=4)
    newsroom.run("terms", "remove", "1", "2", who="cora")
    done = newsroom.json("terms", "import", name, who="cora")
    assert (done["added"], [one["outcome"] for one in done["rows"]]) == (2, ["added", "added"])
    told = {"number", "added_at", "changed_at"}
    assert [{key: value for key, value in one.items() if key not in told} for one in newsroom.json("terms", "list")] == [
        {key: value for key, value in one.items() if key not in told} for one in before
    ]


def test_an_import_tells_its_rows_and_ends_so(newsroom):
    newsroom.run("terms", "add", "huelga", "greve", "--from", "es", "--to", "pt", who="cora")
    newsroom.write("g.csv", "es;pt\nhuelga;parede\nlucha;luta\n")
    ran = newsroom.run("terms", "import", "g.csv", who="cora", code=5)
    assert "g.csv:2 “huelga” was kept as it is here: target is “greve” here, and “parede” there." in ran.err
    assert "1 added, 1 kept." in ran.err
    newsroom.run("terms", "import", "g.csv", "--replace", who="cora")
    assert newsroom.json("terms", "list", "huelga")[0]["rendering"] == "parede"
    newsroom.write("g.csv", "es;pt;colour\n;x;\npaz;paz;\n")
    ran = newsroom.run("terms", "import", "g.csv", who="cora", code=6)
    assert "“colour”" in ran.err
    assert newsroom.json("terms", "list", "paz")
    newsroom.write("g.csv", 'source,target\n"huelga,greve\n')
    assert "g.csv:2" in newsroom.run("terms", "import", "g.csv", "--from", "es", "--to", "pt", who="cora", code=6).err
    newsroom.run("terms", "import", "missing.csv", who="cora", code=3)


def test_a_term_base_goes_out_by_one_pair(newsroom):
    for target in ("pt", "en"):
        newsroom.run("terms", "add", "huelga", "x", "--from", "es", "--to", target, who="cora")
    newsroom.run("terms", "export", "all.tbx", code=2)
    newsroom.run("terms", "export", "all.csv")
    newsroom.run("terms", "export", "en.tbx", "--from", "es", "--to", "en")
    newsroom.run("terms", "export", "en.tbx", "--from", "es", "--to", "pt", code=5)
    assert newsroom.run("terms", "export", "-", "--format", "tbx", "--to", "en").out.startswith("<?xml")
    newsroom.run("terms", "export", "x.doc", "--format", "doc", code=2)
