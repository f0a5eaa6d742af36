"""Adopting what a site was inferred to be: what comes in, what waits, what an answer does and takes back, and running again."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from tests.kept import snapshots
from tests.newsroom import NOW, later, staff
from translate_flow import db
from translate_flow.adoption.items import Contradiction, Fact, Group, Item, Member, Text
from translate_flow.errors import Conflict, NotAllowed, NotFound, UsageError
from translate_flow.models import Article, Event, Inference, Revision, StoredText, Version
from translate_flow.reports import tasks
from translate_flow.services import (
    adopting,
    checkins,
    claims,
    coordination,
    doctor,
    freshness,
    inferences,
    lookup,
    numbers,
    texts,
)

ES = "# El puerto\n\nLa grúa tres está parada.\n\nNadie sabe por qué.\n"
ES_LATER = ES.replace("Nadie sabe por qué.", "La empresa no paga desde marzo.")
EN = "# The port\n\nCrane three stands still.\n\nNobody knows why.\n"
PT = "# O porto\n\nO guindaste três está parado.\n\nNinguém sabe porquê.\n"
SURE = Fact("", 1.0, ())


def item(origin: str, text: str, *, history: tuple[str, ...] = (), **more) -> Item:
    body = text.encode()
    past = snapshots(*((f"{origin}@{at}", f"2026-01-0{at + 1}T12:00:00Z", one) for at, one in enumerate((*history, text) if history else ())))
    return Item(origin, Text("markdown", body), slug=origin.split(".", maxsplit=1)[0], history=past, **more)


def member(origin: str, language: str, *, parent: str = "", group: float = 1.0, spoken: float = 1.0, parent_sure: float = 1.0, base: str = "", base_sure: float = 1.0) -> Member:
    because = ("it is tested",)
    return Member(origin, Fact(language, spoken, because), Fact("", group, because), Fact(parent, parent_sure, because), Fact(base, base_sure, because), SURE)


class Site:
    """A session with a coordinator, and adoption in few words."""

    def __init__(self, session) -> None:
        self.session, self.crew = session, staff(session)
        self.cora = self.crew["cora"]

    def adopt(self, *groups: Group, items: list[Item], certain: float = 0.9) -> dict[str, adopting.Step]:
        run = adopting.begin(self.session, "site", "tree", actor=self.cora, now=NOW)
        steps = adopting.Adopter(self.session, run, {one.origin: one for one in items}, self.cora, NOW, certain).take(groups)
        adopting.finish(self.session, run, mark="m", now=NOW)
        self.sound()
        return {step.origin: step for step in steps}

    def by(self, hours: float = 1) -> dict:
        return {"actor": self.cora, "now": later(hours)}

    def waiting(self) -> list[tuple[str, str]]:
        return sorted((row.kind, row.origin) for row in inferences.listed(self.session))

    def number(self, kind: str, origin: str) -> int:
        return self.session.scalars(select(Inference.id).where(Inference.kind == kind, Inference.origin == origin).order_by(Inference.id.desc())).first()

    def version(self, address: str) -> Version:
        return lookup.version(self.session, address)

    def fresh(self, address: str) -> str:
        version = self.version(address)
        return freshness.of(self.session, [version])[version.id].state

    def texts(self, address: str) -> list[str]:
        query = select(StoredText.body).join(Revision, Revision.text_id == StoredText.id).where(Revision.version_id == self.version(address).id)
        return [bytes(body).decode() for body in self.session.scalars(query.order_by(Revision.number))]

    def sound(self) -> None:
        self.session.flush()
        assert doctor.examine(self.session, home=db.migrations(), now=later(100)) == []


@pytest.fixture
def site(engine):
    with db.scope(engine) as session:
        yield Site(session)


TWO = Group((member("port.es", "es"), member("port.pt", "pt", parent="es")))


def test_a_tree_comes_in_with_its_relay_and_says_what_is_known(site):
    group = Group((member("port.es", "es"), member("port.pt", "pt", parent="en"), member("port.en", "en", parent="es")))
    steps = site.adopt(group, items=[item("port.es", ES), item("port.en", EN), item("port.pt", PT)])
    assert {origin: step.outcome for origin, step in steps.items()} == {"port.es": "created", "port.en": "added", "port.pt": "added"}
    assert (site.version("port/en").parent.language, site.version("port/pt").parent.language) == ("es", "en")
    assert [site.version(f"port/{tag}").status for tag in ("es", "en", "pt")] == ["published"] * 3
    assert site.fresh("port/pt") == "unknown", "what nobody knows is not claimed"
    assert site.waiting() == []


def test_history_comes_in_as_revisions_and_tells_what_fell_behind(site):
    group = Group((member("port.es", "es"), member("port.pt", "pt", parent="es", base="port.es@0", base_sure=0.95)))
    site.adopt(group, items=[item("port.es", ES_LATER, history=(ES,)), item("port.pt", PT, history=("# O porto\n",))])
    assert site.texts("port/es") == [ES, ES_LATER]
    assert site.texts("port/pt") == ["# O porto\n", PT]
    base = site.version("port/pt").head.base
    assert (base.number, site.version("port/pt").head.base_confidence) == (1, 0.95)
    found = freshness.of(site.session, [site.version("port/pt")])[site.version("port/pt").id]
    assert (found.state, found.blocks) == ("behind", 1)
    assert found.since.date().isoformat() == "2026-01-02"


def test_history_that_goes_back_and_forth(site):
    """A text that was undone is one text, and two revisions; one that did not change is none."""
    site.adopt(Group((member("port.es", "es"),)), items=[item("port.es", ES, history=(ES, ES_LATER, ES_LATER))])
    assert site.texts("port/es") == [ES, ES_LATER, ES]


def test_what_is_not_sure_waits_and_comes_in_by_an_answer(site):
    group = Group((member("port.es", "es"), member("port.pt", "pt", parent="es", group=0.8)))
    steps = site.adopt(group, items=[item("port.es", ES), item("port.pt", PT)])
    assert (steps["port.pt"].outcome, steps["port.pt"].article) == ("queued", "port")
    assert site.waiting() == [("belongs", "port.pt")]
    with pytest.raises(NotFound):
        site.version("port/pt")
    inferences.accept(site.session, site.number("belongs", "port.pt"), **site.by())
    assert site.texts("port/pt") == [PT]
    assert (site.version("port/pt").parent.language, site.version("port/pt").origin) == ("es", "port.pt")
    assert site.waiting() == []
    site.sound()


def test_what_does_not_belong_becomes_an_article_of_its_own(site):
    group = Group((member("port.es", "es"), member("other.pt", "pt", parent="es", group=0.6)))
    site.adopt(group, items=[item("port.es", ES), item("other.pt", PT)])
    inferences.reject(site.session, site.number("belongs", "other.pt"), **site.by())
    assert site.version("other/pt").is_original
    assert site.texts("other/pt") == [PT]
    site.sound()
    again = site.adopt(group, items=[item("port.es", ES), item("other.pt", PT)])
    assert {step.outcome for step in again.values()} <= {"unchanged", "queued"}
    assert site.version("other/pt").article.key == "other"


def test_an_unknown_language_waits_for_somebody_who_knows(site):
    steps = site.adopt(Group((member("note.x", "", spoken=0.3),)), items=[item("note.x", EN)])
    assert steps["note.x"].outcome == "queued"
    number = site.number("language", "note.x")
    with pytest.raises(UsageError, match="in which language"):
        inferences.accept(site.session, number, **site.by())
    inferences.accept(site.session, number, language="en", **site.by())
    assert site.texts("note/en") == [EN]
    site.sound()


def test_those_of_an_original_that_waits_wait_with_it(site):
    group = Group((member("port.es", "es", spoken=0.5), member("port.pt", "pt", parent="es")))
    site.adopt(group, items=[item("port.es", ES), item("port.pt", PT)])
    assert site.waiting() == [("belongs", "port.pt"), ("language", "port.es")]
    with pytest.raises(UsageError, match=r"port\.es"):
        inferences.accept(site.session, site.number("belongs", "port.pt"), **site.by())
    for kind, origin in (("language", "port.es"), ("belongs", "port.pt")):
        inferences.accept(site.session, site.number(kind, origin), **site.by())
    assert site.version("port/pt").parent.language == "es"
    site.sound()


def test_above_takes_languages_before_what_hangs_on_them(site):
    group = Group((member("port.es", "es", spoken=0.8), member("port.pt", "pt", parent="es", group=0.85)))
    site.adopt(group, items=[item("port.es", ES), item("port.pt", PT)])
    assert inferences.above(site.session, 0.9) == []
    for number in inferences.above(site.session, 0.8):
        inferences.accept(site.session, number, **site.by())
    assert site.version("port/pt").article.key == "port"


@pytest.mark.parametrize("first", ["taken", "accepted"])
def test_an_adoption_is_taken_back_and_its_place_is_free(site, first):
    sure = 1.0 if first == "taken" else 0.8
    group = Group((member("port.es", "es"), member("port.pt", "pt", parent="es", group=sure)))
    site.adopt(group, items=[item("port.es", ES), item("port.pt", PT)])
    number = site.number("belongs", "port.pt")
    if first == "accepted":
        inferences.accept(site.session, number, **site.by())
    inferences.undo(site.session, number, **site.by(2))
    assert (site.version("port/pt").status, site.version("port/pt").live_id) == ("cancelled", None)
    assert ("belongs", "port.pt") in site.waiting()
    site.sound()
    other = Group((member("port.es", "es"), member("right.pt", "pt", parent="es")))
    site.adopt(other, items=[item("port.es", ES), item("right.pt", PT + "\nMais.\n")])
    assert site.texts("port/pt") == [PT, PT + "\nMais.\n"], "nothing of the one before is lost"
    assert (site.version("port/pt").status, site.version("port/pt").origin) == ("published", "right.pt")
    with pytest.raises(Conflict, match=r"right\.pt"):
        inferences.accept(site.session, number, **site.by(3))
    inferences.reject(site.session, number, **site.by(3))
    assert site.session.scalar(select(func.count()).select_from(Version)) == 3
    site.sound()


def test_what_takes_the_place_of_another_says_how_sure_its_base_is(site):
    source = item("port.es", ES_LATER, history=(ES,))
    site.adopt(Group((member("port.es", "es"), member("port.pt", "pt", parent="es"))), items=[source, item("port.pt", PT)])
    inferences.undo(site.session, site.number("belongs", "port.pt"), **site.by(1))
    other = Group((member("port.es", "es"), member("right.pt", "pt", parent="es", base="port.es@0", base_sure=0.6)))
    site.adopt(other, items=[source, item("right.pt", PT + "\nMais.\n")])
    head = site.version("port/pt").head
    assert (head.base.number, head.base_confidence) == (1, 0.6)


def test_the_same_answer_again_brings_it_back(site):
    site.adopt(TWO, items=[item("port.es", ES), item("port.pt", PT)])
    number = site.number("belongs", "port.pt")
    inferences.undo(site.session, number, **site.by(1))
    inferences.accept(site.session, number, **site.by(2))
    assert (site.version("port/pt").status, site.version("port/pt").live.text_id) == ("published", site.version("port/pt").head.text_id)
    assert set(site.texts("port/pt")) == {PT}
    site.sound()


def test_a_text_that_was_made_an_article_of_its_own_is_taken_back_too(site):
    site.adopt(Group((member("port.es", "es"), member("port.pt", "pt", parent="es", group=0.7))), items=[item("port.es", ES), item("port.pt", PT)])
    number = site.number("belongs", "port.pt")
    inferences.reject(site.session, number, **site.by(1))
    alone = site.session.get_one(Inference, number).version_id
    assert site.version("port-2/pt").id == alone
    inferences.undo(site.session, number, **site.by(2))
    assert (site.version("port-2/pt").status, site.version("port-2/pt").live_id) == ("cancelled", None)
    assert site.waiting() == [("belongs", "port.pt")]
    site.sound()
    inferences.accept(site.session, number, **site.by(3))
    assert site.version("port/pt").status == "published"
    assert site.texts("port-2/pt") == [PT], "nothing is lost"
    site.sound()


def test_no_twice_brings_the_same_article_back(site):
    site.adopt(Group((member("port.es", "es"), member("port.pt", "pt", parent="es", group=0.7))), items=[item("port.es", ES), item("port.pt", PT)])
    number = site.number("belongs", "port.pt")
    for hour in (1, 3):
        inferences.reject(site.session, number, **site.by(hour))
        assert (site.version("port-2/pt").status, site.version("port-2/pt").origin) == ("published", "port.pt")
        inferences.undo(site.session, number, **site.by(hour + 1))
    assert site.session.scalar(select(func.count()).select_from(Article)) == 2
    site.sound()


@pytest.mark.parametrize("first", ["taken", "accepted"])
def test_a_language_is_taken_back_and_another_said(site, first):
    site.adopt(Group((member("port.gl", "pt", spoken=0.95 if first == "taken" else 0.6),)), items=[item("port.gl", PT)])
    number = site.number("language", "port.gl")
    if first == "accepted":
        inferences.accept(site.session, number, **site.by(1))
    assert site.version("port/pt").status == "published"
    inferences.undo(site.session, number, **site.by(2))
    assert (site.version("port/pt").status, site.waiting()) == ("cancelled", [("language", "port.gl")])
    site.sound()
    assert inferences.accept(site.session, number, **site.by(3), language="gl").what == "port-2/gl is an article of its own"
    assert site.texts("port-2/gl") == [PT]
    site.sound()


def test_an_original_that_others_come_from_stays(site):
    site.adopt(Group((member("port.es", "es", spoken=0.95), member("port.pt", "pt", parent="es"))), items=[item("port.es", ES), item("port.pt", PT)])
    with pytest.raises(Conflict, match="port/pt comes from it"):
        inferences.undo(site.session, site.number("language", "port.es"), **site.by(1))


def test_a_parent_that_is_not_sure_holds_until_somebody_says_otherwise(site):
    site.adopt(Group((member("port.es", "es"), member("port.pt", "pt", parent="es", parent_sure=0.7))), items=[item("port.es", ES), item("port.pt", PT)])
    number = site.number("parent", "port.pt")
    assert site.version("port/pt").parent.language == "es"
    inferences.reject(site.session, number, **site.by(1))
    assert site.version("port/pt").parent_id is None
    assert site.fresh("port/pt") == "unknown"
    inferences.undo(site.session, number, **site.by(2))
    assert site.version("port/pt").parent.language == "es"
    inferences.accept(site.session, number, **site.by(3))
    assert site.waiting() == []
    site.sound()


def test_the_other_way_round(site):
    site.adopt(Group((member("port.es", "es"), member("port.pt", "pt", parent="es", parent_sure=0.7))), items=[item("port.es", ES), item("port.pt", PT)])
    inferences.reverse(site.session, site.number("parent", "port.pt"), **site.by())
    article = lookup.article(site.session, "port")
    assert article.original_language == "pt"
    assert (site.version("port/pt").is_original, site.version("port/es").parent.language) == (True, "pt")
    site.sound()


def test_a_base_is_confirmed_denied_and_claimed_again(site):
    group = Group((member("port.es", "es"), member("port.pt", "pt", parent="es", base="port.es@0", base_sure=0.6)))
    site.adopt(group, items=[item("port.es", ES_LATER, history=(ES,)), item("port.pt", PT)])
    number = site.number("base", "port.pt")
    inferences.reject(site.session, number, **site.by(1))
    assert site.fresh("port/pt") == "unknown"
    inferences.undo(site.session, number, **site.by(2))
    assert site.fresh("port/pt") == "behind"
    inferences.accept(site.session, number, **site.by(3))
    assert (site.version("port/pt").head.base.number, site.version("port/pt").head.base_confidence) == (1, 1.0)
    assert set(site.texts("port/pt")) == {PT}
    site.sound()


def test_again_brings_only_what_is_new(site):
    before = [item("port.es", ES), item("port.pt", PT)]
    site.adopt(TWO, items=before)
    counts = [site.session.scalar(select(func.count()).select_from(model)) for model in (Article, Version, Revision, Event, Inference)]
    assert {step.outcome for step in site.adopt(TWO, items=before).values()} == {"unchanged"}
    assert counts == [site.session.scalar(select(func.count()).select_from(model)) for model in (Article, Version, Revision, Event, Inference)]
    steps = site.adopt(Group((*TWO.members, member("port.en", "en", parent="es"))), items=[item("port.es", ES_LATER), item("port.pt", PT), item("port.en", EN)])
    assert {origin: step.outcome for origin, step in steps.items()} == {"port.es": "revised", "port.pt": "unchanged", "port.en": "added"}
    assert site.texts("port/es") == [ES, ES_LATER]


def test_work_that_was_done_here_is_never_buried(site):
    site.adopt(TWO, items=[item("port.es", ES), item("port.pt", PT)])
    version, mine = site.version("port/pt"), PT + "\nMeu.\n"
    coordination.reopen(site.session, version, **site.by(1))
    claims.claim(site.session, version, actor=site.crew["max"], now=later(2))
    checkins.checkin(site.session, mine.encode(), address="port/pt", name="t.md", actor=site.crew["max"], now=later(3))
    theirs = [item("port.es", ES), item("port.pt", PT.replace("três", "quatro"))]
    step = site.adopt(TWO, items=theirs)["port.pt"]
    assert step.outcome == "refused"
    assert "worked on here" in step.why
    assert site.texts("port/pt")[-1] == mine
    number = site.number("belongs", "port.pt")
    with pytest.raises((Conflict, NotAllowed)):
        inferences.undo(site.session, number, **site.by(4))


def test_a_text_that_moved_is_the_same_text(site):
    site.adopt(TWO, items=[item("port.es", ES), item("port.pt", PT)])
    group = Group((member("port.es", "es"), member("sea/port.pt", "pt", parent="es")))
    steps = site.adopt(group, items=[item("port.es", ES), item("sea/port.pt", PT + "\nMais.\n", data={"former": ["port.pt"]})])
    assert steps["sea/port.pt"].outcome == "revised"
    assert (site.version("port/pt").origin, site.texts("port/pt")) == ("sea/port.pt", [PT, PT + "\nMais.\n"])


def test_an_earlier_text_that_is_gone_is_left_out(site):
    broken = replace(item("port.es", ES_LATER, history=(ES,)), history=snapshots(("a", "2026-01-01T00:00:00Z", None), ("b", "2026-01-02T00:00:00Z", ES_LATER)))
    site.adopt(Group((member("port.es", "es"),)), items=[broken])
    assert site.texts("port/es") == [ES_LATER]


def test_what_waits_has_its_newest_text(site):
    group = Group((member("port.es", "es"), member("port.pt", "pt", parent="es", group=0.8)))
    site.adopt(group, items=[item("port.es", ES), item("port.pt", PT)])
    site.adopt(group, items=[item("port.es", ES), item("port.pt", PT + "\nMais.\n")])
    inferences.accept(site.session, site.number("belongs", "port.pt"), **site.by())
    assert site.texts("port/pt") == [PT + "\nMais.\n"]


def test_two_that_claim_one_version(site):
    site.adopt(TWO, items=[item("port.es", ES), item("port.pt", PT)])
    other = Group((member("port.es", "es"), member("twin.pt", "pt", parent="es")))
    step = site.adopt(other, items=[item("port.es", ES), item("twin.pt", PT)])["twin.pt"]
    assert step.outcome == "queued"
    assert "port/pt is here already, from port.pt" in step.why


def test_what_is_several_articles_here_is_not_joined_without_a_person(site):
    site.adopt(Group((member("port.es", "es"),)), Group((member("porto.pt", "pt"),)), items=[item("port.es", ES), item("porto.pt", PT)])
    joined = Group((member("port.es", "es"), member("porto.pt", "pt", parent="es"), member("port.en", "en", parent="es")))
    steps = site.adopt(joined, items=[item("port.es", ES), item("porto.pt", PT), item("port.en", EN)])
    assert {origin: step.outcome for origin, step in steps.items()} == {"port.es": "unchanged", "porto.pt": "unchanged", "port.en": "queued"}


def test_contradictions_are_noted_once_and_can_be_put_away(site):
    found = [Contradiction("wrong link", ("a.es", "b.pt"), "They have nothing in common", "Mend the link on the site")]
    run = adopting.begin(site.session, "site", "tree", actor=site.cora, now=NOW)
    assert len(adopting.contradict(site.session, run, found)) == 1
    assert len(adopting.contradict(site.session, run, found)) == 1
    [row] = inferences.listed(site.session)
    with pytest.raises(UsageError):
        inferences.accept(site.session, row.id, **site.by())
    inferences.reject(site.session, row.id, **site.by())
    assert adopting.contradict(site.session, run, found) == []


def test_drafts_come_in_as_drafts(site):
    site.adopt(TWO, items=[item("port.es", ES, published=False), item("port.pt", PT, published=False)])
    assert (site.version("port/es").status, site.version("port/pt").status) == ("draft", "requested")
    assert texts.body(site.session, site.version("port/pt").head).decode() == PT


def test_a_parent_that_is_not_on_the_site(site):
    site.adopt(Group((member("port.pt", "pt", parent="fr"),)), items=[item("port.pt", PT)])
    version = site.version("port/pt")
    assert (version.article.original_language, version.parent_language, version.parent_id) == ("fr", "fr", None)


def test_only_a_coordinator_adopts_and_answers(site):
    with pytest.raises(NotAllowed):
        adopting.begin(site.session, "site", "tree", actor=site.crew["ana"], now=NOW)
    site.adopt(Group((member("note.x", "", spoken=0.3),)), items=[item("note.x", EN)])
    for answer in (inferences.accept, inferences.reject, inferences.undo):
        with pytest.raises(NotAllowed):
            answer(site.session, site.number("language", "note.x"), actor=site.crew["ana"], now=NOW)


def test_an_interrupted_run_goes_on(engine):
    """The first of two articles is in when the run is killed; the second run over the same source finishes it."""
    with db.scope(engine) as session:
        site = SimpleNamespace(crew=staff(session))
        run = adopting.begin(session, "site", "tree", actor=site.crew["cora"], now=NOW)
        adopting.Adopter(session, run, {"port.es": item("port.es", ES)}, site.crew["cora"], NOW).take([Group((member("port.es", "es"),))])
    with db.scope(engine) as session:
        cora = session.merge(site.crew["cora"])
        again = adopting.begin(session, "site", "tree", actor=cora, now=later(1))
        assert again.id == run.id
        items = {one.origin: one for one in (item("port.es", ES), item("port.pt", PT))}
        steps = adopting.Adopter(session, again, items, cora, later(1)).take([TWO])
        assert [step.outcome for step in steps] == ["unchanged", "added"]


def test_words_that_nobody_counted_when_a_text_came_in_are_counted_when_somebody_looks_for_work(site):
    site.adopt(Group((member("port.es", "es"),)), items=[item("port.es", "---\ntitle: El puerto\n---\n\n" + ES_LATER.partition("\n\n")[2])])
    assert site.session.scalar(select(func.max(StoredText.words))) == -1
    coordination.request(site.session, lookup.version(site.session, "port/es").article, "pt", **site.by())
    found = tasks.tasks(site.session, site.crew["ana"]).tasks
    assert [(task.article, task.words) for task in found] == [("port", 13)]


def test_keys_that_many_texts_wish_for_are_numbered_in_one_query(site):
    groups = [Group((member(f"index.{at}", "es"),)) for at in range(30)]
    steps = site.adopt(*groups, items=[item(f"index.{at}", ES + f"\n{at}\n") for at in range(30)])
    assert [steps[f"index.{at}"].article for at in range(30)] == ["index", *(f"index-{at}" for at in range(2, 31))]
    again = site.adopt(Group((member("index.more", "es"),)), items=[item("index.more", ES)])
    assert again["index.more"].article == "index-31"


def test_every_text_that_came_since_comes_in_and_a_translation_may_follow_any_of_them(site):
    one, two, three = (ES.replace("tres", which) for which in ("tres", "cuatro", "cinco"))
    pair = lambda base: Group((member("port.es", "es"), member("port.pt", "pt", parent="es", base=base)))  # noqa: E731
    site.adopt(pair("port.es@0"), items=[item("port.es", one, history=(ES_LATER,)), item("port.pt", PT)])
    newest = item("port.es", three, history=(ES_LATER, one, two))
    steps = site.adopt(pair("port.es@2"), items=[newest, item("port.pt", PT + "\nMais.\n")])
    assert {origin: step.outcome for origin, step in steps.items()} == {"port.es": "revised", "port.pt": "revised"}
    assert site.texts("port/es") == [ES_LATER, one, two, three]
    assert site.version("port/pt").head.base.number == 3
    assert site.fresh("port/pt") == "behind"


def test_a_history_that_was_rewritten_adds_only_its_newest_text(site):
    site.adopt(Group((member("port.es", "es"),)), items=[item("port.es", ES, history=(ES_LATER,))])
    other = item("port.es", PT, history=(EN, PT + "\n"))
    site.adopt(Group((member("port.es", "es"),)), items=[replace(other, history=tuple(replace(one, name=f"new {one.name}") for one in other.history))])
    assert site.texts("port/es") == [ES_LATER, ES, PT]


def test_two_groups_with_a_part_of_one_article_never_take_one_place_twice(site):
    site.adopt(TWO, items=[item("port.es", ES), item("port.pt", PT)])
    groups = [Group((member("port.es", "es"), member("one.en", "en", parent="es"))), Group((member("port.pt", "pt"), member("two.en", "en", parent="pt")))]
    steps = site.adopt(*groups, items=[item("port.es", ES), item("port.pt", PT), item("one.en", EN), item("two.en", EN + "\nMore.\n")])
    assert (steps["one.en"].outcome, steps["two.en"].outcome) == ("added", "queued")
    assert "port/en is here already, from one.en" in steps["two.en"].why


def test_a_number_that_a_site_gave_to_another_post_moves_nothing(site):
    long = ES + "Los estibadores votaron anoche en la plaza, bajo la lluvia, y la huelga sigue.\n"
    other = "# La biblioteca\n\nCierra el jueves por obras en el tejado, dice la directora; los libros quedan en el sótano.\n"
    at = {"data": {"id": "7", "site": "https://quay.example"}}
    site.adopt(Group((member("https://quay.example/port/", "es"),)), items=[item("https://quay.example/port/", long, **at)])
    moved = item("https://quay.example/harbour/", long + "\nY mañana también.\n", **at)
    assert numbers.settled(site.session, {moved.origin: moved})[moved.origin].data["former"] == ["https://quay.example/port/"]
    anew = item("https://quay.example/library/", other, **at)
    assert "former" not in numbers.settled(site.session, {anew.origin: anew})[anew.origin].data
