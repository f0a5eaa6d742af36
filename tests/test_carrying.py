"""Bringing translations over a change of their source, by the verbs: what stays, what is left, who may, what goes out by itself."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.newsroom import article, later, staff
from translate_flow import db, formats
from translate_flow.errors import TranslateFlowError
from translate_flow.models import Event, Rendering, Revision, Version
from translate_flow.services import (
    answers,
    arrivals,
    carrying,
    checkins,
    claims,
    comparing,
    consequences,
    coordination,
    freshness,
    importing,
    lookup,
    publishing,
    review,
    settings,
    texts,
    work,
)
from translate_flow.services.sources import Incoming
from translate_flow.text.classes import ChangeClass

SPANISH = [
    "# La huelga", "Los talleres pararon ayer, y [la lista](/es/lista-2023) está abierta.", "Nadie volvió a su puesto: eran 30 familias.",
    "Mañana hay asamblea en la plaza.", "![La plaza llena](plaza.jpg)",
]  # fmt: skip
PORTUGUESE = [
    "# A greve", "As oficinas pararam ontem, e [a lista](/pt/lista-2023) está aberta.", "Ninguém voltou ao seu posto: eram 30 famílias.",
    "Amanhã há assembleia na praça.", "![A praça cheia](plaza.jpg)",
]  # fmt: skip
ENGLISH = [
    "# The strike", "The workshops stopped yesterday, and [the list](/en/lista-2023) is open.", "Nobody went back to work: they were 30 families.",
    "There is a meeting in the square tomorrow.", "![The square, full](plaza.jpg)",
]  # fmt: skip
TEXTS = {"es": SPANISH, "pt": PORTUGUESE, "en": ENGLISH}
LINK = {1: SPANISH[1].replace("lista-2023", "lista-2024")}
WORDS = {2: "Nadie volvió a su puesto: eran 20 familias, y siguen en la calle."}


def text(language: str, changes: dict[int, str] | None = None, *, order: list[int] | None = None) -> str:
    lines = [(changes or {}).get(at, line) for at, line in enumerate(TEXTS[language])]
    return "\n\n".join(lines[at] for at in order or range(len(lines))) + "\n"


class Desk:
    """A session with everybody, and verbs in few words."""

    def __init__(self, session) -> None:
        self.session, self.crew = session, staff(session)
        article(session, self.crew["cora"], "strike", text("es"))

    def __getitem__(self, language: str) -> Version:
        return lookup.version(self.session, f"strike/{language}")

    def by(self, who: str, hours: float = 1) -> dict:
        return {"actor": self.crew[who], "now": later(hours)}

    def revise(self, body: str, hours: float = 5, told: str | None = None) -> None:
        incoming = Incoming(document=formats.get("markdown").read(body.encode()), body=body.encode(), key="strike", language="es", origin="/strike.es")
        importing.revise(self.session, self["es"], incoming, change_class=ChangeClass(told) if told else None, **self.by("cora", hours))

    def hold(self, language: str, source: str = "es", who: str = "max") -> Version:
        version = coordination.request(self.session, lookup.article(self.session, "strike"), language, source=source, **self.by("cora"))
        claims.claim(self.session, version, **self.by(who))
        return version

    def checkin(self, language: str, body: str, hours: float = 1, who: str = "max", **more) -> arrivals.Checkin:
        return checkins.checkin(self.session, body.encode(), address=f"strike/{language}", name="t.md", **self.by(who, hours), **more)

    def finish(self, language: str, hours: float = 1) -> None:
        version = self[language]
        work.submit(self.session, version, **self.by("max", hours))
        review.approve(self.session, version, **self.by("rui", hours))
        publishing.publish(self.session, version, **self.by("pia", hours))

    def translate(self, language: str, source: str = "es", body: str = "") -> None:
        self.hold(language, source)
        self.checkin(language, body or text(language))
        self.finish(language)

    def carry(self, language: str, hours: float = 6, **more) -> carrying.Result:
        return carrying.carry(self.session, self[language], **self.by("cora", hours), **more)

    def fresh(self, language: str) -> freshness.Freshness:
        self.session.flush()
        version = self[language]
        found = freshness.of(self.session, [version])[version.id]
        assert {name: getattr(version, name) for name in freshness.remembered(found)} == freshness.remembered(found)
        return found

    def body(self, language: str, *, live: bool = False) -> str:
        version = self[language]
        return texts.body(self.session, self.session.get(Revision, version.live_id if live else version.head_id)).decode()

    def left(self, language: str) -> list[tuple[int | None, str]]:
        query = select(Rendering.base_position, Rendering.todo).where(Rendering.revision_id == self[language].head_id, Rendering.todo != "")
        return [(at, todo) for at, todo in self.session.execute(query.order_by(Rendering.number))]


@pytest.fixture
def desk(engine):
    with db.scope(engine) as session:
        yield Desk(session)


def test_an_address_needs_no_translator(desk):
    """A changed link is changed in the translation, in its own form, and waits for a reviewer."""
    desk.translate("pt")
    desk.revise(text("es", LINK))
    assert desk.fresh("pt").change_class == "trivial"
    result = desk.carry("pt")
    assert (result.outcome, result.patched, result.left) == ("proposed", 1, ())
    assert desk["pt"].status == "in_review"
    assert desk.body("pt") == text("pt", {1: PORTUGUESE[1].replace("lista-2023", "lista-2024")})
    assert desk.body("pt", live=True) == text("pt"), "readers see nothing that nobody has looked at"
    assert desk.fresh("pt").state == "behind"
    review.approve(desk.session, desk["pt"], **desk.by("rui", 7))
    publishing.publish(desk.session, desk["pt"], **desk.by("pia", 7))
    assert desk.fresh("pt").state == "current"


@pytest.mark.parametrize(("allowed", "outcome"), [("none", "proposed"), ("trivial", "live"), ("correction", "live")])
def test_what_goes_out_by_itself_is_the_newsrooms_choice(desk, allowed, outcome):
    desk.translate("pt")
    settings.put(desk.session, "carry_live", allowed, **desk.by("cora"))
    desk.revise(text("es", LINK))
    assert desk.carry("pt", auto=True).outcome == outcome
    assert (desk.fresh("pt").state == "current") == (outcome == "live")
    assert ("lista-2024" in desk.body("pt", live=True)) == (outcome == "live")
    assert desk["pt"].status == ("published" if outcome == "live" else "in_review")


def test_a_heavier_class_waits_whatever_the_machine_could(desk):
    """A person said that the changed link is a correction: more than what may go out by itself."""
    desk.translate("pt")
    settings.put(desk.session, "carry_live", "wording", **desk.by("cora"))
    desk.revise(text("es", LINK), told="correction")
    assert desk.fresh("pt").change_class == "correction"
    assert desk.carry("pt", auto=True, most=ChangeClass.FACTS).outcome == "waiting"
    assert desk["pt"].status == "published"
    assert desk.carry("pt", auto=True).outcome == "proposed"


def test_words_are_left_to_the_translator(desk):
    """What is left is a draft with the old text in place; readers keep what they see; an edit clears only what it looked at."""
    desk.translate("pt")
    desk.revise(text("es", LINK | WORDS))
    assert desk.fresh("pt").change_class == "facts"
    result = desk.carry("pt", auto=True)
    assert (result.outcome, result.patched, [task.todo.value for task in result.left]) == ("drafted", 1, ["edited"])
    assert desk["pt"].status == "requested"
    patched = {1: PORTUGUESE[1].replace("lista-2023", "lista-2024")}
    assert desk.body("pt") == text("pt", patched)
    assert desk.left("pt") == [(2, "edited")]
    claims.claim(desk.session, desk["pt"], **desk.by("ana", 7))
    desk.checkin("pt", text("pt", patched | {3: "Amanhã há uma assembleia na praça."}), 8, "ana")
    assert desk.left("pt") == [(2, "edited")], "she changed another block"
    with pytest.raises(TranslateFlowError) as refused:
        work.submit(desk.session, desk["pt"], **desk.by("ana", 8))
    assert refused.value.exit_code == 7
    done = desk.checkin("pt", text("pt", patched | {2: "Ninguém voltou ao seu posto: eram 20 famílias, e continuam na rua."}), 9, "ana")
    assert (done.left, done.settled) == ((), (3,))
    work.submit(desk.session, desk["pt"], **desk.by("ana", 9))
    review.approve(desk.session, desk["pt"], **desk.by("rui", 9))
    publishing.publish(desk.session, desk["pt"], **desk.by("pia", 9))
    assert desk.fresh("pt").state == "current"


def test_handed_in_unfinished_it_stays_behind(desk):
    desk.translate("pt")
    desk.revise(text("es", WORDS))
    desk.carry("pt")
    claims.claim(desk.session, desk["pt"], **desk.by("ana", 7))
    work.submit(desk.session, desk["pt"], unfinished=True, **desk.by("ana", 8))
    review.approve(desk.session, desk["pt"], **desk.by("rui", 8))
    publishing.publish(desk.session, desk["pt"], **desk.by("pia", 8))
    found = desk.fresh("pt")
    assert (found.state, found.blocks, found.since, found.change_class) == ("behind", 1, later(5), "facts")


def test_a_paragraph_edited_and_edited_back_is_no_work(desk):
    desk.translate("pt")
    desk.revise(text("es", WORDS))
    desk.carry("pt")
    assert desk.left("pt") == [(2, "edited")]
    desk.revise(text("es"), 8)
    assert desk.carry("pt", 9).left == ()
    assert desk.body("pt") == text("pt")
    assert desk.left("pt") == []


def test_a_paragraph_that_comes_back_gets_its_translation_back(desk):
    desk.translate("pt")
    desk.revise(text("es", order=[0, 1, 3, 4]))
    assert desk.carry("pt").outcome == "proposed"
    assert "Ninguém" not in desk.body("pt")
    review.approve(desk.session, desk["pt"], **desk.by("rui", 7))
    publishing.publish(desk.session, desk["pt"], **desk.by("pia", 7))
    desk.revise(text("es"), 8)
    result = desk.carry("pt", 9)
    assert result.left == ()
    assert desk.body("pt") == text("pt")


def test_moved_paragraphs_move_along(desk):
    desk.translate("pt")
    order = [0, 3, 1, 2, 4]
    desk.revise(text("es", order=order))
    assert desk.fresh("pt").blocks == 1
    assert desk.carry("pt").left == ()
    assert desk.body("pt") == text("pt", order=order)


def test_a_new_paragraph_comes_with_its_source_and_with_what_colleagues_wrote(desk):
    other = "# Otra\n\nEl comité pide calma a los vecinos.\n"
    article(desk.session, desk.crew["cora"], "other", other)
    version = coordination.request(desk.session, lookup.article(desk.session, "other"), "pt", **desk.by("cora"))
    claims.claim(desk.session, version, **desk.by("max"))
    checkins.checkin(desk.session, b"# Outra\n\nO comite pede calma aos vizinhos.\n", address="other/pt", name="o.md", **desk.by("max"))
    work.submit(desk.session, version, **desk.by("max"))
    review.approve(desk.session, version, **desk.by("rui"))
    publishing.publish(desk.session, version, **desk.by("pia"))
    desk.translate("pt")
    desk.revise(text("es").rstrip() + "\n\nEl comité pide calma a los vecinos.\n")
    result = desk.carry("pt")
    assert [(task.todo.value, task.proposal) for task in result.left] == [("added", "O comite pede calma aos vizinhos.")]
    assert desk.body("pt").endswith("El comité pide calma a los vecinos.\n")
    claims.claim(desk.session, desk["pt"], **desk.by("ana", 7))
    taken = work.checkout(desk.session, desk["pt"], **desk.by("ana", 7))
    assert taken.marked == 1
    assert "O comite pede calma aos vizinhos." in taken.data.decode()


def test_a_second_change_before_the_first_is_done(desk):
    """What is left after two changes is the difference from what the text really renders, not from the last carry."""
    desk.translate("pt")
    desk.revise(text("es", WORDS))
    desk.carry("pt")
    desk.revise(text("es", WORDS | {3: "Mañana hay asamblea en el teatro."}), 8)
    result = desk.carry("pt", 9)
    assert sorted((task.new, task.old_source) for task in result.left) == [((2,), SPANISH[2]), ((3,), SPANISH[3])]
    assert sorted(desk.left("pt")) == [(2, "edited"), (3, "edited")]


def test_what_is_reviewed_or_taken_down_is_left_alone(desk):
    desk.hold("pt")
    desk.checkin("pt", text("pt"))
    work.submit(desk.session, desk["pt"], **desk.by("max"))
    desk.revise(text("es", LINK))
    assert desk.carry("pt").outcome == "waiting"
    review.approve(desk.session, desk["pt"], **desk.by("rui", 6))
    assert desk.carry("pt").outcome == "waiting"
    publishing.publish(desk.session, desk["pt"], **desk.by("pia", 6))
    publishing.withdraw(desk.session, desk["pt"], reason="x", **desk.by("pia", 7))
    assert desk.carry("pt").outcome == "waiting"
    assert desk.body("pt") == text("pt")


def test_only_coordinators_and_holders_carry(desk):
    desk.translate("pt")
    desk.revise(text("es", LINK))
    with pytest.raises(TranslateFlowError) as refused:
        carrying.carry(desk.session, desk["pt"], **desk.by("ana", 6))
    assert refused.value.exit_code == 4
    assert desk["pt"].status == "published"


def test_a_returned_carry_goes_to_the_pool(desk):
    """Nobody translated it, so there is nobody to give it back to."""
    desk.translate("pt")
    desk.revise(text("es", LINK))
    desk.carry("pt")
    review.send_back(desk.session, desk["pt"], reason="the address is dead", **desk.by("rui", 7))
    assert desk["pt"].status == "requested"
    claims.claim(desk.session, desk["pt"], **desk.by("ana", 8))


def test_the_translator_keeps_the_credit_and_cannot_approve(desk):
    desk.translate("pt")
    desk.revise(text("es", LINK))
    desk.carry("pt")
    head = desk.session.get(Revision, desk["pt"].head_id)
    assert head.carried
    assert head.author_id == desk.crew["max"].id
    with pytest.raises(TranslateFlowError):
        review.approve(desk.session, desk["pt"], **desk.by("max", 7))


def test_a_relay_follows_when_its_parent_has(desk):
    """es → en → pt: pt waits for en, and says so; when en has followed, pt has its own work, of the same class."""
    desk.translate("en")
    desk.translate("pt", "en", text("pt"))
    desk.revise(text("es", WORDS), told="correction")
    assert desk.fresh("pt").state == "parent_behind"
    assert desk.fresh("pt").blocked_by == "en"
    facing = {one.version.language: one for one in consequences.of(desk.session, desk["es"])}
    assert (facing["en"].left, facing["pt"].waits_for) == (1, "en")
    assert desk.carry("pt").outcome == "current"
    desk.carry("en")
    claims.claim(desk.session, desk["en"], **desk.by("max", 7))
    desk.checkin("en", text("en", {2: "Nobody went back to work: they were 20 families, and they are still in the street."}), 8)
    desk.finish("en", 8)
    assert desk.fresh("en").state == "current"
    found = desk.fresh("pt")
    assert (found.state, found.blocks, found.change_class) == ("behind", 1, "correction")
    record = comparing.to_do(desk.session, desk["pt"])
    assert [block["number"] for block in record["blocks"] if block["todo"] != "none"] == [3]
    assert record["blocks"][2]["translation"] == PORTUGUESE[2]
    assert "20 families" in record["blocks"][2]["new"]


def test_carrying_everything_takes_parents_first(desk):
    desk.translate("en")
    desk.translate("pt", "en", text("pt"))
    settings.put(desk.session, "carry_live", "trivial", **desk.by("cora"))
    desk.revise(text("es", LINK))
    results = list(carrying.carry_all(desk.session, carrying.behind(desk.session), auto=True, **desk.by("cora", 6)))
    assert [(result.version.language, result.outcome) for result in results] == [("en", "live"), ("pt", "live")]
    assert "lista-2024" in desk.body("pt", live=True)
    assert [desk.fresh(language).state for language in ("en", "pt")] == ["current", "current"]


# --- confirm and differ ---


def test_no_change_needed_is_an_action(desk):
    desk.translate("pt")
    desk.revise(text("es", {2: SPANISH[2] + " ¡Y ya!", 3: "Mañana hay asamblea en la plaza mayor."}))
    assert desk.fresh("pt").blocks == 2
    answers.confirm(desk.session, desk["pt"], [3], reason="only an exclamation", **desk.by("ana", 6))
    found = desk.fresh("pt")
    assert (found.state, found.blocks) == ("behind", 1)
    event = desk.session.scalars(select(Event).where(Event.action == "confirm")).one()
    assert (event.actor_id, event.reason, event.data["blocks"]) == (desk.crew["ana"].id, "only an exclamation", [3])
    record = comparing.to_do(desk.session, desk["pt"])
    assert [block["number"] for block in record["blocks"] if block["todo"] != "none"] == [4]
    answers.confirm(desk.session, desk["pt"], [4], **desk.by("ana", 7))
    assert desk.fresh("pt").state == "current"
    assert desk.body("pt") == text("pt")


def test_all_of_it_holds(desk):
    desk.translate("pt")
    desk.revise(text("es", WORDS | LINK, order=[0, 2, 1, 3, 4]))
    assert answers.confirm(desk.session, desk["pt"], [], everything=True, **desk.by("ana", 6)) == [2, 3]
    assert desk.fresh("pt").state == "current"
    assert desk["pt"].live_id == desk["pt"].head_id
    assert desk.body("pt") == text("pt")


@pytest.mark.parametrize(("numbers", "code"), [([9], 2), ([1], 2), ([], 2)])
def test_what_is_not_waiting_cannot_be_confirmed(desk, numbers, code):
    desk.translate("pt")
    desk.revise(text("es", WORDS))
    with pytest.raises(TranslateFlowError) as refused:
        answers.confirm(desk.session, desk["pt"], numbers, **desk.by("ana", 6))
    assert refused.value.exit_code == code
    assert desk.fresh("pt").blocks == 1


def test_who_may_confirm(desk):
    desk.translate("pt")
    desk.revise(text("es", WORDS))
    with pytest.raises(TranslateFlowError) as refused:
        answers.confirm(desk.session, desk["pt"], [3], **desk.by("pia", 6))
    assert refused.value.exit_code == 4


def test_an_omission_survives(desk):
    """Block 4 is left out on purpose: neither a move nor an edit brings it back."""
    desk.hold("pt")
    desk.checkin("pt", text("pt", order=[0, 1, 2, 4]))
    answers.differ(desk.session, desk["pt"], 4, "omission", reason="the meeting is over", **desk.by("max"))
    desk.finish("pt")
    desk.revise(text("es", {3: "Mañana hay asamblea en la plaza mayor."} | LINK))
    result = desk.carry("pt")
    assert (result.outcome, result.left) == ("proposed", ())
    assert desk.body("pt") == text("pt", {1: PORTUGUESE[1].replace("lista-2023", "lista-2024")}, order=[0, 1, 2, 4])
    record = comparing.to_do(desk.session, desk["pt"])
    assert record["blocks"][3]["note"] == "omission: the meeting is over"


def test_a_translators_note_survives(desk):
    note = "(Nota: a praça é a maior da cidade.)"
    body = text("pt").replace(PORTUGUESE[4], f"{note}\n\n{PORTUGUESE[4]}")
    desk.translate("pt", body=body)
    answers.differ(desk.session, desk["pt"], 5, "note", reason="readers abroad", **desk.by("ana", 2))
    desk.revise(text("es", LINK, order=[0, 2, 1, 3, 4]))
    assert desk.carry("pt").left == ()
    assert note in desk.body("pt")
    claims_of = comparing.to_do(desk.session, desk["pt"])["blocks"][-1]
    assert (claims_of["own"], claims_of["translation"], claims_of["note"]) == (5, note, "note: readers abroad")


def test_a_localised_block_is_never_patched(desk):
    local = "As oficinas pararam ontem, e a lista portuguesa está em [casa do povo](/pt/casa)."
    desk.hold("pt")
    desk.checkin("pt", text("pt", {1: local}))
    answers.differ(desk.session, desk["pt"], 2, "localised", reason="Portugal has its own list", **desk.by("max"))
    desk.finish("pt")
    desk.revise(text("es", LINK))
    result = desk.carry("pt")
    assert [task.todo.value for task in result.left] == ["localised"]
    assert local in desk.body("pt")


@pytest.mark.parametrize(("number", "kind", "reason"), [(4, "omission", "x"), (99, "omission", "x"), (1, "joke", "x"), (1, "localised", " "), (99, "note", "x")])
def test_differences_that_cannot_be(desk, number, kind, reason):
    desk.translate("pt")
    with pytest.raises(TranslateFlowError) as refused:
        answers.differ(desk.session, desk["pt"], number, kind, reason=reason, **desk.by("ana", 2))
    assert refused.value.exit_code in {2, 4}
    assert refused.value.remedy


# --- the source moves while somebody works ---


def test_a_checkin_is_brought_over_to_the_new_source(desk):
    """The text as it was typed is a revision; what the machine made of it is another."""
    desk.hold("pt")
    file = work.checkout(desk.session, desk["pt"], **desk.by("max")).data.decode()
    desk.revise(text("es", LINK | WORDS))
    typed = file.replace(text("es"), text("pt"))
    assert typed != file
    result = checkins.checkin(desk.session, typed.encode(), name="t.md", **desk.by("max", 6))
    assert (result.revision, result.base, result.left, result.parent_moved) == (2, 2, (3,), 0)
    assert result.rebased is not None
    first = desk.session.scalars(select(Revision).where(Revision.version_id == desk["pt"].id).order_by(Revision.number)).all()[0]
    assert texts.body(desk.session, first).decode() == text("pt")
    assert desk.body("pt") == text("pt", {1: PORTUGUESE[1].replace("lista-2023", "lista-2024")})
    again = checkins.checkin(desk.session, typed.replace("assembleia", "uma assembleia").encode(), name="t.md", **desk.by("max", 7))
    assert (again.revision, again.left) == (4, (3,)), "the old file is still good: nobody else has worked since"
    assert "uma assembleia" in desk.body("pt")
    assert "lista-2024" in desk.body("pt")


def test_a_checkin_can_stay_where_it_was(desk):
    desk.hold("pt")
    file = work.checkout(desk.session, desk["pt"], **desk.by("max")).data.decode()
    desk.revise(text("es", WORDS))
    result = checkins.checkin(desk.session, file.replace(text("es"), text("pt")).encode(), name="t.md", rebase=False, **desk.by("max", 6))
    assert (result.revision, result.base, result.parent_moved, result.rebased) == (1, 1, 2, None)
    desk.finish("pt", 7)
    assert desk.fresh("pt").state == "behind"


def test_marks_are_ticked_or_worked_off(desk):
    desk.translate("pt")
    desk.revise(text("es", WORDS | {3: "Mañana hay asamblea en la plaza mayor."}))
    coordination.reopen(desk.session, desk["pt"], **desk.by("cora", 6))
    claims.claim(desk.session, desk["pt"], **desk.by("ana", 6))
    taken = work.checkout(desk.session, desk["pt"], **desk.by("ana", 6))
    assert taken.marked == 2
    assert taken.carried is not None
    file = taken.data.decode()
    assert file.count("[ ]") == 2
    same = checkins.checkin(desk.session, file.encode(), name="t.md", **desk.by("ana", 7))
    assert (same.outcome, same.left) == ("unchanged", (3, 4)), "a mark that was left is left to do"
    at = file.index("[ ]", file.index("[ ]") + 1)
    ticked = file[:at] + "[x]" + file[at + 3 :]
    result = checkins.checkin(desk.session, ticked.encode(), name="t.md", **desk.by("ana", 8))
    assert (result.left, result.settled) == ((3,), (4,))
    assert desk.session.scalars(select(Event).where(Event.action == "confirm")).one().data["blocks"] == [4]
    done = ticked.replace(PORTUGUESE[2], "Ninguém voltou ao seu posto: eram 20 famílias, e continuam na rua.")
    result = checkins.checkin(desk.session, done.encode(), name="t.md", **desk.by("ana", 9))
    assert (result.left, result.settled) == ((), (3,))
    assert "translate-flow" not in desk.body("pt")


def test_a_coordinators_carry_does_not_lock_out_the_holder(desk):
    desk.translate("pt")
    coordination.reopen(desk.session, desk["pt"], **desk.by("cora", 2))
    claims.claim(desk.session, desk["pt"], **desk.by("ana", 2))
    file = work.checkout(desk.session, desk["pt"], **desk.by("ana", 2)).data.decode()
    desk.revise(text("es", LINK))
    assert desk.carry("pt").outcome == "drafted"
    result = checkins.checkin(desk.session, file.replace("há assembleia", "há uma assembleia").encode(), name="t.md", **desk.by("ana", 7))
    assert result.outcome == "stored"
    assert "uma assembleia" in desk.body("pt")
    assert "lista-2024" in desk.body("pt")


# --- another parent ---


def test_another_parent_keeps_the_text(desk):
    """pt was made from es, and now comes from en, which follows the same Spanish text: so pt follows that English one."""
    desk.translate("pt")
    desk.translate("en")
    coordination.request(desk.session, lookup.article(desk.session, "strike"), "pt", source="en", **desk.by("cora", 3))
    assert desk["pt"].parent_language == "en"
    assert desk["pt"].status == "published"
    assert desk.body("pt", live=True) == text("pt")
    assert desk.fresh("pt").state == "current"
    assert 0 < desk.session.get(Revision, desk["pt"].live_id).base_confidence < 1
    desk.revise(text("es", WORDS))
    assert (desk.fresh("pt").state, desk.fresh("pt").blocked_by) == ("parent_behind", "en")
    coordination.request(desk.session, lookup.article(desk.session, "strike"), "pt", source="es", **desk.by("cora", 6))
    assert (desk.fresh("pt").state, desk.fresh("pt").blocks) == ("behind", 1)


def test_no_circles(desk):
    desk.translate("en")
    desk.translate("pt", "en", text("pt"))
    with pytest.raises(TranslateFlowError) as refused:
        coordination.request(desk.session, lookup.article(desk.session, "strike"), "en", source="pt", **desk.by("cora", 3))
    assert refused.value.exit_code == 4


def test_what_is_proposed_and_what_a_person_said(desk):
    desk.translate("pt")
    desk.revise(text("es", WORDS))
    assert desk.session.get(Revision, desk["es"].head_id).change_class == "facts"
    assert not desk.session.get(Revision, desk["es"].head_id).class_confirmed
    record = comparing.own(desk.session, desk["es"])
    assert (record["class"], record["proposed"], record["from"], record["to"]) == ("facts", True, 1, 2)
    desk.revise(text("es", WORDS | LINK), 7, told="correction")
    assert comparing.own(desk.session, desk["es"], start=1)["class"] == "correction"
    assert desk.fresh("pt").change_class == "correction"
    assert desk.fresh("pt").since == later(5)
